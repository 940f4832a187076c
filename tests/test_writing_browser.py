"""W3C annotations find their places again in a real browser, with the library that others wrote for it."""

import re
from pathlib import Path

from browser_checks import check, needs_browser
from test_reading_pages import PAGES, QUOTATION, read
from test_writing_formats import ENGINE, FIXTURES, load

from attribution import writing
from attribution.building import build_extraction
from attribution.models import CharSpan, Confidence, Draft, Relation, SpeakerDraft
from attribution.reading import ReadArticle
from attribution.records import Extraction
from attribution.writing.web_annotation import write_page_annotation


@needs_browser
def test_every_annotation_is_anchored_by_apache_annotator(tmp_path: Path):
    """In the article as Chromium shows it, each selector of each annotation has one match: the exact words."""
    files: list[Path | str] = []
    pairs = [load(fixture) for fixture in FIXTURES[::4]]
    for number, (extraction, article) in enumerate(pairs):
        page, annotations = tmp_path / f"{number}.txt", tmp_path / f"{number}.jsonld"
        page.write_bytes(article.text.encode("utf-8"))
        annotations.write_text(writing.write(extraction, article, "w3c"), "utf-8")
        files += [annotations, page, "utf-8"]
    for (extraction, _), found in zip(pairs, check("anchor", *files), strict=True):
        assert len(found) >= 4 * len(extraction.records)
        assert {match["type"] for match in found} == {"TextQuoteSelector", "TextPositionSelector"}
        assert [match for match in found if match["ranges"] != [match["exact"]]] == []


def quotations_of(article: ReadArticle) -> Extraction:
    """Return an extraction with a record for each quotation of a page, said by the word behind it."""
    text = article.article.text
    relations = []
    for match in QUOTATION.finditer(text):
        content = (CharSpan(match.start() + 1, match.end() - 1),)
        word = re.compile(r"\w+").search(text, match.end()) or re.compile(r"\w+").search(text)
        mention = CharSpan(*word.span())
        speaker = SpeakerDraft("unnamed", mention=mention)
        relations.append(
            Relation(content, content, "direct", source=mention, speaker=speaker, confidence=Confidence(0.9, 0.9, 0.9))
        )
    return build_extraction(Draft(article.article, relations=tuple(relations)), ENGINE)


@needs_browser
def test_annotations_are_anchored_in_the_web_page_itself(tmp_path: Path):
    """In each of the forty raw pages, as Chromium parses them, each selector has one match: the words of the page."""
    files: list[Path | str] = []
    for page in PAGES:
        article = read(page)
        raw, annotations = tmp_path / f"{page.name}.html", tmp_path / f"{page.name}.jsonld"
        raw.write_bytes(page.data)
        annotations.write_text(write_page_annotation(quotations_of(article), article), "utf-8")
        files += [
            annotations,
            raw,
            {"iso8859-15": "iso-8859-15", "cp1252": "windows-1252"}.get(article.encoding, article.encoding),
        ]
    results = check("anchor", *files)
    for page, found in zip(PAGES, results, strict=True):
        assert len(found) >= 4 * len(quotations_of(read(page)).records) > 0, page.name
        assert [match for match in found if match["ranges"] != [match["exact"]]] == [], page.name
