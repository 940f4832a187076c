"""What an article says of each of its people, read once: title, affiliation and the words they may be called by."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import define, evolve, field, frozen

from attribution.models import CharSpan
from attribution.names.book import Entity
from attribution.people import SMALL_WORD, PeopleWords, fold
from attribution.speakers.affiliations import find_descriptions, is_past, unlisted_post
from attribution.speakers.descriptions import Description, Form, in_first_line
from attribution.speakers.implied_bodies import settle_body
from attribution.speakers.office_names import WORD
from attribution.speakers.referents import Referent, Scene
from attribution.speakers.story import Story
from attribution.speakers.title_phrases import describe_phrase

_AGED = re.compile(r"(?:,[^,.;\n“\"]{1,40})?,? \(?(?:aged )?(\d{1,3})(?=[,).;])|, (?:an?|the) (\d{1,3})-year-old\b")
_AGE_BEFORE = re.compile(r"\b(\d{1,3})-year-old,? (?:[\w’'-]+ ){0,3}$")
_ASIDE = r"(?:,[^,.\n“\"]{1,30},[^,.\n“\"]{1,20},|,[^,.\n“\"]{1,30},)?"
_TRIED = re.compile(rf"[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){{0,4}}({_ASIDE}(?: [a-z]+){{1,4}})")
_PARTY = re.compile(r"\s?\(?(?:,\s)?([DR])-([A-Z][a-z]+)")
_HEADLINE = re.compile(r"\s*[^\n]{1,160}[^\s.,:;\n][^\S\n]*\n")  # a first line without a full stop
_DATED = re.compile(r"\b(?:in|until|between|from) (?:[A-Z][a-z]+ )?(?:19|20)\d\d\b")  # "a player with Acme in 1988"
_PREFERENCE: tuple[Form, ...] = (
    "apposition",
    "apposition-before",
    "premodifier",
    "relative",
    "possessive",
    "preposition",
    "bracket",
)


@frozen
class Profile:
    """Title and affiliation of a speaker and the folded words of all its descriptions."""

    title: CharSpan | None = None
    affiliation: CharSpan | None = None
    title_form: Form | None = None
    affiliation_form: Form | None = None
    words: frozenset[str] = frozenset()


def build_profile(story: Story, entity: Entity) -> Profile:
    """Return title and affiliation of a person, from the place that describes him or her most fully."""
    text = story.text
    found = [d for m in entity.mentions if len(m.owners) == 1 for d in find_descriptions(story, m)]
    if not any(d.title for d in found):
        found += [d for m in entity.mentions if len(m.owners) == 1 for d in unlisted_post(story, m)]
    titled = min((d for d in found if d.title), key=lambda d: _rank(story, d), default=None)
    titled = _fullest(story, found, titled) if titled else None
    bound = titled if titled and titled.affiliation else None
    bound = _party_of(story, found, bound) if bound else None
    bodies = (d for d in found if d.affiliation and not (titled and _is_former(story, d)))
    bound = bound or min(bodies, key=lambda d: (_is_noun(text, d), _PREFERENCE.index(d.form)), default=None)
    spans = [d.phrase for d in found]
    return Profile(
        titled.title if titled else None,
        bound.affiliation if bound else None,
        titled.form if titled else None,
        bound.form if bound else None,
        frozenset(fold(m.group()) for span in spans for m in WORD.finditer(text, span.start, span.end)),
    )


def _party_of(story: Story, found: list[Description], bound: Description) -> Description:
    """Return the description that names the party of a minister whose land a title names, or the one given."""
    text, words = story.text, story.words
    minister = bound.title is not None and fold(bound.title.of(text).split()[-1]) in words.titles.ministers
    key = tuple(fold(word) for word in bound.affiliation.of(text).split()) if bound.affiliation else ()
    if not minister or words.kinds_of_name(key) or not words.parties.isdisjoint(key):
        return bound
    return next(
        (d for d in found if d.title is None and d.affiliation and _is_party(text, d.affiliation, words)), bound
    )


def _is_party(text: str, body: CharSpan, words: PeopleWords) -> bool:
    """Tell whether a body is a party: "Labour", "Reef Party"."""
    key = tuple(fold(word) for word in body.of(text).split())
    return " ".join(key) in words.parties or words.kinds_of_name(key) == {"party"}


def _fullest(story: Story, found: list[Description], titled: Description) -> Description:
    """Return the description whose title is the one chosen with its field before it: "Trade Commissioner"."""
    text, words = story.text, story.words
    end = f" {titled.title.of(text).lower()}" if titled.title else ""
    for one in found:
        whole = one.title.of(text).lower() if one.title else ""
        field = whole.removesuffix(end).split() if whole.endswith(end) else []
        known = all(word in words.role_modifiers or word in words.subjects or words.is_role(word) for word in field)
        if field and known and not _is_former(story, one) and (one.affiliation or not titled.affiliation):
            return one
    return titled


def _rank(story: Story, description: Description) -> tuple[bool, bool, bool, int]:
    """Sort key: the headline comes last, then what is no post ("his host"), what they were, the form."""
    text, words = story.text, story.words
    before = text[max(0, description.phrase.start - 4) : description.phrase.start + 4].lower().split()
    past = _is_former(story, description)
    headline = in_first_line(text, description.phrase.start) and _HEADLINE.match(text) is not None
    lesser = bool({"his", "her"}.intersection(before)) or _is_of_case(text, description, words)
    lesser = lesser or _is_leaning(text, description, words) or _is_one_of(text, description)
    office = description.form == "premodifier" and description.affiliation is not None and _is_large(text, description)
    return headline, lesser, past, -1 if office else _PREFERENCE.index(description.form)


def _is_large(text: str, description: Description) -> bool:
    """Tell whether a title stands large, as an office does ("Guild President Ann Lee, owner of the Harbour Cafe")."""
    return description.title is not None and all(word[0].isupper() for word in description.title.of(text).split())


def _is_of_case(text: str, description: Description, words: PeopleWords) -> bool:
    """Tell whether a title tells what an officer is in one case, which comes after the rank."""
    title = description.title.of(text).lower() if description.title else ""
    return title.startswith(tuple(words.titles.case_roles))


def _is_leaning(text: str, description: Description, words: PeopleWords) -> bool:
    """Tell whether a title says only on which side somebody sits ("an independent"): any post comes before it."""
    title = fold(description.title.of(text)) if description.title else ""
    return title in words.beside_seats and title in words.common_roles and title in words.role_modifiers


def _is_one_of(text: str, description: Description) -> bool:
    """Tell whether a title says only that there are more ("one of the founders", "a member"): a rank comes before."""
    title = description.title.of(text).lower() if description.title else ""
    return title == "member" or title.startswith("one of ")


def _is_noun(text: str, description: Description) -> bool:
    """Tell whether a body is called by a noun only ("the school"), which leaves its name to be found."""
    return description.affiliation is not None and description.affiliation.of(text).islower()


def _is_former(story: Story, description: Description) -> bool:
    """Tell whether a description tells what somebody was: its body is not that of a present post."""
    if description.title is None:
        return False
    return (
        is_past(story, description.title)
        or _DATED.search(story.text, description.phrase.start, description.phrase.end) is not None
    )


@define
class Profiles:
    """The profiles of the people of one article.

    Attributes:
        scene: The article with its referents.
        story: The same with its names and the word lists.
        known: The profiles read or given so far, by the index of the entity.
    """

    scene: Scene
    story: Story
    known: dict[int, Profile] = field(factory=dict)

    def of(self, referent: Referent) -> Profile:
        """Return title and affiliation of a named person, read once."""
        entity = referent.entity
        if entity is None or entity.label != "person":
            return Profile()
        if entity.index not in self.known:
            profile = build_profile(self.story, entity)
            body, form = settle_body(self.scene, self.story, profile.title, profile.affiliation)
            profile = evolve(profile, affiliation=body, affiliation_form=form or profile.affiliation_form)
            self.known[entity.index] = profile
        return self.known[entity.index]

    def replace(self, index: int, profile: Profile) -> None:
        """Give an entity another profile than the one read from its mentions."""
        self.known[index] = profile

    def of_phrase(self, phrase: CharSpan) -> tuple[CharSpan | None, CharSpan | None]:
        """Return title and affiliation in a phrase such as "a senior officer at the council"."""
        title, body = describe_phrase(self.story, phrase)
        return title, settle_body(self.scene, self.story, title, body)[0]


def describe(profiles: Profiles, referents: Iterable[Referent]) -> None:
    """Put down in the scene by which words people may be called, which only a definite description needs."""
    scene, words = profiles.scene, profiles.story.words
    for referent in referents:
        entity = referent.entity
        if entity is not None and entity.index not in scene.descriptors:
            said = frozenset(part for word in profiles.of(referent).words for part in (word, *word.split("-")))
            tried = words.accused_nouns if _is_accused(scene, words, referent) else frozenset()
            known = ages_of(scene, referent) | tried | _party(scene, words, referent)
            scene.descriptors[entity.index] = words.with_other_forms(said) | known


def ages_of(scene: Scene, referent: Referent) -> frozenset[str]:
    """Return "29" of "Ann Lee (29)" and "29-year-old Ann Lee"."""
    mentions = referent.entity.mentions if referent.entity else ()
    found = [_AGED.match(scene.text, mention.span.end) for mention in mentions]
    found += [_AGE_BEFORE.search(scene.text, max(0, m.title - 50), m.title) for m in mentions]
    return frozenset(age for match in found if match for age in match.groups() if age)


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
