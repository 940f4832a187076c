"""The records that a verification returns (schema id `verification/1`), frozen and equal by value.

All offsets count code points of the quotation or of the source's text as read, 0-based, end exclusive.
`data/schemas/verification-1.schema.json` is the contract; selectors follow the W3C Web Annotation Data Model.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import attrs
from attrs import field, frozen

SCHEMA = "verification/1"

Verdict = Literal[
    "verbatim",
    "verbatim-folded",
    "marked-edit",
    "ambiguous",
    "truncated",
    "ellipsis-hides",
    "other-speaker",
    "spliced",
    "altered",
    "translated-or-paraphrase",
    "not-found",
    "source-unavailable",
]
VERDICTS: tuple[Verdict, ...] = Verdict.__args__  # type: ignore[attr-defined]
"""All verdicts, the least serious first; of several findings the most serious is the verdict."""

Rung = Literal["exact", "typography", "edges", "marked-edits", "altered", "not-found"]
ALLOWED: frozenset[str] = frozenset({"verbatim", "verbatim-folded", "marked-edit"})
"""Verdicts that always pass."""
UNCONFIRMED = "speaker-unconfirmed"
"""Flag of words whose speaker no label tells: it says nothing of the words, and fails no verdict."""


def allowed_verdicts(allow: Iterable[str] = ()) -> frozenset[str]:
    """Return the verdicts that pass: those that always do, and those that a caller allows in addition.

    Args:
        allow: Verdicts, and "verdict:flag" for a verdict that passes where it has that flag only.

    Raises:
        OptionError: One is no verdict, or no verdict with a flag after a colon.
    """
    from attribution.errors import OptionError

    if isinstance(allow, str):
        allow = (allow,)
    allowed = ALLOWED | frozenset(allow)
    unknown = sorted(name for name in allowed if name.partition(":")[0] not in VERDICTS)
    if unknown:
        raise OptionError(f"allow {', '.join(unknown)}: expected some of {', '.join(VERDICTS)}")
    return allowed


@frozen
class Flag:
    """Something that a reader should look at, whatever the verdict: a stable code and the words concerned."""

    code: str
    note: str = ""


@frozen
class Difference:
    """One stretch of the word diff, quotation against source.

    Attributes:
        op: What happened to the source on its way into the quotation.
        quotation: The stretch of the quotation, "" for a deletion.
        source: The stretch of the source, "" for an insertion.
    """

    op: Literal["equal", "replace", "delete", "insert", "punctuation", "gap"]
    quotation: str
    source: str


@frozen
class Gap:
    """What the source has between two fragments, or beyond a mark at either end of the quotation.

    Attributes:
        mark: What stands there in the quotation.
        start: Start in the source.
        end: End in the source.
        exact: The words left out or replaced.
        inserted: The words that the quotation puts in.
        holds: Kinds of telling words among those left out.
    """

    mark: Literal["ellipsis", "bracket", "sic", "interruption", "none"]
    start: int
    end: int
    exact: str
    inserted: str = ""
    holds: tuple[str, ...] = ()


@frozen
class Place:
    """Where the words stand in a source.

    Attributes:
        source: Index of the source in the report.
        start: Start of the first word or mark.
        end: End of the last.
        exact: `text[start:end]` of the source.
        prefix: Up to 80 characters before.
        suffix: Up to 80 characters after.
        parts: The stretches of the fragments, in the order of the quotation.
        speaker: The label of the turn, if the source has turns.
        page: Number of the page, from 1.
        time: Seconds at which the subtitles show the first and stop showing the last of the words.
    """

    source: int
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    parts: tuple[tuple[int, int], ...] = ()
    speaker: str | None = None
    page: int | None = None
    time: tuple[float, float] | None = None

    def selectors(self) -> list[dict[str, Any]]:
        """Return the W3C selectors of the place; a media fragment where the source has time codes."""
        quote = {"type": "TextQuoteSelector", "exact": self.exact, "prefix": self.prefix, "suffix": self.suffix}
        selectors: list[dict[str, Any]] = [
            {"type": "TextPositionSelector", "start": self.start, "end": self.end},
            quote,
        ]
        if self.time:
            value = f"t={self.time[0]:g},{self.time[1]:g}"
            selectors.append({"type": "FragmentSelector", "conformsTo": _MEDIA_FRAGMENTS, "value": value})
        return selectors


_MEDIA_FRAGMENTS = "http://www.w3.org/TR/media-frags/"


@frozen
class CheckedQuotation:
    """The quotation that was checked; see `claims.Claim` for the fields."""

    parts: tuple[str, ...]
    speaker: str | None = None
    titles: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    record: str | None = None
    article: str | None = None

    @property
    def text(self) -> str:
        """The parts with a space between."""
        return " ".join(self.parts)


@frozen
class Result:
    """What became of one quotation.

    Attributes:
        id: Digest of the quotation, its speaker and record; stable over sources, so that results can be compared.
        quotation: The quotation.
        verdict: The most serious of the findings.
        findings: All that was found, the most serious first.
        rung: The step of the ladder on which the words were found.
        folded: The folds that were needed.
        flags: What a reader should look at.
        similarity: Share of words that quotation and place have in common, 0 to 1.
        place: The best place, None where there is none.
        others: Further places of the same words, at most 20.
        place_count: How many places there are, the best included.
        differences: The word diff, empty where nothing differs.
        gaps: What the marks leave out or replace.
        before: What stands in the source right before, up to 120 characters.
        after: What stands right after.
    """

    id: str
    quotation: CheckedQuotation
    verdict: Verdict
    findings: tuple[Verdict, ...]
    rung: Rung
    folded: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    similarity: float = 0.0
    place: Place | None = None
    others: tuple[Place, ...] = ()
    place_count: int = 0
    differences: tuple[Difference, ...] = ()
    gaps: tuple[Gap, ...] = ()
    before: str = ""
    after: str = ""

    def passes(self, allow: Iterable[str] = ()) -> bool:
        """Tell whether the verdict is allowed, or each of its flags is, as "altered:punctuation-changed".

        The flag `speaker-unconfirmed` beside others need not be.

        Args:
            allow: Verdicts that pass beside those that always do, see `allowed_verdicts`.
        """
        allowed = allowed_verdicts(allow)
        flagged = {f"{self.verdict}:{flag.code}" for flag in self.flags}
        beside = {f"{self.verdict}:{UNCONFIRMED}"}
        return self.verdict in allowed or (bool(flagged & allowed) and flagged <= allowed | beside)


@frozen
class SourceRecord:
    """A source as it was read; see `sources.Source` for the fields.

    Attributes:
        text_sha256: Digest of the text that the offsets count, in UTF-8.
        length: Length of that text in code points.
        language: ISO 639-1 code, where it could be told.
        speakers: The speaker labels, in order of appearance.
        notes: What a reader of the verdicts should know of how the source was read, such as a guessed encoding; in
            JSON left out where there is nothing.
    """

    name: str
    kind: str
    sha256: str | None
    text_sha256: str
    length: int
    retrieved: str | None = None
    language: str | None = None
    speakers: tuple[str, ...] = ()
    problem: str | None = None
    notes: tuple[str, ...] = ()


@frozen
class Unchecked:
    """Marked words of an article that stand in no record, and were therefore held against nothing.

    Attributes:
        article: SHA-256 of the article's text.
        start: Start in it, in code points.
        end: End in it, exclusive.
        exact: The words, None where the article was not at hand.
    """

    article: str | None
    start: int
    end: int
    exact: str | None = None


@frozen
class VerificationReport:
    """The results of a verification, in the order of the quotations.

    `unchecked` are the marked words of the articles that stand in no record, where a file of records tells of them; in
    JSON left out where there are none.
    """

    results: tuple[Result, ...]
    sources: tuple[SourceRecord, ...]
    engine: dict[str, Any] = field(factory=dict)
    unchecked: tuple[Unchecked, ...] = ()

    def failures(self, allow: Iterable[str] = ()) -> tuple[Result, ...]:
        """Return the results that do not pass; `allow` names verdicts that do beside those that always do."""
        allowed = allowed_verdicts(allow)
        return tuple(result for result in self.results if not result.passes(allowed))


def report_to_dict(report: VerificationReport) -> dict[str, Any]:
    """Return the report as JSON data of schema `verification/1`."""
    data = {
        "schema": SCHEMA,
        "engine": dict(report.engine),
        "sources": [_source_to_dict(source) for source in report.sources],
        "results": [_result_to_dict(result, report.sources) for result in report.results],
    }
    return {**data, "unchecked": _plain(report.unchecked)} if report.unchecked else data


def report_from_dict(data: Any) -> VerificationReport:
    """Return the report that JSON data of schema `verification/1` holds.

    Raises:
        RecordError: The data breaks the contract; the problems name their JSON paths.
    """
    from attribution.errors import RecordError

    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise RecordError([f"$.schema: expected {SCHEMA!r}; this is no stored verification"])
    try:
        results = tuple(_result_from_dict(result) for result in data["results"])
        sources = tuple(_build(SourceRecord, {"notes": [], **source}) for source in data["sources"])
        unchecked = tuple(_build(Unchecked, stretch) for stretch in data.get("unchecked", []))
        return VerificationReport(results, sources, dict(data["engine"]), unchecked)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise RecordError([f"$: not a verification of schema {SCHEMA!r}: {type(error).__name__}: {error}"]) from None


def _plain(value: Any) -> Any:
    if attrs.has(type(value)):
        return {key.name: _plain(getattr(value, key.name)) for key in attrs.fields(type(value))}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _source_to_dict(source: SourceRecord) -> dict[str, Any]:
    data: dict[str, Any] = _plain(source)
    return {key: value for key, value in data.items() if key != "notes" or value}


def _result_to_dict(result: Result, sources: tuple[SourceRecord, ...]) -> dict[str, Any]:
    data: dict[str, Any] = _plain(result)
    for place, target in zip((result.place, *result.others), (data["place"], *data["others"]), strict=True):
        if place:
            source = sources[place.source]
            target["target"] = {"source": source.name, "selector": place.selectors()}
            if source.retrieved:
                target["target"]["state"] = {"type": "TimeState", "sourceDate": source.retrieved}
    return data


def _build(kind: type, data: dict[str, Any], **changes: Any) -> Any:
    names = [key.name for key in attrs.fields(kind)]
    return kind(**{name: _frozen(data[name]) for name in names if name not in changes}, **changes)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _result_from_dict(data: dict[str, Any]) -> Result:
    result: Result = _build(
        Result,
        data,
        quotation=_build(CheckedQuotation, data["quotation"]),
        flags=tuple(_build(Flag, flag) for flag in data["flags"]),
        place=_build(Place, data["place"]) if data["place"] else None,
        others=tuple(_build(Place, place) for place in data["others"]),
        differences=tuple(_build(Difference, difference) for difference in data["differences"]),
        gaps=tuple(_build(Gap, gap) for gap in data["gaps"]),
    )
    return result
