"""First step of the line: pair the quotation marks of an article.

Every mark may open, close, reopen a quotation that was not closed, be an apostrophe or a prime, or be a mistake;
`attribution.marks` says what each reading costs. The cheapest reading of a whole paragraph wins. It is found by
keeping the few best readings while going along the marks once (a beam search in the manner of Viterbi 1967: of two
readings that leave the same quotations open only the cheaper one can win), so the time is linear in the text.
Nothing but a quotation that reopens at the start of the next paragraph goes beyond a paragraph.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Literal, NamedTuple

from attrs import define, evolve, frozen

from attribution.blocks import Block, find_blocks
from attribution.layout import paragraphs
from attribution.marks import NEVER, Family, Mark, Ornament, find_marks
from attribution.models import CharSpan, Draft, DraftProblem, Options, Quotation

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon

Style = Literal["double", "single", "guillemet", "low", "block"]

# Prices beside those of the marks, set on the same corpora.
_UNCLOSED = 3.0  # a quotation that is never closed
_STRAY = 4.0  # a mark that belongs to nothing
_STRAY_INSIDE = 4.5  # the same inside a quotation: of “a” b” the first two marks are a pair
_MISMATCHED = 3.5  # “a’
_DOUBLED = 1.0  # a mark typed twice: “a””
_SAME_INSIDE = {"double": 2.5, "single": 4.0, "guillemet": 1.0, "small-guillemet": 1.0}  # “a “b” c”
_REOPENED = 1.0  # “A. “B.” in one paragraph: B goes on with A
_REOPENED_MID_SENTENCE = 3.0
_LEFT_OPEN_INSIDE = 1.0  # an inner quotation that is open where the outer one goes on in the next paragraph
_MISTYPED: dict[Family, Family] = {"double": "single", "single": "double"}
_BEAM = 8
_MARGIN = 6.0  # readings dearer than the best by more never won
_LEVELS = 4  # open quotations that one mark can close at once
_LONGEST_WORD = 30  # of the word beside an odd mark that a problem shows


class _Act(Enum):
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
    """Open quotations, innermost first, as a linked list; equal lists have equal keys."""

    key: int
    family: Family
    low: bool
    depth: int
    parent: _Stack | None


class _Reading(NamedTuple):
    """One way to read the marks so far; `history` links the acts, last first."""

    cost: float
    stack: _Stack | None
    history: _History | None


class _History(NamedTuple):
    act: _Act
    place: int  # index of the mark, or of the paragraph for END
    before: _History | None


def find_quotations(text: str) -> tuple[tuple[Quotation, ...], tuple[DraftProblem, ...]]:
    """Find the stretches of `text` between quotation marks, block quotations and the turns of a transcript.

    Args:
        text: The article as given; it is not changed, and offsets count its code points.

    Returns:
        The quotations, sorted by start, an outer one before what it holds, and the marks that fit nowhere,
        sorted, each with the code "unbalanced-mark".

    Example:
        >>> text = "“No,” she said. “Not yet.”"
        >>> [quotation.span.of(text) for quotation in find_quotations(text)[0]]
        ['No,', 'Not yet.']
    """
    units = paragraphs(text)
    found = [list(find_marks(text, unit.start, unit.end)) for unit in units]
    marks = [[mark for mark in row if isinstance(mark, Mark)] for row in found]
    ornaments = [mark for row in found for mark in row if isinstance(mark, Ornament)]
    pairing = _Pairing(text, units, [mark for row in marks for mark in row], [], [], [], [])
    for act, place in _Search().best(units, marks):
        pairing.apply(act, place)
    problems = pairing.problems + [_ornament_problem(mark) for mark in ornaments]
    stretches = _with_blocks(pairing.stretches, find_blocks(text, units))
    return _ordered(stretches), tuple(sorted(problems, key=lambda problem: problem.span))


def quotations(doc: Doc, draft: Draft, lexicon: Lexicon, options: Options) -> Draft:
    """Fill `draft.quotations` and add a problem for each odd mark."""
    found, problems = find_quotations(doc.text)
    return evolve(draft, quotations=found, problems=draft.problems + problems)


class _Search:
    """Finds the cheapest reading of the marks of an article."""

    def __init__(self) -> None:
        self._keys: dict[tuple[int, Family, bool], int] = {}

    def best(self, units: Sequence[CharSpan], rows: Sequence[Sequence[Mark]]) -> list[tuple[_Act, int]]:
        """Return what each mark does, and where paragraphs end with open quotations, in the order of the text."""
        beam = [_Reading(0.0, None, None)]
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
        cost, stack, history = reading
        family = mark.family
        target, left_open = _innermost(stack, family)
        if target is not None:
            price = left_open * _UNCLOSED
            closes = 0.0 if target.low else mark.closes
            yield _Reading(cost + price + closes, target.parent, _History(_Act.CLOSE, index, history))
            if mark.opens <= 1.0:
                price += mark.opens + (_REOPENED if mark.after_stop else _REOPENED_MID_SENTENCE)
                yield _Reading(cost + price, target, _History(_Act.REOPEN, index, history))
        elif stack is not None and _MISTYPED.get(family) == stack.family and mark.closes <= 0.5:
            price = _MISMATCHED + mark.closes
            yield _Reading(cost + price, stack.parent, _History(_Act.MISMATCH, index, history))
        if mark.skips is not None:
            yield _Reading(cost + mark.skips, stack, _History(_Act.SKIP, index, history))
        if mark.opens < NEVER:
            nested = _SAME_INSIDE[family] if stack is not None and stack.family == family else 0.0
            yield _Reading(
                cost + mark.opens + nested, self._pushed(stack, mark), _History(_Act.OPEN, index, history)
            )
        if mark.doubles:
            yield _Reading(cost + _DOUBLED, stack, _History(_Act.DOUBLE, index, history))
        else:
            stray = _STRAY if stack is None else _STRAY_INSIDE
            yield _Reading(cost + stray, stack, _History(_Act.STRAY, index, history))

    def _pushed(self, stack: _Stack | None, mark: Mark) -> _Stack:
        parent = 0 if stack is None else stack.key
        key = self._keys.setdefault((parent, mark.family, mark.low), len(self._keys) + 1)
        return _Stack(key, mark.family, mark.low, 1 if stack is None else stack.depth + 1, stack)


def _innermost(stack: _Stack | None, family: Family) -> tuple[_Stack | None, int]:
    """Return the innermost open quotation of the family and how many lie open inside it."""
    for level in range(_LEVELS):
        if stack is None or stack.family == family:
            return stack, level
        stack = stack.parent
    return None, 0


def _carried(beam: list[_Reading], first: Mark, index: int) -> Iterator[_Reading]:
    """Yield the readings in which the paragraph that begins with `first` goes on with an open quotation."""
    if first.opens > 1.0:
        return
    for cost, stack, history in beam:
        depth = 0 if stack is None else stack.depth
        while stack is not None and stack.parent is not None:
            stack = stack.parent
        if stack is not None and stack.family == first.family:
            price = first.opens + _LEFT_OPEN_INSIDE * (depth - 1)
            yield _Reading(cost + price, stack, _History(_Act.GO_ON, index, history))


def _ended(beam: list[_Reading], paragraph: int) -> list[_Reading]:
    """Return the readings at the end of a paragraph, with nothing left open."""
    return [
        reading
        if reading.stack is None
        else _Reading(
            reading.cost + _UNCLOSED * reading.stack.depth, None, _History(_Act.END, paragraph, reading.history)
        )
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


def _acts(reading: _Reading) -> list[tuple[_Act, int]]:
    acts = []
    history = reading.history
    while history is not None:
        acts.append((history.act, history.place))
        history = history.before
    return acts[::-1]


@define
class _Open:
    """A quotation that has begun: where, with which mark, and which stretch it goes on with."""

    mark: Mark
    inner: int
    continues: int | None


@frozen
class _Stretch:
    """A quotation before sorting; `continues` counts in the order in which stretches were found."""

    span: CharSpan
    outer: CharSpan
    style: Style
    continues: int | None


@define
class _Pairing:
    """Carries out the acts of a reading: open quotations on one side, finished stretches on the other."""

    text: str
    units: Sequence[CharSpan]
    marks: Sequence[Mark]
    stretches: list[_Stretch]
    problems: list[DraftProblem]
    open: list[_Open]
    interrupted: list[tuple[Family, int]]  # left open inside one that goes on: they may reopen right after it

    def apply(self, act: _Act, place: int) -> None:
        """Carry out one act on a mark, or at the end of a paragraph."""
        if act is _Act.END:
            self._end(self.units[place])
            return
        mark = self.marks[place]
        if act is _Act.OPEN:
            self.open.append(_Open(mark, mark.end, self._interrupted_before(mark)))
        elif act is _Act.CLOSE:
            self._finish(self._take(mark.family), mark.start, mark.end)
        elif act is _Act.MISMATCH:
            self.problems.append(_mismatch(self.text, self.open[-1].mark, mark))
            self._finish(self.open.pop(), mark.start, mark.end)
        elif act is _Act.REOPEN:
            before = self._finish(self._take(mark.family), mark.start, mark.start)
            self.open.append(_Open(mark, mark.end, before))
        elif act is _Act.GO_ON:
            self._go_on(mark)
        elif act is _Act.DOUBLE:
            self._double(mark)
        elif act is _Act.STRAY:
            self.problems.append(_problem(self.text, mark, opening=mark.opens < mark.closes))

    def _take(self, family: Family) -> _Open:
        """Return the innermost open quotation of the family; those inside it were never closed."""
        while self.open[-1].mark.family != family:
            self.problems.append(_problem(self.text, self.open.pop().mark, opening=True))
        return self.open.pop()

    def _finish(self, begun: _Open, inner_end: int, end: int) -> int | None:
        """Keep the stretch if anything stands in it; return its number."""
        span = _trimmed(self.text, begun.inner, inner_end)
        if not span:
            return None
        outer = CharSpan(begun.mark.start, max(span.end, end) if end > inner_end else span.end)
        self.stretches.append(_Stretch(span, outer, _style(begun.mark), begun.continues))
        return len(self.stretches) - 1

    def _go_on(self, mark: Mark) -> None:
        unit_end = self.units[bisect_left(self.units, mark.start, key=lambda unit: unit.start) - 1].end
        numbers = [(begun.mark.family, self._finish(begun, unit_end, unit_end)) for begun in self.open]
        self.open = [_Open(mark, mark.end, numbers[0][1])]
        self.interrupted = [(family, number) for family, number in numbers[1:] if number is not None]

    def _interrupted_before(self, mark: Mark) -> int | None:
        if not self.interrupted:
            return None
        family, number = self.interrupted.pop(0)
        directly = self.text[self.open[-1].mark.end : mark.start].strip() == "" if self.open else False
        if family == mark.family and directly:
            return number
        self.interrupted.clear()
        return None

    def _double(self, mark: Mark) -> None:
        if self.open and self.open[-1].inner == mark.start:
            self.open[-1].inner = mark.end
        elif self.stretches and self.stretches[-1].outer.end == mark.start:
            last = self.stretches[-1]
            self.stretches[-1] = evolve(last, outer=CharSpan(last.outer.start, mark.end))

    def _end(self, unit: CharSpan) -> None:
        """End a paragraph: what is open was never closed, but may well be speech up to the end."""
        if self.open and _runs_to_the_end(self.text, self.open[0].mark, unit):
            self._finish(self.open[0], unit.end, unit.end)
        self.problems.extend(_problem(self.text, begun.mark, opening=True) for begun in self.open)
        self.open = []


def _trimmed(text: str, start: int, end: int) -> CharSpan:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    return CharSpan(left, max(left, start + len(piece.rstrip())))


def _style(mark: Mark) -> Style:
    if mark.low:
        return "low"
    return "guillemet" if mark.family in ("guillemet", "small-guillemet") else mark.family


def _runs_to_the_end(text: str, mark: Mark, unit: CharSpan) -> bool:
    """Tell whether a quotation that is never closed begins like speech: with a sentence, or after a colon or comma."""
    if mark.family == "single" or mark.opens > 0.5:
        return False
    before = text[max(unit.start, mark.start - 3) : mark.start].rstrip()
    return mark.after_stop or before.endswith((":", ","))


def _problem(text: str, mark: Mark, *, opening: bool) -> DraftProblem:
    """Report an odd mark, with the word that it touches."""
    shape = text[mark.start : mark.end]
    if opening:
        word = text[mark.end : mark.end + _LONGEST_WORD].split(maxsplit=1)
        touching = word and not text[mark.end].isspace()
        span = CharSpan(mark.start, mark.end + (len(word[0]) if touching else 0))
        return DraftProblem("unbalanced-mark", span, f"the quotation mark {shape} opens here and is never closed")
    message = f"the quotation mark {shape} closes here, but none was opened in this paragraph"
    return DraftProblem("unbalanced-mark", CharSpan(mark.start - len(_word_before(text, mark.start)), mark.end), message)


def _mismatch(text: str, opening: Mark, closing: Mark) -> DraftProblem:
    before = _word_before(text, closing.start)
    shapes = (text[opening.start : opening.end], text[closing.start : closing.end])
    message = f"the quotation that opens with {shapes[0]} is closed by {shapes[1]}"
    return DraftProblem("unbalanced-mark", CharSpan(closing.start - len(before), closing.end), message)


def _word_before(text: str, position: int) -> str:
    """Return the end of the word that touches `position`, or nothing."""
    before = text[max(0, position - _LONGEST_WORD) : position]
    return before.split()[-1] if before.strip() and not before[-1].isspace() else ""


def _ornament_problem(mark: Ornament) -> DraftProblem:
    message = f"{mark.end - mark.start} quotation marks in a row are taken as ornament"
    return DraftProblem("unbalanced-mark", CharSpan(mark.start, mark.end), message)


def _with_blocks(stretches: list[_Stretch], blocks: Sequence[Block]) -> list[_Stretch]:
    """Add block quotations and turns, but those that stand between marks as a whole."""
    marked = {(stretch.outer.start, stretch.outer.end) for stretch in stretches}
    numbers: dict[int, int] = {}
    result = list(stretches)
    for index, block in enumerate(blocks):
        if (block.span.start, block.span.end) in marked:
            continue
        numbers[index] = len(result)
        continues = None if block.continues is None else numbers.get(block.continues)
        result.append(_Stretch(block.span, block.outer, "block", continues))
    return result


def _ordered(stretches: list[_Stretch]) -> tuple[Quotation, ...]:
    """Sort by place, outer before inner, and count the depth of each."""
    order = sorted(
        range(len(stretches)), key=lambda number: (stretches[number].outer.start, -stretches[number].outer.end)
    )
    place = {number: rank for rank, number in enumerate(order)}
    ends: list[int] = []
    result = []
    for number in order:
        stretch = stretches[number]
        while ends and ends[-1] <= stretch.outer.start:
            ends.pop()
        continues = None if stretch.continues is None else place[stretch.continues]
        result.append(Quotation(stretch.span, stretch.outer, len(ends), stretch.style, continues))
        ends.append(stretch.outer.end)
    return tuple(result)
