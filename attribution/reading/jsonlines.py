"""JSON: one article in an object, an array of them, or JSON Lines with one on each line."""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from attribution.errors import InputError
from attribution.models import CharSpan
from attribution.reading.article import Block, Body, Found
from attribution.reading.encodings import Decoded
from attribution.reading.escapes import JsonPath, json_string, read_json, string_places
from attribution.reading.json_fields import Place, article_objects, metadata, refuse_without_text, text_places
from attribution.reading.ninjs import is_ninjs, read_item
from attribution.reading.offsets import OffsetMap, Stretch
from attribution.reading.strings import join_bodies, read_string
from attribution.records import Article


def read_json_lines(decoded: Decoded) -> Iterator[Found | InputError]:
    """Yield the article of each line, blank lines left out, or the error of a line that is no object with a text.

    A line that is a ninjs item is read as one. Offsets lead into the whole file.
    """
    start = 0
    for number, line in enumerate(decoded.text.split("\n"), start=1):
        if line.strip():
            try:
                for found in _read_line(line, f"line {number}"):
                    yield found if isinstance(found, InputError) else _shifted(found, start, decoded.text)
            except InputError as error:
                yield error
        start += len(line) + 1


def read_json_article(decoded: Decoded) -> Iterator[Found | InputError]:
    """Yield the article of a JSON file, or each of several in it, or the error of one without a text.

    Raises:
        InputError: The file is no JSON, or holds no such object.
    """
    data = read_json(decoded.text)
    places = string_places(decoded.text)
    if isinstance(data, dict):
        yield from _read_objects(data, decoded.text, places, None, "the JSON object")
        return
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise InputError("the JSON file holds no object with a text, and no array of such")
    for index, one in enumerate(data):
        part = f"item {index + 1}"
        try:
            yield from _read_objects(one, decoded.text, places, part, part, (index,))
        except InputError as error:
            yield error


def _read_line(line: str, part: str) -> Iterator[Found | InputError]:
    data = read_json(line, part)
    if not isinstance(data, dict):
        raise InputError(f"{part} is no JSON object")
    if is_ninjs(data):
        yield read_item(data, line, part)
    else:
        yield from _read_objects(data, line, string_places(line), part, part)


def _read_objects(
    data: dict[str, Any], source: str, places: Mapping[JsonPath, int], part: str | None, what: str, path: JsonPath = ()
) -> Iterator[Found | InputError]:
    """Yield the articles of an object, most often one; what is wrong with the only one is raised.

    Args:
        data: The object.
        source: The text that it stands in.
        places: Where the strings of `source` begin.
        part: What the only article is called; several are items of it.
        what: What a message calls the object.
        path: Where the object stands in `source`.
    """
    if str(data.get("schema")).startswith("attribution/"):
        raise InputError(f"{what} holds records, not an article; give the article that they were made from")
    objects = article_objects(data, path)
    if not objects:
        raise refuse_without_text(data, what)
    for number, (below, one) in enumerate(objects, start=1):
        name = part if len(objects) == 1 else f"{part}, item {number}" if part else f"item {number}"
        strings = text_places(one)
        if strings:
            body = join_bodies(_read_place(place, source, places, below) for place in strings)
            yield Found(Article(text=body.text, **metadata(one)), body, source, name)
        else:
            yield refuse_without_text(one, name or what)


def _read_place(place: Place, source: str, places: Mapping[JsonPath, int], path: JsonPath) -> Body:
    text, offsets = json_string(source, places[(*path, *place.path)])
    body = read_string(text, offsets, is_markup=place.is_markup)
    if place.kind is None or not body.text.strip():
        return body
    depth = 1 if place.kind in ("quote", "attribution") else 0
    return evolve(body, blocks=(Block(place.kind, CharSpan(0, len(body.text)), depth),))


def _shifted(found: Found, by: int, source: str) -> Found:
    body = found.body
    moved = OffsetMap(Stretch(s.start, s.end, s.raw_start + by, s.raw_end + by) for s in body.offsets.stretches)
    return evolve(found, body=evolve(body, offsets=moved), source=source)
