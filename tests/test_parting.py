"""Statements whose parts the layout tells apart."""

import pytest

from attribution.lexicon import load_lexicon
from attribution.models import CharSpan
from attribution.quotations import find_quotations
from attribution.relations.parting import look_back
from attribution.relations.raw import Raw

HEADLINE = "Rain on the quay\n\n"


def place(text, words):
    return CharSpan(text.index(words), text.index(words) + len(words))


def raw(text, parts, source, cue):
    """Return what the network may find: the quotations `parts` by number, joined to a clause."""
    spans = [quotation.span for quotation in find_quotations(text)[0]]
    content = tuple(spans[part] for part in parts)
    return Raw(content, content, 0.9, place(text, cue), 0.9, place(text, source), 0.9, None, 0.0)


def told(text, raws):
    found = look_back(text, raws, load_lexicon())
    return [(one.source.of(text) if one.source else None, [part.of(text) for part in one.content]) for one in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "“We tried,” Ana Lima said.\n\n“It rained.”\n\nRui Sousa, who rows, agreed. “It did.”",
            [("Ana Lima", ["We tried,", "It rained."]), ("Rui Sousa", ["It did."])],
        ),
        (
            "“We tried,” Ana Lima said.\n\n“It rained,”\n\nRui Sousa agreed. “It did.”",
            [("Ana Lima", ["We tried,"]), ("Rui Sousa", ["It rained,", "It did."])],
        ),
        (
            "“We tried,” Ana Lima said.\n\n“It rained.”\n\n“It did,” Rui Sousa agreed.",
            [("Ana Lima", ["We tried,"]), ("Rui Sousa", ["It rained.", "It did,"])],
        ),
    ],
)
def test_parting_gives_a_paragraph_of_words_to_the_one_before(text, found):
    """A paragraph that begins with words of the article's own is about somebody else."""
    text = HEADLINE + text
    raws = [raw(text, [0], "Ana Lima", "said"), raw(text, [1, 2], "Rui Sousa", "agreed")]
    assert told(text, raws) == found


def test_parting_reads_the_sentence_in_front_of_the_words():
    """Who shook her head says what stands behind it; a sentence about rain tells nothing."""
    text = HEADLINE + "Ana Lima shook her head. “Never.”\n\nRui Sousa was blunt. “It did,” the man said."
    raws = [raw(text, [0, 1], "the man", "said")]
    assert told(text, raws) == [("Ana Lima", ["Never."]), ("the man", ["It did,"])]
    text = HEADLINE + "It rained all night. “Never.”\n\nRui Sousa was blunt. “It did,” the man said."
    raws = [raw(text, [0, 1], "the man", "said")]
    assert told(text, raws) == [("the man", ["Never.", "It did,"])]


def test_parting_leaves_words_to_nobody_that_follow_nobody():
    """Behind a paragraph without a speaker they are nobody's, unless they open the story."""
    text = HEADLINE + "It rained all night.\n\n“Never.”\n\nRui Sousa was blunt. “It did,” the man said."
    (nobody, kept) = look_back(text, [raw(text, [0, 1], "the man", "said")], load_lexicon())
    assert (nobody.source, nobody.cue, [part.of(text) for part in nobody.content]) == (None, None, ["Never."])
    assert nobody.apart
    assert [part.of(text) for part in kept.content] == ["It did,"]
    text = HEADLINE + "“Never.”\n\nRui Sousa was blunt. “It did,” the man said."
    assert told(text, [raw(text, [0, 1], "the man", "said")]) == [("the man", ["Never.", "It did,"])]


def test_parting_keeps_what_a_signature_signs():
    """A dash is no clause."""
    text = HEADLINE + "Ana Lima said it rained.\n\n“It did.”\n\n— Rui Sousa"
    raws = [raw(text, [0], "Rui Sousa", "—")]
    assert told(text, raws) == [("Rui Sousa", ["It did."])]
