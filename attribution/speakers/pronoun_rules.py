"""Rules for pronouns: "he" and "it", "I", "who" and "which"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import evolve

from attribution.furniture import find_author
from attribution.models import CharSpan, Relation
from attribution.names.book import NameMention
from attribution.people import SMALL_WORD, Gender, PeopleWords
from attribution.speakers.antecedents import Choice
from attribution.speakers.candidates import Query, candidates, fits, is_asker
from attribution.speakers.description_rules import introduce
from attribution.speakers.document_rules import link_document
from attribution.speakers.exchanges import find_question, find_unnamed_speaker
from attribution.speakers.mentions import Reading, read_mention
from attribution.speakers.obituaries import means_deceased
from attribution.speakers.profiles import describe
from attribution.speakers.referents import Referent, Scene, is_mere_carrier, is_of_other_gender
from attribution.speakers.resolving import CERTAIN, FAIR, LIKELY, Link, Resolver, link_choice, link_to, referred
from attribution.speakers.subjects import is_fronted, link_subject

_CLAUSE_STOP = re.compile(r"[.!?:;\n“\"]\s|[“\"]")
_LATELY = 3  # sentences back to whoever may be meant without being the one whom the story is about
_IN_PASSING = 2  # places at which somebody is named in passing
_MANY = 4  # pronouns of the one whom a story is about
_MORE = 1.5  # of those for each of whoever else may be meant
_OPENING = 4  # paragraphs
_AFTER = 40  # code points after a pronoun in which whoever is named is spoken to or of
_BEHIND = re.compile('[,?!.…]["”’\']?\\s+$|["”’]\\s*$')
_OPENING_PHRASE = re.compile(
    r"An? (?:[a-z-]+ ){0,2}?[a-z-]+(?: (?:of|on|about) (?:the |a )?[\w’'-]+(?: [a-z]+)?)?(?=[ ,])"
)
_ADDRESSES = re.compile(r", (?!(?:an?|the|which|who|whose)\b)[a-z]")
_ARRESTED = re.compile(
    r"\b(?:[Ww]hen|[Aa]fter being|[Oo]n being) (?:he was |she was )?(?:arrested|cautioned|charged)\b[^.!?“”\"]{0,40}$"
)
_ASKS = re.compile(r"[^.,;:]{0,60}?\b(?:asked|asks|questioned|wanted to know)\b(?! (?:for|not|that|to)\b)")
_WROTE = re.compile(r"\s(?:wrote|writes)\b")
_IN_PAPER = re.compile(r"\bin (?:an?|the|his|her) (?:[a-z-]+ ){0,2}?([a-z-]+)(?:[.,;:]|$)")
_MY = re.compile(r"\b(?:[Mm]y|[Oo]ur) (?:[a-z-]+ ){0,2}?([a-z-]+)\b")
_THE = re.compile(r"[Tt]he ")
_WE = re.compile(r"\b(?:[Ww]e|[Oo]ur|us)\b")
_SUBJECTS = frozenset({"he", "she", "it", "they"})


def link_pronoun(resolver: Resolver, reading: Reading, relation: Relation) -> Link | None:
    """Resolve "he", "she", "it" and "they" to one of those mentioned before."""
    if reading.pronoun is None:
        return None
    told = _kin_of_speaker(resolver, reading) or _document_of_paragraph(resolver, reading)
    told = told or _writer(resolver, reading) or _author_of_paper(resolver, reading)
    told = told or _subject_of_own_clause(resolver, reading)
    if told is not None:
        return told
    inside = [m for content in relation.content for m in resolver.book.within(content)]
    query = Query(
        reading.span.start,
        "pronoun",
        reading.pronoun,
        late=_BEHIND.search(resolver.text, max(0, reading.span.start - 4), reading.span.start) is not None,
        continues=_continues(resolver.text, resolver.words, reading, relation),
        inside=frozenset(owner for m in inside for owner in m.owners),
        after=frozenset(owner for m in _named_after(resolver, reading, relation) for owner in m.owners)
        | _addressed(resolver, relation)
        | _speaker_around(resolver, reading),
        refers=referred(resolver, relation),
    )
    found = _without_carriers(resolver, relation, query, candidates(resolver.scene, query))
    if reading.pronoun in {"male", "female"}:
        gender: Gender = "male" if reading.pronoun == "male" else "female"
        found = [r for r in found if not is_of_other_gender(resolver.scene, r, gender)]
        question = find_question(resolver, reading, relation)
        if question is not None and question.answers in found:
            return link_to(resolver.text, reading.span, question.answers, "speakers:asked", LIKELY)
        if question is not None:
            found = [r for r in found if r is not question.asker]
            query = evolve(query, after=query.after | _entity_of(question.asker))
        unnamed = find_unnamed_speaker(resolver, reading, relation, gender)
        if unnamed in found:
            return link_to(resolver.text, reading.span, unnamed, "speakers:unnamed-going-on", LIKELY)
        accused = _accused(resolver, query.start, found)
        if accused is not None:
            return link_to(resolver.text, reading.span, accused, "speakers:accused", LIKELY)
        deceased = resolver.scene.deceased
        if deceased in found and deceased and means_deceased(resolver.scene, query.start, deceased):
            return link_to(resolver.text, reading.span, deceased, "speakers:obituary", LIKELY)
        unnamed = _unnamed_told_of(resolver, query.start, found)
        if unnamed is not None:
            return link_to(resolver.text, reading.span, unnamed, "speakers:subject-before", LIKELY)
    choice = resolver.chooser(resolver.scene, query, found)
    if reading.pronoun in {"male", "female"}:
        choice = _with_protagonist(resolver.scene, query, gender, found, choice)
    link = link_choice(resolver, reading.span, choice, "speakers:pronoun", "the pronoun may stand for more than one")
    if reading.span.of(resolver.text).lower() not in _SUBJECTS:
        return link
    subject = link_subject(resolver, reading, relation, late=query.late, after=query.after)
    if subject is None or subject.referent is None or subject.referent is link.referent:
        return link
    return link if subject.referent.entity is not None and subject.referent not in found else subject


def _subject_of_own_clause(resolver: Resolver, reading: Reading) -> Link | None:
    """Resolve "it" of "The ministry said its guns had foiled what it called a raid" to who speaks in that sentence."""
    scene, start = resolver.scene, reading.span.start
    if not resolver.text.endswith("what ", 0, start) or scene.is_quoted(start):
        return None
    begin = scene.sentence_starts[scene.sentence(start) - 1]
    spoken = [referent for position, referent, _ in scene.turns if begin <= position < start]
    query = Query(start, "pronoun", reading.pronoun)
    if not spoken or not (fits(spoken[-1], query) or (reading.pronoun == "thing" and spoken[-1].kind == "unnamed")):
        return None
    return link_to(resolver.text, reading.span, spoken[-1], "speakers:subject-before", LIKELY)


def _without_carriers(
    resolver: Resolver, relation: Relation, query: Query, found: Sequence[Referent]
) -> list[Referent]:
    """Leave out who only reports for "it": "The airline said so, Acme reported. It is sorry", "“We are,” it said"."""
    if query.pronoun != "thing":
        return list(found)
    scene = resolver.scene
    first_person = any(_WE.search(q.of(resolver.text)) for q in relation.quotations)
    here = scene.told_sentence(query.start)
    spoken = {id(r) for start, r, _ in scene.turns if start < query.start and here - scene.told_sentence(start) <= 1}

    def only_reports(referent: Referent) -> bool:
        last = referent.last_before(query.start)
        if last is None or not is_mere_carrier(scene, referent, query.start):
            return False
        return first_person or bool(spoken - {id(referent)}) or _opens_with_body(resolver, last.start)

    return [r for r in found if not only_reports(r)]


def _opens_with_body(resolver: Resolver, position: int) -> bool:
    """Tell whether the sentence in which something stands begins with a body: "The airline is sorry, Acme reported"."""
    scene, words = resolver.scene, resolver.words
    start = scene.sentence_starts[max(0, scene.sentence(position) - 1)]
    article = _THE.match(resolver.text, start)
    named = resolver.book.at(article.end() if article else start)
    if named is not None and named.span.end < position:
        return named.label in {"organization", "other"} and not named.possessive
    for match in SMALL_WORD.finditer(resolver.text, article.end(), position) if article else ():
        if match.group() in words.verbs or match.group() in words.prepositions:
            return False
        if words.is_body(match.group()) and not words.is_role(match.group()):
            return resolver.text[match.end() : match.end() + 2] not in {"’s", "'s"}
    return False


def _accused(resolver: Resolver, position: int, found: Sequence[Referent]) -> Referent | None:
    """Return the only one who stands before a court for "When arrested, he replied"."""
    start = resolver.scene.sentence_starts[max(0, resolver.scene.sentence(position) - 1)]
    if _ARRESTED.search(resolver.text, start, position) is None:
        return None
    describe(resolver.profiles, found)
    nouns = resolver.words.accused_nouns
    tried = [r for r in found if r.entity and nouns & resolver.scene.descriptors.get(r.entity.index, frozenset())]
    return tried[0] if len(tried) == 1 else None


def _unnamed_told_of(resolver: Resolver, position: int, found: Sequence[Referent]) -> Referent | None:
    """Return whom the article tells of without a name ("A nurse left. “I was ill,” she said"), though Lee came before.

    Such a phrase opens a sentence not far back, and nobody is mentioned after it; who asks is not meant.
    """
    scene = resolver.scene
    last = ((trace, r) for r in found if (trace := r.last_before(position)) and not trace.quoted)
    trace, latest = max(last, key=lambda pair: pair[0].start, default=(None, None))
    if latest is None or trace is None or latest.entity is not None or latest.kind != "unnamed":
        return None
    start = latest.span.start
    near = scene.told_sentence(position) - scene.told_sentence(trace.start) < _LATELY
    opens = scene.sentence_starts[scene.sentence(start) - 1] == start
    if (
        is_fronted(resolver.text, latest.span.end)
        or not (near and opens and latest.traces[0].subject)
        or is_asker(scene, start)
    ):
        return None
    return None if _ASKS.match(resolver.text, latest.span.end) else latest


def _with_protagonist(scene: Scene, query: Query, gender: Gender, found: Sequence[Referent], choice: Choice) -> Choice:
    """Choose whom most of the story is about, where else somebody were chosen whom it named in passing, and not lately.

    It is about somebody of the opening who has most of its "she", far more than of its "he".
    """
    passing = choice.referent
    last = passing.last_before(query.start) if passing else None
    if passing is None or passing.entity is None or passing.gender is not None or last is None:
        return choice
    lately = scene.told_sentence(query.start) - scene.told_sentence(last.start) < _LATELY
    if lately or passing.count_before(query.start) > _IN_PASSING:
        return choice
    rivals = [r for r in found if r is not passing and r.kind == "person" and r.gender in {None, gender}]
    other: Gender = "female" if gender == "male" else "male"
    best = max(rivals, key=lambda r: _pronouns_of(scene, r, gender), default=passing)
    share = _pronouns_of(scene, best, gender)
    about = share >= _MANY and share >= _MORE * max(
        _pronouns_of(scene, passing, gender), 2 * _pronouns_of(scene, best, other)
    )
    opens = scene.paragraph(best.traces[0].start) <= _OPENING
    often = best.count_before(query.start) > passing.count_before(query.start)
    return Choice(best, FAIR, passing, 1 - FAIR) if about and opens and often else choice


def _pronouns_of(scene: Scene, referent: Referent, gender: Gender) -> float:
    counts = scene.pronouns.get(referent.entity.index) if referent.entity else None
    return counts[gender] if counts else 0.0


def _named_after(resolver: Resolver, reading: Reading, relation: Relation) -> list[NameMention]:
    """Return the names right after a pronoun, in its clause, and those before the words of an inner voice."""
    end = reading.span.end
    stop = min((c.start for c in relation.content if c.start >= end), default=len(resolver.text))
    ends = _CLAUSE_STOP.search(resolver.text, end, min(stop, end + _AFTER))
    limit = ends.start() if ends else min(stop, end + _AFTER)
    if any(c.contains(reading.span) for c in relation.content):  # "he called Lee a “fool”, the ministry said"
        limit = max([limit, *(q.start for q in relation.quotations)])
    return resolver.book.within(CharSpan(end, max(end, limit)))


def _addressed(resolver: Resolver, relation: Relation) -> frozenset[int]:
    """Return whom "Isla, could you" speaks to: the words are somebody else's."""
    found: set[int] = set()
    for quotation in relation.quotations:
        named = resolver.book.at(quotation.start + 1)
        if named is not None and named.label == "person" and _ADDRESSES.match(resolver.text, named.span.end):
            found.update(named.owners)
    return frozenset(found)


def _continues(text: str, words: PeopleWords, reading: Reading, relation: Relation) -> bool:
    """Tell whether the cue says that somebody goes on speaking ("added"), or the word after the pronoun does."""
    cue = relation.cue.of(text) if relation.cue else ""
    following = text[reading.span.end : reading.span.end + 20]
    return any(word in words.continuing for word in [*cue.lower().split(), *following.lower().split()[:1]])


def _kin_of_speaker(resolver: Resolver, reading: Reading) -> Link | None:
    """Resolve "she" of "My aunt rang and she says no" to "My aunt", within a quotation or one sentence on."""
    start, scene = reading.span.start, resolver.scene
    if reading.pronoun not in {"male", "female"}:
        return None
    if scene.is_quoted(start):
        around = next(q for q in scene.quoted if q.start <= start < q.end)
        found = reversed(list(_MY.finditer(resolver.text, around.start, start)))
    else:
        before = scene.told_starts[max(0, scene.told_sentence(start) - 2)]
        found = iter([match] if (match := _MY.match(resolver.text, before, start)) else [])
    for match in found:
        gender = resolver.words.gender_of(match[1])
        somebody = resolver.words.is_role(match[1]) or match[1] in resolver.words.relations
        if somebody and gender in {None, reading.pronoun}:
            phrase = read_mention(resolver.text, CharSpan(*match.span()), resolver.book, resolver.words)
            return introduce(resolver, phrase)
    return None


def _document_of_paragraph(resolver: Resolver, reading: Reading) -> Link | None:
    """Resolve "it" of "A draft of the lease runs to 40 pages. It says ..." to the document that opens the paragraph."""
    text, scene, start = resolver.text, resolver.scene, reading.span.start
    number = scene.paragraph(start)
    opening = scene.paragraph_starts[number - 1] if number else 0
    phrase = _OPENING_PHRASE.match(text, opening, start)
    if reading.pronoun != "thing" or phrase is None or scene.told_sentence(start) - scene.told_sentence(opening) > 2:
        return None
    document = read_mention(text, CharSpan(*phrase.span()), resolver.book, resolver.words)
    return link_document(resolver, document) if document.head_class == "document" and document.head else None


def _writer(resolver: Resolver, reading: Reading) -> Link | None:
    """Resolve "he wrote" to the only one from whom the sentence before has a letter, post or the like."""
    if not _WROTE.match(resolver.text, reading.span.end):
        return None
    query = Query(reading.span.start, "pronoun", reading.pronoun)
    scene, here = resolver.scene, resolver.scene.told_sentence(query.start)
    found = []
    for referent in candidates(scene, query):
        credits = (t for t in referent.traces if t.credited and t.start < query.start)
        if any(here - scene.told_sentence(trace.start) <= 1 for trace in credits):
            found.append(referent)
    if len(found) != 1:
        return None
    return link_to(resolver.text, reading.span, found[0], "speakers:writer", LIKELY)


def _author_of_paper(resolver: Resolver, reading: Reading) -> Link | None:
    """Resolve "it" of "..., Lee wrote in the affidavit. It went on" to who wrote the paper."""
    scene, here = resolver.scene, resolver.scene.told_sentence(reading.span.start)
    said = [turn for turn in scene.turns if turn[0] < reading.span.start]
    if reading.pronoun != "thing" or not said or here - scene.told_sentence(said[-1][0]) != 1:
        return None
    position, referent, _ = said[-1]
    paper = _IN_PAPER.search(resolver.text, position, reading.span.start)
    if paper is None or paper[1] not in resolver.words.messages or referent.kind != "person":
        return None
    return link_to(resolver.text, reading.span, referent, "speakers:writer", FAIR)


def _speaker_around(resolver: Resolver, reading: Reading) -> frozenset[int]:
    """Return whom "he" inside a quotation never means: the one who is quoted."""
    outer = _relation_around(resolver, reading.span) if resolver.scene.is_quoted(reading.span.start) else None
    referent = resolver.resolve(outer).referent if outer is not None else None
    return _entity_of(referent) if referent is not None else frozenset()


def _entity_of(referent: Referent) -> frozenset[int]:
    return frozenset({referent.entity.index}) if referent.entity is not None else frozenset()


def link_first_person(resolver: Resolver, reading: Reading, _relation: Relation) -> Link | None:
    """Resolve "I": between marks it is who is quoted there; in the author's own voice it is the author."""
    if reading.pronoun != "first":
        return None
    inner = _relation_around(resolver, reading.span)
    if inner is not None:
        link = resolver.resolve(inner)
        return evolve(link, rule="speakers:first-person-quoted", span=inner.source)
    author = find_author(resolver.text, resolver.draft, resolver.words)
    if author is None:
        return Link(
            Referent("unnamed", reading.span),
            "speakers:author-unnamed",
            CERTAIN,
            reading.span,
            "first person in the author's own voice, and no byline was found",
            "unnamed",
        )
    referent = Referent("person", author, named=True)
    return Link(referent, "speakers:author", CERTAIN, author, "first person in the author's own voice", "person")


def _relation_around(resolver: Resolver, span: CharSpan) -> Relation | None:
    """Return the narrowest relation in whose words a mention stands."""
    around = [r for r in resolver.relations_around(span) if r.source and not r.source.contains(span)]
    return min(around, key=lambda r: sum(map(len, r.content)), default=None)
