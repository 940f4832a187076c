r"""Paragraphs and sentences as character spans, without a parser.

Both work on the text as it is given: `\r\n`, `\r`, U+0085, U+2028 and U+2029 end a line as `\n` does, and every
white space that Unicode knows (NBSP too) may fill a blank line. Both take time linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from statistics import median

from attrs import frozen

from attribution.datafiles import load_word_list
from attribution.models import CharSpan

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_LINE_END = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
# Set on polnear/train, web and bbc-abc: nothing wrapped by hand is wider, and few paragraphs of news are narrower.
_WIDEST_WRAP = 100
_NARROWEST_WRAP = 40  # narrower are a byline with office and date
_WRAPPED_SHARE = 0.6
_RAGGED_LINES = 5  # that plainly go on in the next one; with fewer of them, slips would pass for a habit
_SHORT_LINE = 2 / 3  # of the usual one: a byline or a heading by itself
# Possessive, and never begun inside a run of stops: otherwise a long run would cost its square.
_STOP = re.compile(
    r"""(?<![.!?…])(?<![.!?…][ \u00a0])[.!?…]++(?:[ \u00a0]\.)*+["'”’»›)\]]*+(?=\s|$|(?<=[”»])(?=[A-Z]))"""
)
_ON_PLATFORM = re.compile(r"\b(?:on|to|via|from)\s$")
_BULLETS = "*•▪"
_OPENING = "\"'“‘«‹„‚([`"
_CLOSING = "\"'”’»›)]"
_LAST_WORD = re.compile(r"(?:[^\W\d_]+[.'’&!-])*[^\W\d_]+$|\d+$")
_LOOK_BEHIND = 24  # longer than every abbreviation of the word list
_NEXT_WORD = re.compile(r"""[\s"'“‘«‹„‚(\[`—–-]*([\w’']+)""")
_NEXT_WORDS = re.compile(r"(?:\s+[\w.’'-]+){1,7}")


@frozen
class _Line:
    """A line with something on it; `gap` tells that a blank line stands before it."""

    start: int
    end: int
    indent: int
    gap: bool


@frozen
class _Words:
    """What the sentence splitter knows of the language; see `data/en/sentences.json`."""

    before_name: frozenset[str]
    before_number: frozenset[str]
    anywhere: frozenset[str]
    starters: frozenset[str]
    reporting: frozenset[str]


def paragraphs(text: str) -> list[CharSpan]:
    r"""Return the paragraphs of `text`, white space at their ends left out.

    A blank line always ends a paragraph. A single line break ends one too, unless the lines are wrapped by hand
    (each is filled, and none is wider than 100; or most break off within a sentence) or the sentence plainly goes on
    in the next line.

    Example:
        >>> [span.of("One.\nTwo.") for span in paragraphs("One.\nTwo.")]
        ['One.', 'Two.']
    """
    return list(_paragraphs(text))


@lru_cache(maxsize=2)
def _paragraphs(text: str) -> tuple[CharSpan, ...]:
    """Return the paragraphs; kept for the further steps of the line, each of which asks for them."""
    lines = _lines(text)
    width = _wrap_width(text, lines)
    ragged = _ragged_width(text, lines) if width is None else None
    spans: list[CharSpan] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before is None or _is_break(text, before, line, width, ragged):
            spans.append(CharSpan(line.start, line.end))
        else:
            spans[-1] = CharSpan(spans[-1].start, line.end)
    return tuple(spans)


def join_lines(text: str) -> str:
    r"""Return the text with the line breaks inside its paragraphs as spaces; every character stays in its place.

    Example:
        >>> join_lines("Ann Lee, chief\nof Acme, left.\n\nBob Ross stayed.")
        'Ann Lee, chief of Acme, left.\n\nBob Ross stayed.'
    """
    parts, last = [], 0
    for span in _paragraphs(text):
        parts += [text[last : span.start], _LINE_END.sub(" ", span.of(text))]
        last = span.end
    return "".join(parts) + text[last:]


def sentences(text: str) -> list[CharSpan]:
    """Return the sentences of `text`, white space at their ends left out; none goes beyond its paragraph.

    A full stop ends no sentence after an abbreviation or an initial, inside a number, or where the next word
    is in lower case. A question that is quoted does not end one before its reporting clause (`“Why?” Ms. Roe asked`).

    Example:
        >>> text = "Mr. Roe left. He was 5.5 miles away."
        >>> [span.of(text) for span in sentences(text)]
        ['Mr. Roe left.', 'He was 5.5 miles away.']
    """
    return list(_sentences(text))


@lru_cache(maxsize=2)
def _sentences(text: str) -> tuple[CharSpan, ...]:
    return tuple(sentence for paragraph in _paragraphs(text) for sentence in _split(text, paragraph))


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    last = 0
    for match in _LINE.finditer(text):
        line = match.group()
        if not line.strip():
            continue
        start = match.end() - len(line.lstrip())
        gap = len(_BREAK.findall(text, last, match.start())) > 1
        lines.append(_Line(start, match.start() + len(line.rstrip()), start - match.start(), gap))
        last = match.end()
    return lines


def _wrap_width(text: str, lines: list[_Line]) -> int | None:
    """Return the width to which the lines are wrapped by hand, or None where they are not.

    They are where, nearly everywhere, the first word of the next line would not have fitted in. Only lines without a
    blank line between them count, at least three of them in a row: a headline and a byline wrap nothing.
    """
    pairs = [(line, after) for line, after in pairwise(lines) if not after.gap]
    in_a_row = any(first[1] is second[0] for first, second in pairwise(pairs))
    width = max((line.end - line.start for pair in pairs for line in pair), default=0)
    if not in_a_row or not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return None
    filled = sum(_is_filled(text, line, after, width) for line, after in pairs)
    inner = sum(not _ends_sentence(text, line) for line, _ in pairs)
    return width if filled > _WRAPPED_SHARE * len(pairs) and 2 * inner >= len(pairs) else None


def _ragged_width(text: str, lines: list[_Line]) -> float | None:
    r"""Return the usual width of lines that break off within a sentence, or None where few do: "President\nAnn Lee".

    Of the lines that end no sentence at least half go on in lower case, so they are no headings and no list.
    """
    inner = [(line, after) for line, after in pairwise(lines) if not after.gap and not _ends_sentence(text, line)]
    widths = [line.end - line.start for line, after in inner if text[after.start].islower()]
    if len(widths) < _RAGGED_LINES or 2 * len(widths) < len(inner):
        return None
    return median(widths)


def _is_filled(text: str, line: _Line, after: _Line, width: int) -> bool:
    word = text[after.start : min(after.end, after.start + width)].split(maxsplit=1)[0]
    return line.end - line.start + 1 + len(word) > width


def _is_break(text: str, before: _Line, line: _Line, width: int | None, ragged: float | None) -> bool:
    if line.gap:
        return True
    if text[before.start] == ">" == text[line.start]:
        return False
    if width is not None:
        return not _is_filled(text, before, line, width) or line.indent > before.indent
    if text[before.end - 1] in ",;" or text[line.start].islower():
        return False
    if ragged is None or text[line.start] in _BULLETS:
        return True
    return before.end - before.start < _SHORT_LINE * ragged or _ends_sentence(text, before)


def _ends_sentence(text: str, line: _Line) -> bool:
    tail = text[max(line.start, line.end - 4) : line.end].rstrip(_CLOSING)
    return tail.endswith((".", "!", "?", "…", ":"))


def _split(text: str, paragraph: CharSpan) -> Iterator[CharSpan]:
    words = _words()
    start = paragraph.start
    for match in _STOP.finditer(text, paragraph.start, paragraph.end):
        if match.end() < paragraph.end and not _is_end(text, start, match, words):
            continue
        yield _trimmed(text, start, match.end())
        start = match.end()
    if text[start : paragraph.end].strip():
        yield _trimmed(text, start, paragraph.end)


def _trimmed(text: str, start: int, end: int) -> CharSpan:
    piece = text[start:end]
    return CharSpan(end - len(piece.lstrip()), start + len(piece.rstrip()))


def _is_end(text: str, start: int, stop: re.Match[str], words: _Words) -> bool:
    following = _NEXT_WORD.match(text, stop.end(), stop.end() + 60)
    after = following[1] if following else ""
    if after[:1].islower():
        return False
    mark = stop.group()
    if mark == ".":
        return _full_stop_ends(text, start, stop.start(), after, words)
    if mark == "…" or mark.startswith(("..", ". .")):
        return after in words.starters or text[stop.end() : stop.end() + 2].strip() in tuple(_OPENING)
    if mark[-1] in _CLOSING and "." not in mark:
        return not _reporting_clause(text, stop.end(), words)
    return f"{_last_word(text, start, stop.start())}{mark}" not in words.anywhere or after in words.starters


def _full_stop_ends(text: str, start: int, stop: int, after: str, words: _Words) -> bool:
    word = _last_word(text, start, stop)
    form = f"{word}."
    if form in words.before_name or (form in words.before_number and after[:1].isdigit()):
        return False
    if form == "X." and is_platform(text, stop - 1):
        return True
    if form in words.anywhere or (len(word) == 1 and word.isupper()) or re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", word):
        return after in words.starters
    # "1. Wash your hands" is an item of a list.
    return not (word.isdigit() and not text[start : stop - len(word)].strip())


def is_platform(text: str, position: int) -> bool:
    """Tell whether the letter X at a place is where somebody wrote, and no initial ("on X. Club president Ann Lee")."""
    return _ON_PLATFORM.search(text, max(0, position - 6), position) is not None


def _last_word(text: str, start: int, stop: int) -> str:
    match = _LAST_WORD.search(text[max(start, stop - _LOOK_BEHIND) : stop])
    return match.group() if match else ""


def _reporting_clause(text: str, position: int, words: _Words) -> bool:
    """Tell whether a name and a reporting verb follow; "she said" and "The" begin no clause with a capital."""
    match = _NEXT_WORDS.match(text, position, position + 80)
    following = [word.rstrip(".") for word in match.group().split()] if match else []
    return bool(following) and following[0] not in words.starters and not words.reporting.isdisjoint(following)


@cache
def _words() -> _Words:
    data = load_word_list("sentences")
    forms: dict[str, set[str]] = {"before-name": set(), "before-number": set(), "anywhere": set()}
    for row in data["abbreviations"]:
        forms[row["use"]].add(row["form"])
    return _Words(
        before_name=frozenset(forms["before-name"]),
        before_number=frozenset(forms["before-number"]),
        anywhere=frozenset(forms["anywhere"]),
        starters=frozenset(word for lower in data["starters"] for word in (lower, lower.capitalize())),
        reporting=frozenset(data["reporting"]),
    )
