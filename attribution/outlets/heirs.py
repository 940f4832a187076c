"""Give the citation by somebody without a name to who is named next: "the coach told Radio Tamar. ... said Okoro"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence, Set

from attrs import evolve

from attribution.models import CharSpan
from attribution.outlets.placed import FIRM, WORD, Cited, Layout, Statement

HEIR_REACH = 3  # sentences from a citation without a named speaker to the words of the one it describes
_INHERITED = ("told", "interview", "written", "hosted")


def with_heir(layout: Layout, statements: Sequence[Statement], citing: Sequence[Statement], cited: Cited) -> Cited:
    """Give a citation by somebody without a name to who speaks next: "the coach told Radio Tamar. ... said Okoro".

    Only one who is meant for certain gets a name later: "the coach", not "a coach" or "coaches". Who is introduced in
    a sentence of a later paragraph is somebody else.

    Args:
        layout: The article.
        statements: Its statements.
        citing: Those of the speakers in the sentence of the citation.
        cited: The citation.
    """
    if cited.citation.form not in _INHERITED or cited.citation.standing not in FIRM:
        return cited
    text = layout.text
    place = bisect_right(statements, cited.sentence, key=lambda s: s.first)
    if not all(s.speaker.startswith("~") and _is_definite(text, s.relation.source) for s in citing):
        return cited
    heirs = [s for s in statements[place : place + 1] if s.named and s.first <= cited.sentence + HEIR_REACH]
    people = [s.speaker for s in heirs if s.relation.speaker and s.relation.speaker.kind == "person"]
    if any(s.paragraph > cited.paragraph and _is_introduced(layout, s, cited.sentence) for s in heirs):
        return cited
    described = {s.speaker.removeprefix("~").split()[-1] for s in citing}
    if any(s.paragraph > cited.paragraph and _is_somebody_else(text, s, described) for s in heirs):
        return cited
    known = any(not speaker.startswith("~") for speaker in cited.speakers)
    return cited if known or not people else evolve(cited, speakers=cited.speakers.union(people))


def _is_introduced(layout: Layout, statement: Statement, after: int) -> bool:
    """Tell whether a sentence between the sentence `after` and the statement names its speaker."""
    between = layout.text[layout.sentences[after].end : layout.sentences[statement.first].start].lower()
    return statement.speaker.split()[-1] in WORD.findall(between)


def _is_somebody_else(text: str, statement: Statement, described: Set[str]) -> bool:
    """Tell whether the source says who its speaker is, in other words than those of a description given before.

    "The ministry told the Gazette ..." had no "opposition leader Ana Ruiz" in mind, but it may be "Ruiz" who spoke.
    """
    source, speaker = statement.relation.source, statement.relation.speaker
    if source is None or speaker is None or speaker.name is None or statement.turn:
        return False
    words = {word.lower() for word in WORD.findall(source.of(text))}
    others = words - {word.lower() for word in WORD.findall(speaker.name.of(text))}
    return bool(described) and len(others) > 1 and others.isdisjoint(described)


def _is_definite(text: str, source: CharSpan | None) -> bool:
    """Tell whether a description means somebody certain: "the coach", "her agent"."""
    words = source.of(text).lower().split() if source else []
    first = words[0] if words else ""
    return first in ("the", "his", "her", "its", "their") or first.endswith(("’s", "'s"))
