"""PDF: the text layer, page after page, as pypdf extracts it.

A PDF holds glyphs at places, no paragraphs; `layout` puts wrapped lines together again. Lines that stand at the head
or foot of most pages (page numbers, the name of the paper) are left out. Offsets lead into the extracted text.
"""

import io
import logging
import re
from collections import Counter
from itertools import chain

from attribution.errors import InputError
from attribution.layout import paragraphs
from attribution.reading.article import Block, Body, Found
from attribution.reading.extras import load_extra
from attribution.reading.offsets import identity
from attribution.records import Article, Problem

_EDGE = 2  # lines at the head and at the foot of a page that can be furniture
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page )?\d+(?: ?(?:of|/) ?\d+)?", re.IGNORECASE)
_NOTE = "a PDF tells no paragraphs: lines, columns and captions may stand in another order than they are read"


def read_pdf(data: bytes) -> list[Found]:
    """Return the text of a PDF file.

    Raises:
        InputError: The file is damaged, locked or a scan without text, or the extra "sources" is not installed.
    """
    text = "\n".join(page for page in page_texts(data) if page)
    if not any(map(str.isalnum, text)):
        raise InputError("the PDF holds no text: it may be a scan; run text recognition (OCR) over it first")
    blocks = tuple(Block("paragraph", span) for span in paragraphs(text))
    body = Body(text, identity(len(text)), blocks, problems=(Problem("layout-lost", 0, 0, _NOTE),))
    return [Found(Article(text=text), body, text, "text layer")]


def page_texts(data: bytes) -> list[str]:
    """Return the text layer of each page, without page numbers and what recurs on each page.

    Raises:
        InputError: The file is damaged or locked, or the extra "sources" is not installed.
    """
    pypdf = load_extra("pypdf", "sources", "PDF")
    logger = logging.getLogger("pypdf")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # what it warns of ends in an error of ours, or does not matter
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    except Exception as error:  # a damaged or locked file fails in many ways inside of the reader
        raise InputError(f"the file cannot be read as PDF: {type(error).__name__}: {error}; get it anew") from None
    return ["\n".join(lines) for lines in _without_furniture([_lines(page) for page in pages])]


def _lines(page: str) -> list[str]:
    return [line.rstrip() for line in page.encode("utf-8", "replace").decode("utf-8").splitlines()]


def _without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Leave out page numbers, and what stands at the edge of most pages; of two, at the edge of both."""
    counts = Counter(shape for lines in pages for shape in {_shape(line) for line in _edges(lines)})
    repeated = {shape for shape, count in counts.items() if count > max(1, len(pages) / 2)}
    kept = [_cut(lines, repeated) for lines in pages]
    return kept if any(map(str.isalnum, "".join(chain.from_iterable(kept)))) else pages


def _edges(lines: list[str]) -> list[str]:
    filled = [line for line in lines if line.strip()]
    return filled[:_EDGE] + filled[-_EDGE:]


def _shape(line: str) -> str:
    return _NUMBER.sub("0", line.strip())


def _cut(lines: list[str], repeated: set[str]) -> list[str]:
    edges = {id(line) for line in _edges(lines)}
    return [
        line
        for line in lines
        if id(line) not in edges or not (_shape(line) in repeated or _PAGE_NUMBER.fullmatch(line.strip()))
    ]
