"""Phrases before a name that say who somebody is: "The head of the union, Ann Lee", "Its chair is Ann Lee"."""

from __future__ import annotations

import itertools
import re

from attribution.models import CharSpan
from attribution.names.book import NameMention
from attribution.names.pieces import opens_sentence
from attribution.people import PeopleWords, fold
from attribution.speakers.descriptions import Description, clause_start, noun_phrase_start
from attribution.speakers.leading_bodies import is_person
from attribution.speakers.office_names import WORD
from attribution.speakers.premodifiers import breaks_phrase
from attribution.speakers.story import Story
from attribution.speakers.title_phrases import describe_phrase

_REACH_OF_PLACE = 80  # code points
_DEFINITE_POST = re.compile(r"(?:Its|Their|The) [^,.;\n]{3,60}\Z")
_INDEFINITE = re.compile(r"[Aa]n?\s")
# "Her professor, the formidable Ann Lee", "Its president, pharmacist Ann Lee"
_PARTED = re.compile(r", (?:the (?P<between>(?:[a-z-]+ ){0,3})|(?P<called>(?:[A-Za-z-]+ ){1,3}))?$")
_AND_ANOTHER = re.compile(r"(?:, [A-Z][^,.;\n]{2,40}){0,3},? and [A-Z]")
_CLOSED = re.compile(r"[,.;:!?)–—]|\s[–—-]|\Z")  # behind a name that stands in commas
_WHERE = re.compile(r"\b(?:[Aa]t|[Dd]uring|[Ii]n|[Oo]n|[Ss]ince|[Uu]ntil) $")
_WHO = re.compile(r"\swho\s")
_OWNED_ROLE = re.compile(
    r"\s(?:about|against|by|for|from|of|to|with) (?P<phrase>(?:the|its) (?:[\w-]+ )?(?P<owner>[\w-]+)[’']s [a-z -]+)\Z"
)


def is_of_several(story: Story, title: CharSpan) -> bool:
    """Tell whether a title is that of several people ("aides")."""
    words = story.words
    found = (m.group() for m in WORD.finditer(story.text, title.start, title.end))
    *_, head = ["", *itertools.takewhile(lambda word: word not in words.prepositions, found)]
    return head.islower() and words.is_plural_role(head)


def introduced(story: Story, mention: NameMention) -> Description | None:
    """Read "The surgeon, a shy man named Ann Lee" and "a teacher who gave her name as Ann"."""
    text = story.text
    named = story.words.titles.named.search(text, max(0, mention.title - 60), mention.title)
    if named is None:
        return None
    end = named.start()
    for _ in range(2):
        start = noun_phrase_start(story, clause_start(text, end), end)
        plain = end == named.start() and " who " not in named.group()
        if start is None or (plain and not _INDEFINITE.match(text, start)):
            return None  # "The board named Ann Lee"
        title, affiliation = describe_phrase(story, CharSpan(start, end))
        if title:
            return Description("apposition-before", title, affiliation, CharSpan(start, end))
        if text[start - 2 : start] != ", ":
            return None
        end = start - 2  # "The surgeon, | a shy man"
    return None


def apposition_before(story: Story, mention: NameMention) -> Description | None:
    """Read "The head of the union, Ann Lee, said"."""
    text = story.text
    parted = _PARTED.search(text, max(0, mention.title - 50), mention.title)
    if parted is None or any(breaks_phrase(word, story.words) for word in (parted["between"] or "").split()):
        return None
    called = (parted["called"] or "").split()
    if called and not _is_calling(called, story.words):
        return None
    comma = parted.start()
    seat = story.words.titles.representing.search(text, clause_start(text, comma), comma)
    if seat:
        house = next(
            (m.span for m in story.book.within(CharSpan(seat.end(), comma)) if m.span.start == seat.end()), None
        )
        return Description("apposition-before", CharSpan(*seat.span("post")), house, CharSpan(seat.start(), comma))
    here = story.words.titles.aside.search(text, clause_start(text, comma), comma)
    comma = here.start() if here else comma
    comma = _before_place(story, comma)
    clause = _WHO.search(text, clause_start(text, comma), comma)
    comma = clause.start() if clause else comma  # "The priest | who married the couple, Ann Lee"
    start = noun_phrase_start(story, clause_start(text, comma), comma)
    if start is None:
        return None
    opens = opens_sentence(text, start)
    if _WHERE.search(text, max(0, start - 8), start):
        return None  # "At the Dutch GP, Ann Lee said"
    if called and not opens:
        return None  # "She wrote to the mayor, lawyer Ann Lee said, and"
    loose = not _begins_noun(story, start) if opens else _ends_clause(story, start)
    if loose and not _CLOSED.match(text, mention.span.end):
        return None  # "Back in the lab, Lee opened a jar", "Asked if she had met the guild's head, Lee laughed"
    others = (m for m in story.book.within(CharSpan(start, comma)) if is_person(story, m) and not m.possessive)
    if any(m.key[0] not in story.words.role_modifiers for m in others):  # "National Publicity" of a secretary
        return None
    title, affiliation = describe_phrase(story, CharSpan(start, comma))
    if title and is_of_several(story, title) and not _is_beside_others(text, mention):
        return None  # "His customers, Lee admitted,"
    owned = _OWNED_ROLE.search(text, start, comma) if title is None else None
    if owned and fold(owned["owner"]) not in story.words.realms:
        start = owned.start("phrase")  # "A statement by | the museum's curator, Ann Lee"
        title, affiliation = describe_phrase(story, CharSpan(start, comma))
    peer = affiliation is not None and _is_counterpart(story, CharSpan(start, comma))
    return Description("apposition-before", title, affiliation if title or peer else None, CharSpan(start, comma))


def _before_place(story: Story, comma: int) -> int:
    """Return where "The head of Roe College" ends in "The head of Roe College, Hull, Ann Lee", which says where it is.

    A body or police must be named before: in "The mayor, Lee, Ann Lee" nothing is in a town called Lee.
    """
    start = story.text.rfind(", ", 0, comma)
    near = story.book.within(CharSpan(max(0, start - _REACH_OF_PLACE), comma)) if start > 0 else []
    *before, place = [None, *near]
    seated = place is not None and place.span == CharSpan(start + 2, comma) and not is_person(story, place)
    body = before[-1] if before else None
    located = body is not None and body.span.end == start and body.label in {"organization", "other"}
    return start if seated and (located or story.text.endswith(" of Police", 0, start)) else comma


def _is_beside_others(text: str, mention: NameMention) -> bool:
    """Tell whether a name is one of several in a row: "Its owners, Ann Lee and Bob Ross"."""
    return text.endswith(" and ", 0, mention.title) or _AND_ANOTHER.match(text, mention.span.end) is not None


def _is_calling(found: list[str], words: PeopleWords) -> bool:
    """Tell whether words right before a name are what somebody is by trade or rank ("pharmacist", "retired judge")."""
    return words.is_role(found[-1]) and all(words.is_role(w) or fold(w) in words.role_modifiers for w in found)


def _ends_clause(story: Story, start: int) -> bool:
    """Tell whether a phrase stands within a clause that comes before the main one ("Asked if ...", "When ...")."""
    first = WORD.match(story.text, clause_start(story.text, start))
    if first is None or first.start() >= start or not opens_sentence(story.text, first.start()):
        return False
    word = first.group().lower()
    return word in story.words.titles.subordinators or (word.endswith(("ed", "ing")) and word in story.words.openers)


def _is_counterpart(story: Story, phrase: CharSpan) -> bool:
    """Tell whether a phrase says of somebody only whose counterpart he or she is: "His Labour predecessor"."""
    found = (m.group() for m in WORD.finditer(story.text, phrase.start, phrase.end))
    *_, head = ["", *itertools.takewhile(lambda word: word not in story.words.prepositions, found)]
    return head in story.words.titles.counterparts


def copular(story: Story, mention: NameMention) -> Description | None:
    """Read "Its chair is Ann Lee" of one who leads a body."""
    text, words = story.text, story.words
    if not text.endswith((" is ", " was "), 0, mention.title):
        return None
    end = text.rindex(" ", 0, mention.title - 1)
    start = clause_start(text, end)
    opens = _DEFINITE_POST.match(text, start, end)
    if opens is None:
        return None
    title, affiliation = describe_phrase(story, CharSpan(start, end))
    heads = words.staff_roles - words.titles.speaking_roles
    if title is None or fold(title.of(text).split()[-1]) not in heads:
        return None
    return Description("apposition-before", title, affiliation, CharSpan(start, end))


def _begins_noun(story: Story, start: int) -> bool:
    """Tell whether a phrase begins with an article or the like, or with an owner ("Acme's chief, Ann Lee")."""
    first = WORD.match(story.text, start)
    word = fold(first.group()) if first else ""
    owner = story.book.at(start)
    return word in story.words.definite or word in story.words.indefinite or (owner is not None and owner.possessive)
