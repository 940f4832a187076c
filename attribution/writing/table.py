"""Records as a table for a terminal: who, said what, through which outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attribution.inert import terminal_line
from attribution.records import AttributionRecord, Extraction, Outlet, Problem, Speaker
from attribution.writing.percent import percent

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from attribution.grouping import OutletGroup

LONGEST = 180  # characters of a content that the table shows


def extraction_table(extraction: Extraction, title: str) -> Table:
    """Return a rich table with one row a record, in the order of the article."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title), title_justify="left", show_lines=False, expand=True, pad_edge=False)
    table.add_column("who", ratio=3, overflow="fold")
    table.add_column("said", ratio=7, overflow="fold")
    table.add_column("through", ratio=3, overflow="fold")
    table.add_column("sure", justify="right", no_wrap=True)
    for record in extraction.records:
        table.add_row(*_cells(record))
    return table


def outlet_table(extraction: Extraction, title: str) -> Table:
    """Return a rich table of the records grouped by outlet, then by speaker."""
    from rich.table import Table
    from rich.text import Text

    from attribution.grouping import group_by_outlet, label_outlet

    table = Table(title=Text(title), title_justify="left", expand=True, pad_edge=False)
    for column, ratio in (("through", 3), ("who", 3), ("said", 7)):
        table.add_column(column, ratio=ratio, overflow="fold")
    for group in group_by_outlet(extraction):
        carrier = group.speakers[0].records[0].outlet
        outlet = terminal_line(label_outlet(carrier)) if carrier else "no outlet cited"
        for who, records in _by_description(group).items():
            table.add_row(Text(outlet, style="bold"), Text(who), Text("\n".join(map(_said, records))))
            outlet = ""
        table.add_section()
    return table


def problem_lines(extraction: Extraction) -> list[str]:
    """Return one line a problem of the article."""
    return [terminal_line(f"{problem.code}{_place(problem)}: {problem.message}") for problem in extraction.problems]


def _place(problem: Problem) -> str:
    return f" at {problem.start}" if problem.end else ""


def describe_who(record: AttributionRecord) -> str:
    """Return who said it; "unclear: ..." with the words of the article where they lead to nobody, "—" without any."""
    if record.speaker is None:
        return f"unclear: {record.source.exact}" if record.source else "—"
    return describe_speaker(record.speaker)


def describe_speaker(speaker: Speaker) -> str:
    """Return the name with title and affiliation, "unnamed: ..." where the article names nobody."""
    name = speaker.name or f"unnamed: {speaker.mention.exact}"
    known = [one.exact for one in (speaker.title, speaker.affiliation) if one is not None and one.exact not in name]
    return f"{name} ({', '.join(known)})" if known else name


def describe_outlet_of(outlet: Outlet | None) -> str:
    """Return the name of the outlet and how it is known, "—" where the article cites none."""
    if outlet is None:
        return "—"
    from attribution.grouping import label_outlet

    name = label_outlet(outlet)
    return name if outlet.basis == "same-sentence" else f"{name} (carried)"


def _cells(record: AttributionRecord) -> list[RenderableType]:
    from rich.text import Text

    known = [one for one in (record.confidence.source, record.confidence.speaker) if one is not None]
    sure = min(known, default=None)
    return [
        Text(terminal_line(describe_who(record)), style="bold"),
        Text(_said(record), style="" if record.quotations else "dim"),
        Text(terminal_line(describe_outlet_of(record.outlet))),
        Text("—" if sure is None else percent(sure)),
    ]


def _by_description(group: OutletGroup) -> dict[str, list[AttributionRecord]]:
    """Return the records of a group by speaker; those without a name by what the article calls them."""
    found: dict[str, list[AttributionRecord]] = {}
    for speaker in group.speakers:
        for record in speaker.records:
            found.setdefault(terminal_line(speaker.speaker or describe_who(record)), []).append(record)
    return found


def _said(record: AttributionRecord) -> str:
    said = terminal_line(" … ".join(mention.exact for mention in record.content))
    said = f"{said[:LONGEST]}…" if len(said) > LONGEST else said
    said = f"“{said}”" if record.kind == "direct" else said
    return f"[{terminal_line(record.cue.exact)}] {said}" if record.denied and record.cue else said
