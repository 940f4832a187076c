"""Who said these words, through which outlet: attribution of quotations in news.

>>> import attribution
>>> extraction = attribution.extract("“It works,” said Ana Lima.")
>>> extraction.records[0].speaker.name
'Ana Lima'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from attribution.errors import AttributionError as AttributionError
    from attribution.errors import InputError as InputError
    from attribution.errors import LexiconError as LexiconError
    from attribution.errors import ModelError as ModelError
    from attribution.errors import OptionError as OptionError
    from attribution.errors import RecordError as RecordError
    from attribution.errors import WorkerError as WorkerError
    from attribution.jsonio import dump_extraction as dump_extraction
    from attribution.jsonio import parse_extraction as parse_extraction
    from attribution.pipeline import STEPS as STEPS
    from attribution.pipeline import extract as extract
    from attribution.pipeline import extract_many as extract_many
    from attribution.records import Article as Article
    from attribution.records import AttributionRecord as AttributionRecord
    from attribution.records import Extraction as Extraction
    from attribution.verify.checking import verify_quotations as verify_quotations

_HOME = {
    "Article": "records",
    "AttributionError": "errors",
    "AttributionRecord": "records",
    "Extraction": "records",
    "InputError": "errors",
    "LexiconError": "errors",
    "ModelError": "errors",
    "OptionError": "errors",
    "RecordError": "errors",
    "STEPS": "pipeline",
    "WorkerError": "errors",
    "dump_extraction": "jsonio",
    "extract": "pipeline",
    "extract_many": "pipeline",
    "parse_extraction": "jsonio",
    "verify_quotations": "verify.checking",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that importing the package costs next to nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'attribution' has no attribute {name!r}")
    return getattr(import_module(f"attribution.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
