"""The step from source mention to speaker: who "he", "the senator" or "Smith" is, with title and affiliation."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field, frozen

from attribution.affiliations import Profile, build_profile, describe_phrase
from attribution.antecedents import Choice, Query, Referent, Scene, Trace, build_scene, candidates, choose
from attribution.furniture import find_author
from attribution.mentions import Reading, read_mention
from attribution.models import CharSpan, Draft, Evidence, Options, Relation, SpeakerDraft, SpeakerKind
from attribution.names import Label, NameBook, NameMention, find_names
from attribution.people import Gender, PeopleWords, people_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon

Chooser = Callable[[Scene, Query, Sequence[Referent]], Choice]

_DOCUMENT_NEAR = 600  # code points back in which a statement or report must have been introduced
_NUMBER = re.compile(r"(?:two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\w)@\w{2,}")
_AFTER = 40  # code points after a pronoun in which whoever is named is spoken to or of
_BEHIND = re.compile('[,?!.…]["”’\']?\\s+$|["”’]\\s*$')
_AGE = re.compile(r"\b(\d{1,3})(?:-year-old\b|(?=[,)]))")
_SMALL_WORD = re.compile(r"[a-z-]+")
_ISSUED = re.compile(r"\b(?:by|from|of|in)\s")


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
            self.profiles[entity.index] = build_profile(self.text, entity, self.book, self.words)
        return self.profiles[entity.index]

    def describe_everyone(self) -> None:
        """Read the descriptions of all people, which only a definite description needs."""
        for referent in self.scene.referents:
            entity = referent.entity
            if entity is not None and entity.index not in self.scene.descriptors:
                ages = {m[1] for t in referent.traces for m in _AGE.finditer(self.text, t.start, t.start + 60)}
                ages |= {m[1] for t in referent.traces for m in _AGE.finditer(self.text, max(0, t.start - 16), t.start)}
                self.scene.descriptors[entity.index] = self.profile(referent).words | ages

    def unnamed(self, reading: Reading, kind: SpeakerKind) -> Referent:
        """Return the unnamed speaker whom this phrase introduces, remembered for the pronouns that follow."""
        for referent in self.scene.referents:
            if referent.entity is None and referent.span.overlaps(reading.core):
                return referent
        referent = Referent(kind, reading.core, head=reading.head, plural=kind == "group")
        referent.gender = self.words.gender_of(reading.head) if reading.head else None
        referent.add(Trace(reading.span.start, subject=True, possessive=False, quoted=False))
        self.scene.referents.append(referent)
        return referent


def prepare(
    text: str, draft: Draft, labels: Sequence[Label], lexicon: Lexicon, chooser: Chooser | None = None
) -> Resolver:
    """Find the names of an article and lay it out for resolving; `chooser` replaces the learned choice."""
    words = people_words(lexicon)
    story = [label for label in labels if not any(f.start <= label[0] < f.end for f in draft.furniture)]
    book = find_names(text, story, words)
    scene = build_scene(text, book, words, [q.span for q in draft.quotations], draft.furniture)
    settings = lexicon.words("antecedents")
    return Resolver(text, draft, book, words, scene, chooser or partial(choose, weights=settings["weights"]), settings)


# --- one rule for each class of mention ------------------------------------------------------------------------


def _link(resolver: Resolver, reading: Reading, relation: Relation) -> Link:
    if reading.names:
        return _several(resolver, reading)
    if reading.pronoun == "first":
        return _first_person(resolver, reading)
    if reading.pronoun == "relative":
        return _relative(resolver, reading)
    if reading.pronoun:
        return _pronoun(resolver, reading, relation)
    if reading.name:
        return _name(resolver, reading.name)
    handle = _HANDLE.search(resolver.text, reading.span.start, reading.span.end)
    if handle is not None:
        span = CharSpan(handle.start(), handle.end())
        note = "the account that wrote it"
        return Link(Referent("person", span, named=True), "speakers:account", 1.0, span, note, "person")
    if reading.body is not None:
        return _name_with_noun(reading)
    if reading.head_class == "unknown" and reading.owner is not None:
        return evolve(_name(resolver, reading.owner), rule="speakers:possessor")
    if reading.head_class == "document":
        return _document(resolver, reading)
    body = _body_called(resolver, reading)
    if body is not None:
        note = _chain(resolver.text, reading.span, body)
        return Link(body, "speakers:body-by-noun", 1.0, body.span, note, "organization")
    if reading.head_class in {"person", "organization"} and reading.definite:
        return _description(resolver, reading)
    kind: SpeakerKind = "group" if reading.head_class in {"people", "organization"} else "unnamed"
    if kind == "group" and _NUMBER.match(resolver.text, reading.span.start):
        kind = "unnamed"  # "two officials" are two unnamed people
    return Link(
        resolver.unnamed(reading, kind), "speakers:unnamed", 1.0, reading.span, "the article gives no name", kind
    )


def _body_called(resolver: Resolver, reading: Reading) -> Referent | None:
    """Return the only body named before whose name holds the noun: "the foundation" is the "Lantern Foundation"."""
    if not reading.definite or reading.possessive or reading.modifiers or reading.head not in resolver.words.org_heads:
        return None
    named = [
        r
        for r in resolver.scene.referents
        if r.entity is not None
        and r.entity.label in {"organization", "other"}
        and len(r.entity.key) > 1
        and reading.head in r.entity.key
        and r.last_before(reading.span.start) is not None
    ]
    return named[0] if len(named) == 1 else None


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
    query = Query(mention.title, "surname")
    owners = [resolver.scene.referents[owner] for owner in mention.owners]
    owners = _of_gender(resolver, mention, owners)
    owners.sort(key=lambda r: -(last.start if (last := r.last_before(query.start)) else -1))
    choice = resolver.chooser(resolver.scene, query, owners)
    return _chosen(
        resolver, mention.span, choice, "speakers:shared-name", "two bearers of the name cannot be told apart"
    )


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
    return "person" if mention.label == "other" and len(mention.key) in {1, 2, 3} else referent.kind


def _pronoun(resolver: Resolver, reading: Reading, relation: Relation) -> Link:
    inside = (m for content in relation.content for m in resolver.book.within(content))
    stop = min((c.start for c in relation.content if c.start >= reading.span.end), default=len(resolver.text))
    near = CharSpan(reading.span.end, max(reading.span.end, min(stop, reading.span.end + _AFTER)))
    query = Query(
        reading.span.start,
        "pronoun",
        reading.pronoun,
        late=_BEHIND.search(resolver.text, max(0, reading.span.start - 4), reading.span.start) is not None,
        continues=_continues(resolver, reading, relation),
        inside=frozenset(owner for m in inside for owner in m.owners),
        after=frozenset(owner for m in resolver.book.within(near) for owner in m.owners),
    )
    choice = resolver.chooser(resolver.scene, query, candidates(resolver.scene, query))
    return _chosen(resolver, reading.span, choice, "speakers:pronoun", "the pronoun may stand for more than one")


def _description(resolver: Resolver, reading: Reading) -> Link:
    resolver.describe_everyone()
    query = Query(
        reading.core.start, "description", head=reading.head, modifiers=reading.modifiers, thing=reading.head_class
    )
    found = [r for r in candidates(resolver.scene, query) if _may_be(resolver, reading, r)]
    found = [r for r in found if _is_called(resolver, reading, r)] or found
    choice = resolver.chooser(resolver.scene, query, found)
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
    return _chosen(resolver, reading.span, choice, "speakers:description", "the description fits more than one")


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
    return _is_called(resolver, reading, referent)


def _chosen(resolver: Resolver, span: CharSpan, choice: Choice, rule: str, doubt: str) -> Link:
    """Turn a choice into a link, or into none where the best two cannot be told apart."""
    if choice.referent is None or choice.probability - choice.runner_up_probability < resolver.settings["least_lead"]:
        return Link(None, f"{rule}-undecided", choice.probability, span, _runner_up(resolver.text, choice, doubt))
    note = _runner_up(resolver.text, choice, _chain(resolver.text, span, choice.referent))
    return Link(choice.referent, rule, choice.probability, choice.referent.span, note, choice.referent.kind)


def _first_person(resolver: Resolver, reading: Reading) -> Link:
    """Resolve "I": between marks it is who is quoted there; in the author's own voice it is the author."""
    around = [
        r
        for r in resolver.draft.relations
        if r.source and any(c.contains(reading.span) for c in r.content) and not r.source.contains(reading.span)
    ]
    if around:
        inner = min(around, key=lambda r: sum(map(len, r.content)))
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


def _relative(resolver: Resolver, reading: Reading) -> Link:
    """Resolve "who" and "which": they stand for the name or noun phrase right before them."""
    before = resolver.book.within(CharSpan(max(0, reading.span.start - 160), reading.span.start))
    near = [m for m in before if "\n" not in resolver.text[m.span.end : reading.span.start] and not m.possessive]
    if reading.span.of(resolver.text).lower() in {"who", "whom"}:
        near = [m for m in near if m.label == "person"]
    if not near:
        return Link(
            None, "speakers:relative-undecided", 0.0, reading.span, "no name stands before the relative pronoun"
        )
    mention = near[-1]
    return evolve(_name(resolver, mention), rule="speakers:relative")


def _document(resolver: Resolver, reading: Reading) -> Link:
    """Resolve "the report" to who issued it, where the article says so: "a report from Acme", "in a statement"."""
    names = [m for m in resolver.book.within(reading.span) if m.label not in {"place", "people"}]
    issuer = next((m for m in reversed(names) if _ISSUED.search(resolver.text, reading.core.start, m.title)), None)
    issuer = issuer or next((m for m in names if m.span.end < reading.core.end), None)
    if issuer:
        return evolve(_name(resolver, issuer), rule="speakers:document-issuer")
    if reading.definite:
        issued = _issuer_before(resolver, reading)
        if issued:
            return issued
    return Link(
        resolver.unnamed(reading, "document"),
        "speakers:document",
        1.0,
        reading.span,
        "a document whose author the article does not name",
        "document",
    )


def _issuer_before(resolver: Resolver, reading: Reading) -> Link | None:
    """Return the last speaker whose sentence mentions such a document ("in an analysis", "issued a statement")."""
    scene = resolver.scene
    kinds = frozenset({reading.head}).union(*(k for k in resolver.words.document_kinds if reading.head in k))
    for position, referent, _ in reversed(scene.turns):
        if position >= reading.span.start or reading.span.start - position > _DOCUMENT_NEAR:
            continue
        number = scene.sentence(position)
        starts = scene.sentence_starts
        end = starts[number] if number < len(starts) else len(resolver.text)
        sentence = set(_SMALL_WORD.findall(resolver.text[starts[max(0, number - 1)] : end].lower()))
        if referent.kind != "unnamed" and kinds & sentence:
            note = _chain(resolver.text, reading.span, referent)
            return Link(referent, "speakers:document-issuer", 0.7, referent.span, note, referent.kind)
    return None


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
            affiliation = affiliation or found
            ground = "description", ground[1] if profile.affiliation else "description"
    else:
        title, affiliation = describe_phrase(resolver.text, referent.span, resolver.book, resolver.words)
        title = None if kind == "group" else title
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
