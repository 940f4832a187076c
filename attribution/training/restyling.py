"""Print a corpus in another house style, to measure whether style matters: `python -m attribution.training.restyling`.

Quotation marks are changed, names exchanged for made-up ones and paragraphs joined; the places of the annotation move
along. The same corpus gives the same result.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from attribution.training.corpus import Line, load_lines
from attribution.training.inventing import invent_name

STYLES = (('"', '"'), ("«", "»"), ("„", "“"), ("“", "”"))
_OPENING, _CLOSING = "“", "”"
_NAME = re.compile(r"[A-Z][a-z]{3,}")
_PARAGRAPH = re.compile(r"\s*\n\s*")


@frozen(order=True)
class Change:
    """A stretch of the text, end exclusive, and what stands there in the other style."""

    start: int
    end: int
    new: str


def restyle(line: Line) -> Line:
    """Return the article in a style drawn by its name, with all places of the annotation moved along."""
    rng = random.Random(line["doc"])
    text = line["text"]
    changes = _marks(text, rng) + _names(line, rng) + (_joined(text) if rng.random() < 0.5 else [])
    changes.sort()
    changed, places = _apply(text, changes)
    moved = {key: _moved(value, places) for key, value in line.items() if key in ("attributions", "quotes")}
    unsaid = [_move(span, places) for span in line["not_quotations"]]
    return {**line, **moved, "not_quotations": unsaid, "text": changed}


def _marks(text: str, rng: random.Random) -> list[Change]:
    """Exchange double marks, where each that opens has one that closes."""
    opens, closes = rng.choice(STYLES)
    if text.count(_OPENING) + text.count(_CLOSING) == 0:
        return [
            Change(at, at + 1, opens if _begins(text, at) else closes) for at, sign in enumerate(text) if sign == '"'
        ]
    return [Change(at, at + 1, opens if sign == _OPENING else closes) for at, sign in enumerate(text) if sign in "“”"]


def _begins(text: str, at: int) -> bool:
    """Tell whether the straight mark at a place opens: space before it, none behind it."""
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    return (not before or before.isspace() or before in "(—[") and not after.isspace()


def _names(line: Line, rng: random.Random) -> list[Change]:
    """Exchange the capitalised words of source mentions, wherever they stand with a capital."""
    text = line["text"]
    sources = (text[start:end] for one in line["attributions"] for start, end in one["source"])
    inner = {word.group() for source in sources for word in _NAME.finditer(source, 1)}
    new = {name: invent_name(rng).capitalize() for name in sorted(inner)}
    return [
        Change(word.start(), word.end(), new[word.group()])
        for word in re.finditer(r"\b[A-Z][a-z]{3,}\b", text)
        if word.group() in new
    ]


def _joined(text: str) -> list[Change]:
    return [Change(gap.start(), gap.end(), " ") for gap in _PARAGRAPH.finditer(text)]


def _apply(text: str, changes: Sequence[Change]) -> tuple[str, list[tuple[int, int, int]]]:
    """Return the changed text, and for each change (start, end, start of what follows it in the changed text)."""
    parts: list[str] = []
    places: list[tuple[int, int, int]] = []
    last = size = 0
    for change in changes:
        parts += [text[last : change.start], change.new]
        size += change.start - last + len(change.new)
        places.append((change.start, change.end, size))
        last = change.end
    return "".join([*parts, text[last:]]), places


def _move(span: Sequence[int], places: Sequence[tuple[int, int, int]]) -> list[int]:
    return [_place(span[0], places, ends=False), _place(span[1], places, ends=True)]


def _place(at: int, places: Sequence[tuple[int, int, int]], *, ends: bool) -> int:
    """Return where a place of the old text stands in the new one; inside a change it goes to the change's edge."""
    number = bisect_right(places, at - (1 if ends else 0), key=lambda place: place[0]) - 1
    if number < 0:
        return at
    start, end, new_end = places[number]
    if at >= end:
        return new_end + at - end
    previous = places[number - 1][2] - places[number - 1][1] if number else 0
    return new_end if ends else start + previous


def _moved(value: Any, places: Sequence[tuple[int, int, int]]) -> Any:
    """Move every [start, end] pair in a part of a corpus line."""
    if isinstance(value, dict):
        return {key: _moved(inner, places) for key, inner in value.items()}
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(number, int) for number in value):
            return _move(value, places)
        return [_moved(inner, places) for inner in value]
    return value


def restyle_all(lines: Iterable[Line]) -> Iterator[Line]:
    """Restyle a corpus line by line."""
    return map(restyle, lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m attribution.training.restyling", description=__doc__)
    parser.add_argument("corpus", type=Path, help="corpus file, one article a line")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the file of JSON Lines to write")
    args = parser.parse_args(arguments)
    with args.output.open("w", encoding="utf8") as out:
        for line in restyle_all(load_lines(args.corpus)):
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
