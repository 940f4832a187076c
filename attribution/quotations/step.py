"""First step of the line: the stretches between quotation marks, and the speech that only the layout shows.

`marks` reads the marks, `pairing` decides what each does, `blocks` finds block quotations and the turns of transcripts;
here they become quotations, and odd marks become problems.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from attrs import define, evolve, field, frozen

from attribution.layout import paragraphs
from attribution.models import CharSpan, Draft, DraftProblem, Options, Quotation
from attribution.quotations.blocks import Block, find_blocks, read_block_quotations
from attribution.quotations.marks import Family, Mark, Ornament, find_marks
from attribution.quotations.pairing import Act, read_marks
from attribution.quotations.unclosed import end_unclosed

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon

Style = Literal["double", "single", "guillemet", "low", "block"]

_LONGEST_WORD = 30  # of the word beside an odd mark that a problem shows


def find_quotations(
    text: str, block_quotations: Sequence[tuple[int, int]] = ()
) -> tuple[tuple[Quotation, ...], tuple[DraftProblem, ...]]:
    """Find the stretches of `text` between quotation marks, block quotations and the turns of a transcript.

    Args:
        text: The article as given; it is not changed, and offsets count its code points.
        block_quotations: Stretches that the file sets as block quotations, as in `Article`.

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
    pairing = _Pairing(text, units, [mark for row in marks for mark in row])
    for act, place in read_marks(units, marks):
        pairing.apply(act, place)
    problems = pairing.problems + [_ornament_problem(mark) for mark in ornaments]
    given = [CharSpan(*span) for span in block_quotations]
    set_apart = read_block_quotations(text, units, given, [stretch.outer for stretch in pairing.stretches])
    stretches = _with_blocks(pairing.stretches, find_blocks(text, units, set_apart))
    return _ordered(stretches), tuple(sorted(problems, key=_place))


def quotations(doc: Doc, draft: Draft, lexicon: Lexicon, options: Options) -> Draft:
    """Fill `draft.quotations` and add a problem for each odd mark."""
    text = draft.article.text
    found, problems = find_quotations(text, draft.article.block_quotations)
    found, ended = end_unclosed(text, found, lexicon)
    known = {problem.span.start for problem in ended}
    kept = tuple(problem for problem in problems if problem.span.start not in known)
    return evolve(draft, quotations=found, problems=draft.problems + tuple(sorted(kept + ended, key=_place)))


def _place(problem: DraftProblem) -> CharSpan:
    return problem.span


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
    label: CharSpan | None = None


@define
class _Pairing:
    """Carries out the acts of a reading: open quotations on one side, finished stretches on the other."""

    text: str
    units: Sequence[CharSpan]
    marks: Sequence[Mark]
    stretches: list[_Stretch] = field(factory=list)
    problems: list[DraftProblem] = field(factory=list)
    open: list[_Open] = field(factory=list)
    # Numbers of stretches left open inside one that goes on: they may reopen right after it.
    interrupted: list[tuple[Family, int]] = field(factory=list)

    def apply(self, act: Act, place: int) -> None:
        """Carry out one act on a mark, or at the end of a paragraph."""
        if act is Act.END:
            self._end(self.units[place])
            return
        mark = self.marks[place]
        if act is Act.OPEN:
            self.open.append(_Open(mark, mark.end, self._interrupted_before(mark)))
        elif act is Act.CLOSE:
            self._finish(self._take(mark.family), mark.start, mark.end)
        elif act is Act.MISMATCH:
            self.problems.append(_mismatch(self.text, self.open[-1].mark, mark))
            self._finish(self.open.pop(), mark.start, mark.end)
        elif act is Act.REOPEN:
            before = self._finish(self._take(mark.family), mark.start, mark.start)
            self.open.append(_Open(mark, mark.end, before))
        elif act is Act.GO_ON:
            self._go_on(mark)
        elif act is Act.DOUBLE:
            self._double(mark)
        elif act is Act.STRAY:
            report = _unclosed if mark.opens < mark.closes else _unopened
            self.problems.append(report(self.text, mark))

    def _take(self, family: Family) -> _Open:
        """Return the innermost open quotation of the family; those inside it were never closed."""
        while self.open[-1].mark.family != family:
            self.problems.append(_unclosed(self.text, self.open.pop().mark))
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
        outer, *inner = self.open
        note = ""
        if _runs_to_the_end(self.text, outer.mark, unit):
            self._finish(outer, unit.end, unit.end)
            note = "; the quotation is taken to end with the paragraph"
        self.problems.append(_unclosed(self.text, outer.mark, note))
        self.problems.extend(_unclosed(self.text, begun.mark) for begun in inner)
        self.open = []


def _trimmed(text: str, start: int, end: int) -> CharSpan:
    """Leave out white space at the ends; no copy is made, since deep quotations all hold one another."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return CharSpan(start, max(start, end))


def _style(mark: Mark) -> Style:
    if mark.low:
        return "low"
    return "guillemet" if mark.family == "small-guillemet" else mark.family


def _runs_to_the_end(text: str, mark: Mark, unit: CharSpan) -> bool:
    """Tell whether a quotation that is never closed begins like speech: with a sentence, or after a colon or comma."""
    if mark.family == "single" or mark.opens > 0.5:
        return False
    before = text[max(unit.start, mark.start - 3) : mark.start].rstrip()
    return mark.after_stop or before.endswith((":", ","))


def _unclosed(text: str, mark: Mark, note: str = "") -> DraftProblem:
    """Report a mark that opens, with the word behind it."""
    word = text[mark.end : mark.end + _LONGEST_WORD].split(maxsplit=1)
    touches = word and not text[mark.end].isspace()
    span = CharSpan(mark.start, mark.end + (len(word[0]) if touches else 0))
    message = f"the quotation mark {mark.of(text)} opens here and is never closed{note}"
    return DraftProblem("unbalanced-mark", span, message)


def _unopened(text: str, mark: Mark) -> DraftProblem:
    """Report a mark that closes, with the word before it."""
    message = f"the quotation mark {mark.of(text)} closes here, but none was opened in this paragraph"
    return DraftProblem("unbalanced-mark", _with_word_before(text, mark), message)


def _mismatch(text: str, opening: Mark, closing: Mark) -> DraftProblem:
    message = f"the quotation that opens with {opening.of(text)} is closed by {closing.of(text)}"
    return DraftProblem("unbalanced-mark", _with_word_before(text, closing), message)


def _with_word_before(text: str, mark: Mark) -> CharSpan:
    """Return the mark with the word that touches it."""
    before = text[max(0, mark.start - _LONGEST_WORD) : mark.start]
    touches = before.strip() and not before[-1].isspace()
    return CharSpan(mark.start - (len(before.split()[-1]) if touches else 0), mark.end)


def _ornament_problem(mark: Ornament) -> DraftProblem:
    message = "so many quotation marks in a row are no quotation"
    return DraftProblem("unbalanced-mark", CharSpan(mark.start, mark.end), message)


def _with_blocks(stretches: list[_Stretch], blocks: Sequence[Block]) -> list[_Stretch]:
    """Add block quotations and turns, but those that stand between marks as a whole.

    Of a turn between marks ("“ROWE: Yes.”") the label is left out.
    """
    marked = {(stretch.outer.start, stretch.outer.end) for stretch in stretches}
    begins = {stretch.outer.start: number for number, stretch in enumerate(stretches)}
    numbers: dict[int, int] = {}
    result = list(stretches)
    for index, block in enumerate(blocks):
        own = begins.get(block.outer.start)
        if block.label is not None and own is not None:
            if stretches[own].outer.end == block.outer.end:
                span = CharSpan(block.span.start, stretches[own].span.end)
                result[own] = evolve(stretches[own], span=span, continues=None, label=block.label)
                numbers[index] = own
            continue
        if (block.span.start, block.span.end) in marked:
            continue
        numbers[index] = len(result)
        continues = None if block.continues is None else numbers.get(block.continues)
        result.append(_Stretch(block.span, block.outer, "block", continues, block.label))
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
        result.append(Quotation(stretch.span, stretch.outer, len(ends), stretch.style, continues, stretch.label))
        ends.append(stretch.outer.end)
    return tuple(result)
