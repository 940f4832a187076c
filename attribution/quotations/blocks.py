"""Speech that the layout shows without quotation marks: block quotations and the turns of a transcript."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from attrs import frozen

from attribution.datafiles import load_word_list
from attribution.models import CharSpan
from attribution.people import CAPITALS

# "SMITH:", "Mr. Rowe (by phone):", "Q." A label has no marks in it and at most five words.
_LABEL = re.compile(
    rf"((?:[{CAPITALS}][\w-]*(?:['’]\w+)*\.?)(?: (?:[{CAPITALS}][\w-]*(?:['’]\w+)*\.?|de|of|the|van|von)){{0,4}})"
    r"(?: [(\[][^()\[\]\"“”«»\n]{1,40}[)\]])?:\s+(?=\S)|([QA])\.\s+(?=\S)"
)
_QUOTED_LINE = re.compile(r">[> ]*")
_OPENING = "\"“”«„'‘"
_ENDS_OF_SPEECH = ".!?…\"”'’)]—–-"
_WORD = re.compile(r"[^\W\d_]+")
_ITEM = re.compile(r"[-*•–—·]|\d+[.)]|[a-z][.)]")
_LEAST_MARKED = 0.5  # of a paragraph in a block quotation: more between marks, and the marks tell what is quoted
_LEAST_TURNS = 4
_LEAST_IN_CAPITALS = 3  # turns whose labels are all in capitals
_LEAST_SHARE = 0.4  # of the paragraphs between the first turn and the last
_LEAST_SPOKEN = 0.4  # of the turns ask or say "I", "we", "you"; notes, scores and tables do not


@frozen
class Block:
    """A paragraph, or the rest of one behind a label, that is said as a whole.

    Attributes:
        span: The words.
        outer: The same with the label or the `>` before them.
        continues: Index of the block that this paragraph goes on with.
        label: Whose turn of a transcript it is.
    """

    span: CharSpan
    outer: CharSpan
    continues: int | None = None
    label: CharSpan | None = None


@frozen
class SetApart:
    """What the file says of a paragraph: how many block quotations it stands in, and which of its words are quoted.

    `words` is None where the marks in the paragraph tell better what is quoted.
    """

    level: int
    words: CharSpan | None


@frozen
class _Turn:
    unit: int
    label: CharSpan
    name: str  # of who speaks, alike for "BEN HOLLIS" and "HOLLIS"
    start: int  # of the words behind the label


def find_blocks(
    text: str, units: Sequence[CharSpan], set_apart: Mapping[int, SetApart] = MappingProxyType({})
) -> list[Block]:
    """Return the block quotations and turns among the paragraphs `units`, in their order.

    A block quotation is a paragraph that the file sets as one (`set_apart`), one of which each line begins with `>`,
    or one that is indented and follows a paragraph that is not and that ends with a colon. Turns are the paragraphs
    that begin with a label (`Q:`, `MR. ROWE:`), with or without a quotation mark before it, where labels recur as they
    do in a transcript; a paragraph without one between two turns goes on with the turn before.
    """
    turns = {turn.unit: turn for turn in _turns(text, units)}
    first_turn, last_turn = min(turns, default=0), max(turns, default=0)
    blocks: list[Block] = []
    before: int | None = None  # the block that the next paragraph may go on with
    edge: int | None = None  # column of the paragraph that introduces a block
    levels: list[tuple[int, int]] = []  # of block quotations that are open, each with the index of its last block
    for number, unit in enumerate(units):
        if number not in set_apart:
            levels.clear()
        if number in turns:
            turn = turns[number]
            block = Block(CharSpan(turn.start, unit.end), unit, label=turn.label)
        elif number in set_apart:
            edge = None
            quoted = set_apart[number].words
            if quoted is None:
                continue
            block = Block(quoted, quoted, _open_level(levels, set_apart[number].level, len(blocks)))
        elif first_turn < number < last_turn:
            if is_remark(text, unit) or _is_heading(text, unit):
                continue
            block = Block(unit, unit, before)
        elif text[unit.start] == ">" and (words := _quoted_words(text, unit)):
            block = Block(words, unit, before)
        elif edge is not None and _is_indented(text, units, number, edge):
            block = Block(unit, unit, before)
        else:
            before = None
            edge = _indent(text, unit.start) if text[unit.end - 1] == ":" else None
            continue
        before = len(blocks)
        blocks.append(block)
    return blocks


def read_block_quotations(
    text: str, units: Sequence[CharSpan], given: Sequence[CharSpan], marked: Sequence[CharSpan]
) -> dict[int, SetApart]:
    """Return what the block quotations of a file say of the paragraphs in them, by index of the paragraph.

    Args:
        text: The article.
        units: Its paragraphs.
        given: The block quotations; one that quotes another holds its stretch.
        marked: The stretches between marks, marks included.
    """
    outer = _outermost(marked)
    waiting = sorted(given, key=lambda span: (span.start, -span.end), reverse=True)
    open_: list[CharSpan] = []
    found: dict[int, SetApart] = {}
    for number, unit in enumerate(units):
        while waiting and waiting[-1].start < unit.end:
            open_.append(waiting.pop())
        while open_ and open_[-1].end <= unit.start:
            open_.pop()
        if open_ and open_[-1].overlaps(unit):
            words = _trimmed(text, max(unit.start, open_[-1].start), min(unit.end, open_[-1].end))
            is_told = _covered(outer, words) >= _LEAST_MARKED * len(words)
            found[number] = SetApart(len(open_), None if is_told else words)
    return found


def _trimmed(text: str, start: int, end: int) -> CharSpan:
    words = text[start:end]
    left = start + len(words) - len(words.lstrip())
    return CharSpan(left, max(left, start + len(words.rstrip())))


def _open_level(levels: list[tuple[int, int]], level: int, index: int) -> int | None:
    """Put the block `index` on top of the open levels; return the block of its level before it."""
    while levels and levels[-1][0] > level:
        levels.pop()
    before = levels.pop()[1] if levels and levels[-1][0] == level else None
    levels.append((level, index))
    return before


def _outermost(spans: Sequence[CharSpan]) -> list[CharSpan]:
    """Return the spans that lie in no other, sorted; of those that cross, the first."""
    kept: list[CharSpan] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _covered(spans: Sequence[CharSpan], within: CharSpan) -> int:
    """Return how many characters of `within` the spans, sorted and apart, cover."""
    first = bisect_right(spans, within.start, key=lambda span: span.end)
    last = bisect_left(spans, within.end, key=lambda span: span.start)
    return sum(min(span.end, within.end) - max(span.start, within.start) for span in spans[first:last])


def _turns(text: str, units: Sequence[CharSpan]) -> list[_Turn]:
    """Return the labelled paragraphs if together they are a transcript."""
    turns = [turn for number, unit in enumerate(units) if (turn := _turn(text, number, unit))]
    if turns and _is_headline(text, units, turns):
        del turns[0]
    if not _recur(text, turns):
        return []
    within = turns[-1].unit - turns[0].unit + 1
    spoken = sum(_is_spoken(text[turn.start : units[turn.unit].end]) for turn in turns)
    enough = len(turns) >= _LEAST_SHARE * within and spoken >= _LEAST_SPOKEN * len(turns)
    return turns if enough else []


def _is_headline(text: str, units: Sequence[CharSpan], turns: Sequence[_Turn]) -> bool:
    """Tell whether the first turn is none: "The mayor: my year without a bridge", "Rowe: No bridge." above a story."""
    first, *others = turns
    label, unit = first.label.of(text), first.unit
    if label in _labels() or any(turn.label.of(text) == label for turn in others):
        return False
    above_story = unit == 0 and bool(others) and others[0].unit > 1
    return above_story or _is_heading(text, units[unit])


def _recur(text: str, turns: Sequence[_Turn]) -> bool:
    """Tell whether the labels come as those of a transcript do: known ones, or enough with names that recur.

    A label that comes once is a speaker's only turn, or no label at all.
    """
    labels = {turn.label.of(text) for turn in turns}
    if len(labels & _labels()) > 1:
        return True
    counts = Counter(turn.name for turn in turns)
    recurring = sum(count > 1 for count in counts.values())
    if recurring < 2:
        # One recurs: labels in capitals of which the article tells elsewhere ("Delgado"), not the towns of a round-up.
        in_capitals = len(counts) > 1 and all(label.isupper() for label in labels)
        least = _LEAST_IN_CAPITALS if recurring and in_capitals else len(turns) + 1
        return len(turns) >= least and any(re.search(rf"\b{re.escape(name.title())}\b", text) for name in counts)
    return len(turns) >= _LEAST_TURNS


def _is_spoken(turn: str) -> bool:
    return turn.endswith("?") or any(word.lower() in _spoken_words() for word in _WORD.findall(turn))


def _turn(text: str, number: int, unit: CharSpan) -> _Turn | None:
    start = unit.start + (text[unit.start] in _OPENING)
    match = _LABEL.match(text, start, min(unit.end, start + 120))
    if match is None:
        return None
    label = CharSpan(*match.span(1 if match[1] else 2))
    words = label.of(text).casefold()
    return None if words in _no_labels() else _Turn(number, label, words.rstrip(".").split()[-1], match.end())


def _quoted_words(text: str, unit: CharSpan) -> CharSpan | None:
    """Return the paragraph behind its first `>`, if every line has one."""
    lines = unit.of(text).splitlines()
    first = _QUOTED_LINE.match(text, unit.start, unit.end)
    if first is None or first.end() == unit.end or not all(line.lstrip().startswith(">") for line in lines):
        return None
    return CharSpan(first.end(), unit.end)


def _is_indented(text: str, units: Sequence[CharSpan], number: int, edge: int) -> bool:
    """Tell whether a paragraph has every line indented beyond the column `edge` and is no item of a list."""
    unit = units[number]
    lines = unit.of(text).splitlines()
    if _indent(text, unit.start) < edge + 2 or _ITEM.match(text, unit.start):
        return False
    return all(line[:1].isspace() for line in lines[1:])


def _indent(text: str, position: int) -> int:
    """Return the width of the white space before `position` in its line; a tab counts as eight."""
    width = 0
    while position and text[position - 1].isspace() and text[position - 1].splitlines() != [""]:
        position -= 1
        width += 8 if text[position] == "\t" else 1
    return width if position == 0 or text[position - 1].isspace() else 0


def is_remark(text: str, span: CharSpan) -> bool:
    """Tell whether words between turns are nobody's: a stage direction in brackets, with a mark before it or not."""
    words = span.of(text).lstrip(_OPENING).rstrip(".\"”»'’")
    return words[:1] in ("(", "[") and words[-1:] in (")", "]")


def _is_heading(text: str, unit: CharSpan) -> bool:
    return text[unit.end - 1] not in _ENDS_OF_SPEECH


@cache
def _labels() -> frozenset[str]:
    return _forms("turn_labels")


@cache
def _no_labels() -> frozenset[str]:
    return frozenset(form.casefold() for form in _forms("not_turn_labels"))


@cache
def _spoken_words() -> frozenset[str]:
    return _forms("spoken")


def _forms(key: str) -> frozenset[str]:
    return frozenset(row["form"] for row in load_word_list("marks")[key])
