"""RSS 2.0, RSS 1.0 and Atom (RFC 4287): one article an entry."""

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from attribution.errors import InputError
from attribution.layout import paragraphs
from attribution.reading.article import Block, Body, Found
from attribution.reading.encodings import Decoded
from attribution.reading.escapes import XmlElement, read_xml
from attribution.reading.markup import read_fragment
from attribution.reading.offsets import identity
from attribution.reading.page_metadata import split_byline
from attribution.records import Article, Problem

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_DC_DATE = "{http://purl.org/dc/elements/1.1/}date"
_DC_LANGUAGE = "{http://purl.org/dc/elements/1.1/}language"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MARKUP = re.compile(r"<[A-Za-z/!]|&[#\w]+;")
_MAIL = re.compile(r"^\S+@\S+\s+\((.*)\)$")


def read_feed(decoded: Decoded) -> list[Found]:
    """Return the entries of a feed in its order; those without any text have an empty one, and a problem.

    Raises:
        InputError: The file is no well-formed XML, or no feed.
    """
    root = read_xml(decoded.text, "the feed")
    if root.local not in ("rss", "RDF", "feed"):
        raise InputError(f"the XML is no feed: its root is <{root.local}>, not <rss>, <feed> or <rdf:RDF>")
    channel = root.find("channel") or root
    entries = [e for e in (*channel.children, *(root.children if channel is not root else ())) if _is_entry(e)]
    publisher = _first_text(channel, "title")
    language = root.attributes.get(_XML_LANG) or _first_text(channel, "language", _DC_LANGUAGE)
    return [
        _read_entry(entry, decoded.text, f"entry {number}", publisher, language)
        for number, entry in enumerate(entries, start=1)
    ]


def _is_entry(element: XmlElement) -> bool:
    return element.local in ("item", "entry")


def _read_entry(entry: XmlElement, source: str, part: str, publisher: str | None, language: str | None) -> Found:
    body = _read_body(entry, source)
    authors = [name for value in _author_texts(entry) for name in split_byline(value)]
    article = Article(
        text=body.text,
        title=_title(entry),
        authors=tuple(dict.fromkeys(authors)),
        publisher=publisher,
        published=_published(entry),
        url=_address(entry),
        language=entry.attributes.get(_XML_LANG) or language,
    )
    return Found(article, body, source, part)


def _read_body(entry: XmlElement, source: str) -> Body:
    """Read the full text where the entry has it, else its summary."""
    full = entry.find(_CONTENT, "content")
    holder = full or entry.find("description", "summary")
    if holder is None:
        return Body("", identity(0), problems=(Problem("no-text", 0, 0, "the entry has no text"),))
    body = _read_text(holder, source)
    if full is None:
        note = Problem("summary-only", len(body.text), len(body.text), "the feed gives a summary, not the article")
        return Body(body.text, body.offsets, body.blocks, body.links, (*body.problems, note))
    return body


def _read_text(holder: XmlElement, source: str) -> Body:
    kind = holder.attributes.get("type", "html" if holder.local != "summary" else "")
    if kind in ("xhtml", "application/xhtml+xml"):
        return read_fragment(source, *holder.inner)
    text, offsets = holder.text()
    if kind in ("text", "text/plain") or not _MARKUP.search(text):
        return Body(text, offsets, tuple(Block("paragraph", span) for span in paragraphs(text)))
    inner = read_fragment(text)
    return Body(inner.text, inner.offsets.through(offsets), inner.blocks, inner.links, inner.problems)


def _title(entry: XmlElement) -> str | None:
    element = entry.find("title")
    if element is None:
        return None
    text = element.text()[0]
    return " ".join((read_fragment(text).text if _MARKUP.search(text) else text).split()) or None


def _first_text(element: XmlElement, *names: str) -> str | None:
    found = element.find(*names)
    return (found.text()[0].strip() or None) if found is not None else None


def _author_texts(entry: XmlElement) -> Iterator[str]:
    for child in entry.children:
        if child.name == _CREATOR:
            yield child.text()[0].strip()
        elif child.local == "author":
            name = _first_text(child, "name") or child.text()[0].strip()
            mail = _MAIL.match(name)
            if mail or "@" not in name:
                yield mail.group(1) if mail else name


def _published(entry: XmlElement) -> str | None:
    """Return the date as ISO 8601; RSS writes those of e-mail (RFC 822)."""
    value = _first_text(entry, "published", "issued", _DC_DATE)
    if value:
        return value
    value = _first_text(entry, "pubDate")
    try:
        return parsedate_to_datetime(value).isoformat() if value else _first_text(entry, "updated")
    except (ValueError, TypeError):
        return None


def _address(entry: XmlElement) -> str | None:
    for link in entry.children:
        if link.local == "link" and link.attributes.get("rel", "alternate") == "alternate":
            value = link.attributes.get("href") or link.text()[0].strip()
            if value:
                return value
    return None
