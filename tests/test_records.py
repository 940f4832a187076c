"""The record classes refuse what the contract refuses."""

from __future__ import annotations

import copy
import csv
import datetime
import io
import json
import pickle
import subprocess
import sys
from typing import Any

import attrs
import pytest
from attrs import evolve

from attribution.errors import InputError, RecordError
from attribution.models import Draft
from attribution.records import (
    Alteration,
    Article,
    Cue,
    DateMention,
    Engine,
    Extraction,
    Mention,
    Outlet,
    Problem,
    RecordConfidence,
    RecordEvidence,
    Speaker,
    record_id,
    text_digest,
)
from attribution.writing import write

MENTION = Mention(0, 4, "Anna", "", " said so.")
NAMED = {"name": "Anna", "kind": "person", "title": None, "affiliation": None, "mention": MENTION}
OUTLET = {"name": "Anna", "id": None, "kind": "website", "mention": MENTION, "basis": "carried"}


@pytest.mark.parametrize(
    ("cls", "values", "problem"),
    [
        (Mention, (-1, 3, "Anna", "", ""), ".start: -1 is not an offset"),
        (Mention, (True, 3, "An", "", ""), ".start: True is not an offset"),
        (Mention, (0, 0, "Anna", "", ""), ".end: 0 is not behind start 0"),
        (Mention, (0, 3, "Anna", "", ""), ".exact: 4 code points where the offsets say 3"),
        (Mention, (0, 4, "", "", ""), ".exact: '' is not a string with something in it"),
        (Mention, (40, 44, "Anna", "x" * 31, ""), ".prefix: 31 code points instead of 32"),
        (Mention, (0, 4, "Anna", "", "x" * 33), ".suffix: 33 code points, more than 32"),
        (Cue, (0, 4, "said", "", "", "", "verb"), ".lemma: '' is not"),
        (Cue, (0, 4, "said", "", "", "say", "adverb"), ".type: 'adverb' is not one of verb, noun"),
        (DateMention, (0, 4, "2027", "", "", "27"), ".iso: '27' is not a date"),
        (DateMention, (0, 4, "2027", "", "", "2027-02-30"), ".iso: '2027-02-30' is not a date"),
        (Speaker, {**NAMED, "name": "Ann"}, ".name: 'Ann' is not what the mention says: 'Anna'"),
        (Speaker, {**NAMED, "kind": "unnamed"}, ".name: 'Anna' for an unnamed speaker"),
        (Speaker, {**NAMED, "mention": None}, ".mention: None is not of type Mention"),
        (Speaker, {**NAMED, "kind": "robot"}, ".kind: 'robot' is not one of person, organization"),
        (Outlet, {**OUTLET, "name": None}, ".name: None is not"),
        (Outlet, {**OUTLET, "basis": "heard"}, ".basis: 'heard' is not one of same-sentence, carried"),
        (Alteration, ("cut", 0, 1), ".type: 'cut' is not one of ellipsis, insertion"),
        (Alteration, ("ellipsis", 3, 3), ".end: 3 is not behind start 3"),
        (RecordConfidence, (None, None, None, None), ".content: None is not a probability"),
        (RecordConfidence, (0.5, float("nan"), None, None), ".source: nan is not a probability"),
        (RecordEvidence, ("who", "a:b", None, ""), ".field: 'who' is not one of"),
        (RecordEvidence, ("cue", "a b", None, ""), ".rule: 'a b' is not a rule"),
        (Problem, ("", 0, 1, ""), ".code: '' is not"),
        (Problem, ("odd-mark", 2, 1, ""), ".end: 1 is before start 2"),
        (Engine, ("p", "1", None, None, None, {"a": [1]}), ".options: {'a': [1]} is not a plain option"),
        (Engine, ("p", "1", None, None, None, {"a": float("inf")}), ".options: {'a': inf} is not a plain option"),
        (Engine, ("p", "1", None, None, None, {1: "a"}), ".options: {1: 'a'} is not a plain option"),
        (Engine, ("p", "1", None, None, None, None), ".options: None is not an object"),
    ],
)
def test_a_broken_rule_is_named(cls: Any, values: Any, problem: str) -> None:
    """Each class names the attribute, the value and what is allowed."""
    with pytest.raises(RecordError) as caught:
        cls(**values) if isinstance(values, dict) else cls(*values)
    assert any(found.startswith(problem) for found in caught.value.problems), caught.value.problems


@pytest.mark.parametrize("iso", ["2027", "2027-05", "2028-02-29", None])
def test_dates_may_be_partial(iso: str | None) -> None:
    """A year or a month is a date too, and none is allowed."""
    assert DateMention(0, 4, "2027", "", "", iso).iso == iso


@pytest.mark.parametrize(
    ("index", "changes", "problem"),
    [
        (0, {"id": "x"}, ".id: 'x' is not a record id"),
        (0, {"kind": "mixed"}, ".kind: 'mixed', but the spans say 'direct'"),
        (0, {"content": ()}, ".content: empty"),
        (0, {"quotations": (MENTION,)}, ".quotations[0]: outside of the content"),
        (0, {"via": ("x",)}, ".via[0]: 'x' is not a record id"),
        (0, {"content": (MENTION, MENTION)}, ".content[1]: begins before the end"),
        (0, {"alterations": (Alteration("ellipsis", 0, 1),)}, ".alterations[0]: outside of the quotations"),
        (0, {"speaker": None}, ".confidence.speaker: 0.97, but the field is empty"),
        (1, {"outlet": None}, ".confidence.outlet: 0.8, but the field is empty"),
        (0, {"evidence": ()}, ".evidence: none for 'content'"),
        (0, {"cue": MENTION}, ".cue: Mention("),
    ],
)
def test_fields_of_a_record_go_together(
    quay_extraction: Extraction, index: int, changes: dict[str, Any], problem: str
) -> None:
    """A record that contradicts itself cannot be made."""
    with pytest.raises(RecordError) as caught:
        evolve(quay_extraction.records[index], **changes)
    assert any(found.startswith(problem) for found in caught.value.problems), caught.value.problems


def test_several_contradictions_are_named_at_once(quay_extraction: Extraction) -> None:
    """Nobody has to mend a record one message at a time."""
    with pytest.raises(RecordError) as caught:
        evolve(quay_extraction.records[0], kind="mixed", speaker=None, evidence=())
    assert len(caught.value.problems) == 2 + 10


def test_extraction_refuses_disorder_doubles_and_broken_chains(quay_extraction: Extraction) -> None:
    """Ids, chains and order hold over the whole extraction."""
    first, told, promised, last = quay_extraction.records
    cases = [
        ((told, first, promised, last), ".records[1]: out of order"),
        ((first, first, told, promised, last), ".records[1].id: "),
        ((first, promised, last), ".records[1].via[0]: no record has the id"),
        ((first, evolve(told, via=(promised.id,)), promised, last), ".records[1].via: leads back"),
        ((evolve(first, id="0" * 16), told, promised, last), ".records[0].id: '0000000000000000' instead of"),
    ]
    for records, problem in cases:
        with pytest.raises(RecordError) as caught:
            evolve(quay_extraction, records=records)
        assert any(found.startswith(problem) for found in caught.value.problems), caught.value.problems


def test_records_are_frozen_and_survive_other_processes(quay_extraction: Extraction) -> None:
    """Records can be handed to another process, and nobody changes them on the way."""
    assert pickle.loads(pickle.dumps(quay_extraction)) == quay_extraction
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        quay_extraction.records[0].kind = "mixed"  # type: ignore[misc]


def test_options_cannot_be_changed_but_copied(engine: Engine) -> None:
    """What made the records stays what it was; copies, JSON and other processes take the options as a dict."""
    options: Any = engine.options
    changes: list[Any] = [
        lambda: options.update(threads=9),
        lambda: options.__setitem__("threads", 9),
        lambda: options.__delitem__("threads"),
        lambda: options.__ior__({"threads": 9}),
        lambda: options.pop("threads"),
        lambda: options.setdefault("processes", 9),
        options.popitem,
        options.clear,
    ]
    for change in changes:
        with pytest.raises(TypeError, match="cannot be changed"):
            change()
    assert engine.options == {"relations": "all", "threads": 1}
    assert copy.deepcopy(engine) == pickle.loads(pickle.dumps(engine)) == engine
    assert json.loads(json.dumps(engine.options)) == engine.options


def test_extraction_is_a_row_of_records(quay_extraction: Extraction) -> None:
    """Iterating and counting are about the records."""
    assert list(quay_extraction) == list(quay_extraction.records)
    assert len(quay_extraction) == 4


def test_an_index_gives_a_record(quay_extraction: Extraction) -> None:
    """An extraction is read like a list of its records."""
    assert quay_extraction[0] is quay_extraction.records[0]
    assert quay_extraction[-2:] == quay_extraction.records[-2:]
    with pytest.raises(IndexError):
        quay_extraction[99]


def test_names_are_none_where_there_are_none(quay_extraction: Extraction) -> None:
    """Nobody needs to ask first whether there is a speaker or an outlet."""
    assert [r.speaker_name for r in quay_extraction] == ["Ada Lindqvist", "Ada Lindqvist", "Tomas Reuter", None]
    assert [r.outlet_name for r in quay_extraction] == [None, "Radio Nord", "Radio Nord", None]
    nobody = evolve(
        quay_extraction.records[3],
        speaker=None,
        confidence=evolve(quay_extraction.records[3].confidence, speaker=None),
    )
    assert nobody.speaker_name is None


def test_rows_are_those_of_the_csv_file(quay_draft: Draft, quay_extraction: Extraction) -> None:
    """A table of data has the columns and the values of the sheet."""
    rows = quay_extraction.to_rows()
    text = write(quay_extraction, quay_draft.article, "csv")
    assert isinstance(text, str)
    sheet = list(csv.DictReader(io.StringIO(text, newline="")))
    shown = [{key: "" if value is None else str(value) for key, value in row.items()} for row in rows]
    assert shown == sheet
    assert list(rows[0]) == list(sheet[0])


def test_short_forms_do_not_hold_the_text(quay_draft: Draft, quay_extraction: Extraction) -> None:
    """What a console shows of an article, an extraction or a record fits a line."""
    assert repr(quay_extraction) == "<Extraction of 'Quay holds': 4 records, 1 problem>"
    assert repr(quay_draft.article) == f"<Article 'Quay holds': {len(quay_draft.article.text)} characters>"
    assert (
        repr(Article("So\nit " + "goes " * 9)) == "<Article 'So it goes goes goes goes goes goes goe…': 51 characters>"
    )
    for record in quay_extraction:
        assert len(repr(record)) < 120
        assert record.id in repr(record)


def test_lists_are_taken_for_tuples(quay_extraction: Extraction) -> None:
    """Callers may hand over lists; what is kept cannot be changed."""
    assert evolve(quay_extraction, records=list(quay_extraction.records)) == quay_extraction


def test_options_are_sorted(engine: Engine) -> None:
    """The order in which options were given leaves no trace in the bytes."""
    assert list(evolve(engine, options={"b": 1, "a": None}).options) == ["a", "b"]


def test_article_takes_one_author_or_several() -> None:
    """A bare name is one author, not a row of letters."""
    assert Article("x", authors="P. Quill").authors == ("P. Quill",)
    assert Article("x", authors=["A", "B"]).authors == ("A", "B")
    assert Article("x").authors == ()


def test_article_takes_a_day_or_a_time_for_its_date() -> None:
    """A date of Python is kept in ISO 8601, and what is no date as it is given."""
    assert Article("x", published=datetime.date(2027, 5, 4)).published == "2027-05-04"
    moment = datetime.datetime(2027, 5, 4, 9, 30, tzinfo=datetime.UTC)
    assert Article("x", published=moment).published == "2027-05-04T09:30:00+00:00"
    assert Article("x", published="in May").published == "in May"


@pytest.mark.parametrize(("text", "message"), [(b"x", "not bytes"), (None, "not NoneType"), ("\ud83d\ude00", "UTF-16")])
def test_article_refuses_what_is_no_text(text: Any, message: str) -> None:
    """Bytes and UTF-16 halves are refused with what to do."""
    with pytest.raises(InputError, match=message):
        Article(text)


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ({"published": 5}, "the published of an article is 5; give a string, a datetime.date or None"),
        ({"title": b"x"}, "the title of an article is b'x'; give a string or None"),
        ({"authors": 5}, "an author of an article is 5"),
        ({"authors": ["Ann", None]}, "an author of an article is None"),
        ({"block_quotations": 5}, "the block quotations of an article are 5; give a list"),
        ({"block_quotations": [("a", "b")]}, "the block quotations of an article are"),
    ],
)
def test_article_refuses_what_is_no_string(known: Any, message: str) -> None:
    """What is known of an article is strings; the error names the argument and what to give."""
    with pytest.raises(InputError) as caught:
        Article("x", **known)
    assert str(caught.value).startswith(message)


def test_digest_is_over_utf8_and_takes_lone_surrogates() -> None:
    """The digest is that of the file; a lone surrogate is no reason to stop."""
    assert text_digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert text_digest("\ud800") != text_digest("?")


def test_id_depends_on_article_kind_and_offsets() -> None:
    """Each part changes the id, and the same parts give it again."""
    parts = [("a", "direct", [(0, 4)]), ("b", "direct", [(0, 4)]), ("a", "mixed", [(0, 4)]), ("a", "direct", [(0, 5)])]
    ids = [record_id(*part) for part in parts]
    assert len(set(ids)) == 4
    assert ids == [record_id(*part) for part in parts]
    assert record_id("a", "direct", [(0, 4), (5, 9)]) != record_id("a", "direct", [(0, 4)])


def test_importing_records_imports_nothing_heavy() -> None:
    """Reading records must not cost a pipeline."""
    program = "import sys, attribution.records; print([m for m in ('spacy', 'cattrs', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
