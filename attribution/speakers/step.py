"""The step from source mention to speaker: who "he", "the senator" or "Smith" is, with title and affiliation.

`link_mention` is the list of the rules, in the order in which they are tried; the rules themselves are in
`name_rules`, `pronoun_rules`, `description_rules` and `document_rules`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve

from attribution.furniture import find_author
from attribution.models import Draft, Options, Relation
from attribution.names import find_names
from attribution.names.book import Label
from attribution.people import people_words
from attribution.speakers.anonymity import stays_unnamed
from attribution.speakers.antecedents import Referent, Weights, build_scene, choose, learn_genders
from attribution.speakers.description_rules import (
    body_called,
    find_likeness,
    find_members,
    link_anonymous,
    link_campaign,
    link_description,
    link_one_of,
    link_unnamed,
)
from attribution.speakers.document_rules import link_document, link_receiver
from attribution.speakers.drafts import fill
from attribution.speakers.headlines import link_headlines
from attribution.speakers.inner_voices import find_inner_voice
from attribution.speakers.introductions import join_introductions
from attribution.speakers.mentions import Reading
from attribution.speakers.name_rules import (
    find_handle,
    is_name,
    link_account,
    link_fixture,
    link_itself,
    link_name,
    link_name_with_noun,
    link_named,
    link_several,
    named_beside,
)
from attribution.speakers.profiles import Profiles
from attribution.speakers.pronoun_rules import link_first_person, link_pronoun, link_relative
from attribution.speakers.resolving import Chooser, Link, Resolver, link_to
from attribution.speakers.subjects import link_body
from attribution.speakers.turns import find_turn_taker, is_turn_label

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon

_SURE_INNER = 0.9  # probability from which "he" in passed-on words is given a name


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
    words = people_words(lexicon)
    story = [label for label in labels if not any(f.start <= label[0] < f.end for f in draft.furniture)]
    book = find_names(text, story, words, [span for span in draft.furniture if span.of(text).endswith(": ")])
    scene = build_scene(text, book, words, [q.span for q in draft.quotations], draft.furniture)
    settings = lexicon.words("antecedents")
    weights = weights or settings["weights"]
    learn_genders(scene, weights)
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
        reading = resolver.read(source)
        if reading.name is not None:
            voices.update(reading.name.owners)
    return dict(voices)


def _place(relation: Relation) -> int:
    return relation.source.start if relation.source else relation.content[0].start


def link_mention(resolver: Resolver, reading: Reading, relation: Relation) -> Link:
    """Resolve the source mention of a relation by the first rule that fits it."""
    turn = _turn(resolver, reading)
    if turn is not None:
        return turn
    inner = find_inner_voice(resolver, reading, relation)
    if inner is not None:
        return _link_inner(resolver, inner, relation)
    if reading.names:
        return link_several(reading)
    if relation.cue_lemma == "hear" and not reading.pronoun:
        return Link(None, "speakers:hearer", 0.0, reading.span, "who hears is not who speaks")
    anonymous = stays_unnamed(resolver.scene, resolver.words, reading, relation)
    if anonymous and reading.pronoun != "relative":
        return link_anonymous(resolver, reading)
    if reading.pronoun == "first":
        return link_first_person(resolver, reading)
    if reading.pronoun == "relative":
        link = link_relative(resolver, reading, relation)
        named = link.referent is not None and link.referent.entity is not None
        return link_anonymous(resolver, reading) if named and anonymous else link
    if reading.pronoun:
        return link_pronoun(resolver, reading, relation)
    received = link_receiver(resolver, reading) if reading.name else None
    if received is not None:
        return received
    fixture = link_fixture(resolver, reading, relation)
    if fixture is not None:
        return fixture
    if reading.name and resolver.text[max(0, reading.name.span.start - 1) : reading.name.span.start] != "@":
        return link_named(resolver, reading, reading.name)
    handle = find_handle(resolver.text, reading.span)
    if handle is not None:
        return link_account(resolver.text, resolver.words, reading, handle)
    beside = named_beside(resolver.text, resolver.book, reading)
    if beside is not None:
        return evolve(link_name(resolver, beside), rule="speakers:apposition")
    likeness = find_likeness(resolver.scene, reading)
    if likeness is not None:
        return link_one_of(resolver.scene, reading, likeness)
    if reading.body is not None:
        return link_name_with_noun(reading)
    if reading.head_class == "unknown" and reading.owner is not None:
        return evolve(link_name(resolver, reading.owner), rule="speakers:possessor")
    if reading.head_class == "document":
        return link_document(resolver, reading)
    campaign = link_campaign(resolver, reading)
    if campaign is not None:
        return campaign
    told_of = link_body(resolver, reading, relation)
    if told_of is not None:
        return told_of
    called = body_called(resolver.scene, resolver.book, resolver.words, reading)
    if called is not None:
        return link_to(resolver.text, reading.span, called, "speakers:body-by-noun", 1.0, "organization")
    if reading.head_class == "organization" and resolver.words.is_document(reading.head):
        return link_document(resolver, reading)  # "the paper" of scientists
    members = find_members(resolver.scene, resolver.words, reading)
    if members is not None:
        return link_to(resolver.text, reading.span, members, "speakers:members", 0.8, "organization")
    if reading.head_class in {"person", "organization"} and reading.definite:
        return link_description(resolver, reading, relation)
    if reading.head_class == "unknown" and is_name(resolver, reading.core):
        return link_itself(resolver.text, resolver.words, reading)
    person = resolver.introduced.get(reading.core.start)
    if person is not None:
        return link_to(resolver.text, reading.span, person, "speakers:named-next", 0.7, "person")
    return link_unnamed(resolver, reading)


def _link_inner(resolver: Resolver, inner: Reading, relation: Relation) -> Link:
    """Resolve who uttered the words that another passes on, a pronoun only where it is nearly sure."""
    link = resolver.rule(resolver, inner, relation)
    if inner.pronoun and link.referent is not None and link.probability < _SURE_INNER:
        return Link(None, "speakers:inner-voice-undecided", link.probability, inner.span, link.note)
    return evolve(link, rule="speakers:inner-voice")


def _turn(resolver: Resolver, reading: Reading) -> Link | None:
    """Resolve "Q:" and "A:" and the initials of a transcript."""
    byline = find_author(resolver.text, resolver.draft, resolver.words)
    author = Referent("person", byline, named=True) if byline else None
    referent = find_turn_taker(resolver.scene, reading.span, author)
    if referent is not None:
        return link_to(resolver.text, reading.span, referent, "speakers:turn", 1.0)
    if not is_turn_label(resolver.text, reading.span):
        return None
    note = "the introduction does not tell who asks and who answers"
    return Link(Referent("unnamed", reading.span), "speakers:turn-unnamed", 1.0, reading.span, note, "unnamed")
