"""What a reader of titles and affiliations looks at: the article, its names and the word lists."""

from __future__ import annotations

from attrs import frozen

from attribution.names.book import NameBook
from attribution.people import PeopleWords


@frozen(eq=False)
class Story:
    """The text of an article with its names, and the words of its language."""

    text: str
    book: NameBook
    words: PeopleWords
