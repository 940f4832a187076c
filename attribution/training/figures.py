"""How good probabilities are, each given with whether what it was given for is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

Given = Sequence[tuple[float, bool]]


def brier_score(given: Given) -> float:
    """Return the mean squared distance of the probabilities from what is right (Brier 1950)."""
    return sum((probability - right) ** 2 for probability, right in given) / max(1, len(given))


def calibration_error(given: Given, bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width."""
    gaps: dict[int, list[float]] = defaultdict(list)
    for probability, right in given:
        gaps[min(bins - 1, int(probability * bins))].append(probability - right)
    return sum(abs(sum(found)) for found in gaps.values()) / max(1, len(given))
