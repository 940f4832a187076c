"""The command line: what it prints, writes and exits with."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from attribution.cli import main
from attribution.cli.commands import FORMATS, THREADS
from attribution.jsonio import parse_extraction
from attribution.models import MOST_THREADS
from attribution.writing import FORMATS as WRITERS

ROOT = Path(__file__).parent.parent
STORY = "“The dam holds,” said Mira Castell, an engineer.\r\n\r\nShe told Delta Post that “nobody had to leave”.\r\n"


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "story.txt"
    path.write_bytes(STORY.encode())
    return path


def run(*arguments, **options):
    return CliRunner().invoke(main, [str(one) for one in arguments], **options)


@pytest.mark.model
def test_cli_extract_keeps_line_ends_and_offsets(story):
    """Offsets count the characters of the file as it is."""
    result = run("extract", story)
    assert result.exit_code == 0, result.output
    record = parse_extraction(result.stdout).records[0]
    assert STORY[record.content[0].start : record.content[0].end] == "The dam holds,"
    assert parse_extraction(result.stdout).article.length == len(STORY)


@pytest.mark.model
@pytest.mark.parametrize(("ending", "form"), [(one.suffix, one.name) for one in WRITERS.values()])
def test_cli_extract_takes_the_format_from_the_ending(story, tmp_path, ending, form):
    """The ending of the output names the format; an explicit one wins."""
    form = {"schema.org": "w3c", "ninjs": "json"}.get(form, form)
    asked, told = tmp_path / "asked", tmp_path / f"told{ending.upper()}"
    assert run("extract", story, "-f", form, "-o", asked).exit_code == 0
    assert run("extract", story, "-o", told).exit_code == 0
    assert told.read_bytes() == asked.read_bytes()
    assert run("extract", story, "-f", "json", "-o", told).exit_code == 0
    assert parse_extraction(told.read_text("utf8")).records


def test_cli_reports_take_the_format_from_the_ending(tmp_path):
    """What `verify --source` and `compare` write is told by the ending of the output as well."""
    quotes, source = tmp_path / "quotes.txt", tmp_path / "source.txt"
    quotes.write_text("We will pay.\n", "utf8")
    source.write_text("We will pay.\n", "utf8")
    for ending, begins in {"json": "{", "csv": "id,verdict", "html": "<!doctype html>", "txt": "┏"}.items():
        assert run("verify", quotes, "-s", source, "-o", tmp_path / f"v.{ending}").exit_code == 0
        assert (tmp_path / f"v.{ending}").read_text("utf8").startswith(begins), ending
    assert run("compare", quotes, quotes, "-o", tmp_path / "c.csv").exit_code == 0
    assert (tmp_path / "c.csv").read_text("utf8").startswith("group,")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal that a program can open")
@pytest.mark.parametrize("form", ["xlsx", "parquet", "spacy"])
def test_cli_extract_writes_no_bytes_to_a_terminal(story, form):
    """Formats that are no text are refused where somebody looks, before any work is done."""
    screen, terminal = os.openpty()
    command = [sys.executable, "-m", "attribution", "extract", str(story), "-f", form]
    done = subprocess.run(command, stdout=terminal, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(terminal)
    os.close(screen)
    assert done.returncode == 2
    assert "name a file with -o" in done.stderr


@pytest.mark.model
def test_cli_extract_jsonl_is_one_line_a_file_in_order(story, tmp_path):
    """JSON Lines hold the files in the order given."""
    other = tmp_path / "other.txt"
    other.write_text("Nobody says anything.", "utf8")
    out = tmp_path / "out.jsonl"
    assert run("extract", other, story, "--format", "jsonl", "-o", out).exit_code == 0
    lines = [parse_extraction(line) for line in out.read_text("utf8").splitlines()]
    assert [line.article.length for line in lines] == [21, len(STORY)]


@pytest.mark.model
def test_cli_extract_reads_standard_input():
    """- is standard input."""
    result = run("extract", "-", "--format", "jsonl", input=STORY.encode())
    assert result.exit_code == 0, result.output
    assert parse_extraction(result.stdout).records[0].speaker.name == "Mira Castell"


@pytest.mark.model
def test_cli_extract_goes_on_after_a_bad_file(story, unreadable, monkeypatch):
    """Files that cannot be read are named with the reason; the others are done; exit status 1."""
    monkeypatch.setattr("attribution.pipeline.LONGEST", 200)
    bad = {
        "missing.txt": None,
        "long.txt": b"a " * 101,
        "cut.json": b'{"text": "No',
        "cut.docx": b"PK\x03\x04word/document.xml",
        "cut.pdf": b"%PDF-1.7\n",
        "cut.xml": b"<rss><channel>",
        "list.json": b"[]",
        "records.json": b'{"schema": "attribution/1"}',
        "deep.json": b"[" * 100_000,
        "x" * 300: None,
    }
    for name, content in bad.items():
        if content is not None:
            (unreadable / name).write_bytes(content)
    paths = [unreadable / name for name in [*bad, "picture", "folder"]]
    result = run("extract", *paths, story, "--format", "jsonl")
    assert result.exit_code == 1
    assert [parse_extraction(line).article.length for line in result.stdout.splitlines()] == [len(STORY)]
    for path in paths:
        assert result.stderr.count(f"{path}: ") == 1, path
    assert result.stderr.count("\n") == len(paths)


@pytest.mark.model
def test_cli_extract_shares_the_files_among_processes(story, tmp_path):
    """The output is that of one process, and what cannot be read is said as well."""
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"text": "Nobody spoke."}\n{\n{"text": "“No,” said Ana Lima."}\n')
    one, two = (
        run("extract", story, tmp_path / "missing.txt", lines, "-f", "jsonl", "--processes", number)
        for number in (1, 2)
    )
    assert one.stdout.count("\n") == 3
    assert (two.exit_code, two.stdout, two.stderr) == (1, one.stdout, one.stderr)


@pytest.mark.model
def test_cli_extract_table_names_speaker_and_outlet(story):
    """The table shows who, what and through which outlet."""
    result = run("extract", story, "--format", "table")
    assert result.exit_code == 0, result.output
    for words in ("Mira Castell", "The dam holds,", "Delta Post"):
        assert words in result.stdout


@pytest.mark.model
def test_cli_extract_table_shows_what_was_not_said(story):
    """The cue by which the article denies a statement stands before it."""
    story.write_text("Dr Mira Castell never said the dam was “a miracle”. “It holds,” she said.", "utf8")
    result = run("extract", story, "--format", "table")
    assert result.stdout.count("[never said]") == 1, result.output


@pytest.mark.model
def test_cli_extract_by_outlet_groups(story):
    """--by outlet puts what an outlet carried first and the rest last."""
    story.write_text(
        STORY + "\n" * 2 + "The river will rise again in March, the harbour office said in its yearly plan.", "utf8"
    )
    result = run("extract", story, "--by", "outlet")
    assert result.exit_code == 0, result.output
    assert result.stdout.index("Delta Post") < result.stdout.index("no outlet cited")


@pytest.mark.model
def test_cli_extract_that_reads_nothing_keeps_the_older_file(tmp_path):
    """A run that fails writes nothing over what an earlier one wrote."""
    noise, kept = tmp_path / "noise.bin", tmp_path / "kept.json"
    noise.write_bytes(bytes(range(256)) * 8)
    kept.write_text("earlier records")
    assert run("extract", noise, "-o", kept).exit_code == 1
    assert kept.read_text() == "earlier records"
    assert not list(tmp_path.glob("*.partial"))


def test_cli_table_is_inert(tmp_path):
    """Control characters and console markup in an article do not reach the terminal."""
    path = tmp_path / "hostile.txt"
    path.write_text("“\x1b[31m[bold]Red\x1b[0m[/bold] alert,” said \x07Ana Lima.", "utf8")
    result = run("extract", path, "--format", "table")
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout


@pytest.mark.model
def test_cli_report_writes_one_file(story, tmp_path):
    """The report is an HTML file that holds the words."""
    out = tmp_path / "report.html"
    assert run("report", story, "-o", out).exit_code == 0
    page = out.read_text("utf8")
    assert page.startswith("<!doctype html>") or page.startswith("<!DOCTYPE html>")
    assert "The dam holds," in page


def test_cli_formats_are_those_of_writing():
    """Every format that can be written is offered, and the table."""
    assert set(FORMATS) == {"table", *WRITERS}
    assert THREADS.max == MOST_THREADS


def test_cli_verify_holds_for_a_fixture():
    """The bundled gold records hold for their article; damaged ones do not; nonsense cannot be read."""
    article, gold = ROOT / "fixtures" / "summit.txt", ROOT / "fixtures" / "summit.gold.json"
    assert run("verify", article, gold).exit_code == 0
    assert run("verify", article, article).exit_code == 2


def test_cli_verify_fails_on_damage(tmp_path):
    """A record with a wrong name exits 1 and prints where."""
    article, gold = ROOT / "fixtures" / "summit.txt", ROOT / "fixtures" / "summit.gold.json"
    data = json.loads(gold.read_text("utf8"))
    data["records"][0]["source"]["exact"] = "Somebody Else"
    damaged = tmp_path / "damaged.json"
    damaged.write_text(json.dumps(data), "utf8")
    result = run("verify", article, damaged)
    assert result.exit_code == 1
    assert "$.records[0].source" in result.stdout


def test_cli_verify_against_a_source(tmp_path):
    """A quotation that stands in the source passes; one that was altered does not."""
    source = tmp_path / "speech.txt"
    source.write_text("We will not raise the fare this year, and we will run every boat.", "utf8")
    quotes = tmp_path / "quotes.json"
    quotes.write_text(json.dumps(["We will not raise the fare this year"]), "utf8")
    assert run("verify", quotes, "--source", source).exit_code == 0
    quotes.write_text(json.dumps(["We will raise the fare this year"]), "utf8")
    assert run("verify", quotes, "--source", source).exit_code == 1


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_cli_verify_refuses_a_source_that_is_no_file(tmp_path, name):
    """A mistyped name is no verdict on quotations: it is said, there is no report, and the exit status is 2."""
    good, quotes, source = tmp_path / "good.txt", tmp_path / "quotes.txt", tmp_path / name
    for file in (good, quotes):
        file.write_text("We will pay.\n", "utf8")
    result = run("verify", quotes, "--source", good, "--source", source)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{source}: cannot be read: " in result.stderr


def test_cli_compare_finds_drift(tmp_path):
    """The same words given to two people are shown together."""
    gold = ROOT / "fixtures" / "summit.gold.json"
    result = run("compare", gold, gold)
    assert result.exit_code == 0
    assert "group of two or more quotations" in result.stdout


def test_cli_dash_is_the_standard_stream(tmp_path):
    """- stands for standard input where quotations are read, and for standard output where a file is written."""
    line = "“We agreed on all points,” - Ann Lee\n"
    quotes = tmp_path / "quotes.txt"
    quotes.write_text(line, "utf8")
    result = run("compare", "-", quotes, "-o", "-", input=line)
    assert result.exit_code == 0
    assert "Ann Lee in standard input, line 1" in result.stdout
    result = run("verify", "-", "--source", quotes, "-f", "csv", "-o", "-", input=line)
    assert result.exit_code == 0
    assert "verbatim" in result.stdout
    assert run("compare", "-", input=" ").exit_code == 2


@pytest.mark.parametrize("command", [["compare"], ["verify", "--source", ROOT / "fixtures" / "summit.txt"]])
def test_cli_an_article_in_the_place_of_quotations_is_refused(command):
    """Its sentences are not taken for quotations; the message says what to do."""
    article = ROOT / "fixtures" / "science.txt"
    result = run(*command, article)
    assert result.exit_code == 2
    assert f"{article}: line " in result.stderr
    assert "`attribution extract`" in result.stderr
    assert result.stdout == ""


def test_cli_outlets_looks_up():
    """A known outlet is described; an unknown one exits 1."""
    assert "TASS" in run("outlets", "TASS").stdout
    assert run("outlets", "Gazette of Nowhere at All").exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [["extract"], ["extract", "x", "--format", "odd"], ["verify"], ["verify", "one"], ["nonsense"], ["report", "x"]],
)
def test_cli_usage_errors_exit_2(arguments):
    """A wrong call exits 2 and says how it is done."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert re.match(r"Usage: .*\n(?:.*\n)*Error: ", result.stderr)


def test_cli_an_output_that_cannot_be_written_is_said(story, tmp_path):
    """A folder that does not exist is named."""
    result = run("compare", ROOT / "fixtures" / "summit.gold.json", "-o", tmp_path / "no" / "out.txt")
    assert result.exit_code == 1
    assert "out.txt" in result.stderr


def test_cli_verify_reads_articles_as_extract_does(tmp_path):
    """What was extracted from another encoding or format is proved against the same file."""
    article, records = tmp_path / "story.txt", tmp_path / "records.json"
    article.write_bytes("The port is shut, José Muñoz said. “No ship leaves,” he added.".encode("cp1252"))
    assert run("extract", article, "-o", records).exit_code == 0
    assert run("verify", article, records).exit_code == 0
    assert run("verify", article, records, "--encoding", "cp1250").exit_code == 1
    article.write_bytes(b"<p>The port is shut, Ida Holm said.</p><p>&ldquo;No ship leaves,&rdquo; she added.</p>")
    assert run("extract", article, "-o", records).exit_code == 0
    assert run("verify", article, records).exit_code == 0
    assert run("verify", article, records, "--from", "text").exit_code == 1
    article.write_bytes(b"\x89PNG\r\n\x1a\n")
    result = run("verify", article, records)
    assert (result.exit_code, "is a PNG image" in result.stderr) == (2, True)


@pytest.fixture
def unreadable(tmp_path):
    """A folder of files that no command can use as records, and one of them is a folder."""
    (tmp_path / "picture").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "latin").write_bytes("[“Señor”]".encode("cp1252"))
    (tmp_path / "cut").write_text('{"schema": "attribution/1"')
    (tmp_path / "cut-lines").write_text('{"quotation": "x"}\n{')
    (tmp_path / "empty").write_text("")
    (tmp_path / "wide").write_bytes("We pay".encode("utf-16-le"))
    (tmp_path / "folder").mkdir()
    return tmp_path


BROKEN = ["picture", "wide", "latin", "cut", "cut-lines", "empty", "folder", "absent"]


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize(
    "call",
    [
        lambda file, good: ["verify", ROOT / "fixtures" / "summit.txt", file],
        lambda file, good: ["verify", file, "--source", ROOT / "fixtures" / "summit.txt"],
        lambda file, good: ["verify", "--recheck", file],
        lambda file, good: ["compare", good, file],
    ],
    ids=["records", "quotes", "report", "compare"],
)
def test_cli_a_file_that_cannot_be_read_is_named_with_what_to_do(unreadable, call, name):
    """Every command names the file, says what is wrong, and behind a semicolon what to do; exit status 2."""
    result = run(*call(unreadable / name, ROOT / "fixtures" / "summit.gold.json"))
    assert result.exit_code == 2
    assert f"{unreadable / name}: " in result.stderr
    assert "; " in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["picture", "cut.json", "folder", "absent"])
def test_cli_report_and_extract_name_the_article_that_cannot_be_read(unreadable, name):
    """What the readers say of a file stands behind its name, whatever the file is called."""
    (unreadable / "cut").rename(unreadable / "cut.json")
    file, out = unreadable / name, unreadable / "out.html"
    for result in (run("report", file, "-o", out), run("extract", file, "-o", out)):
        assert result.exit_code == 1
        assert f"{file}: " in result.stderr
    assert not out.exists()


@pytest.mark.parametrize(("name", "content"), [("feed.xml", "<rss><channel></channel></rss>"), ("list.json", "[]")])
def test_cli_a_file_without_an_article_is_said(tmp_path, name, content):
    """A feed without an entry is no silent success, and an older output stays."""
    file, kept = tmp_path / name, tmp_path / "kept.html"
    file.write_text(content)
    kept.write_text("earlier records")
    for command in (["extract", "-f", "json"], ["report"]):
        result = run(*command, file, "-o", kept)
        assert (result.exit_code, f"{file}: the file holds no article; " in result.stderr) == (1, True)
        assert kept.read_text() == "earlier records"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("articles.jsonl", '{"text": "Nobody spoke."}\n{broken\n{"text": "Nobody spoke."}\n', "line 2 is no JSON"),
        ("articles.json", '[{"text": "Nobody spoke."}, {"id": 2}, {"text": "Nobody spoke."}]', "item 2 has no text"),
    ],
)
def test_cli_extract_goes_on_after_a_bad_line(tmp_path, name, content, message):
    """One article of a file that cannot be read is said, the others are done and can be verified; exit status 1."""
    file, records = tmp_path / name, tmp_path / "records.jsonl"
    file.write_text(content)
    result = run("extract", file, "-o", records)
    assert (result.exit_code, records.read_text().count("\n")) == (1, 2)
    assert result.stderr.startswith(f"{file}: {message}")
    assert result.stderr.count("\n") == 1
    assert run("verify", file, records).exit_code == 0


def test_cli_names_and_titles_are_inert(tmp_path, monkeypatch):
    """Control characters in the name of a file or the title of a page do not reach the terminal."""
    monkeypatch.chdir(tmp_path)
    Path("page.html").write_text(
        "<html><title>A \x1b[31mtitle</title><p>“No,” said Ana Lima, a pilot.</p></html>", "utf8"
    )
    for command in (
        ["extract", "\x1b[31m.txt"],
        ["report", "\x1b[31m.txt", "-o", "x"],
        ["extract", "page.html", "-f", "table"],
    ):
        result = run(*command, color=True)
        assert result.output
        assert "\x1b" not in result.output


def test_cli_says_the_name_of_a_file_once(tmp_path, monkeypatch):
    """However the path is written."""
    monkeypatch.chdir(tmp_path)
    assert run("extract", "./missing.txt").stderr.startswith("missing.txt: No such file")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no shell and devices of this kind")
@pytest.mark.parametrize(
    ("command", "status", "message"),
    [
        ("extract - <&-", 1, "standard input: it is closed; give a file, or send the article into a pipe\n"),
        ("extract fixtures/science.txt >&-", 1, "Error: standard output is closed; name a file with --output\n"),
        ("outlets TASS >/dev/full", 1, "Error: standard output: No space left on device\n"),
        (
            "verify fixtures/summit.txt fixtures/summit.gold.json >/dev/full",
            1,
            "Error: standard output: No space left on device\n",
        ),
        ("outlets TASS | true; exit $(( ${PIPESTATUS[0]} - 1 ))", 0, ""),
    ],
)
def test_cli_streams_that_cannot_be_used_are_said(command, status, message):
    """A closed or full stream ends in a message, a pipe that nobody reads in silence."""
    script = f'"$0" -m attribution {command}'
    done = subprocess.run(
        ["bash", "-c", script, sys.executable], capture_output=True, text=True, timeout=120, check=False, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (status, message)


def test_cli_a_name_that_begins_as_the_message_does_is_still_said(tmp_path, monkeypatch):
    """A file called "the" is named though the message begins with that word."""
    monkeypatch.chdir(tmp_path)
    Path("the").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run("extract", "the").stderr.startswith("the: the file is a PNG image")


def test_cli_an_article_without_text_is_said(tmp_path):
    """An empty file, and a page of nothing but scripts, is no silent success."""
    for name, content in (
        ("empty.txt", " \n"),
        ("page.html", "<html><body><script>say('“No,” he said')</script></body>"),
    ):
        (tmp_path / name).write_text(content, "utf8")
        result = run("extract", tmp_path / name, "-f", "jsonl")
        assert f"{tmp_path / name}: holds no text" in result.stderr
        assert "no-text" in [problem.code for problem in parse_extraction(result.stdout).problems]


def test_cli_records_in_the_place_of_an_article_are_told_apart():
    """Whoever gives the files in the wrong order reads which one is the records."""
    article, gold = ROOT / "fixtures" / "summit.txt", ROOT / "fixtures" / "summit.gold.json"
    result = run("verify", gold, article)
    assert (result.exit_code, "holds records, not an article" in result.stderr) == (2, True)
    assert run("extract", gold).exit_code == 1


@pytest.mark.parametrize("output", ["story.txt", "./story.txt", "linked.txt"])
@pytest.mark.parametrize("command", [["extract", "-f", "csv"], ["report"], ["verify", "quotes.txt", "-s"], ["compare"]])
def test_cli_never_writes_over_what_it_reads(story, monkeypatch, command, output):
    """An output that is an input, by whatever name, is refused before anything is done."""
    monkeypatch.chdir(story.parent)
    Path("quotes.txt").write_text("The dam holds,", "utf8")
    Path("linked.txt").symlink_to(story)
    result = run(*command, "story.txt", "-o", output)
    assert result.exit_code == 2
    assert "would be lost" in result.stderr
    assert story.read_bytes() == STORY.encode()


def interrupt():
    raise KeyboardInterrupt


def terminate():
    os.kill(os.getpid(), signal.SIGTERM)


def fail():
    raise ZeroDivisionError("no \x1b[31m luck")


@pytest.fixture
def ending():
    """What ends the reading of an unfinished article."""
    return interrupt


@pytest.fixture
def unfinished(tmp_path, monkeypatch, ending):
    """An article in the midst of which the end comes."""
    import attribution.pipeline

    extract, path = attribution.pipeline.extract_doc, tmp_path / "unfinished.txt"
    path.write_text("Nobody says anything.", "utf8")

    def ended(doc, article, **options):
        if article.text == path.read_text("utf8"):
            ending()
        return extract(doc, article, **options)

    monkeypatch.setattr(attribution.pipeline, "extract_doc", ended)
    return path


@pytest.mark.parametrize(
    ("ending", "status", "says"),
    [
        (terminate, 143, r"stopped in file 2 of 2"),
        (
            fail,
            1,
            r"\S+unfinished.txt: ZeroDivisionError: no ⟨U\+001B⟩\[31m luck in pipeline.py, line \d+; this is a fault .*"
            "please report it, with the article; stopped in file 2 of 2",
        ),
    ],
)
def test_cli_extract_keeps_what_was_done_whatever_ends_it(story, unfinished, tmp_path, ending, status, says):
    """SIGTERM and a fault of ours end as Ctrl-C does; the fault is said in one line that asks to report it."""
    out = tmp_path / "out.json"
    result = run("extract", story, unfinished, "-o", out)
    assert result.exit_code == status
    assert re.fullmatch(rf"{says}; 1 article done, in {re.escape(str(out))}.stopped\n", result.stderr)
    assert parse_extraction(Path(f"{out}.stopped").read_text("utf8")).article.length == len(STORY)
    assert not list(tmp_path.glob("*.partial"))
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


@pytest.mark.parametrize("ending", [fail])
@pytest.mark.parametrize("command", [["extract", "-f", "json"], ["report"]])
def test_cli_a_fault_is_one_message(unfinished, tmp_path, command):
    """Where nothing was done there is the message, and no file."""
    result = run(*command, unfinished, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert re.fullmatch(r"(Error|\S+unfinished.txt): ZeroDivisionError: .*please report it.*\n", result.stderr)
    assert [path.name for path in tmp_path.iterdir()] == [unfinished.name]


def test_cli_two_commands_may_write_to_one_file(story, tmp_path, monkeypatch):
    """The later one replaces the whole file of the earlier; neither touches what the other is about to write."""
    out = tmp_path / "out.json"
    import attribution.pipeline

    extract = attribution.pipeline.extract_doc

    def meanwhile(doc, article, **options):
        monkeypatch.setattr(attribution.pipeline, "extract_doc", extract)
        assert run("extract", story, "-o", out).exit_code == 0
        return extract(doc, article, **options)

    monkeypatch.setattr(attribution.pipeline, "extract_doc", meanwhile)
    assert run("extract", story, "-o", out).exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {out.name, story.name}


@pytest.mark.parametrize("form", FORMATS)
def test_cli_extract_that_is_stopped_keeps_what_was_done(story, unfinished, tmp_path, form):
    """Ctrl-C leaves a whole file of what was done, beside the output and not in its place."""
    whole, out = tmp_path / "whole", tmp_path / "out"
    assert run("extract", story, "-f", form, "-o", whole).exit_code == 0
    out.write_text("earlier records")
    result = run("extract", story, unfinished, "-f", form, "-o", out)
    assert result.exit_code == 130
    assert result.stderr == f"stopped in file 2 of 2; 1 article done, in {out}.stopped\n"
    assert Path(f"{out}.stopped").read_bytes() == whole.read_bytes()
    assert out.read_text() == "earlier records"
    assert not list(tmp_path.glob("*.partial"))


def test_cli_extract_that_is_stopped_at_once_leaves_nothing(unfinished, tmp_path):
    """Where nothing is done there is no file."""
    result = run("extract", unfinished, "-f", "json", "-o", tmp_path / "out.json")
    assert (result.exit_code, result.stderr) == (130, "stopped in file 1 of 1; 0 articles done\n")
    assert [path.name for path in tmp_path.iterdir()] == [unfinished.name]


def test_cli_extract_that_is_stopped_writes_to_standard_output(story, unfinished):
    """What was done is written where it would have been."""
    result = run("extract", story, story, unfinished, "-f", "json")
    assert (result.exit_code, len(json.loads(result.stdout))) == (130, 2)


@pytest.mark.parametrize("form", ["ninjs", "tei", "brat", "html"])
def test_cli_extract_says_early_that_a_file_holds_one_article(story, tmp_path, form):
    """The second article is the end, however many there are."""
    result = run("extract", story, story, tmp_path / "missing.txt", "-f", form, "-o", tmp_path / "out")
    assert (result.exit_code, f"{form} holds one article a file" in result.stderr) == (2, True)
    assert "missing" not in result.stderr


def test_cli_extract_says_early_that_an_extra_is_missing(tmp_path, monkeypatch):
    """What a format needs is asked for before anything is read."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = run("extract", tmp_path / "missing.txt", "-f", "xlsx", "-o", tmp_path / "out.xlsx")
    assert (result.exit_code, "quote-attribution[xlsx]" in result.stderr) == (1, True)
    assert "missing.txt" not in result.stderr


def test_cli_verify_takes_an_article_from_standard_input_and_by_any_name(tmp_path, monkeypatch):
    """- is standard input, and behind -- a name may begin with a dash."""
    article, gold = (ROOT / "fixtures" / "summit.txt").read_bytes(), ROOT / "fixtures" / "summit.gold.json"
    monkeypatch.chdir(tmp_path)
    Path("-odd.txt").write_bytes(article)
    assert run("verify", "-", gold, input=article).exit_code == 0
    assert run("verify", "--", "-odd.txt", gold).exit_code == 0
    assert "standard input: " in run("verify", "-", gold, input=b"\x89PNG\r\n\x1a\n").stderr


def test_cli_verify_refuses_options_that_would_change_nothing(story, tmp_path):
    """An option of the other mode is refused: nobody waits for a report that is never written."""
    gold = ROOT / "fixtures" / "summit.gold.json"
    result = run("verify", story, gold, "-f", "json", "-o", tmp_path / "out.json")
    assert (result.exit_code, "--format, --output: only with --source" in result.stderr) == (2, True)
    assert run("verify", gold, "--source", story, "--encoding", "utf-8").exit_code == 2


def test_cli_verify_does_not_pass_records_whose_article_is_missing(story, tmp_path):
    """Records of two articles and one of these: the other is named with its number of records, and the status is 1."""
    other, records = ROOT / "fixtures" / "summit.txt", tmp_path / "records.jsonl"
    assert run("extract", story, other, "-f", "jsonl", "-o", records).exit_code == 0
    assert run("verify", story, other, records).exit_code == 0
    result = run("verify", story, records)
    assert result.exit_code == 1
    assert "line 2: $: not checked" in result.stdout
    assert "records of 1 article not checked" in result.stdout


def test_cli_writes_through_a_link(story, tmp_path):
    """An output that is a link stays one, and the file behind it is written."""
    link, target = tmp_path / "link.csv", tmp_path / "target.csv"
    link.symlink_to(target)
    assert run("extract", story, "-f", "csv", "-o", link).exit_code == 0
    assert link.is_symlink()
    assert "The dam holds," in target.read_text("utf8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_cli_writes_into_a_pipe_and_does_not_replace_it(story, tmp_path):
    """An output that is a pipe or a device is written to and stays what it is."""
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf8")), daemon=True)
    reader.start()
    result = run("extract", story, "-f", "csv", "-o", pipe)
    assert pipe.is_fifo()
    reader.join(10)
    assert result.exit_code == 0, result.output
    assert "The dam holds," in read[0]


@pytest.mark.parametrize(("output", "code"), [("", 2), ("x" * 300, 1)])
def test_cli_an_output_that_no_file_can_be_called_is_said(story, tmp_path, monkeypatch, output, code):
    """An empty name and one that is too long end in a message."""
    monkeypatch.chdir(tmp_path)
    result = run("extract", story, "-o", output)
    assert result.exit_code == code
    assert "Error: " in result.stderr


def test_cli_what_is_wrong_with_an_option_is_said_once(story, tmp_path):
    """A broken file of outlets, or an unknown format, is no fault of each article."""
    outlets = tmp_path / "outlets.json"
    outlets.write_text("{")
    result = run("extract", story, story, "--outlets", outlets)
    assert (result.exit_code, result.stderr.count("\n"), str(story) in result.stderr) == (1, 1, False)
    assert run("extract", story, story, "--from", "odd").stderr.count("no format is called") == 1
    assert run("extract", story, "--from", "odd").exit_code == 2


def test_cli_a_number_too_long_to_be_read_is_said(tmp_path):
    """JSON that Python does not take for its numbers ends in a message."""
    file = tmp_path / "story.jsonl"
    file.write_text('{"text": "Nobody spoke.", "views": ' + "9" * 5000 + "}")
    result = run("extract", file, "--from", "jsonl")
    assert (result.exit_code, "too long to be read" in result.stderr) == (1, True)


def test_cli_says_that_a_long_text_takes_a_while(story, monkeypatch):
    """Whoever waits knows why."""
    monkeypatch.setattr("attribution.cli.work.LONG", 10)
    assert f"{story}: {len(STORY)} characters take a while" in run("extract", story).stderr
    monkeypatch.setattr("attribution.pipeline.LONGEST", 20)
    result = run("extract", story)
    assert (result.exit_code, "split it" in result.stderr, "a while" in result.stderr) == (1, True, False)


def test_cli_serve_refuses_a_host_that_cannot_be():
    """A host that no machine can have is a wrong call, not a traceback."""
    pytest.importorskip("uvicorn")
    command = [sys.executable, "-m", "attribution", "serve", "--host", "a..b", "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, "'a..b' is no address" in done.stderr) == (2, True)


def test_cli_takes_the_encoding(tmp_path):
    """A given encoding is taken."""
    article = tmp_path / "story.txt"
    article.write_bytes("“No,” said Lech Wałęsa.".encode("cp1250"))
    result = run("extract", article, "--encoding", "windows-1250", "-f", "csv")
    assert "Lech Wałęsa" in result.stdout


@pytest.mark.parametrize("command", [["extract"], ["verify"], ["report", "-o", "out.html"]])
def test_cli_an_encoding_that_there_is_not_is_a_wrong_call(command):
    """It is said once, before any file is looked for; exit status 2."""
    paths = ["missing.txt"] if command[0] == "report" else ["missing.txt", "missing.json"]
    result = run(*command, *paths, "--encoding", "utf-7000")
    assert (result.exit_code, result.stderr.count("no encoding is called 'utf-7000'")) == (2, 1)
    assert "missing" not in result.stderr


def test_cli_by_outlet_is_no_file_of_data(story, tmp_path):
    """A file whose ending asks for another format than the table is refused, as that format is; others get it."""
    for ending in ("csv", "xlsx", "jsonl", "json", "html", "jsonld"):
        output = tmp_path / f"out.{ending}"
        result = run("extract", story, "--by", "outlet", "-o", output)
        assert (result.exit_code, "--by groups the table; " in result.stderr, output.exists()) == (2, True, False)
        assert "name it .txt" in result.stderr
    for name in ("out.txt", "out"):
        assert run("extract", story, "--by", "outlet", "-o", tmp_path / name).exit_code == 0
        assert "━" in (tmp_path / name).read_text("utf8")
    assert run("extract", story, "--by", "outlet", "-f", "table", "-o", tmp_path / "out.csv").exit_code == 0
    assert "leave out --format" in run("extract", story, "--by", "outlet", "-f", "json").stderr


def test_cli_by_outlet_shows_what_the_article_calls_the_unnamed(tmp_path):
    """A source without a name is shown by its description, each one on a line of its own."""
    article = tmp_path / "story.txt"
    article.write_text(
        "A senior official told Radio Nord that the port is shut. "
        "A dock worker told Radio Nord that nobody was warned.\n",
        "utf-8",
    )
    shown = run("extract", article, "--by", "outlet").stdout
    assert "unnamed: A senior" in shown
    assert "unnamed: A dock" in shown


def records_of(output):
    """Return the files that the records of a JSON Lines file name, in its order, and how many records each has."""
    lines = [parse_extraction(line) for line in output.read_text("utf8").splitlines()]
    return [(Path(line.article.file).name, len(line.records)) for line in lines]


@pytest.fixture
def folder(story):
    """A folder of articles and other things, beside the fixture `story`."""
    root = story.parent / "articles"
    for name, content in {
        "b.txt": STORY,
        "a.html": "<p>“We stay,” said Ana Lima.</p><p>She left the harbour at noon, with the last boat.</p>",
        "c/A.MD": "“No,” said Bo Li.\n",
        "c/picture.png": "",
        "c/.draft.txt": STORY,
        ".git/d.txt": STORY,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, "utf8")
    return root


@pytest.mark.model
def test_cli_extract_reads_the_files_under_a_folder(folder, story):
    """Sorted, with those of folders below, beside other files; hidden files, other endings and the output are not."""
    (folder / "c" / "up").symlink_to(folder)
    (folder / "d").symlink_to(folder / "c")
    out = folder / "out.jsonl"
    for _ in range(2):
        result = run("extract", folder, story, "-o", out)
        assert (result.exit_code, result.stderr) == (0, "")
        assert records_of(out) == [("a.html", 1), ("b.txt", 2), ("A.MD", 1), ("story.txt", 2)]


@pytest.mark.model
def test_cli_extract_does_not_read_what_the_shell_writes(folder):
    """Standard output that leads into the folder is no article."""
    command = '"$0" -m attribution extract . > zzz.jsonl'
    done = subprocess.run(
        ["bash", "-c", command, sys.executable],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads((folder / "zzz.jsonl").read_text("utf8"))) == 3


def test_cli_extract_goes_on_after_what_a_folder_holds(folder, monkeypatch):
    """A dead link, a broken file and a folder that cannot be listed are said; the others are done; exit status 1."""
    (folder / "a.txt").symlink_to(folder / "nowhere")
    (folder / "b.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "c" / "locked").mkdir()
    listdir = os.listdir

    def refuse(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", refuse)
    result = run("extract", folder, "-f", "jsonl")
    assert (result.exit_code, result.stdout.count("\n"), result.stderr.count("\n")) == (1, 3, 3)
    for name in ("a.txt", "b.pdf", "c/locked"):
        assert f"{folder / name}: " in result.stderr


def test_cli_extract_says_that_a_folder_holds_nothing(tmp_path):
    """A folder without a file that can be read is no silent success."""
    result = run("extract", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{tmp_path}: no file under it ends with .txt, " in result.stderr


@pytest.fixture
def computed(monkeypatch):
    """The texts that were computed, in their order."""
    import attribution.pipeline

    extract, texts = attribution.pipeline.extract_doc, []

    def noted(doc, article, **options):
        texts.append(article.text)
        return extract(doc, article, **options)

    monkeypatch.setattr(attribution.pipeline, "extract_doc", noted)
    return texts


def test_cli_extract_resumes(folder, computed):
    """What the output holds is kept as it is, the rest is added in the order of the paths; a changed text is new."""
    out, whole = folder / "out.jsonl", folder / "whole.jsonl"
    assert run("extract", folder / "b.txt", "-o", out).exit_code == 0
    begun = out.read_text("utf8")
    computed.clear()
    result = run("extract", folder, "--resume", "-o", out)
    assert (result.exit_code, result.stderr) == (0, f"{out}: 1 kept, 2 added\n")
    assert (len(computed), records_of(out)) == (2, [("b.txt", 2), ("a.html", 1), ("A.MD", 1)])
    assert out.read_text("utf8").startswith(begun)
    assert run("extract", folder / "b.txt", folder / "a.html", folder / "c", "-o", whole).exit_code == 0
    assert out.read_bytes() == whole.read_bytes()
    computed.clear()
    whole.unlink()
    (folder / "b.txt").write_text("“No,” said Bo Li.", "utf8")
    result = run("extract", folder, "--resume", "-o", out)
    assert (result.exit_code, computed) == (0, ["“No,” said Bo Li."])
    assert f"{folder / 'b.txt'}: the text is another than that of the records" in result.stderr
    assert records_of(out)[0] == ("b.txt", 2)
    assert records_of(out)[3] == ("b.txt", 1)
    assert run("extract", folder, "--resume", "-q", "-o", out).stderr == ""


def test_cli_extract_resumes_what_was_stopped(story, unfinished, tmp_path, monkeypatch):
    """The lines of the stopped file come into the output, one that was cut off is computed again."""
    out, stopped, last = tmp_path / "out.jsonl", tmp_path / "out.jsonl.stopped", tmp_path / "last.txt"
    last.write_text("“No,” said Bo Li.", "utf8")
    assert run("extract", last, "-o", out).exit_code == 0
    result = run("extract", last, story, unfinished, "--resume", "-o", out)
    assert (result.exit_code, out.read_text("utf8").count("\n")) == (130, 1)
    assert result.stderr == f"stopped in file 3 of 3; 1 article done, 1 kept, in {stopped}\n"
    assert records_of(stopped) == [("last.txt", 1), ("story.txt", 2)]
    with stopped.open("ab") as lines:
        lines.write('{"schema": "attribution/1", "article": {"title": "é'.encode()[:-1])
    monkeypatch.undo()
    result = run("extract", last, story, unfinished, story, "--resume", "-o", out)
    assert (result.exit_code, result.stderr) == (0, f"{out}: 2 kept, 2 added\n")
    assert [name for name, _ in records_of(out)] == ["last.txt", "story.txt", "unfinished.txt", "story.txt"]
    assert not stopped.exists()


def test_cli_extract_resumes_without_an_output(story, tmp_path):
    """The first run of a batch may be the same call as all others."""
    out = tmp_path / "out.jsonl"
    for said in ("0 kept, 1 added", "1 kept, 0 added"):
        assert run("extract", story, "--resume", "-o", out).stderr == f"{out}: {said}\n"
        out.write_bytes(out.read_bytes().removesuffix(b"\n"))  # as an editor may leave it
    assert records_of(out) == [("story.txt", 2)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "out.csv"], "not to csv"),
        (["-f", "jsonl"], "name it with -o FILE.jsonl"),
        (["-o", "out.json"], "not to json"),
        (["-f", "jsonl", "-o", "-"], "name it with -o FILE.jsonl"),
        (["-o", "out.jsonl", "--relations", "quoted"], "line 1 was made with relations all"),
    ],
)
def test_cli_extract_resumes_lines_of_the_same_call_only(story, tmp_path, monkeypatch, arguments, message):
    """Other formats, no file, and records of other options are a wrong call; what there is stays."""
    monkeypatch.chdir(tmp_path)
    assert run("extract", story, "-o", "out.jsonl").exit_code == 0
    before = Path("out.jsonl").read_bytes()
    result = run("extract", story, "--resume", *arguments)
    assert (result.exit_code, message in result.stderr) == (2, True)
    assert Path("out.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    "content", [b'{"text": "No."}\n', b"No, he said.\n", b"\xff\n", b'{"schema": "x"}\n', b"[]\n", b"{"]
)
def test_cli_extract_resumes_no_other_file(story, tmp_path, content):
    """A file of something else is neither kept nor replaced."""
    out = tmp_path / "out.jsonl"
    out.write_bytes(content)
    result = run("extract", story, "--resume", "-o", out)
    assert (result.exit_code, "write to another file" in result.stderr) == (1, True)
    assert out.read_bytes() == content


def test_cli_takes_what_is_known_of_an_article(tmp_path):
    """The options have the names of `Article`, go before what the file says, and resolve a date."""
    text, page = tmp_path / "story.txt", tmp_path / "page.html"
    text.write_text("“The dam holds,” said Mira Castell on Monday.\n", "utf8")
    page.write_text("<html><title>Old</title><article><p>“No,” said Bo Li.</p></article></html>", "utf8")
    known = ["--title", "The dam", "--authors", "Ana Lima", "--authors", "Bo Li", "--publisher", "Delta Post"]
    result = run("extract", text, *known, "--published", "2026-05-13T08:00", "--url", "https://delta.example/1")
    found = parse_extraction(result.stdout)
    assert (found.article.title, found.article.authors) == ("The dam", ("Ana Lima", "Bo Li"))
    assert (found.article.publisher, found.article.url) == ("Delta Post", "https://delta.example/1")
    assert found.records[0].date.iso == "2026-05-11"
    assert run("report", text, "--title", "The dam & the river", "-o", tmp_path / "out.html").exit_code == 0
    assert "The dam &amp; the river" in (tmp_path / "out.html").read_text("utf8")
    assert parse_extraction(run("extract", page, "--title", "New").stdout).article.title == "New"


def test_cli_what_is_known_of_one_article_is_not_said_of_several(story, folder, tmp_path):
    """Two files, a folder of several, and a file of several articles are a wrong call, and so is what is no day."""
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"text": "Nobody spoke."}\n{"text": "Nobody came."}\n')
    for paths in ([story, story], [folder], [lines]):
        result = run("extract", *paths, "--title", "A", "--published", "2026-05-13", "-f", "jsonl")
        assert (result.exit_code, "--title, --published can be said of one article only" in result.stderr) == (2, True)
    for day in ("Monday", "2026-02-30", "13.05.2026", ""):
        assert run("extract", story, "--published", day).exit_code == 2


def test_cli_report_takes_the_options_of_the_line(story, tmp_path):
    """The page is that of `extract -f html` with the same options, and --quiet says nothing."""
    one, two = tmp_path / "one.html", tmp_path / "two.html"
    options = ["--relations", "quoted", "--least-confidence", "0.9", "--threads", "2"]
    assert run("report", story, *options, "-q", "-o", one).output == ""
    assert run("extract", story, *options, "-o", two).exit_code == 0
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("story.txt", STORY.encode()),
        ("latin.txt", "“Señor,” said Bo Li.\r\n".encode("cp1252")),
        ("page.html", "<article><p>“We stay,” said Ana Lima.</p><p>She left at noon.</p></article>".encode()),
        ("one.json", b'{"text": "A lone \\ud800 surrogate. \\u201cNo,\\u201d said Bo Li."}'),
    ],
)
def test_cli_text_is_what_the_offsets_count(tmp_path, name, content):
    """Its bytes have the digest of the records, and the lone script proves them on it."""
    article, records, text = tmp_path / name, tmp_path / "records.json", tmp_path / "article"
    article.write_bytes(content)
    assert run("extract", article, "-o", records).exit_code == 0
    assert run("text", article, "-o", text).exit_code == 0
    assert run("text", article).stdout_bytes == text.read_bytes()
    found = parse_extraction(records.read_text("utf8"))
    assert hashlib.sha256(text.read_bytes()).hexdigest() == found.article.sha256
    if name != "one.json":  # which no file in UTF-8 holds
        script = ROOT / "attribution" / "verify" / "integrity.py"
        assert subprocess.run([sys.executable, "-I", script, text, records], capture_output=True).returncode == 0


def test_cli_text_asks_which_article(tmp_path):
    """Of several one is chosen by what its records call it; a broken one stops no other."""
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"text": "Nobody spoke."}\n{\n{"text": "Nobody came."}\n')
    result = run("text", lines)
    asked = "2 articles that can be read; choose one with --part: line 1, line 3; line 2"
    assert (result.exit_code, asked in result.stderr) == (1, True)
    assert run("text", lines, "--part", "line 3").stdout == "Nobody came."
    result = run("text", lines, "--part", "line 2")
    assert (result.exit_code, "holds line 1, line 3" in result.stderr) == (2, True)
    assert run("text", tmp_path / "missing.txt").exit_code == 1


def test_cli_verify_says_which_marked_words_were_not_checked(tmp_path):
    """The last line counts the stretches that stand in no record, with their words as long as the article has them."""
    article, records, source = tmp_path / "story.txt", tmp_path / "records.json", tmp_path / "source.txt"
    article.write_text("Ana Lima, who wrote “A Short History of Towers”, said: “It leans.”", "utf8")
    source.write_text("ANA LIMA: It leans.\n", "utf8")
    assert run("extract", article, "-o", records).exit_code == 0
    for form in ("table", "html"):
        result = run("verify", records, "--source", source, "-f", form)
        assert result.exit_code == 0
        assert "not checked: 1 marked stretch of the article stands in no record" in result.stdout
        assert "A Short History of Towers" in result.stdout
    assert result.exit_code == 0
    report = json.loads(run("verify", records, "--source", source, "-f", "json").stdout)
    assert [(one["start"], one["exact"]) for one in report["unchecked"]] == [(21, "A Short History of Towers")]
    article.write_text("another text", "utf8")
    line = run("verify", records, "--source", source).stdout.splitlines()[-1]
    assert line == "not checked: 1 marked stretch of the article stands in no record: characters 21 to 46"
    gold = json.loads(records.read_text("utf8"))
    records.write_text(json.dumps({**gold, "problems": []}), "utf8")
    assert "not checked" not in run("verify", records, "--source", source).stdout


def test_cli_a_worker_that_ends_too_early_is_told_of_the_options(story, monkeypatch):
    """Whoever calls a command has no script to guard."""
    from attribution.errors import WorkerError

    def end(*_, **__):
        raise WorkerError("guard the script")
        yield

    monkeypatch.setattr("attribution.pipeline.extract_many", end)
    result = run("extract", story, story, "--processes", "2")
    assert (result.exit_code, "script" in result.stderr) == (1, False)
    assert "one of the --processes ended too early" in result.stderr
