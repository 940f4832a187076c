"""Tell whose statement a statement is nested in: A writes that B told C "..." gives the words of B a chain via A.

Two grounds count: the words of the outer statement hold the inner one with its cue or source, or the sentence begins
with "According to A," and goes on with what B said.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from attribution.models import CharSpan, Relation

NEIGHBOURS = 40  # statements before and behind among which the outer one is looked for


def link_chains(text: str, relations: Sequence[Relation], sentences: Sequence[CharSpan]) -> list[tuple[int, ...]]:
    """Return for each relation the indexes of the statements it is nested in, outermost first.

    Args:
        text: The article.
        relations: In the order of the text.
        sentences: The sentences of the article.
    """
    outer = [_outer(text, relations, i, sentences) for i in range(len(relations))]
    return [_without_circles(i, outer) for i in range(len(relations))]


def _outer(text: str, relations: Sequence[Relation], i: int, sentences: Sequence[CharSpan]) -> list[int]:
    near = range(max(0, i - NEIGHBOURS), min(len(relations), i + NEIGHBOURS + 1))
    holding = [
        j for j in near if j != i and _holds(relations[j], relations[i]) and _apart(text, relations[i], relations[j])
    ]
    heading = [
        j
        for j in near
        if j not in holding
        and j != i
        and _heads(text, relations[j], relations[i], sentences)
        and _apart(text, relations[i], relations[j])
    ]
    return sorted({*holding, *heading}, key=lambda j: (-_length(relations[j]), relations[j].content, j))


def _holds(outer: Relation, inner: Relation) -> bool:
    """Tell whether the words of `outer` hold all of `inner`: its content and what attributes it."""
    attributing = [span for span in (inner.cue, inner.source) if span is not None]
    spans = [*inner.content, *attributing]
    return bool(attributing) and all(any(part.contains(span) for part in outer.content) for span in spans)


def _heads(text: str, outer: Relation, inner: Relation, sentences: Sequence[CharSpan]) -> bool:
    """Tell whether `outer` opens the sentence of `inner` with "According to A,"."""
    if outer.cue is None or outer.source is None or inner.cue is None or inner.source is None:
        return False
    opening = min(outer.cue.start, outer.source.start)
    head = CharSpan(opening, max(outer.cue.end, outer.source.end))
    place = bisect_right(sentences, opening, key=lambda sentence: sentence.start) - 1
    sentence = sentences[place] if place >= 0 else None
    if sentence is None or not re.fullmatch(r"[\W_]*", text[sentence.start : opening]):
        return False
    as_adverb = outer.cue_type == "preposition" or outer.cue.end <= outer.source.start
    closed = text[head.end : head.end + 2].startswith(",")
    return as_adverb and closed and sentence.contains(inner.cue) and inner.cue.start > head.end


def _apart(text: str, inner: Relation, outer: Relation) -> bool:
    """Tell whether two statements have different speakers: nobody stands between himself and his words."""
    one, other = _who(text, inner), _who(text, outer)
    return bool(one and other) and one != other


def _who(text: str, relation: Relation) -> str:
    if relation.speaker is not None and relation.speaker.name is not None:
        return relation.speaker.name.of(text).lower()
    return relation.source.of(text).lower() if relation.source else ""


def _length(relation: Relation) -> int:
    return sum(len(span) for span in relation.content)


def _without_circles(i: int, outer: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Leave out those that are themselves nested in this one."""
    return tuple(j for j in outer[i] if i not in outer[j])
