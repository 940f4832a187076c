"""The ladder: exact, typography, edges, marked edits, spliced, altered. Each rung finds placements or none.

A placement says where the fragments of a quotation stand in one source and what had to be folded to see it.
No rung folds a word, a digit or the order of words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Literal

from attrs import evolve, frozen

from attribution.verify.diffing import Alignment, align, change_flags, diff_words, plain_words
from attribution.verify.edits import Pieces, Seam
from attribution.verify.folding import FOLDS, fold_text, folds_between
from attribution.verify.locate import MOST_PLACES, Hit, SourceIndex, Word, find_words, skeleton
from attribution.verify.results import Difference, Flag, Gap, Rung, Verdict
from attribution.verify.words import WordLists

FAR_WORDS = 12  # unmarked: words left out inside a quotation before it counts as spliced
FAR_AT_INTERRUPTION = 40  # the same where a speech tag stands between, about two sentences
BRACKET_WORDS = 12  # words of the source that one bracket may replace
LONG_GAP = 3000  # characters at both ends of a gap that are looked at
RUN_WORDS = 3  # words in a row that make a fragment of an unmarked splice
LEAST_COVERED = 0.85  # share of a spliced quotation's words that such fragments make up
FEW_CHANGED = 2  # words of a quotation not at its nearest place that still make it altered rather than spliced
MOST_WORDS = 3000  # a longer quotation is looked for as it stands only
LEAST_SIMILARITY = 0.6  # below it a quotation is not found; set on the transcripts in fixtures/transcripts
LEAST_WEIGHTED = 0.4
LEAST_LETTERS = 0.75  # the same for quotations of a few words, compared letter by letter
LEAST_SAME_LETTERS = 0.9  # the same for words that are told apart by rarity too harshly
FEW_WORDS = 6
MOST_LETTERS = 64

_MARKS_ONLY = "'\"‘’“”«»‹› \t\r\n"
_MINUS = ("-", "−", "–")


@frozen
class Fit:
    """A fragment's place in the source and the folds needed to see that the words are the same."""

    start: int
    end: int
    folded: tuple[str, ...] = ()


@frozen
class Placement:
    """Where a quotation stands in one source.

    Attributes:
        parts: The stretches of its fragments, in the order of the quotation.
        rung: The rung that found it.
        findings: What the rung says of the words.
    """

    parts: tuple[tuple[int, int], ...]
    rung: Rung
    findings: tuple[Verdict, ...] = ()
    folded: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    gaps: tuple[Gap, ...] = ()
    differences: tuple[Difference, ...] = ()
    similarity: float = 1.0

    @property
    def start(self) -> int:
        """First character of all parts."""
        return min(start for start, _ in self.parts)

    @property
    def end(self) -> int:
        """End of all parts."""
        return max(end for _, end in self.parts)


@frozen
class Edges:
    """What may differ at the ends of a fragment beside typography.

    Attributes:
        capital: The case of the first letter.
        opening: Punctuation before the first word, next to a mark of the editor.
        closing: Punctuation after the last word, next to a mark of the editor.
    """

    capital: bool = True
    opening: bool = False
    closing: bool = False


# Fitting: is a stretch of the source with the same letters the same text?


def fit(index: SourceIndex, hit: Hit, text: str, edges: Edges) -> Fit | None:
    """Compare a fragment with the source at a hit of its skeleton; None where more than edges and typography differ."""
    key = skeleton(text)
    start, end = index.span(hit)
    body = text[key.starts[0] : key.ends[-1]]
    folded = _body_folds(index, start, end, body, edges.capital)
    if folded is None or _loses_minus(index, hit, text[: key.starts[0]]):
        return None
    before = _fit_opening(index.between(hit[0]), text[: key.starts[0]], edges.opening)
    after = _fit_closing(index.between(hit[1]), text[key.ends[-1] :], edges.closing)
    if before is None or after is None:
        return None
    return Fit(start - before[0], end + after[0], _in_order((*folded, *before[1], *after[1])))


def _body_folds(index: SourceIndex, start: int, end: int, body: str, capital: bool) -> tuple[str, ...] | None:
    if index.source.text[start:end] == body:
        return ()
    spoken = index.spoken[start:end]
    directions = () if spoken == index.source.text[start:end] else ("stage-directions",)
    folded = folds_between(body, spoken)
    if folded is None and capital:
        folded = folds_between(body[0].swapcase() + body[1:], spoken)
        folded = None if folded is None else (*folded, "capital-at-start")
    return None if folded is None else (*folded, *directions)


def _loses_minus(index: SourceIndex, hit: Hit, opening: str) -> bool:
    before = index.between(hit[0])
    signed = index.skeleton.text[hit[0]].isdigit() and before.endswith(_MINUS) and len(before) != 1
    return signed and not opening.rstrip().endswith(_MINUS)


def _fit_opening(gap: str, opening: str, loose: bool) -> tuple[int, tuple[str, ...]] | None:
    """Return how many characters before the first word belong to the fragment, and the folds; None if they differ."""
    wanted = fold_text(opening.strip(), FOLDS)
    if wanted in ("", "'") or loose:
        return 0, _invisible(opening)
    for size in range(1, min(len(gap), len(opening) + 12) + 1):
        if fold_text(gap[-size:].strip(), FOLDS) == wanted:
            return size, folds_between(opening.strip(), gap[-size:].strip()) or ()
    return None


def _fit_closing(gap: str, closing: str, loose: bool) -> tuple[int, tuple[str, ...]] | None:
    """Return how many characters after the last word belong to the fragment, and the folds; None if they differ.

    A comma or full stop at the end of a quotation is the article's own and may stand for any pause of the source,
    though not for a question or an exclamation mark.
    """
    closing = closing.rstrip()
    if closing and gap.startswith(closing):
        return len(closing), ()
    bare = fold_text(closing, FOLDS).strip("' ")
    if not bare:
        return 0, _invisible(closing)
    wanted = fold_text(closing, FOLDS), bare
    for size in range(1, min(len(gap), len(closing) + 12) + 1):
        if fold_text(gap[:size].rstrip(), FOLDS) in wanted:
            return size, folds_between(closing, gap[:size].rstrip()) or ("marks",)
    return _closing_of_article(gap, bare, loose)


def _invisible(text: str) -> tuple[str, ...]:
    return ("invisible",) if fold_text(text, ["invisible"]) != text else ()


def _closing_of_article(gap: str, bare: str, loose: bool) -> tuple[int, tuple[str, ...]] | None:
    asks = gap.lstrip(_MARKS_ONLY)[:1] in ("?", "!")
    if bare in (",", ".") and not asks:
        return 0, ("closing-mark",)
    plain_pause = not set(bare) & set("?!") and not asks
    return (0, ("closing-mark",)) if loose and plain_pause else None


def _in_order(folded: Sequence[str]) -> tuple[str, ...]:
    order = (*FOLDS, "stage-directions", "capital-at-start", "closing-mark")
    return tuple(name for name in order if name in folded)


def rung_of(folded: tuple[str, ...]) -> Rung:
    """Return the rung that a placement with these folds stands on."""
    if not folded:
        return "exact"
    return "edges" if {"capital-at-start", "closing-mark"} & set(folded) else "typography"


# The first three rungs: the quotation as it stands


def find_whole(pieces: Pieces, index: SourceIndex) -> list[Placement]:
    """Return where the quotation stands as it is, marks of an editor read as plain text."""
    key = skeleton(pieces.text).text
    if not key:
        return []
    fits = (fit(index, hit, pieces.text, Edges()) for hit in islice(index.hits(key), MOST_PLACES))
    return [_plain_placement([found]) for found in fits if found]


def _plain_placement(fits: list[Fit]) -> Placement:
    folded = _in_order([name for found in fits for name in found.folded])
    verdict: Verdict = "verbatim-folded" if folded else "verbatim"
    return Placement(tuple((f.start, f.end) for f in fits), rung_of(folded), (verdict,), folded)


# Marked edits: fragments in order


def find_marked(pieces: Pieces, index: SourceIndex, words: WordLists) -> list[Placement]:
    """Return where the fragments of an edited quotation stand in order, the smallest gaps first."""
    if not pieces.is_edited or not pieces.fragments:
        return []
    keys = [skeleton(pieces.fragment(at)).text for at in range(len(pieces.fragments))]
    placements = []
    for chain in _shortest(find_chains(index, keys, pieces.seams)):
        fits = [fit(index, hit, pieces.fragment(at), _edges(pieces.seams, at)) for at, hit in enumerate(chain)]
        if all(fits):
            placements.append(_marked_placement(pieces, index, [f for f in fits if f], words))
    return placements


def _shortest(chains: list[list[Hit]]) -> list[list[Hit]]:
    """Keep the chains whose gaps are not much larger than those of the best, at most 20; the best comes first."""
    limit = 1.5 * _total_gap(chains[0]) + 60 if chains else 0
    return [chain for chain in chains if _total_gap(chain) <= limit][:20]


def _edges(seams: tuple[Seam, ...], at: int) -> Edges:
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
            new_flags, verdict = judge_gap(gap, words)
            flags += new_flags
            findings.add(verdict)
    plain = _plain_placement(fits)
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


def judge_gap(gap: Gap, words: WordLists) -> tuple[list[Flag], Verdict | None]:
    """Return the flags of a gap and the verdict that it calls for, if any."""
    size = len(find_words(gap.exact[:LONG_GAP]))
    if gap.mark == "ellipsis" and gap.holds:
        return [Flag(f"gap-{meaning}", gap.exact[:200]) for meaning in gap.holds], "ellipsis-hides"
    if gap.mark == "interruption" and size:
        far = size > FAR_AT_INTERRUPTION
        return [Flag("gap-at-interruption", f"{size} words")], "spliced" if far else "marked-edit"
    if gap.mark != "bracket":
        return [], None
    flags = change_flags(plain_words(gap.inserted), plain_words(gap.exact), words)
    serious = [flag for flag in flags if flag.code.startswith(("negation", "modal")) or flag.code == "number-changed"]
    return flags, "altered" if serious else None


# Spliced: fragments out of order, or from far apart without a mark


def find_spliced(pieces: Pieces, index: SourceIndex) -> list[Placement]:
    """Return the quotation as fragments out of order or from far apart, none where it is no such thing."""
    runs = _marked_runs(pieces, index) if pieces.is_edited else _unmarked_runs(pieces, index)
    if not runs or len(runs) < 2:
        return []
    parts = _nearest_parts(runs)
    if not pieces.is_edited and not _is_far(index, parts):
        return []
    differences = _spliced_differences(index, parts)
    similarity = sum(len(find_words(index.spoken[start:end])) for start, end in parts) / len(find_words(pieces.text))
    return [Placement(tuple(parts), "altered", ("spliced",), differences=differences, similarity=min(1.0, similarity))]


def _marked_runs(pieces: Pieces, index: SourceIndex) -> list[list[tuple[int, int]]] | None:
    """Return the places of each fragment between marks; None where one is not found or too short to tell."""
    runs = []
    for at in range(len(pieces.fragments)):
        text = pieces.fragment(at)
        hits = islice(index.hits(skeleton(text).text), MOST_PLACES)
        fits = [found for hit in hits if (found := fit(index, hit, text, _edges(pieces.seams, at)))]
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


def _spliced_differences(index: SourceIndex, parts: list[tuple[int, int]]) -> tuple[Difference, ...]:
    found = []
    for at, (start, end) in enumerate(parts):
        exact = index.spoken[start:end]
        if at:
            between = index.spoken[parts[at - 1][1] : start][:200] if start >= parts[at - 1][1] else ""
            found.append(Difference("gap", "", between))
        found.append(Difference("equal", exact, exact))
    return tuple(found)


# Altered: nearly the same words


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
