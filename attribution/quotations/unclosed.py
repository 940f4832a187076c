"""Quotations whose closing mark is missing: where the words end all the same, and whose they are.

A paragraph that leaves a quotation open mostly goes on with it in the next. Not so where the paragraph itself tells
who spoke (“We waited, said Ana Lima.), nor where it gives the words to one person and the next paragraph to another.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import evolve

from attribution.cues import describe_cue
from attribution.models import CharSpan, Confidence, DraftProblem, Evidence, Quotation, Relation
from attribution.people import PeopleWords, fold, people_words

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon

_NAME_WORD = r"[^\W\d_a-zß-öø-ÿ][\w’'.-]*"
_NAME = rf"{_NAME_WORD}(?:\s(?:(?:de|del|der|van|von|bin|al|da|dos|la|le)\s)?{_NAME_WORD}){{0,5}}"
_SOMEBODY = rf"(?:{_NAME}|(?:the|an?|his|her|their)\s(?:[\w’'-]+\s){{0,4}}?[\w’'-]+|(?:s?he|they|it)\b)"
_CUE = r"(?P<cue>[a-z]{3,})"
_HEARER = rf"(?:\s(?:reporters|journalists|him|her|us|them|me|the\s[\w’'-]+(?:\s[\w’'-]+)?|{_NAME}))?"
_WHEN = r"(?:\s(?:on|in|at|after|during|last|this|by)\s[^.,;:\n]{1,60}|\s(?:yesterday|today|later))?"
_CLAUSES = (
    re.compile(rf"(?:[,.?!…]|\s[–—-])(?P<gap>\s+){_CUE}\s(?P<source>{_SOMEBODY})"),
    re.compile(rf"(?:[,?!]|\s[–—-])(?P<gap>\s+)(?P<source>{_SOMEBODY})\s{_CUE}{_HEARER}{_WHEN}(?=[.,:;]|\s*$)"),
)
_NAMED = (re.compile(rf"\b{_CUE}\s(?P<source>{_NAME})"), re.compile(rf"\b(?P<source>{_NAME})\s{_CUE}\b"))
_CLOSING = frozenset("”\"»'’")
_REACH = 200  # code points beside a mark in which a clause names the speaker
_NEAREST = 20  # quotations before one among which the end of the nearest is sought
_BESIDE = 20  # code points between a closing mark and the clause behind it
_RULE = "relations:closing-mark-missing"


def end_unclosed(
    text: str, quotations: Sequence[Quotation], lexicon: Lexicon
) -> tuple[tuple[Quotation, ...], tuple[DraftProblem, ...]]:
    """End the quotations that lack a closing mark where their own paragraph ends them.

    Returns:
        The quotations, and a problem for each that ends otherwise than its marks alone would tell.
    """
    found, problems = list(quotations), []
    later, heads = _later(quotations), list[int]()  # where the quotation begins that each goes on with
    for index, one in enumerate(quotations):
        heads.append(index if one.continues is None else heads[one.continues])
        if not _is_unclosed(one):
            continue
        after = later.get(index)
        if after is not None and "\n" not in text[one.span.end : quotations[after].span.start]:
            after = None  # reopened in its own paragraph
        clause = _inner_clause(text, one.span, lexicon)
        if clause is not None:
            end, where = clause.start("gap"), "before the words that tell who spoke"
        elif after is not None and _names_another(text, quotations, heads[index], after, lexicon):
            end, where = one.span.end, "with the paragraph, since the next names another speaker"
        else:
            continue
        found[index] = evolve(found[index], span=CharSpan(one.span.start, end), outer=CharSpan(one.outer.start, end))
        if after is not None:
            found[after] = evolve(found[after], continues=None)
        problems.append(_problem(text, one, where))
    return tuple(found), tuple(problems)


def part_unclosed(
    text: str, relations: Sequence[Relation], quotations: Sequence[Quotation], lexicon: Lexicon
) -> tuple[Relation, ...]:
    """Take the words that a missing mark leaves open from a statement whose cue stands in another paragraph.

    They go to whom their own paragraph names beside them, or to nobody.
    """
    later = _later(quotations)
    ended = [i for i, one in enumerate(quotations) if _is_unclosed(one) and one.continues is None and i not in later]
    starts = [quotations[index].span.start for index in ended]
    found: list[Relation] = []
    for relation in relations:
        rest = relation
        for part in relation.content:
            for index in ended[bisect_left(starts, part.start) : bisect_left(starts, part.end)]:
                one = quotations[index].span
                if (
                    relation.cue is None
                    or _runs_on(text, one, relation)
                    or _follows(text, quotations[index], relation.cue)
                ):
                    continue
                if _is_apart(text, one, relation.cue):
                    rest = _without(rest, one)
                    found.append(_own(text, quotations, index, relation, lexicon))
        if rest.content:
            found.append(rest)
    return tuple(found)


def _runs_on(text: str, one: CharSpan, relation: Relation) -> bool:
    """Tell whether the words go on in the next paragraph, up to a mark: “We waited.¶All night long,” he said."""
    after = next((part for part in relation.content if part.start >= one.end), None)
    if after is None or text[one.end : after.start].strip():
        return False
    return text[after.end : after.end + 1] in _CLOSING and relation.cue is not None and relation.cue.start >= after.end


def _follows(text: str, quotation: Quotation, cue: CharSpan) -> bool:
    """Tell whether a paragraph is all quotation and the cue stands before it, as where its last mark is not missing."""
    start = text.rfind("\n", 0, quotation.outer.start) + 1
    end = text.find("\n", quotation.outer.end)
    rest = text[start : quotation.outer.start] + text[quotation.outer.end : end if end >= 0 else len(text)]
    return cue.end <= start and not rest.strip()


def _without(relation: Relation, span: CharSpan) -> Relation:
    content = tuple(part for part in relation.content if not part.overlaps(span))
    marked = tuple(part for part in relation.quotations if part != span)
    return evolve(relation, content=content, quotations=marked, kind=relation.kind if marked else "indirect")


def _later(quotations: Sequence[Quotation]) -> dict[int, int]:
    """Return by the index of a quotation that of the one that goes on with it."""
    return {one.continues: index for index, one in enumerate(quotations) if one.continues is not None}


def _is_unclosed(quotation: Quotation) -> bool:
    return quotation.style != "block" and not quotation.depth and quotation.outer.end == quotation.span.end


def _is_apart(text: str, one: CharSpan, other: CharSpan) -> bool:
    """Tell whether a paragraph ends between two spans."""
    return "\n" in text[min(one.end, other.end) : max(one.start, other.start)]


def _own(text: str, quotations: Sequence[Quotation], index: int, outer: Relation, lexicon: Lexicon) -> Relation:
    """Return the statement that a quotation is by itself, with the clause right behind it or the one before it."""
    span = quotations[index].span
    paragraph_end = text.find("\n", span.end)
    end = min(len(text) if paragraph_end < 0 else paragraph_end, span.end + _REACH)
    behind = _inner_clause(text, CharSpan(span.end - 1, end), lexicon)
    clauses = [_source_and_cue(behind)] if behind is not None and behind.start("gap") == span.end else []
    clauses += _before(text, quotations, index, lexicon)[-1:]
    source, cue = clauses[0] if clauses else (None, None)
    lemma, kind = describe_cue(cue.of(text), lexicon) if cue is not None else (None, None)
    note = "stands beside the words in their paragraph" if clauses else "their own paragraph names nobody beside them"
    return Relation(
        content=(span,),
        quotations=(span,),
        kind="direct",
        cue=cue,
        cue_lemma=lemma,
        cue_type=kind,
        source=source,
        confidence=Confidence(content=outer.confidence.content),
        evidence=(
            Evidence("content", _RULE, span, "ends without a mark; another paragraph does not tell whose it is"),
            Evidence("cue", _RULE, cue, note),
            Evidence("source", _RULE, source, note),
        ),
    )


def _inner_clause(text: str, span: CharSpan, lexicon: Lexicon) -> re.Match[str] | None:
    """Return the first clause such as ", said Ana Lima" between two places."""
    matches = (match for pattern in _CLAUSES for match in pattern.finditer(text, span.start, span.end))
    return min((m for m in matches if _tells(m["cue"], lexicon)), key=lambda match: match.start(), default=None)


def _names_another(text: str, quotations: Sequence[Quotation], index: int, after: int, lexicon: Lexicon) -> bool:
    """Tell whether one name introduces a quotation and quite another stands behind the part that goes on with it."""
    people, last = people_words(lexicon), quotations[after].outer.end
    before = [_words_of(text, source, people) for source, _ in _before(text, quotations, index, lexicon)]
    clauses = _named(text, last, min(len(text), last + _REACH), lexicon)
    behind = [_words_of(text, source, people) for source, cue in clauses if min(source, cue).start < last + _BESIDE]
    pairs = [(one, other) for one in before for other in behind if one and other]
    return bool(pairs) and all(one.isdisjoint(other) for one, other in pairs)


def _before(
    text: str, quotations: Sequence[Quotation], index: int, lexicon: Lexicon
) -> list[tuple[CharSpan, CharSpan]]:
    """Return source and cue of the clauses before a quotation: in its paragraph, behind the quotation before."""
    start = quotations[index].outer.start
    paragraph = max(text.rfind("\n", 0, start) + 1, start - _REACH)
    ends = [one.outer.end for one in quotations[max(0, index - _NEAREST) : index] if paragraph < one.outer.end <= start]
    return sorted(_named(text, max(ends, default=paragraph), start, lexicon))


def _named(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[tuple[CharSpan, CharSpan]]:
    """Yield source and cue of the clauses with a name between two places."""
    for pattern in _NAMED:
        for match in pattern.finditer(text, start, end):
            if _tells(match["cue"], lexicon):
                yield _source_and_cue(match)


def _source_and_cue(match: re.Match[str]) -> tuple[CharSpan, CharSpan]:
    start = match.start("source")
    return CharSpan(start, start + len(match["source"].rstrip("."))), CharSpan(*match.span("cue"))


def _words_of(text: str, source: CharSpan, people: PeopleWords) -> frozenset[str]:
    """Return the folded words of a name; titles are no names."""
    words = map(fold, source.of(text).split())
    return frozenset(word for word in words if not people.is_title(word) and word not in people.definite)


def _tells(cue: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is an inflected verb of saying, and no noun such as "promises"."""
    lemma, kind = describe_cue(cue, lexicon)
    noun = cue.endswith("s") and cue[:-1] in lexicon.words("cues")["nouns"]
    return kind == "verb" and cue != lemma and not noun and lemma in _reporting(lexicon)


def _problem(text: str, quotation: Quotation, where: str) -> DraftProblem:
    mark = text[quotation.outer.start : quotation.span.start].strip()
    word = text[quotation.span.start : quotation.span.end].split(maxsplit=1)[0]
    message = f"the quotation mark {mark} opens here and is never closed; the quotation is taken to end {where}"
    return DraftProblem("unbalanced-mark", CharSpan(quotation.outer.start, quotation.span.start + len(word)), message)


@lru_cache(maxsize=4)
def _reporting(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.words("cues")["reporting"])
