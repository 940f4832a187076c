"""The outlets that are known: their entries, finding them, looking them up, and a user's own file."""

from __future__ import annotations

import json
import time
from collections import Counter
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import takes_linear_time
from hypothesis import given
from hypothesis import strategies as st

from attribution.errors import LexiconError
from attribution.lexicon import Lexicon, OutletLexicon, load_lexicon

DATA = Path(str(resources.files("attribution"))) / "data"

REGIONS = {
    "Africa": "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG ER ET GA GH GM GN KE LR LS LY MA MG ML MR MU MW MZ NA NE NG "
    "RW SC SD SL SN SO SS SZ TD TG TN TZ UG ZA ZM ZW",
    "Asia": "AE AF AM AZ BD BH BN BT CN GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH "
    "PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE",
    "Europe": "AD AL AT BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LT LU LV MD ME MK MT NL NO PL PT "
    "RO RS RU SE SI SK UA VA XK",
    "Latin America": "AR BB BO BR BS BZ CL CO CR CU DO EC GT GY HN HT JM MX NI PA PE PR PY SR SV TT UY VE",
    "North America": "CA US",
    "Oceania": "AU FJ NZ PG SB TO VU WS",
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def outlets(lexicon: Lexicon) -> OutletLexicon:
    return lexicon.outlets


def named(outlets: OutletLexicon, text: str) -> list[tuple[str, str]]:
    """What is found in `text`, as slices and ids."""
    return [(text[start:end], outlet.id) for start, end, outlet in outlets.find(text)]


def write(path: Path, *rows: object) -> Path:
    path.write_text(json.dumps({"outlets": rows}), encoding="utf-8")
    return path


BUGLE = {"id": "us/daily-bugle", "name": "Daily Bugle", "kind": "newspaper"}


# --- the data ----------------------------------------------------------------------------------------------------


def test_outlet_lexicon_example_names_its_outlet_and_no_other(outlets: OutletLexicon) -> None:
    """Every outlet brings a sentence in which it alone is found."""
    found = {entry.id: {hit.id for *_, hit in outlets.find(entry.example)} for entry in outlets}
    assert [id for id, hits in found.items() if hits != {id}] == []


def test_outlet_lexicon_example_is_a_sentence(outlets: OutletLexicon) -> None:
    """Examples begin with a capital or the name, end with a full stop and hold more than the name."""
    odd = [e.id for e in outlets if not e.example.endswith(".") or len(e.example) < min(map(len, e.names)) + 15]
    assert odd == []


def test_outlet_lexicon_are_sorted_by_unique_ids(outlets: OutletLexicon) -> None:
    """Ids are unique and in order, so that the file reads and merges well."""
    ids = [entry.id for entry in outlets]
    assert ids == sorted(set(ids))


def test_outlet_lexicon_id_begins_with_its_country(outlets: OutletLexicon) -> None:
    """The part before the slash is the country, or "int" where there is none."""
    assert [e.id for e in outlets if e.id.split("/")[0] != (e.country or "int").lower()] == []


def test_outlet_lexicon_parents_exist_and_make_no_ring(outlets: OutletLexicon) -> None:
    """Going from parent to parent ends at an outlet that has none."""
    for entry in outlets:
        seen, at = {entry.id}, entry
        while at.parent:
            parent = outlets.get(at.parent)
            assert parent is not None, f"{at.id}: no outlet {at.parent}"
            assert parent.id not in seen, f"{entry.id}: ring of parents"
            seen.add(parent.id)
            at = parent


def test_outlet_lexicon_share_a_name_only_where_it_needs_context(outlets: OutletLexicon) -> None:
    """A name of two outlets is ambiguous, and both say so."""
    owners: dict[str, set[str]] = {}
    for entry in outlets:
        for name in entry.names:
            owners.setdefault(name.removeprefix("The "), set()).add(entry.id)
    shared = [ids for ids in owners.values() if len(ids) > 1]
    entries = {entry.id: entry for entry in outlets}
    assert shared
    assert [ids for ids in shared if not all(entries[id].context for id in ids)] == []
    assert [ids for ids in shared if sum(entries[id].main for id in ids) > 1] == []


def test_outlet_lexicon_domains_and_items_belong_to_one_outlet(outlets: OutletLexicon) -> None:
    """A domain or a Wikidata item names one outlet."""
    for values in ([e.domain for e in outlets], [e.wikidata for e in outlets]):
        assert [value for value, count in Counter(filter(None, values)).items() if count > 1] == []


def test_outlet_lexicon_countries_are_known(lexicon: Lexicon) -> None:
    """Every country of an outlet has its words in the list of countries."""
    codes = set(lexicon.words("countries")["countries"])
    assert {entry.country for entry in lexicon.outlets if entry.country} <= codes


def test_outlet_lexicon_cover_the_world(outlets: OutletLexicon) -> None:
    """At least 4,500 outlets of 190 countries; no country rules the list; the countries below have some each."""
    countries = Counter(entry.country for entry in outlets)
    assert len(outlets) >= 4500
    assert len(countries) >= 190
    assert countries["US"] <= 0.2 * len(outlets)
    assert countries["GB"] <= 0.1 * len(outlets)
    thin = [code for codes in REGIONS.values() for code in codes.split() if countries[code] < 3]
    assert thin == []


@pytest.mark.parametrize(
    ("region", "least"),
    [
        ("Africa", 450),
        ("Asia", 900),
        ("Europe", 1200),
        ("Latin America", 350),
        ("North America", 700),
        ("Oceania", 180),
    ],
)
def test_outlet_lexicon_cover_each_continent(outlets: OutletLexicon, region: str, least: int) -> None:
    """No continent is left to a handful of titles."""
    assert sum(entry.country in REGIONS[region].split() for entry in outlets) >= least


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("newspaper", 1500),
        ("agency", 200),
        ("broadcaster", 750),
        ("programme", 180),
        ("website", 650),
        ("platform", 70),
        ("institution", 700),
        ("document", 12),
    ],
)
def test_outlet_lexicon_cover_each_kind(outlets: OutletLexicon, kind: str, least: int) -> None:
    """Each kind of the contract is there in number."""
    assert sum(entry.kind == kind for entry in outlets) >= least


EVERYDAY = (
    "Time Nature Science People Politico X Metro Express Mirror Today Variety Fortune Wired Signal Zoom Mint Dawn"
)


def test_outlet_lexicon_with_everyday_names_need_context(outlets: OutletLexicon) -> None:
    """A word that means something else as well never counts by itself."""
    everyday = [*EVERYDAY.split(), "The Sun", "The Times", "The Guardian", "The Independent", "The Star", "The Post"]
    bare = [e.id for e in outlets if not e.context and not set(everyday).isdisjoint(e.names)]
    assert bare == []


def test_outlet_lexicon_of_one_small_word_need_context(outlets: OutletLexicon) -> None:
    """A name of small letters only is one of a few that are no words of English."""
    small = {name for e in outlets if not e.context for name in e.names if name.isalpha() and name.islower()}
    assert small == {"dpa", "epd", "ntv", "franceinfo", "rbb", "ynetnews", "detikcom"}


# --- finding -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She told Le Monde so.", [("Le Monde", "fr/le-monde")]),
        # the longest name wins, wherever it begins
        ("He said it on Fox News Sunday.", [("Fox News Sunday", "us/fox-news-sunday")]),
        ("He told Fox News on Sunday.", [("Fox News", "us/fox-news")]),
        ("the National Audit Office said", [("National Audit Office", "gb/national-audit-office")]),
        ("The National Audit Office said", [("National Audit Office", "gb/national-audit-office")]),
        # the article belongs to the name only where it is written as part of it
        ("The New York Times wrote", [("The New York Times", "us/new-york-times")]),
        ("the New York Times wrote", [("New York Times", "us/new-york-times")]),
        ("told the Diplomat", [("Diplomat", "us/diplomat")]),
        ("a Diplomat said", []),
        # casing as used, word boundaries
        ("time and nature heal", []),
        ("the reuters report", []),
        ("Reutersville and CNNs", []),
        ("an X-ray", []),
        ("the L.G.B.T. community", []),
        ("after they beat France 24-18", []),
        ("reporters of France 24 saw", [("France 24", "fr/france-24")]),
        ("a CNN-backed poll", [("CNN", "us/cnn")]),
        ("Reuters/Ipsos", [("Reuters", "gb/reuters"), ("Ipsos", "fr/ipsos")]),
        # in capitals where the words beside it are not, but no short or everyday word
        ("told DIE ZEIT on Monday", [("DIE ZEIT", "de/die-zeit")]),
        ("HAARETZ wrote", [("HAARETZ", "il/haaretz")]),
        ("THE DAILY MAIL MUST SAY SORRY", []),
        ("MINT, a bloc of four, set a RECORD", []),
        # marks, accents, white space
        ("told the People’s Daily", [("People’s Daily", "cn/peoples-daily")]),
        ("told the People's Daily", [("People's Daily", "cn/peoples-daily")]),
        ("Agence France–Presse", [("Agence France–Presse", "fr/agence-france-presse")]),
        ("Sueddeutsche Zeitung, Suddeutsche Zeitung", [
            ("Sueddeutsche Zeitung", "de/suddeutsche-zeitung"), ("Suddeutsche Zeitung", "de/suddeutsche-zeitung")]),
        ("told Dagens Naeringsliv and Koelner Stadt-Anzeiger", [
            ("Dagens Naeringsliv", "no/dagens-naeringsliv"), ("Koelner Stadt-Anzeiger", "de/kolner-stadt-anzeiger")]),
        ("Der\r\nSpiegel", [("Der\r\nSpiegel", "de/der-spiegel")]),
        ("to New York\n\nTimes change", []),
        # domains in any case, with subdomains, not in addresses of persons
        ("https://www.bbc.co.uk/news or Edition.CNN.com.", [("bbc.co.uk", "gb/bbc"), ("Edition.CNN.com", "us/cnn")]),
        ("write to desk@cnn.com", []),
        # possessives
        ("the Kremlin’s website", [("Kremlin’s website", "ru/kremlin-website")]),
        ("TASS's correspondent", [("TASS", "ru/tass")]),
        ("", []),
    ],
)  # fmt: skip
def test_outlet_lexicon_find(outlets: OutletLexicon, text: str, expected: list[tuple[str, str]]) -> None:
    """Names are found as they are used, the longest first."""
    assert named(outlets, text) == expected


STARS = ["ke/star", "my/star", "tr/star-newspaper", "za/star"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("told the Kenyan daily newspaper The Star", ["ke/star"]),
        ("told Malaysia's The Star", ["my/star"]),
        ("told Johannesburg-based The Star", ["za/star"]),
        ("told The Star of Nairobi", ["ke/star"]),
        ("told The Star newspaper in Malaysia", ["my/star"]),
        ("told The Star, a Kenyan newspaper,", ["ke/star"]),
        ("told The Star (Malaysia)", ["my/star"]),
        # nothing places it: all of them, in the order of their ids
        ("told The Star", STARS),
        # what the statement is about places nothing
        ("told The Star that Kenya would pay", STARS),
        ("Kenya told The Star", STARS),
        # one outlet is meant where nothing says otherwise
        ("told The Guardian that Nigeria would pay", ["gb/guardian"]),
        ("told Nigeria's The Guardian", ["ng/guardian"]),
        ("told Nigeria's Guardian", ["ng/guardian"]),
        ("told Ghana's Guardian", ["gb/guardian"]),
        ("told Uruguay’s El País", ["uy/el-pais"]),
    ],
)
def test_outlet_lexicon_find_places_outlets_of_one_name(outlets: OutletLexicon, text: str, ids: list[str]) -> None:
    """The country given to the name decides; else the main outlet of that name; else all remain."""
    assert [outlet.id for *_, outlet in outlets.find(text)] == ids


names = load_lexicon().outlets.entries[::97]
pieces = st.sampled_from([name for entry in names for name in entry.names]) | st.sampled_from(
    ["The", "the", "'s", "-", "\n\n", "@"]
)


@given(st.lists(pieces | st.text(max_size=6), max_size=12).map(" ".join) | st.text(max_size=80))
def test_outlet_lexicon_find_survives_any_text(text: str) -> None:
    """Spans lie in the text, hold something, come in order and overlap only where one name has several outlets."""
    spans = [(start, end) for start, end, _ in load_lexicon().outlets.find(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    distinct = sorted(set(spans))
    assert [end for _, end in spans] == sorted(end for _, end in spans)
    assert all(left[1] <= right[0] or left[1] == right[1] for left, right in pairwise(distinct))


@pytest.mark.parametrize("piece", ["He told The New York Times and The Star. ", "The ", "a.", "New York ", "x@", "-"])
def test_outlet_lexicon_find_is_linear(outlets: OutletLexicon, piece: str) -> None:
    """Four times the text takes about four times as long, whatever the text repeats."""
    assert takes_linear_time(lambda length: outlets.find((piece * (length // len(piece) + 1))[:length]), 64_000)


def test_outlet_lexicon_find_reads_a_megabyte_in_seconds(outlets: OutletLexicon) -> None:
    """A megabyte of running text takes far less than ten seconds."""
    text = "The minister told Reuters on Monday that nobody in his office had seen the letter before. " * 11_500
    before = time.process_time()
    found = outlets.find(text)
    assert time.process_time() - before < 10
    assert len(text) > 1_000_000
    assert len(found) == 11_500


# --- looking up --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["us/new-york-times", "The New York Times", "new york times", "NYT", "nytimes.com",
                                  "https://www.nytimes.com/", "THE NEW YORK TIMES", "  New  York Times "])  # fmt: skip
def test_outlet_lexicon_lookup(outlets: OutletLexicon, name: str) -> None:
    """Id, name, alias and domain lead to the outlet, in any case."""
    assert [entry.id for entry in outlets.lookup(name)] == ["us/new-york-times"]


def test_outlet_lexicon_lookup_returns_all_of_one_name_or_none(outlets: OutletLexicon) -> None:
    """A shared name gives every outlet in the order of ids, an unknown one an empty list."""
    shared = [entry.id for entry in outlets.lookup("el país")]
    assert shared == sorted(shared)
    assert {"es/el-pais", "uy/el-pais"} <= set(shared)
    assert outlets.lookup("Daily Bugle") == []
    assert outlets.lookup("") == []


# --- loading -----------------------------------------------------------------------------------------------------


def test_outlet_lexicon_loads_quickly() -> None:
    """Reading the outlets, and making the first search possible, takes less than 40 ms for 2,000 (best of three)."""
    from attribution.outlet_lexicon import load_outlets

    runs = []
    for _ in range(3):
        before = time.process_time()
        outlets = load_outlets("en")
        outlets.find("Ruiz told Le Monde so.")
        runs.append((time.process_time() - before) / len(outlets))
    assert min(runs) * 2000 < 0.04


def test_outlet_lexicon_file_of_the_package_passes_the_checks_of_a_users_file() -> None:
    """No id comes twice, no parent is missing, no two outlets share a name that needs no citation."""
    from attribution.datafiles import parse_object
    from attribution.outlet_lexicon import build_entries, load_outlets

    source = str(DATA / "en/outlets.json")
    assert build_entries(parse_object(Path(source).read_bytes(), source), source) == load_outlets("en").entries


def test_outlet_lexicon_cities_are_among_the_words_of_their_country(lexicon: Lexicon) -> None:
    """What is marked as a city is a word that places an outlet."""
    countries = lexicon.words("countries")["countries"].values()
    assert [city for country in countries for city in country.get("cities", ()) if city not in country["words"]] == []


# --- a user's own file -------------------------------------------------------------------------------------------


def test_outlet_lexicon_merged_adds_replaces_and_leaves_the_rest(outlets: OutletLexicon, tmp_path: Path) -> None:
    """New outlets are found, an id that exists is replaced, the lexicon merged into stays as it was."""
    mirror = {"id": "fr/le-monde", "name": "Le Monde", "aliases": ["Monde daily"], "kind": "newspaper"}
    merged = outlets.merged(write(tmp_path / "mine.json", BUGLE, mirror))
    assert named(merged, "told the Daily Bugle") == [("Daily Bugle", "us/daily-bugle")]
    assert named(merged, "told Monde daily") == [("Monde daily", "fr/le-monde")]
    assert len(merged) == len(outlets) + 1
    assert outlets.lookup("Daily Bugle") == []


def test_outlet_lexicon_merged_gives_a_name_to_the_users_outlet(outlets: OutletLexicon, tmp_path: Path) -> None:
    """A name that others have as well means the user's outlet from then on."""
    star = {"id": "us/valley-star", "name": "The Star", "kind": "newspaper", "domain": "cnn.com"}
    merged = outlets.merged(write(tmp_path / "mine.json", star))
    assert named(merged, "told The Star, cnn.com") == [("The Star", "us/valley-star"), ("cnn.com", "us/valley-star")]
    assert "ke/star" in [entry.id for entry in merged.lookup("the star")]


def test_outlet_lexicon_merged_may_name_a_built_in_parent(outlets: OutletLexicon, tmp_path: Path) -> None:
    """A user's programme can belong to a network of the library."""
    show = {"id": "us/bugle-hour", "name": "The Bugle Hour", "kind": "programme", "parent": "us/cnn"}
    assert outlets.merged(write(tmp_path / "mine.json", show)).get("us/bugle-hour") is not None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({**BUGLE, "kind": "paper"}, r"\$.outlets\[0\].kind: 'paper' is not one of newspaper, agency"),
        ({"id": "us/x-y", "name": "X Y"}, r"\$.outlets\[0\].kind: is missing"),
        ({**BUGLE, "id": "Daily Bugle"}, r"\$.outlets\[0\].id: 'Daily Bugle' is not a string like"),
        ({**BUGLE, "name": " Bugle\n"}, r"\$.outlets\[0\].name"),
        ({**BUGLE, "aliases": "Bugle"}, r"\$.outlets\[0\].aliases: 'Bugle' is not a list"),
        ({**BUGLE, "aliases": [1]}, r"\$.outlets\[0\].aliases: \[1\] is not a list, each of it a string"),
        ({**BUGLE, "context": "yes"}, r"\$.outlets\[0\].context: 'yes' is not true or false"),
        ({**BUGLE, "country": None}, r"\$.outlets\[0\].country"),
        ({**BUGLE, "colour": "red"}, r"\$.outlets\[0\].colour: unknown key; known are id, name"),
        ({**BUGLE, "parent": "us/nobody"}, r"\$.outlets\[0\].parent: there is no outlet 'us/nobody'"),
        ({**BUGLE, "parent": "us/daily-bugle"}, r"\$.outlets\[0\].parent: 'us/daily-bugle' cannot belong to itself"),
        ({**BUGLE, "name": "the"}, r"\$.outlets\[0\]: 'the' is no name: it needs a word or number"),
        ({**BUGLE, "aliases": ["The -"]}, r"\$.outlets\[0\]: 'The -' is no name"),
        ({**BUGLE, "example": "She told the Riverside Bugle."}, "us/daily-bugle: the example does not name"),
        ("Daily Bugle", r"\$.outlets\[0\]: an object is expected, not str"),
    ],
)
def test_outlet_lexicon_merged_names_file_and_place_of_a_fault(
    outlets: OutletLexicon, tmp_path: Path, row: object, message: str
) -> None:
    """A row that breaks the schema is refused with its path."""
    with pytest.raises(LexiconError, match=message) as caught:
        outlets.merged(write(tmp_path / "mine.json", row))
    assert "mine.json" in str(caught.value)


def test_outlet_lexicon_merged_reports_all_faults_at_once(outlets: OutletLexicon, tmp_path: Path) -> None:
    """Two wrong rows give two lines."""
    path = write(tmp_path / "mine.json", {**BUGLE, "kind": "paper"}, {**BUGLE, "id": "?"})
    with pytest.raises(LexiconError) as caught:
        outlets.merged(path)
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (BUGLE, r"'us/daily-bugle' comes twice"),
        ({**BUGLE, "id": "us/other"}, r"\$.outlets\[1\]: 'Daily Bugle' is a name of 'us/daily-bugle' too"),
    ],
)
def test_outlet_lexicon_merged_refuses_clashes(
    outlets: OutletLexicon, tmp_path: Path, second: object, message: str
) -> None:
    """The outlets of one file do not share an id, nor a name unless it needs context."""
    with pytest.raises(LexiconError, match=message):
        outlets.merged(write(tmp_path / "mine.json", BUGLE, second))


def test_outlet_lexicon_merged_refuses_a_ring_of_parents(outlets: OutletLexicon, tmp_path: Path) -> None:
    """Two outlets cannot belong to each other."""
    other = {**BUGLE, "id": "us/other", "name": "Evening Bugle", "parent": "us/daily-bugle"}
    with pytest.raises(LexiconError, match=r"\$.outlets\[1\].parent: 'us/other' cannot belong to itself"):
        outlets.merged(write(tmp_path / "mine.json", {**BUGLE, "parent": "us/other"}, other))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no JSON in UTF-8"),
        (b"[" * 100_000, "no JSON in UTF-8"),
        (b"\xff\xfe", "no JSON in UTF-8"),
        (b'{"outlets": ' + b"1" * 5000 + b"}", "no JSON in UTF-8"),
        (b"[]", r"\$: an object is expected, not list"),
        (b"{}", r"\$.outlets: a list of outlets is expected"),
        (b'{"outlets": [], "more": 1}', r"\$.more: unknown key"),
    ],
)
def test_outlet_lexicon_merged_refuses_other_files(
    outlets: OutletLexicon, tmp_path: Path, data: bytes, message: str
) -> None:
    """What is no list of outlets is refused with the file's name."""
    path = tmp_path / "mine.json"
    path.write_bytes(data)
    with pytest.raises(LexiconError, match=message):
        outlets.merged(path)
