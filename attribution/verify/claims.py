"""Claims: the quotations to be checked, read from attribution records, lists and plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from textwrap import shorten
from typing import Any

from attrs import evolve, field, frozen

from attribution.errors import InputError
from attribution.jsonio import dump_extraction
from attribution.paths import names_file
from attribution.records import AttributionRecord, Extraction

_OPENING = "\"“”„«»‹›'‘’‚「『"
_CLOSING = "\"”“«»‹›'’‘」』"
_SIGNED = re.compile(
    rf"^\s*[{_OPENING}](?P<exact>.+)[{_CLOSING}]\s*(?:[-‐-―]+|\t|\()\s*(?P<speaker>[^{_OPENING}()]{{1,80}}?)\)?\s*$",
    re.DOTALL,
)
_CLOSED = r"""(?:["”»]|''|’’)"""
# Words beside a quotation, as in “We pay,” said Ann Roe: they stand in most articles of polnear/train, web and bbc-abc,
# and in none of the quotations that people marked there.
_BESIDE = re.compile(
    rf"""[,?!…–—-]{_CLOSED}['’]?\s+\w|^\s*(?:["“«]|``|''|‘‘)[^"“”«»]+{_CLOSED},?\s+\w|^\s*[‘'].+[,?!]['’]\s+\w"""
)
_MARKUP = re.compile(r"\s*<[!?/a-z]", re.IGNORECASE)
_SHOWN = 60  # characters of a line that a message shows


@frozen
class Claim:
    """A quotation somewhere said to be verbatim.

    Attributes:
        parts: Its stretches between marks; several where the speech tag interrupts it ("...," she said, "...").
        speaker: The name to whom it is given, if any.
        titles: Other words for that speaker ("President"), by which a label may name them.
        spans: Where the parts stand in the article, in code points; empty for a quotation from a list.
        record: Id of the attribution record, if it comes from one.
        article: SHA-256 of the article, if it comes from one.
        origin: Publisher and title of the article, else its address, where the extraction tells them.
        line: Number of the line in a file of one quotation or extraction a line; no part of what is claimed.
    """

    parts: tuple[str, ...]
    speaker: str | None = None
    titles: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    record: str | None = None
    article: str | None = None
    origin: str | None = None
    line: int | None = field(default=None, eq=False)

    @property
    def text(self) -> str:
        """The parts with a space between."""
        return " ".join(self.parts)


def read_claims(text: str) -> list[Claim]:
    """Read quotations from a text: JSON, JSON Lines, or one quotation a line.

    JSON is an extraction of schema `attribution/1`, a list of such, or a list of strings and of objects
    `{"quotation": "...", "speaker": "..."}`. A plain line may end with a tab and the speaker, or be of the form
    `"..." - Speaker`; marks around a whole line are left out.

    Raises:
        InputError: The JSON is broken or of another shape, or the lines are those of an article or a page; the message
            names the place.
    """
    text = text.removeprefix("\ufeff")
    if text.lstrip()[:1] in ("{", "["):
        return _claims_of_json(text)
    return [_claim_of_line(line, number) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]


def as_claims(quotations: Any) -> list[Claim]:
    """Return claims for quotations in any of the accepted forms: strings, objects, extractions, claims, or lists.

    A string is one quotation, unless it is JSON or JSON Lines of objects, as `dump_extraction` writes.

    Raises:
        InputError: Something is of another shape; the message names the place.
    """
    if isinstance(quotations, str) and names_file(quotations):
        raise InputError(
            f"a string is a quotation, or JSON, and {quotations!r} names a file: give "
            f"pathlib.Path({quotations!r}).read_text('utf-8') where it holds JSON"
        )
    if isinstance(quotations, (str, Mapping, Claim, Extraction, AttributionRecord)):
        quotations = [quotations]
    if not isinstance(quotations, Iterable):
        raise InputError(f"quotations: expected a list of quotations, got {type(quotations).__name__}")
    claims: list[Claim] = []
    for index, item in enumerate(quotations):
        claims += _claims_of(item, f"$[{index}]")
    return claims


def _claims_of_json(text: str) -> list[Claim]:
    try:
        return as_claims(json.loads(text))
    except InputError:
        raise
    except (ValueError, RecursionError) as error:
        whole = error
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    try:
        items = [(number, json.loads(line)) for number, line in lines]
    except (ValueError, RecursionError):
        raise InputError(f"the quotations are neither JSON nor JSON Lines: {whole}; mend them there") from None
    return [
        evolve(claim, line=number)
        for index, (number, item) in enumerate(items)
        for claim in _claims_of(item, f"$[{index}]")
    ]


def _claim_of_line(line: str, number: int) -> Claim:
    signed = _SIGNED.match(line)
    if signed:
        return Claim((signed["exact"].strip(),), signed["speaker"].strip(), line=number)
    exact, _, speaker = line.partition("\t")
    if _BESIDE.search(exact) or _MARKUP.match(exact):
        raise InputError(
            f"line {number} is more than a quotation: {shorten(line, _SHOWN, placeholder=' …')}; "
            "of an article, give what `attribution extract` writes as json; in a list, a speaker stands behind a dash"
        )
    return Claim((_without_marks(exact),), speaker.strip() or None, line=number)


def _without_marks(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] in _OPENING and text[-1] in _CLOSING:
        return text[1:-1].strip()
    return text


def _claims_of(item: Any, path: str) -> list[Claim]:
    if isinstance(item, Claim):
        return [item]
    if isinstance(item, str):
        objects = _objects_in(item)
        return _claims_of(objects, path) if objects else [Claim((_without_marks(item),))]
    if isinstance(item, Extraction):
        return _claims_of_extraction(json.loads(dump_extraction(item)), path)
    if isinstance(item, AttributionRecord):
        return _claims_of_record(_plain_record(item), {}, path)
    if isinstance(item, (list, tuple)):
        return [claim for index, inner in enumerate(item) for claim in _claims_of(inner, f"{path}[{index}]")]
    if not isinstance(item, Mapping):
        raise InputError(f"{path}: expected a quotation, an object or an extraction, got {type(item).__name__}")
    if "records" in item:
        return _claims_of_extraction(item, path)
    if "content" in item or "quotations" in item:
        return _claims_of_record(item, {}, path)
    return [_claim_of_object(item, path)]


def _objects_in(text: str) -> list[Mapping[str, Any]]:
    """Return the objects of a string that is JSON or JSON Lines of nothing else; a quotation may begin with a bracket.

    One object, a list of objects, or one a line.
    """
    if text.lstrip()[:1] not in ("{", "["):
        return []
    try:
        whole = json.loads(text)
        items = whole if isinstance(whole, list) else [whole]
    except (ValueError, RecursionError):
        try:
            items = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            return []
    return items if all(isinstance(item, dict) for item in items) else []


def _plain_record(record: AttributionRecord) -> dict[str, Any]:
    """Return what a claim takes from a record, as in its JSON."""
    speaker = record.speaker
    title = speaker.title if speaker else None
    return {
        "id": record.id,
        "kind": record.kind,
        "quotations": [{"start": m.start, "end": m.end, "exact": m.exact} for m in record.quotations],
        "speaker": {"name": speaker.name, "title": {"exact": title.exact} if title else None} if speaker else None,
    }


def _claim_of_object(item: Mapping[str, Any], path: str) -> Claim:
    exact = next((item[key] for key in ("quotation", "exact", "text", "quote") if key in item), None)
    parts = [part for part in (exact if isinstance(exact, list) else [exact]) if isinstance(part, str)]
    if not parts or (isinstance(exact, list) and len(parts) < len(exact)):
        raise InputError(f'{path}: expected "quotation": a string or a list of strings, got {exact!r}')
    name = item.get("speaker")
    if isinstance(name, Mapping):
        name = name.get("name")
    return Claim(tuple(_without_marks(part) for part in parts), name if isinstance(name, str) and name else None)


def _claims_of_extraction(item: Mapping[str, Any], path: str) -> list[Claim]:
    records, article = item["records"], item.get("article")
    article = article if isinstance(article, Mapping) else {}
    if not isinstance(records, list):
        raise InputError(f"{path}.records: expected a list, got {type(records).__name__}")
    return [
        claim
        for index, record in enumerate(records)
        for claim in _claims_of_record(record, article, f"{path}.records[{index}]")
    ]


def _origin(article: Mapping[str, Any]) -> str | None:
    names = [article[key] for key in ("publisher", "title") if isinstance(article.get(key), str)]
    url = article.get("url")
    return ": ".join(names) or (url if isinstance(url, str) else None)


def _claims_of_record(record: Any, article: Mapping[str, Any], path: str) -> list[Claim]:
    """Return one claim for a direct record, whose stretches are one statement, and one a stretch for a mixed one."""
    if not isinstance(record, Mapping):
        raise InputError(f"{path}: expected a record, got {type(record).__name__}")
    mentions = record.get("quotations") or []
    if not isinstance(mentions, list):
        raise InputError(f"{path}.quotations: expected a list, got {type(mentions).__name__}")
    parts = [_part(mention, f"{path}.quotations[{index}]") for index, mention in enumerate(mentions)]
    name, titles = _speaker(record.get("speaker"))
    groups = [parts] if record.get("kind") == "direct" and parts else [[part] for part in parts]
    identifier, sha256 = record.get("id"), article.get("sha256")
    return [
        Claim(
            tuple(exact for exact, _ in group),
            name,
            titles,
            tuple(span for _, span in group if span),
            identifier if isinstance(identifier, str) else None,
            sha256 if isinstance(sha256, str) else None,
            _origin(article),
        )
        for group in groups
    ]


def _part(mention: Any, path: str) -> tuple[str, tuple[int, int] | None]:
    exact = mention.get("exact") if isinstance(mention, Mapping) else None
    if not isinstance(exact, str):
        raise InputError(f'{path}: expected a mention with "exact": a string')
    start, end = mention.get("start"), mention.get("end")
    # Broken offsets are the concern of whoever proves the records; here they are no place at all.
    is_place = type(start) is int and type(end) is int and 0 <= start <= end
    return exact, (start, end) if is_place else None


def _speaker(speaker: Any) -> tuple[str | None, tuple[str, ...]]:
    if not isinstance(speaker, Mapping):
        return (speaker if isinstance(speaker, str) else None), ()
    title = speaker.get("title")
    exact = title.get("exact") if isinstance(title, Mapping) else None
    name = speaker.get("name")
    return (name if isinstance(name, str) else None), ((exact,) if isinstance(exact, str) else ())
