"""Give each outlet citation to the speakers whose words came through it.

A citation belongs to the speakers that its sentence gives it to, or to the one who is named next.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

from attrs import evolve, frozen

from attribution.models import CharSpan
from attribution.outlets.citing import TITLE_MARKS, Citation
from attribution.outlets.heirs import with_heir
from attribution.outlets.names import UPPER
from attribution.outlets.placed import (
    FIRM,
    NEAREST,
    OPEN_FORMS,
    PRESS,
    WORD,
    Cited,
    Layout,
    Statement,
    gap_between,
    has_word,
    is_source,
    tells_of,
)
from attribution.outlets.situations import beside, find_day, is_former
from attribution.outlets.statements import find_entries, head_of
from attribution.patterns import any_of

_WITH_HOST = re.compile(r"[,”\"’]?[ ]with(?:[ ][A-Z][\w’'-]+){1,3}")
_OF_AGE = re.compile(r"The[ ]\d{1,3}-year-old\b")
_PERSON = rf"{UPPER}(?:[ ]{UPPER}){{1,2}}"
_TOLD = re.compile(rf"(?:told|tells)[ ](?:(?:him|her)\b(?![ ][a-z])|({UPPER}(?:[ ]{UPPER}){{0,2}}))")
_YOU = re.compile(r"\b[Yy]ou(?:[’']ve| have| had| once| also)?[ ]$")
_SENTENCE = 1_000  # characters on both sides of a citation; a longer sentence is a list
_HEARER_REACH = 600  # characters before a sentence in which "him" was named
_OF_NO_WORDS = ("according", "inverted", "subject", "published", "bare", "affiliation", "anaphor")
_CLAUSE_BEFORE = re.compile(r",[ ](?:who|whom|whose|which)\b[^;:“”\"\n]*$")
_CLAUSE_END = re.compile(r"[^;:“”\"\n]{0,60}?,[ ](?=\w)")


@frozen(eq=False)
class Stretches:
    """Stretches of the text, asked whether one of them contains a span without going through all of them."""

    starts: tuple[int, ...]
    furthest: tuple[int, ...]  # the last end of the stretches up to each

    @classmethod
    def of(cls, spans: Iterable[CharSpan]) -> Stretches:
        """Put together the stretches, in any order."""
        ordered = sorted(spans)
        return cls(tuple(span.start for span in ordered), tuple(accumulate((span.end for span in ordered), max)))

    def contain(self, span: CharSpan) -> bool:
        """Tell whether a stretch contains all of `span`."""
        place = bisect_right(self.starts, span.start)
        return place > 0 and self.furthest[place - 1] >= span.end


@frozen(eq=False)
class _Voices:
    """Who speaks in the article.

    Attributes:
        layout: The article.
        statements: Its statements.
        known: The words that stand for a speaker, each with the key of the speaker.
        names: All these keys.
        descriptions: Sources such as "the mayor", in small letters, each with the key of the speaker.
    """

    layout: Layout
    statements: Sequence[Statement]
    known: Mapping[str, str]
    names: frozenset[str]
    descriptions: Mapping[str, str]

    def described_in(self, text: str) -> frozenset[str]:
        """Return the speakers whom `text` names by a description that is the source of a statement elsewhere."""
        lowered = text.lower()
        return frozenset(key for said, key in self.descriptions.items() if said in lowered)

    def standing_in(self, sentence: int) -> list[Statement]:
        """Return the statements that have words in a sentence, of those that begin shortly before."""
        place = bisect_right(self.statements, sentence, key=lambda s: s.first)
        return [s for s in self.statements[max(0, place - NEAREST) : place] if s.last >= sentence]

    def speaking_with(self, cited: Cited) -> list[Statement]:
        """Return the statements of the speakers of a citation in its sentence."""
        return [s for s in self.standing_in(cited.sentence) if s.speaker in cited.speakers]


def credit_citations(
    layout: Layout,
    citations: Sequence[Citation],
    statements: Sequence[Statement],
    asking: Sequence[frozenset[str]],
    quoted: Stretches,
    said: Stretches,
) -> tuple[Cited, ...]:
    """Place the citations, and give each to its speakers.

    Args:
        layout: The article.
        citations: Its outlet citations.
        statements: Its statements.
        asking: The last names of those who ask for each of the outlets.
        quoted: What stands in quoted words.
        said: What stands in anybody's words, quoted or not.
    """
    known = _known_words(statements, layout.words["small_words"])
    voices = _Voices(layout, statements, known, frozenset(known.values()), _descriptions(layout.text, statements))
    entries = find_entries(layout.text)
    shows = _show_pattern(tuple(layout.words["works"]["air"]))
    given = [_cite(voices, citation) for citation in citations]
    cited = [with_heir(layout, statements, voices.speaking_with(one), one) for one in given]
    reporter = {sentence: _reporter_in(voices, sentence) for sentence in {c.sentence for c in cited}}
    days = {sentence: find_day(words, layout.patterns) for sentence, words in reporter.items()}
    former = {sentence for sentence, words in reporter.items() if is_former(words, layout.patterns)}
    afterwards = layout.words["afterwards"]
    later = {sentence for sentence in reporter if has_word(layout.sentences[sentence].of(layout.text), afterwards)}
    return tuple(
        evolve(
            one,
            reports=_reports(layout.text, one.citation, layout.words),
            entry=bisect_right(entries, one.citation.mention.start),
            later=one.sentence in later,
            day=days[one.sentence],
            former=one.sentence in former,
            quoted=quoted.contain(one.citation.mention),
            retold=said.contain(one.citation.mention),
            aside=_is_aside(layout, one),
            shown=not quoted.contain(one.citation.mention)
            and bool(shows.search(layout.text, layout.sentences[one.sentence].start, one.citation.mention.start)),
            askers=askers,
        )
        for one, askers in zip(cited, asking, strict=True)
    )


@lru_cache(maxsize=4)
def _show_pattern(shows: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of what somebody speaks in, before the name of where it is: "in the live stream on"."""
    owner = r"(?:(?:the[ ])?[^\s.,;:“”\"]+(?:[ ][^\s.,;:“”\"]+){0,4}?[’']s?[ ]|(?:the|his|her|their|its)[ ])?"
    return re.compile(rf"\b(?:{any_of(shows)})[ ](?:on|to|via)[ ]{owner}$")


def _reporter_in(voices: _Voices, sentence: int) -> str:
    """Return the words of a sentence outside of what is said."""
    layout = voices.layout
    said = [part for s in voices.standing_in(sentence) for part in s.relation.content]
    return beside(layout.text, layout.sentences[sentence], said)


def _around(layout: Layout, citation: Citation) -> CharSpan:
    """Return the sentence of a citation, of one that is a long list what is near."""
    sentence, mention = layout.sentences[layout.sentence_at(citation.mention.start)], citation.mention
    return CharSpan(max(sentence.start, mention.start - _SENTENCE), min(sentence.end, mention.end + _SENTENCE))


def find_askers(layout: Layout, citation: Citation) -> frozenset[str]:
    """Return the last names of those who ask for an outlet: "told the Gazette's Ana Ruiz", "with host Ana Ruiz".

    A programme may bear the name of its host: "on The Ana Ruiz Show".
    """
    if citation.form in ("platform-verb", "site"):
        return frozenset()
    text, sentence = layout.text, _around(layout, citation)
    nouns = "|".join(re.escape(noun) for noun in layout.words["asking_people"])
    before = text[sentence.start : citation.mention.start].rstrip(TITLE_MARKS)
    behind = text[citation.mention.end : sentence.end]
    found = [
        *re.findall(rf"\b(?:{nouns})s?,?[ ]({_PERSON})", text[sentence.start : sentence.end]),
        *re.findall(rf"^[’']s?[ ]({_PERSON})", behind),
        *re.findall(rf"^[”\"’']?,?[ ]with[ ]({_PERSON})", behind),
        *re.findall(
            rf"\b(?:told|tells|telling|to|with|by)[ ]({_PERSON}),?[ ](?:of|on|from|at|for)[ ](?:the[ ])?$", before
        ),
    ]
    hosts = citation.name.of(text).split() if citation.kind == "programme" else []
    return frozenset(name.split()[-1].lower() for name in [*found, *hosts])


def is_only_said(text: str, citation: Citation, quoted: Stretches) -> bool:
    """Tell whether what may be any body is named in quoted words: “we are talking to the Harbour Works”.

    An outlet is no carrier of quoted words that tell the hearer what he said there: “You told the Gazette ...”.
    """
    if not quoted.contain(citation.mention):
        return False
    cue = citation.cue or citation.mention
    return citation.standing not in FIRM or _YOU.search(text, max(0, cue.start - 20), cue.start) is not None


def _is_aside(layout: Layout, cited: Cited) -> bool:
    """Tell whether a citation stands in a clause that only tells something of a person, and cites no words of his.

    "Ruiz, who told the Gazette ...," tells of words; "who used to write for the Gazette," tells of none.
    """
    text, citation = layout.text, cited.citation
    cue = citation.cue.of(text).lower() if citation.cue else ""
    tells = citation.form not in _OF_NO_WORDS and not (
        citation.form == "written" and (cue == "in" or cue.endswith(" for"))
    )
    if cited.sure or tells:
        return False
    sentence = layout.sentences[cited.sentence]
    before, behind = text[sentence.start : citation.mention.start], text[citation.mention.end : sentence.end]
    return bool(_CLAUSE_BEFORE.search(before) and _CLAUSE_END.match(behind))


def _known_words(statements: Sequence[Statement], small_words: Sequence[str]) -> dict[str, str]:
    """Return the words that stand for a speaker: the last word of a name before its others, names before others."""
    known: dict[str, str] = {}
    keys = sorted({s.speaker for s in statements if s.speaker}, key=lambda key: (key.startswith("~"), key))
    for key in keys:
        known.setdefault(key.removeprefix("~").split()[-1], key)
    for key in keys:
        for word in key.split():
            if len(word) > 1 and word not in small_words and not key.startswith("~"):
                known.setdefault(word, key)
    for key in keys:
        initials = "".join(word[0] for word in key.split() if word not in small_words)
        if len(initials) > 2 and not key.startswith("~"):
            known.setdefault(initials, key)
    return known


def _descriptions(text: str, statements: Sequence[Statement]) -> dict[str, str]:
    """Return the sources that are descriptions with an article, each with whoever it stands for first."""
    found: dict[str, str] = {}
    for statement in statements:
        said = statement.relation.source.of(text).lower() if statement.relation.source else ""
        if said.startswith("the ") and statement.speaker and not statement.speaker.startswith("~"):
            found.setdefault(said, statement.speaker)
    return found


def _cite(voices: _Voices, citation: Citation) -> Cited:
    """Give the citation to the speakers of its sentence: who speaks the nearest statement, or who is named."""
    layout, text = voices.layout, voices.layout.text
    sentence, paragraph = layout.sentence_at(citation.mention.start), layout.paragraph_at(citation.mention.start)
    here = voices.standing_in(sentence)
    citation = _as_subject(layout, citation, here)
    speaking = [s for s in here if s.speaker and not is_source(s.relation, citation)]
    named = _names_in(voices, _around(layout, citation).of(text))
    parties = frozenset([*filter(None, named), *(s.speaker for s in speaking)])
    if holding := [s for s in speaking if tells_of(s, citation)]:
        speakers = _teller(voices, citation, holding[0])
        return Cited(citation, sentence, paragraph, speakers, False, parties)
    if told_of := _who_is_told_of(voices, citation, here):
        return Cited(citation, sentence, paragraph, frozenset({told_of}), False, parties)
    own = [s.speaker for s in here if s.speaker and is_source(s.relation, citation)]
    if not speaking and own and _reports(text, citation, layout.words):
        return Cited(citation, sentence, paragraph, frozenset(own), False, parties)
    if speaking:
        cued = [s for s in speaking if s.relation.cue and citation.cue and s.relation.cue.overlaps(citation.cue)]
        best = min(cued or speaking, key=lambda s: (gap_between(_anchor(s), citation.mention), s.extent))
        asks = best.relation.cue is not None and has_word(best.relation.cue.of(text), layout.words["asking_verbs"])
        asked = voices.described_in(layout.sentences[sentence].of(text)) if asks else frozenset()
        parties |= asked  # "Ana Ruiz had a question for the mayor"
        speakers = parties if asks else frozenset({best.speaker, *_named_in_source(voices, best)})
        speakers |= _hearer_on_air(voices, citation, best, sentence)
        told = best.relation.content if cued and citation.form in OPEN_FORMS and not asks else ()
        back = not best.relation.quotations and _refers_back(layout.sentences[sentence].of(text), layout.words)
        return Cited(citation, sentence, paragraph, speakers, bool(cued), parties, back, told)
    speakers = _subject(voices, citation, layout.sentences[sentence])
    back = _refers_back(layout.sentences[sentence].of(text), layout.words)
    return Cited(citation, sentence, paragraph, speakers, False, parties, back)


def _hearer_on_air(voices: _Voices, citation: Citation, statement: Statement, sentence: int) -> frozenset[str]:
    """Return who is told something on the air, and answers there: "Speaking on Radio Tamar, Ruiz told him"."""
    text, cue = voices.layout.text, statement.relation.cue
    told = _TOLD.match(text, cue.start) if cue and citation.form == "on-air" else None
    if told is None:
        return frozenset()
    start = voices.layout.sentences[sentence].start
    named = told[1] or text[max(0, start - _HEARER_REACH) : start]
    found = [name for name in _names_in(voices, named) if name and not name.startswith("~")]
    others = [name for name in found if name != statement.speaker]
    return frozenset(others[-1:])


def _as_subject(layout: Layout, citation: Citation, here: Sequence[Statement]) -> Citation:
    """Return a name that nothing but its place cites as the subject, where the reader takes it for who speaks."""
    if citation.form != "bare" or (citation.kind not in PRESS and citation.standing != "carrier"):
        return citation
    for statement in here:
        source, cue = statement.relation.source, statement.relation.cue
        if source and cue and source.start + len(head_of(source.of(layout.text), layout.words)) == citation.mention.end:
            return evolve(citation, form="subject", cue=cue) if source.contains(citation.mention) else citation
    return citation


def _named_in_source(voices: _Voices, statement: Statement) -> list[str]:
    """Return the name within a description that has no speaker: "a teacher who gave her name as Ana Ruiz"."""
    source = statement.relation.source
    if source is None or not statement.speaker.startswith("~"):
        return []
    names = _names_in(voices, source.of(voices.layout.text))
    return [name for name in names[-1:] if name and not name.startswith("~")]


def _teller(voices: _Voices, citation: Citation, statement: Statement) -> frozenset[str]:
    """Return whose words reached the outlet that a statement tells of: the last one named before, else its speaker."""
    cue = citation.cue or citation.mention
    told = next(part for part in statement.relation.content if part.contains(cue))
    names = [name for name in _names_in(voices, voices.layout.text[told.start : cue.start]) if name]
    return frozenset({names[-1] if names else statement.speaker})


def _who_is_told_of(voices: _Voices, citation: Citation, here: Sequence[Statement]) -> str:
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
        clause = voices.layout.text.rfind(", ", statement.extent.start, cue.start)  # which the content may take in part
        start = held[0].start if held else clause if clause >= 0 else statement.extent.end
        names = [
            name
            for name in _names_in(voices, voices.layout.text[start : cue.start])
            if name and not name.startswith("~")
        ]
        if names and names[-1] != statement.speaker:
            return names[-1]
    return ""


def _reports(text: str, citation: Citation, words: Mapping[str, Any]) -> bool:
    """Tell whether an outlet does what the press does: "the Gazette reported", not "the Gazette said"."""
    if citation.form not in ("subject", "inverted") or citation.cue is None:
        return False
    return has_word(citation.cue.of(text), words["reporting_verbs"])


def _subject(voices: _Voices, citation: Citation, sentence: CharSpan) -> frozenset[str]:
    """Return who the words of the sentence say was cited: the subject before the cue, else the first name behind."""
    text, known, words = voices.layout.text, voices.known, voices.layout.words
    if citation.form == "site":
        owner = WORD.findall(citation.name.of(text).split("’")[0].split("'")[0])
        key = owner[-1].lower() if owner else ""
        return frozenset({known.get(key, key)}) if owner else frozenset()
    if _refers_back(sentence.of(text), words):
        return _before(voices, sentence.start)
    cut = min(citation.cue.end if citation.cue else citation.mention.start, citation.mention.start)
    around = _around(voices.layout, citation)
    before = _names_in(voices, text[around.start : max(cut, around.start)])
    behind = text[citation.mention.end : around.end]
    hosted = _WITH_HOST.match(behind)  # "on the podcast Front Room with Ana Ruiz", who is not the guest
    if before[-1:] == [None] and len(named := {name for name in before if name and not name.startswith("~")}) == 1:
        return frozenset(named)  # "Ruiz was blunt when she spoke to"
    for name in [*reversed(before), *_names_in(voices, behind[hosted.end() :] if hosted else behind)]:
        return _before(voices, sentence.start) if name is None else frozenset({name})
    if _OF_AGE.match(sentence.of(text)):
        return _before(voices, sentence.start)
    return frozenset()


def _names_in(voices: _Voices, text: str) -> list[str | None]:
    """Return the known speakers that are named in `text`, in order; None stands for a pronoun.

    "Jane Okoro" is that speaker, though "Okoro" alone may stand for another.
    """
    found: list[str | None] = []
    written = WORD.findall(text)
    words = [word.lower() for word in written]
    known = voices.known
    for i, word in enumerate(words):
        if word in ("he", "she", "they"):
            found.append(None)
        elif word in known and (known[word].startswith("~") or written[i] != word):  # "Xi", but not "al" or "turbine"
            longer = (" ".join(words[j : i + 1]) for j in range(max(0, i - 3), i))
            found.append(next((name for name in longer if name in voices.names), known[word]))
    return found


def _refers_back(sentence: str, words: Mapping[str, Any]) -> bool:
    """Tell whether the sentence says where the words before it come from: "The comments came in ..."."""
    nouns = "|".join(re.escape(noun) for noun in words["back_references"])
    made = r"(?:[\w.’'-]+ ){1,3}(?:made|gave|issued|delivered) "  # "He made the remarks in a post on Tidechat"
    back = rf"\W*(?:{made})?(?:his|her|their|its|the|those|these)(?: \w+)? (?:{nouns})\b"
    return bool(re.match(back, sentence, re.IGNORECASE))


def _before(voices: _Voices, position: int) -> frozenset[str]:
    """Return who a pronoun at `position` means: the last speaker, else the last name of one in the lines before."""
    text, statements, known = voices.layout.text, voices.statements, voices.known
    place = bisect_left(statements, position, key=lambda s: s.extent.start)
    for statement in reversed(statements[max(0, place - 4) : place]):
        if statement.speaker:
            return frozenset({statement.speaker})
    words = [word.lower() for word in WORD.findall(text[max(0, position - 500) : position])]
    return next((frozenset({known[word]}) for word in reversed(words) if word in known), frozenset())


def _anchor(statement: Statement) -> CharSpan:
    return statement.relation.cue or statement.relation.source or statement.extent
