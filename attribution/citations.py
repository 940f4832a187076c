"""Find where an article cites a carrier of words: "told TASS", "in an essay in The Diplomat", "on its website".

A citation is found from its words alone, whatever the outlet: a cue phrase ("in an interview with") before a name,
a reporting verb behind it ("the Gazette reported"), a carrier noun beside it ("the newspaper ...", "... magazine"),
a website, account or show that belongs to somebody, a verb that names its platform ("tweeted").
The outlet lexicon tells which names are outlets for certain; a name outside it needs the shape of one.
The words are in `data/<language>/citations.json`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from attrs import evolve, frozen

from attribution.models import CharSpan, OutletKind
from attribution.outlet_names import (
    NAME,
    SPACE,
    SPACES,
    UPPER,
    WORD,
    Named,
    Reading,
    Standing,
    any_of,
    candidate_names,
    carrier_apposed,
    carrier_at,
    carrier_before,
    carrier_behind,
    carrier_nouns,
    find_known_names,
    find_learned_names,
    generic_at,
    is_host,
    is_many,
    is_not_host,
    is_person,
    make_reading,
    shape_of,
    without_article,
    word_set,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon

Form = Literal[
    "told", "interview", "hosted", "obtained", "written", "published", "according", "on-air", "inverted", "post",
    "site", "platform-verb", "anaphor", "asker", "affiliation", "subject", "bare",
]  # fmt: skip
"""How the outlet is cited, the most telling first."""

_STEPS = 14  # words that a noun phrase may hold before the outlet's name
_DOMAIN = re.compile(
    r"(?<![\w.@-])(?:[\w-]+\.)+(?:com|org|net|info|news|tv|io|co|example|gov|edu|eu|ru|uk|de|fr|au)\b(?![\w@])", re.I
)
_OPEN_MARKS = "“\"‘'«„<"
_TITLE_MARKS = '“"«'
_STATION = re.compile(r"[A-Z]{3,5}\d{0,2}")  # most stations that no list knows go by their initials
_POSSESSIVE = re.compile(r"[’']s?(?!\w)")


@frozen
class Citation:
    """One place where the article cites a carrier.

    Attributes:
        name: Where the outlet's name stands here.
        mention: The citing words: the name with its carrier noun.
        cue: The words that make it a citation, where there are any.
        form: How it is cited.
        kind: What the outlet is.
        key: The same for all citations of one outlet: the lexicon id, or the name in lower case.
        id: Key in the outlet lexicon, or None.
        standing: Why the name counts as an outlet.
        parent: Lexicon id of the outlet that this one belongs to.
    """

    name: CharSpan
    mention: CharSpan
    cue: CharSpan | None
    form: Form
    kind: OutletKind
    key: str
    id: str | None = None
    standing: Standing = "known"
    parent: str | None = None


def find_citations(doc: Doc, lexicon: Lexicon, *, skip: Sequence[CharSpan] = ()) -> tuple[Citation, ...]:
    """Return the citations of outlets in the text of `doc`, in the order of the text.

    Only the text and the named entities of `doc` are read. A second look finds the names that the first one
    taught: "the Gazette" once the Riverside Gazette has been cited.

    Args:
        doc: The article.
        lexicon: Words and outlets.
        skip: Stretches that are no part of the story (byline, biography).
    """
    words = lexicon.words("citations")
    text = doc.text.translate(SPACES)
    named = find_known_names(text, lexicon)
    labels = {ent.start_char: (ent.end_char, ent.label_) for ent in doc.ents}
    nations = [word for country in lexicon.words("countries")["countries"].values() for word in country["words"]]
    first = _find(make_reading(text, labels, words, nations, named))
    cited = [Named(c.name, c.kind, c.key, c.id, c.standing) for c in first if c.form != "site"]
    learned = find_learned_names(text, cited, named)
    found = _find(make_reading(text, labels, words, nations, named + learned)) if learned else first
    found = [citation for citation in found if not any(part.overlaps(citation.mention) for part in skip)]
    return tuple(_with_anaphors(text, found, words))


def _find(reading: Reading) -> list[Citation]:
    """Return the best citation of each name."""
    found = [
        *_cued(reading),
        *_governed(reading),
        *_followed(reading),
        *_interviews(reading),
        *_platform_verbs(reading),
        *_sites(reading),
        *_own_works(reading),
    ]
    found = [_led(reading, citation) for citation in found]
    order = {form: rank for rank, form in enumerate(get_args(Form))}
    best: list[Citation] = []
    taken: set[int] = set()
    for citation in sorted(found, key=lambda c: (order[c.form], c.name.start, -len(c.name), -len(c.mention))):
        places = set(range(citation.mention.start, citation.mention.end))
        if not taken & places:
            taken |= places
            best.append(citation)
    return sorted(best, key=lambda c: (c.mention, c.name))


# --- cue phrases before the name ---------------------------------------------------------------------------------


def _cued(reading: Reading) -> Iterator[Citation]:
    for form in reading.words["forms"]:
        pattern = re.compile(
            rf"(?<![\w-])(?:{_phrases(form['phrases'], reading.words['times'])})(?=[\s:“\"])", re.IGNORECASE
        )
        for match in pattern.finditer(reading.text):
            cue = CharSpan(*match.span())
            if citation := _name_after(reading, cue, form["form"], form["needs"]):
                yield _work_or_words(reading, cue, citation)


def _governed(reading: Reading) -> Iterator[Citation]:
    """Cite behind a preposition whose governor stands further before: "confirmed the closure to the Gazette".

    That is the looser reading, so only what is an outlet's name for certain counts.
    """
    for form in reading.words["governed"]:
        pattern = _governing(form["governors"], form["preposition"])
        for match in pattern.finditer(reading.text):
            cue = CharSpan(*match.span())
            citation = _name_after(reading, cue, form["form"], "host" if form["form"] == "hosted" else "name")
            if citation and citation.standing in ("known", "carrier", "shape"):
                yield _work_or_words(reading, cue, citation)


@lru_cache(maxsize=64)
def _governing(governors: tuple[str, ...], preposition: str) -> re.Pattern[str]:
    passed = "leaked|provided|sent|released|handed|passed|supplied|submitted|addressed|shown|given"  # see "obtained"
    gap = rf"(?:[ ](?!(?:to|with|that|according|{passed})\b)[\w’'$%-]+){{0,6}}?"
    noun = r"[ ](?:(?:the|an?|his|her|its|their)[ ]|[^\sa-z])"  # "to the Gazette", not "to show"
    return re.compile(rf"(?<![\w-])(?i:{any_of(governors)}){gap}[ ]{preposition}(?={noun})")


def _led(reading: Reading, citation: Citation) -> Citation:
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
        if noun := carrier_at(reading, position):
            carrier, position = noun[1], noun[0]
            continue
        if match := _DOMAIN.match(text, position):
            return _unlisted(reading, CharSpan(*match.span()), cue, form, "carrier", "website")
        if match := NAME.match(text, position):
            step = _step_over(reading, match, named=carrier is not None)
            if step:
                position = step
                continue
            return _new_name(reading, CharSpan(*match.span()), cue, form, needs, carrier)
        word = WORD.match(text, position)
        if not word or word[0] not in word_set(reading.words["fillers"]):
            return None
        position = word.end()
    return None


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
    inner = bisect_left(reading.starts, start + 1)
    if inner < len(reading.starts) and reading.starts[inner] < end:
        return reading.starts[inner]
    if named and carrier_before(reading, start):
        return None
    label_end, label = reading.labels.get(start, (end, ""))
    possessive = _POSSESSIVE.match(text, label_end)
    if label in ("NORP", "GPE") and label_end < end and not possessive and shape_of(reading, match[0]):
        return None
    if label in ("NORP", "DATE", "TIME") or (label == "GPE" and label_end < end):
        return possessive.end() if possessive else label_end
    if label == "PERSON" and re.match(r"\s+(?:of|from|at|for|on)\b", text[label_end : label_end + 12]):
        return label_end
    if (whose := match[0].rfind(" of ")) > 0 and shape_of(reading, match[0][whose + 4 :].removeprefix("the ")):
        return start + whose
    behind = carrier_behind(reading, end)
    if behind and (next_name := re.compile(rf"[ ]({UPPER})").match(text, behind[0])):
        return None if next_name[1] in word_set(reading.words["times"]) else end
    possessive = _POSSESSIVE.match(text, end)
    if possessive and _STATION.fullmatch(match[0]):
        return None
    if possessive and (title := _skip_marks(text, possessive.end())) > possessive.end() + 1:
        return title
    if possessive and title in reading.named:
        return title
    if possessive and (run := NAME.match(text, title)) and carrier_behind(reading, run.end()):
        return title
    return None


def _known_after(
    reading: Reading, named: Named, cue: CharSpan, form: Form, needs: str, carrier: OutletKind | None
) -> Citation | None:
    """Cite a known name, or the programme or site that belongs to it and stands behind: CNN's "New Day"."""
    text = reading.text
    inner = _owned(reading, named, cue, form)
    if inner:
        return inner
    if cue.of(text).lower() == "on" and named.id and named.kind in ("newspaper", "agency"):
        return None  # "he unloaded on the Gazette"
    by = needs == "host" and cue.of(text).endswith(" by")  # whoever it is: "a debate hosted by CNN"
    if (named.kind == "institution") != (needs == "host") and not by and form not in ("told", "obtained", "published"):
        return None
    if form == "inverted" and re.match(
        rf"(?:[’']s?)?[ ](?:[a-z-]+[ ])?{UPPER}", text[named.span.end : named.span.end + 40]
    ):
        return None
    if named.standing == "ambiguous" and re.match(r"[’']s[ ][a-z]", text[named.span.end : named.span.end + 4]):
        return None  # "on Today's call"
    marked = text[named.span.start - 1] in _OPEN_MARKS
    weak = " " not in cue.of(text) and form != "told" and not _writer_before(text, cue.start)
    sure = carrier or marked or carrier_behind(reading, named.span.end)
    if named.standing == "ambiguous" and weak and not sure:
        return None
    if named.standing == "ambiguous" and sure:
        named = evolve(named, standing="known")
    return _from_named(named, cue, "hosted" if named.kind == "institution" and form == "told" else form)


def _writer_before(text: str, position: int) -> bool:
    """Tell whether somebody who writes stands before `position`: "wrote Ana Ruiz" before "in Coastal Letters"."""
    before = text[max(0, position - 60) : position]
    return bool(re.search(rf"\b(?:wrote|writes|writing)(?:[ ]{UPPER}){{1,3}}[ ]$", before))


def _owned(reading: Reading, owner: Named, cue: CharSpan, form: Form) -> Citation | None:
    text = reading.text
    possessive = _POSSESSIVE.match(text, owner.span.end)
    position = possessive.end() if possessive else owner.span.end
    title = _skip_marks(text, position)
    if title in reading.named and (possessive or reading.named[title].kind == "programme"):
        inner = evolve(reading.named[title], standing="known")
        mention = CharSpan(owner.span.start, inner.span.end)
        return evolve(_from_named(inner, cue, form), mention=mention, parent=inner.parent or owner.id)
    marked = title > 0 and text[title - 1] in _OPEN_MARKS and text[title - 1] not in "'‘" and title - position < 4
    if possessive and (show := _show_behind(reading, possessive.end(), cue, form)):
        return evolve(show, mention=CharSpan(owner.span.start, show.name.end), parent=owner.id)
    run = _marked_title(text, title) if marked else NAME.match(text, title)
    if run and (carrier_behind(reading, run.end()) or (marked and form == "on-air")) and (possessive or marked):
        new = _unlisted(reading, CharSpan(*run.span()), cue, form, "carrier", "programme")
        return evolve(new, mention=CharSpan(owner.span.start, run.end()), parent=owner.id)
    return None


def _show_behind(reading: Reading, position: int, cue: CharSpan, form: Form) -> Citation | None:
    """Cite the show behind its owner: "Radio Tamar's breakfast show Harbour Light", "on Radio Tamar's Front Room"."""
    text, shows = reading.text, any_of(reading.words["carriers"]["programme"])
    if called := re.compile(rf"(?:[ ][a-z-]+){{0,2}}[ ](?:{shows})[ ,]+[{_TITLE_MARKS}]?(?={UPPER})").match(
        text, position
    ):
        run = (_marked_title if text[called.end() - 1] in _TITLE_MARKS else NAME.match)(text, called.end())
        return _unlisted(reading, CharSpan(*run.span()), cue, form, "carrier", "programme") if run else None
    run = NAME.match(text, position + 1)
    if not run:
        return None
    label = reading.labels.get(run.start(), (0, ""))[1]
    on_air = cue.of(text).split()[-1].lower() == "on" and label != "PERSON"
    title = label == "WORK_OF_ART" or run[0].startswith("The ")
    if not (on_air or title) or reading.person_words & set(run[0].split()) or run.start() in reading.named:
        return None
    return _unlisted(reading, CharSpan(*run.span()), cue, form, "carrier", "programme")


def _marked_title(text: str, start: int) -> re.Match[str] | None:
    return re.compile(r"[^\W_][^“”\"»\n]{1,58}?(?=[,.]?[”\"’'»])").match(text, start)


def _new_name(
    reading: Reading, span: CharSpan, cue: CharSpan, form: Form, needs: str, carrier: OutletKind | None
) -> Citation | None:
    """Cite a name that no list knows, where its neighbours, its words or its label say that it is an outlet."""
    text = reading.text
    span = _without_day(reading, without_article(text, span))
    if span.of(text) in word_set(reading.words["times"]):
        return None
    if text[span.start - 1] in _TITLE_MARKS and (title := _marked_title(text, span.start)):
        span = CharSpan(*title.span())
    if site := _site_behind(reading, span.end):
        return evolve(_site(text, CharSpan(span.start, site)), cue=cue, form=form)
    if site := _site_before(reading, span.start):
        return evolve(_site(text, CharSpan(site, span.end)), cue=cue, form=form)
    shape = _shape_behind(reading, span, needs)
    station = shape == "broadcaster" or _STATION.fullmatch(span.of(text))
    owner = station and _owned(reading, Named(span, "broadcaster", "", None, "shape"), cue, form)
    if owner:
        return owner
    behind = carrier_behind(reading, span.end)
    kind = (behind[1] if behind else None) or carrier_apposed(reading, span.end) or carrier
    if needs == "host" or (form == "told" and not kind and is_host(reading, span.of(text))):
        hosts = is_host(reading, span.of(text))
        return _unlisted(reading, span, cue, "hosted", "organization", "institution") if hosts else None
    if kind:
        return _unlisted(reading, span, cue, form, "carrier", kind)
    strong = " " in cue.of(text) or form in ("told", "on-air", "according", "inverted")
    if shape and strong and not is_person(reading, span):
        return _unlisted(reading, span, cue, form, "shape", shape)
    standing = _standing_by_label(reading, span, cue, form, needs)
    return _unlisted(reading, span, cue, form, standing, "website") if standing else None


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
    words = name.split()
    determiner = re.search(r"(\w+) $", text[max(0, span.start - 12) : span.start])
    indefinite = bool(determiner) and cast("re.Match[str]", determiner)[1] in word_set(reading.words["indefinite"])
    source = form in ("inverted", "according")  # a body speaks, it carries nothing
    person = bool(set(words[:2]) & reading.person_words) or words[0] in word_set(reading.words["titles"])
    if indefinite or source or person or is_not_host(reading, name) or _POSSESSIVE.match(text, span.end):
        return None
    strong = " " in cue.of(text) or _writer_before(text, cue.start)
    if needs == "carrier" and (form not in ("written", "published", "on-air") or not strong):
        return None
    label = reading.labels.get(span.start, (0, ""))[1]
    if label in ("ORG", "WORK_OF_ART", "PRODUCT") or (needs == "carrier" and text[span.start - 1] in _TITLE_MARKS):
        return "organization"
    return "name" if not label and needs == "name" and len(words) < 4 else None


# --- the name first ----------------------------------------------------------------------------------------------


def _followed(reading: Reading) -> Iterator[Citation]:
    """Read what stands behind (and right before) names: "the Gazette reported", "Gazette columnist Ana Ruiz said"."""
    for named in candidate_names(reading):
        if _employs(reading, named):
            continue
        if _in_brackets(reading.text, named.span):
            yield _from_named(named, None, "according")
            continue
        citation = _person_beside(reading, named) or _verb_behind(reading, named) or _noun_behind(reading, named)
        if citation:
            yield citation
        elif named.standing == "known" and named.kind != "institution" and not _in_dateline(reading.text, named.span):
            yield _from_named(named, None, "bare")


def _verb_behind(reading: Reading, named: Named) -> Citation | None:
    if named.kind == "institution":
        return None
    plain = named.standing == "ambiguous" and not re.match(r"[A-Z]{2}", named.span.of(reading.text))
    adverbs, verbs = any_of(reading.words["adverbs"]), any_of(reading.words["reporting_verbs" if plain else "verbs"])
    aside = r"(?:,[^,.;“”\"\n]{3,70},|[ ]\([^)\n]{3,80}\))?"
    report = rf"(?:(?:[’']s?)?(?:[ ][a-z-]+)?[ ](?:{any_of(reading.words['reports'])}))"
    pattern = re.compile(
        rf"[”\"]?(?:[ ](?:{carrier_nouns(reading)})|{report}(?:[ ](?:that|which))?)?{aside}"
        rf"(?:[ ](?:{adverbs}))*[ ]({verbs})\b"
    )
    match = pattern.match(reading.text, named.span.end)
    if not match:
        return None
    form: Form = "asker" if match[1] in word_set(reading.words["asking_verbs"]) else "subject"
    return _from_named(named, CharSpan(*match.span(1)), form)


def _employs(reading: Reading, named: Named) -> bool:
    """Tell whether the name only says whom somebody works for: "Fox News Vice President ...", "Facebook's lawyer"."""
    officers = any_of(reading.words["officers"])
    before = reading.text[max(0, named.span.start - 30) : named.span.start]
    if re.search(rf"\b(?:{officers})[ ](?:for|of|at)[ ](?:the[ ])?$", before):
        return True
    return bool(re.compile(rf"(?:[’']s?)?(?:[ ][a-z-]+)?[ ](?:{officers})\b").match(reading.text, named.span.end))


def _noun_behind(reading: Reading, named: Named) -> Citation | None:
    """Read "an AP interview", "a Facebook post", "Twitter users", "a Reuters event", "a Guardian op-ed"."""
    nouns: tuple[tuple[Form, str], ...] = (("post", "social_posts"),)
    if named.kind == "institution":
        nouns = (("interview", "talks"),)
    elif named.kind != "platform":
        nouns = (("interview", "talks"), ("hosted", "events"), ("on-air", "broadcasts"), ("written", "pieces"))
    for form, key in nouns:
        gap = "" if form == "post" else r"(?:[ ](?!of\b)[\w-]+)?"
        no_show = rf"(?![\w-]|[ ](?:{carrier_nouns(reading)})\b)"  # a breakfast show is no breakfast
        behind = re.compile(rf"(?:[’']s?)?{gap}[ ]({any_of(reading.words[key])}){no_show}")
        if match := behind.match(reading.text, named.span.end):
            return _from_named(named, CharSpan(*match.span(1)), form)
    return None


def _person_beside(reading: Reading, named: Named) -> Citation | None:
    """Read "the Gazette's Ana Ruiz wrote" and "Ana Ruiz of the Gazette wrote"; who asks is told apart."""
    if named.kind in ("institution", "platform"):
        return None
    end = _person_around(reading, named.span)
    if end is None:
        return None
    text, verbs = reading.text, any_of(reading.words["verbs"])
    behind = re.compile(rf"[^.;\n“”\"]{{0,50}}?\b({verbs})\b").match(text, end)
    before = text[max(0, named.span.start - 40) : named.span.start]
    verb = behind or re.search(rf"\b({verbs})[ ](?:[a-z-]+[ ]){{0,2}}$", before)
    asks = verb is not None and verb[1] in word_set(reading.words["asking_verbs"])
    cue = CharSpan(*behind.span(1)) if behind else None
    return _from_named(named, cue, "asker" if asks else "affiliation")


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


def _in_dateline(text: str, span: CharSpan) -> bool:
    line = text.rfind("\n", 0, span.start) + 1
    return span.start - line < 60 and bool(re.match(r"\)\s*[—–-]", text[span.end : span.end + 4]))


def _interviews(reading: Reading) -> Iterator[Citation]:
    """Read names that no list knows before "interview": "in a Tamar24 interview"."""
    no_outlets = word_set(reading.words["times"]) | word_set(reading.words["titles"]) | word_set(reading.words["calls"])
    months = any_of([word for word in reading.words["times"] if word[0].isupper()])
    lead = rf"\b(?:[Ii]n|[Dd]uring) an? (?:[a-z-]+[ ])?(?:(?:{months})(?:[ ]\d{{1,2}})?[ ])?"
    for match in re.finditer(rf"{lead}({NAME.pattern})[ ](interview)\b", reading.text):
        span = CharSpan(*match.span(1))
        label = reading.labels.get(span.start, (0, ""))[1]
        listed = bisect_left(reading.starts, span.start) < bisect_left(reading.starts, span.end)
        if (
            listed
            or label in ("DATE", "TIME", "NORP", "GPE", "PERSON")
            or set(span.of(reading.text).split()) & no_outlets
        ):
            continue
        yield _unlisted(reading, span, CharSpan(*match.span(2)), "interview", "carrier", "website")


# --- platforms, sites, references back ---------------------------------------------------------------------------


def _platform_verbs(reading: Reading) -> Iterator[Citation]:
    """Cite the platform that a verb names; its name is the place where the text gives it, if it does."""
    for platform, verbs in reading.words["platform_words"].items():
        named = next((reading.named[start] for start in reading.starts if reading.named[start].key == platform), None)
        for match in re.finditer(rf"(?<![\w<\-/\"])(?:{any_of(verbs)})(?![\w-])", reading.text, re.IGNORECASE):
            span = CharSpan(*match.span())
            name = named.span if named else span
            yield Citation(name, span, span, "platform-verb", "platform", platform, platform)


def _sites(reading: Reading) -> Iterator[Citation]:
    """Cite websites, accounts and shows by their owner: "the Kremlin's website", "on its website"."""
    words, text = reading.words, reading.text
    nouns = any_of(words["sites"])
    adjectives = any_of(words["site_adjectives"])
    owned = re.compile(rf"({NAME.pattern})(?:[’']s?)?(?:[ ](?:{adjectives}))*[ ]({nouns})(?![\w-])")
    for match in owned.finditer(text):
        yield _site(text, CharSpan(*match.span()))
    own = re.compile(rf"\b(?:{any_of(words['owners'])})(?:[ ](?:{adjectives}))*[ ]({nouns})(?![\w-])")
    for match in own.finditer(text):
        owner = _owner_before(reading, match.start())
        if owner:
            yield evolve(_site(text, owner), mention=CharSpan(*match.span()))


def _own_works(reading: Reading) -> Iterator[Citation]:
    """Cite the title behind somebody's show or book: "on her weekly podcast, “Harbour Nights,”"."""
    words, text = reading.words, reading.text
    shows = any_of([*words["works"]["air"], *words["carriers"]["programme"]])
    kinds: tuple[tuple[OutletKind, Form, str, str], ...] = (
        ("programme", "on-air", shows, rf"[{_TITLE_MARKS}]"),
        ("document", "written", any_of(words["books"]), rf"(?:[{_TITLE_MARKS}]|(?<=,[ ])(?={UPPER}))"),
    )
    for kind, form, nouns, opening in kinds:
        within = r"(?:(?:[Ii]n|[Ff]rom)[ ])" if kind == "document" else r"\b"
        own = re.compile(rf"{within}(?:{any_of(words['owners'])})(?:[ ][a-z-]+){{0,2}}[ ](?:{nouns}),?[ ]{opening}")
        for match in own.finditer(text):
            title = (_marked_title if text[match.end() - 1] in _TITLE_MARKS else NAME.match)(text, match.end())
            if title and not (kind == "document" and is_person(reading, CharSpan(*title.span()))):
                new = _unlisted(reading, CharSpan(*title.span()), CharSpan(*match.span()), form, "carrier", kind)
                yield evolve(new, mention=CharSpan(match.start(), title.end()))


def _site(text: str, span: CharSpan) -> Citation:
    return Citation(span, span, None, "site", "website", span.of(text).lower(), None, "carrier")


def _owner_before(reading: Reading, position: int) -> CharSpan | None:
    """Return the last organisation or person that is named before `position` in its sentence."""
    sentence = max(reading.text.rfind(mark, 0, position) for mark in (". ", "\n", "? ", "! ")) + 1
    labelled = [
        CharSpan(start, end)
        for start, (end, label) in reading.labels.items()
        if sentence <= start and end <= position and label in ("ORG", "PERSON")
    ]
    capitals = [CharSpan(*m.span()) for m in re.compile(r"\b[A-Z]{2,}\b").finditer(reading.text, sentence, position)]
    return max([*labelled, *capitals], default=None)


def _with_anaphors(text: str, found: Sequence[Citation], words: Mapping[str, Any]) -> list[Citation]:
    """Add "the newspaper said", "told the network": the last outlet of that kind is meant."""
    added: list[Citation] = []
    told = [phrase for form in words["forms"] if form["needs"] == "name" for phrase in form["phrases"]]
    staff = any_of([*words["reports"], "editorial board", "editors", "editorial writers", "website"])
    verb = rf"(?:[ ](?:{any_of(words['adverbs'])}))*[ ](?:{any_of(words['verbs'])})\b"
    after = re.compile(rf"(?:[’']s[ ](?:[a-z-]+[ ])?(?:{staff}))?{verb}")
    before = re.compile(rf"(?<![\w-])(?:{any_of(told)})[ ]$", re.IGNORECASE)
    for kind, nouns in words["anaphors"].items():
        for match in re.finditer(rf"\b([Tt]he[ ](?:{any_of(nouns)}))(?![\w-])", text):
            if after.match(text, match.end()) or before.search(text[max(0, match.start() - 40) : match.start()]):
                earlier = _antecedent(found, match.start(), cast(OutletKind, kind))
                if earlier:
                    added.append(evolve(earlier, mention=CharSpan(*match.span()), cue=None, form="anaphor"))
    return sorted([*found, *added], key=lambda c: (c.mention, c.name))


def _antecedent(found: Sequence[Citation], position: int, kind: OutletKind) -> Citation | None:
    earlier = [c for c in found if c.mention.end <= position and c.form not in ("platform-verb", "site")]
    fitting = [c for c in earlier if c.kind == kind or (kind == "website" and c.kind != "platform")]
    return fitting[-1] if fitting else None


# --- small things ------------------------------------------------------------------------------------------------


def _from_named(named: Named, cue: CharSpan | None, form: Form) -> Citation:
    return Citation(named.span, named.span, cue, form, named.kind, named.key, named.id, named.standing, named.parent)


def _described(reading: Reading, named: Named, cue: CharSpan, form: Form) -> Citation | None:
    """Cite a carrier without a name; "the media" at large must have had an interview, not only been told."""
    start, end = named.span.start, named.span.end
    clause = re.compile(r"[^.;:“”\"\n]*\binterview\b").match(reading.text, end, end + 60)
    if form == "told" and is_many(reading, named) and not clause and "interview" not in reading.text[cue.start : start]:
        return None
    return _from_named(named, cue, form)


def _unlisted(
    reading: Reading, span: CharSpan, cue: CharSpan, form: Form, standing: Standing, kind: OutletKind
) -> Citation:
    return Citation(span, span, cue, form, kind, span.of(reading.text).lower().removeprefix("the "), None, standing)


@lru_cache(maxsize=64)
def _phrases(phrases: tuple[str, ...], times: tuple[str, ...]) -> str:
    """Return a pattern for any of the phrases; before their last word a time may stand: "interview Monday with"."""
    found = []
    for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
        head, _, last = phrase.rpartition(" ")
        gap = rf"(?:[ ](?:{any_of(times)}))" + "{0,3}"
        found.append(rf"{re.escape(head)}{gap}[ ]{re.escape(last)}" if head else re.escape(last))
    return "|".join(found)
