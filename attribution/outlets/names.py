"""Tell which names in an article are names of outlets: listed ones, their short forms, and ones with the shape of one.

The outlet lexicon knows the names that are outlets for certain. A name outside it counts when a carrier noun stands
beside it ("the newspaper ...", "... magazine") or its own words say it ("... Gazette", "Radio ...").
The words are in `data/<language>/citations.json`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast

from attrs import evolve, frozen

from attribution.models import CharSpan, OutletKind
from attribution.patterns import any_of

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon, OutletEntry

Standing = Literal["known", "ambiguous", "carrier", "shape", "organization", "name", "national", "generic"]
"""Why a name counts as an outlet: the lexicon, a carrier noun beside it, its own words, the label of the model.

"national" and "generic" are descriptions in place of a name: "Russian media", "state television".
"""

UPPER = r"(?:[^\W\d_a-zß-öø-ÿ](?:[\w&+*-]|[.!](?=\w)|[’'](?=\w)(?!s\b)|(?<=in)[’'](?=[ ][A-Z]))*)"  # "Rollin' Tide"
_JOIN = r"(?:[ ](?:&|of|the|de|du|des|del|della|dei|do|da|la|le|el|di|den|der|das|van|von|het|och|og|und|y|e)){0,2}"
_FREQUENCY = (
    r"(?<![\w.,$£€])(?:(?:8[7-9]|9\d|10[0-8])\.\d(?=[ ][A-Z])|\d{2,3}(?:\.\d)?[ ]?FM\b)"  # "103FM", "98.4 Tide FM"
)
_FIRST = rf"(?:{UPPER}|(?<!\d)\d+(?=[ ]{UPPER}))"
_SMALL_FIRST = rf"(?<![\w-])(?:(?:a[dlnrtz]|e[ln])-{UPPER}|[a-z]{{1,2}}[A-Z]{{2,}}\w*)"  # "al-Madina", "dzRT", "eTV"
_NUMBERED = r"\d(?<![\w.,$£€-]\d)\d{0,2}[A-Z][A-Za-z]+(?![\w-])"  # "2GB", "20VC"
_HANDLE = r"@\w{2,}|r/(?<![\w/]r/)\w{3,}"  # an account, a community on Reddit
NAME = re.compile(
    rf"{_HANDLE}|(?:{_FREQUENCY}|{_NUMBERED}|{_FIRST}|{_SMALL_FIRST})(?:{_JOIN}[ ](?:{UPPER}|\d{{1,3}}\b(?![,.]\d)))*"
)
WORD = re.compile(r"[^\W_](?:[\w&+-]|\.(?=\w))*")
SPACE = re.compile(r"[ \t\r]*(?:\n(?!\s*\n))?[ \t]*")
_SPACES = "\u00a0\u2007\u202f\u2009"  # read as plain spaces
_ON_FREQUENCY = re.compile(_FREQUENCY)
_CALL_SIGN = re.compile(r"[WKC][A-Z]{2,3}-(?:FM|AM|TV|DT|LP)")  # North American stations; other places use names
_SITE_NAME = re.compile(r"([A-Z]+[a-z]+|[A-Z]{2,})(?:[A-Z][a-z]+)+[A-Z]*")
_ARTICLE = re.compile(r"(?:The|An?)[ ]")
BASED = re.compile(rf"(?:{UPPER}[ ]){{0,2}}{UPPER}-based[ ]")
_REPORTS = re.compile(
    r"\s+(?:first )?(?:report(?:s|ed)|rate[sd])\b|\s+(?:quot|cit)e[sd] [^;:\n“”\"]{2,120} as saying\b"
)
_APPOSED_NAME = re.compile(rf",[ ]({UPPER}(?:[ ]{UPPER})*)(?=[,.;)])")
_BARE_PLACE = re.compile(r"[A-Z][\w.]*(?:-based)?[ ]$")
_TICKER = re.compile(r"\(([A-Z]{2,8}):[ ]?[A-Z0-9.]{1,6}\)")
_IN_BRACKETS = re.compile(r"[ ]\(([A-Z]{2,8})\)")
_BODY_AT_END = re.compile(rf"{UPPER}(?:[ ](?:of|for|and|the|{UPPER})){{1,6}}$")
_BODY_REACH = 80  # characters from a body's name to its initials in brackets
_LAST_WORD = re.compile(r"(\w+)[ ]$")
_STAFF = re.compile(rf"[’']s?[ ]{UPPER}[ ]{UPPER}")
_LETTERS = re.compile(r"\w+")
_WHOLE_WORD = re.compile(r"(?<![\w-])\w+")
_WORD_ON = re.compile(r"[\w-]")
_TITLE_LEAD = 30  # characters before a title in which the noun for a show stands
_TITLE_OPEN = "“\"‘'"
OPEN_MARKS = "“\"‘'«„<"
CLOSE_MARKS = "”\"’'»“,>"


@frozen
class Named:
    """A name that is known for an outlet before its citation is read."""

    span: CharSpan
    kind: OutletKind
    key: str
    id: str | None
    standing: Standing
    parent: str | None = None


@frozen(eq=False)
class TitlePatterns:
    """What stands within, before and behind a title that has small words."""

    rest: re.Pattern[str]
    lead: re.Pattern[str]
    noun_before: re.Pattern[str]
    noun_behind: re.Pattern[str]
    end: re.Pattern[str]


@frozen(eq=False)
class EmployerPatterns:
    """What stands around a name that only says whom somebody works or worked for."""

    officer_before: re.Pattern[str]
    officer_behind: re.Pattern[str]
    former_before: re.Pattern[str]
    role_behind: re.Pattern[str]


@frozen(eq=False)
class Reading:
    """What the finders look at: the text, its word lists, the known names and the labelled stretches.

    `no_outlets` are words of persons and times, which no name without a list may hold, `not_hosts` words and initials
    of bodies that are spoken to; `determiners` stand before a carrier noun without being the name of one;
    `nation_starts` are the first words of nations; `shapes` gives the rank and kind that a last word tells; `carriers`
    are the carrier nouns of each kind, `carrier_ends` their last words, `led_carrier` is one behind adjectives and
    before a name.
    """

    text: str
    words: Mapping[str, Any]
    named: Mapping[int, Named]
    starts: tuple[int, ...]
    labels: Mapping[int, tuple[int, str]]
    nations: re.Pattern[str]
    person_words: frozenset[str]
    no_outlets: frozenset[str]
    not_hosts: frozenset[str]
    determiners: frozenset[str]
    nation_starts: frozenset[str]
    shapes: Mapping[str, tuple[int, OutletKind]]
    carriers: Sequence[tuple[OutletKind, re.Pattern[str]]]
    any_carrier: re.Pattern[str]
    carrier_ends: frozenset[str]
    led_carrier: re.Pattern[str]
    titles: TitlePatterns
    employers: EmployerPatterns


def with_plain_spaces(text: str) -> str:
    """Return the text with plain spaces for all that look like one; offsets stay."""
    for space in _SPACES:
        text = text.replace(space, " ")
    return text


def make_reading(
    text: str,
    labels: Mapping[int, tuple[int, str]],
    words: Mapping[str, Any],
    nations: Iterable[str],
    named: Sequence[Named],
) -> Reading:
    """Put together what the finders look at.

    Args:
        text: The article.
        labels: The end and label of the entity that starts at each position; there may be none.
        words: `citations.json` of the language.
        nations: Names and adjectives of countries.
        named: The names that are known for outlets.
    """
    by_start = {name.span.start: name for name in named}
    people = [text[start:end].split() for start, (end, label) in labels.items() if label == "PERSON"]
    person_words = frozenset(word for name in people for word in name)
    pattern = _nation_pattern(tuple(nations))
    no_outlets = person_words.union(words["titles"], words["times"])
    determiners = frozenset([*words["indefinite"], *words["fillers"]])
    shapes: dict[str, tuple[int, OutletKind]] = {}
    for rank, (kind, ends) in enumerate(words["shapes"].items()):
        for end in ends:
            shapes.setdefault(end, (rank, kind))
    return Reading(
        text=text,
        words=words,
        named=by_start,
        starts=tuple(sorted(by_start)),
        labels=labels,
        nations=pattern,
        person_words=person_words,
        no_outlets=no_outlets,
        not_hosts=word_set(words["not_hosts"]).union(initials_of_bodies(text, words["not_hosts"])),
        determiners=determiners,
        nation_starts=_first_words(tuple(nations)),
        shapes=shapes,
        carriers=[(kind, _noun_pattern((nouns,))) for kind, nouns in words["carriers"].items()],
        any_carrier=_noun_pattern(tuple(words["carriers"].values())),
        carrier_ends=frozenset(_LETTERS.findall(noun)[-1] for nouns in words["carriers"].values() for noun in nouns),
        led_carrier=_led_carrier_pattern(
            tuple(words["carriers"].values()), (*words["complements"], *words["indefinite"], *words["small_words"])
        ),
        titles=_title_patterns(words["title_words"], words["carriers"]["programme"]),
        employers=_employer_patterns(words["officers"], words["former"], words["roles"]),
    )


@lru_cache(maxsize=4)
def _title_patterns(small: tuple[str, ...], shows: tuple[str, ...]) -> TitlePatterns:
    nouns = any_of(shows)
    return TitlePatterns(
        rest=re.compile(rf"(?:[ ](?:{any_of(small)}))+[ ]{UPPER}(?:[ ]{UPPER})*"),
        lead=re.compile(r"(?:\b(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir)|[’']s?)[ ]$"),
        noun_before=re.compile(rf"\b(?:{nouns}),?[ ][{_TITLE_OPEN}]?$"),
        noun_behind=re.compile(rf"[ ](?:{nouns})(?![\w-])"),
        end=re.compile(rf"[,.;:!?)]|[{CLOSE_MARKS}]|[ ](?:on|in|with|at|when|that)\b|$"),
    )


@lru_cache(maxsize=4)
def _led_carrier_pattern(carriers: tuple[tuple[str, ...], ...], small: tuple[str, ...]) -> re.Pattern[str]:
    adjective = rf"(?!(?:{any_of(small)})\b)[a-z][\w-]*[ ]"
    nouns = "|".join(any_of(nouns) for nouns in carriers)
    return re.compile(rf"(?:{adjective}){{1,2}}({nouns})(?=,?[ ][{_TITLE_OPEN}]?{UPPER})")


@lru_cache(maxsize=4)
def _employer_patterns(officers: tuple[str, ...], former: tuple[str, ...], roles: tuple[str, ...]) -> EmployerPatterns:
    return EmployerPatterns(
        officer_before=re.compile(rf"\b(?:{any_of(officers)})[ ](?:for|of|at)[ ](?:the[ ])?$"),
        officer_behind=re.compile(rf"(?:[’']s?)?(?:[ ][a-z-]+)?[ ](?:{any_of(officers)})\b"),
        former_before=re.compile(rf"\b(?:{any_of(former)})(?:[ ]|-)(?:[a-z-]+[ ])?$"),
        role_behind=re.compile(rf"(?:[ ][a-z-]+){{0,2}}[ ](?:{any_of(roles)})\b"),
    )


@lru_cache(maxsize=4)
def _first_words(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(cast("re.Match[str]", _LETTERS.match(phrase))[0] for phrase in phrases)


@lru_cache(maxsize=4)
def _nation_pattern(nations: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(nations)})(?![\w-])")


def initials_of_bodies(text: str, heads: Sequence[str]) -> dict[str, str]:
    """Return the initials that the article explains by a body of these heads, with its name; none for an exchange.

    "London Stock Exchange (LSE)" has the name, "(LSE: BRW)" only shows that shares are dealt in there.
    """
    found = {}
    for match in _IN_BRACKETS.finditer(text):
        body = _BODY_AT_END.search(text, max(0, match.start() - _BODY_REACH), match.start())
        if body and body[0].split()[-1] in heads:
            found[match[1]] = body[0]
    return found | {match[1]: "" for match in _TICKER.finditer(text)}


def find_known_names(text: str, lexicon: Lexicon) -> list[Named]:
    """Return the names of the lexicon, and the short forms ("the Post") behind a full one."""
    named: dict[int, Named] = {}
    short: dict[str, tuple[int, OutletEntry]] = {}
    for start, end, entry in lexicon.outlets.find(text):
        if start in named:  # several outlets of one name: which of them is not said
            named[start] = evolve(named[start], id=None)
            continue
        if (
            entry.context
            and re.match(rf"[ ]{UPPER}", text[end : end + 4])
            and not (entry.kind == "broadcaster" and text.startswith((" News", " TV"), end))
        ):
            continue  # "Nature" in "Nature Astronomy" is not that journal
        if (
            entry.context
            and text[start:end].count(" ") == 0
            and re.match(rf"[ ]of[ ](?:the[ ])?{UPPER}", text[end : end + 10])
        ):
            continue  # "Science" in "Science of the Total Environment" is not that journal
        common = is_common_name(text[start:end], lexicon.words("citations"))
        if (entry.context or entry.kind == "programme" or common) and _is_tail(text, start, end, lexicon):
            continue  # "Informer" in "Washington Informer" is another paper
        if common and _is_behind_city(text, start, end, entry, lexicon):
            continue  # "Times" in "Glasgow Times" is another paper
        if _is_adjective(text, start, end, lexicon):
            continue  # "the Namibian broadcaster NBC" is not that of "The Namibian"
        if (entry.main or common or _is_by_initials(entry, text[start:end])) and _is_elsewhere(
            text, start, end, entry, lexicon
        ):
            elsewhere = CharSpan(start, end)  # a namesake that is not listed
            named[start] = Named(elsewhere, entry.kind, _bare(text, elsewhere).lower(), None, "known")
            continue
        if re.match(rf"[ ](?:de|del|della|dei|di|do|da|van|von)[ ]{UPPER}", text[end : end + 12]):
            continue  # "El Faro de Albar" is not "El Faro"
        if entry.kind == "broadcaster" and (longer := _part_of_broadcaster(text, end, lexicon)):
            span, kind = CharSpan(start, longer[0]), longer[1]
            named[start] = Named(span, kind, span.of(text).lower(), None, "shape", entry.id)
            continue
        plain = text[start:end].split()[-1].islower()  # "Independent newspaper" says itself what it is
        standing: Standing = "ambiguous" if entry.context and not plain else "known"
        if entry.kind == "platform" and text.startswith((f"{entry.name} ", f"{entry.name},"), start):
            end = start + len(entry.name)  # the platform of "Telegram channel" and "X, formerly Twitter"
        named[start] = Named(CharSpan(start, end), entry.kind, entry.id, entry.id, standing, entry.parent)
        if not entry.context:
            for form in entry.short:
                short.setdefault(form, (end, entry))
    for start, name in named.items():  # "the Times" is the Times that was named in full before
        full = short.get(_bare(text, name.span))
        if name.standing == "ambiguous" and full is not None and full[0] <= start:
            entry = full[1]
            named[start] = Named(name.span, entry.kind, entry.id, entry.id, "known", entry.parent)
    _settle(text, named, lexicon)
    taken = sorted(named.values(), key=lambda name: name.span)
    return taken + _short_names(text, taken, {form: (end, e.kind, e.id, e.id) for form, (end, e) in short.items()})


def _settle(text: str, named: dict[int, Named], lexicon: Lexicon) -> None:
    """Give a shared name that nothing places the outlet of its first mention, where something placed that."""
    first: dict[str, Named] = {}
    for start, name in named.items():
        before = first.setdefault(_bare(text, name.span), name)
        if name.standing != "ambiguous" or before.key == name.key:
            continue
        spans = (name.span, before.span)
        here, there = (lexicon.outlets.places.around(text, span.start, span.end, surely=True) for span in spans)
        if there and not here:
            named[start] = evolve(before, span=name.span)


def _bare(text: str, span: CharSpan) -> str:
    return span.of(text).removeprefix("The ").removeprefix("the ")


def _part_of_broadcaster(text: str, end: int, lexicon: Lexicon) -> tuple[int, OutletKind] | None:
    """Return the end and kind of the station or show that begins with a broadcaster's name and says what it is.

    "BBC Radio Tees" and "Tamar Talk Breakfast" are no longer the broadcaster alone.
    """
    if station := re.compile(rf"[ ]Radio(?:[ ]{UPPER}){{1,2}}").match(text, end):
        return station.end(), "broadcaster"
    shows = any_of(lexicon.words("citations")["daily_shows"])
    show = re.compile(rf"[ ](?:{shows})(?![\w-]|[’'-]|[ ]{UPPER})").match(text, end)
    return (show.end(), "programme") if show else None


def is_common_name(name: str, words: Mapping[str, Any]) -> bool:
    """Tell whether papers of many places may be called so: "Daily Mail", "Guardian"."""
    papers, ranks = word_set(words["shapes"]["newspaper"]), word_set(words["common_leads"])
    *leads, last = name.removeprefix("The ").removeprefix("the ").split()
    return last in papers and all(word in papers or word in ranks for word in leads)


def _is_by_initials(entry: OutletEntry, name: str) -> bool:
    """Tell whether a station or agency is called by initials, as others in other countries may be: "NBC"."""
    return entry.kind in ("broadcaster", "agency") and name.isupper() and len(name) < 5


def _is_elsewhere(text: str, start: int, end: int, entry: OutletEntry, lexicon: Lexicon) -> bool:
    """Tell whether the words around a name place it in another country than that of the listed outlet.

    A city that no list knows may be anywhere. Initials need more than an adjective or a seat: the correspondents of
    the BBC are "the Russian BBC" and "the Nairobi-based BBC" too.
    """
    bare = _BARE_PLACE.search(text, max(0, start - 40), start)
    if entry.country is None or (bare and _is_by_initials(entry, text[start:end])):
        return False
    countries = lexicon.outlets.places.around(text, start, end, surely=True)
    if not countries:
        return bare is not None and bare[0].endswith("-based ")
    return entry.country not in countries


def _is_behind_city(text: str, start: int, end: int, entry: OutletEntry, lexicon: Lexicon) -> bool:
    """Tell whether a common name ends that of a city's paper: "the Glasgow Times".

    Not where it is one of several that are told apart by their cities, as "the Nairobi Star".
    """
    before = text[max(0, start - 40) : start]
    words = before.split()[-3:] if before.endswith(" ") else []
    if lexicon.outlets.places.cities.isdisjoint(" ".join(words[first:]) for first in range(len(words))):
        return False
    return entry.main or len(lexicon.outlets.lookup(text[start:end])) == 1


def _is_adjective(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether a listed name only says of which country the outlet behind it is: "the Australian daily The Age"."""
    if text[start:end].removeprefix("The ") not in lexicon.outlets.places.codes:
        return False
    words = lexicon.words("citations")
    nouns = "|".join(any_of(nouns) for nouns in words["carriers"].values())
    behind = re.compile(rf"(?:[ ](?:{nouns}))+[ ]({UPPER})").match(text, end)
    return behind is not None and behind[1] not in word_set(words["times"])


def _is_tail(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether a listed name only ends a longer one: a capital stands before it that opens no sentence.

    A day, a title, a country, the seat of the outlet and the station of a show may stand before a name without being
    part of it.
    """
    before = text[max(0, start - 40) : start]
    left = re.search(rf"(?<=[\w,;:’'][ ])({UPPER})[ ]$", before)
    if not left or text.startswith("The ", start) or left[1] in ("The", "A", "An"):
        return False
    words = lexicon.words("citations")
    if left[1].endswith("-based") or left[1] in word_set(words["times"]) or left[1] in word_set(words["titles"]):
        return False
    if left[1] in lexicon.outlets.places.codes or lexicon.outlets.places.around(text, start, end, surely=True):
        return False
    return not any(end == len(before) - 1 for _, end, _ in lexicon.outlets.find(before))


def _short_names(
    text: str, taken: Sequence[Named], short: Mapping[str, tuple[int, OutletKind, str, str | None]]
) -> list[Named]:
    """Return where short forms stand after "the", each behind the first full name that it stands for."""
    if not short:
        return []
    starts = [name.span.start for name in taken]
    found = []
    for match in re.finditer(rf"\b[Tt]he ({any_of(short)})(?![\w-]|[ ]{UPPER})", text):
        span = CharSpan(*match.span(1))
        place = bisect_left(starts, span.end)
        covered = any(name.span.overlaps(span) for name in taken[max(0, place - 2) : place])
        end, kind, key, id_ = short[match[1]]
        if span.start >= end and not covered:
            found.append(Named(span, kind, key, id_, "known"))
    return found


def find_learned_names(text: str, found: Iterable[Named], named: Sequence[Named]) -> list[Named]:
    """Return further places of the unlisted names that the first look found, and of their last words.

    Where two outlets have one name, the one that is cited last has it.
    """
    short: dict[str, tuple[int, OutletKind, str, str | None]] = {}
    last: dict[tuple[str, OutletKind, str, Standing], None] = {}
    for cited in found:
        name = cited.span.of(text)
        if cited.id or cited.standing not in ("carrier", "shape") or not name[0].isupper() or len(name) < 4:
            continue
        words = name.split()
        if len(words) == 1 and cited.kind == "programme":
            continue  # a show named "Harbour" makes no shows of other harbours
        if len(words) > 1 and cited.standing == "shape":
            short.setdefault(words[-1], (cited.span.end, cited.kind, cited.key, None))
        taught = (name.removeprefix("The "), cited.kind, cited.key, cited.standing)
        last.pop(taught, None)
        last[taught] = None
    places = _places_of({name for name, _, _, _ in last}, text)
    again = [Named(place, kind, key, None, standing) for name, kind, key, standing in last for place in places[name]]
    taken = sorted([*named, *again], key=lambda item: item.span)
    free = {name.span.start for name in named}
    return [item for item in [*again, *_short_names(text, taken, short)] if item.span.start not in free]


def _places_of(names: Set[str], text: str) -> dict[str, list[CharSpan]]:
    """Return where each name stands in the text, found in one walk over its words whatever their number."""
    lengths: dict[str, set[int]] = {}
    for name in names:
        first = _LETTERS.match(name)
        lengths.setdefault(first[0] if first else "", set()).add(len(name))
    places: dict[str, list[CharSpan]] = {name: [] for name in names}
    for word in _WHOLE_WORD.finditer(text):
        for length in sorted(lengths.get(word[0], ())):
            start, end = word.start(), word.start() + length
            name = text[start:end]
            if name not in places or _WORD_ON.match(text, end):
                continue
            led = text.startswith("The ", max(0, start - 4), start) and not _WORD_ON.match(text, max(0, start - 5))
            places[name].append(without_article(text, CharSpan(start - 4 if led else start, end)))
    return places


def skip_marks(text: str, position: int) -> int:
    """Return where the first word at or behind `position` begins, opening marks left out."""
    position = cast("re.Match[str]", SPACE.match(text, position)).end()
    while position < len(text) and text[position] in OPEN_MARKS:
        position += 1
    return position


def shape_of(reading: Reading, name: str) -> OutletKind | None:
    """Return the kind that the words of a name tell: the last one counts, or the first ("Radio Tamar")."""
    head, _, field = name.partition(" of ")
    tokens = head.split()  # "The Star-Ledger of Newark"
    if field and head in word_set(reading.words["journals"]):
        return "newspaper"  # "Annals of Harbour Medicine"
    if len(tokens) > 2 and tokens[-1].isdigit():
        tokens.pop()  # "Coastal News 4"
    if _CALL_SIGN.fullmatch(name) or (_ON_FREQUENCY.match(name) and tokens[-1] not in word_set(reading.words["times"])):
        return "broadcaster"
    if len(tokens) < 2:
        return None
    if set(tokens[-1].split("-")[1:]) & word_set(reading.words["shapes"]["newspaper"]):
        return "newspaper"  # "Marl Times-Courier": papers that were two
    told = [reading.shapes[end] for end in (tokens[-1], " ".join(tokens[-2:])) if end in reading.shapes]
    if told:
        return min(told)[1]
    if tokens[0] in word_set(reading.words["shapes"]["newspaper"]) and tokens[1].islower():
        return "newspaper"  # "Corriere del Lago"
    leading = tokens[0] in word_set(reading.words["leading_shapes"])
    return ("newspaper" if tokens[0] == "Daily" else "broadcaster") if leading else None


def is_weak_shape(reading: Reading, named: Named) -> bool:
    """Tell whether only the last word of a name makes it an outlet's, which other bodies bear: "Health Network"."""
    if named.standing != "shape":
        return False
    return named.span.of(reading.text).rpartition(" ")[2] in word_set(reading.words["weak_shapes"])


def is_site_name(reading: Reading, name: str) -> bool:
    """Tell whether a name is one word with capitals inside, as sites are named ("TideWatch") and people are not."""
    match = _SITE_NAME.fullmatch(name)
    return match is not None and match[1] not in word_set(reading.words["surname_prefixes"])


def without_article(text: str, span: CharSpan) -> CharSpan:
    """Leave out an article before the words of a name that no list knows, where its place may give it the capital.

    Where the outlet is based is no part of its name: "the Lagos-based Tidewatch".
    """
    if based := BASED.match(text, span.start, span.end):
        return CharSpan(based.end(), span.end)
    article = _ARTICLE.match(text, span.start, span.end)
    within = text[max(0, span.start - 2) : span.start]
    if not article or re.fullmatch(r"[a-z,;][ ]|.?[“\"«]", within):
        return span
    return CharSpan(article.end(), span.end)


def is_host(reading: Reading, name: str) -> bool:
    """Tell whether the words of a name are those of a place or body that hosts speeches ("... University")."""
    tokens = set(name.split())
    return bool(tokens & word_set(reading.words["hosts"])) and not is_not_host(reading, name)


def is_not_host(reading: Reading, name: str) -> bool:
    """Tell whether the words of a name are those of a body that is spoken to, not through ("... Court")."""
    return not reading.not_hosts.isdisjoint(name.split())


def is_one_name(reading: Reading, span: CharSpan) -> bool:
    """Tell whether a name is a single word that no person has as a surname here, whatever label the model gives it."""
    word = span.of(reading.text)
    people = (reading.text[start:end].split() for start, (end, label) in reading.labels.items() if label == "PERSON")
    return " " not in word and not any(word in name[1:] for name in people)


def is_person(reading: Reading, span: CharSpan) -> bool:
    """Tell whether the model takes all of `span` for a person, who has no article before the name."""
    end, label = reading.labels.get(span.start, (0, ""))
    article = reading.text[max(0, span.start - 4) : span.start].lower() == "the "
    return label == "PERSON" and end >= span.end and not article


def generic_at(reading: Reading, position: int) -> Named | None:
    """Return "Russian media", "state television" at `position`: a carrier that has a description for a name."""
    text, words = reading.text, reading.words["generic"]
    word = WORD.match(text, position)
    if not word:
        return None
    end, label = reading.labels.get(position, (word.end(), ""))
    first = cast("re.Match[str]", _LETTERS.match(text, position))[0]
    nation = reading.nations.match(text, position) if first in reading.nation_starts and first[0].isupper() else None
    national = bool(nation) or label in ("NORP", "GPE")
    if not national and word[0].lower() not in word_set(words["modifiers"]):
        return None
    start = nation.end() if nation else end if national else word.end()
    head = re.compile(rf"(?:[ ](?:{any_of(words['modifiers'])}))*[ ](?:{any_of(words['heads'])})(?![\w-])")
    match = head.match(text, start)
    named = match and re.compile(rf"(?:[ ](?:{carrier_nouns(reading)}))?[ ]{UPPER}").match(text, match.end())
    if match is None or named or named_apposed(reading, match.end()):
        return None  # "the state television channel Canal Siete" has a name
    span = CharSpan(position, match.end())
    nouns = ((kind, noun.search(text, position, match.end())) for kind, noun in reading.carriers)
    kinds: list[OutletKind] = [kind for kind, noun in nouns if noun and noun.end() == match.end()]
    kind = kinds[0] if kinds else "newspaper"
    return Named(span, kind, span.of(text).lower(), None, "national" if national else "generic")


def is_many(reading: Reading, named: Named) -> bool:
    """Tell whether a description means carriers at large: "told Russian media" says no more than "told reporters"."""
    many = any_of(reading.words["generic"]["many"])
    return named.standing in ("national", "generic") and bool(re.search(rf"\b(?:{many})$", named.span.of(reading.text)))


def carrier_at(reading: Reading, position: int) -> tuple[int, OutletKind] | None:
    """Return the end and kind of a carrier noun that stands at `position`: "news agency"."""
    if not reading.any_carrier.match(reading.text, position):
        return None
    found = ((kind, noun.match(reading.text, position)) for kind, noun in reading.carriers)
    return max((match.end(), kind) for kind, match in found if match)


@lru_cache(maxsize=16)
def _noun_pattern(groups: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(any_of(nouns) for nouns in groups)})(?![\w-])")


def carrier_behind(reading: Reading, end: int) -> tuple[int, OutletKind] | None:
    """Return the end and kind of a carrier noun behind a name that ends at `end`, marks between them allowed."""
    while end < len(reading.text) and reading.text[end] in CLOSE_MARKS and reading.text[end] != ",":
        end += 1
    space = cast("re.Match[str]", SPACE.match(reading.text, end)).end()
    return carrier_at(reading, space) if space > end else None


def carrier_apposed(reading: Reading, end: int) -> OutletKind | None:
    """Return the kind of the carrier noun that explains a name ending at `end`: "Tide Desk, a website run by"."""
    if not reading.text.startswith(", ", end):
        return None
    behind = any_of(reading.words["apposed_before"])
    apposed = re.compile(
        rf",[ ](?:an?|the)[ ](?:[\w’'-]+[ ]){{0,4}}?({carrier_nouns(reading)})(?=[,.;)]|[ ](?:{behind})\b)"
    ).match(reading.text, end)
    noun = carrier_at(reading, apposed.start(1)) if apposed else None
    return noun[1] if noun else None


def carrier_ahead(reading: Reading, position: int) -> tuple[int, OutletKind] | None:
    """Return the carrier noun before a name that adjectives of no list lead to: "the outspoken magazine Tidewise"."""
    match = reading.led_carrier.match(reading.text, position)
    return carrier_at(reading, match.start(1)) if match else None


def named_apposed(reading: Reading, end: int) -> int | None:
    """Return where the name begins that a comma sets off from its carrier noun: "the state news agency, TASS"."""
    match = _APPOSED_NAME.match(reading.text, end)
    if match is None:
        return None
    named = match.start(1) in reading.named or match[1].isupper() or shape_of(reading, match[1])
    return match.start(1) if named else None


def carrier_before(reading: Reading, start: int) -> OutletKind | None:
    """Return the kind of the carrier noun right before a name that starts at `start`: "the journal Deep Water"."""
    before = reading.text[max(0, start - 40) : start]
    last = _LAST_WORD.search(before)
    if not last or last[1] not in reading.carrier_ends:
        return None
    found = re.search(rf"(?<![\w-])({carrier_nouns(reading)})[ ]$", before)
    noun = carrier_at(reading, max(0, start - 40) + found.start(1)) if found else None
    return noun[1] if noun else None


def carrier_nouns(reading: Reading) -> str:
    """Return a pattern for any carrier noun."""
    return "|".join(any_of(nouns) for nouns in reading.words["carriers"].values())


@lru_cache(maxsize=256)
def word_set(words: tuple[str, ...]) -> frozenset[str]:
    """Return the words as a set."""
    return frozenset(words)


def title_of_small_words(reading: Reading, run: CharSpan) -> CharSpan | None:
    """Return the title of a show that begins with `run` and has small words within: "the podcast Call It a Night".

    The noun for a show stands right before it, with the end of the phrase behind it, or else right behind it, with an
    article or possessive before it: "the Call It a Night podcast".
    """
    text = reading.text
    patterns = reading.titles
    rest = patterns.rest.match(text, run.end)
    if rest is None or is_person(reading, run):
        return None
    inner = bisect_left(reading.starts, run.start)
    if inner < len(reading.starts) and reading.starts[inner] < rest.end():
        return None  # "told the Guild a BBC podcast"
    start = max(0, run.start - _TITLE_LEAD)
    shown = patterns.noun_before.search(text, start, run.start) and patterns.end.match(text, rest.end())
    shown = shown or (patterns.lead.search(text, start, run.start) and patterns.noun_behind.match(text, rest.end()))
    return CharSpan(run.start, rest.end()) if shown else None


def candidate_names(reading: Reading) -> Iterator[Named]:
    """Yield the known names, and the unlisted ones that their words or a carrier noun beside them make outlets."""
    yield from reading.named.values()
    title = CharSpan(0, 0)
    for match in NAME.finditer(reading.text):
        if match.start() < title.end:
            continue
        begins = reading.titles.rest.match(reading.text, match.end())  # seldom, and cheaper to see than a title
        if begins and (whole := title_of_small_words(reading, CharSpan(*match.span()))):
            title = whole
            yield Named(whole, "programme", whole.of(reading.text).lower(), None, "carrier")
            continue
        inner = bisect_left(reading.starts, match.start())
        if inner < len(reading.starts) and reading.starts[inner] < match.end():
            continue
        span = without_article(reading.text, CharSpan(*match.span()))
        if named := _unlisted_name(reading, span):
            yield named
        elif generic := generic_at(reading, span.start):
            yield generic
    modifiers = any_of(reading.words["generic"]["modifiers"])
    for match in re.finditer(rf"(?<![\w-])(?i:{modifiers})[ ]", reading.text):
        if generic := generic_at(reading, match.start()):
            yield generic


def _holds_event(reading: Reading, end: int) -> bool:
    """Tell whether a name that ends at `end` is that of the host of an event: "a Coastal Council forum"."""
    return bool(re.compile(rf"(?:[’']s?)?[ ](?:{any_of(reading.words['events'])})(?![\w-])").match(reading.text, end))


def _unlisted_name(reading: Reading, span: CharSpan) -> Named | None:
    name, label = span.of(reading.text), reading.labels.get(span.start, (0, ""))[1]
    if " " not in name and name.lower() in reading.determiners:
        return None  # "A newspaper", "Local radio"
    key = name.lower().removeprefix("the ")
    shape = shape_of(reading, name)
    if shape and label != "PERSON":
        return Named(span, shape, key, None, "shape")
    if reading.nations.fullmatch(name):
        return None  # "the Tamil daily"
    reports, staff = _REPORTS.match(reading.text, span.end), _STAFF.match(reading.text, span.end)
    if (label == "ORG" and reports) or ((reports or staff) and is_site_name(reading, name)):
        return Named(span, "website", key, None, "organization")
    if label not in ("GPE", "PERSON") and is_host(reading, name) and _holds_event(reading, span.end):
        return Named(span, "institution", key, None, "organization")
    before = carrier_before(reading, span.start)
    somebody = label in ("GPE", "NORP", "DATE", "TIME") or not reading.no_outlets.isdisjoint(name.split())
    if somebody and not (before and label in ("GPE", "PERSON") and is_one_name(reading, span)):
        return None
    behind = carrier_behind(reading, span.end)
    kind = before or (behind and behind[1]) or carrier_apposed(reading, span.end)
    return Named(span, kind, key, None, "carrier") if kind else None
