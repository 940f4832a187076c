"""What each request is answered with: from a checked message to the bytes of the response, by the library's own calls.

Every function here computes and is run in a lane; none keeps anything of a request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from attrs import asdict, evolve, frozen

from attribution.errors import AttributionError, InputError, OptionError, RecordError
from attribution.jsonio import dump_extraction, parse_extraction
from attribution.models import Draft, Options, Step
from attribution.pipeline import STEPS, extract
from attribution.reader.network import READER, load_network
from attribution.reading import FORMATS as READING
from attribution.reading import ReadArticle, add_reading_problems, read_articles
from attribution.records import SCHEMA, Article, Extraction
from attribution.server.bodies import Upload
from attribution.server.refusals import Refusal
from attribution.verify.checking import verify_quotations
from attribution.verify.claims import as_claims
from attribution.verify.proving import verify_records
from attribution.verify.results import allowed_verdicts, report_to_dict
from attribution.verify.sources import Source, source_from_bytes, source_from_text
from attribution.version import package_version
from attribution.writing import FORMATS as WRITING
from attribution.writing import write

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon
    from attribution.server.lanes import Check
    from attribution.server.messages import ConvertRequest, ExtractOptions, SourceDocument, VerifyRequest
    from attribution.server.settings import Settings

_METADATA = ("title", "authors", "publisher", "published", "url", "language")
_MOST_FAILURES = 1000  # listed of records that do not hold


@frozen
class Answer:
    """A response: its body, media type and, for a file to be kept, the file's name."""

    body: bytes
    media_type: str = "application/json"
    file_name: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The header that names the file (RFC 6266), where there is a name."""
        if self.file_name is None:
            return {}
        plain = re.sub(r"[^A-Za-z0-9._]+", "-", self.file_name)
        return {"content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(self.file_name)}"}


@frozen(eq=False)
class Engine:
    """What a worker loads once."""

    settings: Settings

    @property
    def description(self) -> dict[str, Any]:
        """What `/health` says."""
        return {
            "status": "ok",
            "package": "quote-attribution",
            "version": package_version(),
            "schema": SCHEMA,
            "model": READER,
            "model_version": load_network(self.settings.threads).version,
            "reading_formats": [form.name for form in READING.values() if form.is_installed],
            "writing_formats": [form.name for form in WRITING.values() if form.is_installed],
            "max_bytes": self.settings.max_bytes,
            "max_characters": self.settings.max_characters,
            "time_limit": self.settings.time_limit,
        }


def load_engine(settings: Settings) -> Engine:
    """Load the reader and the lexicon and read a sentence with them, so that the first request does not wait.

    Raises:
        ModelError: The reader's weights are missing.
        LexiconError: The file with further outlets breaks its schema.
    """
    extract("“It works,” said Ana Lima.", outlets=settings.outlets, threads=settings.threads)
    return Engine(settings)


def refusing(answer: Callable[..., Answer]) -> Callable[..., Answer]:
    """Turn the errors that the library raises on purpose into refusals."""

    @wraps(answer)
    def refused(*arguments: Any) -> Answer:
        try:
            return answer(*arguments)
        except RecordError as error:
            raise Refusal("invalid", "\n".join(error.problems)) from None
        except InputError as error:
            raise Refusal("unreadable", str(error)) from None
        except AttributionError as error:
            raise Refusal("invalid", str(error)) from None

    return refused


@refusing
def answer_extract(engine: Engine, source: str | Upload, options: ExtractOptions, check: Check) -> Answer:
    """Extract from a plain text or a file; the answer holds the text that the offsets count."""
    read = None if isinstance(source, str) else _read(source, options)
    article = read.article if read else Article(str(source))
    known = {name: getattr(options, name) for name in _METADATA if getattr(options, name) is not None}
    article = evolve(article, **known)
    _check_text(article.text, engine.settings)
    check()
    steps = {name: _checked(step, check) for name, step in STEPS.items()}
    chosen = {"relations": options.relations, "least_confidence": options.least_confidence, "steps": steps}
    extraction = _extract(engine, article, chosen)
    extraction = add_reading_problems(extraction, read) if read else extraction
    rest = {"text": article.text, "format": read.format if read else "text", "part": read.part if read else None}
    return Answer(f'{{"extraction": {dump_extraction(extraction)}, {_dump(rest)[1:]}'.encode())


def _extract(engine: Engine, article: Article, options: dict[str, Any]) -> Extraction:
    settings = engine.settings
    return extract(article, outlets=settings.outlets, threads=settings.threads, **options)


def _checked(step: Step, check: Check) -> Step:
    def checked(doc: Doc, draft: Draft, lexicon: Lexicon, options: Options) -> Draft:
        check()
        return step(doc, draft, lexicon, options)

    return checked


def _read(upload: Upload, options: ExtractOptions) -> ReadArticle:
    name = options.name or upload.name
    try:
        chosen = {"format": options.format, "encoding": upload.encoding, "name": name}
        articles = list(read_articles(upload.data, on_error="yield", **chosen))
        if options.article is None and len(articles) != 1:
            raise InputError(f"the file holds {len(articles)} articles, not one; name one with article=1 and on")
        if len(articles) < (options.article or 1):
            raise InputError(f"article is {options.article}, but the file holds {len(articles)}")
        asked = articles[(options.article or 1) - 1]  # one that cannot be read keeps its number
        if isinstance(asked, InputError):
            raise asked
    except (InputError, OptionError) as error:
        raise InputError(f"{name}: {error}" if name else str(error)) from None
    return asked


def _check_text(text: str, settings: Settings) -> None:
    if len(text) > settings.max_characters:
        most = f"{settings.max_characters:,}"
        raise Refusal("too-large", f"the article has {len(text):,} characters; this server takes up to {most}")
    if "\0" in text:
        raise Refusal("unreadable", "the text holds NUL: the file is no text, or in UTF-16 without a byte-order mark")


def _dump(data: Mapping[str, Any]) -> str:
    """Return data as JSON; lone surrogates, which a file may have as escapes, stay escapes."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match.group()):04x}", text)


@refusing
def answer_verify(request: VerifyRequest, check: Check) -> Answer:
    """Prove the records against their article, and hold the quotations against the sources, whichever is given."""
    allowed = allowed_verdicts(request.allow or ())
    integrity = None
    if request.text is not None and request.extraction is not None:
        integrity = _prove(request.text, request.extraction)
    check()
    quotations = _hold(request, allowed, check) if request.sources else None
    passes = (integrity is None or integrity["holds"]) and not (quotations and quotations["failed"])
    answer = {"passes": passes, "integrity": integrity, **(quotations or {"verification": None, "failed": []})}
    return Answer(_dump(answer).encode())


def _prove(text: str, extraction: Mapping[str, Any]) -> dict[str, Any]:
    failures = verify_records(text, extraction)
    records = extraction.get("records")
    return {
        "holds": not failures,
        "records": len(records) if isinstance(records, list) else 0,
        "failures": [{"path": failure.path, "message": failure.message} for failure in failures[:_MOST_FAILURES]],
    }


def _hold(request: VerifyRequest, allowed: frozenset[str], check: Check) -> dict[str, Any]:
    quotations = [q if isinstance(q, str) else q.model_dump() for q in request.quotations or ()]
    claims = as_claims(request.extraction if request.extraction is not None else quotations)
    sources = [_source(document, number, request.speakers) for number, document in enumerate(request.sources, 1)]
    report = verify_quotations(claims, sources, before_each=check)
    failed = [index for index, result in enumerate(report.results) if not result.passes(allowed)]
    return {"verification": report_to_dict(report), "failed": failed}


def _source(document: SourceDocument, number: int, speakers: Mapping[str, str]) -> Source:
    name = document.name or f"source {number}"
    if document.text is not None:
        return source_from_text(document.text, name, retrieved=document.retrieved, speakers=speakers)
    data = document.content_base64 if document.content is None else document.content.encode()
    kind, retrieved = document.format, document.retrieved
    return source_from_bytes(data or b"", name, kind=kind, retrieved=retrieved, speakers=speakers)


@refusing
def answer_convert(request: ConvertRequest, check: Check) -> Answer:
    """Write records in another format, once they are proved to hold for the text."""
    extraction = parse_extraction(json.dumps(request.extraction))
    failures = verify_records(request.text, request.extraction)
    if failures:
        raise Refusal("does-not-hold", "\n".join(map(str, failures[:_MOST_FAILURES])))
    check()
    known = asdict(extraction.article, recurse=False)
    article = Article(request.text, **{name: known[name] for name in _METADATA})
    output = write(extraction, article, request.format)
    form = WRITING[request.format]
    body = output.encode("utf-8", "backslashreplace") if isinstance(output, str) else output
    charset = "; charset=utf-8" if form.media_type.startswith("text/") else ""
    return Answer(body, form.media_type + charset, _file_stem(request.name or article.title) + form.suffix)


def _file_stem(name: str | None) -> str:
    """Return a name that every file system takes: words of letters and digits joined by hyphens."""
    return "-".join(re.findall(r"\w+", name or ""))[:80] or "attributions"
