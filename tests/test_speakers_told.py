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
            "Pilot Orla Finch said it was “fog”. When Dale Roe’s lawyer, Carl Boone, got to his feet, she went on."
            " “It sank,” she told him.",
            "Orla Finch",
        ),
        ("nobody new", "“No,” said Carl Boone. It rained. “It sank,” he said.", "Carl Boone"),
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
        ("cited, aside", "Quayside cited Orla Finch, a former pilot, as saying that the dam was “dry.”", "Orla Finch"),
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
        ("another gender", "Bob Ross fell. His mother, Anne, cried.\n\n“It sank,” Mr Ross said.", "Bob Ross"),
    ],
)
def test_names_of_kin_by_honorific(kind: str, text: str, name: str) -> None:
    """ "Mrs Ross" is the mother whom the article calls by her first name, not her son."""
    assert _names(text)[-1] == name, kind


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
