"""HTML to paragraphs whose every character has a place in the file.

The tree is that of the HTML standard (justhtml), so bad markup is read as browsers read it; the place of each
character is found by going along the file beside the text of each node. White space collapses as browsers show it,
a `<br>` is a line break, two of them end the paragraph, and the marks that browsers draw around `<q>` are written.
"""

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from attrs import define, field, frozen

from attribution.models import CharSpan
from attribution.reading.article import Block, BlockKind, Body, Link
from attribution.reading.extras import load_extra
from attribution.reading.offsets import MappedText, OffsetMap
from attribution.records import Problem

if TYPE_CHECKING:
    from justhtml import JustHTML

Run = tuple[str, int, int]  # text, and where it stands in the file
Event = tuple[Literal["open", "close", "text"], Any]

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "li",
    "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
}  # fmt: skip
NEVER_TEXT = frozenset() | {
    "head", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "video",
    "audio", "canvas", "map", "button", "select", "textarea", "datalist", "input", "nav", "aside", "footer",
    "dialog", "menu", "figcaption", "title", "amp-ad", "amp-embed", "amp-social-share",
}  # fmt: skip
_LITERAL = re.compile(r"[^<&\r\0]+")
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;?)")
_TAG = re.compile(r"<!--.*?-->|<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>|<[^>]*>", re.DOTALL)
_TAG_OPENS = re.compile(r"<[A-Za-z/!?]")
_BEFORE_SOURCE = " \n\u00a0-\u2012\u2013\u2014\u2015~("
_XML_DECLARATION = re.compile(r"<\?xml\b[^>]*>", re.IGNORECASE)
_HEAD = re.compile(
    rf"\s*(?:{_XML_DECLARATION.pattern}\s*)?(?><!--.*?-->\s*)*(?:<!doctype\b[^>]*>)?", re.IGNORECASE | re.DOTALL
)
# "<?php ...>", "<![if ...]>", "</ ...>", a second doctype: comments, or nothing, to the HTML standard (13.2.5).
_BOGUS_COMMENT = re.compile(r"<(?:\?|!(?!--)|/(?![a-z>]))[^>]*>", re.IGNORECASE)
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WORDS = re.compile(r"[ \t\n\f\r]+|[^ \t\n\f\r]+")


@define
class Paragraph:
    """A stretch of inline content: its text is `mapped`, `path` the elements around it, outermost first.

    `cite` is where the last `<cite>` begins and ends in the text.
    """

    path: tuple[Any, ...]
    mapped: MappedText = field(factory=MappedText)
    links: list[tuple[int, int, str]] = field(factory=list)
    text: str = ""
    offsets: OffsetMap = field(factory=lambda: OffsetMap(()))
    kind: BlockKind = "paragraph"
    depth: int = 0
    preformatted: bool = False
    space: tuple[int, int] | None = None
    cite: tuple[int, int] = (0, 0)

    def add(self, run: Run) -> None:
        """Append text; white space collapses except in preformatted text."""
        text, start, end = run
        if self.preformatted:
            self.mapped.add(text, start, end)
            return
        plain = len(text) == end - start
        for match in _WORDS.finditer(text):
            left, right = (start + match.start(), start + match.end()) if plain else (start, end)
            if match.group()[0] in " \t\n\f\r":
                self.space = (self.space[0] if self.space else left, right)
            else:
                self._close_space()
                self.mapped.add(match.group(), left, right)

    def add_break(self, start: int, end: int) -> None:
        """Append the line break that the tag at `start` stands for."""
        self.space = None
        if self.mapped.length:
            self.mapped.add("\n", start, end)

    def _close_space(self) -> None:
        if self.space and self.mapped.length:
            self.mapped.add(" ", *self.space)
        self.space = None

    def open_link(self) -> int:
        """Return where a link that begins here begins in the text."""
        return self.mapped.length + (1 if self.space and self.mapped.length else 0)

    def finish(self) -> None:
        """Fix the text, without line breaks at its end."""
        text, offsets = self.mapped.finish()
        self.text = text.rstrip()
        self.offsets = OffsetMap(offsets.between(0, len(self.text)))


@frozen
class Document:
    """A parsed page: the tree and its paragraphs in order.

    `unplaced` counts text nodes that could not be followed in the file and were left out.
    """

    tree: "JustHTML"
    paragraphs: tuple[Paragraph, ...]
    unplaced: int


def parse(source: str, start: int = 0, end: int | None = None) -> Document:
    """Return the paragraphs of the HTML in `source[start:end]`, furniture included; offsets are those of `source`.

    Raises:
        InputError: The extra "html" is not installed.
    """
    tree = parse_tree(source[start:end], scripting=False)
    walker = _Walker(source, start)
    for event in _events(tree.root):
        walker.take(event)
    walker.close_paragraph()
    return Document(tree, tuple(walker.paragraphs), walker.unplaced)


def parse_tree(source: str, *, scripting: bool) -> Any:
    """Return the tree of the HTML; with `scripting`, `<noscript>` holds text, as in browsers that run scripts.

    Raises:
        InputError: The extra "html" is not installed.
    """
    justhtml = load_extra("justhtml", "html", "HTML")
    head = _HEAD.match(source)
    begins = head.end() if head else 0
    prolog = _XML_DECLARATION.sub(lambda match: " " * len(match.group()), source[:begins])
    source = prolog + _BOGUS_COMMENT.sub(_as_end_tag, source[begins:])
    return justhtml.JustHTML(source, sanitize=False, track_node_locations=True, scripting_enabled=scripting)


def _as_end_tag(comment: re.Match[str]) -> str:
    """Return an end tag without a start tag, which says nothing either: justhtml takes these comments for text."""
    size = len(comment.group())
    return f"</z{' ' * (size - 4)}>" if size > len("<!>") else "</>"


def _events(root: Any) -> Iterator[Event]:
    """Go through the tree in order of the document, without recursion: pages nest deeper than Python does."""
    stack: list[Event] = [("open", child) for child in reversed(root.children or [])]
    while stack:
        what, node = stack.pop()
        if what == "close":
            yield "close", node
        elif node.name == "#text":
            yield "text", node
        elif not node.name.startswith(("#", "!")) and _is_shown(node):
            yield "open", node
            stack.append(("close", node))
            stack.extend(("open", child) for child in reversed(node.children or []))


def _is_shown(node: Any) -> bool:
    """Tell whether an element is text; a hidden one inside of a line is none, hidden blocks are told with the page."""
    if node.name in NEVER_TEXT:
        return _names_source(node)
    attributes = node.attrs or {}
    is_hidden = "hidden" in attributes or _NOT_DISPLAYED.search(attributes.get("style") or "") is not None
    return node.name in BLOCKS or not is_hidden


def _names_source(node: Any) -> bool:
    """Tell whether a footer or caption says whose words the block quotation around or beside it holds."""
    parent = node.parent
    if node.name not in ("footer", "figcaption") or parent is None:
        return False
    in_figure = parent.name == "figure" and any(child.name == "blockquote" for child in parent.children or [])
    return parent.name == "blockquote" or in_figure


@define
class _OpenLink:
    """A link whose end has not come yet; `paragraph` is the one it was last seen in."""

    href: str
    paragraph: Paragraph | None
    start: int

    def end_in_paragraph(self) -> None:
        paragraph = self.paragraph
        if paragraph is not None and paragraph.mapped.length > self.start:
            paragraph.links.append((self.start, paragraph.mapped.length, self.href))
        self.paragraph, self.start = None, 0


class _Walker:
    """Cuts the document into paragraphs."""

    def __init__(self, source: str, base: int) -> None:
        self.source, self.base = source, base
        self.paragraphs: list[Paragraph] = []
        self.unplaced = 0
        self.path: list[Any] = []
        self.current: Paragraph | None = None
        self.links: list[_OpenLink] = []
        self.breaks = 0
        self.cite = 0

    def take(self, event: Event) -> None:
        what, node = event
        if what == "text":
            self._text(node)
        elif what == "open":
            self._open(node)
        else:
            self._close(node)

    def _paragraph(self) -> Paragraph:
        if self.current is None:
            self.current = Paragraph(tuple(self.path))
            names = [element.name for element in self.path]
            self.current.depth = names.count("blockquote")
            self.current.preformatted = "pre" in names
            self.current.kind = _kind(names)
            for link in self.links:
                link.paragraph = self.current
        return self.current

    def _open(self, node: Any) -> None:
        if node.name in BLOCKS:
            self.close_paragraph()
        if node.name == "br":
            self._break(node)
        elif node.name == "q":
            self._add_mark("“", node)
        elif node.name == "cite":
            self.cite = self.current.open_link() if self.current else 0
        self.path.append(node)
        href = (node.attrs or {}).get("href")
        if node.name == "a" and href:
            self.links.append(_OpenLink(href, self.current, self.current.open_link() if self.current else 0))

    def _close(self, node: Any) -> None:
        self.path.pop()
        if node.name == "q":
            self._add_mark("”", node)
        elif node.name == "cite" and self.current is not None:
            self.current.cite = (self.cite, self.current.mapped.length)
        if node.name == "a" and self.links and (node.attrs or {}).get("href"):
            self.links.pop().end_in_paragraph()
        if node.name in BLOCKS:
            self.close_paragraph()

    def _add_mark(self, mark: str, node: Any) -> None:
        """Write the mark that browsers draw; the opening one stands for the tag itself."""
        if mark == "“" and node.origin_offset is not None:
            self._paragraph().add((mark, *self._tag(node)))
        else:
            self._paragraph().mapped.add_unmapped(mark)
        self.breaks = 0

    def _tag(self, node: Any) -> tuple[int, int]:
        start = self.base + node.origin_offset
        match = _TAG.match(self.source, start)
        return start, match.end() if match else start

    def _break(self, node: Any) -> None:
        self.breaks += 1
        if self.breaks > 1:
            self.close_paragraph()
        elif self.current is not None and node.origin_offset is not None:
            self.current.add_break(*self._tag(node))

    def _text(self, node: Any) -> None:
        data = node.data or ""
        if not data.strip(" \t\n\f\r") and self.current is None:
            return
        runs, whole = follow(data, self.source, self.base + (node.origin_offset or 0))
        self.unplaced += not whole
        paragraph = self._paragraph()
        for run in runs:
            paragraph.add(run)
        if data.strip(" \t\n\f\r"):
            self.breaks = 0

    def close_paragraph(self) -> None:
        """End the paragraph that is open; links that are open go on in the next one."""
        self.breaks = 0
        if self.current is None:
            return
        paragraph, self.current = self.current, None
        for link in self.links:
            link.end_in_paragraph()
        paragraph.finish()
        if paragraph.text:
            self.paragraphs.append(paragraph)


def _kind(names: list[str]) -> BlockKind:
    if "footer" in names or "figcaption" in names:  # others are not walked through
        return "attribution"
    if "blockquote" in names:
        return "quote"
    if HEADINGS.intersection(names):
        return "heading"
    if "pre" in names:
        return "preformatted"
    return "item" if names and "li" in names else "paragraph"


def follow(data: str, source: str, at: int) -> tuple[list[Run], bool]:
    """Return `data`, the text of a node, as runs with their places in `source` from `at` on.

    Between the characters of one node the file can hold references, tags that the parser moved, and characters that
    it drops. The second value is False when the text could not be followed to its end.
    """
    runs: list[Run] = []
    done = 0
    while done < len(data) and at < len(source):
        text, width, skip = _next_run(data, done, source, at)
        if text:
            runs.append((text, at, at + width))
        elif not skip:
            return runs, False
        done += len(text)
        at += width or skip
    return runs, done == len(data)


def _next_run(data: str, done: int, source: str, at: int) -> tuple[str, int, int]:
    """Return the text that the file shows at `at`, how much of the file it takes, or how much to skip."""
    literal = _LITERAL.match(source, at)
    if literal:
        same = _common(data, done, source, at, literal.end() - at)
        return data[done : done + same], same, 1 if source[at] == "\n" and not same else 0
    if source[at] == "\r":
        width = 2 if source.startswith("\r\n", at) else 1
        return ("\n", width, 0) if data[done] == "\n" else ("", 0, width)
    if source[at] == "\0":
        return ("\ufffd", 1, 0) if data[done] == "\ufffd" else ("", 0, 1)
    if source[at] == "&":
        return _reference(data, done, source, at)
    if data[done] == "<" and not _TAG_OPENS.match(source, at):
        return "<", 1, 0
    tag = _TAG.match(source, at)
    return "", 0, tag.end() - at if tag else 0


def _common(data: str, done: int, source: str, at: int, most: int) -> int:
    """Return how many characters of `data` from `done` on stand at `at`, `most` at most."""
    most = min(most, len(data) - done)
    if data[done : done + most] == source[at : at + most]:
        return most
    return next(i for i in range(most) if data[done + i] != source[at + i])


def _reference(data: str, done: int, source: str, at: int) -> tuple[str, int, int]:
    match = _REFERENCE.match(source, at)
    if match:
        value = html.unescape(match.group())
        if value != match.group() and data.startswith(value, done):
            return value, match.end() - at, 0
    return ("&", 1, 0) if data[done] == "&" else ("", 0, 0)


def join(document: Document, paragraphs: list[Paragraph]) -> Body:
    """Return the text of `paragraphs`, a blank line between them."""
    mapped = MappedText()
    blocks: list[Block] = []
    links: list[Link] = []
    for paragraph in paragraphs:
        if mapped.length:
            mapped.add_unmapped("\n\n")
        base = mapped.length
        mapped.add_mapped(paragraph.text, paragraph.offsets)
        blocks.extend(_blocks(paragraph, base))
        for start, end, href in paragraph.links:
            end = min(end, len(paragraph.text))
            if start < end:
                links.append(Link(CharSpan(base + start, base + end), href))
    text, offsets = mapped.finish()
    return Body(text, offsets, tuple(blocks), tuple(links), _problems(document))


def _blocks(paragraph: Paragraph, base: int) -> Iterator[Block]:
    """Yield the paragraph, in a block quotation without the `<cite>` at its end, which names the source."""
    start, end = paragraph.cite
    size = len(paragraph.text)
    if paragraph.kind != "quote" or not start < size <= end:
        yield Block(paragraph.kind, CharSpan(base, base + size), paragraph.depth)
        return
    words = paragraph.text[:start].rstrip(_BEFORE_SOURCE)
    if words:
        yield Block("quote", CharSpan(base, base + len(words)), paragraph.depth)
    yield Block("attribution", CharSpan(base + start, base + size), paragraph.depth)


def _problems(document: Document) -> tuple[Problem, ...]:
    if not document.unplaced:
        return ()
    message = f"{document.unplaced} stretches of the page could not be placed in the file and were left out"
    return (Problem("text-not-placed", 0, 0, message),)


def read_fragment(source: str, start: int = 0, end: int | None = None) -> Body:
    """Return all paragraphs of an HTML body that an editorial system sent: no page around it to leave out."""
    document = parse(source, start, end)
    return join(document, list(document.paragraphs))
