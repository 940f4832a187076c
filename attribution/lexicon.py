"""The words that the steps know: data files of one language, loaded once and frozen.

Every file `data/<language>/<name>.json` has a schema `data/schemas/<name>.schema.json`.
The outlets get a class of their own, since they are looked up and found in texts; other steps read their
file with `Lexicon.words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Any

from attrs import frozen

from attribution.datafiles import digest, language_folder, load_word_list, read_file
from attribution.outlet_lexicon import OutletEntry, OutletLexicon, load_outlets

__all__ = ["Lexicon", "OutletEntry", "OutletLexicon", "describe_outlet", "load_lexicon"]


@frozen(eq=False)  # hashed by identity: steps cache by lexicon, and thousands of entries take long to hash
class Lexicon:
    """All word lists of one language.

    Attributes:
        language: Name of the folder under `data/`.
        outlets: The outlet lexicon, with the user's outlets where a file was given.
        version: Language and digest of the word lists; the same words always give the same version.
    """

    language: str
    outlets: OutletLexicon
    version: str

    def words(self, name: str) -> Mapping[str, Any]:
        """Return the content of `data/<language>/<name>.json`: mappings that refuse changes, and tuples.

        Raises:
            LexiconError: There is no such file, or it is no JSON object.
        """
        return load_word_list(name, self.language)


def load_lexicon(language: str = "en", outlets: str | PathLike[str] | bytes | None = None) -> Lexicon:
    """Load the word lists of a language, once a process, with a user's outlets where a file is given.

    Args:
        language: Name of a folder under `data/`.
        outlets: Path of a file with further outlets, read again when its content changes; or that content.

    Raises:
        LexiconError: The language is unknown, or a file breaks its schema; the message names file and path.
    """
    if outlets is None:
        return _load(language, None, "")
    if isinstance(outlets, bytes):
        return _load(language, outlets, "outlets")
    return _load(language, read_file(Path(outlets)), str(outlets))


def describe_outlet(name: str, lexicon: Lexicon) -> str:
    """Describe for a reader every outlet that is called `name`; say so where there is none, with near names.

    Example:
        >>> print(describe_outlet("lemonde.fr", load_lexicon()).splitlines()[0])
        fr/le-monde
    """
    entries = lexicon.outlets.lookup(name)
    if entries:
        return "\n\n".join(_describe(entry, lexicon) for entry in entries)
    near = lexicon.outlets.near(name)
    hint = f" Near names: {', '.join(near)}." if near else ""
    return f"No outlet is called {name!r}.{hint}"


def _describe(entry: OutletEntry, lexicon: Lexicon) -> str:
    country = lexicon.words("countries")["countries"].get(entry.country, {}).get("name", entry.country)
    parent = lexicon.outlets.get(entry.parent) if entry.parent else None
    rows = {
        "name": entry.name,
        "kind": entry.kind,
        "country": country,
        "domain": entry.domain,
        "parent": f"{parent.name} ({parent.id})" if parent else None,
        "aliases": ", ".join(entry.aliases),
        "short": ", ".join(entry.short),
        "wikidata": entry.wikidata,
        "context": "counts only where the sentence cites it" if entry.context else None,
    }
    return "\n".join([entry.id, *(f"  {label:<9}{value}" for label, value in rows.items() if value)])


@lru_cache(maxsize=8)
def _load(language: str, extra: bytes | None, source: str) -> Lexicon:
    if extra is not None:
        base = _load(language, None, "")
        version = digest([base.version.encode(), extra])
        return Lexicon(language, base.outlets.merged_data(extra, source), f"{language}-{version}")
    return Lexicon(language, load_outlets(language), f"{language}-{_data_digest(language)}")


def _data_digest(language: str) -> str:
    files = sorted(language_folder(language).iterdir(), key=lambda file: file.name)
    return digest(
        part for file in files if file.name.endswith(".json") for part in (file.name.encode(), file.read_bytes())
    )
