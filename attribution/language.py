"""The Doc that the steps are handed: the article as spaCy's tokenizer cuts it, or as a pipeline of the user's reads it.

The line itself needs the text alone; steps of the user's may need more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from attribution.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PART = 100_000  # code points that spaCy reads at a time; memory grows with it
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LONG_RUN = re.compile(r"\S{1000,}")
_NO_WORDS = re.compile(r"\W{1000,}")


_IDLE: list[Language] = []  # made before and not lent at the moment


def load_tokenizer() -> Language:
    """Return a new pipeline of spaCy's for English with nothing but its tokenizer."""
    import spacy

    return spacy.blank("en")


@contextmanager
def borrow_tokenizer() -> Iterator[Language]:
    """Lend a tokenizer that nobody else uses meanwhile; Docs that it makes must not be touched after that.

    What it learned of words is forgotten afterwards: a process that reads for weeks must not grow with every new word.
    Forgetting pulls the words from under whoever reads at the same time, so threads get one each.
    """
    try:
        nlp = _IDLE.pop()
    except IndexError:
        nlp = load_tokenizer()
    with nlp.memory_zone():
        yield nlp
    _IDLE.append(nlp)


def read_doc(nlp: Language, text: str) -> Doc:
    """Run a pipeline over a text of any length.

    `doc.text` is the text to the letter, but for lone surrogates, which spaCy cannot hold (U+FFFD stands for them),
    and for runs of a thousand characters without a space, on which its tokenizer takes quadratic time, or without a
    letter or digit, each of which is a token (x stands there).

    Raises:
        ModelError: The pipeline's tokenizer changes the text.
    """
    from spacy.tokens import Doc

    text = _LONE_SURROGATE.sub("\ufffd", text)
    text = _NO_WORDS.sub(lambda run: _blotted(run.group()), text)
    text = _LONG_RUN.sub(lambda run: "x" * len(run.group()), text)
    docs = [nlp(part) for part in split_text(text)]  # one by one: a batch of long parts is slower than its parts
    doc = docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)
    if doc is None or doc.text != text:
        raise ModelError("the pipeline's tokenizer changes the text; the line needs one that keeps it")
    return doc


def _blotted(run: str) -> str:
    """Return a run without words as one token; white space alone is one as it is."""
    return run if run.isspace() else f" {'x' * (len(run) - 2)} "


def split_text(text: str, size: int = PART) -> Iterator[str]:
    """Cut a text into parts of about `size` code points, after a line break where there is one, else a space."""
    start = 0
    while len(text) - start > size:
        end = next(
            (at + 1 for sign in "\n " if (at := text.rfind(sign, start + size // 2, start + size)) > 0), start + size
        )
        yield text[start:end]
        start = end
    yield text[start:]
