"""Which words of a run are titles by their place: "Alhaji" at its head, "Air Chief Marshal", "Pro Tempore".

Words that are titles wherever they stand before a name ("Mrs", "Senator") need no look at their place; those here are
parts of names, of bodies or of other words elsewhere ("Haji" in "Awang Haji Omar", "PC" in "PC World").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve

from attribution.names.persons import NICKNAME
from attribution.names.pieces import (
    Known,
    Piece,
    Token,
    find_tokens,
    make_piece,
    opens_sentence,
    possessive_ending,
)
from attribution.people import PeopleWords, TitlePhrase, fold

_TRADE = re.compile(r"\w{2}(?:er|ian|ist|man|or|smith|wright)$")
_CLASS, _ORDINALS = "class", ("1st ", "2nd ", "3rd ")  # "Petty Officer 2nd Class Ann Lee"
_AFTER_CODE = 2  # words of a full name
_LONGEST_NAME = 5  # words
_MEMBERS = frozenset({"member", "members"})
_HOUSES = frozenset({"assembly", "board", "cabinet", "commission", "committee", "council", "parliament", "senate"})
_OF_PORTFOLIO = frozenset({"commissioner", "minister", "secretary", "undersecretary"})


def mark_titles(text: str, tokens: list[Token], known: Known, words: PeopleWords) -> list[Token]:
    """Return the words of a run, those with a mark whose place decides whether they are titles."""
    tokens = _with_membership(_with_portfolio(tokens, words), words)
    begins = (
        (tokens[0].folded == _CLASS and text.endswith(_ORDINALS, 0, tokens[0].start))
        or (opens_sentence(text, tokens[0].start) and is_calling(tokens, known, words))
        or _is_before_person(text, tokens, known, words)
        or _is_of_party(tokens, known, words)
    )
    if begins:
        tokens = [evolve(tokens[0], title=True), *tokens[1:]]
    tokens = _without_nicknames(text, tokens)
    if words.title_phrases.keys().isdisjoint(token.folded for token in tokens):
        return tokens
    marked: list[Token] = []
    while len(marked) < len(tokens):
        at = len(marked)
        phrase = next(
            (p for p in words.title_phrases.get(tokens[at].folded, ()) if _fits(text, p, tokens, at, marked, words)),
            None,
        )
        if phrase is None:
            marked.append(tokens[at])
            continue
        size = len(phrase.words)
        marked += [evolve(token, title=phrase.kind != "particle") for token in tokens[at : at + size]]
        whole = text[marked[-1].start : marked[-1].end] if phrase.spelling == "capitals" else " ".join(phrase.words)
        marked[-1] = evolve(marked[-1], folded=whole)
    return marked


def _with_portfolio(tokens: list[Token], words: PeopleWords) -> list[Token]:
    """Mark what a minister deals with as a part of the title: "Mining Minister Ann Lee"."""
    office = next((i for i, token in enumerate(tokens) if i and token.folded in _OF_PORTFOLIO), 0)
    first = office
    while first and tokens[first - 1].folded in words.subjects:
        first -= 1
    return [*tokens[:first], *(evolve(token, title=True) for token in tokens[first:office]), *tokens[office:]]


def _with_membership(tokens: list[Token], words: PeopleWords) -> list[Token]:
    """Mark the membership of a house as a title: "Assembly Member Ann Lee", "Hull City Council Member Ann Lee"."""
    member = next((i for i, token in enumerate(tokens) if i and token.folded in _MEMBERS), 0)
    if not member or member > len(tokens) - _AFTER_CODE or tokens[member - 1].folded not in _HOUSES:
        return tokens
    first = member - 1 if member == 1 else member
    marked = (evolve(token, title=True) for token in tokens[first : member + 1])
    return [*tokens[:first], *marked, *tokens[member + 1 :]]


def is_title(token: Token, words: PeopleWords, *, modifiers: bool = True) -> bool:
    """Tell whether a word of a run is a title before a name, or belongs to one."""
    if token.title is not None:
        return token.title
    return words.is_title(token.folded) or (modifiers and token.folded in words.role_modifiers)


def is_calling(tokens: list[Token], known: Known, words: PeopleWords) -> bool:
    """Tell whether a run that opens a sentence begins with what somebody does, as in "Beekeeper Ann Lee".

    What is a given name as well ("Hunter Ann Lee") or may begin the name of a body counts only where a person is
    recognised right behind it.
    """
    first, behind = tokens[0], tokens[1:]
    if first.folded not in words.common_roles or not behind:
        return False
    near = known.near(first.start, behind[-1].end)
    if any(label == "PERSON" and start == behind[0].start for start, _, label in near):
        return True
    bodies = words.org_heads | words.subjects | words.organizations | words.calendar
    return (
        _AFTER_CODE <= len(behind) < _LONGEST_NAME
        and first.folded not in words.given_titles | words.role_modifiers | words.parties
        and all(label == "PERSON" for _, _, label in near)
        and (near or not words.is_untitled(first.folded))  # "Victim Support Hull"
        and not any(is_title(token, words) or token.folded in bodies for token in behind)
    )


def _is_of_party(tokens: list[Token], known: Known, words: PeopleWords) -> bool:
    """Tell whether a run is a person behind a party: "Conservative Ann Lee", where the article knows a Lee."""
    first, behind = tokens[0], tokens[1:]
    bodies = words.org_heads | words.subjects | words.organizations
    return (
        first.folded in words.parties
        and _AFTER_CODE <= len(behind) < _LONGEST_NAME - 1
        and behind[-1].folded in known.surnames
        and not any(is_title(token, words) or token.folded in bodies for token in behind)
    )


def _is_before_person(text: str, tokens: list[Token], known: Known, words: PeopleWords) -> bool:
    """Tell whether a run is a person behind what he or she is ("said Midwife Ann Lee", "its founder, Sister Ann Lee").

    What may be a given name is a title where the article has it before the surname alone as well, or in small letters
    behind an article ("Dean Ann Lee ... Dean Lee", "the dean").
    """
    first, behind = tokens[0], tokens[1:]
    named = words.common_roles | words.given_titles | words.native_offices
    trade = first.folded not in named and _is_trade(text, first, known)
    if (
        not (trade or first.folded in named)
        or not _AFTER_CODE <= len(behind) < _LONGEST_NAME
        or first.folded in words.parties
    ):
        return False
    bodies = words.org_heads | words.subjects | words.body_ends | words.calendar
    if any(is_title(token, words) or token.folded in bodies for token in behind):
        return False
    near = known.near(first.start, behind[-1].end)
    if any(label != "PERSON" for _, _, label in near):
        return False
    if first.folded not in words.given_titles:
        return bool(near) or first.folded in words.relations
    surname = text[behind[-1].start : behind[-1].end]
    surname = surname[: len(surname) - len(possessive_ending(surname))]
    shown = words.is_role(first.folded) and first.folded in known.nouns
    return shown or (text[first.start : first.end].rstrip("."), surname) in known.called


def _is_trade(text: str, token: Token, known: Known) -> bool:
    """Tell whether a word that opens a sentence is what somebody does ("Thatcher Ann Lee ... a thatcher")."""
    if _TRADE.search(token.folded) is None or not opens_sentence(text, token.start):
        return False
    return not known.nouns.isdisjoint((token.folded, f"{token.folded}s"))


def _without_nicknames(text: str, tokens: list[Token]) -> list[Token]:
    """Return the words of a run, those between marks as no titles: "Bob ‘The Duke’ Ross"."""
    found = NICKNAME.search(text, tokens[0].start, tokens[-1].end)
    if found is None or found.group()[1] == "(":  # "Superintendent of Police (Rural) Ann Lee"
        return tokens
    return [evolve(t, title=False) if found.start() < t.start and t.end < found.end() else t for t in tokens]


def with_known_titles(text: str, pieces: list[Piece], words: PeopleWords) -> Iterator[Piece]:
    """Yield the pieces, "Garda Lee" as Lee where the article names "Garda Ann Lee", "PM Lee" where it names Ann Lee."""
    full = [piece for piece in pieces if len(piece.key) > 1]
    known = {(fold(text[p.title : p.start].split()[-1]), p.key[-1]) for p in full if p.title < p.start}
    coded_none = (piece for piece in full if not _is_behind_code(text, piece, words))
    surnames = {word for piece in coded_none for word in piece.key[1:]}  # "CS Roe" is Ann Roe Lee
    for piece in pieces:
        coded = _is_behind_code(text, piece, words) and piece.key[-1] in surnames
        if piece.title < piece.start or len(piece.key) != _AFTER_CODE or not (coded or piece.key in known):
            yield piece
            continue
        tokens = list(find_tokens(text, piece.start, piece.end))
        bare = make_piece(text, tokens[-1:])
        yield evolve(bare, title=piece.start, honorific=tokens[-2].folded, possessive=piece.possessive)


def _is_behind_code(text: str, piece: Piece, words: PeopleWords) -> bool:
    """Tell whether a piece is a word behind the code of an office ("PM Lee")."""
    if len(piece.key) != _AFTER_CODE or piece.title < piece.start:
        return False
    phrases = words.title_phrases.get(piece.key[0], ())
    return text[piece.start : piece.start + len(piece.key[0])].isupper() and any(p.kind == "code" for p in phrases)


def _fits(
    text: str, phrase: TitlePhrase, tokens: list[Token], at: int, marked: list[Token], words: PeopleWords
) -> bool:
    end = at + len(phrase.words)
    if tuple(token.folded for token in tokens[at:end]) != phrase.words or not _is_spelt(text, phrase, tokens[at]):
        return False
    if phrase.kind in {"particle", "rank"}:
        return phrase.kind == "rank" or text[tokens[at].start].islower()
    named = any(token.folded not in words.suffixes for token in tokens[end:])
    behind_title = bool(marked) and is_title(marked[-1], words)
    if phrase.kind == "postpositive":
        return behind_title and named
    if phrase.kind == "code":
        return _is_before_full_name(text, tokens[end:], words)
    return named and (not marked or behind_title)


def _is_spelt(text: str, phrase: TitlePhrase, token: Token) -> bool:
    written = text[token.start : token.end]
    if phrase.spelling == "dot":
        return written.endswith(".")
    return phrase.spelling == "" or written.isupper()


def _is_before_full_name(text: str, tokens: list[Token], words: PeopleWords) -> bool:
    """Tell whether nothing but a name of several words follows: no "PC Gamer Magazine", no "DC Mayor Ann Lee"."""
    first = tokens[:_AFTER_CODE]
    return (
        len(first) == _AFTER_CODE
        and not any(is_title(token, words) or token.folded in words.calendar for token in first)
        and not any(token.folded in words.org_heads for token in tokens)
        and not any(text[token.start : token.end].isupper() and token.end - token.start > 1 for token in first)
    )
