"""Bytes to text: what the caller, a byte-order mark or the file itself says, then UTF-8, then a guess.

Labels in HTML mean what browsers take them for (WHATWG Encoding Standard: "iso-8859-1" is windows-1252).
"""

import codecs
import re
from typing import Literal

from attrs import frozen

from attribution.errors import OptionError
from attribution.reading.binary import wide_encoding
from attribution.reading.guessing import guess_encoding

EncodingBasis = Literal["given", "byte-order mark", "declared", "utf-8", "guessed"]

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED_XML = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_DECLARED_HTML = re.compile(rb"""<meta[^>]+?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_HEAD = 4096  # bytes looked through for a declaration; the standard asks for 1024, real pages put it later

# WHATWG Encoding Standard, table of labels: where a label means another code page than Python's codec of that name.
_WEB_LABELS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}

_HOST_NAMES = frozenset({"idna", "punycode", "undefined"})  # text encodings to Python, but they fail on most bytes


@frozen
class Decoded:
    """A file as text.

    `text` has no byte-order mark and holds U+FFFD for each byte that is no character (`replaced` counts them);
    `mark` is the length of the byte-order mark in bytes; `declared` is the label the file gives itself.
    """

    text: str
    encoding: str
    basis: EncodingBasis
    mark: int = 0
    declared: str | None = None
    replaced: int = 0

    @property
    def guessed(self) -> bool:
        """Tell whether nothing but the bytes themselves spoke for the encoding."""
        return self.basis == "guessed"


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Return `data` as text.

    Args:
        data: The whole file.
        encoding: Taken as it is when given (a Python codec name).

    Raises:
        OptionError: No codec has the name that is given.
    """
    declared = _find_declared(data)
    if encoding is not None:
        return _read(data, codec_named(encoding), "given", declared)
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _read(data, name, "byte-order mark", declared, len(mark))
    wide = wide_encoding(data)
    if wide:
        return _read(data, wide, "guessed", declared)
    codec = _meaning(declared)
    if _is_utf8(data) and not (codec and data.isascii()):
        return _read(data, "utf-8", "declared" if codec == "utf-8" else "utf-8", declared)
    if codec and (codec != "utf-8" or data.isascii()):
        return _read(data, codec, "declared", declared)
    return _read(data, guess_encoding(data), "guessed", declared)


def byte_offset(decoded: Decoded, offset: int) -> int | None:
    """Return the byte at which the code point `offset` of the decoded file begins.

    None where bytes were no characters or the encoding switches between states (ISO-2022): nothing can be counted.
    """
    if decoded.replaced or decoded.encoding.startswith(("iso2022", "hz", "utf-7")):
        return None
    return decoded.mark + len(decoded.text[:offset].encode(decoded.encoding, "surrogatepass"))


def _read(data: bytes, codec: str, basis: EncodingBasis, declared: str | None, mark: int = 0) -> Decoded:
    if basis == "given":
        mark = next((len(m) for m, name in _BYTE_ORDER_MARKS if data.startswith(m) and codec.startswith(name)), 0)
    text = data[mark:].decode(codec, "replace")
    replaced = 0
    if "\ufffd" in text:
        try:
            data[mark:].decode(codec)
        except UnicodeDecodeError:
            replaced = text.count("\ufffd")
    return Decoded(text, codec, basis, mark, declared, replaced)


def codec_named(name: str) -> str:
    """Return Python's own name of the codec that `name` names.

    Raises:
        OptionError: There is none, or it does not decode text.
    """
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        raise OptionError(f"no encoding is called {name!r}; try 'utf-8', 'windows-1252' or 'utf-16'") from None
    if not _decodes_files(codec):
        raise OptionError(f"{name!r} is no encoding of text; try 'utf-8', 'windows-1252' or 'utf-16'")
    return {"utf-8-sig": "utf-8"}.get(codec.name, codec.name)


def _decodes_files(codec: codecs.CodecInfo) -> bool:
    """Tell whether a codec makes text of any bytes."""
    return codec._is_text_encoding and codec.name not in _HOST_NAMES


def _find_declared(data: bytes) -> str | None:
    match = _DECLARED_XML.search(data[:_HEAD]) or _DECLARED_HTML.search(data[:_HEAD])
    return match.group(1).decode("ascii") if match else None


def _meaning(label: str | None) -> str | None:
    """Return the Python codec that browsers would use for `label`, None where there is none."""
    if label is None:
        return None
    try:
        codec = codecs.lookup(label)
    except LookupError:
        return None
    return _WEB_LABELS.get(codec.name, codec.name) if _decodes_files(codec) else None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
