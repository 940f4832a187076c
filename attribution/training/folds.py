"""Cross-validate the reader on a corpus: `python -m attribution.training.folds --help`.

Each fold goes on from weights that saw nothing of the corpora, learns from the other folds, and reads its own; what
is written are predictions for every article, none of them by weights that saw it.
"""

from __future__ import annotations

import argparse
import functools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch

from attribution.evaluation import predictions
from attribution.models import Step
from attribution.pipeline import STEPS
from attribution.reader.network import Network, build_network
from attribution.relations import relations
from attribution.training import reader
from attribution.training.corpus import load_lines
from attribution.training.export import export
from attribution.training.network import Reader


def train_fold(args: argparse.Namespace, fold: int) -> Network:
    """Train on all articles but every `folds`-th from the `fold`-th on; return the network as the package has it."""
    out = args.out / f"fold{fold}"
    left_out = f"{args.folds}:{fold}"
    corpora = [part for path in args.corpora for part in ("--corpus", str(path), "2", left_out)]
    common = ["--start", str(args.start), "--made-up", str(args.made_up), "--rounded"]
    settings = ["--epochs", str(args.epochs), "--rate", "6e-5", "--head-rate", "3e-4", "--threads", str(args.threads)]
    reader.main(["--corpus", str(args.train), str(args.share), "-", *corpora, *common, *settings, "--out", str(out)])
    model = Reader()
    model.load_state_dict(torch.load(out / "average.pt", weights_only=True))
    export(model, out / "reader.onnx")
    return build_network((out / "reader.onnx").read_bytes())


def predict_fold(network: Network, path: Path, folds: int, fold: int) -> Iterator[dict[str, Any]]:
    """Yield the predictions for the articles that the fold left out; statements with marks only."""
    steps: dict[str, Step] = {**STEPS, "relations": functools.partial(relations, network=network)}
    lines = (line for number, line in enumerate(load_lines(path)) if number % folds == fold)
    return predictions(lines, relations="quoted", steps=steps)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    args = _parser().parse_args(arguments)
    found: dict[Path, dict[str, dict[str, Any]]] = {path: {} for path in args.corpora}
    for fold in range(args.folds):
        network = train_fold(args, fold)
        for path in args.corpora:
            found[path] |= {one["doc"]: one for one in predict_fold(network, path, args.folds, fold)}
    for path, by_name in found.items():
        target = args.out / f"{path.parent.name}.predictions.jsonl"
        with target.open("w", encoding="utf8") as out:
            for line in load_lines(path):
                out.write(json.dumps(by_name[line["doc"]]) + "\n")
        print(target)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m attribution.training.folds", description=__doc__)
    parser.add_argument("corpora", type=Path, nargs="+", help="corpora to cross-validate on")
    parser.add_argument("--train", type=Path, required=True, help="corpus that every fold learns from as well")
    parser.add_argument("--share", type=float, default=0.2, help="share of it that an epoch draws")
    parser.add_argument("--start", type=Path, required=True, help="weights that saw none of the corpora")
    parser.add_argument("--made-up", type=int, default=60, help="made-up articles an epoch")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True, help="folder of the folds and the predictions")
    return parser


if __name__ == "__main__":
    main()
