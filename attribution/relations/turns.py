"""The turns of a transcript: the label in front of the words says whose they are."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from attribution.models import CharSpan, Quotation
from attribution.quotations.blocks import is_remark


@frozen
class Turn:
    """What somebody says until the next label: the label, its colon, and the words, one part a paragraph.

    `extent` reaches from the label over all of it, stage directions too.
    """

    label: CharSpan
    colon: CharSpan | None
    parts: tuple[CharSpan, ...]
    extent: CharSpan


def find_turns(text: str, quotations: Sequence[Quotation]) -> list[Turn]:
    """Return the turns among the quotations of an article, in the order of the text."""
    turns: list[Turn] = []
    turn_of: dict[int, int] = {}
    for index, quotation in enumerate(quotations):
        if quotation.depth:
            continue
        if quotation.label is not None:
            turn_of[index] = len(turns)
            extent = CharSpan(quotation.label.start, quotation.span.end)
            turns.append(Turn(quotation.label, _colon(text, quotation.label), (quotation.span,), extent))
        elif quotation.continues is not None and quotation.continues in turn_of:
            number = turn_of[index] = turn_of[quotation.continues]
            turns[number] = _longer(text, turns[number], quotation.span)
    return turns


def _longer(text: str, turn: Turn, span: CharSpan) -> Turn:
    extent = CharSpan(turn.extent.start, span.end)
    return evolve(turn, parts=turn.parts if is_remark(text, span) else (*turn.parts, span), extent=extent)


def _colon(text: str, label: CharSpan) -> CharSpan | None:
    """Return the colon behind a label or the brackets after it; None for "Q."."""
    place = text.find(":", label.end)
    return None if text.startswith(".", label.end) else CharSpan(place, place + 1)
