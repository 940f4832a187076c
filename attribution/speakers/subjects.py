"""Whom the sentence before a mention tells of: "Ann Lee drives a lorry. “I know,” she said"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from attribution.models import CharSpan, Relation
from attribution.names.book import NameMention
from attribution.people import Gender, PronounClass
from attribution.speakers.agreement import is_bare, is_of_kind, is_one_holder_office
from attribution.speakers.anonymity import stays_unnamed
from attribution.speakers.candidates import acts_on, is_asker
from attribution.speakers.mentions import Reading, read_mention
from attribution.speakers.name_rules import link_name
from attribution.speakers.referents import Referent, Scene, is_label, is_of_other_gender
from attribution.speakers.resolving import LIKELY, SURE_SUBJECT, Link, Resolver, link_to

_PRONOUN = re.compile(r"[Ss]?[Hh]e\b")
_OF_HIM_OR_HER = re.compile(r"(?:His|Her)\b")
_OPENER = re.compile(
    r"(?:(?:And|But|Yet|So|Then|Also|Still|Meanwhile|However|Later|Now|Today|Afterwards?|Inside|Outside|Yesterday|Finally|Instead|Nevertheless|Nonetheless)\b,?\s)?"
    r"(?:(?:After|Although|As|At|Because|Before|By|During|For|From|If|In|On|Since|Though|To|Until|When|While|With)"
    r"\s[^,.;:\n“”\"]{1,80},\s)?"
)
_CLAUSE = re.compile(
    r"(?:\w+,? )?(?:After|Although|As|Because|Before|If|Since|Though|Until|When|While)\s", re.IGNORECASE
)
_DETERMINER = re.compile(r"(?:an?|the|his|her|their|its|my|our|one|another)\s", re.IGNORECASE)
_WORD = re.compile(r"\d+-year-old|[^\W\d_](?:[\w’'‐‑-]*\w)?")
_BETWEEN = re.compile(r"[ ’']?s? ?")
_CALLED = re.compile(r"\b([a-z][\w-]*) (?:(?:also |better )?known as|called|named) $")
_ENDS = re.compile(r"[.!]?[”\"’']?\s*$")
_POSSESSIVE = re.compile("['’]s |(?<=s)['’] ")
_APPOSED = re.compile(r",\s((?:an?|the|which|whose)\s[^,.;\n“”\"]*)")
_ASIDE = re.compile(r", (?:who|whose) [^,.;:\n“”\"]*,(?! (?:and|who|whose)\b)")
_FRONTED = re.compile(r"[^,.;:\n]{0,60}, s?he\b")
_OWNED = re.compile(r"[’']s?\s")
_COMPLEMENT = re.compile(r"\s(?:of|for|at|from|with|to)\s(?:the\s)?")
_MET = re.compile(
    r"\b(?:(?:spoke|talked|chatted) (?:to|with)|asked|contacted|interviewed|met|phoned|reached|visited)\s"
)
_LEADS_TO = re.compile(r"[^,;:.!?()“”\"]*")
_MOST_BEFORE = 7  # words of a post before a name
_MOST_WORDS = 6  # of a description up to its noun
_LAST_TURNS = 16  # more than one sentence has


def link_subject(
    resolver: Resolver, reading: Reading, relation: Relation, *, late: bool = True, after: frozenset[int] = frozenset()
) -> Link | None:
    """Link "he", "it" or "the German" to the subject of the sentence right before, if nobody else speaks in that one.

    Args:
        resolver: The article laid out.
        reading: The pronoun or description.
        relation: Whose source it is.
        late: Whether it stands behind its words; a new paragraph that begins with "He" may go on with somebody else.
        after: Whom it cannot mean, as entities.
    """
    sentence = _sentence_before(resolver, reading.span.start, relation)
    link = _link_called(resolver, reading, sentence) if sentence else None
    if sentence is not None and link is None:
        link = _link_phrase(resolver, reading, relation, sentence)
    if sentence is None or link is None or link.referent is None:
        return None
    if link.referent.entity is not None and link.referent.entity.index in after:
        return None
    turns = resolver.scene.turns[-_LAST_TURNS:]
    turns = [turn for turn in turns if sentence.start <= turn[0] < sentence.end]
    speaking = [r for start, r, _ in turns if not is_asker(resolver.scene, start)]
    if any(referent is not link.referent for referent in speaking):
        return None
    crosses = resolver.scene.paragraph(reading.span.start) != resolver.scene.paragraph(sentence.start)
    if speaking and crosses and not late:
        return None
    return link_to(resolver.text, reading.span, link.referent, "speakers:subject-before", LIKELY, link.kind)


def _is_aside(text: str, subject: Reading) -> bool:
    """Tell whether a comma follows: "When Lee's lawyer, Bob Ross, rose, she left" has Ross within its clause."""
    return text.startswith(",", subject.span.end)


def link_body(resolver: Resolver, reading: Reading, relation: Relation) -> Link | None:
    """Link "the company" to the body that spoke or was the subject in the sentence before, if it may be called so."""
    if not reading.definite or reading.possessive or reading.modifiers or not _is_firm(resolver, reading):
        return None
    sentence = _sentence_before(resolver, reading.span.start, relation)
    if sentence is None:
        return None
    opener = _OPENER.match(resolver.text, sentence.start, sentence.end)
    start = opener.end() if opener else sentence.start
    named = resolver.book.at(start)
    if named is None or named.possessive or len(named.owners) != 1 or is_label(resolver.text, named.span):
        return None
    if not _is_whole(resolver, named):
        return None
    referent = resolver.scene.referents[named.owners[0]]
    body = named.label in {"organization", "other"} or is_bare(resolver.scene, referent.entity)
    if not body or not is_of_kind(resolver.text, resolver.words, reading, referent):
        return None
    return link_to(resolver.text, reading.span, referent, "speakers:subject-before", LIKELY, "organization")


def _is_firm(resolver: Resolver, reading: Reading) -> bool:
    kinds = resolver.words.kinds_of_noun(reading.head)
    return reading.head_class == "organization" and bool(kinds) and reading.head not in resolver.words.realms


def _is_whole(resolver: Resolver, mention: NameMention) -> bool:
    """Tell whether a verb or what a body is follows a name ("Acme, a start-up, said"), not "Acme engineers say"."""
    aside = _APPOSED.match(resolver.text, mention.span.end)
    if aside is not None:
        return not any(resolver.words.is_role(m.group()) for m in _WORD.finditer(aside[1]))
    following = _WORD.match(resolver.text, mention.span.end + 1)
    word = following.group() if following else ""
    return word.islower() and not resolver.words.is_role(word) and not resolver.words.is_plural_role(word)


def _link_called(resolver: Resolver, reading: Reading, sentence: CharSpan) -> Link | None:
    """Link "she" to Quay where the sentence before ends in "a woman named Quay"."""
    named = next(iter(reversed(resolver.book.within(sentence))), None)
    called = _CALLED.search(resolver.text, sentence.start, named.title) if named else None
    if named is None or called is None or reading.pronoun not in {"male", "female"} or named.label != "person":
        return None
    somebody = resolver.words.is_role(called[1]) or resolver.words.is_untitled(called[1])
    fits = resolver.words.gender_of(called[1]) in {None, reading.pronoun}
    ends = _ENDS.match(resolver.text, named.span.end, sentence.end) is not None
    return link_name(resolver, named) if somebody and fits and ends else None


def _link_phrase(resolver: Resolver, reading: Reading, relation: Relation, sentence: CharSpan) -> Link | None:
    opener = _OPENER.match(resolver.text, sentence.start, sentence.end)
    start = opener.end() if opener else sentence.start
    if reading.pronoun is None and _PRONOUN.match(resolver.text, start):
        turn = next((r for at, r, _ in resolver.scene.turns[-_LAST_TURNS:] if at == start), None)
        turn = turn or _told_on(resolver, reading, start) or _meant_by(resolver.scene, start)
        return link_to(resolver.text, reading.span, turn, "speakers:subject-before", LIKELY) if turn else None
    subject = _subject(resolver, reading, CharSpan(start, sentence.end))
    if subject is None and _OF_HIM_OR_HER.match(resolver.text, start):
        before = _told_on(resolver, reading, start)
        return link_to(resolver.text, reading.span, before, "speakers:subject-before", LIKELY) if before else None
    if subject is None or (_CLAUSE.match(resolver.text, sentence.start) and _is_aside(resolver.text, subject)):
        return None
    if subject.name is None and is_fronted(resolver.text, subject.core.end):
        return None
    return link_name(resolver, subject.name) if subject.name else _link_described(resolver, subject, relation)


def is_fronted(text: str, end: int) -> bool:
    """Tell whether a description that ends at a place only says what "she" is: "A nurse until 2010, she rang them"."""
    return _FRONTED.match(text, end) is not None


def _told_on(resolver: Resolver, reading: Reading, start: int) -> Referent | None:
    """Return Lee of "Ann Lee closed her shop. She did not see it.": the subject of the sentence before "She"."""
    scene = resolver.scene
    before = start - 1
    while before > 0 and resolver.text[before].isspace():
        before -= 1
    begin = _sentence_start(scene, before)
    if before <= 0 or scene.paragraph(begin) != scene.paragraph(start) or scene.is_quoted(begin):
        return None
    opener = _OPENER.match(resolver.text, begin, before)
    said = _PRONOUN.match(resolver.text, start)
    pronoun = _read(resolver, start, said.end()) if said else reading
    subject = _subject(resolver, pronoun, CharSpan(opener.end() if opener else begin, before + 1))
    if subject is None or subject.name is None or not _agrees(resolver, reading, subject):
        return None
    return scene.referents[subject.name.owners[0]]


def _meant_by(scene: Scene, start: int) -> Referent | None:
    """Return whom the author's "he" at a place almost surely means."""
    return next(
        (one.referent for one in scene.pronoun_links if one.start == start and one.probability >= SURE_SUBJECT), None
    )


def _sentence_before(resolver: Resolver, position: int, relation: Relation) -> CharSpan | None:
    """Return the author's sentence right before that of a mention, or its own up to there if that names somebody."""
    scene, text = resolver.scene, resolver.text
    said = [c.start for c in relation.content if c.end <= position]
    begin = _sentence_start(scene, min([position, *said]))
    here = resolver.book.within(CharSpan(begin, position))
    if any(m.label == "person" and not scene.is_quoted(m.span.start) for m in here):
        return CharSpan(begin, position) if not said else None
    if not said and any(resolver.words.is_role(m.group()) for m in _WORD.finditer(text, begin, position)):
        return None  # "The aide recalled that he said": another subject stands between
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
    """Return the noun phrase with which a sentence begins, or whom a body met in it, if the mention may mean it."""
    subject = _phrase_at(resolver, sentence.start, sentence.end)
    agrees = subject is not None and _agrees(resolver, reading, subject)
    if subject is None or not agrees or _is_single(resolver, subject):
        met = _MET.search(resolver.text, sentence.start, sentence.end)
        heard = _phrase_at(resolver, met.end(), sentence.end) if met else None
        named = heard is not None and heard.name is not None and agrees
        if heard is not None and not named and _agrees(resolver, reading, heard):
            return heard
    if subject is None or not agrees or acts_on(resolver.scene, sentence.start, reading.pronoun):
        return None
    return None if subject.name and _rivals(resolver, reading, subject.name, sentence) else subject


def _is_single(resolver: Resolver, subject: Reading) -> bool:
    """Tell whether a name is one word throughout, as that of an outlet may be ("Acme also spoke to the mayor")."""
    return subject.name is not None and all(len(resolver.book.entities[o].key) == 1 for o in subject.name.owners)


def _rivals(resolver: Resolver, reading: Reading, mention: NameMention, sentence: CharSpan) -> bool:
    """Tell whether somebody else is a subject too ("Lee, whom Kim refused to endorse"), or alone known to be "she".

    Whoever is a subject in a clause about Lee only is none: "Lee, whose husband Kim was hurt, was in court".
    """
    others = [m for m in resolver.book.within(sentence) if m.label == "person" and m.owners != mention.owners]
    aside = _ASIDE.match(resolver.text, mention.span.end)
    others = [m for m in others if aside is None or not aside.start() < m.span.start < aside.end()]
    others = [m for m in others if not resolver.scene.is_quoted(m.span.start)]
    starts, owners = {m.title for m in others}, {owner for m in others for owner in m.owners}
    referents = [resolver.scene.referents[owner] for owner in owners]
    if resolver.scene.referents[mention.owners[0]].gender is None and any(
        r.gender is not None and r.gender == reading.pronoun for r in referents
    ):
        return True
    return any(t.subject and t.start in starts for r in referents for t in r.traces)


def _agrees(resolver: Resolver, reading: Reading, subject: Reading) -> bool:
    """Tell whether a mention may stand for a subject by gender and number."""
    words, pronoun = resolver.words, reading.pronoun
    gender: Gender | None = words.gender_of(reading.head) if pronoun is None else None
    if pronoun in {"male", "female"}:
        gender = "male" if pronoun == "male" else "female"
    if subject.name is not None:
        return _named_agrees(resolver, pronoun, gender, subject.name)
    if pronoun == "thing":
        return subject.head_class == "organization" and subject.definite and not subject.possessive
    if subject.head_class != "person":
        return False
    if pronoun == "plural":
        return not subject.definite
    return gender is None or words.gender_of(subject.head) in {None, gender}


def _named_agrees(
    resolver: Resolver, pronoun: PronounClass | None, gender: Gender | None, mention: NameMention
) -> bool:
    if mention.possessive or len(mention.owners) != 1 or is_label(resolver.text, mention.span):
        return False
    if pronoun == "thing":
        other = mention.label == "other" and len(mention.key) > 1
        bare = mention.label == "person" and is_bare(resolver.scene, resolver.scene.referents[mention.owners[0]].entity)
        return mention.label == "organization" or other or bare
    if pronoun == "plural" or mention.label != "person" or _is_heading(resolver.text, mention):
        return False
    referent = resolver.scene.referents[mention.owners[0]]
    owned = resolver.text.endswith(("’s ", "'s "), 0, mention.title)  # "Acme's Lee" is somebody of Acme's
    if is_bare(resolver.scene, referent.entity) and not owned:
        return False
    return gender is None or not is_of_other_gender(resolver.scene, referent, gender)


def _is_heading(text: str, mention: NameMention) -> bool:
    return len(mention.key) > 1 and mention.span.of(text).isupper()


def _link_described(resolver: Resolver, subject: Reading, relation: Relation) -> Link | None:
    """Link a description that is a subject: to whom the article surely calls so, or to somebody it introduces."""
    link = resolver.rule(resolver, subject, relation)
    named = link.referent is not None and (link.referent.entity is not None or link.referent.named)
    if named:
        return link if link.probability >= SURE_SUBJECT else None
    longer = subject.core.end > subject.core.start + subject.head_end
    owned = subject.possessive or _OWNED.search(subject.core.of(resolver.text)) is not None
    held = is_one_holder_office(resolver.words, subject) and link.kind == "unnamed"
    spoke = (
        link.kind == "organization" and bool(subject.modifiers) and link.referent is not None and link.referent.spoke
    )
    kept = link.kind == "unnamed" and stays_unnamed(resolver.scene, resolver.words, subject, relation)
    # "The candidate" is somebody known; "the city council" that speaks goes on as "it".
    return link if not subject.definite or owned or longer or held or spoke or kept else None


def _phrase_at(resolver: Resolver, start: int, end: int) -> Reading | None:
    """Return the name or the description of somebody that stands at `start`, taken apart."""
    text, book = resolver.text, resolver.book
    named = next(iter(book.within(CharSpan(start, end))), None)
    determiner = _DETERMINER.match(text, start, end)
    if determiner is None and (named is None or named.title > start or named.label != "person"):
        leading = _leading(resolver, start, end)
        if leading is not None:
            return _read(resolver, leading.title, leading.span.end)
    owned = _owned_at(resolver, determiner.end() if determiner else start)
    if owned is not None:
        return _read(resolver, owned.title, owned.span.end)
    named = named if named and named.title == start else None
    if named is None and determiner is None:
        return None
    position = named.span.end if named else determiner.end() if determiner else start
    noun = _noun_end(resolver, position, end, titles_only=named is not None and not named.possessive)
    if noun is not None:
        return _described(resolver, start, noun, end)
    if named is None or named.possessive or text[named.span.end + 1 : named.span.end + 2].isupper():
        return None
    return _read(resolver, start, named.span.end)


def _owned_at(resolver: Resolver, start: int) -> NameMention | None:
    """Return Ann Lee of "Acme's Ann Lee left" and "the Rovers' Ann Lee left"."""
    owner = resolver.book.at(start)
    mark = _POSSESSIVE.match(resolver.text, owner.span.end) if owner else None
    owned = resolver.book.at(mark.end()) if owner and owner.title == start and mark else None
    return owned if owned and mark and owned.title == mark.end() else None


def _leading(resolver: Resolver, start: int, end: int) -> NameMention | None:
    """Return the person of "Acme's adviser on energy Ann Lee left": the first one, before any verb or mark."""
    words = resolver.words
    person = next((m for m in resolver.book.within(CharSpan(start, end)) if m.label == "person" and m.key[1:]), None)
    before = resolver.text[start : person.title].split() if person else []
    if person is None or not before or len(before) > _MOST_BEFORE or person.possessive:
        return None
    if before[0].endswith(("ing", "ed")) or not _LEADS_TO.fullmatch(" ".join(before)):
        return None
    return None if any(word in words.verbs or word in words.definite for word in before) else person


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
    phrase = _read(resolver, start, noun)
    after = _WORD.match(resolver.text, noun + 1)
    acts = after is not None and after.group() in resolver.words.verbs  # "The city council confirmed that Lee"
    alone = person is None or (acts and phrase.head_class == "organization" and bool(phrase.modifiers))
    return phrase if alone or person is None else _apposed(resolver, noun, person)


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
