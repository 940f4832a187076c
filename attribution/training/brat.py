"""The original PolNeAR folder as corpus lines: texts with standoff annotations of the brat tool beside them.

Layout: `text/NAME.txt` and `attributions/NAME_ANNOTATOR.ann`; in the latter, lines `T` hold spans in code points and
lines `E` the attributions that they make up (https://brat.nlplab.org/standoff.html). Of several annotators the first
by name counts. Which marked stretches were said follows from whether they lie inside a content.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attribution.quotations import find_quotations

Spans = list[list[int]]
_ROLES = ("source", "cue", "content")
_SAID, _UNSAID = 0.8, 0.2  # share of a marked stretch inside contents


def read_folder(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield a corpus line for each annotated text of a folder.

    Raises:
        ValueError: The folder holds no texts with annotations, or an annotation cannot be read.
    """
    empty = True
    for path in sorted((folder / "text").glob("*.txt")):
        annotations = sorted((folder / "attributions").glob(f"{path.stem}_*.ann"))
        if annotations:
            empty = False
            text = path.read_bytes().decode("utf8")
            yield _line(path.stem, text, parse_attributions(annotations[0].read_text("utf8"), str(annotations[0])))
    if empty:
        raise ValueError(f"{folder} holds no text/NAME.txt with attributions/NAME_ANNOTATOR.ann")


def parse_attributions(annotation: str, name: str = "annotation") -> list[dict[str, Spans]]:
    """Return source, cue and content of each attribution, as lists of [start, end].

    Raises:
        ValueError: A line is no span and no event, or names a span that is not there.
    """
    spans: dict[str, Spans] = {}
    events: list[dict[str, str]] = []
    for number, line in enumerate(annotation.splitlines(), 1):
        try:
            if line.startswith("T"):
                key, place, *_ = line.split("\t")
                spans[key] = [[int(end) for end in part.split()] for part in place.partition(" ")[2].split(";")]
            elif line.startswith("E"):
                pairs = (part.partition(":") for part in line.split("\t")[1].split())
                events.append({role.lower(): key for role, _, key in pairs})
        except (ValueError, IndexError) as error:
            raise ValueError(f"{name}, line {number}: {line!r} is no line of brat's standoff format") from error
    try:
        return [{role: spans[event[role]] if role in event else [] for role in _ROLES} for event in events]
    except KeyError as error:
        raise ValueError(f"{name}: an event names {error}, which is not there") from error


def _line(name: str, text: str, attributions: list[dict[str, Spans]]) -> dict[str, Any]:
    quotes: list[dict[str, Any]] = []
    unsaid: Spans = []
    for quotation in find_quotations(text)[0]:
        start, end = quotation.span.start, quotation.span.end
        shares = [_share(start, end, one["content"]) for one in attributions]
        best = max(range(len(shares)), key=lambda number: shares[number], default=None)
        if quotation.depth or start == end:
            continue
        if best is not None and shares[best] >= _SAID:
            quotes.append({"span": [start, end], "source": attributions[best]["source"]})
        elif max(shares, default=0.0) <= _UNSAID:
            unsaid.append([start, end])
    return {"doc": name, "text": text, "attributions": attributions, "quotes": quotes, "not_quotations": unsaid}


def _share(start: int, end: int, spans: Spans) -> float:
    return sum(max(0, min(end, b) - max(start, a)) for a, b in spans) / (end - start) if end > start else 0.0
