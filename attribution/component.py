"""The spaCy component "attribution": `nlp.add_pipe("attribution")`, then `doc._.attributions`.

What it finds is stored as the JSON of `attribution/1` in `doc.user_data`, so that it survives `DocBin` and
worker processes, and as the span group "attribution" with the labels CONTENT, CUE and SOURCE.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from spacy.language import Language
from spacy.tokens import Doc, Span

from attribution.jsonio import dump_extraction, parse_extraction
from attribution.models import Options
from attribution.pipeline import STEPS, check_options, extract_doc
from attribution.records import Article, AttributionRecord, Extraction

KEY = "attribution"
LABELS = {"content": "CONTENT", "cue": "CUE", "source": "SOURCE"}


def read_extraction(doc: Doc) -> Extraction | None:
    """Return the whole extraction of a Doc, None where the component has not run on it."""
    stored = doc.user_data.get(KEY)
    return None if stored is None else parse_extraction(stored)


def read_attributions(doc: Doc) -> tuple[AttributionRecord, ...]:
    """Return the records of a Doc: the getter of `doc._.attributions`."""
    extraction = read_extraction(doc)
    return () if extraction is None else extraction.records


if not Doc.has_extension("attributions"):
    Doc.set_extension("attributions", getter=read_attributions)


class AttributionComponent:
    """Runs the line on a Doc."""

    def __init__(self, name: str, options: Options, spans_key: str) -> None:
        self.name = name
        self.options = options
        self.spans_key = spans_key

    def __call__(self, doc: Doc) -> Doc:
        """Find the attributions of `doc`, store them, and return it."""
        extraction = extract_doc(doc, Article(doc.text), options=self.options, steps=STEPS)
        doc.user_data[KEY] = dump_extraction(extraction)
        doc.spans[self.spans_key] = [span for record in extraction.records for span in _spans(doc, record)]
        return doc

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:
        """Write nothing: the settings stand in the pipeline's config."""

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> AttributionComponent:
        """Read nothing: the settings stand in the pipeline's config."""
        return self

    def to_bytes(self, *, exclude: tuple[str, ...] = ()) -> bytes:
        """Return nothing: the settings stand in the pipeline's config."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: tuple[str, ...] = ()) -> AttributionComponent:
        """Read nothing: the settings stand in the pipeline's config."""
        return self


@Language.factory(
    "attribution",
    assigns=["doc._.attributions", "doc.spans", "doc.user_data"],
    default_config={
        "relations": "all",
        "least_confidence": 0.0,
        "threads": 1,
        "outlets": None,
        "spans_key": "attribution",
    },
)
def make_attribution(
    nlp: Language,
    name: str,
    relations: Literal["all", "quoted"],
    least_confidence: float,
    threads: int,
    outlets: str | None,
    spans_key: str,
) -> AttributionComponent:
    """Make the component.

    Args:
        nlp: The pipeline.
        name: Name of the component in it.
        relations: "all", or "quoted" for the statements with words in quotation marks only.
        least_confidence: A source or speaker less probable than this is left empty.
        threads: Threads of the reader.
        outlets: Path of a file with further outlets.
        spans_key: Key of the span group.

    Raises:
        OptionError: An option has a value that is not allowed.
    """
    options = check_options(relations, least_confidence, threads, outlets)
    return AttributionComponent(name, options, spans_key)


def _spans(doc: Doc, record: AttributionRecord) -> list[Span]:
    """Return the spans of a record on the tokens that hold them (characters are the truth, tokens a view)."""
    places: list[tuple[Any, str]] = [(mention, LABELS["content"]) for mention in record.content]
    places += [(record.cue, LABELS["cue"]), (record.source, LABELS["source"])]
    found = (
        doc.char_span(place.start, place.end, label=label, alignment_mode="expand")
        for place, label in places
        if place is not None
    )
    return [span for span in found if span is not None]
