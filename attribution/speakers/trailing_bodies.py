"""The body with which a phrase ends that says what somebody is: "head of research | at | Acme"."""

from __future__ import annotations

import itertools
import re

from attribution.models import CharSpan
from attribution.names.book import NameMention
from attribution.names.offices import is_of_field
from attribution.people import CAPITALS, PeopleWords, fold
from attribution.speakers.leading_bodies import OFFICERS_OFFICE, is_person
from attribution.speakers.office_names import LAST, WORD, is_country
from attribution.speakers.story import Story

_LINK = re.compile(r"\s(?P<link>of|at|for|with|from|in|on)\s")
_OFFICE_BEHIND = re.compile(rf"(?P<the>(?:the )?){OFFICERS_OFFICE.pattern}")
_NOUN_BETWEEN = re.compile(r"(?: [a-z-]+(?:s[’'](?= ))?){0,3} ([a-z-]+) ")
_LONGEST_WORD = 30
_THINGS = 3  # words of what a body owns: "the Harbour Light's spring show"
_OWNS = re.compile(rf"[’']s?(?: [{CAPITALS}][\w-]+){{0,2}} ")
_BODY_BEHIND = re.compile(r"(?: [a-z-]+(?:s[’'](?= ))?){1,3}(?:(?=[’']s )|(?![\w’'-]))")
_CHANNEL = re.compile(r" \d{1,2}\b")
_NO_OWNED = re.compile(r"[’']s(?=[,.;:!?)\n]|\s[-–—]\s|\Z)")
_GROUPED = frozenset({"office", "association", "union"})  # kinds of bodies that are named after a place
_SEATED = frozenset({"administration", "assembly", "government", "legislature", "parliament"})  # so are these
_UNIONS = frozenset({"association", "club", "school", "union"})  # kinds of bodies after which no office is called
_SMALL_BEHIND = re.compile(r" ([a-z]+)\b")
_KEPT = re.compile(r" [a-z]{2,}s\b")


def trailing_body(story: Story, phrase: CharSpan) -> tuple[int, CharSpan | None]:
    """Return where the title ends before a body after a preposition ("head of research | at Acme"), and the body."""
    text = story.text
    names = [m for m in story.book.within(phrase) if not story.words.titles.based.match(text, m.span.end)]
    links = reversed(list(_LINK.finditer(text, phrase.start, phrase.end)))
    for link in sorted(links, key=lambda link: link["link"] in {"in", "on", "from"}):  # "of the Museum in Ghent"
        if story.book.across(link.start()) is not None or text.endswith(" on loan", 0, link.start()):
            continue  # "University | of | Hull"
        if any(m.span.end == link.start() and text.endswith(" to ", 0, m.title) and is_person(story, m) for m in names):
            continue  # "a source to Ann Lee | of | Acme"
        office = _OFFICE_BEHIND.match(text, link.end(), phrase.end)
        if office:
            return link.start(), CharSpan(office.end("the"), office.end())
        at = next((i for i, m in enumerate(names) if m.span.start >= link.end()), None)
        if at is None or _has_link(text, link.end(), names[at].span.start):
            body = _unnamed_body(story, link, phrase.end)
        else:
            behind = text[names[at].span.end : names[at + 1].span.start] if at + 1 < len(names) else ""
            if (noun := _NOUN_BETWEEN.fullmatch(behind)) and story.words.is_body(noun[1]):
                at += 1  # "the Tamarian ferry company Acme"
            owned = (
                names[at].possessive
                and at + 1 < len(names)
                and _OWNS.fullmatch(text, names[at].span.end, names[at + 1].span.start)
            )
            whole = owned_body(names[at], names[at + 1]) if owned else names[at].span
            fits = _is_body(story, names[at + bool(owned)], link, phrase.start)
            body = whole if fits and not _is_of_title(story, names[at], link) else None
            channel = _CHANNEL.match(text, names[at].span.end, phrase.end) if names[at].label == "place" else None
            if channel:  # "correspondent for Peru 24"
                body = CharSpan(names[at].span.start, channel.end())
            end = common_end(story, names[at], phrase.end)
            if link["link"] not in {"at", "of"} and text.startswith(("'s", "’s"), end):
                end = 0  # "familiar with the Acme campaign's books", but "chair of Hull council's licensing panel"
            if end and not names[at].possessive and names[at].label != "people":  # "the charity's Tidewater chapter"
                body = CharSpan(names[at].span.start, end)
            elif body is not None and names[at].label == "place" and not channel:
                body = CharSpan(body.start, _realm_end(story, body.end))
            elif body is not None and at + 1 < len(names) and _is_second_half(text, names[at], names[at + 1]):
                body = CharSpan(names[at].span.start, names[at + 1].span.end)
            elif names[at].possessive and not owned and _ends_phrase(text, names[at].span.end):
                body = CharSpan(names[at].span.start, names[at].span.end + 2)  # "at the auction house Roe's"
            elif names[at].possessive and not owned:
                body = _owned_body(story, names[at], phrase.end) if link["link"] == "of" else None
                body = body or _unnamed_body(story, link, phrase.end)
        if body is not None:
            return link.start(), body
    return phrase.end, None


def _owned_body(story: Story, owner: NameMention, end: int) -> CharSpan | None:
    """Return "tourist board" of "Lima's tourist board" and, where no body is owned, a body that owns something else."""
    found = [m for m in WORD.finditer(story.text, owner.span.end, end) if m.start() > owner.span.end + 1]
    if not found or not all(m.group().islower() for m in found):
        return None
    if story.words.is_body(found[-1].group()):
        first = found[0].start() if owner.label in {"place", "people"} else owner.span.start
        return CharSpan(first, found[-1].end())
    return owner.span if owner.label == "organization" and len(found) <= _THINGS else None


def _ends_phrase(text: str, end: int) -> bool:
    """Tell whether nothing is owned by a possessive: its ending belongs to the name ("an expert at Roe's.")."""
    return _NO_OWNED.match(text, end) is not None


def common_end(story: Story, mention: NameMention, end: int) -> int:
    """Return where a body ends whose last words are small: "Tidewater chapter", "Quayside borough council"; else 0."""
    words = story.words
    branch = words.titles.branch.match(story.text, mention.span.end, end)
    if branch:
        return branch.end()
    noun = _BODY_BEHIND.match(story.text, mention.span.end, end)
    found = noun.group().split() if noun else []
    last = next((i for i, word in enumerate(found) if words.is_body(word) or word in words.titles.premises), None)
    if last is None:
        return 0
    grouped = found[last] in words.titles.premises | _SEATED or not _GROUPED.isdisjoint(
        words.kinds_of_noun(found[last])
    )
    if mention.label == "place" and not grouped:
        return 0
    if any(words.is_role(word) and word[-1].isalpha() for word in found[: max(0, last - 1)]):
        return 0  # but "UN | refugee agency"
    if any(_parts_phrases(word, words) for word in found[: last + 1]):
        return 0
    while last + 1 < len(found) and words.is_body(found[last + 1]):
        last += 1  # "school board"
    return mention.span.end + len(" ".join(["", *found[: last + 1]]))


def _realm_end(story: Story, end: int) -> int:
    """Return where "Santa Ana province" ends, whose noun is small."""
    noun = _SMALL_BEHIND.match(story.text, end)
    return noun.end() if noun and noun[1] in story.words.titles.realm_nouns else end


def association_end(story: Story, mention: NameMention, end: int) -> int:
    """Return where "Lima fishing association" ends before a role, so called after a place or a body; else 0."""
    after = common_end(story, mention, end)
    if after == 0 or after >= end or mention.possessive or mention.label == "place":
        return after if after < end else 0
    *field, noun = story.text[mention.span.end : after].split()
    kinds = story.words.kinds_of_noun(noun)
    joined = not kinds.isdisjoint({"association", "union"}) and "firm" not in kinds  # "Acme group president"
    return after if field and joined and mention.label == "organization" else 0


def _parts_phrases(word: str, words: PeopleWords) -> bool:
    """Tell whether a word cannot stand within a name: "Acme | and the bank", "Acme | told the firm"."""
    if word in words.prepositions or word in words.verbs or word in words.openers or word in words.connectors:
        return True
    return word in words.definite or word in words.indefinite or word in words.titles.conjunctions


def _is_second_half(text: str, first: NameMention, second: NameMention) -> bool:
    """Tell whether two names beside each other are one: "House" and "Freedom Caucus"."""
    plain = not first.possessive and first.label == "organization" and second.label in {"organization", "other"}
    return plain and text[first.span.end : second.title] == " " and second.title == second.span.start


def _is_of_title(story: Story, mention: NameMention, link: re.Match[str]) -> bool:
    """Tell whether "of State" belongs to the title ("Secretary of State", "Minister for Social Protection")."""
    words = story.words
    if link["link"] == "of" and len(mention.key) == 1 and mention.key[0] in words.of_titles:
        return True
    office = LAST.search(story.text, max(0, link.start() - _LONGEST_WORD), link.start())
    if link["link"] not in {"of", "for"} or office is None:
        return False
    shown = words.kinds_of_name(mention.key) or not words.org_heads.isdisjoint(mention.key)
    led = link["link"] == "of" and fold(office[1]) in words.business_roles | words.staff_roles
    field = all(is_of_field(word, words) for word in mention.key if word not in words.titles.field_joiners)
    if led and not shown and (mention.key[0] in words.titles.departments or field):
        return True  # "Head of Sales EMEA", "Director of Health"
    if fold(office[1]) in words.titles.constituency_roles and not shown:
        return words.parties.isdisjoint(mention.key)  # "the MLA for Quayside"
    held = link["link"] == "for" and fold(office[1]) in words.titles.holders  # "member for Community Services"
    if not held and fold(office[1]) not in words.portfolio_roles:
        return False
    if field:
        return _UNIONS.isdisjoint(words.kinds_of_name(mention.key))  # not of "secretary of the Farm Workers' Union"
    before = story.text[max(0, link.start() - 2 * _LONGEST_WORD) : link.start()].split()[-2:]
    of_state = fold(office[1]) in words.titles.ministers or (
        fold(office[1]) == "secretary" and fold(before[0]) in words.titles.state_secretaries
    )
    return link["link"] == "for" and of_state and not shown


def owned_body(owner: NameMention, body: NameMention) -> CharSpan:
    """Return "NASA's Space Flight Center" whole, but "University of York" alone of "Britain's University of York"."""
    return body.span if owner.label in {"place", "people"} else CharSpan(owner.span.start, body.span.end)


def _is_body(story: Story, mention: NameMention, link: re.Match[str], start: int) -> bool:
    """Tell whether what stands after a preposition is a body; a place is one only after what firms and bodies have."""
    text, words = story.text, story.words
    if mention.possessive or (mention.label == "people" and words.parties.isdisjoint(mention.key[-1:])):
        return False
    if link["link"] == "on" and not words.kinds_of_name(mention.key) and words.org_heads.isdisjoint(mention.key):
        return False  # "expert on NATO", but "member on the Harbour Board"
    if link["link"] == "from" and _is_home(story, mention, link):
        return False
    if link["link"] == "of" and _is_kept(story, mention, link):
        return False
    if is_person(story, mention) and not _employs(story, link):
        return False
    if words.titles.town.search(text, start, mention.span.start) or (
        mention.key[-1] in words.titles.streets and link["link"] != "at"
    ):
        return False
    if mention.label != "place":
        return True
    before = list(WORD.finditer(text, start, link.start()))
    if link["link"] == "at":  # "lecturer in tides at Oxford"
        if before and fold(before[-1].group()).endswith(words.titles.scholars):
            return True
        business = any(fold(m.group()) in words.business_roles for m in before)
    else:
        roles = words.business_roles - words.titles.professions
        if link["link"] == "of":  # "mayor of Quayside"
            roles = roles | (words.titles.place_offices - words.state_roles)
        business = bool(before) and fold(before[-1].group()) in roles
    return business and not is_country(mention, words)


def _is_home(story: Story, mention: NameMention, link: re.Match[str]) -> bool:
    """Tell whether one word after "from" is as likely where somebody lives: "a farmer from Subukia"."""
    words = story.words
    shown = words.kinds_of_name(mention.key) or not words.org_heads.isdisjoint(mention.key)
    if len(mention.key) > 1 or shown or mention.span.of(story.text).isupper() or mention.key[0] in words.parties:
        return False
    role = LAST.search(story.text, max(0, link.start() - _LONGEST_WORD), link.start())
    return role is None or fold(role[1]) not in words.business_roles | words.staff_roles


def _is_kept(story: Story, mention: NameMention, link: re.Match[str]) -> bool:
    """Tell whether a name says of what sort things are that somebody deals with: "breeder of Border terriers"."""
    words = story.words
    role = LAST.search(story.text, max(0, link.start() - _LONGEST_WORD), link.start())
    if role is None or fold(role[1]) in words.business_roles | words.staff_roles:
        return False
    things = _KEPT.match(story.text, mention.span.end)
    return things is not None and things.group().strip() not in words.verbs


def _employs(story: Story, link: re.Match[str]) -> bool:
    """Tell whether a post at or with something makes a body of it, be it called like a person ("at Lee Roe")."""
    post = LAST.search(story.text, max(0, link.start() - _LONGEST_WORD), link.start())
    if post is None or not story.words.is_role(post[1]):
        return False
    return link["link"] == "at" or (link["link"] == "with" and fold(post[1]) in story.words.business_roles)


def _unnamed_body(story: Story, link: re.Match[str], end: int) -> CharSpan | None:
    """Return "ministry's budget office" of "at the ministry's budget office"."""
    words = story.words
    found = list(WORD.finditer(story.text, link.end(), end))
    if len(found) == 1 and re.search(r"\d.*[^\W\d]|[^\W\d].*\d|.[A-Z]", found[0].group()):
        return CharSpan(found[0].start(), found[0].end())  # "my6sense", "eBay"
    found = [*itertools.takewhile(lambda m: m.group() not in words.prepositions, found)]  # "committee | on ports"
    if not 1 < len(found) < 8 or not found[-1].group().islower():
        return None
    kinds = words.kinds_of_noun(fold(found[-1].group()))
    opens = fold(found[0].group())
    led = link["link"] == "of" and opens in words.indefinite and _is_led(story, link)
    if link["link"] == "with" and opens in words.indefinite:
        return None  # "a dealer with a gallery"
    if found[1].group() in words.titles.match_roles:
        return None  # "captain of the winning side"
    if link["link"] in {"of", "from"} and not led and (not kinds or opens not in words.definite):
        return None
    if link["link"] == "in" and "office" not in kinds:
        return None
    office = LAST.search(story.text, max(0, link.start() - _LONGEST_WORD), link.start())
    if (
        link["link"] == "for"
        and office
        and fold(office[1]) in words.portfolio_roles | words.titles.holders
        and not kinds
    ):
        return None  # "cabinet member for children's services"
    if not (kinds or fold(found[-1].group()) in words.organizations | words.org_heads):
        return None
    first = 1 if fold(found[0].group()) in words.definite | {"a", "an"} else 0
    return CharSpan(found[first].start(), found[-1].end())


def _is_led(story: Story, link: re.Match[str]) -> bool:
    """Tell whether somebody leads or has what follows: "principal of a primary school"."""
    role = LAST.search(story.text, max(0, link.start() - _LONGEST_WORD), link.start())
    leads = story.words.staff_roles | story.words.titles.keepers | {"head", "founder"}
    return role is not None and fold(role[1]) in leads


def _has_link(text: str, start: int, end: int) -> bool:
    return _LINK.search(f" {text[start:end]} ") is not None
