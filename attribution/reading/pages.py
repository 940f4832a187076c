"""Which paragraphs of a web page are the article.

Three voices, in this order: what the page's own markup says of an element (`data/en/pages.json`), what trafilatura
(Barbaresi, ACL 2021) takes for the main text, and what stands beside the paragraphs of that text in the same
element. The text itself comes from `markup`, so every character keeps its place in the file.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

from attrs import evolve, frozen

from attribution.datafiles import load_word_list
from attribution.reading.article import Found
from attribution.reading.encodings import Decoded
from attribution.reading.extras import load_extra
from attribution.reading.markup import Document, Paragraph, join, parse
from attribution.reading.page_metadata import read_metadata
from attribution.records import Article, Problem

FurnitureKind = Literal["advertisement", "link", "subscription", "paywall", "credit"]

_SEPARATOR = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_ROLES = frozenset(
    {"navigation", "banner", "complementary", "contentinfo", "search", "form", "menu", "dialog", "alert"}
)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NEVER_FURNITURE = frozenset({"html", "body", "main", "article"})
_CONTAINERS = frozenset(["html", "body", "main", "article", "section", "div", "td", "form", "center"])
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile('[.!?…]["”’»)]*$')
# Set on pages of our own making (tests/pages); a paragraph is prose from the length of a short sentence on.
_PROSE = 60
_LINKED = 0.6  # more of a paragraph than this inside of links: a list of links
_NOTE = 240  # furniture that is told by its words is shorter than this
_NEARLY = 0.75  # of the kept text stands in the element that is the article
_SHARED = 0.4  # of the kept paragraphs stand in an element: its other paragraphs are of the article too
_UNIQUE = 24  # letters from which on a text is found in another one by chance no more


@frozen
class PageWords:
    """What `data/en/pages.json` holds, ready to match."""

    furniture: frozenset[tuple[str, ...]]
    paywall: frozenset[tuple[str, ...]]
    paragraphs: tuple[tuple[re.Pattern[str], FurnitureKind], ...]

    def kind_of(self, text: str) -> FurnitureKind | None:
        """Tell what kind of furniture a whole paragraph is by its words, None when by them it is prose."""
        if len(text) > _NOTE:
            return None
        return next((kind for pattern, kind in self.paragraphs if pattern.fullmatch(text)), None)


@cache
def load_page_words(language: str = "en") -> PageWords:
    """Return the word lists that tell furniture."""
    data = load_word_list("pages", language)

    def words(key: str) -> frozenset[tuple[str, ...]]:
        return frozenset(tuple(entry["word"].split("-")) for entry in data[key]["words"])

    patterns = tuple(
        (re.compile(entry["pattern"], re.IGNORECASE | re.DOTALL), entry["kind"])
        for entry in data["paragraphs"]["patterns"]
    )
    return PageWords(words("attribute_words"), words("paywall_words"), patterns)


def read_page(decoded: Decoded) -> list[Found]:
    """Return the article of an HTML page.

    Raises:
        InputError: The extra "html" is not installed.
    """
    document = parse(decoded.text)
    paragraphs, problems = choose_paragraphs(document, decoded.text)
    body = join(document, paragraphs)
    body = evolve(body, problems=(*body.problems, *_placed(problems, len(body.text))))
    metadata = read_metadata(document.tree)
    return [Found(Article(text=body.text, **metadata), body, decoded.text)]


def _placed(problems: Iterable[tuple[str, str]], end: int) -> Iterable[Problem]:
    return (Problem(code, end, end, message) for code, message in problems)


def choose_paragraphs(document: Document, source: str) -> tuple[list[Paragraph], list[tuple[str, str]]]:
    """Return the paragraphs of the article, and problems as (code, message)."""
    words = load_page_words()
    furniture = _furniture_elements(document, words)
    problems: list[tuple[str, str]] = []
    unclosed = _unclosed_links(document)
    candidates = [p for p in document.paragraphs if not _is_furniture(p, furniture, words, unclosed)]
    kept = _kept_by_trafilatura(candidates, source)
    if not any(kept):
        kept = [len(p.text) >= _PROSE for p in candidates]
        kept = kept if any(kept) else [True] * len(candidates)
        problems.append(
            ("article-unsure", "no article was told apart from the page around it; all text but menus was taken")
        )
    kept = _only_main(candidates, kept)
    kept = _add_siblings(candidates, kept)
    chosen = [p for p, keep in zip(candidates, kept, strict=True) if keep and "h1" not in _names(p)]
    chosen = _without_trailing_headings(_without_repeats(chosen))
    if _has_paywall(document, words):
        problems.append(("paywall", "the page asks readers to subscribe; the text may be cut off here"))
    return chosen, problems


def _names(paragraph: Paragraph) -> list[str]:
    return [element.name for element in paragraph.path]


def _split(value: str) -> list[str]:
    return [part.lower() for part in _SEPARATOR.split(value) if part]


def _holds(element: Any, entries: frozenset[tuple[str, ...]]) -> bool:
    """Tell whether the class, id or a data attribute of `element` holds one of the words."""
    for name, value in (element.attrs or {}).items():
        if value and (name in ("class", "id") or name in ("data-component", "data-module", "data-type", "data-testid")):
            for token in value.split():
                parts = _split(token)
                if any(tuple(parts[i : i + n]) in entries for n in (1, 2, 3) for i in range(len(parts) - n + 1)):
                    return True
    return False


def _is_invisible(element: Any) -> bool:
    attributes = element.attrs or {}
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or attributes.get("role") in _ROLES
        or bool(_INVISIBLE.search(attributes.get("style") or ""))
    )


def _furniture_elements(document: Document, words: PageWords) -> frozenset[int]:
    """Return the identities of the elements that their attributes mark as furniture.

    An element that holds most of the prose of the page is none, whatever it is called: "paywall" often marks the
    article itself.
    """
    prose: Counter[int] = Counter()
    elements: dict[int, Any] = {}
    for paragraph in document.paragraphs:
        size = len(paragraph.text) if len(paragraph.text) >= _PROSE else 0
        for element in paragraph.path:
            elements[id(element)] = element
            prose[id(element)] += size
    most = sum(len(p.text) for p in document.paragraphs if len(p.text) >= _PROSE) / 2
    return frozenset(
        key
        for key, element in elements.items()
        if element.name not in _NEVER_FURNITURE
        and (_is_invisible(element) or _holds(element, words.furniture))
        and (prose[key] < most or not most)
    )


def _unclosed_links(document: Document) -> frozenset[str]:
    """Return the addresses that half of the page or more links to: a link that was never closed, no link list."""
    linked: Counter[str] = Counter()
    for paragraph in document.paragraphs:
        for start, end, href in paragraph.links:
            linked[href] += end - start
    half = sum(len(paragraph.text) for paragraph in document.paragraphs) / 2
    return frozenset(href for href, size in linked.items() if size > half)


def _is_furniture(paragraph: Paragraph, furniture: frozenset[int], words: PageWords, unclosed: frozenset[str]) -> bool:
    if any(id(element) in furniture for element in paragraph.path) or _is_caption(paragraph):
        return True
    return words.kind_of(paragraph.text) is not None or _is_link_list(paragraph, unclosed)


def _is_caption(paragraph: Paragraph) -> bool:
    """Tell whether the paragraph stands in a figure; a block quotation or a table there is shown, not described."""
    names = _names(paragraph)
    shown = paragraph.kind == "attribution" or {"blockquote", "table", "pre"}.intersection(names)
    return "figure" in names and not shown


def _is_link_list(paragraph: Paragraph, unclosed: frozenset[str]) -> bool:
    linked = sum(end - start for start, end, href in paragraph.links if href not in unclosed)
    is_sentence = len(paragraph.text) >= _PROSE and _SENTENCE_END.search(paragraph.text)
    return linked > _LINKED * len(paragraph.text) and paragraph.kind != "quote" and not is_sentence


def _has_paywall(document: Document, words: PageWords) -> bool:
    for paragraph in document.paragraphs:
        if words.kind_of(paragraph.text) == "paywall":
            return True
        if any(_holds(element, words.paywall) for element in paragraph.path) and len(paragraph.text) < _NOTE:
            return True
    return False


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text)).casefold()


def _kept_by_trafilatura(paragraphs: list[Paragraph], source: str) -> list[bool]:
    """Tell which paragraphs are in the main text that trafilatura finds."""
    load_extra("lxml_html_clean", "html", "HTML")
    trafilatura = load_extra("trafilatura", "html", "HTML")
    found = trafilatura.bare_extraction(
        source, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False, with_metadata=False
    )
    text = (found.text or "") if found else ""
    lines = {_letters(line) for line in text.splitlines()}
    everything = _letters(text)
    return [_is_in(_letters(paragraph.text), lines, everything) for paragraph in paragraphs]


def _is_in(letters: str, lines: set[str], everything: str) -> bool:
    return bool(letters) and (letters in lines or (len(letters) >= _UNIQUE and letters in everything))


def _only_main(paragraphs: list[Paragraph], kept: list[bool]) -> list[bool]:
    """Drop what stands outside of the smallest element that holds nearly all kept paragraphs and their letters."""
    size: Counter[int] = Counter()
    count: Counter[int] = Counter()
    depth: dict[int, int] = {}
    for paragraph, keep in zip(paragraphs, kept, strict=True):
        for level, element in enumerate(paragraph.path):
            if element.name in _CONTAINERS and keep:
                depth[id(element)] = level
                size[id(element)] += len(paragraph.text)
                count[id(element)] += 1
    letters, number = max(size.values(), default=0), max(count.values(), default=0)
    enough = [key for key in depth if size[key] >= _NEARLY * letters and count[key] >= _NEARLY * number]
    if not enough:
        return kept
    main = max(enough, key=lambda key: depth[key])
    return [
        keep and any(id(element) == main for element in paragraph.path)
        for paragraph, keep in zip(paragraphs, kept, strict=True)
    ]


def _add_siblings(paragraphs: list[Paragraph], kept: list[bool]) -> list[bool]:
    """Keep also what stands beside the kept paragraphs, in the element that most of them share.

    Finders of main text leave out short lines ("No," she said) and last paragraphs.
    """
    inside = Counter(id(element) for paragraph in paragraphs for element in paragraph.path)
    holders = [_holder(paragraph, inside) for paragraph in paragraphs]
    shared = Counter(holder for holder, keep in zip(holders, kept, strict=True) if keep)
    least = max(sum(shared.values()) * _SHARED, 1)
    return [keep or shared[holder] >= least for holder, keep in zip(holders, kept, strict=True)]


def _holder(paragraph: Paragraph, inside: Counter[int]) -> int:
    """Return the identity of the nearest container around the paragraph that holds another one too."""
    for element in reversed(paragraph.path):
        if element.name in _CONTAINERS and inside[id(element)] > 1:
            return id(element)
    return 0


def _without_repeats(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Leave out what stands again, in a longer paragraph or word for word: pull quotations."""
    letters = [_letters(p.text) for p in paragraphs]
    everything = "\n".join(letters)
    seen: set[str] = set()
    chosen = []
    for paragraph, key in zip(paragraphs, letters, strict=True):
        again = key in seen or (everything.count(key) > letters.count(key) and paragraph.kind != "paragraph")
        if len(key) < _UNIQUE or not again:
            chosen.append(paragraph)
        seen.add(key)
    return chosen


def _without_trailing_headings(paragraphs: list[Paragraph]) -> list[Paragraph]:
    end = len(paragraphs)
    while end and paragraphs[end - 1].kind == "heading":
        end -= 1
    return paragraphs[:end]
