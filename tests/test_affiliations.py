"""Titles and affiliations: where they stand around a name, and how a describing phrase is split."""

from __future__ import annotations

import pytest

from attribution.lexicon import load_lexicon
from attribution.models import CharSpan
from attribution.names import find_names
from attribution.people import people_words
from attribution.speakers.affiliations import build_profile
from attribution.speakers.title_phrases import describe_phrase

WORDS = people_words(load_lexicon())
NAME = "Orla Finch"


def _labels(text: str, bodies: tuple[str, ...]) -> list[tuple[int, int, str]]:
    found = [(text.index(NAME), text.index(NAME) + len(NAME), "PERSON")]
    return found + [(text.index(body), text.index(body) + len(body), "ORG") for body in bodies]


@pytest.mark.parametrize(
    ("kind", "text", "bodies", "title", "affiliation"),
    [
        (
            "apposition",
            "Orla Finch, head of research at Tidal Bank, left.",
            ["Tidal Bank"],
            "head of research",
            "Tidal Bank",
        ),
        ("office of state", "Secretary of State Orla Finch left for the Quay.", [], "Secretary of State", None),
        (
            "office with a field",
            "The Minister for Social Protection, Orla Finch, left.",
            ["Social Protection"],
            "Minister for Social Protection",
            None,
        ),
        (
            "field before the office",
            "Natural Resources Minister Orla Finch left.",
            ["Natural"],
            "Natural Resources Minister",
            None,
        ),
        ("party before the office", "Labour Health Secretary Orla Finch left.", [], "Health Secretary", "Labour"),
        (
            "officer of somebody",
            "Tidal Bank paid for it. The mayor’s finance director, Orla Finch, left.",
            ["Tidal Bank"],
            "finance director",
            None,
        ),
        (
            "country",
            "It sells well in the United States. Chief executive Orla Finch left.",
            ["United States"],
            "Chief executive",
            None,
        ),
        (
            "whose data",
            "Shares rose, according to data compiled by Tidal Bank. Chief executive Orla Finch left.",
            ["Tidal Bank"],
            "Chief executive",
            None,
        ),
        (
            "office with two fields",
            "Deputy Minister of Trade and Public Works Orla Finch left.",
            [],
            "Deputy Minister of Trade and Public Works",
            None,
        ),
        (
            "street, no body",
            "Orla Finch, owner of the bakery on the corner of Tide Street, left.",
            ["Tide Street"],
            "owner of the bakery",
            None,
        ),
        ("press secretary", "Acme press secretary Orla Finch left.", ["Acme"], "press secretary", "Acme"),
        (
            "begun by its",
            "Shares in Tidal Bank fell after its founder and chief executive, Orla Finch, left.",
            ["Tidal Bank"],
            "founder and chief executive",
            None,
        ),
        ("predicate", "Orla Finch is chief executive of Tidal Bank.", ["Tidal Bank"], "chief executive", "Tidal Bank"),
        ("predicate without a body", "Orla Finch is a fan of the boss.", [], None, None),
        (
            "nation and trade of a body",
            "Orla Finch, head of the Cape Tidean ferry company Mar Aberto, left.",
            ["Mar Aberto"],
            "head",
            "Mar Aberto",
        ),
        ("nation within a title", "Assistant U.S. Attorney Orla Finch left.", [], "Assistant U.S. Attorney", None),
        (
            "first of two roles",
            "Orla Finch, a biologist at the university and first author of the paper, left.",
            [],
            "biologist",
            "university",
        ),
        ("led by", "Led by their chair, Orla Finch, the pilots left.", [], "chair", None),
        ("party alone", "Attorney Orla Finch left. Orla Finch, a Republican, came back.", [], "Attorney", "Republican"),
        (
            "second clause",
            "Orla Finch, who was not asked and works at the Tide Institute, left.",
            ["Tide Institute"],
            None,
            "Tide Institute",
        ),
        ("others beside", "Orla Finch, fans and the coach left.", [], None, None),
        ("what somebody does", "Orla Finch, telling voters and neighbours, left.", [], None, None),
        ("clause", "Orla Finch, while still a candidate, left.", [], None, None),
        ("verb behind", "Orla Finch, a former pilot has written a book.", [], "former pilot", None),
        (
            "comma before a verb",
            "Orla Finch, a former chairman, became a delegate and left.",
            [],
            "former chairman",
            None,
        ),
        ("with article", "Orla Finch, an analyst with Tidal Bank, left.", ["Tidal Bank"], "analyst", "Tidal Bank"),
        (
            "of a body",
            "Orla Finch, secretary general of the Pilots Guild, left.",
            ["Pilots Guild"],
            "secretary general",
            "Pilots Guild",
        ),
        (
            "two prepositions",
            "Orla Finch, deputy director of the Reef Desk at the Sea Agency (SA), left.",
            ["Sea Agency"],
            "deputy director of the Reef Desk",
            "Sea Agency",
        ),
        ("comma instead of at", "Orla Finch, Director, Tidal Bank.", ["Tidal Bank"], "Director", "Tidal Bank"),
        (
            "several roles",
            "Orla Finch, chairman, founder and president of Tidal Bank, left.",
            ["Tidal Bank"],
            "chairman, founder and president",
            "Tidal Bank",
        ),
        (
            "age between",
            "Orla Finch, 44, a nurse at the Quay Hospital, left.",
            ["Quay Hospital"],
            "nurse",
            "Quay Hospital",
        ),
        ("dash", "Orla Finch - a senior harbour pilot - left.", [], "senior harbour pilot", None),
        (
            "relative clause",
            "Orla Finch, who is editor of the Quay Gazette, left.",
            ["Quay Gazette"],
            "editor",
            "Quay Gazette",
        ),
        (
            "works for",
            "Orla Finch, who led the trials for Tidal Bank, left.",
            ["Tidal Bank"],
            None,
            "Tidal Bank",
        ),
        ("waits for", "Orla Finch, who waited for Tidal Bank, left.", ["Tidal Bank"], None, None),
        (
            "headline",
            "Orla Finch, singer of the tides, dies\n\nThe diver Orla Finch left.",
            [],
            "diver",
            None,
        ),
        (
            "of which she is",
            "Orla Finch wrote in The Diplomat, the magazine of which she is editor, on Monday.",
            ["Diplomat"],
            "editor",
            "The Diplomat",
        ),
        (
            "two regions",
            "Orla Finch of Tidal Bank, where she is director of the Near Coast and Far Reef Desk, left.",
            ["Tidal Bank"],
            "director of the Near Coast and Far Reef Desk",
            "Tidal Bank",
        ),
        (
            "post in a body of a body",
            "Orla Finch, vice-chair of the city's boats committee and a former diver, left.",
            [],
            "vice-chair",
            "city's boats committee",
        ),
        ("two posts and kin", "Orla Finch, a diver, mother of two and sister of the mayor, left.", [], "diver", None),
        ("post cut short", "Orla Finch, a diver and, until May, the club's poet, left.", [], "diver", None),
        ("rank behind a role", "Then group leader Cllr Orla Finch left.", [], "group leader", None),
        (
            "role behind a body with a list for a name",
            "Then Ashby Chamber of Trade and Commerce president Orla Finch left.",
            [],
            "president",
            "Ashby Chamber of Trade and Commerce",
        ),
        ("trade behind a role", "Tide expert Professor Orla Finch left.", [], "Tide expert", None),
        ("fire chief", "Fire chief Orla Finch left.", [], "Fire chief", None),
        ("noun for a body", "Team captain Orla Finch left.", ["Team"], "Team captain", None),
        (
            "council without its name",
            "“No,” Council President Orla Finch said.",
            ["Council"],
            "Council President",
            None,
        ),
        ("name that is a noun", "Then Academy president Orla Finch left.", ["Academy"], "president", "Academy"),
        ("former player", "Ex-Tidal striker Orla Finch left.", ["Ex-Tidal"], "Ex-Tidal striker", "Tidal"),
        ("verb that opens the sentence", "It rained. Fumed butcher Orla Finch: “No.”", [], "butcher", None),
        ("name like a verb", "United manager Orla Finch left.", ["United"], "manager", "United"),
        (
            "portfolio",
            "The cabinet member for children’s services, Orla Finch, left.",
            [],
            "cabinet member for children’s services",
            None,
        ),
        (
            "post that no list has",
            "Orla Finch, 34, a night winder at Tidal General Hospital, left.",
            ["Tidal General Hospital"],
            "night winder",
            "Tidal General Hospital",
        ),
        (
            "winder of a school",
            "Orla Finch, a winder of Tidal School, left.",
            ["Tidal School"],
            "winder",
            "Tidal School",
        ),
        ("of what is no body", "Orla Finch, a winder of the Gull, left.", ["Gull"], None, None),
        ("no post", "Orla Finch, a regular at Tidal Bank, left.", ["Tidal Bank"], None, None),
        ("title elsewhere", "Mayor Orla Finch, a winder at Tidal Bank, left.", ["Tidal Bank"], "Mayor", None),
        ("now at a body", "Orla Finch, now at the Tidal Bank in Oslo, left.", ["Tidal Bank"], None, "Tidal Bank"),
        ("headline with a role", "Quay boss Orla Finch out\n\nHead coach Orla Finch left.", [], "Head coach", None),
        ("chair of a board", "Then Chair of the Board Orla Finch left.", [], "Chair of the Board", None),
        (
            "post in a body with a list for a name",
            "Orla Finch, chair of the Board of Tides, Ports and Fisheries, left.",
            [],
            "chair",
            "Board of Tides, Ports and Fisheries",
        ),
        (
            "owner in front",
            "Orla Finch, Tidal Bank's chief economist, left.",
            ["Tidal Bank"],
            "chief economist",
            "Tidal Bank",
        ),
        ("post without a body", "Orla Finch, the former envoy to Peru, left.", [], "former envoy to Peru", None),
        ("premodifier", "Then Tidal Bank analyst Orla Finch left.", ["Tidal Bank"], "analyst", "Tidal Bank"),
        (
            "possessive premodifier",
            "Then Tidal Bank's chief executive Orla Finch left.",
            ["Tidal Bank"],
            "chief executive",
            "Tidal Bank",
        ),
        (
            "former",
            "Then former Tidal Bank adviser Orla Finch left.",
            ["Tidal Bank"],
            "former Tidal Bank adviser",
            "Tidal Bank",
        ),
        ("capital title", "Then Tidal Bank President Orla Finch left.", ["Tidal Bank"], "President", "Tidal Bank"),
        ("office of a state", "Then Peru's prime minister Orla Finch left.", [], "prime minister", None),
        ("rank", "Then Lt. Col. Orla Finch left.", [], "Lt. Col.", None),
        ("secretary of state", "Then Secretary of State Orla Finch left.", [], "Secretary of State", None),
        ("knighted", "Then Tidal Bank manager Dame Orla Finch left.", ["Tidal Bank"], "manager", "Tidal Bank"),
        ("party", "Then Labour campaign spokeswoman Orla Finch left.", [], "campaign spokeswoman", "Labour"),
        ("common noun as body", "Then labour office chief Orla Finch left.", [], "chief", "labour office"),
        ("noun after of", "Then director of tide research Orla Finch left.", [], "director of tide research", None),
        (
            "before, with comma",
            "The head of the Pilots Guild, Orla Finch, left.",
            ["Pilots Guild"],
            "head",
            "Pilots Guild",
        ),
        ("from a body", "Orla Finch from the Pilots Guild left.", ["Pilots Guild"], None, "Pilots Guild"),
        ("of a body, no title", "“No,” said Orla Finch of the Pilots Guild.", ["Pilots Guild"], None, "Pilots Guild"),
        ("owner without role", "Then Tidal Bank's Orla Finch left.", ["Tidal Bank"], None, "Tidal Bank"),
        (
            "abbreviation before a place",
            "Norway is calm. Then UN Norway envoy Orla Finch left.",
            ["UN Norway"],
            "Norway envoy",
            "UN",
        ),
        (
            "owner of two words",
            "Orla Finch, the US tide watchdog’s chairman, left.",
            [],
            "chairman",
            "US tide watchdog",
        ),
        ("verb before the role", "Then Ms Roe found diver Orla Finch there.", [], "diver", None),
        ("party in brackets", "Then Sen. Orla Finch (R-Ohio) left.", [], "Sen.", "R-Ohio"),
        ("kinship is no title", "Then his sister Orla Finch left.", [], None, None),
        ("honorific is no title", "Then Ms Orla Finch left.", [], None, None),
        ("adverbial is no title", "In a letter to editors, Orla Finch left.", [], None, None),
        ("another person follows", "Orla Finch, Bob Ross and others left.", [], None, None),
        ("verb follows", "Orla Finch, speaking at Tidal Bank, praised nurses.", ["Tidal Bank"], None, None),
        ("a second post", "Orla Finch, the council's treasurer and a retired diver, left.", [], "treasurer", "council"),
        ("partner and a post", "Orla Finch, a partner at Roe Day and a former diver, left.", [], "partner", "Roe Day"),
        ("town behind the name", "Then Orla Finch (Hull) left.", ["Hull"], None, None),
        ("staff department", "HR director Orla Finch left.", ["HR"], "HR director", None),
        ("kin and a post", "Orla Finch, a mother of three and a former diver, left.", [], "former diver", None),
        ("owner within a title", "Orla Finch, a former sheriff's deputy, left.", [], "former sheriff's deputy", None),
        ("age", "Orla Finch, a 66-year-old retired diver, left.", [], "retired diver", None),
        ("at one of many", "Orla Finch, a clerk at one of the big ports, left.", [], "clerk", None),
        ("speaks for somebody", "Orla Finch, a spokeswoman for the minister, left.", [], "spokeswoman", None),
        ("adviser to somebody", "Orla Finch, an adviser to the minister, left.", [], "adviser to the minister", None),
        ("elected", "Mayor-elect Orla Finch left.", [], "Mayor-elect", None),
        ("time of day", "Orla Finch, at 3 PM, left.", [], None, None),
        (
            "degree before the post",
            "Orla Finch, M.D., Chairman and Chief Executive Officer of Tidal Bank, left.",
            ["Tidal Bank"],
            "Chairman and Chief Executive Officer",
            "Tidal Bank",
        ),
        ("seat behind the name", "Then Orla Finch MLA left.", [], "MLA", None),
        ("abbreviated office", "Trade CS Orla Finch left.", [], "Trade CS", None),
        ("abbreviated office of a party", "Likud MK Orla Finch left.", [], "MK", "Likud"),
        ("position in a team", "Then Rovers QB Orla Finch left.", ["Rovers"], "QB", "Rovers"),
        ("party of several words", "Local Liberal Democrat MP Orla Finch left.", [], "MP", "Liberal Democrat"),
        (
            "party as owner",
            "Sinn Féin’s harbour spokesperson, Orla Finch, left.",
            [],
            "harbour spokesperson",
            "Sinn Féin",
        ),
        ("counterpart", "Her Labour counterpart, Orla Finch, left.", [], None, "Labour"),
        ("party behind", "Energy Minister Orla Finch (Labour) left.", [], "Energy Minister", "Labour"),
        ("party and ward", "Then Cllr Orla Finch (Lab, Quayside) left.", [], "Cllr", "Lab"),
        ("no party", "Then diver Orla Finch (pictured) left.", [], "diver", None),
        (
            "two offices",
            "Former chief minister and Union Minister Orla Finch left.",
            [],
            "Former chief minister and Union Minister",
            None,
        ),
        (
            "portfolio of any name",
            "Orla Finch, State Secretary for International Tides, left.",
            ["International Tides"],
            "State Secretary for International Tides",
            None,
        ),
        (
            "secretary of a body",
            "Orla Finch, press secretary for Tidal Bank, left.",
            ["Tidal Bank"],
            "press secretary",
            "Tidal Bank",
        ),
        (
            "opens the sentence",
            "Freight rail chief executive Orla Finch left.",
            ["Freight"],
            "Freight rail chief executive",
            None,
        ),
        ("body opens the sentence", "Acme finance chief Orla Finch left.", ["Acme"], "finance chief", "Acme"),
        ("position", "Fast bowler Orla Finch left.", ["Fast"], "Fast bowler", None),
        ("body of a nation", "But Consumer NZ chief executive Orla Finch left.", [], "chief executive", "Consumer NZ"),
        ("nation alone", "Former Wales captain Orla Finch left.", [], "Former Wales captain", "Wales"),
        (
            "based somewhere",
            "Orla Finch, a lawyer with the Lima-based Tide Institute, left.",
            ["Lima", "Tide Institute"],
            "lawyer",
            "Tide Institute",
        ),
        (
            "day within a name",
            "Orla Finch, a biologist at the University of Hull’s Friday Harbor Labs, left.",
            ["University of Hull", "Harbor Labs"],
            "biologist",
            "University of Hull’s Friday Harbor Labs",
        ),
        (
            "chapter of a charity",
            "Orla Finch, a diver with the agency's Greater Tidewater chapter, left.",
            ["Greater Tidewater"],
            "diver",
            "Greater Tidewater chapter",
        ),
        ("force", "The military’s spokesman, Orla Finch, left.", [], "spokesman", "military"),
        ("paper as owner", "Then The Harbour Reporter’s Orla Finch left.", [], None, None),
        (
            "leads now",
            "Orla Finch, a former Acme diver who now runs the consultancy Tide Labs, left.",
            ["Acme", "Tide Labs"],
            "former Acme diver",
            "Tide Labs",
        ),
        ("has led", "Orla Finch, who has led Tidal Bank since May, left.", ["Tidal Bank"], None, "Tidal Bank"),
        (
            "chairs",
            "Orla Finch, who chairs the U.N. fact-finding mission on tides, left.",
            ["U.N."],
            None,
            "U.N. fact-finding mission",
        ),
        (
            "calls herself",
            "Orla Finch, who describes herself as convenor of the Pilots Guild, left.",
            ["Pilots Guild"],
            "convenor",
            "Pilots Guild",
        ),
        ("named so", "The surgeon, a shy woman named Orla Finch, left.", [], "surgeon", None),
        ("gave her name", "One teacher who gave her name as Orla Finch left.", [], "teacher", None),
        ("verb before a name", "The officials called Orla Finch a hero.", [], None, None),
        ("gave it up", "Orla Finch has stood down as deputy mayor.", [], "deputy mayor", None),
        ("no post behind as", "Orla Finch was named as the victim.", [], None, None),
        (
            "seat in a house",
            "A member representing Tidewater in the House of Delegates, Orla Finch, left.",
            ["House of Delegates"],
            "member",
            "House of Delegates",
        ),
        ("adjective before the name", "His professor, the formidable Orla Finch, left.", [], "professor", None),
        ("nothing", "Then Orla Finch left.", [], None, None),
    ],
)
def test_affiliations_of_a_person(
    kind: str, text: str, bodies: list[str], title: str | None, affiliation: str | None
) -> None:
    """Title and affiliation are slices of what stands around the name, or nothing."""
    book = find_names(text, _labels(text, tuple(bodies)), WORDS)
    person = next(e for e in book.entities if e.name.of(text).endswith(NAME))
    profile = build_profile(text, person, book, WORDS)
    found = tuple(span.of(text) if span else None for span in (profile.title, profile.affiliation))
    assert found == (title, affiliation), kind


def test_affiliations_prefer_the_fullest_description() -> None:
    """An apposition in a later sentence says more than the title before the name."""
    text = "Mayor Orla Finch left. Orla Finch, chair of the Pilots Guild, came back."
    labels = [(6, 16, "PERSON"), (text.rindex(NAME), text.rindex(NAME) + 10, "PERSON")]
    start = text.index("Pilots Guild")
    book = find_names(text, [*labels, (start, start + 12, "ORG")], WORDS)
    profile = build_profile(text, book.entities[0], book, WORDS)
    assert profile.title is not None
    assert profile.title.of(text) == "chair"
    assert profile.title_form == "apposition"


@pytest.mark.parametrize(
    ("text", "bodies", "title", "affiliation"),
    [
        ("a Tidal Bank spokesperson", ["Tidal Bank"], "spokesperson", "Tidal Bank"),
        ("a spokesman for the Pilots Guild", ["Pilots Guild"], "spokesman", "Pilots Guild"),
        ("a senior harbour official", [], "senior harbour official", None),
        ("one user", [], None, None),
        ("another resident", [], None, None),
        ("one Democrat in a swing seat", [], None, "Democrat"),
        ("economists at Tidal Bank", ["Tidal Bank"], "economists", "Tidal Bank"),
        ("the crowd", [], None, None),
    ],
)
def test_affiliations_of_the_unnamed(text: str, bodies: list[str], title: str | None, affiliation: str | None) -> None:
    """A describing phrase is split into what somebody is and where."""
    labels = [(text.index(body), text.index(body) + len(body), "ORG") for body in bodies]
    found = describe_phrase(text, CharSpan(0, len(text)), find_names(text, labels, WORDS), WORDS)
    assert tuple(span.of(text) if span else None for span in found) == (title, affiliation)
