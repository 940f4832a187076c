"""Whether the label of a turn and the name in a claim stand for the same person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Literal

from attribution.verify.words import WordLists

Match = Literal["same", "different", "unknown"]

_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_HYPHEN = re.compile("[’-]")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")


def compare_speakers(
    label: str | None, name: str, titles: Iterable[str], words: WordLists, aliases: Mapping[str, str]
) -> Match:
    """Tell whether a label such as "MR. SMITH" can stand for a name such as "John Smith".

    Args:
        label: The label of the turn, None for an unnamed turn.
        name: The name in the claim.
        titles: Titles that the claim gives to that name.
        words: Word lists with titles and labels of unnamed speakers.
        aliases: Names behind labels, as the caller knows them.
    """
    if label is None:
        return "unknown"
    known = {_plain(key): value for key, value in aliases.items()}
    label = known.get(_plain(label), label)
    called, claimed = name_tokens(label, words), name_tokens(name, words)
    if not called or not claimed:
        return "same" if _title_matches(label, (name, *titles), words) else "unknown"
    if set(called) <= words.anonymous_labels or called[0].isdigit():
        return "unknown"
    return _compare_names(called, claimed)


def _compare_names(called: list[str], claimed: list[str]) -> Match:
    short, long = sorted((called, claimed), key=len)
    fits = all(any(_token_fits(token, other) for other in long) for token in short)
    if fits and set(short) & set(long):
        return "same"
    if short[-1] == long[-1]:
        return "unknown"  # one family name, two first names: relatives, or "Bob" for "Robert"
    return "different"


def _token_fits(token: str, other: str) -> bool:
    return token == other or (1 in (len(token), len(other)) and token[0] == other[0])


def name_tokens(name: str, words: WordLists) -> list[str]:
    """Return the words of a name without titles, accents and case, and without "of Ohio" behind it."""
    kept: list[str] = []
    for token in _tokens(name):
        if token == "of" and kept:
            break
        if token not in ("the", "of") and not _is_title(token, words):
            kept.append(token)
    return kept


def _is_title(token: str, words: WordLists) -> bool:
    """Tell whether a word is a title, or several joined as in "vice-chair"."""
    return all(part in words.titles for part in _HYPHEN.split(token))


def _title_matches(label: str, names: Iterable[str], words: WordLists) -> bool:
    called = {token for token in _tokens(label) if _is_title(token, words)}
    return bool(called) and any(called <= set(_tokens(name)) for name in names)


def _tokens(name: str) -> list[str]:
    return _TOKEN.findall(_plain(_BRACKETS.sub(" ", name)))


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).replace(".", " ").split())
