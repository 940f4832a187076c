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
    who = [_who(text, relation) for relation in relations]
    headed = [_headed(text, relation, sentences) for relation in relations]
    hulls = [_hull(relation) for relation in relations]
    outer = [_outer(relations, i, who, headed, hulls) for i in range(len(relations))]
    return [_without_circles(i, outer) for i in range(len(relations))]


def _hull(relation: Relation) -> CharSpan:
    """Return the stretch from the first to the last character of what is said."""
    starts, ends = [part.start for part in relation.content], [part.end for part in relation.content]
    return CharSpan(min(starts, default=0), max(ends, default=0))


def _outer(
    relations: Sequence[Relation],
    i: int,
    who: Sequence[str],
    headed: Sequence[CharSpan | None],
    hulls: Sequence[CharSpan],
) -> list[int]:
    inner = relations[i]
    near = range(max(0, i - NEIGHBOURS), min(len(relations), i + NEIGHBOURS + 1))
    apart = [j for j in near if who[i] and who[j] and who[i] != who[j]]  # nobody stands between himself and his words
    found = [
        j for j in apart if (hulls[j].contains(hulls[i]) and _holds(relations[j], inner)) or _heads(headed[j], inner)
    ]
    return sorted(found, key=lambda j: (-_length(relations[j]), relations[j].content, j))


def _holds(outer: Relation, inner: Relation) -> bool:
    """Tell whether the words of `outer` hold all of `inner`: its content and what attributes it."""
    attributing = [span for span in (inner.cue, inner.source) if span is not None]
    spans = [*inner.content, *attributing]
    return bool(attributing) and all(any(part.contains(span) for part in outer.content) for span in spans)


def _heads(headed: CharSpan | None, inner: Relation) -> bool:
    """Tell whether `inner` is attributed in words that another statement heads."""
    return headed is not None and inner.source is not None and inner.cue is not None and headed.contains(inner.cue)


def _headed(text: str, outer: Relation, sentences: Sequence[CharSpan]) -> CharSpan | None:
    """Return the rest of the sentence that `outer` opens with "According to A,", None where it opens none."""
    if outer.cue is None or outer.source is None:
        return None
    head = CharSpan(min(outer.cue.start, outer.source.start), max(outer.cue.end, outer.source.end))
    as_adverb = outer.cue_type == "preposition" or outer.cue.end <= outer.source.start
    if not as_adverb or not text.startswith(",", head.end):
        return None
    place = bisect_right(sentences, head.start, key=lambda sentence: sentence.start) - 1
    if place < 0 or not re.fullmatch(r"[\W_]*", text[sentences[place].start : head.start]):
        return None
    return CharSpan(head.end + 1, max(head.end + 1, sentences[place].end))


def _who(text: str, relation: Relation) -> str:
    if relation.speaker is not None and relation.speaker.name is not None:
        return relation.speaker.name.of(text).lower()
    return relation.source.of(text).lower() if relation.source else ""


def _length(relation: Relation) -> int:
    return sum(len(span) for span in relation.content)


def _without_circles(i: int, outer: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Leave out those that are themselves nested in this one."""
    return tuple(j for j in outer[i] if i not in outer[j])
