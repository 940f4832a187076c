"""Whose words a newspaper or an office passes on: "“No,” the judge said, according to the Gazette", "Lee said, ...".

The source of such words is the body that tells of them; who uttered them stands beside them in the same sentence.
"""

from __future__ import annotations

import re

from attribution.models import CharSpan, Relation
from attribution.speakers.mentions import Reading, read_mention
from attribution.speakers.resolving import Resolver

_SPOKE = r"(?:said|says|wrote|asked|replied|added|tweeted)"
_BEHIND = re.compile(rf"\W{{1,4}}(?P<who>[^\n.!?“”\"]{{2,60}}?) {_SPOKE},? according to (?:the )?$")
_BEFORE = re.compile(
    r"\b(?P<who>[Hh]e|[Ss]he|[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){0,3})"
    rf"(?: [“\"]?[a-z]+ed[”\"]? and)? {_SPOKE}(?: that)?[,:]?\s*[“\"‘']?$"
)
_REACH = 90  # code points on either side of the words


def find_inner_voice(resolver: Resolver, reading: Reading, relation: Relation) -> Reading | None:
    """Return the mention of who uttered the words that a later source only passes on, if it stands beside them."""
    if reading.pronoun or reading.head_class in {"document", "unknown"}:
        return None
    same = resolver.relations_of(relation.source)
    words = sorted({span for other in same for span in other.content if span.end <= reading.span.start})
    inner = (_voice_beside(resolver, reading, span) for span in reversed(words))
    return next((voice for voice in inner if voice is not None), None)


def _voice_beside(resolver: Resolver, reading: Reading, words: CharSpan) -> Reading | None:
    match = None
    if reading.span.start - words.end < _REACH:
        match = _BEHIND.fullmatch(resolver.text, words.end, reading.span.start)
    if match is None and _is_body(resolver, reading):
        match = _BEFORE.search(resolver.text, max(0, words.start - _REACH), words.start)
    if match is None:
        return None
    inner = read_mention(resolver.text, CharSpan(*match.span("who")), resolver.book, resolver.words)
    somebody = inner.pronoun in {"male", "female"} or (inner.name is not None and inner.name.label == "person")
    return inner if somebody or (inner.definite and inner.head_class == "person") else None


def _is_body(resolver: Resolver, reading: Reading) -> bool:
    return reading.head_class == "organization" and not resolver.scene.is_quoted(reading.span.start)
