"""Speaker labels of transcripts: who said which stretch of a source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cache

from attrs import frozen

from attribution.verify.words import WordLists, load_words

# Forms seen in hearings, press briefings, depositions, court records, parliaments and interviews.
_FORMS = (
    r"(?P<caps>(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep)\.?[ \t]+)?(?!\d)[^\W\d_a-z][^\Wa-z_'’.\-]*"
    r"(?:[ \t.'’\-]+[^\Wa-z_][^\Wa-z_'’.\-]*){0,7}\.?(?:[ \t]*[(\[][^)\]\n]{1,60}[)\]])?)[ \t]*:(?!//|\d)",
    r"(?P<record>(?:Mr|Mrs|Ms|Miss|Dr|The|Sir|Senator|Representative)\.? [A-Z][A-Z'’\-]{2,}(?: [A-Z][A-Z'’\-]+){0,3}"
    r"(?: of [A-Z][\w ]{2,20})?)\.[ \t]+(?=\S)",
    r"(?P<answer>[QA])(?:\.[ \t]+|[ \t]*:[ \t]*|[ \t]{2,}|\t)(?=\S)",
    r"(?P<title>[A-Z][\w'’.\-]*(?:[ \t]+(?:(?:of|the|de|van|von|al|bin|and|for)[ \t]+)?[A-Z0-9][\w'’.\-]*){0,5}"
    r"(?:[ \t]*[(\[][^)\]\n]{1,60}[)\]]){0,2})[ \t]*:(?!//|\d)[ \t]*(?=\S|\n)",
    r"(?P<chevrons>>>+)[ \t]*",
)
_CERTAIN = ("caps", "record")  # forms that are labels wherever they stand; the others must come back


@frozen
class Turn:
    """What one speaker says: `text[start:end]` of the source, the label left out."""

    start: int
    end: int
    label: str | None


@frozen
class Layout:
    """The turns of a source and what in it nobody said (labels, stage directions), both sorted."""

    turns: tuple[Turn, ...] = ()
    unspoken: tuple[tuple[int, int], ...] = ()

    def turn_at(self, position: int) -> Turn | None:
        """Return the turn that holds a character, None before the first and in a source without turns."""
        index = bisect_right(self.turns, position, key=lambda turn: turn.start) - 1
        return self.turns[index] if index >= 0 else None

    def labels_between(self, start: int, end: int) -> tuple[str | None, ...]:
        """Return the labels of the turns that `start..end` touches, in order, repeated ones left out."""
        first = max(0, bisect_right(self.turns, start, key=lambda turn: turn.start) - 1)
        labels: list[str | None] = []
        for turn in self.turns[first:]:
            if turn.start >= end:
                break
            if turn.end > start and (not labels or labels[-1] != turn.label):
                labels.append(turn.label)
        return tuple(labels)


def find_layout(text: str, words: WordLists | None = None) -> Layout:
    """Find the speaker labels and stage directions of `text`.

    A label in capitals counts wherever a line begins with it; "Jane Doe:", "Q." and ">>" count where the source has
    two lines of their form or more, so that a "Note:" in a report makes no transcript.
    """
    words = words or load_words()
    labels = _find_labels(text, words)
    ends = [start for start, _, _ in labels[1:]] + [len(text)]
    turns = tuple(Turn(end, until, label) for (_, end, label), until in zip(labels, ends, strict=False))
    directions = [m.span() for m in _stage_directions(words.stage_directions).finditer(text)]
    return Layout(turns, _merged([(start, end) for start, end, _ in labels] + directions))


def _find_labels(text: str, words: WordLists) -> list[tuple[int, int, str | None]]:
    found = [(m, form) for m in _label_pattern().finditer(text) if (form := _form_of(m, words))]
    counts = Counter("dialogue" if form == "answer" else form for _, form in found)
    kept = [
        (match, form)
        for match, form in found
        if form in _CERTAIN or counts["dialogue" if form == "answer" else form] > 1
    ]
    return [(match.start(), match.end(), _label_of(match, form)) for match, form in kept]


def _form_of(match: re.Match[str], words: WordLists) -> str | None:
    form = match.lastgroup
    label = match[form] if form else ""
    first = label.split()[0].strip(".:").lower() if label.split() else ""
    return None if first in words.label_openers else form


def _label_of(match: re.Match[str], form: str) -> str | None:
    if form == "chevrons":
        return None
    return " ".join(match[form].split()).rstrip(".") if form != "answer" else match[form]


@cache
def _label_pattern() -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*(?:\*\*|__)?(?:{'|'.join(_FORMS)})(?:\*\*|__)?[ \t]*", re.MULTILINE)


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
