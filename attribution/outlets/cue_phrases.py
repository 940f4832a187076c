"""Find outlets behind the phrases that cite them: "told TASS", "in an essay in The Diplomat", "in a memo obtained by".

The noun phrase behind the cue is read up to the name: over adjectives, carrier nouns, nations and the people who work
there. The words are in `data/<language>/citations.json`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, cast

from attrs import evolve, frozen

from attribution.models import CharSpan, OutletKind
from attribution.outlets.citing import (
    POSSESSIVE,
    TITLE_MARKS,
    Citation,
    Form,
    from_named,
    from_unlisted,
    marked_title,
    site_citation,
)
from attribution.outlets.names import (
    NAME,
    SPACE,
    UPPER,
    WORD,
    Named,
    Reading,
    Standing,
    carrier_ahead,
    carrier_apposed,
    carrier_at,
    carrier_before,
    carrier_behind,
    generic_at,
    is_host,
    is_many,
    is_not_host,
    is_one_name,
    is_person,
    is_site_name,
    is_weak_shape,
    named_apposed,
    shape_of,
    title_of_small_words,
    without_article,
    word_set,
)
from attribution.patterns import any_of

_STEPS = 14  # words that a noun phrase may hold before the outlet's name
_DOMAIN = re.compile(
    r"(?<![\w.@-])(?:[\w-]+\.)+(?:com|org|net|info|news|tv|io|co|example|gov|edu|eu|ru|uk|de|fr|au)\b(?![\w@])", re.I
)
_FIRST_WORD = re.compile(r"(?<![\w-])\w+")
_OPEN_MARKS = "“\"‘'«„<"
Table = Mapping[str, Sequence[tuple[int, "_Phrases"]]]
_SHOW = re.compile(rf"{NAME.pattern}(?:[ ]on[ ]\d{{1,2}}(?:[ ]{UPPER})*)?")  # "Front on 4"
_TOLD_HOST = re.compile(rf"\b(?:told|tells)[ ](?:the[ ]|its[ ]|co-)?hosts?,?[ ]{UPPER}")
_QUOTING_COLON = re.compile(r":[ ]?[“\"‘']")
_VERBLESS = re.compile(rf"{UPPER},?[ ](to|on)[ ](?:the[ ])?[^\W_a-z][^:“”\"\n]*$")
_TO_AT_HEAD = re.compile(r"(?:^|(?<=[.!?”\"’'][ ]))(To)(?=[ ])", re.MULTILINE)
_HOST_REACH = 500  # characters
_AND_MORE = re.compile(rf"(?:[ ](?:and|in|for)(?:[ ]the)?(?:[ ]{UPPER})+)+")
_WRITER = re.compile(rf"(?:wrote|writes)(?:[ ]{UPPER}){{2,3}}[ ]for")  # "wrote Ana Ruiz for"
_OWN = re.compile(r"[ ]own\b")
_STATION = re.compile(r"[A-Z]{3,5}\d{0,4}")  # most stations that no list knows go by their initials


@frozen(eq=False)
class _Phrases:
    """Phrases with one first word; compiled when a text first has it, for all of them take a second."""

    source: str
    flags: int = 0

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled phrases."""
        return re.compile(self.source, self.flags)


@frozen(eq=False)
class CuePlaces:
    """Where the cue phrases and the governed prepositions of each form stand in a text, whatever outlets it names."""

    cued: Sequence[Sequence[CharSpan]]
    governed: Sequence[Sequence[CharSpan]]


def find_cue_places(text: str, words: Mapping[str, Any]) -> CuePlaces:
    """Return where phrases that may cite stand, in the order of the forms of `citations.json`."""
    starts = [(match.start(), match[0].lower()) for match in _FIRST_WORD.finditer(text)]
    cues = _cue_table(tuple(form["phrases"] for form in words["forms"]), words["times"])
    governors = tuple((form["governors"], form["preposition"]) for form in words["governed"])
    governed = _governed_table(governors, words["passed_on"])
    return CuePlaces(
        _find_all(text, starts, cues, len(words["forms"])), _find_all(text, starts, governed, len(words["governed"]))
    )


def find_cued(reading: Reading, places: CuePlaces) -> Iterator[Citation]:
    """Cite right behind a cue phrase: "in an interview with the Gazette"."""
    for form, cues in zip(reading.words["forms"], places.cued, strict=True):
        for cue in cues:
            citation = _name_after(reading, cue, form["form"], form["needs"])
            if citation is None and form["needs"] == "name":
                citation = _show_host_after(reading, cue, form["form"])
            if citation:
                yield _work_or_words(reading, cue, citation)


def _show_host_after(reading: Reading, cue: CharSpan, form: Form) -> Citation | None:
    """Cite the host of a show that has no other name here: "told the radio host Ana Ruiz"."""
    if form not in ("told", "interview"):
        return None
    noun = any_of(reading.words["show_hosts"])
    match = re.compile(rf"(?:[ ][\w-]+){{0,4}}?[ ](?:{noun}),?[ ]({UPPER}(?:[ ]{UPPER})+)").match(reading.text, cue.end)
    if not match:
        return None
    return from_unlisted(reading, CharSpan(*match.span(1)), cue, form, "carrier", "programme")


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
            if citation and (titled or citation.standing in sure or _is_show_of_words(reading, citation)):
                yield _work_or_words(reading, cue, citation)


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


@lru_cache(maxsize=4)
def _governed_table(forms: tuple[tuple[tuple[str, ...], str], ...], passed_on: tuple[str, ...]) -> Table:
    gap = rf"(?:[ ](?!(?:to|with|that|according|{any_of(passed_on)})\b)[\w’'$%-]+){{0,6}}?"
    gap += r"(?:,?[ ][“\"][^“”\"\n]{1,300}[”\"])?"  # "quoted as saying “no” by the Gazette"
    noun = r"[ ](?:(?:the|an?|his|her|its|their|state|local)[ ]|[^\sa-z])"  # "to the Gazette", not "to show"
    return _table(
        {
            first: _Phrases(rf"(?i:{any_of(begun)}){gap}[ ]{preposition}(?={noun})")
            for first, begun in _by_first_word(governors).items()
        }
        for governors, preposition in forms
    )


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
    text, position, carrier = reading.text, cue.end, None
    for _ in range(_STEPS):
        position = _skip_marks(text, position)
        if generic := generic_at(reading, position):
            return None if needs == "host" else _described(reading, generic, cue, form)
        if position in reading.named:
            return _known_after(reading, reading.named[position], cue, form, needs, carrier)
        if noun := carrier_at(reading, position) or carrier_ahead(reading, position):
            carrier, position = noun[1], named_apposed(reading, noun[0]) or noun[0]
            continue
        if match := _DOMAIN.match(text, position):
            return from_unlisted(reading, CharSpan(*match.span()), cue, form, "carrier", "website")
        if match := NAME.match(text, position):
            if whole := title_of_small_words(reading, CharSpan(*match.span())):
                return from_unlisted(reading, whole, cue, form, "carrier", "programme")
            if form == "on-air" and _has_host(reading, cue, match):
                return from_unlisted(reading, CharSpan(*match.span()), cue, form, "carrier", "programme")
            step = _step_over(reading, match, named=carrier is not None)
            if step:
                position = step
                continue
            return _new_name(reading, CharSpan(*match.span()), cue, form, needs, carrier)
        if site := _site_of_body(reading, position):
            return evolve(site_citation(text, site), cue=cue, form=form)
        word = WORD.match(text, position)
        if not word or word[0] not in word_set(reading.words["fillers"]):
            return None
        position = word.end()
    return None


def _has_host(reading: Reading, cue: CharSpan, name: re.Match[str]) -> bool:
    """Tell whether a sentence begins "On Tamar Calling, ..." and somebody tells the host something soon behind it."""
    if cue.of(reading.text) != "On" or " " not in name[0] or name[0].split()[-1] in word_set(reading.words["times"]):
        return False
    return bool(_TOLD_HOST.search(reading.text, name.end(), name.end() + _HOST_REACH))


def _skip_marks(text: str, position: int) -> int:
    position = cast("re.Match[str]", SPACE.match(text, position)).end()
    while position < len(text) and text[position] in _OPEN_MARKS:
        position += 1
    return position


def _step_over(reading: Reading, match: re.Match[str], *, named: bool) -> int | None:
    """Return where to read on when the capitalised run at `match` only leads to the outlet: "Ana Ruiz of ...".

    A run that the noun before it names leads to nothing: "the website Harbour Talk on Friday", whatever its label.
    """
    text, start, end = reading.text, match.start(), match.end()
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
    called = label in ("DATE", "TIME") and behind and behind[1] == "programme"  # "the Today programme"
    times = word_set(reading.words["times"])
    begins = label in ("DATE", "TIME") and label_end < end and match[0].split()[0] not in times  # "Morning Ledgerwise"
    if (label in ("NORP", "DATE", "TIME") and not (called or begins)) or (label == "GPE" and label_end < end):
        return possessive.end() if possessive else label_end
    if label == "PERSON" and re.match(r"\s+(?:of|from|at|for|on)\b", text[label_end : label_end + 12]):
        return None if label_end < end and _begins_name(reading, CharSpan(start, label_end), end) else label_end
    if (whose := match[0].rfind(" of ")) > 0 and shape_of(reading, match[0][whose + 4 :].removeprefix("the ")):
        return start + whose
    if behind and (next_name := re.compile(rf"[ ]({UPPER})").match(text, behind[0])):
        return None if next_name[1] in word_set(reading.words["times"]) else end
    possessive = POSSESSIVE.match(text, end)
    if possessive and _STATION.fullmatch(match[0]):
        return None
    if possessive and (title := _skip_marks(text, possessive.end())) > possessive.end() + 1:
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
    inner = _affiliate(reading, named, cue, form, needs) or _owned(reading, named, cue, form)
    if inner:
        return inner
    if form == "inverted" and _is_subject(reading, named.span.end):
        return None
    if cue.of(text).lower() == "on" and named.id and named.kind in ("newspaper", "agency"):
        return None  # "he unloaded on the Gazette"
    if cue.of(text).lower() == "on" and _is_nameless_show(reading, named):
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
    if named.standing == "ambiguous" and re.match(r"[’']s[ ][a-z]", text[named.span.end : named.span.end + 4]):
        return None  # "on Today's call"
    marked = text[named.span.start - 1] in _OPEN_MARKS
    weak = " " not in cue.of(text) and form != "told" and not _writer_before(text, cue.start)
    sure = carrier or marked or carrier_behind(reading, named.span.end) or _opens_sentence(reading, cue, named.span.end)
    sure = sure or (named.kind == "platform" and _place_behind(reading, named.span.end))
    if named.standing == "ambiguous" and weak and not sure:
        return None
    if named.standing == "ambiguous" and sure:
        named = evolve(named, standing="known")
    return from_named(named, cue, "hosted" if named.kind == "institution" and form == "told" else form)


def _is_nameless_show(reading: Reading, named: Named) -> bool:
    """Tell whether a station only says whose a show is that has no name: "the Radio Tamar show"."""
    if named.kind != "broadcaster" or not re.search(r"\b(?:the|an?) $", reading.text[: named.span.start][-4:]):
        return False
    behind = carrier_behind(reading, named.span.end)
    return behind is not None and behind[1] == "programme"


def _place_behind(reading: Reading, end: int) -> bool:
    """Tell whether a platform's name stands before what is there: "the guild's Discord server", "on X, where"."""
    posts = any_of(reading.words["social_posts"])
    return bool(re.compile(rf"[ ](?:{posts})(?![\w-])|,[ ]where\b").match(reading.text, end))


def _opens_sentence(reading: Reading, cue: CharSpan, end: int) -> bool:
    """Tell whether the sentence begins with the cue, and a comma ends the phrase: "In Forbes last May, Ruiz wrote"."""
    if cue.of(reading.text) not in ("In", "On", "Over at"):
        return False
    return bool(re.compile(rf"(?:[ ](?:{any_of(reading.words['times'])}|\d+))*,[ ]").match(reading.text, end))


def _is_subject(reading: Reading, end: int) -> bool:
    """Tell whether the name that ends at `end` is what is told of: "said CNN was", "said the CNN footage had"."""
    things = r"(?:[ ](?!that\b|which\b|who\b|and\b|in\b|on\b|as\b)[a-z-]+){0,2}"
    return bool(re.compile(rf"{things}[ ](?:{any_of(reading.words['auxiliaries'])})\b").match(reading.text, end))


def _affiliate(reading: Reading, network: Named, cue: CharSpan, form: Form, needs: str) -> Citation | None:
    """Cite the station behind the network that it belongs to: "told ABC affiliate WXYZ"."""
    behind = re.compile(rf"[ ](?:{any_of(reading.words['affiliates'])})(?=[ ])").match(reading.text, network.span.end)
    citation = _name_after(reading, CharSpan(cue.start, behind.end()), form, needs) if behind else None
    return evolve(citation, cue=cue, parent=citation.parent or network.id) if citation else None


def _writer_before(text: str, position: int) -> bool:
    """Tell whether somebody who writes stands before `position`: "wrote Ana Ruiz" before "in Coastal Letters"."""
    before = text[max(0, position - 60) : position]
    return bool(re.search(rf"\b(?:wrote|writes|writing)(?:[ ]{UPPER}){{1,3}}[ ]$", before))


def _owned(reading: Reading, owner: Named, cue: CharSpan, form: Form) -> Citation | None:
    text = reading.text
    possessive = POSSESSIVE.match(text, owner.span.end)
    position = possessive.end() if possessive else owner.span.end
    title = _skip_marks(text, position)
    if title in reading.named and (possessive or reading.named[title].kind == "programme"):
        inner = evolve(reading.named[title], standing="known")
        mention = CharSpan(owner.span.start, inner.span.end)
        return evolve(from_named(inner, cue, form), mention=mention, parent=inner.parent or owner.id)
    marked = title > 0 and text[title - 1] in _OPEN_MARKS and text[title - 1] not in "'‘" and title - position < 4
    show = _show_called(reading, position, cue, form) if owner.kind != "programme" else None
    show = show or (_show_behind(reading, possessive.end(), cue, form) if possessive else None)
    if show:
        return evolve(show, mention=CharSpan(owner.span.start, show.name.end), parent=owner.id)
    run = marked_title(text, title) if marked else NAME.match(text, title)
    titled = marked and form in ("on-air", "told", "interview")
    if run and (carrier_behind(reading, run.end()) or titled) and (possessive or marked):
        new = from_unlisted(reading, CharSpan(*run.span()), cue, form, "carrier", "programme")
        return evolve(new, mention=CharSpan(owner.span.start, run.end()), parent=owner.id)
    return None


def _show_called(reading: Reading, position: int, cue: CharSpan, form: Form) -> Citation | None:
    """Cite the show that a noun calls one: "Radio Tamar's late show Tides", "Radio Tamar programme Tides"."""
    text, shows = reading.text, any_of(reading.words["carriers"]["programme"])
    called = re.compile(rf"(?:[ ][a-z-]+){{0,2}}[ ](?:{shows}),?[ ][{TITLE_MARKS}]?(?={UPPER})").match(text, position)
    if called is None:
        return None
    run = (marked_title if text[called.end() - 1] in TITLE_MARKS else NAME.match)(text, called.end())
    if run and run[0].split()[0] in word_set(reading.words["times"]):
        return None  # "on Radio Tamar's late show Friday"
    return from_unlisted(reading, CharSpan(*run.span()), cue, form, "carrier", "programme") if run else None


def _show_behind(reading: Reading, position: int, cue: CharSpan, form: Form) -> Citation | None:
    """Cite the show behind its owner: "on Radio Tamar's Front Room", "told Radio Tamar's World At One"."""
    text = reading.text
    run = _SHOW.match(text, position + 1)
    if not run:
        return None
    label = reading.labels.get(run.start(), (0, ""))[1]
    on = cue.of(text).split()[-1].lower() == "on"
    by_host = on and " " not in run[0] and label == "PERSON"  # named after who hosts it: "on Radio Tamar's Hartigan"
    on_air = on and label != "PERSON"
    several = run[0].split() if " " in run[0] else []
    titled = bool(word_set(reading.words["show_words"]).intersection(several))
    titled = titled or run[0] in word_set(reading.words["daily_shows"])
    title = titled or (label in ("WORK_OF_ART", "DATE", "ORG") and bool(several)) or run[0].startswith("The ")
    is_show = by_host or ((on_air or title) and not reading.person_words & set(run[0].split()))
    if not is_show or run.start() in reading.named:
        return None
    hosted = re.compile(rf"[ ]with(?:[ ]{UPPER}){{1,2}}").match(text, run.end())
    span = CharSpan(run.start(), hosted.end() if hosted else run.end())  # "Harbour Talk with Ana Ruiz"
    return from_unlisted(reading, span, cue, form, "carrier", "programme")


def _new_name(
    reading: Reading, span: CharSpan, cue: CharSpan, form: Form, needs: str, carrier: OutletKind | None
) -> Citation | None:
    """Cite a name that no list knows, where its neighbours, its words or its label say that it is an outlet."""
    text = reading.text
    span = _without_day(reading, without_article(text, span))
    if span.of(text) in word_set(reading.words["times"]):
        return None
    if form == "inverted" and _is_subject(reading, span.end):
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
    label = reading.labels.get(span.start, (0, ""))[1]
    on_air = form == "on-air" and " " in cue.of(text) and label == "ORG"
    told = form in ("told", "interview") and label == "ORG" and _names_show_behind(reading, span.end)
    station = shape == "broadcaster" or on_air or told or _STATION.fullmatch(span.of(text))
    owner = station and _owned(reading, Named(span, "broadcaster", "", None, "shape"), cue, form)
    if owner:
        return owner
    behind = carrier_behind(reading, span.end)
    kind = (behind[1] if behind else None) or carrier_apposed(reading, span.end) or carrier
    if needs == "host" or (form == "told" and not kind and is_host(reading, span.of(text))):
        by = shape is not None and cue.of(text).endswith(" by")  # whoever it is: "a debate hosted by Radio Tamar"
        hosts = by or is_host(reading, span.of(text))
        return from_unlisted(reading, span, cue, "hosted", "organization", "institution") if hosts else None
    if kind or (form in ("told", "interview") and _reporter_behind(reading, span)):
        return from_unlisted(reading, span, cue, form, "carrier", kind or "newspaper")
    strong = " " in cue.of(text) or form in ("told", "on-air", "according", "inverted")
    says = form in ("inverted", "according") and not _is_report(reading, cue)
    weak = says and is_weak_shape(reading, Named(span, "broadcaster", "", None, "shape"))
    if shape and strong and not weak and not is_person(reading, span):
        return from_unlisted(reading, span, cue, form, "shape", shape)
    standing = _standing_by_label(reading, span, cue, form, needs)
    return from_unlisted(reading, span, cue, form, standing, "website") if standing else None


def _names_show_behind(reading: Reading, end: int) -> bool:
    """Tell whether the words behind a possessive are those of a show: "the Tide League's Sunday Hour"."""
    possessive = POSSESSIVE.match(reading.text, end)
    run = NAME.match(reading.text, possessive.end() + 1) if possessive else None
    several = run[0].split() if run and " " in run[0] else []
    days = [word for word in several[:1] if word in word_set(reading.words["days"])]
    return bool(days or word_set(reading.words["show_words"]).intersection(several))


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


def _site_of_body(reading: Reading, position: int) -> CharSpan | None:
    """Return "ministry's website" at `position`: a site that its owner's description stands for."""
    adjectives, nouns = any_of(reading.words["site_adjectives"]), any_of(reading.words["sites"])
    described = re.compile(rf"[a-z][a-z-]+[’']s?(?:[ ](?:{adjectives}))*[ ](?:{nouns})(?![\w-])")
    match = described.match(reading.text, position)
    return CharSpan(*match.span()) if match else None


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
    strong = " " in cue.of(text) or aired or _writer_before(text, cue.start)
    if needs == "carrier" and (form not in ("written", "published", "on-air") or not strong):
        return None
    label = reading.labels.get(span.start, (0, ""))[1]
    if _publishes(reading, cue) and (is_host(reading, name) or is_not_host(reading, name)):
        return "organization"
    marked = needs == "carrier" and text[span.start - 1] in TITLE_MARKS
    station = form == "on-air" and _STATION.fullmatch(name)
    if label in ("ORG", "WORK_OF_ART", "PRODUCT") or marked or station or is_site_name(reading, name):
        return "organization"
    written = form == "written" and strong and name.startswith("The ")  # "writes in The Tideway"
    return "name" if not label and (needs == "name" or written) and len(name.split()) < 4 else None


def _is_no_carrier(reading: Reading, span: CharSpan, cue: CharSpan, form: Form) -> bool:
    """Tell whether a name is a person's, a body's that is spoken to, or that of whoever owns what stands behind."""
    text, words = reading.text, span.of(reading.text).split()
    determiner = re.search(r"(\w+) $", text[max(0, span.start - 12) : span.start])
    indefinite = bool(determiner) and cast("re.Match[str]", determiner)[1] in word_set(reading.words["indefinite"])
    source = form in ("inverted", "according") and not _is_report(reading, cue)  # a body speaks, it carries nothing
    no_host = is_not_host(reading, " ".join(words)) and not _publishes(reading, cue)
    person = bool(set(words[:2]) & reading.person_words) or words[0] in word_set(reading.words["titles"])
    owns = POSSESSIVE.match(text, span.end)
    return bool(indefinite or source or person or owns or no_host)


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


def _described(reading: Reading, named: Named, cue: CharSpan, form: Form) -> Citation | None:
    """Cite a carrier without a name; "the media" at large must have had an interview, not only been told."""
    start, end = named.span.start, named.span.end
    clause = re.compile(r"[^.;:“”\"\n]*\binterview\b").match(reading.text, end, end + 60)
    if form == "told" and is_many(reading, named) and not clause and "interview" not in reading.text[cue.start : start]:
        return None
    return from_named(named, cue, form)


@lru_cache(maxsize=4)
def _cue_table(forms: tuple[tuple[str, ...], ...], times: tuple[str, ...]) -> Table:
    return _table(
        {
            first: _Phrases(rf"(?:{_any_with_times(begun, times)})(?=[\s:“\"])", re.IGNORECASE)
            for first, begun in _by_first_word(phrases).items()
        }
        for phrases in forms
    )


def _table(forms: Iterable[Mapping[str, _Phrases]]) -> Table:
    """Return for each first word the forms that have phrases with it, and these."""
    table: dict[str, list[tuple[int, _Phrases]]] = {}
    for number, grouped in enumerate(forms):
        for first, phrases in grouped.items():
            table.setdefault(first, []).append((number, phrases))
    return table


def _find_all(text: str, starts: Sequence[tuple[int, str]], table: Table, forms: int) -> list[list[CharSpan]]:
    """Return what each form matches where the first word of a phrase stands; no two of one form overlap."""
    found: list[list[CharSpan]] = [[] for _ in range(forms)]
    for start, word in starts:
        for form, phrases in table.get(word, ()):
            if not found[form] or start >= found[form][-1].end:
                match = phrases.pattern.match(text, start)
                if match:
                    found[form].append(CharSpan(*match.span()))
    return found


def _by_first_word(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Group phrases by their first word, "e-mail" by "e"."""
    groups: dict[str, tuple[str, ...]] = {}
    for phrase in phrases:
        first = cast("re.Match[str]", re.match(r"\w+", phrase))[0].lower()
        groups[first] = (*groups.get(first, ()), phrase)
    return groups


def _any_with_times(phrases: tuple[str, ...], times: tuple[str, ...]) -> str:
    """Return a pattern for the phrases; before their last word a time may stand: "interview Monday with"."""
    found = []
    gap = rf"(?:[ ](?:{any_of(times)}))" + "{0,3}"
    for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
        head, _, last = phrase.rpartition(" ")
        found.append(rf"{re.escape(head)}{gap}[ ]{re.escape(last)}" if head else re.escape(last))
    return "|".join(found)
