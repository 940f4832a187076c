"""W3C Web Annotation Data Model (2017), JSON-LD.

Each record gives three annotations on the same target, the stretches of its content: "identifying" names the speaker
and the outlet, "linking" points to the source, cue, speaker and outlet in the article, and "assessing" holds the
confidence and the evidence. Positions are code points of the article text; quotes find the place in a page too.
"""

import json
from collections.abc import Iterator
from typing import Any

import attrs

from attribution.records import AttributionRecord, Extraction, Mention
from attribution.writing.inert import escape_json
from attribution.writing.json_text import Pairs
from attribution.writing.links import article_iri, record_iri

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

Node = dict[str, Any]


def write_web_annotation(pairs: Pairs) -> str:
    """Return an AnnotationCollection with one page."""
    items = [
        item for extraction, _ in pairs for record in extraction.records for item in _annotations(extraction, record)
    ]
    name = "urn:attribution:" + "-".join(extraction.article.sha256[:16] for extraction, _ in pairs[:1])
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


def _annotations(extraction: Extraction, record: AttributionRecord) -> Iterator[Node]:
    target = [_resource(extraction, mention) for mention in record.content]
    names = _names(record)
    links = _links(extraction, record)
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


def _resource(extraction: Extraction, mention: Mention, purpose: str | None = None) -> Node:
    quote = {"type": "TextQuoteSelector", "exact": mention.exact, "prefix": mention.prefix, "suffix": mention.suffix}
    position = {"type": "TextPositionSelector", "start": mention.start, "end": mention.end}
    resource: Node = {"type": "SpecificResource"}
    if purpose:
        resource["purpose"] = purpose
    return resource | {"source": article_iri(extraction), "selector": [quote, position]}


def _names(record: AttributionRecord) -> list[Node]:
    names = []
    if record.speaker:
        names.append(_text(record.speaker.name or record.speaker.mention.exact, "identifying"))
    if record.outlet:
        names.append(_text(record.outlet.name, "identifying"))
    return names


def _text(value: str, purpose: str, media_type: str = "text/plain") -> Node:
    return {"type": "TextualBody", "value": value, "format": media_type, "purpose": purpose}


def _links(extraction: Extraction, record: AttributionRecord) -> list[Node]:
    speaker = record.speaker.mention if record.speaker else None
    outlet = record.outlet.mention if record.outlet else None
    mentions: list[Mention] = [m for m in (record.source, record.cue, speaker, outlet) if m]
    unique = {mention.span: mention for mention in reversed(mentions)}
    resources = [_resource(extraction, unique[span], "linking") for span in sorted(unique)]
    return resources + [{"id": f"urn:attribution:{extraction.article.sha256[:16]}:{outer}"} for outer in record.via]


def _assessment(record: AttributionRecord) -> Node:
    evidence = [{"field": e.field, "rule": e.rule, "note": e.note} for e in record.evidence]
    value = {"kind": record.kind, "confidence": attrs.asdict(record.confidence), "evidence": evidence}
    return _text(json.dumps(value, ensure_ascii=False), "assessing", "application/json")
