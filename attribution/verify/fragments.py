"""Marked edits: the fragments between an editor's marks in order, and what the source has in the gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Literal

from attrs import evolve

from attribution.verify.diffing import change_flags, plain_words
from attribution.verify.edits import Pieces, Seam
from attribution.verify.fitting import Edges, Fit, Placement, fit, plain_placement
from attribution.verify.locate import MOST_PLACES, Hit, SourceIndex, find_words, skeleton
from attribution.verify.results import Flag, Gap, Rung, Verdict
from attribution.verify.words import Meaning, WordLists

FAR_AT_INTERRUPTION = 40  # the same where a speech tag stands between, about two sentences
BRACKET_WORDS = 12  # words of the source that one bracket may replace
LONG_GAP = 3000  # characters at both ends of a gap that are looked at
_SENTENCE_END = re.compile(r"[.!?…][”\"’'»)\]]*\s")
_LONGEST_CONDITION = 60  # characters


def find_marked(pieces: Pieces, index: SourceIndex, words: WordLists) -> list[Placement]:
    """Return where the fragments of an edited quotation stand in order, the smallest gaps first."""
    if not pieces.is_edited or not pieces.fragments:
        return []
    keys = [skeleton(pieces.fragment(at)).text for at in range(len(pieces.fragments))]
    placements = []
    for chain in _shortest(find_chains(index, keys, pieces.seams)):
        fits = [fit(index, hit, pieces.fragment(at), edges_of(pieces.seams, at)) for at, hit in enumerate(chain)]
        if all(fits):
            placements.append(_marked_placement(pieces, index, [f for f in fits if f], words))
    return placements


def _shortest(chains: list[list[Hit]]) -> list[list[Hit]]:
    """Keep the chains whose gaps are not much larger than those of the best, at most 20; the best comes first."""
    limit = 1.5 * _total_gap(chains[0]) + 60 if chains else 0
    return [chain for chain in chains if _total_gap(chain) <= limit][:20]


def edges_of(seams: tuple[Seam, ...], at: int) -> Edges:
    """Return what may differ at the ends of a fragment because of the marks next to it."""
    left, right = seams[at], seams[at + 1]
    capital = not left.joins_right and (at == 0 or left.has("ellipsis") or left.has("interruption"))
    return Edges(capital, opening=bool(left.edits), closing=bool(right.edits))


def find_chains(index: SourceIndex, keys: list[str], seams: tuple[Seam, ...]) -> list[list[Hit]]:
    """Return the ways in which skeletons stand in order, each as near to its neighbour as can be.

    The longest one is the anchor; the chains are sorted by the sum of their gaps.
    """
    if any(next(_hits(index, keys, seams, at), None) is None for at in range(len(keys))):
        return []
    anchor = max(range(len(keys)), key=lambda at: (len(keys[at]), -at))
    chains = []
    for hit in islice(_hits(index, keys, seams, anchor), MOST_PLACES):
        left = _extend_left(index, keys, seams, anchor, hit)
        right = _extend_right(index, keys, seams, anchor, hit)
        if left is not None and right is not None:
            chains.append([*left, hit, *right])
    chains.sort(key=lambda chain: (_total_gap(chain), chain[0]))
    return chains


def _total_gap(chain: list[Hit]) -> int:
    return sum(after[0] - before[1] for before, after in pairwise(chain))


def _hits(index: SourceIndex, keys: list[str], seams: tuple[Seam, ...], at: int, start: int = 0) -> Iterator[Hit]:
    left, right = seams[at], seams[at + 1]
    for hit in index.hits(keys[at], start, cut_left=left.joins_right, cut_right=right.joins_left):
        if _fits_bracket(index, hit, left, right):
            yield hit


def _fits_bracket(index: SourceIndex, hit: Hit, left: Seam, right: Seam) -> bool:
    """Tell whether what a bracket cuts off a word is little enough: the letter of "[T]he", the ending of "want[ed]"."""
    if left.joins_right:
        cut = _letters_before(index, hit[0])
        inner = left.edits[-1].inner
        if len(inner) == 1 and cut != skeleton(inner).text:
            return False
        if len(cut) > len(inner) + 3:
            return False
    return not right.joins_left or len(_letters_after(index, hit[1])) <= 5


def _letters_before(index: SourceIndex, at: int) -> str:
    start = at
    while start > 0 and at - start < 40 and not index.is_boundary(start):
        start -= 1
    return index.skeleton.text[start:at]


def _letters_after(index: SourceIndex, at: int) -> str:
    end = at
    while end < len(index.skeleton.text) and end - at < 40 and not index.is_boundary(end):
        end += 1
    return index.skeleton.text[at:end]


def _extend_right(
    index: SourceIndex, keys: list[str], seams: tuple[Seam, ...], anchor: int, hit: Hit
) -> list[Hit] | None:
    found: list[Hit] = []
    for at in range(anchor + 1, len(keys)):
        following = next(_hits(index, keys, seams, at, hit[1]), None)
        if following is None or not _near_enough(index, hit, following, seams[at]):
            return None
        found.append(following)
        hit = following
    return found


def _extend_left(
    index: SourceIndex, keys: list[str], seams: tuple[Seam, ...], anchor: int, hit: Hit
) -> list[Hit] | None:
    found: list[Hit] = []
    for at in range(anchor - 1, -1, -1):
        left, right = seams[at], seams[at + 1]
        before = index.last_hit(keys[at], hit[0], cut_left=left.joins_right, cut_right=right.joins_left)
        if before is None or not _near_enough(index, before, hit, right):
            return None
        if not _fits_bracket(index, before, left, right):
            return None
        found.insert(0, before)
        hit = before
    return found


def _near_enough(index: SourceIndex, before: Hit, after: Hit, seam: Seam) -> bool:
    if seam.has("ellipsis") or seam.has("interruption") or not seam.edits:
        return True
    hidden = _hidden(index, before, after)
    return len(hidden) <= 200 and len(find_words(hidden)) <= BRACKET_WORDS


def _hidden(index: SourceIndex, before: Hit, after: Hit) -> str:
    start, end = index.skeleton.ends[before[1] - 1], index.skeleton.starts[after[0]]
    return index.spoken[start:end] if start < end else ""


def _marked_placement(pieces: Pieces, index: SourceIndex, fits: list[Fit], words: WordLists) -> Placement:
    gaps, flags, findings = [], [], set()
    spans = _with_cut_words(index, fits, pieces.seams)
    for at, seam in enumerate(pieces.seams):
        gap = _gap(index, spans, seam, at, words)
        if gap:
            gaps.append(gap)
            new_flags, verdict = judge_gap(gap, _begins_with(index, spans, at), words)
            flags += new_flags
            findings.add(verdict)
    plain = plain_placement(fits)
    findings |= {"marked-edit"} if any(_is_mark(seam) for seam in pieces.seams) else set()
    rung: Rung = "marked-edits" if findings - {None} else plain.rung
    found = tuple(sorted(finding for finding in findings if finding)) or plain.findings
    return evolve(plain, parts=tuple(spans), rung=rung, findings=found, gaps=tuple(gaps), flags=tuple(flags))


def _is_mark(seam: Seam) -> bool:
    return any(edit.kind != "interruption" for edit in seam.edits)


def _with_cut_words(index: SourceIndex, fits: list[Fit], seams: tuple[Seam, ...]) -> list[tuple[int, int]]:
    """Return the spans of the fits, the first and the last one taken to the end of a word that a bracket cuts."""
    spans = [(found.start, found.end) for found in fits]
    text = index.spoken
    if seams[0].joins_right:
        start = spans[0][0]
        while start > 0 and text[start - 1].isalnum():
            start -= 1
        spans[0] = (start, spans[0][1])
    if seams[-1].joins_left:
        end = spans[-1][1]
        while end < len(text) and text[end].isalnum():
            end += 1
        spans[-1] = (spans[-1][0], end)
    return spans


def _gap(index: SourceIndex, spans: list[tuple[int, int]], seam: Seam, at: int, words: WordLists) -> Gap | None:
    if not seam.edits:
        return None
    start = spans[at - 1][1] if at > 0 else spans[0][0]
    end = spans[at][0] if 0 < at < len(spans) else start
    hidden = index.spoken[start:end] if start < end else ""
    exact = hidden.strip() if any(map(str.isalnum, hidden)) else ""
    if seam.has("interruption") and not exact and len(seam.edits) == 1:
        return None
    kind = _mark_of(seam)
    return Gap(kind, start, max(start, end), exact, seam.inner, telling_words(exact, words))


def _begins_with(index: SourceIndex, spans: list[tuple[int, int]], at: int) -> list[str]:
    """Return the first words of a fragment; none behind the last."""
    if at == len(spans):
        return []
    start, end = spans[at]
    return plain_words(index.spoken[start : min(end, start + _LONGEST_CONDITION)])


def _mark_of(seam: Seam) -> Literal["ellipsis", "bracket", "sic", "interruption"]:
    if seam.has("ellipsis"):
        return "ellipsis"
    if seam.has("bracket"):
        return "bracket"
    return "sic" if seam.has("sic") else "interruption"


def telling_words(text: str, words: WordLists) -> tuple[str, ...]:
    """Return which of number, negation and condition a stretch holds: what an ellipsis must not hide."""
    seen = text if len(text) <= 2 * LONG_GAP else f"{text[:LONG_GAP]} {text[-LONG_GAP:]}"
    plain = plain_words(seen)
    return tuple(meaning for meaning in ("number", "negation", "condition") if words.holding(meaning, plain))


def judge_gap(gap: Gap, following: list[str], words: WordLists) -> tuple[list[Flag], Verdict | None]:
    """Return the flags of a gap and the verdict that it calls for, if any.

    Args:
        gap: The gap.
        following: The first words behind it.
        words: The word lists.
    """
    size = len(find_words(gap.exact[:LONG_GAP]))
    if gap.mark == "ellipsis":
        meanings = list(gap.holds)
        if (
            "condition" not in meanings
            and words.conditions.at(words.plain(following), 0)
            and _SENTENCE_END.search(gap.exact)
        ):
            meanings.append("condition")  # of a sentence that is left out, and now of the one before it
        modal: list[Meaning] = ["modal"] if words.holding("modal", plain_words(gap.exact[:LONG_GAP])) else []
        flags = [Flag(f"gap-{meaning}", gap.exact[:200]) for meaning in (*meanings, *modal)]
        return flags, "ellipsis-hides" if meanings else None
    if gap.mark == "interruption" and size:
        far = size > FAR_AT_INTERRUPTION
        return [Flag("gap-at-interruption", f"{size} words")], "spliced" if far else "marked-edit"
    if gap.mark != "bracket":
        return [], None
    flags = change_flags(plain_words(gap.inserted), plain_words(gap.exact), words)
    serious = [flag for flag in flags if flag.code.startswith(("negation", "modal")) or flag.code == "number-changed"]
    return flags, "altered" if serious else None
