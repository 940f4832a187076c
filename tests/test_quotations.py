"""Quotation marks are paired as a careful reader pairs them, whatever the style of the newsroom."""

from __future__ import annotations

import json
import re
import time
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import evolve
from conftest import SHARED, needs_shared
from hypothesis import given
from hypothesis import strategies as st

from attribution.datafiles import load_word_list
from attribution.models import Draft, Options, Quotation
from attribution.quotations import find_quotations, quotations
from attribution.records import Article

CURLY_DOUBLE = [
    ("“We are leaving,” she said.", ["We are leaving,"]),
    ("“We are leaving,” she said. “Not one day too soon.”", ["We are leaving,", "Not one day too soon."]),
    ("“We leave,” she said, “at dawn.”", ["We leave,", "at dawn."]),
    ("He called it “a gift” and “a curse” at once.", ["a gift", "a curse"]),
    ("The law (“a bad one”) stands.", ["a bad one"]),
    ("It was “fine”—or nearly so.", ["fine"]),
    ("The mayor—“no saint,” by her own account—won.", ["no saint,"]),
    ("She said:“We leave at dawn.”", ["We leave at dawn."]),
    ("“It is fine,”said the owner.", ["It is fine,"]),
    ("“Is it over?” “Not yet.”", ["Is it over?", "Not yet."]),
    ("“Is it over?”“Not yet.”", ["Is it over?", "Not yet."]),
    ("“…and then it rained,” he said.", ["…and then it rained,"]),
    ("A “ spaced ” word.", ["spaced"]),
    ("“$40 is too much,” said Finch.", ["$40 is too much,"]),
    ("“He’s like 6’2”,” she said, “or more.”", ["He’s like 6’2”,", "or more."]),
    ("Both “yes”/“no” were crossed out.", ["yes", "no"]),
]
STRAIGHT_DOUBLE = [
    ('"We are leaving," she said.', ["We are leaving,"]),
    ('"We leave," she said, "at dawn."', ["We leave,", "at dawn."]),
    ('He called it "a gift" and "a curse" at once.', ["a gift", "a curse"]),
    ('The law ("a bad one") stands.', ["a bad one"]),
    ('It was "fine"--or "nearly" so.', ["fine", "nearly"]),
    ('The mayor-"no saint," she says-won.', ["no saint,"]),
    ('He said,"It rained."', ["It rained."]),
    ('"It rained,"he said.', ["It rained,"]),
    ('A " spaced " word.', ["spaced"]),
    ('She paid for "extras". "It was a mistake", she said.', ["extras", "It was a mistake"]),
    ('"A of B", "C of D" and "E" won.', ["A of B", "C of D", "E"]),
    ('He praised the pro-"growth" plan.', ["growth"]),
]
CURLY_SINGLE = [
    ("‘We are leaving,’ she said.", ["We are leaving,"]),
    ("‘We leave,’ she said, ‘at dawn.’", ["We leave,", "at dawn."]),
    ("The coach wasn’t sure: ‘We’ll see how they’re doing.’", ["We’ll see how they’re doing."]),
    ("‘The boys’ house is ours,’ he said.", ["The boys’ house is ours,"]),
    ("Minister ‘sorry’ for remark", ["sorry"]),
    ("He called it ‘a gift’ and ‘a curse’.", ["a gift", "a curse"]),
]
STRAIGHT_SINGLE = [
    ("'We are leaving,' she said.", ["We are leaving,"]),
    ("'We leave,' she said, 'at dawn.'", ["We leave,", "at dawn."]),
    ("The coach wasn't sure: 'We'll see how they're doing.'", ["We'll see how they're doing."]),
    ("Town 'to sell its bridge'", ["to sell its bridge"]),
    ("He called it 'a gift' and 'a curse'.", ["a gift", "a curse"]),
    ("'I can't,' said Ms Roe. 'It isn't mine.'", ["I can't,", "It isn't mine."]),
    ("'The boys' house is ours,' he said.", ["The boys' house is ours,"]),
    ("The ('best') plan won.", ["best"]),
]
OTHER_MARKS = [
    ("«Nous partons», she said.", ["Nous partons"]),
    ("« Nous partons », she said.", ["Nous partons"]),
    ("«\u00a0Nous partons\u00a0», she said.", ["Nous partons"]),
    ("»Wir gehen«, she said.", ["Wir gehen"]),
    ("‹Wir gehen›, she said.", ["Wir gehen"]),
    ("„Wir gehen“, she said.", ["Wir gehen"]),
    ("„Idziemy”, she said. „Teraz.”", ["Idziemy", "Teraz."]),
    ("‚Wir gehen‘, she said.", ["Wir gehen"]),
    ("”Vi går”, she said. ”Nu.”", ["Vi går", "Nu."]),
    ("``We leave,'' she said. ``Now.''", ["We leave,", "Now."]),
    ("''We leave,'' she said. ''Now.''", ["We leave,", "Now."]),
    ("‘‘We leave,’’ she said.", ["We leave,"]),
    ("He wrote `we leave' and left.", ["we leave"]),
]
MIXED_MARKS = [
    ("“We leave“ was all he said.", ["We leave"]),
    ("“We leave,“ she said. “Now.“", ["We leave,", "Now."]),
    ("”We leave,“ she said.", ["We leave,"]),
    ('“We leave," she said.', ["We leave,"]),
    ('"We leave,” she said.', ["We leave,"]),
    ('"We leave,"” she said. "Now."', ["We leave,", "Now."]),
    ("““We leave,”” she said.", ["We leave,"]),
    ("‘We leave,' she said.", ["We leave,"]),
    ('"We leave," she said. “Now.”', ["We leave,", "Now."]),
]
NO_QUOTATIONS = [
    "",
    "Nothing is quoted here.",
    "Back in the '90s it was not so.",
    "Back in the ’90s it was not so.",
    "Back in the ‘90s it was not so.",
    "The class of '08 met the class of ’12.",
    "Both sides’ heavy-handed ways and the boys' house.",
    "James' house and Jess’ car are the twins'.",
    "He is 6'2\" tall and she is 5'9\".",
    "He is 6' 2'' tall and she is 5’ 9”.",
    'A 34" screen and a 27" one, both 2" thick.',
    "It is rock 'n' roll, and fish ’n’ chips, and R'n'B.",
    "’Tis the season, and 'twas the night.",
    "Get 'em while it's hot, goin' once.",
    "O’Brien can't, won’t and shan't.",
    "They were dinin' an' dancin' all night.",
    "The farmers' and teachers' unions' leaders met.",
]
NESTED = [
    ("“She said ‘no’ to me,” he said.", [("She said ‘no’ to me,", 0), ("no", 1)]),
    ("\"She said 'no' to me,\" he said.", [("She said 'no' to me,", 0), ("no", 1)]),
    ("‘She said “no” to me,’ he said.", [("She said “no” to me,", 0), ("no", 1)]),
    ("'She said \"no\" to me,' he said.", [('She said "no" to me,', 0), ("no", 1)]),
    ("“She said, ‘No.’”", [("She said, ‘No.’", 0), ("No.", 1)]),
    ("\"She said, 'No.'\"", [("She said, 'No.'", 0), ("No.", 1)]),
    ("''She said, 'No,''' he said.", [("She said, 'No,'", 0), ("No,", 1)]),
    ("'''No' is what she said,'' he said.", [("'No' is what she said,", 0), ("No", 1)]),
    ("“‘No’ is what she said,” he said.", [("‘No’ is what she said,", 0), ("No", 1)]),
    ("“The sign says “no” to you,” he said.", [("The sign says “no” to you,", 0), ("no", 1)]),
    ('"The sign says "no entry" to you," he said.', [('The sign says "no entry" to you,', 0), ("no entry", 1)]),
    ("“A ‘b “c ‘d’ e” f’ g.”", [("A ‘b “c ‘d’ e” f’ g.", 0), ("b “c ‘d’ e” f", 1), ("c ‘d’ e", 2), ("d", 3)]),
    ("« Il dit “non” », she said.", [("Il dit “non”", 0), ("non", 1)]),
    ("„Er sagt ‚nein‘“, she said.", [("Er sagt ‚nein‘", 0), ("nein", 1)]),
    ("“The ’90s were ‘hers’ and the boys’,” he said.", [("The ’90s were ‘hers’ and the boys’,", 0), ("hers", 1)]),
]
# A quotation that goes on: each stretch with the place of the stretch that it goes on with.
CONTINUED = [
    ("“One.\n\n“Two.”\n\nEnd.", [("One.", None), ("Two.", 0)]),
    ('"One.\n\n"Two.\n\n"Three," he said.', [("One.", None), ("Two.", 0), ("Three,", 1)]),
    ("‘One.\n\n‘Two.’", [("One.", None), ("Two.", 0)]),
    ("'One.\n\n'Two.'", [("One.", None), ("Two.", 0)]),
    ("«One.\n\n«Two.»", [("One.", None), ("Two.", 0)]),
    ("“One.\n“Two.”\nEnd.", [("One.", None), ("Two.", 0)]),
    ('"One.\r\n"Two."\r\nEnd.', [("One.", None), ("Two.", 0)]),
    ('He said: "One.\n\n"Two."', [("One.", None), ("Two.", 0)]),
    ("“One. “Two. “Three.” End.", [("One.", None), ("Two.", 0), ("Three.", 1)]),
    ('He left. "One is gone. "Two is late. "Three is here." End.',
     [("One is gone.", None), ("Two is late.", 0), ("Three is here.", 1)]),
    ('"One," he said. "Two. "Three." Roe agreed. "Four," she said.',
     [("One,", None), ("Two.", None), ("Three.", 1), ("Four,", None)]),
    ("“One.” \n\n“Two.”", [("One.", None), ("Two.", None)]),
    ("“He said, ‘One.\n\n“‘Two.’”",
     [("He said, ‘One.", None), ("One.", None), ("‘Two.’", 0), ("Two.", 1)]),
]  # fmt: skip
BLOCKS = [
    ("He wrote:\n\n> We leave at dawn.\n\nNobody did.", ["We leave at dawn."]),
    ("He wrote:\n\n> We leave.\n>\n> We mean it.\n\nNobody did.", ["We leave.\n>\n> We mean it."]),
    ("The note said:\n\n    We leave at dawn.\n    We mean it.\n\nNobody did.\n\nIt rained.",
     ["We leave at dawn.", "We mean it."]),
    ("The note said:\n\n    We leave at\n    dawn.\n\nNobody did.\n\nIt rained.", ["We leave at\n    dawn."]),
    ("The note said:\n\n\tWe leave.\n\n\tWe mean it.\n\nNobody did.\n\nIt rained.\n\nEnd.",
     ["We leave.", "We mean it."]),
    ("He packed:\n\n    - a coat\n\nThen he left.\n\nIt rained.", []),
    ("It rained.\n\n    A line set in.\n\nThen he left.\n\nIt rained.", []),
    ("    First.\n\n    Second:\n\n    Third.", []),
    ("Q: When did you leave?\n\nA: At dawn.", ["When did you leave?", "At dawn."]),
    ("Q. When did you leave?\nA. At dawn.\nQ. Why?\nA. It rained.",
     ["When did you leave?", "At dawn.", "Why?", "It rained."]),
    ("ROWE: I left.\n\nKANE: Did you?\n\nROWE: I did.\n\nKANE: We know.",
     ["I left.", "Did you?", "I did.", "We know."]),
    ("MR. ROWE: I left.\n\nMS. O'DEA: Did you?\n\nMR. ROWE (laughing): I did.\n\nMS. O'DEA: We know.",
     ["I left.", "Did you?", "I did.", "We know."]),
    ("Interviewer: Why go?\n\nAnn Rowe: I was tired.\n\nIt rained on us.\n\nInterviewer: And now?\n\nAnn Rowe: I rest.",
     ["Why go?", "I was tired.", "It rained on us.", "And now?", "I rest."]),
    ("Q: Why?\n\n(Laughter.)\n\nA: I was tired.", ["Why?", "I was tired."]),
    ("Q: Why?\n\nA: I was tired.\n\nOn money\n\nQ: And now?\n\nA: We save.",
     ["Why?", "I was tired.", "And now?", "We save."]),
    ("Lions: Won twice.\n\nBears: Lost twice.\n\nLions: Home on Friday.\n\nBears: Away on Friday.", []),
    ("Update: We were wrong.\n\nUpdate: We are sorry.\n\nNote: I left.\n\nNote: You stay.", []),
    ("ROWE: I left.\n\nThe council met and voted.", []),
    ("Ann Rowe was asked.\n\nIDA KANE: Did you?\n\nROWE: I did.\n\nKANE: We know.",
     ["Did you?", "I did.", "We know."]),
    ("Rain.\n\nPARIS: We left.\n\nLYON: You stay.\n\nPARIS: We are back.", []),
    ("Rowe: I left.\n\nThe mayor was asked by Ida Kane.\n\nKANE: Did you?\n\nROWE: I did.\n\nKANE: We know.",
     ["Did you?", "I did.", "We know."]),
]  # fmt: skip
# Text, the stretches that are kept, what the problem shows.
ODD_MARKS = [
    ("Words such as “trade” and growth” were rare. “We saw,” she said.", ["trade", "We saw,"], ["growth”"]),
    ('He sold “trade” and "growth here.\n\nEnd.\n\n“We saw,” she said.', ["trade", "We saw,"], ['"growth']),
    ("He has a “bad knee and left.\n\nEnd.\n\n“We saw,” she said later.", ["We saw,"], ["“bad"]),
    ("She said: “We left at dawn.\n\nThe others stayed.", ["We left at dawn."], ["“We"]),
    ("“We left at dawn.\n\nThe others stayed.", ["We left at dawn."], ["“We"]),
    ("It rained.” He left.\n\n“We saw,” she said.", ["We saw,"], ["rained.”"]),
    ("“He said ‘no way.” It rained.", ["He said ‘no way."], ["‘no"]),
    ("“We left at dawn,’ he said. “Now.”", ["We left at dawn,", "Now."], ["dawn,’"]),
    ('A line of """""""""""""""""""""" and "one" more.', ["one"], ['""""""""""""""""""""""']),
    ("»“”«", ["“”"], []),
]


def stretches(text: str) -> list[str]:
    return [quotation.span.of(text) for quotation in find_quotations(text)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [*CURLY_DOUBLE, *STRAIGHT_DOUBLE, *CURLY_SINGLE, *STRAIGHT_SINGLE, *OTHER_MARKS, *MIXED_MARKS],
)
def test_quotations_pairs_marks_of_every_style(text: str, expected: list[str]) -> None:
    """The stretches between marks are found, without a problem, whatever the marks and what they touch."""
    assert stretches(text) == expected
    assert find_quotations(text)[1] == ()


@pytest.mark.parametrize("text", NO_QUOTATIONS)
def test_quotations_leaves_apostrophes_and_primes_alone(text: str) -> None:
    """Apostrophes, primes and lost beginnings of words are neither quotations nor problems."""
    assert find_quotations(text) == ((), ())


@pytest.mark.parametrize(("text", "expected"), NESTED)
def test_quotations_nests_to_any_depth(text: str, expected: list[tuple[str, int]]) -> None:
    """A quotation inside a quotation is found with its depth, the outer one first."""
    found, problems = find_quotations(text)
    assert [(quotation.span.of(text), quotation.depth) for quotation in found] == expected
    assert problems == ()


@pytest.mark.parametrize("depth", [8, 40])
def test_quotations_nests_deeper_than_any_article(depth: int) -> None:
    """No depth is too deep."""
    pairs = [("“", "”"), ("‘", "’")]
    text = "x"
    for level in range(depth):
        opening, closing = pairs[level % 2]
        text = f"{opening}a {text} b{closing}"
    assert [quotation.depth for quotation in find_quotations(text)[0]] == list(range(depth))


@pytest.mark.parametrize(("text", "expected"), CONTINUED)
def test_quotations_links_a_quotation_that_reopens(text: str, expected: list[tuple[str, int | None]]) -> None:
    """A quotation reopened in the next paragraph, or without having been closed, names the stretch it goes on with."""
    found, problems = find_quotations(text)
    assert [(quotation.span.of(text), quotation.continues) for quotation in found] == expected
    assert problems == ()


@pytest.mark.parametrize(("text", "expected"), BLOCKS)
def test_quotations_finds_what_only_the_layout_shows(text: str, expected: list[str]) -> None:
    """Block quotations and the turns of a transcript are stretches of the style "block", and nothing else is."""
    found, problems = find_quotations(text)
    assert [quotation.span.of(text) for quotation in found if quotation.style == "block"] == expected
    assert problems == ()


def test_quotations_puts_marks_inside_a_turn_below_it() -> None:
    """A quotation inside a turn has depth 1; a turn that is marked as a whole is found once."""
    text = "Q: Who said “no”?\n\nA: “I did.”"
    found, _ = find_quotations(text)
    assert [(q.span.of(text), q.depth, q.style) for q in found] == [
        ("Who said “no”?", 0, "block"),
        ("no", 1, "double"),
        ("I did.", 0, "double"),
    ]


@pytest.mark.parametrize("end", ["", "”"])
def test_quotations_leaves_the_label_out_of_a_turn_between_marks(end: str) -> None:
    """“ROWE: ...” is Rowe's turn: the words begin behind the label, and go on with no other turn."""
    turns = ["KANE: Did you?", "ROWE: I did.", "(Laughter.)", "Twice.", "KANE: We know.", "ROWE: You do."]
    text = "\n\n".join(f"“{turn}{end}" for turn in turns) + ("" if end else "”")
    found, problems = find_quotations(text)
    assert [(q.label and q.label.of(text), q.span.of(text)) for q in found] == [
        ("KANE", "Did you?"),
        ("ROWE", "I did."),
        (None, "(Laughter.)"),
        (None, "Twice."),
        ("KANE", "We know."),
        ("ROWE", "You do."),
    ]
    assert all(quotation.continues is None for quotation in found if quotation.label)
    assert problems == ()


@pytest.mark.parametrize(("text", "kept", "shown"), ODD_MARKS)
def test_quotations_reports_an_odd_mark_and_keeps_the_rest(text: str, kept: list[str], shown: list[str]) -> None:
    """An odd mark becomes one problem beside it and costs nothing outside its paragraph."""
    found, problems = find_quotations(text)
    assert [quotation.span.of(text) for quotation in found] == kept
    assert [problem.span.of(text) for problem in problems] == shown
    assert {problem.code for problem in problems} <= {"unbalanced-mark"}


@pytest.mark.parametrize(
    ("text", "style"),
    [("“a b”", "double"), ("‘a b’", "single"), ("«a b»", "guillemet"), ("„a b“", "low"), ("‚a b‘", "low")],
)
def test_quotations_names_the_style(text: str, style: str) -> None:
    """The style tells which marks were used; `outer` holds the marks, `span` does not."""
    (quotation,), _ = find_quotations(text)
    assert (quotation.style, quotation.outer.of(text), quotation.span.of(text)) == (style, text, "a b")


def test_quotations_without_a_closing_mark_end_with_their_paragraph() -> None:
    """The outer span of a quotation that goes on ends with its words."""
    text = "“One.  \n\n“Two.”"
    first, second = find_quotations(text)[0]
    assert (first.outer.of(text), second.outer.of(text)) == ("“One.", "“Two.”")


def test_quotations_keeps_carriage_returns_and_offsets() -> None:
    """Line ends of Windows count as they stand in the text."""
    text = "It rained.\r\n\r\n“We\r\nleft,” she said.\r\n"
    (quotation,), problems = find_quotations(text)
    assert (quotation.span.of(text), problems) == ("We\r\nleft,", ())


def test_quotations_step_fills_the_draft() -> None:
    """The step adds quotations and problems to the draft and changes nothing else."""
    text = "“Yes,” she said. No” he said."
    draft = Draft(article=Article(text))
    doc: Any = SimpleNamespace(text=text)
    after = quotations(doc, draft, None, Options())  # type: ignore[arg-type]
    assert [quotation.span.of(text) for quotation in after.quotations] == ["Yes,"]
    assert [problem.code for problem in after.problems] == ["unbalanced-mark"]
    assert evolve(after, quotations=(), problems=()) == draft


@pytest.mark.parametrize(
    "piece",
    ['"', "“", "\"'", "“‘", '" ', "“a ", "a” ", "“a ‘b ", "'a ", "“a\n\n", "“ab” ‘c’ ", '."', "'' ``", "ROWE: I?\n"],
)
def test_quotations_takes_time_linear_in_the_text(piece: str) -> None:
    """Eight times the marks take about eight times as long, not sixty-four times; the faster of two runs counts."""

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        find_quotations(text)
        return time.process_time() - start

    seconds(4_000)
    assert min(seconds(64_000), seconds(64_000)) < 25 * seconds(8_000) + 0.2


def test_quotations_nests_thousands_of_levels_in_linear_time() -> None:
    """Quotations that all hold one another cost no more than as many side by side."""
    levels = 20_000
    text = "“a ‘b " * levels + "c" + " d’ e”" * levels
    start = time.process_time()
    found, problems = find_quotations(text)
    assert time.process_time() - start < 10
    assert (len(found), found[-1].depth, problems) == (2 * levels, 2 * levels - 1, ())


@pytest.mark.parametrize("text", ['"' * 1_000_000, "\"'" * 500_000, "“" + "a " * 500_000, '" ' * 500_000])
def test_quotations_survives_a_megabyte_of_marks(text: str) -> None:
    """A megabyte of marks is read in seconds and yields at most a problem or one stretch."""
    start = time.process_time()
    found, problems = find_quotations(text)
    assert time.process_time() - start < 20
    assert len(found) + len(problems) <= 2


MARKS = "\"'“”‘’«»„‚`"
ANY_TEXT = st.text(st.one_of(st.sampled_from(MARKS + "ab. ,:-—>\n\r\t"), st.characters()), max_size=120)
ANY_ARTICLE = st.lists(
    st.sampled_from(
        [*MARKS, "He said", "we left", "sides", "34", ". ", ", ", ": ", " ", "\n\n", "\n", "\r\n", "—", "Q: ", "A: ",
         "> ", "    ", "ROWE: I "]
    ),
    max_size=60,
).map("".join)  # fmt: skip


def is_well_nested(found: tuple[Quotation, ...]) -> bool:
    open_ends: list[int] = []
    for quotation in found:
        while open_ends and open_ends[-1] <= quotation.outer.start:
            open_ends.pop()
        if open_ends and quotation.outer.end > open_ends[-1]:
            return False
        if quotation.depth != len(open_ends):
            return False
        open_ends.append(quotation.outer.end)
    return True


@given(st.one_of(ANY_TEXT, ANY_ARTICLE))
def test_quotations_holds_its_promises_for_any_text(text: str) -> None:
    """Any text gives spans inside it, words inside marks, sorted, well nested, with links that point back."""
    found, problems = find_quotations(text)
    for index, quotation in enumerate(found):
        assert 0 <= quotation.outer.start <= quotation.span.start < quotation.span.end <= quotation.outer.end
        assert quotation.outer.end <= len(text)
        words = quotation.span.of(text)
        assert words == words.strip()
        assert quotation.continues is None or 0 <= quotation.continues < index
    keys = [(quotation.outer.start, -quotation.outer.end) for quotation in found]
    assert keys == sorted(keys)
    assert is_well_nested(found)
    assert all(0 <= problem.span.start < problem.span.end <= len(text) for problem in problems)
    assert list(problems) == sorted(problems, key=lambda problem: problem.span)
    assert find_quotations(text) == (found, problems)


@given(ANY_ARTICLE)
def test_quotations_ignores_a_paragraph_without_marks_behind(text: str) -> None:
    """A paragraph without marks at the end changes nothing before it."""
    assert find_quotations(text + "\n\nThen they all went home again.") == find_quotations(text)


def data_rows() -> list[tuple[str, str, str]]:
    words = load_word_list("marks")
    return [(key, row["form"], row["example"]) for key, rows in words.items() for row in rows]


@pytest.mark.parametrize(("key", "form", "example"), data_rows())
def test_quotations_word_list_examples_hold(key: str, form: str, example: str) -> None:
    """Every entry of the word list does in its example what it is listed for."""
    if key == "elisions":
        assert find_quotations(example) == ((), ())
        closed = f"{example} It’s the Roes’ own."
        assert find_quotations(closed) == ((), ())
    elif key == "whole":
        found, (problem,) = find_quotations(example)
        assert (found, problem.span.of(example)) == ((), f"'{form}")
        assert problem.message.endswith("never closed")
        assert find_quotations(f"{example[:-1]},' he said.")[1] == ()
    elif key == "turn_labels":
        text = f"{example}\n\nRowe: I know.\n\n{example}\n\nRowe: I know."
        assert example.removeprefix(f"{form}: ") in stretches(text)
    elif key == "not_turn_labels":
        assert stretches(f"{example}\n\nRowe: I know.\n\n{example}\n\nRowe: I know.") == []
    else:
        text = f"Rowe: {example}\n\nKane: {example}\n\nRowe: {example}\n\nKane: {example}"
        assert stretches(text) == [example] * 4


def test_quotations_word_list_holds_no_entry_twice() -> None:
    """Each form has one entry in its list."""
    assert all(len({row["form"] for row in rows}) == len(rows) for rows in load_word_list("marks").values())


WORD = re.compile(r"\w+")


def from_word_to_word(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without marks, spaces and stops at its ends."""
    words = [match.span() for match in WORD.finditer(text, start, end)]
    return (words[0][0], words[-1][1]) if words else None


@needs_shared
@pytest.mark.parametrize(
    ("corpus", "least"), [("polnear/train", 0.996), ("web/articles", 0.998), ("bbc-abc/articles", 0.997)]
)
def test_quotations_finds_the_marked_speech_of_the_corpora(corpus: str, least: float) -> None:
    """Of the quotations that people marked in the corpora, nearly all are found from first word to last."""
    found = total = 0
    for line in (SHARED / f"{corpus}.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        text = article["text"]
        ours = {from_word_to_word(text, q.span.start, q.span.end) for q in find_quotations(text)[0]}
        gold = {from_word_to_word(text, *quote["span"]) for quote in article["quotes"]} - {None}
        found += len(gold & ours)
        total += len(gold)
    assert found >= least * total


@pytest.mark.skipif(not SHARED.is_dir(), reason="the seed article is not beside the project")
def test_quotations_reports_the_odd_mark_of_the_seed_article() -> None:
    """The one mark that was never opened is a problem, and the word quoted before it is kept."""
    text = (SHARED / "seed" / "article.txt").read_text(encoding="utf-8")
    found, (problem,) = find_quotations(text)
    assert (problem.code, problem.span.start, problem.span.end) == ("unbalanced-mark", 3120, 3126)
    assert "economy" in [quotation.span.of(text) for quotation in found]
    assert len(found) == 12
