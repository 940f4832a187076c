"""Marked stretches that name something instead of quoting somebody: titles, slogans, words mentioned as words.

`is_term` is for stretches inside a larger content: “One Line” in 'she praised the “One Line” plan' is the name of the
plan and not what she said, though it stands in what she said. `gives_a_name` is for statements that nobody makes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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


def gives_a_name(text: str, cue: CharSpan, quoted: Sequence[CharSpan], lexicon: Lexicon) -> bool:
    """Tell whether a cue that nobody stands behind only names what it is about: the house was known as “the Ark”.

    A judgement is more than a name: it was called “a disgrace” by somebody, told or not.
    """
    naming = set(lexicon.words("terms")["calling"]) & {word.lower() for word in _WORD.findall(cue.of(text))}
    return bool(naming) and all(
        len(words) <= LONGEST and words[:1] not in (["a"], ["an"])
        for words in (_WORD.findall(span.of(text).lower()) for span in quoted)
    )


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
