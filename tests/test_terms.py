"""Names and mentioned words in quotation marks are told from what somebody said."""

import json
from importlib.resources import files

import pytest

from attribution.lexicon import load_lexicon
from attribution.models import CharSpan
from attribution.terms import is_term

DATA = files("attribution") / "data"
TERMS = json.loads((DATA / "en" / "terms.json").read_text("utf8"))


@pytest.mark.parametrize("example", TERMS["examples"], ids=lambda example: example["term"])
def test_terms_examples_are_judged_as_they_say(example):
    """Each example of the data gets what it says."""
    start = example["text"].index(example["term"])
    span = CharSpan(start, start + len(example["term"]))
    assert is_term(example["text"], span, load_lexicon()) is example["is"]


@pytest.mark.model
def test_terms_inside_a_statement_are_no_quotation():
    """A name in marks inside an indirect statement leaves it indirect; words said beside it stay quoted."""
    import attribution

    text = "Mayor Ana Lima said that the city would join the “New Silk Path” network, which she called “a gift”."
    quoted = [mention.exact for record in attribution.extract(text).records for mention in record.quotations]
    assert quoted == ["a gift"]
