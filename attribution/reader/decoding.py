"""From the network's scores to attribution relations, under the constraints of the text.

- The ends of a quotation are its marks; the network says only whether somebody said it.
- Tags follow BIO and are decoded by Viterbi with learned steps from tag to tag (conditional random field, Lafferty et
  al. 2001), with the words of said quotations held to be content.
- A content belongs to the cue that its words link to (mean over its words); contents of one cue are one relation.
- A relation has one source: the source span on which the links from its content and from its cue put most, or the
  words that they are sure of though the tags left them out.
- A quotation that a colon introduces, and that ends the sentence, belongs to a source before the colon if one is there.
- A quotation that goes on in the next paragraph belongs to the relation of its first part.
- The first word of a source refers to the words of names on which its links put most.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from itertools import pairwise

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from attribution.models import CharSpan, Quotation
from attribution.reader.network import CUE_OF, REFERENCE, SOURCE_OF, SOURCE_OF_CUE, Window, one_thread
from attribution.reader.words import LOWER, OPENING, OUTSIDE, Word

Floats = NDArray[np.float32]
TAGS = 7
OTHER, B_CONTENT, I_CONTENT, B_CUE, I_CUE, B_SOURCE, I_SOURCE = range(TAGS)
SAID = 0.7  # least probability of a quotation to be taken for said
LEAST_VOUCHED = 0.05  # the same of one that the text itself shows to be said
FORBIDDEN = np.float32(-1e4)
STEPS_WEIGHT = np.float32(0.8)  # beside the tags; 0.4 to 1.3 do alike on held-out articles, see the model card
GAP = 2  # words between two parts of a content that are taken for content; set on held-out articles of PolNeAR train
LINKED = 0.7  # least link to the cue of a further part of a content; set on the same
WEAK = 0.2  # link to a tagged source that words without a tag may outweigh
LIKELY = 0.1  # least chance of words before a colon to be the source of what it introduces
SURE, LONGEST = 0.5, 40  # least link to words that no tag marks, and how many they may be
LEAST_LINK, LEAST_REFERENCE = 1e-4, 0.01
_NO_SOURCES = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "to"})
_STOPS = frozenset(".!?…")
_BEGINS = (B_CONTENT, B_CUE, B_SOURCE)


@frozen
class Choice:
    """A chosen span of words with its probability and the best one not chosen."""

    words: range | None
    probability: float
    runner_up: range | None = None
    runner_up_probability: float = 0.0


@frozen
class Decoded:
    """One relation in words: contents with the quotations among them, cue, source, and what the source refers to."""

    contents: tuple[range, ...]
    said: float
    cue: range | None
    cue_probability: float
    source: Choice
    quotations: tuple[int, ...] = ()
    refers: tuple[tuple[int, float], ...] = ()


@frozen
class Introduction:
    """The words of a sentence before the colon that introduces a quotation, and the sources among them."""

    before: range
    sources: Sequence[range]


@frozen(eq=False)
class Scores:
    """Scores of a whole article: one row a word, and the windows that know the links.

    `read` tells the words that a window decided on.
    """

    words: Sequence[Word]
    windows: Sequence[Window]
    tags: Floats
    steps: Floats
    said: Floats
    read: NDArray[np.bool_]
    window_of: NDArray[np.intp] = field(repr=False)

    def links(self, span: Sequence[int], link: int) -> tuple[float, Mapping[int, float]]:
        """Return the mean over the words of `span` of where they link to: (none, {word: probability})."""
        none, found = 0.0, dict[int, float]()
        words = np.array(span)
        known = words[self.read[words]]
        window_of = self.window_of[known]
        for number in sorted(set(window_of.tolist())):
            window = self.windows[number]
            shares = window.link(known[window_of == number], link).sum(axis=0, dtype=np.float64) / len(known)
            none += float(shares[0])
            places = np.flatnonzero(shares[1:] > LEAST_LINK)
            for word, share in zip((window.first + places).tolist(), shares[1 + places].tolist(), strict=True):
                found[word] = found.get(word, 0.0) + share
        return (none if len(known) else 1.0), found


def gather(words: Sequence[Word], windows: Sequence[Window]) -> Scores:
    """Put the windows of an article together."""
    size = len(words)
    tags = np.zeros((size, TAGS), dtype=np.float32)
    steps = np.zeros((size, TAGS, TAGS), dtype=np.float32)
    said = np.zeros(size, dtype=np.float32)
    read = np.zeros(size, dtype=np.bool_)
    window_of = np.zeros(size, dtype=np.intp)
    for number, window in enumerate(windows):
        core = slice(window.core_first, window.core_last)
        tags[core], said[core], read[core], window_of[core] = window.tags, window.said, True, number
        steps[core] = STEPS_WEIGHT * window.steps.reshape(-1, TAGS, TAGS)
    tags -= np.log(np.exp(tags).sum(axis=1, keepdims=True))
    return Scores(words, windows, tags, steps, said, read, window_of)


def said_of(scores: Scores, quotations: Sequence[tuple[int, Quotation, range]]) -> dict[int, float]:
    """Return how likely each quotation that was read is said, by its index; see `decode`."""
    known = [(index, inside) for index, _, inside in quotations if len(inside) and scores.read[inside[0]]]
    return {index: how_said(scores, inside) for index, inside in known}


def decode(
    scores: Scores, quotations: Sequence[tuple[int, Quotation, range]], vouched: Set[int] = frozenset()
) -> list[Decoded]:
    """Decode an article.

    Args:
        scores: The article's scores.
        quotations: The outermost quotations as (index in the draft, quotation, words between the marks).
        vouched: Those of them, by index, that the text itself shows to be said; the network need not be sure.

    Returns:
        The relations in the order of the text.
    """
    said = said_of(scores, quotations)
    claimed = [
        (index, inside)
        for index, _, inside in quotations
        if said.get(index, 0.0) >= (LEAST_VOUCHED if index in vouched else SAID)
    ]
    path = _path(scores, hold_quotations(scores, [inside for _, inside in claimed]))
    contents, cues, sources = (spans(path, begin, scores.words) for begin in _BEGINS)
    held = {word for _, inside in claimed for word in inside}
    introduced = _introduced(scores, [inside for _, inside in claimed], sources)
    with one_thread():
        groups = _group(scores, contents, cues, _continued(quotations, contents), introduced)
        groups = [(_tidy(scores, members, cue, held), cue) for members, cue in groups]
        groups = [
            (members, cue)
            for members, cue in groups
            if cue.words is not None or not held.isdisjoint(word for member in members for word in member)
        ]
        return [
            _relation(
                scores,
                members,
                cue,
                _source_of(scores, members, cue, sources, introduced),
                _said_within(members, claimed, said),
            )
            for members, cue in groups
        ]


def _tidy(scores: Scores, members: Sequence[range], cue: Choice, held: set[int]) -> list[range]:
    """Join parts of one content that nearly touch, and drop parts outside of quotations that hardly link to the cue."""
    parts: list[range] = []
    for part in sorted(members, key=lambda member: member.start):
        if parts and part.start - parts[-1].stop <= GAP and _nothing_between(scores, parts[-1].stop, part.start, cue):
            parts[-1] = range(parts[-1].start, part.stop)
        else:
            parts.append(part)
    if len(parts) < 2 or cue.words is None:
        return parts
    sure = [part for part in parts if not held.isdisjoint(part) or _mass(scores, part, cue) >= LINKED]
    return sure or parts


def _nothing_between(scores: Scores, start: int, stop: int, cue: Choice) -> bool:
    """Tell whether the words between two parts are neither the cue nor another paragraph."""
    same = scores.words[start - 1].paragraph == scores.words[stop].paragraph
    return same and not (cue.words is not None and start <= cue.words.start < stop)


def _mass(scores: Scores, part: range, cue: Choice) -> float:
    _, targets = scores.links(part, CUE_OF)
    return sum(targets.get(word, 0.0) for word in cue.words or ())


def how_said(scores: Scores, inside: range) -> float:
    """Return the probability, not calibrated, that somebody said the words between marks."""
    mean = float(scores.said[inside.start : inside.stop].mean())
    return float(1 / (1 + np.exp(-mean)))


def hold_quotations(scores: Scores, inside: Sequence[range]) -> Floats:
    """Return tag scores in which the words of said quotations can only be content."""
    tags = scores.tags.copy()
    for words in inside:
        rows = tags[words.start : words.stop]
        rows[:, [OTHER, B_CUE, I_CUE, B_SOURCE, I_SOURCE]] = FORBIDDEN
        rows[1:, B_CONTENT] = FORBIDDEN
        np.maximum(rows[:, I_CONTENT], -5.0, out=rows[:, I_CONTENT])
    tags[~scores.read] = FORBIDDEN
    tags[~scores.read, OTHER] = 0.0
    return tags


def best_path(tags: Floats, steps: Floats | None = None) -> NDArray[np.intp]:
    """Return the best sequence of tags in which I- follows B- or I- of its own label (Viterbi 1967).

    Args:
        tags: Scores [words, tags]: none, then B- and I- of each label in turn.
        steps: What each step from a tag of the word before to a tag of this word scores, [words, before, after].
    """
    size, kinds = tags.shape
    if not size:
        return np.zeros(0, dtype=np.intp)
    likeliest: NDArray[np.intp] = tags.argmax(axis=1)
    if steps is None and _is_allowed(likeliest.tolist()):
        return likeliest
    allowed = _allowed(kinds)
    # [words, after, before]: numpy is fastest along the last axis.
    costs = np.ascontiguousarray((allowed[None] if steps is None else steps + allowed).swapaxes(1, 2))
    each = [costs[0]] * size if steps is None else costs
    best = tags[0] + each[0][:, OTHER]
    seen = [best]
    for cost, tag in zip(each[1:], tags[1:], strict=True):
        best = np.maximum.reduce(best + cost, axis=1) + tag
        seen.append(best)
    came_from = (np.array(seen[:-1])[:, None] + costs[-(size - 1) :]).argmax(axis=2).tolist() if size > 1 else []
    path = [int(best.argmax())]
    for row in reversed(came_from):
        path.append(row[path[-1]])
    return np.array(path[::-1], dtype=np.intp)


def _is_allowed(path: Sequence[int]) -> bool:
    """Tell whether each I- follows B- or I- of its own label."""
    return all(tag % 2 or tag == OTHER or before in (tag - 1, tag) for before, tag in pairwise((OTHER, *path)))


@lru_cache(maxsize=2)
def _allowed(kinds: int) -> Floats:
    """Return what BIO has each step from one tag to the next cost, [before, after]."""
    allowed = np.zeros((kinds, kinds), dtype=np.float32)
    for inner in range(2, kinds, 2):
        allowed[:, inner] = FORBIDDEN
        allowed[[inner - 1, inner], inner] = 0.0
    return allowed


def _path(scores: Scores, tags: Floats) -> NDArray[np.intp]:
    """Return the best tags; words that no window decided on are none, so each run between them stands alone."""
    path = np.full(len(tags), OTHER, dtype=np.intp)
    edges = np.flatnonzero(np.diff(scores.read.astype(np.int8), prepend=0, append=0))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        path[start:stop] = best_path(tags[start:stop], scores.steps[start:stop])
    return path


def spans(path: NDArray[np.intp], begin: int, words: Sequence[Word]) -> list[range]:
    """Return the runs of one role, cut at the ends of paragraphs."""
    found: list[range] = []
    for place in map(int, np.flatnonzero((path == begin) | (path == begin + 1))):
        same = found and found[-1].stop == place and path[place] == begin + 1
        if same and words[place].paragraph == words[place - 1].paragraph:
            found[-1] = range(found[-1].start, place + 1)
        else:
            found.append(range(place, place + 1))
    return found


def _continued(quotations: Sequence[tuple[int, Quotation, range]], contents: Sequence[range]) -> dict[int, int]:
    """Map the contents that hold a continued quotation to the content that holds its first part."""
    holder: dict[int, int] = {}
    for index, _, inside in quotations:
        number = bisect_right(contents, inside.start, key=lambda content: content.start) - 1
        if len(inside) and number >= 0 and inside.start < contents[number].stop:
            holder[index] = number
    return {
        holder[index]: holder[quotation.continues]
        for index, quotation, _ in quotations
        if quotation.continues is not None and index in holder and quotation.continues in holder
    }


def _introduced(scores: Scores, inside: Sequence[range], sources: Sequence[range]) -> dict[int, Introduction]:
    """Map the beginnings of quotations that a colon introduces to what stands before it, where that has a source."""
    found: dict[int, Introduction] = {}
    for words in inside:
        before = _before_colon(scores.words, words)
        own = _between(sources, before.start, before.stop - 1) or _likely_sources(scores, before)
        if own:
            one = Introduction(before, own)
            found |= dict.fromkeys((words.start - 1, words.start), one)  # a content may begin with its mark
    return found


def _likely_sources(scores: Scores, before: range) -> list[range]:
    """Return the words before a colon that are likeliest a source though no tag says so, if any are likely."""
    if not len(before):
        return []
    words, edge = scores.words, max(0, before.start - LONGEST)
    likely = np.exp(scores.tags[edge : before.stop][:, [B_SOURCE, I_SOURCE]]).sum(axis=1)
    first = before.start + int(likely[before.start - edge :].argmax())
    if likely[first - edge] < LIKELY or not words[first].form[0].isalnum():
        return []
    while first > edge and likely[first - 1 - edge] >= LIKELY and words[first - 1].paragraph == words[first].paragraph:
        first -= 1
    while not words[first].form[0].isalnum():
        first += 1
    return [_span_from(scores, first, B_SOURCE)]


def _before_colon(words: Sequence[Word], inside: range) -> range:
    """Return the words of a sentence before the colon and the quotation that end it; else none."""
    colon, last = inside.start - 2, words[inside.stop - 1 : inside.stop + 2]
    ends = any(word.form in _STOPS for word in last) or inside.stop + 1 >= len(words)
    if colon < 0 or words[colon].form != ":" or words[colon + 1].mark != OPENING or not ends:
        return range(0)
    paragraph, start = words[inside.start].paragraph, colon
    while start and words[start - 1].paragraph == paragraph and words[start - 1].mark == OUTSIDE:
        if words[start - 1].form in _STOPS and words[start].case != LOWER:
            break
        start -= 1
    return range(start, colon) if words[colon].paragraph == paragraph else range(0)


def _group(
    scores: Scores,
    contents: Sequence[range],
    cues: Sequence[range],
    continued: Mapping[int, int],
    introduced: Mapping[int, Introduction],
) -> list[tuple[list[range], Choice]]:
    """Group contents by the cue that they link to."""
    groups: dict[tuple[int, int], tuple[list[range], Choice]] = {}
    key_of: dict[int, tuple[int, int]] = {}
    for number, content in enumerate(contents):
        none, targets = scores.links(content, CUE_OF)
        cue = _choose_cue(scores, content, none, targets, cues)
        one = introduced.get(content.start)
        if one is not None and cue.words is not None and not one.before.start <= cue.words.start < content.start:
            own = [span for span in cues if one.before.start <= span.start < content.start]
            cue = Choice(own[-1] if own else None, 0.0, cue.words, cue.probability)
        key = (1, cue.words.start) if cue.words is not None else (0, number)
        if number in continued and continued[number] in key_of:
            key = key_of[continued[number]]
        key_of[number] = key
        groups.setdefault(key, ([], cue))[0].append(content)
    return list(groups.values())


def _choose_source(scores: Scores, none: float, targets: Mapping[int, float], sources: Sequence[range]) -> Choice:
    """Choose a tagged source, or none, or the words that the links are sure of though the tags left them out."""
    tagged = choose(none, targets, sources)
    first = _sure(scores, targets)
    if first is None or (tagged.words is not None and tagged.probability > WEAK):
        return tagged
    found = _untagged(scores, first, targets, B_SOURCE, tagged)
    named = any(_may_name(scores.words[word]) for word in found.words or ())
    return found if named else Choice(None, none, tagged.words, tagged.probability if tagged.words else 0.0)


def _may_name(word: Word) -> bool:
    """Tell whether a word alone may be a source: "a" is none, but "A" is who answers."""
    return word.form not in _NO_SOURCES or word.case != LOWER


def _choose_cue(
    scores: Scores, content: range, none: float, targets: Mapping[int, float], cues: Sequence[range]
) -> Choice:
    """Choose a tagged cue or none; before one in another paragraph, words of this one that the links are sure of."""
    tagged = choose(none, targets, cues)
    first = _sure(scores, targets)
    here = scores.words[content.start].paragraph
    if first is None or tagged.words is None or scores.words[tagged.words.start].paragraph == here:
        return tagged
    return _untagged(scores, first, targets, B_CUE, tagged) if scores.words[first].paragraph == here else tagged


def _sure(scores: Scores, targets: Mapping[int, float]) -> int | None:
    """Return the word of the story outside of quotations on which the links put more than half."""
    first = max(sorted(targets), key=targets.__getitem__, default=None)
    sure = first is not None and targets[first] > SURE and scores.read[first] and scores.words[first].mark == OUTSIDE
    return first if sure else None


def _untagged(scores: Scores, first: int, targets: Mapping[int, float], begin: int, tagged: Choice) -> Choice:
    """Return the words that would be the likeliest span if one began at `first`."""
    words = _span_from(scores, first, begin)
    mass = sum(targets.get(word, 0.0) for word in words)
    return Choice(words, min(1.0, mass), tagged.words, tagged.probability if tagged.words else 0.0)


def _touch(one: range, other: range | None) -> bool:
    return other is not None and one.start < other.stop and other.start < one.stop


def _span_from(scores: Scores, first: int, begin: int) -> range:
    """Return the likeliest span of a role if one begins at `first`."""
    rows = slice(first, first + LONGEST)
    tags = scores.tags[rows].copy()
    tags[0, np.arange(TAGS) != begin] = FORBIDDEN
    path = best_path(tags, scores.steps[rows])
    return range(first, first + spans(path, begin, scores.words[rows])[0].stop)


def choose(none: float, targets: Mapping[int, float], candidates: Sequence[range]) -> Choice:
    """Choose the candidate on whose words the links put most, or none."""
    near = _between(candidates, min(targets, default=0), max(targets, default=-1))
    mass = [(sum(targets.get(word, 0.0) for word in span), span) for span in near]
    ranked = sorted((pair for pair in mass if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].start))
    if not ranked or ranked[0][0] <= none:
        best = ranked[0] if ranked else (0.0, None)
        return Choice(None, none, best[1], best[0])
    second = ranked[1] if len(ranked) > 1 else (0.0, None)
    return Choice(ranked[0][1], min(1.0, ranked[0][0]), second[1], second[0])


def _best(candidates: Sequence[range], targets: Mapping[int, float], other: Choice) -> Choice:
    """Choose of the candidates the one on whose words the links put most, the first of equal ones; `other` is next."""
    mass = [sum(targets.get(word, 0.0) for word in span) for span in candidates]
    best = mass.index(max(mass))
    return Choice(candidates[best], min(1.0, mass[best]), other.words, other.probability if other.words else 0.0)


def _between(candidates: Sequence[range], first: int, last: int) -> Sequence[range]:
    """Return the candidates (sorted, not overlapping) that touch the words from `first` to `last`."""
    start = bisect_left(candidates, first, key=lambda span: span.stop - 1)
    return candidates[start : bisect_right(candidates, last, key=lambda span: span.start)]


def _start(claimed: tuple[int, range]) -> int:
    return claimed[1].start


def _said_within(
    contents: Sequence[range], claimed: Sequence[tuple[int, range]], said: Mapping[int, float]
) -> dict[int, float]:
    """Return the said quotations that begin in a content, sorted, each with its probability of being said.

    Args:
        contents: The parts of the content.
        claimed: The said quotations as (index in the draft, words between the marks), in the order of the text.
        said: The probabilities by index.
    """
    edges = [[bisect_left(claimed, edge, key=_start) for edge in (one.start, one.stop)] for one in contents]
    inside = {index for first, last in edges for index, _ in claimed[first:last]}
    return {index: said[index] for index in sorted(inside)}


def _source_of(
    scores: Scores,
    contents: Sequence[range],
    cue: Choice,
    sources: Sequence[range],
    introduced: Mapping[int, Introduction],
) -> Choice:
    """Return the source that content and cue point at; one before the colon, where a colon introduces the content."""
    words = [word for content in contents for word in content]
    none, targets = scores.links(words, SOURCE_OF)
    if cue.words is not None:
        cue_none, cue_targets = scores.links(cue.words, SOURCE_OF_CUE)
        none = (none + cue_none) / 2
        targets = {w: (targets.get(w, 0.0) + cue_targets.get(w, 0.0)) / 2 for w in sorted({*targets, *cue_targets})}
    source = _choose_source(scores, none, targets, sources)
    one = introduced.get(words[0])
    if one is not None and not _touch(one.before, source.words):
        return _best(one.sources, targets, source)
    return source


def _relation(
    scores: Scores, contents: Sequence[range], cue: Choice, source: Choice, said: Mapping[int, float]
) -> Decoded:
    """Return the relation of a content; `said` are the quotations in it, each with its probability of being said.

    Without one, the tags of its words tell how likely it is that they are content.
    """
    return Decoded(
        contents=tuple(contents),
        said=max(said.values()) if said else _how_tagged(scores, contents),
        cue=cue.words,
        cue_probability=cue.probability,
        source=source,
        quotations=tuple(said),
        refers=refer(scores, source.words) if source.words is not None else (),
    )


def _how_tagged(scores: Scores, contents: Sequence[range]) -> float:
    words = [word for content in contents for word in content]
    return float(np.exp(scores.tags[words][:, [B_CONTENT, I_CONTENT]].max(axis=1)).mean())


def refer(scores: Scores, source: range) -> tuple[tuple[int, float], ...]:
    """Return the words outside of a source that it may refer to, each with its probability."""
    _, targets = scores.links([source.start], REFERENCE)
    return tuple((word, p) for word, p in sorted(targets.items()) if p >= LEAST_REFERENCE and word not in source)


def char_span(words: Sequence[Word], span: range) -> CharSpan:
    """Return the characters of a run of words, without marks and punctuation that only lead or trail."""
    start, stop = span.start, span.stop
    while stop - start > 1 and words[start].form in ",;:.—–-" and words[start].mark != OPENING:
        start += 1
    while stop - start > 1 and words[stop - 1].form in ",;:.—–-":
        stop -= 1
    return CharSpan(words[start].start, words[stop - 1].end)
