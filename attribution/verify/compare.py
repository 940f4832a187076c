"""Duplicates and drift: the same words, changed or given to somebody else, across many articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from attribution.verify.claims import Claim
from attribution.verify.locate import find_words
from attribution.verify.speakers import compare_speakers
from attribution.verify.words import WordLists, load_words

LEAST_SHARED = 0.8  # of the words of both, for two quotations to be near-identical
LEAST_CONTAINED = 0.9  # of the words of the shorter, in order, for it to be a part of the longer
LEAST_WORDS = 4  # a shorter quotation joins a group only where its words are equal
_SHINGLE = 3  # words in a row that two quotations must share to be compared
_NEIGHBOURS = 25  # earlier quotations with a shingle that a new one is compared with


@frozen
class Occurrence:
    """A quotation in one record file.

    Attributes:
        file: Name of the file.
        text: The quotation.
        speaker: Who it is given to.
        origin: Publisher and title of the article, where the records tell.
        article: SHA-256 of the article.
        record: Id of the record.
        line: Number of the line in a file of one quotation or extraction a line.
    """

    file: str
    text: str
    speaker: str | None = None
    origin: str | None = None
    article: str | None = None
    record: str | None = None
    line: int | None = None


@frozen
class Group:
    """Near-identical quotations.

    Attributes:
        occurrences: All of them, in the order of the files.
        drift: "words" where the words differ, "speaker" where names differ that cannot be one person.
    """

    occurrences: tuple[Occurrence, ...]
    drift: tuple[str, ...] = ()

    @property
    def variants(self) -> tuple[tuple[str, int], ...]:
        """The different texts with how often each occurs: first those of the most frequent words, the earlier first."""
        texts = Counter(occurrence.text for occurrence in self.occurrences)
        wordings = Counter(_keys(occurrence.text) for occurrence in self.occurrences)
        return tuple(sorted(texts.items(), key=lambda item: (-wordings[_keys(item[0])], -item[1])))

    @property
    def speakers(self) -> tuple[str, ...]:
        """The names that the words are given to, in order."""
        return tuple(dict.fromkeys(o.speaker for o in self.occurrences if o.speaker))


def compare_quotations(
    files: Mapping[str, Iterable[Claim]], *, language: str = "en", alone: bool = False
) -> tuple[Group, ...]:
    """Group near-identical quotations over record files, the largest group first.

    Args:
        files: Claims by the name of their file; `read_claims` reads them.
        language: Language of the word lists that tell titles from names.
        alone: Give the quotations that occur once as well.
    """
    found = [_occurrence(name, claim) for name, claims in files.items() for claim in claims]
    groups = [_group(members, load_words(language)) for members in _clusters(found) if alone or len(members) > 1]
    return tuple(sorted(groups, key=lambda group: (-len(group.occurrences), group.occurrences[0].text)))


def _occurrence(name: str, claim: Claim) -> Occurrence:
    return Occurrence(name, claim.text, claim.speaker, claim.origin, claim.article, claim.record, claim.line)


def _group(members: list[Occurrence], words: WordLists) -> Group:
    wordings = {_keys(member.text) for member in members}
    names = sorted({member.speaker for member in members if member.speaker})
    pairs = ((one, other) for at, one in enumerate(names) for other in names[at + 1 :])
    differ = any(compare_speakers(one, other, (), words, {}) == "different" for one, other in pairs)
    drift = (("words",) if len(wordings) > 1 else ()) + (("speaker",) if differ else ())
    return Group(tuple(members), drift)


def _keys(text: str) -> tuple[str, ...]:
    return tuple(word.key for word in find_words(text))


def _clusters(found: list[Occurrence]) -> list[list[Occurrence]]:
    """Join what is near-identical, directly or through others (connected components)."""
    distinct: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, occurrence in enumerate(found):
        distinct[_keys(occurrence.text)].append(at)
    keys = [key for key in distinct if key]
    parents = list(range(len(keys)))
    for one, other in _near_pairs(keys):
        parents[_root(parents, other)] = _root(parents, one)
    clusters: dict[int, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        clusters[_root(parents, at)] += distinct[key]
    return [[found[at] for at in sorted(members)] for members in clusters.values()]


def _root(parents: list[int], at: int) -> int:
    while parents[at] != at:
        parents[at] = parents[parents[at]]
        at = parents[at]
    return at


def _near_pairs(keys: list[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of near-identical quotations; those without three words in a row in common are never compared."""
    seen: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        shingles = {key[start : start + _SHINGLE] for start in range(len(key) - _SHINGLE + 1)}
        for other in sorted({other for shingle in shingles for other in seen[shingle][-_NEIGHBOURS:]}):
            if _is_near(key, keys[other]):
                yield other, at
        for shingle in shingles:
            seen[shingle].append(at)


def _is_near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    from rapidfuzz.distance import LCSseq

    short, long = sorted((one, other), key=len)
    if len(short) < LEAST_WORDS:
        return False
    shared = LCSseq.similarity(short, long)
    if 2 * shared >= LEAST_SHARED * (len(short) + len(long)):
        return True
    return shared >= LEAST_CONTAINED * len(short) and _stands_together(short, long)


def _stands_together(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether the words of the shorter stand close together in the longer, so that it is a part of it."""
    from rapidfuzz.distance import LCSseq

    blocks = [block for block in LCSseq.opcodes(short, long) if block.tag == "equal"]
    return blocks[-1].dest_end - blocks[0].dest_start <= 1.3 * len(short) + 1


def groups_to_dict(groups: Iterable[Group]) -> dict[str, Any]:
    """Return the groups as JSON data."""
    return {"schema": "comparison/1", "groups": [_group_to_dict(group) for group in groups]}


def _group_to_dict(group: Group) -> dict[str, Any]:
    return {
        "drift": list(group.drift),
        "speakers": list(group.speakers),
        "variants": [{"text": text, "count": count} for text, count in group.variants],
        "occurrences": [
            {
                "file": o.file,
                "line": o.line,
                "origin": o.origin,
                "article": o.article,
                "record": o.record,
                "speaker": o.speaker,
                "text": o.text,
            }
            for o in group.occurrences
        ],
    }
