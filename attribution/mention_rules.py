"""Which rule links a source mention to its speaker: one for each class of mention, tried in order."""

from __future__ import annotations

import re

from attrs import evolve

from attribution.antecedents import Referent
from attribution.description_rules import (
    body_called,
    find_likeness,
    find_members,
    link_description,
    link_one_of,
    link_unnamed,
)
from attribution.document_rules import link_document
from attribution.furniture import find_author
from attribution.mentions import Reading
from attribution.models import CharSpan, Relation
from attribution.name_rules import link_account, link_name, link_name_with_noun, link_several, named_beside
from attribution.pronoun_rules import link_first_person, link_pronoun, link_relative
from attribution.resolving import Link, Resolver, link_to
from attribution.turns import find_turn_taker, is_turn_label

_HANDLE = re.compile(r"(?<!\w)@\w{2,}")


def link_mention(resolver: Resolver, reading: Reading, relation: Relation) -> Link:
    """Resolve the source mention of a relation by the first rule that fits it."""
    turn = link_turn(resolver, reading)
    if turn is not None:
        return turn
    if reading.names:
        return link_several(reading)
    if reading.pronoun == "first":
        return link_first_person(resolver, reading)
    if reading.pronoun == "relative":
        return link_relative(resolver, reading, relation)
    if reading.pronoun:
        return link_pronoun(resolver, reading, relation)
    if reading.name and resolver.text[max(0, reading.name.span.start - 1) : reading.name.span.start] != "@":
        return link_name(resolver, reading.name)
    handle = _HANDLE.search(resolver.text, max(0, reading.span.start - 1), reading.span.end)
    if handle is not None:
        return link_account(resolver.text, resolver.words, reading, CharSpan(handle.start(), handle.end()))
    likeness = find_likeness(resolver.scene, reading)
    if likeness is not None:
        return link_one_of(resolver.scene, reading, likeness)
    if reading.body is not None:
        return link_name_with_noun(reading)
    if reading.head_class == "unknown" and reading.owner is not None:
        return evolve(link_name(resolver, reading.owner), rule="speakers:possessor")
    if reading.head_class == "document":
        return link_document(resolver, reading)
    called = body_called(resolver.scene, resolver.book, resolver.words, reading)
    if called is not None:
        return link_to(resolver.text, reading.span, called, "speakers:body-by-noun", 1.0, "organization")
    if reading.head_class == "organization" and resolver.words.is_document(reading.head):
        return link_document(resolver, reading)  # "the paper" of scientists
    members = find_members(resolver.scene, resolver.words, reading)
    if members is not None:
        return link_to(resolver.text, reading.span, members, "speakers:members", 0.8, "organization")
    beside = named_beside(resolver.text, resolver.book, reading)
    if beside is not None:
        return evolve(link_name(resolver, beside), rule="speakers:apposition")
    if reading.head_class in {"person", "organization"} and reading.definite:
        return link_description(resolver, reading)
    person = resolver.introduced.get(reading.core.start)
    if person is not None:
        return link_to(resolver.text, reading.span, person, "speakers:named-next", 0.7, "person")
    return link_unnamed(resolver, reading)


def link_turn(resolver: Resolver, reading: Reading) -> Link | None:
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
