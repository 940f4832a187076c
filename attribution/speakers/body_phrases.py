"""Which body a phrase for one means: "the company", "the parish council" or a short name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attribution.models import CharSpan
from attribution.names.book import NameMention
from attribution.people import SMALL_WORD, PeopleWords, fold
from attribution.speakers.bodies import find_body, only_body
from attribution.speakers.body_traits import NEXT_NOUN, is_office
from attribution.speakers.descriptions import Form
from attribution.speakers.referents import Referent, Scene
from attribution.speakers.story import Story
from attribution.speakers.title_phrases import INDEFINITE

_SAYS_MORE = 2  # words of a phrase for a body
_NAMED_IN_SMALL = frozenset({"association", "charity", "hospital", "office", "school", "union"})
_AUTHORITY = "authority"  # what councils are called as well


def settle_phrase(scene: Scene, story: Story, body: CharSpan) -> tuple[CharSpan | None, Form | None]:
    """Settle the phrase for a body: a short name, or "the company"; None where it says too little."""
    words = story.words
    text = scene.text
    named = story.book.within(body)
    common = fold(body.of(text)) in words.titles.vague_bodies  # "the Company"
    if not common and not body.of(text).islower():
        return (_full_name(story, named[0]) if named and named[0].span == body else body), None
    found = SMALL_WORD.findall(body.of(text).lower())
    noun = found[-1] if found else ""
    before = _is_known(story, body) or not INDEFINITE.search(text, max(0, body.start - 3), body.start)
    if before:  # "at a gallery" is none named before
        owner = _meant(scene, story, found, body.start)
        if owner is not None and not _is_of_other_field(words, owner, found):
            return owner.span, "story"
        called = named_in_small(story, noun)
        if called is not None and set(found[:-1]) <= set(called.of(text).split()):
            return called, "story"
    known = words.kinds_of_noun(noun) or noun in words.titles.forces
    vague = len(found) < _SAYS_MORE and (noun in words.titles.vague_bodies or not known)
    return (None if vague else body), None


def _is_known(story: Story, body: CharSpan) -> bool:
    """Tell whether "a" is of somebody who speaks for a body, which is named before: "a company spokeswoman"."""
    post = NEXT_NOUN.match(story.text, body.end)
    return post is not None and post[1] in story.words.titles.speaking_roles and post[1].startswith("spokes")


def _meant(scene: Scene, story: Story, phrase: list[str], position: int) -> Referent | None:
    """Return the body for which the words of a phrase such as "parish council" stand at `position`, if one is named."""
    words, noun = story.words, phrase[-1] if phrase else ""
    only = only_body(scene, words, noun, position)
    found = (
        _parent(scene, story, noun, position),
        only if only and only.last_before(position) else None,
        find_body(scene, words, noun, position),
        _called_so(scene, story, noun, position),
        only,
        only_body(scene, words, "council", position) if noun == _AUTHORITY else None,
    )
    fit = (body for body in found if body is not None)
    return next((b for b in fit if len(phrase) < _SAYS_MORE or _may_be_called(words, b, noun, fold(phrase[0]))), None)


def _may_be_called(words: PeopleWords, body: Referent, noun: str, first: str) -> bool:
    """Tell whether the name of a body has a word of "parish council", or shows that it is a body of that kind."""
    key = body.entity.key if body.entity else ()
    if first in words.titles.council_tiers and first not in key:
        return False
    return noun in key or first in key or bool(words.kinds_of_noun(noun) & words.kinds_of_name(key))


def _is_of_other_field(words: PeopleWords, body: Referent, phrase: list[str]) -> bool:
    """Tell whether a phrase names an office by a field that the name of a body lacks ("energy ministry")."""
    if not phrase or "office" not in words.kinds_of_noun(phrase[-1]) or body.entity is None:
        return False
    return not words.subjects.intersection(phrase[:-1]) <= set(body.entity.key)


def _full_name(story: Story, mention: NameMention) -> CharSpan:
    """Return the full name of a body that is named by a short one."""
    text = story.text
    short = mention.span
    if len(mention.owners) != 1 or short.of(text).isupper() or not story.words.parties.isdisjoint(mention.key):
        return short  # "Democratic" is not short for "Ohio Democratic Party"
    full = story.book.entities[mention.owners[0]]
    name = full.name
    if name.of(text).isupper():
        return short  # "HULL CITY" of a dateline
    building = story.words.titles.building.fullmatch(text, name.start, name.end)
    if full.label != "organization" or len(name) <= len(short) or building:
        return short
    place = is_office(story.words, full) and text.endswith(f" of {short.of(text)}", name.start, name.end)
    return short if place else name  # "Hull" is no short name of the "District Court of Hull"


def _parent(scene: Scene, story: Story, noun: str, position: int) -> Referent | None:
    """Return the body of which "the committee" was said before to be one ("the committee of Acme Council")."""
    behind = _bodies_behind(scene, story, rf"\b{re.escape(noun)} of (?:the )?", position) if noun else ()
    return next(iter(behind), None)


def _called_so(scene: Scene, story: Story, noun: str, position: int) -> Referent | None:
    """Return the only body that was named together with a noun before: "the broadcaster Acme", not "his club Acme"."""
    found = list(_bodies_behind(scene, story, rf"\b[Tt]he {re.escape(noun)} ", position)) if noun else []
    return found[0] if found and all(body is found[0] for body in found) else None


def named_in_small(story: Story, noun: str) -> CharSpan | None:
    """Return "Hull school board", the only one of its kind that the article calls by a name and small nouns."""
    words = story.words
    if _NAMED_IN_SMALL.isdisjoint(words.kinds_of_noun(noun)):
        return None
    behind = re.compile(rf" (?:[a-z]+(?:s[’'])? )?{re.escape(noun)}\b(?![’'-])")
    found: dict[str, CharSpan] = {}
    for mention in (mention for entity in story.book.entities for mention in entity.mentions):
        end = behind.match(story.text, mention.span.end)
        after = NEXT_NOUN.match(story.text, end.end()) if end else None
        if end is None or (after and words.is_body(after[1])):
            continue  # "Hull police | station"
        if mention.possessive or mention.label in {"people", "person"}:
            continue
        body = CharSpan(mention.span.start, end.end())
        found.setdefault(body.of(story.text).lower(), body)
    return next(iter(found.values())) if len(found) == 1 else None


def _bodies_behind(scene: Scene, story: Story, pattern: str, position: int) -> Iterator[Referent]:
    """Yield the bodies that are named right behind what a pattern finds before `position`."""
    for match in re.compile(pattern).finditer(scene.text, 0, position):
        named = next(iter(story.book.within(CharSpan(match.end(), min(position, match.end() + 80)))), None)
        if named and named.span.start == match.end() and named.label in {"organization", "other"}:
            yield scene.referents[named.owners[0]]
