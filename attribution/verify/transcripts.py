"""Speaker labels of transcripts: who said which stretch of a source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from attrs import frozen

from attribution.verify.narration import further_paragraphs, is_address, is_narration
from attribution.verify.words import WordLists, load_words

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:[ \t]?[AaPp]\.?[Mm]\b\.?)?"
_BRACKETED = rf"[(\[][ \t]*{_CLOCK}[ \t]*[)\]]"
_TIME = rf"(?:{_BRACKETED}|{_CLOCK}(?!:?\d))"
_NAME = (
    r"(?:[A-ZÀ-Þ][\w'’.\-]*(?:[ \t]+(?:(?:of|the|de|van|von|al|bin|and|for)[ \t]+)?[A-ZÀ-Þ0-9][\w'’.\-]*){0,5}"
    r"(?:[ \t]*[(\[][^)\]\n]{1,60}[)\]]){0,2})"
)
# Forms seen in hearings, press briefings, depositions, court records, parliaments, interviews and captions.
_FORMS = (
    rf"(?P<heading>(?:{_NAME}|\[{_NAME}\])(?:[ \t]*[|,–—-])?[ \t]*{_TIME}|{_TIME}[ \t]+{_NAME})"
    r"[ \t]*:?[ \t]*$(?=\s*\S)",
    r"(?P<caps>(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Prof)\.?[ \t]+)?(?!\d)[^\W\d_a-z][^\Wa-z_'’.\-]*"
    rf"(?:[ \t.'’\-]+[^\Wa-z_][^\Wa-z_'’.\-]*){{0,7}}\.?(?:[ \t]*[(\[][^)\]\n]{{1,60}}[)\]])?)(?:[ \t]*{_TIME})?"
    r"[ \t]*:(?!//|\d)",
    r"(?P<record>(?:Mr|Mrs|Ms|Miss|Dr|The|Sir|Senator|Representative)\.? [A-Z][A-Z'’\-]{2,}(?: [A-Z][A-Z'’\-]+){0,3}"
    r"(?: of [A-Z][\w ]{2,20})?)\.[ \t]+(?=\S)",
    r"(?P<answer>[QA])(?:\.[ \t]+|[ \t]*:[ \t]*|[ \t]{2,}|\t)(?=\S)",
    rf"(?P<title>{_NAME})(?:[ \t]*{_TIME})?[ \t]*:(?!//|\d)[ \t]*(?=\S|\n)",
    r"(?P<chevrons>>>+)[ \t]*",
)
_TIMES = re.compile(rf"{_TIME}|[|,–—-][ \t]*(?={_TIME})")
_TIME_ALONE = re.compile(rf"{_BRACKETED}|^[ \t]*{_CLOCK}[ \t]*$", re.MULTILINE)
_PROSE = re.compile(r"[.!?…][”\"’'»)\]]*\s")
_CERTAIN = ("caps", "record")  # forms that are labels wherever they stand; the others must come back
_NAMED = ("title", "heading")  # forms that may be a label where they stand but once


@frozen
class Turn:
    """What one speaker says: `text[start:end]` of the source, the label left out.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character.
        label: The label, None for an unnamed turn and for narration.
        is_sure: The label tells who speaks, and so proves another speaker wrong.
    """

    start: int
    end: int
    label: str | None
    is_sure: bool = True


@frozen
class Layout:
    """The turns of a source and what in it nobody said (labels, stage directions), both sorted."""

    turns: tuple[Turn, ...] = ()
    unspoken: tuple[tuple[int, int], ...] = ()

    def turn_at(self, position: int) -> Turn | None:
        """Return the turn that holds a character, None before the first and in a source without turns."""
        index = bisect_right(self.turns, position, key=lambda turn: turn.start) - 1
        return self.turns[index] if index >= 0 else None

    def turns_between(self, start: int, end: int) -> tuple[Turn, ...]:
        """Return the turns that `start..end` touches, in order."""
        first = max(0, bisect_right(self.turns, start, key=lambda turn: turn.start) - 1)
        touched: list[Turn] = []
        for turn in self.turns[first:]:
            if turn.start >= end:
                break
            if turn.end > start:
                touched.append(turn)
        return tuple(touched)


def find_layout(text: str, words: WordLists | None = None) -> Layout:
    """Find the speaker labels and stage directions of `text`.

    A label in capitals counts wherever a line begins with it; "Jane Doe:", "Jane Doe 0:01" on a line of its own, "Q."
    and ">>" count where the source has two lines of their form or more, so that a "Note:" in a report makes no
    transcript. A single "Jane Doe:" is unsure; it counts beside other labels and where nothing but a heading stands
    before it. A time or ">>" may stand in front of each; where it does, nobody said the times that stand alone.
    """
    words = words or load_words()
    labels = _find_labels(text, words)
    ends = [label.start for label in labels[1:]] + [len(text)]
    turns = [turn for label, end in zip(labels, ends, strict=False) for turn in _turns_of(label, end, text, words)]
    directions = [m.span() for m in _stage_directions(words.stage_directions).finditer(text)]
    sure = [(label.start, label.end) for label in labels if label.is_sure]
    is_timed = any(_TIMES.search(text, label.start, label.end) for label in labels)
    times = [m.span() for m in _TIME_ALONE.finditer(text)] if is_timed else []
    return Layout(tuple(turns), _merged(sure + directions + times))


class _Label(NamedTuple):
    start: int
    end: int
    text: str | None
    is_sure: bool


def _find_labels(text: str, words: WordLists) -> list[_Label]:
    found = [(m, form) for m in _label_pattern().finditer(text) if (form := _form_of(m, words))]
    found = [here for here, after in zip_longest(found, found[1:]) if not _is_programme(here, after, text)]
    counts = Counter("dialogue" if form == "answer" else form for _, form in found)
    counts["chevrons"] = sum(">>" in match.group() for match, _ in found)
    names = Counter(_label_of(match, form) for match, form in found)
    kept = []
    for match, form in found:
        label = _label_of(match, form)
        is_sure = form in _CERTAIN or counts["dialogue" if form == "answer" else form] > 1
        if form == "heading" and names[label] == 1 and " " not in (label or ""):
            is_sure = False  # "Monday 10:30" on a line of its own is a programme as well
        if is_sure or (form in _NAMED and (len(found) > 1 or not _PROSE.search(text, 0, match.start()))):
            kept.append(_Label(match.start(), match.end(), label, is_sure))
    return kept


def _turns_of(label: _Label, end: int, text: str, words: WordLists) -> Iterator[Turn]:
    """Yield the turn of a label in stretches: those that it tells the speaker of, and narration."""
    start, speaks = label.end, True
    for begin, until in further_paragraphs(text, label.end, end):
        paragraph = text[begin:until]
        told = not is_narration(paragraph, label.text, words) if speaks else is_address(paragraph, words)
        if told != speaks:
            yield _turn(label, start, begin, speaks)
            start, speaks = begin, told
    yield _turn(label, start, end, speaks)


def _turn(label: _Label, start: int, end: int, speaks: bool) -> Turn:
    return Turn(start, end, label.text, label.is_sure) if speaks else Turn(start, end, None, is_sure=False)


def _form_of(match: re.Match[str], words: WordLists) -> str | None:
    form = match.lastgroup
    label = match[form] if form else ""
    if form == "heading":
        label = _name_of(label)
    first = label.split()[0].strip(".:").lower() if label.split() else ""
    is_other = first in words.label_openers or (form == "heading" and first in words.not_names)
    return None if is_other else form


def _is_programme(here: tuple[re.Match[str], str], after: tuple[re.Match[str], str] | None, text: str) -> bool:
    """Tell whether a line such as "Lunch 12:30" has no words below it, only the next such line."""
    follows = after is not None and here[1] == after[1] == "heading"
    return follows and after is not None and not text[here[0].end() : after[0].start()].strip()


def _label_of(match: re.Match[str], form: str) -> str | None:
    if form == "chevrons":
        return None
    return _name_of(match[form]).rstrip(".") if form != "answer" else match[form]


def _name_of(label: str) -> str:
    """Return a label without the time in it, and without brackets around all of it."""
    name = " ".join(_TIMES.sub(" ", label).split())
    return name[1:-1] if name[:1] == "[" and name[-1:] == "]" else name


@cache
def _label_pattern() -> re.Pattern[str]:
    before = rf"[ \t]*(?:\*\*|__)?(?:{_TIME}[ \t]*(?:[|–—-][ \t]*)?)?(?:>>+[ \t]*)?"
    return re.compile(rf"^{before}(?:{'|'.join(_FORMS)})(?:\*\*|__)?[ \t]*", re.MULTILINE)


@cache
def _stage_directions(openers: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, openers))
    return re.compile(rf"[(\[][ \t]*(?:{words})\b[^()\[\]\n]{{0,60}}[)\]]", re.IGNORECASE)


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
