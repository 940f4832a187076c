"""Markdown (CommonMark) to paragraphs, through markdown-it.

markdown-it gives the lines of a block and the text of its parts, not their columns; each part is found again by going
along the lines, past the targets of links. Text before the first heading of level 1 stays; that heading is the title.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field

from attribution.models import CharSpan
from attribution.reading.article import Block, BlockKind, Body, Found, Link
from attribution.reading.encodings import Decoded
from attribution.reading.extras import load_extra
from attribution.reading.offsets import MappedText
from attribution.reading.page_metadata import split_byline
from attribution.records import Article

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_SETTING = re.compile(r"^([A-Za-z_]+)\s*:\s*(.+?)\s*$", re.MULTILINE)
_LINK_END = re.compile(r"\](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\]]*\])?|>")
_NAMES = {
    "title": "title", "headline": "title", "author": "authors", "authors": "authors", "byline": "authors",
    "publisher": "publisher", "source": "publisher", "date": "published", "published": "published", "url": "url",
    "canonical": "url", "lang": "language", "language": "language",
}  # fmt: skip


def read_markdown(decoded: Decoded) -> list[Found]:
    """Return the text of a Markdown file; simple `key: value` lines between "---" at its head are metadata.

    Raises:
        InputError: The extra "markdown" is not installed.
    """
    markdown_it = load_extra("markdown_it", "markdown", "Markdown")
    source = decoded.text
    front = _FRONT.match(source)
    head = front.end() if front else 0
    lines = source[head:].replace("\r\n", " \n").replace("\r", "\n")
    lines = re.sub("[\0\ufffd]", "\ufffd", lines)
    tokens = markdown_it.MarkdownIt("commonmark").disable("text_join").parse(lines)
    writer = _Writer(source, head)
    for token in tokens:
        writer.take(token)
    metadata = _front_matter(front.group(1)) if front else {}
    metadata.setdefault("title", writer.title)
    body = writer.finish()
    return [Found(Article(text=body.text, **metadata), body, source)]


def _front_matter(head: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in _SETTING.findall(head):
        name = _NAMES.get(key.lower())
        value = value.strip("\"'")
        if name and value and name not in found:
            found[name] = tuple(split_byline(value.strip("[]"))) if name == "authors" else value
    return found


@define
class _Writer:
    """Takes the tokens of markdown-it one by one."""

    source: str
    head: int
    mapped: MappedText = field(factory=MappedText)
    blocks: list[Block] = field(factory=list)
    links: list[Link] = field(factory=list)
    title: str | None = None
    open: list[str] = field(factory=list)
    line_starts: list[int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        ends = re.finditer(r"\r\n?|\n", self.source[self.head :])
        self.line_starts = [self.head, *(self.head + match.end() for match in ends), len(self.source)]

    def take(self, token: "Token") -> None:
        if token.type == "inline":
            self._inline(token)
        elif token.type in ("code_block", "fence") and token.map:
            self._code(token)
        elif token.nesting == 1:
            self.open.append(token.tag)
        elif token.nesting == -1:
            self.open.pop()

    def _lines(self, token: "Token") -> tuple[int, int]:
        first, last = token.map or (0, 0)
        end = min(last, len(self.line_starts) - 1)
        return self.line_starts[first], self.line_starts[end]

    def _begin(self) -> int:
        if self.mapped.length:
            self.mapped.add_unmapped("\n\n")
        return self.mapped.length

    def _end(self, start: int) -> None:
        depth = self.open.count("blockquote")
        kind: BlockKind = "quote" if depth else "item" if "li" in self.open else "paragraph"
        if any(re.fullmatch(r"h\d", tag) for tag in self.open):
            kind = "heading"
        self.blocks.append(Block(kind, CharSpan(start, self.mapped.length), depth))

    def _code(self, token: "Token") -> None:
        at, end = self._lines(token)
        pieces = [line for line in token.content.split("\n") if line.strip()]
        start = self._begin() if pieces else self.mapped.length
        for index, line in enumerate(pieces):
            found = self.source.find(line.rstrip(" "), at, end)
            if found >= 0:
                self.mapped.add_unmapped("\n" if index else "")
                at = found + len(line.rstrip(" "))
                self.mapped.add(line.rstrip(" "), found, at)
        if pieces:
            self.blocks.append(
                Block("preformatted", CharSpan(start, self.mapped.length), self.open.count("blockquote"))
            )

    def _inline(self, token: "Token") -> None:
        at, end = self._lines(token)
        runs = list(_runs(token.children or [], self.source, at, end))
        if self.open and self.open[-1] == "h1" and self.title is None:
            self.title = "".join(text for text, *_ in runs).strip() or None
            return
        if not any(text.strip() for text, *_ in runs):
            return
        start = self._begin()
        for text, left, right, href in runs:
            before = self.mapped.length
            self.mapped.add(text, left, right)
            self._link(before, href)
        self._end(start)

    def _link(self, start: int, href: str | None) -> None:
        if href is None:
            return
        last = self.links[-1] if self.links else None
        if last and last.href == href and last.span.end == start:
            self.links[-1] = evolve(last, span=CharSpan(last.span.start, self.mapped.length))
        else:
            self.links.append(Link(CharSpan(start, self.mapped.length), href))

    def finish(self) -> Body:
        text, offsets = self.mapped.finish()
        return Body(text, offsets, tuple(self.blocks), tuple(self.links))


def _runs(tokens: "list[Token]", source: str, at: int, end: int) -> Iterator[tuple[str, int, int, str | None]]:
    """Yield the text of inline tokens with its place in the file and the address it links to."""
    hrefs: list[str] = []
    for token in tokens:
        href = hrefs[-1] if hrefs else None
        if token.type in ("softbreak", "hardbreak"):
            match = re.compile(r"[ \t\\]*(?:\r\n?|\n)[ \t]*(?:>[ \t]?)*[ \t]*").search(source, at, end)
            if match:
                yield " " if token.type == "softbreak" else "\n", match.start(), match.end(), href
                at = match.end()
        elif token.type in ("text", "text_special", "code_inline"):
            shown = token.markup if token.type == "text_special" else token.content
            found = source.find(shown, at, end) if token.content else -1
            if found >= 0:
                at = found + len(shown)
                yield token.content, found, at, href
        elif token.type == "link_open":
            hrefs.append(str(token.attrs.get("href", "")))
        elif token.type in ("link_close", "image"):
            at = _behind_link(source, at, end)
            hrefs = hrefs[:-1] if token.type == "link_close" else hrefs


def _behind_link(source: str, at: int, end: int) -> int:
    match = _LINK_END.search(source, at, end)
    return match.end() if match else at
