"""The commands and their options: each parses, calls, prints."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from attribution.cli.endings import Commands, reporting, shown_name, with_name
from attribution.cli.outputs import is_standard, opened_output, stopped_name
from attribution.cli.work import ONE_ARTICLE, Work, options_of, read_given, write_all
from attribution.errors import AttributionError, InputError, OptionError

if TYPE_CHECKING:
    from attribution.reading import ReadArticle

FORMATS = [
    "table", "json", "jsonl", "csv", "xlsx", "parquet", "w3c", "schema.org", "ninjs", "tei", "brat", "spacy", "html"
]  # fmt: skip
VERIFY_FORMATS = ["table", "json", "html", "csv", "sarif"]
MOST_PARTS = 5  # that a message names
COMPARE_FORMATS = ["table", "json", "csv"]
PROBABILITY = click.FloatRange(0, 1)
OUT_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
THREADS = click.IntRange(1, 256)
PROCESSES = click.IntRange(min=1)
IN_FILE = click.Path(exists=True, dir_okay=False)
REPORT_FORM = "Default: what the file's ending says, else table."
QUOTED = "quoted: only statements with words in quotation marks."
TRUSTED = "Further name by which clients may call the server; may be repeated."
FORM = "Default: what the file's ending says, else table on a terminal and json elsewhere."
FROM = "Format of the article; told by content and name if left out."
RETRIEVED = "When the sources were got, ISO 8601; default: when each file changed."
ENCODING = "Encoding of the article, such as windows-1252; found out if left out."
RESUME = "Keep the articles that the output holds already, and add the others; JSON Lines only."
LEAST = "Leave a source or speaker empty below this probability."


def _known_encoding(context: click.Context, parameter: click.Parameter, name: str | None) -> str | None:
    from attribution.reading.encodings import codec_named

    with reporting():
        return name if name is None else codec_named(name)


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return a date that begins with a day, as it is."""
    if value is None:
        return None
    with suppress(ValueError):
        if date.fromisoformat(value[:10]).isoformat() == value[:10]:
            return value
    raise click.BadParameter(f"{value!r} is no day; write YYYY-MM-DD, a time may follow")


KNOWN = {  # of an article, by the names of `Article`
    "title": click.option("--title", metavar="TEXT", help="Headline of the article, of which there is one."),
    "authors": click.option("--authors", multiple=True, metavar="NAME", help="Name in the byline; may be repeated."),
    "publisher": click.option("--publisher", metavar="NAME", help="Who published the article."),
    "published": click.option(
        "--published", metavar="DATE", callback=_day, help="Day, YYYY-MM-DD, from which “on Monday” is resolved."
    ),
    "url": click.option("--url", metavar="URL", help="Address of the article."),
}
LINE = (  # options of `attribution.extract`
    click.option("--relations", type=click.Choice(["all", "quoted"]), default="all", show_default=True, help=QUOTED),
    click.option("--least-confidence", type=PROBABILITY, default=0.0, show_default=True, help=LEAST),
    click.option("--outlets", type=IN_FILE, help="File with further outlets."),
    click.option("--threads", type=THREADS, default=1, show_default=True, help="Threads of the reader."),
)


def _with_options(*options: Callable[..., Any]) -> Callable[..., Any]:
    """Return a decorator that gives a command these options, in this order."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _take_known(options: dict[str, Any]) -> dict[str, Any]:
    """Take out of the options of a call what it tells of the article."""
    given = {name: options.pop(name) for name in KNOWN}
    return {name: value for name, value in given.items() if value}


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="quote-attribution", prog_name="attribution")
def main() -> None:
    """Who said these words, through which outlet, and is that what they really said?"""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...|-")
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), help=FORM)
@click.option("-o", "--output", type=OUT_FILE, help="File to write to; standard output if left out, or -.")
@click.option("--from", "reading", metavar="FORMAT", help=FROM)
@click.option("--encoding", metavar="NAME", callback=_known_encoding, help=ENCODING)
@_with_options(*KNOWN.values())
@click.option("--by", type=click.Choice(["outlet"]), help="Group the table by outlet, then by speaker.")
@_with_options(*LINE)
@click.option("--processes", type=PROCESSES, default=1, show_default=True, help="Processes that share the files.")
@click.option("--resume", is_flag=True, help=RESUME)
@click.option("-q", "--quiet", is_flag=True, help="No progress on standard error.")
def extract(
    paths: tuple[str, ...],
    form: str | None,
    output: Path | None,
    reading: str | None,
    encoding: str | None,
    by: str | None,
    resume: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """Find who said what in articles, through which outlet.

    PATH is a file, a folder with all under it that can be read, or - for standard input; offsets count the characters
    of the text that is read from it, which `attribution text` writes.
    """
    from attribution.cli.batches import Kept, check_resumable, find_files
    from attribution.writing import FORMATS as WRITERS
    from attribution.writing.console import Writer

    terminal = is_standard(output) and sys.stdout is not None and sys.stdout.isatty()
    usual = "table" if terminal or by else "json"
    told, form = form, form or _form_of_ending(output, FORMATS, usual)
    if by and form != "table":
        asked = "leave out --format, or choose table" if told else f"{output} is called a file of {form}: name it .txt"
        raise click.UsageError(f"--by groups the table; {asked}")
    if terminal and form in WRITERS and WRITERS[form].is_binary:
        raise click.UsageError(f"{form} is no text for a terminal; name a file with -o, or send it into a pipe")
    known = _take_known(options)
    kept = Kept(check_resumable(output, form), options) if resume else None
    refused: list[str] = []

    def refuse(path: str, error: InputError) -> None:
        refused.append(path)
        click.echo(with_name(shown_name(path), error), err=True)

    files = find_files(paths, None if is_standard(output) else output, refuse)
    if known and len(files) > 1:
        raise click.UsageError(f"{options_of(known)} {ONE_ARTICLE}, and these are {len(files)} files")
    with reporting(), opened_output(output, files) as stream, Writer(form, stream, by=by) as writer:
        if kept:
            kept.copy_to(stream)
        write_all(writer, Work(files, reading, encoding, options, refuse, known=known, kept=kept, quiet=quiet))
        if refused and not writer.count and not (kept and kept.count):  # an older file stays as it is
            raise SystemExit(1)
    if kept and output:
        with suppress(OSError):  # all that it held stands in the output
            stopped_name(output).unlink()
        if not quiet:
            click.echo(with_name(str(output), f"{kept.count} kept, {writer.count} added"), err=True)
    if refused:
        raise SystemExit(1)


def _form_of_ending(output: Path | None, known: Sequence[str], usual: str) -> str:
    """Return the format that the name of a file asks for by its ending, the first of several."""
    from attribution.writing import FORMATS as WRITERS

    ending = output.suffix.lower() if output else ""
    fitting = [name for name in known if ending == (WRITERS[name].suffix if name in WRITERS else f".{name}")]
    return fitting[0] if fitting else usual


@main.command()
@click.argument("name")
@click.option("--outlets", "more", type=IN_FILE, help="File with further outlets.")
def outlets(name: str, more: str | None) -> None:
    """Look up an outlet by id, name, alias or domain."""
    from attribution.lexicon import describe_outlet, load_lexicon

    with reporting():
        lexicon = load_lexicon(outlets=more)
        click.echo(describe_outlet(name, lexicon))
        if not lexicon.outlets.lookup(name):
            raise SystemExit(1)


@main.command()
@click.argument("path", metavar="ARTICLE|-")
@click.option("-o", "--output", type=OUT_FILE, required=True, help="HTML file to write.")
@click.option("--from", "reading", metavar="FORMAT", help=FROM)
@click.option("--encoding", metavar="NAME", callback=_known_encoding, help=ENCODING)
@_with_options(*KNOWN.values(), *LINE)
@click.option("-q", "--quiet", is_flag=True, help="No word that it is written.")
def report(path: str, output: Path, reading: str | None, encoding: str | None, quiet: bool, **options: Any) -> None:
    """Write one HTML file that shows every attribution in its place in the article."""
    from attribution.writing.console import Writer

    known = _take_known(options)
    with reporting(shown_name(path)), opened_output(output, [path]) as stream, Writer("html", stream) as writer:
        for _, article, extraction in Work([path], reading, encoding, options, _raise, known=known):
            writer.write(shown_name(path), article, extraction)
    if not quiet and not is_standard(output):
        click.echo(f"{output}: written")


def _raise(path: str, error: InputError) -> None:
    raise error


@main.command()
@click.argument("path", metavar="ARTICLE|-")
@click.option("-o", "--output", type=OUT_FILE, help="File to write to; standard output if left out, or -.")
@click.option("--part", metavar="NAME", help="Which article, where the file holds several, such as 'line 7'.")
@click.option("--from", "reading", metavar="FORMAT", help=FROM)
@click.option("--encoding", metavar="NAME", callback=_known_encoding, help=ENCODING)
def text(path: str, output: Path | None, part: str | None, reading: str | None, encoding: str | None) -> None:
    """Write the text of an article, exactly as the offsets of its records count it.

    Of HTML, Word, PDF and the like it stands in no other file. Its SHA-256 is that of the records.
    """
    from attribution.reading import read_articles

    with reporting(shown_name(path)):
        found = list(read_articles(read_given(path), format=reading, encoding=encoding, on_error="yield"))
        chosen = _chosen_part(found, part)
    with opened_output(output, [path]) as stream:
        stream.flush()
        stream.buffer.write(chosen.encode("utf-8", "surrogatepass"))  # line ends as they are, on every system


def _chosen_part(found: Sequence[ReadArticle | InputError], part: str | None) -> str:
    """Return the text of the one article, or of the one that `part` names."""
    articles = [one for one in found if not isinstance(one, InputError)]
    errors = [one for one in found if isinstance(one, InputError)]
    fitting = [one.article.text for one in articles if part in (None, one.part)]
    if len(fitting) == 1 and (part or not errors):
        return fitting[0]
    if errors and not articles:
        raise errors[0]
    named = [one.part or "one" for one in articles]
    there = ", ".join(named[:MOST_PARTS]) + ", ..." * (len(named) > MOST_PARTS)
    if part:
        raise OptionError(f"--part {part!r}: the file holds {there or 'no article'}")
    beside = "".join(f"; {error}" for error in errors[:MOST_PARTS])
    several = f"{len(articles)} article{'s' * (len(articles) != 1)} that can be read"
    raise InputError(f"the file holds {several}; choose one with --part: {there}{beside}")


@main.command(context_settings={"max_content_width": 100})
@click.argument("paths", nargs=-1, metavar="ARTICLE...|- RECORDS | QUOTES")
@click.option("-s", "--source", "sources", multiple=True, type=click.Path(), help="Primary source; may be repeated.")
@click.option("-f", "--format", "form", type=click.Choice(VERIFY_FORMATS), help=REPORT_FORM)
@click.option("-o", "--output", type=OUT_FILE, help="File to write to; standard output if left out, or -.")
@click.option("--allow", multiple=True, metavar="VERDICT", help="Verdict that passes as well; may be repeated.")
@click.option("--recheck", type=click.Path(), metavar="REPORT", help="Stored JSON report: say what changed since.")
@click.option("--retrieved", metavar="DATE", help=RETRIEVED)
@click.option("--speaker", "speakers", multiple=True, metavar="LABEL=NAME", help="Who a label of a transcript is.")
@click.option("--from", "reading", metavar="FORMAT", help=FROM)
@click.option("--encoding", metavar="NAME", callback=_known_encoding, help=ENCODING)
def verify(
    paths: tuple[str, ...],
    sources: tuple[str, ...],
    form: str | None,
    output: Path | None,
    allow: tuple[str, ...],
    recheck: str | None,
    retrieved: str | None,
    speakers: tuple[str, ...],
    reading: str | None,
    encoding: str | None,
) -> None:
    """Prove records against their article, or quotations against primary sources.

    Without --source: verify ARTICLE... RECORDS proves that every record holds for its article.
    Exit status 0: holds, 1: does not hold, or the article of some records was not given, 2: cannot be read.

    With --source: verify QUOTES --source FILE... holds every quotation (records, or a list of quotations)
    against the sources. Exit status 1 for any verdict that is not allowed, 2 where a file is not there.
    """
    if not sources and not recheck:
        if len(paths) < 2:
            raise click.UsageError("give ARTICLE and RECORDS, or QUOTES with --source FILE")
        _refuse_options("output", "form", "allow", "retrieved", "speakers")
        from attribution.verify.integrity import check_files

        read = partial(_article_texts, reading=reading, encoding=encoding)
        raise SystemExit(check_files(paths[:-1], paths[-1], read=read))
    _refuse_options("reading", "encoding", when="for ARTICLE, not with --source")
    if len(paths) > 1 or (not paths and not recheck):
        raise click.UsageError("--source takes one file of QUOTES")
    from attribution.verify.commands import run_verify

    with opened_output(output, [*paths, *sources, recheck]) as stream:
        status = run_verify(
            paths[0] if paths else None,
            sources,
            output=stream,
            errors=sys.stderr,
            form=form or _form_of_ending(output, VERIFY_FORMATS, "table"),
            allow=allow,
            recheck=recheck,
            retrieved=retrieved,
            speakers=_pairs(speakers),
        )
    raise SystemExit(status)


def _article_texts(path: str, *, reading: str | None, encoding: str | None) -> list[str]:
    """Return the texts of the articles in a file, read as `extract` reads them."""
    from attribution.reading import read_articles
    from attribution.verify.integrity import UnreadableError

    try:
        found = list(read_articles(read_given(path), format=reading, encoding=encoding, on_error="yield"))
        errors = [one for one in found if isinstance(one, InputError)]
        if errors and len(errors) == len(found):
            raise errors[0]
    except AttributionError as error:
        raise UnreadableError(with_name(shown_name(path), error)) from None
    for wrong in errors:  # as in `extract`, the others are read
        click.echo(with_name(shown_name(path), wrong), err=True)
    return [one.article.text for one in found if not isinstance(one, InputError)]


def _refuse_options(*names: str, when: str = "with --source") -> None:
    """Refuse an option that was given and would change nothing."""
    context = click.get_current_context()
    given = [
        option.opts[-1] for option in context.command.params if option.name in names and _is_given(context, option)
    ]
    if given:
        raise click.UsageError(f"{', '.join(given)}: only {when}")


def _is_given(context: click.Context, option: click.Parameter) -> bool:
    return context.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE


def _pairs(speakers: tuple[str, ...]) -> dict[str, str]:
    """Return the name behind each label of LABEL=NAME options."""
    pairs = [speaker.partition("=") for speaker in speakers]
    for label, sign, name in pairs:
        if not (label and sign and name):
            raise click.UsageError(f"--speaker {label!r}: expected LABEL=NAME")
    return {label: name for label, _, name in pairs}


@main.command()
@click.argument("records", nargs=-1, required=True, type=click.Path())
@click.option("-f", "--format", "form", type=click.Choice(COMPARE_FORMATS), help=REPORT_FORM)
@click.option("-o", "--output", type=OUT_FILE, help="File to write to; standard output if left out, or -.")
def compare(records: tuple[str, ...], form: str | None, output: Path | None) -> None:
    """Group near-identical quotations over files of records: who gives which words to whom.

    RECORDS is what `attribution extract` writes as json or jsonl, or a list of quotations, one a line; - is standard
    input.
    """
    from attribution.verify.commands import run_compare

    form = form or _form_of_ending(output, COMPARE_FORMATS, "table")
    with opened_output(output, records) as stream:
        status = run_compare(records, output=stream, errors=sys.stderr, form=form)
    raise SystemExit(status)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that answer.")
@click.option("--max-bytes", type=click.IntRange(min=1), help="Most bytes of a request.  [default: 10485760]")
@click.option("--max-characters", type=click.IntRange(min=1), help="Most characters of an article.  [default: 200000]")
@click.option("--time-limit", type=float, metavar="SECONDS", help="Most time to compute an answer.  [default: 120]")
@click.option("--receive-limit", type=float, metavar="SECONDS", help="Most time to send a request.  [default: 30]")
@click.option("--trusted-host", "trusted_hosts", multiple=True, metavar="NAME", help=TRUSTED)
@click.option("--outlets", type=IN_FILE, help="File with further outlets.")
@click.option("--threads", type=THREADS, help="Threads of the reader.  [default: 1]")
def serve(host: str, port: int, workers: int, trusted_hosts: tuple[str, ...], **options: Any) -> None:
    """Serve the HTTP API, and at / the review page."""
    from attribution.server.serving import serve as serve_api
    from attribution.server.settings import make_settings

    chosen = {name: value for name, value in options.items() if value is not None}
    with reporting():
        serve_api(make_settings(host, trusted_hosts, **chosen), host=host, port=port, workers=workers)
