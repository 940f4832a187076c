"""How people are named: which forms may stand for one person, and which gender shows beside a name."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from functools import lru_cache

from rapidfuzz.distance import OSA

from attribution.names.book import Key, NameMention
from attribution.names.pieces import word_before
from attribution.people import Gender, PeopleWords

_ALIAS = re.compile(r" (?:@|alias|urf) [\"“'‘]?")
_BORN = re.compile(
    r"(?:,? \(?|, who )(?:(?:was |is )?born|née|nee|né)(?: as)? "
)  # "Ann Lee, born Roe", "Ann Lee (née Roe"
_PRONOUN_BORN = re.compile(r"\b[Ss]?[Hh]e was born (?:as )?$")
_HONORIFIC = 3  # weight of "Mrs" against "chairman"
_DOUBLED = re.compile(r"(.)\1")
_PHRASE_BEFORE = re.compile(r"\b(?:[Tt]he|an?|his|her) ((?:[\w’'-]+ ){0,7}[\w’'-]+), $")
_OWNED_BEFORE = re.compile(r"\b(?:the|an?|his|her) (?:[\w’'-]+ ){0,2}[\w’'-]+, $")
_PHRASE_AFTER = re.compile(r", (?:the|an?|his|her|whose) ((?:[\w’'-]+ ){0,5}[\w’'-]+)")


def surname_of(key: Key, words: PeopleWords) -> str:
    """Return the last word of a name that is no suffix."""
    return next((word for word in reversed(key) if word not in words.suffixes), key[-1])


@lru_cache(maxsize=1 << 12)
def plain_name(key: Key, words: PeopleWords) -> Key:
    """Return the words of a personal name without suffixes and, where two others remain, without initials."""
    plain = tuple(word for word in key if word not in words.suffixes)
    full = tuple(word for word in plain if len(word.replace(".", "")) > 1)
    return full if len(full) > 1 else plain


def is_same_person(one: Key, other: Key, words: PeopleWords) -> bool:
    """Tell whether two names of several words may be forms of one: "Tove Holm" and "Tove Marie Holm"."""
    a, b = plain_name(one, words), plain_name(other, words)
    if {"jr", "sr"}.intersection(set(one) ^ set(other)):
        return False
    if (a[0], a[-1]) == (b[0], b[-1]) or a[-len(b) :] == b or a[: len(b)] == b:
        return True
    short, long = sorted((a[0], b[0]), key=len)
    return a[-1] == b[-1] and ((len(short) > 2 and long.startswith(short)) or _is_misspelt(short, long))


def _is_misspelt(short: str, long: str) -> bool:
    """Tell whether two given names are one, but for accents, a letter left out or two changed about."""
    short, long = _without_accents(short), _without_accents(long)
    framed = len(short) > 5 and (short[0], short[-1]) == (long[0], long[-1])
    turned = len(short) != len(long) or sorted(short) == sorted(long)
    return short == long or (framed and turned and OSA.distance(short, long, score_cutoff=1) <= 1)


def _without_accents(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def find_bearers(key: Key, full: list[list[Key]], words: PeopleWords) -> list[list[Key]]:
    """Return the people whom a single word may stand for: by surname, first word, a word between, a slip of the pen.

    Surname first ("Xi" for "Xi Jinping") is the second case.
    """
    word = plain_name(key, words)[0] if plain_name(key, words) else ""
    generation = {"jr", "sr"}.intersection(key)
    names = [(group, plain_name(group[0], words)) for group in full if generation <= set(group[0])]
    tests = (
        lambda name: name[-1] == word,
        lambda name: name[0] == word,
        lambda name: word in name[1:-1],
        lambda name: _is_slip(word, name[-1]),
    )
    for test in tests:
        found = [group for group, name in names if test(name)]
        if found:
            return found
    return []


def _is_slip(word: str, surname: str) -> bool:
    """Tell whether one letter is wrong, or the wrong one is doubled ("Hallgot" for "Halgott")."""
    if min(len(word), len(surname)) < 5:
        return False
    return OSA.distance(word, surname, score_cutoff=1) <= 1 or _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", surname)


def find_aliases_of_people(text: str, mentions: list[NameMention]) -> dict[Key, Key]:
    """Return for each "Pak Din" of "Musa Salleh @ Pak Din" and "Roe" of "Ann Lee, born Roe" the name before it."""
    if _ALIAS.search(text) is None and _BORN.search(text) is None:
        return {}
    people = [m for m in mentions if m.label in {"person", "other"}]
    pairs = [(a, b) for a, b in itertools.pairwise(people) if is_alias(text, a, b) or _is_birth_name(text, a, b)]
    return {b.key: a.key for a, b in pairs if a.key != b.key}


def is_alias(text: str, first: NameMention, second: NameMention) -> bool:
    """Tell whether the second of two names is given as another name of the first."""
    return _ALIAS.fullmatch(text, first.span.end, second.title) is not None


def _is_birth_name(text: str, first: NameMention, second: NameMention) -> bool:
    return _BORN.fullmatch(text, first.span.end, second.title) is not None


def without_birth_names(text: str, mentions: list[NameMention], words: PeopleWords) -> list[NameMention]:
    """Leave out "Ann Roe" of "She was born Ann Roe", who is known by another name: none of her names comes again."""
    born = (
        [m for m in mentions if _PRONOUN_BORN.search(text, max(0, m.title - 20), m.title)] if " born " in text else []
    )
    if not born:
        return mentions
    count = Counter(m.key for m in mentions)
    alone = {m.key[-1] for m in mentions if len(m.key) == 1}
    dropped = {m.key for m in born if count[m.key] == 1 and surname_of(m.key, words) not in alone}
    return [m for m in mentions if m.key not in dropped]


def find_gender(text: str, mentions: list[NameMention], words: PeopleWords) -> Gender | None:
    """Return what honorifics, and words right before the name ("his wife, Ann Lee"), show of a person."""
    count: Counter[Gender] = Counter()
    for mention in mentions:
        before = None if _is_of_fronted_phrase(text, mention, words) else word_before(text, mention.title)
        for word in (mention.honorific, before[1] if before and before[1].islower() else ""):
            gender = words.gender_of(word) if word else None
            if gender:
                count[gender] += _HONORIFIC if words.is_honorific(word) else 1
        behind = before is not None and text.startswith(", ", max(0, mention.title - 2))
        for phrase in (
            _PHRASE_BEFORE.search(text, max(0, mention.title - 80), mention.title) if behind else None,
            _PHRASE_AFTER.match(text, mention.span.end),
        ):
            gender = _gender_of_phrase(phrase[1], words) if phrase else None
            if gender:
                count[gender] += 1
    if count["male"] == count["female"]:
        return None
    return "male" if count["male"] > count["female"] else "female"


def _is_of_fronted_phrase(text: str, mention: NameMention, words: PeopleWords) -> bool:
    """Tell whether the noun before a name belongs to another phrase: "In a note to his wife, Lee wrote"."""
    phrase = _OWNED_BEFORE.search(text, max(0, mention.title - 80), mention.title)
    governor = word_before(text, phrase.start()) if phrase else None
    return governor is not None and governor[1] in words.prepositions and text.startswith(" ", mention.span.end)


def _gender_of_phrase(phrase: str, words: PeopleWords) -> Gender | None:
    """Return what the head of "the man behind the dam" shows."""
    head = ""
    for word in phrase.split():
        if word in words.prepositions or word == "who":
            break
        head = word
    return words.gender_of(head) if head else None
