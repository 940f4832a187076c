"""Stretches that may be names, and what is known about them before the votes are counted.

A piece comes from a run of capitalised words or from an entity that a recogniser found; `Known` holds these entities.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property

from attrs import field, frozen

from attribution.names.book import Key, Label, NameLabel
from attribution.people import INVISIBLE, JOINED_MARK, PeopleWords, fold

LABELS: dict[str, NameLabel] = {
    "PERSON": "person",
    "ORG": "organization",
    "PRODUCT": "organization",
    "WORK_OF_ART": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "people",
}
# "(LSE: BRW)", "(Nasdaq: AAPL)", "(BRW.L)": by which letters a firm is traded, and no "(Photo: AFP)".
TICKER = re.compile(
    r"(?<=[\w.] )\((?:(?!PHOTO|IMAGE|SOURCE|CREDIT|FILE)(?:[A-Z]{3,8}(?: [A-Z]+)?|Nasdaq|Euronext|Xetra)[^():\n]{0,20}"
    r": ?\$?[A-Z\d]{1,8}(?:[.-][A-Z]{1,2})?[^()a-z\n]{0,30}|\$?[A-Z\d]{2,6}\.[A-Z]{1,2})\)"
)
_WORD = re.compile(rf"[\w*](?:{JOINED_MARK}|[\w*’'.&-])*")
_LAST_WORD = re.compile(r"(?<![\w.’'-])([\w.’'-]+),?\s+$")
_OFFICE_OF = re.compile(r"([\w.-]+)\s+(?:of|for|to)\s+(?:the\s+)?$")
_OFFICE_LINKS = ("of", "for", "to", "the")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…\n—–•*]|[.!?,]?[\"”“'’‘])[\s\"“'‘(\[]*$")
_PAIR = re.compile(r"\b(?=([^\W\d_a-z][\w-]*)\.? (?:[a-z]+ ){0,2}([^\W\d_a-z](?:[\w-]|[’'](?=[^\W\d_a-z]))*))")
_NOUN = re.compile(r"\b(?:[Aa]n?|[Tt]he|as) ([a-z-]+)(?: ([a-z-]+))?")
_APOSTROPHES = frozenset("’'")
_DOTTED = frozenset({"jr", "sr", "inc", "corp", "co", "ltd"})
_CAPITALS = 4  # code points of the longest word in capitals that is none in the possessive ("O'S")
_SHORT_PLACE = 4  # letters of a place that is too short to lose one
_LONGEST = 80  # code points; no recognised entity that matters is longer


@frozen
class Piece:
    """A stretch that may be a name, before the votes are counted; the fields are those of a `NameMention`."""

    start: int
    end: int
    title: int
    key: Key
    honorific: str = ""
    possessive: bool = False


@frozen
class Token:
    """A word of a run: start and end in code points, its folded form, and whether its place makes it a title."""

    start: int
    end: int
    folded: str
    title: bool | None = None


@frozen
class Known:
    """Recognised entities, sorted, to be asked for those near a stretch, and what else the article holds.

    `surnames` and `places` are folded; `stems` are the places and what is left of them without their last letter;
    `media` are names of outlets as they are written.
    """

    labels: tuple[Label, ...]
    surnames: frozenset[str]
    places: frozenset[str]
    stems: frozenset[str] = frozenset()
    text: str = field(default="", repr=False)
    media: frozenset[str] = field(default=frozenset(), repr=False)
    _held: dict[str, bool] = field(init=False, factory=dict, repr=False, eq=False)
    _starts: list[int] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_starts", [start for start, _, _ in self.labels])

    def holds(self, pattern: str) -> bool:
        """Tell whether the article has a pattern anywhere; it is searched once for each."""
        if pattern not in self._held:
            self._held[pattern] = re.search(pattern, self.text) is not None
        return self._held[pattern]

    @cached_property
    def called(self) -> frozenset[tuple[str, str]]:
        """All pairs of capitalised words in a row ("Dean Lee", "Count von Lee")."""
        return frozenset((match[1], match[2]) for match in _PAIR.finditer(self.text))

    @cached_property
    def nouns(self) -> frozenset[str]:
        """The words in small letters near an article ("a roof thatcher")."""
        return frozenset(word for match in _NOUN.finditer(self.text) for word in match.groups() if word)

    def near(self, start: int, end: int) -> list[Label]:
        """Return the entities that share a character with `start..end`."""
        first = bisect_left(self._starts, start - _LONGEST)
        last = bisect_left(self._starts, end)
        return [label for label in self.labels[first:last] if label[1] > start]


def know_names(text: str, labels: Iterable[Label], media: frozenset[str] = frozenset()) -> Known:
    """Return what the recognised entities tell, sorted; labels that mean nothing here are left out."""
    kept = tuple(sorted(label for label in set(labels) if label[2] in LABELS))
    names = [text[start:end].split() for start, end, label in kept if label == "PERSON"]
    surnames = frozenset(fold(name[-1]) for name in names if len(name) > 1)
    places = frozenset(fold(text[start:end]) for start, end, label in kept if label in {"GPE", "NORP"})
    stems = places.union(place[:-1] for place in places if len(place) > _SHORT_PLACE)
    return Known(kept, surnames, places, stems, text, media)


def find_tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """Yield the words of `text[start:end]`."""
    for match in _WORD.finditer(text, start, end):
        yield Token(match.start(), match.end(), fold(match.group()))


def make_piece(text: str, tokens: list[Token]) -> Piece:
    """Return the piece that the words make up, without a possessive ending and the full stop of the sentence."""
    raw = text[tokens[-1].start : tokens[-1].end].rstrip(INVISIBLE)
    end = tokens[-1].start + len(raw)
    possessive = possessive_ending(raw)
    if possessive:
        end -= len(possessive)
    elif raw.endswith(".") and len(raw) > 2 and raw[-3:-2].islower() and fold(raw) not in _DOTTED:
        end -= 1
    return Piece(tokens[0].start, end, tokens[0].start, _key(tokens), possessive=bool(possessive))


def _key(tokens: list[Token]) -> Key:
    return tuple(token.folded for token in tokens if token.folded != "the")


def possessive_ending(word: str) -> str:
    """Return the "'s" or "'" that a word ends with ("'S" of one in capitals), "" where there is none."""
    if word[-1:] in _APOSTROPHES:
        return word[-1:]
    owned = word[-1:] == "s" or (word[-1:] == "S" and len(word) > _CAPITALS and word[:-2].isupper())
    return word[-2:] if owned and word[-2:-1] in _APOSTROPHES else ""


def word_before(text: str, start: int) -> re.Match[str] | None:
    """Return the word right before a name; group 1 is the word, a comma may follow it."""
    return _LAST_WORD.search(text, max(0, start - 30), start) if text[start - 1 : start].isspace() else None


def follows_office(text: str, start: int, words: PeopleWords) -> bool:
    """Tell whether a role with "of", "for" or "to" stands right before a name ("director of the")."""
    office = office_before(text, start)
    return office is not None and words.is_role(office)


def office_before(text: str, start: int) -> str | None:
    """Return the word before "of", "for" or "to" that stands right before a name ("director" of "director of the")."""
    low = max(0, start - 30)
    if not text[low:start].rstrip().endswith(_OFFICE_LINKS):
        return None
    office = _OFFICE_OF.search(text, low, start)
    return office[1] if office else None


def opens_sentence(text: str, start: int) -> bool:
    """Tell whether a sentence, a line or a quotation begins at `start`."""
    return _SENTENCE_START.search(text, max(0, start - 8), start) is not None
