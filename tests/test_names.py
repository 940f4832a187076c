"""Names: finding them with and without a recogniser, and joining the forms of one bearer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from attribution.lexicon import load_lexicon
from attribution.models import CharSpan
from attribution.names import find_names
from attribution.names.book import Label, NameBook
from attribution.people import fold, people_words

DATA = Path(str(files("attribution") / "data"))
WORDS = people_words(load_lexicon())


def _labels(text: str, **found: str) -> list[Label]:
    """Return an entity for each place of each name, given as PERSON="Ann Lee; Bob Ross"."""
    labels = []
    for label, names in found.items():
        for name in names.split("; "):
            start = text.find(name)
            while start >= 0:
                labels.append((start, start + len(name), label))
                start = text.find(name, start + 1)
    return labels


def _book(text: str, **found: str) -> NameBook:
    return find_names(text, _labels(text, **found), WORDS)


def _named(book: NameBook, text: str, form: str) -> list[str]:
    """Return the full names that the last mention of `form` may stand for."""
    mention = [m for m in book.mentions if m.span.of(text) == form][-1]
    return [book.entities[owner].name.of(text) for owner in mention.owners]


@pytest.mark.parametrize(
    ("kind", "text", "found", "form", "full"),
    [
        ("surname", "Ann Lee left. Lee came back.", {"PERSON": "Ann Lee"}, "Lee", ["Ann Lee"]),
        ("honorific", "Ann Lee left. Ms Lee came back.", {"PERSON": "Ann Lee"}, "Lee", ["Ann Lee"]),
        ("surname first", "Qiu Renwei left. Qiu came back.", {"PERSON": "Qiu Renwei"}, "Qiu", ["Qiu Renwei"]),
        (
            "behind a chamber",
            "Speaker of the House Orla Finch left. Finch came back.",
            {"ORG": "the House Orla Finch", "PERSON": "Finch"},
            "Finch",
            ["Orla Finch"],
        ),
        (
            "behind a field",
            "Minister for Heritage Orla Finch left. Finch came back.",
            {"PERSON": "Heritage Orla Finch; Finch"},
            "Finch",
            ["Orla Finch"],
        ),
        (
            "behind two fields",
            "Deputy Minister of Finance and National Planning Orla Finch left. Finch came back.",
            {"ORG": "Finance; National Planning Orla Finch", "PERSON": "Finch"},
            "Finch",
            ["Orla Finch"],
        ),
        (
            "field that no list knows",
            "Superintendent of Tidal Wisdom Orla Finch left. Finch came back.",
            {"PERSON": "Orla Finch"},
            "Finch",
            ["Orla Finch"],
        ),
        (
            "behind a province",
            "Governor of Tamar Province Orla Finch left. Finch came back.",
            {"GPE": "Tamar", "PERSON": "Finch"},
            "Finch",
            ["Orla Finch"],
        ),
        ("surname like a tail", "Ann Roe-Day left.", {"PERSON": "Ann Roe-Day"}, "Ann Roe-Day", ["Ann Roe-Day"]),
        (
            "trade before a name",
            "Farmer Orla Finch left. Finch came back.",
            {"PERSON": "Orla Finch; Finch"},
            "Finch",
            ["Orla Finch"],
        ),
        (
            "body called executive",
            "The Tide Safety Executive met.",
            {"ORG": "The Tide Safety Executive"},
            "Tide Safety Executive",
            ["Tide Safety Executive"],
        ),
        (
            "friends of a body",
            "Orla Finch of Friends of the Harbour left.",
            {"PERSON": "Orla Finch", "LOC": "the Harbour"},
            "Friends of the Harbour",
            ["Friends of the Harbour"],
        ),
        (
            "body, no field",
            "The secretary of Health Services Union met Ann Lee at the Health Services Union.",
            {"ORG": "Health Services Union", "PERSON": "Ann Lee"},
            "Health Services Union",
            ["Health Services Union"],
        ),
        (
            "force of two counties",
            "Sergeant Ann Lee of Kent and Essex Police left.",
            {"GPE": "Kent", "ORG": "Essex Police", "PERSON": "Ann Lee"},
            "Kent and Essex Police",
            ["Kent and Essex Police"],
        ),
        ("month as given name", "April Roe left. Roe came back.", {"PERSON": "April Roe"}, "Roe", ["April Roe"]),
        ("given name", "Orla Finch left. Orla came back.", {"PERSON": "Orla Finch"}, "Orla", ["Orla Finch"]),
        (
            "middle name",
            "Tove Marie Holm left. Tove Holm sang.",
            {"PERSON": "Tove Marie Holm; Tove Holm"},
            "Tove Holm",
            ["Tove Marie Holm"],
        ),
        (
            "place of a council",
            "The council of Marl Bay met. The Marl Bay Traders' Association stayed away from Marl Bay.",
            {"ORG": "The council of Marl Bay; the Marl Bay Traders' Association"},
            "Marl Bay",
            ["Marl Bay"],
        ),
        ("initial", "J. P. Roe left. Roe came back.", {"PERSON": "J. P. Roe"}, "Roe", ["J. P. Roe"]),
        (
            "particle",
            "Ines de la Vega left. De la Vega sang.",
            {"PERSON": "Ines de la Vega"},
            "De la Vega",
            ["Ines de la Vega"],
        ),
        ("hyphen", "Ada Roe-Lind left. Roe-Lind sang.", {"PERSON": "Ada Roe-Lind"}, "Roe-Lind", ["Ada Roe-Lind"]),
        ("nickname", "Tomas “Tug” Reuter left. Reuter sang.", {"PERSON": "Reuter"}, "Reuter", ["Tomas “Tug” Reuter"]),
        ("suffix", "Carl Boone Jr. left. Boone sang.", {"PERSON": "Carl Boone Jr."}, "Boone", ["Carl Boone Jr."]),
        (
            "prefix",
            "Sami al-Khatib left. Al-Khatib sang.",
            {"PERSON": "Sami al-Khatib"},
            "Al-Khatib",
            ["Sami al-Khatib"],
        ),
        ("possessive", "Ann Lee’s car stopped. Lee sang.", {"PERSON": "Ann Lee"}, "Lee", ["Ann Lee"]),
        (
            "capitals",
            "MIRA OSTROM AT THE PIER\n\nMira Ostrom left. Ostrom sang.",
            {"PERSON": "Mira Ostrom"},
            "Ostrom",
            ["Mira Ostrom"],
        ),
        (
            "slip",
            "Anders Lindqvist left. Mr Lindqivst sang.",
            {"PERSON": "Anders Lindqvist; Lindqivst"},
            "Lindqivst",
            ["Anders Lindqvist"],
        ),
        (
            "two of a surname",
            "Ann Lee met Bob Lee. Lee sang.",
            {"PERSON": "Ann Lee; Bob Lee"},
            "Lee",
            ["Ann Lee", "Bob Lee"],
        ),
        (
            "honorific parts two",
            "Mrs Ann Lee met Mr Bob Lee. Mr Lee sang.",
            {"PERSON": "Ann Lee; Bob Lee"},
            "Lee",
            ["Bob Lee"],
        ),
        (
            "father and son",
            "Carl Boone met Carl Boone Jr. there.",
            {"PERSON": "Carl Boone; Carl Boone Jr."},
            "Carl Boone Jr.",
            ["Carl Boone Jr."],
        ),
        (
            "abbreviation given",
            "The Harbour Safety Board (HSB) met. The HSB rose.",
            {"ORG": "Harbour Safety Board; HSB"},
            "HSB",
            ["Harbour Safety Board"],
        ),
        (
            "initials",
            "The Nordic Tide Office met. NTO rose.",
            {"ORG": "Nordic Tide Office; NTO"},
            "NTO",
            ["Nordic Tide Office"],
        ),
        (
            "title inside",
            "The Tide Institute for Marine Engines met.",
            {"ORG": "Tide Institute for Marine Engines"},
            "Tide Institute for Marine Engines",
            ["Tide Institute for Marine Engines"],
        ),
        (
            "place inside, after a role",
            "A spokesman for Lindholm Light Rail left Lindholm.",
            {"ORG": "Lindholm Light Rail", "GPE": "Lindholm"},
            "Lindholm Light Rail",
            ["Lindholm Light Rail"],
        ),
        ("ampersand", "Bolt & Beam fell. B&B rose.", {"ORG": "Bolt & Beam; B&B"}, "B&B", ["Bolt & Beam"]),
        ("of", "The Department of Tides met.", {}, "Department of Tides", ["Department of Tides"]),
        (
            "introduced first",
            "LEE SANG\n\nBob Lee came with Ann Lee. Lee left.",
            {"PERSON": "Bob Lee; Ann Lee"},
            "Lee",
            ["Bob Lee", "Ann Lee"],
        ),
        (
            "opener before a surname",
            "Ann Lee left.\n\nJoining Lee was Bob. (See Lee’s map.) Lee sang.",
            {"PERSON": "Ann Lee"},
            "Lee",
            ["Ann Lee"],
        ),
        (
            "word that begins no name",
            "Ann Lee left. A Top Lee aide stayed. If Lee sang.",
            {"PERSON": "Ann Lee; Top Lee; If Lee"},
            "Lee",
            ["Ann Lee"],
        ),
        (
            "given name misspelt",
            "Hillevi Roe left. Hilevi Roe smiled. Roe sang.",
            {"PERSON": "Hillevi Roe; Hilevi Roe"},
            "Roe",
            ["Hillevi Roe"],
        ),
        (
            "given name without its accent",
            "François Roe left. Francois Roe smiled. Roe sang.",
            {"PERSON": "François Roe; Francois Roe"},
            "Roe",
            ["François Roe"],
        ),
        (
            "word before the name",
            "Should we Trust Ann Lee? Ann Lee left. Lee sang.",
            {"PERSON": "Ann Lee"},
            "Lee",
            ["Ann Lee"],
        ),
        (
            "word after the name",
            "Then “Ann Lee Calls” ran. Ann Lee left. Lee sang.",
            {"PERSON": "Ann Lee"},
            "Lee",
            ["Ann Lee"],
        ),
        (
            "two surnames",
            "Ana Roe Lind left. Ana Roe smiled. Roe Lind sang.",
            {"PERSON": "Ana Roe Lind; Ana Roe; Roe Lind"},
            "Roe Lind",
            ["Ana Roe Lind"],
        ),
        (
            "title as given name",
            "Rep. Earl Roe left. Roe sang.",
            {"PERSON": "Earl Roe"},
            "Roe",
            ["Earl Roe"],
        ),
        (
            "full name in a headline only",
            "Storm Keeps Ann Lee Away from Hull Port\n\nLee stayed. Lee sang.",
            {"PERSON": "Ann Lee"},
            "Lee",
            ["Ann Lee"],
        ),
        (
            "relative at a sentence's head",
            "Ann Lee left.\n\nBob Lee, 44, stayed. Lee sang.",
            {"PERSON": "Ann Lee"},
            "Lee",
            ["Ann Lee", "Bob Lee"],
        ),
        (
            "body at a sentence's head",
            "Quay Council rose. The Hull Port Council fell. Ann Lee came. Quay Council rose.",
            {"PERSON": "Ann Lee"},
            "Quay Council",
            ["Quay Council"],
        ),
        (
            "two people taken for a body",
            "Ann Roe met Ada Lind. Then Roe and Lind sang.",
            {"PERSON": "Ann Roe; Ada Lind", "ORG": "Roe and Lind"},
            "Lind",
            ["Ada Lind"],
        ),
        (
            "damaged encoding",
            "Luz PeÃ±aroja left. PeÃ±aroja sang.",
            {"PERSON": "Luz PeÃ±aroja"},
            "PeÃ±aroja",
            ["Luz PeÃ±aroja"],
        ),
        ("damaged further", "Kai MÃ1⁄4ller left. MÃ1⁄4ller sang.", {}, "MÃ1⁄4ller", ["Kai MÃ1⁄4ller"]),
        (
            "taken for a place",
            "Ann Kasten left. They lost to Kasten, according to Kasten.",
            {"PERSON": "Ann Kasten", "GPE": "Kasten"},
            "Kasten",
            ["Ann Kasten"],
        ),
        (
            "taken for a people",
            "Tove Cuban left. Cuban said no.",
            {"PERSON": "Tove Cuban", "NORP": "Cuban"},
            "Cuban",
            ["Tove Cuban"],
        ),
        (
            "accents apart",
            "Luz Pen\u0303aroja left. Pen\u0303aroja sang.",
            {"PERSON": "Luz Pen\u0303aroja"},
            "Pen\u0303aroja",
            ["Luz Pen\u0303aroja"],
        ),
        (
            "place of a peer",
            "Lord Roe of Quayside spoke. Lord Roe left.",
            {"PERSON": "Roe of Quayside; Roe", "GPE": "Quayside"},
            "Roe",
            ["Roe of Quayside"],
        ),
        (
            "initials before the beginning of another",
            "The Nordic Tide Office met. NTO Lima closed. NTO rose.",
            {"ORG": "Nordic Tide Office; NTO Lima; NTO"},
            "NTO",
            ["Nordic Tide Office"],
        ),
        (
            "wrong letter doubled",
            "Anders Halgott left. Mr Hallgot sang.",
            {"PERSON": "Anders Halgott; Hallgot"},
            "Hallgot",
            ["Anders Halgott"],
        ),
        (
            "alias",
            "Musa Salleh @ Pak Din left. Pak Din sang.",
            {"PERSON": "Musa Salleh; Pak Din"},
            "Pak Din",
            ["Musa Salleh"],
        ),
        (
            "longer name with a particle",
            "Siti Amal left. Siti Amal binti Osman sang. Siti Amal slept.",
            {"PERSON": "Siti Amal; Siti Amal binti Osman"},
            "Siti Amal",
            ["Siti Amal binti Osman"],
        ),
        ("month as surname", "Rosa May left. She met May on Monday.", {"PERSON": "Rosa May"}, "May", ["Rosa May"]),
    ],
)
def test_names_join_the_forms_of_one_bearer(
    kind: str, text: str, found: dict[str, str], form: str, full: list[str]
) -> None:
    """The last mention of a form leads to everyone whom it may stand for, under the fullest form."""
    assert _named(_book(text, **found), text, form) == full, kind


@pytest.mark.parametrize(
    ("kind", "text", "name", "label"),
    [
        ("title", "Acme chief executive Orla Finch left.", "Orla Finch", "person"),
        ("led body", "Ann Lee, chief executive officer of Sundal Brooke, left.", "Sundal Brooke", "organization"),
        ("body behind a role", "The operator, Gull Ferries, left.", "Gull Ferries", "organization"),
        ("capital title", "Acme President Orla Finch left.", "Orla Finch", "person"),
        ("title with of", "Secretary of State Orla Finch left.", "Orla Finch", "person"),
        ("rank", "Lt. Col. Orla Finch left.", "Orla Finch", "person"),
        ("age", "Orla Finch, 44, left.", "Orla Finch", "person"),
        ("apposition", "Orla Finch, a nurse at the port, left.", "Orla Finch", "person"),
        ("surname alone later", "Orla Finch left early. Nobody saw Finch again.", "Orla Finch", "person"),
        ("body by its last word", "The Harbour Commission met.", "Harbour Commission", "organization"),
        ("workers' union", "The Pilots’ Union met.", "Pilots’ Union", "organization"),
        ("country", "In Norway it rained.", "Norway", "place"),
        ("team by its coach", "Then the Tidal Vale coach left.", "Tidal Vale", "organization"),
        ("she in the next sentence", "Orla Finch has seen tides. As a pilot she sailed.", "Orla Finch", "person"),
        ("contraction at the beginning", "It rained. They’re Quay Singers Ltd.", "Quay Singers Ltd", "organization"),
        ("somebody from a country", "Then the Scot left.", "Scot", "people"),
        ("people of a country", "Spaniards left.", "Spaniards", "people"),
        ("firm by its end", "Then Helvétia Rail SA met.", "Helvétia Rail SA", "organization"),
        ("particle with an apostrophe", "Then Ms Sofie in 't Holt left.", "Sofie in 't Holt", "person"),
    ],
)
def test_names_are_found_without_a_recogniser(kind: str, text: str, name: str, label: str) -> None:
    """Titles, ages, appositions and the words of a name tell what it is where the recogniser is silent."""
    mentions = {m.span.of(text): m.label for m in _book(text).mentions}
    assert mentions.get(name) == label, (kind, mentions)


@pytest.mark.parametrize(
    ("text", "labels", "name"),
    [
        (
            "The Union of Ferry and Light Boat Staff met.",
            {"ORG": "The Union of Ferry; Light Boat Staff"},
            "Union of Ferry and Light Boat Staff",
        ),
        (
            "Ann Lee of the Norwegian Ministry of Trade, Industry and Fisheries left.",
            {"PERSON": "Ann Lee", "ORG": "Norwegian Ministry of Trade; Industry and Fisheries"},
            "Norwegian Ministry of Trade, Industry and Fisheries",
        ),
        (
            "The Department of Health and Human Services Secretary Ann Lee left.",
            {"PERSON": "Ann Lee"},
            "Department of Health and Human Services",
        ),
        (
            "The National Union of Rail, Water and Transport Workers met.",
            {"ORG": "Water; Transport Workers"},
            "National Union of Rail, Water and Transport Workers",
        ),
        (
            "Immigration and Customs Enforcement spokesman Lee Cruz left.",
            {"ORG": "Immigration and; Customs Enforcement", "PERSON": "Lee Cruz"},
            "Immigration and Customs Enforcement",
        ),
        ("The Food and Agriculture Organization met.", {}, "Food and Agriculture Organization"),
        (
            "Agents of Customs and Border Protection left.",
            {"ORG": "Agents of Customs and Border Protection"},
            "Customs and Border Protection",
        ),
        (
            "The Institute of Marine Research met.",
            {"ORG": "The Institute of Marine Research"},
            "Institute of Marine Research",
        ),
        (
            "The Mooring and Hazardous Cargo Safety Administration (MHCSA) met.",
            {"ORG": "Hazardous Cargo Safety Administration"},
            "Mooring and Hazardous Cargo Safety Administration",
        ),
        (
            "The Potions and Seacare products Regulatory Agency (PSRA) met.",
            {"ORG": "The Potions; Seacare; Regulatory Agency"},
            "Potions and Seacare products Regulatory Agency",
        ),
        (
            "The Tidal Flood and Coastal Health Services Administration met.",
            {"ORG": "The Tidal Flood; Coastal Health Services Administration"},
            "Tidal Flood and Coastal Health Services Administration",
        ),
        (
            "The Royal Society for the Prevention of Cruelty to Gulls met.",
            {"ORG": "The Royal Society for the Prevention of Cruelty to Gulls"},
            "Royal Society for the Prevention of Cruelty to Gulls",
        ),
        ("A letter of the Department of Tides to Congress left.", {"ORG": "Department of Tides; Congress"}, "Congress"),
        ("The FBI and Harbour Safety Department met.", {"ORG": "FBI; Harbour Safety Department"}, "FBI"),
        ("The Treasury and Harbour Office met.", {"ORG": "Treasury; Harbour Office"}, "Harbour Office"),
        ("Norway and the Harbour Board (NHB) met.", {"GPE": "Norway", "ORG": "Harbour Board"}, "Harbour Board"),
        ("Trains stop, Transport for Wales said.", {"GPE": "Wales"}, "Transport for Wales"),
        ("The Ministry of Defence and Gull Ferries met.", {"ORG": "Gull Ferries"}, "Gull Ferries"),
        ("The Board of Trade and Harbour Council met.", {"ORG": "Harbour Council"}, "Harbour Council"),
        ("The Bank of England and Treasury met.", {"ORG": "Bank of England; Treasury"}, "Bank of England"),
        ("The Ministry of Energy and Ann Lee agreed.", {"PERSON": "Ann Lee"}, "Ann Lee"),
    ],
)
def test_names_of_bodies_that_list_what_they_deal_with_are_whole(text: str, labels: dict[str, str], name: str) -> None:
    """A list of subjects, and what an abbreviation spells, is one name; two bodies side by side stay apart."""
    assert name in [m.span.of(text) for m in _book(text, **labels).mentions]


@pytest.mark.parametrize(
    "name",
    [
        *("Kiprono arap Sang", "Wanjiru wa Kamau", "Sironka ole Tipis", "Sello ka Moraba", "Amina binti Salleh"),
        *("Ravi a/l Muthu", "Devi a/p Muthu", "Arun s/o Nair", "Rani d/o Pillai", "Baru anak Jelani"),
        *("Ahmed ag Hamani", "Fatma mint Sidi", "Sidi ould Cheikh", "Zahra bint Saqr", "Zia ul Qasim"),
        *("Pedro del Monte", "Luz dela Peña", "Ana Reis e Lobo", "Jordi Mas i Serra", "Carlo degli Orti"),
        *("Jan ten Holt", "Piet op de Beek", "Koen aan de Wal", "Joris 't Mannetje", "Otto von und zu Roe"),
        *("Dafydd ap Rhys", "Nia ferch Owain", "Lars af Holm", "Nok na Ranong", "Sipho kaDube", "ʻAna Latu"),
        *("Omar ud-Din", "Livia dell'Orto", "Ma. Luz Roe", "Thos. Roe", "Mohd. Salleh"),
    ],
)
@pytest.mark.parametrize("frame", ["“No,” said {}.", "The mayor, {}, left."])
def test_names_hold_the_small_words_of_all_tongues(frame: str, name: str) -> None:
    """Particles, connectors and short forms of given names do not cut a name."""
    text = frame.format(name)
    assert [m.span.of(text) for m in _book(text).mentions] == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It rained at Roe's do Lima.", ["Roe", "Lima"]),
        ("Ten Democrats met ten Republicans.", ["Democrats", "Republicans"]),
        ("The firm was sold by Jack Ma. Quay Labs fell.", ["Jack Ma", "Quay Labs"]),
        ("Nobody saw Ma. Quay Labs fell. Then Ma sang.", ["Ma", "Quay Labs", "Ma"]),
        ("The un-American law.", ["American"]),
        ("Iowa ag Secretary Ann Lee left.", ["Iowa", "Ann Lee"]),
    ],
)
def test_names_do_not_begin_or_end_with_a_connector(text: str, names: list[str]) -> None:
    """What joins the parts of a name joins nothing where a part is missing."""
    assert [m.span.of(text) for m in _book(text).mentions] == names


@pytest.mark.parametrize(
    ("before", "name"),
    [
        *(("Alhaji", "Musa Danladi"), ("Hajia", "Aisha Danladi"), ("Haji", "Musa Salleh"), ("Hjh.", "Siti Salleh")),
        *(("Datuk Seri", "Musa Salleh"), ("Dato’ Sri", "Musa Salleh"), ("Tan Sri", "Musa Salleh")),
        *(("Puan Sri", "Siti Salleh"), ("Toh Puan", "Siti Salleh"), ("Tun Dr", "Musa Salleh")),
        *(("Shri", "Ravi Nair"), ("Smt.", "Rani Nair"), ("Sushri", "Rani Nair"), ("Thiru", "Ravi Nair")),
        *(("Maulana", "Ali Roe"), ("Mullah", "Ali Roe"), ("Hojatoleslam", "Ali Roe"), ("Ustaz", "Ali Roe")),
        *(
            ("Mzee", "Ali Roe"),
            ("Mallam", "Ali Roe"),
            ("Otunba", "Ade Roe"),
            ("Comrade", "Ade Roe"),
            ("Cde", "Ade Roe"),
        ),
        *(("Engr.", "Ade Roe"), ("Eng.", "Ade Roe"), ("Barr.", "Ade Roe"), ("Adv.", "Ade Roe"), ("Ing.", "Ade Roe")),
        *(("Daw", "Thiri Win"), ("Ajahn", "Chai Win"), ("Samdech Techo", "Chai Win"), ("Khunying", "Mali Win")),
        *(("HRH", "Ali Roe"), ("HE", "Ali Roe"), ("YB", "Ali Roe"), ("YBhg", "Ali Roe")),
        *(("His Excellency", "Ali Roe"), ("Her Royal Highness", "Ann Roe"), ("Rt Hon", "Ann Roe")),
        *(("Most Rev", "Ali Roe"), ("Very Reverend", "Ali Roe"), ("Ven", "Ali Roe"), ("Sr.", "Ann Roe")),
        *(("Works Minister Alhaji", "Musa Danladi"), ("Chief Minister Datuk Seri Dr", "Musa Salleh")),
        *(("Air Chief Marshal", "Ann Roe"), ("Wing Commander", "Ann Roe"), ("Sqn Ldr", "Ann Roe")),
        *(("Rear Admiral", "Ann Roe"), ("Able Seaman", "Ann Roe"), ("Warrant Officer", "Ann Roe")),
        *(("Lt Gen (retd)", "Ann Roe"), ("Brig. Gen. (Ret.)", "Ann Roe"), ("Maj-Gen", "Ann Roe"), ("Comdt", "Ann Roe")),
        *(("Det Ch Insp", "Ann Roe"), ("Cst.", "Ann Roe"), ("Coun", "Ann Roe"), ("PC", "Ann Roe"), ("DCP", "Ann Roe")),
        *(("MK", "Ann Roe"), ("Health MEC", "Ann Roe"), ("Trade CS", "Ann Roe"), ("Kagawad", "Ann Roe")),
        *(("Taoiseach", "Ann Roe"), ("Tánaiste", "Ann Roe"), ("Leas-Cheann Comhairle", "Ann Roe")),
        *(("Ooni", "Ade Roe"), ("Inkosi", "Ade Roe"), ("Landeshauptmann", "Otto Roe"), ("Menteri Besar", "Ali Roe")),
        *(("Senate President Pro Tempore", "Ann Roe"), ("Professor Emeritus", "Ann Roe")),
        *(("Minister for Road Transport", "Ann Roe"), ("Minister in the Presidency", "Ann Roe")),
        *(("Minister in the Prime Minister’s Department", "K. Roe"), ("MLA from Tezpur", "Ann Roe")),
        *(("Undersecretary for Tidal Energy Maj. Gen.", "Ann Roe"), ("Minister of Works Alhaji", "Musa Danladi")),
    ],
)
def test_names_leave_styles_and_offices_of_all_countries_before_the_name(before: str, name: str) -> None:
    """What is said before a name out of respect, as a rank or as an office is no part of it, and no name itself."""
    text = f"Then {before} {name} left."
    (mention,) = _book(text).mentions
    assert mention.span.of(text) == name
    assert text[mention.title : mention.span.start].strip() == before


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Then Awang Haji Omar left.", "Awang Haji Omar"),  # within a name
        ("Then Ng Eng Hock left.", "Ng Eng Hock"),
        ("Then Tan Wei Ming left.", "Tan Wei Ming"),
        ("Then Sri Lanka voted.", "Sri Lanka"),
        ("Then Sri Wahyuni left.", "Sri Wahyuni"),
        ("Then He Ruolan left.", "He Ruolan"),
        ("Then PC Quay World closed.", "Quay World"),
        ("Then DS Quay Holdings closed.", "DS Quay Holdings"),
        ("Then TD Bank closed.", "TD Bank"),
        ("Then Carl Boone Sr. left.", "Carl Boone Sr."),
        ("Then Vijaya Pandit left.", "Vijaya Pandit"),
        ("His uncle, Col, farms. Then Col Boone left.", "Col Boone"),
        ("Mayor Col Boone left. Then Mr Boone sang.", "Col Boone"),
        ("Carl Boone left. Then Col Boone met Mr Boone.", "Boone"),
        ("Then Lowmoor HIGH'S Orla Finch left.", "Orla Finch"),
        ("Then MPs’ Orla Finch left.", "Orla Finch"),
        ("Then the Federal member for Tamar Carl Boone left.", "Carl Boone"),
    ],
)
def test_names_keep_what_is_a_style_only_elsewhere(text: str, name: str) -> None:
    """The same words within a name, before a body or after a name belong to it."""
    assert name in [m.span.of(text) for m in _book(text).mentions]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *((f"Then Ann Roe {letters} left.", "Ann Roe") for letters in ("TD", "SC", "MS", "KC MP", "FRCGP", "M.D.")),
        ("Then Radio AM closed.", "Radio AM"),
        ("Then Quay Talk AM closed.", "Quay Talk AM"),
        ("Dr Gagan KC left. Then Dr KC sang.", "Gagan KC"),
    ],
)
def test_names_drop_letters_behind_them(text: str, name: str) -> None:
    """Letters of honours and seats are no part of a name; a station and a surname keep theirs."""
    assert name in [m.span.of(text) for m in _book(text, ORG="Quay Talk AM").mentions]


@pytest.mark.parametrize(
    ("text", "name", "held"),
    [
        ("Ann Reilly lives here. Reilly, 61, left.", "Reilly", True),
        ("Bob Donnelly lives here. Donnelly, a potter, left.", "Donnelly", True),
        ("It rained. Scully, who is 61, left.", "Scully", True),
        ("It rained. Nationally, prices fell.", "Nationally", False),
        ("It rained. Finally, a boat left.", "Finally", False),
    ],
)
def test_names_tell_surnames_from_adverbs(text: str, name: str, held: bool) -> None:
    """A word in -ly before a comma is a name where it is explained as one or belongs to a full name."""
    assert (name in [m.span.of(text) for m in _book(text).mentions]) is held


def test_names_join_the_title_of_a_work_over_or() -> None:
    """ "Sink or Swim" is one name and nobody's, unless the article uses its words apart."""
    text = "She sang in Sink or Swim, a show of 1990."
    (mention,) = [m for m in _book(text, PERSON="Swim").mentions if m.span.start]
    assert (mention.span.of(text), mention.label) == ("Sink or Swim", "organization")
    text = "Will it be Lee or Boone? Then Lee left."
    assert [m.span.of(text) for m in _book(text, PERSON="Lee; Boone").mentions] == ["Lee", "Boone", "Lee"]


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("It rained. Shocked Orla Finch left.", "Shocked Orla Finch"),
        ("It rained. Husband Olaf left.", "Husband Olaf"),
        ("Parents in Wexcombe say no.\n\nParents in Wexcombe left.", "Parents"),
        ("It rained. Dad-of-three Tom Bell left.", "Dad-of-three Tom Bell"),
        ("But Lee left.", "But Lee"),
        ("On Monday Lee left.", "Monday"),
        ("Oslo-based Acme fell.", "Oslo-based"),
        ("He left. I stayed.", "I"),
        ("The Director left.", "Director"),
        ("Then the Member for Hull left.", "Member"),
        ("It rained. Federal Member for Hull, Ann Lee, left.", "Federal Member"),
        ("It rained. Member of Parliament for Hull, Ann Lee, left.", "Member"),
        ("Then the Commissioner for Trade and Ports, Mr Carl Boone, left.", "Commissioner for Trade and Ports"),
        ("Acme Foods plc (LSE: ACM) fell.", "ACM"),
        ("Acme Foods (ACM.L) fell.", "ACM"),
        ("It rained. Someone left.", "Someone"),
        (
            "Orla Finch Leaves Harbour Board After Storm\n\nThe chair went home.",
            "Orla Finch Leaves Harbour Board After Storm",
        ),
        (
            "Pilot Tells Guest Harbour Story is Beyond Repair.\n\nThe chair went home.",
            "Pilot Tells Guest Harbour Story",
        ),
    ],
)
def test_names_leave_out_what_is_only_capitalised(text: str, absent: str) -> None:
    """Sentence openers, days, compounds, pronouns, bare titles and whole headlines are no names."""
    assert absent not in {m.span.of(text) for m in _book(text, PERSON="Lee").mentions}


def test_names_of_a_text_in_capitals_are_those_recognised() -> None:
    """Where all is in capitals a run of them tells no name; titles before a recognised one belong to it."""
    text = "THE COUNCIL SAID ON MONDAY IT SOLD THE OLD DEPOT. MAYOR ORLA FINCH SAID IT WAS LATE. MS FINCH LEFT ACME."
    book = _book(text, PERSON="ORLA FINCH; FINCH", ORG="ACME; THE COUNCIL SAID")
    assert [text[m.title : m.span.end] for m in book.mentions] == ["MAYOR ORLA FINCH", "MS FINCH", "ACME"]
    assert [entity.name.of(text) for entity in book.entities] == ["ORLA FINCH", "ACME"]


def test_names_of_firms_hold_what_stands_in_small_letters() -> None:
    """ "plc" belongs to the name; what stands in brackets for another reason than a ticker stays a name."""
    text = "Acme Foods plc (LSE: ACM) fell. Gull (Photo: AFP) rose."
    assert [m.span.of(text) for m in _book(text, ORG="Acme Foods; AFP").mentions] == [
        "Acme Foods plc",
        "Gull",
        "Photo",
        "AFP",
    ]


@pytest.mark.parametrize(
    ("text", "found", "form", "full"),
    [
        ("The Acme Skyline 747 fell. Skyline said so.", {"ORG": "Acme Skyline; Skyline"}, "Skyline", ["Skyline"]),
        ("An Acme A320 fell. Acme said so.", {"ORG": "Acme"}, "Acme", ["Acme"]),
        ("The Acme Skyline fell. Skyline said so.", {"ORG": "Acme Skyline; Skyline"}, "Skyline", ["Acme Skyline"]),
        ("The Acme Skyline 2026 fell. Skyline said so.", {"ORG": "Acme Skyline; Skyline"}, "Skyline", ["Acme Skyline"]),
        ("The Acme Skyline 747 fell.", {"ORG": "Acme Skyline"}, "Acme Skyline", ["Acme Skyline"]),
        ("It was Heron of the Marsh, a channel for all.", {"PERSON": "Heron"}, "Heron of the Marsh", None),
        ("It was Hand of Oak, a Morgunn channel. Hand of Oak said so.", {"PERSON": "Hand"}, "Hand of Oak", None),
        ("It was Lee of Acme, a firm. Ann Lee said so.", {"PERSON": "Ann Lee", "ORG": "Acme"}, "Acme", ["Acme"]),
        ("It was Captain of Acme, a firm.", {"ORG": "Acme"}, "Acme", ["Acme"]),
        (
            "The Quay Council for the Protection of the Estuary left.",
            {"ORG": "Quay Council", "LOC": "Estuary"},
            "Quay Council for the Protection of the Estuary",
            None,
        ),
        (
            "The Quay Council for the Protection of Ann Lee left.",
            {"ORG": "Quay Council", "PERSON": "Ann Lee"},
            "Ann Lee",
            None,
        ),
        ("Acme left. Acme Play is a game. Acme said so.", {"ORG": "Acme Play; Acme"}, "Acme", ["Acme"]),
        ("Acme Play left. Acme is a game.", {"ORG": "Acme Play; Acme"}, "Acme", ["Acme Play"]),
        ("Acme to sell\n\nAcme Play left. Acme said so.", {"ORG": "Acme Play; Acme"}, "Acme", ["Acme Play"]),
        ("A Commission on Audit (COA) team left. COA said so.", {"ORG": "COA"}, "COA", ["Commission on Audit"]),
        ("The Commission on Corran left.", {"GPE": "Corran"}, "Corran", None),
        ("The Minister for the Exploration of the Estuary left.", {"LOC": "Estuary"}, "Estuary", None),
    ],
)
def test_names_of_bodies_are_neither_cut_nor_glued(
    text: str, found: dict[str, str], form: str, full: list[str] | None
) -> None:
    """The operator stands beside the maker of a numbered model; what the noun of a body explains is one name."""
    assert _named(_book(text, **found), text, form) == (full or [form])


@pytest.mark.parametrize(
    ("text", "found", "label"),
    [
        ("Ann Lee left. The Yorkshireman said so.", {"ORG": "Yorkshireman"}, "people"),
        ("Ann Lee left. The Hall of Famer said so.", {"ORG": "Hall of Famer"}, "people"),
        ("Ann Lee of Corran left. “No,” the Corraner said.", {"GPE": "Corran", "ORG": "Corraner"}, "people"),
        ("Ann Lee of Corran left. The Corraner said so.", {"GPE": "Corran", "ORG": "Corraner"}, "organization"),
        (
            "Ann Lee of Corran left. The Corraner reported it.",
            {"GPE": "Corran", "ORG": "Corraner"},
            "organization",
        ),
        ("Ann Lee left. The Immortal said so.", {}, None),
        ("Ann Lee left. The Anverser said so.", {"PERSON": "Anverser"}, None),
        ("Ann Lee left. The Immortal said so. Immortal is gone.", {}, "organization"),
        ("Ann Lee left. The Immortal said so. The Immortal Fund fell.", {}, "organization"),
        ("Ann Lee left. The Ocado said so.", {"ORG": "Ocado"}, "organization"),
        ("Ann Lee left. The Commission said so.", {}, "organization"),
        ("Ann Lee left. The Gulls said so.", {}, "organization"),
        ("On the podcast How We Mend, Ann Lee left.", {"PERSON": "Ann Lee"}, None),
        ("Ann Lee left. The 23-year-old Tongan, a nurse, said so.", {"PERSON": "Tongan"}, "people"),
        ("The 23-year-old Corraner, a nurse, said so.", {"PERSON": "Corraner"}, "person"),
    ],
)
def test_names_are_not_what_somebody_is_called_by_with_an_article(
    text: str, found: dict[str, str], label: str | None
) -> None:
    """ "The Yorkshireman", "the Immortal" name nobody; bodies do, and so does a form that stands without "the"."""
    book = _book(text, **found)
    forms = (
        "Yorkshireman",
        "Hall of Famer",
        "Corraner",
        "Immortal",
        "Anverser",
        "Ocado",
        "Commission",
        "Gulls",
        "How",
        "Tongan",
    )
    assert next((m.label for m in book.mentions if m.span.of(text) in forms), None) == label


@pytest.mark.parametrize(
    ("text", "form", "full"),
    [
        ("Ann Lee, born Orla Finch, left. Orla Finch is no more.", "Orla Finch", ["Ann Lee"]),
        ("Ann Lee (née Finch) left. Finch came back.", "Finch", ["Ann Lee"]),
        ("Ann Lee left. She was born Orla Finch in Hull.", "Orla Finch", None),
        ("Ann Lee left. He was born Bob Ross in Hull. Ross came back.", "Ross", ["Bob Ross"]),
        ("Ann Lee left. She was born in Hull, as Orla Finch was.", "Orla Finch", ["Orla Finch"]),
    ],
)
def test_names_at_birth_are_no_other_person(text: str, form: str, full: list[str] | None) -> None:
    """Whoever is known by another name keeps that one; a birth name that "she" has and nobody uses is left out."""
    book = _book(text, PERSON="Ann Lee; Orla Finch; Bob Ross; Finch; Ross")
    assert full == (_named(book, text, form) if form in {m.span.of(text) for m in book.mentions} else None)


@pytest.mark.parametrize(
    ("text", "found", "form", "label"),
    [
        ("Lake Echo said so.", {"PERSON": "Lake Echo"}, "Lake Echo", "organization"),
        ("The Lake Echo said so.", {"PERSON": "Lake Echo"}, "Lake Echo", "organization"),
        ("Ann Echo said so.", {"PERSON": "Ann Echo"}, "Ann Echo", "person"),
        ("Ann Roe, the chair of the committee, left.", {"PERSON": "Ann Roe"}, "Ann Roe", "person"),
        ("“It holds,” said Ann Roe, head of a small charity.", {"PERSON": "Ann Roe"}, "Ann Roe", "person"),
        ("Ann Roe, a member of the band.", {"PERSON": "Ann Roe"}, "Ann Roe", "person"),
        ("Quay Roe, a small charity.", {"PERSON": "Quay Roe"}, "Quay Roe", "organization"),
        ("Mr Lake Echo said so.", {"PERSON": "Lake Echo"}, "Lake Echo", "person"),
        (
            "Central Bank of Corran said so.",
            {"PERSON": "Central Bank", "GPE": "Corran"},
            "Central Bank of Corran",
            "organization",
        ),
        ("Quay International said so.", {"PERSON": "Quay International"}, "Quay International", "organization"),
        ("TV9 said so.", {"PERSON": "TV9"}, "TV9", "organization"),
        ("Quay.net said so.", {"PERSON": "Quay.net"}, "Quay.net", "organization"),
        ("The ferry sank, Quay Light reported.", {"PERSON": "Quay Light"}, "Quay Light", "organization"),
        ("Ann Lee is the chief executive of Roemly. Roemly left.", {"PERSON": "Roemly"}, "Roemly", "organization"),
        ("Ann Lee is the sister of Roemly. Roemly left.", {"PERSON": "Roemly"}, "Roemly", "person"),
        ("Quay Roe, which left, is big.", {"PERSON": "Quay Roe"}, "Quay Roe", "organization"),
        ("A letter by Quay Roe, which came, is long.", {"PERSON": "Quay Roe"}, "Quay Roe", "person"),
        ("Shares in Quay Roe (QRO.L) fell.", {"PERSON": "Quay Roe"}, "Quay Roe", "organization"),
        ("Shares for Quay Roe (photo) fell.", {"PERSON": "Quay Roe"}, "Quay Roe", "person"),
        ("The ferry sank, Quay Light reported on Monday.", {"PERSON": "Quay Light"}, "Quay Light", "person"),
        ("Quay Light (QLT.N) fell.", {"PERSON": "Quay Light"}, "Quay Light", "organization"),
        ("Quay Light (71) fell.", {"PERSON": "Quay Light"}, "Quay Light", "person"),
        ("It ran in Quay Light, a town of 900 people.", {"PERSON": "Quay Light"}, "Quay Light", "place"),
        ("It hit Quay Light, a town councillor.", {"PERSON": "Quay Light"}, "Quay Light", "person"),
        ("The Lake Reporter said so.", {"PERSON": "The Lake Reporter"}, "Lake Reporter", "organization"),
        ("Shares in Quay Light fell.", {"PERSON": "Quay Light"}, "Quay Light", "organization"),
        ("The Quay Lights won. Lights coach Ann Lee left.", {"PERSON": "Lights"}, "Lights", "organization"),
        ("Bo Lights won. Lights left.", {"PERSON": "Bo Lights"}, "Lights", "person"),
        ("Quay Moss won. Moss have lost.", {"PERSON": "Quay Moss", "ORG": "Moss have"}, "Quay Moss", "organization"),
        ("Quay Moss won. Moss has lost.", {"PERSON": "Quay Moss"}, "Quay Moss", "person"),
        ("The brewer Roemly left.", {"PERSON": "Roemly"}, "Roemly", "person"),
        ("Shares in Greek brewer Roemly fell.", {"PERSON": "Roemly"}, "Roemly", "organization"),
        ("A firm called Quay Light left.", {"PERSON": "Quay Light"}, "Quay Light", "organization"),
        ("A man called Quay Light left.", {"PERSON": "Quay Light"}, "Quay Light", "person"),
        (
            "Then Quay Basin Land & Water left.",
            {"PERSON": "Quay Basin Land & Water"},
            "Quay Basin Land & Water",
            "organization",
        ),
        ("Quay Wanderers won.", {"PERSON": "Quay Wanderers"}, "Quay Wanderers", "organization"),
    ],
)
def test_names_that_no_person_bears_are_bodies(text: str, found: dict[str, str], form: str, label: str) -> None:
    """An outlet of the lexicon, a bank, a name with a figure or a domain, and whoever reports are no persons."""
    book = find_names(text, _labels(text, **found), WORDS, (), frozenset({"Lake Echo", "The Lake Reporter"}))
    assert {m.label for m in book.mentions if m.span.of(text) == form} == {label}


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Bo H. “Billy” Hart left. Billy Hart sang. Hart left.", ["Bo H. “Billy” Hart"]),
        ('Bo "Billy" Hart left. Billy Hart sang. Hart left.', ['Bo "Billy" Hart']),
        ("Trust Billy Hart. Billy Hart sang. Hart left.", ["Billy Hart"]),
    ],
)
def test_names_with_a_nickname_between_marks_are_the_fullest(text: str, full: list[str]) -> None:
    """The nickname is part of the name, not padding around the short form."""
    book = _book(text, PERSON="Billy Hart; Hart")
    assert _named(book, text, "Hart") == full


def test_names_in_the_label_of_a_paragraph_are_none() -> None:
    """Nobody is called Zoom for "Zoom in:"."""
    text = "Zoom in: Ann Lee left."
    book = find_names(text, _labels(text, PERSON="Ann Lee"), WORDS, [CharSpan(0, 9)])
    assert [m.span.of(text) for m in book.mentions] == ["Ann Lee"]


def _word(number: int) -> str:
    """Return a made-up word of its own for each number."""
    return "".join("bdfgklmnprst"[number // 12**i % 12] + "aeiou"[(number + i) % 5] for i in range(4)).capitalize()


LONG = {  # kinds of texts that name ever more people and bodies
    "people": lambda i: f"It was {_word(2 * i)} {_word(2 * i + 1)} who left.",
    "one surname": lambda i: f"It was {_word(i)} Lee who left.",
    "ranks": lambda i: f"We saw Col {_word(2 * i)} {_word(2 * i + 1)} there.",
    "surnames": lambda i: f"It was {_word(2 * i)} {_word(2 * i + 1)}. {_word(3 * i + 7)} stayed.",
    "aliases": lambda i: f"It was {_word(2 * i)} {_word(2 * i + 1)} alias {_word(5 * i)}, who left.",
    "offices": lambda i: f"Minister for Heritage {_word(2 * i)} {_word(2 * i + 1)} left.",
    "bodies": lambda i: f"The {_word(2 * i)} Harbour Council met with {_word(2 * i + 1).upper()} there.",
    "lists": lambda i: (
        f"The Ministry of Trade and Industry and the Customs and Excise Board (CEB) met {_word(i)} or Lee."
    ),
    "descriptions": lambda i: f"Then the {_word(i)} said so.",
}


@pytest.mark.parametrize("kind", LONG)
def test_names_take_no_more_than_their_share_of_time(kind: str) -> None:
    """Four times as many names take about four times as long, of whatever kind they are."""

    def seconds(number: int) -> float:
        text = " ".join(map(LONG[kind], range(number)))
        taken = []
        for _ in range(2):
            start = process_time()
            find_names(text, [], WORDS)
            taken.append(process_time() - start)
        return min(taken)

    seconds(10)
    assert seconds(600) < 8 * seconds(150) + 0.05


@given(st.text(max_size=200))
def test_names_survive_any_text(text: str) -> None:
    """Any text gives mentions that are slices of it, in order, each with an owner."""
    book = find_names(text, [], WORDS)
    assert [m.span for m in book.mentions] == sorted(m.span for m in book.mentions)
    for mention in book.mentions:
        assert mention.span.of(text)
        assert mention.owners


@pytest.mark.parametrize("name", ["people", "furniture", "antecedents"])
def test_names_data_keep_to_their_schemas(name: str) -> None:
    """The data files of this step are valid under their schemas."""
    schema = json.loads((DATA / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(json.loads((DATA / "en" / f"{name}.json").read_text("utf-8")))


def _leaves(value: Any) -> Iterator[str]:
    """Yield the strings of nested lists and objects."""
    if isinstance(value, str):
        yield value
    else:
        for item in value.values() if isinstance(value, dict) else value:
            yield from _leaves(item)


def test_names_every_word_list_brings_examples_that_hold_one_of_its_words() -> None:
    """Each example of a list in people.json contains a word of that list."""
    data = json.loads((DATA / "en" / "people.json").read_text("utf-8"))
    for name, row in data.items():
        words = {fold(word) for word in _leaves(row["words"])}
        for example in row["examples"]:
            tokens = example.replace("-", " ").replace("'", " ").replace("’", " ").replace(".", " ").split()
            phrases = {word for word in words if " " in word and f" {word} " in f" {example.casefold()} "}
            assert phrases or words & {fold(token) for token in [*tokens, *example.split()]}, (name, example)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mining Minister Ann Lee left.", ["Ann Lee"]),
        ("Water Trade Secretary Ann Lee left.", ["Ann Lee"]),
        ("The Mining Minister left.", []),
        ("Corran Minister Ann Lee left.", ["Corran", "Ann Lee"]),
        ("Minister of Piers and Transport Ann Lee left.", ["Ann Lee"]),
        ("Ann Lee of Corran Mining left.", ["Ann Lee", "Corran Mining"]),
    ],
)
def test_names_leave_what_a_minister_deals_with_to_the_title(text: str, names: list[str]) -> None:
    """ "Mining" before "Minister" names no body; a country does, and so does "Mining" at the end of a name."""
    book = _book(text, PERSON="Ann Lee", GPE="Corran")
    assert [m.span.of(text) for m in book.mentions] == names


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Works Minister Datuk Seri Amal Roe Osman left. Amal Roe came back.", ["Amal Roe Osman"]),
        ("It rained.\n\nAmal Roe Osman, 41, left. Amal Roe came back.", ["Amal Roe Osman"]),
        ("Amal Roe Wins\n\nAmal Roe left. Amal Roe came back.", ["Amal Roe"]),
        ("Amal Roe Wins Again.\n\nAmal Roe left. Amal Roe came back.", ["Amal Roe"]),
    ],
)
def test_names_are_no_fuller_for_a_verb_of_the_headline(text: str, full: list[str]) -> None:
    """A longer form in a sentence or behind a title is the fullest; one of a headline may hold a verb."""
    assert _named(_book(text, PERSON="Amal Roe Osman; Amal Roe"), text, "Amal Roe") == full


@pytest.mark.parametrize(
    "form", ["Ann\u200b Lee", "An\u00adn Lee", "Ann \u200eLee", "Mo\u200chsin Lee", "Ann L\ufeffee"]
)
def test_names_hold_characters_that_show_nothing(form: str) -> None:
    """A soft hyphen or a mark of direction neither ends a name nor stays at its end."""
    text = f"The mayor, {form}\u200b, left. \u200fLee\u200f came back."
    book = find_names(text, [], WORDS)
    assert _named(book, text, "Lee") == [form]


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Fiach Ó Roe left. Mr Ó Roe came back.", ["Fiach Ó Roe"]),
        ("Fiach E Roe left. Mr E Roe came back.", ["E Roe"]),
    ],
)
def test_names_begin_with_a_small_word_of_one_letter(text: str, full: list[str]) -> None:
    """ "Ó" is a part of the surname and no initial."""
    book = _book(text, PERSON="Fiach Ó Roe; Fiach E Roe")
    assert [book.entities[owner].name.of(text) for owner in book.mentions[-1].owners] == full


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Lee is the first. The Lee campaign left. Mr Lee came. Ted Lee won.", "person"),
        ("The Quay said so. The Quay campaign left. Ted Quay won.", "other"),
    ],
)
def test_names_in_front_of_a_noun_take_no_surname_away(text: str, label: str) -> None:
    """ "The Lee campaign" does not keep "Ted Lee" from being the Lee of the article."""
    book = find_names(text, [], WORDS)
    assert [m.label for m in book.mentions if m.span.of(text).startswith("Ted")] == [label]


@pytest.mark.parametrize(
    ("text", "found", "form", "full"),
    [
        ("Landlady Orla Finch, 46, left. Orla came back.", {}, "Orla", ["Orla Finch"]),
        ("Scaffolder Dale Roe left.", {"PERSON": "Scaffolder Dale Roe"}, "Dale Roe", ["Dale Roe"]),
        ("Farmer Finch left.", {"PERSON": "Finch"}, "Finch", ["Finch"]),
        ("Hunter Dale Roe left.", {"PERSON": "Hunter Dale Roe"}, "Hunter Dale Roe", ["Hunter Dale Roe"]),
        ("Victim Support Hull left.", {}, "Victim Support Hull", ["Victim Support Hull"]),
        ("Student Harbour Union left.", {}, "Student Harbour Union", ["Student Harbour Union"]),
        ("Then Garda Orla Finch left. Garda Finch came back.", {}, "Finch", ["Orla Finch"]),
        ("Then PC Orla Finch left. PC Finch came back.", {}, "Finch", ["Orla Finch"]),
        ("Then Orla Finch left. PM Finch came back.", {}, "Finch", ["Orla Finch"]),
        ("Then Orla Finch left. PM Roe came back.", {}, "PM Roe", ["PM Roe"]),
        ("Then Tuima Dr Orla Finch left.", {"PERSON": "Tuima"}, "Orla Finch", ["Orla Finch"]),
        ("Then the Garda Síochána left.", {}, "Garda Síochána", ["Garda Síochána"]),
        ("Headman Tatekulu Dale Roe left.", {}, "Dale Roe", ["Dale Roe"]),
        ("Its head, Sister Orla Finch, left.", {"PERSON": "Orla Finch"}, "Orla Finch", ["Orla Finch"]),
        ("Its head, Sister Finch, left.", {"PERSON": "Sister Finch"}, "Sister Finch", ["Sister Finch"]),
        ("Brothers Dale and Carl Roe left. Dale came back.", {"PERSON": "Carl Roe"}, "Dale", ["Dale"]),
        ("Brothers Dale and Carl Roe left. Carl came back.", {"PERSON": "Carl Roe"}, "Carl", ["Carl Roe"]),
        ("Residents Orla Finch and Dale Roe left.", {"PERSON": "Orla Finch"}, "Orla Finch", ["Orla Finch"]),
        ("The MP, Labour Orla Finch, left.", {"PERSON": "Orla Finch"}, "Orla Finch", ["Orla Finch"]),
        ("The MP, Labour Orla Finch, left.", {}, "Labour Orla Finch", ["Labour Orla Finch"]),
        ("Then the Labour Party Finch left.", {"PERSON": "Orla Finch"}, "Labour Party Finch", ["Labour Party Finch"]),
        ("Brothers Foods left.", {"ORG": "Brothers Foods"}, "Brothers Foods", ["Brothers Foods"]),
        ("Video Finch posted shows it. Then Orla Finch left.", {"PERSON": "Video Finch"}, "Finch", ["Orla Finch"]),
    ],
)
def test_names_follow_what_somebody_does(text: str, found: dict[str, str], form: str, full: list[str]) -> None:
    """A calling or rank before a full name is no part of it, nor before the surname later; a given name is."""
    assert _named(_book(text, **found), text, form) == full


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Orla Finch and Carl Boone parted. Orla claimed that she slept.", ["Orla Finch"]),
        ("Orla Finch parted. Orla, for her part, told a show it was late.", ["Orla Finch"]),
        ("Orla Mills cut its forecast. Orla said its mills would close.", ["Orla"]),
    ],
)
def test_names_in_full_are_of_whom_the_given_name_shows(text: str, full: list[str]) -> None:
    """Bearer of an unrecognised full name is whoever goes by its first word as "she"; a firm is no "she"."""
    labels = [(text.rfind("Orla"), text.rfind("Orla") + 4, "PERSON")]
    assert _named(find_names(text, labels, WORDS), text, "Orla") == full


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Then the Office of the Harbour Engineer left.", ["Office of the Harbour Engineer"]),
        ("Then the Office of the Prime Minister’s list left.", ["Office of the Prime Minister"]),
        ("Then the Office of the Attorney General Orla Finch left.", ["Office", "Orla Finch"]),
        ("Then the Q.N. Tidal Force in Lima (QNTFIL) left.", ["Q.N. Tidal Force in Lima", "QNTFIL"]),
        ("Then the Tidal Force in Lima (TF) left.", ["Tidal Force", "Lima", "TF"]),
        ("‘No,’ says Deputy CM", []),
    ],
)
def test_names_of_bodies_go_on_to_the_office_and_the_initials(text: str, names: list[str]) -> None:
    """An office has the title of its head in its name; letters in brackets tell how far a name goes."""
    assert [m.span.of(text) for m in _book(text).mentions] == names


@pytest.mark.parametrize(
    ("text", "found", "form", "label"),
    [
        ("A baker in Poolby left. Then all walked to Poolby.", {"PERSON": "Poolby"}, "Poolby", "place"),
        ("A baker in Poolby left. Then Poolby laughed.", {"PERSON": "Poolby"}, "Poolby", "person"),
        ("A baker spoke to Poolby.", {"PERSON": "Poolby"}, "Poolby", "person"),
        ("Mother of five Orla Roe left.", {"ORG": "Orla Roe"}, "Orla Roe", "person"),
        ("Quay Thistle lost. Then the Thistle coach left.", {"PERSON": "Quay Thistle"}, "Quay Thistle", "organization"),
        ("Dale Thistle lost. Then the Thistle case closed.", {"PERSON": "Dale Thistle"}, "Dale Thistle", "person"),
    ],
)
def test_names_are_of_the_kind_that_their_places_show(text: str, found: dict[str, str], form: str, label: str) -> None:
    """A word that stands only where towns do is one, a mother is a person, what has a coach is a team."""
    assert {m.label for m in _book(text, **found).mentions if m.span.of(text) == form} == {label}


def test_names_at_birth_share_the_given_name() -> None:
    """Whoever "was born" under another surname is the only one of that given name who is named before."""
    text = "Orla Finch has died. Orla May Roe was born in Hull. Orla sang."
    assert _named(_book(text, PERSON="Orla Finch; Orla May Roe"), text, "Orla") == ["Orla Finch"]
    text = "Orla Finch has died. So has Orla Lee. Orla May Roe was born in Hull."
    assert _named(_book(text, PERSON="Orla Finch; Orla Lee; Orla May Roe"), text, "Orla May Roe") == ["Orla May Roe"]


@pytest.mark.parametrize(
    ("text", "found", "form", "full"),
    [
        ("The head of the Quay Fund Orla Finch said no. Finch left.", {}, "Finch", ["Orla Finch"]),
        (
            "The head of the Quay Fund Relief Agency said no.",
            {},
            "Quay Fund Relief Agency",
            ["Quay Fund Relief Agency"],
        ),
        ("Then Assembly Member Orla Finch left.", {}, "Orla Finch", ["Orla Finch"]),
        ("Then Quay City Council Member Orla Finch left.", {}, "Orla Finch", ["Orla Finch"]),
        ("Then Dale Roe uulu left. Roe uulu came back.", {}, "Roe uulu", ["Dale Roe uulu"]),
        (
            "Then Orla Finch Dale left. CS Finch came back.",
            {"PERSON": "Orla Finch Dale"},
            "Finch",
            ["Orla Finch Dale"],
        ),
        ("Then Okyeame Dale Roe left.", {"PERSON": "Okyeame Dale Roe"}, "Dale Roe", ["Dale Roe"]),
        ("Dale Roe left. Inside Dale’s house it was cold.", {"PERSON": "Dale Roe"}, "Dale", ["Dale Roe"]),
    ],
)
def test_names_of_people_begin_behind_the_body_and_end_with_the_father(
    text: str, found: dict[str, str], form: str, full: list[str]
) -> None:
    """Where somebody's name begins is told by a title, a house or the body behind "the head of"."""
    assert _named(_book(text, **found), text, form) == full


@pytest.mark.parametrize(
    ("text", "found", "form", "label"),
    [
        ("Quay Networks says no.", {"PERSON": "Quay Networks"}, "Quay Networks", "organization"),
        ("Hockey Ireland said no.", {"PERSON": "Hockey Ireland"}, "Hockey Ireland", "organization"),
        ("Tom Ireland said no.", {"PERSON": "Tom Ireland"}, "Tom Ireland", "person"),
        ("Refuge UK said no.", {"PERSON": "Refuge UK"}, "Refuge UK", "organization"),
        ("Ferry analysts Dunlin said no.", {"PERSON": "Dunlin"}, "Dunlin", "organization"),
        ("The architects Roe Dunlin said no.", {"PERSON": "Roe Dunlin"}, "Roe Dunlin", "organization"),
        ("Architects Orla Finch and Dale Roe left.", {"PERSON": "Orla Finch; Dale Roe"}, "Orla Finch", "person"),
        ("Analysts at Roe Dunlin said no.", {"PERSON": "Roe Dunlin"}, "Roe Dunlin", "organization"),
        ("Developer Quayle said no.", {"PERSON": "Quayle"}, "Quayle", "organization"),
        ("Developer Quayle said no. Ann Quayle left.", {"PERSON": "Quayle; Ann Quayle"}, "Quayle", "person"),
        (
            "Sales fell at housebuilder Dale Pimsey. Pimsey said no. Pimsey left.",
            {"PERSON": "Dale Pimsey; Pimsey"},
            "Pimsey",
            "organization",
        ),
        (
            "Roe Tideway was sorry. Its managing director, Orla Finch, left.",
            {"PERSON": "Roe Tideway; Orla Finch"},
            "Roe Tideway",
            "organization",
        ),
        ("New South Wales said no.", {"GPE": "New South Wales"}, "New South Wales", "place"),
        ("A bus to Puerto Quay left.", {"PERSON": "Puerto Quay"}, "Puerto Quay", "place"),
        ("Ms Santa Quayle left.", {"PERSON": "Santa Quayle"}, "Santa Quayle", "person"),
        ("A woman named Dale Orla left.", {"GPE": "Dale Orla"}, "Dale Orla", "person"),
        ("A ferry named Dale Orla left.", {"GPE": "Dale Orla"}, "Dale Orla", "place"),
        ("A farmer surnamed Deng left.", {}, "Deng", "person"),
    ],
)
def test_names_of_bodies_look_like_those_of_people(text: str, found: dict[str, str], form: str, label: str) -> None:
    """What stands beside a name tells a body, though the recogniser takes it for a person."""
    assert {m.label for m in _book(text, **found).mentions if m.span.of(text) == form} == {label}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Then the PM left.", []),
        ("Member of Parliament Orla Finch left.", ["Parliament", "Orla Finch"]),
        ("Federal Member for Quayside, left.", ["Quayside"]),
        ("Mr Member left. Member came back.", ["Member", "Member"]),
        ("Then the DA left.", ["DA"]),
        ("District attorney Orla Finch left. Then the DA left.", ["Orla Finch"]),
        ("Members of the Quay Union left.", ["Quay Union"]),
        ("The Divers Union left.", ["Divers Union"]),
        ("Finchsmith left. Then Finchsmith’s oats were back.", ["Finchsmith", "Finchsmith"]),
    ],
)
def test_names_are_no_offices_in_short(text: str, names: list[str]) -> None:
    """ "The PM" is an office, "the DA" where the article tells of a district attorney; members are no name."""
    assert [m.span.of(text) for m in _book(text, ORG="DA; PM; Members of the Quay Union").mentions] == names


@pytest.mark.parametrize(
    ("text", "found", "name"),
    [
        ("Prior Orla Finch wept. Prior Finch left.", {"PERSON": "Prior Orla Finch; Prior Finch"}, "Orla Finch"),
        ("It was Father Dale Finch who left. Father Finch wept.", {"PERSON": "Father Finch"}, "Dale Finch"),
        ("It was Hieromonk Dale Finch who left. Finch wept.", {"PERSON": "Dale Finch"}, "Dale Finch"),
        ("Dean Dale Finch left. Dean Finch wept.", {"PERSON": "Dean Dale Finch; Dean Finch"}, "Dale Finch"),
        ("Dean Dale Finch left. Finch wept.", {"PERSON": "Dean Dale Finch; Finch"}, "Dean Dale Finch"),
        ("Count Otto von Finch left. Count von Finch wept.", {"PERSON": "Count Otto von Finch"}, "Otto von Finch"),
        ("Paramount Chief Orla Finch left. Paramount Chief Finch wept.", {}, "Orla Finch"),
        ("It was Midwife Orla Finch who left. Finch wept.", {"PERSON": "Midwife Orla Finch"}, "Orla Finch"),
        ("Petty Officer 2nd Class Orla Finch left. Finch wept.", {"PERSON": "Orla Finch; Finch"}, "Orla Finch"),
        ("Turner Dale Finch fell. He was a turner. Finch wept.", {"PERSON": "Turner Dale Finch; Finch"}, "Dale Finch"),
        ("Turner Dale Finch fell. Finch wept.", {"PERSON": "Turner Dale Finch; Finch"}, "Turner Dale Finch"),
    ],
)
def test_names_begin_behind_dignities(text: str, found: dict[str, str], name: str) -> None:
    """A dignity, rank or trade is no part of a name; what may be a given name is one unless the article shows more."""
    last = _book(text, **found).mentions[-1]
    assert [_book(text, **found).entities[owner].name.of(text) for owner in last.owners] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dale “The Anchor” Finch left. Finch wept.", "Dale “The Anchor” Finch"),
        ("Dale ‘Duke’ Finch left. Finch wept.", "Dale ‘Duke’ Finch"),
        ('Dale "the Hammer" Finch left. Finch wept.', 'Dale "the Hammer" Finch'),
        ("Orla Roe’s “The Sea” Finch left. Finch wept.", "Finch"),
    ],
)
def test_names_hold_nicknames_of_several_words(text: str, name: str) -> None:
    """What stands between marks within a name is a part of it, and no title; a work behind its maker is none."""
    assert _named(_book(text, PERSON="Finch"), text, "Finch") == [name]


@pytest.mark.parametrize(
    ("text", "found", "form", "full"),
    [
        ("Orla Finch left. O. Finch came back.", {"PERSON": "Orla Finch; O. Finch"}, "O. Finch", ["Orla Finch"]),
        (
            "Orla Dale Finch left. O.D. Finch came.",
            {"PERSON": "Orla Dale Finch; O.D. Finch"},
            "O.D. Finch",
            ["Orla Dale Finch"],
        ),
        ("Orla Finch left. C. Finch came back.", {"PERSON": "Orla Finch; C. Finch"}, "C. Finch", ["C. Finch"]),
        (
            "Orla Finch and Odd Finch left. O. Finch came back.",
            {"PERSON": "Orla Finch; Odd Finch; O. Finch"},
            "O. Finch",
            ["O. Finch"],
        ),
    ],
)
def test_initials_stand_for_a_given_name(text: str, found: dict[str, str], form: str, full: list[str]) -> None:
    """ "O. Finch" is Orla Finch, unless two may be meant."""
    assert _named(_book(text, **found), text, form) == full


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Orla Finch and her son Dale Finch left.\n\nDale slept. Ms Finch came back.", ["Orla Finch"]),
        ("Orla Finch and her son Dale Finch left.\n\nDale’s cat slept. Finch came back.", ["Orla Finch", "Dale Finch"]),
        ("Orla Finch and her son Dale Finch left.\n\n“Dale slept.” Finch came back.", ["Orla Finch", "Dale Finch"]),
        ("Orla Finch left. Dale slept.\n\nDale Finch rose. Finch came back.", ["Orla Finch", "Dale Finch"]),
    ],
)
def test_a_surname_is_not_whoever_goes_by_the_given_name(text: str, full: list[str]) -> None:
    """Of two who share a surname it means whom the author does not call by the given name alone."""
    assert _named(_book(text, PERSON="Orla Finch; Dale Finch; Dale; Finch"), text, "Finch") == full


def test_a_plural_that_opens_a_sentence_is_nobody() -> None:
    """ "Winters were long" names nobody where "winter" stands in the text; "Winters left" may."""
    text = "Winters were long. Each winter it rained."
    assert not _book(text, PERSON="Winters").mentions
    assert _book("Winters left. Each winter it rained.", PERSON="Winters").mentions


def test_a_given_name_alone_makes_the_full_name_a_person() -> None:
    """ "Orla Vale", of which nothing is known, is whom the article calls Orla."""
    text = "Orla Vale left. But Orla came back. Then Orla wept."
    assert [m.label for m in _book(text, PERSON="Orla").mentions if m.span.of(text) == "Orla Vale"] == ["person"]


def test_the_site_of_a_firm_is_a_place() -> None:
    """ "Acme's Dale Verde smelter" is a place, "the Dale Verde smelter" tells nothing."""
    text = "It was Acme's Dale Verde zinc smelter. Dale Verde is cold."
    assert {m.label for m in _book(text, ORG="Acme").mentions if m.span.of(text) == "Dale Verde"} == {"place"}
