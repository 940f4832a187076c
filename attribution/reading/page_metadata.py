"""Headline, byline, publisher, dates of a web page, as the page itself gives them.

In this order: schema.org JSON-LD, OpenGraph and article properties, other meta elements, the page's visible markup.
Nothing is guessed: what the page does not say stays null.
"""

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from justhtml import JustHTML

_ARTICLE_TYPES = (
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
)
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?")
_BY = re.compile(r"^\s*(by|words by|from)\s+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|\band\b|&)\s*(?=\S)")
_SPACE = re.compile(r"\s+")

Metadata = dict[str, Any]


def read_metadata(tree: "JustHTML") -> Metadata:
    """Return the keyword arguments of `Article` that the page fills."""
    sources = (_from_json_ld(tree), _from_meta(tree), _from_markup(tree))
    merged: Metadata = {}
    for found in sources:
        for key, value in found.items():
            if value and key not in merged:
                merged[key] = value
    return merged


def _from_json_ld(tree: "JustHTML") -> Metadata:
    for script in tree.query("script"):
        if ((script.attrs or {}).get("type") or "").strip().lower() != "application/ld+json":
            continue
        content = "".join(child.data or "" for child in script.children or [] if child.name == "#text").strip()
        content = content.removeprefix("<!--").removesuffix("-->")
        content = content.replace("//<![CDATA[", "").replace("//]]>", "")
        try:
            data = json.loads(content, strict=False)
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common; the meta elements are asked next
        for node in _nodes(data):
            if _is_article(node):
                return _article_node(node)
    return {}


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    waiting = [data]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value
        elif isinstance(value, dict):
            yield value
            waiting[:0] = [value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value]


def _is_article(node: dict[str, Any]) -> bool:
    types = node.get("@type")
    return any(
        isinstance(kind, str) and kind.rpartition("/")[2] in _ARTICLE_TYPES
        for kind in (types if isinstance(types, list) else [types])
    )


def _article_node(node: dict[str, Any]) -> Metadata:
    return {
        "title": _clean(node.get("headline") or node.get("name")),
        "authors": tuple(_clean_all(node.get("author"))),
        "publisher": next(_clean_all(node.get("publisher")), None),
        "published": _date(node.get("datePublished")),
        "url": _address(node),
        "language": _language(node.get("inLanguage")),
    }


def _address(node: dict[str, Any]) -> str | None:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = node.get(key)
        value = value.get("@id") if isinstance(value, dict) else value
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            return value
    return None


def _clean_all(value: Any) -> Iterator[str]:
    """Yield the names in a value that is a name, a thing with a name, or a list of these."""
    for part in value if isinstance(value, list) else [value]:
        name = _clean(part.get("name") if isinstance(part, dict) else part)
        if name and not name.startswith(("http://", "https://")):
            yield name


def _clean(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return _SPACE.sub(" ", unescape(value)).strip() or None


def _date(value: Any) -> str | None:
    return value.strip() if isinstance(value, str) and _DATE.fullmatch(value.strip()) else None


def _language(value: Any) -> str | None:
    value = value.get("alternateName") if isinstance(value, dict) else value
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", value):
        return None
    return value.replace("_", "-")


def _from_meta(tree: "JustHTML") -> Metadata:
    values: dict[str, list[str]] = {}
    for element in tree.query("meta"):
        attributes = element.attrs or {}
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = _clean(attributes.get("content"))
        if name and content:
            values.setdefault(name.lower(), []).append(content)

    def first(*names: str, check: Callable[[Any], str | None] = _clean) -> str | None:
        found = (check(value) for name in names for value in values.get(name, ()))
        return next((value for value in found if value), None)

    people = values.get("article:author") or values.get("author") or values.get("byl") or values.get("dc.creator") or []
    return {
        "title": first("og:title", "twitter:title", "dc.title", "headline"),
        "authors": tuple(name for value in people for name in split_byline(value)),
        "publisher": first("og:site_name", "publisher", "dc.publisher", "application-name"),
        "published": first(
            "article:published_time", "og:published_time", "datepublished", "date", "pubdate", "dc.date",
            check=_date,
        ),
        "url": first("og:url"),
    }  # fmt: skip


def split_byline(value: str) -> Iterator[str]:
    """Yield the names of a byline such as "By A. Writer and B. Other"."""
    for name in _AND.split(_BY.sub("", value)):
        if name and not name.startswith(("http://", "https://", "@")):
            yield name.strip()


def _from_markup(tree: "JustHTML") -> Metadata:
    canonical = next(((e.attrs or {}).get("href") for e in tree.query('link[rel="canonical"]')), None)
    times = (_date((e.attrs or {}).get("datetime")) for e in tree.query("time"))
    root = next(iter(tree.query("html")), None)
    bylines = [_shown(e) for e in (*tree.query('[rel="author"]'), *tree.query('[itemprop="author"]'))]
    return {
        "title": next((_shown(e) for e in (*tree.query("h1"), *tree.query("title"))), None),
        "authors": tuple(dict.fromkeys(name for value in bylines if value for name in split_byline(value))),
        "published": next((value for value in times if value), None),
        "url": canonical if canonical and canonical.startswith(("http://", "https://")) else None,
        "language": _language((root.attrs or {}).get("lang")) if root is not None else None,
    }


def _shown(element: Any) -> str | None:
    return _clean(element.to_text())
