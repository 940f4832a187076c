"""Word documents (Office Open XML, ECMA-376): the paragraphs of `word/document.xml`.

Offsets lead into that part, decoded: a DOCX is a ZIP file, so nothing can be counted in the file itself. Deleted text
of tracked changes is left out, inserted text is read; notes, headers and footers are other parts and are not read.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from attribution.errors import InputError
from attribution.models import CharSpan
from attribution.reading.article import Block, BlockKind, Body, Found
from attribution.reading.encodings import decode
from attribution.reading.escapes import XmlElement, read_xml
from attribution.reading.offsets import MappedText
from attribution.reading.page_metadata import split_byline
from attribution.records import Article

PART = "word/document.xml"
_MOST = 64 * 2**20  # bytes of one part once unpacked; a ZIP file can claim a thousand times its size
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_NOT_SHOWN = frozenset(
    {"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "Fallback", "drawing", "pict", "object"}
)


@frozen
class _Style:
    name: str
    based_on: str | None


def read_docx(data: bytes) -> list[Found]:
    """Return the running text of a Word document.

    Raises:
        InputError: The file is no DOCX, is damaged, or unpacks to more than 64 MiB.
    """
    source, parts = _unpacked(data, "word/styles.xml", "docProps/core.xml")
    body, title = _read_body(read_xml(source, PART), _read_styles(parts["word/styles.xml"]))
    metadata = _read_properties(parts["docProps/core.xml"])
    if title:
        metadata["title"] = title
    return [Found(Article(text=body.text, **metadata), body, source, PART)]


def document_text(data: bytes) -> str:
    """Return every paragraph that a Word document shows, its title too, with a blank line between them.

    Raises:
        InputError: As `read_docx`.
    """
    source, _ = _unpacked(data)
    paragraphs = ("".join(text for text, *_ in _runs(p)) for p in _descendants(read_xml(source, PART), "p"))
    return "\n\n".join(shown for shown in paragraphs if shown.strip())


def _unpacked(data: bytes, *further: str) -> tuple[str, Mapping[str, str | None]]:
    """Return the main part of the document, and by name further ones that it may hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            source, parts = _unpack(archive, PART), {name: _unpack(archive, name) for name in further}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise InputError(f"the file is no DOCX that can be unpacked: {error}; save it anew") from None
    if source is None:
        raise InputError("the file is no DOCX: it holds no word/document.xml")
    return source, parts


def _unpack(archive: zipfile.ZipFile, name: str) -> str | None:
    if name not in archive.namelist():
        return None
    with archive.open(name) as part:
        data = part.read(_MOST + 1)
    if len(data) > _MOST:
        raise InputError(f"{name} unpacks to more than {_MOST // 2**20} MiB")
    return decode(data).text


def _read_styles(source: str | None) -> Mapping[str, _Style]:
    if source is None:
        return {}
    styles = {}
    for element in read_xml(source, "word/styles.xml").children:
        if element.local == "style":
            name, based_on = element.find("name"), element.find("basedOn")
            key = _value(element, "styleId")
            styles[key] = _Style(_value(name, "val").lower(), _value(based_on, "val") or None)
    return styles


def _value(element: XmlElement | None, name: str) -> str:
    if element is None:
        return ""
    return element.attributes.get(_WORD + name) or element.attributes.get(_STRICT + name) or ""


def _style_names(paragraph: XmlElement, styles: Mapping[str, _Style]) -> list[str]:
    """Return the names of the paragraph's style and of those it is based on."""
    properties = paragraph.find("pPr")
    style = properties.find("pStyle") if properties else None
    key: str | None = _value(style, "val")
    names: list[str] = []
    seen: set[str] = set()
    while key and key not in seen:
        seen.add(key)
        names.append(styles[key].name if key in styles else key.lower())
        key = styles[key].based_on if key in styles else None
    return names


def _kind(names: list[str]) -> BlockKind:
    if any("quote" in name for name in names):
        return "quote"
    if any(re.match(r"heading|subtitle", name) for name in names):
        return "heading"
    return "item" if any(name.startswith("list") for name in names) else "paragraph"


def _read_body(root: XmlElement, styles: Mapping[str, _Style]) -> tuple[Body, str | None]:
    mapped = MappedText()
    blocks: list[Block] = []
    title = None
    for paragraph in _descendants(root, "p"):
        runs = list(_runs(paragraph))
        shown = "".join(text for text, *_ in runs)
        names = _style_names(paragraph, styles)
        if not shown.strip():
            continue
        if title is None and "title" in names:
            title = " ".join(shown.split())
            continue
        if mapped.length:
            mapped.add_unmapped("\n\n")
        start = mapped.length
        for run in runs:
            mapped.add(*run)
        kind = _kind(names)
        blocks.append(Block(kind, CharSpan(start, mapped.length), int(kind == "quote")))
    text, offsets = mapped.finish()
    return Body(text, offsets, tuple(blocks)), title


def _descendants(element: XmlElement, name: str) -> Iterator[XmlElement]:
    """Yield the outermost elements called `name`, in order."""
    waiting = [element]
    while waiting:
        current = waiting.pop()
        if current.local == name:
            yield current
        elif current.local not in _NOT_SHOWN:
            waiting.extend(reversed(current.children))


def _runs(paragraph: XmlElement) -> Iterator[tuple[str, int, int]]:
    for element in _shown(paragraph):
        if element.local == "t":
            yield from (part for part in element.parts if isinstance(part, tuple))
        else:
            mark = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}[element.local]
            yield mark, element.inner_start, element.inner_start


def _shown(paragraph: XmlElement) -> Iterator[XmlElement]:
    waiting = list(reversed(paragraph.children))
    while waiting:
        current = waiting.pop()
        if current.local in ("t", "tab", "br", "cr", "noBreakHyphen"):
            yield current
        elif current.local not in _NOT_SHOWN:
            waiting.extend(reversed(current.children))


def _read_properties(source: str | None) -> dict[str, Any]:
    """Return title, author and language from the document's core properties; dates there are of the file."""
    if source is None:
        return {}
    found: dict[str, Any] = {}
    for element in read_xml(source, "docProps/core.xml").children:
        value = element.text()[0].strip()
        if value and element.local == "title":
            found["title"] = value
        elif value and element.local == "creator" and value != "python-docx":
            found["authors"] = tuple(split_byline(value))
        elif value and element.local == "language":
            found["language"] = value
    return found
