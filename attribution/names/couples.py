"""Two people who share the surname that stands once: "John and Mary Peters"."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from attrs import evolve

from attribution.names.book import NameMention
from attribution.names.persons import surname_of
from attribution.names.pieces import Known
from attribution.people import PeopleWords

_AND = re.compile(r" (?:and|&) (?P<spouse>(?:his|her) (?:wife|husband),? )?")
_SMALL = re.compile(r"[a-z]+")
_SIDE = re.compile(r"[^.!?\n“”\"]*")


def share_surnames(text: str, mentions: list[NameMention], known: Known, words: PeopleWords) -> list[NameMention]:
    """Give John of "John and Mary Peters" the surname, so that "Peters" may mean him; his name stands as written.

    A surname may stand before "and" as well ("Roe and Ann Lee"): whom the article calls by the one word elsewhere
    shares the surname behind it only where the article shows that two bear it, or tells of a couple or of kin.
    """
    shared = dict(_shared(text, mentions, known, words))
    if not shared:
        return mentions
    return [evolve(m, key=(*m.key, shared[m.span.start])) if m.span.start in shared else m for m in mentions]


def _shared(text: str, mentions: list[NameMention], known: Known, words: PeopleWords) -> Iterator[tuple[int, str]]:
    """Yield the place of each first name that takes its surname from the name behind it, and that surname."""
    people = [m for m in mentions if m.label == "person"]
    count = Counter(m.key for m in people)
    parts = {word for m in people if len(m.key) > 1 for word in m.key}
    for first, second in itertools.pairwise(people):
        if len(first.key) > 1 or len(second.key) < 2 or first.possessive or first.honorific:
            continue
        joined = _AND.fullmatch(text, first.span.end, second.title)
        if joined is None or first.key[0] in parts | known.surnames:
            continue
        surname = surname_of(second.key, words)
        kin = joined["spouse"] is None and _tells_of_kin(text, first, second, words)
        if kin or count[first.key] == 1 or _both_titled(people, surname, words):
            yield first.span.start, surname


def _both_titled(people: list[NameMention], surname: str, words: PeopleWords) -> bool:
    """Tell whether the article has both "Mr" and "Mrs" before a surname."""
    genders = {words.gender_of(m.honorific) for m in people if m.key == (surname,) and m.honorific}
    return {"male", "female"} <= genders


def _tells_of_kin(text: str, first: NameMention, second: NameMention, words: PeopleWords) -> bool:
    """Tell whether a word for kin stands beside two names: "the brothers John and Bob Peters", "... are married"."""
    start = max(0, first.title - 60)
    before = re.split(r"[.!?\n]", text[start : first.title])[-1]
    after = _SIDE.match(text, second.span.end, second.span.end + 60)
    beside = _SMALL.findall(before.lower()) + _SMALL.findall(after.group() if after else "")
    return any(word in words.kin_groups for word in beside)
