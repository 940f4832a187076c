"""Which words of a run are titles by their place: "Alhaji" at its head, "Air Chief Marshal", "Pro Tempore".

Words that are titles wherever they stand before a name ("Mrs", "Senator") need no look at their place; those here are
parts of names, of bodies or of other words elsewhere ("Haji" in "Awang Haji Omar", "PC" in "PC World").
"""

from __future__ import annotations

from attrs import evolve

from attribution.names.pieces import Token
from attribution.people import PeopleWords, TitlePhrase

_AFTER_CODE = 2  # words of a full name
_OF_PORTFOLIO = frozenset({"commissioner", "minister", "secretary", "undersecretary"})


def mark_titles(text: str, tokens: list[Token], words: PeopleWords) -> list[Token]:
    """Return the words of a run, those with a mark whose place decides whether they are titles."""
    tokens = _with_portfolio(tokens, words)
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


def is_title(token: Token, words: PeopleWords, *, modifiers: bool = True) -> bool:
    """Tell whether a word of a run is a title before a name, or belongs to one."""
    if token.title is not None:
        return token.title
    return words.is_title(token.folded) or (modifiers and token.folded in words.role_modifiers)


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
