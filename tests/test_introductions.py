"""Words that a phrase in front of them gives to somebody."""

import pytest

from attribution.lexicon import load_lexicon
from attribution.models import CharSpan
from attribution.people import people_words
from attribution.quotations import find_quotations
from attribution.relations.introductions import find_headed, find_introduced


@pytest.mark.parametrize(
    ("text", "source", "parts"),
    [
        ("It was, in the words of their captain, “a mess”.", "their captain", ["a mess"]),
        ("In the words of Ana Lima: “A mess.”", "Ana Lima", ["A mess."]),
        ("Here's Ana Lima on what is next:\n\n“Rain. \n\n“And wind.”", "Ana Lima", ["Rain.", "And wind."]),
        (
            "Here is the port’s forecaster, Ana Lima, on the tide:\n“Rain.”",
            "the port’s forecaster, Ana Lima",
            ["Rain."],
        ),
        ("And this just in from the port, on X:\n\n“No ships.”", "the port", ["No ships."]),
        ("9.05am\n\nMore from Ana Lima, who is in Corran: “Rain.”", "Ana Lima", ["Rain."]),
        ("We know this from Ana Lima: “Rain.”", None, []),
        ("In other words, “a mess”.", None, []),
        ("In the words of Ana Lima, who saw it. “A mess.”", None, []),
        ("Here is the forecast: “Rain.”", None, []),
        ("She was there on Ana Lima’s word: “Rain.”", None, []),
    ],
)
def test_introductions_name_the_source(text: str, source: str | None, parts: list[str]) -> None:
    """ "In the words of", "Here is ... on ...:" and "This from ...:" give all paragraphs to whom they name."""
    found = find_introduced(text, find_quotations(text)[0])
    assert [one.source.of(text) for one in found] == ([source] if source else [])
    assert [part.of(text) for one in found for part in one.parts] == parts


@pytest.mark.parametrize(
    ("headline", "source"),
    [
        ("Port deal ‘a mess’: Lima", "Lima"),
        ("Port deal ‘a mess’ – Minister Lima", "Minister Lima"),
        ("Port deal ‘a mess’: Lima after talks in Corran", "Lima"),
        ("Port deal ‘a mess’ - union", "union"),
        ("‘A mess’: Corran police chief", "Corran police chief"),
        ("‘A mess’: Corran coach sees red", None),
        ("‘A mess’: how the port deal fell", None),
        ("‘A mess’: Sousa", None),
        ("Lima: ‘A mess’", None),
        ("Port deal: ‘a mess’", None),
    ],
)
def test_headlines_name_the_source_at_their_end(headline: str, source: str | None) -> None:
    """A name of the story or a description behind a colon or a dash; no verb."""
    text = f"{headline}\n\nThe port minister, Ana Lima, left.\n"
    found = find_headed(text, CharSpan(0, len(headline)), find_quotations(text)[0], people_words(load_lexicon()))
    assert [one.source.of(text) for one in found] == ([source] if source else [])
