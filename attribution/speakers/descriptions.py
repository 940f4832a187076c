"""What one place of an article says about somebody, and where the phrase that says it begins and ends."""

from __future__ import annotations

import re
from typing import Literal

from attrs import frozen

from attribution.layout import is_platform
from attribution.models import CharSpan
from attribution.people import PeopleWords, fold
from attribution.speakers.office_names import WORD
from attribution.speakers.story import Story

CLAUSE_END = re.compile(r"[,;:.!?()\"“”—–\n](?!(?<=,)\d{3})|\s[-‐]\s|\s(?:who|which|that|whose|when|while|but)\s")
_CLAUSE_START = re.compile(r"[,;:.!?()\"“”—–\n][\"”’']{0,2}\s|\n|(?<=\s)[-‐]\s|[\"“”(—–]")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Lt|Col|Inc|Corp|Jr|Sr|vs|No))$")
_PASSIVE = re.compile(r"(?:Led|[A-Z][a-z]+ed) by ")
_NEW_CLAUSE = re.compile(
    r"\b(?:after|although|as|because|before|but|since|that|until|when|while) ((?:his|her|its|their) )"
)
_FIRST_LINE = re.compile(r"\s*[^\n]*")
_ONE_OF_SEVERAL = frozenset({"a", "an", "another", "one"})
_FIELD = 2  # words of "its sales"
_LONGEST_FIELD = 4  # words behind "and": "highways and public open spaces"
_JOINED_OWNER = re.compile(r"and (?!the |its |an? )(?:[a-z-]+ ){1,3}?(?P<noun>[a-z]+)[’']s ")
REACH = 170  # code points on either side of a name in which its description is sought


Form = Literal[
    "apposition", "apposition-before", "relative", "premodifier", "preposition", "possessive", "bracket", "story"
]


@frozen
class Description:
    """What one place says about a speaker; either span may be missing."""

    form: Form
    title: CharSpan | None
    affiliation: CharSpan | None
    phrase: CharSpan


def in_first_line(text: str, position: int) -> bool:
    """Tell whether a place is in the first line of the article that is not blank."""
    line = _FIRST_LINE.match(text)
    return line is not None and position <= line.end()


def clause_end(story: Story, start: int) -> int:
    """Return where the clause that begins at `start` ends; full stops of abbreviations do not end it."""
    text = story.text
    limit = start + REACH
    position = start
    while match := CLAUSE_END.search(text, position, limit):
        if (match.group() == "." and _ABBREVIATED.search(text, start, match.start())) or (
            match.group() == "," and _continues_roles(story, start, match.end())
        ):
            position = match.end()
        else:
            return match.start()
    return min(limit, len(text))


def phrase_end(story: Story, start: int) -> int:
    """Return where the clause ends; the comma of "Board of Ports, Piers and Fisheries" does not end it."""
    end = clause_end(story, start)
    across = next(
        (
            m
            for m in story.book.within(CharSpan(start, min(len(story.text), end + REACH)))
            if m.span.start < end < m.span.end
        ),
        None,
    )
    return end if across is None else clause_end(story, across.span.end)


def _continues_roles(story: Story, start: int, comma: int) -> bool:
    """Tell whether a comma only parts roles ("chairman, chief executive and president of")."""
    words = story.words
    before = list(WORD.finditer(story.text, start, comma))
    after = [m for m, _ in zip(WORD.finditer(story.text, comma, comma + 60), range(4), strict=False)]
    if not before or not after or not words.is_role(before[-1].group()):
        return False
    roles = [i for i, m in enumerate(after) if words.is_role(m.group())]
    begins = after[0].group()
    return (
        bool(roles) and any(m.group() in {"and", "&"} for m in after) and begins.islower() and begins not in words.verbs
    )


def clause_start(text: str, end: int) -> int:
    """Return where the clause begins that ends at `end`."""
    low = max(0, end - REACH)
    start = low
    for match in _CLAUSE_START.finditer(text, low, end):
        short = match.group()[0] == "." and _ABBREVIATED.search(text, low, match.start())
        if short and not (text[match.start() - 1] == "X" and is_platform(text, match.start() - 1)):
            continue
        start = match.end()
    return start


def noun_phrase_start(story: Story, start: int, end: int) -> int | None:
    """Return where the noun phrase that ends at `end` begins: after the last verb, at a determiner or a capital."""
    text, words = story.text, story.words
    *_, clause = [None, *_NEW_CLAUSE.finditer(text, start, end)]
    if clause is not None:
        return clause.start(1)
    begin: int | None = None
    passive = _PASSIVE.match(text, start, end)  # "Led by their chair, Ann Lee, the traders"
    found = list(WORD.finditer(text, passive.end() if passive else start, end))
    for i, match in enumerate(found):
        word = match.group()
        if word == "and" and 0 < i < len(found) - 1 and all(words.is_role(found[j].group()) for j in (i - 1, i + 1)):
            continue  # "Acme's founder and CEO"
        if word == "and" and begin is not None and _joins_fields(story, begin, match.start(), end):
            continue  # "its sales and marketing director"
        if word == "and" and begin is not None and _joins_portfolio(story, begin, match.start(), end):
            continue  # "the cabinet member for roads and parking"
        if word == "and" and begin is not None and _joins_owner(story, begin, match.start(), end):
            continue  # "the urban and rural development ministry's director"
        if begin is not None and word in words.titles.fillers:
            continue  # "A third trader"
        determines = word.lower() in words.definite or word.lower() in _ONE_OF_SEVERAL
        if begin is not None and word in words.definite and _ends_name(story, found[i - 1].end()):
            begin = match.start()  # "told Acme News | the mayor"
            continue
        breaks = word in words.verbs or (word.lower() in words.openers and not determines)
        if (breaks and fold(word) not in words.role_modifiers) or (
            word.lower() in words.prepositions and begin is None
        ):
            begin = None if word.lower() not in words.prepositions or begin is None else begin
        elif begin is None and (word[0].isupper() or word in words.definite or word in _ONE_OF_SEVERAL):
            begin = match.start()
    return begin


def _ends_name(story: Story, end: int) -> bool:
    """Tell whether a name ends at a place, which no article can follow within a phrase."""
    near = story.book.within(CharSpan(max(0, end - REACH), end))
    return any(m.span.end == end and (m.label != "other" or m.certainty > 0) for m in near)


def _joins_portfolio(story: Story, start: int, joint: int, end: int) -> bool:
    """Tell whether "and" joins what one post is for or of: "the minister for trade | and | industry"."""
    words = story.words
    before = [m.group() for m in WORD.finditer(story.text, start, joint)]
    after = [m.group() for m in WORD.finditer(story.text, joint + len("and"), end)]
    link = next((i for i, word in enumerate(before) if word in {"for", "of"}), 0)
    post = before[link - 1] if link else ""
    if not (words.is_role(post) or fold(post) in words.titles.holders) or not 0 < len(after) <= _LONGEST_FIELD:
        return False
    return not any(_ends_field(word, words) for word in [*before[link + 1 :], *after])


def _ends_field(word: str, words: PeopleWords) -> bool:
    """Tell whether a word stands in no field of a post: a role, a verb, an article, an owner."""
    small = word.lower()
    known = small in words.verbs or small in words.definite or small in {"a", "an"} or small in words.prepositions
    return known or words.is_role(word) or word.endswith(("'s", "’s", "'", "’"))


def _joins_owner(story: Story, start: int, joint: int, end: int) -> bool:
    """Tell whether "and" joins what one body deals with that owns a post: "the food | and | farm ministry's chief"."""
    words = story.words
    owner = _JOINED_OWNER.match(story.text, joint, end)
    before = [m.group() for m in WORD.finditer(story.text, start, joint)]
    if owner is None or not words.is_body(fold(owner["noun"])) or fold(before[0]) not in words.definite:
        return False
    field = before[1:]
    return 0 < len(field) <= _FIELD and not any(
        word[0].isupper() or words.is_role(word) or words.is_plural_role(word) or words.is_body(word) for word in field
    )


def _joins_fields(story: Story, start: int, joint: int, end: int) -> bool:
    """Tell whether "and" joins two fields of one post: "its sales | and | marketing director"."""
    words = story.words
    before = [m.group() for m in WORD.finditer(story.text, start, joint)]
    after = [m.group() for m in WORD.finditer(story.text, joint + len("and"), end)]
    if len(before) != _FIELD or fold(before[0]) not in words.definite or not 1 < len(after) <= _FIELD + 1:
        return False
    field = before[1]
    noun = field.islower() and not words.is_role(field) and not words.is_plural_role(field) and not words.is_body(field)
    return noun and words.is_role(after[-1]) and not any(fold(word) in words.definite for word in after)
