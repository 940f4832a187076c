"""Furniture: what is no part of the story is marked, and nothing of the story is."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.furniture import find_author, find_furniture, furniture_rules, rule_span
from attribution.lexicon import load_lexicon
from attribution.models import CharSpan, Draft
from attribution.people import people_words
from attribution.records import Article

LEXICON = load_lexicon()
RULES = {rule.name: rule for rule in furniture_rules(LEXICON)}


_LONG = "The ferries of the river stay in port until Friday, the harbour office has said, for the storm is not over."


def _find(text: str, *authors: str) -> list[str]:
    draft = Draft(Article(text=text, authors=authors))
    return [span.of(text) for span in find_furniture(text, draft, LEXICON)]


@pytest.mark.parametrize(("name", "line"), [(n, line) for n, rule in RULES.items() for line in rule.examples])
def test_furniture_patterns_match_their_examples(name: str, line: str) -> None:
    """Each example in furniture.json is found by its own rule."""
    assert rule_span(RULES[name], line, CharSpan(0, len(line))) is not None


@pytest.mark.parametrize(("name", "line"), [(n, line) for n, rule in RULES.items() for line in rule.others])
def test_furniture_patterns_leave_others_alone(name: str, line: str) -> None:
    """Each counter-example in furniture.json is passed over by its rule."""
    assert rule_span(RULES[name], line, CharSpan(0, len(line))) is None


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("byline", "Ferry sinks\n\nBy Ann Lee\n\nThe ferry sank.", ["By Ann Lee"]),
        ("name alone, again", "By Ann Lee\nAnn Lee\nThe ferry sank.\nAnn Lee", ["By Ann Lee", "Ann Lee", "Ann Lee"]),
        (
            "biography",
            "By Ann Lee\n\nIt sank.\n\nAnn Lee is a reporter in Oslo. She covers the sea.",
            ["By Ann Lee", "Ann Lee is a reporter in Oslo. She covers the sea."],
        ),
        ("dateline", "OSLO (Norsk Wire) — The ferry sank.", ["OSLO (Norsk Wire) — "]),
        (
            "town without capitals",
            f"Ferries stay in port\n\nLisbon – {_LONG}\n\nAll is quiet in Lisbon.",
            ["Lisbon – "],
        ),
        ("town before a colon", f"Ferries stay in port\n\nNew Delhi: {_LONG}", ["New Delhi: "]),
        ("somebody who speaks", f"Ferries stay in port\n\nLee: {_LONG}\n\nLee left.", []),
        ("people who speak", f"Ferries stay in port\n\nLee: {_LONG}\n\nRoss: {_LONG}", []),
        ("headline that quotes", f"Lee: {_LONG}\n\nIt sank.", []),
        ("label of a headline", "Interview: Ann Lee on the ferry\n\nIt sank.", ["Interview: "]),
        ("contributed", "It sank.\n\nBob Ross contributed to this report.", ["Bob Ross contributed to this report."]),
        ("photo credit", "It sank.\n\nPhoto: Bob Ross\n\nIt was old.", ["Photo: Bob Ross"]),
        (
            "agency desk",
            "It sank.\n\n(Reporting by Ann Lee; Editing by Bob Ross)",
            ["(Reporting by Ann Lee; Editing by Bob Ross)"],
        ),
        ("source, not author", "Ann Lee is a reporter in Oslo, the court heard.\n\nIt sank.", []),
        ("by in a sentence", "By Monday Ann Lee had left.\n\nIt sank.", []),
    ],
)
def test_furniture_marks_what_is_no_part_of_the_story(kind: str, text: str, found: list[str]) -> None:
    """Bylines, biographies and credits are found; a sentence of the story never is."""
    assert _find(text) == found, kind


def test_furniture_knows_the_author_from_the_metadata() -> None:
    """A biography at the end is found where only the metadata names the author."""
    assert _find("It sank.\n\nAnn Lee covers the sea.", "Ann Lee") == ["Ann Lee covers the sea."]


def test_furniture_author_is_the_first_byline() -> None:
    """The author is a slice of the byline."""
    text = "By Ann Lee and Bob Ross\n\nIt sank."
    draft = Draft(Article(text=text), furniture=(CharSpan(0, 23),))
    author = find_author(text, draft, people_words(LEXICON))
    assert author is not None
    assert author.of(text) == "Ann Lee"


@given(st.text(max_size=200))
def test_furniture_survives_any_text(text: str) -> None:
    """Any text gives spans in order, none overlapping another."""
    spans = find_furniture(text, Draft(Article(text=text)), LEXICON)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
