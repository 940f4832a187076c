"""Building records: slices at their place, kinds that follow from the spans, chains, evidence for every field."""

from __future__ import annotations

import json

import pytest
from attrs import evolve
from conftest import SHARED, needs_shared, span_of

from attribution.building import alterations_in, build_extraction, mention_at
from attribution.detection import is_not_english
from attribution.errors import RecordError
from attribution.jsonio import dump_extraction
from attribution.models import (
    Article,
    CharSpan,
    Confidence,
    Draft,
    DraftProblem,
    Evidence,
    OutletDraft,
    Relation,
    SpeakerDraft,
)
from attribution.records import FIELDS, AttributionRecord, Engine, Extraction


def _build(text: str, *relations: Relation) -> tuple[AttributionRecord, ...]:
    engine = Engine("quote-attribution", "1.0.0", None, None, None, {})
    return build_extraction(Draft(Article(text), relations=relations), engine).records


def test_full_record_holds_the_slices(quay_extraction: Extraction) -> None:
    """Every field of the draft arrives as a slice of the article."""
    record = quay_extraction.records[0]
    assert record.kind == "direct"
    assert [part.exact for part in record.content] == ["The quay is safe,", "We checked … every bolt [and] every beam."]
    assert (record.cue and (record.cue.exact, record.cue.lemma, record.cue.type)) == ("said", "say", "verb")
    assert record.source
    assert record.source.exact == "Mayor Ada Lindqvist of the Harbour Council"
    assert record.speaker
    assert record.speaker.name == record.speaker.mention.exact == "Ada Lindqvist"
    assert record.speaker.title
    assert record.speaker.title.exact == "Mayor"
    assert record.date
    assert (record.date.exact, record.date.iso) == ("Tuesday", "2027-05-04")
    assert record.confidence.source == 0.9877
    assert [alteration.type for alteration in record.alterations] == ["ellipsis", "insertion"]


def test_article_facts_are_kept_and_unknown_ones_null(quay_extraction: Extraction, engine: Engine) -> None:
    """Metadata is passed on; what is not known is null, not empty."""
    info = quay_extraction.article
    assert (info.title, info.authors, info.publisher, info.language) == ("Quay holds", ("P. Quill",), None, "en")
    assert build_extraction(Draft(Article("")), engine).article.authors is None


def test_mention_shows_32_code_points_around() -> None:
    """Prefix and suffix are cut at 32, and at the ends of the text."""
    text = "a" * 40 + "XY" + "b" * 40
    mention = mention_at(text, CharSpan(40, 42))
    assert (mention.prefix, mention.exact, mention.suffix) == ("a" * 32, "XY", "b" * 32)
    assert mention_at("XY", CharSpan(0, 2)).prefix == ""


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("We go … now", [("ellipsis", "…")]),
        ("We go... now", [("ellipsis", "...")]),
        ("We go . . . now", [("ellipsis", ". . .")]),
        ("We go . . . . Now", [("ellipsis", ". . . .")]),
        ("We go. … Now", [("ellipsis", "…")]),
        ("We go [...] now", [("ellipsis", "[...]")]),
        ("We go [ … ] now", [("ellipsis", "[ … ]")]),
        ("We go (…) now", [("ellipsis", "(…)")]),
        ("We go\u00a0.\u00a0.\u00a0. now", [("ellipsis", ".\u00a0.\u00a0.")]),
        ("He speak[] now", [("ellipsis", "[]")]),
        ("We go [and] stay", [("insertion", "[and]")]),
        ("[T]he bridge", [("insertion", "[T]")]),
        ("They was [sic] late", [("insertion", "[sic]")]),
        (
            "He [Mr. Oak] left … and [she] stayed",
            [("insertion", "[Mr. Oak]"), ("ellipsis", "…"), ("insertion", "[she]")],
        ),
        ("We go.. now (and then).", []),
        ("An open [ bracket", []),
    ],
)
def test_alterations_in_every_form(quotation: str, expected: list[tuple[str, str]]) -> None:
    """Omissions and insertions are found with their marks, and nothing else is."""
    text = f"“{quotation}”"
    found = alterations_in(text, [CharSpan(1, len(text) - 1)])
    assert [(alteration.type, text[alteration.start : alteration.end]) for alteration in found] == expected


def test_alterations_outside_of_quotations_are_the_reporters() -> None:
    """Dots in indirect speech are no alteration of anybody's words."""
    text = "He said … that it was “fine”."
    [record] = _build(text, Relation((CharSpan(8, 28),), (span_of(text, "fine"),)))
    assert (record.kind, record.alterations) == ("mixed", ())


@pytest.mark.parametrize(
    ("text", "content", "quotations", "kind", "expected"),
    [
        ("“Yes,” he said.", ["Yes,"], ["Yes,"], "direct", ["Yes,"]),
        ("“Yes,” he said.", ["“Yes,”"], ["“Yes,”"], "direct", ["Yes,"]),
        ("“Yes,” he said.", ["“Yes,”"], ["Yes,"], "direct", ["Yes,"]),
        ("“Yes,” he said.", ["“Yes,"], [], "direct", ["Yes,"]),
        ('"Yes," he said.', ['"Yes,"'], ['"Yes,"'], "direct", ["Yes,"]),
        ("‘Yes,’ he said.", ["‘Yes,’"], ["‘Yes,’"], "direct", ["Yes,"]),
        ("“‘No,’ he says,” she said.", ["‘No,’ he says,"], ["‘No,’ he says,"], "direct", ["‘No,’ he says,"]),
        ("“‘No’,” she said.", ["‘No’,"], ["‘No’,"], "direct", ["‘No’,"]),
        ("““No”” she said.", ["“No”"], ["“No”"], "direct", ["“No”"]),
        ("OAK: “No” is no plan.", ["“No” is no plan."], ["“No” is no plan."], "direct", ["“No” is no plan."]),
        ('"He is 6\'2"" she said.', ["He is 6'2\""], ["He is 6'2\""], "direct", ["He is 6'2\""]),
        ("He saw “x” and “y”.", ["“x” and “y”"], ["x", "y"], "mixed", ["x", "y"]),
        ("“One.”\n\n“Two.”", ["“One.”\n\n“Two.”"], ["One.", "Two."], "direct", ["One.", "Two."]),
        ("“ Yes ” he said.", [" Yes "], [" Yes "], "direct", ["Yes"]),
        ("He said yes.", ["yes"], [], "indirect", []),
    ],
)
def test_marks_stay_outside_and_the_kind_follows(
    text: str, content: list[str], quotations: list[str], kind: str, expected: list[str]
) -> None:
    """Whatever the steps put into the spans, a quotation's own marks are outside, inner ones are kept."""
    spans = [tuple(span_of(text, words) for words in part) for part in (content, quotations)]
    [record] = _build(text, Relation(spans[0], spans[1], "direct" if kind == "direct" else "mixed"))
    assert [part.exact for part in record.quotations] == expected
    assert record.kind == kind
    if kind == "direct":
        assert record.content == record.quotations


def test_spans_are_sorted_joined_and_trimmed() -> None:
    """Doubled, overlapping, empty and blank stretches leave one clean row."""
    text = "He said that the old town would never be rebuilt."
    spans = (CharSpan(20, 48), CharSpan(7, 24), CharSpan(5, 5), CharSpan(7, 24))
    [record] = _build(text, Relation(spans))
    assert [part.exact for part in record.content] == ["that the old town would never be rebuilt"]
    assert _build(text, Relation((CharSpan(7, 8),))) == ()


def test_of_the_same_content_the_fullest_is_kept() -> None:
    """One statement gives one record, and chains follow to it."""
    text = "Oak said that Ash said it would rain."
    inner = Relation((span_of(text, "it would rain"),), via=(0,))
    outer = Relation((span_of(text, "Ash said it would rain"),))
    named = evolve(outer, source=span_of(text, "Oak"), speaker=SpeakerDraft("person", span_of(text, "Oak")))
    records = _build(text, outer, inner, named)
    assert [record.speaker and record.speaker.name for record in records] == ["Oak", None]
    assert records[1].via == (records[0].id,)


def test_a_chain_that_closes_a_circle_is_cut() -> None:
    """No record is inside itself, whatever the steps say."""
    text = "One two three."
    relations = [
        Relation((span_of(text, word),), via=(index,)) for word, index in (("One", 1), ("two", 2), ("three", 0))
    ]
    records = _build(text, *relations, Relation((span_of(text, "o"),), via=(3,)))
    vias = {record.content[0].exact: record.via for record in records}
    ids = {record.content[0].exact: record.id for record in records}
    assert vias == {"One": (ids["two"],), "two": (ids["three"],), "three": (), "o": ()}


def test_quoted_leaves_out_what_has_no_marks(quay_draft: Draft, engine: Engine) -> None:
    """Of the four statements, three have a marked stretch."""
    quoted = build_extraction(quay_draft, engine, relations="quoted")
    assert [record.kind for record in quoted.records] == ["direct", "mixed", "direct"]


def test_chain_to_a_record_that_is_left_out_says_so(engine: Engine) -> None:
    """The link is dropped with the record, and the evidence tells why."""
    text = "Oak said that Ash said “no”."
    outer = Relation((span_of(text, "that Ash said"),))
    inner = Relation((span_of(text, "no"),), (span_of(text, "no"),), "direct", via=(0,))
    inner = inner.with_evidence(Evidence("via", "outlets:nested", None, "inside what Oak said"))
    draft = Draft(Article(text), relations=(outer, inner))
    [record] = build_extraction(draft, engine, relations="quoted").records
    assert record.via == ()
    assert [item.rule for item in record.evidence if item.field == "via"] == ["records:left-out"]


def test_every_field_has_evidence(quay_extraction: Extraction) -> None:
    """Filled or empty, each field says why, in the order of the fields."""
    for record in quay_extraction.records:
        fields = [item.field for item in record.evidence]
        assert set(fields) == set(FIELDS)
        assert fields == sorted(fields, key=FIELDS.index)


def test_evidence_of_the_steps_comes_before_any_default() -> None:
    """A default stands only where the steps left none; doubles are dropped."""
    text = "She said it would rain."
    given = Evidence("outlet", "outlets:ambiguous", span_of(text, "She"), "two candidates")
    [record] = _build(text, Relation((span_of(text, "it would rain"),), evidence=(given, given)))
    own = [item for item in record.evidence if item.field == "outlet"]
    assert [(item.rule, item.mention and item.mention.exact) for item in own] == [("outlets:ambiguous", "She")]
    rules = {item.field: item.rule for item in record.evidence}
    assert rules["source"] == rules["speaker"] == "records:no-source"
    assert rules["title"] == rules["affiliation"] == "records:no-speaker"


def test_unscored_fields_say_so_and_empty_ones_have_no_confidence() -> None:
    """One half stands for unknown and is named; a score without a field is dropped."""
    text = "She said it would rain."
    relation = Relation(
        (span_of(text, "it would rain"),), source=span_of(text, "She"), confidence=Confidence(0.7, outlet=0.9)
    )
    [record] = _build(text, relation)
    assert (record.confidence.content, record.confidence.source, record.confidence.outlet) == (0.7, 0.5, None)
    assert [item.field for item in record.evidence if item.rule == "records:no-score"] == ["source"]


@pytest.mark.parametrize(
    ("speaker", "name", "mention"),
    [
        (SpeakerDraft("person", name=CharSpan(0, 3)), "Ann", "Ann"),
        (SpeakerDraft("unnamed", mention=CharSpan(0, 3)), None, "Ann"),
        (SpeakerDraft("unnamed", name=CharSpan(0, 3)), None, "She"),
        (SpeakerDraft("group"), None, "She"),
    ],
)
def test_speaker_mention_is_where_the_name_stands(speaker: SpeakerDraft, name: str | None, mention: str) -> None:
    """Without a name the describing phrase stands in, or else the source mention."""
    text = "Ann is a smith. She said it would rain."
    relation = Relation((span_of(text, "it would rain"),), source=span_of(text, "She"), speaker=speaker)
    [record] = _build(text, relation)
    assert record.speaker is not None
    assert (record.speaker.name, record.speaker.mention.exact) == (name, mention)


def test_speaker_without_any_place_is_dropped() -> None:
    """What the article does not show is not claimed."""
    [record] = _build("It would rain.", Relation((CharSpan(0, 5),), speaker=SpeakerDraft("unnamed")))
    assert (record.speaker, record.confidence.speaker) == (None, None)


def test_outlet_name_may_stand_elsewhere() -> None:
    """The name is the fullest form, the mention the place of the citation."""
    text = "Radio Nord (RN) reports. Oak told RN it would rain."
    outlet = OutletDraft("broadcaster", CharSpan(34, 36), "same-sentence", span_of(text, "Radio Nord"))
    [record] = _build(text, Relation((span_of(text, "it would rain"),), outlet=outlet))
    assert record.outlet
    assert (record.outlet.name, record.outlet.mention.exact) == ("Radio Nord", "RN")


def test_problems_are_sorted_and_said_once(engine: Engine) -> None:
    """Two steps that see the same odd mark give one problem."""
    later, earlier = (DraftProblem("odd-mark", CharSpan(at, at + 1), "no partner") for at in (5, 2))
    extraction = build_extraction(Draft(Article("abcdefgh"), problems=(later, earlier, later)), engine)
    assert [problem.start for problem in extraction.problems] == [2, 5]


GERMAN = "„Wir werden das Papier nicht unterschreiben“, sagte der Rat. Das Wasser ist noch nicht gekommen."
DANISH = (
    "Rådet vil ikke skrive under på planen, siger borgmesteren, og byen venter på svar fra ministeriet i Oslo. " * 6
)


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("“It works,” said Ana Lima.", None, None),
        ("“It works,” said Ana Lima.", "en-GB", None),
        ("“It works,” said Ana Lima.", "und", None),
        ("“It works,” said Ana Lima.", "de-AT", "the article is said to be in 'de-AT'"),
        ("The Guardian’s Berlin office heard “Das ist nicht wahr” from the mayor.", None, None),
        ("", None, None),
        (GERMAN, None, "do not look English (de by its small words)"),
        (GERMAN, "en", "do not look English (de by its small words)"),
        (DANISH, None, "do not look English"),
        ("市長は「ダムは持ちこたえている」と述べた。", None, "do not look English"),
    ],
)
def test_another_language_is_a_problem(engine: Engine, text: str, language: str | None, told: str | None) -> None:
    """Records of an article that is not English are doubtful, and the extraction says so."""
    problems = build_extraction(Draft(Article(text, language=language)), engine).problems
    assert [problem.code for problem in problems] == ["language"] * (told is not None)
    assert all(told in problem.message for problem in problems if told)


@needs_shared
@pytest.mark.parametrize(
    ("text", "shouted"),
    [
        ("COUNCIL VOTED ON MONDAY. “IT IS A NEW START FOR US ALL,” MAYOR ANA LIMA SAID. SHE LEFT.", True),
        (
            "LIMA LEAVES COUNCIL AFTER THE VOTE OVER THE OLD DEPOT\n\n“It is a new start for us all,” Ana Lima said.",
            False,
        ),
        ("NO WAY", False),
    ],
)
def test_an_article_in_capitals_is_a_problem(engine: Engine, text: str, shouted: bool) -> None:
    """Capitals tell no names where all is in capitals; a headline in capitals is nothing unusual."""
    problems = build_extraction(Draft(Article(text)), engine).problems
    assert [problem.code for problem in problems] == ["all-capitals"] * shouted


@needs_shared
@pytest.mark.parametrize("part", ["web/articles.jsonl", "bbc-abc/articles.jsonl", "polnear/train.jsonl"])
def test_no_article_of_the_corpora_is_taken_for_another_language(part: str) -> None:
    """998 English articles, with squad lists, tweets and names of the whole world, are English."""
    articles = [json.loads(line)["text"] for line in (SHARED / part).read_text("utf-8").splitlines()]
    assert [text[:60] for text in articles if is_not_english(text)] == []


@pytest.mark.parametrize(
    ("published", "codes"),
    [("2027-05-04", []), ("2027-05-04T09:30Z", []), ("2027", []), (None, []), ("May 4, 2027", ["published"])],
)
def test_a_date_of_publication_that_is_none_is_a_problem(
    engine: Engine, published: str | None, codes: list[str]
) -> None:
    """Without a day of publication "Monday" cannot be resolved, and the extraction says why."""
    problems = build_extraction(Draft(Article("Ana spoke.", published=published)), engine).problems
    assert [problem.code for problem in problems] == codes


def test_span_outside_of_the_text_is_refused() -> None:
    """A step that invents a place is stopped here."""
    with pytest.raises(RecordError, match="exact"):
        _build("Short.", Relation((CharSpan(0, 5),), source=CharSpan(4, 400)))


def test_order_of_relations_leaves_no_trace(quay_draft: Draft, engine: Engine) -> None:
    """The same findings in another order give the same bytes."""
    first, told, promised, last = quay_draft.relations
    moved = evolve(quay_draft, relations=(last, evolve(promised, via=(3,)), first, told))
    assert dump_extraction(build_extraction(moved, engine)) == dump_extraction(build_extraction(quay_draft, engine))
