"""What stands around one mention of a person and gives title and affiliation, as slices of the article.

They stand in an apposition after the name ("Ann Lee, head of research at Acme,"), before it ("Acme analyst Ann Lee",
"the head of the union, Ann Lee,"), in a relative clause ("Ann Lee, who is head of ..."), in a possessive ("Acme's Ann
Lee"), after a preposition ("Ann Lee of Acme") or in brackets ("(R-Ohio)").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attribution.models import CharSpan
from attribution.names.book import NameMention
from attribution.names.pieces import word_before
from attribution.people import PeopleWords, fold
from attribution.speakers.descriptions import (
    CLAUSE_END,
    REACH,
    Description,
    Form,
    clause_end,
    in_first_line,
    phrase_end,
)
from attribution.speakers.leading_bodies import OFFICERS_OFFICE, is_person
from attribution.speakers.office_names import WORD, is_country
from attribution.speakers.preceding_phrases import apposition_before, copular, introduced, is_of_several
from attribution.speakers.premodifiers import breaks_phrase, premodifier
from attribution.speakers.role_clauses import (
    appointed,
    clause_body,
    employed,
    led_by,
    own_party,
    predicate,
    relative_role,
)
from attribution.speakers.story import Story
from attribution.speakers.title_phrases import describe_phrase, joint_body
from attribution.speakers.trailing_bodies import common_end, owned_body

_AFTER_NAME = re.compile(
    r"(?:,? \(?\d{1,3}\)?(?=[,\s])| [’']\d\d(?=,))?(?:\s?\([^()\n]{1,30}\))?"
    r"(?:, from [A-Z][^,.;\n]{1,30}(?=, an? ))?"
    r"(?:,\s|\s[-–—]\s|[–—])"
    r"(?P<relative>who (?:is|was|has been|became|serves as|(?:now )?works as|"
    r"(?:has |had )?worked as|describes (?:her|him|them)self as)\s)?"
    r"(?=\S)"
)
_BRACKET = re.compile(
    r"\s?\(([A-Z](?:-[A-Z][\w. ]{1,12})?|[A-Z]{2,8})\)|, ([DRI]-[A-Z][\w.]{1,12}(?:\s[A-Z][\w.]{1,12})?)"
)
_OF_BODY = re.compile(r",?\s(?:(?:now|currently)\s)?(?:of|from|at|with)\s(?:the\s)?")
_THE_BODY = re.compile(r",? (?:of|from|at|with) the (?P<noun>[a-z]+)(?=[,.]|\s[a-z]+(?:s|ed|d)\b)")
_POST = re.compile(
    r"an? (?P<noun>(?:[a-z][a-z-]*\s){0,3}?[a-z][a-z-]*)\s(?:(?:working|employed)\s)?"
    r"(?P<link>at|for|of|with)\s(?:the\s)?(?=[^\W\d_])"
)
_TRADE = re.compile(
    r"an? (?!(?:bit|few|little|lot)\b)(?P<post>(?:[a-z][a-z-]*\s){0,2}?(?P<noun>[a-z-]{3,}(?:er|ian|ist|man|or)))"
    r"(?=[,.;]|\s[-–—]\s|\s(?:who|from|in|based|living)\s)"
)
_CLAUSE_WORDS = frozenset({"that", "which", "who", "whose"})
_LETTERS = re.compile(r",? ((?:[A-Z][A-Za-z]{0,4}\.?){1,4})(?=,)")
_POST_BEHIND = re.compile(r", (?:an?|the) ")
_NO_NOUN = re.compile(r"[^\w\s-]|\s(?:of|from|in|for|who|and)\s|\Z")  # behind a noun that nothing else follows
_SEAT = re.compile(r",? ([A-Z]{2,3})\b(?![.’'-])")
_OBITUARY = re.compile(r": (?=[A-Z][^.:\n]{3,80}? who )")
_VERB_FIRST = re.compile(r"([a-z]+(?:(?<!ward)(?<!day)s|ed)) ([a-z]+) ")
_NUMBER = re.compile(r"\d")
_DETERMINES = re.compile(r"(?:\ban?|\b[Tt]he|\b[Hh]is|\b[Hh]er|[’']s|s[’']) $")
_ACCORDING = re.compile(r"[,\w)”\"’'] according to $")  # behind what was said
_ENDS_SENTENCE = re.compile(r"[.;:!?\n)]|\s[–—-]")
_POST_IN_BRACKETS = re.compile(r"\s?\((?P<post>(?=[a-z])[^(),;\n]{4,80})(?:, [^(),\n]{2,40})?\)")
_IN_BRACKETS = re.compile(r"\s?\((?P<first>[A-Z]{2,5}(?=-[A-Z])|[^\W\d_][^(),\n]{1,40})(?:[,-] ?[^()\n]{1,30})?\)")


def find_descriptions(story: Story, mention: NameMention) -> Iterator[Description]:
    """Yield what stands around one mention of a person."""
    for description in (
        _apposition(story, mention),
        apposition_before(story, mention),
        copular(story, mention),
        premodifier(story, mention),
        relative_role(story, mention),
        predicate(story, mention),
        led_by(story, mention),
        appointed(story, mention),
        employed(story, mention),
        introduced(story, mention),
        _preposition(story, mention),
        _bracket(story, mention),
        _letters(story, mention),
        own_party(story, mention),
    ):
        if description is not None:
            yield description


def _apposition(story: Story, mention: NameMention) -> Description | None:
    text = story.text
    after = _after_letters(story, mention.span.end)
    opening = _AFTER_NAME.match(text, after, after + REACH) or _OBITUARY.match(text, after)
    if opening is None or mention.possessive:
        return None
    made = opening.groupdict().get("relative") and story.words.titles.made.match(text, opening.start("relative") + 3)
    start = made.end() if made else opening.end()  # "Ann Lee, who was appointed | head of sales"
    phrase = CharSpan(start, phrase_end(story, start))
    if text.startswith(("who", "which", "whose", "where", "when", "and ", "but "), phrase.start):
        return None
    if _lists_others(story, phrase) or _goes_on(story, phrase) or _is_reported(story, mention, phrase):
        return None
    if not _describes(story, phrase):
        return None
    title, affiliation = describe_phrase(story, phrase)
    if title and is_of_several(story, title) and not text.endswith(("and ", "& "), 0, mention.title):
        return None  # "Emails to Lee, Roe's aides", but "Ann Lee and Bob Ross, economists at Acme"
    comma = text.find(",", phrase.start, phrase.end)
    if title is None and comma > 0:  # "a nurse, mother of two and neighbour"
        phrase = CharSpan(phrase.start, comma)
        title, affiliation = describe_phrase(story, phrase)
    if title and affiliation is None:
        affiliation = _next_body(story, phrase.end)
    if title and (affiliation is None or is_past(story, title)):  # "a former Acme engineer who runs Roe Labs"
        _, led = clause_body(story, phrase.end)
        affiliation = led.affiliation if led else affiliation
    if opening.re is _OBITUARY and not in_first_line(text, mention.span.start):
        return None  # only of a headline: "Ann Lee: Broadcaster who ..."
    form: Form = "relative" if opening.groupdict().get("relative") else "apposition"
    member = affiliation is not None and _is_member(story, affiliation)
    return Description(form, title, affiliation if title or member else None, phrase)


def _after_letters(story: Story, position: int) -> int:
    """Return where the letters behind a name end ("Ann Lee, M.D., |"), if a comma parts them from what follows."""
    words = story.words
    while letters := _LETTERS.match(story.text, position):
        known = fold(letters[1].replace(".", "")) in words.postnominals | words.suffixes | words.titles.seat_letters
        if not known and not (letters[1].isupper() and _POST_BEHIND.match(story.text, letters.end())):
            break
        position = letters.end()
    return position


def is_past(story: Story, title: CharSpan) -> bool:
    """Tell whether a title is one that somebody no longer has ("former chief", "retired general")."""
    return title.of(story.text).lower().startswith(story.words.titles.past_words)


def unlisted_post(story: Story, mention: NameMention) -> Iterator[Description]:
    """Yield "custodian" and "Acme" of "Ann Lee, a custodian at Acme", whatever the noun: the body tells a post."""
    words = story.words
    opening = _AFTER_NAME.match(story.text, mention.span.end, mention.span.end + REACH)
    trade = _TRADE.match(story.text, opening.end()) if opening and not mention.possessive else None
    if trade is not None and _is_trade(trade["noun"], words):
        yield Description("apposition", CharSpan(*trade.span("post")), None, CharSpan(*trade.span("post")))
        return
    post = _POST.match(story.text, opening.end()) if opening and not mention.possessive else None
    if post is None or not _CLAUSE_WORDS.isdisjoint(post["noun"].split()):
        return  # "a mother-of-three who works at Acme"
    title, noun = CharSpan(*post.span("noun")), post["noun"].split()[-1]
    body = next(
        (m for m in story.book.within(CharSpan(post.end(), post.end() + REACH)) if m.span.start == post.end()), None
    )
    if body is None or body.possessive or body.label not in {"organization", "other"}:
        return
    if post["link"] == "of" and not words.kinds_of_name(body.key):
        return
    plain = not any(breaks_phrase(word, words) for word in post["noun"].split()[-1:])
    if noun in words.titles.attached_nouns or words.is_untitled(noun) or not plain:
        return
    yield Description("apposition", title, body.span, CharSpan(title.start, body.span.end))


def _is_trade(noun: str, words: PeopleWords) -> bool:
    """Tell whether a noun that no list holds tells by its end what somebody does ("tester", "ethicist")."""
    known = noun in words.titles.no_trades or noun in words.titles.attached_nouns
    return not (known or words.is_untitled(noun) or words.is_body(noun) or breaks_phrase(noun, words))


def _is_member(story: Story, party: CharSpan) -> bool:
    """Tell whether somebody is no more than the member of a party: "a Republican", "a Democrat from Ohio"."""
    return fold(party.of(story.text)) in story.words.parties and _NO_NOUN.match(story.text, party.end) is not None


def _lists_others(story: Story, phrase: CharSpan) -> bool:
    """Tell whether what follows a name are others: "Ann Lee, fans and the judge", "Ann Lee, telling voters"."""
    found = [m.group() for m, _ in zip(WORD.finditer(story.text, phrase.start, phrase.end), range(3), strict=False)]
    if not found or not found[0].islower():
        return False
    several = story.words.is_plural_role(found[0]) and (len(found) == 1 or found[1] in {"and", "or"})
    return several or (len(found) > 1 and found[0].endswith("ing") and story.words.is_plural_role(found[1]))


def _goes_on(story: Story, phrase: CharSpan) -> bool:
    """Tell whether a verb follows the comma behind a name: "Ann Lee, | recalls a student", "Lee, 34, | moved back"."""
    words = story.words
    verb = _VERB_FIRST.match(story.text, phrase.start, phrase.end)
    if verb is None or words.is_role(verb[1]) or verb[1] in words.openers or verb[1] in words.role_modifiers:
        return False
    return verb[2] in words.definite or verb[2] in words.indefinite or verb[2] in words.titles.directions


def _is_reported(story: Story, mention: NameMention, phrase: CharSpan) -> bool:
    """Tell whether a clause follows that somebody said: "According to Ann Lee, the contractor had failed".

    Where the words of the speaker come first, what follows the name describes it: "..., according to Ann Lee, a nurse."
    """
    text = story.text
    if not text.endswith("ccording to ", 0, mention.title):
        return False
    finite = story.words.verbs & story.words.titles.auxiliaries
    if any(m.group() in finite for m in WORD.finditer(text, phrase.start, phrase.end)):
        return True
    if text.startswith(",", phrase.end):
        return False
    first = _ACCORDING.search(text, max(0, mention.title - 20), mention.title)
    ends = phrase.end == len(text) or _ENDS_SENTENCE.match(text, phrase.end) is not None
    return first is None or not ends


def _letters(story: Story, mention: NameMention) -> Description | None:
    """Read "Ann Lee MP": the letters behind a name tell the seat."""
    letters = _SEAT.match(story.text, mention.span.end)
    if letters is None or letters[1].lower() not in story.words.titles.seat_letters:
        return None
    seat = CharSpan(*letters.span(1))
    return Description("bracket", seat, None, seat)


def _describes(story: Story, phrase: CharSpan) -> bool:
    """Tell whether a stretch after "Name, " can be an apposition: a role before any verb, and no other person."""
    first = next(iter(story.book.within(phrase)), None)
    if first and first.label == "person" and not first.possessive and first.title <= phrase.start + 1:
        return False
    words = story.words
    for match in WORD.finditer(story.text, phrase.start, phrase.end):
        if words.is_role(match.group()) or match.group() in words.titles.holders:
            return True
        if match.group() in words.titles.positions and _DETERMINES.search(story.text, phrase.start, match.start()):
            continue  # "the Lakers' left fielder", "a left winger"
        if match.group().islower() and match.group() in story.words.verbs:
            return False
    return False


def _next_body(story: Story, comma: int) -> CharSpan | None:
    """Return the body of "Director, Acme Securities"."""
    if not story.text.startswith(", ", comma):
        return None
    found = story.book.within(CharSpan(comma + 2, min(len(story.text), comma + REACH)))
    if found and found[0].span.start == comma + 2 and found[0].label in {"organization", "other"}:
        return found[0].span
    return None


def _preposition(story: Story, mention: NameMention) -> Description | None:
    """Read "Ann Lee of Acme" and "Ann Lee, from Acme,"."""
    text = story.text
    link = _OF_BODY.match(text, mention.span.end)
    if link is None or mention.possessive:
        return None
    office = OFFICERS_OFFICE.match(text, link.end())
    if office:
        body = CharSpan(*office.span())
        return Description("preposition", None, body, body)
    institution = _THE_BODY.match(text, link.start())
    if institution and story.words.is_body(institution["noun"]) and institution["noun"] not in story.words.realms:
        body = CharSpan(*institution.span("noun"))
        return Description("preposition", None, body, body)
    joint = joint_body(story, link.end())
    if joint is not None:
        return Description("preposition", None, joint, joint)
    found = story.book.within(CharSpan(link.end(), min(len(text), link.end() + REACH)))
    near = [m for m in found[:2] if not CLAUSE_END.search(text, link.end(), m.span.start)]
    if not near or near[0].span.start > link.end() + 50 or _NUMBER.search(text, link.end(), near[0].span.start):
        return None  # "at 3 PM"
    if near[0].possessive and len(near) > 1 and near[1].span.start <= near[0].span.end + 3:
        body = owned_body(near[0], near[1])
        return Description("preposition", None, body, body)
    firm = len(near[0].key) > 1 and link.group() == " of " and _is_hired(story, mention)
    tail = common_end(story, near[0], clause_end(story, near[0].span.end)) if not near[0].possessive else 0
    if tail:  # "Inspector Bob Ross of Quayside police station"
        body = CharSpan(near[0].span.start, tail)
        return Description("preposition", None, body, body)
    seat = link.group() == " of " and _holds_office(story, mention) and near[0].span.start == link.end()
    if seat and near[0].label == "place" and not is_country(near[0], story.words):
        return Description("preposition", None, near[0].span, near[0].span)  # "Mayor Ann Lee of Quayside"
    if near[0].label in {"place", "people"} or (is_person(story, near[0]) and not firm):
        return None
    between = CharSpan(link.end(), near[0].span.start)
    if near[0].key[-1] in story.words.titles.streets or _stands_elsewhere(story, between):
        return None
    return Description("preposition", None, near[0].span, near[0].span)


def _holds_office(story: Story, mention: NameMention) -> bool:
    """Tell whether an office of a place stands right before a name: "Mayor Ann Lee"."""
    before = word_before(story.text, mention.span.start)
    words = story.words
    return before is not None and fold(before[1]) in words.titles.place_offices - words.state_roles


def _stands_elsewhere(story: Story, between: CharSpan) -> bool:
    """Tell whether something else comes before a name: "at a lectern | under the logo of Acme"."""
    apart = story.words.prepositions - story.words.titles.joining_prepositions
    return any(m.group() in apart for m in WORD.finditer(story.text, between.start, between.end))


def _is_hired(story: Story, mention: NameMention) -> bool:
    """Tell whether "Their solicitor, Ann Lee of Lowther Roe" has a firm behind the name, and no second person."""
    before = word_before(story.text, mention.title)
    hired = story.words.business_roles | story.words.titles.hired_roles
    return before is not None and before.group().rstrip().endswith(",") and before[1] in hired


def _bracket(story: Story, mention: NameMention) -> Description | None:
    text = story.text
    match = _BRACKET.match(text, mention.span.end)
    if match is None:
        return _bracketed_post(story, mention) or _bracketed_body(story, mention)
    group = 1 if match[1] else 2
    start, end = match.span(group)
    ends_line = text[end - 1] == "." and (end == len(text) or text[end] == "\n")
    party = CharSpan(start, end - 1 if ends_line else end)
    return Description("bracket", None, party, party)


def _bracketed_post(story: Story, mention: NameMention) -> Description | None:
    """Read "Ann Lee (chief executive of Acme)" and "Ann Lee (head of sales, Acme)"."""
    inside = _POST_IN_BRACKETS.match(story.text, mention.span.end)
    if inside is None or mention.possessive:
        return None
    phrase = CharSpan(*inside.span("post"))
    title, affiliation = describe_phrase(story, phrase) if _describes(story, phrase) else (None, None)
    if title is None:
        return None
    return Description("bracket", title, affiliation or _next_body(story, phrase.end), phrase)


def _bracketed_body(story: Story, mention: NameMention) -> Description | None:
    """Read the party or team of "Ann Lee (Labour, Hull)" and "Energy Minister Bob Ross (Otra Vía)"."""
    words = story.words
    match = _IN_BRACKETS.match(story.text, mention.span.end)
    if match is None:
        return None
    body = CharSpan(*match.span("first"))
    named = next((m for m in story.book.within(body) if m.span == body), None)
    party = fold(match["first"]) in words.parties | words.party_marks
    known = named is not None and not (words.org_heads.isdisjoint(named.key) and not words.kinds_of_name(named.key))
    office = story.text[mention.title : mention.span.start].split()
    elected = bool(office) and fold(office[-1]) in words.titles.elected_roles
    elected = elected and named is not None and named.label == "person"
    return Description("bracket", None, body, body) if party or known or elected else None
