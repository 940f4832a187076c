"""spaCy DocBin: each article as a Doc that carries what the component "attribution" would have put there.

The records stand in `doc.user_data["attribution"]` as JSON of `attribution/1`, and as the span group "attribution"
(labels CONTENT, CUE, SOURCE). Tokens are those of a blank pipeline; spans are widened to whole tokens, the records
keep the exact characters. For lone surrogates, which spaCy cannot hold, U+FFFD stands in the Doc.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attribution.inert import escape_json
from attribution.jsonio import dump_extraction
from attribution.language import read_doc
from attribution.records import AttributionRecord
from attribution.writing.json_text import Pairs

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

KEY = "attribution"
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_docbin(pairs: Pairs) -> bytes:
    """Return the bytes of a DocBin; read them with `DocBin().from_bytes` or write them to a `.spacy` file."""
    import spacy
    from spacy.tokens import DocBin

    store = DocBin(store_user_data=True)
    pipelines: dict[str, Language] = {}
    for extraction, article in pairs:
        language = "en" if (article.language or "en")[:2] == "en" else "xx"
        if language not in pipelines:
            pipelines[language] = spacy.blank(language)
        doc = _make_doc(pipelines[language], _SURROGATE.sub("\ufffd", article.text))
        doc.user_data[KEY] = escape_json(dump_extraction(extraction))
        doc.spans[KEY] = [span for record in extraction.records for span in _spans(doc, record)]
        store.add(doc)
    data: bytes = store.to_bytes()
    return data


def _make_doc(nlp: Language, text: str) -> Doc:
    """Return the text as a Doc, with the tokens that the line sees: a long run of signs is one, as it is in the text.

    spaCy's own tokenizer takes time by the square of such a run.
    """
    from spacy.tokens import Doc

    words, spaces = [], []
    for token in read_doc(nlp, text):
        end = token.idx + len(token) + len(token.whitespace_)
        has_space = bool(token.whitespace_) and text[end - 1] == " "
        words.append(text[token.idx : end - has_space])
        spaces.append(has_space)
    return Doc(nlp.vocab, words=words, spaces=spaces)


def _spans(doc: Any, record: AttributionRecord) -> list[Any]:
    parts = [("CONTENT", mention) for mention in record.content]
    parts += [(label, mention) for label, mention in (("CUE", record.cue), ("SOURCE", record.source)) if mention]
    found = [doc.char_span(m.start, m.end, label=label, alignment_mode="expand") for label, m in parts]
    return [span for span in found if span is not None]
