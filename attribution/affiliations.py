"""Title and affiliation of a named or unnamed speaker, as slices of the article.

They stand in an apposition after the name ("Ann Lee, head of research at Acme,"), before it ("Acme analyst Ann Lee",
"the head of the union, Ann Lee,"), in a relative clause ("Ann Lee, who is head of ..."), in a possessive ("Acme's Ann
Lee"), after a preposition ("Ann Lee of Acme") or in brackets ("(R-Ohio)").
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from attribution.models import CharSpan
from attribution.name_book import Entity, NameBook, NameMention
from attribution.name_pieces import opens_sentence
from attribution.offices import is_of_field
from attribution.people import UPPER, PeopleWords, fold

Form = Literal[
    "apposition", "apposition-before", "relative", "premodifier", "preposition", "possessive", "bracket", "story"
]

_WORD = re.compile(r"[^\W_](?:[\w*&]|[’'‐‑.-](?=\w))*")
_CLAUSE_END = re.compile(r"[,;:.!?()\"“”—–\n]|\s[-‐]\s|\s(?:who|which|that|whose|when|while|but)\s")
_CLAUSE_START = re.compile(r"[,;:.!?()\"“”—–\n][\"”’']?\s|\n|\s[-‐]\s|[\"“”(—–]")
_AFTER_NAME = re.compile(
    r"(?:,? (?:QC|MP|MBE|OBE|PhD|MD|Jr\.?|Sr\.?))?(?:,? \(?\d{1,3}\)?(?=[,\s]))?(?:\s?\([^()\n]{1,30}\))?"
    r"(?:,\s|\s[-–—]\s|[–—])(?P<relative>who (?:is|was|serves as|works as)\s)?(?=\S)"
)
_AS_ROLE = re.compile(r"\bAs (?:the |an? )?(?P<role>[^.,\n]{4,90}?),? s?he\b")
_WHERE_IS = re.compile(r",? (?:where|of which) s?he (?:is|was|serves as|works as) ")
_BRACKET = re.compile(
    r"\s?\(([A-Z](?:-[A-Z][\w. ]{1,12})?|[A-Z]{2,8})\)|, ([DRI]-[A-Z][\w.]{1,12}(?:\s[A-Z][\w.]{1,12})?)"
)
_OF_BODY = re.compile(r",?\s(?:(?:now|currently)\s)?(?:of|from|at|with)\s(?:the\s)?")
_POST = re.compile(
    r"an? (?P<noun>(?:[a-z][a-z-]*\s){0,3}?[a-z][a-z-]*)\s(?:(?:working|employed)\s)?"
    r"(?P<link>at|for|of|with)\s(?:the\s)?(?=[^\W\d_])"
)
_ATTACHED = frozenset(  # to a body, without a post in it
    {"admirer", "alumna", "alumnus", "backer", "critic", "fan", "favorite", "favourite", "fixture", "follower"}
    | {"friend", "graduate", "guest", "name", "native", "newcomer", "product", "regular", "resident", "stranger"}
    | {"supporter", "survivor", "veteran", "visitor", "winner"}
)
_LINK = re.compile(r"\s(?P<link>of|at|for|with|from|in|on)\s")
_IN_PLACE = re.compile(
    rf"\s(?:(?:in|from)\s(?:the\s)?(?:[\w-]+\s)?|(?:at|in|near|on)\sthe\s(?:corner|edge|end|foot|top)\sof\s)(?=[{UPPER}])"
)
_TOWN = re.compile(r"\b(?:town|city|village|suburb|state|province|region|district|county|island|port|hamlet)\sof\s$")
_COMPLEMENT = re.compile(r"([\w-]+) (?:of|for|to) ((?:[\w-]+ ){1,3})$")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Lt|Col|Inc|Corp|Jr|Sr|vs|No))$")
_LAST = re.compile(r"([^\W\d_][\w-]*)$")
_LAST_LOWER = re.compile(r"([a-z][\w-]*)$")
_OWNER = re.compile(r"((?:(?:US|UK|EU|UN)\s)?(?:[a-z][\w-]*\s){0,3}[a-z][\w-]*?)(?:[’']s|(?<=s)[’'])\s+(?=\w)")
_OWNED = re.compile(r"\b[Tt]he\s((?:[a-z][\w-]*\s){0,2}[a-z][\w-]*)[’']s?\s$")
_LEADS = re.compile(r",? who (?:heads|leads|runs|chairs|founded|co-founded|captains|coaches|manages|edits) (?=[\w])")
_HEADLINE = re.compile(r"\s*[^\n]{1,160}[^\s.,:;\n][^\S\n]*\n")  # a first line without a full stop
_SERVES = re.compile(
    r",? who (?:(?:is|was|has|had|did|does) [^,.;\n]{1,60}? (?:and|but) )?"
    r"(?P<verb>[a-z]+) (?:[a-z]+ ){0,4}?(?:for|at) (?:the )?(?=[^\W\d_])"
)
_PASSIVE = re.compile(r"(?:Led|[A-Z][a-z]+ed) by ")
_NEW_CLAUSE = re.compile(
    r"\b(?:after|although|as|because|before|but|since|that|until|when|while) ((?:his|her|its|their) )"
)
_AT_BODY_AND = re.compile(r"(?:[\w-]+ ){1,6}?(?:at|with) the (?:[a-z-]+ )?(?P<body>[a-z]+) and ")
_IS = re.compile(r"\s(?:is|was) (?:now |currently |also )?(?=[a-z])")
_NOUN_BETWEEN = re.compile(r"(?: [a-z-]+){0,2} ([a-z-]+) ")
_STREETS = frozenset({"avenue", "boulevard", "lane", "road", "roads", "square", "street", "streets", "terrace"})
_NO_NOUN = re.compile(r"[^\w\s-]|\s(?:of|from|in|for|who|and)\s|\Z")  # behind a noun that nothing else follows
_CODE = re.compile(r"[A-Z]{2,4} ")
_SORTS = frozenset({"women", "men", "children", "girls", "boys", "ladies", "people", "world", "year"})
_REACH = 170  # code points on either side of a name in which its description is sought
_LONGEST = 14  # words of a title
_LONGEST_WORD = 30
_CONNECTING = frozenset({"and", "for", "of", "the", "&"})


@frozen
class Description:
    """What one place says about a speaker; either span may be missing."""

    form: Form
    title: CharSpan | None
    affiliation: CharSpan | None
    phrase: CharSpan


@frozen
class Profile:
    """Title and affiliation of a speaker and the folded words of all its descriptions."""

    title: CharSpan | None = None
    affiliation: CharSpan | None = None
    title_form: Form | None = None
    affiliation_form: Form | None = None
    words: frozenset[str] = frozenset()


def build_profile(text: str, entity: Entity, book: NameBook, words: PeopleWords) -> Profile:
    """Return title and affiliation of a person, from the place that describes him or her most fully."""
    found = [d for m in entity.mentions if len(m.owners) == 1 for d in find_descriptions(text, m, book, words)]
    if not any(d.title for d in found):
        found += [d for m in entity.mentions if len(m.owners) == 1 for d in _unlisted_post(text, m, book, words)]
    titled = min((d for d in found if d.title), key=lambda d: _rank(text, d), default=None)
    bound = titled if titled and titled.affiliation else None
    bound = bound or min((d for d in found if d.affiliation), key=lambda d: _PREFERENCE.index(d.form), default=None)
    spans = [d.phrase for d in found]
    return Profile(
        titled.title if titled else None,
        bound.affiliation if bound else None,
        titled.form if titled else None,
        bound.form if bound else None,
        frozenset(fold(m.group()) for span in spans for m in _WORD.finditer(text, span.start, span.end)),
    )


_PREFERENCE: tuple[Form, ...] = (
    "apposition",
    "apposition-before",
    "premodifier",
    "relative",
    "possessive",
    "preposition",
    "bracket",
)


def _rank(text: str, description: Description) -> tuple[bool, bool, bool, int]:
    """Sort key: the headline comes last, then what somebody is to another ("his host"), what they were, the form."""
    before = text[max(0, description.phrase.start - 4) : description.phrase.start + 4].lower().split()
    past = description.title is not None and description.title.of(text).lower().startswith(("former", "ex-"))
    headline = "\n" not in text[: description.phrase.start].lstrip() and _HEADLINE.match(text) is not None
    return headline, bool({"his", "her"}.intersection(before)), past, _PREFERENCE.index(description.form)


def find_descriptions(text: str, mention: NameMention, book: NameBook, words: PeopleWords) -> Iterator[Description]:
    """Yield what stands around one mention of a person."""
    for description in (
        _apposition(text, mention, book, words),
        _apposition_before(text, mention, book, words),
        _premodifier(text, mention, book, words),
        _relative_role(text, mention, book, words),
        _predicate(text, mention, book, words),
        _preposition(text, mention, book, words),
        _bracket(text, mention),
    ):
        if description is not None:
            yield description


def describe_phrase(
    text: str, phrase: CharSpan, book: NameBook, words: PeopleWords
) -> tuple[CharSpan | None, CharSpan | None]:
    """Split a describing phrase into title and affiliation ("chief analyst | at | Acme Bank").

    Returns:
        Title (None where no word of the phrase is a role) and affiliation (None where no body is named).
    """
    start = _skip_determiners(text, _after_kinship(text, phrase, words), phrase.end, words)
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
    found = list(_WORD.finditer(text, start, end))
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
    return _skip_determiners(text, match.end(), end, words), CharSpan(*match.span(1)) if body else None


def is_bare_staff(text: str, title: CharSpan, words: PeopleWords) -> bool:
    """Tell whether a title is that of somebody who leads a body or speaks for it, and says nothing of which."""
    found = [fold(m.group()) for m in _WORD.finditer(text, title.start, title.end)]
    chief = len(found) > 1 and found[0] == "chief" and found[-1] == "officer"
    if not found or not (chief or found[-1] in words.staff_roles) or words.prepositions.intersection(found):
        return False
    if found == ["director"]:
        return False  # of a film, as likely
    return all(word in words.role_modifiers or words.is_role(word) for word in found)


def _after_kinship(text: str, phrase: CharSpan, words: PeopleWords) -> int:
    """Return where "editor" begins in "Ann's husband and editor of the Gazette"; kinship is no title."""
    found = list(_WORD.finditer(text, phrase.start, phrase.end))
    for before, match in itertools.pairwise(found):
        if match.group() == "and" and fold(before.group()) in words.no_titles:
            return match.end() + 1
    return phrase.start


def _body_noun(text: str, start: int, end: int, words: PeopleWords) -> tuple[int, CharSpan | None]:
    """Part "labour office | chief" and "Miami Beach police | spokesman", whose body is a common noun."""
    found = list(_WORD.finditer(text, start, end))
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
    found = list(_WORD.finditer(text, start, end))
    while len(found) > 1 and (
        fold(found[-1].group()) in words.honorifics
        or (
            fold(found[-1].group()) in words.ranks | _ACADEMIC
            and found[-2].group().islower()
            and words.is_role(found[-2].group())
        )
    ):
        found.pop()
    dotted = bool(found) and text[found[-1].end() : found[-1].end() + 1] == "."
    return min(end, found[-1].end() + dotted) if found else end


_ACADEMIC = frozenset({"prof", "professor"})  # no second title behind a role ("tide expert Professor Ann Lee")


def _title(text: str, start: int, end: int, words: PeopleWords) -> CharSpan | None:
    found = list(_WORD.finditer(text, start, end))
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
    if all(fold(m.group()) in words.honorifics for m in found):
        return None
    if len(found) == 1 and fold(found[0].group()) in _BELONGING:
        return None
    while found[-1].group() in _CONJUNCTIONS:
        found.pop()
    last = found[-1].end()
    dotted = fold(found[-1].group()) in words.abbreviations and text[last : last + 1] == "."
    return CharSpan(found[0].start(), last + dotted)


_CONJUNCTIONS = frozenset({"and", "as", "because", "but", "if", "or", "though", "while"})
_FINITE = frozenset({"are", "can", "could", "did", "does", "had", "has", "have", "is", "was", "were", "will"})
_BELONGING = frozenset({"author", "authors", "member", "members", "participant", "participants"})


def _is_purpose(found: list[re.Match[str]], index: int, words: PeopleWords) -> bool:
    """Tell whether a verb with "to" begins here: not "adviser to the king", nor "ambassador to Peru"."""
    if found[index].group() != "to" or index + 1 >= len(found) or not index:
        return False
    after = found[index + 1].group()
    takes = fold(found[index - 1].group()) in _TAKING_TO
    return after.islower() and not takes and fold(after) not in words.definite | words.indefinite


_TAKING_TO = frozenset(
    {"adviser", "advisor", "aide", "ambassador", "envoy", "assistant", "heir", "secretary", "counsel"}
)


def _is_headed_by_role(found: list[re.Match[str]], words: PeopleWords) -> bool:
    """Tell whether the noun before the first preposition is a role ("head of research", not "threat to workers")."""
    if [m.group().lower() for m in found[:2]] == ["one", "of"]:
        found = found[2:]
    chunk = found
    for i, match in enumerate(found):
        if match.group() in words.prepositions and i:
            chunk = found[:i]
            break
    if not chunk or {fold(chunk[-1].group()), fold(chunk[-1].group()).rpartition("-")[2]} & words.no_titles:
        return False
    return bool(chunk) and (words.is_role(chunk[-1].group()) or _has_joined_role(chunk, words))


def _has_joined_role(chunk: list[re.Match[str]], words: PeopleWords) -> bool:
    """Tell whether a role stands before "and" or a comma in the phrase ("founder and driving force")."""
    parts = (a for a, b in itertools.pairwise(chunk) if b.group() in {"and", "&"})
    return any(words.is_role(match.group()) for match in parts)


def _skip_determiners(text: str, start: int, end: int, words: PeopleWords) -> int:
    """Return where the phrase begins without "a", "the", "its", "now" and honorifics."""
    for match in _WORD.finditer(text, start, end):
        word = fold(match.group())
        if word == "one" and text.startswith(" of ", match.end()):
            return match.start()
        possessive = match.group() != word and match.group()[-2:] in {"'s", "’s"}
        skipped = word in words.definite or word in _FILLERS or word in {"a", "an"} or word in words.honorifics
        if possessive or not skipped:
            return match.start()
    return start


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
    person = _is_person(mention, book, words)
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
    roles = {fold(m.group()) for m in _WORD.finditer(text, phrase.start, phrase.end)}
    return folded in words.countries and bool(roles & words.state_roles)


def _first_after_modifiers(text: str, phrase: CharSpan) -> int:
    """Return where "National Security Council" begins in "former National Security Council official"."""
    for match in _WORD.finditer(text, phrase.start, phrase.end):
        if fold(match.group()) not in _TIMES:
            return match.start()
    return phrase.start


_SPEAKING_FOR = frozenset({"spokesman", "spokeswoman", "spokesperson", "official", "source", "representative"})
_TIMES_OF_DAY = frozenset(
    {"night", "yesterday", "today", "tonight", "morning", "afternoon", "evening", "week", "month"}
)
_OFFICERS = frozenset({"officer", "chief", "head", "official", "spokesman", "spokeswoman", "spokesperson"})
_TIMES = frozenset({"former", "ex", "then", "late", "new", "fellow", "veteran", "federal", "senior", "acting"})


def _is_title_part(text: str, mention: NameMention, end: int, words: PeopleWords) -> bool:
    """Tell whether what looks like a name belongs to the title ("New Home" Secretary, "Leg" spinner)."""
    if mention.key[-1] in words.role_modifiers - words.parties and words.org_heads.isdisjoint(mention.key):
        return True
    plain = mention.label == "other" and mention.certainty == 0 and not mention.key[-1].endswith("s")
    role = _LAST_LOWER.search(text, mention.span.end, end)
    if role and role[1] in words.staff_roles | _OFFICERS:
        return False  # "Acme finance officer", but "Leg spinner"
    return plain and not mention.possessive and not mention.span.of(text).isupper() and len(mention.key) == 1


def _is_person(mention: NameMention, book: NameBook, words: PeopleWords) -> bool:
    """Tell whether a mention is a person for certain: one word alone may be a team or a firm taken for one."""
    if mention.label != "person":
        return False
    return len(mention.key) > 1 or any(
        len(m.key) > 1 or m.honorific in words.honorifics
        for owner in mention.owners
        for m in book.entities[owner].mentions
    )


def _leading_party(text: str, phrase: CharSpan, start: int, words: PeopleWords) -> tuple[int, CharSpan | None]:
    found = [m for m, _ in zip(_WORD.finditer(text, phrase.start, phrase.end), range(3), strict=False)]
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
            whole = _owned_body(names[at], names[at + 1]) if owned else names[at].span
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


def _owned_body(owner: NameMention, body: NameMention) -> CharSpan:
    """Return "NASA's Space Flight Center" whole, but "University of York" alone of "Britain's University of York"."""
    return body.span if owner.label in {"place", "people"} else CharSpan(owner.span.start, body.span.end)


def _is_body(
    text: str, mention: NameMention, link: re.Match[str], start: int, book: NameBook, words: PeopleWords
) -> bool:
    """Tell whether what stands after a preposition is a body; a place is one only after what firms and bodies have."""
    if mention.possessive or mention.label == "people" or _is_person(mention, book, words):
        return False
    if _TOWN.search(text, start, mention.span.start) or (mention.key[-1] in _STREETS and link["link"] != "at"):
        return False
    if mention.label != "place":
        return True
    before = list(_WORD.finditer(text, start, link.start()))
    business = bool(before) and fold(before[-1].group()) in words.business_roles
    return business and fold(mention.span.of(text)) not in words.countries


def _unnamed_body(text: str, link: re.Match[str], end: int, words: PeopleWords) -> CharSpan | None:
    """Return "ministry's budget office" of "at the ministry's budget office"."""
    found = list(_WORD.finditer(text, link.end(), end))
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


_HOLDERS = frozenset({"holder", "member"})  # of a portfolio


def _has_link(text: str, start: int, end: int) -> bool:
    return _LINK.search(f" {text[start:end]} ") is not None


def _apposition(text: str, mention: NameMention, book: NameBook, words: PeopleWords) -> Description | None:
    opening = _AFTER_NAME.match(text, mention.span.end, mention.span.end + _REACH)
    if opening is None or mention.possessive:
        return None
    phrase = CharSpan(opening.end(), _phrase_end(text, opening.end(), book, words))
    if text.startswith(("who", "which", "whose", "where", "when"), phrase.start):
        return None
    if _lists_others(text, phrase, words):
        return None
    if not _describes(text, phrase, book, words):
        return None
    title, affiliation = describe_phrase(text, phrase, book, words)
    comma = text.find(",", phrase.start, phrase.end)
    if title is None and comma > 0:  # "a nurse, mother of two and neighbour"
        phrase = CharSpan(phrase.start, comma)
        title, affiliation = describe_phrase(text, phrase, book, words)
    if title and affiliation is None:
        affiliation = _next_body(text, phrase.end, book)
    form: Form = "relative" if opening["relative"] else "apposition"
    member = affiliation is not None and _is_member(text, affiliation, words)
    return Description(form, title, affiliation if title or member else None, phrase)


def _unlisted_post(text: str, mention: NameMention, book: NameBook, words: PeopleWords) -> Iterator[Description]:
    """Yield "custodian" and "Acme" of "Ann Lee, a custodian at Acme", whatever the noun: the body tells a post."""
    opening = _AFTER_NAME.match(text, mention.span.end, mention.span.end + _REACH)
    post = _POST.match(text, opening.end()) if opening and not mention.possessive else None
    if post is None:
        return
    title, noun = CharSpan(*post.span("noun")), post["noun"].split()[-1]
    body = next((m for m in book.within(CharSpan(post.end(), post.end() + _REACH)) if m.span.start == post.end()), None)
    if body is None or body.possessive or body.label not in {"organization", "other"}:
        return
    if post["link"] == "of" and not words.kinds_of_name(body.key):
        return
    plain = not any(_breaks_phrase(word, words) for word in post["noun"].split()[-1:])
    if noun in _ATTACHED or words.is_untitled(noun) or not plain:
        return
    yield Description("apposition", title, body.span, CharSpan(title.start, body.span.end))


def _is_member(text: str, party: CharSpan, words: PeopleWords) -> bool:
    """Tell whether somebody is no more than the member of a party: "a Republican", "a Democrat from Ohio"."""
    return fold(party.of(text)) in words.parties and _NO_NOUN.match(text, party.end) is not None


def _lists_others(text: str, phrase: CharSpan, words: PeopleWords) -> bool:
    """Tell whether what follows a name are others: "Ann Lee, fans and the judge", "Ann Lee, telling voters"."""
    found = [m.group() for m, _ in zip(_WORD.finditer(text, phrase.start, phrase.end), range(3), strict=False)]
    if not found or not found[0].islower():
        return False
    several = words.is_plural_role(found[0]) and (len(found) == 1 or found[1] in {"and", "or"})
    return several or (len(found) > 1 and found[0].endswith("ing") and words.is_plural_role(found[1]))


def _relative_role(text: str, mention: NameMention, book: NameBook, words: PeopleWords) -> Description | None:
    """Read "Ann Lee of Acme, where she is head of sales", "... of which she is editor" and "..., who runs Acme"."""
    serves = _SERVES.match(text, mention.span.end, mention.span.end + _REACH)
    if serves and serves["verb"] in words.serving_verbs:
        return _led_body(text, serves.end(), book, words)
    leads = _LEADS.match(text, mention.span.end)
    if leads:
        return _led_body(text, leads.end(), book, words)
    reach = mention.span.end, mention.span.end + _REACH
    held = _AS_ROLE.search(text, *reach) if text.find("As ", *reach) >= 0 else None
    if held and not any(m.label == "person" for m in book.within(CharSpan(mention.span.end, held.end()))):
        phrase = CharSpan(*held.span("role"))
        return Description("relative", *describe_phrase(text, phrase, book, words), phrase)
    match = _WHERE_IS.search(text, *reach) if max(text.find(word, *reach) for word in ("where", "which")) >= 0 else None
    if match is None or "\n" in text[mention.span.end : match.start()]:
        return None
    between = book.within(CharSpan(mention.span.end, match.start()))
    if any(_is_person(m, book, words) for m in between):
        return None
    phrase = CharSpan(match.end(), _clause_end(text, match.end(), words))
    title, inner = describe_phrase(text, phrase, book, words)
    bodies = [m for m in between if m.label in {"organization", "other"} and text[m.span.start - 1] != "("]
    body = bodies[-1].span if bodies else None
    if title and inner and body and inner.start > title.start:
        title = CharSpan(title.start, inner.end)
    return Description("relative", title, body if title else None, phrase)


def _predicate(text: str, mention: NameMention, book: NameBook, words: PeopleWords) -> Description | None:
    """Read "Ann Lee is chief executive of Acme": an office with its body, not what else somebody is said to be."""
    verb = _IS.match(text, mention.span.end)
    if verb is None or mention.possessive:
        return None
    phrase = CharSpan(verb.end(), _clause_end(text, verb.end(), words))
    title, affiliation = describe_phrase(text, phrase, book, words)
    found = title.of(text).split() if title else []
    if affiliation is None or not found or fold(found[-1]) not in words.business_roles | words.staff_roles:
        return None
    return Description("relative", title, affiliation, phrase)


def _led_body(text: str, start: int, book: NameBook, words: PeopleWords) -> Description | None:
    """Read what somebody leads: a named body, or one that a noun tells ("a victims' association")."""
    phrase = CharSpan(start, _clause_end(text, start, words))
    begin = _skip_determiners(text, phrase.start, phrase.end, words)
    named = next((m for m in book.within(phrase) if m.span.start == begin), None)
    if named is not None and named.label in {"organization", "other"} and not named.possessive:
        return Description("relative", None, named.span, named.span)
    found = list(_WORD.finditer(text, begin, min(phrase.end, begin + 60)))
    last = next((i for i, m in enumerate(found[:4]) if words.kinds_of_noun(fold(m.group()))), None)
    if last is None or any(words.is_role(m.group()) or m.group() in words.prepositions for m in found[:last]):
        return None
    body = CharSpan(begin, found[last].end())
    return Description("relative", None, body, body)


def _describes(text: str, phrase: CharSpan, book: NameBook, words: PeopleWords) -> bool:
    """Tell whether a stretch after "Name, " can be an apposition: a role before any verb, and no other person."""
    first = next(iter(book.within(phrase)), None)
    if first and first.label == "person" and not first.possessive and first.title <= phrase.start + 1:
        return False
    for match in _WORD.finditer(text, phrase.start, phrase.end):
        if words.is_role(match.group()):
            return True
        if match.group().islower() and match.group() in words.verbs:
            return False
    return False


def _clause_end(text: str, start: int, words: PeopleWords) -> int:
    """Return where the clause that begins at `start` ends; full stops of abbreviations do not end it."""
    limit = start + _REACH
    position = start
    while match := _CLAUSE_END.search(text, position, limit):
        if (match.group() == "." and _ABBREVIATED.search(text, start, match.start())) or (
            match.group() == "," and _continues_roles(text, start, match.end(), words)
        ):
            position = match.end()
        else:
            return match.start()
    return min(limit, len(text))


def _phrase_end(text: str, start: int, book: NameBook, words: PeopleWords) -> int:
    """Return where the clause ends; the comma of "Board of Ports, Piers and Fisheries" does not end it."""
    end = _clause_end(text, start, words)
    across = next(
        (m for m in book.within(CharSpan(start, min(len(text), end + _REACH))) if m.span.start < end < m.span.end), None
    )
    return end if across is None else _clause_end(text, across.span.end, words)


def _continues_roles(text: str, start: int, comma: int, words: PeopleWords) -> bool:
    """Tell whether a comma only parts roles ("chairman, chief executive and president of")."""
    before = list(_WORD.finditer(text, start, comma))
    after = [m for m, _ in zip(_WORD.finditer(text, comma, comma + 60), range(4), strict=False)]
    if not before or not after or not words.is_role(before[-1].group()):
        return False
    roles = [i for i, m in enumerate(after) if words.is_role(m.group())]
    begins = after[0].group()
    return (
        bool(roles) and any(m.group() in {"and", "&"} for m in after) and begins.islower() and begins not in words.verbs
    )


def _next_body(text: str, comma: int, book: NameBook) -> CharSpan | None:
    """Return the body of "Director, Acme Securities"."""
    if not text.startswith(", ", comma):
        return None
    found = book.within(CharSpan(comma + 2, min(len(text), comma + _REACH)))
    if found and found[0].span.start == comma + 2 and found[0].label in {"organization", "other"}:
        return found[0].span
    return None


def _clause_start(text: str, end: int) -> int:
    """Return where the clause begins that ends at `end`."""
    low = max(0, end - _REACH)
    start = low
    for match in _CLAUSE_START.finditer(text, low, end):
        if match.group()[0] == "." and _ABBREVIATED.search(text, low, match.start()):
            continue
        start = match.end()
    return start


def _apposition_before(text: str, mention: NameMention, book: NameBook, words: PeopleWords) -> Description | None:
    """Read "The head of the union, Ann Lee, said"."""
    if text[max(0, mention.title - 2) : mention.title] != ", ":
        return None
    comma = mention.title - 2
    start = _noun_phrase_start(text, _clause_start(text, comma), comma, words)
    if start is None or any(m.label == "person" and not m.possessive for m in book.within(CharSpan(start, comma))):
        return None
    title, affiliation = describe_phrase(text, CharSpan(start, comma), book, words)
    return Description("apposition-before", title, affiliation if title else None, CharSpan(start, comma))


def _noun_phrase_start(text: str, start: int, end: int, words: PeopleWords) -> int | None:
    """Return where the noun phrase that ends at `end` begins: after the last verb, at a determiner or a capital."""
    *_, clause = [None, *_NEW_CLAUSE.finditer(text, start, end)]
    if clause is not None:
        return clause.start(1)
    begin: int | None = None
    passive = _PASSIVE.match(text, start, end)  # "Led by their chair, Ann Lee, the traders"
    for match in _WORD.finditer(text, passive.end() if passive else start, end):
        word = match.group()
        determines = word.lower() in words.definite or word.lower() in {"a", "an", "one"}
        breaks = word in words.verbs or (word.lower() in words.openers and not determines)
        if (breaks and fold(word) not in words.role_modifiers) or (
            word.lower() in words.prepositions and begin is None
        ):
            begin = None if word.lower() not in words.prepositions or begin is None else begin
        elif begin is None and (word[0].isupper() or word in words.definite or word in {"a", "an", "one"}):
            begin = match.start()
    return begin


def _premodifier(text: str, mention: NameMention, book: NameBook, words: PeopleWords) -> Description | None:
    """Read "former Acme chief analyst Ann Lee" and "Acme's Ann Lee"."""
    pair = _first_of_pair(text, mention, book)
    if pair is not None and pair is not mention and mention.title == mention.span.start:
        shared = _premodifier(text, pair, book, words)
        plural = shared and shared.title and words.is_plural_role(shared.title.of(text).split()[-1])
        return shared if plural else None
    start = _premodifier_start(text, mention, book, words)
    if start is None or start >= mention.span.start:
        return _common_possessor(text, mention, words)
    cut = book.across(start)
    start = cut.span.start if cut is not None else start  # "Chamber of Trade and | Commerce president"
    phrase = CharSpan(start, len(text[: mention.span.start].rstrip(" ,\u00a0")))
    title, affiliation = describe_phrase(text, phrase, book, words)
    if title is None:
        owner = next((m for m in book.within(phrase) if m.span.end >= phrase.end - 2), None)
        if owner is None or _is_person(owner, book, words) or owner.label == "people":
            return Description("possessive", None, affiliation, phrase)
        if owner.possessive or owner.label == "organization":
            return Description("possessive", None, owner.span, phrase)
        return None
    return Description("premodifier", title, affiliation, phrase)


def _common_possessor(text: str, mention: NameMention, words: PeopleWords) -> Description | None:
    """Read "the union's Ann Lee"."""
    owner = _OWNED.search(text, max(0, mention.title - 60), mention.title)
    if owner is None or not words.kinds_of_noun(fold(owner[1].split()[-1])):
        return None
    body = CharSpan(*owner.span(1))
    return Description("possessive", None, body, body)


def _first_of_pair(text: str, mention: NameMention, book: NameBook) -> NameMention | None:
    """Return the first person of "Ann Lee and Bob Ross", asked for either."""
    near = book.within(CharSpan(max(0, mention.title - 60), min(len(text), mention.span.end + 60)))
    people = [m for m in near if m.label == "person"]
    for first, second in itertools.pairwise(people):
        if text[first.span.end : second.title].strip() == "and" and mention in (first, second):
            return first
    return None


def _premodifier_start(text: str, mention: NameMention, book: NameBook, words: PeopleWords) -> int | None:
    """Walk left from a name over its titles, adjectives and the body they belong to."""
    clause = _clause_start(text, mention.title)
    pair = _first_of_pair(text, mention, book)
    found = list(_WORD.finditer(text, clause, mention.title))
    start: int | None = mention.title if mention.title < mention.span.start else None
    plain, right = 0, ""
    complement = _COMPLEMENT.search(text, clause, mention.title) if start is None else None
    if complement and (
        _is_office(complement, words)
        or (complement[1] in words.roles and not any(_breaks_phrase(w, words) for w in complement[2].split()))
    ):
        start = complement.start(1)
        found = [m for m in found if m.start() < start]
    for match in reversed(found):
        word = match.group()
        folded = fold(word)
        known = words.is_role(word) or folded in words.role_modifiers or word[0].isupper() or "-" in word
        joint = pair is not None and start is None and words.is_plural_role(word) and folded not in words.groups
        if start is None and not (words.is_role(word) or word[0].isupper() or joint):
            break
        if folded in words.calendar or word in _TIMES_OF_DAY or (start is not None and _parts_people(word, words)):
            break
        opens = folded in words.openers or folded in words.definite
        if opens and word[0].isupper() and folded not in words.role_modifiers:
            break
        if word[0].isupper() and _only_opens(text, match, mention, book, words):
            break
        if not known:
            joins = word in {"and", "of", "for"} and _role_before(text, clause, match.start(), words)
            plain += 1
            named = right[:1].isupper() and not words.is_role(right)  # a body begins the phrase
            if not joins and (plain > 2 or named or _breaks_phrase(word, words)):
                break
        start, right = match.start(), word
    return start


def _only_opens(text: str, match: re.Match[str], mention: NameMention, book: NameBook, words: PeopleWords) -> bool:
    """Tell whether a verb stands large because it opens the sentence ("Fumed butcher Ann Lee")."""
    word = match.group()
    small = word.lower()
    if not (small in words.verbs or (len(word) > 4 and small.endswith("ed") and word[1:].islower())):
        return False
    if small in words.role_modifiers or words.is_role(word) or not opens_sentence(text, match.start()):
        return False
    named = (m for m in book.within(CharSpan(match.start(), mention.span.end)) if m.span.start == match.start())
    return all(m.certainty == 0 and len(m.key) == 1 for m in named)


def _is_office(complement: re.Match[str], words: PeopleWords) -> bool:
    """Tell whether an office of state or of a body stands before a name ("Minister of the Interior")."""
    article, *field = complement[2].split()
    return article == "the" and len(field) == 1 and fold(field[0]) in words.of_titles and words.is_role(complement[1])


def _parts_people(word: str, words: PeopleWords) -> bool:
    """Tell whether a word names several people ("fans coach Lee"), and no body ("police chief Lee")."""
    plural = word.islower() and word.endswith("s") and words.is_plural_role(word)
    return plural and word not in words.body_nouns and word not in words.role_modifiers  # "press secretary"


def _role_before(text: str, start: int, end: int, words: PeopleWords) -> bool:
    """Tell whether a role or a capital stands right before "and" or "of" ("founder and chief Ann Lee")."""
    last = None
    for last in _WORD.finditer(text, max(start, end - 30), end):  # noqa: B007
        pass
    return last is not None and words.is_role(last.group())


def _breaks_phrase(word: str, words: PeopleWords) -> bool:
    if word in words.verbs or word in words.prepositions or word in words.definite or word in words.indefinite:
        return True
    return word in words.openers or word in words.pronouns or (word.endswith(("ed", "ing")) and len(word) > 4)


def _preposition(text: str, mention: NameMention, book: NameBook, words: PeopleWords) -> Description | None:
    """Read "Ann Lee of Acme" and "Ann Lee, from Acme,"."""
    link = _OF_BODY.match(text, mention.span.end)
    if link is None or mention.possessive:
        return None
    found = book.within(CharSpan(link.end(), min(len(text), link.end() + _REACH)))
    near = [m for m in found[:2] if not _CLAUSE_END.search(text, link.end(), m.span.start)]
    if not near or near[0].span.start > link.end() + 50:
        return None
    if near[0].possessive and len(near) > 1 and near[1].span.start <= near[0].span.end + 3:
        body = _owned_body(near[0], near[1])
        return Description("preposition", None, body, body)
    if near[0].label in {"place", "people"} or _is_person(near[0], book, words):
        return None
    return Description("preposition", None, near[0].span, near[0].span)


def _bracket(text: str, mention: NameMention) -> Description | None:
    match = _BRACKET.match(text, mention.span.end)
    if match is None:
        return None
    group = 1 if match[1] else 2
    start, end = match.span(group)
    ends_line = text[end - 1] == "." and (end == len(text) or text[end] == "\n")
    party = CharSpan(start, end - 1 if ends_line else end)
    return Description("bracket", None, party, party)
