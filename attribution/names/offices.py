"""Offices with a field before a name: "Minister for Heritage", "Minister in the Presidency", "MP for Hull".

The field is written like a name and runs into the one behind it, so it is parted from it before names are looked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from attrs import frozen

from attribution.names.book import Label
from attribution.people import CAPITALS, PeopleWords, fold

_WORD = re.compile(rf"[{CAPITALS}][\w’'-]*")
_OF_FIELD = re.compile(rf"\b([A-Za-z-]+) (of|for|from|in) (?:the )?(?=[{CAPITALS}])")
_GOES_ON = re.compile(rf"(?:,? and|,| &| of| for)? (?:the )?(?=[{CAPITALS}])")
_BESIDE = re.compile(r"(?:,? and|,| &)? ")
_REALM = re.compile(
    rf"(?:[{CAPITALS}][\w’'-]* ){{1,3}}?"
    rf"(?:City|County|District|Island|Islands|Municipality|Province|Region|State) (?=[{CAPITALS}])"
)
_NAMES = 5  # words of the longest name
_SEAT_AND_NAME = 3  # words of a constituency of one word and a full name
_OFFICES_IN = frozenset({"department", "office", "presidency"})
_OF_BODY = ("member", "from")  # "a member from Acme"


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
        if match[2] in {"of", "for"} and noun in words.portfolio_roles:
            name = _name_behind(text, match.end(), starts, words, run=words.run)
        elif match[2] == "in" and noun in words.portfolio_roles:
            name = _name_behind_office(text, match.end(), words)
        elif match[2] in {"for", "from"} and noun in words.seats and (noun, match[2]) != _OF_BODY:
            name = _name_behind_seat(text, match.end(), starts, words)
        if name is None and match[2] in {"of", "for"} and words.is_title(noun):
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
    owns = name is not None and text.startswith(("'", "’"), name.end())  # "Hull District Onion Traders’ Association"
    return realm.end() if realm and fits and not owns else None


def _name_behind_office(text: str, position: int, words: PeopleWords) -> int | None:
    """Return where Ann Lee begins in "Prime Minister's Department Ann Lee", behind "Minister in the"."""
    run = words.run.match(text, position)
    found = list(_WORD.finditer(text, position, run.end())) if run else []
    last = max((i for i, match in enumerate(found) if fold(match.group()) in _OFFICES_IN), default=None)
    if last is None or not 1 < len(found) - last - 1 < _NAMES:
        return None
    return found[last + 1].start()


def _name_behind_seat(text: str, position: int, starts: frozenset[int], words: PeopleWords) -> int | None:
    """Return where Ann Lee begins in "Hull Ann Lee", behind "MP for": a place stands there, whoever knows it."""
    run = words.run.match(text, position)
    found = list(_WORD.finditer(text, position, run.end())) if run else []
    if any(fold(match.group()) in words.org_heads for match in found):
        return None
    within = [match.start() for match in found[1:-1] if match.start() in starts]
    if within:
        return within[-1]
    return found[1].start() if len(found) == _SEAT_AND_NAME and position not in starts - {position} else None


def _name_behind(
    text: str, position: int, starts: frozenset[int], words: PeopleWords, *, run: re.Pattern[str]
) -> int | None:
    """Return where the name begins behind a field that begins at `position`."""
    begin, listed = position, False
    while (word := _WORD.match(text, position)) and _belongs_to_field(text, word, words):
        if position in starts - {begin} and not listed:
            break
        link = _GOES_ON.match(text, word.end())
        if link is None:
            return None
        position, listed = (
            link.end(),
            link.group() != " ",
        )  # a recogniser begins the name at "Trade" of "and Trade Ann Lee"
    if position not in starts:
        behind = run.match(text, position)
        within = [s for s in sorted(starts) if behind and position < s < behind.end() and " " in text[s : behind.end()]]
        titled = within and all(words.is_title(fold(word)) for word in text[position : within[0]].split())
        position = within[0] if within and not titled else position
    if position == begin or text[position - 1] != " " or not _is_last_link_plain(text, position):
        return None
    name = run.match(text, position)
    parts = [fold(part) for part in name.group().split()] if name else []
    if not 1 < len(parts) < _NAMES or not words.org_heads.isdisjoint(parts) or parts[0] in words.countries:
        return None
    return position


def _belongs_to_field(text: str, word: re.Match[str], words: PeopleWords) -> bool:
    """Tell whether a word is of a field, or one before such a word: "Road" of "Road Transport", "Road and Rail"."""
    if is_of_field(fold(word.group()), words):
        return True
    joint = _BESIDE.match(text, word.end())
    behind = _WORD.match(text, joint.end()) if joint else None
    return behind is not None and fold(behind.group()) in words.subjects


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
        office = _first_behind(start, offices)
        if office is None or end <= office.start:
            yield start, end, label
        elif end > office.name:
            yield office.name, end, "PERSON"


def _first_behind(position: int, offices: list[Office]) -> Office | None:
    """Return the first office whose name begins behind a place; offices stand in the order of the text."""
    return next(iter(offices[bisect_right(offices, position, key=lambda office: office.name) :][:1]), None)


def without_field(run: tuple[int, int], offices: list[Office]) -> Iterator[tuple[int, int]]:
    """Yield what is left of a run of capitalised words outside of the field of an office."""
    office = _first_behind(run[0], offices)
    if office is None or run[1] <= office.field:
        yield run
        return
    if run[0] < office.field:
        yield run[0], office.field
    if run[1] > office.name:
        yield office.name, run[1]
