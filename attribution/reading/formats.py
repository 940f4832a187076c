"""Which format a file has: first what it holds, then what it is called."""

import json
import re
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import PurePath

from attrs import frozen

from attribution.errors import InputError, OptionError
from attribution.reading.article import Found
from attribution.reading.binary import is_pdf, refuse_binary
from attribution.reading.docx import read_docx
from attribution.reading.encodings import Decoded
from attribution.reading.feeds import read_feed
from attribution.reading.jsonlines import read_json_article, read_json_lines
from attribution.reading.markdown import read_markdown
from attribution.reading.ninjs import is_ninjs, read_ninjs
from attribution.reading.pages import read_page
from attribution.reading.pdf import read_pdf
from attribution.reading.plain import read_text


@frozen
class Format:
    """One way in: `read` takes the decoded file (`read_bytes` the file itself, where it is no text).

    Of several articles in a file, one that cannot be used is given as the error that says why. `package` is what an
    extra brings for the format.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Decoded], Iterable[Found | InputError]] | None = None
    read_bytes: Callable[[bytes], Iterable[Found]] | None = None
    package: str | None = None

    @property
    def is_installed(self) -> bool:
        """Tell whether the package that it needs, if any, is there."""
        return self.package is None or find_spec(self.package) is not None


FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("text", (".txt", ".text"), read_text),
        Format("html", (".html", ".htm", ".xhtml"), read_page, package="trafilatura"),
        Format("markdown", (".md", ".markdown"), read_markdown, package="markdown_it"),
        Format("docx", (".docx",), read_bytes=read_docx),
        Format("pdf", (".pdf",), read_bytes=read_pdf, package="pypdf"),
        Format("ninjs", (".ninjs",), read_ninjs),
        Format("feed", (".rss", ".atom", ".rdf", ".xml"), read_feed),
        Format("jsonl", (".jsonl", ".ndjson"), read_json_lines),
        Format("json", (".json",), read_json_article),
    )
}

_JSON = frozenset({"ninjs", "jsonl", "json"})
_FEED = re.compile(r"\A\s*(?:<\?xml[^>]*\?>)?\s*(?><!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_HTML = re.compile(
    r"\A\s*(?:<\?xml[^>]*\?>)?\s*(?><!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.DOTALL | re.IGNORECASE
)
_HTML_TAG = re.compile(r"<(?:p|div|article|br|h[1-6])\b[^>]*>", re.IGNORECASE)


def format_named(name: str) -> Format:
    """Return the format called `name`.

    Raises:
        OptionError: There is none.
    """
    if name not in FORMATS:
        raise OptionError(f"no format is called {name!r}; choose one of {', '.join(FORMATS)}")
    return FORMATS[name]


def is_docx(data: bytes) -> bool:
    """Tell whether the bytes are a ZIP file that looks like a Word document."""
    return data.startswith(b"PK\x03\x04") and b"word/" in data


def detect_binary(data: bytes, *, is_text: bool = False) -> Format | None:
    """Return the format of a file that is no text but can be read, None for text.

    Args:
        data: The whole file.
        is_text: Somebody says that it is text, and in which encoding.

    Raises:
        InputError: It is neither; the message says what it is and what to do.
    """
    if is_docx(data):
        return FORMATS["docx"]
    if is_pdf(data):
        return FORMATS["pdf"]
    if not is_text:
        refuse_binary(data)
    return None


def detect_format(text: str, name: str | None) -> Format:
    """Return the format of a decoded file: told by its beginning, else by its name, else plain text."""
    by_content = _by_content(text, name)
    if by_content:
        return FORMATS[by_content]
    by_name = _by_name(name)
    return by_name if by_name and by_name.read else FORMATS["text"]


def contradicts_name(chosen: Format, name: str | None) -> Format | None:
    """Return the format that the name speaks for, where the file holds another one that is read in another way."""
    by_name = _by_name(name)
    same = by_name is None or by_name == chosen or {by_name.name, chosen.name} <= _JSON
    return None if same else by_name


def _by_name(name: str | None) -> Format | None:
    suffix = PurePath(name or "").suffix.lower()
    return next((f for f in FORMATS.values() if suffix in f.suffixes), None)


def _by_content(text: str, name: str | None) -> str | None:
    if _FEED.match(text):
        return "feed"
    if _HTML.match(text):
        return "html"
    if text.lstrip()[:1] == "{":
        return _kind_of_json(text, name)
    if text.lstrip()[:1] == "[":
        return "json" if _is_array(text) else None
    is_markdown = PurePath(name or "").suffix.lower() in FORMATS["markdown"].suffixes
    return "html" if not is_markdown and _is_fragment(text) else None


def _is_fragment(text: str) -> bool:
    """Tell whether the file is the inside of a page: it begins with a tag, and paragraphs or the like follow."""
    return text.lstrip()[:1] == "<" and _HTML_TAG.search(text[:2000]) is not None


def _kind_of_json(text: str, name: str | None) -> str | None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        first = text.lstrip().partition("\n")[0]
        return "jsonl" if _is_object(first) else None
    if is_ninjs(data):
        return "ninjs"
    is_line = "\n" not in text.strip() and PurePath(name or "").suffix.lower() in FORMATS["jsonl"].suffixes
    return "jsonl" if is_line else "json"


def _is_array(text: str) -> bool:
    """Tell whether the file is a JSON array of objects; text may begin with a bracket too."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, list) and bool(data) and all(isinstance(one, dict) for one in data)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
