"""The line from text to extraction."""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import evolve

import attribution
from attribution import writing
from attribution.errors import InputError, LexiconError, OptionError, WorkerError
from attribution.jsonio import dump_extraction, parse_extraction
from attribution.language import borrow_tokenizer, load_tokenizer
from attribution.models import Article, CharSpan, DraftProblem
from attribution.paths import SUFFIXES
from attribution.pipeline import LONGEST, STEPS
from attribution.reading import FORMATS, read_article
from attribution.verify.integrity import verify_records

pytestmark = pytest.mark.model

STORY = (
    "The bakery in Vilnius will reopen on Monday.\n\n"
    "“We have missed the smell of bread,” said Rasa Petrauskaite, who runs the shop.\n\n"
    "She told Baltic Courier that the ovens had been “rebuilt stone by stone”.\r\n"
)


@pytest.fixture(scope="module")
def story():
    return attribution.extract(STORY)


def test_pipeline_finds_speaker_and_outlet(story):
    """A plain article gives its quotations with name and outlet."""
    direct, mixed = (record for record in story.records if record.quotations)
    assert direct.content[0].exact == "We have missed the smell of bread,"
    assert direct.speaker.name == "Rasa Petrauskaite"
    assert mixed.quotations[0].exact == "rebuilt stone by stone"
    assert mixed.speaker.name == "Rasa Petrauskaite"
    assert mixed.outlet.name == "Baltic Courier"


def test_pipeline_records_verify_against_their_article(story):
    """What the line returns holds for the independent verifier."""
    assert verify_records(STORY, dump_extraction(story)) == []


def test_pipeline_round_trip_is_identical(story):
    """JSON to records and back changes nothing."""
    text = dump_extraction(story)
    assert parse_extraction(text) == story
    assert dump_extraction(parse_extraction(text)) == text


def test_pipeline_quoted_leaves_out_what_has_no_marks(story):
    """With relations="quoted" every record has a quotation, and the same quotations are found."""
    quoted = attribution.extract(STORY, relations="quoted")
    assert all(record.quotations for record in quoted.records)
    assert {q.start for r in quoted.records for q in r.quotations} == {
        q.start for r in story.records for q in r.quotations
    }


def test_pipeline_least_confidence_empties_what_is_less_sure(story):
    """A source below the bound is null and says why."""
    strict = attribution.extract(STORY, least_confidence=1.0)
    assert strict.records
    for record in strict.records:
        assert record.source is None
        assert record.confidence.source is None
        assert any(one.field == "source" and one.rule == "reader:too-uncertain" for one in record.evidence)


def test_pipeline_tells_what_was_not_said():
    """A statement that the article denies says so, in its evidence and wherever it is shown."""
    article = attribution.Article("Dr Mira Castell never said the dam was “a miracle”. “It holds,” she said.")
    extraction = attribution.extract(article)
    assert [record.denied for record in extraction] == [True, False]
    assert ["relations:not-said" in [e.rule for e in record.evidence] for record in extraction] == [True, False]
    assert writing.write(extraction, article, "html").count("<strong>not said</strong>") == 1


def test_pipeline_tells_which_marked_words_stand_in_no_record():
    """Each quotation is in a record, in a larger statement, or a problem; what holds no words is neither."""
    text = (
        "The council calls the tower “the pencil” on its maps.\n\n"
        "“It leans,” said Rasa Petrauskaite, who wrote “A Short History of Towers” in 2011. “...”\n\n"
        "She said that the “crooked” floor would stay.\n"
    )
    found = attribution.extract(text)
    left = [p for p in found.problems if p.code == "unattributed-quotation"]
    said = [part for record in found.records for part in record.content]
    marked = [m.span() for m in re.finditer(r"(?<=“)[^”]*\w[^”]*(?=”)", text)]
    for start, end in marked:
        in_record = any(part.start < end and start < part.end for part in said)
        assert in_record != any((p.start, p.end) == (start, end) for p in left), text[start:end]
    assert "A Short History of Towers" in [text[p.start : p.end] for p in left]
    assert len(left) < len(marked)


TRANSCRIPT = (
    "On Sunday’s edition of “Morning Forum,” Gov. Maria Delgado (D-NM) defended the closure of two parks.\n\n"
    "Partial transcript as follows:\n\n"
    "“HOLLIS: Governor, nobody asked the ranchers. Did you?\n\n"
    "“DELGADO: We held four hearings, Ben.\n\n"
    "“(CROSSTALK.)\n\n"
    "“And anybody who wanted to speak could speak.\n\n"
    "“HOLLIS: But the notice went out on a Friday evening.\n\n"
    "“DELGADO: That is how the law says it must be done.”\n\n"
    "A spokesman for the ranchers declined to comment."
)


@pytest.mark.parametrize("marks", ["“”", '""', None])
def test_pipeline_gives_the_turns_of_a_transcript_to_their_labels(marks):
    """Each turn has the speaker of its label and the outlet of the talk, with marks around it or none."""
    text = TRANSCRIPT.translate(str.maketrans("“”", marks)) if marks else re.sub(r"(?m)^“|”$", "", TRANSCRIPT)
    turns = [r for r in attribution.extract(text).records if r.kind == "direct"]
    assert [(r.source.exact, r.cue.exact, r.speaker.name, r.outlet.name) for r in turns] == [
        ("HOLLIS", ":", "HOLLIS", "Morning Forum"),
        ("DELGADO", ":", "Maria Delgado", "Morning Forum"),
        ("HOLLIS", ":", "HOLLIS", "Morning Forum"),
        ("DELGADO", ":", "Maria Delgado", "Morning Forum"),
    ]
    assert [c.exact for c in turns[1].content] == [
        "We held four hearings, Ben.",
        "And anybody who wanted to speak could speak.",
    ]
    assert {e.rule for r in turns for e in r.evidence if e.field == "source"} == {"relations:turn"}
    assert all(r.confidence.source > 0.9 for r in turns)


def test_pipeline_a_source_ends_with_its_sentence():
    """Of two people beside each other, each says the words on his own side of the full stop."""
    text = (
        "Harbour Foods plc today named Ida Holm as chief executive. “I am delighted,” said Ms Holm. Chairman Tom Hale "
        "commented: “She is a builder.”"
    )
    names = [record.speaker_name for record in attribution.extract(text, relations="quoted")]
    assert names == ["Ida Holm", "Tom Hale"]
    (record,) = attribution.extract("The lawmaker, Barr. Ida Holm, called it “late”.", relations="quoted")
    assert record.source is not None
    assert record.source.exact == "The lawmaker, Barr. Ida Holm"


def test_pipeline_labels_with_a_dot_are_no_initials():
    """The label of a question is no part of a name: "Q. How did it start?"."""
    text = "Chef Rosa Lima on her kitchen.\n\nQ. How did it start?\n\nA. With onions.\n\nQ. Are you strict?\n\nA. No."
    records = attribution.extract(text).records
    assert [record.speaker_name for record in records] == [None, "Rosa Lima", None, "Rosa Lima"]


def test_pipeline_headline_of_an_interview_is_no_turn():
    """A quotation above an interview is not joined to the turn in which the words come again."""
    text = (
        "“A bridge is a promise somebody has to keep”\n\nMira Castell was an inspector of bridges for thirty years.\n\n"
        "Q: Why did you stay?\n\nA: For the view.\n\nQ: And what do you leave?\n\n"
        "A: A torch. A bridge is a promise somebody has to keep, and the keeping is done in the rain."
    )
    first, *turns = attribution.extract(text, relations="quoted").records
    assert first.content[0].start == 1
    assert first.source is None
    assert [turn.source.exact for turn in turns] == ["Q", "A", "Q", "A"]


def test_pipeline_extract_many_keeps_the_order():
    """Many articles come back in order, with one process and with two."""
    texts = [STORY, "", "Nobody says anything here.", STORY.replace("Rasa", "Ona")]
    one = list(attribution.extract_many(texts))
    assert [x.article.length for x in one] == [len(text) for text in texts]
    assert list(attribution.extract_many(texts, processes=2)) == one


def breaks(doc, draft, lexicon, options):
    """A step that an article is too much for."""
    if "break" in draft.article.text:
        raise ZeroDivisionError(draft.article.text)
    return draft


def ends(doc, draft, lexicon, options):
    """A step that takes its process with it, as a machine without memory does."""
    os._exit(1)


@pytest.mark.parametrize("processes", [1, 2])
def test_pipeline_extract_many_raises_when_the_turn_comes(processes):
    """What stands before an article that fails is given first, whether article, step or the caller's own list fails."""
    steps = {**STEPS, "outlets": breaks}

    def articles(last):
        yield "Nobody spoke."
        yield last
        yield "Nobody spoke."

    for last, error in ((b"bytes", InputError), ("break", ZeroDivisionError)):
        found = attribution.extract_many(articles(last), steps=steps, processes=processes)
        assert next(found).article.length == 13
        with pytest.raises(error):
            next(found)
    found = attribution.extract_many(("Nobody spoke." if n < 2 else 1 // 0 for n in range(3)), processes=processes)
    assert [next(found).article.length for _ in range(2)] == [13, 13]
    with pytest.raises(ZeroDivisionError):
        next(found)


@pytest.mark.parametrize("processes", [1, 2])
def test_pipeline_extract_many_yields_errors_where_asked(processes):
    """Order and number hold: each error stands in the place of its article."""
    articles = ["Nobody spoke.", None, "break", "x" * (LONGEST + 1), "Nobody spoke."]
    found = list(
        attribution.extract_many(articles, steps={**STEPS, "outlets": breaks}, processes=processes, on_error="yield")
    )
    kinds = [attribution.Extraction, InputError, ZeroDivisionError, InputError, attribution.Extraction]
    assert [type(one) for one in found] == kinds


def test_pipeline_extract_many_gives_the_first_early_and_stops_soon():
    """A few articles are taken ahead of the first result, and none is begun after the end."""
    articles = iter([STORY] * 200)
    found = attribution.extract_many(articles, processes=2)
    assert next(found).records
    assert len(list(articles)) > 175
    start = time.perf_counter()
    found.close()
    assert time.perf_counter() - start < 10


def test_pipeline_extract_many_says_that_a_process_ended():
    """A worker that is gone is said with what to do; other articles cannot be read any more."""
    found = attribution.extract_many(["a", "b"], steps={**STEPS, "outlets": ends}, processes=2, on_error="yield")
    with pytest.raises(WorkerError, match="fewer processes"):
        next(found)


def test_pipeline_extract_many_wants_a_guarded_script(tmp_path):
    """A script without the guard, which each process would run again, ends with the advice."""
    script = tmp_path / "script.py"
    script.write_text("import attribution\nprint(list(attribution.extract_many(['a', 'b'], processes=2)))\n")
    environment = {**os.environ, "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    # Python may warn behind it of what the processes that it stopped left.
    advice = [line for line in done.stderr.splitlines() if line.startswith("attribution.errors.WorkerError: ")]
    assert '`if __name__ == "__main__":`' in advice[-1]


@pytest.mark.parametrize("options", [{"threads": 2}, {"least_confidence": 0}])
def test_pipeline_options_that_change_nothing_change_no_byte(story, options):
    """The number of threads, and 0 for 0.0, are no part of the result."""
    assert dump_extraction(attribution.extract(STORY, **options)) == dump_extraction(story)


def test_pipeline_keeps_nothing_of_an_article():
    """The words of an article do not stay in the vocabulary, and threads do not take them from each other."""
    words = [f"“Vrr{number}n qua{number}x,” said Zx{number}y Blo{number}rb. " * 40 for number in range(8)]
    alone = [attribution.extract(text) for text in words]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(attribution.extract, words)) == alone
    with borrow_tokenizer() as tokenizer:
        assert not any(f"Vrr{number}n" in tokenizer.vocab.strings for number in range(8))


def test_pipeline_results_do_not_depend_on_neighbours():
    """An article gives the same bytes alone and among others."""
    alone = dump_extraction(attribution.extract(STORY))
    among = [dump_extraction(x) for x in attribution.extract_many(["“No,” he said.", STORY, STORY])]
    assert among[1] == among[2] == alone


def test_pipeline_same_bytes_under_any_hash_seed():
    """Two processes with different hash seeds print the same."""
    code = f"import attribution; print(attribution.dump_extraction(attribution.extract({STORY!r})))"
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_pipeline_a_step_is_replaced_by_argument():
    """A caller's own step takes the place of ours."""

    def nobody(doc, draft, lexicon, options):
        return draft

    extraction = attribution.extract(STORY, steps={**STEPS, "outlets": nobody})
    assert all(record.outlet is None for record in extraction.records)


@pytest.mark.parametrize(("place", "seen"), [(0, False), (3, False), (5, True)])
def test_pipeline_a_step_of_ones_own_runs_where_its_key_stands(place, seen):
    """A further step gets what the others get, at its place in the mapping, and what it does with the draft counts."""
    calls = []

    def desk(doc, draft, lexicon, options):
        calls.append((doc.text, lexicon.version, options.relations, any(r.speaker for r in draft.relations)))
        return evolve(draft, problems=(*draft.problems, DraftProblem("desk", CharSpan(0, 1), "read by a person")))

    names = list(STEPS)
    steps = {name: STEPS.get(name, desk) for name in [*names[:place], "desk", *names[place:]]}
    extraction = attribution.extract(STORY, steps=steps)
    assert [(text, relations, spoke) for text, _, relations, spoke in calls] == [(STORY, "all", seen)]
    assert "desk" in [problem.code for problem in extraction.problems]
    assert verify_records(STORY, extraction) == []


@pytest.mark.parametrize("text", ["story.txt", "/no/such/story.html", "my story.DOCX", "C:\\news\\a.pdf", __file__])
def test_pipeline_the_name_of_a_file_is_no_article(text):
    """A path is refused with what to give instead, alone and among others; the article may still be so short."""
    with pytest.raises(InputError, match="names a file: give read_article"):
        attribution.extract(text)
    [error] = attribution.extract_many([text], on_error="yield")
    assert isinstance(error, InputError)
    assert attribution.extract(Article(text)).article.length == len(text)


@pytest.mark.parametrize("text", ["He opened “a.txt”", "It works. See notes.txt", "example.com", "a.b", "x\nstory.txt"])
def test_pipeline_a_text_that_tells_of_a_file_is_an_article(text):
    """Words beside the name, or a line more, make a text of it."""
    assert attribution.extract(text).article.length == len(text)


def test_pipeline_usual_files_are_those_that_are_read():
    """Whatever can be read as an article or a source is known by its ending."""
    assert {suffix for form in FORMATS.values() for suffix in form.suffixes} <= SUFFIXES


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n\n", "“", "”“”", "\x00\x01", "\ud800", "a" * 3000, "“a ” " * 500, "\u202e“x”"]
)
def test_pipeline_any_text_is_answered(text):
    """Odd texts give an extraction that verifies."""
    extraction = attribution.extract(text)
    assert extraction.article.length == len(text)
    assert verify_records(text, dump_extraction(extraction)) == []


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: attribution.extract(b"bytes"), InputError, "bytes"),
        (lambda: attribution.extract(None), InputError, "NoneType"),
        (lambda: attribution.extract("x" * (LONGEST + 1)), InputError, "split it"),
        (lambda: attribution.extract("x", relations="some"), OptionError, "'all' and 'quoted'"),
        (lambda: attribution.extract("x", least_confidence=2), OptionError, "from 0 to 1"),
        (lambda: attribution.extract("x", least_confidence="0.5"), OptionError, "a number from 0 to 1"),
        (lambda: attribution.extract("x", threads=0), OptionError, "1 to 256"),
        (lambda: attribution.extract("x", threads="2"), OptionError, "a whole number"),
        (lambda: attribution.extract("x", threads=10**9), OptionError, "1 to 256"),
        (lambda: attribution.extract("x", nlp="en_core_web_sm"), OptionError, "loaded spaCy pipeline"),
        (lambda: attribution.extract("x", threads=True), OptionError, "a whole number"),
        (lambda: attribution.extract("x", outlets=""), OptionError, "the path of a file"),
        (lambda: attribution.extract("x", outlets=3), OptionError, "the path of a file"),
        (lambda: attribution.extract("x", outlets="/nope"), LexiconError, "/nope: cannot be read"),
        (lambda: attribution.extract("x", steps=None), OptionError, "STEPS, .speakers.: mine"),
        (lambda: attribution.extract("x", steps={**STEPS, "speaker": print}), OptionError, "near 'speakers'"),
        (lambda: attribution.extract("x", steps={**STEPS, 3: print}), OptionError, "the name of a step"),
        (lambda: attribution.extract("x", steps={"speakers": 3}), OptionError, "must be a function"),
        (
            lambda: attribution.extract("x", steps={"speakers": lambda *_: None}),
            OptionError,
            "'speakers' returned None",
        ),
        (lambda: attribution.extract(read_article(b"x")), InputError, "give its .article"),
        (lambda: attribution.extract(Path("story.txt")), InputError, "read_article of attribution.reading"),
        (lambda: attribution.extract_many(None), InputError, "several articles"),
        (lambda: attribution.extract_many(["x"], processes="2"), OptionError, "a whole number"),
        (lambda: attribution.extract_many(["x"], on_error="skip"), OptionError, "'raise' and 'yield'"),
        (lambda: attribution.extract_many(["x"], outlets="/nope"), LexiconError, "/nope: cannot be read"),
        (
            lambda: attribution.extract_many(["x"], processes=2, steps={"speakers": lambda *_: None}),
            OptionError,
            "a function of a module",
        ),
        (lambda: attribution.extract_many("x"), InputError, "in a list"),
        (lambda: attribution.extract_many(["x"], processes=0), OptionError, "1 or more"),
        (lambda: attribution.extract_many(["x"], processes=2, nlp=load_tokenizer()), OptionError, "processes=1"),
    ],
)
def test_pipeline_misuse_says_what_to_do(call, error, words):
    """A wrong argument raises the library's error with a message that helps."""
    with pytest.raises(error, match=words):
        call()


@pytest.mark.parametrize(
    "run", ['"', '" ', '"\n', " ", "\t", "\r", "\u00a0", "\u2028", " \t", "\r\n", " \u00a0\r\t", "a", ".", "-", "("]
)
def test_pipeline_a_long_run_is_answered_in_time(run):
    """200,000 characters of marks, blanks or letters take seconds, not minutes, and nobody says anything in them."""
    start = time.process_time()
    assert attribution.extract(run * (200_000 // len(run))).records == ()
    assert time.process_time() - start < 10
