"""Windows of labelled words for training: augmented, cut, and padded into batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from attrs import evolve, frozen
from torch import Tensor

from attribution.reader.decoding import B_CUE, I_CUE
from attribution.reader.words import INSIDE, LOWER, OUTSIDE, TITLE, Pieces, Word
from attribution.training.corpus import NONE, UNKNOWN, Labelled
from attribution.training.inventing import invent_name
from attribution.training.marking import mark_anew
from attribution.training.referents import put_pronouns

LABELS = ("tag", "said", "cue_of", "source_of", "source_of_cue", "stretch", "refers", "person", "entity")
LINKS = ("cue_of", "source_of", "source_of_cue")  # in the order of the network's links
COMMON_CUES = ("said", "says", "added", "told")


@frozen
class Augmentation:
    """How often a window is changed; each a probability."""

    names: float = 0.5
    lower: float = 0.08
    joined: float = 0.15
    unmarked: float = 0.1
    cues: float = 0.15
    marked: float = 0.3
    pronouns: float = 0.6


@frozen(eq=False)
class Window:
    """One window: ids and features of its pieces and the labels at the first piece of each word."""

    pieces: list[int]
    marks: list[int]
    cases: list[int]
    labels: np.ndarray  # [len(LABELS), length]; "stretch" numbers the marked stretches of the window

    def of(self, label: str) -> np.ndarray:
        """Return what is wanted of each piece."""
        row: np.ndarray = self.labels[LABELS.index(label)]
        return row


@frozen
class Batch:
    """Windows padded to one length, as tensors [batch, length]; `labels` is [len(LABELS), batch, length]."""

    pieces: Tensor
    marks: Tensor
    cases: Tensor
    mask: Tensor
    labels: Tensor

    def of(self, label: str) -> Tensor:
        """Return what is wanted of each piece, [batch, length]."""
        return self.labels[LABELS.index(label)]


def augment(
    item: Labelled, rng: random.Random, how: Augmentation, pool: Sequence[str], cues: Sequence[str]
) -> Labelled:
    """Return the article in another dress: names, capitals, marks and cue verbs changed at random."""
    if item.named and rng.random() < how.pronouns:
        item = put_pronouns(item, rng)
    if rng.random() < how.marked:
        item = mark_anew(item, rng)
    swap = {}
    if rng.random() < how.names:
        swap = {form: rng.choice(pool) if rng.random() < 0.6 else invent_name(rng) for form in sorted(item.names)}
    lower, recue = rng.random() < how.lower, rng.random() < how.cues
    words = [
        evolve(
            word,
            form=swap.get(word.form, word.form) if word.case == TITLE else word.form,
            case=LOWER if lower else word.case,
        )
        for word in item.words
    ]
    if recue:
        _exchange_cues(words, item.tags, rng, cues)
    if rng.random() < how.unmarked:
        _unmark(words, rng)
    if rng.random() < how.joined:
        words = [evolve(word, paragraph=0) for word in words]
    return evolve(item, words=words)


def _exchange_cues(words: list[Word], tags: np.ndarray, rng: random.Random, cues: Sequence[str]) -> None:
    for place in np.flatnonzero(tags == B_CUE):
        alone = place + 1 >= len(words) or tags[place + 1] != I_CUE
        if alone and words[place].form in COMMON_CUES and rng.random() < 0.7:
            words[place] = evolve(words[place], form=rng.choice(cues))


def _unmark(words: list[Word], rng: random.Random) -> None:
    """Take the marks of some quotations for lost."""
    losing = False
    for place, word in enumerate(words):
        if word.mark == OUTSIDE:
            losing = False
            continue
        if word.mark != INSIDE or place == 0 or words[place - 1].mark == OUTSIDE:
            losing = losing or rng.random() < 0.3
        if losing:
            words[place] = evolve(word, mark=OUTSIDE, form='"' if word.mark != INSIDE else word.form)


def cut(item: Labelled, pieces: Pieces, longest: int, rng: random.Random) -> Iterator[Window]:
    """Cut an article into windows of whole paragraphs, all of a length drawn up to `longest`, the first one shorter."""
    longest = rng.choice((longest // 2, longest * 3 // 4, longest))
    room = rng.randint(longest // 4, longest)
    start = size = 0
    last_break = 0
    for place, word in enumerate(item.words):
        new_paragraph = place > 0 and word.paragraph != item.words[place - 1].paragraph
        if new_paragraph:
            last_break = place
            size += 1
        size += len(pieces.of(word.form))
        if size > room - 2:
            end = last_break if last_break > start and place - last_break < room // 2 else place
            yield build_window(item, start, end, pieces)
            start = end
            size = sum(len(pieces.of(w.form)) + 1 for w in item.words[end : place + 1])
            room = longest
    if start < len(item.words):
        yield build_window(item, start, len(item.words), pieces)


def build_window(item: Labelled, start: int, end: int, pieces: Pieces) -> Window:
    """Build the window of the words `start:end`; a link that leaves it carries no loss."""
    ids, marks, cases = [pieces.cls], [0], [0]
    first = {NONE: 0}
    for place in range(start, end):
        word = item.words[place]
        if place > start and word.paragraph != item.words[place - 1].paragraph:
            ids.append(pieces.sep)
            marks.append(0)
            cases.append(0)
        first[place] = len(ids)
        found = pieces.of(word.form)
        ids += found
        marks += [word.mark] * len(found)
        cases += [word.case] * len(found)
    labels = np.full((len(LABELS), len(ids) + 1), UNKNOWN)
    wanted = dict(zip(LABELS, labels, strict=True))
    stretch = -1
    for place in range(start, end):
        at = first[place]
        wanted["tag"][at], wanted["said"][at] = item.tags[place], item.said[place]
        wanted["refers"][at], wanted["person"][at] = item.refers[place], item.person[place]
        wanted["entity"][at] = item.entities[place]
        if item.said[place] != UNKNOWN:
            stretch += place == start or item.said[place - 1] != item.said[place]
            wanted["stretch"][at] = stretch
        for name, links in zip(LINKS, (item.cue_of, item.source_of, item.source_of_cue), strict=True):
            wanted[name][at] = UNKNOWN if links[place] == UNKNOWN else first.get(int(links[place]), UNKNOWN)
    return Window([*ids, pieces.sep], [*marks, 0], [*cases, 0], labels)


def pad(windows: Sequence[Window], pad_id: int) -> Batch:
    """Put windows into one batch."""
    longest = max(len(window.pieces) for window in windows)
    labels = np.full((len(LABELS), len(windows), longest), UNKNOWN)
    for row, window in enumerate(windows):
        labels[:, row, : len(window.pieces)] = window.labels

    def filled(values: list[list[int]], fill: int) -> Tensor:
        return torch.tensor([value + [fill] * (longest - len(value)) for value in values])

    return Batch(
        filled([window.pieces for window in windows], pad_id),
        filled([window.marks for window in windows], 0),
        filled([window.cases for window in windows], 0),
        filled([[1] * len(window.pieces) for window in windows], 0).float(),
        torch.from_numpy(labels),
    )
