"""schema.org JSON-LD: the article and a Quotation for each record.

`text` holds the words, a list where the statement is split; `creator` is the speaker (of an unnamed one, `creditText`
holds the description), `isPartOf` the article, `isBasedOn` the document that says it and the outlet that carried it,
`citation` the statements that this one was reported in.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from attribution.inert import escape_json
from attribution.records import AttributionRecord, Extraction, Outlet, Speaker
from attribution.writing.json_text import Pairs
from attribution.writing.links import article_iri, record_iri

Node = dict[str, Any]

_CREATORS = {"person": "Person", "organization": "Organization", "group": "Organization"}
_CARRIERS = {"institution": "Organization", "platform": "WebSite", "website": "WebSite", "document": "CreativeWork"}
_CARRIERS |= {"programme": "CreativeWork"}


def write_schema_org(pairs: Pairs) -> str:
    """Return a JSON-LD graph, safe inside of a script element of a page."""
    graph = [node for extraction, _ in pairs for node in _nodes(extraction)]
    document = {"@context": "https://schema.org", "@graph": graph}
    return escape_json(json.dumps(document, ensure_ascii=False, indent=2), markup=True) + "\n"


def _nodes(extraction: Extraction) -> list[Node]:
    outer = {record.id: record for record in extraction.records}
    return [_article(extraction), *(_quotation(extraction, record, outer) for record in extraction.records)]


def _filled(**values: Any) -> Node:
    return {key.replace("_", "@", 1) if key.startswith("_") else key: value for key, value in values.items() if value}


def _article(extraction: Extraction) -> Node:
    info = extraction.article
    return _filled(
        _type="NewsArticle",
        _id=article_iri(extraction),
        headline=info.title,
        author=[{"@type": "Person", "name": name} for name in info.authors or ()],
        publisher={"@type": "Organization", "name": info.publisher} if info.publisher else None,
        datePublished=info.published,
        inLanguage=info.language,
    )


def _quotation(extraction: Extraction, record: AttributionRecord, outer: Mapping[str, AttributionRecord]) -> Node:
    words = [mention.exact for mention in record.content]
    speaker = record.speaker
    return _filled(
        _type="Quotation",
        _id=record_iri(extraction, record),
        text=words[0] if len(words) == 1 else words,
        creator=_creator(speaker) if speaker and speaker.name and speaker.kind in _CREATORS else None,
        creditText=speaker.mention.exact if speaker and speaker.name is None else None,
        isPartOf={"@id": article_iri(extraction)},
        isBasedOn=list(_ground(record)),
        citation=[{"@id": record_iri(extraction, outer[key])} for key in record.via],
        dateCreated=record.date.iso if record.date else None,
    )


def _creator(speaker: Speaker) -> Node:
    organization = {"@type": "Organization", "name": speaker.affiliation.exact} if speaker.affiliation else None
    is_person = speaker.kind == "person"
    return _filled(
        _type=_CREATORS[speaker.kind],
        name=speaker.name,
        jobTitle=speaker.title.exact if speaker.title and is_person else None,
        affiliation=organization if is_person else None,
    )


def _ground(record: AttributionRecord) -> Iterator[Node]:
    if record.speaker and record.speaker.kind == "document":
        yield _filled(_type="CreativeWork", name=record.speaker.mention.exact)
    if record.outlet:
        yield _carrier(record.outlet)


def _carrier(outlet: Outlet) -> Node:
    return _filled(_type=_CARRIERS.get(outlet.kind, "NewsMediaOrganization"), name=outlet.name, identifier=outlet.id)
