"""Reads and checks the data files of the package and of its users: word lists, and rows that a schema describes.

At run time only what is cheap is checked: the types, choices and patterns that a schema names for the rows of a list.
The tests hold every data file against its whole schema.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any

from attrs import frozen

from attribution.errors import LexiconError


def data_folder() -> Traversable:
    """Return the folder of the package that holds all data."""
    return resources.files("attribution") / "data"


def language_folder(language: str) -> Traversable:
    """Return the folder with the word lists of a language.

    Raises:
        LexiconError: There is none; the message names those there are.
    """
    languages = sorted(folder.name for folder in data_folder().iterdir() if (folder / "outlets.json").is_file())
    if language not in languages:
        raise LexiconError(f"no word lists for the language {language!r}; there are {', '.join(languages)}")
    return data_folder() / language


@lru_cache(maxsize=64)
def load_word_list(name: str, language: str = "en") -> Mapping[str, Any]:
    """Return the content of `data/<language>/<name>.json`, read once a process and frozen.

    Raises:
        LexiconError: There is no such language or file, or it is no JSON object.
    """
    file = language_folder(language) / f"{name}.json"
    if not file.is_file():
        raise LexiconError(f"{file}: there is no such word list")
    frozen_data: Mapping[str, Any] = freeze(parse_object(file.read_bytes(), str(file)))
    return frozen_data


def read_file(path: Path) -> bytes:
    """Return the content of a user's file.

    Raises:
        LexiconError: It cannot be read; the message names it.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error.strerror or error})") from error


def parse_object(data: bytes, source: str) -> dict[str, Any]:
    """Return the JSON object that `data` holds; `source` names it in messages.

    Raises:
        LexiconError: It is no JSON in UTF-8, or no object.
    """
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise LexiconError(f"{source}: no JSON in UTF-8 ({error})") from error
    if not isinstance(value, dict):
        raise LexiconError(f"{source}: $: an object is expected, not {type(value).__name__}")
    return value


def freeze(value: Any) -> Any:
    """Return parsed JSON as mappings that refuse changes, and tuples."""
    if isinstance(value, dict):
        return MappingProxyType({key: freeze(item) for key, item in value.items()})
    return tuple(freeze(item) for item in value) if isinstance(value, list) else value


def digest(parts: Iterable[bytes]) -> str:
    """Return 12 hexadecimal digits for the parts in their order."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()[:12]


@frozen
class Rule:
    """What the schema says of one value: its type and, where it names them, choices, pattern and items."""

    type: str
    choices: tuple[str, ...]
    pattern: re.Pattern[str]
    items: Rule | None

    def fits(self, value: Any) -> bool:
        """Tell whether `value` is what the schema asks for."""
        if self.type == "string":
            known = not self.choices or value in self.choices
            return isinstance(value, str) and known and self.pattern.fullmatch(value) is not None
        if self.type == "array":
            return isinstance(value, list) and self.items is not None and all(map(self.items.fits, value))
        return isinstance(value, bool)

    def __str__(self) -> str:
        if self.items:
            return f"a list, each of it {self.items}"
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        return "true or false" if self.type == "boolean" else f"a string like {self.pattern.pattern}"


def _read_rule(schema: Mapping[str, Any]) -> Rule:
    items = _read_rule(schema["items"]) if "items" in schema else None
    return Rule(schema["type"], tuple(schema.get("enum", ())), re.compile(schema.get("pattern", "(?s).*")), items)


@lru_cache(maxsize=8)
def row_rules(name: str) -> tuple[tuple[str, ...], dict[str, Rule]]:
    """Return, for the rows of the list `name`, the keys that they must have and a rule for each that they may have."""
    schema = json.loads((data_folder() / "schemas" / f"{name}.schema.json").read_bytes())
    row = schema["properties"][name]["items"]
    return tuple(row["required"]), {key: _read_rule(value) for key, value in row["properties"].items()}


def misfits(row: Any, name: str) -> list[str]:
    """Return where a row of the list `name` breaks its schema: one line a problem, each beginning with the key."""
    if not isinstance(row, dict):
        return [f": an object is expected, not {type(row).__name__}"]
    required, rules = row_rules(name)
    problems = [f".{key}: is missing" for key in required if key not in row]
    for key, value in row.items():
        if key not in rules:
            problems.append(f".{key}: unknown key; known are {', '.join(rules)}")
        elif not rules[key].fits(value):
            problems.append(f".{key}: {value!r} is not {rules[key]}")
    return problems
