"""Whom a description means whom the article names further on: "Acme's chief executive" and, later, "CEO Ann Lee"."""

from __future__ import annotations

import re
from collections.abc import Callable

from attribution.models import CharSpan
from attribution.people import PeopleWords
from attribution.speakers.agreement import is_called, is_one_holder_office
from attribution.speakers.introductions import in_opening
from attribution.speakers.mentions import Reading
from attribution.speakers.profiles import describe
from attribution.speakers.referents import Referent, is_of_other_gender
from attribution.speakers.resolving import Resolver

_OF_BODY = re.compile(r"(?:[Ii]ts|[Tt]he (?:[\w-]+ ){0,2}[a-z-]+[’']s) [a-z]")


def find_named_later(resolver: Resolver, reading: Reading) -> Referent | None:
    """Return whom the article names behind a description of a person, if only one is meant."""
    if reading.head_class != "person":
        return None
    found = (way(resolver, reading) for way in _WAYS)
    return next((person for person in found if person is not None), None)


def _people(resolver: Resolver, reading: Reading) -> tuple[list[Referent], list[Referent]]:
    """Return all people with a full name, and those of them who are named behind a description only."""
    people = [r for r in resolver.scene.referents if r.kind == "person" and r.entity is not None and r.entity.key[1:]]
    gender = resolver.words.gender_of(reading.head)
    later = [r for r in people if r.traces and r.traces[0].start > reading.span.start]
    return people, [r for r in later if gender is None or not is_of_other_gender(resolver.scene, r, gender)]


def _by_words(resolver: Resolver, reading: Reading) -> Referent | None:
    """Return whom the article calls so further on: "Lee's lawyer", "her longtime personal doctor"."""
    if not reading.possessive:
        return None
    wanted = {reading.head, *reading.modifiers} - (resolver.words.role_modifiers | {"former", "own"})
    wanted |= set(reading.owner.key[-1:]) if reading.owner else set()
    _, later = _people(resolver, reading)
    describe(resolver.profiles, later)
    said = resolver.scene.descriptors
    found = [r for r in later if r.entity and wanted <= said.get(r.entity.index, frozenset())]
    return found[0] if len(found) == 1 and len(wanted) > 1 else None


def _by_office(resolver: Resolver, reading: Reading) -> Referent | None:
    """Return "CEO Ann Lee" for "Acme's chief executive", if nobody else leads and she is of no other body."""
    text, words, owner = resolver.text, resolver.words, reading.owner
    leading = (words.staff_roles | words.titles.leaders | {"officer"}) - words.titles.speaking_roles
    owned = owner is not None or _OF_BODY.match(text, reading.core.start) is not None
    if not owned or reading.head not in leading - words.titles.belonging_roles:
        return None
    post, _ = resolver.profiles.of_phrase(CharSpan(reading.core.start, reading.core.start + reading.head_end))
    if post is None:
        return None
    offices = _same_offices(post.of(text).lower(), words)
    profiles = ((r, resolver.profiles.of(r)) for r in _people(resolver, reading)[1])
    found = [(r, profile) for r, profile in profiles if profile.title and profile.title.of(text).lower() in offices]
    if len(found) != 1:
        return None
    person, profile = found[0]
    body = profile.affiliation if profile.affiliation_form != "story" else None
    if owner is None or body is None:
        return person
    return person if set(body.of(text).lower().split()) & set(owner.key) else None


def _same_offices(office: str, words: PeopleWords) -> set[str]:
    """Return an office by its long and its short names: "chief executive", "ceo"."""
    forms = ({short, *long} for short, long in words.office_forms.items())
    return {office}.union(*(names for names in forms if office in names))


def _by_noun(resolver: Resolver, reading: Reading) -> Referent | None:
    """Return "Owner Ann Lee" for "The owner of a chip shop", with whom the article opens: nobody else is called so."""
    scene, words = resolver.scene, resolver.words
    opens = in_opening(scene, reading.span.start, long=True) and not reading.possessive
    if not opens or is_one_holder_office(words, reading):
        return None
    if reading.modifiers or reading.head in scene.phrases.common_posts | words.part_nouns | words.parties:
        return None
    people, later = _people(resolver, reading)
    describe(resolver.profiles, people)
    called = [r for r in people if is_called(scene, reading, r)]
    return called[0] if len(called) == 1 and called[0] in later else None


def _by_voice(resolver: Resolver, reading: Reading) -> Referent | None:
    """Return Ann Lee for "Roe's agent", with whom the article opens: the first who speaks, and is called nothing."""
    scene = resolver.scene
    if not reading.possessive or not in_opening(scene, reading.span.start):
        return None
    speaking = [r for r in scene.referents if r.kind == "person" and r.entity and scene.voices.get(r.entity.index)]
    speaking = [r for r in speaking if any(t.start > reading.span.end for t in r.traces)]
    first = min(speaking, key=lambda r: next(t.start for t in r.traces if t.start > reading.span.end), default=None)
    if first is None or first not in _people(resolver, reading)[1] or resolver.profiles.of(first).title is not None:
        return None
    named = first.traces[0]
    introduced = named.full and named.leads and named.subject and not named.quoted
    return first if introduced and in_opening(scene, named.start, long=True) else None


_WAYS: tuple[Callable[[Resolver, Reading], Referent | None], ...] = (_by_words, _by_office, _by_noun, _by_voice)
