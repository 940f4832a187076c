"""Spans over a text, cut so that they nest: what inline markup (TEI, HTML) needs.

Where two spans cross, the one that begins later is cut at the end of the earlier one, and its parts know their number.
"""

import heapq
from collections.abc import Iterable, Iterator
from typing import Generic, Literal, NamedTuple, TypeVar

from attribution.models import CharSpan

T = TypeVar("T")


class Span(NamedTuple, Generic[T]):
    """What is to be marked: `text[start:end]`; of spans at the same place the one with the lower rank is outside."""

    start: int
    end: int
    rank: int
    value: T


class Piece(NamedTuple, Generic[T]):
    """An event on the way through the text: a tag opens or closes, or text goes by.

    `part` is the number of the part of its span, from 0; `last` tells that the span ends with it.
    """

    kind: Literal["open", "close", "text"]
    start: int
    end: int
    value: T | None
    part: int
    last: bool = False


def nest(spans: Iterable[Span[T]], start: int, end: int, parts: dict[int, int] | None = None) -> Iterator[Piece[T]]:
    """Yield the events for `text[start:end]`, properly nested.

    Args:
        spans: In any order; what lies outside of `start` and `end` is cut off.
        start: Where to begin.
        end: Where to stop.
        parts: Number of parts so far, by identity of the value; pass the same one for text that is cut up.
    """
    counts = {} if parts is None else parts
    queue = [
        (max(s.start, start), -min(s.end, end), s.rank, number, s)
        for number, s in enumerate(spans)
        if max(s.start, start) < min(s.end, end)
    ]
    heapq.heapify(queue)
    stack: list[tuple[int, Span[T]]] = []
    at = start
    while queue or stack:
        next_open = queue[0][0] if queue else end
        if stack and stack[-1][0] <= next_open:
            close, span = stack.pop()
            yield from _text(at, close)
            yield Piece("close", close, close, span.value, counts[id(span.value)] - 1, close == span.end)
            at = close
            continue
        opened, negative_end, rank, number, span = heapq.heappop(queue)
        yield from _text(at, opened)
        at = opened
        stop = -negative_end
        if stack and stop > stack[-1][0]:
            heapq.heappush(queue, (stack[-1][0], negative_end, rank, number, span))
            stop = stack[-1][0]
        part = counts.get(id(span.value), 0)
        counts[id(span.value)] = part + 1
        stack.append((stop, span))
        yield Piece("open", opened, stop, span.value, part)
    yield from _text(at, end)


def by_paragraph(spans: Iterable[Span[T]], paragraphs: Iterable[CharSpan]) -> Iterator[tuple[CharSpan, list[Span[T]]]]:
    """Yield each paragraph with the spans that reach into it, these in the order in which they were given."""
    waiting = sorted(enumerate(spans), key=lambda numbered: numbered[1].start, reverse=True)
    reaching: list[tuple[int, Span[T]]] = []
    for paragraph in paragraphs:
        while waiting and waiting[-1][1].start < paragraph.end:
            reaching.append(waiting.pop())
        reaching = [numbered for numbered in reaching if numbered[1].end > paragraph.start]
        yield paragraph, [span for _, span in sorted(reaching, key=lambda numbered: numbered[0])]


def _text(start: int, end: int) -> Iterator[Piece[T]]:
    if start < end:
        yield Piece("text", start, end, None, 0)
