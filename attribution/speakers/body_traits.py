"""What the article and the name of one body show of it: whether it acts, is cited, is a site, a team or an office."""

from __future__ import annotations

import re

from attribution.models import CharSpan
from attribution.names.book import Entity
from attribution.names.pieces import word_before
from attribution.people import PeopleWords, fold
from attribution.speakers.referents import Referent, Scene, Trace

_POST_AT = re.compile(r"\b([a-z-]+) (?:at|for|from|of|with) (?:the )?$")
_PERSON_BEHIND = re.compile(r" [A-Z]\w+ [A-Z]\w+ [a-z]")
_IN = re.compile(r"([\w-]+) in $")
_IN_TOWN = re.compile(r"\b(?:in|near) (?:[A-Z][\w.’'-]+ ){0,2}[A-Z][\w’'-]+, $")
_ARTICLE = re.compile(r"(?:\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)|[’']s|s[’']) (?:[a-z-]+ )?$")
_THING = re.compile(r" ([a-z-]+)(?: ([a-z-]+))?")
_REPORTS = re.compile(r" (?:first )?report(?:ed|s)\b")
_ASKS = re.compile(r"[’'](?:s)? (?:[a-z]+ )?(?:quer(?:y|ies)|questions?|[ei]nquir(?:y|ies)|requests? for comment)\b")
_HAS_SEEN = re.compile(r" (?:has|have|had) (?:obtained|reviewed|seen|viewed)(?=[,.])")  # "which Morgunn has seen,"
_LARGE_BEHIND = re.compile(r"(?: [A-Z][\w-]+){1,4}")
_NO_NAME_BEHIND = re.compile(  # "06:00 GMT", "acme.COM", "ACM/TV", "Ann Lee (ANC)"
    r"(?:\d(?:\s?[ap]\.?m\.?)?\s|\w[./@]|\()$", re.IGNORECASE
)
_NO_NAME_BEFORE = re.compile(r"[./@]\w| \d")  # "ACME.com", "Decree 54"
_EXCHANGE = re.compile(r"\b[A-Z]{3,6}: ?$")  # before the letters of a share: "NYSE: ACM"
_MEMBERS = "members"
_TOLD_SHOW = re.compile(r"\btold [A-Z0-9][\w .&]{1,30}[’']s? $")
NEXT_NOUN = re.compile(r" ([a-z]+)\b")
CLUB = frozenset({"club"})


def fits(referent: Referent, kinds: frozenset[str], words: PeopleWords, *, strict: bool = False) -> bool:
    """Tell whether a body may be of one of `kinds`; `strict` wants its name to show it."""
    key = referent.entity.key if referent.entity else ("",)
    shown = words.kinds_of_name(key)
    if not shown and key[-1] in words.titles.lands:
        return False
    if kinds == CLUB:
        return bool(shown & kinds) or (not shown and key[-1].endswith("s"))  # "the team" are seldom others
    return bool(shown & kinds) or (not shown and not strict)


def is_office(words: PeopleWords, entity: Entity) -> bool:
    """Tell whether a word of a name is that of an office: "State Committee for Reefs", "Harbour Agency"."""
    return any("office" in words.kinds_of_name((word,)) for word in entity.key)


def is_team(scene: Scene, words: PeopleWords, referent: Referent) -> bool:
    """Tell whether a role in a team stands behind a name ("the Thistle coach"); "an NBA player" tells of none."""
    mentions = referent.entity.mentions if referent.entity else ()
    roles = words.team_roles & (words.body_roles | words.staff_roles)
    behind = (NEXT_NOUN.match(scene.text, mention.span.end) for mention in mentions)
    return any(match[1] in roles for match in behind if match)


def is_media(words: PeopleWords, referent: Referent) -> bool:
    """Tell whether a body's name has a word of those of media in it ("Harbour News Wednesday"), which play no sport."""
    key = referent.entity.key if referent.entity else ()
    return any(kind.name == "media" and not kind.heads.isdisjoint(key) for kind in words.body_kinds)


def is_venue(words: PeopleWords, referent: Referent) -> bool:
    """Tell whether a name is that of a ground or a competition, which has no captain and no coach."""
    return referent.entity is not None and referent.entity.key[-1] in words.titles.venues


def acts(words: PeopleWords, referent: Referent) -> bool:
    """Tell whether the article lets a body do or have something, or its name shows what it is: no currency or place."""
    key = referent.entity.key if referent.entity else ()
    shown = bool(words.kinds_of_name(key)) or not words.org_heads.isdisjoint(key)
    return shown or any(trace.subject or trace.possessive for trace in referent.traces)


def is_cited(scene: Scene, words: PeopleWords, referent: Referent) -> bool:
    """Tell whether a body is an outlet that the story cites ("told the newspaper Morgunn"): nobody speaks for it.

    "Told Radio 4's Inside Morgunn" names a programme, and "The Morgunn reported" cites it where it says nothing else.
    Who asks is another than who answers ("In response to Morgunn's queries, the chairman").
    """
    before = (word_before(scene.text, trace.start) for trace in referent.traces)
    if any(_TOLD_SHOW.search(scene.text, max(0, trace.start - 50), trace.start) for trace in referent.traces):
        return True
    mentions = referent.entity.mentions if referent.entity else ()
    reports = bool(mentions) and all(_REPORTS.match(scene.text, mention.span.end) for mention in mentions)
    asks = any(mention.possessive and _ASKS.match(scene.text, mention.span.end) for mention in mentions)
    seen = asks or any(_HAS_SEEN.match(scene.text, mention.span.end) for mention in mentions)
    return reports or seen or any(word and "media" in words.kinds_of_noun(fold(word[1])) for word in before)


def is_attribute(scene: Scene, words: PeopleWords, referent: Referent) -> bool:
    """Tell whether a body is named only to say of what sort a thing is: "the API keys had", "the C-SPAN video"."""
    mentions = referent.entity.mentions if referent.entity else ()
    return all(_tells_sort(scene.text, mention.span, words) for mention in mentions)


def _tells_sort(text: str, name: CharSpan, words: PeopleWords) -> bool:
    office = _LARGE_BEHIND.match(text, name.end)
    if office and any(
        fold(word) in words.titles.ministers | words.titles.place_heads for word in office.group().split()
    ):
        return True  # "Tamar Agriculture Commissioner Ann Lee"
    thing = _THING.match(text, name.end)
    if thing is None or not _ARTICLE.search(text, max(0, name.start - 20), name.start):
        return False
    noun, after = thing[1], thing[2] or ""
    if noun in words.verbs or noun in words.prepositions or noun.endswith(("ed", "ly")) or noun in words.openers:
        return False
    person_or_body = words.is_role(noun) or words.is_plural_role(noun) or words.is_body(noun)
    plural_or_verb = noun.endswith("s") and after not in words.verbs and not after.endswith("ed")
    return not person_or_body and not plural_or_verb


def is_no_body(scene: Scene, words: PeopleWords, entity: Entity) -> bool:
    """Tell whether a name is none of a body: a unit, a party in brackets, part of an address or number, "A FIRM".

    Nor is one of where a body has its seat ("Lima-based Acme").
    """
    common = (
        len(entity.key) == 1 and entity.key[0] in words.titles.vague_bodies | words.titles.legal_forms
    )  # "the Company"
    return (
        common
        or entity.key[0] in {"a", "an"}
        or all(
            _NO_NAME_BEHIND.search(scene.text, max(0, mention.span.start - 6), mention.span.start)
            or _NO_NAME_BEFORE.match(scene.text, mention.span.end)
            or words.titles.based.match(scene.text, mention.span.end)
            or _is_ticker(scene.text, mention.span)
            for mention in entity.mentions
        )
    )


def _is_ticker(text: str, name: CharSpan) -> bool:
    """Tell whether letters are those of a share behind its exchange ("NYSE: ACM")."""
    return name.of(text).isupper() and _EXCHANGE.search(text, max(0, name.start - 8), name.start) is not None


def is_site(scene: Scene, words: PeopleWords, entity: Entity) -> bool:
    """Tell whether something happens in what is named, as in a town taken for a body; nobody speaks for that."""
    if len(entity.key) > 1 or not words.parties.isdisjoint(entity.key) or not words.org_heads.isdisjoint(entity.key):
        return False
    if any(_is_land(scene.text, mention.span) for mention in entity.mentions):
        return True
    before = (
        _IN.search(scene.text, max(0, mention.span.start - 24), mention.span.start) for mention in entity.mentions
    )
    return any(word is not None and word[1] not in words.titles.holdings for word in before)


def _is_land(text: str, name: CharSpan) -> bool:
    """Tell whether a name is that of the land behind a town: "in Lowther, Tamar,"."""
    return text.startswith((",", "."), name.end) and bool(_IN_TOWN.search(text, max(0, name.start - 40), name.start))


def only_employs(scene: Scene, trace: Trace, words: PeopleWords) -> bool:
    """Tell whether a body is named as where somebody works: "an analyst at Acme", "Acme's Ann Lee".

    What an office deals with is none at all: "member for Community Services".
    """
    text = scene.text
    end = text.find(" ", trace.start)
    owns = trace.possessive and _PERSON_BEHIND.match(text, end) is not None
    post = _POST_AT.search(text, max(0, trace.start - 40), trace.start)
    employee = post is not None and words.is_role(post[1]) and post[1] not in words.staff_roles | words.titles.leaders
    employee = employee and post is not None and post[1] != _MEMBERS  # they speak for their union
    field = post is not None and " for " in post.group() and post[1] in words.portfolio_roles | words.titles.holders
    return owns or employee or field
