"""Whom the opening of an article introduces before naming them: "A ferry captain ..." and, next, "Orla Finch"."""

from __future__ import annotations

import re

from attrs import evolve

from attribution.people import PeopleWords, fold
from attribution.speakers.anonymity import is_anonymous
from attribution.speakers.antecedents import Referent, Scene
from attribution.speakers.profiles import Profiles

_OPENING = 6  # paragraphs with headline, byline, standfirst, caption and lead
_NEXT = re.compile(r" ([a-z]+)")
_CLOSING = " \t\r\n\u00a0”’\"')"
_NAMED_WITHIN = 3  # sentences after a lead in which its person is named


def join_introductions(scene: Scene, profiles: Profiles) -> dict[int, Referent]:
    """Join "A ferry captain ..." of the first paragraph with whoever is named next and is called nothing else.

    Returns:
        Whom the description means, by its offset.
    """
    introduced: dict[int, Referent] = {}
    unnamed = [r for r in scene.referents if r.entity is None and in_opening(scene, r.span.start)]
    for referent in sorted(unnamed, key=lambda r: r.span)[:1]:
        if is_anonymous(scene, profiles.story.words, referent) or _is_modifier(scene, profiles.story.words, referent):
            continue
        person = named_next(scene, profiles, referent.span.start)
        if person is None or person.entity is None:
            continue
        title, body = profiles.of_phrase(referent.span)
        said = frozenset(fold(word) for word in referent.span.of(scene.text).split())
        profile = profiles.of(person)
        profile = evolve(profile, title=title, title_form="story", words=profile.words | said)
        if body is not None:
            profile = evolve(profile, affiliation=body, affiliation_form="story")
        profiles.replace(person.entity.index, profile)
        introduced[referent.span.start] = person
        scene.referents.remove(referent)
        for trace in referent.traces:
            person.add(trace)
    return introduced


def _is_modifier(scene: Scene, words: PeopleWords, referent: Referent) -> bool:
    """Tell whether the noun only begins that of a thing: "an independent review"."""
    after = _NEXT.match(scene.text, referent.span.end)
    verb = after is None or after[1] in words.verbs or after[1] in words.prepositions or after[1].endswith("ed")
    return referent.head in words.role_modifiers and not verb


def in_opening(scene: Scene, position: int) -> bool:
    """Tell whether `position` lies in the opening of the article."""
    return scene.paragraph(position) <= _OPENING


def named_next(scene: Scene, profiles: Profiles, position: int) -> Referent | None:
    """Return whom the opening means: the first person named after it, at the head of a sentence, with no role.

    Headline, standfirst and caption may have named that person before, and nobody else.
    """
    people = [r for r in scene.referents if r.kind == "person" and r.entity is not None and r.traces]
    after = sorted((t.start, i, t) for i, r in enumerate(people) for t in r.traces if t.start > position)
    if not after:
        return None
    _, index, first = after[0]
    person, entity = people[index], people[index].entity
    if any(not _is_above(scene, t.start) for r in people if r is not person for t in r.traces if t.start < position):
        return None
    near = 0 < scene.sentence(first.start) - scene.sentence(position) <= _NAMED_WITHIN
    leads = first.leads and first.subject and not first.quoted
    full = entity is not None and len(entity.key) > 1 and first.full and leads
    owned = scene.text.endswith(("’s ", "'s "), 0, first.start)  # "United's Ann Lee" is somebody else of the story
    return person if near and full and not owned and profiles.of(person).title is None else None


def _is_above(scene: Scene, position: int) -> bool:
    """Tell whether a place is in the headline or in a byline or caption, which end without a full stop."""
    number = scene.paragraph(position)
    start, following = scene.paragraph_starts[number - 1], scene.paragraph_starts[number : number + 1]
    paragraph = scene.text[start : following[0] if following else len(scene.text)].rstrip(_CLOSING)
    return number <= 1 or not paragraph.endswith((".", "!", "?"))
