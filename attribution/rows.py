"""The records as flat rows: one a record, plain values under the same columns, for sheets and tables of data."""

from collections.abc import Iterable, Iterator

from attribution.records import AttributionRecord, Extraction, Mention, Row

COLUMNS = (
    "article_title", "article_url", "article_file", "article_part", "article_sha256",
    "number", "id", "kind", "content", "start", "end",
    "quotations", "cue", "cue_lemma", "source", "speaker", "speaker_kind", "speaker_title", "affiliation",
    "outlet", "outlet_id", "outlet_kind", "outlet_basis", "via", "occasion", "date", "date_iso", "alterations",
    "confidence_content", "confidence_source", "confidence_speaker", "confidence_outlet", "evidence",
)  # fmt: skip


def rows(extraction: Extraction) -> Iterator[Row]:
    """Yield the records as flat rows, the same columns in each."""
    for number, record in enumerate(extraction.records, start=1):
        yield {
            "article_title": extraction.article.title,
            "article_url": extraction.article.url,
            "article_file": extraction.article.file,
            "article_part": extraction.article.part,
            "article_sha256": extraction.article.sha256,
            "number": number,
            "id": record.id,
            "kind": record.kind,
            "content": _lines(record.content),
            "start": record.content[0].start,
            "end": record.content[-1].end,
            "quotations": _lines(record.quotations),
            **_who(record),
            **_where(record),
            "alterations": " ".join(f"{a.type}:{a.start}-{a.end}" for a in record.alterations) or None,
            "confidence_content": record.confidence.content,
            "confidence_source": record.confidence.source,
            "confidence_speaker": record.confidence.speaker,
            "confidence_outlet": record.confidence.outlet,
            "evidence": "\n".join(f"{e.field}: {e.rule}{f' ({e.note})' if e.note else ''}" for e in record.evidence),
        }


def _who(record: AttributionRecord) -> Row:
    speaker = record.speaker
    return {
        "cue": _exact(record.cue),
        "cue_lemma": record.cue.lemma if record.cue else None,
        "source": _exact(record.source),
        "speaker": (speaker.name or speaker.mention.exact) if speaker else None,
        "speaker_kind": speaker.kind if speaker else None,
        "speaker_title": _exact(speaker.title) if speaker else None,
        "affiliation": _exact(speaker.affiliation) if speaker else None,
    }


def _where(record: AttributionRecord) -> Row:
    outlet = record.outlet
    return {
        "outlet": outlet.name if outlet else None,
        "outlet_id": outlet.id if outlet else None,
        "outlet_kind": outlet.kind if outlet else None,
        "outlet_basis": outlet.basis if outlet else None,
        "via": " ".join(record.via) or None,
        "occasion": _exact(record.occasion),
        "date": _exact(record.date),
        "date_iso": record.date.iso if record.date else None,
    }


def _exact(mention: Mention | None) -> str | None:
    return mention.exact if mention else None


def _lines(mentions: Iterable[Mention]) -> str | None:
    return "\n".join(mention.exact for mention in mentions) or None
