"""Forty pages of our own that look like the real web: twenty skins, two stories each (tests/pages)."""

import html
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from attribution.reading import ReadArticle, read_article

pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")

FOLDER = Path(__file__).parent / "pages"
STORIES = {story["key"]: story for story in json.loads((FOLDER / "stories.json").read_text("utf-8"))}
SKINS = sorted((FOLDER / "skins").glob("*.html"))
NAMED = {
    "“": "&ldquo;",
    "”": "&rdquo;",
    "‘": "&lsquo;",
    "’": "&rsquo;",
    "–": "&ndash;",
    "…": "&hellip;",
    "£": "&pound;",
}
NAMED |= {"€": "&euro;", "á": "&aacute;", '"': "&quot;"}
QUOTATION = re.compile('“[^”]+”|"[^"]+"|‘[^’]+’')


class Page(NamedTuple):
    name: str
    data: bytes
    story: dict[str, Any]
    encoding: str


def escape(text: str, style: str) -> str:
    """Write characters as references, in the style of a page; "bare" leaves even the ampersand."""
    if style == "bare":
        return text
    text = text.replace("&", "&amp;")
    if style == "named":
        return "".join(NAMED.get(c, c) for c in text)
    if style == "numeric":
        forms = ("&#x{:X};", "&#{};")
        return "".join(forms[i % 2].format(ord(c)) if ord(c) > 126 else c for i, c in enumerate(text))
    return text


def inline(text: str, style: str) -> Markup:
    """Turn the light markup of the stories into HTML."""
    text = escape(text, style)
    text = re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r'<a href="\2" class="link">\1</a>', text)
    return Markup(re.sub(r"\*([^*]+)\*", r"<em>\1</em>", text))


def shown(text: str) -> str:
    """Return what a reader sees of a paragraph of a story."""
    return re.sub(r"\*([^*]+)\*", r"\1", re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text))


def build(skin: Path, story: dict[str, Any]) -> Page:
    template = skin.read_text("utf-8")
    settings = dict(part.split(": ") for part in re.search(r"{# (.*?) #}", template).group(1).split("; "))
    body = [(kind, inline(text, settings["entities"])) for kind, text in story["body"]]
    environment = Environment(undefined=StrictUndefined, autoescape=True)
    text = environment.from_string(template).render(**{**story, "body": body})
    if settings.get("newline") == "crlf":
        text = text.replace("\n", "\r\n")
    data = text.encode(settings["encoding"], "xmlcharrefreplace")
    return Page(f"{skin.stem}-{story['key']}", data, story, settings["encoding"])


def all_pages() -> list[Page]:
    keys = list(STORIES)
    return [
        build(skin, STORIES[keys[(number * 2 + turn) % len(keys)]])
        for number, skin in enumerate(SKINS)
        for turn in (0, 1)
    ]


PAGES = all_pages()
every_page = pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])


def read(page: Page) -> ReadArticle:
    return read_article(page.data)


def test_there_are_forty_pages():
    """The set has the size that is promised."""
    assert len(PAGES) == 40
    assert len({page.data for page in PAGES}) == 40


@every_page
def test_text_is_the_story_and_nothing_else(page):
    """The text is every paragraph of the story, in order, and no menu, advertisement, caption or comment."""
    expected = [shown(text) for _, text in page.story["body"]]
    assert read(page).article.text.split("\n\n") == expected


@every_page
def test_every_quotation_is_found_again_in_the_raw_file(page):
    """What the map calls the place of a quotation says, with references resolved, the quotation."""
    article = read(page)
    raw = page.data.decode("utf-16" if page.encoding == "utf-16" else page.encoding)
    found = list(QUOTATION.finditer(article.article.text))
    assert found
    for match in found:
        spans = article.offsets.raw(*match.span())
        again = html.unescape("".join(raw[span.start : span.end] for span in spans))
        assert re.sub(r"\s+", " ", again) == match.group()


@every_page
def test_every_character_has_its_place_and_the_places_ascend(page):
    """All of the text but the blank lines between paragraphs stands in the file, in the same order."""
    article = read(page)
    text = article.article.text
    mapped = {at for stretch in article.offsets.stretches for at in range(stretch.start, stretch.end)}
    assert {text[at] for at in set(range(len(text))) - mapped} <= {"\n"}
    places = [(s.raw_start, s.raw_end) for s in article.offsets.stretches]
    assert places == sorted(places)


@every_page
def test_quotations_are_found_again_as_bytes(page):
    """Byte offsets lead to the same words in the undecoded file."""
    article = read(page)
    for match in QUOTATION.finditer(article.article.text):
        stretches = article.raw_bytes(*match.span())
        again = b"".join(page.data[start:end] for start, end in stretches).decode(article.encoding)
        assert re.sub(r"\s+", " ", html.unescape(again)) == match.group()


@every_page
def test_block_quotations_are_told(page):
    """The paragraphs that the page sets as block quotations are blocks of that kind, and no others are."""
    article = read(page)
    expected = [shown(text) for kind, text in page.story["body"] if kind == "q"]
    assert [b.span.of(article.article.text) for b in article.blocks if b.kind == "quote"] == expected


@every_page
def test_headline_comes_from_the_page(page):
    """Whatever a page offers (JSON-LD, OpenGraph, h1), the title is the headline alone."""
    assert read(page).article.title == page.story["headline"]


@pytest.mark.parametrize(
    ("skin", "field"),
    [
        ("01-wordpress", "author"), ("01-wordpress", "publisher"), ("01-wordpress", "published"),
        ("01-wordpress", "url"),
        ("03-br-br", "author"), ("03-br-br", "published"), ("04-arc-ads", "author"), ("04-arc-ads", "publisher"),
        ("04-arc-ads", "published"), ("04-arc-ads", "url"), ("06-paywall", "author"), ("06-paywall", "publisher"),
        ("07-nested-quotes", "author"), ("11-xhtml", "author"), ("11-xhtml", "published"), ("13-substack", "author"),
    ],
)  # fmt: skip
def test_metadata_comes_from_the_page(skin, field):
    """Byline, publisher, date and address are those that the page states."""
    page = next(page for page in PAGES if page.name.startswith(skin))
    article = read(page).article
    value = article.authors[0] if field == "author" else getattr(article, field)
    assert value == page.story[field]


@pytest.mark.parametrize(
    ("skin", "encoding", "basis"),
    [
        ("01-wordpress", "utf-8", "declared"),
        ("02-table-nineties", "cp1252", "declared"),
        ("03-br-br", "utf-8", "utf-8"),
        ("09-utf16", "utf-16-le", "byte-order mark"),
        ("10-cp1252-undeclared", "cp1252", "guessed"),
        ("11-xhtml", "iso8859-15", "declared"),
        ("19-mislabelled", "utf-8", "utf-8"),
    ],
)
def test_encoding_and_its_ground_are_said(skin, encoding, basis):
    """The encoding of each page is found, and a guess is called one."""
    article = read(next(page for page in PAGES if page.name.startswith(skin)))
    assert (article.encoding, article.encoding_basis) == (encoding, basis)
    codes = [problem.code for problem in article.problems]
    assert ("encoding-guessed" in codes) == article.encoding_guessed
    assert ("encoding-mislabelled" in codes) == (skin == "19-mislabelled")


def test_a_paywall_is_said_at_the_end_of_the_text():
    """A page that asks readers to subscribe says that the text may be cut off there."""
    article = read(next(page for page in PAGES if page.name.startswith("06-paywall")))
    assert [(p.code, p.start) for p in article.problems] == [("paywall", len(article.article.text))]


def test_links_of_the_story_are_kept():
    """A link stands over the words that are linked."""
    article = read(next(page for page in PAGES if page.story["key"] == "bridge"))
    assert [(link.span.of(article.article.text), link.href) for link in article.links] == [
        ("the inspection report", "https://council.example/report.pdf")
    ]


@pytest.mark.model
def test_records_of_every_page_are_found_again_in_its_file():
    """Whatever the line finds on a page, its words stand in the file where the map leads, and are of the story."""
    import attribution

    articles = [read(page) for page in PAGES]
    extractions = attribution.extract_many([article.article for article in articles])
    quotations = 0
    for page, article, extraction in zip(PAGES, articles, extractions, strict=True):
        story = "\n\n".join(shown(text) for _, text in page.story["body"])
        for record in extraction.records:
            for mention in record.quotations:
                quotations += 1
                again = html.unescape("".join(article.raw(mention.start, mention.end)))
                assert re.sub(r"\s+", " ", again) == mention.exact
                assert mention.exact in story
    assert quotations > 2 * len(PAGES)
