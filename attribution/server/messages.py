"""What requests may hold, as pydantic models: they check what comes in and are what OpenAPI shows."""

from __future__ import annotations

import base64
import re
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from attribution.server.refusals import Refusal
from attribution.verify.results import VERDICTS
from attribution.verify.sources import checked_date

ReadingFormat = Literal["text", "html", "markdown", "docx", "pdf", "ninjs", "feed", "jsonl", "json"]
WritingFormat = Literal[
    "json", "jsonl", "csv", "xlsx", "parquet", "w3c", "schema.org", "ninjs", "tei", "brat", "spacy", "html"
]
SourceFormat = Literal["text", "html", "markdown", "pdf", "docx", "srt", "vtt", "ninjs", "feed", "jsonl", "json"]
Name = Annotated[str, Field(min_length=1, max_length=255)]
Metadata = Annotated[str, Field(max_length=2000)]
Date = Annotated[Metadata, AfterValidator(checked_date)]
Verdict = Annotated[str, Field(pattern=rf"^({'|'.join(VERDICTS)})(:\S+)?$")]


def _decoded(value: Any) -> Any:
    """Return the bytes that base64 stands for, whose lines may be broken; bytes of a form as they are."""
    if not isinstance(value, str):
        return value
    try:
        return base64.b64decode(re.sub(r"[ \r\n]+", "", value), validate=True)
    except ValueError as error:
        raise ValueError(f"no base64: {error}") from None


FileBytes = Annotated[bytes, BeforeValidator(_decoded), WithJsonSchema({"type": "string", "format": "base64"})]
RECORDS = {"type": "object", "x-component": "Extraction"}  # stands for the schema of the records, see `contract`
Records = Annotated[dict[str, Any], WithJsonSchema(RECORDS)]
M = TypeVar("M", bound="Message")


def _present(name: str, kind: str, *absent: str, **further: Any) -> dict[str, Any]:
    """Return the JSON schema of an object that holds `name`, and null or nothing for those in `absent`."""
    nulls = {other: {"type": "null"} for other in absent}
    return {"required": [name], "properties": {name: {"type": kind, **further}, **nulls}}


class Message(BaseModel):
    """A strict object: unknown keys and values of another type are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)


class ExtractOptions(Message):
    """What may be chosen for an extraction, in the body or in the query."""

    format: ReadingFormat | None = None
    """Format of the file; told by its content and name where left out."""
    name: Name | None = None
    """Name of the file, such as `story.html`."""
    article: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """Which article, counted from 1, of a file that holds several."""
    relations: Literal["all", "quoted"] = "all"
    """`quoted` leaves out what has no words in quotation marks."""
    least_confidence: Annotated[float, Field(ge=0, le=1)] = 0.0
    """A source or speaker less probable than this stays empty, with the reason."""
    title: Metadata | None = None
    """Headline; this and the next five go before what the file says."""
    authors: Annotated[list[Metadata], Field(max_length=100)] | None = None
    """Names in the byline."""
    publisher: Metadata | None = None
    """Who published the article."""
    published: Metadata | None = None
    """Date of publication, ISO 8601."""
    url: Metadata | None = None
    """Where the article stands; it is never fetched."""
    language: Metadata | None = None
    """BCP 47 tag."""


class ExtractRequest(ExtractOptions):
    """An article: exactly one of `text`, `content` and `content_base64`."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                _present("text", "string", "content", "content_base64", "format", "article"),
                _present("content", "string", "text", "content_base64"),
                _present("content_base64", "string", "text", "content"),
            ]
        }
    )

    text: str | None = None
    """The text of the article; offsets count its code points exactly as given."""
    content: str | None = None
    """A file as text: HTML, Markdown, ninjs, a feed."""
    content_base64: FileBytes | None = None
    """A file of any kind in base64: DOCX, or text in another encoding than UTF-8."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        _exactly_one(self, "text", "content", "content_base64")
        if self.text is not None and (self.format or self.article):
            raise ValueError("format and article go with a file: send it as content, or leave them out")
        return self


class SourceDocument(Message):
    """A primary source: exactly one of `text`, `content` and `content_base64`."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                _present("text", "string", "content", "content_base64", "format"),
                _present("content", "string", "text", "content_base64"),
                _present("content_base64", "string", "text", "content"),
            ]
        }
    )

    text: str | None = None
    """The source as plain text."""
    content: str | None = None
    """A file as text: HTML, Markdown, subtitles."""
    content_base64: FileBytes | None = None
    """A file of any kind in base64: PDF, DOCX."""
    name: Name | None = None
    """By which the report names the source; its ending tells the format."""
    format: SourceFormat | None = None
    """Format of the file; told by name and content where left out."""
    retrieved: Date | None = None
    """When the source was got, ISO 8601."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        _exactly_one(self, "text", "content", "content_base64")
        if self.text is not None and self.format is not None:
            raise ValueError("format goes with a file: send it as content, or leave format out")
        return self


class QuotedWords(Message):
    """A quotation and to whom it is given."""

    quotation: Annotated[str, Field(min_length=1)] | Annotated[list[str], Field(min_length=1)]
    """The words; several where a speech tag interrupts them."""
    speaker: Metadata | None = None
    """Name of the speaker."""


class VerifyRequest(Message):
    """Records to be proved against `text`, or records or quotations to be held against `sources`, or both."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                _present("extraction", "object", "quotations"),
                _present("quotations", "array", "extraction", "text"),
            ],
            "anyOf": [_present("text", "string"), _present("sources", "array", minItems=1)],
        }
    )

    extraction: Records | None = None
    """Records of `attribution/1`, as `/extract` returns them."""
    quotations: list[str | QuotedWords] | None = None
    """Quotations, instead of an extraction."""
    text: str | None = None
    """The article of the extraction, exactly as it was extracted from."""
    sources: Annotated[list[SourceDocument], Field(max_length=50)] = []
    """Primary sources."""
    speakers: dict[str, Metadata] = {}
    """Who a label of a transcript is, such as `{"THE PRESIDENT": "Jane Doe"}`."""
    allow: Annotated[list[Verdict], Field(max_length=100)] | None = None
    """Verdicts that pass beside the usual ones; `altered:punctuation-changed` passes with that flag only."""

    @model_validator(mode="after")
    def _enough(self) -> Self:
        _exactly_one(self, "extraction", "quotations")
        if self.text is None and not self.sources:
            raise ValueError("give text to prove the records, or sources to verify the quotations, or both")
        if self.text is not None and self.extraction is None:
            raise ValueError("text is what an extraction is proved against: give extraction")
        return self


class ConvertRequest(Message):
    """Records and their article, and the format wanted."""

    extraction: Records
    """Records of `attribution/1`, as `/extract` returns them."""
    text: str
    """The article of the extraction, exactly as it was extracted from."""
    format: WritingFormat
    """Format to write."""
    name: Name | None = None
    """Name of the file without its ending; the title of the article where left out."""


def _exactly_one(message: Message, *names: str) -> None:
    given = [name for name in names if getattr(message, name) is not None]
    if len(given) != 1:
        raise ValueError(f"give exactly one of {', '.join(names)}" + (f", not {' and '.join(given)}" if given else ""))


def read_message(model: type[M], data: Any, *, strings: bool = False) -> M:
    """Return the message that `data` holds; with `strings` its values come from a query or form and are text.

    Raises:
        Refusal: Something is wrong; every problem is listed with its path.
    """
    if not isinstance(data, dict):
        raise Refusal("invalid", "$: expected an object")
    try:
        return model.model_validate(data, strict=not strings)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        raise Refusal("invalid", "\n".join(dict.fromkeys(map(_problem, problems)))) from None


def _problem(problem: Any) -> str:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"${path}: unknown key"
    return f"${path}: {problem['msg'].removeprefix('Value error, ')}"
