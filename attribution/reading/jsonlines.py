"""JSON Lines: one article a line, its text in a field of the object on that line."""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from attribution.errors import InputError
from attribution.layout import paragraphs
from attribution.reading.article import Block, Body, Found
from attribution.reading.encodings import Decoded
from attribution.reading.escapes import JsonPath, json_string, read_json, string_places
from attribution.reading.ninjs import is_ninjs, read_item
from attribution.reading.offsets import OffsetMap, Stretch
from attribution.records import Article

TEXT_FIELDS = ("text", "body", "articleBody", "content", "article")
_FIELDS = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "source", "site"),
    "published": ("published", "date", "datePublished"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
}


def read_json_lines(decoded: Decoded) -> Iterator[Found | InputError]:
    """Yield the article of each line, blank lines left out, or the error of a line that is no object with a text.

    The text is in the first of `TEXT_FIELDS` that holds a string; a line that is a ninjs item is read as one.
    Offsets lead into the whole file.
    """
    start = 0
    for number, line in enumerate(decoded.text.split("\n"), start=1):
        if line.strip():
            try:
                yield _shifted(_read_line(line, number), start, decoded.text, number)
            except InputError as error:
                yield error
        start += len(line) + 1


def read_json_article(decoded: Decoded) -> Iterator[Found | InputError]:
    """Yield the article of a JSON file with a text field, or each of an array of such, or the error of one without.

    Raises:
        InputError: The file is no JSON, or holds no such object.
    """
    data = read_json(decoded.text)
    places = string_places(decoded.text)
    if isinstance(data, dict):
        yield _read_object(data, decoded.text, places, (), "the JSON object")
        return
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise InputError("the JSON file holds no object with a text, and no array of such")
    for index, one in enumerate(data):
        what = f"item {index + 1}"
        try:
            yield evolve(_read_object(one, decoded.text, places, (index,), what), part=what)
        except InputError as error:
            yield error


def _read_line(line: str, number: int) -> Found:
    data = read_json(line, f"line {number}")
    if not isinstance(data, dict):
        raise InputError(f"line {number} is no JSON object")
    if is_ninjs(data):
        return read_item(data, line)
    return _read_object(data, line, string_places(line), (), f"line {number}")


def _read_object(data: dict[str, Any], source: str, places: Mapping[JsonPath, int], path: JsonPath, what: str) -> Found:
    if str(data.get("schema")).startswith("attribution/"):
        raise InputError(f"{what} holds records, not an article; give the article that they were made from")
    key = next((name for name in TEXT_FIELDS if isinstance(data.get(name), str)), None)
    if key is None:
        raise InputError(f"{what} has no text: none of the fields {', '.join(TEXT_FIELDS)} holds a string")
    text, offsets = json_string(source, places[(*path, key)])
    body = Body(text, offsets, tuple(Block("paragraph", span) for span in paragraphs(text)))
    return Found(Article(text=text, authors=_authors(data), **_metadata(data)), body, source)


def _metadata(data: dict[str, Any]) -> dict[str, Any]:
    return {
        name: next((data[key] for key in keys if isinstance(data.get(key), str) and data[key]), None)
        for name, keys in _FIELDS.items()
    }


def _authors(data: dict[str, Any]) -> tuple[str, ...]:
    value = data.get("authors", data.get("author", data.get("byline")))
    values = value if isinstance(value, list) else [value]
    return tuple(name for name in values if isinstance(name, str) and name)


def _shifted(found: Found, by: int, source: str, number: int) -> Found:
    body = found.body
    moved = OffsetMap(Stretch(s.start, s.end, s.raw_start + by, s.raw_end + by) for s in body.offsets.stretches)
    return Found(
        found.article,
        Body(body.text, moved, body.blocks, body.links, body.problems),
        source,
        f"line {number}",
    )
