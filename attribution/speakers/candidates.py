"""Whom a pronoun, a description or a shared surname may stand for: those who fit it and are not somebody beside them.

"She told Lee" and "asked by Lee, she said" are not about Lee.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from attrs import Factory, frozen

from attribution.people import PronounClass
from attribution.speakers.referents import Referent, Scene, Trace, is_mere_carrier

MentionClass = Literal["pronoun", "description", "surname"]

_CITED = re.compile(r"\b(?:[Aa]ccording to|[Pp]er|[Vv]ia)\s+(?:the\s+)?$")
_HEARS = re.compile(
    r"\b(?:(?:[Aa]sked|[Pp]ressed|[Qq]uestioned|[Qq]uizzed|[Ii]nterviewed|[Cc]hallenged)\s(?:[\w’']+\s){0,6}by"
    r"|(?:[Cc]ross-)?(?:[Ee]xamin(?:ed|ation)|[Qq]uestioning) by"
    r"|[Tt]old|[Tt]elling|[Ii]nterview with|[Ss]peaking (?:to|with)|[Tt]alking (?:to|with)|[Tt]alked to|[Ss]poke to"
    r"|(?:[Ll]etter|[Ee]-?mail|[Mm]essage|[Rr]eply|[Rr]esponse|[Tt]ribute) to)\s(?:the\s)?(?:\w+\s)?$"
)
_ASKED_BY = " by "
_TOPIC = re.compile(
    r"(?:(?:[Ww]hen )?(?:[Aa]sked|[Pp]ressed|[Qq]uestioned|[Qq]uizzed|[Ss]peaking|[Tt]alking) )?"
    r"(?:[Aa]bout|[Cc]oncerning|[Oo]f|[Oo]n|[Rr]egarding) (?:[\w’'-]+ ){0,3}"
)
_CHILD = re.compile(
    r"\b(?:dad|daddy|father|mam|mother|mum|mom|parent|stepfather|stepmother) (?:of|to) (?:[\w-]+-old )?$"
)
_INTERVIEWED = re.compile(
    r"\b(?:(?:[Aa]sked|[Pp]ressed|[Qq]uestioned|[Ii]nterviewed|[Cc]hallenged) by|[Tt]old|[Tt]elling"
    r"|[Ii]nterview with|[Ss]p(?:eaking|oke) (?:to|with)|[Tt]alk(?:ing|ed) (?:to|with))\s(?:[\w.&’'-]+\s){0,4}?"
    r"(?:anchor|broadcaster|correspondent|host|interviewer|journalist|moderator|presenter|reporter)\s$"
)
_WITH_HOST = "interview with "
_OF_GUEST = re.compile(r"(?:[’']s?|\b[Hh]er|\b[Hh]is) (?:[a-z-]+ ){0,2}interview with $")
_ASKS = re.compile(r"(?:[Tt]he )?[\w’'-]+ (?:asks|asked|wanted to know|wonders)\b")
_INTERVIEW_REACH = 90  # code points
_CLAUSE_REACH = 160  # code points
_REACH = 14  # candidates looked at, the most recent first


@frozen
class Query:
    """A mention to resolve: where it stands, what class it is, what it says of the one it means.

    `inside` are the entities that the words it introduces name, `after` those named right after it ("he told Smith");
    the former seldom are the speaker, the latter never. `late` is a mention behind the words it introduces
    ("..., he said"), `continues` one whose verb says that somebody goes on ("he added"). `refers` are the entities
    that the reader takes it to mean, with their probabilities.
    """

    start: int
    form: MentionClass
    pronoun: PronounClass | None = None
    head: str = ""
    modifiers: frozenset[str] = frozenset()
    thing: str = "person"
    late: bool = False
    continues: bool = False
    inside: frozenset[int] = frozenset()
    after: frozenset[int] = frozenset()
    refers: Mapping[int, float] = Factory(dict)


_Seen = tuple[Trace, Referent]
"""Somebody with his or her last mention before the query."""


def candidates(scene: Scene, query: Query) -> list[Referent]:
    """Return those whom the mention may stand for, the most recently mentioned first."""
    fitting = [r for r in scene.referents if fits(r, query) and not _is_silent(scene, query, r)]
    seen = [(trace, r) for r in fitting if (trace := r.last_before(query.start)) is not None]
    seen.sort(key=lambda pair: (-pair[0].start, pair[1].span))
    number = scene.sentence(query.start)
    begin = scene.sentence_starts[number - 1] if number else 0
    near = _without_cited(scene, begin, seen[:_REACH])
    near = [(last, r) for last, r in near if not _is_topic(scene, begin, last.start)] or near
    if query.form == "description":
        near = [(last, r) for last, r in near if not _is_only_spoken_of(r, query.start)] or near
    nearest = [r for last, r in near if not _is_other(scene, query, begin, last, r)] or [r for _, r in near]
    heard = [referent for referent in nearest if _is_heard(referent, query.start)] if query.continues else []
    return heard or nearest  # who "added" something has spoken before


def _without_cited(scene: Scene, begin: int, seen: list[_Seen]) -> list[_Seen]:
    """Drop Lee of "according to Lee, Kim left when he ...": another subject stands between Lee and the pronoun."""
    here = [trace for trace, _ in seen if trace.start >= begin]
    cited = {t.start for t in here if _CITED.search(scene.text, max(0, t.start - 20), t.start)}
    if not cited:
        return seen
    latest = max((t.start for t in here if t.subject and t.start not in cited), default=-1)
    return [(trace, r) for trace, r in seen if trace.start not in cited or latest <= trace.start]


def _is_only_spoken_of(referent: Referent, position: int) -> bool:
    """Tell whether somebody is named so far within quotations only: the author has called nobody "the host" there."""
    before = referent.traces[: referent.count_before(position)]
    return referent.entity is not None and all(trace.quoted for trace in before)


def _is_topic(scene: Scene, begin: int, start: int) -> bool:
    """Tell whether somebody is only what is spoken of: "Asked about Lee, the coach said", "On Lee, he said"."""
    return begin <= start and _TOPIC.fullmatch(scene.text, begin, start) is not None


def _is_other(scene: Scene, query: Query, begin: int, last: Trace, referent: Referent) -> bool:
    """Tell whether somebody cannot be the pronoun: "she told Lee" and "asked by Lee, she said" are not about Lee."""
    if query.form != "pronoun":
        return False
    if referent.entity is not None and referent.entity.index in query.after:
        return True
    if _only_asks(scene, last, referent.traces):
        return True  # "told host Lee": the story is not about Lee, even where "the host asks"
    if _CHILD.search(scene.text, max(0, last.start - 40), last.start):
        return True  # "the mother of Lee"
    if is_beside_only(scene, referent, query.start, query.pronoun):
        return True
    if last.start < scene.sentence_starts[max(0, scene.sentence(query.start) - 2)]:
        return False
    if is_asker(scene, last.start) or (last.subject and acts_on(scene, last.start, query.pronoun)):
        return True
    if not last.subject and _is_beside(scene, last.start, query.pronoun):
        return True
    hears = _HEARS.search(scene.text, max(0, last.start - 70), last.start)
    # Of the sentence before, "it" is not whom a body told, nor "he" who asked him.
    return hears is not None and (last.start >= begin or query.pronoun == "thing" or _ASKED_BY in hears.group())


def _only_asks(scene: Scene, last: Trace, traces: list[Trace]) -> bool:
    """Tell whether somebody is mentioned first as an interviewer, and then at most as who asks."""
    first = traces[0]
    if last is not first and not (last is traces[1] and _ASKS.match(scene.text, last.start)):
        return False
    start = max(0, first.start - _INTERVIEW_REACH)
    if scene.text.endswith(_WITH_HOST, 0, first.start) and _OF_GUEST.search(scene.text, start, first.start):
        return True
    return _INTERVIEWED.search(scene.text, start, first.start) is not None


def is_asker(scene: Scene, start: int) -> bool:
    """Tell whether whoever is named at `start` asks in a clause of time: "When Lee asked, Kim laughed" is about Kim."""
    before, asks = scene.phrases.asker
    return (
        before.search(scene.text, max(0, start - 40), start) is not None and asks.match(scene.text, start) is not None
    )


def acts_on(scene: Scene, start: int, pronoun: PronounClass | None) -> bool:
    """Tell whether the subject at `start` does something to "her", who is somebody else: "Lee took her aside"."""
    pattern = scene.phrases.acts_on.get(pronoun or "")
    return pattern is not None and pattern.match(scene.text, start, start + _CLAUSE_REACH) is not None


def is_beside_only(scene: Scene, referent: Referent, position: int, pronoun: PronounClass | None = None) -> bool:
    """Tell whether somebody was named so far but once, beside a "she": the story goes on about her."""
    first = referent.traces[0]
    if first.subject or first.quoted or referent.count_before(position) != 1:
        return False
    kinds: tuple[PronounClass, ...] = (pronoun,) if pronoun else ("male", "female")
    return any(_is_beside(scene, first.start, kind) for kind in kinds)


def _is_beside(scene: Scene, start: int, pronoun: PronounClass | None) -> bool:
    """Tell whether "she" is the subject of the clause in which somebody is named, who is somebody else."""
    if start not in scene.beside:
        low = max(0, start - _CLAUSE_REACH)
        scene.beside[start] = frozenset(
            kind for kind, clause in scene.phrases.beside.items() if clause.search(scene.text, low, start)
        )
    return pronoun in scene.beside[start]


def _is_heard(referent: Referent, position: int) -> bool:
    """Tell whether somebody has spoken so far, or words of his or hers were mentioned ("remarks by Lee")."""
    return referent.spoke or any(trace.credited and trace.start < position for trace in referent.traces)


def _is_silent(scene: Scene, query: Query, referent: Referent) -> bool:
    """Tell whether "it" would be a place or people with no words by name, or "the firm" only where words stand."""
    if referent.entity is None or referent.kind != "organization":
        return False
    if query.form != "pronoun":
        return is_mere_carrier(scene, referent, query.start)
    if referent.entity.label not in {"place", "people"}:
        return False
    return not referent.spoke and not scene.voices.get(referent.entity.index)


def fits(referent: Referent, query: Query) -> bool:
    """Tell whether what the article calls somebody or something agrees with a mention in kind, gender and number."""
    if query.form == "surname":
        return False
    entity = referent.entity
    if entity is not None and entity.label == "other" and not entity.certainty and len(referent.traces) < 2:
        return False  # most are words that begin a sentence
    if query.pronoun in {"male", "female"}:
        if referent.gender not in {None, query.pronoun}:  # "Mrs", "his wife", "the spokesman"
            return False
        return referent.kind == "person" or (referent.kind == "unnamed" and referent.animate and not referent.plural)
    if query.pronoun == "thing":
        return referent.kind in {"organization", "document"}
    if query.pronoun == "plural":
        return referent.kind in {"organization", "group"} or referent.plural
    if referent.kind == "unnamed":
        return referent.head == query.head
    return referent.kind == query.thing
