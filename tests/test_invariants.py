"""What holds for any text: it never raises, every record verifies, and the round trip is identical."""

import os
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import attribution
from attribution.jsonio import dump_extraction, parse_extraction
from attribution.verify.integrity import verify_records

pytestmark = pytest.mark.model

EXAMPLES = 10_000 if os.environ.get("CI") else 300
FRAGMENTS = st.sampled_from(
    [
        "“It is late,” said Ana Lima. ", "He told Radio Nord that ", "according to a report by Tom Weir, ", "'no' ",
        "‘We won’t,’ she added. ", "\n\n", "\n", "\r\n", "“", "”", '"', "'", "«", "»", "„", "…", "[and] ", "SMITH: ",
        "Q: Why? ", "By Marta Field\n", "the minister ", "on Tuesday ", "X ", "Time ", "@ana_lima ", "’90s ", "6'2\" ",
        "— Ana Lima", "> quoted line\n", "\u202e", "\x00", "\ud800", "\u00a0", "İ", "ﬁ", "🙂", "日本 ",
        "Dr. Lima-Weir’s ",
    ]
)  # fmt: skip
TEXTS = st.lists(FRAGMENTS | st.text(max_size=12), max_size=14).map("".join)


@given(TEXTS)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_invariants_every_record_of_any_text_verifies(text):
    """Extraction never raises; the independent verifier accepts every record; JSON comes back the same."""
    if any("\ud800" <= a <= "\udbff" and "\udc00" <= b <= "\udfff" for a, b in pairwise(text)):
        return  # a surrogate pair is refused as input, see the tests of records
    extraction = attribution.extract(text)
    stored = dump_extraction(extraction)
    assert verify_records(text, stored) == []
    assert parse_extraction(stored) == extraction


@pytest.mark.parametrize("text", ["“" * 1_000_000, "“a” " * 4_000, "'" * 200_000, "x" * 300_000])
def test_invariants_a_mass_of_marks_is_answered(text):
    """Megabytes of marks or letters are answered like any text."""
    extraction = attribution.extract(text)
    assert extraction.article.length == len(text)


def test_invariants_a_paragraph_without_marks_changes_nothing_before_it():
    """What is quoted before a far paragraph stays as it is when the paragraph is added."""
    story = "“The pier is safe,” said Ana Lima.\n\n" + "The boats left at noon and came back late. " * 60
    more = story + "\n\nThe weather stayed dry."
    first, second = (
        [(r.content, r.source) for r in attribution.extract(text).records if r.quotations] for text in (story, more)
    )
    assert first == second
