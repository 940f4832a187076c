"""Whom "he", "the senator" or a shared surname most likely stands for: features of the candidates and learned scores.

Every candidate gets a linear score of what can be read without a parser: how near its last mention is, whether it was
a subject, who spoke last, whether pronouns and titles of the article agree with it. A softmax over all candidates and
"nobody here" gives the probability, as in the mention-ranking models of coreference (Denis & Baldridge 2007).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import islice

from attrs import frozen

from attribution.people import Gender
from attribution.speakers.candidates import Query, candidates, fits
from attribution.speakers.referents import PronounLink, Referent, Scene, Trace

Weights = Mapping[str, Mapping[str, float]]

_CLEAR_ODDS = 2.0  # log-odds of gender beyond which more pronouns tell no more
_CHAIN = 2  # sentences back to the pronoun that goes on
_FEW = 6  # candidates looked at where many pronouns vote
# Names of features, made once: there are many candidates.
_RANKS = tuple(f"rank-{n}" for n in range(4))
_SENTENCES = tuple(f"sentences-{n}" for n in range(5))
_PARAGRAPHS = tuple(f"paragraphs-{n}" for n in range(4))


@frozen
class Choice:
    """The outcome for one mention: the best referent or None, its probability, the runner-up and its probability."""

    referent: Referent | None
    probability: float
    runner_up: Referent | None = None
    runner_up_probability: float = 0.0


def choose(scene: Scene, query: Query, found: Sequence[Referent], weights: Weights) -> Choice:
    """Return the candidate with the highest probability, or none where "nobody here" has it."""
    table = weights[query.form]
    scores = [_score(features(scene, query, r, rank, len(found)), table) for rank, r in enumerate(found)]
    options: list[tuple[float, Referent | None]] = [*zip(scores, found, strict=True), (table.get("nobody", 0.0), None)]
    top = max(score for score, _ in options)
    total = sum(math.exp(score - top) for score, _ in options)
    ranked = sorted(
        ((math.exp(score - top) / total, i) for i, (score, _) in enumerate(options)), key=lambda p: (-p[0], p[1])
    )
    (first, best), (second, next_best) = ranked[0], ranked[1] if len(ranked) > 1 else (0.0, len(options) - 1)
    return Choice(options[best][1], first, options[next_best][1], second)


def _score(found: Mapping[str, float], table: Mapping[str, float]) -> float:
    get = table.get
    return sum([get(name, 0.0) * value for name, value in found.items() if value])


def learn_genders(scene: Scene, weights: Weights) -> None:
    """Let each "he" and "she" outside quotations vote for the gender of whom it most likely stands for.

    One step of expectation maximisation: the pronouns are resolved with the counts of those that follow a name, and
    their probabilities become the counts.
    """
    counts: dict[int, dict[Gender, float]] = {}
    for start, gender in scene.gendered:
        query = Query(start, "pronoun", gender)
        choice = choose(scene, query, candidates(scene, query)[:_FEW], weights)
        if choice.referent is not None and choice.referent.entity is not None:
            votes = counts.setdefault(choice.referent.entity.index, {"male": 0.0, "female": 0.0})
            votes[gender] += choice.probability
            scene.pronoun_links.append(PronounLink(start, gender, choice.referent, choice.probability))
    scene.pronouns = counts


def features(scene: Scene, query: Query, referent: Referent, rank: int, rivals: int) -> dict[str, float]:
    """Return what speaks for and against one candidate; absent features are 0."""
    last = referent.last_before(query.start)
    if last is None:
        return {"unseen": 1.0}
    found = _distance(scene, query.start, last.start)
    if query.late and scene.sentence(query.start) == scene.sentence(last.start):
        found["same-sentence-late"] = 1.0
    found[_RANKS[min(rank, 3)]] = 1.0
    found["alone"] = float(rivals == 1)
    found["subject"] = float(last.subject or last.credited)  # "remarks by Lee" are what Lee said
    found["possessive"] = float(last.possessive)
    found["quoted"] = float(last.quoted)
    found |= _turn_features(scene, query, referent)
    found |= _agreement(scene, query, referent)
    found["mentions"] = math.log(1 + referent.count_before(query.start))
    found |= _chain(scene, query, referent, last)
    found["lead"] = float(scene.paragraph(referent.traces[0].start) <= 1)
    found["full"] = float(last.full)
    found["leads"] = float(last.leads)
    found["described"] = float(last.described)
    found["new"] = float(len(referent.traces) > 0 and last is referent.traces[0])
    found["recent"] = math.log(1 + _recent(scene, query, referent))
    if referent.entity is not None:
        found["refers"] = _weight_of(query.refers.get(referent.entity.index, 0.0))
        found["named-inside"] = float(referent.entity.index in query.inside)
        found["titled"] = float(any(m.title < m.span.start for m in referent.entity.mentions))
        found["voice"] = math.log(1 + scene.voices.get(referent.entity.index, 0))
    found["sure"] = referent.entity.certainty if referent.entity else 0.0
    found["bare"] = float(referent.entity is not None and len(referent.entity.key) < 2 and referent.gender is None)
    if referent.kind == "unnamed":
        found["unnamed-spoke" if referent.spoke else "unnamed"] = 1.0
    if query.form == "description":
        found |= _description_match(scene, query, referent)
    if query.form == "surname":
        found |= _bearing(referent, rank)
    return found


def _weight_of(probability: float) -> float:
    """Return 0 for nothing, 1 for certainty, and equal steps for equal ratios of all but the smallest probabilities."""
    return math.log1p(100 * probability) / math.log(101)


def _bearing(referent: Referent, rank: int) -> dict[str, float]:
    """Return how often a bearer of a shared name is named in full: the one meant by the bare name seldom is again."""
    own = [m for m in referent.entity.mentions if len(m.owners) == 1 and len(m.key) > 1] if referent.entity else []
    bare = [m for m in referent.entity.mentions if len(m.owners) > 1] if referent.entity else []
    introduced = bool(own and bare) and own[0].span.start < bare[0].span.start
    index = referent.entity.index if referent.entity else -1
    return {
        "introduced-first": float(bool(bare) and bare[0].owners[0] == index),
        "named-in-full": math.log(1 + len(own)),
        "named-in-full-again": float(len(own) > 1),
        "introduced": float(introduced),
        "introduced-latest": float(rank == 0 and introduced),
    }


def _chain(scene: Scene, query: Query, referent: Referent, last: Trace) -> dict[str, float]:
    """Return how likely the pronoun before this one stood for a candidate: who is "he" mostly stays so."""
    place = bisect_left(scene.pronoun_links, query.start, key=lambda link: link.start)
    link = scene.pronoun_links[place - 1] if place else None
    if link is None or link.pronoun != query.pronoun or link.referent is not referent:
        return {}
    apart = scene.told_sentence(query.start) - scene.told_sentence(link.start)
    if apart > _CHAIN:
        return {}
    return {
        "chain": link.probability,
        "chain-near": link.probability if apart < _CHAIN else 0.0,
        "chain-since": link.probability if link.start > last.start else 0.0,
    }


def _recent(scene: Scene, query: Query, referent: Referent) -> int:
    """Count the mentions in this paragraph and the one before."""
    number = scene.paragraph(query.start)
    low = scene.paragraph_starts[max(0, number - 2)] if scene.paragraph_starts else 0
    first, last = referent.count_before(low), referent.count_before(query.start)
    return sum(not trace.quoted for trace in referent.traces[first:last])


def _distance(scene: Scene, position: int, last: int) -> dict[str, float]:
    sentences_back = scene.told_sentence(position) - scene.told_sentence(last)
    paragraphs_back = scene.paragraph(position) - scene.paragraph(last)
    return {
        _SENTENCES[min(sentences_back, 4)]: 1.0,
        _PARAGRAPHS[min(paragraphs_back, 3)]: 1.0,
        "far": math.log(1 + max(0, sentences_back - 4)),
    }


def _turn_features(scene: Scene, query: Query, referent: Referent) -> dict[str, float]:
    if not scene.turns:
        return {}
    fitting = (turn for turn in reversed(scene.turns) if turn[0] < query.start and _may_go_on(turn[1], query))
    turns = list(islice(fitting, 2))[::-1]
    if not turns:
        return {}
    position, speaker, pronoun = turns[-1]
    found: dict[str, float] = {}
    if speaker is referent:
        apart = scene.paragraph(query.start) - scene.paragraph(position)
        found["spoke-last"] = 1.0
        found[f"spoke-last-{min(apart, 2)}"] = 1.0
        found["same-pronoun"] = float(pronoun is not None and pronoun == query.pronoun)
    elif len(turns) > 1 and turns[0][1] is referent:
        found["spoke-before"] = 1.0
    return found


def _may_go_on(referent: Referent, query: Query) -> bool:
    """Tell whether a turn counts: what a study said in between says nothing of who "he" is."""
    return query.form == "surname" or fits(referent, query)


def _agreement(scene: Scene, query: Query, referent: Referent) -> dict[str, float]:
    if query.pronoun not in {"male", "female"}:
        return {}
    gender: Gender = "male" if query.pronoun == "male" else "female"
    other: Gender = "female" if gender == "male" else "male"
    found = {"agrees": float(referent.gender == gender)}
    counts = scene.pronouns.get(referent.entity.index) if referent.entity else None
    if counts:
        found["pronouns"] = (counts[gender] - counts[other]) / (counts[gender] + counts[other] + 1.0)
        odds = math.log((counts[gender] + 0.5) / (counts[other] + 0.5))
        found["pronoun-odds"] = min(max(odds, -_CLEAR_ODDS), _CLEAR_ODDS)
    return found


def _description_match(scene: Scene, query: Query, referent: Referent) -> dict[str, float]:
    if referent.kind == "unnamed":
        return {"same-head": 1.0}
    described = scene.descriptors.get(referent.entity.index, frozenset()) if referent.entity else frozenset()
    called = scene.called.get(referent.entity.index, set()) if referent.entity else set()
    shared = len(query.modifiers & described) / len(query.modifiers) if query.modifiers else 0.0
    return {
        "head": float(query.head in described),
        "called-before": float(query.head in called),
        "modifiers": shared,
        "head-and-modifiers": float(query.head in described and shared == 1.0),
        "other-role": float(bool(described) and query.head not in described and not shared),
    }
