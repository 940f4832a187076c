"""The command line: what it prints, writes and exits with."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from attribution.cli import FORMATS, main
from attribution.jsonio import parse_extraction
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
def test_cli_extract_goes_on_after_a_bad_file(story, tmp_path):
    """A file that cannot be read is named with the reason; the others are done; exit status 1."""
    result = run("extract", tmp_path / "missing.txt", story, tmp_path, "--format", "jsonl")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "missing.txt" in result.stderr
    assert "No such file" in result.stderr


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
    assert "groups of two or more quotations" in result.stdout


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
    assert "Usage" in result.stderr or "Error" in result.stderr


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


def test_cli_takes_the_encoding(tmp_path):
    """A given encoding is taken, and one that there is not is named."""
    article = tmp_path / "story.txt"
    article.write_bytes("“No,” said Lech Wałęsa.".encode("cp1250"))
    result = run("extract", article, "--encoding", "windows-1250", "-f", "csv")
    assert "Lech Wałęsa" in result.stdout
    assert "no encoding is called" in run("extract", article, "--encoding", "utf-7000").stderr


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
