"""How a command ends: with a message, and with an exit status that tells why."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from attribution.errors import AttributionError, OptionError, WorkerError

STANDARD_INPUT = "-"
_WORKER_ENDED = (
    "one of the --processes ended too early: the system ends a process where memory is short, so ask for fewer"
)
_PACKAGE = str(Path(__file__).parent.parent)


class Terminated(KeyboardInterrupt):
    """SIGTERM, which ends a command as Ctrl-C does."""


class Stopped(KeyboardInterrupt):
    """An end before the end, after which what was done is written whole; the message says how far that is.

    Attributes:
        error: What ended it: Ctrl-C, SIGTERM, or a fault.
    """

    def __init__(self, message: str, error: BaseException) -> None:
        super().__init__(message)
        self.error = error


def stop_status(stop: BaseException) -> int:
    """Return the exit status of what ended a command: 128 and the number of the signal, or 1."""
    if isinstance(stop, Stopped):
        return stop_status(stop.error)
    if isinstance(stop, KeyboardInterrupt):
        return 143 if isinstance(stop, Terminated) else 130
    return 1


def fault(error: BaseException) -> str:
    """Return what to say of an error: its own message, or where one that nobody foresaw comes from."""
    from attribution.inert import show_harmful

    if isinstance(error, WorkerError):
        return _WORKER_ENDED
    if isinstance(error, AttributionError):
        return show_harmful(str(error))
    places = [place for place in traceback.extract_tb(error.__traceback__) if place.filename.startswith(_PACKAGE)]
    where = f" in {Path(places[-1].filename).name}, line {places[-1].lineno}" if places else ""
    said = show_harmful(f"{type(error).__name__}: {error}")
    return f"{said}{where}; this is a fault of attribution: please report it, with the article"


class Commands(click.Group):
    """Commands that end with a message: when a signal stops them, on a fault, or when nobody takes what they print."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what ends it early is said on standard error."""
        try:
            return self._flushed(ctx)
        except KeyboardInterrupt as stop:
            click.echo(str(stop) or "stopped", err=True)
            raise SystemExit(stop_status(stop)) from None
        except BrokenPipeError:  # whoever reads has had enough
            raise
        except OSError as error:
            if error.filename is not None:
                raise
            with suppress(OSError):  # or the interpreter tries again, and prints a traceback
                sys.stdout.close()
            raise click.ClickException(f"standard output: {error.strerror or error}") from None
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            raise click.ClickException(fault(error)) from error

    def _flushed(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()


@contextmanager
def reporting(name: str = "") -> Iterator[None]:
    """Turn an error that the library raises on purpose into its message, about the file `name`, and exit status 1.

    Of an option that is wrong the exit status is 2, as of every wrong call.
    """
    try:
        yield
    except OptionError as error:
        raise click.UsageError(str(error)) from None
    except WorkerError:
        raise click.ClickException(_WORKER_ENDED) from None
    except AttributionError as error:
        raise click.ClickException(with_name(name, error) if name else str(error)) from None


def shown_name(path: str) -> str:
    """Return what a file is called in messages and in what is written."""
    return "standard input" if path == STANDARD_INPUT else path


def with_name(name: str, message: object) -> str:
    """Return the message, with the file's name in front where it does not stand there already, and inert."""
    from attribution.inert import terminal_text

    stands = str(message).startswith((f"{name}: ", f"{Path(name)}: "))
    return terminal_text(str(message) if stands else f"{name}: {message}")
