"""Learn and measure the speaker step: antecedent weights, calibration, figures by class of mention.

`python -m attribution.training.speakers learn DIRECTORY` learns from DIRECTORY/polnear/train.jsonl, web and bbc-abc and
writes `data/en/antecedents.json`; `... measure DIRECTORY` prints the figures of docs/explanation/speakers.md.
Sources and quotations are the annotated ones, so that the figures are those of this step alone.
The model is a conditional logit over the candidates of each mention (McFadden 1974), L2-regularised.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import evolve, frozen
from scipy.optimize import minimize

from attribution.antecedents import Choice, Query, Referent, Scene, choose, features
from attribution.furniture import find_furniture
from attribution.lexicon import Lexicon
from attribution.models import CharSpan, Draft, Quotation, Relation
from attribution.names import Label
from attribution.records import Article
from attribution.speakers import prepare, resolve_all

Line = dict[str, Any]
Table = dict[str, float]

LEARNED_FROM = ("polnear/train.jsonl", "web/articles.jsonl", "bbc-abc/articles.jsonl")
FOLDS = 5
PENALTY = 0.03  # of the squared weights, per instance; set by cross-validation on LEARNED_FROM
NOBODY = "nobody"


@frozen
class Case:
    """An annotated article with its recognised entities."""

    corpus: str
    line: Line
    labels: tuple[Label, ...]


@frozen
class Instance:
    """One mention to resolve: the features of each candidate, "nobody" last, and which of them are right."""

    form: str
    candidates: tuple[Mapping[str, float], ...]
    right: frozenset[int]


# --- corpora ---------------------------------------------------------------------------------------------------


def load_cases(directory: Path, names: Iterable[str], cache: Path | None = None) -> list[Case]:
    """Read the articles whose speakers are annotated and recognise their entities, or take them from `cache`."""
    known = json.loads(cache.read_text("utf8")) if cache and cache.exists() else {}
    cases: list[Case] = []
    nlp = None
    for name in names:
        for row in (directory / name).read_text("utf8").splitlines():
            line = json.loads(row)
            if not any("speaker" in quote for quote in line["quotes"]):
                continue
            key = f"{name}/{line['doc']}"
            if key not in known:
                nlp = nlp or _load_recogniser()
                known[key] = [(e.start_char, e.end_char, e.label_) for e in nlp(line["text"]).ents]
            cases.append(Case(name, line, tuple((start, end, label) for start, end, label in known[key])))
    if cache:
        cache.write_text(json.dumps(known), "utf8")
    return cases


def _load_recogniser() -> Any:
    from attribution.language import MODEL, load_nlp

    return load_nlp(MODEL)


def gold_draft(line: Line) -> Draft:
    """Return the draft that a faultless line would hand to the speaker step: annotated contents and sources."""
    author = line.get("author")
    article = Article(text=line["text"], title=line.get("title"), authors=(author,) if author else ())
    marked = sorted([tuple(q["span"]) for q in line["quotes"]] + [tuple(span) for span in line["not_quotations"]])
    quotations = tuple(Quotation(CharSpan(*span), CharSpan(*span)) for span in marked)
    said = [_relation([quote["span"]], quote["source"]) for quote in line["quotes"]]
    sources = {relation.source for relation in said}
    rest = (_relation(row["content"], row["source"]) for row in line["attributions"] if row["content"])
    return Draft(article, quotations=quotations, relations=(*said, *(r for r in rest if r.source not in sources)))


def _relation(content: Sequence[Sequence[int]], source: Sequence[Sequence[int]] | None) -> Relation:
    spans = tuple(sorted(CharSpan(*span) for span in content))
    return Relation(content=spans, source=CharSpan(*source[0]) if source else None)


# --- measures, as in the scorer of the corpora -----------------------------------------------------------------

_WORD = re.compile(r"\w+")
_TITLES = frozenset(["mr", "mrs", "ms", "dr", "sen", "rep", "gov", "president", "jr", "sr", "the"])


def _name_words(name: str) -> list[str]:
    plain = name.replace("’s", "").replace("'s", "").lower()
    return [word for word in _WORD.findall(plain) if word not in _TITLES]


def same_name(name: str | None, gold: str) -> bool:
    """Tell whether two names are one but for titles and middle names."""
    if not name:
        return False
    a, b = _name_words(name), _name_words(gold)
    return a == b or (len(a) > 1 and len(b) > 1 and (a[0], a[-1]) == (b[0], b[-1]))


def alike(one: str | None, other: str | None) -> bool:
    """Tell whether two phrases share half of their words."""
    a, b = set(_name_words(one or "")), set(_name_words(other or ""))
    return bool(a and b) and 2 * len(a & b) >= len(a | b)


# --- learning --------------------------------------------------------------------------------------------------


def collect(case: Case, lexicon: Lexicon, weights: Mapping[str, Table]) -> list[Instance]:
    """Return the choices of one article; those before each are made as annotated, unannotated ones by `weights`."""
    instances: list[Instance] = []
    text, draft = case.line["text"], _with_furniture(gold_draft(case.line), lexicon)
    gold = {
        quote["source"][0][0]: quote
        for quote in case.line["quotes"]
        if quote["source"] and "speaker" in quote and not quote.get("doubt")
    }
    spans = sorted((quote["source"][0][0], quote["source"][0][1]) for quote in gold.values())

    def chooser(scene: Scene, query: Query, found: Sequence[Referent]) -> Choice:
        place = next((start for start, end in spans if start <= query.start < end), None)
        if place is None:
            return choose(scene, query, found, weights)
        right = _right(text, gold[place], found)
        if right:
            rows = tuple(features(scene, query, r, rank, len(found)) for rank, r in enumerate(found))
            instances.append(Instance(query.form, (*rows, {NOBODY: 1.0}), frozenset(right)))
        first = min(right, default=len(found))
        return Choice(found[first] if first < len(found) else None, 1.0)

    resolve_all(prepare(text, draft, case.labels, lexicon, chooser))
    return instances


def _right(text: str, quote: Line, found: Sequence[Referent]) -> list[int]:
    """Return the candidates that are right; for the unnamed all unnamed ones are, and nobody."""
    if quote["speaker"]:
        return [i for i, r in enumerate(found) if r.entity and same_name(r.span.of(text), quote["speaker"])]
    return [*(i for i, r in enumerate(found) if r.kind == "unnamed"), len(found)]


def _with_furniture(draft: Draft, lexicon: Lexicon) -> Draft:
    return evolve(draft, furniture=tuple(find_furniture(draft.article.text, draft, lexicon)))


def fit(instances: Sequence[Instance], penalty: float = PENALTY) -> dict[str, Table]:
    """Return the weights of each class of mention."""
    forms = sorted({instance.form for instance in instances})
    return {form: _fit([i for i in instances if i.form == form], penalty) for form in forms}


def _fit(instances: Sequence[Instance], penalty: float) -> Table:
    names = sorted({name for instance in instances for row in instance.candidates for name in row})
    column = {name: i for i, name in enumerate(names)}
    blocks = []
    for instance in instances:
        rows = np.zeros((len(instance.candidates), len(names)))
        for i, row in enumerate(instance.candidates):
            for name, value in row.items():
                rows[i, column[name]] = value
        blocks.append((rows, np.array([i in instance.right for i in range(len(rows))])))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = penalty * len(blocks) * float(weights @ weights), 2 * penalty * len(blocks) * weights
        for rows, right in blocks:
            scores = rows @ weights
            powers = np.exp(scores - scores.max())
            chance = powers / powers.sum()
            hit = chance[right].sum()
            total -= math.log(max(hit, 1e-12))
            slope = slope + rows.T @ chance - rows[right].T @ (chance[right] / max(hit, 1e-12))
        return total, slope

    result = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return {name: round(float(value), 3) for name, value in zip(names, result.x, strict=True) if abs(value) > 5e-4}
