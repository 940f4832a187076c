"""Reading: files as newsrooms have them, to articles whose every character is found again in the file."""

from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Literal, overload

from attrs import evolve

from attribution.errors import InputError, OptionError, not_read
from attribution.reading.article import Block, Body, Found, Link, ReadArticle, add_reading_problems
from attribution.reading.blockquotes import block_quotations, tell_attributions
from attribution.reading.encodings import Decoded, codec_named, decode
from attribution.reading.formats import (
    FORMATS,
    Format,
    contradicts_name,
    detect_binary,
    detect_format,
    format_named,
)
from attribution.reading.offsets import OffsetMap, Stretch
from attribution.records import Problem

_SEVERAL = frozenset({"feed", "json", "jsonl"})  # formats of which a file may hold several articles
_MOST_LINES = 5  # that a message names

__all__ = [
    "FORMATS",
    "Block",
    "Link",
    "OffsetMap",
    "ReadArticle",
    "Stretch",
    "add_reading_problems",
    "read_article",
    "read_articles",
]


@overload
def read_articles(
    source: str | Path | bytes,
    *,
    format: str | None = ...,
    encoding: str | None = ...,
    name: str | None = ...,
    on_error: Literal["raise"] = ...,
) -> Iterator[ReadArticle]: ...


@overload
def read_articles(
    source: str | Path | bytes,
    *,
    format: str | None = ...,
    encoding: str | None = ...,
    name: str | None = ...,
    on_error: Literal["yield"],
) -> Iterator[ReadArticle | InputError]: ...


def read_articles(
    source: str | Path | bytes,
    *,
    format: str | None = None,
    encoding: str | None = None,
    name: str | None = None,
    on_error: Literal["raise", "yield"] = "raise",
) -> Iterator[ReadArticle | InputError]:
    """Yield every article in a file: one, or as many as a feed or a JSON Lines file holds.

    Args:
        source: Path of the file, or its bytes.
        format: A key of `FORMATS`; told by content and name when None.
        encoding: A Python codec name; found out when None (see `ReadArticle.encoding_basis`).
        name: File name to tell the format by, for bytes.
        on_error: What is done about one of several articles that cannot be used, such as a broken line of JSON Lines:
            "raise" ends there, "yield" gives the error in the place of the article and goes on.

    Raises:
        InputError: The file cannot be read, is not of its format, or needs an extra that is not installed.
        OptionError: There is no such format or encoding.
    """
    if on_error not in ("raise", "yield"):
        raise OptionError(f"on_error is {on_error!r}; allowed are 'raise' and 'yield'")
    chosen = format_named(format) if format else None
    encoding = codec_named(encoding) if encoding is not None else None
    data = source if isinstance(source, bytes) else _load(source)
    file = None if isinstance(source, bytes) else PurePath(source).as_posix()
    name = name if isinstance(source, bytes) else str(source)
    told, decoded = _tell(data, chosen, encoding, name)
    notes = () if chosen else tuple(_name_problems(told, name))
    for found in _found(told, data, decoded):
        if not isinstance(found, InputError):
            yield _finish(found, told, decoded, notes, file)
        elif on_error == "yield":
            yield found
        else:
            raise found


def read_article(
    source: str | Path | bytes, *, format: str | None = None, encoding: str | None = None, name: str | None = None
) -> ReadArticle:
    """Return the one article in a file; arguments as in `read_articles`.

    Raises:
        InputError: As `read_articles`, or the file holds no article or several.
        OptionError: There is no such format or encoding.
    """
    articles = list(read_articles(source, format=format, encoding=encoding, name=name))
    if len(articles) != 1:
        raise InputError(f"the file holds {len(articles)} articles, not one; use read_articles")
    return articles[0]


def _load(path: str | Path) -> bytes:
    if not isinstance(path, str | Path):
        raise InputError(
            f"a file is read from its path or its bytes, not from {type(path).__name__}; of an open file give .name, "
            "or what .read() gives in binary mode"
        )
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        if "\n" in str(path) or not isinstance(error, OSError):
            message = "a path is expected, and this is a text; give it to attribution.extract, or .encode() it"
            raise InputError(message) from None
        raise not_read(path, error) from None


def _tell(data: bytes, chosen: Format | None, encoding: str | None, name: str | None) -> tuple[Format, Decoded]:
    """Return the format to read the file as and the file decoded, empty where it is no text."""
    binary = chosen if chosen and chosen.read_bytes else detect_binary(data, is_text=encoding is not None)
    if binary is None:
        decoded = decode(data, encoding)
        return chosen or detect_format(decoded.text, name), decoded
    if chosen not in (None, binary):
        raise InputError(f"the file is {binary.name.upper()}, not {chosen.name}; leave the format out")
    return binary, decode(b"")


def _name_problems(told: Format, name: str | None) -> Iterator[Problem]:
    by_name = contradicts_name(told, name)
    if by_name:
        message = f"the name of the file says {by_name.name}, but it holds {told.name} and was read as that"
        yield Problem("format-by-content", 0, 0, f"{message}; name the format to have it read otherwise")


def _found(chosen: Format, data: bytes, decoded: Decoded) -> Iterator[Found | InputError]:
    if chosen.read_bytes:
        yield from chosen.read_bytes(data)
    elif chosen.read:
        yield from chosen.read(decoded)


def _finish(
    found: Found, chosen: Format, decoded: Decoded, notes: tuple[Problem, ...], file: str | None
) -> ReadArticle:
    body = found.body
    is_text = chosen.read is not None
    part = found.part if file is not None and chosen.name in _SEVERAL else None
    blocks = tell_attributions(body.blocks, body.text)
    problems = (
        *notes,
        *(_encoding_problems(decoded, body.text) if is_text else ()),
        *body.problems,
        *_text_problems(body),
    )
    return ReadArticle(
        evolve(found.article, block_quotations=block_quotations(blocks, body.text), file=file, part=part),
        chosen.name,
        found.source,
        found.part,
        body.offsets,
        decoded.encoding if is_text else "utf-8",
        decoded.basis if is_text else "declared",
        blocks,
        body.links,
        tuple(sorted(problems, key=lambda p: (p.start, p.end, p.code, p.message))),
        decoded,
    )


def _text_problems(body: Body) -> Iterator[Problem]:
    told = any(problem.code == "no-text" for problem in body.problems)
    if not told and not any(map(str.isalnum, body.text)):
        yield Problem("no-text", 0, 0, "the file holds no text; look whether it is the right one, and whole")


def _encoding_problems(decoded: Decoded, text: str) -> Iterator[Problem]:
    if decoded.guessed:
        name = decoded.encoding.replace("cp125", "windows-125")
        message = f"the encoding is a guess: {name}; look at the accents in names, and give another encoding if need be"
        yield Problem("encoding-guessed", 0, 0, message)
    if decoded.declared and decoded.basis == "utf-8" and not text.isascii():
        yield Problem("encoding-mislabelled", 0, 0, f"the file calls itself {decoded.declared}, but is valid UTF-8")
    if decoded.replaced:
        at = text.find("\ufffd")
        yield Problem("encoding-errors", max(at, 0), at + 1, _fault_message(decoded))


def _fault_message(decoded: Decoded) -> str:
    """Say in which lines of the file bytes are no characters."""
    faults = [number for number, line in enumerate(decoded.text.split("\n"), start=1) if "\ufffd" in line]
    shown = ", ".join(map(str, faults[:_MOST_LINES])) + ", ..." * (len(faults) > _MOST_LINES)
    where = f"line{'s' * (len(faults) != 1)} {shown}"
    what = "one byte is" if decoded.replaced == 1 else f"{decoded.replaced:,} bytes are"
    return f"{where} of the file: {what} no {decoded.encoding}; U+FFFD stands there: put in what belongs there"
