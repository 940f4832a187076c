"""The speaker step: from every class of source mention to a speaker, or to the reason why there is none."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
import spacy
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution import extract
from attribution.furniture import furniture
from attribution.lexicon import load_lexicon
from attribution.models import CharSpan, Draft, Entity, Options, Quotation, Relation
from attribution.reader.entities import find_entities
from attribution.records import Article
from attribution.relations.step import read_draft
from attribution.speakers import speakers

LEXICON = load_lexicon()
BLANK = spacy.blank("en")
SEED = Path(__file__).parents[2] / "shared" / "seed"
DATA = Path(__file__).parents[1] / "attribution" / "data"
_MARK = re.compile(r"\{([^{}]+)\}")
_QUOTED = re.compile("“([^“”]*)”")


def _entities(text: str, people: str, bodies: str) -> tuple[Entity, ...]:
    """Return every place of the names given, longest first."""
    found: list[Entity] = []
    for names, label in ((people, "PERSON"), (bodies, "ORG")):
        for name in sorted(filter(None, names.split("; ")), key=len, reverse=True):
            for match in re.finditer(rf"\b{re.escape(name)}\b", text):
                span = CharSpan(*match.span())
                if not any(span.overlaps(entity.span) for entity in found):
                    found.append(Entity(span, label))
    return tuple(sorted(found, key=lambda entity: entity.span))


def _draft(marked: str, authors: tuple[str, ...] = ()) -> tuple[str, Draft]:
    """Return the text without braces and a draft with one relation for each mention in braces.

    The content of a mention is the first marked stretch of its paragraph that it does not stand in, else what follows.
    """
    text = _MARK.sub(r"\1", marked)
    quoted = [CharSpan(*m.span(1)) for m in _QUOTED.finditer(text)]
    relations, shift = [], 0
    for match in _MARK.finditer(marked):
        start = match.start() - shift
        shift += 2
        source = CharSpan(start, start + len(match[1]))
        line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", start) % (len(text) + 1)
        near = [q for q in quoted if line_start <= q.start and q.end <= line_end and not q.overlaps(source)]
        content = near[0] if near else CharSpan(source.end, line_end)
        relations.append(Relation(content=(content,), source=source))
    return text, Draft(
        Article(text=text, authors=authors),
        quotations=tuple(Quotation(span, span) for span in quoted),
        relations=tuple(relations),
    )


def _resolve(marked: str, people: str = "", bodies: str = "", authors: tuple[str, ...] = ()) -> tuple[str, Draft]:
    text, draft = _draft(marked, authors)
    doc, draft = BLANK(text), evolve(draft, entities=_entities(text, people, bodies))
    return text, speakers(doc, furniture(doc, draft, LEXICON, Options()), LEXICON, Options())


def _name(text: str, relation: Relation) -> str | None:
    return relation.speaker.name.of(text) if relation.speaker and relation.speaker.name else None


@pytest.mark.parametrize(
    ("kind", "marked", "people", "bodies", "name", "speaker_kind"),
    [
        ("full name", "{Orla Finch} said “no”.", "Orla Finch", "", "Orla Finch", "person"),
        ("surname", "Orla Finch came. {Finch} said “no”.", "Orla Finch; Finch", "", "Orla Finch", "person"),
        (
            "surname before full name",
            "“No,” {Finch} said. Orla Finch left.",
            "Orla Finch; Finch",
            "",
            "Orla Finch",
            "person",
        ),
        ("honorific", "Orla Finch came. {Ms Finch} said “no”.", "Orla Finch; Finch", "", "Orla Finch", "person"),
        ("title and name", "{Acme chief Orla Finch} said “no”.", "Orla Finch", "Acme", "Orla Finch", "person"),
        ("name and apposition", "{Orla Finch, head of Acme,} said “no”.", "Orla Finch", "Acme", "Orla Finch", "person"),
        ("name and clause", "{Orla Finch, who runs Acme,} said “no”.", "Orla Finch", "Acme", "Orla Finch", "person"),
        ("title with a preposition", "{envoy to Peru Orla Finch} said “no”.", "Orla Finch", "", "Orla Finch", "person"),
        (
            "title, comma, name",
            "{The head of Acme, Orla Finch,} said “no”.",
            "Orla Finch",
            "Acme",
            "Orla Finch",
            "person",
        ),
        ("owner of a name", "{Acme's Orla Finch} said “no”.", "Orla Finch", "Acme", "Orla Finch", "person"),
        ("name of a place", "{Orla Finch of Hull} said “no”.", "Orla Finch", "", "Orla Finch", "person"),
        ("himself", "Carl Boone came. {Boone himself} said “no”.", "Carl Boone; Boone", "", "Carl Boone", "person"),
        ("unrecognised name", "{Harbour pilot Orla Finch} said “no”.", "", "", "Orla Finch", "person"),
        ("surname first", "Qiu Renwei came. {Qiu} said “no”.", "Qiu Renwei; Qiu", "", "Qiu Renwei", "person"),
        ("pronoun", "Orla Finch came on Monday. “No,” {she} said.", "Orla Finch", "", "Orla Finch", "person"),
        ("He as surname", "{He Ruolan} said “no”.", "He Ruolan", "", "He Ruolan", "person"),
        ("He as pronoun", "Qiu Renwei came on Monday. {He} said “no”.", "Qiu Renwei", "", "Qiu Renwei", "person"),
        (
            "possessive pronoun",
            "Orla Finch came on Monday with {her} claim “no”.",
            "Orla Finch",
            "",
            "Orla Finch",
            "person",
        ),
        (
            "across paragraphs",
            "Orla Finch runs the port.\n\n“No,” {she} said.",
            "Orla Finch",
            "",
            "Orla Finch",
            "person",
        ),
        ("who", "Then came Orla Finch, {who} said “no”.", "Orla Finch", "", "Orla Finch", "person"),
        (
            "epithet of a name that only a headline holds",
            "{Grandmother Orla Finch} Says “No”\n\nIt rained.",
            "",
            "",
            "Orla Finch",
            "person",
        ),
        (
            "capitals of short sentences",
            "{Mum-of-two Orla Finch} said: “Freezing.” Dad-of-three Tom Bell said: “Cold.”",
            "Orla Finch; Tom Bell",
            "",
            "Orla Finch",
            "person",
        ),
        ("body", "{Acme} said “no”.", "", "Acme", "Acme", "organization"),
        ("body with its trade", "{telecom regulator Acme} said “no”.", "", "Acme", "Acme", "organization"),
        (
            "body, short",
            "The Harbour Safety Board (HSB) met. {The HSB} said “no”.",
            "",
            "Harbour Safety Board; HSB",
            "Harbour Safety Board",
            "organization",
        ),
        ("body, it", "Acme met on Monday. “No,” {it} said.", "", "Acme", "Acme", "organization"),
        ("body, described", "Acme met on Monday. “No,” {the company} said.", "", "Acme", "Acme", "organization"),
        (
            "members",
            "Nurses for Clean Air wrote on Monday. {The nurses} said “no”.",
            "",
            "Nurses for Clean Air",
            "Nurses for Clean Air",
            "organization",
        ),
        ("campaign", "{The Finch campaign} said “no”.", "Finch", "", "Finch campaign", "organization"),
        ("country's media", "{Peruvian media} said “no”.", "", "", "Peruvian media", "group"),
        ("party members", "{Democrats} said “no”.", "", "", "Democrats", "group"),
        (
            "several",
            "{Orla Finch and Carl Boone} said “no”.",
            "Orla Finch; Carl Boone",
            "",
            "Orla Finch and Carl Boone",
            "group",
        ),
        (
            "it after who was told",
            "Acme told Harbour Weekly that all was well. “No,” {it} said.",
            "",
            "Acme; Harbour Weekly",
            "Acme",
            "organization",
        ),
        ("police with a word of their own", "{Gardaí} said “no”.", "", "", "Gardaí", "organization"),
        (
            "broadcaster, no person",
            "Orla Finch sang. Tamar Television said so. {The broadcaster} said “no”.",
            "Orla Finch",
            "Tamar Television",
            "Tamar Television",
            "organization",
        ),
        (
            "chair of friends",
            "{Friends of the Harbour chair Orla Finch} said “no”.",
            "Orla Finch",
            "Harbour",
            "Orla Finch",
            "person",
        ),
        (
            "charity with the name of a person",
            "Sleep North, a charity that was not asked, met. {It} said “no”.",
            "Sleep North",
            "",
            "Sleep North",
            "organization",
        ),
        (
            "firm that no analyst works for",
            "Tidal Works fell. “So,” {Orla Finch, an analyst at Acme,} said. {The firm} said “no”.",
            "Orla Finch",
            "Tidal Works; Acme",
            "Tidal Works",
            "organization",
        ),
        (
            "bank that wrote on a platform",
            "Tidal Bank met. “Bye,” {Orla Finch} wrote on Plinkr. {The bank} said “no”.",
            "Orla Finch",
            "Tidal Bank; Plinkr",
            "Tidal Bank",
            "organization",
        ),
        ("report of a body", "{A report from Acme} said “no”.", "", "Acme", "Acme", "document"),
        (
            "someone's post",
            "Carl Boone came. {Boone's tweet} said “no”.",
            "Carl Boone; Boone",
            "",
            "Carl Boone",
            "person",
        ),
        (
            "the statement",
            "{Acme} said “yes” in a statement. {The statement} said “no”.",
            "",
            "Acme",
            "Acme",
            "organization",
        ),
        (
            "body's name cut at a comma",
            "The Department for Culture, {Media and Sport} said “no”.",
            "",
            "Department for Culture, Media and Sport",
            "Department for Culture, Media and Sport",
            "organization",
        ),
    ],
)
def test_speakers_named(kind: str, marked: str, people: str, bodies: str, name: str, speaker_kind: str) -> None:
    """The last mention in braces leads to the fullest name, and the evidence says how."""
    text, draft = _resolve(marked, people, bodies)
    relation = draft.relations[-1]
    assert _name(text, relation) == name, (kind, relation.evidence)
    assert relation.speaker is not None
    assert relation.speaker.kind == speaker_kind
    assert relation.confidence.speaker is not None
    assert 0 < relation.confidence.speaker < 1
    assert {e.field for e in relation.evidence} >= {"speaker", "title", "affiliation"}


@pytest.mark.parametrize(
    ("kind", "marked", "people", "bodies", "speaker_kind"),
    [
        ("an official", "Orla Finch came. {A senior official} said “no”.", "Orla Finch", "", "unnamed"),
        ("an official of a body", "{An Acme official} said “no”.", "", "Acme", "unnamed"),
        ("spokesman for somebody", "{A spokesman for Finch} said “no”.", "Orla Finch; Finch", "", "unnamed"),
        ("somebody's lawyer", "Orla Finch came. {Finch's lawyer} said “no”.", "Orla Finch; Finch", "", "unnamed"),
        ("one of many", "{One nurse} said “no”.", "", "", "unnamed"),
        ("crowd", "Orla Finch came. {The crowd} chanted “no”.", "Orla Finch", "", "group"),
        ("sources", "{Several sources} said “no”.", "", "", "group"),
        ("document", "{The lawsuit} said “no”.", "", "", "document"),
        ("he for an official", "{A harbour official} said “yes”. “No,” {he} added.", "", "", "unnamed"),
        ("the official again", "{A harbour official} said “yes”. {The official} said “no”.", "", "", "unnamed"),
        (
            "condition of anonymity",
            "{One official}, who spoke on condition of anonymity, said “no”.\n\nOrla Finch came.",
            "Orla Finch",
            "",
            "unnamed",
        ),
        (
            "the anonymous again",
            "“Yes,” said {one official}, who asked not to be named.\n\nOrla Finch came. {The official} said “no”.",
            "Orla Finch",
            "",
            "unnamed",
        ),
        (
            "a name in the clause",
            "{An official} said “yes”. {The official, who works for Orla Finch,} said “no”.",
            "Orla Finch",
            "",
            "unnamed",
        ),
        (
            "he in anonymity",
            "Carl Boone met an official. “No,” {he} said, speaking on condition of anonymity.",
            "Carl Boone",
            "",
            "unnamed",
        ),
        (
            "he in anonymity, by his wish",
            "Carl Boone met a guard of the port, Quay Ltd. “No,” {he} said, before asking that his name be left out.",
            "Carl Boone",
            "",
            "unnamed",
        ),
        (
            "who is not to be named",
            "“No,” said a friend of Orla Finch, {who} asked not to be named.",
            "Orla Finch",
            "",
            "unnamed",
        ),
        (
            "insider for a source",
            "{Minister Orla Finch} said “yes”.\n\nIt failed, said a harbour source. “No,” {the insider} added.",
            "Orla Finch",
            "",
            "unnamed",
        ),
        ("insider alone", "{Orla Finch} said “yes”. “No,” {the insider} added.", "Orla Finch", "", "unnamed"),
        (
            "aide for an official",
            "{Minister Orla Finch} said “yes”. {A port official} said “yes”. “No,” {the aide} added.",
            "Orla Finch",
            "",
            "unnamed",
        ),
        (
            "body's name cut at a comma behind who speaks for it",
            "A spokesman for the Department for Culture, {Media and Sport} said “no”.",
            "",
            "Department for Culture, Media and Sport",
            "unnamed",
        ),
    ],
)
def test_speakers_unnamed_get_no_name(kind: str, marked: str, people: str, bodies: str, speaker_kind: str) -> None:
    """Whom the article does not name keeps the mention and its kind, and never gets somebody's name."""
    text, draft = _resolve(marked, people, bodies)
    relation = draft.relations[-1]
    assert _name(text, relation) is None, kind
    assert relation.speaker is not None
    assert relation.speaker.kind == speaker_kind
    assert relation.speaker.mention is not None


@pytest.mark.parametrize(
    ("kind", "marked", "people", "name"),
    [
        (
            "two genders",
            "Mr Carl Boone met Mrs Orla Finch on Monday. “No,” {she} said.",
            "Carl Boone; Orla Finch",
            "Orla Finch",
        ),
        (
            "two genders, other way",
            "Mrs Orla Finch met Mr Carl Boone on Monday. “No,” {she} said.",
            "Carl Boone; Orla Finch",
            "Orla Finch",
        ),
        (
            "kinship",
            "Carl Boone came with his wife, Orla Finch. “No,” {she} said.",
            "Carl Boone; Orla Finch",
            "Orla Finch",
        ),
        (
            "who spoke last",
            "{Carl Boone} said “yes” on Monday.\n\n“No,” {he} said.\n\nThe tide rose.",
            "Carl Boone",
            "Carl Boone",
        ),
        (
            "named in the words",
            "{Carl Boone} said “yes”.\n\n“Tom Reuter must go,” {he} said.",
            "Carl Boone; Tom Reuter",
            "Carl Boone",
        ),
        (
            "age that nobody has",
            "{Carl Boone} said “yes”.\n\nTom Reuter scored twice. “No,” {the 22-year-old} said.",
            "Carl Boone; Tom Reuter",
            "Tom Reuter",
        ),
        (
            "who asked before",
            "Asked by Tom Reuter about the tide, Carl Boone laughed. “No,” {he} said.",
            "Carl Boone; Tom Reuter",
            "Carl Boone",
        ),
        (
            "who is told",
            "{Carl Boone} said “yes”.\n\n“No,” {he} told Tom Reuter.",
            "Carl Boone; Tom Reuter",
            "Carl Boone",
        ),
        (
            "added",
            "{Carl Boone} said “yes”.\n\nThe rival firm, led by Tom Reuter, had lost.\n\n{He} added that it rained.",
            "Carl Boone; Tom Reuter",
            "Carl Boone",
        ),
        (
            "description",
            "Mayor Orla Finch came with Carl Boone. Then {the mayor} said “no”.",
            "Carl Boone; Orla Finch",
            "Orla Finch",
        ),
        (
            "description by age",
            "Orla Finch, 44, came on Monday. Then {the 44-year-old} said “no”.",
            "Orla Finch",
            "Orla Finch",
        ),
        (
            "defendant",
            "Orla Finch, 41, of Hull, denies theft. A guard, Ann Lee, said “no”. {The defendant} said “yes”.",
            "Orla Finch; Ann Lee",
            "Orla Finch",
        ),
        (
            "a study in between",
            "Tom Reuter came with Carl Boone. {Boone} said “yes”.\n\n{The survey} said “so”.\n\n“No,” {he} said.",
            "Carl Boone; Boone; Tom Reuter",
            "Carl Boone",
        ),
        (
            "remarks by somebody",
            "Tom Reuter saw the tide. It rose in remarks by Carl Boone. {He} added that it rained.",
            "Carl Boone; Tom Reuter",
            "Carl Boone",
        ),
        (
            "who was he before",
            "{Tom Reuter} said “yes”.\n\nCarl Boone came and he met Dale Roe. He sang and left.\n\n“No,” {he} said.",
            "Carl Boone; Tom Reuter; Dale Roe",
            "Carl Boone",
        ),
        (
            "man whom she found",
            "Miss Orla Finch weaves. The man she found, Carl Boone, was 88. “No,” {she} said.",
            "Carl Boone; Orla Finch",
            "Orla Finch",
        ),
        (
            "mother of a child",
            "For Orla Finch, a nurse and mother of two-year-old Carl, it is late.\n\nShe left. “No,” {she} said.",
            "Orla Finch; Carl",
            "Orla Finch",
        ),
        (
            "whom the story is about",
            "Orla Finch drew maps. She loved her pencils, her dog and her boat.\n\n"
            "She sailed, and Finch kept her house. Her maps sold.\n\n"
            "Ann Lee met her. The boat sank.\n\nIt rained. Years went by.\n\n“No,” {she} said.",
            "Orla Finch; Ann Lee",
            "Orla Finch",
        ),
        (
            "whom it told of lately",
            "Orla Finch drew maps. She loved her pencils, her dog and her boat.\n\n"
            "She sailed, and Finch kept her house. Her maps sold.\n\n"
            "Ann Lee wrote a book. “No,” {she} said.",
            "Orla Finch; Ann Lee",
            "Ann Lee",
        ),
        (
            "host",
            "Orla Finch made a film. She told host Ann Lee so.\n\nIt rained. “No,” {she} said.",
            "Orla Finch; Ann Lee",
            "Orla Finch",
        ),
        (
            "somebody called so",
            "“No,” wrote Carl Boone.\n\nThe caller was a woman named Quay.\n\n“No,” {she} said.",
            "Carl Boone; Quay",
            "Quay",
        ),
        (
            "dog called so",
            "Orla Finch came with a dog named Quay.\n\n“No,” {she} said.",
            "Orla Finch; Quay",
            "Orla Finch",
        ),
        (
            "kin of a title",
            "Senator Carl Boone and his wife, Orla, came. “No,” {Mrs Boone} said.",
            "Carl Boone; Orla; Boone",
            "Orla",
        ),
        (
            "kin of a name",
            "Carl Boone’s father, Dale, came. “No,” {Mr Boone} said.",
            "Carl Boone; Dale; Boone",
            "Dale",
        ),
        (
            "kin of somebody else",
            "Carl Boone met Roe’s father, Dale. “No,” {Mr Boone} said.",
            "Carl Boone; Dale; Boone; Roe",
            "Carl Boone",
        ),
        (
            "kin with the same honorific",
            "Mrs Orla Finch and her sister, Ann, came. “No,” {Mrs Finch} said.",
            "Orla Finch; Ann; Finch",
            "Orla Finch",
        ),
        ("age", "Orla Finch won. “No,” {the 52-year-old wheelwright} said.", "Orla Finch", "Orla Finch"),
        ("native of a state", "Orla Finch won. “No,” {the South Carolinian} said.", "Orla Finch", "Orla Finch"),
        (
            "whose kin the sentence is about",
            "Carl Boone said no.\n\nOrla Finch is tired. Her eldest has a rash.\n\n“No,” {she} said.",
            "Carl Boone; Orla Finch",
            "Orla Finch",
        ),
        (
            "whom an outlet met",
            "“No,” said Carl Boone. The Quay Gazette spoke to Dale Roe of Quay. “No,” {he} said.",
            "Carl Boone; Dale Roe",
            "Dale Roe",
        ),
        ("cut name", "In June, Ombudsman Ma. {Orla Finch} said “no”.", "Orla Finch", "Ma. Orla Finch"),
        ("honorific of two", "Mrs Ann Lee met Mr Bob Lee. “No,” {Mr Lee} said.", "Ann Lee; Bob Lee; Lee", "Bob Lee"),
    ],
)
def test_speakers_antecedents(kind: str, marked: str, people: str, name: str) -> None:
    """Agreement, turns and descriptions learned inside the article choose between people."""
    text, draft = _resolve(marked, people)
    assert _name(text, draft.relations[-1]) == name, (kind, draft.relations[-1].evidence)


@pytest.mark.parametrize(
    ("kind", "headline", "name"),
    [
        ("nobody speaks", "“We lost the keys to the city”", "Orla Finch"),
        ("what the story calls her", "{Pilot} says “we lost the keys to the city”", "Orla Finch"),
        ("what the story calls nobody", "{Doctor} says “we lost the keys to the city”", None),
        ("other words", "{Pilot} says “we lost the ferry to the city”", "Orla Finch"),
        ("the noun behind a dash", "“The keys went down” – {pilot}", "Orla Finch"),
        ("other words, and what the story calls nobody", "{Doctor} says “we lost the ferry to the city”", None),
    ],
)
def test_speakers_of_a_headline_is_whoever_says_the_same_in_the_story(
    kind: str, headline: str, name: str | None
) -> None:
    """A quoted headline is nobody's, unless the story has the same words, or calls one person only by the noun."""
    story = "Much was lost.\n\n“We lost the keys to the city, and a map,” {harbour pilot Orla Finch} said."
    text, draft = _draft(f"{headline}\n\n{story}")
    if "{" not in headline:
        spoken = draft.quotations[0].span
        draft = evolve(draft, relations=(Relation(content=(spoken,)), *draft.relations))
    quoted = tuple(evolve(r, quotations=r.content) for r in draft.relations)
    doc, draft = BLANK(text), evolve(draft, relations=quoted, entities=_entities(text, "Orla Finch", ""))
    draft = speakers(doc, draft, LEXICON, Options())
    assert _name(text, draft.relations[0]) == name, (kind, draft.relations[0].evidence)


@pytest.mark.parametrize(
    ("kind", "marked", "people", "name"),
    [
        (
            "agent who speaks next",
            "{Roe’s agent} says he is “at home”.\n\nHe came in July.\n\n“No bids,” {Karl Brandt} told a paper.",
            "Karl Brandt; Roe",
            "Karl Brandt",
        ),
        (
            "somebody with a post of his own speaks next",
            "{Roe’s agent} says he is “at home”.\n\n“No bids,” {captain Karl Brandt} told a paper.",
            "Karl Brandt; Roe",
            None,
        ),
        (
            "short form of the office",
            "{Corran Lines’ chief executive} told crews to “look up”.\n\n“Storms end,” wrote CEO Dale Roe.",
            "Dale Roe",
            "Dale Roe",
        ),
        (
            "office of another body",
            "{Corran Lines’ chief executive} told crews to “look up”.\n\n“Storms end,” wrote Quay Ltd CEO Dale Roe.",
            "Dale Roe",
            None,
        ),
        (
            "another chief officer",
            "Quay Ltd chief executive Orla Finch left. {The company’s chief financial officer} called it “sad”.\n\n"
            "CFO Dale Roe wept.",
            "Orla Finch; Dale Roe",
            "Dale Roe",
        ),
    ],
)
def test_speakers_described_first_are_named_later(kind: str, marked: str, people: str, name: str | None) -> None:
    """A description means whom the article names further on, if only one has the office or speaks undescribed."""
    text, draft = _resolve(marked, people, "Corran Lines; Quay Ltd")
    assert _name(text, draft.relations[0]) == name, (kind, draft.relations[0].evidence)


@pytest.mark.parametrize(
    ("kind", "marked", "people", "name"),
    [
        (
            "seen with somebody",
            "Orla Finch sang on Monday. On Friday she was seen with drummer Dale Roe. “I am fine,” {she} said.",
            "Orla Finch; Dale Roe",
            "Orla Finch",
        ),
        (
            "named again",
            "Carl Boone sang. On Friday he met Orla Finch. Finch smiled. “I am fine,” {she} said.",
            "Carl Boone; Orla Finch; Finch",
            "Orla Finch",
        ),
        (
            "called so",
            "A man in Hull keeps bins. He is called Dale Roe. “Rinse them,” {he} said.",
            "Dale Roe",
            "Dale Roe",
        ),
        (
            "asked about somebody",
            "Coach Carl Boone left early. Asked about Dale Roe, {the 46-year-old} said “no”.",
            "Carl Boone; Dale Roe",
            "Carl Boone",
        ),
        (
            "pronoun behind an age",
            "Orla Finch parted from Mr Boone in May. Mr Boone left his band. According to {the 25-year-old}, she felt"
            " “free”.",
            "Orla Finch; Boone",
            "Orla Finch",
        ),
        (
            "fronted description",
            "Orla Finch weaves. A nurse until 2010, she took it up late. “I rang them,” {she} said.",
            "Orla Finch",
            "Orla Finch",
        ),
        (
            "elder",
            "Carl Roe, 61, and his brother Dale Roe, 58, fought. {The elder Roe} said “no”.",
            "Carl Roe; Dale Roe; Roe",
            "Carl Roe",
        ),
        (
            "younger of two without ages",
            "Carl Roe and Dale Roe fought. {The younger Roe} said “no”.",
            "Carl Roe; Dale Roe; Roe",
            None,
        ),
    ],
)
def test_speakers_are_not_whoever_stands_beside_them(kind: str, marked: str, people: str, name: str | None) -> None:
    """Who is only met, asked about or told apart by age is not whom a pronoun, an age or a shared name means."""
    text, draft = _resolve(marked, people)
    assert _name(text, draft.relations[-1]) == name, (kind, draft.relations[-1].evidence)


@pytest.mark.parametrize(
    ("marked", "people", "name"),
    [
        ("{Orla P. Finch ’18, who rows,} said “no”.", "Orla P. Finch", "Orla P. Finch"),
        ("“No,” {Dale Roe '09} said.", "Dale Roe", "Dale Roe"),
        ("{ORLA FINCH, SAILMAKER CORRAN} “We sew.”", "ORLA FINCH; CORRAN", "ORLA FINCH"),
        ("The driver, Sam Roe, also known as “Biggie,” got out. “No,” {Biggie} said.", "Sam Roe; Biggie", "Sam Roe"),
        ("They met Judge Marcus Oon. “No,” {Oon} said.", "Marcus Oon; Oon", "Marcus Oon"),
        ("Marcus Roe QC came. “No,” {Roe} said.", "Marcus Roe; Roe", "Marcus Roe"),
    ],
)
def test_speakers_have_no_year_post_or_letters_in_their_names(marked: str, people: str, name: str) -> None:
    """The year of a class, letters and a post in capitals behind a name are no part of it."""
    text, draft = _resolve(marked, people)
    assert _name(text, draft.relations[-1]) == name, draft.relations[-1].evidence


def test_speakers_names_go_on_over_a_line_break() -> None:
    """Copy that is broken at the end of each line cuts no name and no title in two."""
    told = (
        "The talks on the harbour went on until late in the evening, and then President Orla Finch left the room, as"
        " did the others of the board who had come over to the harbour. It was cold and it rained all day."
    )
    wrapped = textwrap.fill(told, 44)
    assert "Orla\nFinch" in wrapped
    text, draft = _resolve(f"{wrapped}\n“No,” {{Finch}} said.", "Orla\nFinch; Finch")
    speaker = draft.relations[0].speaker
    assert _name(text, draft.relations[0]) == "Orla\nFinch"
    assert speaker and speaker.title and speaker.title.of(text) == "President"


@pytest.mark.parametrize("letter", ["I", "İ"])
def test_speakers_behind_a_letter_that_lower_case_makes_longer(letter: str) -> None:
    """Bug 1: "İ" has two code points in lower case; the noun of a later sentence is looked for at its own place."""
    marked = (
        f"{letter * 150} rose.\n\n{{Orla Finch}} issued a statement on Monday. {{Carl Boone}} said “no”."
        " {The statement} said “yes”."
    )
    text, draft = _resolve(marked, "Orla Finch; Carl Boone")
    assert _name(text, draft.relations[-1]) == "Orla Finch"


def test_speakers_two_who_cannot_be_told_apart_stay_unnamed() -> None:
    """Where the two best candidates are equally likely, there is no speaker and the evidence names the reason."""
    text, draft = _draft("“No,” {he} said.\n\nCarl Boone and Tom Reuter left.")
    draft = evolve(draft, entities=_entities(text, "Carl Boone; Tom Reuter", ""))
    relation = speakers(BLANK(text), draft, LEXICON, Options()).relations[0]
    assert relation.speaker is None
    assert relation.confidence.speaker is None
    assert [e.rule for e in relation.evidence] == ["speakers:pronoun-undecided"]


@pytest.mark.parametrize(
    ("kind", "marked", "authors", "name"),
    [
        ("byline", "By Ann Lee\n\nIt rained. {I} thought “no”.", (), "Ann Lee"),
        ("metadata", "Ann Lee went to the quay. It rained. {I} thought “no”.", ("Ann Lee",), "Ann Lee"),
        ("no author", "It rained. {I} thought “no”.", (), None),
    ],
)
def test_speakers_first_person_is_the_author(
    kind: str, marked: str, authors: tuple[str, ...], name: str | None
) -> None:
    """ "I" in the author's own voice is the author, where the article or its metadata names one."""
    text, draft = _resolve(marked, "Ann Lee", authors=authors)
    assert _name(text, draft.relations[-1]) == name, kind


def test_speakers_first_person_between_marks_is_who_is_quoted() -> None:
    """ "I" inside a quotation is the one who says the quotation, not the author."""
    text = "By Ann Lee\n\n“I said that it rained,” Carl Boone said."
    outer, inner = text.index("I said"), text.index("Carl Boone")
    content = CharSpan(outer, text.index(",”"))
    draft = Draft(
        Article(text=text),
        quotations=(Quotation(content, content),),
        relations=(
            Relation(content=(CharSpan(outer + 7, content.end),), source=CharSpan(outer, outer + 1)),
            Relation(content=(content,), source=CharSpan(inner, inner + 10)),
        ),
    )
    doc, draft = BLANK(text), evolve(draft, entities=_entities(text, "Ann Lee; Carl Boone", ""))
    done = speakers(doc, furniture(doc, draft, LEXICON, Options()), LEXICON, Options())
    assert [_name(text, relation) for relation in done.relations] == ["Carl Boone", "Carl Boone"]


def test_speakers_pronouns_never_lead_to_the_byline() -> None:
    """Whom only the byline and the biography name is no candidate for a pronoun."""
    marked = "By Carl Boone\n\nTom Reuter came on Monday. “No,” {he} said.\n\nCarl Boone is a reporter in Oslo."
    text, draft = _resolve(marked, "Carl Boone; Tom Reuter")
    assert _name(text, draft.relations[0]) == "Tom Reuter"


def test_speakers_below_the_least_confidence_stay_empty() -> None:
    """The option empties what is less likely, with the reason."""
    text, draft = _draft("Orla Finch came on Monday. “No,” {she} said.")
    draft = evolve(draft, entities=_entities(text, "Orla Finch", ""))
    relation = speakers(BLANK(text), draft, LEXICON, Options(least_confidence=0.999)).relations[0]
    assert relation.speaker is None
    assert relation.evidence[-1].rule == "speakers:least-confidence"


def test_speakers_without_a_source_say_so() -> None:
    """A relation without a source gets no speaker and the reason."""
    draft = Draft(Article(text="“No.”"), relations=(Relation(content=(CharSpan(1, 4),)),))
    relation = speakers(BLANK("“No.”"), draft, LEXICON, Options()).relations[0]
    assert relation.speaker is None
    assert relation.evidence[0].rule == "speakers:no-source"


@pytest.mark.parametrize(
    "paragraph",
    [
        "A chief of the pier came. {The chief} said “no”.\n\n",
        "Orla Finch has two sons. {The mother} said “no”.\n\n",
        "Quay Police came. {The force} said “no”.\n\n",
        "Carl Boone came. {He} said “no”. Then {he} said it.\n\n",
    ],
)
def test_speakers_take_time_in_proportion_to_the_article(paragraph: str) -> None:
    """Four times the article takes about four times as long, whatever its sources."""

    def seconds(count: int) -> float:
        text, draft = _draft(paragraph * count)
        draft = evolve(draft, entities=_entities(text, "Orla Finch; Carl Boone", "Quay Police"))
        begin = time.process_time()
        speakers(BLANK(""), draft, LEXICON, Options())
        return time.process_time() - begin

    seconds(10)
    # The better of two runs: another process may take the caches of the processor.
    assert min(seconds(400), seconds(400)) < 10 * max(seconds(100), 0.02)


def test_speakers_every_word_list_brings_examples_that_hold_one_of_its_words() -> None:
    """Each example of a list in speakers.json contains a word of that list, and the lists are sorted."""
    for name, row in json.loads((DATA / "en" / "speakers.json").read_text("utf-8")).items():
        assert row["words"] == sorted(row["words"]), name
        for example in row["examples"]:
            words = (rf"\b{re.escape(word)}\b" for word in row["words"])
            assert any(re.search(word, example, re.IGNORECASE) for word in words), (name, example)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="AbC he.said“”,'\n Mr-", max_size=120), st.integers(0, 119), st.integers(1, 20))
def test_speakers_survive_any_text(text: str, start: int, length: int) -> None:
    """Any text and any source give a speaker whose strings are slices of the text, or none."""
    source = CharSpan(min(start, len(text)), min(start + length, len(text)))
    draft = Draft(Article(text=text), relations=(Relation(content=(CharSpan(0, len(text)),), source=source),))
    doc = BLANK(text)
    relation = speakers(doc, furniture(doc, draft, LEXICON, Options()), LEXICON, Options()).relations[0]
    assert relation.evidence
    if relation.speaker and relation.speaker.name:
        assert relation.speaker.name.of(text)


def test_speakers_are_the_same_under_any_hash_seed() -> None:
    """Two processes with other hash seeds give the same evidence."""
    program = (
        "import sys; sys.path.insert(0, 'tests'); from test_speakers import _resolve;"
        "print(_resolve('Mr Carl Boone met Tom Reuter. Acme rose. {He} said “no”. {Reuter} added “yes”.',"
        "'Carl Boone; Tom Reuter; Reuter', 'Acme')[1].relations)"
    )
    root = Path(__file__).parents[1]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, check=True, cwd=root, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.skipif(not SEED.exists(), reason="the article that the project started from is not beside the checkout")
def test_speakers_of_the_first_article() -> None:
    """Every speaker, title and affiliation read by hand in the first article comes out, given its sources."""
    text = (SEED / "article.txt").read_bytes().decode("utf-8")
    gold = json.loads((SEED / "gold.json").read_text("utf-8"))["records"]
    relations = tuple(
        Relation(
            content=tuple(CharSpan(*span) for span in row["content"]),
            source=CharSpan(*row["speaker_mention"]),
            cue=CharSpan(*row["cue"]),
        )
        for row in gold
    )
    quoted = sorted(CharSpan(*span) for row in gold if row["kind"] != "indirect" for span in row["content"])
    draft = Draft(Article(text=text), quotations=tuple(Quotation(s, s) for s in quoted), relations=relations)
    scores = read_draft(draft, Options())
    draft = evolve(draft, entities=find_entities(scores.words, scores.windows))
    doc = spacy.blank("en")(text)
    done = speakers(doc, furniture(doc, draft, LEXICON, Options()), LEXICON, Options())
    for row, relation in zip(gold, done.relations, strict=True):
        wanted = {row["speaker"], "Shannon Tiezzi"} if row["id"] == "i6" else {row["speaker"]}
        assert _name(text, relation) in wanted, row["id"]
        assert relation.speaker is not None
        for key in ("title", "affiliation"):
            if key in row:
                assert getattr(relation.speaker, key).of(text) == row[key], (row["id"], key)


INTERVIEW = "Orla Finch builds piers. She spoke to Carl Boone of the Harbour Review.\n\n{Q}: Why?\n\n{A}: Because."


@pytest.mark.parametrize(
    ("kind", "marked", "names"),
    [
        ("asks and answers", INTERVIEW, ["Carl Boone", "Orla Finch"]),
        ("no introduction", "{Q}: Why?\n\n{A}: Because.", [None, None]),
        ("initials", "Orla Finch came.\n\n{OF}: Because.", ["Orla Finch"]),
        ("open who asks", "Orla Finch talks to Carl Boone about piers.\n\n{Q}: Why?\n\n{A}: Because.", [None, None]),
        (
            "both described",
            "Pilot Orla Finch talks to Carl Boone, a baker, of piers.\n\n{Q}: Why?\n\n{A}: Because.",
            [None, None],
        ),
        (
            "described",
            "Pilot Orla Finch talks to Carl Boone about piers.\n\n{Q}: Why?\n\n{A}: Because.",
            ["Carl Boone", "Orla Finch"],
        ),
        (
            "of a paper",
            "Orla Finch talks to Carl Boone of the Harbour Review.\n\n{Q}: Why?\n\n{A}: Because.",
            ["Carl Boone", "Orla Finch"],
        ),
        (
            "reporter",
            "Our reporter Carl Boone talked to Orla Finch.\n\n{Q}: Why?\n\n{A}: Because.",
            ["Carl Boone", "Orla Finch"],
        ),
        ("met", "Carl Boone meets Orla Finch.\n\n{Q}: Why?\n\n{A}: Because.", ["Carl Boone", "Orla Finch"]),
        (
            "interviewed by",
            "Orla Finch, interviewed by Carl Boone.\n\n{Q}: Why?\n\n{A}: Because.",
            ["Carl Boone", "Orla Finch"],
        ),
        (
            "interview by",
            "Interview by Carl Boone.\n\nOrla Finch builds piers.\n\n{Q}: Why?\n\n{A}: Because.",
            ["Carl Boone", "Orla Finch"],
        ),
        (
            "aside",
            "In an interview with Carl Boone, Orla Finch tells of piers.\n\n{Q}: Why?\n\n{A}: Because.",
            ["Carl Boone", "Orla Finch"],
        ),
        ("one guest", "An interview with Orla Finch.\n\n{Q}: Why?\n\n{A}: Because.", [None, "Orla Finch"]),
    ],
)
def test_speakers_of_labels(kind: str, marked: str, names: list[str | None]) -> None:
    """ "Q:", "A:" and initials lead to whom the introduction names, and to nobody where there is none."""
    text, draft = _resolve(marked, "Orla Finch; Carl Boone", "Harbour Review")
    assert [_name(text, relation) for relation in draft.relations] == names, kind


@pytest.mark.parametrize(
    ("kind", "marked", "people", "bodies", "title", "affiliation"),
    [
        (
            "ministry of another field",
            "Tide Ministry pilot Orla Finch came. “No,” said {an aide in the energy ministry}.",
            "Orla Finch",
            "Tide Ministry",
            "aide",
            "energy ministry",
        ),
        (
            "ministry without a field",
            "Tide Ministry pilot Orla Finch came. “No,” said {an aide in the ministry}.",
            "Orla Finch",
            "Tide Ministry",
            "aide",
            "Tide Ministry",
        ),
        (
            "noun with its name",
            "It bore the logo of the broadcaster QNR. “No,” said {the broadcaster's press officer, Orla Finch}.",
            "Orla Finch",
            "QNR",
            "press officer",
            "QNR",
        ),
        (
            "another's body",
            "He left his club Acme. “No,” said {the club's manager, Orla Finch}.",
            "Orla Finch",
            "Acme",
            "manager",
            None,
        ),
        (
            "place in the name of a court",
            "The District Court of Quayside met. “No,” said {Quayside mayor Orla Finch}.",
            "Orla Finch",
            "District Court of Quayside; Quayside",
            "mayor",
            "Quayside",
        ),
        ("kin with a post", "“No,” said {Her nephew}, a chemist, and left.", "", "", "chemist", None),
        ("kin in a list", "“No,” said {Her nephew}, a friend and others.", "", "", None, None),
        (
            "its",
            "Tidal Foods Plc lost money. “No,” said {its managing director, Orla Finch}.",
            "Orla Finch",
            "Tidal Foods Plc",
            "managing director",
            "Tidal Foods Plc",
        ),
        (
            "noun of the name",
            "Lowmoor Town Council met. {Orla Finch, the council's markets officer,} said “no”.",
            "Orla Finch",
            "Lowmoor Town Council",
            "markets officer",
            "Lowmoor Town Council",
        ),
        (
            "bare role",
            "Tidal Foods Plc lost money. “No,” said {chief executive Orla Finch}.",
            "Orla Finch",
            "Tidal Foods Plc",
            "chief executive",
            "Tidal Foods Plc",
        ),
        (
            "noun before",
            "Lowmoor Town Council wants a ferry. It rained. The council meets in May. {A spokesman} said “no”.",
            "",
            "Lowmoor Town Council",
            "spokesman",
            "Lowmoor Town Council",
        ),
        (
            "committee of a body",
            "The works committee of Lowmoor Town Council met. {Orla Finch, chair of the committee,} said “no”.",
            "Orla Finch",
            "Lowmoor Town Council",
            "chair",
            "Lowmoor Town Council",
        ),
        (
            "his side",
            "Hull Rovers 2-2 Tidal Vale\n\n{Manager Carl Boone} said “no”. His Hull Rovers side were two up.",
            "Carl Boone",
            "Hull Rovers; Tidal Vale",
            "Manager",
            "Hull Rovers",
        ),
        (
            "mayor beside a council",
            "Lowmoor City Council voted. {Mayor Orla Finch} said “no”.",
            "Orla Finch",
            "Lowmoor City Council",
            "Mayor",
            None,
        ),
        (
            "mayor of a council",
            "Lowmoor Shire Council voted. {Mayor Orla Finch} said “no”.",
            "Orla Finch",
            "Lowmoor Shire Council",
            "Mayor",
            "Lowmoor Shire Council",
        ),
        (
            "president of a council",
            "Lowmoor Town Council voted. “No,” {Council President Orla Finch} said.",
            "Orla Finch",
            "Lowmoor Town Council; Council",
            "Council President",
            "Lowmoor Town Council",
        ),
        (
            "its portfolio",
            "Lowmoor Town Council voted. {Its cabinet member for children’s services, Orla Finch,} said “no”.",
            "Orla Finch",
            "Lowmoor Town Council",
            "cabinet member for children’s services",
            "Lowmoor Town Council",
        ),
        (
            "company before the role",
            "Tidal Foods Plc lost money. It rained. “No,” said {company chief Orla Finch}.",
            "Orla Finch",
            "Tidal Foods Plc",
            "company chief",
            "Tidal Foods Plc",
        ),
        (
            "outlet that is cited",
            "Orla Finch told the newspaper Ashby Gull on Monday that she was ill. {A spokesman} said “no”.",
            "Orla Finch",
            "Ashby Gull",
            "spokesman",
            None,
        ),
        ("sort of a thing", "The API keys were old. “No,” said {a spokesman}.", "", "API", "spokesman", None),
        ("shares of a firm", "Acme shares fell. “No,” said {a spokesman}.", "", "Acme", "spokesman", "Acme"),
        ("what is asked for", "They asked for Monero. “No,” said {a spokesman}.", "", "Monero", "spokesman", None),
        (
            "employer of somebody else",
            "A surgeon at the Quay Hospital was there. {The spokesman, Orla Finch,} said “no”.",
            "Orla Finch",
            "Quay Hospital",
            "spokesman",
            None,
        ),
        (
            "land, no insurer",
            "He works on the Tidal Nation. {An employee of the insurer} said “no”.",
            "",
            "Tidal Nation",
            "employee",
            "insurer",
        ),
        (
            "building, no chamber",
            "“No,” {House Speaker Orla Finch} said as she left the State House.",
            "Orla Finch",
            "State House; House",
            "Speaker",
            "House",
        ),
        ("union of no name", "“No,” said {the union’s president, Orla Finch}.", "Orla Finch", "", "president", "union"),
        ("firm of no name", "“No,” said {the company’s chairman, Orla Finch}.", "Orla Finch", "", "chairman", None),
        ("experts", "{Economists at Tidal Bank} said “no”.", "", "Tidal Bank", "Economists", "Tidal Bank"),
        ("members of a group", "{Leaders of Tidal Bank} said “no”.", "", "Tidal Bank", None, None),
        ("common noun", "{A spokesman for the airport authority} said “no”.", "", "", "spokesman", "airport authority"),
        ("no body", "Then {chief executive Orla Finch} said “no”.", "Orla Finch", "", "chief executive", None),
        (
            "joint post",
            "Acme Foods fell. “No,” said {founder and chief executive Orla Finch}.",
            "Orla Finch",
            "Acme Foods",
            "founder and chief executive",
            "Acme Foods",
        ),
        (
            "president of a club",
            "The Corran Rovers went down in what {president Orla Finch} called “mud”.",
            "Orla Finch",
            "Corran Rovers",
            "president",
            "Corran Rovers",
        ),
        (
            "president of a state",
            "The Corran Rovers won. “No,” said {the president, Orla Finch}.",
            "Orla Finch",
            "Corran Rovers",
            "president",
            None,
        ),
        (
            "court of a trial",
            "He came to Quay County Court. {Judge Orla Finch} said “no”.",
            "Orla Finch",
            "Quay County Court",
            "Judge",
            None,
        ),
        (
            "court in small letters",
            "The Quay high court met. {Justice Orla Finch} said “no”.",
            "Orla Finch",
            "",
            "Justice",
            "Quay high court",
        ),
        (
            "two courts",
            "He came to Quay Supreme Court from Hull Supreme Court. {Justice Orla Finch} said “no”.",
            "Orla Finch",
            "Quay Supreme Court; Hull Supreme Court",
            "Justice",
            None,
        ),
        (
            "its place",
            "The Pilots Guild met. “No,” said {its Peru spokeswoman, Orla Finch}.",
            "Orla Finch",
            "Pilots Guild",
            "spokeswoman",
            "Pilots Guild",
        ),
        (
            "head of a school",
            "The Tidal Hum began. {The headteacher, Orla Finch,} said “no”.",
            "Orla Finch",
            "Tidal Hum",
            "headteacher",
            None,
        ),
        (
            "head of the school named",
            "Quay Primary School shut. It rained. {The headteacher, Orla Finch,} said “no”.",
            "Orla Finch",
            "Quay Primary School",
            "headteacher",
            "Quay Primary School",
        ),
        (
            "captain and a cup",
            "The Quay Championship was won. {Captain Orla Finch} said “no”.",
            "Orla Finch",
            "Quay Championship",
            "Captain",
            None,
        ),
        (
            "commission named by its noun",
            "The Reef Commission met. It rained. It blew. “No,” said {commission vice-chair Orla Finch}.",
            "Orla Finch",
            "Reef Commission",
            "vice-chair",
            "Reef Commission",
        ),
        (
            "finance chief of the firm of the story",
            "Roemly fell. Roemly sells ice. Roemly sank. It rained. It hit. {Finance chief Orla Finch} said “no”.",
            "Orla Finch",
            "Roemly",
            "Finance chief",
            "Roemly",
        ),
        (
            "finance chief and a thing",
            "Roemly folds. Roemly sells. The Roemly sank. It rained. It blew. {Finance chief Orla Finch} said “no”.",
            "Orla Finch",
            "Roemly",
            "Finance chief",
            None,
        ),
        (
            "finance chief and two firms",
            "Roemly fell. Roemly sells ice. Quayly fell. Quayly too. It blew. {Finance chief Orla Finch} said “no”.",
            "Orla Finch",
            "Roemly; Quayly",
            "Finance chief",
            None,
        ),
        (
            "council of churches named later",
            "“No,” said {the council’s spokesman, Orla Finch}. The Council of Quay Churches prayed.",
            "Orla Finch",
            "Council of Quay Churches",
            "spokesman",
            "council",
        ),
        (
            "agency that is an office",
            "He was on Quay Radio. The Reef Committee met. “No,” said {the agency’s head, Orla Finch}.",
            "Orla Finch",
            "Quay Radio; Reef Committee",
            "head",
            "Reef Committee",
        ),
        (
            "address",
            "The Pilots Guild met. In a note to QUAY.COM, {its head, Orla Finch,} said “no”.",
            "Orla Finch",
            "Pilots Guild; QUAY; COM",
            "head",
            "Pilots Guild",
        ),
        (
            "time of day",
            "The union met at 06:00 GMT. “No,” said {the union’s secretary-general, Orla Finch}.",
            "Orla Finch",
            "GMT",
            "secretary-general",
            "union",
        ),
        (
            "party in brackets",
            "Carl Boone (QNC) left. “No,” said {the company’s director, Orla Finch}.",
            "Orla Finch; Carl Boone",
            "QNC",
            "director",
            None,
        ),
        (
            "what an office deals with",
            "The minister for Reef Services left. “No,” said {the company’s director, Orla Finch}.",
            "Orla Finch",
            "Reef Services",
            "director",
            None,
        ),
        (
            "outlet that has seen it",
            "In a letter, which Quayly has seen, {the company’s director, Orla Finch,} said “no”.",
            "Orla Finch",
            "Quayly",
            "director",
            None,
        ),
        (
            "town taken for a body",
            "It rained in Tidewick. Tidewick slept. “No,” said {chief executive Orla Finch}.",
            "Orla Finch",
            "Tidewick",
            "chief executive",
            None,
        ),
        (
            "its body with an adjective",
            "The Quay Union backed it. {Its Scottish organiser, Orla Finch,} said “no”.",
            "Orla Finch",
            "Quay Union",
            "organiser",
            "Quay Union",
        ),
        (
            "its body that does nothing",
            "They have taken jobs at Birchgrove Early Years. {Its director, Orla Finch,} said “no”.",
            "Orla Finch",
            "Birchgrove Early Years",
            "director",
            "Birchgrove Early Years",
        ),
        (
            "their chair may be that of people",
            "It went to Birchgrove. The trustees wait. “No,” said {their chair, Orla Finch}.",
            "Orla Finch",
            "Birchgrove",
            "chair",
            None,
        ),
        (
            "owner by a noun behind the name",
            "The Moss & Sons mill burnt. “No,” said {Orla Finch, the mill’s owner}.",
            "Orla Finch",
            "Moss & Sons",
            "owner",
            "Moss & Sons",
        ),
        (
            "owner by a noun that a verb parts",
            "Moss & Sons runs a mill. “No,” said {Orla Finch, the mayor’s aide}.",
            "Orla Finch",
            "Moss & Sons",
            "aide",
            None,
        ),
        (
            "body whose chair",
            "It split the parish council, whose chairman {Orla Finch} said “no”. Quay County Council did not.",
            "Orla Finch",
            "Quay County Council",
            "chairman",
            "parish council",
        ),
        (
            "named body whose chair",
            "It split Quay Parish Council, whose chairman {Orla Finch} said “no”.",
            "Orla Finch",
            "Quay Parish Council",
            "chairman",
            "Quay Parish Council",
        ),
        (
            "place of business with which the sentence opens",
            "At the Harbour Cafe by the gate, owner {Orla Finch} said “no”.",
            "Orla Finch",
            "Harbour Cafe",
            "owner",
            "Harbour Cafe",
        ),
        (
            "guest at a place of business",
            "At the Harbour Cafe by the gate, nurse {Orla Finch} said “no”.",
            "Orla Finch",
            "Harbour Cafe",
            "nurse",
            None,
        ),
        (
            "a gallery that was not named",
            "It hangs in the Tidal Gallery. “No,” said {Orla Finch, a dealer with a gallery}.",
            "Orla Finch",
            "Tidal Gallery",
            "dealer",
            None,
        ),
        (
            "council called the authority",
            "Quay District Council met. “No,” said {Orla Finch, the authority’s portfolio holder for leisure}.",
            "Orla Finch",
            "Quay District Council",
            "portfolio holder for leisure",
            "Quay District Council",
        ),
        (
            "council for a field",
            "The Human Development Council wrote it. {Mayor Orla Finch} said “no”.",
            "Orla Finch",
            "Human Development Council",
            "Mayor",
            None,
        ),
        (
            "council without a place",
            "City Council voted. {Councilwoman Orla Finch} said “no”.",
            "Orla Finch",
            "City Council",
            "Councilwoman",
            None,
        ),
        (
            "rank of the only police force",
            "Quayside police came. {Detective Inspector Orla Finch} said “no”.",
            "Orla Finch",
            "",
            "Detective Inspector",
            "Quayside police",
        ),
        (
            "rank with two police forces",
            "Quayside Police and Tidewick Police came. {Detective Inspector Orla Finch} said “no”.",
            "Orla Finch",
            "Quayside Police; Tidewick Police",
            "Detective Inspector",
            None,
        ),
        (
            "no rank of the police",
            "Quayside police came. {School inspector Orla Finch} said “no”.",
            "Orla Finch",
            "",
            "School inspector",
            None,
        ),
        (
            "body that somebody has left",
            "{The theatre’s director, Orla Finch,} said “no”. The former Tidal Theatre nurse Bob Ross left.",
            "Orla Finch; Bob Ross",
            "Tidal Theatre",
            "director",
            None,
        ),
        (
            "its after a firm taken for a person",
            "Tidal Light did not admit fault. {Its attorney, Orla Finch,} said “no”.",
            "Orla Finch; Tidal Light",
            "",
            "attorney",
            "Tidal Light",
        ),
        (
            "its after a person and a thing",
            "Bob Ross wrote the song. {Its producer, Orla Finch,} said “no”.",
            "Orla Finch; Bob Ross",
            "",
            "producer",
            None,
        ),
        (
            "its after a person with a title",
            "Surgeon Bob Ross met anglers. {Its producer, Orla Finch,} said “no”.",
            "Orla Finch; Bob Ross",
            "",
            "producer",
            None,
        ),
        (
            "its after who is named behind",
            "Power is back, according to Tidal Networks. {Its chief executive, Orla Finch,} said “no”.",
            "Orla Finch",
            "Tidal Networks",
            "chief executive",
            "Tidal Networks",
        ),
        (
            "their of a side",
            "Quay Rovers won at Hull Athletic. For the victors, {their manager Orla Finch} said “no”.",
            "Orla Finch",
            "Quay Rovers; Hull Athletic",
            "manager",
            None,
        ),
        (
            "one of the analysts",
            "Analysts at Roe Bank cut it. It fell. “No,” said {analyst Orla Finch}.",
            "Orla Finch",
            "Roe Bank",
            "analyst",
            "Roe Bank",
        ),
        (
            "one of two groups of analysts",
            "Analysts at Roe Bank and analysts at Tidal Bank cut it. “No,” said {analyst Orla Finch}.",
            "Orla Finch",
            "Roe Bank; Tidal Bank",
            "analyst",
            None,
        ),
        (
            "one of the lawyers of a person",
            "Lawyers for Bob Ross left. “No,” said {lawyer Orla Finch}.",
            "Orla Finch; Bob Ross",
            "",
            "lawyer",
            None,
        ),
        (
            "spokesman of an office",
            "The Reef Committee met. {Presidential spokesman Orla Finch} said “no”.",
            "Orla Finch",
            "Reef Committee",
            "Presidential spokesman",
            None,
        ),
        (
            "decree",
            "Decree 54 hit, says the National Union of Divers. “No,” said {the union’s chair, Orla Finch}.",
            "Orla Finch",
            "National Union of Divers",
            "chair",
            "National Union of Divers",
        ),
        (
            "body that somebody speaks of",
            "“We love the RFK,” he said. It rained. {Spokeswoman Orla Finch} said “no”.",
            "Orla Finch",
            "RFK",
            "Spokeswoman",
            None,
        ),
        (
            "who asks is not who answers",
            "Moss Air paid. In response to Quay Wire's queries, {the operator's chairman, Orla Finch,} said “no”.",
            "Orla Finch",
            "Moss Air; Quay Wire",
            "chairman",
            "Moss Air",
        ),
        (
            "speaker for what no list knows",
            "The Harbour Trust met. {The spokesman for the shore patrol, Orla Finch,} said “no”.",
            "Orla Finch",
            "Harbour Trust",
            "spokesman",
            None,
        ),
        (
            "body taken for a person, whose chief executive",
            "It hit Quays Joined, whose chief executive {Orla Finch} said “no”.",
            "Orla Finch; Quays Joined",
            "",
            "chief executive",
            "Quays Joined",
        ),
        (
            "person whose spokesman",
            "It hit Carl Boone, whose spokesman {Orla Finch} said “no”.",
            "Orla Finch; Carl Boone",
            "",
            "spokesman",
            None,
        ),
        (
            "branch secretary of the union before",
            "The Divers Union said it was wrong. {Branch secretary Orla Finch} said “no”.",
            "Orla Finch",
            "Divers Union",
            "Branch secretary",
            "Divers Union",
        ),
        (
            "general secretary beside no union",
            "The Reef Party said it was wrong. {General secretary Orla Finch} said “no”.",
            "Orla Finch",
            "Reef Party",
            "General secretary",
            None,
        ),
        (
            "land behind a town",
            "Moss Foods shut a mill in Lowther, Tamar, in May. Tamar hurt. "
            "{A company spokeswoman, Orla Finch,} said “no”.",
            "Orla Finch",
            "Moss Foods; Tamar",
            "spokeswoman",
            "Moss Foods",
        ),
        (
            "the company in a large letter",
            "Moss Foods shut. “No,” said {Orla Finch, chairman of the Company}.",
            "Orla Finch",
            "Moss Foods; Company",
            "chairman",
            "Moss Foods",
        ),
        (
            "island that a group is named after",
            "Moss Ferries said no. Roe Island was cut off. {Orla Finch, the company’s director,} said “no”. "
            "The Roe Island Projects Group left.",
            "Orla Finch",
            "Moss Ferries; Roe Island; Roe Island Projects Group",
            "director",
            "Moss Ferries",
        ),
        (
            "chief executive of a hospital",
            "Roe Hospital shut. Roe Hospital hid. Roe Hospital won. It hit. It ran. {CEO Orla Finch} said “no”.",
            "Orla Finch",
            "Roe Hospital",
            "CEO",
            "Roe Hospital",
        ),
        (
            "post told of one body",
            "The chief executive of Moss Foods left. It rained. It hit the Reef Board. It ran. "
            "{Chief executive Orla Finch} said “no”.",
            "Orla Finch",
            "Moss Foods; Reef Board",
            "Chief executive",
            "Moss Foods",
        ),
        (
            "post told in full",
            "The CEO of Moss Foods left. It rained. It ran. It hit. {Chief executive Orla Finch} said “no”.",
            "Orla Finch",
            "Moss Foods",
            "Chief executive",
            "Moss Foods",
        ),
        (
            "post of two bodies",
            "The chief executive of Moss Foods met the chief executive of Roe Foods. It rained. It ran. It hit. "
            "{Chief executive Orla Finch} said “no”.",
            "Orla Finch",
            "Moss Foods; Roe Foods",
            "Chief executive",
            None,
        ),
        (
            "post of somebody else",
            "The chair of the Reef Board, Carl Boone, left. It rained. It ran. It hit. {Chair Orla Finch} said “no”.",
            "Orla Finch; Carl Boone",
            "Reef Board",
            "Chair",
            None,
        ),
        (
            "post of members",
            "The bishops’ conference secretary general said no. {Orla Finch, secretary general,} said “no”.",
            "Orla Finch",
            "",
            "secretary general",
            "bishops’ conference",
        ),
        (
            "letters of a share",
            "Shares of the firm, OSLO: MSF, fell. {CEO Orla Finch} said “no”.",
            "Orla Finch",
            "MSF",
            "CEO",
            None,
        ),
        (
            "coach of a club called like a person",
            "Carl Boone lost. {Carl Boone coach Orla Finch} said “no”.",
            "Orla Finch; Carl Boone",
            "",
            "coach",
            "Carl Boone",
        ),
        (
            "from the university",
            "Roe University wrote it. {Lead researcher Orla Finch, from the university,} said “no”.",
            "Orla Finch",
            "Roe University",
            "Lead researcher",
            "Roe University",
        ),
        (
            "from the town",
            "Roe University wrote it. {Lead researcher Orla Finch, from the town,} said “no”.",
            "Orla Finch",
            "Roe University",
            "Lead researcher",
            None,
        ),
        (
            "firm taken for a person",
            "At noon {a Moss engineer, Orla Finch,} said “no”.",
            "Orla Finch; Moss",
            "",
            "engineer",
            "Moss",
        ),
        (
            "title in the next line",
            "“No,” said {Orla Finch, chief\nmate with Moss Lines}, and left.",
            "Orla Finch",
            "Moss Lines",
            "chief\nmate",
            "Moss Lines",
        ),
        (
            "part in the story beside the one of the lead",
            "A ferry captain was hit.\n\nPassenger Orla Finch saw it. {Finch} said “no”.",
            "Orla Finch; Finch",
            "",
            None,
            None,
        ),
        (
            "captain of the lead",
            "A ferry captain was hit.\n\nOrla Finch saw it. {Finch} said “no”.",
            "Orla Finch; Finch",
            "",
            "ferry captain",
            None,
        ),
        (
            "source to somebody of a paper",
            "{A source to Carl Boone of the Reef Times} said “no”.",
            "Carl Boone",
            "Reef Times",
            None,
            None,
        ),
    ],
)
def test_speakers_affiliation_left_to_the_story(
    kind: str, marked: str, people: str, bodies: str, title: str | None, affiliation: str | None
) -> None:
    """A role without its body takes the one that the story is about, or none where there is none."""
    text, draft = _resolve(marked, people, bodies)
    speaker = draft.relations[-1].speaker
    assert speaker is not None
    assert (speaker.title and speaker.title.of(text)) == title, kind
    assert (speaker.affiliation and speaker.affiliation.of(text)) == affiliation, kind


def test_speakers_shared_name_out_of_style_stays_open() -> None:
    """Where the article says Mr before a surname that two bear, the bare surname may be either."""
    marked = "The minister, Ann Lee, met Bob Lee. Mr Lee left. Mr Lee came back. “No,” {Lee} was heard to say."
    _, draft = _resolve(marked, "Ann Lee; Bob Lee; Lee")
    (relation,) = draft.relations
    assert relation.speaker is None
    assert [e.rule for e in relation.evidence if e.field == "speaker"] == ["speakers:shared-name-undecided"]


@pytest.mark.parametrize(
    ("kind", "marked", "name", "speaker_kind"),
    [
        (
            "another office",
            "Senator Orla Finch came. She repeated the words of the minister, {who} said “no”.",
            None,
            "unnamed",
        ),
        (
            "nation of another",
            "French minister Orla Finch came. It rained. {The Polish minister} said “no”.",
            None,
            "unnamed",
        ),
        ("nation of nobody", "Orla Finch came. It rained. {The Polish minister} said “no”.", None, "unnamed"),
        (
            "nation",
            "Polish Trade Minister Orla Finch met Carl Boone of France. {The Polish minister} said “no”.",
            "Orla Finch",
            "person",
        ),
        ("nation of a city", "Paris-based Orla Finch came. {The Polish singer} said “no”.", "Orla Finch", "person"),
        (
            "who it belongs to",
            "They asked Quay TV, the channel run by Acme Holdings, {which} said “no”.",
            "Quay TV",
            "organization",
        ),
        ("bare plural", "It was refused by councillors {who} said “no”.", None, "group"),
        ("kin of a name", "Finch left with Carl Boone’s mother, {who} said “no”.", None, "unnamed"),
        (
            "what it is about",
            "They read the mayor’s report on the first year of the plan, {which} said “no”.",
            None,
            "document",
        ),
        ("baker", "Local baker Orla Finch came. {The prime minister} said “no”.", None, "unnamed"),
        ("hearer", "Orla Finch came. Asked by Carl Boone why, {she} said “no”.", "Orla Finch", "person"),
        (
            "kin with office",
            "{Boone’s cousin, former state Sen. Orla Finch (D-Hull), who came,} said “no”.",
            "Orla Finch",
            "person",
        ),
        ("bracket", "{Boone’s cousin, a senator (D-Hull),} said “no”.", None, "unnamed"),
        ("told", "Orla Finch came with Carl Boone. “No,” {he} told Finch.", "Carl Boone", "person"),
        ("lead", "{A ferry captain} said “no”.\n\nOrla Finch, 52, was fined.", "Orla Finch", "person"),
        ("account", "{the council's account, @LowmoorTC,} said “no”.", "@LowmoorTC", "organization"),
        ("study", "{A study published in May} said “no”.", None, "document"),
        ("cut within a name", "{Orla Fin}ch said “no”.", "Orla Finch", "person"),
        ("cut before the name", "{TV presenter} Orla Finch said “no”.", "Orla Finch", "person"),
        ("sign left out", "Then @{quay_fan} wrote “no”.", "@quay_fan", "person"),
        ("kin", "“My aunt rang and {she} says no,” said Orla Finch.", None, "unnamed"),
        ("group in apposition", "{The group, Quay Guild,} said “no”.", "Quay Guild", "organization"),
        ("firm in apposition", "Finch left. {The owner}, Quay Holdings, said “no”.", "Quay Holdings", "organization"),
        (
            "named later",
            "Finch left. {Finch's campaign manager} said “no”. Carl Boone, Finch's campaign manager, sang.",
            "Carl Boone",
            "person",
        ),
        ("other owner", "Finch left. {Finch's lawyer} said “no”. Carl Boone, Lee's lawyer, sang.", None, "unnamed"),
        ("by the handle", "Then {a user from Hull by the handle of Carl Boone} said “no”.", "Carl Boone", "person"),
        ("cut within an office", "Then {former secretary of state} Orla Finch said “no”.", "Orla Finch", "person"),
        (
            "party and state",
            "Rep. Carl Boone (R-Utah) came. Then {the Utah Republican} said “no”.",
            "Carl Boone",
            "person",
        ),
        ("cut before put out", "{A paper} put out in 2021 by Quay Institute said “no”.", "Quay Institute", "document"),
        ("no author", "{A paper} warned in 2021 of losses from Quay Institute: “no”.", None, "document"),
        ("cut before by", "{A paper put out in 2021} by Quay Institute said “no”.", "Quay Institute", "document"),
        ("document as it", "A draft of the lease runs to 40 pages. Pets must go, {it} says.", None, "document"),
        ("writer", "Orla Finch showed us a letter from a farmer. “No,” {he} wrote.", None, "unnamed"),
        ("anybody", "{Someone} said “no”.", None, "unnamed"),
        ("cut before the honorific", "{Guild spokesman} Mr Carl Boone said “no”.", "Carl Boone", "person"),
        ("which of two clauses", "Then came Orla Finch, who farms, {who} said “no”.", "Orla Finch", "person"),
        (
            "who provided the statement",
            "{Quay Institute} said Carl Boone provided a written statement. {The statement} said “no”.",
            "Carl Boone",
            "person",
        ),
        (
            "campaign",
            "The Boone campaign met the press in Hull. {The campaign} said “no”.",
            "Boone campaign",
            "organization",
        ),
        (
            "her campaign",
            "Finch’s campaign grew, and so did Boone’s campaign. Ms Finch came. {Her campaign} said “no”.",
            "Finch’s campaign",
            "organization",
        ),
        (
            "her campaign, named later",
            "Orla Finch came. {Her campaign} said “no”. Finch's campaign left with the tide.",
            "Finch's campaign",
            "organization",
        ),
        (
            "message that a paper told of",
            "According to the {Quay Herald}, an email went to the guild. {The email} said “no”.",
            None,
            "document",
        ),
        ("editorial", "{Orla Finch} read an editorial and said “yes”. {The editorial} said “no”.", None, "document"),
        ("party of no such name", "The Quay Trust met. Then {the party} said “no”.", None, "organization"),
        ("initials that end like a role", "Orla Finch came. {The FGH-CIO} said “no”.", "FGH-CIO", "organization"),
        ("told by a paper", "“No,” Orla Finch said, according to {the Quay Herald}.", "Orla Finch", "person"),
        ("told by an office", "Orla Finch laughed and said “no”, {the Quay Office} reported.", "Orla Finch", "person"),
        ("said by an office", "Orla Finch laughed. “No,” {the Quay Office} reported.", "Quay Office", "organization"),
        ("office of somebody", "Orla Finch came. {Finch’s office} said “no”.", "Finch’s office", "organization"),
        ("campaign of nobody", "Quay Institute met Carl Boone. {The campaign} said “no”.", None, "organization"),
        ("suffix before a bracket", "{Rep. Carl Boone Jr. (D-Pa.), an ally,} said “no”.", "Carl Boone Jr.", "person"),
        (
            "name in a headline only",
            "Dale Hartigan Says Every Harbour Needs Better Pilots Now\n\nIt rained. {Dale Hartigan} “no”.",
            "Dale Hartigan",
            "person",
        ),
        ("paper as it", "Fees rose, {Carl Boone} wrote in the affidavit. {It} said “no”.", "Carl Boone", "person"),
        (
            "party of another",
            "Republican nominee Carl Boone met Democratic nominee Orla Finch. {The GOP nominee} said “no”.",
            "Carl Boone",
            "person",
        ),
        (
            "no place",
            "Peru lost to Quay Institute. It rained in Lima, Peru. “No,” {it} said.",
            "Quay Institute",
            "organization",
        ),
        (
            "news outlet",
            "Quay News sent a crew to Hull. Carl Boone came. “No,” said {the news outlet}.",
            "Quay News",
            "organization",
        ),
        ("mention too long", "{the Quay Gazette, the head of audit, Orla Finch} said “no”.", "Orla Finch", "person"),
        ("named insider", "Orla Finch, an insider, came. {The insider} said “no”.", "Orla Finch", "person"),
        (
            "anonymity of another",
            "Mayor Orla Finch came. {The mayor} told the boy, who cannot be named, “no”.",
            "Orla Finch",
            "person",
        ),
        (
            "anonymity in the words",
            "Mayor Orla Finch came. {The mayor} said that a guard had asked not to be named.",
            "Orla Finch",
            "person",
        ),
        ("over the verb", "They miss Orla Finch. {The full-back left Quay Lane} in tears.", "Orla Finch", "person"),
        ("gives a name", "“No,” said {a nurse who gave her name only as Carl Boone}.", "Carl Boone", "person"),
        ("asks for a name", "{A nurse, who asked to be called Carl Boone,} said “no”.", "Carl Boone", "person"),
        ("goes by", "{A user who goes by quay_99} wrote “no”.", "quay_99", "person"),
        ("posts as", "{A moderator who posts as tidewatcher} wrote “no”.", "tidewatcher", "person"),
        ("goes by nothing", "{A user who goes by many names} wrote “no”.", None, "unnamed"),
        ("recording", "Then came {a clip of Carl Boone}: “No.”", "Carl Boone", "person"),
        ("its issuer", "{Its issuer, Quay Institute,} said “no”.", "Quay Institute", "organization"),
        ("issuer of somebody", "{Finch’s insurer, Quay Institute,} said “no”.", "Quay Institute", "organization"),
        (
            "name in the phrase before",
            "Meeting with {Mayor Carl Boone, Orla Finch, a ranger,} said “no”.",
            "Orla Finch",
            "person",
        ),
        ("according to the first", "According to {Carl Boone, Orla Finch} said “no”.", "Carl Boone", "person"),
        (
            "three in a list",
            "Meeting Lee, {Carl Boone, Orla Finch and Ann Finch} said “no”.",
            "Carl Boone, Orla Finch and Ann Finch",
            "group",
        ),
        ("what somebody left", "Orla Finch fell. {The winger left Carl Boone} and said “no”.", "Orla Finch", "person"),
        ("Sir alone", "{Sir} Carl Boone said “no”.", "Carl Boone", "person"),
        ("one of several", "{Two officials} said “no”. “Yes,” said {one of them}.", None, "unnamed"),
        ("seat", "Orla Finch opposed it.\n\n“No,” {the Member for Hull} said.", "Orla Finch", "person"),
        ("member of a body", "Orla Finch came.\n\n“No,” {the member of Quay Institute} said.", None, "unnamed"),
        (
            "former official",
            "Orla Finch came.\n\n“No,” said {the former official at Quay Institute}.",
            None,
            "unnamed",
        ),
        ("seat of a baker", "Orla Finch, a baker, came.\n\n“No,” {the Member for Hull} said.", None, "unnamed"),
        ("seat and party", "Orla Finch opposed it.\n\n“No,” {the Greens MP} said.", "Orla Finch", "person"),
        (
            "former post",
            "Her tutor, Orla Finch, came.\n\n“No,” said {the former vice-principal of Hull School}.",
            "Orla Finch",
            "person",
        ),
        ("post of nobody", "Her tutor, Orla Finch, came.\n\n“No,” said {the mayor of Hull}.", None, "unnamed"),
        ("somebody's team", "The Quays’ Orla Finch came.\n\n“No,” {the Member for Hull} said.", "Orla Finch", "person"),
        ("legislator", "Hull legislator Orla Finch came. Then {the first-term MP} said “no”.", "Orla Finch", "person"),
        (
            "trade of who has none",
            "Carl Boone, a lecturer, wept.\n\nIt was dear for Orla Finch. There was rain.\n\n“No,” {the welder} said.",
            "Orla Finch",
            "person",
        ),
        (
            "trade beside a son",
            "Carl Boone, a lecturer, wept.\n\nIt was dear for Orla Finch, whose son Tom Finch sang. There was rain."
            "\n\n“No,” {the welder} said.",
            "Orla Finch",
            "person",
        ),
        (
            "age of a miner",
            "Quay Institute closed. Orla Finch sang. “No,” {the 67-year-old miner} said.",
            "Orla Finch",
            "person",
        ),
        ("owner", "Staff of Quay Institute left. {The owner of a shop} said “no”.", None, "unnamed"),
        (
            "owner named later",
            "{The owner of a chip shop} said “no”.\n\nIt rained.\n\nOwner Orla Finch, 44, sang.",
            "Orla Finch",
            "person",
        ),
        (
            "two owners named later",
            "{The owner of a chip shop} said “no”.\n\nOwner Orla Finch sang.\n\nOwner Carl Boone wept.",
            None,
            "unnamed",
        ),
        (
            "man of a trade",
            "{A Hull man who stole an egg} said “no”.\n\nCarl Boone (33), a scaffolder, was fined.",
            "Carl Boone",
            "person",
        ),
        (
            "driver of another trade",
            "{A ferry captain} said “no”.\n\nCarl Boone (33), a scaffolder, was fined.",
            None,
            "unnamed",
        ),
        ("wife by Mrs", "A seller, Mrs Orla Finch, came.\n\n“No,” {the widow} said.", "Orla Finch", "person"),
        ("no wife", "A seller, Ms Orla Finch, came.\n\n“No,” {the widow} said.", None, "unnamed"),
        ("agency in small letters", "Quay Institute left. {The dpa news agency} said “no”.", None, "organization"),
        ("this person", "Orla Finch came. “No,” {this person} said.", None, "unnamed"),
        (
            "what she goes on with",
            "Orla Finch shut her shop. She saw it. “No,” {the 43-year-old} said.",
            "Orla Finch",
            "person",
        ),
        (
            "body of former",
            "Orla Finch sang. “No,” {the former Quay Institute of Hull extra} said.",
            None,
            "unnamed",
        ),
    ],
)
def test_speakers_of_descriptions(kind: str, marked: str, name: str | None, speaker_kind: str) -> None:
    """Whoever hears is not who speaks; leads, accounts, studies and members of a group are told apart."""
    text, draft = _resolve(marked, "Orla Finch; Finch; Carl Boone", "Quay Institute")
    speaker = draft.relations[-1].speaker
    assert speaker is not None, draft.relations[-1].evidence
    assert (_name(text, draft.relations[-1]), speaker.kind) == (name, speaker_kind), kind


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("According to a memo seen by the Lakeside Star, the pier was “not safe”.", "document", None),
        ("“The plant is not safe,” according to documents reviewed by the Gull Gazette.", "document", None),
        ("“We were told late,” according to an email from Ana Lima seen by the Marl Herald.", "document", None),
        ("“We were told late,” said a report by the Marl Institute.", "organization", "Marl Institute"),
    ],
)
def test_speakers_who_received_a_document_did_not_write_it(text: str, kind: str, name: str | None) -> None:
    """A newspaper that has seen a memo is the outlet of its words, never their speaker."""
    (record,) = extract(text).records
    assert record.speaker is not None
    assert (record.speaker.kind, record.speaker.name) == (kind, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Quay Mills burned. In a post on Facebook, the company said it was “sad”.", "Quay Mills"),
        ("The mill burned. In a post on Facebook, the company said it was “sad”.", None),
        ("The mill burned. On its Telegram channel, the company said it was “sad”.", None),
        ("Facebook fell on Monday. In a post on Facebook, the company said it was “sad”.", "Facebook"),
    ],
)
def test_speakers_a_platform_is_no_company_where_words_only_stand_on_it(text: str, name: str | None) -> None:
    """ "The company" is not the platform that its post stands on, unless the article tells of the platform itself."""
    record = extract(text).records[-1]
    assert (record.speaker.name if record.speaker else None) == name


def test_speakers_a_listed_outlet_is_no_person() -> None:
    """What an agency says is not said by a person of its name."""
    (record,) = extract("The bridge fell “at noon”, according to Lusa.").records
    assert record.speaker is not None
    assert (record.speaker.name, record.speaker.kind) == ("Lusa", "organization")


def test_speakers_office_of_a_place_is_named_whole():
    """ "Utah attorney general's office" is a body; without a place it is nobody's name."""
    for place, name in (("the Utah ", "Utah attorney general’s office"), ("the ", None)):
        text = f"“We are aware of it,” {place}attorney general’s office said in an email."
        (record,) = extract(text).records
        assert (record.speaker.name if record.speaker else None) == name


def test_speakers_teams_with_their_score_say_nothing():
    """The score before a colon is no speaker; whoever the headline goes on with is."""
    for rest, name in (("Boone fumes at “awful” call", "Carl Boone"), ("“awful” call decides it", None)):
        text, draft = _resolve(f"{{Hull 2-1 Derby}}: {rest}\n\nHull manager Carl Boone left.", "Carl Boone; Boone")
        relation = evolve(draft.relations[0], content=(CharSpan(text.index(rest), text.index("call")),), speaker=None)
        done = speakers(BLANK(text), evolve(draft, relations=(relation,)), LEXICON, Options())
        assert _name(text, done.relations[0]) == name


@pytest.mark.parametrize(
    ("office", "name"), [("the Ombudsman", None), ("the Comptroller", None), ("the lecturer", "Orla Finch")]
)
def test_speakers_an_office_that_nobody_bears_stays_unnamed(office, name):
    """Whom the article calls a lecturer is no ombudsman, though nobody else is named."""
    text = f"Orla Finch, a lecturer at Tamar University, backed the plan. The money was gone, {office} said."
    found = [record.speaker for record in extract(text).records if record.source and record.source.exact == office]
    assert [speaker.name if speaker else None for speaker in found] == [name]
