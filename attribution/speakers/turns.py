"""Whom the labels of an interview or a transcript stand for: "Q:", "A:", initials.

Who asks and who answers is told by the introduction: the words before the first label.
"""

from __future__ import annotations

import re

from attribution.furniture import find_author
from attribution.models import CharSpan, Relation
from attribution.speakers.mentions import Reading
from attribution.speakers.referents import Referent, Scene
from attribution.speakers.resolving import CERTAIN, Link, Resolver, link_to

_LABEL = re.compile(r"^\W{0,3}(?:Q|A|Question|Answer)\s?[.:)]", re.MULTILINE)
_ASKS = frozenset({"q", "question"})
_ANSWERS = frozenset({"a", "answer"})
_MEETS = (
    r"(?:spoke|speaks|spoken|talks?|talked|talking|chatted|chats|sat down|sits down|caught up|met)\s(?:to|with)"
    r"|interview(?:s|ed)?(?:\swith|\sby)?|asked|asks|met"
)
_MEETS_BEFORE = re.compile(rf"\b(?:{_MEETS})\s(?:[a-z’'-]+\s){{0,3}}$")
_MEETS_AFTER = re.compile(rf"[^.\n]{{0,60}}?\b(?:{_MEETS})\s")


def link_turn(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve "Q:" and "A:" and the initials of a transcript."""
    byline = find_author(resolver.text, resolver.draft, resolver.words)
    author = Referent("person", byline, named=True) if byline else None
    referent = _find_turn_taker(resolver.scene, reading.span, author)
    if referent is not None:
        return link_to(resolver.text, reading.span, referent, "speakers:turn", CERTAIN)
    if not is_turn_label(resolver.text, reading.span):
        return None
    note = "the introduction does not tell who asks and who answers"
    return Link(Referent("unnamed", reading.span), "speakers:turn-unnamed", CERTAIN, reading.span, note, "unnamed")


def _find_turn_taker(scene: Scene, source: CharSpan, author: Referent | None) -> Referent | None:
    """Return who stands behind a label: None where the mention is none, or where the introduction does not tell.

    Args:
        scene: The article with its referents.
        source: The source mention.
        author: Who wrote the article, where that is known; the one who asks unless somebody else is said to.
    """
    label = source.of(scene.text).strip(" .:").lower()
    if label in _ASKS | _ANSWERS:
        guest, host = _guest_and_host(scene)
        return guest if label in _ANSWERS else host or author
    if 1 < len(label) < 4 and source.of(scene.text).isupper() and scene.text.startswith(":", source.end):
        return _by_initials(scene, label)
    return None


def is_turn_label(text: str, source: CharSpan) -> bool:
    """Tell whether a mention is the label of a question or an answer."""
    return source.of(text).strip(" .:").lower() in _ASKS | _ANSWERS and text[source.end : source.end + 2].strip()[
        :1
    ] in (*":.)",)


def _guest_and_host(scene: Scene) -> tuple[Referent | None, Referent | None]:
    """Return who answers and who asks, as the introduction has it."""
    first = _LABEL.search(scene.text)
    end = first.start() if first else 0
    people = [r for r in scene.referents if r.kind == "person" and r.traces and r.traces[0].start < end]
    people = sorted((r for r in people if r.entity and len(r.entity.key) > 1), key=lambda r: r.traces[0].start)
    if not people:
        return None, None
    guest = people[0]
    others = [r for r in people[1:] if _is_met(scene, r, end)]
    if others and _MEETS_AFTER.match(scene.text, guest.span.end, others[0].traces[0].start):
        return others[0], guest  # "Ann Lee spoke to Bob Ross"
    return guest, others[0] if others else None


def _is_met(scene: Scene, referent: Referent, end: int) -> bool:
    starts = [trace.start for trace in referent.traces if trace.start < end]
    return any(_MEETS_BEFORE.search(scene.text, max(0, start - 60), start) for start in starts)


def _by_initials(scene: Scene, initials: str) -> Referent | None:
    found = [
        r
        for r in scene.referents
        if r.entity and r.kind == "person" and "".join(w[0] for w in r.entity.key) == initials
    ]
    return found[0] if len(found) == 1 else None
