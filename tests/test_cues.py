"""Cues get a lemma and a type."""

import json
from importlib.resources import files

import jsonschema
import pytest

from attribution.cues import describe_cue, is_denial
from attribution.lexicon import load_lexicon

DATA = files("attribution") / "data"
CUES = json.loads((DATA / "en" / "cues.json").read_text("utf8"))


def test_cues_data_follows_its_schema():
    """The word list obeys the schema beside it."""
    jsonschema.validate(CUES, json.loads((DATA / "schemas" / "cues.schema.json").read_text("utf8")))


@pytest.mark.parametrize("example", CUES["examples"], ids=lambda example: example["cue"])
def test_cues_examples_get_their_lemma_and_type(example):
    """Each example of the data gets what it says."""
    assert describe_cue(example["cue"], load_lexicon()) == (example["lemma"], example["type"])


@pytest.mark.parametrize("cue", ["", " ", "123", "…", "\u202e", "été", "İ", "s'", "x" * 5000])
def test_cues_of_any_text_are_described(cue):
    """Odd cues never raise."""
    lemma, kind = describe_cue(cue, load_lexicon())
    assert isinstance(lemma, str)
    assert kind in {"verb", "noun", "preposition", "punctuation"}


@pytest.mark.parametrize(
    ("source", "cue", "denied"),
    [
        ("Lima", "never said", True),
        ("She", "did not call", True),
        ("They", "haven’t told", True),
        ("He", "refused to say", True),
        ("He", "denied ever calling", True),
        ("No minister", "has said", True),
        ("Neither woman", "said", True),
        ("Nobody", "did not say", False),
        ("She", "did not only say", False),
        ("They", "never stopped saying", False),
        ("He", "denied", False),
        ("He", "failed to mention", False),
        ("No 10", "said", False),
        ("No Labels", "said", False),
        ("a note", "says", False),
        ("", "according to", False),
    ],
)
def test_cues_that_deny_are_told_from_those_that_do_not(source, cue, denied):
    """A cue denies that the words were said by a negation, or by a verb of refusing before the one of saying."""
    assert is_denial(cue, source, load_lexicon()) is denied
