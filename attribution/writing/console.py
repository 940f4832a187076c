"""What `attribution extract` prints: a table, JSON, or one line of JSON an article."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from attribution.jsonio import dump_extraction
from attribution.records import Extraction
from attribution.writing.table import extraction_table, outlet_table, problem_lines

if TYPE_CHECKING:
    from rich.console import Console

    from attribution.reading import ReadArticle

WIDTH = 120  # columns where the output is no terminal


class Writer:
    """Writes extractions to a stream as they come.

    "jsonl" gives one line an article; "json" an object for one article and an array for several; "table" a table
    an article, grouped by outlet and speaker with `by="outlet"`.
    """

    def __init__(self, form: str, stream: TextIO, *, by: str | None = None) -> None:
        self._form = form
        self._stream = stream
        self._by = by
        self._held: list[Extraction] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._held:
            texts = [dump_extraction(extraction, indent=2) for extraction in self._held]
            self._stream.write(texts[0] if len(texts) == 1 else "[\n" + ",\n".join(texts) + "\n]")
            self._stream.write("\n")

    def write(self, name: str, article: ReadArticle, extraction: Extraction) -> None:
        """Write one extraction; `name` is what the table calls the article where it has no title."""
        if self._form == "json":
            self._held.append(extraction)
        elif self._form == "jsonl":
            self._stream.write(dump_extraction(extraction) + "\n")
        else:
            self._write_table(article.article.title or name, article, extraction)

    def _write_table(self, title: str, article: ReadArticle, extraction: Extraction) -> None:
        console = self._console()
        table = outlet_table(extraction, title) if self._by == "outlet" else extraction_table(extraction, title)
        console.print(table if extraction.records else f"{title}\nnobody says anything in this text", markup=False)
        for line in [*problem_lines(extraction), *(f"{one.code}: {one.message}" for one in article.problems)]:
            console.print(f"! {line}", markup=False)

    def _console(self) -> Console:
        from rich.console import Console

        terminal = self._stream.isatty()
        return Console(file=self._stream, width=None if terminal else WIDTH, highlight=False, soft_wrap=False)
