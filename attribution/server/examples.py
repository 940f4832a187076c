"""The examples of the OpenAPI document: requests, and what the server answers to them.

`python -m attribution.server.examples` asks the server's own functions and stores what they say; a test holds the
stored answers to what they say now.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

ARTICLE = "“The dam holds, and nobody has to leave,” said Mira Castell, an engineer, in an interview with Delta Post."
SOURCE = "Castell: The dam holds for now, and nobody has to leave the valley."


@cache
def read_examples() -> Mapping[str, Mapping[str, Any]]:
    """Return for each path `request` and `response`, as they are stored."""
    data: dict[str, dict[str, Any]] = json.loads(_file().read_text("utf8"))
    return data


def make_examples() -> dict[str, dict[str, Any]]:
    """Return for each path a request and the server's answer; loads the reader.

    Raises:
        ModelError: The reader's weights are missing.
    """
    from attribution.server.answers import answer_extract, answer_verify, load_engine
    from attribution.server.messages import ExtractRequest, VerifyRequest, read_message
    from attribution.server.settings import Settings

    engine = load_engine(Settings())
    asked = {"text": ARTICLE, "relations": "quoted"}
    found = json.loads(answer_extract(engine, ARTICLE, read_message(ExtractRequest, asked), _no_limit).body)
    sources = [{"text": SOURCE, "name": "interview.txt", "retrieved": "2026-05-04"}]
    verify = {"quotations": [{"quotation": "The dam holds, and nobody has to leave", "speaker": "Mira Castell"}]}
    verify = {**verify, "sources": sources}
    verified = json.loads(answer_verify(read_message(VerifyRequest, verify), _no_limit).body)
    return {
        "/health": {"response": engine.description},
        "/extract": {"request": asked, "response": found},
        "/verify": {"request": verify, "response": verified},
        "/convert": {"request": {"extraction": found["extraction"], "text": ARTICLE, "format": "csv"}},
    }


def _no_limit() -> None:
    """Let an example take its time."""


def _file() -> Path:
    return Path(str(files("attribution") / "server" / "examples.json"))


if __name__ == "__main__":
    _file().write_text(json.dumps(make_examples(), ensure_ascii=False, indent=1) + "\n", "utf8")
