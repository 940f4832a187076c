"""Cite names that no list knows behind a cue: their neighbours, their own words or their label make them outlets.

The words are in `data/<language>/citations.json`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from attrs import evolve

from attribution.models import CharSpan, OutletKind
from attribution.outlets.carriers import carrier_apposed, carrier_behind
from attribution.outlets.citing import (
    POSSESSIVE,
    RELAYED,
    TITLE_MARKS,
    Citation,
    Form,
    from_unlisted,
    marked_title,
    site_citation,
)
from attribution.outlets.material import Reading, word_set
from attribution.outlets.names import UPPER, Named, Standing, without_article
from attribution.outlets.shows import names_show_behind, owned_show
from attribution.outlets.unlisted_names import (
    is_host,
    is_nobodys_name,
    is_not_host,
    is_person,
    is_site_name,
    is_told_station,
    is_weak_shape,
    shape_of,
)
from attribution.patterns import any_of

STATION = re.compile(r"[A-Z]{3,5}\d{0,4}")  # most stations that no list knows go by their initials
_LED = re.compile(r"\b(?:the|his|her|its|their|our)[ ]$")
_BRIEFING_REACH = 50  # characters before a name in which "told reporters at" may stand
_AND_MORE = re.compile(rf"(?:[ ](?:and|in|for)(?:[ ]the)?(?:[ ]{UPPER})+)+")
_SHOW_NEXT = re.compile(r"[ ]show\b")  # behind a paper a verb: "records obtained by the Tamar Gazette show"


def new_name(
    reading: Reading, span: CharSpan, cue: CharSpan, form: Form, needs: str, carrier: OutletKind | None
) -> Citation | None:
    """Cite a name that no list knows, where its neighbours, its words or its label say that it is an outlet."""
    text = reading.text
    span = _without_day(reading, without_article(text, span))
    if span.of(text) in word_set(reading.words["times"]) or span.of(text).lower() in reading.words["pronouns"]:
        return None
    if form == "inverted" and is_subject(reading, span.end):
        return None
    if text[span.start - 1] in TITLE_MARKS and (title := marked_title(text, span.start)):
        span = CharSpan(*title.span())
    elif text.endswith("journal ", 0, span.start) and (rest := _AND_MORE.match(text, span.end)):
        span = CharSpan(span.start, rest.end())  # "in the journal Harbours and Tides"
    if site := _site_behind(reading, span.end):
        return evolve(site_citation(text, CharSpan(span.start, site)), cue=cue, form=form)
    if site := _site_before(reading, span.start):
        return evolve(site_citation(text, CharSpan(site, span.end)), cue=cue, form=form)
    shape = _shape_behind(reading, span, needs)
    label_end, label = reading.labels.get(span.start, (0, ""))
    if text.startswith("! ", span.end) and label in ("ORG", "WORK_OF_ART") and label_end > span.end:
        span = CharSpan(span.start, label_end)  # "Tide! Weekly"
    on_air = form == "on-air" and " " in cue.of(text) and label == "ORG"
    told = form in ("told", "interview") and label == "ORG" and names_show_behind(reading, span.end)
    station = shape == "broadcaster" or on_air or told or STATION.fullmatch(span.of(text))
    owner = station and owned_show(reading, Named(span, "broadcaster", "", None, "shape"), cue, form)
    if owner:
        return owner
    behind = None if shape == "newspaper" and _SHOW_NEXT.match(text, span.end) else carrier_behind(reading, span.end)
    kind = (behind[1] if behind else None) or carrier_apposed(reading, span.end) or carrier
    if form == "told" and not kind and span.of(text).endswith(" Council"):
        return None  # a town's is spoken to as a court is
    spoken_to = form == "told" and not kind and shape != "broadcaster"  # "told News Center 7" is said to a station
    if needs == "host" or (spoken_to and is_host(reading, span.of(text))):
        by = shape is not None and cue.of(text).endswith(" by")  # whoever it is: "a debate hosted by Radio Tamar"
        hosts = by or is_host(reading, span.of(text))
        return from_unlisted(reading, span, cue, "hosted", "organization", "institution") if hosts else None
    if kind or (form in ("told", "interview") and _reporter_behind(reading, span)):
        return from_unlisted(reading, span, cue, form, "carrier", kind or "newspaper")
    strong = " " in cue.of(text) or form in ("told", "on-air", "according", "inverted")
    strong = strong or (form == "written" and _is_spoken_behind(reading, span.end))
    says = form in ("inverted", "according") and not _is_report(reading, cue)
    weak = says and is_weak_shape(reading, Named(span, "broadcaster", "", None, "shape"))
    person = is_person(reading, span) and not is_nobodys_name(reading, span.of(text))
    if shape and strong and not weak and not person:
        return from_unlisted(reading, span, cue, form, "shape", shape)
    owns = POSSESSIVE.match(text, span.end) or is_not_host(reading, span.of(text))
    if form in ("told", "interview") and is_told_station(span.of(text)) and not owns:
        return from_unlisted(reading, span, cue, form, "shape", "broadcaster")
    standing = _standing_by_label(reading, span, cue, form, needs)
    return from_unlisted(reading, span, cue, form, standing, "website") if standing else None


def _is_spoken_behind(reading: Reading, end: int) -> bool:
    """Tell whether a comma and what somebody says follow: "defended it in the Gazette on Monday, arguing that"."""
    told = next(form for form in reading.words["governed"] if form["form"] == "told" and form["preposition"] == "to")
    behind = _spoken_pattern(told["governors"], reading.words["times"])
    return bool(behind.match(reading.text, end))


@lru_cache(maxsize=4)
def _spoken_pattern(verbs: tuple[str, ...], times: tuple[str, ...]) -> re.Pattern[str]:
    saying = any_of([*(verb for verb in verbs if verb.endswith("ing")), "calling", "describing", "saying", "writing"])
    return re.compile(rf"(?:[ ](?:{any_of(times)}))*,[ ](?:{saying})\b")


def _reporter_behind(reading: Reading, span: CharSpan) -> bool:
    """Tell whether a name is that of who sent somebody to ask: "a Tamarfeed reporter", "Tamarfeed's Ana Ruiz"."""
    text, label = reading.text, reading.labels.get(span.start, (0, ""))[1]
    if label in ("GPE", "NORP", "PERSON", "LOC") or is_not_host(reading, span.of(text)):
        return False
    if re.compile(rf"(?:[’']s)?[ ](?:[a-z-]+[ ])?(?:{any_of(reading.words['interviewers'])})\b").match(text, span.end):
        return True
    person = re.compile(rf"[’']s?[ ]({UPPER})[ ]{UPPER}").match(text, span.end)
    known = person and reading.labels.get(person.start(1), (0, ""))[1] == "PERSON"
    return bool(known) and label == "ORG" and not reading.person_words & set(span.of(text).split())


def _without_day(reading: Reading, span: CharSpan) -> CharSpan:
    """Leave out the day behind a name: "told the Coastal Leader Monday"."""
    head, _, last = span.of(reading.text).rpartition(" ")
    return CharSpan(span.start, span.start + len(head)) if head and last in word_set(reading.words["times"]) else span


def _site_behind(reading: Reading, end: int) -> int | None:
    """Return where "'s official website" ends that stands at `end`."""
    adjectives, nouns = any_of(reading.words["site_adjectives"]), any_of(reading.words["sites"])
    match = re.compile(
        rf"(?:[’']s?(?:[ ](?:{adjectives}))*[ ](?:{nouns})|[ ](?:website|web site|homepage))(?![\w-])"
    ).match(reading.text, end)
    return match.end() if match else None


def described_site(reading: Reading, position: int) -> CharSpan | None:
    """Return the site of a body that is only described behind an article: "the club's official website".

    The site of "the station" is that of an outlet, which the article names elsewhere; a page or account belongs to its
    platform, and a mere site may be a place.
    """
    if not _LED.search(reading.text, max(0, position - 6), position):
        return None
    words = reading.words
    sites = tuple(noun for noun in words["sites"] if noun.islower() and noun != "site")
    pattern = _described_pattern(words["site_adjectives"], sites, words["site_owners"])
    match = pattern.match(reading.text, position)
    owner = match and (match[1] or match[2]).split()[-1]
    return CharSpan(*match.span()) if match and owner not in reading.carrier_ends else None


@lru_cache(maxsize=4)
def _described_pattern(adjectives: tuple[str, ...], nouns: tuple[str, ...], owners: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of a body's site; whose it is stands in group 1, without a possessive in group 2."""
    owner = rf"(?:((?:[a-z-]+[ ]){{0,2}}[a-z]+)[’']s?|({any_of(owners)}))"
    return re.compile(rf"{owner}(?:[ ](?:{any_of(adjectives)}))*[ ](?:{any_of(nouns)})(?![\w-])")


def _site_before(reading: Reading, start: int) -> int | None:
    """Return where "website of the" begins that stands before `start`."""
    before = reading.text[max(0, start - 40) : start]
    match = re.search(rf"\b(?:{any_of(reading.words['sites'])})[ ]of[ ](?:the[ ])?$", before)
    return max(0, start - 40) + match.start() if match else None


def _shape_behind(reading: Reading, span: CharSpan, needs: str) -> OutletKind | None:
    """Return the kind that the words of a name tell; of one word only behind "the": "told the Intelligencer"."""
    name = span.of(reading.text)
    if shape := shape_of(reading, name):
        return shape
    article = reading.text[max(0, span.start - 4) : span.start].lower() == "the "
    alone = needs == "name" and article and name in word_set(reading.words["shapes"]["newspaper"])
    return "newspaper" if alone else None


def _standing_by_label(reading: Reading, span: CharSpan, cue: CharSpan, form: Form, needs: str) -> Standing | None:
    """Return the standing of a name that only its place and the model's label speak for, None where they do not."""
    text, name = reading.text, span.of(reading.text)
    if _is_no_carrier(reading, span, cue, form):
        return None
    aired = form == "on-air" and _is_marked_before_time(reading, span)
    strong = " " in cue.of(text) or aired or writer_before(text, cue.start)
    if needs == "carrier" and (form not in ("written", "published", "on-air") or not strong):
        return None
    label = reading.labels.get(span.start, (0, ""))[1]
    if form == "told" and RELAYED.match(text, span.end):
        return "organization"
    if _publishes(reading, cue) and (is_host(reading, name) or is_not_host(reading, name)):
        return "organization"
    marked = needs == "carrier" and (text[span.start - 1] in TITLE_MARKS or _is_in_single_marks(text, span))
    station = form == "on-air" and (STATION.fullmatch(name) or _is_of_a_day(reading, span, cue))
    if label in ("ORG", "WORK_OF_ART", "PRODUCT") or marked or station or is_site_name(reading, name):
        return "organization"
    written = form == "written" and strong and name.startswith("The ")  # "writes in The Tideway"
    return "name" if not label and (needs == "name" or written) and len(name.split()) < 4 else None


def _is_of_a_day(reading: Reading, span: CharSpan, cue: CharSpan) -> bool:
    """Tell whether a name is that of what is on the air on days: "on Monday's edition of The Low Water"."""
    issue = cue.of(reading.text).lower().endswith(("edition of", "episode of", "installment of", "instalment of"))
    led = re.compile(rf"\b(?:{any_of(reading.words['days'])})[’']s[ ](?:[a-z]+[ ])?$", re.IGNORECASE)
    before = issue and led.search(reading.text, max(0, cue.start - 30), cue.start)
    return bool(before) and reading.labels.get(span.start, (0, ""))[1] not in ("GPE", "LOC", "EVENT")


def _is_in_single_marks(text: str, span: CharSpan) -> bool:
    """Tell whether single marks set a title off, and no apostrophe: "on 'Harbour Talk', Ana Ruiz said"."""
    return text[span.start - 1] in "'‘" and bool(re.compile(r"[,.]?['’](?!\w)").match(text, span.end))


def _is_no_carrier(reading: Reading, span: CharSpan, cue: CharSpan, form: Form) -> bool:
    """Tell whether a name is a person's, a body's that is spoken to, or that of whoever owns what stands behind."""
    text, words = reading.text, span.of(reading.text).split()
    determiner = re.search(r"(\w+) $", text[max(0, span.start - 12) : span.start])
    indefinite = bool(determiner) and cast("re.Match[str]", determiner)[1] in word_set(reading.words["indefinite"])
    source = form in ("inverted", "according") and not _is_report(reading, cue)  # a body speaks, it carries nothing
    no_host = is_not_host(reading, " ".join(words)) and not _publishes(reading, cue)
    relayed = form == "told" and RELAYED.match(text, span.end)  # "told Tidewise (via Harbour Live)"
    person = not relayed and bool(set(words[:2]) & reading.person_words)
    person = person or words[0] in word_set(reading.words["titles"])
    owns = POSSESSIVE.match(text, span.end) and not _is_in_single_marks(text, span)
    place = _is_place_of_briefing(reading, span.start)
    return bool(indefinite or source or person or owns or no_host or place or _is_heard(reading, span))


def _is_place_of_briefing(reading: Reading, start: int) -> bool:
    """Tell whether a name at `start` says where all of the press was told: "speaking to reporters at Tamar House"."""
    briefed = any_of(reading.words["to_the_press"])
    before = re.compile(rf"(?i:\b(?:{briefed}))[ ](?:at|in|on)[ ](?:the[ ])?$")
    return bool(before.search(reading.text, max(0, start - _BRIEFING_REACH), start))


def _is_heard(reading: Reading, span: CharSpan) -> bool:
    """Tell whether a name is that of a place or body whose people are told: "Leeds crown court", "Ford workers"."""
    adjectives, hearers = any_of(reading.words["hearer_adjectives"]), any_of(reading.words["hearers"])
    heard = re.compile(rf"(?:[’']s?)?(?:[ ](?:{adjectives})){{0,2}}[ ](?:{hearers})(?![\w-])")
    return bool(heard.match(reading.text, span.end)) and not is_site_name(reading, span.of(reading.text))


def _publishes(reading: Reading, cue: CharSpan) -> bool:
    """Tell whether a cue leads to who published something, whatever body it is: "put out last year by"."""
    words = cue.of(reading.text).lower()
    return words.endswith(" by") and words.startswith(tuple(p.removesuffix(" by") for p in reading.words["publishers"]))


def _is_marked_before_time(reading: Reading, span: CharSpan) -> bool:
    """Tell whether a name is a title between marks with a time behind it: on "Harbour Talk" Sunday."""
    behind = re.compile(rf"[,.]?[”\"»](?:[ ](?:{any_of(reading.words['times'])})\b|,[ ][A-Z])")
    marked = reading.text[span.start - 1] in TITLE_MARKS and " " in span.of(reading.text)
    return marked and bool(behind.match(reading.text, span.end))


def _is_report(reading: Reading, cue: CharSpan) -> bool:
    """Tell whether a cue says that its name does what the press does: "as first reported by"."""
    return cue.of(reading.text).endswith(tuple(reading.words["reported_by"]))


def is_subject(reading: Reading, end: int) -> bool:
    """Tell whether the name that ends at `end` is what is told of: "said CNN was", "said the CNN footage had"."""
    things = r"(?:[ ](?!that\b|which\b|who\b|and\b|in\b|on\b|as\b)[a-z-]+){0,2}"
    return bool(re.compile(rf"{things}[ ](?:{any_of(reading.words['auxiliaries'])})\b").match(reading.text, end))


def writer_before(text: str, position: int) -> bool:
    """Tell whether somebody who writes stands before `position`: "wrote Ana Ruiz" before "in Coastal Letters"."""
    before = text[max(0, position - 60) : position]
    return bool(re.search(rf"\b(?:wrote|writes|writing)(?:[ ]{UPPER}){{1,3}}[ ]$", before))
