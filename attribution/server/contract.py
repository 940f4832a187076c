"""The OpenAPI document: what `messages` and the schemas of the records say, with examples that the server gave."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from attribution.server.bodies import FILE_TYPES
from attribution.server.examples import read_examples
from attribution.server.messages import RECORDS, ConvertRequest, ExtractOptions, ExtractRequest, VerifyRequest
from attribution.server.refusals import CODES
from attribution.writing import FORMATS as WRITING

if TYPE_CHECKING:
    from fastapi import FastAPI

DESCRIPTION = """Who said these words, through which outlet, and is that what they really said?

Nothing is kept of a request, and no address is ever fetched.
Every refusal has one shape, `{"error": {"code", "message"}}`; each problem has a line of the message, with its path.
A request with an `Origin` of another site, or to a host that the server does not trust, is refused."""
_SCHEMAS = "#/components/schemas/"
_STRING = {"type": "string"}
_FILE = {"type": "string", "contentMediaType": "application/octet-stream"}
_ERROR = {
    "type": "object",
    "description": "A refusal.",
    "additionalProperties": False,
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "additionalProperties": False,
            "required": ["code", "message"],
            "properties": {
                "code": {"enum": list(CODES), "description": "Stable name of the reason."},
                "message": {"type": "string", "description": "What is wrong and what to do."},
            },
        }
    },
}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": _SCHEMAS + name}


def _object(description: str, **properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


_ANSWERS = {
    "Error": _ERROR,
    "Health": _object(
        "A server that works.",
        status={"const": "ok"},
        package={**_STRING, "description": "Name of the distribution."},
        version={**_STRING, "description": "Version of the package."},
        schema={"const": "attribution/1", "description": "Schema of the records."},
        model={**_STRING, "description": "Name of the reader."},
        model_version={**_STRING, "description": "Beginning of the SHA-256 of its weights."},
        reading_formats={"type": "array", "items": _STRING, "description": "Formats that `/extract` reads."},
        writing_formats={"type": "array", "items": _STRING, "description": "Formats that `/convert` writes."},
        max_bytes={"type": "integer", "description": "Most bytes of a body."},
        max_characters={"type": "integer", "description": "Most code points of an article."},
        time_limit={"type": "number", "description": "Most seconds that a request may wait and compute."},
    ),
    "ExtractAnswer": _object(
        "What was found, and the text it was found in.",
        extraction={**_ref("Extraction"), "description": "Records of `attribution/1`, as the library writes them."},
        text={**_STRING, "description": "The article: what the offsets count, in code points."},
        format={**_STRING, "description": "Format that the article was read as."},
        part={"type": ["string", "null"], "description": "Which part of the file, such as `entry 3` of a feed."},
    ),
    "VerifyAnswer": _object(
        "What holds and what does not.",
        passes={"type": "boolean", "description": "All that was asked for holds, and every verdict is allowed."},
        integrity={
            "description": "Whether the records hold for `text`; null without `text`.",
            "oneOf": [{"type": "null"}, _ref("Integrity")],
        },
        verification={
            "description": "The report of `verification/1`; null without `sources`.",
            "oneOf": [{"type": "null"}, _ref("Verification")],
        },
        failed={
            "type": "array",
            "items": {"type": "integer", "minimum": 0},
            "description": "Indexes of the results whose verdict is not allowed.",
        },
    ),
    "Integrity": _object(
        "Whether records hold for their article.",
        holds={"type": "boolean", "description": "Nothing failed."},
        records={"type": "integer", "minimum": 0, "description": "How many were checked."},
        failures={
            "type": "array",
            "description": "What does not hold, a thousand at most.",
            "items": _object(
                "One thing that does not hold.",
                path={**_STRING, "description": "JSON path."},
                message={**_STRING, "description": "What stands there instead."},
            ),
        },
    ),
}  # fmt: skip


def _responses(good: dict[str, Any], *statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the response that `good` describes, and the refusals of some statuses."""
    refusals: dict[int | str, dict[str, Any]] = {}
    for status in sorted({403, 421, 500, *statuses}):
        meanings = [f"`{code}`: {meaning}" for code, (number, meaning) in CODES.items() if number == status]
        refusals[status] = {
            "description": "\n".join(meanings),
            "content": {"application/json": {"schema": _ref("Error")}},
        }
    return {200: good, **refusals}


def _json_answer(name: str, description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": _ref(name)}}}


def _parameters() -> list[dict[str, Any]]:
    schema = ExtractOptions.model_json_schema(ref_template=_SCHEMAS + "{model}")
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": part["description"],
            "schema": _not_null(part),
        }
        for name, part in schema["properties"].items()
    ]


def _not_null(part: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema without null, which a query or form cannot hold, and without its description."""
    kinds = [kind for kind in part.get("anyOf", ()) if kind != {"type": "null"}]
    bare = {key: value for key, value in part.items() if key not in ("anyOf", "title", "description")}
    if bare.get("default", "") is None:
        del bare["default"]
    return {**bare, **(kinds[0] if kinds else {})}


def _only(name: str, *others: str) -> dict[str, Any]:
    """Return the schema of a form that holds `name` and none of the others."""
    return {"required": [name], "properties": dict.fromkeys(others, False)}


def _extract_body() -> dict[str, Any]:
    options = {
        parameter["name"]: {**parameter["schema"], "description": parameter["description"]}
        for parameter in _parameters()
    }
    form = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "file": {**_FILE, "description": "The article as a file, with its name."},
            "text": {**_STRING, "description": "The article as text, instead of a file."},
            **options,
        },
        "oneOf": [_only("file", "text"), _only("text", "file", "format", "article")],
    }
    return {
        "required": True,
        "description": "The article: as JSON, as a form with a file, or the file itself with its options in the query.",
        "content": {
            "application/json": {"schema": _ref("ExtractRequest")},
            "multipart/form-data": {"schema": form},
            **{name: {"schema": _FILE if name == "application/octet-stream" else _STRING} for name in FILE_TYPES},
        },
    }


def _verify_body() -> dict[str, Any]:
    verdict = VerifyRequest.model_json_schema()["properties"]["allow"]["anyOf"][0]["items"]
    form = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "extraction": {**_ref("Extraction"), "description": "Records as JSON."},
            "quotations": {**_STRING, "description": "A JSON list, or one quotation a line."},
            "text": {**_STRING, "description": "The article of the extraction, a field or a file."},
            "sources": {"type": "array", "items": _FILE, "description": "Primary sources; repeated."},
            "retrieved": {**_STRING, "description": "When the sources were got, ISO 8601."},
            "speakers": {
                "type": "object",
                "additionalProperties": _STRING,
                "description": "Who a label of a transcript is, as JSON.",
            },
            "allow": {
                "type": "array",
                "items": verdict,
                "description": "Verdicts that pass beside the usual ones; repeated.",
            },
        },
        "oneOf": [_only("extraction", "quotations"), _only("quotations", "extraction", "text")],
        "anyOf": [{"required": ["text"]}, {"required": ["sources"], "properties": {"sources": {"minItems": 1}}}],
    }
    return {
        "required": True,
        "content": {
            "application/json": {"schema": _ref("VerifyRequest")},
            "multipart/form-data": {"schema": form},
        },
    }


def _convert_body() -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": _ref("ConvertRequest")}}}


def _files() -> dict[str, Any]:
    types = {form.media_type + ("; charset=utf-8" * form.media_type.startswith("text/")) for form in WRITING.values()}
    headers = {"Content-Disposition": {"description": "Name of the file.", "schema": _STRING}}
    return {
        "description": "The file, to be kept under the name in `Content-Disposition`.",
        "headers": headers,
        "content": {name: {"schema": {} if "json" in name else _FILE} for name in sorted(types)},
    }


_POST_STATUSES = (400, 408, 413, 415, 422, 503, 504)
HEALTH: dict[str, Any] = {
    "operation_id": "health",
    "summary": "Versions, formats and limits",
    "description": "For those who watch the server, and for clients that ask what it can do.",
    "responses": _responses(_json_answer("Health", "The server works.")),
}
EXTRACT: dict[str, Any] = {
    "operation_id": "extract",
    "summary": "Find who said what, through which outlet",
    "description": "The article is text, or a file in any format that the library reads; its options may stand in the "
    "query as well. The answer always has the same shape; `text` is what the offsets count.",
    "responses": _responses(_json_answer("ExtractAnswer", "The records and their article."), *_POST_STATUSES),
    "openapi_extra": {"parameters": _parameters(), "requestBody": _extract_body()},
}
VERIFY: dict[str, Any] = {
    "operation_id": "verify",
    "summary": "Prove records, hold quotations against sources",
    "description": "With `text` every record is proved against its article; with `sources` every quotation is held "
    "against the primary sources. Records that do not hold are no refusal: the answer lists what does not.",
    "responses": _responses(_json_answer("VerifyAnswer", "What holds and what does not."), *_POST_STATUSES),
    "openapi_extra": {"requestBody": _verify_body()},
}
CONVERT: dict[str, Any] = {
    "operation_id": "convert",
    "summary": "Write records in another format",
    "description": "The records are proved against the text first.",
    "responses": _responses(_files(), *_POST_STATUSES),
    "openapi_extra": {"requestBody": _convert_body()},
}


def install(app: FastAPI) -> None:
    """Let the application show the whole document at `/openapi.json`."""

    def openapi() -> dict[str, Any]:
        if not app.openapi_schema:
            document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            document["components"] = {"schemas": component_schemas()}
            _add_examples(document["paths"])
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _add_examples(paths: dict[str, Any]) -> None:
    """Put the examples in, whose nulls FastAPI would leave out."""
    for path, example in read_examples().items():
        for operation in paths[path].values():
            parts = {"request": operation.get("requestBody"), "response": operation["responses"]["200"]}
            for name in example:
                parts[name]["content"]["application/json"]["example"] = example[name]


def component_schemas() -> dict[str, Any]:
    """Return the schemas that the document refers to, by name."""
    models = [(model, "validation") for model in (ExtractRequest, VerifyRequest, ConvertRequest)]
    _, requests = models_json_schema(models, ref_template=_SCHEMAS + "{model}")  # type: ignore[arg-type]
    stored = {**_stored("Extraction", "attribution-1"), **_stored("Verification", "verification-1")}
    marked, meant = (json.dumps(part)[1:-1] for part in (RECORDS, _ref("Extraction")))
    resolved: dict[str, Any] = json.loads(json.dumps(requests["$defs"]).replace(marked, meant))
    return dict(sorted({**resolved, **_ANSWERS, **stored}.items()))


def _stored(name: str, file: str) -> dict[str, Any]:
    """Return a JSON schema of the package as components: itself as `name`, its parts as `name.part`."""
    text = (files("attribution") / "data" / "schemas" / f"{file}.schema.json").read_text("utf8")
    schema: dict[str, Any] = json.loads(text.replace('"#/$defs/', f'"{_SCHEMAS}{name}.'))
    parts = schema.pop("$defs")
    whole = {key: value for key, value in schema.items() if not key.startswith("$")}
    return {name: whole, **{f"{name}.{key}": part for key, part in parts.items()}}
