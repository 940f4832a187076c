"""How people are named: which forms may stand for one person, and which gender shows beside a name."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from attribution.names.book import Key, NameMention
from attribution.names.pieces import word_before
from attribution.people import Gender, PeopleWords

_ALIAS = re.compile(
    r"(?: (?:@|alias|urf)|,? \(?(?:aka|a\.k\.a\.|nicknamed"
    r"|(?:who (?:is|was) )?(?:also|better|otherwise|popularly|widely) (?:called|known as))) [\"“'‘]?"
)
_BORN = re.compile(
    r"(?:,? \(?|, who )(?:(?:was |is )?born|née|nee|né)(?: as)? "
)  # "Ann Lee, born Roe", "Ann Lee (née Roe"
_PRONOUN_BORN = re.compile(r"\b[Ss]?[Hh]e was born (?:as )?$")
NICKNAME = re.compile(r"\s[\"“'‘(][^\"“”‘’()]+[\"”’')]\s")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_HONORIFIC = 3  # weight of "Mrs" against "chairman"
_SHORTENED = 3  # letters of the shortest given name that others begin with ("Rob" of "Robert")
_SLIPPED = 5  # letters of the shortest word in which one may be wrong
_DOUBLED = re.compile(r"(.)\1")
_PHRASE_BEFORE = re.compile(r"\b(?:[Tt]he|an?|his|her) ((?:[\w’'-]+ ){0,7}[\w’'-]+), $")
_OWNED_BEFORE = re.compile(r"\b(?:the|an?|his|her) (?:[\w’'-]+ ){0,2}[\w’'-]+, $")
_PHRASE_AFTER = re.compile(r", (?:the|an?|his|her|whose) ((?:[\w’'-]+ ){0,5}[\w’'-]+)")


_PARENT_AFTER = re.compile(r",[^,.;:\n“”\"]{2,60} and (father|mother) of ")  # "Ann Lee, a nurse and mother of two"


def has_nickname(name: str) -> bool:
    """Tell whether a name as it stands holds another between marks: "William “Billy” Hart"."""
    return NICKNAME.search(name) is not None


def surname_of(key: Key, words: PeopleWords) -> str:
    """Return the last word of a name that is no suffix."""
    return next((word for word in reversed(key) if word not in words.suffixes), key[-1])


@lru_cache(maxsize=1 << 12)
def plain_name(key: Key, words: PeopleWords) -> Key:
    """Return the words of a personal name without suffixes and, where two others remain, without initials.

    "Ó" of "Ó Roe" is none.
    """
    plain = tuple(word for word in key if word not in words.suffixes)
    full = tuple(word for word in plain if len(word.replace(".", "")) > 1 or _is_small_word(word, words))
    return full if len(full) > 1 else plain


def has_initials_only(name: Key, words: PeopleWords) -> bool:
    """Tell whether all that stands before a surname are initials: "J. P. Roe", "J.P. Roe"."""
    given = name[:-1]
    return bool(given) and all(_INITIALS.fullmatch(w) and not _is_small_word(w, words) for w in given)


def _is_small_word(letter: str, words: PeopleWords) -> bool:
    """Tell whether a letter is a small word of names that no initial looks like."""
    return not letter.isascii() and letter in words.connectors


def is_same_person(one: Key, other: Key, words: PeopleWords) -> bool:
    """Tell whether two names of several words may be forms of one: "Tove Holm" and "Tove Marie Holm"."""
    a, b = plain_name(one, words), plain_name(other, words)
    if {"jr", "sr"}.intersection(set(one) ^ set(other)):
        return False
    if has_initials_only(a, words) != has_initials_only(b, words):
        return a[-1] == b[-1] and a[0][0] == b[0][0]
    if (a[0], a[-1]) == (b[0], b[-1]) or a[-len(b) :] == b or a[: len(b)] == b:
        return True
    short, long = sorted((a[0], b[0]), key=len)
    shortened = len(short) >= _SHORTENED and long.startswith(short)
    return a[-1] == b[-1] and (shortened or _is_misspelt(short, long))


def _is_misspelt(short: str, long: str) -> bool:
    """Tell whether two given names are one, but for accents, a letter left out or two changed about."""
    short, long = _without_accents(short), _without_accents(long)
    framed = len(short) > 5 and (short[0], short[-1]) == (long[0], long[-1])
    turned = len(short) != len(long) or sorted(short) == sorted(long)
    return short == long or (framed and turned and OSA.distance(short, long, score_cutoff=1) <= 1)


def _without_accents(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


class FullNames:
    """People by their full names, who can be asked for by a form of theirs without a look at all others.

    A group holds the forms of one person, the fullest first. What a table finds is held against the rule itself.
    """

    def __init__(self, words: PeopleWords) -> None:
        self.groups: list[list[Key]] = []
        self._words = words
        self._by_form: dict[object, list[int]] = defaultdict(list)
        self._by_word: tuple[dict[str, list[int]], ...] = tuple(defaultdict(list) for _ in range(4))

    def add(self, key: Key) -> None:
        """Let a full name be that of one more person."""
        index, name = len(self.groups), plain_name(key, self._words)
        self.groups.append([key])
        for form in {*_forms(name), *(name[:n] for n in range(2, len(name) + 1)), *_endings(name)}:
            self._by_form[form].append(index)
        last, first, inner, near = self._by_word
        last[name[-1]].append(index)
        first[name[0]].append(index)
        for word in set(name[1:-1]):
            inner[word].append(index)
        for word in _slips(name[-1]):
            near[word].append(index)

    def find(self, key: Key) -> list[Key] | None:
        """Return the first group whose fullest name may be a form of a full name ("Tove Marie Holm": "Tove Holm")."""
        name = plain_name(key, self._words)
        asked = {*_forms(name), name, ("ends", name)}
        found = sorted({index for form in asked for index in self._by_form.get(form, ())})
        groups = [self.groups[index] for index in found]
        groups = [group for group in groups if is_same_person(group[0], key, self._words)]
        return None if has_initials_only(name, self._words) and len(groups) > 1 else next(iter(groups), None)

    def find_bearers(self, key: Key) -> list[list[Key]]:
        """Return whom a single word may stand for: by surname, first word, a word between, a slip of the pen.

        Surname first ("Xi" for "Xi Jinping") is the second case.
        """
        word = next(iter(plain_name(key, self._words)), "")
        generation = {"jr", "sr"}.intersection(key)
        last, first, inner, near = self._by_word
        for found in (last.get(word), first.get(word), inner.get(word), self._misspelt(word, near)):
            groups = [self.groups[index] for index in found or () if generation <= set(self.groups[index][0])]
            if groups:
                return groups
        return []

    def _misspelt(self, word: str, near: dict[str, list[int]]) -> list[int]:
        found = sorted({index for form in _slips(word) for index in near.get(form, ())})
        return [i for i in found if _is_slip(word, plain_name(self.groups[i][0], self._words)[-1])]


def _endings(name: Key) -> Iterator[object]:
    return (("ends", name[-n:]) for n in range(2, len(name) + 1))


def _forms(name: Key) -> Iterator[object]:
    """Yield what two names share whose surname is one and whose given names are, cut short or misspelt."""
    given, plain = name[0], _without_accents(name[0])
    yield name[-1], given[0] + "."
    for form in {given, plain, *(given[:n] for n in range(_SHORTENED, len(given))), *_one_less(plain)}:
        yield name[-1], form


def _slips(word: str) -> set[str]:
    """Return what two words share that are one but for one letter, or for a letter doubled."""
    return {word, _DOUBLED.sub(r"\1", word), *_one_less(word)} if len(word) >= _SLIPPED else set()


def _one_less(word: str) -> Iterator[str]:
    """Yield a word without each of its letters: two words that differ by one letter share one of these, or a word."""
    return (word[:i] + word[i + 1 :] for i in range(len(word) if len(word) >= _SLIPPED else 0))


def _is_slip(word: str, surname: str) -> bool:
    """Tell whether one letter is wrong, or the wrong one is doubled ("Hallgot" for "Halgott")."""
    if min(len(word), len(surname)) < _SLIPPED:
        return False
    return OSA.distance(word, surname, score_cutoff=1) <= 1 or _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", surname)


def find_aliases_of_people(text: str, mentions: list[NameMention]) -> dict[Key, Key]:
    """Return for each "Pak Din" of "Musa Salleh @ Pak Din" and "Roe" of "Ann Lee, born Roe" the name before it."""
    if _ALIAS.search(text) is None and _BORN.search(text) is None:
        return {}
    people = [m for m in mentions if m.label in {"person", "other"}]
    pairs = [(a, b) for a, b in itertools.pairwise(people) if is_alias(text, a, b) or _is_birth_name(text, a, b)]
    pairs += [(a, b) for b in people if (a := _named_before_birth(text, b, people)) is not None]
    return {b.key: a.key for a, b in pairs if a.key != b.key}


def _named_before_birth(text: str, born: NameMention, people: list[NameMention]) -> NameMention | None:
    """Return Ann Lee, named before, of "Ann Marie Roe was born in Hull": the only one of that given name."""
    if len(born.key) == 1 or not text.startswith(" was born", born.span.end):
        return None
    before = {m.key: m for m in people if m.span.end < born.span.start and len(m.key) > 1 and m.key[0] == born.key[0]}
    return next(iter(before.values())) if len(before) == 1 and born.key not in before else None


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
        parent = _PARENT_AFTER.match(text, mention.span.end)
        if parent is not None:
            count["male" if parent[1] == "father" else "female"] += 1
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
        if word in words.prepositions or word == "who" or word in words.pronouns:
            break  # "the man she found"
        head = word
    return words.gender_of(head) if head else None
