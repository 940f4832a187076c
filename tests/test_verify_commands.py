"""What the commands write and which exit code they give: verify, verify --recheck, compare."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from attribution.detection import find_language, load_languages
from attribution.errors import InputError, LexiconError, OptionError, RecordError
from attribution.inert import csv_cell, terminal_line, terminal_text
from attribution.jsonio import dump_extraction
from attribution.records import Extraction
from attribution.verify.checking import verify_quotations
from attribution.verify.claims import Claim, as_claims, read_claims
from attribution.verify.commands import run_compare, run_verify
from attribution.verify.locate import find_words
from attribution.verify.recheck import compare_reports
from attribution.verify.rendering import render
from attribution.verify.results import ALLOWED, VERDICTS, allowed_verdicts, report_from_dict, report_to_dict
from attribution.verify.sources import source_from_text
from attribution.verify.words import load_words

DATA = Path(__file__).parent.parent / "attribution" / "data"
TALK = "MR. ROE: We will not pay more than 12 crowns.\n\nMS. LEE: Then we shall leave the hall tonight.\n"


def mention(text: str, exact: str) -> dict[str, Any]:
    start = text.index(exact)
    return {"start": start, "end": start + len(exact), "exact": exact, "prefix": "", "suffix": ""}


def extraction(
    quotations: list[str], *, speaker: str | None = "Ann Roe", kind: str = "direct", sha: str = "a" * 64
) -> Any:
    text = " ".join(quotations)
    mentions = [mention(text, quotation) for quotation in quotations]
    named = {"name": speaker, "kind": "person", "title": None, "affiliation": None, "mention": None}
    record = {"id": "r1", "kind": kind, "content": mentions, "quotations": mentions, "speaker": named}
    return {"schema": "attribution/1", "article": {"sha256": sha, "publisher": "The Quay"}, "records": [record]}


def run(tmp_path: Path, quotes: Any, source: str = TALK, **options: Any) -> tuple[int, str, str]:
    (tmp_path / "talk.txt").write_text(source, encoding="utf-8")
    text = quotes if isinstance(quotes, str) else json.dumps(quotes)
    (tmp_path / "quotes").write_text(text, encoding="utf-8")
    output, errors = io.StringIO(), io.StringIO()
    code = run_verify(tmp_path / "quotes", [tmp_path / "talk.txt"], output=output, errors=errors, **options)
    return code, output.getvalue(), errors.getvalue()


@pytest.mark.parametrize(
    ("quotes", "options", "code"),
    [
        ("We will not pay more than 12 crowns.", {}, 0),
        ("We will not pay more than 13 crowns.", {}, 1),
        ("We will not pay more than 13 crowns.", {"allow": ["altered"]}, 0),
        ("We will not, pay more than 12 crowns.", {"allow": ["altered:punctuation-changed"]}, 0),
        ("We will not pay more than 13 crowns.", {"allow": ["altered:punctuation-changed"]}, 1),
        ("", {}, 2),
        (" \n", {}, 2),
        ("[]", {}, 0),
        ("x", {"allow": ["nonsense"]}, 2),
        ("x", {"form": "nonsense"}, 2),
        ('{"records": 3}', {}, 2),
        ("[1, 2", {}, 2),
        ("x", {"language": "xx"}, 2),
    ],
)
def test_verify_commands_exit_codes(tmp_path: Path, quotes: str, options: dict[str, Any], code: int) -> None:
    """0 where everything is allowed, 1 where a verdict is not, 2 with one line of reason where it cannot be done."""
    found, output, errors = run(tmp_path, quotes, **options)
    assert found == code
    assert bool(errors) == (code == 2)
    assert errors.count("\n") == (code == 2)
    assert bool(output) != (code == 2)


@pytest.mark.parametrize(
    ("quotes", "sources", "message"),
    [(None, ["talk.txt"], "no quotations"), ("absent", ["talk.txt"], "No such file"), ("talk.txt", [], "no source")],
)
def test_verify_commands_say_what_is_missing(tmp_path: Path, quotes: Any, sources: list[str], message: str) -> None:
    """A missing input is named."""
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    errors = io.StringIO()
    paths = [tmp_path / name for name in sources]
    assert run_verify(quotes and tmp_path / quotes, paths, output=io.StringIO(), errors=errors) == 2
    assert message in errors.getvalue()


def test_verify_commands_allow_adds_to_what_passes(tmp_path: Path) -> None:
    """Allowed verdicts pass beside the usual ones, in the call as in every report; others are no verdicts."""
    report = verify_quotations(["We will not pay more than 12 crowns.", "We shall leave"], source_from_text(TALK))
    verbatim, altered = report.results
    assert (verbatim.verdict, altered.verdict) == ("verbatim", "verbatim-folded")
    assert allowed_verdicts(["altered"]) == ALLOWED | {"altered"}
    assert report.failures(["altered"]) == ()
    assert verbatim.passes(["altered"])
    assert "0 outside of what is allowed" in render(report, "table", ["altered"])
    assert run(tmp_path, "We will not pay more than 12 crowns.", allow=["altered"])[0] == 0
    for call in (report.failures, verbatim.passes, lambda allow: render(report, "html", allow)):
        with pytest.raises(OptionError, match="nonsense"):
            call(["nonsense"])
    assert set(VERDICTS) > ALLOWED


@pytest.mark.parametrize(
    "date", ["2024", "2024-05", "2024-05-31", "20240531", "2024-05-31T09:30:00Z", "2024-05-31T09+02:00"]
)
def test_verify_commands_dates_of_retrieval_are_iso(tmp_path: Path, date: str) -> None:
    """Dates of ISO 8601 are taken as they are."""
    _, output, _ = run(tmp_path, "We will not pay.", form="json", retrieved=date)
    assert json.loads(output)["sources"][0]["retrieved"] == date


@pytest.mark.parametrize(
    "date", ["foo", "", "2024-13", "31.05.2024", "2024-05-32", "2024-05-31x09:30", "２０２４-05-31"]
)
def test_verify_commands_other_dates_are_refused(tmp_path: Path, date: str) -> None:
    """What is no date is an error, and no source is pinned by it."""
    code, output, errors = run(tmp_path, "We will not pay.", retrieved=date)
    assert (code, output) == (2, "")
    assert "ISO 8601" in errors
    with pytest.raises(OptionError, match="ISO 8601"):
        source_from_text(TALK, retrieved=date)


def test_verify_commands_json_keeps_the_schema_and_comes_back(tmp_path: Path) -> None:
    """The JSON report is valid under its schema, and reading it gives an equal report."""
    quotes = ["We will ... pay more than 12 crowns.", "Then we leave", "absent words of a third kind", "we shall leave"]
    _, output, _ = run(tmp_path, quotes, form="json")
    data = json.loads(output)
    schema = json.loads((DATA / "schemas" / "verification-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    assert report_to_dict(report_from_dict(data)) == data
    assert data["results"][3]["place"]["target"]["selector"][1]["exact"] == "we shall leave"


@pytest.mark.parametrize("data", [None, [], {"schema": "verification/1"}, {"schema": "verification/2", "results": []}])
def test_verify_commands_broken_report_is_refused(data: Any) -> None:
    """What is no stored verification is refused with one clear error."""
    with pytest.raises(RecordError, match="verification"):
        report_from_dict(data)


def test_verify_commands_hostile_text_does_nothing() -> None:
    """Markup, formulas, escape sequences and direction marks of a quotation or source stay text in every report."""
    hostile = "=<script>alert(1)</script>\x1b[31m\u202e we will not pay"
    source = source_from_text(f"MR. <B>: {hostile} today", name='a"><script>alert(2)</script>')
    report = verify_quotations([{"quotation": [hostile], "speaker": "=cmd()"}], source)
    html = render(report, "html")
    assert "<script" not in html
    assert "default-src 'none'" in html
    assert not {"\x1b", "\u202e"} & set(html + render(report, "table"))
    rows = list(csv.reader(io.StringIO(render(report, "csv"))))
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert json.loads(render(report, "sarif"))["version"] == "2.1.0"


@pytest.mark.parametrize("show", [terminal_text, terminal_line])
def test_verify_commands_nothing_steers_a_terminal(show: Any) -> None:
    """Controls and direction marks are named, nothing is written over what stands there; joiners of letters stay."""
    assert show("a\u202eb\x07") == "a⟨U+202E⟩b⟨U+0007⟩"
    assert "\r" not in show("a\rb\r\nc")
    assert show("می\u200cخواهم") == "می\u200cخواهم"


@pytest.mark.parametrize("cell", ["=1+1", " =1+1", "＝1+1", "\n=1", "\ufeff=1", "\t@a", "-2+3"])
def test_verify_commands_no_cell_is_a_formula(tmp_path: Path, cell: str) -> None:
    """Reports and comparisons guard the cells of a sheet as the sheets of records do."""
    assert csv_cell(cell) != cell
    report = verify_quotations([{"quotation": [cell], "speaker": cell}], source_from_text(TALK, name=cell))
    rows = list(csv.DictReader(io.StringIO(render(report, "csv"))))
    assert (rows[0]["quotation"], rows[0]["speaker"]) == (csv_cell(cell.strip()), csv_cell(cell))
    claims = [{"quotation": "We will not pay now.", "speaker": cell}] * 2
    (tmp_path / "a.json").write_text(json.dumps(claims), encoding="utf-8")
    output = io.StringIO()
    run_compare([tmp_path / "a.json"], output=output, errors=io.StringIO(), form="csv")
    assert {row["speaker"] for row in csv.DictReader(io.StringIO(output.getvalue()))} == {csv_cell(cell)}


def test_verify_commands_html_marks_changes_without_colour() -> None:
    """Words that differ are marked by elements with a sign of their own, on both sides."""
    html = render(verify_quotations(["We will gladly pay more than 12 crowns"], source_from_text(TALK)), "html")
    assert "<ins>gladly</ins>" in html
    assert "<del>not</del>" in html
    assert 'ins::before { content: "+" }' in html


def test_verify_commands_sarif_levels(tmp_path: Path) -> None:
    """An allowed verdict is a pass, an altered one an error at its place in the source."""
    _, output, _ = run(tmp_path, ["we shall leave", "we shall leave the ship tonight"], form="sarif")
    passed, failed = json.loads(output)["runs"][0]["results"]
    assert (passed["kind"], passed["level"]) == ("pass", "none")
    assert (failed["ruleId"], failed["level"]) == ("altered", "error")
    region = failed["locations"][0]["physicalLocation"]["region"]
    assert TALK[region["charOffset"] : region["charOffset"] + region["charLength"]] == region["snippet"]["text"]


def test_verify_commands_records_become_claims() -> None:
    """A direct record is one claim with its parts, a mixed one a claim a stretch, an indirect one none."""
    direct = as_claims(extraction(["We will not pay", "more than 12 crowns"]))
    assert direct == [
        Claim(
            ("We will not pay", "more than 12 crowns"), "Ann Roe", (), ((0, 15), (16, 35)), "r1", "a" * 64, "The Quay"
        )
    ]
    assert [claim.parts for claim in as_claims(extraction(["a b", "c d"], kind="mixed"))] == [("a b",), ("c d",)]
    assert as_claims(extraction([], kind="indirect")) == []


def test_verify_commands_what_extract_returns_becomes_claims(quay_extraction: Extraction) -> None:
    """An extraction, its records, lists of them and their JSON are the same claims; a record knows no article."""
    text = dump_extraction(quay_extraction)
    claims = as_claims(json.loads(text))
    assert [claim.text for claim in claims][1:] == ["the old piles will hold"] * 2
    assert claims[0].titles == ("Mayor",)
    for given in (quay_extraction, [quay_extraction], text, [text], dump_extraction(quay_extraction, indent=2)):
        assert as_claims(given) == claims
    for lines in (f"{text}\n{text}\n", f"[{text}, {text}]", (quay_extraction, text)):
        assert as_claims(lines) == [*claims, *claims]
    alone = [claim for record in quay_extraction.records for claim in as_claims(record)]
    assert as_claims(quay_extraction.records) == alone
    assert [(c.parts, c.speaker, c.titles, c.spans, c.record) for c in alone] == [
        (c.parts, c.speaker, c.titles, c.spans, c.record) for c in claims
    ]
    assert {claim.article for claim in alone} == {None}


@pytest.mark.parametrize("text", ["[We] will not pay", "[1]", "{sic}", "[]", '["We pay"]', "[" * 5000, '[{"a": 1}, 2]'])
def test_verify_commands_a_quotation_may_begin_with_a_bracket(text: str) -> None:
    """A string that is not JSON objects is one quotation."""
    assert as_claims(text) == as_claims([{"quotation": text}])


@pytest.mark.parametrize("broken", [(-1, 5), (5, 1), ("0", 5), (True, 5), (None, None), (0.0, 5.0)])
def test_verify_claims_leave_out_broken_offsets(broken: tuple[object, object]) -> None:
    """Offsets that are no place are left out; the words are still checked."""
    records = extraction(["We will not pay"])
    mention = records["records"][0]["quotations"][0]
    mention["start"], mention["end"] = broken
    assert [(claim.text, claim.spans) for claim in as_claims(records)] == [("We will not pay", ())]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("“We pay.”\tAnn Roe\n\nThey pay.\n", [Claim(("We pay.",), "Ann Roe"), Claim(("They pay.",))]),
        ('"We pay" - Ann Roe', [Claim(("We pay",), "Ann Roe")]),
        ('["a", {"quotation": "b", "speaker": "C"}]', [Claim(("a",)), Claim(("b",), "C")]),
        ('{"text": "a"}\n{"text": "b"}\n', [Claim(("a",)), Claim(("b",))]),
    ],
)
def test_verify_commands_lists_become_claims(text: str, claims: list[Claim]) -> None:
    """Plain lines, JSON lists and JSON Lines are read, speakers included."""
    assert read_claims(text) == claims


@pytest.mark.parametrize(
    "line",
    [
        "“We pay,” said Ann Roe.",
        '"Shall we pay?" Ann Roe asked.',
        "It was Ann Roe who said, ''We pay,'' on Monday.",
        "'We pay,' said Ann Roe.",
        "“We pay,” she said, “and leave.”",
        "“We pay.” She left.",
        "“We pay”, Ann Roe",
        "<p>We pay.</p>",
    ],
)
def test_verify_commands_an_article_is_no_list_of_quotations(line: str) -> None:
    """A line with words beside its quotation is not checked as if all of it had been said."""
    with pytest.raises(InputError, match="line 3 is more than a quotation: "):
        read_claims(f"We leave.\n\n{line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "“We call it ‘the gap’ and pay,”",
        "It is “the gap” that we pay for",
        "The boys' mothers’ fares, and ours",
        "He told me, ‘Go home,’ and I went.",
        "“Who pays?” - Ann Roe",
        "a < b, and <3",
    ],
)
def test_verify_commands_a_quotation_may_hold_marks(line: str) -> None:
    """Marks within a quotation make it no article."""
    assert len(read_claims(line)) == 1


@pytest.mark.parametrize("item", [3, {"speaker": "x"}, {"quotation": 3}, {"records": [3]}, {"quotations": [{}]}])
def test_verify_commands_misshapen_quotations_are_named(item: Any) -> None:
    """Input of another shape is refused with its place."""
    with pytest.raises(InputError, match=r"\$\[0\]"):
        as_claims([item])


def test_verify_commands_recheck_tells_what_changed(tmp_path: Path) -> None:
    """A recheck of an unchanged source is silent; a changed source, verdict and article are told."""
    quotes = [extraction(["We will not pay more than 12 crowns."], speaker="Mr. Roe")]
    _, stored, _ = run(tmp_path, quotes, form="json")
    (tmp_path / "stored.json").write_text(stored, encoding="utf-8")
    again = io.StringIO()
    assert run_verify(None, [], output=again, errors=io.StringIO(), recheck=tmp_path / "stored.json") == 0
    assert again.getvalue().startswith("nothing changed")
    quotes = [extraction(["We will not pay more than 12 crowns."], speaker="Mr. Roe", sha="b" * 64)]
    changed = TALK.replace("12", "13")
    code, output, _ = run(tmp_path, quotes, changed, form="json", recheck=tmp_path / "stored.json")
    assert code == 1
    assert [change["what"] for change in json.loads(output)["changes"]] == [
        "source-changed",
        "article-changed",
        "verdict-changed",
    ]


def test_verify_commands_recheck_pairs_equal_quotations() -> None:
    """Quotations that are there several times are paired in order; one more is added, one less removed."""
    source = source_from_text(TALK)
    two, three = (verify_quotations(["We will not pay"] * count, source) for count in (2, 3))
    assert compare_reports(three, three) == ()
    assert [change.what for change in compare_reports(two, three)] == ["quotation-added"]
    assert [change.what for change in compare_reports(three, two)] == ["quotation-removed"]


def test_verify_commands_compare_groups_and_shows_drift(tmp_path: Path) -> None:
    """Near-identical quotations are one group over all files, with the drift of words and of speakers."""
    texts = {
        "a.json": extraction(["We will not pay more than 12 crowns for the bridge."]),
        "b.json": extraction(["We will not pay more than 15 crowns for the bridge."], speaker="Max Lee", sha="b" * 64),
        "c.json": extraction(["pay more than 12 crowns for the bridge"], speaker="Roe", sha="c" * 64),
        "d.json": extraction(["Something else was said on the quay."], sha="d" * 64),
    }
    for name, data in texts.items():
        (tmp_path / name).write_text(json.dumps(data), encoding="utf-8")
    output = io.StringIO()
    paths = [tmp_path / name for name in texts]
    assert run_compare(paths, output=output, errors=io.StringIO(), form="json") == 0
    groups = json.loads(output.getvalue())["groups"]
    assert [len(group["occurrences"]) for group in groups] == [3]
    assert groups[0]["drift"] == ["words", "speaker"]
    assert groups[0]["speakers"] == ["Ann Roe", "Max Lee", "Roe"]
    table = io.StringIO()
    run_compare(paths, output=table, errors=io.StringIO())
    assert "[-12-]{+15+}" in table.getvalue() or "[-15-]{+12+}" in table.getvalue()


def test_verify_commands_compare_names_articles_for_readers(tmp_path: Path) -> None:
    """The table shows title or file and line, never a whole digest; the majority of the words is the headline."""
    texts = ["We shall pay.", "We will pay 12 crowns now.", "We will pay 15 crowns now", "We will pay 15 crowns now."]
    data = [extraction([text], speaker=None, sha=str(at) * 64) for at, text in enumerate(texts)]
    del data[2]["article"]["publisher"], data[3]["article"]["publisher"]
    (tmp_path / "a.jsonl").write_text("".join(f"{json.dumps(entry)}\n" for entry in data[:3]), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(data[3:]), encoding="utf-8")
    table = io.StringIO()
    run_compare([tmp_path / "a.jsonl", tmp_path / "b.json"], output=table, errors=io.StringIO())
    assert table.getvalue().replace(f"{tmp_path}/", "").splitlines() == [
        "1. 3 times, drift of words: We will pay 15 crowns now",
        "   no speaker in The Quay (a.jsonl, line 2)",
        "      We will pay [-15-]{+12+} crowns now",
        "   no speaker in a.jsonl, line 3",
        "   no speaker in b.json, article 333333333333",
        "      We will pay 15 crowns now.",
        "1 group of two or more quotations",
    ]


def test_verify_commands_compare_takes_time_by_the_quotation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The table of a group of many wordings reads each of them a few times, however many there are."""
    from attribution.verify import compare

    count, read = 300, []
    monkeypatch.setattr(compare, "find_words", lambda text: read.append(text) or find_words(text))
    claims = [f"We will not pay more than {number} crowns for the bridge." for number in range(count)]
    (tmp_path / "a.json").write_text(json.dumps(claims), encoding="utf-8")
    output = io.StringIO()
    run_compare([tmp_path / "a.json"], output=output, errors=io.StringIO())
    assert output.getvalue().startswith(f"1. {count} times, drift of words: ")
    assert len(read) < 10 * count


def test_verify_commands_word_lists_keep_their_schema_and_examples() -> None:
    """The data files are valid, every example holds its words, and every language is told by its example."""
    for name, path in (("verification", DATA / "en"), ("languages", DATA)):
        schema = json.loads((DATA / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(schema).validate(
            json.loads((path / f"{name}.json").read_text(encoding="utf-8"))
        )
    words, data = load_words(), json.loads((DATA / "en" / "verification.json").read_text(encoding="utf-8"))
    for group in ("negations", "denials", "modals", "conditions", "turns", "not_negating"):
        for entry in data[group]:
            plain = words.plain(entry["example"].replace(",", "").rstrip(".").split())
            assert entry["words"] in getattr(words, group).within(plain), entry
    examples = json.loads((DATA / "languages.json").read_text(encoding="utf-8"))["languages"]
    assert {code: find_language(entry["example"]) for code, entry in examples.items()} == {
        c: c for c in load_languages()
    }


def test_verify_commands_unknown_language_is_an_error() -> None:
    """Word lists of a language that does not exist are an error that names it."""
    with pytest.raises(LexiconError, match="no word lists for the language 'xx'"):
        load_words("xx")
