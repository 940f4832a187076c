"""The line from text to extraction."""

import subprocess
import sys
import time

import pytest

import attribution
from attribution.errors import InputError, OptionError
from attribution.jsonio import dump_extraction, parse_extraction
from attribution.language import load_tokenizer
from attribution.pipeline import LONGEST, STEPS
from attribution.verify.integrity import verify_records

pytestmark = pytest.mark.model

STORY = (
    "The bakery in Vilnius will reopen on Monday.\n\n"
    "“We have missed the smell of bread,” said Rasa Petrauskaite, who runs the shop.\n\n"
    "She told Baltic Courier that the ovens had been “rebuilt stone by stone”.\r\n"
)


@pytest.fixture(scope="module")
def story():
    return attribution.extract(STORY)


def test_pipeline_finds_speaker_and_outlet(story):
    """A plain article gives its quotations with name and outlet."""
    direct, mixed = (record for record in story.records if record.quotations)
    assert direct.content[0].exact == "We have missed the smell of bread,"
    assert direct.speaker.name == "Rasa Petrauskaite"
    assert mixed.quotations[0].exact == "rebuilt stone by stone"
    assert mixed.speaker.name == "Rasa Petrauskaite"
    assert mixed.outlet.name == "Baltic Courier"


def test_pipeline_records_verify_against_their_article(story):
    """What the line returns holds for the independent verifier."""
    assert verify_records(STORY, dump_extraction(story)) == []


def test_pipeline_round_trip_is_identical(story):
    """JSON to records and back changes nothing."""
    text = dump_extraction(story)
    assert parse_extraction(text) == story
    assert dump_extraction(parse_extraction(text)) == text


def test_pipeline_quoted_leaves_out_what_has_no_marks(story):
    """With relations="quoted" every record has a quotation, and the same quotations are found."""
    quoted = attribution.extract(STORY, relations="quoted")
    assert all(record.quotations for record in quoted.records)
    assert {q.start for r in quoted.records for q in r.quotations} == {
        q.start for r in story.records for q in r.quotations
    }


def test_pipeline_least_confidence_empties_what_is_less_sure(story):
    """A source below the bound is null and says why."""
    strict = attribution.extract(STORY, least_confidence=1.0)
    assert strict.records
    for record in strict.records:
        assert record.source is None
        assert record.confidence.source is None
        assert any(one.field == "source" and one.rule == "reader:too-uncertain" for one in record.evidence)


def test_pipeline_extract_many_keeps_the_order():
    """Many articles come back in order, with one process and with two."""
    texts = [STORY, "", "Nobody says anything here.", STORY.replace("Rasa", "Ona")]
    one = list(attribution.extract_many(texts))
    assert [x.article.length for x in one] == [len(text) for text in texts]
    assert list(attribution.extract_many(texts, processes=2)) == one


def test_pipeline_results_do_not_depend_on_neighbours():
    """An article gives the same bytes alone and among others."""
    alone = dump_extraction(attribution.extract(STORY))
    among = [dump_extraction(x) for x in attribution.extract_many(["“No,” he said.", STORY, STORY])]
    assert among[1] == among[2] == alone


def test_pipeline_same_bytes_under_any_hash_seed():
    """Two processes with different hash seeds print the same."""
    code = f"import attribution; print(attribution.dump_extraction(attribution.extract({STORY!r})))"
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_pipeline_a_step_is_replaced_by_argument():
    """A caller's own step takes the place of ours."""

    def nobody(doc, draft, lexicon, options):
        return draft

    extraction = attribution.extract(STORY, steps={**STEPS, "outlets": nobody})
    assert all(record.outlet is None for record in extraction.records)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n\n", "“", "”“”", "\x00\x01", "\ud800", "a" * 3000, "“a ” " * 500, "\u202e“x”"]
)
def test_pipeline_any_text_is_answered(text):
    """Odd texts give an extraction that verifies."""
    extraction = attribution.extract(text)
    assert extraction.article.length == len(text)
    assert verify_records(text, dump_extraction(extraction)) == []


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: attribution.extract(b"bytes"), InputError, "bytes"),
        (lambda: attribution.extract(None), InputError, "NoneType"),
        (lambda: attribution.extract("x" * (LONGEST + 1)), InputError, "split it"),
        (lambda: attribution.extract("x", relations="some"), OptionError, "'all' and 'quoted'"),
        (lambda: attribution.extract("x", least_confidence=2), OptionError, "from 0 to 1"),
        (lambda: attribution.extract("x", least_confidence="0.5"), OptionError, "a number from 0 to 1"),
        (lambda: attribution.extract("x", threads=0), OptionError, "1 to 256"),
        (lambda: attribution.extract("x", threads="2"), OptionError, "a whole number"),
        (lambda: attribution.extract("x", threads=10**9), OptionError, "1 to 256"),
        (lambda: attribution.extract("x", nlp="en_core_web_sm"), OptionError, "loaded spaCy pipeline"),
        (lambda: attribution.extract_many("x"), InputError, "in a list"),
        (lambda: attribution.extract_many(["x"], processes=0), OptionError, "1 or more"),
        (lambda: attribution.extract_many(["x"], processes=2, nlp=load_tokenizer()), OptionError, "processes=1"),
    ],
)
def test_pipeline_misuse_says_what_to_do(call, error, words):
    """A wrong argument raises the library's error with a message that helps."""
    with pytest.raises(error, match=words):
        call()


@pytest.mark.model
@pytest.mark.parametrize("marks", ['"', '" ', '"\n'])
def test_nothing_but_marks_is_answered_in_time(marks):
    """200,000 characters of quotation marks take seconds, not minutes, and nobody says anything in them."""
    start = time.process_time()
    assert attribution.extract(marks * (200_000 // len(marks))).records == ()
    assert time.process_time() - start < 10
