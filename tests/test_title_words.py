"""The words by which titles and affiliations are read: each list is used, folded, and brings its examples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from attrs import fields
from jsonschema import Draft202012Validator

import attribution
from attribution.lexicon import load_lexicon
from attribution.people import fold, people_words
from attribution.title_words import TitleWords, compile_titles

DATA = Path(attribution.__file__).parent / "data"
LISTS = json.loads((DATA / "en" / "titles.json").read_text("utf-8"))
TITLES = people_words(load_lexicon()).titles
SETS = [one.name for one in fields(TitleWords) if one.type == "frozenset[str]"]


def test_title_words_keep_to_their_schema() -> None:
    """The file is valid under its schema."""
    schema = json.loads((DATA / "schemas" / "titles.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(LISTS)


@pytest.mark.parametrize("name", LISTS)
def test_title_words_bring_examples(name: str) -> None:
    """Each example of a list holds one of its words."""
    words = {fold(word) for word in LISTS[name]["words"]}
    for example in LISTS[name]["examples"]:
        plain = example.casefold().replace("-", " ").replace("'s", " ")
        spaced = "".join(sign if sign.isalnum() or sign == "&" else " " for sign in plain)
        found = [word for word in words if f" {word.replace('-', ' ')} " in f" {' '.join(spaced.split())} "]
        assert found, (name, example)


@pytest.mark.parametrize("name", SETS)
def test_title_words_of_sets_are_folded(name: str) -> None:
    """Words are looked up folded, so they are listed folded."""
    assert getattr(TITLES, name) == {fold(word) for word in LISTS[name]["words"]} == set(LISTS[name]["words"])


@pytest.mark.parametrize("name", LISTS)
def test_title_words_are_all_used(name: str) -> None:
    """No list can be left out: each is a set of the class or a part of one of its patterns."""
    rest = {key: row["words"] for key, row in LISTS.items() if key != name}
    with pytest.raises((KeyError, TypeError)):
        compile_titles(rest)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("leads", ", who now runs Acme", True),
        ("leads", ", who likes Acme", False),
        ("led_by", "Acme, chaired by ", True),
        ("led_by", "Acme, praised by ", False),
        ("employed", " teaches tide law at Acme", True),
        ("employed", " swims at Acme", False),
        ("holds_as", " has stood down as mayor", True),
        ("holds_as", " was seen as mayor", False),
        ("named", " by the name of ", True),
        ("named", " in the name of ", False),
        ("partner", "Managing partner", True),
        ("partner", "sparring mate", False),
        ("hearer", "she told the ", True),
        ("hearer", "she sold the ", False),
        ("town", "the town of ", True),
        ("town", "the bank of ", False),
        ("based", "-based", True),
        ("based", "-built", False),
        ("residence", "No 10 spokesman", True),
        ("residence", "No 12 spokesman", False),
        ("firm_post", "Group chief executive", True),
        ("firm_post", "chief inspector", False),
        ("court", "the Quay high court", True),
        ("court", "the food court", False),
        ("makes", "Acme has named ", True),
        ("makes", "Acme has praised ", False),
        ("made", " was appointed chair", True),
        ("made", " was praised", False),
        ("at_part", " on the corner of Quay Road", True),
        ("at_part", " on the board of Quay Road", False),
    ],
)
def test_title_words_make_patterns(name: str, text: str, found: bool) -> None:
    """A pattern finds what its list holds and not what stands beside it."""
    assert (getattr(TITLES, name).search(text) is not None) is found, text
