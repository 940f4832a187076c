"""Find outlets behind the phrases that cite them: "told TASS", "in an essay in The Diplomat", "in a memo obtained by".

The noun phrase behind the cue is read up to the name: over adjectives, carrier nouns, nations and the people who work
there. The words are in `data/<language>/citations.json`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from attrs import evolve

from attribution.models import CharSpan, OutletKind
from attribution.outlets.carriers import carrier_ahead, carrier_apposed, carrier_at, carrier_before, carrier_behind
from attribution.outlets.citing import (
    POSSESSIVE,
    TITLE_MARKS,
    Citation,
    Form,
    from_named,
    from_unlisted,
    site_citation,
)
from attribution.outlets.cue_places import CuePlaces
from attribution.outlets.material import Reading, word_set
from attribution.outlets.names import (
    BASED,
    NAME,
    NUMBERED,
    OPEN_MARKS,
    UPPER,
    WORD,
    Named,
    skip_marks,
)
from attribution.outlets.new_names import STATION, described_site, is_subject, new_name, writer_before
from attribution.outlets.shows import has_host, has_nameless_show, is_nameless_show, owned_show, show_host_after
from attribution.outlets.unlisted_names import (
    generic_at,
    is_host,
    is_many,
    is_nobodys_name,
    is_not_host,
    is_one_name,
    is_told_station,
    named_apposed,
    shape_of,
    title_of_small_words,
)
from attribution.patterns import any_of

_STEPS = 14  # words that a noun phrase may hold before the outlet's name
_DOMAIN = re.compile(
    r"(?<![\w.@-])(?:[\w-]+\.)+(?:com|org|net|info|news|tv|io|co|example|gov|edu|eu|ru|uk|de|fr|au)\b(?![\w@])", re.I
)
_QUOTING_COLON = re.compile(r":\s{0,3}[“\"‘']")
_VERBLESS = re.compile(rf"{UPPER},?[ ](to|on)[ ](?:the[ ])?[^\W_a-z][^:“”\"\n]*$")
_TO_AT_HEAD = re.compile(r"(?:^|(?<=[.!?”\"’'][ ]))(To)(?=[ ])", re.MULTILINE)
_WRITER = re.compile(rf"(?:wrote|writes)(?:[ ]{UPPER}){{2,3}}[ ]for")  # "wrote Ana Ruiz for"
_OWN = re.compile(r"[ ]own\b")
_HYPHENATED = re.compile(r"[a-z]+(?:-[a-z]+)+")
_UPPER_NEXT = re.compile(rf"[ ]{UPPER}")
_CALLED = re.compile(r",?[ ](?:called|named|titled|entitled|dubbed|known[ ]as)(?=[ ])")


def find_cued(reading: Reading, places: CuePlaces) -> Iterator[Citation]:
    """Cite right behind a cue phrase: "in an interview with the Gazette"."""
    for form, cues in zip(reading.words["forms"], places.cued, strict=True):
        for cue in cues:
            if form["form"] == "hosted" and _is_in_post(reading, cue.start):
                continue
            citation = _name_after(reading, cue, form["form"], form["needs"])
            if citation is None and form["needs"] == "name":
                citation = show_host_after(reading, cue, form["form"])
            visited = form["form"] == "on-air" and cue.of(reading.text).lower() in word_set(reading.words["visits"])
            if citation and not (visited and citation.kind != "programme"):
                yield _work_or_words(reading, cue, citation)


def _is_in_post(reading: Reading, start: int) -> bool:
    """Tell whether an event belongs to a post: "the director of debate at the college" speaks anywhere."""
    officers = any_of(reading.words["officers"])
    return bool(re.search(rf"\b(?:{officers}) of $", reading.text[max(0, start - 40) : start]))


def find_governed(reading: Reading, places: CuePlaces) -> Iterator[Citation]:
    """Cite behind a preposition whose governor stands further before: "confirmed the closure to the Gazette".

    That is the looser reading, so only what is an outlet's name for certain counts.
    """
    text = reading.text
    for form, cues in zip(reading.words["governed"], places.governed, strict=True):
        for cue in cues:
            citation = _name_after(reading, cue, form["form"], "host" if form["form"] == "hosted" else "name")
            titled = form["form"] == "on-air" and text[cue.end + 1 : cue.end + 2] in tuple(TITLE_MARKS)
            sure = ("organization",) if form["form"] == "published" else ("known", "carrier", "shape")
            for_whom = form["preposition"] == "for" and (form["form"] == "on-air" or _WRITER.fullmatch(cue.of(text)))
            sure = (*sure, "organization", "name") if for_whom else sure
            if form["form"] == "told" and citation and _ends_phrase(reading, citation.name.end):
                sure = (*sure, "ambiguous")  # "described to Time in 2021", not "gave to Time readers"
            if citation and (titled or citation.standing in sure or _is_show_of_words(reading, citation)):
                yield _work_or_words(reading, cue, citation)


def _ends_phrase(reading: Reading, end: int) -> bool:
    """Tell whether no noun goes on from a name that ends at `end`."""
    return bool(
        re.compile(rf"[,.;:)”\"]|[ ][“\"]|[ ](?:{any_of(reading.words['phrase_ends'])})\b").match(reading.text, end)
    )


def find_verbless(reading: Reading) -> Iterator[Citation]:
    """Cite before a colon where no verb stands: "Ana Ruiz to the Gazette: “No.”", "Ruiz on Radio Tamar: “No.”"."""
    text = reading.text
    for colon in _QUOTING_COLON.finditer(text):
        first = text.rfind("\n", 0, colon.start()) + 1
        lead = _VERBLESS.search(text, max(first, colon.start() - 100), colon.start())
        if lead:
            form: Form = "told" if lead[1] == "to" else "on-air"
            citation = _name_after(reading, CharSpan(*lead.span(1)), form, "name" if form == "told" else "carrier")
            if citation and citation.standing in ("known", "carrier", "shape"):
                yield citation


def find_headed(reading: Reading) -> Iterator[Citation]:
    """Cite at the head of a sentence: "To the Gazette she confided that it was late"."""
    text, words = reading.text, reading.words
    told = next(form for form in words["governed"] if form["form"] == "told" and form["preposition"] == "to")
    behind = _headed_pattern(told["governors"], words["pronouns"], words["carriers"]["newspaper"])
    for to in _TO_AT_HEAD.finditer(text):
        citation = _name_after(reading, CharSpan(*to.span(1)), "told", "name")
        sure = citation is not None and citation.standing in ("known", "ambiguous", "carrier", "shape")
        if citation and sure and behind.match(text, citation.mention.end):
            yield citation


@lru_cache(maxsize=4)
def _headed_pattern(verbs: tuple[str, ...], pronouns: tuple[str, ...], nouns: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of who says something, behind the outlet that it is said to."""
    somebody = rf"(?:(?i:{any_of(pronouns)})|{UPPER}(?:[ ]{UPPER}){{0,2}})"
    return re.compile(rf"(?:[ ](?:{any_of(nouns)}))?,?[ ]{somebody}(?:[ ][a-z]+ly)?[ ](?:{any_of(verbs)})\b")


def _is_show_of_words(reading: Reading, citation: Citation) -> bool:
    """Tell whether an everyday name is that of a show by its place: "told another story on The Late Show"."""
    return citation.form == "on-air" and citation.kind == "programme" and " " in citation.name.of(reading.text)


def led_by(reading: Reading, citation: Citation) -> Citation:
    """Cite by "according to" what that leads to: "according to an analysis published in ..."."""
    if citation.form not in ("written", "published", "site", "obtained", "bare"):
        return citation
    first = max(0, citation.mention.start - 120)
    leads = any_of(reading.words["leads"])
    lead = re.compile(rf"(?i:\b({leads}))[^.;:“”\"\n]*$").search(reading.text, first, citation.mention.start)
    return evolve(citation, form="according", cue=CharSpan(*lead.span(1))) if lead else citation


def _work_or_words(reading: Reading, cue: CharSpan, citation: Citation) -> Citation:
    """Tell "published on Monday in the journal ..." from "wrote in a paper published in the journal ...".

    Only the latter says that the speaker's words stand there.
    """
    if citation.form not in ("written", "published"):
        return citation
    before = reading.text[max(0, cue.start - 70) : cue.start]
    works, publishing = any_of(reading.words["works"]["text"]), any_of(reading.words["publishing"])
    if re.search(rf"\b[Ii]n (?:an?|the|his|her|their) (?:[\w-]+ ){{0,3}}(?:{works})\b[^;:“”\"\n]*$", before):
        return evolve(citation, form="written")
    if " " not in cue.of(reading.text) and re.search(rf"\b(?:{publishing})\b[^;“”\"\n]*$", before):
        return evolve(citation, form="published")
    return citation


def _name_after(reading: Reading, cue: CharSpan, form: Form, needs: str) -> Citation | None:
    """Read the noun phrase behind a cue up to the outlet's name; None where it names none."""
    text, position = reading.text, cue.end
    carrier: OutletKind | None = None
    if issue := _issue_pattern(reading.words["times"]).match(text, position):
        position = skip_marks(text, issue.end())
        carrier = _kind_of_issue(reading, position)
    for _ in range(_STEPS):
        position = skip_marks(text, position)
        if needs != "host" and (site := described_site(reading, position)):
            return evolve(site_citation(text, site), cue=cue, form=form)
        if generic := generic_at(reading, position):
            return None if needs == "host" else _described(reading, generic, cue, form)
        if position in reading.named:
            return _known_after(reading, reading.named[position], cue, form, needs, carrier)
        if noun := carrier_at(reading, position) or carrier_ahead(reading, position):
            if owned := POSSESSIVE.match(text, noun[0]):
                carrier, position = None, owned.end()  # "told the agency's Harbour Talk magazine"
                continue
            called = _CALLED.match(text, noun[0])  # "in a newsletter called Low Water"
            carrier, position = noun[1], called.end() if called else named_apposed(reading, noun[0]) or noun[0]
            continue
        if match := _DOMAIN.match(text, position):
            return from_unlisted(reading, CharSpan(*match.span()), cue, form, "carrier", "website")
        if match := NAME.match(text, position):
            if whole := title_of_small_words(reading, CharSpan(*match.span())):
                return from_unlisted(reading, whole, cue, form, "carrier", "programme")
            if form == "on-air" and has_host(reading, cue, match):
                return from_unlisted(reading, CharSpan(*match.span()), cue, form, "carrier", "programme")
            step = _step_over(reading, match, named=carrier is not None)
            if step:
                position = step
                continue
            return new_name(reading, CharSpan(*match.span()), cue, form, needs, carrier)
        word = WORD.match(text, position)
        led = word and _HYPHENATED.fullmatch(word[0]) and _UPPER_NEXT.match(text, word.end())  # "semi-official Tasnim"
        if not word or not (led or word[0] in word_set(reading.words["fillers"])):
            return None
        position = word.end()
    return None


@lru_cache(maxsize=4)
def _issue_pattern(times: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of the time of an issue or broadcast before its name: "in this morning's Gazette"."""
    return re.compile(rf"(?:[ ](?:{any_of(times)}))+[’']s?(?=[ ][{TITLE_MARKS}]?{UPPER})")


def _kind_of_issue(reading: Reading, position: int) -> OutletKind | None:
    """Return the kind of what comes out on days, where the name at `position` is that of such: "Tuesday's Lorraine"."""
    named = reading.named.get(position)
    if named and named.kind == "programme":
        return "programme"
    return "newspaper" if _is_paper_at(reading, position) else None


def _is_paper_at(reading: Reading, position: int) -> bool:
    """Tell whether the name at `position` is that of a paper, by the list or its last word, and ends the phrase."""
    if named := reading.named.get(position):
        sure = named.standing == "known" or _ends_phrase(reading, named.span.end)
        return named.kind == "newspaper" and sure
    run = NAME.match(reading.text, position)
    if not run or not _ends_phrase(reading, run.end()):
        return False
    return shape_of(reading, run[0]) == "newspaper" or run[0] in word_set(reading.words["shapes"]["newspaper"])


def _step_over(reading: Reading, match: re.Match[str], *, named: bool) -> int | None:
    """Return where to read on when the capitalised run at `match` only leads to the outlet: "Ana Ruiz of ...".

    A run that the noun before it names leads to nothing: "the website Harbour Talk on Friday", whatever its label.
    """
    text, start, end = reading.text, match.start(), match.end()
    if based := BASED.match(text, start, end + 1):
        return based.end()
    if is_told_station(match[0]):
        return None
    if reading.nations.fullmatch(match[0]):
        possessive = POSSESSIVE.match(text, end)
        return possessive.end() if possessive else end  # "the Tamil daily"
    inner = bisect_left(reading.starts, start + 1)
    if inner < len(reading.starts) and reading.starts[inner] < end:
        return reading.starts[inner]
    if named and carrier_before(reading, start):
        return None
    label_end, label = reading.labels.get(start, (end, ""))
    possessive = POSSESSIVE.match(text, label_end)
    is_body = shape_of(reading, match[0]) or is_host(reading, match[0]) or is_not_host(reading, match[0])
    if label in ("NORP", "GPE") and label_end < end and not possessive and is_body:
        return None
    behind = carrier_behind(reading, end)
    if behind and behind[1] == "agency" and label_end == end and not possessive:
        return None  # "the Tamra news agency", which is no nation
    called = label in ("DATE", "TIME") and behind and behind[1] == "programme"  # "the Today programme"
    times = word_set(reading.words["times"])
    begins = label in ("DATE", "TIME") and label_end < end and match[0].split()[0] not in times  # "Morning Ledgerwise"
    if (label in ("NORP", "DATE", "TIME") and not (called or begins)) or (label == "GPE" and label_end < end):
        return possessive.end() if possessive else label_end
    works = re.match(r"\s+(?:of|from|at|for|on)\b", text[label_end : label_end + 12])
    if label == "PERSON" and works and not is_nobodys_name(reading, match[0]):
        return None if label_end < end and _begins_name(reading, CharSpan(start, label_end), end) else label_end
    if (whose := match[0].rfind(" of ")) > 0 and shape_of(reading, match[0][whose + 4 :].removeprefix("the ")):
        return start + whose
    if behind and skip_marks(text, behind[0]) in reading.named:
        return end  # "the Corran daily 24 heures"
    if text.startswith(" ", end) and carrier_ahead(reading, end + 1):
        return end  # "the Tamar community news site Tidewatch"
    if behind and (next_name := re.compile(rf"[ ]({UPPER}|{NUMBERED})").match(text, behind[0])):
        return None if next_name[1] in word_set(reading.words["times"]) else end
    possessive = POSSESSIVE.match(text, end)
    if possessive and STATION.fullmatch(match[0]):
        return None
    if possessive and (title := skip_marks(text, possessive.end())) > possessive.end() + 1:
        return title
    if possessive and (own := _OWN.match(text, possessive.end())):
        return own.end()  # "on the guild's own Discord server"
    if possessive and title in reading.named:
        return title
    if possessive and (run := NAME.match(text, title)) and _is_carrier(reading, run):
        return title
    return None


def _begins_name(reading: Reading, first: CharSpan, end: int) -> bool:
    """Tell whether a person's label covers but the first word of a carrier's name: "Keeper of the Tide, a channel".

    Where the article names somebody so in full, it is who works there.
    """
    return is_one_name(reading, first) and carrier_apposed(reading, end) is not None


def _is_carrier(reading: Reading, run: re.Match[str]) -> bool:
    """Tell whether a capitalised run is an outlet by a noun behind it or by its own words."""
    return bool(carrier_behind(reading, run.end()) or shape_of(reading, run[0]))


def _known_after(
    reading: Reading, named: Named, cue: CharSpan, form: Form, needs: str, carrier: OutletKind | None
) -> Citation | None:
    """Cite a known name, or the programme or site that belongs to it and stands behind: CNN's "New Day"."""
    text = reading.text
    inner = _affiliate(reading, named, cue, form, needs) or owned_show(reading, named, cue, form)
    if inner:
        return inner
    if form == "inverted" and is_subject(reading, named.span.end):
        return None
    if cue.of(text).lower() == "on" and named.id and named.kind in ("newspaper", "agency"):
        return None  # "he unloaded on the Gazette"
    if cue.of(text).lower() == "on" and is_nameless_show(reading, named):
        return None  # "three years on the Radio Tamar show"
    by = needs == "host" and cue.of(text).endswith(" by")  # whoever it is: "a debate hosted by CNN"
    wrote = form == "written" and _WRITER.fullmatch(cue.of(text))  # for whoever it is
    open_to_all = by or wrote or form in ("told", "obtained", "published")
    if (named.kind == "institution") != (needs == "host") and not open_to_all:
        return None
    if form == "inverted" and re.match(
        rf"(?:[’']s?)?[ ](?:[a-z-]+[ ])?{UPPER}", text[named.span.end : named.span.end + 40]
    ):
        return None
    owns = named.standing == "ambiguous" and re.match(r"[’']s[ ][a-z]", text[named.span.end : named.span.end + 4])
    if owns and not (named.kind == "broadcaster" and has_nameless_show(reading, named.span.end)):
        return None  # "on Today's call", unlike "on NTV's morning show"
    marked = text[named.span.start - 1] in OPEN_MARKS
    weak = " " not in cue.of(text) and form != "told" and not writer_before(text, cue.start)
    sure = carrier or marked or carrier_behind(reading, named.span.end) or _opens_sentence(reading, cue, named.span.end)
    posted = " " in cue.of(text) or _place_behind(reading, named.span.end)
    sure = sure or (named.kind == "platform" and posted)
    if named.standing == "ambiguous" and weak and not sure:
        return None
    if named.standing == "ambiguous" and sure:
        named = evolve(named, standing="known")
    return from_named(named, cue, "hosted" if named.kind == "institution" and form == "told" else form)


def _place_behind(reading: Reading, end: int) -> bool:
    """Tell whether a platform's name stands before what is there: "on X, where", "on X:", "the Discord server"."""
    posts = any_of(reading.words["social_posts"])
    behind = re.compile(rf"[ ](?:{posts})(?![\w-])|,[ ]where\b|{_QUOTING_COLON.pattern}")
    return bool(behind.match(reading.text, end))


def _opens_sentence(reading: Reading, cue: CharSpan, end: int) -> bool:
    """Tell whether the sentence begins with the cue, and a comma ends the phrase: "In Forbes last May, Ruiz wrote"."""
    if cue.of(reading.text) not in ("In", "On", "Over at"):
        return False
    return bool(re.compile(rf"(?:[ ](?:{any_of(reading.words['times'])}|\d+))*,[ ]").match(reading.text, end))


def _affiliate(reading: Reading, network: Named, cue: CharSpan, form: Form, needs: str) -> Citation | None:
    """Cite the station behind the network that it belongs to: "told ABC affiliate WXYZ"."""
    behind = re.compile(rf"[ ](?:{any_of(reading.words['affiliates'])})(?=[ ])").match(reading.text, network.span.end)
    citation = _name_after(reading, CharSpan(cue.start, behind.end()), form, needs) if behind else None
    return evolve(citation, cue=cue, parent=citation.parent or network.id) if citation else None


def _described(reading: Reading, named: Named, cue: CharSpan, form: Form) -> Citation | None:
    """Cite a carrier without a name; "the media" at large must have had an interview, not only been told."""
    start, end = named.span.start, named.span.end
    clause = re.compile(r"[^.;:“”\"\n]*\binterview\b").match(reading.text, end, end + 60)
    if form == "told" and is_many(reading, named) and not clause and "interview" not in reading.text[cue.start : start]:
        return None
    return from_named(named, cue, form)
