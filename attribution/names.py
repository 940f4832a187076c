"""The names that an article uses, and which of them stand for the same person or body.

Named entity recognition finds most names and mislabels many, so each name is found twice: as a run of capitalised
words and as an entity, and all places where a form stands vote on what it is. Forms are then joined: "Xi" and
"President Xi" to "Xi Jinping", "CIA" to "Central Intelligence Agency". A form that fits two people keeps both owners.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

from attrs import evolve, field, frozen
from rapidfuzz.distance import OSA

from attribution.models import CharSpan
from attribution.people import PeopleWords, fold

NameLabel = Literal["person", "organization", "place", "people", "other"]
Key = tuple[str, ...]
Label = tuple[int, int, str]
"""Start, end (code points, end exclusive) and label of a recognised entity."""

_LABELS: dict[str, NameLabel] = {
    "PERSON": "person",
    "ORG": "organization",
    "PRODUCT": "organization",
    "WORK_OF_ART": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "people",
}
_WORD = re.compile(r"[\w*][\w*’'.&-]*")
_AGE = re.compile(r", \d{1,2}(?=[,.;])|,? \(\d{1,2}\)|, aged? \d")
_ACRONYM = re.compile(r"[ \u00a0]?\(([A-Z][\w&-]{1,9})(?:,[^()]*)?\)")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…\n—–•*]|[.!?,]?[\"”“'’‘])[\s\"“'‘(\[]*$")
_SMALL = frozenset({"of", "the", "and", "for", "&", "on", "in", "de", "to"})
_HEADLINE = re.compile(r"^[^\n]{1,200}[^\s,:;][^\S\n]*$", re.MULTILINE)
_POSSESSIVE = re.compile("[’']s?$")
_JOINT = re.compile(r"(?:[’']s?)?\s(?:(?P<link>of|for|and|on|&)\s(?:the\s)?)?")
_OF_OR_FOR = re.compile(r" (?:of|for) (?:the )?")
_OF_TITLE = re.compile(r"([\w.-]+)\s+(?:of|for|to)\s+(?:the\s+)?$")
_APPOSITION = re.compile(r", ((?:[a-z-]+ ){1,5})")
_QUARTERS = frozenset({"new", "great", "north", "south", "east", "west", "central", "old", "upper", "lower"})
_PHRASE_BEFORE = re.compile(r"\b(?:[Tt]he|an?|his|her) ((?:[\w’'-]+ ){0,7}[\w’'-]+), $")
_PHRASE_AFTER = re.compile(r", (?:the|an?|his|her|whose) ((?:[\w’'-]+ ){0,5}[\w’'-]+)")
_AT_PLACE = re.compile(r"\b(?:in|at|from|to|near|across|the|outside)\s$", re.IGNORECASE)
_OF_PEOPLES = ("an", "ish", "ese", "i", "ch", "ss", "sh")
_AFTER_LINK = re.compile(r"\b(?:to|of|for|in)\s+$")
_SMALL_WORD = re.compile(r"(?<![\w’'-])[a-z]+(?![\w-])")
_MET = re.compile(r"\b(?:spoke|speaking|speaks|talked|talking|talks|sat down|married) (?:to|with)\s$|\bmarried\s$")
_OF_BODY = re.compile(r"(?:,? from|,? of|,) the (?:[A-Z][\w-]+ ?){2,}")
_HE_NEXT = re.compile(r"[^.\n]{0,200}\.\s(?:[A-Z][a-z]+\s[^.\n]{0,90}?\b)?(?:[Hh]e|[Ss]he)\s")
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]?\.?")
_NAMED_AS = re.compile(r"\b(?:named|called|name (?:only )?as|(?:him|her)self (?:only )?as|known as|-year-old)\s$")
_WHO = re.compile(r", who (?!(?:have|are|were)\b)")  # "Rovers, who have" are several
_HIMSELF = re.compile(r"\s(?:him|her)self\b")
_NEXT_WORD = re.compile(r",? ([\w-]+)")
_LAST_WORD = re.compile(r"([\w.’'-]+),?\s+$")
_KEPT_TITLES = frozenset({"prince", "princess"})  # part of the name of who has no surname
_DATED_AFTER = re.compile(r"\.?,? \d")
_DATED_BEFORE = re.compile(r"(?i:\b(?:in|on|since|last|this|next|until|by|early|late|mid|every|and|\d+))[ -]$")
_SPEAKING = frozenset({"i", "we"})
_DOTTED = frozenset({"jr", "sr", "inc", "corp", "co", "ltd"})
_NAMING = frozenset({"PERSON", "ORG"})
_FIRM_ENDS = frozenset(
    {"ab", "ag", "asa", "bhd", "bv", "corp", "gmbh", "inc", "llc", "llp", "ltd", "nv", "oyj", "plc", "pty"}
)
_LONGEST = 80  # code points; no recognised entity that matters is longer
_ORDER: tuple[NameLabel, ...] = ("person", "organization", "place", "people", "other")


@frozen
class NameMention:
    """One place where a name stands.

    `span` is the name without title and possessive ending; `title` is where an honorific or title before it begins
    (`title == span.start` where there is none).
    """

    span: CharSpan
    key: Key
    label: NameLabel
    title: int
    honorific: str = ""
    possessive: bool = False
    certainty: float = 1.0
    owners: tuple[int, ...] = ()


@frozen
class Entity:
    """A person or body under all the forms that the article uses.

    `name` is where the fullest form stands; `gender` is shown by honorifics and words of kinship before the name;
    `certainty` is the share of the votes that made it what it is, 0 to 1.
    """

    index: int
    label: NameLabel
    name: CharSpan
    key: Key
    mentions: tuple[NameMention, ...] = ()
    gender: Literal["male", "female"] | None = None
    certainty: float = 1.0


@frozen(eq=False)
class NameBook:
    """All names of an article: mentions in the order of the text, entities in the order of their first mention."""

    mentions: tuple[NameMention, ...] = ()
    entities: tuple[Entity, ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(m.span.start for m in self.mentions))

    def across(self, position: int) -> NameMention | None:
        """Return the mention that `position` cuts in two, if any."""
        place = bisect_left(self._starts, position)
        last = self.mentions[place - 1] if place else None
        return last if last and position < last.span.end else None

    def within(self, span: CharSpan) -> list[NameMention]:
        """Return the mentions that lie inside `span`."""
        first = bisect_left(self._starts, span.start)
        last = bisect_right(self._starts, span.end)
        return [m for m in self.mentions[first:last] if m.span.end <= span.end]


@frozen
class _Piece:
    """A stretch that may be a name, before the votes are counted."""

    start: int
    end: int
    title: int
    key: Key
    honorific: str = ""
    possessive: bool = False


@frozen
class _Token:
    start: int
    end: int
    folded: str


def find_names(text: str, labels: Iterable[Label], words: PeopleWords) -> NameBook:
    """Find all names of `text` and join the forms of one bearer.

    Args:
        text: The article.
        labels: Start, end and label of each entity that a recogniser found (OntoNotes labels); may be empty.
        words: The word lists.
    """
    known = _know(text, labels)
    pieces = [piece for run in words.run.finditer(text) for piece in _run_pieces(text, run.span(), known, words)]
    pieces = _join_organizations(text, pieces, known, words)
    pieces = sorted([*pieces, *_missed(text, pieces, known)], key=lambda piece: (piece.start, piece.end))
    pieces = _without_shouting(text, _without_bare_titles(text, pieces, words))
    pieces = _without_openings(text, pieces, known)
    votes = _vote(text, pieces, known, words)
    mentions = _inherit(text, [_label(piece, votes) for piece in pieces], words)
    return _cluster(text, mentions, words)


@frozen
class _Known:
    """Recognised entities, sorted, to be asked for those near a stretch."""

    labels: tuple[Label, ...]
    surnames: frozenset[str]
    places: frozenset[str]
    _starts: list[int] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_starts", [start for start, _, _ in self.labels])

    def near(self, start: int, end: int) -> list[Label]:
        """Return the entities that share a character with `start..end`."""
        first = bisect_left(self._starts, start - _LONGEST)
        last = bisect_left(self._starts, end)
        return [label for label in self.labels[first:last] if label[1] > start]


def _know(text: str, labels: Iterable[Label]) -> _Known:
    kept = tuple(sorted(label for label in set(labels) if label[2] in _LABELS))
    names = [text[start:end].split() for start, end, label in kept if label == "PERSON"]
    surnames = frozenset(fold(name[-1]) for name in names if len(name) > 1)
    places = frozenset(fold(text[start:end]) for start, end, label in kept if label in {"GPE", "NORP"})
    return _Known(kept, surnames, places)


def _run_pieces(text: str, run: tuple[int, int], known: _Known, words: PeopleWords) -> Iterator[_Piece]:
    tokens: list[_Token] = []
    for match in _WORD.finditer(text, *run):
        token = _Token(match.start(), match.end(), fold(match.group()))
        if _is_separator(text, token, tokens, known, words):
            yield from _titled_pieces(text, tokens, known, words)
            tokens = []
            continue
        tokens.append(token)
        if _POSSESSIVE.search(match.group()):
            yield from _titled_pieces(text, tokens, known, words)
            tokens = []
    yield from _titled_pieces(text, tokens, known, words)


def _is_separator(text: str, token: _Token, before: list[_Token], known: _Known, words: PeopleWords) -> bool:
    """Tell whether a capitalised word cannot belong to a name: "I", "We've", "June", "Taiwan-based"."""
    if token.folded in words.calendar:
        dated = _DATED_AFTER.match(text, token.end) or _DATED_BEFORE.search(text, max(0, token.start - 12), token.start)
        return dated is not None or not (before or token.folded in known.surnames)
    if token.folded.split("'")[0] in _SPEAKING:
        return True
    return token.folded.rpartition("-")[2] in words.hyphen_tails and "-" in token.folded


def _titled_pieces(text: str, tokens: list[_Token], known: _Known, words: PeopleWords) -> Iterator[_Piece]:
    """Yield the name that `tokens` end with, and the one before its title ("Apple" of "Apple CEO Tim Cook")."""
    tokens = _without_opener(text, tokens, known, words)
    bare = len(tokens) > 1 and all(_is_title_word(token.folded, words) for token in tokens)
    if not tokens or (bare and tokens[0].folded not in words.honorifics):
        return
    tokens = _without_trailing_role(tokens, known, words)
    while len(tokens) > 1 and tokens[-1].folded in words.postnominals:
        tokens = tokens[:-1]
    head = _name_head(text, tokens, known, words)
    body = head
    while body and _is_title_word(tokens[body - 1].folded, words):
        body -= 1
    if body > 0:
        yield _piece(text, tokens[:body])
    if body < head:
        kept = head - 1 if tokens[head - 1].folded in _KEPT_TITLES and head == len(tokens) - 1 else head
        yield evolve(_piece(text, tokens[kept:]), title=tokens[body].start, honorific=tokens[head - 1].folded)
    elif head < len(tokens):
        yield _piece(text, tokens[head:])


def _without_trailing_role(tokens: list[_Token], known: _Known, words: PeopleWords) -> list[_Token]:
    """Drop a role that ends a run ("New York State Attorney General"), unless a person is known to be called so."""
    end = len(tokens)
    near = known.near(tokens[0].start, tokens[-1].end)
    if tokens[0].folded == "the" and end == 2 and any(label == "ORG" for _, _, label in near):
        return tokens  # "The Diplomat" within a sentence
    while end > 1 and _is_plain_role(tokens[end - 1].folded, words) and tokens[0].folded not in words.honorifics:
        last = tokens[end - 1]
        if any(label == "PERSON" and stop >= last.end for _, stop, label in known.near(last.start, last.end)):
            break
        end -= 1
    if end == len(tokens):
        return tokens
    first = next((i for i in range(end) if _is_title_word(tokens[i].folded, words)), end)
    return tokens[:first] or tokens[:end]


def _is_plain_role(word: str, words: PeopleWords) -> bool:
    """Tell whether a word is a title in the singular; "Rangers" and "Liberals" are names of bodies."""
    return words.is_title(word) and not words.is_plural_role(word)


def _without_opener(text: str, tokens: list[_Token], known: _Known, words: PeopleWords) -> list[_Token]:
    """Drop words that are capitalised because a sentence begins ("But Trump"), unless they begin a known name."""
    while tokens and (tokens[0].folded in words.openers or "-of-" in tokens[0].folded):
        first = tokens[0]
        if first.folded == "he" and len(tokens) > 1:
            break  # no pronoun stands right before a name: "He Zhenwei"
        named = any(
            start == first.start and end > first.end for start, end, label in known.near(first.start, first.end)
        )
        if (named and len(tokens) > 1 and first.folded in words.name_openers) or not _opens_sentence(text, first.start):
            break
        tokens = tokens[1:]
    return tokens


def _opens_sentence(text: str, start: int) -> bool:
    return _SENTENCE_START.search(text, max(0, start - 8), start) is not None


def _name_head(text: str, tokens: list[_Token], known: _Known, words: PeopleWords) -> int:
    """Return the index of the first token after the titles; 0 where there are none."""
    last = max((i for i, token in enumerate(tokens) if token.folded not in words.suffixes), default=0)
    persons = [label for label in known.near(tokens[0].start, tokens[-1].end) if label[2] == "PERSON"]
    near = known.near(tokens[0].start, tokens[-1].end)
    whole = any(a <= tokens[0].start and b >= tokens[-1].end and label == "ORG" for a, b, label in near)
    head = 0
    ends_body = tokens[last].folded in words.org_heads and not persons  # "Refugee Council"
    office = _OF_TITLE.search(text, max(0, tokens[0].start - 30), tokens[0].start)
    if tokens[0].folded in words.of_titles and office and words.is_role(office[1]):
        head = next((i for i, token in enumerate(tokens) if token.folded not in words.of_titles), last)
    for i, token in enumerate(tokens[:last]):
        if (ends_body or _begins_body(token, tokens[last], known, words)) and token.folded not in words.honorifics:
            continue
        if _is_title_word(token.folded, words, modifiers=False) and not _inside_name(token, persons, words):
            head = i + 1
    if (
        head == 0
        and len(tokens) > 2
        and not (whole and tokens[0].folded not in words.countries)
        and tokens[0].folded in known.places | words.countries
        and (persons or (office and words.is_role(office[1])))
        and _AFTER_LINK.search(text, max(0, tokens[0].start - 8), tokens[0].start)
    ):
        head = 1  # "ambassador to Pakistan Abdul Salam Zaeef"
    for start, end, _ in persons:
        inner = next((i for i, token in enumerate(tokens) if token.start == start and i > head), None)
        if inner and tokens[inner].end < end and all(_is_foreign(token, known, words) for token in tokens[head:inner]):
            head = inner
    if head == 0 and last > 2 and tokens[last].folded in known.surnames and not persons:
        head = last - 1  # "Public Prosecution Ann Lee", where "Ms Lee" is known
    initials = next(
        (i for i, token in enumerate(tokens) if i > head and _INITIALS.fullmatch(text[token.start : token.end])), None
    )
    if initials and initials < len(tokens) - 1 and tokens[initials - 1].folded in words.org_heads:
        head = initials  # "leader in the Assembly K.T. Roe"
    code = next((i for i, token in enumerate(tokens) if _is_code(text, token, words) and head <= i < last - 1), None)
    if code is not None and persons and not any(token.folded in words.org_heads for token in tokens[code:]):
        head = code + 1
    return head


def _is_code(text: str, token: _Token, words: PeopleWords) -> bool:
    """Tell whether a word is a short code before a name ("DL" in "Browns DL Sheldon Richardson")."""
    return (
        1 < token.end - token.start < 5
        and text[token.start : token.end].isupper()
        and text[token.start : token.end].isalpha()
    )


def _begins_body(token: _Token, end: _Token, known: _Known, words: PeopleWords) -> bool:
    """Tell whether a role in the plural begins a recognised body or stands before a single word ("Pilots Guild")."""
    if not words.is_plural_role(token.folded):
        return False
    covers = any(label == "ORG" and stop >= end.end for _, stop, label in known.near(token.start, token.end))
    return covers or end.start - token.end < 2


def _inside_name(token: _Token, persons: list[Label], words: PeopleWords) -> bool:
    """Tell whether a role word is a part of a recognised name ("Stephen King Smith")."""
    if token.folded in words.honorifics or token.folded in words.ranks:
        return False
    return any(start < token.start and token.end < end for start, end, _ in persons)


def _is_foreign(token: _Token, known: _Known, words: PeopleWords) -> bool:
    """Tell whether a capitalised word before a recognised person belongs to something else."""
    if token.folded in words.role_modifiers:
        return True
    return any(label != "PERSON" for _, _, label in known.near(token.start, token.end))


def _is_title_word(word: str, words: PeopleWords, *, modifiers: bool = True) -> bool:
    return words.is_title(word) or (modifiers and word in words.role_modifiers)


def _piece(text: str, tokens: list[_Token]) -> _Piece:
    end = tokens[-1].end
    raw = text[tokens[-1].start : end]
    possessive = _POSSESSIVE.search(raw)
    if possessive:
        end -= len(possessive.group())
    elif raw.endswith(".") and len(raw) > 2 and raw[-3:-2].islower() and fold(raw) not in _DOTTED:
        end -= 1
    return _Piece(tokens[0].start, end, tokens[0].start, _key(tokens), possessive=bool(possessive))


def _key(tokens: list[_Token]) -> Key:
    return tuple(token.folded for token in tokens if token.folded != "the")


def _join_organizations(text: str, pieces: list[_Piece], known: _Known, words: PeopleWords) -> list[_Piece]:
    """Join "Department" and "Justice" where "of" stands between them, and what the recogniser takes for one body."""
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and piece.title < piece.start and _is_inside_body(text, joined[-1], piece, known, words):
            piece = _piece(text, [_Token(m.start(), m.end(), fold(m.group())) for m in _words_of(text, piece)])
        owner = joined and joined[-1].possessive and " ".join(joined[-1].key) in known.places  # "China's State Council"
        if joined and not owner and _is_joined(text, joined[-1], piece, known, words):
            first = joined.pop()
            piece = evolve(piece, start=first.start, title=first.title, key=first.key + piece.key)
        joined.append(piece)
    return joined


def _words_of(text: str, piece: _Piece) -> Iterator[re.Match[str]]:
    return _WORD.finditer(text, piece.title, piece.end)


def _is_inside_body(text: str, first: _Piece, second: _Piece, known: _Known, words: PeopleWords) -> bool:
    """Tell whether a title is a part of a recognised body ("Institute for Marine Machines")."""
    if not first.key or first.key[-1] not in words.org_heads or not _OF_OR_FOR.fullmatch(text, first.end, second.title):
        return False
    near = known.near(first.start, second.end)
    return any(label == "ORG" and start <= first.end - 1 and end >= second.end for start, end, label in near)


def _is_joined(text: str, first: _Piece, second: _Piece, known: _Known, words: PeopleWords) -> bool:
    gap = _JOINT.fullmatch(text, first.end, second.start)
    if gap is None or second.title < second.start or not first.key or not second.key:
        return False
    link = gap["link"] or ""
    if link == "&":
        return True
    named = first.key[-1] in words.org_heads or _follows_body(text, first.start, words)
    if link in {"of", "for"} and named and not first.possessive:
        return True
    bodies = (label for label in known.near(first.start, second.end) if _LABELS[label[2]] == "organization")
    owned = not link and text[first.end] in "'’"
    if not link and not (owned and second.key[-1] in words.org_heads):
        return False
    if any(start <= first.end - 1 and second.end <= end + 2 for start, end, _ in bodies):
        return True
    if (
        link == "and"
        and first.key[0] in words.org_heads
        and {"of", "for"}.intersection(text[first.start : first.end].split())
    ):
        return len(second.key) < 3 and not known.near(second.start, second.end)  # "Ministry of Trade and Industry"
    if link == "and" and second.key[-1] in words.org_heads and text[max(0, first.start - 4) : first.start] == "the ":
        office = _OF_TITLE.search(text, max(0, first.start - 30), first.start)
        if office and words.is_role(office[1]) and len(second.key) > 2:
            return True  # "director of the Near East and Pacific Mission Centre"
        return not known.near(first.start, first.end) and not words.org_heads.intersection(first.key)
    return owned and words.is_role(first.key[-1]) and second.key[-1] in words.org_heads  # "Teachers' Union"


def _missed(text: str, pieces: list[_Piece], known: _Known) -> Iterator[_Piece]:
    """Yield recognised names that no run of capitalised words shows ("eBay", "my6sense")."""
    starts = [piece.start for piece in pieces]
    for start, end, label in known.labels:
        place = bisect_left(starts, end)
        if label in _NAMING and not any(piece.end > start for piece in pieces[max(0, place - 3) : place]):
            tokens = [_Token(m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(text, start, end)]
            if tokens and any(char.isupper() for char in text[start:end]):
                yield _piece(text, tokens)


def _without_bare_titles(text: str, pieces: list[_Piece], words: PeopleWords) -> list[_Piece]:
    """Drop "Director" and "Speaker" by themselves, unless somebody's name ends so ("Tim Cook" ... "Cook").

    "The Diplomat" within a sentence is a title of something else.
    """
    surnames = {piece.key[-1] for piece in pieces if len(piece.key) > 1}

    def stays(piece: _Piece) -> bool:
        if len(piece.key) != 1:
            return bool(piece.key)
        word = piece.key[0]
        if word in words.indefinite:
            return False  # "Someone"
        kept = word in surnames or not _is_bare(word, words) or text.startswith("The ", piece.start)
        return len(word) > 1 and kept

    return list(filter(stays, pieces))


def _is_bare(word: str, words: PeopleWords) -> bool:
    plural = word.endswith("s") and words.is_plural_role(word)  # "Democrats" are somebody
    return word in words.role_modifiers - words.parties or (words.is_title(word) and not plural)


def _without_openings(text: str, pieces: list[_Piece], known: _Known) -> list[_Piece]:
    """Drop single words that only begin sentences, unknown to the recogniser, where the story has them small too."""
    single = {p.key for p in pieces if len(p.key) == 1 and len(text) > p.end}
    used = {p.key for p in pieces if p.title < p.start or p.possessive or not _opens_sentence(text, p.start)}
    used |= {p.key for p in pieces if known.near(p.start, p.end) and not _is_adverb(text, p)}
    ends = {word for p in pieces if len(p.key) > 1 for word in (p.key[0], p.key[-1])}
    small = {(word,) for word in _SMALL_WORD.findall(text) if word not in ends}
    dropped = {key for key in single - used if key in small}
    return [p for p in pieces if p.key not in dropped and not (p.key in single - used and _is_adverb(text, p))]


def _is_adverb(text: str, piece: _Piece) -> bool:
    """Tell whether a piece is "Nationally" of "Nationally, prices fell"."""
    return len(piece.key) == 1 and piece.key[0].endswith("ly") and text.startswith(", ", piece.end)


def _without_shouting(text: str, pieces: list[_Piece]) -> list[_Piece]:
    """Drop what only a headline in Capitals shows, where a run of capitals says nothing about names."""
    headlines = [m.span() for m in _HEADLINE.finditer(text) if _is_headline(m.group())]
    ends = [end for _, end in headlines]

    def in_headline(piece: _Piece) -> bool:
        place = bisect_left(ends, piece.end)
        return place < len(ends) and headlines[place][0] <= piece.start

    story = {piece.key for piece in pieces if not in_headline(piece)}
    return [piece for piece in pieces if piece.key in story or not in_headline(piece)]


def _is_headline(line: str) -> bool:
    words = line.split()
    capital = sum(word[0].isupper() for word in words)
    fewest, share = (7, 9) if line.rstrip().endswith(".") else (5, 6)
    return fewest <= len(words) < 30 and 10 * capital >= share * len(words)


def _vote(text: str, pieces: list[_Piece], known: _Known, words: PeopleWords) -> dict[Key, Counter[NameLabel]]:
    """Count for each form what speaks for a person, a body, a place or a people."""
    votes: dict[Key, Counter[NameLabel]] = defaultdict(Counter)
    articled: Counter[Key] = Counter()
    for piece in pieces:
        count = votes[piece.key]
        for start, end, label in known.near(piece.start, piece.end):
            shared = min(end, piece.end) - max(start, piece.start)
            if 2 * shared > piece.end - piece.start:
                count[_LABELS[label]] += 2
        if piece.title < piece.start:
            count["person"] += 7
        if len(piece.key) > 1 and words.org_heads.intersection((piece.key[-1], piece.key[0])):
            count["organization"] += 6 if piece.key[-1] in words.org_heads else 2
        if _AGE.match(text, piece.end) or _follows_role(text, piece.start, words):
            count["person"] += 4
        if _HIMSELF.match(text, piece.end) or _NAMED_AS.search(text, max(0, piece.start - 20), piece.start):
            count["person"] += 4
        after = _NEXT_WORD.match(text, piece.end)
        if after and fold(after[1]) in words.postnominals:
            count["person"] += 4
        elif after and "," not in after.group() and _is_body_before_role(text, piece, after[1], words):
            count["organization"] += 6
        if _follows_body(text, piece.start, words):
            count["organization"] += 4
        elif 1 < len(piece.key) < 5 and not piece.possessive and not words.org_heads.intersection(piece.key):
            count["person"] += _human_signs(text, piece, words)
        articled_here = text[max(0, piece.start - 4) : piece.start].lower() == "the "
        if not articled_here and (
            _WHO.match(text, piece.end)
            or text.startswith(", whose ", piece.end)
            or (1 < len(piece.key) < 5 and not piece.possessive and _precedes_role(text, piece.end, words))
        ):
            count["person"] += 3
        if " ".join(piece.key) in words.countries:
            count["people" if piece.key[-1].endswith(_OF_PEOPLES) and len(piece.key[-1]) > 4 else "place"] += 3
        if text[max(0, piece.start - 4) : piece.start].lower() == "the " and piece.title == piece.start:
            count["organization"] += 3 if _stands_alone(text, piece, words) else 1
            articled[piece.key] += 1
    _vote_for_surnames(votes, articled, words)
    return votes


def _is_body_before_role(text: str, piece: _Piece, role: str, words: PeopleWords) -> bool:
    """Tell whether a role makes a team or firm of what stands before it ("Acme analyst", "the Corran Vale coach")."""
    if piece.title < piece.start:
        return False
    articled = text[max(0, piece.start - 4) : piece.start].lower() == "the "
    return role in words.body_roles or (articled and role in words.team_roles | words.staff_roles)


def _stands_alone(text: str, piece: _Piece, words: PeopleWords) -> bool:
    """Tell whether no noun follows several words after "the": "the Harbour Light said", not "the Ann Lee case"."""
    after = _NEXT_WORD.match(text, piece.end)
    if len(piece.key) < 2 or piece.possessive:
        return False
    return after is None or not after[1].islower() or after[1] in words.verbs | words.prepositions | words.openers


def _vote_for_surnames(votes: dict[Key, Counter[NameLabel]], articled: Counter[Key], words: PeopleWords) -> None:
    """Let a name of two to four words be a person where its last word stands alone: bodies are seldom shortened so."""
    for key, count in votes.items():
        last = (_surname(key, words),)
        alone = votes.get(last) if 1 < len(key) < 5 else None
        if alone is None or articled[last] or words.org_heads.intersection(key) or _is_known_body(key, words):
            continue
        count["person"] += 3 + min(alone["person"], 6)


def _surname(key: Key, words: PeopleWords) -> str:
    """Return the last word of a name that is no suffix."""
    return next((word for word in reversed(key) if word not in words.suffixes), key[-1])


def _is_known_body(key: Key, words: PeopleWords) -> bool:
    """Tell whether a name is "New Labour" or "Great Britain", which do shorten to their last word."""
    quarter = len(key) > 1 and key[0] in _QUARTERS
    return key[-1] in words.countries or key[-1] in words.parties or quarter


def _follows_role(text: str, start: int, words: PeopleWords) -> bool:
    before = _LAST_WORD.search(text, max(0, start - 30), start)
    return (
        before is not None and before[1].islower() and before[1] in words.roles and before[1] not in words.organizations
    )


def _follows_body(text: str, start: int, words: PeopleWords) -> bool:
    """Tell whether the noun of a body stands right before a name ("the charity Lantern Aid")."""
    before = _LAST_WORD.search(text, max(0, start - 30), start)
    noun = before[1] if before and "," not in before.group() else ""
    return noun.islower() and noun not in words.roles and (noun in _NAMED_NOUNS or bool(words.kinds_of_noun(noun)))


def _human_signs(text: str, piece: _Piece, words: PeopleWords) -> int:
    """Count what speaks for a person around two to four words, where the recogniser may know no such names."""
    after = _NEXT_WORD.match(text, piece.end)
    signs = 3 * (after is not None and after[1] in words.human_verbs)
    signs += 2 * (_MET.search(text, max(0, piece.start - 30), piece.start) is not None)
    signs += 2 * (_OF_BODY.match(text, piece.end) is not None)
    return signs + (_HE_NEXT.match(text, piece.end) is not None)


_NAMED_NOUNS = frozenset({"band", "label", "ngo", "programme", "program", "show", "series", "blog", "app", "platform"})


def _precedes_role(text: str, end: int, words: PeopleWords) -> bool:
    """Tell whether an apposition follows that says what somebody does (", head of research")."""
    after = _APPOSITION.match(text, end)
    if after is None:
        return False
    found = [word for word in after[1].split() if word not in words.definite]
    first = next((i for i, word in enumerate(found) if word in words.roles), None)
    return first is not None and not any(word in words.verbs for word in found[:first])


def _label(piece: _Piece, votes: dict[Key, Counter[NameLabel]]) -> NameMention:
    count = votes[piece.key]
    total = count.total()
    label = max(_ORDER, key=lambda label: (count[label], -_ORDER.index(label))) if total else "other"
    certainty = count[label] / total if total else 0.0
    span = CharSpan(piece.start, piece.end)
    return NameMention(span, piece.key, label, piece.title, piece.honorific, piece.possessive, certainty)


def _inherit(text: str, mentions: list[NameMention], words: PeopleWords) -> list[NameMention]:
    """Let a single word that is the last or first of a person's name be that person, unless it is used as a place."""
    persons = {m.key for m in mentions if m.label == "person" and len(m.key) > 1}
    last, first = {_surname(key, words) for key in persons}, {key[0] for key in persons}
    tails = {key[-n:] for key in persons for n in range(2, len(key))}
    placed = Counter(m.key for m in mentions if _AT_PLACE.search(text, max(0, m.span.start - 9), m.span.start))
    total = Counter(m.key for m in mentions)

    firms = {m.key[0] for m in mentions if len(m.key) > 1 and m.key[-1] in _FIRM_ENDS and not m.honorific}

    def is_firm(mention: NameMention) -> bool:
        """Tell whether "Harbour" is short for "Harbour Foods Ltd", and no place."""
        alone = len(mention.key) == 1 and mention.key[0] in firms and not placed[mention.key]
        return alone and mention.key[0] not in words.countries

    def inherits(mention: NameMention) -> bool:
        if mention.key in tails and mention.label != "person":
            return True
        if len(mention.key) != 1 or mention.label == "person" or 3 * placed[mention.key] > total[mention.key]:
            return False
        if mention.label == "people" and mention.key[0].endswith((*_OF_PEOPLES, "s")):
            return False
        if mention.label != "other" and _is_known_body(mention.key, words):
            return False
        if text[max(0, mention.span.start - 4) : mention.span.start].lower() == "the ":
            return False
        return mention.key[0] in last or mention.key[0] in first

    mentions = [evolve(m, label="organization") if is_firm(m) else m for m in mentions]
    return [evolve(m, label="person") if inherits(m) else m for m in mentions]


def _cluster(text: str, mentions: list[NameMention], words: PeopleWords) -> NameBook:
    people = _person_groups(mentions, words)
    bodies = _body_groups(text, mentions, words)
    groups = sorted([*people, *bodies], key=lambda group: (group.first, group.keys[0]))
    owners: dict[tuple[str, Key], list[int]] = defaultdict(list)
    for index, group in enumerate(groups):
        for key in group.keys:
            owners[group.side, key].append(index)
    owned = tuple(evolve(m, owners=tuple(owners[_side(m.label), m.key])) for m in mentions)
    owned = _settle_gender(text, owned, words)
    return NameBook(owned, tuple(_entities(groups, owned, text, words)))


@frozen
class _Group:
    """The forms of one bearer; a form may stand in several groups. `first` is the offset of the first mention."""

    side: str
    label: NameLabel
    keys: tuple[Key, ...]
    first: int


def _side(label: NameLabel) -> str:
    """Forms are joined within a side only; what no vote explains counts as a body."""
    return "body" if label in {"organization", "other"} else label


def _person_groups(mentions: list[NameMention], words: PeopleWords) -> list[_Group]:
    first = _first_offsets(m for m in mentions if m.label == "person")
    full: list[list[Key]] = []
    for key in sorted((key for key in first if len(_plain(key, words)) > 1), key=lambda key: (-len(key), first[key])):
        group = next((group for group in full if _same_person(group[0], key, words)), None)
        if group is None:
            full.append([key])
        else:
            group.append(key)
    singles: list[list[Key]] = []
    for key in sorted((key for key in first if len(_plain(key, words)) <= 1), key=lambda key: first[key]):
        owners = _bearers(key, full, words)
        for group in owners:
            group.append(key)
        if not owners:
            singles.append([key])
    return [_Group("person", "person", tuple(keys), min(first[key] for key in keys)) for keys in full + singles]


def _first_offsets(mentions: Iterable[NameMention]) -> dict[Key, int]:
    first: dict[Key, int] = {}
    for mention in mentions:
        first.setdefault(mention.key, mention.span.start)
    return first


def _plain(key: Key, words: PeopleWords) -> Key:
    """Return the words of a personal name without suffixes and, where two others remain, without initials."""
    plain = tuple(word for word in key if word not in words.suffixes)
    full = tuple(word for word in plain if len(word.replace(".", "")) > 1)
    return full if len(full) > 1 else plain


def _same_person(one: Key, other: Key, words: PeopleWords) -> bool:
    a, b = _plain(one, words), _plain(other, words)
    if {"jr", "sr"}.intersection(set(one) ^ set(other)):
        return False
    if (a[0], a[-1]) == (b[0], b[-1]) or a[-len(b) :] == b or a[: len(b)] == b:
        return True
    short, long = sorted((a[0], b[0]), key=len)
    return a[-1] == b[-1] and len(short) > 2 and long.startswith(short)


def _bearers(key: Key, full: list[list[Key]], words: PeopleWords) -> list[list[Key]]:
    """Return the people whom a single word may stand for: by surname, first word, a word between, a slip of the pen.

    Surname first ("Xi" for "Xi Jinping") is the second case.
    """
    word = _plain(key, words)[0] if _plain(key, words) else ""
    generation = {"jr", "sr"}.intersection(key)
    names = [(group, _plain(group[0], words)) for group in full if generation <= set(group[0])]
    tests = (
        lambda name: name[-1] == word,
        lambda name: name[0] == word,
        lambda name: word in name[1:-1],
        lambda name: min(len(word), len(name[-1])) > 4 and OSA.distance(word, name[-1], score_cutoff=1) <= 1,
    )
    for test in tests:
        found = [group for group, name in names if test(name)]
        if found:
            return found
    return []


def _body_groups(text: str, mentions: list[NameMention], words: PeopleWords) -> list[_Group]:
    groups: list[_Group] = []
    for side in ("body", "place", "people"):
        ours = [m for m in mentions if _side(m.label) == side]
        first = _first_offsets(ours)
        labels = {m.key: m.label for m in ours}
        parent = _aliases(text, ours, words) if side == "body" else {}
        members: dict[Key, list[Key]] = defaultdict(list)
        for key in first:
            members[parent.get(key, key)].append(key)
        for root, keys in members.items():
            label: NameLabel = "organization" if any(labels[k] == "organization" for k in keys) else labels[root]
            groups.append(_Group(side, label, tuple(keys), min(first[key] for key in keys)))
    return groups


def _aliases(text: str, mentions: list[NameMention], words: PeopleWords) -> dict[Key, Key]:
    """Return for each short form of a body the full form: "(CIA)" after it, its initials, or a part of its words."""
    keys = sorted({m.key for m in mentions}, key=lambda key: (-len(key), key))
    long = [key for key in keys if len(key) > 1]
    given: dict[Key, Key] = {}
    for mention in mentions:
        match = _ACRONYM.match(text, mention.span.end)
        if match and len(mention.key) > 1:
            given.setdefault((fold(match[1]),), mention.key)
    aliases: dict[Key, Key] = {}
    for key in keys:
        target = given.get(key) or _only(full for full in long if full != key and _is_short_form(key, full, words))
        if target and target != key and aliases.get(target, target) != key:
            aliases[key] = aliases.get(target, target)
    return aliases


def _only(found: Iterable[Key]) -> Key | None:
    keys = list(found)
    return keys[0] if len(keys) == 1 else None


def _is_short_form(key: Key, full: Key, words: PeopleWords) -> bool:
    if len(key) >= len(full):
        return False
    if len(key) == 1 and len(key[0]) > 1 and _spells(key[0], full):
        return True
    if len(key) == 2 and key[0] == full[0] and len(key[1]) > 1 and _spells(key[1], full[1:]):
        return True  # "Chinese CDC"
    if len(key) == 1 and key[0] in _SMALL:
        return False
    if "media" in words.kinds_of_name(full) and full[-len(key) :] != key:
        return False  # "Ashby" is not the "Ashby Herald"
    return (full[: len(key)] == key and key[0] not in words.org_heads) or full[-len(key) :] == key


def _spells(word: str, full: Key) -> bool:
    """Tell whether `word` is the initials of `full`, small words counted or not ("b&b", "coda")."""
    letters = "".join(char for char in word if char.isalpha())
    big = [part for part in full if part not in _SMALL]
    if len(letters) > 2 and letters in "".join(part[0] for part in big):
        return True
    return len(letters) > 1 and letters in {"".join(p[0] for p in big), "".join(p[0] for p in full if p != "&")}


def _settle_gender(text: str, mentions: tuple[NameMention, ...], words: PeopleWords) -> tuple[NameMention, ...]:
    """Leave an honorific's form only those owners who fit it: of its gender, else of none that is known."""
    own: dict[int, list[NameMention]] = defaultdict(list)
    for mention in mentions:
        if len(mention.owners) == 1:
            own[mention.owners[0]].append(mention)
    known = {owner: _gender(text, theirs, words) for owner, theirs in own.items()}

    def settle(mention: NameMention) -> NameMention:
        gender = words.gender_of(mention.honorific)
        if gender is None or len(mention.owners) < 2:
            return mention
        fits = tuple(owner for owner in mention.owners if known.get(owner) == gender)
        fits = fits or tuple(owner for owner in mention.owners if known.get(owner) is None)
        return evolve(mention, owners=fits or mention.owners)

    return tuple(settle(mention) for mention in mentions)


def _entities(groups: list[_Group], mentions: tuple[NameMention, ...], text: str, words: PeopleWords) -> list[Entity]:
    owned: dict[int, list[NameMention]] = defaultdict(list)
    for mention in mentions:
        for owner in mention.owners:
            owned[owner].append(mention)
    entities = []
    for index, group in enumerate(groups):
        own = [m for m in owned[index] if len(m.owners) == 1] or owned[index]
        keys = {m.key for m in own}
        fullest = min(own, key=lambda m: _fullness(m, text, keys))
        gender, certainty = _gender(text, own, words), max(m.certainty for m in own)
        entities.append(Entity(index, group.label, fullest.span, fullest.key, tuple(owned[index]), gender, certainty))
    return entities


def _fullness(mention: NameMention, text: str, keys: set[Key]) -> tuple[bool, int, bool, int]:
    """Sort key: no more than a name first, then most words, then forms not in capitals, then the earliest."""
    exact = mention.span.of(text)
    shouted = len(exact) > 5 and exact.isupper()
    key = mention.key
    padded = mention.label == "person" and len(key) > 3 and (key[:2] in keys or key[:3] in keys or key[-2:] in keys)
    return (padded, -len(key), shouted, mention.span.start)


def _gender_of_phrase(phrase: str, words: PeopleWords) -> Literal["male", "female"] | None:
    """Return what the head of "the man behind the dam" shows."""
    head = ""
    for word in phrase.split():
        if word in words.prepositions or word == "who":
            break
        head = word
    return words.gender_of(head) if head else None


def _gender(text: str, mentions: list[NameMention], words: PeopleWords) -> Literal["male", "female"] | None:
    """Return what honorifics, and words right before the name ("his wife, Ann Lee"), show of a person."""
    count: Counter[Literal["male", "female"]] = Counter()
    for mention in mentions:
        before = _LAST_WORD.search(text, max(0, mention.title - 30), mention.title)
        for word in (mention.honorific, before[1] if before and before[1].islower() else ""):
            gender = words.gender_of(word) if word else None
            if gender:
                count[gender] += 1
        for phrase in (
            _PHRASE_BEFORE.search(text, max(0, mention.title - 80), mention.title),
            _PHRASE_AFTER.match(text, mention.span.end),
        ):
            gender = _gender_of_phrase(phrase[1], words) if phrase else None
            if gender:
                count[gender] += 1
    if count["male"] == count["female"]:
        return None
    return "male" if count["male"] > count["female"] else "female"
