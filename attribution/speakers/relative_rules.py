"""Rule for "who", "which" and "that": they mean the noun phrase right before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve

from attribution.models import CharSpan, Relation
from attribution.names.book import NameBook
from attribution.people import PeopleWords
from attribution.speakers.anonymity import stays_unnamed
from attribution.speakers.description_rules import keep_unnamed
from attribution.speakers.mentions import Reading, read_mention
from attribution.speakers.resolving import Link, Resolver

_REACH = 200  # code points before the pronoun in which its noun phrase begins
_NOUN_PHRASE = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Mm]y|[Oo]ur|[Tt]h(?:is|ese|ose)|[Aa]nother|[Ss]ome|[Ss]everal"
    r"|[Mm]any|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive)\s"
)
_SOMEBODY = frozenset({"person", "people"})
_ANYTHING = _SOMEBODY | {"organization", "document"}
_PART_OF = re.compile(r"\b(?:[Oo]ne|[Ss]ome|[Mm]any|[Mm]ost|[Ss]everal|[Tt]wo|[Tt]hree) of $")
_ABOUT = re.compile(r" (?:about|by|for|from|in|into|of|on) ")  # "a report on the fire, which says"
_OF_NAME = re.compile(r"(?:[a-z-]+ ){1,4}(?:at|by|for|from|in|of|on) (?:the )?$")  # "the channel run by Acme, which"
_LAST_WORD = re.compile(r"(?<![\w’'-])[a-z-]+$")


def link_relative(resolver: Resolver, reading: Reading, relation: Relation) -> Link | None:
    """Resolve "who" and "which"; somebody who is not to be named is nobody whose name stands before."""
    if reading.pronoun != "relative":
        return None
    link = _link_before(resolver, reading, relation)
    named = link.referent is not None and link.referent.entity is not None
    anonymous = named and stays_unnamed(resolver.scene, resolver.words, reading, relation)
    return keep_unnamed(resolver, reading) if anonymous else link


def _link_before(resolver: Resolver, reading: Reading, relation: Relation) -> Link:
    text, end = resolver.text, reading.span.start
    while end > 0 and text[end - 1] in " ,(–—-\u00a0":
        end -= 1
    person = reading.span.of(text).lower() in {"who", "whom"}
    phrase = _phrase_before(text, resolver.book, resolver.words, end, person=person)
    first = _relative_before(resolver, reading) if phrase is None else None
    if first is not None:
        return _link_before(resolver, first, relation)
    if phrase is None:
        return Link(
            None, "speakers:relative-undecided", 0.0, reading.span, "no name stands before the relative pronoun"
        )
    inner = read_mention(text, phrase, resolver.book, resolver.words)
    if inner.pronoun or not (inner.name or inner.head):
        return Link(None, "speakers:relative-undecided", 0.0, reading.span, "nobody stands before the relative pronoun")
    return evolve(resolver.rule(resolver, inner, relation), rule="speakers:relative")


def _relative_before(resolver: Resolver, reading: Reading) -> Reading | None:
    """Return the first "who" of "Lee, who farms, who fishes and who says": all of them mean Lee."""
    start = resolver.scene.sentence_starts[max(0, resolver.scene.sentence(reading.span.start) - 1)]
    same = re.compile(rf"\b{re.escape(reading.span.of(resolver.text).lower())}\b")
    first = same.search(resolver.text, start, reading.span.start)
    return evolve(reading, span=CharSpan(*first.span()), core=CharSpan(*first.span())) if first else None


def _phrase_before(text: str, book: NameBook, words: PeopleWords, end: int, *, person: bool) -> CharSpan | None:
    """Return the noun phrase that ends at `end`: a name, the words from a determiner on, or a bare plural."""
    low = max(text.rfind("\n", max(0, end - _REACH), end) + 1, end - _REACH)
    near = [m for m in book.within(CharSpan(low, end)) if not m.possessive]
    name = near[-1] if near and near[-1].span.end >= end - 1 and (near[-1].label == "person" or not person) else None
    phrases = [*_noun_phrases(text, book, words, CharSpan(low, end), person=person)]
    document = None if person else next((p for p, kind in reversed(phrases) if kind == "document"), None)
    if name is not None and document is None:
        apposed = _apposed(text, book, CharSpan(name.title, name.span.end), low)
        return apposed or CharSpan(name.title, name.span.end)
    if phrases:
        phrase = document or phrases[0][0]
        part = _PART_OF.search(text, low, phrase.start)
        return CharSpan(part.start(), end) if part else _behind_name(text, book, phrase) or phrase
    last = _LAST_WORD.search(text, low, end)
    if person and last and words.is_plural_role(last[0]):
        return CharSpan(*last.span())
    near = [m for m in near if m.label == "person"] if person else []  # "the bill he was introducing which"
    return CharSpan(near[-1].title, near[-1].span.end) if near else None


def _noun_phrases(
    text: str, book: NameBook, words: PeopleWords, before: CharSpan, *, person: bool
) -> Iterator[tuple[CharSpan, str]]:
    """Yield the noun phrases that end where `before` does and may speak, the nearest first, each with its class.

    Behind the noun of those further off only what it is about may follow: "a report on the fire, which says".
    """
    owned = (m.title for m in book.within(before) if m.possessive)
    starts = {*owned, *(m.start() for m in _NOUN_PHRASE.finditer(text, before.start, before.end))}
    for number, start in enumerate(sorted(starts, reverse=True)):
        reading = read_mention(text, CharSpan(start, before.end), book, words)
        fits = reading.head_class in (_SOMEBODY if person else _ANYTHING)
        noun_end = reading.core.start + reading.head_end
        about = noun_end == before.end or _ABOUT.match(text, noun_end)
        if fits and reading.core.end == before.end and reading.core.start == start and (about or not number):
            yield CharSpan(start, before.end), reading.head_class


def _apposed(text: str, book: NameBook, name: CharSpan, low: int) -> CharSpan | None:
    """Return "Quay TV, the channel run by Acme" of Acme, which only says whose channel it is."""
    before = [m for m in book.within(CharSpan(low, name.start)) if not m.possessive]
    opens = before[-1].span.end if before else name.start
    determiner = _NOUN_PHRASE.match(text, opens + 2) if text.startswith(", ", opens) else None
    inside = determiner is not None and _OF_NAME.fullmatch(text, determiner.end(), name.start)
    return CharSpan(before[-1].title, name.end) if inside else None


def _behind_name(text: str, book: NameBook, phrase: CharSpan) -> CharSpan | None:
    """Return a phrase with the name that it says something of: "the Nature Council, a body of scientists"."""
    named = book.across(phrase.start - 2) or book.at(phrase.start - 3)
    if named is None or named.span.end != phrase.start - 2 or text[named.span.end : phrase.start] != ", ":
        return None
    return CharSpan(named.title, phrase.end)
