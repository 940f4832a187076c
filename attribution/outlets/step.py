"""The step outlets: through which carrier the words came, whose statement they are nested in, when and where.

It fills `outlet`, `via`, `occasion`, `date` and `confidence.outlet` of each relation with evidence.
What an outlet, its basis and its scope are is told in docs/explanation/outlets.md.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from attrs import evolve

from attribution.models import CharSpan, Draft, Evidence, Options, OutletDraft, Quotation, Relation
from attribution.outlets.chains import link_chains
from attribution.outlets.citations import find_citations
from attribution.outlets.citing import Citation
from attribution.outlets.dates import find_dates, resolve_date
from attribution.outlets.occasions import find_occasions, link_times
from attribution.outlets.placed import Cited, Scene
from attribution.outlets.scenes import read_scene
from attribution.outlets.scope import choose, weigh

POSTED = 0.7  # a guess on the safe side: the corpora have no case that it could be set on

POSTED_REACH = 2  # sentences from a platform's name to what was written there

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon

_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)


def outlets(doc: Doc, draft: Draft, lexicon: Lexicon, options: Options) -> Draft:
    """Fill outlet, chain, occasion and date of every relation, from the text and its entities."""
    text, relations = draft.article.text, draft.relations
    citations = find_citations(text, draft.entities, lexicon, skip=draft.furniture)
    words, occasions = lexicon.words("citations"), lexicon.words("occasions")
    marked = [quotation.span for quotation in draft.quotations]
    labels = turn_labels(draft.quotations)
    scene = read_scene(text, relations, citations, words, occasions, labels=labels, marked=marked)
    scores = lexicon.words("outlet_scores")
    names = _full_names(text, citations)
    linked = [_with_outlet(scene, i, scores, names) for i in range(len(relations))]
    linked = _with_chains_and_times(text, linked, scene.sentences, lexicon, draft.article.published)
    return evolve(draft, relations=tuple(_with_outlet_of_teller(relation, linked) for relation in linked))


def turn_labels(quotations: Iterable[Quotation]) -> frozenset[int]:
    """Return where the labels of a transcript begin."""
    return frozenset(quotation.label.start for quotation in quotations if quotation.label is not None)


def _full_names(text: str, citations: Sequence[Citation]) -> dict[str, CharSpan]:
    """Return where each outlet's fullest name stands, the first of equal length, its domain only where nothing else is.

    A platform that only verbs name ("tweeted") gets its name from anywhere in the text, if it is there.
    """
    names: dict[str, CharSpan] = {}
    for citation in sorted(citations, key=lambda c: (bool(_DOMAIN.fullmatch(c.name.of(text))), -len(c.name), c.name)):
        if citation.form != "platform-verb":
            names.setdefault(citation.key, citation.name)
    for citation in citations:
        names.setdefault(citation.key, citation.name)
    return names


def _with_outlet(
    scene: Scene, index: int, scores: Mapping[str, Mapping[str, float]], names: Mapping[str, CharSpan]
) -> Relation:
    relation = scene.statements[index].relation
    weighed = weigh(scene, index)
    best = choose(weighed, scores["weights"])
    if best is None:
        return relation.with_evidence(Evidence("outlet", "outlets:not-cited", None, "no outlet is cited near"))
    cited, probability = best
    posted = posted_on(scene, index)
    if posted and (probability < scores["decision"]["threshold"] or cited.sentence < posted.sentence):
        outlet, note = _outlet(scene, index, posted, names), "written, behind a named platform"
        return relation.with_evidence(
            Evidence("outlet", f"outlets:{outlet.basis}:posted", posted.citation.mention, note),
            outlet=outlet,
            confidence=evolve(relation.confidence, outlet=POSTED),
        )
    if probability < scores["decision"]["threshold"]:
        note = f"the likeliest citation has {probability:.2f}"
        return relation.with_evidence(Evidence("outlet", "outlets:not-covered", cited.citation.mention, note))
    outlet = _outlet(scene, index, cited, names)
    rule = f"outlets:{outlet.basis}:{cited.citation.form}"
    note = f"{cited.citation.standing} name, {probability:.2f}"
    return relation.with_evidence(
        Evidence("outlet", rule, cited.citation.mention, note),
        outlet=outlet,
        confidence=evolve(relation.confidence, outlet=probability),
    )


def _with_outlet_of_teller(relation: Relation, relations: Sequence[Relation]) -> Relation:
    """Return a nested statement with the outlet that tells of it: Ana called it “a mess”, the Gazette reported."""
    teller = relations[relation.via[-1]] if relation.via else None
    if relation.outlet is not None or teller is None or teller.outlet is None or teller.source is None:
        return relation
    outlet, words = teller.outlet, relation.content
    if not teller.source.contains(outlet.mention) or not all(any(c.contains(w) for c in teller.content) for w in words):
        return relation
    kept = tuple(one for one in relation.evidence if one.field != "outlet")
    told = Evidence("outlet", f"outlets:{outlet.basis}:teller", outlet.mention, "whose statement this one is told in")
    confidence = evolve(relation.confidence, outlet=teller.confidence.outlet)
    return evolve(relation, outlet=outlet, confidence=confidence, evidence=(*kept, told))


def posted_on(scene: Scene, index: int) -> Cited | None:
    """Return the platform that a sentence just before names, where the words were written or come from an account."""
    statement = scene.statements[index]
    account = _is_account(scene.text, statement.relation)
    before = bisect_left(scene.cited_starts, statement.extent.start)
    if not before or not (statement.wrote or account or statement.comments):
        return None
    last = scene.cited[before - 1]
    follows = (statement.comments or statement.replies) and statement.paragraph == last.paragraph + 1
    beside = statement.paragraph == last.paragraph or follows
    near = statement.first - last.sentence <= POSTED_REACH and beside
    return last if near and last.citation.kind == "platform" else None


def _is_account(text: str, relation: Relation) -> bool:
    """Tell whether an account speaks: "@harbour_fan", as the source or right before the cue."""
    if relation.source is not None:
        return "@" in text[max(0, relation.source.start - 1) : relation.source.start + 1]
    return relation.cue is not None and bool(re.search(r"@\w+[ ]$", text[: relation.cue.start][-40:]))


def _outlet(scene: Scene, index: int, cited: Cited, names: Mapping[str, CharSpan]) -> OutletDraft:
    citation = cited.citation
    sentence = scene.sentences[cited.sentence]
    here = any(part.overlaps(sentence) for part in scene.statements[index].relation.content)
    return OutletDraft(
        kind=citation.kind,
        mention=citation.mention,
        basis="same-sentence" if here else "carried",
        name=names.get(citation.key, citation.name),
        id=citation.id,
    )


def _with_chains_and_times(
    text: str,
    relations: Sequence[Relation],
    sentences: Sequence[CharSpan],
    lexicon: Lexicon,
    published: str | None,
) -> list[Relation]:
    chains = link_chains(text, relations, sentences)
    occasions = link_times(text, relations, sentences, find_occasions(text, lexicon.words("occasions")))
    dates = link_times(text, relations, sentences, find_dates(text))
    return [
        relation.with_evidence(
            _chain_evidence(relations, chains[i]),
            _time_evidence("occasion", occasions.get(i)),
            _time_evidence("date", dates.get(i)),
            via=chains[i],
            occasion=occasions.get(i),
            date=dates.get(i),
            date_iso=resolve_date(dates[i].of(text), published) if i in dates else None,
        )
        for i, relation in enumerate(relations)
    ]


def _chain_evidence(relations: Sequence[Relation], chain: tuple[int, ...]) -> Evidence:
    if not chain:
        return Evidence("via", "outlets:not-nested", None, "inside no other statement")
    return Evidence("via", "outlets:nested", relations[chain[-1]].source, "inside what is attributed there")


def _time_evidence(field: Literal["occasion", "date"], span: CharSpan | None) -> Evidence:
    if span is None:
        return Evidence(field, f"outlets:no-{field}", None, "the sentence gives none")
    return Evidence(field, f"outlets:{field}-in-sentence", span)
