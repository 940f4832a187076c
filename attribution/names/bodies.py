"""How bodies are named: over small words ("Department of Justice"), by initials and by a part of their words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from attrs import evolve

from attribution.names.book import Key, NameMention
from attribution.names.pieces import (
    LABELS,
    Known,
    Piece,
    find_tokens,
    follows_office,
    make_piece,
    opens_sentence,
    word_before,
)
from attribution.people import PeopleWords, fold

_ACRONYM = re.compile(r"[ \u00a0]?\(([A-Z][\w&-]{1,9})(?:,[^()]*)?\)")
_SMALL = frozenset({"of", "the", "and", "for", "&", "on", "in", "de", "to"})
_JOINT = re.compile(r"(?:[’']s?)?\s(?:(?P<link>of|for|and|on|or|to|&)\s(?:the\s)?)?")
_OF_OR_FOR = re.compile(r" (?:of|for) (?:the )?")
_OF_FORCE = re.compile(r"\b(?:at|for|from|of|with) $")  # "of Avon and Somerset Police"
_NAMED_NOUNS = frozenset({"band", "label", "ngo", "programme", "program", "show", "series", "blog", "app", "platform"})


def join_bodies(text: str, pieces: list[Piece], known: Known, words: PeopleWords) -> list[Piece]:
    """Join "Department" and "Justice" where "of" stands between them, and what the recogniser takes for one body."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and piece.title < piece.start and _is_inside_body(text, joined[-1], piece, known, words):
            piece = make_piece(text, list(find_tokens(text, piece.title, piece.end)))
        owner = joined and joined[-1].possessive and " ".join(joined[-1].key) in known.places  # "China's State Council"
        if joined and not owner and _is_joined(text, joined[-1], piece, known, words):
            first = joined.pop()
            key = first.key + piece.key
            piece = evolve(piece, start=first.start, title=first.title, key=key, honorific=first.honorific)
        joined.append(piece)
    return joined


def _is_inside_body(text: str, first: Piece, second: Piece, known: Known, words: PeopleWords) -> bool:
    """Tell whether a title is a part of a recognised body ("Institute for Marine Machines")."""
    if not first.key or first.key[-1] not in words.org_heads or not _OF_OR_FOR.fullmatch(text, first.end, second.title):
        return False
    near = known.near(first.start, second.end)
    return any(label == "ORG" and start <= first.end - 1 and end >= second.end for start, end, label in near)


def _is_joined(text: str, first: Piece, second: Piece, known: Known, words: PeopleWords) -> bool:
    gap = _JOINT.fullmatch(text, first.end, second.start)
    if gap is None or second.title < second.start or not first.key or not second.key:
        return False
    link = gap["link"] or ""
    if link == "or":
        return _is_title_of_work(text, first, second, known)
    if link == "of" and _are_staff(first, second, words):
        return False
    if link == "to":  # "Prevention of Cruelty to Animals"
        near = known.near(first.start, second.end)
        return any(label == "ORG" and start <= first.start and end >= second.end for start, end, label in near)
    if first.honorific in words.peers:
        return text[first.end : second.start] == " of " and len(second.key) < 3  # "Lord Roe of Quayside"
    if link == "&":
        return True
    if link == "and" and _are_surnames(first, second, known, words):
        return False
    if link == "for" and _serves_place(text, first, second, known, words):
        return True
    if link == "of" and first.key == ("friends",):
        return not any(label == "PERSON" for _, _, label in known.near(second.start, second.end))
    if link == "and" and len(first.key) == 1 and second.key[1:] == ("police",):
        return _OF_FORCE.search(text, max(0, first.start - 6), first.start) is not None
    named = first.key[-1] in words.org_heads or follows_body(text, first.start, words)
    if link in {"of", "for"} and named and not first.possessive:
        return True
    bodies = (label for label in known.near(first.start, second.end) if LABELS[label[2]] == "organization")
    owned = not link and text[first.end] in "'’"
    if not link and not (owned and second.key[-1] in words.org_heads):
        return False
    if any(start <= first.end - 1 and second.end <= end + 2 for start, end, _ in bodies):
        return True
    if (
        link == "and"
        and first.key[0] in words.org_heads
        and {"of", "for"}.intersection(text[first.start : first.end].split())
    ):
        return len(second.key) < 3 and not known.near(second.start, second.end)  # "Ministry of Trade and Industry"
    if link == "and" and second.key[-1] in words.org_heads and text[max(0, first.start - 4) : first.start] == "the ":
        if follows_office(text, first.start, words) and len(second.key) > 2:
            return True  # "director of the Near East and Pacific Mission Centre"
        return not known.near(first.start, first.end) and not words.org_heads.intersection(first.key)
    return owned and words.is_role(first.key[-1]) and second.key[-1] in words.org_heads  # "Teachers' Union"


def _is_title_of_work(text: str, first: Piece, second: Piece, known: Known) -> bool:
    """Tell whether two words stand nowhere but beside each other and are not both people ("Sink or Swim")."""
    if len(first.key) + len(second.key) > 2 or second.possessive:
        return False
    near = known.near(first.start, second.end)
    if any(label == "PERSON" and start < first.end for start, _, label in near):
        return False
    whole = text.count(text[first.start : second.end])
    parts = (text[first.start : first.end], text[second.start : second.end])
    return all(len(re.findall(rf"\b{re.escape(part)}\b", text)) == whole for part in parts)


def _serves_place(text: str, first: Piece, second: Piece, known: Known, words: PeopleWords) -> bool:
    """Tell whether a name within a sentence is "Transport for Wales"."""
    place = " ".join(second.key)
    subject = len(first.key) == 1 and first.key[0] in words.subjects and not opens_sentence(text, first.start)
    return subject and (place in known.places or place in words.countries)


def _are_staff(first: Piece, second: Piece, words: PeopleWords) -> bool:
    """Tell whether people in the plural stand before the body that they belong to ("Agents of Immigration")."""
    plural = len(first.key) == 1 and words.is_plural_role(first.key[0])
    return plural and not (words.org_heads | words.subjects).isdisjoint((second.key[0], second.key[-1]))


def _are_surnames(first: Piece, second: Piece, known: Known, words: PeopleWords) -> bool:
    """Tell whether "and" stands between two people ("Lee and Ross"), one of whom is named in full elsewhere."""
    if len(first.key) + len(second.key) > 2 or words.org_heads.intersection(first.key + second.key):
        return False
    return not known.surnames.isdisjoint(first.key + second.key)


def follows_body(text: str, start: int, words: PeopleWords) -> bool:
    """Tell whether the noun of a body stands right before a name ("the charity Lantern Aid")."""
    before = word_before(text, start)
    noun = before[1] if before and "," not in before.group() else ""
    return noun.islower() and noun not in words.roles and (noun in _NAMED_NOUNS or bool(words.kinds_of_noun(noun)))


def find_aliases(text: str, mentions: list[NameMention], words: PeopleWords) -> dict[Key, Key]:
    """Return for each short form of a body the full form: "(CIA)" after it, its initials, or a part of its words."""
    keys = sorted({m.key for m in mentions}, key=lambda key: (-len(key), key))
    long = [key for key in keys if len(key) > 1]
    given: dict[Key, Key] = {}
    for mention in mentions:
        match = _ACRONYM.match(text, mention.span.end)
        if match and len(mention.key) > 1:
            given.setdefault((fold(match[1]),), mention.key)
    by_end: dict[str, set[Key]] = defaultdict(set)
    for full in long:
        by_end[full[0]].add(full)
        by_end[full[-1]].add(full)
    aliases: dict[Key, Key] = {}
    for key in keys:
        spelt = [full for full in long if len(key) == 1 and full != key and _spells(key[0], full)]
        sharing = (by_end[key[0]] | by_end[key[-1]]) - {key, *spelt}
        fitting = spelt + [full for full in sharing if _is_short_form(key, full, words)]
        target = given.get(key) or _only(fitting) or _only(spelt)  # no "CIA Lima", but the agency
        if target and target != key and aliases.get(target, target) != key:
            aliases[key] = aliases.get(target, target)
    return aliases


def _only(found: Iterable[Key]) -> Key | None:
    keys = list(found)
    return keys[0] if len(keys) == 1 else None


def _is_short_form(key: Key, full: Key, words: PeopleWords) -> bool:
    if len(key) >= len(full) or (len(key) > 2 and key[0] not in full):
        return False
    if len(key) == 2 and key[0] == full[0] and len(key[1]) > 1 and _spells(key[1], full[1:]):
        return True  # "Chinese CDC"
    if len(key) == 1 and key[0] in _SMALL:
        return False
    if "media" in words.kinds_of_name(full) and full[-len(key) :] != key:
        return False  # "Ashby" is not the "Ashby Herald"
    return (full[: len(key)] == key and key[0] not in words.org_heads) or full[-len(key) :] == key


def _spells(word: str, full: Key) -> bool:
    """Tell whether `word` is the initials of `full`, small words counted or not ("b&b", "coda")."""
    letters = _letters(word)
    if len(letters) < 2:
        return False
    big, every = _initials(full)
    return letters in {big, every} or (len(letters) > 2 and letters in big)


@lru_cache(maxsize=1 << 12)
def _letters(word: str) -> str:
    return "".join(char for char in word if char.isalpha())


@lru_cache(maxsize=1 << 12)
def _initials(full: Key) -> tuple[str, str]:
    """Return the initials of all words but the small ones, and of all."""
    return "".join(part[0] for part in full if part not in _SMALL), "".join(part[0] for part in full if part != "&")
