"""What several test files share."""

from __future__ import annotations

import pytest

from attribution.building import build_extraction
from attribution.models import (
    Article,
    CharSpan,
    Confidence,
    Draft,
    DraftProblem,
    Evidence,
    OutletDraft,
    Relation,
    SpeakerDraft,
)
from attribution.records import Engine, Extraction

QUAY = """PORT ELSE, May 4 — “The quay is safe,” Mayor Ada Lindqvist of the Harbour Council said \
at a briefing on Tuesday. “We checked … every bolt [and] every beam.”

Lindqvist told Radio Nord that engineer Tomas Reuter had promised “the old piles will hold”.

The port will stay open, according to the council, and “a stray mark ends this line.
"""


def _at(words: str, after: str = "") -> CharSpan:
    start = QUAY.index(words, QUAY.index(after) if after else 0)
    return CharSpan(start, start + len(words))


@pytest.fixture(scope="session")
def quay_draft() -> Draft:
    """Return a draft by hand that fills every field of the record at least once."""
    outer = _at("that engineer Tomas Reuter had promised “the old piles will hold”")
    mayor = SpeakerDraft(
        "person", name=_at("Ada Lindqvist"), title=_at("Mayor"), affiliation=_at("the Harbour Council")
    )
    radio = OutletDraft("broadcaster", _at("Radio Nord"), "same-sentence", _at("Radio Nord"), "radio-nord")
    direct = Relation(
        content=(_at("The quay is safe,"), _at("We checked … every bolt [and] every beam.")),
        quotations=(_at("The quay is safe,"), _at("We checked … every bolt [and] every beam.")),
        kind="direct",
        cue=_at("said"),
        cue_lemma="say",
        cue_type="verb",
        source=_at("Mayor Ada Lindqvist of the Harbour Council"),
        speaker=mayor,
        occasion=_at("at a briefing"),
        date=_at("Tuesday"),
        date_iso="2027-05-04",
        confidence=Confidence(content=0.99, source=0.98765, speaker=0.97),
        evidence=(Evidence("source", "sources:subject-of-cue", _at("said"), "subject of the cue"),),
    )
    told = Relation(
        content=(outer,),
        quotations=(_at("the old piles will hold"),),
        kind="mixed",
        cue=_at("told"),
        cue_lemma="tell",
        cue_type="verb",
        source=_at("Lindqvist", "beam.”"),
        speaker=mayor,
        outlet=radio,
        confidence=Confidence(0.9, 0.9, 0.9, 0.8),
    )
    promised = Relation(
        content=(_at("the old piles will hold"),),
        quotations=(_at("the old piles will hold"),),
        kind="direct",
        cue=_at("promised"),
        cue_lemma="promise",
        cue_type="verb",
        source=_at("engineer Tomas Reuter"),
        speaker=SpeakerDraft("person", name=_at("Tomas Reuter"), title=_at("engineer")),
        outlet=OutletDraft("broadcaster", _at("Radio Nord"), "carried", _at("Radio Nord"), "radio-nord"),
        via=(1,),
        confidence=Confidence(0.9, 0.9, 0.9, 0.5),
    )
    open_port = Relation(
        content=(_at("The port will stay open"),),
        cue=_at("according to"),
        cue_lemma="according to",
        cue_type="preposition",
        source=_at("the council", "according"),
        speaker=SpeakerDraft("unnamed"),
        confidence=Confidence(0.9, 0.9, 0.4),
    )
    return Draft(
        article=Article(QUAY, title="Quay holds", authors=("P. Quill",), published="2027-05-05", language="en"),
        relations=(direct, told, promised, open_port),
        problems=(DraftProblem("unbalanced-mark", _at("“", "and “a stray"), "no closing mark"),),
    )


@pytest.fixture(scope="session")
def engine() -> Engine:
    """Return an engine with an option of each type."""
    return Engine("quote-attribution", "1.0.0", "en_some_model", "3.8.0", "en-1", {"relations": "all", "threads": 1})


@pytest.fixture(scope="session")
def quay_extraction(quay_draft: Draft, engine: Engine) -> Extraction:
    """Return the extraction that `quay_draft` amounts to."""
    return build_extraction(quay_draft, engine)
