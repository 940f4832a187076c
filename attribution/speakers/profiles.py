"""What an article says of each of its people, read once: title, affiliation and the words they may be called by."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import define, evolve, field

from attribution.models import CharSpan
from attribution.names.book import NameBook
from attribution.people import SMALL_WORD, PeopleWords, fold
from attribution.speakers.affiliations import Profile, build_profile
from attribution.speakers.antecedents import Referent, Scene
from attribution.speakers.bodies import settle_body
from attribution.speakers.title_phrases import describe_phrase

_AGE = re.compile(r"\b(\d{1,3})(?:-year-old\b|(?=[,)]))")
_ASIDE = r"(?:,[^,.\n“\"]{1,30},[^,.\n“\"]{1,20},|,[^,.\n“\"]{1,30},)?"
_TRIED = re.compile(rf"[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){{0,4}}({_ASIDE}(?: [a-z]+){{1,4}})")
_PARTY = re.compile(r"\s?\(?(?:,\s)?([DR])-([A-Z][a-z]+)")


@define
class Profiles:
    """The profiles of the people of one article; `known` holds those read so far, by the index of the entity."""

    scene: Scene
    book: NameBook
    words: PeopleWords
    known: dict[int, Profile] = field(factory=dict)

    def of(self, referent: Referent) -> Profile:
        """Return title and affiliation of a named person, read once."""
        entity = referent.entity
        if entity is None or entity.label != "person":
            return Profile()
        if entity.index not in self.known:
            profile = build_profile(self.scene.text, entity, self.book, self.words)
            body, form = settle_body(self.scene, self.book, self.words, profile.title, profile.affiliation)
            profile = evolve(profile, affiliation=body, affiliation_form=form or profile.affiliation_form)
            self.known[entity.index] = profile
        return self.known[entity.index]

    def of_phrase(self, phrase: CharSpan) -> tuple[CharSpan | None, CharSpan | None]:
        """Return title and affiliation in a phrase such as "a senior officer at the council"."""
        title, body = describe_phrase(self.scene.text, phrase, self.book, self.words)
        return title, settle_body(self.scene, self.book, self.words, title, body)[0]


def describe(profiles: Profiles, referents: Iterable[Referent]) -> None:
    """Put down in the scene by which words people may be called, which only a definite description needs."""
    scene, words = profiles.scene, profiles.words
    for referent in referents:
        entity = referent.entity
        if entity is not None and entity.index not in scene.descriptors:
            said = frozenset(part for word in profiles.of(referent).words for part in (word, *word.split("-")))
            tried = words.accused_nouns if _is_accused(scene, words, referent) else frozenset()
            known = _ages(scene, referent) | tried | _party(scene, words, referent)
            scene.descriptors[entity.index] = words.with_other_forms(said) | known


def _ages(scene: Scene, referent: Referent) -> frozenset[str]:
    """Return "29" of "Ann Lee (29)" and "29-year-old Ann Lee"."""
    around = [(start, start + 60) for start in (trace.start for trace in referent.traces)]
    around += [(max(0, trace.start - 16), trace.start) for trace in referent.traces]
    return frozenset(match[1] for start, end in around for match in _AGE.finditer(scene.text, start, end))


def _party(scene: Scene, words: PeopleWords, referent: Referent) -> frozenset[str]:
    """Return "republican" and "ohio" of "Ann Lee (R-Ohio)", which the article may call "the Ohio Republican"."""
    mentions = referent.entity.mentions if referent.entity else ()
    found = (_PARTY.match(scene.text, mention.span.end) for mention in mentions)
    shown = [(match[1].lower(), fold(match[2])) for match in found if match]
    parties = (party for letter, _ in shown for party in words.parties if party.startswith(letter))
    return frozenset(parties) | {place for _, place in shown}


def _is_accused(scene: Scene, words: PeopleWords, referent: Referent) -> bool:
    """Tell whether the article says of a person outside quotations that he or she stands before a court."""
    clauses = (_TRIED.match(scene.text, trace.start) for trace in referent.traces if not trace.quoted)
    found = (word for clause in clauses if clause for word in SMALL_WORD.findall(clause[1]))
    return any(word in words.accused_signs for word in found)
