"""Dates that an article gives for a statement: find them, and resolve them against the day of publication.

A statement lies in the past, so "June 5" is the last June 5 on or before the publication, and "Tuesday" the last
Tuesday (the day itself counts). What is coarser than a day stays coarse: ISO 8601 years and months.
The words are in `data/en/dates.json`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from attribution.datafiles import load_word_list
from attribution.models import CharSpan
from attribution.patterns import any_of

_YEAR = r"(?:19|20)\d\d"
_FIRST_YEAR, _LAST_YEAR = 1600, 9900  # of publication: the press is not older, and no date runs off the calendar
_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[CharSpan]:
    """Return the dates in `text[start:end]`, with "on" or "in" where that stands before them.

    Example:
        >>> [span.of("He said on June 5 that it began in 2012.") for span in find_dates("He said on June 5 that ...")]
        ['on June 5']
    """
    stop = len(text) if end is None else end
    return [CharSpan(*match.span()) for match in _patterns()["find"].finditer(text, start, stop)]


def resolve_date(exact: str, published: str | None) -> str | None:
    """Return the date that `exact` means as YYYY, YYYY-MM or YYYY-MM-DD; None where that cannot be told.

    Args:
        exact: The date as the article writes it: "June 5", "in March", "late Tuesday", "last week".
        published: When the article was published, ISO 8601 (a time may follow the day), if that is known.

    Example:
        >>> resolve_date("in March", "2019-06-06")
        '2019-03'
    """
    words = " ".join(exact.replace(",", " ").replace(".", " ").split())
    words = _patterns()["lead"].sub("", words)
    today = _parse_day(published)
    for resolve in (_resolve_full, _resolve_relative, _resolve_weekday, _resolve_month):
        if found := resolve(words, today):
            return found
    return None


def _parse_day(published: str | None) -> date | None:
    match = _ISO.match(published or "")
    if not match or not match[3]:
        return None
    day = _day(int(match[1]), int(match[2]), int(match[3]))
    return day if day and _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _resolve_full(words: str, today: date | None) -> str | None:
    """Resolve what names its year, or is written in digits."""
    if match := _ISO.fullmatch(words):
        whole = _day(int(match[1]), int(match[2]), int(match[3] or 1))
        return words if whole else None
    if re.fullmatch(_YEAR, words):
        return words
    match = _patterns()["year"].fullmatch(words)
    if not match:
        return None
    month = _words()["months"][match["month"]]
    number = match["before"] or match["after"]
    if not number:
        return f"{match['year']}-{month:02d}"
    found = _day(int(match["year"]), month, int(number))
    return found.isoformat() if found else None


def _resolve_relative(words: str, today: date | None) -> str | None:
    if today is None:
        return None
    lower = words.lower()
    if lower in _words()["days"]:
        return (today + timedelta(days=_words()["days"][lower])).isoformat()
    match = _patterns()["period"].fullmatch(lower)
    if match:
        return _period(match["which"], match["unit"], today)
    match = _patterns()["ago"].fullmatch(lower)
    if match:
        count = int(match["count"]) if match["count"].isdigit() else _words()["numbers"][match["count"]]
        return _ago(count, match["unit"], today)
    return None


def _period(which: str, unit: str, today: date) -> str | None:
    """Resolve "this month", "last week" to the finest ISO period that holds all of it."""
    back = {"this": 0, "last": 1, "past": 1, "next": -1}[which]
    if unit == "year":
        return str(today.year - back)
    if unit == "month":
        return _month_back(today, back)
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return _holding(monday, monday + timedelta(days=6))


def _ago(count: int, unit: str, today: date) -> str | None:
    if count > 1000:
        return None
    if unit == "day":
        return (today - timedelta(days=count)).isoformat()
    if unit == "week":  # a week is said of anything from four to ten days
        middle = today - timedelta(weeks=count)
        return _holding(middle - timedelta(days=3), middle + timedelta(days=3))
    return _month_back(today, count) if unit == "month" else str(today.year - count)


def _month_back(today: date, back: int) -> str:
    months = today.year * 12 + today.month - 1 - back
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _holding(first: date, last: date) -> str | None:
    """Return the month or year that holds both days."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04d}-{first.month:02d}"
    return f"{first.year:04d}" if first.year == last.year else None


def _resolve_weekday(words: str, today: date | None) -> str | None:
    match = _patterns()["weekday"].fullmatch(words)
    if not match or today is None:
        return None
    back = (today.weekday() - _words()["weekdays"][match["day"]]) % 7
    if match["which"] == "last" and back == 0:
        back = 7
    if match["which"] == "next":
        back = back - 7 if back else -7
    return (today - timedelta(days=back)).isoformat()


def _resolve_month(words: str, today: date | None) -> str | None:
    """Resolve a month, or a day of one, without its year: the last one that is not after the publication."""
    match = _patterns()["month"].fullmatch(words)
    if not match or today is None:
        return None
    month = _words()["months"][match["month"]]
    number = match["before"] or match["after"]
    if not number:
        year = today.year - (month > today.month)
        return f"{year:04d}-{month:02d}"
    for year in range(today.year, today.year - 8, -1):  # February 29 may be eight years back
        found = _day(year, month, int(number))
        if found and found <= today + timedelta(days=1):  # published a day ahead in another time zone
            return found.isoformat()
    return None


@cache
def _words() -> Mapping[str, Any]:
    return load_word_list("dates")


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    words = _words()
    months, weekdays = any_of(words["months"]), any_of(words["weekdays"])
    full, short = (any_of(day for day in words["weekdays"] if day.endswith("day") is whole) for whole in (True, False))
    units, parts = any_of(words["units"]), any_of(words["parts"])
    number = r"\d{1,2}(?:st|nd|rd|th)?"
    day = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?"
    month_day = rf"(?:{day.format('before')} (?:of )?)?(?P<month>{months})(?: {day.format('after')})?"
    lead = rf"(?:(?:{any_of(words['prepositions'])}) )?(?:the )?(?:(?:{parts})[ -](?:in |on )?)*"
    counted = rf"(?:\d{{1,3}}|{any_of(words['numbers'])})"
    find = (
        rf"(?<![\w-])(?:(?:[Oo]n|[Ii]n) )?(?:(?:{parts})[ -])*(?:"
        rf"{number} (?:of )?(?:{months})\b\.?(?:,? {_YEAR})?"
        rf"|(?:{months})\b\.? {number}(?![\d%:])(?:,? {_YEAR})?"
        rf"|(?:{months})\b\.?,? {_YEAR}"
        rf"|(?:last|this|next) (?:{units}|(?:{weekdays})\b)"
        rf"|(?:(?:{full})\b|(?:{short})\b\.?)(?:,? (?:{months})\.? {number}(?:,? {_YEAR})?|,? {number} (?:{months}))?"
        rf"(?: (?:{parts}))?"
        rf"|{counted} (?:{units})s? (?:ago|later|earlier)"
        rf"|(?:{any_of(words['told'])}) (?:{units}|morning|afternoon|evening|night)"
        rf"|{any_of(words['days'])}"
        r"|\d{4}-\d\d-\d\d"
        rf")(?![\w-])|(?<![\w-])[Ii]n (?:(?:{parts})[ -])*(?:(?:{months})\b(?!\.? \d)|{_YEAR})(?![\w-])"
    )
    return {
        "find": re.compile(find),
        "lead": re.compile(rf"^{lead}|(?: (?:{parts}))+$|(?<=[a-z]) (?:{parts})$", re.IGNORECASE),
        "year": re.compile(rf"(?:(?:{weekdays}) )?{month_day} (?P<year>{_YEAR})"),
        "month": re.compile(rf"(?:(?:{weekdays}) )?{month_day}"),
        "weekday": re.compile(rf"(?:(?P<which>last|this|next) )?(?P<day>{weekdays})"),
        "period": re.compile(rf"(?P<which>this|last|past|next) (?P<unit>{units})"),
        "ago": re.compile(rf"(?P<count>{counted}) (?P<unit>{units})s? ago"),
    }
