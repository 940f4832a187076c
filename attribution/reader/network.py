"""The reader's network at run time: windows of words in, scores of words out. Needs onnxruntime and tokenizers only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from attribution.datafiles import data_folder
from attribution.errors import ModelError
from attribution.reader.words import Pieces, Word

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

READER = "attribution-reader"  # what the network is called in `engine.model`
CORE, CONTEXT = 224, 80  # word pieces a window decides on, and those it sees before and after
NEAR = 64  # word pieces read before and behind a quotation where nothing else is wanted
LINK = 128  # width of a link vector
CUE_OF, SOURCE_OF, SOURCE_OF_CUE, REFERENCE = range(4)  # the last: from a pronoun to names of whom it means

Floats = NDArray[np.float32]


@frozen(eq=False)
class Window:
    """Scores of one window of the article.

    `first` and `last` bound the words seen, `core_first` and `core_last` those decided on (indexes of the article's
    words, end exclusive). `places` holds the position of each seen word in the window.
    """

    first: int
    last: int
    core_first: int
    core_last: int
    places: NDArray[np.intp]
    tags: Floats
    said: Floats
    links: Floats
    entities: Floats
    steps: Floats
    targets: dict[int, Floats] = field(factory=dict, repr=False)

    def link(self, words: Sequence[int], link: int) -> Floats:
        """Return where `words` of this window link to: probabilities [words, 1 + words seen], none first."""
        start = link * 2 * LINK
        rows = self.links[:, start : start + LINK][self.places[np.asarray(words) - self.first]]
        if link not in self.targets:
            found = self.links[:, start + LINK : start + 2 * LINK][np.concatenate(([0], self.places))]
            self.targets[link] = np.ascontiguousarray(found.T / np.float32(LINK**0.5))
        scores: Floats = rows @ self.targets[link]
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        return scores


def one_thread() -> AbstractContextManager[Any]:
    """Hold numpy to one thread: waking others takes longer than products as small as those of `Window.link`."""
    held: AbstractContextManager[Any] = _blas().limit(limits=1, user_api="blas")
    return held


@lru_cache(maxsize=1)
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


@frozen(eq=False)
class Network:
    """A loaded network."""

    session: InferenceSession
    pieces: Pieces
    version: str

    def read(self, words: Sequence[Word], wanted: Sequence[bool] | None = None) -> list[Window]:
        """Score the words of an article, window by window.

        Args:
            words: All words of the article.
            wanted: One a word; only these and what stands near them is read. None wants all. A window of punctuation
                alone is never read.
        """
        return [
            self._score(words, *bounds)
            for bounds in plan_windows(words, self.pieces, wanted)
            if any(word.form[0].isalnum() for word in words[bounds[1] : bounds[2]])
        ]

    def _score(self, words: Sequence[Word], first: int, core_first: int, core_last: int, last: int) -> Window:
        pieces, marks, cases, places = encode(words[first:last], self.pieces)
        feeds = {
            "pieces": np.array([pieces], dtype=np.int64),
            "marks": np.array([marks], dtype=np.int64),
            "cases": np.array([cases], dtype=np.int64),
        }
        tags, said, links, entities, steps = (scores[0] for scores in self.session.run(None, feeds))
        core = np.array(places[core_first - first : core_last - first], dtype=np.intp)
        return Window(
            first=first,
            last=last,
            core_first=core_first,
            core_last=core_last,
            places=np.array(places, dtype=np.intp),
            tags=tags[core],
            said=said[core],
            links=links,
            entities=entities[core],
            steps=steps[core],
        )


def encode(words: Sequence[Word], pieces: Pieces) -> tuple[list[int], list[int], list[int], list[int]]:
    """Return the piece ids of a window, their mark and case features, and the position of each word's first piece."""
    ids, marks, cases, places = [pieces.cls], [0], [0], []
    paragraph = words[0].paragraph if words else 0
    for word in words:
        if word.paragraph != paragraph:
            paragraph = word.paragraph
            ids.append(pieces.sep)
            marks.append(0)
            cases.append(0)
        places.append(len(ids))
        found = pieces.of(word.form)
        ids += found
        marks += [word.mark] * len(found)
        cases += [word.case] * len(found)
    return [*ids, pieces.sep], [*marks, 0], [*cases, 0], places


def plan_windows(
    words: Sequence[Word], pieces: Pieces, wanted: Sequence[bool] | None = None
) -> Iterator[tuple[int, int, int, int]]:
    """Yield (first, core_first, core_last, last): cores of whole paragraphs where they fit, with words around them.

    The cores cover all words, or the `wanted` ones with what stands near them.
    """
    breaks = [0, *(int(after.paragraph != word.paragraph) for word, after in pairwise(words))]
    sizes = np.cumsum([0] + [len(pieces.of(word.form)) + new for word, new in zip(words, breaks, strict=True)])
    for start, stop in [(0, len(words))] if wanted is None else _stretches(words, sizes, wanted):
        while start < stop:
            full = int(np.searchsorted(sizes, sizes[start] + CORE, "right")) - 1
            end = max(start + 1, min(full, stop))
            if end < stop:
                end = _break_before(words, start, end, start + (end - start) // 3)
            first = int(np.searchsorted(sizes, sizes[start] - CONTEXT))
            last = max(end, int(np.searchsorted(sizes, sizes[end] + CONTEXT, "right")) - 1)
            yield (
                _begin_after(words, first, start),
                start,
                end,
                _break_before(words, end, last, end) if last < len(words) else last,
            )
            start = end


def _stretches(words: Sequence[Word], sizes: NDArray[np.intp], wanted: Sequence[bool]) -> list[tuple[int, int]]:
    """Return (start, stop) of the wanted words with NEAR pieces on both sides; what nearly touches is joined."""
    found: list[tuple[int, int]] = []
    edges = np.flatnonzero(np.diff(np.asarray(wanted, dtype=np.int8), prepend=0, append=0))
    for opens, closes in zip(edges[::2], edges[1::2], strict=True):
        start = _begin_after(words, int(np.searchsorted(sizes, sizes[opens] - NEAR)), int(opens))
        stop = min(len(words), int(np.searchsorted(sizes, sizes[closes] + NEAR)))
        if found and sizes[start] - sizes[found[-1][1]] < CONTEXT:
            start = found.pop()[0]
        found.append((start, stop))
    return found


def _begin_after(words: Sequence[Word], first: int, start: int) -> int:
    """Return where a context that leads to `start` best begins, at `first` or behind: a paragraph, else a sentence."""
    for found in (_is_paragraph, _is_sentence):
        for place in range(first, start):
            if found(words, place):
                return place
    return first


def _break_before(words: Sequence[Word], start: int, end: int, least: int) -> int:
    """Return the best place from `least` to `end` to cut at: a paragraph, else a sentence, else `end`."""
    for found in (_is_paragraph, _is_sentence):
        for place in range(end, max(least, start), -1):
            if found(words, place):
                return place
    return end


def _is_paragraph(words: Sequence[Word], place: int) -> bool:
    """Tell whether a paragraph begins at a place."""
    return place == 0 or words[place].paragraph != words[place - 1].paragraph


def _is_sentence(words: Sequence[Word], place: int) -> bool:
    """Tell whether a sentence seems to begin at a place."""
    return words[place - 1].form in ".!?”" and words[place].form != "”"


@lru_cache(maxsize=4)
def load_network(threads: int = 1) -> Network:
    """Load the network that the package carries.

    Args:
        threads: Threads that one window is computed with.

    Raises:
        ModelError: onnxruntime or tokenizers is missing, or the weights are not in the package.
    """
    try:
        return build_network((data_folder() / "en" / "reader.onnx").read_bytes(), threads)
    except FileNotFoundError as error:
        raise ModelError(
            f"the reader's weights are missing ({error.filename}): install quote-attribution anew"
        ) from error


def build_network(weights: bytes, threads: int = 1) -> Network:
    """Build a network from weights in the ONNX format, with the vocabulary that the package carries.

    Raises:
        ModelError: onnxruntime or tokenizers is missing.
    """
    try:
        import onnxruntime
        from tokenizers import Tokenizer
        from tokenizers.models import WordPiece
    except ImportError as error:
        raise ModelError(f"the reader needs {error.name}: pip install quote-attribution") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Without it, sums of 8-bit products overflow on processors that lack VNNI, and scores depend on the machine.
    options.add_session_config_entry("session.x64quantprecision", "1")
    session: Any = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    vocabulary = (data_folder() / "en" / "reader-vocabulary.txt").read_text("utf8").splitlines()
    ids = {form: number for number, form in enumerate(vocabulary)}
    tokenizer = Tokenizer(WordPiece(vocab=ids, unk_token="[UNK]"))
    return Network(session, Pieces(tokenizer), hashlib.sha256(weights).hexdigest()[:12])
