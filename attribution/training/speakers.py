"""Learn and measure the speaker step: antecedent weights, calibration, figures by class of mention.

`python -m attribution.training.speakers learn DIRECTORY` learns from DIRECTORY/polnear/train.jsonl, web and bbc-abc and
from the project's own newsrooms, and writes `data/en/antecedents.json`, weights and calibration; `measure DIRECTORY`
prints figures of each corpus, cross-validated (no article is judged by weights that have seen it).
Sources and quotations are the annotated ones (see `speaker_cases`), so that the figures are those of this step alone.
The model is a conditional logit over the candidates of each mention (McFadden 1974), L2-regularised.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from attrs import frozen
from scipy.optimize import minimize

from attribution.datafiles import data_folder
from attribution.layout import paragraphs
from attribution.lexicon import Lexicon, load_lexicon
from attribution.models import Options, Relation
from attribution.speakers.antecedents import Choice, choose, features
from attribution.speakers.candidates import Query
from attribution.speakers.drafts import fill
from attribution.speakers.referents import Referent, Scene
from attribution.speakers.resolving import Link
from attribution.speakers.step import prepare, resolve_all
from attribution.training.corpus import ANNOTATED, OWN, Line
from attribution.training.figures import brier_score, calibration_error
from attribution.training.speaker_cases import Case, case_draft, load_cases

Table = dict[str, float]

FOLDS = 5
PENALTY = 0.005  # of the squared weights, per instance; set by cross-validation on the corpora
OWN_WEIGHT = 0.5  # of the project's own articles: they are denser with speakers than news is
NOBODY = "nobody"


@frozen
class Instance:
    """One mention to resolve: the features of each candidate, "nobody" last, which are right, and its weight."""

    form: str
    candidates: tuple[Mapping[str, float], ...]
    right: frozenset[int]
    weight: float = 1.0


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


def collect(case: Case, lexicon: Lexicon, weights: Mapping[str, Table], *, own: bool = False) -> list[Instance]:
    """Return the choices of one article, unannotated ones made by `weights`.

    Those before each are made as annotated, with `own` by the weights too: who learns with faultless choices before
    each trusts them too much (Daumé et al. 2009).
    """
    instances: list[Instance] = []
    text, draft = case.line["text"], case_draft(case, lexicon)
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
            weight = OWN_WEIGHT if case.corpus in OWN else 1.0
            instances.append(Instance(query.form, (*rows, {NOBODY: 1.0}), frozenset(right), weight))
        if own:
            return choose(scene, query, found, weights)
        first = min(right, default=len(found))
        return Choice(found[first] if first < len(found) else None, 1.0)

    resolve_all(prepare(text, draft, case.labels, lexicon, chooser, weights))
    return instances


def _right(text: str, quote: Line, found: Sequence[Referent]) -> list[int]:
    """Return the candidates that are right; for the unnamed all unnamed ones are, and nobody."""
    if quote["speaker"]:
        return [i for i, r in enumerate(found) if r.entity and same_name(r.span.of(text), quote["speaker"])]
    return [*(i for i, r in enumerate(found) if r.kind == "unnamed"), len(found)]


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
        blocks.append((rows, np.array([i in instance.right for i in range(len(rows))]), instance.weight))
    size = sum(weight for *_, weight in blocks)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = penalty * size * float(weights @ weights), 2 * penalty * size * weights
        for rows, right, weight in blocks:
            scores = rows @ weights
            powers = np.exp(scores - scores.max())
            chance = powers / powers.sum()
            hit = chance[right].sum()
            total -= weight * math.log(max(hit, 1e-12))
            slope = slope + weight * (rows.T @ chance - rows[right].T @ (chance[right] / max(hit, 1e-12)))
        return total, slope

    result = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return {name: round(float(value), 3) for name, value in zip(names, result.x, strict=True) if abs(value) > 5e-4}


def learn(cases: Sequence[Case], lexicon: Lexicon, rounds: int = 2) -> dict[str, Table]:
    """Return weights; in the second round those of the first make the choices before each."""
    weights: dict[str, Table] = {form: {} for form in ("pronoun", "description", "surname")}
    for number in range(rounds):
        weights |= fit([instance for case in cases for instance in collect(case, lexicon, weights, own=number > 0)])
    return weights


# --- predictions and calibration -------------------------------------------------------------------------------


@frozen
class Answer:
    """What the step says of one annotated quotation, beside what is right."""

    corpus: str
    doc: str
    mention_class: str
    gold: str | None
    name: str | None
    link: Link
    confidence: float | None
    fields: tuple[tuple[str | None, str | None], tuple[str | None, str | None]]
    across: bool
    others: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether the name is right; for the unnamed, whether no name is given."""
        return same_name(self.name, self.gold) if self.gold else not self.name

    @property
    def misnamed(self) -> bool:
        """Whether an unnamed speaker got a name that the article uses for somebody."""
        return not self.gold and any(same_name(self.name, other) for other in self.others)


def answer(case: Case, lexicon: Lexicon, weights: Mapping[str, Table] | None = None) -> list[Answer]:
    """Run the step over the annotated sources of one article; without `weights`, with those of the package."""
    text, draft = case.line["text"], case_draft(case, lexicon)
    resolver = prepare(text, draft, case.labels, lexicon, weights=weights)
    links = resolve_all(resolver)
    starts = [span.start for span in paragraphs(text)]
    quotes = case.line["quotes"]
    others = tuple(quote["speaker"] for quote in quotes if quote.get("speaker"))
    return [
        _answer(case, quote, fill(relation, link, resolver, Options()), link, starts, others)
        for quote, relation, link in zip(quotes, draft.relations, links, strict=False)
        if "speaker" in quote and not quote.get("doubt")
    ]


def _answer(
    case: Case,
    quote: Line,
    relation: Relation,
    link: Link,
    starts: list[int],
    others: tuple[str, ...],
) -> Answer:
    text, speaker = case.line["text"], relation.speaker
    spans = [getattr(speaker, key) if speaker else None for key in ("name", "title", "affiliation")]
    name, title, affiliation = (span.of(text) if span else None for span in spans)
    fields = ((title, quote["title"]), (affiliation, quote["affiliation"])) if "title" in quote else ()
    return Answer(
        case.corpus,
        case.line["doc"],
        mention_class(link),
        quote["speaker"],
        name,
        link,
        relation.confidence.speaker,
        fields,  # type: ignore[arg-type]
        _across(text, quote, starts),
        others,
    )


def mention_class(link: Link) -> str:
    """Return the row of the error table to which a mention belongs."""
    rule = link.rule.removeprefix("speakers:").removesuffix("-undecided")
    if link.kind in {"organization", "group", "document"}:
        return "organisation, group, document"
    rows = {
        "full-name": "full name",
        "short-name": "surname or other short form",
        "shared-name": "surname of two people",
        "pronoun": "pronoun",
        "description": "description",
        "unnamed": "description",
        "no-source": "no source",
    }
    return rows.get(rule, "other")


def _across(text: str, quote: Line, starts: list[int]) -> bool:
    """Tell whether the speaker's last word of the name stands in an earlier paragraph only."""
    if not quote["speaker"] or not quote["source"]:
        return False
    start, end = quote["source"][0]
    begin = max((place for place in starts if place <= start), default=0)
    return quote["speaker"].split()[-1] not in text[begin:end]


def cross_validate(cases: Sequence[Case], lexicon: Lexicon, folds: int = FOLDS) -> list[Answer]:
    """Answer each article with weights learned from the articles of the other folds."""
    answers: list[Answer] = []
    for fold in range(folds):
        weights = learn([case for i, case in enumerate(cases) if i % folds != fold], lexicon)
        answers += [a for i, case in enumerate(cases) if i % folds == fold for a in answer(case, lexicon, weights)]
    return answers


def calibrate(answers: Sequence[Answer]) -> dict[str, list[float]]:
    """Return slope and offset of the log-odds for each rule, from answers given by cross-validation.

    Rules without a score get the share of their right answers; two right and one wrong are added to each, so that
    rules seen seldom stay near the common share.
    """
    by_rule: dict[str, list[Answer]] = defaultdict(list)
    for item in answers:
        if item.confidence is not None:
            by_rule[item.link.rule].append(item)
    table = {"default": _share(answers)}
    for rule, items in sorted(by_rule.items()):
        table[rule] = _platt(items) if rule in SCORED and len(items) > 40 else _share(items)
    return table


SCORED = frozenset({"speakers:pronoun", "speakers:description", "speakers:shared-name"})


def _share(items: Sequence[Answer]) -> list[float]:
    right = sum(item.right for item in items)
    share = (right + 2) / (len(items) + 3)
    return [0.0, round(math.log(share / (1 - share)), 3)]


def _platt(items: Sequence[Answer]) -> list[float]:
    raw = np.clip([item.link.probability for item in items], 1e-6, 1 - 1e-6)
    odds, right = np.log(raw / (1 - raw)), np.array([item.right for item in items], dtype=float)

    def loss(values: np.ndarray) -> float:
        chance = 1 / (1 + np.exp(-(values[0] * odds + values[1])))
        fit_loss = -np.sum(right * np.log(chance + 1e-9) + (1 - right) * np.log(1 - chance + 1e-9))
        return float(fit_loss + 0.5 * (values[0] - 1) ** 2 + 0.5 * values[1] ** 2)

    return [round(float(value), 3) for value in minimize(loss, np.array([1.0, 0.0])).x]


# --- figures ---------------------------------------------------------------------------------------------------


def figures(answers: Sequence[Answer]) -> dict[str, str]:
    """Return name accuracy, false names, F1 of title and affiliation, entity figures and calibration."""
    named = [item for item in answers if item.gold]
    unnamed = [item for item in answers if not item.gold]
    found = {
        "name_acc": f"{sum(a.right for a in named) / max(1, len(named)):.3f} ({len(named)})",
        "false_name": f"{sum(a.misnamed for a in unnamed)}/{len(unnamed)}",
    }
    for index, key in enumerate(("title", "affiliation")):
        pairs = [a.fields[index] for a in answers if a.fields]
        if pairs:
            found[f"{key}_F1"] = f"{_f1(pairs):.3f}"
    whole: dict[tuple[str, str], bool] = {}
    for item in named:
        key_of = (item.doc, str(item.gold))
        whole[key_of] = whole.get(key_of, True) and item.right
    found["speakers_all_right"] = f"{sum(whole.values())}/{len(whole)}"
    given = [(a.confidence, a.right) for a in answers if a.confidence is not None]
    found["brier"] = f"{brier_score(given):.3f}"
    found["ece"] = f"{calibration_error(given):.3f}"
    return found


def _f1(pairs: Sequence[tuple[str | None, str | None]]) -> float:
    hits = sum(alike(got, gold) for got, gold in pairs)
    got, gold = sum(bool(g) for g, _ in pairs), sum(bool(g) for _, g in pairs)
    return 2 * hits / (got + gold) if got + gold else 0.0


def table(answers: Sequence[Answer]) -> list[str]:
    """Return the error table: quotations with a named speaker, right, other name, no name, by class of mention."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for item in (a for a in answers if a.gold):
        outcome = "right" if item.right else "other name" if item.name else "no name"
        for row in (item.mention_class, "across paragraphs" if item.across else "", "all"):
            rows[row][outcome] += 1
    rows.pop("", None)
    head = f"{'class':<32}{'n':>6}{'right':>8}{'other':>8}{'none':>8}"
    return [head, *(_row(name, rows[name]) for name in sorted(rows, key=lambda name: (name == "all", name)))]


def _row(name: str, count: Counter[str]) -> str:
    total = count.total()
    return f"{name:<32}{total:>6}{count['right'] / total:>8.3f}{count['other name']:>8}{count['no name']:>8}"


def _print(answers: Sequence[Answer]) -> None:
    for corpus in ANNOTATED:
        print(corpus, "(cross-validated)", figures([a for a in answers if a.corpus == corpus]))
    print(*table(answers), sep="\n")


def _measure(arguments: argparse.Namespace, lexicon: Lexicon) -> None:
    _print(cross_validate(load_cases(arguments.directory, ANNOTATED, arguments.entities), lexicon))
    for name in arguments.also:
        cases = load_cases(arguments.directory, [name], arguments.entities)
        held_out = [one for case in cases for one in answer(case, lexicon)]
        print(name, "(weights of the package)", figures(held_out))
        print(*table(held_out), sep="\n")


def _learn(arguments: argparse.Namespace, lexicon: Lexicon) -> None:
    cases = load_cases(arguments.directory, ANNOTATED, arguments.entities)
    target = Path(str(data_folder() / "en" / "antecedents.json"))
    data = json.loads(target.read_text("utf8"))
    data["weights"] = learn(cases, lexicon)
    answers = cross_validate(cases, lexicon)
    data["calibration"] = calibrate(answers)
    target.write_text(json.dumps(data, indent=1) + "\n", "utf8")
    _print(answers)
    print("wrote", target)


def main() -> None:
    """Run `learn` or `measure`."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=["learn", "measure"])
    parser.add_argument("directory", type=Path, help="folder with polnear/, web/ and bbc-abc/")
    parser.add_argument("--also", nargs="*", default=[], help="further corpora to measure, such as polnear/dev.jsonl")
    parser.add_argument("--entities", type=Path, help="JSON file that keeps recognised entities between runs")
    arguments = parser.parse_args()
    {"learn": _learn, "measure": _measure}[arguments.what](arguments, load_lexicon())


if __name__ == "__main__":
    main()
