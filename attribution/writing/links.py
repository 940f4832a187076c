"""Addresses for articles and records in linked formats."""

import base64

from attribution.records import AttributionRecord, Extraction


def article_iri(extraction: Extraction) -> str:
    """Return the address of the article, or a name made of its digest where it has none (RFC 6920)."""
    url = extraction.article.url
    if url and url.startswith(("http://", "https://")) and not any(c.isspace() or c in '<>"{}|\\^`' for c in url):
        return url
    digest = base64.urlsafe_b64encode(bytes.fromhex(extraction.article.sha256)).rstrip(b"=").decode("ascii")
    return f"ni:///sha-256;{digest}"


def record_iri(extraction: Extraction, record: AttributionRecord, part: str = "") -> str:
    """Return a name for a record, or for a part of it."""
    return f"urn:attribution:{extraction.article.sha256[:16]}:{record.id}{':' + part if part else ''}"
