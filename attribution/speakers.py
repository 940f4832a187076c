"""The step from source mention to speaker: who "he", "the senator" or "Smith" is, with title and affiliation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve

from attribution.antecedents import Weights, build_scene, choose, learn_genders
from attribution.introductions import join_introductions
from attribution.mention_rules import link_mention
from attribution.mentions import read_mention
from attribution.models import Draft, Options, Relation
from attribution.name_book import Label
from attribution.names import find_names
from attribution.people import people_words
from attribution.profiles import Profiles
from attribution.resolving import Chooser, Link, Resolver
from attribution.speaker_drafts import fill

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon


def speakers(doc: Doc, draft: Draft, lexicon: Lexicon, options: Options) -> Draft:
    """Give every relation its speaker, or the reason why none can be named.

    Args:
        doc: The article with recognised entities (`doc.ents`); nothing else of it is used.
        draft: Relations with content, cue and source; furniture and quotations where they were found.
        lexicon: Word lists ("people") and learned weights ("antecedents").
        options: `least_confidence` leaves a speaker empty whose probability is lower.
    """
    labels = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
    resolver = prepare(doc.text, draft, labels, lexicon)
    links = resolve_all(resolver)
    filled = (fill(relation, link, resolver, options) for relation, link in zip(draft.relations, links, strict=True))
    return evolve(draft, relations=tuple(filled))


def prepare(
    text: str,
    draft: Draft,
    labels: Sequence[Label],
    lexicon: Lexicon,
    chooser: Chooser | None = None,
    weights: Weights | None = None,
) -> Resolver:
    """Find the names of an article and lay it out for resolving; `chooser` and `weights` replace the learned ones."""
    words = people_words(lexicon)
    story = [label for label in labels if not any(f.start <= label[0] < f.end for f in draft.furniture)]
    book = find_names(text, story, words)
    scene = build_scene(text, book, words, [q.span for q in draft.quotations], draft.furniture)
    settings = lexicon.words("antecedents")
    weights = weights or settings["weights"]
    learn_genders(scene, words, weights)
    chooser = chooser or partial(choose, weights=weights)
    profiles = Profiles(scene, book, words)
    introduced = join_introductions(scene, profiles)
    return Resolver(text, draft, book, words, scene, profiles, link_mention, chooser, settings, introduced)


def resolve_all(resolver: Resolver) -> list[Link]:
    """Resolve the sources in the order of the text, and return the links in the order of the relations."""
    relations = resolver.draft.relations
    resolver.scene.voices = _count_voices(resolver)
    order = sorted(range(len(relations)), key=lambda i: (_place(relations[i]), i))
    links = {i: resolver.resolve(relations[i]) for i in order}
    return [links[i] for i in range(len(relations))]


def _count_voices(resolver: Resolver) -> dict[int, int]:
    """Count how often each entity is named as a source."""
    voices: Counter[int] = Counter()
    for source in {relation.source for relation in resolver.draft.relations if relation.source}:
        reading = read_mention(resolver.text, source, resolver.book, resolver.words)
        if reading.name is not None:
            voices.update(reading.name.owners)
    return dict(voices)


def _place(relation: Relation) -> int:
    return relation.source.start if relation.source else relation.content[0].start
