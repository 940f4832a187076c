"""The fixtures: articles written for this project with records read by hand, which other tests measure against."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import SHARED, needs_shared

from attribution.evaluation import covering, fixture_pairs
from attribution.jsonio import parse_extraction
from attribution.records import AttributionRecord, CueType, Extraction, OutletKind, text_digest
from attribution.verify.integrity import verify_records

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
NAMES = sorted(path.name.removesuffix(".gold.json") for path in FIXTURES.glob("*.gold.json"))
CORPORA = ("polnear/train.jsonl", "polnear/dev.jsonl", "web/articles.jsonl", "bbc-abc/articles.jsonl")
NEWSROOMS = ("training", "speakers", "held")
OWN_WORDS = 12  # as many words in a row with another text are not the project's own


def _text(name: str) -> str:
    return (FIXTURES / f"{name}.txt").read_bytes().decode("utf-8")


@cache
def _gold(name: str) -> Extraction:
    return parse_extraction((FIXTURES / f"{name}.gold.json").read_text("utf-8"))


@cache
def _notes(name: str) -> dict[str, Any]:
    notes: dict[str, Any] = json.loads((FIXTURES / f"{name}.notes.json").read_text("utf-8"))
    return notes


@cache
def _newsroom_articles(name: str) -> list[dict[str, Any]]:
    lines = (FIXTURES / "newsrooms" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _records() -> Iterator[tuple[str, AttributionRecord]]:
    return ((name, record) for name in NAMES for record in _gold(name).records)


def _cited_outlets() -> dict[tuple[str, int], AttributionRecord]:
    """Return one record for each place in a fixture that cites an outlet."""
    return {(name, record.outlet.mention.start): record for name, record in _records() if record.outlet}


def _outlet_lexicon() -> list[dict[str, Any]]:
    outlets: list[dict[str, Any]] = json.loads((ROOT / "attribution/data/en/outlets.json").read_text("utf-8"))[
        "outlets"
    ]
    return outlets


def _having(field: str) -> set[str]:
    """Return the fixtures with a record whose `field` is filled."""
    return {name for name, record in _records() if getattr(record, field)}


def test_fixtures_each_article_has_gold_and_notes() -> None:
    """Every article of the folder has its two companions, and there are at least sixteen."""
    texts = sorted(path.stem for path in FIXTURES.glob("*.txt"))
    notes = sorted(path.name.removesuffix(".notes.json") for path in FIXTURES.glob("*.notes.json"))
    assert texts == NAMES == notes
    assert len(NAMES) >= 16


@pytest.mark.parametrize("name", NAMES)
def test_fixtures_gold_holds_for_its_article(name: str) -> None:
    """The gold parses, passes the integrity check and was made from this very text."""
    text = _text(name)
    assert _gold(name).article.sha256 == text_digest(text)
    assert _gold(name).records
    assert verify_records(text, (FIXTURES / f"{name}.gold.json").read_text("utf-8")) == []


@pytest.mark.parametrize("name", NAMES)
def test_fixtures_notes_stand_where_they_say(name: str) -> None:
    """What nobody said, and what is no part of the story, stands at its offsets and is in no record's quotations."""
    text, notes = _text(name), _notes(name)
    quotations = [mention.span for record in _gold(name).records for mention in record.quotations]
    for note in notes["not_quotations"] + notes["furniture"]:
        assert text[note["start"] : note["end"]] == note["exact"]
        assert note["why"]
        assert not any(start < note["end"] and note["start"] < end for start, end in quotations), note
    info = _gold(name).article
    assert (info.title, info.publisher, info.published) == tuple(
        notes["article"][key] for key in ("title", "publisher", "published")
    )
    assert list(info.authors or ()) == (notes["article"]["authors"] or [])


@pytest.mark.parametrize("name", NAMES)
def test_fixtures_nothing_is_said_by_or_in_the_furniture(name: str) -> None:
    """No content and no source stands in a byline, dateline, credit or biography."""
    furniture = [(note["start"], note["end"]) for note in _notes(name)["furniture"]]
    for record in _gold(name).records:
        for mention in (*record.content, *((record.source,) if record.source else ())):
            assert not any(start < mention.end and mention.start < end for start, end in furniture), mention.exact


@pytest.mark.parametrize("name", NAMES)
def test_fixtures_every_curly_quotation_is_accounted_for(name: str) -> None:
    """Each stretch between curly double marks is said in some record or listed as said by nobody."""
    text = _text(name)
    known = [mention.span for record in _gold(name).records for mention in record.quotations]
    known += [(note["start"], note["end"]) for note in _notes(name)["not_quotations"]]
    for match in re.finditer(r"“([^“”\n\"]*)”", text):
        assert any(start <= match.start(1) and match.end(1) <= end for start, end in known), match.group()


def test_fixtures_cite_outlets_of_every_kind() -> None:
    """At least 40 places cite an outlet, all kinds occur, and so do both bases."""
    cited = [record.outlet for record in _cited_outlets().values() if record.outlet]
    assert len(cited) >= 40
    assert {outlet.kind for outlet in cited} == set(get_args(OutletKind))
    assert {record.outlet.basis for _, record in _records() if record.outlet} == {"same-sentence", "carried"}


def test_fixtures_half_of_the_outlets_are_in_no_lexicon() -> None:
    """At least half of the cited names are unknown to the lexicon, and a good number is known."""
    listed = {name.lower() for entry in _outlet_lexicon() for name in (entry["name"], *entry.get("aliases", []))}
    cited = {(name, record.outlet.name) for name, record in _records() if record.outlet}
    unknown = {pair for pair in cited if pair[1].lower() not in listed}
    assert len(unknown) >= len(cited) / 2
    assert len(unknown) >= 20
    assert len(cited - unknown) >= 20


def test_fixtures_outlet_citations_of_every_kind_are_right() -> None:
    """Well over forty citations of every kind, half of them in no lexicon, give each of their statements its outlet."""
    wrong = {place for place, right in _citation_results() if not right}
    right = {place: _cited_outlets()[place].outlet for place in _cited_outlets().keys() - wrong}
    unlisted = [outlet for outlet in right.values() if outlet and outlet.id is None]
    assert len(right) >= 70
    assert len(unlisted) >= len(right) / 2
    assert {outlet.kind for outlet in right.values() if outlet} == set(get_args(OutletKind))


def _citation_results() -> Iterator[tuple[tuple[str, int], bool]]:
    """Yield each statement's citation and whether the line gives the statement that outlet."""
    for name, (gold, found) in zip(NAMES, fixture_pairs(FIXTURES), strict=True):
        for wanted in gold.records:
            if wanted.outlet:
                best = covering(wanted, found.records)
                ours = best.outlet.name if best and best.outlet else None
                yield (name, wanted.outlet.mention.start), ours == wanted.outlet.name


def test_fixtures_outlet_ids_are_in_the_lexicon() -> None:
    """Every id leads to an entry of the lexicon of the same kind."""
    kinds = {entry["id"]: entry["kind"] for entry in _outlet_lexicon()}
    for _, record in _records():
        if record.outlet and record.outlet.id:
            assert kinds.get(record.outlet.id) == record.outlet.kind, record.outlet.name


def test_fixtures_fill_the_optional_fields_often_enough() -> None:
    """Title and affiliation stand in at least ten fixtures; chains, occasions and dates in several."""
    speakers = {name for name, r in _records() if r.speaker and r.speaker.title and r.speaker.affiliation}
    assert len(speakers) >= 10
    assert len(_having("via")) >= 5
    assert len(_having("occasion")) >= 10
    assert len(_having("date")) >= 10
    assert {record.speaker.kind for _, record in _records() if record.speaker} == {
        "person",
        "organization",
        "group",
        "document",
        "unnamed",
    }
    assert {record.kind for _, record in _records()} == {"direct", "mixed", "indirect"}
    assert {record.cue.type for _, record in _records() if record.cue} == set(get_args(CueType))
    assert max(len(record.via) for _, record in _records()) >= 2


@pytest.mark.parametrize("name", NEWSROOMS)
def test_fixtures_of_newsrooms_label_marked_stretches_once(name: str) -> None:
    """A stretch was said or was not, lies between quotation marks or in a block, and no two of them overlap."""
    for line in _newsroom_articles(name):
        said, other = [quote["span"] for quote in line["quotes"]], line["not_quotations"]
        spans = sorted([*said, *other])
        assert all(0 <= start < end <= len(line["text"]) for start, end in spans), line["doc"]
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans)), line["doc"]
        assert [relation["content"] for relation in line["attributions"]] == [[span] for span in said], line["doc"]
        sources = [span for relation in line["attributions"] for span in relation["source"]]
        assert all(line["text"][start:end].strip() for start, end in sources), line["doc"]


def test_fixtures_of_newsrooms_that_are_held_back_teach_nothing() -> None:
    """No article to learn from is one of those to measure on."""
    *learned, held = ({line["text"] for line in _newsroom_articles(name)} for name in NEWSROOMS)
    assert all(learned)
    assert held
    assert held.isdisjoint(set().union(*learned))


@pytest.mark.parametrize("name", NEWSROOMS)
def test_fixtures_readme_counts_the_articles_of_the_newsrooms(name: str) -> None:
    """The table says how many articles, quotations and other marked stretches a file holds."""
    lines = _newsroom_articles(name)
    counts = (len(lines), *(sum(len(line[key]) for line in lines) for key in ("quotes", "not_quotations")))
    cells = " | ".join(f"{count:,}" for count in counts)
    assert f"| `newsrooms/{name}.jsonl` | {cells} |" in (FIXTURES / "README.md").read_text("utf-8")


def test_fixtures_of_speakers_name_them_as_their_article_does() -> None:
    """Names, titles, affiliations and outlets stand in the article as they are given."""
    keys = ("speaker", "title", "affiliation", "outlet", "outlet_parent")
    absent = [
        (line["doc"], key, quote[key])
        for line in _newsroom_articles("speakers")
        for quote in line["quotes"]
        for key in keys
        if quote.get(key) and quote[key] not in line["text"]
    ]
    assert absent == []


@needs_shared
def test_fixtures_share_no_run_of_words_with_the_corpora() -> None:
    """No twelve words in a row stand in a corpus or in the seed article too."""
    texts = {name: _text(name) for name in NAMES}
    texts |= {f"{name} {line['doc']}": line["text"] for name in NEWSROOMS for line in _newsroom_articles(name)}
    own = {run: name for name, text in texts.items() for run in _runs(text)}
    others = [(SHARED / "seed/article.txt").read_text("utf-8")]
    for corpus in CORPORA:
        others += [json.loads(line)["text"] for line in (SHARED / corpus).read_text("utf-8").splitlines()]
    assert {own[run]: " ".join(run) for text in others for run in _runs(text) if run in own} == {}


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = [word.lower() for word in re.findall(r"\w+", text)]
    return (tuple(words[at : at + OWN_WORDS]) for at in range(len(words) - OWN_WORDS + 1))


@pytest.mark.model
def test_fixtures_titles_and_affiliations_come_out_right() -> None:
    """In at least eight articles every record has the title and the affiliation of its gold record, none included."""
    wrong = {name for name, (gold, found) in zip(NAMES, fixture_pairs(FIXTURES), strict=True) if _misread(gold, found)}
    right = set(NAMES) - wrong
    assert len(right) >= 8, sorted(wrong)
    assert sum(1 for name in right for record in _gold(name).records if record.speaker and record.speaker.title) >= 20


def _misread(gold: Extraction, found: Extraction) -> list[str]:
    """Return the gold records that were found with another title or affiliation."""
    pairs = ((wanted, covering(wanted, found.records)) for wanted in gold.records)
    return [wanted.id for wanted, best in pairs if best is not None and _labels(wanted) != _labels(best)]


def _labels(record: AttributionRecord) -> tuple[str | None, ...]:
    spans = (record.speaker.title, record.speaker.affiliation) if record.speaker else (None, None)
    return tuple(span.exact if span else None for span in spans)
