"""Bodies whose names list what they deal with: "Ministry of Trade, Industry and Fisheries", "Customs and Excise Board".

A list is told from two bodies side by side by its words ("Trade" and "Fisheries" are subjects, "Apple" is none), by
an abbreviation in brackets that spells it, or by "the" before both where neither part is a body of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import takewhile

from attrs import evolve

from attribution.names.pieces import Known, Piece, Token, find_tokens, make_piece, office_before
from attribution.people import CAPITALS, PeopleWords, fold

_WORD = rf"[{CAPITALS}][\w’'-]*"
_ITEM = rf"{_WORD}(?:\s{_WORD}){{0,3}}"
_BEHIND_HEAD = re.compile(
    rf"\b(?P<head>{_WORD})\s(?:of|for)\s(?:the\s)?(?P<items>{_ITEM}(?:,\s{_ITEM}){{0,4}}),?\s(?:and|&)\s(?=[{CAPITALS}])"
)
_ALONE = re.compile(rf"(?<![\w-])(?P<items>{_WORD}(?:\s{_WORD})?(?:,\s{_WORD}){{0,3}}),?\s(?:and|&)\s(?=[{CAPITALS}])")
_ACTIVITIES = frozenset({"enforcement", "protection", "prevention", "control"})  # they end the names of offices
_LAST = re.compile(rf"{_WORD}(?:\s{_WORD}){{0,5}}")
_SPELT = re.compile(r"[ \u00a0]\(([A-Z]{3,10})\)")
_BREAK = re.compile(r"[^\w\s’',&-]|\n")
_SMALL = frozenset({"a", "and", "de", "for", "in", "of", "on", "the", "to"})
_SHARED = re.compile(rf"\b[Tt]he\s(?P<first>{_WORD}(?:\s{_WORD}){{0,2}})\s(?:and|&)\s(?=[{CAPITALS}])")
_OF_BODIES = frozenset({"association", "charity", "office", "union"})  # kinds whose names say what they deal with
_OWN_BODIES = frozenset({"bundestag", "commons", "duma", "fed", "knesset", "kremlin", "lords", "pentagon", "treasury"})
_OWN_BODIES |= {"vatican"}
_NESTED = 4  # names beside each other among which the one that reaches over a place is sought
_REACH = 120  # code points of the longest name


def join_lists(text: str, pieces: list[Piece], known: Known, words: PeopleWords) -> list[Piece]:
    """Join the pieces of each body whose name is a list."""
    listed = [*_listed(text, pieces, words), *_sharing_article(text, known, words)]
    spelt = _spelt(text, words)
    spelt_ends = [end for _, end in spelt]

    def is_spelt(span: tuple[int, int]) -> bool:
        place = bisect_right(spelt_ends, span[0])
        return place < len(spelt) and any(start < span[1] for start, _ in spelt[place : place + _NESTED])

    listed = [span for span in listed if not is_spelt(span)]
    titles = [piece.title for piece in pieces]

    def before(position: int) -> list[Piece]:
        place = bisect_right(titles, position)
        return pieces[max(0, place - _NESTED) : place]

    cut = (span for span in spelt if not _is_whole(span, before(span[0])))
    spans = _without_inner(sorted([*listed, *cut]))
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


def _spelt(text: str, words: PeopleWords) -> list[tuple[int, int]]:
    """Return the names whose capitals an abbreviation behind them spells ("... and ... (PHMSA)")."""
    found = ((_start_of_spelt(text, match, words), match.start()) for match in _SPELT.finditer(text))
    return [(start, end) for start, end in found if start is not None]


def _start_of_spelt(text: str, match: re.Match[str], words: PeopleWords) -> int | None:
    """Return where the name begins of which `match` is the abbreviation; one plain word may stand in it."""
    low = max(0, match.start() - _REACH)
    low = max((stop.end() for stop in _BREAK.finditer(text, low, match.start())), default=low)
    letters = list(match[1])
    plain = 0
    for token in reversed(list(find_tokens(text, low, match.start()))):
        if text[token.start].isupper():
            if text[token.start] != letters.pop():
                return None
            if not letters:
                beside = token.folded in words.countries and text.startswith(" and ", token.end)
                return None if beside else token.start  # "Norway and the Harbour Board"
        elif token.folded not in _SMALL:
            plain += 1
            if plain > 1 or token.folded in words.verbs | words.prepositions:
                return None
    return None


def _is_whole(span: tuple[int, int], pieces: list[Piece]) -> bool:
    """Tell whether one of the pieces that begin before a name holds it as a whole."""
    return any(piece.title <= span[0] and piece.end >= span[1] for piece in pieces)


def _sharing_article(text: str, known: Known, words: PeopleWords) -> Iterator[tuple[int, int]]:
    """Yield bodies such as "the Harvest Loss and Grain Storage Agency", whose first part is no body of its own."""
    for match in _SHARED.finditer(text):
        first, tokens = match["first"], _tokens(text, match.end())
        head = next((i for i, token in enumerate(tokens) if i and token.folded in words.org_heads), None)
        if head is None or tokens[0].folded in known.places | words.countries | words.demonyms:
            continue
        head += len(list(takewhile(lambda token: token.folded in words.org_heads, tokens[head + 1 :])))
        parts = [fold(word) for word in first.split()]
        kinds = words.kinds_of_name(tuple(token.folded for token in tokens[: head + 1]))
        alone = words.org_heads | words.parties | words.named_bodies | words.countries | _OWN_BODIES | known.surnames
        near = known.near(*match.span("first"))
        if (
            (kinds & _OF_BODIES or tokens[head].folded in words.subjects)
            and alone.isdisjoint(parts)
            and not re.search(r"[A-Z]{2}|[’'.]", first)
            and text.count(first) == text.count(match.group())
            and all(label == "ORG" for _, _, label in near)
        ):
            yield match.start("first"), tokens[head].end


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
