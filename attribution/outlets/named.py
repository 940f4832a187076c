"""Find outlets whose name comes first, or that have none: "the Gazette reported", "on its website", "tweeted".

The words are in `data/<language>/citations.json`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from attrs import evolve

from attribution.models import CharSpan, OutletKind
from attribution.outlets.carriers import carrier_nouns
from attribution.outlets.citing import (
    TITLE_MARKS,
    Citation,
    Form,
    from_named,
    from_unlisted,
    marked_title,
    site_citation,
)
from attribution.outlets.material import Reading, word_set
from attribution.outlets.names import NAME, TIED, UPPER, Named
from attribution.outlets.shows import SET_OFF
from attribution.outlets.unlisted_names import candidate_names, is_person, is_site_name, is_weak_shape, shape_of
from attribution.patterns import any_of

_BEGINS_NAME = re.compile(rf"[ ][{TITLE_MARKS}]?{UPPER}")
_APPOSED_TITLE = re.compile(rf"{UPPER}(?:[ ][\w’'-]+){{0,5}}(?=,[ ])")  # "on his blog, Low and Slow, last week"
_OWN_WORDS = re.compile(r"[^.;:,“”\"\n]{0,50}[:,][ ][“\"‘]")  # "the Gazette asked on its front page: “Why?”"
_WRITES = re.compile(r",[ ](?:[Hh]e|[Ss]he|[Tt]hey|I|the)\b")


def find_followed(reading: Reading) -> Iterator[Citation]:
    """Read what stands behind (and right before) names: "the Gazette reported", "Gazette columnist Ana Ruiz said"."""
    for named in candidate_names(reading):
        if _employs(reading, named) or _keeps_name(reading, named):
            continue
        if _in_brackets(reading.text, named.span):
            yield from_named(named, None, "according")
            continue
        citation = _person_beside(reading, named) or _verb_behind(reading, named) or _noun_behind(reading, named)
        if citation:
            yield citation
        elif _is_plain(reading, named) and not _in_dateline(reading.text, named.span):
            yield from_named(named, None, "bare")


def _is_plain(reading: Reading, named: Named) -> bool:
    """Tell whether a name is an outlet's wherever it stands, or that of a platform that something is on: "on X"."""
    on = named.kind == "platform" and reading.text.endswith("on ", 0, named.span.start)
    return (named.standing == "known" and named.kind != "institution") or on


def _verb_behind(reading: Reading, named: Named) -> Citation | None:
    if named.kind == "institution":
        return None
    text, start = reading.text, named.span.start
    sure = re.match(r"[A-Z]{2}", named.span.of(text)) or _as_before(text, start) or _has_own_article(text, start)
    plain = (named.standing == "ambiguous" and not sure) or is_weak_shape(reading, named)
    words = reading.words
    verbs = words["reporting_verbs" if plain else "verbs"]
    carriers = tuple(words["carriers"].values())
    match = _verb_pattern(words["adverbs"], verbs, words["reports"], carriers).match(reading.text, named.span.end)
    if not match or (match[1] == "report" and _has_article(text, start)):
        return None
    asks = match[1] in word_set(reading.words["asking_verbs"]) and not _OWN_WORDS.match(text, match.end())
    form: Form = "asker" if asks else "subject"
    return from_named(named, CharSpan(*match.span(1)), form)


def _has_own_article(text: str, start: int) -> bool:
    """Tell whether "The" belongs to the name, for no sentence begins with it: "after The Sun claimed"."""
    return text.startswith("The ", start) and bool(re.search(r"[a-z,] $", text[max(0, start - 2) : start]))


def _has_article(text: str, start: int) -> bool:
    """Tell whether an article stands before a name, so that "report" behind it is a noun: "the Gazette report"."""
    return bool(re.search(r"\b(?:[Tt]he|[Aa]n?|[Tt]his|[Tt]hat) $", text[max(0, start - 6) : start]))


def _as_before(text: str, start: int) -> bool:
    """Tell whether the name at `start` is that of who is quoted: "as Time put it"."""
    return bool(re.search(r"\b[Aa]s (?:the )?$", text[max(0, start - 8) : start]))


@lru_cache(maxsize=8)
def _verb_pattern(
    adverbs: tuple[str, ...], verbs: tuple[str, ...], reports: tuple[str, ...], carriers: tuple[tuple[str, ...], ...]
) -> re.Pattern[str]:
    """Return the pattern of what stands behind an outlet that speaks, up to the verb."""
    aside = r"(?:,[ ]which|,[^,.;“”\"\n]{3,70},|[ ]\([^)\n]{3,80}\))?"
    report = rf"(?:(?:[’']s?)?(?:[ ][a-z-]+)?[ ](?:{any_of(reports)}))(?:[ ](?:that|which))?"
    partner = rf"(?:[/-](?:{NAME.pattern})(?=[ ]))?"  # "the Gazette/Radio Tamar poll"
    nouns = "|".join(any_of(group) for group in carriers)
    return re.compile(
        rf"[”\"]?{partner}(?:[ ](?:{nouns})|{report})?{aside}(?:[ ](?:{any_of(adverbs)}))*[ ]({any_of(verbs)})\b"
    )


def _employs(reading: Reading, named: Named) -> bool:
    """Tell whether a name only says whom somebody works for: "Fox News Vice President ...", "a former BBC editor"."""
    text, patterns = reading.text, reading.employers
    before, end = text[max(0, named.span.start - 30) : named.span.start], named.span.end
    if patterns.officer_before.search(before) or patterns.officer_behind.match(text, end):
        return True
    return bool(patterns.role_behind.match(text, end) and patterns.former_before.search(before))


def _keeps_name(reading: Reading, named: Named) -> bool:
    """Tell whether the article's own outlet protects who speaks: "the clerk, whom the Gazette agreed not to name"."""
    return bool(_keeping_pattern(reading.words["keeping_names"]).match(reading.text, named.span.end))


@lru_cache(maxsize=4)
def _keeping_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"[ ](?:(?:has|have|had|is|was)[ ])?(?:{any_of(phrases)})\b")


def _noun_behind(reading: Reading, named: Named) -> Citation | None:
    """Read "an AP interview", "a Facebook post", "Twitter users", "a Reuters event", "a Guardian op-ed"."""
    nouns: tuple[tuple[Form, str], ...] = (("post", "social_posts"),)
    if named.kind == "institution":
        nouns = (("interview", "talks"), ("hosted", "events"))
    elif named.kind != "platform":
        nouns = (("interview", "talks"), ("hosted", "events"), ("on-air", "broadcasts"), ("written", "pieces"))
    for form, key in nouns:
        gap = "" if form == "post" else r"(?:[ ](?!of\b)[\w-]+)?"
        no_show = rf"(?![\w-]|[ ](?:{carrier_nouns(reading)})\b)"  # a breakfast show is no breakfast
        behind = re.compile(rf"(?:[’']s?)?{gap}[ ]({any_of(reading.words[key])}){no_show}")
        if match := behind.match(reading.text, named.span.end):
            return from_named(named, CharSpan(*match.span(1)), form)
    return None


def _person_beside(reading: Reading, named: Named) -> Citation | None:
    """Read "the Gazette's Ana Ruiz wrote" and "Ana Ruiz of the Gazette wrote"; who asks is told apart."""
    if named.kind in ("institution", "platform"):
        return None
    end = _person_around(reading, named.span)
    if end is None:
        wrote = named.standing != "organization" and _penned_before(reading, named.span.start)
        return from_named(named, wrote, "written") if wrote else None
    text, verbs = reading.text, any_of(reading.words["verbs"])
    behind = re.compile(rf"[^.;\n“”\"]{{0,50}}?\b({verbs})\b").match(text, end)
    before = text[max(0, named.span.start - 40) : named.span.start]
    verb = behind or re.search(rf"\b({verbs})[ ](?:[a-z-]+[ ]){{0,2}}$", before)
    asks = verb is not None and verb[1] in word_set(reading.words["asking_verbs"])
    if verb is not None and named.standing != "organization" and verb[1] in word_set(reading.words["penning_verbs"]):
        return from_named(named, CharSpan(*verb.span(1)) if behind else None, "written")
    cue = CharSpan(*behind.span(1)) if behind else None
    press = (*reading.words["reporting_verbs"], *reading.words["writing_verbs"])
    if named.standing == "organization" and not asks and not (verb and verb[1] in word_set(press)):
        return None  # "MillBank's Ana Ruiz called it thin"
    return from_named(named, cue, "asker" if asks else "affiliation")


def _penned_before(reading: Reading, start: int) -> CharSpan | None:
    """Return the verb of "writes Ana Ruiz, one of the critics on the staff of", which ends at `start`."""
    verbs = any_of(reading.words["penning_verbs"])
    writer = rf"{UPPER}(?:[ ](?:{UPPER}|[A-Z][.]))+"
    where = r"(?:of|at|for|from|with)[ ](?:[Tt]he[ ])?(?:[a-z]+[ ])?"
    described = re.compile(rf"\b({verbs})[ ]{writer},[ ][^.;:“”\"\n]{{1,60}}[ ]{where}$")
    match = described.search(reading.text, max(0, start - 130), start)
    return CharSpan(*match.span(1)) if match else None


def _person_around(reading: Reading, span: CharSpan) -> int | None:
    """Return the end of "the Gazette's Ana Ruiz" or "Ana Ruiz of the Gazette" around the outlet's name."""
    roles = rf"(?i:{any_of(reading.words['roles'])})"
    person = rf"{UPPER}(?:[ ]{UPPER})+"
    behind = re.compile(rf"(?:[’']s?)?(?:[ ](?:[a-z-]+[ ]){{0,2}}{roles},?)?[ ]{person}")
    if match := behind.match(reading.text, span.end):
        return match.end()
    role = rf"(?:(?:an?[ ]|the[ ])?(?:[a-z-]+[ ]){{0,2}}{roles}[ ])?"
    before = re.compile(rf"{person},?[ ]{role}(?:of|from|at|for)[ ](?:[Tt]he[ ])?$")
    return span.end if before.search(reading.text[max(0, span.start - 90) : span.start]) else None


def _in_brackets(text: str, span: CharSpan) -> bool:
    """Tell whether the name is a credit behind what it is for: "... in the harbour. [Reuters]"."""
    return text[max(0, span.start - 1) : span.start] == "[" and bool(re.match(r"\.?\]", text[span.end : span.end + 2]))


def find_credits(reading: Reading) -> Iterator[Citation]:
    """Cite who is given with a date behind what was said: "... “a mistake” (Tamarwise, September 16)"."""
    text = reading.text
    for match in _credit_pattern(reading.words["times"]).finditer(text):
        span = CharSpan(*match.span(1))
        named = reading.named.get(span.start)
        shape = shape_of(reading, match[1]) or ("website" if is_site_name(reading, match[1]) else None)
        if named and named.span == span:
            yield from_named(evolve(named, standing="known"), None, "according")
        elif shape:
            yield Citation(span, span, None, "according", shape, match[1].lower(), None, "shape")


@lru_cache(maxsize=4)
def _credit_pattern(times: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of one name with the day of its report in brackets, an account behind a platform's."""
    months = rf"(?:{any_of([word for word in times if word[0].isupper() and not word.endswith('day')])})"
    day = rf"(?:{months}[ ]\d{{1,2}}|\d{{1,2}}[ ]{months})(?:,?[ ]\d{{4}})?"
    return re.compile(rf"[ ]\(({NAME.pattern})(?:/@?\w+)?,[ ]{day}\)")


def _in_dateline(text: str, span: CharSpan) -> bool:
    line = text.rfind("\n", 0, span.start) + 1
    return span.start - line < 60 and bool(re.match(r"\)\s*[—–-]", text[span.end : span.end + 4]))


def find_interviews(reading: Reading) -> Iterator[Citation]:
    """Read names that no list knows before "interview": "in a Tamar24 interview"."""
    no_outlets = word_set(reading.words["times"]) | word_set(reading.words["titles"]) | word_set(reading.words["calls"])
    months = any_of([word for word in reading.words["times"] if word[0].isupper()])
    lead = rf"\b(?:[Ii]n|[Dd]uring) an? (?:[a-z-]+[ ])?(?:(?:{months})(?:[ ]\d{{1,2}})?[ ])?"
    for match in re.finditer(rf"{lead}({NAME.pattern})[ ](interview)\b", reading.text):
        span = CharSpan(*match.span(1))
        end, label = reading.labels.get(span.start, (0, ""))
        listed = bisect_left(reading.starts, span.start) < bisect_left(reading.starts, span.end)
        if (
            listed
            or (label in ("DATE", "TIME", "NORP", "GPE", "PERSON") and end >= span.end)
            or set(span.of(reading.text).split()) & no_outlets
        ):
            continue
        yield from_unlisted(reading, span, CharSpan(*match.span(2)), "interview", "carrier", "website")


def find_platform_verbs(reading: Reading) -> Iterator[Citation]:
    """Cite the platform that a verb names; its name is the place where the text gives it, if it does."""
    for platform, verbs in reading.words["platform_words"].items():
        named = next((reading.named[start] for start in reading.starts if reading.named[start].key == platform), None)
        for match in re.finditer(rf"(?<![\w<\-/\"])(?:{any_of(verbs)})(?![\w-])", reading.text, re.IGNORECASE):
            span = CharSpan(*match.span())
            name = named.span if named else span
            yield Citation(name, span, span, "platform-verb", "platform", platform, platform)


def find_sites(reading: Reading) -> Iterator[Citation]:
    """Cite websites, accounts and shows by their owner: "the Kremlin's website", "on its website"."""
    words, text = reading.words, reading.text
    nouns = any_of(words["sites"])
    if not re.search(nouns, text):
        return
    adjectives = any_of(words["site_adjectives"])
    owned = re.compile(rf"({NAME.pattern})(?:[’']s?)?(?:[ ](?:{adjectives}))*[ ]({nouns})(?![\w-])")
    for match in owned.finditer(text):
        if match[1].lower() in reading.determiners:
            continue  # "The website noted"
        if reading.nations.fullmatch(match[1].removeprefix("The ")) and _BEGINS_NAME.match(text, match.end()):
            continue  # "the Irish website Tidewatch" has a name
        if TIED.search(match[1]):
            continue  # "the Lagos-based website", whose owner is not told
        yield site_citation(text, CharSpan(*match.span()))
    of = re.compile(rf"(?<![\w-])(?:{nouns})[ ]of[ ](?:the[ ])?(?:{NAME.pattern})")
    for match in of.finditer(text):
        yield site_citation(text, CharSpan(*match.span()))
    own = re.compile(rf"\b(?:{any_of(words['owners'])})(?:[ ](?:{adjectives}))*[ ]({nouns})(?![\w-])")
    for match in own.finditer(text):
        owner = _owner_before(reading, match.start())
        if owner:
            yield evolve(site_citation(text, owner), mention=CharSpan(*match.span()))


def find_own_works(reading: Reading) -> Iterator[Citation]:
    """Cite the title behind somebody's show, book or site: "on her weekly podcast, “Harbour Nights,”"."""
    words, text = reading.words, reading.text
    shows = any_of([*words["works"]["air"], *words["carriers"]["programme"]])
    kinds: tuple[tuple[OutletKind, Form, str, str], ...] = (
        ("programme", "on-air", shows, rf"(?:[{TITLE_MARKS}]|(?<=,[ ])(?={UPPER}))"),
        ("document", "written", any_of(words["books"]), rf"(?:[{TITLE_MARKS}]|(?<=,[ ])(?={UPPER}))"),
    )
    for kind, form, nouns, opening in kinds:
        within = r"(?:(?:[Ii]n|[Ff]rom)[ ])" if kind == "document" else r"\b"
        own = re.compile(rf"{within}(?:{any_of(words['owners'])})(?:[ ][a-z0-9-]+){{0,2}}[ ](?:{nouns}),?[ ]{opening}")
        for match in own.finditer(text):
            marked = text[match.end() - 1] in TITLE_MARKS
            title = (marked_title if marked else NAME.match)(text, match.end())
            if kind == "programme" and title and not (marked or _is_show_apposed(reading, match, title.end())):
                continue
            if title and not (kind == "document" and _is_author(reading, match, CharSpan(*title.span()))):
                new = from_unlisted(reading, CharSpan(*title.span()), CharSpan(*match.span()), form, "carrier", kind)
                yield evolve(new, mention=CharSpan(match.start(), title.end()))
    written = any_of([noun for noun in words["sites"] if not noun.endswith(tuple(words["works"]["air"]))])
    for match in re.finditer(rf"\b(?:{any_of(words['owners'])})[ ](?:[a-z]+[ ])?({written}),[ ]", text):
        title = _APPOSED_TITLE.match(text, match.end())
        if title and reading.no_outlets.isdisjoint(title[0].split()):
            span = CharSpan(*title.span())
            new = from_unlisted(reading, span, CharSpan(*match.span(1)), "written", "carrier", "website")
            yield evolve(new, mention=CharSpan(match.start(), title.end()))


def _is_show_apposed(reading: Reading, own: re.Match[str], end: int) -> bool:
    """Tell whether the words behind somebody's show are its title: "let slip on his podcast, Low Water, that".

    In "on her podcast, Ana Ruiz said" and "a guest on her podcast, Ana Ruiz, that" they are who speaks or is spoken to.
    """
    lead = re.compile(r"(\w+)[ ](?:on|in)[ ]$").search(reading.text, max(0, own.start() - 30), own.start())
    people = (*reading.words["roles"], "guest", "guests")
    return bool(lead and lead[1] not in people and SET_OFF.match(reading.text, end))


def _is_author(reading: Reading, own: re.Match[str], title: CharSpan) -> bool:
    """Tell whether the words behind a book are its author's name: "in his memoir, Tomas Fox recalls".

    No author stands behind what a body publishes ("in its newsletter, Tide Table, that"), nor before the one who
    writes ("in her memoir, Loud Boots, she recalls").
    """
    if _WRITES.match(reading.text, title.end):
        return False
    body = own[0].lower().split()[1] in ("its", "their") and reading.text.startswith(",", title.end)
    return not body and is_person(reading, title)


def _owner_before(reading: Reading, position: int) -> CharSpan | None:
    """Return who has "its website" at `position`: the last who is named in its sentence, else the body described there.

    "The commission says on its website" means the Commission on Tides, where no other body of that name is told of.
    """
    sentence = max(reading.text.rfind(mark, 0, position) for mark in (". ", "\n", "? ", "! ")) + 1
    labelled = [
        CharSpan(start, end)
        for start, (end, label) in reading.labels.items()
        if sentence <= start and end <= position and label in ("ORG", "PERSON")
    ]
    capitals = [CharSpan(*m.span()) for m in re.compile(r"\b[A-Z]{2,}\b").finditer(reading.text, sentence, position)]
    if labelled or capitals:
        return max([*labelled, *capitals])
    described = re.compile(r"\b[Tt]he[ ]([a-z]{4,})\b").search(reading.text, sentence, position)
    heads = {described[1].capitalize()} if described else set()
    bodies = [
        CharSpan(start + 4 if reading.text[start : start + 4].lower() == "the " else start, end)
        for start, (end, label) in sorted(reading.labels.items())
        if label == "ORG" and end <= sentence and heads & set(reading.text[start:end].split())
    ]
    return bodies[0] if len({body.of(reading.text) for body in bodies}) == 1 else None
