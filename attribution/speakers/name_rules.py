"""Rules for mentions that are names: whose name it is, and what belongs to a name."""

from __future__ import annotations

import re

from attrs import evolve

from attribution.models import CharSpan, Relation, SpeakerKind
from attribution.names.book import NameBook, NameMention
from attribution.people import CAPITALS, SMALL_WORD, Gender, PeopleWords, fold
from attribution.speakers.agreement import is_bare
from attribution.speakers.candidates import Query
from attribution.speakers.mentions import Reading
from attribution.speakers.profiles import ages_of
from attribution.speakers.referents import Referent, Scene
from attribution.speakers.resolving import CERTAIN, NEARLY_CERTAIN, Link, Resolver, link_choice, link_to

_HANDLE = re.compile(r"(?<!\w)@\w{2,}")
_GOES_BY = re.compile(
    r"\b(?:(?:goes|went|going) by|post(?:s|ed|ing) (?:as|under)"
    r"|(?:by|under|with) the (?:handle|pseudonym|screen name|user ?name))"
    r"(?: the (?:handle|name|screen name|user ?name))?(?: of)? [\"“'‘]?"
    r"(?!(?:an?|another|her|his|its|just|many|name|only|that|the|their|this)\b)(?P<handle>[^\W_][\w.-]+\w)"
)
_SCORE = re.compile(r"\b[A-Z][\w’'-]* \d{1,3}(?:[-–‑]| ?[-–‑] )\d{1,3} [A-Z]")
_SPACED = re.compile(r"\S+")
_SENTENCE_STOP = re.compile(r"[.!?]\s|\n")
_KIN_NAMED = re.compile(
    r"(?:\b(?:[Hh]is|[Hh]er|[Tt]heir)|(?P<owned>[’']s)) (?:[a-z-]+ ){0,2}(?P<kin>[a-z-]+),? "
    rf"(?P<name>[{CAPITALS}][\w’'-]+)(?=[,. ])(?! [{CAPITALS}])"
)
_SENTENCE_REST = 200  # code points behind a name in which a pronoun may tell whom it means
_ORDER = re.compile(r"\b(elder|eldest|older|oldest|younger|youngest) $", re.IGNORECASE)
_SHORT = 12  # code points
_OWNS_ACCOUNT = re.compile(r"\b([a-z][\w-]*)[’']s? (?:\w+ ){0,2}(?:account|page|handle|feed|profile|channel)\b")


def link_name(resolver: Resolver, mention: NameMention) -> Link:
    """Resolve a name to its bearer; a form that several bear is put to the chooser."""
    text = resolver.text
    if len(mention.owners) == 1:
        referent = resolver.scene.referents[mention.owners[0]]
        kin = _kin_called(resolver, mention)
        if kin is not None:
            return link_to(text, mention.span, kin, "speakers:kin-by-honorific", NEARLY_CERTAIN, "person")
        rule = "speakers:full-name" if mention.span.of(text) == referent.span.of(text) else "speakers:short-name"
        return link_to(text, mention.span, referent, rule, 1.0, _kind(resolver, referent, mention))
    if _is_out_of_style(resolver.book, mention):
        note = "elsewhere the article says Mr, Ms or a title before this name, and two people bear it"
        return Link(None, "speakers:shared-name-undecided", 0.0, mention.span, note)
    if _is_of_couple(resolver, mention):
        note = "the article does not show which of two people who are named together is meant"
        return Link(None, "speakers:shared-name-undecided", 0.0, mention.span, note)
    order = _ORDER.search(text, max(0, mention.title - _SHORT), mention.title)
    if order is not None:
        return _link_by_age(resolver, mention, order[1].lower().startswith("young"))
    query = Query(mention.title, "surname", _pronoun_after(resolver.scene, resolver.book, resolver.words, mention))
    owners = [resolver.scene.referents[owner] for owner in mention.owners]
    owners = _of_gender(resolver.scene, resolver.words, mention, owners)
    owners.sort(key=lambda r: -(last.start if (last := r.last_before(query.start)) else -1))
    choice = resolver.chooser(resolver.scene, query, owners)
    return link_choice(
        resolver, mention.span, choice, "speakers:shared-name", "two bearers of the name cannot be told apart"
    )


def _link_by_age(resolver: Resolver, mention: NameMention, youngest: bool) -> Link:
    """Resolve "the elder Lee" by the ages that the article gives, or to nobody."""
    owners = [resolver.scene.referents[owner] for owner in mention.owners]
    ages = [(min(map(int, known)), i) for i, r in enumerate(owners) if len(known := ages_of(resolver.scene, r)) == 1]
    if len({age for age, _ in ages}) < len(owners):
        note = "the article does not give the ages of all who bear the name"
        return Link(None, "speakers:shared-name-undecided", 0.0, mention.span, note)
    _, index = min(ages) if youngest else max(ages)
    return link_to(resolver.text, mention.span, owners[index], "speakers:shared-name-by-age", NEARLY_CERTAIN, "person")


def _kin_called(resolver: Resolver, mention: NameMention) -> Referent | None:
    """Return Anne of "Bob Ross fell. His mother, Anne, ..." for "Mrs Ross", who is not Bob unless he was Mrs before.

    So it is with "Bob Ross's mother, Anne, ...".
    """
    gender = resolver.words.gender_of(mention.honorific)
    if gender is None or len(mention.key) > 1:
        return None
    same = [m for m in resolver.book.mentions if m.owners == mention.owners and m.span.start < mention.span.start]
    ends = {m.span.end for m in same}
    for match in _KIN_NAMED.finditer(resolver.text, same[0].span.end if same else mention.span.end, mention.title):
        titled = any(resolver.words.gender_of(m.honorific) == gender and m.span.start < match.start() for m in same)
        before = resolver.book.within(CharSpan(same[0].span.start if same else 0, match.start() + 1))
        people = [m for m in before if m.label == "person"]
        if match.start() not in ends if match["owned"] else people[-1:] and people[-1] not in same:
            continue  # another's kin
        named = resolver.book.at(match.start("name"))
        if titled or resolver.words.gender_of(match["kin"]) != gender or (named and len(named.key) > 1):
            continue
        if match["kin"] in resolver.words.relations and not resolver.scene.is_quoted(match.start()):
            span = CharSpan(*match.span("name"))
            return resolver.scene.referents[named.owners[0]] if named else Referent("person", span, named=True)
    return None


def _is_of_couple(resolver: Resolver, mention: NameMention) -> bool:
    """Tell whether somebody shares a surname that stands only once for two: what is near tells them not apart."""
    owners = (resolver.book.entities[owner] for owner in mention.owners)
    return any(owner.key[-1:] == mention.key and len(owner.name.of(resolver.text).split()) == 1 for owner in owners)


def _pronoun_after(scene: Scene, book: NameBook, words: PeopleWords, mention: NameMention) -> Gender | None:
    """Return what the next pronoun of the sentence shows ("Lee said that her family"), where nobody else is named."""
    text, start = scene.text, mention.span.end
    stop = _SENTENCE_STOP.search(text, start, min(len(text), start + _SENTENCE_REST))
    rest = CharSpan(start, stop.start() if stop else min(len(text), start + _SENTENCE_REST))
    others = [m.span.start for m in book.within(rest) if m.label == "person"]
    for match in SMALL_WORD.finditer(text, start, min([rest.end, *others])):
        gender = words.pronouns.get(match.group())
        if gender in {"male", "female"} and not scene.is_quoted(match.start()):
            return "male" if gender == "male" else "female"
    return None


def _is_out_of_style(book: NameBook, mention: NameMention) -> bool:
    """Tell whether a shared name stands bare where the article gives all other places of it a title."""
    others = [m for m in book.mentions if m.key == mention.key and m.span != mention.span]
    return mention.title == mention.span.start and bool(others) and all(m.title < m.span.start for m in others)


def _of_gender(scene: Scene, words: PeopleWords, mention: NameMention, owners: list[Referent]) -> list[Referent]:
    """Leave out those whom the pronouns of the article call the other gender than the honorific does."""
    gender = words.gender_of(mention.honorific)
    if gender is None:
        return owners
    other: Gender = "female" if gender == "male" else "male"

    def may_be(referent: Referent) -> bool:
        counts = scene.pronouns.get(referent.entity.index) if referent.entity else None
        return referent.gender != other and not (counts and counts[other] > counts[gender])

    return [referent for referent in owners if may_be(referent)] or owners


def _kind(resolver: Resolver, referent: Referent, mention: NameMention) -> SpeakerKind:
    words, name = resolver.words, referent.span.of(resolver.text).removeprefix("The ")
    if name in resolver.scene.phrases.outlets and is_bare(resolver.scene, referent.entity):
        return "organization"  # "according to Lusa"
    if mention.label == "people" or (mention.label == "other" and words.is_plural_role(mention.key[-1])):
        return "group"
    if (
        mention.label != "person"
        and len(mention.key) > 1
        and words.titled_documents.intersection((mention.key[-1], mention.key[0]))
    ):
        return "document"
    return "person" if mention.label == "other" and len(mention.key) in {1, 2, 3} else referent.kind


def link_several(_resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve several names in one mention to a group."""
    if not reading.names:
        return None
    whole = CharSpan(reading.names[0].span.start, reading.names[-1].span.end)
    referent = Referent("group", whole, plural=True, named=True)
    return Link(referent, "speakers:several-names", CERTAIN, whole, "several people are named together", "group")


def link_itself(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve a name that the book leaves out to itself, without "Mum-of-two" or "Grandmother" before it."""
    text, words = resolver.text, resolver.words
    if reading.head_class != "unknown" or not _is_name(resolver, reading.core):
        return None
    start = reading.core.start
    for word in list(_SPACED.finditer(text, start, reading.core.end))[:-2]:
        folded = fold(word.group())
        if "-of-" not in folded and not (folded in words.relations and words.is_untitled(folded)):
            break
        start = word.end() + 1
    bearer = Referent("person", CharSpan(start, reading.core.end), named=True)
    return link_to(text, reading.span, bearer, "speakers:full-name", CERTAIN, "person")


def _is_name(resolver: Resolver, span: CharSpan) -> bool:
    """Tell whether a mention is nothing but two to four capitalised words: a name that else only headlines hold."""
    found = span.of(resolver.text).split()
    several = 1 < len(found) < 5 and not resolver.words.is_role(found[-1])  # "Deputy CM"
    return several and resolver.words.run.fullmatch(resolver.text, span.start, span.end) is not None


def link_name_with_noun(_resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve "the Lee campaign" and "Harbour magazine", bodies whose name takes in the noun."""
    body = reading.body
    if body is None:
        return None
    referent = Referent("organization", body, named=True)
    kind: SpeakerKind = "group" if reading.head_class == "people" else "organization"
    return Link(referent, "speakers:name-with-noun", CERTAIN, body, "the noun belongs to the name", kind)


def link_apposed(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve a description to whom a name right behind it tells."""
    beside = _named_beside(resolver.text, resolver.book, reading)
    return evolve(link_name(resolver, beside), rule="speakers:apposition") if beside else None


def link_possessor(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve "Lee’s words", whose noun tells nothing, to Lee."""
    if reading.head_class != "unknown" or reading.owner is None or not reading.owner.possessive:
        return None
    return evolve(link_name(resolver, reading.owner), rule="speakers:possessor")


def _named_beside(text: str, book: NameBook, reading: Reading) -> NameMention | None:
    """Return who is named right behind a description: "the envoy, Ann Lee, said", "the owner, Lee Holdings, said"."""
    start = reading.core.end + len(", ")
    bare = reading.head_class == "unknown" and not reading.possessive
    if reading.head_class in {"people", "document"} or bare or not text.startswith(", ", reading.core.end):
        return None
    named = book.within(CharSpan(start, min(len(text), start + 90)))
    first = named[0] if named and named[0].title == start else None
    person = first is not None and first.label == "person" and len(first.key) > 1
    body = first is not None and (first.label == "organization" or (first.label == "other" and len(first.key) > 1))
    if first is None or not (body or (person and (reading.head_class != "organization" or reading.possessive))):
        return None  # "its insurer, Acme Mutual," is one, whatever the name was taken for
    ends = first.span.end == reading.span.end or text[first.span.end : first.span.end + 1] in {",", "."}
    return first if ends else None


def link_named(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve a name, and keep what a description says of somebody who gives the name ("a nurse who goes by Lee")."""
    name = reading.name
    if name is None or resolver.text[max(0, name.span.start - 1) : name.span.start] == "@":
        return None
    link = link_name(resolver, name)
    entity = link.referent.entity if link.referent else None
    if entity is not None and reading.head and name.span.start > reading.core.end:
        resolver.descriptions.setdefault(entity.index, reading.core)
    return link


def link_fixture(resolver: Resolver, reading: Reading, relation: Relation) -> Link | None:
    """Resolve "Hull 2-1 Derby", before "Lee fumes at ...", to whom the words after it begin with, or to nobody."""
    if _SCORE.search(resolver.text, reading.core.start, reading.core.end) is None:
        return None
    subject = resolver.book.at(relation.content[0].start)
    if subject is not None and subject.label == "person":
        return evolve(link_name(resolver, subject), rule="speakers:headline-subject")
    return Link(None, "speakers:fixture", 0.0, reading.span, "teams with their score say nothing")


def _find_handle(text: str, span: CharSpan) -> CharSpan | None:
    """Return the name of an account in a mention: "@ann_lee", "quay_99" of "a user who posts as quay_99"."""
    match = _HANDLE.search(text, max(0, span.start - 1), span.end)
    if match is not None:
        return CharSpan(*match.span())
    match = _GOES_BY.search(text, span.start, span.end)
    return CharSpan(*match.span("handle")) if match else None


def link_account(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve "the council's account, @HarbourTC" and "@ann_lee" to the account."""
    text, words = resolver.text, resolver.words
    handle = _find_handle(text, reading.span)
    if handle is None:
        return None
    owner = _OWNS_ACCOUNT.search(text, reading.span.start, handle.start)
    noun = fold(owner[1]) if owner else reading.head
    kind: SpeakerKind = "organization" if words.is_body(noun) else "person"
    referent = Referent(kind, handle, named=True, likeness=reading.core if reading.head else None)
    return Link(referent, "speakers:account", CERTAIN, handle, "the account that wrote it", kind)
