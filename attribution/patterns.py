"""Pieces of patterns made of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def any_of(phrases: Iterable[str]) -> str:
    """Return a pattern for any of the phrases, the longest first.

    Example:
        >>> any_of(["Sun", "Sunday"])
        'Sunday|Sun'
    """
    return _alternation(tuple(phrases))


@lru_cache(maxsize=256)
def _alternation(phrases: tuple[str, ...]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))
