"""Sources whom the article keeps unnamed: who speaks on condition of anonymity, "a source", "the insider"."""

from __future__ import annotations

import re
from functools import lru_cache

from attribution.models import CharSpan, Relation
from attribution.people import PeopleWords
from attribution.speakers.mentions import Reading
from attribution.speakers.referents import Referent, Scene

_WHO = re.compile(r"\bwho(?:se|m)?\b")
_OWN_CLAUSE = re.compile(
    r"(?: (?:at|of|for|from|in|on|with|inside|within|close|familiar|briefed|involved)\b[^,.;]{0,80}?)?"
    r",?\s*who(?:se|m)?\b"
)
_NEAR = 2  # paragraphs in which another noun for an unnamed source goes on with him or her


def stays_unnamed(scene: Scene, words: PeopleWords, reading: Reading, relation: Relation) -> bool:
    """Tell whether the sentence of a source mention says that he or she is not to be named.

    What the words that somebody says tell of anonymity is about others.
    """
    if reading.name is not None or reading.names or reading.pronoun in {"first", "plural", "thing"}:
        return False
    if reading.head_class not in {"person", "people", "unknown"}:
        return False
    return _is_anonymous(scene, words, reading.core, relation.content)


def is_anonymous(scene: Scene, words: PeopleWords, referent: Referent) -> bool:
    """Tell whether an unnamed person is one whom the article does not want to name."""
    return referent.head in words.anonymous_nouns or _is_anonymous(scene, words, referent.span)


def _is_anonymous(scene: Scene, words: PeopleWords, span: CharSpan, said: tuple[CharSpan, ...] = ()) -> bool:
    signs = _signs_of_sentence(scene, words, scene.sentence(span.start))
    return any(_is_about(scene.text, span, sign) for sign in signs if not _is_said(said, span, sign))


def _signs_of_sentence(scene: Scene, words: PeopleWords, number: int) -> tuple[int, ...]:
    """Return where a sentence says of somebody that he or she is not to be named, looked for once."""
    if number not in scene.anonymity:
        start = scene.sentence_starts[number - 1] if number else 0
        end = scene.sentence_starts[number] if number < len(scene.sentence_starts) else len(scene.text)
        signs = (m.start() for m in _signs(words).finditer(scene.text, start, end))
        scene.anonymity[number] = tuple(sign for sign in signs if not scene.is_quoted(sign))
    return scene.anonymity[number]


def _is_said(said: tuple[CharSpan, ...], span: CharSpan, sign: int) -> bool:
    return any(c.start < sign < c.end and not c.contains(span) for c in said)


def _is_about(text: str, span: CharSpan, sign: int) -> bool:
    """Tell whether a sign is about a mention: "told the boy, who asked not to be named" is about the boy."""
    if sign < span.start:
        return _WHO.search(text, max(0, sign - 80), sign) is None
    return _OWN_CLAUSE.match(text, span.end, sign) is not None or _WHO.search(text, span.end, sign) is None


@lru_cache(maxsize=4)
def _signs(words: PeopleWords) -> re.Pattern[str]:
    phrases = "|".join(re.escape(phrase) for phrase in sorted(words.anonymity, key=lambda p: (-len(p), p)))
    return re.compile(rf"\b(?:{phrases})\b".replace("'", "[’']"), re.IGNORECASE)


def unnamed_before(scene: Scene, words: PeopleWords, reading: Reading) -> Referent | None:
    """Return the unnamed source whom "the insider" or "the official" goes on with: the last of that kind who spoke.

    Whom the article calls by the noun and names in between is somebody else.
    """
    found: list[tuple[int, Referent]] = []
    position, head = reading.span.start, reading.head
    for referent in scene.referents:
        last = referent.last_before(position)
        if referent.entity is not None or referent.kind != "unnamed" or referent.plural or last is None:
            continue
        near = scene.paragraph(position) - scene.paragraph(last.start) <= _NEAR
        alike = head != referent.head and any({head, referent.head} <= kind for kind in words.source_kinds)
        fits = near and (alike or head == referent.head)
        if fits and ((alike and referent.spoke) or is_anonymous(scene, words, referent)):
            found.append((last.start, referent))
    latest = max(found, key=lambda pair: pair[0], default=None)
    if latest is None or any(_is_named_so(scene, r, head, latest[0], position) for r in scene.referents):
        return None
    return latest[1]


def _is_named_so(scene: Scene, referent: Referent, head: str, after: int, before: int) -> bool:
    if referent.entity is None or head not in scene.descriptors.get(referent.entity.index, frozenset()):
        return False
    last = referent.last_before(before)
    return last is not None and scene.sentence(last.start) >= scene.sentence(after)  # "Ann Lee, an insider, left"


def unnamed_of_clause(scene: Scene, position: int) -> Referent | None:
    """Return the unnamed person last mentioned, for "he" and "who" that are not to be named."""
    found = [
        (last.start, referent)
        for referent in scene.referents
        if referent.entity is None and referent.kind == "unnamed" and (last := referent.last_before(position))
    ]
    start, referent = max(found, key=lambda pair: pair[0], default=(0, None))
    return referent if referent is not None and scene.paragraph(position) - scene.paragraph(start) < _NEAR else None
