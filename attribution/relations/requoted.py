"""Words that somebody is quoted as saying are his, whoever quotes him.

- “No,” Ana was quoted as saying by Radio Sul; Ana was quoted by Radio Sul as saying: “No.”; Ana is quoted by it: “No.”
- Radio Sul quoted Ana as saying that it was “a trap”; “A trap,” Radio Sul quoted her as saying.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import evolve

from attribution.cues import describe_cue
from attribution.models import CharSpan, Evidence, Relation

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon

_REACH = 240  # code points from a cue or a mark in which the phrase ends
_AS_SAYING = r"as (?:saying|telling|writing|adding|asking|stating|describing|calling|warning)\b"
_IS_QUOTED = (
    r"(?P<source>(?!(?:and|as|but|though|whereas|while)\b)[^,.;:—“”\"\n]{2,80}?(?:, [^,.;:—“”\"\n]{2,60},)?)\s"
    r"(?P<cue>(?:was|were|is|are|(?:has|have|had) been) (?:\w+ )?(?:quoted|cited)\b"
    rf"(?:[^,.;:“”\"\n]{{0,60}}?\s{_AS_SAYING}|(?=\s(?:by|in)\s[^,.;:“”\"\n]{{2,60}}[,.:])))"
)
_BEHIND = re.compile(rf"[,.?!…]*[\"'”’»“]{{0,2}},?\s+{_IS_QUOTED}(?!\s(?:that|how)\b|[,:]?\s[\"“‘'«])")  # a quotation
_BEFORE = re.compile(  # a quotation or "that"
    rf"(?:^|[,.!?][\"”’']{{0,2}}\s|[;:]\s|[,;:]\s(?:and|but|though|whereas|while)\s|\n|\s(?:and|but|while)\s)"
    rf"{_IS_QUOTED}(?:\s(?:by|in)\s[^,.;:“”\"\n]{{2,60}}[.:]|(?:\s(?:that|how)\b)?[,:]?(?:\s[^.!?;“”\"\n]{{0,120}})?)\s*[\"'“‘«]*$"
)
_QUOTING = (
    r"(?P<cue>(?:(?:had|has|have|is|was|also|later|earlier|once|\w+ly) )?(?:quot|cit)(?:ed|es|ing))\s"
    r"(?P<source>[^.;:“”\"]{2,160}?)"
    r"(?:\s(?:the (?:day|week) before|(?:last |on )?[A-Z]?[a-z]+day|last \w+|earlier))?,?\s"
    rf"{_AS_SAYING}(?:\s(?:that|how)\b)?[,:]?\s*"
)
_QUOTES_AS = re.compile(_QUOTING)  # from the cue on
_QUOTED_AS = re.compile(rf"\b{_QUOTING}[\"'“‘«]*$")
_STOPS = ",.?!…"  # which may stand on either side of the closing mark
_MARKS = " \t\r\n,.;:!?…\"'“”‘’«»"


def name_requoted(text: str, relation: Relation, lexicon: Lexicon, sure: float) -> Relation:
    """Return a relation that has quotations with who is quoted as its source, and the words behind "as saying".

    Args:
        text: The article.
        relation: As the reader found it.
        lexicon: The word lists.
        sure: The probability of a source that the text names for certain.
    """
    if not relation.quotations:
        return relation
    starts = sorted({relation.content[0].start, relation.quotations[0].start})
    ends = [span.end - (text[span.end - 1] in _STOPS) for span in reversed(relation.quotations)]
    behind = (_BEHIND.match(text, end, end + _REACH) for end in ends)
    leads = [(text[:start], max(0, start - _REACH)) for start in starts]
    before = (pattern.search(*lead) for pattern in (_BEFORE, _QUOTED_AS) for lead in leads)
    found = next((match for match in (*behind, *before) if match is not None), None)
    if found is None and relation.cue is not None:
        found = _QUOTES_AS.match(text, relation.cue.start, relation.cue.start + _REACH)
    if found is None:
        return relation
    source, cue = (CharSpan(*found.span(part)) for part in ("source", "cue"))
    source = CharSpan(source.start, source.end - found["source"].endswith(","))
    phrase = CharSpan(min(source.start, cue.start), found.end())
    parts = [rest for span in relation.content if (rest := _outside(span, phrase))]
    content = tuple(next((q for q in relation.quotations if _is_only(text, part, q)), part) for part in parts)
    if not all(any(part.contains(quotation) for part in content) for quotation in relation.quotations):
        return relation
    lemma, kind = describe_cue(cue.of(text), lexicon)
    evidence = (
        *(one for one in relation.evidence if one.field not in {"cue", "source"}),
        Evidence("cue", "relations:quoted-as-saying", cue),
        Evidence("source", "relations:quoted-as-saying", source, "whom somebody quotes"),
    )
    mixed = any(part not in relation.quotations for part in content)
    return evolve(
        relation,
        content=content,
        kind="mixed" if mixed else "direct",
        cue=cue,
        cue_lemma=lemma,
        cue_type=kind,
        source=source,
        refers=(),
        confidence=evolve(relation.confidence, source=sure),
        evidence=evidence,
    )


def _outside(span: CharSpan, phrase: CharSpan) -> CharSpan | None:
    """Return what a part of a content holds behind the phrase "Ana as saying that", else before it, if anything."""
    if not span.overlaps(phrase):
        return span
    start, end = (phrase.end, span.end) if span.end > phrase.end else (span.start, phrase.start)
    return CharSpan(start, end) if start < end else None


def _is_only(text: str, part: CharSpan, quotation: CharSpan) -> bool:
    """Tell whether a part is a quotation and its marks."""
    return part.contains(quotation) and not (text[part.start : quotation.start] + text[quotation.end : part.end]).strip(
        _MARKS
    )
