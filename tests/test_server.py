"""The HTTP API in process: what each path answers, and what it refuses."""

import asyncio
import base64
import io
import json
import re
import threading
import time
from importlib import resources
from itertools import count
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
from click.testing import CliRunner
from docx import Document
from starlette.testclient import TestClient

import attribution
from attribution.cli import main
from attribution.errors import OptionError
from attribution.jsonio import dump_extraction, parse_extraction
from attribution.reading import FORMATS as READING
from attribution.reading import add_reading_problems, read_articles
from attribution.server import app as app_module
from attribution.server import messages
from attribution.server.answers import answer_verify
from attribution.server.app import make_app
from attribution.server.examples import make_examples, read_examples
from attribution.server.lanes import Lane, OverTimeError
from attribution.server.messages import ConvertRequest, ExtractRequest, SourceDocument, VerifyRequest, read_message
from attribution.server.reference import reference_text
from attribution.server.refusals import CODES, LONGEST, Refusal, refusal_body
from attribution.server.settings import Settings, make_settings
from attribution.verify.sources import SourceKind
from attribution.writing import FORMATS as WRITING
from attribution.writing import write

pytestmark = pytest.mark.model
ROOT = Path(__file__).parent.parent
LOCAL = "http://localhost"
STORY = "“The dam holds,” said Mira Castell, an engineer.\r\n\r\nShe told Delta Post that “nobody had to leave”.\r\n"
PAGE = (
    "<!doctype html><html><head><title>Dam</title></head><body><article><h1>Dam</h1>"
    "<p>&ldquo;The dam holds, and it will hold for as long as anyone cares to look,&rdquo; said Mira Castell, an "
    "engineer of many years in the valley.</p><p>She told Delta Post that nobody had to leave the valley that night "
    "and that the water fell by a metre.</p></article></body></html>"
)
MARKDOWN = "# Dam\n\n“The dam *holds*,” said Mira Castell.\n"
NINJS = json.dumps({"uri": "urn:dam", "headline": "Dam", "body_text": STORY})
FEED = (
    "<rss version='2.0'><channel><title>F</title><item><title>Dam</title>"
    "<description>“The dam holds,” said Mira Castell.</description></item></channel></rss>"
)
LINES = "\n".join(json.dumps({"text": f"“Dam {number} holds,” said Mira Castell."}) for number in (1, 2, 3))
FORM_HEAD = {"content-type": "multipart/form-data; boundary=b"}
JSON_HEAD = {"content-type": "application/json"}


def word_file():
    document = Document()
    document.add_paragraph("“The dam holds,” said Mira Castell.")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def client():
    with TestClient(make_app(), base_url=LOCAL) as started:
        yield started


@pytest.fixture(scope="module")
def story(client):
    """The extraction of STORY as the library gives it, as JSON data."""
    return json.loads(dump_extraction(attribution.extract(STORY)))


def error_of(response):
    """Return (status, code, message) of a refusal, whose shape is always the same."""
    data = response.json()
    assert set(data) == {"error"}
    assert set(data["error"]) == {"code", "message"}
    assert response.headers["content-type"] == "application/json"
    assert CODES[data["error"]["code"]][0] == response.status_code
    return response.status_code, data["error"]["code"], data["error"]["message"]


# health


def test_server_health_tells_versions_and_formats(client):
    """Health names the package, the reader and every format."""
    data = client.get("/health").json()
    assert data["status"] == "ok"
    assert data["schema"] == "attribution/1"
    assert data["model"] == "attribution-reader"
    assert data["reading_formats"] == list(READING)
    assert data["writing_formats"] == list(WRITING)


def test_server_health_names_what_is_installed(client, monkeypatch):
    """A format whose package is missing is not offered."""
    missing = {"pyarrow", "pypdf"}
    for module in ("attribution.writing", "attribution.reading.formats"):
        monkeypatch.setattr(f"{module}.find_spec", lambda name: None if name in missing else name)
    data = client.get("/health").json()
    assert data["reading_formats"] == [name for name in READING if name != "pdf"]
    assert data["writing_formats"] == [name for name in WRITING if name != "parquet"]


def test_server_messages_know_every_format():
    """The formats that a request may name are those of the library."""
    assert get_args(messages.ReadingFormat) == tuple(READING)
    assert get_args(messages.WritingFormat) == tuple(WRITING)
    assert get_args(messages.SourceFormat) == get_args(SourceKind)


# extract


@pytest.mark.parametrize(
    "options", [{}, {"relations": "quoted"}, {"least_confidence": 1.0}, {"least_confidence": 0.999, "relations": "all"}]
)
def test_server_extract_is_what_the_library_says(client, options):
    """The extraction of a plain text is the library's own JSON, letter for letter; the text comes back."""
    response = client.post("/extract", json={"text": STORY, **options})
    assert response.status_code == 200
    assert f'"extraction": {dump_extraction(attribution.extract(STORY, **options))},' in response.text
    assert response.json().keys() == {"extraction", "text", "format", "part"}
    assert (response.json()["text"], response.json()["format"], response.json()["part"]) == (STORY, "text", None)


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("dam.txt", STORY.encode(), "text"),
        ("dam.html", PAGE.encode(), "html"),
        ("dam.md", MARKDOWN.encode(), "markdown"),
        ("dam.json", NINJS.encode(), "ninjs"),
        ("dam.rss", FEED.encode(), "feed"),
        ("dam.docx", word_file(), "docx"),
        ("dam.txt", STORY.encode("cp1252"), "text"),
        ("dam.txt", STORY.encode("utf-16"), "text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_server_extract_reads_files_as_the_library_does(client, name, data, form):
    """A file gives the same as in the library, whether it is the body, a part of a form or base64."""
    (read,) = read_articles(data, name=name)
    expected = json.loads(dump_extraction(add_reading_problems(attribution.extract(read.article), read)))
    answers = [
        client.post(
            "/extract", params={"name": name}, content=data, headers={"content-type": "application/octet-stream"}
        ),
        client.post("/extract", files={"file": (name, data)}),
        client.post("/extract", json={"content_base64": base64.b64encode(data).decode(), "name": name}),
    ]
    for response in answers:
        assert response.status_code == 200, response.text
        answer = response.json()
        assert answer["extraction"] == expected
        assert (answer["text"], answer["format"], answer["part"]) == (read.article.text, form, read.part)
        assert attribution.verify.integrity.verify_records(answer["text"], answer["extraction"]) == []


@pytest.mark.parametrize(("content", "form"), [(PAGE, "html"), (MARKDOWN, "text"), (NINJS, "ninjs"), (FEED, "feed")])
def test_server_extract_reads_files_given_as_text(client, content, form):
    """The content of a file may stand in the JSON as text; its format is told by the content."""
    response = client.post("/extract", json={"content": content})
    assert (response.status_code, response.json()["format"]) == (200, form)


def test_server_extract_media_type_is_a_hint(client):
    """A body of type text/markdown is read as Markdown, and the charset of a media type holds."""
    marked = client.post("/extract", content=MARKDOWN.encode(), headers={"content-type": "text/markdown"})
    assert marked.json()["text"] == "“The dam holds,” said Mira Castell."
    latin = client.post(
        "/extract",
        content="Señor Ibañez said so.".encode("latin-1"),
        headers={"content-type": "text/plain; charset=latin-1"},
    )
    assert latin.json()["text"] == "Señor Ibañez said so."


def test_server_extract_options_stand_in_query_or_form(client):
    """Options of a file come in the query or in the form, and mean the same."""
    query = client.post("/extract?relations=quoted&name=a.txt&least_confidence=0.5", files={"file": ("a", STORY)})
    form = client.post(
        "/extract",
        files={"file": ("a", STORY)},
        data={"relations": "quoted", "name": "a.txt", "least_confidence": "0.5"},
    )
    assert query.status_code == 200
    assert query.json() == form.json()
    assert query.json()["extraction"]["engine"]["options"]["least_confidence"] == 0.5


def test_server_extract_metadata_goes_before_the_file(client):
    """What the request says of the article stands in the records; an address is kept, not asked."""
    given = {"title": "Low dam", "authors": ["A. B.", "C. D."], "url": "http://192.0.2.1/never-asked"}
    article = client.post("/extract", json={"content": PAGE, **given}).json()["extraction"]["article"]
    assert {name: article[name] for name in given} == given
    query = client.post("/extract?authors=A.+B.&authors=C.+D.", files={"file": ("a.html", PAGE)}).json()
    assert query["extraction"]["article"]["authors"] == ["A. B.", "C. D."]


def test_server_extract_one_article_of_several(client):
    """Of a file with several articles the request names one; else it is refused with their number."""
    whole = client.post("/extract", files={"file": ("a.jsonl", LINES)})
    assert error_of(whole)[:2] == (422, "unreadable")
    assert "3 articles" in error_of(whole)[2]
    second = client.post("/extract", files={"file": ("a.jsonl", LINES)}, data={"article": "2"})
    assert second.json()["text"] == "“Dam 2 holds,” said Mira Castell."
    assert second.json()["part"] == "line 2"
    assert error_of(client.post("/extract?article=4", files={"file": ("a.jsonl", LINES)}))[:2] == (422, "unreadable")
    broken = {"file": ("a.jsonl", b'{"text": "Nobody spoke."}\n{\n{"text": "Nobody came."}\n')}
    assert client.post("/extract?article=3", files=broken).json()["text"] == "Nobody came."
    assert "line 2" in error_of(client.post("/extract?article=2", files=broken))[2]


def test_server_names_the_file_that_cannot_be_read(client):
    """A refusal says which of the files of a form it is about."""
    picture = ("front.txt", b"\x89PNG\r\n\x1a\n")
    message = error_of(client.post("/extract", files={"file": picture}))[2]
    assert message.startswith("front.txt: the file is a PNG image")
    message = error_of(client.post("/verify", files={"text": picture, "extraction": (None, "{}")}))[2]
    assert "front.txt is no UTF-8" in message


def test_server_extract_refuses_long_articles():
    """An article longer than the limit is refused before it is read."""
    with TestClient(make_app(Settings(max_characters=50)), base_url=LOCAL) as small:
        status, code, message = error_of(small.post("/extract", json={"text": "a" * 51}))
        assert (status, code) == (413, "too-large")
        assert "51 characters" in message
        assert small.post("/extract", json={"text": "a" * 50}).status_code == 200


# verify


def test_server_verify_proves_records(client, story):
    """Records of the server hold for their text; damaged ones are listed with path, and that is no refusal."""
    good = client.post("/verify", json={"extraction": story, "text": STORY}).json()
    assert good == {
        "passes": True,
        "integrity": {"holds": True, "records": len(story["records"]), "failures": []},
        "verification": None,
        "failed": [],
    }
    damaged = json.loads(json.dumps(story))
    damaged["records"][0]["source"]["exact"] = "Somebody Else"
    bad = client.post("/verify", json={"extraction": damaged, "text": STORY}).json()
    assert (bad["passes"], bad["integrity"]["holds"]) == (False, False)
    assert any(failure["path"].startswith("$.records[0].source") for failure in bad["integrity"]["failures"])


def test_server_verify_holds_quotations_against_sources(client, story):
    """Each quotation of the records gets a verdict, as `verify_quotations` gives it."""
    source = "Castell: The dam holds. And nobody wanted to leave."
    asked = {"extraction": story, "text": STORY, "sources": [{"text": source, "name": "minutes.txt"}]}
    answer = client.post("/verify", json=asked).json()
    verdicts = [result["verdict"] for result in answer["verification"]["results"]]
    assert verdicts == ["verbatim-folded", "altered"]
    assert (answer["passes"], answer["failed"], answer["integrity"]["holds"]) == (False, [1], True)
    assert answer["verification"]["sources"][0]["name"] == "minutes.txt"
    lenient = client.post("/verify", json={**asked, "allow": ["altered"]}).json()
    assert (lenient["passes"], lenient["failed"]) == (True, [])


def test_server_verify_takes_quotations_and_labels(client):
    """Quotations need no records; labels of a transcript get names."""
    asked = {
        "quotations": ["We will run every boat.", {"quotation": ["We will", "run"], "speaker": "Jo Moss"}],
        "sources": [{"content": "THE CHAIR: We will run every boat.\n\nMR. OAK: No.", "name": "t.txt"}],
        "speakers": {"THE CHAIR": "Jo Moss"},
    }
    results = client.post("/verify", json=asked).json()["verification"]["results"]
    assert [result["verdict"] for result in results] == ["verbatim", "verbatim"]


def test_server_verify_reads_forms_with_files(client, story):
    """Sources come as files, of any format that `attribution verify` reads; records and text as fields or files."""
    files = [
        ("sources", ("minutes.docx", word_file())),
        ("sources", ("minutes.html", b"<p>Nobody had to leave.</p>")),
        ("extraction", ("records.json", json.dumps(story))),
    ]
    form = {"text": STORY, "retrieved": "2026-05-04", "allow": ["verbatim", "verbatim-folded"]}
    answer = client.post("/verify", files=files, data=form).json()
    assert [source["kind"] for source in answer["verification"]["sources"]] == ["docx", "html"]
    assert {source["retrieved"] for source in answer["verification"]["sources"]} == {"2026-05-04"}
    assert answer["passes"] is True
    lines = {"quotations": "“The dam holds” - Mira Castell\nNobody had to leave.\n"}
    answer = client.post("/verify", files=files[:2], data=lines).json()
    assert [result["verdict"] for result in answer["verification"]["results"]] == ["verbatim", "verbatim"]


def test_server_verify_names_sources_that_cannot_be_read(client):
    """A broken source is no refusal: the report names it, and nothing passes because of it."""
    broken = {"content_base64": base64.b64encode(b"%PDF-1.4 broken").decode(), "name": "a.pdf"}
    answer = client.post("/verify", json={"quotations": ["The dam holds."], "sources": [broken]}).json()
    assert answer["verification"]["sources"][0]["problem"]
    assert answer["passes"] is False


def test_server_verify_opens_no_path(client):
    """The name of a source is a name: no file of the server is ever opened by it."""
    source = {"text": "Nothing of the kind.", "name": "/etc/passwd"}
    answer = client.post("/verify", json={"quotations": ["root"], "sources": [source]})
    assert answer.json()["verification"]["sources"][0]["length"] == len(source["text"])
    assert error_of(client.post("/verify", json={"quotations": ["root"], "sources": ["/etc/passwd"]}))[0] == 422


# convert


@pytest.mark.parametrize("form", list(WRITING))
def test_server_convert_writes_every_format(client, story, form):
    """Each format is what the library writes, with its media type and a file name."""
    response = client.post("/convert", json={"extraction": story, "text": STORY, "format": form, "name": "Dam: Über/1"})
    assert response.status_code == 200, response.text
    expected = write(parse_extraction(json.dumps(story)), attribution.Article(STORY), form)
    assert response.content == (expected.encode() if isinstance(expected, str) else expected)
    assert response.headers["content-type"].partition(";")[0] == WRITING[form].media_type
    suffix = WRITING[form].suffix
    assert response.headers["content-disposition"] == (
        f"attachment; filename=\"Dam-ber-1{suffix}\"; filename*=UTF-8''Dam-%C3%9Cber-1{suffix}"
    )


@pytest.mark.parametrize(
    ("title", "name"), [("Low dam", "Low-dam.csv"), (None, "attributions.csv"), ("../..", "attributions.csv")]
)
def test_server_convert_names_the_file_by_title(client, title, name):
    """The file is named by the article's title; what is no word is left out."""
    answer = client.post("/extract", json={"text": STORY, **({"title": title} if title else {})}).json()
    asked = {"extraction": answer["extraction"], "text": answer["text"], "format": "csv"}
    assert f'filename="{name}"' in client.post("/convert", json=asked).headers["content-disposition"]


def test_server_convert_refuses_records_that_do_not_hold(client, story):
    """Records of another text, and records that break the contract, are not written; paths say where."""
    other = client.post("/convert", json={"extraction": story, "text": STORY + "!", "format": "csv"})
    assert error_of(other)[:2] == (422, "does-not-hold")
    assert "$.article.sha256" in error_of(other)[2]
    broken = {**story, "records": [{**story["records"][0], "kind": "guessed"}]}
    answer = client.post("/convert", json={"extraction": broken, "text": STORY, "format": "csv"})
    assert error_of(answer)[:2] == (422, "invalid")
    assert "$.records[0].kind" in error_of(answer)[2]
    moved = json.loads(json.dumps(story))
    moved["records"][-1]["source"]["end"] = 10**9
    assert error_of(client.post("/convert", json={"extraction": moved, "text": STORY, "format": "tei"}))[0] == 422


# what is refused


def deep(levels):
    return b"[" * levels + b"]" * levels


MALFORMED = [
    ("/extract", JSON_HEAD, b"", 400, "malformed-json", "no JSON"),
    ("/extract", JSON_HEAD, b"{", 400, "malformed-json", "line 1, column 2"),
    ("/extract", JSON_HEAD, b'{"text": "\xff"}', 400, "malformed-json", "no UTF-8 (byte 10)"),
    ("/extract", JSON_HEAD, b'{"text": "a", "text": "b"}', 400, "malformed-json", "'text' is there twice"),
    ("/extract", JSON_HEAD, b'{"least_confidence": NaN}', 400, "malformed-json", "NaN"),
    ("/extract", JSON_HEAD, b'{"least_confidence": 1e999}', 400, "malformed-json", "too large"),
    ("/extract", JSON_HEAD, b'{"article": ' + b"9" * 5000 + b"}", 400, "malformed-json", "too large"),
    ("/extract", JSON_HEAD, deep(65), 400, "malformed-json", "deeper than 64"),
    ("/extract", JSON_HEAD, deep(100_000), 400, "malformed-json", "deeper than 64"),
    ("/extract", JSON_HEAD, b'{"text":' * 1000 + b"1" + b"}" * 1000, 400, "malformed-json", "deeper than 64"),
    ("/extract", JSON_HEAD, deep(64), 422, "invalid", "expected an object"),
    ("/extract", JSON_HEAD, b"[]", 422, "invalid", "expected an object"),
    ("/extract", JSON_HEAD, b"{}", 422, "invalid", "exactly one of text, content, content_base64"),
    ("/extract", JSON_HEAD, b'{"text": "a", "content": "b"}', 422, "invalid", "not text and content"),
    ("/extract", JSON_HEAD, b'{"text": 1}', 422, "invalid", "$.text: Input should be a valid string"),
    ("/extract", JSON_HEAD, b'{"text": "a", "txet": 1, "b": 2}', 422, "invalid", "$.txet: unknown key\n$.b: unk"),
    ("/extract", JSON_HEAD, b'{"text": "a", "relations": "some"}', 422, "invalid", "'all' or 'quoted'"),
    ("/extract", JSON_HEAD, b'{"text": "a", "least_confidence": 2}', 422, "invalid", "$.least_confidence"),
    ("/extract", JSON_HEAD, b'{"text": "a", "least_confidence": "0.5"}', 422, "invalid", "$.least_confidence"),
    ("/extract", JSON_HEAD, b'{"text": "a", "least_confidence": true}', 422, "invalid", "$.least_confidence"),
    ("/extract", JSON_HEAD, b'{"text": "a\\u0000b"}', 422, "invalid", "text: holds NUL (U+0000) at 1"),
    ("/extract", JSON_HEAD, b'{"text": "a\\ud800b"}', 422, "invalid", "text: holds a lone surrogate at 1"),
    ("/extract", JSON_HEAD, b'{"authors": ["a", "\\udfff"]}', 422, "invalid", "authors[1]: holds a lone surrogate"),
    ("/extract", JSON_HEAD, b'{"\\ud800": 1}', 422, "invalid", "(a key): holds a lone surrogate"),
    ("/extract", JSON_HEAD, b'{"content": "a", "format": "rtf"}', 422, "invalid", "$.format"),
    ("/extract", JSON_HEAD, b'{"text": "a", "format": "html"}', 422, "invalid", "go with a file"),
    ("/extract", JSON_HEAD, b'{"content_base64": "?"}', 422, "invalid", "no base64"),
    ("/extract", JSON_HEAD, b'{"content": "a", "format": "docx"}', 422, "unreadable", "no DOCX"),
    ("/extract", JSON_HEAD, b'{"content": "<p>", "format": "ninjs"}', 422, "unreadable", "no JSON"),
    ("/extract?relations=some", {"content-type": "text/plain"}, b"a", 422, "invalid", "$.relations"),
    ("/extract?depth=1", {"content-type": "text/plain"}, b"a", 422, "invalid", "$.depth: unknown key"),
    ("/extract?article=x", {"content-type": "text/plain"}, b"a", 422, "invalid", "$.article"),
    ("/extract?name=a&name=b", {"content-type": "text/plain"}, b"a", 422, "invalid", "name: given twice"),
    ("/extract?relations=all", JSON_HEAD, b'{"text": "a", "relations": "all"}', 422, "invalid", "in the query"),
    ("/extract", {"content-type": "text/plain"}, b"a\0b", 422, "unreadable", ""),
    ("/extract", {"content-type": "text/plain; charset=klingon"}, b"a", 422, "unreadable", "'klingon'"),
    ("/extract", {"content-type": "text/plain; charset=zlib"}, b"a", 422, "unreadable", "'zlib'"),
    ("/extract", {}, b"a", 415, "unsupported-type", "is missing"),
    ("/extract", {"content-type": "application/x-www-form-urlencoded"}, b"a=b", 415, "unsupported-type", "urlencoded"),
    ("/extract", {"content-type": "multipart/form-data"}, b"a", 400, "malformed-form", "boundary"),
    ("/extract", FORM_HEAD, b"nonsense", 400, "malformed-form", "cannot be read"),
    ("/extract", FORM_HEAD, b"--b--\r\n", 422, "invalid", "0 articles"),
    (
        "/extract", FORM_HEAD, b'--b\r\ncontent-disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n',
        422, "invalid", "with a file name",
    ),
    ("/verify", JSON_HEAD, b"{}", 422, "invalid", "exactly one of extraction, quotations"),
    ("/verify", JSON_HEAD, b'{"quotations": ["a"]}', 422, "invalid", "give text"),
    ("/verify", JSON_HEAD, b'{"quotations": ["a"], "text": "a"}', 422, "invalid", "give extraction"),
    ("/verify", JSON_HEAD, b'{"extraction": {}, "text": "a"}', 422, "invalid", "'attribution/1' can be checked"),
    ("/verify", JSON_HEAD, b'{"extraction": {"records": 1}, "sources": [{"text": "a"}]}', 422, "unreadable", "records"),
    ("/verify", JSON_HEAD, b'{"quotations": ["a"], "sources": [{}]}', 422, "invalid", "$.sources[0]"),
    ("/verify", JSON_HEAD, b'{"quotations": [], "sources": [{"text": ""}], "allow": ["x"]}', 422, "invalid", "$.allow"),
    (
        "/verify", JSON_HEAD, b'{"quotations": ["a"], "sources": [{"text": "a", "retrieved": "foo"}]}',
        422, "invalid", "$.sources[0].retrieved: retrieved 'foo': expected a date of ISO 8601",
    ),
    ("/verify", {"content-type": "text/plain"}, b"a", 415, "unsupported-type", "text/plain"),
    ("/verify?x=1", JSON_HEAD, b"{}", 422, "invalid", "x: unknown"),
    ("/convert", JSON_HEAD, b'{"extraction": {}, "text": "a", "format": "rtf"}', 422, "invalid", "$.format"),
    ("/convert", JSON_HEAD, b'{"extraction": {}, "text": "a", "format": "csv"}', 422, "invalid", "$.schema: missing"),
    ("/convert", FORM_HEAD, b"--b--\r\n", 415, "unsupported-type", "application/json"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "headers", "body", "status", "code", "words"), MALFORMED)
def test_server_refuses_with_a_clear_error(client, path, headers, body, status, code, words):
    """What a user does wrong is answered with one shape, a stable code, and words that say what."""
    found = error_of(client.post(path, content=body, headers=headers))
    assert found[:2] == (status, code), found
    assert words in found[2]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/extract", 405),
        ("POST", "/health", 405),
        ("OPTIONS", "/extract", 405),
        ("PUT", "/", 405),
    ],
)
def test_server_refuses_unknown_paths_and_methods(client, method, path, status):
    """Unknown paths and methods are refused in the same shape, and no other origin is allowed anything."""
    response = client.request(method, path)
    assert error_of(response)[0] == status
    assert not any(name.startswith("access-control") for name in response.headers)


def test_server_messages_of_refusals_are_short():
    """A body that breaks a rule a million times gets a message of bounded length."""
    body = json.loads(refusal_body("invalid", "x\n" * 10**6))
    assert len(body["error"]["message"]) <= LONGEST + 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "localhost"}, 200),
        ({"host": "localhost:8000"}, 200),
        ({"host": "127.0.0.1:9"}, 200),
        ({"host": "[::1]:8000"}, 200),
        ({"host": "LOCALHOST"}, 200),
        ({"host": "evil.example"}, 421),
        ({"host": "localhost.evil.example"}, 421),
        ({"host": "evil.example:80@localhost"}, 421),
        ({"host": ""}, 421),
        ({"host": "localhost:8000", "origin": "http://localhost:8000"}, 200),
        ({"host": "localhost:80", "origin": "http://localhost"}, 200),
        ({"host": "localhost:8000", "origin": "http://localhost:9000"}, 403),
        ({"host": "localhost:8000", "origin": "http://127.0.0.1:8000"}, 403),
        ({"host": "localhost", "origin": "https://evil.example"}, 403),
        ({"host": "localhost", "origin": "null"}, 403),
        ({"host": "localhost", "origin": "file://localhost"}, 403),
        ({"host": "localhost", "origin": ""}, 403),
        ({"host": "localhost", "sec-fetch-site": "same-origin"}, 200),
        ({"host": "localhost", "sec-fetch-site": "none"}, 200),
        ({"host": "localhost", "sec-fetch-site": "cross-site"}, 403),
        ({"host": "localhost", "sec-fetch-site": "same-site"}, 403),
    ],
)
def test_server_refuses_other_sites(client, headers, status):
    """A page of another site cannot use the server, under whatever name it reaches it."""
    response = client.post("/extract", json={"text": "Nobody says anything."}, headers=headers)
    assert response.status_code == status, response.text
    if status != 200:
        error_of(response)


@pytest.mark.parametrize(
    ("trusted", "host", "good"),
    [
        (("desk.example",), "desk.example", True),
        (("desk.example",), "www.desk.example", False),
        (("*.desk.example",), "a.b.desk.example", True),
        (("*.desk.example",), "desk.example", False),
        (("*.desk.example",), "evildesk.example", False),
        (("*",), "anything.example", True),
    ],
)
def test_server_trusts_further_hosts(trusted, host, good):
    """Names that the one who starts the server trusts are answered, and no others."""
    app = make_app(make_settings("0.0.0.0", trusted))
    assert (TestClient(app, base_url=f"http://{host}").get("/nothing").status_code == 404) is good


def test_server_settings_trust_the_address_that_is_listened_on():
    """The address given with --host is trusted, unless it stands for all; bad values name themselves."""
    assert "192.0.2.7" in make_settings("192.0.2.7").trusted_hosts
    assert "[2001:db8::1]" in make_settings("2001:db8::1").trusted_hosts
    assert make_settings("0.0.0.0").trusted_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert Settings.from_json(make_settings("::", ("a.example",), max_bytes=5).to_json()).max_bytes == 5
    with pytest.raises(OptionError, match="time_limit"):
        make_settings("127.0.0.1", time_limit=0.0)


@pytest.mark.parametrize("path", ["/health", "/nothing", "/", "/docs", "/openapi.json"])
def test_server_sends_security_headers(client, path):
    """Every answer keeps browsers from guessing types, framing, and loading from elsewhere."""
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_server_failure_says_nothing_of_the_inside(monkeypatch):
    """What fails inside is answered without a word of the exception."""

    def fail(*_):
        raise KeyError("the secret of the house")

    monkeypatch.setattr(app_module, "answer_convert", fail)
    asked = {"extraction": {}, "text": "a", "format": "csv"}
    with TestClient(make_app(), base_url=LOCAL, raise_server_exceptions=False) as failing:
        response = failing.post("/convert", json=asked)
    assert error_of(response)[:2] == (500, "internal")
    assert "secret" not in response.text


# limits of time


def test_server_lane_gives_up_over_time():
    """What computes too long is refused, and told to stop at its next step."""
    stopped = threading.Event()

    def work(check):
        time.sleep(0.2)
        try:
            check()
        except OverTimeError:
            stopped.set()

    lane = Lane("test", 1, 0, 0.05)
    with pytest.raises(Refusal) as refused:
        asyncio.run(lane.run(work))
    assert (refused.value.status, refused.value.code) == (504, "over-time")
    assert stopped.wait(2)


def test_server_lane_refuses_when_full():
    """Beyond its places a lane refuses at once, what waits too long is told so, and places become free again."""

    async def scene():
        lane = Lane("test", 1, 1, 0.3)
        go = threading.Event()
        first = asyncio.create_task(lane.run(lambda _: go.wait(1)))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(lane.run(lambda _: "second"))
        await asyncio.sleep(0.05)
        with pytest.raises(Refusal) as full:
            await lane.run(lambda _: "third")
        late = await asyncio.gather(first, second, return_exceptions=True)
        go.set()
        await asyncio.sleep(0.05)
        return full.value, late, await lane.run(lambda _: "fourth")

    full, late, fourth = asyncio.run(scene())
    assert (full.status, full.code, full.headers) == (503, "busy", {"retry-after": "2"})
    assert [refusal.code for refusal in late] == ["over-time", "busy"]
    assert fourth == "fourth"


def test_server_extract_over_time_leaves_the_server_working():
    """An extraction that takes longer than the limit is refused in clear words, and the next request is answered."""
    with TestClient(make_app(Settings(time_limit=0.001)), base_url=LOCAL) as hurried:
        status, code, message = error_of(hurried.post("/extract", json={"text": STORY * 20}))
        assert (status, code) in {(504, "over-time"), (503, "busy")}
        assert "shorter" in message or "again" in message
        assert hurried.get("/health").status_code == 200


def test_server_verify_stops_between_quotations():
    """A verification that nobody waits for any more gives up at its next quotation."""
    asked = {"quotations": ["The dam held."] * 20, "sources": [{"text": "The dam holds."}]}
    calls = count(1)

    def check():
        if next(calls) == 5:
            raise OverTimeError

    with pytest.raises(OverTimeError):
        answer_verify(read_message(VerifyRequest, asked), check)
    assert next(calls) == 6


# documents


def test_server_openapi_holds_together(client):
    """Every reference of the document leads somewhere, and its examples fit their schemas."""
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {"/health", "/extract", "/verify", "/convert"}
    for name in re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)):
        assert name in document["components"]["schemas"]
    for operations in document["paths"].values():
        for operation in operations.values():
            contents = [operation.get("requestBody", {}), operation["responses"]["200"]]
            for content in (part for holder in contents for part in holder.get("content", {}).values()):
                if "example" in content:
                    schema = {**content["schema"], "components": document["components"]}
                    jsonschema.Draft202012Validator(schema).validate(content["example"])


def test_server_examples_are_what_the_server_says(client):
    """The stored examples are the server's answers now: `python -m attribution.server.examples` stores them anew."""
    assert steady(make_examples()) == steady(read_examples())
    for path in ("/extract", "/verify"):
        answer = client.post(path, json=read_examples()[path]["request"]).json()
        assert steady(answer) == steady(read_examples()[path]["response"])
    assert client.post("/convert", json=read_examples()["/convert"]["request"]).status_code == 200


def steady(value):
    """Leave out what every release and every new set of weights changes: versions, scores."""
    if isinstance(value, dict):
        left_out = ("engine", "confidence", "note", "version", "model_version")
        return {key: steady(part) for key, part in value.items() if key not in left_out}
    return [steady(part) for part in value] if isinstance(value, list) else value


def test_server_reference_is_up_to_date():
    """The page of the docs is made from the OpenAPI document: `python -m attribution.server.reference` prints it."""
    stored = (ROOT / "docs" / "reference" / "http.md").read_text("utf8")
    assert stored == reference_text(make_app().openapi())


def test_server_docs_page_loads_nothing(client):
    """The reference page holds no script, no frame, and no address of another site to load from."""
    response = client.get("/docs")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "POST /extract" in response.text
    assert not re.search(r"<(script|link|img|iframe|style)\b|\bsrc=|href=\"https?:", response.text)


def test_server_requests_match_their_models():
    """Each stored example is a request that its model takes."""
    models = {"/extract": ExtractRequest, "/verify": VerifyRequest, "/convert": ConvertRequest}
    for path, model in models.items():
        assert isinstance(read_message(model, dict(read_examples()[path]["request"])), model)
    assert read_message(SourceDocument, {"content_base64": "YQ\r\n=="[:2] + "=="}).content_base64 == b"a"


# page


def test_server_page_files_have_fixed_types(client):
    """Each file of the page is served with the type that browsers insist on."""
    folder = Path(str(resources.files("attribution") / "server" / "page"))
    types = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
    found = [file for file in folder.rglob("*") if file.suffix in types]
    assert (folder / "index.html") in found
    for file in found:
        response = client.get(f"/page/{file.relative_to(folder).as_posix()}")
        assert response.content == file.read_bytes()
        assert response.headers["content-type"] == f"{types[file.suffix]}; charset=utf-8"
    assert client.get("/").content == (folder / "index.html").read_bytes()


@pytest.mark.parametrize(
    "path",
    ["/page/", "/page/../app.py", "/page/%2e%2e/app.py", "/page/..%2fapp.py", "/page//etc/passwd", "/page/index.html/"],
)
def test_server_page_leads_nowhere_else(client, path):
    """No path below the page leads to another file."""
    assert error_of(client.get(path))[0] == 404


# command


def test_server_command_passes_its_options(monkeypatch):
    """`attribution serve` hands over what was chosen, and defaults for the rest."""
    seen = {}
    monkeypatch.setattr(
        "attribution.server.serving.serve", lambda settings, **options: seen.update(options, settings=settings)
    )
    arguments = ["serve", "--port", "9", "--workers", "3", "--max-bytes", "7", "--trusted-host", "desk.example"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert (seen["host"], seen["port"], seen["workers"]) == ("127.0.0.1", 9, 3)
    assert seen["settings"] == make_settings("127.0.0.1", ("desk.example",), max_bytes=7)


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--workers", "0"], 2, "--workers"),
        (["--time-limit", "-1"], 2, "time_limit"),
        (["--outlets", str(ROOT / "README.md")], 1, "README.md"),
    ],
)
def test_server_command_says_what_is_wrong(arguments, status, words):
    """A bad option or a broken lexicon is said in one message, before anything listens."""
    result = CliRunner().invoke(main, ["serve", *arguments])
    assert result.exit_code == status
    assert words in result.output
    assert "Traceback" not in result.output
