"""What `attribution extract` writes: a table, or any format of `attribution.writing`."""

from __future__ import annotations

from pathlib import PurePath
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from attrs import evolve

from attribution.errors import OptionError
from attribution.inert import terminal_line
from attribution.jsonio import dump_extraction
from attribution.records import Extraction
from attribution.writing import FORMATS, write_many
from attribution.writing.table import extraction_table, outlet_table, problem_lines
from attribution.writing.web_annotation import write_page_annotation

if TYPE_CHECKING:
    from rich.console import Console

    from attribution.reading import ReadArticle

WIDTH = 120  # columns where the output is no terminal


class Writer:
    """Writes extractions to a stream: tables and JSON Lines as they come, the other formats at the end.

    Several articles as "json" are an array. On Ctrl-C the end comes early: what was taken until then is written.

    Attributes:
        count: How many articles were taken.

    Raises:
        InputError: The format needs an extra that is not installed.
    """

    def __init__(self, form: str, stream: TextIO, *, by: str | None = None) -> None:
        self._form = form
        self._stream = stream
        self._by = by
        self._held: list[tuple[Extraction, ReadArticle]] = []
        self.count = 0
        if form in FORMATS and FORMATS[form].many:
            write_many([], form)  # what it needs is missed now, and not when all the work is done

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._held and (error is None or isinstance(error, KeyboardInterrupt)):
            self._write(self._all())

    def write(self, name: str, read: ReadArticle, extraction: Extraction) -> None:
        """Take one extraction; `name` is what a table calls an article that has no title.

        Raises:
            OptionError: It is the second, and a file of the format holds one.
        """
        if self._form == "jsonl":
            self._stream.write(dump_extraction(extraction) + "\n")
            self._stream.flush()  # what is done outlives a process that is killed
        elif self._form == "table":
            self._write_table(read.article.title or name, extraction)
        else:
            if self._held and not FORMATS[self._form].many:
                raise OptionError(f"{self._form} holds one article a file; write them one by one")
            self._held.append((_titled(extraction, name) if self._form == "html" else extraction, read))
        self.count += 1

    def _all(self) -> str | bytes:
        if self._form == "w3c" and len(self._held) == 1:
            return write_page_annotation(*self._held[0])
        return write_many([(extraction, read.article) for extraction, read in self._held], self._form)

    def _write(self, output: str | bytes) -> None:
        if isinstance(output, str):
            self._stream.write(output)
        else:
            self._stream.flush()
            self._stream.buffer.write(output)

    def _write_table(self, title: str, extraction: Extraction) -> None:
        console, title = self._console(), terminal_line(title)
        table = outlet_table(extraction, title) if self._by == "outlet" else extraction_table(extraction, title)
        console.print(table if extraction.records else f"{title}\nnobody says anything in this text", markup=False)
        for line in problem_lines(extraction):
            console.print(f"! {line}", markup=False)

    def _console(self) -> Console:
        from rich.console import Console

        terminal = self._stream.isatty()
        return Console(file=self._stream, width=None if terminal else WIDTH, highlight=False, soft_wrap=False)


def _titled(extraction: Extraction, name: str) -> Extraction:
    """Return the extraction under the name of its file where the article has no title, for a page to look at."""
    info = extraction.article
    return extraction if info.title else evolve(extraction, article=evolve(info, title=PurePath(name).name))
