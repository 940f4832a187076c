"""Calibrate the reader's scores on held-out articles: `python -m attribution.training.calibration --help`.

Platt scaling (Platt 1999): one logistic curve each for content and source, of quoted and of indirect statements,
fitted by Newton's method to what the corpora say of each record. Articles that the shipped weights learned from count
through the weights of a fold that did not see them.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
from spacy.tokens import Doc

from attribution.datafiles import data_folder
from attribution.lexicon import load_lexicon
from attribution.models import CharSpan, Draft, Options
from attribution.quotations import quotations
from attribution.reader.network import Network, build_network
from attribution.records import Article
from attribution.relations.raw import Raw
from attribution.relations.step import raw_relations, read_draft
from attribution.training.corpus import Line, load_lines

Pairs = dict[str, list[tuple[float, bool]]]
CURVES = ("content-quoted", "content-indirect", "source-quoted", "source-indirect")
PRIOR = 1.0  # pull towards the raw probability, in observations
_WORD = re.compile(r"\w+")


def collect(lines: Iterable[Line], network: Network | None = None) -> Pairs:
    """Return (raw score, right) pairs of each score over the articles, read by the package's network or another one.

    Where a corpus labels quotations only, other statements are left out.
    """
    pairs: Pairs = {name: [] for name in CURVES}
    options, lexicon = Options(), load_lexicon()
    for line in lines:
        doc = cast(Doc, SimpleNamespace(text=line["text"]))
        draft = quotations(doc, Draft(Article(line["text"])), lexicon, options)
        whole = any(one["cue"] for one in line["attributions"])
        for raw in raw_relations(read_draft(draft, options, network), draft, lexicon):
            if whole or raw.marked:
                _judge(line, raw, pairs)
    return pairs


def _judge(line: Line, raw: Raw, pairs: Pairs) -> None:
    kind = "quoted" if raw.marked else "indirect"
    ours = _words(line["text"], raw.content)
    golds = [one for one in line["attributions"] if _shared(ours, _gold(line, one)) >= 0.5]
    if raw.marked:
        golds = [one for one in line["quotes"] if _covers(raw.content, one["span"])] or golds
    pairs[f"content-{kind}"].append((raw.said, bool(golds)))
    if raw.source is not None:
        named = _words(line["text"], [raw.source])
        for gold in golds:
            theirs = _words(line["text"], [CharSpan(*span) for span in gold["source"]])
            pairs[f"source-{kind}"].append((raw.source_probability, bool(theirs & named)))


def _covers(content: Sequence[CharSpan], span: Sequence[int]) -> bool:
    """Tell whether the words of a record overlap with a quotation that somebody said."""
    return any(part.start < span[1] and span[0] < part.end for part in content)


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
    parser.add_argument(
        "--fold",
        nargs=3,
        action="append",
        default=[],
        metavar=("FILE", "N:K", "WEIGHTS"),
        help="further articles, read by the weights of a fold that did not see them (reader.onnx)",
    )
    parser.add_argument(
        "--weights", type=Path, help="weights to calibrate (reader.onnx); those of the package unless told"
    )
    parser.add_argument("--out", type=Path, default=Path(str(data_folder() / "en" / "reader.json")))
    args = parser.parse_args(arguments)
    network = build_network(args.weights.read_bytes()) if args.weights else None
    pairs = collect(_held_out(args.corpus, args.held_out), network)
    for path, rule, weights in args.fold:
        further = collect(_held_out(Path(path), rule), build_network(Path(weights).read_bytes()))
        pairs = {name: found + further[name] for name, found in pairs.items()}
    curves = {name: fit(found) for name, found in pairs.items()}
    data = {"calibration": {name: {"slope": round(a, 4), "offset": round(b, 4)} for name, (a, b) in curves.items()}}
    args.out.write_text(json.dumps(data, indent=2) + "\n", "utf8")
    for name, found in pairs.items():
        print(name, data["calibration"][name], f"{len(found)} scores, {sum(right for _, right in found)} right")


if __name__ == "__main__":
    main()
