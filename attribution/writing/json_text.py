"""The records as they are: one JSON document, or JSON Lines."""

from collections.abc import Sequence

from attribution.inert import escape_json
from attribution.jsonio import dump_extraction
from attribution.records import Article, Extraction

Pairs = Sequence[tuple[Extraction, Article]]


def write_json(pairs: Pairs) -> str:
    """Return one extraction as indented JSON."""
    ((extraction, _),) = pairs
    return escape_json(dump_extraction(extraction, indent=2)) + "\n"


def write_json_lines(pairs: Pairs) -> str:
    """Return one extraction a line."""
    return "".join(escape_json(dump_extraction(extraction)) + "\n" for extraction, _ in pairs)
