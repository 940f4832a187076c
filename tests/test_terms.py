"""Names and mentioned words in quotation marks are told from what somebody said."""

import json
from importlib.resources import files

import pytest

from attribution.lexicon import load_lexicon
from attribution.models import CharSpan
from attribution.quotations import find_quotations
from attribution.relations.terms import (
    find_mentioned,
    gives_a_name,
    is_common_name,
    is_supposed,
    is_term,
    names_who_is_quoted,
)

DATA = files("attribution") / "data"
TERMS = json.loads((DATA / "en" / "terms.json").read_text("utf8"))


@pytest.mark.parametrize("example", TERMS["examples"], ids=lambda example: example["term"])
def test_terms_examples_are_judged_as_they_say(example):
    """Each example of the data gets what it says."""
    start = example["text"].index(example["term"])
    span = CharSpan(start, start + len(example["term"]))
    assert is_term(example["text"], span, load_lexicon()) is example["is"]


@pytest.mark.parametrize(
    ("text", "cue", "quoted", "wanted"),
    [
        ("The house was known as “the Ark”.", "was known as", "the Ark", True),
        ("A habit that is called “tucking in” spread.", "is called", "tucking in", True),
        ("The plan was called “a disgrace”.", "was called", "a disgrace", False),
        ("The plan was praised as “the Ark”.", "was praised as", "the Ark", False),
        (
            "It was called “the only way that any of us will ever get out of here”.",
            "was called",
            "the only way that any of us will ever get out of here",
            False,
        ),
    ],
)
def test_terms_a_cue_without_source_may_only_give_a_name(text, cue, quoted, wanted):
    """Known as, called, nicknamed: a name of few words; a judgement or a sentence stays somebody's words."""
    spans = [CharSpan(text.index(part), text.index(part) + len(part)) for part in (cue, quoted)]
    assert gives_a_name(text, spans[0], spans[1:], load_lexicon()) is wanted


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("Lauri Salo, a glaciologist", True),
        ("Lauri Salo", True),
        ("the mayor, Pekka Oja", True),
        ("police spokesman Pekka Oja", True),
        ("Pekka Oja, who runs the port", True),
        ("an unnamed official", True),
        ("two officials familiar with the talks", True),
        ("officials in Turku", True),
        ("the Union of Harbour Staff", True),
        ("the cost of the bridge", False),
        ("a survey by Turku University", False),
        ("a new book by the writer Pekka Oja", False),
        ("Oja’s plan to expel immigrants", False),
        ("Salo’s visit to the ice", False),
        ("Lauri Salo as saying the ice was thin", False),
        ("an official who said the ice was thin", False),
        ("the ice is thin", False),
        ("Turku’s plan for the port", False),
    ],
)
def test_terms_who_is_quoted_is_no_statement(content, wanted):
    """The object of "quoting" that is nothing but somebody says nothing; things and clauses do."""
    for cue in ("quoting", "citing", "cited"):
        text = f"The paper reported it, {cue} {content}."
        spans = [CharSpan(text.index(part), text.index(part) + len(part)) for part in (cue, content)]
        assert names_who_is_quoted(text, *spans, load_lexicon()) is wanted
    text = f"The paper praised {content}."
    spans = [CharSpan(text.index(part), text.index(part) + len(part)) for part in ("praised", content)]
    assert not names_who_is_quoted(text, *spans, load_lexicon())


@pytest.mark.model
def test_terms_inside_a_statement_are_no_quotation():
    """A name in marks inside an indirect statement leaves it indirect; words said beside it stay quoted."""
    import attribution

    text = "Mayor Ana Lima said that the city would join the “New Silk Path” network, which she called “a gift”."
    quoted = [mention.exact for record in attribution.extract(text).records for mention in record.quotations]
    assert quoted == ["a gift"]


@pytest.mark.parametrize(
    ("text", "cue", "wanted"),
    [
        ("You are afraid to say “yes” to it.", "say", True),
        ("You will always wonder, “What if?”", "will always wonder", True),
        ("“The dam holds,” you wrote in May.", "wrote", False),
        ("You have called it “a mistake”.", "have called", False),
    ],
)
def test_terms_words_put_into_the_readers_mouth_are_supposed(text, cue, wanted):
    """What you will say nobody said; what you said, in an interview, was said."""
    places = [(text.index(cue), text.index(cue) + len(cue)), (text.lower().index("you"), text.lower().index("you") + 3)]
    assert is_supposed(text, *(CharSpan(*place) for place in places), load_lexicon()) is wanted


@pytest.mark.parametrize(
    ("text", "cue", "source", "quoted", "wanted"),
    [
        ("Locals refer to the quay as “the mat.”", "refer to", "Locals", "the mat.", True),
        ("It is what some sailors call the “blue” hour.", "call", "some sailors", "blue", True),
        ("Sailors call him “the liar.”", "call", "Sailors", "the liar.", False),
        ("Critics refer to the quay as “the mat.”", "refer to", "Critics", "the mat.", False),
        ("Locals referred to the mayor as “the mat.”", "referred to", "Locals", "the mat.", False),
        ("Locals refer to the quay as “a disgrace.”", "refer to", "Locals", "a disgrace.", False),
        ("Weir refers to the quay as “the mat.”", "refers to", "Weir", "the mat.", False),
        ("The firm, which markets itself as “Salt Works,” fell.", "markets", "which", "Salt Works,", True),
        ("The firm, which bills itself as “the best of all,” fell.", "bills", "which", "the best of all,", False),
        ("His agent wanted to call it “Salvage”.", "wanted to call", "His agent", "Salvage", True),
        ("His agent wanted to call it “treason”.", "wanted to call", "His agent", "treason", False),
        ("His agent called it “Salvage”.", "called", "His agent", "Salvage", False),
    ],
)
def test_terms_the_word_by_which_things_go_is_nobodys(text, cue, source, quoted, wanted):
    """What locals call a place, a firm itself and an agent a book are names; a judgement is somebody's."""
    spans = [CharSpan(text.index(part), text.index(part) + len(part)) for part in (cue, source, quoted)]
    assert is_common_name(text, *spans[:2], spans[2:], load_lexicon()) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Groups dubbed “rowers” and “drifters” said “never again”.", ["rowers", "drifters"]),
        ("They use words called “spray,” “tide” or “foam”.", []),
        (
            "The slogan: “Rain is free.” Few smiled. A “Rain is free!” poster fell. “We lost,” she said.",
            ["Rain is free.", "Rain is free!"],
        ),
        ("The so-called “gap” grew. “We lost,” she said.", ["gap"]),
        ("The spot, titled “Enough,” ran on Monday. “We lost,” she said.", ["Enough,"]),
        ("She is entitled to say “enough,” and said “we lost.”", []),
        ("He is known for his wit, and said as “chair” he would go.", []),
    ],
)
def test_terms_the_same_words_and_those_joined_to_them_name_something_too(text, wanted):
    """What is shown to be a name at one place is one at another; so is its neighbour in a list."""
    quotations, _ = find_quotations(text)
    found = find_mentioned(text, quotations, load_lexicon())
    assert [q.span.of(text) for q in quotations if q.span in found] == wanted
