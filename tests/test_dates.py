"""Dates of statements: finding them, and resolving them against the publication."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.datafiles import load_word_list
from attribution.outlets.dates import find_dates, resolve_date

RESOLVED = [
    ("June 5, 2019", None, "2019-06-05"),
    ("5 June 2019", None, "2019-06-05"),
    ("2019-06-05", None, "2019-06-05"),
    ("2019", None, "2019"),
    ("in May 2015", None, "2015-05"),
    ("Sept. 5, 2016", None, "2016-09-05"),
    ("June 5", "2019-06-06", "2019-06-05"),
    ("5 June", "2019-06-06", "2019-06-05"),
    ("June 5th", "2019-06-06", "2019-06-05"),
    ("December 30", "2019-01-02", "2018-12-30"),
    ("June 7", "2019-06-06", "2019-06-07"),  # published a day ahead in another time zone
    ("June 8", "2019-06-06", "2018-06-08"),
    ("Feb. 29", "2019-05-05", "2016-02-29"),
    ("in March", "2019-06-06", "2019-03"),
    ("in early March", "2019-06-06", "2019-03"),
    ("in October", "2019-06-06", "2018-10"),
    ("Tuesday", "2019-06-06", "2019-06-04"),
    ("on Thursday", "2019-06-06", "2019-06-06"),
    ("late Sunday night", "2019-11-20", "2019-11-17"),
    ("last Tuesday", "2019-06-04", "2019-05-28"),
    ("Tuesday, June 4", "2019-06-06", "2019-06-04"),
    ("yesterday", "2020-01-01", "2019-12-31"),
    ("today", "2019-06-06T09:30:00Z", "2019-06-06"),
    ("last week", "2019-06-20", "2019-06"),
    ("last week", "2019-07-04", "2019-06"),
    ("last week", "2019-07-10", "2019-07"),
    ("earlier this month", "2019-06-06", "2019-06"),
    ("last month", "2019-01-15", "2018-12"),
    ("last year", "2019-06-06", "2018"),
    ("two days ago", "2019-06-01", "2019-05-30"),
    ("three months ago", "2019-02-01", "2018-11"),
    ("two years ago", "2019-02-01", "2017"),
]

UNRESOLVED = [
    ("June 5", None),
    ("Tuesday", None),
    ("last week", None),
    ("June 5", "spring 2019"),
    ("June 5", "2019-06"),
    ("31 February", "2019-05-05"),
    ("2019-13-01", None),
    ("one day", "2019-05-05"),
    ("the next morning", "2019-05-05"),
    ("three days later", "2019-05-05"),
    ("", "2019-05-05"),
    ("9999 years ago", "2019-05-05"),
]


@pytest.mark.parametrize(("exact", "published", "iso"), RESOLVED)
def test_dates_resolve_to_the_last_such_date(exact: str, published: str | None, iso: str) -> None:
    """A statement lies in the past, and what is coarser than a day stays coarse."""
    assert resolve_date(exact, published) == iso


@pytest.mark.parametrize(("exact", "published"), UNRESOLVED)
def test_dates_that_cannot_be_told_stay_open(exact: str, published: str | None) -> None:
    """Without the publication, or without sense, there is no date rather than a guess."""
    assert resolve_date(exact, published) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said on Tuesday that it began in 2012.", ["on Tuesday", "in 2012"]),
        ("In a June 5 interview she said so.", ["June 5"]),
        ("She spoke late Sunday night. Tues. was worse.", ["late Sunday night", "Tues."]),
        ("He may march in step with Will May.", []),
        ("It cost 2019 dollars, and 5 marchers came.", []),
        ("“No,” she said on June 5, 2019, in Oslo.", ["on June 5, 2019"]),
        ("Two weeks later and two weeks ago he left.", ["two weeks ago"]),
        ("On Friday, Nov. 4, it rained.", ["On Friday, Nov. 4"]),
        ("She said so three days later, and that night he agreed.", ["three days later", "that night"]),
        ("He said the next morning that it was over.", ["the next morning"]),
    ],
)
def test_dates_are_found_with_their_preposition(text: str, found: list[str]) -> None:
    """Dates come as slices; names and numbers that look like one do not."""
    assert [span.of(text) for span in find_dates(text)] == found


@pytest.mark.parametrize("row", load_word_list("dates")["examples"], ids=lambda row: row["text"])
def test_examples_of_the_word_list_resolve(row: dict[str, str | None]) -> None:
    """The examples in `dates.json` hold."""
    assert resolve_date(str(row["text"]), row["published"]) == row["iso"]


@given(st.text(max_size=60), st.one_of(st.none(), st.text(max_size=12), st.dates().map(str)))
def test_any_text_resolves_to_iso_or_nothing(exact: str, published: str | None) -> None:
    """No text raises, and what comes out is a date of the record's form."""
    found = resolve_date(exact, published)
    assert found is None or re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", found)


@given(st.dates(), st.sampled_from([row[0] for row in RESOLVED]))
def test_any_day_of_publication_resolves(day: object, exact: str) -> None:
    """First and last days of the calendar are no trap."""
    found = resolve_date(exact, str(day))
    assert found is None or re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", found)
