"""Paragraphs and sentences are found as the text itself shows them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.datafiles import load_word_list
from attribution.layout import join_lines, paragraphs, sentences
from attribution.models import CharSpan

WRAPPED = """\
The council met in the old hall on Monday and stayed until
midnight. Nobody had told the clerk how long it would take,
and he had let the stove go out.

On Tuesday the council met again, and this time it was the
treasurer who asked for tea."""

WRAPPED_WITHOUT_BLANK_LINES = """\
The council met in the old hall on Monday and stayed until
midnight. Nobody had told the clerk how long it would take.
He had let the stove go out.
On Tuesday the council met again, and this time it was the
treasurer who asked for tea."""

RAGGED = """\
CORRAN, Nov 23 President Wendell
Amory broke off a sitting of the council on Wednesday,
saying that one of those at the
table had sold the country for a headline
about its water.
"A family can talk about money if nobody
is behind the thick curtain,"
Amory told
the members.
By Ann Lee
The lakes are
low."""

RAGGED_ARTICLE = """\
Quarrel over the harbour
By Ann Rowe
The council met in the old hall on Monday
and stayed until long after midnight, said Mayor Orla
Finch, who had let the stove go out.
Nobody had told the clerk how long
it would take, he said, and the treasurer
of the harbour, Dale Roe, agreed.
On Tuesday the council met again, and
this time it was Roe
who asked for tea."""

PARAGRAPHS = [
    (
        RAGGED,
        [
            RAGGED[: RAGGED.index('\n"A family')],
            RAGGED[RAGGED.index('"A family') : RAGGED.index("\nBy")],
            "By Ann Lee",
            "The lakes are\nlow.",
        ],
    ),
    (
        RAGGED_ARTICLE,
        [
            "Quarrel over the harbour",
            "By Ann Rowe",
            "\n".join(RAGGED_ARTICLE.splitlines()[2:5]),
            "\n".join(RAGGED_ARTICLE.splitlines()[5:8]),
            "\n".join(RAGGED_ARTICLE.splitlines()[8:]),
        ],
    ),
    ("Ann Rowe\nHarbour Press Staff\n4 May\n\nIt rained.", ["Ann Rowe", "Harbour Press Staff", "4 May", "It rained."]),
    ("", []),
    (" \n\t\r\n \u00a0", []),
    ("One line without any break.", ["One line without any break."]),
    ("One.\n\nTwo.", ["One.", "Two."]),
    ("One.\nTwo.", ["One.", "Two."]),
    ("One.\r\n\r\nTwo.\r\n", ["One.", "Two."]),
    ("One.\r\nTwo.", ["One.", "Two."]),
    ("One.\rTwo.", ["One.", "Two."]),
    ("One.\n \u00a0\t\nTwo.", ["One.", "Two."]),
    ("One.\u2029Two.", ["One.", "Two."]),
    ("One.\u2028Two.", ["One.", "Two."]),
    ("One.\x85Two.\x0cThree.", ["One.", "Two.", "Three."]),
    ("  One.  \n\n\u00a0 Two.\u00a0", ["One.", "Two."]),
    ("Harbour to close\nBy Ann Rowe\n\nIt rained.\nIt poured.",
     ["Harbour to close", "By Ann Rowe", "It rained.", "It poured."]),
    ("The vote was close,\nand nobody cheered.\n\nIt rained.",
     ["The vote was close,\nand nobody cheered.", "It rained."]),
    ("They saw an accident on the\nroad home.", ["They saw an accident on the\nroad home."]),
    ("A harbour that nobody wanted is to be closed in May\nBy Ann Rowe\n\nIt rained.",
     ["A harbour that nobody wanted is to be closed in May", "By Ann Rowe", "It rained."]),
    (WRAPPED, WRAPPED.split("\n\n")),
    (WRAPPED + "\n\n" + "a " * 100 + "end.", [*WRAPPED.split("\n\n"), "a " * 100 + "end."]),
    (WRAPPED.replace("\n", "\r\n"), WRAPPED.replace("\n", "\r\n").split("\r\n\r\n")),
    (WRAPPED_WITHOUT_BLANK_LINES,
     [WRAPPED_WITHOUT_BLANK_LINES.partition("\nOn")[0], "On" + WRAPPED_WITHOUT_BLANK_LINES.partition("\nOn")[2]]),
    ("> We left.\n> We rest.\n\nIt rained.", ["> We left.\n> We rest.", "It rained."]),
]  # fmt: skip

ONE_SENTENCE = [
    "It was Malcolm X. Roe who left.",
    "He told the U.S. Senate so.",
    "Sen. Ada Roe and Gov. Kim Oduya met Mr. Finch.",
    "J. R. Finch and George W. Oduya met A.B. Kane.",
    "It rose 2.5 percent to $1.2 million.",
    "He waited ... and waited … for 3 days.",
    "The plan ... Roe said ... is dead.",
    "It was … Roe who paid.",
    "“Is it over?” she said.",
    "“Is it over?” Ms. Roe asked.",
    "“It is over!” Ada Roe of the council shouted.",
    "“Run!” said Finch, and they ran.",
    "'Is it over?' asked Roe.",
    '"It is over," she said at 5 p.m. Tuesday.',
    "See example.com or call No. 5 at once.",
    "The band Hey! and the firm Yahoo! are not the same, she said.",
    "1. Wash your hands.",
    "“We … left. . . early.”",
    "He left (it was late).",
]
SEVERAL_SENTENCES = [
    ("He left. She stayed.", ["He left.", "She stayed."]),
    ("She wrote it on X. Mayor Roe left.", ["She wrote it on X.", "Mayor Roe left."]),
    ("He left the U.S. The next day she left.", ["He left the U.S.", "The next day she left."]),
    ("They chose plan B. It failed.", ["They chose plan B.", "It failed."]),
    ("He runs Marlow Inc. She runs Finch Ltd. They met.",
     ["He runs Marlow Inc.", "She runs Finch Ltd.", "They met."]),
    ("“He left.” She stayed.", ["“He left.”", "She stayed."]),
    ("“He left.”She stayed.", ["“He left.”", "She stayed."]),
    ('"He left." "She stayed."', ['"He left."', '"She stayed."']),
    ("“Why?” Nobody knew.", ["“Why?”", "Nobody knew."]),
    ("Why? Because. Really!", ["Why?", "Because.", "Really!"]),
    ("He waited… Then he left.", ["He waited…", "Then he left."]),
    ("He waited. . . . Then he left.", ["He waited. . . .", "Then he left."]),
    ("It rained (a lot). He left.", ["It rained (a lot).", "He left."]),
    ("It cost $5. Roe paid.", ["It cost $5.", "Roe paid."]),
    ("Headline without a stop\n\nIt rained.", ["Headline without a stop", "It rained."]),
    ("One.\r\n\r\nTwo. Three.", ["One.", "Two.", "Three."]),
    (WRAPPED.split("\n\n")[1] + "\n\n" + WRAPPED.split("\n\n")[1], [WRAPPED.split("\n\n")[1]] * 2),
    ("", []),
    ("...", ["..."]),
]  # fmt: skip


def slices(text: str, spans: list[CharSpan]) -> list[str]:
    return [span.of(text) for span in spans]


@pytest.mark.parametrize(("text", "expected"), PARAGRAPHS)
def test_layout_finds_paragraphs(text: str, expected: list[str]) -> None:
    """Blank lines end paragraphs, and so do single breaks unless the lines are wrapped or the sentence goes on."""
    assert slices(text, paragraphs(text)) == expected


@pytest.mark.parametrize("text", ONE_SENTENCE)
def test_layout_keeps_a_sentence_whole(text: str) -> None:
    """Abbreviations, initials, numbers, ellipses and reporting clauses do not end a sentence."""
    assert slices(text, sentences(text)) == [text]


@pytest.mark.parametrize(("text", "expected"), SEVERAL_SENTENCES)
def test_layout_splits_sentences(text: str, expected: list[str]) -> None:
    """A stop with its closing marks ends a sentence, and so does the end of a paragraph."""
    assert slices(text, sentences(text)) == expected


@pytest.mark.parametrize("row", load_word_list("sentences")["abbreviations"], ids=lambda row: row["form"])
def test_layout_word_list_examples_hold(row: dict[str, str]) -> None:
    """The example of every abbreviation holds it and is one sentence, and two without the abbreviation's entry."""
    assert row["form"] in row["example"]
    assert slices(row["example"], sentences(row["example"])) == [row["example"]]


def test_layout_word_list_holds_no_abbreviation_twice() -> None:
    """Each abbreviation has one entry."""
    forms = [row["form"] for row in load_word_list("sentences")["abbreviations"]]
    assert len(set(forms)) == len(forms)


@pytest.mark.parametrize("piece", [".", ". ", "\n", "a\n", "A. ", "?” Aa Bb ", " ", "U.S. ", '."', ". .x", "a"])
def test_layout_takes_time_linear_in_the_text(piece: str) -> None:
    """400,000 characters of anything are split in seconds; a square of them would take minutes."""
    text = piece * (400_000 // len(piece))
    start = time.process_time()
    paragraphs(text)
    sentences(text)
    assert time.process_time() - start < 10


@given(st.text(st.one_of(st.sampled_from('aA .!?…"”’)\n\r\u2028\u00a0>U.S'), st.characters()), max_size=150))
def test_layout_spans_cover_any_text(text: str) -> None:
    """Any text is covered: nothing but white space lies outside, and sentences stay inside paragraphs."""
    for spans in (paragraphs(text), sentences(text)):
        position = 0
        for span in spans:
            assert not text[position : span.start].strip()
            assert span.of(text) == span.of(text).strip() != ""
            position = span.end
        assert not text[position:].strip()
    outer = paragraphs(text)
    assert all(any(paragraph.contains(sentence) for paragraph in outer) for sentence in sentences(text))


@given(st.lists(st.sampled_from(["It rained.", "He left at 5 p.m. Tuesday.", "“Why?” Roe asked.", "No stop"])))
def test_layout_counts_windows_line_ends_as_they_stand(parts: list[str]) -> None:
    """The same paragraphs are found with `\\r\\n` as with `\\n`."""
    unix, windows = "\n\n".join(parts), "\r\n\r\n".join(parts)
    assert slices(unix, paragraphs(unix)) == slices(windows, paragraphs(windows))


def test_layout_joins_the_lines_of_a_paragraph() -> None:
    r"""Line breaks inside a paragraph become spaces, those between paragraphs stay, and every character its place."""
    text = "Ann Lee, chief\r\nof Acme, left.\n\nBob Ross stayed.\nShe rose."
    joined = join_lines(text)
    assert joined == "Ann Lee, chief  of Acme, left.\n\nBob Ross stayed.\nShe rose."
    assert len(joined) == len(text)
