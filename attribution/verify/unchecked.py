"""What a check of quotations leaves out: marked words of the article that stand in no record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attribution.errors import AttributionError
from attribution.verify.results import Unchecked

_CODE = "unattributed-quotation"


def read_unchecked(text: str) -> tuple[Unchecked, ...]:
    """Return the marked stretches that the problems of records name; none for a list of quotations.

    The records hold no text. The words are read from the file that they name, if it is still there with that text.

    Args:
        text: Records as JSON or JSON Lines.
    """
    files: dict[str, Mapping[str, str]] = {}
    return tuple(stretch for extraction in _extractions(text) for stretch in _unchecked(extraction, files))


def _extractions(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        data = [json.loads(text)]
    except (ValueError, RecursionError):
        try:
            data = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            return
    for item in data:
        for one in item if isinstance(item, list) else [item]:
            if isinstance(one, dict) and isinstance(one.get("article"), dict) and isinstance(one.get("problems"), list):
                yield one


def _unchecked(extraction: Mapping[str, Any], files: dict[str, Mapping[str, str]]) -> Iterator[Unchecked]:
    """Yield the stretches of one article; `files` are those that were read, each with its texts by their digests."""
    spans = sorted(filter(None, map(_span, extraction["problems"])))
    if not spans:
        return
    file, sha256 = (extraction["article"].get(key) for key in ("file", "sha256"))
    sha256 = sha256 if isinstance(sha256, str) else None
    if isinstance(file, str) and file not in files:
        files[file] = _texts(file)
    text = files.get(file, {}).get(sha256) if isinstance(file, str) and sha256 else None
    for start, end in spans:
        yield Unchecked(sha256, start, end, text[start:end] if text else None)


def _span(problem: Any) -> tuple[int, int] | None:
    if not isinstance(problem, dict) or problem.get("code") != _CODE:
        return None
    start, end = problem.get("start"), problem.get("end")
    return (start, end) if type(start) is int and type(end) is int and 0 <= start < end else None


def _texts(file: str) -> Mapping[str, str]:
    """Return the texts of the articles in a file by their digests, none where it cannot be read."""
    from attribution.reading import read_articles
    from attribution.records import text_digest

    try:
        if file.startswith("//") or not Path(file).is_file():  # records are no reason to ask a network
            return {}
        texts = [read.article.text for read in read_articles(file, on_error="yield") if not isinstance(read, Exception)]
    except (AttributionError, OSError, ValueError):
        return {}
    return {text_digest(text): text for text in texts}
