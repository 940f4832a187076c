"""From a link to the speaker of a relation: name, kind, title and affiliation, with evidence and confidence."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Literal

from attrs import evolve, frozen

from attribution.models import CharSpan, Evidence, Options, Relation, SpeakerDraft, SpeakerKind
from attribution.people import PeopleWords, fold
from attribution.speakers.descriptions import clause_end
from attribution.speakers.epithets import find_epithet
from attribution.speakers.referents import Referent
from attribution.speakers.resolving import Link, Resolver

_APPOSED = re.compile(r"[^,.;:\n“”\"]{1,60}, (?=an? )")  # behind "Her nephew"


def fill(relation: Relation, link: Link, resolver: Resolver, options: Options) -> Relation:
    """Return the relation with the speaker that its link leads to, or with the reason why there is none."""
    probability = calibrate(link, resolver.settings["calibration"])
    referent, kind = link.referent, link.kind
    if referent is None or kind is None:
        return relation.with_evidence(Evidence("speaker", link.rule, link.span or relation.source, link.note))
    if probability < options.least_confidence:
        reason = f"probability {probability:.2f} is below the least confidence asked for ({options.least_confidence})"
        return relation.with_evidence(Evidence("speaker", "speakers:least-confidence", link.span, reason))
    draft, evidence = _speaker(referent, kind, resolver)
    return relation.with_evidence(
        Evidence("speaker", link.rule, link.span, link.note),
        *evidence,
        speaker=draft,
        confidence=evolve(relation.confidence, speaker=probability),
    )


def _speaker(
    referent: Referent, kind: SpeakerKind, resolver: Resolver
) -> tuple[SpeakerDraft, tuple[Evidence, Evidence]]:
    named = referent.entity is not None or referent.named
    found = _of_named(referent, kind, resolver) if named else _of_unnamed(referent, kind, resolver)
    name = referent.span if named else None
    draft = SpeakerDraft(kind, name, referent.span, found.title, found.affiliation)
    grounds = (
        _ground("title", found.title, found.title_form),
        _ground("affiliation", found.affiliation, found.affiliation_form),
    )
    return draft, grounds


@frozen
class _Found:
    """Title and affiliation, and where they stand ("apposition", "description")."""

    title: CharSpan | None
    affiliation: CharSpan | None
    title_form: str = "description"
    affiliation_form: str = "description"


def _of_named(referent: Referent, kind: SpeakerKind, resolver: Resolver) -> _Found:
    """Return what stands beside the name, else what the description says that led to the person."""
    if kind != "person":
        return _Found(None, None)
    profile = resolver.profiles.of(referent)
    title, affiliation = profile.title, profile.affiliation
    if title and affiliation and title.overlaps(affiliation) and _is_common(resolver, affiliation):
        affiliation = None
    phrase = resolver.descriptions.get(referent.entity.index) if referent.entity else referent.likeness
    if title is None and phrase is None:
        phrase = _find_epithet(referent, resolver)
    if title is None and phrase is not None:
        mentions = referent.entity.mentions if referent.entity else ()
        named = next((m for m in mentions if phrase.start < m.title < phrase.end), None)
        phrase = CharSpan(phrase.start, named.title) if named else phrase  # "Acme's adviser on tides | Ann Lee"
        title, found = resolver.profiles.of_phrase(phrase)
        form = (profile.affiliation_form or "none") if affiliation else "description"
        return _Found(title, affiliation or found, affiliation_form=form)
    form = profile.affiliation_form or "none"
    if affiliation is None and phrase is not None and title is not None:
        office, party = resolver.profiles.of_phrase(phrase)
        if office and party and _sits_for(resolver.text, office, party, resolver.words):
            affiliation, form = party, "description"
    return _Found(title, affiliation, profile.title_form or "none", form)


def _is_common(resolver: Resolver, affiliation: CharSpan) -> bool:
    """Tell whether a body is but a noun, which an office keeps: "Bank worker Ann Lee"."""
    return bool(resolver.words.kinds_of_noun(fold(affiliation.of(resolver.text))))


def _sits_for(text: str, office: CharSpan, party: CharSpan, words: PeopleWords) -> bool:
    """Tell whether a description gives the party of somebody elected: "the Labour MP"."""
    return fold(office.of(text)) in words.titles.constituency_roles and fold(party.of(text)) in words.parties


def _find_epithet(referent: Referent, resolver: Resolver) -> CharSpan | None:
    """Return what the article calls a person in the next sentence, if nobody else may be called so.

    With an age all its words must be somebody else's, without one the noun is enough.
    """
    phrase = find_epithet(resolver.scene, resolver.profiles.story, referent) if referent.entity else None
    if phrase is None:
        return None
    said = [fold(word) for word in phrase.of(resolver.text).split()]
    said = said if resolver.text.endswith("-year-old ", 0, phrase.start) else said[-1:]
    people = (r for r in resolver.scene.referents if r.kind == "person" and r is not referent)
    return None if any(resolver.profiles.of(other).words.issuperset(said) for other in people) else phrase


def _of_unnamed(referent: Referent, kind: SpeakerKind, resolver: Resolver) -> _Found:
    """Return what the phrase says that introduces somebody; documents, kin and groups without a body have neither."""
    kin = referent.likeness is None and resolver.words.is_untitled(referent.head)
    if kind == "document":
        return _Found(None, None)
    if kin:
        return _apposed(referent, resolver)
    title, affiliation = resolver.profiles.of_phrase(referent.likeness or referent.span)
    if kind == "group" and not _are_experts(resolver, title, affiliation):
        return _Found(None, None)
    return _Found(title, affiliation)


def _apposed(referent: Referent, resolver: Resolver) -> _Found:
    """Return what stands behind somebody's kin: "Her nephew, a pharmacist, said"."""
    noun = _APPOSED.match(resolver.text, referent.span.start)
    if noun is None:
        return _Found(None, None)
    phrase = CharSpan(noun.end(), clause_end(resolver.profiles.story, noun.end()))
    if not resolver.text.startswith((",", "."), phrase.end):
        return _Found(None, None)
    title, affiliation = resolver.profiles.of_phrase(phrase)
    return _Found(title, affiliation if title else None)


def _are_experts(resolver: Resolver, title: CharSpan | None, body: CharSpan | None) -> bool:
    """Tell whether a group is called by profession and employer ("economists at Acme Bank")."""
    if title is None or body is None or body.start < title.end:
        return False
    return title.of(resolver.text).split()[-1].lower() in resolver.words.titles.experts


def _ground(what: Literal["title", "affiliation"], span: CharSpan | None, form: str) -> Evidence:
    if span is None:
        return Evidence(
            what, f"speakers:no-{what}", None, f"the article gives no {what} next to a mention of the speaker"
        )
    return Evidence(what, f"speakers:{what}-{form}", span)


def calibrate(link: Link, table: Mapping[str, Any]) -> float:
    """Return the calibrated probability that the link is right (logistic in the log-odds, by rule)."""
    if link.referent is None:
        return 0.0
    slope, offset = table.get(link.rule, table["default"])
    raw = min(max(link.probability, 1e-6), 1 - 1e-6)
    return round(1 / (1 + math.exp(-(slope * math.log(raw / (1 - raw)) + offset))), 4)
