"""Calibrate the reader's scores on held-out articles: `python -m attribution.training.calibration --help`.

Platt scaling (Platt 1999): one logistic curve each for the content of quoted and of indirect statements and for the
source, fitted by Newton's method to what the corpus says of each record.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
from spacy.tokens import Doc

from attribution.lexicon import load_lexicon
from attribution.models import CharSpan, Draft, Options
from attribution.quotations import quotations
from attribution.records import Article
from attribution.relations import Raw, raw_relations
from attribution.training.corpus import Line, load_lines

Pairs = dict[str, list[tuple[float, bool]]]
PRIOR = 1.0  # pull towards the raw probability, in observations
_WORD = re.compile(r"\w+")


def collect(lines: Sequence[Line]) -> Pairs:
    """Return (raw score, right) pairs of each score over the articles."""
    pairs: Pairs = {"content-quoted": [], "content-indirect": [], "source": []}
    options, lexicon = Options(), load_lexicon()
    for line in lines:
        doc = cast(Doc, SimpleNamespace(text=line["text"]))
        draft = quotations(doc, Draft(Article(line["text"])), lexicon, options)
        for raw in raw_relations(line["text"], draft, lexicon, options):
            _judge(line, raw, pairs)
    return pairs


def _judge(line: Line, raw: Raw, pairs: Pairs) -> None:
    ours = _words(line["text"], raw.content)
    gold = max(line["attributions"], key=lambda one: _shared(ours, _gold(line, one)), default=None)
    right = gold is not None and (_shared(ours, _gold(line, gold)) >= 0.5 or bool(raw.marked and _covers(line, raw)))
    pairs["content-quoted" if raw.marked else "content-indirect"].append((raw.said, right))
    if right and gold is not None and raw.source is not None:
        theirs = _words(line["text"], [CharSpan(*span) for span in gold["source"]])
        pairs["source"].append((raw.source_probability, bool(theirs & _words(line["text"], [raw.source]))))


def _covers(line: Line, raw: Raw) -> bool:
    """Tell whether somebody said the first quotation of the record."""
    first = raw.marked[0]
    return any(span["span"][0] < first.end and first.start < span["span"][1] for span in line["quotes"])


def _gold(line: Line, relation: dict[str, Any]) -> set[int]:
    return _words(line["text"], [CharSpan(*span) for span in relation["content"]])


def _words(text: str, spans: Sequence[CharSpan]) -> set[int]:
    return {match.start() for span in spans for match in _WORD.finditer(text, span.start, span.end)}


def _shared(ours: set[int], theirs: set[int]) -> float:
    return len(ours & theirs) / max(1, len(ours | theirs))


def fit(pairs: Sequence[tuple[float, bool]], steps: int = 50) -> tuple[float, float]:
    """Return slope and offset of the logistic curve through (raw probability, right) pairs."""
    raw = np.clip(np.array([score for score, _ in pairs]), 1e-4, 1 - 1e-4)
    features = np.stack([np.log(raw / (1 - raw)), np.ones(len(raw))], axis=1)
    right = np.array([float(one) for _, one in pairs])
    weights = np.array([1.0, 0.0])
    for _ in range(steps):
        held = 1 / (1 + np.exp(-features @ weights))
        gradient = features.T @ (right - held) - PRIOR * (weights - np.array([1.0, 0.0]))
        curvature = (features * (held * (1 - held))[:, None]).T @ features + PRIOR * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step * min(1.0, 0.5 / float(np.abs(step).max() + 1e-9))
    return float(weights[0]), float(weights[1])


def _held_out(path: Path, rule: str) -> Iterator[Line]:
    every, rest = map(int, rule.split(":"))
    return (line for number, line in enumerate(load_lines(path)) if number % every == rest)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m attribution.training.calibration", description=__doc__)
    parser.add_argument("corpus", type=Path, help="corpus file, one article a line")
    parser.add_argument("--held-out", default="20:0", metavar="N:K", help="every Nth article from the Kth on")
    args = parser.parse_args(arguments)
    pairs = collect(list(_held_out(args.corpus, args.held_out)))
    curves = {name: fit(found) for name, found in pairs.items()}
    data = {"calibration": {name: {"slope": round(a, 4), "offset": round(b, 4)} for name, (a, b) in curves.items()}}
    path = Path(str(files("attribution") / "data" / "en" / "reader.json"))
    path.write_text(json.dumps(data, indent=2) + "\n", "utf8")
    for name, found in pairs.items():
        print(name, data["calibration"][name], f"{len(found)} scores, {sum(right for _, right in found)} right")


if __name__ == "__main__":
    main()
