"""Marked stretches that name something instead of quoting somebody: titles, slogans, words mentioned as words.

Read inside a larger content only: “One Line” in 'she praised the “One Line” plan' is the name of the plan and not
what she said, though it stands in what she said.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon
    from attribution.models import CharSpan

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_END = re.compile(r"[.!?…,]$")
LONGEST = 7  # words of a name
BEFORE = 60  # code points in front of a mark in which a mentioning phrase stands


def is_term(text: str, span: CharSpan, lexicon: Lexicon) -> bool:
    """Tell whether the marked stretch `span` is a name or a word mentioned as a word."""
    inner = span.of(text).strip()
    words = _WORD.findall(inner)
    if not words or len(words) > LONGEST:
        return False
    return _is_name(inner, words, lexicon) or _is_mentioned(text[max(0, span.start - BEFORE) : span.start], lexicon)


def _is_name(inner: str, words: list[str], lexicon: Lexicon) -> bool:
    """Tell whether all but the small words of a stretch of several words are capitalised, as in a title."""
    small = lexicon.words("terms")["small"]
    main = [word for word in words if word.lower() not in small]
    return len(main) >= 2 and all(word[0].isupper() for word in main) and not _END.search(inner)


def _is_mentioned(before: str, lexicon: Lexicon) -> bool:
    return _mentioning(lexicon).search(before) is not None


@lru_cache(maxsize=4)
def _mentioning(lexicon: Lexicon) -> re.Pattern[str]:
    data = lexicon.words("terms")
    nouns, verbs = ("|".join(map(re.escape, data[name])) for name in ("nouns", "naming"))
    return re.compile(rf"\b(?:(?:{nouns})(?: such as| like)?|{verbs})[,:]?\s*[\"“‘'«„]?$", re.IGNORECASE)
