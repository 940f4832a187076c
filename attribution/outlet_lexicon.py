"""Outlets: looked up by name, found in texts, and a user's own beside those of the package.

They are read from `data/<language>/outlets.json`; what places one of several outlets of one name in its country is
read from `countries.json`.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from attribution.datafiles import language_folder, load_word_list, misfits, parse_object, read_file
from attribution.errors import LexiconError
from attribution.patterns import any_of

if TYPE_CHECKING:
    from attribution.records import OutletKind

_NEAR = 60  # characters on both sides in which a word for the country can place an outlet
_ARTICLE = "the "
_NAME = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for the outlet's name in what is read around it
_COUNTRY = "\ue000"  # stands, with the code behind it, for a word for a country there
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_NAME = re.compile(r"(?:(?:the|an?)\b|[\W_])*", re.IGNORECASE)  # "the", "The -"
_HOST = re.compile(r"(?<![\w@.-])(?:https?://)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})", re.IGNORECASE)
_LED = re.compile(r"(?:[A-Z][\w.]*(?:['’]s)?|-based|[a-z])[ ]$")  # what may end in a word for a country or a carrier
_DOTTED = re.compile(r"[^\W_][.@]")  # before a part of an abbreviation or an address: L.G.B.T., desk@...
_ARABIC_ARTICLE = re.compile(r"\b(?:Al[ -]|(?:A[dnrtz]|E[ln])-)(?=[A-Z])")  # Arabic, also written small: "al-Madina"
_SINGLE_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss"})
_SINGLE_LETTERS |= str.maketrans({"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe"})
_DOUBLE_LETTERS = _SINGLE_LETTERS | str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Ø": "Oe"}
)
_IN_CAPITALS = ("newspaper", "agency", "broadcaster", "website")
_CAPITALS_FROM = 5  # letters from which on a single word in capitals is a name, and no initials of another body
_WORD_BEFORE, _WORD_BEHIND = re.compile(r"([^\W_]+)\W{1,2}$"), re.compile(r"\W{1,2}([^\W_]+)")
_PLAIN_MARKS = {"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-"}

Found = tuple[int, int, "OutletEntry"]
"""Start and end in code points, end exclusive, and the outlet named there."""


@frozen
class OutletEntry:
    """One outlet of the lexicon.

    Attributes:
        id: Stable key such as "us/new-york-times".
        name: The name as an English article writes it most often.
        kind: What the outlet is; magazines and scholarly journals count as newspapers, since both come in issues.
        aliases: Other names that stand for it anywhere in an article.
        short: What an article calls it once the full name has been given ("Post"); `find` never returns these.
        country: ISO 3166-1 alpha-2 code, or None where it belongs to no country.
        domain: Host name without "www.".
        parent: Id of the outlet that it belongs to.
        wikidata: Item such as "Q9684".
        context: True where the name means something else as well ("Time") and counts only where it is cited.
        main: True for the one that a shared name stands for where nothing near it places it elsewhere.
        example: A sentence in which `find` returns this outlet and no other.
    """

    id: str
    name: str
    kind: OutletKind
    aliases: tuple[str, ...] = field(default=(), converter=tuple)
    short: tuple[str, ...] = field(default=(), converter=tuple)
    country: str | None = None
    domain: str | None = None
    parent: str | None = None
    wikidata: str | None = None
    context: bool = False
    main: bool = False
    example: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)


@frozen(eq=False)
class Places:
    """What places an outlet in a country, by its words around the outlet's name.

    Only what belongs to the name counts: in "told The Sun that Malaysia would pay" nothing places The Sun.

    Attributes:
        codes: Words for countries, their people and their cities, to the code of the country.
        cities: Those of the words that are cities.
        carriers: Words that may stand between one of these and the name: "the Kenyan daily The Star".
    """

    codes: Mapping[str, str]
    cities: frozenset[str]
    carriers: tuple[str, ...]

    def around(self, text: str, start: int, end: int, *, surely: bool = False) -> frozenset[str]:
        """Return the countries in which the words around a name place it; `surely` leaves out "The Star of Kenya"."""
        before, behind = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
        if self._beginnings.isdisjoint(_LETTERS.findall(f"{before} {behind}")):
            return frozenset()
        marked = self._words.sub(self._mark, _plain(f"{before}{_NAME}{behind}"))
        found = (pattern.search(marked) for pattern in (self._sure if surely else self._all))
        return frozenset(match[1] for match in found if match)

    def _mark(self, word: re.Match[str]) -> str:
        inside = word.start() > 0 and word.string[word.start() - 1].isalnum()
        return word[0] if inside else f"{_COUNTRY}{self.codes[word[0]]}"

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """The first letters of all words: to look them up is faster than the pattern, and mostly there are none."""
        return frozenset(_LETTERS.findall(word)[0] for word in self.codes)

    @cached_property
    def _words(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{any_of(self.codes)})(?!\w)")

    @cached_property
    def _sure(self) -> tuple[re.Pattern[str], ...]:
        country, carrier = rf"{_COUNTRY}([A-Z]{{2}})", f"(?:{any_of(self.carriers)})"
        return (
            re.compile(rf"{country}(?:'s|-based)?(?: (?!the\b){carrier})* {_NAME}"),  # the Lagos-based Guardian
            re.compile(rf"{country}(?:'s|-based)?(?: {carrier})+ (?:[Tt]he )?{_NAME}"),  # the Kenyan daily The Star
            re.compile(rf"{_NAME}(?: {carrier})*,? (?:which is )?based in (?:the )?{country}"),
            re.compile(rf"{_NAME}, (?:an?|the) (?:{carrier} )*{country} {carrier}"),  # The Star, a Kenyan daily
            re.compile(rf"{_NAME} \({country}\)"),  # The Star (Kenya)
        )

    @cached_property
    def _all(self) -> tuple[re.Pattern[str], ...]:
        country, carrier = rf"{_COUNTRY}([A-Z]{{2}})", f"(?:{any_of(self.carriers)})"
        return (
            *self._sure,
            re.compile(rf"{country}(?:'s|-based)? [Tt]he {_NAME}"),  # Kenya's The Star
            re.compile(rf"{_NAME}(?: {carrier})*,? (?:of|from) (?:the )?{country}"),  # The Star of Nairobi
            re.compile(rf"{_NAME}(?: {carrier})+ in (?:the )?{country}"),  # The Star newspaper in Kenya
        )


@frozen
class OutletLexicon:
    """Outlets, to be looked up by name and found in texts.

    Attributes:
        entries: All outlets, sorted by id.
        places: What places an outlet in a country; it decides between outlets of one name.
        preferred: Ids whose names are theirs alone, whatever other entries are called (a user's own outlets).
    """

    entries: tuple[OutletEntry, ...]
    places: Places = field(eq=False, repr=False)
    preferred: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[OutletEntry]:
        return iter(self.entries)

    def get(self, id: str) -> OutletEntry | None:
        """Return the outlet with this id, or None."""
        return self._by_id.get(id)

    def find(self, text: str) -> list[Found]:
        """Find the outlets that `text` names, the longest name first at each place, none inside another.

        Names match as they are cased, at word boundaries, with any white space but a blank line between their
        words; accents may be missing, quotation marks and dashes may be curly or straight. Domains match in any case.
        A name may be written in capitals where the words beside it are not ("told DIE ZEIT").
        Where outlets share a name, the country that the sentence gives to it decides ("the Kenyan daily The Star"),
        where it gives none, whether one is the main outlet of that name; otherwise each of them is returned for the
        same place.
        The time grows linearly with the text.

        Returns:
            Start, end (code points, end exclusive) and outlet, in the order of the text, then of ids.

        Example:
            >>> [(start, end, outlet.id) for start, end, outlet in load_outlets("en").find("Le Monde")]
            [(0, 8, 'fr/le-monde')]
        """
        hosts = {start: (end, entries) for start, end, entries in self._find_hosts(text)}
        tokens = _tokens(text)
        found: list[Found] = []
        position = 0
        names, capitals = self._by_first, self._in_capitals
        for index, (start, _, token) in enumerate(tokens):
            word = token.lstrip()
            if start < position or not (word in names or start in hosts or (word.isupper() and word in capitals)):
                continue
            end, entries = max(self._longest(text, tokens, index), hosts.get(start, (0, ())), key=lambda hit: hit[0])
            if text[start:end].isupper() and _is_shouted(text, start, end):
                entries = tuple(entry for entry in entries if text[start:end] in entry.names)
            for entry in self._nearby(text, start, end, entries):
                begin = start - 4 if start >= 4 and text[start - 4 : end] in entry.names else start
                found.append((begin, end, entry))
            position = end if entries else position
        return found

    def lookup(self, name: str) -> list[OutletEntry]:
        """Return the outlets with this id, name, alias or domain, in any case, with or without "the"; sorted by id."""
        return list(self._by_key.get(_lookup_key(name), ()))

    def near(self, name: str, count: int = 5) -> list[str]:
        """Return up to `count` known names that are spelled like `name`, the nearest first."""
        keys = difflib.get_close_matches(_lookup_key(name), self._spelling, n=count, cutoff=0.6)
        return list(dict.fromkeys(self._spelling[key] for key in keys))

    def merged(self, path: str | Path) -> OutletLexicon:
        """Return a lexicon with the outlets of a user's file added.

        The file has the schema of `data/en/outlets.json`. An entry whose id exists replaces that outlet; a name that
        exists belongs to the user's outlet from then on.

        Raises:
            LexiconError: The file cannot be read or breaks the schema; every problem with its path.
        """
        return self.merged_data(read_file(Path(path)), str(path))

    def merged_data(self, data: bytes, source: str) -> OutletLexicon:
        """Return a lexicon with the outlets of a user's file added, by its content; `source` names it in messages."""
        added = build_entries(parse_object(data, source), source, known=self._by_id)
        by_id = {**self._by_id, **{entry.id: entry for entry in added}}
        merged = evolve(
            self,
            entries=tuple(by_id[id] for id in sorted(by_id)),
            preferred=self.preferred | {entry.id for entry in added},
        )
        merged._check_examples(added, source)
        return merged

    def _check_examples(self, entries: Iterable[OutletEntry], source: str) -> None:
        wrong = [
            f"{source}: {entry.id}: the example does not name the outlet, or names another: {entry.example!r}"
            for entry in entries
            if entry.example and {found.id for *_, found in self.find(entry.example)} != {entry.id}
        ]
        if wrong:
            raise LexiconError("\n".join(wrong))

    @cached_property
    def media(self) -> frozenset[str]:
        """The names, without "The", that mean an outlet wherever they stand; shows may be named after their hosts."""
        plain = (entry for entry in self.entries if entry.kind != "programme" and not entry.context)
        return frozenset(name.removeprefix("The ") for entry in plain for name in entry.names)

    @cached_property
    def _by_id(self) -> dict[str, OutletEntry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def _by_key(self) -> dict[str, tuple[OutletEntry, ...]]:
        keys: dict[str, dict[str, OutletEntry]] = {}
        for entry in self.entries:
            for name in (entry.id, *entry.names, *filter(None, [entry.domain])):
                keys.setdefault(_lookup_key(name), {})[entry.id] = entry
        return {key: tuple(found.values()) for key, found in keys.items()}

    @cached_property
    def _spelling(self) -> dict[str, str]:
        return {_lookup_key(name): name for entry in self.entries for name in entry.names}

    def _owners(self, found: Mapping[str, OutletEntry]) -> tuple[OutletEntry, ...]:
        """Return the user's own among outlets of one name, or all, in the order of their ids."""
        ids = [id for id in found if id in self.preferred] or found
        return tuple(found[id] for id in sorted(ids))

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[str, OutletEntry]]]:
        """The forms of all names, without their "The", by their first token."""
        forms: dict[str, list[tuple[str, OutletEntry]]] = {}
        for entry in self.entries:
            for surface in _surfaces(entry):
                bare = surface.removeprefix("The ")
                first = bare.partition(" ")[0]
                if not first.isalnum():  # seldom, and the pattern is slow for thousands of names
                    first = _tokens(bare)[0][2]
                forms.setdefault(first, []).append((surface, entry))
        return forms

    @cached_property
    def _in_capitals(self) -> dict[str, list[tuple[str, OutletEntry]]]:
        """The forms of names in capitals, by their first token; few texts have one of these.

        One short or everyday word is left out: DAWN is a body, and RECORD a word that somebody stresses.
        """
        forms: dict[str, list[tuple[str, OutletEntry]]] = {}
        for entry in self.entries:
            if entry.kind not in _IN_CAPITALS:
                continue
            for name in entry.names:
                bare = name.removeprefix("The ")
                word = bare == name and len(name) >= _CAPITALS_FROM and not entry.context
                if not bare.isupper() and (" " in bare or word):
                    for form in _with_plain_letters(bare.upper()):
                        first = form.partition(" ")[0]
                        forms.setdefault(first if first.isalnum() else _tokens(form)[0][2], []).append((form, entry))
        return forms

    def _node(self, first: str) -> dict[str, Any] | None:
        """Return the tree of the names that begin with a token, made when a text first has it.

        Tokens lead to the next tokens; the empty key holds the outlets whose name ends there. Names stand without their
        "The": "the National Audit Office" must not end at "the National". Those that need the article ("The Sun") are
        under the key _ARTICLE.
        """
        if first not in self._trees:
            self._trees[first] = _tree([*self._by_first.get(first, ()), *self._in_capitals.get(first, ())])
        return self._trees[first] or None

    @cached_property
    def _trees(self) -> dict[str, dict[str, Any]]:
        return {}

    def _longest(
        self, text: str, tokens: list[tuple[int, int, str]], index: int
    ) -> tuple[int, tuple[OutletEntry, ...]]:
        """Return the end and the outlets of the longest name that begins with this token; 0 and none without one."""
        start, _, token = tokens[index]
        best: tuple[int, tuple[OutletEntry, ...]] = (0, ())
        if _DOTTED.fullmatch(text, max(0, start - 2), start):
            return best
        article = index > 0 and tokens[index - 1][2].strip() in ("the", "The") and token.startswith(" ")
        node = self._node(token.lstrip())
        while node is not None:
            end = tokens[index][1]
            named = node.get("", {})
            if _ARTICLE in node:
                named = named | self._under_article(node[_ARTICLE], text, start, end, article=article)
            if named and _is_compound(text, start, end):
                named = {id: entry for id, entry in named.items() if not (entry.context or text[end - 1].isdigit())}
            if named:
                best = (end, self._owners(named))
            index += 1
            node = node.get(tokens[index][2]) if index < len(tokens) else None
        return best

    def _under_article(
        self, entries: dict[str, OutletEntry], text: str, start: int, end: int, *, article: bool
    ) -> dict[str, OutletEntry]:
        """Return which outlets a name without its article means: those that it is placed with, as "Kenya's Star"."""
        if article:
            return entries
        if not _LED.search(text, max(0, start - _NEAR), start):
            return {}
        countries = self.places.around(text, start, end, surely=True)
        return {id: entry for id, entry in entries.items() if entry.country in countries}

    @cached_property
    def _by_domain(self) -> dict[str, tuple[OutletEntry, ...]]:
        domains: dict[str, dict[str, OutletEntry]] = {}
        for entry in self.entries:
            if entry.domain:
                domains.setdefault(entry.domain, {})[entry.id] = entry
        return {domain: self._owners(found) for domain, found in domains.items()}

    def _find_hosts(self, text: str) -> Iterator[tuple[int, int, tuple[OutletEntry, ...]]]:
        for match in _HOST.finditer(text):
            labels = match[1].lower().split(".")
            for first in range(max(0, len(labels) - 4), len(labels) - 1):
                if entries := self._by_domain.get(".".join(labels[first:])):
                    yield match.start(1), match.end(1), entries
                    break

    def _nearby(self, text: str, start: int, end: int, entries: tuple[OutletEntry, ...]) -> tuple[OutletEntry, ...]:
        if len(entries) < 2:
            return entries
        countries = self.places.around(text, start, end)
        near = tuple(entry for entry in entries if entry.country in countries)
        if len(near) == 1 or (countries and self.places.around(text, start, end, surely=True)):
            return near or entries
        main = tuple(entry for entry in entries if entry.main)
        return main if len(main) == 1 else entries


def load_outlets(language: str) -> OutletLexicon:
    """Return the outlets that the package knows in a language; the tests hold their file against its schema.

    Raises:
        LexiconError: The language is unknown.
    """
    file = language_folder(language) / "outlets.json"
    rows = parse_object(file.read_bytes(), str(file))["outlets"]
    return OutletLexicon(_sorted(OutletEntry(**row) for row in rows), _places(load_word_list("countries", language)))


def _sorted(entries: Iterable[OutletEntry]) -> tuple[OutletEntry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.id))


def build_entries(
    data: Mapping[str, Any], source: str, known: Mapping[str, OutletEntry] = MappingProxyType({})
) -> tuple[OutletEntry, ...]:
    """Check and return the outlets of a file sorted by id; `known` outlets may be parents.

    Raises:
        LexiconError: The file breaks its schema; every problem with its path.
    """
    rows = data.get("outlets")
    if not isinstance(rows, list):
        raise LexiconError(f"{source}: $.outlets: a list of outlets is expected")
    problems = [f"$.{key}: unknown key" for key in data if key != "outlets"]
    problems += [
        f"$.outlets[{number}]{problem}" for number, row in enumerate(rows) for problem in misfits(row, "outlets")
    ]
    if not problems:
        entries = tuple(OutletEntry(**row) for row in rows)
        problems = _conflicts(entries, known)
    if problems:
        raise LexiconError("\n".join(f"{source}: {problem}" for problem in problems))
    return _sorted(entries)


def _conflicts(entries: tuple[OutletEntry, ...], known: Mapping[str, OutletEntry]) -> list[str]:
    """Return ids that come twice, wrong parents, names that are none, and names shared without `context`."""
    problems: list[str] = []
    ids = {entry.id for entry in entries}
    parents = {entry.id: entry.parent for entry in (*known.values(), *entries)}
    seen: set[str] = set()
    owners: dict[str, OutletEntry] = {}
    for number, entry in enumerate(entries):
        path = f"$.outlets[{number}]"
        if entry.id in seen:
            problems.append(f"{path}.id: {entry.id!r} comes twice")
        if entry.parent and entry.parent not in ids and entry.parent not in known:
            problems.append(f"{path}.parent: there is no outlet {entry.parent!r}")
        if _is_in_ring(entry, parents):
            problems.append(f"{path}.parent: {entry.id!r} cannot belong to itself")
        for name in entry.names:
            if _NO_NAME.fullmatch(name):
                problems.append(f"{path}: {name!r} is no name: it needs a word or number beside the article")
            owner = owners.setdefault(name.removeprefix("The "), entry)
            if owner is not entry and not (owner.context and entry.context):
                problems.append(f"{path}: {name!r} is a name of {owner.id!r} too; both need context: true")
            elif owner is not entry and owner.main and entry.main:
                problems.append(f"{path}.main: {owner.id!r} is the main outlet called {name!r} already")
        seen.add(entry.id)
    return problems


def _is_in_ring(entry: OutletEntry, parents: Mapping[str, str | None]) -> bool:
    """Tell whether going from parent to parent leads back to the outlet."""
    at, passed = entry.parent, set[str]()
    while at and at not in passed and at != entry.id:
        passed.add(at)
        at = parents.get(at)
    return at == entry.id


def _tree(forms: Iterable[tuple[str, OutletEntry]]) -> dict[str, Any]:
    """Return the tree of names that begin with the same token, from behind that token on."""
    root: dict[str, Any] = {}
    for surface, entry in forms:
        bare = surface.removeprefix("The ")
        node = root
        for _, _, token in _tokens(bare)[1:]:
            node = node.setdefault(token, {})
        node.setdefault("" if bare in (surface, *entry.names) else _ARTICLE, {})[entry.id] = entry
    return root


def _surfaces(entry: OutletEntry) -> Iterator[str]:
    """Yield the forms in which a text may name the outlet."""
    for name in entry.names:
        yield from _with_plain_letters(name)
        if "-" in name or "Al " in name:  # else no Arabic article; the pattern is slow for thousands of names
            small = _ARABIC_ARTICLE.sub(lambda match: match[0].lower(), name)
            if small != name:
                yield from _with_plain_letters(small)


def _is_shouted(text: str, start: int, end: int) -> bool:
    """Tell whether the words beside a stretch are in capitals too, so that its own tell nothing."""
    beside = (_WORD_BEFORE.search(text, max(0, start - 20), start), _WORD_BEHIND.match(text, end))
    return any(word and len(word[1]) > 1 and word[1].isupper() and word[1] != "THE" for word in beside)


def _with_plain_letters(name: str) -> Iterator[str]:
    yield name
    if not name.isascii():
        written_out = (name, name.translate(_SINGLE_LETTERS), name.translate(_DOUBLE_LETTERS))
        yield from sorted({_without_accents(form) for form in written_out} - {name})


def _without_accents(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", name) if not unicodedata.combining(char))


def _plain(text: str) -> str:
    """Return the text with straight marks and hyphens; offsets stay."""
    for mark, plain in _PLAIN_MARKS.items():
        text = text.replace(mark, plain)
    return text


def _tokens(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and key of each word and mark; the key of one after white space begins with a space.

    After a blank line the key begins with a line feed, so that no name crosses it.
    """
    tokens: list[tuple[int, int, str]] = []
    last = 0
    for match in _TOKEN.finditer(_plain(text)):
        start, end = match.span()
        wide = start - last > 1 and text.count("\n", last, start) > 1
        gap = "" if start == last else "\n" if wide else " "
        tokens.append((start, end, gap + match.group()))
        last = end
    return tokens


def _is_compound(text: str, start: int, end: int) -> bool:
    """Tell whether the stretch is a part of a hyphened word ("X-ray", "mid-Time") or score ("France 24-18")."""
    before = start > 1 and text[start - 1] == "-" and text[start - 2].isalnum()
    after = text[end : end + 1] == "-" and text[end + 1 : end + 2].isalnum()
    return before or after


def _places(data: Mapping[str, Any]) -> Places:
    countries = data["countries"]
    codes = {word: code for code, country in countries.items() for word in country["words"]}
    cities = frozenset(word for country in countries.values() for word in country.get("cities", ()))
    return Places(codes, cities, tuple(data["carriers"]))


def _lookup_key(name: str) -> str:
    key = " ".join(_plain(name).casefold().split())
    return key.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/").removeprefix("the ")
