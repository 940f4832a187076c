"""Reports as a terminal table, JSON, CSV and SARIF."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO

from attribution.inert import csv_cell, escape_json, terminal_text
from attribution.verify.results import (
    UNCONFIRMED,
    VERDICTS,
    Place,
    Result,
    Unchecked,
    VerificationReport,
    allowed_verdicts,
    report_to_dict,
)

_SURROGATE = re.compile("[\ud800-\udfff]")
_MEANINGS = {
    "verbatim": "The words stand in the source, character for character.",
    "verbatim-folded": "The words stand in the source; only typography or the edges differ.",
    "marked-edit": "The words stand in the source; what was left out or put in is marked.",
    "ambiguous": "The words stand in several places.",
    "truncated": "The source goes on with a condition or exception, or a negation stands before.",
    "ellipsis-hides": "What the mark leaves out holds a negation, a condition or a number.",
    "other-speaker": "The words stand in the source, but somebody else says them.",
    "spliced": "The fragments stand in another order, or far apart without a mark.",
    "altered": "The words stand in the source in another form.",
    "translated-or-paraphrase": "The source is in another language.",
    "not-found": "The words do not stand in the source.",
    "source-unavailable": "A source could not be read.",
}
_MOST_SHOWN = 3  # stretches that were not checked
_SYMBOLS = {"pass": "✓", "look": "!", "fail": "✗"}


def write_json(report: VerificationReport, output: TextIO) -> None:
    """Write the report as JSON of schema `verification/1`."""
    output.write(escape_json(json.dumps(report_to_dict(report), ensure_ascii=False, allow_nan=False, indent=2)) + "\n")


def write_csv(report: VerificationReport, output: TextIO) -> None:
    """Write one line a quotation; a cell that a spreadsheet would run as a formula begins with an apostrophe."""
    rows = [_row(result, report) for result in report.results]
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    writer.writerows([csv_cell(row[column]) for column in CSV_COLUMNS] for row in rows)


CSV_COLUMNS = [
    "id",
    "verdict",
    "findings",
    "rung",
    "folded",
    "flags",
    "similarity",
    "quotation",
    "speaker",
    "source",
    "source_sha256",
    "retrieved",
    "start",
    "end",
    "passage",
    "said_by",
    "page",
    "from_seconds",
    "to_seconds",
    "places",
    "before",
    "after",
    "record",
    "article",
]


def _row(result: Result, report: VerificationReport) -> dict[str, Any]:
    place = result.place
    source = report.sources[place.source] if place else None
    return {
        "id": result.id,
        "verdict": result.verdict,
        "findings": " ".join(result.findings),
        "rung": result.rung,
        "folded": " ".join(result.folded),
        "flags": flags_text(result),
        "similarity": result.similarity,
        "quotation": result.quotation.text,
        "speaker": result.quotation.speaker,
        "source": source.name if source else None,
        "source_sha256": source.sha256 if source else None,
        "retrieved": source.retrieved if source else None,
        "start": place.start if place else None,
        "end": place.end if place else None,
        "passage": place.exact if place else None,
        "said_by": place.speaker if place else None,
        "page": place.page if place else None,
        "from_seconds": place.time[0] if place and place.time else None,
        "to_seconds": place.time[1] if place and place.time else None,
        "places": result.place_count,
        "before": result.before,
        "after": result.after,
        "record": result.quotation.record,
        "article": result.quotation.article,
    }


def flags_text(result: Result) -> str:
    """Return the flags of a result in one line."""
    return "; ".join(f"{flag.code}: {flag.note}" if flag.note else flag.code for flag in result.flags)


def write_sarif(report: VerificationReport, output: TextIO, allow: Iterable[str] = ()) -> None:
    """Write the report as SARIF 2.1.0 (OASIS), as code hosts show it; every verdict is a rule."""
    allowed = allowed_verdicts(allow)
    run = {
        "tool": {"driver": {"name": "attribution verify", "rules": [_rule(verdict) for verdict in VERDICTS]}},
        "artifacts": [_artifact(source) for source in report.sources],
        "results": [_sarif_result(result, report, allowed) for result in report.results],
    }
    document = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    output.write(_SURROGATE.sub("\ufffd", json.dumps(document, ensure_ascii=False, indent=2)) + "\n")


_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def _rule(verdict: str) -> dict[str, Any]:
    return {"id": verdict, "shortDescription": {"text": _MEANINGS[verdict]}}


def _artifact(source: Any) -> dict[str, Any]:
    artifact: dict[str, Any] = {"location": {"uri": _uri(source.name)}}
    if source.sha256:
        artifact["hashes"] = {"sha-256": source.sha256}
    return artifact


def _uri(name: str) -> str:
    from urllib.parse import quote

    return quote(name.replace("\\", "/").encode("utf-8", "replace"), safe="/:")


def _sarif_result(result: Result, report: VerificationReport, allow: frozenset[str]) -> dict[str, Any]:
    passed = result.passes(allow)
    notes = flags_text(result)
    message = f'{_MEANINGS[result.verdict]} "{result.quotation.text}"' + (f" ({notes})" if notes else "")
    return {
        "ruleId": result.verdict,
        "kind": "pass" if passed else "fail",
        "level": "none" if passed else "error" if _level(result) == "fail" else "warning",
        "message": {"text": message},
        "locations": [_location(result.place, report)] if result.place else [],
        "partialFingerprints": {"quotation/v1": result.id},
    }


def _location(place: Place, report: VerificationReport) -> dict[str, Any]:
    source = report.sources[place.source]
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(source.name), "index": place.source}}
    if source.kind == "text":  # in other formats offsets count the text read out of the file, not the file
        physical["region"] = {
            "charOffset": place.start,
            "charLength": place.end - place.start,
            "snippet": {"text": place.exact},
        }
    return {"physicalLocation": physical}


def write_table(report: VerificationReport, output: TextIO, allow: Iterable[str] = (), width: int = 110) -> None:
    """Write a table for the terminal: verdict, quotation, passage, and what to look at."""
    from rich.console import Console
    from rich.table import Table

    allowed = allowed_verdicts(allow)
    table = Table("", "Verdict", "Quotation", "In the source", "Look at", show_lines=True)
    for column, least in zip(table.columns, (1, 12, 20, 20, 12), strict=True):
        column.min_width, column.overflow = least, "fold"
    for result in report.results:
        table.add_row(*_table_row(result, report, allowed))
    console = Console(file=output, width=width, highlight=False, markup=False, emoji=False)
    if report.results:
        console.print(table)
    for line in summary_lines(report, allowed):
        console.print(terminal_text(line), soft_wrap=True)


def _table_row(result: Result, report: VerificationReport, allow: frozenset[str]) -> list[Any]:
    from rich.text import Text

    symbol = _SYMBOLS["pass"] if result.passes(allow) else _SYMBOLS[_level(result)]
    said = f"{result.quotation.text}\n- {result.quotation.speaker or 'no speaker'}"
    look = [flags_text(result)] if result.flags else []
    look += [f"folded: {', '.join(result.folded)}"] if result.folded else []
    cells = (symbol, result.verdict, said, _passage(result, report), "\n".join(look))
    return [Text(terminal_text(cell)) for cell in cells]


def _passage(result: Result, report: VerificationReport) -> str:
    place = result.place
    if not place:
        return ""
    where = [report.sources[place.source].name, place_text(place)]
    where += [f"1 of {result.place_count} places"] if result.place_count > 1 else []
    exact = diff_text(result) or " ".join(place.exact.split())
    return f"{shortened(exact, 400)}\n- {place.speaker or 'no label'} ({', '.join(where)})"


def place_text(place: Place) -> str:
    """Return page, time code or characters of a place."""
    if place.time:
        return f"{time_code(place.time[0])} to {time_code(place.time[1])}"
    return f"page {place.page}" if place.page else f"characters {place.start} to {place.end}"


def time_code(seconds: float) -> str:
    """Return seconds as hours, minutes and seconds."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole % 3600 // 60:02}:{whole % 60:02}.{round(seconds % 1 * 1000):03}"


def diff_text(result: Result) -> str:
    """Return the word diff as text: [-words of the source-] and {+words of the quotation+}."""
    pieces = []
    for difference in result.differences:
        if difference.op == "equal":
            pieces.append(difference.source)
        elif difference.op == "gap":
            pieces.append(" [...] ")
        else:
            lost = f"[-{difference.source}-]" if difference.source.strip() else ""
            pieces.append(f" {lost}{{+{difference.quotation}+}} " if difference.quotation.strip() else f" {lost} ")
    return " ".join("".join(pieces).split())


def summary_lines(report: VerificationReport, allow: Iterable[str]) -> list[str]:
    """Return the counts by verdict, what is wrong or uncertain with the sources, and what was not checked."""
    counts = Counter(result.verdict for result in report.results)
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if counts[verdict])
    failed = len(report.failures(allow))
    count = f"{len(report.results)} quotation{'' if len(report.results) == 1 else 's'}"
    unconfirmed = sum(any(flag.code == UNCONFIRMED for flag in result.flags) for result in report.results)
    beside = f"; the speaker of {unconfirmed} unconfirmed" if unconfirmed else ""
    lines = [f"{count}: {told or 'none'}; {failed} outside of what is allowed{beside}"]
    told_of = [(source.name, what) for source in report.sources for what in (source.problem, *source.notes) if what]
    return [*lines, *(f"{name}: {what}" for name, what in told_of), *_unchecked_line(report.unchecked)]


def _unchecked_line(unchecked: Sequence[Unchecked]) -> Iterator[str]:
    if unchecked:
        several = len(unchecked) != 1
        what = f"{len(unchecked)} marked stretch{'es' if several else ''} of the article"
        shown = ", ".join(map(_unchecked_words, unchecked[:_MOST_SHOWN])) + ", ..." * (len(unchecked) > _MOST_SHOWN)
        yield f"not checked: {what} stand{'' if several else 's'} in no record: {shown}"


def _unchecked_words(stretch: Unchecked) -> str:
    place = f"characters {stretch.start} to {stretch.end}"
    return place if stretch.exact is None else f'"{shortened(" ".join(stretch.exact.split()), 60)}" ({place})'


def _level(result: Result) -> str:
    return "fail" if result.verdict in ("altered", "spliced", "other-speaker", "not-found") else "look"


def shortened(text: str, most: int) -> str:
    """Return `text`, cut in the middle where it is longer than `most`."""
    half = most // 2
    return text if len(text) <= most else f"{text[:half]} ... {text[-half:]}"
