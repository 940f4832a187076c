"""Reading sources of every format, their speakers and time codes, and what happens to those that cannot be read."""

from __future__ import annotations

import builtins
import hashlib
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from attribution.errors import InputError
from attribution.verify.checking import verify_quotations
from attribution.verify.sources import Source, read_source, source_from_text
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
PDF_WORDS = "We will not pay more."


def make_pdf(path: Path, words: str) -> None:
    """Write a PDF of one page by hand."""
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(data)
    data += b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        start,
    )
    path.write_bytes(data)


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
    make_pdf(tmp_path / "a.pdf", PDF_WORDS)
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4\nbroken")
    report = verify_quotations([PDF_WORDS], [tmp_path / "a.pdf"])
    assert report.results[0].verdict == "verbatim"
    assert report.results[0].place is not None
    assert report.results[0].place.page == 1
    assert verify_quotations([PDF_WORDS], tmp_path / "b.pdf").results[0].verdict == "source-unavailable"


def test_verify_sources_docx_reads_paragraphs_and_tables(tmp_path: Path) -> None:
    """Paragraphs and table cells of a DOCX are read in order; a zip that is none is unavailable."""
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("We will not pay.")
    document.add_table(1, 1).cell(0, 0).text = "They will pay."
    document.save(tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as packed:
        packed.writestr("x", "y")
    assert read_source(tmp_path / "a.docx").text == "We will not pay.\n\nThey will pay."
    (tmp_path / "a.txt").write_bytes((tmp_path / "a.docx").read_bytes())
    assert read_source(tmp_path / "a.txt").text == read_source(tmp_path / "a.docx").text
    assert "cannot be read as DOCX" in (read_source(tmp_path / "b.docx").problem or "")


@pytest.mark.parametrize(
    ("module", "name", "data"), [("pypdf", "a.pdf", b"%PDF-1.4"), ("docx", "a.docx", b"PK\x03\x04")]
)
def test_verify_sources_missing_reader_names_the_extra(
    module: str, name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the optional reader the source is unavailable, and the message says what to install."""
    (tmp_path / name).write_bytes(data)
    monkeypatch.setattr(builtins, "__import__", refusing(builtins.__import__, module))
    source = read_source(tmp_path / name)
    assert "quote-attribution[sources]" in (source.problem or "")
    assert verify_quotations(["any words"], source).results[0].verdict == "source-unavailable"


def refusing(original: Callable[..., Any], module: str) -> Callable[..., Any]:
    def imported(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.split(".")[0] == module:
            raise ImportError(name)
        return original(name, *args, **kwargs)

    return imported


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
        ("Jane Doe: only once.", []),
        ("http://a.example\nhttps://b.example", []),
    ],
)
def test_verify_sources_speaker_labels(text: str, labels: list[str | None]) -> None:
    """Labels of transcripts are found in their usual forms, and headings are not taken for them."""
    assert [turn.label for turn in find_layout(text).turns] == labels


def test_verify_sources_aliases_name_the_label() -> None:
    """A label without a name is the person that the caller says."""
    text = "THE PRESIDENT: We will not pay.\nTHE CLERK: Noted."
    quotation = {"quotation": "We will not pay.", "speaker": "Ann Lee"}
    known = source_from_text(text, speakers={"THE PRESIDENT": "Jane Doe"})
    assert verify_quotations([quotation], source_from_text(text)).results[0].verdict == "verbatim"
    assert verify_quotations([quotation], known).results[0].verdict == "other-speaker"


def test_verify_sources_are_frozen() -> None:
    """A source is a value."""
    assert source_from_text("a b") == source_from_text("a b")
    with pytest.raises(AttributeError):
        source_from_text("a").text = "b"  # type: ignore[misc]
    assert isinstance(source_from_text("a"), Source)
