"""Place statements and outlet citations in the article: their sentences, their speakers, what is said beside them.

A citation belongs to the speakers that its sentence gives it to, or to the one who is named next. How far it reaches
is weighed in `attribution.outlets.scope`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from attrs import evolve, frozen

from attribution.layout import paragraphs, sentences
from attribution.models import CharSpan, Relation
from attribution.outlets.citing import Citation
from attribution.outlets.names import UPPER
from attribution.outlets.situations import (
    Setting,
    SituationPatterns,
    beside,
    find_day,
    make_patterns,
    read_situation,
)
from attribution.speakers.turns import is_turn_label

NEAREST = 12  # citations on each side of a statement that are weighed: keeps the work linear in the text
FAR = 200  # statements between a citation and a statement that are looked at: what hangs together over so many, does
HEIR_REACH = 3  # sentences from a citation without a named speaker to the words of the one it describes
WORD = re.compile(r"\w[\w&-]*")
OPEN_FORMS = ("told", "interview", "on-air", "written", "hosted")  # what goes on until something else begins
_INHERITED = ("told", "interview", "written", "hosted")
FIRM = ("known", "ambiguous", "carrier", "shape")  # standings of names that stand for an outlet elsewhere too
LEAD = 4  # sentences at the head of an article (its headline may be one), which tell first what is cited later
_WITH_HOST = re.compile(r"[,”\"’]?[ ]with(?:[ ][A-Z][\w’'-]+){1,3}")
_OF_AGE = re.compile(r"The[ ]\d{1,3}-year-old\b")
_MEMBER = re.compile(r"(?:the |a )?(?:one|other|others|another|both|two|first|second|third|fourth|fifth)(?: of them)?")
_TIME_LINE = re.compile(r"^\W{0,3}\d{1,2}[:.]\d{2}(?:[ ]?[ap]\.?m\.?)?(?:[ ][A-Z]{2,4})?\W{0,3}$", re.MULTILINE | re.I)
_PERSON = rf"{UPPER}(?:[ ]{UPPER}){{1,2}}"
_BEHIND_HEAD = re.compile(
    r"(?<=\w)(?:,|[ ](?:of|who|whom|whose|that|which|with|in|on|at|from|for|by|to|near|inside|outside|behind|about"
    r"|among|close|familiar|involved|briefed|speaking)\b)"
)
_OF_NO_WORDS = ("according", "inverted", "subject", "published", "bare", "affiliation", "anaphor")
_CLAUSE_BEFORE = re.compile(r",[ ](?:who|whom|whose|which)\b[^;:“”\"\n]*$")
_CLAUSE_END = re.compile(r"[^;:“”\"\n]{0,60}?,[ ](?=\w)")
_PRESS = ("newspaper", "agency", "broadcaster")
_SMALL_WORDS = frozenset({"the", "of", "and", "for", "in", "on", "at"})
_ENTRIES = 3  # times that make a live blog: one or two may stand above any article
_NESTED = 6  # statements on each side among which the one around a nested statement is looked for
_OWN_WORD = 4  # letters from which on a word may tell that two statements repeat each other


@frozen(eq=False)
class Statement:
    """A relation with its place: the sentences and paragraph it stands in, and who speaks.

    `speaker` is a key that is equal for the same speaker (the name, or the last word of the describing mention);
    `work` is not empty where a work is the source ("the article explained"): its groups in `citations.json`.
    `setting` tells what the reporter's words say of where it was said: "occasion" ("at a rally"), "hearer" ("told
    the crowd"), "here" ("told me"), or nothing; `resumes` holds the groups of works that they refer back to ("in
    the interview"); `again` is true where they say that it comes from what was cited last ("in the same remarks"),
    `elsewhen` where they give it a time of its own ("eight years ago"). `words` are the telling words of what is
    said; `asker` is who was told where that is one who asks for an outlet ("told the host"); `comments` is true
    where one of the many who use a platform speaks ("one user joked"); `day` is the day that is given. `wrote` is true
    where the cue tells of writing, `authors` where those wrote it who write studies, `turn` for a turn of an interview
    ("Q: ..."). `outer` is the statement of somebody else whose words hold this one whole; `entry` is the number of the
    entry of a live blog.
    """

    relation: Relation
    extent: CharSpan
    first: int
    last: int
    paragraph: int
    speaker: str
    named: bool
    work: frozenset[str]
    setting: Setting
    resumes: frozenset[str]
    words: frozenset[str]
    wrote: bool
    again: bool = False
    elsewhen: bool = False
    turn: bool = False
    outer: Relation | None = None
    entry: int = 0
    authors: bool = False
    asker: str = ""
    comments: bool = False
    day: str = ""


@frozen(eq=False)
class Cited:
    """A citation with its place and the speakers that its sentence, or else the next one to speak, gives it to.

    `parties` are all speakers who are named in its sentence: the guest of a show beside its host. `refers_back` is true
    where the sentence tells of words before it ("The comments came in an interview with ..."). `told` holds the words
    of the statement whose cue cites the outlet ("told the Gazette"); `reports` is true where the outlet does what the
    press does ("reported"), not only what any firm does ("said"). `later` is true where the sentence tells of another
    time than what stands before it ("he later told the Gazette"); `day` is the day that it gives. `askers` are the last
    names of those who ask for the outlet ("told the Gazette's Ana Ruiz"); `quoted` is true where quoted words cite it;
    `aside` where it stands in a clause about somebody: "Ruiz, whose lock leaks, according to the Gazette, was calm".
    """

    citation: Citation
    sentence: int
    paragraph: int
    speakers: frozenset[str]
    sure: bool
    parties: frozenset[str] = frozenset()
    refers_back: bool = False
    told: tuple[CharSpan, ...] = ()
    reports: bool = False
    entry: int = 0
    later: bool = False
    askers: frozenset[str] = frozenset()
    quoted: bool = False
    day: str = ""
    aside: bool = False


@frozen(eq=False)
class Scene:
    """Statements and citations of one article, each in the order of the text."""

    text: str
    statements: tuple[Statement, ...]
    cited: tuple[Cited, ...]
    sentences: tuple[CharSpan, ...]
    elsewhere: frozenset[str]  # speakers who are also quoted from an occasion without a cited outlet
    by_sentence: tuple[Statement, ...]  # the statements by the sentence that they begin in
    beginnings: tuple[int, ...]  # the sentences of `by_sentence`
    outlets: frozenset[str]  # keys of the outlets that words came through for certain
    outlets_of: Mapping[str, frozenset[str]]  # the same of each speaker
    stage: str = ""  # key of the show that the article tells of: the only one, cited before anybody but its guests
    main: str = ""  # who speaks more than half of the statements
    cited_starts: tuple[int, ...] = ()  # where the citations begin
    first_turn: int | None = None  # where the label of the first turn of an interview stands
    turn_speakers: frozenset[str] = frozenset()

    def beginning_within(self, low: int, high: int) -> tuple[Statement, ...]:
        """Return the statements that begin in the sentences from `low` to `high`, both included; the last of many."""
        end = bisect_right(self.beginnings, high)
        return self.by_sentence[max(bisect_left(self.beginnings, low), end - FAR) : end]

    def standing_in(self, sentence: int) -> list[Statement]:
        """Return the statements that have words in a sentence, of those that begin shortly before."""
        place = bisect_right(self.beginnings, sentence)
        return [s for s in self.by_sentence[max(0, place - NEAREST) : place] if s.last >= sentence]


def read_scene(
    text: str,
    relations: Sequence[Relation],
    citations: Sequence[Citation],
    words: Mapping[str, Any],
    occasions: Mapping[str, Any],
    *,
    labels: frozenset[int] = frozenset(),
) -> Scene:
    """Place statements and citations in the article.

    Args:
        text: The article.
        relations: What was found so far, with sources and speakers.
        citations: Its outlet citations.
        words: `citations.json` of the language.
        occasions: `occasions.json` of the language.
        labels: Where the labels of a transcript begin.
    """
    quoted = _Stretches.of(part for relation in relations for part in relation.quotations)
    citations = [citation for citation in citations if not _is_only_said(citation, quoted)]
    sents, paras = tuple(sentences(text)), paragraphs(text)
    starts, para_starts = [s.start for s in sents], [p.start for p in paras]
    cues = sorted(citation.cue for citation in citations if citation.cue)
    statements: list[Statement] = []
    patterns = make_patterns(words)
    asking = [find_askers(text, c, sents[_at(starts, c.mention.start)], words) for c in citations]
    askers = frozenset[str]().union(*asking)
    before = ""
    for relation in relations:
        statement = _place(
            text, relation, before, sents, starts, para_starts, cues, labels, askers, words, patterns, occasions
        )
        if statements:
            statement = _going_on(text, statement, statements[-1], words)
        statements.append(statement)
        before = statement.speaker or before
    entries = _entries(text)
    statements = [
        evolve(s, outer=_outer(statements, i), entry=bisect_right(entries, s.extent.start))
        for i, s in enumerate(statements)
    ]
    known = _known_words(statements)
    cited = tuple(
        _cite(text, c, _at(starts, c.mention.start), _at(para_starts, c.mention.start), statements, known, sents, words)
        for c in citations
    )
    days = {c.sentence: find_day(_reporter_in(text, c.sentence, sents, statements), patterns) for c in cited}
    cited = tuple(
        evolve(
            _with_heir(text, c, statements, sents),
            reports=_reports(text, c.citation, words),
            entry=bisect_right(entries, c.citation.mention.start),
            later=_is_in(sents[c.sentence].of(text), words["afterwards"]),
            day=days[c.sentence],
            quoted=quoted.contain(c.citation.mention),
            aside=_is_aside(text, c, sents[c.sentence]),
            askers=asked,
        )
        for c, asked in zip(cited, asking, strict=True)
    )
    labelled = [(s.relation.source.start, s.speaker) for s in statements if s.turn and s.relation.source]
    elsewhere = frozenset(s.speaker for s in statements if s.speaker and s.setting)
    by_sentence = tuple(sorted(statements, key=lambda statement: statement.first))
    opening = [one for one in cited if opens(one)]
    outlets_of: dict[str, frozenset[str]] = {}
    for one in opening:
        for speaker in sorted(one.speakers):
            outlets_of[speaker] = outlets_of.get(speaker, frozenset()) | {one.citation.key}
    return Scene(
        text=text,
        statements=tuple(statements),
        cited=cited,
        sentences=sents,
        elsewhere=elsewhere,
        by_sentence=by_sentence,
        beginnings=tuple(statement.first for statement in by_sentence),
        outlets=frozenset(one.citation.key for one in opening),
        outlets_of=outlets_of,
        stage=_stage(cited, statements),
        main=_main_speaker(statements),
        cited_starts=tuple(one.citation.mention.start for one in cited),
        first_turn=min((start for start, _ in labelled), default=None),
        turn_speakers=frozenset(speaker for _, speaker in labelled),
    )


def _reporter_in(text: str, sentence: int, sents: Sequence[CharSpan], statements: Sequence[Statement]) -> str:
    """Return the words of a sentence outside of what is said."""
    place = bisect_right(statements, sentence, key=lambda s: s.first)
    near = statements[max(0, place - NEAREST) : place]
    return beside(text, sents[sentence], [part for s in near if s.last >= sentence for part in s.relation.content])


def find_askers(text: str, citation: Citation, sentence: CharSpan, words: Mapping[str, Any]) -> frozenset[str]:
    """Return the last names of those who ask for an outlet: "told the Gazette's Ana Ruiz", "with host Ana Ruiz"."""
    if citation.form in ("platform-verb", "site"):
        return frozenset()
    nouns = "|".join(re.escape(noun) for noun in words["asking_people"])
    before, behind = text[sentence.start : citation.mention.start], text[citation.mention.end : sentence.end]
    found = [
        *re.findall(rf"\b(?:{nouns})s?,?[ ]({_PERSON})", text[sentence.start : sentence.end]),
        *re.findall(rf"^[’']s?[ ]({_PERSON})", behind),
        *re.findall(rf"^[”\"’']?,?[ ]with[ ]({_PERSON})", behind),
        *re.findall(
            rf"\b(?:told|tells|telling|to|with|by)[ ]({_PERSON}),?[ ](?:of|on|from|at|for)[ ](?:the[ ])?$", before
        ),
    ]
    return frozenset(name.split()[-1].lower() for name in found)


def _is_only_said(citation: Citation, quoted: _Stretches) -> bool:
    """Tell whether what may be any body is named in quoted words: “we are talking to the Harbour Works”."""
    return citation.standing not in FIRM and quoted.contain(citation.mention)


@frozen(eq=False)
class _Stretches:
    """Stretches of the text, asked whether one of them contains a span without going through all of them."""

    starts: tuple[int, ...]
    furthest: tuple[int, ...]  # the last end of the stretches up to each

    @classmethod
    def of(cls, spans: Iterable[CharSpan]) -> _Stretches:
        """Put together the stretches, in any order."""
        ordered = sorted(spans)
        return cls(tuple(span.start for span in ordered), tuple(accumulate((span.end for span in ordered), max)))

    def contain(self, span: CharSpan) -> bool:
        """Tell whether a stretch contains all of `span`."""
        place = bisect_right(self.starts, span.start)
        return place > 0 and self.furthest[place - 1] >= span.end


def _is_aside(text: str, cited: Cited, sentence: CharSpan) -> bool:
    """Tell whether a citation stands in a clause that only tells something of a person, and cites no words of his.

    "Ruiz, who told the Gazette ...," tells of words; "who used to write for the Gazette," tells of none.
    """
    citation = cited.citation
    cue = citation.cue.of(text).lower() if citation.cue else ""
    tells = citation.form not in _OF_NO_WORDS and not (
        citation.form == "written" and (cue == "in" or cue.endswith(" for"))
    )
    if cited.sure or tells:
        return False
    before, behind = text[sentence.start : citation.mention.start], text[citation.mention.end : sentence.end]
    return bool(_CLAUSE_BEFORE.search(before) and _CLAUSE_END.match(behind))


def _stage(cited: Sequence[Cited], statements: Sequence[Statement]) -> str:
    """Return the key of the only show that is cited, if it stands at the head and none but its guests spoke before."""
    shows = [one for one in cited if one.citation.kind == "programme" and one.citation.standing in FIRM]
    keys = {one.citation.key for one in shows}
    if len(keys) != 1 or shows[0].sentence >= LEAD:
        return ""
    before = {s.speaker for s in statements if s.last < shows[0].sentence}
    return keys.pop() if before <= shows[0].parties | {""} else ""


def _main_speaker(statements: Sequence[Statement]) -> str:
    """Return who speaks more than half of the statements."""
    voices = Counter(statement.speaker for statement in statements if statement.speaker)
    ((speaker, count),) = voices.most_common(1) or [("", 0)]
    return speaker if count > len(statements) / 2 else ""


def opens(cited: Cited) -> bool:
    """Tell whether a citation says that words came through it, by a name that is an outlet's for certain.

    What somebody says in quoted words cites nothing: “she sent me the clip on WhatsApp”.
    """
    firm = cited.citation.form not in ("bare", "asker", "affiliation") and cited.citation.standing in FIRM
    return firm and not cited.quoted


def _place(
    text: str,
    relation: Relation,
    before: str,
    sents: Sequence[CharSpan],
    starts: Sequence[int],
    para_starts: Sequence[int],
    cues: Sequence[CharSpan],
    labels: frozenset[int],
    askers: frozenset[str],
    words: Mapping[str, Any],
    patterns: SituationPatterns,
    occasions: Mapping[str, Any],
) -> Statement:
    extent = _extent(relation)
    key, named = _speaker_key(text, relation, before, words)
    first, last = _at(starts, extent.start), _at(starts, max(extent.start, extent.end - 1))
    source = relation.source.of(text) if relation.source else ""
    wrote = relation.cue is not None and _is_in(relation.cue.of(text), words["writing_verbs"])
    around = CharSpan(sents[first].start, sents[last].end) if sents else extent
    low, high = (bisect_left(cues, place, key=lambda cue: cue.start) for place in (around.start, around.end))
    situation = read_situation(text, relation, around, cues[low:high], askers, patterns, occasions)
    return Statement(
        relation=relation,
        extent=extent,
        first=first,
        last=last,
        paragraph=_at(para_starts, extent.start),
        speaker=key,
        named=named,
        work=frozenset(group for group, pattern in patterns.sources.items() if pattern.fullmatch(source)),
        setting=situation.setting,
        resumes=situation.resumes,
        words=_telling_words(text, relation),
        wrote=wrote,
        again=situation.again,
        elsewhen=situation.elsewhen,
        asker=situation.asker,
        comments=_is_comment(source, relation.cue.of(text) if relation.cue else "", words),
        day=situation.day,
        authors=wrote and bool(set(WORD.findall(source.lower())) & set(words["authors"])),
        turn=relation.source is not None and (is_turn_label(text, relation.source) or relation.source.start in labels),
    )


def _is_comment(source: str, cue: str, words: Mapping[str, Any]) -> bool:
    """Tell whether one of the many who use a platform speaks: "one user joked", "another fan commented"."""
    found = [word.lower() for word in WORD.findall(source)]
    if len(found) < 2 or found[0] not in words["one_of_many"]:
        return False
    return found[-1] in words["platform_people"] or (
        found[-1] in words["audience"] and _is_in(cue, words["commenting_verbs"])
    )


def _going_on(text: str, statement: Statement, last: Statement, words: Mapping[str, Any]) -> Statement:
    """Return the statement as one that was written, where the last one was and this goes on about it.

    "Another thought ..." goes on from "one user wrote"; "they caution" from "the researchers write".
    """
    source = statement.relation.source
    if source is None or statement.first - last.last > 1 or not (last.wrote or last.authors or last.comments):
        return statement
    found = source.of(text).lower()
    member = bool(_MEMBER.fullmatch(found))
    same = found in words["pronouns"] and statement.speaker == last.speaker
    return evolve(
        statement,
        wrote=statement.wrote or (member and last.wrote),
        authors=statement.authors or (same and last.authors),
        comments=statement.comments or (member and last.comments),
    )


def _entries(text: str) -> list[int]:
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


def _is_in(cue: str, verbs: Sequence[str]) -> bool:
    """Tell whether one of the words of a cue is among the verbs."""
    return any(word.lower() in verbs for word in WORD.findall(cue))


def _telling_words(text: str, relation: Relation) -> frozenset[str]:
    found = (word.lower() for part in relation.content for word in WORD.findall(part.of(text)))
    return frozenset(word for word in found if len(word) >= _OWN_WORD)


def is_source(relation: Relation, citation: Citation) -> bool:
    """Tell whether the outlet is the source of a statement: "the Gazette reported", not "who told the Gazette"."""
    source = relation.source
    if source is None or (citation.cue is not None and source.contains(citation.cue)):
        return False
    return source.overlaps(citation.name) or source.overlaps(citation.mention)


def _known_words(statements: Sequence[Statement]) -> dict[str, str]:
    """Return the words that stand for a speaker: the last word of a name before its others, names before others."""
    known: dict[str, str] = {}
    keys = sorted({s.speaker for s in statements if s.speaker}, key=lambda key: (key.startswith("~"), key))
    for key in keys:
        known.setdefault(key.removeprefix("~").split()[-1], key)
    for key in keys:
        for word in key.split():
            if len(word) > 1 and word not in _SMALL_WORDS and not key.startswith("~"):
                known.setdefault(word, key)
    for key in keys:
        initials = "".join(word[0] for word in key.split() if word not in _SMALL_WORDS)
        if len(initials) > 2 and not key.startswith("~"):
            known.setdefault(initials, key)
    return known


def _cite(
    text: str,
    citation: Citation,
    sentence: int,
    paragraph: int,
    statements: Sequence[Statement],
    known: Mapping[str, str],
    sents: Sequence[CharSpan],
    words: Mapping[str, Any],
) -> Cited:
    """Give the citation to the speakers of its sentence: who speaks the nearest statement, or who is named."""
    start = bisect_right(statements, sentence, key=lambda s: s.first)
    here = [s for s in statements[max(0, start - NEAREST) : start] if s.first <= sentence <= s.last]
    citation = _as_subject(text, citation, here)
    voices = [s for s in here if s.speaker and not is_source(s.relation, citation)]
    named = _names_in(sents[sentence].of(text), known)
    parties = frozenset([*filter(None, named), *(s.speaker for s in voices)])
    if holding := [s for s in voices if tells_of(s, citation)]:
        speakers = _teller(text, citation, holding[0], known)
        return Cited(citation, sentence, paragraph, speakers, False, parties)
    if told_of := _who_is_told_of(text, citation, here, known):
        return Cited(citation, sentence, paragraph, frozenset({told_of}), False, parties)
    own = [s.speaker for s in here if s.speaker and is_source(s.relation, citation)]
    if not voices and own and _reports(text, citation, words):
        return Cited(citation, sentence, paragraph, frozenset(own), False, parties)
    if voices:
        cued = [s for s in voices if s.relation.cue and citation.cue and s.relation.cue.overlaps(citation.cue)]
        best = min(cued or voices, key=lambda s: (gap_between(_anchor(s), citation.mention), s.extent))
        asks = best.relation.cue is not None and _is_in(best.relation.cue.of(text), words["asking_verbs"])
        speakers = parties if asks else frozenset({best.speaker, *_named_in_source(text, best, known)})
        told = best.relation.content if cued and citation.form in OPEN_FORMS and not asks else ()
        return Cited(citation, sentence, paragraph, speakers, bool(cued), parties, told=told)
    speakers = _subject(text, citation, sents[sentence], statements, known, words)
    back = _refers_back(sents[sentence].of(text), words)
    return Cited(citation, sentence, paragraph, speakers, False, parties, back)


def _as_subject(text: str, citation: Citation, here: Sequence[Statement]) -> Citation:
    """Return a name that nothing but its place cites as the subject, where the reader takes it for who speaks."""
    if citation.form != "bare" or (citation.kind not in _PRESS and citation.standing != "carrier"):
        return citation
    for statement in here:
        source, cue = statement.relation.source, statement.relation.cue
        if source and cue and source.start + len(_head(source.of(text))) == citation.mention.end:
            return evolve(citation, form="subject", cue=cue) if source.contains(citation.mention) else citation
    return citation


def _named_in_source(text: str, statement: Statement, known: Mapping[str, str]) -> list[str]:
    """Return the name within a description that has no speaker: "a teacher who gave her name as Ana Ruiz"."""
    source = statement.relation.source
    if source is None or not statement.speaker.startswith("~"):
        return []
    names = _names_in(source.of(text), known)
    return [name for name in names[-1:] if name and not name.startswith("~")]


def tells_of(statement: Statement, citation: Citation) -> bool:
    """Tell whether a statement tells of the citation: "Ruiz said that he had told the Gazette ..."."""
    cue = citation.cue
    return cue is not None and citation.form == "told" and any(p.contains(cue) for p in statement.relation.content)


def _teller(text: str, citation: Citation, statement: Statement, known: Mapping[str, str]) -> frozenset[str]:
    """Return whose words reached the outlet that a statement tells of: the last one named before, else its speaker."""
    cue = citation.cue or citation.mention
    told = next(part for part in statement.relation.content if part.contains(cue))
    names = [name for name in _names_in(text[told.start : cue.start], known) if name]
    return frozenset({names[-1] if names else statement.speaker})


def _who_is_told_of(text: str, citation: Citation, here: Sequence[Statement], known: Mapping[str, str]) -> str:
    """Return who a report says was on the air: "The Gazette reported a leak, which Ruiz discussed on Radio Tamar"."""
    cue = citation.cue
    if cue is None or citation.form not in ("on-air", "interview"):
        return ""
    for statement in here:
        if statement.relation.quotations or cue.start < statement.extent.start:
            continue
        held = [
            part for part in statement.relation.content if part.start <= cue.start and citation.mention.end <= part.end
        ]
        start = held[0].start if held else statement.extent.end
        names = [name for name in _names_in(text[start : cue.start], known) if name and not name.startswith("~")]
        if names and names[-1] != statement.speaker:
            return names[-1]
    return ""


def _reports(text: str, citation: Citation, words: Mapping[str, Any]) -> bool:
    """Tell whether an outlet does what the press does: "the Gazette reported", not "the Gazette said"."""
    if citation.form not in ("subject", "inverted") or citation.cue is None:
        return False
    return _is_in(citation.cue.of(text), words["reporting_verbs"])


def _with_heir(text: str, cited: Cited, statements: Sequence[Statement], sents: Sequence[CharSpan]) -> Cited:
    """Give a citation by somebody without a name to who speaks next: "the coach told Radio Tamar. ... said Okoro".

    Only one who is meant for certain gets a name later: "the coach", not "a coach" or "coaches". Who is introduced in
    a sentence of a later paragraph is somebody else.
    """
    if cited.citation.form not in _INHERITED or cited.citation.standing not in FIRM:
        return cited
    place = bisect_right(statements, cited.sentence, key=lambda s: s.first)
    here = [s for s in statements[max(0, place - NEAREST) : place] if s.last >= cited.sentence]
    citing = [s for s in here if s.speaker in cited.speakers]
    if not all(s.speaker.startswith("~") and _is_definite(text, s.relation.source) for s in citing):
        return cited
    heirs = [s for s in statements[place : place + 1] if s.named and s.first <= cited.sentence + HEIR_REACH]
    people = [s.speaker for s in heirs if s.relation.speaker and s.relation.speaker.kind == "person"]
    if any(s.paragraph > cited.paragraph and _is_introduced(text, s, sents[cited.sentence], sents) for s in heirs):
        return cited
    known = any(not speaker.startswith("~") for speaker in cited.speakers)
    return cited if known or not people else evolve(cited, speakers=cited.speakers.union(people))


def _is_introduced(text: str, statement: Statement, after: CharSpan, sents: Sequence[CharSpan]) -> bool:
    """Tell whether a sentence between `after` and the statement names its speaker."""
    between = text[after.end : sents[statement.first].start].lower()
    return statement.speaker.split()[-1] in WORD.findall(between)


def _is_definite(text: str, source: CharSpan | None) -> bool:
    """Tell whether a description means somebody certain: "the coach", "her agent"."""
    words = source.of(text).lower().split() if source else []
    first = words[0] if words else ""
    return first in ("the", "his", "her", "its", "their") or first.endswith(("’s", "'s"))


def _subject(
    text: str,
    citation: Citation,
    sentence: CharSpan,
    statements: Sequence[Statement],
    known: Mapping[str, str],
    words: Mapping[str, Any],
) -> frozenset[str]:
    """Return who the words of the sentence say was cited: the subject before the cue, else the first name behind."""
    if citation.form == "site":
        owner = WORD.findall(citation.name.of(text).split("’")[0].split("'")[0])
        key = owner[-1].lower() if owner else ""
        return frozenset({known.get(key, key)}) if owner else frozenset()
    if _refers_back(sentence.of(text), words):
        return _before(text, sentence.start, statements, known)
    cut = min(citation.cue.end if citation.cue else citation.mention.start, citation.mention.start)
    before = _names_in(text[sentence.start : max(cut, sentence.start)], known)
    behind = text[citation.mention.end : sentence.end]
    hosted = _WITH_HOST.match(behind)  # "on the podcast Front Room with Ana Ruiz", who is not the guest
    for name in [*reversed(before), *_names_in(behind[hosted.end() :] if hosted else behind, known)]:
        return _before(text, sentence.start, statements, known) if name is None else frozenset({name})
    if _OF_AGE.match(sentence.of(text)):
        return _before(text, sentence.start, statements, known)
    return frozenset()


def _names_in(text: str, known: Mapping[str, str]) -> list[str | None]:
    """Return the known speakers that are named in `text`, in order; None stands for a pronoun.

    "Jane Okoro" is that speaker, though "Okoro" alone may stand for another.
    """
    found: list[str | None] = []
    written = WORD.findall(text)
    words = [word.lower() for word in written]
    full = set(known.values())
    for i, word in enumerate(words):
        if word in ("he", "she", "they"):
            found.append(None)
        elif word in known and (known[word].startswith("~") or written[i] != word):  # "Xi", but not "al" or "turbine"
            longer = (" ".join(words[j : i + 1]) for j in range(max(0, i - 3), i))
            found.append(next((name for name in longer if name in full), known[word]))
    return found


def _refers_back(sentence: str, words: Mapping[str, Any]) -> bool:
    """Tell whether the sentence says where the words before it come from: "The comments came in ..."."""
    nouns = "|".join(re.escape(noun) for noun in words["back_references"])
    return bool(re.match(rf"\W*(?:his|her|their|its|the|those|these)(?: \w+)? (?:{nouns})\b", sentence, re.IGNORECASE))


def _before(text: str, position: int, statements: Sequence[Statement], known: Mapping[str, str]) -> frozenset[str]:
    """Return who a pronoun at `position` means: the last speaker, else the last name of one in the lines before."""
    place = bisect_left(statements, position, key=lambda s: s.extent.start)
    for statement in reversed(statements[max(0, place - 4) : place]):
        if statement.speaker:
            return frozenset({statement.speaker})
    words = [word.lower() for word in WORD.findall(text[max(0, position - 500) : position])]
    return next((frozenset({known[word]}) for word in reversed(words) if word in known), frozenset())


def _anchor(statement: Statement) -> CharSpan:
    return statement.relation.cue or statement.relation.source or statement.extent


def _speaker_key(text: str, relation: Relation, before: str, words: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the key of the speaker and whether it is a name."""
    speaker = relation.speaker
    if speaker is not None and speaker.name is not None:
        found = WORD.findall(re.sub(r"[’']s?$", "", speaker.name.of(text)))
        return " ".join(found).lower(), True
    if relation.source is None:
        led = relation.cue is not None and relation.cue.of(text).lower() in words["leads"]
        return "" if led else before, False  # who is behind "according to" is no former speaker
    found = [word.lower() for word in WORD.findall(_head(relation.source.of(text)))]
    if found and len(found) == 1 and found[0] in words["pronouns"]:
        unknown = found[0] in words["people_pronouns"] and not before.startswith("~")  # "she" would have had a name
        return "" if unknown else before, False
    if _MEMBER.fullmatch(" ".join(found)):
        return before, False  # "said one": of those who spoke before
    if len(found) == 2 and found[0] == "the" and {found[1], before.removeprefix("~")} <= set(words["unnamed_sources"]):
        return before, False  # "the insider" behind "a source"
    return (f"~{found[-1]}" if found else before, False)


def _head(source: str) -> str:
    """Return a description without what stands behind its noun: "a nurse" of "a nurse who works on the ward"."""
    return source[: behind.start()] if (behind := _BEHIND_HEAD.search(source)) else source


def _extent(relation: Relation) -> CharSpan:
    """Return the stretch from the first to the last character of content, cue and source, if they are neighbours."""
    spans = list(relation.content)
    whole = CharSpan(min(s.start for s in spans), max(s.end for s in spans)) if spans else CharSpan(0, 0)
    for span in (relation.cue, relation.source):
        if span and gap_between(whole, span) < 300:
            whole = CharSpan(min(whole.start, span.start), max(whole.end, span.end))
    return whole


def gap_between(one: CharSpan, other: CharSpan) -> int:
    """Return the characters between two spans, 0 where they touch or overlap."""
    return max(0, other.start - one.end, one.start - other.end)


def _at(starts: Sequence[int], position: int) -> int:
    return max(0, bisect_right(starts, position) - 1)
