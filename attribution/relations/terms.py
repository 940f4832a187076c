"""Marked stretches that name something instead of quoting somebody: titles, slogans, words mentioned as words.

`is_term` is for stretches inside a larger content: “One Line” in 'she praised the “One Line” plan' is the name of the
plan and not what she said, though it stands in what she said. `gives_a_name` and `is_supposed` are for statements that
nobody makes, `names_who_is_quoted` for those that only tell whom somebody quotes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from attribution.cues import describe_cue, is_past
from attribution.people import people_words

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon
    from attribution.models import CharSpan, Quotation

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_END = re.compile(r"[.!?…,]$")
_NAME = r"[^\W\d_a-zß-öø-ÿ][\w’'.&-]*"
# A noun phrase with its head, then nothing, an apposition, a prepositional phrase or a relative clause.
_SOMEBODY = re.compile(
    rf"(?:(?:the|an?|its|their|his|her|one|two|three|several|some)\s)?(?P<before>(?:[\w’'-]+\s){{0,5}}?)"
    rf"(?P<head>{_NAME}(?:\s(?:(?:of|and|de|van|von|bin|al)\s)?{_NAME}){{0,6}}|[a-z-]+)"
    r"(?:,?\s(?:the|an?|its|of|at|from|in|for|with|on|who|familiar|close)\s[^:“”\"]*|,\s[^:“”\"]*)?"
)
_WORDS_FOLLOW = re.compile(r"\b(?:as|saying|that|said)\b")
_MARK = "[\"“‘'«„]"
_KNOWN_BEHIND = re.compile(
    r"[”\"’'],? as (?:it|they|he|she|this)(?:[’'](?:s|re)| is| are| was| were)(?: [a-z]+)?"
    r" (?:called|dubbed|known|nicknamed)\b"
)
_BY_BEHIND = re.compile(r"[”\"’'],? by\b")  # “reckless” by its critics is what they say
_CHANTED = re.compile(r"\b(?:chant|cr[iy]|scream|shout|sing|sang|yell)[a-z]*\b")
_JOINED = re.compile(r",? (?:and|or) |, ")
_PRONOUNCED = re.compile(rf"\b(?:pronounc(?:es?|ed|ing)|(?:ways?|habit) of (?:saying|pronouncing)) {_MARK}$")
_TO_NAME = re.compile(r"\bto (?:call|christen|dub|name|nickname|rename|title)$")
_ITSELF = re.compile(r"\b(?:bill|brand|call|market|style)\w* (?:it|him|her|them)sel(?:f|ves)\b")
_SOME = frozenset({"local", "many", "most", "some"})
_ARTICLES = frozenset({"a", "an"})
_CLASS = 3  # words of what a thing is classed as
LONGEST = 7  # words of a name
BEFORE = 60  # code points in front of a mark in which a mentioning phrase stands


def is_term(text: str, span: CharSpan, lexicon: Lexicon) -> bool:
    """Tell whether the marked stretch `span` is a name or a word mentioned as a word."""
    inner = span.of(text).strip()
    words = _WORD.findall(inner)
    if not words or len(words) > LONGEST:
        return False
    if is_mentioned(text, span, lexicon):
        return True
    before, patterns = text[max(0, span.start - BEFORE) : span.start], _patterns(lexicon)
    if patterns.sorted.search(before) and len(words) <= _CLASS:
        return True
    is_work = inner[0].isupper() and patterns.works.search(before) is not None
    return is_work or _is_name(inner, words, lexicon) or patterns.mentioning.search(before) is not None


def find_mentioned(text: str, quotations: Sequence[Quotation], lexicon: Lexicon) -> frozenset[CharSpan]:
    """Return the marked stretches that are names or words: by what stands beside them, there or at another place.

    What is joined to one is one too (“pioneers” and “settlers”), and so are the same words elsewhere in the article.
    """
    found: dict[CharSpan, str] = {}
    before: Quotation | None = None
    for quotation in quotations:
        span = quotation.span
        joined = (
            before is not None
            and before.span in found
            and _JOINED.fullmatch(text, before.outer.end, quotation.outer.start)
        )
        if (joined and len(_WORD.findall(span.of(text))) <= LONGEST) or is_mentioned(text, span, lexicon):
            found[span] = _plain(span.of(text))
        before = quotation
    same = frozenset(found.values())
    return frozenset(q.span for q in quotations if q.span in found or (same and _plain(q.span.of(text)) in same))


def _plain(words: str) -> str:
    return " ".join(_WORD.findall(words.lower().replace("’", "'")))


def is_mentioned(text: str, span: CharSpan, lexicon: Lexicon) -> bool:
    """Tell whether the words beside the marks say that a stretch is a name or a word: nobody says “Grey water” there.

    Such are “Grey water,” as it is known; Ana Lima, known to friends as “Lina”; what villagers had dubbed the “sleeping
    wall”; the so-called “quiet” rule; a rating of “buy”; and, as the title of a work, the book was “Salt and Rain.”
    """
    inner = span.of(text).strip()
    words, patterns = _WORD.findall(inner), _patterns(lexicon)
    if not words or len(words) > LONGEST or words[0].lower() in _ARTICLES:
        return False
    before = text[max(0, span.start - BEFORE) : span.start]
    if any(pattern.search(before) for pattern in patterns.named) or _KNOWN_BEHIND.match(text, span.end):
        return True
    if patterns.is_called.search(before) and not _BY_BEHIND.match(text, span.end):
        return True
    if patterns.motto.search(before) and not _CHANTED.search(before):
        return True
    if inner[0].isupper() and patterns.sold.search(before):
        return True
    if len(words) <= _CLASS and (_PRONOUNCED.search(before) or patterns.rated.search(before)):
        return True
    return patterns.work_is.search(before) is not None and _is_name(inner.rstrip(",.!?"), words, lexicon)


def gives_a_name(text: str, cue: CharSpan, quoted: Sequence[CharSpan], lexicon: Lexicon) -> bool:
    """Tell whether a cue that nobody stands behind only names what it is about: the house was known as “the Ark”.

    A judgement is more than a name: it was called “a disgrace” by somebody, told or not.
    """
    naming = set(lexicon.words("terms")["calling"]) & {word.lower() for word in _WORD.findall(cue.of(text))}
    return bool(naming) and _are_short(text, quoted)


def is_common_name(text: str, cue: CharSpan, source: CharSpan, quoted: Sequence[CharSpan], lexicon: Lexicon) -> bool:
    """Tell whether a cue only says by which word things go: locals refer to the fence as “the curtain”.

    So does what economists call the “neutral” rate, a firm that markets itself as “Salt Works”, and whoever wanted to
    call a book “Salvage”. What critics call it, or he calls it, is theirs.
    """
    if not _are_short(text, quoted):
        return False
    told = cue.of(text).lower()
    if _TO_NAME.search(told) or _ITSELF.search(text[cue.start : quoted[0].start]):
        return all(_is_capitalised(span.of(text), lexicon, 1 if _TO_NAME.search(told) else 2) for span in quoted)
    *some, who = source.of(text).lower().split() or [""]
    if who not in lexicon.words("terms")["knowers"] or not set(some) <= _SOME:
        return False
    called = told.split()[0] == "call" and text[: source.start].endswith(("what ", "What ", "which "))
    return called or told.split()[0] in {"refer", "know"}


def _are_short(text: str, quoted: Sequence[CharSpan]) -> bool:
    found = (_WORD.findall(span.of(text).lower()) for span in quoted)
    return all(len(words) <= LONGEST and words[:1] not in (["a"], ["an"]) for words in found)


def is_supposed(text: str, cue: CharSpan, source: CharSpan, lexicon: Lexicon) -> bool:
    """Tell whether marked words are put into the reader's mouth: you are afraid to say “yes”; you will say “never”.

    What "you said", as an interview has it, was said.
    """
    return source.of(text).lower() == "you" and not is_past(cue.of(text), lexicon)


def names_who_is_quoted(text: str, cue: CharSpan, content: CharSpan, lexicon: Lexicon) -> bool:
    """Tell whether the content of "quoting Ana Lima, a biologist" is nothing but the one who is quoted."""
    if describe_cue(cue.of(text), lexicon)[0] not in lexicon.words("terms")["quoting"]:
        return False
    words, people = content.of(text).strip(" ,.;"), people_words(lexicon)
    found = _SOMEBODY.fullmatch(words)
    if found is None or _WORDS_FOLLOW.search(words):
        return False
    head, before = found["head"].split(), found["before"].split()
    if not people.prepositions.isdisjoint(before) or "to" in before:
        return False  # "a survey by Turku University"
    noun = head[-1] if head[-1].islower() else (before or head)[-1]
    return noun[0].isupper() or people.is_role(noun) or people.is_plural_role(noun)


def _is_name(inner: str, words: list[str], lexicon: Lexicon) -> bool:
    """Tell whether all but the small words of a stretch of several words are capitalised, as in a title."""
    return _is_capitalised(inner, lexicon, 2) and not _END.search(inner)


def _is_capitalised(inner: str, lexicon: Lexicon, least: int) -> bool:
    small = lexicon.words("terms")["small"]
    main = [word for word in _WORD.findall(inner) if word.lower() not in small]
    return len(main) >= least and all(word[0].isupper() for word in main)


@frozen
class _Patterns:
    """What stands right before the mark of a name or a mentioned word."""

    mentioning: re.Pattern[str]
    works: re.Pattern[str]
    work_is: re.Pattern[str]
    sorted: re.Pattern[str]
    rated: re.Pattern[str]
    named: tuple[re.Pattern[str], ...]
    is_called: re.Pattern[str]
    motto: re.Pattern[str]
    sold: re.Pattern[str]


@lru_cache(maxsize=4)
def _patterns(lexicon: Lexicon) -> _Patterns:
    data = lexicon.words("terms")
    nouns, verbs, works, classes, ratings, mottos, names, sells = (
        "|".join(map(re.escape, data[name]))
        for name in ("nouns", "naming", "works", "sorting", "ratings", "mottos", "christening", "selling")
    )
    return _Patterns(
        mentioning=re.compile(rf"\b(?:(?:{nouns})(?: such as| like)?|{verbs})[,:]?\s*{_MARK}?$", re.IGNORECASE),
        works=re.compile(rf"\b(?:{works})(?: such as| like| called)? {_MARK}?$", re.IGNORECASE),
        work_is=re.compile(rf"\b(?:{works}) (?:is|was)(?: called| titled| named)? {_MARK}$", re.IGNORECASE),
        sorted=re.compile(rf"\b(?:{classes}) (?:as|with) {_MARK}$"),
        rated=re.compile(rf"\b(?:{ratings})\b[^.;\n]{{0,40}} (?:to|from|of|at|as) {_MARK}$"),
        named=(
            re.compile(rf"\bkn[eo]ws?n?(?: (?:(?!, (?:and|but) )[^.;:“”\"\n]){{1,50}})? as (?:the )?{_MARK}$"),
            re.compile(rf"\b(?:{names})(?: (?!an? )[\w’'-]+){{0,5}} {_MARK}$"),
            re.compile(rf"\bnamed (?:(?:him|her|it|them) )?the {_MARK}$"),
            re.compile(rf"\bso-called {_MARK}$"),
            re.compile(rf"\b(?:en)?titled {_MARK}$"),
            re.compile(rf"\bwhat(?:[’'](?:s|re)| is| are)(?: [a-z]+)? (?:called|dubbed|termed) (?:the )?{_MARK}$"),
            re.compile(rf"\b(?:call|name|mean|term)[a-z]* [^.;“”\"\n]{{0,40}}(?<![.] )[A-Z]\w+, or {_MARK}$"),
        ),
        is_called=re.compile(rf"\b(?:is|are)(?: [a-z]+)? called (?:the )?{_MARK}$"),
        motto=re.compile(rf"\b(?:{mottos})s?(?: is| was| are| were| reads?|[?:,])?\s+{_MARK}$"),
        sold=re.compile(rf"\b(?:{sells}) (?:[a-z]+ )?as (?:the )?{_MARK}$"),
    )
