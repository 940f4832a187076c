"""The report: one self-contained HTML file to read an article's attributions in.

No scripts and no addresses outside of the file: links and CSS do it all, and a content security policy forbids the
rest. Every string of the article is escaped, and characters that could turn the text round are shown by their number.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib import resources
from string import Template
from typing import Literal

from attrs import field, frozen

from attribution.grouping import label_outlet, plain_name
from attribution.inert import HARMFUL, name_character, show_harmful
from attribution.layout import paragraphs
from attribution.records import Article, AttributionRecord, Extraction, Mention, Outlet, Problem
from attribution.writing.inline import Piece, Span, by_paragraph, nest
from attribution.writing.json_text import Pairs
from attribution.writing.percent import percent

MarkKind = Literal["said", "quotation", "source", "cue", "outlet", "problem"]

_AROUND = 30  # characters shown on both sides of a problem
_UNSURE = 0.5  # below this a field is more likely wrong than right, if the probability is calibrated
_KINDS = {"direct": "direct quotation", "mixed": "partly quoted", "indirect": "indirect"}
_RANKS: dict[MarkKind, int] = {"problem": 0, "said": 1, "quotation": 2, "source": 3, "outlet": 4, "cue": 5}


@frozen(eq=False)
class _Mark:
    """What to mark in the text; `numbers` are the records it belongs to, `ends` those whose content ends with it."""

    kind: MarkKind
    id: str
    numbers: tuple[int, ...] = ()
    ends: list[tuple[int, str]] = field(factory=list)


def write_report(pairs: Pairs) -> str:
    """Return the report on one article."""
    ((extraction, article),) = pairs
    title = extraction.article.title or "Article without a title"
    return _template().substitute(
        page_title=_attribute(f"{title} – attributions"),
        title=_inert(title),
        meta=_meta(extraction),
        figures="".join(_figures(extraction)),
        contents="".join(_contents(extraction)),
        problems=_problems(extraction, article),
        language=f' lang="{_attribute(extraction.article.language)}"' if extraction.article.language else "",
        text=_text(extraction, article),
        highlights="\n".join(_highlights(len(extraction.records))),
        statements=_statements(extraction),
        tables=_speaker_table(extraction) + _outlet_table(extraction),
        footer=_footer(extraction),
    )


@cache
def _template() -> Template:
    return Template((resources.files("attribution") / "writing" / "report.html").read_text("utf-8"))


def _inert(text: str) -> str:
    """Return `text` for the content of an element, isolated from the direction of what stands around it."""
    return f"<bdi>{_escaped(text)}</bdi>"


def _escaped(text: str) -> str:
    parts, at = [], 0
    for match in HARMFUL.finditer(text):
        name = unicodedata.name(match.group(), "control character").lower()
        parts.append(escape(text[at : match.start()]))
        parts.append(f'<span class="odd" title="{escape(name)}">{name_character(match.group())}</span>')
        at = match.end()
    return "".join(parts) + escape(text[at:])


def _attribute(text: str) -> str:
    return escape(show_harmful(" ".join(text.split())))


def _meta(extraction: Extraction) -> str:
    info = extraction.article
    parts = [_inert(", ".join(info.authors))] if info.authors else []
    parts += [_inert(value) for value in (info.publisher, info.published) if value]
    if info.url and info.url.lower().startswith(("http://", "https://")):
        parts.append(f'<a href="{_attribute(info.url)}" rel="noreferrer">{_escaped(info.url)}</a>')
    elif info.url:
        parts.append(_inert(info.url))
    return f'<p class="meta">{"".join(f"<span>{part}</span>" for part in parts)}</p>' if parts else ""


def _figures(extraction: Extraction) -> Iterator[str]:
    records = extraction.records
    speakers = len(_by_speaker(extraction)) - any(r.speaker is None for r in records)
    outlets = len({r.outlet.name for r in records if r.outlet})
    quoted = sum(bool(r.quotations) for r in records)
    for count, one, many in (
        (len(records), "statement", "statements"),
        (quoted, "with quoted words", "with quoted words"),
        (speakers, "speaker", "speakers"),
        (outlets, "outlet", "outlets"),
    ):
        yield f"<li><b>{count}</b>{one if count == 1 else many}</li>"


def _contents(extraction: Extraction) -> Iterator[str]:
    if extraction.problems:
        yield f'<li><a href="#problems">Problems ({len(extraction.problems)})</a></li>'
    yield '<li><a href="#article">Article</a></li><li><a href="#statements">Statements</a></li>'
    yield '<li><a href="#speakers">By speaker</a></li><li><a href="#outlets">By outlet</a></li>'


def _problems(extraction: Extraction, article: Article) -> str:
    if not extraction.problems:
        return ""
    items = "".join(_problem(number, p, article.text) for number, p in enumerate(extraction.problems, start=1))
    return (
        '<section id="problems" class="problems" aria-labelledby="problems-heading">'
        f'<h2 id="problems-heading">Problems in the article</h2><ul>{items}</ul></section>'
    )


def _problem(number: int, problem: Problem, text: str) -> str:
    place = ""
    if problem.start < problem.end:
        place = f' – <a href="#problem-{number}">at “{_escaped(_around(problem, text))}”</a>'
    return f'<li>{_inert(problem.message)}{place} <span class="code">({escape(problem.code)})</span></li>'


def _around(problem: Problem, text: str) -> str:
    """Return the whole words around a problem."""
    before = text[max(0, problem.start - _AROUND) : problem.start]
    behind = text[problem.end : problem.end + _AROUND]
    if problem.start > _AROUND:
        before = "…" + before.partition(" ")[2]
    if problem.end + _AROUND < len(text):
        behind = behind.rpartition(" ")[0] + "…"
    return " ".join((before + text[problem.start : problem.end] + behind).split())


def _text(extraction: Extraction, article: Article) -> str:
    spans = list(_spans(extraction))
    parts: dict[int, int] = {}
    shown = []
    for paragraph, inside in by_paragraph(spans, paragraphs(article.text)):
        pieces = nest(inside, paragraph.start, paragraph.end, parts)
        shown.append(f'<p dir="auto">{"".join(_render(piece, article.text) for piece in pieces)}</p>')
    return "\n".join(shown) or "<p>The article is empty.</p>"


def _spans(extraction: Extraction) -> Iterator[Span[_Mark]]:
    """Yield each place once for each kind of mark, with all the records it belongs to."""
    numbers: dict[tuple[MarkKind, int, int], list[int]] = {}
    for number, record in enumerate(extraction.records, start=1):
        for kind, mention in _mentions(record):
            numbers.setdefault((kind, mention.start, mention.end), []).append(number)
    ends: dict[tuple[int, int], list[tuple[int, str]]] = {}
    for number, record in enumerate(extraction.records, start=1):
        ends.setdefault(record.content[-1].span, []).append((number, _speaker_name(record)))
    for (kind, start, end), owners in numbers.items():
        closing = sorted(ends.get((start, end), [])) if kind == "said" else []
        yield Span(start, end, _RANKS[kind], _Mark(kind, _place_id(kind, start, end), tuple(owners), closing))
    for number, problem in enumerate(extraction.problems, start=1):
        yield Span(problem.start, problem.end, _RANKS["problem"], _Mark("problem", f"problem-{number}"))


def _mentions(record: AttributionRecord) -> Iterator[tuple[MarkKind, Mention]]:
    yield from (("said", mention) for mention in record.content)
    yield from (("quotation", mention) for mention in record.quotations)
    if record.source:
        yield "source", record.source
    if record.cue:
        yield "cue", record.cue
    if record.outlet:
        yield "outlet", record.outlet.mention


def _place_id(kind: str, start: int, end: int) -> str:
    return f"{kind}-{start}-{end}"


def _render(piece: Piece[_Mark], text: str) -> str:
    mark = piece.value
    if mark is None:
        return _escaped(text[piece.start : piece.end])
    tag = "mark" if mark.kind == "quotation" else "span"
    if piece.kind == "open":
        owners = "".join(f" r{number}" for number in mark.numbers)
        identity = f' id="{mark.id}"' if piece.part == 0 else ""
        return f'<{tag} class="{mark.kind}{owners}"{identity}>'
    numbers = "".join(_number(*end) for end in mark.ends) if piece.last else ""
    return f"</{tag}>{numbers}"


def _number(number: int, name: str) -> str:
    label = _attribute(f"Statement {number}, {name}")
    return f'<a class="number" href="#statement-{number}" aria-label="{label}">{number}</a>'


def _highlights(count: int) -> Iterator[str]:
    """Yield rules that light up a record's places while its panel is the target of the address."""
    for number in range(1, count + 1):
        yield f":root:has(#statement-{number}:target) .text .r{number} {{ background: var(--lit); }}"


def _speaker_name(record: AttributionRecord) -> str:
    if record.speaker is None:
        return "no speaker found"
    described = record.speaker.mention.exact
    return record.speaker.name or (f"unnamed: {described}" if record.speaker.kind == "unnamed" else described)


def _statements(extraction: Extraction) -> str:
    numbers = {record.id: number for number, record in enumerate(extraction.records, start=1)}
    items = "".join(_statement(record, numbers) for record in extraction.records)
    return f'<ol class="statements">{items}</ol>' if items else "<p>Nobody says anything in this article.</p>"


def _statement(record: AttributionRecord, numbers: dict[str, int]) -> str:
    number = numbers[record.id]
    said = ' <span class="note">…</span> '.join(_link("said", mention) for mention in record.content)
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _fields(record, numbers))
    return (
        f'<li><article class="statement {record.kind}" id="statement-{number}" '
        f'aria-labelledby="statement-{number}-heading">'
        f'<h3 id="statement-{number}-heading"><span class="number">{number}</span> {_inert(_speaker_name(record))}</h3>'
        f'<p class="about">{_about(record)}</p><blockquote>{said}</blockquote><dl>{rows}</dl>'
        f"{_scores(record)}{_evidence(record)}</article></li>"
    )


def _link(kind: MarkKind, mention: Mention) -> str:
    return f'<a href="#{_place_id(kind, mention.start, mention.end)}">{_inert(mention.exact)}</a>'


def _about(record: AttributionRecord) -> str:
    speaker = record.speaker
    known = [m.exact for m in (speaker.title, speaker.affiliation) if m] if speaker else []
    denied = ["<strong>not said</strong>"] if record.denied else []
    return ", ".join([*(_inert(text) for text in dict.fromkeys(known)), _KINDS[record.kind], *denied])


def _fields(record: AttributionRecord, numbers: dict[str, int]) -> Iterator[tuple[str, str]]:
    yield "Source", _link("source", record.source) if record.source else _missing(record, "source")
    if record.cue:
        yield "Cue", f'{_link("cue", record.cue)} <span class="note">{escape(record.cue.type)}</span>'
    if record.outlet:
        carried = ' <span class="note">carried on from an earlier sentence</span>'
        note = carried if record.outlet.basis == "carried" else ""
        plain = plain_name(record.outlet)
        name = "" if plain == record.outlet.mention.exact else f' <span class="note">({_inert(plain)})</span>'
        yield "Outlet", _link("outlet", record.outlet.mention) + name + note
    if record.via:
        outer = ", ".join(f'<a href="#statement-{numbers[key]}">statement {numbers[key]}</a>' for key in record.via)
        yield "Inside of", outer
    if record.occasion:
        yield "Occasion", _inert(record.occasion.exact)
    if record.date:
        iso = f' <span class="note">{escape(record.date.iso)}</span>' if record.date.iso else ""
        yield "Date", _inert(record.date.exact) + iso
    if record.alterations:
        kinds = dict.fromkeys("words left out" if a.type == "ellipsis" else "words put in" for a in record.alterations)
        yield "Altered", ", ".join(kinds) + " by the article’s own marks"


def _missing(record: AttributionRecord, name: str) -> str:
    reason = next((e.note for e in record.evidence if e.field == name and e.note), "not found")
    return f'<span class="note">none: {_inert(reason)}</span>'


def _scores(record: AttributionRecord) -> str:
    scores = record.confidence
    values = (
        ("Content", scores.content), ("Source", scores.source), ("Speaker", scores.speaker), ("Outlet", scores.outlet),
    )  # fmt: skip
    items = "".join(_score(name, value) for name, value in values if value is not None)
    return f'<ul class="scores" aria-label="Confidence">{items}</ul>'


def _score(name: str, value: float) -> str:
    low = value < _UNSURE
    shown = f'<b class="unsure">{percent(value)}, unsure</b>' if low else f"<b>{percent(value)}</b>"
    bar = f'<span class="bar" aria-hidden="true"><i style="width:{percent(value)}"></i></span>'
    return f'<li class="low">{name} {shown}{bar}</li>' if low else f"<li>{name} {shown}{bar}</li>"


def _evidence(record: AttributionRecord) -> str:
    items = "".join(
        f"<li><b>{escape(e.field)}</b> <code>{escape(e.rule)}</code>"
        f"{f' “{_inert(e.mention.exact)}”' if e.mention else ''}{f' – {_inert(e.note)}' if e.note else ''}</li>"
        for e in record.evidence
    )
    return f'<details><summary>Evidence</summary><ul class="evidence">{items}</ul></details>'


def _by_speaker(extraction: Extraction) -> dict[tuple[str, str], list[tuple[int, AttributionRecord]]]:
    """Return the records of each speaker (kind and name), those with most first."""
    groups: dict[tuple[str, str], list[tuple[int, AttributionRecord]]] = {}
    for number, record in enumerate(extraction.records, start=1):
        key = (record.speaker.kind if record.speaker else "", _speaker_name(record))
        groups.setdefault(key, []).append((number, record))
    return dict(sorted(groups.items(), key=lambda group: (not group[0][0], -len(group[1]), group[1][0][0])))


def _speaker_table(extraction: Extraction) -> str:
    lines = [
        f'<tr><th scope="row">{_inert(name)}</th><td class="spare">{escape(kind) or "–"}</td>'
        f'<td class="spare">{_roles(record for _, record in group)}</td><td class="count">{_quoted_words(group)}</td>'
        f"<td>{_jumps(number for number, _ in group)}</td></tr>"
        for (kind, name), group in _by_speaker(extraction).items()
    ]
    head = ("Speaker", "Kind", "Title and affiliation", "Words quoted", "Statements")
    return _table("speakers", "By speaker", head, (1, 2), lines)


def _roles(records: Iterable[AttributionRecord]) -> str:
    speakers = [record.speaker for record in records if record.speaker]
    roles = [mention.exact for s in speakers for mention in (s.title, s.affiliation) if mention]
    return ", ".join(_inert(role) for role in dict.fromkeys(roles)) or "–"


def _quoted_words(group: list[tuple[int, AttributionRecord]]) -> int:
    return sum(len(mention.exact.split()) for _, record in group for mention in record.quotations)


def _jumps(numbers: Iterable[int]) -> str:
    links = "".join(
        f'<li><a href="#statement-{number}" aria-label="Statement {number}">{number}</a></li>' for number in numbers
    )
    return f'<ul class="jumps">{links}</ul>'


def _outlet_table(extraction: Extraction) -> str:
    groups: dict[str, list[tuple[int, Outlet]]] = {}
    for number, record in enumerate(extraction.records, start=1):
        if record.outlet:
            groups.setdefault(record.outlet.name, []).append((number, record.outlet))
    lines = [
        f'<tr><th scope="row">{_inert(label_outlet(group[0][1]))}</th><td class="whole">{escape(group[0][1].kind)}</td>'
        f'<td class="spare">{escape(group[0][1].id or "not listed")}</td>'
        f"<td>{_jumps(number for number, _ in group)}</td></tr>"
        for group in sorted(groups.values(), key=lambda group: (-len(group), group[0][0]))
    ]
    return _table("outlets", "By outlet", ("Outlet", "Kind", "Lexicon key", "Statements"), (2,), lines)


def _table(id_: str, title: str, head: tuple[str, ...], spare: tuple[int, ...], lines: list[str]) -> str:
    """Return a section with a table; columns in `spare` are left out on narrow screens."""
    cells = "".join(
        f'<th scope="col"{" class=spare" if index in spare else ""}>{name}</th>' for index, name in enumerate(head)
    )
    table = f"<table><thead><tr>{cells}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    body = table if lines else '<p class="note">None in this article.</p>'
    heading = f'<h2 id="{id_}-heading">{title}</h2>'
    return f'<section id="{id_}" aria-labelledby="{id_}-heading">{heading}{body}</section>\n'


def _footer(extraction: Extraction) -> str:
    engine, info = extraction.engine, extraction.article
    model = f", model {engine.model} {engine.model_version or ''}" if engine.model else ""
    lexicon = f", word lists {engine.lexicon}" if engine.lexicon else ""
    return (
        f"<p>Made by {_inert(engine.package)} {_inert(engine.version)}{_escaped(model)}{_escaped(lexicon)}. "
        "Every string in the statements is a slice of the article; a percentage is the probability that the field is "
        "right, and a field without ground stays empty and says why.</p>"
        f"<p>Article: {info.length:,} characters, SHA-256 <code>{info.sha256}</code></p>"
    )
