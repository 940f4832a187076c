"""Where the text and the metadata of an article stand in the JSON that editorial systems give.

Known shapes: WordPress REST ("content": {"rendered": ...}), Drupal JSON:API and REST (body values with a format),
schema.org Article (people and publishers as objects, "@graph"), JSON Feed, Ghost ("html"), Arc ANS
("content_elements"), and plain objects with one of the usual names.
"""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from attribution.errors import InputError
from attribution.reading.article import BlockKind
from attribution.reading.escapes import JsonPath
from attribution.reading.page_metadata import split_byline
from attribution.reading.strings import read_words

TEXT_FIELDS = (
    "text", "body", "articleBody", "content", "article", "html", "content_html", "body_html", "content_text",
    "body_text", "content_elements",
)  # fmt: skip
# In objects under these names, or lists of them, the article itself is looked for.
WRAPPERS = ("data", "attributes", "article", "articles", "post", "posts", "item", "items", "results", "@graph")
# What an object in the place of a string holds the string under; what is rendered is HTML.
_VALUES = ("rendered", "processed", "value", "html", "text", "content")
_RENDERED = frozenset({"rendered", "processed", "html", "content_html", "body_html"})
_PLAIN = frozenset({"plain_text", "text/plain"})
# Elements of a list by their "type"; others (images, embeds, adverts) are no text of the article.
_ELEMENTS: dict[str, BlockKind] = {
    "text": "paragraph", "paragraph": "paragraph", "header": "heading", "heading": "heading", "quote": "quote",
}  # fmt: skip
_KEYS = {
    "title": ("title", "headline", "headlines"),
    "publisher": ("publisher", "source", "site"),
    "published": (
        "published", "date", "datePublished", "date_published", "published_at", "publishedAt", "display_date",
        "publish_date", "created",
    ),
    "url": ("url", "link", "mainEntityOfPage"),
}  # fmt: skip
_NAMED = ("name", "rendered", "basic", "value", "@value", "@id")
_SHOWN = 12  # fields that a message names


@frozen
class Place:
    """One string of a text: where it stands, whether it is HTML (None: its tags tell), and what kind of block it is.

    `kind` is None where the string itself tells its paragraphs.
    """

    path: JsonPath
    is_markup: bool | None = None
    kind: BlockKind | None = None


def article_objects(data: dict[str, Any], path: JsonPath = ()) -> list[tuple[JsonPath, dict[str, Any]]]:
    """Return the objects that hold the text of an article, each with its path: the object itself, or inside of it.

    A list of articles is given whole, so that one without a text can be told; of a "@graph", in which the article
    stands beside the page and its authors, those with a text.
    """
    if text_places(data):
        return [(path, data)]
    for key in WRAPPERS:
        inner = data.get(key)
        members = inner if isinstance(inner, list) else [inner]
        found: list[tuple[JsonPath, dict[str, Any]]] = []
        has_text = False
        for index, one in enumerate(members):
            if isinstance(one, dict):
                below = (*path, key, index) if isinstance(inner, list) else (*path, key)
                objects = article_objects(one, below)
                has_text = has_text or bool(objects)
                found += objects or ([] if key == "@graph" else [(below, one)])
        if has_text:
            return found
    return []


def text_places(data: dict[str, Any]) -> list[Place]:
    """Return the strings of the text, in order: of the first of `TEXT_FIELDS` that holds something."""
    empty: list[Place] = []
    for key in TEXT_FIELDS:
        places = list(_places(data.get(key), (key,)))
        if any(str(_at(data, place.path)).strip() for place in places):
            return places
        empty = empty or places
    return empty


def refuse_without_text(data: dict[str, Any], what: str) -> InputError:
    """Return the error for an object without a text: which fields are looked for, and which are there."""
    there = ", ".join([repr(key)[1:-1] for key in data][:_SHOWN]) + ", ..." * (len(data) > _SHOWN) if data else "none"
    return InputError(
        f"{what} has no text: none of the fields {', '.join(TEXT_FIELDS)} holds a string, an object with one under "
        f"{', '.join(_VALUES)}, or a list of such, at the top or in {', '.join(WRAPPERS)}; "
        f'there are the fields {there}: give the text as {{"text": ...}}'
    )


def metadata(data: dict[str, Any]) -> dict[str, Any]:
    """Return what an object says of its article, as arguments of `Article`."""
    found: dict[str, Any] = {
        name: next((value for key in keys for value in _strings(data.get(key))), None) for name, keys in _KEYS.items()
    }
    found["title"] = read_words(found["title"]) if found["title"] else None
    found["authors"] = _authors(data)
    # An object in place of a tag ({"name": "English"}) is left alone: its name is no tag.
    tags = (data.get(key) for key in ("language", "lang", "inLanguage", "langcode"))
    found["language"] = next((tag for tag in tags if isinstance(tag, str) and tag), None)
    return found


def _places(value: Any, path: JsonPath) -> Iterator[Place]:
    if isinstance(value, str):
        yield Place(path, True if path[-1] in _RENDERED else None)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _element_places(one, (*path, index))
    elif isinstance(value, dict):
        key = next((key for key in _VALUES if isinstance(value.get(key), str)), None)
        if key is not None:
            is_plain = value.get("format") in _PLAIN and key == "value"
            yield Place((*path, key), True if key in _RENDERED else False if is_plain else None)


def _element_places(value: Any, path: JsonPath) -> Iterator[Place]:
    """Yield the strings of an element of a list: a paragraph, a quotation with its source, the items of a list."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind is None:
        yield from _places(value, path)
    elif kind == "list":
        for place in _places(value.get("items"), (*path, "items")):
            yield Place(place.path, place.is_markup, "item")
    elif kind in _ELEMENTS and value.get("subtype") != "pullquote":
        inside = [*_places(value.get("content_elements"), (*path, "content_elements"))] or [*_places(value, path)]
        for place in inside:
            yield Place(place.path, place.is_markup, _ELEMENTS[kind])
        for place in _places(value.get("citation"), (*path, "citation")):
            yield Place(place.path, place.is_markup, "attribution")


def _at(data: Any, path: JsonPath) -> Any:
    for key in path:
        data = data[key]
    return data


def _strings(value: Any) -> list[str]:
    """Return the string that stands in a field, or those of the objects and lists there."""
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, list):
        return [string for one in value for string in _strings(one)]
    if isinstance(value, dict):
        return next((strings for key in _NAMED if (strings := _strings(value.get(key)))), [])
    return []


def _authors(data: dict[str, Any]) -> tuple[str, ...]:
    fields = [data.get(key) for key in ("authors", "author", "creator", "primary_author")]
    fields += [one[key] for one, key in ((data.get("credits"), "by"), (data.get("_embedded"), "author"))
               if isinstance(one, dict) and key in one]  # fmt: skip
    for field in fields:
        names = [name for name in _strings(field) if not name.startswith(("http://", "https://"))]
        if names:
            return tuple(dict.fromkeys(names))
    return tuple(name for byline in _strings(data.get("byline")) for name in split_byline(byline))
