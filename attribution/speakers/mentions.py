"""What a source mention is: a pronoun, a name, a description of somebody, of several, of a body or of a document."""

from __future__ import annotations

import itertools
import re
from typing import Literal

from attrs import evolve, frozen

from attribution.models import CharSpan
from attribution.names.book import NameBook, NameMention
from attribution.names.persons import is_alias
from attribution.people import CAPITALS, INVISIBLE, JOINED_MARK, PeopleWords, PronounClass, fold

HeadClass = Literal["person", "people", "organization", "document", "unknown"]

_WORD = re.compile(rf"[^\W_](?:{JOINED_MARK}|[\w*&]|[’'‐‑.-](?=\w))*\**")
_CORE_END = re.compile(r",(?! \d+-year-old)|\s?\(|\s[-–—]\s|[—–]|\s(?:who|which|that|whose|whom)\b|[:;\n]")
_SHORT_BRACKET = re.compile(r"\s?\([^()\n]{1,12}\)(?=\s[^\W\d_])(?!\s(?:who|which|that|said|of|for)\b)")
_OFFICE = re.compile(
    r"(?:[Tt]he\s)?(?P<owner>(?:[A-Z][\w.-]*\s){0,4}[A-Z][\w-]*)[’']s\s(?P<office>[A-Z]\w*(?:\s(?:of|for|and|the|[A-Z]\w*))*)"
)
_AND = re.compile(r"(?: [’'‘]\d\d)?,? (?:and|&) (?:\w+ ){0,4}")
_AGE = re.compile(r"(\d{1,3})-year-old")
_OF_CHILDREN = re.compile(r"([a-z]+)-of-(?:[a-z]+|\d+)")  # "mother-of-two"
_FORMERLY_OF = re.compile(  # "the former Harbour Lights of Hull extra"
    rf"[Tt]he (?:former|one-?time) (?:[{CAPITALS}][\w’'-]*(?: of| the| and)* )+(?P<head>[a-z]{{3,}})"
)
_OF_STATE = re.compile(r"\b(?:[Ss]ecretary|[Mm]inister|[Ss]ecretary-general) (?:of|for) [a-z]+$")
_MINISTERS_OFFICE = re.compile(r"(?:[Tt]he\s)?(?P<owner>(?:[A-Z][\w.-]*\s){0,4}[A-Z][\w-]*)[’']s\soffice")
_STAFF_OFFICE = re.compile(
    r"(?:[Tt]he\s)?(?P<owner>[A-Z][\w.-]*(?:\s[A-Z][\w.-]*){0,3})(?:[’']s)?\s"
    r"(?P<officer>(?:[a-z]+\s){0,2}[a-z]+)[’']s\s(?P<office>office)"
)
_RECORDED = re.compile(r"\b(?:clips?|footage|recordings?|sound ?bites?|tapes?|videos?) of (?:the )?$")
_NAMES_ITSELF = re.compile(
    r"\b(?:who|that) (?:[a-z]+ ){0,6}?(?:(?:gave|gives|giving) (?:[a-z]+ ){0,3}name(?: only| just| simply)? as"
    r"|(?:goes|went|going) (?:only |just )?by"
    r"|(?:calls|called|identified|identifies|introduced) (?:him|her|them)sel(?:f|ves)"
    r"|(?:be|being) (?:called|identified|known|named|quoted))(?: only| just| simply)?(?: as| by)?(?: (?:the|his|her)"
    r"(?: first| last| middle| given| user)? ?name)?(?: of)?,? $"
)
_ONE_CALLED = re.compile(r", an? (?:[\w’'-]+ ){1,6}(?:by the name of|named|called|surnamed) $")
_CALLED = re.compile(r"\b(?:by the (?:handle|name)(?: of)?|named|called|surnamed|known (?:only )?as) $")
_SMALL_NEXT = re.compile(r" ([a-z-]+)\b")
_LAST_WORD = re.compile(r"([\w’'-]+)$")
_ROLE_BETWEEN = re.compile(r", (?:the|its|a|an) ([a-z-]+)(?: of [^,\n]{1,60})?, ")
_ROLE_BEFORE = re.compile(r", (?:[a-z-]+ ){0,2}([a-z-]+) ")  # "on Quay Radio, former host Ann Lee"
_STAFF_BEFORE = re.compile(
    r"\b(?P<phrase>(?:[Aa]n?|[Tt]he) (?:[a-z-]+ ){0,3}?(?P<role>[a-z-]+) (?:at|for|from|of|with) (?:the )?)$"
)
_STOP = re.compile(r"[.!?][\"”’']?\s|\n")
_SHORTEST_LIST = 3  # names
_INSIDE_PHRASE = 3  # words from a preposition to a name in its phrase
_WHO = "who"
_OPENING_MARKS = frozenset("‘'")
_PLURAL_OWNER = re.compile(r"s[’'] [^\W\d_]")
_CLASS_YEAR = re.compile(r"[’'‘]\d\d\b")  # "Ann Lee ’09"
_EDGE = f" \t\r\n\u00a0,;:.\"“”‘’'()–—-{INVISIBLE}"
_JOINT = re.compile(r"(?:[’']s?)?\s")
CAMPAIGNS = frozenset({"campaign", "camp", "team", "administration", "foundation"})
_NAMED_BY_FIELD = frozenset({"association", "confederation", "federation", "lobby", "society", "union"})
_STAFFS = CAMPAIGNS | {"office"}  # bodies that bear the name of whom they serve


@frozen
class Reading:
    """A source mention taken apart.

    Attributes:
        span: The mention without marks and blanks at its ends.
        core: The noun phrase up to the first comma, bracket or relative clause.
        pronoun: Its class where the mention is a pronoun.
        name: The name that the mention consists of or ends with.
        names: Two and more names that it joins with "and".
        head: The folded noun that says what is meant ("spokesman"), "" where there is none.
        head_end: Where the noun ends, in code points after the start of `core`.
        head_class: What sort of thing the head names.
        definite: Whether "the", "his", "Smith's" and the like make it somebody known.
        modifiers: The folded words before the head.
        owner: The name in the possessive before the head ("Smith's lawyer").
        body: The whole of "Lee campaign" or "Harbour magazine", where a noun belongs to a name.
        possessive: Whether a name or pronoun in the possessive stands before the head.
    """

    span: CharSpan
    core: CharSpan
    pronoun: PronounClass | None = None
    name: NameMention | None = None
    names: tuple[NameMention, ...] = ()
    head: str = ""
    head_end: int = 0
    head_class: HeadClass = "unknown"
    definite: bool = False
    modifiers: frozenset[str] = frozenset()
    owner: NameMention | None = None
    possessive: bool = False
    body: CharSpan | None = None


def read_mention(text: str, source: CharSpan, book: NameBook, words: PeopleWords) -> Reading:
    """Take a source mention apart."""
    span = _without_neighbour(text, _with_whole_names(text, trim(text, source), book, words), book, words)
    core = trim(text, CharSpan(span.start, _core_end(text, span)))
    cut = book.across(core.end)
    core = CharSpan(core.start, min(cut.span.end, span.end)) if cut else core  # "Carl Boone Jr."
    found = list(_WORD.finditer(text, span.start, span.end))
    if found and found[0].group() == _WHO:
        span, found = CharSpan(*found[0].span()), found[:1]  # "who runs a shop and" says no more than "who"
        core = span
    pronoun = _pronoun([m.group().lower() for m in found], words)
    if pronoun or not found:
        return Reading(span, core, pronoun=pronoun)
    joined = _joined_names(text, core, book) or _listed_names(text, span, book)
    if joined:
        return Reading(span, core, names=joined, head_class="people")
    return _read_noun_phrase(text, span, core, book, words)


def _with_whole_names(text: str, span: CharSpan, book: NameBook, words: PeopleWords) -> CharSpan:
    """Return `span` with the names that it cuts in two, and up to the end of one that follows the role it ends with."""
    head = book.across(span.start)
    span = CharSpan(_start_of_cut(text, head, words), span.end) if head else span  # "Luisa Lee" of "Ma. Luisa Lee"
    cut = book.across(span.end)
    end = cut.span.end if cut else span.end
    last = _LAST_WORD.search(text, span.start, span.end)
    role = last is not None and (words.is_role(last[1]) or words.is_respect(last[1]))
    role = role and last is not None and not words.is_plural_role(last[1])
    if role or _OF_STATE.search(text, span.start, span.end):
        after = book.within(CharSpan(span.end, min(len(text), span.end + 60)))[:1]
        titled = after and after[0].title <= span.end + 1 and text[span.end : after[0].title].strip(" ") == ""
        if titled and after[0].label == "person":
            end = after[0].span.end  # "TV presenter" of "TV presenter Ann Lee"
    return CharSpan(span.start, end)


def _start_of_cut(text: str, name: NameMention, words: PeopleWords) -> int:
    """Return where a phrase begins whose name is cut in two, that of a body together with who speaks for it.

    "A spokesman for the Department for Ports, | Piers and Tides" is cut at the comma.
    """
    staff = _STAFF_BEFORE.search(text, max(0, name.span.start - 60), name.span.start)
    speaks = staff is not None and name.label == "organization" and words.is_role(staff["role"])
    return staff.start("phrase") if staff and speaks else name.span.start


def _without_neighbour(text: str, span: CharSpan, book: NameBook, words: PeopleWords) -> CharSpan:
    """Return Ann Lee of "Meeting with [Bob Ross, Ann Lee]", who stands beside the one in the phrase before.

    So it is with "for the owner, [Acme Bank, lawyer Ann Lee]".
    """
    named = [m for m in book.within(span) if len(m.key) > 1 or m.title < m.span.start]
    people = [m for m in named if m.label == "person"]
    if len(people) == 1:
        bodies = [m for m in named if m.label in {"organization", "other"} and m.span.end < people[0].title]
        people = bodies[-1:] + people
    if len(people) != 2 or people[1].possessive or not text.startswith(", ", people[0].span.end):
        return span
    start = people[0].span.end + len(", ")
    if people[0].label == "person":
        beside = start == people[1].title
    else:
        beside = _is_bare_role(text[start : people[1].title], words)
    if not beside:
        return span
    before = _STOP.split(text[max(0, span.start - 40) : span.start])[-1]
    behind = text[people[1].span.end : span.end]
    inside = before.endswith(", ") or not words.prepositions.isdisjoint(before.split()[-_INSIDE_PHRASE:])
    listed = _AND.match(text, people[1].span.end) or "ccording to " in before
    return CharSpan(start, span.end) if inside and not listed and behind[:1] in {"", ","} else span


def _is_bare_role(phrase: str, words: PeopleWords) -> bool:
    """Tell whether a phrase is a role in small letters without an article ("defence lawyer")."""
    found = phrase.split()
    return bool(found) and words.is_role(found[-1]) and " ".join(found).islower() and words.definite.isdisjoint(found)


def trim(text: str, span: CharSpan) -> CharSpan:
    """Return `span` without blanks and marks at its ends."""
    start, end = span.start, span.end
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return CharSpan(start, end)


def _core_end(text: str, span: CharSpan) -> int:
    position = span.start + 1
    while match := _CORE_END.search(text, position, span.end):
        bracket = _SHORT_BRACKET.match(text, match.start(), span.end)
        if bracket is None:
            return match.start()
        position = bracket.end()  # "Internet provider (ISP) Acme"
    return span.end


def _pronoun(found: list[str], words: PeopleWords) -> PronounClass | None:
    plain = [word for word in found if word not in {"also", "both", "all"}]
    if not plain or plain[0] not in words.pronouns:
        return None
    alone = len(plain) == 1 or (len(plain) == 2 and plain[1].endswith(("self", "selves")))
    return words.pronouns[plain[0]] if alone else None


def _joined_names(text: str, core: CharSpan, book: NameBook) -> tuple[NameMention, ...]:
    """Return the names of "Lee and Kim", where nothing else stands in the phrase."""
    people = [m for m in book.within(core) if m.label == "person" and not m.possessive]
    if len(people) < 2 or people[-1].span.end < core.end - 1:
        return ()
    pairs = itertools.pairwise(people)
    if all(_AND.fullmatch(text, a.span.end, b.span.start) for a, b in pairs):
        return tuple(people)
    return ()


def _listed_names(text: str, span: CharSpan, book: NameBook) -> tuple[NameMention, ...]:
    """Return the names of "Lee, Roe and Kim", where nothing else stands in the mention."""
    people = [m for m in book.within(span) if m.label == "person" and not m.possessive]
    if len(people) < _SHORTEST_LIST or people[0].title != span.start or people[-1].span.end < span.end:
        return ()
    gaps = [(a.span.end, b.title) for a, b in itertools.pairwise(people)]
    listed = all(text[start:end] == ", " for start, end in gaps[:-1])
    return tuple(people) if listed and re.fullmatch(r",? (?:and|&) ", text[slice(*gaps[-1])]) else ()


def _read_noun_phrase(text: str, span: CharSpan, core: CharSpan, book: NameBook, words: PeopleWords) -> Reading:
    names = list(book.within(core))
    chunk_end = _chunk_end(text, core, names, words)
    last = next((m for m in reversed(names) if _ends_at(text, m, chunk_end, words)), None)
    last = last or _titled_at_end(text, core, chunk_end, names, words)
    cut = _before_verb(text, core, last, words) if last else None
    if cut is not None:
        return _read_noun_phrase(text, cut, cut, book, words)
    aliased = next((m for m, other in itertools.pairwise(names) if other is last and is_alias(text, m, other)), None)
    last = aliased or last
    reading = _described(text, span, core, chunk_end, names, words)
    former = _FORMERLY_OF.fullmatch(text, core.start, core.end)
    if former is not None and last and last.label != "person" and last.span.end < former.start("head"):
        return evolve(reading, head=former["head"], head_end=core.end - core.start, head_class="person")
    if last and _is_common_noun(last, words):
        last = _titled_at_end(text, core, chunk_end, names, words)  # "Friends of the Harbour chair Ann Lee"
        if last is None:
            return reading
    bearer = _bearer(text, core, reading, names, words)
    if bearer is not None:
        return Reading(span, core, name=bearer, head_class="organization")
    recorded = names[-1] if names and _RECORDED.search(text, core.start, names[-1].title) else None
    if recorded is not None and recorded.label == "person" and recorded.span.end >= core.end:
        return Reading(span, core, name=recorded, head_class="person")
    whole = _whole_body(text, core, names, words)
    if whole is not None:
        return Reading(span, core, body=whole, head_class="organization")
    appointed = _appointed(text, span, last, book, words) if last else None
    if appointed is not None:
        return Reading(span, core, name=appointed, head_class="person")
    if last and not (last.label == "people" and reading.definite and _is_singular(last) and not _is_short(text, last)):
        return Reading(span, core, name=last, head_class=_class_of(last))
    own = _own_name(text, span, book) if reading.head_class == "person" else None
    if own is not None:
        return Reading(span, core, name=own, head_class="person")
    if reading.head_class in {"person", "unknown"} and not reading.definite:
        bearer = next((m for m in names if _CALLED.search(text, core.start, m.title)), None)
        if bearer is not None:
            return Reading(span, core, name=bearer, head_class="person")  # "a user by the handle of Quay"
    alone = reading.head_class == "unknown" and words.run.fullmatch(text, core.start, core.end)
    if reading.head_class in {"person", "unknown"} and not alone:  # "ANN LEE, BAKER HULL" names no Hull
        named = _following_name(text, span, core, book, words)
        if named:
            return Reading(span, core, name=named, head_class="person")
    return reading


def _before_verb(text: str, core: CharSpan, last: NameMention, words: PeopleWords) -> CharSpan | None:
    """Return "The full-back" of "The full-back left Acme Lane", a mention that runs over the verb."""
    verb = _LAST_WORD.search(text, core.start, max(core.start, last.title - 1))
    first = _WORD.match(text, core.start)
    if verb is None or verb[1] not in words.verbs or first is None or fold(first.group()) not in words.definite:
        return None
    cut = trim(text, CharSpan(core.start, verb.start()))
    return cut if _role_before(text, cut, words) else None


def _own_name(text: str, span: CharSpan, book: NameBook) -> NameMention | None:
    """Return Quay of "a teacher who gave her name only as Quay"."""
    named = book.within(CharSpan(span.start, min(len(text), span.end + 60)))
    return next(
        (m for m in named if any(way.search(text, span.start, m.title) for way in (_NAMES_ITSELF, _ONE_CALLED))), None
    )


def _appointed(text: str, span: CharSpan, first: NameMention, book: NameBook, words: PeopleWords) -> NameMention | None:
    """Return Ann Lee of "the Gazette, the head of research, Ann Lee", where the mention runs over a clause's end."""
    last = next(iter(reversed(book.within(span))), None)
    if last is None or first.label == "person" or last.label != "person" or len(last.key) < 2:
        return None
    role = _ROLE_BETWEEN.fullmatch(text, first.span.end, last.title)
    role = role or _ROLE_BEFORE.fullmatch(text, first.span.end, last.title)
    return last if role and last.span.end == span.end and words.is_role(role[1]) else None


def _bearer(
    text: str, core: CharSpan, reading: Reading, names: list[NameMention], words: PeopleWords
) -> NameMention | None:
    """Return the body whose kind a noun after the name tells: "the Harbour Light newspaper"."""
    if not reading.definite or not names or not words.kinds_of_noun(reading.head) or reading.head in CAMPAIGNS:
        return None
    begins = core.start + reading.head_end - len(reading.head)
    last = next((m for m in reversed(names) if m.span.end <= begins), None)
    if last is None or last.possessive or last.label in {"place", "people"}:
        return None
    field = text[last.span.end : begins].strip()
    named = field in words.subjects and reading.head in _NAMED_BY_FIELD and last.label != "person"
    return last if not field or named else None  # "the AQB engineering association"


def _is_short(text: str, mention: NameMention) -> bool:
    """Tell whether a name ends in an abbreviation ("the Peruvian CDC")."""
    return mention.span.of(text).split()[-1].isupper()


def _whole_body(text: str, core: CharSpan, names: list[NameMention], words: PeopleWords) -> CharSpan | None:
    """Return "Trade Representative's Office" and "Ohio attorney general's office", which take in a possessive."""
    staff = _STAFF_OFFICE.fullmatch(text, core.start, core.end)
    if staff is not None:
        officer = staff["officer"].removesuffix(" of state").split()[-1]
        owner = next((m for m in names if m.span.start == staff.start("owner")), None)
        public = owner is not None and owner.label in {"place", "organization"} and words.is_role(officer)
        return CharSpan(staff.start("owner"), core.end) if public else None
    minister = _MINISTERS_OFFICE.fullmatch(text, core.start, core.end)
    if minister is not None and words.is_role(minister["owner"].split()[-1]):
        return CharSpan(minister.start("owner"), core.end)
    match = _OFFICE.fullmatch(text, core.start, core.end)
    if match is None or fold(match["office"].split()[0]) not in words.org_heads:
        return None
    return CharSpan(match.start("owner"), core.end) if words.is_role(match["owner"].split()[-1]) else None


def _is_common_noun(mention: NameMention, words: PeopleWords) -> bool:
    """Tell whether a name is only a noun that begins a sentence ("Critics"), not "Democrats"."""
    if len(mention.key) > 1 or mention.label != "other" or mention.key[0] in words.parties:
        return False
    return words.is_plural_role(mention.key[0])


def _titled_at_end(
    text: str, core: CharSpan, chunk_end: int, names: list[NameMention], words: PeopleWords
) -> NameMention | None:
    """Return the person of "ambassador to Peru Ann Lee", whose title holds a preposition and has no determiner."""
    first = _WORD.match(text, core.start)
    if not names or names[-1].label != "person" or not _ends_at(text, names[-1], core.end, words) or first is None:
        return None
    if fold(first.group()) in words.definite | words.indefinite:
        body = names[-2] if names[1:] else None  # "the head of the Harbour Fund Ann Lee"
        beside = body is not None and body.label == "organization" and body.span.end + 1 == names[-1].title
        return names[-1] if beside and _role_before(text, CharSpan(core.start, chunk_end), words) else None
    between = list(_WORD.finditer(text, chunk_end, names[-1].title))
    if names[0].possessive:  # "Acme's adviser on energy Ann Lee", but "Acme's talks with Ann Lee"
        field = len(between) > 1 and between[-1].group().islower() and between[-1].group() not in words.prepositions
        role = _role_before(text, CharSpan(core.start, chunk_end), words)
        return names[-1] if field and role and between[-1].group() not in words.definite else None
    titled = names[-1].title < names[-1].span.start and not between[1:]
    return names[-1] if len(between) > 1 or titled else None


def _role_before(text: str, phrase: CharSpan, words: PeopleWords) -> bool:
    """Tell whether a phrase ends in a role ("Acme's adviser")."""
    last = _LAST_WORD.search(text, phrase.start, phrase.end)
    return last is not None and words.is_role(last[1])


def _ends_at(text: str, mention: NameMention, end: int, words: PeopleWords) -> bool:
    """Tell whether a phrase ends with a name, letters behind it included: "Ann Lee MP", but not "the Quay Party MP"."""
    rest = text[mention.span.end : end].removesuffix("himself").removesuffix("herself").removesuffix("itself")
    if mention.label not in {"organization", "people"}:
        rest = _CLASS_YEAR.sub("", rest)
        rest = " ".join(word for word in rest.split() if not words.is_postnominal(word))
    return mention.span.end <= end and not rest.strip(_EDGE + "s")


def _is_singular(mention: NameMention) -> bool:
    return not mention.key[-1].endswith("s")


def _class_of(mention: NameMention) -> HeadClass:
    if mention.label == "person":
        return "person"
    return "people" if mention.label == "people" else "organization"


def _chunk_end(text: str, core: CharSpan, names: list[NameMention], words: PeopleWords) -> int:
    """Return where the head of the phrase ends: before the first preposition that stands in no name."""
    end, before = core.start, ""
    for match in _WORD.finditer(text, core.start, core.end):
        word = match.group()
        inside = any(m.title <= match.start() < m.span.end for m in names)
        verb = (_is_participle(word) or word in words.verbs) and not _modifies_role(text, match, words)
        leaves = word in words.prepositions or word in _LEAVING or (verb and _is_noun(before, words))
        if leaves and not inside and end > core.start:
            return end
        end, before = match.end(), fold(word)
    return end


def _modifies_role(text: str, word: re.Match[str], words: PeopleWords) -> bool:
    """Tell whether a word begins a title in small letters: "acting" of "the board's acting general manager"."""
    said, end = word.group(), word.end()
    while said in words.role_modifiers and (following := _SMALL_NEXT.match(text, end)) is not None:
        said, end = following[1], following.end()
        if words.is_role(said):
            return True
    return False


def _is_participle(word: str) -> bool:
    return word in _IRREGULAR or (word.islower() and word.endswith(("ed", "ing")) and len(word) > 4)


def _is_noun(word: str, words: PeopleWords) -> bool:
    """Tell whether a folded word is a noun that can be the head: what follows it ("a study published") is not."""
    return words.is_document(word) or word in words.organizations or words.is_plural_role(word) or words.is_role(word)


_IRREGULAR = frozenset({"put", "made", "written", "seen", "shown", "given", "held", "sent", "led", "taken", "drawn"})


_LEAVING = frozenset(
    {"familiar", "close", "briefed", "speaking", "attending", "living", "working", "wearing", "involved"}
)


def _described(
    text: str, span: CharSpan, core: CharSpan, chunk_end: int, names: list[NameMention], words: PeopleWords
) -> Reading:
    found = [m for m in _WORD.finditer(text, core.start, chunk_end) if not m.group().endswith(("self", "selves"))]
    if not found:
        return Reading(span, core)
    first, head = fold(found[0].group()), fold(found[-1].group())
    age, kin = _AGE.fullmatch(head), _OF_CHILDREN.fullmatch(head)
    if age or kin:
        head = age[1] if age else kin[1] if kin else head
    aged = age or kin or any(_AGE.fullmatch(m.group()) for m in found[:-1])  # "the 52-year-old millwright"
    owner = next((m for m in names if _owns(text, m) and m.span.end < found[-1].start()), None)
    begins_capital = owner is not None and owner.title <= core.start + 4
    definite = first in words.definite or begins_capital
    head_class = "person" if age or kin else _head_class(found[-1].group(), words, names, definite=definite)
    return Reading(
        span,
        core,
        head=head,
        head_end=found[-1].end() - core.start,
        head_class="person" if aged and head_class == "unknown" else head_class,
        definite=definite,
        modifiers=frozenset(fold(m.group()) for m in found[:-1]) - words.definite - words.indefinite,
        owner=owner,
        possessive=owner is not None or words.pronouns.get(first) is not None or _is_somebodys(found[:-1], words),
        body=_named_body(text, found[-1], names, words),
    )


def _owns(text: str, mention: NameMention) -> bool:
    """Tell whether a name stands in the possessive: "Lee's lawyer", "Harbour Lines' lawyer"."""
    quoted = text[max(0, mention.span.start - 1) : mention.span.start] in _OPENING_MARKS
    return mention.possessive or (not quoted and _PLURAL_OWNER.match(text, mention.span.end - 1) is not None)


def _is_somebodys(before: list[re.Match[str]], words: PeopleWords) -> bool:
    """Tell whether the words before the head name its owner by a noun: "the prime minister's spokesman"."""
    owners = (m.group()[:-2] for m in before if m.group().endswith(("’s", "'s")))
    owners = (owner for owner in owners if not words.is_body(fold(owner)))
    return any(words.is_role(owner) or fold(owner) in words.relations | words.groups for owner in owners)


def _named_body(text: str, head: re.Match[str], names: list[NameMention], words: PeopleWords) -> CharSpan | None:
    """Return "Lee campaign", "Lee's campaign" or "Harbour magazine": a name and right after it the noun of a body."""
    name = next((m for m in names if _JOINT.fullmatch(text, m.span.end, head.start())), None)
    if name is None or fold(head.group()) not in words.organizations | words.named_bodies:
        return None
    if fold(head.group()) in words.named_bodies and not name.possessive:
        return CharSpan(name.span.start, head.end())  # "Peruvian media", "US military"
    if fold(head.group()) not in _STAFFS and (name.possessive or text.endswith(("the ", "The "), 0, name.span.start)):
        return None
    return None if name.label in {"place", "people"} else CharSpan(name.span.start, head.end())


def _head_class(word: str, words: PeopleWords, names: list[NameMention], *, definite: bool) -> HeadClass:
    head = fold(word)
    if words.is_plural_role(head):
        return "people"
    if words.is_role(head) or (definite and word.isupper() and words.is_role(word)):  # "the PM"
        return "person"
    if head in words.relations or head in {"person", "one", "someone", "somebody"}:
        return "person"
    if head in words.organizations and not (head == "paper" and not definite):
        return "organization"
    if words.is_document(head):
        return "document"
    if definite and words.kinds_of_noun(head):
        return "organization"
    if not definite and word.islower() and head.endswith("s") and not head.endswith("ss") and len(head) > 3:
        return "people"  # "islanders"
    if definite and word[:1].isupper() and any(m.label == "people" and m.key[-1] == head for m in names):
        return "person"
    return "unknown"


def _following_name(
    text: str, span: CharSpan, core: CharSpan, book: NameBook, words: PeopleWords
) -> NameMention | None:
    """Return the person of "the union's head, Ann Lee," or of a list of titles before the name."""
    behind = list(book.within(CharSpan(core.end, span.end)))
    for mention, following in itertools.zip_longest(behind, behind[1:]):
        if following is not None and following.label == "person" and text[mention.span.end : following.title] == " ":
            continue  # "its head, Acme founder Ann Lee", "its head, Tuiloma Dr Roe"
        apart = following is not None and text[mention.span.end : following.title] == ", "
        place = apart and len(mention.key) == 1 and core.end + 2 == mention.title
        if place and following is not None and following.label == "person":
            continue  # "the head of Roe College, Hull, Ann Lee"
        between = text[core.end : mention.title].strip()
        if "(" in between:
            return None  # "Lee's cousin, a senator (D-Salem)"
        role = between.startswith(",") and words.is_role(between.split()[-1]) if between.strip(",") else False
        if mention.title < mention.span.start:  # "Lee's cousin, former state Sen. Ann Lee"
            role = role or words.role_modifiers.issuperset(fold(word) for word in between.strip(", ").split())
        if mention.label in {"person", "other"} and (between == "," or role or mention.span.end >= span.end - 1):
            words_between = {m.group() for m in _WORD.finditer(text, core.end, mention.title)}
            if not words_between & (words.prepositions | {"who"}):
                return mention
    return None
