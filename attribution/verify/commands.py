"""What the commands `verify` (quotations) and `compare` do, apart from parsing their arguments.

Each returns the exit code: 0 all is well, 1 something is outside of what is allowed, 2 it could not be done.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import attrs

from attribution.errors import AttributionError, InputError, OptionError, RecordError, not_read
from attribution.inert import csv_cell, escape_json, terminal_text
from attribution.verify.checking import verify_quotations
from attribution.verify.claims import Claim, read_claims
from attribution.verify.compare import Group, Occurrence, compare_quotations, groups_to_dict
from attribution.verify.recheck import Change, compare_reports, stored_claims
from attribution.verify.rendering import FORMATS, render
from attribution.verify.report_text import diff_text, summary_lines
from attribution.verify.results import (
    VerificationReport,
    allowed_verdicts,
    report_from_dict,
    report_to_dict,
)
from attribution.verify.sources import read_source, source_from_text
from attribution.verify.unchecked import read_unchecked

Path_ = str | os.PathLike[str]

STANDARD_INPUT = "-"
RECHECK_FORMATS = ("table", "json")
COMPARE_FORMATS = ("table", "json", "csv")
_STORED = "give what `attribution verify --format json` wrote"


def run_verify(
    quotes: Path_ | None,
    sources: Sequence[Path_],
    *,
    output: TextIO,
    errors: TextIO,
    form: str = "table",
    allow: Iterable[str] = (),
    recheck: Path_ | None = None,
    retrieved: str | None = None,
    speakers: Mapping[str, str] | None = None,
    language: str = "en",
) -> int:
    """Verify the quotations of a file against source files and write the report.

    Args:
        quotes: File with attribution records or a list of quotations; None with `recheck` takes the stored ones.
        sources: Source files; none with `recheck` takes the stored ones.
        output: Where the report goes.
        errors: Where a message goes when it cannot be done.
        form: One of `FORMATS`; with `recheck` one of `RECHECK_FORMATS`.
        allow: Verdicts that pass beside those that always do, and "verdict:flag" for a verdict that passes where it
            has that flag only.
        recheck: A stored report in JSON; what changed since is written, and any change is exit code 1.
        retrieved: Date of retrieval of the sources, ISO 8601; default is the time of each file's last change.
        speakers: Names behind labels, such as {"THE PRESIDENT": "Jane Doe"}.
        language: Language of the word lists.

    Returns:
        0, 1 where a verdict is outside of `allow` or something changed, 2 where an input or option cannot be used.
    """
    try:
        allowed = allowed_verdicts(allow)
        _check_format(form, RECHECK_FORMATS if recheck else FORMATS)
        stored = _read_report(recheck) if recheck else None
        report = _verify(quotes, sources, stored, retrieved, speakers or {}, language)
        if stored:
            return _write_changes(stored, report, form, allowed, output)
        output.write(render(report, form, allowed))
    except AttributionError as error:
        errors.write(f"attribution verify: {terminal_text(str(error))}\n")
        return 2
    return 1 if report.failures(allowed) else 0


def _check_format(form: str, known: tuple[str, ...]) -> None:
    if form not in known:
        raise OptionError(f"--format {form}: expected one of {', '.join(known)}")


def _verify(
    quotes: Path_ | None,
    sources: Sequence[Path_],
    stored: VerificationReport | None,
    retrieved: str | None,
    speakers: Mapping[str, str],
    language: str,
) -> VerificationReport:
    if quotes is None and stored is None:
        raise InputError("no quotations: name a file with records or a list of quotations")
    paths: Sequence[Path_] = sources or ([source.name for source in stored.sources] if stored else [])
    if not paths:
        raise InputError("no source: name at least one with --source")
    text = _read_quotes(quotes) if quotes is not None else ""
    claims = _claims_in(text, quotes) if quotes is not None else stored_claims(stored) if stored else []
    read = [read_source(path, retrieved=retrieved, speakers=speakers) for path in paths]
    absent = [source for source in read if source.sha256 is None and stored is None]
    if absent:  # a recheck tells of it as of a change
        raise InputError(", ".join(f"{source.name}: {source.problem}" for source in absent) + "; check the name")
    report = verify_quotations(claims, read, language=language)
    unchecked = read_unchecked(text) if quotes is not None else stored.unchecked if stored else ()
    return attrs.evolve(report, unchecked=unchecked)


def _name(path: Path_) -> str:
    return "standard input" if path == STANDARD_INPUT else str(path)


def _read_text(path: Path_) -> str:
    try:
        given = sys.stdin.buffer.read() if path == STANDARD_INPUT and sys.stdin else Path(path).read_bytes()
        text = given.decode("utf-8-sig")
    except OSError as error:
        raise not_read(_name(path), error) from None
    except UnicodeDecodeError as error:
        raise InputError(f"{_name(path)}: no text in UTF-8 (byte {error.start}); save it as UTF-8") from None
    if "\0" in text:
        raise InputError(f"{_name(path)}: no text in UTF-8 (it holds NUL); save it as UTF-8")
    return text


def _read_quotes(path: Path_) -> str:
    text = _read_text(path)
    if not text.strip():
        raise InputError(f"{_name(path)}: the file is empty; give records, or a list of quotations")
    return text


def _claims_in(text: str, path: Path_) -> list[Claim]:
    try:
        return read_claims(text)
    except InputError as error:
        raise InputError(f"{_name(path)}: {error}") from None


def _read_report(path: Path_) -> VerificationReport:
    try:
        data = json.loads(_read_text(path))
    except (ValueError, RecursionError) as error:
        if isinstance(error, AttributionError):
            raise
        raise InputError(f"{path}: no JSON: {error}; {_STORED}") from None
    try:
        return report_from_dict(data)
    except RecordError as error:
        raise InputError(f"{path}: {error}; {_STORED}") from None


def _write_changes(
    stored: VerificationReport, report: VerificationReport, form: str, allow: frozenset[str], output: TextIO
) -> int:
    changes = compare_reports(stored, report)
    if form == "json":
        data = {"schema": "recheck/1", "changes": [attrs.asdict(c) for c in changes], "report": report_to_dict(report)}
        output.write(_json(data))
    else:
        lines = [_change_line(change) for change in changes] or ["nothing changed"]
        output.writelines(f"{terminal_text(line)}\n" for line in (*lines, *summary_lines(report, allow)))
    return 1 if changes or report.failures(allow) else 0


def _change_line(change: Change) -> str:
    return f"{change.what}: {change.subject!r}: {change.was or '-'} > {change.now or '-'}"


def _json(data: Any) -> str:
    return escape_json(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def run_compare(paths: Sequence[Path_], *, output: TextIO, errors: TextIO, form: str = "table") -> int:
    """Group near-identical quotations over files of attribution records and write who gives which words to whom.

    Returns:
        0, or 2 where a file or option cannot be used.
    """
    try:
        _check_format(form, COMPARE_FORMATS)
        files = {_name(path): _claims_in(_read_quotes(path), path) for path in paths}
        groups = compare_quotations(files)
    except AttributionError as error:
        errors.write(f"attribution compare: {terminal_text(str(error))}\n")
        return 2
    {"json": _compare_json, "csv": _compare_csv, "table": _compare_table}[form](groups, output)
    return 0


def _compare_json(groups: Sequence[Group], output: TextIO) -> None:
    output.write(_json(groups_to_dict(groups)))


def _compare_csv(groups: Sequence[Group], output: TextIO) -> None:
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(["group", "drift", "file", "origin", "article", "record", "speaker", "text"])
    for number, group in enumerate(groups, 1):
        for o in group.occurrences:
            row = (" ".join(group.drift), o.file, o.origin, o.article, o.record, o.speaker, o.text)
            writer.writerow([number, *map(csv_cell, row)])


def _compare_table(groups: Sequence[Group], output: TextIO) -> None:
    for number, group in enumerate(groups, 1):
        drift = f", drift of {' and '.join(group.drift)}" if group.drift else ""
        usual, *others = (text for text, _ in group.variants)
        lines = [f"{number}. {len(group.occurrences)} times{drift}: {usual}"]
        drifts = _drifts(usual, others)
        for occurrence in group.occurrences:
            lines.append(f"   {occurrence.speaker or 'no speaker'} in {_where(occurrence)}")
            if occurrence.text != usual:
                lines.append(f"      {drifts[occurrence.text]}")
        output.writelines(f"{terminal_text(line)}\n" for line in lines)
    output.write(f"{len(groups)} group{'' if len(groups) == 1 else 's'} of two or more quotations\n")


def _where(occurrence: Occurrence) -> str:
    """Return what tells a reader the article: its title, the place in the file, else the start of its digest."""
    file = occurrence.file
    if occurrence.line is not None:
        file += f", line {occurrence.line}"
    elif occurrence.article and not occurrence.origin:  # a file of one JSON array may hold several
        file += f", article {occurrence.article[:12]}"
    return f"{occurrence.origin} ({file})" if occurrence.origin else file


def _drifts(usual: str, others: Sequence[str]) -> dict[str, str]:
    """Return how each other wording differs from the usual one, word by word."""
    results = verify_quotations([Claim((text,)) for text in others], source_from_text(usual)).results if others else ()
    return {text: diff_text(result) or text for text, result in zip(others, results, strict=True)}
