"""What several test files share; what they use while they are read is imported from here."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

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


SHARED = Path(__file__).parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the corpora in ../shared are no part of the project")


def span_of(text: str, words: str, after: str = "") -> CharSpan:
    """Return the first place of `words`, from the first place of `after` on."""
    start = text.index(words, text.index(after))
    return CharSpan(start, start + len(words))


def place_in(data: Any, path: tuple[str | int, ...]) -> tuple[Any, str | int]:
    """Return what holds the value at `path` in parsed JSON, and its key or index there."""
    for key in path[:-1]:
        data = data[key]
    return data, path[-1]


def set_at(*path: str | int, to: Any) -> Callable[[Any], None]:
    """Return the change that sets the value at `path`."""

    def change(data: Any) -> None:
        parent, key = place_in(data, path)
        parent[key] = to

    return change


def drop_at(*path: str | int) -> Callable[[Any], None]:
    """Return the change that takes the value at `path` away."""

    def change(data: Any) -> None:
        parent, key = place_in(data, path)
        del parent[key]

    return change


def takes_linear_time(run: Callable[[int], object], size: int) -> bool:
    """Tell whether four times `size` takes `run` less than eight times as long; a square would take sixteen times."""

    def seconds(length: int) -> float:
        before = time.process_time()
        run(length)
        return time.process_time() - before

    run(size // 8)  # what is loaded or compiled once
    return min(seconds(4 * size) for _ in range(2)) < 8 * min(seconds(size) for _ in range(3)) + 0.02


_at = partial(span_of, QUAY)


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
