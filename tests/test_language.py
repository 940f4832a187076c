"""The Doc that the steps are handed."""

import pytest
import spacy
from spacy.tokens import Doc

from attribution.errors import ModelError
from attribution.language import load_tokenizer, read_doc, split_text


def test_language_default_is_a_tokenizer():
    """No component runs over the text."""
    assert load_tokenizer().pipe_names == []


def test_language_wants_a_tokenizer_that_keeps_the_text():
    """A tokenizer that changes the text is refused with the reason."""
    nlp = spacy.blank("en")
    nlp.tokenizer = lambda text: Doc(nlp.vocab, text.split())
    with pytest.raises(ModelError, match="changes the text"):
        read_doc(nlp, "Ana  Lima spoke.")


@pytest.mark.parametrize("text", ["", "ab", "word " * 50, "x" * 95, "line one\nline two\n" * 9, "é\r\n" * 40])
def test_language_parts_are_the_text(text):
    """Cutting loses nothing and keeps to the size."""
    parts = list(split_text(text, size=20))
    assert "".join(parts) == text
    assert all(len(part) <= 20 for part in parts)


def test_language_long_texts_are_read_in_parts(monkeypatch):
    """A text in several parts is one Doc with the text to the letter."""
    monkeypatch.setattr("attribution.language.PART", 60)
    text = "Ana Lima spoke in Porto.\r\n\r\n  Then Tom Weir left for Lima.\n" * 5
    doc = read_doc(load_tokenizer(), text)
    assert doc.text == text
    assert [token.text for token in doc][:3] == ["Ana", "Lima", "spoke"]
