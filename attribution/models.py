"""What moves along the line: one frozen `Draft` a document, filled a field at a time.

All spans are code points of the article text, end exclusive.
A `Relation` is an attribution relation in the sense of PARC 3.0 and PolNeAR (source, cue, content);
a `Quotation` is a stretch between marks before it is known to be speech.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve, field, frozen

from attribution.records import Article, Basis, CueType, Field, OutletKind, RelationKind, SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon

__all__ = [
    "MOST_THREADS",
    "Article",
    "Basis",
    "CharSpan",
    "Confidence",
    "CueType",
    "Draft",
    "DraftProblem",
    "Entity",
    "Evidence",
    "Field",
    "Options",
    "OutletDraft",
    "OutletKind",
    "Quotation",
    "Reference",
    "Relation",
    "RelationKind",
    "SpeakerDraft",
    "SpeakerKind",
    "Step",
]

MOST_THREADS = 256  # a machine has fewer; onnxruntime runs out of memory far above


@frozen(order=True)
class CharSpan:
    """A stretch of the article text: `text[start:end]`."""

    start: int
    end: int

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the slice of `text` that the span stands for."""
        return text[self.start : self.end]

    def contains(self, other: CharSpan) -> bool:
        """Tell whether `other` lies inside this span (equal counts)."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: CharSpan) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@frozen
class Evidence:
    """Why a field holds what it holds, or why it is empty.

    `rule` is "step:rule-name"; `span` is the place in the text that shows it.
    """

    field: Field
    rule: str
    span: CharSpan | None = None
    note: str = ""


@frozen
class Quotation:
    """A stretch between marks.

    `span` lies inside the marks, `outer` includes those that exist (a quotation that goes on in the
    next paragraph has no closing mark). `depth` is 0 for the outermost. `continues` is the index, among the
    draft's quotations, of the one in an earlier paragraph that this one goes on with. `label` names whose turn of
    a transcript the words are ("MR. ROWE" of "MR. ROWE: Yes").
    """

    span: CharSpan
    outer: CharSpan
    depth: int = 0
    style: Literal["double", "single", "guillemet", "low", "block"] = "double"
    continues: int | None = None
    label: CharSpan | None = None


@frozen
class SpeakerDraft:
    """The one behind a source mention; `name` is null for the unnamed.

    `name` is where the fullest form stands (`text[name.start:name.end]` is the name); for the unnamed, `mention`
    is the describing noun phrase.
    """

    kind: SpeakerKind
    name: CharSpan | None = None
    mention: CharSpan | None = None
    title: CharSpan | None = None
    affiliation: CharSpan | None = None


@frozen
class OutletDraft:
    """The carrier that the article cites for the words; `mention` is where its name stands."""

    kind: OutletKind
    mention: CharSpan
    basis: Basis
    name: CharSpan
    id: str | None = None


@frozen
class Confidence:
    """Calibrated probabilities; null where the field is null."""

    content: float | None = None
    source: float | None = None
    speaker: float | None = None
    outlet: float | None = None


@frozen
class Reference:
    """A word of a name that a source may stand for, and how likely the reader takes that to be (0 to 1)."""

    word: CharSpan
    probability: float


@frozen
class Relation:
    """One attribution relation on its way to a record."""

    content: tuple[CharSpan, ...]
    quotations: tuple[CharSpan, ...] = ()
    kind: RelationKind = "indirect"
    cue: CharSpan | None = None
    cue_lemma: str | None = None
    cue_type: CueType | None = None
    source: CharSpan | None = None
    refers: tuple[Reference, ...] = ()
    speaker: SpeakerDraft | None = None
    outlet: OutletDraft | None = None
    via: tuple[int, ...] = ()  # indexes of relations in the draft, outermost first
    occasion: CharSpan | None = None
    date: CharSpan | None = None
    date_iso: str | None = None  # YYYY, YYYY-MM or YYYY-MM-DD, where the date can be resolved
    confidence: Confidence = field(factory=Confidence)
    evidence: tuple[Evidence, ...] = ()

    def with_evidence(self, *evidence: Evidence, **changes: Any) -> Relation:
        """Return a copy with fields changed and evidence added."""
        return evolve(self, evidence=self.evidence + evidence, **changes)


@frozen
class DraftProblem:
    """Something in the article that a reader of the records should know."""

    code: str
    span: CharSpan
    message: str


@frozen
class Entity:
    """A name or date in the article and its label in OntoNotes 5 (PERSON, ORG, GPE, DATE ...)."""

    span: CharSpan
    label: str


@frozen
class Draft:
    """All that is known of one document so far.

    `furniture` holds the stretches that are no part of the story (byline, dateline, biography, photo credit,
    "contributed to this report").
    """

    article: Article
    furniture: tuple[CharSpan, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    problems: tuple[DraftProblem, ...] = ()


@frozen
class Options:
    """What a caller can choose.

    Args:
        relations: "all", or "quoted" to leave out what has no marked stretch.
        least_confidence: A source or speaker whose probability is below this stays empty, with the reason.
        threads: Threads of the reader; no choice about the result, which is the same with any number.
    """

    relations: Literal["all", "quoted"] = "all"
    least_confidence: float = 0.0
    threads: int = 1


Step = Callable[["Doc", Draft, "Lexicon", Options], Draft]
