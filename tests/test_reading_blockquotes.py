"""Block quotations: what the file sets apart is read as a quotation, without the line that names its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.errors import InputError
from attribution.quotations import find_quotations
from attribution.reading import read_article
from attribution.records import Article

STORY = (
    "The ferry will stop running on Friday, because nobody could be found who is allowed to steer it, the town said.",
    "People on the island will have to take the long way round by road, which is an hour and twenty minutes by bus.",
    "The town clerk asked for patience and said that two people are being trained in the meantime by the old captain.",
)


def page(inner: str) -> bytes:
    first, *rest = (f"<p>{paragraph}</p>" for paragraph in STORY)
    return f"<html><body><article>{first}{inner}{''.join(rest)}</article></body></html>".encode()


def read(data: bytes, name: str | None = None) -> tuple[list[tuple[str, str]], list[tuple[str, int | None]]]:
    """Return the blocks that are no paragraphs, and the block quotations that the line finds, as (words, continues)."""
    article = read_article(data, name=name)
    text = article.article.text
    found, _ = find_quotations(text, article.article.block_quotations)
    apart = [(block.kind, block.span.of(text)) for block in article.blocks if block.kind != "paragraph"]
    return apart, [(q.span.of(text), q.continues) for q in found if q.style == "block"]


@pytest.mark.parametrize(
    ("inner", "apart", "quoted"),
    [
        ("<blockquote>No boat.</blockquote>", [("quote", "No boat.")], [("No boat.", None)]),
        (
            "<blockquote><p>No boat.</p><p>No bus.</p></blockquote>",
            [("quote", "No boat."), ("quote", "No bus.")],
            [("No boat.", None), ("No bus.", 0)],
        ),
        (
            "<blockquote><p>No boat.</p></blockquote><blockquote><p>No bus.</p></blockquote>",
            [("quote", "No boat."), ("quote", "No bus.")],
            [("No boat.", None), ("No bus.", 0)],
        ),
        (
            "<blockquote><p>A</p><blockquote><p>B</p></blockquote><p>C</p></blockquote>",
            [("quote", "A"), ("quote", "B"), ("quote", "C")],
            [("A", None), ("B", None), ("C", 0)],
        ),
        (
            "<blockquote><p>“No boat,” she wrote, “no bus.”</p><p>Nobody.</p></blockquote>",
            [("quote", "“No boat,” she wrote, “no bus.”"), ("quote", "Nobody.")],
            [("Nobody.", None)],
        ),
        ("<blockquote><p>“No boat.”</p></blockquote>", [("quote", "“No boat.”")], []),
        (
            "<blockquote><p>We call it a “boat” out of habit, nothing more.</p></blockquote>",
            [("quote", "We call it a “boat” out of habit, nothing more.")],
            [("We call it a “boat” out of habit, nothing more.", None)],
        ),
        (
            "<blockquote><p>No boat.</p><footer>— Ida Holm, <cite>letter</cite></footer></blockquote>",
            [("quote", "No boat."), ("attribution", "— Ida Holm, letter")],
            [("No boat.", None)],
        ),
        (
            "<blockquote><p>No boat. – <cite>Ida Holm</cite></p></blockquote>",
            [("quote", "No boat."), ("attribution", "Ida Holm")],
            [("No boat.", None)],
        ),
        (
            "<blockquote><p>No boat.<br>— Ida Holm</p></blockquote>",
            [("quote", "No boat."), ("attribution", "— Ida Holm")],
            [("No boat.", None)],
        ),
        (
            "<figure><blockquote><p>No boat.</p></blockquote><figcaption>Ida Holm</figcaption></figure>",
            [("quote", "No boat."), ("attribution", "Ida Holm")],
            [("No boat.", None)],
        ),
        (
            '<blockquote class="note"><p>No boat.</p>&mdash; Island Line (@line) <a href="/1">May 4</a></blockquote>',
            [("quote", "No boat."), ("attribution", "— Island Line (@line) May 4")],
            [("No boat.", None)],
        ),
        (
            "<blockquote><p>— Is there a boat?</p><p>— There is none.</p></blockquote>",
            [("quote", "— Is there a boat?"), ("quote", "— There is none.")],
            [("— Is there a boat?", None), ("— There is none.", 0)],
        ),
    ],
)  # fmt: skip
def test_blockquotes_of_pages_are_quotations(inner, apart, quoted):
    """The words are quoted, once; marks in them that tell more decide; the line with the source is not said."""
    pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")
    assert read(page(inner)) == (apart, quoted)


def test_footers_of_pages_stay_out():
    """Only a footer inside of a block quotation names a source; that of the article beside it is no text."""
    pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")
    article = read_article(page("<blockquote><p>No boat.</p></blockquote><footer>All rights with us</footer>"))
    assert "rights" not in article.article.text


def test_blockquotes_of_markdown_are_quotations():
    """Lines behind ">" are quoted, a ">" inside of it is a quotation of its own."""
    source = f"{STORY[0]}\n\n> No boat.\n> No bus. — Ida Holm\n\n{STORY[1]}\n\n> A\n>\n> > B\n>\n> C\n\n{STORY[2]}\n"
    apart, quoted = read(source.encode(), "story.md")
    assert apart[:2] == [("quote", "No boat. No bus."), ("attribution", "— Ida Holm")]
    assert quoted == [("No boat. No bus.", None), ("A", None), ("B", None), ("C", 1)]


def test_a_page_that_only_indents_quotes_nobody():
    """Where nearly all of the text stands in block quotations they are a way to set the page."""
    pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")
    text = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    article = read_article(f"<html><body><blockquote>{text}</blockquote></body></html>".encode())
    assert article.article.block_quotations == ()
    assert [block.kind for block in article.blocks] == ["quote"] * 3


@pytest.mark.parametrize("span", [(0, 5), (-1, 2), (2, 2), (3, 1)])
def test_a_block_quotation_outside_of_the_text_is_refused(span):
    """The error names the stretch and the length of the text."""
    with pytest.raises(InputError, match="no stretch of a text of 4 characters"):
        Article("Boat", block_quotations=(span,))


def test_no_block_quotations_change_nothing():
    """Text without them is read as before."""
    text = "He said:\n\n    We stay.\n\n> “No.”\n\n" + "\n\n".join(STORY)
    assert find_quotations(text, ()) == find_quotations(text)


@given(st.text("a “”\n>", max_size=40), st.data())
def test_any_block_quotations_are_read(text, data):
    """Whatever stretches are given, nested or crossing, the quotations are slices in order, and none goes missing."""
    place = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(place, place).filter(lambda span: span[0] < span[1]), max_size=4))
    article = Article(text, block_quotations=tuple(spans))
    found, _ = find_quotations(article.text, article.block_quotations)
    assert [q.outer.start for q in found] == sorted(q.outer.start for q in found)
    assert all(q.continues is None or q.continues < index for index, q in enumerate(found))
    assert all(q.span.of(text).strip() for q in found)


@pytest.mark.model
def test_words_in_a_blockquote_are_attributed():
    """A record holds the whole block quotation, its paragraphs apart, and whoever wrote the letter."""
    pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")
    import attribution

    letter = "<p>In a letter to the town, captain Ida Holm wrote:</p><blockquote><p>I am 71.</p><p>I need a rest.</p>"
    extraction = attribution.extract(read_article(page(f"{letter}<footer>— Ida Holm</footer></blockquote>")).article)
    (record,) = [record for record in extraction.records if record.kind == "direct"]
    assert [mention.exact for mention in record.quotations] == ["I am 71.", "I need a rest."]
    assert record.speaker.name == "Ida Holm"


@pytest.mark.parametrize(
    "markup",
    ["<p>We {}stay.</p>", '<?xml version="1.0"?>\n<!DOCTYPE html><html><body><p>We {}stay.</p></body></html>'],
)
@pytest.mark.parametrize(
    "comment", ["<?php echo 1 ?>", "<![if !vml]>", "<!x>", "</ d>", "<!DOCTYPE html>", "<!-- a -->"]
)
def test_what_browsers_take_for_comments_is_no_text(markup, comment):
    """Pastes out of word processors leave instructions that are no text, and lose none of the text behind them."""
    pytest.importorskip("justhtml", reason="the extra 'html' is not installed")
    from attribution.reading.markup import read_fragment

    body = read_fragment(markup.format(comment))
    assert (body.text, body.problems) == ("We stay.", ())
    start = markup.index("stay") + len(comment) - 2
    assert body.offsets.raw(3, 7)[0].start == start
