"""A phrase that says what somebody is, taken apart: "head of research at Acme" into title and body."""

from __future__ import annotations

import itertools
import re

from attribution.models import CharSpan
from attribution.names.book import NameBook, NameMention
from attribution.names.offices import is_of_field
from attribution.names.pieces import opens_sentence
from attribution.people import UPPER, PeopleWords, fold

WORD = re.compile(r"[^\W_](?:[\w*&]|[’'‐‑.-](?=\w))*")
_LINK = re.compile(r"\s(?P<link>of|at|for|with|from|in|on)\s")
_IN_PLACE = re.compile(
    rf"\s(?:(?:in|from)\s(?:the\s)?(?:[\w-]+\s)?|(?:at|in|near|on)\sthe\s(?:corner|edge|end|foot|top)\sof\s)(?=[{UPPER}])"
)
_TOWN = re.compile(r"\b(?:town|city|village|suburb|state|province|region|district|county|island|port|hamlet)\sof\s$")
_LAST = re.compile(r"([^\W\d_][\w-]*)$")
_LAST_LOWER = re.compile(r"([a-z][\w-]*)$")
_OWNER = re.compile(r"((?:(?:US|UK|EU|UN)\s)?(?:[a-z][\w-]*\s){0,3}[a-z][\w-]*?)(?:[’']s|(?<=s)[’'])\s+(?=\w)")
_AT_BODY_AND = re.compile(r"(?:[\w-]+ ){1,6}?(?:at|with) the (?:[a-z-]+ )?(?P<body>[a-z]+) and ")
_NOUN_BETWEEN = re.compile(r"(?: [a-z-]+){0,2} ([a-z-]+) ")
_STREETS = frozenset({"avenue", "boulevard", "lane", "road", "roads", "square", "street", "streets", "terrace"})
_CODE = re.compile(r"[A-Z]{2,4} ")
_SORTS = frozenset({"women", "men", "children", "girls", "boys", "ladies", "people", "world", "year"})
_LONGEST = 14  # words of a title
_RETIRED = frozenset({"ret", "ret'd", "retd", "rtd"})  # in brackets, behind a rank
_LONGEST_STYLE = 3  # words of the longest style ("his royal highness")
_LONGEST_WORD = 30
_CONNECTING = frozenset({"and", "for", "of", "the", "&"})
_ACADEMIC = frozenset({"prof", "professor"})  # no second title behind a role ("tide expert Professor Ann Lee")
_CONJUNCTIONS = frozenset({"and", "as", "because", "but", "if", "or", "though", "while"})
_FINITE = frozenset({"are", "can", "could", "did", "does", "had", "has", "have", "is", "was", "were", "will"})
_BELONGING = frozenset({"author", "authors", "member", "members", "participant", "participants"})
_TAKING_TO = frozenset(
    {"adviser", "advisor", "aide", "ambassador", "envoy", "assistant", "heir", "secretary", "counsel"}
)
_FILLERS = frozenset(
    {
        "now",
        "also",
        "currently",
        "once",
        "another",
        "fellow",
        "one",
        "two",
        "three",
        "some",
        "several",
        "own",
        "only",
        "second",
        "third",
    }
)
_SPEAKING_FOR = frozenset({"spokesman", "spokeswoman", "spokesperson", "official", "source", "representative"})
_OFFICERS = frozenset({"officer", "chief", "head", "official", "spokesman", "spokeswoman", "spokesperson"})
_TIMES = frozenset({"former", "ex", "then", "late", "new", "fellow", "veteran", "federal", "senior", "acting"})
_HOLDERS = frozenset({"holder", "member"})  # of a portfolio


def describe_phrase(
    text: str, phrase: CharSpan, book: NameBook, words: PeopleWords
) -> tuple[CharSpan | None, CharSpan | None]:
    """Split a describing phrase into title and affiliation ("chief analyst | at | Acme Bank").

    Returns:
        Title (None where no word of the phrase is a role) and affiliation (None where no body is named).
    """
    start = skip_determiners(text, _after_kinship(text, phrase, words), phrase.end, words)
    title_end = _without_honorific(text, start, phrase.end, words)
    two = _AT_BODY_AND.match(text, start, title_end)
    if two and words.is_body(two["body"]):  # "biologist at the university and first author"
        title_end = two.end("body")
    start, owner = _common_owner(text, start, title_end, words)
    title_start, affiliation = _leading_body(text, CharSpan(start, title_end), book, words)
    if affiliation and any(m.span == affiliation and m.label == "place" for m in book.within(affiliation)):
        end, body = _trailing_body(text, CharSpan(start, title_end), book, words)
        if body is not None:  # "Peru specialist at the Acme Bank"
            title_start, title_end, affiliation = start, end, body
    if affiliation is None:
        title_start, affiliation = _body_noun(text, title_start, title_end, words)
    if affiliation is None:
        title_end, affiliation = _trailing_body(text, CharSpan(title_start, title_end), book, words)
    if affiliation and title_start <= affiliation.start < title_end <= affiliation.end:
        return None, affiliation  # "fellow Tory" says no more than the party
    title_start = _without_nationality(text, title_start, title_end, book, words)
    place = _IN_PLACE.search(text, title_start, title_end)
    title_end = place.start() if place and affiliation is None else title_end
    return _title(text, title_start, title_end, words), affiliation or owner


def _without_nationality(text: str, start: int, end: int, book: NameBook, words: PeopleWords) -> int:
    """Return where "economist" begins in "Peruvian economist"; "Peruvian president" is one title."""
    found = list(WORD.finditer(text, start, end))
    first = next((m for m in book.within(CharSpan(start, end)) if m.span.start == start and m.label == "people"), None)
    if first is None or len(found) < 2 or not found[1].group().islower():
        return start
    of_state = words.state_roles | {"leader", "lawmaker", "negotiator", "general"}
    if any(fold(m.group()) in of_state for m in found) or first.span.end != found[0].end():
        return start
    return found[1].start()


def _common_owner(text: str, start: int, end: int, words: PeopleWords) -> tuple[int, CharSpan | None]:
    """Return where "markets officer" begins in "council's markets officer", and the owner where it is a body."""
    match = _OWNER.match(text, start, end)
    if match is None:
        return start, None
    noun = fold(match[1].split()[-1])
    if not words.prepositions.isdisjoint(match[1].split()):
        return start, None  # "vice-chair of the city's markets committee"
    if noun in _SORTS or words.is_plural_role(noun):
        return start, None  # "women's coach"
    styled = re.search(r"\d|[a-z][A-Z]", match[1]) is not None  # "eBay's chief"
    body = styled or noun in words.organizations or noun in words.body_nouns or bool(words.kinds_of_noun(noun))
    return skip_determiners(text, match.end(), end, words), CharSpan(*match.span(1)) if body else None


def is_bare_staff(text: str, title: CharSpan, words: PeopleWords) -> bool:
    """Tell whether a title is that of somebody who leads a body or speaks for it, and says nothing of which."""
    found = [fold(m.group()) for m in WORD.finditer(text, title.start, title.end)]
    chief = len(found) > 1 and found[0] == "chief" and found[-1] == "officer"
    if not found or not (chief or found[-1] in words.staff_roles) or words.prepositions.intersection(found):
        return False
    if found == ["director"]:
        return False  # of a film, as likely
    return all(word in words.role_modifiers or words.is_role(word) for word in found)


def _after_kinship(text: str, phrase: CharSpan, words: PeopleWords) -> int:
    """Return where "editor" begins in "Ann's husband and editor of the Gazette"; kinship is no title."""
    found = list(WORD.finditer(text, phrase.start, phrase.end))
    for before, match in itertools.pairwise(found):
        if match.group() == "and" and fold(before.group()) in words.no_titles:
            return match.end() + 1
    return phrase.start


def _body_noun(text: str, start: int, end: int, words: PeopleWords) -> tuple[int, CharSpan | None]:
    """Part "labour office | chief" and "Miami Beach police | spokesman", whose body is a common noun."""
    found = list(WORD.finditer(text, start, end))
    speaks = bool(found) and fold(found[-1].group()) in _SPEAKING_FOR
    for i in range(len(found) - 2, -1 if speaks else 0, -1):
        noun = fold(found[i].group())
        known = noun in words.body_nouns or (speaks and bool(words.kinds_of_noun(noun)))
        if known and not found[i].group().endswith(("'s", "’s")):
            head = found[i + 1 :]
            if all(words.is_role(m.group()) or fold(m.group()) in words.role_modifiers for m in head):
                first = 1 if i > 1 and fold(found[0].group()) in _TIMES else 0
                return head[0].start(), CharSpan(found[first].start(), found[i].end())
    return start, None


def _without_honorific(text: str, start: int, end: int, words: PeopleWords) -> int:
    """Return where the phrase ends without "Sir" after the role, and without "Cllr" after a role in small letters."""
    found = list(WORD.finditer(text, start, end))
    while dropped := _words_of_respect([m.group() for m in found], words):
        del found[-dropped:]
    dotted = bool(found) and text[found[-1].end() : found[-1].end() + 1] == "."
    return min(end, found[-1].end() + dotted) if found else end


def _words_of_respect(phrase: list[str], words: PeopleWords) -> int:
    """Return how many words at the end of a phrase with more in it are no part of the title ("Sir", "Tan Sri")."""
    folded = [fold(word) for word in phrase]
    for size in range(min(_LONGEST_STYLE, len(phrase) - 1), 0, -1):
        if words.is_respect(" ".join(phrase[-size:])):
            return size
    if len(phrase) > 1 and folded[-1] in _RETIRED:
        return 1
    second = len(phrase) > 1 and phrase[-2].islower() and words.is_role(phrase[-2])
    return int(second and folded[-1] in words.ranks | _ACADEMIC)


def _title(text: str, start: int, end: int, words: PeopleWords) -> CharSpan | None:
    found = list(WORD.finditer(text, start, end))
    purpose = next((i for i, m in enumerate(found) if _is_purpose(found, i, words)), len(found))
    found = found[:purpose]  # "councillor" of "councillor to vote against it"
    if len(found) > 1 and found[0].group() == "and" and found[1].group().islower():
        found = found[1:]  # "a Republican and former legislator"
    if found and found[0].group() in _CONJUNCTIONS:
        return None  # "while still a candidate"
    verb = next((i for i, m in enumerate(found) if i and m.group() in words.verbs and m.group() in _FINITE), len(found))
    found = found[:verb]  # "agent" of "agent has written a book"
    if not found or len(found) > _LONGEST or not _is_headed_by_role(found, words):
        return None
    if all(words.is_respect(m.group()) for m in found):
        return None
    if len(found) == 1 and fold(found[0].group()) in _BELONGING:
        return None
    while found[-1].group() in _CONJUNCTIONS:
        found.pop()
    last = found[-1].end()
    dotted = fold(found[-1].group()) in words.abbreviations and text[last : last + 1] == "."
    return CharSpan(found[0].start(), last + dotted)


def _is_purpose(found: list[re.Match[str]], index: int, words: PeopleWords) -> bool:
    """Tell whether a verb with "to" begins here: not "adviser to the king", nor "ambassador to Peru"."""
    if found[index].group() != "to" or index + 1 >= len(found) or not index:
        return False
    after = found[index + 1].group()
    takes = fold(found[index - 1].group()) in _TAKING_TO
    return after.islower() and not takes and fold(after) not in words.definite | words.indefinite


def _is_headed_by_role(found: list[re.Match[str]], words: PeopleWords) -> bool:
    """Tell whether the noun before the first preposition is a role ("head of research", not "threat to workers")."""
    if [m.group().lower() for m in found[:2]] == ["one", "of"]:
        found = found[2:]
    chunk = found
    for i, match in enumerate(found):
        if match.group() in words.prepositions and i:
            chunk = found[:i]
            break
    chunk = _without_postpositive(chunk, words)
    if not chunk or {fold(chunk[-1].group()), fold(chunk[-1].group()).rpartition("-")[2]} & words.no_titles:
        return False
    last = chunk[-1].group()
    ranked = any(" ".join(fold(m.group()) for m in chunk[-size:]) in words.ranks for size in (2, 3))
    return words.is_role(last) or last in words.codes or ranked or _has_joined_role(chunk, words)


def _without_postpositive(chunk: list[re.Match[str]], words: PeopleWords) -> list[re.Match[str]]:
    """Return "Senate President" of "Senate President Pro Tempore"."""
    for size in (2, 1):
        if len(chunk) > size and " ".join(fold(m.group()) for m in chunk[-size:]) in words.postpositives:
            return chunk[:-size]
    return chunk


def _has_joined_role(chunk: list[re.Match[str]], words: PeopleWords) -> bool:
    """Tell whether a role stands before "and" or a comma in the phrase ("founder and driving force")."""
    parts = (a for a, b in itertools.pairwise(chunk) if b.group() in {"and", "&"})
    return any(words.is_role(match.group()) for match in parts)


def skip_determiners(text: str, start: int, end: int, words: PeopleWords) -> int:
    """Return where the phrase begins without "a", "the", "its", "now" and honorifics."""
    for match in WORD.finditer(text, start, end):
        word = fold(match.group())
        if word == "one" and text.startswith(" of ", match.end()):
            return match.start()
        possessive = match.group() != word and match.group()[-2:] in {"'s", "’s"}
        skipped = word in words.definite or word in _FILLERS or word in {"a", "an"} or words.is_respect(match.group())
        if possessive or not skipped:
            return match.start()
    return start


def _leading_body(text: str, phrase: CharSpan, book: NameBook, words: PeopleWords) -> tuple[int, CharSpan | None]:
    """Return where the title begins after a body at the start ("Acme analyst", "BT's chief"), and the body."""
    first = _first_after_modifiers(text, phrase)
    mention = next((m for m in book.within(phrase) if m.span.start in {phrase.start, first, first + 4}), None)
    if mention is not None and _is_common_body(text, mention, phrase, words):
        whole = len(mention.owners) == 1 and len(book.entities[mention.owners[0]].key) > 1
        return phrase.start, mention.span if whole else None  # "Council President" of the City Council
    if mention is not None and fold(mention.span.of(text)).startswith("ex-"):
        return phrase.start, CharSpan(mention.span.start + 3, mention.span.end)
    if mention is None or _is_title_part(text, mention, phrase.end, words):
        return _leading_party(text, CharSpan(first, phrase.end), phrase.start, words)
    rest = re.compile(r"(?:[’']s?)?\s+").match(text, mention.span.end)
    if rest is None or rest.end() >= phrase.end:
        return phrase.start, None
    code = _leading_code(text, mention, book)
    if code is not None:
        return code.end + 1, code
    folded = fold(mention.span.of(text))
    person = is_person(mention, book, words)
    if person and not mention.possessive:
        return phrase.start, None
    national = mention.key[-1] in words.nations and all(words.is_role(word) for word in mention.key[:-1])
    if person or national or _is_of_state(text, folded, phrase, words):
        return (rest.end() if mention.possessive else phrase.start), None
    adjective = mention.label == "people" and folded not in words.parties and not folded.endswith("s")
    if adjective and not mention.possessive:
        return phrase.start, None
    if mention.label == "place" and not mention.possessive and not _has_body_role(text, phrase, words):
        return phrase.start, None  # "Boston mayor" is one title
    start = rest.end() if mention.span.start <= phrase.start + 4 else phrase.start
    return start, mention.span


def _is_common_body(text: str, mention: NameMention, phrase: CharSpan, words: PeopleWords) -> bool:
    """Tell whether a noun for a body stands large before a role and belongs to the title ("Team captain")."""
    noun, last = mention.key[0], _LAST.search(text, phrase.start, phrase.end)
    plain = len(mention.key) == 1 and not mention.possessive and mention.span.start == phrase.start
    opens = opens_sentence(text, mention.span.start)  # within a sentence "the Academy" may be a name
    common = noun in words.body_nouns or (opens and bool(words.kinds_of_noun(noun)))
    behind = text[mention.span.end + 1 : phrase.end].split()
    return (
        plain
        and common
        and last is not None
        and fold(last[1]) not in _SPEAKING_FOR
        and bool(behind)
        and all(words.is_role(word) or fold(word) in words.role_modifiers for word in behind)
    )


def _leading_code(text: str, mention: NameMention, book: NameBook) -> CharSpan | None:
    """Return "UN" of "UN Middle East envoy": an abbreviation before what the article elsewhere calls a place."""
    code = _CODE.match(text, mention.span.start, mention.span.end)
    if code is None or not any(e.label == "place" and e.key == mention.key[1:] for e in book.entities):
        return None
    return CharSpan(code.start(), code.end() - 1)


def _has_body_role(text: str, phrase: CharSpan, words: PeopleWords) -> bool:
    """Tell whether the last noun of a phrase is a role in a firm or a team ("analyst", "striker")."""
    last = _LAST.search(text, phrase.start, phrase.end)
    return last is not None and fold(last[1]) in words.business_roles | words.team_roles


def _is_of_state(text: str, folded: str, phrase: CharSpan, words: PeopleWords) -> bool:
    """Tell whether a country and an office of state make one title ("Peru's prime minister")."""
    roles = {fold(m.group()) for m in WORD.finditer(text, phrase.start, phrase.end)}
    return folded in words.countries and bool(roles & words.state_roles)


def _first_after_modifiers(text: str, phrase: CharSpan) -> int:
    """Return where "National Security Council" begins in "former National Security Council official"."""
    for match in WORD.finditer(text, phrase.start, phrase.end):
        if fold(match.group()) not in _TIMES:
            return match.start()
    return phrase.start


def _is_title_part(text: str, mention: NameMention, end: int, words: PeopleWords) -> bool:
    """Tell whether what looks like a name belongs to the title ("New Home" Secretary, "Leg" spinner)."""
    if mention.key[-1] in words.role_modifiers - words.parties and words.org_heads.isdisjoint(mention.key):
        return True
    plain = mention.label == "other" and mention.certainty == 0 and not mention.key[-1].endswith("s")
    role = _LAST_LOWER.search(text, mention.span.end, end)
    if role and role[1] in words.staff_roles | _OFFICERS:
        return False  # "Acme finance officer", but "Leg spinner"
    return plain and not mention.possessive and not mention.span.of(text).isupper() and len(mention.key) == 1


def is_person(mention: NameMention, book: NameBook, words: PeopleWords) -> bool:
    """Tell whether a mention is a person for certain: one word alone may be a team or a firm taken for one."""
    if mention.label != "person":
        return False
    return len(mention.key) > 1 or any(
        len(m.key) > 1 or words.is_honorific(m.honorific)
        for owner in mention.owners
        for m in book.entities[owner].mentions
    )


def _leading_party(text: str, phrase: CharSpan, start: int, words: PeopleWords) -> tuple[int, CharSpan | None]:
    found = [m for m, _ in zip(WORD.finditer(text, phrase.start, phrase.end), range(3), strict=False)]
    for size in (2, 1):  # "Liberal Democrat" before "Liberal"
        party = " ".join(fold(m.group()).removeprefix("ex-") for m in found[:size])
        if len(found) >= size and party in words.parties and not found[0].group().islower():
            begin = found[0].start() + 3 * found[0].group().startswith("ex-")
            rest = found[size].start() if len(found) > size and start == phrase.start else start
            return rest, CharSpan(begin, found[size - 1].end())
    return start, None


def _trailing_body(text: str, phrase: CharSpan, book: NameBook, words: PeopleWords) -> tuple[int, CharSpan | None]:
    """Return where the title ends before a body after a preposition ("head of research | at Acme"), and the body."""
    names = book.within(phrase)
    links = reversed(list(_LINK.finditer(text, phrase.start, phrase.end)))
    for link in sorted(links, key=lambda link: link["link"] in {"in", "on", "from"}):  # "of the Museum in Ghent"
        at = next((i for i, m in enumerate(names) if m.span.start >= link.end()), None)
        if at is None or _has_link(text, link.end(), names[at].span.start):
            body = _unnamed_body(text, link, phrase.end, words)
        else:
            behind = text[names[at].span.end : names[at + 1].span.start] if at + 1 < len(names) else ""
            if (noun := _NOUN_BETWEEN.fullmatch(behind)) and words.kinds_of_noun(noun[1]):
                at += 1  # "the Tamarian ferry company Acme"
            owned = names[at].possessive and at + 1 < len(names) and names[at + 1].span.start <= names[at].span.end + 3
            whole = owned_body(names[at], names[at + 1]) if owned else names[at].span
            fits = _is_body(text, names[at + owned], link, phrase.start, book, words)
            body = whole if fits and not _is_of_title(text, names[at], link, words) else None
            if names[at].possessive and not owned:
                body = _unnamed_body(text, link, phrase.end, words)
        if body is not None:
            return link.start(), body
    return phrase.end, None


def _is_of_title(text: str, mention: NameMention, link: re.Match[str], words: PeopleWords) -> bool:
    """Tell whether "of State" belongs to the title ("Secretary of State", "Minister for Social Protection")."""
    if link["link"] == "of" and len(mention.key) == 1 and mention.key[0] in words.of_titles:
        return True
    office = _LAST.search(text, max(0, link.start() - _LONGEST_WORD), link.start())
    if link["link"] not in {"of", "for"} or office is None or fold(office[1]) not in words.portfolio_roles:
        return False
    return all(is_of_field(word, words) for word in mention.key if word not in _CONNECTING)


def owned_body(owner: NameMention, body: NameMention) -> CharSpan:
    """Return "NASA's Space Flight Center" whole, but "University of York" alone of "Britain's University of York"."""
    return body.span if owner.label in {"place", "people"} else CharSpan(owner.span.start, body.span.end)


def _is_body(
    text: str, mention: NameMention, link: re.Match[str], start: int, book: NameBook, words: PeopleWords
) -> bool:
    """Tell whether what stands after a preposition is a body; a place is one only after what firms and bodies have."""
    if mention.possessive or mention.label == "people" or is_person(mention, book, words):
        return False
    if _TOWN.search(text, start, mention.span.start) or (mention.key[-1] in _STREETS and link["link"] != "at"):
        return False
    if mention.label != "place":
        return True
    before = list(WORD.finditer(text, start, link.start()))
    business = bool(before) and fold(before[-1].group()) in words.business_roles
    return business and fold(mention.span.of(text)) not in words.countries


def _unnamed_body(text: str, link: re.Match[str], end: int, words: PeopleWords) -> CharSpan | None:
    """Return "ministry's budget office" of "at the ministry's budget office"."""
    found = list(WORD.finditer(text, link.end(), end))
    if len(found) == 1 and re.search(r"\d|.[A-Z]", found[0].group()):
        return CharSpan(found[0].start(), found[0].end())  # "my6sense", "eBay"
    if not 1 < len(found) < 8 or not found[-1].group().islower():
        return None
    kinds = words.kinds_of_noun(fold(found[-1].group()))
    if link["link"] in {"of", "from"} and (not kinds or fold(found[0].group()) not in words.definite):
        return None
    if link["link"] == "in" and "office" not in kinds:
        return None
    office = _LAST.search(text, max(0, link.start() - _LONGEST_WORD), link.start())
    if link["link"] == "for" and office and fold(office[1]) in words.portfolio_roles | _HOLDERS and not kinds:
        return None  # "cabinet member for children's services"
    if not (kinds or fold(found[-1].group()) in words.organizations | words.org_heads):
        return None
    first = 1 if fold(found[0].group()) in words.definite | {"a", "an"} else 0
    return CharSpan(found[first].start(), found[-1].end())


def _has_link(text: str, start: int, end: int) -> bool:
    return _LINK.search(f" {text[start:end]} ") is not None
