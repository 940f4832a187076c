"""How bodies are named: over small words ("Department of Justice"), by initials and by a part of their words."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from attrs import evolve, frozen

from attribution.names.book import Key, Label, NameMention
from attribution.names.pieces import (
    LABELS,
    Known,
    Piece,
    find_tokens,
    follows_office,
    make_piece,
    opens_sentence,
    word_before,
)
from attribution.people import PeopleWords, fold

_ACRONYM = re.compile(r"[ \u00a0]?\(([A-Z][\w&-]{1,9})(?:,[^()]*)?\)")
_SMALL = frozenset({"of", "the", "and", "for", "&", "on", "in", "de", "to"})
_JOINT = re.compile(r"(?:[’']s?)?\s(?:(?P<link>of|for|and|at|in|on|or|to|&)\s(?:the\s)?)?")
_OF_OR_FOR = re.compile(r" (?:of|for) (?:the )?")
_OF_FORCE = re.compile(r"\b(?:at|for|from|of|with) $")  # "of Avon and Somerset Police"
_BODY_BEHIND = re.compile(
    r", (?:an?|the|one of)(?: (?!(?:and|as|at|by|for|from|in|of|on|to|who|with)\b)[\w’'-]+){0,3}?"
    r"(?: (?P<largest>largest|biggest)\b| (?P<noun>[a-z]+)(?=[,.;:]| (?:that|which|with|for|in|run|based|owned|led)\b))"
)
_OWNER_BEFORE = re.compile(r"[’']s |s[’'] ")
_LONGEST_SPELT = 16  # words of a name whose initials are kept at hand
_OF_THE = frozenset({" of ", " of the "})
_LONGEST_LINK = 9  # code points of " of the "
# "A320", "F-150" as a word of a run; "737", "787-9" behind one, and no year.
_MODEL = re.compile(r"[A-Z]{1,3}-?\d[\w-]*")
_MODEL_BEHIND = re.compile(r"[ -](?!(?:19|20)\d\d\b)\d{3}(?:-\w+)?(?![\w,.%]*\d)")
# "for the Study", "for the Protection", "for the Rights": an action, or what is due to somebody.
_PURPOSE = re.compile(r" for (?:the )?(?:[A-Z][\w-]+(?:ance|ence|ing|ion|ment)|Care|Defen[cs]e|Relief|Rights|Study)$")
# Bodies that have a task and say so with "on".
_ON_TASKS = frozenset(
    {"authority", "board", "caucus", "centre", "center", "commission", "committee", "conference", "council", "inquiry"}
    | {"institute", "office", "panel", "secretariat", "subcommittee", "taskforce", "tribunal"}
)
_OF_HOLDER = re.compile(r" of (?:the )?")
_OWNED_HEAD = re.compile(r"[’']s? ([A-Z][a-z]+)")
_OFFICE = ("office",)
_INITIALS = frozenset({"ngo"})  # nouns of bodies that are written in capitals
_NAMED_NOUNS = frozenset({"band", "label", "ngo", "programme", "program", "show", "series", "blog", "app", "platform"})


def join_bodies(text: str, pieces: list[Piece], known: Known, words: PeopleWords) -> list[Piece]:
    """Join "Department" and "Justice" where "of" stands between them, and what the recogniser takes for one body."""
    called = frozenset(_called_bodies(text, pieces, known, words))
    joined: list[Piece] = []
    for piece in pieces:
        if joined and piece.end <= joined[-1].end:
            continue  # "State" of "Office of the State Engineer"
        if joined and piece.title < piece.start and _is_inside_body(text, joined[-1], piece, known, words):
            piece = make_piece(text, list(find_tokens(text, piece.title, piece.end)))
        owner = joined and joined[-1].possessive and " ".join(joined[-1].key) in known.places  # "China's State Council"
        if joined and not owner and _is_joined(text, joined[-1], piece, known, words, called):
            first = joined.pop()
            key = first.key + piece.key
            piece = evolve(piece, start=first.start, title=first.title, key=key, honorific=first.honorific)
        joined.append(_with_holder(text, piece, words))
    return joined


def _with_holder(text: str, piece: Piece, words: PeopleWords) -> Piece:
    """Return "Office of the State Engineer", which is called by the title of whoever heads it."""
    link = _OF_HOLDER.match(text, piece.end) if piece.key[-1:] == _OFFICE and not piece.possessive else None
    run = words.run.match(text, link.end()) if link else None
    tokens = list(find_tokens(text, *run.span())) if run else []
    if not tokens or not words.is_role(tokens[-1].folded):  # "the Office of the Attorney General Ann Lee visited"
        return piece
    holder = make_piece(text, tokens)
    return evolve(piece, end=holder.end, key=piece.key + holder.key, possessive=holder.possessive)


def _called_bodies(text: str, pieces: list[Piece], known: Known, words: PeopleWords) -> Iterator[str]:
    """Yield "Heron of the Marsh" where the noun of a body explains it ("Heron of the Marsh, a military channel")."""
    for first, second in itertools.pairwise(pieces):
        between = text[first.end : second.title] if second.title - first.end < _LONGEST_LINK else ""
        if between not in _OF_THE or first.possessive or first.title < first.start or second.title < second.start:
            continue
        word = first.key[0] if len(first.key) == 1 else ""
        if not word or word in known.surnames or words.is_role(text[first.start : first.end]):
            continue
        if is_apposed_body(text, second.end, words):
            yield text[first.start : second.end]


def is_apposed_body(text: str, end: int, words: PeopleWords) -> bool:
    """Tell whether the noun of a body explains a name: "Sleep North, a charity that ...", "Roe Mills, the largest"."""
    apposed = _BODY_BEHIND.match(text, end)
    if apposed is None:
        return False
    if words.is_role(apposed["noun"] or "") and _OWNER_BEFORE.search(apposed.group()):
        return False  # "Ann Lee, the mill's owner"
    return apposed["largest"] is not None or bool(words.kinds_of_noun(apposed["noun"]))


def part_makers(text: str, pieces: list[Piece], known: Known) -> list[Piece]:
    """Part the operator from the maker in "the Delta Boeing 737", and leave out the model in "an Airbus A320".

    Only where the article also names the maker alone.
    """
    if not any(map(_is_numbered, itertools.repeat(text), pieces)):
        return pieces
    alone: set[Key] = {piece.key for piece in pieces if len(piece.key) == 1 and _is_organization(piece, known)}
    return [part for piece in pieces for part in _parts(text, piece, alone)]


def _is_numbered(text: str, piece: Piece) -> bool:
    """Tell whether a digit ends a name of several words, or follows it."""
    return len(piece.key) > 1 and (text[piece.end - 1].isdigit() or text[piece.end + 1 : piece.end + 2].isdigit())


def _is_organization(piece: Piece, known: Known) -> bool:
    return (piece.start, piece.end, "ORG") in known.near(piece.start, piece.end)


def _parts(text: str, piece: Piece, alone: set[Key]) -> Iterator[Piece]:
    tokens = list(find_tokens(text, piece.start, piece.end)) if _is_numbered(text, piece) else []
    within = len(tokens) > 1 and _MODEL.fullmatch(text, tokens[-1].start, tokens[-1].end) is not None
    model = len(tokens) - 1 if within else len(tokens)
    shown = within or (tokens and _MODEL_BEHIND.match(text, piece.end))
    if not shown or piece.title < piece.start or (tokens[model - 1].folded,) not in alone:
        yield piece
        return
    if model > 1:
        yield make_piece(text, tokens[: model - 1])
    yield make_piece(text, tokens[model - 1 : model])


def _is_inside_body(text: str, first: Piece, second: Piece, known: Known, words: PeopleWords) -> bool:
    """Tell whether a title is a part of a recognised body ("Institute for Marine Machines")."""
    if not first.key or first.key[-1] not in words.org_heads or not _OF_OR_FOR.fullmatch(text, first.end, second.title):
        return False
    near = known.near(first.start, second.end)
    return any(label == "ORG" and start <= first.end - 1 and end >= second.end for start, end, label in near)


@frozen
class _Pair:
    """Two names with nothing but a small word (`link`) or a possessive ending between them."""

    text: str
    first: Piece
    second: Piece
    link: str
    known: Known
    words: PeopleWords
    called: frozenset[str]

    @property
    def whole(self) -> str:
        return self.text[self.first.start : self.second.end]

    @property
    def near(self) -> list[Label]:
        """The entities that share a character with the pair."""
        return self.known.near(self.first.start, self.second.end)

    @property
    def owned(self) -> bool:
        """Whether the first owns the second, with no other word between them."""
        return not self.link and self.text[self.first.end] in "'’"

    @property
    def ends_as_body(self) -> bool:
        return self.second.key[-1] in self.words.org_heads


def _is_joined(
    text: str, first: Piece, second: Piece, known: Known, words: PeopleWords, called: frozenset[str] = frozenset()
) -> bool:
    """Tell whether two names are one: the first rule that has an answer gives it."""
    gap = _JOINT.fullmatch(text, first.end, second.start)
    if gap is None or second.title < second.start or not first.key or not second.key:
        return False
    pair = _Pair(text, first, second, gap["link"] or "", known, words, called)
    return next((answer for rule in _JOINING if (answer := rule(pair)) is not None), False)


def _joins_or(pair: _Pair) -> bool | None:
    """Answer for "Sink or Swim"."""
    return _is_title_of_work(pair) if pair.link == "or" else None


def _joins_staff(pair: _Pair) -> bool | None:
    """Answer for people in the plural before the body that they belong to ("Agents of Immigration")."""
    first, words = pair.first, pair.words
    plural = pair.link == "of" and len(first.key) == 1 and words.is_plural_role(first.key[0])
    ends = (pair.second.key[0], pair.second.key[-1])
    return False if plural and not (words.org_heads | words.subjects).isdisjoint(ends) else None


def _joins_to(pair: _Pair) -> bool | None:
    """Answer for "Prevention of Cruelty to Animals", which the recogniser has to know."""
    if pair.link != "to":
        return None
    first, second = pair.first, pair.second
    return any(label == "ORG" and start <= first.start and end >= second.end for start, end, label in pair.near)


def _joins_peer(pair: _Pair) -> bool | None:
    """Answer for "Lord Roe of Quayside"."""
    if pair.first.honorific not in pair.words.peers:
        return None
    return pair.text[pair.first.end : pair.second.start] == " of " and len(pair.second.key) < 3


def _joins_sign(pair: _Pair) -> bool | None:
    """Answer for "Roe & Finch"."""
    return True if pair.link == "&" else None


def _joins_surnames(pair: _Pair) -> bool | None:
    """Answer for two people ("Lee and Ross"), one of whom is named in full elsewhere."""
    keys = pair.first.key + pair.second.key
    if pair.link != "and" or len(keys) > 2 or pair.words.org_heads.intersection(keys):
        return None
    return None if pair.known.surnames.isdisjoint(keys) else False


def _joins_service(pair: _Pair) -> bool | None:
    """Answer for "Transport for Wales", within a sentence."""
    first, place = pair.first, " ".join(pair.second.key)
    subject = pair.link == "for" and len(first.key) == 1 and first.key[0] in pair.words.subjects
    serves = subject and not opens_sentence(pair.text, first.start)
    return True if serves and (place in pair.known.places or place in pair.words.countries) else None


def _joins_friends(pair: _Pair) -> bool | None:
    """Answer for "Friends of the Harbour"."""
    if pair.link != "of" or pair.first.key != ("friends",):
        return None
    return not any(label == "PERSON" for _, _, label in pair.known.near(pair.second.start, pair.second.end))


def _joins_police(pair: _Pair) -> bool | None:
    """Answer for "of Avon and Somerset Police"."""
    if pair.link != "and" or len(pair.first.key) != 1 or pair.second.key[1:] != ("police",):
        return None
    return _OF_FORCE.search(pair.text, max(0, pair.first.start - 6), pair.first.start) is not None


def _joins_called(pair: _Pair) -> bool | None:
    """Answer for "Heron of the Marsh", which the article explains by the noun of a body."""
    return True if pair.link == "of" and pair.whole in pair.called else None


def _joins_head(pair: _Pair) -> bool | None:
    """Answer for "Department of Justice", "the charity Lantern for Hull"."""
    if pair.link not in {"of", "for"} or pair.first.possessive:
        return None
    if pair.link == "for" and pair.first.key[-1] in pair.words.titles.parliaments:
        return False  # "Member of Parliament for Hull"
    named = pair.first.key[-1] in pair.words.org_heads or follows_body(pair.text, pair.first.start, pair.words)
    return True if named else None


def _joins_task(pair: _Pair) -> bool | None:
    """Answer for "Commission on Audit", but for no "Court on Harbour Street"."""
    if pair.link != "on" or pair.first.key[-1] not in _ON_TASKS or pair.first.possessive:
        return None
    near = pair.known.near(pair.second.start, pair.second.end)
    return None if any(LABELS[label] in {"place", "person"} for _, _, label in near) else True


def _joins_purpose(pair: _Pair) -> bool | None:
    """Answer for "Council for the Exploration of the Sea": what a body is for has an object."""
    first = pair.text[pair.first.start : pair.first.end]
    purpose = _PURPOSE.search(first) if pair.link == "of" and not pair.first.possessive else None
    if purpose is None or pair.words.org_heads.isdisjoint(fold(word) for word in first[: purpose.start()].split()):
        return None
    if any(label == "PERSON" for _, _, label in pair.known.near(pair.second.start, pair.second.end)):
        return None
    return True


def _joins_spelt(pair: _Pair) -> bool | None:
    """Answer for "Harbour Force in Lima (HFIL)", whose letters in brackets count the small word and what follows."""
    acronym = _ACRONYM.match(pair.text, pair.second.end) if pair.link else None
    parts = (*pair.first.key, pair.link, *pair.second.key)
    initials = "".join(_letters(part) if "." in part else part[:1] for part in parts)
    spelt = acronym is not None and not pair.first.possessive and _letters(fold(acronym[1])) == initials
    return True if spelt else False if pair.link in {"at", "in"} else None


def _joins_bare(pair: _Pair) -> bool | None:
    """Answer for two names side by side, of which the first does not own a body."""
    return False if not pair.link and not (pair.owned and pair.ends_as_body) else None


def _joins_recognised(pair: _Pair) -> bool | None:
    """Answer for what the recogniser takes for one body."""
    first, second = pair.first, pair.second
    bodies = (label for label in pair.near if LABELS[label[2]] == "organization")
    return True if any(start <= first.end - 1 and second.end <= end + 2 for start, end, _ in bodies) else None


def _joins_fields(pair: _Pair) -> bool | None:
    """Answer for "Ministry of Trade and Industry"."""
    linked = {"of", "for"}.intersection(pair.text[pair.first.start : pair.first.end].split())
    if pair.link != "and" or pair.first.key[0] not in pair.words.org_heads or not linked:
        return None
    return len(pair.second.key) < 3 and not pair.known.near(pair.second.start, pair.second.end)


def _joins_parts(pair: _Pair) -> bool | None:
    """Answer for "the Near East and Pacific Mission Centre"."""
    text, first, words = pair.text, pair.first, pair.words
    if pair.link != "and" or not pair.ends_as_body or text[max(0, first.start - 4) : first.start] != "the ":
        return None
    if follows_office(text, first.start, words) and len(pair.second.key) > 2:
        return True  # "director of the Near East and Pacific Mission Centre"
    return not pair.known.near(first.start, first.end) and not words.org_heads.intersection(first.key)


def _joins_owned(pair: _Pair) -> bool | None:
    """Answer for "Teachers' Union"."""
    return True if pair.owned and pair.words.is_role(pair.first.key[-1]) and pair.ends_as_body else None


def _joins_trades(pair: _Pair) -> bool | None:
    """Answer for "Tamar Nurses and Midwives' Association"."""
    if pair.link != "and" or not pair.words.is_plural_role(pair.first.key[-1]):
        return None
    owned = _OWNED_HEAD.match(pair.text, pair.second.end)
    head = fold(owned[1]) if owned else pair.second.key[-1]
    joint = {"association", "union"} & {kind.name for kind in pair.words.body_kinds if head in kind.heads}
    return True if joint and (owned or len(pair.second.key) > 1) else None


_JOINING: tuple[Callable[[_Pair], bool | None], ...] = (
    _joins_spelt,
    _joins_trades,
    _joins_or,
    _joins_staff,
    _joins_to,
    _joins_peer,
    _joins_sign,
    _joins_surnames,
    _joins_service,
    _joins_friends,
    _joins_police,
    _joins_called,
    _joins_head,
    _joins_task,
    _joins_purpose,
    _joins_bare,
    _joins_recognised,
    _joins_fields,
    _joins_parts,
    _joins_owned,
)


def _is_title_of_work(pair: _Pair) -> bool:
    """Tell whether two words stand nowhere but beside each other and are not both people ("Sink or Swim")."""
    text, first, second = pair.text, pair.first, pair.second
    if len(first.key) + len(second.key) > 2 or second.possessive:
        return False
    if any(label == "PERSON" and start < first.end for start, _, label in pair.near):
        return False
    whole = text.count(pair.whole)
    parts = (text[first.start : first.end], text[second.start : second.end])
    return all(_count_word(text, part, whole + 1) == whole for part in parts)


def _count_word(text: str, word: str, most: int) -> int:
    """Count up to `most` places of a word between the ends of words; a search is faster than a pattern for each."""
    count, start = 0, text.find(word)
    while start >= 0 and count < most:
        end = start + len(word)
        alone = _is_edge(text, start) and _is_edge(text, end)
        count, start = count + alone, text.find(word, end if alone else start + 1)
    return count


def _is_in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _is_edge(text: str, position: int) -> bool:
    """Tell whether a word begins or ends at a place."""
    return _is_in_word(text[max(0, position - 1) : position]) != _is_in_word(text[position : position + 1])


def follows_body(text: str, start: int, words: PeopleWords) -> bool:
    """Tell whether the noun of a body stands right before a name ("the charity Lantern Aid", "NGO Lantern Hull")."""
    before = word_before(text, start)
    noun = before[1] if before and "," not in before.group() else ""
    noun = noun.lower() if noun.lower() in _INITIALS else noun
    return noun.islower() and noun not in words.roles and (noun in _NAMED_NOUNS or bool(words.kinds_of_noun(noun)))


def find_aliases(text: str, mentions: list[NameMention], words: PeopleWords) -> dict[Key, Key]:
    """Return for each short form of a body the full form: "(CIA)" after it, its initials, or a part of its words."""
    keys = sorted({m.key for m in mentions}, key=lambda key: (-len(key), key))
    long = [key for key in keys if len(key) > 1]
    given: dict[Key, Key] = {}
    for mention in mentions:
        match = _ACRONYM.match(text, mention.span.end)
        if match and len(mention.key) > 1:
            given.setdefault((fold(match[1]),), mention.key)
    forms = _FullForms(long, {len(key) for key in keys})
    first = _first_told(text, mentions)
    aliases: dict[Key, Key] = {}
    for key in keys:
        spelt = [full for full in forms.spelt_by(key) if full != key]
        sharing = forms.sharing(key) - {key, *spelt}
        sharing = {full for full in sharing if not _is_part_of_firm(key, full, first, words)}
        fitting = spelt + [full for full in sharing if _is_short_form(key, full, words)]
        target = given.get(key) or _only(fitting) or _only(spelt)  # no "CIA Lima", but the agency
        if target and target != key and aliases.get(target, target) != key:
            aliases[key] = aliases.get(target, target)
    return aliases


def _first_told(text: str, mentions: list[NameMention]) -> dict[Key, int]:
    """Return where each form first stands, in the story if it stands there: a headline has short forms of all."""
    headline = text.find("\n")
    first: dict[Key, int] = {}
    for mention in reversed(mentions):
        if mention.span.start > headline or mention.key not in first:
            first[mention.key] = mention.span.start
    return first


def _is_part_of_firm(key: Key, full: Key, first: dict[Key, int], words: PeopleWords) -> bool:
    """Tell whether "Acme Play" is a part or product of "Acme", which the story names before: short forms come later.

    "Quayside Rovers" is no part of Quayside.
    """
    part = len(key) == 1 and full[:1] == key and first[key] < first[full]
    return part and not (full[-1] in words.body_ends and "club" in words.kinds_of_name(full))


class _FullForms:
    """The longer forms of bodies, to be asked for those that a short one may stand for without a look at all."""

    def __init__(self, long: list[Key], sizes: set[int]) -> None:
        self._by_end: dict[Key, set[Key]] = defaultdict(set)
        self._by_letters: dict[tuple[str, str], set[Key]] = defaultdict(set)
        self._lengthy: list[Key] = []
        for full in long:
            for size in sizes:
                if size < len(full):
                    self._by_end[full[:size]].add(full)
                    self._by_end[full[-size:]].add(full)
            if len(full) > _LONGEST_SPELT:
                self._lengthy.append(full)
                continue
            for first, spelt in (("", full), (full[0], full[1:])):
                for letters in _spellings(spelt):
                    self._by_letters[first, letters].add(full)

    def spelt_by(self, key: Key) -> list[Key]:
        """Return the forms whose initials a single word is."""
        if len(key) != 1:
            return []
        found = self._by_letters.get(("", _letters(key[0])), set()) | set(self._lengthy)
        return [full for full in found if _spells(key[0], full)]

    def sharing(self, key: Key) -> set[Key]:
        """Return the forms that begin or end with the words of another, or go on with what its second word spells."""
        found = self._by_end.get(key, set())
        if len(key) == 2:
            found = found.union(self._by_letters.get((key[0], _letters(key[1])), ()), self._lengthy)
        return set(found)


def _spellings(full: Key) -> set[str]:
    """Return the letters by which a word may spell a name (see `_spells`)."""
    big, every = _initials(full)
    return {big, every, *(big[i:j] for i in range(len(big)) for j in range(i + 3, len(big) + 1))}


def _only(found: Iterable[Key]) -> Key | None:
    keys = list(found)
    return keys[0] if len(keys) == 1 else None


def _is_short_form(key: Key, full: Key, words: PeopleWords) -> bool:
    if len(key) >= len(full) or (len(key) > 2 and key[0] not in full):
        return False
    if len(key) == 2 and key[0] == full[0] and len(key[1]) > 1 and _spells(key[1], full[1:]):
        return True  # "Chinese CDC"
    if len(key) == 1 and key[0] in _SMALL:
        return False
    kinds = words.kinds_of_name(full)
    if "media" in kinds and full[-len(key) :] != key:
        return False  # "Ashby" is not the "Ashby Herald"
    if len(key) > 1 and key[-1] in words.titles.realm_nouns and "club" not in kinds:
        return False  # "Roe Island" is not the "Roe Island Projects Group", but "Roe County" may be a club
    return (full[: len(key)] == key and key[0] not in words.org_heads) or full[-len(key) :] == key


def _spells(word: str, full: Key) -> bool:
    """Tell whether `word` is the initials of `full`, small words counted or not ("b&b", "coda")."""
    letters = _letters(word)
    if len(letters) < 2:
        return False
    big, every = _initials(full)
    return letters in {big, every} or (len(letters) > 2 and letters in big)


@lru_cache(maxsize=1 << 12)
def _letters(word: str) -> str:
    return "".join(char for char in word if char.isalpha())


@lru_cache(maxsize=1 << 12)
def _initials(full: Key) -> tuple[str, str]:
    """Return the initials of all words but the small ones, and of all."""
    return "".join(part[0] for part in full if part not in _SMALL), "".join(part[0] for part in full if part != "&")
