"""Clauses that say what somebody does: "who leads Acme", "is head of Acme", "has stood down as mayor"."""

from __future__ import annotations

import itertools
import re

from attribution.models import CharSpan
from attribution.names.book import NameMention
from attribution.people import PeopleWords, fold
from attribution.speakers.descriptions import REACH, Description, clause_end, clause_start
from attribution.speakers.leading_bodies import is_person
from attribution.speakers.office_names import WORD
from attribution.speakers.story import Story
from attribution.speakers.title_phrases import describe_phrase, skip_determiners

_AS_ROLE = re.compile(r"\bAs (?:the |an? )?(?P<role>[^.,\n]{4,90}?),? s?he\b")
_WHERE_IS = re.compile(r",? (?:where|of which) s?he (?:is|was|serves as|works as) ")
_SERVES = re.compile(
    r",? who (?:(?:is|was|has|had|did|does) [^,.;\n]{1,60}? (?:and|but) )?(?:(?:also|currently|now|still) )?"
    r"(?!r[au]ns? (?:[a-z]+ )?for )(?P<verb>[a-z]+) (?:(?:[A-Z][\w.-]* (?=[a-z]))?[a-z-]+ ){0,4}?(?:for|at) "
    r"(?:the )?(?=[^\W\d_])"
)
_FOR_FIRM = re.compile(
    r"(?:,? who|(?<! who))\s(?:(?:also|currently|now|still) )?(?P<verb>[a-z]+s) (?:[a-z-]+ ){0,4}?for (?:the |an? )?"
    r"(?:[A-Z][\w.]*(?:-based)? ){0,2}?(?:[a-z-]+ ){0,3}?(?P<noun>[a-z]+) (?=[A-Z])"
)
_AGE = re.compile(r",? \(?\d{1,3}\)?(?=,)")
_IS = re.compile(r"\s(?:is|was) (?:now |currently |also )?(?=[a-z])")
_HAS_BEEN = re.compile(r"(?:,? who)?,?\s(?:has been|has become|became) (?:its |the |their )?(?=[a-z])")
_TAKEN_WHEN = re.compile(
    r" (?:ever since|since|for (?=[\w-]+ (?:years|decades|months|seasons)\b|(?:more|less|nearly|almost|over|about) )"
    r"|in (?=[A-Z][a-z]+\b|\d{4}\b)|last|this|(?:earlier|later) (?=this|that|in)|when|after)\b"
)
_AFTER_POST = re.compile(
    r" (?:on|last|this|after|earlier|until|before|by|when|following|in(?= [A-Z\d])"
    r"|and (?:[a-z]+ed|says?|said|will|would|has|had)"
    r"|(?P<award>of the (?:day|game|match|month|season|series|week|year)))\b"
)
_AS_POST = re.compile(r" as (?=[A-Za-z])")
_FOR_YEARS = re.compile(
    r"(?:, [^,.;\n]{1,50},)? (?:since (?:19|20)\d\d"
    r"|for (?:(?:more than|nearly|almost|about|over|the (?:last|past)) )?[\w-]+ (?:years|decades|seasons))\b"
)
_OWN_FIRM = re.compile(
    r",? (?:who [^,.;:\n\"“”]{1,60}? (?:her|his)|whose) (?:own )?(?:[A-Za-z-]+ ){0,2}?(?P<noun>[a-z-]+),? (?=[A-Z])"
)
_OWN_PARTY = re.compile(
    r" [^.;:\n\"“”]{3,110}? (?:his|her) (?:own |ruling |opposition )?(?P<party>(?:[A-Z][\w’'-]+ ){1,4}[Pp]arty)\b"
)
_LEFT = re.compile(r"\b(?:former|left|quit|sold|sued|against)\b")
_FULL_NAME = 2  # words
_ADJECTIVES = re.compile(r"(?:(?!(?:and|at|by|for|from|in|of|on|to|with)\b)[\da-z][\w,-]* ){1,2}(?=[A-Z])")
_NAMED_KIND = re.compile(r"(?:[a-z-]+ )?([a-z-]+) (?=[^\W\d_a-z])")


def relative_role(story: Story, mention: NameMention) -> Description | None:
    """Read "Ann Lee of Acme, where she is head of sales", "... of which she is editor" and "..., who runs Acme"."""
    text = story.text
    age = _AGE.match(text, mention.span.end)
    clause, described = clause_body(story, age.end() if age else mention.span.end)
    if clause:
        return described
    reach = mention.span.end, mention.span.end + REACH
    held = _AS_ROLE.search(text, *reach) if text.find("As ", *reach) >= 0 else None
    if held and not any(m.label == "person" for m in story.book.within(CharSpan(mention.span.end, held.end()))):
        phrase = CharSpan(*held.span("role"))
        return Description("relative", *describe_phrase(story, phrase), phrase)
    match = _WHERE_IS.search(text, *reach) if max(text.find(word, *reach) for word in ("where", "which")) >= 0 else None
    if match is None or "\n" in text[mention.span.end : match.start()]:
        return None
    between = story.book.within(CharSpan(mention.span.end, match.start()))
    if any(is_person(story, m) for m in between):
        return None
    phrase = CharSpan(match.end(), clause_end(story, match.end()))
    title, inner = describe_phrase(story, phrase)
    bodies = [m for m in between if m.label in {"organization", "other"} and text[m.span.start - 1] != "("]
    body = bodies[-1].span if bodies else None
    if title and inner and body and inner.start > title.start:
        title = CharSpan(title.start, inner.end)
    return Description("relative", title, body if title else None, phrase)


def clause_body(story: Story, position: int) -> tuple[bool, Description | None]:
    """Tell whether a clause such as "who runs Acme" or "who teaches law at Acme" stands here, and read its body."""
    serves = _SERVES.match(story.text, position, position + REACH)
    if serves and serves["verb"] in story.words.serving_verbs:
        return True, led_body(story, serves.end())
    body = _body_for_years(story, serves) if serves else None
    body = body or _own_firm(story, position) or _firm_worked_for(story, position)
    if body:
        return True, Description("relative", None, body, body)
    leads = story.words.titles.leads.match(story.text, position)
    return (True, led_body(story, leads.end())) if leads else (False, None)


def _body_for_years(story: Story, serves: re.Match[str]) -> CharSpan | None:
    """Return the body of "who made ice at the Harbour Curling Club for 38 years", whatever somebody did there."""
    body = _named_at(story, serves.end())
    if body is None or serves["verb"] in story.words.titles.lodging_verbs or not _shows_body(story, body):
        return None
    return body.span if _FOR_YEARS.match(story.text, body.span.end) else None


def _firm_worked_for(story: Story, position: int) -> CharSpan | None:
    """Return the firm of "who surveys fences for the engineering firm Acme", told as one, whatever somebody does."""
    works = _FOR_FIRM.match(story.text, position, position + REACH)
    if works is None or works["verb"] in story.words.verbs or works["verb"] in story.words.titles.lodging_verbs:
        return None
    body = _named_at(story, works.end()) if story.words.kinds_of_noun(works["noun"]) else None
    return body.span if body and not body.possessive else None


def _own_firm(story: Story, position: int) -> CharSpan | None:
    """Return the body of "who set up the film at her London company Acme" and "whose company Acme"."""
    own = _OWN_FIRM.match(story.text, position, position + REACH)
    if own is None or not story.words.is_body(own["noun"]) or _LEFT.search(own.group()):
        return None
    body = _named_at(story, own.end())
    return body.span if body and not body.possessive else None


def _named_at(story: Story, position: int) -> NameMention | None:
    """Return the name that begins at a place."""
    mention = story.book.at(position)
    return mention if mention is not None and mention.span.start == position else None


def _shows_body(story: Story, mention: NameMention) -> bool:
    """Tell whether a name shows by its words that it is that of a body ("Marlow Curling Club")."""
    shown = story.words.kinds_of_name(mention.key) or not story.words.org_heads.isdisjoint(mention.key)
    return bool(shown) and len(mention.key) > 1 and not mention.possessive and not is_person(story, mention)


def predicate(story: Story, mention: NameMention) -> Description | None:
    """Read "Ann Lee is chief executive of Acme" and "has stood down as mayor".

    Behind "is" only an office with its body counts, not what else somebody is said to be.
    """
    text, words = story.text, story.words
    verb = words.titles.holds_as.match(text, mention.span.end)
    if verb is not None and not mention.possessive:
        phrase = CharSpan(verb.end(), clause_end(story, verb.end()))
        title, affiliation = describe_phrase(story, phrase)
        return Description("relative", title, affiliation if title else None, phrase)
    held = None if mention.possessive else _held_since(story, mention)
    if held is not None:
        return held
    verb = None if words.titles.made.match(text, mention.span.end) else _IS.match(text, mention.span.end)
    if verb is None or mention.possessive:
        return None
    phrase = CharSpan(verb.end(), clause_end(story, verb.end()))
    title, affiliation = describe_phrase(story, phrase)
    found = title.of(text).split() if title else []
    if affiliation is None or not found or fold(found[-1]) not in words.business_roles | words.staff_roles:
        return None
    return Description("relative", title, affiliation, phrase)


def _held_since(story: Story, mention: NameMention) -> Description | None:
    """Read "Ann Lee has been mayor since 2010" and "became head coach of Acme in May": a post and when it was taken."""
    verb = _HAS_BEEN.match(story.text, mention.span.end)
    if verb is None:
        return None
    when = _TAKEN_WHEN.search(story.text, verb.end(), clause_end(story, verb.end()))
    if when is None:
        return None
    phrase = CharSpan(verb.end(), when.start())
    title, affiliation = describe_phrase(story, phrase)
    said = [fold(word) for word in title.of(story.text).split()] if title else []
    attached = not story.words.titles.attached_nouns.isdisjoint(said)  # "has been critic of the plan since May"
    if not said or attached or story.words.is_untitled(said[-1]):
        return None
    return Description("relative", title, affiliation, phrase)


def appointed(story: Story, mention: NameMention) -> Description | None:
    """Read "Acme named Ann Lee as chief executive" and "Ann Lee was appointed chair of Acme"."""
    titles, text = story.words.titles, story.text
    post = titles.made.match(text, mention.span.end)
    if post is None and titles.makes.search(text, clause_start(text, mention.title), mention.title):
        post = _AS_POST.match(text, mention.span.end)
    if post is None or mention.possessive:
        return None
    rest = _AFTER_POST.search(text, post.end(), clause_end(story, post.end()))
    phrase = CharSpan(post.end(), rest.start() if rest else clause_end(story, post.end()))
    title, affiliation = describe_phrase(story, phrase)
    award = rest is not None and rest["award"] is not None
    return Description("apposition", title, affiliation, phrase) if title and not award else None


def _ends_noun(word: str, words: PeopleWords) -> bool:
    """Tell whether a word cannot go on with the noun phrase that a name begins ("Acme | and", "Acme | today")."""
    if word in words.prepositions or word in words.verbs or word in words.openers or word in words.connectors:
        return True
    return word in words.calendar or word.endswith(("ly", "ed", "ing"))


def employed(story: Story, mention: NameMention) -> Description | None:
    """Read "Ann Lee teaches history at Acme College" and "has run Acme College", where the name shows a body."""
    titles, reach = story.words.titles, mention.span.end + REACH
    firm = None if mention.possessive else _firm_worked_for(story, mention.span.end)
    if firm is not None:
        return Description("relative", None, firm, firm)
    works = titles.employed.match(story.text, mention.span.end, reach) or titles.runs.match(
        story.text, mention.span.end, reach
    )
    if works is None or mention.possessive or len(story.book.entities[mention.owners[0]].key) < _FULL_NAME:
        return None
    body = next(
        (m for m in story.book.within(CharSpan(works.end(), works.end() + REACH)) if m.span.start == works.end()), None
    )
    if body is None or body.possessive or not story.words.kinds_of_name(body.key):
        return None
    return Description("relative", None, body.span, body.span)


def own_party(story: Story, mention: NameMention) -> Description | None:
    """Read "Lee met the ministers from her Reef Party", where nobody else is named before the party."""
    reach = mention.span.end, min(len(story.text), mention.span.end + REACH)
    own = _OWN_PARTY.match(story.text, *reach) if " party" in story.text[slice(*reach)].lower() else None
    if own is None or mention.possessive:
        return None
    body = CharSpan(*own.span("party"))
    between = story.book.within(CharSpan(mention.span.end, body.start))
    return None if any(m.label == "person" for m in between) else Description("relative", None, body, body)


def led_by(story: Story, mention: NameMention) -> Description | None:
    """Read "the Harbour Council, chaired by Ann Lee"."""
    passive = story.words.titles.led_by.search(story.text, max(0, mention.title - 60), mention.title)
    if passive is None:
        return None
    before = story.book.within(CharSpan(max(0, passive.start() - REACH), passive.start()))
    body = next((m for m in before if m.span.end == passive.start()), None)
    if body is None or body.possessive or body.label not in {"organization", "other"}:
        return None
    return Description("relative", None, body.span, body.span)


def led_body(story: Story, start: int) -> Description | None:
    """Read what somebody leads: a named body, or one that a noun tells ("a victims' association")."""
    text, words = story.text, story.words
    phrase = CharSpan(start, clause_end(story, start))
    named = _named_at(story, phrase.start)  # "Second Wind", whose first word is no count
    begin = phrase.start if named else skip_determiners(story, phrase.start, phrase.end)
    named = named or next((m for m in story.book.within(phrase) if m.span.start == begin), None)
    kind = _NAMED_KIND.match(text, begin, phrase.end)
    if named is None and (apart := _ADJECTIVES.match(text, begin, phrase.end)):  # "the 300-member Roe Cooperative"
        named = next((m for m in story.book.within(phrase) if m.span.start == apart.end()), None)
        named = named if named and _shows_body(story, named) else None
    if (
        named is None and kind and (words.is_body(fold(kind[1])) or kind[1] in words.titles.rivals)
    ):  # "the consultancy Roe Labs"
        named = next((m for m in story.book.within(phrase) if m.span.start == kind.end()), None)
    second = _named_at(story, named.span.end + len("' ")) if named and text.startswith("' ", named.span.end) else None
    if named is not None and second is not None:  # "the Seniors' Legal Desk"
        body = CharSpan(named.span.start, second.span.end)
        return Description("relative", None, body, body)
    personal = named is not None and is_person(story, named)
    personal = personal and text[max(0, start - REACH) : start].split()[-1] in words.titles.before_people
    if named is not None and not personal and not named.possessive:
        behind = list(
            itertools.takewhile(lambda m: m.group().islower(), WORD.finditer(text, named.span.end, phrase.end))
        )
        small = words.titles.premises
        tail = next((m for m in behind[:3] if words.is_body(m.group()) or m.group() in small), None)  # "the Anchor pub"
        body = CharSpan(named.span.start, tail.end()) if tail else named.span
        if tail is None and behind and not _ends_noun(behind[0].group(), words):
            return None  # "who heads G10 research"
        if tail or named.label in {"organization", "other", "person"}:
            return Description("relative", None, body, body)
    found = list(WORD.finditer(text, begin, min(phrase.end, begin + 60)))
    owner = ("'s", "’s", "'", "’")  # "the council's coastal committee"
    last = next(
        (i for i, m in enumerate(found[:4]) if words.is_body(fold(m.group())) and not m.group().endswith(owner)), None
    )
    parts = (m for m in found[: last or 0] if text[m.end() : m.end() + 1] not in {"'", "’"})  # "a victims' group"
    if last is None or any(words.is_role(m.group()) or m.group() in words.prepositions for m in parts):
        return None
    body = CharSpan(begin, found[last].end())
    return Description("relative", None, body, body)
