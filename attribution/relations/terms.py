"""Marked stretches that name something instead of quoting somebody: titles, slogans, words mentioned as words.

`is_term` is for stretches inside a larger content: “One Line” in 'she praised the “One Line” plan' is the name of the
plan and not what she said, though it stands in what she said. `gives_a_name` and `is_supposed` are for statements that
nobody makes, `names_who_is_quoted` for those that only tell whom somebody quotes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from attribution.cues import describe_cue, is_past
from attribution.people import people_words

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon
    from attribution.models import CharSpan

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_END = re.compile(r"[.!?…,]$")
_NAME = r"[^\W\d_a-zß-öø-ÿ][\w’'.&-]*"
# A noun phrase with its head, then nothing, an apposition, a prepositional phrase or a relative clause.
_SOMEBODY = re.compile(
    rf"(?:(?:the|an?|its|their|his|her|one|two|three|several|some)\s)?(?P<before>(?:[\w’'-]+\s){{0,5}}?)"
    rf"(?P<head>{_NAME}(?:\s(?:(?:of|and|de|van|von|bin|al)\s)?{_NAME}){{0,6}}|[a-z-]+)"
    r"(?:,?\s(?:the|an?|its|of|at|from|in|for|with|on|who|familiar|close)\s[^:“”\"]*|,\s[^:“”\"]*)?"
)
_WORDS_FOLLOW = re.compile(r"\b(?:as|saying|that|said)\b")
LONGEST = 7  # words of a name
BEFORE = 60  # code points in front of a mark in which a mentioning phrase stands


def is_term(text: str, span: CharSpan, lexicon: Lexicon) -> bool:
    """Tell whether the marked stretch `span` is a name or a word mentioned as a word."""
    inner = span.of(text).strip()
    words = _WORD.findall(inner)
    if not words or len(words) > LONGEST:
        return False
    before = text[max(0, span.start - BEFORE) : span.start]
    is_work = inner[0].isupper() and _works(lexicon).search(before) is not None
    return is_work or _is_name(inner, words, lexicon) or _mentioning(lexicon).search(before) is not None


def gives_a_name(text: str, cue: CharSpan, quoted: Sequence[CharSpan], lexicon: Lexicon) -> bool:
    """Tell whether a cue that nobody stands behind only names what it is about: the house was known as “the Ark”.

    A judgement is more than a name: it was called “a disgrace” by somebody, told or not.
    """
    naming = set(lexicon.words("terms")["calling"]) & {word.lower() for word in _WORD.findall(cue.of(text))}
    return bool(naming) and all(
        len(words) <= LONGEST and words[:1] not in (["a"], ["an"])
        for words in (_WORD.findall(span.of(text).lower()) for span in quoted)
    )


def is_supposed(text: str, cue: CharSpan, source: CharSpan, lexicon: Lexicon) -> bool:
    """Tell whether marked words are put into the reader's mouth: you are afraid to say “yes”; you will say “never”.

    What "you said", as an interview has it, was said.
    """
    return source.of(text).lower() == "you" and not is_past(cue.of(text), lexicon)


def names_who_is_quoted(text: str, cue: CharSpan, content: CharSpan, lexicon: Lexicon) -> bool:
    """Tell whether the content of "quoting Ana Lima, a biologist" is nothing but the one who is quoted."""
    if describe_cue(cue.of(text), lexicon)[0] not in lexicon.words("terms")["quoting"]:
        return False
    words, people = content.of(text).strip(" ,.;"), people_words(lexicon)
    found = _SOMEBODY.fullmatch(words)
    if found is None or _WORDS_FOLLOW.search(words):
        return False
    head, before = found["head"].split(), found["before"].split()
    if not people.prepositions.isdisjoint(before) or "to" in before:
        return False  # "a survey by Turku University"
    noun = head[-1] if head[-1].islower() else (before or head)[-1]
    return noun[0].isupper() or people.is_role(noun) or people.is_plural_role(noun)


def _is_name(inner: str, words: list[str], lexicon: Lexicon) -> bool:
    """Tell whether all but the small words of a stretch of several words are capitalised, as in a title."""
    small = lexicon.words("terms")["small"]
    main = [word for word in words if word.lower() not in small]
    return len(main) >= 2 and all(word[0].isupper() for word in main) and not _END.search(inner)


@lru_cache(maxsize=4)
def _mentioning(lexicon: Lexicon) -> re.Pattern[str]:
    data = lexicon.words("terms")
    nouns, verbs = ("|".join(map(re.escape, data[name])) for name in ("nouns", "naming"))
    return re.compile(rf"\b(?:(?:{nouns})(?: such as| like)?|{verbs})[,:]?\s*[\"“‘'«„]?$", re.IGNORECASE)


@lru_cache(maxsize=4)
def _works(lexicon: Lexicon) -> re.Pattern[str]:
    nouns = "|".join(map(re.escape, lexicon.words("terms")["works"]))
    return re.compile(rf"\b(?:{nouns})(?: such as| like| called)? [\"“‘'«„]?$", re.IGNORECASE)
