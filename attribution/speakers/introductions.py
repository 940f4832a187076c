"""Whom the opening of an article introduces before naming them: "A ferry captain ..." and, next, "Orla Finch"."""

from __future__ import annotations

import re

from attrs import evolve

from attribution.models import CharSpan
from attribution.names.pieces import word_before
from attribution.people import PeopleWords, fold
from attribution.speakers.anonymity import is_anonymous
from attribution.speakers.office_names import WORD
from attribution.speakers.profiles import Profiles
from attribution.speakers.referents import Referent, Scene
from attribution.speakers.story import Story

_OPENING = 4  # paragraphs with headline, byline and lead
_LONG_OPENING = 6  # with standfirst and caption as well
_NEXT = re.compile(r" ([a-z]+)")
_OWNER = re.compile(
    r"\b(?:its|[Tt]he (?:[a-z-]+ )?[a-z]+[’']s|[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,3}(?:[’']s|(?<=s)[’'])) (?=[a-z])"
)
_LONGEST_POST = 3  # words
_CLOSING = " \t\r\n\u00a0”’\"')"
_NAMED_WITHIN = 3  # sentences after a lead in which its person is named


def join_introductions(scene: Scene, profiles: Profiles) -> dict[int, Referent]:
    """Join "A ferry captain ..." of the first paragraph with whoever is named next and is called nothing else.

    Of several who open a sentence the last is meant: the standfirst may tell of a judge, the lead of the accused.

    Returns:
        Whom the description means, by its offset.
    """
    introduced: dict[int, Referent] = {}
    unnamed = [r for r in scene.referents if r.entity is None and scene.paragraph(r.span.start) <= _LONG_OPENING]
    unnamed.sort(key=lambda r: r.span)
    opening = [r for r in unnamed if scene.sentence_starts[scene.sentence(r.span.start) - 1] == r.span.start]
    last = opening[-1:] if len(opening) > 1 and opening[0] is unnamed[0] else unnamed[:1]
    for referent in last:
        if is_anonymous(scene, profiles.story.words, referent) or _is_modifier(scene, profiles.story.words, referent):
            continue
        plain = profiles.story.words.is_untitled(referent.head)  # "a man" may be of any trade
        person = named_next(scene, profiles, referent.span.start, referent.span.end, above=True, titled=plain)
        if person is None or person.entity is None or _plays_another_part(scene, profiles, person, referent):
            continue
        title, body = profiles.of_phrase(referent.span)
        said = frozenset(fold(word) for word in referent.span.of(scene.text).split())
        profile = profiles.of(person)
        profile = evolve(profile, words=profile.words | said)
        if title is not None or profile.title is None:
            profile = evolve(profile, title=title, title_form="story")
        if body is not None:
            profile = evolve(profile, affiliation=body, affiliation_form="story")
        profiles.replace(person.entity.index, profile)
        introduced[referent.span.start] = person
        scene.referents.remove(referent)
        for trace in referent.traces:
            person.add(trace)
    if not introduced:
        _join_chief(scene, profiles)
    return introduced


def _plays_another_part(scene: Scene, profiles: Profiles, person: Referent, introduced: Referent) -> bool:
    """Tell whether the noun before a name gives the person another part: "A driver fell ill ... Passenger Ann Lee"."""
    mentions = person.entity.mentions if person.entity else ()
    before = word_before(scene.text, mentions[0].span.start) if mentions else None
    noun = fold(before[1]) if before is not None else ""
    return noun in profiles.story.words.part_nouns and noun != introduced.head


def _join_chief(scene: Scene, profiles: Profiles) -> None:
    """Give "its chief executive" of the opening to whoever is named next and is called nothing else."""
    story = profiles.story
    end = scene.paragraph_starts[_LONG_OPENING] if len(scene.paragraph_starts) > _LONG_OPENING else len(scene.text)
    for owner in _OWNER.finditer(scene.text, 0, end):
        post = _find_post(story, owner.end())
        if post is None or scene.is_quoted(owner.start()):
            continue
        person = named_next(scene, profiles, owner.start(), above=True)
        if person is not None and person.entity is not None:
            title, body = profiles.of_phrase(CharSpan(owner.start(), post.end))
            profile = evolve(profiles.of(person), title=title, title_form="story")
            if body is not None:
                profile = evolve(profile, affiliation=body, affiliation_form="story")
            profiles.replace(person.entity.index, profile)
        return


def _find_post(story: Story, start: int) -> CharSpan | None:
    """Return "chief executive" at a place, if it leads a body, is of the present, and no name stands beside it."""
    words = story.words
    heads = (words.staff_roles | words.titles.leaders) - words.titles.speaking_roles - words.titles.belonging_roles
    for match, _ in zip(WORD.finditer(story.text, start, start + 60), range(_LONGEST_POST), strict=False):
        word = match.group()
        known = word in words.role_modifiers or words.is_role(word)
        if not known or not word.islower() or word in words.titles.times:
            return None
        after = _NEXT.match(story.text, match.end())
        if word in heads and after is not None and not words.is_role(after[1]) and after[1] not in words.prepositions:
            return CharSpan(start, match.end())
    return None


def _is_modifier(scene: Scene, words: PeopleWords, referent: Referent) -> bool:
    """Tell whether the noun only begins that of a thing: "an independent review"."""
    after = _NEXT.match(scene.text, referent.span.end)
    verb = after is None or after[1] in words.verbs or after[1] in words.prepositions or after[1].endswith("ed")
    return referent.head in words.role_modifiers and not verb


def in_opening(scene: Scene, position: int, *, long: bool = False) -> bool:
    """Tell whether `position` lies in the opening of the article, which may be one with standfirst and caption."""
    return scene.paragraph(position) <= (_LONG_OPENING if long else _OPENING)


def named_next(
    scene: Scene, profiles: Profiles, position: int, end: int = 0, *, above: bool = False, titled: bool = False
) -> Referent | None:
    """Return whom the opening means: the first person named after it, at the head of a sentence, with no role.

    The description runs from `position` to `end`. The headline may name people before; with `above`, byline and
    caption too, and standfirst and caption that person; with `titled` a role may be said of the person.
    """
    people = [r for r in scene.referents if r.kind == "person" and r.entity is not None and r.traces]
    after = sorted((t.start, i, t) for i, r in enumerate(people) for t in r.traces if t.start > max(position, end))
    if not after:
        return None
    _, index, first = after[0]
    person, entity = people[index], people[index].entity
    before = (r for r in people if r.traces[0].start < position)
    if not above and any(scene.paragraph(r.traces[-1].start) > 1 for r in before):
        return None
    if any(not _is_above(scene, t.start) for r in people if r is not person for t in r.traces if t.start < position):
        return None
    near = 0 < scene.sentence(first.start) - scene.sentence(position) <= _NAMED_WITHIN
    leads = first.leads and first.subject and not first.quoted
    full = entity is not None and len(entity.key) > 1 and first.full and leads
    owned = scene.text.endswith(("’s ", "'s "), 0, first.start)  # "United's Ann Lee" is somebody else of the story
    return person if near and full and not owned and (titled or profiles.of(person).title is None) else None


def _is_above(scene: Scene, position: int) -> bool:
    """Tell whether a place is in the headline or in a byline or caption, which end without a full stop."""
    number = scene.paragraph(position)
    start, following = scene.paragraph_starts[number - 1], scene.paragraph_starts[number : number + 1]
    paragraph = scene.text[start : following[0] if following else len(scene.text)].rstrip(_CLOSING)
    asks = number <= 1 and paragraph.endswith(("!", "?"))
    return asks or not paragraph.endswith((".", "!", "?"))
