"""A relation as the network scores it, with what rules found out about it before it became a record's."""

from __future__ import annotations

from attrs import frozen

from attribution.models import CharSpan, Reference


@frozen
class Raw:
    """A relation as the network scores it, before calibration."""

    content: tuple[CharSpan, ...]
    marked: tuple[CharSpan, ...]
    said: float
    cue: CharSpan | None
    cue_probability: float
    source: CharSpan | None
    source_probability: float
    runner_up: CharSpan | None
    runner_up_probability: float
    refers: tuple[Reference, ...] = ()
    in_headline: bool = False  # parted from the words of the story that the network joined them to
    apart: str = ""  # why it was parted from the words of other paragraphs that the network joined it to
    rule: str = ""  # that knows the source for certain, where the network is not asked
