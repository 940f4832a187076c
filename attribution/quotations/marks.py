"""Quotation marks as characters: where they stand and how well each would open or close.

Nothing is decided here. A mark is read from its shape (`“` opens, `"` may do both) and from what touches it on
either side; both become a price for opening and one for closing, and `attribution.quotations.pairing` finds the
cheapest reading of a paragraph. Apostrophes and primes get a price for being no quotation mark at all; those inside
a word are left out at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from attrs import frozen

from attribution.datafiles import load_word_list

Family = Literal["double", "single", "guillemet", "small-guillemet"]

# All prices were set on polnear/train, web and bbc-abc (see docs/explanation/quotation-marks.md).
NEVER = 99.0
_WRONG_WAY = 2.0  # a curly mark that faces the wrong way, added to what its surroundings cost
_ELISION_OPENS = 1.5

_MARK = re.compile("``|''|‘‘|’’|[\"＂“”‟„«»‹›'‘’‛‚`]")
# `'''` closes an inner quotation first where it closes.
_MARK_CLOSING = re.compile(f"['’](?=(?:''|’’)(?!['’]))|{_MARK.pattern}")
_CHAR = "[\"＂“”‟„«»‹›'‘’‛‚`]"
# More marks than these with nothing but white space between them are an ornament.
_LONGEST_RUN = 16
_RUN = re.compile(rf"(?P<ornament>(?:{_CHAR}\s*+){{{_LONGEST_RUN + 1},}})|{_CHAR}+")
_FAMILIES: dict[str, Family] = {
    **dict.fromkeys(("``", "''", "‘‘", "’’", '"', "＂", "“", "”", "‟", "„"), "double"),
    **dict.fromkeys(("'", "‘", "’", "‛", "‚", "`"), "single"),
    **dict.fromkeys(("«", "»"), "guillemet"),
    **dict.fromkeys(("‹", "›"), "small-guillemet"),
}
_OPENERS = frozenset(("``", "‘‘", "“", "‟", "„", "‘", "‛", "‚", "`", "«", "‹"))
_CLOSERS = frozenset(("’’", "”", "’", "»", "›"))
_INVISIBLE = "\u200b\u200e\u200f\u202a\u202c\u2060\ufeff"  # no white space to Unicode, but none to see either
_YEARS = re.compile(r"\d\ds?\b")
_WORD = re.compile(r"[^\W\d_]+")
_ROCK_N_ROLL = re.compile(r"['‘’][nN]['‘’](?!\w)")

# (what stands before, what stands after): price of opening, price of closing.
# "gap" is white space or the edge of the paragraph, "join" a dash, slash or opening bracket, "word" a letter, digit,
# currency sign or the bracket of a word, "stop" any other punctuation.
_PRICES: dict[tuple[str, str], tuple[float, float]] = {
    ("gap", "word"): (0.0, 3.0),
    ("gap", "stop"): (1.0, 1.5),
    ("gap", "gap"): (1.0, 1.0),
    ("gap", "join"): (1.0, 1.0),
    ("join", "word"): (0.0, 2.5),
    ("join", "stop"): (1.0, 1.0),
    ("join", "gap"): (1.5, 0.3),
    ("join", "join"): (1.0, 1.0),
    ("word", "word"): (1.0, 1.0),
    ("word", "stop"): (3.0, 0.0),
    ("word", "gap"): (3.0, 0.0),
    ("word", "join"): (3.0, 0.0),
    ("stop", "word"): (1.0, 0.7),
    ("stop", "stop"): (3.0, 0.0),
    ("stop", "gap"): (3.0, 0.0),
    ("stop", "join"): (3.0, 0.0),
}
_COLON_PRICES = {"word": (0.2, 2.0), "gap": (1.5, 1.5)}  # `said:"We ...`, `said:" We ...`


@frozen
class Mark:
    """One quotation mark, or two characters that stand for one (`''`).

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last one.
        family: Marks of one family close each other.
        opens: Price of reading it as an opening mark.
        closes: Price of reading it as a closing mark.
        skips: Price of reading it as no quotation mark (apostrophe, prime), or None where it must be one.
        low: It stands on the line, so that the next `“` or `‘` closes.
        doubles: A mark of the same family stands right before it.
        after_stop: A sentence ends before it.
    """

    start: int
    end: int
    family: Family
    opens: float
    closes: float
    skips: float | None
    low: bool
    doubles: bool
    after_stop: bool

    def of(self, text: str) -> str:
        """Return the mark as it stands in the text."""
        return text[self.start : self.end]


@frozen
class Ornament:
    """A run of marks too long to be quotation marks, such as a line of them."""

    start: int
    end: int


def find_marks(text: str, start: int, end: int) -> Iterator[Mark | Ornament]:
    """Yield the quotation marks between `start` and `end` in their order, and runs that are none."""
    for run in _RUN.finditer(text, start, end):
        if ornament := run["ornament"]:
            yield Ornament(run.start(), run.start() + len(ornament.rstrip()))
        else:
            yield from _marks_of_run(text, run.start(), run.end(), start, end)


def _marks_of_run(text: str, start: int, end: int, left: int, right: int) -> Iterator[Mark]:
    """Yield the marks of a run; each is judged by what stands around the whole run."""
    before = text[start - 1] if start > left else ""
    after = text[end] if end < right else ""
    if end - start == 1 and _is_apostrophe(text, start, before, after):
        return
    after_stop = _ends_sentence(text, left, start)
    previous = None
    shapes = _MARK_CLOSING if _closes(before, after) else _MARK
    for match in shapes.finditer(text, start, end):
        shape = match.group()
        opens, closes = _turned(shape, *_prices(before, after))
        skips = _skip_price(text, match, before, after) if end - start <= 2 else None
        if _FAMILIES[shape] == "single" and match.end() == end and _is_elision(text, end):
            opens += _ELISION_OPENS
        family = _FAMILIES[shape]
        doubles = family == previous
        previous = family
        yield Mark(match.start(), match.end(), family, opens, closes, skips, shape in "„‚", doubles, after_stop)


def _closes(before: str, after: str) -> bool:
    opens, closes = _prices(before, after)
    return closes < opens


def _is_apostrophe(text: str, start: int, before: str, after: str) -> bool:
    if _FAMILIES[text[start]] != "single":
        return False
    if before.isalnum() and after.isalnum():
        return True
    return bool(_ROCK_N_ROLL.match(text, start)) or (start > 1 and bool(_ROCK_N_ROLL.match(text, start - 2)))


def _prices(before: str, after: str) -> tuple[float, float]:
    if before == ":":
        return _COLON_PRICES.get(_side(after, "([{"), (3.0, 0.0))
    return _PRICES[_side(before, ")]}"), _side(after, "([{")]


def _side(char: str, brackets: str) -> str:
    """Tell what kind of neighbour a character is; `brackets` are those that belong to a word on this side."""
    if not char or char.isspace() or char in _INVISIBLE:
        return "gap"
    if char.isalnum() or char in brackets or char in "$£€@#%&_<>*":
        return "word"
    return "join" if char in "-–—―/|([{" else "stop"


def _turned(shape: str, opens: float, closes: float) -> tuple[float, float]:
    """Halve the price for the way that a curly mark faces and raise the other."""
    way_back = 1.0 if shape in "«»‹›" else _WRONG_WAY  # »German« and «French» face different ways
    if shape in "„‚":
        return 0.0, NEVER
    if shape in _OPENERS:
        return opens / 2, way_back + closes / 2
    if shape in _CLOSERS:
        return way_back + opens / 2, closes / 2
    return opens, closes


def _skip_price(text: str, match: re.Match[str], before: str, after: str) -> float | None:
    shape = match.group()
    if shape in ('"', "”", "''"):
        return 0.7 if before.isdigit() and not after.isalpha() else None  # inches
    if shape not in "'‘’‛":
        return None
    if before.isalnum() and match.start() > 0 and text[match.start() - 1] == before:
        return 0.5 if before in "sSxXzZn" or before.isdigit() else 1.5  # the boys' house, goin', 6'
    if not after.isalnum():
        return None
    if _is_elision(text, match.end()):
        return 0.2
    if shape == "'" and _word_at(text, match.end()) in _listed("whole"):
        return None
    return {"'": 1.5, "’": 0.7}.get(shape)


def _is_elision(text: str, start: int) -> bool:
    """Tell whether a word that is known to lose its head begins at `start`: `90s`, `tis`."""
    if _YEARS.match(text, start):
        return True
    return _word_at(text, start) in _listed("elisions")


def _word_at(text: str, start: int) -> str:
    word = _WORD.match(text, start, start + 12)
    return word.group().lower() if word else ""


def _ends_sentence(text: str, left: int, position: int) -> bool:
    tail = text[max(left, position - 6) : position].rstrip().rstrip("\"'”’»)]")
    return tail.endswith((".", "!", "?", "…")) or position == left


@cache
def _listed(key: Literal["elisions", "whole"]) -> frozenset[str]:
    return frozenset(row["form"] for row in load_word_list("marks")[key])
