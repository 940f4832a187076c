"""A report of verification in any of its formats."""

from __future__ import annotations

import io
from collections.abc import Iterable

from attribution.errors import OptionError
from attribution.verify.report_html import write_html
from attribution.verify.report_text import write_csv, write_json, write_sarif, write_table
from attribution.verify.results import VerificationReport

FORMATS = ("table", "json", "html", "csv", "sarif")


def render(report: VerificationReport, form: str, allow: Iterable[str] = ()) -> str:
    """Return the report in one of FORMATS.

    Args:
        report: What `verify_quotations` returns.
        form: The format.
        allow: Verdicts that pass beside those that always do; the table, HTML and SARIF show them as such.

    Raises:
        OptionError: There is no such format or verdict.
    """
    output = io.StringIO()
    match form:
        case "table":
            write_table(report, output, allow)
        case "json":
            write_json(report, output)
        case "html":
            write_html(report, output, allow)
        case "csv":
            write_csv(report, output)
        case "sarif":
            write_sarif(report, output, allow)
        case _:
            raise OptionError(f"format {form!r}: expected one of {', '.join(FORMATS)}")
    return output.getvalue()
