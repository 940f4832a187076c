"""What changed since a stored verification: in the sources, in the article, in the verdicts."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from attribution.verify.claims import Claim
from attribution.verify.results import Result, VerificationReport

What = Literal[
    "source-changed",
    "source-lost",
    "source-added",
    "source-removed",
    "article-changed",
    "quotation-added",
    "quotation-removed",
    "verdict-changed",
    "place-moved",
]


@frozen
class Change:
    """One thing that is not as it was stored.

    Attributes:
        what: The kind of change.
        subject: Name of the source, or text of the quotation.
        was: The stored value.
        now: The value found now.
        id: Id of the result, for changes of a quotation.
    """

    what: What
    subject: str
    was: str | None = None
    now: str | None = None
    id: str | None = None


def stored_claims(report: VerificationReport) -> list[Claim]:
    """Return the quotations of a stored report as claims, to be verified again."""
    quotations = (result.quotation for result in report.results)
    return [Claim(q.parts, q.speaker, q.titles, q.spans, q.record, q.article) for q in quotations]


def compare_reports(stored: VerificationReport, found: VerificationReport) -> tuple[Change, ...]:
    """Return what changed from a stored report to a new one: sources first, then quotations in order."""
    changes = list(_source_changes(stored, found))
    for was, now in _pairs(stored, found):
        changes += _result_changes(was, now, stored, found)
    return tuple(changes)


def _source_changes(stored: VerificationReport, found: VerificationReport) -> Iterator[Change]:
    before = {source.name: source for source in stored.sources}
    after = {source.name: source for source in found.sources}
    for name, was in before.items():
        now = after.get(name)
        if now is None:
            yield Change("source-removed", name, was.sha256)
        elif now.problem and not was.problem:
            yield Change("source-lost", name, was.sha256, now.problem)
        elif (now.sha256, now.text_sha256) != (was.sha256, was.text_sha256):
            yield Change("source-changed", name, was.sha256 or was.text_sha256, now.sha256 or now.text_sha256)
    for name, now in after.items():
        if name not in before:
            yield Change("source-added", name, None, now.sha256)


def _pairs(stored: VerificationReport, found: VerificationReport) -> Iterator[tuple[Result | None, Result | None]]:
    """Pair the results by id, and by words where an article changed and with it the ids of its records."""
    by_id: dict[str, deque[Result]] = defaultdict(deque)
    by_words: dict[tuple[tuple[str, ...], str | None], deque[Result]] = defaultdict(deque)
    stored_ids = {result.id for result in stored.results}
    for result in found.results:
        by_id[result.id].append(result)
        if result.id not in stored_ids:
            by_words[result.quotation.parts, result.quotation.speaker].append(result)
    taken: set[int] = set()
    for was in stored.results:
        choices = by_id[was.id] or by_words[was.quotation.parts, was.quotation.speaker]
        now = choices.popleft() if choices else None
        taken |= {id(now)} if now else set()
        yield was, now
    for added in found.results:
        if id(added) not in taken:
            yield None, added


def _result_changes(
    was: Result | None, now: Result | None, stored: VerificationReport, found: VerificationReport
) -> Iterator[Change]:
    if was is None or now is None:
        if now:
            yield Change("quotation-added", now.quotation.text, None, now.verdict, now.id)
        elif was:
            yield Change("quotation-removed", was.quotation.text, was.verdict, None, was.id)
        return
    text = now.quotation.text
    if was.quotation.article != now.quotation.article:
        yield Change("article-changed", text, was.quotation.article, now.quotation.article, now.id)
    if was.verdict != now.verdict:
        yield Change("verdict-changed", text, was.verdict, now.verdict, now.id)
    elif _where(was, stored) != _where(now, found):
        yield Change("place-moved", text, _where(was, stored), _where(now, found), now.id)


def _where(result: Result, report: VerificationReport) -> str | None:
    place = result.place
    return f"{report.sources[place.source].name} {place.start}-{place.end}" if place else None
