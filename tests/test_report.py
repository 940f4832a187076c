"""The report: complete, linked, inert, and usable by everyone."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser_checks import check, needs_browser
from test_writing_formats import FIXTURES, HOSTILE, PAIRS, hostile, load

from attribution import writing
from attribution.inert import HARMFUL
from attribution.writing.percent import percent

VOID = {"meta", "link", "br", "img", "input", "hr"}
every_pair = pytest.mark.parametrize("pair", PAIRS)


class Page(HTMLParser):
    """Collects what a test asks of a page; `problems` are tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.tags: set[str] = set()
        self.problems: list[str] = []
        self.shown: list[str] = []
        self.within: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        self.targets += [values["href"]] if "href" in values else []
        if tag not in VOID:
            self.within.append((tag, values.get("class") or ""))

    def handle_endtag(self, tag):
        if not self.within or self.within[-1][0] != tag:
            self.problems.append(f"</{tag}> at {self.getpos()}")
        else:
            self.within.pop()

    def handle_data(self, data):
        classes = [name for _, names in self.within for name in names.split()]
        if "text" in classes and "number" not in classes:
            self.shown.append(data)


def page_of(pair) -> Page:
    return Page(writing.write(*pair, "html"))


@every_pair
def test_tags_nest_and_ids_are_unique(pair):
    """The page is well-formed, so marks that cross were cut in the right places."""
    page = page_of(pair)
    assert page.problems == []
    assert page.within == []
    assert len(page.ids) == len(set(page.ids))


@every_pair
def test_every_link_leads_to_a_place_in_the_page(pair):
    """No link is dead; each record has a panel, and each of its places is linked from there."""
    extraction, _ = pair
    page = page_of(pair)
    inner = {target[1:] for target in page.targets if target.startswith("#")}
    assert inner <= set(page.ids)
    for number, record in enumerate(extraction.records, start=1):
        assert f"statement-{number}" in inner
        for mention in record.content:
            assert f"said-{mention.start}-{mention.end}" in inner
        if record.source:
            assert f"source-{record.source.start}-{record.source.end}" in inner


@every_pair
def test_the_article_is_shown_whole(pair):
    """The text of the report is the text of the article; harmful characters are shown by their number."""
    _, article = pair
    text = re.sub(r"[\x0b\x0c\x85\u2028\u2029]", "", article.text)
    named = HARMFUL.sub(lambda match: f"U+{ord(match.group()):04X}", text)
    shown = re.sub(r"U\+(000B|000C|0085|2028|2029)", "", "".join(page_of(pair).shown))
    assert re.sub(r"\s+", "", shown) == re.sub(r"\s+", "", named)


@every_pair
def test_nothing_can_run_or_be_fetched(pair):
    """No script, no handler, no address but web links of the article itself, and a policy that forbids the rest."""
    text = writing.write(*pair, "html")
    page = Page(text)
    assert page.tags.isdisjoint({"script", "img", "iframe", "object", "embed", "link", "form", "base", "svg"})
    assert not [name for _, name, _ in page.attributes if name.startswith("on") or name in ("src", "srcset", "action")]
    assert all(target.startswith(("#", "http://", "https://")) for target in page.targets)
    assert "default-src 'none'" in text
    assert not HARMFUL.search(text)
    assert not re.search(r"url\(|@import", text)


def test_problems_stand_on_top_and_are_linked():
    """A problem is told before the article, with its place."""
    text = writing.write(*hostile(), "html")
    assert text.index('id="problems"') < text.index('id="article"')
    assert 'href="#problem-1"' in text
    assert "odd &lt;script&gt;" in text


def test_a_low_confidence_is_said_in_words():
    """A field that is more likely wrong than right is called unsure, not only coloured."""
    assert "40%, unsure" in writing.write(*hostile(), "html")


def test_tables_group_by_speaker_and_outlet():
    """Each speaker and each outlet has a row that leads to all of its statements."""
    extraction, article = load(next(path for path in FIXTURES if path.name.startswith("agency_wire")))
    text = writing.write(extraction, article, "html")
    speakers, outlets = text.split('<section id="speakers"')[1].split('<section id="outlets"')
    for record in extraction.records:
        if record.speaker and record.speaker.name:
            assert record.speaker.name in speakers
        if record.outlet:
            assert record.outlet.name in outlets
    assert speakers.count("#statement-") == len(extraction.records)


def test_an_empty_article_has_a_report():
    """Nothing said is said so."""
    from test_writing_formats import ENGINE

    from attribution.building import build_extraction
    from attribution.models import Draft
    from attribution.records import Article

    article = Article("")
    text = writing.write(build_extraction(Draft(article), ENGINE), article, "html")
    assert "Nobody says anything" in text
    assert Page(text).problems == []


@needs_browser
def test_axe_finds_no_violation_and_nothing_overflows(tmp_path: Path):
    """At 1,280 and 390 pixels, light and dark, axe-core has no complaint about the reports."""
    paths = []
    for path in FIXTURES[1:2]:
        extraction, article = load(path)
        paths.append(tmp_path / path.name.replace(".gold.json", ".html"))
        paths[-1].write_text(writing.write(extraction, article, "html"), "utf-8")
    paths.append(tmp_path / "hostile.html")
    paths[-1].write_text(writing.write(*hostile(), "html"), "utf-8")
    found = check("axe", *paths)
    assert len(found) == 4 * len(paths)
    assert [(one["path"], one["view"], one["violations"]) for one in found if one["violations"]] == []
    assert [(one["path"], one["view"]) for one in found if one["wide"]] == []


def test_hostile_text_is_what_it_claims():
    """The attacks of this file hold markup, formulas, control and bidirectional characters."""
    assert all(part in HOSTILE for part in ("<script>", "=1+1", "\x00", "\u202e", "]]>", "-->"))


@pytest.mark.parametrize(("probability", "shown"), [(0.9996, "99%"), (1.0, "100%"), (0.29, "29%"), (0.0, "0%")])
def test_report_rounds_no_probability_up(probability: float, shown: str) -> None:
    """What is not certain is not shown as certain; 0.29 is 29% though its product with 100 is less."""
    assert percent(probability) == shown
