"""The command line: parses, calls, prints. `attribution --help` lists the commands."""

from __future__ import annotations

import secrets
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click
from click.core import ParameterSource

from attribution.errors import AttributionError, InputError, LexiconError, OptionError, not_read

if TYPE_CHECKING:
    from attribution.reading import ReadArticle
    from attribution.records import Article, Extraction
    from attribution.writing.console import Writer

STANDARD_INPUT = STANDARD_OUTPUT = "-"
FORMATS = [
    "table", "json", "jsonl", "csv", "xlsx", "parquet", "w3c", "schema.org", "ninjs", "tei", "brat", "spacy", "html"
]  # fmt: skip
VERIFY_FORMATS = ["table", "json", "html", "csv", "sarif"]
COMPARE_FORMATS = ["table", "json", "csv"]
LONG = 500_000  # characters; more take minutes
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
LEAST = "Leave a source or speaker empty below this probability."


def _known_encoding(context: click.Context, parameter: click.Parameter, name: str | None) -> str | None:
    from attribution.reading.encodings import codec_named

    with _reporting():
        return name if name is None else codec_named(name)


class _Terminated(KeyboardInterrupt):
    """SIGTERM, which ends a command as Ctrl-C does."""


class _Stopped(KeyboardInterrupt):
    """An end before the end, after which what was done is written whole; the message says how far that is.

    Attributes:
        error: What ended it: Ctrl-C, SIGTERM, or a fault.
    """

    def __init__(self, message: str, error: BaseException) -> None:
        super().__init__(message)
        self.error = error


def _stop_status(stop: BaseException) -> int:
    """Return the exit status of what ended a command: 128 and the number of the signal, or 1."""
    if isinstance(stop, _Stopped):
        return _stop_status(stop.error)
    if isinstance(stop, KeyboardInterrupt):
        return 143 if isinstance(stop, _Terminated) else 130
    return 1


def _fault(error: BaseException) -> str:
    """Return what to say of an error: its own message, or where one that nobody foresaw comes from."""
    from attribution.inert import show_harmful

    if isinstance(error, AttributionError):
        return show_harmful(str(error))
    package = str(Path(__file__).parent)
    places = [place for place in traceback.extract_tb(error.__traceback__) if place.filename.startswith(package)]
    where = f" in {Path(places[-1].filename).name}, line {places[-1].lineno}" if places else ""
    said = show_harmful(f"{type(error).__name__}: {error}")
    return f"{said}{where}; this is a fault of attribution: please report it, with the article"


class _Commands(click.Group):
    """Commands that end with a message: when a signal stops them, on a fault, or when nobody takes what they print."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return self._flushed(ctx)
        except KeyboardInterrupt as stop:
            click.echo(str(stop) or "stopped", err=True)
            raise SystemExit(_stop_status(stop)) from None
        except BrokenPipeError:  # whoever reads has had enough
            raise
        except OSError as error:
            if error.filename is not None:
                raise
            with suppress(OSError):  # or the interpreter tries again, and prints a traceback
                sys.stdout.close()
            raise click.ClickException(f"standard output: {error.strerror or error}") from None
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            raise click.ClickException(_fault(error)) from error

    def _flushed(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
@click.option("--by", type=click.Choice(["outlet"]), help="Group the table by outlet, then by speaker.")
@click.option("--relations", type=click.Choice(["all", "quoted"]), default="all", show_default=True, help=QUOTED)
@click.option("--least-confidence", type=PROBABILITY, default=0.0, show_default=True, help=LEAST)
@click.option("--outlets", type=IN_FILE, help="File with further outlets.")
@click.option("--threads", type=THREADS, default=1, show_default=True, help="Threads of the reader.")
@click.option("--processes", type=PROCESSES, default=1, show_default=True, help="Processes that share the files.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on standard error.")
def extract(
    paths: tuple[str, ...],
    form: str | None,
    output: Path | None,
    reading: str | None,
    encoding: str | None,
    by: str | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Find who said what in articles, through which outlet.

    PATH is a file, or - for standard input; offsets count the characters of the text that is read from it.
    """
    from attribution.writing import FORMATS as WRITERS
    from attribution.writing.console import Writer

    terminal = _is_standard(output) and sys.stdout is not None and sys.stdout.isatty()
    usual = "table" if terminal or by else "json"
    form = form or (usual if by else _form_of_ending(output, FORMATS, usual))
    if by and form != "table":
        raise click.UsageError("--by groups the table; leave out --format, or choose table")
    if terminal and form in WRITERS and WRITERS[form].is_binary:
        raise click.UsageError(f"{form} is no text for a terminal; name a file with -o, or send it into a pipe")
    refused: list[str] = []

    def refuse(path: str, error: InputError) -> None:
        refused.append(path)
        click.echo(_with_name(_name(path), error), err=True)

    with _reporting(), _opened(output, paths) as stream, Writer(form, stream, by=by) as writer:
        _write_all(writer, _Work(paths, reading, encoding, options, refuse, quiet=quiet))
        if refused and not writer.count:  # an older file stays as it is
            raise SystemExit(1)
    if refused:
        raise SystemExit(1)


def _form_of_ending(output: Path | None, known: Sequence[str], usual: str) -> str:
    """Return the format that the name of a file asks for by its ending, the first of several."""
    from attribution.writing import FORMATS as WRITERS

    ending = output.suffix.lower() if output else ""
    fitting = [name for name in known if ending == (WRITERS[name].suffix if name in WRITERS else f".{name}")]
    return fitting[0] if fitting else usual


class _Work:
    """Extracts from files in their order.

    Args:
        paths: The files.
        reading: Their format, told by each where it is None.
        encoding: Their encoding, found out where it is None.
        options: Of `extract_many`.
        refuse: Called with the path and the reason for each file or article that cannot be read.
        quiet: No progress is shown.
    """

    def __init__(
        self,
        paths: Sequence[str],
        reading: str | None,
        encoding: str | None,
        options: Mapping[str, Any],
        refuse: Callable[[str, InputError], None],
        *,
        quiet: bool = True,
    ) -> None:
        self.paths = paths
        self._reading = reading
        self._encoding = encoding
        self._options = options
        self._refuse = refuse
        self._quiet = quiet
        self._begun: deque[tuple[int, ReadArticle]] = deque()  # number of the file, and article
        self._read = 1  # number of the file that is read at the moment

    @property
    def number(self) -> int:
        """Number, from 1, of the file with the first article that is not done."""
        return self._begun[0][0] if self._begun else self._read

    def __iter__(self) -> Iterator[tuple[str, ReadArticle, Extraction]]:
        """Yield path, article and extraction.

        Raises:
            Exception: Any that the reading or extraction of an article ends with, an `InputError` aside.
        """
        from attribution.pipeline import extract_many
        from attribution.reading import add_reading_problems

        for found in extract_many(self._articles(), on_error="yield", **self._options):
            number, read = self._begun[0]
            if isinstance(found, InputError):
                self._refuse(self.paths[number - 1], found)
            elif isinstance(found, Exception):
                raise found
            else:
                yield self.paths[number - 1], read, add_reading_problems(found, read)
            self._begun.popleft()

    def _articles(self) -> Iterator[Article]:
        for number, path in enumerate(_with_progress(self.paths, self._quiet), start=1):
            self._read = number
            try:
                for read in self._read_file(path):
                    self._begun.append((number, read))
                    yield read.article
            except InputError as error:
                self._refuse(path, error)

    def _read_file(self, path: str) -> Iterator[ReadArticle]:
        from attribution.reading import read_articles

        is_empty = True
        for read in read_articles(_source(path), format=self._reading, encoding=self._encoding, on_error="yield"):
            is_empty = False
            if isinstance(read, InputError):
                self._refuse(path, read)
                continue
            if any(problem.code == "no-text" for problem in read.problems):
                click.echo(_with_name(_name(path), "holds no text, so nobody says anything in it"), err=True)
            if len(read.article.text) > LONG:
                length = f"{len(read.article.text):,} characters"
                click.echo(_with_name(_name(path), f"{length} take a while; Ctrl-C stops"), err=True)
            yield read
        if is_empty:
            raise InputError("the file holds no article; look whether it is the right one, and whole")


def _write_all(writer: Writer, work: _Work) -> None:
    """Write what the work gives; what ends it before its end ends the output as well, with what is done."""
    try:
        for path, article, extraction in work:
            writer.write(_name(path), article, extraction)
    except (OptionError, LexiconError, OSError):
        raise
    except (KeyboardInterrupt, Exception) as error:
        done = f"{writer.count} article{'' if writer.count == 1 else 's'} done"
        if isinstance(error, AttributionError) and not writer.count:
            raise
        message = f"stopped in file {work.number} of {len(work.paths)}; {done}"
        if not isinstance(error, KeyboardInterrupt):
            message = f"{_with_name(_name(work.paths[work.number - 1]), _fault(error))}; {message}"
        raise _Stopped(message, error) from error


def _source(path: str) -> bytes | Path:
    if path != STANDARD_INPUT:
        return Path(path)
    if sys.stdin is None:
        raise InputError("it is closed; give a file, or send the article into a pipe")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise not_read(_name(path), error) from None


def _name(path: str) -> str:
    return "standard input" if path == STANDARD_INPUT else path


def _with_name(name: str, message: object) -> str:
    """Return the message, with the file's name in front where it does not stand there already, and inert."""
    from attribution.inert import terminal_text

    stands = str(message).startswith((f"{name}: ", f"{Path(name)}: "))
    return terminal_text(str(message) if stands else f"{name}: {message}")


def _with_progress(paths: Sequence[str], quiet: bool) -> Iterable[str]:
    """Show progress on standard error where there are many files and somebody looks."""
    if quiet or len(paths) < 2 or not sys.stderr.isatty():
        return paths
    from rich.console import Console
    from rich.progress import track

    return track(paths, description="reading", console=Console(stderr=True), transient=True)


def _is_standard(output: Path | None) -> bool:
    return output is None or str(output) == STANDARD_OUTPUT


@contextmanager
def _opened(output: Path | None, inputs: Iterable[str | None]) -> Iterator[TextIO]:
    """Yield the stream to write to, which is never the place of an input; SIGTERM ends the work as Ctrl-C does."""
    with _terminable(), _opened_safely(output, inputs) as stream:
        yield stream


@contextmanager
def _terminable() -> Iterator[None]:
    def terminate(number: int, frame: object) -> None:
        raise _Terminated

    if threading.current_thread() is not threading.main_thread():  # which alone is told of signals
        yield
        return
    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _opened_safely(output: Path | None, inputs: Iterable[str | None]) -> Iterator[TextIO]:
    if _is_standard(output):
        if sys.stdout is None:
            raise click.ClickException("standard output is closed; name a file with --output")
        yield sys.stdout
        return
    assert output is not None
    if not output.name:
        raise click.UsageError("--output is empty; name a file")
    if any(_is_same(output, path) for path in inputs if path):
        raise click.UsageError(f"{output} is read as well, and would be lost; write to another file")
    try:
        is_device = output.exists() and not output.is_file()
        with _writable(output) if is_device else _replacing(output.resolve()) as stream:
            yield stream
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror or error}") from None


@contextmanager
def _replacing(output: Path) -> Iterator[TextIO]:
    """Yield a stream whose file appears only when all is written; what was done before a stop is kept beside it."""
    partial = output.with_name(f"{output.name}.{secrets.token_hex(4)}.partial")  # another command may write there too
    try:
        with _writable(partial) as stream:
            yield stream
        partial.replace(output)
    except _Stopped as stop:
        if not partial.stat().st_size:
            raise
        kept = partial.replace(output.with_name(output.name + ".stopped"))
        raise _Stopped(f"{stop}, in {kept}", stop.error) from None
    finally:
        with suppress(OSError):
            partial.unlink()


def _writable(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", errors="backslashreplace", newline="")


def _is_same(output: Path, path: str) -> bool:
    try:
        return output.samefile(path)
    except (OSError, ValueError):
        return False


@contextmanager
def _reporting(name: str = "") -> Iterator[None]:
    """Turn an error that the library raises on purpose into its message, about the file `name`, and exit status 1.

    Of an option that is wrong the exit status is 2, as of every wrong call.
    """
    try:
        yield
    except OptionError as error:
        raise click.UsageError(str(error)) from None
    except AttributionError as error:
        raise click.ClickException(_with_name(name, error) if name else str(error)) from None


@main.command()
@click.argument("name")
@click.option("--outlets", "more", type=IN_FILE, help="File with further outlets.")
def outlets(name: str, more: str | None) -> None:
    """Look up an outlet by id, name, alias or domain."""
    from attribution.lexicon import describe_outlet, load_lexicon

    with _reporting():
        lexicon = load_lexicon(outlets=more)
        click.echo(describe_outlet(name, lexicon))
        if not lexicon.outlets.lookup(name):
            raise SystemExit(1)


@main.command()
@click.argument("path", metavar="ARTICLE|-")
@click.option("-o", "--output", type=OUT_FILE, required=True, help="HTML file to write.")
@click.option("--from", "reading", metavar="FORMAT", help=FROM)
@click.option("--encoding", metavar="NAME", callback=_known_encoding, help=ENCODING)
@click.option("--outlets", type=IN_FILE, help="File with further outlets.")
def report(path: str, output: Path, reading: str | None, encoding: str | None, **options: Any) -> None:
    """Write one HTML file that shows every attribution in its place in the article."""
    from attribution.writing.console import Writer

    def refuse(path: str, error: InputError) -> None:
        raise error

    with _reporting(_name(path)), _opened(output, [path]) as stream, Writer("html", stream) as writer:
        for _, article, extraction in _Work([path], reading, encoding, options, refuse):
            writer.write(_name(path), article, extraction)
    if not _is_standard(output):
        click.echo(f"{output}: written")


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
    against the sources. Exit status 1 for any verdict that is not allowed.
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

    with _opened(output, [*paths, *sources, recheck]) as stream:
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
        found = list(read_articles(_source(path), format=reading, encoding=encoding, on_error="yield"))
        errors = [one for one in found if isinstance(one, InputError)]
        if errors and len(errors) == len(found):
            raise errors[0]
    except AttributionError as error:
        raise UnreadableError(_with_name(_name(path), error)) from None
    for wrong in errors:  # as in `extract`, the others are read
        click.echo(_with_name(_name(path), wrong), err=True)
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
    with _opened(output, records) as stream:
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
    with _reporting():
        serve_api(make_settings(host, trusted_hosts, **chosen), host=host, port=port, workers=workers)
