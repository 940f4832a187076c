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
from attribution.names.book import Entity, NameBook, NameMention
from attribution.names.pieces import opens_sentence, word_before
from attribution.people import PeopleWords, fold
from attribution.speakers.leading_bodies import WORD, is_person
from attribution.speakers.title_phrases import describe_phrase, skip_determiners
from attribution.speakers.trailing_bodies import owned_body

Form = Literal[
    "apposition", "apposition-before", "relative", "premodifier", "preposition", "possessive", "bracket", "story"
]
_CLAUSE_END = re.compile(r"[,;:.!?()\"“”—–\n]|\s[-‐]\s|\s(?:who|which|that|whose|when|while|but)\s")
_CLAUSE_START = re.compile(r"[,;:.!?()\"“”—–\n][\"”’']?\s|\n|\s[-‐]\s|[\"“”(—–]")
_AFTER_NAME = re.compile(
    r"(?:,? \(?\d{1,3}\)?(?=[,\s]))?(?:\s?\([^()\n]{1,30}\))?"
    r"(?:,\s|\s[-–—]\s|[–—])"
    r"(?P<relative>who (?:is|was|has been|became|serves as|(?:now )?works as|describes (?:her|him|them)self as)\s)?"
    r"(?=\S)"
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
_COMPLEMENT = re.compile(r"([\w-]+) (?:of|for|to) ((?:[\w-]+ ){1,3})$")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Lt|Col|Inc|Corp|Jr|Sr|vs|No))$")
_OWNED = re.compile(r"\b[Tt]he\s((?:[a-z][\w-]*\s){0,2}[a-z][\w-]*)[’']s?\s$")
_LEADS = re.compile(
    r",? who (?:(?:also|currently|now|still) )?"
    r"(?:heads|leads|runs|chairs|founded|co-founded|captains|coaches|manages|edits|directs"
    r"|has (?:chaired|headed|led|run)) (?=[\w])"
)
_LETTERS = re.compile(r",? ((?:[A-Z][A-Za-z]{0,4}\.?){1,4})(?=,)")
_SEATS = frozenset(
    {"mep", "mhk", "mk", "mla", "mlc", "mna", "mp", "mpp", "msp", "td"}
)  # letters of members of parliament
_NAMED = re.compile(
    r" (?:(?:named|called|identified as|known as)|who (?:gave|gives) (?:her|his|their) name (?:only )?as"
    r"|who (?:asked|wished|wanted) to be (?:called|identified|known) (?:only )?as|who (?:goes|went) by) $"
)
_HEADLINE = re.compile(r"\s*[^\n]{1,160}[^\s.,:;\n][^\S\n]*\n")  # a first line without a full stop
_SERVES = re.compile(
    r",? who (?:(?:is|was|has|had|did|does) [^,.;\n]{1,60}? (?:and|but) )?"
    r"(?P<verb>[a-z]+) (?:[a-z]+ ){0,4}?(?:for|at) (?:the )?(?=[^\W\d_])"
)
_PASSIVE = re.compile(r"(?:Led|[A-Z][a-z]+ed) by ")
_NEW_CLAUSE = re.compile(
    r"\b(?:after|although|as|because|before|but|since|that|until|when|while) ((?:his|her|its|their) )"
)
_IS = re.compile(r"\s(?:is|was) (?:now |currently |also )?(?=[a-z])")
_NO_NOUN = re.compile(r"[^\w\s-]|\s(?:of|from|in|for|who|and)\s|\Z")  # behind a noun that nothing else follows
_ELECTED = frozenset({"councillor", "councilor", "lawmaker", "member", "minister", "mk", "mp", "senator", "td"})
_SEAT = re.compile(r",? ([A-Z]{2,3})\b(?![.’'-])")
_HIRED = frozenset({"accountant", "architect", "auctioneer", "barrister", "solicitor", "surveyor"})
_INDEFINITE = re.compile(r"[Aa]n?\s")
_SEAT_OF = re.compile(
    r"\b(?P<post>(?:[a-z]+ )?(?:councillor|lawmaker|legislator|member|representative|senator)) representing "
    r"[^,.;]{2,60}? (?:in|of) (?:the )?(?=[A-Z])"
)
_HOLDS_AS = re.compile(
    r"\s(?:(?:has|had|was|is|will|been|be|now|also|previously) ){0,3}"
    r"(?:acted|acts|appointed|doubles|elected|hired|named|promoted|quit|re-elected|resigned|resigns|retired|retires"
    r"|served|serves|stands down|steps down|stepped down|stood down|sworn in|takes over|took over|worked|works) as "
)
_LED_PEOPLE = ("coaches", "manages", "for", "at")
_NAMED_KIND = re.compile(r"(?:[a-z-]+ )?([a-z-]+) (?=[^\W\d_a-z])")
_BODY_TAIL = re.compile(r"(?: [a-z-]+){0,2} ([a-z-]+)\b")
_IN_BRACKETS = re.compile(r"\s?\((?P<first>[A-Z]{2,5}(?=-[A-Z])|[^\W\d_][^(),\n]{1,40})(?:[,-] ?[^()\n]{1,30})?\)")
_REACH = 170  # code points on either side of a name in which its description is sought
_TIMES_OF_DAY = frozenset(
    {"night", "yesterday", "today", "tonight", "morning", "afternoon", "evening", "week", "month"}
)


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
        frozenset(fold(m.group()) for span in spans for m in WORD.finditer(text, span.start, span.end)),
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
    past = description.title is not None and _is_past(text, description.title)
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
        _introduced(text, mention, book, words),
        _preposition(text, mention, book, words),
        _bracket(text, mention, book, words),
        _letters(text, mention),
    ):
        if description is not None:
            yield description


def _apposition(text: str, mention: NameMention, book: NameBook, words: PeopleWords) -> Description | None:
    after = _after_letters(text, mention.span.end, words)
    opening = _AFTER_NAME.match(text, after, after + _REACH)
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
    leads = _LEADS.match(text, phrase.end) if title else None
    if title and leads and (affiliation is None or _is_past(text, title)):  # "a former Acme engineer who runs Roe Labs"
        led = _led_body(text, leads.end(), book, words)
        affiliation = led.affiliation if led else affiliation
    form: Form = "relative" if opening["relative"] else "apposition"
    member = affiliation is not None and _is_member(text, affiliation, words)
    return Description(form, title, affiliation if title or member else None, phrase)


def _after_letters(text: str, position: int, words: PeopleWords) -> int:
    """Return where the letters behind a name end ("Ann Lee, M.D., |"), if a comma parts them from what follows."""
    while letters := _LETTERS.match(text, position):
        if fold(letters[1].replace(".", "")) not in words.postnominals | words.suffixes | _SEATS:
            break
        position = letters.end()
    return position


def _is_past(text: str, title: CharSpan) -> bool:
    return title.of(text).lower().startswith(("former", "ex-"))


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
    found = [m.group() for m, _ in zip(WORD.finditer(text, phrase.start, phrase.end), range(3), strict=False)]
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
    if any(is_person(m, book, words) for m in between):
        return None
    phrase = CharSpan(match.end(), _clause_end(text, match.end(), words))
    title, inner = describe_phrase(text, phrase, book, words)
    bodies = [m for m in between if m.label in {"organization", "other"} and text[m.span.start - 1] != "("]
    body = bodies[-1].span if bodies else None
    if title and inner and body and inner.start > title.start:
        title = CharSpan(title.start, inner.end)
    return Description("relative", title, body if title else None, phrase)


def _predicate(text: str, mention: NameMention, book: NameBook, words: PeopleWords) -> Description | None:
    """Read "Ann Lee is chief executive of Acme" and "has stood down as mayor".

    Behind "is" only an office with its body counts, not what else somebody is said to be.
    """
    verb = _HOLDS_AS.match(text, mention.span.end)
    if verb is not None and not mention.possessive:
        phrase = CharSpan(verb.end(), _clause_end(text, verb.end(), words))
        title, affiliation = describe_phrase(text, phrase, book, words)
        return Description("relative", title, affiliation if title else None, phrase)
    verb = _IS.match(text, mention.span.end)
    if verb is None or mention.possessive:
        return None
    phrase = CharSpan(verb.end(), _clause_end(text, verb.end(), words))
    title, affiliation = describe_phrase(text, phrase, book, words)
    found = title.of(text).split() if title else []
    if affiliation is None or not found or fold(found[-1]) not in words.business_roles | words.staff_roles:
        return None
    return Description("relative", title, affiliation, phrase)


def _introduced(text: str, mention: NameMention, book: NameBook, words: PeopleWords) -> Description | None:
    """Read "The surgeon, a shy man named Ann Lee" and "a teacher who gave her name as Ann"."""
    named = _NAMED.search(text, max(0, mention.title - 60), mention.title)
    if named is None:
        return None
    end = named.start()
    for _ in range(2):
        start = _noun_phrase_start(text, _clause_start(text, end), end, words)
        if start is None or (end == named.start() and not _INDEFINITE.match(text, start)):
            return None  # "The board named Ann Lee"
        title, affiliation = describe_phrase(text, CharSpan(start, end), book, words)
        if title:
            return Description("apposition-before", title, affiliation, CharSpan(start, end))
        if text[start - 2 : start] != ", ":
            return None
        end = start - 2  # "The surgeon, | a shy man"
    return None


def _letters(text: str, mention: NameMention) -> Description | None:
    """Read "Ann Lee MP": the letters behind a name tell the seat."""
    letters = _SEAT.match(text, mention.span.end)
    if letters is None or letters[1].lower() not in _SEATS:
        return None
    seat = CharSpan(*letters.span(1))
    return Description("bracket", seat, None, seat)


def _led_body(text: str, start: int, book: NameBook, words: PeopleWords) -> Description | None:
    """Read what somebody leads: a named body, or one that a noun tells ("a victims' association")."""
    phrase = CharSpan(start, _clause_end(text, start, words))
    begin = skip_determiners(text, phrase.start, phrase.end, words)
    named = next((m for m in book.within(phrase) if m.span.start == begin), None)
    kind = _NAMED_KIND.match(text, begin, phrase.end)
    if named is None and kind and words.is_body(fold(kind[1])):  # "the consultancy Roe Labs"
        named = next((m for m in book.within(phrase) if m.span.start == kind.end()), None)
    personal = named is not None and is_person(named, book, words)
    if named is not None and not (personal and text[:start].rstrip().endswith(_LED_PEOPLE)) and not named.possessive:
        tail = _BODY_TAIL.match(text, named.span.end, phrase.end)
        whole = tail is not None and words.is_body(fold(tail[1]))  # "the U.N. fact-finding mission"
        body = CharSpan(named.span.start, tail.end()) if tail and whole else named.span
        if whole or named.label in {"organization", "other", "person"}:
            return Description("relative", None, body, body)
    found = list(WORD.finditer(text, begin, min(phrase.end, begin + 60)))
    last = next((i for i, m in enumerate(found[:4]) if words.is_body(fold(m.group()))), None)
    if last is None or any(words.is_role(m.group()) or m.group() in words.prepositions for m in found[:last]):
        return None
    body = CharSpan(begin, found[last].end())
    return Description("relative", None, body, body)


def _describes(text: str, phrase: CharSpan, book: NameBook, words: PeopleWords) -> bool:
    """Tell whether a stretch after "Name, " can be an apposition: a role before any verb, and no other person."""
    first = next(iter(book.within(phrase)), None)
    if first and first.label == "person" and not first.possessive and first.title <= phrase.start + 1:
        return False
    for match in WORD.finditer(text, phrase.start, phrase.end):
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
    before = list(WORD.finditer(text, start, comma))
    after = [m for m, _ in zip(WORD.finditer(text, comma, comma + 60), range(4), strict=False)]
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
    seat = _SEAT_OF.search(text, _clause_start(text, comma), comma)
    if seat:
        house = next((m.span for m in book.within(CharSpan(seat.end(), comma)) if m.span.start == seat.end()), None)
        return Description("apposition-before", CharSpan(*seat.span("post")), house, CharSpan(seat.start(), comma))
    start = _noun_phrase_start(text, _clause_start(text, comma), comma, words)
    if start is None or any(m.label == "person" and not m.possessive for m in book.within(CharSpan(start, comma))):
        return None
    title, affiliation = describe_phrase(text, CharSpan(start, comma), book, words)
    peer = affiliation is not None and text.endswith("counterpart", start, comma)
    return Description("apposition-before", title, affiliation if title or peer else None, CharSpan(start, comma))


def _noun_phrase_start(text: str, start: int, end: int, words: PeopleWords) -> int | None:
    """Return where the noun phrase that ends at `end` begins: after the last verb, at a determiner or a capital."""
    *_, clause = [None, *_NEW_CLAUSE.finditer(text, start, end)]
    if clause is not None:
        return clause.start(1)
    begin: int | None = None
    passive = _PASSIVE.match(text, start, end)  # "Led by their chair, Ann Lee, the traders"
    for match in WORD.finditer(text, passive.end() if passive else start, end):
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
        if owner is None or is_person(owner, book, words) or owner.label == "people":
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
    found = list(WORD.finditer(text, clause, mention.title))
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
    for last in WORD.finditer(text, max(start, end - 30), end):  # noqa: B007
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
        body = owned_body(near[0], near[1])
        return Description("preposition", None, body, body)
    firm = len(near[0].key) > 1 and link.group() == " of " and _is_hired(text, mention, words)
    if near[0].label in {"place", "people"} or (is_person(near[0], book, words) and not firm):
        return None
    return Description("preposition", None, near[0].span, near[0].span)


def _is_hired(text: str, mention: NameMention, words: PeopleWords) -> bool:
    """Tell whether "Their solicitor, Ann Lee of Lowther Roe" has a firm behind the name, and no second person."""
    before = word_before(text, mention.title)
    return before is not None and before.group().rstrip().endswith(",") and before[1] in words.business_roles | _HIRED


def _bracket(text: str, mention: NameMention, book: NameBook, words: PeopleWords) -> Description | None:
    match = _BRACKET.match(text, mention.span.end)
    if match is None:
        return _bracketed_body(text, mention, book, words)
    group = 1 if match[1] else 2
    start, end = match.span(group)
    ends_line = text[end - 1] == "." and (end == len(text) or text[end] == "\n")
    party = CharSpan(start, end - 1 if ends_line else end)
    return Description("bracket", None, party, party)


def _bracketed_body(text: str, mention: NameMention, book: NameBook, words: PeopleWords) -> Description | None:
    """Read the party or team of "Ann Lee (Labour, Hull)" and "Energy Minister Bob Ross (Otra Vía)"."""
    match = _IN_BRACKETS.match(text, mention.span.end)
    if match is None:
        return None
    body = CharSpan(*match.span("first"))
    named = next((m for m in book.within(body) if m.span == body), None)
    party = fold(match["first"]) in words.parties | words.party_marks
    known = named is not None and named.label in {"organization", "other"}
    office = text[mention.title : mention.span.start].split()
    elected = bool(office) and fold(office[-1]) in _ELECTED and named is not None and named.label == "person"
    return Description("bracket", None, body, body) if party or known or elected else None
