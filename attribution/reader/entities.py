"""Entities of the article, as the reader's network tags its words: people, bodies, places, works, dates.

The labels are those of OntoNotes 5 (Weischedel et al. 2013), of which the line uses some.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from attribution.models import CharSpan, Entity
from attribution.reader.network import Window
from attribution.reader.words import Word

LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WORK_OF_ART", "DATE", "TIME")
TAGS = 1 + 2 * len(LABELS)  # 0 for no entity; then a beginning and an inner tag for each label in turn


def find_entities(words: Sequence[Word], windows: Sequence[Window]) -> tuple[Entity, ...]:
    """Return the entities in the words that the windows decided on, in the order of the text."""
    tags = np.zeros(len(words), dtype=np.intp)
    for window in windows:
        tags[window.core_first : window.core_last] = window.entities.argmax(axis=1)
    return tuple(
        Entity(CharSpan(words[place.start].start, words[place.stop - 1].end), LABELS[label])
        for place, label in _runs(tags, words)
    )


def _runs(tags: NDArray[np.intp], words: Sequence[Word]) -> Iterator[tuple[range, int]]:
    """Yield the words of each entity and the number of its label: a beginning, and inner tags of the same label.

    An inner tag without a beginning is none; an entity ends with its paragraph.
    """
    for start in np.flatnonzero(tags % 2).tolist():
        inner, stop = tags[start] + 1, start + 1
        while stop < len(tags) and tags[stop] == inner and words[stop].paragraph == words[start].paragraph:
            stop += 1
        yield range(start, stop), int(tags[start]) // 2
