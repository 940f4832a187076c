"""Corpora in the project's line format, as words with labels that a network can learn.

A corpus line holds "text", "attributions" (source, cue and content spans), "quotes" (marked stretches somebody said)
and "not_quotations" (marked stretches nobody said). A corpus without cues labels its quotations only: what stands
outside them is unknown there and carries no loss.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from attrs import Factory, evolve, field, frozen

from attribution.models import CharSpan
from attribution.people import Gender
from attribution.reader.words import Word, split_words, words_in
from attribution.training.brat import read_folder

TAGS = ("O", "B-CONTENT", "I-CONTENT", "B-CUE", "I-CUE", "B-SOURCE", "I-SOURCE")
CORPORA = ("polnear/train.jsonl", "web/articles.jsonl", "bbc-abc/articles.jsonl")  # in the folder to learn from
FIXTURES = Path(__file__).parents[2] / "fixtures"
NEWSROOMS = FIXTURES / "newsrooms/training.jsonl"  # articles of the project's own
OWN = ("newsrooms/training.jsonl", "newsrooms/speakers.jsonl")  # in FIXTURES
ANNOTATED = (*CORPORA, *OWN)  # whose speakers and outlets are annotated, some of them
UNKNOWN = -100  # a label that carries no loss (torch's ignore_index)
NONE = -1  # a link to nothing

Line = dict[str, Any]
Spans = list[list[int]]


@frozen
class NamedSource:
    """A source that is the name of one person: its words, the person's number, and what pronoun suits."""

    words: range
    person: int
    gender: Gender | None


@frozen(eq=False)
class Labelled:
    """An article as words with what is to be learned.

    Arrays have one entry a word: `tags` (index into TAGS), `said` (1 inside a quotation somebody said, 0 inside one
    nobody said), `cue_of` and `source_of` (index of the first word of the cue or source of this word's content;
    NONE where it has none), `source_of_cue` (the same from the words of a cue), `person` (number of the person whose
    name the word belongs to, or NONE), `refers` (number of the person that the word stands for), `entities` (tag of
    the entity that the word belongs to, see `attribution.reader.entities`). UNKNOWN carries no loss. `named` are the
    sources that a pronoun can be put in place of.
    """

    name: str
    words: list[Word]
    tags: np.ndarray
    said: np.ndarray
    cue_of: np.ndarray
    source_of: np.ndarray
    source_of_cue: np.ndarray
    person: np.ndarray = Factory(lambda self: np.full(len(self.words), NONE), takes_self=True)
    refers: np.ndarray = Factory(lambda self: np.full(len(self.words), UNKNOWN), takes_self=True)
    entities: np.ndarray = Factory(lambda self: np.full(len(self.words), UNKNOWN), takes_self=True)
    named: tuple[NamedSource, ...] = ()
    names: frozenset[str] = field(factory=frozenset)


def corpus_path(directory: Path, name: str) -> Path:
    """Return the file of one of ANNOTATED, or of another corpus in the folder to learn from."""
    return (FIXTURES if name in OWN else directory) / name


def load_lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a corpus file, or of a folder of PolNeAR as it was published (see `brat`)."""
    if path.is_dir():
        yield from read_folder(path)
        return
    with path.open(encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)


def label(line: Line) -> Labelled:
    """Turn a corpus line into words with labels."""
    text = line["text"]
    marked = [tuple(quote["span"]) for quote in line["quotes"]] + [tuple(span) for span in line["not_quotations"]]
    words = split_words(text, outermost(marked))
    whole = any(relation["cue"] for relation in line["attributions"]) or not line["attributions"]
    item = _blank(line["doc"], words, whole=whole)

    def inside(spans: Spans) -> list[range]:
        return [place for place in (words_in(words, CharSpan(*span)) for span in spans) if len(place)]

    for relation in line["attributions"]:
        _label_relation(item, inside(relation["source"]), inside(relation["cue"]), inside(relation["content"]), whole)
    for quote in line["quotes"]:
        for place in inside([quote["span"]]):
            item.said[place] = 1
    for span in line["not_quotations"]:
        for place in inside([span]):
            item.said[place] = 0
    return evolve(item, names=_names(item))


def outermost(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans that lie in no other, sorted."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _blank(name: str, words: list[Word], *, whole: bool) -> Labelled:
    size = len(words)
    unknown = [np.full(size, UNKNOWN) for _ in range(4)]
    said, cue_of, source_of, source_of_cue = unknown
    return Labelled(name, words, np.full(size, 0 if whole else UNKNOWN), said, cue_of, source_of, source_of_cue)


def _label_relation(item: Labelled, source: list[range], cue: list[range], content: list[range], whole: bool) -> None:
    for spans, begins in ((content, 1), (cue, 3), (source, 5)):
        for place in spans:
            item.tags[place] = begins + 1
            item.tags[place.start] = begins
    first_source = source[0].start if source else NONE
    for place in content:
        item.source_of[place] = first_source
        if cue or whole:
            item.cue_of[place] = cue[0].start if cue else NONE
    for place in cue:
        item.source_of_cue[place] = first_source


def _names(item: Labelled) -> frozenset[str]:
    """Forms of the capitalised words inside sources: the names an augmentation may exchange."""
    inner = (item.tags == 5) | (item.tags == 6)
    return frozenset(
        word.form
        for word, is_source in zip(item.words, inner, strict=True)
        if is_source and word.case == 1 and len(word.form) > 3
    )
