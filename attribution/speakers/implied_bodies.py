"""The body that a description leaves to the story: "its", "the mill's owner", a bare "chief executive"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attribution.models import CharSpan
from attribution.names.book import Entity
from attribution.names.pieces import opens_sentence, word_before
from attribution.people import SMALL_WORD, PeopleWords, fold
from attribution.speakers.bodies import BESIDE, LED, find_body, find_owner, lead_firm, main_firm, only_body, only_near
from attribution.speakers.body_phrases import named_in_small, settle_phrase
from attribution.speakers.body_traits import NEXT_NOUN, is_media, is_venue
from attribution.speakers.descriptions import Form, clause_start, noun_phrase_start
from attribution.speakers.leading_bodies import is_person
from attribution.speakers.referents import Referent, Scene, is_mere_carrier
from attribution.speakers.story import Story
from attribution.speakers.title_phrases import describe_phrase, is_bare_staff

_HIS = re.compile(r"\b(?:[Hh]is|[Hh]er) $")
_ELSEWHERE = re.compile(r" (?:for|of|with) the (?!(?:past|last|first|next|time)\b)[a-z]")
_UNIONS = frozenset({"union"})
_THE_NOUN = re.compile(r"\b[Tt]he (?P<noun>[a-z]+)\b(?: (?P<whole>[a-z]+)\b)?")
_ITS = re.compile(r"\b(?P<its>[Ii]ts|[Tt]heir)\s+(?:[\w-]+\s+)?$")
_WHOSE = re.compile(r"(?:\b(?:[Tt]he|[Aa]n?) (?P<noun>(?:[a-z-]+ )?[a-z-]+))?, whose (?:[\w-]+ )?$")
_AT = re.compile(r"[\"“‘']?At (?:the )?")
_OWNER_NOUN = re.compile(r"\b(?:[Tt]he|[Ii]ts) ([a-z]+)(?:[’']s|(?<=s)[’'])\s(?:[\w-]+ )?$")
_OWNED = re.compile(r"(?:[’']s|s[’'])\s(?:[\w-]+-generation\s)?$")
_SIDE = re.compile(r"\b[Tt]he (?:[a-z-]+ )?[a-z]+s, $")  # right before "their"
_A_THING = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]h(?:is|at)) [a-z]")
_INITIALS = re.compile(r"[A-Z]{3,} ")  # no given name
_OF_BODY = re.compile(r" (?:at|of) (?:the )?(?=[^\W\da-z_])")
_OF_ANOTHER = re.compile(r",? [A-Z]")
_STAFF_OF = re.compile(r"\b(?P<role>[A-Za-z]+s) (?P<link>at|for|from|of|with) (?:the )?(?=[^\W\da-z_])")


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
    if body is not None and title is not None and _is_seat(story, body, title):
        return body, None  # "Hull mayor" is of Hull, whatever body there is called by its name
    if body is not None and not (its and _is_post_place(story, body)):
        return settle_phrase(scene, story, body)
    if title is None:
        return None, None
    if title.of(scene.text).endswith("author"):
        return None, None  # "its author" wrote a document
    if its:
        owner = find_owner(scene, words, title.start)
        if its["its"].lower() == "their" and _SIDE.search(scene.text, max(0, its.start() - 40), its.start()):
            owner = None  # "For the victors, their manager"
        elif its["its"].lower() == "its":
            owner = owner or only_near(scene, words, title.start) or _only_named(scene, story, its.start())
            owner = owner or _find_owner_by_noun(scene, words, title.start)
        elif owner and owner.entity and not words.kinds_of_name(owner.entity.key):
            sporting = fold(title.of(scene.text).split()[-1]) in words.team_roles
            owner = owner if sporting else None  # "their" is as often of people
    elif _OWNED.search(scene.text, max(0, title.start - 24), title.start):
        owner = _find_owner_named(scene, words, title.start)  # none of "the mayor's finance director", which is hers
    elif whose := _WHOSE.search(scene.text, max(0, title.start - 60), title.start):
        return _whose_body(scene, story, whose, title)
    elif (site := _find_site(scene, words, title)) is not None:
        owner = site
    elif title.of(scene.text).lower().endswith(words.titles.school_roles):
        owner = find_body(scene, words, "school", title.start)
    elif is_bare_staff(story, title):
        same = _body_of_same_post(scene, story, title)
        if same is not None:
            return same, "story"
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
        owner = lead_firm(scene, words)
    elif words.titles.firm_post.fullmatch(scene.text, title.start, title.end):
        owner = lead_firm(scene, words) or main_firm(scene, words)
    elif fold(title.of(scene.text)) in words.titles.council_roles:
        owner = _find_council(scene, words, title)
        if owner is None and fold(title.of(scene.text)) != "mayor" and (small := named_in_small(story, "council")):
            return small, "story"
    elif fold(title.of(scene.text)) in words.titles.union_posts:
        owner = find_owner(scene, words, title.start, _UNIONS, strict=True)
    elif noun := _named_noun(words, title.of(scene.text)):
        owner = only_body(scene, words, noun, title.start)
        if owner is None and (small := named_in_small(story, noun)) is not None:
            return small, "story"
    else:
        called = set(fold(title.of(scene.text)).split())
        leads = not called.isdisjoint(words.titles.leaders) and called.isdisjoint(words.titles.ministers)
        if leads and called.isdisjoint(words.prepositions) and (same := _body_of_same_post(scene, story, title)):
            return same, "story"
        owner = _find_staff_of(scene, story, title)
    return (owner.span, "story") if owner else (None, None)


def _is_seat(story: Story, body: CharSpan, title: CharSpan) -> bool:
    """Tell whether a name stands right before the post of somebody who is elected or set over a place."""
    post = fold(title.of(story.text).split()[-1])
    return body.end + 1 == title.start and post in story.words.titles.place_heads


def _is_post_place(story: Story, body: CharSpan) -> bool:
    """Tell whether what stands between "its" and a post is a place: "its Lima spokesman" speaks for no Lima."""
    return any(m.span == body and m.label == "place" for m in story.book.within(body))


def _find_staff_of(scene: Scene, story: Story, title: CharSpan) -> Referent | None:
    """Return the body of "Analysts at Acme cut their rating", said shortly before a bare "analyst Ann Lee" speaks."""
    role = fold(title.of(scene.text))
    if role not in story.words.business_roles:
        return None
    start = scene.sentence_starts[max(0, scene.sentence(title.start) - 1 - BESIDE)]
    found = [m for m in _STAFF_OF.finditer(scene.text, start, title.start) if fold(m["role"]) == f"{role}s"]
    named = story.book.at(found[0].end()) if len(found) == 1 else None
    if named is None or named.label in {"place", "people"} or named.possessive:
        return None
    if found[0]["link"] != "at" and is_person(story, named):  # "lawyers for Ann Lee", but "analysts at Lowther Roe"
        return None
    return scene.referents[named.owners[0]] if named.span.start == found[0].end() else None


def _body_of_same_post(scene: Scene, story: Story, title: CharSpan) -> CharSpan | None:
    """Return the body of "Acme's chief executive said", of whom "chief executive Ann Lee" tells only the name."""
    called = fold(title.of(scene.text))
    if called not in scene.posts:
        scene.posts[called] = _find_body_of_post(scene, story, called)
    return scene.posts[called]


def _find_body_of_post(scene: Scene, story: Story, called: str) -> CharSpan | None:
    """Return the one body in which the article tells of a post, if it names nobody else beside it."""
    found: dict[str, CharSpan] = {}
    for phrase in _phrases_of_post(scene, story, called):
        body = describe_phrase(story, phrase)[1]
        body = settle_phrase(scene, story, body)[0] if body is not None else None
        if body is None or any(m.span == body and m.label in {"place", "people"} for m in story.book.within(body)):
            continue
        apart = scene.text.endswith(", ", 0, phrase.start)
        named = story.book.at(phrase.start - len("n, ")) if apart else None
        if _OF_ANOTHER.match(scene.text, phrase.end) or (named is not None and named.label == "person"):
            return None  # "Acme chief executive Ann Lee", "Ann Lee, Acme's chief executive"
        found[fold(body.of(scene.text))] = body
    return next(iter(found.values())) if len(found) == 1 else None


def _phrases_of_post(scene: Scene, story: Story, called: str) -> Iterator[CharSpan]:
    """Yield the noun phrases in which a post stands outside quotations, be it as "CEO" or in full."""
    text = scene.text
    short = (code for code, posts in story.words.office_forms.items() if called in posts)
    forms = {called, *story.words.office_forms.get(called, ()), *short}
    for post in sorted(post for form in forms for post in _find_words(text, form)):
        start = noun_phrase_start(story, clause_start(text, post.start), post.end)
        if start is None or scene.is_quoted(post.start):
            continue
        behind = _OF_BODY.match(text, post.end)
        body = story.book.at(behind.end()) if behind else None
        yield CharSpan(start, body.span.end if body is not None else post.end)


def _find_words(text: str, words: str) -> Iterator[CharSpan]:
    """Yield where small words stand as whole words, large or small."""
    small = text.lower()
    at = small.find(words) if len(small) == len(text) else -1  # "İ" has two code points when small
    while at >= 0:
        end = at + len(words)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            yield CharSpan(at, end)
        at = small.find(words, end)


def _find_led(scene: Scene, story: Story, title: CharSpan) -> Referent | None:
    """Return the body that somebody leads or speaks for who is called by a bare post.

    "The spokesman for the shore command" speaks for what no list knows, and for no other.
    """
    words = story.words
    if _ELSEWHERE.match(scene.text, title.end):
        return None
    called = title.of(scene.text)
    speaks = called.lower().startswith("spokes")
    own = None if speaks else _find_own(scene, story, title.end)
    owner = own or find_owner(scene, words, title.start, frozenset() if speaks else LED)
    if owner and fold(called.split()[-1]) in words.team_roles and (is_venue(words, owner) or is_media(words, owner)):
        owner = None
    if owner and is_mere_carrier(scene, owner, title.start):
        owner = None  # "a memo seen by the Gazette ... a spokesman said"
    owner = owner or _find_owner_by_noun(scene, words, title.start)
    if owner is None and words.titles.firm_post.fullmatch(called):
        owner = lead_firm(scene, words) or main_firm(scene, words)
    return owner


def _named_noun(words: PeopleWords, title: str) -> str | None:
    """Return "commission" of "commission vice-chair", a body that the article may name; None where none is meant."""
    first, *rest = title.split()
    post = rest and all(words.is_role(word) or fold(word) in words.role_modifiers for word in rest)
    return fold(first) if post and fold(first) in words.body_nouns else None


def _first_body_noun(scene: Scene, words: PeopleWords, title: CharSpan) -> str | None:
    """Return "company" of "company chief" and "club captain"; None where the title names no body first."""
    found = SMALL_WORD.findall(title.of(scene.text))
    if not found or found[0] not in words.titles.near_nouns:
        return None
    bodied = words.is_role(found[-1]) and title.of(scene.text).islower()
    return found[0] if bodied or len(found) == 1 else None


def _is_police_rank(title: str, words: PeopleWords) -> bool:
    """Tell whether a title is a rank of the police and no more ("Detective Inspector", never "school inspector")."""
    found = {fold(word) for word in title.split()}
    ranks = words.titles.police_ranks
    return not found.isdisjoint(ranks) and found <= ranks | words.titles.rank_parts


def _whose_body(
    scene: Scene, story: Story, whose: re.Match[str], title: CharSpan
) -> tuple[CharSpan | None, Form | None]:
    """Return the body of "the parish council, whose chair" and "Acme Council, whose chair".

    Nobody has a chief executive for himself: what has one is a body, whatever it was taken for.
    """
    if whose["noun"]:
        noun = CharSpan(*whose.span("noun"))
        return (
            settle_phrase(scene, story, noun) if story.words.is_body(noun.of(scene.text).split()[-1]) else (None, None)
        )
    named = next(
        (
            m
            for m in story.book.within(CharSpan(max(0, whose.start() - 80), whose.start()))
            if m.span.end == whose.start()
        ),
        None,
    )
    corporate = fold(title.of(scene.text).split()[-1]) in story.words.titles.corporate_roles
    owns = named is not None and named.label not in {"place", "people"}
    owns = owns and named is not None and (corporate or not is_person(story, named))
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
    named = only_body(scene, words, noun, position)
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


def _find_owner_by_noun(scene: Scene, words: PeopleWords, position: int) -> Referent | None:
    """Return the body that a noun right before `position` stands for: "The council met. A spokesman said"."""
    start = scene.sentence_starts[max(0, scene.sentence(position) - 1 - BESIDE)]
    for match in reversed(list(_THE_NOUN.finditer(scene.text, start, position))):
        if scene.is_quoted(match.start()):
            continue
        if match["whole"] and (named := only_body(scene, words, fold(match["whole"]), match.start())):
            return named  # "the nursing home"
        noun = fold(match["noun"])
        if words.kinds_of_noun(noun) or noun in words.org_heads:
            return find_body(scene, words, noun, match.start())
    return None


def _find_own(scene: Scene, story: Story, position: int) -> Referent | None:
    """Return the body of "his Corran Rovers side", the first that is called so in the sentences after `position`."""
    number = scene.sentence(position) + BESIDE
    end = scene.sentence_starts[number] if number < len(scene.sentence_starts) else len(scene.text)
    for mention in story.book.within(CharSpan(position, end)):
        noun = NEXT_NOUN.match(scene.text, mention.span.end)
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


def _find_council(scene: Scene, words: PeopleWords, title: CharSpan) -> Referent | None:
    """Return the only council of the article, where its name tells its place and somebody of this title sits in it."""
    council = only_body(scene, words, "council", title.start)
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
