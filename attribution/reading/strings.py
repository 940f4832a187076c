"""The text of an article that stands in one string of a file, or in several: plain, or HTML.

What an editorial system stores is HTML more often than not, and nothing in the file need say so. Text that holds
pairs of tags is read as HTML; of text that holds references only ("&amp;") those alone are read, so that its line
breaks stay.
"""

import html
import re
from collections.abc import Iterable

from attrs import evolve

from attribution.layout import paragraphs
from attribution.models import CharSpan
from attribution.reading.article import Block, Body, Link
from attribution.reading.markup import read_fragment
from attribution.reading.offsets import MappedText, OffsetMap, identity
from attribution.records import Problem

# Elements that text of an article is marked with; other words between angle brackets are text.
_NAMES = (
    "p|div|br|h[1-6]|blockquote|ul|ol|li|figure|section|article|table|pre|hr|span|a|strong|b|em|i|u|q|cite|small|sup|"
    "sub|img|iframe|script|style"
)
_START = re.compile(rf"<({_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_END = re.compile(rf"</({_NAMES})\s*>", re.IGNORECASE)
_ALONE = frozenset({"br", "hr", "img"})  # without an end tag
_LAYS_OUT = re.compile(r"<(?:p|br|div|li|pre|table)\b[^<>]*>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def read_string(text: str, offsets: OffsetMap, *, is_markup: bool | None = None) -> Body:
    """Return the body that `text` is; `offsets` lead from it to the file.

    Args:
        text: A string of the file, its escapes resolved.
        offsets: Where it stands.
        is_markup: Whether it is HTML; told by its tags when None.

    Raises:
        InputError: It is HTML, and the extra "html" is not installed.
    """
    if is_markup is False:
        return _plain(text, offsets)
    if not is_markup and not holds_tags(text):
        return _through(_read_references(text), offsets) if _REFERENCE.search(text) else _plain(text, offsets)
    if _LAYS_OUT.search(text):
        return _through(read_fragment(text), offsets)
    # Tags inside of paragraphs only: the paragraphs are those of plain text.
    return _through(join_bodies(read_fragment(text, span.start, span.end) for span in paragraphs(text)), offsets)


def read_words(text: str) -> str:
    """Return a short text, such as a headline, as it is shown: on one line, without tags and references."""
    return " ".join(read_string(text, identity(len(text))).text.split())


def holds_tags(text: str) -> bool:
    """Tell whether a text is HTML: an element begins and ends in it."""
    begun = {match[1].lower() for match in _START.finditer(text)}
    ended = {match[1].lower() for match in _END.finditer(text)}
    return bool(begun & ended or begun & _ALONE) or text.lstrip()[:3].lower() in ("<p>", "<p ")


def join_bodies(bodies: Iterable[Body]) -> Body:
    """Return several bodies as one, a blank line between them; those without text are left out."""
    mapped = MappedText()
    blocks: list[Block] = []
    links: list[Link] = []
    problems: list[Problem] = []
    for body in bodies:
        if body.text and mapped.length:
            mapped.add_unmapped("\n\n")
        base = mapped.length
        mapped.add_mapped(body.text, body.offsets)
        blocks.extend(evolve(block, span=_moved(block.span, base)) for block in body.blocks)
        links.extend(evolve(link, span=_moved(link.span, base)) for link in body.links)
        problems.extend(evolve(p, start=p.start + base, end=p.end + base) for p in body.problems)
    text, offsets = mapped.finish()
    return Body(text, offsets, tuple(blocks), tuple(links), tuple(problems))


def _moved(span: CharSpan, by: int) -> CharSpan:
    return CharSpan(span.start + by, span.end + by)


def _plain(text: str, offsets: OffsetMap) -> Body:
    return Body(text, offsets, tuple(Block("paragraph", span) for span in paragraphs(text)))


def _read_references(text: str) -> Body:
    mapped, at = MappedText(), 0
    for match in _REFERENCE.finditer(text):
        mapped.add(text[at : match.start()], at, match.start())
        mapped.add(html.unescape(match.group()), match.start(), match.end())
        at = match.end()
    mapped.add(text[at:], at, len(text))
    return _plain(*mapped.finish())


def _through(body: Body, offsets: OffsetMap) -> Body:
    return evolve(body, offsets=body.offsets.through(offsets))
