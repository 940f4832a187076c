"""The ladder and the verdicts, one row a rule."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.verify.checking import verify_quotations
from attribution.verify.results import Result
from attribution.verify.sources import Source, source_from_text

HEARING = """HEARING OF THE WATER BOARD

MS. ADEYEMI: We will spend 40 million dollars on the northern canal -- not because it is easy, but because the
farms need it. I do not believe that the dam is safe. The engi-
neers told us in March that it can't hold. (Applause.) We must act, and we will act before winter unless the
council votes it down.

MR. KOVAC: The council will never pay for a second canal. We will spend 45 million dollars on the southern canal.
Nobody asked us. Is that fair? It was -5 degrees in the hall, and 12 of 30 came.

MS. ADEYEMI: "Fair" is not the word I'd use. The well-known facts are these: water is scarce, money is scarcer.
Nobody asked us. She can refuse. Nobody denies it. We want to pay. But we cannot pay today. The dams hold, for now.

Q. Who signed the paper?

Q. And who paid for it?
"""


def source() -> Source:
    return source_from_text(HEARING, "hearing.txt")


def check(text: str | list[str], speaker: str | None = None, against: Source | None = None) -> Result:
    return verify_quotations([{"quotation": text, "speaker": speaker}], against or source()).results[0]


ROWS = [
    # the first three rungs
    ("The council will never pay for a second canal.", "verbatim", "exact", ()),
    ("The engineers told us in March that it can’t hold.", "verbatim-folded", "typography", ()),
    ("it can't hold. We must act", "verbatim-folded", "typography", ()),
    ("“Fair” is not the word I’d use", "verbatim-folded", "typography", ()),
    ("the council will never pay for a second canal,", "verbatim-folded", "edges", ()),
    ("is that fair?", "verbatim-folded", "edges", ()),
    # what is never folded
    ("Is that fair.", "altered", "altered", ("punctuation-changed",)),
    ("The council will never, pay for a second canal", "altered", "altered", ("punctuation-changed",)),
    ("the Council will never pay for a second canal", "altered", "altered", ("case-changed",)),
    ("It was 5 degrees in the hall", "altered", "altered", ("number-changed",)),
    ("12 of 31 came", "altered", "altered", ("number-changed",)),
    ("it can hold", "altered", "altered", ("negation-dropped",)),
    ("The council may never pay for a second canal", "altered", "altered", ("modal-changed",)),
    ("The council will ever pay for a second canal", "altered", "altered", ("negation-dropped",)),
    ("The engineers told us in Oslo that it can't hold", "altered", "altered", ("name-changed",)),
    ("The council will never pay for a secon", "altered", "altered", ()),
    ("known facts are these: water", "altered", "altered", ()),
    # marks of the editor
    ("The council will … for a second canal", "ellipsis-hides", "marked-edits", ("gap-negation",)),
    ("We will spend [...] on the southern canal", "ellipsis-hides", "marked-edits", ("gap-number",)),
    ("The well-known facts are ... scarce, money is scarcer", "marked-edit", "marked-edits", ()),
    ("water is scarce [in the valley], money is scarcer", "marked-edit", "marked-edits", ()),
    ("water is scarce (in the valley), money is scarcer", "marked-edit", "marked-edits", ()),
    ("[W]ater is scarce, money is scarcer", "marked-edit", "marked-edits", ()),
    ("water is scarce [sic], money is scarcer", "marked-edit", "marked-edits", ()),
    ("The [board] told us in March", "marked-edit", "marked-edits", ()),
    ("water is [not] scarce", "altered", "marked-edits", ("negation-added",)),
    ("[15] of 30 came", "marked-edit", "marked-edits", ()),
    ("It was -5 degrees in the hall, and [13] of 30 came", "altered", "marked-edits", ("number-changed",)),
    # what surrounds the words
    ("we will act before winter", "truncated", "exact", ("goes-on",)),
    ("The dams hold,", "truncated", "exact", ("goes-on",)),
    ("we will act before winter …", "ellipsis-hides", "marked-edits", ("goes-on",)),
    ("the dam is safe", "truncated", "exact", ("negation-before",)),
    ("… the dam is safe", "ellipsis-hides", "marked-edits", ("negation-before",)),
    ("We want to pay.", "verbatim", "exact", ("next-sentence-turns",)),
    # order and place
    ("money is scarcer, water is scarce", "spliced", "altered", ()),
    ("told us in March that it can't hold. Who signed the paper?", "spliced", "altered", ("crosses-turns",)),
    ("Nobody asked us", "ambiguous", "exact", ()),
    # not there
    ("Cats sleep better than dogs when the rain falls", "not-found", "not-found", ()),
    (
        "Wir werden das Geld nicht für den Kanal ausgeben, weil es zu teuer ist",
        "translated-or-paraphrase",
        "not-found",
        (),
    ),
    ("Мы не будем платить за второй канал", "translated-or-paraphrase", "not-found", ()),
    ("Nous ne paierons pas", "translated-or-paraphrase", "not-found", ()),
    ("I answered every question I was asked", "not-found", "not-found", ()),
    ("Die Hard is what I pour on cereal", "not-found", "not-found", ()),
    ("Ich bin ein Berliner", "not-found", "not-found", ()),
    ("", "not-found", "not-found", ("empty-quotation",)),
    ("…", "not-found", "not-found", ("empty-quotation",)),
]


@pytest.mark.parametrize(("text", "verdict", "rung", "flags"), ROWS)
def test_verify_verdicts_table(text: str, verdict: str, rung: str, flags: tuple[str, ...]) -> None:
    """Each row gets its verdict on its rung, with its flags."""
    result = check(text)
    assert (result.verdict, result.rung) == (verdict, rung), result
    assert {flag.code for flag in result.flags} >= set(flags), result.flags
    assert result.findings[0] == verdict


@pytest.mark.parametrize(
    ("text", "speaker", "verdict", "flag"),
    [
        ("We will spend 45 million dollars on the southern canal.", "Ana Adeyemi", "other-speaker", "said-by"),
        ("We will spend 45 million dollars on the southern canal.", "Boris Kovac", "verbatim", None),
        ("We will spend 45 million dollars on the southern canal.", "Jane Roe", "other-speaker", "said-by"),
        ("Nobody asked us.", "Mr. Kovac", "verbatim", None),
        ("Who signed the paper?", "Boris Kovac", "other-speaker", "said-by"),
        ("Who signed the paper?", "A Reporter", "verbatim", "speaker-unconfirmed"),
        ("We will spend 46 million dollars on the southern canal.", "Ana Adeyemi", "altered", "said-by"),
    ],
)
def test_verify_verdicts_speakers(text: str, speaker: str, verdict: str, flag: str | None) -> None:
    """The label of the turn is held against the name in the claim."""
    result = check(text, speaker)
    assert result.verdict == verdict
    assert flag is None or flag in {found.code for found in result.flags}


@pytest.mark.parametrize(
    ("text", "verdict", "flags"),
    [
        ("We will not raise taxes … if the court agrees", "ellipsis-hides", {"gap-condition", "gap-modal"}),
        ("The bridge is old … as we said", "marked-edit", {"gap-modal"}),
        ("close it, … we repaired it", "marked-edit", set()),
        ("We pay … if the court agrees", "marked-edit", set()),
    ],
)
def test_verify_verdicts_ellipses_over_what_qualifies(text: str, verdict: str, flags: set[str]) -> None:
    """A condition glued to another sentence is as bad as one left out; a modal verb that is left out is flagged."""
    source = (
        "We will not raise taxes. We may raise them next year, if the court agrees. The bridge is old, and we might "
        "close it, as we said, so we repaired it. We pay, as agreed, if the court agrees."
    )
    result = verify_quotations([text], source).results[0]
    assert (result.verdict, {flag.code for flag in result.flags}) == (verdict, flags)


def test_verify_verdicts_interrupted_quotation() -> None:
    """Parts around a speech tag are verbatim when the source runs on between them, and spliced when they are far."""
    near = check(["The council will never pay for a second canal,", "We will spend 45 million dollars"])
    assert (near.verdict, near.rung) == ("verbatim-folded", "edges")
    back = check(["Is that fair?", "The council will never pay for a second canal,"])
    assert back.verdict == "spliced"


def test_verify_verdicts_show_place_and_surroundings() -> None:
    """A result carries the slice of the source, its selectors, and what stands before and after."""
    result = check("money is scarcer")
    assert result.place is not None
    assert HEARING[result.place.start : result.place.end] == result.place.exact == "money is scarcer"
    assert result.before.endswith("water is scarce, ")
    assert result.after.startswith(".\nNobody asked us.")
    assert result.place.speaker == "MS. ADEYEMI"
    assert result.place.selectors()[0] == {
        "type": "TextPositionSelector",
        "start": result.place.start,
        "end": result.place.end,
    }


def test_verify_verdicts_best_source_wins() -> None:
    """Of many sources the one with the best verdict is taken, wherever it stands in the list."""
    other = source_from_text("The council will never pay for a third canal.", "other.txt")
    report = verify_quotations(["never pay for a second canal"], [other, source()])
    assert report.results[0].verdict == "verbatim"
    assert report.results[0].place is not None
    assert report.results[0].place.source == 1


def test_verify_verdicts_unavailable_source_never_passes() -> None:
    """Nothing passes because of a source that cannot be read, and its absence is told."""
    empty = source_from_text("", "empty.txt")
    assert [r.verdict for r in verify_quotations(["water is scarce"], [empty]).results] == ["source-unavailable"]
    report = verify_quotations(["water is scarce", "water is plentiful everywhere now"], [empty, source()])
    assert [result.verdict for result in report.results] == ["verbatim", "source-unavailable"]
    assert report.results[1].findings == ("source-unavailable", "not-found")


@pytest.mark.parametrize(
    ("quotation", "text", "verdict"),
    [
        ("we can", "we cannot go there", "altered"),
        ("the rapist came home", "the therapist came home", "altered"),
        ("we paid 1", "we paid 1,000 crowns", "altered"),
        ("5 for all of them", "it is $5 for all of them", "altered"),
        ("5 % of them left", "only 5% of them left", "verbatim-folded"),
        ("cafe\u0301 is open", "The café is open now", "verbatim-folded"),
        (unicodedata.normalize("NFD", "우리는 갈 것이다"), "그는 우리는 갈 것이다 라고", "verbatim-folded"),
        ("मैं जाऊँगा", "उसने कहा मैं जाऊँगा कल", "verbatim"),
        ("मैं जाऊँग", "उसने कहा मैं जाऊँगा कल", "altered"),
        ("我们将不会离开", "主席说：我们将不会离开这里。", "verbatim"),
        ("我们将会离开", "主席说：我们将不会离开这里。", "altered"),
        ("\u202egood words here\u202c", "good words here, he said", "verbatim-folded"),
        ("informa\u00adtion is power", "infor\u00ad\nmation is po-\nwer", "verbatim-folded"),
        ("the cat sat on the mat and then left for ever and ever", "the cat sat", "not-found"),
        ("経済成長率", "日本の総理大臣は、これについて話した。", "not-found"),
    ],
)
def test_verify_verdicts_odd_texts(quotation: str, text: str, verdict: str) -> None:
    """Words cut inside, scripts without spaces, combining marks and hidden characters get the honest verdict."""
    assert check([quotation], against=source_from_text(text)).verdict == verdict


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=60), st.text(max_size=200))
def test_verify_verdicts_any_text_survives(quotation: str, text: str) -> None:
    """Any quotation against any source gives a result whose place is a slice of the source."""
    report = verify_quotations([[quotation]], source_from_text(text))
    for result in report.results:
        assert result.place is None or text[result.place.start : result.place.end] == result.place.exact


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            ["we", "will", "not", "pay", "5", "…", "[b]", "but", "–", "\u0301", "’", "(", ")", ".", "a-\n", "x"]
        ),
        max_size=12,
    )
)
def test_verify_verdicts_are_deterministic(words: list[str]) -> None:
    """The same quotation and source give an equal report."""
    text = "we will not pay 5 times but we will pay a-\nx. We will."
    one, other = (verify_quotations([" ".join(words)], source_from_text(text)) for _ in range(2))
    assert one == other
