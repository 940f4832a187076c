"""Block quotations: which paragraphs of one are the words, and which line says whose words they are."""

import re
from collections.abc import Iterator, Sequence

from attrs import evolve

from attribution.models import CharSpan
from attribution.reading.article import Block

_LONGEST = 160  # characters of a line that names a source; set on pages of our own making (tests/pages)
_DASH = r"(?:[\u2012-\u2015~]|--?)"
_OPEN_END = r"[^\n]*(?<![.!?\u2026\u201d\"])\Z"  # not as a sentence ends
_LINE = re.compile(rf"{_DASH}[ \u00a0]?\S{_OPEN_END}")
_TAIL = re.compile(rf"(?:\n|(?<=[.!?\u2026\u201d\u2019\"'])[ \u00a0]+){_DASH}[ \u00a0]?(?=[^\W\d_]){_OPEN_END}")
_MOST = 2 / 3  # of the text in block quotations: with more, they are how the page is set, and quote nobody


def tell_attributions(blocks: Sequence[Block], text: str) -> tuple[Block, ...]:
    """Return the blocks with the lines apart that say whose words a block quotation holds ("— Ada Roe, mayor")."""
    told: list[Block] = []
    for block in blocks:
        follows = bool(told) and told[-1].kind == "quote"
        told += _split(block, text, follows) if block.kind == "quote" else [block]
    return tuple(told)


def _split(block: Block, text: str, follows: bool) -> Iterator[Block]:
    words = block.span.of(text)
    if follows and len(words) <= _LONGEST and _LINE.match(words):
        yield evolve(block, kind="attribution")
        return
    start = max(0, len(words) - _LONGEST)
    tail = _TAIL.search(words, start)
    if tail is None:
        yield block
        return
    at = block.span.start + tail.start()
    yield evolve(block, span=CharSpan(block.span.start, at))
    behind = at + len(tail.group()) - len(tail.group().lstrip())
    yield evolve(block, kind="attribution", span=CharSpan(behind, block.span.end))


def block_quotations(blocks: Sequence[Block], text: str) -> tuple[tuple[int, int], ...]:
    """Return the block quotations as stretches of the text, one that quotes another around it.

    Neighbours are one. None is returned where most of the text stands in block quotations: pages use them to indent.
    """
    quoted = sum(len(block.span) for block in blocks if block.kind == "quote")
    if quoted > _MOST * len(text):
        return ()
    spans: list[tuple[int, int]] = []
    open_: list[int] = []  # starts of those that are open, outermost first
    end = 0
    for block in blocks:
        depth = {"quote": max(block.depth, 1), "attribution": max(block.depth - 1, 0)}.get(block.kind, 0)
        while len(open_) > depth:
            spans.append((open_.pop(), end))
        open_.extend([block.span.start] * (depth - len(open_)))
        end = block.span.end
    spans.extend((start, end) for start in reversed(open_))
    return tuple(sorted(spans, key=lambda span: (span[0], -span[1])))
