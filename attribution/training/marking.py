"""Quotation marks put where the corpora have none, for the reader to learn what marks alone do not tell.

Inside indirect speech a marked stretch is said; around a name or a term of the story it is not.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
from attrs import evolve, frozen

from attribution.reader.words import CLOSING, INSIDE, LOWER, OPENING, OUTSIDE, Word
from attribution.training.corpus import UNKNOWN, Labelled

_INNER_CONTENT = 2
_ROWS = ("tags", "said", "cue_of", "source_of", "source_of_cue", "person", "refers", "entities")


@frozen
class _Stretch:
    words: range
    said: bool


def mark_anew(item: Labelled, rng: random.Random) -> Labelled:
    """Return the article with some more marked stretches, said and not said; unchanged where roles are unknown."""
    if (item.tags == UNKNOWN).any() or len(item.words) < 20:
        return item
    chosen: list[_Stretch] = []
    for said in (True, False) * rng.randint(1, 3):
        span = (_inside_content if said else _outside_content)(item, rng)
        if span and not any(span.start <= one.words.stop and one.words.start <= span.stop for one in chosen):
            chosen.append(_Stretch(span, said))
    return _insert(item, sorted(chosen, key=lambda one: one.words.start))


def _inside_content(item: Labelled, rng: random.Random) -> range | None:
    """Return words of an indirect statement, neither its first nor its last one."""
    start = rng.randrange(1, len(item.words))
    stop = start + rng.choice((1, 2, 2, 3, 3, 4, 5, 6, 8))
    if stop >= len(item.words) or not (item.tags[start - 1 : stop + 1] == _INNER_CONTENT).all():
        return None
    return _plain(item, start, stop, lambda word: True)


def _outside_content(item: Labelled, rng: random.Random) -> range | None:
    """Return a name of up to four words or a term of up to three in the story."""
    start = rng.randrange(1, len(item.words))
    capital = rng.random() < 0.5
    stop = start + 1

    def fits(word: Word) -> bool:
        return word.form.isalpha() and (word.case != LOWER) == capital

    while stop < len(item.words) - 1 and stop - start < 4 - (not capital) and fits(item.words[stop]):
        stop += 1
    if not (item.tags[start - 1 : stop + 1] == 0).all():
        return None
    return _plain(item, start, stop, fits)


def _plain(item: Labelled, start: int, stop: int, fits: Callable[[Word], bool]) -> range | None:
    """Return the words if they stand in one paragraph outside of marks."""
    around = item.words[start - 1 : stop + 1]
    same = len({word.paragraph for word in around}) == 1
    if same and all(word.mark == OUTSIDE for word in around) and all(fits(word) for word in item.words[start:stop]):
        return range(start, stop)
    return None


def _insert(item: Labelled, chosen: Sequence[_Stretch]) -> Labelled:
    """Put marks around the stretches; links are moved along."""
    words = list(item.words)
    rows = {name: getattr(item, name).copy() for name in _ROWS}
    for one in chosen:
        for place in one.words:
            words[place] = evolve(words[place], mark=INSIDE)
        rows["said"][one.words.start : one.words.stop] = int(one.said)
    opens, closes = [one.words.start for one in chosen], [one.words.stop for one in chosen]
    places = np.sort(np.array(opens + closes, dtype=np.intp))
    neighbours = np.array([place if place in opens else place - 1 for place in places], dtype=np.intp)
    shift = np.arange(len(words)) + np.searchsorted(places, np.arange(len(words)), "right")
    for name, row in rows.items():
        if name in ("cue_of", "source_of", "source_of_cue"):
            linked = row >= 0
            row[linked] = shift[row[linked]]
        fill = row[neighbours] if name not in ("said", "refers", "entities") else UNKNOWN
        rows[name] = np.insert(row, places, fill)
    for place in reversed(places):
        opening = place in opens
        near = words[place if opening else place - 1]
        sign = Word(
            near.start, near.start, "“" if opening else "”", OPENING if opening else CLOSING, LOWER, near.paragraph
        )
        words.insert(place, sign)
    return evolve(item, words=words, named=(), **rows)
