"""IPTC ninjs 3.0: the article as a news item, who spoke in it, and each record as an associated component."""

import json
import re
from typing import Any

from attribution.inert import escape_json
from attribution.records import Article, AttributionRecord, Extraction
from attribution.writing.json_text import Pairs
from attribution.writing.links import article_iri, record_iri

Node = dict[str, Any]

_SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def write_ninjs(pairs: Pairs) -> str:
    """Return the article as one ninjs item; its body is the article text, so offsets hold."""
    ((extraction, article),) = pairs
    item = _item(extraction, article)
    return escape_json(json.dumps(item, ensure_ascii=False, indent=2), markup=True) + "\n"


def _item(extraction: Extraction, article: Article) -> Node:
    info = extraction.article
    item: Node = {
        "standard": {"name": "ninjs", "version": "3.0", "schema": _SCHEMA},
        "uri": article_iri(extraction),
        "type": "text",
        "language": info.language,
        "headlines": [{"role": "main", "value": info.title}] if info.title else [],
        "by": ", ".join(info.authors or ()),
        "copyrightHolder": info.publisher,
        "firstCreated": info.published if _DATE_TIME.fullmatch(info.published or "") else None,
        "bodies": [{"role": "main", "contentType": "text/plain", "charCount": info.length, "value": article.text}],
        "people": _parties(extraction.records, ("person",)),
        "organisations": _parties(extraction.records, ("organization", "group")),
        "infoSources": _outlets(extraction.records),
        "associations": [_component(extraction, record) for record in extraction.records],
    }
    return {key: value for key, value in item.items() if value}


def _parties(records: tuple[AttributionRecord, ...], kinds: tuple[str, ...]) -> list[Node]:
    names = [r.speaker.name for r in records if r.speaker and r.speaker.kind in kinds and r.speaker.name]
    return [{"name": name, "rel": "speaker"} for name in dict.fromkeys(names)]


def _outlets(records: tuple[AttributionRecord, ...]) -> list[Node]:
    found = {(r.outlet.name, r.outlet.id): None for r in records if r.outlet}
    return [{"name": name} | ({"literal": key} if key else {}) for name, key in found]


def _component(extraction: Extraction, record: AttributionRecord) -> Node:
    places = ", ".join(f"{mention.start}-{mention.end}" for mention in record.content)
    component: Node = {
        "name": f"attribution-{record.id}",
        "uri": record_iri(extraction, record),
        "type": "component",
        "profile": f"attribution-{record.kind}",
        "edNote": f"characters {places} of the article",
        "bodies": [{"role": "quotation", "contentType": "text/plain", "value": m.exact} for m in record.content],
        "people": _parties((record,), ("person",)),
        "organisations": _parties((record,), ("organization", "group")),
        "infoSources": _outlets((record,)),
    }
    return {key: value for key, value in component.items() if value}
