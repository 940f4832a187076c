"""The words of a quotation that nothing closes stay with whom their own paragraph names."""

from __future__ import annotations

import time

import pytest

import attribution
from attribution.lexicon import load_lexicon
from attribution.models import CharSpan, Relation
from attribution.quotations import find_quotations
from attribution.quotations.unclosed import end_unclosed, part_unclosed

NEXT = "“Nobody asked us,” said Pekka Oja."
LEXICON = load_lexicon()


def ended(text):
    found, problems = end_unclosed(text, find_quotations(text)[0], LEXICON)
    return [one.span.of(text) for one in found], [one.continues for one in found], problems


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ("“We have waited enough, said Aino Laine.", "We have waited enough,"),
        ("“Have we not waited enough? asked Aino Laine, a teacher.", "Have we not waited enough?"),
        ("“We have waited enough, Aino Laine told reporters on Monday.", "We have waited enough,"),
        ("“We have waited enough, she said. The road is shut.", "We have waited enough,"),
        ("“We have waited enough, a neighbour said.", "We have waited enough,"),
        ("“We have waited enough – said the head of the school.", "We have waited enough –"),
        ("The road is shut. “We have waited enough, said Aino Laine.", "We have waited enough,"),
    ],
)
@pytest.mark.parametrize("marks", ["“”", '""', "‘’", "''", "«»"])
def test_unclosed_quotation_ends_before_its_clause(first, words, marks):
    """A clause that tells who spoke ends the words, and the next paragraph does not go on with them."""
    turn = str.maketrans("“”", marks)
    text = f"{first}\n\n{NEXT}".translate(turn)
    found, continues, problems = ended(text)
    assert found == [words, "Nobody asked us,"]
    assert continues == [None, None]
    assert [(one.code, one.span.start) for one in problems] == [("unbalanced-mark", text.index(marks[0]))]


@pytest.mark.parametrize(
    "text",
    [
        "“We have waited enough. The road is shut.\n\n“Nobody asked us,” said Pekka Oja.",
        "Aino Laine said: “We have waited enough.\n\n“Nobody asked us,” Laine said.",
        "Aino Laine said: “We have waited enough.\n\n“Nobody asked us,” the Minister said.",
        "“We waited,” said Aino Laine. “The road is shut.\n\n“Nobody asked us,” she said.",
        "“We have waited enough, a lot of promises, too.\n\n“Nobody asked us,” said Pekka Oja.",
        "“When we came, Oja said that he would wait.\n\n“Nobody asked us,” said Pekka Oja.",
    ],
)
def test_unclosed_quotation_goes_on_where_nothing_ends_it(text):
    """Without a clause inside, or two names that cannot be one, the next paragraph goes on."""
    found, continues, problems = ended(text)
    assert len(found) > 1 and continues[-1] == len(found) - 2
    assert problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "Aino Laine said: “The road is shut.\n\n“Nobody asked us,” said Pekka Oja, the mayor.",
        "“We waited,” said Aino Laine. “The road is shut.\n\n“Nobody asked us,” Mayor Pekka Oja said.",
    ],
)
def test_unclosed_quotation_ends_where_the_next_paragraph_names_another(text):
    """Two names for one quotation tell that its closing mark is missing at the end of the paragraph."""
    _, continues, problems = ended(text)
    assert set(continues) == {None}
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“The road is shut, said Aino Laine.\n\n“Nobody asked us,” said Pekka Oja.", "Aino Laine"),
        ("“Yes,” said Aino Laine. “The road is shut.\n\n“Nobody asked us,” said Pekka Oja.", "Aino Laine"),
        ("It rained. “The road is shut.\n\nThe town is small. “Nobody asked us,” said Pekka Oja.", None),
    ],
)
def test_unclosed_words_leave_the_statement_of_another_paragraph(text, source):
    """They go to whom their own paragraph names, or to nobody, with the reason."""
    quotations, _ = end_unclosed(text, find_quotations(text)[0], LEXICON)
    own, other = quotations[-2].span, quotations[-1].span
    cue = CharSpan(text.rindex("said"), text.rindex("said") + 4)
    wrong = Relation(content=(own, other), quotations=(own, other), kind="direct", cue=cue)
    first, second = part_unclosed(text, [wrong], quotations, LEXICON)
    assert (first.content, first.quotations, first.kind) == ((own,), (own,), "direct")
    assert (first.source and first.source.of(text)) == source
    assert {one.rule for one in first.evidence} == {"relations:closing-mark-missing"}
    assert (second.content, second.quotations, second.cue) == ((other,), (other,), cue)


def test_unclosed_words_stay_with_the_paragraph_before():
    """A paragraph that is all quotation is what the last paragraph's speaker says, though its last mark is missing."""
    text = "“Nobody asked us,” said Pekka Oja.\n\n“The road is shut.\n\nIt rained."
    quotations, _ = end_unclosed(text, find_quotations(text)[0], LEXICON)
    first, own = (quotation.span for quotation in quotations)
    cue = CharSpan(text.index("said"), text.index("said") + 4)
    joined = Relation(content=(first, own), quotations=(first, own), kind="direct", cue=cue)
    assert part_unclosed(text, [joined], quotations, LEXICON) == (joined,)


@pytest.mark.parametrize(("mark", "apart"), [("”", False), (".", True)])
def test_unclosed_words_may_run_on_over_the_paragraph(mark, apart):
    """They stay with the cue behind the closing mark in the next paragraph, where there is one."""
    text = f"It rained. “The road is shut.\n\nNobody asked us,{mark} said Pekka Oja."
    quotations = find_quotations(text)[0]
    (own,) = (quotation.span for quotation in quotations)
    rest = CharSpan(text.index("Nobody"), text.index(mark, text.index("us,")))
    cue = CharSpan(text.index("said"), text.index("said") + 4)
    joined = Relation(content=(own, rest), quotations=(own,), kind="mixed", cue=cue)
    assert len(part_unclosed(text, [joined], quotations, LEXICON)) == 1 + apart


@pytest.mark.model
@pytest.mark.parametrize("marks", ["“”", '""', "‘’"])
def test_unclosed_words_keep_their_speaker_in_the_record(marks):
    """Nobody is given the words of the paragraph before."""
    text = f"“The road is shut, said Aino Laine.\n\n{NEXT}".translate(str.maketrans("“”", marks))
    records = attribution.extract(text).records
    assert [(r.content[0].exact, r.speaker.name) for r in records] == [
        ("The road is shut,", "Aino Laine"),
        ("Nobody asked us,", "Pekka Oja"),
    ]


def test_unclosed_marks_take_linear_time():
    """Many paragraphs that close nothing are read within seconds."""
    text = "“Yes,” said Aino Laine. “The road is shut.\n\n" * 2000
    quotations = find_quotations(text)[0]
    start = time.process_time()
    end_unclosed(text, quotations, LEXICON)
    assert time.process_time() - start < 4


def test_unclosed_quotation_that_goes_on_for_long_is_ended_in_time():
    """40,000 paragraphs that each reopen the quotation before take seconds, not minutes."""
    text = "“Ana\n\n" * 40_000
    found, _ = find_quotations(text)
    start = time.process_time()
    assert len(end_unclosed(text, found, LEXICON)[0]) == len(found)
    assert time.process_time() - start < 10
