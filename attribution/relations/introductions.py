"""Words whose speaker stands in a phrase that is no clause.

“A shambles” of 'it was, in the words of the manager, “a shambles”' and of 'Here is the manager on what went wrong: “A
shambles”' is the manager's, whatever the sentences around are about; so is 'This from the manager, on X: “A shambles”'.
A headline names the speaker at its end: 'Port deal “a shambles”: manager', 'Port deal “a shambles” – Lima after talks'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import frozen

from attribution.models import CharSpan, Quotation
from attribution.people import PeopleWords, fold

_WORDS_OF = re.compile(r"\b(?P<cue>[Ii]n the words of) (?P<source>[^,.;:“”\"\n]{2,80})[,:]?\s+$")
_HERE_IS = re.compile(
    r"(?:^|[\n.!?]\s*)(?:Here(?:[’']s| is| are)) (?P<source>[^.;:“”\"\n]{2,120}?)"
    r",? (?:on|about) [^.;:“”\"\n]{2,80}(?P<cue>:)\s+$"
)
_THIS_FROM = re.compile(
    r"(?:^|[\n.!?]\s*)(?:(?:And|Now) )?(?:[Tt]his(?: (?:comes|is|just in))?|[Mm]ore) from "
    r"(?P<source>[^,.;:“”\"\n]{2,80}?)(?:,? (?:at|by|in|on|via|who)\b[^.;:“”\"\n]{1,80})?(?P<cue>:)\s+$"
)
_HEADED_BY = re.compile(
    r"(?P<cue>:|\s[–—-])\s(?P<source>[^\W_][^:;.,!?“”\"‘’\n–—]{1,60}?)"
    r"(?:\s(?:after|ahead|amid|as|at|before|during|following|in|on|over)\s[^:“”\"\n]{2,80})?\s*$"
)
_REACH = 240  # code points before a mark in which its introduction stands, and at the end of a headline


@frozen
class Introduced:
    """Who is said to have spoken, the cue, and the words: one part a paragraph."""

    source: CharSpan
    cue: CharSpan
    parts: tuple[CharSpan, ...]


def find_introduced(text: str, quotations: Sequence[Quotation]) -> list[Introduced]:
    """Return the quotations that a phrase before them gives to somebody, in the order of the text."""
    found: list[Introduced] = []
    number_of: dict[int, int] = {}
    for index, quotation in enumerate(quotations):
        if quotation.depth or quotation.label is not None:
            continue
        if quotation.continues in number_of and quotation.continues is not None:
            number = number_of[index] = number_of[quotation.continues]
            one = found[number]
            found[number] = Introduced(one.source, one.cue, (*one.parts, quotation.span))
            continue
        match = _introduction(text, quotation.outer.start)
        if match is not None and quotation.span:
            number_of[index] = len(found)
            found.append(Introduced(CharSpan(*match.span("source")), CharSpan(*match.span("cue")), (quotation.span,)))
    return found


def _introduction(text: str, position: int) -> re.Match[str] | None:
    low = max(0, position - _REACH)
    matches = (pattern.search(text, low, position) for pattern in (_WORDS_OF, _HERE_IS, _THIS_FROM))
    return next((match for match in matches if match is not None), None)


def find_headed(text: str, headline: CharSpan, quotations: Sequence[Quotation], words: PeopleWords) -> list[Introduced]:
    """Return what a headline quotes and whom it names at its end, where the story knows somebody of that name.

    A description ("manager", "police chief") does as well.
    """
    match = _HEADED_BY.search(text, max(headline.start, headline.end - _REACH), headline.end)
    if match is None:
        return []
    parts = tuple(one.span for one in quotations if not one.depth and headline.contains(one.span))
    source = CharSpan(*match.span("source"))
    if not parts or parts[-1].end > match.start() or not _is_somebody(text, source, headline.end, words):
        return []
    return [Introduced(source, CharSpan(*match.span("cue")), parts)]


def _is_somebody(text: str, source: CharSpan, story: int, words: PeopleWords) -> bool:
    """Tell whether a phrase is a name of the story, with an office or without, or a description: no verb is in it."""
    *before, last = source.of(text).split()
    known = [words.is_role(fold(word)) or words.is_body(fold(word)) for word in (*before, last)]
    if known[-1]:
        return all(is_known or word[0].isupper() for word, is_known in zip(before, known, strict=False))
    name = last if all(known[:-1]) else source.of(text)
    return name[0].isupper() and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text[story:]) is not None
