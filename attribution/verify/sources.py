"""Primary sources: files of many kinds read into text, each pinned by its digest and its date of retrieval."""

from __future__ import annotations

import hashlib
import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from attrs import evolve, field, frozen

from attribution.errors import InputError, OptionError
from attribution.paths import names_file
from attribution.reading.article import Found
from attribution.reading.docx import document_text
from attribution.reading.encodings import Decoded, decode
from attribution.reading.formats import FORMATS, detect_binary, detect_format
from attribution.reading.pdf import page_texts
from attribution.verify.markup import html_text, markdown_text
from attribution.verify.subtitles import Cue, read_subtitles
from attribution.verify.transcripts import Layout, find_layout

SourceKind = Literal["text", "html", "markdown", "pdf", "docx", "srt", "vtt", "ninjs", "feed", "jsonl", "json"]

_KINDS: Mapping[str, SourceKind] = MappingProxyType({kind: kind for kind in get_args(SourceKind)})
_NAMED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"srt": (".srt",), "vtt": (".vtt",), **{name: form.suffixes for name, form in FORMATS.items()}}
)
_DATE = re.compile(r"\d{4}(-\d{2})?|\d{4}-?(\d{2}-?\d{2}|W\d{2}-?\d)(T[\d:]+([.,]\d+)?(Z|[+-][\d:]+)?)?", re.ASCII)


@frozen
class Source:
    """A primary source as text.

    Attributes:
        name: The path or title by which results name it.
        kind: The format it was read from.
        text: Its text; every offset of a result counts code points of this string.
        sha256: Digest of the bytes that were read, hexadecimal; of the UTF-8 text where it was given as text.
        retrieved: Date or time at which the source was got, ISO 8601, as the caller gave it, else the time of the
            file's last change in UTC; None for a text without one.
        layout: Speaker turns and what in the text nobody said.
        cues: Time codes of subtitles, sorted.
        pages: Start of each page in the text, where the format has pages.
        problem: Why the source cannot be used; None where it can.
        notes: What a reader of the verdicts should know of how it was read, such as a guessed encoding.
        speakers: Names behind labels that do not tell them, such as {"THE PRESIDENT": "Jane Doe"}.
    """

    name: str
    kind: SourceKind
    text: str
    sha256: str | None
    retrieved: str | None = None
    layout: Layout = field(factory=Layout)
    cues: tuple[Cue, ...] = ()
    pages: tuple[int, ...] = ()
    problem: str | None = None
    notes: tuple[str, ...] = ()
    speakers: Mapping[str, str] = field(factory=dict)

    @property
    def text_sha256(self) -> str:
        """Digest of the text in UTF-8: what offsets are valid for."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def page_of(self, position: int) -> int | None:
        """Return the number, from 1, of the page that holds a character."""
        return bisect_right(self.pages, position) or None

    def time_of(self, start: int, end: int) -> tuple[float, float] | None:
        """Return the seconds from the first to the last cue that `start..end` touches."""
        first = max(0, bisect_right(self.cues, start, key=lambda cue: cue.start) - 1)
        last = bisect_left(self.cues, end, key=lambda cue: cue.start)
        touched = [cue for cue in self.cues[first:last] if start < cue.end]
        return (touched[0].begins, touched[-1].ends) if touched else None


def source_from_text(
    text: str,
    name: str = "text",
    *,
    kind: SourceKind = "text",
    retrieved: str | None = None,
    speakers: Mapping[str, str] | None = None,
) -> Source:
    """Make a source of a text that is at hand; what is no plain text is read as in a file.

    Raises:
        InputError: `kind` is a format that is no text, the text is not of it, or its reader is not installed.
        OptionError: `retrieved` is no date.
    """
    if kind in ("pdf", "docx"):
        raise InputError(f"a {kind} source is bytes, not text: use read_source with its path")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    read = _from_text(Decoded(text, "utf-8", "given"), kind)
    return _finished(read, name, digest, retrieved, speakers)


def read_source(
    path: str | os.PathLike[str],
    *,
    retrieved: str | None = None,
    speakers: Mapping[str, str] | None = None,
    name: str | None = None,
) -> Source:
    """Read a source file; one that cannot be used comes back with `problem` set and an empty text.

    Raises:
        OptionError: `retrieved` is no date.
    """
    file = Path(path)
    title = name or str(path)
    try:
        data = file.read_bytes()
        changed = datetime.fromtimestamp(int(file.stat().st_mtime), UTC).isoformat().replace("+00:00", "Z")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Source(title, "text", "", None, checked_date(retrieved), problem=f"cannot be read: {reason}")
    return _from_bytes(data, title, str(file), None, changed if retrieved is None else retrieved, speakers)


def source_from_bytes(
    data: bytes,
    name: str,
    *,
    kind: SourceKind | None = None,
    retrieved: str | None = None,
    speakers: Mapping[str, str] | None = None,
) -> Source:
    """Read a source whose bytes are at hand; one that cannot be used comes back with `problem` set and an empty text.

    Format and encoding are told as `attribution.reading` tells those of an article, with `name` for the name of the
    file; `kind` is the format where it is known.

    Raises:
        OptionError: `retrieved` is no date.
    """
    return _from_bytes(data, name, name, kind, retrieved, speakers)


def checked_date(text: str | None) -> str | None:
    """Return a date or time as it is.

    Raises:
        OptionError: It is none of ISO 8601.
    """
    if text is not None and not _is_date(text):
        raise OptionError(f"retrieved {text!r}: expected a date of ISO 8601, as 2024-05-31 or 2024-05-31T09:30:00Z")
    return text


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(f"{text}-01-01"[:10] if len(text) <= len("2024-05") else text)
    except ValueError:
        return False
    return True


def as_sources(sources: Source | str | os.PathLike[str] | Iterable[Source | str | os.PathLike[str]]) -> list[Source]:
    """Return one source or several: a string is the text of one, a path is a file to read.

    Raises:
        InputError: There is no source, one is of another type, or a string names a file.
    """
    given = [sources] if isinstance(sources, (Source, str, bytes, os.PathLike)) else list(sources)
    if not given:
        raise InputError("there is no source; give at least one")
    texts = sum(isinstance(source, str) for source in given)
    return [_as_source(source, f"text {at}" if texts > 1 else "text") for at, source in enumerate(given, 1)]


def _as_source(source: object, name: str) -> Source:
    if isinstance(source, Source):
        return source
    if isinstance(source, os.PathLike):
        return read_source(source)
    if not isinstance(source, str):
        raise InputError(f"a source is a text, a pathlib.Path or a Source, not {type(source).__name__}")
    if names_file(source):
        raise InputError(
            f"a string is the text of a source, and {source!r} names a file: give pathlib.Path({source!r}), "
            "or source_from_text where this is the text"
        )
    return source_from_text(source, name)


def _from_bytes(
    data: bytes,
    name: str,
    file: str,
    kind: SourceKind | None,
    retrieved: str | None,
    speakers: Mapping[str, str] | None,
) -> Source:
    try:
        read = _read(data, file, kind)
    except InputError as error:
        read = Source(name, kind or _kind_named(file) or "text", "", None, problem=str(error))
    return _finished(read, name, hashlib.sha256(data).hexdigest(), retrieved, speakers)


def _finished(
    read: Source, name: str, sha256: str, retrieved: str | None, speakers: Mapping[str, str] | None
) -> Source:
    problem = read.problem or (None if any(map(str.isalnum, read.text)) else "holds no text")
    return evolve(
        read,
        name=name,
        sha256=sha256,
        retrieved=checked_date(retrieved),
        layout=find_layout(read.text),
        problem=problem,
        speakers=speakers or {},
    )


def _read(data: bytes, file: str, kind: SourceKind | None) -> Source:
    """Read the bytes of a file; name, digest and layout of the source are still missing."""
    binary = detect_binary(data)
    if binary is not None and kind not in (None, binary.name):
        raise InputError(f"the file is {binary.name.upper()}, not {kind}; leave the format out")
    told = binary.name if binary else kind
    if told == "pdf":
        return _from_pages(page_texts(data))
    if told == "docx":
        return Source("", "docx", document_text(data), None)
    decoded = decode(data)
    if "\0" in decoded.text:
        raise InputError("is no text file: it holds NUL bytes; save it as UTF-8")
    read = _from_text(decoded, kind or _kind_of(decoded.text, file))
    return evolve(read, notes=(*_encoding_notes(decoded), *read.notes))


def _kind_of(text: str, file: str) -> SourceKind:
    named = _kind_named(file)
    if named in ("srt", "vtt"):
        return named
    return "vtt" if text.lstrip().startswith("WEBVTT") else _KINDS[detect_format(text, file).name]


def _kind_named(file: str) -> SourceKind | None:
    suffix = Path(file).suffix.lower()
    return next((_KINDS[name] for name, suffixes in _NAMED.items() if suffix in suffixes), None)


def _encoding_notes(decoded: Decoded) -> Iterator[str]:
    encoding = decoded.encoding.replace("cp125", "windows-125")
    if decoded.guessed:
        yield f"the encoding is a guess: {encoding}; if words look wrong, save the source as UTF-8"
    if decoded.replaced:
        yield f"{decoded.replaced} places in the file are no {encoding}; they are read as U+FFFD"


def _from_text(decoded: Decoded, kind: SourceKind) -> Source:
    text = decoded.text
    if kind in ("srt", "vtt"):
        text, cues = read_subtitles(text)
        return Source("", kind, text, None, cues=cues)
    if kind in _SHOWN:
        return Source("", kind, _SHOWN[kind](text), None)
    read = FORMATS[kind].read
    return _from_articles(read(decoded), kind) if read else Source("", kind, text, None)


def _from_articles(articles: Iterable[Found | InputError], kind: SourceKind) -> Source:
    """Take the text of every article in a file, each under its title; what cannot be read is noted.

    Raises:
        InputError: Nothing in the file can be read.
    """
    read = list(articles)
    found = [one for one in read if isinstance(one, Found)]
    errors = [one for one in read if isinstance(one, InputError)]
    if errors and not found:
        raise errors[0]
    texts = (text for one in found for text in (one.article.title, one.body.text) if text)
    notes = dict.fromkeys(problem.message for one in found for problem in one.body.problems)
    return Source("", kind, "\n\n".join(texts), None, notes=(*notes, *map(str, errors)))


def _from_pages(pages: Iterable[str]) -> Source:
    starts, pieces, position = [], [], 0
    for page in pages:
        starts.append(position)
        pieces.append(page + "\n\f")
        position += len(pieces[-1])
    text = "".join(pieces)
    if not text.strip():
        raise InputError("has no text layer: it may be a scan; run text recognition over it first")
    return Source("", "pdf", text, None, pages=tuple(starts))


_SHOWN: Mapping[SourceKind, Callable[[str], str]] = MappingProxyType(
    {"text": str, "html": html_text, "markdown": markdown_text}
)
