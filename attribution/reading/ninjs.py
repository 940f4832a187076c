"""IPTC ninjs 2 and 3 (and 1): news items in JSON.

In ninjs 1 the text stands in "body_text" and "body_xhtml", in 2 and 3 in the list "bodies" and the headline in
"headlines" (2: as in 1, or lists), whose members have a role and a content type; later members of ninjs 3 write
their names without underscores ("bodyText"). HTML bodies are preferred: they tell paragraphs and block quotations.
"""

from typing import Any

from attribution.errors import InputError
from attribution.reading.article import Found
from attribution.reading.encodings import Decoded
from attribution.reading.escapes import JsonPath, json_string, read_json, string_places
from attribution.reading.page_metadata import split_byline
from attribution.reading.strings import read_string
from attribution.records import Article

_MARKUP_TYPES = ("text/html", "application/xhtml+xml")
# Roles are free strings; these, in use with agencies, are the whole article in one form or another.
_WHOLE = frozenset({"main", "body", "article", "story", "text", "plaintext", "richtext", "html", "xhtml"})
_CREATED = ("firstcreated", "firstCreated", "versioncreated", "versionCreated")


def read_ninjs(decoded: Decoded) -> list[Found]:
    """Return the article of a ninjs item.

    Raises:
        InputError: The file is no JSON object, or holds no body of text.
    """
    data = read_json(decoded.text, "the ninjs file")
    if not isinstance(data, dict):
        raise InputError("a ninjs file holds one JSON object")
    return [read_item(data, decoded.text)]


def is_ninjs(data: object) -> bool:
    """Tell whether a JSON value looks like a ninjs item."""
    if not isinstance(data, dict):
        return False
    if "ninjs" in str(data.get("$schema") or data.get("$standard") or data.get("standard") or "").lower():
        return True
    return bool({"uri", "type", "headline", "headlines"} & data.keys()) and bool(
        {"bodies", "body_text", "body_xhtml", "body_html"} & data.keys()
    )


def read_item(data: dict[str, Any], source: str, part: str | None = None) -> Found:
    """Return the article of a parsed ninjs item that stands in `source`."""
    path, is_markup = _find_body(data)
    text, offsets = json_string(source, string_places(source)[path])
    body = read_string(text, offsets, is_markup=is_markup)
    return Found(Article(text=body.text, **_metadata(data)), body, source, part)


def _find_body(data: dict[str, Any]) -> tuple[JsonPath, bool]:
    """Return the path of the best body and whether it is HTML."""
    candidates: list[tuple[int, JsonPath, bool]] = []
    bodies = data.get("bodies")
    for index, body in enumerate(bodies if isinstance(bodies, list) else []):
        value = body.get("value") if isinstance(body, dict) else None
        if isinstance(value, str):
            kind = str(body.get("contenttype") or body.get("contentType") or "").partition(";")[0].strip().lower()
            is_markup = kind in _MARKUP_TYPES or (not kind and value.lstrip().startswith("<"))
            is_main = not body.get("role") or str(body["role"]).lower() in _WHOLE
            candidates.append((2 * (not is_main) + (not is_markup), ("bodies", index, "value"), is_markup))
    for key, is_markup in (("body_xhtml", True), ("body_html", True), ("body_text", False)):
        if isinstance(data.get(key), str):
            candidates.append((10 + (not is_markup), (key,), is_markup))
    if not candidates:
        raise InputError('the ninjs item holds no text: neither "bodies" nor "body_text" nor "body_xhtml"')
    _, path, is_markup = min(candidates)
    return path, is_markup


def _metadata(data: dict[str, Any]) -> dict[str, Any]:
    byline = _text(data.get("byline")) or _text(data.get("by"))
    people = [_text(p.get("name")) for p in _list(data.get("people")) if isinstance(p, dict) and "author" in _rels(p)]
    authors = tuple(split_byline(byline)) if byline else tuple(name for name in people if name)
    return {
        "title": _text(data.get("headline")) or _role_value(data.get("headlines"), "main") or _text(data.get("title")),
        "authors": authors,
        # Not from "infoSources": whoever stands there may have sent the item, or only be cited in it.
        "publisher": _text(data.get("copyrightholder")) or _text(data.get("copyrightHolder")),
        "published": next((_text(data[key]) for key in _CREATED if _text(data.get(key))), None),
        "url": next(
            (u for u in (data.get("url"), data.get("uri")) if str(u).startswith(("http://", "https://"))), None
        ),
        "language": _text(data.get("language")),
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _rels(person: dict[str, Any]) -> str:
    return f"{person.get('rel') or ''} {person.get('role') or ''}".lower()


def _role_value(values: Any, role: str) -> str | None:
    """Return the value with this role, else the first value."""
    members = [v for v in (values if isinstance(values, list) else []) if isinstance(v, dict) and _text(v.get("value"))]
    best = next((v for v in members if v.get("role") == role), members[0] if members else None)
    return _text(best.get("value")) if best else None


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
