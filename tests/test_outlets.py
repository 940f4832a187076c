"""The step outlets: citations, scope, chains, occasion and date. All sentences are made up for these tests."""

from __future__ import annotations

import json
import re
import time
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import spacy
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import validate

import attribution
from attribution.building import build_extraction
from attribution.grouping import group_by_outlet, label_outlet, plain_name
from attribution.lexicon import load_lexicon
from attribution.models import CharSpan, Draft, Entity, Options, Relation, SpeakerDraft
from attribution.outlets import outlets
from attribution.outlets.citations import find_citations
from attribution.outlets.citing import Citation
from attribution.outlets.names import NAME
from attribution.outlets.occasions import find_occasions
from attribution.outlets.placed import Scene
from attribution.outlets.scenes import read_scene
from attribution.outlets.scope import weigh
from attribution.quotations import quotations
from attribution.reader.entities import find_entities
from attribution.records import Article, Engine, Extraction, Mention, Outlet, SpeakerKind
from attribution.relations.step import read_draft

SHARED = Path(__file__).parents[2] / "shared"
NLP = spacy.blank("en")


def entities_of(text: str, **labels: str) -> tuple[Entity, ...]:
    """Return the places of the given names, separated by "|", under their labels; the longest where two overlap."""
    found = [
        Entity(CharSpan(*match.span()), label)
        for label, names in labels.items()
        for name in names.split("|")
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    ]
    kept: list[Entity] = []
    for entity in sorted(found, key=lambda entity: (-len(entity.span), entity.span)):
        if not any(entity.span.overlaps(other.span) for other in kept):
            kept.append(entity)
    return tuple(sorted(kept, key=lambda entity: entity.span))


def cited(text: str, **labels: str) -> list[Citation]:
    """Return the citations that say words came through an outlet: not who asks, works there, or is only named."""
    found = find_citations(text, entities_of(text, **labels), load_lexicon())
    return [citation for citation in found if citation.form not in ("bare", "asker", "affiliation")]


@pytest.mark.parametrize(
    ("text", "outlets"),
    [
        # a common name behind a capital is the end of a longer one, listed or not
        ("“No,” he told the Hull Daily Mail.", [("Hull Daily Mail", "gb/hull-daily-mail")]),
        ("“No,” he told the Corran Daily Mail.", [("Corran Daily Mail", None)]),
        ("“No,” he told the Manchester Daily Mail.", [("Manchester Daily Mail", None)]),
        ("“No,” he told the Glasgow Guardian.", [("Glasgow Guardian", None)]),
        ("“No,” he told the Daily Mail.", [("Daily Mail", "gb/daily-mail")]),
        ("“No,” he told Monday's Daily Mail.", [("Daily Mail", "gb/daily-mail")]),
        # several of one name are told apart by their cities
        ("“No,” he told the Nairobi Star.", [("Star", "ke/star")]),
        # what says the country decides, also where none of that country is listed
        ("“No,” he told the Nigerian Guardian.", [("Guardian", "ng/guardian")]),
        ("“No,” he told the Lagos-based Guardian.", [("Guardian", "ng/guardian")]),
        ("“No,” he told the British Guardian.", [("Guardian", "gb/guardian")]),
        ("“No,” he told the Ghanaian Guardian.", [("Guardian", None)]),
        ("“No,” he told the Paris-based Daily Mail.", [("Daily Mail", None)]),
        ("“No,” he told the Corran-based Daily Mail.", [("Daily Mail", None)]),
        ("“No,” he told The Guardian, a Ghanaian daily.", [("The Guardian", None)]),
        ("“No,” he told the Guardian from Ghana.", [("Guardian", "gb/guardian")]),
        ("“No,” he told the Corran-based Tidewatch Gazette.", [("Tidewatch Gazette", None)]),
        ("“No,” he told the Namibian broadcaster NBC.", [("NBC", None)]),
        ("“No,” he told The Namibian newspaper on Monday.", [("The Namibian", "na/namibian")]),
        ("“No,” he told the London-based Al Jazeera.", [("Al Jazeera", "qa/al-jazeera")]),
        # the first mention says which outlet the later ones mean
        (
            "“No,” he told the Ghanaian daily The Guardian. “Never,” he told the Guardian later.",
            [("The Guardian", None), ("Guardian", None)],
        ),
        (
            "“No,” he told the Guardian. “Never,” he told Nigeria's Guardian later.",
            [("Guardian", "gb/guardian"), ("Guardian", "ng/guardian")],
        ),
    ],
)
def test_outlets_a_name_means_the_outlet_of_its_country(text: str, outlets: list[tuple[str, str | None]]) -> None:
    """A name that outlets of many places may bear has the id of one only where nothing says another."""
    found = [(citation.name.of(text), citation.id) for citation in cited(text)]
    assert found == outlets


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # an issue or broadcast by its time
        ("The clerk argued in this morning’s Yorkshire Post that it was “late.”", ["Yorkshire Post"]),
        ("The clerk argued in yesterday's Corran Gazette that it was “late.”", ["Corran Gazette"]),
        ("“It was late,” the clerk said in Sunday's Mail.", ["Mail"]),
        ("The clerk said on last night's Newsnight that it was “late.”", ["Newsnight"]),
        ("The clerk, in yesterday's House debate, said it was “late.”", []),
        ("The clerk, in Monday's Star parade, said it was “late.”", []),
        # the name behind a carrier and adjectives of no list, set off by a comma
        ("In an interview with a small vernacular station, Tamar FM, the clerk said it was “late.”", ["Tamar FM"]),
        ("The clerk told a small vernacular broadcaster, Ana Ruiz, that it was “late.”", []),
        # a listed name that begins with a figure, behind the city
        ("The clerk told the Corran daily 24 heures that it was “late.”", ["24 heures"]),
        # shows by their hours
        ("Speaking to Tamar Mornings, the clerk said it was “late.”", ["Tamar Mornings"]),
    ],
)
def test_outlets_behind_times_and_commas(text: str, names: list[str]) -> None:
    """A time's possessive, a comma and a city may stand before the name of an outlet."""
    assert [citation.name.of(text) for citation in cited(text, GPE="Corran")] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The keeper let slip on his podcast, Low Water, that it was “late.”", ["Low Water"]),
        ("The keeper said on her weekly show, Loud Boots, he was “late.”", ["Loud Boots"]),
        ("The keeper told a guest on her podcast, Ana Ruiz, that it was “late.”", []),
        ("On her podcast, Ana Ruiz said it was “late.”", []),
        ("On her podcast, Ana Ruiz, a keeper, said it was “late.”", []),
        # who is quoted as saying something is quoted by an outlet, where the name is that of a body
        ("Tidecast quoted the keeper, Ana Ruiz, as saying it was “late.”", ["Tidecast"]),
        ("Tidecast quoted a price of “late.”", []),
    ],
)
def test_outlets_of_ones_own_show_and_of_who_quotes(text: str, names: list[str]) -> None:
    """The title behind somebody's show is the show's; a body that quotes somebody as saying something is an outlet."""
    found = cited(text, ORG="Tidecast", PERSON="Ana Ruiz|Low Water")
    assert [citation.name.of(text) for citation in found if citation.form != "site"] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # the call letters of a station, whatever label the model gives them
        ("“No,” the clerk told KTMR on Monday.", ["KTMR"]),
        ("“No,” the clerk told NBC affiliate KTMR 11.", ["KTMR 11"]),
        ("KTMR-TV reported a fire. “No,” the clerk told KTMR.", ["KTMR-TV", "KTMR"]),
        ("“No,” the clerk told Fox 13's Ana Ruiz. “Never,” he told ABC7 on Monday.", ["Fox 13", "ABC7"]),
        ("The clerk told CNN 13 ships were “late.”", ["CNN"]),
        ("“No,” the clerk told KTMR’s mother.", []),
        ("“No,” the clerk told KPMG. KTMR said it was “late.”", []),
        # what relays an outlet shows that it is one, and is none itself
        ("“No,” the clerk told Tidewise (via Harbour Live).", ["Tidewise"]),
        ("“No,” the clerk told Tidewise (a friend).", []),
        # a word for a paper that is nobody's name
        ("“No,” the clerk told Tamra Shimbun on Monday.", ["Tamra Shimbun"]),
        ("“No,” the clerk told Tamra Mercury on Monday. Ms Tribune reported him.", []),
        # offices that papers are called by
        ("“No,” the clerk told the Tamra Leader.", ["Tamra Leader"]),
        ("The Opposition Leader said it was “late.” He told the House Leader it was “fine.”", []),
        # marks within a name
        ("“No,” the clerk told Tide! Weekly on Monday.", ["Tide! Weekly"]),
        ("“No,” the clerk told E! News on Monday.", ["E! News"]),
        # a visit to a show, and to a place
        ("During a visit to the “Low Water” podcast, the clerk said it was “late.”", ["Low Water"]),
        ("During a visit to BBC Radio 2's 'The Tide Show', the clerk said it was “late.”", ["The Tide Show"]),
        ("Speaking on Geo News programme ‘Capital Talk’, the clerk said it was “late.”", ["Capital Talk"]),
        ("Speaking on Radio Tamar's programme ‘Tide Talk’, the clerk said it was “late.”", ["Tide Talk"]),
        ("During a visit to the BBC, the clerk said it was “late.”", []),
        ("The clerk said on a trip to Facebook that it was “late.”", []),
        ("The clerk, chatting on Ana Ruiz‘s Apple Music show, said it was “late.”", ["Apple Music"]),
        # what somebody without a name told who asks for an outlet
        ("It is over, per a source to Ana Ruiz of the Boston Globe.", ["Boston Globe"]),
        ("It is over, per a source close to the Boston Globe.", []),
    ],
)
def test_outlets_by_letters_marks_and_visits(text: str, names: list[str]) -> None:
    """Stations by their letters, relayed outlets, names with marks, and shows that somebody visits are cited."""
    people = "KTMR|Tidewise|Tamra Shimbun|Tamra Mercury|Ana Ruiz|Ms Tribune"
    found = cited(text, PERSON=people, ORG="Tide! Weekly|KPMG|KTMR-TV", WORK_OF_ART="Low Water|The Tide Show")
    assert [citation.name.of(text) for citation in found] == names


LISTED: list[tuple[str, str | None, str]] = [
    ("The Athletic understands that the sale is “dead.”", "The Athletic", "subject"),
    ("The Herald has learned that the sale is “dead.”", "The Herald", "subject"),
    ("People learned that the sale was “dead.”", None, ""),
    ("Opening up to Variety, she called it “over.”", "Variety", "told"),
    ("Opening up to Cuba was “over,” she said.", None, ""),
    ("Asked on Tuesday’s Lorraine, she called it “over.”", "Lorraine", "on-air"),
    ("Asked on Lorraine, she called it “over.”", None, ""),
    ("In her last interview, with Radio Dabanga, she called it “over.”", "Radio Dabanga", "interview"),
    ("Speaking on NTV’s morning show, she called it “over.”", "NTV", "on-air"),
    ("“It is over,” she told De Telegraaf, per Reuters.", "De Telegraaf", "told"),
    ("“It is over,” she told reporters, per Reuters.", "Reuters", "according"),
    ("He spoke to BBC Radio Tees and was “glad.”", "BBC Radio Tees", "told"),
    ("Asked about the lock by Reuters, Ruiz said it was “fine.”", "Reuters", "told"),
    ("Ruiz was quoted as saying “never” by the Daily Mail.", "Daily Mail", "according"),
    ("The keeper told ABC affiliate WXYZ it was “sad.”", "WXYZ", "told"),
    ("In Foreign Affairs, the rector argued that it was “folly.”", "Foreign Affairs", "written"),
    ("The ministry said on its Telegram channel that it was “false.”", "Telegram", "on-air"),
    ("“So tired,” Ruiz wrote on X, formerly Twitter.", "X", "written"),
    ("In response to questions from ProPublica, Ruiz said it was “fine.”", "ProPublica", "told"),
    ("The Boston Globe's front page read “Gone.”", "The Boston Globe", "subject"),
    ("As Vox put it, the plan was “thin.”", "Vox", "subject"),
    ("“We will rebuild,” the governor told Reuters.", "Reuters", "told"),
    ("Speaking to Le Monde, the minister denied everything.", "Le Monde", "told"),
    ("The chancellor said in comments to Der Spiegel that she would stay.", "Der Spiegel", "told"),
    ("He told Megyn Rowe of Fox News that he was done.", "Fox News", "told"),
    ("“No,” he told CNN's Dana Whitlock.", "CNN", "told"),
    ("“I am sure,” she wrote in an email Monday to The Washington Post.", "The Washington Post", "told"),
    ("In an interview with the BBC, the striker said “sorry.”", "BBC", "interview"),
    ("The rector said “never” in an interview late Friday with the Financial Times.", "Financial Times", "interview"),
    ("In an AP interview, the senator called the bill “messy.”", "AP", "interview"),
    ("“I hope to,” the speaker said last week on CNN.", "CNN", "on-air"),
    ("Appearing on Al Jazeera, the envoy warned of war.", "Al Jazeera", "on-air"),
    ("“Not today,” she said on CBS's “Face the Nation.”", "Face the Nation", "on-air"),
    ("“We won,” the club wrote on Facebook.", "Facebook", "written"),
    ("The mayor took to Instagram to call it “a disgrace.”", "Instagram", "written"),
    ("“This is folly,” the author wrote in The Guardian on Tuesday.", "The Guardian", "written"),
    ("The deal is dead, according to TASS.", "TASS", "according"),
    ("“They left at dawn,” a witness said, as reported by Xinhua.", "Xinhua", "according"),
    ("The coach said, via the Los Angeles Times, that he was tired.", "Los Angeles Times", "according"),
    ("A memo obtained by Reuters says “stop all payments.”", "Reuters", "obtained"),
    ("In a draft seen by Bloomberg News, the board calls it “untenable.”", "Bloomberg News", "obtained"),
    ("The harbour was “a mess,” writes the Associated Press.", "Associated Press", "inverted"),
    ("“We go on,” wrote Ana Ruiz in The Guardian.", "The Guardian", "written"),
    ("The New York Times reported that the minister called it “over.”", "The New York Times", "subject"),
    ("The Guardian, citing two officials, reported that talks had failed.", "The Guardian", "subject"),
    ("In a Facebook post, the chef wrote: “We are closed.”", "Facebook", "written"),
    ("The singer said in her Instagram story that she was “fine.”", "Instagram", "written"),
    ("Twitter users called it “silly.”", "Twitter", "post"),
    ("“The lock held,” said the mayor. [Reuters]", "Reuters", "according"),
    ("Speaking at Chatham House, the admiral called the plan “thin.”", "Chatham House", "hosted"),
    ("The order is “final,” Ruiz informed Reuters.", "Reuters", "told"),
    ("Ruiz described the dam to Reuters as “thin.”", "Reuters", "told"),
    ("It is “late,” Ruiz said in an interview over Radio Dabanga.", "Radio Dabanga", "interview"),
    ("On Marl Guild’s own Discord server, Ruiz wrote: “Wait.”", "Discord", "on-air"),
    ("Ana Ruiz to Reuters: “Wait.”", "Reuters", "told"),
    ("The keeper, Ana Ruiz on BBC Radio Tees this morning: “Wait.”", "BBC Radio Tees", "on-air"),
    ("The striker told a longer tale on The Late Show in May.", "The Late Show", "on-air"),
    ("That came after The Sun claimed in May that it was “late.”", "The Sun", "subject"),
    ("To the Financial Times she confided that it was “late.”", "Financial Times", "told"),
    ("In Forbes last May, the keeper wrote that it was “late.”", "Forbes", "written"),
    ("The keeper made the same point in The Times last May.", "The Times", "written"),
    ("The keeper was named by the Guardian on Monday.", "Guardian", "according"),
    ("The dam “leaks,” the keeper teased to Reuters.", "Reuters", "told"),
    ("In comments carried by the state news agency, TASS, he called it “thin.”", "TASS", "written"),
    ("“It leaks,” writes Ana M. Ruiz, one of the critics on the staff of The Guardian.", "The Guardian", "written"),
    ("Guardian columnist Tomas Reuter wrote that it was “late.”", "Guardian", "written"),
    ("PolitiFact examined the claim and called it “late.”", "PolitiFact", "subject"),
    ("The clip is on Telegram, where a keeper wrote “late.”", "Telegram", "on-air"),
    ("“It leaks,” she told al-Ittihad.", "al-Ittihad", "told"),
    ("“It leaks,” Ruiz added on X.", "X", "on-air"),
    ("Ruiz described the dam to Time in 2021 as “thin.”", "Time", "told"),
    ("It is from the mayor, on X: “Wait.”", "X", "on-air"),
    ("It came in a message released to Telegram channels: “Wait.”", "Telegram", "obtained"),
]

UNLISTED: list[tuple[str, str | None, str]] = [
    ("Rowers told the club website it was “over.”", "club website", "told"),
    ("Rowers told the health ministry’s official website it was “over.”", "health ministry’s official website", "told"),
    ("The rower said on the station’s website that it was “over.”", None, ""),
    ("In an email to News Center 7 she wrote that it was “over.”", "News Center 7", "told"),
    ("On NewsChannel 5 she told viewers it was “over.”", "NewsChannel 5", "on-air"),
    ("Speaking on 'Low the Water', Ana Ruiz said it was “over.”", "Low the Water", "on-air"),
    ("She said on Monday’s edition of The Drip that it was “over.”", "The Drip", "on-air"),
    ("She said at this year’s edition of The Drip that it was “over.”", None, ""),
    ("The tide was “thin,” says a note on the website of the Harbour Board.", "website of the Harbour Board", "on-air"),
    ("The guild said in its newsletter, Tide Table, that it was “glad.”", "Tide Table", "written"),
    ("She admitted in a filing published by the Marl Exchange that it was “thin.”", "Marl Exchange", "written"),
    ("A paper put out in 2021 by the Council of Tides calls it “low.”", "Council of Tides", "published"),
    ("Ruiz told Coastal News 4 it was “sad.”", "Coastal News 4", "told"),
    ("A newspaper said it was “sad.”", None, ""),
    ("In a Tamar24 interview, the singer said she was “tired.”", "Tamar24", "interview"),
    ("“It drifts,” he said on his weekly podcast, “Harbour Nights.”", "Harbour Nights", "on-air"),
    ("“It sank,” she told the Riverside Gazette Monday.", "Riverside Gazette", "told"),
    ("“It leaks,” she told the Riverside Gazette.", "Riverside Gazette", "told"),
    ("He told the Dutch newspaper De Noorderkrant that he would stay.", "De Noorderkrant", "told"),
    ("The keeper told local broadcaster Televisora Azul that the birds were “gone.”", "Televisora Azul", "told"),
    ("“Wait,” the abbot told the Vesna news agency.", "Vesna", "told"),
    ("“We wait,” she told the weekly Hlas Horalu.", "Hlas Horalu", "told"),
    ("In an interview with the Lakeside Tribune, Okoro said “never again.”", "Lakeside Tribune", "interview"),
    ("In a telephone interview with Radio Tamar, he said the dam was safe.", "Radio Tamar", "interview"),
    ("He said “soon” in an interview with the website Tidewater.example.", "Tidewater.example", "interview"),
    ("“We were not asked,” she said on Radio Tamar.", "Radio Tamar", "on-air"),
    ("On Monday's edition of the programme “Harbour Talk,” he said the plan was “dead.”", "Harbour Talk", "on-air"),
    (
        "The host of the podcast “Night Desk” played it, and on the podcast “Night Desk” he laughed.",
        "Night Desk",
        "on-air",
    ),
    ("Writing on the site PolicyWatch.example, the economist called it “a bubble.”", "PolicyWatch.example", "written"),
    ("“This is folly,” Anan Petrov wrote in the Northern Review.", "Northern Review", "written"),
    ("The study, published in the journal Coastal Letters, calls it “unlikely.”", "Coastal Letters", "published"),
    ("The ferry sank in minutes, according to the Vesna news agency.", "Vesna", "according"),
    ("“He was calm,” a nurse said, according to the Lakeside Tribune.", "Lakeside Tribune", "according"),
    ("The order, first reported by the Harbour Gazette, was “immediate.”", "Harbour Gazette", "according"),
    ("A letter leaked to the Harbour Gazette calls it “a farce.”", "Harbour Gazette", "obtained"),
    ("The quay was “rotten,” wrote the Northern Herald.", "Northern Herald", "inverted"),
    ("The Lakeside Tribune reported that the mayor was “furious.”", "Lakeside Tribune", "subject"),
    ("Radio Tamar said the bridge was “closed.”", "Radio Tamar", "subject"),
    ("The prince said on the palace's website that he was “deeply moved.”", "palace's website", "on-air"),
    ("CODA describes itself as “small” on its website.", "CODA", "site"),
    (
        "A notice on the Lindqvist Trust's official website calls it “final.”",
        "Lindqvist Trust's official website",
        "on-air",
    ),
    (
        "In a speech at the Baltic Institute of Economics, she said “trade is not war.”",
        "Baltic Institute of Economics",
        "hosted",
    ),
    ("He was speaking at a panel held at the Marl University when he said “no.”", "Marl University", "hosted"),
    ("“It drifts,” she told the talk-radio host Wren Halloway on Tuesday.", "Wren Halloway", "told"),
    ("In an interview with conservative radio host Wren Halloway, he said “no.”", "Wren Halloway", "interview"),
    ("“It drifts,” she told a Tamarfeed reporter on Monday.", "Tamarfeed", "told"),
    ("The ferry was “late,” as first reported by TideWatch.", "TideWatch", "according"),
    ("TideWatch rated the claim “false.”", "TideWatch", "subject"),
    ("In a Selma One interview, the singer said she was “tired.”", "Selma One", "interview"),
    ("“It drifts,” she told TMR’s “Harbour Talk.”", "Harbour Talk", "told"),
    ("“It drifts,” she told voters on “Harbour Talk” on Sunday.", "Harbour Talk", "on-air"),
    ("On “Harbour Talk” Sunday, she said it was “late.”", "Harbour Talk", "on-air"),
    ("She phoned into TMR’s “Harbour Talk” to say it was “late.”", "Harbour Talk", "on-air"),
    ("Speaking on Tamar One’s Breakfast with Reuter, she said it was “late.”", "Breakfast with Reuter", "on-air"),
    ("Speaking on Tamar 4’s Midday programme, she said it was “late.”", "Midday", "on-air"),
    ("She went on TMRX to say it was “late.”", "TMRX", "on-air"),
    ("The quay was “rotten,” opined Marlborough's Plain Dealer.", "Plain Dealer", "inverted"),
    ("“It drifts,” she told the Marl Times-Courier.", "Marl Times-Courier", "told"),
    ("Ana Ruiz writes in The Tideway that it was “late.”", "The Tideway", "written"),
    ("A Lakeside Tribune/TMRX poll called it “late.”", "Lakeside Tribune", "subject"),
    ("At a debate hosted by the Lakeside Tribune, she called it “thin.”", "Lakeside Tribune", "hosted"),
    ("“It drifts,” she said at a Coastal Council forum.", "Coastal Council", "hosted"),
    ("She told the annual conference of the Drovers Association it was “late.”", "Drovers Association", "hosted"),
    ("In a recording provided by Radio Tamar, she called it “late.”", "Radio Tamar", "according"),
    ("“It drifts,” she told 104FM.", "104FM", "told"),
    ("“It drifts,” she said on 92.3 The Quay on Friday.", "92.3 The Quay", "on-air"),
    ("In her 2019 memoir, Low Water, Ruiz wrote that it was “late.”", "Low Water", "written"),
    ("On Tamar Calling this week, Ruiz called it “late.” “No,” she told host Ida Holm.", "Tamar Calling", "on-air"),
    ("A paper in the journal Tides and Harbours calls it “late.”", "Tides and Harbours", "published"),
    ("To Harbour Days magazine she confided that it was “late.”", "Harbour Days", "told"),
    ("Speaking on the “40Knots” podcast, she said it was “late.”", "40Knots", "on-air"),
    ("“It drifts,” she told 6TM.", "6TM", "told"),
    ("On the r/lighthouses subreddit, one user called it “late.”", "r/lighthouses", "on-air"),
    ("In an episode of the Mind My Boat podcast, she said it was “late.”", "Mind My Boat", "interview"),
    ("On the podcast Mind My Boat, she said it was “late.”", "Mind My Boat", "on-air"),
    ("The keeper, commentating on the race for MRTV, called it “late.”", "MRTV", "on-air"),
    ("The Coastal Policy Network reported that it was “late.”", "Coastal Policy Network", "subject"),
    ("“It sank,” wrote Keeper of the Tide, a coastal channel.", "Keeper of the Tide", "inverted"),
    ("“It sank,” wrote Keeper of the Tide, a coastal channel with 300 readers.", "Keeper of the Tide", "inverted"),
    ("The keeper told the outspoken magazine Tidewise that it was “late.”", "Tidewise", "told"),
    ("“It is thin,” wrote Ana Ruiz for Morning Tidewise.", "Morning Tidewise", "written"),
    ("A paper in the Annals of Harbour Medicine calls it “late.”", "Annals of Harbour Medicine", "published"),
    ("The Coastal Advocate reported that it was “late.”", "Coastal Advocate", "subject"),
    ("“It leaks,” she told the daily al-Marl.", "al-Marl", "told"),
    ("“It leaks,” she told the broadcaster mbTV.", "mbTV", "told"),
    ("In a newsletter called Ebb Line, Ruiz wrote that it was “late.”", "Ebb Line", "written"),
    ("“It leaks,” she told the agency’s Harbour Talk magazine.", "Harbour Talk", "told"),
    ("In her memoir, Loud Boots, she recalls that it was “thin.”", "Loud Boots", "written"),
    ("The Dutch website Tidewatch reported that it was “thin.”", "Tidewatch", "subject"),
    ("On Radio Tamar’s Tamil service, she said it was “thin.”", "Radio Tamar", "on-air"),
    (
        "In an interview that evening with the Lakeside Tribune, she said it was “thin.”",
        "Lakeside Tribune",
        "interview",
    ),
    ("Keeper Ana Ruiz on Radio Tamar:\n\n“Wait.”", "Radio Tamar", "on-air"),
    ("Speaking to reporters at the Marl Gazette, she called it “over.”", "Marl Gazette", "told"),
]

GENERIC: list[tuple[str, str | None, str]] = [
    ("The minister told Russian media in an interview that it was “nothing.”", "Russian media", "told"),
    ("State television reported that the pilot was “safe.”", "State television", "subject"),
    ("The strike is over, according to local media.", "local media", "according"),
    ("“It burned,” a guard told state radio.", "state radio", "told"),
]

NOT_CITED = [
    ("She told the Dáil that it was “over.”", {"ORG": "Dáil"}),
    ("She told Marl crown court that it was “over.”", {"ORG": "Marl"}),
    ("She told Marl city council the plan was “over.”", {"ORG": "Marl"}),
    ("She told the Marl City Council that it was “over.”", {"ORG": "Marl City Council"}),
    ("She told a City Council committee on Monday that it was “over.”", {"ORG": "City Council"}),
    ("She told Marl Bridge jurors that he was “over it.”", {}),
    ("Speaking to reporters at Marl guest house, she called it “over.”", {"ORG": "Marl"}),
    ("She told reporters at the Marl that it was “over.”", {"ORG": "Marl"}),
    ("She told Marl United the pitch was “a bog.”", {"ORG": "Marl United"}),
    ("She told the Marl-friendly website it was “over.”", {}),
    ("MillBank's Ana Ruiz called it “thin.”", {"ORG": "MillBank", "PERSON": "Ana Ruiz"}),
    ("“We agreed,” the spokesman told reporters.", {}),
    ("He told Maria Okoro that it was “over.”", {"PERSON": "Maria Okoro"}),
    ("“Enough,” she said at a rally in Ohio.", {}),
    ("In a statement, the company called it “baseless.”", {}),
    ("She told the Senate that it was “over.”", {"ORG": "Senate"}),
    ("He told a friend on Sunday that he was “tired.”", {}),
    ("Time is short, the People have spoken, and Today is not the day, he said.", {}),
    ("Fox News Vice President Bill Marrow called it “sad.”", {"PERSON": "Bill Marrow"}),
    ("Facebook's lawyer said the suit was “absurd.”", {}),
    ("He works at the Brookings Institution and called it “thin.”", {}),
    ("Ida Holm, the director of debate at Chatham House, called it “thin.”", {"PERSON": "Ida Holm"}),
    ("She argued in court that it was “theft.”", {}),
    ("“The sun is out,” he said on the bridge.", {}),
    ("The minister told Russian media that it was “nothing.”", {}),
    ("She told Tomas Fox, and Fox told Fox of it: “It was late.”", {"PERSON": "Tomas Fox"}),
    ("According to BoltWorks, the pump was “new.”", {"ORG": "BoltWorks"}),
    ("He told BoltWorks it was “late,” said a BoltWorks clerk in BoltWorks cap.", {"PERSON": "BoltWorks"}),
    ("She told LaCroix and McTavish that it was “late.”", {"PERSON": "LaCroix"}),
    ("“We mend it,” said Marl Timber's Ana Ruiz.", {"ORG": "Marl Timber", "PERSON": "Ana Ruiz"}),
    ("She “never slept” in three years on the ITV show.", {}),
    ("ITV bosses called it “nonsense.”", {}),
    ("Ana Ruiz on Tomas Reuter: “He is late.”", {"PERSON": "Ana Ruiz|Tomas Reuter"}),
    ("On Harbour Street this week, Ruiz called it “late.”", {}),
    ("It rose to 98.4 Monday, and 102 FMs called it “late.”", {}),
    ("To Ana Ruiz she confided that it was “late.”", {"PERSON": "Ana Ruiz"}),
    ("To Harbour Street she walked, and it was “late.”", {}),
    ("Ida Holm, a former Reuters correspondent, called it “late.”", {}),
    ("The Coastal Policy Network said in a statement that it was “late.”", {"ORG": "Coastal Policy Network"}),
    ("The dam is thin, according to the Coastal Policy Network.", {"ORG": "Coastal Policy Network"}),
    ("The keeper said the Reuters footage had been “late.”", {}),
    ("She told the guild’s Sunday Board that it was “late.”", {}),
    ("The bill was 3m, according to Pro Football Focus.", {}),
    ("A 20VC and a 3G mast stood by the dam, she said.", {}),
    ("She told the Tamil daily that it was “late.”", {"ORG": "Tamil"}),
    ("Marl Timber (LSE: MTB) fell. It was “late,” she told the LSE.", {}),
    ("The London Stock Exchange (LSE) opened. It was “late,” she told the LSE.", {}),
    ("She wrote a tune for Ana Ruiz, who called it “late.”", {"PERSON": "Ana Ruiz"}),
    ("She told the weary network engineer Ana Ruiz that it was “late.”", {"PERSON": "Ana Ruiz"}),
    ("The website noted that it was “late.”", {}),
    ("The Judge Advocate said that it was “late.”", {"ORG": "Judge Advocate"}),
    ("Ruiz gave the dam to Time readers and called it “thin.”", {}),
    ("“It leaks,” Ruiz added on Monday.", {}),
    ("“It leaks,” she told the agency’s chief engineer.", {}),
    ("The minister told Parliament that it was “over.”", {"ORG": "Parliament"}),
    ("In a reply to Him, she said it was “over.”", {}),
    ("In his memoir, Tomas Fox recalls that it was “over.”", {"PERSON": "Tomas Fox"}),
    ("A keeper, whom CNN has agreed not to name, called it “thin.”", {}),
    ("Our Marl correspondent, Ana Ruiz, writes: “Wait.”", {"PERSON": "Ana Ruiz"}),
    ("Of item X: “Wait.”", {}),
]


@pytest.mark.parametrize(("text", "name", "form"), LISTED + UNLISTED + GENERIC)
def test_citations_are_found_in_every_form(text: str, name: str | None, form: str) -> None:
    """The outlet is found, listed or not, by the words that cite it."""
    labels = {"NORP": "Russian|Dutch", "GPE": "Selma|Marlborough", "ORG": "Tamarfeed|Tamar One’s|Tamar 4"}
    found = [(citation.name.of(text), citation.form) for citation in cited(text, DATE="Midday", **labels)]
    assert found[:1] == ([(name, form)] if name else [])


# Names that are outlets and common words, surnames or places: told by what stands beside them, both ways.
AMBIGUOUS = [
    ("“I will wait,” the senator told Time.", "us/time"),
    ("Time told on the old bridge, and she said it was “tired.”", None),
    ("Over time he told her that it was “fine.”", None),
    ("The authors write in Nature that the reef is “recovering.”", "gb/nature"),
    ("He wrote in nature journals of his own about “the quiet.”", None),
    ("Nature tells us that it is “late,” the gardener said.", None),
    ("The striker was “furious,” The Sun reported.", "gb/sun"),
    ("The Sun rose as she said it was “over.”", None),
    ("On Tuesday The Sun reported that the striker was “furious.”", "gb/sun"),
    ("In August Time reported that the dam was “safe.”", "us/time"),
    ("He told Metro that the lifts were “hopeless.”", "gb/metro"),
    ("Metro riders said the lifts were “hopeless.”", None),
    ("He met her on the Metro and called it “a coincidence.”", None),
    ("“We are closed,” the bakery wrote on X.", "us/x"),
    ("Malcolm X told a crowd by the river that it was “late.”", None),
    ("Item X was called “harmless” by the chemist.", None),
    ("The aide told Politico that it was “a mess.”", "us/politico"),
    ("The politico told a friend that it was “a mess.”", None),
    ("“We have the votes,” she told The Hill.", "us/hill"),
    ("Staff came down from the Hill and said it was “thin.”", None),
    ("In an article for the Independent, the judge called it “cruel.”", "gb/independent"),
    ("An Independent from the north told supporters it was “cruel.”", None),
    ("“He lied,” a friend told the Mirror.", "gb/daily-mirror"),
    ("He looked in the mirror and said “no.”", None),
    ("Her Post Office told customers to “wait.”", None),
    ("“I cried,” the actress told People.", "us/people"),
    ("People told him that it was “unfair.”", None),
    ("The founder told Fortune that it was “early.”", "us/fortune"),
    ("Fortune smiled on him, he said, and it was “early.”", None),
    ("“We start in May,” the director told Variety.", "us/variety"),
    ("Variety is “the spice of life,” she said.", None),
    ("The engineer told Wired it was “solved.”", "us/wired"),
    ("Wired and tired, he said it was “solved.”", None),
    ("“It is quiet,” the mayor told Monocle.", "gb/monocle"),
    ("With a monocle on, he said it was “quiet.”", None),
    ("Speaking on Today, she said it was “wrong.”", "au/today"),
    ("He said on Today's call that it was “wrong.”", None),
    ("“We saw it twice,” she told Science.", "us/science"),
    ("Science told us it was “rare,” she said.", None),
    ("The heir told Forbes it was “enough.”", "us/forbes"),
    ("Malcolm Forbes told guests it was “enough.”", None),
    ("The frontrunner wrote for The Marl Informer that it was “hers.”", None),
    ("“We saw it twice,” she told Science News.", "us/science-news"),
    ("“We saw it twice,” she told Nature News.", None),
    ("The tide is low, says a study in Science of the Deep Harbour.", None),
]


@pytest.mark.parametrize(("text", "id"), AMBIGUOUS)
def test_citations_of_common_words_need_their_context(text: str, id: str | None) -> None:
    """A name that is a common word too is the outlet where it is cited as one, and no outlet elsewhere."""
    assert [citation.id for citation in cited(text) if citation.id] == ([id] if id else [])


EXPLAINED = [
    ("She spoke on the state television channel Canal Nueve.", "Canal Nueve", "broadcaster"),
    ("He said on Radio Tamar’s breakfast show Harbour Light that it was “done.”", "Harbour Light", "programme"),
    ("In an interview on Radio Tamar’s Front Room, she said it was “done.”", "Front Room", "programme"),
    ("She told Radio Tamar’s World At One that it was “done.”", "World At One", "programme"),
    ("She told the Radio Tamar programme Tide Lines that it was “done.”", "Tide Lines", "programme"),
    ("She said on Radio Tamar’s Rollin’ Tide that it was “done.”", "Rollin’ Tide", "programme"),
    ("Speaking on Radio Tamar’s Today programme, Mr Hale said it was “done.”", "Today programme", "programme"),
    ("She said on Radio Tamar’s Hartigan that it was “done.”", "Hartigan", "programme"),
    ("The journal Strings & Bows called it “long.”", "Strings & Bows", "newspaper"),
    ("It was “a wall,” the Faro de Marl newspaper reported.", "Faro de Marl", "newspaper"),
    ("It shrank, according to figures gathered by Tide Desk, a website run by pilots.", "Tide Desk", "website"),
    (
        "In a conversation with the Corriere dei Laghi she said “late.”",
        "Corriere dei Laghi",
        "newspaper",
    ),
    ("He wrote in a comment on the website Marl Talk on Friday that it was “late.”", "Marl Talk", "website"),
    ("She told The Low Water Podcast that it was “late.”", "The Low Water Podcast", "programme"),
    ("She grew up, as she put it in her memoir, “The Long Tide,” “between boats.”", "The Long Tide", "document"),
    ("She told The Star-Ledger of Marl it was “late.”", "The Star-Ledger", "newspaper"),
    ("It will be on the Kestrel network Tuesday, she said.", "Kestrel", "broadcaster"),
    ("She said on BBC Radio 4’s Front on 4 that it was “done.”", "Front on 4", "programme"),
    ("She told Times Radio Breakfast that it was “done.”", "Times Radio Breakfast", "programme"),
    ("He told Radio Tamar’s consumer programme À fleur de quai that it was “late.”", "À fleur de quai", "programme"),
    ("He told Marl radio station 7QX that it was “late.”", "7QX", "broadcaster"),
    ("She replied on the public radio show “Quay to Quay,” and called it “late.”", "Quay to Quay", "programme"),
    ("He told the Marl community news site Tidewatch it was “late.”", "Tidewatch", "website"),
    ("Records obtained by the Marl Gazette show it was “late.”", "Marl Gazette", "newspaper"),
    ("She told the Marl Gazette podcast it was “late.”", "Marl Gazette", "programme"),
    ("Mara Okoro, quoted by the semi-official Tasnim, said it was “late.”", "Tasnim", "agency"),
    ("In an opinion piece published by the Marl Gazette, she called it “late.”", "Marl Gazette", "newspaper"),
    ("It puzzled the local paper Il Faro Blu, which asked on its front page: “Why?”", "Il Faro Blu", "newspaper"),
    ("“It leaks,” the keeper wrote on his blog, Low and Slow, last week.", "Low and Slow", "website"),
    ("She defended it in the Marl Gazette on Monday, arguing it was “late.”", "Marl Gazette", "newspaper"),
    ("“It leaks,” he told journalists (TASS, September 19).", "TASS", "agency"),
    ("“It leaks,” he told journalists (TideWatch, 19 September 2021).", "TideWatch", "website"),
    ("He asked for “patience” (Telegram/@marl_quay, September 16).", "Telegram", "platform"),
]


@pytest.mark.parametrize(("text", "name", "kind"), EXPLAINED)
def test_citations_take_names_that_a_noun_beside_them_explains(text: str, name: str, kind: str) -> None:
    """Nobody needs to know the outlet: a noun before or behind its name, or its station, tells what it is."""
    assert [(citation.name.of(text), citation.kind) for citation in cited(text)][:1] == [(name, kind)]


def test_listed_name_inside_a_longer_one_is_another_outlet() -> None:
    """The model's reading of the whole name tells; a person, an officer or a hyphen before it is no part of it."""
    text = "She told Radio Jambo Marl that it was “done.”"
    assert [(one.name.of(text), one.id, one.parent) for one in cited(text, ORG="Radio Jambo Marl")] == [
        ("Radio Jambo Marl", None, "ke/jambo-radio")
    ]
    text = "She told Al-Marl Al-Jadeed that it was “done.”"
    assert [(one.name.of(text), one.id) for one in cited(text, ORG="Al-Marl Al-Jadeed")] == [
        ("Al-Marl Al-Jadeed", None)
    ]
    text = "The anti-Marl Financial Times reported that it was “done.”"
    assert [one.id for one in cited(text, ORG="Marl Financial Times")] == ["gb/financial-times"]


def test_employer_of_a_spokesperson_is_no_carrier() -> None:
    """ "A spokesman for" a platform or paper speaks for a company."""
    assert cited("A spokesman for TikTok, where the clip was posted, said it was “gone.”") == []


TURNS = """Ana Lima closed the lock. She spoke to Petra Holm of the Harbour Review in May.

Q: Do you regret it?

A: I regret the noise.

Q: Who told you?

A: My mother told me.
"""
BLOG = """17:05
“We have a deal,” said Tom Hale on Radio Tamar.

16:40
No white smoke yet.

12:10
“We are talking,” said Tom Hale.
"""


def outlet_names(text: str) -> list[str | None]:
    """Return the outlet of each record with quotations or of a turn, in the order of the text."""
    records = [one for one in attribution.extract(text).records if one.quotations or (one.cue and one.cue.exact == ":")]
    return [one.outlet.name if one.outlet else None for one in records]


def test_scope_turns_of_an_interview_have_the_outlet_of_its_introduction() -> None:
    """Questions and answers both came through the paper that the introduction names."""
    names = outlet_names(TURNS)
    assert len(names) >= 2
    assert set(names) == {"Harbour Review"}


def test_scope_what_the_hearer_told_an_outlet_carries_no_words_of_a_conversation() -> None:
    """ "You told the Harbour Review" is about other words than those said here."""
    text = (
        "HOST: Good evening. With me is Mayor Ines Duarte.\n\nDUARTE: Thank you.\n\nHOST: You told the Harbour Review"
        " last week that you were “done”. Are you?\n\nDUARTE: I said what I said."
    )
    assert set(outlet_names(text)) == {None}


def test_scope_named_turns_of_an_interview_have_the_outlet_of_its_title() -> None:
    """A conversation whose turns bear names is an interview too, and its title speaks for nobody."""
    text = (
        "Interview: Mayor Ines Duarte on Radio Tamar\n\nHost: Is the bridge safe?\n\nDuarte: I crossed it today.\n\n"
        "Host: And tomorrow?\n\nDuarte: We will see."
    )
    records = attribution.extract(text).records
    assert [record.outlet and record.outlet.name for record in records] == ["Radio Tamar"] * 4


def test_scope_the_host_behind_the_name_of_a_show_is_not_its_guest() -> None:
    """What was admitted on a podcast is carried to whoever spoke before, not to the host."""
    text = (
        "Singer Ruben Okoro has revealed that he lost the tapes.\n\nThe 58-year-old made the admission on the podcast "
        "Front Room with Ana Ruiz. “They were in the bin,” he said."
    )
    *_, last = attribution.extract(text).records
    assert last.outlet is not None
    assert last.outlet.name == "Front Room"


def test_scope_ends_with_the_entry_of_a_live_blog() -> None:
    """What was said in another entry came through another channel."""
    assert outlet_names(BLOG) == ["Radio Tamar", None]


@pytest.mark.parametrize(
    ("follows", "outlet"),
    [
        ("Tom Hale said in the same interview that it was “a pity.”", "Lakeside Tribune"),
        ("Tom Hale said by the river that it was “a pity.”", None),
        ("“A pity,” the readers had written there in May.", "Lakeside Tribune"),
        ("“A pity,” the readers wrote there was no lamp.", None),
        ("“A pity,” said Ines Duarte, who read there as a student.", None),
    ],
)
def test_scope_words_that_point_back_carry_the_outlet_to_another_speaker(follows: str, outlet: str | None) -> None:
    """ "In the same interview" is as good as naming the paper again."""
    lead = "“It leaks,” Mara Okoro told the Lakeside Tribune in an interview.\n\nNothing was done.\n\n"
    assert outlet_names(lead + follows)[-1] == outlet


CARRIED = [  # a story in paragraphs, and the outlet of its last statement with quotations
    (
        "“It leaks,” Mara Okoro told host Ida Holm on the podcast Low Water.\n\nThe dam was built by hand.\n\n"
        "Tomas Reuter, an engineer, called it “sound.”\n\nOkoro saw it, too. “It leaks twice,” she told Holm.",
        "Low Water",
    ),
    (
        "Mara Okoro spoke on the radio show Low Water. The dam was built by hand.\n\nTomas Reuter called it “sound.”"
        "\n\n“It leaks twice,” Okoro told the host.",
        "Low Water",
    ),
    ("“It leaks,” Mara Okoro told the Lakeside Tribune.\n\n“It leaks twice,” she told me by the quay.", None),
    (
        "Mara Okoro once told the Lakeside Tribune that it leaks.\n\n“It leaks twice,” she said when I asked about it.",
        None,
    ),
    ("Friends opened a GoFundMe page.\n\nOn it, Mara Okoro writes: “It leaks.”", "GoFundMe"),
    (
        "The dam was built by hand. It was the third. Roads were closed.\n\n“It leaks,” Governor Tomas Hale wrote on "
        "Telegram.\n\nIn a second post, he said that it was “thin.”",
        "Telegram",
    ),
    ("A video of the dam was watched on TikTok.\n\nOne stunned viewer commented: “It leaks.”", "TikTok"),
    ("A video of the dam was watched on TikTok.\n\nOne user joked that it was “a sieve.”", "TikTok"),
    ("A video of the dam was watched on TikTok.\n\nOne old keeper, at his lock, said it was “a sieve.”", None),
    (
        "A keeper who works on the dam told the Lakeside Tribune that it leaks.\n\n“It leaks twice,” the keeper said.",
        "Lakeside Tribune",
    ),
    (
        "Mara Okoro told the Lakeside Tribune that it leaks. “My son sent me the clip on WhatsApp,” she said. "
        "“It leaks twice,” she said.",
        "Lakeside Tribune",
    ),
    ("Radio Dabanga reported that the dam had burst. “It was late,” it said.", "Radio Dabanga"),
    (
        "Mayor Mara Okoro smiled. During a CNN town hall, Tomas Hale had a question for the mayor.\n\n“Why?” he said."
        "\n\n“It leaks,” the mayor said.",
        "CNN",
    ),
    (
        "Mayor Mara Okoro smiled. During a CNN town hall, Tomas Hale had a question for the council.\n\n“Why?” he said."
        "\n\n“It leaks,” the mayor said.",
        None,
    ),
    (
        "Councillor Mara Okoro said it was “theft.”\n\nSpeaking on the programme Harbour Talk, keeper Tomas Reuter "
        "said he was “sad.”\n\nMinister Ida Holm said the lamp would be missed “by ships.”",
        None,
    ),
    ("The Lakeside Tribune reported a leak on Monday. The tide was high. “It was late,” it said.", "Lakeside Tribune"),
    ("Mara Okoro spoke in a video on Facebook. “It leaks twice,” she said.", "Facebook"),
    ("Reuters reported that a keeper saw the leak. “It was late,” the keeper was quoted as saying.", "Reuters"),
    ("The study is about dams. “It leaks,” the authors wrote.\n\nIt appeared in the journal Deep Water.", "Deep Water"),
    ("Mara Okoro told the Lakeside Tribune in May that it leaks. “It holds,” Okoro said on Friday.", None),
    (
        "The study is about dams.\n\n“It leaks,” Tomas Hale wrote to her.\n\nIt appeared in the journal Deep Water.",
        None,
    ),
]


TALK = "The dam is old. It is tall. It is grey. Trees stand by it. “It leaks,” Mara Okoro says. "
TALKED = TALK.replace("says", "said")
GOES_ON = [  # "the same" and "the platform" go on; words to all of the press and the article's own talk do not
    ("Mara Okoro put a clip of the dam on Facebook. “It leaks,” Okoro wrote on the platform.", "Facebook"),
    ("Mara Okoro took a train to the dam. “It leaks,” Okoro wrote on the platform.", None),
    ("Mara Okoro put a clip of the dam on Facebook.\n\n“It holds,” Tomas Hale wrote in reply.", "Facebook"),
    ("Mara Okoro put a clip of the dam on Facebook.\n\n“It holds,” Tomas Hale said.", None),
    ("A clip of the dam was trending on X, with keeper Mara Okoro posting: “It leaks.”", "X"),
    ("A clip of the dam hung by Gate X, with keeper Mara Okoro posting: “It leaks.”", None),
    ("Mara Okoro spoke in a video on the mayor’s Facebook page. “It leaks,” she said.", "Facebook"),
    (
        "Ida Holm told Radio Tamar that it “leaks.” Mara Okoro said on the same station that it was “late.”",
        "Radio Tamar",
    ),
    ("Ida Holm told Radio Tamar that it “leaks.” Mara Okoro said at the same station that it was “late.”", None),
    (
        "Ida Holm spoke on the programme Harbour Talk. On Radio Tamar, keeper Mara Okoro said it “leaks.” Asked on the "
        "same show, Okoro said it was “late.”",
        "Radio Tamar",
    ),
    ("Ida Holm told Radio Tamar that it “leaks.” Mara Okoro told the state broadcaster it was “late.”", "Radio Tamar"),
    ("Mara Okoro told the state broadcaster it was “late.”", "state broadcaster"),
    ("Ida Holm told Radio Tamar that it “leaks.” Mara Okoro told the local station it was “late.”", "Radio Tamar"),
    ("CNN aired a clip of the dam. Mara Okoro told the local station it was “late.”", None),
    ("Ida Holm told Bukedde that it “leaks.” Mara Okoro told the Luganda daily it was “late.”", "Bukedde"),
    ("One keeper told Reuters that it “leaks.” “It holds,” said another.", "Reuters"),
    (
        "One keeper told Reuters that it “leaks.” It rained. Ships came. The quay was wet.\n\n“It holds,” said one.",
        None,
    ),
    (
        "Mara Okoro called it “thin” in a talk with Reuters; Tomas Hale called it “late” in an essay in Le Monde.",
        "Le Monde",
    ),
    ("The study appeared in the journal Deep Water.\n\n“It leaks,” the study says.", "Deep Water"),
    ("The study appeared in the journal Deep Water.\n\n“It leaks,” said Mara Okoro, who led the study.", None),
    ("Mara Okoro told Radio Tamar that it “leaks.”\n\n“It is late,” Okoro told reporters at the quay.", None),
    (
        "Mara Okoro told Radio Tamar that it “leaks.”\n\n“It is late,” Okoro told reporters in the interview.",
        "Radio Tamar",
    ),
    (
        "The clerk spoke.\n\nKeeper Mara Okoro, who is leaving, was blunt when she spoke to Radio Tamar by phone.\n\n"
        "“It leaks,” Okoro said.",
        "Radio Tamar",
    ),
    (f"{TALKED}\n\nOkoro told the Lakeside Tribune last year that it was “thin.”\n\n“It drips,” she said.", None),
    (f"{TALKED}\n\nOkoro told the Lakeside Tribune that it was “thin.”\n\n“It drips,” she said.", "Lakeside Tribune"),
    (f"{TALK}\n\nOkoro told the Lakeside Tribune that it was “thin.”\n\n“It drips,” she says.", None),
    (f"{TALKED}\n\nOkoro spoke to the Lakeside Tribune last year.\n\n“It drips,” she said.", "Lakeside Tribune"),
    ("8.30am\n\nThis from the mayor, on X:\n\n“Please wait.”", "X"),
    ("8.30am\n\nOur Marl correspondent, Ana Lima, writes:\n\n“The dam is closed, and the quay is wet.”", None),
]


ELSEWHERE = [  # said to the writer, to others, later, or in answer to another; what the speaker only saw
    ("Mara Okoro told Radio Tamar in March it was “thin.” I meet her on the quay. “It drips,” she says.", None),
    ("Mara Okoro told Radio Tamar in March it was “thin.” “I fish,” said Okoro. “It drips,” she says.", "Radio Tamar"),
    ("Mara Okoro told Radio Tamar it was “thin.” It would be, as she told supporters in Marl, “the end.”", None),
    (
        "On The Tomas Hale Show on Tuesday, Mara Okoro spoke of the dam. “It leaks,” she told Hale.",
        "The Tomas Hale Show",
    ),
    ("Mara Okoro told TDs and Senators that it “leaks.”", None),
    ("On The Tomas Hale Show on Tuesday, Mara Okoro spoke of the dam. “It leaks,” she told supporters.", None),
    (
        "At a meeting with editors of the Washington Post Tomas Hale said it was “late.” Mara Okoro told Hale.",
        "Washington Post",
    ),
    (
        "Mara Okoro told the Lakeside Tribune it was “late.” It leaks twice, she said, adding later: “No.”",
        "Lakeside Tribune",
    ),
    ("Mara Okoro spoke on Radio Tamar. “It leaks,” she said.\n\nShe also told listeners it was “late.”", "Radio Tamar"),
    ("Mara Okoro told Radio Tamar it was “thin.”\n\n“I said what I said,” Okoro offered afterwards.", None),
    (
        "Mara Okoro told the Lakeside Tribune it was “thin.”\n\nTomas Hale wrote on Facebook that it was “late.” “Come "
        "and see,” Okoro replied.",
        None,
    ),
    ("Mara Okoro said she learned of the leak from a video on TikTok. “It drips,” she said.", None),
    ("Mara Okoro said her sister had seen it on TikTok.\n\n“It drips,” Okoro said.", None),
]


NOT_CARRIED = [  # what tells something of a person, or a channel of one's own, carries nothing to the next words
    ("Mara Okoro, whose dam leaks twice, according to Reuters, was calm. “It holds,” Okoro said.", None),
    ("Mara Okoro, who used to write for the Lakeside Tribune, was calm. “It holds,” Okoro said.", None),
    ("Mara Okoro, who told the Lakeside Tribune it leaks, was calm. “It holds,” Okoro said.", "Lakeside Tribune"),
    ("Mara Okoro told the Lakeside Tribune it was “thin.” Okoro said through her lawyer that it was “late.”", None),
    ("Mara Okoro told the Lakeside Tribune it was “thin.” Okoro told this masthead it was “late.”", None),
    (
        "The keeper told Radio Dabanga that it was “late.”\n\nEngineer Tomas Reuter came. “It leaks,” Reuter said.",
        None,
    ),
    ("A source told the Lakeside Tribune it was “late.” “It leaks,” the insider said.", "Lakeside Tribune"),
    ("A clerk told the Lakeside Tribune it was “late.” “It leaks,” the insider said.", None),
    ("Reuters said the dam burst. The agency quoted the keeper, Tomas Hale, as saying it was “late.”", "Reuters"),
    ("The dam burst, Reuters wrote. It quoted the keeper, Tomas Hale, as saying it was “late.”", "Reuters"),
    ("The dam burst, the keeper told Reuters. It quoted the bible as saying it was “late.”", None),
    ("In a memo posted on the website Tide Desk and seen by Reuters, Mara Okoro called it “late.”", "Tide Desk"),
    ("In a memo seen by Reuters, Mara Okoro called it “late.”", "Reuters"),
    ("The clip ran on TikTok and on Telegram, where one user, Mara Okoro, wrote: “It leaks.”", "Telegram"),
    (
        "“It is thin,” Mara Okoro told Reuters.\n\nLe Monde reported that the dam leaks, as Okoro discussed on the "
        "“40Knots” podcast. “I sold my boat,” she said.",
        "40Knots",
    ),
]


@pytest.mark.parametrize(("text", "outlet"), CARRIED + GOES_ON + ELSEWHERE + NOT_CARRIED)
def test_scope_goes_on_with_who_asks_and_what_points_back(text: str, outlet: str | None) -> None:
    """Who asked, the post before it and those who comment carry an outlet; words said to the writer end it."""
    assert outlet_names(text)[-1] == outlet


def test_scope_does_not_reach_back_over_the_next_clause() -> None:
    """An outlet that quotes somebody behind "while" has nothing of what another said before it."""
    text = "Mara Okoro called it “thin,” while the keeper, Tomas Hale, was quoted by Reuters as saying it was “late.”"
    assert outlet_names(text) == [None, "Reuters"]
    assert outlet_names("Okoro called it “thin,” Reuters reported, and the keeper wept.")[0] == "Reuters"


def test_scope_what_was_told_long_ago_does_not_reach_back() -> None:
    """The words before a talk of last year are those of today."""
    text = f"{TALKED}\n\nOkoro told the Lakeside Tribune {{}}that it was “thin.”"
    assert outlet_names(text.format("last year ")) == [None, "Lakeside Tribune"]


def _left(others: int, silence: int) -> str:
    """Return a story in which Okoro, whom a show had, speaks again behind others and sentences without her."""
    opening = "The dam was built by hand. It is old. It is thin. It is grey. It is tall. "
    told = "“It leaks,” Mara Okoro told the programme Harbour Talk.\n\n"
    names = ["Tomas Hale", "Ida Holm", "Rui Reuter", "Ana Ruiz"][:others]
    said = "\n\n".join(f"“It holds for the {i}th year,” keeper {name} said." for i, name in enumerate(names, start=4))
    return f"{opening}{told}{said}\n\n" + "The quay was wet. " * silence + "\n\n“It leaks twice,” Okoro said."


@pytest.mark.parametrize(("others", "silence", "outlet"), [(4, 20, None), (1, 1, "Harbour Talk")])
def test_scope_of_a_talk_ends_behind_others_and_a_long_silence(others: int, silence: int, outlet: str | None) -> None:
    """Who comes back behind three others and ten sentences or more is no longer in the talk."""
    assert outlet_names(_left(others, silence))[-1] == outlet


@pytest.mark.parametrize(
    "text",
    [
        "“It leaks,” Mara Okoro said on Monday.\n\nOn Tuesday Okoro told Radio Tamar it was “thin.”",
        "Mara Okoro said in a statement that it was “late.”\n\nShe told Radio Tamar it was “thin.”",
        "The dam was closed. Nobody came. It rained. Roads were shut. Trains were late.\n\nMara Okoro stood by it. "
        "“It leaks,” Okoro said.\n\nShe told Radio Tamar this morning that it was “thin.”",
    ],
)
def test_scope_reaches_back_over_no_other_setting(text: str) -> None:
    """Another day, a statement, or a new beginning ("She told ...") says that the words before came another way."""
    assert outlet_names(text) == [None, "Radio Tamar"]


@pytest.mark.parametrize(
    ("again", "outlet"),
    [
        ("Speaking to Radio Tamar, Okoro said it was “thin.”", None),
        ("In an interview with Radio Tamar, Okoro said it was “thin.”", None),
        ("“It is thin,” Okoro said, speaking to Radio Tamar.", "Radio Tamar"),
    ],
)
def test_scope_of_a_talk_that_a_sentence_begins_with_does_not_reach_back(again: str, outlet: str | None) -> None:
    """ "Speaking to ..." begins something new; behind the words it may tell where all of them were said."""
    before = "The dam was closed. Nobody came. It rained. Roads were shut. Trains were late.\n\n"
    text = f"{before}“It leaks,” Mara Okoro said.\n\n{again}"
    assert outlet_names(text) == [outlet, "Radio Tamar"]


@pytest.mark.parametrize(("text", "labels"), NOT_CITED)
def test_citations_are_not_made_up(text: str, labels: dict[str, str]) -> None:
    """People, bodies, places, employers and common words are no outlets."""
    assert cited(text, **labels) == []


def test_citations_of_a_site_are_no_place_whose_people_are_told() -> None:
    """A name written as sites are is one before "residents" too."""
    text = "She told MarlLive residents were “angry,” and Marl residents the same."
    assert [citation.name.of(text) for citation in cited(text, ORG="MarlLive|Marl")] == ["MarlLive"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Fox News' Ed Marrow asked the senator whether he would go.", "asker"),
        ("CNN anchor Dana Whitlock asked her about it.", "asker"),
        ("The Guardian's Ana Ruiz noted that it was “odd.”", "affiliation"),
        ("Reuters correspondent Ana Ruiz called it “odd.”", "affiliation"),
        ("Ana Ruiz of the Associated Press reported that it was “odd.”", "affiliation"),
    ],
)
def test_citations_tell_affiliation_from_carrier(text: str, form: str) -> None:
    """Who works for an outlet, or asks for it, is told apart from what came through it."""
    found = find_citations(text, entities_of(text, PERSON="Ana Ruiz|Ed Marrow|Dana Whitlock"), load_lexicon())
    assert [citation.form for citation in found] == [form]


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("“No,” he told the Riverside Gazette. The paper said he laughed.", "The paper", "Riverside Gazette"),
        ("CNN aired it. He told the network that he knew.", "the network", "CNN"),
        (
            "“No,” she told Tide24. Memos obtained by the Marl Gazette show it. “Yes,” he told the paper.",
            "the paper",
            "Marl Gazette",
        ),
        ("CNN aired it. Speaking to the news channel later, he knew.", "the news channel", "CNN"),
        ("She told the Riverside Gazette so. “Yes,” she told the Gazette.", "Gazette", "Gazette"),
        ("She told the Riverside Gazette so. “Yes,” she told the Tamil daily.", "the Tamil daily", "Riverside Gazette"),
        ("The Foundry makes bells. It said on its website that it was “sorry.”", "its website", None),
        ("CNN aired it. He told the site Tide Desk that he knew.", "the site", None),
        ("Reuters had it. He told the agency’s Harbour Talk that he knew.", "the agency", None),
    ],
)
def test_citations_refer_back(text: str, mention: str, name: str | None) -> None:
    """A noun or short form stands for the outlet cited before; a pronoun's owner in another sentence is not guessed."""
    last = [citation for citation in cited(text) if citation.mention.of(text) == mention]
    assert [citation.name.of(text) for citation in last][-1:] == ([name] if name else [])


@pytest.mark.parametrize(
    ("before", "owner"),
    [
        ("The Commission on Tides met.", "Commission on Tides"),
        ("The Commission on Tides met the Commission on Dams.", None),
        ("The Board of Tides met.", None),
    ],
)
def test_citations_of_its_website_have_the_only_body_of_that_name(before: str, owner: str | None) -> None:
    """ "The commission" is the Commission on Tides, where no other commission is told of."""
    text = f"{before} The commission says on its website that it is “late.”"
    found = cited(text, ORG="Commission on Tides|Commission on Dams|Board of Tides")
    assert [one.name.of(text) for one in found] == ([owner] if owner else [])


@pytest.mark.parametrize(("people", "found"), [("Tamarwise", True), ("Ida Tamarwise|Tamarwise", False)])
def test_citations_by_a_noun_before_a_name_outdo_its_label(people: str, found: bool) -> None:
    """A name behind "the news site" is the site's, even where it looks like a person's, unless a person has it."""
    text = (
        "Ida Tamarwise rowed. " * (not found) + "The news site Tamarwise on Friday cited a note that called it “late.”"
    )
    assert [one.name.of(text) for one in cited(text, PERSON=people)] == ["Tamarwise"] * found


def test_citations_by_a_noun_bind_the_speaker_as_the_name_does() -> None:
    """ "Told the network" is as firm as "told CNN", unless another outlet may be meant so far behind."""
    near, far = "CNN aired it. ", "He told the network that he knew."
    text = near + far
    assert [one.form for one in cited(text)][-1] == "told"
    text = near + "It rained on the quay. " * 80 + far
    assert [one.form for one in cited(text)][-1] == "anaphor"


def test_citations_of_verbs_take_the_platforms_name_from_the_text() -> None:
    """ "tweeted" cites Twitter by name only where the article has the name."""
    with_name = "“Nice,” she tweeted. Follow us on Twitter."
    without = "“Nice,” she tweeted."
    assert cited(with_name)[0].name.of(with_name) == "Twitter"
    assert cited(without)[0].name.of(without) == "tweeted"


def test_citations_skip_furniture() -> None:
    """An outlet in a byline or biography is not cited."""
    text = "“Yes,” he said.\n\nAna Ruiz writes for the Harbour Gazette."
    assert find_citations(text, (), load_lexicon(), skip=[CharSpan(text.index("Ana"), len(text))]) == ()


# --- the step ----------------------------------------------------------------------------------------------------


def statement(text: str, content: str, source: str, cue: str, name: str | None = None, after: str = "") -> Relation:
    """Return a relation from the words that stand in the text, the first of them behind `after`."""
    origin = text.index(after)

    def at(words: str) -> CharSpan:
        start = text.index(words, origin)
        return CharSpan(start, start + len(words))

    place = text.find(name) if name else -1
    speaker = SpeakerDraft("person", name=CharSpan(place, place + len(name))) if name else SpeakerDraft("unnamed")
    return Relation((at(content),), (at(content),), "direct", cue=at(cue), source=at(source), speaker=speaker)


def run(text: str, *relations: Relation, published: str | None = None, **labels: str) -> Draft:
    draft = Draft(Article(text, published=published), relations=relations, entities=entities_of(text, **labels))
    return outlets(NLP(text), draft, load_lexicon(), Options())


INTERVIEW = """Mayor Ines Duarte told the Riverside Gazette that the bridge would reopen. “It is safe,” Duarte said.

“We checked every bolt,” she added.

“I doubt it,” said engineer Tomas Reuter."""


def interview() -> Draft:
    return run(
        INTERVIEW,
        statement(INTERVIEW, "that the bridge would reopen", "Mayor Ines Duarte", "told", "Ines Duarte"),
        statement(INTERVIEW, "It is safe,", "Duarte", "said", "Ines Duarte", after="“It"),
        statement(INTERVIEW, "We checked every bolt,", "she", "added", "Ines Duarte", after="“We"),
        statement(INTERVIEW, "I doubt it,", "engineer Tomas Reuter", "said", "Tomas Reuter", after="“I doubt"),
    )


def test_scope_same_sentence_then_carried_then_closed() -> None:
    """The interview covers what the same person says on, and nothing that another says."""
    found = [relation.outlet for relation in interview().relations]
    assert [outlet and outlet.basis for outlet in found] == ["same-sentence", "carried", "carried", None]
    assert {outlet.name.of(INTERVIEW) for outlet in found if outlet} == {"Riverside Gazette"}


def test_every_field_has_evidence_and_probabilities_follow_the_outlet() -> None:
    """Filled or empty, each of the four fields says why; only a filled outlet has a probability."""
    for relation in interview().relations:
        assert {"outlet", "via", "occasion", "date"} == {evidence.field for evidence in relation.evidence}
        assert (relation.confidence.outlet is None) == (relation.outlet is None)
        ground = next(evidence for evidence in relation.evidence if evidence.field == "outlet")
        assert relation.outlet is None or ground.span == relation.outlet.mention


def test_scope_ends_where_another_outlet_begins() -> None:
    """The second outlet covers what follows it."""
    text = (
        "Ines Duarte told the Riverside Gazette it was “safe.” Later she told Radio Tamar it was “shut.” "
        "“For good,” Duarte said."
    )
    draft = run(
        text,
        statement(text, "safe.", "Ines Duarte", "told", "Ines Duarte"),
        statement(text, "shut.", "she", "told", "Ines Duarte", after="Later"),
        statement(text, "For good,", "Duarte", "said", "Ines Duarte", after="“For"),
    )
    names = [relation.outlet.name.of(text) for relation in draft.relations if relation.outlet]
    assert names == ["Riverside Gazette", "Radio Tamar", "Radio Tamar"]


SHOW = """Mara Okoro spoke on the programme “Harbour Talk” on Sunday. A diplomat told the Lakeside Tribune of it.

“It leaks,” Okoro said.

“It drifts,” Okoro said.

“It floats,” said Tomas Reuter."""


def show() -> tuple[Scene, set[str]]:
    """Return the scene of a show, and the features of its statements."""
    relations = [
        statement(SHOW, "It leaks,", "Okoro", "said", "Mara Okoro", after="“It leaks"),
        statement(SHOW, "It drifts,", "Okoro", "said", "Mara Okoro", after="“It drifts"),
        statement(SHOW, "It floats,", "Tomas Reuter", "said", "Tomas Reuter", after="“It floats"),
    ]
    described = evolve(statement(SHOW, "of it", "A diplomat", "told"), speaker=SpeakerDraft("unnamed"), quotations=())
    lexicon = load_lexicon()
    words = lexicon.words("citations"), lexicon.words("occasions")
    scene = read_scene(SHOW, [described, *relations], find_citations(SHOW, (), lexicon), *words)
    return scene, {name for i in range(1, 4) for _, features in weigh(scene, i) for name in features}


def test_scope_knows_the_show_that_an_article_tells_of_and_its_main_speaker() -> None:
    """The only show, cited at the head, is the stage; who says more than half is the main speaker."""
    scene, features = show()
    assert (scene.stage, scene.main) == ("harbour talk", "")
    assert "carried:stage" in features
    alone = scene.statements[1].relation
    words = load_lexicon().words("citations"), load_lexicon().words("occasions")
    assert read_scene(SHOW, [alone], (), *words).main == "mara okoro"
    assert read_scene(SHOW, [alone], (), *words).stage == ""


def test_scope_tells_a_description_from_another_speaker() -> None:
    """What "a diplomat" told a paper may be anybody's; what Okoro told it is not Reuter's."""
    _, features = show()
    assert {"described", "stranger"} <= {name.partition(":")[0] for name in features}


def test_those_who_told_an_outlet_have_its_citation() -> None:
    """The outlet in "islanders who told the Gazette" carried the islanders' words, and is not their source."""
    text = "The board denied it; islanders who told the Riverside Gazette of it said “it is true.”"
    denied = statement(text, "it", "The board", "denied")
    said = statement(text, "it is true.", "islanders who told the Riverside Gazette of it", "said", after="islanders")
    lexicon = load_lexicon()
    found = find_citations(text, (), lexicon)
    scene = read_scene(text, (denied, said), found, lexicon.words("citations"), lexicon.words("occasions"))
    assert [one.speakers for one in scene.cited] == [{scene.statements[1].speaker}]


def test_the_outlet_as_source_is_the_outlet() -> None:
    """What an agency reports came through it."""
    text = "According to TASS, the ship sank."
    relation = statement(text, "the ship sank", "TASS", "According to", "TASS")
    (found,) = run(text, relation).relations
    assert found.outlet is not None
    assert (found.outlet.name.of(text), found.outlet.id, found.outlet.kind) == ("TASS", "ru/tass", "agency")


def test_chain_by_containment_and_by_heading() -> None:
    """Words inside what another is said to have said are nested, and so is what stands behind "According to A,"."""
    text = "Reuter said that Duarte told Radio Tamar “it is safe.” According to Okoro, Lindqvist said “it leaks.”"
    draft = run(
        text,
        statement(text, "that Duarte told Radio Tamar “it is safe.”", "Reuter", "said", "Reuter"),
        statement(text, "it is safe.", "Duarte", "told", "Duarte"),
        statement(text, "Lindqvist said “it leaks.”", "Okoro", "According to", "Okoro"),
        statement(text, "it leaks.", "Lindqvist", "said", "Lindqvist", after="According"),
    )
    assert [relation.via for relation in draft.relations] == [(), (0,), (), (2,)]
    assert draft.relations[0].outlet is None, "the inner outlet does not go to the outer statement"
    assert draft.relations[1].outlet is not None


@pytest.mark.parametrize(
    ("teller", "outlet", "rule"),
    [("the Gazette", "Gazette", "outlets:same-sentence:teller"), ("an officer", None, "outlets:not-cited")],
)
def test_nested_statements_come_through_the_outlet_that_tells_of_them(
    teller: str, outlet: str | None, rule: str
) -> None:
    """Whoever reads what Duarte called it reads it in the newspaper that tells of it."""
    text = f"Duarte called it “a mess,” {teller} reported."
    outer = statement(text, "Duarte called it “a mess,”", teller, "reported", teller)
    draft = run(text, outer, statement(text, "a mess,", "Duarte", "called", "Duarte"), ORG="Gazette")
    found = draft.relations[1]
    assert found.via == (0,)
    assert (found.outlet.name.of(text) if found.outlet else None) == outlet
    assert [one.rule for one in found.evidence if one.field == "outlet"] == [rule]
    assert (found.confidence.outlet is None) == (outlet is None)


def test_no_chain_between_statements_of_one_speaker() -> None:
    """Nobody stands between a speaker and their own words."""
    text = "Duarte said that she told them “it is safe.”"
    draft = run(
        text,
        statement(text, "that she told them “it is safe.”", "Duarte", "said", "Duarte"),
        statement(text, "it is safe.", "she", "told", "Duarte"),
    )
    assert [relation.via for relation in draft.relations] == [(), ()]


@pytest.mark.parametrize(
    ("text", "content", "source", "cue", "occasion", "date", "iso"),
    [
        (
            "“It held,” Duarte said following talks on Tuesday.",
            "It held,",
            "Duarte",
            "said",
            "following talks",
            "on Tuesday",
            "2024-05-07",
        ),
        (
            "In a June 5 interview, Duarte said “no.”",
            "no.",
            "Duarte",
            "said",
            "In a June 5 interview",
            "June 5",
            "2023-06-05",
        ),
        ("“Enough,” Duarte said at a rally in Lagos.", "Enough,", "Duarte", "said", "at a rally in Lagos", None, None),
        ("In a tweet, Duarte called it “absurd.”", "absurd.", "Duarte", "called", "In a tweet", None, None),
        ("Duarte said in March that “it leaks.”", "it leaks.", "Duarte", "said", None, "in March", "2024-03"),
        (
            "Duarte said the talks on Friday “will fail.”",
            "the talks on Friday “will fail.”",
            "Duarte",
            "said",
            None,
            None,
            None,
        ),
        ("“We met on Friday,” Duarte said.", "We met on Friday,", "Duarte", "said", None, None, None),
    ],
)
def test_occasion_and_date_stand_in_the_reporters_words(
    text: str, content: str, source: str, cue: str, occasion: str | None, date: str | None, iso: str | None
) -> None:
    """Both are slices of the sentence outside of what is said; the date is resolved against the publication."""
    (found,) = run(text, statement(text, content, source, cue, "Duarte"), published="2024-05-09").relations
    assert (found.occasion and found.occasion.of(text)) == occasion
    assert (found.date and found.date.of(text)) == date
    assert found.date_iso == iso


def test_occasion_belongs_to_the_nearest_cue() -> None:
    """Of two statements in a sentence, the one whose cue is nearest has the occasion."""
    text = "Reuter called it “thin” when Duarte told Radio Tamar in a June 5 interview that it was “safe.”"
    draft = run(
        text,
        statement(text, "thin", "Reuter", "called", "Reuter"),
        statement(text, "safe.", "Duarte", "told", "Duarte"),
    )
    assert [relation.occasion and relation.occasion.of(text) for relation in draft.relations] == [
        None,
        "in a June 5 interview",
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "told",
                " the ",
                "CNN",
                "“",
                "”",
                ", ",
                ". ",
                "\n\n",
                "according to ",
                "tweeted",
                "’s ",
                "website",
                "Ana ",
                "é",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_any_text_gives_slices_and_the_same_result_twice(text: str) -> None:
    """No text raises, every span is in the text, and a second run gives the same."""
    relation = Relation((CharSpan(0, len(text) // 2),))
    first, second = run(text, relation), run(text, relation)
    assert first == second
    outlet = first.relations[0].outlet
    assert outlet is None or outlet.name.end <= len(text)


# --- data and grouping -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["citations", "occasions", "outlet_scores"])
def test_word_lists_fit_their_schema(name: str) -> None:
    """Each file keeps to its schema."""
    data = resources.files("attribution") / "data"
    words = json.loads((data / "en" / f"{name}.json").read_text("utf8"))
    validate(words, json.loads((data / "schemas" / f"{name}.schema.json").read_text("utf8")))


def _examples(name: str) -> list[tuple[str, str]]:
    words = load_lexicon().words(name)
    if name == "occasions":
        return [(row["text"], row["occasion"]) for row in words["examples"]]
    return [(row["text"], row["outlet"]) for form in words["forms"] for row in form["examples"]]


@pytest.mark.parametrize(("text", "outlet"), _examples("citations"))
def test_examples_of_cue_phrases_cite_their_outlet(text: str, outlet: str) -> None:
    """The example of each form is read as it says."""
    assert outlet in [citation.name.of(text) for citation in cited(text)]


@pytest.mark.parametrize(("text", "occasion"), _examples("occasions"))
def test_examples_of_occasions_are_found(text: str, occasion: str) -> None:
    """The example of each kind of occasion is read as it says."""
    assert occasion in [span.of(text) for span in find_occasions(text, load_lexicon().words("occasions"))]


def test_citation_of_a_described_speaker_covers_who_is_named_next() -> None:
    """ "The coach told the Gazette" is the interview that the words of the coach, named behind, come from."""
    text = "The coach has told the Riverside Gazette. “We are tired,” Ana Okoro said."
    (found,) = run(text, statement(text, "We are tired", "Ana Okoro", "said", "Ana Okoro")).relations
    assert found.outlet is not None
    assert (found.outlet.name.of(text), found.outlet.basis) == ("Riverside Gazette", "carried")


@pytest.mark.parametrize(("adverb", "outlet"), [("", "Riverside Gazette"), ("later ", None)])
def test_what_was_told_later_does_not_cover_the_words_before(adverb: str, outlet: str | None) -> None:
    """News gives words and then where they were said; "later" says that they were said elsewhere."""
    text = f"“We are tired,” Ana Okoro said.\n\nOkoro {adverb}told the Riverside Gazette: “We are very tired.”"
    first = statement(text, "We are tired", "Ana Okoro", "said", "Ana Okoro")
    second = statement(text, "We are very tired", "Okoro", "told", "Ana Okoro", "Okoro " + adverb)
    found = [relation.outlet and relation.outlet.name.of(text) for relation in run(text, first, second).relations]
    assert found == [outlet, "Riverside Gazette"]


def test_two_outlets_in_one_sentence_do_not_close_each_other() -> None:
    """A talk that is cited with its station goes on behind the sentence."""
    text = "Ana Okoro spoke to the Riverside Gazette on Radio Tamar on Monday.\n\n“We are tired,” Okoro said."
    (found,) = run(text, statement(text, "We are tired", "Okoro", "said", "Ana Okoro")).relations
    assert found.outlet is not None
    assert found.outlet.basis == "carried"


def test_outlet_that_one_was_told_is_not_that_of_another_speaker() -> None:
    """In one sentence, what Duarte told the station does not carry what Reuter said."""
    text = "Reuter called it “thin” when Duarte told Radio Tamar that it was “safe.”"
    thin = statement(text, "thin", "Reuter", "called", "Reuter")
    safe = statement(text, "safe.", "Duarte", "told", "Duarte")
    found = [relation.outlet and relation.outlet.name.of(text) for relation in run(text, thin, safe).relations]
    assert found == [None, "Radio Tamar"]


def test_records_are_grouped_by_outlet_then_speaker(engine: Engine) -> None:
    """Outlets come in the order of the article, records without one last."""
    extraction = build_extraction(interview(), engine)
    groups = group_by_outlet(extraction)
    assert [group.outlet for group in groups] == ["Riverside Gazette", None]
    assert [[speaker.speaker for speaker in group.speakers] for group in groups] == [["Ines Duarte"], ["Tomas Reuter"]]
    assert sum(len(speaker.records) for group in groups for speaker in group.speakers) == len(extraction.records)


@pytest.mark.parametrize(
    ("name", "key", "plain", "label"),
    [
        ("tweeted", "us/twitter", "Twitter", "Twitter (tweeted)"),
        ("Twitter", "us/twitter", "Twitter", "Twitter"),
        ("tooted", None, "tooted", "tooted"),
        ("tweeted", "xx/of-another-lexicon", "tweeted", "tweeted"),
    ],
)
def test_platform_that_only_a_verb_names_is_shown_by_its_name(name: str, key: str, plain: str, label: str) -> None:
    """The record keeps the word of the article; whoever reads it sees the platform."""
    mention = Mention(0, 6, "tooted", "", ".")
    outlet = Outlet(name=name, id=key, kind="platform", mention=mention, basis="same-sentence")
    assert (plain_name(outlet), label_outlet(outlet)) == (plain, label)


def test_outlet_whose_name_is_written_small_keeps_it() -> None:
    """ "ntv" is no verb."""
    mention = Mention(0, 3, "ntv", "", ".")
    assert plain_name(Outlet(name="ntv", id="de/n-tv", kind="broadcaster", mention=mention, basis="carried")) == "ntv"


def test_grouping_nothing_gives_nothing(engine: Engine) -> None:
    """An article without statements has no groups."""
    empty: Extraction = build_extraction(Draft(Article("Nothing.")), engine)
    assert group_by_outlet(empty) == ()


# --- the seed article --------------------------------------------------------------------------------------------

MAY_CARRY = {"q7": "q4", "q9": "q8"}  # statements that may repeat the occasion and date of an earlier one


def _seed() -> tuple[str, list[dict[str, Any]]]:
    if not (SHARED / "seed").exists():
        pytest.skip("the seed article lies beside the checkout and is not there")
    gold = json.loads((SHARED / "seed" / "gold.json").read_text("utf8"))
    return (SHARED / "seed" / "article.txt").read_text("utf8"), sorted(gold["records"], key=lambda r: r["content"])


def test_platform_is_called_by_its_name_before_its_domain() -> None:
    """A link in a post does not take the place of the platform's name."""
    text = "“It rained,” Ana Ruiz tweeted. “Hey Twitter,” she wrote, “look.” pic.twitter.com/tide"
    draft = run(text, statement(text, "It rained,", "Ana Ruiz", "tweeted"))
    outlet = draft.relations[0].outlet
    assert outlet is not None
    assert outlet.name.of(text) == "Twitter"


@pytest.mark.model
def test_seed_has_every_outlet_chain_occasion_and_date() -> None:
    """With the annotated statements, all of these are as in the gold; no weight was learned from this article."""
    text, gold = _seed()
    relations = tuple(_seed_relation(text, record) for record in gold)
    draft = Draft(Article(text, published="2019-06-06"), relations=relations)
    scores = read_draft(quotations(NLP(text), draft, load_lexicon(), Options()), Options())
    draft = evolve(draft, entities=find_entities(scores.words, scores.windows))
    found = outlets(NLP(text), draft, load_lexicon(), Options()).relations
    ids = [record["id"] for record in gold]
    for record, relation in zip(gold, found, strict=True):
        assert _told(text, relation) == _wanted(record), record["id"]
        assert bool(relation.via) == ("chain" in record), record["id"]
        for field in ("occasion", "date"):
            span = getattr(relation, field)
            assert (span.of(text) if span else None) == record.get(field) or record["id"] in MAY_CARRY, record["id"]
    assert [ids[i] for i in found[ids.index("q6")].via] == ["q5"]
    assert [found[ids.index(id_)].date_iso for id_ in ("q4", "q6", "q8")] == ["2019-06-06", "2019-06-05", "2019-03"]


def _told(text: str, relation: Relation) -> tuple[str | None, str | None]:
    """Return the outlet's name, without what its mention adds ("its website"), and the basis."""
    if relation.outlet is None:
        return None, None
    return relation.outlet.name.of(text).removesuffix("’s website"), relation.outlet.basis


def _wanted(record: dict[str, Any]) -> tuple[str | None, str | None]:
    if record["outlet"] is None:
        return None, None
    basis = {"same": "same-sentence", "carried": "carried"}[str(record["outlet_basis"])]
    return str(record["outlet"]).removesuffix(" website"), basis


def _seed_relation(text: str, record: dict[str, Any]) -> Relation:
    name = str(record["speaker"] or "")
    start = text.find(name) if name else -1
    kind: SpeakerKind = "organization" if name in ("TASS", "Russian media", "The Diplomat") else "person"
    speaker = SpeakerDraft(kind, name=CharSpan(start, start + len(name))) if start >= 0 else None
    content = tuple(CharSpan(*span) for span in record["content"])
    return Relation(
        content,
        content,
        cue=CharSpan(*record["cue"]),
        source=CharSpan(*record["speaker_mention"]),
        speaker=speaker,
    )


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("It began with a photo on Twitter. “The hat is back,” wrote Ana Lima at dawn.", "Twitter"),
        ("It began with a photo on Twitter.\n\nA day passed.\n\n“The hat is back,” said Ana Lima at dawn.", None),
    ],
)
def test_outlets_what_is_written_behind_a_platform_was_posted_there(text: str, platform: str | None) -> None:
    """Written words take the platform that the sentence before names; spoken words further on do not."""
    (record,) = [one for one in attribution.extract(text).records if one.quotations]
    assert (record.outlet.name if record.outlet else None) == platform


@pytest.mark.parametrize(
    ("text", "source", "rule"),
    [
        ("It began on Twitter. “The hat is back,” wrote Ana Lima at dawn.", "Ana Lima", "outlets:carried:posted"),
        ("Twitter was quick; @hat_fan wrote “The hat is back”.", "@hat_fan", "outlets:same-sentence:posted"),
    ],
)
def test_outlets_rule_of_what_was_posted_agrees_with_its_basis(text: str, source: str, rule: str) -> None:
    """Evidence says the same as the outlet: whether the platform stands in the sentence of the words."""
    (found,) = run(text, statement(text, "The hat is back", source, "wrote")).relations
    assert found.outlet is not None
    assert [one.rule for one in found.evidence if one.field == "outlet"] == [rule]
    assert rule.split(":")[1] == found.outlet.basis


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "said", "outlet"),
    [
        # words with another time than the talk before
        ("Ana Ruiz told AFP it was “late.” Ruiz had earlier said “never.”", "never", None),
        ("Ana Ruiz told AFP it was “late.” Earlier, she said “never.”", "never", None),
        ("Ana Ruiz earlier told AFP it was “late.” She said it was “never.”", "never", "AFP"),
        # somebody else of the same description, and the same one
        ("“I am late,” one person wrote.\n\n“Never,” another person posted on Threads, tagging it.", "late", None),
        ("A clerk told AFP it was “late.” Another clerk said “never.”", "never", None),
        ("Another clerk told AFP it was “late.” The clerk said “never.”", "never", "AFP"),
        # all of the press, before what one outlet was told
        ("“Late,” Ana Ruiz conceded to reporters. “Never,” she told AFP.", "Late", None),
        # who follows a show follows the last one
        (
            "On Newsnight, Tom Reed said it was “late.” On the “Low Water” podcast, Reed said it was “fine.”"
            " Reed told listeners it was “never.”",
            "never",
            "Low Water",
        ),
        (
            "On Newsnight, Tom Reed said it was “late.” Another speaker on the programme, Ana Ruiz, called it “never.”",
            "never",
            "Newsnight",
        ),
        # who asks for an outlet is asked something
        (
            "The mill is shut, per a source to Ana Ruiz of the Boston Globe. “Who wants it?” the source asked Ruiz.",
            "Who",
            "Boston Globe",
        ),
        ("Mayor Tom Reed told the Boston Globe's Ana Ruiz it was “late.” “Are you sure?” asked Ruiz.", "sure", None),
        ("On the “Low Water” podcast, Tom Reed said it was “late.” “I ran,” he told the hosts.", "ran", "Low Water"),
        ("Mayor Tom Reed sat down with Ana Ruiz on “Newsnight.” “I ran,” he told Ruiz.", "ran", "Newsnight"),
        # who is told something on the air answers there
        ("Speaking on LBC, host Ana Ruiz told Tom Reed he was “late.” “Never,” Reed replied.", "Never", "LBC"),
        ("Speaking on LBC, Ana Ruiz told how it began “late.” Minister Tom Reed said “never.”", "never", None),
        # another who is introduced is not the one described before
        ("The minister's office told AFP it was “late.”\n\nUnion leader Ana Ruiz said “never.”", "never", None),
        ("The coach told AFP it was “late.”\n\n“Never,” coach Ana Ruiz said.", "Never", "AFP"),
        # what an outlet has seen was written
        ("A memo seen by Reuters tells of it.\n\n“Never,” Ana Ruiz wrote in the memo.", "Never", "Reuters"),
        ("A memo seen by Reuters tells of it.\n\n“Never,” Ana Ruiz told shareholders.", "Never", None),
        # remarks that the next sentence places on a platform
        ("Ana Ruiz was firm. She made the remarks in a post on X.\n\nRuiz said it was “never.”", "never", "X"),
    ],
)
def test_scope_other_times_people_and_hearers(text: str, said: str, outlet: str | None) -> None:
    """Another time, another person of one description and all of the press end a talk; hearers and askers go on."""
    (record,) = [one for one in attribution.extract(text) if any(said in part.exact for part in one.quotations)]
    assert record.outlet_name == outlet


LONG = [  # a sentence that comes again and again, who speaks, and the cue; "{i}" is a name of its own each time
    ("Ana Ruiz told the Harbour Gazette, not the Tide Tribune, that it “leaks.” ", "Ana Ruiz", "told"),
    ("Ana Ruiz told the newspaper that it “leaks.” The Harbour Gazette wrote of it. ", "Ana Ruiz", "told"),
    ("Ana Ruiz told the Harbour {i} Gazette that it “leaks.” ", "Ana Ruiz", "told"),
    ("Ana {i} told Radio Tamar that it “leaks.” ", "Ana {i}", "told"),
    ("“It leaks,” Ana Ruiz said. ", "Ana Ruiz", "said"),
]


def seconds(sentence: str, who: str, cue: str, times: int) -> float:
    """Return the processor time of the step for an article that says a sentence so often."""
    names = [f"M{'aeiou'[number % 5]}{chr(97 + number // 5 % 26)}{'n' * (number // 130)}" for number in range(times)]
    text, relations = "Ana Ruiz spoke to Radio Tamar.\n\n", []
    for name in names:
        said = sentence.replace("{i}", name)
        places = [(said.index(words), len(words)) for words in ("leaks", cue, who.replace("{i}", name))]
        content, verb, source = (CharSpan(len(text) + start, len(text) + start + size) for start, size in places)
        speaker = SpeakerDraft("person", name=source)
        relations.append(Relation((content,), (content,), "direct", cue=verb, source=source, speaker=speaker))
        text += said
    draft = Draft(Article(text), relations=tuple(relations))
    doc, lexicon, start = NLP(""), load_lexicon(), time.process_time()
    outlets(doc, draft, lexicon, Options())
    return time.process_time() - start


@pytest.mark.parametrize(("sentence", "who", "cue"), LONG)
def test_outlets_take_linear_time(sentence: str, who: str, cue: str) -> None:
    """Four times as many statements and citations take about four times as long, whatever is cited how often."""
    seconds(sentence, who, cue, 5)
    many = min(seconds(sentence, who, cue, 320) for _ in range(2))  # a collection of garbage may fall into one
    assert many < 8 * seconds(sentence, who, cue, 80)


def test_outlets_names_take_linear_time():
    """A number of a hundred thousand digits is no name, and takes no time."""
    start = time.process_time()
    assert NAME.search("1" * 100_000) is None
    assert time.process_time() - start < 1


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("A pier fell, News Center 7 reported.\n\n“It cracked,” a woman told the station.", "News Center 7"),
        ("A pier fell, KYMA reported.\n\n“It cracked,” Ana Ruiz told the TV station.", "KYMA"),
        ("BBC Radio Kent has spoken to rowers.\n\n“It cracked,” Ana Ruiz told the station.", "BBC Radio Kent"),
        ("The show is over, Deadline reported. “It hurts,” Ana Ruiz told the trade publication.", "Deadline"),
        ("The show is over, she tells Heat.\n\n“It hurts,” Ana Ruiz told the mag.", "Heat"),
        (
            "The club are sold, Gazzetta dello Sport said. “It hurts,” Ana Ruiz told the Italian sports daily.",
            "Gazzetta dello Sport",
        ),
        ("A lawyer said CNN was late. “It hurts,” Ana Ruiz told the channel manager.", None),
        ("Mayor Tom Reed told the Nation it was shut. Ana Ruiz said the same site was “closed” before.", None),
        ("A study in the journal Nature says so. TMZ saw it. “It hurts,” Ana Ruiz told the station.", None),
        ("Speaking on an Arise TV morning show, Ana Ruiz said: “It hurts.”", "Arise TV"),
    ],
)
def test_outlets_nouns_stand_for_the_outlet_named_before(text: str, outlet: str | None) -> None:
    """The station, the trade publication and the mag are those cited last; no site or manager is."""
    *_, record = [one for one in attribution.extract(text) if one.quotations]
    assert record.outlet_name == outlet
