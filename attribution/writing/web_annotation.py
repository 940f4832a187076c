"""W3C Web Annotation Data Model (2017), JSON-LD.

Each record gives three annotations on the same target, the stretches of its content: "identifying" names the speaker
and the outlet, "linking" points to the source, cue, speaker and outlet in the article, and "assessing" holds the
confidence and the evidence. Positions are code points of the article text; of a web page, they and the quotes are
those of the text that a browser holds, so that annotations find their place in the page itself.
"""

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from attribution.inert import escape_json
from attribution.records import CONTEXT as AROUND
from attribution.records import AttributionRecord, Extraction, Mention
from attribution.writing.json_text import Pairs
from attribution.writing.links import article_iri, record_iri

if TYPE_CHECKING:
    from attribution.reading import ReadArticle
    from attribution.reading.page_text import PageText

_WIDEST = 1024  # characters of a prefix or suffix
CONTEXT = "http://www.w3.org/ns/anno.jsonld"

Node = dict[str, Any]
Select = Callable[[Mention], list[Node]]


def write_web_annotation(pairs: Pairs) -> str:
    """Return an AnnotationCollection with one page; the selectors select in the text of the article."""
    return _collection([(extraction, _select_in_article) for extraction, _ in pairs])


def write_page_annotation(extraction: Extraction, read: "ReadArticle") -> str:
    """Return the annotations of one article that was read from a web page; the selectors select in that page.

    What does not stand in the page as it does in the article (a mark that the browser draws) keeps the selectors of
    the article. An article of another format gets the same as from `write_web_annotation`.

    Raises:
        InputError: The extra "html" is not installed.
    """
    from attribution.reading.page_text import read_page_text

    page = read_page_text(read)
    return _collection([(extraction, _selector_in_page(read, page) if page else _select_in_article)])


def _select_in_article(mention: Mention) -> list[Node]:
    return _selectors(mention.exact, mention.prefix, mention.suffix, mention.start)


def _selector_in_page(read: "ReadArticle", page: "PageText") -> Select:
    def select(mention: Mention) -> list[Node]:
        cover = read.offsets.cover(mention.start, mention.end)
        place = page.find(cover.start, cover.end) if cover else None
        if place is None:
            return _select_in_article(mention)
        prefix, suffix = _context(page.text, *place)
        return _selectors(page.text[slice(*place)], prefix, suffix, place[0])

    return select


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a stretch, as much as tells it from the same words elsewhere in the page."""
    around = AROUND
    while True:
        left, right = max(0, start - around), end + around
        if around >= _WIDEST or text.find(text[left:right], text.find(text[left:right]) + 1) < 0:
            return text[left:start], text[end:right]
        around *= 2


def _selectors(exact: str, prefix: str, suffix: str, start: int) -> list[Node]:
    return [
        {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix},
        {"type": "TextPositionSelector", "start": start, "end": start + len(exact)},
    ]


def _collection(selections: list[tuple[Extraction, Select]]) -> str:
    items = [
        item
        for extraction, select in selections
        for record in extraction.records
        for item in _annotations(extraction, record, select)
    ]
    name = "urn:attribution:" + "-".join(extraction.article.sha256[:16] for extraction, _ in selections[:1])
    page = {"id": f"{name}:page", "type": "AnnotationPage", "partOf": name, "startIndex": 0, "items": items}
    collection = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": "Attributions",
        "total": len(items),
        "first": page,
    }
    return escape_json(json.dumps(collection, ensure_ascii=False, indent=2), markup=True) + "\n"


def _annotations(extraction: Extraction, record: AttributionRecord, select: Select) -> Iterator[Node]:
    target = [_resource(extraction, select(mention)) for mention in record.content]
    names = _names(record)
    links = _links(extraction, record, select)
    if names:
        yield _annotation(extraction, record, "identifying", names, target)
    if links:
        yield _annotation(extraction, record, "linking", links, target)
    yield _annotation(extraction, record, "assessing", [_assessment(record)], target)


def _annotation(
    extraction: Extraction, record: AttributionRecord, motivation: str, body: list[Node], target: list[Node]
) -> Node:
    engine = extraction.engine
    return {
        "id": record_iri(extraction, record, motivation),
        "type": "Annotation",
        "motivation": motivation,
        "generator": {"id": f"urn:{engine.package}:{engine.version}", "type": "Software", "name": engine.package},
        "body": body,
        "target": target,
    }


def _resource(extraction: Extraction, selectors: list[Node], purpose: str | None = None) -> Node:
    resource: Node = {"type": "SpecificResource"}
    if purpose:
        resource["purpose"] = purpose
    return resource | {"source": article_iri(extraction), "selector": selectors}


def _names(record: AttributionRecord) -> list[Node]:
    names = []
    if record.speaker:
        names.append(_text(record.speaker.name or record.speaker.mention.exact, "identifying"))
    if record.outlet:
        names.append(_text(record.outlet.name, "identifying"))
    return names


def _text(value: str, purpose: str, media_type: str = "text/plain") -> Node:
    return {"type": "TextualBody", "value": value, "format": media_type, "purpose": purpose}


def _links(extraction: Extraction, record: AttributionRecord, select: Select) -> list[Node]:
    speaker = record.speaker.mention if record.speaker else None
    outlet = record.outlet.mention if record.outlet else None
    mentions: list[Mention] = [m for m in (record.source, record.cue, speaker, outlet) if m]
    unique = {mention.span: mention for mention in reversed(mentions)}
    resources = [_resource(extraction, select(unique[span]), "linking") for span in sorted(unique)]
    return resources + [{"id": f"urn:attribution:{extraction.article.sha256[:16]}:{outer}"} for outer in record.via]


def _assessment(record: AttributionRecord) -> Node:
    evidence = [{"field": e.field, "rule": e.rule, "note": e.note} for e in record.evidence]
    value = {"kind": record.kind, "confidence": attrs.asdict(record.confidence), "evidence": evidence}
    return _text(json.dumps(value, ensure_ascii=False), "assessing", "application/json")
