"""Spliced quotations: fragments out of order, or from far apart without a mark."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import islice, pairwise

from attribution.verify.diffing import change_flags
from attribution.verify.edits import Pieces
from attribution.verify.fitting import Placement, fit
from attribution.verify.fragments import edges_of
from attribution.verify.locate import MOST_PLACES, SourceIndex, find_words, skeleton
from attribution.verify.results import Difference
from attribution.verify.words import WordLists

FAR_WORDS = 12  # unmarked: words left out inside a quotation before it counts as spliced
RUN_WORDS = 3  # words in a row that make a fragment of an unmarked splice
LEAST_COVERED = 0.85  # share of a spliced quotation's words that such fragments make up
FEW_CHANGED = 2  # words of a quotation not at its nearest place that still make it altered rather than spliced
MOST_WORDS = 3000  # a longer quotation is looked for as it stands only


def find_spliced(pieces: Pieces, index: SourceIndex, words: WordLists) -> list[Placement]:
    """Return the quotation as fragments out of order or from far apart, none where it is no such thing."""
    runs = _marked_runs(pieces, index) if pieces.is_edited else _unmarked_runs(pieces, index)
    if not runs or len(runs) < 2:
        return []
    parts = _nearest_parts(runs)
    if not pieces.is_edited and not _is_far(index, parts):
        return []
    extra = _words_outside(pieces.text, index, parts)
    total = len(find_words(pieces.text))
    differences = _spliced_differences(index, parts)
    differences += [Difference("insert", " ".join(extra), "")] if extra else []
    flags = change_flags(extra, [], words)
    similarity = (total - len(extra)) / total
    return [Placement(tuple(parts), "altered", ("spliced",), (), tuple(flags), (), tuple(differences), similarity)]


def _words_outside(text: str, index: SourceIndex, parts: list[tuple[int, int]]) -> list[str]:
    """Return the words of the quotation that are in none of its parts."""
    inside = Counter(word.key for start, end in parts for word in find_words(index.spoken[start:end]))
    outside = []
    for word in find_words(text):
        inside[word.key] -= 1
        if inside[word.key] < 0:
            outside.append(text[word.start : word.end])
    return outside


def _marked_runs(pieces: Pieces, index: SourceIndex) -> list[list[tuple[int, int]]] | None:
    """Return the places of each fragment between marks; None where one is not found or too short to tell."""
    runs = []
    for at in range(len(pieces.fragments)):
        text = pieces.fragment(at)
        hits = islice(index.hits(skeleton(text).text), MOST_PLACES)
        fits = [found for hit in hits if (found := fit(index, hit, text, edges_of(pieces.seams, at)))]
        if not fits or len(find_words(text)) < 2:
            return None
        runs.append([(found.start, found.end) for found in fits])
    return runs


def _unmarked_runs(pieces: Pieces, index: SourceIndex) -> list[list[tuple[int, int]]] | None:
    """Cut a quotation into the longest runs of words that the source holds; None where too much remains."""
    keys = [word.key for word in find_words(pieces.text)]
    if not 2 * RUN_WORDS <= len(keys) <= MOST_WORDS:
        return None
    runs = _cut_into_runs(keys, index)
    if runs is None or not 2 <= len(runs) <= max(2, len(keys) // 5):
        return None
    return [
        [_words_span(index, place, len(run)) for place in index.run_places(keys[run.start : run.stop])] for run in runs
    ]


def _cut_into_runs(keys: list[str], index: SourceIndex) -> list[range] | None:
    """Return the runs in order, None as soon as more words lie outside of them than a splice may have."""
    runs: list[range] = []
    at, outside = 0, (1 - LEAST_COVERED) * len(keys)
    while at < len(keys):
        start, size = at, index.longest_run(keys, at)
        if size < RUN_WORDS and runs and runs[-1].stop == at:
            start, size = _earlier_run(keys, index, runs[-1])
        if size < RUN_WORDS:
            at, outside = at + 1, outside - 1
            if outside < 0:
                return None
            continue
        if runs and start < runs[-1].stop:
            runs[-1] = range(runs[-1].start, start)
        runs.append(range(start, start + size))
        at = start + size
    return runs


def _earlier_run(keys: list[str], index: SourceIndex, before: range) -> tuple[int, int]:
    """Take words back from the run before, which may have grown past the seam by chance."""
    for start in range(before.stop - 1, max(before.start + RUN_WORDS, before.stop - RUN_WORDS) - 1, -1):
        size = index.longest_run(keys, start)
        if start + size > before.stop and size >= RUN_WORDS:
            return start, size
    return before.stop, 0


def _words_span(index: SourceIndex, first: int, size: int) -> tuple[int, int]:
    return index.words[first].start, index.words[first + size - 1].end


def _nearest_parts(runs: list[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Choose one place a run, so that all lie together as closely as can be."""
    anchor = max(range(len(runs)), key=lambda at: (runs[at][0][1] - runs[at][0][0], -at))
    choices = [_around(runs, anchor, place, forward) for place in runs[anchor] for forward in (True, False)]
    return min(choices, key=_spread)


def _around(
    runs: list[list[tuple[int, int]]], anchor: int, place: tuple[int, int], forward: bool
) -> list[tuple[int, int]]:
    parts = [place]
    for run in runs[anchor + 1 :]:
        parts.append(_nearest(run, parts[-1], forward=forward))
    for run in reversed(runs[:anchor]):
        parts.insert(0, _nearest(run, parts[0], forward=not forward))
    return parts


def _nearest(run: list[tuple[int, int]], place: tuple[int, int], *, forward: bool) -> tuple[int, int]:
    """Return the place of a run next to another place, if it can be on the wanted side of it."""
    if forward:
        return min(run, key=lambda span: (span[0] < place[1], abs(span[0] - place[1]), span))
    return min(run, key=lambda span: (span[1] > place[0], abs(place[0] - span[1]), span))


def _spread(parts: list[tuple[int, int]]) -> tuple[int, int, int]:
    """Return what of the stretch over all parts belongs to none, how often the order turns back, and the start."""
    extent = max(end for _, end in parts) - min(start for start, _ in parts)
    backward = sum(after[0] < before[1] for before, after in pairwise(parts))
    return max(0, extent - sum(end - start for start, end in parts)), backward, parts[0][0]


def is_exchange(placement: Placement, index: SourceIndex) -> bool:
    """Tell whether the fragments of a spliced quotation are one stretch of the source in another order."""
    between = [
        index.spoken[min(end, start) : max(end, start)] for (_, end), (start, _) in pairwise(sorted(placement.parts))
    ]
    in_order = list(placement.parts) == sorted(placement.parts)
    whole = placement.similarity >= 1
    return whole and not in_order and all(len(find_words(text)) <= FEW_CHANGED for text in between)


def _is_far(index: SourceIndex, parts: list[tuple[int, int]]) -> bool:
    for before, after in pairwise(parts):
        if after[0] < before[1]:
            return True
        first = bisect_left(index.words, before[1], key=lambda word: word.start)
        last = bisect_left(index.words, after[0], key=lambda word: word.start)
        if last - first > FAR_WORDS:
            return True
    return False


def _spliced_differences(index: SourceIndex, parts: list[tuple[int, int]]) -> list[Difference]:
    found = []
    for at, (start, end) in enumerate(parts):
        exact = index.spoken[start:end]
        if at:
            between = index.spoken[parts[at - 1][1] : start][:200] if start >= parts[at - 1][1] else ""
            found.append(Difference("gap", "", between))
        found.append(Difference("equal", exact, exact))
    return found
