"""Probabilities as a reader sees them."""

from __future__ import annotations

import math


def percent(probability: float) -> str:
    """Return a probability as whole percent, rounded down: what is not certain never shows as 100%.

    Example:
        >>> percent(0.9996)
        '99%'
    """
    return f"{math.floor(round(probability * 100, 6))}%"
