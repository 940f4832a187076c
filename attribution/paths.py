"""Whether a string is the name of a file, where a text is expected: it would be read as an article of one line."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

SUFFIXES = frozenset(
    {
        *(".txt", ".text", ".rtf", ".doc", ".docx", ".odt", ".pdf", ".html", ".htm", ".xhtml", ".md", ".markdown"),
        *(".json", ".jsonl", ".ndjson", ".ninjs", ".xml", ".rss", ".atom", ".rdf", ".csv", ".srt", ".vtt"),
    }
)
_LONGEST_PATH = 4096
_SENTENCE = re.compile(r"[.!?…,;:][”\"’')]?\s|[“”\"«»]")


def names_file(text: str) -> bool:
    """Tell whether a text is the name of a file, one that exists or of a usual kind, and nothing else."""
    if "\n" in text or not 0 < len(text) <= _LONGEST_PATH:
        return False
    try:
        is_usual = PurePath(text).suffix.lower() in SUFFIXES and not _SENTENCE.search(text)
        return is_usual or Path(text).is_file()
    except (OSError, ValueError):
        return False
