"""The names of an article: where each stands, and whose it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from attrs import field, frozen

from attribution.models import CharSpan

NameLabel = Literal["person", "organization", "place", "people", "other"]
Key = tuple[str, ...]
Label = tuple[int, int, str]
"""Start, end (code points, end exclusive) and label of a recognised entity."""


@frozen
class NameMention:
    """One place where a name stands.

    `span` is the name without title and possessive ending; `title` is where an honorific or title before it begins
    (`title == span.start` where there is none).
    """

    span: CharSpan
    key: Key
    label: NameLabel
    title: int
    honorific: str = ""
    possessive: bool = False
    certainty: float = 1.0
    owners: tuple[int, ...] = ()


@frozen
class Entity:
    """A person or body under all the forms that the article uses.

    `name` is where the fullest form stands; `gender` is shown by honorifics and words of kinship before the name;
    `certainty` is the share of the votes that made it what it is, 0 to 1.
    """

    index: int
    label: NameLabel
    name: CharSpan
    key: Key
    mentions: tuple[NameMention, ...] = ()
    gender: Literal["male", "female"] | None = None
    certainty: float = 1.0


@frozen(eq=False)
class NameBook:
    """All names of an article: mentions in the order of the text, entities in the order of their first mention."""

    mentions: tuple[NameMention, ...] = ()
    entities: tuple[Entity, ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(m.span.start for m in self.mentions))

    def across(self, position: int) -> NameMention | None:
        """Return the mention that `position` cuts in two, if any."""
        place = bisect_left(self._starts, position)
        last = self.mentions[place - 1] if place else None
        return last if last and position < last.span.end else None

    def at(self, position: int) -> NameMention | None:
        """Return the mention in which `position` lies, if any."""
        place = bisect_right(self._starts, position)
        last = self.mentions[place - 1] if place else None
        return last if last and position < last.span.end else None

    def mentions_from(self, position: int) -> Iterator[NameMention]:
        """Yield the mentions that begin at `position` or behind it."""
        return islice(self.mentions, bisect_left(self._starts, position), None)

    def within(self, span: CharSpan) -> list[NameMention]:
        """Return the mentions that lie inside `span`."""
        first = bisect_left(self._starts, span.start)
        last = bisect_right(self._starts, span.end)
        return [m for m in self.mentions[first:last] if m.span.end <= span.end]
