"""Multipart forms, put into the shape of the JSON messages: the same names, files where JSON has texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attribution.errors import InputError
from attribution.server.bodies import Upload, check_string, options_once, read_json_text
from attribution.server.refusals import Refusal
from attribution.verify.claims import read_claims

Part = tuple[str, str | Upload]


def extract_form(parts: Sequence[Part]) -> tuple[dict[str, Any], str | Upload]:
    """Return the options of a form, and its article: the file `file`, or the field `text`.

    Raises:
        Refusal: There is no article, or more than one.
    """
    articles = [(name, value) for name, value in parts if name in ("file", "text")]
    if len(articles) != 1:
        raise Refusal("invalid", f"the form holds {len(articles)} articles; send one, as the file 'file' or as 'text'")
    (name, article), rest = articles[0], [part for part in parts if part[0] not in ("file", "text")]
    if name == "file" and isinstance(article, str):
        raise Refusal("invalid", "file: expected a file with a file name; a text goes into 'text'")
    fields = options_once(((name, _text(name, value)) for name, value in rest), ("authors",))
    if name == "text":
        if fields.keys() & {"format", "article"}:
            raise Refusal("invalid", "format and article go with a file: send 'file', or leave them out")
        return fields, _text(name, article)
    return fields, article


def verify_form(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the message that a form amounts to: `sources` are files, `extraction` and `speakers` are JSON.

    `quotations` is a JSON list or one quotation a line, `text` a field or file in UTF-8, `allow` may be repeated.
    """
    sources = [_source(name, value) for name, value in parts if name == "sources"]
    fields = options_once(((name, _text(name, value)) for name, value in parts if name != "sources"), ("allow",))
    for name in ("extraction", "speakers"):
        if name in fields:
            fields[name] = read_json_text(fields[name], name)
    if "quotations" in fields:
        fields["quotations"] = _quotations(fields["quotations"])
    if "retrieved" in fields:
        date = fields.pop("retrieved")
        sources = [{**source, "retrieved": date} for source in sources]
    return {**fields, "sources": sources}


def _source(name: str, value: str | Upload) -> dict[str, Any]:
    if isinstance(value, str):
        return {"text": value}
    named = {"name": value.name[:255]} if value.name else {}
    return {"content_base64": value.data, **named}


def _quotations(text: str) -> Any:
    if text.lstrip()[:1] in ("[", "{"):
        return read_json_text(text, "quotations")
    try:
        claims = read_claims(text)
    except InputError as error:
        raise Refusal("invalid", f"quotations: {error}") from None
    return [{"quotation": list(claim.parts), "speaker": claim.speaker} for claim in claims]


def _text(name: str, value: str | Upload) -> str:
    """Return the text of a field, or of a file in UTF-8."""
    if isinstance(value, str):
        return value
    try:
        text = value.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"the file {value.name}" if value.name else "the file"
        raise Refusal("invalid", f"{name}: {what} is no UTF-8 (byte {error.start}); save it as UTF-8") from None
    check_string(text, lambda: name)
    return text
