"""Linking speakers to identifiers of the user's own."""

from __future__ import annotations

import pytest

from attribution.errors import InputError, OptionError
from attribution.grouping import group_by_outlet
from attribution.linking import link_speakers
from attribution.records import Extraction, Speaker


def test_linking_sets_identifiers_beside_the_records(quay_extraction: Extraction) -> None:
    """Each record whose speaker the resolver knows gets its identifier, the others are left out."""
    named = [r for r in quay_extraction.records if r.speaker and r.speaker.name == "Ada Lindqvist"]
    links = link_speakers(quay_extraction, lambda speaker: "Q7" if speaker.name == "Ada Lindqvist" else None)
    assert named
    assert links == {record.id: "Q7" for record in named}


def test_linking_asks_only_for_speakers_with_a_name(quay_extraction: Extraction) -> None:
    """The resolver never sees an unnamed speaker, and an identifier that is empty counts as one."""
    seen: list[Speaker] = []

    def resolve(speaker: Speaker) -> str:
        seen.append(speaker)
        return ""

    links = link_speakers(quay_extraction, resolve)
    assert all(speaker.name for speaker in seen)
    assert set(links.values()) == {""}


def test_wrong_arguments_are_said(quay_extraction: Extraction) -> None:
    """A dict in place of a function, records in place of an extraction, a number for an identifier: each is named."""
    with pytest.raises(OptionError, match=r"the resolver is \{\}; give a function: lambda speaker"):
        link_speakers(quay_extraction, {})
    with pytest.raises(OptionError, match="the resolver gave 5 for 'Ada Lindqvist', no string"):
        link_speakers(quay_extraction, lambda speaker: 5)
    for call in (group_by_outlet, lambda records: link_speakers(records, lambda speaker: None)):
        with pytest.raises(InputError, match=r"as attribution\.extract gives it, not tuple"):
            call(quay_extraction.records)
