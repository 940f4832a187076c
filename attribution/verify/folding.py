"""Folding: what may differ between two texts that hold the same words, with a map back to the text's own offsets.

Each fold is named and does one thing; words, digits and their order are never folded.

========================  =====================================================================
`unicode-form`            canonical forms (NFC), full-width forms, Arabic presentation forms
`ligatures`               ﬀ ﬁ ﬂ ﬃ ﬄ ﬅ ﬆ
`invisible`               zero-width, bidirectional-control and variation characters
`soft-hyphens`            U+00AD, at a line end together with the line break
`line-end-hyphens`        a hyphen between letters at a line end: there or not
`ellipsis-form`           … and "...", ". . ."
`marks`                   quotation marks and apostrophes of every form, single or double
`dashes`                  hyphen, dashes and minus, with or without spaces around
`spaces`                  white space of every kind and number; spaces before closing punctuation
========================  =====================================================================

Superscripts, fractions and circled digits are no Unicode form of plain digits here: "10²" is not "102".
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable
from functools import cache

from attrs import frozen

MAYBE_HYPHEN = "\ufdd0"  # a noncharacter: stands where a line ends in a hyphen that may belong to the word or not

_LETTER = r"[^\W\d_]"
_INVISIBLE = "\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufdd0\ufe00-\ufe0f\ufeff"
_COMPATIBLE = "\ufb13-\ufb17\ufb1d-\ufdcf\ufdf0-\ufdfb\ufe70-\ufefc\uff01-\uffee"
_MARKS = "'\"‘’‚‛“”„‟‹›«»′″‵‶`´ʹʻʼʽ「」『』〝〞〟"
_DASHES = "\u002d\u2010-\u2015\u2043\u2212\ufe58\ufe63"


@frozen
class Folded:
    """A folded text and where each of its characters comes from.

    Attributes:
        text: The folded text.
        starts: Start, in the text that was folded, of what each character stands for.
        ends: End of it, exclusive.
    """

    text: str
    starts: array[int]
    ends: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original text that `text[start:end]`, not empty, stands for."""
        return self.starts[start], self.ends[end - 1]


Rewrite = Callable[[str], list[tuple[int, int, str]]]
"""The changes that a fold makes to a text: start, end and what stands there instead, in order."""


def unfolded(text: str) -> Folded:
    """Return `text` as it is, each character standing for itself."""
    return Folded(text, array("l", range(len(text))), array("l", range(1, len(text) + 1)))


def fold(text: str, folds: Iterable[str]) -> Folded:
    """Return `text` after the named folds, done in the order of the table above whatever order they are named in.

    Raises:
        KeyError: A name is no fold.
    """
    rewrites, wanted = _rewrites(), set(folds)
    if unknown := wanted - rewrites.keys():
        raise KeyError(f"no such fold: {', '.join(sorted(unknown))}; there are {', '.join(rewrites)}")
    folded = unfolded(text)
    for name, rewrite in rewrites.items():
        if name in wanted:
            folded = apply_changes(folded, rewrite(folded.text))
    return folded


def fold_text(text: str, folds: Iterable[str]) -> str:
    """Return the text of `fold` without the map."""
    rewrites, wanted = _rewrites(), set(folds)
    for name, rewrite in rewrites.items():
        if name in wanted:
            text = _changed(text, rewrite(text))
    return text


def apply_changes(folded: Folded, changes: list[tuple[int, int, str]]) -> Folded:
    """Return `folded` with stretches of its text replaced; each new character stands for all that it replaces."""
    if not changes:
        return folded
    starts, ends, last = array("l"), array("l"), 0
    for start, end, new in changes:
        starts.extend(folded.starts[last:start])
        ends.extend(folded.ends[last:start])
        if new:
            origin_start, origin_end = folded.span(start, end)
            starts.extend([origin_start] * len(new))
            ends.extend([origin_end] * len(new))
        last = end
    starts.extend(folded.starts[last:])
    ends.extend(folded.ends[last:])
    return Folded(_changed(folded.text, changes), starts, ends)


def same_folded(left: str, right: str) -> bool:
    """Tell whether two folded texts are equal, a hyphen at a line end counting as there or not there."""
    if left == right:
        return True
    if MAYBE_HYPHEN not in left and MAYBE_HYPHEN not in right:
        return False
    i = j = 0
    while i < len(left) or j < len(right):
        a, b = left[i : i + 1], right[j : j + 1]
        if a == b or {a, b} == {MAYBE_HYPHEN, "-"}:
            i, j = i + 1, j + 1
        elif MAYBE_HYPHEN in (a, b):
            i, j = i + (a == MAYBE_HYPHEN), j + (b == MAYBE_HYPHEN)
        else:
            return False
    return True


def folds_between(left: str, right: str) -> tuple[str, ...] | None:
    """Return the folds needed to make two texts equal, () for equal texts, None where folding does not do it."""
    if left == right:
        return ()
    if not same_folded(fold_text(left, FOLDS), fold_text(right, FOLDS)):
        return None
    needed = list(FOLDS)
    for name in reversed(FOLDS):
        without = [other for other in needed if other != name]
        if same_folded(fold_text(left, without), fold_text(right, without)):
            needed = without
    return tuple(needed)


def _changed(text: str, changes: list[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    last = 0
    for start, end, new in changes:
        pieces += (text[last:start], new)
        last = end
    return "".join((*pieces, text[last:])) if changes else text


def _canonical(text: str) -> list[tuple[int, int, str]]:
    changes = [] if unicodedata.is_normalized("NFC", text) else _compositions(text)
    wide = re.compile(f"[{_COMPATIBLE}]+")
    changes += [(m.start(), m.end(), unicodedata.normalize("NFKC", m.group())) for m in wide.finditer(text)]
    return _disjoint([change for change in changes if text[change[0] : change[1]] != change[2]])


def _compositions(text: str) -> list[tuple[int, int, str]]:
    """Return the stretches that NFC changes, each a starter with all that may compose with it."""
    changes, start = [], 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not _may_compose(text[index]):
            cluster = text[start:index]
            if not cluster.isascii():
                changes.append((start, index, unicodedata.normalize("NFC", cluster)))
            start = index
    return changes


def _may_compose(character: str) -> bool:
    if character.isascii():
        return False
    return not unicodedata.is_normalized("NFC", "a" + character) or _is_combining(character)


def _is_combining(character: str) -> bool:
    hangul_vowel_or_tail = "\u1160" <= character <= "\u11ff"
    return unicodedata.category(character)[0] == "M" or hangul_vowel_or_tail


def _disjoint(changes: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for change in sorted(changes):
        if not kept or change[0] >= kept[-1][1]:
            kept.append(change)
    return kept


def _by_pattern(pattern: str, replacement: str | Callable[[str], str]) -> Rewrite:
    compiled = re.compile(pattern)

    def rewrite(text: str) -> list[tuple[int, int, str]]:
        changes = []
        for match in compiled.finditer(text):
            new = replacement if isinstance(replacement, str) else replacement(match.group())
            if new != match.group():
                changes.append((match.start(), match.end(), new))
        return changes

    return rewrite


def _spaces(text: str) -> list[tuple[int, int, str]]:
    changes = []
    for match in re.finditer(r"\s+", text):
        before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 2]
        new = "" if _no_space_between(before, after) else " "
        if new != match.group():
            changes.append((match.start(), match.end(), new))
    return changes


def _no_space_between(before: str, after: str) -> bool:
    full_stop = after[:1] in tuple(".,") and not after[1:].isdigit() and before not in tuple(".,")
    return not before or not after or after[0] in ";:!?)]%‰" or before in tuple("([") or full_stop


@cache
def _rewrites() -> dict[str, Rewrite]:
    """Return the folds by name in the order in which they are done, their patterns compiled on first use."""
    return {
        "unicode-form": _canonical,
        "ligatures": _by_pattern("[\ufb00-\ufb06]", lambda ligature: unicodedata.normalize("NFKC", ligature)),
        "invisible": _by_pattern(f"[{_INVISIBLE}]+", ""),
        "soft-hyphens": _by_pattern(r"\u00ad(?:[^\S\n]*\n\s*)?", ""),
        "line-end-hyphens": _by_pattern(
            rf"(?<={_LETTER})[-\u2010](?:[^\S\r\n\f]*[\r\n\f]\s*)(?={_LETTER})", MAYBE_HYPHEN
        ),
        "ellipsis-form": _by_pattern(
            r"…|\.(?:\s?\.){2,}", lambda dots: "..." if dots == "…" else "." * dots.count(".")
        ),
        "marks": _by_pattern(
            rf"[«‹]\s(?=\S)|[\u00a0\u202f\u2009][«»‹›]|(?<=\S)\s[»›]|[»›][\u00a0\u202f\u2009]"
            rf"|[{_MARKS}](?:[\u00a0\u202f\u2009]?[{_MARKS}])*",
            "'",
        ),
        "dashes": _by_pattern(rf"(?<!\s)\s*[{_DASHES}]+\s*", "-"),
        "spaces": _spaces,
    }


FOLDS: tuple[str, ...] = (
    "unicode-form",
    "ligatures",
    "invisible",
    "soft-hyphens",
    "line-end-hyphens",
    "ellipsis-form",
    "marks",
    "dashes",
    "spaces",
)
