"""Files that are no text: refused at once, with what they are and what to do instead.

The signatures are those of the formats' own specifications (the "magic numbers" that file(1) knows).
"""

import re

from attribution.errors import InputError

_HEAD = 65_536  # bytes looked at
_MOST_CONTROLS = 0.02  # of the bytes; text has tabs and line ends, and now and then a stray one
_FEW_CONTROLS = 4
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

_RECOGNISE = "run text recognition (OCR) over it and give the text"
_TRANSCRIBE = "have it transcribed and give the text"
_UNPACK = "unpack it and give the articles in it"
_ANEW = "get it anew, or save it as .docx or .txt"
_SAVE = "save it as .docx or .txt"
_EXPORT = "export its articles as JSON Lines, one object with a text a line"

_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image", _RECOGNISE),
    (b"\xff\xd8\xff", "a JPEG image", _RECOGNISE),
    (b"GIF8", "a GIF image", _RECOGNISE),
    (b"II*\x00", "a TIFF image", _RECOGNISE),
    (b"MM\x00*", "a TIFF image", _RECOGNISE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an old Office program (.doc, .xls, .ppt)", _SAVE),
    (b"{\\rtf", "an RTF document", _SAVE),
    (b"\x1f\x8b", "compressed with gzip", _UNPACK),
    (b"BZh", "compressed with bzip2", _UNPACK),
    (b"\xfd7zXZ\x00", "compressed with xz", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "compressed with Zstandard", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"ID3", "a sound file", _TRANSCRIBE),
    (b"OggS", "a sound or video file", _TRANSCRIBE),
    (b"fLaC", "a sound file", _TRANSCRIBE),
    (b"\x1a\x45\xdf\xa3", "a video file", _TRANSCRIBE),
    (b"PAR1", "a Parquet file", _EXPORT),
    (b"SQLite format 3\x00", "an SQLite database", _EXPORT),
)
_IN_ZIP: tuple[tuple[bytes, str, str], ...] = (
    (b"xl/", "an Excel workbook", _EXPORT),
    (b"ppt/", "a PowerPoint file", _SAVE),
    (b"opendocument.text", "an OpenDocument text", _SAVE),
    (b"application/epub", "an EPUB book", _UNPACK),
    (b"[Content_Types].xml", "a damaged Office document", _ANEW),
    (b"_rels/.rels", "a damaged Office document", _ANEW),
)


def refuse_binary(data: bytes) -> None:
    """Raise where the bytes are plainly no text in any encoding.

    Raises:
        InputError: They are not; the message says what they are and what to do.
    """
    known = _recognised(data)
    if known:
        what, advice = known
        raise InputError(f"the file is {what}, not text: {advice}")
    head = data[:_HEAD]
    controls = len(_CONTROL.findall(head))
    if (
        controls > max(_MOST_CONTROLS * len(head), _FEW_CONTROLS)
        and wide_encoding(head) is None
        and not _has_mark(head)
    ):
        raise InputError(
            f"the file is no text: {controls:,} of its first {len(head):,} bytes are control characters; give an "
            "article as text, HTML, Markdown, DOCX, PDF, ninjs, RSS, Atom or JSON Lines, or name its encoding"
        )


def wide_encoding(data: bytes) -> str | None:
    """Return the Python name of UTF-16 without a byte-order mark, where every other byte is mostly zero."""
    head = data[: _HEAD - _HEAD % 2]
    half = len(head) // 2
    first, second = head[0::2].count(0), head[1::2].count(0)
    if len(data) % 2 or half < 4 or min(first, second) > half * _MOST_CONTROLS:
        return None
    if max(first, second) < half / 2:
        return None
    return "utf-16-be" if first > second else "utf-16-le"


def is_pdf(data: bytes) -> bool:
    """Tell whether the bytes are a PDF; some writers put line ends before its signature."""
    return data[:1024].lstrip(b"\xef\xbb\xbf\r\n \t\x00").startswith(b"%PDF-")


def _recognised(data: bytes) -> tuple[str, str] | None:
    for beginning, what, advice in _BEGINNINGS:
        if data.startswith(beginning):
            return what, advice
    if data.startswith(b"PK\x03\x04"):
        return next(((what, advice) for part, what, advice in _IN_ZIP if part in data), ("a ZIP archive", _UNPACK))
    if data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return ("a WebP image", _RECOGNISE) if data[8:12] == b"WEBP" else ("a sound or video file", _TRANSCRIBE)
    return ("a video or sound file", _TRANSCRIBE) if data[4:8] == b"ftyp" else None


def _has_mark(data: bytes) -> bool:
    return data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff", b"\xef\xbb\xbf"))
