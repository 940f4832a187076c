"""Files that are no text, PDF, names that say another format, and the guess of an encoding."""

import io
import random
import time
import zipfile

import pytest

from attribution.errors import InputError
from attribution.reading import read_article, read_articles


def packed(*names: str, data: bytes = b"x") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "is a PNG image, not text: run text recognition"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "is a JPEG image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "is a WebP image"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(99), "video or sound file, not text: have it transcribed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "old Office program .* save it as .docx"),
        (rb"{\rtf1\ansi He said.}", "is an RTF document"),
        (packed("story.txt"), "is a ZIP archive, not text: unpack it"),
        (packed("[Content_Types].xml", "word/document.xml")[:60], "is a damaged Office document, .* get it anew"),
        (packed("xl/workbook.xml"), "is an Excel workbook, not text: .*JSON Lines"),
        (packed("mimetype", data=b"application/vnd.oasis.opendocument.text"), "is an OpenDocument text"),
        (b"\x1f\x8b\x08" + bytes(99), "compressed with gzip"),
        (bytes(300), "is no text: 300 of its first 300 bytes are control characters; give an article as text"),
        (b"%PDF-1.7\nnothing here", "cannot be read as PDF"),
    ],
)
@pytest.mark.parametrize("format", [None, "text"])
def test_what_is_no_text_is_refused_with_advice(data, message, format):
    """The error names what the file is and what to do, whatever it is called; a PDF is not read as text."""
    if format and data.startswith(b"%PDF"):
        message = "the file is PDF, not text; leave the format out"
    with pytest.raises(InputError, match=message):
        list(read_articles(data, name="article.txt", format=format))


def test_noise_is_refused_fast():
    """200 KB of random bytes are refused in a moment."""
    noise = random.Random(7).randbytes(200_000)
    start = time.process_time()
    with pytest.raises(InputError, match="is no text"):
        read_article(noise)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00", b"He said \x00 no.", b"a\x0cb\x1a", "He said “no”.".encode("utf-16"), "no".encode("utf-32")],
)
def test_text_with_a_stray_control_character_is_text(data):
    """A NUL or a form feed in a text is no ground to refuse it, and UTF-16 is full of zeros."""
    assert read_article(data).format == "text"


def make_pdf(*pages: list[str]) -> bytes:
    """Return a PDF with the lines of each page in Helvetica."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj T* " for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 72 720 Td {shown}ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        font = "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
        page = f"/Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R /Resources << /Font {font} >>"
        objects.append(f"<< /Type /Page {page} >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + (head + tail).encode("latin-1")


def test_pdf_is_read_without_page_numbers():
    """The text layer is the article; what stands at the edge of every page, and its number, is left out."""
    pytest.importorskip("pypdf", reason="the extra 'sources' is not installed")
    story = ["The harbour will stay open all winter, the port", 'authority said. "We have no choice," Ida Holm said.']
    pages = [["Harbour Review", f"{line} [{n}]", f"Page {n} of 3"] for n, line in enumerate([*story, "End."], start=1)]
    article = read_article(make_pdf(*pages))
    assert (article.format, article.part) == ("pdf", "text layer")
    assert article.article.text == f"{story[0]} [1]\n{story[1]} [2]\nEnd. [3]"
    assert [problem.code for problem in article.problems] == ["layout-lost"]
    assert article.raw(0, 11) == ("The harbour",)
    assert article.raw_bytes(0, 11) is None


def test_a_scan_is_refused_with_advice():
    """A PDF without a text layer says so."""
    pytest.importorskip("pypdf", reason="the extra 'sources' is not installed")
    with pytest.raises(InputError, match="holds no text: it may be a scan"):
        read_article(make_pdf([]))


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (b"<!DOCTYPE html><html><p>He said no.</p></html>", "a.txt", "html"),
        (b"<p>He said no.</p>\n<p>She said yes.</p>", "a.txt", "html"),
        (b'{"text": "He said no."}', "a.txt", "json"),
        (b'{\n"uri": "u:1", "type": "text", "bodies": [{"value": "x"}]}', "a.txt", "ninjs"),
        (b"<rss><channel><item><description>x</description></item></channel></rss>", "a.html", "feed"),
    ],
)
def test_a_name_that_says_another_format_is_a_problem(data, name, format):
    """What the file holds counts, and the reader is told that its name says something else."""
    pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")
    article = read_article(data, name=name)
    assert article.format == format
    (problem,) = [problem for problem in article.problems if problem.code == "format-by-content"]
    assert f"holds {format} and was read as that" in problem.message
    chosen = read_article(data, name=name, format=format)
    assert "format-by-content" not in [problem.code for problem in chosen.problems]


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"He said <b>no</b>.", "a.txt"), (b"{sic} he said", "a.txt"), (b'{"text": "x"}', "a.json"), (b"x", "a.text")],
)
def test_a_name_that_fits_is_no_problem(data, name):
    """Text that only mentions a tag is text, and JSON Lines may be called .json."""
    assert "format-by-content" not in [problem.code for problem in read_article(data, name=name).problems]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Muñoz said."),
        ("cp1252", "Peña, the mayor, said “no”."),
        ("cp1252", "François Hollande met Hélène Côté."),
        ("cp1252", "Jürgen Groß"),
        ("cp1252", "João Conceição said"),
        ("cp1252", "Åsa Öberg and Søren Kjær"),
        ("cp1252", "Þór Guðmundsson said so"),
        ("cp1252", "Zoë"),
        ("cp1252", "It cost £5m – “cheap”, he’d say… €9 for 2½ days at 30°"),
        ("cp1252", "Žižek’s œuvre"),
        ("cp1250", "Lech Wałęsa said in Gdańsk: “We won”."),
        ("cp1250", "Donald Śliwa and Ludwik Dąbrowski"),
        ("iso8859-2", "Lech Wałęsa said in Łódź that it was over."),
        ("mac-roman", "“Don’t,” said Muñoz. “It’s café talk.”"),
        ("cp850", "Muñoz went to a café in Köln"),
        ("cp1251", "Президент сказал в понедельник, что переговоры продолжатся."),
        ("koi8_r", "Президент сказал в понедельник, что переговоры продолжатся."),
        ("cp1253", "Ο πρωθυπουργός είπε ότι δεν υπάρχει λόγος ανησυχίας."),
        ("gb18030", "总理星期一对记者说，谈判将继续进行。"),
        ("utf-16-le", "He said “go” now."),
        ("utf-16-be", "He said go now."),
    ],
)
def test_the_guess_reads_names_right(encoding, text):
    """Windows-1252 unless words come out of it as none would write them; the guess is told."""
    article = read_article(text.encode(encoding))
    assert (article.article.text, article.encoding_basis) == (text, "guessed")
    assert "encoding-guessed" in [problem.code for problem in article.problems]


def test_utf8_that_was_cut_stays_utf8():
    """One broken character at the end does not turn all the others into something else."""
    article = read_article("“Yes,” said Muñoz. “No.” – é".encode()[:-1])
    assert article.article.text == "“Yes,” said Muñoz. “No.” – \ufffd"
    assert {problem.code for problem in article.problems} == {"encoding-guessed", "encoding-errors"}


STORY = "“Yes,” said Muñoz on Monday.\nIt cost £5m.\n"


@pytest.mark.parametrize(
    ("data", "text", "problem"),
    [
        (STORY.encode() + b"A\xa0price.", STORY + "A\ufffdprice.", "line 3 of the file: one byte is no utf-8; "),
        (
            b"<\xff\xfe\x80> " + STORY.encode(),
            f"<{3 * chr(0xFFFD)}> {STORY}",
            "line 1 of the file: 3 bytes are no utf-8",
        ),
        ("“Go.”".encode() + b"\n\x93" * 2, "“Go.”\n\ufffd\n\ufffd", "lines 2, 3 of the file: 2 bytes are no utf-8; "),
        ("“Go.”".encode() + b"\nand so on: \x93" * 9, None, None),
        (b"\x93P\xc5\x94 \x97 in capitals", "“PÅ” — in capitals", None),
        (b"\x93Beyonc\xe9\x94\x97they cheered", "“Beyoncé”—they cheered", None),
    ],
)
def test_a_stray_byte_leaves_utf8_as_it_is(data, text, problem):
    """Where more is UTF-8 than is not, the odd bytes are replaced and their lines named; else it is a code page."""
    article = read_article(data, format="text")
    assert (article.encoding == "utf-8") == (problem is not None)
    assert text in (None, article.article.text)
    (said,) = [p for p in article.problems if p.code == "encoding-errors"] or [None]
    assert (said and said.message.startswith(problem)) or problem is None
    assert said is None or article.article.text[said.start : said.end] == "\ufffd"
