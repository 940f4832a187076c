"""Altered quotations: the place with nearly the same words, and the least that counts as near."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from attribution.verify.diffing import Alignment, align, diff_words
from attribution.verify.edits import Pieces, Seam
from attribution.verify.fitting import Placement
from attribution.verify.locate import SourceIndex, Word, find_words
from attribution.verify.results import Difference, Flag
from attribution.verify.splices import MOST_WORDS
from attribution.verify.words import WordLists

LEAST_SIMILARITY = 0.6  # below it a quotation is not found; set on the transcripts in fixtures/transcripts
LEAST_WEIGHTED = 0.4
LEAST_LETTERS = 0.75  # the same for quotations of a few words, compared letter by letter
LEAST_SAME_LETTERS = 0.9  # the same for words that are told apart by rarity too harshly
FEW_WORDS = 6
MOST_LETTERS = 64


def find_altered(pieces: Pieces, index: SourceIndex, words: WordLists) -> list[Placement]:
    """Return the place whose words come nearest, none where too little of the quotation is there."""
    fragments = [pieces.fragment(at) for at in range(len(pieces.fragments))]
    if not fragments or sum(map(len, fragments)) > MOST_WORDS * 8:
        return []
    found = [_nearest_alignment(find_words(fragment), index) for fragment in fragments]
    if not _is_similar([alignment for alignment in found if alignment], fragments, index):
        return []
    return [_altered_placement(pieces, index, list(zip(fragments, found, strict=True)), words)]


def nearest_similarity(pieces: Pieces, index: SourceIndex) -> tuple[float, tuple[int, int]] | None:
    """Return how near the nearest stretch of the source comes, and where it stands, for what is not found."""
    if not pieces.fragments or len(pieces.text) > MOST_WORDS * 8:
        return None
    alignment = _nearest_alignment(find_words(pieces.text), index, windows=2)
    if alignment is None or alignment.start == alignment.end:
        return None
    return alignment.similarity, _alignment_span(index, alignment)


def _nearest_alignment(quoted: list[Word], index: SourceIndex, windows: int = 5) -> Alignment | None:
    keys = [word.key for word in quoted]
    if not keys:
        return None
    found = [align(quoted, index, first, last) for first, last in index.candidate_windows(keys, windows)]
    best = max(found, key=lambda a: (a.similarity + a.weighted, -a.start), default=None)
    if (best is None or best.similarity < LEAST_SIMILARITY) and len(keys) <= FEW_WORDS:
        return _by_letters(quoted, index) or best
    return best


def _by_letters(quoted: list[Word], index: SourceIndex) -> Alignment | None:
    """Look for a few words letter by letter: a single misspelt word shares no whole word with the source."""
    from rapidfuzz import fuzz

    key, text = "".join(word.key for word in quoted), index.skeleton.text
    if not 4 <= len(key) <= min(len(text), MOST_LETTERS):
        return None
    found = fuzz.partial_ratio_alignment(key, text, score_cutoff=100 * LEAST_LETTERS)
    if not found or found.dest_start >= found.dest_end:
        return None
    start, end = index.span((found.dest_start, found.dest_end))
    first = bisect_right(index.words, start, key=lambda word: word.end)
    last = bisect_left(index.words, end, key=lambda word: word.start)
    return _aligned_by_letters(quoted, index, first, last) if first < last else None


def _aligned_by_letters(quoted: list[Word], index: SourceIndex, first: int, last: int) -> Alignment | None:
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    there = [word.key for word in index.words[first:last]]
    keys = [word.key for word in quoted]
    ratio = fuzz.ratio("".join(keys), "".join(there)) / 100
    if ratio < LEAST_LETTERS:
        return None
    blocks = tuple(
        (op.tag, op.src_start, op.src_end, first + op.dest_start, first + op.dest_end)
        for op in Levenshtein.opcodes(keys, there)
    )
    return Alignment(tuple(quoted), first, last, blocks, ratio, ratio)


def _is_similar(found: list[Alignment], fragments: list[str], index: SourceIndex) -> bool:
    total = sum(len(find_words(fragment)) for fragment in fragments)
    if not found or not total:
        return False
    similarity = sum(a.similarity * len(a.quoted) for a in found) / total
    weighted = sum(a.weighted * len(a.quoted) for a in found) / total
    return similarity >= LEAST_SIMILARITY and (weighted >= LEAST_WEIGHTED or _same_letters(found, index))


def _same_letters(found: list[Alignment], index: SourceIndex) -> bool:
    """Tell whether nearly all letters are the same: a misspelt word among frequent ones weighs too much as a word."""
    from rapidfuzz import fuzz

    quoted = "".join(word.key for a in found for word in a.quoted)
    there = "".join(word.key for a in found for word in index.words[a.start : a.end])
    return fuzz.ratio(quoted, there) >= 100 * LEAST_SAME_LETTERS


def _altered_placement(
    pieces: Pieces, index: SourceIndex, aligned: list[tuple[str, Alignment | None]], words: WordLists
) -> Placement:
    parts: list[tuple[int, int]] = []
    differences: list[Difference] = []
    flags: list[Flag] = []
    similarity, total = 0.0, 0
    for at, (fragment, alignment) in enumerate(aligned):
        if at:
            differences.append(Difference("gap", _mark_text(pieces.seams[at]), ""))
        size = len(find_words(fragment))
        total += size
        if alignment is None or alignment.start == alignment.end:
            differences.append(Difference("insert", fragment.strip(), ""))
            continue
        diff = diff_words(fragment, alignment, index, words)
        parts.append(_alignment_span(index, alignment))
        differences += diff.differences
        flags += diff.flags
        similarity += alignment.similarity * size
    if all(d.op in ("equal", "gap") for d in differences):
        differences.append(_closing_difference(pieces.text, index, parts[-1][1]))
        flags.append(Flag("punctuation-changed", "at the end"))
    found = tuple(differences)
    return Placement(tuple(parts), "altered", ("altered",), (), tuple(flags), (), found, similarity / total)


def _closing_difference(text: str, index: SourceIndex, end: int) -> Difference:
    following = bisect_left(index.words, end, key=lambda word: word.start)
    until = index.words[following].start if following < len(index.words) else len(index.spoken)
    last = find_words(text)[-1]
    return Difference("punctuation", text[last.end :].strip(), index.spoken[end:until].strip()[:10])


def changed_words(placement: Placement) -> tuple[int, int]:
    """Return how many words of an altered quotation are not at its place, and how many of the place it drops."""
    changed = [d for d in placement.differences if d.op in ("replace", "insert", "delete")]
    unmatched = sum(len(find_words(difference.quotation)) for difference in changed)
    return unmatched, sum(len(find_words(difference.source)) for difference in changed if difference.op == "delete")


def _mark_text(seam: Seam) -> str:
    return " ".join(edit.text.strip() for edit in seam.edits if edit.text.strip())


def _alignment_span(index: SourceIndex, alignment: Alignment) -> tuple[int, int]:
    return index.words[alignment.start].start, index.words[alignment.end - 1].end
