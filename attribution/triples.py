"""Quotations as textacy returns them, so that code written for textacy can ask this library instead.

>>> import spacy
>>> from attribution.triples import direct_quotations
>>> nlp = spacy.blank("en")
>>> _ = nlp.add_pipe("attribution")
>>> (triple,) = direct_quotations(nlp("“It works,” said Ana Lima."))
>>> triple.speaker, triple.cue, triple.content
([Ana, Lima], [said], “It works,”)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attribution.component import read_extraction
from attribution.errors import InputError
from attribution.records import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token
    from textacy.extract.triples import DQTriple


def direct_quotations(doc: Doc) -> Iterator[DQTriple]:
    """Yield (speaker, cue, content) of each stretch in quotation marks that somebody said, in the order of the text.

    Stands in for `textacy.extract.direct_quotations`: `speaker` and `cue` are lists of tokens (empty where there is
    none), `content` is a Span with its marks. Unlike there, no odd number of marks stops it, quotations without a
    speaker are kept, and `speaker` is the mention as it stands ("he"); the name is in `doc._.attributions`.

    Args:
        doc: A Doc that the component "attribution" has read.

    Raises:
        InputError: The component has not run on the Doc.
    """
    from textacy.extract.triples import DQTriple

    extraction = read_extraction(doc)
    if extraction is None:
        raise InputError('the Doc has no attributions: add the component first, nlp.add_pipe("attribution")')
    found = [
        (quotation.start, DQTriple(_tokens(doc, record.source), _tokens(doc, record.cue), _marked(doc, quotation)))
        for record in extraction.records
        for quotation in record.quotations
    ]
    return (triple for _, triple in sorted(found, key=lambda pair: pair[0]))


def _tokens(doc: Doc, mention: Mention | None) -> list[Token]:
    return list(_span(doc, mention.start, mention.end)) if mention is not None else []


def _marked(doc: Doc, quotation: Mention) -> Span:
    """Return the quotation with the mark on each side, where there is one."""
    start, end = quotation.start, quotation.end
    before, after = doc.text[max(0, start - 1) : start], doc.text[end : end + 1]
    return _span(doc, start - bool(before.strip()), end + bool(after.strip()))


def _span(doc: Doc, start: int, end: int) -> Span:
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        raise InputError(f"the Doc has no tokens at {start}..{end}: its text is not the one that was read")
    return span
