"""The carrier nouns beside a name that no list knows: "the newspaper ...", "... magazine", "..., a website run by"."""

from __future__ import annotations

import re
from typing import cast

from attribution.models import OutletKind
from attribution.outlets.material import Reading, any_noun
from attribution.outlets.names import CLOSE_MARKS, SPACE
from attribution.patterns import any_of

_LAST_WORD = re.compile(r"(\w+)[ ]$")


def carrier_at(reading: Reading, position: int) -> tuple[int, OutletKind] | None:
    """Return the end and kind of a carrier noun that stands at `position`: "news agency"."""
    if not reading.any_carrier.match(reading.text, position):
        return None
    found = ((kind, noun.match(reading.text, position)) for kind, noun in reading.carriers)
    return max((match.end(), kind) for kind, match in found if match)


def carrier_behind(reading: Reading, end: int) -> tuple[int, OutletKind] | None:
    """Return the end and kind of a carrier noun behind a name that ends at `end`, marks between them allowed."""
    while end < len(reading.text) and reading.text[end] in CLOSE_MARKS and reading.text[end] != ",":
        end += 1
    space = cast("re.Match[str]", SPACE.match(reading.text, end)).end()
    return carrier_at(reading, space) if space > end else None


def carrier_apposed(reading: Reading, end: int) -> OutletKind | None:
    """Return the kind of the carrier noun that explains a name ending at `end`: "Tide Desk, a website run by"."""
    if not reading.text.startswith(", ", end):
        return None
    behind = any_of(reading.words["apposed_before"])
    apposed = re.compile(
        rf",[ ](?:an?|the)[ ](?:[\w’'-]+[ ]){{0,4}}?({carrier_nouns(reading)})(?=[,.;)]|[ ](?:{behind})\b)"
    ).match(reading.text, end)
    noun = carrier_at(reading, apposed.start(1)) if apposed else None
    return noun[1] if noun else None


def carrier_ahead(reading: Reading, position: int) -> tuple[int, OutletKind] | None:
    """Return the carrier noun before a name that adjectives of no list lead to: "the outspoken magazine Tidewise"."""
    match = reading.led_carrier.match(reading.text, position)
    return carrier_at(reading, match.start(1)) if match else None


def carrier_before(reading: Reading, start: int) -> OutletKind | None:
    """Return the kind of the carrier noun right before a name that starts at `start`: "the journal Deep Water"."""
    before = reading.text[max(0, start - 40) : start]
    last = _LAST_WORD.search(before)
    if not last or last[1] not in reading.carrier_ends:
        return None
    found = re.search(rf"(?<![\w-])({carrier_nouns(reading)})[ ]$", before)
    noun = carrier_at(reading, max(0, start - 40) + found.start(1)) if found else None
    return noun[1] if noun else None


def carrier_nouns(reading: Reading) -> str:
    """Return a pattern for any carrier noun."""
    return any_noun(reading.words["carriers"].values())
