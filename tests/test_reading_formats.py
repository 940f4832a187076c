"""The ways in beside web pages, and how formats and encodings are told."""

import html
import io
import json
import re
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution import extract
from attribution.errors import AttributionError, InputError, OptionError
from attribution.reading import FORMATS, add_reading_problems, read_article, read_articles
from attribution.reading.offsets import MappedText, OffsetMap, Stretch
from attribution.reading.pages import load_page_words

ROOT = Path(__file__).parent.parent
QUOTATION = re.compile("“[^”]+”")


def quoted(article) -> list[tuple[str, str]]:
    """Return each quotation of the text and what stands in the file where the map leads."""
    text = article.article.text
    return [(m.group(), "".join(article.raw(*m.span()))) for m in QUOTATION.finditer(text)]


def kinds(article) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(article.article.text)) for block in article.blocks]


def test_text_is_read_as_it_stands():
    """Plain text keeps every character, line ends too; offsets are the same in file and text."""
    article = read_article("One “a”.\r\n\r\n  Two\ttwo.\n".encode())
    assert article.article.text == "One “a”.\r\n\r\n  Two\ttwo.\n"
    assert article.raw(4, 7) == ("“a”",)
    assert [text for _, text in kinds(article)] == ["One “a”.", "Two\ttwo."]


@pytest.mark.parametrize(
    ("data", "encoding", "basis", "text"),
    [
        (b"plain", "utf-8", "utf-8", "plain"),
        ("“é”".encode(), "utf-8", "utf-8", "“é”"),
        ("“é”".encode("utf-8-sig"), "utf-8", "byte-order mark", "“é”"),
        ("“é”".encode("utf-16"), "utf-16-le", "byte-order mark", "“é”"),
        ("\ufeff“é”".encode("utf-16-be"), "utf-16-be", "byte-order mark", "“é”"),
        ("\ufeff“é”".encode("utf-32-le"), "utf-32-le", "byte-order mark", "“é”"),
        ("He said “go” – now.".encode("cp1252"), "cp1252", "guessed", "He said “go” – now."),
    ],
)
def test_encoding_is_found(data, encoding, basis, text):
    """Marks come before UTF-8, UTF-8 before a guess; byte offsets count the mark."""
    article = read_article(data, format="text")
    assert (article.encoding, article.encoding_basis, article.article.text) == (encoding, basis, text)
    ((start, end),) = article.raw_bytes(0, len(text))
    assert data[start:end].decode(encoding) == text


def test_encoding_can_be_given():
    """A given encoding is taken as it is; what is no character of it is shown and said."""
    article = read_article(b"\x93go\x94", encoding="windows-1252")
    assert (article.article.text, article.encoding_basis) == ("“go”", "given")
    article = read_article(b"caf\xe9 \xff", encoding="utf-8")
    assert article.article.text == "caf\ufffd \ufffd"
    assert [problem.code for problem in article.problems] == ["encoding-errors"]
    assert article.raw_bytes(0, 3) is None
    for name in ("utf-7000", "base64", "\udcff"):
        with pytest.raises(OptionError, match="no encoding"):
            read_article(Path("missing.txt"), encoding=name)


@pytest.mark.parametrize("name", ["zlib", "rot13", "base64", "idna", "punycode", "undefined", "no-such-thing"])
def test_encoding_that_is_none_of_files_is_left_out(name):
    """A page that calls itself by a codec which makes no text of files is read by its bytes; given, it is refused."""
    page = f'<!doctype html><meta charset="{name}"><p>“Caf\u00e9,” said Ana Lima.</p>'
    assert read_article(page.encode()).encoding == "utf-8"
    assert read_article(page.encode("cp1252")).encoding == "cp1252"
    with pytest.raises(OptionError, match="encoding"):
        read_article(b"x", encoding=name)


MARKDOWN = """---
title: "Harbour reopens"
author: Ann Lee and Bo Ray
date: 2024-05-01
---
# Not this headline

By noon, “one [two](http://x.example/two "two") two &amp; three\\*” he
said **very** calmly: “*two* `two`”.

> “A block
> goes on” she said.

- an item

## A heading

    “code”
"""


def test_markdown_paragraphs_are_found_again():
    """Inline markup, link targets, escapes and quotation marks of Markdown are left out, the words keep their place."""
    article = read_article(MARKDOWN.encode(), name="story.md")
    assert article.format == "markdown"
    assert kinds(article) == [
        ("paragraph", "By noon, “one two two & three*” he said very calmly: “two two”."),
        ("quote", "“A block goes on” she said."),
        ("item", "an item"),
        ("heading", "A heading"),
        ("preformatted", "“code”"),
    ]
    assert quoted(article) == [
        ("“one two two & three*”", "“one two two &amp; three\\*”"),
        ("“two two”", "“two two”"),
        ("“A block goes on”", "“A block\n> goes on”"),
        ("“code”", "“code”"),
    ]
    metadata = article.article
    assert (metadata.title, metadata.authors, metadata.published) == (
        "Harbour reopens",
        ("Ann Lee", "Bo Ray"),
        "2024-05-01",
    )
    assert [(link.span.of(metadata.text), link.href) for link in article.links] == [("two", "http://x.example/two")]


def make_docx() -> bytes:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    document = docx.Document()
    document.add_heading("Harbour reopens", 0)
    document.add_heading("At noon", 1)
    paragraph = document.add_paragraph("She said: “We &")
    paragraph.add_run(" go").bold = True
    paragraph.add_run(" <now>”.")
    document.add_paragraph("“A block”", style="Intense Quote")
    document.add_paragraph("an item", style="List Bullet")
    document.add_table(1, 1).cell(0, 0).text = "“cell”"
    document.core_properties.author = "Ann Lee"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_docx_paragraphs_are_found_again():
    """Paragraphs, quotations by style, tables; offsets lead into the part that holds the text."""
    data = make_docx()
    article = read_article(data)
    assert (article.format, article.part) == ("docx", "word/document.xml")
    assert kinds(article) == [
        ("heading", "At noon"),
        ("paragraph", "She said: “We & go <now>”."),
        ("quote", "“A block”"),
        ("item", "an item"),
        ("paragraph", "“cell”"),
    ]
    assert quoted(article)[0] == ("“We & go <now>”", "“We &amp; go &lt;now&gt;”")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = archive.read("word/document.xml").decode()
    (span, *_) = article.offsets.raw(article.article.text.index("She"), article.article.text.index("“We"))
    assert part[span.start : span.end] == "She said: "
    assert (article.article.title, article.article.authors) == ("Harbour reopens", ("Ann Lee",))
    assert article.raw_bytes(0, 1) is None


def test_docx_with_any_damage_is_read_or_refused():
    """Whichever byte of the file is broken, it is read or refused with the reason, never a failure inside."""
    data = make_docx()
    refused = 0
    for at in range(0, len(data), 97):
        try:
            read_article(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :], format="docx")
        except InputError:
            refused += 1
    assert refused


def test_docx_leaves_out_deleted_text():
    """Of a tracked change the new words are read and the old ones not."""
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    change = "<w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:ins><w:r><w:t>yes</w:t></w:r></w:ins>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {word}><w:body><w:p>{change}</w:p></w:body></w:document>")
    assert read_article(stream.getvalue(), format="docx").article.text == "yes"


NINJS_HTML = '<p>He said &ldquo;yes\u00e9 "in" <b>now</b>&rdquo;.</p><blockquote><p>“Q”</p></blockquote>'


@pytest.mark.parametrize(
    "item",
    [
        {"standard": {"name": "ninjs", "version": "3.0"}, "headlines": [{"value": "H"}], "by": "By Ann Lee",
         "bodies": [{"role": "main", "contentType": "text/html", "value": NINJS_HTML}]},
        {"headlines": [{"role": "main", "value": "H"}], "by": "Ann Lee",
         "bodies": [{"role": "summary", "value": "no"},
                    {"role": "main", "contenttype": "text/html", "value": NINJS_HTML}]},
        {"headline": "H", "byline": "Ann Lee", "body_text": "plain “no”", "body_xhtml": NINJS_HTML},
    ],
    ids=["3", "2", "1"],
)  # fmt: skip
def test_ninjs_bodies_are_found_again(item):
    """HTML inside of JSON is followed through both kinds of escape."""
    pytest.importorskip("justhtml", reason="the extra 'html' is not installed")
    data = json.dumps({"uri": "http://wire.example/1", "type": "text", "language": "en", **item})
    article = read_article(data.encode())
    assert article.format == "ninjs"
    assert article.article.text == 'He said “yesé "in" now”.\n\n“Q”'
    for text, raw in quoted(article):
        assert html.unescape(json.loads(f'"{raw}"')) == text
    metadata = article.article
    assert (metadata.title, metadata.authors, metadata.url) == ("H", ("Ann Lee",), "http://wire.example/1")
    assert [block.kind for block in article.blocks] == ["paragraph", "quote"]


@pytest.mark.parametrize("version", ["2.1", "3.0"])
def test_ninjs_of_both_versions_is_read(version):
    """Names have small letters in 2 and capitals in 3; the rich text of the article wins over its plain one."""
    pytest.importorskip("justhtml", reason="the extra 'html' is not installed")
    from test_writing_formats import ninjs_schema

    item = {
        "uri": "http://wire.example/2", "type": "text", "by": "Ann Lee", "language": "en", "title": "slug",
        "copyrightHolder": "Wire", "versionCreated": "2025-06-03T10:00:00Z", "firstCreated": "2025-06-01T10:00:00Z",
        "headlines": [{"role": "short", "value": "S"}, {"role": "main", "value": "H"}],
        "infoSources": [{"name": "Radio Nord"}],
        "bodies": [
            {"role": "main", "contentType": "text/plain", "value": "Plain."},
            {"role": "summary", "contentType": "text/html", "value": "<p>Short.</p>"},
            {"role": "richtext", "contentType": "text/html; charset=utf-8", "value": "<p>He said “no”.</p>"},
        ],
    }  # fmt: skip
    text = json.dumps(item)
    if version == "2.1":
        text = re.sub(r'"(\w+)":', lambda match: match.group().lower(), text)
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    assert jsonschema.Draft202012Validator(ninjs_schema(version)).is_valid(json.loads(text))
    article = read_article(text.encode())
    assert article.format == "ninjs"
    metadata = article.article
    assert (metadata.text, metadata.title, metadata.authors) == ("He said “no”.", "H", ("Ann Lee",))
    assert (metadata.publisher, metadata.published) == ("Wire", "2025-06-01T10:00:00Z")


RSS = """<?xml version="1.0" encoding="ISO-8859-1"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Feed &amp; co</title><language>en-gb</language>
<item><title>A &amp;amp; b</title><link>http://feed.example/1</link><pubDate>Tue, 03 Jun 2025 10:00:00 GMT</pubDate>
<dc:creator>Ann Lee</dc:creator>
<content:encoded><![CDATA[<p>She said &#8220;caf\xe9 <i>x</i>&#8221;.</p>
<p>Two</p>]]></content:encoded><description>short</description></item>
<item><description>&lt;p&gt;He &amp;ldquo;said&amp;rdquo; it.&lt;/p&gt;</description></item>
<item><title>nothing</title></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>F</title>
<entry><title type="html">a &lt;b&gt;x&lt;/b&gt;</title><author><name>Ann Lee</name></author>
<published>2025-01-01T00:00:00Z</published><link rel="alternate" href="http://feed.example/1"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>She “said” it</p><p>2</p></div></content></entry>
<entry><summary>plain “t” &amp;amp; x</summary></entry></feed>"""


def test_rss_entries_are_found_again():
    """Each entry is an article; escaped HTML and CDATA lead back to the file; summaries are called that."""
    pytest.importorskip("justhtml", reason="the extra 'html' is not installed")
    first, second, third = read_articles(RSS.encode("latin-1"))
    assert (first.format, first.part, first.encoding) == ("feed", "entry 1", "cp1252")
    assert first.article.text == "She said “café x”.\n\nTwo"
    assert quoted(first) == [("“café x”", "&#8220;café x&#8221;")]
    metadata = first.article
    assert (metadata.title, metadata.authors, metadata.publisher) == ("A & b", ("Ann Lee",), "Feed & co")
    assert (metadata.published, metadata.language) == ("2025-06-03T10:00:00+00:00", "en-gb")
    assert quoted(second) == [("“said”", "&amp;ldquo;said&amp;rdquo;")]
    assert [problem.code for problem in second.problems] == ["summary-only"]
    assert (third.article.text, [problem.code for problem in third.problems]) == ("", ["no-text"])


def test_atom_entries_are_found_again():
    """XHTML and text content of Atom are read, with title, author, date and address."""
    pytest.importorskip("justhtml", reason="the extra 'html' is not installed")
    first, second = read_articles(ATOM.encode())
    assert first.article.text == "She “said” it\n\n2"
    assert (first.article.title, first.article.authors) == ("a x", ("Ann Lee",))
    assert (first.article.published, first.article.url) == ("2025-01-01T00:00:00Z", "http://feed.example/1")
    assert quoted(first) == [("“said”", "“said”")]
    assert second.article.text == "plain “t” & x"


def test_json_lines_are_found_again_in_the_whole_file():
    """Each line is an article; escapes, surrogate pairs too, lead back to the file."""
    lines = [{"text": "One “a\n\U0001f600b”", "title": "T", "authors": ["Ann Lee"]}, {"id": 2, "body": "“b”"}]
    data = "\n".join([*map(json.dumps, lines), "", ""]).encode()
    first, second = read_articles(data, name="articles.jsonl")
    assert (first.part, second.part) == ("line 1", "line 2")
    assert (first.article.title, first.article.authors) == ("T", ("Ann Lee",))
    start, end = first.article.text.index("“"), len(first.article.text)
    ((raw,),) = [first.raw(start, end)]
    assert json.loads(f'"{raw}"') == first.article.text[start:end]
    ((left, right),) = second.raw_bytes(0, 3)
    assert data[left:right] == b"\\u201cb\\u201d"


def test_an_array_of_objects_is_as_many_articles():
    """A JSON array is read item by item, and the words of each stand in the file where the map leads."""
    first, second = read_articles(b'[{"text": "One \\u201ca\\u201d"},\n {"title": "T", "body": "Two"}]', name="x.txt")
    assert (first.format, first.part, second.part, second.article.title) == ("json", "item 1", "item 2", "T")
    assert first.raw(4, 7) == ("\\u201ca\\u201d",)
    assert second.raw(0, 3) == ("Two",)
    with pytest.raises(InputError, match="item 2 has no text"):
        list(read_articles(b'[{"text": "One"}, {"id": 2}]'))
    assert read_article(b"[sic] he said").format == "text"


def test_a_short_page_is_read_whole():
    """A page without any long paragraph still has its text."""
    pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")
    article = read_article(b"<div>He said <b>no</b>.</div>", name="x.txt")
    assert article.article.text == "He said no."
    assert "article-unsure" in [problem.code for problem in article.problems]


def test_lone_surrogates_do_not_get_in():
    """A surrogate that JSON smuggles in is shown as U+FFFD: texts can always be stored as UTF-8."""
    (article,) = read_articles(b'{"text": "a \\ud800 b"}')
    assert article.article.text == "a \ufffd b"
    assert article.raw(2, 3) == ("\\ud800",)


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (b"Just words.", None, "text"),
        (b"Just words.", "a.md", "markdown"),
        (b"Just words.", "a.html", "html"),
        (b"<!DOCTYPE html><p>x</p>", "a.txt", "html"),
        (b"<?xml version='1.0'?><!-- c --><html><p>x</p></html>", None, "html"),
        (b"<p>x</p>", None, "html"),
        (b"<p>x</p>", "a.md", "markdown"),
        (b"<rss><channel/></rss>", "a.html", "feed"),
        (b'{"uri": "u", "type": "text", "body_text": "x"}', "a.json", "ninjs"),
        (b'{"text": "x"}', None, "json"),
        (b'{"text": "x"}', "a.json", "json"),
        (b'{"text": "x"}', "a.jsonl", "jsonl"),
        (b'{\n"text": "x"}', None, "json"),
        (b'{"text": "x"}\n{"text": "y"}', None, "jsonl"),
    ],
)
def test_format_is_told_by_content_then_name(data, name, format):
    """What a file holds counts more than what it is called."""
    pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")
    assert {article.format for article in read_articles(data, name=name)} <= {format}
    assert next(iter(read_articles(data, name=name)), None) is not None or format == "feed"


def test_format_can_be_given(tmp_path):
    """A given format wins over content and name."""
    path = tmp_path / "page.html"
    path.write_text("<p>He said.</p>", "utf-8")
    assert read_article(path, format="text").article.text == "<p>He said.</p>"
    with pytest.raises(OptionError, match="no format is called 'odt'; choose one of text, html"):
        read_article(path, format="odt")


@pytest.mark.parametrize(
    ("data", "format", "message"),
    [
        (b"PK\x03\x04 word/ broken", None, "no DOCX that can be unpacked"),
        (b'{"a": 1', "ninjs", "no JSON: .* at line 1"),
        (b'{"a": 1}', "ninjs", "holds no text"),
        (b'{"a": 1}', "jsonl", "line 1 has no text: none of the fields text, body"),
        (b"[1]", "jsonl", "line 1 is no JSON object"),
        (b'{"text": "x"}\n{"text": ', "jsonl", "line 2 is no JSON"),
        (b"<rss><item></rss>", "feed", "no well-formed XML: mismatched tag at line 1"),
        (b"<html></html>", "feed", "its root is <html>"),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><rss>&a;</rss>', "feed", "declares the entity 'a'"),
        (b"[" * 100_000, "json", "nested too deeply"),
    ],
)
def test_bad_files_are_refused_with_the_reason(data, format, message):
    """A file that cannot be read gives a clear error, and no traceback of a library."""
    with pytest.raises(InputError, match=message):
        list(read_articles(data, format=format))


def test_problems_of_reading_join_those_of_the_records(quay_extraction):
    """A report can tell both what was odd in the file and what is odd in the article, in order of place."""
    read = read_article("“go”".encode("cp1252"), format="text")
    joined = add_reading_problems(quay_extraction, read)
    assert [problem.code for problem in joined.problems] == ["encoding-guessed", "unbalanced-mark"]
    assert add_reading_problems(joined, read) == joined


@pytest.mark.parametrize("data", [b"<!-- x -->" * 5000 + b"x", b"<" * 20_000, b"<div>" * 2_000 + b"x", b"&" * 20_000])
def test_hostile_sizes_come_to_an_end(data):
    """Repeated comments, brackets, references and nesting take time by their length, not by its power."""
    assert list(read_articles(data, format="html"))
    assert list(read_articles(data))


def test_the_file_is_named_where_a_path_is_given(tmp_path):
    """Articles know the path that they were read from, and which of several they are; bytes have none."""
    story, lines = tmp_path / "a.txt", tmp_path / "b.jsonl"
    story.write_text("He said no.", "utf-8")
    lines.write_text('{"text": "x"}\n{"text": "y"}', "utf-8")
    assert (read_article(story).article.file, read_article(story).article.part) == (story.as_posix(), None)
    assert [read.article.part for read in read_articles(str(lines))] == ["line 1", "line 2"]
    assert read_article(b"He said no.", name="a.txt").article.file is None
    found = [extract(read.article) for read in read_articles(lines)]
    assert [(one.article.file, one.article.part) for one in found] == [(lines.as_posix(), f"line {n}") for n in (1, 2)]


def test_what_is_no_path_and_no_bytes_is_said():
    """None, an open file and a text in the place of a path give an error of the library that says what to do."""
    for wrong in (None, io.BytesIO(b"x"), 5):
        with pytest.raises(InputError, match="a file is read from its path or its bytes, not from"):
            read_article(wrong)
    for text in ("He said no.\nShe said yes.", "a\0b"):
        with pytest.raises(InputError, match=r"this is a text; give it to attribution\.extract"):
            read_article(text)


def test_missing_files_and_wrong_counts_are_said(tmp_path):
    """A missing file is named, and a feed of two is no one article."""
    with pytest.raises(InputError, match=r"nowhere\.txt: No such file"):
        read_article(tmp_path / "nowhere.txt")
    with pytest.raises(InputError, match="holds 2 articles, not one; use read_articles"):
        read_article(b'{"text": "x"}\n{"text": "y"}')


@pytest.mark.parametrize(
    ("data", "module", "extra"),
    [(b"<html><p>x</p>", "justhtml", "html"), (b"<html><p>x</p>", "trafilatura", "html")],
)
def test_a_missing_extra_is_named(monkeypatch, data, module, extra):
    """Without the package the error says what to install."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(InputError, match=rf'pip install "quote-attribution\[{extra}\]"'):
        read_article(data)


@settings(deadline=None)  # the first PDF loads its reader
@given(st.binary(max_size=300), st.sampled_from([None, *FORMATS]))
def test_any_bytes_are_read_or_refused(data, format):
    """Whatever the bytes, reading gives articles or an error of this library; every place is inside of the file."""
    try:
        articles = list(read_articles(data, format=format))
    except AttributionError:
        return
    for article in articles:
        article.article.text.encode("utf-8")
        for stretch in article.offsets.stretches:
            assert 0 <= stretch.raw_start <= stretch.raw_end <= len(article.source)
            assert 0 <= stretch.start < stretch.end <= len(article.article.text)


PIECES = ["<p>", "</p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "<br>", "<a href=x>", "</a>", "<!-- c -->", "<pre>",
          "<q>",
          "</q>", "&amp;", "&ldquo;", "&notit;", "&#8220", "&", "<", ">", "“a b”", "word ", "\r\n", "\n\t", "\x00",
          "</div>",
          "<blockquote>", "<li>", "é", "<script>x</script>", "<textarea>t</textarea>", "]]>"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_markup_is_found_again(pieces):
    """In any mix of tags and references, what the map calls the place of a stretch says the stretch."""
    markup = pytest.importorskip("attribution.reading.markup")
    pytest.importorskip("justhtml", reason="the extra 'html' is not installed")
    source = "".join(pieces)
    body = markup.read_fragment(source)
    for stretch in body.offsets.stretches:
        text, raw = body.text[stretch.start : stretch.end], source[stretch.raw_start : stretch.raw_end]
        same = (
            text in (raw, html.unescape(raw)) or html.unescape(raw).startswith(text) or raw in ("<br>", "<q>", "\x00")
        )
        assert same or (text.isspace() and re.sub(r"<script>x</script>|<[^>]*>|\x00", "", raw).strip() == "")


def test_maps_follow_through_two_layers():
    """A map through escapes joins the map of what was escaped."""
    inner = MappedText()
    inner.add("ab", 3, 5)
    inner.add("&", 5, 10)
    _, first = inner.finish()
    outer = OffsetMap([Stretch(0, 4, 100, 104), Stretch(4, 5, 104, 110), Stretch(5, 12, 110, 117)])
    joined = first.through(outer)
    assert [tuple(s) for s in joined.stretches] == [(0, 1, 103, 104), (1, 2, 104, 110), (2, 3, 110, 115)]
    assert joined.cover(0, 3).of("x" * 103 + "A" * 14) == "A" * 12
    assert joined.cover(5, 6) is None


def test_page_words_match_their_examples_and_no_others():
    """Each entry of the word lists matches its example and not its counter-example, and the file keeps its schema."""
    import jsonschema

    folder = ROOT / "attribution" / "data"
    data = json.loads((folder / "en" / "pages.json").read_text("utf-8"))
    jsonschema.validate(data, json.loads((folder / "schemas" / "pages.schema.json").read_text("utf-8")))
    from attribution.reading.pages import _holds

    class Element:
        def __init__(self, value: str) -> None:
            self.attrs = {"class": value}

    for key in ("attribute_words", "paywall_words"):
        for entry in data[key]["words"]:
            words = frozenset({tuple(entry["word"].split("-"))})
            assert _holds(Element(entry["example"]), words), entry
            assert not _holds(Element(entry["no"]), words), entry
    words = load_page_words()
    for entry in data["paragraphs"]["patterns"]:
        assert re.fullmatch(entry["pattern"], entry["example"], re.IGNORECASE), entry
        assert words.kind_of(entry["no"]) is None, entry
