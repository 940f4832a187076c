"""What a name stands for: all places where a form stands vote for a person, a body, a place or a people."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from attrs import evolve

from attribution.models import CharSpan
from attribution.names.bodies import follows_body, is_apposed_body
from attribution.names.book import Key, NameLabel, NameMention
from attribution.names.persons import has_nickname, surname_of
from attribution.names.pieces import LABELS, TICKER, Known, Piece, office_before, opens_sentence, word_before
from attribution.people import PeopleWords, fold

_AGE = re.compile(r", \d{1,2}(?=[,.;])|,? \(\d{1,2}\)|, aged? \d")
_APPOSITION = re.compile(r", ((?:[a-z-]+ ){1,5})")
_QUARTERS = frozenset({"new", "great", "north", "south", "east", "west", "central", "old", "upper", "lower"})
_AT_PLACE = re.compile(r"\b(?:in|near|across|the|outside)\s$", re.IGNORECASE)
_WHERE = re.compile(
    r"\b(?:in|near|outside)\s$|\b(?:bus|came|cycled|drove|fled|flew|flight|headed|journey|moved|road|returned|sailed|train"
    r"|travell?ed|trip|walked|went) to\s$",
    re.IGNORECASE,
)
_PARENT = re.compile(
    r"\b(?:(?:grand)?(?:father|mother)|dad|granddad|grandma|grandad|gran|mam|mom|mum|nan)[ -]of[ -]"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+) $",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\s(?:said|says|told|tells|added|adds|argued|asked|wrote|tweeted|explained|insisted|replied)\b")
_OF_PEOPLES = ("an", "ish", "ese", "i", "ch", "ss", "sh")
_OF_PLACES = ("an", "er", "ese", "ite")
_SAID = re.compile(r" (?:said|says|added|adds|replied)\b")
_HEAD_OF_BODY = re.compile(r"\b([a-z-]+) (?:of|for) (?:the )?(?:[A-Z][\w’'-]* ){1,5}$")
_MET = re.compile(r"\b(?:spoke|speaking|speaks|talked|talking|talks|sat down|married) (?:to|with)\s$|\bmarried\s$")
_OF_BODY = re.compile(r"(?:,? from|,? of|,) the (?:[A-Z][\w-]+ ?){2,}")
_HE_NEXT = re.compile(r"[^.\n]{0,200}\.\s(?:[A-Z][a-z]+\s[^.\n]{0,90}?\b)?(?:[Hh]e|[Ss]he)\s")
_HE_IN_CLAUSE = re.compile(  # "Ann, for her part, ...", "Ann said that she"
    r", for (?:his|her) part\b|(?:,[^,.\n]{1,40},)? (?:[a-z]+ed|said|says|tells|thinks|thought|told|wrote)\b"
    r"[^.!?\n“”\"]{0,60}?\b(?:he|her|his|she)\b"
)
_NAMED_AS = re.compile(
    r"\b(?:named|called|surnamed|name (?:only )?as|(?:him|her)self (?:only )?as|known as|-year-old)\s$"
)
_OF_PLACE = re.compile(r"(?:the )?(?:council|city|town|village|county|district|municipality|port) of ", re.IGNORECASE)
_IS_PLACE = re.compile(  # "Gull Harbour, a town of 900 people"
    r", (?:an?|the) (?:[a-z-]+ ){0,3}?(?:borough|city|county|district|hamlet|island|municipality|neighbou?rhood|parish"
    r"|province|suburb|town|township|village)"
    r"(?=[,.]| (?:about|in|near|north|of|on|outside|south|east|that|west|where|with)\b)"
)
_SITE = re.compile(
    r" (?:[a-z-]+ ){0,2}?(?:airfield|brewery|colliery|dam|depot|distillery|dockyard|factory|foundry|mill|mine|oilfield"
    r"|plant|port|quarry|refinery|shipyard|smelter|steelworks|terminal|warehouse|wind farm)\b"
)
_WHO = re.compile(r", who (?!(?:have|are|were)\b)")  # "Rovers, who have" are several
_HIMSELF = re.compile(r"\s(?:him|her)self\b")
_NEXT_WORD = re.compile(r",? ([\w-]+)")
_STAFF_AT = re.compile(r"\b([A-Z]?[a-z]+s) at $")
_STAFF = re.compile(r"\b([a-z]+s) $")
_ITS_POST = re.compile(  # "Quay Tideway apologised. Its chief executive"
    r"[^.!?\n“”\"A-Z]{1,120}\.\s+Its (?:[a-z-]+ ){0,2}(?:boss|captain|chair|chairman|chairwoman|chief|director|founder"
    r"|manager|president|secretary|spokes(?:man|person|woman)|treasurer)\b"
)
_LISTED = re.compile(r"(?:, \d+)?,? (?:and|&|or) [A-Z]|, [A-Z]|/")
_A_NOUN = re.compile(r"\b(?:[Aa]n?|[Oo]ne|[Tt]he) (?:[\w’'-]+ ){0,2}[a-z-]+,? $")
_FIRM_ENDS = frozenset(
    {
        *("ab", "ag", "asa", "bhd", "bv", "corp", "gmbh", "inc", "incorporated", "kg", "limited", "llc", "llp", "ltd"),
        *("nv", "oyj", "plc", "pty", "sa", "spa"),
    }
)
_SHARES = re.compile(r"\b(?:[Ss]hares|[Ss]tock|[Ss]takes?) (?:in|of) (?:(?:[A-Z][a-z]+ )?[a-z-]+ )?$")
_SEVERAL = re.compile(r" (?:are|have) [a-z]")
_CITED = re.compile(r"\b(?:told|tells|telling|according to|interview with|published in) [Tt]he $")
_REPORTED = re.compile(r" (?:(?:has|had) (?:learned|learnt|reported)|reported|reports|can reveal)[.,]")
_HEADS = re.compile(r"([^\W\d_]+) (?:of|for) ")
_JOINT = re.compile(r"\w \w+ & ")
_FULL = 2  # words of a full name
_PLACE_OPENERS = frozenset({"ciudad", "fort", "las", "los", "mount", "port", "puerto", "santa", "são"})
_COUPLE = 3  # words of the names of a couple
_CODED = re.compile(r"[^\W\d_]\d|[a-z]\.[a-z]")  # "TV3", "Plus.net"
_DOUBTFUL = 0.5  # share of the votes up to which a label may be another's
_FEW = 5  # votes for a person that a name may have of which the last word is a team's
_SURE = 4  # votes for a person and nothing else that show a given name
_SHOWN = 6  # votes for a body whose kind a noun before it tells ("housebuilder Ann Lee")
_CAPITALS = 2  # letters of the ends that are surnames or parts of them as well
_LEADERS = frozenset({"officer", "founder", "co-founder", "owner"})
_ORDER: tuple[NameLabel, ...] = ("person", "organization", "place", "people", "other")


def label_names(text: str, pieces: list[Piece], known: Known, words: PeopleWords) -> list[NameMention]:
    """Return each piece as a name with the label that most votes of its form are for."""
    votes = _count_votes(text, pieces, known, words)
    return _inherit(text, [_label(piece, votes) for piece in pieces], words)


def _label(piece: Piece, votes: dict[Key, Counter[NameLabel]]) -> NameMention:
    count = votes[piece.key]
    total = count.total()
    label = max(_ORDER, key=count.__getitem__) if total else "other"
    certainty = count[label] / total if total else 0.0
    span = CharSpan(piece.start, piece.end)
    return NameMention(span, piece.key, label, piece.title, piece.honorific, piece.possessive, certainty)


def _count_votes(text: str, pieces: list[Piece], known: Known, words: PeopleWords) -> dict[Key, Counter[NameLabel]]:
    """Count for each form what speaks for a person, a body, a place or a people."""
    votes: dict[Key, Counter[NameLabel]] = defaultdict(Counter)
    articled: Counter[Key] = Counter()
    several: set[Key] = set()
    cited = {piece.key for piece in pieces if _CITED.search(text, max(0, piece.start - 20), piece.start)}
    for piece in pieces:
        count = votes[piece.key]
        _add_recognised(count, text, piece, known)
        _add_shown_by_name(count, text, piece, known, words)
        _add_shown_beside(count, text, piece, known, words)
        if _stands_for_several(text, piece, known):
            count["organization"] += 6
            several.add(piece.key)
        if _has_article(text, piece.start) and piece.title == piece.start:
            if piece.key not in cited:  # "told the Oregonian"
                count["people"] += 8 * _is_demonym(text, piece, known, words)
            count["organization"] += 3 if _stands_alone(text, piece, words) else 1
            articled[piece.key] += 1
    _vote_for_teams(text, pieces, votes, articled, words)
    _vote_for_surnames(votes, articled, several, words)
    _vote_for_given_names(text, pieces, votes, words)
    return votes


def _vote_for_teams(
    text: str,
    pieces: list[Piece],
    votes: dict[Key, Counter[NameLabel]],
    articled: Counter[Key],
    words: PeopleWords,
) -> None:
    """Let "Hull Thistle" be a body where the article says "the Thistle coach"."""
    single = (piece for piece in pieces if len(piece.key) == 1 and piece.key in articled)
    led = ((piece.key[0], _NEXT_WORD.match(text, piece.end)) for piece in single if _has_article(text, piece.start))
    teams = {word for word, after in led if after and "," not in after.group() and after[1] in words.team_roles}
    if not teams:
        return
    titled = {piece.key[-1] for piece in pieces if piece.title < piece.start}
    for key, count in votes.items():
        if len(key) > 1 and key[-1] in teams - titled:
            count["organization"] += 8


def _add_recognised(count: Counter[NameLabel], text: str, piece: Piece, known: Known) -> None:
    """Count the entities that cover more than half of a piece; "the council of Anvers" is a body, Anvers a place."""
    for start, end, label in known.near(piece.start, piece.end):
        shared = min(end, piece.end) - max(start, piece.start)
        if 2 * shared > piece.end - piece.start:
            placed = _OF_PLACE.fullmatch(text, start, piece.start) or (
                label == "PERSON" and _is_called_as_places(piece)
            )
            count["place" if placed else LABELS[label]] += 2


def _is_called_as_places(piece: Piece) -> bool:
    """Tell whether two words begin as places do ("Santa Cruz"), without a title."""
    return piece.key[0] in _PLACE_OPENERS and len(piece.key) == _FULL and piece.title == piece.start


def _add_shown_by_name(count: Counter[NameLabel], text: str, piece: Piece, known: Known, words: PeopleWords) -> None:
    """Count what the name itself shows: a title, the noun of a body, a country."""
    if piece.title < piece.start:
        count["organization" if _is_maker(text, piece, words) else "person"] += 7
    if has_nickname(text[piece.start : piece.end]) and "(" not in text[piece.start : piece.end]:
        count["person"] += 8
    if len(piece.key) > 1 and piece.title == piece.start and _ends_as_firm(text, piece):
        count["organization"] += 8
    if len(piece.key) > 1 and words.org_heads.intersection((piece.key[-1], piece.key[0])):
        count["organization"] += 6 if piece.key[-1] in words.org_heads else 2
    if piece.title == piece.start and _is_body_by_form(text, piece, known, words):
        count["organization"] += 6
    if " ".join(piece.key) in words.police_names or " or " in text[piece.start : piece.end]:  # "Sink or Swim"
        count["organization"] += 8
    if " ".join(piece.key) in words.demonyms and piece.key[-1].endswith(("s", "men")):
        count["people"] += 6
    if " ".join(piece.key) in words.countries:
        count["people" if piece.key[-1].endswith(_OF_PEOPLES) and len(piece.key[-1]) > 4 else "place"] += 3


def _is_body_by_form(text: str, piece: Piece, known: Known, words: PeopleWords) -> bool:
    """Tell whether no person is called so: "Le Monde", which the outlets list; "Central Bank of Chile"; "TV3"."""
    if text[piece.start : piece.end] in known.media or _CODED.search(text, piece.start, piece.end):
        return True
    if len(piece.key) > _COUPLE and _JOINT.search(text, piece.start, piece.end):
        return True  # "Quay Basin Land & Water", but "Ann & Bob Lee"
    heads = (fold(match[1]) for match in _HEADS.finditer(text, piece.start, piece.end))
    return len(piece.key) > 1 and (piece.key[-1] in words.body_ends or not words.org_heads.isdisjoint(heads))


def _ends_as_firm(text: str, piece: Piece) -> bool:
    """Tell whether a name ends as firms do ("Acme SA"); capitals tell "AB" and "SA" from surnames."""
    last = text[piece.start : piece.end].split()[-1]
    return piece.key[-1] in _FIRM_ENDS and (len(last) > _CAPITALS or not last.istitle())


def _add_shown_beside(count: Counter[NameLabel], text: str, piece: Piece, known: Known, words: PeopleWords) -> None:
    """Count what the words before and after a name show."""
    several = 1 < len(piece.key) < 5 and not piece.possessive
    after = _NEXT_WORD.match(text, piece.end)
    named_body = several and piece.key[-1] in words.org_heads  # "the operator, Gull Ferries"
    if "of" in text[max(0, piece.start - 9) : piece.start] and _PARENT.search(
        text, max(0, piece.start - 24), piece.start
    ):
        count["person"] += 8
    if _AGE.match(text, piece.end) or (not named_body and _follows_role(text, piece, words)):
        count["person"] += 4
    spaced = text[piece.start - 1 : piece.start].isspace()
    named_as = _NAMED_AS.search(text, max(0, piece.start - 20), piece.start) if spaced else None
    aged = named_as is not None and named_as.group().startswith("-")
    if aged and len(piece.key) == 1 and _names_people(piece.key[0], words):
        count["people"] += 8  # "the 23-year-old Tongan"
    elif named_as and _names_body(text, named_as, words):
        count["organization"] += 6
    elif (named_as and not _names_thing(text, named_as, words)) or _HIMSELF.match(text, piece.end):
        count["person"] += 4
    if after and words.is_postnominal(after[1]) and len(piece.key) > 1 and " ".join(piece.key) not in words.parties:
        count["person"] += 4
    elif after and "," not in after.group() and _is_body_before_role(text, piece, after[1], words):
        count["organization"] += 6
    if piece.title == piece.start and (_IS_PLACE.match(text, piece.end) or _is_owned_site(text, piece)):
        count["place"] += 8
    if text.endswith((", ", "” ", '" '), 0, piece.title) and _REPORTED.match(text, piece.end):
        count["organization"] += 3  # "The ferry sank, Harbour Echo reported."
    national = piece.key[-1] in words.countries or " for " in text[piece.start : piece.end]
    if several and (piece.key[0] == "friends" or (piece.key[0] in words.subjects | words.sports and national)):
        count["organization"] += 6  # "Transport for Wales", "Sport England", "Friends of the Harbour"
    if several and _is_of_nation(text, piece, known, words):
        count["organization"] += 6  # "Shelter Scotland", "Quay UK"
    if several and _ITS_POST.match(text, piece.end) and not _follows_preposition(text, piece, words):
        count["organization"] += 6
    if several and text.startswith(", which ", piece.end) and opens_sentence(text, piece.title):
        count["organization"] += 6  # "Roe Minerals, which ..."; behind "the letter by" it is the letter
    if _follows_staff(text, piece, words):
        count["organization"] += 6  # "analysts Roe Finch", "analysts at Roe Finch"
    if TICKER.match(text, piece.end + 1) or _SHARES.search(text, max(0, piece.start - 40), piece.start):
        count["organization"] += 8
    if _is_led(text, piece.start, words):
        count["organization"] += 8
    elif follows_body(text, piece.start, words) or (
        not piece.possessive and piece.title == piece.start and is_apposed_body(text, piece.end, words)
    ):
        count["organization"] += 6
    elif several and not words.org_heads.intersection(piece.key):
        count["person"] += _human_signs(text, piece, words)
    if not _has_article(text, piece.start) and (
        _WHO.match(text, piece.end)
        or text.startswith(", whose ", piece.end)
        or (several and _precedes_role(text, piece.end, words))
    ):
        count["person"] += 3


def _is_owned_site(text: str, piece: Piece) -> bool:
    """Tell whether a name is that of a site of a body: "Acme's Roe Valley zinc smelter"."""
    return text.endswith(("’s ", "'s "), 0, piece.start) and _SITE.match(text, piece.end) is not None


def _stands_for_several(text: str, piece: Piece, known: Known) -> bool:
    """Tell whether a plural verb follows a name that opens a sentence, as in "Thistle have lost", not "Trees have"."""
    plural = piece.title == piece.start and _SEVERAL.match(text, piece.end) is not None
    return plural and opens_sentence(text, piece.start) and bool(known.near(piece.start, piece.end))


def _is_maker(text: str, piece: Piece, words: PeopleWords) -> bool:
    """Tell whether the noun before a name is a firm's: "Architects Ann Lee", "Developer Roe" if nobody is named Roe."""
    if piece.honorific in words.firm_groups:
        return _LISTED.match(text, piece.end) is None
    return len(piece.key) == 1 and "firm" in words.kinds_of_noun(piece.honorific)


def _follows_staff(text: str, piece: Piece, words: PeopleWords) -> bool:
    """Tell whether people in the plural are said to be one name ("architects Roe"), or several to be at it."""
    if piece.possessive or piece.title < piece.start:
        return False
    start = max(0, piece.start - 30)
    at = _STAFF_AT.search(text, start, piece.start)
    if at is not None:
        return len(piece.key) > 1 and words.is_plural_role(at[1])
    before = _STAFF.search(text, start, piece.start)
    return before is not None and before[1] in words.firm_groups and _LISTED.match(text, piece.end) is None


def _is_of_nation(text: str, piece: Piece, known: Known, words: PeopleWords) -> bool:
    """Tell whether a nation ends the name of a body of it; "Tom England" is recognised as a person."""
    if piece.key[-1] not in words.countries or piece.key[-1].endswith(_OF_PEOPLES) or piece.title < piece.start:
        return False
    if piece.key[0] in _QUARTERS or not words.countries.isdisjoint((piece.key[0], " ".join(piece.key))):
        return False  # "New South Wales"
    if text[piece.end - len(piece.key[-1]) : piece.end].isupper():
        return True
    near = known.near(piece.start, piece.end)
    return all(label != "PERSON" for _, _, label in near)


def _follows_preposition(text: str, piece: Piece, words: PeopleWords) -> bool:
    before = word_before(text, piece.title)
    return before is not None and before[1] in words.prepositions


def _names_thing(text: str, named_as: re.Match[str], words: PeopleWords) -> bool:
    """Tell whether what is named is nobody: "a page called Roe", "a ferry named Roe", but "a woman named Roe"."""
    before = word_before(text, named_as.start())
    phrase = _A_NOUN.search(text, max(0, named_as.start() - 30), named_as.start())
    noun = before[1] if before and phrase else ""
    return noun.islower() and not (words.is_role(noun) or noun in words.relations or noun in words.no_titles)


def _names_body(text: str, named_as: re.Match[str], words: PeopleWords) -> bool:
    """Tell whether a body is named: "a company called Roe Labs"."""
    before = word_before(text, named_as.start())
    return before is not None and words.is_body(before[1])


def _is_demonym(text: str, piece: Piece, known: Known, words: PeopleWords) -> bool:
    """Tell whether "the" stands before "Scot", "Hall of Famer", or a noun made from a place that the article names.

    "The Leedser said", with a small "the", is somebody from Leeds; what reports or is told may be a newspaper.
    """
    said = [fold(word) for word in text[piece.start : piece.end].split()]
    if " ".join(said) in words.demonyms or (said[0] in _QUARTERS and " ".join(said[1:]) in words.demonyms):
        return True  # "Hall of Famer", "South Carolinian"
    word = piece.key[0]
    if len(piece.key) > 1 or not word.endswith(_OF_PLACES) or not text.startswith("the", piece.start - 4):
        return False
    return _SAID.match(text, piece.end) is not None and any(word[:-n] in known.stems for n in range(1, 5))


def _has_article(text: str, start: int) -> bool:
    return text[max(0, start - 4) : start].lower() == "the "


def _is_body_before_role(text: str, piece: Piece, role: str, words: PeopleWords) -> bool:
    """Tell whether a role makes a team or firm of what stands before it ("Acme analyst", "the Corran Vale coach")."""
    if piece.title < piece.start:
        return False
    named_role = role in words.team_roles or role in words.staff_roles
    return role in words.body_roles or (named_role and _has_article(text, piece.start))


def _is_led(text: str, start: int, words: PeopleWords) -> bool:
    """Tell whether a role of those who lead or speak for a body stands before a name ("Chief Executive Officer of")."""
    office = office_before(text, start)
    return office is not None and (fold(office) in words.staff_roles or fold(office) in _LEADERS)


def _stands_alone(text: str, piece: Piece, words: PeopleWords) -> bool:
    """Tell whether no noun follows several words after "the": "the Harbour Light said", not "the Ann Lee case"."""
    after = _NEXT_WORD.match(text, piece.end)
    if len(piece.key) < 2 or piece.possessive:
        return False
    no_nouns = (words.verbs, words.prepositions, words.openers)
    return after is None or not after[1].islower() or any(after[1] in group for group in no_nouns)


def _vote_for_surnames(
    votes: dict[Key, Counter[NameLabel]], articled: Counter[Key], several: set[Key], words: PeopleWords
) -> None:
    """Let a name of two to four words be a person where its last word stands alone: bodies are seldom shortened so.

    Where that word is a team's ("Thistle have lost"), so is the name ("Quayside Thistle").
    """
    for key, count in votes.items():
        last = (surname_of(key, words),)
        alone = votes.get(last) if 1 < len(key) < 5 else None
        if alone and last in several and alone["organization"] > alone["person"] and count["person"] <= _FEW:
            count["organization"] += _FEW + 1
            continue
        named = alone is not None and 2 * alone["person"] > alone.total()  # "the Lee campaign" says nothing of Lee
        if (
            alone is None
            or (articled[last] and not named)
            or articled[key]
            or words.org_heads.intersection(key)
            or _is_known_body(key, words)
            or count["organization"] >= _SHOWN > count["person"]
        ):
            continue
        count["person"] += 3 + min(alone["person"], 6)


def _vote_for_given_names(
    text: str, pieces: list[Piece], votes: dict[Key, Counter[NameLabel]], words: PeopleWords
) -> None:
    """Let a name of two or three words of which nothing is known be a person where its first word alone is one.

    That shows by "she" behind it, or by votes for a person only.
    """
    single = [piece for piece in pieces if len(piece.key) == 1]
    given = {piece.key for piece in single if _HE_IN_CLAUSE.match(text, piece.end)}
    given |= {p.key for p in single if votes[p.key]["person"] == votes[p.key].total() >= _SURE}
    for key, count in votes.items():
        alone = votes[key[:1]] if 1 < len(key) < 4 and key[:1] in given and not count.total() else None
        if alone is None or 2 * alone["person"] <= alone.total():
            continue
        if words.org_heads.isdisjoint(key) and key[-1] not in words.body_ends and not _is_known_body(key, words):
            count["person"] += 3


def _is_known_body(key: Key, words: PeopleWords) -> bool:
    """Tell whether a name is "New Labour" or "Great Britain", which do shorten to their last word."""
    quarter = len(key) > 1 and key[0] in _QUARTERS
    return key[-1] in words.countries or key[-1] in words.parties or quarter


def _follows_role(text: str, piece: Piece, words: PeopleWords) -> bool:
    """Tell whether a role stands before a name; "brewer Roe", of one word, may be a firm's as well."""
    before = word_before(text, piece.start)
    if before is None or not before[1].islower() or before[1] in words.organizations:
        return False
    return before[1] in words.roles and (len(piece.key) > 1 or "firm" not in words.kinds_of_noun(before[1]))


def _human_signs(text: str, piece: Piece, words: PeopleWords) -> int:
    """Count what speaks for a person around two to four words, where the recogniser may know no such names."""
    after = _NEXT_WORD.match(text, piece.end)
    before = word_before(text, piece.title)
    headed = before is not None and before[1][:1].isupper() and text[piece.title - 1] == " "
    office = _HEAD_OF_BODY.search(text, max(0, piece.title - 80), piece.title) if headed else None
    signs = 3 * (after is not None and after[1] in words.human_verbs)
    signs += 2 * (_MET.search(text, max(0, piece.start - 30), piece.start) is not None)
    signs += 2 * (_OF_BODY.match(text, piece.end) is not None)
    signs += int(office is not None and words.is_role(office[1]))
    return signs + (_HE_NEXT.match(text, piece.end) is not None)


def _names_people(word: str, words: PeopleWords) -> bool:
    """Tell whether a folded word names a people; "Kasparyan" only ends as such words do."""
    return word.endswith("s") or (word.endswith(_OF_PEOPLES) and (word in words.countries or word in words.demonyms))


def _precedes_role(text: str, end: int, words: PeopleWords) -> bool:
    """Tell whether an apposition follows that says what somebody does (", head of research").

    ", lawyer Ann Lee" says what Ann Lee does.
    """
    after = _APPOSITION.match(text, end)
    if after is None:
        return False
    found = [word for word in after[1].split() if word not in words.definite]
    if found and found[-1] in words.roles and text[after.end() : after.end() + 1].isupper():
        return False
    first = next((i for i, word in enumerate(found) if word in words.roles), None)
    return first is not None and not any(word in words.verbs for word in found[:first])


def _inherit(text: str, mentions: list[NameMention], words: PeopleWords) -> list[NameMention]:
    """Let a single word that is the last or first of a person's name be that person, unless it is used as a place."""
    persons = {m.key for m in mentions if m.label == "person" and len(m.key) > 1}
    last, first = {surname_of(key, words) for key in persons}, {key[0] for key in persons}
    tails = {key[-n:] for key in persons for n in range(2, len(key))}
    placed = Counter(m.key for m in mentions if _AT_PLACE.search(text, max(0, m.span.start - 9), m.span.start))
    total = Counter(m.key for m in mentions)
    # "Cuban said": no adjective speaks, but one whose surname it is may.
    speaking = {m.key for m in mentions if m.key[-1] in last and _SPEAKS.match(text, m.span.end)}
    body_ends = {m.key[-1] for m in mentions if len(m.key) > 1 and m.label == "organization"}
    other_ends = {m.key[-1] for m in mentions if len(m.key) > 1 and m.label == "other"}
    teams = {m.key for m in mentions if m.key[-1].endswith("s") and _has_article(text, m.span.start)}
    body_heads = {m.key[0] for m in mentions if len(m.key) > 1 and m.label in {"organization", "other"}}
    shown = {m.key[0] for m in mentions if len(m.key) > 1 and m.key[-1] in words.body_ends}
    firms = {m.key[0] for m in mentions if len(m.key) > 1 and m.key[-1] in _FIRM_ENDS and not m.honorific}

    def is_firm(mention: NameMention) -> bool:
        """Tell whether "Harbour" is short for "Harbour Foods Ltd", and no place."""
        alone = len(mention.key) == 1 and mention.key[0] in firms and not placed[mention.key]
        return alone and mention.key[0] not in words.countries

    def shortens_body(mention: NameMention) -> bool:
        """Tell whether "Rovers" ends the name of a body and nobody's, or "Roe" begins one that is shown or doubtful."""
        if len(mention.key) != 1 or mention.label != "person" or mention.honorific or mention.key[0] in last | first:
            return False
        team = (mention.key in teams and mention.key[0] in other_ends) or mention.key[0] in shown
        return team or mention.key[0] in body_ends or (mention.certainty <= _DOUBTFUL and mention.key[0] in body_heads)

    def inherits(mention: NameMention) -> bool:
        if mention.key in tails and mention.label != "person":
            return True
        if len(mention.key) != 1 or mention.label == "person" or 3 * placed[mention.key] > total[mention.key]:
            return False
        if mention.label == "people" and _names_people(mention.key[0], words):
            return mention.key in speaking
        if mention.label != "other" and _is_known_body(mention.key, words):
            return False
        if _has_article(text, mention.span.start):
            return False
        return mention.key[0] in last or mention.key[0] in first

    alone = {m.key for m in mentions if len(m.key) == 1 and m.label == "person" and m.key[0] not in last | first}
    placed_only = _placed(text, [m for m in mentions if m.key in alone])
    mentions = [evolve(m, label="place") if m.key in placed_only else m for m in mentions]
    mentions = [evolve(m, label="organization") if is_firm(m) or shortens_body(m) else m for m in mentions]
    return [evolve(m, label="person") if inherits(m) else m for m in mentions]


def _placed(text: str, mentions: list[NameMention]) -> set[Key]:
    """Return the names that stand nowhere but where a place does ("a baker in Poole", "walked to Poole")."""
    named = {
        m.key for m in mentions if not _WHERE.search(text, max(0, m.title - 16), m.title) or m.title < m.span.start
    }
    return {m.key for m in mentions} - named
