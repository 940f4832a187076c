"""The reference of the API in words, made from the OpenAPI document: a page of the docs and of the server."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from attribution.server.refusals import CODES

_HTML = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>attribution: HTTP API</title>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
_RECORDS = {
    "Extraction": "[attribution/1](record.md)",
    "Verification": "[verification/1](verification.md)",
}


def reference_text(document: Mapping[str, Any]) -> str:
    """Return the reference in Markdown."""
    return "\n".join(_lines(document)).rstrip() + "\n"


def reference_page(document: Mapping[str, Any]) -> str:
    """Return the reference as an HTML page that loads nothing."""
    from markdown_it import MarkdownIt

    text = (
        reference_text(document)
        .replace("(record.md)", "(/openapi.json)")
        .replace("(verification.md)", "(/openapi.json)")
    )
    return _HTML.format(body=MarkdownIt("commonmark", {"html": False}).enable("table").render(text))


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    yield from ("# HTTP API", "", "What `attribution serve` answers; the same as `/openapi.json`, in words.")
    yield from (document["info"]["description"], "")
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield from _operation(document, f"{method.upper()} {path}", operation)
    yield from ("## Refusals", "", "| status | code | meaning |", "|---|---|---|")
    yield from (f"| {status} | `{code}` | {meaning} |" for code, (status, meaning) in CODES.items())
    yield ""


def _operation(document: Mapping[str, Any], name: str, operation: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"## {name}", "", f"{operation['summary']}.")
    yield from (operation.get("description", ""), "")
    contents = operation.get("requestBody", {}).get("content", {})
    if contents:
        yield from ("Body: " + ", ".join(f"`{media_type}`" for media_type in contents) + ".", "")
    if "parameters" in operation:
        yield from ("Every option below but the article itself may stand in the query as well.", "")
    for media_type, content in contents.items():
        if media_type in ("application/json", "multipart/form-data"):
            yield from _body(document, media_type, content)
    good = operation["responses"]["200"]
    yield from (f"200: {good['description']}", "")
    yield from _answer(document, good["content"])
    refused = [status for status in operation["responses"] if status != "200"]
    yield from (f"Refused with {', '.join(refused)}; see [refusals](#refusals).", "")


def _body(document: Mapping[str, Any], media_type: str, content: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"As `{media_type}`:", "")
    yield from _table(document, content["schema"])
    if "example" in content:
        example = content["example"]
        shown = {**example, "extraction": "…"} if "extraction" in example else example
        yield from _json(shown)


def _answer(document: Mapping[str, Any], contents: Mapping[str, Any]) -> Iterator[str]:
    if len(contents) > 1:
        yield from (f"- `{media_type}`" for media_type in contents)
        yield ""
        return
    for content in contents.values():
        yield from _table(document, content["schema"])
        yield from _json(content["example"])


def _json(value: Any) -> Iterator[str]:
    yield from ("```json", json.dumps(value, ensure_ascii=False, indent=2), "```", "")


def _table(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    schema = _resolved(document, schema)
    required = schema.get("required", ())
    yield from ("| field | type | meaning |", "|---|---|---|")
    for name, part in schema["properties"].items():
        mark = "" if name in required else " (optional)"
        meaning = part.get("description", "").replace("\n", " ")
        yield f"| `{name}`{mark} | {_kind(document, part)} | {meaning} |"
    yield ""


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = document["components"]["schemas"][name] if name else schema
    return found


def _kind(document: Mapping[str, Any], part: Mapping[str, Any]) -> str:
    """Return the type of a field in words."""
    name = part.get("$ref", "").rpartition("/")[2]
    if name in _RECORDS:
        return _RECORDS[name]
    if name:
        return _fields(document, name)
    for choice in ("anyOf", "oneOf"):
        if choice in part:
            return " or ".join(dict.fromkeys(_kind(document, kind) for kind in part[choice]))
    if "enum" in part or "const" in part:
        return " or ".join(f"`{value}`" for value in part.get("enum", [part.get("const")]))
    if part.get("type") == "array":
        return f"list of {_kind(document, part['items'])}"
    kinds = part.get("type", "any")
    shown = kinds if isinstance(kinds, str) else " or ".join(kinds)
    return f"{shown} in base64" if part.get("format", "").startswith("base64") else shown


def _fields(document: Mapping[str, Any], name: str) -> str:
    """Return the fields of an object that has no table of its own."""
    parts = document["components"]["schemas"][name]["properties"]
    return "object {" + ", ".join(f"`{key}`: {_kind(document, part)}" for key, part in parts.items()) + "}"


if __name__ == "__main__":
    from attribution.server.app import make_app

    print(reference_text(make_app().openapi()), end="")
