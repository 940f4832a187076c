"""What statements and outlet citations are once they have their place in the article, and what is asked of them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from attribution.layout import paragraphs, sentences
from attribution.models import CharSpan, Relation
from attribution.outlets.citing import Citation
from attribution.outlets.situations import Setting, SituationPatterns, make_patterns

NEAREST = 12  # citations on each side of a statement that are weighed: keeps the work linear in the text
FAR = 200  # statements between a citation and a statement that are looked at: what hangs together over so many, does
WORD = re.compile(r"\w[\w&-]*")
OPEN_FORMS = ("told", "interview", "on-air", "written", "hosted")  # what goes on until something else begins
FIRM = ("known", "ambiguous", "carrier", "shape")  # standings of names that stand for an outlet elsewhere too
PRESS = ("newspaper", "agency", "broadcaster")  # what tells of others, as no platform or institution does
_STATEMENT_FORMS = ("according", "inverted", "subject")
_GROUPS = {
    **dict.fromkeys(("told", "interview", "on-air", "hosted"), "talk"),
    **dict.fromkeys(("written", "published", "post", "site", "obtained", "platform-verb"), "text"),
    **dict.fromkeys(("report", "anaphor"), "report"),
    **dict.fromkeys(("bare", "affiliation", "asker"), "weak"),
}
LEAD = 4  # sentences at the head of an article (its headline may be one), which tell first what is cited later


@frozen(eq=False)
class Layout:
    """The article as statements and citations are placed in it.

    Attributes:
        text: The article.
        words: `citations.json` of the language.
        occasions: `occasions.json` of the language.
        patterns: What is searched for beside statements.
        sentences: The sentences of the article.
        sentence_starts: Where they begin.
        paragraph_starts: Where its paragraphs begin.
    """

    text: str
    words: Mapping[str, Any]
    occasions: Mapping[str, Any]
    patterns: SituationPatterns
    sentences: tuple[CharSpan, ...]
    sentence_starts: tuple[int, ...]
    paragraph_starts: tuple[int, ...]

    def sentence_at(self, position: int) -> int:
        """Return the number of the sentence at a position."""
        return max(0, bisect_right(self.sentence_starts, position) - 1)

    def paragraph_at(self, position: int) -> int:
        """Return the number of the paragraph at a position."""
        return max(0, bisect_right(self.paragraph_starts, position) - 1)


def make_layout(text: str, words: Mapping[str, Any], occasions: Mapping[str, Any]) -> Layout:
    """Find the sentences and paragraphs of an article, and put together what is searched for."""
    sents = tuple(sentences(text))
    starts, para_starts = tuple(s.start for s in sents), tuple(p.start for p in paragraphs(text))
    return Layout(text, words, occasions, make_patterns(words), sents, starts, para_starts)


@frozen(eq=False)
class Statement:
    """A relation with its place: the sentences and paragraph it stands in, and who speaks.

    Attributes:
        relation: What was found so far.
        extent: From the first to the last character of content, cue and source.
        first: The sentence that it begins in.
        last: The sentence that it ends in.
        paragraph: The paragraph that it begins in.
        speaker: A key that is equal for the same speaker: the name, or "~" and the last word of the description, with
            the place between them where it is that of another than those before.
        named: True where that is a name.
        work: Where a work is the source ("the article explained"), its groups in `citations.json`.
        setting: What the reporter's words say of where it was said.
        resumes: Groups of works that they refer back to ("in the interview").
        words: The telling words of what is said.
        wrote: True where the cue tells of writing.
        again: True where it comes from what was cited last ("in the same remarks").
        elsewhen: True where it has a time of its own ("eight years ago").
        turn: True for a turn of an interview ("Q: ...").
        outer: The statement of somebody else whose words hold this one whole.
        entry: The number of the entry of a live blog.
        authors: True where those wrote it who write studies.
        asker: Who was told, where that is one who asks for an outlet ("told the host").
        comments: True where one of the many who use a platform speaks ("one user joked").
        day: The day that is given.
        replies: True where something written is answered ("wrote in reply").
        openly: True where all of the press was told ("told reporters").
        tuned_in: True where those were told who follow a show ("told listeners").
        says_now: True where the present tense tells of it ("says").
        requoted: True where a report is quoted from that names itself elsewhere ("the clerk was quoted as saying").
        apart: True where it was said at another time than what stands before it ("had said earlier").
        answers: True where it is a reply ("she replied").
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
    replies: bool = False
    openly: bool = False
    tuned_in: bool = False
    says_now: bool = False
    requoted: bool = False
    apart: bool = False
    answers: bool = False


@frozen(eq=False)
class Cited:
    """A citation with its place and the speakers that its sentence, or else the next one to speak, gives it to.

    Attributes:
        citation: The citation.
        sentence: The sentence that it stands in.
        paragraph: The paragraph that it stands in.
        speakers: Whose words came through it.
        sure: True where the cue of a statement cites it.
        parties: All speakers who are named in its sentence: the guest of a show beside its host.
        refers_back: True where the sentence tells of words before it ("The comments came in an interview with ...").
        told: The words of the statement whose cue cites the outlet ("told the Gazette").
        reports: True where the outlet does what the press does ("reported"), not only what any firm does ("said").
        entry: The number of the entry of a live blog.
        later: True where the sentence tells of another time than what stands before it ("he later told the Gazette").
        askers: The last names of those who ask for the outlet ("told the Gazette's Ana Ruiz").
        quoted: True where quoted words cite it.
        day: The day that its sentence gives.
        former: True where its sentence gives a time long before ("told the Gazette last year").
        aside: True where it stands in a clause about somebody ("Ruiz, whose lock leaks, according to TASS, ...").
        retold: True where it stands in what somebody says ("said that he had seen it on Tidechat").
        shown: True where a platform shows somebody who speaks ("said in a video on Tidechat").
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
    former: bool = False
    aside: bool = False
    shown: bool = False
    retold: bool = False


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
    talking_here: frozenset[str] = frozenset()  # who spoke before any outlet is cited for them: to the writer
    first_person: tuple[int, ...] = ()  # the sentences in which the writer tells of himself

    def beginning_within(self, low: int, high: int) -> tuple[Statement, ...]:
        """Return the statements that begin in the sentences from `low` to `high`, both included; the last of many."""
        end = bisect_right(self.beginnings, high)
        return self.by_sentence[max(bisect_left(self.beginnings, low), end - FAR) : end]

    def standing_in(self, sentence: int) -> list[Statement]:
        """Return the statements that have words in a sentence, of those that begin shortly before."""
        place = bisect_right(self.beginnings, sentence)
        return [s for s in self.by_sentence[max(0, place - NEAREST) : place] if s.last >= sentence]


def opens(cited: Cited) -> bool:
    """Tell whether a citation says that words came through it, by a name that is an outlet's for certain.

    What somebody says in quoted words cites nothing: “she sent me the clip on WhatsApp”.
    """
    firm = cited.citation.form not in ("bare", "asker", "affiliation") and cited.citation.standing in FIRM
    return firm and not cited.quoted


def is_source(relation: Relation, citation: Citation) -> bool:
    """Tell whether the outlet is the source of a statement: "the Gazette reported", not "who told the Gazette"."""
    source = relation.source
    if source is None or (citation.cue is not None and source.contains(citation.cue)):
        return False
    return source.overlaps(citation.name) or source.overlaps(citation.mention)


def tells_of(statement: Statement, citation: Citation) -> bool:
    """Tell whether a statement tells of the citation: "Ruiz said that he had told the Gazette ..."."""
    cue = citation.cue
    return cue is not None and citation.form == "told" and any(p.contains(cue) for p in statement.relation.content)


def gap_between(one: CharSpan, other: CharSpan) -> int:
    """Return the characters between two spans, 0 where they touch or overlap."""
    return max(0, other.start - one.end, one.start - other.end)


def has_word(cue: str, verbs: Sequence[str]) -> bool:
    """Tell whether one of the words of a cue is among the verbs."""
    return any(word.lower() in verbs for word in WORD.findall(cue))


def is_beside(statement: Statement, cited: Cited) -> bool:
    """Tell whether a citation stands in a sentence of the statement."""
    return statement.first <= cited.sentence <= statement.last


def family_of(cited: Cited) -> str:
    """Return the form, in one for reports of single statements; a report that its author is quoted from is a work."""
    form = cited.citation.form
    return ("written" if cited.sure and form == "according" else "report") if form in _STATEMENT_FORMS else form


def speaks_for_itself(text: str, statement: Statement, citation: Citation) -> bool:
    """Tell whether the outlet is the speaker: the name behind the source is the outlet's name."""
    speaker = statement.relation.speaker
    if speaker is None or speaker.name is None:
        return False
    said, cited = _tokens(speaker.name.of(text)), _tokens(citation.name.of(text))
    return bool(said and cited) and (said <= cited or cited <= said) and speaker.kind != "person"


def _tokens(name: str) -> set[str]:
    return {word.lower() for word in WORD.findall(name)} - {"the", "of", "s"}


def group_of(cited: Cited) -> str:
    """Return the forms that reach alike: a talk goes on, a text is quoted from, a report gives one statement."""
    return _GROUPS[family_of(cited)]


def is_posted(cited: Cited) -> bool:
    """Tell whether words were posted on a platform, as no turn of an interview is."""
    return cited.citation.kind == "platform" and group_of(cited) != "talk"
