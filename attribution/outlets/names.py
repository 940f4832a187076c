"""What a name of an outlet is, and how such names and the marks around them are written."""

from __future__ import annotations

import re
from typing import Literal, cast

from attrs import frozen

from attribution.models import CharSpan, OutletKind

Standing = Literal["known", "ambiguous", "carrier", "shape", "organization", "name", "national", "generic"]
"""Why a name counts as an outlet: the lexicon, a carrier noun beside it, its own words, the label of the model.

"national" and "generic" are descriptions in place of a name: "Russian media", "state television".
"""

UPPER = r"(?:[^\W\d_a-zß-öø-ÿ](?:[\w&+*-]|[.!](?=\w)|[’'](?=\w)(?!s\b)|(?<=in)[’'](?=[ ][A-Z]))*)"  # "Rollin' Tide"
_JOIN = r"(?:[ ](?:&|of|the|de|du|des|del|della|dei|do|da|la|le|el|di|den|der|das|van|von|het|och|og|und|y|e)){0,2}"
FREQUENCY = (
    r"(?<![\w.,$£€])(?:(?:8[7-9]|9\d|10[0-8])\.\d(?=[ ][A-Z])|\d{2,3}(?:\.\d)?[ ]?FM\b)"  # "103FM", "98.4 Tide FM"
)
CALL_SIGN = re.compile(r"([WKC][A-Z]{2,3})-(?:FM|AM|TV|DT|LP)")  # North American stations; other places use names
_FIRST = rf"(?:{UPPER}|(?<!\d)\d+(?=[ ]{UPPER}))"
_SMALL_FIRST = rf"(?<![\w-])(?:(?:a[dlnrtz]|e[ln])-{UPPER}|[a-z]{{1,2}}[A-Z]{{2,}}\w*)"  # "al-Madina", "dzRT", "eTV"
NUMBERED = r"\d(?<![\w.,$£€-]\d)\d{0,2}[A-Z][A-Za-z]+(?![\w-])"  # "2GB", "20VC"
_HANDLE = r"@\w{2,}|r/(?<![\w/]r/)\w{3,}"  # an account, a community on Reddit
NAME = re.compile(
    rf"{_HANDLE}|(?:{FREQUENCY}|{NUMBERED}|{_FIRST}|{_SMALL_FIRST})(?:{_JOIN}[ ](?:{UPPER}|\d{{1,3}}\b(?![,.]\d)))*"
)
WORD = re.compile(r"[^\W_](?:[\w&+-]|\.(?=\w))*")
LETTERS = re.compile(r"\w+")  # "al" of "al-Madina"
FIRST_WORD = re.compile(r"(?<![\w-])\w+")  # where a phrase may begin that is looked up by its first word
SPACE = re.compile(r"[ \t\r]*(?:\n(?!\s*\n))?[ \t]*")
_SPACES = "\u00a0\u2007\u202f\u2009"  # read as plain spaces
_WRONG_APOSTROPHE = re.compile(r"(?<=\w)‘(?=s\b)")
_ARTICLE = re.compile(r"(?:The|An?)[ ]")
_TIES = "affiliated|aligned|backed|based|controlled|focused|friendly|funded|leaning|linked|owned|run"
BASED = re.compile(rf"(?:{UPPER}[ ]){{0,2}}{UPPER}-(?:{_TIES})[ ]")
TIED = re.compile(rf"-(?:{_TIES})$")
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


def with_plain_signs(text: str) -> str:
    """Return the text with plain spaces for all that look like one, and "‘s" as the apostrophe meant; offsets stay."""
    for space in _SPACES:
        text = text.replace(space, " ")
    return _WRONG_APOSTROPHE.sub("’", text) if "‘" in text else text


def skip_marks(text: str, position: int) -> int:
    """Return where the first word at or behind `position` begins, opening marks left out."""
    position = cast("re.Match[str]", SPACE.match(text, position)).end()
    while position < len(text) and text[position] in OPEN_MARKS:
        position += 1
    return position


def without_article(text: str, span: CharSpan) -> CharSpan:
    """Leave out an article before the words of a name that no list knows, where its place may give it the capital.

    Where the outlet is based, or whose friend it is, is no part of its name: "the Lagos-based Tidewatch".
    """
    if based := BASED.match(text, span.start, span.end):
        return CharSpan(based.end(), span.end)
    article = _ARTICLE.match(text, span.start, span.end)
    within = text[max(0, span.start - 2) : span.start]
    if not article or re.fullmatch(r"[a-z,;][ ]|.?[“\"«]", within):
        return span
    return CharSpan(article.end(), span.end)
