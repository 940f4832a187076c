"""The step that marks what is no part of the story: byline, dateline, biography, credits.

It runs first, so that no record comes from these stretches and no pronoun leads to the author by chance.
The patterns are data (`data/en/furniture.json`); each brings examples that it must match and others that it must not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from attribution.models import CharSpan, Draft, Options
from attribution.patterns import any_of
from attribution.people import PeopleWords, people_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon

_BY = re.compile(r"(?i:\b(?:by|writer|author)):?\s+")
_IN = re.compile(r"\b(?:at|from|in|near|of|to) (?:[A-Z]\w+ )?$")
_LEAD_LINE = 3  # index of the last filled line that may begin the story: below headline, subheading and byline
_NEAR_START, _NEAR_END = 12, 8  # filled lines of an article among which bylines and biographies stand


@frozen
class Rule:
    """One kind of furniture.

    `where` is "line" (a whole line), "sentence" (within one), "opening" (of a line) or "lead" (of the first line of the
    story, and of no other line); a line without `trigger` in it, in any case, is passed over.
    """

    name: str
    where: str
    pattern: re.Pattern[str]
    near_ends: bool = False
    needs_author: bool = False
    trigger: str = ""
    examples: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def furniture(doc: Doc, draft: Draft, lexicon: Lexicon, options: Options) -> Draft:
    """Mark the byline, dateline, biography, credits and notices of the article in `draft.furniture`."""
    return evolve(draft, furniture=tuple(find_furniture(draft.article.text, draft, lexicon)))


def find_furniture(text: str, draft: Draft, lexicon: Lexicon) -> list[CharSpan]:
    """Return the stretches of `text` that are no part of the story, sorted, none overlapping another."""
    lines = _filled_lines(text)
    rules = furniture_rules(lexicon)
    found = [span for i, line in enumerate(lines) for span in _in_line(text, line, _is_near_end(i, lines), rules)]
    found += _town(text, lines, rules, people_words(lexicon))
    authors = _authors(text, found, draft, people_words(lexicon))
    found += _author_lines(text, lines, authors, rules)
    return _merge(found)


def _filled_lines(text: str) -> list[CharSpan]:
    """Return the lines that hold more than white space, without the white space around them."""
    lines, start = [], 0
    for line in text.split("\n"):
        if filled := line.strip():
            first = start + len(line) - len(line.lstrip())
            lines.append(CharSpan(first, first + len(filled)))
        start += len(line) + 1
    return lines


def furniture_rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    """Return the compiled patterns of the lexicon's language."""
    if lexicon.language not in _COMPILED:
        data = lexicon.words("furniture")
        agencies = any_of(name for one in lexicon.outlets.entries if one.kind == "agency" for name in one.names)
        placeholders = {
            **data["placeholders"],
            "name": rf"(?:{people_words(lexicon).run.pattern})",
            "agency": f"(?:{agencies})",
        }
        _COMPILED[lexicon.language] = tuple(_rule(row, placeholders) for row in data["rules"])
    return _COMPILED[lexicon.language]


_COMPILED: dict[str, tuple[Rule, ...]] = {}  # by language


def _rule(row: Any, placeholders: Mapping[str, str]) -> Rule:
    pattern = row["pattern"]
    for key, value in placeholders.items():
        pattern = pattern.replace("{" + key + "}", value)
    return Rule(
        row["name"],
        row["where"],
        re.compile(pattern),
        row.get("near_ends", False),
        row.get("needs_author", False),
        row.get("trigger", ""),
        row["examples"],
        row["others"],
    )


def _is_near_end(index: int, lines: list[CharSpan]) -> bool:
    return index < _NEAR_START or index >= len(lines) - _NEAR_END


def _in_line(text: str, line: CharSpan, near_end: bool, rules: tuple[Rule, ...]) -> Iterator[CharSpan]:
    for rule in rules:
        if rule.needs_author or rule.where == "lead" or (rule.near_ends and not near_end):
            continue
        span = rule_span(rule, text, line)
        if span:
            yield span


def rule_span(rule: Rule, text: str, line: CharSpan) -> CharSpan | None:
    """Return what a rule takes of a line, if anything."""
    if rule.where == "line":
        match = rule.pattern.fullmatch(text, line.start, line.end)
    elif rule.where in ("opening", "lead"):
        match = rule.pattern.match(text, line.start, line.end)
    else:
        found = rule.trigger in line.of(text).lower()
        match = rule.pattern.search(text, line.start, line.end) if found else None
    return CharSpan(match.start(), match.end()) if match else None


def _town(text: str, lines: list[CharSpan], rules: tuple[Rule, ...], words: PeopleWords) -> Iterator[CharSpan]:
    """Yield the dateline "New Delhi: The ferries ...", which looks like somebody who speaks, and speaks once.

    A headline may quote so ("Lee: The ferries are safe"), and whoever speaks is mentioned otherwise than "in Lee".
    """
    for rule in (rule for rule in rules if rule.where == "lead"):
        found = [
            (i, match) for i, line in enumerate(lines) if (match := rule.pattern.match(text, line.start, line.end))
        ]
        if len(found) != 1 or not 0 < found[0][0] <= _LEAD_LINE:
            continue
        match = found[0][1]
        last = match["town"].split()[-1]
        again = re.compile(rf"\b{re.escape(last)}\b").finditer(text, match.end()) if ":" in match.group() else ()
        if not words.is_role(last) and all(_IN.search(text, max(0, m.start() - 24), m.start()) for m in again):
            yield CharSpan(match.start(), match.end())


def _authors(text: str, found: list[CharSpan], draft: Draft, words: PeopleWords) -> set[str]:
    """Return the names of the authors: given with the article, or named by a byline."""
    authors = set(draft.article.authors)
    for span in found:
        opening = _BY.match(text, span.start, span.end)
        if opening:
            authors.update(m.group() for m in words.run.finditer(text, opening.end(), span.end))
    return authors


def _author_lines(text: str, lines: list[CharSpan], authors: set[str], rules: tuple[Rule, ...]) -> Iterator[CharSpan]:
    """Yield the lines near the ends that hold an author's name alone, or say who the author is."""
    biographies = [rule for rule in rules if rule.needs_author]
    for index, line in enumerate(lines):
        exact = line.of(text)
        author = next((name for name in sorted(authors) if name.casefold() in exact.casefold()), None)
        if author is None or not _is_near_end(index, lines):
            continue
        alone = exact.casefold().strip(" .,|") == author.casefold()
        begins = exact.casefold().removeprefix("about the author: ").startswith(author.casefold())
        if alone or (begins and any(rule_span(rule, text, line) for rule in biographies)):
            yield line


def _merge(spans: list[CharSpan]) -> list[CharSpan]:
    merged: list[CharSpan] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = CharSpan(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def find_author(text: str, draft: Draft, words: PeopleWords) -> CharSpan | None:
    """Return where the author is named: in a byline, or wherever the article's metadata says who it is."""
    for span in draft.furniture:
        opening = _BY.match(text, span.start, span.end)
        name = words.run.match(text, opening.end(), span.end) if opening else None
        if name:
            return CharSpan(name.start(), name.end())
    for author in draft.article.authors:
        start = text.find(author) if author else -1
        if start >= 0:
            return CharSpan(start, start + len(author))
    return None
