"""Words that somebody is quoted as saying."""

import pytest

from attribution.lexicon import load_lexicon
from attribution.models import CharSpan, Relation
from attribution.relations.requoted import name_requoted

SURE = 0.99


def relation(text: str, content: str, cue: str | None, source: str | None) -> Relation:
    """Return what the reader may find in a text: `content` with the stretch between marks, cue and source."""

    def place(words: str | None) -> CharSpan | None:
        return CharSpan(text.index(words), text.index(words) + len(words)) if words is not None else None

    whole, marked = place(content), CharSpan(text.index("“") + 1, text.index("”"))
    assert whole is not None
    kind = "direct" if whole == marked else "mixed"
    return Relation((whole,), (marked,), kind, cue=place(cue), source=place(source))


@pytest.mark.parametrize(
    ("text", "content", "cue", "source", "wanted"),
    [
        (
            "Radio Sul quoted a pilot, Ana Lima, as saying that it was “a trap”.",
            "a pilot, Ana Lima, as saying that it was “a trap”",
            "quoted",
            "Radio Sul",
            ("a pilot, Ana Lima", "quoted", "it was “a trap”", "mixed"),
        ),
        (
            "The paper cited Rui Sousa as saying: “No.”",
            "Rui Sousa as saying: “No.”",
            "cited",
            "The paper",
            ("Rui Sousa", "cited", "No.", "direct"),
        ),
        (
            "Rui Sousa was however quoted by Radio Sul as saying the line had been cut “three times”.",
            "three times",
            "quoted",
            "Radio Sul",
            ("Rui Sousa", "was however quoted by Radio Sul as saying", "three times", "direct"),
        ),
        (
            "“No”, Rui Sousa was quoted as saying, noting the rain.",
            "No",
            "was quoted",
            None,
            ("Rui Sousa", "was quoted as saying", "No", "direct"),
        ),
        (
            "“No,” Rui Sousa is quoted by Radio Sul.",
            "No,",
            "is quoted",
            "Radio Sul",
            ("Rui Sousa", "is quoted", "No,", "direct"),
        ),
        (
            "Rui Sousa, the keeper, is quoted in Radio Sul: “No.”",
            "No.",
            "is quoted in Radio Sul",
            "Radio Sul",
            ("Rui Sousa, the keeper", "is quoted", "No.", "direct"),
        ),
        (
            "Radio Sul, the oldest one, had quoted the unnamed keeper the day before as saying: “No.”",
            "No.",
            "saying",
            "Radio Sul, the oldest one",
            ("the unnamed keeper", "had quoted", "No.", "direct"),
        ),
        ("“No,” Radio Sul quoted her as saying.", "No,", "quoted", "Radio Sul", ("her", "quoted", "No,", "direct")),
        (
            "“No,” Rui Sousa was later quoted by the paper as saying.",
            "No,",
            None,
            "the paper",
            ("Rui Sousa", "was later quoted by the paper as saying", "No,", "direct"),
        ),
        (
            "The pitch was bad. Its keeper, Rui Sousa, was quoted by Radio Sul as saying: “It slid.”",
            "It slid.",
            "as saying",
            "Radio Sul",
            ("Its keeper, Rui Sousa", "was quoted by Radio Sul as saying", "It slid.", "direct"),
        ),
        (
            "Ana Lima left, while Rui Sousa was quoted as saying that it was “a trap”.",
            "that it was “a trap”",
            "quoted",
            None,
            ("Rui Sousa", "was quoted as saying", "that it was “a trap”", "mixed"),
        ),
    ],
)
def test_requoted_words_are_whose_they_are_quoted(
    text: str, content: str, cue: str | None, source: str | None, wanted: tuple[str, ...]
) -> None:
    """Who is quoted is the source, not who quotes, and the content begins behind "as saying"."""
    found = name_requoted(text, relation(text, content, cue, source), load_lexicon(), SURE)
    assert found.source is not None
    assert found.cue is not None
    assert (found.source.of(text), found.cue.of(text), found.content[0].of(text), found.kind) == wanted
    assert found.cue_lemma in {"quote", "cite"}
    assert found.confidence.source == SURE


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        ("Radio Sul quoted the report: “No.”", "the report: “No.”", "quoted", "Radio Sul"),
        ("“No,” Ana Lima said. Rui Sousa was quoted as saying yes.", "No,", "said", "Ana Lima"),
        ("Ana Lima calls it “no,” while Rui Sousa was quoted as saying “yes”.", "“no,”", "calls", "Ana Lima"),
        ("“No,” Rui Sousa was quoted as saying that “yes”.", "No,", None, None),
        ("“No.” He left.\n\nRui Sousa was quoted as saying yes.", "No.", None, None),
    ],
)
def test_requoted_leaves_other_words_alone(text: str, content: str, cue: str | None, source: str | None) -> None:
    """Without "as saying" beside the words nothing changes."""
    given = relation(text, content, cue, source)
    assert name_requoted(text, given, load_lexicon(), SURE) == given
