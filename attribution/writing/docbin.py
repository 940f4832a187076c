"""spaCy DocBin: each article as a Doc that carries what the component "attribution" would have put there.

The records stand in `doc.user_data["attribution"]` as JSON of `attribution/1`, and as the span group "attribution"
(labels CONTENT, CUE, SOURCE). Tokens are those of a blank pipeline; spans are widened to whole tokens, the records
keep the exact characters. For lone surrogates, which spaCy cannot hold, U+FFFD stands in the Doc.
"""

import re
from typing import Any

from attribution.inert import escape_json
from attribution.jsonio import dump_extraction
from attribution.records import AttributionRecord
from attribution.writing.json_text import Pairs

KEY = "attribution"
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_docbin(pairs: Pairs) -> bytes:
    """Return the bytes of a DocBin; read them with `DocBin().from_bytes` or write them to a `.spacy` file."""
    import spacy
    from spacy.tokens import DocBin

    store = DocBin(store_user_data=True)
    for extraction, article in pairs:
        nlp = spacy.blank((article.language or "en")[:2] if (article.language or "en")[:2] == "en" else "xx")
        nlp.max_length = max(nlp.max_length, len(article.text) + 1)
        doc = nlp.make_doc(_SURROGATE.sub("\ufffd", article.text))
        doc.user_data[KEY] = escape_json(dump_extraction(extraction))
        doc.spans[KEY] = [span for record in extraction.records for span in _spans(doc, record)]
        store.add(doc)
    data: bytes = store.to_bytes()
    return data


def _spans(doc: Any, record: AttributionRecord) -> list[Any]:
    parts = [("CONTENT", mention) for mention in record.content]
    parts += [(label, mention) for label, mention in (("CUE", record.cue), ("SOURCE", record.source)) if mention]
    found = [doc.char_span(m.start, m.end, label=label, alignment_mode="expand") for label, m in parts]
    return [span for span in found if span is not None]
