"""Bodies whose names list what they deal with: "Ministry of Trade, Industry and Fisheries", "Customs and Excise Board".

A list is told from two bodies side by side by its words: "Trade" and "Fisheries" are subjects, "Apple" is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from attrs import evolve

from attribution.name_pieces import Piece, Token, find_tokens, make_piece, office_before
from attribution.people import UPPER, PeopleWords, fold

_WORD = rf"[{UPPER}][\w’'-]*"
_ITEM = rf"{_WORD}(?:\s{_WORD}){{0,3}}"
_BEHIND_HEAD = re.compile(
    rf"\b(?P<head>{_WORD})\s(?:of|for)\s(?:the\s)?(?P<items>{_ITEM}(?:,\s{_ITEM}){{0,4}}),?\s(?:and|&)\s(?=[{UPPER}])"
)
_ALONE = re.compile(rf"(?<![\w-])(?P<items>{_WORD}(?:\s{_WORD})?(?:,\s{_WORD}){{0,3}}),?\s(?:and|&)\s(?=[{UPPER}])")
_ACTIVITIES = frozenset({"enforcement", "protection", "prevention", "control"})  # they end the names of offices
_LAST = re.compile(rf"{_WORD}(?:\s{_WORD}){{0,5}}")


def join_lists(text: str, pieces: list[Piece], words: PeopleWords) -> list[Piece]:
    """Join the pieces of each body whose name is a list."""
    spans = _without_inner(sorted(_listed(text, pieces, words)))
    if not spans:
        return pieces
    wholes = [make_piece(text, list(find_tokens(text, *span))) for span in spans]
    ends = [end for _, end in spans]

    def outside(piece: Piece) -> Piece | None:
        place = bisect_right(ends, piece.title)
        if place == len(ends) or spans[place][0] >= piece.end:
            return piece
        return evolve(piece, title=ends[place] + 1) if ends[place] < piece.start else None

    kept = [one for one in map(outside, pieces) if one is not None]
    return sorted([*kept, *wholes], key=lambda piece: piece.start)


def _listed(text: str, pieces: list[Piece], words: PeopleWords) -> Iterator[tuple[int, int]]:
    for match in _BEHIND_HEAD.finditer(text):
        first, *more = match["items"].split(", ")
        fits = fold(match["head"]) in words.org_heads and fold(first) not in words.countries
        end = _end_of_list(text, match.end(), words) if fits and _are_subjects(more, words) else None
        if end is not None:
            yield _start(text, match.start(), pieces, words), end
    for match in _ALONE.finditer(text):
        office = office_before(text, match.start())
        fits = office is None or fold(office) not in words.org_heads
        fits = fits and _are_subjects(match["items"].split(", "), words)
        end = _end_of_body(text, match.end(), words) if fits else None
        if end is not None:
            yield _start(text, match.start(), pieces, words), end


def _are_subjects(items: list[str], words: PeopleWords) -> bool:
    return all(_is_subject(item.split()[-1], words) for item in items)


def _is_subject(word: str, words: PeopleWords) -> bool:
    """Tell whether a word is what a body deals with: "Trade", "Workers"."""
    return fold(word) in words.subjects or words.is_plural_role(word)


def _end_of_list(text: str, start: int, words: PeopleWords) -> int | None:
    """Return where the last item of a list ends: "Human Services" of "Human Services Secretary"."""
    tokens = _tokens(text, start)
    last = _last_subject(text, tokens, words)
    if last is None:
        return None
    after = tokens[last + 1 : last + 2]
    ends = not after or (words.is_title(after[0].folded) and after[0].folded not in words.org_heads)
    return tokens[last].end if ends else None


def _end_of_body(text: str, start: int, words: PeopleWords) -> int | None:
    """Return where a body ends whose list no head begins: "Customs Enforcement", "Agriculture Organization"."""
    tokens = _tokens(text, start)
    last = next((i for i, token in enumerate(tokens) if i and token.folded in words.org_heads | _ACTIVITIES), None)
    listed = last is not None and any(token.folded in words.subjects for token in tokens[:last])
    return tokens[last].end if listed and last is not None else None


def _last_subject(text: str, tokens: list[Token], words: PeopleWords) -> int | None:
    found = None
    for i, token in enumerate(tokens):
        if _is_subject(text[token.start : token.end], words):
            found = i
        elif found is not None:
            break
    return found


def _tokens(text: str, start: int) -> list[Token]:
    run = _LAST.match(text, start)
    return list(find_tokens(text, start, run.end())) if run else []


def _start(text: str, start: int, pieces: list[Piece], words: PeopleWords) -> int:
    """Return where the name begins: with the piece that holds its first word, without a word that opens a sentence."""
    at = bisect_right(pieces, start, key=lambda piece: piece.title) - 1
    begin = pieces[at].start if at >= 0 and pieces[at].start <= start < pieces[at].end else start
    first = next(find_tokens(text, begin, len(text)))
    return first.end + 1 if first.folded in words.openers else begin


def _without_inner(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
