"""The first three rungs of the ladder: the quotation as it stands, its typography folded, its edges folded.

No rung folds a word, a digit or the order of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from attrs import frozen

from attribution.verify.edits import Pieces
from attribution.verify.folding import FOLDS, fold_text, folds_between
from attribution.verify.locate import MOST_PLACES, Hit, SourceIndex, skeleton
from attribution.verify.results import Difference, Flag, Gap, Rung, Verdict

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


def find_whole(pieces: Pieces, index: SourceIndex) -> list[Placement]:
    """Return where the quotation stands as it is, marks of an editor read as plain text."""
    key = skeleton(pieces.text).text
    if not key:
        return []
    fits = (fit(index, hit, pieces.text, Edges()) for hit in islice(index.hits(key), MOST_PLACES))
    return [plain_placement([found]) for found in fits if found]


def plain_placement(fits: list[Fit]) -> Placement:
    """Return the placement of fragments that differ by folds only."""
    folded = _in_order([name for found in fits for name in found.folded])
    verdict: Verdict = "verbatim-folded" if folded else "verbatim"
    return Placement(tuple((f.start, f.end) for f in fits), rung_of(folded), (verdict,), folded)
