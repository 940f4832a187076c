"""Where a command writes to: standard output, or a file that appears only when it is whole."""

from __future__ import annotations

import secrets
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

import click

from attribution.cli.endings import Stopped, Terminated

STANDARD_OUTPUT = "-"


def is_standard(output: Path | None) -> bool:
    """Tell whether a command writes to standard output."""
    return output is None or str(output) == STANDARD_OUTPUT


@contextmanager
def opened_output(output: Path | None, inputs: Iterable[str | None]) -> Iterator[TextIO]:
    """Yield the stream to write to, which is never the place of an input; SIGTERM ends the work as Ctrl-C does."""
    with _terminable(), _opened_safely(output, inputs) as stream:
        yield stream


@contextmanager
def _terminable() -> Iterator[None]:
    def terminate(number: int, frame: object) -> None:
        raise Terminated

    if threading.current_thread() is not threading.main_thread():  # which alone is told of signals
        yield
        return
    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _opened_safely(output: Path | None, inputs: Iterable[str | None]) -> Iterator[TextIO]:
    if is_standard(output):
        if sys.stdout is None:
            raise click.ClickException("standard output is closed; name a file with --output")
        yield sys.stdout
        return
    assert output is not None
    if not output.name:
        raise click.UsageError("--output is empty; name a file")
    if any(is_same(output, path) for path in inputs if path):
        raise click.UsageError(f"{output} is read as well, and would be lost; write to another file")
    try:
        is_device = output.exists() and not output.is_file()
        with _writable(output) if is_device else _replacing(output.resolve()) as stream:
            yield stream
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror or error}") from None


@contextmanager
def _replacing(output: Path) -> Iterator[TextIO]:
    """Yield a stream whose file appears only when all is written; what was done before a stop is kept beside it."""
    partial = output.with_name(f"{output.name}.{secrets.token_hex(4)}.partial")  # another command may write there too
    try:
        with _writable(partial) as stream:
            yield stream
        partial.replace(output)
    except Stopped as stop:
        if not partial.stat().st_size:
            raise
        kept = partial.replace(stopped_name(output))
        raise Stopped(f"{stop}, in {kept}", stop.error) from None
    finally:
        with suppress(OSError):
            partial.unlink()


def _writable(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", errors="backslashreplace", newline="")


def stopped_name(output: Path) -> Path:
    """Return the file beside an output that holds what was done when its command was stopped."""
    output = output.resolve()
    return output.with_name(output.name + ".stopped")


def is_same(output: Path, path: str) -> bool:
    """Tell whether a path leads to the output."""
    try:
        return output.samefile(path)
    except (OSError, ValueError):
        return False
