"""The spaCy pipeline behind the line."""

import shutil

import pytest
import spacy

from attribution.errors import ModelError
from attribution.language import MODEL, _folder, check_digests, known_digests, load_nlp, read_doc, split_text


@pytest.mark.model
def test_language_loads_only_what_entities_need():
    """The pinned pipeline comes with its recogniser and nothing else."""
    assert load_nlp(MODEL).pipe_names == ["ner"]


def test_language_refuses_altered_weights(tmp_path):
    """A changed file of the pinned pipeline is named, with what to do."""
    copy = tmp_path / "model"
    shutil.copytree(_folder(MODEL), copy)
    check_digests(copy, known_digests()[MODEL])
    weights = copy / "ner" / "model"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x00")
    with pytest.raises(ModelError, match="pip install --force-reinstall"):
        check_digests(copy, known_digests()[MODEL])
    weights.unlink()
    with pytest.raises(ModelError, match="missing"):
        check_digests(copy, known_digests()[MODEL])


def test_language_wants_an_entity_recogniser(tmp_path):
    """A pipeline without one is refused with its components named."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "bare")
    with pytest.raises(ModelError, match="no entity recogniser"):
        load_nlp(str(tmp_path / "bare"))


def test_language_names_what_is_no_pipeline(tmp_path):
    """A folder that is no pipeline, and an installed package that is none, are said to be so."""
    with pytest.raises(ModelError, match="not installed"):
        load_nlp(str(tmp_path))
    with pytest.raises(ModelError, match="is no spaCy pipeline"):
        load_nlp("json")


@pytest.mark.parametrize("text", ["", "ab", "word " * 50, "x" * 95, "line one\nline two\n" * 9, "é\r\n" * 40])
def test_language_parts_are_the_text(text):
    """Cutting loses nothing and keeps to the size."""
    parts = list(split_text(text, size=20))
    assert "".join(parts) == text
    assert all(len(part) <= 20 for part in parts)


@pytest.mark.model
def test_language_long_texts_are_read_in_parts(monkeypatch):
    """A text in several parts is one Doc with the text to the letter."""
    monkeypatch.setattr("attribution.language.PART", 60)
    text = "Ana Lima spoke in Porto.\r\n\r\n  Then Tom Weir left for Lima.\n" * 5
    doc = read_doc(load_nlp(MODEL), text)
    assert doc.text == text
    assert doc.ents
