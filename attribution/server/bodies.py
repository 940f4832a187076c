"""From the bytes of a body to plain data: strict JSON, forms with files, and files as they are."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from email.message import Message
from math import isfinite
from typing import TYPE_CHECKING, Any, NoReturn

from attrs import frozen

from attribution.server.refusals import Refusal

if TYPE_CHECKING:
    from starlette.datastructures import FormData, Headers

DEEPEST = 64  # levels of a JSON body; records and reports have at most 10
_MOST_PARTS = 200  # of a form
_LONGEST_NUMBER = 30  # characters; no offset or probability is longer

FILE_TYPES = {
    "text/plain": None,
    "text/html": "body.html",
    "application/xhtml+xml": "body.html",
    "text/markdown": "body.md",
    "text/xml": "body.xml",
    "application/xml": "body.xml",
    "application/rss+xml": "body.xml",
    "application/atom+xml": "body.xml",
    "application/jsonl": "body.jsonl",
    "application/x-ndjson": "body.jsonl",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": None,
    "application/pdf": None,
    "application/octet-stream": None,
}
"""Media types that a file may have as a body, and the name that tells its format where the client gives none."""


@frozen
class Upload:
    """A file that came in: its bytes, the name the client gives it, and the encoding that its media type states."""

    data: bytes
    name: str | None
    encoding: str | None = None


def media_type(headers: Headers) -> tuple[str, str | None]:
    """Return the media type of a request in lower case, "" without one, and its charset."""
    header = Message()
    header["content-type"] = headers.get("content-type", "")
    charset = header.get_param("charset")
    stated = headers.get("content-type", "").partition(";")[0].strip().lower()
    return stated, charset if isinstance(charset, str) else None


def read_json_body(body: bytes) -> Any:
    """Return the JSON value of a body.

    Raises:
        Refusal: It is no UTF-8, no JSON, doubles a key, nests too deeply, or holds NaN, a number beyond all bounds, a
            NUL or a lone surrogate, none of which an article or a record has.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("malformed-json", f"the body is no UTF-8 (byte {error.start})") from None
    return read_json_text(text, "the body")


def read_json_text(text: str, what: str) -> Any:
    """Return the JSON value of a text; `what` is what a message calls it. Raises as `read_json_body`."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object_once,
            parse_constant=_no_number,
            parse_float=_number,
            parse_int=_whole_number,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Refusal("malformed-json", f"{what} is no JSON: {error.msg} at {where}") from None
    except RecursionError:
        raise Refusal("malformed-json", f"{what} is nested deeper than {DEEPEST} levels") from None
    except ValueError as error:
        raise Refusal("malformed-json", f"{what} is no JSON that can be read: {error}") from None
    _check_strings(value, what)
    return value


def _object_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key, value in pairs:
        if key in data:
            raise ValueError(f"the key {key!r} is there twice in one object")
        data[key] = value
    return data


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _number(digits: str) -> float:
    value = float(digits)
    if not isfinite(value):
        raise ValueError("a number is too large")
    return value


def _whole_number(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError("a number is too large")
    return int(digits)


def _check_strings(value: Any, what: str) -> None:
    """Check every string of a JSON value, and how deep it goes; holds no more than one path at a time."""
    steps: list[Any] = ["$"]
    open_parts: list[Iterator[tuple[Any, Any]]] = [iter([("$", value)])]
    while open_parts:
        for step, part in open_parts[-1]:
            steps[-1] = step
            if isinstance(part, str):
                check_string(part, lambda: _path(steps))
            elif isinstance(part, list | dict):
                if len(steps) > DEEPEST:
                    raise Refusal("malformed-json", f"{what} is nested deeper than {DEEPEST} levels")
                steps.append(None)
                open_parts.append(_members(part, steps))
                break
        else:
            open_parts.pop()
            steps.pop()


def _members(part: Any, steps: list[Any]) -> Iterator[tuple[Any, Any]]:
    if isinstance(part, list):
        return iter(enumerate(part))
    for key in part:
        check_string(key, lambda: _path(steps[:-1]) + " (a key)")
    return iter(part.items())


def _path(steps: Iterable[Any]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")


def check_string(text: str, path: Callable[[], str]) -> None:
    """Refuse a string that holds a NUL or a lone surrogate: no article does, and few tools survive them."""
    if "\0" in text:
        raise Refusal("invalid", f"{path()}: holds NUL (U+0000) at {text.index(chr(0))}; leave it out")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refusal(
            "invalid", f"{path()}: holds a lone surrogate at {error.start}; send the whole character"
        ) from None


async def read_form(headers: Headers, body: bytes) -> list[tuple[str, str | Upload]]:
    """Return the fields and files of a multipart form in order.

    Raises:
        Refusal: The form is broken, holds too many parts, or a field that is no text.
    """
    from starlette.formparsers import MultiPartException, MultiPartParser

    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(
        headers, stream(), max_files=_MOST_PARTS, max_fields=_MOST_PARTS, max_part_size=len(body) + 1
    )
    parser.spool_max_size = len(body) + 1  # drafts of articles stay in memory and off the disk
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise Refusal("malformed-form", f"the form cannot be read: {error.message}") from None
    try:
        return [part async for part in _parts(form)]
    finally:
        await form.close()


async def _parts(form: FormData) -> AsyncGenerator[tuple[str, str | Upload], None]:
    from starlette.datastructures import UploadFile

    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            _, charset = media_type(value.headers)
            check_string(value.filename or "", lambda: "the name of a file")
            yield name, Upload(await value.read(), value.filename or None, charset)
        else:
            check_string(value, lambda: "a field")
            yield name, value


def options_once(pairs: Iterable[tuple[str, Any]], lists: Iterable[str]) -> dict[str, Any]:
    """Return the fields of a query or form by name; those in `lists` may be repeated.

    Raises:
        Refusal: Another one is given twice.
    """
    options: dict[str, Any] = {}
    for name, value in pairs:
        if name in lists:
            options.setdefault(name, []).append(value)
        elif name in options:
            raise Refusal("invalid", f"{name}: given twice")
        else:
            options[name] = value
    return options
