"""TEI P5: the article with its statements in place.

In the text, `<said who>` holds a stretch of content and `<quote>` the words inside of marks, `source` pointing to the
outlet; `<seg>` marks cues, occasions, and the mentions of sources and outlets (not `<rs>`, which may not hold a
statement), `<date>` dates. What crosses other markup is cut, and `next` and `prev` join the parts. The header lists
speakers and outlets once; the back matter has one `<cit>` a record: its words, and who said them where.
"""

import re
from collections.abc import Iterable, Iterator

from attrs import define, field, frozen

from attribution.inert import escape_xml
from attribution.layout import paragraphs
from attribution.records import Article, AttributionRecord, Extraction, Mention
from attribution.writing.inline import Piece, Span, by_paragraph, nest
from attribution.writing.json_text import Pairs

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?)?)?")  # as TEI takes it
_RANKS = {"said": 0, "quote": 1, "seg": 2, "date": 3}


@frozen(eq=False)
class _Tag:
    """An element to write; `id` is given to its first part and those of its chain link to each other."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    id: str | None = None


@define
class _Names:
    """The speakers and outlets of an article, each with one id."""

    speakers: dict[tuple[str, str], str] = field(factory=dict)
    outlets: dict[tuple[str, str], str] = field(factory=dict)

    def speaker(self, record: AttributionRecord) -> str | None:
        if record.speaker is None:
            return None
        key = (record.speaker.kind, record.speaker.name or record.speaker.mention.exact)
        return self.speakers.setdefault(key, f"speaker-{len(self.speakers) + 1}")

    def outlet(self, record: AttributionRecord) -> str | None:
        if record.outlet is None:
            return None
        return self.outlets.setdefault((record.outlet.kind, record.outlet.name), f"outlet-{len(self.outlets) + 1}")


def write_tei(pairs: Pairs) -> str:
    """Return the article as a TEI P5 document."""
    ((extraction, article),) = pairs
    names = _Names()
    spans = _without_broad_dates(list(_spans(extraction.records, names)))
    return "".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">\n',
            _header(extraction, names),
            "<text>\n<body>\n",
            *_body(article, spans),
            "</body>\n",
            _back(extraction, names),
            "</text>\n</TEI>\n",
        )
    )


def _spans(records: Iterable[AttributionRecord], names: _Names) -> Iterator[Span[_Tag]]:
    seen: set[tuple[str, tuple[tuple[str, str], ...], int, int]] = set()
    for record in records:
        for mention, tag in _tags(record, names):
            key = (tag.name, tag.attributes, mention.start, mention.end)
            if tag.id or key not in seen:
                seen.add(key)
                yield Span(mention.start, mention.end, _RANKS[tag.name], tag)


def _without_broad_dates(spans: list[Span[_Tag]]) -> list[Span[_Tag]]:
    """Leave out dates that other spans begin or end in: `<date>` may not hold a statement."""
    edges = {edge for span in spans if span.value.name != "date" for edge in (span.start, span.end)}
    return [s for s in spans if s.value.name != "date" or not any(at in edges for at in range(s.start + 1, s.end))]


def _tags(record: AttributionRecord, names: _Names) -> Iterator[tuple[Mention, _Tag]]:
    speaker, outlet = names.speaker(record), names.outlet(record)
    who = (("who", f"#{speaker}"),) if speaker else ()
    source = (("source", f"#{outlet}"),) if outlet else ()
    direct = (("direct", "true" if record.kind == "direct" else "false"),)
    for number, mention in enumerate(record.content, start=1):
        chain = tuple(_chain(record, number))
        yield mention, _Tag("said", (*who, *direct, *chain), _part_id(record, number))
    for mention in record.quotations:
        yield mention, _Tag("quote", source)
    if record.cue:
        yield record.cue, _Tag("seg", (("type", "cue"),))
    if record.source:
        yield record.source, _Tag("seg", (("type", "source"), *((("corresp", f"#{speaker}"),) if speaker else ())))
    if record.outlet:
        yield record.outlet.mention, _Tag("seg", (("type", "outlet"), ("corresp", f"#{outlet}")))
    if record.occasion:
        yield record.occasion, _Tag("seg", (("type", "occasion"),))
    if record.date:
        yield record.date, _Tag("date", (("when", record.date.iso),) if record.date.iso else ())


def _part_id(record: AttributionRecord, number: int) -> str:
    return f"r-{record.id}" if number == 1 else f"r-{record.id}-{number}"


def _chain(record: AttributionRecord, number: int) -> Iterator[tuple[str, str]]:
    if number > 1:
        yield "prev", f"#{_part_id(record, number - 1)}"
    if number < len(record.content):
        yield "next", f"#{_part_id(record, number + 1)}"


def _body(article: Article, spans: list[Span[_Tag]]) -> Iterator[str]:
    parts: dict[int, int] = {}
    found = paragraphs(article.text)
    for paragraph, inside in by_paragraph(spans, found):
        yield "<p>"
        for piece in nest(inside, paragraph.start, paragraph.end, parts):
            yield _render(piece, article.text)
        yield "</p>\n"
    if not found:
        yield "<p/>\n"


def _render(piece: Piece[_Tag], text: str) -> str:
    if piece.value is None:
        return escape_xml(text[piece.start : piece.end])
    if piece.kind == "close":
        return f"</{piece.value.name}>"
    return f"<{piece.value.name}{_attributes(piece.value, piece.part)}>"


def _attributes(tag: _Tag, part: int) -> str:
    """Return the attributes of one part of an element; later parts point to the first one."""
    pairs = list(tag.attributes)
    if tag.id and part == 0:
        pairs.insert(0, ("xml:id", tag.id))
    elif tag.id:
        pairs = [(name, value) for name, value in pairs if name not in ("prev", "next")] + [("prev", f"#{tag.id}")]
    return "".join(f' {name}="{escape_xml(value)}"' for name, value in pairs)


def _element(name: str, content: str | None, attributes: str = "") -> str:
    return f"<{name}{attributes}>{escape_xml(content)}</{name}>" if content else ""


def _header(extraction: Extraction, names: _Names) -> str:
    info, engine = extraction.article, extraction.engine
    authors = "".join(_element("author", name) for name in info.authors or ())
    title = _element("title", info.title or "Article without a title")
    published = f'<date when="{escape_xml(info.published)}"/>' if info.published and _is_date(info.published) else ""
    publication = _element("publisher", info.publisher) + published if info.publisher else "<p>Not stated</p>"
    address = f'<ptr target="{escape_xml(info.url)}"/>' if info.url and not any(map(str.isspace, info.url)) else ""
    application = (
        f'<application ident="{escape_xml(engine.package)}" version="{escape_xml(engine.version)}">'
        f"<label>{escape_xml(engine.package)}</label></application>"
    )
    return (
        f"<teiHeader>\n<fileDesc>\n<titleStmt>{title}{authors}</titleStmt>\n"
        f"<publicationStmt>{publication}</publicationStmt>\n"
        f"<sourceDesc><bibl>{title}{authors}{_element('publisher', info.publisher)}{published}{address}</bibl>"
        f"</sourceDesc>\n</fileDesc>\n<encodingDesc><appInfo>{application}</appInfo></encodingDesc>\n"
        f"{_profile(extraction, names)}</teiHeader>\n"
    )


def _is_date(value: str) -> bool:
    return bool(_DATE.fullmatch(value))


def _profile(extraction: Extraction, names: _Names) -> str:
    language = extraction.article.language or "en"
    usage = f'<langUsage><language ident="{escape_xml(language)}"/></langUsage>'
    people = "".join(_party(key, id_) for key, id_ in names.speakers.items())
    outlets = "".join(_party(("organization", name), id_) for (_, name), id_ in names.outlets.items())
    particles = f"<particDesc>{people}{outlets}</particDesc>" if people or outlets else ""
    return f"<profileDesc>{usage}{particles}</profileDesc>\n"


def _party(key: tuple[str, str], id_: str) -> str:
    kind, name = key
    if kind in ("person", "unnamed"):
        return f'<person xml:id="{id_}" role="{kind}"><persName>{escape_xml(name)}</persName></person>'
    return f'<org xml:id="{id_}"><orgName>{escape_xml(name)}</orgName></org>'


def _back(extraction: Extraction, names: _Names) -> str:
    if not extraction.records:
        return ""
    cited = "".join(f"<item>{_cit(record, names)}</item>\n" for record in extraction.records)
    return f'<back>\n<div type="attributions">\n<list>\n{cited}</list>\n</div>\n</back>\n'


def _cit(record: AttributionRecord, names: _Names) -> str:
    outlet = names.outlet(record)
    source = f' source="#{outlet}"' if outlet else ""
    quotes = "".join(f"<seg>{escape_xml(mention.exact)}</seg>" for mention in record.content)
    name = (record.speaker.name or record.speaker.mention.exact) if record.speaker else None
    date = f'<date when="{record.date.iso}"/>' if record.date and record.date.iso else ""
    bibl = _element("author", name) + (_element("publisher", record.outlet.name) if record.outlet else "") + date
    return (
        f'<cit corresp="#{_part_id(record, 1)}"><quote{source}>{quotes}</quote><bibl>{bibl or "<author/>"}</bibl></cit>'
    )
