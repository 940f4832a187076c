"""Marked words that the text itself shows to be said, so that the network need not be sure of it.

Words of the headline that somebody says in the story below, and the words on a sign or banner.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon
    from attribution.models import CharSpan, Quotation

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_REACH = 110  # code points in front of the words in which the sign stands
_LONGEST = 400  # code points of a headline; a longer first paragraph is none


def find_vouched(
    text: str,
    quotations: Sequence[Quotation],
    headline: CharSpan,
    said: Mapping[int, float],
    lexicon: Lexicon,
    *,
    least: float,
) -> frozenset[int]:
    """Return the quotations that a sign or a said quotation vouches for.

    Args:
        text: The article.
        quotations: All quotations of the article.
        headline: The headline, empty where there is none.
        said: How likely it is that a quotation is said, by its index in `quotations`.
        lexicon: The words for signs.
        least: How likely those of the story are that vouch for one of the headline.
    """
    on_sign = _on_sign(lexicon)
    signs = {i for i in said if on_sign.search(text, max(0, (at := quotations[i].span.start) - _REACH), at)}
    return frozenset(signs | _find_repeated(text, quotations, headline, said, least))


@lru_cache(maxsize=4)
def _on_sign(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what stands in front of words on a sign: a banner at the gate reading “No more”."""
    data = lexicon.words("terms")
    signs, reading = ("|".join(map(re.escape, data[name])) for name in ("signs", "reading"))
    return re.compile(rf"\b(?:{signs})s?\b[^.;:“”\"‘«„\n]{{0,60}}?\b(?:{reading})[,:]?\s*[\"“‘'«„]\s?$", re.IGNORECASE)


def _find_repeated(
    text: str, quotations: Sequence[Quotation], headline: CharSpan, said: Mapping[int, float], least: float
) -> set[int]:
    """Return the quotations of the headline whose words stand in a said quotation below, one after the other.

    A name comes again as well, so one word at least is in small letters there: ‘Gutted’ of “I was gutted,” but not
    ‘Harbour Lights’ of “I love Harbour Lights.”
    """
    above = [index for index in said if quotations[index].span.end <= headline.end]
    if not above or len(headline) > _LONGEST:
        return set()
    below = [
        _WORD.findall(quotations[index].span.of(text))
        for index, likely in said.items()
        if likely >= least and quotations[index].span.start >= headline.end
    ]
    return {index for index in above if _comes_again(_WORD.findall(quotations[index].span.of(text)), below)}


def _comes_again(wanted: Sequence[str], quoted: Sequence[Sequence[str]]) -> bool:
    size, plain = len(wanted), list(map(_plain, wanted))
    found = (
        words[at : at + size]
        for words in quoted
        for at in range(len(words) - size + 1 if size else 0)
        if list(map(_plain, words[at : at + size])) == plain
    )
    return any(word[0].islower() for words in found for word in words)


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")
