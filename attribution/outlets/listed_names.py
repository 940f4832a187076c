"""Find the names that are outlets for certain: those of the lexicon, their short forms, and ones found before.

"The Post" is short for the full name that stands before it, and a name that was found once is one everywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from attrs import evolve

from attribution.models import CharSpan, OutletKind
from attribution.outlets.material import any_noun, word_set
from attribution.outlets.names import CALL_SIGN, FIRST_WORD, LETTERS, UPPER, Named, Standing, without_article
from attribution.patterns import any_of

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon, OutletEntry

_BARE_PLACE = re.compile(r"[A-Z][\w.]*(?:-based)?[ ]$")
_WORD_ON = re.compile(r"[\w-]")


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

    "BBC Radio Tees" and "Tamar Talk Breakfast" are no longer the broadcaster alone, nor is "Fox 13" with no noun behind
    the number.
    """
    words = lexicon.words("citations")
    number = rf"[ ]\d{{1,2}}(?=(?:[’']s)?(?:[,.;:)”\"]|[ ](?:{UPPER}|(?:{any_of(words['phrase_ends'])})\b)))"
    if station := re.compile(rf"[ ]Radio(?:[ ]{UPPER}){{1,2}}|{number}").match(text, end):
        return station.end(), "broadcaster"
    shows = any_of(words["daily_shows"])
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
    nouns = any_noun(words["carriers"].values())
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
        plain = name.removeprefix("The ")
        letters = CALL_SIGN.fullmatch(plain)  # "told KTMR" behind "KTMR-TV reported"
        for form in (plain, *(letters.groups() if letters else ())):
            taught = (form, cited.kind, cited.key, cited.standing)
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
        first = LETTERS.match(name)
        lengths.setdefault(first[0] if first else "", set()).add(len(name))
    places: dict[str, list[CharSpan]] = {name: [] for name in names}
    for word in FIRST_WORD.finditer(text):
        for length in sorted(lengths.get(word[0], ())):
            start, end = word.start(), word.start() + length
            name = text[start:end]
            if name not in places or _WORD_ON.match(text, end):
                continue
            led = text.startswith("The ", max(0, start - 4), start) and not _WORD_ON.match(text, max(0, start - 5))
            places[name].append(without_article(text, CharSpan(start - 4 if led else start, end)))
    return places
