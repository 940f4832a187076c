"""Quality gate: the figures of the fixtures, of the newsrooms' articles and of dev must not fall below floors.json.

`gate.py` checks; `gate.py --raise` raises the floors to what is measured, and never lowers one. `bounds` are goals that
stand still: the expected calibration error of 780 perfectly calibrated probabilities is .011 on average and .018 at
times, so a floor that only rises would come to rest on luck. The Brier score, a proper score, has the floor instead.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import asdict

from attribution.evaluation import compare, fixture_pairs, predictions

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
FLOORS = Path(__file__).with_name("floors.json")
LOWER_IS_BETTER = {"false", "false_name", "made_up", "ece", "brier"}
SLACK = 0.002  # rounding of another machine's arithmetic


def measure_corpus(path: Path, relations: str = "all") -> dict[str, float]:
    """Read a corpus with the whole line and score what was found; only quotations where nothing else is labelled."""
    lines = [json.loads(line) for line in path.open(encoding="utf8")]
    return {name: _number(value) for name, value in score(path, predictions(lines, relations=relations)).items()}


def score(path: Path, found: Iterable[dict[str, Any]]) -> dict[str, float | str]:
    """Run the scorer of the shared evaluation on predictions for a corpus."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf8") as output:
        for prediction in found:
            output.write(json.dumps(prediction) + "\n")
        output.flush()
        scorer = SHARED / "evaluation" / "score.py"
        run = [sys.executable, str(scorer), str(path), output.name, "--json"]
        figures: dict[str, float | str] = json.loads(
            subprocess.run(run, capture_output=True, text=True, check=True).stdout
        )
    return figures


def _number(value: float | str) -> float:
    """Return a figure as a number; "3/62" as 3."""
    return float(value.split("/")[0]) if isinstance(value, str) else float(value)


def failures(part: str, figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    """Return one line for each figure that is worse than its floor or bound."""
    lines = []
    for name, floor in floors.items():
        value = figures.get(name)
        if value is None:
            lines.append(f"{part}: {name} is missing")
        elif (value > floor + SLACK) if name in LOWER_IS_BETTER else (value < floor - SLACK):
            lines.append(f"{part}: {name} is {value:.4f}, the floor is {floor:.4f}")
    return lines


def raised(figures: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    """Return the floors, each moved to the figure where that is better."""
    better = {name: (min if name in LOWER_IS_BETTER else max) for name in floors}
    return {name: round(better[name](floor, figures[name]), 4) for name, floor in floors.items()}


def main() -> int:
    """Check, or raise, the floors."""
    stored = json.loads(FLOORS.read_text("utf8"))
    measured = {"fixtures": asdict(compare(fixture_pairs(ROOT / "fixtures")))}
    problems = []
    if SHARED.is_dir():
        for part, entry in stored.items():
            if "corpus" not in entry:
                continue
            path = (ROOT if entry["corpus"].startswith("fixtures/") else SHARED) / entry["corpus"]
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if digest != entry["sha256"]:
                problems.append(f"{part}: {path} is not the corpus that the floors were set on ({digest})")
            measured[part] = measure_corpus(path, entry.get("relations", "all"))
    else:
        print("../shared is absent: only the fixtures are scored")
    for part, figures in measured.items():
        print(part, "  ".join(f"{name} {value:.4g}" for name, value in figures.items()))
        if "--raise" in sys.argv:
            stored[part]["floors"] = raised(figures, stored[part]["floors"])
        problems += failures(part, figures, {**stored[part]["floors"], **stored[part].get("bounds", {})})
    if "--raise" in sys.argv:
        FLOORS.write_text(json.dumps(stored, indent=2) + "\n", "utf8")
    print("\n".join(problems) or "quality gate: passed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
