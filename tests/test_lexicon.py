"""The word lists: their schemas, loading them, with a user's own outlets or without, and what they say of an outlet."""

from __future__ import annotations

import json
import pickle
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from attribution.errors import LexiconError
from attribution.lexicon import Lexicon, describe_outlet, load_lexicon

DATA = Path(str(resources.files("attribution"))) / "data"
WITH_SCHEMA = sorted(path for path in DATA.glob("en/*.json") if (DATA / f"schemas/{path.stem}.schema.json").exists())
BUGLE = {"id": "us/daily-bugle", "name": "Daily Bugle", "kind": "newspaper"}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def write(path: Path, *rows: object) -> Path:
    path.write_text(json.dumps({"outlets": rows}), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", WITH_SCHEMA, ids=lambda path: path.stem)
def test_lexicon_file_fits_its_schema(path: Path) -> None:
    """Each word list is valid JSON of its schema, and the schema itself is valid."""
    schema = json.loads((DATA / f"schemas/{path.stem}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(path.read_text(encoding="utf-8")))


def test_lexicon_outlets_and_countries_have_a_schema() -> None:
    """The two files of the outlets are among those checked above."""
    assert {"outlets", "countries"} <= {path.stem for path in WITH_SCHEMA}


def test_lexicon_describe_outlet_shows_what_is_known(lexicon: Lexicon) -> None:
    """The description holds id, name, kind, country, domain, parent and aliases."""
    text = describe_outlet("BBC Radio 4", lexicon)
    rows = ["gb/bbc-radio-4", "BBC Radio 4", "broadcaster", "United Kingdom", "BBC (gb/bbc)", "BBC Radio Four"]
    assert [row for row in rows if row not in text] == []
    assert "bbc.co.uk" in describe_outlet("BBC", lexicon)


def test_lexicon_describe_outlet_says_when_nothing_matches(lexicon: Lexicon) -> None:
    """An unknown name gets a plain answer with names that are spelled alike, or without where there are none."""
    assert describe_outlet("Le Mond", lexicon).startswith("No outlet is called 'Le Mond'. Near names: Le Monde")
    assert describe_outlet("qqqqzzzz", lexicon) == "No outlet is called 'qqqqzzzz'."


def test_lexicon_is_loaded_once_and_frozen(lexicon: Lexicon) -> None:
    """A second call gives the same object, and neither it nor its words can be changed."""
    assert load_lexicon() is lexicon
    with pytest.raises(AttributeError):
        lexicon.language = "de"  # type: ignore[misc]
    with pytest.raises(TypeError):
        lexicon.words("countries")["countries"]["KE"] = {}  # type: ignore[index]


def test_lexicon_travels_to_other_processes(lexicon: Lexicon) -> None:
    """A pickled lexicon comes back with the same words and finds the same."""
    copy = pickle.loads(pickle.dumps(lexicon))
    assert (copy.version, copy.outlets) == (lexicon.version, lexicon.outlets)
    assert [outlet.id for *_, outlet in copy.outlets.find("He told AFP.")] == ["fr/agence-france-presse"]


def test_lexicon_version_tells_the_words_apart(lexicon: Lexicon, tmp_path: Path) -> None:
    """The version is the language and a digest; a user's file changes it, the same file gives the same again."""
    path = write(tmp_path / "mine.json", BUGLE)
    version = load_lexicon(outlets=path).version
    assert lexicon.version.startswith("en-")
    assert version != lexicon.version
    assert load_lexicon(outlets=str(path)).version == version


def test_lexicon_unknown_language_or_list_is_refused(lexicon: Lexicon) -> None:
    """The message names what there is."""
    with pytest.raises(LexiconError, match="no word lists for the language 'xx'; there are en"):
        load_lexicon("xx")
    with pytest.raises(LexiconError, match=r"nothing\.json: there is no such word list"):
        lexicon.words("nothing")


def test_lexicon_missing_user_file_is_named(tmp_path: Path) -> None:
    """A path that leads nowhere, or to a folder, is named in the message."""
    with pytest.raises(LexiconError, match=r"gone\.json: cannot be read"):
        load_lexicon(outlets=tmp_path / "gone.json")
    with pytest.raises(LexiconError, match="cannot be read"):
        load_lexicon(outlets=tmp_path)


def test_lexicon_reads_a_users_file_again_when_it_changes(tmp_path: Path) -> None:
    """An edit of the file counts at the next call."""
    path = write(tmp_path / "mine.json", BUGLE)
    assert load_lexicon(outlets=path).outlets.get("us/evening-bugle") is None
    write(path, BUGLE, {**BUGLE, "id": "us/evening-bugle", "name": "Evening Bugle"})
    assert load_lexicon(outlets=path).outlets.get("us/evening-bugle") is not None
