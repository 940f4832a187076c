"""The article that the project started from, read by the whole line."""

import json

import pytest
from conftest import SHARED, needs_shared

import attribution

SEED = SHARED / "seed"
GENERIC = {"the", "website", "s"}
NEAR = 4  # the gold of q6 points into "when", the "he" stands right behind it

pytestmark = [pytest.mark.model, needs_shared]


@pytest.fixture(scope="module")
def text():
    return (SEED / "article.txt").read_bytes().decode()


@pytest.fixture(scope="module")
def gold():
    return json.loads((SEED / "gold.json").read_text("utf8"))


@pytest.fixture(scope="module")
def extraction(text):
    return attribution.extract(text)


def tightest(records, start, end):
    covering = [
        record
        for record in records
        if any(c.start <= start + 1 and end - 1 <= c.end for c in (*record.content, *record.quotations))
    ]
    return min(covering, key=lambda record: sum(c.end - c.start for c in record.content))


def words(name):
    return {word for word in name.lower().replace("’", " ").replace("'", " ").split() if word not in GENERIC}


@pytest.mark.parametrize("number", range(1, 10))
def test_seed_quoted_records_are_right(number, text, gold, extraction):
    """Each record that holds a quotation has the right speaker, source mention and outlet."""
    wanted = next(record for record in gold["records"] if record["id"] == f"q{number}")
    found = tightest(extraction.records, *wanted["content"][0])
    start, end = wanted["speaker_mention"]
    assert found.speaker.name == wanted["speaker"]
    assert found.source.start < end + NEAR
    assert start < found.source.end
    if wanted["outlet"] is None:
        assert found.outlet is None
    else:
        assert words(found.outlet.name) <= words(wanted["outlet"])


def test_seed_marked_stretches_that_nobody_said_are_left_out(gold, extraction):
    """A name and a word mentioned as a word are no quotation of any record."""
    quoted = {(q.start, q.end) for record in extraction.records for q in record.quotations}
    assert not quoted & {tuple(one["span"]) for one in gold["not_quotations"]}


def test_seed_odd_mark_is_reported(gold, extraction):
    """The closing mark without an opening one is a problem at its place."""
    ((start, end),) = (one["span"] for one in gold["mark_problems"])
    assert any(problem.start <= end and start <= problem.end for problem in extraction.problems)


def test_seed_nothing_comes_from_the_byline(gold, extraction):
    """No record has the author as source or speaker."""
    author = gold["article"]["name"]
    for record in extraction.records:
        assert record.source is None or author not in record.source.exact
        assert record.speaker is None or record.speaker.name != author
