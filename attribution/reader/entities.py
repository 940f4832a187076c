"""Entities of the article, as the reader's network tags its words: people, bodies, places, works, dates.

The labels are those of OntoNotes 5 (Weischedel et al. 2013), of which the line uses some.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from attribution.models import CharSpan, Entity
from attribution.reader.decoding import best_path
from attribution.reader.network import Floats, Window
from attribution.reader.words import Word

LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WORK_OF_ART", "DATE", "TIME")
TAGS = 1 + 2 * len(LABELS)  # none, then B- and I- of each label in turn
SURE = 5.0  # score by which a word is no part of an entity beyond doubt; beside it nothing has to be weighed


def find_entities(words: Sequence[Word], windows: Sequence[Window]) -> tuple[Entity, ...]:
    """Return the entities in the words that the windows decided on, in the order of the text."""
    scores = np.zeros((len(words), TAGS), dtype=np.float32)
    scores[:, 0] = SURE
    for window in windows:
        scores[window.core_first : window.core_last] = window.entities
    return tuple(
        Entity(CharSpan(words[start + place.start].start, words[start + place.stop - 1].end), LABELS[label])
        for start, stop in _doubtful(scores, words)
        for place, label in _runs(best_path(scores[start:stop]))
    )


def _doubtful(scores: Floats, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield (start, stop) of the stretches, each in one paragraph, in which any word may belong to an entity."""
    doubtful = scores[:, 1:].max(axis=1, initial=-np.inf) > scores[:, 0] - SURE
    stretches = np.where(doubtful, [word.paragraph + 1 for word in words], 0)
    edges = [0, *(np.flatnonzero(np.diff(stretches)) + 1).tolist(), len(words)]
    yield from ((start, stop) for start, stop in pairwise(edges) if start < stop and doubtful[start])


def _runs(tags: NDArray[np.intp]) -> Iterator[tuple[range, int]]:
    """Yield the words of each entity and the number of its label."""
    for start in np.flatnonzero(tags % 2).tolist():
        stop = start + 1
        while stop < len(tags) and tags[stop] == tags[start] + 1:
            stop += 1
        yield range(start, stop), int(tags[start]) // 2
