"""Which paragraphs behind a label are narration, of a reporter and not of the speaker whom the label names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest

from attribution.verify.speakers import name_tokens
from attribution.verify.words import WordLists

# Lines of a text may be wrapped: one that begins no sentence begins no paragraph.
_BREAK = re.compile(r"\n[ \t\r]*\n\s*|(?<=[.!?…”\"’'»)\]])[ \t\r]*\n(?=[ \t]*[“„«‘\"'A-ZÀ-Þ])")
_QUOTED = re.compile(r"[“„«][^“”„«»]*(?:[”»]|$)|\"[^\"]*(?:\"|$)|(?<!\w)[‘'][^“”\"]{0,600}?[,.?!…—–-]['’]")
_WORD = re.compile(r"[^\W\d_]+")
_APART = r"(?:[\w.'’-]+\s+){0,4}?"  # words between a mark or a name and the verb: "” Joe Red Feather said"


def further_paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of the paragraphs of `text[start:end]`, the first one left out."""
    while start < end and text[start].isspace():  # a label may stand on a line of its own
        start += 1
    gaps = [*_BREAK.finditer(text, start, end)]
    for gap, following in zip_longest(gaps, gaps[1:]):
        yield gap.end(), following.start() if following else end


def is_narration(paragraph: str, label: str | None, words: WordLists) -> bool:
    """Tell whether a paragraph without a label tells of speech, as in “They can find oil,” said Joe Red Feather.

    Speakers quote as well, but hardly without an "I", "we" or "you" of their own. Nobody speaks of themselves by name.
    """
    if is_address(paragraph, words):
        return False
    introduced, named = _introduced(words.speaking_verbs), name_tokens(label or "", words)
    return bool(introduced.search(paragraph)) or (
        bool(named) and bool(_reported(named[-1], words.speaking_verbs).search(paragraph))
    )


def is_address(paragraph: str, words: WordLists) -> bool:
    """Tell whether somebody speaks of "me", "us" or "you" in a paragraph, outside of quotation marks."""
    outside = _QUOTED.sub(" ", paragraph)
    return any(word.lower() in words.address for word in _WORD.findall(outside))


@cache
def _introduced(verbs: tuple[str, ...]) -> re.Pattern[str]:
    verb = "|".join(verbs)
    return re.compile(
        rf"[,?!…—–-][”\"»’']{{1,2}}\s+{_APART}(?:{verb})\b|\b(?:{verb})\b(?:\s+[\w'’-]+){{0,4}}[,:]\s+[“„«‘\"']"
    )


@cache
def _reported(name: str, verbs: tuple[str, ...]) -> re.Pattern[str]:
    verb, name = "|".join(verbs), re.escape(name)
    return re.compile(rf"\b{name}\s+{_APART}(?:{verb})\b|\b(?:{verb})\s+{_APART}{name}\b", re.IGNORECASE)
