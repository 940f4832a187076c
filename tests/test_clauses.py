"""Who stands nearer to the words than the source of the outer statement."""

import pytest
from attrs import evolve

from attribution.lexicon import load_lexicon
from attribution.models import CharSpan, Evidence, Relation
from attribution.quotations import find_quotations
from attribution.relations.clauses import (
    name_authors,
    name_beside,
    part_answers,
    part_exchanges,
    split_nested_quotations,
    split_reporting_clauses,
    split_reports,
)


def place(text, words):
    start = text.index(words)
    return CharSpan(start, start + len(words))


def relation(text, content, source, cue, quotation):
    return Relation(
        content=(place(text, content),),
        quotations=(place(text, quotation),),
        kind="mixed",
        source=place(text, source),
        cue=place(text, cue),
    )


@pytest.mark.parametrize(
    ("sentence", "said", "inner"),
    [
        (
            "“We will not pay,” Ana Lima said in Porto, according to Radio Sul.",
            "We will not pay,",
            ("Ana Lima", "said"),
        ),
        ("“We will not pay,” she told guests, according to Radio Sul.", "We will not pay,", ("she", "told")),
        ("“We will not pay,” the old man said, according to Radio Sul.", "We will not pay,", ("the old man", "said")),
        (
            "“We will not pay,” said Ana de Lima at noon, according to Radio Sul.",
            "We will not pay,",
            ("Ana de Lima", "said"),
        ),
        ("“We will not pay” is the mood in Porto, according to Radio Sul.", "We will not pay", None),
        ("“We will not pay” Lima painted there, according to Radio Sul.", "We will not pay", None),
    ],
)
def test_clauses_reporting_clause_inside_is_a_relation_of_its_own(sentence, said, inner):
    """A clause beside the closing mark gives the words to whom it names; the outer statement stays."""
    outer = relation(sentence, sentence[: sentence.index(", according")], "Radio Sul", "according to", said)
    found = list(split_reporting_clauses(sentence, [outer], load_lexicon()))
    assert found[0] == outer
    got = [(one.source.of(sentence), one.cue.of(sentence)) for one in found[1:]]
    assert got == ([inner] if inner else [])
    assert all(one.kind == "direct" and one.content == outer.quotations for one in found[1:])


@pytest.mark.parametrize(
    ("sentence", "inner"),
    [
        ("“We will not pay,” wrote Rui Sousa, according to Radio Sul.", ("Rui Sousa", "wrote")),
        ("“We will not pay,” said the mayor, Rui Sousa, Radio Sul reported.", ("the mayor, Rui Sousa", "said")),
        ("“We will not pay,” Rui Sousa said on Monday, per Radio Sul.", ("Rui Sousa", "said")),
        ("“We will not pay,” according to Radio Sul.", None),
        ("“We will not pay,” is the mood, according to Radio Sul.", None),
    ],
)
def test_clauses_between_the_words_and_who_reports_them_name_the_speaker(sentence, inner):
    """Nothing is left to whoever only reports, where the statement held the words alone."""
    cue = next(cue for cue in ("reported", " per ", "according to") if cue in sentence).strip()
    outer = relation(sentence, "We will not pay,", "Radio Sul", cue, "We will not pay,")
    found = list(split_reporting_clauses(sentence, [outer], load_lexicon()))
    got = [(one.source.of(sentence), one.cue.of(sentence)) for one in found]
    assert got == [inner or ("Radio Sul", cue)]


@pytest.mark.parametrize(
    ("source", "author"),
    [
        ("a study published in Ocean Notes by the biologist Ines Prado", "the biologist Ines Prado"),
        ("a May 3 essay by Tom Weir", "Tom Weir"),
        ("A report by the council’s finance officer, Ines Prado", "the council’s finance officer, Ines Prado"),
        ("a report by the ministry", None),
        ("the mayor", None),
        ("residents led by Tom Weir", None),
    ],
)
def test_clauses_author_of_a_document_is_the_source(source, author):
    """A document "by" a named person becomes that person, with the document as evidence."""
    text = f"“It grows,” according to {source}."
    given = relation(text, "It grows,", source, "according to", "It grows,")
    found = name_authors(text, given, load_lexicon())
    assert found.source.of(text) == (author or source)
    assert [one.rule for one in found.evidence] == (["relations:author-of-document"] if author else [])


@pytest.mark.parametrize(
    ("sentence", "inner"),
    [
        ("“My late aunt used to say, ‘No.’ So I left,” said Ana Lima.", ("My late aunt", "used to say", "No.")),
        ("“My dad told me: ‘Go.’ I went,” said Ana Lima.", ("My dad", "told", "Go.")),
        ("“My mum rang and she goes, ‘Well?’ I laughed,” said Ana Lima.", ("she", "goes", "Well?")),
        ("“I told him, ‘No.’ He left,” said Ana Lima.", None),
        ("“Tom Weir said, ‘No.’ He left,” said Ana Lima.", None),
        ("“My street is called ‘No Way’ here,” said Ana Lima.", None),
    ],
)
def test_clauses_kin_quoted_inside_a_quotation_speak_for_themselves(sentence, inner):
    """What the speaker's own people said becomes a relation; what the speaker or the known said stays as it is."""
    quotations, _ = find_quotations(sentence)
    outer = Relation(
        content=(quotations[0].span,),
        quotations=(quotations[0].span,),
        source=place(sentence, "Ana Lima"),
        cue=CharSpan(sentence.rindex("said"), sentence.rindex("said") + len("said")),
    )
    found = list(split_nested_quotations(sentence, [outer], quotations, load_lexicon()))
    assert found[0] == outer
    got = [tuple(span.of(sentence) for span in (one.source, one.cue, one.content[0])) for one in found[1:]]
    assert got == ([inner] if inner else [])


@pytest.mark.parametrize(
    ("sentence", "content", "source", "cue", "inner"),
    [
        ("Ana Lima said that Rui Sousa had called it “a trap”.", "that Rui Sousa had called it “a trap”", 0, "said", 1),
        (
            "Ana Lima said Rui Sousa, 40, told her it was “a trap”.",
            "Rui Sousa, 40, told her it was “a trap”",
            0,
            "said",
            1,
        ),
        (
            "The court heard how Rui Sousa shouted “a trap” there.",
            "how Rui Sousa shouted “a trap” there",
            2,
            "heard",
            1,
        ),
        ("Rui Sousa shouted “a trap”, the court heard.", "a trap", 3, "heard", 1),
        ("Rui Sousa shouted “a trap”, the court said.", "a trap", 3, "said", None),
        ("Rui Sousa had called it “a trap”, Ana Lima reported.", "Rui Sousa had called it “a trap”", 0, "reported", 1),
        (
            "At noon, Rui Sousa (PS) called it “a trap”, Ana Lima reported.",
            "At noon, Rui Sousa (PS) called it “a trap”",
            0,
            "reported",
            1,
        ),
        (
            "According to Ana Lima, Rui Sousa said it was “a trap”.",
            "Rui Sousa said it was “a trap”",
            0,
            "According to",
            1,
        ),
        (
            "Ana Lima said that Rui Sousa left and it was “a trap”.",
            "that Rui Sousa left and it was “a trap”",
            0,
            "said",
            None,
        ),
        ("Ana Lima said that Rui Sousa built “a trap”.", "that Rui Sousa built “a trap”", 0, "said", None),
        ("Ana Lima said that Rui Sousa thought of “a trap”.", "that Rui Sousa thought of “a trap”", 0, "said", None),
        ("Ana Lima said she had called it “a trap”.", "she had called it “a trap”", 0, "said", None),
        ("Ana Lima praised Rui Sousa’s call for “a trap”.", "Rui Sousa’s call for “a trap”", 0, "praised", None),
        ("Rui Sousa told her it was “a trap”, Ana Lima said.", "Rui Sousa told her it was “a trap”", 0, "said", None),
    ],
)
def test_clauses_words_that_another_tells_of_are_whose_they_are(sentence, content, source, cue, inner):
    """Who is told to have said the words says them; what is no report, and what "she" said, stays as it is."""
    who = ("Ana Lima", "Rui Sousa", "The court", "the court")
    outer = relation(sentence, content, who[source], cue, "a trap")
    found = list(split_reports(sentence, [outer], load_lexicon()))
    assert found[0] == outer
    assert [(one.source.of(sentence), one.content[0].of(sentence)) for one in found[1:]] == (
        [(who[inner], "a trap")] if inner is not None else []
    )


@pytest.mark.parametrize(
    ("sentence", "parts", "inner"),
    [
        (
            "Rui Sousa told them, according to Ana Lima, that it was “a trap”.",
            ("Rui Sousa told them", "that it was “a trap”"),
            ("Rui Sousa", "told"),
        ),
        (
            "Rui Sousa, according to Ana Lima, later wrote that it was “a trap”.",
            ("Rui Sousa", "later wrote that it was “a trap”"),
            None,
        ),
        (
            "Rui Sousa, according to Ana Lima, wrote to them that it was “a trap”.",
            ("Rui Sousa", "that it was “a trap”"),
            ("Rui Sousa", "wrote"),
        ),
        ("Rui Sousa built, according to Ana Lima, “a trap”.", ("Rui Sousa built", "“a trap”"), None),
        ("Rui Sousa said no, according to Ana Lima, in “a trap”.", ("Rui Sousa said no", "in “a trap”"), None),
    ],
)
def test_clauses_words_told_around_a_phrase_are_whose_they_are(sentence, parts, inner):
    """A phrase that says who tells of it may stand between somebody's verb and the words."""
    places = tuple(place(sentence, part) for part in parts)
    outer = evolve(relation(sentence, parts[1], "Ana Lima", "according to", "a trap"), content=places)
    found = list(split_reports(sentence, [outer], load_lexicon()))
    assert found[0] == outer
    assert [(one.source.of(sentence), one.cue.of(sentence)) for one in found[1:]] == ([inner] if inner else [])


def test_clauses_a_report_takes_the_name_that_explains_its_source():
    """ "His deputy, Rui Sousa," is one source."""
    text = "Ana Lima said his deputy, Rui Sousa, had called it “a trap”."
    outer = relation(text, text[len("Ana Lima said ") : -1], "Ana Lima", "said", "a trap")
    _, inner = split_reports(text, [outer], load_lexicon())
    assert inner.source.of(text) == "his deputy, Rui Sousa"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“It holds,” Mayor Ana Lima said there.", "Mayor Ana Lima"),
        ("“It holds,” said Ana Lima there.", "Ana Lima"),
        ("“It holds.” Ana Lima said more.", None),
        ("“It holds,”\n\nAna Lima said more.", None),
        ("“It holds,” Ana Lima left there.", None),
        ("“It holds,” tweets @ana_lima.", "@ana_lima"),
        ("“It holds,” she told @ana_lima.", "she"),
    ],
)
def test_clauses_a_clause_beside_the_words_names_their_source(text, source):
    """Words that the reader leaves to nobody are whose the clause right behind says, in their own paragraph."""
    span = CharSpan(1, text.index("”"))
    given = Relation(content=(span,), quotations=(span,), evidence=(Evidence("source", "reader:no-source"),))
    found = name_beside(text, given, load_lexicon())
    assert (found.source and found.source.of(text)) == source
    assert (found == given) is (source is None)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“Next question,” the coach snapped when asked by reporters.", "the coach"),
        ("“Next question,” Ana Lima said after being asked by reporters.", "Ana Lima"),
        ("“Will you go?” the coach was asked by reporters.", "reporters"),
    ],
)
def test_clauses_whoever_asked_did_not_say_what_was_answered(text, source):
    """Words go to the clause beside them where the source is only who asked."""
    span = CharSpan(1, text.index("”"))
    given = Relation(content=(span,), quotations=(span,), source=place(text, "reporters"), cue=place(text, "asked"))
    found = name_beside(text, given, load_lexicon())
    assert found.source.of(text) == source


@pytest.mark.parametrize(
    ("text", "source", "found"),
    [
        ("“It is,” Lima said. “Oh,” Sousa answered.", "Lima", [("Lima", ["It is,"]), ("Sousa", ["Oh,"])]),
        ("“It is,” Lima said. “Oh,” Sousa answered.", "Sousa", [("Lima", ["It is,"]), ("Sousa", ["Oh,"])]),
        (
            "“It is,” Lima said. “Oh,” Sousa agreed. “I see.”",
            "Lima",
            [("Lima", ["It is,"]), ("Sousa", ["Oh,", "I see."])],
        ),
        ("Lima said no. “Oh,” tweets @sousa.", "Lima", [("@sousa", ["Oh,"])]),
        ("Lima said no. “Oh,” says Sousa.", "Lima", [("Lima", ["Oh,"])]),
        ("“It is,” Lima said. “Oh,” she added.", "Lima", [("Lima", ["It is,", "Oh,"])]),
        ("“It is,” said Lima. “Oh.”", "Lima", [("Lima", ["It is,", "Oh."])]),
        ("“It is,” she said. “Oh,” added Lima.", "she", [("she", ["It is,", "Oh,"])]),
        ("“It is,” Ana Lima said. “Oh,” Lima added.", "Ana Lima", [("Ana Lima", ["It is,", "Oh,"])]),
        ("“It is”, Lima said. “Oh”, Sousa agreed.", "Lima", [("Lima", ["It is"]), ("Sousa", ["Oh"])]),
        (
            "“It is,” one man said. “Is it?” one woman asked.",
            "one man",
            [("one man", ["It is,"]), ("one woman", ["Is it?"])],
        ),
        ("“It is,” the man said. “Is it?” the girl asked.", "the man", [("the man", ["It is,", "Is it?"])]),
        ("“It is,” Lima said. “Oh,” Sousa left at noon.", "Lima", [("Lima", ["It is,", "Oh,"])]),
        ("“It is,” Lima said. “Oh.” Sousa answered the phone.", "Lima", [("Lima", ["It is,", "Oh."])]),
    ],
)
def test_clauses_an_exchange_is_parted_by_the_clauses_beside_the_words(text, source, found):
    """Words that were joined to another are whose the clause right behind them says."""
    spans = tuple(quotation.span for quotation in find_quotations(text)[0])
    joined = Relation(content=spans, quotations=spans, source=place(text, source), cue=place(text, "said"))
    parts = [
        (r.source.of(text), [s.of(text) for s in r.content]) for r in part_exchanges(text, [joined], load_lexicon())
    ]
    assert parts == found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“Why not?” “It is late.” Ana Lima said.", [(["Why not?"], None), (["It is late."], "Ana Lima")]),
        ("“No,” Ana Lima said. “Why not?”\n\n“Late.”", [(["No,", "Why not?"], "Ana Lima"), (["Late."], None)]),
        ("“Why not?” Ana Lima said. “It is late.”", [(["Why not?", "It is late."], "Ana Lima")]),
        ("Ana Lima said “no” and “never?” but not “late”.", [(["no", "never?", "late"], "Ana Lima")]),
    ],
)
def test_clauses_nobody_answers_himself(text, wanted):
    """The quotation right behind a question is another's; whose, a cue on its own side tells alone."""
    marked = tuple(quotation.span for quotation in find_quotations(text)[0])
    one = Relation(marked, marked, "direct", source=place(text, "Ana Lima"), cue=place(text, "said"))
    found = list(part_answers(text, [one]))
    assert [
        ([part.of(text) for part in each.content], each.source.of(text) if each.source else None) for each in found
    ] == wanted


def test_clauses_an_answer_leaves_no_marks_at_the_cut():
    """A content that holds question and answer in one stretch is cut between the marks."""
    text = "“No,” Ana Lima said. “Why not?” “It is late.”"
    marked = tuple(place(text, words) for words in ("No,", "Why not?", "It is late."))
    whole = place(text, "“Why not?” “It is late.”")
    one = Relation((marked[0], whole), marked, "mixed", source=place(text, "Ana Lima"), cue=place(text, "said"))
    found = list(part_answers(text, [one]))
    assert [[part.of(text) for part in each.content] for each in found] == [["No,", "Why not?"], ["It is late."]]
