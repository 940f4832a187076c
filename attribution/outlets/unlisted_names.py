"""Tell which names that no list knows are outlets: by their own words ("... Gazette") or a carrier noun beside them.

Descriptions that stand for a name count as well: "Russian media", "state television".
The words are in `data/<language>/citations.json`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import cast

from attribution.models import CharSpan, OutletKind
from attribution.outlets.carriers import carrier_apposed, carrier_at, carrier_before, carrier_behind, carrier_nouns
from attribution.outlets.citing import TITLE_MARKS
from attribution.outlets.material import Reading, word_set
from attribution.outlets.names import CALL_SIGN, FREQUENCY, LETTERS, NAME, NUMBERED, UPPER, WORD, Named, without_article
from attribution.patterns import any_of

_SEVERAL = re.compile(r"[A-Z]{2,4}s")  # people of one office
_ON_FREQUENCY = re.compile(FREQUENCY)
_CALL_LETTERS = re.compile(r"[KW][A-Z]{3}(?:[ ]?\d{1,2})?|(?:ABC|CBS|FOX|Fox|NBC)[ ]?\d{1,2}")  # "KTMR", "ABC7"
_SITE_NAME = re.compile(r"([A-Z]+[a-z]+|[A-Z]{2,})(?:[A-Z][a-z]+)+[A-Z]*")
_REPORTS = re.compile(
    r"\s+(?:first )?(?:report(?:s|ed)|rate[sd])\b|\s+(?:quot|cit)e[sd] [^;:\n“”\"]{2,120} as saying\b"
)
_APPOSED_NAME = re.compile(rf",[ ]({UPPER}(?:[ ]{UPPER})*)(?=[,.;)])")
_STAFF = re.compile(rf"[’']s?[ ]{UPPER}[ ]{UPPER}")
_TITLE_LEAD = 30  # characters before a title in which the noun for a show stands


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


def _unlisted_name(reading: Reading, span: CharSpan) -> Named | None:
    name, label = span.of(reading.text), reading.labels.get(span.start, (0, ""))[1]
    if " " not in name and name.lower() in reading.determiners:
        return None  # "A newspaper", "Local radio"
    key = name.lower().removeprefix("the ")
    shape = shape_of(reading, name)
    if shape and (label != "PERSON" or is_nobodys_name(reading, name)):
        return Named(span, shape, key, None, "shape")
    if reading.nations.fullmatch(name):
        return None  # "the Tamil daily"
    reports, staff = _REPORTS.match(reading.text, span.end), _STAFF.match(reading.text, span.end)
    station = is_told_station(name) and label not in ("GPE", "LOC", "NORP")
    if (label == "ORG" and reports) or ((reports or staff) and is_site_name(reading, name)) or (station and reports):
        return Named(span, "broadcaster" if station else "website", key, None, "organization")
    if label not in ("GPE", "PERSON") and is_host(reading, name) and _holds_event(reading, span.end):
        return Named(span, "institution", key, None, "organization")
    before = carrier_before(reading, span.start)
    somebody = label in ("GPE", "NORP", "DATE", "TIME") or not reading.no_outlets.isdisjoint(name.split())
    if somebody and not (before and label in ("GPE", "PERSON") and _is_mislabelled(reading, span)):
        return None
    behind = carrier_behind(reading, span.end)
    kind = before or (behind and behind[1]) or carrier_apposed(reading, span.end)
    return Named(span, kind, key, None, "carrier") if kind else None


def _is_mislabelled(reading: Reading, span: CharSpan) -> bool:
    """Tell whether a name behind a carrier noun is no person's: nobody else bears it, or "which" stands for it."""
    return is_one_name(reading, span) or reading.text.startswith(", which ", span.end)


def _holds_event(reading: Reading, end: int) -> bool:
    """Tell whether a name that ends at `end` is that of the host of an event: "a Coastal Council forum"."""
    return bool(re.compile(rf"(?:[’']s?)?[ ](?:{any_of(reading.words['events'])})(?![\w-])").match(reading.text, end))


def generic_at(reading: Reading, position: int) -> Named | None:
    """Return "Russian media", "state television" at `position`: a carrier that has a description for a name."""
    text, words = reading.text, reading.words["generic"]
    word = WORD.match(text, position)
    if not word:
        return None
    end, label = reading.labels.get(position, (word.end(), ""))
    first = cast("re.Match[str]", LETTERS.match(text, position))[0]
    nation = reading.nations.match(text, position) if first in reading.nation_starts and first[0].isupper() else None
    agency = carrier_at(reading, end + 1)
    national = bool(nation) or (label in ("NORP", "GPE") and not (agency and agency[1] == "agency"))
    if not national and word[0].lower() not in word_set(words["modifiers"]):
        return None
    start = nation.end() if nation else end if national else word.end()
    head = re.compile(rf"(?:[ ](?:{any_of(words['modifiers'])}))*[ ](?:{any_of(words['heads'])})(?![\w-])")
    match = head.match(text, start)
    called = rf"(?:[ ](?:{carrier_nouns(reading)})[ ](?:[{TITLE_MARKS}]?{UPPER}|{NUMBERED})|[ ](?:{UPPER}|{NUMBERED}))"
    named = match and re.compile(called).match(text, match.end())
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


def named_apposed(reading: Reading, end: int) -> int | None:
    """Return where the name begins that a comma sets off from its carrier noun: "the state news agency, TASS"."""
    match = _APPOSED_NAME.match(reading.text, end)
    if match is None:
        return None
    named = match.start(1) in reading.named or match[1].isupper() or shape_of(reading, match[1])
    return match.start(1) if named else None


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


def shape_of(reading: Reading, name: str) -> OutletKind | None:
    """Return the kind that the words of a name tell: the last one counts, or the first ("Radio Tamar")."""
    head, _, field = name.partition(" of ")
    tokens = head.split()  # "The Star-Ledger of Newark"
    if field and head in word_set(reading.words["journals"]):
        return "newspaper"  # "Annals of Harbour Medicine"
    if len(tokens) > 2 and tokens[-1].isdigit():
        tokens.pop()  # "Coastal News 4"
    if CALL_SIGN.fullmatch(name) or (_ON_FREQUENCY.match(name) and tokens[-1] not in word_set(reading.words["times"])):
        return "broadcaster"
    if len(tokens) < 2:
        return None
    if set(tokens[-1].split("-")[1:]) & word_set(reading.words["shapes"]["newspaper"]):
        return "newspaper"  # "Marl Times-Courier": papers that were two
    if _is_office(reading, tokens):
        return None
    told = [reading.shapes[end] for end in (tokens[-1], " ".join(tokens[-2:])) if end in reading.shapes]
    if told:
        return min(told)[1]
    if tokens[0] in word_set(reading.words["shapes"]["newspaper"]) and tokens[1].islower():
        return "newspaper"  # "Corriere del Lago"
    leading = tokens[0] in word_set(reading.words["leading_shapes"])
    return ("newspaper" if tokens[0] == "Daily" else "broadcaster") if leading else None


def is_nobodys_name(reading: Reading, name: str) -> bool:
    """Tell whether a name ends in a word for a paper that no person has for a name, whatever label the model gives."""
    first, last = name.split()[0], name.split()[-1]
    if first in word_set(reading.words["titles"]) or last in word_set(reading.words["surname_shapes"]):
        return False
    return shape_of(reading, name) == "newspaper" and last in word_set(reading.words["shapes"]["newspaper"])


def is_weak_shape(reading: Reading, named: Named) -> bool:
    """Tell whether only the last word of a name makes it an outlet's, which other bodies bear: "Health Network"."""
    if named.standing != "shape":
        return False
    return named.span.of(reading.text).rpartition(" ")[2] in word_set(reading.words["weak_shapes"])


def _is_office(reading: Reading, tokens: Sequence[str]) -> bool:
    """Tell whether a name is that of an office, though papers bear its last word: "the Opposition Leader"."""
    offices, leads = word_set(reading.words["offices"]), word_set(reading.words["office_leads"])
    return len(tokens) > 1 and tokens[-1] in offices and tokens[-2] in leads


def is_told_station(name: str) -> bool:
    """Tell whether a name is made of the letters and number of an American station, where somebody told it something.

    Elsewhere they may be the initials of anything.
    """
    return bool(_CALL_LETTERS.fullmatch(name))


def is_site_name(reading: Reading, name: str) -> bool:
    """Tell whether a name is one word with capitals inside, as sites are named ("TideWatch") and people are not."""
    match = _SITE_NAME.fullmatch(name)
    return match is not None and match[1] not in word_set(reading.words["surname_prefixes"])


def is_host(reading: Reading, name: str) -> bool:
    """Tell whether the words of a name are those of a place or body that hosts speeches ("... University")."""
    tokens = set(name.split())
    return bool(tokens & word_set(reading.words["hosts"])) and not is_not_host(reading, name)


def is_not_host(reading: Reading, name: str) -> bool:
    """Tell whether the words of a name are those of whom one speaks to, not through ("... Court", "TDs")."""
    tokens = name.split()
    if _SEVERAL.fullmatch(name) or _is_office(reading, tokens):
        return True
    return not reading.not_hosts.isdisjoint([*tokens, *map(" ".join, pairwise(tokens))])


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
