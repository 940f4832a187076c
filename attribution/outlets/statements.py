"""Place statements in the article: their sentences, who speaks, and what is said beside them.

Who speaks is a key that is equal for the same speaker. It comes from the name behind the source, or else from the
last word of the description; a pronoun stands for who spoke before.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from attrs import evolve

from attribution.models import CharSpan, Relation
from attribution.outlets.placed import WORD, Layout, Statement, gap_between, has_word
from attribution.outlets.situations import read_situation
from attribution.patterns import any_of
from attribution.speakers.turns import is_turn_label

_TIME_LINE = re.compile(r"^\W{0,3}\d{1,2}[:.]\d{2}(?:[ ]?[ap]\.?m\.?)?(?:[ ][A-Z]{2,4})?\W{0,3}$", re.MULTILINE | re.I)
_ENTRIES = 3  # times that make a live blog: one or two may stand above any article
_NESTED = 6  # statements on each side among which the one around a nested statement is looked for
_QUOTED = re.compile(r"\b(?:was|were|been)[ ](?:\w+[ ])?quoted(?:[ ]as[ ]\w+)?$")
_REPLY = re.compile(r"[ ](?:in[ ](?:reply|response|answer)|back)\b")
_PRESENT = re.compile(r"(?!(?:was|has)\b)[a-z]+[a-rt-z]s\b")  # "says", "is telling"
_QUOTED_REACH = 40  # characters
_GOES_ON = frozenset({"add", "continue"})  # "adding later" is of the same talk
_TIME_REACH = 30  # characters before a cue in which "later" may stand
_OWN_WORD = 4  # letters from which on a word may tell that two statements repeat each other


def place_statements(
    layout: Layout,
    relations: Iterable[Relation],
    cues: Sequence[CharSpan],
    askers: frozenset[str],
    labels: frozenset[int],
) -> list[Statement]:
    """Place the statements of an article, in the order of the relations.

    Args:
        layout: The article.
        relations: What was found so far, with sources and speakers.
        cues: The cues of its outlet citations, sorted.
        askers: The last names of those who ask for the outlets that it cites.
        labels: Where the labels of a transcript begin.
    """
    statements: list[Statement] = []
    before = ""
    for relation in relations:
        last = statements[-1].last if statements else None
        statement = _with_situation(layout, _place(layout, relation, before, last, labels), cues, askers)
        if statements:
            statement = _going_on(layout, statement, statements[-1])
        statements.append(statement)
        before = statement.speaker or before
    entries = find_entries(layout.text)
    statements = _by_full_names(statements)
    return [
        evolve(s, outer=_outer(statements, i), entry=bisect_right(entries, s.extent.start))
        for i, s in enumerate(statements)
    ]


def _by_full_names(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements, those of a last name with the one full name that ends in it: "Ó Rí" is "Ana Ó Rí"."""
    full: dict[str, set[str]] = {}
    for key in {s.speaker for s in statements if s.named}:
        words = key.split()
        for place in range(1, len(words)):
            full.setdefault(" ".join(words[place:]), set()).add(key)
    found = {short: next(iter(keys)) for short, keys in full.items() if len(keys) == 1}
    return [evolve(s, speaker=found[s.speaker]) if s.named and s.speaker in found else s for s in statements]


def _place(layout: Layout, relation: Relation, before: str, last: int | None, labels: frozenset[int]) -> Statement:
    """Place one statement, behind one of the speaker `before` that ends in the sentence `last`."""
    text, words = layout.text, layout.words
    extent = _extent(relation)
    first = layout.sentence_at(extent.start)
    key, named = _speaker_key(text, relation, before, words, near=last is not None and first - last <= 1)
    source = relation.source.of(text) if relation.source else ""
    cue = relation.cue.of(text) if relation.cue else ""
    wrote = has_word(cue, words["writing_verbs"])
    return Statement(
        relation=relation,
        extent=extent,
        first=first,
        last=layout.sentence_at(max(extent.start, extent.end - 1)),
        paragraph=layout.paragraph_at(extent.start),
        speaker=key,
        named=named,
        work=frozenset(group for group, pattern in layout.patterns.sources.items() if pattern.fullmatch(source)),
        setting="",
        resumes=frozenset(),
        words=_telling_words(text, relation),
        wrote=wrote,
        comments=_is_comment(source, cue, words),
        authors=wrote and bool(set(WORD.findall(source.lower())) & set(words["authors"])),
        replies=wrote and relation.cue is not None and bool(_REPLY.match(text, relation.cue.end) or _REPLY.search(cue)),
        says_now=bool(_PRESENT.match(cue)),
        requoted=relation.cue is not None and bool(_QUOTED.search(text[: relation.cue.end][-_QUOTED_REACH:])),
        apart=relation.cue is not None
        and relation.cue_lemma not in _GOES_ON
        and _is_at_another_time(text, relation.cue, (*words["afterwards"], *words["beforehand"])),
        answers=has_word(cue, words["replying_verbs"]),
        turn=relation.source is not None and (is_turn_label(text, relation.source) or relation.source.start in labels),
    )


def _with_situation(
    layout: Layout, statement: Statement, cues: Sequence[CharSpan], askers: frozenset[str]
) -> Statement:
    """Add what the words beside the statement say of where and when it was said."""
    sents = layout.sentences
    around = CharSpan(sents[statement.first].start, sents[statement.last].end) if sents else statement.extent
    low, high = (bisect_left(cues, place, key=lambda cue: cue.start) for place in (around.start, around.end))
    situation = read_situation(
        layout.text, statement.relation, around, cues[low:high], askers, layout.patterns, layout.occasions
    )
    return evolve(
        statement,
        setting=situation.setting,
        resumes=situation.resumes,
        again=situation.again,
        elsewhen=situation.elsewhen,
        asker=situation.asker,
        day=situation.day,
        openly=situation.openly,
        tuned_in=situation.tuned_in,
    )


def _is_at_another_time(text: str, cue: CharSpan, times: tuple[str, ...]) -> bool:
    """Tell whether a cue says that the words came later or earlier: "later said", "said Ana Ruiz afterwards"."""
    other = any_of(times)
    if has_word(cue.of(text), times):
        return True
    ahead = text[max(0, cue.start - _TIME_REACH) : cue.start].lower()
    before = re.search(rf"\b(?:{other})(?:[ ]|,[ ]\w+[ ])(?:\w+[ ])?$", ahead)
    return bool(before or re.compile(rf"(?:[ ]\w+){{0,3}}[ ](?:{other})\b").match(text, cue.end))


def _is_comment(source: str, cue: str, words: Mapping[str, Any]) -> bool:
    """Tell whether one of the many who use a platform speaks: "one user joked", "another fan commented"."""
    found = [word.lower() for word in WORD.findall(source)]
    if len(found) < 2 or found[0] not in words["one_of_many"]:
        return False
    return found[-1] in words["platform_people"] or (
        found[-1] in words["audience"] and has_word(cue, words["commenting_verbs"])
    )


def _going_on(layout: Layout, statement: Statement, last: Statement) -> Statement:
    """Return the statement as one that was written, where the last one was and this goes on about it.

    "Another thought ..." goes on from "one user wrote"; "they caution" from "the researchers write".
    """
    source = statement.relation.source
    if source is None or statement.first - last.last > 1 or not (last.wrote or last.authors or last.comments):
        return statement
    found = source.of(layout.text).lower()
    member = bool(_member_pattern(layout.words["members"]).fullmatch(found))
    same = found in layout.words["pronouns"] and statement.speaker == last.speaker
    return evolve(
        statement,
        wrote=statement.wrote or (member and last.wrote),
        authors=statement.authors or (same and last.authors),
        comments=statement.comments or (member and last.comments),
    )


def find_entries(text: str) -> list[int]:
    """Return where the entries of a live blog begin: lines that are a time of the day, and not too few of them."""
    starts = [match.start() for match in _TIME_LINE.finditer(text)]
    return starts if len(starts) >= _ENTRIES else []


def _outer(statements: Sequence[Statement], index: int) -> Relation | None:
    """Return the statement of somebody else, among those just before and behind, whose words hold this one whole."""
    statement = statements[index]
    source = statement.relation.source
    for other in statements[max(0, index - _NESTED) : index + _NESTED + 1]:
        if other is statement or source is None or other.speaker == statement.speaker:
            continue
        for part in other.relation.content:
            if part.contains(source) and all(part.contains(own) for own in statement.relation.content):
                return other.relation
    return None


def _telling_words(text: str, relation: Relation) -> frozenset[str]:
    found = (word.lower() for part in relation.content for word in WORD.findall(part.of(text)))
    return frozenset(word for word in found if len(word) >= _OWN_WORD)


def _speaker_key(
    text: str, relation: Relation, before: str, words: Mapping[str, Any], *, near: bool
) -> tuple[str, bool]:
    """Return the key of the speaker and whether it is a name; `near` where who spoke `before` did so just now."""
    speaker = relation.speaker
    if speaker is not None and speaker.name is not None:
        found = WORD.findall(re.sub(r"[’']s?$", "", speaker.name.of(text)))
        return " ".join(found).lower(), True
    if relation.source is None:
        led = relation.cue is not None and relation.cue.of(text).lower() in words["leads"]
        return "" if led else before, False  # who is behind "according to" is no former speaker
    source = relation.source.of(text)
    found = [word.lower() for word in WORD.findall(head_of(source, words))]
    if found and len(found) == 1 and found[0] in words["pronouns"]:
        unknown = found[0] in words["people_pronouns"] and not before.startswith("~")  # "she" would have had a name
        return "" if unknown else before, False
    if _member_pattern(words["members"]).fullmatch(" ".join(found)):
        return before if near else "", False  # "said one": of those who spoke just before
    if len(found) == 2 and found[0] == "the":
        last = before.removeprefix("~").split(" ")[-1]
        insiders = {found[1], last} <= set(words["unnamed_sources"])  # "the insider" behind "a source"
        if insiders or (before.startswith("~") and last == found[1]):
            return before, False
    if len(found) == 2 and found[0] in words["newcomers"]:
        return f"~{relation.source.start} {found[1]}", False  # "another person" is none of those before
    return (f"~{found[-1]}" if found else before, False)


@lru_cache(maxsize=4)
def _member_pattern(members: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:the |a )?(?:{any_of(members)})(?: of them)?")


def head_of(source: str, words: Mapping[str, Any]) -> str:
    """Return a description without what stands behind its noun: "a nurse" of "a nurse who works on the ward"."""
    behind = _complement_pattern(words["complements"]).search(source)
    return source[: behind.start()] if behind else source


@lru_cache(maxsize=4)
def _complement_pattern(complements: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<=\w)(?:,|[ ](?:{any_of(complements)})\b)")


def _extent(relation: Relation) -> CharSpan:
    """Return the stretch from the first to the last character of content, cue and source, if they are neighbours."""
    spans = list(relation.content)
    whole = CharSpan(min(s.start for s in spans), max(s.end for s in spans)) if spans else CharSpan(0, 0)
    for span in (relation.cue, relation.source):
        if span and gap_between(whole, span) < 300:
            whole = CharSpan(min(whole.start, span.start), max(whole.end, span.end))
    return whole
