"""Which body of the article "the company", "its" or a bare "chief executive" stands for.

A noun that the body's name holds decides ("the council": "Lonmoor Town Council"); otherwise those whose kind fits are
weighed by how often and how near they are named. Where two weigh the same, none is returned.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from attribution.models import CharSpan
from attribution.names.book import Entity, NameMention
from attribution.names.pieces import opens_sentence, word_before
from attribution.people import SMALL_WORD, PeopleWords, fold
from attribution.speakers.agreement import AGENCY, is_of_other_kind
from attribution.speakers.descriptions import Form
from attribution.speakers.leading_bodies import is_person
from attribution.speakers.referents import Referent, Scene, Trace
from attribution.speakers.story import Story
from attribution.speakers.title_phrases import is_bare_staff

# Weights set on web and bbc-abc (articles.jsonl), by the affiliations that they give to people called by a bare role.
_PER_SENTENCE, _SUBJECT, _LEAD = 0.45, 0.5, 0.4
_LEAST_LEAD = 0.15
# Nouns that stand for bodies with other words in their names; "foundation", "college" and the like do not.
_ANYWHERE = 1_000_000
_SAYS_MORE = 2  # words of a phrase for a body
_REACH = 8  # sentences back in which a body must have been named
_POST_AT = re.compile(r"\b([a-z-]+) (?:at|for|from|of|with) (?:the )?$")
_FORMER = re.compile(r"\b(?:former|one-?time) $")  # "the former Harbour Theatre director Lee" is of another body
_PERSON_BEHIND = re.compile(r" [A-Z]\w+ [A-Z]\w+ [a-z]")
_IN = re.compile(r"([\w-]+) in $")
_INDEFINITE = re.compile(r"\b[Aa]n? $")
_ARTICLE = re.compile(r"(?:\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)|[’']s|s[’']) (?:[a-z-]+ )?$")
_THING = re.compile(r" ([a-z-]+)(?: ([a-z-]+))?")
_HIS = re.compile(r"\b(?:[Hh]is|[Hh]er) $")
_THE_NOUN = re.compile(r"\b[Tt]he ([a-z]+)\b")
_REPORTS = re.compile(r" (?:first )?report(?:ed|s)\b")
_HAS_SEEN = re.compile(r" (?:has|have|had) (?:obtained|reviewed|seen|viewed)(?=[,.])")  # "which Morgunn has seen,"
_NO_NAME_BEHIND = re.compile(  # "06:00 GMT", "acme.COM", "Ann Lee (ANC)"
    r"(?:\d(?:\s?[ap]\.?m\.?)?\s|\w[.@]|\()$", re.IGNORECASE
)
_NO_NAME_BEFORE = re.compile(r"[.@]\w| \d")  # "ACME.com", "Decree 54"
_MEMBERS = "members"
_TOLD_SHOW = re.compile(r"\btold [A-Z0-9][\w .&]{1,30}[’']s? $")
_NEXT_NOUN = re.compile(r" ([a-z]+)\b")
_LEAD_PARAGRAPHS = 3  # headline, byline and lead
_MAIN = 3  # mentions from which a body that no other comes near may be the one the story is about
_AUTHORITY = "authority"  # what councils are called as well
_BESIDE = 2  # sentences back for "its" and for a bare role
_ITS = re.compile(r"\b(?P<its>[Ii]ts|[Tt]heir)\s+(?:[\w-]+\s+)?$")
_WHOSE = re.compile(r"(?:\b(?:[Tt]he|[Aa]n?) (?P<noun>(?:[a-z-]+ )?[a-z-]+))?, whose (?:[\w-]+ )?$")
_AT = re.compile(r"[\"“‘']?At (?:the )?")
_OWNER_NOUN = re.compile(r"\b(?:[Tt]he|[Ii]ts) ([a-z]+)(?:[’']s|(?<=s)[’'])\s(?:[\w-]+ )?$")
_OWNED = re.compile(r"(?:[’']s|s[’'])\s(?:[\w-]+-generation\s)?$")
_SIDE = re.compile(r"\b[Tt]he (?:[a-z-]+ )?[a-z]+s, $")  # right before "their"
_A_THING = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]h(?:is|at)) [a-z]")
_INITIALS = re.compile(r"[A-Z]{3,} ")  # no given name
_STAFF_OF = re.compile(r"\b(?P<role>[A-Za-z]+s) (?P<link>at|for|from|of|with) (?:the )?(?=[^\W\da-z_])")
_CLUB = frozenset({"club"})
_LED = frozenset({"firm", "club", "charity", "school", "hospital"})  # bodies with a "chief executive" or "coach"


def settle_body(
    scene: Scene, story: Story, title: CharSpan | None, body: CharSpan | None
) -> tuple[CharSpan | None, Form | None]:
    """Return the name of the body that a description leaves to the story ("the company", "its"), and how.

    Args:
        scene: The article with its referents.
        story: The same with its names and the word lists.
        title: The title that the description gives, if any.
        body: The body that the description gives, if any; where its name is there already, it comes back.
    """
    words = story.words
    its = _ITS.search(scene.text, max(0, title.start - 24), title.start) if title else None
    if body is not None and not (its and _is_post_place(story, body)):
        return _settle_phrase(scene, story, body)
    if title is None:
        return None, None
    if title.of(scene.text).endswith("author"):
        return None, None  # "its author" wrote a document
    if its:
        owner = _find_owner(scene, words, title.start)
        if its["its"].lower() == "their" and _SIDE.search(scene.text, max(0, its.start() - 40), its.start()):
            owner = None  # "For the victors, their manager"
        elif its["its"].lower() == "its":
            owner = owner or _only_near(scene, words, title.start) or _only_named(scene, story, its.start())
        elif owner and owner.entity and not words.kinds_of_name(owner.entity.key):
            sporting = fold(title.of(scene.text).split()[-1]) in words.team_roles
            owner = owner if sporting else None  # "their" is as often of people
    elif _OWNED.search(scene.text, max(0, title.start - 24), title.start):
        owner = _find_owner_named(scene, words, title.start)  # none of "the mayor's finance director", which is hers
    elif whose := _WHOSE.search(scene.text, max(0, title.start - 60), title.start):
        return _whose_body(scene, story, whose)
    elif (site := _find_site(scene, words, title)) is not None:
        owner = site
    elif title.of(scene.text).lower().endswith(words.titles.school_roles):
        owner = find_body(scene, words, "school", title.start)
    elif is_bare_staff(story, title):
        owner = _find_led(scene, story, title)
    elif noun := _first_body_noun(scene, words, title):
        owner = find_body(scene, words, noun, title.start)
    elif fold(title.of(scene.text)) in words.titles.justices:
        court = _find_high_court(scene, words)
        return court, "story" if court else None
    elif _is_police_rank(title.of(scene.text), words):
        force = _find_force(scene, words)
        return force, "story" if force else None
    elif words.titles.function.fullmatch(scene.text, title.start, title.end):
        owner = _lead_firm(scene, words)
    elif words.titles.firm_post.fullmatch(scene.text, title.start, title.end):
        owner = _lead_firm(scene, words) or _main_firm(scene, words)
    elif fold(title.of(scene.text)) in words.titles.council_roles:
        owner = _find_council(scene, words, title)
    elif noun := _named_noun(words, title.of(scene.text)):
        owner = _only_body(scene, words, noun, title.start)
    else:
        owner = _find_staff_of(scene, story, title)
    return (owner.span, "story") if owner else (None, None)


def _is_post_place(story: Story, body: CharSpan) -> bool:
    """Tell whether what stands between "its" and a post is a place: "its Lima spokesman" speaks for no Lima."""
    return any(m.span == body and m.label == "place" for m in story.book.within(body))


def _find_staff_of(scene: Scene, story: Story, title: CharSpan) -> Referent | None:
    """Return the body of "Analysts at Acme cut their rating", said shortly before a bare "analyst Ann Lee" speaks."""
    role = fold(title.of(scene.text))
    if role not in story.words.business_roles:
        return None
    start = scene.sentence_starts[max(0, scene.sentence(title.start) - 1 - _BESIDE)]
    found = [m for m in _STAFF_OF.finditer(scene.text, start, title.start) if fold(m["role"]) == f"{role}s"]
    named = story.book.at(found[0].end()) if len(found) == 1 else None
    if named is None or named.label in {"place", "people"} or named.possessive:
        return None
    if found[0]["link"] != "at" and is_person(story, named):  # "lawyers for Ann Lee", but "analysts at Lowther Roe"
        return None
    return scene.referents[named.owners[0]] if named.span.start == found[0].end() else None


def _find_led(scene: Scene, story: Story, title: CharSpan) -> Referent | None:
    """Return the body that somebody leads or speaks for who is called by a bare post."""
    words = story.words
    called = title.of(scene.text)
    speaks = called.lower().startswith("spokes")
    own = None if speaks else _find_own(scene, story, title.end)
    owner = own or _find_owner(scene, words, title.start, frozenset() if speaks else _LED)
    if owner and fold(called.split()[-1]) in words.team_roles and _is_venue(words, owner):
        owner = None
    owner = owner or _find_owner_by_noun(scene, words, title.start)
    if owner is None and words.titles.firm_post.fullmatch(called):
        owner = _lead_firm(scene, words) or _main_firm(scene, words)
    return owner


def _is_venue(words: PeopleWords, referent: Referent) -> bool:
    """Tell whether a name is that of a ground or a competition, which has no captain and no coach."""
    return referent.entity is not None and referent.entity.key[-1] in words.titles.venues


def _named_noun(words: PeopleWords, title: str) -> str | None:
    """Return "commission" of "commission vice-chair", a body that the article may name; None where none is meant."""
    first, *rest = title.split()
    post = rest and all(words.is_role(word) or fold(word) in words.role_modifiers for word in rest)
    return first if post and first in words.body_nouns else None


def _first_body_noun(scene: Scene, words: PeopleWords, title: CharSpan) -> str | None:
    """Return "company" of "company chief" and "club captain"; None where the title names no body first."""
    found = SMALL_WORD.findall(title.of(scene.text))
    if not found or found[0] not in words.titles.near_nouns:
        return None
    bodied = words.is_role(found[-1]) and title.of(scene.text).islower()
    return found[0] if bodied or len(found) == 1 else None


def _settle_phrase(scene: Scene, story: Story, body: CharSpan) -> tuple[CharSpan | None, Form | None]:
    """Settle the phrase for a body: a short name, or "the company"; None where it says too little."""
    words = story.words
    text = scene.text
    named = story.book.within(body)
    if not body.of(text).islower():
        return (_full_name(story, named[0]) if named and named[0].span == body else body), None
    found = list(SMALL_WORD.finditer(text, body.start, body.end))
    noun = found[-1].group() if found else ""
    if not _INDEFINITE.search(text, max(0, body.start - 3), body.start):  # "at a gallery" is none named before
        owner = _meant(scene, story, [m.group() for m in found], body.start)
        if owner is not None and not _is_of_other_field(words, owner, [m.group() for m in found]):
            return owner.span, "story"
    known = words.kinds_of_noun(noun) or noun in words.titles.forces
    vague = len(found) < _SAYS_MORE and (noun in words.titles.vague_bodies or not known)
    return (None if vague else body), None


def _meant(scene: Scene, story: Story, phrase: list[str], position: int) -> Referent | None:
    """Return the body for which the words of a phrase such as "parish council" stand at `position`, if one is named."""
    words, noun = story.words, phrase[-1] if phrase else ""
    only = _only_body(scene, words, noun, position)
    found = (
        _parent(scene, story, noun, position),
        only if only and only.last_before(position) else None,
        find_body(scene, words, noun, position),
        _called_so(scene, story, noun, position),
        only,
        _only_body(scene, words, "council", position) if noun == _AUTHORITY else None,
    )
    fit = (body for body in found if body is not None)
    return next((b for b in fit if len(phrase) < _SAYS_MORE or _may_be_called(words, b, noun, fold(phrase[0]))), None)


def _may_be_called(words: PeopleWords, body: Referent, noun: str, first: str) -> bool:
    """Tell whether the name of a body has a word of "parish council", or shows that it is a body of that kind."""
    key = body.entity.key if body.entity else ()
    if first in words.titles.council_tiers and first not in key:
        return False
    return noun in key or first in key or bool(words.kinds_of_noun(noun) & words.kinds_of_name(key))


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
    office = any("office" in story.words.kinds_of_name((word,)) for word in full.key)
    place = office and text.endswith(f" of {short.of(text)}", name.start, name.end)
    return short if place else name  # "Hull" is no short name of the "District Court of Hull"


def _is_of_other_field(words: PeopleWords, body: Referent, phrase: list[str]) -> bool:
    """Tell whether a phrase names an office by a field that the name of a body lacks ("energy ministry")."""
    if not phrase or "office" not in words.kinds_of_noun(phrase[-1]) or body.entity is None:
        return False
    return not words.subjects.intersection(phrase[:-1]) <= set(body.entity.key)


def _parent(scene: Scene, story: Story, noun: str, position: int) -> Referent | None:
    """Return the body of which "the committee" was said before to be one ("the committee of Acme Council")."""
    behind = _bodies_behind(scene, story, rf"\b{re.escape(noun)} of (?:the )?", position) if noun else ()
    return next(iter(behind), None)


def _called_so(scene: Scene, story: Story, noun: str, position: int) -> Referent | None:
    """Return the only body that was named together with a noun before: "the broadcaster Acme", not "his club Acme"."""
    found = list(_bodies_behind(scene, story, rf"\b[Tt]he {re.escape(noun)} ", position)) if noun else []
    return found[0] if found and all(body is found[0] for body in found) else None


def _bodies_behind(scene: Scene, story: Story, pattern: str, position: int) -> Iterator[Referent]:
    """Yield the bodies that are named right behind what a pattern finds before `position`."""
    for match in re.compile(pattern).finditer(scene.text, 0, position):
        named = next(iter(story.book.within(CharSpan(match.end(), min(position, match.end() + 80)))), None)
        if named and named.span.start == match.end() and named.label in {"organization", "other"}:
            yield scene.referents[named.owners[0]]


def find_body(scene: Scene, words: PeopleWords, noun: str, position: int) -> Referent | None:
    """Return the named body for which "the <noun>" stands at `position`, if one stands out.

    Args:
        scene: The article with its referents.
        words: The word lists.
        noun: A folded noun for a body ("company").
        position: Code points before the phrase.
    """
    named = [r for r in _bodies(scene, words, position, _ANYWHERE) if r.entity is not None and noun in r.entity.key]
    if named:
        return named[0] if len(named) == 1 else _best(scene, named, position)
    kinds = words.kinds_of_noun(noun) - {"office"}  # only its name tells what a ministry or a council is called
    if not kinds:
        return None
    strict = AGENCY in kinds or noun in words.org_heads - words.titles.loose_nouns
    near = _bodies(scene, words, position)
    fitting = [
        r for r in near if _fits(r, kinds, words, strict=strict) or (kinds == _CLUB and _is_team(scene, words, r))
    ]
    fitting = [r for r in fitting if not is_of_other_kind(scene.text, words, r, kinds)]
    shown = [r for r in fitting if r.entity is not None and words.kinds_of_name(r.entity.key)]
    if "media" in kinds:
        offices = _bodies(scene, words, position, _BESIDE) if "office" in words.kinds_of_noun(noun) else []
        offices = [r for r in offices if r.entity is not None and _is_office(words, r.entity)]
        return _best(scene, offices, position) or _best(scene, shown, position)
    fitting = [r for r in fitting if not _is_cited(scene, words, r) and not _is_attribute(scene, words, r)]
    if not fitting and kinds == {"firm"}:
        return _only_firm(scene, words)
    return _best(scene, fitting, position) or _best(scene, shown, position)


def _is_office(words: PeopleWords, entity: Entity) -> bool:
    """Tell whether a word of a name is that of an office: "State Committee for Reefs", "Harbour Agency"."""
    return any("office" in words.kinds_of_name((word,)) for word in entity.key)


def _only_firm(scene: Scene, words: PeopleWords) -> Referent | None:
    """Return the only body of the article whose name is that of a firm; it may be named later."""
    named = (r for r in scene.referents if r.entity is not None and not _is_no_body(scene, words, r.entity))
    firms = [r for r in named if r.entity is not None and "firm" in words.kinds_of_name(r.entity.key)]
    return firms[0] if len(firms) == 1 else None


def _find_owner(
    scene: Scene, words: PeopleWords, position: int, kinds: frozenset[str] = frozenset()
) -> Referent | None:
    """Return the body that "its", or a role without a body, belongs to: one named right before `position`."""
    near = [r for r in _bodies(scene, words, position, _BESIDE) if not kinds or _fits(r, kinds, words)]
    near = [r for r in near if not _is_cited(scene, words, r)]
    near = [r for r in near if not _is_attribute(scene, words, r) and _acts(words, r)]
    near = [r for r in near if not all(trace.quoted for trace in r.traces)]  # whom somebody only speaks of
    shown = [r for r in near if kinds and r.entity is not None and words.kinds_of_name(r.entity.key)]
    return _best(scene, near, position) or _best(scene, shown, position)


def _is_police_rank(title: str, words: PeopleWords) -> bool:
    """Tell whether a title is a rank of the police and no more ("Detective Inspector", never "school inspector")."""
    found = {fold(word) for word in title.split()}
    ranks = words.titles.police_ranks
    return not found.isdisjoint(ranks) and found <= ranks | words.titles.rank_parts


def _whose_body(scene: Scene, story: Story, whose: re.Match[str]) -> tuple[CharSpan | None, Form | None]:
    """Return the body of "the parish council, whose chair" and "Acme Council, whose chair"."""
    if whose["noun"]:
        noun = CharSpan(*whose.span("noun"))
        return (
            _settle_phrase(scene, story, noun) if story.words.is_body(noun.of(scene.text).split()[-1]) else (None, None)
        )
    named = next(
        (
            m
            for m in story.book.within(CharSpan(max(0, whose.start() - 80), whose.start()))
            if m.span.end == whose.start()
        ),
        None,
    )
    owns = named is not None and named.label in {"organization", "other"} and not is_person(story, named)
    return (named.span, "story") if named and owns else (None, None)


def _find_site(scene: Scene, words: PeopleWords, title: CharSpan) -> Referent | None:
    """Return the place of business with which the sentence opens: "At the Harbour Cafe by the gate, owner Ann Lee"."""
    start = scene.sentence_starts[scene.sentence(title.start) - 1]
    at = _AT.match(scene.text, start, title.start)
    keeps = fold(scene.text[title.start : title.end].split()[-1]) in words.titles.keepers
    if at is None or not keeps or not scene.text.endswith(", ", 0, title.start):
        return None
    bodies = (r for r in scene.referents if r.entity is not None and r.entity.label in {"organization", "other"})
    return next((r for r in bodies if any(t.start == at.end() for t in r.traces)), None)


def _only_near(scene: Scene, words: PeopleWords, position: int) -> Referent | None:
    """Return the only body named in the sentence before or in that of "its", whatever is said of it."""
    near = [r for r in _bodies(scene, words, position, 1) if not _is_cited(scene, words, r)]
    near = [r for r in near if not _is_attribute(scene, words, r)]
    return near[0] if len(near) == 1 else None


def _only_named(scene: Scene, story: Story, position: int) -> Referent | None:
    """Return the only name of the sentence before one that opens with "Its", even one taken for a person's.

    No person has an "its". A name is a person's all the same where the article shows it, and where a noun for a thing
    stands beside it, "its" is rather of that ("Ann Lee founded the firm. Its director").
    """
    text, number = scene.text, scene.sentence(position)
    if not opens_sentence(text, position) or number < 2:
        return None
    start = scene.sentence_starts[number - 2]
    named = [r for r in scene.referents if any(start <= t.start < position and not t.quoted for t in r.traces)]
    named = [r for r in named if r.entity is not None and r.entity.label not in {"place", "people"}]
    only = named[0] if len(named) == 1 else None
    if only is None or only.entity is None or _shows_person(story, only.entity):
        return None
    nouns = (fold(word) for word in SMALL_WORD.findall(text[start:position]))
    if any(story.words.is_body(noun) for noun in nouns):
        return None
    thing = only.entity.label == "person" and _A_THING.search(text, start, position)
    return only if not thing or _INITIALS.match(only.span.of(text)) else None


def _shows_person(story: Story, entity: Entity) -> bool:
    """Tell whether an article shows that a name is a person's: by "Mr", a pronoun, a surname alone, a role before."""
    if entity.label != "person":
        return False
    before = (word_before(story.text, mention.title) for mention in entity.mentions)
    called = any(word is not None and story.words.is_role(word[1]) for word in before)
    short = any(mention.key != entity.key or mention.honorific for mention in entity.mentions)
    described = any(story.text.startswith((",", " ("), mention.span.end) for mention in entity.mentions)
    return called or short or described or entity.gender is not None or len(entity.key) == 1


def _find_owner_named(scene: Scene, words: PeopleWords, position: int) -> Referent | None:
    """Return the body of "the mill's owner" whose name holds the noun or stands before it: "the Roe & Sons mill"."""
    match = _OWNER_NOUN.search(scene.text, max(0, position - 40), position)
    if match is None:
        return None
    noun = fold(match[1])
    if words.is_role(noun):
        return None
    named = _only_body(scene, words, noun, position)
    if named is not None:
        return named
    called = re.compile(rf" (?:[a-z]+(?<!s)(?<!ed) )?{re.escape(noun)}\b")
    found = [
        r
        for r in scene.referents
        if r.entity is not None
        and r.entity.label == "organization"
        and any(called.match(scene.text, m.span.end) for m in r.entity.mentions if not m.possessive)
    ]
    return found[0] if len(found) == 1 else None


def _acts(words: PeopleWords, referent: Referent) -> bool:
    """Tell whether the article lets a body do or have something, or its name shows what it is: no currency or place."""
    key = referent.entity.key if referent.entity else ()
    shown = bool(words.kinds_of_name(key)) or not words.org_heads.isdisjoint(key)
    return shown or any(trace.subject or trace.possessive for trace in referent.traces)


def _is_attribute(scene: Scene, words: PeopleWords, referent: Referent) -> bool:
    """Tell whether a body is named only to say of what sort a thing is: "the API keys had", "the C-SPAN video"."""
    mentions = referent.entity.mentions if referent.entity else ()
    return all(_tells_sort(scene.text, mention.span, words) for mention in mentions)


def _tells_sort(text: str, name: CharSpan, words: PeopleWords) -> bool:
    thing = _THING.match(text, name.end)
    if thing is None or not _ARTICLE.search(text, max(0, name.start - 20), name.start):
        return False
    noun, after = thing[1], thing[2] or ""
    if noun in words.verbs or noun in words.prepositions or noun.endswith(("ed", "ly")) or noun in words.openers:
        return False
    person_or_body = words.is_role(noun) or words.is_plural_role(noun) or words.is_body(noun)
    plural_or_verb = noun.endswith("s") and after not in words.verbs and not after.endswith("ed")
    return not person_or_body and not plural_or_verb


def _is_cited(scene: Scene, words: PeopleWords, referent: Referent) -> bool:
    """Tell whether a body is an outlet that the story cites ("told the newspaper Morgunn"): nobody speaks for it.

    "Told Radio 4's Inside Morgunn" names a programme.

    So does "The Morgunn reported", where it says nothing else.
    """
    before = (word_before(scene.text, trace.start) for trace in referent.traces)
    if any(_TOLD_SHOW.search(scene.text, max(0, trace.start - 50), trace.start) for trace in referent.traces):
        return True
    mentions = referent.entity.mentions if referent.entity else ()
    reports = bool(mentions) and all(_REPORTS.match(scene.text, mention.span.end) for mention in mentions)
    seen = any(_HAS_SEEN.match(scene.text, mention.span.end) for mention in mentions)
    return reports or seen or any(word and "media" in words.kinds_of_noun(fold(word[1])) for word in before)


def _lead_firm(scene: Scene, words: PeopleWords) -> Referent | None:
    """Return the firm that the story is about: the only one that its opening names by a name that shows a firm."""
    opening = [r for r in scene.referents if r.traces and scene.paragraph(r.traces[0].start) <= _LEAD_PARAGRAPHS]
    firms = [r for r in opening if r.entity is not None and "firm" in words.kinds_of_name(r.entity.key)]
    return firms[0] if len(firms) == 1 else None


def _main_firm(scene: Scene, words: PeopleWords) -> Referent | None:
    """Return the body that the story is about: the one named most of all, first in the lead, and no office.

    A tie, or few mentions, tell nothing.
    """
    named = _bodies(scene, words, len(scene.text), _ANYWHERE)
    firms = (r for r in named if _fits(r, _LED, words) and not _is_cited(scene, words, r))
    ranked = sorted(firms, key=lambda r: -len(r.traces))
    if not ranked or len(ranked[0].traces) < _MAIN:
        return None
    main = ranked[0]
    alone = len(ranked) == 1 or len(ranked[1].traces) < len(main.traces)
    leads = scene.paragraph(main.traces[0].start) <= _LEAD_PARAGRAPHS
    mentions = main.entity.mentions if main.entity else ()
    thing = any(scene.text.endswith(("the ", "The "), 0, m.span.start) for m in mentions)  # "the Roemly 2 folds"
    return main if alone and leads and not thing and _acts(words, main) else None


def _find_owner_by_noun(scene: Scene, words: PeopleWords, position: int) -> Referent | None:
    """Return the body that a noun right before `position` stands for: "The council met. A spokesman said"."""
    start = scene.sentence_starts[max(0, scene.sentence(position) - 1 - _BESIDE)]
    for match in reversed(list(_THE_NOUN.finditer(scene.text, start, position))):
        noun = fold(match[1])
        if not scene.is_quoted(match.start()) and (words.kinds_of_noun(noun) or noun in words.org_heads):
            return find_body(scene, words, noun, match.start())
    return None


def _find_own(scene: Scene, story: Story, position: int) -> Referent | None:
    """Return the body of "his Corran Rovers side", the first that is called so in the sentences after `position`."""
    number = scene.sentence(position) + _BESIDE
    end = scene.sentence_starts[number] if number < len(scene.sentence_starts) else len(scene.text)
    for mention in story.book.within(CharSpan(position, end)):
        noun = _NEXT_NOUN.match(scene.text, mention.span.end)
        if noun and story.words.kinds_of_noun(fold(noun[1])) and _HIS.search(scene.text, position, mention.span.start):
            return scene.referents[mention.owners[0]]
    return None


def _find_high_court(scene: Scene, words: PeopleWords) -> CharSpan | None:
    """Return the only court of the article where it is one in which a justice sits; a trial judge is of none."""
    entities = [r.entity for r in scene.referents if r.entity is not None and r.entity.label != "person"]
    courts = {fold(e.name.of(scene.text)): e.name for e in entities if "court" in e.key and len(e.key) > 1}
    found = [CharSpan(*match.span()) for match in words.titles.court.finditer(scene.text)]
    courts |= {fold(span.of(scene.text)): span for span in reversed(found)}
    name, span = next(iter(courts.items()), ("", None))
    return span if len(courts) == 1 and not words.titles.high_courts.isdisjoint(name.split()) else None


def _find_force(scene: Scene, words: PeopleWords) -> CharSpan | None:
    """Return the only police force that the article names, with a large or a small noun ("Quayside police")."""
    found: dict[str, CharSpan] = {}
    for match in words.titles.force.finditer(scene.text):
        first = match.group().split()[0]
        if fold(first) not in words.openers and not words.is_role(first):
            found.setdefault(match.group().lower(), CharSpan(*match.span()))
    return next(iter(found.values())) if len(found) == 1 else None


def _only_body(scene: Scene, words: PeopleWords, noun: str, position: int) -> Referent | None:
    """Return the only body of the article whose name holds a folded noun ("council").

    One that is named after `position` only ends with it: a council may be no "Council of Churches".
    """
    named = [r for r in scene.referents if r.entity is not None and r.entity.label != "person" and noun in r.entity.key]
    named = [r for r in named if r.entity is not None and not _is_no_body(scene, words, r.entity)]
    named = [r for r in named if not all(_FORMER.search(scene.text, max(0, t.start - 12), t.start) for t in r.traces)]
    only = named[0] if len(named) == 1 else None
    ends = only is not None and only.entity is not None and only.entity.key[-1] == noun
    return only if only and (ends or only.last_before(position)) else None


def _bodies(scene: Scene, words: PeopleWords, position: int, reach: int = _REACH) -> list[Referent]:
    """Return the bodies that are named within `reach` sentences before `position`, hearers of words left out."""
    found = []
    for referent in scene.referents:
        if referent.entity is None or referent.entity.label not in {"organization", "other"}:
            continue
        if " ".join(referent.entity.key) in words.countries:
            continue
        if referent.entity.label == "other" and referent.entity.certainty == 0 and len(referent.traces) < 2:
            continue
        last = referent.last_before(position)
        if last is None or scene.sentence(position) - scene.sentence(last.start) > reach:
            continue
        if _is_site(scene, words, referent.entity) or _is_no_body(scene, words, referent.entity):
            continue
        cited = words.titles.hearer.search(scene.text, max(0, last.start - 24), last.start)
        if not cited and not all(_only_employs(scene, trace, words) for trace in referent.traces):
            found.append(referent)
    return found


def _find_council(scene: Scene, words: PeopleWords, title: CharSpan) -> Referent | None:
    """Return the only council of the article, where its name tells its place and somebody of this title sits in it."""
    council = _only_body(scene, words, "council", title.start)
    key = council.entity.key if council and council.entity else ()
    if set(key) <= {"council", *words.titles.council_tiers} or _is_of_field(words, key):
        return None  # "City Council", "Human Development Council"
    name = council.span.of(scene.text) if council else ""
    leads = fold(title.of(scene.text)) == "mayor" and words.titles.council_with_mayor.search(name)
    return None if leads else council


def _is_of_field(words: PeopleWords, key: tuple[str, ...]) -> bool:
    """Tell whether a council is one for a field, in which no councillor sits ("Human Development Council")."""
    field = words.subjects | words.field_words
    return len(key) > 1 and key[-2] in field and all(word in field | words.role_modifiers for word in key[:-1])


def _is_no_body(scene: Scene, words: PeopleWords, entity: Entity) -> bool:
    """Tell whether a name is none of a body: a unit, a party in brackets, part of an address or number, "A FIRM".

    Nor is one of where a body has its seat ("Lima-based Acme").
    """
    return entity.key[0] in {"a", "an"} or all(
        _NO_NAME_BEHIND.search(scene.text, max(0, mention.span.start - 6), mention.span.start)
        or _NO_NAME_BEFORE.match(scene.text, mention.span.end)
        or words.titles.based.match(scene.text, mention.span.end)
        for mention in entity.mentions
    )


def _is_site(scene: Scene, words: PeopleWords, entity: Entity) -> bool:
    """Tell whether something happens in what is named, as in a town taken for a body; nobody speaks for that."""
    if len(entity.key) > 1 or not words.parties.isdisjoint(entity.key) or not words.org_heads.isdisjoint(entity.key):
        return False
    before = (
        _IN.search(scene.text, max(0, mention.span.start - 24), mention.span.start) for mention in entity.mentions
    )
    return any(word is not None and word[1] not in words.titles.holdings for word in before)


def _only_employs(scene: Scene, trace: Trace, words: PeopleWords) -> bool:
    """Tell whether a body is named as where somebody works: "an analyst at Acme", "Acme's Ann Lee".

    What an office deals with is none at all: "member for Community Services".
    """
    text = scene.text
    end = text.find(" ", trace.start)
    owns = trace.possessive and _PERSON_BEHIND.match(text, end) is not None
    post = _POST_AT.search(text, max(0, trace.start - 40), trace.start)
    employee = post is not None and words.is_role(post[1]) and post[1] not in words.staff_roles | words.titles.leaders
    employee = employee and post is not None and post[1] != _MEMBERS  # they speak for their union
    field = post is not None and " for " in post.group() and post[1] in words.portfolio_roles | words.titles.holders
    return owns or employee or field


def _fits(referent: Referent, kinds: frozenset[str], words: PeopleWords, *, strict: bool = False) -> bool:
    """Tell whether a body may be of one of `kinds`; `strict` wants its name to show it."""
    key = referent.entity.key if referent.entity else ("",)
    shown = words.kinds_of_name(key)
    if not shown and key[-1] in words.titles.lands:
        return False
    if kinds == _CLUB:
        return bool(shown & kinds) or (not shown and key[-1].endswith("s"))  # "the team" are seldom others
    return bool(shown & kinds) or (not shown and not strict)


def _is_team(scene: Scene, words: PeopleWords, referent: Referent) -> bool:
    """Tell whether a role in a team stands behind a name ("the Thistle coach"); "an NBA player" tells of none."""
    mentions = referent.entity.mentions if referent.entity else ()
    roles = words.team_roles & (words.body_roles | words.staff_roles)
    behind = (_NEXT_NOUN.match(scene.text, mention.span.end) for mention in mentions)
    return any(match[1] in roles for match in behind if match)


def _best(scene: Scene, found: list[Referent], position: int) -> Referent | None:
    ranked = sorted(((_weight(scene, r, position), -i) for i, r in enumerate(found)), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _LEAST_LEAD):
        return None
    return found[-ranked[0][1]]


def _weight(scene: Scene, referent: Referent, position: int) -> float:
    last = referent.last_before(position)
    if last is None:
        return -math.inf
    number = sum(trace.start < position for trace in referent.traces)
    away = scene.sentence(position) - scene.sentence(last.start)
    lead = scene.paragraph(referent.traces[0].start) <= 1
    return math.log(1 + number) - _PER_SENTENCE * away + _SUBJECT * last.subject + _LEAD * lead
