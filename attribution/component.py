"""The spaCy component "attribution": `nlp.add_pipe("attribution")`, then `doc._.attributions`.

What it finds is stored as the JSON of `attribution/1` in `doc.user_data`, so that it survives `DocBin` and
worker processes, and as the span group "attribution" with the labels CONTENT, CUE and SOURCE.

What is known of an article beside its text is given before: `doc = nlp.make_doc(text)`, then
`doc.user_data["attribution_article"] = {"title": ..., "authors": [...], "published": ...}`, then `nlp(doc)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from attrs import fields
from spacy.language import Language
from spacy.tokens import Doc, Span

from attribution.datafiles import read_file
from attribution.errors import InputError, LexiconError
from attribution.jsonio import dump_extraction, parse_extraction
from attribution.lexicon import load_lexicon
from attribution.models import Options
from attribution.pipeline import STEPS, check_options, check_outlets, extract_doc
from attribution.records import Article, AttributionRecord, Extraction

KEY = "attribution"
ARTICLE_KEY = "attribution_article"
LABELS = {"content": "CONTENT", "cue": "CUE", "source": "SOURCE"}
_METADATA = tuple(one.name for one in fields(Article) if one.name != "text")
_OUTLETS = "outlets.json"  # in the folder of the component


def read_extraction(doc: Doc, name: str | None = None) -> Extraction | None:
    """Return the whole extraction of a Doc, None where the component has not run on it.

    Args:
        doc: The Doc.
        name: Which component's, by its name in the pipeline; None is the one that ran first.
    """
    key = next(filter(_is_key, doc.user_data), KEY) if name is None else _key(name)
    stored = doc.user_data.get(key)
    return None if stored is None else _parsed(stored)


def read_attributions(doc: Doc) -> tuple[AttributionRecord, ...]:
    """Return the records of a Doc: the getter of `doc._.attributions`."""
    extraction = read_extraction(doc)
    return () if extraction is None else extraction.records


_parsed = lru_cache(maxsize=64)(parse_extraction)  # a Doc cannot hold what is no JSON: it would not survive `DocBin`


def _key(name: str) -> str:
    return KEY if name == KEY else f"{KEY}:{name}"


def _is_key(key: object) -> bool:
    return isinstance(key, str) and (key == KEY or key.startswith(f"{KEY}:"))


if not Doc.has_extension("attributions"):
    Doc.set_extension("attributions", getter=read_attributions)


class AttributionComponent:
    """Runs the line on a Doc.

    Args:
        name: Its name in the pipeline; what it finds stands in `doc.user_data` under "attribution" where it has that
            name, else under "attribution:NAME".
        options: What the caller chose.
        outlets: Content of a file with further outlets; the stored pipeline carries it along.
        spans_key: Key of the span group.
    """

    def __init__(self, name: str, options: Options, outlets: bytes | None, spans_key: str) -> None:
        self.name = name
        self.options = options
        self.outlets = outlets
        self.spans_key = spans_key

    def __call__(self, doc: Doc) -> Doc:
        """Find the attributions of `doc`, store them, and return it.

        Raises:
            InputError: What `doc.user_data` says of the article is no metadata.
        """
        lexicon = load_lexicon(outlets=self.outlets)
        extraction = extract_doc(doc, _article(doc), lexicon=lexicon, options=self.options, steps=STEPS)
        doc.user_data[_key(self.name)] = dump_extraction(extraction)
        doc.spans[self.spans_key] = [span for record in extraction.records for span in _spans(doc, record)]
        return doc

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:
        """Write the further outlets into the folder `path`; the other settings stand in the pipeline's config."""
        if self.outlets is not None:
            Path(path).mkdir(parents=True, exist_ok=True)
            (Path(path) / _OUTLETS).write_bytes(self.outlets)

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> AttributionComponent:
        """Read what `to_disk` wrote."""
        file = Path(path) / _OUTLETS
        return self.from_bytes(read_file(file) if file.exists() else b"")

    def to_bytes(self, *, exclude: tuple[str, ...] = ()) -> bytes:
        """Return the further outlets, empty where there are none."""
        return self.outlets or b""

    def from_bytes(self, data: bytes, *, exclude: tuple[str, ...] = ()) -> AttributionComponent:
        """Read what `to_bytes` returned."""
        self.outlets = data or None
        load_lexicon(outlets=self.outlets)
        return self


@Language.factory(
    "attribution",
    assigns=["doc._.attributions", "doc.spans", "doc.user_data"],
    default_config={
        "relations": "all",
        "least_confidence": 0.0,
        "threads": 1,
        "outlets": None,
        "spans_key": None,
    },
)
def make_attribution(
    nlp: Language,
    name: str,
    relations: Literal["all", "quoted"],
    least_confidence: float,
    threads: int,
    outlets: str | None,
    spans_key: str | None,
) -> AttributionComponent:
    """Make the component.

    Args:
        nlp: The pipeline.
        name: Name of the component in it.
        relations: "all", or "quoted" for the statements with words in quotation marks only.
        least_confidence: A source or speaker less probable than this is left empty.
        threads: Threads of the reader.
        outlets: Path of a file with further outlets; it is read now, and stored with the pipeline.
        spans_key: Key of the span group; the component's name where it is None.

    Raises:
        OptionError: An option has a value that is not allowed.
        LexiconError: The file with further outlets cannot be read, or breaks its schema.
    """
    options = check_options(relations, least_confidence, threads)
    check_outlets(outlets)
    spans_key = name if spans_key is None else spans_key
    return AttributionComponent(name, options, _load_outlets(nlp, name, outlets), spans_key)


def _load_outlets(nlp: Language, name: str, outlets: str | None) -> bytes | None:
    """Return the content of the file; None where a stored pipeline, which brings it along, is loaded without it."""
    if outlets is None:
        return None
    is_stored = name in getattr(nlp, "_meta", {}).get("components", ()) and name not in nlp.component_names
    try:
        load_lexicon(outlets=outlets)  # names the file in what it says
        return read_file(Path(outlets))
    except LexiconError:
        if is_stored and not Path(outlets).exists():
            return None
        raise


def _article(doc: Doc) -> Article:
    """Return the article that a Doc holds, with what `doc.user_data` says of it."""
    known = doc.user_data.get(ARTICLE_KEY, {})
    if not isinstance(known, Mapping) or not all(key in _METADATA for key in known):
        raise InputError(
            f"doc.user_data[{ARTICLE_KEY!r}] is {known!r:.80}; it must be a dict, its keys of {', '.join(_METADATA)}"
        )
    try:
        return Article(doc.text, **known)
    except (TypeError, ValueError) as error:
        raise InputError(f"doc.user_data[{ARTICLE_KEY!r}]: {error}") from None


def _spans(doc: Doc, record: AttributionRecord) -> list[Span]:
    """Return the spans of a record on the tokens that hold them (characters are the truth, tokens a view)."""
    places: list[tuple[Any, str]] = [(mention, LABELS["content"]) for mention in record.content]
    places += [(record.cue, LABELS["cue"]), (record.source, LABELS["source"])]
    found = (
        doc.char_span(place.start, place.end, label=label, alignment_mode="expand")
        for place, label in places
        if place is not None
    )
    return [span for span in found if span is not None]
