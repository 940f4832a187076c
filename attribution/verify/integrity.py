"""Prove that attribution records hold for an article, with the standard library alone.

This file shares no code with the extractor, so a fault there cannot hide here, and it runs by itself:

    python integrity.py ARTICLE [ARTICLE ...] RECORDS

ARTICLE is the text as UTF-8, exactly as it was extracted from; RECORDS is JSON or JSON Lines of `attribution/1`.
Of several extractions, those whose SHA-256 fits an article are checked; the others are named, and not proved.
What is proved: keys, types and values; the digest and the length; every `exact`, `prefix` and `suffix` at its place;
marks outside of quotations, quotations inside of content, alterations inside of quotations; names that stand in the
article; ids, chains, order, duplicates; confidence and evidence for every field; that cue, source, speaker, title,
affiliation, outlet, occasion and date stand where the record's own evidence for them says, and that the lemma can be
one of the cue's words.
What is not proved: who and what is meant. Whether "she" is the one whose name stands there, whether the evidence is
right, and which outlet an id stands for, nobody can tell from the record; read the evidence for that.
Each failure is listed with its JSON path and with what stands there instead; in another text than the one that the
records were made from no place is looked up.
Exit status: 0 all records hold, 1 they do not or some were not checked, 2 something could not be read.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from attribution.records import Extraction

    Records = str | Extraction | Mapping[str, Any] | Sequence[Extraction | Mapping[str, Any]]

SCHEMA = "attribution/1"
CONTEXT = 32
LARGEST = 2**53 - 1  # whole number that every reader of JSON holds exactly (RFC 8259, section 6)
_PROVED = "proved are places, words and agreement with the evidence, not who is meant"
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_CALLS_EMPTY = re.compile(r":(?:(?:no|not)-[\w-]*|[\w-]*-undecided|empty)$")  # rules of fields that hold nothing
FIELDS = ("content", "cue", "source", "speaker", "title", "affiliation", "outlet", "via", "occasion", "date")


class UnreadableError(ValueError):
    """The article or the records cannot be read at all; the message says where and why."""


@dataclass(frozen=True)
class Failure:
    """One thing that does not hold: its JSON path and what stands there instead."""

    path: str
    message: str

    def __str__(self) -> str:
        return _visible(f"{self.path}: {self.message}")


def verify_records(text: str, records: Records) -> list[Failure]:
    """Return everything in `records` that does not hold for the article `text`; nothing when all of it holds.

    Args:
        text: The article, exactly as it was extracted from.
        records: JSON or JSON Lines text, or one extraction or several, as `attribution.extract` or `json.loads` gives
            them; of several, those of other articles are passed over.

    Raises:
        UnreadableError: The records are no JSON or have another schema id, or are records without their extraction.
    """
    if not isinstance(text, str):
        advice = "attribution.read_article(PATH).article.text is that of a file"
        raise UnreadableError(f"the article is its text (str), not {type(text).__name__}; {advice}")
    return _verify([("the article", text)], _extractions(records)).failures


# The structure: keys, types, allowed values

Check = Callable[[Any, str], Iterator[Failure]]


def _plain(kinds: tuple[type, ...], wanted: str, allowed: Callable[[Any], bool] = lambda _: True) -> Check:
    def check(value: Any, path: str) -> Iterator[Failure]:
        if type(value) not in kinds or not allowed(value):
            yield Failure(path, f"{_shown(value)} where {wanted} is expected")

    return check


def _one_of(*allowed: str) -> Check:
    return _plain((str,), "one of " + ", ".join(allowed), lambda value: value in allowed)


def _matching(pattern: str, wanted: str) -> Check:
    return _plain((str,), wanted, lambda value: re.fullmatch(pattern, value) is not None)


def _or_null(member: Check) -> Check:
    def check(value: Any, path: str) -> Iterator[Failure]:
        if value is not None:
            yield from member(value, path)

    return check


def _list_of(member: Check) -> Check:
    def check(value: Any, path: str) -> Iterator[Failure]:
        if not isinstance(value, list):
            yield Failure(path, f"{_shown(value)} where a list is expected")
            return
        for index, part in enumerate(value):
            yield from member(part, f"{path}[{index}]")

    return check


def _object(optional: Mapping[str, Check] | None = None, /, **members: Check) -> Check:
    """Check the keys of an object: all of `members` are there, those of `optional` may be, and no others."""
    known = {**members, **(optional or {})}

    def check(value: Any, path: str) -> Iterator[Failure]:
        if not isinstance(value, dict):
            yield Failure(path, f"{_shown(value)} where an object is expected")
            return
        for key in value:
            if key not in known:
                yield Failure(f"{path}.{key}", "unknown key")
        for key, member in known.items():
            if key in value:
                yield from member(value[key], f"{path}.{key}")
            elif key in members:
                yield Failure(f"{path}.{key}", "missing")

    return check


def _options(value: Any, path: str) -> Iterator[Failure]:
    if not isinstance(value, dict):
        yield Failure(path, f"{_shown(value)} where an object is expected")
        return
    for key, part in value.items():
        yield from _OPTION(part, f"{path}.{key}")


def _is_date(value: str) -> bool:
    """Tell whether `value` is YYYY, YYYY-MM or YYYY-MM-DD and such a day exists."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        return False
    try:
        datetime.date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True


_OPTION = _plain((str, int, float, bool, type(None)), "a string, a number, true, false or null")
_STRING = _plain((str,), "a string")
_FILLED = _plain((str,), "a string with something in it", bool)
_OFFSET = _plain((int,), f"a whole number from 0 to {LARGEST}", lambda value: 0 <= value <= LARGEST)
_PROBABILITY = _plain((int, float), "a probability (0 to 1)", lambda value: 0 <= value <= 1)
_SHA256 = _matching(r"[0-9a-f]{64}", "a SHA-256 in lower-case hex")
_ID = _matching(r"[0-9a-f]{16}", "an id of 16 hex digits")
_PLACE: dict[str, Check] = {
    "start": _OFFSET,
    "end": _OFFSET,
    "exact": _FILLED,
    "prefix": _STRING,
    "suffix": _STRING,
}
_MENTION = _object(**_PLACE)
_RECORD = _object(
    {
        "reviewed": _or_null(
            _object(
                status=_one_of("accepted", "corrected", "added"),
                changed=_list_of(_one_of(*FIELDS)),
                original=_or_null(_ID),
            )
        )
    },
    id=_ID,
    kind=_one_of("direct", "mixed", "indirect"),
    content=_list_of(_MENTION),
    quotations=_list_of(_MENTION),
    cue=_or_null(_object(**_PLACE, lemma=_FILLED, type=_one_of("verb", "noun", "preposition", "punctuation"))),
    source=_or_null(_MENTION),
    speaker=_or_null(
        _object(
            name=_or_null(_FILLED),
            kind=_one_of("person", "organization", "group", "document", "unnamed"),
            title=_or_null(_MENTION),
            affiliation=_or_null(_MENTION),
            mention=_MENTION,
        )
    ),
    outlet=_or_null(
        _object(
            name=_FILLED,
            id=_or_null(_FILLED),
            kind=_one_of(
                "newspaper",
                "agency",
                "broadcaster",
                "programme",
                "website",
                "platform",
                "institution",
                "document",
            ),
            mention=_MENTION,
            basis=_one_of("same-sentence", "carried"),
        )
    ),
    via=_list_of(_ID),
    occasion=_or_null(_MENTION),
    date=_or_null(_object(**_PLACE, iso=_or_null(_plain((str,), "a date (YYYY, YYYY-MM or YYYY-MM-DD)", _is_date)))),
    alterations=_list_of(_object(type=_one_of("ellipsis", "insertion"), start=_OFFSET, end=_OFFSET)),
    confidence=_object(
        content=_PROBABILITY,
        source=_or_null(_PROBABILITY),
        speaker=_or_null(_PROBABILITY),
        outlet=_or_null(_PROBABILITY),
    ),
    evidence=_list_of(
        _object(
            field=_one_of(*FIELDS),
            rule=_matching(r"[^\s:]+:\S+", 'a rule ("step:rule")'),
            mention=_or_null(_MENTION),
            note=_STRING,
        )
    ),
)
_EXTRACTION = _object(
    schema=_one_of(SCHEMA),
    article=_object(
        {"file": _or_null(_FILLED), "part": _or_null(_FILLED)},
        sha256=_SHA256,
        length=_OFFSET,
        title=_or_null(_STRING),
        authors=_or_null(_list_of(_STRING)),
        publisher=_or_null(_STRING),
        published=_or_null(_STRING),
        url=_or_null(_STRING),
        language=_or_null(_STRING),
    ),
    engine=_object(
        package=_FILLED,
        version=_FILLED,
        model=_or_null(_STRING),
        model_version=_or_null(_STRING),
        lexicon=_or_null(_STRING),
        options=_options,
    ),
    records=_list_of(_RECORD),
    problems=_list_of(_object(code=_FILLED, start=_OFFSET, end=_OFFSET, message=_STRING)),
)


# The places: every mention stands in the article where it says


def _place_failures(text: str, value: Any, path: str) -> Iterator[Failure]:
    """Check every mention below `value`; those whose keys or types are broken are the structure's business."""
    if isinstance(value, list):
        for index, part in enumerate(value):
            yield from _place_failures(text, part, f"{path}[{index}]")
    elif isinstance(value, dict):
        if _PLACE.keys() <= value.keys() and not any(
            failure for key, check in _PLACE.items() for failure in check(value[key], "")
        ):
            yield from _mention_failures(text, value, path)
        for key, part in value.items():
            yield from _place_failures(text, part, f"{path}.{key}")


def _mention_failures(text: str, mention: dict[str, Any], path: str) -> Iterator[Failure]:
    start, end = mention["start"], mention["end"]
    if end <= start:
        yield Failure(f"{path}.end", f"{end} is not behind start {start}")
        return
    if end > len(text):
        yield Failure(f"{path}.end", f"{end} is beyond the end of the article, which has {len(text)} code points")
        return
    parts = {
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }
    for key, there in parts.items():
        if mention[key] != there:
            yield Failure(f"{path}.{key}", f"{_shown(mention[key])}, but the article has {_shown(there)} there")


# The rules of one record; each runs when the structure of the fields it reads holds

# As in `attribution.building`, whose records are proved here, and whose code is therefore not used.
_DOUBLE = '"“”„‟«»'
_SINGLE = "'‘’‚‛‹›"
_BLANK = " \t\u00a0\u202f"
_DOTS = r"(?:…|\.(?:[ \u00a0\u202f]?\.){2,})"
_ALTERED = re.compile(
    rf"(?:\[\s*(?:{_DOTS}\s*)?\]|\(\s*{_DOTS}\s*\)|{_DOTS}(?:[ \u00a0\u202f]?[.…])*)|(\[[^\[\]\n]{{1,200}}\])"
)


def _spans(mentions: Iterable[Mapping[str, Any]]) -> list[tuple[int, int]]:
    return [(mention["start"], mention["end"]) for mention in mentions]


def _check_content(_: str, record: dict[str, Any], path: str) -> Iterator[Failure]:
    if not record["content"]:
        yield Failure(f"{path}.content", "empty, at least one stretch is expected")
    yield from _overlaps(_spans(record["content"]), f"{path}.content")


def _overlaps(spans: Sequence[tuple[int, int]], path: str) -> Iterator[Failure]:
    for index in range(1, len(spans)):
        if spans[index][0] < spans[index - 1][1]:
            message = f"begins at {spans[index][0]}, before the end of the one before it at {spans[index - 1][1]}"
            yield Failure(f"{path}[{index}]", message)


def _check_quotations(_: str, record: dict[str, Any], path: str) -> Iterator[Failure]:
    content, quotations = _spans(record["content"]), _spans(record["quotations"])
    yield from _overlaps(quotations, f"{path}.quotations")
    for index, (start, end) in enumerate(quotations):
        if not any(left <= start and end <= right for left, right in content):
            yield Failure(f"{path}.quotations[{index}]", f"{start}-{end} is outside of the content")


def _check_kind(_: str, record: dict[str, Any], path: str) -> Iterator[Failure]:
    content, quotations = _spans(record["content"]), _spans(record["quotations"])
    expected = "indirect" if not quotations else "direct" if quotations == content else "mixed"
    if record["kind"] != expected:
        yield Failure(f"{path}.kind", f"{record['kind']!r}, but the spans are those of {expected!r}")


def _check_marks(text: str, record: dict[str, Any], path: str) -> Iterator[Failure]:
    for index, (start, end) in enumerate(_spans(record["quotations"])):
        if start < end <= len(text):
            first, last = _own_marks(text, start, end)
            if first:
                yield Failure(f"{path}.quotations[{index}].start", f"begins with its own mark {text[start]!r}")
            if last:
                yield Failure(f"{path}.quotations[{index}].end", f"ends with its own mark {text[end - 1]!r}")


def _own_marks(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Tell whether a quotation begins and ends with a mark of its own, where marks should be outside.

    That is so when one pair wraps all of it, or when a mark at an end has no partner, and no further mark stands
    directly beyond (then it is a quotation inside of this one). Primes (6'2") are no marks.
    """
    words = text[start:end]
    before = text[max(0, start - 8) : start].rstrip(_BLANK)[-1:]
    after = text[end : end + 8].lstrip(_BLANK)[:1]
    free = [not beyond or beyond not in _DOUBLE + _SINGLE for beyond in (before, after)]
    double, single = (sum(words.count(mark) for mark in marks) for marks in (_DOUBLE, _SINGLE))
    ends = words[0] + words[-1]
    if all(free) and ((set(ends) <= set(_DOUBLE) and double == 2) or (set(ends) <= set(_SINGLE) and single == 2)):
        return True, True
    odd = double % 2 == 1
    first = odd and free[0] and ends[0] in _DOUBLE
    return first, odd and free[1] and ends[1] in _DOUBLE and not re.search(r'\d"$', words)


def _check_alterations(text: str, record: dict[str, Any], path: str) -> Iterator[Failure]:
    there = {
        (match.start(), match.end()): "insertion" if match.group(1) else "ellipsis"
        for start, end in _spans(record["quotations"])
        for match in _ALTERED.finditer(text, start, end)
    }
    given = [(item["start"], item["end"]) for item in record["alterations"]]
    for index, (span, item) in enumerate(zip(given, record["alterations"], strict=True)):
        where, shown = f"{path}.alterations[{index}]", _shown(text[span[0] : span[1]])
        if span not in there:
            yield Failure(where, f"{span[0]}-{span[1]} is {shown}, no ellipsis or insertion in the quotations")
        elif item["type"] != there[span]:
            yield Failure(f"{where}.type", f"{item['type']!r}, but {shown} is an {there[span]}")
    for start, end in sorted(there.keys() - set(given)):
        yield Failure(f"{path}.alterations", f"{_shown(text[start:end])} at {start}-{end} is not listed")
    for index in range(1, len(given)):
        if given[index] <= given[index - 1]:
            yield Failure(f"{path}.alterations[{index}]", "out of order, or there twice")


def _check_speaker(text: str, record: dict[str, Any], path: str) -> Iterator[Failure]:
    speaker = record["speaker"]
    if speaker is None or speaker["name"] is None:
        return
    if speaker["kind"] == "unnamed":
        yield Failure(f"{path}.speaker.name", f"{_shown(speaker['name'])} for an unnamed speaker, null is expected")
    elif speaker["name"] != speaker["mention"]["exact"]:
        there = _shown(speaker["mention"]["exact"])
        yield Failure(f"{path}.speaker.name", f"{_shown(speaker['name'])}, but its mention is {there}")
    if speaker["name"] not in text:
        yield Failure(f"{path}.speaker.name", f"{_shown(speaker['name'])} does not stand in the article")


def _check_outlet(text: str, record: dict[str, Any], path: str) -> Iterator[Failure]:
    outlet = record["outlet"]
    if outlet is not None and outlet["name"] not in text:
        yield Failure(f"{path}.outlet.name", f"{_shown(outlet['name'])} does not stand in the article")


def _check_confidence(_: str, record: dict[str, Any], path: str) -> Iterator[Failure]:
    for key in ("source", "speaker", "outlet"):
        value = record["confidence"][key]
        if (value is None) != (record[key] is None):
            state = "empty" if record[key] is None else "filled"
            yield Failure(f"{path}.confidence.{key}", f"{_shown(value)}, but the field is {state}")


def _check_evidence(_: str, record: dict[str, Any], path: str) -> Iterator[Failure]:
    given = {item["field"] for item in record["evidence"]}
    for name in FIELDS:
        if name not in given:
            yield Failure(f"{path}.evidence", f"none for the field {name!r}")
    seen: dict[str, int] = {}
    for index, item in enumerate(record["evidence"]):
        first = seen.setdefault(json.dumps(item, sort_keys=True), index)
        if first != index:
            yield Failure(f"{path}.evidence[{index}]", f"the same as evidence[{first}]")


def _check_grounds(_: str, record: dict[str, Any], path: str) -> Iterator[Failure]:
    """A filled field has evidence that shows its words, or shows none at all and does not call it empty."""
    for name, where, mention in _grounded(record):
        own = [item for item in record["evidence"] if item["field"] == name]
        shown = [item["mention"] for item in own if item["mention"] is not None]
        is_stated = not shown and not all(_CALLS_EMPTY.search(item["rule"]) for item in own)
        # What leads to a source may be its cue.
        fitting = [mention, record["cue"]] if name == "source" and record["cue"] else [mention]
        if not is_stated and not any(_touch(one, place) for one in fitting for place in shown):
            told = ", ".join(f"{_shown(place['exact'])} at {place['start']}" for place in shown)
            told = f"shows {told}" if told else f"says {', '.join(item['rule'] for item in own) or 'nothing'}"
            message = f"{_shown(mention['exact'])} at {mention['start']}, but the evidence for {name!r} {told}"
            yield Failure(f"{path}.{where}", message)


def _grounded(record: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield field, path and mention of everything filled that stands at a place of its own beside the content."""
    speaker, outlet = record["speaker"] or {}, record["outlet"] or {}
    places = (
        *((name, name, record[name]) for name in ("cue", "source", "occasion", "date")),
        ("speaker", "speaker.mention", speaker.get("mention")),
        *((name, f"speaker.{name}", speaker.get(name)) for name in ("title", "affiliation")),
        ("outlet", "outlet.mention", outlet.get("mention")),
    )
    return (place for place in places if place[2] is not None)


def _touch(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _check_lemma(_: str, record: dict[str, Any], path: str) -> Iterator[Failure]:
    """A lemma is all of the cue's words, or begins as one of them does; the forms of "be" and "go" do not."""
    cue = record["cue"]
    if cue is None or cue["lemma"].split()[:1] in (["be"], ["go"]):
        return
    words = cue["exact"].lower()
    if cue["lemma"] != words and cue["lemma"][0] not in {word[0] for word in re.findall(r"\w+", words)}:
        yield Failure(f"{path}.cue.lemma", f"{_shown(cue['lemma'])} is the lemma of no word of {_shown(cue['exact'])}")


def _check_reviewed(_: str, record: dict[str, Any], path: str) -> Iterator[Failure]:
    review = record.get("reviewed")
    if review is None:
        return
    if bool(review["changed"]) != (review["status"] == "corrected"):
        yield Failure(f"{path}.reviewed.changed", f"{_shown(review['changed'])} in a record {review['status']}")
    if (review["original"] is None) != (review["status"] == "added"):
        yield Failure(f"{path}.reviewed.original", f"{_shown(review['original'])} in a record {review['status']}")


_RULES: tuple[tuple[tuple[str, ...], Callable[[str, dict[str, Any], str], Iterator[Failure]]], ...] = (
    (("content",), _check_content),
    (("content", "quotations"), _check_quotations),
    (("content", "quotations", "kind"), _check_kind),
    (("quotations",), _check_marks),
    (("quotations", "alterations"), _check_alterations),
    (("speaker",), _check_speaker),
    (("outlet",), _check_outlet),
    (("source", "speaker", "outlet", "confidence"), _check_confidence),
    (("evidence",), _check_evidence),
    (("cue", "source", "speaker", "outlet", "occasion", "date", "evidence"), _check_grounds),
    (("cue",), _check_lemma),
    (("reviewed",), _check_reviewed),
)


# The rules of one extraction


def _extraction_failures(text: str, extraction: dict[str, Any], path: str) -> list[Failure]:
    structure = list(_EXTRACTION(extraction, path))
    if _is_of_other_text(text, extraction):
        return [_other_text(text, extraction["article"], path), *structure]
    broken = _broken(structure)
    failures = [*structure, *_place_failures(text, extraction, path)]
    if not _hit(broken, path, "article"):
        failures += _article_failures(text, extraction["article"], f"{path}.article")
    if isinstance(extraction.get("records"), list):
        failures += _record_failures(text, extraction["records"], f"{path}.records", broken)
        failures += _id_failures(extraction, path, broken)
        failures += _chain_failures(extraction["records"], f"{path}.records", broken)
        failures += _order_failures(extraction["records"], f"{path}.records", broken)
    if not _hit(broken, path, "problems"):
        failures += _problem_failures(text, extraction["problems"], f"{path}.problems")
    return failures


def _broken(failures: Iterable[Failure]) -> set[str]:
    """Return the paths with a failure at or below them."""
    paths = [failure.path for failure in failures]
    above = {path[: match.start()] for path in paths for match in re.finditer(r"[.\[]", path)}
    return above.union(paths)


def _hit(broken: set[str], path: str, *keys: str) -> bool:
    return any(f"{path}.{key}" in broken for key in keys)


def _is_of_other_text(text: str, extraction: Mapping[str, Any]) -> bool:
    """Tell whether the digest is one, and that of another text: then every place would only fail again."""
    sha256 = _sha256_of(extraction)
    return sha256 is not None and not any(_SHA256(sha256, "")) and sha256 != _digest(text)


def _other_text(text: str, article: Mapping[str, Any], path: str) -> Failure:
    theirs = f"SHA-256 {article['sha256'][:12]}..., {_shown(article.get('length'))} code points"
    message = (
        "this is another text than the one that the records were made from, so no place in it was checked: "
        f"SHA-256 {_digest(text)[:12]}..., {len(text)} code points; theirs: {theirs}; "
        "give the article as it was then, to the last line end; for a web page or a Word file not the file itself, "
        "but the text that was read from it, which `attribution text PATH` writes"
    )
    return Failure(f"{path}.article.sha256", message)


def _article_failures(text: str, article: dict[str, Any], path: str) -> Iterator[Failure]:
    if article["length"] != len(text):
        yield Failure(f"{path}.length", f"{article['length']}, but the article has {len(text)} code points")


def _record_failures(text: str, records: list[Any], path: str, broken: set[str]) -> Iterator[Failure]:
    for index, record in enumerate(records):
        place = f"{path}[{index}]"
        for needed, rule in _RULES:
            if isinstance(record, dict) and not _hit(broken, place, *needed):
                yield from rule(text, record, place)


def _id_failures(extraction: dict[str, Any], path: str, broken: set[str]) -> Iterator[Failure]:
    """Ids are computed again: SHA-256 over "ARTICLE-SHA256 KIND START-END ...", the first 16 hex digits."""
    seen: dict[str, int] = {}
    for index, record in enumerate(extraction["records"]):
        place = f"{path}.records[{index}]"
        if not isinstance(record, dict) or _hit(broken, place, "id"):
            continue
        if not _hit(broken, place, "kind", "content") and not _hit(broken, path, "article"):
            spans = " ".join(f"{start}-{end}" for start, end in _spans(record["content"]))
            source = f"{extraction['article']['sha256']} {record['kind']} {spans}"
            expected = hashlib.sha256(source.encode()).hexdigest()[:16]
            if record["id"] != expected:
                yield Failure(f"{place}.id", f"{record['id']!r}, but the digest of its content is {expected!r}")
        first = seen.setdefault(record["id"], index)
        if first != index:
            yield Failure(f"{place}.id", f"{record['id']!r} is the id of records[{first}] already")


def _chain_failures(records: list[Any], path: str, broken: set[str]) -> Iterator[Failure]:
    """Every id in `via` exists, stands there once, and leads nowhere in a circle."""
    chains: dict[str, list[str]] = {}
    for index, record in enumerate(records):
        if isinstance(record, dict) and not _hit(broken, f"{path}[{index}]", "id"):
            chains[record["id"]] = [] if _hit(broken, f"{path}[{index}]", "via") else record["via"]
    circles = _circles(chains)
    for index, record in enumerate(records):
        if not isinstance(record, dict) or _hit(broken, f"{path}[{index}]", "id", "via"):
            continue
        before: set[str] = set()
        for place, target in enumerate(record["via"]):
            if target not in chains:
                yield Failure(f"{path}[{index}].via[{place}]", f"no record has the id {target!r}")
            if target in before:
                yield Failure(f"{path}[{index}].via[{place}]", f"{target!r} is there twice")
            before.add(target)
        if any(circles.get(target) == circles[record["id"]] for target in before):
            yield Failure(f"{path}[{index}].via", "leads back to the record itself")


def _circles(chains: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return for each id one of those that it leads to and that lead to it: the same for all of them, or itself.

    Two passes (Kosaraju, in Aho, Hopcroft, Ullman 1983), so that a long circle takes no longer than a long chain.
    """
    back: dict[str, list[str]] = {}
    for id, targets in chains.items():
        for target in targets:
            back.setdefault(target, []).append(id)
    found: dict[str, str] = {}
    for first in reversed(_left_behind(chains)):
        waiting = [first]
        while waiting:
            id = waiting.pop()
            if id not in found:
                found[id] = first
                waiting.extend(back.get(id, ()))
    return found


def _left_behind(chains: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the ids in the order in which a walk along the chains, each as far as it goes, leaves them behind."""
    left: list[str] = []
    seen: set[str] = set()
    for first in chains:
        waiting = [(first, False)]
        while waiting:
            id, is_done = waiting.pop()
            if is_done:
                left.append(id)
            elif id not in seen:
                seen.add(id)
                waiting.append((id, True))
                waiting.extend((target, False) for target in chains.get(id, ()))
    return left


def _order_failures(records: list[Any], path: str, broken: set[str]) -> Iterator[Failure]:
    """Records stand in the order of their content, and no two have the same."""
    last: tuple[list[tuple[int, int]], int] | None = None
    seen: dict[tuple[tuple[int, int], ...], int] = {}
    for index, record in enumerate(records):
        if not isinstance(record, dict) or _hit(broken, f"{path}[{index}]", "content"):
            continue
        spans = _spans(record["content"])
        if last is not None and spans < last[0]:
            yield Failure(f"{path}[{index}]", f"out of order: its content begins before that of records[{last[1]}]")
        last = (spans, index)
        first = seen.setdefault(tuple(spans), index)
        if first != index:
            yield Failure(f"{path}[{index}]", f"the same content as records[{first}]")


def _problem_failures(text: str, problems: list[dict[str, Any]], path: str) -> Iterator[Failure]:
    keys = [(problem["start"], problem["end"], problem["code"], problem["message"]) for problem in problems]
    for index, (start, end, _, _) in enumerate(keys):
        if end < start:
            yield Failure(f"{path}[{index}].end", f"{end} is before start {start}")
        if end > len(text):
            message = f"{end} is beyond the end of the article, which has {len(text)} code points"
            yield Failure(f"{path}[{index}].end", message)
        if index and keys[index] <= keys[index - 1]:
            yield Failure(f"{path}[{index}]", "out of order, or there twice")


# Reading, and which extraction belongs to which article


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _extractions(records: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return the path and the object of each extraction."""
    if isinstance(records, str):
        found = _read_records(records)
    elif isinstance(records, Mapping) or _is_typed(records):
        found = [("$", _as_written(records))]
    else:
        found = [(f"$[{index}]", _as_written(value)) for index, value in enumerate(records)]
    if not found:
        raise UnreadableError("there is no extraction in the records")
    return [(path, _with_schema(value, path)) for path, value in found]


def _is_typed(value: object) -> bool:
    return hasattr(type(value), "__attrs_attrs__")


def _as_written(value: object) -> Any:
    """Return an extraction of the package as the JSON that it is written as, anything else as it is."""
    if not _is_typed(value):
        return value
    # Whoever has such an object has the package; the script never comes here.
    from attribution.jsonio import dump_extraction
    from attribution.records import Extraction

    if not isinstance(value, Extraction):
        raise UnreadableError("a record alone does not tell the text it was made from: give the whole extraction")
    return json.loads(dump_extraction(value))


def _read_records(text: str) -> list[tuple[str, Any]]:
    try:
        whole = _json(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise UnreadableError(f"the records are not JSON: {error}") from None
        return list(_read_lines(text))
    if isinstance(whole, list):
        return [(f"$[{index}]", value) for index, value in enumerate(whole)]
    return [("$", whole)]


def _read_lines(text: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield f"line {number}: $", _json(line)
            except json.JSONDecodeError as error:
                raise UnreadableError(f"line {number} of the records is not JSON: {error}") from None


def _json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object_once, parse_constant=_no_constant)
    except RecursionError:
        raise UnreadableError("the records are nested too deeply to be read") from None
    except ValueError as error:
        if isinstance(error, json.JSONDecodeError | UnreadableError):
            raise
        raise UnreadableError("a number in the records is too long to be read") from None


def _object_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        keys = [key for key, _ in pairs]
        doubled = next(key for key in keys if keys.count(key) > 1)
        raise UnreadableError(f"the records are ambiguous: the key {doubled!r} is there twice in one object")
    return data


def _no_constant(name: str) -> None:
    raise UnreadableError(f"the records are not JSON: {name} is no number")


def _with_schema(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise UnreadableError(f"{path}: {_shown(value)} where an extraction is expected")
    if value.get("schema") != SCHEMA:
        raise UnreadableError(f"{path}.schema: {_shown(value.get('schema'))}, but only {SCHEMA!r} can be checked")
    return dict(value)


@dataclass(frozen=True)
class _Verdict:
    """What was found; `unchecked` are the extractions whose article was not given."""

    failures: list[Failure]
    checked: int
    unchecked: Sequence[tuple[str, dict[str, Any]]] = ()

    def __str__(self) -> str:
        left = sum(_count(extraction) for _, extraction in self.unchecked)
        rest = f"{_counted(left, 'record')} of {_counted(len(self.unchecked), 'article')} not checked"
        if self.failures:
            found = f"{_counted(len(self.failures), 'failure')}, {_counted(self.checked, 'record')} checked"
            return f"does not hold: {found}{f', {rest}' if self.unchecked else ''}"
        if self.unchecked:
            return f"not proved: {rest}, {_counted(self.checked, 'record')} checked; give every article"
        return f"holds: {_counted(self.checked, 'record')} checked; {_PROVED}"


def _verify(texts: Sequence[tuple[str, str]], extractions: Sequence[tuple[str, dict[str, Any]]]) -> _Verdict:
    """Check the extractions against the named texts.

    One extraction and one article belong together whatever the digest says; else the digest decides.
    """
    if len(texts) == 1 and len(extractions) == 1:
        text, (path, extraction) = texts[0][1], extractions[0]
        checked = 0 if _is_of_other_text(text, extraction) else _count(extraction)
        return _Verdict(_extraction_failures(text, extraction, path), checked)
    failures: list[Failure] = []
    count = 0
    given = set()
    for name, text in texts:
        digest = _digest(text)
        given.add(digest)
        fitting = [item for item in extractions if _sha256_of(item[1]) == digest]
        if not fitting:
            message = f"{name} is another text than those that the records were made from: none of {len(extractions)}"
            failures.append(Failure("$.article.sha256", f"{message} has its SHA-256, {digest}"))
        for path, extraction in fitting:
            failures += _extraction_failures(text, extraction, path)
            count += _count(extraction)
    return _Verdict(failures, count, [item for item in extractions if _sha256_of(item[1]) not in given])


def _as_extracted(text: str, extractions: Sequence[tuple[str, dict[str, Any]]]) -> str:
    """Leave out a byte order mark, which readers of files do not count, unless the records count it."""
    counted = any(_sha256_of(extraction) == _digest(text) for _, extraction in extractions)
    return text if counted else text.removeprefix("\ufeff")


def _sha256_of(extraction: Mapping[str, Any]) -> str | None:
    sha256 = _article_of(extraction).get("sha256")
    return sha256 if isinstance(sha256, str) else None


def _article_of(extraction: Mapping[str, Any]) -> Mapping[str, Any]:
    article = extraction.get("article")
    return article if isinstance(article, dict) else {}


def _visible(text: str) -> str:
    """Return `text` with the characters that show nothing, or act on a terminal, as escapes."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _called(extraction: Mapping[str, Any]) -> str:
    """Return what the records call their article: title, else address, else the digest."""
    known = _article_of(extraction)
    name = next((known[key] for key in ("title", "url", "sha256") if isinstance(known.get(key), str)), None)
    return "an article without a name" if name is None else _shown(name)


def _count(extraction: Mapping[str, Any]) -> int:
    records = extraction.get("records")
    return len(records) if isinstance(records, list) else 0


def _shown(value: Any) -> str:
    """Return `value` as JSON, cut to what fits a message."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        text = repr(type(value))
    return text if len(text) <= 80 else f"{text[:50]}...{text[-27:]}"


def _read_file(path: str) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8")
    except OSError as error:
        advice = "give the files in it" if Path(path).is_dir() else "check the name"
        raise UnreadableError(f"{path}: {error.strerror or error}; {advice}") from None
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{path}: not UTF-8 (byte {error.start}); save it as text in UTF-8") from None


def _read_extractions(path: str) -> list[tuple[str, dict[str, Any]]]:
    text = _read_file(path).removeprefix("\ufeff")
    try:
        if not text.strip():
            raise UnreadableError("the file is empty")
        return _extractions(text)
    except UnreadableError as error:
        raise UnreadableError(f"{path}: {error}; the last file is to be what `attribution extract` wrote") from None


def _read_article(path: str) -> list[str]:
    return [_read_file(path)]


def check_files(articles: Sequence[str], records: str, *, read: Callable[[str], Iterable[str]] = _read_article) -> int:
    """Check files; print the failures, what was not checked and a verdict; return the exit status.

    `read` gives the texts of the articles in a file, as they were extracted from; it may raise `UnreadableError`.
    """
    try:
        texts = [named for path in articles for named in _named(path, list(read(path)))]
        extractions = _read_extractions(records)
    except UnreadableError as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    verdict = _verify([(name, _as_extracted(text, extractions)) for name, text in texts], extractions)
    for failure in verdict.failures:
        print(failure)
    for path, extraction in verdict.unchecked:
        count = _counted(_count(extraction), "record")
        print(_visible(f"{path}: not checked, {count}: the article was not given: {_called(extraction)}"))
    print(verdict)
    return 1 if verdict.failures or verdict.unchecked else 0


def _named(path: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each text of a file with what a message calls it."""
    for number, text in enumerate(texts, start=1):
        yield (path if len(texts) == 1 else f"article {number} of {path}"), text


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the files that the command line names; return the exit status."""
    parser = argparse.ArgumentParser(description="Prove that attribution records hold for an article.")
    parser.add_argument("articles", metavar="ARTICLE", nargs="+", help="text of the article, UTF-8")
    parser.add_argument("records", metavar="RECORDS", help="JSON or JSON Lines of attribution/1")
    options = parser.parse_args(arguments)
    return check_files(options.articles, options.records)


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
