"""The step from source mention to speaker: who "he", "the senator" or "Smith" is, with title and affiliation.

`RULES` is the list of the rules, in the order in which they are tried; the rules themselves are in `name_rules`,
`pronoun_rules`, `description_rules`, `document_rules`, `inner_voices`, `subjects` and `turns`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve

from attribution.layout import join_lines
from attribution.models import Draft, Options, Relation
from attribution.names import find_names
from attribution.names.book import Label
from attribution.people import people_words
from attribution.speakers.antecedents import Weights, choose, learn_genders
from attribution.speakers.description_rules import (
    link_anonymous,
    link_body_called,
    link_body_phrase,
    link_campaign,
    link_description,
    link_force,
    link_introduced,
    link_members,
    link_one_of,
    link_unnamed,
)
from attribution.speakers.document_rules import link_if_document, link_paper, link_receiver
from attribution.speakers.drafts import fill
from attribution.speakers.headlines import link_headlines
from attribution.speakers.inner_voices import link_hearer, link_inner_voice
from attribution.speakers.introductions import join_introductions
from attribution.speakers.mentions import Reading
from attribution.speakers.name_rules import (
    link_account,
    link_apposed,
    link_fixture,
    link_itself,
    link_name_with_noun,
    link_named,
    link_possessor,
    link_several,
)
from attribution.speakers.obituaries import find_deceased
from attribution.speakers.profiles import Profiles
from attribution.speakers.pronoun_rules import link_first_person, link_pronoun
from attribution.speakers.referents import build_scene
from attribution.speakers.relative_rules import link_relative
from attribution.speakers.resolving import Chooser, Link, Resolver
from attribution.speakers.story import Story
from attribution.speakers.subjects import link_body
from attribution.speakers.turns import is_turn_label, link_turn
from attribution.speakers.words import speaker_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon


def speakers(doc: Doc, draft: Draft, lexicon: Lexicon, options: Options) -> Draft:
    """Give every relation its speaker, or the reason why none can be named.

    Args:
        doc: Not used; every step is called alike.
        draft: Relations with content, cue and source; furniture, quotations and entities where they were found.
        lexicon: Word lists ("people") and learned weights ("antecedents").
        options: `least_confidence` leaves a speaker empty whose probability is lower.
    """
    labels = [(entity.span.start, entity.span.end, entity.label) for entity in draft.entities]
    resolver = prepare(draft.article.text, draft, labels, lexicon)
    links = link_headlines(resolver, resolve_all(resolver))
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
    text = join_lines(text)  # in copy wrapped by hand a name or a title goes on in the next line
    words = people_words(lexicon)
    story = [label for label in labels if not any(f.start <= label[0] < f.end for f in draft.furniture)]
    headings = [span for span in draft.furniture if span.of(text).endswith(": ")]
    questions = [q.label for q in draft.quotations if q.label and is_turn_label(text, q.label)]
    book = find_names(text, story, words, sorted([*headings, *questions]), lexicon.outlets.media)
    scene = build_scene(text, book, words, speaker_words(lexicon), [q.span for q in draft.quotations], draft.furniture)
    settings = lexicon.words("antecedents")
    weights = weights or settings["weights"]
    scene.deceased = find_deceased(scene)
    learn_genders(scene, weights)
    chooser = chooser or partial(choose, weights=weights)
    profiles = Profiles(scene, Story(text, book, words))
    introduced = join_introductions(scene, profiles)
    return Resolver(text, draft, book, words, scene, profiles, link_mention, chooser, settings, introduced)


def resolve_all(resolver: Resolver) -> list[Link]:
    """Resolve the sources in the order of the text, and return the links in the order of the relations."""
    relations = resolver.draft.relations
    resolver.scene.voices = _count_voices(resolver)
    order = sorted(range(len(relations)), key=lambda i: (_place(relations[i]), i))
    links = {i: _resolve(resolver, relations[i]) for i in order}
    return [links[i] for i in range(len(relations))]


def _resolve(resolver: Resolver, relation: Relation) -> Link:
    """Resolve a source, which may pass on one of its statements only: "Lee rose, noting that Kim called it “no”"."""
    link = resolver.resolve(relation)
    if relation.source is None or relation is resolver.relations_of(relation.source)[0]:
        return link
    inner = link_inner_voice(resolver, resolver.read(relation.source), relation)
    return link if inner is None or link.rule == "speakers:inner-voice" else inner


def _count_voices(resolver: Resolver) -> dict[int, int]:
    """Count how often each entity is named as a source."""
    voices: Counter[int] = Counter()
    for source in {relation.source for relation in resolver.draft.relations if relation.source}:
        reading = resolver.read(source)
        if reading.name is not None:
            voices.update(reading.name.owners)
    return dict(voices)


def _place(relation: Relation) -> int:
    return relation.source.start if relation.source else relation.content[0].start


def link_mention(resolver: Resolver, reading: Reading, relation: Relation) -> Link:
    """Resolve the source mention of a relation by the first rule that fits it."""
    links = (rule(resolver, reading, relation) for rule in RULES)
    return next(link for link in links if link is not None)


RULES: tuple[Callable[[Resolver, Reading, Relation], Link | None], ...] = (
    link_turn,
    link_inner_voice,
    link_several,
    link_hearer,
    link_anonymous,
    link_first_person,
    link_relative,
    link_pronoun,
    link_receiver,
    link_fixture,
    link_named,
    link_account,
    link_apposed,
    link_one_of,
    link_name_with_noun,
    link_possessor,
    link_if_document,
    link_campaign,
    link_force,
    link_body_phrase,
    link_body,
    link_body_called,
    link_paper,
    link_members,
    link_description,
    link_itself,
    link_introduced,
    link_unnamed,
)
"""In the order in which they are tried; a rule that does not apply gives None, the last one never does."""
