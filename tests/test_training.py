"""Labels and made-up articles that the reader learns from."""

import json
import random

import numpy as np
import pytest

from attribution.lexicon import load_lexicon
from attribution.models import CharSpan, Entity
from attribution.reader.entities import LABELS
from attribution.reader.words import CLOSING, INSIDE, OPENING
from attribution.training.brat import parse_attributions
from attribution.training.corpus import NONE, TAGS, UNKNOWN, label, load_lines, outermost
from attribution.training.entities import label_entities, load_recogniser, recognise, settle
from attribution.training.inventing import invent_name
from attribution.training.marking import mark_anew
from attribution.training.referents import label_people, put_pronouns
from attribution.training.restyling import restyle
from attribution.training.synthesis import Material, compose, load_templates

TEXT = "“It rains,” said Ana.\n\nMr. Ode read “Dune”."
LINE = {
    "doc": "d",
    "text": TEXT,
    "attributions": [{"source": [[17, 20]], "cue": [[12, 16]], "content": [[0, 11]]}],
    "quotes": [{"span": [1, 10], "source": [[17, 20]]}],
    "not_quotations": [[TEXT.index("Dune"), TEXT.index("Dune") + 4]],
}


def tags_of(item):
    return [(word.form, TAGS[tag] if tag != UNKNOWN else "?") for word, tag in zip(item.words, item.tags, strict=True)]


def test_training_labels_follow_the_corpus():
    """Roles, links and said-or-not stand at their words."""
    item = label(LINE)
    assert tags_of(item)[:7] == [
        ("“", "B-CONTENT"),
        ("it", "I-CONTENT"),
        ("rains", "I-CONTENT"),
        (",", "I-CONTENT"),
        ("”", "I-CONTENT"),
        ("said", "B-CUE"),
        ("ana", "B-SOURCE"),
    ]
    assert item.cue_of[1] == 5
    assert item.source_of[1] == item.source_of_cue[5] == 6
    assert list(item.said[1:4]) == [1, 1, 1]
    assert item.said[[word.form for word in item.words].index("dune")] == 0
    assert "ode" not in item.names


def test_training_a_corpus_without_cues_leaves_the_rest_unknown():
    """Where only quotations are labelled, words outside of them carry no loss."""
    line = {**LINE, "attributions": [{"source": [[17, 20]], "cue": [], "content": [[1, 10]]}]}
    item = label(line)
    forms = [word.form for word in item.words]
    assert item.tags[forms.index("said")] == UNKNOWN
    assert item.tags[forms.index("read")] == UNKNOWN
    assert item.cue_of[forms.index("rains")] == UNKNOWN
    assert item.source_of[forms.index("rains")] == forms.index("ana")


def test_training_a_statement_without_source_links_to_none():
    """A null source is learned as none, not as unknown."""
    line = {**LINE, "attributions": [{"source": [], "cue": [[12, 16]], "content": [[0, 11]]}]}
    assert label(line).source_of[1] == NONE


def test_training_outermost_leaves_out_what_lies_inside():
    """Nested and crossing spans are reduced to the outer ones."""
    assert outermost([(5, 9), (0, 10), (12, 14), (13, 20)]) == [(0, 10), (12, 14)]


def test_training_made_up_articles_are_labelled_where_they_say(tmp_path):
    """Every span of a made-up article is the words that it claims, and a seed gives the same article."""
    story = ["The ferry left the harbour at noon and came back in the evening with the mail and the milk."]
    material = Material(
        ["the boats are late again this week", "we wait for the tide every day"], story, load_templates()
    )
    for number in range(60):
        line = compose(material, random.Random(number), number)
        assert line == compose(material, random.Random(number), number)
        text = line["text"]
        for relation in line["attributions"]:
            assert text[slice(*relation["source"][0])].strip()
            assert text[slice(*relation["cue"][0])].strip()
            assert all(any(said.rstrip(",.") in text[s:e] for said in material.said) for s, e in relation["content"])
        assert all(text[s - 1] in '“"‘«„' for s, _ in line["not_quotations"])
        assert json.dumps(line)
        assert label(line).words


@pytest.mark.parametrize("seed", range(5))
def test_training_invented_names_are_words(seed):
    """An invented name is a lower-case word."""
    assert invent_name(random.Random(seed)).islower()


LONG = "The mayor said that the old bridge over the river must be closed for repairs this winter. " * 3
LONG_LINE = {
    "doc": "long",
    "text": LONG,
    "attributions": [
        {"source": [[at, at + 9]], "cue": [[at + 10, at + 14]], "content": [[at + 15, at + 88]]}
        for at in (0, len(LONG) // 3, 2 * len(LONG) // 3)
    ],
    "quotes": [],
    "not_quotations": [],
}


def test_training_new_marks_are_said_inside_statements_only():
    """Marks put around words of a statement are said, others are not, and every link still ends at its word."""
    item = label(LONG_LINE)
    seen = set()
    for seed in range(60):
        other = mark_anew(item, random.Random(seed))
        plain = [place for place, word in enumerate(other.words) if word.mark not in (OPENING, CLOSING)]
        assert [other.words[place].form for place in plain] == [word.form for word in item.words]
        assert [other.tags[place] for place in plain] == list(item.tags)
        for place in plain:
            if other.source_of[place] >= 0:
                assert other.words[other.source_of[place]].form == "the"
                assert other.words[other.cue_of[place]].form == "said"
            if other.words[place].mark == INSIDE:
                assert other.said[place] == (TAGS[other.tags[place]] == "I-CONTENT")
                seen.add(int(other.said[place]))
    assert 1 in seen


def test_training_another_style_moves_the_annotation_along():
    """Marks, names and paragraphs change; every annotated place still holds its words."""
    text = "Ana Lindholm said: “It rains.”\n\nLater, “we stay,” Lindholm added."
    spans = {word: [text.index(word), text.index(word) + len(word)] for word in ("It rains.", "we stay,", "added")}
    line = {
        "doc": "a",
        "text": text,
        "attributions": [
            {"source": [[0, 12]], "cue": [[13, 17]], "content": [spans["It rains."]]},
            {
                "source": [[text.rindex("Lind"), text.rindex("Lind") + 8]],
                "cue": [spans["added"]],
                "content": [spans["we stay,"]],
            },
        ],
        "quotes": [{"span": spans["It rains."]}, {"span": spans["we stay,"]}],
        "not_quotations": [],
    }
    names = set()
    for doc in "abcdefgh":
        other = restyle({**line, "doc": doc})
        assert restyle({**line, "doc": doc}) == other
        first, second = other["attributions"]
        assert [other["text"][slice(*span["span"])] for span in other["quotes"]] == ["It rains.", "we stay,"]
        assert other["text"][slice(*second["cue"][0])] == "added"
        name = other["text"][slice(*second["source"][0])]
        assert other["text"][slice(*first["source"][0])] == f"Ana {name}"
        names.add(name)
    assert "Lindholm" not in names and len(names) > 4


def test_training_puts_pronouns_in_the_place_of_names():
    """A pronoun stands for the mentions that are left, and links of the words around it move along."""
    text = "Ana Reyes came. Ms. Reyes said it rains. Reyes added that it pours. Tom Ode said no."
    sources = ["Ms. Reyes", "Reyes added", "Tom Ode"]
    contents = ["it rains", "that it pours", "no."]
    line = {
        "doc": "d",
        "text": text,
        "attributions": [
            {
                "source": [[text.index(source), text.index(source) + len(source.removesuffix(" added"))]],
                "cue": [[text.index(cue, text.index(source)), text.index(cue, text.index(source)) + len(cue)]],
                "content": [[text.index(content), text.index(content) + len(content.rstrip("."))]],
            }
            for source, cue, content in zip(sources, ("said", "added", "said"), contents, strict=True)
        ],
        "quotes": [],
        "not_quotations": [],
    }
    item = label_people(line, recognise(load_recogniser(), line["text"]), load_lexicon())
    assert [len(source.words) for source in item.named][:2] == [3, 1]
    assert {source.person for source in item.named[:2]} == {item.person[0]}
    assert item.named[0].gender == "female"
    for seed in range(30):
        other = put_pronouns(item, random.Random(seed))
        forms = [word.form for word in other.words]
        for place in np.flatnonzero(other.refers != UNKNOWN):
            assert forms[place] in ("he", "she")
            assert other.tags[place] == TAGS.index("B-SOURCE")
            assert other.person[place] == NONE
        for word, source in enumerate(other.source_of):
            if source >= 0:
                assert forms[source] in ("ms", "reyes", "tom", "he", "she"), (forms, word)
        if forms[4] == "she":
            assert forms[5] == "said"
            assert other.source_of[forms.index("rains")] == other.source_of_cue[5] == 4
            assert other.refers[4] == other.person[1] == other.person[0]
            break
    else:
        raise AssertionError("no pronoun was put")


def test_training_leaves_articles_with_annotated_speakers_as_they_are():
    """What the step speakers is measured on teaches the reader nothing of whom pronouns mean."""
    line = {**LINE, "quotes": [{**LINE["quotes"][0], "speaker": "Ana"}]}
    assert label_people(line, [], load_lexicon()).named == ()


def test_training_reads_the_published_folder(tmp_path):
    """Texts with brat annotations become corpus lines: roles, quotations somebody said and those that nobody said."""
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "d.txt").write_text(TEXT, "utf8")
    annotation = (
        "T1\tContent 0 11\t“It rains,”\nT2\tCue 12 16\tsaid\nT3\tSource 17 20\tAna\n"
        "T4\tAttribution 12 16\tsaid\nE1\tAttribution:T4 Source:T3 Cue:T2 Content:T1\n#1\tNote T1\tclear\n"
    )
    (tmp_path / "attributions" / "d_b.ann").write_text("broken", "utf8")
    (tmp_path / "attributions" / "d_a.ann").write_text(annotation, "utf8")
    (line,) = load_lines(tmp_path)
    assert line["attributions"] == LINE["attributions"]
    assert [quote["span"] for quote in line["quotes"]] == [[1, 10]]
    assert line["quotes"][0]["source"] == [[17, 20]]
    assert line["not_quotations"] == LINE["not_quotations"]
    assert tags_of(label(line)) == tags_of(label(LINE))


@pytest.mark.parametrize(
    ("annotation", "said"),
    [("T1 Content 0 3", "line 1"), ("E1\tSource:T9 Content:T1", "T9"), ("T1\tCue x y\tsaid", "line 1")],
)
def test_training_broken_annotations_are_told_with_their_line(annotation, said):
    """A file that is no standoff annotation is refused with what is wrong in it."""
    with pytest.raises(ValueError, match=said):
        parse_attributions(annotation)


def test_training_a_folder_without_annotations_is_refused(tmp_path):
    """An empty folder is a mistake and no corpus."""
    with pytest.raises(ValueError, match="holds no text"):
        list(load_lines(tmp_path))


def test_training_entities_bear_the_label_that_the_corpus_gives_them():
    """A form called one thing nearly everywhere is that everywhere; a rare or mixed one stays as it was found."""
    texts = ["Lima spoke.", "Lima", "Lima", "Lima", "Lima", "Porto", "Porto"]
    labels = ["ORG", "PERSON", "PERSON", "PERSON", "PERSON", "GPE", "ORG"]
    found = [[Entity(CharSpan(0, len(text.split()[0])), label)] for text, label in zip(texts, labels, strict=True)]
    settled = [entities[0].label for entities in settle(texts, found)]
    assert settled == ["PERSON"] * 5 + ["GPE", "ORG"]


def test_training_entities_are_tags_of_words():
    """The first word of an entity has the beginning tag of its label, the others the inner one, the rest none."""
    line = {**LINE, "text": "Ana Lima spoke.", "attributions": [], "quotes": [], "not_quotations": []}
    item = label_entities(label(line), [Entity(CharSpan(0, 8), "ORG")])
    first = 1 + 2 * LABELS.index("ORG")
    assert item.entities.tolist() == [first, first + 1, 0, 0]
