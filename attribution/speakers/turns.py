"""Whom the labels of an interview or a transcript stand for: "Q:", "A:", initials.

Who asks and who answers is told by the introduction: the words before the first label.
"""

from __future__ import annotations

import re
from itertools import pairwise

from attribution.furniture import find_author
from attribution.models import CharSpan, Relation
from attribution.speakers.mentions import Reading
from attribution.speakers.referents import Referent, Scene
from attribution.speakers.resolving import CERTAIN, Link, Resolver, link_to

_LABEL = re.compile(r"^\W{0,3}(?:Q|A|Question|Answer)\s?[.:)]", re.MULTILINE)
_ASKS = frozenset({"q", "question"})
_ANSWERS = frozenset({"a", "answer"})
_MEETS = (
    r"(?:spoke|speaks|spoken|talks?|talked|talking|chatted|chats|sat down|sits down|caught up|catches up)\s(?:to|with)"
    r"|in conversation with"
)
_ASKED = r"asks|asked|interviews|interviewed|meets|met"
_OF_GUEST = re.compile(rf"\b(?:interview(?:ed)? with|(?:[Ww]e|I|[Oo]ur (?:\w+ ){{1,3}}) (?:{_MEETS}|{_ASKED}))\s$")
_BY = re.compile(r"\b(?:[Ii]nterview(?:ed)?|[Ww]ords|[Tt]ext|[Qq]uestions|[Ss]tory) by\s$")
_TO_HOST = re.compile(rf"\b(?:[Hh]e|[Ss]he|[Tt]hey) (?:{_MEETS})\s$")
_ASKS_AFTER = re.compile(rf"\s(?:{_ASKED})\s(?!by\b)")
_MEETS_AFTER = re.compile(rf"[^.\n]{{0,60}}?\b(?:{_MEETS})\s")
_INTERVIEWED_BY = re.compile(r",?\s(?:(?:was|is)\s)?interviewed by\s")
_INTERVIEW_WITH = re.compile(r"\binterview with\s$")
_OF = re.compile(r"\s(?:at|for|from|of)\s(?:the\s)?")
_TRADE_BEFORE = re.compile(r"\b(\w+)\s$")
_TRADE_BEHIND = re.compile(r", (?:an?|the|our)(?: [\w’'-]+){0,3}? (\w+)(?=[ ,.])")
_BEFORE = 60  # code points before a name in which it is said what it does there


def link_turn(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve "Q:" and "A:" and the initials of a transcript."""
    byline = find_author(resolver.text, resolver.draft, resolver.words)
    author = Referent("person", byline, named=True) if byline else None
    referent = _find_turn_taker(resolver, reading.span, author)
    if referent is not None:
        return link_to(resolver.text, reading.span, referent, "speakers:turn", CERTAIN)
    if not is_turn_label(resolver.text, reading.span):
        return None
    note = "the introduction does not tell who asks and who answers"
    return Link(Referent("unnamed", reading.span), "speakers:turn-unnamed", CERTAIN, reading.span, note, "unnamed")


def _find_turn_taker(resolver: Resolver, source: CharSpan, author: Referent | None) -> Referent | None:
    """Return who stands behind a label: None where the mention is none, or where the introduction does not tell.

    Args:
        resolver: The article with its referents.
        source: The source mention.
        author: Who wrote the article, where that is known; the one who asks unless somebody else is said to.
    """
    scene = resolver.scene
    label = source.of(scene.text).strip(" .:").lower()
    if label in _ASKS | _ANSWERS:
        guest, host = _guest_and_host(resolver, author)
        return guest if label in _ANSWERS else host or author
    if 1 < len(label) < 4 and source.of(scene.text).isupper() and scene.text.startswith(":", source.end):
        return _by_initials(scene, label)
    return None


def is_turn_label(text: str, source: CharSpan) -> bool:
    """Tell whether a mention is the label of a question or an answer."""
    return source.of(text).strip(" .:").lower() in _ASKS | _ANSWERS and text[source.end : source.end + 2].strip()[
        :1
    ] in (*":.)",)


def _guest_and_host(resolver: Resolver, author: Referent | None) -> tuple[Referent | None, Referent | None]:
    """Return who answers and who asks, as the introduction has it.

    "Ann Lee spoke to Bob Ross" leaves open who asked: only what else is said of one of them tells.
    """
    scene = resolver.scene
    first = _LABEL.search(scene.text)
    end = first.start() if first else 0
    people = [r for r in scene.referents if r.kind == "person" and r.traces and r.traces[0].start < end]
    people = sorted((r for r in people if r.entity and len(r.entity.key) > 1), key=lambda r: r.traces[0].start)
    hosts = [r for r in people if _asks(resolver, r, end) or (author and _is_same(scene.text, r, author))]
    others = [r for r in people if r not in hosts]
    if hosts:
        return others[0] if others else None, hosts[0]
    met = next(((a, b) for a, b in pairwise(others) if _meet(scene, a, b)), None)
    if met is None:
        return others[0] if others else None, None
    guests = [r for r in met if _answers(resolver, r, end)] or [r for r in met if not _is_of_body(resolver, r)]
    if len(guests) != 1:
        return None, None
    return guests[0], met[0] if guests[0] is met[1] else met[1]


def _is_same(text: str, referent: Referent, author: Referent) -> bool:
    return author.span.of(text).casefold() == referent.span.of(text).casefold()


def _meet(scene: Scene, one: Referent, other: Referent) -> bool:
    """Tell whether the introduction says that one spoke to the other."""
    return any(_MEETS_AFTER.match(scene.text, trace.start, other.traces[0].start) for trace in one.traces)


def _is_of_body(resolver: Resolver, referent: Referent) -> bool:
    """Tell whether the introduction says of which body somebody is: "Bob Ross of the Harbour Review"."""
    ends = [mention.span.end for mention in referent.entity.mentions] if referent.entity else []
    bodies = (resolver.book.at(found.end()) for end in ends if (found := _OF.match(resolver.text, end)))
    return any(body is not None and body.label in {"organization", "other"} for body in bodies)


def _asks(resolver: Resolver, referent: Referent, end: int) -> bool:
    """Tell whether the introduction says that somebody asked: "interview by Lee", "Lee met", "our reporter Lee"."""
    text, interviewers = resolver.text, resolver.scene.phrases.interviewers
    for mention in referent.entity.mentions if referent.entity else ():
        if mention.span.start >= end:
            break
        start = mention.title
        told = _BY.search(text, max(0, start - _BEFORE), start) or _TO_HOST.search(text, max(0, start - _BEFORE), start)
        by = _INTERVIEWED_BY.search(text, max(0, start - _BEFORE), start)
        aside = _INTERVIEW_WITH.search(text, max(0, start - _BEFORE), start) and _is_beside(resolver, mention.span.end)
        asks = _ASKS_AFTER.match(text, mention.span.end, end)
        trades = (
            _TRADE_BEFORE.search(text, max(0, start - _BEFORE), start),
            _TRADE_BEHIND.match(text, mention.span.end, end),
        )
        titled = text[start : mention.span.start].lower().split()
        if told or asks or aside or (by and by.end() == start):
            return True
        if not interviewers.isdisjoint([*titled, *(trade[1].lower() for trade in trades if trade)]):
            return True
    return False


def _is_beside(resolver: Resolver, end: int) -> bool:
    """Tell whether a comma and another person follow: "In an interview with Bob Ross, Ann Lee says"."""
    other = resolver.book.at(end + 2) if resolver.text.startswith(", ", end) else None
    return other is not None and other.label == "person"


def _answers(resolver: Resolver, referent: Referent, end: int) -> bool:
    """Tell whether the introduction says who somebody is, or that the writer spoke with him."""
    text = resolver.text
    starts = [mention.title for mention in referent.entity.mentions if mention.title < end] if referent.entity else []
    title = resolver.profiles.of(referent).title
    met = any(_OF_GUEST.search(text, max(0, start - _BEFORE), start) for start in starts)
    return met or (title is not None and title.end <= end)


def _by_initials(scene: Scene, initials: str) -> Referent | None:
    found = [
        r
        for r in scene.referents
        if r.entity and r.kind == "person" and "".join(w[0] for w in r.entity.key) == initials
    ]
    return found[0] if len(found) == 1 else None
