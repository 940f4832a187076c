"""The step from source mention to speaker: who "he", "the senator" or "Smith" is, with title and affiliation."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field, frozen

from attribution.affiliations import Form, Profile, build_profile, describe_phrase, is_bare_staff
from attribution.antecedents import (
    Choice,
    Query,
    Referent,
    Scene,
    Trace,
    Weights,
    build_scene,
    candidates,
    choose,
    learn_genders,
)
from attribution.bodies import find_body, find_own, find_owner, find_owner_by_noun, lead_firm, only_body
from attribution.furniture import find_author
from attribution.mentions import Reading, read_mention
from attribution.models import CharSpan, Draft, Evidence, Options, Relation, SpeakerDraft, SpeakerKind
from attribution.name_book import Label, NameBook, NameMention
from attribution.names import find_names
from attribution.people import Gender, PeopleWords, fold, people_words
from attribution.turns import find_turn_taker, is_turn_label

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon

Chooser = Callable[[Scene, Query, Sequence[Referent]], Choice]

_DOCUMENT_NEAR = 600  # code points back in which a statement or report must have been introduced
_NUMBER = re.compile(r"(?:two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\w)@\w{2,}")
_CLAUSE_STOP = re.compile(r"[.!?:;\n“\"]\s|[“\"]")
_OPENING = 4  # paragraphs with headline, byline and lead
_NAMED_WITHIN = 3  # sentences after a lead in which its person is named
_AFTER = 40  # code points after a pronoun in which whoever is named is spoken to or of
_BEHIND = re.compile('[,?!.…]["”’\']?\\s+$|["”’]\\s*$')
_AGE = re.compile(r"\b(\d{1,3})(?:-year-old\b|(?=[,)]))")
_ASIDE = r"(?:,[^,.\n“\"]{1,30},[^,.\n“\"]{1,20},|,[^,.\n“\"]{1,30},)?"
_TRIED = re.compile(rf"[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){{0,4}}({_ASIDE}(?: [a-z]+){{1,4}})")
_SENTENCE_STOP = re.compile(r"[.!?]\s|\n")
_SENTENCE_REST = 200  # code points behind a name in which a pronoun may tell whom it means
_PARTY = re.compile(r"\s?\(?(?:,\s)?([DR])-([A-Z][a-z]+)")
_SMALL_WORD = re.compile(r"[a-z-]+")
_ITS = re.compile(r"\b(?:[Ii]ts|[Tt]heir)\s+(?:own\s+)?$")
_THEN = re.compile(r",\s(?:the\s)?")
_FUNCTION = re.compile(r"(?:[a-z-]+ )?(?:head|chief|director) of (?:[a-z-]+ ){0,2}[a-z-]+")  # "head of internal audit"
_LED = frozenset({"firm", "club", "charity", "school", "hospital"})  # bodies with a "chief executive" or "coach"
_OF_COUNCIL = frozenset({"councillor", "mayor", "cr", "cllr", "councilor", "councilman", "councilwoman"})
_OWNS_ACCOUNT = re.compile(r"\b([a-z][\w-]*)[’']s? (?:\w+ ){0,2}(?:account|page|handle|feed|profile|channel)\b")
_NOUN_PHRASE = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ome|[Ss]everal|[Aa]nother)\s"
)
_OPENING_PHRASE = re.compile(
    r"An? (?:[a-z-]+ ){0,2}?[a-z-]+(?: (?:of|on|about) (?:the |a )?[\w’'-]+(?: [a-z]+)?)?(?=[ ,])"
)
_WROTE = re.compile(r"\s(?:wrote|writes)\b")
_MY = re.compile(r"\b(?:[Mm]y|[Oo]ur) (?:[a-z-]+ ){0,2}?([a-z-]+)\b")
_PART_OF = re.compile(r"\b(?:[Oo]ne|[Ss]ome|[Mm]any|[Mm]ost|[Ss]everal|[Tt]wo|[Tt]hree) of $")
_ONES = frozenset({"one", "other", "another", "second", "third"})
_PARTS = _ONES | {"of", "them", "the", "these", "those", "a", "first"}
_BEFORE_NOUN = re.compile(r"(?:[’']s?)?\s(?:[a-z][\w-]*\s){0,2}")
_UNITED = re.compile(r"\w+ (?:for|against|without|of|in|across) ")
_ISSUED = re.compile(r"\b(?:by|from)\s(?:the\s)?(?:[a-z][\w-]*\s){0,2}$")
_BY_WHOM = re.compile(r"(?: (?P<verb>[a-z]+(?:ed|en)|put)(?: \w+){0,3}?)? (?:by|from) (?:the )?")
_LONGEST_NAME = 60
_SIGNED = re.compile(r"\b(?:by|from|of)\s(?:the\s)?(?:[a-z][\w-]*\s){0,2}$")


def speakers(doc: Doc, draft: Draft, lexicon: Lexicon, options: Options) -> Draft:
    """Give every relation its speaker, or the reason why none can be named.

    Args:
        doc: The article with recognised entities (`doc.ents`); nothing else of it is used.
        draft: Relations with content, cue and source; furniture and quotations where they were found.
        lexicon: Word lists ("people") and learned weights ("antecedents").
        options: `least_confidence` leaves a speaker empty whose probability is lower.
    """
    labels = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
    resolver = prepare(doc.text, draft, labels, lexicon)
    links = resolve_all(resolver)
    filled = (fill(relation, link, resolver, options) for relation, link in zip(draft.relations, links, strict=True))
    return evolve(draft, relations=tuple(filled))


def resolve_all(resolver: Resolver) -> list[Link]:
    """Resolve the sources in the order of the text, and return the links in the order of the relations."""
    relations = resolver.draft.relations
    resolver.scene.voices = _count_voices(resolver)
    order = sorted(range(len(relations)), key=lambda i: (_place(relations[i]), i))
    links = {i: resolver.resolve(relations[i]) for i in order}
    return [links[i] for i in range(len(relations))]


def _count_voices(resolver: Resolver) -> dict[int, int]:
    """Count how often each entity is named as a source."""
    voices: Counter[int] = Counter()
    for source in {relation.source for relation in resolver.draft.relations if relation.source}:
        reading = read_mention(resolver.text, source, resolver.book, resolver.words)
        if reading.name is not None:
            voices.update(reading.name.owners)
    return dict(voices)


def _place(relation: Relation) -> int:
    return relation.source.start if relation.source else relation.content[0].start


@frozen
class Link:
    """How a source mention was linked: to whom, by which rule, with which probability and on which ground."""

    referent: Referent | None
    rule: str
    probability: float
    span: CharSpan | None = None
    note: str = ""
    kind: SpeakerKind | None = None


@define
class Resolver:
    """Resolves the source mentions of one article in the order of the text."""

    text: str
    draft: Draft
    book: NameBook
    words: PeopleWords
    scene: Scene
    chooser: Chooser
    settings: Mapping[str, Any]
    profiles: dict[int, Profile] = field(factory=dict)
    links: dict[CharSpan, Link] = field(factory=dict)
    descriptions: dict[int, CharSpan] = field(factory=dict)
    introduced: dict[int, Referent] = field(factory=dict)

    def resolve(self, relation: Relation) -> Link:
        """Return whom the relation's source stands for; the same mention always stands for the same."""
        if relation.source is None:
            return Link(None, "speakers:no-source", 0.0, note="no source was found")
        if relation.source not in self.links:
            self.links[relation.source] = Link(None, "speakers:circular", 0.0, note="the mention leads back to itself")
            reading = read_mention(self.text, relation.source, self.book, self.words)
            link = _link(self, reading, relation)
            self.links[relation.source] = link
            if link.referent is not None:
                self.scene.record_turn(relation.source.start, link.referent, reading.pronoun, link.probability)
        return self.links[relation.source]

    def profile(self, referent: Referent) -> Profile:
        """Return title and affiliation of a named person, read once."""
        entity = referent.entity
        if entity is None or entity.label != "person":
            return Profile()
        if entity.index not in self.profiles:
            profile = build_profile(self.text, entity, self.book, self.words)
            body, form = self.settle(profile.title, profile.affiliation)
            profile = evolve(profile, affiliation=body, affiliation_form=form or profile.affiliation_form)
            self.profiles[entity.index] = profile
        return self.profiles[entity.index]

    def settle(self, title: CharSpan | None, body: CharSpan | None) -> tuple[CharSpan | None, Form | None]:
        """Return the name of the body that a description leaves to the story ("the company", "its"), and how."""
        if body is not None:
            return self._settle_body(body)
        if title is None:
            return None, None
        if title.of(self.text).endswith("author"):
            return None, None  # "its author" wrote a document
        if _ITS.search(self.text, max(0, title.start - 16), title.start):
            owner = find_owner(self.scene, self.words, title.start)
        elif is_bare_staff(self.text, title, self.words):
            speaks = title.of(self.text).lower().startswith("spokes")
            own = None if speaks else find_own(self.scene, self.book, self.words, title.end)
            owner = own or find_owner(self.scene, self.words, title.start, frozenset() if speaks else _LED)
            owner = owner or find_owner_by_noun(self.scene, self.words, title.start)
        elif _FUNCTION.fullmatch(self.text, title.start, title.end):
            owner = lead_firm(self.scene, self.words)
        elif fold(title.of(self.text)) in _OF_COUNCIL:
            owner = only_body(self.scene, "council")
        else:
            owner = None
        return (owner.span, "story") if owner else (None, None)

    def _settle_body(self, body: CharSpan) -> tuple[CharSpan | None, Form | None]:
        named = self.book.within(body)
        if not body.of(self.text).islower():
            mention = named[0] if named else None
            if mention is None:
                return body, None
            short = mention.span == body and len(mention.owners) == 1 and not body.of(self.text).isupper()
            full = self.book.entities[mention.owners[0]] if short else None
            longer = full is not None and full.label == "organization" and len(full.name) > len(body)
            return (full.name if full is not None and longer else body), None
        found = list(_SMALL_WORD.finditer(self.text, body.start, body.end))
        noun = found[-1].group() if found else ""
        owner = self._parent(noun, body.start) or find_body(self.scene, self.words, noun, body.start)
        owner = owner or only_body(self.scene, noun)
        if owner is not None:
            return owner.span, "story"
        vague = len(found) < 2 and "office" not in self.words.kinds_of_noun(noun)
        return (None if vague else body), None

    def _parent(self, noun: str, position: int) -> Referent | None:
        """Return the body of which "the committee" was said before to be one ("the committee of Acme Council")."""
        pattern = re.compile(rf"\b{re.escape(noun)} of (?:the )?")
        for match in pattern.finditer(self.text, 0, position) if noun else ():
            named = next(iter(self.book.within(CharSpan(match.end(), min(position, match.end() + 80)))), None)
            if named and named.span.start == match.end() and named.label in {"organization", "other"}:
                return self.scene.referents[named.owners[0]]
        return None

    def describe_everyone(self) -> None:
        """Read the descriptions of all people, which only a definite description needs."""
        for referent in self.scene.referents:
            entity = referent.entity
            if entity is not None and entity.index not in self.scene.descriptors:
                ages = {m[1] for t in referent.traces for m in _AGE.finditer(self.text, t.start, t.start + 60)}
                ages |= {m[1] for t in referent.traces for m in _AGE.finditer(self.text, max(0, t.start - 16), t.start)}
                said = frozenset(part for word in self.profile(referent).words for part in (word, *word.split("-")))
                tried = self.words.accused_nouns if self._is_accused(referent) else frozenset()
                known = ages | tried | self._party(referent)
                self.scene.descriptors[entity.index] = self.words.with_other_forms(said) | known

    def _party(self, referent: Referent) -> frozenset[str]:
        """Return "republican" and "ohio" of "Ann Lee (R-Ohio)", which the article may call "the Ohio Republican"."""
        mentions = referent.entity.mentions if referent.entity else ()
        found = (_PARTY.match(self.text, mention.span.end) for mention in mentions)
        shown = [(match[1].lower(), fold(match[2])) for match in found if match]
        parties = (party for letter, _ in shown for party in self.words.parties if party.startswith(letter))
        return frozenset(parties) | {place for _, place in shown}

    def _is_accused(self, referent: Referent) -> bool:
        """Tell whether the article says of a person outside quotations that he or she stands before a court."""
        clauses = (_TRIED.match(self.text, trace.start) for trace in referent.traces if not trace.quoted)
        found = (word for clause in clauses if clause for word in _SMALL_WORD.findall(clause[1]))
        return any(word in self.words.accused_signs for word in found)

    def unnamed(self, reading: Reading, kind: SpeakerKind) -> Referent:
        """Return the unnamed speaker whom this phrase introduces, remembered for the pronouns that follow."""
        for referent in self.scene.referents:
            if referent.entity is None and referent.span.overlaps(reading.core):
                referent.span = reading.core if reading.core.contains(referent.span) else referent.span
                return referent
        several = kind == "group" or reading.head_class == "people"
        referent = Referent(kind, reading.core, head=reading.head, plural=several)
        referent.animate = reading.head_class in {"person", "people"}
        referent.gender = self.words.gender_of(reading.head) if reading.head else None
        referent.add(Trace(reading.span.start, subject=True, possessive=False, quoted=False))
        self.scene.referents.append(referent)
        return referent


def prepare(
    text: str,
    draft: Draft,
    labels: Sequence[Label],
    lexicon: Lexicon,
    chooser: Chooser | None = None,
    weights: Weights | None = None,
) -> Resolver:
    """Find the names of an article and lay it out for resolving; `chooser` and `weights` replace the learned ones."""
    words = people_words(lexicon)
    story = [label for label in labels if not any(f.start <= label[0] < f.end for f in draft.furniture)]
    book = find_names(text, story, words)
    scene = build_scene(text, book, words, [q.span for q in draft.quotations], draft.furniture)
    settings = lexicon.words("antecedents")
    weights = weights or settings["weights"]
    learn_genders(scene, words, weights)
    chooser = chooser or partial(choose, weights=weights)
    resolver = Resolver(text, draft, book, words, scene, chooser, settings)
    _join_introductions(resolver)
    return resolver


def _join_introductions(resolver: Resolver) -> None:
    """Join "A ferry captain ..." of the first paragraph with whoever is named next and is called nothing else."""
    scene = resolver.scene
    unnamed = [r for r in scene.referents if r.entity is None and scene.paragraph(r.span.start) <= _OPENING]
    for referent in sorted(unnamed, key=lambda r: r.span)[:1]:
        person = _named_next(resolver, referent.span.start)
        if person is None or person.entity is None:
            continue
        title, body = describe_phrase(resolver.text, referent.span, resolver.book, resolver.words)
        body, _ = resolver.settle(title, body)
        said = frozenset(fold(word) for word in referent.span.of(resolver.text).split())
        resolver.profiles[person.entity.index] = evolve(
            resolver.profile(person), title=title, title_form="story", words=resolver.profile(person).words | said
        )
        if body is not None:
            profile = resolver.profiles[person.entity.index]
            resolver.profiles[person.entity.index] = evolve(profile, affiliation=body, affiliation_form="story")
        resolver.introduced[referent.span.start] = person
        scene.referents.remove(referent)
        for trace in referent.traces:
            person.add(trace)


def _named_next(resolver: Resolver, position: int) -> Referent | None:
    """Return whom the opening means: the first person named after it, at the head of a sentence, with no role."""
    scene = resolver.scene
    people = [r for r in scene.referents if r.kind == "person" and r.entity is not None and r.traces]
    if any(r.traces[0].start < position for r in people if not _only_in_headline(scene, r)):
        return None
    after = sorted((t.start, i) for i, r in enumerate(people) for t in r.traces[:1] if t.start > position)
    if not after:
        return None
    person = people[after[0][1]]
    first, entity = person.traces[0], person.entity
    near = 0 < scene.sentence(first.start) - scene.sentence(position) <= _NAMED_WITHIN
    full = entity is not None and len(entity.key) > 1 and first.full and first.leads and not first.quoted
    return person if near and full and resolver.profile(person).title is None else None


def _only_in_headline(scene: Scene, referent: Referent) -> bool:
    return all(scene.paragraph(trace.start) <= 1 for trace in referent.traces)


# --- one rule for each class of mention ------------------------------------------------------------------------


def _link(resolver: Resolver, reading: Reading, relation: Relation) -> Link:
    turn = _turn(resolver, reading)
    if turn is not None:
        return turn
    if reading.names:
        return _several(resolver, reading)
    if reading.pronoun == "first":
        return _first_person(resolver, reading)
    if reading.pronoun == "relative":
        return _relative(resolver, reading, relation)
    if reading.pronoun:
        return _pronoun(resolver, reading, relation)
    if reading.name and resolver.text[max(0, reading.name.span.start - 1) : reading.name.span.start] != "@":
        return _name(resolver, reading.name)
    handle = _HANDLE.search(resolver.text, max(0, reading.span.start - 1), reading.span.end)
    if handle is not None:
        return _account(resolver, reading, CharSpan(handle.start(), handle.end()))
    likeness = _likeness(resolver, reading)
    if likeness is not None:
        return _one_of(resolver, reading, likeness)
    if reading.body is not None:
        return _name_with_noun(reading)
    if reading.head_class == "unknown" and reading.owner is not None:
        return evolve(_name(resolver, reading.owner), rule="speakers:possessor")
    if reading.head_class == "document":
        return _document(resolver, reading)
    called = _body_called(resolver, reading)
    if called is not None:
        note = _chain(resolver.text, reading.span, called)
        return Link(called, "speakers:body-by-noun", 1.0, called.span, note, "organization")
    if reading.head_class == "organization" and resolver.words.is_document(reading.head):
        return _document(resolver, reading)  # "the paper" of scientists
    members = _members(resolver, reading)
    if members is not None:
        note = _chain(resolver.text, reading.span, members)
        return Link(members, "speakers:members", 0.8, members.span, note, "organization")
    beside = _named_beside(resolver, reading)
    if beside is not None:
        return evolve(_name(resolver, beside), rule="speakers:apposition")
    if reading.head_class in {"person", "organization"} and reading.definite:
        return _description(resolver, reading)
    person = resolver.introduced.get(reading.core.start)
    if person is not None:
        note = _chain(resolver.text, reading.span, person)
        return Link(person, "speakers:named-next", 0.7, person.span, note, "person")
    return _unnamed(resolver, reading)


def _unnamed(resolver: Resolver, reading: Reading) -> Link:
    """Keep somebody whom the article does not name, with the phrase that describes them."""
    kind: SpeakerKind = "group" if reading.head_class in {"people", "organization"} else "unnamed"
    if reading.head == "police" and not reading.modifiers:
        kind = "organization"
    if kind == "group" and _NUMBER.match(resolver.text, reading.span.start):
        kind = "unnamed"  # "two officials" are two unnamed people
    return Link(
        resolver.unnamed(reading, kind), "speakers:unnamed", 1.0, reading.span, "the article gives no name", kind
    )


def _likeness(resolver: Resolver, reading: Reading) -> CharSpan | None:
    """Return the phrase that introduced the people of whom "one", "the other" or "one of them" is one."""
    words = set(_SMALL_WORD.findall(reading.span.of(resolver.text).lower()))
    if not words or not words <= _PARTS or not words & _ONES:
        return None
    for position, referent, _ in reversed(resolver.scene.turns):
        if (
            position >= reading.span.start
            or resolver.scene.paragraph(reading.span.start) - resolver.scene.paragraph(position) > 2
        ):
            continue
        if referent.entity is None and not referent.named and (referent.plural or referent.likeness):
            return referent.likeness or referent.span
    return None


def _turn(resolver: Resolver, reading: Reading) -> Link | None:
    """Resolve "Q:" and "A:" and the initials of a transcript."""
    byline = find_author(resolver.text, resolver.draft, resolver.words)
    author = Referent("person", byline, named=True) if byline else None
    referent = find_turn_taker(resolver.scene, reading.span, author)
    if referent is not None:
        note = _chain(resolver.text, reading.span, referent)
        return Link(referent, "speakers:turn", 1.0, referent.span, note, referent.kind)
    if not is_turn_label(resolver.text, reading.span):
        return None
    note = "the introduction does not tell who asks and who answers"
    return Link(Referent("unnamed", reading.span), "speakers:turn-unnamed", 1.0, reading.span, note, "unnamed")


def _named_beside(resolver: Resolver, reading: Reading) -> NameMention | None:
    """Return the person who is named right behind a description: "the port's envoy, Ann Lee, said"."""
    text, comma = resolver.text, reading.span.end
    if reading.head_class != "person" or not text.startswith(", ", comma):
        return None
    named = resolver.book.within(CharSpan(comma + 2, min(len(text), comma + 90)))
    first = named[0] if named and named[0].title == comma + 2 and named[0].label == "person" else None
    return first if first and len(first.key) > 1 and text[first.span.end : first.span.end + 1] in {",", "."} else None


def _account(resolver: Resolver, reading: Reading, handle: CharSpan) -> Link:
    """Resolve "the council's account, @HarbourTC" and "@ann_lee" to the account."""
    owner = _OWNS_ACCOUNT.search(resolver.text, reading.span.start, handle.start)
    noun = fold(owner[1]) if owner else reading.head
    kind: SpeakerKind = "organization" if resolver.words.is_body(noun) else "person"
    referent = Referent(kind, handle, named=True)
    return Link(referent, "speakers:account", 1.0, handle, "the account that wrote it", kind)


def _one_of(resolver: Resolver, reading: Reading, likeness: CharSpan) -> Link:
    """Make somebody of his or her own of "one of them", described as they all are."""
    referent = Referent("unnamed", reading.core, head=reading.head, likeness=likeness)
    referent.add(Trace(reading.span.start, subject=True, possessive=False, quoted=False))
    resolver.scene.referents.append(referent)
    note = f"one of {_quote(resolver.text, likeness)}"
    return Link(referent, "speakers:one-of-several", 1.0, reading.span, note, "unnamed")


def _body_called(resolver: Resolver, reading: Reading) -> Referent | None:
    """Return the body that follows in apposition ("the group, Lantern Trust,"), or for which the noun stands."""
    named_so = reading.head in resolver.words.org_heads
    if not reading.definite or reading.possessive or not (named_so or reading.head_class == "organization"):
        return None
    after = _THEN.match(resolver.text, reading.core.end)
    named = resolver.book.within(CharSpan(after.end(), min(len(resolver.text), after.end() + 80))) if after else []
    beside = named[0] if named and after and named[0].title == after.end() else None
    if beside and beside.label in {"organization", "other"} and resolver.text.startswith(",", beside.span.end):
        return resolver.scene.referents[beside.owners[0]]
    if reading.modifiers:
        return None
    return find_body(resolver.scene, resolver.words, reading.head, reading.span.start)


def _members(resolver: Resolver, reading: Reading) -> Referent | None:
    """Return "Nurses for Clean Air" for "the nurses", where the only body that calls itself so was named before."""
    if reading.head_class != "people" or not reading.definite or reading.modifiers or reading.possessive:
        return None
    forms = resolver.words.with_other_forms(frozenset({reading.head}))
    found = [
        r
        for r in resolver.scene.referents
        if r.kind == "organization"
        and r.entity is not None
        and r.entity.key[0] in forms
        and _UNITED.match(resolver.text, r.span.start)
        and r.last_before(reading.span.start) is not None
    ]
    return found[0] if len(found) == 1 else None


def _several(resolver: Resolver, reading: Reading) -> Link:
    whole = CharSpan(reading.names[0].span.start, reading.names[-1].span.end)
    referent = Referent("group", whole, plural=True, named=True)
    return Link(referent, "speakers:several-names", 1.0, whole, "several people are named together", "group")


def _name(resolver: Resolver, mention: NameMention) -> Link:
    text = resolver.text
    if len(mention.owners) == 1:
        referent = resolver.scene.referents[mention.owners[0]]
        rule = "speakers:full-name" if mention.span.of(text) == referent.span.of(text) else "speakers:short-name"
        return Link(
            referent,
            rule,
            1.0,
            referent.span,
            _chain(text, mention.span, referent),
            _kind(referent, mention, resolver.words),
        )
    if _is_out_of_style(resolver, mention):
        note = "elsewhere the article says Mr, Ms or a title before this name, and two people bear it"
        return Link(None, "speakers:shared-name-undecided", 0.0, mention.span, note)
    query = Query(mention.title, "surname", _pronoun_after(resolver, mention))
    owners = [resolver.scene.referents[owner] for owner in mention.owners]
    owners = _of_gender(resolver, mention, owners)
    owners.sort(key=lambda r: -(last.start if (last := r.last_before(query.start)) else -1))
    choice = resolver.chooser(resolver.scene, query, owners)
    return _chosen(
        resolver, mention.span, choice, "speakers:shared-name", "two bearers of the name cannot be told apart"
    )


def _pronoun_after(resolver: Resolver, mention: NameMention) -> Gender | None:
    """Return what the next pronoun of the sentence shows ("Lee said that her family"), where nobody else is named."""
    text, start = resolver.text, mention.span.end
    stop = _SENTENCE_STOP.search(text, start, min(len(text), start + _SENTENCE_REST))
    rest = CharSpan(start, stop.start() if stop else min(len(text), start + _SENTENCE_REST))
    others = [m.span.start for m in resolver.book.within(rest) if m.label == "person"]
    for match in _SMALL_WORD.finditer(text, start, min([rest.end, *others])):
        gender = resolver.words.pronouns.get(match.group())
        if gender in {"male", "female"} and not resolver.scene.is_quoted(match.start()):
            return "male" if gender == "male" else "female"
    return None


def _is_out_of_style(resolver: Resolver, mention: NameMention) -> bool:
    """Tell whether a shared name stands bare where the article gives all other places of it a title."""
    others = [m for m in resolver.book.mentions if m.key == mention.key and m.span != mention.span]
    return mention.title == mention.span.start and bool(others) and all(m.title < m.span.start for m in others)


def _continues(resolver: Resolver, reading: Reading, relation: Relation) -> bool:
    """Tell whether the cue says that somebody goes on speaking ("added"), or the word after the pronoun does."""
    cue = relation.cue.of(resolver.text) if relation.cue else ""
    following = resolver.text[reading.span.end : reading.span.end + 20]
    return any(word in resolver.words.continuing for word in [*cue.lower().split(), *following.lower().split()[:1]])


def _name_with_noun(reading: Reading) -> Link:
    """Resolve "the Lee campaign" and "Harbour magazine", bodies whose name takes in the noun."""
    body = reading.body or reading.core
    referent = Referent("organization", body, named=True)
    kind: SpeakerKind = "group" if reading.head_class == "people" else "organization"
    return Link(referent, "speakers:name-with-noun", 1.0, body, "the noun belongs to the name", kind)


def _of_gender(resolver: Resolver, mention: NameMention, owners: list[Referent]) -> list[Referent]:
    """Leave out those whom the pronouns of the article call the other gender than the honorific does."""
    gender = resolver.words.gender_of(mention.honorific)
    if gender is None:
        return owners
    other: Gender = "female" if gender == "male" else "male"

    def may_be(referent: Referent) -> bool:
        counts = resolver.scene.pronouns.get(referent.entity.index) if referent.entity else None
        return referent.gender != other and not (counts and counts[other] > counts[gender])

    return [referent for referent in owners if may_be(referent)] or owners


def _kind(referent: Referent, mention: NameMention, words: PeopleWords) -> SpeakerKind:
    if mention.label == "people" or (mention.label == "other" and words.is_plural_role(mention.key[-1])):
        return "group"
    if (
        mention.label != "person"
        and len(mention.key) > 1
        and words.titled_documents.intersection((mention.key[-1], mention.key[0]))
    ):
        return "document"
    return "person" if mention.label == "other" and len(mention.key) in {1, 2, 3} else referent.kind


def _kin_of_speaker(resolver: Resolver, reading: Reading) -> Link | None:
    """Resolve "she" of "My aunt rang and she says no", which stands inside a quotation, to "My aunt"."""
    start = reading.span.start
    if reading.pronoun not in {"male", "female"} or not resolver.scene.is_quoted(start):
        return None
    around = next(q for q in resolver.scene.quoted if q.start <= start < q.end)
    for match in reversed(list(_MY.finditer(resolver.text, around.start, start))):
        gender = resolver.words.gender_of(match[1])
        somebody = resolver.words.is_role(match[1]) or match[1] in resolver.words.relations
        if somebody and gender in {None, reading.pronoun}:
            phrase = read_mention(resolver.text, CharSpan(*match.span()), resolver.book, resolver.words)
            return _unnamed(resolver, phrase)
    return None


def _document_of_paragraph(resolver: Resolver, reading: Reading) -> Link | None:
    """Resolve "it" of "A draft of the lease runs to 40 pages. It says ..." to the document that opens the paragraph."""
    text, scene, start = resolver.text, resolver.scene, reading.span.start
    number = scene.paragraph(start)
    opening = scene.paragraph_starts[number - 1] if number else 0
    phrase = _OPENING_PHRASE.match(text, opening, start)
    if reading.pronoun != "thing" or phrase is None or scene.told_sentence(start) - scene.told_sentence(opening) > 2:
        return None
    document = read_mention(text, CharSpan(*phrase.span()), resolver.book, resolver.words)
    return _document(resolver, document) if document.head_class == "document" and document.head else None


def _writer(resolver: Resolver, reading: Reading) -> Link | None:
    """Resolve "he wrote" to the only one from whom the sentence before has a letter, post or the like."""
    if not _WROTE.match(resolver.text, reading.span.end):
        return None
    query = Query(reading.span.start, "pronoun", reading.pronoun)
    scene, here = resolver.scene, resolver.scene.told_sentence(query.start)
    found = []
    for referent in candidates(scene, query):
        credits = (t for t in referent.traces if t.credited and t.start < query.start)
        if any(here - scene.told_sentence(trace.start) <= 1 for trace in credits):
            found.append(referent)
    if len(found) != 1:
        return None
    note = _chain(resolver.text, reading.span, found[0])
    return Link(found[0], "speakers:writer", 0.8, found[0].span, note, found[0].kind)


def _pronoun(resolver: Resolver, reading: Reading, relation: Relation) -> Link:
    told = _kin_of_speaker(resolver, reading) or _document_of_paragraph(resolver, reading)
    told = told or _writer(resolver, reading)
    if told is not None:
        return told
    inside = [m for content in relation.content for m in resolver.book.within(content)]
    stop = min((c.start for c in relation.content if c.start >= reading.span.end), default=len(resolver.text))
    ends = _CLAUSE_STOP.search(resolver.text, reading.span.end, min(stop, reading.span.end + _AFTER))
    limit = ends.start() if ends else min(stop, reading.span.end + _AFTER)
    near = CharSpan(reading.span.end, max(reading.span.end, limit))
    query = Query(
        reading.span.start,
        "pronoun",
        reading.pronoun,
        late=_BEHIND.search(resolver.text, max(0, reading.span.start - 4), reading.span.start) is not None,
        continues=_continues(resolver, reading, relation),
        inside=frozenset(owner for m in inside for owner in m.owners),
        after=frozenset(owner for m in resolver.book.within(near) for owner in m.owners)
        | _speaker_around(resolver, reading),
    )
    choice = resolver.chooser(resolver.scene, query, candidates(resolver.scene, query))
    return _chosen(resolver, reading.span, choice, "speakers:pronoun", "the pronoun may stand for more than one")


def _description(resolver: Resolver, reading: Reading) -> Link:
    resolver.describe_everyone()
    query = Query(
        reading.core.start, "description", head=reading.head, modifiers=reading.modifiers, thing=reading.head_class
    )
    found = [r for r in candidates(resolver.scene, query) if _may_be(resolver, reading, r)]
    if reading.head_class == "organization":
        found = [r for r in found if _is_of_kind(resolver, reading, r)]
    found = [r for r in found if _is_called(resolver, reading, r)] or found
    choice = resolver.chooser(resolver.scene, query, found)
    opening = resolver.scene.paragraph(reading.span.start) <= _OPENING and not reading.possessive
    if choice.referent is None and opening and reading.head_class == "person":
        person = _named_next(resolver, reading.span.start)
        if person is not None:
            resolver.descriptions.setdefault(person.entity.index if person.entity else -1, reading.core)
            note = _chain(resolver.text, reading.span, person)
            return Link(person, "speakers:named-next", 0.7, person.span, note, "person")
    later = _named_later(resolver, reading) if choice.referent is None else None
    if later is not None:
        note = _chain(resolver.text, reading.span, later)
        return Link(later, "speakers:named-later", 0.7, later.span, note, "person")
    if choice.referent is None:
        kind: SpeakerKind = "organization" if reading.head_class == "organization" else "unnamed"
        return Link(
            resolver.unnamed(reading, "unnamed"),
            "speakers:unnamed",
            choice.probability,
            reading.span,
            _runner_up(resolver.text, choice, "no name of the article fits the description"),
            kind,
        )
    if choice.referent.entity is not None:
        resolver.descriptions.setdefault(choice.referent.entity.index, reading.core)
        resolver.scene.called.setdefault(choice.referent.entity.index, set()).add(reading.head)
    return _chosen(resolver, reading.span, choice, "speakers:description", "the description fits more than one")


def _named_later(resolver: Resolver, reading: Reading) -> Referent | None:
    """Return whom the article names further on with the words of "Lee's lawyer" or "her longtime personal doctor"."""
    if reading.head_class != "person" or not reading.possessive:
        return None
    wanted = {reading.head, *reading.modifiers} - (resolver.words.role_modifiers | {"former", "own"})
    wanted |= set(reading.owner.key[-1:]) if reading.owner else set()
    found = [
        r
        for r in resolver.scene.referents
        if r.entity is not None
        and r.kind == "person"
        and len(r.entity.key) > 1
        and r.traces
        and r.traces[0].start > reading.span.start
        and wanted <= resolver.scene.descriptors.get(r.entity.index, frozenset())
    ]
    return found[0] if len(found) == 1 and len(wanted) > 1 else None


def _is_of_kind(resolver: Resolver, reading: Reading, referent: Referent) -> bool:
    """Tell whether a body may be called by the noun: "the government" by its name only, "the firm" if it may be one."""
    if referent.entity is None or reading.head in referent.entity.key:
        return True
    kinds, shown = resolver.words.kinds_of_noun(reading.head), resolver.words.kinds_of_name(referent.entity.key)
    if not kinds:
        return reading.head not in resolver.words.realms
    return kinds != {"office"} and (not shown or bool(shown & kinds))


def _is_called(resolver: Resolver, reading: Reading, referent: Referent) -> bool:
    """Tell whether the article calls somebody by the noun of the description elsewhere."""
    if referent.entity is None:
        return referent.head == reading.head
    return reading.head in resolver.scene.descriptors.get(referent.entity.index, frozenset())


def _may_be(resolver: Resolver, reading: Reading, referent: Referent) -> bool:
    """Tell whether a candidate fits "his lawyer" or "Smith's aide": not Smith, and called a lawyer somewhere."""
    if referent.entity is None or not reading.possessive:
        return True
    if reading.owner and referent.entity.index in reading.owner.owners:
        return False
    if reading.owner and not _is_person(resolver, reading.owner) and reading.head_class == "person":
        said = resolver.scene.descriptors.get(referent.entity.index, frozenset())
        return _is_called(resolver, reading, referent) and not said.isdisjoint(reading.owner.key)
    return _is_called(resolver, reading, referent)


def _is_person(resolver: Resolver, mention: NameMention) -> bool:
    """Tell whether a name in the possessive is that of a person with a full name; teams are taken for people."""
    return any(
        e.label == "person" and (len(e.key) > 1 or e.gender is not None)
        for e in (resolver.book.entities[owner] for owner in mention.owners)
    )


def _chosen(resolver: Resolver, span: CharSpan, choice: Choice, rule: str, doubt: str) -> Link:
    """Turn a choice into a link, or into none where the best two cannot be told apart."""
    # Set by cross-validation: of the shared names with a smaller lead, three of four went to the wrong bearer.
    least = resolver.settings["least_lead_shared" if rule == "speakers:shared-name" else "least_lead"]
    if choice.referent is None or choice.probability - choice.runner_up_probability < least:
        return Link(None, f"{rule}-undecided", choice.probability, span, _runner_up(resolver.text, choice, doubt))
    note = _runner_up(resolver.text, choice, _chain(resolver.text, span, choice.referent))
    return Link(choice.referent, rule, choice.probability, choice.referent.span, note, choice.referent.kind)


def _relation_around(resolver: Resolver, span: CharSpan) -> Relation | None:
    """Return the narrowest relation in whose words a mention stands."""
    around = [
        r
        for r in resolver.draft.relations
        if r.source and any(c.contains(span) for c in r.content) and not r.source.contains(span)
    ]
    return min(around, key=lambda r: sum(map(len, r.content)), default=None)


def _speaker_around(resolver: Resolver, reading: Reading) -> frozenset[int]:
    """Return whom "he" inside a quotation never means: the one who is quoted."""
    outer = _relation_around(resolver, reading.span) if resolver.scene.is_quoted(reading.span.start) else None
    referent = resolver.resolve(outer).referent if outer is not None else None
    return frozenset({referent.entity.index}) if referent is not None and referent.entity is not None else frozenset()


def _first_person(resolver: Resolver, reading: Reading) -> Link:
    """Resolve "I": between marks it is who is quoted there; in the author's own voice it is the author."""
    inner = _relation_around(resolver, reading.span)
    if inner is not None:
        link = resolver.resolve(inner)
        return evolve(link, rule="speakers:first-person-quoted", span=inner.source)
    author = find_author(resolver.text, resolver.draft, resolver.words)
    if author is None:
        return Link(
            Referent("unnamed", reading.span),
            "speakers:author-unnamed",
            1.0,
            reading.span,
            "first person in the author's own voice, and no byline was found",
            "unnamed",
        )
    referent = Referent("person", author, named=True)
    return Link(referent, "speakers:author", 1.0, author, "first person in the author's own voice", "person")


def _relative(resolver: Resolver, reading: Reading, relation: Relation) -> Link:
    """Resolve "who" and "which": they stand for the name or noun phrase right before them."""
    text, end = resolver.text, reading.span.start
    while end > 0 and text[end - 1] in " ,(–—-\u00a0":
        end -= 1
    phrase = _phrase_before(resolver, end, reading.span.of(text).lower() in {"who", "whom"})
    if phrase is None:
        return Link(
            None, "speakers:relative-undecided", 0.0, reading.span, "no name stands before the relative pronoun"
        )
    inner = read_mention(text, phrase, resolver.book, resolver.words)
    if inner.pronoun or not (inner.name or inner.head):
        return Link(None, "speakers:relative-undecided", 0.0, reading.span, "nobody stands before the relative pronoun")
    return evolve(_link(resolver, inner, relation), rule="speakers:relative")


def _phrase_before(resolver: Resolver, end: int, person: bool) -> CharSpan | None:
    """Return the noun phrase that ends at `end`: a name, or the words from a determiner on."""
    text = resolver.text
    line = text.rfind("\n", max(0, end - 160), end) + 1
    low = max(line, end - 160)
    near = [m for m in resolver.book.within(CharSpan(low, end)) if not m.possessive]
    if near and near[-1].span.end >= end - 1 and (near[-1].label == "person" or not person):
        return CharSpan(near[-1].title, near[-1].span.end)
    heads = [m for m in _NOUN_PHRASE.finditer(text, low, end) if m.end() <= end]
    for match in reversed(heads):
        phrase = CharSpan(match.start(), end)
        inner = read_mention(text, phrase, resolver.book, resolver.words)
        fits = inner.head_class in {"person", "people"} or (inner.head_class == "organization" and not person)
        if fits and inner.core.end == end:
            part = _PART_OF.search(text, low, phrase.start)
            return CharSpan(part.start(), end) if part else phrase
    near = [m for m in near if m.label == "person" or not person]
    return CharSpan(near[-1].title, near[-1].span.end) if near else None


def _document(resolver: Resolver, reading: Reading) -> Link:
    """Resolve a document: a message to whoever issued it, a report to its own name or to its author's.

    "Lee's letter" is what Lee wrote; "the Harbour Board's report" and "the Acme poll" are names of documents;
    "a report by Acme" bears the name of Acme.
    """
    goes_on = _BY_WHOM.match(resolver.text, reading.span.end)
    if goes_on and goes_on["verb"] in resolver.words.verbs:
        goes_on = None  # "a report warned of losses from Acme"
    end = goes_on.end() + _LONGEST_NAME if goes_on else reading.span.end  # a mention may be cut before "by Acme"
    names = [m for m in resolver.book.within(CharSpan(reading.span.start, end)) if m.label != "people"]
    names = [m for m in names if goes_on is None or m.title <= goes_on.end()]
    bearer = next(
        (m for m in names if m.span.end < reading.core.end and _names_document(resolver.text, m, reading)), None
    )
    message = reading.head in resolver.words.messages
    if bearer and bearer.label != "place" and (message or bearer.label == "person"):
        return evolve(_name(resolver, bearer), rule="speakers:document-issuer")
    if bearer:
        return _titled_document(resolver, reading, CharSpan(bearer.span.start, reading.core.start + reading.head_end))
    bodies = [m for m in names if m.label != "place"]
    issued = _SIGNED if message else _ISSUED
    issuer = next((m for m in reversed(bodies) if issued.search(resolver.text, reading.core.start, m.title)), None)
    if issuer:
        link = evolve(_name(resolver, issuer), rule="speakers:document-issuer")
        return link if message or link.kind == "person" else evolve(link, kind="document")
    if reading.definite:
        found = _issuer_before(resolver, reading) if message else _document_before(resolver, reading)
        if found:
            return found
    return Link(
        resolver.unnamed(reading, "document"),
        "speakers:document",
        1.0,
        reading.span,
        "a document whose author the article does not name",
        "document",
    )


def _names_document(text: str, mention: NameMention, reading: Reading) -> bool:
    """Tell whether a name stands right before the noun of a document, as in "Acme's new report"."""
    head = reading.core.start + reading.head_end - len(reading.head)
    between = text[mention.span.end : max(mention.span.end, head)]
    return mention.span.end <= head and _BEFORE_NOUN.fullmatch(between) is not None


def _titled_document(resolver: Resolver, reading: Reading, title: CharSpan) -> Link:
    referent = Referent("document", title, head=reading.head, named=True)
    referent.add(Trace(reading.span.start, subject=True, possessive=False, quoted=False))
    resolver.scene.referents.append(referent)
    return Link(referent, "speakers:titled-document", 1.0, title, "the noun belongs to the name", "document")


def _document_before(resolver: Resolver, reading: Reading) -> Link | None:
    """Return the document with a name that "the report" takes up."""
    for referent in reversed(resolver.scene.referents):
        named = referent.named and referent.head == reading.head and referent.kind == "document"
        titled = referent.entity is not None and reading.head in (referent.entity.key[-1], referent.entity.key[0])
        if not (named or (titled and reading.head in resolver.words.titled_documents)):
            continue
        if referent.last_before(reading.span.start) is not None:
            note = _chain(resolver.text, reading.span, referent)
            return Link(referent, "speakers:document-before", 1.0, referent.span, note, "document")
    return None


def _issuer_before(resolver: Resolver, reading: Reading) -> Link | None:
    """Return the speaker whose sentence mentions such a document ("issued a statement"), else the last who spoke."""
    scene = resolver.scene
    kinds = frozenset({reading.head}).union(*(k for k in resolver.words.document_kinds if reading.head in k))
    last: Link | None = None
    for position, referent, _ in reversed(scene.turns):
        near = reading.span.start - position
        if near <= 0 or not (referent.kind in {"person", "organization"} or (referent.named and not referent.plural)):
            continue
        if near > _DOCUMENT_NEAR:
            break
        number = scene.sentence(position)
        starts = scene.sentence_starts
        end = starts[number] if number < len(starts) else len(resolver.text)
        sentence = set(_SMALL_WORD.findall(resolver.text[starts[max(0, number - 1)] : end].lower()))
        note = _chain(resolver.text, reading.span, referent)
        if kinds & sentence:
            return Link(referent, "speakers:document-issuer", 0.7, referent.span, note, referent.kind)
        if "statement" in kinds or "memo" in kinds:
            last = last or Link(referent, "speakers:document-last", 0.5, referent.span, note, referent.kind)
    return last


# --- evidence and result ---------------------------------------------------------------------------------------


def _chain(text: str, span: CharSpan, referent: Referent) -> str:
    return f"{_quote(text, span)} is {_quote(text, referent.span)}"


def _quote(text: str, span: CharSpan) -> str:
    exact = span.of(text)
    return repr(exact if len(exact) < 60 else exact[:57] + "...")


def _runner_up(text: str, choice: Choice, note: str) -> str:
    if choice.runner_up is not None:
        note += f"; next best {_quote(text, choice.runner_up.span)} at {choice.runner_up_probability:.2f}"
    return note


def fill(relation: Relation, link: Link, resolver: Resolver, options: Options) -> Relation:
    """Return the relation with the speaker that its link leads to, or with the reason why there is none."""
    probability = calibrate(link, resolver.settings["calibration"])
    referent, kind = link.referent, link.kind
    if referent is None or kind is None:
        return relation.with_evidence(Evidence("speaker", link.rule, link.span or relation.source, link.note))
    if probability < options.least_confidence:
        reason = f"probability {probability:.2f} is below the least confidence asked for ({options.least_confidence})"
        return relation.with_evidence(Evidence("speaker", "speakers:least-confidence", link.span, reason))
    draft, evidence = _speaker(relation, link, referent, kind, resolver)
    return relation.with_evidence(
        Evidence("speaker", link.rule, link.span, link.note),
        *evidence,
        speaker=draft,
        confidence=evolve(relation.confidence, speaker=probability),
    )


def _speaker(
    relation: Relation, link: Link, referent: Referent, kind: SpeakerKind, resolver: Resolver
) -> tuple[SpeakerDraft, tuple[Evidence, ...]]:
    named = referent.entity is not None or referent.named
    if named:
        profile = resolver.profile(referent) if kind == "person" else Profile()
        title, affiliation = profile.title, profile.affiliation
        ground: tuple[str, str] = (profile.title_form or "none", profile.affiliation_form or "none")
        phrase = resolver.descriptions.get(referent.entity.index) if referent.entity else None
        if title is None and phrase is not None and kind == "person":
            title, found = describe_phrase(resolver.text, phrase, resolver.book, resolver.words)
            affiliation = affiliation or resolver.settle(title, found)[0]
            ground = "description", ground[1] if profile.affiliation else "description"
    else:
        phrase = referent.likeness or referent.span
        title, affiliation = describe_phrase(resolver.text, phrase, resolver.book, resolver.words)
        affiliation, _ = resolver.settle(title, affiliation)
        kin = referent.likeness is None and resolver.words.is_untitled(referent.head)
        if kind in {"group", "document"} or kin:
            title, affiliation = None, None
        ground = ("description", "description")
    name = referent.span if named else None
    draft = SpeakerDraft(kind, name, referent.span, title, affiliation)
    return draft, (_ground("title", title, ground[0]), _ground("affiliation", affiliation, ground[1]))


def _ground(what: Any, span: CharSpan | None, form: str) -> Evidence:
    if span is None:
        return Evidence(
            what, f"speakers:no-{what}", None, f"the article gives no {what} next to a mention of the speaker"
        )
    return Evidence(what, f"speakers:{what}-{form}", span)


def calibrate(link: Link, table: Mapping[str, Any]) -> float:
    """Return the calibrated probability that the link is right (logistic in the log-odds, by rule)."""
    if link.referent is None:
        return 0.0
    slope, offset = table.get(link.rule, table["default"])
    raw = min(max(link.probability, 1e-6), 1 - 1e-6)
    return round(1 / (1 + math.exp(-(slope * math.log(raw / (1 - raw)) + offset))), 4)
