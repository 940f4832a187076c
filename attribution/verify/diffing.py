"""The word diff between a quotation and its place in a source, and the changes in it that no similarity excuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product
from typing import Literal

from attrs import evolve, field, frozen

from attribution.verify.folding import FOLDS, fold_text, folds_between
from attribution.verify.locate import SourceIndex, Word, find_words
from attribution.verify.results import Difference, Flag
from attribution.verify.words import MEANINGS, WordLists


@frozen
class Alignment:
    """A quotation's words laid against a range of a source's words.

    Attributes:
        quoted: The words of the quotation.
        start: First word of the range, an index into the words of the source.
        end: End of the range, exclusive.
        blocks: (op, quoted from, quoted to, source from, source to), covering both; "equal" blocks have equal keys.
        similarity: Twice the shared words over all words of both.
        weighted: The same with every word counted by its rarity in the source.
    """

    quoted: tuple[Word, ...]
    start: int
    end: int
    blocks: tuple[tuple[str, int, int, int, int], ...] = field(default=())
    similarity: float = 0.0
    weighted: float = 0.0


def align(quoted: Sequence[Word], index: SourceIndex, first: int, last: int) -> Alignment:
    """Align words with the best stretch of the source's words `first..last`.

    Matching words are found by the longest common subsequence; the range is then cut to all of them or to where the
    longest run of them would put the quotation, and aligned by edit distance (Levenshtein 1966).
    """
    from rapidfuzz.distance import Indel, Levenshtein

    keys = [word.key for word in quoted]
    window = [word.key for word in index.words[first:last]]
    matched = [block for block in Indel.opcodes(keys, window) if block.tag == "equal"]
    if not matched:
        return Alignment(tuple(quoted), first, first)
    longest = max(matched, key=lambda block: block.src_end - block.src_start)
    before, after = longest.src_start, len(keys) - longest.src_end
    starts = {max(0, matched[0].dest_start - matched[0].src_start), max(0, longest.dest_start - _widened(before))}
    ends = {matched[-1].dest_end + len(keys) - matched[-1].src_end, longest.dest_end + _widened(after)}
    tried = []
    for start, end in product(sorted(starts), sorted(ends)):
        opcodes = Levenshtein.opcodes(keys, window[start : min(end, len(window))])
        blocks = [(op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end) for op in opcodes]
        tried.append(_trimmed(quoted, index, first + start, blocks))
    return max(tried, key=lambda alignment: alignment.similarity)


def _widened(size: int) -> int:
    """Leave room for words that the quotation drops; what stays over is trimmed."""
    return size + 2 + size // 5


def _trimmed(
    quoted: Sequence[Word], index: SourceIndex, start: int, blocks: list[tuple[str, int, int, int, int]]
) -> Alignment:
    """Leave out the words of the source at both ends that stand for nothing in the quotation."""
    end = start + (blocks[-1][4] if blocks else 0)
    while blocks and blocks[-1][0] == "insert":
        end -= blocks[-1][4] - blocks[-1][3]
        blocks = blocks[:-1]
    lead = blocks[0][4] if blocks and blocks[0][0] == "insert" else 0
    kept = blocks[1:] if lead else blocks
    moved = tuple((op, a, b, start + c, start + d) for op, a, b, c, d in kept)
    return _scored(Alignment(tuple(quoted), start + lead, end, moved), index)


def _scored(alignment: Alignment, index: SourceIndex) -> Alignment:
    source = index.words[alignment.start : alignment.end]
    shared = [alignment.quoted[at] for op, a, b, _, _ in alignment.blocks if op == "equal" for at in range(a, b)]
    total = len(alignment.quoted) + len(source)
    weight = sum(index.weight(word.key) for word in (*alignment.quoted, *source))
    return evolve(
        alignment,
        similarity=2 * len(shared) / total if total else 0.0,
        weighted=2 * sum(index.weight(word.key) for word in shared) / weight if weight else 0.0,
    )


@frozen
class WordDiff:
    """The differences, and the changed words of both sides by op."""

    differences: tuple[Difference, ...]
    flags: tuple[Flag, ...]


def diff_words(text: str, alignment: Alignment, index: SourceIndex, words: WordLists) -> WordDiff:
    """Return the word diff of an alignment and a flag for every change of a number, negation, modal verb or name.

    Args:
        text: The quotation, in which the aligned words have their offsets.
        alignment: The quotation's words against the source's.
        index: The source.
        words: The telling words of the language.
    """
    differences = _differences(text, alignment, index)
    changed = [d for d in differences if d.op in ("replace", "delete", "insert")]
    reworded = [d for d in changed if d.quotation.casefold() != d.source.casefold()]
    flags = _word_flags(reworded, words) + _name_flags(reworded, index, words)
    if not changed and any(d.op == "punctuation" for d in differences):
        flags.append(Flag("punctuation-changed"))
    if changed and not reworded:
        flags.append(Flag("case-changed"))
    return WordDiff(tuple(_merged(differences)), tuple(flags))


def _differences(text: str, alignment: Alignment, index: SourceIndex) -> list[Difference]:
    found: list[Difference] = []
    quoted, source = alignment.quoted, index.words
    last: tuple[int, int] | None = None
    for op, a, b, c, d in alignment.blocks:
        if op != "equal":
            left, right = _slice(text, quoted, a, b), _slice(index.spoken, source, c, d)
            found.append(Difference(_OPS[op], left, right))
            last = None
            continue
        for at, there in zip(range(a, b), range(c, d), strict=True):
            if last == (at - 1, there - 1):
                found += _between(text, quoted, at, index.spoken, source, there)
            found.append(_word_difference(text, quoted[at], index.spoken, source[there]))
            last = (at, there)
    return found


_OPS: dict[str, Literal["replace", "insert", "delete"]] = {
    "replace": "replace",
    "delete": "insert",
    "insert": "delete",
}  # what was done to the source's words


def _slice(text: str, words: Sequence[Word], start: int, end: int) -> str:
    return text[words[start].start : words[end - 1].end] if start < end else ""


def _word_difference(text: str, quoted: Word, spoken: str, source: Word) -> Difference:
    left, right = text[quoted.start : quoted.end], spoken[source.start : source.end]
    return Difference("equal" if folds_between(left, right) is not None else "replace", left, right)


def _between(
    text: str, quoted: Sequence[Word], at: int, spoken: str, source: Sequence[Word], there: int
) -> list[Difference]:
    """Return what stands between two words that follow each other on both sides."""
    left = text[quoted[at - 1].end : quoted[at].start]
    right = spoken[source[there - 1].end : source[there].start]
    same = left == right or fold_text(f"a{left}a", FOLDS) == fold_text(f"a{right}a", FOLDS)
    return [Difference("equal" if same else "punctuation", left, right)]


def _merged(differences: list[Difference]) -> list[Difference]:
    """Join neighbours of one op, so that equal stretches read as running text."""
    merged: list[Difference] = []
    for difference in differences:
        if merged and merged[-1].op == difference.op == "equal":
            before = merged.pop()
            difference = Difference("equal", before.quotation + difference.quotation, before.source + difference.source)
        merged.append(difference)
    return merged


def change_flags(left: list[str], right: list[str], words: WordLists) -> list[Flag]:
    """Return a flag for every kind of telling word that differs between quoted words and those of the source."""
    flags = []
    for meaning in MEANINGS:
        quoted, source = Counter(words.holding(meaning, left)), Counter(words.holding(meaning, right))
        added, lost = sorted((quoted - source).elements()), sorted((source - quoted).elements())
        if added or lost:
            change = "changed" if added and lost else "added" if added else "dropped"
            flags.append(Flag(f"{meaning}-{change}", f"{', '.join(lost) or '-'} > {', '.join(added) or '-'}"))
    return flags


def plain_words(text: str) -> list[str]:
    """Return the words of a text as they are written."""
    return [text[word.start : word.end] for word in find_words(text)]


def _word_flags(changed: list[Difference], words: WordLists) -> list[Flag]:
    left = [word for difference in changed for word in plain_words(difference.quotation)]
    right = [word for difference in changed for word in plain_words(difference.source)]
    return change_flags(left, right, words)


def _name_flags(changed: list[Difference], index: SourceIndex, words: WordLists) -> list[Flag]:
    quoted = _names("".join(f"{d.quotation} " for d in changed), index, words)
    source = _names("".join(f"{d.source} " for d in changed), index, words)
    added, lost = sorted((quoted - source).elements()), sorted((source - quoted).elements())
    if not added and not lost:
        return []
    change = "changed" if added and lost else "added" if added else "dropped"
    return [Flag(f"name-{change}", f"{', '.join(lost) or '-'} > {', '.join(added) or '-'}")]


def _names(text: str, index: SourceIndex, words: WordLists) -> Counter[str]:
    """Return the capitalised words that the source never writes without a capital."""
    found = [word for word in plain_words(text) if word[:1].isupper() and word.lower() not in words.not_names]
    return Counter(word for word in found if not _stands_in_lower_case(word, index))


def _stands_in_lower_case(word: str, index: SourceIndex) -> bool:
    places = [place for found in find_words(word) for place in index.places.get(found.key, ())[:200]]
    return any(index.spoken[index.words[place].start].islower() for place in places)
