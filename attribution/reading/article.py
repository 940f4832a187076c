"""What reading gives: the article, and the way back from its text to the file."""

from typing import Literal

from attrs import evolve, field, frozen

from attribution.models import CharSpan
from attribution.reading.encodings import Decoded, EncodingBasis, byte_offset
from attribution.reading.offsets import OffsetMap
from attribution.records import Article, Extraction, Problem

BlockKind = Literal["paragraph", "heading", "quote", "attribution", "item", "preformatted"]


@frozen
class Block:
    """A paragraph, heading, list item or paragraph of a block quotation: `text[span.start:span.end]`.

    `depth` counts the block quotations around it; "attribution" is the line in one that says whose words they are.
    """

    kind: BlockKind
    span: CharSpan
    depth: int = 0


@frozen
class Link:
    """Linked words of the text and the address they lead to, as the file has it."""

    span: CharSpan
    href: str


@frozen
class Body:
    """The running text of one article as a reader of one format found it."""

    text: str
    offsets: OffsetMap
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()


@frozen
class Found:
    """One article in a file: metadata and text as an `Article`, and where its parts stand."""

    article: Article
    body: Body
    source: str
    part: str | None = None


@frozen
class ReadArticle:
    """An article, and where each character of its text stands in the file.

    Attributes:
        article: Text and metadata; what the file does not say is null.
        format: Name of the format that it was read as.
        source: The decoded file (for DOCX the decoded part) that `offsets` leads to.
        part: Which part of the file: "word/document.xml" of a DOCX, "entry 3" of a feed, "line 7" of JSON Lines.
        offsets: From code points of the text to code points of `source`.
        encoding: Python name of the encoding that the file was decoded with.
        encoding_basis: What spoke for that encoding.
        blocks: The paragraphs of the text in order, block quotations marked as such.
        links: The links in the text.
        problems: What a reader of the text should know, with places in the text.
    """

    article: Article
    format: str
    source: str = field(repr=False)
    part: str | None
    offsets: OffsetMap = field(repr=False)
    encoding: str
    encoding_basis: EncodingBasis
    blocks: tuple[Block, ...] = field(repr=False)
    links: tuple[Link, ...] = field(repr=False)
    problems: tuple[Problem, ...]
    _decoded: Decoded = field(repr=False, eq=False)

    @property
    def encoding_guessed(self) -> bool:
        """Tell whether nothing but the bytes themselves spoke for the encoding."""
        return self._decoded.guessed

    def raw(self, start: int, end: int) -> tuple[str, ...]:
        """Return the stretches of the file, escapes and all, that `text[start:end]` was read from."""
        return tuple(span.of(self.source) for span in self.offsets.raw(start, end))

    def raw_bytes(self, start: int, end: int) -> tuple[tuple[int, int], ...] | None:
        """Return `(first byte, byte behind the last)` in the file for each stretch of `raw`.

        None where bytes cannot be counted: inside of a DOCX (its parts are compressed), where some bytes were no
        characters, and in encodings that switch between states.
        """
        if self.source is not self._decoded.text:
            return None
        spans = []
        for span in self.offsets.raw(start, end):
            first, last = byte_offset(self._decoded, span.start), byte_offset(self._decoded, span.end)
            if first is None or last is None:
                return None
            spans.append((first, last))
        return tuple(spans)


def add_reading_problems(extraction: Extraction, read: ReadArticle) -> Extraction:
    """Return the extraction with the problems of reading among its own: a guessed encoding, a paywall."""
    problems = {(p.start, p.end, p.code, p.message): p for p in (*extraction.problems, *read.problems)}
    return evolve(extraction, problems=tuple(problems[key] for key in sorted(problems)))
