"""Rules for descriptions: "the senator", "Lee's lawyer", "the company", "one of them", and who stays unnamed."""

from __future__ import annotations

import re

from attrs import evolve

from attribution.models import CharSpan, Relation, SpeakerKind
from attribution.names.book import NameBook
from attribution.people import CAPITALS, SMALL_WORD, Gender, PeopleWords
from attribution.speakers.agreement import (
    FORMER,
    bodies_of,
    has_occupation,
    has_other_occupation,
    is_called,
    is_of_bodies,
    is_of_kind,
    is_one_holder_office,
    kin_by_tie,
    may_be,
    tells_which,
    without_occupied,
)
from attribution.speakers.anonymity import stays_unnamed, unnamed_before, unnamed_of_clause
from attribution.speakers.bodies import find_body
from attribution.speakers.candidates import Query, candidates, is_beside_only
from attribution.speakers.descriptions import in_first_line
from attribution.speakers.exchanges import find_going_on, find_unnamed_speaker
from attribution.speakers.introductions import in_opening, named_next
from attribution.speakers.mentions import CAMPAIGNS, Reading
from attribution.speakers.named_later import find_named_later
from attribution.speakers.profiles import describe
from attribution.speakers.referents import Referent, Scene, Trace, is_of_other_gender
from attribution.speakers.resolving import (
    CERTAIN,
    FAIR,
    LIKELY,
    Link,
    Resolver,
    chain_note,
    introduce_unnamed,
    link_choice,
    link_to,
    quote,
    runner_up_note,
)
from attribution.speakers.subjects import link_subject

_NUMBER = re.compile(r"(?:two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)
_NEWS = "news"
_OF_SEAT = "member"
_OF_NAMED = re.compile(rf"\s(of|for|from|at)\s(?:the\s)?[{CAPITALS}]")
_THEN = re.compile(
    r",\s(?:(?:(?:which|that)\s(?:calls|called)\sitself|(?:also\s|now\s)?(?:known\sas|called))\s)?(?:the\s)?"
)
_PRONOUN_BEHIND = re.compile(r", (he|she)\b(?! (?:said|says|added|told)\b)")
_FORCE = "force"
_PHRASED = frozenset({"association", "committee", "consulate", "council", "embassy", "federation", "ministry", "union"})
_CAPITAL_PHRASE = re.compile(
    rf"\b[Tt]he (?P<name>(?:[{CAPITALS}][\w’'-]* (?:(?:and|of|for) (?=[{CAPITALS}]))?)+(?:[a-z]+ (?:and [a-z]+ )?)?)"
)
_WAS_ASKED = re.compile(r"\b(?:[Aa]sked|[Cc]hallenged|[Pp]ressed|[Qq]uestioned)\b")
_ANSWERS = re.compile(
    r"(?:replied|replies|responded|responds|retorted|retorts|countered|counters|h[ia]ts? back|shot back)\b"
)
_TURNS_APART = 2  # paragraphs from one turn of a speaker to the next
_FORCE_NEAR = 4000  # code points back in which "the force" must have been named
_UNITED = re.compile(r"\w+ (?:for|against|without|of|in|across) ")


def link_description(resolver: Resolver, reading: Reading, relation: Relation) -> Link | None:
    """Resolve "the senator" and "Lee's lawyer" to whom the article calls so, else to somebody unnamed."""
    if reading.head_class not in {"person", "organization"} or not reading.definite:
        return None
    query = Query(
        reading.core.start,
        "description",
        head=reading.head,
        modifiers=reading.modifiers,
        thing=reading.head_class,
    )
    near = candidates(resolver.scene, query)
    describe(resolver.profiles, near)
    found = [r for r in near if may_be(resolver.scene, resolver.book, resolver.words, reading, r)]
    if reading.head_class == "organization":
        named = _NEWS in reading.modifiers and len(reading.modifiers) > 1  # "the dpa news agency"
        found = [] if named else [r for r in found if is_of_kind(resolver.text, resolver.words, reading, r)]
    behind = _PRONOUN_BEHIND.match(resolver.text, reading.core.end)
    if behind is not None:  # "according to the 25-year-old, she felt"
        gender: Gender = "female" if behind[1] == "she" else "male"
        found = [r for r in found if not is_of_other_gender(resolver.scene, r, gender)]
    found = _without_answered(resolver, relation, found)
    called = [r for r in found if is_called(resolver.scene, reading, r)]
    holder = None if called else _find_holder(resolver, reading, near)
    if holder is not None:
        return link_to(resolver.text, reading.span, holder, "speakers:description", LIKELY, "person")
    if reading.head_class == "person":
        found, called = _of_its_body(resolver, reading, found, called)
    fitting = found
    kin = None if called else kin_by_tie(resolver.scene, resolver.words, reading, found)
    if kin is not None:
        found = kin or [r for r in found if r.entity is None]
    source = None if reading.possessive else unnamed_before(resolver.scene, resolver.words, reading)
    source = source or _unnamed_going_on(resolver, reading, relation, called)
    if source is not None:
        return _link_source(resolver, reading, source)
    if reading.head in resolver.words.anonymous_nouns and not any(r.entity for r in called):
        return introduce(resolver, reading)  # "the insider" is nobody whom the article does not call one
    body = None
    if not called and reading.head_class == "person" and _may_be_body(resolver, reading):
        body = find_body(resolver.scene, resolver.words, reading.head, reading.core.start)
    if body is not None:  # "the broadcaster" is nobody whom the article does not call one
        return link_to(resolver.text, reading.span, body, "speakers:body-by-noun", CERTAIN, "organization")
    told = bool(called) or behind is not None
    subject = None if told or kin is not None else _link_subject(resolver, reading, relation, found)
    if subject is None and not told:
        subject = _link_going_on(resolver, reading, relation) or _link_adding(resolver, reading, relation, fitting)
    if subject is not None:
        return subject
    if not called and reading.head.isdigit():
        found = _told_of_last(resolver.scene, found, reading.span.start)
    found = [r for r in found if not is_beside_only(resolver.scene, r, query.start)] or found
    found = called or without_occupied(resolver.scene, resolver.words, reading, found)
    query = Query(query.start, "pronoun", gender) if behind is not None else query
    choice = resolver.chooser(resolver.scene, query, found)
    opening = in_opening(resolver.scene, reading.span.start) and not reading.possessive
    if choice.referent is None and opening and reading.head_class == "person":
        person = named_next(resolver.scene, resolver.profiles, reading.span.start)
        if person is not None:
            resolver.descriptions.setdefault(person.entity.index if person.entity else -1, reading.core)
            return link_to(resolver.text, reading.span, person, "speakers:named-next", FAIR, "person")
    aged = _spoke_last(resolver, reading, near) if choice.referent is None and reading.head.isdigit() else None
    if aged is not None:
        return link_to(resolver.text, reading.span, aged, "speakers:description", FAIR, "person")
    known = choice.referent is not None and not _is_of_headline(resolver.text, choice.referent)
    later = None if known else find_named_later(resolver, reading)
    if later is not None:
        _remember_post(resolver, reading, later)
        _remember(resolver, reading, later)
        return link_to(resolver.text, reading.span, later, "speakers:named-later", FAIR, "person")
    if choice.referent is None:
        kind: SpeakerKind = "organization" if reading.head_class == "organization" else "unnamed"
        return Link(
            introduce_unnamed(resolver.scene, resolver.words, reading, "unnamed"),
            "speakers:unnamed",
            choice.probability,
            reading.span,
            runner_up_note(resolver.text, choice, "no name of the article fits the description"),
            kind,
        )
    _remember(resolver, reading, choice.referent)
    return link_choice(resolver, reading.span, choice, "speakers:description", "the description fits more than one")


def _without_answered(resolver: Resolver, relation: Relation, found: list[Referent]) -> list[Referent]:
    """Leave out who spoke last for "the host replied", where somebody else may be meant.

    "Asked why, the host replied" answers whoever asked, not who spoke last.
    """
    cue = relation.cue.of(resolver.text).lower() if relation.cue else ""
    place = relation.source.start if relation.source else 0
    spoken = [referent for start, referent, _ in resolver.scene.turns if start < place]
    begin = resolver.scene.sentence_starts[max(0, resolver.scene.sentence(place) - 1)]
    if _ANSWERS.match(cue) is None or not spoken or _WAS_ASKED.search(resolver.text, begin, place):
        return found
    return [r for r in found if r is not spoken[-1]] or found


def _is_of_headline(text: str, referent: Referent) -> bool:
    """Tell whether only a headline calls somebody so, without a name."""
    return referent.entity is None and not referent.named and in_first_line(text, referent.span.start)


def _unnamed_going_on(
    resolver: Resolver, reading: Reading, relation: Relation, called: list[Referent]
) -> Referent | None:
    """Return the unnamed speaker right before "the woman", where the article calls nobody so whom it names."""
    gender = resolver.words.gender_of(reading.head)
    plain = resolver.words.is_untitled(reading.head) and reading.head not in resolver.words.relations
    if gender is None or not plain or reading.possessive or any(r.entity for r in called):
        return None
    if tells_which(resolver.scene, resolver.words, reading):
        return None
    return find_unnamed_speaker(resolver, reading, relation, gender)


def _find_holder(resolver: Resolver, reading: Reading, near: list[Referent]) -> Referent | None:
    """Return the only one whom the article calls prime minister for "the PM", where it calls nobody PM."""
    offices = resolver.words.office_forms.get(reading.head)
    if offices is None or reading.modifiers or reading.possessive:
        return None
    titles = ((r, title.of(resolver.text).lower()) for r in near if (title := resolver.profiles.of(r).title))
    said = resolver.scene.descriptors
    found = [
        r
        for r, title in titles
        if (title.startswith(offices) or title.endswith(offices))
        and (r.entity is None or FORMER.isdisjoint(said.get(r.entity.index, ())))
    ]
    return found[0] if len(found) == 1 else None


def _may_be_body(resolver: Resolver, reading: Reading) -> bool:
    """Tell whether "the miner" may be a firm, unlike "the 67-year-old miner" and "the owner of a shop"."""
    own = any(word[:1].isdigit() or word in FORMER for word in reading.modifiers)
    which = own or tells_which(resolver.scene, resolver.words, reading)
    return not which and bool(resolver.words.kinds_of_noun(reading.head))


def _link_going_on(resolver: Resolver, reading: Reading, relation: Relation) -> Link | None:
    """Return the subject of the sentence before for "..., the Member for Hull said", which says more of him or her.

    Behind the words that somebody says, a seat or a former post is seldom that of anybody new. Of whom the article
    gives another occupation only the latter is said.
    """
    scene, words = resolver.scene, resolver.words
    behind = bool(relation.content) and relation.content[0].start < reading.span.start
    behind = behind or reading.head == _OF_SEAT  # somebody new would be "the Member for Hull, Ann Lee"
    seat, former = reading.head in words.seats, not FORMER.isdisjoint(reading.modifiers)
    if not behind or not (seat or former) or reading.head in words.part_nouns | words.titles.speaking_roles:
        return None
    named = _OF_NAMED.match(scene.text, reading.core.start + reading.head_end)
    if tells_which(scene, words, reading) and named is None:
        return None
    if reading.head == _OF_SEAT and (named is None or named[1] != "for"):
        return None  # "the member of Acme"
    if reading.possessive and (reading.owner is None or reading.owner.label == "person"):
        return None
    link = link_subject(resolver, reading, relation)
    if link is None or link.referent is None or link.referent.entity is None:
        return None
    if not former and has_other_occupation(scene, words, link.referent.entity.index):
        return None
    gender = words.gender_of(reading.head)
    if gender is not None and is_of_other_gender(scene, link.referent, gender):
        return None
    _remember(resolver, reading, link.referent)
    return link


def _link_adding(resolver: Resolver, reading: Reading, relation: Relation, found: list[Referent]) -> Link | None:
    """Return who spoke right before "The great-grandmother added", a description that the article gives nobody else."""
    if reading.head_class != "person" or reading.possessive or tells_which(resolver.scene, resolver.words, reading):
        return None
    referent = find_going_on(resolver, reading, relation)
    if referent is None or referent.entity is None or referent not in found:
        return None
    plain = reading.head.isdigit() or resolver.words.is_untitled(reading.head)
    if not plain and has_occupation(resolver.scene, resolver.words, referent.entity.index):
        return None
    gender = resolver.words.gender_of(reading.head)
    if gender is not None and is_of_other_gender(resolver.scene, referent, gender):
        return None
    _remember(resolver, reading, referent)
    return link_to(resolver.text, reading.span, referent, "speakers:description", FAIR, "person")


def _link_subject(resolver: Resolver, reading: Reading, relation: Relation, found: list[Referent]) -> Link | None:
    """Return the subject of the sentence before for "the German", which the article says of nobody."""
    if reading.head_class != "person" or reading.possessive or tells_which(resolver.scene, resolver.words, reading):
        return None
    link = link_subject(resolver, reading, relation)
    if link is None or link.referent is None:
        return link
    if link.referent.entity is None:
        forms = resolver.words.with_other_forms(frozenset({reading.head}))
        other = is_one_holder_office(resolver.words, reading) and link.referent.head not in forms
        return None if other else link  # "the pope" is not "the chancellor" before
    if link.referent not in found:
        return None
    _remember(resolver, reading, link.referent)
    return link


def _of_its_body(
    resolver: Resolver, reading: Reading, found: list[Referent], called: list[Referent]
) -> tuple[list[Referent], list[Referent]]:
    """Leave of all and of those called so whom the article gives the body of "the BJP leader", if it gives it to any.

    Where it does not, a noun that a party or team has many of means nobody for certain.
    """
    bodies = bodies_of(resolver.text, resolver.book, resolver.words, reading)
    of_it = [r for r in found if r.entity is not None and is_of_bodies(resolver.scene, bodies, r)] if bodies else []
    if of_it:
        return of_it, [r for r in called if r in of_it]
    return found, [] if bodies and reading.head in resolver.scene.phrases.common_posts else called


def _remember(resolver: Resolver, reading: Reading, referent: Referent) -> None:
    """Put down by which description somebody was called."""
    if referent.entity is not None:
        resolver.descriptions.setdefault(referent.entity.index, reading.core)
        resolver.scene.called.setdefault(referent.entity.index, set()).add(reading.head)


def _remember_post(resolver: Resolver, reading: Reading, referent: Referent) -> None:
    """Put down the post by which somebody is described; whose lawyer somebody is, is no body of hers."""
    title, _ = resolver.profiles.of_phrase(reading.core)
    if title is None or referent.entity is None:
        return
    resolver.descriptions.setdefault(referent.entity.index, title)
    profile = resolver.profiles.of(referent)
    of_body = reading.owner is not None and reading.owner.label in {"organization", "place"}
    if reading.owner is not None and of_body and profile.affiliation_form in {None, "story"}:
        profile = evolve(profile, affiliation=reading.owner.span, affiliation_form="story")
        resolver.profiles.replace(referent.entity.index, profile)


def _told_of_last(scene: Scene, found: list[Referent], position: int) -> list[Referent]:
    """Return the only one of whom the paragraph tells so far: an age that the article gives nobody may be theirs."""
    here = scene.paragraph(position)
    last = ((r, r.last_before(position)) for r in found)
    subjects = [r for r, trace in last if trace and trace.subject and scene.paragraph(trace.start) == here]
    return subjects if len(subjects) == 1 else found


def _spoke_last(resolver: Resolver, reading: Reading, near: list[Referent]) -> Referent | None:
    """Return who spoke last before "the 46-year-old", of whom the article gives no age: nobody else is meant by one."""
    scene = resolver.scene
    before = [turn for turn in scene.turns if turn[0] < reading.span.start]
    position, referent, _ = before[-1] if before else (0, None, None)
    if referent is None or referent.entity is None or referent not in near or reading.possessive:
        return None
    told = tells_which(scene, resolver.words, reading) or reading.core.end > reading.core.start + reading.head_end
    apart = scene.paragraph(reading.span.start) - scene.paragraph(position)
    return (
        referent
        if not told and apart <= _TURNS_APART and may_be(scene, resolver.book, resolver.words, reading, referent)
        else None
    )


def link_anonymous(resolver: Resolver, reading: Reading, relation: Relation) -> Link | None:
    """Keep somebody unnamed who is not to be named; before "who", a name may stand nevertheless."""
    if reading.pronoun == "relative" or not stays_unnamed(resolver.scene, resolver.words, reading, relation):
        return None
    link = keep_unnamed(resolver, reading)
    if link.referent is not None and link.kind == "unnamed":
        link.referent.animate = True  # "a senior figure who asked not to be named"
    return link


def keep_unnamed(resolver: Resolver, reading: Reading) -> Link:
    """Keep somebody unnamed, by the description where the mention is "he" or "who"."""
    if reading.pronoun is None:
        return introduce(resolver, reading)
    source = unnamed_of_clause(resolver.scene, reading.span.start)
    return _link_source(resolver, reading, source or Referent("unnamed", reading.span))


def _link_source(resolver: Resolver, reading: Reading, source: Referent) -> Link:
    note = f"{chain_note(resolver.text, reading.span, source)}, to whom the article gives no name"
    return Link(source, "speakers:unnamed", CERTAIN, source.span, note, "unnamed")


def link_introduced(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve a description of the opening to whoever is named next."""
    person = resolver.introduced.get(reading.core.start)
    return link_to(resolver.text, reading.span, person, "speakers:named-next", FAIR, "person") if person else None


def link_unnamed(resolver: Resolver, reading: Reading, _relation: Relation) -> Link:
    """Keep whoever no other rule names unnamed."""
    return introduce(resolver, reading)


def introduce(resolver: Resolver, reading: Reading) -> Link:
    """Keep somebody whom the article does not name, with the phrase that describes them."""
    kind: SpeakerKind = "group" if reading.head_class in {"people", "organization"} else "unnamed"
    if reading.head == "police" and not reading.modifiers:
        kind = "organization"
    if kind == "group" and _NUMBER.match(resolver.text, reading.span.start):
        kind = "unnamed"  # "two officials" are two unnamed people
    return Link(
        introduce_unnamed(resolver.scene, resolver.words, reading, kind),
        "speakers:unnamed",
        CERTAIN,
        reading.span,
        "the article gives no name",
        kind,
    )


def link_one_of(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Make somebody of his or her own of "one of them", described as they all are."""
    scene = resolver.scene
    likeness = _find_likeness(scene, reading)
    if likeness is None:
        return None
    referent = Referent("unnamed", reading.core, head=reading.head, likeness=likeness)
    referent.add(Trace(reading.span.start, subject=True, possessive=False, quoted=False))
    scene.referents.append(referent)
    note = f"one of {quote(scene.text, likeness)}"
    return Link(referent, "speakers:one-of-several", CERTAIN, reading.span, note, "unnamed")


def _find_likeness(scene: Scene, reading: Reading) -> CharSpan | None:
    """Return the phrase that introduced the people of whom "one", "the other" or "one of them" is one."""
    words = set(SMALL_WORD.findall(reading.span.of(scene.text).lower()))
    if not words & scene.phrases.ones or not words <= scene.phrases.ones | scene.phrases.beside_ones:
        return None
    for position, referent, _ in reversed(scene.turns):
        if position >= reading.span.start or scene.paragraph(reading.span.start) - scene.paragraph(position) > 2:
            continue
        if referent.entity is None and not referent.named and (referent.plural or referent.likeness):
            return referent.likeness or referent.span
    return None


def link_body_called(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve "the group" to the body for which the noun stands."""
    called = _body_called(resolver.scene, resolver.book, resolver.words, reading)
    if called is None:
        return None
    return link_to(resolver.text, reading.span, called, "speakers:body-by-noun", CERTAIN, "organization")


def _body_called(scene: Scene, book: NameBook, words: PeopleWords, reading: Reading) -> Referent | None:
    """Return the body that follows ("the group, Lantern Trust,"), or for which the noun stands."""
    named_so = reading.head in words.org_heads
    if not reading.definite or reading.possessive or not (named_so or reading.head_class == "organization"):
        return None
    after = _THEN.match(scene.text, reading.core.end)
    named = book.within(CharSpan(after.end(), min(len(scene.text), after.end() + 80))) if after else []
    beside = named[0] if named and after and named[0].title == after.end() else None
    if beside and beside.label in {"organization", "other"} and scene.text.startswith(",", beside.span.end):
        return scene.referents[beside.owners[0]]
    if reading.modifiers - {"news"}:
        return None
    return find_body(scene, words, reading.head, reading.span.start)


def link_campaign(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve "the campaign" to the last "Lee campaign" before it, "her campaign" to that of whom "her" means."""
    if (
        reading.head not in CAMPAIGNS
        or not reading.definite
        or reading.modifiers - resolver.scene.phrases.campaign_modifiers
    ):
        return None
    first = SMALL_WORD.match(reading.core.of(resolver.text).lower())
    pronoun = resolver.words.pronouns.get(first[0]) if first else None
    owner = None
    if pronoun in {"male", "female"}:
        query = Query(reading.core.start, "pronoun", pronoun)
        owner = resolver.chooser(resolver.scene, query, candidates(resolver.scene, query)).referent
    elif reading.possessive:
        return None
    body = _nearest_campaign(resolver, reading, owner)
    if body is None:
        return evolve(introduce(resolver, reading), kind="organization")
    return link_to(resolver.text, reading.span, body, "speakers:campaign", FAIR, "organization")


def _nearest_campaign(resolver: Resolver, reading: Reading, owner: Referent | None) -> Referent | None:
    """Return the last "Lee campaign" before a mention, else that of `owner` which is named next."""
    noun = re.compile(rf"(?:[’']s?)?\s{re.escape(reading.head)}\b")
    bodies: list[CharSpan] = []
    for mention in resolver.book.mentions:
        match = noun.match(resolver.text, mention.span.end)
        own = owner is None or (owner.entity is not None and owner.entity.key[-1] == mention.key[-1])
        if match is not None and own and mention.label not in {"place", "people"}:
            bodies.append(CharSpan(mention.span.start, match.end()))
    before = [body for body in bodies if body.start < reading.span.start]
    after = bodies if owner is not None else []
    found = before[-1:] or after[:1]
    return Referent("organization", found[0], named=True) if found else None


def link_force(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve "the force" to the last "Kent Police" or "Cumbria police" before it."""
    if reading.head != _FORCE or not reading.definite or reading.possessive or reading.modifiers:
        return None
    start = max(0, reading.span.start - _FORCE_NEAR)
    forces = list(resolver.scene.phrases.forces.finditer(resolver.text, start, reading.span.start))
    last = next((m for m in reversed(forces) if resolver.book.at(m.start())), None)
    named = resolver.book.at(last.start()) if last else None
    if last is None or named is None:
        return None
    if named.label == "organization" and named.span.end >= last.end():
        return link_to(resolver.text, reading.span, resolver.scene.referents[named.owners[0]], "speakers:force", LIKELY)
    force = Referent("organization", CharSpan(*last.span()), named=True)
    return link_to(resolver.text, reading.span, force, "speakers:force", LIKELY, "organization")


def link_body_phrase(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve "the Sudanese defence ministry", and "the ministry" behind it, to that whole phrase as a name."""
    if reading.head not in _PHRASED or not reading.definite or reading.possessive:
        return None
    text, end = resolver.text, reading.core.start + reading.head_end
    start = max(0, reading.core.start - _FORCE_NEAR) if not reading.modifiers else reading.core.start
    phrase = re.compile(rf"{_CAPITAL_PHRASE.pattern}{re.escape(reading.head)}\b")
    found = [CharSpan(*m.span("name")) for m in phrase.finditer(text, start, end)]
    found = [CharSpan(span.start, span.end + len(reading.head)) for span in found]
    if len({span.of(text).lower() for span in found}) != 1 or _is_whole_name(
        resolver.book, text, found[0], reading.head
    ):
        return None
    scene = resolver.scene
    body = next((r for r in scene.referents if r.named and r.entity is None and r.span == found[0]), None)
    if body is None:
        body = Referent("organization", found[0], named=True)
        scene.referents.append(body)
    body.add(Trace(reading.span.start, subject=True, possessive=False, quoted=False))
    return link_to(text, reading.span, body, "speakers:name-with-noun", CERTAIN, "organization")


def _is_whole_name(book: NameBook, text: str, phrase: CharSpan, noun: str) -> bool:
    """Tell whether a body goes by what stands before the noun: "the Unite union"."""
    named = book.at(phrase.start)
    if named is None or named.label in {"place", "people"}:
        return False
    return text[named.span.end : phrase.end].strip() == noun or named.span.end >= phrase.end


def link_members(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve "the nurses" to the body that calls itself so."""
    members = _find_members(resolver.scene, resolver.words, reading)
    if members is None:
        return None
    return link_to(resolver.text, reading.span, members, "speakers:members", LIKELY, "organization")


def _find_members(scene: Scene, words: PeopleWords, reading: Reading) -> Referent | None:
    """Return "Nurses for Clean Air" for "the nurses", where the only body that calls itself so was named before."""
    if reading.head_class != "people" or not reading.definite or reading.modifiers or reading.possessive:
        return None
    forms = words.with_other_forms(frozenset({reading.head}))
    found = [
        r
        for r in scene.referents
        if r.kind == "organization"
        and r.entity is not None
        and r.entity.key[0] in forms
        and _UNITED.match(scene.text, r.span.start)
        and r.last_before(reading.span.start) is not None
    ]
    return found[0] if len(found) == 1 else None
