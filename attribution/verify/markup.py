"""The visible text of HTML and Markdown sources.

`attribution.reading` chooses the article of a page and leaves out captions, asides and footers; a source is all that
its page shows, for the words may stand anywhere. It is read with the standard library, so that no extra is needed and
hostile markup does nothing.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from attribution.reading.extras import load_extra
from attribution.reading.markup import BLOCKS, HEADINGS

_BREAKS = BLOCKS | {"br", "caption", "option"}
_PARAGRAPHS = HEADINGS | {"p", "blockquote", "article", "section", "div", "li", "table", "ul", "ol", "hr"}
_HIDDEN = frozenset(
    ["script", "style", "template", "noscript", "svg", "math", "iframe", "object", "head", "textarea", "select"]
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


def html_text(markup: str) -> str:
    """Return the visible text of an HTML page, paragraphs set apart by a blank line."""
    parser = _VisibleText()
    parser.feed(markup)
    parser.close()
    return parser.text()


def markdown_text(markup: str) -> str:
    """Return the text of a Markdown document as CommonMark renders it.

    Raises:
        InputError: The extra "markdown" is not installed.
    """
    markdown_it = load_extra("markdown_it", "markdown", "Markdown")
    return html_text(markdown_it.MarkdownIt("commonmark").enable("table").render(markup))


class _VisibleText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._hidden: list[str] = []
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._break(tag)
        elif tag in _HIDDEN or self._hidden or _is_hidden(attrs):
            self._hidden.append(tag)
        else:
            self._preformatted += tag == "pre"
            self._break(tag)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Take a marked section that HTML does not know for a comment, as browsers do; the parser would fail."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            self._leave_hidden(tag)
            return
        self._preformatted -= tag == "pre" and self._preformatted > 0
        self._break(tag)

    def _leave_hidden(self, tag: str) -> None:
        """Close the innermost hidden element of this name; an end tag that opens nothing closes nothing."""
        for index in range(len(self._hidden) - 1, max(-1, len(self._hidden) - 50), -1):
            if self._hidden[index] == tag:
                del self._hidden[index:]
                return

    def _break(self, tag: str) -> None:
        if tag in _BREAKS and not self._hidden:
            self._pieces.append("\n\n" if tag in _PARAGRAPHS else "\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._pieces.append(data if self._preformatted else re.sub(r"[ \t\r\n\f]+", " ", data))

    def text(self) -> str:
        """Return what was read, without spaces at line ends and without more than one blank line in a row."""
        lines = [line.strip(" \t") for line in "".join(self._pieces).split("\n")]
        return re.sub(r"\n{3,}", "\n\n", re.sub(r" {2,}", " ", "\n".join(lines))).strip("\n")


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    values = {name: (value or "").replace(" ", "").lower() for name, value in attrs}
    style = values.get("style", "")
    return "hidden" in values or "display:none" in style or "visibility:hidden" in style
