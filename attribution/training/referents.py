"""Whom the sources of an article stand for, for the reader to learn what "he" refers to.

Pronouns are nowhere annotated with whom they mean, but names say it themselves: where a source is a name that the
article has used before, a pronoun put in its place refers to the mentions of that name. Articles whose speakers are
annotated are left as they are, so that the step speakers learns how far to trust the reader from articles that are
new to it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from attribution.models import CharSpan, Entity
from attribution.people import Gender
from attribution.reader.words import LOWER, TITLE, Word, words_in
from attribution.speakers.mentions import read_mention
from attribution.speakers.step import prepare
from attribution.training.corpus import NONE, UNKNOWN, Labelled, Line, NamedSource, label
from attribution.training.speaker_cases import gold_draft

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon
    from attribution.names.book import Entity as Bearer
    from attribution.speakers.referents import Scene

_PRONOUNS: dict[Gender | None, tuple[str, ...]] = {"male": ("he",), "female": ("she",), None: ("he", "he", "she")}
_NEAR, _FAR = 60, 150  # words since the last mention
_LINKS = ("cue_of", "source_of", "source_of_cue")


def label_people(line: Line, entities: Iterable[Entity], lexicon: Lexicon) -> Labelled:
    """Label a corpus line, with its people and their sources where its speakers are not annotated."""
    item = label(line)
    if any("speaker" in quote for quote in line["quotes"]):
        return item
    labels = [(entity.span.start, entity.span.end, entity.label) for entity in entities]
    resolver = prepare(line["text"], gold_draft(line), labels, lexicon)
    people = [entity for entity in resolver.book.entities if entity.label == "person"]
    person = np.full(len(item.words), NONE)
    for entity in people:
        for mention in entity.mentions:
            if mention.owners == (entity.index,):
                place = words_in(item.words, mention.span)
                person[place.start : place.stop] = entity.index
    named = []
    for relation in line["attributions"]:
        if len(relation["source"]) != 1:
            continue
        span = CharSpan(*relation["source"][0])
        reading = read_mention(line["text"], span, resolver.book, resolver.words)
        owner = _only_person(reading.name.owners if reading.name and not reading.possessive else (), people)
        place = words_in(item.words, span)
        if owner is not None and len(place):
            named.append(NamedSource(place, owner.index, _gender(owner, resolver.scene)))
    return evolve(item, person=person, named=tuple(sorted(set(named), key=lambda one: one.words.start)))


def _only_person(owners: Sequence[int], people: Sequence[Bearer]) -> Bearer | None:
    found = [entity for entity in people if entity.index in owners]
    return found[0] if len(found) == len(owners) == 1 else None


def _gender(entity: Bearer, scene: Scene) -> Gender | None:
    counts = scene.pronouns.get(entity.index, {})
    likely = max(counts, key=lambda gender: counts[gender], default=None)
    return entity.gender or (likely if likely and counts[likely] > 0.5 else None)


def put_pronouns(item: Labelled, rng: random.Random) -> Labelled:
    """Return the article with pronouns in the place of some named sources, those named shortly before above all."""
    chosen: list[NamedSource] = []
    for source in item.named:
        before = np.flatnonzero(item.person[: source.words.start] == source.person)
        gap = source.words.start - int(before[-1]) if len(before) else len(item.words)
        chance = 0.6 if gap < _NEAR else 0.2 if gap < _FAR else 0.04
        apart = not chosen or chosen[-1].words.stop <= source.words.start
        if apart and rng.random() < chance:
            chosen.append(source)
    return _replace(item, chosen, rng) if chosen else item


def _replace(item: Labelled, chosen: Sequence[NamedSource], rng: random.Random) -> Labelled:
    words, refers, person, entities = list(item.words), item.refers.copy(), item.person.copy(), item.entities.copy()
    gone = np.zeros(len(words), dtype=bool)
    for source in chosen:
        place = source.words.start
        words[place] = _pronoun(words[place], rng.choice(_PRONOUNS[source.gender]))
        refers[place] = source.person
        person[place : source.words.stop] = NONE
        entities[place] = UNKNOWN
        gone[place + 1 : source.words.stop] = True
    kept = np.flatnonzero(~gone)
    moved = np.cumsum(~gone) - 1  # a word that is gone leads to the pronoun that stands for it
    rows: dict[str, Any] = {"tags": item.tags[kept], "said": item.said[kept], "entities": entities[kept]}
    for name in _LINKS:
        row = getattr(item, name)[kept]
        linked = row >= 0
        row[linked] = moved[row[linked]]
        rows[name] = row
    return evolve(item, words=[words[k] for k in kept], refers=refers[kept], person=person[kept], named=(), **rows)


def _pronoun(word: Word, form: str) -> Word:
    """Return the pronoun in the place of a word; a capital says nothing, since names have it everywhere."""
    return evolve(word, form=form, case=LOWER if word.case == LOWER else TITLE)
