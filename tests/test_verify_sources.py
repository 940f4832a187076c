"""Reading sources of every format, their speakers and time codes, and what happens to those that cannot be read."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from test_reading_binary import make_pdf

from attribution.errors import InputError
from attribution.reading import read_article
from attribution.verify.checking import verify_quotations
from attribution.verify.rendering import render
from attribution.verify.results import report_from_dict, report_to_dict
from attribution.verify.sources import Source, read_source, source_from_bytes, source_from_text
from attribution.verify.transcripts import find_layout

HTML = """<!doctype html><html><head><title>Talk</title><style>p{}</style><script>var t = "words";</script></head>
<body><p>MR. ROE: We will   <b>not</b> pay&nbsp;more.</p><p hidden>hidden words</p>
<div style="display: none">hidden too</div><p>MS. LEE: Fine&hellip;</p></body></html>"""
SRT = """1
00:00:01,000 --> 00:00:03,500
<i>We will not</i>

2
00:00:03,500 --> 00:00:05,000
pay more than 12 crowns.

"""
VTT = """WEBVTT

NOTE nothing said here

00:01.000 --> 00:02.000 align:start
<v Jane Roe>We will not

00:02.000 --> 00:03.000
<v Jane Roe>We will not
<v Jane Roe>pay more.

00:04.000 --> 01:05.250
<v.loud Max Lee>Then <c.red>we</c> <00:04.500>leave.
"""
SCHEMA = Path(__file__).parent.parent / "attribution" / "data" / "schemas" / "verification-1.schema.json"
PDF_WORDS = "We will not pay more."


def test_verify_sources_pin_bytes_and_date(tmp_path: Path) -> None:
    """A source carries the digest of its bytes and the time of its last change, or the date that the caller gives."""
    path = tmp_path / "talk.txt"
    path.write_bytes("\ufeffWe will not pay.".encode())
    os.utime(path, (1_700_000_000, 1_700_000_000))
    source = read_source(path)
    assert source.text == "We will not pay."
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.retrieved == "2023-11-14T22:13:20Z"
    assert read_source(path, retrieved="2024-01-02").retrieved == "2024-01-02"


def test_verify_sources_html_takes_unknown_sections_for_comments() -> None:
    """A marked section that HTML does not know hides nothing but itself, as in a browser."""
    source = source_from_text("<p>The dam <![Cp>holds.</p><![if x]><p>It will.</p>", kind="html")
    assert source.text.split() == ["The", "dam", "holds.", "It", "will."]


def test_verify_sources_html_shows_what_a_reader_sees() -> None:
    """Scripts, styles and hidden elements are no text; blocks are lines; speakers are found."""
    source = source_from_text(HTML, kind="html")
    assert source.text == "MR. ROE: We will not pay\u00a0more.\n\nMS. LEE: Fine…"
    assert [turn.label for turn in source.layout.turns] == ["MR. ROE", "MS. LEE"]


def test_verify_sources_markdown_is_rendered() -> None:
    """Emphasis and links of Markdown are not part of the words."""
    source = source_from_text("# Talk\n\n**MR. ROE:** We will *not* [pay](http://a.example) more.\n", kind="markdown")
    result = verify_quotations([{"quotation": "We will not pay more.", "speaker": "Ann Lee"}], source).results[0]
    assert "We will not pay more." in source.text
    assert result.verdict == "other-speaker"


@pytest.mark.parametrize(
    ("kind", "text", "quotation", "time", "speaker"),
    [
        ("srt", SRT, "We will not pay more than 12 crowns.", (1.0, 5.0), None),
        ("vtt", VTT, "We will not pay more.", (1.0, 3.0), "Jane Roe"),
        ("vtt", VTT, "Then we leave.", (4.0, 65.25), "Max Lee"),
    ],
)
def test_verify_sources_subtitles_give_time_codes(
    kind: Any, text: str, quotation: str, time: tuple[float, float], speaker: str | None
) -> None:
    """Words that run over cues are found, with the time of the first and the last; repeated lines stand once."""
    result = verify_quotations([quotation], source_from_text(text, kind=kind)).results[0]
    assert result.verdict in ("verbatim", "verbatim-folded")
    assert result.place is not None
    assert (result.place.time, result.place.speaker) == (time, speaker)


def test_verify_sources_pdf_gives_pages(tmp_path: Path) -> None:
    """A PDF is read and its page is told; a damaged one is unavailable."""
    pytest.importorskip("pypdf")
    (tmp_path / "a.pdf").write_bytes(make_pdf([PDF_WORDS]))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4\nbroken")
    report = verify_quotations([PDF_WORDS], [tmp_path / "a.pdf"])
    assert report.results[0].verdict == "verbatim"
    assert report.results[0].place is not None
    assert report.results[0].place.page == 1
    assert verify_quotations([PDF_WORDS], tmp_path / "b.pdf").results[0].verdict == "source-unavailable"


def test_verify_sources_pdf_leaves_out_running_heads() -> None:
    """A running head and a page number inside of a sentence are no part of it, as in an article; pages are told."""
    pytest.importorskip("pypdf")
    pages = [["Dam Report", "The dam will hold through", "4"], ["Dam Report", "the winter, we think.", "5"]]
    report = verify_quotations(
        ["The dam will hold through the winter, we think."], source_from_bytes(make_pdf(*pages), "a")
    )
    assert report.results[0].verdict == "verbatim-folded"
    assert report.results[0].place is not None
    assert report.results[0].place.page == 1


def test_verify_sources_docx_reads_paragraphs_and_tables(tmp_path: Path) -> None:
    """Paragraphs and table cells of a DOCX are read in order; a zip that is none is unavailable."""
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("We will not pay.", 0)
    document.add_table(1, 1).cell(0, 0).text = "They will pay."
    document.save(tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as packed:
        packed.writestr("x", "y")
    assert read_source(tmp_path / "a.docx").text == "We will not pay.\n\nThey will pay."
    (tmp_path / "a.txt").write_bytes((tmp_path / "a.docx").read_bytes())
    assert read_source(tmp_path / "a.txt").text == read_source(tmp_path / "a.docx").text
    assert "a ZIP archive" in (read_source(tmp_path / "b.docx").problem or "")


@pytest.mark.parametrize(
    ("module", "name", "data", "extra"),
    [("pypdf", "a.pdf", b"%PDF-1.4", "sources"), ("markdown_it", "a.md", b"any words", "markdown")],
)
def test_verify_sources_missing_reader_names_the_extra(
    module: str, name: str, data: bytes, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the optional reader the source is unavailable, and the message says what to install."""
    (tmp_path / name).write_bytes(data)
    monkeypatch.setitem(sys.modules, module, None)
    source = read_source(tmp_path / name)
    assert f"quote-attribution[{extra}]" in (source.problem or "")
    assert verify_quotations(["any words"], source).results[0].verdict == "source-unavailable"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "holds no text"),
        (b" \n\t ", "holds no text"),
        (b"\x00\x01\x02", "NUL bytes"),
        (b"\x81\x01\x02\x03\x04" * 50, "control characters"),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_verify_sources_unusable_files_say_why(data: bytes | None, problem: str, tmp_path: Path) -> None:
    """Empty, binary and missing files are sources with a problem, not errors."""
    path = tmp_path / "a.txt"
    if data is not None:
        path.write_bytes(data)
    assert problem in (read_source(path).problem or "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_verify_sources_encodings(encoding: str, tmp_path: Path) -> None:
    """Common encodings are told apart."""
    path = tmp_path / "a.txt"
    path.write_bytes("Café “open”".encode(encoding))
    assert read_source(path).text == "Café “open”"


RUSSIAN = "Мы не будем платить больше двенадцати крон за мост. Это решено вчера вечером, и совет согласен с нами."
JAPANESE = "私たちは橋のためにこれ以上の金額を払いません。それは昨夜決まりました。評議会も同意しています。"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", RUSSIAN),
        ("koi8_r", RUSSIAN),
        ("cp932", JAPANESE),
        ("mac-roman", "Señor Muñoz told us in the café: “We will not pay.” The naïve façade."),
        ("utf-16-le", "We will not pay – the café is open."),
        ("utf-16-be", "We will not pay – the café is open."),
        ("cp1252", "Café “open”"),
    ],
)
def test_verify_sources_encodings_are_guessed_as_for_articles(encoding: str, text: str, tmp_path: Path) -> None:
    """An encoding that nothing tells is guessed as `read_article` guesses it, and the report says that it is."""
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    report = verify_quotations([{"quotation": [text]}], path)
    assert read_source(path).text == read_article(path).article.text == text
    assert report.results[0].verdict == "verbatim"
    assert "the encoding is a guess" in report.sources[0].notes[0]
    data = report_to_dict(report)
    assert report_from_dict(data) == report
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(data)
    assert all("the encoding is a guess" in render(report, form) for form in ("table", "html"))


def test_verify_sources_encodings_that_are_told_are_no_guess(tmp_path: Path) -> None:
    """UTF-8, and what a page declares, need no note; its key is left out of the JSON."""
    path = tmp_path / "a.html"
    path.write_bytes(f'<meta charset="windows-1251"><p>{RUSSIAN}</p>'.encode("cp1251"))
    report = verify_quotations([RUSSIAN], [path, source_from_text("Café")])
    assert report.results[0].verdict == "verbatim"
    assert ["notes" in source for source in report_to_dict(report)["sources"]] == [False, False]


FEED = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Quay</title><item><title>The bridge</title>
<content:encoded>&lt;p&gt;We will &lt;b&gt;not&lt;/b&gt; pay for the caf&amp;#233; any more.&lt;/p&gt;</content:encoded>
</item>
<item><title>Fine</title><description>Then we shall leave.</description></item></channel></rss>"""
SAID = "We will not pay for the café any more."
NINJS = {
    "uri": "urn:a",
    "type": "text",
    "headline": "The bridge",
    "body_xhtml": "<p>We will <b>not</b> pay for the café any more.</p>",
}


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.json", json.dumps({"title": "The bridge", "text": SAID}, indent=1), "json"),
        ("a.json", json.dumps([{"text": "First."}, {"text": SAID}]), "json"),
        ("a.jsonl", f'{{"text": "First."}}\n{json.dumps({"text": SAID})}\n', "jsonl"),
        ("a.json", json.dumps(NINJS), "ninjs"),
        ("a.xml", FEED, "feed"),
        ("a.txt", FEED, "feed"),
    ],
)
def test_verify_sources_articles_in_data_are_read_as_text(name: str, data: str, kind: str, tmp_path: Path) -> None:
    """Escapes and tags of JSON, ninjs and feeds are no words: what stands there is verbatim, titles too."""
    path = tmp_path / name
    path.write_text(data, encoding="utf-8")
    for source in (read_source(path), source_from_bytes(data.encode(), name), source_from_text(data, kind=kind)):  # type: ignore[arg-type]
        report = verify_quotations([SAID, "The bridge"], source)
        assert (source.kind, source.problem) == (kind, None)
        assert report.results[0].verdict == "verbatim"
        assert report.results[1].verdict == ("verbatim" if "The bridge" in data else "not-found")


def test_verify_sources_feeds_that_give_summaries_say_so() -> None:
    """What is not there may stand in the article that a feed sums up."""
    assert source_from_text(FEED, kind="feed").notes == ("the feed gives a summary, not the article",)


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.json", b'{"schema": "attribution/1", "text": "x"}', "holds records, not an article"),
        ("a.json", b'{"a": 1}', "has no text"),
        ("a.json", b"{", "is no JSON"),
        ("a.xml", b"<a>x</a>", "is no feed"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "a PNG image"),
    ],
)
def test_verify_sources_data_without_text_accuse_nobody(name: str, data: bytes, problem: str) -> None:
    """A file in which no article can be found is unavailable and says why."""
    source = source_from_bytes(data, name)
    assert problem in (source.problem or "")
    assert verify_quotations(["any words"], source).results[0].verdict == "source-unavailable"


def test_verify_sources_a_string_is_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A string is a text and a path is a file; a string that names a file is refused, and so is no source at all."""
    report = verify_quotations("It works", "Ana Lima: It works well.")
    assert [result.verdict for result in report.results] == ["verbatim"]
    assert [s.name for s in verify_quotations("It", ["It works.", "It does."]).sources] == ["text 1", "text 2"]
    (tmp_path / "minutes").write_text("It works.", encoding="utf-8")
    assert verify_quotations("It works", tmp_path / "minutes").results[0].verdict == "verbatim"
    monkeypatch.chdir(tmp_path)
    for path in ("minutes", "missing.txt", str(tmp_path / "a.PDF")):
        with pytest.raises(InputError, match="names a file: give pathlib"):
            verify_quotations("It works", path)
    with pytest.raises(InputError, match="there is no source"):
        verify_quotations("It works", [])
    with pytest.raises(InputError, match="not bytes"):
        verify_quotations("It works", b"It works")  # type: ignore[arg-type]


def test_verify_sources_bytes_are_no_text() -> None:
    """A PDF cannot be given as text."""
    with pytest.raises(InputError, match="bytes, not text"):
        source_from_text("x", kind="pdf")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("MR. SMITH: Yes.\nPRESIDENT PUTIN: No.", ["MR. SMITH", "PRESIDENT PUTIN"]),
        ("Q. What?\nA. Nothing.\nA good day it was.", ["Q", "A"]),
        ("Mr. JONES of Ohio. I yield.\nThe SPEAKER. Noted.", ["Mr. JONES of Ohio", "The SPEAKER"]),
        ("Jane Doe: Yes.\nJohn Roe (Leeds) (Lab): No.", ["Jane Doe", "John Roe (Leeds) (Lab)"]),
        ("Summary: none.\nThe talk began at 10:30 and\nAT 10:30 it ended.", []),
        (">> Hello.\n>> Hi.", [None, None]),
        (">> ROE: Hello.\n>> Jane Doe: Hi.\n>> Jane Doe: Well.\n>> Bye.", ["ROE", "Jane Doe", "Jane Doe", None]),
        ("ROE: Hello.\n>> LEE: Hi.", ["ROE", "LEE"]),
        ("[00:00:01] Jane Doe: Hello.\n[00:00:07] John Roe: Hi.", ["Jane Doe", "John Roe"]),
        ("00:00:01 JANE DOE: Hello.\n(00:07) - John Roe: Hi.", ["JANE DOE", "John Roe"]),
        ("Jane Doe (00:01): Hello.\nJOHN ROE 0:07: Hi.", ["Jane Doe", "JOHN ROE"]),
        (
            "Jane Doe  0:01\nHello.\n\nSpeaker 2  0:07\nHi.\n\nÉva Roe  1:00:07\nHm.",
            ["Jane Doe", "Speaker 2", "Éva Roe"],
        ),
        ("[Jane Doe] 10:00:01\nHello.\n00:04 John Roe\nHi.", ["Jane Doe", "John Roe"]),
        ("It begins at noon.\nLunch 12:30\nTalks 14:00\nUpdated 15:30\nCome early.", []),
        ("Jane Doe: only once.", ["Jane Doe"]),
        ("HEARING OF THE BOARD\n\nJane Doe: only once.", ["Jane Doe"]),
        ("It rained in Leeds.\nJane Doe: only once.", []),
        ("Warning: only once.", []),
        ("MR. ROE: Yes.\n\nJane Doe: No.", ["MR. ROE", "Jane Doe"]),
        ("Gov. LEE: Yes.", ["Gov. LEE"]),
        ("http://a.example\nhttps://b.example", []),
    ],
)
def test_verify_sources_speaker_labels(text: str, labels: list[str | None]) -> None:
    """Labels of transcripts are found in their usual forms, and headings are not taken for them."""
    assert [turn.label for turn in find_layout(text).turns] == labels


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (
            "[00:00:01] Mira Castell: The dam holds,\n[00:00:04]\nas we said.\n[00:00:09] Jon Abel: We doubt it.",
            "verbatim-folded",
        ),
        ("Mira Castell  0:01\nThe dam holds,\n0:04\nas we said.\n\nJon Abel  0:09\nWe doubt it.", "verbatim-folded"),
        (">> CASTELL: The dam holds, as we said.\nABEL: We doubt it.", "verbatim"),
    ],
)
def test_verify_sources_labels_of_recordings_tell_who_spoke(text: str, verdict: str) -> None:
    """A label with a time or behind ">>" proves another speaker wrong, and nobody said the times."""
    claims = [{"quotation": "The dam holds, as we said.", "speaker": name} for name in ("Mira Castell", "Jon Abel")]
    results = verify_quotations(claims, source_from_text(text)).results
    assert [(result.findings[0], len(result.flags)) for result in results] == [(verdict, 0), ("other-speaker", 1)]


def test_verify_sources_chevrons_without_a_name_accuse_nobody() -> None:
    """A bare ">>" says that another one speaks; that it is one with turns of their own is no contradiction."""
    text = "CASTELL: The dam holds.\n>> ABEL: We doubt it.\n>> We measured it."
    claim = {"quotation": "We measured it.", "speaker": "Mira Castell"}
    result = verify_quotations([claim], source_from_text(text)).results[0]
    assert (result.verdict, [flag.code for flag in result.flags]) == ("verbatim", ["speaker-unconfirmed"])


@pytest.mark.parametrize("text", ["The dam holds.", "The dam holds.\n\nMR. ROE: So they say.\nMS. LEE: Yes."])
def test_verify_sources_without_a_label_confirm_nobody(text: str) -> None:
    """Where no label says who speaks, a claimed speaker is unconfirmed; without a claim there is nothing to confirm."""
    claims = [{"quotation": "The dam holds.", "speaker": "Jon Abel"}, "The dam holds."]
    report = verify_quotations(claims, source_from_text(text))
    assert [[flag.code for flag in result.flags] for result in report.results] == [["speaker-unconfirmed"], []]
    assert [result.verdict for result in report.results] == ["verbatim", "verbatim"]
    assert "0 outside of what is allowed; the speaker of 1 unconfirmed" in render(report, "table")


def test_verify_sources_with_the_speaker_go_before_those_without() -> None:
    """Of two sources with the words, the one whose label confirms the speaker is shown."""
    claim = {"quotation": "The dam holds.", "speaker": "Mira Castell"}
    result = verify_quotations([claim], ["The dam holds.", "MS. CASTELL: The dam holds."]).results[0]
    assert (result.place and result.place.source, result.flags) == (1, ())


def test_verify_sources_aliases_name_the_label() -> None:
    """A label without a name is the person that the caller says."""
    text = "THE PRESIDENT: We will not pay.\nTHE CLERK: Noted."
    quotation = {"quotation": "We will not pay.", "speaker": "Ann Lee"}
    known = source_from_text(text, speakers={"THE PRESIDENT": "Jane Doe"})
    assert verify_quotations([quotation], source_from_text(text)).results[0].verdict == "verbatim"
    assert verify_quotations([quotation], known).results[0].verdict == "other-speaker"


NARRATED = """OSTBY: All of them?

HAVERKAMP: All the ones. I told the board.

The valley is one of three. It holds a tenth of the oil.

And they asked me, “Will it burn?” I said that it would.

Outside the hearing room, it rained.

“They can find oil,” said Joe Red Feather. “They cannot find water.”

The room was full at noon.
"""


@pytest.mark.parametrize(
    ("quotation", "speaker", "verdict", "flags"),
    [
        ("They can find oil", "Joe Red Feather", "verbatim", {"speaker-unconfirmed"}),
        ("They can find oil", "Ed Haverkamp", "verbatim", {"speaker-unconfirmed"}),
        ("The room was full at noon", "Ruth Ostby", "verbatim", {"speaker-unconfirmed"}),
        ("All the ones", "Joe Red Feather", "other-speaker", {"said-by"}),
        ("It holds a tenth of the oil", "Ed Haverkamp", "verbatim", set()),
        ("It holds a tenth of the oil", "Joe Red Feather", "other-speaker", {"said-by"}),
        ("Will it burn", "Ruth Ostby", "other-speaker", {"said-by"}),
    ],
)
@pytest.mark.parametrize("text", [NARRATED, NARRATED.replace("\n\n", "\n"), NARRATED.translate({8220: 34, 8221: 34})])
def test_verify_sources_labels_end_at_narration(
    text: str, quotation: str, speaker: str, verdict: str, flags: set[str]
) -> None:
    """Paragraphs without a label belong to the turn before, until a reporter tells who said what."""
    result = verify_quotations([{"quotation": quotation, "speaker": speaker}], source_from_text(text)).results[0]
    assert (result.verdict, {flag.code for flag in result.flags}) == (verdict, flags)


@pytest.mark.parametrize(
    "paragraph",
    ["Outside, Red Feather said, “There is oil.”", "‘There is oil,’ the farmer said.", "Roe then asked for a pause."],
)
def test_verify_sources_narration_after_a_turn(paragraph: str) -> None:
    """Narration introduces quoted words before or after them, or names the speaker of the turn."""
    turns = find_layout(f"MR. ROE: We pay.\n\n{paragraph}\n\nMS. LEE: Fine.").turns
    assert [(turn.label, turn.is_sure) for turn in turns] == [("MR. ROE", True), (None, False), ("MS. LEE", True)]


def test_verify_sources_label_on_a_line_of_its_own() -> None:
    """The paragraph behind a label is its own, whatever it holds."""
    turns = find_layout("MR. ROE:\n\n“We pay,” said the king.\n\nMS. LEE:\n\nFine.").turns
    assert [turn.label for turn in turns] == ["MR. ROE", "MS. LEE"]


@pytest.mark.parametrize(
    ("label", "speaker", "verdict", "flags"),
    [
        ("Castell", "Mira Castell", "verbatim", set()),
        ("Castell", "Jon Abel", "verbatim", {"speaker-unconfirmed"}),
        ("MR. CASTELL", "Jon Abel", "other-speaker", {"said-by"}),
    ],
)
def test_verify_sources_single_label(label: str, speaker: str, verdict: str, flags: set[str]) -> None:
    """The only label of a source confirms its speaker; it accuses nobody where it may be a heading."""
    claim = {"quotation": "The dam holds.", "speaker": speaker}
    result = verify_quotations([claim], source_from_text(f"{label}: The dam holds.")).results[0]
    assert (result.verdict, {flag.code for flag in result.flags}) == (verdict, flags)


@pytest.mark.parametrize(
    "label",
    [
        "SEN. OSTBY", "REP. OSTBY", "MS. OSTBY", "DR. OSTBY", "PRESIDENT OSTBY", "CHAIRMAN OSTBY", "LT. GOV. OSTBY",
        "VICE-CHAIR OSTBY", "SECRETARY-GENERAL OSTBY", "RANKING MEMBER OSTBY", "REP. RUTH OSTBY (D-OH)", "Sen. Ostby",
    ],
)  # fmt: skip
def test_verify_sources_titles_in_labels_are_no_names(label: str) -> None:
    """A label of title and family name is the person of that name, and nobody of another."""
    source = source_from_text(f"{label}: We will pay.\n\nMR. HAVERKAMP: No.\n\nMr. Lee: No.")
    claims = [{"quotation": "We will pay.", "speaker": name} for name in ("Ruth Ostby", "Ann Roe")]
    assert [result.verdict for result in verify_quotations(claims, source).results] == ["verbatim", "other-speaker"]


def test_verify_sources_states_in_labels_are_no_names() -> None:
    """ "Mr. JONES of Ohio" is whoever is called Jones."""
    source = source_from_text("Mr. JONES of Ohio. We will pay.\nMr. LEE. No.")
    claims = [{"quotation": "We will pay.", "speaker": name} for name in ("Ann Jones", "Ann Lee")]
    assert [result.verdict for result in verify_quotations(claims, source).results] == ["verbatim", "other-speaker"]


def test_verify_sources_are_frozen() -> None:
    """A source is a value."""
    assert source_from_text("a b") == source_from_text("a b")
    with pytest.raises(AttributeError):
        source_from_text("a").text = "b"  # type: ignore[misc]
    assert isinstance(source_from_text("a"), Source)
