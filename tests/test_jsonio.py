"""JSON of the records: exact round trip, same bytes, and every fault named with its path."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import attrs
import jsonschema
import pytest
from attrs import evolve
from conftest import QUAY, drop_at, set_at

from attribution import records
from attribution.building import build_extraction
from attribution.errors import RecordError
from attribution.jsonio import dump_extraction, parse_extraction, parse_extractions, parse_lines
from attribution.models import Article, CharSpan, Draft, Relation
from attribution.records import Engine, Extraction
from attribution.verify.integrity import verify_records

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "attribution/data/schemas/attribution-1.schema.json").read_text("utf-8"))
KEYS = {
    "": ["schema", "article", "engine", "records", "problems"],
    "article": ["sha256", "length", "title", "authors", "publisher", "published", "url", "language"],
    "engine": ["package", "version", "model", "model_version", "lexicon", "options"],
}
RECORD_KEYS = [
    *("id", "kind", "content", "quotations", "cue", "source", "speaker", "outlet", "via", "occasion", "date"),
    *("alterations", "confidence", "evidence"),
]


def test_data_is_that_of_the_json_and_gives_the_extraction_again(quay_extraction: Extraction) -> None:
    """`to_dict` and `from_dict` are the JSON without its text."""
    data = quay_extraction.to_dict()
    assert data == json.loads(dump_extraction(quay_extraction))
    assert Extraction.from_dict(data) == quay_extraction
    data["records"][0]["speaker_name"] = "Ada Lindqvist"
    with pytest.raises(RecordError, match=r"\$\.records\[0\]\.speaker_name: unknown key"):
        Extraction.from_dict(data)


def test_what_attrs_makes_of_an_extraction_is_read(quay_extraction: Extraction) -> None:
    """`attrs.asdict` says null for a review that nobody made; reader, schema and verifier take it for none."""
    data = attrs.asdict(quay_extraction)
    assert data["records"][0]["reviewed"] is None
    text = json.dumps(data)
    assert parse_extraction(text) == quay_extraction
    jsonschema.validate(json.loads(text), SCHEMA)
    assert verify_records(QUAY, text) == []


@pytest.mark.parametrize("wrong", [None, {}, b"{}", 3])
def test_what_is_no_text_is_refused_by_the_readers(wrong: Any) -> None:
    """A file that was not read, bytes and data are refused with what to do."""
    for read in (parse_extraction, lambda text: list(parse_lines(text))):
        with pytest.raises(RecordError, match=f"expected, not {type(wrong).__name__}; "):
            read(wrong)


def test_only_an_extraction_is_written(quay_extraction: Extraction) -> None:
    """Nothing is written that is no `attribution/1`: no null, and no record alone."""
    wrongs: list[Any] = [None, {}, quay_extraction.records[0], [quay_extraction]]
    for wrong in wrongs:
        with pytest.raises(RecordError, match=f"an Extraction is expected, not {type(wrong).__name__}"):
            dump_extraction(wrong)


@pytest.mark.parametrize("indent", [None, 2])
def test_round_trip_gives_the_same_object_and_the_same_text(quay_extraction: Extraction, indent: int | None) -> None:
    """What is read back is equal, and is written as the same text."""
    text = dump_extraction(quay_extraction, indent=indent)
    assert parse_extraction(text) == quay_extraction
    assert dump_extraction(parse_extraction(text), indent=indent) == text
    assert ("\n" in text) == (indent is not None)


def test_keys_stand_in_the_order_of_the_contract(quay_extraction: Extraction) -> None:
    """The order of the keys is part of the bytes."""
    data = json.loads(dump_extraction(quay_extraction))
    for name, keys in KEYS.items():
        assert list(data[name] if name else data) == keys
    assert {tuple(record) for record in data["records"]} == {tuple(RECORD_KEYS)}
    assert list(data["records"][0]["cue"]) == ["start", "end", "exact", "prefix", "suffix", "lemma", "type"]
    assert list(data["records"][0]["date"]) == ["start", "end", "exact", "prefix", "suffix", "iso"]
    assert list(data["records"][0]["speaker"]) == ["name", "kind", "title", "affiliation", "mention"]
    assert list(data["records"][1]["outlet"]) == ["name", "id", "kind", "mention", "basis"]


def test_text_stays_readable_in_the_json(quay_extraction: Extraction) -> None:
    """Characters beyond ASCII are written as they are."""
    assert "We checked … every bolt" in dump_extraction(quay_extraction)


def test_lone_surrogates_survive_as_escapes(engine: Engine) -> None:
    """A code point that UTF-8 does not have is escaped, so that the text can be written to a file."""
    text = "\ud800 “Fine”, she said. \udc00"
    draft = Draft(Article(text), relations=(Relation((CharSpan(3, 7),), (CharSpan(3, 7),), "direct"),))
    extraction = build_extraction(draft, engine)
    dumped = dump_extraction(extraction)
    dumped.encode("utf-8")
    assert "\\ud800" in dumped
    assert parse_extraction(dumped) == extraction


def test_lines_are_read_in_order_and_a_fault_names_its_line(quay_extraction: Extraction, engine: Engine) -> None:
    """JSON Lines give one extraction a line, blank lines aside."""
    empty = build_extraction(Draft(Article("")), engine)
    lines = [dump_extraction(quay_extraction), "", dump_extraction(empty)]
    assert list(parse_lines("\n".join(lines) + "\n")) == [quay_extraction, empty]
    with pytest.raises(RecordError, match=r"line 3: \$: not JSON"):
        list(parse_lines("\n".join([*lines[:2], "{"])))


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_bytes_do_not_depend_on_the_hash_seed(quay_extraction: Extraction, seed: str) -> None:
    """Another process with another hash seed writes the same."""
    text = dump_extraction(quay_extraction)
    program = (
        "import sys; from attribution.jsonio import dump_extraction as d, parse_extraction as p;"
        "sys.stdout.buffer.write(d(p(sys.stdin.buffer.read().decode())).encode())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], input=text.encode(), capture_output=True, check=True, env=environment
    )
    assert done.stdout == text.encode()


DAMAGE = [
    (set_at("extra", to=1), "$.extra: unknown key"),
    (set_at("records", 0, "quote", to="x"), "$.records[0].quote: unknown key"),
    (set_at("records", 0, "cue", "tense", to="past"), "$.records[0].cue.tense: unknown key"),
    (drop_at("engine", "lexicon"), "$.engine.lexicon: missing"),
    (drop_at("records", 1, "date"), "$.records[1].date: missing"),
    (drop_at("records", 0, "date", "iso"), "$.records[0].date.iso: missing"),
    (set_at("article", "length", to="512"), '$.article.length: "512" where a whole number is expected'),
    (set_at("article", "length", to=True), "$.article.length: true where a whole number is expected"),
    (set_at("article", "length", to=-1), "$.article.length: -1 is not an offset"),
    (set_at("article", "sha256", to="ABC"), "$.article.sha256: 'ABC' is not a SHA-256"),
    (set_at("article", "authors", to="P. Quill"), '$.article.authors: "P. Quill" where a list is expected'),
    (set_at("article", "authors", to=[1]), "$.article.authors[0]: 1 where a string is expected"),
    (set_at("engine", "options", to=[]), "$.engine.options: [] where an object is expected"),
    (set_at("engine", "options", to={"steps": []}), "$.engine.options.steps: [] where"),
    (set_at("engine", to=None), "$.engine: null where an object is expected"),
    (set_at("records", to={}), "$.records: {} where a list is expected"),
    (set_at("records", 2, to="x"), '$.records[2]: "x" where an object is expected'),
    (set_at("records", 0, "id", to="q1"), "$.records[0].id: 'q1' is not a record id"),
    (set_at("records", 0, "kind", to="quoted"), '$.records[0].kind: "quoted" is not one of direct, mixed, indirect'),
    (set_at("records", 0, "content", to=[]), "$.records[0].content: empty"),
    (set_at("records", 0, "content", 0, "start", to=1.5), "$.records[0].content[0].start: 1.5 where a whole number"),
    (set_at("records", 0, "content", 0, "exact", to=""), "$.records[0].content[0].exact: '' is not a string with"),
    (set_at("records", 0, "content", 0, "prefix", to="x" * 33), "$.records[0].content[0].prefix: 33 code points"),
    (set_at("records", 0, "cue", "type", to="adverb"), '$.records[0].cue.type: "adverb" is not one of'),
    (set_at("records", 0, "date", "iso", to="Tuesday"), "$.records[0].date.iso: 'Tuesday' is not"),
    (
        set_at("records", 0, "speaker", "kind", to="unnamed"),
        "$.records[0].speaker.name: 'Ada Lindqvist' for an unnamed",
    ),
    (set_at("records", 0, "speaker", "mention", to=None), "$.records[0].speaker.mention: null where an object"),
    (set_at("records", 1, "outlet", "basis", to="guess"), '$.records[1].outlet.basis: "guess" is not one of'),
    (set_at("records", 2, "via", to=["x"]), "$.records[2].via[0]"),
    (set_at("records", 0, "alterations", 0, "type", to="cut"), '$.records[0].alterations[0].type: "cut" is not'),
    (set_at("records", 0, "confidence", "source", to=1.2), "$.records[0].confidence.source: 1.2 is not a probability"),
    (set_at("records", 0, "confidence", "source", to=None), "$.records[0].confidence.source: None, but the field is"),
    (
        set_at("records", 0, "confidence", "outlet", to=0.5),
        "$.records[0].confidence.outlet: 0.5, but the field is empty",
    ),
    (set_at("records", 0, "evidence", 0, "rule", to="guess"), "$.records[0].evidence[0].rule: 'guess' is not a rule"),
    (drop_at("records", 0, "evidence", 0), "$.records[0].evidence: none for 'content'"),
    (set_at("problems", 0, "code", to=""), "$.problems[0].code: '' is not a string with something in it"),
]


@pytest.mark.parametrize(("change", "expected"), DAMAGE, ids=[expected for _, expected in DAMAGE])
def test_damage_is_refused_by_reader_and_schema(
    quay_extraction: Extraction, change: Callable[[Any], None], expected: str
) -> None:
    """The reader names the path, and the published schema refuses the same document."""
    data = json.loads(dump_extraction(quay_extraction))
    change(data)
    with pytest.raises(RecordError) as caught:
        parse_extraction(json.dumps(data))
    assert any(problem.startswith(expected) for problem in caught.value.problems), caught.value.problems
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA)


def test_every_fault_is_reported_at_once(quay_extraction: Extraction) -> None:
    """Faults of one object and of several are all there."""
    data = json.loads(dump_extraction(quay_extraction))
    picked = [DAMAGE[index] for index in (0, 3, 6, 18, 30)]
    for change, _ in picked:
        change(data)
    with pytest.raises(RecordError) as caught:
        parse_extraction(json.dumps(data))
    assert len(caught.value.problems) == len(picked)
    for _, expected in picked:
        assert any(problem.startswith(expected) for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "$: not JSON"),
        ("{", "$: not JSON"),
        ("[]", "$: [] where an object is expected"),
        ("null", "$: null where an object is expected"),
        ('{"schema": "attribution/1", "schema": "attribution/1"}', "doubled key 'schema'"),
        ('{"schema": NaN}', "NaN is no number"),
        ('{"schema": "attribution/2"}', "this library reads 'attribution/1'"),
        ('{"schema": 1}', "$.schema: 1, but"),
        ("[" * 100_000, "$: not JSON"),
    ],
)
def test_what_is_no_extraction_gives_a_clear_error(text: str, message: str) -> None:
    """No traceback of the JSON reader, whatever comes in."""
    with pytest.raises(RecordError) as caught:
        parse_extraction(text)
    assert message in str(caught.value)


def test_schema_is_valid_and_accepts_what_is_written(quay_extraction: Extraction, engine: Engine) -> None:
    """The published schema is a schema, and takes full and empty extractions."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for extraction in (quay_extraction, build_extraction(Draft(Article("")), engine)):
        jsonschema.validate(json.loads(dump_extraction(extraction)), SCHEMA)


def _classes_and_schemas() -> list[tuple[str, str]]:
    names = {"ArticleInfo": "article", "AttributionRecord": "record", "DateMention": "date", "Mention": "mention"}
    names |= {"RecordConfidence": "confidence", "RecordEvidence": "evidence", "Alteration": "alteration"}
    names |= {name: name.lower() for name in ("Cue", "Speaker", "Outlet", "Engine", "Problem", "Review")}
    return sorted(names.items())


@pytest.mark.parametrize(("cls", "definition"), _classes_and_schemas())
def test_schema_and_classes_have_the_same_keys_and_values(cls: str, definition: str) -> None:
    """Keys, their order and the allowed values are the same in both."""
    fields = attrs.fields(getattr(records, cls))
    schema = SCHEMA["$defs"][definition]
    assert [field.name for field in fields] == list(schema["properties"])
    assert [field.name for field in fields if field.default is attrs.NOTHING] == schema["required"]
    assert schema["additionalProperties"] is False
    for field in fields:
        allowed = schema["properties"][field.name].get("enum")
        assert allowed == (list(get_args(field.type)) if allowed else allowed)
        assert (allowed is not None) == (get_origin(field.type) is Literal)


def test_example_of_the_reference_page_holds_and_every_key_is_explained() -> None:
    """The page shows a record that can be proved, and names each key."""
    page = (ROOT / "docs/reference/record.md").read_text("utf-8")
    paragraph, example = (page.split(f"```{kind}\n")[1].split("\n```")[0] for kind in ("text", "json"))
    article = (ROOT / "fixtures/summit.txt").read_bytes().decode()
    assert paragraph in article
    assert parse_extraction(example).records
    assert verify_records(article, example) == []
    keys = {key for definition in SCHEMA["$defs"].values() for key in definition["properties"]} | set(KEYS[""])
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


def test_equal_extractions_have_equal_hashes(quay_extraction: Extraction) -> None:
    """Records can be put into sets."""
    again = evolve(quay_extraction, records=copy.copy(quay_extraction.records))
    assert len({quay_extraction, again}) == 1


REVIEWS = [
    ({"status": "accepted", "changed": [], "original": "0123456789abcdef"}, None),
    ({"status": "corrected", "changed": ["source", "title"], "original": "0123456789abcdef"}, None),
    ({"status": "added", "changed": [], "original": None}, None),
    ({"status": "corrected", "changed": [], "original": "0123456789abcdef"}, ".reviewed.changed"),
    ({"status": "accepted", "changed": ["source"], "original": "0123456789abcdef"}, ".reviewed.changed"),
    ({"status": "accepted", "changed": [], "original": None}, ".reviewed.original"),
    ({"status": "added", "changed": [], "original": "0123456789abcdef"}, ".reviewed.original"),
    ({"status": "seen", "changed": [], "original": None}, ".reviewed.status"),
    ({"status": "corrected", "changed": ["mood"], "original": "0123456789abcdef"}, ".reviewed.changed[0]"),
    ({"status": "added", "changed": []}, ".reviewed.original"),
    ([], ".reviewed"),
]


@pytest.mark.parametrize(("review", "wrong"), REVIEWS)
def test_review_is_read_checked_and_written_again(
    quay_extraction: Extraction, review: dict[str, Any] | None, wrong: str | None
) -> None:
    """Reader, schema and verifier agree on what a person may have made of a record, and the key comes last."""
    data = json.loads(dump_extraction(quay_extraction))
    data["records"][0]["reviewed"] = review
    failures = [failure.path for failure in verify_records(QUAY, data)]
    if wrong is None:
        jsonschema.validate(data, SCHEMA)
        assert json.loads(dump_extraction(parse_extraction(json.dumps(data)))) == data
        assert failures == []
        return
    with pytest.raises(RecordError) as caught:
        parse_extraction(json.dumps(data))
    assert any(problem.startswith(f"$.records[0]{wrong}") for problem in caught.value.problems), caught.value.problems
    assert failures == [f"$.records[0]{wrong}"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA)


def test_every_file_of_records_is_read_by_one_call(quay_extraction: Extraction) -> None:
    """One document, a list and JSON Lines give a list; `parse_extraction` refuses a list and says what reads it."""
    line, indented = dump_extraction(quay_extraction), dump_extraction(quay_extraction, indent=2)
    for text in (line, f"[\n{indented},\n{indented}\n]", f"{line}\n\n{line}\n"):
        assert set(parse_extractions(text)) == {quay_extraction}
    assert parse_extractions("[]") == []
    with pytest.raises(RecordError, match="a list of 2 where an object is expected; parse_extractions reads several"):
        parse_extraction(f"[{line}, {line}]")
    with pytest.raises(RecordError) as caught:
        parse_extractions(f'[{line}, 5, {{"schema": "attribution/2"}}]')
    assert [problem.split(":")[0] for problem in caught.value.problems] == ["$[1]", "$[2].schema"]
    for text in ("", "{", "null"):
        with pytest.raises(RecordError):
            parse_extractions(text)


def test_the_file_of_an_article_is_in_the_json_where_there_is_one(quay_extraction: Extraction) -> None:
    """`file` and `part` are left out where they are not known, and survive the round trip where they are."""
    assert not {"file", "part"} & quay_extraction.to_dict()["article"].keys()
    info = evolve(quay_extraction.article, file="wire/a.jsonl", part="line 7")
    told = evolve(quay_extraction, article=info)
    data = json.loads(dump_extraction(told))
    assert (data["article"]["file"], data["article"]["part"]) == ("wire/a.jsonl", "line 7")
    assert parse_extraction(dump_extraction(told)) == told
    jsonschema.validate(data, SCHEMA)
    assert {(row["article_file"], row["article_part"]) for row in told.to_rows()} == {("wire/a.jsonl", "line 7")}
    with pytest.raises(RecordError, match=r"article\.file"):
        Extraction.from_dict({**data, "article": {**data["article"], "file": 5}})
