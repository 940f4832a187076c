"""The step relations with parts left out, to show what each part is worth.

Each variant has all that the one before it has: marks alone; role tags linked by nearness; learned links; the score
that tells said from not said; learned steps between tags; the rules for authors and clauses inside; calibrated
probabilities (the whole step).
All decode the same scores of the same network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, fields_dict

from attribution.models import Confidence, Draft, Options, Relation, Step
from attribution.reader.decoding import B_CUE, B_SOURCE, Scores, best_path, decode, gather, spans
from attribution.reader.network import CUE_OF, load_network
from attribution.reader.words import split_words, words_in
from attribution.relations.raw import Raw
from attribution.relations.step import outermost, raw_relation, relations

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon

SURE = np.float32(9.0)  # a score of "said" that leaves no doubt


class NearestScores(Scores):
    """Scores whose links go to the nearest span of the role."""

    def links(self, span: Sequence[int], link: int) -> tuple[float, Mapping[int, float]]:
        """Return (0, {first word of the nearest cue or source: 1}), or none where the article has no such span."""
        path = best_path(self.tags)
        found = spans(path, B_CUE if link == CUE_OF else B_SOURCE, self.words)
        if not found or not len(span):
            return 1.0, {}
        nearest = min(found, key=lambda one: (max(one.start - max(span), min(span) - one.stop), one.start))
        return 0.0, {nearest.start: 1.0}


def marks_only(doc: Doc, draft: Draft, lexicon: Lexicon, options: Options) -> Draft:
    """Take every marked stretch for said, by nobody known."""
    found = (quotation.span for _, quotation in outermost(draft.quotations))
    return evolve(draft, relations=tuple(Relation((span,), (span,), "direct") for span in found))


def decoded(
    doc: Doc,
    draft: Draft,
    lexicon: Lexicon,
    options: Options,
    *,
    nearest: bool = False,
    all_said: bool = False,
    steps: bool = True,
) -> Draft:
    """Decode without rules and calibration.

    `nearest` links by nearness, `all_said` takes every marked stretch, without `steps` tags follow BIO alone.
    """
    text = draft.article.text
    outer = outermost(draft.quotations)
    words = split_words(text, [(quotation.span.start, quotation.span.end) for _, quotation in outer])
    scores = gather(words, load_network(options.threads).read(words))
    if all_said:
        scores = evolve(scores, said=np.full_like(scores.said, SURE))
    if not steps:
        scores = evolve(scores, steps=np.zeros_like(scores.steps))
    if nearest:
        scores = NearestScores(**{name: getattr(scores, name) for name in fields_dict(Scores)})
    places = [(index, quotation, words_in(words, quotation.span)) for index, quotation in outer]
    found = (raw_relation(text, words, one, draft.quotations, lexicon) for one in decode(scores, places))
    return evolve(draft, relations=tuple(map(_uncalibrated, found)))


def _uncalibrated(raw: Raw) -> Relation:
    return Relation(
        content=raw.content,
        quotations=raw.marked,
        cue=raw.cue,
        source=raw.source,
        confidence=Confidence(content=raw.said, source=raw.source_probability),
    )


def uncalibrated(doc: Doc, draft: Draft, lexicon: Lexicon, options: Options) -> Draft:
    """Run the whole step, then put the raw probabilities back."""
    whole = relations(doc, draft, lexicon, options)
    raw = {one.content: one.confidence for one in decoded(doc, draft, lexicon, options).relations}
    kept = (evolve(one, confidence=raw.get(one.content, one.confidence)) for one in whole.relations)
    return evolve(whole, relations=tuple(kept))


VARIANTS: Mapping[str, Step] = {
    "marks only": marks_only,
    "role tags, linked by nearness": partial(decoded, nearest=True, all_said=True, steps=False),
    "+ learned links": partial(decoded, all_said=True, steps=False),
    "+ said or not": partial(decoded, steps=False),
    "+ learned steps between tags": decoded,
    "+ authors and clauses, unlikely ones left out": uncalibrated,
    "+ calibration": relations,
}
