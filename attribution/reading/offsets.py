"""Where each character of an article stands in the file that it was read from.

All offsets are code points: of the article text on one side, of the decoded file (`ReadArticle.source`) on the
other. A map is a sorted list of stretches; what lies in none of them (the blank line that joins two paragraphs)
was put there by the reader and stands nowhere in the file.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from attrs import field, frozen

from attribution.models import CharSpan


class Stretch(NamedTuple):
    """`text[start:end]` comes from `source[raw_start:raw_end]`.

    Where both are equally long, character stands for character; else the whole stands for the whole, as in "&" for
    "&amp;" or one space for a line break with indentation.
    """

    start: int
    end: int
    raw_start: int
    raw_end: int

    @property
    def is_plain(self) -> bool:
        """Tell whether every character can be found by counting."""
        return self.end - self.start == self.raw_end - self.raw_start


def _in_order(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    return tuple(stretches)


@frozen
class OffsetMap:
    """Leads from stretches of the article text to stretches of the file.

    Args:
        stretches: In order of the text, not overlapping.
    """

    stretches: tuple[Stretch, ...] = field(converter=_in_order, repr=lambda value: f"<{len(value)} stretches>")
    _starts: tuple[int, ...] = field(init=False, repr=False, eq=False)

    @_starts.default
    def _collect_starts(self) -> tuple[int, ...]:
        return tuple(stretch.start for stretch in self.stretches)

    def raw(self, start: int, end: int) -> tuple[CharSpan, ...]:
        """Return the stretches of the file that `text[start:end]` was read from, in order of the text.

        Neighbours are joined, so plain text gives one span; markup inside of the stretch gives several.
        """
        spans: list[CharSpan] = []
        for piece in self.between(start, end):
            if spans and spans[-1].end == piece.raw_start:
                spans[-1] = CharSpan(spans[-1].start, piece.raw_end)
            else:
                spans.append(CharSpan(piece.raw_start, piece.raw_end))
        return tuple(spans)

    def cover(self, start: int, end: int) -> CharSpan | None:
        """Return the one stretch of the file that holds all of `text[start:end]`, markup included.

        None where nothing of it stands in the file.
        """
        spans = self.raw(start, end)
        return CharSpan(min(s.start for s in spans), max(s.end for s in spans)) if spans else None

    def through(self, outer: "OffsetMap") -> "OffsetMap":
        """Return the map that goes on where this one ends.

        This map leads from a text to a string, `outer` from that string to the file that holds it in escaped form
        (HTML inside of JSON, say).
        """
        joined: list[Stretch] = []
        for stretch in self.stretches:
            if not stretch.is_plain:
                cover = outer.cover(stretch.raw_start, stretch.raw_end)
                if cover:
                    joined.append(Stretch(stretch.start, stretch.end, cover.start, cover.end))
                continue
            shift = stretch.start - stretch.raw_start
            for piece in outer.between(stretch.raw_start, stretch.raw_end):
                joined.append(piece._replace(start=piece.start + shift, end=piece.end + shift))
        return OffsetMap(joined)

    def between(self, start: int, end: int) -> Iterable[Stretch]:
        """Yield the stretches within `start` and `end`; plain ones are cut to size."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self.stretches) and self.stretches[index].start < end:
            stretch = self.stretches[index]
            index += 1
            if stretch.end <= start:
                continue
            if stretch.is_plain:
                left, right = max(start, stretch.start), min(end, stretch.end)
                shift = stretch.raw_start - stretch.start
                yield Stretch(left, right, left + shift, right + shift)
            else:
                yield stretch


class MappedText:
    """A text under construction, with its map."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._stretches: list[Stretch] = []
        self.length = 0

    def add(self, text: str, raw_start: int, raw_end: int) -> None:
        """Append `text`, which stands at `raw_start` to `raw_end` of the file."""
        if not text:
            return
        stretch = Stretch(self.length, self.length + len(text), raw_start, raw_end)
        last = self._stretches[-1] if self._stretches else None
        if last and last.is_plain and stretch.is_plain and (last.end, last.raw_end) == (stretch.start, raw_start):
            self._stretches[-1] = Stretch(last.start, stretch.end, last.raw_start, raw_end)
        else:
            self._stretches.append(stretch)
        self._append(text)

    def add_unmapped(self, text: str) -> None:
        """Append `text`, which stands nowhere in the file."""
        self._append(text)

    def add_mapped(self, text: str, offsets: OffsetMap) -> None:
        """Append `text` with a map of its own."""
        base = self.length
        self._stretches.extend(s._replace(start=s.start + base, end=s.end + base) for s in offsets.stretches)
        self._append(text)

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)

    def finish(self) -> tuple[str, OffsetMap]:
        """Return the text and its map."""
        return "".join(self._parts), OffsetMap(self._stretches)


def identity(length: int, raw_start: int = 0) -> OffsetMap:
    """Return the map of a text that stands in the file as it is, from `raw_start` on."""
    return OffsetMap([Stretch(0, length, raw_start, raw_start + length)] if length else [])
