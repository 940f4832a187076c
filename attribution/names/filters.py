"""Which capitalised words are no names: bare titles, words that begin a sentence, headlines in Capitals."""

from __future__ import annotations

import re
from bisect import bisect_left

from attrs import evolve

from attribution.names.book import Key
from attribution.names.pieces import Known, Piece, find_tokens, make_piece, opens_sentence
from attribution.people import CAPITALS, PeopleWords, fold

_HEADLINE = re.compile(r"^[^\n]{1,200}[^\s,:;][^\S\n]*$", re.MULTILINE)
_MARKS = ".,:;!?'’“”\"()"
_SMALL = 3  # letters of the longest words that titles have small ("from" is rare in them)
_PEOPLE = frozenset({"PERSON"})
_NAMES = _PEOPLE | {"ORG", "GPE", "LOC", "FAC", "NORP"}  # not titles of works
_SHOWS_PERSON = re.compile(r", \d{1,2}\b|,? (?:said|says|told|tells|added|asked|wrote|tweeted)\b")
_SEVERAL = re.compile(r" (?:are|have|were) [a-z]")
_EXPLAINED = re.compile(r", (?:\d|aged \d|who |whose )")
_THEN_VERB = re.compile(r" [a-z]+(?:s|ed|d)\b|[.,;]| (?:told|wrote|spoke)\b")  # no noun: "the Lee case"
_ARTICLES = frozenset({"the ", "The "})
_SMALL_LETTERS = re.compile(r"[a-z]+")
_FOR_FIELD = re.compile(rf"([{CAPITALS}][a-z-]+) for (?:the )?(?=[{CAPITALS}])")
_SEAT_BEHIND = re.compile(rf" (?:of|for) (?:the )?[{CAPITALS}]")
_JOINS = frozenset("_-")
_APOSTROPHES = frozenset("’'")


def without_bare_titles(text: str, pieces: list[Piece], words: PeopleWords) -> list[Piece]:
    """Drop "Director" and "Speaker" by themselves, unless somebody's name ends so ("Tim Cook" ... "Cook").

    "The Diplomat" within a sentence is a title of something else. "Member" of "the Member for Hull" and
    "Commissioner for Trade" are no names either.
    """
    surnames = {piece.key[-1] for piece in pieces if len(piece.key) > 1}
    titles = {piece.honorific for piece in pieces}

    def stays(piece: Piece) -> bool:
        if _is_office(text, piece, words):
            return False
        if len(piece.key) != 1:
            return bool(piece.key)
        word = piece.key[0]
        if _is_short_office(text, piece, titles, words):
            return False
        if word in words.indefinite or _is_of_title(text, piece, words):
            return False  # "Someone", "How" of the podcast "How We Mend"
        kept = word in surnames or not _is_bare(word, words) or text.startswith("The ", piece.start)
        return len(word) > 1 and kept

    return list(filter(stays, pieces))


def _is_office(text: str, piece: Piece, words: PeopleWords) -> bool:
    """Tell whether a piece is an office with what it is for, the noun of one behind "the", or a seat in parliament."""
    *before, last = piece.key or ("",)
    seat = last in words.seats and words.role_modifiers.issuperset(before) and piece.title == piece.start
    if seat and not piece.possessive and _SEAT_BEHIND.match(text, piece.end):
        return True  # "Federal Member for Hull", "Member of Parliament"
    link = _FOR_FIELD.match(text, piece.start)
    if link is None or piece.title < piece.start:
        return False
    noun = fold(link[1])
    if link.end(1) < piece.end:
        return noun in words.portfolio_roles
    behind_article = text[max(0, piece.start - 4) : piece.start] in _ARTICLES
    return behind_article and words.is_role(noun) and not words.is_body(noun) and not words.is_plural_role(noun)


def _is_short_office(text: str, piece: Piece, titles: set[str], words: PeopleWords) -> bool:
    """Tell whether a word is the "PM" of "the PM said" or "a GP", or "CS" where the article tells the whole office."""
    word = piece.key[0]
    behind_article = text[max(0, piece.start - 4) : piece.start] in _ARTICLES
    sure = word in words.sure_codes and (behind_article or text.endswith((" a ", " an "), 0, piece.start))
    if not ((behind_article or sure) and word in words.office_codes and text[piece.start : piece.end].isupper()):
        return False
    if word in titles or sure:
        return True
    return any(re.search(rf"\b{office}\b", text, re.IGNORECASE) for office in words.office_forms.get(word, ()))


def _is_of_title(text: str, piece: Piece, words: PeopleWords) -> bool:
    """Tell whether a word without a meaning of its own is capitalised within a sentence, as only titles do."""
    alone = piece.key[0] in words.questions and piece.title == piece.start
    return alone and text[piece.start + 1].islower() and not opens_sentence(text, piece.start)


def _is_bare(word: str, words: PeopleWords) -> bool:
    plural = word.endswith("s") and words.is_plural_role(word)  # "Democrats" are somebody
    title = words.is_title(word) or word in words.native_offices
    return word in words.role_modifiers - words.parties or (title and not plural)


def without_openings(text: str, pieces: list[Piece], known: Known, words: PeopleWords) -> list[Piece]:
    """Drop single words that only begin sentences, unknown to the recogniser.

    The story has them small too, or they are nouns for several people ("Parents").
    """
    single = {p.key for p in pieces if len(p.key) == 1 and len(text) > p.end}
    used = {p.key for p in pieces if p.title < p.start or p.possessive or not opens_sentence(text, p.start)}
    used |= {
        p.key for p in pieces if known.near(p.start, p.end) and not (_is_adverb(text, p) or _is_plural(text, p, known))
    }
    members = {p.key for p in pieces if _are_members(text, p, words)}
    members -= {p.key for p in pieces if not (opens_sentence(text, p.start) or _are_members(text, p, words))}
    ends = {word for p in pieces if len(p.key) > 1 for word in (p.key[0], p.key[-1])}
    groups = words.groups - words.parties
    plural = {p.key for p in pieces if _is_plural(text, p, known)} - used
    dropped = {k for k in single - used if k[0] not in ends and (k[0] in groups or _stands_small(text, k[0]))} | plural
    adverbs = single - used - {(word,) for word in ends}
    return [
        p
        for p in pieces
        if p.key not in members and p.key not in dropped and not (p.key in adverbs and _is_adverb(text, p))
    ]


def _is_plural(text: str, piece: Piece, known: Known) -> bool:
    """Tell whether a word taken for a person is "Winters" of "Winters were long", where "winter" stands too."""
    word = piece.key[0]
    if len(piece.key) > 1 or not word.endswith("s") or _SEVERAL.match(text, piece.end) is None:
        return False
    people = all(label == "PERSON" for _, _, label in known.near(piece.start, piece.end))
    return people and (_stands_small(text, word) or _stands_small(text, word[:-1]))


def _are_members(text: str, piece: Piece, words: PeopleWords) -> bool:
    """Tell whether a piece is "Members" of "Members of the Harbour Union", and no name."""
    alone = len(piece.key) == 1 and piece.key[0] not in words.parties and opens_sentence(text, piece.start)
    return alone and words.is_plural_role(piece.key[0]) and text.startswith(" of ", piece.end)


def without_descriptions(text: str, pieces: list[Piece], known: Known, words: PeopleWords) -> list[Piece]:
    """Drop "Immortal" of "the Immortal said": a word that calls somebody so whom the article names otherwise.

    It always stands alone behind "the" and is no part of a longer name; no recogniser takes it for a body, nor is it a
    noun for one ("the Commission"), a team in the plural or an abbreviation.
    """
    bare: dict[Key, bool] = {}
    for piece in pieces:
        if len(piece.key) == 1:
            bare[piece.key] = bare.get(piece.key, True) and _is_described(text, piece, known, words)
    described = {key for key, holds in bare.items() if holds}
    if not described:
        return pieces
    parts = {word for piece in pieces if len(piece.key) > 1 for word in piece.key}
    return [piece for piece in pieces if piece.key not in described or piece.key[0] in parts]


def _is_described(text: str, piece: Piece, known: Known, words: PeopleWords) -> bool:
    if text[max(0, piece.start - 4) : piece.start] not in _ARTICLES:
        return False
    word, written = piece.key[0], text[piece.start : piece.end]
    if piece.title < piece.start or not written[1:].islower() or word.endswith("s"):
        return False
    bodies = words.org_heads | words.named_bodies | words.parties | words.police_names | words.groups
    if word in bodies or words.is_body(word) or word in words.countries or word in words.demonyms:
        return False
    if any(label != "PERSON" for _, _, label in known.near(piece.start, piece.end)):
        return False
    return _THEN_VERB.match(text, piece.end) is not None


def _stands_small(text: str, word: str) -> bool:
    """Tell whether the text has a word in small letters; a search for it alone is faster than a look at all words."""
    if _SMALL_LETTERS.fullmatch(word) is None:
        return False
    start = text.find(word)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(word) : start + len(word) + 1]
        if not (_is_joined(before) or before in _APOSTROPHES or _is_joined(after)):
            return True
        start = text.find(word, start + 1)
    return False


def _is_joined(char: str) -> bool:
    """Tell whether a character beside a word, if there is one, makes the word longer."""
    return char.isalnum() or char in _JOINS


def without_false_bearers(text: str, pieces: list[Piece], known: Known, words: PeopleWords) -> list[Piece]:
    """Cut "Joining" from "Joining Lee", "See" from "(See Lee" where the article names a Lee in full elsewhere.

    A form of two words is cut that only ever opens a sentence, a headline or a quotation, and is nowhere recognised;
    or whose first word begins no name ("Top Lee", "If Lee", "Inside Ann").
    """
    several = [p for p in pieces if len(p.key) > 1]
    full = (p for p in several if p.title < p.start or _is_recognised(text, p, known, _PEOPLE))
    no_names = words.role_modifiers | words.openers | words.verbs | words.prepositions
    named_so = [p.key for p in full if p.key[0] not in no_names]
    surnames, given = {key[-1] for key in named_so}, {key[0] for key in named_so}
    named = {p.key for p in several if p.title < p.start or _is_recognised(text, p, known)}
    named |= {p.key for p in several if not opens_sentence(text, p.start) or _SHOWS_PERSON.match(text, p.end)}

    def cut(piece: Piece) -> Piece:
        if len(piece.key) != 2 or piece.title < piece.start:
            return piece
        if piece.key[-1] not in surnames and not (piece.key[0] in words.prepositions and piece.key[-1] in given):
            return piece
        if piece.key in named and piece.key[0] not in no_names:
            return piece
        tokens = list(find_tokens(text, piece.start, piece.end))[1:]
        return evolve(make_piece(text, tokens), possessive=piece.possessive) if tokens else piece

    return [cut(piece) for piece in pieces]


def _is_recognised(text: str, piece: Piece, known: Known, labels: frozenset[str] = _NAMES) -> bool:
    """Tell whether an entity holds all words of a piece, of whatever label; "Joining Lee" is often taken for one."""
    if piece.key[0].endswith("ing") and opens_sentence(text, piece.start):
        return False
    near = known.near(piece.start, piece.end)
    return any(start <= piece.start and end >= piece.end and label in labels for start, end, label in near)


def _is_adverb(text: str, piece: Piece) -> bool:
    """Tell whether a piece is "Nationally" of "Nationally, prices fell", and no "Daly" of "Daly, 41, left"."""
    adverb = len(piece.key) == 1 and piece.key[0].endswith("ly") and text.startswith(", ", piece.end)
    return adverb and _EXPLAINED.match(text, piece.end) is None


def without_shouting(text: str, pieces: list[Piece], known: Known) -> list[Piece]:
    """Drop what only a headline in Capitals shows, where a run of capitals says nothing about names.

    The full name of somebody whom the story calls by the surname stays.
    """
    headlines = [m.span() for m in _HEADLINE.finditer(text) if _is_headline(m.group())]
    ends = [end for _, end in headlines]

    def in_headline(piece: Piece) -> bool:
        place = bisect_left(ends, piece.end)
        return place < len(ends) and headlines[place][0] <= piece.start

    story = {piece.key for piece in pieces if not in_headline(piece)}

    def kept(piece: Piece) -> list[Piece]:
        if piece.key in story or not in_headline(piece):
            return [piece]
        people = (label for label in known.near(piece.start, piece.end) if label[2] == "PERSON")
        found = (make_piece(text, list(find_tokens(text, start, end))) for start, end, _ in people)
        full = (one for one in found if 1 < len(one.key) < 4 and one.key[-1:] in story)
        return [one for one in full if one.key[:1] not in story]  # "Lee Meets Roe" are two

    return [one for piece in pieces for one in kept(piece)]


def _is_headline(line: str) -> bool:
    words = line.split()
    fewest, share = (7, 9) if line.rstrip().endswith(".") else (5, 6)
    if not fewest <= len(words) < 30:
        return False
    capital = [word for word in words if word[0].isupper()]
    small = [word for word in words if not word[0].isupper() and len(word.strip(_MARKS)) > _SMALL]
    return 10 * len(capital) >= share * len(words) or (
        not small and words[-1] in capital and 2 * len(capital) > len(words)
    )
