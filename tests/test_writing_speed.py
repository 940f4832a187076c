"""Every way out takes time by the length of what it writes."""

import time

import pytest

from attribution import writing
from attribution.building import build_extraction
from attribution.models import CharSpan, Confidence, Draft, OutletDraft, Relation, SpeakerDraft
from attribution.records import Article, Engine, Extraction

ENGINE = Engine("quote-attribution", "1.0.0", None, None, None, {})
LINE = "“It stays,” Ana Lima told Radio Nord.\n\n"
N = 150  # statements, and four times as many
RUN = 15_000
SLACK = 10.0  # times as long for four times as much; sixteen is the square, and machines are busy


def many(count: int) -> tuple[Extraction, Article]:
    """Return an article of `count` statements, each in a paragraph of its own."""
    relations = []
    for start in range(0, count * len(LINE), len(LINE)):
        said, name = CharSpan(start + 1, start + 10), CharSpan(start + 12, start + 20)
        told, radio = CharSpan(start + 21, start + 25), CharSpan(start + 26, start + 36)
        relations.append(
            Relation(
                (said,), (said,), "direct", cue=told, cue_lemma="tell", cue_type="verb", source=name,
                speaker=SpeakerDraft("person", name=name), confidence=Confidence(0.9, 0.9, 0.9, 0.9),
                outlet=OutletDraft("broadcaster", radio, "same-sentence", radio, None),
            )
        )  # fmt: skip
    article = Article(LINE * count)
    return build_extraction(Draft(article, relations=tuple(relations)), ENGINE), article


def taken(pair: tuple[Extraction, Article], format: str) -> float:
    """Return the processor seconds of one writing, the best of two."""
    times = []
    for _ in range(2):
        start = time.process_time()
        writing.write(*pair, format)
        times.append(time.process_time() - start)
    return min(times)


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Extraction, Article]]:
    return [many(N), many(4 * N)]


@pytest.mark.parametrize("format", writing.FORMATS)
def test_four_times_the_statements_take_no_sixteen_times_as_long(pairs, format):
    """No writer looks through all statements for each of them."""
    pytest.importorskip("openpyxl", reason="the extra 'xlsx' is not installed")
    pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
    few, more = (taken(pair, format) for pair in pairs)
    assert more < max(SLACK * few, 0.2)


@pytest.mark.parametrize("format", writing.FORMATS)
@pytest.mark.parametrize("sign", ["(", "“", "<", "\u202e", "a"])
def test_a_long_run_of_signs_takes_time_by_its_length(format, sign):
    """A file of nothing but brackets or marks is written in a moment, and read back with the same text."""
    pytest.importorskip("openpyxl", reason="the extra 'xlsx' is not installed")
    pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
    article = Article(sign * RUN)
    pair = build_extraction(Draft(article), ENGINE), article
    writing.write(*pair, format)
    assert taken(pair, format) < 2


@pytest.mark.parametrize("text", [f"He said {'(' * 2000} no.", f"{'(' * 1500}\n{')' * 1500} x", "\n" * 3000 + "a", ""])
def test_docs_keep_the_text_of_long_runs(text):
    """The Doc of a text with runs of signs or lines is that text, to the letter."""
    import spacy
    from spacy.tokens import DocBin

    article = Article(text)
    written = writing.write(build_extraction(Draft(article), ENGINE), article, "spacy")
    (doc,) = DocBin().from_bytes(written).get_docs(spacy.blank("en").vocab)
    assert doc.text == text
