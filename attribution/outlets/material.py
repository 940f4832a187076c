"""What the finders of outlets look at: the text, the words of its language as patterns, the names known so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from attrs import frozen

from attribution.models import OutletKind
from attribution.outlets.names import CLOSE_MARKS, LETTERS, UPPER, Named
from attribution.patterns import any_of

_TICKER = re.compile(r"\(([A-Z]{2,8}):[ ]?[A-Z0-9.]{1,6}\)")
_IN_BRACKETS = re.compile(r"[ ]\(([A-Z]{2,8})\)")
_BODY_AT_END = re.compile(rf"{UPPER}(?:[ ](?:of|for|and|the|{UPPER})){{1,6}}$")
_BODY_REACH = 80  # characters from a body's name to its initials in brackets
_TITLE_OPEN = "“\"‘'"


@frozen(eq=False)
class TitlePatterns:
    """What stands within, before and behind a title that has small words."""

    rest: re.Pattern[str]
    lead: re.Pattern[str]
    noun_before: re.Pattern[str]
    noun_behind: re.Pattern[str]
    end: re.Pattern[str]


@frozen(eq=False)
class EmployerPatterns:
    """What stands around a name that only says whom somebody works or worked for."""

    officer_before: re.Pattern[str]
    officer_behind: re.Pattern[str]
    former_before: re.Pattern[str]
    role_behind: re.Pattern[str]


@frozen(eq=False)
class Reading:
    """What the finders look at: the text, its word lists, the known names and the labelled stretches.

    `no_outlets` are words of persons and times, which no name without a list may hold, `not_hosts` words and initials
    of bodies that are spoken to; `determiners` stand before a carrier noun without being the name of one;
    `nation_starts` are the first words of nations; `shapes` gives the rank and kind that a last word tells; `carriers`
    are the carrier nouns of each kind, `carrier_ends` their last words, `led_carrier` is one behind adjectives and
    before a name.
    """

    text: str
    words: Mapping[str, Any]
    named: Mapping[int, Named]
    starts: tuple[int, ...]
    labels: Mapping[int, tuple[int, str]]
    nations: re.Pattern[str]
    person_words: frozenset[str]
    no_outlets: frozenset[str]
    not_hosts: frozenset[str]
    determiners: frozenset[str]
    nation_starts: frozenset[str]
    shapes: Mapping[str, tuple[int, OutletKind]]
    carriers: Sequence[tuple[OutletKind, re.Pattern[str]]]
    any_carrier: re.Pattern[str]
    carrier_ends: frozenset[str]
    led_carrier: re.Pattern[str]
    titles: TitlePatterns
    employers: EmployerPatterns


def make_reading(
    text: str,
    labels: Mapping[int, tuple[int, str]],
    words: Mapping[str, Any],
    nations: Iterable[str],
    named: Sequence[Named],
) -> Reading:
    """Put together what the finders look at.

    Args:
        text: The article.
        labels: The end and label of the entity that starts at each position; there may be none.
        words: `citations.json` of the language.
        nations: Names and adjectives of countries.
        named: The names that are known for outlets.
    """
    by_start = {name.span.start: name for name in named}
    people = [text[start:end].split() for start, (end, label) in labels.items() if label == "PERSON"]
    person_words = frozenset(word for name in people for word in name)
    pattern = _nation_pattern(tuple(nations))
    no_outlets = person_words.union(words["titles"], words["times"])
    determiners = frozenset([*words["indefinite"], *words["fillers"]])
    shapes: dict[str, tuple[int, OutletKind]] = {}
    for rank, (kind, ends) in enumerate(words["shapes"].items()):
        for end in ends:
            shapes.setdefault(end, (rank, kind))
    return Reading(
        text=text,
        words=words,
        named=by_start,
        starts=tuple(sorted(by_start)),
        labels=labels,
        nations=pattern,
        person_words=person_words,
        no_outlets=no_outlets,
        not_hosts=word_set(words["not_hosts"]).union(initials_of_bodies(text, words["not_hosts"])),
        determiners=determiners,
        nation_starts=_first_words(tuple(nations)),
        shapes=shapes,
        carriers=[(kind, _noun_pattern((nouns,))) for kind, nouns in words["carriers"].items()],
        any_carrier=_noun_pattern(tuple(words["carriers"].values())),
        carrier_ends=frozenset(LETTERS.findall(noun)[-1] for nouns in words["carriers"].values() for noun in nouns),
        led_carrier=_led_carrier_pattern(
            tuple(words["carriers"].values()), (*words["complements"], *words["indefinite"], *words["small_words"])
        ),
        titles=_title_patterns(words["title_words"], words["carriers"]["programme"]),
        employers=_employer_patterns(words["officers"], words["former"], words["roles"]),
    )


@lru_cache(maxsize=4)
def _title_patterns(small: tuple[str, ...], shows: tuple[str, ...]) -> TitlePatterns:
    nouns = any_of(shows)
    return TitlePatterns(
        rest=re.compile(rf"(?:[ ](?:{any_of(small)}))+[ ]{UPPER}(?:[ ]{UPPER})*"),
        lead=re.compile(r"(?:\b(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir)|[’']s?)[ ]$"),
        noun_before=re.compile(rf"\b(?:{nouns}),?[ ][{_TITLE_OPEN}]?$"),
        noun_behind=re.compile(rf"[ ](?:{nouns})(?![\w-])"),
        end=re.compile(rf"[,.;:!?)]|[{CLOSE_MARKS}]|[ ](?:on|in|with|at|when|that)\b|$"),
    )


@lru_cache(maxsize=4)
def _led_carrier_pattern(carriers: tuple[tuple[str, ...], ...], small: tuple[str, ...]) -> re.Pattern[str]:
    adjective = rf"(?!(?:{any_of(small)})\b)[a-z][\w-]*[ ]"
    return re.compile(rf"(?:{adjective}){{1,2}}({any_noun(carriers)})(?=,?[ ][{_TITLE_OPEN}]?{UPPER})")


@lru_cache(maxsize=4)
def _employer_patterns(officers: tuple[str, ...], former: tuple[str, ...], roles: tuple[str, ...]) -> EmployerPatterns:
    return EmployerPatterns(
        officer_before=re.compile(rf"\b(?:{any_of(officers)})[ ](?:for|of|at)[ ](?:the[ ])?$"),
        officer_behind=re.compile(rf"(?:[’']s?)?(?:[ ][a-z-]+)?[ ](?:{any_of(officers)})\b"),
        former_before=re.compile(rf"\b(?:{any_of(former)})(?:[ ]|-)(?:[a-z-]+[ ])?$"),
        role_behind=re.compile(rf"(?:[ ][a-z-]+){{0,2}}[ ](?:{any_of(roles)})\b"),
    )


@lru_cache(maxsize=4)
def _first_words(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(cast("re.Match[str]", LETTERS.match(phrase))[0] for phrase in phrases)


@lru_cache(maxsize=4)
def _nation_pattern(nations: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(nations)})(?![\w-])")


@lru_cache(maxsize=16)
def _noun_pattern(groups: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_noun(groups)})(?![\w-])")


def any_noun(groups: Iterable[Sequence[str]]) -> str:
    """Return a pattern for any noun of these groups."""
    return "|".join(any_of(nouns) for nouns in groups)


def initials_of_bodies(text: str, heads: Sequence[str]) -> dict[str, str]:
    """Return the initials that the article explains by a body of these heads, with its name; none for an exchange.

    "London Stock Exchange (LSE)" has the name, "(LSE: BRW)" only shows that shares are dealt in there.
    """
    found = {}
    for match in _IN_BRACKETS.finditer(text):
        body = _BODY_AT_END.search(text, max(0, match.start() - _BODY_REACH), match.start())
        if body and body[0].split()[-1] in heads:
            found[match[1]] = body[0]
    return found | {match[1]: "" for match in _TICKER.finditer(text)}


@lru_cache(maxsize=256)
def word_set(words: tuple[str, ...]) -> frozenset[str]:
    """Return the words as a set."""
    return frozenset(words)
