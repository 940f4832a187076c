"""Who said these words, through which outlet: attribution of quotations in news.

>>> import attribution
>>> extraction = attribution.extract("“It works,” said Ana Lima.")
>>> [record.speaker_name for record in extraction]
['Ana Lima']
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
    from attribution.jsonio import parse_extractions as parse_extractions
    from attribution.jsonio import parse_lines as parse_lines
    from attribution.pipeline import STEPS as STEPS
    from attribution.pipeline import extract as extract
    from attribution.pipeline import extract_many as extract_many
    from attribution.reading import read_article as read_article
    from attribution.reading import read_articles as read_articles
    from attribution.records import Alteration as Alteration
    from attribution.records import Article as Article
    from attribution.records import ArticleInfo as ArticleInfo
    from attribution.records import AttributionRecord as AttributionRecord
    from attribution.records import Cue as Cue
    from attribution.records import DateMention as DateMention
    from attribution.records import Engine as Engine
    from attribution.records import Extraction as Extraction
    from attribution.records import Mention as Mention
    from attribution.records import Outlet as Outlet
    from attribution.records import Problem as Problem
    from attribution.records import RecordConfidence as RecordConfidence
    from attribution.records import RecordEvidence as RecordEvidence
    from attribution.records import Review as Review
    from attribution.records import Speaker as Speaker
    from attribution.verify.checking import verify_quotations as verify_quotations
    from attribution.verify.proving import verify_records as verify_records

    __version__: str

_HOME = {
    "Alteration": "records",
    "Article": "records",
    "ArticleInfo": "records",
    "AttributionError": "errors",
    "AttributionRecord": "records",
    "Cue": "records",
    "DateMention": "records",
    "Engine": "records",
    "Extraction": "records",
    "InputError": "errors",
    "LexiconError": "errors",
    "Mention": "records",
    "ModelError": "errors",
    "OptionError": "errors",
    "Outlet": "records",
    "Problem": "records",
    "RecordConfidence": "records",
    "RecordError": "errors",
    "RecordEvidence": "records",
    "Review": "records",
    "STEPS": "pipeline",
    "Speaker": "records",
    "WorkerError": "errors",
    "dump_extraction": "jsonio",
    "extract": "pipeline",
    "extract_many": "pipeline",
    "parse_extraction": "jsonio",
    "parse_extractions": "jsonio",
    "parse_lines": "jsonio",
    "read_article": "reading",
    "read_articles": "reading",
    "verify_quotations": "verify.checking",
    "verify_records": "verify.proving",
}

__all__ = sorted([*_HOME, "__version__"])


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that importing the package costs next to nothing."""
    if name == "__version__":
        from attribution.version import package_version

        return package_version()
    if name not in _HOME:
        raise AttributeError(f"module 'attribution' has no attribute {name!r}")
    return getattr(import_module(f"attribution.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
