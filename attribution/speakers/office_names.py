"""What stands large before an office: the name of its place, body or party, or a part of the title itself.

"Hull | mayor", "SES | Acting Commissioner", "Labour | health spokesman", but "Unification Minister", "Crown prosecutor"
and "Labour rights activist".
"""

from __future__ import annotations

import itertools
import re

from attribution.models import CharSpan
from attribution.names.book import NameMention
from attribution.names.offices import is_of_field
from attribution.names.pieces import opens_sentence
from attribution.people import PeopleWords, fold
from attribution.speakers.story import Story

WORD = re.compile(r"[^\W_](?:[\w*&]|[’'‐‑.-](?=\w))*")
LAST = re.compile(r"([^\W\d_][\w-]*)$")
_LAST_LOWER = re.compile(r"([a-z][\w-]*)$")
_ADJECTIVE_ENDS = ("ed", "ful", "ive", "less", "ous")
_JOINED_CAPITAL = re.compile(r"\w-[A-Z]|[a-z][A-Z]")
_GOES_ON = re.compile(r",[\"”'’]+\s$")  # "... of us," Hull mayor Ann Lee said
_NUMBER = re.compile(r" \d")
_LONGEST_FIELD = 2  # words of a title that stand large before its role


def is_country(mention: NameMention, words: PeopleWords) -> bool:
    """Tell whether a name is that of a country and no more: "Peru", never "Lima"."""
    return any(frozenset(mention.key) in forms for forms in words.nation_words.values())


def seat_of_office(story: Story, mention: NameMention, phrase: CharSpan) -> CharSpan | None:
    """Return the place whose office stands right behind its name: "Hull | mayor", "Roe County | Sheriff".

    A country and an office of state are one title ("Peruvian president").
    """
    words = story.words
    if mention.label != "place" or mention.possessive or is_country(mention, words):
        return None
    words_behind = WORD.finditer(story.text, mention.span.end, phrase.end)
    found = list(itertools.takewhile(lambda m: m.group() not in words.prepositions, words_behind))
    noun, after = [*(fold(m.group()) for m in found[:2]), "", ""][:2]
    land = noun in words.titles.realm_nouns or (noun == "state" and after in words.titles.place_heads)
    land = land and found[0].group()[0].isupper()
    office = found[land:]
    last = [" ".join(fold(m.group()) for m in office[-size:]) for size in (1, 2, 3)]
    if words.titles.place_offices.isdisjoint([*last, f"{noun} {after}"]) or not office:
        return None
    of_land = f"{noun} {after}" in words.titles.place_offices  # "Roe | County Attorney"
    return CharSpan(mention.span.start, found[0].end() if land and not of_land else mention.span.end)


def is_constituency(story: Story, mention: NameMention, phrase: CharSpan) -> bool:
    """Tell whether a name before somebody elected is the place that elected them: "Quayside MP"."""
    words = story.words
    behind = " ".join(fold(m.group()) for m in WORD.finditer(story.text, mention.span.end, phrase.end))
    elected = behind.removeprefix("ward ") in words.titles.constituency_roles
    if mention.possessive or not elected or mention.span.of(story.text).isupper():
        return False
    party = not words.parties.isdisjoint(mention.key) or words.kinds_of_name(mention.key)
    return not party and words.org_heads.isdisjoint(mention.key)


def _may_open(story: Story, position: int) -> bool:
    """Tell whether a word may stand large only because a sentence begins there, which none does behind a comma."""
    goes_on = _GOES_ON.search(story.text, max(0, position - 4), position)
    return goes_on is None and opens_sentence(story.text, position)


def _has_place_head(story: Story, mention: NameMention, role: re.Match[str]) -> bool:
    """Tell whether a word before an office is a name as far as its place tells: "Hull Mayor", never "Ousted Mayor"."""
    words = story.words
    if not _may_open(story, mention.span.start):
        return True
    common = is_of_field(mention.key[0], words) or mention.key[0] in words.realms or words.is_body(mention.key[0])
    post = fold(story.text[mention.span.end + 1 : role.end()])
    large = role[1][0].isupper() and not words.titles.place_heads.isdisjoint({fold(role[1]), post})
    return large and not common and not _is_adjective(mention, words)


def _is_adjective(mention: NameMention, words: PeopleWords) -> bool:
    """Tell whether a word ends like an adjective and is no body's: "Disgraced chairman", but "United manager"."""
    adjective = mention.key[0].endswith(_ADJECTIVE_ENDS)
    return adjective and not words.kinds_of_name(mention.key) and words.org_heads.isdisjoint(mention.key)


def names_office(run: str, words: PeopleWords) -> bool:
    """Tell whether words before a country belong to a title ("Deputy UK", "Former Wales")."""
    *before, _ = run.split()
    offices = words.role_modifiers | words.ranks | words.state_roles | words.countries | words.titles.times
    return any(fold(word) in offices for word in before)


def may_be_no_name(story: Story, mention: NameMention, phrase: CharSpan) -> bool:
    """Tell whether a word stands large because it opens the sentence ("Freight rail chief"), and nowhere else."""
    text, words = story.text, story.words
    if mention.possessive or len(mention.key) > 1 or not _may_open(story, mention.span.start):
        return False
    if any(len(story.book.entities[owner].mentions) > 1 for owner in mention.owners) or mention.span.of(text).isupper():
        return False
    behind = [m.group() for m in WORD.finditer(text, mention.span.end, phrase.end)]
    first = behind[0] if behind else ""
    known = words.is_role(first) or fold(first) in words.role_modifiers or words.is_body(first)
    known = known or (first in words.titles.positions and fold(behind[-1]) in words.team_roles)  # "Lakers point guard"
    known = known and not _is_adjective(mention, words)
    return first.islower() and not known and mention.key[0] not in words.parties | words.countries


def is_of_portfolio(story: Story, mention: NameMention, phrase: CharSpan) -> bool:
    """Tell whether a word begins the field of an office, "Civil" of "Civil Aviation Director"."""
    words = story.words
    if mention.possessive or mention.label in {"place", "people"}:
        return False
    behind = [m.group() for m in WORD.finditer(story.text, mention.span.end, phrase.end)]
    post = fold(behind[-1]) if behind and behind[-1][0].isupper() else ""
    if len(mention.key) > 1 and len(behind) == 1 and post in words.titles.ministers:
        return all(is_of_field(word, words) or word in words.role_modifiers for word in mention.key)
    if len(mention.key) > 1:  # "Early Childhood" of "Early Childhood Education Minister"
        shown = words.kinds_of_name(mention.key) or not words.org_heads.isdisjoint(mention.key)
        party = not words.parties.isdisjoint(mention.key)
        of_state = len(behind) > 1 and fold(behind[-1]) in words.titles.ministers and fold(behind[0]) in words.subjects
        return of_state and not shown and not party
    field = len(behind) > 1 and behind[0][0].isupper() and not words.is_role(behind[0]) and not behind[0].isupper()
    if not field or mention.key[0] in words.parties:
        return False
    if len(behind) > 1 and _is_name(story, mention) and all(_is_of_office(word, words) for word in behind):
        return False  # "Salta | Mining Secretary", "SES | Acting Commissioner"
    once = all(len(story.book.entities[owner].mentions) == 1 for owner in mention.owners)
    return fold(behind[-1]) in words.portfolio_roles or (once and fold(behind[0]) in words.subjects)


def _is_name(story: Story, mention: NameMention) -> bool:
    """Tell whether a capitalised word before an office is a name for certain, and no field that no list holds."""
    words = story.words
    if is_of_field(mention.key[0], words) or mention.key[0] in words.realms or words.is_body(mention.key[0]):
        return False  # "House Minority Leader"
    if mention.span.of(story.text).isupper():
        return True
    if _JOINED_CAPITAL.search(story.text, mention.span.start, mention.span.end):
        return True  # "Otra-Vía"
    alike = [m for owner in mention.owners for m in story.book.entities[owner].mentions if m.key == mention.key]
    return len(alike) > 1 and re.search(rf"\b{re.escape(mention.key[0])}\b", story.text) is None


def _is_of_office(word: str, words: PeopleWords) -> bool:
    """Tell whether a word is a part of what offices are called ("Acting", "Mining", "Secretary")."""
    return words.is_role(word) or fold(word) in words.role_modifiers or is_of_field(fold(word), words)


def is_of_country(story: Story, post: CharSpan) -> bool:
    """Tell whether a country has several of a post, or sends somebody: its trade minister, its ambassador.

    Its head of state or of government is one title with it ("Peru's prime minister").
    """
    words = story.words
    large = [m.group() for m in WORD.finditer(story.text, post.start, post.end)]
    found = [fold(word) for word in large]
    minister = len(found) > 1 and found[-1] in words.titles.ministers and "prime" not in found
    minister = minister and (is_of_field(found[-2], words) or (large[-2][0].isupper() and large[-1][0].isupper()))
    return bool(found) and (found[-1] in words.titles.diplomats or minister)


def is_of_state(story: Story, folded: str, phrase: CharSpan) -> bool:
    """Tell whether a country and an office of state make one title ("Peru's prime minister")."""
    roles = {fold(m.group()) for m in WORD.finditer(story.text, phrase.start, phrase.end)}
    return folded in story.words.countries and bool(roles & story.words.state_roles)


def is_title_part(story: Story, mention: NameMention, end: int) -> bool:
    """Tell whether what looks like a name belongs to the title ("New Home" Secretary, "Leg" spinner)."""
    words = story.words
    if mention.possessive:
        return False
    role = _LAST_LOWER.search(story.text, mention.span.end, end)
    if mention.key[0] in words.titles.sides and role and role[1] in words.team_roles:
        return True
    if mention.key[0] in words.titles.numbered_seats and _NUMBER.match(story.text, mention.span.end):
        return True  # "Ward 3 Councilman"
    if len(mention.key) == 1 and mention.key[0] in words.titles.office_adjectives:
        return True  # "Crown prosecutor"
    speaks = role is not None and role[1].startswith("spokes")
    if speaks and len(mention.key) > 1 and mention.key[0] not in words.role_modifiers:
        return False  # "Harbour Fire spokesman"
    short = len(mention.key) <= _LONGEST_FIELD
    if short and mention.key[-1] in words.role_modifiers - words.parties and words.org_heads.isdisjoint(mention.key):
        return True
    plain = mention.label == "other" and mention.certainty == 0 and not mention.key[-1].endswith("s")
    if role and role[1] in words.staff_roles | words.titles.officers:
        return False  # "Acme finance officer", but "Leg spinner"
    last = LAST.search(story.text, mention.span.end, end)
    offices = (words.titles.place_offices - words.portfolio_roles) | words.titles.constituency_roles
    if (
        last is not None
        and fold(last[1]) in offices
        and (_is_name(story, mention) or _has_place_head(story, mention, last))
    ):
        return False  # "Hiiumaa mayor", but "Outspoken mayor"
    return plain and not mention.span.of(story.text).isupper() and len(mention.key) == 1


def is_ordinary_party(story: Story, party: re.Match[str], end: int) -> bool:
    """Tell whether a party's name is an adjective before a noun of its own, or one that opens a sentence.

    "Labour rights activist" and "Green architect" tell of no party, "Labour health spokesman" does.
    """
    titles = story.words.titles
    if fold(party.group()) not in titles.ordinary_parties:
        return False
    *between, post = [m.group() for m in WORD.finditer(story.text, party.end(), end)] or [""]
    if not post.islower() or fold(post) in titles.party_posts:
        return False
    field = bool(between) and between[0].islower() and between[0] != "party"
    return field or _may_open(story, party.start())
