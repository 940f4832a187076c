"""Verification of records against their article: good records hold, every damage is found at its path."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import QUAY, drop_at, place_in, set_at, takes_linear_time
from hypothesis import given, settings
from hypothesis import strategies as st

import attribution
from attribution import building
from attribution.building import alterations_in, build_extraction
from attribution.errors import InputError, RecordError
from attribution.jsonio import dump_extraction
from attribution.models import Article, CharSpan, Draft, Relation
from attribution.records import Engine, Extraction
from attribution.verify import integrity
from attribution.verify.integrity import UnreadableError, verify_records

SCRIPT = Path(__file__).parents[1] / "attribution" / "verify" / "integrity.py"
OTHER = "Nothing was said here.\r\n"


@pytest.fixture(scope="session")
def text(quay_draft: Draft) -> str:
    """Return the article."""
    return quay_draft.article.text


@pytest.fixture
def good(quay_extraction: Extraction) -> Any:
    """Return the good records as `json.loads` gives them; each test may damage its own."""
    return json.loads(dump_extraction(quay_extraction))


def _run(*arguments: Path | str) -> subprocess.CompletedProcess[str]:
    """Run the script alone: isolated, so that neither the package nor the site packages can be imported."""
    command = [sys.executable, "-I", "-S", str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def _write(path: Path, content: str) -> Path:
    path.write_bytes(content.encode("utf-8"))
    return path


def test_good_records_hold(text: str, good: Any) -> None:
    """The object, its JSON, a list of it and JSON Lines are all accepted."""
    line = json.dumps(good)
    for records in (good, line, json.dumps(good, indent=2), [good], f"[{line}]", f"{line}\n\n{line}\n"):
        assert verify_records(text, records) == []


def _add(*path: str | int, by: int) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        parent, key = place_in(data, path)
        parent[key] += by

    return change


def _shift(*path: str | int, by: int) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        parent, key = place_in(data, path)
        parent[key]["start"] += by
        parent[key]["end"] += by

    return change


def _swap(*path: str | int) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        parent, key = place_in(data, path)
        parent[key][0], parent[key][1] = parent[key][1], parent[key][0]

    return change


def _double(*path: str | int) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        parent, key = place_in(data, path)
        parent.insert(key, json.loads(json.dumps(parent[key])))

    return change


def _widen(start: int, end: int) -> Callable[[Any], None]:
    """Move the ends of the first quotation, and everything that follows from them, over its marks."""

    def change(data: Any) -> None:
        for name in ("content", "quotations"):
            mention = data["records"][0][name][0]
            left, right = mention["start"] - start, mention["end"] + end
            whole = mention["prefix"] + mention["exact"] + mention["suffix"]
            before = len(mention["prefix"]) - start
            mention.update(start=left, end=right, exact=whole[before : before + right - left])

    return change


def _circle(data: Any) -> None:
    data["records"][1]["via"] = [data["records"][2]["id"]]


def _borrow(data: Any) -> None:
    data["records"][3]["quotations"] = data["records"][2]["quotations"]


DAMAGE: list[tuple[str, Callable[[Any], None]]] = [
    ("$.surplus", set_at("surplus", to=1)),
    ("$.engine", drop_at("engine")),
    ("$.records", set_at("records", to={})),
    ("$.records[2]", set_at("records", 2, to="x")),
    ("$.article.sha256", set_at("article", "sha256", to="0" * 64)),
    ("$.article.sha256", set_at("article", "sha256", to="0")),
    ("$.article.length", _add("article", "length", by=1)),
    ("$.article.length", set_at("article", "length", to=True)),
    ("$.article.authors", set_at("article", "authors", to="P. Quill")),
    ("$.article.publisher", drop_at("article", "publisher")),
    ("$.engine.version", set_at("engine", "version", to="")),
    ("$.engine.clock", set_at("engine", "clock", to="12:00")),
    ("$.engine.options.threads", set_at("engine", "options", "threads", to=[1])),
    ("$.records[0].id", set_at("records", 0, "id", to="0" * 16)),
    ("$.records[0].id", set_at("records", 0, "id", to="q1")),
    ("$.records[0].kind", set_at("records", 0, "kind", to="mixed")),
    ("$.records[3].kind", set_at("records", 3, "kind", to="direct")),
    ("$.records[0].kind", set_at("records", 0, "kind", to="quoted")),
    ("$.records[0].content", set_at("records", 0, "content", to=[])),
    ("$.records[0].content[0].exact", set_at("records", 0, "content", 0, "exact", to="The quay is safe!")),
    ("$.records[0].content[0].exact", _shift("records", 0, "content", 0, by=1)),
    ("$.records[0].content[0].prefix", set_at("records", 0, "content", 0, "prefix", to="")),
    ("$.records[0].content[0].suffix", set_at("records", 0, "content", 0, "suffix", to="")),
    ("$.records[0].content[0].start", set_at("records", 0, "content", 0, "start", to="20")),
    ("$.records[0].content[0].start", set_at("records", 0, "content", 0, "start", to=-1)),
    ("$.records[0].content[0].end", set_at("records", 0, "content", 0, "end", to=0)),
    ("$.records[0].content[1].end", set_at("records", 0, "content", 1, "end", to=10_000)),
    ("$.records[0].content[1]", _swap("records", 0, "content")),
    ("$.records[0].content[1]", _double("records", 0, "content", 0)),
    ("$.records[0].quotations[0]", drop_at("records", 0, "content", 0)),
    ("$.records[3].quotations[0]", _borrow),
    ("$.records[0].quotations[0].start", _widen(1, 0)),
    ("$.records[0].quotations[0].end", _widen(0, 1)),
    ("$.records[0].quotations[0].end", _widen(1, 1)),
    ("$.records[0].cue.lemma", drop_at("records", 0, "cue", "lemma")),
    ("$.records[0].cue.type", set_at("records", 0, "cue", "type", to="adverb")),
    ("$.records[0].cue.exact", set_at("records", 0, "cue", "exact", to="sang")),
    ("$.records[0].source.exact", set_at("records", 0, "source", "exact", to="x")),
    ("$.records[0].source", set_at("records", 0, "source", to="Ada Lindqvist")),
    ("$.records[0].speaker.name", set_at("records", 0, "speaker", "name", to="Ada B. Lindqvist")),
    ("$.records[0].speaker.name", set_at("records", 0, "speaker", "name", to="Lindqvist")),
    ("$.records[3].speaker.name", set_at("records", 3, "speaker", "name", to="the council")),
    ("$.records[0].speaker.kind", set_at("records", 0, "speaker", "kind", to="mayor")),
    ("$.records[0].speaker.title.exact", set_at("records", 0, "speaker", "title", "exact", to="Baron")),
    ("$.records[0].speaker.affiliation.end", _add("records", 0, "speaker", "affiliation", "end", by=500)),
    ("$.records[0].speaker.mention", set_at("records", 0, "speaker", "mention", to=None)),
    ("$.records[1].outlet.name", set_at("records", 1, "outlet", "name", to="Radio Sud")),
    ("$.records[1].outlet.kind", set_at("records", 1, "outlet", "kind", to="radio")),
    ("$.records[1].outlet.basis", set_at("records", 1, "outlet", "basis", to="guess")),
    ("$.records[1].outlet.id", set_at("records", 1, "outlet", "id", to="")),
    ("$.records[2].via[0]", set_at("records", 2, "via", 0, to="0" * 16)),
    ("$.records[2].via[1]", _double("records", 2, "via", 0)),
    ("$.records[1].via", _circle),
    ("$.records[0].occasion.exact", set_at("records", 0, "occasion", "exact", to="at a meeting!")),
    ("$.records[0].date.iso", set_at("records", 0, "date", "iso", to="2027-02-30")),
    ("$.records[0].date.iso", drop_at("records", 0, "date", "iso")),
    ("$.records[0].alterations", drop_at("records", 0, "alterations", 0)),
    ("$.records[0].alterations[0]", _add("records", 0, "alterations", 0, "end", by=3)),
    ("$.records[0].alterations[0].type", set_at("records", 0, "alterations", 0, "type", to="insertion")),
    ("$.records[0].alterations[1]", _swap("records", 0, "alterations")),
    ("$.records[0].confidence.content", set_at("records", 0, "confidence", "content", to=None)),
    ("$.records[0].confidence.source", set_at("records", 0, "confidence", "source", to=1.01)),
    ("$.records[0].confidence.source", set_at("records", 0, "confidence", "source", to=None)),
    ("$.records[0].confidence.outlet", set_at("records", 0, "confidence", "outlet", to=0.5)),
    ("$.records[0].evidence", set_at("records", 0, "evidence", to=[])),
    ("$.records[0].evidence", drop_at("records", 0, "evidence", 3)),
    ("$.records[0].evidence[0].rule", set_at("records", 0, "evidence", 0, "rule", to="because")),
    ("$.records[0].evidence[0].field", set_at("records", 0, "evidence", 0, "field", to="who")),
    ("$.records[0].evidence[2].mention.exact", set_at("records", 0, "evidence", 2, "mention", "exact", to="sang")),
    ("$.records[0].evidence[1]", _double("records", 0, "evidence", 0)),
    ("$.records[1]", _swap("records")),
    ("$.records[1]", _double("records", 0)),
    ("$.problems[0].end", set_at("problems", 0, "end", to=10_000)),
    ("$.problems[0].end", set_at("problems", 0, "end", to=0)),
    ("$.problems[1]", _double("problems", 0)),
    ("$.problems[0].message", set_at("problems", 0, "message", to=None)),
]


@pytest.mark.parametrize(("path", "change"), DAMAGE, ids=[f"{i}-{path}" for i, (path, _) in enumerate(DAMAGE)])
def test_damage_is_found_at_its_path(text: str, good: Any, path: str, change: Callable[[Any], None]) -> None:
    """Each kind of damage gives a failure with the path of the place that was damaged."""
    change(good)
    failures = verify_records(text, good)
    assert path in [failure.path for failure in failures], [str(failure) for failure in failures]


def test_what_leads_to_a_circle_is_in_none(text: str, good: Any) -> None:
    """Of three records in a circle each is named, and a fourth that leads to them is not."""
    for record, target in zip(good["records"], (1, 2, 0, 0), strict=True):
        record["via"] = [good["records"][target]["id"]]
    failures = [failure.path for failure in verify_records(text, good) if failure.path.endswith(".via")]
    assert failures == [f"$.records[{index}].via" for index in range(3)]


def test_a_long_circle_takes_time_linear_in_its_length() -> None:
    """Records that are all reported inside each other are told in the time that it takes to read them."""

    def run(length: int) -> None:
        records = [{"id": str(index), "via": [str((index + 1) % length)]} for index in range(length)]
        assert len(list(integrity._chain_failures(records, "$.records", set()))) == length

    assert takes_linear_time(run, 4_000)


@given(st.text("a.… \u00a0\u202f[]()\n", max_size=40))
def test_marks_and_alterations_are_those_of_the_records(text: str) -> None:
    """What the records are made with and what proves them is written twice, and is the same."""
    assert (integrity._DOUBLE, integrity._SINGLE) == (building._DOUBLE_MARKS, building._SINGLE_MARKS)
    assert integrity._BLANK == building._BLANKS
    made = [(part.start, part.end) for part in alterations_in(text, [CharSpan(0, len(text))])]
    assert [match.span() for match in integrity._ALTERED.finditer(text)] == made


@pytest.mark.parametrize("path", [("content", 0), ("quotations", 0), ("alterations", 0), ("source",), ("cue",)])
@pytest.mark.parametrize("key", ["start", "end"])
def test_offsets_beyond_all_bounds_are_found(text: str, good: Any, path: tuple[str | int, ...], key: str) -> None:
    """An offset too large for any machine is a failure at its path like any other."""
    set_at("records", 0, *path, key, to=10**25)(good)
    where = "$.records[0]" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    assert f"{where}.{key}" in [failure.path for failure in verify_records(text, good)]


def test_module_and_lone_script_agree(text: str, good: Any, tmp_path: Path) -> None:
    """The script alone prints the failures of the module, line by line, and a verdict."""
    article = _write(tmp_path / "article.txt", text)
    for _, change in DAMAGE[::4]:
        data = json.loads(json.dumps(good))
        change(data)
        done = _run(article, _write(tmp_path / "records.json", json.dumps(data)))
        lines = done.stdout.splitlines()
        assert lines[:-1] == [str(failure) for failure in verify_records(text, data)]
        assert lines[-1].startswith("does not hold: ")
        assert (done.returncode, done.stderr) == (1, "")


def test_every_failure_is_listed(text: str, good: Any) -> None:
    """Damage in several places, and several in one record, is all reported."""
    picked = [DAMAGE[index] for index in (0, 6, 15, 19, 36, 39, 46, 62)]
    for _, change in picked:
        change(good)
    assert {path for path, _ in picked} <= {failure.path for failure in verify_records(text, good)}


def test_failure_says_what_stands_there(text: str, good: Any) -> None:
    """The message shows the record's words and the article's."""
    good["records"][0]["cue"]["exact"] = "sang"
    [failure] = verify_records(text, good)
    assert str(failure) == '$.records[0].cue.exact: "sang", but the article has "said" there'


@pytest.mark.parametrize("edit", [lambda t: t.replace("\n", "\r\n"), lambda t: t[1:], lambda t: t + " "])
def test_changed_article_does_not_hold(text: str, good: Any, edit: Callable[[str], str]) -> None:
    """Other line ends, a lost or a further character: one failure says that it is another text, and both lengths."""
    [failure] = verify_records(edit(text), good)
    assert failure.path == "$.article.sha256"
    assert "another text" in failure.message
    assert {f"{len(edit(text))} code points", f"{len(text)} code points"} <= set(re.split("[,;] ", failure.message))


def test_other_text_comes_first_and_hides_no_broken_structure(text: str, good: Any, tmp_path: Path) -> None:
    """A wrong article is said before what is broken in the records themselves, and none of them counts as checked."""
    good["surplus"] = 1
    done = _run(_write(tmp_path / "a.txt", text * 2), _write(tmp_path / "r.json", json.dumps(good)))
    first, second, verdict = done.stdout.splitlines()
    assert first.startswith("$.article.sha256: this is another text")
    assert second == "$.surplus: unknown key"
    assert verdict == "does not hold: 2 failures, 0 records checked"


def test_line_that_fits_the_article_is_checked(text: str, good: Any, engine: Engine, tmp_path: Path) -> None:
    """Of several extractions only those of the article count, and a failure names the line."""
    other = json.loads(dump_extraction(build_extraction(Draft(Article(OTHER)), engine)))
    lines = "\n".join(map(json.dumps, (other, good)))
    assert verify_records(text, lines) == []
    good["records"][0]["cue"]["exact"] = "sang"
    lines = "\n".join(map(json.dumps, (other, good)))
    assert [failure.path for failure in verify_records(text, lines)] == ["line 2: $.records[0].cue.exact"]
    assert verify_records(OTHER, lines) == []
    articles = [_write(tmp_path / "one.txt", OTHER), _write(tmp_path / "two.txt", text)]
    records = _write(tmp_path / "all.jsonl", lines)
    assert _run(*articles, records).returncode == 1
    good["records"][0]["cue"]["exact"] = "said"
    assert _run(*articles, _write(records, "\n".join(map(json.dumps, (other, good))))).returncode == 0


def test_records_without_their_article_are_named_and_do_not_pass(
    text: str, good: Any, engine: Engine, tmp_path: Path
) -> None:
    """What was not checked is listed with its number of records, and the status is 1 though the rest holds."""
    other = json.loads(dump_extraction(build_extraction(Draft(Article(OTHER, url="https://quay.example/2")), engine)))
    nameless = {"schema": "attribution/1", "article": None, "records": 3}
    records = _write(tmp_path / "all.jsonl", "\n".join(map(json.dumps, (good, other, nameless))))
    done = _run(_write(tmp_path / "one.txt", text), records)
    assert done.stdout.splitlines() == [
        'line 2: $: not checked, 0 records: the article was not given: "https://quay.example/2"',
        "line 3: $: not checked, 0 records: the article was not given: an article without a name",
        "not proved: 0 records of 2 articles not checked, 4 records checked; give every article",
    ]
    assert done.returncode == 1
    done = _run(_write(tmp_path / "one.txt", OTHER), records)
    assert "line 1: $: not checked, 4 records: " in done.stdout
    assert "not proved: 4 records of 2 articles not checked, 0 records checked" in done.stdout


def test_article_that_no_records_are_of_is_named(text: str, good: Any, tmp_path: Path) -> None:
    """Of several files the one that is another text is named."""
    articles = [_write(tmp_path / "right.txt", text), _write(tmp_path / "wrong.txt", "A third article.")]
    done = _run(*articles, _write(tmp_path / "r.json", json.dumps(good)))
    assert "wrong.txt is another text" in done.stdout
    assert "right.txt" not in done.stdout
    assert done.returncode == 1


def test_what_does_not_show_is_spelled_out(text: str, good: Any) -> None:
    """A failure shows invisible characters, and no character of the records acts on a terminal."""
    good["records"][0]["cue"]["exact"] = "sa\u200bid\x9b31m"
    good["\x1b[2J"] = 1
    shown = "\n".join(map(str, verify_records(text, good)))
    assert '"sa\\u200bid\\u009b31m"' in shown
    assert "\x1b" not in shown


def test_no_extraction_for_the_article_is_a_failure(good: Any, engine: Engine, tmp_path: Path) -> None:
    """Records of other articles prove nothing."""
    other = json.loads(dump_extraction(build_extraction(Draft(Article(OTHER)), engine)))
    [failure] = verify_records("A third article.", [good, other])
    assert failure.path == "$.article.sha256"
    assert "none of 2" in failure.message


def test_byte_order_mark_of_the_file_is_not_counted(text: str, good: Any, tmp_path: Path) -> None:
    """An editor's mark at the start of a file is no part of the article, unless the records count it."""
    article = _write(tmp_path / "article.txt", "\ufeff" + text)
    for mark in ("", "\ufeff"):
        assert _run(article, _write(tmp_path / "records.json", mark + json.dumps(good))).returncode == 0


@pytest.mark.parametrize(
    ("records", "message"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"Plain words.", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[]", "no extraction"),
        (b"3", "where an extraction is expected"),
        (b'{"records": []}', "$.schema: null, but only 'attribution/1'"),
        (b'{"schema": "attribution/2"}', "but only"),
        (b'{"schema": "attribution/1", "schema": "attribution/1"}', "twice"),
        (b'{"schema": "attribution/1", "problems": NaN}', "NaN"),
        (b'{"schema": "attribution/1"}\n{', "line 2"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"schema": ' + b"9" * 5000 + b"}", "too long"),
    ],
)
def test_unreadable_records_exit_2_with_a_message(text: str, tmp_path: Path, records: bytes, message: str) -> None:
    """What is no file of records is named on standard error, without a traceback."""
    (tmp_path / "records.json").write_bytes(records)
    done = _run(_write(tmp_path / "article.txt", text), tmp_path / "records.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"cannot be read: {tmp_path / 'records.json'}: ")
    assert message in done.stderr
    assert "; " in done.stderr


def test_missing_or_binary_article_exits_2(good: Any, tmp_path: Path) -> None:
    """A missing file, a folder, bytes that are no UTF-8 and missing arguments are told apart from failures."""
    records = _write(tmp_path / "records.json", json.dumps(good))
    binary = tmp_path / "article.bin"
    binary.write_bytes(b"\x00\xff\xfe")
    for article, message in ((tmp_path / "no.txt", "No such file"), (tmp_path, "directory"), (binary, "not UTF-8")):
        done = _run(article, records)
        assert done.returncode == 2
        assert message in done.stderr
        assert "Traceback" not in done.stderr
    assert _run(records).returncode == 2


def test_unreadable_error_is_a_value_error(text: str) -> None:
    """The module function raises where the script exits 2."""
    with pytest.raises(UnreadableError, match="not JSON"):
        verify_records(text, "{")
    assert issubclass(UnreadableError, ValueError)


STORY = (
    "“The dam holds,” Mira Castell, an engineer at Delta Water, told Radio Sul on Monday.\n\n"
    "“We doubt it,” said Jon Abel, the mayor of Orlen. He told the Lakeside Star that nobody “went down to look”.\n"
)


@pytest.fixture(scope="module")
def told() -> Extraction:
    """Return the extraction of a story with two speakers and two outlets, each with evidence."""
    return attribution.extract(STORY)


@pytest.mark.model
@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("speaker.mention", lambda one, two: one.update(speaker=two["speaker"])),
        ("speaker.title", lambda one, two: one["speaker"].update(title=two["speaker"]["title"])),
        ("speaker.affiliation", lambda one, two: one["speaker"].update(affiliation=two["speaker"]["affiliation"])),
        ("outlet.mention", lambda one, two: one.update(outlet=two["outlet"])),
        ("source", lambda one, two: one.update(source=two["source"])),
        ("cue", lambda one, two: one.update(cue=two["cue"])),
        ("date", lambda one, two: two.update(date=one["date"])),
        ("cue.lemma", lambda one, two: one["cue"].update(lemma="deny")),
    ],
)
def test_what_goes_against_its_evidence_is_found(
    told: Extraction, path: str, change: Callable[[Any, Any], None]
) -> None:
    """A field of another record, whose every word stands in the article, is not what the evidence shows."""
    data = json.loads(dump_extraction(told))
    one, two = data["records"][0], data["records"][-1]
    change(one, two)
    assert path in [re.sub(r"^\$\.records\[\d+\]\.", "", failure.path) for failure in verify_records(STORY, data)]


@pytest.mark.model
def test_what_a_person_sets_is_proved(told: Extraction) -> None:
    """A field that was set in review has its own words for evidence; evidence without a place proves no field wrong."""
    data = json.loads(dump_extraction(told))
    one, two = data["records"][0], data["records"][-1]
    one["speaker"] = two["speaker"]
    ground = {"field": "speaker", "rule": "review:set", "note": "set in review"}
    for mention in (two["speaker"]["mention"], None):
        rest = [item for item in one["evidence"] if item["field"] not in ("speaker", "title", "affiliation")]
        others = [{**ground, "field": name, "mention": None} for name in ("title", "affiliation")]
        one["evidence"] = [*rest, {**ground, "mention": mention}, *others]
        assert verify_records(STORY, data) == []
    one["evidence"][-3]["rule"] = "speakers:pronoun-undecided"
    assert [failure.path for failure in verify_records(STORY, data)] == ["$.records[0].speaker.mention"]


@pytest.mark.parametrize(
    ("article", "records", "error", "words"),
    [
        ("x", "not json", RecordError, "the records are not JSON"),
        ("x", "{}", RecordError, "only 'attribution/1' can be checked"),
        ("x", "records.json", InputError, r"names a file: give pathlib\.Path"),
        ("story.txt", "{}", InputError, "names a file: give read_article"),
        (b"x", "{}", InputError, r"its text \(str\), not bytes"),
    ],
)
def test_public_call_raises_errors_of_the_library(
    article: Any, records: str, error: type[Exception], words: str
) -> None:
    """What `attribution` offers raises nothing but its own errors, whatever the script below it raises."""
    with pytest.raises(error, match=words):
        attribution.verify_records(article, records)
    assert issubclass(error, attribution.AttributionError)


def test_main_prints_the_verdict(text: str, good: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The function behind the command can be called."""
    article, records = _write(tmp_path / "a.txt", text), _write(tmp_path / "r.json", json.dumps(good))
    assert integrity.main([str(article), str(records)]) == 0
    assert capsys.readouterr().out == (
        "holds: 4 records checked; proved are places, words and agreement with the evidence, not who is meant\n"
    )


def test_what_extract_returns_is_proved(quay_extraction: Extraction) -> None:
    """An extraction and a list of such are proved as their JSON is; a record alone does not tell its text."""
    assert verify_records(QUAY, quay_extraction) == []
    assert verify_records(QUAY, [quay_extraction, json.loads(dump_extraction(quay_extraction))]) == []
    assert verify_records(f"{QUAY}!", quay_extraction) == verify_records(f"{QUAY}!", dump_extraction(quay_extraction))
    for records in (quay_extraction.records, quay_extraction.records[0]):
        with pytest.raises(UnreadableError, match="give the whole extraction"):
            verify_records(QUAY, records)  # type: ignore[arg-type]


def test_script_imports_the_standard_library_alone() -> None:
    """Nothing of the extractor, nothing installed."""
    program = (
        "import runpy, sys; before = set(sys.modules); runpy.run_path(sys.argv[1]);"
        "print([m for m in set(sys.modules) - before if m.partition('.')[0] not in sys.stdlib_module_names])"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, str(SCRIPT)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_no_neighbour_of_the_script_hides_a_standard_module() -> None:
    """Run by its path, the script sees the files beside it first."""
    assert {path.stem for path in SCRIPT.parent.glob("*.py")} & set(sys.stdlib_module_names) == set()


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_value_anywhere_is_judged_without_a_traceback(
    text: str, quay_extraction: Extraction, data: st.DataObject
) -> None:
    """Whatever stands at a place, the verdict is a list of failures."""
    good = json.loads(dump_extraction(quay_extraction))
    parent, key = good, data.draw(st.sampled_from(["article", "engine", "records", "problems"]))
    while isinstance(parent[key], dict | list) and parent[key] and data.draw(st.booleans()):
        parent = parent[key]
        key = data.draw(st.sampled_from(list(parent) if isinstance(parent, dict) else range(len(parent))))
    before = parent[key]
    parent[key] = data.draw(_VALUES)
    same = json.dumps(before, sort_keys=True) == json.dumps(parent[key], sort_keys=True)
    assert isinstance(verify_records(text, good), list)
    assert not same or verify_records(text, good) == []


_WORDS = st.text(alphabet="ab 1.…“”\"‘’'«»„[]()\n\r ", max_size=60)


@settings(max_examples=500, deadline=None)
@given(_WORDS, st.lists(st.tuples(st.lists(st.integers(0, 60), min_size=2, max_size=8), st.booleans()), max_size=4))
def test_whatever_the_steps_left_is_built_into_records_that_hold(
    engine: Engine, text: str, drawn: list[tuple[list[int], bool]]
) -> None:
    """Records built from any spans of any text with marks verify."""
    relations = []
    for offsets, direct in drawn:
        ends = sorted(min(offset, len(text)) for offset in offsets)
        spans = [CharSpan(*ends[i : i + 2]) for i in range(len(ends) - 1)]
        via = tuple(offset % len(drawn) for offset in offsets[:2])
        relations.append(
            Relation(tuple(spans[::2]), tuple(spans[1:]), "direct" if direct else "mixed", source=spans[0], via=via)
        )
    extraction = build_extraction(Draft(Article(text), relations=tuple(relations)), engine)
    assert verify_records(text, dump_extraction(extraction)) == []


def test_what_is_no_text_is_said(good: Any) -> None:
    """A path in the place of the text is refused with where to get the text."""
    with pytest.raises(UnreadableError, match=r"its text \(str\), not PosixPath; attribution\.read_article"):
        verify_records(Path("story.html"), good)


def test_file_and_part_may_stand_in_the_article(text: str, good: Any) -> None:
    """Where the article was read from is no part of the proof, but a string."""
    data = json.loads(json.dumps(good))
    data["article"] |= {"file": "a.jsonl", "part": "line 2"}
    assert verify_records(text, data) == []
    data["article"]["part"] = 2
    assert [failure.path for failure in verify_records(text, data)] == ["$.article.part"]
