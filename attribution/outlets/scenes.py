"""Read the scene of an article: its statements and outlet citations, each in its place, with who speaks.

How far a citation reaches is weighed in `attribution.outlets.scope`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from attribution.models import CharSpan, Relation
from attribution.outlets.citing import Citation
from attribution.outlets.crediting import Stretches, credit_citations, find_askers, is_only_said
from attribution.outlets.placed import FIRM, LEAD, Cited, Layout, Scene, Statement, make_layout, opens
from attribution.outlets.statements import place_statements

_FIRST_PERSON = re.compile(r"\b(?:I|me|my)\b(?![.])")


def read_scene(
    text: str,
    relations: Sequence[Relation],
    citations: Sequence[Citation],
    words: Mapping[str, Any],
    occasions: Mapping[str, Any],
    *,
    labels: frozenset[int] = frozenset(),
    marked: Sequence[CharSpan] = (),
) -> Scene:
    """Place statements and citations in the article.

    Args:
        text: The article.
        relations: What was found so far, with sources and speakers.
        citations: Its outlet citations.
        words: `citations.json` of the language.
        occasions: `occasions.json` of the language.
        labels: Where the labels of a transcript begin.
        marked: The stretches between quotation marks, whoever they are from.
    """
    layout = make_layout(text, words, occasions)
    quoted = Stretches.of(part for relation in relations for part in relation.quotations)
    citations = [citation for citation in citations if not is_only_said(text, citation, quoted)]
    asking = [find_askers(layout, citation) for citation in citations]
    cues = sorted(citation.cue for citation in citations if citation.cue)
    statements = place_statements(layout, relations, cues, frozenset[str]().union(*asking), labels)
    said = Stretches.of(part for relation in relations for part in relation.content)
    cited = credit_citations(layout, citations, statements, asking, quoted, said)
    words_of_others = Stretches.of([*marked, *(part for relation in relations for part in relation.content)])
    return _make_scene(layout, statements, cited, _first_person(layout, words_of_others))


def _first_person(layout: Layout, words_of_others: Stretches) -> tuple[int, ...]:
    """Return the sentences in which the writer tells of himself: "When I meet her on the pier, ..."."""
    found = (CharSpan(*match.span()) for match in _FIRST_PERSON.finditer(layout.text))
    return tuple(sorted({layout.sentence_at(word.start) for word in found if not words_of_others.contain(word)}))


def _make_scene(
    layout: Layout, statements: Sequence[Statement], cited: tuple[Cited, ...], first_person: tuple[int, ...]
) -> Scene:
    """Put together what is asked of the whole article."""
    labelled = [(s.relation.source.start, s.speaker) for s in statements if s.turn and s.relation.source]
    elsewhere = frozenset(s.speaker for s in statements if s.speaker and s.setting)
    by_sentence = tuple(sorted(statements, key=lambda statement: statement.first))
    opening = [one for one in cited if opens(one)]
    outlets_of: dict[str, frozenset[str]] = {}
    cited_from: dict[str, int] = {}
    for one in opening:
        for speaker in sorted(one.speakers):
            outlets_of[speaker] = outlets_of.get(speaker, frozenset()) | {one.citation.key}
            cited_from.setdefault(speaker, one.sentence)
    talking = (s.speaker for s in statements if LEAD <= s.last < cited_from.get(s.speaker, 0))
    return Scene(
        text=layout.text,
        statements=tuple(statements),
        cited=cited,
        sentences=layout.sentences,
        elsewhere=elsewhere,
        by_sentence=by_sentence,
        beginnings=tuple(statement.first for statement in by_sentence),
        outlets=frozenset(one.citation.key for one in opening),
        outlets_of=outlets_of,
        stage=_stage(cited, statements),
        main=_main_speaker(statements),
        cited_starts=tuple(one.citation.mention.start for one in cited),
        first_turn=min((start for start, _ in labelled), default=None),
        turn_speakers=frozenset(speaker for _, speaker in labelled),
        talking_here=frozenset(talking),
        first_person=first_person,
    )


def _stage(cited: Sequence[Cited], statements: Sequence[Statement]) -> str:
    """Return the key of the only show that is cited, if it stands at the head and none but its guests spoke before."""
    shows = [one for one in cited if one.citation.kind == "programme" and one.citation.standing in FIRM]
    keys = {one.citation.key for one in shows}
    if len(keys) != 1 or shows[0].sentence >= LEAD:
        return ""
    before = {s.speaker for s in statements if s.last < shows[0].sentence}
    return keys.pop() if before <= shows[0].parties | {""} else ""


def _main_speaker(statements: Sequence[Statement]) -> str:
    """Return who speaks more than half of the statements."""
    voices = Counter(statement.speaker for statement in statements if statement.speaker)
    ((speaker, count),) = voices.most_common(1) or [("", 0)]
    return speaker if count > len(statements) / 2 else ""
