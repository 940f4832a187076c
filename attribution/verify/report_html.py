"""The report as one HTML file: no script, nothing loaded, every text escaped, readable in print and without colour."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TextIO

from attribution.inert import show_harmful
from attribution.verify.report_text import flags_text, place_text, shortened, summary_lines
from attribution.verify.results import Result, SourceRecord, VerificationReport, allowed_verdicts

_STYLE = """
:root { --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --ground: #fff;
  --pass: #11632e; --look: #7a4b00; --fail: #a31515 }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.5rem 2rem 3rem; max-width: 1180px; color: var(--ink); background: var(--ground);
  font: 16px/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif }
h1 { font-size: 1.5rem; margin: 0 0 .25rem }
h2 { font-size: 1rem; margin: 0; overflow-wrap: anywhere }
p { margin: .25rem 0 }
.soft { color: var(--soft); font-size: .875rem }
article { border: 1px solid var(--line); border-radius: 4px; margin: 1rem 0; padding: .75rem 1rem }
article.pass { border-left: 6px solid var(--pass) }
article.look { border-left: 6px dashed var(--look) }
article.fail { border-left: 6px double var(--fail) }
.pass > header strong { color: var(--pass) } .look > header strong { color: var(--look) }
.fail > header strong { color: var(--fail) }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; margin: .5rem 0 }
.sides section { min-width: 0; overflow-wrap: anywhere }
.sides h3 { font-size: .8125rem; font-weight: 600; color: var(--soft); margin: 0 0 .25rem }
blockquote { margin: 0; font-family: Georgia, "Times New Roman", serif }
ins { text-decoration: underline double; text-underline-offset: 3px; font-weight: 700; background: #e6f4ea }
del { text-decoration: line-through; background: #fdeaea }
ins::before { content: "+" } del::before { content: "\\2212" }
mark { background: #fff3c4; border: 1px dotted var(--look); padding: 0 2px }
.context { color: var(--soft) } .place { font-weight: 600 }
table { border-collapse: collapse; width: 100%; font-size: .875rem }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); padding: .25rem .5rem .25rem 0;
  overflow-wrap: anywhere }
@media (max-width: 700px) { .sides { grid-template-columns: 1fr; gap: .75rem } body { padding: 1rem } }
@media print { body { max-width: none; padding: 0; font-size: 10pt } article { break-inside: avoid } }
"""
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Quotations against their sources</title>
<style>{style}</style>
</head>
<body>
"""
_LEGEND = (
    "<p class=soft>In the passages <ins>words</ins> stand in the quotation and not in the source, "
    "<del>words</del> in the source and not in the quotation; <mark>words</mark> are left out or replaced by a mark. "
    "Light text stands right before and after.</p>\n"
)
_SYMBOLS = {"pass": "✓", "look": "!", "fail": "✗"}
_LONGEST = 4000  # characters of one passage that are shown


def write_html(report: VerificationReport, output: TextIO, allow: Iterable[str] = ()) -> None:
    """Write the report as a single HTML page; `allow` as in `allowed_verdicts`."""
    allowed = allowed_verdicts(allow)
    output.write(_HEAD.format(style=_STYLE))
    output.write("<h1>Quotations against their sources</h1>\n")
    output.writelines(f"<p>{_text(line)}</p>\n" for line in summary_lines(report, allowed))
    output.write(_LEGEND)
    for number, result in enumerate(report.results, 1):
        output.write(_result(number, result, report, allowed))
    output.write(_sources(report.sources))
    output.write("</body>\n</html>\n")


def _text(text: str) -> str:
    """Return escaped text whose direction cannot reach what stands around it."""
    return f"<bdi>{_plain(text)}</bdi>" if text else ""


def _plain(text: str) -> str:
    return escape(show_harmful(text).replace("\t", " "), quote=True)


def _result(number: int, result: Result, report: VerificationReport, allow: frozenset[str]) -> str:
    level = _level(result, allow)
    more = [finding for finding in result.findings if finding != result.verdict]
    also = f" <span class=soft>also: {_plain(', '.join(more))}</span>" if more else ""
    place = "" if not result.place else report.sources[result.place.source].name
    return (
        f'<article class="{level}" id="q{number}">\n'
        f"<header><h2>{number}. <strong>{_SYMBOLS[level]} {_plain(result.verdict)}</strong>{also}</h2></header>\n"
        f'<div class="sides">\n'
        f"<section><h3>Quotation, {_given_to(result)}</h3>"
        f"<blockquote>{_quotation(result)}</blockquote></section>\n"
        f"<section><h3>{_heading(result, place)}</h3><blockquote>{_passage(result)}</blockquote></section>\n"
        f"</div>\n{_notes(result)}</article>\n"
    )


def _level(result: Result, allow: frozenset[str]) -> str:
    if result.passes(allow):
        return "pass"
    return "fail" if result.verdict in ("altered", "spliced", "other-speaker", "not-found") else "look"


def _given_to(result: Result) -> str:
    speaker = result.quotation.speaker
    return f"given to {_text(speaker)}" if speaker else "no speaker given"


def _heading(result: Result, name: str) -> str:
    if not result.place:
        return "No place in the sources"
    said = f", said by {_text(result.place.speaker)}" if result.place.speaker else ""
    return f"{_text(name)}{said}, {_plain(place_text(result.place))}"


def _quotation(result: Result) -> str:
    if not result.differences:
        return _text(shortened(result.quotation.text, _LONGEST))
    pieces = []
    for difference in result.differences:
        words = _plain(shortened(difference.quotation, _LONGEST))
        if difference.op == "equal" or (difference.op == "punctuation" and not difference.quotation.strip()):
            pieces.append(words)
        elif difference.op == "gap":
            pieces.append(f" <mark>{words or '+'}</mark> ")
        elif words:
            pieces.append(_set_off("ins", words, difference.op))
    return f"<bdi>{''.join(pieces)}</bdi>"


def _passage(result: Result) -> str:
    if not result.place:
        return '<span class="context">-</span>'
    before, after = _plain(result.before), _plain(result.after)
    inside = _differing(result) if result.differences else _with_gaps(result)
    place = f'<span class="place">{inside}</span>'
    whole = f'<bdi><span class="context">{before}</span>{place}<span class="context">{after}</span></bdi>'
    return whole.replace("\n\n", "<br>")


def _differing(result: Result) -> str:
    pieces = []
    for difference in result.differences:
        words = _plain(shortened(difference.source, _LONGEST))
        if difference.op == "equal" or (difference.op == "punctuation" and not difference.source.strip()):
            pieces.append(words)
        elif difference.op == "gap":
            pieces.append(f" <mark>{words or '...'}</mark> ")
        elif words:
            pieces.append(_set_off("del", words, difference.op))
    return "".join(pieces)


def _set_off(tag: str, words: str, op: str) -> str:
    return f"<{tag}>{words}</{tag}>" if op == "punctuation" else f" <{tag}>{words}</{tag}> "


def _with_gaps(result: Result) -> str:
    """Return the passage with everything between its parts marked."""
    place = result.place
    if place is None:
        return ""
    pieces, last = [], place.start
    for start, end in sorted(place.parts):
        between = place.exact[last - place.start : max(last, start) - place.start]
        pieces.append(_gap(between))
        pieces.append(_plain(shortened(place.exact[max(last, start) - place.start : end - place.start], _LONGEST)))
        last = max(last, end)
    return "".join(pieces)


def _gap(between: str) -> str:
    if not any(map(str.isalnum, between)):
        return _plain(between)
    return f"<mark>{_plain(shortened(between, _LONGEST))}</mark>"


def _notes(result: Result) -> str:
    notes = [f"Look at: {_text(flags_text(result))}"] if result.flags else []
    notes += [f"Folded: {_plain(', '.join(result.folded))}"] if result.folded else []
    if result.place_count > 1:
        notes.append(f"{result.place_count} places: {_text(', '.join(map(place_text, result.others)))} as well")
    return "".join(f'<p class="soft">{note}</p>\n' for note in notes)


def _sources(sources: tuple[SourceRecord, ...]) -> str:
    rows = "".join(
        f"<tr><td>{_text(source.name)}</td><td>{_plain('; '.join((source.problem or source.kind, *source.notes)))}</td>"
        f"<td>{_plain(source.retrieved or '')}</td><td><code>{_plain(source.sha256 or '')}</code></td></tr>\n"
        for source in sources
    )
    head = "<tr><th>Source</th><th>Read as</th><th>Retrieved</th><th>SHA-256</th></tr>"
    return f"<h2>Sources</h2>\n<table>\n{head}\n{rows}</table>\n"
