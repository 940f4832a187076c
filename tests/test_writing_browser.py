"""W3C annotations find their places again in a real browser, with the library that others wrote for it."""

from pathlib import Path

import pytest
from browser_checks import check, needs_browser
from test_writing_formats import FIXTURES, load

from attribution import writing


@needs_browser
@pytest.mark.parametrize("fixture", FIXTURES[::4], ids=lambda path: path.name.split(".")[0])
def test_every_annotation_is_anchored_by_apache_annotator(fixture: Path, tmp_path: Path):
    """In the article as Chromium shows it, each selector of each annotation has one match: the exact words."""
    extraction, article = load(fixture)
    page, annotations = tmp_path / "article.txt", tmp_path / "annotations.jsonld"
    page.write_bytes(b"\xef\xbb\xbf" + article.text.encode("utf-8"))
    annotations.write_text(writing.write(extraction, article, "w3c"), "utf-8")
    found = check("anchor", annotations, page)
    assert len(found) >= 4 * len(extraction.records)
    assert {match["type"] for match in found} == {"TextQuoteSelector", "TextPositionSelector"}
    assert [match for match in found if match["ranges"] != [match["exact"]]] == []
