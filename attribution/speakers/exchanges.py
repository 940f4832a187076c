"""Who speaks next: whoever was asked answers, and whom the article keeps unnamed goes on.

"“No,” she replied" is not said by whoever asked, nor "“I wrote it,” the woman said" by whom an aide just spoke of.
"""

from __future__ import annotations

import re

from attrs import frozen

from attribution.models import Relation
from attribution.people import Gender
from attribution.speakers.anonymity import is_anonymous
from attribution.speakers.mentions import Reading
from attribution.speakers.profiles import describe
from attribution.speakers.referents import Referent, Scene
from attribution.speakers.resolving import Resolver

_HEARER = re.compile(r"\s(?:to\s)?(?:an?|her|him|his|one|the|them)\b", re.IGNORECASE)
_HEARER_CALLED = re.compile(r"\s(?:to\s)?the (?:[a-z-]+ )??(?P<noun>[a-z-]+)\b(?! (?:of|for|and)\b)")
_INDIRECT = re.compile(r"(?:how|if|what|when|where|whether|which|who|why)\b")
_LONGEST_POST = 70  # code points between a verb and the name of whom it addresses
_WORD = re.compile(r"[\w’'-]+")
_MARKS = " \t\r\n\u00a0“”\"‘’'"
_LATELY = 3  # turns: two questions and an answer between them


@frozen
class Asked:
    """A question right before a statement: who asked, and who was asked, if the article shows it."""

    asker: Referent
    answers: Referent | None


def find_question(resolver: Resolver, reading: Reading, relation: Relation) -> Asked | None:
    """Return the question that a statement answers, or the reproach that it meets ("“Liar,” Lee told Kim. “No,” ...").

    A speaker may ask and go on ("“Why now?” Lee asked. “I do not know”"), so an answer is only what follows a question
    that addresses somebody, what a verb calls a reply, or the next turn of two who ask and answer.
    """
    replies = _has_cue(resolver, relation, resolver.scene.phrases.replying)
    start = _start(reading, relation)
    if replies:  # "They do not, he replied, “and ...”"
        start = min(start, resolver.scene.sentence_starts[resolver.scene.sentence(reading.span.start) - 1])
    last = _turn_before(resolver, start)
    if last is None:
        return None
    question, asker = last
    stop = _end(resolver.scene, question)
    follows = start >= stop - 1 and not resolver.text[stop:start].strip(_MARKS)
    if not follows or resolver.scene.paragraph(start) - resolver.scene.paragraph(stop - 1) > 1:
        return None
    hearer = _hearer(resolver, question, stop)
    partner = _partner(resolver, asker, question)
    asks = _asks(resolver, question) or (partner is not None and _ends_with_question(resolver, question))
    if not asks and not (replies and (hearer is not None or _ends_with_question(resolver, question))):
        return None
    if hearer is None and partner is None and not replies and not _addresses(resolver, question, stop):
        return None
    return None if hearer is asker else Asked(asker, hearer or partner)


def find_unnamed_speaker(
    resolver: Resolver, reading: Reading, relation: Relation, gender: Gender | None
) -> Referent | None:
    """Return the unnamed person who spoke right before, where nobody is named in a sentence since.

    In a new paragraph only whom the article does not want to name goes on.
    """
    last = _turn_before(resolver, _start(reading, relation))
    if last is None:
        return None
    statement, referent = last
    scene, start = resolver.scene, _start(reading, relation)
    if referent.entity is not None or referent.named or referent.kind != "unnamed" or referent.plural:
        return None
    if _differ(referent.gender, gender) or not referent.animate or _asks(resolver, statement):
        return None
    source = statement.source.start if statement.source else start
    apart = scene.paragraph(start) - scene.paragraph(source)
    kept = apart == 1 and is_anonymous(scene, resolver.words, referent)
    if apart and not kept:
        return None
    return None if _is_named_since(resolver, reading, statement, gender) else referent


def find_going_on(resolver: Resolver, reading: Reading, relation: Relation) -> Referent | None:
    """Return who spoke right before a statement whose verb goes on ("added"), if nobody is named since."""
    last = _turn_before(resolver, _start(reading, relation))
    if last is None or not _has_cue(resolver, relation, resolver.words.continuing):
        return None
    statement, referent = last
    source = statement.source.start if statement.source else 0
    near = resolver.scene.paragraph(_start(reading, relation)) - resolver.scene.paragraph(source) <= 1
    return referent if near and not _is_named_since(resolver, reading, statement, None) else None


def _is_named_since(resolver: Resolver, reading: Reading, statement: Relation, gender: Gender | None) -> bool:
    """Tell whether somebody of a gender is named in a sentence between a statement and a mention."""
    scene = resolver.scene
    behind = _end(scene, statement)
    named = (
        r for r in scene.referents if r.kind == "person" and r.entity is not None and not _differ(r.gender, gender)
    )
    return any(behind <= t.start < reading.span.start and not t.quoted for r in named for t in r.traces)


def _differ(one: Gender | None, other: Gender | None) -> bool:
    return one is not None and other is not None and one != other


def _is_next(resolver: Resolver, first: Relation, second: Relation) -> bool:
    """Tell whether a statement begins right where the sentence of another ends."""
    end = _end(resolver.scene, first)
    return not resolver.text[end : second.content[0].start].strip(_MARKS)


def _start(reading: Reading, relation: Relation) -> int:
    """Return where a statement begins: with its words or with whoever says them."""
    return min(reading.span.start, *(content.start for content in relation.content))


def _turn_before(resolver: Resolver, start: int) -> tuple[Relation, Referent] | None:
    """Return the statement before a place and who made it."""
    position, referent, _ = next((turn for turn in reversed(resolver.scene.turns) if turn[0] < start), (0, None, None))
    statement = resolver.relation_from(position) if referent is not None else None
    return (statement, referent) if statement is not None and referent is not None else None


def _end(scene: Scene, relation: Relation) -> int:
    """Return where the sentence behind a statement begins."""
    spans = [*relation.content, *(span for span in (relation.source, relation.cue) if span)]
    number = scene.sentence(max(span.end for span in spans) - 1)
    return scene.sentence_starts[number] if number < len(scene.sentence_starts) else len(scene.text)


def _asks(resolver: Resolver, relation: Relation) -> bool:
    """Tell whether a statement is a question, no request: "asked why they left", but not "asked for help"."""
    start = relation.content[0].start
    named = resolver.book.at(start)
    start = named.span.end + 1 if named and named.title == start else start  # "asked [Ann Lee why they left]"
    indirect = _INDIRECT.match(resolver.text, start) is not None
    question = indirect or _ends_with_question(resolver, relation)
    return question and _has_cue(resolver, relation, resolver.scene.phrases.asking)


def _has_cue(resolver: Resolver, relation: Relation, verbs: frozenset[str]) -> bool:
    said = relation.cue.of(resolver.text).lower() if relation.cue else ""
    return not verbs.isdisjoint(said.split())


def _ends_with_question(resolver: Resolver, relation: Relation) -> bool:
    return any(resolver.text.startswith("?", content.end - 1) for content in relation.content)


def _behind_verb(relation: Relation) -> int | None:
    """Return where whoever is addressed may be named: behind the verb and, if he or she stands there, the speaker."""
    if relation.cue is None or relation.source is None:
        return None
    return max(relation.cue.end, relation.source.end)


def _hearer(resolver: Resolver, relation: Relation, stop: int) -> Referent | None:
    """Return Ann Lee of "he asked the minister, Ann Lee" and "he put it to Ann Lee", or "to the minister"."""
    behind = _behind_verb(relation)
    if behind is None:
        return None
    return _named_hearer(resolver, behind, stop) or _called_hearer(resolver, behind, stop)


def _called_hearer(resolver: Resolver, behind: int, stop: int) -> Referent | None:
    """Return the only person so far whom the article calls so for "asked the minister whether"."""
    phrase = _HEARER_CALLED.match(resolver.text, behind, stop)
    noun = phrase["noun"] if phrase else ""
    if phrase is None or not resolver.words.is_role(noun):
        return None
    people = [r for r in resolver.scene.referents if r.kind == "person" and r.entity and r.last_before(behind)]
    describe(resolver.profiles, people)
    said = resolver.scene.descriptors
    called = [r for r in people if r.entity and noun in said.get(r.entity.index, frozenset())]
    return called[0] if len(called) == 1 else None


def _named_hearer(resolver: Resolver, behind: int, stop: int) -> Referent | None:
    person = next((m for m in resolver.book.mentions_from(behind) if m.label == "person" or m.span.start > stop), None)
    if person is None or person.span.start > stop or person.possessive or len(person.owners) != 1:
        return None
    between = resolver.text[behind : person.title].removeprefix(" to ")
    beside = len(between) <= _LONGEST_POST and not set('“”".;:?!\n') & set(between)
    others = resolver.scene.phrases.after_questions
    if not beside or any(word.lower() in others for word in _WORD.findall(between)):
        return None
    return resolver.scene.referents[person.owners[0]]


def _addresses(resolver: Resolver, relation: Relation, stop: int) -> bool:
    """Tell whether a question is put to somebody, named or not: "asked the minister", "asked him"."""
    behind = _behind_verb(relation)
    return behind is not None and _HEARER.match(resolver.text, behind, stop) is not None


def _partner(resolver: Resolver, asker: Referent, question: Relation) -> Referent | None:
    """Return who answered the question before, where the same one asks again, or to whose question this one is put."""
    position = question.source.start if question.source else 0
    turns = [turn for turn in resolver.scene.turns if turn[0] <= position][-_LATELY:]
    if len(turns) > 1 and turns[-1][1] is asker and turns[-2][1] is not asker:
        before = resolver.relation_from(turns[-2][0])
        countered = before is not None and _asks(resolver, before) and _ends_with_question(resolver, question)
        if before is not None and countered and _is_next(resolver, before, question):
            return turns[-2][1]  # "Lee asked whether it hurts. “What?” said Kim. “...,” she said"
    if len(turns) < _LATELY or turns[0][1] is not asker or turns[1][1] is asker:
        return None
    first = resolver.relation_from(turns[0][0])
    return turns[1][1] if first is not None and _asks(resolver, first) else None
