"""Whom the story tells of: the subject of the sentence before, what fits a description, whose words are passed on."""

from __future__ import annotations

import pytest

from attribution import extract


def _names(text: str, *, quoted: bool = True) -> list[str | None]:
    """Return the names of the speakers of the quotations in the order of the text."""
    records = [r for r in extract(text).records if r.quotations or not quoted]
    return [r.speaker.name if r.speaker else None for r in records]


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("person", "“No,” said Carl Boone. Orla Finch runs the ferry. “It sank,” she said.", "Orla Finch"),
        (
            "new person of the next paragraph",
            "“No,” said Carl Boone.\n\nHarbour pilot Dale Roe, a retired captain, was less kind. “It sank,” he said.",
            "Dale Roe",
        ),
        (
            "body",
            "Carl Boone, of Quay Chamber, said it was “bad”.\n\nAcme Ferries asked for patience. “We try,” it said.",
            "Acme Ferries",
        ),
        ("own sentence", "“No,” said Carl Boone. Dale Roe drives a lorry, and he said it was “late”.", "Dale Roe"),
        ("who is spoken to", "“No,” said Carl Boone. Dale Roe came. “It sank,” he told Roe.", "Carl Boone"),
        (
            "who is known to be a woman",
            "Carl Boone came with his wife, Orla Finch. “It sank,” she said.",
            "Orla Finch",
        ),
        (
            "within a clause",
            "Orla Finch said it was “fog”. When Dale Roe’s lawyer, Carl Boone, got to his feet, she went on."
            " “It sank,” she told him.",
            "Orla Finch",
        ),
        ("nobody new", "“No,” said Carl Boone. It rained. “It sank,” he said.", "Carl Boone"),
        (
            "whose kin is told of",
            "Carl Boone said no. Orla Finch, whose son Dale was hurt, sat in court. “It sank,” the Texan said.",
            "Orla Finch",
        ),
        (
            "with a post beside the name of a body",
            "Appearing for the owner, ferry firm Quay Lines, lawyer Orla Finch said it was “late”.",
            "Orla Finch",
        ),
    ],
)
def test_subjects_before_a_pronoun(kind: str, text: str, name: str) -> None:
    """A pronoun stands for the subject of the sentence right before, not for whoever spoke last."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    "text",
    [
        "“No,” Orla Finch said.\n\nA neighbour disagreed. “Ask the council,” he said.",
        "Carl Boone runs it. A nurse, who asked not to be named, spoke of “four minutes”.\n\n“It sank,” she said.",
        "Carl Boone said it was late.\n\nThe spokesperson for Acme Holdings did not comment. “I may not,” she said.",
        "“No,” said Orla Finch.\n\nThe Gazette also spoke to the mayor of Quay, a sailor. He said that “it sank”.",
        "Carl Boone said it was late.\n\nThe boy’s mother laughed. “He sings,” she said.",
        "Local baker Carl Boone said: “I ran.” The prime minister stood by. “We stand ready,” she said.",
        "Teacher Carl Boone said: “I ran.”\n\nThe mayor stood by. “We stand ready,” she said.",
    ],
)
def test_subjects_that_the_article_does_not_name_stay_unnamed(text: str) -> None:
    """Whoever a sentence introduces without a name is not the person named last."""
    assert _names(text)[-1] is None


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        (
            "nation",
            "“No,” Carl Boone said.\n\nQuay manager Orla Finch saw it otherwise.\n\n“It sank,” the German said.",
            "Orla Finch",
        ),
        ("another age", "“No,” said Carl Boone, a 52-year-old pilot.\n\n“It sank,” said the 34-year-old.", None),
        ("his age", "“No,” said Carl Boone, a 52-year-old pilot.\n\n“It sank,” said the 52-year-old.", "Carl Boone"),
        ("another post", "Carl Boone left.\n\n“It sank,” said the spokesman for Acme Holdings.", None),
        ("his post", "Carl Boone, spokesman for Acme, left.\n\n“It sank,” the spokesman said.", "Carl Boone"),
        ("place of nobody", "“No,” Carl Boone said.\n\nThe mayor of Quay was calm. “It sank,” the mayor said.", None),
        ("part in it", "“No,” said Carl Boone. Acme confirmed the theft. “It sank,” the hacker said.", None),
        ("of a party", "The Greens met on the quay. “It sank,” the Greens MP said.", None),
        ("voice of a film", "“No,” said Orla Finch. A horn blew, and the narrator said: “It sank.”", None),
        (
            "party",
            "Opposition leader Carl Boone came. Dale Roe of the SDP stayed. “It sank,” the SDP leader said.",
            "Dale Roe",
        ),
        ("no party", "Opposition leader Carl Boone came. Dale Roe stayed. “It sank,” the leader said.", "Carl Boone"),
        (
            "kin that the story shows",
            "“No,” Chief Carl Boone said.\n\nOrla Finch has two grandsons.\n\n“It sank,” the grandmother said.",
            "Orla Finch",
        ),
        ("kin of nobody", "“No,” Carl Boone said.\n\nThe girl’s mother laughed. “It sank,” the mother said.", None),
        ("children counted", "“No,” Orla Finch told him.\n\n“It sank,” the mother-of-two said.", "Orla Finch"),
        ("another word", "“No,” Justice Orla Finch said. Carl Boone sat. The judge said: “It sank.”", "Orla Finch"),
        ("no woman", "His wife, Orla Finch, sang. Dale Roe left. “It sank,” the spokesman said.", "Dale Roe"),
        ("office of another", "Local baker Dale Roe said: “I ran.” The mayor told guests: “It sank.”", None),
        ("office of police", "Teacher Dale Roe said: “I ran.” The police chief told guests: “It sank.”", None),
        ("police", "Police commissioner Dale Roe left. The police chief told guests: “It sank.”", "Dale Roe"),
        ("cleric", "The Rev Dale Roe said: “I ran.” The vicar told guests: “It sank.”", "Dale Roe"),
        ("lawmaker", "Senator Orla Finch said: “I ran.” The lawmaker told guests: “It sank.”", "Orla Finch"),
        ("of no post", "Dale Roe said: “I ran.” The mayor told guests: “It sank.”", "Dale Roe"),
        (
            "elected to it",
            "Orla Finch, a nurse, was elected the first mayor of Quay. “No,” she said. The mayor added: “It sank.”",
            "Orla Finch",
        ),
        ("former post", "Orla Finch, a former nurse, came. “No,” she said. The mayor added: “It sank.”", "Orla Finch"),
        ("own name", "“It sank,” said a nurse who gave her name only as Orla Finch.", "Orla Finch"),
        ("its owner", "Dale Roe left. Its insurer, Acme Mutual, said it “sank”.", "Acme Mutual"),
        ("company", "Acme will close. “We are sorry,” the company said. Orla Finch runs Quay Labs Inc.", "Acme"),
    ],
)
def test_agreement_of_descriptions(kind: str, text: str, name: str | None) -> None:
    """A description is given to whom the article says the same of, and to nobody of whom it says something else."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("as saying", "Reuters quoted Orla Finch as saying that the dam was “dry.”", "Orla Finch"),
        (
            "cited, aside",
            "The Quayside cited Orla Finch, a former pilot, as saying that the dam was “dry.”",
            "Orla Finch",
        ),
        ("reported after", "Orla Finch said that the dam was “dry,” Reuters reported.", "Orla Finch"),
        ("reported before", "Reuters reported that Orla Finch said the dam was “dry.”", "Orla Finch"),
        ("transcript", "Orla Finch told senators that the dam was “dry,” according to a transcript.", "Orla Finch"),
        ("post", "Carl Boone pointed to an article in which Orla Finch says that the dam is “dry.”", "Orla Finch"),
        ("passive", "Orla Finch came. “The dam is dry,” she was quoted as saying by Reuters.", "Orla Finch"),
        ("unnamed", "“The dam is dry,” a source said, according to Reuters.", None),
        ("document", "A pilot left over what a memo described as “a dry dam,” Reuters reported.", None),
        ("what she called it", "Carl Boone said it was what he called “a dry dam.”", "Carl Boone"),
        ("body itself", "Acme said the dam was “dry.”", "Acme"),
    ],
)
def test_inner_voices(kind: str, text: str, name: str | None) -> None:
    """Words that an outlet or a document only passes on are those of whom it says it."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("mother", "Bob Ross fell. His mother, Anne, cried.\n\n“It sank,” Mrs Ross said.", "Anne"),
        ("father", "Bob Ross fell. His father, Carl, cried.\n\n“It sank,” Mr Ross said.", "Carl"),
        ("he himself", "Bob Ross fell. Mr Ross cried. His father, Carl, came.\n\n“It sank,” Mr Ross said.", "Bob Ross"),
        (
            "kin of another",
            "Builder Bob Ross came. Orla Finch sang. Her husband, Carl, cried.\n\n“It sank,” Mr Ross said.",
            "Bob Ross",
        ),
        ("another gender", "Bob Ross fell. His mother, Anne, cried.\n\n“It sank,” Mr Ross said.", "Bob Ross"),
    ],
)
def test_names_of_kin_by_honorific(kind: str, text: str, name: str) -> None:
    """ "Mrs Ross" is the mother whom the article calls by her first name, not her son."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    ("kind", "text", "names"),
    [
        ("nobody shown", "Carl and Orla Finch left. “No,” Mrs Finch said. “Yes,” Mr Finch said.", [None, None]),
        ("turned about", "Orla and Carl Finch left. “No,” Mrs Finch said. “Yes,” Mr Finch said.", [None, None]),
        (
            "wife shown",
            "Carl and Orla Finch left. His wife, Orla, cried. “No,” Mrs Finch said. “Yes,” Mr Finch said.",
            ["Orla Finch", "Carl"],
        ),
        (
            "wife named",
            "Carl and his wife Orla Finch left. “No,” Mrs Finch said. “Yes,” Mr Finch said.",
            ["Orla Finch", "Carl"],
        ),
        (
            "full and first",
            "Carl and Orla Finch left. “No,” Orla Finch said. “Yes,” said Carl.",
            ["Orla Finch", "Carl"],
        ),
        ("bare", "Carl and Orla Finch left. “No,” Finch said.", [None]),
        ("kin", "The brothers Carl and Dale Finch left. “No,” said Carl. “Yes,” Finch said.", ["Carl", None]),
        ("surname first", "Boone and Orla Finch met. “No,” Boone said. “Yes,” Finch said.", ["Boone", "Orla Finch"]),
        ("of a title", "President Boone and Orla Finch met. “No,” Finch said.", ["Orla Finch"]),
        ("of another name", "Carl Boone left. Boone and Orla Finch met. “No,” Finch said.", ["Orla Finch"]),
    ],
)
def test_names_of_couples(kind: str, text: str, names: list[str | None]) -> None:
    """Two who share the surname that stands once are told apart by what the article shows, or left open."""
    assert _names(text) == names, kind


def test_gender_is_not_shown_by_whom_a_fronted_phrase_names() -> None:
    """ "In a note to his wife, Ross wrote" makes nobody a woman."""
    note = "Bob Ross fell. In a note to his wife, Ross wrote it was “late”. “No,” said Orla Finch."
    text = f"{note}\n\nRoss rose. “Sorry,” he said."
    assert _names(text)[-1] == "Bob Ross"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Quay Crown Court sat.\n\nThe court heard that the roof had “serious rot”.", None),
        ("Quay Crown Court sat.\n\nThe court ruled that the roof had “serious rot”.", "Quay Crown Court"),
    ],
)
def test_who_hears_is_not_who_speaks(text: str, name: str | None) -> None:
    """What a court or a committee heard, somebody else said."""
    assert _names(text) == [name]


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("asker", "When Dale Roe asked about the ferry, Orla Finch laughed. “It sank,” she said.", "Orla Finch"),
        ("asker behind", "Orla Finch laughed when Dale Roe asked about the ferry. “It sank,” she said.", "Orla Finch"),
        (
            "who else comes",
            "Orla Finch came. When Dale Roe left the ferry, it rained. “It sank,” she said.",
            "Dale Roe",
        ),
        ("object", "Orla Finch ran the ferry. A pilot took her aside. “It sank,” she said.", "Orla Finch"),
        ("object of a name", "Orla Finch ran it. Dale Roe thanked her and left. “It sank,” she said.", "Orla Finch"),
        ("hers", "Orla Finch ran the ferry. Dale Roe lost her boat. “It sank,” she said.", "Dale Roe"),
        ("beside him", "Carl Boone rose. Dale Roe looked around him. “It sank,” he said.", "Dale Roe"),
        ("my neighbour", "Orla Finch is glad. My neighbour is not. “It sank,” she says.", None),
        ("her passenger", "Orla Finch drove. She had a passenger, a pilot, who was ill. “It sank,” he said.", None),
        (
            "born as",
            "ORLA FINCH, a pilot, has died.\n\nShe was born Ann Roe in Hull. “It sank,” she recalled.",
            "ORLA FINCH",
        ),
    ],
)
def test_subjects_askers_and_objects(kind: str, text: str, name: str | None) -> None:
    """Who asks, whom the subject acts on, and who is known to be a man or a woman tell whom a pronoun means."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("state", "Dale Roe lost. “It sank,” the Nebraskan said.", "Dale Roe"),
        ("city of the list", "Dale Roe lost. The Mancunian said it “sank”.", "Dale Roe"),
        ("by its end and place", "Dale Roe lost in Bergamo. The Bergaman conceded that it “sank”.", "Dale Roe"),
        ("body", "Dale Roe lost. The Taliban said that it “sank”.", "Taliban"),
        ("outlet", "Dale Roe told the Oregonian that it “sank”. The Oregonian reported that it “rose”.", "Oregonian"),
        ("born in", "Dale Roe lost. “It sank,” said the Hull-born German.", "Dale Roe"),
        ("spokesman of somebody", "Dale Roe rose. The prime minister’s spokesman said it “sank”.", None),
        ("spokesman of a body", "Acme spokesman Dale Roe rose. The company’s spokesman said it “sank”.", "Dale Roe"),
        ("of a body", "Nico Boone is late. Acme’s Boone spun. “It sank,” said the reigning champion.", "Nico Boone"),
        ("force", "Quayshire police came. “It sank,” the force said.", "Quayshire police"),
        ("officer of a force", "A Quay Police officer came. “It sank,” the force said.", "Quay Police"),
        ("no force", "The army came. “It sank,” the force said.", None),
        ("another kind of body", "The Acme network was there. The airline said that it “sank”.", None),
        ("that kind of body", "The Acme airline was there. The airline said that it “sank”.", "Acme"),
        (
            "label",
            "Zoom in: All is quiet. A study by the Quay Office was out; the agency warned of “rot”.",
            "Quay Office",
        ),
        ("other body", "Party leader Ann Lee danced. Fans came. The band leader said: “It is time.”", None),
        ("own body", "Union leader Ann Lee danced. Fans came. The union leader said: “It is time.”", "Ann Lee"),
    ],
)
def test_descriptions_by_place_owner_and_kind(kind: str, text: str, name: str | None) -> None:
    """ "The Nebraskan" is somebody; a spokesman of somebody else, a network and a label are not who is looked for."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("heard", "The court heard that Orla Finch shouted “give it back” at him.", "Orla Finch"),
        (
            "heard, behind what else was done",
            "The court heard that Orla Finch rang the bell, climbed the wall and then claimed to have found “rot”.",
            "Orla Finch",
        ),
        (
            "heard, with somebody else between",
            "The court heard that Orla Finch rang Carl Boone, climbed the wall and it was called “a trap” then.",
            None,
        ),
        ("heard, behind", "Orla Finch shouted “give it back”, the court heard.", "Orla Finch"),
        ("called", "Carl Boone flagged the risk, noting that Acme Ferries had called it “a wreck”.", "Acme Ferries"),
        ("told her", "Ann Lee said Carl Boone had told her the dam was “dry”.", "Carl Boone"),
        ("called for", "Ann Lee said Carl Boone had called for “dry land”.", "Carl Boone"),
        ("groups dubbed", "Ann Lee said groups termed “pioneers of the dam” were first.", "Ann Lee"),
    ],
)
def test_inner_voices_of_those_who_hear_or_tell(kind: str, text: str, name: str | None) -> None:
    """What a court heard, and what a person reports that somebody named uttered, are that one's words."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    ("kind", "second", "name"),
    [
        ("somebody of a body", "United’s Carl Boone spun round.", None),
        ("named next", "Carl Boone spun round.", "Carl Boone"),
    ],
)
def test_introductions_are_not_joined_with_somebody_of_a_body(kind: str, second: str, name: str | None) -> None:
    """Whom the opening describes is not "United’s Carl Boone", whom the story tells of next."""
    assert _names(f"“It hurts,” the striker told Sky Sports.\n\n{second} It rained.")[0] == name, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        (
            "paper",
            "The bench, with Judge Carl Boone, took exception to an affidavit that described it as “a surprise”.",
            None,
        ),
        (
            "in a newspaper",
            "Orla Finch was asked of a report in the Quay Gazette which called her “late and lazy”.",
            None,
        ),
        ("who", "Judge Carl Boone met Orla Finch, who called the flood “a surprise”.", "Orla Finch"),
        (
            "firm beside who reported",
            "Acme Ferries left. The Tidings reported that Acme Ferries was late. Now it rains. It is what the company"
            " calls “a short and necessary pause”.",
            "Acme Ferries",
        ),
        ("carried", "“It is over,” according to a statement carried by the Quay Press Agency.", None),
        ("on a platform", "The actor Carl Boone left. “I am done,” Boone's Instagram post said.", "Carl Boone"),
        ("on a platform, by nobody", "Carl Boone left. “I am done,” an Instagram post said.", None),
        ("organised", "Carl Boone said no. The letter, organised by Orla Finch, a baker, said it was “late”.", None),
        (
            "written",
            "Carl Boone said no. The letter, written by Orla Finch, a baker, said it was “late”.",
            "Orla Finch",
        ),
    ],
)
def test_documents_speak_and_not_whoever_stands_near(kind: str, text: str, name: str | None) -> None:
    """What an affidavit or a report says is no judge's or newspaper's; many say what somebody has organised."""
    assert _names(text)[-1] == name, kind


def test_titles_begin_behind_the_platform_x() -> None:
    """The letter ends the sentence before where somebody wrote there, and is no initial."""
    assert _told("Carl Boone posted it on X. Club president Orla Finch said: “It sank.”") == [("president", None)]


def test_whoever_saw_a_memo_employs_nobody() -> None:
    """An outlet that only tells where words stand is not the body for which a spokesman speaks."""
    text = "In an email seen by the Guardian, the owner wrote that it was late. “It sank,” a spokesperson said."
    assert _told(text)[-1] == ("spokesperson", None)


def test_towns_are_not_whom_a_lawyer_works_for() -> None:
    """A lawyer is called after the town where he or she lives."""
    assert _told("Orla Finch, a London lawyer who rows, said: “It sank.”") == [("lawyer", None)]


def _told(text: str) -> list[tuple[str | None, str | None]]:
    """Return title and affiliation of the speakers of the quotations in the order of the text."""
    found = [r.speaker for r in extract(text).records if r.quotations and r.speaker]
    return [tuple(span and span.exact for span in (one.title, one.affiliation)) for one in found]


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (
            "next sentence",
            "Orla Finch rose at dawn. The 46-year-old physics teacher walked to the pier. “It sank,” Finch said.",
            ("physics teacher", None),
        ),
        (
            "next clause",
            "Orla Finch ran hard, but the young goalkeeper slipped. “It sank,” Finch said.",
            ("young goalkeeper", None),
        ),
        (
            "somebody else between",
            "Orla Finch met Carl Boone. The young goalkeeper slipped. “It sank,” Finch said.",
            (None, None),
        ),
        (
            "somebody else's noun",
            "Orla Finch rose at dawn. The physics teacher walked on. “It sank,” Finch said. Teacher Carl Boone sat.",
            (None, None),
        ),
        ("object", "Orla Finch rose at dawn. It rained on the physics teacher. “It sank,” Finch said.", (None, None)),
    ],
)
def test_epithets_of_the_next_sentence(kind: str, text: str, told: tuple[str | None, str | None]) -> None:
    """What the article calls somebody in the next sentence is the title, where it can be nobody else's."""
    assert _told(text)[0] == told, kind


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (
            "chief of the opening",
            "Tidal Foods (TDF.N) fell as its chief executive resigned on Monday.\n\n"
            "Orla Finch came late. “It sank,” Finch said.",
            ("chief executive", "Tidal Foods"),
        ),
        (
            "chief with a name",
            "Tidal Foods fell as its chief executive, Carl Boone, resigned.\n\n"
            "Orla Finch came late. “It sank,” Finch said.",
            (None, None),
        ),
        (
            "named above as well",
            "Quay sinks\n\nOrla Finch in her boat\n\nA retired bus driver who lost a boat is back.\n\n"
            "Orla Finch, 73, rows again. “It sank,” she said.",
            ("retired bus driver", None),
        ),
        (
            "noun before a noun",
            "An independent review was late.\n\nOrla Finch wrote it. “It sank,” Finch said.",
            (None, None),
        ),
    ],
)
def test_introductions_tell_the_post_before_the_name(kind: str, text: str, told: tuple[str | None, str | None]) -> None:
    """Whom the opening calls by a post and the next sentences name has that post."""
    assert _told(text)[0] == told, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        (
            "unnamed",
            "Health minister Dale Roe said he’d “help”.\n\nOne nurse who left disputes this. The Gazette is not naming"
            " her. She said it was late.\n\n“It hurt,” she said.",
            None,
        ),
        (
            "not to be named",
            "Dale Roe said it was “late”. He called it “a picnic”.\n\nA senior figure at a club, who asked not to be"
            " named, said it would fight. “It sank,” he said.",
            None,
        ),
        (
            "named after",
            "A nurse left. She said it was late.\n\nOrla Finch runs the ward. “It hurt,” she said.",
            "Orla Finch",
        ),
        (
            "interviewer",
            "Quay minister Orla Finch is angry. We heard Finch’s interview with Bo Roe on Quay FM. The host asks about"
            " the ferry.\n\n“It sank,” she answers.",
            "Orla Finch",
        ),
        (
            "when arrested",
            "Dale Roe was charged with theft. The flute was gone, said Garda Carl Boone. When arrested, he replied:"
            " “I thought it was mine.”",
            "Dale Roe",
        ),
        ("my mum", "Orla Finch wrote it. What is next? My mum’s request. She says, “Orla, could you no sing?”", None),
        (
            "whose age is not told",
            "Carl Boone, 29, came in. Owner Dale Roe said he was “late”.\n\nThe 44-year-old said it was “no joke”.",
            "Dale Roe",
        ),
    ],
)
def test_pronouns_and_ages_of_those_told_of(kind: str, text: str, name: str | None) -> None:
    """Who is told of without a name, who asks, and whom the words speak to tell whom "she" means."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        (
            "obituary",
            "Orla Finch, who has died aged 93, built boats.\n\nShe sold them in Hull. She told Ann Roe that they"
            " “float”.\n\nBo Lee, her assistant, said she was “fast”.\n\nAt 90 she was asked for her secret."
            " “Butter,” she replied.",
            "Orla Finch",
        ),
        (
            "somebody else in the paragraph",
            "Orla Finch, who has died aged 93, built boats.\n\nHer daughter Bo Lee took over. “It sank,” she said.",
            "Bo Lee",
        ),
    ],
)
def test_obituaries_are_about_who_has_died(kind: str, text: str, name: str | None) -> None:
    """In an obituary "she" is the one whom it is about, unless the paragraph tells of somebody else."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        (
            "agency",
            "Tidal Pharma will file with the Harbour Drug Administration. It may need more. Tidal Pharma sells pills."
            " The agency said it was “aware”.",
            "Harbour Drug Administration",
        ),
        ("no agency", "Tidal Pharma sells pills. It may need more. The agency said it was “aware”.", None),
        (
            "what it calls itself",
            "A faction of the QARC said it was late. “It sank,” the group, which calls itself the Quay Lima Front,"
            " said in a statement.",
            "Quay Lima Front",
        ),
        (
            "club",
            "Carl Boone will stay at Quay Thistle, the Thistle boss said. A club statement said it “backs” him.",
            "Quay Thistle",
        ),
        ("no club", "Carl Boone came to Hull. A club statement said it “backs” him.", None),
    ],
)
def test_bodies_by_their_kind(kind: str, text: str, name: str | None) -> None:
    """An agency is a public body, a group may say what it is called, a club's statement is the club's."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("office in letters", "Prime Minister Orla Finch came. “It sank,” the PM said.", "Orla Finch"),
        ("office by another word", "Prime Minister Orla Finch came. “It sank,” the premier said.", "Orla Finch"),
        ("one who had it", "Former prime minister Orla Finch came. “It sank,” the premier said.", None),
        ("nobody's", "Orla Finch, a baker, came. “It sank,” the PM said.", None),
        ("pope", "The pilgrim Carl Boone came. “It sank,” the pope said.", None),
        ("king", "King Carl came. “It sank,” the monarch said.", "Carl"),
        ("taoiseach", "“No,” writes our reporter, Orla Finch. This from the taoiseach: “It sank.”", None),
        ("taoiseach of nobody", "Orla Finch addressed the hall. “It sank,” the taoiseach said.", None),
        ("then", "“No,” said Orla Finch. In 2021 the then finance minister told reporters it was “late”.", None),
        (
            "a family's",
            "Chief executive Carl Boone said it was fine. The Finch family’s spokesman said it was “late”.",
            None,
        ),
        ("association by its field", "Quay Chamber shut. The AQB engineering association said it was “late”.", "AQB"),
        (
            "union",
            "Members of the Quay Nurses Association said the firm cut what Medicare pays for."
            " The union called it “late”.",
            "Quay Nurses Association",
        ),
        ("surnamed", "“It sank,” said a farmer surnamed Deng, who lost his boat.", "Deng"),
        (
            "who examines",
            "Carl Boone told the court that he fished. Under cross-examination by Orla Finch SC, for the owner, he"
            " accepted that he had written: “It sank.”",
            "Carl Boone",
        ),
        (
            "union of members in a sentence",
            "It rained, and members of the Quay Nurses Association have accused the owner of cuts that Medicare pays."
            " The union called it “late”.",
            "Quay Nurses Association",
        ),
        (
            "council that goes on",
            "The clip was on Quaygram. The city council confirmed on Monday that Roe, 47, left. “It sank,” it said.",
            None,
        ),
        ("head of a body", "The head of the Quay Fund Orla Finch left. Finch told staff it was “late”.", "Orla Finch"),
    ],
)
def test_offices_and_bodies_mean_who_has_them(kind: str, text: str, name: str | None) -> None:
    """An office leads to whom the article gives it, in whatever words, and to nobody else."""
    assert _names(text)[-1] == name, kind


def test_an_office_is_not_another_office_before_it() -> None:
    """ "The pope" after "the chancellor" is somebody else without a name, with his own title."""
    said = [r.speaker for r in extract("“No,” the chancellor said. The pope called it “sad”.").records if r.quotations]
    assert [s.title.exact if s and s.title else None for s in said] == ["chancellor", "pope"]


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("deputy", "Mayor Orla Finch came. “It sank,” the deputy mayor said.", None),
        ("mayor", "Mayor Orla Finch came. “It sank,” the mayor said.", "Orla Finch"),
        ("vice", "Vice president Orla Finch came. The president said: “It sank.”", None),
        ("shadow", "Orla Finch, the transport secretary, came. The shadow transport secretary said: “It sank.”", None),
        (
            "shadow named",
            "Orla Finch, the transport secretary, came. Her opposite number, Dale Roe, wept.\n\nThe shadow transport"
            " secretary said: “It sank.”",
            "Dale Roe",
        ),
        ("both", "Orla Finch, a former vice president, came. President Orla Finch said: “It sank.”", "Orla Finch"),
    ],
)
def test_a_lesser_office_is_another(kind: str, text: str, name: str | None) -> None:
    """ "The deputy mayor" is not the mayor, nor "the president" her vice."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("hers", "PC Orla Finch said it was late. Her statement read: “It sank.”", "Orla Finch"),
        ("behind", "Mr Dale Roe came back at ten. “It sank,” his statement read.", "Dale Roe"),
        ("her lawyer's", "PC Orla Finch said it was late. Her lawyer’s letter read: “It sank.”", None),
    ],
)
def test_messages_of_his_or_hers(kind: str, text: str, name: str | None) -> None:
    """ "Her statement read" are her words, "her lawyer’s letter" is somebody else's."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("tag", "Quay Foods will close its plant, Reuters reported. “We have no choice,” it said.", "Quay Foods"),
        ("its own", "Reuters is sorry for an error. “We have no choice,” it said.", "Reuters"),
        ("no body", "Nine people died, Reuters reported. It said the bus was “old”.", "Reuters"),
        ("nobody named", "The airline is sorry, Reuters reported. It said the jet was “old”.", None),
        (
            "what it called",
            "Reuters reported losses. The Sudanese defence ministry said its gunners brought down nine drones, foiling"
            " what it called an attempted “massacre of travellers”.",
            "Sudanese defence ministry",
        ),
    ],
)
def test_it_is_not_who_only_reports(kind: str, text: str, name: str | None) -> None:
    """An outlet that only passes words on is not "it" where a body is told of."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        (
            "ministry",
            "The Sudanese defence ministry met. The ministry said it was “late”.",
            "Sudanese defence ministry",
        ),
        ("union", "The Divers and Pilots union met. The union said it was “late”.", "Divers and Pilots union"),
        ("union of one name", "The Unite union met. The union said it was “late”.", "Unite"),
        ("two", "The Polish labour ministry and the Czech labour ministry met. The ministry said it was “late”.", None),
        ("office", "It rained. The Health Minister’s office said it was “late”.", "Health Minister’s office"),
        ("lawyer", "It rained. The Health Minister’s lawyer said it was “late”.", None),
        ("acting", "Quay Harbour Board acting general manager Orla Finch said it was “late”.", "Orla Finch"),
    ],
)
def test_phrases_of_bodies(kind: str, text: str, name: str | None) -> None:
    """A ministry or union with a small noun goes by its whole phrase, an office by the post that it serves."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        (
            "answers",
            "Host Orla Finch asked minister Carl Boone about fog. Boone, the ports secretary, said: “No.”\n\nBut the"
            " radio host replied: “It sank.”",
            "Orla Finch",
        ),
        (
            "only spoken of",
            "Carl Boone came. “We know that Queen Orla loves it,” Boone said.\n\nThe welder said: “It sank.”",
            "Carl Boone",
        ),
    ],
)
def test_who_answers_and_who_is_only_spoken_of(kind: str, text: str, name: str | None) -> None:
    """Whoever replies is not who spoke last, and a description is nobody whom only quotations name."""
    assert _names(text)[-1] == name, kind


def test_who_speaks_next_need_not_be_who_was_described() -> None:
    """A new name behind "the owner of the yard" may be anybody's."""
    before = "It rained.\n\nNobody came.\n\nCarl Boone wept.\n\nIt froze.\n\nThe quay is shut.\n\n"
    text = "The owner of the yard said it was “late”.\n\n“It sank,” wrote Orla Finch."
    assert _names(before + text) == [None, "Orla Finch"]
