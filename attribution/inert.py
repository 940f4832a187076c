"""Characters of an article that could act where it is shown: what becomes of them in each kind of file.

Control characters can break lines and records, bidirectional controls (Unicode Annex 9) can turn round what a reader
sees, lone surrogates are no characters at all. Formats with escapes keep them exactly; sheets and pages, which are
made to be looked at, show their number instead.
"""

import re

# C0 and C1 without tab and line ends, line and paragraph separators, embeddings, overrides and isolates, the
# byte-order mark, interlinear annotation, surrogates and noncharacters. Left-to-right and right-to-left marks (200E,
# 200F) move no other text.
HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FORMULA = re.compile("^[\\s\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")
_DELETE = 0x7F

CellValue = str | int | float | None


def name_character(character: str) -> str:
    """Return a character's number, as in "U+202E"."""
    return f"U+{ord(character):04X}"


def show_harmful(text: str) -> str:
    """Return `text` with each harmful character written as its number between brackets, "⟨U+202E⟩"."""
    return HARMFUL.sub(lambda match: f"⟨{name_character(match.group())}⟩", text)


def terminal_text(text: str) -> str:
    """Return `text` for a terminal: harmful characters by their number, and no line begun anew over what it shows."""
    return show_harmful(text.replace("\r\n", "\n").replace("\r", "\n"))


def terminal_line(text: str) -> str:
    """Return `text` as `terminal_text` does, in one line without doubled spaces."""
    return show_harmful(" ".join(text.split()))


def escape_json(text: str, *, markup: bool = False) -> str:
    r"""Return a JSON text whose harmful characters are written as `\uXXXX`; it says the same.

    Args:
        text: A JSON document without harmful characters outside of strings.
        markup: Escape "<", ">" and "&" too, so that the document can stand inside of a page.
    """
    text = HARMFUL.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    return re.sub("[<>&]", lambda match: f"\\u{ord(match.group()):04x}", text) if markup else text


def csv_cell(value: CellValue) -> CellValue:
    """Return a cell of a CSV file: harmful characters by their number, and nothing that a sheet takes for a formula.

    An apostrophe stands before what begins like one (OWASP, "CSV Injection"); full-width forms of the signs count too.
    """
    if not isinstance(value, str):
        return value
    text = show_harmful(value)
    return "'" + text if _FORMULA.match(text) else text


def escape_xml(text: str) -> str:
    """Return `text` for the content or an attribute of XML 1.0.

    Bidirectional controls become references, which read the same; what XML cannot hold becomes its picture
    (U+2400 to U+2421) or U+FFFD, character for character.
    """
    text = _NOT_XML.sub(_picture, text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return HARMFUL.sub(lambda match: f"&#x{ord(match.group()):X};", text.replace("\r", "&#xD;"))


def _picture(match: re.Match[str]) -> str:
    return chr(0x2400 + ord(match.group())) if ord(match.group()) < _DELETE else "\ufffd"
