"""Whom "he", "the senator" or a shared surname stands for: candidates, features and learned scores.

Every candidate gets a linear score of what can be read without a parser: how near its last mention is, whether it was
a subject, who spoke last, whether pronouns and titles of the article agree with it. A softmax over all candidates and
"nobody here" gives the probability, as in the mention-ranking models of coreference (Denis & Baldridge 2007).
Whether a person is "he" or "she" is learned from the article alone; there is no list of first names.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Literal

from attrs import Factory, define, evolve, field, frozen

from attribution.layout import paragraphs, sentences
from attribution.models import CharSpan, SpeakerKind
from attribution.names.book import Entity, NameBook
from attribution.people import Gender, KinTie, PeopleWords, PronounClass
from attribution.speakers.words import SpeakerWords

MentionClass = Literal["pronoun", "description", "surname"]
Weights = Mapping[str, Mapping[str, float]]

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'‐‑-][^\W\d_]+)*")
_NEXT = re.compile(r"\s+([^\W\d_]+)")
_PREVIOUS = re.compile(r"(?<![^\W\d_])([^\W\d_]+)\s+$")
_NEARLY_SURE = 0.8
_GAP = re.compile(r"[ \u00a0]*(?:\d{1,3})?[ \u00a0-]*")  # between words of "a 29-year-old Berlin woman"
_ARTICLES = frozenset({"a", "an", "one", "another"})
_INDEFINITE = re.compile(
    r"(?<![^\W\d_])(?<![^\W\d_][’'‐‑-])(?:a|an|one|another)(?![^\W\d_]|[’'‐‑-][^\W\d_])", re.IGNORECASE
)
_APART = re.compile(r",?\s+")
_CITED = re.compile(r"\b(?:[Aa]ccording to|[Pp]er|[Vv]ia)\s+(?:the\s+)?$")
_HEARS = re.compile(
    r"\b(?:(?:[Aa]sked|[Pp]ressed|[Qq]uestioned|[Qq]uizzed|[Ii]nterviewed|[Cc]hallenged)\s(?:[\w’']+\s){0,6}by"
    r"|(?:[Cc]ross-)?(?:[Ee]xamin(?:ed|ation)|[Qq]uestioning) by"
    r"|[Tt]old|[Tt]elling|[Ii]nterview with|[Ss]peaking (?:to|with)|[Tt]alking (?:to|with)|[Tt]alked to|[Ss]poke to"
    r"|(?:[Ll]etter|[Ee]-?mail|[Mm]essage|[Rr]eply|[Rr]esponse|[Tt]ribute) to)\s(?:the\s)?(?:\w+\s)?$"
)
_ASKED_BY = " by "
_CHILD = re.compile(
    r"\b(?:dad|daddy|father|mam|mother|mum|mom|parent|stepfather|stepmother) (?:of|to) (?:[\w-]+-old )?$"
)
_INTERVIEWED = re.compile(
    r"\b(?:(?:[Aa]sked|[Pp]ressed|[Qq]uestioned|[Ii]nterviewed|[Cc]hallenged) by|[Tt]old|[Tt]elling"
    r"|[Ii]nterview with|[Ss]p(?:eaking|oke) (?:to|with)|[Tt]alk(?:ing|ed) (?:to|with))\s(?:[\w.&’'-]+\s){0,4}?"
    r"(?:anchor|broadcaster|correspondent|host|interviewer|journalist|moderator|presenter|reporter)\s$"
)
_WITH_HOST = "interview with "
_OF_GUEST = re.compile(r"(?:[’']s?|\b[Hh]er|\b[Hh]is) (?:[a-z-]+ ){0,2}interview with $")
_ASKS = re.compile(r"(?:[Tt]he )?[\w’'-]+ (?:asks|asked|wanted to know|wonders)\b")
_INTERVIEW_REACH = 90  # code points
_CLAUSE_REACH = 160  # code points
_BEFORE_CREDITED = frozenset({"by", "from", "the"})
_CREDIT = re.compile(r"\b(\w+) (?:(\w+) )?(?:by|from)\s+(?:the\s+)?$")
_DESCRIBED = re.compile(r", (?:(?:a|an|the|who|his|her|whose|one|\d+),? |[a-z])|\s?\(| -{1,2} |\s?[–—]\s?")
_LABEL = re.compile(r"(?:[ \u00a0][a-z][\w’'-]*){1,4}:\s")
_BORN = re.compile(r"\b(?:was|were|is)\sborn\s(?:as\s)?$|\b[Nn]ée?\s$")
_CLEAR_ODDS = 2.0  # log-odds of gender beyond which more pronouns tell no more
_SHOWN = 1.0  # pronouns of one gender that show it where there are none of the other
_MIXED = 3  # more of them for each of the other: pronouns of both genders are somebody else's in part
_CHAIN = 2  # sentences back to the pronoun that goes on
_FEW = 6  # of them looked at where many pronouns vote
# Names of features, made once: there are many candidates.
_RANKS = tuple(f"rank-{n}" for n in range(4))
_SENTENCES = tuple(f"sentences-{n}" for n in range(5))
_PARAGRAPHS = tuple(f"paragraphs-{n}" for n in range(4))
_REACH = 14  # candidates looked at, the most recent first


@frozen
class Trace:
    """One mention of a referent: where, and the role it plays there as far as its neighbours show."""

    start: int
    subject: bool
    possessive: bool
    quoted: bool
    full: bool = False
    leads: bool = False
    described: bool = False
    credited: bool = False


_start_of = attrgetter("start")


@define
class Referent:
    """Somebody or something that the article talks about; grows while the sources are read in order.

    `animate` is false where the noun leaves open whether it is somebody. `likeness` is the phrase that describes
    "one of them": the one that introduced them all.
    """

    kind: SpeakerKind
    span: CharSpan
    entity: Entity | None = None
    head: str = ""
    gender: Gender | None = None
    plural: bool = False
    named: bool = False
    animate: bool = True
    likeness: CharSpan | None = None
    traces: list[Trace] = Factory(list)
    spoke: bool = False
    _starts: list[int] = field(factory=list, init=False, repr=False)

    def count_before(self, position: int) -> int:
        """Return how many mentions stand before `position`."""
        if len(self._starts) != len(self.traces):  # traces are only ever added
            self._starts = [trace.start for trace in self.traces]
        return bisect_left(self._starts, position)

    def last_before(self, position: int) -> Trace | None:
        """Return the last mention before `position`."""
        place = self.count_before(position)
        return self.traces[place - 1] if place else None

    def add(self, trace: Trace) -> None:
        """Remember a mention, in the order of the text."""
        self.traces.insert(bisect_right(self.traces, trace.start, key=_start_of), trace)


@frozen
class Query:
    """A mention to resolve: where it stands, what class it is, what it says of the one it means.

    `inside` are the entities that the words it introduces name, `after` those named right after it ("he told Smith");
    the former seldom are the speaker, the latter never. `late` is a mention behind the words it introduces
    ("..., he said"),
    `continues` one whose verb says that somebody goes on ("he added"). `refers` are the entities that the reader takes
    it to mean, with their probabilities.
    """

    start: int
    form: MentionClass
    pronoun: PronounClass | None = None
    head: str = ""
    modifiers: frozenset[str] = frozenset()
    thing: str = "person"
    late: bool = False
    continues: bool = False
    inside: frozenset[int] = frozenset()
    after: frozenset[int] = frozenset()
    refers: Mapping[int, float] = Factory(dict)


@frozen
class Choice:
    """The outcome for one mention: the best referent or None, its probability, the runner-up and its probability."""

    referent: Referent | None
    probability: float
    runner_up: Referent | None = None
    runner_up_probability: float = 0.0


@frozen
class PronounLink:
    """Whom a "he" or "she" of the author's most likely stands for, before the sources are read."""

    start: int
    pronoun: Gender
    referent: Referent
    probability: float


@define
class Scene:
    """The article as far as antecedents need it: sentences, paragraphs, what is quoted, who was mentioned where.

    `voices` counts for each entity how often the article attributes words to it by name, before and after;
    `called` are the nouns by which descriptions so far led to it; `gendered` is where the author's "he", "her" and the
    like stand; `kin` are the sentences that tell of kin of a sort and
    `anonymity` the places where a sentence says that somebody is not to be named, as far as they were asked for;
    `deceased` is whom an obituary is about.
    """

    text: str
    sentence_starts: list[int]
    paragraph_starts: list[int]
    quoted: list[CharSpan]
    referents: list[Referent]
    pronouns: dict[int, dict[Gender, float]]
    descriptors: dict[int, frozenset[str]]
    phrases: SpeakerWords
    told_starts: list[int] = Factory(list)
    voices: dict[int, int] = Factory(dict)
    called: dict[int, set[str]] = Factory(dict)
    turns: list[tuple[int, Referent, PronounClass | None]] = Factory(list)
    pronoun_links: list[PronounLink] = Factory(list)
    gendered: list[tuple[int, Gender]] = Factory(list)
    kin: dict[KinTie, frozenset[int]] = Factory(dict)
    anonymity: dict[int, tuple[int, ...]] = Factory(dict)
    deceased: Referent | None = None

    def sentence(self, position: int) -> int:
        """Return the number of the sentence at `position`."""
        return bisect_right(self.sentence_starts, position)

    def told_sentence(self, position: int) -> int:
        """Return the number of the sentence at `position`, those that begin between quotation marks not counted."""
        return bisect_right(self.told_starts, position)

    def paragraph(self, position: int) -> int:
        """Return the number of the paragraph at `position`."""
        return bisect_right(self.paragraph_starts, position)

    def is_quoted(self, position: int) -> bool:
        """Tell whether `position` lies between quotation marks."""
        return _covers(self.quoted, position)

    def record_turn(self, position: int, referent: Referent, pronoun: PronounClass | None, probability: float) -> None:
        """Remember who spoke at a source mention; a pronoun that is nearly sure tells the gender from then on."""
        referent.spoke = True
        if pronoun in {"male", "female"} and referent.entity is not None and probability > _NEARLY_SURE:
            self.pronouns.setdefault(referent.entity.index, {"male": 0.0, "female": 0.0})[pronoun] += 1.0
        self.turns.append((position, referent, pronoun))
        place = bisect_left(referent.traces, position, key=_start_of)
        if place == len(referent.traces) or referent.traces[place].start != position:
            referent.add(Trace(position, subject=True, possessive=False, quoted=False))


def build_scene(
    text: str,
    book: NameBook,
    words: PeopleWords,
    phrases: SpeakerWords,
    quoted: Iterable[CharSpan],
    furniture: Sequence[CharSpan],
) -> Scene:
    """Lay out the article: every name and every described person with the places where they are mentioned."""
    spans = sorted(quoted)
    scene = Scene(
        text=text,
        sentence_starts=[span.start for span in sentences(text)],
        paragraph_starts=[span.start for span in paragraphs(text)],
        quoted=spans,
        referents=[],
        pronouns={},
        descriptors={},
        phrases=phrases,
    )
    scene.told_starts = [start for start in scene.sentence_starts if not scene.is_quoted(start)]
    scene.referents = [_named(scene, entity, words, furniture) for entity in book.entities]
    _mark_leads(scene)
    scene.gendered = _find_gendered(scene, words)
    scene.pronouns = _count_pronouns(scene)
    scene.referents += _described(scene, book, words)
    return scene


def _mark_leads(scene: Scene) -> None:
    """Mark the mentions that are the first of a person in their sentence, outside quotations."""
    people = [r for r in scene.referents if r.kind == "person"]
    first: dict[int, int] = {}
    for trace in (t for r in people for t in r.traces if not t.quoted and not t.possessive):
        number = scene.sentence(trace.start)
        first[number] = min(trace.start, first.get(number, trace.start))
    leading = set(first.values())
    for referent in people:
        referent.traces = [evolve(t, leads=True) if t.start in leading else t for t in referent.traces]


def _covers(spans: Sequence[CharSpan], position: int) -> bool:
    place = bisect_right(spans, position, key=_start_of)
    return any(span.end > position for span in spans[max(0, place - 2) : place])


def _trace(scene: Scene, start: int, end: int, *, possessive: bool, full: bool, words: PeopleWords) -> Trace:
    spaced = scene.text[start - 1 : start].isspace()
    before = _PREVIOUS.search(scene.text, max(0, start - 20), start) if spaced else None
    after = _NEXT.match(scene.text, end)
    object_of = before is not None and before[1].lower() in words.prepositions
    verb = (
        after is not None
        and after[1].islower()
        and after[1] not in words.prepositions
        and after[1] not in {"and", "or"}
    )
    subject = (
        not possessive and not object_of and (verb or (scene.text[end : end + 1] in {",", " "} and before is None))
    )
    described = _DESCRIBED.match(scene.text, end) is not None
    by = before is not None and before[1].lower() in _BEFORE_CREDITED
    credit = _CREDIT.search(scene.text, max(0, start - 60), start) if by else None
    nouns = {word.lower() for word in credit.groups() if word} if credit else set()
    credited = any(noun in words.speech_nouns or noun in words.documents for noun in nouns)
    return Trace(start, subject, possessive, scene.is_quoted(start), full, False, described, credited)


def _named(scene: Scene, entity: Entity, words: PeopleWords, furniture: Sequence[CharSpan]) -> Referent:
    """Return the referent of an entity; a shared form counts to the owner whom the article introduces first."""
    kind: SpeakerKind = "person" if entity.label == "person" else "organization"
    traces = [
        _trace(scene, m.title, m.span.end, possessive=m.possessive, full=len(m.key) == len(entity.key) > 1, words=words)
        for m in entity.mentions
        if m.owners[0] == entity.index
        and not any(span.contains(m.span) for span in furniture)
        and not is_label(scene.text, m.span)
        and not _is_birth_name(scene.text, m.title)
    ]
    return Referent(kind, entity.name, entity, gender=entity.gender, traces=traces)


def is_label(text: str, name: CharSpan) -> bool:
    """Tell whether a name only begins the label of a paragraph: "Zoom in: The fight turns on ..."."""
    begins = name.start == 0 or text[name.start - 1] == "\n"
    return begins and _LABEL.match(text, name.end) is not None


def _is_birth_name(text: str, start: int) -> bool:
    """Tell whether a name is what somebody named before was born as: "She was born Ann Lee"."""
    return _BORN.search(text, max(0, start - 20), start) is not None


def _count_pronouns(scene: Scene) -> dict[int, dict[Gender, float]]:
    """Count for each person the pronouns, outside quotations, that follow right after his or her name."""
    people = [(t.start, r) for r in scene.referents if r.kind == "person" for t in r.traces if not t.quoted]
    people.sort(key=lambda pair: pair[0])
    starts = [start for start, _ in people]
    counts: dict[int, dict[Gender, float]] = defaultdict(lambda: {"male": 0.0, "female": 0.0})
    for start, gender in scene.gendered:
        number = scene.sentence(start)
        low = scene.sentence_starts[max(0, number - 2)]
        near = people[bisect_left(starts, low) : bisect_left(starts, start)]
        sentence = scene.sentence_starts[number - 1]
        if near and (here := [r for start, r in near if start >= sentence]):
            near = [(start, r) for start, r in near if start >= sentence] if len({id(r) for r in here}) == 1 else near
        bearers = list({id(r): r for _, r in near}.values())
        if bearers and bearers[-1].entity is not None and len(bearers) < 3:
            latest = near[-1][1]
            if latest.entity is not None:
                counts[latest.entity.index][gender] += 1.0 / len(bearers)
    return dict(counts)


def _find_gendered(scene: Scene, words: PeopleWords) -> list[tuple[int, Gender]]:
    """Return where the author's "he", "her" and the like stand, with the gender they show."""
    found: list[tuple[int, Gender]] = []
    for match in _pronoun_pattern(words).finditer(scene.text):
        if not scene.is_quoted(match.start()):
            found.append((match.start(), "male" if words.pronouns[match.group().lower()] == "male" else "female"))
    return found


@lru_cache(maxsize=4)
def _pronoun_pattern(words: PeopleWords) -> re.Pattern[str]:
    forms = "|".join(sorted(word for word, group in words.pronouns.items() if group in {"male", "female"}))
    return re.compile(rf"(?<![\w’'‐‑-])(?:{forms})(?!\w|[’'‐‑-](?!(?:d|ll|s|ve)\b)[^\W\d_])", re.IGNORECASE)


def learn_genders(scene: Scene, weights: Weights) -> None:
    """Let each "he" and "she" outside quotations vote for the gender of whom it most likely stands for.

    One step of expectation maximisation: the pronouns are resolved with the counts of those that follow a name, and
    their probabilities become the counts.
    """
    counts: dict[int, dict[Gender, float]] = {}
    for start, gender in scene.gendered:
        query = Query(start, "pronoun", gender)
        choice = choose(scene, query, candidates(scene, query)[:_FEW], weights)
        if choice.referent is not None and choice.referent.entity is not None:
            votes = counts.setdefault(choice.referent.entity.index, {"male": 0.0, "female": 0.0})
            votes[gender] += choice.probability
            scene.pronoun_links.append(PronounLink(start, gender, choice.referent, choice.probability))
    scene.pronouns = counts


def _described(scene: Scene, book: NameBook, words: PeopleWords) -> list[Referent]:
    """Find the unnamed people that the author introduces ("a spokesman", "one of the nurses")."""
    names = {m.title for m in book.mentions} | {m.span.start for m in book.mentions}
    found: list[Referent] = []
    for article in _INDEFINITE.finditer(scene.text):
        phrase = _role_phrase(scene, article, names, words)
        if phrase is None:
            continue
        span, head = phrase
        referent = Referent("unnamed", span, head=head, gender=words.roles[head])
        referent.traces = [_trace(scene, span.start, span.end, possessive=False, full=False, words=words)]
        found.append(referent)
    return found


def _role_phrase(
    scene: Scene, article: re.Match[str], names: set[int], words: PeopleWords
) -> tuple[CharSpan, str] | None:
    """Return "a senior police official" from its article on, and the role; None where none or a name follows."""
    end = article.end()
    for token in islice(_TOKEN.finditer(scene.text, end), 5):
        word = token.group()
        if _GAP.fullmatch(scene.text, end, token.start()) is None or word.lower() in _ARTICLES:
            return None
        if word in words.roles and not scene.is_quoted(token.start()):
            following = _APART.match(scene.text, token.end())
            if following is None or following.end() not in names:
                return CharSpan(article.start(), token.end()), word
        if word.lower() in words.definite or word.lower() in words.verbs or word.lower() in words.prepositions:
            return None
        end = token.end()
    return None


# --- scores ---------------------------------------------------------------------------------------------------


_Seen = tuple[Trace, Referent]
"""Somebody with his or her last mention before the query."""


def candidates(scene: Scene, query: Query) -> list[Referent]:
    """Return those whom the mention may stand for, the most recently mentioned first."""
    fitting = [r for r in scene.referents if _fits(r, query) and not _is_silent_place(scene, query, r)]
    seen = [(trace, r) for r in fitting if (trace := r.last_before(query.start)) is not None]
    seen.sort(key=lambda pair: (-pair[0].start, pair[1].span))
    number = scene.sentence(query.start)
    begin = scene.sentence_starts[number - 1] if number else 0
    near = _without_cited(scene, begin, seen[:_REACH])
    nearest = [r for last, r in near if not _is_other(scene, query, begin, last, r)] or [r for _, r in near]
    heard = [referent for referent in nearest if _is_heard(referent, query.start)] if query.continues else []
    return heard or nearest  # who "added" something has spoken before


def _without_cited(scene: Scene, begin: int, seen: list[_Seen]) -> list[_Seen]:
    """Drop Lee of "according to Lee, Kim left when he ...": another subject stands between Lee and the pronoun."""
    here = [trace for trace, _ in seen if trace.start >= begin]
    cited = {t.start for t in here if _CITED.search(scene.text, max(0, t.start - 20), t.start)}
    if not cited:
        return seen
    latest = max((t.start for t in here if t.subject and t.start not in cited), default=-1)
    return [(trace, r) for trace, r in seen if trace.start not in cited or latest <= trace.start]


def _is_other(scene: Scene, query: Query, begin: int, last: Trace, referent: Referent) -> bool:
    """Tell whether somebody cannot be the pronoun: "she told Lee" and "asked by Lee, she said" are not about Lee."""
    if query.form != "pronoun":
        return False
    if referent.entity is not None and referent.entity.index in query.after:
        return True
    if _only_asks(scene, last, referent.traces):
        return True  # "told host Lee": the story is not about Lee, even where "the host asks"
    if _CHILD.search(scene.text, max(0, last.start - 40), last.start):
        return True  # "the mother of Lee"
    if last.start < scene.sentence_starts[max(0, scene.sentence(query.start) - 2)]:
        return False
    if is_asker(scene, last.start) or (last.subject and acts_on(scene, last.start, query.pronoun)):
        return True
    hears = _HEARS.search(scene.text, max(0, last.start - 70), last.start)
    # Of the sentence before, "it" is not whom a body told, nor "he" who asked him.
    return hears is not None and (last.start >= begin or query.pronoun == "thing" or _ASKED_BY in hears.group())


def _only_asks(scene: Scene, last: Trace, traces: list[Trace]) -> bool:
    """Tell whether somebody is mentioned first as an interviewer, and then at most as who asks."""
    first = traces[0]
    if last is not first and not (last is traces[1] and _ASKS.match(scene.text, last.start)):
        return False
    start = max(0, first.start - _INTERVIEW_REACH)
    if scene.text.endswith(_WITH_HOST, 0, first.start) and _OF_GUEST.search(scene.text, start, first.start):
        return True
    return _INTERVIEWED.search(scene.text, start, first.start) is not None


def is_asker(scene: Scene, start: int) -> bool:
    """Tell whether whoever is named at `start` asks in a clause of time: "When Lee asked, Kim laughed" is about Kim."""
    before, asks = scene.phrases.asker
    return (
        before.search(scene.text, max(0, start - 40), start) is not None and asks.match(scene.text, start) is not None
    )


def acts_on(scene: Scene, start: int, pronoun: PronounClass | None) -> bool:
    """Tell whether the subject at `start` does something to "her", who is somebody else: "Lee took her aside"."""
    pattern = scene.phrases.acts_on.get(pronoun or "")
    return pattern is not None and pattern.match(scene.text, start, start + _CLAUSE_REACH) is not None


def _is_heard(referent: Referent, position: int) -> bool:
    """Tell whether somebody has spoken so far, or words of his or hers were mentioned ("remarks by Lee")."""
    return referent.spoke or any(trace.credited and trace.start < position for trace in referent.traces)


def _is_silent_place(scene: Scene, query: Query, referent: Referent) -> bool:
    """Tell whether "it" would be a place or people to which the article attributes no words by name."""
    if query.form != "pronoun" or referent.entity is None or referent.entity.label not in {"place", "people"}:
        return False
    return not referent.spoke and not scene.voices.get(referent.entity.index)


def is_of_other_gender(scene: Scene, referent: Referent, gender: Gender) -> bool:
    """Tell whether the article shows that somebody is not of a gender: by a title or by most of its pronouns."""
    if referent.gender is not None:
        return referent.gender != gender
    counts = scene.pronouns.get(referent.entity.index) if referent.entity else None
    other: Gender = "female" if gender == "male" else "male"
    return counts is not None and counts[other] >= _SHOWN + _MIXED * counts[gender]


def _fits(referent: Referent, query: Query) -> bool:
    if query.form == "surname":
        return False
    entity = referent.entity
    if entity is not None and entity.label == "other" and not entity.certainty and len(referent.traces) < 2:
        return False  # most are words that begin a sentence
    if query.pronoun in {"male", "female"}:
        if referent.gender not in {None, query.pronoun}:  # "Mrs", "his wife", "the spokesman"
            return False
        return referent.kind == "person" or (referent.kind == "unnamed" and referent.animate and not referent.plural)
    if query.pronoun == "thing":
        return referent.kind in {"organization", "document"}
    if query.pronoun == "plural":
        return referent.kind in {"organization", "group"} or referent.plural
    if referent.kind == "unnamed":
        return referent.head == query.head
    return referent.kind == query.thing


def features(scene: Scene, query: Query, referent: Referent, rank: int, rivals: int) -> dict[str, float]:
    """Return what speaks for and against one candidate; absent features are 0."""
    last = referent.last_before(query.start)
    if last is None:
        return {"unseen": 1.0}
    found = _distance(scene, query.start, last.start)
    if query.late and scene.sentence(query.start) == scene.sentence(last.start):
        found["same-sentence-late"] = 1.0
    found[_RANKS[min(rank, 3)]] = 1.0
    found["alone"] = float(rivals == 1)
    found["subject"] = float(last.subject or last.credited)  # "remarks by Lee" are what Lee said
    found["possessive"] = float(last.possessive)
    found["quoted"] = float(last.quoted)
    found |= _turn_features(scene, query, referent)
    found |= _agreement(scene, query, referent)
    found["mentions"] = math.log(1 + referent.count_before(query.start))
    found |= _chain(scene, query, referent, last)
    found["lead"] = float(scene.paragraph(referent.traces[0].start) <= 1)
    found["full"] = float(last.full)
    found["leads"] = float(last.leads)
    found["described"] = float(last.described)
    found["new"] = float(len(referent.traces) > 0 and last is referent.traces[0])
    found["recent"] = math.log(1 + _recent(scene, query, referent))
    if referent.entity is not None:
        found["refers"] = _weight_of(query.refers.get(referent.entity.index, 0.0))
        found["named-inside"] = float(referent.entity.index in query.inside)
        found["titled"] = float(any(m.title < m.span.start for m in referent.entity.mentions))
        found["voice"] = math.log(1 + scene.voices.get(referent.entity.index, 0))
    found["sure"] = referent.entity.certainty if referent.entity else 0.0
    found["bare"] = float(referent.entity is not None and len(referent.entity.key) < 2 and referent.gender is None)
    if referent.kind == "unnamed":
        found["unnamed-spoke" if referent.spoke else "unnamed"] = 1.0
    if query.form == "description":
        found |= _description_match(scene, query, referent)
    if query.form == "surname":
        found |= _bearing(referent, rank)
    return found


def _weight_of(probability: float) -> float:
    """Return 0 for nothing, 1 for certainty, and equal steps for equal ratios of all but the smallest probabilities."""
    return math.log1p(100 * probability) / math.log(101)


def _bearing(referent: Referent, rank: int) -> dict[str, float]:
    """Return how often a bearer of a shared name is named in full: the one meant by the bare name seldom is again."""
    own = [m for m in referent.entity.mentions if len(m.owners) == 1 and len(m.key) > 1] if referent.entity else []
    bare = [m for m in referent.entity.mentions if len(m.owners) > 1] if referent.entity else []
    introduced = bool(own and bare) and own[0].span.start < bare[0].span.start
    index = referent.entity.index if referent.entity else -1
    return {
        "introduced-first": float(bool(bare) and bare[0].owners[0] == index),
        "named-in-full": math.log(1 + len(own)),
        "named-in-full-again": float(len(own) > 1),
        "introduced": float(introduced),
        "introduced-latest": float(rank == 0 and introduced),
    }


def _chain(scene: Scene, query: Query, referent: Referent, last: Trace) -> dict[str, float]:
    """Return how likely the pronoun before this one stood for a candidate: who is "he" mostly stays so."""
    place = bisect_left(scene.pronoun_links, query.start, key=lambda link: link.start)
    link = scene.pronoun_links[place - 1] if place else None
    if link is None or link.pronoun != query.pronoun or link.referent is not referent:
        return {}
    apart = scene.told_sentence(query.start) - scene.told_sentence(link.start)
    if apart > _CHAIN:
        return {}
    return {
        "chain": link.probability,
        "chain-near": link.probability if apart < _CHAIN else 0.0,
        "chain-since": link.probability if link.start > last.start else 0.0,
    }


def _recent(scene: Scene, query: Query, referent: Referent) -> int:
    """Count the mentions in this paragraph and the one before."""
    number = scene.paragraph(query.start)
    low = scene.paragraph_starts[max(0, number - 2)] if scene.paragraph_starts else 0
    first, last = referent.count_before(low), referent.count_before(query.start)
    return sum(not trace.quoted for trace in referent.traces[first:last])


def _distance(scene: Scene, position: int, last: int) -> dict[str, float]:
    sentences_back = scene.told_sentence(position) - scene.told_sentence(last)
    paragraphs_back = scene.paragraph(position) - scene.paragraph(last)
    return {
        _SENTENCES[min(sentences_back, 4)]: 1.0,
        _PARAGRAPHS[min(paragraphs_back, 3)]: 1.0,
        "far": math.log(1 + max(0, sentences_back - 4)),
    }


def _turn_features(scene: Scene, query: Query, referent: Referent) -> dict[str, float]:
    if not scene.turns:
        return {}
    fitting = (turn for turn in reversed(scene.turns) if turn[0] < query.start and _may_go_on(turn[1], query))
    turns = list(islice(fitting, 2))[::-1]
    if not turns:
        return {}
    position, speaker, pronoun = turns[-1]
    found: dict[str, float] = {}
    if speaker is referent:
        apart = scene.paragraph(query.start) - scene.paragraph(position)
        found["spoke-last"] = 1.0
        found[f"spoke-last-{min(apart, 2)}"] = 1.0
        found["same-pronoun"] = float(pronoun is not None and pronoun == query.pronoun)
    elif len(turns) > 1 and turns[0][1] is referent:
        found["spoke-before"] = 1.0
    return found


def _may_go_on(referent: Referent, query: Query) -> bool:
    """Tell whether a turn counts: what a study said in between says nothing of who "he" is."""
    return query.form == "surname" or _fits(referent, query)


def _agreement(scene: Scene, query: Query, referent: Referent) -> dict[str, float]:
    if query.pronoun not in {"male", "female"}:
        return {}
    gender: Gender = "male" if query.pronoun == "male" else "female"
    other: Gender = "female" if gender == "male" else "male"
    found = {"agrees": float(referent.gender == gender)}
    counts = scene.pronouns.get(referent.entity.index) if referent.entity else None
    if counts:
        found["pronouns"] = (counts[gender] - counts[other]) / (counts[gender] + counts[other] + 1.0)
        odds = math.log((counts[gender] + 0.5) / (counts[other] + 0.5))
        found["pronoun-odds"] = min(max(odds, -_CLEAR_ODDS), _CLEAR_ODDS)
    return found


def _description_match(scene: Scene, query: Query, referent: Referent) -> dict[str, float]:
    if referent.kind == "unnamed":
        return {"same-head": 1.0}
    described = scene.descriptors.get(referent.entity.index, frozenset()) if referent.entity else frozenset()
    called = scene.called.get(referent.entity.index, set()) if referent.entity else set()
    shared = len(query.modifiers & described) / len(query.modifiers) if query.modifiers else 0.0
    return {
        "head": float(query.head in described),
        "called-before": float(query.head in called),
        "modifiers": shared,
        "head-and-modifiers": float(query.head in described and shared == 1.0),
        "other-role": float(bool(described) and query.head not in described and not shared),
    }


def choose(scene: Scene, query: Query, found: Sequence[Referent], weights: Weights) -> Choice:
    """Return the candidate with the highest probability, or none where "nobody here" has it."""
    table = weights[query.form]
    scores = [_score(features(scene, query, r, rank, len(found)), table) for rank, r in enumerate(found)]
    options: list[tuple[float, Referent | None]] = [*zip(scores, found, strict=True), (table.get("nobody", 0.0), None)]
    top = max(score for score, _ in options)
    total = sum(math.exp(score - top) for score, _ in options)
    ranked = sorted(
        ((math.exp(score - top) / total, i) for i, (score, _) in enumerate(options)), key=lambda p: (-p[0], p[1])
    )
    (first, best), (second, next_best) = ranked[0], ranked[1] if len(ranked) > 1 else (0.0, len(options) - 1)
    return Choice(options[best][1], first, options[next_best][1], second)


def _score(found: Mapping[str, float], table: Mapping[str, float]) -> float:
    get = table.get
    return sum([get(name, 0.0) * value for name, value in found.items() if value])
