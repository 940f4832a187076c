"""The call: quotations and sources in, a report out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from attribution.records import AttributionRecord, Extraction
from attribution.verify.claims import Claim, as_claims
from attribution.verify.locate import SourceIndex
from attribution.verify.results import SourceRecord, VerificationReport
from attribution.verify.sources import Source, as_sources
from attribution.verify.verdicts import judge
from attribution.verify.words import load_words


def _go_on() -> None:
    """Give up nothing."""


def verify_quotations(
    quotations: str | Claim | Extraction | AttributionRecord | Mapping[str, Any] | Iterable[Any],
    sources: Source | str | os.PathLike[str] | Iterable[Source | str | os.PathLike[str]],
    *,
    language: str = "en",
    before_each: Callable[[], None] = _go_on,
) -> VerificationReport:
    """Hold quotations against primary sources and say of each whether these are the words.

    Args:
        quotations: What `extract` returns, a record of it, either as JSON text or data; strings, objects
            `{"quotation": ..., "speaker": ...}`, claims; or a list of any of these.
        sources: A string is the text of a source, a `pathlib.Path` a file; or sources made with `read_source` and
            `source_from_text`. A source that cannot be read is no error: it is named in the report and nothing
            passes because of it.
        language: Language of the word lists that tell negations, modal verbs and conditions.
        before_each: Called before each quotation is judged; it may raise to give up.

    Raises:
        InputError: The quotations or sources are of another shape, or there is no source.
        LexiconError: There are no word lists for the language.
    """
    claims, read, words = as_claims(quotations), as_sources(sources), load_words(language)
    indexes = [SourceIndex(source) for source in read]
    results = []
    for claim in claims:
        before_each()
        results.append(judge(claim, indexes, words))
    engine = {"package": "quote-attribution", "version": _version(), "language": language}
    return VerificationReport(tuple(results), tuple(source_record(index) for index in indexes), engine)


def source_record(index: SourceIndex) -> SourceRecord:
    """Return what a report says of a source."""
    source = index.source
    labels = dict.fromkeys(turn.label for turn in source.layout.turns if turn.label)
    return SourceRecord(
        name=source.name,
        kind=source.kind,
        sha256=source.sha256,
        text_sha256=source.text_sha256,
        length=len(source.text),
        retrieved=source.retrieved,
        language=index.language[1],
        speakers=tuple(labels),
        problem=source.problem,
        notes=source.notes,
    )


def _version() -> str | None:
    try:
        return version("quote-attribution")
    except PackageNotFoundError:
        return None
