"""Rules for documents: a message is its author's own words, a report goes by its own name or its author's."""

from __future__ import annotations

import re

from attrs import evolve

from attribution.models import CharSpan, Relation
from attribution.names.book import NameMention
from attribution.people import Gender
from attribution.speakers.bodies import find_body
from attribution.speakers.candidates import Query, candidates
from attribution.speakers.mentions import Reading
from attribution.speakers.name_rules import link_name
from attribution.speakers.referents import Referent, Trace, is_of_other_gender
from attribution.speakers.resolving import (
    CERTAIN,
    EVEN,
    FAIR,
    SURE_VOICE,
    Link,
    Resolver,
    introduce_unnamed,
    link_choice,
    link_to,
)

_WORD = re.compile(r"[A-Za-z-]+")
_OWNED = re.compile(r"\b([\w-]+)[’']s?\s")
_DOCUMENT_NEAR = 600  # code points back in which a statement or report must have been introduced
_BEFORE_NOUN = re.compile(r"(?:[’']s?)?\s(?:[a-z][\w-]*\s){0,2}")
_ISSUED = re.compile(r"\b(?:by|from)\s(?:the\s)?(?:[a-z][\w-]*\s){0,2}$")
_BY_WHOM = re.compile(r"(?: (?P<verb>[a-z]+(?:ed|en)|put)(?: \w+){0,3}?)? (?:by|from) (?:the )?")
_PROVIDES = re.compile(r"(?: \w+)? (?:gave|had|issued|made|posted|provided|put out|released|sent) (?:[a-z-]+ ){0,4}")
_LONGEST_NAME = 60
_RECEIVED = re.compile(
    r"\b([\w-]+)(?:\s(?:by|from|of)\s[^,.;\n]{1,40}?)?"
    r",?\s(?:seen|obtained|reviewed|read|viewed|examined|received|acquired|inspected|leaked|organi[sz]ed|arranged"
    r"|aired|broadcast|carried|circulated|coordinated|backed|endorsed|relayed|republished|supported)"
    r"(?:\s\w+ly)?\sby\s(?:the\s)?"
    r"(?:[a-z][\w-]*\s){0,2}$"
)
_ACCORDING_TO = re.compile(r"\b[Aa]ccording to (?:the )?$")
_REPORTED = re.compile(r"[^.,\n]{2,50}?\s(?:reported|reports|revealed|obtained)\b")
_SIGNED = re.compile(r"\b(?:by|from|of)\s(?:the\s)?(?:[a-z][\w-]*\s){0,2}$")


def link_document(resolver: Resolver, reading: Reading, relation: Relation | None = None) -> Link:
    """Resolve a document: a message to whoever issued it, a report to its own name or to its author's.

    "Lee's letter" is what Lee wrote; "the Harbour Board's report" and "the Acme poll" are names of documents;
    "a report by Acme" bears the name of Acme.
    """
    names = _names_of_document(resolver, reading)
    bearer = _bearer(resolver, reading, names)
    message = reading.head in resolver.words.messages
    if bearer and bearer.label != "place" and (message or bearer.label == "person"):
        return evolve(link_name(resolver, bearer), rule="speakers:document-issuer")
    if bearer:
        return _titled_document(resolver, reading, CharSpan(bearer.span.start, reading.core.start + reading.head_end))
    bodies = [m for m in names if m.label != "place"]
    issued = _SIGNED if message else _ISSUED
    received = [m for m in bodies if _RECEIVED.search(resolver.text, reading.core.start, m.title)]
    bodies = [m for m in bodies if m not in received]
    issuer = next((m for m in reversed(bodies) if issued.search(resolver.text, reading.core.start, m.title)), None)
    if issuer:
        link = evolve(link_name(resolver, issuer), rule="speakers:document-issuer")
        return link if message or link.kind == "person" else evolve(link, kind="document")
    staffed = _issuer_by_noun(resolver, reading) if message else None
    if staffed is not None:
        return link_to(resolver.text, reading.span, staffed, "speakers:document-issuer", FAIR, "organization")
    own = _owner(resolver, reading, relation) if message else None
    if own is not None:
        return own
    owner = _OWNED.search(reading.core.of(resolver.text))
    another = owner is not None and resolver.words.is_role(owner[1])  # "her lawyer’s letter"
    if reading.definite and not received and not another:
        found = _introduced_before(resolver, reading)
        found = found or (_issuer_before(resolver, reading) if message else _document_before(resolver, reading))
        if found:
            return found
    return Link(
        introduce_unnamed(resolver.scene, resolver.words, reading, "document"),
        "speakers:document",
        CERTAIN,
        reading.span,
        "a document whose author the article does not name",
        "document",
    )


def _bearer(resolver: Resolver, reading: Reading, names: list[NameMention]) -> NameMention | None:
    """Return the name right before the noun; of "Lee's Instagram post" the owner's: a platform writes nothing."""
    bearer = next(
        (m for m in names if m.span.end < reading.core.end and _names_document(resolver.text, m, reading)), None
    )
    written = bearer is not None and reading.head in resolver.words.messages
    if bearer is None or not written or bearer.span.of(resolver.text) not in resolver.scene.phrases.platforms:
        return bearer
    before = (m for m in names if m.span.end < bearer.span.start)
    return next((m for m in before if _BEFORE_NOUN.fullmatch(resolver.text, m.span.end, bearer.span.start)), None)


def _owner(resolver: Resolver, reading: Reading, relation: Relation | None) -> Link | None:
    """Return whom "her" of "her statement said" means; "her lawyer’s letter" is another's."""
    first = _WORD.match(resolver.text, reading.core.start)
    pronoun = resolver.words.pronouns.get(first.group().lower()) if first else None
    if pronoun not in {"male", "female"} or _OWNED.search(reading.core.of(resolver.text)):
        return None
    gender: Gender = "male" if pronoun == "male" else "female"
    words = [m for content in relation.content for m in resolver.book.within(content)] if relation else []
    query = Query(
        reading.core.start,
        "pronoun",
        pronoun,
        late=_is_behind(resolver.text, reading.core.start),
        inside=frozenset(owner for m in words for owner in m.owners),
    )
    found = candidates(resolver.scene, query)
    found = [r for r in found if not is_of_other_gender(resolver.scene, r, gender)]
    choice = resolver.chooser(resolver.scene, query, found)
    if choice.referent is None or choice.referent.entity is None or choice.probability < SURE_VOICE:
        return None
    doubt = "the pronoun may stand for more than one"
    return link_choice(resolver, reading.span, choice, "speakers:document-issuer", doubt)


def _is_behind(text: str, start: int) -> bool:
    """Tell whether a mention stands behind the words it introduces."""
    return text[max(0, start - 2) : start].strip()[-1:] in {"”", '"', "’", "'"}


def _issuer_by_noun(resolver: Resolver, reading: Reading) -> Referent | None:
    """Return the body that "club" of "A club statement" stands for."""
    start = reading.core.start
    before = _WORD.findall(resolver.text, start, start + reading.head_end - len(reading.head))
    noun = before[-1] if before else ""
    if reading.possessive or not resolver.words.kinds_of_noun(noun) or noun in resolver.words.realms:
        return None
    return find_body(resolver.scene, resolver.words, noun, start)


def link_if_document(resolver: Resolver, reading: Reading, relation: Relation) -> Link | None:
    """Resolve a mention whose noun is that of a document."""
    return link_document(resolver, reading, relation) if reading.head_class == "document" else None


def link_paper(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve "the paper" of scientists, whose noun is that of a body as well."""
    paper = reading.head_class == "organization" and resolver.words.is_document(reading.head)
    return link_document(resolver, reading) if paper else None


def link_receiver(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Return a document without author where the mention is only who received it: "a memo seen by the Gazette"."""
    if reading.name is None:
        return None
    received = _RECEIVED.search(resolver.text, max(0, reading.core.start - _LONGEST_NAME), reading.core.start)
    if received is None or not resolver.words.is_document(received[1].lower()):
        return None
    note = "who received the document, not who wrote it"
    return Link(Referent("document", reading.span), "speakers:document", CERTAIN, reading.span, note, "document")


def _names_of_document(resolver: Resolver, reading: Reading) -> list[NameMention]:
    """Return the names in a mention of a document; the mention may be cut before "by Acme"."""
    goes_on = _BY_WHOM.match(resolver.text, reading.span.end)
    if goes_on and goes_on["verb"] in resolver.words.verbs:
        goes_on = None  # "a report warned of losses from Acme"
    end = goes_on.end() + _LONGEST_NAME if goes_on else reading.span.end
    names = [m for m in resolver.book.within(CharSpan(reading.span.start, end)) if m.label != "people"]
    return [m for m in names if goes_on is None or m.title <= goes_on.end()]


def _names_document(text: str, mention: NameMention, reading: Reading) -> bool:
    """Tell whether a name stands right before the noun of a document, as in "Acme's new report"."""
    head = reading.core.start + reading.head_end - len(reading.head)
    between = text[mention.span.end : max(mention.span.end, head)]
    return mention.span.end <= head and _BEFORE_NOUN.fullmatch(between) is not None


def _titled_document(resolver: Resolver, reading: Reading, title: CharSpan) -> Link:
    referent = Referent("document", title, head=reading.head, named=True)
    referent.add(Trace(reading.span.start, subject=True, possessive=False, quoted=False))
    resolver.scene.referents.append(referent)
    return Link(referent, "speakers:titled-document", CERTAIN, title, "the noun belongs to the name", "document")


def _introduced_before(resolver: Resolver, reading: Reading) -> Link | None:
    """Return "an internal memo" for "the memo": a document that already spoke and has no author."""
    for referent in reversed(resolver.scene.referents):
        if referent.kind != "document" or referent.named or referent.entity is not None or not referent.spoke:
            continue
        last = referent.last_before(reading.span.start)
        if referent.head == reading.head and last and reading.span.start - last.start <= _DOCUMENT_NEAR:
            return link_to(resolver.text, reading.span, referent, "speakers:document", CERTAIN, "document")
    return None


def _document_before(resolver: Resolver, reading: Reading) -> Link | None:
    """Return the document with a name that "the report" takes up."""
    for referent in reversed(resolver.scene.referents):
        named = referent.named and referent.head == reading.head and referent.kind == "document"
        titled = referent.entity is not None and reading.head in (referent.entity.key[-1], referent.entity.key[0])
        if not (named or (titled and reading.head in resolver.words.titled_documents)):
            continue
        if referent.last_before(reading.span.start) is not None:
            return link_to(resolver.text, reading.span, referent, "speakers:document-before", CERTAIN, "document")
    return None


def _provider(resolver: Resolver, start: int, noun: int) -> Referent | None:
    """Return Lee of "The Gazette said Lee provided a written statement": who stands nearest before the document."""
    named = [m for m in resolver.book.within(CharSpan(start, noun)) if m.label in {"person", "organization"}]
    if not named or len(named[-1].owners) > 1 or _PROVIDES.fullmatch(resolver.text, named[-1].span.end, noun) is None:
        return None
    return resolver.scene.referents[named[-1].owners[0]]


def _only_reports(resolver: Resolver, reading: Reading, position: int, referent: Referent) -> bool:
    """Tell whether a newspaper told of somebody's message, or a person is taken to have written an editorial."""
    key = referent.entity.key if referent.entity else ("",)
    if reading.head == "editorial":
        return referent.kind == "person"
    paper = referent.kind == "organization" and "media" in resolver.words.kinds_of_name(key)
    told = _ACCORDING_TO.search(resolver.text, max(0, position - 20), position) or _REPORTED.match(
        resolver.text, position
    )
    return paper and reading.head not in resolver.scene.phrases.papers_own and told is not None


def _issuer_before(resolver: Resolver, reading: Reading) -> Link | None:
    """Return the speaker whose sentence mentions such a document ("issued a statement"), else the last who spoke."""
    scene = resolver.scene
    kinds = frozenset({reading.head}).union(*(k for k in resolver.words.document_kinds if reading.head in k))
    last: Link | None = None
    for position, referent, _ in reversed(scene.turns):
        near = reading.span.start - position
        if _only_reports(resolver, reading, position, referent):
            continue
        if near <= 0 or not (referent.kind in {"person", "organization"} or (referent.named and not referent.plural)):
            continue
        if near > _DOCUMENT_NEAR:
            break
        number = scene.sentence(position)
        starts = scene.sentence_starts
        end = starts[number] if number < len(starts) else len(resolver.text)
        start = starts[max(0, number - 1)]
        noun = next((m for m in _WORD.finditer(resolver.text, start, end) if m.group().lower() in kinds), None)
        if noun is not None:
            issuer = _provider(resolver, start, noun.start()) or referent
            return link_to(resolver.text, reading.span, issuer, "speakers:document-issuer", FAIR)
        if "statement" in kinds or "memo" in kinds:
            last = last or link_to(resolver.text, reading.span, referent, "speakers:document-last", EVEN)
    return last
