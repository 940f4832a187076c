"""The article as the reader's network sees it: words, their word pieces, and what their look says.

The network is uncased and knows one style of quotation marks, so that house style does not matter: every mark that
opens or closes a quotation is shown to it as “ or ”, and capitals, marks and paragraph breaks are given as features.
Word pieces follow BERT (Devlin et al. 2019, section 3): lower case, accents stripped, punctuation apart.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from attribution.errors import ModelError
from attribution.layout import paragraphs
from attribution.models import CharSpan

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_WORD = re.compile(r"[^\W_]+|_|(?:[^\w\s]\s*+){64,}|[^\w\s]")  # a long run of punctuation is one word
LONGEST_WORD = 40  # characters; a longer run of letters is read by its beginning

OUTSIDE, INSIDE, OPENING, CLOSING = range(4)  # marks
LOWER, TITLE, UPPER, MIXED = range(4)  # case
_SHOWN_MARKS = {OPENING: "“", CLOSING: "”"}


@frozen
class Word:
    """A word or a punctuation mark: `text[start:end]`, with the features of its look.

    `mark` is one of OUTSIDE, INSIDE, OPENING, CLOSING; `case` one of LOWER, TITLE, UPPER, MIXED; `paragraph` counts
    the paragraphs of the article from 0.
    """

    start: int
    end: int
    form: str
    mark: int
    case: int
    paragraph: int


def split_words(text: str, quotations: Iterable[tuple[int, int]]) -> list[Word]:
    """Split `text` into words.

    Args:
        text: The article.
        quotations: Outermost quotations as (start, end) between the marks, sorted, not overlapping.
    """
    words: list[Word] = []
    edges = [*sorted(quotations), (len(text) + 2, len(text) + 2)]  # the last one stands for no quotation
    at = 0
    for number, paragraph in enumerate(paragraphs(text)):
        for match in _WORD.finditer(text, paragraph.start, paragraph.end):
            start, end = match.span()
            while edges[at][1] < start:
                at += 1
            shown, case, is_sign = _look(match.group()[:LONGEST_WORD])
            if edges[at][0] > end + 1 and (at == 0 or edges[at - 1][1] < start - 1):
                mark = OUTSIDE  # as most are
            else:
                mark = _mark(start, end, edges[max(0, at - 1) : at + 2], text, is_sign=is_sign)
                shown = _SHOWN_MARKS.get(mark, shown)
            words.append(Word(start, end, shown, mark, case, number))
    return words


def _mark(start: int, end: int, near: Sequence[tuple[int, int]], text: str, *, is_sign: bool) -> int:
    for opens, closes in near:
        if is_sign and 0 <= opens - end <= 1 and not text[end:opens].strip("'`\""):
            return OPENING
        if is_sign and 0 <= start - closes <= 1 and not text[closes:start].strip("'`\""):
            return CLOSING if text[start] in "\"”“'’‘»«`‹›„" else OUTSIDE
        if opens <= start and end <= closes:
            return INSIDE
    return OUTSIDE


def words_in(words: Sequence[Word], span: CharSpan) -> range:
    """Return the words that touch a span, as a range of their numbers."""
    first = bisect_right(words, span.start, key=lambda word: word.end)
    return range(first, max(first, bisect_left(words, span.end, key=lambda word: word.start)))


@lru_cache(maxsize=50_000)
def _look(form: str) -> tuple[str, int, bool]:
    """Return a word as the network is shown it, its case, and whether it is a sign and no word."""
    is_sign = not form[0].isalnum()
    if "\ud800" <= form <= "\udfff":
        return "�", LOWER, is_sign
    plain = unicodedata.normalize("NFD", form.lower())
    return "".join(char for char in plain if not unicodedata.combining(char)) or "�", _case(form), is_sign


def _case(form: str) -> int:
    if form.islower() or not form[0].isalpha():
        return LOWER
    if form.isupper() and len(form) > 1:
        return UPPER
    return TITLE if form[0].isupper() and (len(form) == 1 or form[1:].islower()) else MIXED


class Pieces:
    """Word pieces of words, remembered: `pieces(form)` gives the ids."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._model = tokenizer.model
        self.cls, self.sep, self.pad = (self._special(tokenizer, form) for form in ("[CLS]", "[SEP]", "[PAD]"))
        self.of = lru_cache(maxsize=50_000)(self._split)

    @staticmethod
    def _special(tokenizer: Tokenizer, form: str) -> int:
        """Return the id of a special piece; a vocabulary without it is not the reader's."""
        found: int | None = tokenizer.token_to_id(form)
        if found is None:
            raise ModelError(f"the reader's vocabulary has no {form}: install quote-attribution anew")
        return found

    def _split(self, form: str) -> tuple[int, ...]:
        return tuple(token.id for token in self._model.tokenize(form))[:8]
