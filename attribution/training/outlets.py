"""Learn and measure which statements an outlet citation covers.

`python -m attribution.training.outlets learn DIRECTORY` learns from polnear/train.jsonl, web/articles.jsonl and
bbc-abc/articles.jsonl under DIRECTORY and from the project's own newsrooms, and writes `data/en/outlet_scores.json`;
`... measure DIRECTORY` prints cross-validated figures of each corpus.

Every article is read with the outlet lexicon and without it (but for platforms), because what is learned must hold for
outlets that no list knows too; and with the annotated statements, cues, sources and speakers as well as with those that
the line finds, because what is learned must hold where a speaker stays a description. The figures for the annotated
ones are those of this step alone.
The model is a softmax over the citations near a statement and "no outlet", with Gaussian priors on the weights.
Most priors are zero; those in `PRIORS` say what the annotation guide says of each way to cite.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import product, takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray
from scipy.optimize import minimize

from attribution.datafiles import data_folder
from attribution.language import load_tokenizer, read_doc
from attribution.lexicon import Lexicon, load_lexicon
from attribution.models import CharSpan, Draft, Options, Relation, SpeakerDraft
from attribution.outlets.citations import find_citations
from attribution.outlets.citing import Citation
from attribution.outlets.placed import Cited
from attribution.outlets.scenes import read_scene
from attribution.outlets.scope import choose, weigh
from attribution.outlets.step import turn_labels
from attribution.pipeline import STEPS
from attribution.records import Article
from attribution.training.corpus import CORPORA, OWN, Line, corpus_path
from attribution.training.figures import brier_score, calibration_error

if TYPE_CHECKING:
    from spacy.tokens import Doc

Weighed = list[tuple[Cited, dict[str, float]]]

FOLDS = 5
VARIANCE = 1.0  # of the priors; set by cross-validation on the corpora, as are the two below
DOUBTFUL = 0.3  # weight of a quotation whose annotator would not bet on the outlet
CLUSTER = 0.5  # quotations of one article tell much the same; n of them weigh as n ** (1 - CLUSTER) do
THRESHOLD = 0.5
PRIORS: Mapping[str, float] = {
    "source": 1.0,
    "same:told": 1.0,
    "same:interview": 1.0,
    "same:written": 1.0,
    "same:hosted": 1.0,
    "same:obtained": 1.0,
    "same:according": 1.0,
    "same:subject": 0.5,
    "same:reports": 0.5,
    "carried:told": 0.5,
    "carried:interview": 0.5,
    "carried:on-air": 0.5,
    "carried:written": 0.5,
    "carried:hosted": 0.5,
    "site:owner": 2.0,
    "textual:again": 4.5,
    "textual:turn": 6.0,
    "textual:authors": 4.0,
    "textual:said": -1.0,
    "textual:asker": 4.5,
    "textual:here": -5.0,
    "backward:own-setting": -2.0,
    "backward:anew": -2.0,
    "backward:other-day": -2.0,
    "in-content:other-speaker": -2.0,
    "textual:document": -3.0,
    "textual:other-entry": -3.0,
    "nested:outside": -2.0,
}
_PRONOUNS = {"he", "she", "they", "it", "i", "we"}
_GENERIC = {"the", "news", "website", "magazine", "newspaper", "of", "network", "channel", "online", "com", "s", "site"}
_WORD = re.compile(r"\w+")


@frozen(eq=False)
class Case:
    """A quotation with the citations near its statement, which of them are right, and whether its outlet is sure.

    `listed` is false where the article was read without the outlet lexicon, `annotated` where with the statements that
    the line finds.
    """

    corpus: str
    article: str
    weighed: Weighed
    right: tuple[bool, ...]
    cited: bool
    same: bool
    doubt: bool
    listed: bool = True
    annotated: bool = True


def load_cases(directory: Path, corpora: Iterable[str]) -> list[Case]:
    """Read the quotations whose outlet is annotated, with the features of the citations near them."""
    lexicon, nlp = load_lexicon(), load_tokenizer()
    unlisted = _without_outlets(lexicon)
    cases: list[Case] = []
    for corpus in corpora:
        for row in corpus_path(directory, corpus).read_text("utf8").splitlines():
            line = json.loads(row)
            if any("outlet" in quote for quote in line["quotes"]):
                doc = read_doc(nlp, line["text"])
                draft = _draft(doc, line["text"], lexicon)
                labels = turn_labels(draft.quotations)
                for known in (lexicon, unlisted):
                    citations = find_citations(line["text"], draft.entities, known, skip=draft.furniture)
                    for relations in (gold_relations(line), draft.relations):
                        found = _cases_of(corpus, line, citations, relations, labels, lexicon)
                        is_gold = relations is not draft.relations
                        cases += [evolve(case, listed=known is lexicon, annotated=is_gold) for case in found]
    return cases


def _draft(doc: Doc, text: str, lexicon: Lexicon) -> Draft:
    """Return what the line finds before it comes to the outlets."""
    draft = Draft(Article(text))
    for step in takewhile(lambda step: step is not STEPS["outlets"], STEPS.values()):
        draft = step(doc, draft, lexicon, Options())
    return draft


def _without_outlets(lexicon: Lexicon) -> Lexicon:
    """Return the lexicon with no outlets but platforms, which verbs name ("tweeted")."""
    platforms = tuple(entry for entry in lexicon.outlets if entry.kind == "platform")
    return evolve(lexicon, outlets=evolve(lexicon.outlets, entries=platforms))


def _cases_of(
    corpus: str,
    line: Line,
    citations: Sequence[Citation],
    relations: Sequence[Relation],
    labels: frozenset[int],
    lexicon: Lexicon,
) -> list[Case]:
    text, words, occasions = line["text"], lexicon.words("citations"), lexicon.words("occasions")
    scene = read_scene(text, relations, citations, words, occasions, labels=labels)
    cases = []
    for quote in line["quotes"]:
        index = _tightest(relations, CharSpan(*quote["span"]))
        if "outlet" not in quote:
            continue
        weighed = [] if index is None else weigh(scene, index)
        names = [name for name in (quote["outlet"], quote.get("outlet_parent")) if name]
        right = tuple(any(_same(_name(text, cited, lexicon), name) for name in names) for cited, _ in weighed)
        same, doubt = quote["outlet_where"] == "same", bool(quote.get("doubt"))
        cases.append(Case(corpus, line["doc"], weighed, right, bool(names), same, doubt))
    return cases


def _name(text: str, cited: Cited, lexicon: Lexicon) -> str:
    """Return the outlet's name; of a platform that only a verb names, the one in the lexicon."""
    entry = lexicon.outlets.get(cited.citation.key) if cited.citation.form == "platform-verb" else None
    return entry.name if entry else cited.citation.name.of(text)


def _same(one: str, other: str) -> bool:
    """Tell whether two names are the same outlet's, as the project's scorer does: the words of one hold the other's."""
    left, right = (
        {word.lower() for word in _WORD.findall(re.sub(r"[’']s\b", "", name))} - _GENERIC for name in (one, other)
    )
    return bool(left and right) and (left <= right or right <= left)


# --- statements from the annotation ------------------------------------------------------------------------------


def gold_relations(line: Line) -> list[Relation]:
    """Return the annotated attributions of a corpus line as relations with speakers, in the order of the text."""
    text = line["text"]
    names = _name_places(line)
    relations: list[Relation] = []
    last: SpeakerDraft | None = None
    for gold in sorted((a for a in line["attributions"] if a["content"]), key=lambda a: min(a["content"])):
        source, cue = _hull(gold["source"]), _hull(gold["cue"])
        content = tuple(sorted(CharSpan(*span) for span in gold["content"]))
        inside = [q for q in line["quotes"] if any(_covers(part, q["span"]) for part in content)]
        own = next((q for q in inside if q["source"] == gold["source"] and "speaker" in q), None)
        speaker = _annotated(own, source, names) or _guessed(text, source, names, last)
        last = speaker or last
        marked = tuple(CharSpan(*quote["span"]) for quote in inside)
        relations.append(
            Relation(content, marked, "mixed" if marked else "indirect", cue=cue, source=source, speaker=speaker)
        )
    return sorted(relations, key=lambda relation: relation.content[0])


def _name_places(line: Line) -> dict[str, CharSpan]:
    """Return where each annotated speaker's name stands first."""
    places = {}
    for name in sorted({quote["speaker"] for quote in line["quotes"] if quote.get("speaker")}):
        start = max(line["text"].find(form) for form in (name, name.replace("'", "’")))
        if start >= 0:
            places[name] = CharSpan(start, start + len(name))
    return places


def _annotated(quote: Line | None, source: CharSpan | None, names: Mapping[str, CharSpan]) -> SpeakerDraft | None:
    if quote is None:
        return None
    if quote["speaker"] is None:
        return SpeakerDraft("unnamed", mention=source)
    place = names.get(quote["speaker"])
    kind = quote.get("speaker_kind", "person")  # the newsrooms do not tell; there most are persons
    return SpeakerDraft(kind, name=place, mention=source) if place else None


def _guessed(
    text: str, source: CharSpan | None, names: Mapping[str, CharSpan], last: SpeakerDraft | None
) -> SpeakerDraft | None:
    """Return the speaker of an attribution without quotations: a name in its source, or the last speaker's pronoun."""
    if source is None:
        return None
    words = _WORD.findall(source.of(text))
    places = [(words.index(name.split()[-1]), name) for name in names if name.split()[-1] in words]
    if places:
        return SpeakerDraft("person", name=names[min(places)[1]], mention=source)
    return last if source.of(text).lower() in _PRONOUNS and last else SpeakerDraft("unnamed", mention=source)


def _hull(spans: Sequence[Sequence[int]]) -> CharSpan | None:
    return CharSpan(min(s for s, _ in spans), max(e for _, e in spans)) if spans else None


def _covers(part: CharSpan, span: Sequence[int]) -> bool:
    return part.start <= span[0] and span[1] <= part.end + 2  # a mark behind the last word may be left out


def _tightest(relations: Sequence[Relation], span: CharSpan) -> int | None:
    """Return the relation with the least content that covers most of `span`."""
    covering = [i for i, relation in enumerate(relations) if _share(relation, span) >= 0.8]
    return min(covering, key=lambda i: sum(map(len, relations[i].content)), default=None)


def _share(relation: Relation, span: CharSpan) -> float:
    shared = sum(max(0, min(part.end, span.end) - max(part.start, span.start)) for part in relation.content)
    return shared / max(1, len(span))


# --- learning ----------------------------------------------------------------------------------------------------


def learn(cases: Sequence[Case]) -> dict[str, float]:
    """Return the weights that make the annotated outlets likeliest under the priors."""
    usable = [case for case in cases if case.weighed]
    rows = [{**features, "bias": 1.0} for case in usable for _, features in case.weighed]
    names = sorted({name for row in rows for name in row} | set(PRIORS))
    columns = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for number, row in enumerate(rows):
        for name, value in row.items():
            matrix[number, columns[name]] = value
    owner = np.repeat(np.arange(len(usable)), [len(case.weighed) for case in usable])
    right = np.array([flag for case in usable for flag in case.right], dtype=bool)
    many = Counter(case.article for case in usable)
    weight = np.array([(DOUBTFUL if case.doubt else 1.0) * many[case.article] ** -CLUSTER for case in usable])
    prior = np.array([PRIORS.get(name, 0.0) for name in names])
    arguments = (matrix, owner, right, weight, prior)
    found = minimize(_loss, prior, args=arguments, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return {name: round(float(value), 4) for name, value in zip(names, found.x, strict=True)}


def _loss(
    theta: NDArray[np.float64],
    matrix: NDArray[np.float64],
    owner: NDArray[np.intp],
    right: NDArray[np.bool_],
    weight: NDArray[np.float64],
    prior: NDArray[np.float64],
) -> tuple[float, NDArray[np.float64]]:
    """Return the negative log posterior and its gradient; "no outlet" has score 0 in each softmax."""
    scores = matrix @ theta
    top = np.zeros(len(weight))
    np.maximum.at(top, owner, scores)
    shares = np.exp(scores - top[owner])
    whole = np.exp(-top)
    np.add.at(whole, owner, shares)
    answered = np.zeros(len(weight), dtype=bool)
    np.logical_or.at(answered, owner, right)
    hit = np.where(answered, 0.0, np.exp(-top))
    np.add.at(hit, owner, shares * right)
    slope = weight[owner] * (shares / whole[owner] - np.where(right, shares / hit[owner], 0.0))
    away = theta - prior
    loss = float((weight * (np.log(whole) - np.log(hit))).sum() + (away**2).sum() / (2 * VARIANCE))
    return loss, matrix.T @ slope + away / VARIANCE


def measure(cases: Sequence[Case], corpus: str, *, listed: bool = True, annotated: bool = True) -> dict[str, float]:
    """Return precision, recall, F1, recall in the own sentence and Brier score on a corpus, cross-validated by article.

    Each fold is scored with weights learned from its complement and the other corpora; doubtful ones are left out.
    With `listed` false the articles are those read without the outlet lexicon, with `annotated` false those read with
    the statements that the line finds.
    """
    articles = sorted({case.article for case in cases if case.corpus == corpus})
    np.random.default_rng(0).shuffle(articles)
    counts = dict.fromkeys(("said", "right", "cited", "same", "same_right"), 0)
    given = []
    for fold in range(FOLDS):
        held = set(articles[fold::FOLDS])
        weights = learn([case for case in cases if case.corpus != corpus or case.article not in held])
        for case in cases:
            asked = (case.listed, case.annotated) == (listed, annotated) and not case.doubt
            if case.corpus == corpus and case.article in held and asked:
                said, right, probability = _answer(case, weights)
                counts["said"] += said
                counts["right"] += right
                counts["cited"] += case.cited
                counts["same"] += case.same
                counts["same_right"] += case.same and right
                given += [(probability, right)] if said else []
    precision, recall = counts["right"] / max(1, counts["said"]), counts["right"] / max(1, counts["cited"])
    return {
        "outlet_P": precision,
        "outlet_R": recall,
        "outlet_F1": 2 * precision * recall / max(1e-9, precision + recall),
        "outlet_same_R": counts["same_right"] / max(1, counts["same"]),
        "brier": brier_score(given),
    }


def _answer(case: Case, weights: Mapping[str, float]) -> tuple[bool, bool, float]:
    """Return whether an outlet is given, whether it is right, and its probability."""
    best = choose(case.weighed, weights)
    if best is None or best[1] < THRESHOLD:
        return False, False, 0.0
    cited, probability = best
    place = next(i for i, (other, _) in enumerate(case.weighed) if other is cited)
    return True, case.right[place], probability


def measure_calibration(cases: Sequence[Case]) -> float:
    """Return the expected calibration error of the probabilities of given outlets, cross-validated by article."""
    articles = sorted({case.article for case in cases})
    np.random.default_rng(0).shuffle(articles)
    given = []
    for fold in range(FOLDS):
        held = set(articles[fold::FOLDS])
        weights = learn([case for case in cases if case.article not in held])
        for case in cases:
            if case.article in held and case.listed and not case.annotated and not case.doubt:
                said, right, probability = _answer(case, weights)
                given += [(probability, right)] if said else []
    return calibration_error(given)


# --- command -----------------------------------------------------------------------------------------------------


def _learn(directory: Path, output: Path) -> None:
    scores = {"decision": {"threshold": THRESHOLD}, "weights": learn(load_cases(directory, CORPORA))}
    output.write_text(json.dumps(scores, indent=2, sort_keys=True) + "\n", "utf8")
    print(f"{output}: {len(scores['weights'])} weights")


def _measure(directory: Path) -> None:
    corpora = (*CORPORA, OWN[0])
    cases = load_cases(directory, corpora)
    for corpus in corpora:
        for annotated, listed in product((True, False), repeat=2):
            measured = measure(cases, corpus, listed=listed, annotated=annotated)
            figures = "  ".join(f"{name} {value:.3f}" for name, value in measured.items())
            statements = "annotated" if annotated else "found"
            print(f"{corpus}  {statements} statements  {'with' if listed else 'without'} lexicon  {figures}")
    print(f"calibration error {measure_calibration(cases):.3f}")


def main() -> None:
    """Run `learn` or `measure`."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=["learn", "measure"])
    parser.add_argument("directory", type=Path, help="folder with polnear/, web/ and bbc-abc/")
    own = Path(str(data_folder() / "en" / "outlet_scores.json"))
    parser.add_argument("--output", type=Path, default=own, help="where to write the scores; the package's own data")
    arguments = parser.parse_args()
    if arguments.what == "learn":
        _learn(arguments.directory, arguments.output)
    else:
        _measure(arguments.directory)


if __name__ == "__main__":
    main()
