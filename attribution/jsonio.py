"""The one place where records become JSON and JSON becomes records (schema id `attribution/1`).

Keys stand in the order of the classes, text is UTF-8 as it is, and the same extraction gives the same bytes.
Reading refuses unknown, missing and doubled keys and values of another type, and reports everything it finds at
once, each problem with its JSON path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import attrs

from attribution.errors import RecordError
from attribution.paths import names_file
from attribution.records import SCHEMA, ArticleInfo, AttributionRecord, Extraction

if TYPE_CHECKING:
    from cattrs import Converter

_SURROGATE = re.compile("[\ud800-\udfff]")
_EXTRA = "not JSON: Extra data"  # a document ends and another begins: JSON Lines
_PLAIN = {str: "a string", int: "a whole number", float: "a number", bool: "true or false"}


def dump_extraction(extraction: Extraction, *, indent: int | None = None) -> str:
    """Return the JSON text of `extraction`: one line for JSON Lines, or indented; no line end at the end.

    A lone surrogate, which UTF-8 does not have, is written as an escape.

    Raises:
        RecordError: It is no extraction; a record is written within its extraction.
    """
    text = json.dumps(to_data(extraction), ensure_ascii=False, allow_nan=False, indent=indent)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def to_data(extraction: Extraction) -> dict[str, Any]:
    """Return `extraction` as `json.loads` of its JSON text gives it.

    Raises:
        RecordError: It is no extraction.
    """
    if not isinstance(extraction, Extraction):
        raise RecordError([f"$: an Extraction is expected, not {type(extraction).__name__}"])
    data: dict[str, Any] = _converter().unstructure(extraction)
    return data


def parse_extraction(text: str) -> Extraction:
    """Return the extraction that `text`, one JSON document, holds.

    Raises:
        RecordError: It is no text or no JSON, has another schema id, or breaks the contract; `problems` lists every
            problem with its JSON path.
    """
    data = _read_json(text)
    if isinstance(data, list) and data:
        raise RecordError([f"$: a list of {len(data)} where an object is expected; parse_extractions reads several"])
    return from_data(data)


def parse_extractions(text: str) -> list[Extraction]:
    """Return the extractions of a file of records: one document, a list of them, or JSON Lines.

    So it reads whatever `attribution extract` writes as JSON or JSON Lines, for one article or for many.

    Raises:
        RecordError: As `parse_extraction`; each problem begins with the place in the list, or the number of the line.
    """
    try:
        data = _read_json(text)
    except RecordError as error:
        if _EXTRA not in error.problems[0]:
            raise
        return list(parse_lines(text))
    if not isinstance(data, list):
        return [from_data(data)]
    found, problems = [], []
    for index, one in enumerate(data):
        try:
            found.append(from_data(one))
        except RecordError as error:
            problems += [f"$[{index}]{problem.removeprefix('$')}" for problem in error.problems]
    if problems:
        raise RecordError(problems)
    return found


def from_data(data: Any) -> Extraction:
    """Return the extraction that `data`, as `json.loads` gives it, holds.

    Raises:
        RecordError: As `parse_extraction`.
    """
    if isinstance(data, dict) and data.get("schema", SCHEMA) != SCHEMA:
        raise RecordError([f"$.schema: {data['schema']!r}, but this library reads {SCHEMA!r}"])
    try:
        extraction: Extraction = _converter().structure(data, Extraction)
    except RecordError as error:
        raise RecordError([f"${problem}" for problem in error.problems]) from None
    return extraction


def parse_lines(text: str) -> Iterator[Extraction]:
    """Yield the extractions of a JSON Lines text, blank lines left out.

    Raises:
        RecordError: As `parse_extraction`; each problem begins with the number of its line.
    """
    _check_text(text)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield parse_extraction(line)
            except RecordError as error:
                raise RecordError([f"line {number}: {problem}" for problem in error.problems]) from None


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        advice = "give it to Extraction.from_dict" if isinstance(text, dict) else "read the file as UTF-8 text"
        raise RecordError([f"$: JSON text (str) is expected, not {type(text).__name__}; {advice}"])


def _read_json(text: str) -> Any:
    _check_text(text)
    try:
        return json.loads(text, object_pairs_hook=_object_once, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        advice = f"; {text!r} names a file: read it as UTF-8 text" if names_file(text) else ""
        raise RecordError([f"$: not JSON: {error.msg} at {where}{advice}"]) from None
    except (RecursionError, ValueError) as error:
        raise RecordError([f"$: not JSON that can be read: {error}"]) from None


def _object_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError("doubled key " + ", ".join(sorted({repr(key) for key in keys if keys.count(key) > 1})))
    return data


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


@cache
def _converter() -> Converter:
    """Return the cattrs converter: strict about types, every problem collected with its path."""
    from cattrs import Converter  # imported here because `import attribution` stays light
    from cattrs.gen import make_dict_unstructure_fn, override

    converter = Converter()
    where_filled = override(omit_if_default=True)
    record = make_dict_unstructure_fn(AttributionRecord, converter, reviewed=where_filled)
    article = make_dict_unstructure_fn(ArticleInfo, converter, file=where_filled, part=where_filled)
    converter.register_unstructure_hook(AttributionRecord, record)
    converter.register_unstructure_hook(ArticleInfo, article)
    for plain in _PLAIN:
        converter.register_structure_hook(plain, _plain)
    hooks: list[tuple[Callable[[Any], bool], Callable[[Converter, Any, Any], Any]]] = [
        (lambda kind: get_origin(kind) in (UnionType, Union), _union),
        (lambda kind: get_origin(kind) is Literal, _literal),
        (lambda kind: get_origin(kind) is tuple, _sequence),
        (lambda kind: get_origin(kind) is Mapping, _mapping),
        (attrs.has, _record),
    ]
    for applies, hook in hooks:
        converter.register_structure_hook_func(applies, partial(hook, converter))
    return converter


def _plain(value: Any, kind: type) -> Any:
    """Take a plain value as it is; only a whole number may stand for a float."""
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise RecordError([f": {_short(value)} where {_PLAIN[kind]} is expected"])
    return value


def _literal(_: Converter, value: Any, kind: Any) -> Any:
    allowed = get_args(kind)
    if value not in allowed:
        raise RecordError([f": {_short(value)} is not one of " + ", ".join(allowed)])
    return value


def _union(converter: Converter, value: Any, kind: Any) -> Any:
    """Take null, a plain value whose type the union names, or the one kind that is left."""
    members = get_args(kind)
    if type(value) in members:
        return value
    others = [member for member in members if member is not NoneType]
    if len(others) > 1:
        raise RecordError([f": {_short(value)} where a string, a number, true, false or null is expected"])
    return converter.structure(value, others[0])


def _sequence(converter: Converter, value: Any, kind: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise RecordError([f": {_short(value)} where a list is expected"])
    member = get_args(kind)[0]
    return tuple(_each(converter, ((f"[{index}]", part, member) for index, part in enumerate(value))))


def _mapping(converter: Converter, value: Any, kind: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RecordError([f": {_short(value)} where an object is expected"])
    member = get_args(kind)[1]
    return dict(zip(value, _each(converter, ((f".{key}", part, member) for key, part in value.items())), strict=True))


def _each(converter: Converter, parts: Iterable[tuple[str, Any, Any]]) -> list[Any]:
    """Structure (path, value, kind) each; raise once, with the problems of all."""
    problems: list[str] = []
    done = []
    for path, value, kind in parts:
        try:
            done.append(converter.structure(value, kind))
        except RecordError as error:
            problems += [path + problem for problem in error.problems]
    if problems:
        raise RecordError(problems)
    return done


def _record(converter: Converter, value: Any, cls: type) -> Any:
    """Structure an object and check the value of each key, before the class checks how they go together."""
    if not isinstance(value, dict):
        raise RecordError([f": {_short(value)} where an object is expected"])
    fields = attrs.fields_dict(cls)
    optional = {name for name, attribute in fields.items() if attribute.default is not attrs.NOTHING}
    problems = [f".{name}: missing" for name in fields if name not in value and name not in optional]
    problems += [f".{name}: unknown key" for name in value if name not in fields]
    parts = {}
    for name in [name for name in fields if name in value]:  # null for a key that may be left out, as attrs.asdict does
        try:
            parts[name] = _value(converter, value[name], fields[name])
        except RecordError as error:
            problems += error.problems
    if problems:
        raise RecordError(problems)
    return cls(**parts)


def _value(converter: Converter, value: Any, attribute: attrs.Attribute[Any]) -> Any:
    kind: Any = attribute.type
    try:
        part = converter.structure(value, kind)
    except RecordError as error:
        raise RecordError([f".{attribute.name}{problem}" for problem in error.problems]) from None
    if attribute.validator is not None:
        attribute.validator(None, attribute, part)
    return part


def _short(value: Any) -> str:
    """Return `value` as JSON, cut to a length that fits a message."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."
