"""The records as they are: JSON, or JSON Lines; `parse_extractions` reads both."""

from collections.abc import Sequence

from attribution.inert import escape_json
from attribution.jsonio import dump_extraction
from attribution.records import Article, Extraction

Pairs = Sequence[tuple[Extraction, Article]]


def write_json(pairs: Pairs) -> str:
    """Return one extraction as indented JSON, several as a list of such."""
    texts = [escape_json(dump_extraction(extraction, indent=2)) for extraction, _ in pairs]
    return f"{texts[0]}\n" if len(texts) == 1 else "[\n" + ",\n".join(texts) + "\n]\n"


def write_json_lines(pairs: Pairs) -> str:
    """Return one extraction a line."""
    return "".join(escape_json(dump_extraction(extraction)) + "\n" for extraction, _ in pairs)
