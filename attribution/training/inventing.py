"""Names that no one bears."""

from __future__ import annotations

import random

CONSONANTS, VOWELS, ENDINGS = "bdfghjklmnprstvwyz", "aeiou", "nrlst"


def invent_name(rng: random.Random) -> str:
    """Return a word that no one is called, so that names are learned by their place and not by heart."""
    syllables = (rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(rng.choice((2, 2, 3))))
    return "".join(syllables) + (rng.choice(ENDINGS) if rng.random() < 0.3 else "")
