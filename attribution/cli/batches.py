"""Batches: the files under folders, and the records that an earlier run has left."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import click

from attribution.cli.endings import STANDARD_INPUT
from attribution.cli.outputs import is_same, stopped_name
from attribution.errors import InputError, OptionError, not_read
from attribution.records import SCHEMA, Article, text_digest

Key = tuple[str | None, str]  # path of the file, SHA-256 of the text


def find_files(paths: Sequence[str], output: Path | None, refuse: Callable[[str, InputError], None]) -> list[str]:
    """Return the files to read: those that are given, and in the place of each folder those under it, sorted.

    Under a folder a file counts whose ending is that of a format, but no hidden one and not the output. A folder that
    links lead to twice is gone through once.

    Args:
        paths: Files and folders.
        output: The file that is written.
        refuse: Called with each folder that cannot be listed or holds no such file, and the reason.
    """
    found: list[str] = []
    for path in paths:
        if path == STANDARD_INPUT or not os.path.isdir(path):
            found.append(path)
            continue
        refused: list[str] = []

        def tell(folder: str, error: InputError, refused: list[str] = refused) -> None:
            refused.append(folder)
            refuse(folder, error)

        under = [file for file in _files_under(path, set(), tell) if not _is_output(file, output)]
        if not under and not refused:
            refuse(path, InputError(f"no file under it ends with {', '.join(_endings())}; name the files"))
        found += under
    return found


def _files_under(
    folder: str, entered: set[tuple[int, int]], refuse: Callable[[str, InputError], None]
) -> Iterator[str]:
    try:
        status = os.stat(folder)
        names = sorted(os.listdir(folder))
    except OSError as error:
        refuse(folder, not_read(folder, error))
        return
    if (status.st_dev, status.st_ino) in entered:
        return
    entered.add((status.st_dev, status.st_ino))
    for name in names:
        path = os.path.join(folder, name)
        if name.startswith("."):
            continue
        if os.path.isdir(path):
            yield from _files_under(path, entered, refuse)
        elif name.lower().endswith(_endings()) and (os.path.isfile(path) or not os.path.exists(path)):
            yield path  # a link that leads nowhere too, for that is worth a message; a pipe would be waited for


def _endings() -> tuple[str, ...]:
    from attribution.reading import FORMATS

    return tuple(ending for form in FORMATS.values() for ending in form.suffixes)


def _is_output(path: str, output: Path | None) -> bool:
    if output is not None and is_same(output, path):
        return True
    with suppress(OSError, ValueError, AttributeError):  # it is closed, or no file
        return os.path.samestat(os.fstat(sys.stdout.fileno()), os.stat(path))
    return False


class Kept:
    """The articles whose records an output holds already, or what was left of it when its command was stopped.

    Args:
        output: A file of JSON Lines; there may be none yet.
        options: Of `extract_many`; those that decide what is recorded must be those of the records that are kept.

    Attributes:
        count: How many articles are kept.
    """

    def __init__(self, output: Path, options: dict[str, object]) -> None:
        self._output = output
        self._options = options
        self._left: Counter[Key] = Counter()  # kept, and not met again among the articles
        self._files: set[str | None] = set()
        self.count = 0

    def copy_to(self, stream: TextIO) -> None:
        """Write the lines of the output, then those that only the stopped one holds.

        Raises:
            InputError: One of them cannot be read, or holds something else.
            OptionError: Their records were made with other options.
        """
        for line, key in self._lines(self._output):
            self._keep(line, key, stream)
        there = self._left.copy()
        for line, key in self._lines(stopped_name(self._output)):
            there[key] -= 1
            if there[key] < 0:
                self._keep(line, key, stream)

    def take(self, article: Article) -> bool:
        """Tell whether the records of an article are kept; of two articles that are the same, each is asked for."""
        key = (article.file, text_digest(article.text))
        if self._left.get(key, 0) < 1:
            return False
        self._left[key] -= 1
        return True

    def is_changed(self, article: Article) -> bool:
        """Tell whether the records that are kept of the same file are those of another text."""
        key = (article.file, text_digest(article.text))
        return article.file in self._files and article.file is not None and key not in self._left

    def _keep(self, line: str, key: Key, stream: TextIO) -> None:
        stream.write(line)
        self._left[key] += 1
        self._files.add(key[0])
        self.count += 1

    def _lines(self, path: Path) -> Iterator[tuple[str, Key]]:
        """Yield each line, with its end, and the article that it is of."""
        try:
            with path.open("rb") as lines:
                for number, line in enumerate(lines, start=1):
                    if path != self._output and not line.endswith(b"\n") and not _is_whole(line):
                        return  # it was cut off when the command was killed
                    if line.strip():
                        key = self._key(line, f"{path}: line {number}")
                        yield line.decode("utf-8").rstrip("\n") + "\n", key
        except FileNotFoundError:
            return
        except OSError as error:
            raise not_read(path, error) from None

    def _key(self, line: bytes, where: str) -> Key:
        try:
            data = json.loads(line.decode("utf-8"))
            article, options = data["article"], dict(data["engine"]["options"])
            file, sha256 = article.get("file"), article["sha256"]
            if data["schema"] != SCHEMA or not isinstance(file, str | None) or not isinstance(sha256, str):
                raise ValueError(SCHEMA)
        except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
            raise InputError(f"{where} holds no records; {_ADVICE}") from None
        for name, value in options.items():
            if self._options.get(name, value) != value:
                raise OptionError(
                    f"{where} was made with {name.replace('_', '-')} {value}, and this is another call; "
                    "give the same options, or write to another file"
                )
        return file, sha256


def _is_whole(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


_ADVICE = "--resume goes on in what `attribution extract -f jsonl` wrote; write to another file"


def check_resumable(output: Path | None, form: str) -> Path:
    """Return the output that a run goes on with, or say why there is none."""
    if output is None or str(output) == "-":
        raise click.UsageError("--resume goes on in a file; name it with -o FILE.jsonl")
    if form != "jsonl":
        raise click.UsageError(f"--resume adds lines to a file of JSON Lines, not to {form}; write -o FILE.jsonl")
    return output
