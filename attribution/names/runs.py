"""From a run of capitalised words to the names in it: "Apple" and "Tim Cook" of "But Apple CEO Tim Cook".

Words that cannot belong to a name divide the run, words that only begin the sentence are left out, and titles stand
between a body and a person.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import takewhile

from attrs import evolve

from attribution.layout import is_platform
from attribution.names.book import Label
from attribution.names.persons import NICKNAME
from attribution.names.pieces import (
    Known,
    Piece,
    Token,
    find_tokens,
    follows_office,
    make_piece,
    office_before,
    opens_sentence,
    possessive_ending,
)
from attribution.names.titles import is_calling, is_title, mark_titles
from attribution.people import CAPITALS, PeopleWords, fold

_AFTER_LINK = re.compile(r"\b(?:to|of|for|in)\s+$")
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]?\.?")
_KEPT_TITLES = frozenset({"prince", "princess"})  # part of the name of who has no surname
_DATED_AFTER = re.compile(r"\.?,? \d")
_DATED_BEFORE = re.compile(r"(?i:\b(?:in|on|since|last|this|next|until|by|early|late|mid|every|and|\d+))[ -]$")
_VERB_BEHIND = re.compile(r" ([a-z]+)\b")
_JOINS = re.compile(rf" (?:and|&) [{CAPITALS}]")
_AGED = re.compile(r" [A-Z][\w’'-]+, \d{1,2}[,.;]")
_FULL = 2  # words of a full name
_SPEAKING = frozenset({"i", "we"})
_CHAMBERS = frozenset({"house", "senate", "commons", "lords", "assembly", "parliament", "knesset", "duma", "bundestag"})
_CHAMBERS |= {"committee", "council", "court"}
_BODY_TAILS = frozenset(  # "Health and Safety Executive", the newspaper "Harbour Advocate"
    {"advocate", "citizen", "executive", "observer", "reporter"}
)
_BODY_ENDS = frozenset({"union"})  # "National Union", though "union" begins titles as well
_NAMING = frozenset({"PERSON", "ORG"})


def find_pieces(text: str, run: tuple[int, int], known: Known, words: PeopleWords) -> Iterator[Piece]:
    """Yield the names in a run of capitalised words, in the order of the text."""
    tokens: list[Token] = []
    nickname = NICKNAME.search(text, *run)
    for token in find_tokens(text, *run):
        if _is_separator(text, token, tokens, known, words):
            yield from _titled_pieces(text, tokens, known, words)
            tokens = []
            continue
        closes = _closes_sentence(text, token, tokens, known, words)
        tokens.append(evolve(token, end=token.end - 1) if closes else token)
        ending = possessive_ending(text[token.start : token.end])
        if nickname is not None and nickname.start() < token.start < nickname.end():
            ending = ""  # "Bob ‘Duke’ Ross"
        if closes or (ending and not (len(ending) == 1 and token.folded in words.styles)):  # "Dato' Ann Lee"
            yield from _titled_pieces(text, tokens, known, words)
            tokens = []
    yield from _titled_pieces(text, tokens, known, words)


def _closes_sentence(text: str, token: Token, before: list[Token], known: Known, words: PeopleWords) -> bool:
    """Tell whether "Ma." is the surname of "by Jack Ma. Roe left", and not short for a given name."""
    if text[token.start : token.end] == "X." and is_platform(text, token.start):
        return True
    if token.folded not in words.name_abbreviations or not text.startswith(".", token.end - 1):
        return False
    if before and not _is_opener(before[-1].folded, words):
        return not is_title(before[-1], words)
    return known.holds(rf"\b{re.escape(text[token.start : token.end - 1])}\b(?!\.)")


def _is_separator(text: str, token: Token, before: list[Token], known: Known, words: PeopleWords) -> bool:
    """Tell whether a capitalised word cannot belong to a name: "I", "We've", "June", "Taiwan-based"."""
    if token.folded in words.calendar:
        dated = _DATED_AFTER.match(text, token.end) or _DATED_BEFORE.search(text, max(0, token.start - 12), token.start)
        near = known.near(token.start, token.end)
        named = any(label == "PERSON" and start == token.start and end > token.end for start, end, label in near)
        return dated is not None or not (before or named or token.folded in known.surnames)  # "April Roe"
    if token.folded.split("'")[0] in _SPEAKING and text[token.start].isupper():
        return True
    surname = bool(before) and text[token.end - len(token.folded.rpartition("-")[2])].isupper()  # "Ann Roe-Day"
    return token.folded.rpartition("-")[2] in words.hyphen_tails and "-" in token.folded and not surname


def _titled_pieces(text: str, tokens: list[Token], known: Known, words: PeopleWords) -> Iterator[Piece]:
    """Yield the name that `tokens` end with, and the one before its title ("Apple" of "Apple CEO Tim Cook")."""
    tokens = _without_opener(text, tokens, known, words)
    if tokens and text[tokens[0].start].islower():
        tokens = _without_connector(text, tokens, words)
    if len(tokens) < 2:  # nothing to divide
        yield from (make_piece(text, [token]) for token in tokens)
        return
    tokens = mark_titles(text, tokens, known, words)
    if _is_bare_body(text, tokens, words):
        yield make_piece(text, tokens)
        return
    bare = all(is_title(token, words) or _is_code_of_office(text, token, words) for token in tokens)
    if bare and tokens[0].folded not in words.honorifics:
        return
    tokens = _without_trailing_role(text, tokens, known, words)
    tokens = _without_postnominals(text, tokens, known, words)
    head = _name_head(text, tokens, known, words)
    body = head
    while body and is_title(tokens[body - 1], words):
        body -= 1
    if body == 1 and _is_dignity(tokens, known, words):
        body = 0
    if body > 0:
        yield make_piece(text, _without_last_connector(text, tokens[:body], words))
    if body < head:
        kept = head - 1 if tokens[head - 1].folded in _KEPT_TITLES and head == len(tokens) - 1 else head
        yield evolve(make_piece(text, tokens[kept:]), title=tokens[body].start, honorific=tokens[head - 1].folded)
    elif head < len(tokens):
        yield make_piece(text, tokens[head:])


def _is_code_of_office(text: str, token: Token, words: PeopleWords) -> bool:
    """Tell whether a word is the "CM" of "Deputy CM", and no name."""
    return token.folded in words.office_codes and text[token.start : token.end].isupper()


def _is_dignity(tokens: list[Token], known: Known, words: PeopleWords) -> bool:
    """Tell whether a word before "Dr Ann Lee" is a title of chiefs by which she goes, and no body of hers."""
    first, following = tokens[:2]
    near = known.near(first.start, first.end)
    named = bool(near) and all(label == "PERSON" for _, _, label in near)
    return named and following.folded in words.honorifics and not words.is_body(first.folded)


def _is_bare_body(text: str, tokens: list[Token], words: PeopleWords) -> bool:
    """Tell whether words of titles name a body: "National Union", "Marine Research" behind "Institute of"."""
    if len(tokens) > 1 and tokens[-1].folded in _BODY_ENDS and words.is_plural_role(tokens[-2].folded):
        return True  # "Teachers Union"
    parts = (words.role_modifiers, words.subjects)
    if len(tokens) < 2 or not all(any(token.folded in part for part in parts) for token in tokens):
        return False
    office = office_before(text, tokens[0].start)
    return tokens[-1].folded in _BODY_ENDS or (office is not None and fold(office) in words.org_heads)


def _without_trailing_role(text: str, tokens: list[Token], known: Known, words: PeopleWords) -> list[Token]:
    """Drop a role that ends a run ("New York State Attorney General"), unless a person is known to be called so."""
    end = len(tokens)
    if text[tokens[0].start : tokens[-1].end] in known.media:
        return tokens  # "The Harbour Reporter"
    if tokens[0].folded == "the" and end == 2:
        near = known.near(tokens[0].start, tokens[-1].end)
        within = text[tokens[0].start].isupper() and not opens_sentence(text, tokens[0].start)
        if within or any(label == "ORG" for _, _, label in near):
            return tokens  # "The Diplomat" within a sentence
    while end > 1 and _is_plain_role(tokens[end - 1], words) and tokens[0].folded not in words.honorifics:
        last = tokens[end - 1]
        near = known.near(last.start, last.end)
        if any(label == "PERSON" and stop >= last.end for _, stop, label in near):
            break
        if last.folded in _BODY_TAILS and any(label == "ORG" and stop >= last.end for _, stop, label in near):
            break
        end -= 1
    if end == len(tokens):
        return tokens
    first = next((i for i in range(end) if is_title(tokens[i], words)), end)
    return tokens[:first] or tokens[:end]


def _without_postnominals(text: str, tokens: list[Token], known: Known, words: PeopleWords) -> list[Token]:
    """Drop "QC" and the like; what may be a station or an agency ("AM", "IRS") only behind a full name."""
    while len(tokens) > 1 and words.is_postnominal(text[tokens[-1].start : tokens[-1].end]):
        last = tokens[-1]
        bodies = (label for _, end, label in known.near(last.start, last.end) if end >= last.end and label != "PERSON")
        if last.folded not in words.postnominals and (len(tokens) < _FULL + 1 or any(bodies)):
            break
        if known.holds(rf"\b(?:Mr|Mrs|Ms|Dr)\.? {re.escape(text[last.start : last.end])}\b"):
            break  # a surname, as of "Dr Gagan KC"
        tokens = tokens[:-1]
    return tokens


def _is_plain_role(token: Token, words: PeopleWords) -> bool:
    """Tell whether a word is a title in the singular; "Rangers" and "Liberals" are names of bodies."""
    return is_title(token, words, modifiers=False) and not words.is_plural_role(token.folded)


def _without_opener(text: str, tokens: list[Token], known: Known, words: PeopleWords) -> list[Token]:
    """Drop words that are capitalised because a sentence begins ("But Trump"), unless they begin a known name."""
    while tokens and (_is_opener(tokens[0].folded, words) or "-of-" in tokens[0].folded):
        first = tokens[0]
        if first.folded == "he" and len(tokens) > 1:
            break  # no pronoun stands right before a name: "He Zhenwei"
        named = any(
            start == first.start and end > first.end for start, end, label in known.near(first.start, first.end)
        )
        if (named and len(tokens) > 1 and first.folded in words.name_openers) or not opens_sentence(text, first.start):
            break
        tokens = tokens[1:]
    if len(tokens) < _FULL or not opens_sentence(text, tokens[0].start):
        return tokens
    noun = tokens[0].folded
    untitled = (
        _is_kin(noun, words)
        or _are_named(text, tokens, known, words)
        or (words.is_untitled(noun) and is_calling(tokens, known, words))
    )
    return tokens[1:] if untitled else tokens  # "Husband Derek", "Victim Ann Lee", "Brothers Bob and Tom Lee"


def _are_named(text: str, tokens: list[Token], known: Known, words: PeopleWords) -> bool:
    """Tell whether a noun for several people stands before their names: "Brothers Bob and Tom Lee"."""
    noun = tokens[0].folded
    if _JOINS.match(text, tokens[-1].end) is None or noun in words.parties:
        return False
    near = known.near(tokens[1].start, tokens[-1].end)
    named = any(label == "PERSON" and start == tokens[1].start for start, _, label in near)
    return noun in words.kin_groups or (named and words.is_plural_role(noun))


def _without_connector(text: str, tokens: list[Token], words: PeopleWords) -> list[Token]:
    """Drop what joins a name to nothing: "do" of "Ann's do Lima", "'t" of "In 't Veld" at the head of a sentence."""
    small = takewhile(lambda token: text[token.start].islower(), tokens)
    drop = [token for token in small if token.folded in words.connectors or token.end - token.start == 1]
    return tokens[len(drop) :]


def _without_last_connector(text: str, tokens: list[Token], words: PeopleWords) -> list[Token]:
    """Return "Iowa" of "Iowa ag Secretary Ann Lee"."""
    joins = len(tokens) > 1 and tokens[-1].folded in words.connectors and text[tokens[-1].start].islower()
    return tokens[:-1] if joins else tokens


def _is_kin(word: str, words: PeopleWords) -> bool:
    return word in words.relations and words.is_untitled(word)


def _is_opener(word: str, words: PeopleWords) -> bool:
    """Tell whether a folded word, or what stands before its apostrophe ("they're"), only begins sentences."""
    return word in words.openers or word.split("'")[0] in words.openers


def _name_head(text: str, tokens: list[Token], known: Known, words: PeopleWords) -> int:
    """Return the index of the first token after the titles; 0 where there are none."""
    last = max((i for i, token in enumerate(tokens) if token.folded not in words.suffixes), default=0)
    persons = _persons(tokens, known)
    office = follows_office(text, tokens[0].start, words)
    head = _after_titles(text, tokens, last, known, words, office=office)
    if head == 0 and (persons or office) and _begins_with_place(text, tokens, known, words):
        head = 1  # "ambassador to Pakistan Abdul Salam Zaeef"
    if head == 0 and office and 2 < len(tokens) < 6 and tokens[0].folded in _CHAMBERS:
        head = int(not any(token.folded in words.org_heads for token in tokens[1:]))  # "Speaker of the House Ana Lima"
    for start, end, _ in persons:
        inner = next((i for i, token in enumerate(tokens) if token.start == start and i > head), None)
        if inner and tokens[inner].end < end and all(_is_foreign(token, known, words) for token in tokens[head:inner]):
            head = inner
    if head == 0 and last > 2 and tokens[last].folded in known.surnames and not persons:
        head = last - 1  # "Public Prosecution Ann Lee", where "Ms Lee" is known
    if head == 0 and office:
        head = _behind_body(text, tokens, known, words)
    head = _at_initials(text, tokens, head, words)
    code = next((i for i, token in enumerate(tokens) if _is_code(text, token) and head <= i < last - 1), None)
    if code is not None and not any(token.folded in words.org_heads for token in tokens[code:]):
        behind = tokens[code + 1]
        named = any(start <= behind.start and end > behind.end for start, end, _ in persons)
        head = code + 1 if named else head  # not in "ABCD Te Roa", which is taken for several people
    return head


def _persons(tokens: list[Token], known: Known) -> list[Label]:
    return [label for label in known.near(tokens[0].start, tokens[-1].end) if label[2] == "PERSON"]


def _after_titles(text: str, tokens: list[Token], last: int, known: Known, words: PeopleWords, *, office: bool) -> int:
    """Return the index after the last title word before `last`; `office`: a role with "of" stands before."""
    head = 0
    ends_body = tokens[last].folded in words.org_heads and not _persons(tokens, known)  # "Refugee Council"
    if tokens[0].folded in words.of_titles and office and not ends_body:
        head = next((i for i, token in enumerate(tokens) if token.folded not in words.of_titles), last)
    for i, token in enumerate(tokens[:last]):
        if (ends_body or _begins_body(token, tokens[last], known, words)) and token.folded not in words.honorifics:
            continue
        if (
            not token.title
            and token.folded in words.given_titles
            and (_is_given_name(text, token, known, words) or _is_civilian(text, tokens[i : last + 1], known, words))
        ):
            break
        if token.title or (is_title(token, words, modifiers=False) and not _inside_name(token, known, words)):
            head = i + 1
    return head


def _is_given_name(text: str, token: Token, known: Known, words: PeopleWords) -> bool:
    """Tell whether a word that may be a title begins a recognised name ("Rep. Earl Roe"), or one with an age.

    A rank begins one where the article calls somebody by it alone ("his father, Col, ...").
    """
    if token.folded in words.ranks:
        written = text[token.start : token.end]
        return known.holds(rf"(?<![Tt]he )\b{re.escape(written)}(?:[’']s\b|,? [a-z])")
    if _AGED.match(text, token.end):
        return True
    return any(start == token.start and end > token.end for start, end, _ in _persons([token], known))


def _is_civilian(text: str, tokens: list[Token], known: Known, words: PeopleWords) -> bool:
    """Tell whether "Col" begins "Col Roe": the article says Mr, Ms or Dr Roe, and names no other Roe in full."""
    if len(tokens) != _FULL or tokens[0].folded not in words.ranks or text[tokens[0].end - 1] == ".":
        return False
    rank, surname = (re.escape(text[token.start : token.end].rstrip(".")) for token in tokens)
    styled = known.holds(rf"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? {surname}\b")
    return styled and not known.holds(rf"\b(?!(?:Mr|Mrs|Ms|Miss|Dr|{rank})\b)[A-Z][\w’'-]+\.? {surname}\b")


def _begins_with_place(text: str, tokens: list[Token], known: Known, words: PeopleWords) -> bool:
    """Tell whether the first word is a place behind "to" or "of", and not the first of a body's name."""
    start, end, first = tokens[0].start, tokens[-1].end, tokens[0].folded
    if len(tokens) < 3 or (first not in known.places and first not in words.countries):
        return False
    whole = any(a <= start and b >= end and label == "ORG" for a, b, label in known.near(start, end))
    behind = _AFTER_LINK.search(text, max(0, start - 8), start) is not None
    return behind and not (whole and first not in words.countries)


def _at_initials(text: str, tokens: list[Token], head: int, words: PeopleWords) -> int:
    """Return where initials begin a name behind a body ("leader in the Assembly K.T. Roe"), else `head`."""
    for i, token in enumerate(tokens[head + 1 :], head + 1):
        if _INITIALS.fullmatch(text[token.start : token.end]):
            return i if i < len(tokens) - 1 and tokens[i - 1].folded in words.org_heads else head
    return head


def _behind_body(text: str, tokens: list[Token], known: Known, words: PeopleWords) -> int:
    """Return where a name of two or three words begins behind "the head of the Harbour Fund", else 0."""
    body = next((i for i, token in enumerate(tokens) if i and token.folded in words.org_heads), None)
    if body is None or not _FULL <= len(tokens) - body - 1 <= _FULL + 1:
        return 0
    bodied = words.org_heads | words.subjects | words.body_ends | words.connectors | words.countries | known.places
    name = tokens[body + 1 :]
    fits = not any(token.folded in bodied or is_title(token, words) for token in name)
    after = _VERB_BEHIND.match(text, tokens[-1].end)
    return body + 1 if fits and after is not None and after[1] in words.verbs else 0


def _is_code(text: str, token: Token) -> bool:
    """Tell whether a word is a short code before a name ("DL" in "Browns DL Sheldon Richardson")."""
    return (
        1 < token.end - token.start < 5
        and text[token.start : token.end].isupper()
        and text[token.start : token.end].isalpha()
    )


def _begins_body(token: Token, end: Token, known: Known, words: PeopleWords) -> bool:
    """Tell whether a role in the plural begins a recognised body or stands before a single word ("Pilots Guild")."""
    if not words.is_plural_role(token.folded):
        return False
    covers = any(label == "ORG" and stop >= end.end for _, stop, label in known.near(token.start, token.end))
    return covers or end.start - token.end < 2


def _inside_name(token: Token, known: Known, words: PeopleWords) -> bool:
    """Tell whether a role word is a part of a recognised name ("Stephen King Smith")."""
    if token.folded in words.honorifics or token.folded in words.ranks:
        return False
    return any(start < token.start and token.end < end for start, end, _ in _persons([token], known))


def _is_foreign(token: Token, known: Known, words: PeopleWords) -> bool:
    """Tell whether a capitalised word before a recognised person belongs to something else."""
    if token.folded in words.role_modifiers:
        return True
    return any(label != "PERSON" for _, _, label in known.near(token.start, token.end))


def find_missed(text: str, pieces: list[Piece], known: Known, words: PeopleWords) -> Iterator[Piece]:
    """Yield recognised names that no run of capitalised words shows ("eBay", "my6sense")."""
    starts = [piece.title for piece in pieces]
    for start, end, label in known.labels:
        place = bisect_left(starts, end)
        if label in _NAMING and not any(piece.end > start for piece in pieces[max(0, place - 3) : place]):
            tokens = list(find_tokens(text, start, end))
            titles = all(is_title(token, words) for token in tokens)
            if not titles and any(char.isupper() for char in text[start:end]):
                yield make_piece(text, tokens)
