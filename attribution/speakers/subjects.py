"""Whom the sentence before a pronoun tells of: "Ann Lee drives a lorry. “I know,” she said", "A nurse came. She ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from attribution.models import CharSpan, Relation
from attribution.names.book import NameMention
from attribution.people import PronounClass
from attribution.speakers.antecedents import Query, Scene, is_of_other_gender
from attribution.speakers.mentions import Reading, read_mention
from attribution.speakers.name_rules import link_name
from attribution.speakers.resolving import Link, Resolver, link_to

_SUBJECTS = frozenset({"he", "she", "it", "they"})
_OPENER = re.compile(
    r"(?:(?:And|But|Yet|So|Then|Also|Still|Meanwhile|However|Later|Now|Today|Instead|Nevertheless|Nonetheless)\b,?\s)?"
    r"(?:(?:After|Although|As|At|Because|Before|By|During|For|From|If|In|On|Since|Though|To|Until|When|While|With)"
    r"\s[^,.;:\n“”\"]{1,80},\s)?"
)
_DETERMINER = re.compile(r"(?:an?|the|his|her|their|its|one|another)\s", re.IGNORECASE)
_WORD = re.compile(r"\d+-year-old|[^\W\d_](?:[\w’'‐‑-]*\w)?")
_BETWEEN = re.compile(r"[ ’']?s? ?")
_COMPLEMENT = re.compile(r"\s(?:of|for|at|from|with|to)\s(?:the\s)?")
_MET = re.compile(r"\b(?:(?:spoke|talked|chatted) (?:to|with)|asked|contacted|interviewed|met|phoned|reached|visited)\s")
_MOST_WORDS = 6  # of a description up to its noun
_SURE = 0.9  # probability from which a description is taken to mean somebody named


def link_subject(resolver: Resolver, query: Query, reading: Reading, relation: Relation) -> Link | None:
    """Link "he", "she" or "it" to the subject of the sentence right before, where nobody else speaks in that one."""
    if reading.span.of(resolver.text).lower() not in _SUBJECTS:
        return None
    sentence = _sentence_before(resolver, query, relation)
    subject = _subject(resolver, reading, sentence) if sentence else None
    if sentence is None or subject is None:
        return None
    link = link_name(resolver, subject.name) if subject.name else _link_described(resolver, subject, relation)
    if link is None or link.referent is None or _is_other(query, link):
        return None
    speaking = [r for start, r, _ in resolver.scene.turns if sentence.start <= start < sentence.end]
    if any(referent is not link.referent for referent in speaking):
        return None
    crosses = resolver.scene.paragraph(query.start) != resolver.scene.paragraph(sentence.start)
    if speaking and crosses and not query.late:
        return None  # "Lee asked Kim. ¶ He went on to ...": who spoke may have been an aside
    return link_to(resolver.text, reading.span, link.referent, "speakers:subject-before", 0.8, link.kind)


def _is_other(query: Query, link: Link) -> bool:
    entity = link.referent.entity if link.referent else None
    return entity is not None and entity.index in query.after


def _sentence_before(resolver: Resolver, query: Query, relation: Relation) -> CharSpan | None:
    """Return the author's sentence right before the one of a mention, where nobody is named before it in its own."""
    scene, text = resolver.scene, resolver.text
    said = [c.start for c in relation.content if c.start < query.start]
    begin = _sentence_start(scene, min([query.start, *said]))
    here = resolver.book.within(CharSpan(begin, query.start))
    if any(m.label == "person" and not scene.is_quoted(m.span.start) for m in here):
        return None
    before = begin - 1
    while before > 0 and (text[before].isspace() or text[before] in "“\"‘'"):
        before -= 1
    if before <= 0 or scene.paragraph(begin) - scene.paragraph(before) > 1:
        return None
    start = _sentence_start(scene, before)
    return None if scene.is_quoted(start) else CharSpan(start, before + 1)


def _sentence_start(scene: Scene, position: int) -> int:
    number = scene.sentence(position)
    return scene.sentence_starts[number - 1] if number else 0


def _subject(resolver: Resolver, reading: Reading, sentence: CharSpan) -> Reading | None:
    """Return the noun phrase with which a sentence begins, or whom a body met in it, if the pronoun may mean it."""
    opener = _OPENER.match(resolver.text, sentence.start, sentence.end)
    start = opener.end() if opener else sentence.start
    subject = _phrase_at(resolver, start, sentence.end)
    if subject is None:
        return None
    if _agrees(resolver, reading.pronoun, subject):
        return None if subject.name and _rivals(resolver, subject.name, sentence) else subject
    met = _MET.search(resolver.text, start, sentence.end)
    heard = _phrase_at(resolver, met.end(), sentence.end) if met else None
    return heard if heard and heard.name is None and _agrees(resolver, reading.pronoun, heard) else None


def _rivals(resolver: Resolver, mention: NameMention, sentence: CharSpan) -> bool:
    """Tell whether somebody else is a subject too ("Lee, whom Kim refused to endorse")."""
    others = (r for r in resolver.scene.referents if r.kind == "person" and r.entity and mention.owners[0] != r.entity.index)
    return any(t.subject and not t.quoted for r in others for t in r.traces if sentence.start <= t.start < sentence.end)


def _agrees(resolver: Resolver, pronoun: PronounClass | None, subject: Reading) -> bool:
    """Tell whether a pronoun may stand for a subject by gender and number."""
    if subject.name is not None:
        return _named_agrees(resolver, pronoun, subject.name)
    if pronoun == "thing":
        return subject.head_class == "organization" and subject.definite and not subject.possessive
    if subject.head_class != "person":
        return False
    if pronoun == "plural":
        return not subject.definite
    return resolver.words.gender_of(subject.head) in {None, pronoun}


def _named_agrees(resolver: Resolver, pronoun: PronounClass | None, mention: NameMention) -> bool:
    if mention.possessive or len(mention.owners) != 1:
        return False
    if pronoun == "thing":
        return mention.label == "organization"
    if pronoun not in {"male", "female"} or mention.label != "person":
        return False
    referent = resolver.scene.referents[mention.owners[0]]
    return not is_of_other_gender(resolver.scene, referent, "male" if pronoun == "male" else "female")


def _link_described(resolver: Resolver, subject: Reading, relation: Relation) -> Link | None:
    """Link a description that is a subject: to whom the article surely calls so, or to somebody it introduces."""
    link = resolver.rule(resolver, subject, relation)
    named = link.referent is not None and (link.referent.entity is not None or link.referent.named)
    if named:
        return link if link.probability >= _SURE else None
    introduces = not subject.definite or subject.possessive or subject.core.end > subject.core.start + subject.head_end
    return link if introduces else None  # "the candidate" is somebody known


def _phrase_at(resolver: Resolver, start: int, end: int) -> Reading | None:
    """Return the name or the description of somebody that stands at `start`, taken apart."""
    text, book = resolver.text, resolver.book
    named = next(iter(book.within(CharSpan(start, end))), None)
    named = named if named and named.title == start else None
    determiner = None if named else _DETERMINER.match(text, start, end)
    if named is None and determiner is None:
        return None
    position = named.span.end if named else determiner.end() if determiner else start
    noun = _noun_end(resolver, position, end, titles_only=named is not None and not named.possessive)
    if noun is not None:
        return _described(resolver, start, noun, end)
    if named is None or named.possessive or text[named.span.end + 1 : named.span.end + 2].isupper():
        return None
    return _read(resolver, start, named.span.end)


def _described(resolver: Resolver, start: int, noun: int, end: int) -> Reading | None:
    """Return the description from `start` up to `noun` with the name beside it or the one it depends on."""
    named = list(islice(resolver.book.within(CharSpan(noun, end)), 3))
    first = named[0] if named else None
    if first is None:
        return _read(resolver, start, noun)
    if first.title <= noun + 1:
        return _read(resolver, start, first.span.end)
    if _COMPLEMENT.fullmatch(resolver.text, noun, first.title) and first.label != "person":
        person = next((m for m in named if m.label == "person"), None)
        return _read(resolver, start, first.span.end) if person is None else _apposed(resolver, noun, person)
    person = next((m for m in named if m.label == "person"), None)
    return _read(resolver, start, noun) if person is None else _apposed(resolver, noun, person)


def _apposed(resolver: Resolver, noun: int, person: NameMention) -> Reading | None:
    """Return the name of "the head of the union, Ann Lee, left"; None where the name may be somebody else's."""
    text, words = resolver.text, resolver.words
    between = text[noun : person.title]
    told = any(m.group() in words.verbs for m in _WORD.finditer(between))
    if told or "," not in between or not text.startswith((",", " "), person.span.end):
        return None
    return _read(resolver, person.title, person.span.end)


def _read(resolver: Resolver, start: int, end: int) -> Reading:
    return read_mention(resolver.text, CharSpan(start, end), resolver.book, resolver.words)


def _noun_end(resolver: Resolver, start: int, end: int, *, titles_only: bool) -> int | None:
    """Return where the noun for somebody or a body ends in a phrase whose words after the first begin at `start`.

    `titles_only` is for what stands behind a name: "Acme deputy chief", never "Acme wants chief".
    """
    words, last = resolver.words, None
    for match in _words_of_phrase(resolver, start, end):
        word = match.group()
        noun = words.is_role(word) or word in words.relations or words.is_body(word)
        if word.endswith(("’s", "'s")) and not titles_only:
            last = None  # "the nominee's support"
            continue
        if titles_only and not noun and word not in words.role_modifiers:
            break
        if noun:
            last = match.end()
    return last


def _words_of_phrase(resolver: Resolver, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the words from `start` on up to a verb, a preposition, a determiner or a mark."""
    words, position = resolver.words, start
    for match in islice(_WORD.finditer(resolver.text, start, end), _MOST_WORDS):
        word = match.group()
        if _BETWEEN.fullmatch(resolver.text, position, match.start()) is None:
            return
        if word in words.verbs or word in words.prepositions or word in words.definite | words.indefinite:
            return
        yield match
        position = match.end()
