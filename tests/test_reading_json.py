"""JSON of editorial systems: where the text stands, that it is HTML, and what is said of the article."""

import json

import pytest

from attribution.errors import InputError
from attribution.reading import read_article, read_articles
from attribution.reading.strings import holds_tags

pytest.importorskip("justhtml", reason="the extra 'html' is not installed")

BODY = "<p>&ldquo;We stay,&rdquo; said Ana&nbsp;Lima.</p>\n<p>She <em>left</em>.</p>"
TEXT = "“We stay,” said Ana\xa0Lima.\n\nShe left."


def read(data: object, **options: object):
    return read_article(json.dumps(data).encode(), **options)


@pytest.mark.parametrize("key", ["text", "body", "content", "articleBody", "html", "content_html", "body_html"])
def test_html_in_a_field_is_read_as_html(key):
    """Tags are no text of the article, whatever the field is called, and each character leads back to the file."""
    article = read({key: BODY, "title": "Stays &amp; <i>goes</i>"})
    assert (article.article.text, article.article.title) == (TEXT, "Stays & goes")
    assert [block.span.of(TEXT) for block in article.blocks] == TEXT.split("\n\n")
    raw = "".join(article.raw(0, len("“We stay,”")))
    assert raw == "&ldquo;We stay,&rdquo;"
    assert article.raw(TEXT.index("left"), TEXT.index("left") + 4) == ("left",)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("One\n\nTwo &amp; <em>three</em>\n\nFour", "One\n\nTwo & three\n\nFour"),
        ("One &ldquo;a&rdquo;\nTwo", "One “a”\nTwo"),
        ("One<br>Two", "One\nTwo"),
        ("<p>Never closed", "Never closed"),
        ("<p>One</p><script>x()</script>", "One"),
        ('<p><span style="display: none">Eve Roe</span> Bo <b hidden>x</b>Li said no.</p>', "Bo Li said no."),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("the <p> tag, the <Quay>, AT&T and R&D;", "the <p> tag, the <Quay>, AT&T and R&D;"),
        ("", ""),
    ],
)
def test_what_is_html_is_told_by_its_tags(field, text):
    """An element that begins and ends makes a text HTML; a sign or a word between brackets does not."""
    article = read({"text": field})
    assert article.article.text == text
    for stretch in article.offsets.stretches:
        assert 0 < stretch.raw_end <= len(article.source)


def test_telling_html_takes_time_by_its_length():
    """Openings without ends cost no more than their length."""
    assert not holds_tags("<a " * 100_000 + "</" * 100_000)


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (
            {
                "id": 7,
                "date": "2026-05-08T10:00:00",
                "link": "https://courier.example/7",
                "title": {"rendered": "Bo&#8217;s harbour"},
                "content": {"rendered": BODY, "protected": False},
                "excerpt": {"rendered": "<p>Short</p>"},
                "author": 12,
                "_embedded": {"author": [{"id": 12, "name": "Bo Ek"}]},
            },
            ("Bo’s harbour", ("Bo Ek",), None, "2026-05-08T10:00:00", "https://courier.example/7", None),
        ),
        (
            {
                "data": {
                    "type": "node--article",
                    "attributes": {
                        "title": "Harbour",
                        "langcode": "en",
                        "created": "2026-05-08T10:00:00+00:00",
                        "body": {"value": "raw", "format": "basic_html", "processed": BODY},
                    },
                }
            },
            ("Harbour", (), None, "2026-05-08T10:00:00+00:00", None, "en"),
        ),
        (
            {
                "title": [{"value": "Harbour"}],
                "created": [{"value": "2026-05-08T10:00:00+00:00", "format": "Y-m-d"}],
                "body": [{"value": BODY, "format": "full_html"}],
            },
            ("Harbour", (), None, "2026-05-08T10:00:00+00:00", None, None),
        ),
        (
            {
                "@context": "https://schema.org",
                "@graph": [
                    {"@type": "WebPage", "name": "Page"},
                    {
                        "@type": "NewsArticle",
                        "headline": "Harbour",
                        "articleBody": TEXT,
                        "author": [{"@type": "Person", "name": "Bo Ek"}, {"@type": "Person", "name": "Di Roe"}],
                        "publisher": {"@type": "Organization", "name": "Courier"},
                        "datePublished": "2026-05-08",
                        "inLanguage": {"name": "English"},
                        "mainEntityOfPage": {"@id": "https://courier.example/8"},
                    },
                ],
            },
            ("Harbour", ("Bo Ek", "Di Roe"), "Courier", "2026-05-08", "https://courier.example/8", None),
        ),
        (
            {
                "type": "story",
                "headlines": {"basic": "Harbour"},
                "credits": {"by": [{"type": "author", "name": "Bo Ek"}]},
                "display_date": "2026-05-08T10:00:00Z",
                "language": "en",
                "content_elements": [
                    {"type": "text", "content": "&ldquo;We stay,&rdquo; said Ana&nbsp;Lima."},
                    {"type": "image", "caption": "A boat"},
                    {"type": "text", "content": "She <em>left</em>."},
                ],
            },
            ("Harbour", ("Bo Ek",), None, "2026-05-08T10:00:00Z", None, "en"),
        ),
        (
            {"article": {"headline": "Harbour", "body": BODY, "byline": "By Bo Ek and Di Roe"}},
            ("Harbour", ("Bo Ek", "Di Roe"), None, None, None, None),
        ),
        ({"version": "https://jsonfeed.org/version/1.1", "title": "Feed", "items": [{"content_html": BODY}]}, None),
        ({"body": ["“We stay,” said Ana\xa0Lima.", "She left."], "published_at": "2026-05-08"}, None),
    ],
    ids=["wordpress", "drupal-jsonapi", "drupal-rest", "schema.org", "arc", "wrapped", "json-feed", "list"],
)
@pytest.mark.parametrize("name", [None, "a.jsonl"])
def test_shapes_of_editorial_systems(data, known, name):
    """The text is found where the system puts it, and its own words for headline, author and date are known."""
    article = read(data, name=name)
    found = article.article
    assert (found.text, article.format) == (TEXT, "jsonl" if name else "json")
    if known:
        assert (found.title, found.authors, found.publisher, found.published, found.url, found.language) == known
    assert article.raw(TEXT.index("She"), TEXT.index("She") + 3) == ("She",)


def test_blocks_of_arc_are_kept():
    """Headings, lists and block quotations of Arc are told, and pull quotations repeat."""
    quote = {"type": "quote", "subtype": "blockquote", "citation": {"content": "Ana Lima"}}
    quote["content_elements"] = [{"type": "text", "content": "Nobody likes it."}]
    elements = [
        {"type": "header", "level": 2, "content": "The <b>pier</b>"},
        {"type": "list", "items": [{"type": "text", "content": "one"}, {"type": "text", "content": "two"}]},
        quote,
        quote | {"subtype": "pullquote"},
        {"type": "raw_html", "content": "<div>x</div>"},
        {"type": "text", "content": "It rained on the pier, and on the harbour, all through the long and grey day."},
    ]
    article = read({"content_elements": elements})
    blocks = [(block.kind, block.depth, block.span.of(article.article.text)) for block in article.blocks]
    assert blocks[:-1] == [
        ("heading", 0, "The pier"),
        ("item", 0, "one"),
        ("item", 0, "two"),
        ("quote", 1, "Nobody likes it."),
        ("attribution", 1, "Ana Lima"),
    ]
    assert [article.article.text[start:end] for start, end in article.article.block_quotations] == ["Nobody likes it."]


def test_several_articles_in_one_object():
    """A list under a usual name is as many articles; one without a text is said in its place, not a page of a graph."""
    data = json.dumps({"posts": [{"title": "One", "html": "<p>a</p>"}, {"title": "Two"}]})
    first, second = read_articles(data.encode(), on_error="yield")
    assert (first.part, first.article.text) == ("item 1", "a")
    assert str(second).startswith("item 2 has no text")
    first, second = read_articles(f"{data}\n{data}".encode(), on_error="yield", name="a.jsonl"), None
    assert [getattr(one, "part", None) for one in first] == ["line 1, item 1", None, "line 2, item 1", None]


def test_a_missing_text_names_what_is_looked_for_and_what_is_there():
    """Whoever has another shape learns which names are known."""
    with pytest.raises(InputError, match="none of the fields text, body, articleBody") as error:
        read({"id": 1, "lede": {"html5": "x"}})
    assert "there are the fields id, lede: give the text as" in str(error.value)
    assert "WRAPPERS" not in str(error.value) and "@graph" in str(error.value)
    with pytest.raises(InputError, match="there are the fields none"):
        read({})
