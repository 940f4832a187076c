"""Primary sources: files of many kinds read into text, each pinned by its digest and its date of retrieval."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from attrs import evolve, field, frozen

from attribution.errors import InputError, how_to_install
from attribution.verify.markup import html_text, markdown_text
from attribution.verify.subtitles import Cue, read_subtitles
from attribution.verify.transcripts import Layout, find_layout

SourceKind = Literal["text", "html", "markdown", "pdf", "docx", "srt", "vtt"]

_EXTRA = how_to_install("sources")
_LARGEST_UNPACKED = 300_000_000  # bytes; a .docx that unpacks to more is taken for an attack
_KINDS: Mapping[str, SourceKind] = MappingProxyType(
    {
        ".txt": "text",
        ".text": "text",
        ".html": "html",
        ".htm": "html",
        ".xhtml": "html",
        ".md": "markdown",
        ".markdown": "markdown",
        ".pdf": "pdf",
        ".docx": "docx",
        ".srt": "srt",
        ".vtt": "vtt",
    }
)


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
    """Make a source of a text that is at hand; subtitles, HTML and Markdown are read as in a file.

    Raises:
        InputError: `kind` is a format that is no text, or its reader is not installed.
    """
    if kind in ("pdf", "docx"):
        raise InputError(f"a {kind} source is bytes, not text: use read_source with its path")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    read = _from_markup(text, kind)
    problem = _problem(read)
    return evolve(read, name=name, sha256=digest, retrieved=retrieved, speakers=speakers or {}, problem=problem)


def read_source(
    path: str | os.PathLike[str],
    *,
    retrieved: str | None = None,
    speakers: Mapping[str, str] | None = None,
    name: str | None = None,
) -> Source:
    """Read a source file; one that cannot be used comes back with `problem` set and an empty text.

    PDF and DOCX are told by their content, other formats by the name's ending, else the content; text is UTF-8, UTF-16
    with a byte order mark, or Windows-1252.
    """
    file = Path(path)
    title = name or str(path)
    try:
        data = file.read_bytes()
        changed = datetime.fromtimestamp(int(file.stat().st_mtime), UTC).isoformat().replace("+00:00", "Z")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Source(title, "text", "", None, retrieved, problem=f"cannot be read: {reason}")
    kind = _kind_of(file, data)
    return source_from_bytes(data, title, kind=kind, retrieved=retrieved or changed, speakers=speakers)


def source_from_bytes(
    data: bytes,
    name: str,
    *,
    kind: SourceKind | None = None,
    retrieved: str | None = None,
    speakers: Mapping[str, str] | None = None,
) -> Source:
    """Read a source whose bytes are at hand; one that cannot be used comes back with `problem` set and an empty text.

    The format is `kind`, else it follows the ending of `name`, else the content.
    """
    kind = kind or _kind_of(Path(name), data)
    try:
        read = _READERS[kind](data)
        read = evolve(read, problem=_problem(read))
    except InputError as error:
        read = Source(name, kind, "", None, problem=str(error))
    digest = hashlib.sha256(data).hexdigest()
    return evolve(read, name=name, sha256=digest, retrieved=retrieved, speakers=speakers or {})


def _problem(source: Source) -> str | None:
    return None if any(map(str.isalnum, source.text)) else "holds no text"


def as_source(source: Source | str | os.PathLike[str]) -> Source:
    """Return a source as it is, and read a path."""
    return source if isinstance(source, Source) else read_source(source)


def as_sources(sources: Source | str | os.PathLike[str] | Iterable[Source | str | os.PathLike[str]]) -> list[Source]:
    """Return one source or several, paths read."""
    if isinstance(sources, (Source, str, os.PathLike)):
        return [as_source(sources)]
    return [as_source(source) for source in sources]


def _kind_of(file: Path, data: bytes) -> SourceKind:
    known = _KINDS.get(file.suffix.lower())
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if known:
        return known
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"webvtt"):
        return "vtt"
    return "html" if head.startswith((b"<!doctype html", b"<html")) else "text"


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\x00" in data:
        raise InputError("is no text file: it holds NUL bytes; give text, HTML, Markdown, PDF, DOCX or subtitles")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    controls = sum(character < " " and character not in "\t\n\r\f" for character in text[:10_000])
    if controls > len(text[:10_000]) // 50:
        raise InputError("is no text file: it holds control characters; save it as UTF-8")
    return text


def _from_markup(text: str, kind: SourceKind) -> Source:
    cues: tuple[Cue, ...] = ()
    if kind == "html":
        text = html_text(text)
    elif kind == "markdown":
        text = markdown_text(text)
    elif kind in ("srt", "vtt"):
        text, cues = read_subtitles(text)
    return Source("", kind, text, None, layout=find_layout(text), cues=cues)


def _from_pages(pages: Iterable[str], kind: SourceKind) -> Source:
    starts, pieces, position = [], [], 0
    for page in pages:
        starts.append(position)
        pieces.append(page + "\n\f")
        position += len(pieces[-1])
    text = "".join(pieces)
    return Source("", kind, text, None, layout=find_layout(text), pages=tuple(starts))


def _from_pdf(data: bytes) -> Source:
    try:
        from pypdf import PdfReader
    except ImportError:
        raise InputError(f"reading PDF needs: {_EXTRA}") from None
    try:
        source = _from_pages([page.extract_text() for page in PdfReader(io.BytesIO(data)).pages], "pdf")
    except Exception as error:  # a damaged or locked file fails in many ways inside the reader
        raise InputError(f"cannot be read as PDF: {type(error).__name__}: {error}; get it anew") from None
    if not source.text.strip():
        raise InputError("has no text layer: it may be a scan; run text recognition over it first")
    return source


def _from_docx(data: bytes) -> Source:
    try:
        import docx
    except ImportError:
        raise InputError(f"reading DOCX needs: {_EXTRA}") from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _LARGEST_UNPACKED:
                raise InputError(f"unpacks to more than {_LARGEST_UNPACKED} bytes")
        text = "\n\n".join(_docx_blocks(docx.Document(io.BytesIO(data))))
    except InputError:
        raise
    except Exception as error:  # as for PDF
        raise InputError(f"cannot be read as DOCX: {type(error).__name__}: {error}; save it anew") from None
    return Source("", "docx", text, None, layout=find_layout(text))


def _docx_blocks(container: object) -> list[str]:
    """Return the paragraphs of a document or cell in reading order, those of tables included."""
    blocks: list[str] = []
    for item in container.iter_inner_content():  # type: ignore[attr-defined]
        if hasattr(item, "rows"):
            blocks += [text for row in item.rows for cell in row.cells for text in _docx_blocks(cell)]
        elif item.text.strip():
            blocks.append(item.text)
    return blocks


_READERS: Mapping[SourceKind, Callable[[bytes], Source]] = MappingProxyType(
    {
        "text": lambda data: _from_markup(_decode(data), "text"),
        "html": lambda data: _from_markup(_decode(data), "html"),
        "markdown": lambda data: _from_markup(_decode(data), "markdown"),
        "srt": lambda data: _from_markup(_decode(data), "srt"),
        "vtt": lambda data: _from_markup(_decode(data), "vtt"),
        "pdf": _from_pdf,
        "docx": _from_docx,
    }
)
