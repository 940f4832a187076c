"""What an article calls somebody in the next sentence: "Ann Lee rose early. The 46-year-old physics teacher ..."."""

from __future__ import annotations

import re

from attribution.models import CharSpan
from attribution.people import PeopleWords, fold
from attribution.speakers.office_names import WORD
from attribution.speakers.referents import Referent, Scene, Trace
from attribution.speakers.story import Story

_OPENER = re.compile(
    r"(?:(?:And|But|Yet|So|Still|Now|Then|After|As|Before|By the time|Once|Since|Until|When|While) )?[Tt]he "
)
_CLAUSE = re.compile(r", (?:but|and|though|although|while) the ")
_AGE = re.compile(r"\d{1,3}-year-old")
_AGED = re.compile(r", the (?=\d{1,3}-year-old )")
_MOST_WORDS = 6  # up to the noun


def find_epithet(scene: Scene, story: Story, referent: Referent) -> CharSpan | None:
    """Return the first "the ... teacher" that can mean nobody but a person, with its article left out.

    It is the subject of the clause or sentence after one of which that person is the subject, with nobody else named
    in the former and nobody named in the latter.
    """
    for trace in referent.traces:
        if trace.quoted or not (trace.leads and trace.subject):
            continue
        number = scene.sentence(trace.start)
        end = scene.sentence_starts[number] if number < len(scene.sentence_starts) else len(scene.text)
        for position in (_in_clause(scene, trace, end), _in_sentence(scene, end)):
            phrase = _read(scene, story, position) if position is not None else None
            if phrase is None or not _only_one_named(scene, referent, trace, phrase):
                continue
            if scene.paragraph(phrase.start) - scene.paragraph(trace.start) <= 1:
                return phrase
    return None


def _in_clause(scene: Scene, trace: Trace, end: int) -> int | None:
    clause = _CLAUSE.search(scene.text, trace.start, end)
    return clause.end() if clause and not scene.is_quoted(clause.start()) else None


def _in_sentence(scene: Scene, start: int) -> int | None:
    number = scene.sentence(start)
    end = scene.sentence_starts[number] if number < len(scene.sentence_starts) else len(scene.text)
    opener = _OPENER.match(scene.text, start) or _AGED.search(scene.text, start, end)
    return opener.end() if opener and not scene.is_quoted(opener.end()) else None


def _read(scene: Scene, story: Story, start: int) -> CharSpan | None:
    """Read "46-year-old physics teacher" before a verb."""
    words = story.words
    found = [m for m, _ in zip(WORD.finditer(scene.text, start, start + 90), range(_MOST_WORDS + 1), strict=False)]
    for i, match in enumerate(found[:-1]):
        word = match.group()
        if scene.text[match.end() : found[i + 1].start()] not in {" ", ", "}:
            return None
        if i and words.is_role(word) and word.islower() and _goes_on(found[i + 1].group(), words):
            plain = not words.is_untitled(fold(word)) and fold(word) not in words.anonymous_nouns
            first = 1 if _AGE.fullmatch(found[0].group()) else 0
            return CharSpan(found[first].start(), match.end()) if plain else None
        if word in words.prepositions or (word in words.verbs and word not in words.role_modifiers):
            return None
    return None


def _goes_on(word: str, words: PeopleWords) -> bool:
    """Tell whether a verb or a clause follows a noun: "teacher | reached", "teacher, | who"."""
    verb = word in words.verbs or word in words.human_verbs or word in words.titles.auxiliaries
    return verb or word in {"from", "who", "whose"} or (word.endswith("ed") and word.islower())


def _only_one_named(scene: Scene, referent: Referent, trace: Trace, phrase: CharSpan) -> bool:
    """Tell whether nobody else is named from the start of the first sentence to the end of the second."""
    start = scene.sentence_starts[scene.sentence(trace.start) - 1]
    number = scene.sentence(phrase.start)
    end = scene.sentence_starts[number] if number < len(scene.sentence_starts) else len(scene.text)
    people = (r for r in scene.referents if r.kind == "person" and r is not referent)
    return not any(start <= t.start < end and not t.quoted for r in people for t in r.traces)
