"""The body with which a phrase begins that says what somebody is: "Acme | analyst", "BT's | chief"."""

from __future__ import annotations

import re

from attribution.models import CharSpan
from attribution.names.book import NameMention
from attribution.names.offices import is_of_field
from attribution.names.pieces import opens_sentence
from attribution.people import CAPITALS, fold
from attribution.speakers.office_names import (
    LAST,
    WORD,
    is_constituency,
    is_of_country,
    is_of_portfolio,
    is_of_state,
    is_ordinary_party,
    is_title_part,
    may_be_no_name,
    names_office,
    seat_of_office,
)
from attribution.speakers.story import Story

OFFICERS_OFFICE = re.compile(
    r"(?:[A-Z][\w.-]+ ){1,5}[A-Z][a-z]+(?:[’']s|s[’']) (?:Office|Department)\b"
)  # "Hull Coroner's Office"
_NATIONAL_BODY = re.compile(  # "Consumer NZ", "Universities Scotland"
    rf"(?P<body>[{CAPITALS}][a-z]{{3,}} (?:[{CAPITALS}][a-z]+ )?(?P<land>[{CAPITALS}][\w.]+)) (?=[a-z])"
)
_ANY = re.compile(r"\b[Aa]n? (?:[\w-]+ )?\Z")
_CODE = re.compile(r"[A-Z]{2,4} ")
_ADJECTIVE = re.compile(r"(?:ch|ean|ese|ian|ish)$")  # of words for a nation and its country: no country ends so
_OF_NATION = re.compile(r"[^\W\d_]{4,}ish")  # of a people, an island, a tongue
_SHOUTED = re.compile(r"[A-Z]{3,}(?:ED|ING)")  # "A FUMING teacher"
_OWNED_BY_ALL = re.compile(r"(?<=s)[’'] ")
_OPENS_TITLE, _CLOSES_TITLE = "“\"'‘", "”\"'’"


def is_person(story: Story, mention: NameMention) -> bool:
    """Tell whether a mention is a person for certain: one word alone may be a team or a firm taken for one."""
    if mention.label != "person":
        return False
    return len(mention.key) > 1 or any(
        len(m.key) > 1 or story.words.is_honorific(m.honorific)
        for owner in mention.owners
        for m in story.book.entities[owner].mentions
    )


def leading_body(story: Story, phrase: CharSpan) -> tuple[int, CharSpan | None]:
    """Return where the title begins after a body at the start ("Acme analyst", "BT's chief"), and the body."""
    text, words = story.text, story.words
    first = _first_after_modifiers(story, phrase)
    residence = words.titles.residence.match(text, first, phrase.end)
    if residence:
        return residence.end(), CharSpan(residence.start(), residence.end() - 1)
    office = OFFICERS_OFFICE.match(text, first, phrase.end)
    if office and office.end() < phrase.end:
        return office.end() + 1, CharSpan(*office.span())
    rest, party = _leading_party(story, CharSpan(first, phrase.end), phrase.start)
    if party is not None and " " in party.of(text):
        return rest, party  # before "Liberal" of "Liberal Democrat" is taken for a name
    land = _NATIONAL_BODY.match(text, first, phrase.end)
    if land and fold(land["land"]) in words.countries | words.nations and not names_office(land["body"], words):
        return (land.end() if first == phrase.start else phrase.start), CharSpan(*land.span("body"))
    mention = next((m for m in story.book.within(phrase) if m.span.start in {phrase.start, first, first + 4}), None)
    if mention is not None and _is_common_body(story, mention, phrase):
        whole = len(mention.owners) == 1 and len(story.book.entities[mention.owners[0]].key) > 1
        apart = whole and _presides_over(story, list(WORD.finditer(text, mention.span.start, phrase.end)))
        start = (
            mention.span.end + 1 if apart and text[phrase.start : phrase.end].split()[-1].islower() else phrase.start
        )
        return start, mention.span if whole else None  # "Council President" of the City Council
    if mention is not None and fold(mention.span.of(text)).startswith("ex-"):
        return phrase.start, CharSpan(mention.span.start + 3, mention.span.end)
    if mention is not None and not mention.possessive:
        behind = CharSpan(mention.span.end + 1, max(mention.span.end + 1, phrase.end))
        seat, own = _leading_party(story, behind, behind.start)
        of_place = mention.label == "place" or fold(text[seat : phrase.end]) in words.titles.constituency_roles
        if own is not None and seat > behind.start and of_place:
            return seat, own  # "Leeds Tory MP"
        if own is not None and own.end == phrase.end:
            return phrase.start, own  # "a Texas Republican", "a House Democrat"
    if mention is None or is_title_part(story, mention, phrase.end):
        return rest, party
    opening = WORD.match(text, mention.span.start)
    if opening is not None and len(mention.key) == 1 and is_ordinary_party(story, opening, phrase.end):
        return phrase.start, None
    return _part_mention(story, phrase, mention)


def _part_mention(story: Story, phrase: CharSpan, mention: NameMention) -> tuple[int, CharSpan | None]:
    """Return where the title begins behind a name that a phrase begins with, and the name where it is a body's."""
    words = story.words
    gap = re.compile(r"(?:[’']s?)?\s+").match(story.text, mention.span.end)
    if gap is None or gap.end() >= phrase.end:
        return _with_code(story, mention, phrase)
    code = _leading_code(story, mention)
    if code is not None:
        return code.end + 1, code
    seat = seat_of_office(story, mention, phrase) if mention.span.start <= phrase.start + 4 else None
    if seat is not None:
        return seat.end + 1, seat
    folded = fold(mention.span.of(story.text))
    if _SHOUTED.fullmatch(story.text, mention.span.start, mention.span.end):
        return gap.end(), None
    if may_be_no_name(story, mention, phrase) or is_of_portfolio(story, mention, phrase):
        return phrase.start, None
    person = is_person(story, mention) and not _has_only_bodies(story, mention, phrase)
    if person and not mention.possessive:
        return phrase.start, None
    national = mention.key[-1] in words.nations and all(words.is_role(word) for word in mention.key[:-1])
    if mention.possessive and folded in words.countries and is_of_country(story, CharSpan(gap.end(), phrase.end)):
        return gap.end(), mention.span
    if person or national or is_of_state(story, folded, phrase):
        return (gap.end() if mention.possessive else phrase.start), None
    nowhere = folded in words.countries or folded in words.demonyms
    if not nowhere and mention.span.start <= phrase.start + 4 and is_constituency(story, mention, phrase):
        return gap.end(), None  # "Quayside MP", but "Peruvian senator" is one title
    adjective = mention.label == "people" and folded not in words.parties and not folded.endswith("s")
    nation = folded in words.countries and _ADJECTIVE.search(folded) is not None
    adjective = adjective or nation or _OF_NATION.fullmatch(folded) is not None
    if adjective and not mention.possessive:
        return phrase.start, None
    if _is_home_of_trade(story, mention, phrase):
        return (gap.end() if mention.span.start <= phrase.start + 4 else phrase.start), None
    if mention.label == "place" and not mention.possessive and not _has_body_role(story, phrase):
        home = _last_role(story, phrase) in words.titles.professions or _has_trade(story, phrase)
        return (gap.end() if home else phrase.start), None  # "Boston fireman" is one title
    start = gap.end() if mention.span.start <= phrase.start + 4 else phrase.start
    nobody = _is_work(story, mention, phrase) or is_constituency(story, mention, phrase)
    return start, None if nobody else mention.span


def _is_home_of_trade(story: Story, mention: NameMention, phrase: CharSpan) -> bool:
    """Tell whether one word before a trade is as likely where somebody lives: "the Dales sheep farmer"."""
    words = story.words
    if mention.possessive or len(mention.key) > 1 or mention.span.of(story.text).isupper():
        return False
    if not _has_trade(story, phrase):
        return False
    if mention.key[0] in words.parties or not words.org_heads.isdisjoint(mention.key):
        return False
    return all(len(story.book.entities[owner].mentions) == 1 for owner in mention.owners)


def _has_trade(story: Story, phrase: CharSpan) -> bool:
    """Tell whether a phrase ends with what somebody does for himself, in no firm and no team ("farmer")."""
    words = story.words
    role = _last_role(story, phrase)
    return role in words.common_roles and role not in words.business_roles | words.team_roles | words.titles.cast


def _is_work(story: Story, mention: NameMention, phrase: CharSpan) -> bool:
    """Tell whether a name before an actor or player is that of a play, a show or a league, which employs nobody.

    So is one in marks.
    """
    text, words = story.text, story.words
    if text[mention.span.start - 1] in _OPENS_TITLE and text[mention.span.end] in _CLOSES_TITLE:
        return not text.startswith("s ", mention.span.end + 1)
    role = LAST.search(text, phrase.start, phrase.end)
    if role is not None and fold(role[1]) in words.team_roles and " ".join(mention.key) in words.titles.leagues:
        return True
    if role is None or fold(role[1]) not in words.titles.cast:
        return False
    return not words.kinds_of_name(mention.key) and words.org_heads.isdisjoint(mention.key)


def _with_code(story: Story, mention: NameMention, phrase: CharSpan) -> tuple[int, CharSpan | None]:
    """Part "Harbour Union MP", taken for one name, before the abbreviation of an office; "Hull North" elects one."""
    words = story.words
    *before, last = [*WORD.finditer(story.text, mention.span.start, mention.span.end)]
    coded = fold(last.group()) in words.office_codes and words.is_role(last.group())
    field = all(is_of_field(fold(m.group()), words) for m in before)  # "Trade CS" is one title
    if not before or not coded or field or mention.span.end < phrase.end:
        return phrase.start, None
    key = tuple(fold(m.group()) for m in before)
    shown = words.org_heads | words.parties | words.beside_seats  # "Independent Tamar TD"
    body = bool(words.kinds_of_name(key)) or not shown.isdisjoint((*key, " ".join(key)))
    elected = fold(last.group()) in words.titles.constituency_roles
    return last.start(), None if elected and not body else CharSpan(mention.span.start, before[-1].end())


def _has_only_bodies(story: Story, mention: NameMention, phrase: CharSpan) -> bool:
    """Tell whether no person can have what a phrase tells: "Anchors center", "Copper Roe's country manager"."""
    words = story.words
    if fold(mention.span.of(story.text)) in words.parties:
        return True
    roles = [fold(m.group()) for m in WORD.finditer(story.text, mention.span.end, phrase.end)]
    posts = {word for word in roles if word in words.roles or word in words.role_modifiers}
    if not roles or "campaign" in roles:
        return False
    if roles[0] == "party-list":
        return True
    if mention.possessive:
        managed = roles[-1] == "manager" and not posts.isdisjoint(words.titles.managed)
        return managed or not posts.isdisjoint(words.titles.corporate_roles)
    if len(mention.key) > 1 and roles[-1] in words.titles.corporate_roles and posts.issuperset(roles):
        return True
    if (
        len(mention.key) > 1
        and posts.issuperset(roles)
        and roles[-1] in (words.titles.keepers - words.team_roles) | words.titles.band_roles
    ):
        return not _is_met_as_person(story, mention)  # "Harbour Cafe owner", "Low Tide drummer"
    led = " ".join(roles) in words.team_roles & words.staff_roles or (len(roles) == 1 and roles[0].startswith("spokes"))
    if len(mention.key) > 1 and led:
        return not _is_met_as_person(story, mention)  # "Corran Harbour coach"
    return roles[0] in words.team_roles - words.staff_roles - words.titles.personal_roles


def _is_met_as_person(story: Story, mention: NameMention) -> bool:
    """Tell whether an article calls whom it names by a title, a surname alone or "he" elsewhere."""
    for entity in (story.book.entities[owner] for owner in mention.owners):
        short = any(m.certainty > 0 and m.key != entity.key for m in entity.mentions)
        if short or entity.gender is not None or any(m.honorific for m in entity.mentions):
            return True
    return False


def _is_common_body(story: Story, mention: NameMention, phrase: CharSpan) -> bool:
    """Tell whether a noun for a body stands large before a role and belongs to the title ("Team captain")."""
    text, words = story.text, story.words
    noun, last = mention.key[0], LAST.search(text, phrase.start, phrase.end)
    plain = len(mention.key) == 1 and not mention.possessive and mention.span.start == phrase.start
    opens = opens_sentence(text, mention.span.start)  # within a sentence "the Academy" may be a name
    common = noun in words.body_nouns or (opens and bool(words.kinds_of_noun(noun)))
    behind = text[mention.span.end + 1 : phrase.end].split()
    return (
        plain
        and common
        and last is not None
        and fold(last[1]) not in words.titles.speaking_roles
        and bool(behind)
        and all(words.is_role(word) or fold(word) in words.role_modifiers or words.is_body(word) for word in behind)
    )


def _leading_code(story: Story, mention: NameMention) -> CharSpan | None:
    """Return "UN" of "UN Middle East envoy": an abbreviation before what the article elsewhere calls a place."""
    code = _CODE.match(story.text, mention.span.start, mention.span.end)
    if code is None:
        return None
    known = fold(code.group().strip()) in story.words.titles.world_bodies
    known = known or story.words.titles.levels.issuperset(mention.key[1:])  # "OSEI Zonal Controller"
    if not known and not any(e.label == "place" and e.key == mention.key[1:] for e in story.book.entities):
        return None
    return CharSpan(code.start(), code.end() - 1)


def _has_body_role(story: Story, phrase: CharSpan) -> bool:
    """Tell whether the last noun of a phrase is a role in a firm or a team ("analyst", "striker")."""
    words = story.words
    return _last_role(story, phrase) in (words.business_roles - words.titles.professions) | words.team_roles


def _last_role(story: Story, phrase: CharSpan) -> str:
    """Return the last noun of a phrase, folded ("analyst")."""
    last = LAST.search(story.text, phrase.start, phrase.end)
    return fold(last[1]) if last else ""


def _first_after_modifiers(story: Story, phrase: CharSpan) -> int:
    """Return where "National Security Council" begins in "former National Security Council official"."""
    for match in WORD.finditer(story.text, phrase.start, phrase.end):
        if fold(match.group()) not in story.words.titles.times:
            return match.start()
    return phrase.start


def _leading_party(story: Story, phrase: CharSpan, start: int) -> tuple[int, CharSpan | None]:
    found = [m for m, _ in zip(WORD.finditer(story.text, phrase.start, phrase.end), range(3), strict=False)]
    for size in (3, 2, 1):  # "Liberal Democrat" before "Liberal"
        party = " ".join(fold(m.group()).removeprefix("ex-") for m in found[:size])
        if len(found) >= size and party in story.words.parties and not found[0].group().islower():
            if is_ordinary_party(story, found[0], phrase.end):
                break
            begin = found[0].start() + 3 * found[0].group().startswith("ex-")
            cut = (
                start == phrase.start
                or fold(story.text[start : phrase.start].strip()) in story.words.titles.party_openers
            )
            rest = found[size].start() if len(found) > size and cut else start
            owner = found[size - 1]
            return rest, CharSpan(begin, owner.end() - 2 * owner.group().endswith(("'s", "’s")))
    return start, None


def body_noun(story: Story, start: int, end: int) -> tuple[int, CharSpan | None]:
    """Part "labour office | chief" and "Miami Beach police | spokesman", whose body is a common noun."""
    words = story.words
    found = list(WORD.finditer(story.text, start, end))
    speaks = bool(found) and fold(found[-1].group()) in words.titles.speaking_roles
    for i in range(len(found) - 2, -1, -1):
        noun = fold(found[i].group())
        spoken_for = words.kinds_of_noun(noun) or (noun in words.titles.forces and i == len(found) - 2)
        owned = i > 0 and _OWNED_BY_ALL.match(story.text, found[i - 1].end()) is not None
        of_members = owned and noun in words.titles.members_bodies
        known = (i > 0 and noun in words.body_nouns) or (speaks and bool(spoken_for)) or of_members
        if (known or _presides_over(story, found[i:])) and not found[i].group().endswith(("'s", "’s")):
            head = found[i + 1 :]
            if not of_members and any(words.is_role(m.group()) for m in found[:i]):
                return start, None  # "chief minister and Union Minister"
            if (
                not speaks
                and "office" not in words.kinds_of_noun(noun)
                and _ANY.search(story.text, max(0, start - 30), start)
            ):
                return start, None  # "a primary school teacher"
            if not speaks and all(m.group()[0].isupper() for m in found[i:]):
                return start, None  # "Police Public Relations Officer"
            if all(words.is_role(m.group()) or fold(m.group()) in words.role_modifiers for m in head):
                apart = i > 0 and fold(found[0].group()) in words.titles.times
                apart = apart or (
                    i > 1 and fold(found[0].group()) in words.role_modifiers and found[1].group().istitle()
                )
                first = int(apart)  # "outgoing | Harbour trust | chief executive"
                return head[0].start(), CharSpan(found[first].start(), found[i].end())
    return start, None


def _presides_over(story: Story, found: list[re.Match[str]]) -> bool:
    """Tell whether a noun for a body and a post in it, and no more, are called: "association president"."""
    words = story.words
    noun, *post = [fold(match.group()) for match in found]
    body = (words.kinds_of_noun(noun) - {"media"} or noun in words.titles.members_bodies) and noun not in words.realms
    return bool(body and post) and post[-1] in words.titles.body_posts
