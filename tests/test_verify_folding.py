"""What each fold may change, and that nothing else is folded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.verify.folding import FOLDS, fold, fold_text, folds_between


@pytest.mark.parametrize(
    ("left", "right", "needed"),
    [
        ("caf\u00e9 is open", "cafe\u0301 is open", ("unicode-form",)),
        ("room 5", "room \uff15", ("unicode-form",)),
        ("the final file", "the \ufb01nal \ufb01le", ("ligatures",)),
        ("we\u200b will", "we will", ("invisible",)),
        ("\u202ewe will", "we will", ("invisible",)),
        ("infor\u00admation", "information", ("soft-hyphens",)),
        ("infor\u00ad\nmation", "information", ("soft-hyphens",)),
        ("infor-\n  mation", "information", ("line-end-hyphens",)),
        ("well-\nknown", "well-known", ("line-end-hyphens",)),
        ("wait … now", "wait ... now", ("ellipsis-form",)),
        ("wait . . . now", "wait ... now", ("ellipsis-form",)),
        ("I don’t “know”", 'I don\'t "know"', ("marks",)),
        ("he said 'go'", 'he said "go"', ("marks",)),
        ("le « mot » juste", 'le "mot" juste', ("marks",)),
        ("now — never", "now--never", ("dashes",)),
        ("Oslo–Bergen", "Oslo-Bergen", ("dashes",)),
        ("so\u00a0much\n\nmore", "so much more", ("spaces",)),
        ("vraiment\u202f?", "vraiment?", ("spaces",)),
    ],
)
def test_verify_folding_names_the_fold_that_was_needed(left: str, right: str, needed: tuple[str, ...]) -> None:
    """Each typographic difference is folded by the fold of its name, in both directions."""
    assert folds_between(left, right) == needed
    assert folds_between(right, left) == needed


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("we will", "we shall"),
        ("we will", "We will"),
        ("the rapist", "therapist"),
        ("resign", "re-sign"),
        ("10²", "102"),
        ("½ of it", "1/2 of it"),
        ("1,000", "1000"),
        ("1.5", "15"),
        ("we will, now", "we will now"),
        ("go!", "go"),
        ("a b", "b a"),
        ("its", "it's"),
        ("naive", "naïve"),
        ("strasse", "straße"),
    ],
)
def test_verify_folding_leaves_words_digits_and_order_alone(left: str, right: str) -> None:
    """No fold makes other letters, digits, words or punctuation equal."""
    assert folds_between(left, right) is None


@given(st.text(max_size=80))
def test_verify_folding_maps_every_character_back(text: str) -> None:
    """Every character of a folded text stands for a stretch of the original, and the stretches are in order."""
    folded = fold(text, FOLDS)
    assert folded.text == fold_text(text, FOLDS)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


@given(st.text(alphabet="ab1 -.'\n", max_size=40))
def test_verify_folding_keeps_letters_and_digits(text: str) -> None:
    """Letters and digits come through every fold unchanged and in order."""
    assert [c for c in fold_text(text, FOLDS) if c.isalnum()] == [c for c in text if c.isalnum()]


def test_verify_folding_refuses_an_unknown_fold() -> None:
    """A misspelt fold is named, with those that exist."""
    with pytest.raises(KeyError, match="no such fold: dash"):
        fold("a", ["dash"])
