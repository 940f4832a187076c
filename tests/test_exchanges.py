"""Who speaks next: answers to questions, and unnamed sources who go on."""

from __future__ import annotations

import pytest

from attribution import extract


def _names(text: str) -> list[str | None]:
    """Return the names of the speakers of the quotations in the order of the text."""
    records = [record for record in extract(text).records if record.quotations]
    return [record.speaker.name if record.speaker else None for record in records]


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("who is asked", "“Is it late?” Carl Boone asked the pilot, Orla Finch.\n\n“It is,” she said.", "Orla Finch"),
        ("put to", "“You slept,” Carl Boone put it to Orla Finch.\n\n“I did not,” she replied.", "Orla Finch"),
        ("told", "“You slept,” Carl Boone told Orla Finch. “I did not,” she replied.", "Orla Finch"),
        ("indirect", "Carl Boone asked Orla Finch whether it sank. “It did,” she said.", "Orla Finch"),
        (
            "two who ask and answer",
            "“Did it sink?” asked lawyer Orla Finch.\n\n“It did,” said Dale Roe, who steered.\n\n"
            "“Who was on board?” Finch asked.\n\n“Me,” he said.",
            "Dale Roe",
        ),
        (
            "by the post",
            "Mayor Carl Boone sat. “Did it sink?” Orla Finch asked the mayor. “It did,” he said.",
            "Carl Boone",
        ),
        (
            "behind unquoted words",
            "“Did it sink?” Dale Roe asked Carl Boone.\n\nThe log does not say so, he answered, “and it is not wrong.”",
            "Carl Boone",
        ),
        (
            "question back",
            "Orla Finch asked whether there would be a bell. “A bell for what?” said Dale Roe. “For me,” she said.",
            "Orla Finch",
        ),
        ("nobody known is asked", "“Did it sink?” Orla Finch asked the pilot.\n\n“It did,” she said.", None),
        ("asks and goes on", "“Why now?” asked Orla Finch.\n\n“We waited for months,” she said.", "Orla Finch"),
        ("request", "Orla Finch asked Carl Boone for help. “It was late,” she said.", "Orla Finch"),
        ("asks many", "“Is it late?” Orla Finch asked pilots. “It is our ferry,” she said.", "Orla Finch"),
    ],
)
def test_exchanges_are_answered_by_whoever_is_asked(kind: str, text: str, name: str | None) -> None:
    """A reply is not by the one who asked; whoever asks nobody in particular may go on."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        (
            "woman",
            "An aide to Mayor Orla Finch, speaking on condition of anonymity, said it was late. “I wrote it,”"
            " the woman said.",
            None,
        ),
        (
            "one of several",
            "Two pilots, speaking on condition of anonymity, said Mayor Orla Finch had lied. “She knew,” one of them"
            " said. “I told her,” the woman said.",
            None,
        ),
        (
            "pronoun",
            "A pilot said Mayor Orla Finch had lied. “She knew in May,” she said.",
            None,
        ),
        (
            "new paragraph",
            "A pilot, who asked not to be named, accused Orla Finch of lying.\n\n“I was there,” she said.",
            None,
        ),
        (
            "subject who is not to be named",
            "“No,” said Carl Boone.\n\nThe pilot, who did not want to be identified, told of fog. “It sank,” he said.",
            None,
        ),
        (
            "source that runs on",
            "“No,” said Carl Boone. The pilot, who runs a shop and did not want to be named, told of fog."
            " “It sank,” he said.",
            None,
        ),
        (
            "named since",
            "A pilot said it was late. Orla Finch denied it. “It was early,” she said.",
            "Orla Finch",
        ),
        (
            "new paragraph without anonymity",
            "Orla Finch was hurt. “She fell,” a pilot said.\n\n“I am well,” she said.",
            "Orla Finch",
        ),
        ("another gender", "A spokesman said Mrs Orla Finch was well. “I am glad,” she said.", "Orla Finch"),
        (
            "gender shown by a pronoun",
            "Orla Finch was hit. A pilot said she was hurt. “It was fog,” he said.\n\n“I am lucky,” she said.",
            "Orla Finch",
        ),
        (
            "woman who is named",
            "Orla Finch left. “She ran,” a pilot said.\n\nFinch denied it. “I walked,” the woman said.",
            "Orla Finch",
        ),
    ],
)
def test_exchanges_go_on_with_whom_the_article_keeps_unnamed(kind: str, text: str, name: str | None) -> None:
    """Words right behind those of an unnamed source are not given to the one of whom the source speaks."""
    assert _names(text)[-1] == name, kind


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("addition", "Orla Finch won. “I am glad,” she said. The great-grandmother added: “It rained.”", "Orla Finch"),
        (
            "another occupation",
            "Orla Finch, a pilot, won. “I am glad,” she said. The widower added: “It rained.”",
            None,
        ),
        (
            "named since",
            "Orla Finch won. “I am glad,” she said. Dale Roe lost. The grandfather added: “It rained.”",
            None,
        ),
    ],
)
def test_exchanges_go_on_with_a_description(kind: str, text: str, name: str | None) -> None:
    """Whoever "added" something has just spoken, by whatever description; not if that is of another gender."""
    got = _names(text)[-1]
    assert got == name if name else got != "Orla Finch", kind
