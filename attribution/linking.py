"""From speakers to a user's own identifiers: authority files, Wikidata items, staff numbers.

The records hold no identifier, so the link stands beside them. Nothing is looked up over the network.
"""

from __future__ import annotations

from collections.abc import Callable

from attribution.records import Extraction, Speaker

SpeakerResolver = Callable[[Speaker], str | None]
"""Returns the identifier of a speaker, or None where the user knows none."""


def link_speakers(extraction: Extraction, resolver: SpeakerResolver) -> dict[str, str]:
    """Return the user's identifier of each record's speaker, by record id, in the order of the records.

    Records without a speaker, without a name, or whose speaker the resolver does not know are left out.

    Args:
        extraction: What `attribution.extract` returned.
        resolver: Asked once for each record whose speaker has a name.

    Example:
        >>> from attribution import extract
        >>> known = {"Ada Lindqvist": "Q1"}
        >>> extraction = extract('"The quay is safe," Ada Lindqvist said.')
        >>> list(link_speakers(extraction, lambda speaker: known.get(speaker.name)).values())
        ['Q1']
    """
    links: dict[str, str] = {}
    for record in extraction.records:
        if record.speaker is None or record.speaker.name is None:
            continue
        identifier = resolver(record.speaker)
        if identifier is not None:
            links[record.id] = identifier
    return links
