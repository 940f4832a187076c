"""What the rules of the speaker step share: the article laid out, the links made so far, how a link is made.

A rule that needs the speaker of another statement asks `Resolver.resolve`. The function that picks the rule for a
mention is handed to the resolver, so that the rules need not import it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from attribution.models import CharSpan, Draft, Relation, SpeakerKind
from attribution.names.book import NameBook
from attribution.people import PeopleWords
from attribution.speakers.antecedents import Choice
from attribution.speakers.candidates import Query
from attribution.speakers.mentions import Reading, read_mention
from attribution.speakers.profiles import Profiles
from attribution.speakers.referents import Referent, Scene, Trace

# Probabilities of links that a rule makes without a chooser. The calibration of all rules but those that ask one has no
# slope (data/en/antecedents.json), so there they have no effect on the confidence; what they do is to pass or to miss
# the thresholds below, and `referents._NEARLY_SURE`, from which a pronoun tells the gender: LIKELY does not pass it.
CERTAIN = 1.0
NEARLY_CERTAIN = 0.9
LIKELY = 0.8
FAIR = 0.7
EVEN = 0.5
SURE_VOICE = 0.9  # from which "he" in passed-on words is given a name
SURE_SUBJECT = 0.9  # from which a description that is a subject is taken to mean somebody named

Chooser = Callable[[Scene, Query, Sequence[Referent]], Choice]
"""Picks one of the candidates for a mention, or nobody."""
Rule = Callable[["Resolver", Reading, Relation], "Link"]
"""Links a source mention of a relation to its speaker."""


@frozen
class Link:
    """How a source mention was linked: to whom, by which rule, with which raw probability and on which ground."""

    referent: Referent | None
    rule: str
    probability: float
    span: CharSpan | None = None
    note: str = ""
    kind: SpeakerKind | None = None


@define
class Resolver:
    """Resolves the source mentions of one article in the order of the text.

    Attributes:
        text: The article.
        draft: Its relations, quotations and furniture.
        book: Its names.
        words: The word lists.
        scene: Who is mentioned where; grows while the sources are read.
        profiles: Titles and affiliations of its people.
        rule: Links a mention by the rule for its class; handed in, since `step` imports the rules, which ask for it.
        chooser: Picks among candidates.
        settings: Least leads and calibration, learned.
        introduced: Whom a description of the opening means, by the offset of the description.
        links: The links made so far, by source.
        readings: The source mentions taken apart so far.
        descriptions: The description that led to a person, by the index of the entity.
    """

    text: str
    draft: Draft
    book: NameBook
    words: PeopleWords
    scene: Scene
    profiles: Profiles
    rule: Rule
    chooser: Chooser
    settings: Mapping[str, Any]
    introduced: Mapping[int, Referent]
    links: dict[CharSpan, Link] = field(factory=dict)
    readings: dict[CharSpan, Reading] = field(factory=dict)
    descriptions: dict[int, CharSpan] = field(factory=dict)
    _by_source: dict[CharSpan | None, list[Relation]] = field(init=False, repr=False)
    _by_quotation: dict[CharSpan, list[Relation]] = field(init=False, repr=False)
    _by_start: dict[int, Relation] = field(init=False, repr=False)
    _contents: list[tuple[CharSpan, int]] = field(init=False, repr=False)
    _longest: int = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._by_source, self._by_quotation, self._by_start, self._contents = {}, {}, {}, []
        for i, relation in enumerate(self.draft.relations):
            self._by_source.setdefault(relation.source, []).append(relation)
            if relation.source is not None:
                self._by_start.setdefault(relation.source.start, relation)
            self._contents += [(content, i) for content in relation.content]
            for quotation in relation.quotations:
                self._by_quotation.setdefault(quotation, []).append(relation)
        self._contents.sort()
        self._longest = max((len(content) for content, _ in self._contents), default=0)

    def relations_of(self, source: CharSpan | None) -> Sequence[Relation]:
        """Return the relations that have this source, in their order."""
        return self._by_source.get(source, ())

    def relation_from(self, position: int) -> Relation | None:
        """Return the first relation whose source begins at a place."""
        return self._by_start.get(position)

    def relations_with(self, quotation: CharSpan) -> Sequence[Relation]:
        """Return the relations in whose words this quotation stands, in their order."""
        return self._by_quotation.get(quotation, ())

    def relations_around(self, span: CharSpan) -> list[Relation]:
        """Return the relations in whose words a stretch stands, in their order."""
        first = bisect_left(self._contents, span.end - self._longest, key=_start_of_content)
        last = bisect_right(self._contents, span.start, key=_start_of_content)
        found = {i for content, i in self._contents[first:last] if content.contains(span)}
        return [self.draft.relations[i] for i in sorted(found)]

    def read(self, source: CharSpan) -> Reading:
        """Return a source mention taken apart, once."""
        if source not in self.readings:
            self.readings[source] = read_mention(self.text, source, self.book, self.words)
        return self.readings[source]

    def resolve(self, relation: Relation) -> Link:
        """Return whom the relation's source stands for; the same mention always stands for the same."""
        if relation.source is None:
            return Link(None, "speakers:no-source", 0.0, note="no source was found")
        if relation.source not in self.links:
            self.links[relation.source] = Link(None, "speakers:circular", 0.0, note="the mention leads back to itself")
            reading = self.read(relation.source)
            link = self.rule(self, reading, relation)
            self.links[relation.source] = link
            if link.referent is not None:
                self.scene.record_turn(relation.source.start, link.referent, reading.pronoun, link.probability)
        return self.links[relation.source]


def _start_of_content(content: tuple[CharSpan, int]) -> int:
    return content[0].start


def referred(resolver: Resolver, relation: Relation) -> dict[int, float]:
    """Return the entities that the reader takes the source of a relation to mean, with their probabilities."""
    found: dict[int, float] = {}
    for reference in relation.refers:
        mention = resolver.book.at(reference.word.start)
        for owner in mention.owners if mention else ():
            found[owner] = found.get(owner, 0.0) + reference.probability / len(mention.owners if mention else ())
    return found


def link_choice(resolver: Resolver, span: CharSpan, choice: Choice, rule: str, doubt: str) -> Link:
    """Turn a choice into a link, or into none where the best two cannot be told apart."""
    # Set by cross-validation: of the shared names with a smaller lead, three of four went to the wrong bearer.
    least = resolver.settings["least_lead_shared" if rule == "speakers:shared-name" else "least_lead"]
    if choice.referent is None or choice.probability - choice.runner_up_probability < least:
        return Link(None, f"{rule}-undecided", choice.probability, span, runner_up_note(resolver.text, choice, doubt))
    note = runner_up_note(resolver.text, choice, chain_note(resolver.text, span, choice.referent))
    return Link(choice.referent, rule, choice.probability, choice.referent.span, note, choice.referent.kind)


def link_to(
    text: str, span: CharSpan, referent: Referent, rule: str, probability: float, kind: SpeakerKind | None = None
) -> Link:
    """Return the link from the mention at `span` to `referent`; its kind is the referent's where none is given."""
    note = chain_note(text, span, referent)
    return Link(referent, rule, probability, referent.span, note, kind or referent.kind)


def introduce_unnamed(scene: Scene, words: PeopleWords, reading: Reading, kind: SpeakerKind) -> Referent:
    """Return the unnamed speaker whom this phrase introduces, remembered for the pronouns that follow."""
    for referent in scene.referents:
        if referent.entity is None and referent.span.overlaps(reading.core):
            referent.span = reading.core if reading.core.contains(referent.span) else referent.span
            return referent
    several = kind == "group" or reading.head_class == "people"
    referent = Referent(kind, reading.core, head=reading.head, plural=several)
    referent.animate = reading.head_class in {"person", "people"}
    referent.gender = words.gender_of(reading.head) if reading.head else None
    referent.add(Trace(reading.span.start, subject=True, possessive=False, quoted=False))
    scene.referents.append(referent)
    return referent


def chain_note(text: str, span: CharSpan, referent: Referent) -> str:
    """Return the ground of a link for the evidence: which words are whom."""
    return f"{quote(text, span)} is {quote(text, referent.span)}"


def quote(text: str, span: CharSpan) -> str:
    """Return the words at `span` between marks, a long stretch cut."""
    exact = span.of(text)
    return repr(exact if len(exact) < 60 else exact[:57] + "...")


def runner_up_note(text: str, choice: Choice, note: str) -> str:
    """Return the note with who came second."""
    if choice.runner_up is not None:
        note += f"; next best {quote(text, choice.runner_up.span)} at {choice.runner_up_probability:.2f}"
    return note
