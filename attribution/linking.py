"""From speakers to a user's own identifiers: authority files, Wikidata items, staff numbers.

The records hold no identifier, so the link stands beside them. Nothing is looked up over the network.
"""

from __future__ import annotations

from collections.abc import Callable

from attribution.errors import OptionError
from attribution.records import Extraction, Speaker, check_extraction

SpeakerResolver = Callable[[Speaker], str | None]
"""Returns the identifier of a speaker, or None where the user knows none."""


def link_speakers(extraction: Extraction, resolver: SpeakerResolver) -> dict[str, str]:
    """Return the user's identifier of each record's speaker, by record id, in the order of the records.

    Records without a speaker, without a name, or whose speaker the resolver does not know are left out.

    Args:
        extraction: What `attribution.extract` returned.
        resolver: Asked once for each record whose speaker has a name.

    Raises:
        InputError: `extraction` is none.
        OptionError: `resolver` is no function, or gives something else than a string or None.

    Example:
        >>> from attribution import extract
        >>> known = {"Ada Lindqvist": "Q1"}
        >>> extraction = extract('"The quay is safe," Ada Lindqvist said.')
        >>> list(link_speakers(extraction, lambda speaker: known.get(speaker.name)).values())
        ['Q1']
    """
    check_extraction(extraction)
    if not callable(resolver):
        raise OptionError(f"the resolver is {resolver!r:.60}; give a function: lambda speaker: known.get(speaker.name)")
    links: dict[str, str] = {}
    for record in extraction.records:
        if record.speaker is None or record.speaker.name is None:
            continue
        identifier = resolver(record.speaker)
        if identifier is not None and not isinstance(identifier, str):
            raise OptionError(
                f"the resolver gave {identifier!r:.60} for {record.speaker.name!r}, no string and not None"
            )
        if identifier is not None:
            links[record.id] = identifier
    return links
