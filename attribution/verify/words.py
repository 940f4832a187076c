"""The words whose change, loss or omission alters what a quotation says, and what a list of words holds of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from attrs import frozen

from attribution.datafiles import load_word_list

Meaning = Literal["number", "negation", "modal", "condition"]
MEANINGS: tuple[Meaning, ...] = ("number", "negation", "modal", "condition")

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'"})
_DIGIT = re.compile(r"\d")


@frozen
class Phrases:
    """Phrases of one or several words, found in lists of plain words.

    Attributes:
        entries: The phrases as tuples of words, by their first word, the longest first.
    """

    entries: Mapping[str, tuple[tuple[str, ...], ...]]

    def at(self, words: list[str], index: int) -> int:
        """Return how many words the longest phrase that begins at `index` has, 0 for none."""
        for entry in self.entries.get(words[index], ()) if index < len(words) else ():
            if tuple(words[index : index + len(entry)]) == entry:
                return len(entry)
        return 0

    def within(self, words: list[str]) -> list[str]:
        """Return every phrase found in `words`, in order."""
        found, index = [], 0
        while index < len(words):
            size = self.at(words, index)
            if size:
                found.append(" ".join(words[index : index + size]))
            index += size or 1
        return found


@frozen
class WordLists:
    """The lists of `data/<language>/verification.json`; see the schema for what each is for."""

    negations: Phrases
    denials: Phrases
    modals: Phrases
    conditions: Phrases
    turns: Phrases
    not_negating: Phrases
    contractions: Mapping[str, tuple[str, ...]]
    contraction_endings: Mapping[str, str]
    numbers: Mapping[str, int]
    number_words: frozenset[str]
    titles: frozenset[str]
    speaking_verbs: tuple[str, ...]
    address: frozenset[str]
    clause_breaks: frozenset[str]
    anonymous_labels: frozenset[str]
    label_openers: frozenset[str]
    stage_directions: tuple[str, ...]
    not_names: frozenset[str]
    abbreviations: frozenset[str]

    def plain(self, words: Iterable[str]) -> list[str]:
        """Return `words` in lower case with straight apostrophes and contractions taken apart."""
        plain: list[str] = []
        for word in words:
            lowered = word.lower().translate(_APOSTROPHES)
            plain.extend(self.contractions.get(lowered) or self._without_ending(lowered))
        return plain

    def _without_ending(self, word: str) -> tuple[str, ...]:
        for ending, meaning in self.contraction_endings.items():
            if word.endswith(ending) and len(word) > len(ending):
                return (word[: -len(ending)], meaning)
        return (word,)

    def holding(self, meaning: Meaning, words: Iterable[str]) -> list[str]:
        """Return what `words` hold of one meaning: numbers, negations, modal verbs, or conditions beside these."""
        plain = self.plain(words)
        if meaning == "number":
            return [self.number(word) for word in plain if self.is_number(word)]
        if meaning == "negation":
            return self.negations.within(self._without_idle_negations(plain))
        if meaning == "modal":
            return self.modals.within(plain)
        return [found for found in self.conditions.within(plain) if found not in self.negations.entries]

    def _without_idle_negations(self, plain: list[str]) -> list[str]:
        kept, index = [], 0
        while index < len(plain):
            size = self.not_negating.at(plain, index)
            if not size:
                kept.append(plain[index])
            index += size or 1
        return kept

    def is_number(self, word: str) -> bool:
        """Tell whether a plain word holds a digit or is a number word, hyphenated ones included."""
        parts = word.split("-")
        known = any(part in self.numbers or part in self.number_words for part in parts)
        return bool(_DIGIT.search(word)) or known

    def number(self, word: str) -> str:
        """Return a number word as digits where it has one value, else as it is."""
        return str(self.numbers[word]) if word in self.numbers else word


@cache
def load_words(language: str = "en") -> WordLists:
    """Read the word lists of a language.

    Raises:
        LexiconError: There is no file for the language, or it is no JSON.
    """
    data = load_word_list("verification", language)
    return WordLists(
        negations=_phrases(data["negations"]),
        denials=_phrases(data["denials"]),
        modals=_phrases(data["modals"]),
        conditions=_phrases(data["conditions"]),
        turns=_phrases(data["turns"]),
        not_negating=_phrases(data["not_negating"]),
        number_words=frozenset(data["number_words"]),
        titles=frozenset(data["titles"]),
        speaking_verbs=data["speaking_verbs"],
        address=frozenset(data["address"]),
        clause_breaks=frozenset(data["clause_breaks"]),
        anonymous_labels=frozenset(data["anonymous_labels"]),
        label_openers=frozenset(data["label_openers"]),
        not_names=frozenset(data["not_names"]),
        abbreviations=frozenset(data["abbreviations"]),
        contractions=data["contractions"],
        contraction_endings=data["contraction_endings"],
        numbers=data["numbers"],
        stage_directions=data["stage_directions"],
    )


def _phrases(entries: Iterable[Mapping[str, str]]) -> Phrases:
    found = sorted((tuple(entry["words"].split()) for entry in entries), key=lambda words: (-len(words), words))
    return Phrases({first: tuple(words for words in found if words[0] == first) for first in {w[0] for w in found}})
