"""Find where the phrases stand that may cite an outlet, whatever outlets the text names.

The phrases are many, so they are looked up by their first word. They are in `data/<language>/citations.json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, cast

from attrs import frozen

from attribution.models import CharSpan
from attribution.outlets.names import FIRST_WORD, LETTERS
from attribution.patterns import any_of

Table = Mapping[str, Sequence[tuple[int, "_Phrases"]]]


@frozen(eq=False)
class _Phrases:
    """Phrases with one first word; compiled when a text first has it, for all of them take a second."""

    source: str
    flags: int = 0

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled phrases."""
        return re.compile(self.source, self.flags)


@frozen(eq=False)
class CuePlaces:
    """Where the cue phrases and the governed prepositions of each form stand in a text, whatever outlets it names."""

    cued: Sequence[Sequence[CharSpan]]
    governed: Sequence[Sequence[CharSpan]]


def find_cue_places(text: str, words: Mapping[str, Any]) -> CuePlaces:
    """Return where phrases that may cite stand, in the order of the forms of `citations.json`."""
    starts = [(match.start(), match[0].lower()) for match in FIRST_WORD.finditer(text)]
    cues = _cue_table(tuple(form["phrases"] for form in words["forms"]), words["times"])
    governors = tuple((form["governors"], form["preposition"]) for form in words["governed"])
    governed = _governed_table(governors, words["passed_on"], words["leading_elsewhere"])
    return CuePlaces(
        _find_all(text, starts, cues, len(words["forms"])), _find_all(text, starts, governed, len(words["governed"]))
    )


@lru_cache(maxsize=4)
def _cue_table(forms: tuple[tuple[str, ...], ...], times: tuple[str, ...]) -> Table:
    return _table(
        {
            first: _Phrases(rf"(?:{_any_with_times(begun, times)})(?=[\s:“\"])", re.IGNORECASE)
            for first, begun in _by_first_word(phrases).items()
        }
        for phrases in forms
    )


@lru_cache(maxsize=4)
def _governed_table(
    forms: tuple[tuple[tuple[str, ...], str], ...], passed_on: tuple[str, ...], elsewhere: tuple[str, ...]
) -> Table:
    def gap_before(preposition: str) -> str:
        barred = ("to", "with", "that", "according", *passed_on, *(elsewhere if preposition == "to" else ()))
        gap = rf"(?:[ ](?!(?:{any_of(barred)})\b)[\w’'$%-]+){{0,6}}?"
        return gap + r"(?:,?[ ][“\"][^“”\"\n]{1,300}[”\"])?"  # "quoted as saying “no” by the Gazette"

    noun = r"[ ](?:(?:the|an?|his|her|its|their|state|local)[ ]|[^\sa-z])"  # "to the Gazette", not "to show"
    return _table(
        {
            first: _Phrases(rf"(?i:{any_of(begun)}){gap_before(preposition)}[ ]{preposition}(?={noun})")
            for first, begun in _by_first_word(governors).items()
        }
        for governors, preposition in forms
    )


def _table(forms: Iterable[Mapping[str, _Phrases]]) -> Table:
    """Return for each first word the forms that have phrases with it, and these."""
    table: dict[str, list[tuple[int, _Phrases]]] = {}
    for number, grouped in enumerate(forms):
        for first, phrases in grouped.items():
            table.setdefault(first, []).append((number, phrases))
    return table


def _find_all(text: str, starts: Sequence[tuple[int, str]], table: Table, forms: int) -> list[list[CharSpan]]:
    """Return what each form matches where the first word of a phrase stands; no two of one form overlap."""
    found: list[list[CharSpan]] = [[] for _ in range(forms)]
    for start, word in starts:
        for form, phrases in table.get(word, ()):
            if not found[form] or start >= found[form][-1].end:
                match = phrases.pattern.match(text, start)
                if match:
                    found[form].append(CharSpan(*match.span()))
    return found


def _by_first_word(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Group phrases by their first word, "e-mail" by "e"."""
    groups: dict[str, tuple[str, ...]] = {}
    for phrase in phrases:
        first = cast("re.Match[str]", LETTERS.match(phrase))[0].lower()
        groups[first] = (*groups.get(first, ()), phrase)
    return groups


def _any_with_times(phrases: tuple[str, ...], times: tuple[str, ...]) -> str:
    """Return a pattern for the phrases; before their last word a time may stand: "interview Monday with"."""
    found = []
    gap = rf"(?:[ ](?:{any_of(times)}))" + "{0,3}"
    for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
        head, _, last = phrase.rpartition(" ")
        found.append(rf"{re.escape(head)}{gap}[ ]{re.escape(last)}" if head else re.escape(last))
    return "|".join(found)
