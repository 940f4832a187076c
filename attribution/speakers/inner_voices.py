"""Whose words a newspaper, a document or an office passes on: "“No,” the judge said, according to the Gazette".

The source of such words is whoever tells of them; who uttered them stands beside them in the same sentence, or in the
clause that is passed on ("Reuters quoted Lee as saying that ...", "what her agent called “drivel”").
"""

from __future__ import annotations

import re

from attrs import evolve

from attribution.models import CharSpan, Relation
from attribution.speakers.agreement import is_bare
from attribution.speakers.mentions import Reading, read_mention
from attribution.speakers.resolving import SURE_VOICE, Link, Resolver

_REACH = 90  # code points on either side of the words
_AS_SAYING = re.compile(
    r"(?P<who>[^,.;:\n“”\"]{2,60}?)(?:, [^,.;\n“”\"]{2,60},)?"
    r" as (?:saying|telling|writing|asking|calling|describing)\b"
)
_CLAUSE_IN_NAME = re.compile(r"\b(?:who|which|that|whose)\b")
_QUOTED_AS = re.compile(r"\bquoted\b.* as ")
_BEHIND_QUOTATION = re.compile(r"[,.?!]?[”\"’']?,? (?P<who>[^,.;:\n“”\"]{2,60})")


def link_inner_voice(resolver: Resolver, reading: Reading, relation: Relation) -> Link | None:
    """Resolve who uttered the words that another passes on, a pronoun only where it is nearly sure."""
    inner = _find_inner_voice(resolver, reading, relation)
    if inner is None:
        return None
    link = resolver.rule(resolver, inner, relation)
    if inner.pronoun and link.referent is not None and link.probability < SURE_VOICE:
        return Link(None, "speakers:inner-voice-undecided", link.probability, inner.span, link.note)
    return evolve(link, rule="speakers:inner-voice")


def link_hearer(_resolver: Resolver, reading: Reading, relation: Relation) -> Link | None:
    """Give nobody the words of "the court heard that ..."."""
    heard = relation.cue_lemma == "hear" and relation.source is not None and relation.source.overlaps(reading.span)
    if not heard or reading.pronoun:
        return None
    return Link(None, "speakers:hearer", 0.0, reading.span, "who hears is not who speaks")


def _find_inner_voice(resolver: Resolver, reading: Reading, relation: Relation) -> Reading | None:
    """Return the mention of who uttered the words that another source only passes on, if it stands beside them."""
    if relation.source is None or not relation.source.overlaps(reading.span):
        return None  # a mention further in, which is being asked in turn
    return _voice_inside(resolver, reading, relation) or _voice_before_source(resolver, reading, relation)


def _voice_before_source(resolver: Resolver, reading: Reading, relation: Relation) -> Reading | None:
    if reading.pronoun or reading.head_class in {"document", "unknown"}:
        return None
    same = resolver.relations_of(relation.source)
    words = sorted({span for other in same for span in other.content if span.end <= reading.span.start})
    inner = (_voice_beside(resolver, reading, span) for span in reversed(words))
    return next((voice for voice in inner if voice is not None), None)


def _voice_beside(resolver: Resolver, reading: Reading, words: CharSpan) -> Reading | None:
    match = None
    if reading.span.start - words.end < _REACH:
        match = resolver.scene.phrases.voices.behind.fullmatch(resolver.text, words.end, reading.span.start)
    if match is None and _is_body(resolver, reading):
        match = resolver.scene.phrases.voices.before.search(resolver.text, max(0, words.start - _REACH), words.start)
    if match is None:
        return None
    inner = read_mention(resolver.text, CharSpan(*match.span("who")), resolver.book, resolver.words)
    somebody = inner.pronoun in {"male", "female"} or (inner.name is not None and inner.name.label == "person")
    return inner if somebody or (inner.head_class == "person" and inner.head) else None


def _is_body(resolver: Resolver, reading: Reading) -> bool:
    return reading.head_class == "organization" and not resolver.scene.is_quoted(reading.span.start)


def _voice_inside(resolver: Resolver, reading: Reading, relation: Relation) -> Reading | None:
    """Return whom the clause that is passed on gives its quotations to: "the Gazette reported that Lee said ..."."""
    if not relation.quotations:
        return None
    match = _match_inside(resolver, reading, relation)
    voice = _read_voice(resolver, relation, match) if match else None
    if voice is None or match is None or _has_own_relation(resolver, relation):
        return None
    if match.re is resolver.scene.phrases.voices.reported and voice.name is None:
        return None  # "Lee said groups dubbed “pioneers” were first"
    if not _is_somebody(reading):
        return voice
    return None if voice.pronoun else voice  # "Lee said it was what she called “drivel”"


def _match_inside(resolver: Resolver, reading: Reading, relation: Relation) -> re.Match[str] | None:
    text, first, last = resolver.text, relation.quotations[0], relation.quotations[-1]
    around = next((c for c in relation.content if c.contains(first)), None)
    if around is None or around == first:
        return _match_rest(text, relation)
    start, stop, voices = around.start, first.start, resolver.scene.phrases.voices
    match = voices.in_which.search(text, start, stop) or voices.what_is_called.search(text, start, stop)
    match = match or _AS_SAYING.match(text, start, stop)
    if match is None and (relation.cue_lemma == "hear" or _passes_on(resolver, reading)):
        match = _match_chained(resolver, relation, start, stop) or voices.in_clause.search(text, start, stop)
        match = match or voices.told.match(text, start, stop)
        match = match or voices.told_behind.fullmatch(text, last.end, around.end)
    elif match is None and _is_somebody(reading):
        match = voices.reported.match(text, start, stop)
    if match is None and relation.cue is not None and _QUOTED_AS.search(relation.cue.of(text)):
        match = _BEHIND_QUOTATION.fullmatch(text, last.end, around.end)
    return match or _match_rest(text, relation)


def _match_chained(resolver: Resolver, relation: Relation, start: int, stop: int) -> re.Match[str] | None:
    """Return the match of "The court heard that Lee put up a wall and claimed “no”", where nobody else is named."""
    chained = resolver.scene.phrases.voices.chained
    match = chained.match(resolver.text, start, stop) if relation.cue_lemma == "hear" else None
    named = resolver.book.within(CharSpan(match.end("who"), stop)) if match else []
    return None if any(mention.label == "person" for mention in named) else match


def _match_rest(text: str, relation: Relation) -> re.Match[str] | None:
    """Return the match of "“No,” Reuters quoted Lee as saying", where the words are a part of their own."""
    matches = (_AS_SAYING.match(text, c.start, c.end) for c in relation.content)
    return next((m for m in matches if m), None)


def _has_own_relation(resolver: Resolver, relation: Relation) -> bool:
    """Tell whether the quotations are somebody's already in a statement within this one."""
    around = (r for quotation in relation.quotations for r in resolver.relations_with(quotation))
    return any(c.contains(r.source) for r in around for c in relation.content if r.source)


def _passes_on(resolver: Resolver, reading: Reading) -> bool:
    """Tell whether a source is a body or a document, whose sentence about somebody's words only tells of them."""
    bare = reading.name is not None and len(reading.name.owners) == 1 and len(reading.name.key) == 1
    if bare and reading.name is not None:
        bare = is_bare(resolver.scene, resolver.book.entities[reading.name.owners[0]])
    passes = bare or reading.head_class in {"organization", "document"}
    return passes and not resolver.scene.is_quoted(reading.span.start)


def _is_somebody(reading: Reading) -> bool:
    """Tell whether a source is a person, who tells of what others said in the words of a report."""
    return reading.head_class == "person" or reading.pronoun in {"male", "female"}


def _read_voice(resolver: Resolver, relation: Relation, match: re.Match[str]) -> Reading | None:
    group = "who" if match["who"] else "after"
    inner = read_mention(resolver.text, CharSpan(*match.span(group)), resolver.book, resolver.words)
    if relation.source is not None and relation.source.overlaps(inner.span):
        return None
    if _CLAUSE_IN_NAME.search(match[group]):
        return None
    if inner.pronoun:
        return inner if inner.pronoun in {"male", "female"} else None
    somebody = inner.name is not None and inner.name.label in {"person", "organization"}
    return inner if somebody or (inner.head and inner.head_class != "unknown") else None
