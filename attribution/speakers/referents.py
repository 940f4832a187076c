"""Who and what the article mentions: every named and described person or body, with the places of its mentions.

Whether a person is "he" or "she" is learned from the article alone; there is no list of first names.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from operator import attrgetter

from attrs import Factory, define, evolve, field, frozen

from attribution.layout import paragraphs, sentences
from attribution.models import CharSpan, SpeakerKind
from attribution.names.book import Entity, NameBook, NameMention
from attribution.people import Gender, KinTie, PeopleWords, PronounClass
from attribution.speakers.words import SpeakerWords

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
_BEFORE_CREDITED = frozenset({"by", "from", "the"})
_CREDIT = re.compile(r"\b(\w+) (?:(\w+) )?(?:by|from)\s+(?:the\s+)?$")
_DESCRIBED = re.compile(r", (?:(?:a|an|the|who|his|her|whose|one|\d+),? |[a-z])|\s?\(| -{1,2} |\s?[–—]\s?")
_LABEL = re.compile(r"(?:[ \u00a0][a-z][\w’'-]*){1,4}:\s")
_BORN = re.compile(r"\b(?:was|were|is)\sborn\s(?:as\s)?$|\b[Nn]ée?\s$")
_SPACE_ON = re.compile(
    r"(?:[’']s)? (?:[a-z]+ )?(?:accounts?|channels?|feed|groups?|handle|live|messages?|pages?|posts?|profile|stories"
    r"|story|streams?|threads?|videos?)\b"
)
_CITES = re.compile(
    r"\b(?:[Aa]ccording to|by|interview with|reported|reports|spoke to|tells?|told|via) (?:the )?(?:[a-z]+ ){0,2}$"
)
_TAG_BEFORE = re.compile(r"(?:,|[,.!?…][”\"’'])\s(?:the )?(?:[a-z]+ ){0,2}$")
_TAG_BEHIND = re.compile(
    r" (?:(?:has|had) )?(?:reported|reports|said|says|wrote|writes)\b(?: (?:on|earlier) [\w ]{1,20})?[.,]"
)
_SHOWN = 1.0  # pronouns of one gender that show it where there are none of the other
_MIXED = 3  # more of them for each of the other: pronouns of both genders are somebody else's in part


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
    `posts` are the bodies in which posts are told of, as far as they were asked for; `deceased` is whom an obituary
    is about.
    `anonymity` the places where a sentence says that somebody is not to be named, `beside` the genders of the pronouns
    that are subjects of the clause up to a place, all as far as they were asked for;
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
    posts: dict[str, CharSpan | None] = Factory(dict)
    beside: dict[int, frozenset[str]] = Factory(dict)
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
        if pronoun in {"male", "female"} and referent.entity is None and referent.gender is None:
            referent.gender = "male" if pronoun == "male" else "female"
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


def is_mere_carrier(scene: Scene, referent: Referent, position: int) -> bool:
    """Tell whether what is named so far is only where words stand: "in a post on Facebook", "told Reuters".

    Nobody is told of it there: it is no "company".
    """
    if referent.entity is None:
        return False
    name, text = referent.span.of(scene.text).removeprefix("The "), scene.text
    platform = name in scene.phrases.platforms
    if not platform and name not in scene.phrases.media and name not in scene.phrases.outlets:
        return False
    subjects = {trace.start for trace in referent.traces if trace.subject or trace.possessive}
    before = [m for m in referent.entity.mentions if m.span.start < position]
    if platform:
        return all(m.title not in subjects or _SPACE_ON.match(text, m.span.end) for m in before)
    return all(_CITES.search(text, max(0, m.title - 40), m.title) or _is_tag(text, m) for m in before)


def _is_tag(text: str, mention: NameMention) -> bool:
    """Tell whether a name only says at the end of a sentence who reports it: "The firm lost a ship, Acme reported."."""
    return (
        _TAG_BEHIND.match(text, mention.span.end) is not None
        and _TAG_BEFORE.search(text, max(0, mention.title - 30), mention.title) is not None
    )


def is_of_other_gender(scene: Scene, referent: Referent, gender: Gender) -> bool:
    """Tell whether the article shows that somebody is not of a gender: by a title or by most of its pronouns."""
    if referent.gender is not None:
        return referent.gender != gender
    counts = scene.pronouns.get(referent.entity.index) if referent.entity else None
    other: Gender = "female" if gender == "male" else "male"
    return counts is not None and counts[other] >= _SHOWN + _MIXED * counts[gender]
