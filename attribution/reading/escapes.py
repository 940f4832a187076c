"""Strings inside of JSON and text inside of XML, with the place of every character.

JSON strings: RFC 8259, section 7. XML is read by expat, which says at which byte each piece of text begins; entity
declarations are refused, so nothing expands and nothing is fetched.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from attrs import field, frozen

from attribution.errors import InputError
from attribution.reading.offsets import MappedText, OffsetMap

_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\n\r]*")
_PROLOG = re.compile(r"\A\s*<\?xml[^>]*\?>")  # says nothing that is needed once the file is text
_START_TAG = re.compile(r"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_REFERENCE = re.compile(r"&#?\w+;|\r\n?|\n")

_DECODER = json.JSONDecoder()

JsonPath = tuple[str | int, ...]


def read_json(source: str, what: str = "the file") -> Any:
    """Return the value that `source` holds.

    Raises:
        InputError: It is no JSON; the message names the line.
    """
    try:
        return json.loads(source)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"{what} is no JSON: {error.msg} at {where}; mend it, or name the format text") from None
    except RecursionError:
        raise InputError(f"{what} is nested too deeply") from None
    except ValueError:
        raise InputError(f"{what} holds a number that is too long to be read") from None


def string_places(source: str) -> dict[JsonPath, int]:
    """Return where each string of a JSON document begins (its opening mark), by path; `source` must be valid."""
    places: dict[JsonPath, int] = {}
    try:
        _walk(source, _skip(source, 0), (), places)
    except RecursionError:
        raise InputError("the JSON is nested too deeply") from None
    return places


def _skip(source: str, at: int) -> int:
    match = _SPACE.match(source, at)
    return match.end() if match else at


def _value_end(source: str, at: int) -> int:
    end: int = _DECODER.raw_decode(source, at)[1]
    return end


def _walk(source: str, at: int, path: JsonPath, places: dict[JsonPath, int]) -> int:
    """Go through the value at `at`; return where it ends."""
    if source[at] == '"':
        places[path] = at
        return _value_end(source, at)
    if source[at] == "{":
        return _walk_members(source, at, path, places)
    if source[at] == "[":
        return _walk_elements(source, at, path, places)
    return _value_end(source, at)


def _walk_members(source: str, at: int, path: JsonPath, places: dict[JsonPath, int]) -> int:
    at = _skip(source, at + 1)
    while source[at] != "}":
        key, at = _DECODER.raw_decode(source, at)
        at = _skip(source, _skip(source, at) + 1)
        at = _skip(source, _walk(source, at, (*path, key), places))
        at = _skip(source, at + 1) if source[at] == "," else at
    return at + 1


def _walk_elements(source: str, at: int, path: JsonPath, places: dict[JsonPath, int]) -> int:
    at, index = _skip(source, at + 1), 0
    while source[at] != "]":
        at = _skip(source, _walk(source, at, (*path, index), places))
        at = _skip(source, at + 1) if source[at] == "," else at
        index += 1
    return at + 1


def json_string(source: str, at: int) -> tuple[str, OffsetMap]:
    """Return the string whose opening mark stands at `at`, with its map; a lone surrogate becomes U+FFFD."""
    end = _value_end(source, at) - 1
    mapped, position = MappedText(), at + 1
    for match in _ESCAPE.finditer(source, at + 1, end):
        mapped.add(source[position : match.start()], position, match.start())
        value = json.loads(f'"{match.group()}"')
        mapped.add(_SURROGATE.sub("\ufffd", value), match.start(), match.end())
        position = match.end()
    mapped.add(source[position:end], position, end)
    return mapped.finish()


@frozen
class XmlElement:
    """An element with its text and children, in order, and where its content stands in the file.

    `name` is "{namespace}local" or "local"; `parts` holds `(text, raw_start, raw_end)` and elements.
    """

    name: str
    attributes: Mapping[str, str]
    parts: "list[XmlElement | tuple[str, int, int]]" = field(factory=list, repr=False)
    inner_start: int = 0
    inner_end: list[int] = field(factory=list, repr=False)

    @property
    def local(self) -> str:
        """Return the name without its namespace."""
        return self.name.rpartition("}")[2]

    @property
    def children(self) -> "list[XmlElement]":
        """Return the child elements."""
        return [part for part in self.parts if isinstance(part, XmlElement)]

    @property
    def inner(self) -> tuple[int, int]:
        """Return where the content stands in the file, between the tags."""
        return self.inner_start, self.inner_end[0] if self.inner_end else self.inner_start

    def find(self, *names: str) -> "XmlElement | None":
        """Return the first child of one of these names (local, or with namespace), in the order of `names`."""
        for name in names:
            for child in self.children:
                if name in (child.local, child.name):
                    return child
        return None

    def text(self) -> tuple[str, OffsetMap]:
        """Return the text directly in the element, with its map."""
        mapped = MappedText()
        for part in self.parts:
            if isinstance(part, tuple):
                mapped.add(*part)
        return mapped.finish()


class _Bytes:
    """Turns offsets in the UTF-8 form of a text, which expat counts in, into code points."""

    def __init__(self, text: str) -> None:
        self.data = text.encode("utf-8")
        self._is_ascii = len(self.data) == len(text)
        self._starts = [] if self._is_ascii else [i for i, byte in enumerate(self.data) if byte & 0xC0 != 0x80]

    def code_point(self, offset: int) -> int:
        return offset if self._is_ascii else bisect_left(self._starts, offset)


class _Tree:
    """Builds the elements while expat reads."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.bytes = _Bytes(source)
        self.root = XmlElement("", {})
        self._open = [self.root]
        self.parser = expat.ParserCreate("utf-8", "}")
        self.parser.buffer_text = False
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._refuse

    def _here(self) -> int:
        return self.bytes.code_point(self.parser.CurrentByteIndex)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        inner = _end_of_tag(self.source, self._here())
        element = XmlElement(_braced(name), {_braced(k): v for k, v in attributes.items()}, inner_start=inner)
        self._open[-1].parts.append(element)
        self._open.append(element)

    def _end(self, _: str) -> None:
        element = self._open.pop()
        element.inner_end.append(max(self._here(), element.inner_start))

    def _characters(self, data: str) -> None:
        at = self._here()
        end = at + len(data)
        match = _REFERENCE.match(self.source, at) if len(data) == 1 else None
        if match:
            end = match.end()
        self._open[-1].parts.append((data, at, end))

    def _refuse(self, name: str, *_: object) -> None:
        raise InputError(f"the XML declares the entity {name!r}, which is not read for safety; remove the declaration")


def _braced(name: str) -> str:
    return "{" + name if "}" in name else name


def _end_of_tag(source: str, at: int) -> int:
    """Return where the start tag at `at` ends; ">" may stand inside of attribute values."""
    match = _START_TAG.match(source, at)
    return match.end() if match else at


def read_xml(source: str, what: str = "the file") -> XmlElement:
    """Return the root element of an XML document.

    Raises:
        InputError: It is not well-formed (the message names the line) or declares entities.
    """
    tree = _Tree(_PROLOG.sub(lambda match: " " * len(match.group()), source, count=1))
    try:
        tree.parser.Parse(tree.bytes.data, True)
    except expat.ExpatError as error:
        raise InputError(
            f"{what} is no well-formed XML: {expat.ErrorString(error.code)} at line {error.lineno}"
        ) from None
    return tree.root.children[0]
