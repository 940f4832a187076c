"""Find on which occasion and when a statement was made: "at a rally in Ohio", "in a June 5 interview", "on Tuesday".

Both are read from the reporter's words in the sentence of the statement, never from what is said, and belong to the
statement whose cue stands nearest. The words are in `data/<language>/occasions.json` and `dates.json`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from attribution.models import CharSpan, Relation
from attribution.patterns import any_of

REACH = 60  # characters between a statement's words and its occasion; set on polnear/train, where few lie further
_PLACE = r"(?: in (?:[A-Z][\w’'-]*(?:,? [A-Z][\w’'-]*){0,3}))?"


def find_occasions(text: str, words: Mapping[str, Any]) -> list[CharSpan]:
    """Return the phrases that name an occasion, in the order of the text.

    Args:
        text: The article.
        words: `occasions.json` of the language.
    """
    return [CharSpan(*match.span()) for match in _pattern(words).finditer(text)]


def link_times(
    text: str, relations: Sequence[Relation], sentences: Sequence[CharSpan], spans: Iterable[CharSpan]
) -> dict[int, CharSpan]:
    """Give each occasion or date to the statement whose words stand nearest in its sentence.

    Args:
        text: The article.
        relations: The statements, outlets included where they are known.
        sentences: The sentences of the article.
        spans: Occasions or dates.

    Returns:
        Index of the relation to its span; the span nearest to it where there are several.
    """
    starts = [sentence.start for sentence in sentences]
    by_sentence = _by_sentence(relations, starts)
    found: dict[int, tuple[int, CharSpan]] = {}
    for span in spans:
        place = max(0, bisect_right(starts, span.start) - 1)
        near = [(_distance(text, relations[i], span), i) for i in by_sentence.get(place, ())]
        fitting = [(distance, i) for distance, i in near if distance is not None and distance <= REACH]
        if not fitting:
            continue
        nearest = min(distance for distance, _ in fitting)
        for distance, i in fitting:
            if distance == nearest and (i not in found or (distance, span) < found[i]):
                found[i] = (distance, span)
    return {i: span for i, (_, span) in sorted(found.items())}


def _by_sentence(relations: Sequence[Relation], starts: Sequence[int]) -> dict[int, list[int]]:
    """Return the relations that have words in each sentence."""
    places: dict[int, list[int]] = {}
    for i, relation in enumerate(relations):
        spans = [*relation.content, *filter(None, [relation.cue, relation.source])]
        for place in sorted({max(0, bisect_left(starts, span.start + 1) - 1) for span in spans}):
            places.setdefault(place, []).append(i)
    return places


def _distance(text: str, relation: Relation, span: CharSpan) -> int | None:
    """Return the characters between the statement's words and `span`; None where it is part of what is said."""
    if any(part.overlaps(span) for part in relation.content):
        return None
    anchors = [relation.cue, relation.source, relation.outlet.mention if relation.outlet else None]
    if relation.source and relation.source.overlaps(span):
        return None
    ends = [CharSpan(part.end, part.end) for part in relation.content]
    gaps = [_gap(text, anchor, span) for anchor in [*filter(None, anchors), *ends]]
    return min((gap for gap in gaps if gap is not None), default=None)


def _gap(text: str, anchor: CharSpan, span: CharSpan) -> int | None:
    low, high = (anchor.end, span.start) if anchor.end <= span.start else (span.end, anchor.start)
    between = text[low:high] if low < high else ""
    return None if re.search(r"[.;!?]\s|\n|[“\"]", between) else max(0, high - low)


def _pattern(words: Mapping[str, Any]) -> re.Pattern[str]:
    return _compiled(
        *(
            tuple(words[key])
            for key in ("prepositions", "bare_prepositions", "determiners", "modifiers", "heads", "bare_heads")
        )
    )


@lru_cache(maxsize=4)
def _compiled(
    prepositions: tuple[str, ...],
    bare_prepositions: tuple[str, ...],
    determiners: tuple[str, ...],
    modifiers: tuple[str, ...],
    heads: tuple[str, ...],
    bare_heads: tuple[str, ...],
) -> re.Pattern[str]:
    """Compile "preposition, determiner or owner, modifiers, head"; plural heads need no determiner."""
    middle = rf"(?:(?:{any_of(modifiers)}|[A-Z0-9][\w.’'-]*|\w+-\w+) )" + "{0,4}"
    owner = rf"(?:{any_of(determiners)}|[A-Z][\w-]*(?:[’']s|s[’']))"
    full = rf"(?i:{any_of(prepositions)}) {owner} {middle}(?:{any_of(heads)}){_PLACE}"
    bare = rf"(?i:{any_of(bare_prepositions)}) (?:(?:{any_of(modifiers)}) ){{0,2}}(?:{any_of(bare_heads)}){_PLACE}"
    return re.compile(rf"(?<![\w-])(?:{full}|{bare})(?![\w-])")
