"""The text of a page as a browser holds it: what selectors of annotations are matched against.

That text is the `textContent` of the body (DOM Standard, 4.4): all text nodes in order, white space as the file has
it, furniture and scripts included. The article is a part of it; here each of its stretches is found in the whole.
"""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from attrs import field, frozen

from attribution.reading.article import ReadArticle
from attribution.reading.markup import follow, parse_tree
from attribution.reading.offsets import MappedText, Stretch

_RAW_TEXT = frozenset({"script", "style", "noscript", "iframe", "noembed", "noframes", "xmp", "plaintext"})


@frozen
class PageText:
    """The text of a page's body; `stretches` lead from it to the file, sorted by their place in the file."""

    text: str = field(repr=False)
    stretches: tuple[Stretch, ...] = field(repr=False)

    def find(self, raw_start: int, raw_end: int) -> tuple[int, int] | None:
        """Return where `source[raw_start:raw_end]` of the file stands in the text, None where it does not."""
        first, last = self._at(raw_start), self._at(raw_end - 1)
        if first is None or last is None:
            return None
        start = first.start + (raw_start - first.raw_start if first.is_plain else 0)
        end = last.start + (raw_end - last.raw_start if last.is_plain else last.end - last.start)
        return (start, end) if start < end else None

    def _at(self, raw: int) -> Stretch | None:
        index = bisect_right(self.stretches, raw, key=lambda stretch: stretch.raw_start) - 1
        stretch = self.stretches[index] if index >= 0 else None
        return stretch if stretch is not None and raw < stretch.raw_end else None


def read_page_text(read: ReadArticle) -> PageText | None:
    """Return the text of the page that an article was read from, None where it was read from no page."""
    if read.format != "html":
        return None
    tree = parse_tree(read.source, scripting=True)
    body = next(iter(tree.query("body")), None)
    mapped = MappedText()
    for node in _text_nodes(body):
        _add(mapped, node, read.source)
    text, offsets = mapped.finish()
    return PageText(text, tuple(sorted(offsets.stretches, key=lambda stretch: stretch.raw_start)))


def _text_nodes(root: Any) -> Iterator[Any]:
    stack = [root] if root is not None else []
    while stack:
        node = stack.pop()
        if node.name == "#text":
            yield node
        stack.extend(reversed(getattr(node, "children", None) or []))


def _add(mapped: MappedText, node: Any, source: str) -> None:
    data = node.data or ""
    is_markup = node.parent is None or node.parent.name not in _RAW_TEXT
    runs = follow(data, source, node.origin_offset)[0] if is_markup and node.origin_offset is not None else []
    for text, start, end in runs:
        mapped.add(text, start, end)
    mapped.add_unmapped(data[sum(len(text) for text, *_ in runs) :])
