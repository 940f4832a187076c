"""Records grouped by the outlet that their words came through, then by who said them."""

from __future__ import annotations

from attrs import frozen

from attribution.lexicon import load_lexicon
from attribution.records import AttributionRecord, Extraction, Outlet, check_extraction


@frozen
class SpeakerGroup:
    """What one speaker said through one outlet; `speaker` is null where the article names nobody."""

    speaker: str | None
    records: tuple[AttributionRecord, ...]


@frozen
class OutletGroup:
    """What came through one outlet; `outlet` and `id` are null for what the article cites no outlet for."""

    outlet: str | None
    id: str | None
    speakers: tuple[SpeakerGroup, ...]


def plain_name(outlet: Outlet) -> str:
    """Return the outlet's name; for a platform that only a verb names ("tweeted"), what the lexicon calls it."""
    is_verb = outlet.kind == "platform" and outlet.name.islower()
    entry = load_lexicon().outlets.get(outlet.id) if outlet.id and is_verb else None
    return entry.name if entry else outlet.name


def label_outlet(outlet: Outlet) -> str:
    """Return the name to show, with the article's own word where that is only a verb: "Twitter (tweeted)"."""
    name = plain_name(outlet)
    return name if name == outlet.name else f"{name} ({outlet.name})"


def group_by_outlet(extraction: Extraction) -> tuple[OutletGroup, ...]:
    r"""Group the records of an article by outlet, then by speaker.

    Outlets and speakers come in the order in which the article first quotes through them, records without an
    outlet last. An outlet of the lexicon is one group however the article spells it.

    Example:
        >>> from attribution import extract
        >>> extraction = extract("“It works,” Ana Lima told TASS.\n\n“It is late,” said Ruth Okafor at the pier.")
        >>> [(group.outlet, len(group.speakers)) for group in group_by_outlet(extraction)]
        [('TASS', 1), (None, 1)]
    """
    check_extraction(extraction)
    groups: dict[str, list[AttributionRecord]] = {}
    for record in extraction.records:
        groups.setdefault(_outlet_key(record), []).append(record)
    ordered = sorted(groups, key=lambda key: key == "")
    return tuple(_outlet_group(groups[key]) for key in ordered)


def _outlet_key(record: AttributionRecord) -> str:
    return "" if record.outlet is None else record.outlet.id or record.outlet.name.casefold()


def _outlet_group(records: list[AttributionRecord]) -> OutletGroup:
    outlet = records[0].outlet
    speakers: dict[str | None, list[AttributionRecord]] = {}
    for record in records:
        speakers.setdefault(record.speaker.name if record.speaker else None, []).append(record)
    return OutletGroup(
        outlet=outlet.name if outlet else None,
        id=outlet.id if outlet else None,
        speakers=tuple(SpeakerGroup(name, tuple(said)) for name, said in speakers.items()),
    )
