"""The names that an article uses, and which of them stand for the same person or body.

Named entity recognition finds most names and mislabels many, so each name is found twice: as a run of capitalised
words and as an entity, and all places where a form stands vote on what it is. Forms are then joined: "Xi" and
"President Xi" to "Xi Jinping", "CIA" to "Central Intelligence Agency". A form that fits two people keeps both owners.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from attrs import evolve

from attribution.models import CharSpan
from attribution.names.bearers import join_forms
from attribution.names.bodies import join_bodies, part_makers
from attribution.names.book import Label, NameBook
from attribution.names.filters import (
    without_bare_titles,
    without_descriptions,
    without_false_bearers,
    without_openings,
    without_shouting,
)
from attribution.names.lists import join_lists
from attribution.names.offices import Office, find_offices, without_field, without_fields
from attribution.names.pieces import Piece, know_names
from attribution.names.runs import find_missed, find_pieces
from attribution.names.votes import label_names
from attribution.people import PeopleWords


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
        apart: Labels in front of paragraphs ("Zoom in: "), sorted, in which nobody is named.
        media: Names of outlets, which no person bears.
    """
    labels = list(labels)
    offices = find_offices(text, labels, words)
    known = know_names(text, without_fields(labels, offices) if offices else labels, media)
    runs = [run for match in words.run.finditer(text) for run in without_field(match.span(), offices)]
    runs = [run for run in runs if not _is_apart(run, apart)]
    before = {office.name: office for office in reversed(offices)}
    pieces = [_in_office(piece, before) for run in runs for piece in find_pieces(text, run, known, words)]
    pieces = part_makers(text, pieces, known)
    pieces = join_lists(text, join_bodies(text, pieces, known, words), known, words)
    pieces = sorted([*pieces, *find_missed(text, pieces, known, words)], key=lambda piece: (piece.start, piece.end))
    pieces = without_shouting(text, without_bare_titles(text, pieces, words), known)
    pieces = without_descriptions(text, without_openings(text, pieces, known, words), known, words)
    pieces = without_false_bearers(text, pieces, known, words)
    return join_forms(text, label_names(text, pieces, known, words), words)


def _is_apart(run: tuple[int, int], apart: Sequence[CharSpan]) -> bool:
    place = bisect_right(apart, run[0], key=lambda span: span.start) - 1
    return place >= 0 and run[1] <= apart[place].end


def _in_office(piece: Piece, before: dict[int, Office]) -> Piece:
    """Return a piece with the office before it as its title."""
    office = before.get(piece.title) or before.get(piece.start)
    return piece if office is None else evolve(piece, title=office.start, honorific=office.noun)
