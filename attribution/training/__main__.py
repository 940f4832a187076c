"""Make the reader anew, from corpora to calibrated weights: `python -m attribution.training CORPORA --out FOLDER`.

CORPORA holds polnear/train.jsonl, web/articles.jsonl and bbc-abc/articles.jsonl; articles of other newsrooms, with much
between marks that nobody said, come with the project (--newsrooms). Six stages, each a module that can be run alone:
PolNeAR alone (`reader`), everything with 8-bit numbers (`reader`), the steps between tags (`reader`), cross-validation
on the other newsrooms (`folds`), the weights for the package (`export`), their calibration (`calibration`). A run that
is cut off goes on where its last checkpoint stands. FOLDER/reader.onnx and FOLDER/reader.json are what
`attribution/data/en` carries; FOLDER/report.json says what they were made from.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from attribution.training import calibration, export, folds, reader
from attribution.training.corpus import CORPORA, NEWSROOMS

HELD_OUT = "20:0"  # articles of PolNeAR train that nothing but the calibration sees
FOLDS = 3


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = _parser()
    args = parser.parse_args(arguments)
    polnear, web, bbc = (args.corpora / name for name in CORPORA)
    missing = [str(path) for path in (polnear, web, bbc, args.newsrooms) if not path.exists()]
    if missing:
        parser.error(f"no such file: {', '.join(missing)}")
    out, threads = args.out, ["--threads", str(args.threads)]
    first, second, final = out / "first", out / "second", out / "final"
    seconds: dict[str, float] = {}

    def stage(name: str, run: Callable[[Sequence[str]], None], *options: str | Path) -> None:
        started = time.perf_counter()
        run([str(option) for option in options])
        seconds[name] = round(time.perf_counter() - started, 1)

    own = ("--corpus", polnear, "1", HELD_OUT)
    newsrooms = ("--corpus", args.newsrooms, "2", "-")
    others = ("--corpus", web, "2", "-", "--corpus", bbc, "2", "-", *newsrooms, "--made-up", "200")
    start = ("--start", first / "average.pt")
    stage("polnear", reader.main, *own, "--epochs", str(args.epochs), "--out", first, *threads)
    more = ("--epochs", "2", "--rate", "7e-5", "--head-rate", "6e-4", "--rounded")
    stage("all", reader.main, *own, *others, *start, *more, "--out", second, *threads)
    steps = ("--start", second / "average.pt", "--only", "steps", "--epochs", "2")
    stage("steps", reader.main, *own, *steps, "--out", final, *threads)
    stage("folds", folds.main, web, bbc, "--train", polnear, *start, "--out", out / "folds", *threads)
    stage("export", export.main, final / "average.pt", out / "reader.onnx")
    held = [
        part
        for fold in range(FOLDS)
        for path in (web, bbc)
        for part in ("--fold", path, f"{FOLDS}:{fold}", out / "folds" / f"fold{fold}" / "reader.onnx")
    ]
    weights = ("--weights", out / "reader.onnx", "--out", out / "reader.json")
    stage("calibration", calibration.main, polnear, "--held-out", HELD_OUT, *weights, *held)
    report = _report(out, (polnear, web, bbc, args.newsrooms), seconds)
    (out / "report.json").write_text(json.dumps(report, indent=2) + "\n", "utf8")


def _report(out: Path, corpora: Sequence[Path], seconds: dict[str, float]) -> dict[str, Any]:
    files = (out / "reader.onnx", out / "reader.json")
    return {
        "weights": {path.name: _digest(path) for path in files},
        "corpora": {str(path): _digest(path) for path in corpora},
        "held_out": HELD_OUT,
        "folds": FOLDS,
        "seconds": seconds,
        **json.loads((out / "reader.json").read_text("utf8")),
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m attribution.training", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder of the corpora")
    parser.add_argument("--newsrooms", type=Path, default=NEWSROOMS, help="further articles, quotations labelled only")
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoints, weights and report")
    parser.add_argument("--epochs", type=int, default=9, help="passes over PolNeAR")
    parser.add_argument("--threads", type=int, default=2)
    return parser


if __name__ == "__main__":
    main()
