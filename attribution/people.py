"""The words about people that names, furniture, affiliations, antecedents and speakers share."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from attrs import fields, frozen

from attribution.title_words import TitleWords, compile_titles

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon

Gender = Literal["male", "female"]
PronounClass = Literal["male", "female", "thing", "plural", "first", "relative"]

CAPITALS = "".join(c for c in map(chr, [*range(0x41, 0x250), *range(0x1E00, 0x1F00)]) if c.isupper())
# Characters that show nothing: soft hyphens, joiners, and marks of the direction of writing.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
# Accents as characters of their own, and what a damaged encoding leaves of accented letters ("PeÃ±a").
JOINED_MARK = f"[\u0300-\u036f{INVISIBLE}]|(?<=[\u0303Ã])(?:[\u0080-\u00bf]|[13]⁄[24])"
SMALL_WORD = re.compile(r"[a-z-]+")  # a word without capitals
_INITIALS = 3  # letters of the longest roles that are initials ("ceo")
_POSTNOMINAL_WORDS = frozenset({"Esq"})  # with one capital only
_BEFORE_INITIALS = frozenset({"co", "ex"})
_AFTER_OFFICE = frozenset({"designate", "elect", "emerita", "emeritus"})
_PLAIN = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-"} | dict.fromkeys(INVISIBLE))


@lru_cache(maxsize=1 << 14)
def fold(word: str) -> str:
    """Return the form under which a word is looked up: case folded, marks straight, no possessive ending or dot."""
    word = word.translate(_PLAIN).casefold().rstrip(".")
    return word[:-2] if word.endswith("'s") else word.rstrip("'")


@frozen
class TitlePhrase:
    """Words that are a title where they stand before a name.

    `kind` says under which condition; `spelling` is how the text has to write them: in capitals, or with a full stop.
    """

    words: tuple[str, ...]
    kind: Literal["rank", "style", "office", "code", "postpositive", "particle"]
    spelling: Literal["", "capitals", "dot"] = ""


@frozen
class BodyKind:
    """A kind of bodies: the nouns that stand for one ("club") and the words of names that only such a body bears."""

    name: str
    nouns: frozenset[str]
    heads: frozenset[str]


@frozen
class KinTie:
    """Nouns for kin ("grandmother"), and those that show whom they are said of ("has two grandsons")."""

    nouns: frozenset[str]
    shown_by: frozenset[str]


@frozen(eq=False)
class PeopleWords:
    """`data/<language>/people.json`, compiled; every set holds folded words (see `fold`)."""

    honorifics: Mapping[str, Gender | None]
    styles: Mapping[str, Gender | None]
    ranks: frozenset[str]
    office_codes: frozenset[str]
    office_forms: Mapping[str, tuple[str, ...]]
    sure_codes: frozenset[str]
    native_offices: frozenset[str]
    postpositives: frozenset[str]
    title_phrases: Mapping[str, tuple[TitlePhrase, ...]]
    particles: frozenset[str]
    connectors: frozenset[str]
    suffixes: frozenset[str]
    postnominals: frozenset[str]
    capital_postnominals: frozenset[str]
    abbreviations: frozenset[str]
    name_abbreviations: frozenset[str]
    roles: Mapping[str, Gender | None]
    role_modifiers: frozenset[str]
    relations: frozenset[str]
    groups: frozenset[str]
    organizations: frozenset[str]
    body_kinds: tuple[BodyKind, ...]
    role_forms: tuple[frozenset[str], ...]
    document_kinds: tuple[frozenset[str], ...]
    documents: frozenset[str]
    messages: frozenset[str]
    titled_documents: frozenset[str]
    speech_nouns: frozenset[str]
    pronouns: Mapping[str, PronounClass]
    indefinite: frozenset[str]
    definite: frozenset[str]
    prepositions: frozenset[str]
    verbs: frozenset[str]
    human_verbs: frozenset[str]
    demonyms: frozenset[str]
    questions: frozenset[str]
    peers: frozenset[str]
    given_titles: frozenset[str]
    seats: frozenset[str]
    beside_seats: frozenset[str]
    serving_verbs: frozenset[str]
    accused_signs: frozenset[str]
    accused_nouns: frozenset[str]
    part_nouns: frozenset[str]
    one_holder_offices: frozenset[str]
    styled_offices: frozenset[str]
    beside_offices: frozenset[str]
    kin_groups: frozenset[str]
    kin_ties: tuple[KinTie, ...]
    anonymity: frozenset[str]
    anonymous_nouns: frozenset[str]
    source_kinds: tuple[frozenset[str], ...]
    openers: frozenset[str]
    org_heads: frozenset[str]
    body_ends: frozenset[str]
    of_titles: frozenset[str]
    portfolio_roles: frozenset[str]
    field_words: frozenset[str]
    police_names: frozenset[str]
    subjects: frozenset[str]
    sports: frozenset[str]
    common_roles: frozenset[str]
    role_endings: tuple[str, ...]
    continuing: frozenset[str]
    named_bodies: frozenset[str]
    realms: frozenset[str]
    body_nouns: frozenset[str]
    name_openers: frozenset[str]
    no_titles: frozenset[str]
    state_roles: frozenset[str]
    countries: frozenset[str]
    nation_words: Mapping[str, tuple[frozenset[str], ...]]
    business_roles: frozenset[str]
    staff_roles: frozenset[str]
    firm_groups: frozenset[str]
    body_roles: frozenset[str]
    team_roles: frozenset[str]
    parties: frozenset[str]
    party_marks: frozenset[str]
    nations: frozenset[str]
    calendar: frozenset[str]
    hyphen_tails: frozenset[str]
    run: re.Pattern[str]
    capital: re.Pattern[str]
    titles: TitleWords

    def is_role(self, word: str) -> bool:
        """Tell whether a word names what a person does or is ("spokesman", "ex-chancellor", "Sen.")."""
        return _is_role(self, word)

    def is_document(self, word: str) -> bool:
        """Tell whether a folded word names what is written or published ("report", "statements")."""
        return word in self.documents or _singular(word) in self.documents

    def is_title(self, word: str) -> bool:
        """Tell whether a folded word before a name is a title there ("mr", "sen", "president", never "guy")."""
        if word in self.honorifics or word in self.ranks:
            return True
        return word not in self.common_roles and word not in self.native_offices and self.is_role(word)

    def is_honorific(self, word: str) -> bool:
        """Tell whether the honorific of a name is one of respect and no title ("mr", "tan sri")."""
        return word in self.honorifics or word in self.styles

    def is_respect(self, written: str) -> bool:
        """Tell whether words as they stand are of respect and no title ("Mrs", "Tan Sri", "HRH", never "yam")."""
        folded = " ".join(fold(word) for word in written.split()) if " " in written else fold(written)
        if folded in self.honorifics:
            return True
        return written[:1].isupper() and (folded in self.styles or written in self.styles)

    def is_postnominal(self, word: str) -> bool:
        """Tell whether a word as it stands may be letters behind a name ("MP", "M.D.", "PhD", never "am" or "Oon")."""
        if not word[:1].isupper():
            return False
        plain = fold(word).replace(".", "")
        as_name = "." not in word and word.istitle() and word not in _POSTNOMINAL_WORDS
        return (plain in self.postnominals and not as_name) or (plain in self.capital_postnominals and word.isupper())

    def with_other_forms(self, found: frozenset[str]) -> frozenset[str]:
        """Return folded words together with the other words for the same roles ("sen": "senator")."""
        return found.union(*(forms for forms in self.role_forms if not forms.isdisjoint(found)))

    def is_untitled(self, noun: str) -> bool:
        """Tell whether a folded noun says nothing of office ("mum", "users")."""
        if noun in self.no_titles or _singular(noun) in self.no_titles:
            return True
        return noun.rpartition("-")[2] in self.no_titles or noun.endswith("-mate")

    def is_body(self, noun: str) -> bool:
        """Tell whether a folded noun names a body ("council")."""
        return noun in self.organizations or bool(self.kinds_of_noun(noun))

    def kinds_of_noun(self, noun: str) -> frozenset[str]:
        """Return the kinds of bodies that a folded noun may stand for ("company": firm)."""
        return _kinds_of_noun(self, noun)

    def kinds_of_name(self, key: tuple[str, ...]) -> frozenset[str]:
        """Return the kinds that a body's name shows by its ends or before "of" ("Harbour Foods Plc": firm)."""
        return _kinds_of_name(self, key)

    def gender_of(self, word: str) -> Gender | None:
        """Return the gender that an honorific or role word shows by itself ("Mrs", "spokesman"), if any."""
        word = fold(word)
        own = self.honorifics.get(word) or self.styles.get(word)
        return own or self.roles.get(word) or self.roles.get(word.rpartition("-")[2])

    def nations_in(self, said: frozenset[str]) -> frozenset[str]:
        """Return the countries that folded words name or call by, no cities ("south", "korean": KR)."""
        return _nations_in(self, said)

    def is_plural_role(self, word: str) -> bool:
        """Tell whether a word names several people ("officials", "crowd")."""
        word = fold(word)
        if word in self.groups:
            return True
        return word not in self.roles and _singular(word) in self.roles


@lru_cache(maxsize=1 << 14)
def _is_role(words: PeopleWords, word: str) -> bool:
    small, capitals, word = word[:1].islower(), word.isupper(), fold(word)
    if word in words.roles or word in words.ranks or word in words.native_offices:
        return True
    if capitals and word in words.office_codes:
        return True
    first, _, last = word.rpartition("-")
    if last in _AFTER_OFFICE:
        return _is_role(words, first)
    last = last if len(last) > _INITIALS or first in _BEFORE_INITIALS else ""  # "ex-MP", but "AFL-CIO"
    if small and len(word) > 6 and word.endswith(words.role_endings):
        return True
    return last in words.roles or _singular(last) in words.roles


@lru_cache(maxsize=1 << 12)
def _kinds_of_noun(words: PeopleWords, noun: str) -> frozenset[str]:
    return frozenset(kind.name for kind in words.body_kinds if noun in kind.nouns)


@lru_cache(maxsize=1 << 12)
def _kinds_of_name(words: PeopleWords, key: tuple[str, ...]) -> frozenset[str]:
    ends = {key[0], key[-1], *(word for word, link in itertools.pairwise(key) if link in {"of", "for"})}
    kinds = frozenset(kind.name for kind in words.body_kinds if not ends.isdisjoint(kind.heads))
    workers = "association" in kinds and any(words.is_plural_role(word) for word in key)
    return kinds | {"union"} if workers else kinds  # "Quay Nurses Association"


@lru_cache(maxsize=1 << 12)
def _nations_in(words: PeopleWords, said: frozenset[str]) -> frozenset[str]:
    return frozenset(code for code, forms in words.nation_words.items() if any(form <= said for form in forms))


def people_words(lexicon: Lexicon) -> PeopleWords:
    """Return the compiled word lists of the lexicon's language."""
    if lexicon.language not in _COMPILED:
        people, titles = (
            {key: row["words"] for key, row in lexicon.words(name).items()} for name in ("people", "titles")
        )
        _COMPILED[lexicon.language] = _compile(people, lexicon.words("countries"), compile_titles(titles))
    return _COMPILED[lexicon.language]


_COMPILED: dict[str, PeopleWords] = {}  # by language: outlets of a user change no word about people


def _compile(data: Mapping[str, Any], countries: Mapping[str, Any], titles: TitleWords) -> PeopleWords:
    return PeopleWords(
        honorifics=_by_gender(data["honorifics"]),
        styles=_styles(data["styles"]),
        title_phrases=_title_phrases(data),
        roles=_by_gender(data["roles"]),
        body_kinds=tuple(
            BodyKind(name, frozenset(row["nouns"]), frozenset(row["heads"])) for name, row in data["body_kinds"].items()
        ),
        role_endings=tuple(data["role_endings"]),
        office_forms={short: tuple(long) for short, long in data["office_forms"].items()},
        role_forms=tuple(frozenset(forms) for forms in data["role_forms"]),
        kin_ties=tuple(KinTie(frozenset(row["nouns"]), frozenset(row["shown_by"])) for row in data["kin_ties"]),
        source_kinds=tuple(frozenset(kind) for kind in data["source_kinds"]),
        document_kinds=tuple(frozenset(kind) for kind in data["document_kinds"]),
        pronouns={word: group for group, words in data["pronouns"].items() for word in words},
        countries=frozenset(fold(word) for country in countries["countries"].values() for word in country["words"]),
        nation_words=_nation_words(countries["countries"]),
        run=_run_pattern(data),
        capital=re.compile(_capital(data)),
        titles=titles,
        **{name: frozenset(fold(word) for word in data[name]) for name in _plain_lists()},
    )


def _plain_lists() -> list[str]:
    """Return the names of the fields that are lists of people.json as they stand there."""
    return [one.name for one in fields(PeopleWords) if str(one.type) == "frozenset[str]" and one.name != "countries"]


def _nation_words(countries: Mapping[str, Any]) -> dict[str, tuple[frozenset[str], ...]]:
    """Return the words of each country and its people, by its code; a city is no nationality."""
    return {
        code: tuple(frozenset(map(fold, word.split())) for word in row["words"] if word not in row.get("cities", ()))
        for code, row in countries.items()
    }


def _by_gender(lists: Mapping[str, Any]) -> dict[str, Gender | None]:
    genders: dict[str, Gender | None] = {}
    for word in lists["other"]:
        genders[fold(word)] = None
    for word in lists["male"]:
        genders[fold(word)] = "male"
    for word in lists["female"]:
        genders[fold(word)] = "female"
    return genders


def _styles(lists: Mapping[str, Any]) -> dict[str, Gender | None]:
    """Return the styles by gender: those in capitals as they are written, the others folded."""
    shouted = {fold(word): word for word in lists["other"] if word.isupper()}
    return {shouted.get(word, word): gender for word, gender in _by_gender(lists).items()}


def _title_phrases(data: Mapping[str, Any]) -> dict[str, tuple[TitlePhrase, ...]]:
    """Return what may be a title only under a condition, by its first word, the longest first."""
    titles = {fold(word) for word in data["ranks"]}
    listed: list[tuple[TitlePhrase, ...]] = [
        tuple(_title_phrase(word, "rank") for word in data["ranks"] if " " in word),
        tuple(_title_phrase(word, "style") for words in data["styles"].values() for word in words),
        tuple(_title_phrase(word, "office") for word in data["native_offices"]),
        tuple(_title_phrase(word, "code") for word in data["codes"]),
        tuple(_title_phrase(word, "postpositive") for word in data["postpositives"]),
        tuple(_title_phrase(word, "particle") for word in data["particles"] if fold(word) in titles),
    ]
    phrases: dict[str, list[TitlePhrase]] = {}
    for phrase in itertools.chain(*listed):
        phrases.setdefault(phrase.words[0], []).append(phrase)
    return {
        first: tuple(sorted(found, key=lambda one: (-len(one.words), one.kind))) for first, found in phrases.items()
    }


def _title_phrase(
    written: str, kind: Literal["rank", "style", "office", "code", "postpositive", "particle"]
) -> TitlePhrase:
    spelling: Literal["", "capitals", "dot"] = (
        "capitals" if written.isupper() else "dot" if written.endswith(".") else ""
    )
    return TitlePhrase(tuple(fold(word) for word in written.split()), kind, spelling)


def _singular(word: str) -> str:
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else ""


def _either(words: Iterable[str]) -> str:
    """Return the pattern of one of many words: by their first letter, so that all others are passed over at once."""
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        rests.setdefault(word[0], []).append(word[1:])
    return "(?:" + "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(rests.items())) + ")"


def _capital(data: Mapping[str, Any]) -> str:
    """Return the pattern of one capitalised word: "Xi", "O'Brien", "al-Sisi", "U.S.", "J.", "Sen.", "PG&E"."""
    abbreviations = _either([*data["abbreviations"], *data["name_abbreviations"]])
    clipped = _either(word[:-1].title() for word in data["styles"]["male"] if word.endswith("'"))
    prefixes = _either(data["prefixes"])
    rest = rf"(?:{JOINED_MARK}|[\w*]|[’'‐‑&-](?=\w)|\.(?=[a-z]{{2,3}}\b))*"
    return (
        rf"(?:{abbreviations}\.|{clipped}[’'](?=\s)|(?:[{CAPITALS}]\.)+(?:[{CAPITALS}](?!\w))?"
        rf"|(?:{prefixes}[’'-]|ka(?=[A-Z][a-z])|ʻ)?[{CAPITALS}]{rest})"
    )


def _run_pattern(data: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of capitalised words in a row, with particles, nicknames and suffixes among them."""
    capital = _capital(data)
    gap = f"[ \u00a0\u202f]{{1,2}}[{INVISIBLE}]?"
    particles = _either(data["particles"])
    between = _either([*data["particles"], *data["connectors"]])
    nickname = (
        rf"(?:[\"“'‘(]{capital}[\"”'’)]|(?<![’']s )[\"“'‘](?:the{gap})?{capital}(?:{gap}{capital}){{0,2}}[\"”'’])"
    )
    patronymics = _either(word for word in data["suffixes"] if len(word) > 3)  # in small letters: "uulu", no "Jr"
    suffix = rf"(?:,?{gap}(?:Jr|Sr)\b\.?|{gap}{patronymics}\b)"
    retired = rf"{gap}\((?i:ret(?:[’']?d|ired)?|rtd)\.?\)"
    return re.compile(
        rf"(?<!\w)(?:{particles}{gap}(?={capital}))?{capital}"
        rf"(?:{suffix}|{gap}(?:{between}{gap}){{0,3}}{capital}|(?:{gap}{nickname}|{retired})(?={gap}{capital}))*"
    )
