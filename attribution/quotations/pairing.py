"""Decide for every quotation mark of an article what it does.

A mark may open, close, reopen a quotation that was not closed, be an apostrophe or a prime, or be a mistake;
`attribution.quotations.marks` says what each costs. The cheapest reading of a whole paragraph wins. It is found by
keeping the few best readings while going along the marks once (a beam search in the manner of Viterbi 1967: of two
readings that leave the same quotations open only the cheaper one can win), so the time is linear in the number of
marks.
Nothing but a quotation that reopens at the start of the next paragraph goes beyond a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from attribution.models import CharSpan
from attribution.quotations.marks import NEVER, Family, Mark

# Prices beside those of the marks, set on polnear/train, web and bbc-abc.
_UNCLOSED = 3.0  # a quotation that is never closed
_STRAY = 4.0  # a mark that belongs to nothing
_STRAY_INSIDE = 4.5  # the same inside a quotation: of “a” b” the first two marks are a pair
_MISMATCHED = 3.5  # “a’
_DOUBLED = 1.0  # a mark typed twice: “a””
_SAME_INSIDE = {"double": 2.5, "single": 4.0, "guillemet": 1.0, "small-guillemet": 1.0}  # “a “b” c”
_SOUND = 1.0  # only a mark that opens for no more can reopen, or be reopened in the next paragraph
_REOPENED = 1.0  # “A. “B.” in one paragraph: B goes on with A
_REOPENED_MID_SENTENCE = 3.0
_LEFT_OPEN_INSIDE = 1.0  # an inner quotation that is open where the outer one goes on in the next paragraph
_MISTYPED: dict[Family, Family] = {"double": "single", "single": "double"}
_BEAM = 6
_MARGIN = 5.0  # readings dearer than the best by more never won
_LEVELS = 4  # open quotations that one mark can close at once


class Act(Enum):
    """What a mark does."""

    OPEN = 1
    CLOSE = 2
    MISMATCH = 3  # close a double quotation with a single mark, or the other way round
    REOPEN = 4
    GO_ON = 5  # reopen at the start of the next paragraph
    SKIP = 6
    DOUBLE = 7
    STRAY = 8
    END = 9  # of a paragraph, with quotations left open


class _Stack(NamedTuple):
    """Open quotations, innermost first, as a linked list; equal lists have equal keys.

    `low`: opened by a mark on the line; `sound`: by one that looks like an opening mark.
    """

    key: int
    family: Family
    low: bool
    sound: bool
    depth: int
    parent: _Stack | None


class _Reading(NamedTuple):
    """One way to read the marks so far: the last act, and the reading that it was added to."""

    cost: float
    stack: _Stack | None
    act: Act | None = None
    place: int = 0  # index of the mark, or of the paragraph for END
    before: _Reading | None = None


def read_marks(units: Sequence[CharSpan], rows: Sequence[Sequence[Mark]]) -> list[tuple[Act, int]]:
    """Return what each mark does, in the order of the text.

    Args:
        units: The paragraphs.
        rows: The marks of each paragraph.

    Returns:
        Pairs of an act and the index of its mark, counted through all rows. `Act.END` stands where a paragraph
        ends while quotations are open that do not go on in the next; its index is that of the paragraph.
    """
    return _Search().best(units, rows)


class _Search:
    """Finds the cheapest reading of the marks of an article."""

    def __init__(self) -> None:
        self._keys: dict[tuple[int, Family, bool, bool], int] = {}

    def best(self, units: Sequence[CharSpan], rows: Sequence[Sequence[Mark]]) -> list[tuple[Act, int]]:
        beam = [_Reading(0.0, None)]
        index = 0
        for number, (unit, row) in enumerate(zip(units, rows, strict=True)):
            first = row[0] if row and row[0].start == unit.start else None
            going_on = list(_carried(beam, first, index)) if first else []
            beam = _pruned(_ended(beam, number - 1))
            for mark in row:
                readings = [after for reading in beam for after in self._after(reading, mark, index)]
                beam = _pruned(readings + going_on)
                going_on = []
                index += 1
        return _acts(_pruned(_ended(beam, len(units) - 1))[0])

    def _after(self, reading: _Reading, mark: Mark, index: int) -> Iterator[_Reading]:
        """Yield the ways to read one more mark; of equal prices the earlier wins."""
        cost, stack = reading.cost, reading.stack
        family = mark.family
        target, left_open = _innermost(stack, family)
        if target is not None:
            price = cost + left_open * _UNCLOSED
            closes = 0.0 if target.low else mark.closes
            yield _Reading(price + closes, target.parent, Act.CLOSE, index, reading)
            if mark.opens <= _SOUND:
                price += mark.opens + (_REOPENED if mark.after_stop else _REOPENED_MID_SENTENCE)
                yield _Reading(price, target, Act.REOPEN, index, reading)
        elif stack is not None and _MISTYPED.get(family) == stack.family and mark.closes <= 0.5:
            yield _Reading(cost + _MISMATCHED + mark.closes, stack.parent, Act.MISMATCH, index, reading)
        if mark.skips is not None:
            yield _Reading(cost + mark.skips, stack, Act.SKIP, index, reading)
        if mark.opens < NEVER:
            nested = _SAME_INSIDE[family] if stack is not None and stack.family == family else 0.0
            yield _Reading(cost + mark.opens + nested, self._pushed(stack, mark), Act.OPEN, index, reading)
        if mark.doubles:
            yield _Reading(cost + _DOUBLED, stack, Act.DOUBLE, index, reading)
        else:
            stray = _STRAY if stack is None else _STRAY_INSIDE
            yield _Reading(cost + stray, stack, Act.STRAY, index, reading)

    def _pushed(self, stack: _Stack | None, mark: Mark) -> _Stack:
        parent = 0 if stack is None else stack.key
        sound = mark.opens <= _SOUND
        key = self._keys.setdefault((parent, mark.family, mark.low, sound), len(self._keys) + 1)
        return _Stack(key, mark.family, mark.low, sound, 1 if stack is None else stack.depth + 1, stack)


def _innermost(stack: _Stack | None, family: Family) -> tuple[_Stack | None, int]:
    """Return the innermost open quotation of the family and how many lie open inside it."""
    for level in range(_LEVELS):
        if stack is None or stack.family == family:
            return stack, level
        stack = stack.parent
    return None, 0


def _carried(beam: list[_Reading], first: Mark, index: int) -> Iterator[_Reading]:
    """Yield the readings in which the paragraph that begins with `first` goes on with an open quotation."""
    if first.opens > _SOUND:
        return
    for reading in beam:
        stack = reading.stack
        depth = 0 if stack is None else stack.depth
        while stack is not None and stack.parent is not None:
            stack = stack.parent
        if stack is not None and stack.family == first.family and stack.sound:
            price = first.opens + _LEFT_OPEN_INSIDE * (depth - 1)
            yield _Reading(reading.cost + price, stack, Act.GO_ON, index, reading)


def _ended(beam: list[_Reading], paragraph: int) -> list[_Reading]:
    """Return the readings at the end of a paragraph, with nothing left open."""
    return [
        reading
        if reading.stack is None
        else _Reading(reading.cost + _UNCLOSED * reading.stack.depth, None, Act.END, paragraph, reading)
        for reading in beam
    ]


def _pruned(readings: list[_Reading]) -> list[_Reading]:
    """Keep the cheapest reading for each state, and of those the best few."""
    best: dict[int, _Reading] = {}
    for reading in readings:
        key = 0 if reading.stack is None else reading.stack.key
        if key not in best or reading.cost < best[key].cost:
            best[key] = reading
    kept = sorted(best.values(), key=lambda reading: reading.cost)[:_BEAM]
    return [reading for reading in kept if reading.cost <= kept[0].cost + _MARGIN]


def _acts(reading: _Reading) -> list[tuple[Act, int]]:
    acts = []
    last: _Reading | None = reading
    while last is not None:
        if last.act is not None:
            acts.append((last.act, last.place))
        last = last.before
    return acts[::-1]
