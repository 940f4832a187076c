"""Guess the encoding of a file that neither says it nor is UTF-8.

Newsrooms that write English use Windows-1252 unless they use UTF-8, and one name in a short text tells its code page
from others hardly at all ("Muñoz" is "Muńoz" in Windows-1250). So Windows-1252 it is, unless words come out of it as
none would write them; then the code page with the fewest such places, and for other scripts charset-normalizer.
"""

import re

DEFAULT = "cp1252"
# Of texts in Latin letters, the likeliest first.
_CODE_PAGES = (DEFAULT, "cp1250", "iso8859-2", "mac-roman", "cp1257", "cp850")
_SCRIPTS = (
    "cp1251", "koi8_r", "iso8859_5", "cp866", "cp1253", "iso8859_7", "cp1255", "cp1256", "cp932", "euc_jp", "gb18030",
    "big5", "cp949", "tis_620",
)  # fmt: skip
_SAMPLE = 200_000  # bytes that are looked at
_FOREIGN = 0.3  # more of the letters than this above ASCII, and at least so many: another script, or bytes in pairs
_LEAST_FOREIGN = 8
# A file is UTF-8 with faults where they are fewer than what can hardly be UTF-8 by chance: marks and dashes (three
# bytes), Latin letters (two, half a proof: "Å”" of Windows-1252 is one), or than a quarter of all above ASCII.
_PROVES_UTF8 = (("\u2010", "\u2044", 1.0), ("\xa0", "\u017f", 0.5))
_BROKEN = 0.25

_CAPITALS = "".join(filter(str.isupper, map(chr, range(0xC0, 0x180))))
_SIGNS = "\xa1-\xac\xaf-\xb3\xb5\xb6\xb8-\xbf\xd7\xf7\u02c7\u02d8\u02d9\u02db\u2020\u2021\u2030"
_LOW = "\u201a\u201e\u2039"  # marks that open
# What nobody writes: a sign inside a word, a capital or an opening mark behind a small letter, a control character.
_ODD = re.compile(
    rf"(?<=[^\W\d_])[{_SIGNS}{_LOW}](?=[^\W\d_])|(?<=[a-z])[{_CAPITALS}]|(?<=[a-z])[{_LOW}](?!\w)|[\x80-\x9f\ufffd]"
)
_LETTER = re.compile(rb"[A-Za-z\x80-\xff]")
_HIGH = re.compile(rb"[\x80-\xff]")
_FAULT = re.compile("\ufffd+")


def guess_encoding(data: bytes) -> str:
    """Return the Python name of the likeliest encoding."""
    sample = data[:_SAMPLE]
    if _is_broken_utf8(sample):
        return "utf-8"
    high = len(_HIGH.findall(sample))
    if high >= max(_LEAST_FOREIGN, _FOREIGN * len(_LETTER.findall(sample))):
        return _guess_script(sample) or DEFAULT
    return min(_CODE_PAGES, key=lambda codec: len(_ODD.findall(sample.decode(codec, "replace"))))


def _is_broken_utf8(data: bytes) -> bool:
    """Tell whether the file is UTF-8 but for some bytes: cut, put together of two, or with a stray byte in it."""
    text = data.decode("utf-8", "replace").removesuffix("\ufffd")
    broken = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - broken
    proof = sum(weight for character in text for first, last, weight in _PROVES_UTF8 if first <= character <= last)
    return whole > 0 and (broken <= _BROKEN * whole or len(_FAULT.findall(text)) <= proof)


def _guess_script(data: bytes) -> str | None:
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return None
    best = from_bytes(data, cp_isolation=list(_SCRIPTS)).best()
    return best.encoding if best is not None and best.encoding in _SCRIPTS else None
