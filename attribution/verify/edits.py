"""The marks of an editor inside a quotation: ellipses, bracketed words, [sic], and where a speech tag interrupts it."""

from __future__ import annotations

import re
from typing import Literal

from attrs import field, frozen

from attribution.verify.claims import Claim

EditKind = Literal["ellipsis", "bracket", "sic", "interruption"]

_DOTS = r"(?:…|\.(?:\s?\.){2,}|\*\s?\*\s?\*|_{3,})"
_EDIT = re.compile(
    rf"(?P<ellipsis>[\[(]\s*{_DOTS}\s*[\])]|{_DOTS})"
    r"|(?P<sic>[\[(]\s*(?:sic|SIC)[.!]?\s*[\])])"
    r"|(?P<bracket>\[(?P<inner>[^\[\]]{0,200})\])"
)
_PARENTHESIS = re.compile(r"\((?P<inner>[^()]{1,200})\)")


@frozen
class Edit:
    """One mark of an editor, with the words that a bracket puts in."""

    kind: EditKind
    text: str
    inner: str = ""


@frozen
class Seam:
    """What stands between two fragments, or before the first and after the last.

    Attributes:
        edits: The marks, in order; none before the first and after the last fragment of a plain quotation.
        joins_left: The mark touches the end of the word before it, as in "want[ed]".
        joins_right: The mark touches the start of the word after it, as in "[t]he".
    """

    edits: tuple[Edit, ...] = ()
    joins_left: bool = False
    joins_right: bool = False

    def has(self, kind: EditKind) -> bool:
        """Tell whether one of the marks is of this kind."""
        return any(edit.kind == kind for edit in self.edits)

    @property
    def inner(self) -> str:
        """The words that its brackets put in."""
        return " ".join(edit.inner for edit in self.edits if edit.inner)


@frozen
class Pieces:
    """A quotation cut at its marks.

    Attributes:
        text: The quotation, parts joined by a space.
        fragments: Stretches of `text` claimed verbatim, as (start, end).
        seams: One more than fragments: before the first, between each two, after the last.
    """

    text: str
    fragments: tuple[tuple[int, int], ...]
    seams: tuple[Seam, ...] = field(factory=tuple)

    @property
    def is_edited(self) -> bool:
        """Tell whether there is any mark or interruption."""
        return any(seam.edits for seam in self.seams)

    def fragment(self, index: int) -> str:
        """Return the text of a fragment."""
        start, end = self.fragments[index]
        return self.text[start:end]


def find_pieces(claim: Claim, *, parentheses: bool = False) -> Pieces:
    """Cut a quotation at its marks; with `parentheses`, words in round brackets count as put in (AP style)."""
    text, cuts = claim.text, _interruptions(claim)
    cuts += [(m.start(), m.end(), _edit_of(m)) for m in _EDIT.finditer(text)]
    if parentheses:
        free = [m for m in _PARENTHESIS.finditer(text) if not any(a < m.end() and m.start() < b for a, b, _ in cuts)]
        cuts += [(m.start(), m.end(), Edit("bracket", m.group(), m["inner"])) for m in free]
    return _cut(text, sorted(cuts, key=lambda cut: (cut[0], cut[1])))


def _interruptions(claim: Claim) -> list[tuple[int, int, Edit]]:
    position, cuts = 0, []
    for part in claim.parts[:-1]:
        position += len(part)
        cuts.append((position, position + 1, Edit("interruption", " ")))
        position += 1
    return cuts


def _edit_of(match: re.Match[str]) -> Edit:
    if match["bracket"]:
        return Edit("bracket", match.group(), match["inner"].strip())
    return Edit("sic" if match["sic"] else "ellipsis", match.group())


def _cut(text: str, cuts: list[tuple[int, int, Edit]]) -> Pieces:
    fragments: list[tuple[int, int]] = []
    seams: list[Seam] = []
    pending: list[Edit] = []
    start, joins_left = 0, False
    for cut_start, cut_end, edit in (*cuts, (len(text), len(text), None)):
        if any(map(str.isalnum, text[start:cut_start])):
            fragments.append((start, cut_start))
            seams.append(Seam(tuple(pending), joins_left, bool(pending) and text[start].isalnum()))
            pending, joins_left = [], False
        if edit:
            word_before = cut_start > 0 and text[cut_start - 1].isalnum()
            joins_left = joins_left or (not pending and edit.kind == "bracket" and word_before)
            pending.append(edit)
        start = max(start, cut_end)
    seams.append(Seam(tuple(pending), joins_left, False))
    return Pieces(text, tuple(fragments), _without_false_joins(seams))


def _without_false_joins(seams: list[Seam]) -> tuple[Seam, ...]:
    """Keep the joins of brackets only: words touch an ellipsis or a speech tag without being cut by it."""
    return tuple(
        Seam(
            seam.edits,
            seam.joins_left and seam.edits[0].kind == "bracket",
            seam.joins_right and seam.edits[-1].kind == "bracket",
        )
        for seam in seams
    )
