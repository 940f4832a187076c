"""The step relations: who said what, by the learned reader. Sets content, quotations, cue and source.

Attribution relations in the sense of PARC 3.0 (Pareti 2015) and PolNeAR (Newell et al. 2018): direct, mixed, indirect.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from attribution.clauses import name_authors, split_reporting_clauses
from attribution.cues import describe_cue
from attribution.models import CharSpan, Confidence, Draft, Evidence, Options, Quotation, Relation, RelationKind
from attribution.reader.decoding import Choice, Decoded, char_span, decode, gather
from attribution.reader.network import load_network
from attribution.reader.words import OUTSIDE, Word, read_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon

_PUNCTUATION = " \t\r\n,.;:!?…—–-'\"“”‘’«»„‚()[]"


@frozen
class Calibration:
    """Platt scaling (Platt 1999): probability = sigmoid(slope * logit(raw) + offset)."""

    slope: float
    offset: float

    def apply(self, raw: float) -> float:
        """Return the calibrated probability of a raw one."""
        raw = min(max(raw, 1e-4), 1 - 1e-4)
        return 1 / (1 + math.exp(-(self.slope * math.log(raw / (1 - raw)) + self.offset)))


@lru_cache(maxsize=1)
def load_calibration() -> dict[str, Calibration]:
    """Return the calibration of "content" and "source", set on held-out articles of PolNeAR train."""
    data = json.loads((files("attribution") / "data" / "en" / "reader.json").read_text("utf8"))
    return {name: Calibration(**data["calibration"][name]) for name in ("content", "source")}


def relations(doc: Doc, draft: Draft, lexicon: Lexicon, options: Options) -> Draft:
    """Find the attribution relations of the article."""
    text = doc.text
    outer = _outermost(draft.quotations)
    words = read_words(text, [(quotation.span.start, quotation.span.end) for _, quotation in outer])
    if not words:
        return draft
    network = load_network(options.threads)
    wanted = [word.mark != OUTSIDE for word in words] if options.relations == "quoted" else None
    scores = gather(words, network.read(words, wanted))
    starts, ends = [word.start for word in words], [word.end for word in words]

    def inside(span: CharSpan) -> range:
        return range(bisect_right(ends, span.start), bisect_left(starts, span.end))

    for span in draft.furniture:
        scores.read[inside(span).start : inside(span).stop] = False
    decoded = decode(scores, [(index, quotation, inside(quotation.span)) for index, quotation in outer])
    found = [_relation(text, words, one, draft.quotations, lexicon, options) for one in decoded]
    named = [name_authors(text, relation, lexicon) for relation in found]
    return evolve(draft, relations=tuple(split_reporting_clauses(text, named, lexicon)))


def _outermost(quotations: Sequence[Quotation]) -> list[tuple[int, Quotation]]:
    """Return the quotations that lie in no other, with their index."""
    return [
        (index, quotation) for index, quotation in enumerate(quotations) if quotation.depth == 0 and len(quotation.span)
    ]


def _relation(
    text: str, words: Sequence[Word], one: Decoded, quotations: Sequence[Quotation], lexicon: Lexicon, options: Options
) -> Relation:
    marked = [quotations[index].span for index in one.quotations]
    content = tuple(_content(text, char_span(words, span), marked) for span in one.contents)
    cue = char_span(words, one.cue) if one.cue is not None else None
    calibration = load_calibration()
    probability = calibration["source"].apply(one.source.probability)
    source = char_span(words, one.source.words) if one.source.words is not None else None
    evidence = [
        _content_evidence(content[0], one),
        _cue_evidence(cue, one),
        _source_evidence(words, source, one.source, probability),
    ]
    if source is not None and probability < options.least_confidence:
        evidence[-1] = Evidence("source", "reader:too-uncertain", source, f"probability {probability:.3f}")
        source = None
    lemma, kind = describe_cue(cue.of(text), lexicon) if cue is not None else (None, None)
    return Relation(
        content=content,
        quotations=tuple(marked),
        kind=_kind(content, marked),
        cue=cue,
        cue_lemma=lemma,
        cue_type=kind,
        source=source,
        confidence=Confidence(
            content=calibration["content"].apply(one.said), source=probability if source is not None else None
        ),
        evidence=tuple(evidence),
    )


def _content(text: str, span: CharSpan, marked: Sequence[CharSpan]) -> CharSpan:
    """Return the quotation where the content is one, to the letter between the marks; else the span as it is."""
    for quotation in marked:
        if span.overlaps(quotation):
            before = text[span.start : max(span.start, quotation.start)]
            after = text[min(span.end, quotation.end) : span.end]
            if not (before + after).strip(_PUNCTUATION):
                return quotation
    return span


def _kind(content: Sequence[CharSpan], marked: Sequence[CharSpan]) -> RelationKind:
    if not marked:
        return "indirect"
    return "direct" if all(span in marked for span in content) else "mixed"


def _content_evidence(span: CharSpan, one: Decoded) -> Evidence:
    rule = "reader:said-quotation" if one.quotations else "reader:content-tags"
    return Evidence("content", rule, span, f"score {one.said:.3f}")


def _cue_evidence(cue: CharSpan | None, one: Decoded) -> Evidence:
    if cue is None:
        return Evidence("cue", "reader:no-cue", None, f"links to no cue, score {one.cue_probability:.3f}")
    return Evidence("cue", "reader:content-to-cue", cue, f"score {one.cue_probability:.3f}")


def _source_evidence(words: Sequence[Word], source: CharSpan | None, choice: Choice, probability: float) -> Evidence:
    second = "no runner-up"
    if choice.runner_up is not None:
        place = char_span(words, choice.runner_up)
        second = f"next best {place.start}-{place.end}, score {choice.runner_up_probability:.3f}"
    if source is None:
        return Evidence("source", "reader:no-source", None, f"score of none {choice.probability:.3f}; {second}")
    return Evidence("source", "reader:content-to-source", source, f"score {choice.probability:.3f}; {second}")
