"""From the files that a command is given to their extractions."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve

from attribution.cli.endings import STANDARD_INPUT, Stopped, fault, shown_name, with_name
from attribution.errors import AttributionError, InputError, LexiconError, OptionError, not_read

if TYPE_CHECKING:
    from attribution.cli.batches import Kept
    from attribution.reading import ReadArticle
    from attribution.records import Article, Extraction
    from attribution.writing.console import Writer

LONG = 500_000  # characters; more take minutes
ONE_ARTICLE = "can be said of one article only"


class Work:
    """Extracts from files in their order.

    Args:
        paths: The files.
        reading: Their format, told by each where it is None.
        encoding: Their encoding, found out where it is None.
        options: Of `extract_many`.
        refuse: Called with the path and the reason for each file or article that cannot be read.
        known: What is known of the one article, by the names of `Article`; it goes before what the file says.
        kept: Articles that are left out, for their records are there.
        quiet: No progress is shown.
    """

    def __init__(
        self,
        paths: Sequence[str],
        reading: str | None,
        encoding: str | None,
        options: Mapping[str, Any],
        refuse: Callable[[str, InputError], None],
        *,
        known: Mapping[str, Any] | None = None,
        kept: Kept | None = None,
        quiet: bool = True,
    ) -> None:
        self.paths = paths
        self._reading = reading
        self._encoding = encoding
        self._options = options
        self._refuse = refuse
        self._known = known or {}
        self._kept = kept
        self._quiet = quiet
        self._begun: deque[tuple[int, ReadArticle]] = deque()  # number of the file, and article
        self._read = 1  # number of the file that is read at the moment

    @property
    def number(self) -> int:
        """Number, from 1, of the file with the first article that is not done."""
        return self._begun[0][0] if self._begun else self._read

    @property
    def kept_count(self) -> int:
        """How many articles an earlier run has done."""
        return self._kept.count if self._kept else 0

    def __iter__(self) -> Iterator[tuple[str, ReadArticle, Extraction]]:
        """Yield path, article and extraction.

        Raises:
            Exception: Any that the reading or extraction of an article ends with, an `InputError` aside.
        """
        from attribution.pipeline import extract_many
        from attribution.reading import add_reading_problems

        for found in extract_many(self._articles(), on_error="yield", **self._options):
            number, read = self._begun[0]
            if isinstance(found, InputError):
                self._refuse(self.paths[number - 1], found)
            elif isinstance(found, Exception):
                raise found
            else:
                yield self.paths[number - 1], read, add_reading_problems(found, read)
            self._begun.popleft()

    def _articles(self) -> Iterator[Article]:
        for number, path in enumerate(_with_progress(self.paths, self._quiet), start=1):
            self._read = number
            try:
                for read in self._read_file(path):
                    if self._kept is None or not self._is_kept(read, self._kept):
                        self._begun.append((number, read))
                        yield read.article
            except InputError as error:
                self._refuse(path, error)

    def _is_kept(self, read: ReadArticle, kept: Kept) -> bool:
        if kept.take(read.article):
            return True
        if read.article.part is None and kept.is_changed(read.article):
            message = "the text is another than that of the records that are kept; those of the new text are added"
            click.echo(with_name(read.article.file or "", message), err=True)
        return False

    def _read_file(self, path: str) -> Iterator[ReadArticle]:
        from attribution.pipeline import LONGEST
        from attribution.reading import read_articles

        is_empty = True
        for read in read_articles(read_given(path), format=self._reading, encoding=self._encoding, on_error="yield"):
            if self._known and not is_empty:
                raise OptionError(f"{shown_name(path)} holds several articles; {options_of(self._known)} {ONE_ARTICLE}")
            is_empty = False
            if isinstance(read, InputError):
                self._refuse(path, read)
                continue
            if any(problem.code == "no-text" for problem in read.problems):
                click.echo(with_name(shown_name(path), "holds no text, so nobody says anything in it"), err=True)
            if LONG < len(read.article.text) <= LONGEST:
                length = f"{len(read.article.text):,} characters"
                click.echo(with_name(shown_name(path), f"{length} take a while; Ctrl-C stops"), err=True)
            yield evolve(read, article=evolve(read.article, **self._known)) if self._known else read
        if is_empty:
            raise InputError("the file holds no article; look whether it is the right one, and whole")


def options_of(known: Mapping[str, Any]) -> str:
    """Return the options that tell what is known of an article."""
    return ", ".join(f"--{name}" for name in known)


def write_all(writer: Writer, work: Work) -> None:
    """Write what the work gives; what ends it before its end ends the output as well, with what is done."""
    try:
        for path, article, extraction in work:
            writer.write(shown_name(path), article, extraction)
    except (OptionError, LexiconError, OSError):
        raise
    except (KeyboardInterrupt, Exception) as error:
        done = f"{writer.count} article{'' if writer.count == 1 else 's'} done"
        done += f", {work.kept_count} kept" if work.kept_count else ""
        if isinstance(error, AttributionError) and not writer.count:
            raise
        message = f"stopped in file {work.number} of {len(work.paths)}; {done}"
        if not isinstance(error, KeyboardInterrupt):
            message = f"{with_name(shown_name(work.paths[work.number - 1]), fault(error))}; {message}"
        raise Stopped(message, error) from error


def read_given(path: str) -> bytes | Path:
    """Return the path of a file, or what standard input holds.

    Raises:
        InputError: Standard input is closed or cannot be read.
    """
    if path != STANDARD_INPUT:
        return Path(path)
    if sys.stdin is None:
        raise InputError("it is closed; give a file, or send the article into a pipe")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise not_read(shown_name(path), error) from None


def _with_progress(paths: Sequence[str], quiet: bool) -> Iterable[str]:
    """Show progress on standard error where there are many files and somebody looks."""
    if quiet or len(paths) < 2 or not sys.stderr.isatty():
        return paths
    from rich.console import Console
    from rich.progress import track

    return track(paths, description="reading", console=Console(stderr=True), transient=True)
