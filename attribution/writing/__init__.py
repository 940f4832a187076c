"""Writing: records, in the form that the next tool reads."""

from collections.abc import Callable, Iterable
from importlib.util import find_spec

from attrs import frozen

from attribution.errors import InputError, OptionError
from attribution.records import Article, Extraction, check_extraction, text_digest
from attribution.writing.brat import write_brat
from attribution.writing.docbin import write_docbin
from attribution.writing.json_text import Pairs, write_json, write_json_lines
from attribution.writing.ninjs import write_ninjs
from attribution.writing.report import write_report
from attribution.writing.schema_org import write_schema_org
from attribution.writing.sheets import write_csv, write_parquet, write_xlsx
from attribution.writing.tei import write_tei
from attribution.writing.web_annotation import write_web_annotation

__all__ = ["FORMATS", "WriteFormat", "write", "write_many"]

_PARQUET = "application/vnd.apache.parquet"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@frozen
class WriteFormat:
    """One way out.

    `write` takes extractions with their articles and returns text (to be stored as UTF-8), or bytes where `is_binary`;
    `many` tells whether one file holds several articles, `package` what an extra brings for it.
    """

    name: str
    suffix: str
    media_type: str
    write: Callable[[Pairs], str | bytes]
    many: bool = True
    is_binary: bool = False
    package: str | None = None

    @property
    def is_installed(self) -> bool:
        """Tell whether the package that it needs, if any, is there."""
        return self.package is None or find_spec(self.package) is not None


FORMATS: dict[str, WriteFormat] = {
    f.name: f
    for f in (
        WriteFormat("json", ".json", "application/json", write_json),
        WriteFormat("jsonl", ".jsonl", "application/jsonl", write_json_lines),
        WriteFormat("csv", ".csv", "text/csv", write_csv),
        WriteFormat("xlsx", ".xlsx", _XLSX, write_xlsx, is_binary=True, package="openpyxl"),
        WriteFormat("parquet", ".parquet", _PARQUET, write_parquet, is_binary=True, package="pyarrow"),
        WriteFormat("w3c", ".jsonld", "application/ld+json", write_web_annotation),
        WriteFormat("schema.org", ".jsonld", "application/ld+json", write_schema_org),
        WriteFormat("ninjs", ".json", "application/json", write_ninjs, many=False),
        WriteFormat("tei", ".xml", "application/tei+xml", write_tei, many=False),
        WriteFormat("brat", ".ann", "text/plain", write_brat, many=False),
        WriteFormat("spacy", ".spacy", "application/octet-stream", write_docbin, is_binary=True),
        WriteFormat("html", ".html", "text/html", write_report, many=False),
    )
}


def write(extraction: Extraction, article: Article, format: str) -> str | bytes:
    """Return one extraction in a format of `FORMATS`.

    Args:
        extraction: What was found.
        article: The article that it was found in, with the same text.
        format: A key of `FORMATS`.

    Raises:
        OptionError: There is no such format.
        InputError: The extraction is of another text, or the format needs an extra that is not installed.
    """
    return write_many([(extraction, article)], format)


def write_many(pairs: Iterable[tuple[Extraction, Article]], format: str) -> str | bytes:
    """Return the extractions of several articles in one file.

    Raises:
        OptionError: There is no such format, or it holds one article a file.
        InputError: As `write`.
    """
    if format not in FORMATS:
        raise OptionError(f"no format is called {format!r}; choose one of {', '.join(FORMATS)}")
    chosen, held = FORMATS[format], list(pairs)
    if not chosen.many and len(held) != 1:
        raise OptionError(f"{format} holds one article a file, not {len(held)}; write them one by one")
    for extraction, article in held:
        _check_pair(extraction, article)
    return chosen.write(held)


def _check_pair(extraction: Extraction, article: Article) -> None:
    check_extraction(extraction)
    if not isinstance(article, Article):
        advice = "; give its .article" if isinstance(getattr(article, "article", None), Article) else ""
        raise InputError(f"an Article goes with each extraction, not {type(article).__name__}{advice}")
    if extraction.article.sha256 != text_digest(article.text):
        raise InputError("the extraction was made from another text than that of the article: their digests differ")
