"""Offices with a field before a name: "Minister for Heritage", "Secretary for Health and Human Services".

The field is written like a name and runs into the one behind it, so it is parted from it before names are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from attribution.names.book import Label
from attribution.people import UPPER, PeopleWords, fold

_WORD = re.compile(rf"[{UPPER}][\w’'-]*")
_OF_FIELD = re.compile(rf"\b([A-Za-z-]+) (?:of|for) (?:the )?(?=[{UPPER}])")
_GOES_ON = re.compile(rf"(?:,? and|,| &| of| for)? (?:the )?(?=[{UPPER}])")
_REALM = re.compile(
    rf"(?:[{UPPER}][\w’'-]* ){{1,3}}?"
    rf"(?:City|County|District|Island|Islands|Municipality|Province|Region|State) (?=[{UPPER}])"
)
_NAMES = 5  # words of the longest name


@frozen
class Office:
    """An office right before a name: where it, its field and the name begin, and the folded noun of the office."""

    start: int
    field: int
    name: int
    noun: str


def find_offices(text: str, labels: Iterable[Label], words: PeopleWords) -> list[Office]:
    """Return the offices whose field is followed by somebody's name, in the order of the text."""
    starts = frozenset(start for start, _, label in labels if label == "PERSON")
    found: list[Office] = []
    for match in _OF_FIELD.finditer(text):
        noun = fold(match[1])
        if found and match.start() < found[-1].name:
            continue
        name = None
        if noun in words.portfolio_roles:
            name = _name_behind(text, match.end(), starts, words, run=words.run)
        if name is None and words.is_title(noun):
            name = _name_behind_realm(text, match.end(), words)
        if name is not None:
            found.append(Office(match.start(), match.end(), name, noun))
    return found


def _name_behind_realm(text: str, position: int, words: PeopleWords) -> int | None:
    """Return where Ann Lee begins in "Tamar Province Ann Lee", behind an office."""
    realm = _REALM.match(text, position)
    name = words.run.match(text, realm.end()) if realm else None
    parts = [fold(part) for part in name.group().split()] if name else []
    fits = 1 < len(parts) < _NAMES and words.org_heads.isdisjoint(parts) and not words.is_title(parts[0])
    return realm.end() if realm and fits else None


def _name_behind(
    text: str, position: int, starts: frozenset[int], words: PeopleWords, *, run: re.Pattern[str]
) -> int | None:
    """Return where the name begins behind a field that begins at `position`."""
    begin = position
    while (word := _WORD.match(text, position)) and is_of_field(fold(word.group()), words):
        if position in starts - {begin}:
            break
        link = _GOES_ON.match(text, word.end())
        if link is None:
            return None
        position = link.end()
    if position not in starts:
        behind = run.match(text, position)
        within = [s for s in sorted(starts) if behind and position < s < behind.end() and " " in text[s : behind.end()]]
        position = within[0] if within else position
    if position == begin or text[position - 1] != " " or not _is_last_link_plain(text, position):
        return None
    name = run.match(text, position)
    parts = [fold(part) for part in name.group().split()] if name else []
    if not 1 < len(parts) < _NAMES or not words.org_heads.isdisjoint(parts) or parts[0] in words.countries:
        return None
    return position


def is_of_field(word: str, words: PeopleWords) -> bool:
    """Tell whether a folded word may be a part of what an office deals with ("heritage", "public")."""
    if word in words.subjects or word in words.of_titles or word in words.field_words:
        return True
    return word in words.role_modifiers and word not in words.org_heads


def _is_last_link_plain(text: str, position: int) -> bool:
    """Tell whether nothing but a blank stands between the field and the name."""
    return text[position - 2].isalnum()


def without_fields(labels: Iterable[Label], offices: list[Office]) -> Iterator[Label]:
    """Yield the entities without those that are a part of an office; one that runs into the name is a person."""
    for start, end, label in labels:
        office = next((one for one in offices if start < one.name and end > one.start), None)
        if office is None:
            yield start, end, label
        elif end > office.name:
            yield office.name, end, "PERSON"


def without_field(run: tuple[int, int], offices: list[Office]) -> Iterator[tuple[int, int]]:
    """Yield what is left of a run of capitalised words outside of the field of an office."""
    office = next((one for one in offices if run[0] < one.name and run[1] > one.field), None)
    if office is None:
        yield run
        return
    if run[0] < office.field:
        yield run[0], office.field
    if run[1] > office.name:
        yield office.name, run[1]
