"""Reading and checking data files: frozen JSON, digests, and rows held against a schema."""

from __future__ import annotations

from typing import Any

import pytest

from attribution.datafiles import digest, freeze, load_word_list, misfits, parse_object
from attribution.errors import LexiconError


def test_datafiles_freeze_refuses_changes_at_every_depth() -> None:
    """Objects become mappings without assignment, lists become tuples, other values stay."""
    frozen = freeze({"a": [{"b": [1, None]}]})
    assert frozen["a"][0]["b"] == (1, None)
    with pytest.raises(TypeError):
        frozen["a"][0]["b"] = 2


def test_datafiles_word_list_is_read_once_and_frozen() -> None:
    """A word list comes once a process and refuses changes; one that is not there is refused by its name."""
    assert load_word_list("marks") is load_word_list("marks")
    with pytest.raises(TypeError):
        load_word_list("marks")["elisions"] = ()  # type: ignore[index]
    with pytest.raises(LexiconError, match=r"nothing\.json: there is no such word list"):
        load_word_list("nothing")
    with pytest.raises(LexiconError, match="no word lists for the language 'xx'; there are en"):
        load_word_list("marks", "xx")


def test_datafiles_digest_tells_parts_and_order_apart() -> None:
    """The same bytes cut elsewhere, or in another order, give another digest; the same parts the same."""
    parts = [[b"ab", b"c"], [b"a", b"bc"], [b"c", b"ab"], [b"abc"], []]
    assert len({digest(part) for part in parts}) == len(parts)
    assert digest([b"ab", b"c"]) == digest(iter([b"ab", b"c"]))


def test_datafiles_parse_object_reads_a_byte_order_mark() -> None:
    """Files saved by editors that put a mark in front are read as well."""
    assert parse_object(b'\xef\xbb\xbf{"a": 1}', "mine.json") == {"a": 1}


def test_datafiles_parse_object_names_the_source() -> None:
    """The message begins with the file."""
    with pytest.raises(LexiconError, match=r"^mine\.json: "):
        parse_object(b"{", "mine.json")


@pytest.mark.parametrize(
    ("row", "keys"),
    [
        ({"id": "us/a", "name": "A", "kind": "agency"}, []),
        ({"id": "us/a", "name": "A", "kind": "agency", "aliases": ["B", ""]}, [".aliases"]),
        ({"id": "us/a\n", "name": "A  B", "kind": "Agency"}, [".id", ".name", ".kind"]),
        ({"name": "A", "main": 1}, [".id", ".kind", ".main"]),
        ([], [""]),
    ],
)
def test_datafiles_misfits_name_each_key(row: Any, keys: list[str]) -> None:
    """Each key that breaks the schema is named once, missing ones first."""
    assert [problem.split(":")[0] for problem in misfits(row, "outlets")] == keys
