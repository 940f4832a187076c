"""Plain text: the article is the file, character for character."""

from attribution.layout import paragraphs
from attribution.reading.article import Block, Body, Found
from attribution.reading.encodings import Decoded
from attribution.reading.offsets import identity
from attribution.records import Article


def read_text(decoded: Decoded) -> list[Found]:
    """Return the whole file as one article; line ends stay as they are."""
    text = decoded.text
    blocks = tuple(Block("paragraph", span) for span in paragraphs(text))
    return [Found(Article(text=text), Body(text, identity(len(text)), blocks), text)]
