"""The names that an article uses, and which of them stand for the same person or body.

Named entity recognition finds most names and mislabels many, so each name is found twice: as a run of capitalised
words and as an entity, and all places where a form stands vote on what it is. Forms are then joined: "Xi" and
"President Xi" to "Xi Jinping", "CIA" to "Central Intelligence Agency". A form that fits two people keeps both owners.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from attribution.detection import is_in_capitals
from attribution.models import CharSpan
from attribution.names.bearers import join_forms
from attribution.names.bodies import join_bodies, part_makers
from attribution.names.book import Label, NameBook
from attribution.names.couples import share_surnames
from attribution.names.filters import (
    without_bare_titles,
    without_descriptions,
    without_false_bearers,
    without_openings,
    without_shouting,
)
from attribution.names.lists import join_lists
from attribution.names.offices import Office, find_offices, without_field, without_fields
from attribution.names.pieces import TICKER, Known, Piece, know_names, word_before
from attribution.names.runs import find_missed, find_pieces
from attribution.names.titles import with_known_titles
from attribution.names.votes import label_names
from attribution.people import PeopleWords, fold

_FIRM = re.compile(r" (?:plc|ltd)\b|(?<=\bLocal) \d{1,5}\b|(?<=\bLodge) \d{1,5}\b")


def find_names(
    text: str,
    labels: Iterable[Label],
    words: PeopleWords,
    apart: Sequence[CharSpan] = (),
    media: frozenset[str] = frozenset(),
) -> NameBook:
    """Find all names of `text` and join the forms of one bearer.

    Args:
        text: The article.
        labels: Start, end and label of each entity that a recogniser found (OntoNotes labels); may be empty.
        words: The word lists.
        apart: Labels in front of paragraphs ("Zoom in: ", "Q"), sorted, in which nobody is named.
        media: Names of outlets, which no person bears.
    """
    labels = list(labels)
    offices = find_offices(text, labels, words)
    known = know_names(text, without_fields(labels, offices) if offices else labels, media)
    shouted = is_in_capitals(text)
    capital = _recognised(text, known, words) if shouted else (m.span() for m in words.run.finditer(text))
    runs = [run for span in capital for run in without_field(_behind_label(text, span, apart), offices)]
    tickers = [match.span() for match in TICKER.finditer(text)] if "(" in text else []
    runs = [_with_firm(text, run) for run in runs if not _is_apart(run, apart) and not _is_inside(run, tickers)]
    before = {office.name: office for office in reversed(offices)}
    pieces = [_in_office(piece, before) for run in runs for piece in find_pieces(text, run, known, words)]
    pieces = list(with_known_titles(text, pieces, words))
    pieces = part_makers(text, pieces, known)
    pieces = join_lists(text, join_bodies(text, pieces, known, words), known, words)
    missed = () if shouted else find_missed(text, pieces, known, words)
    pieces = sorted([*pieces, *missed], key=lambda piece: (piece.start, piece.end))
    pieces = without_bare_titles(text, pieces, words)
    pieces = pieces if shouted else without_shouting(text, pieces, known)
    pieces = without_descriptions(text, without_openings(text, pieces, known, words), known, words)
    pieces = without_false_bearers(text, pieces, known, words)
    mentions = share_surnames(text, label_names(text, pieces, known, words), known, words)
    return join_forms(text, mentions, words)


def _is_apart(run: tuple[int, int], apart: Sequence[CharSpan]) -> bool:
    place = bisect_right(apart, run[0], key=lambda span: span.start) - 1
    return place >= 0 and run[1] <= apart[place].end


def _behind_label(text: str, run: tuple[int, int], apart: Sequence[CharSpan]) -> tuple[int, int]:
    """Return what stands behind a label with which a run begins: "Why" of "Q. Why"."""
    place = bisect_right(apart, run[0], key=lambda span: span.start) - 1
    if place < 0 or not apart[place].start <= run[0] < apart[place].end < run[1]:
        return run
    start = apart[place].end
    while start < run[1] and not text[start].isalnum():
        start += 1
    return (start, run[1]) if start < run[1] else run


def _recognised(text: str, known: Known, words: PeopleWords) -> Iterator[tuple[int, int]]:
    """Yield the recognised entities of a text in capitals, with the titles before them: runs of capitals tell none."""
    last = 0
    for start, end, _ in known.labels:
        while (before := word_before(text, start)) and before.start(1) >= last and words.is_title(fold(before[1])):
            start = before.start(1)
        if start >= last and not any(fold(word) in words.verbs for word in text[start:end].split()):
            yield start, end
            last = end


def _is_inside(run: tuple[int, int], brackets: Sequence[tuple[int, int]]) -> bool:
    place = bisect_right(brackets, run) - 1
    return place >= 0 and run[1] <= brackets[place][1]


def _with_firm(text: str, run: tuple[int, int]) -> tuple[int, int]:
    """Return a run with the "plc" in small letters or the number of a union's branch ("Local 1107") behind it."""
    firm = _FIRM.match(text, run[1])
    return (run[0], firm.end()) if firm else run


def _in_office(piece: Piece, before: dict[int, Office]) -> Piece:
    """Return a piece with the office before it as its title."""
    office = before.get(piece.title) or before.get(piece.start)
    return piece if office is None else evolve(piece, title=office.start, honorific=office.noun)
