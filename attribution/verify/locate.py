"""Where in a source the words of a quotation stand, in characters of the source.

The words are looked for in a skeleton of the source: its letters, digits and symbols in lower case, without spaces
and punctuation, each with its own offsets. That finds every stretch that can be equal under any fold in one linear
search; what really differs there is then read off the source itself.
What is not there word for word is looked for by voting: every rare word that the quotation shares with the source
votes for the place where the quotation would begin (the diagonal of a dot plot), and the best places are aligned word
by word.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache
from heapq import nsmallest
from math import log
from typing import NamedTuple

from attrs import define, field

from attribution.detection import find_language, find_script
from attribution.verify.folding import MAYBE_HYPHEN, Folded, apply_changes, fold, unfolded
from attribution.verify.sources import Source

_LETTER_FOLDS = ("unicode-form", "ligatures", "invisible", "soft-hyphens", "line-end-hyphens")
_SIGNS = (  # combining marks, of which Python's \w knows none: vowel signs, points, accents without a composed form
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\u302a-\u302f\u3099\u309a\ufe20-\ufe2f"
)
_IN_WORD = rf"(?:[^\W_]|[{_SIGNS}])"
_DROPPED = re.compile(
    f"(?:[^\\w{_SIGNS}$%&+<=>@#|~\xa2-\xa5\xa9\xac\xae\xb0\xb1\xd7\xf7\u2030\u20a0-\u20cf\u2100-\u214f\u2190-\u22ff"
    "\u2300-\u2bff\U0001f000-\U0001faff]|_)+"
)
_JOINED = f"['’‐‑–{MAYBE_HYPHEN}-]"
_WORD = re.compile(
    rf"(?:(?<!\S)[-−])?\d+(?:[.,:/]\d+)*{_IN_WORD}*(?:[-‐‑–{MAYBE_HYPHEN}]{_IN_WORD}+)*"
    rf"|{_IN_WORD}+(?:{_JOINED}{_IN_WORD}+)*"
    r"|[$%&+<=>@#€£¥₹₽‰°\U0001f000-\U0001faff]"
)
_BREAK = re.compile(r"[\r\n\f]")
_SAME_LENGTH = str.maketrans("İʹʻʼʽ", "i''''")  # what lowers to two characters, and marks that count as letters
_JOINERS = re.compile(_JOINED)
_LETTER = re.compile(rf"[^\W_][{_SIGNS}]*")
_UNITS = frozenset("$€£¥₹₽%‰°")
_INSIDE_WORD = re.compile(r"['’ʼ‐‑–-]|[-‐]\s*[\r\n\f]\s*")
_INSIDE_NUMBER = re.compile(r"[.,:/]")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_MOST_HITS = 1500  # of one word; a more frequent one says too little about the place
_RAREST = 8  # words of a quotation that vote
MOST_PLACES = 200  # places of the same words that are told apart


class Word(NamedTuple):
    """A word of a text: `text[start:end]`, and the key by which it is compared."""

    start: int
    end: int
    key: str


Hit = tuple[int, int]
"""Start and end in the skeleton."""


def letters(text: str) -> Folded:
    """Return `text` with the folds that concern single letters, in lower case, with the map."""
    if text.isascii() and not _BREAK.search(text):
        return unfolded(text.lower())
    folded = fold(text, _LETTER_FOLDS)
    return Folded(folded.text.translate(_SAME_LENGTH).lower().replace("ς", "σ"), folded.starts, folded.ends)


@lru_cache(maxsize=64)
def skeleton(text: str) -> Folded:
    """Return the letters, digits and symbols of `text` in lower case, with the map."""
    return _skeleton(letters(text))


def _skeleton(folded: Folded) -> Folded:
    return apply_changes(folded, [(m.start(), m.end(), "") for m in _DROPPED.finditer(folded.text)])


def find_words(text: str) -> list[Word]:
    """Return the words, numbers and symbols of `text` with their offsets in it."""
    return _words(letters(text))


def _words(folded: Folded) -> list[Word]:
    starts, ends = folded.starts, folded.ends
    return [
        Word(starts[match.start()], ends[match.end() - 1], _key(match.group()))
        for match in _split_unspaced(folded.text)
    ]


def _key(word: str) -> str:
    if word.isalnum():
        return word
    return ("-" if word[0] in "-−" else "") + _JOINERS.sub("", word.lstrip("-−"))


def _split_unspaced(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of `text`; scripts without spaces between words give one word a character."""
    if not _UNSPACED.search(text):
        yield from _WORD.finditer(text)
        return
    for match in _WORD.finditer(text):
        if _UNSPACED.search(match.group()):
            yield from _LETTER.finditer(text, *match.span())
        else:
            yield match


@define
class SourceIndex:
    """A source made ready for searching; each part is built when it is first needed.

    Attributes:
        source: The source.
        spoken: Its text with labels and stage directions blanked, so that offsets stay the same.
    """

    source: Source
    spoken: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.spoken = _blanked(self.source.text, self.source.layout.unspoken)

    @cached_property
    def _letters(self) -> Folded:
        return letters(self.spoken)

    @cached_property
    def skeleton(self) -> Folded:
        """The skeleton of what is spoken."""
        return _skeleton(self._letters)

    @cached_property
    def words(self) -> list[Word]:
        """The words of what is spoken."""
        return _words(self._letters)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word key stands, as indexes into `words`."""
        places: dict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self.words):
            places[word.key].append(index)
        return dict(places)

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {key: chr(number % 0x10FFFF + 1) for number, key in enumerate(self.places)}

    @cached_property
    def _coded(self) -> str:
        return "".join(self._codes[word.key] for word in self.words)

    @cached_property
    def language(self) -> tuple[str | None, str | None]:
        """Script and language of the source."""
        return find_script(self.source.text), find_language(self.source.text)

    def words_between(self, start: int, end: int) -> list[Word]:
        """Return the words of a stretch of what is spoken, found without reading the rest of it."""
        return [Word(start + a, start + b, key) for a, b, key in find_words(self.spoken[start:end])]

    def span(self, hit: Hit) -> tuple[int, int]:
        """Return the stretch of the source that a stretch of the skeleton stands for."""
        return self.skeleton.span(*hit)

    def hits(self, key: str, start: int = 0, *, cut_left: bool = False, cut_right: bool = False) -> Iterator[Hit]:
        """Yield where a skeleton stands from `start` on, at whole words.

        Args:
            key: The skeleton of a quotation or fragment, not empty.
            start: Index into the skeleton.
            cut_left: It may begin inside a word.
            cut_right: It may end inside a word.
        """
        at = self.skeleton.text.find(key, start)
        while at >= 0:
            if self._fits(at, at + len(key), cut_left, cut_right):
                yield at, at + len(key)
            at = self.skeleton.text.find(key, at + 1 if cut_left else self._next_boundary(at + 1))

    def _next_boundary(self, at: int) -> int:
        """Skip to where a word may begin, so that a text of one endless word costs no more than another."""
        while not self.is_boundary(at):
            at += 1
        return at

    def last_hit(self, key: str, end: int, *, cut_left: bool = False, cut_right: bool = False) -> Hit | None:
        """Return the last place before `end` where a skeleton stands at whole words."""
        at = self.skeleton.text.rfind(key, 0, end)
        while at >= 0:
            if self._fits(at, at + len(key), cut_left, cut_right):
                return at, at + len(key)
            at = self.skeleton.text.rfind(key, 0, at + len(key) - 1)
        return None

    def _fits(self, start: int, end: int, cut_left: bool, cut_right: bool) -> bool:
        return (cut_left or self.is_boundary(start)) and (cut_right or self.is_boundary(end))

    def is_boundary(self, at: int) -> bool:
        """Tell whether a word may end before and another begin at an index of the skeleton."""
        characters = self.skeleton.text
        if at <= 0 or at >= len(characters):
            return True
        before, after = characters[at - 1], characters[at]
        touching = self.skeleton.ends[at - 1] == self.skeleton.starts[at]
        if touching and before.isalnum() and after.isalnum() and not _UNSPACED.match(before + after):
            return False
        gap = "".join(c for c in self.between(at) if unicodedata.category(c)[0] != "C" or c in "\r\n\f")
        if not gap and (_is_measure(before, after) or unicodedata.category(after)[0] == "M"):
            return False
        if _UNSPACED.match(before) or _UNSPACED.match(after) or not (_is_letter(before) and _is_letter(after)):
            return True
        inside_number = before.isdigit() and after.isdigit() and _INSIDE_NUMBER.fullmatch(gap)
        return bool(gap) and not inside_number and not _INSIDE_WORD.fullmatch(gap)

    def between(self, at: int) -> str:
        """Return what is spoken between two neighbours of the skeleton: punctuation and spaces."""
        start = self.skeleton.ends[at - 1] if at > 0 else 0
        end = self.skeleton.starts[at] if at < len(self.skeleton.text) else len(self.spoken)
        return self.spoken[start:end] if start < end else ""

    def longest_run(self, keys: list[str], start: int) -> int:
        """Return how many words of `keys` from `start` on stand in the source one after the other."""
        coded = "".join(self._codes.get(key, "\0") for key in keys[start:])
        low, high = 0, len(coded)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if coded[:middle] in self._coded else (low, middle - 1)
        return low

    def run_places(self, keys: list[str]) -> list[int]:
        """Return the word indexes at which a run of keys stands, at most `MOST_PLACES`."""
        coded = "".join(self._codes.get(key, "\0") for key in keys)
        found: list[int] = []
        at = self._coded.find(coded)
        while at >= 0 and len(found) < MOST_PLACES:
            found.append(at)
            at = self._coded.find(coded, at + 1)
        return found

    @cached_property
    def _weights(self) -> dict[str, float]:
        size = len(self.words) + 1
        return {key: log(1 + size / (len(places) + 0.5)) for key, places in self.places.items()}

    def weight(self, key: str) -> float:
        """Return how much a shared word says about the place: its inverse frequency in the source, smoothed."""
        return self._weights.get(key) or log(1 + 2 * (len(self.words) + 1))

    def candidate_windows(self, keys: list[str], most: int = 6) -> list[tuple[int, int]]:
        """Return the word ranges in which `keys` may stand in a changed form, best first."""
        votes: dict[int, float] = defaultdict(float)
        width = max(6, len(keys) // 4)
        for index, key in self._voters(keys):
            weight = self.weight(key)
            for bucket in {(place - index) // width for place in self.places[key]}:
                votes[bucket] += weight
        scores = {bucket: score + votes.get(bucket + 1, 0.0) for bucket, score in list(votes.items())}
        best = [bucket for _, bucket in nsmallest(most, ((-score, bucket) for bucket, score in scores.items()))]
        return [self._window(bucket * width, width, len(keys)) for bucket in best]

    def _voters(self, keys: list[str]) -> list[tuple[int, str]]:
        known = [(index, key) for index, key in enumerate(keys) if key in self.places]
        known.sort(key=lambda entry: (len(self.places[entry[1]]), entry[0]))
        rare = [entry for entry in known if len(self.places[entry[1]]) <= _MOST_HITS]
        return (rare or known[:2])[: max(_RAREST, len(keys) // 3)]

    def _window(self, first: int, width: int, size: int) -> tuple[int, int]:
        slack = max(4, size // 3)
        return max(0, first - slack), min(len(self.words), first + 2 * width + size + slack)


def _is_letter(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _is_measure(before: str, after: str) -> bool:
    """Tell whether two neighbours are a number and its unit: "5" is not what "$5" or "5%" says."""
    return (before in _UNITS and after.isdigit()) or (before.isdigit() and after in _UNITS)


def _blanked(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    pieces: list[str] = []
    last = 0
    for start, end in spans:
        pieces += (text[last:start], " " * (end - start))
        last = end
    return "".join((*pieces, text[last:]))
