"""What the reporter's words beside a statement say of where it was said: on an occasion of its own, or back in one.

"At a rally in Ohio" and "told the crowd" begin something new, so that an interview quoted before ends there;
"in the interview" goes back to it. Words inside the statement count for nothing: what is said may mention a debate.
The words are in `data/<language>/citations.json` and `occasions.json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

from attrs import frozen

from attribution.models import CharSpan, Relation
from attribution.outlets.names import LETTERS, UPPER
from attribution.outlets.occasions import find_occasions
from attribution.patterns import any_of

Setting = Literal["", "occasion", "hearer", "here"]
"""Nothing said; an occasion of its own; told to somebody who is no outlet; told to the reporter ("told me").

What somebody says through his office or lawyer reaches the reporter too.
"""
HOST = "host"  # who is told something where only a noun names the one who asks: "told the host"

_LONG_AGO = re.compile(
    r"\b(?:\w+ (?:years?|months?|decades?) (?:ago|earlier|before)"
    r"|(?:[Ii]n|[Ss]ince|[Bb]ack in) (?:[A-Z][a-z]+ )?(?:19|20)\d\d)\b"
)
_ON_IT = re.compile(r"\W*(?:On|In) it,")  # "They opened a Tidechat page. On it, Ruiz writes ..."
REACH = 250  # characters around a statement that are read: a sentence without an end must not cost more


@frozen
class Situation:
    """Where a statement was said, by the words beside it.

    Attributes:
        setting: What they tell of a new occasion.
        resumes: Groups of works (`works` in `citations.json`) that they refer back to: "in the interview" is a talk.
        again: True where they say that it comes from what was cited last: "in the same remarks", "as the memo shows".
        elsewhen: True where they give it a time of its own, long before: "eight years ago", "in 2012", "at the time".
        day: The day that they give it: "Monday", "yesterday".
        openly: True where they say that all of the press was told: "told reporters".
        tuned_in: True where those were told who follow a show: "told listeners".
        asker: Who was told, where that is one who asks for an outlet: the last name in lower case, or HOST.
    """

    setting: Setting
    resumes: frozenset[str]
    again: bool = False
    elsewhen: bool = False
    day: str = ""
    asker: str = ""
    openly: bool = False
    tuned_in: bool = False


@frozen(eq=False)
class Phrases:
    """A pattern of phrases, and the words of which one must stand where it matches: a cheaper thing to look for."""

    pattern: re.Pattern[str]
    telling: frozenset[str]

    def stand_in(self, text: str, words: frozenset[str]) -> bool:
        """Tell whether a phrase stands in `text`, which has these words in lower case."""
        return not self.telling.isdisjoint(words) and bool(self.pattern.search(text))


@frozen(eq=False)
class SituationPatterns:
    """What the words beside statements are searched for, put together once for an article.

    `resuming` refers back to a group of works ("the interview", "that long essay"), `sources` is a source that is one
    ("the article", "her column").
    """

    resuming: Mapping[str, Phrases]
    sources: Mapping[str, re.Pattern[str]]
    same: Phrases
    there: Phrases
    own: Phrases
    through: Phrases
    former: Phrases
    talks: re.Pattern[str]
    told: re.Pattern[str]
    days: re.Pattern[str]
    here: Phrases
    openly: Phrases
    tuned_in: Phrases
    no_hearers: frozenset[str]


def make_patterns(words: Mapping[str, Any]) -> SituationPatterns:
    """Put together the patterns from `citations.json` of the language."""
    works = words["works"]
    back = r"\b(?:the|that|this|his|her|their|same) (?:[\w-]+ )?"
    whose = r"(?:the|this|his|her|their|its) "
    every = _all_works(words)
    return SituationPatterns(
        resuming={group: Phrases(_noun_pattern(back, tuple(n)), _telling(tuple(n))) for group, n in works.items()},
        sources={group: _noun_pattern(whose, tuple(nouns)) for group, nouns in works.items()},
        same=Phrases(_same_pattern(every, words["showing_verbs"], words["on_air_people"]), _telling(every)),
        there=Phrases(_there_pattern(tuple(words["writing_verbs"]), tuple(words["auxiliaries"])), frozenset({"there"})),
        own=Phrases(_own_pattern(tuple(words["own_occasions"])), _telling(tuple(words["own_occasions"]))),
        through=Phrases(_through_pattern(tuple(words["spokespeople"])), _telling(tuple(words["spokespeople"]))),
        former=Phrases(_own_pattern(tuple(words["former_times"])), _telling(tuple(words["former_times"]))),
        talks=_noun_pattern(r"\b", (*works["talk"], *works["air"])),
        told=_told_pattern(tuple(words["asking_people"])),
        days=_own_pattern(tuple(words["days"])),
        here=Phrases(_own_pattern(tuple(words["to_the_writer"])), _telling(tuple(words["to_the_writer"]))),
        openly=Phrases(_own_pattern(tuple(words["to_the_press"])), _telling(tuple(words["to_the_press"]))),
        tuned_in=Phrases(_tuned_in_pattern(tuple(words["air_audience"])), _telling(tuple(words["air_audience"]))),
        no_hearers=frozenset([*words["pronouns"], *words["air_audience"], "that", "you", "how", "of", "why"]),
    )


@lru_cache(maxsize=16)
def _telling(phrases: tuple[str, ...]) -> frozenset[str]:
    """Return the longest word of each phrase, in lower case."""
    return frozenset(max(LETTERS.findall(phrase.lower()), key=len) for phrase in phrases)


def read_situation(
    text: str,
    relation: Relation,
    extent: CharSpan,
    cues: Iterable[CharSpan],
    askers: frozenset[str],
    patterns: SituationPatterns,
    occasions: Mapping[str, Any],
) -> Situation:
    """Return the situation of a statement.

    Args:
        text: The article.
        relation: The statement.
        extent: From the first to the last character of the sentences that it stands in.
        cues: The cues of outlet citations near: "told" before an outlet tells no other hearer.
        askers: The last names of those who ask for the outlets that the article cites.
        patterns: What is searched for.
        occasions: `occasions.json` of the language.
    """
    start = max(extent.start, relation.content[0].start - REACH) if relation.content else extent.start
    end = min(extent.end, relation.content[-1].end + REACH) if relation.content else extent.end
    whole = beside(text, CharSpan(start, end), relation.content)
    reporter = re.sub("¤+", "¤", whole)  # what is said may be long
    found = frozenset(LETTERS.findall(reporter.lower()))
    resumes = _resumed(_without_author(text, relation, CharSpan(start, end)) or reporter, patterns)
    around = beside(text, CharSpan(start, end), relation.quotations)  # the reporter may say it within the content
    tuned_in = patterns.tuned_in.stand_in(reporter, found)
    resumes |= {"air"} if tuned_in else set()
    again = patterns.same.stand_in(around, frozenset(LETTERS.findall(around.lower())))
    again = again or patterns.there.stand_in(reporter, found) or bool(_ON_IT.match(reporter))
    elsewhen = is_former(reporter, patterns)
    day = find_day(reporter, patterns)
    if patterns.here.stand_in(reporter, found) or patterns.through.stand_in(reporter, found):
        return Situation("here", resumes, again, elsewhen, day, tuned_in=tuned_in)
    source = relation.source.of(text).lower().split() if relation.source else []
    asker = _asker(reporter, askers, patterns)
    if asker and asker not in source:  # "asked Ruiz" with her as who asks
        return Situation("", resumes, again, elsewhen, day, asker, tuned_in=tuned_in)
    openly = patterns.openly.stand_in(reporter, found)
    if hearer := _hearer(whole, start, list(cues), patterns):
        return Situation(hearer, resumes, again, elsewhen, day, openly=openly, tuned_in=tuned_in)
    own = patterns.own.stand_in(reporter, found) or any(
        _begins(span.of(reporter), patterns) for span in find_occasions(reporter, occasions)
    )
    setting: Setting = "occasion" if own and not again else ""
    return Situation(setting, resumes, again, elsewhen, day, openly=openly, tuned_in=tuned_in)


def _without_author(text: str, relation: Relation, around: CharSpan) -> str:
    """Return the reporter's words without a person's description: "Ana Ruiz, who led the study," says it in no paper.

    Nothing is returned where no person speaks.
    """
    source, speaker = relation.source, relation.speaker
    if source is None or speaker is None or speaker.kind != "person":
        return ""
    return beside(text, around, [*relation.content, source])


def _resumed(reporter: str, patterns: SituationPatterns) -> frozenset[str]:
    """Return the groups of works that the reporter's words refer back to."""
    found = frozenset(LETTERS.findall(reporter.lower()))
    return frozenset(group for group, phrases in patterns.resuming.items() if phrases.stand_in(reporter, found))


def is_former(words: str, patterns: SituationPatterns) -> bool:
    """Tell whether the reporter's words give a time long before: "last year", "in 2012", "at the time"."""
    return patterns.former.stand_in(words, frozenset(LETTERS.findall(words.lower()))) or bool(_LONG_AGO.search(words))


def find_day(words: str, patterns: SituationPatterns) -> str:
    """Return the day that the reporter's words give, in lower case: "monday", "last night"."""
    day = patterns.days.search(words)
    return day[0].lower() if day else ""


def beside(text: str, around: CharSpan, content: Sequence[CharSpan]) -> str:
    """Return the slice with what is said overwritten by a sign that is no part of any word; offsets stay."""
    words = around.of(text)
    for part in content:
        low, high = max(0, part.start - around.start), min(len(words), part.end - around.start)
        if low < high:
            words = words[:low] + "¤" * (high - low) + words[high:]
    return words


def _asker(beside: str, askers: frozenset[str], patterns: SituationPatterns) -> str:
    """Return who was told, if that is one who asks for an outlet: "told Ruiz", "told host Ana Ruiz"."""
    for match in patterns.told.finditer(beside):
        name = (match[2] or match[3] or "").lower().rpartition(" ")[2]
        if name in askers:
            return name
        if match[1]:
            return HOST
    return ""


def _hearer(
    beside: str, offset: int, cues: Sequence[CharSpan], patterns: SituationPatterns
) -> Literal["hearer"] | None:
    """Return who was told, where that is neither an outlet nor a pronoun whose meaning the reader has to find."""
    for match in re.finditer(r"\b(?:told|telling|tells)[ ]([\w’']+)", beside):
        if any(cue.start < offset + match.start(1) and offset + match.start() < cue.end for cue in cues):
            continue
        if match[1].lower() not in patterns.no_hearers:
            return "hearer"
    return None


def _begins(occasion: str, patterns: SituationPatterns) -> bool:
    """Tell whether an occasion begins something new: it is indefinite, and no talk with an outlet."""
    if not re.search(r"\b(?:an?|another)\b", occasion):
        return False
    return not patterns.talks.search(occasion)


@lru_cache(maxsize=4)
def _told_pattern(people: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of who is told: the noun of one who asks in group 1, the name in group 2; asked, in 3."""
    nouns = "|".join(re.escape(noun) for noun in people)
    name = rf"{UPPER}(?:[ ]{UPPER}){{0,2}}"
    told = rf"(?:told|telling|tells)(?:[ ](?:(?:the|his|her|their)[ ])?({nouns})\b,?)?(?:[ ]({name}))?"
    return re.compile(rf"\b(?:{told}|asked[ ]({name}))")


@lru_cache(maxsize=16)
def _own_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(phrase) for phrase in phrases)})\b", re.IGNORECASE)


@lru_cache(maxsize=4)
def _tuned_in_pattern(audience: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of "told listeners", which says that the words were heard in the show cited before."""
    return re.compile(rf"\b(?:told|telling|tells) (?:the )?(?:{'|'.join(map(re.escape, audience))})\b", re.IGNORECASE)


@lru_cache(maxsize=4)
def _through_pattern(people: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of "through his office", "via a lawyer": a channel of one's own."""
    nouns = "|".join(re.escape(noun) for noun in sorted(people, key=lambda noun: (-len(noun), noun)))
    return re.compile(rf"\b(?:through|via) (?:his|her|their|its|an?) (?:[a-z-]+ )?(?:{nouns})\b", re.IGNORECASE)


def _all_works(words: Mapping[str, Any]) -> tuple[str, ...]:
    return (*(noun for nouns in words["works"].values() for noun in nouns), *words["back_references"])


@lru_cache(maxsize=16)
def _same_pattern(works: tuple[str, ...], verbs: tuple[str, ...], people: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of "the same interview", "in a second post", "as the memo shows", "a guest on the show"."""
    nouns = "|".join(re.escape(noun) for noun in sorted(works, key=lambda noun: (-len(noun), noun)))
    shows = "|".join(re.escape(verb) for verb in verbs)
    return re.compile(
        rf"\b(?:the same (?:[\w-]+ )?(?:{nouns})"
        rf"|(?:a second|a third|a fourth|a follow-up|another|a further|a subsequent) (?:[\w-]+ )?(?:post|tweet)"
        rf"|as the (?:{nouns}) (?:{shows})"
        rf"|(?:{any_of(people)}) (?:to|on|of) the (?:[\w-]+ )?(?:{nouns}))\b",
        re.IGNORECASE,
    )


@lru_cache(maxsize=16)
def _there_pattern(verbs: tuple[str, ...], auxiliaries: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of "had written there", but not of "wrote there was", nor of "read there as a student"."""
    writing = "|".join(verb for verb in verbs if not verb.startswith("read"))
    return re.compile(rf"\b(?:{writing}) there\b(?! (?:{'|'.join(auxiliaries)})\b)")


@lru_cache(maxsize=32)
def _noun_pattern(before: str, nouns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"{before}(?:{'|'.join(re.escape(noun) for noun in nouns)})\b", re.IGNORECASE)
