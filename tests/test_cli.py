"""The command line: what it prints, writes and exits with."""

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
    assert run("verify", quotes, "--source", tmp_path / "missing.txt").exit_code == 1


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
