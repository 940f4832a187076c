"""The body with which a phrase begins that says what somebody is: "Acme | analyst", "BT's | chief"."""

from __future__ import annotations

import re

from attribution.models import CharSpan
from attribution.names.book import NameMention
from attribution.names.offices import is_of_field
from attribution.names.pieces import opens_sentence
from attribution.people import CAPITALS, PeopleWords, fold
from attribution.speakers.story import Story

WORD = re.compile(r"[^\W_](?:[\w*&]|[’'‐‑.-](?=\w))*")
LAST = re.compile(r"([^\W\d_][\w-]*)$")
OFFICERS_OFFICE = re.compile(
    r"(?:[A-Z][\w.-]+ ){1,5}[A-Z][a-z]+(?:[’']s|s[’']) (?:Office|Department)\b"
)  # "Hull Coroner's Office"
_LAST_LOWER = re.compile(r"([a-z][\w-]*)$")
_NATIONAL_BODY = re.compile(  # "Consumer NZ", "Universities Scotland"
    rf"(?P<body>[{CAPITALS}][a-z]{{3,}} (?:[{CAPITALS}][a-z]+ )?(?P<land>[{CAPITALS}][\w.]+)) (?=[a-z])"
)
_ADJECTIVE_ENDS = ("ed", "ful", "ive", "less", "ous")
_JOINED_CAPITAL = re.compile(r"\w-[A-Z]|[a-z][A-Z]")
_GOES_ON = re.compile(r",[\"”'’]+\s$")  # "... of us," Hull mayor Ann Lee said
_LONGEST_FIELD = 2  # words of a title that stand large before its role
_ANY = re.compile(r"\b[Aa]n? (?:[\w-]+ )?\Z")
_CODE = re.compile(r"[A-Z]{2,4} ")
_SHOUTED = re.compile(r"[A-Z]{3,}(?:ED|ING)")  # "A FUMING teacher"
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


def is_country(mention: NameMention, words: PeopleWords) -> bool:
    """Tell whether a name is that of a country and no more: "Peru", never "Lima"."""
    return any(frozenset(mention.key) in forms for forms in words.nation_words.values())


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
    if land and fold(land["land"]) in words.countries | words.nations and not _names_office(land["body"], words):
        return (land.end() if first == phrase.start else phrase.start), CharSpan(*land.span("body"))
    mention = next((m for m in story.book.within(phrase) if m.span.start in {phrase.start, first, first + 4}), None)
    if mention is not None and _is_common_body(story, mention, phrase):
        whole = len(mention.owners) == 1 and len(story.book.entities[mention.owners[0]].key) > 1
        return phrase.start, mention.span if whole else None  # "Council President" of the City Council
    if mention is not None and fold(mention.span.of(text)).startswith("ex-"):
        return phrase.start, CharSpan(mention.span.start + 3, mention.span.end)
    if mention is not None and not mention.possessive:
        behind = CharSpan(mention.span.end + 1, max(mention.span.end + 1, phrase.end))
        seat, own = _leading_party(story, behind, behind.start)
        of_place = mention.label == "place" or fold(text[seat : phrase.end]) in words.titles.constituency_roles
        if own is not None and seat > behind.start and of_place:
            return seat, own  # "Leeds Tory MP"
        if own is not None and own.end == phrase.end and mention.label == "place":
            return phrase.start, own  # "a Texas Republican"
    if mention is None or _is_title_part(story, mention, phrase.end):
        return rest, party
    opening = WORD.match(text, mention.span.start)
    if opening is not None and len(mention.key) == 1 and _is_ordinary(story, opening, phrase.end):
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
    seat = _seat_of_office(story, mention, phrase) if mention.span.start <= phrase.start + 4 else None
    if seat is not None:
        return seat.end + 1, seat
    folded = fold(mention.span.of(story.text))
    if _SHOUTED.fullmatch(story.text, mention.span.start, mention.span.end):
        return gap.end(), None
    if _may_be_no_name(story, mention, phrase) or _is_of_portfolio(story, mention, phrase):
        return phrase.start, None
    person = is_person(story, mention) and not _has_only_bodies(story, mention, phrase)
    if person and not mention.possessive:
        return phrase.start, None
    national = mention.key[-1] in words.nations and all(words.is_role(word) for word in mention.key[:-1])
    if mention.possessive and folded in words.countries and _is_countrys(story, CharSpan(gap.end(), phrase.end)):
        return gap.end(), mention.span
    if person or national or _is_of_state(story, folded, phrase):
        return (gap.end() if mention.possessive else phrase.start), None
    adjective = mention.label == "people" and folded not in words.parties and not folded.endswith("s")
    if adjective and not mention.possessive:
        return phrase.start, None
    if _is_home_of_trade(story, mention, phrase):
        return (gap.end() if mention.span.start <= phrase.start + 4 else phrase.start), None
    if mention.label == "place" and not mention.possessive and not _has_body_role(story, phrase):
        home = _last_role(story, phrase) in words.titles.professions
        return (gap.end() if home else phrase.start), None  # "Boston mayor" is one title
    start = gap.end() if mention.span.start <= phrase.start + 4 else phrase.start
    nobody = _is_work(story, mention, phrase) or _is_constituency(story, mention, phrase)
    return start, None if nobody else mention.span


def _seat_of_office(story: Story, mention: NameMention, phrase: CharSpan) -> CharSpan | None:
    """Return the place whose office stands right behind its name: "Hull | mayor", "Roe County | Sheriff".

    A country and an office of state are one title ("Peruvian president").
    """
    words = story.words
    if mention.label != "place" or mention.possessive or is_country(mention, words):
        return None
    found = list(WORD.finditer(story.text, mention.span.end, phrase.end))
    noun, after = [*(fold(m.group()) for m in found[:2]), "", ""][:2]
    land = noun in words.titles.realm_nouns or (noun == "state" and after in words.titles.place_heads)
    land = land and found[0].group()[0].isupper()
    office = found[land:]
    last = [" ".join(fold(m.group()) for m in office[-size:]) for size in (1, 2, 3)]
    if not office or words.titles.place_offices.isdisjoint(last):
        return None
    return CharSpan(mention.span.start, found[0].end() if land else mention.span.end)


def _is_home_of_trade(story: Story, mention: NameMention, phrase: CharSpan) -> bool:
    """Tell whether one word before a trade is as likely where somebody lives: "the Dales sheep farmer"."""
    words = story.words
    role = _last_role(story, phrase)
    trade = role in words.common_roles and role not in words.business_roles | words.team_roles | words.titles.cast
    if not trade or mention.possessive or len(mention.key) > 1 or mention.span.of(story.text).isupper():
        return False
    if mention.key[0] in words.parties or not words.org_heads.isdisjoint(mention.key):
        return False
    return all(len(story.book.entities[owner].mentions) == 1 for owner in mention.owners)


def _is_constituency(story: Story, mention: NameMention, phrase: CharSpan) -> bool:
    """Tell whether a name before somebody elected is the place that elected them: "Quayside MP"."""
    words = story.words
    behind = " ".join(fold(m.group()) for m in WORD.finditer(story.text, mention.span.end, phrase.end))
    if mention.possessive or behind not in words.titles.constituency_roles or mention.span.of(story.text).isupper():
        return False
    party = not words.parties.isdisjoint(mention.key) or words.kinds_of_name(mention.key)
    return not party and words.org_heads.isdisjoint(mention.key)


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
    large = role[1][0].isupper() and fold(role[1]) in words.titles.place_heads
    return large and not common and not _is_adjective(mention, words)


def _is_adjective(mention: NameMention, words: PeopleWords) -> bool:
    """Tell whether a word ends like an adjective and is no body's: "Disgraced chairman", but "United manager"."""
    adjective = mention.key[0].endswith(_ADJECTIVE_ENDS)
    return adjective and not words.kinds_of_name(mention.key) and words.org_heads.isdisjoint(mention.key)


def _names_office(run: str, words: PeopleWords) -> bool:
    """Tell whether words before a country belong to a title ("Deputy UK", "Former Wales")."""
    *before, _ = run.split()
    offices = words.role_modifiers | words.ranks | words.state_roles | words.countries | words.titles.times
    return any(fold(word) in offices for word in before)


def _with_code(story: Story, mention: NameMention, phrase: CharSpan) -> tuple[int, CharSpan | None]:
    """Part "Harbour Union MP", taken for one name, before the abbreviation of an office."""
    words = story.words
    *before, last = [*WORD.finditer(story.text, mention.span.start, mention.span.end)]
    coded = fold(last.group()) in words.office_codes and words.is_role(last.group())
    field = all(is_of_field(fold(m.group()), words) for m in before)  # "Trade CS" is one title
    if not before or not coded or field or mention.span.end < phrase.end:
        return phrase.start, None
    return last.start(), CharSpan(mention.span.start, before[-1].end())


def _may_be_no_name(story: Story, mention: NameMention, phrase: CharSpan) -> bool:
    """Tell whether a word stands large because it opens the sentence ("Freight rail chief"), and nowhere else."""
    text, words = story.text, story.words
    if mention.possessive or len(mention.key) > 1 or not _may_open(story, mention.span.start):
        return False
    if any(len(story.book.entities[owner].mentions) > 1 for owner in mention.owners) or mention.span.of(text).isupper():
        return False
    behind = [m.group() for m in WORD.finditer(text, mention.span.end, phrase.end)]
    first = behind[0] if behind else ""
    known = words.is_role(first) or fold(first) in words.role_modifiers or words.is_body(first)
    known = known and not _is_adjective(mention, words)
    return first.islower() and not known and mention.key[0] not in words.parties | words.countries


def _is_of_portfolio(story: Story, mention: NameMention, phrase: CharSpan) -> bool:
    """Tell whether a word begins the field of an office, "Civil" of "Civil Aviation Director"."""
    words = story.words
    if mention.possessive or mention.label in {"place", "people"}:
        return False
    behind = [m.group() for m in WORD.finditer(story.text, mention.span.end, phrase.end)]
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
    return roles[0] in words.team_roles - words.staff_roles - words.titles.personal_roles


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
        and all(words.is_role(word) or fold(word) in words.role_modifiers for word in behind)
    )


def _leading_code(story: Story, mention: NameMention) -> CharSpan | None:
    """Return "UN" of "UN Middle East envoy": an abbreviation before what the article elsewhere calls a place."""
    code = _CODE.match(story.text, mention.span.start, mention.span.end)
    if code is None:
        return None
    known = fold(code.group().strip()) in story.words.titles.world_bodies
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


def _is_countrys(story: Story, post: CharSpan) -> bool:
    """Tell whether a country has several of a post, or sends somebody: its trade minister, its ambassador.

    Its head of state or of government is one title with it ("Peru's prime minister").
    """
    words = story.words
    large = [m.group() for m in WORD.finditer(story.text, post.start, post.end)]
    found = [fold(word) for word in large]
    minister = len(found) > 1 and found[-1] in words.titles.ministers and "prime" not in found
    minister = minister and (is_of_field(found[-2], words) or (large[-2][0].isupper() and large[-1][0].isupper()))
    return bool(found) and (found[-1] in words.titles.diplomats or minister)


def _is_of_state(story: Story, folded: str, phrase: CharSpan) -> bool:
    """Tell whether a country and an office of state make one title ("Peru's prime minister")."""
    roles = {fold(m.group()) for m in WORD.finditer(story.text, phrase.start, phrase.end)}
    return folded in story.words.countries and bool(roles & story.words.state_roles)


def _first_after_modifiers(story: Story, phrase: CharSpan) -> int:
    """Return where "National Security Council" begins in "former National Security Council official"."""
    for match in WORD.finditer(story.text, phrase.start, phrase.end):
        if fold(match.group()) not in story.words.titles.times:
            return match.start()
    return phrase.start


def _is_title_part(story: Story, mention: NameMention, end: int) -> bool:
    """Tell whether what looks like a name belongs to the title ("New Home" Secretary, "Leg" spinner)."""
    words = story.words
    if mention.possessive:
        return False
    role = _LAST_LOWER.search(story.text, mention.span.end, end)
    if mention.key[0] in words.titles.sides and role and role[1] in words.team_roles:
        return True
    if len(mention.key) == 1 and mention.key[0] in words.titles.office_adjectives:
        return True  # "Crown prosecutor"
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


def _leading_party(story: Story, phrase: CharSpan, start: int) -> tuple[int, CharSpan | None]:
    found = [m for m, _ in zip(WORD.finditer(story.text, phrase.start, phrase.end), range(3), strict=False)]
    for size in (3, 2, 1):  # "Liberal Democrat" before "Liberal"
        party = " ".join(fold(m.group()).removeprefix("ex-") for m in found[:size])
        if len(found) >= size and party in story.words.parties and not found[0].group().islower():
            if _is_ordinary(story, found[0], phrase.end):
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


def _is_ordinary(story: Story, party: re.Match[str], end: int) -> bool:
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


def body_noun(story: Story, start: int, end: int) -> tuple[int, CharSpan | None]:
    """Part "labour office | chief" and "Miami Beach police | spokesman", whose body is a common noun."""
    words = story.words
    found = list(WORD.finditer(story.text, start, end))
    speaks = bool(found) and fold(found[-1].group()) in words.titles.speaking_roles
    for i in range(len(found) - 2, -1 if speaks else 0, -1):
        noun = fold(found[i].group())
        spoken_for = words.kinds_of_noun(noun) or (noun in words.titles.forces and i == len(found) - 2)
        known = noun in words.body_nouns or (speaks and bool(spoken_for))
        if known and not found[i].group().endswith(("'s", "’s")):
            head = found[i + 1 :]
            if any(words.is_role(m.group()) for m in found[:i]):
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
                first = 1 if i and fold(found[0].group()) in words.titles.times else 0
                return head[0].start(), CharSpan(found[first].start(), found[i].end())
    return start, None
