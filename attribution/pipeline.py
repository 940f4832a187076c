"""The line: from an article to an `Extraction`, step by step.

`STEPS` is the whole of it, each step with a module or package of its own name; replace a step by argument:
`extract(text, steps={**STEPS, "speakers": mine})`, or add one: `{**STEPS, "desk": mine}` runs it behind the others.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, overload

from attribution.building import build_extraction
from attribution.errors import InputError, OptionError
from attribution.furniture import furniture
from attribution.language import borrow_tokenizer, read_doc
from attribution.lexicon import Lexicon, load_lexicon
from attribution.models import MOST_THREADS, Draft, Options, Step
from attribution.outlets import outlets
from attribution.paths import names_file
from attribution.quotations import quotations
from attribution.reader.network import READER, load_network
from attribution.records import Article, Engine, Extraction
from attribution.relations import relations
from attribution.speakers import speakers
from attribution.version import package_version
from attribution.workers import begin_ahead, worker_pool

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from spacy.language import Language
    from spacy.tokens import Doc

STEPS: Mapping[str, Step] = {
    "furniture": furniture,
    "quotations": quotations,
    "relations": relations,
    "speakers": speakers,
    "outlets": outlets,
}
LONGEST = 5_000_000  # code points; a longer text is a dump, not an article
_NEAR = 0.8  # likeness of a name from which it is a step's, misspelt
_AHEAD = 8  # articles a process that are taken before the first of them is done, so that none waits for a long one


def extract(
    text_or_article: str | Article,
    *,
    nlp: Language | None = None,
    relations: Literal["all", "quoted"] = "all",
    least_confidence: float = 0.0,
    threads: int = 1,
    outlets: str | os.PathLike[str] | None = None,
    steps: Mapping[str, Step] = STEPS,
) -> Extraction:
    """Find who said what, through which outlet.

    Args:
        text_or_article: The text of an article, or an `Article` with its metadata.
        nlp: A spaCy pipeline that makes the Doc which the steps are handed, for steps of your own that need what it
            finds; else it holds tokens only, and none of them may be kept: their words are forgotten afterwards.
        relations: "all", or "quoted" for the statements with words in quotation marks only.
        least_confidence: A source or speaker less probable than this (0 to 1) is left empty, with the reason.
        threads: Threads that the reader uses; the result is the same with any number.
        outlets: Path of a file with further outlets.
        steps: The line, run in its order; see `STEPS`.

    Returns:
        The records and problems, with offsets in code points of the text as given.

    Raises:
        InputError: The text is no string, names a file, or is longer than five million characters.
        LexiconError: The file with further outlets cannot be read, or breaks its schema.
        ModelError: The reader's weights are missing, or the tokenizer of `nlp` changes the text.
        OptionError: An option has a value that is not allowed.
    """
    options = check_options(relations, least_confidence, threads)
    _check_call(nlp, outlets, steps)
    return _extract(text_or_article, nlp=nlp, outlets=outlets, options=options, steps=steps)


@overload
def extract_many(
    texts_or_articles: Iterable[str | Article],
    *,
    nlp: Language | None = ...,
    relations: Literal["all", "quoted"] = ...,
    least_confidence: float = ...,
    threads: int = ...,
    outlets: str | os.PathLike[str] | None = ...,
    steps: Mapping[str, Step] = ...,
    processes: int = ...,
    on_error: Literal["raise"] = ...,
) -> Iterator[Extraction]: ...


@overload
def extract_many(
    texts_or_articles: Iterable[str | Article],
    *,
    nlp: Language | None = ...,
    relations: Literal["all", "quoted"] = ...,
    least_confidence: float = ...,
    threads: int = ...,
    outlets: str | os.PathLike[str] | None = ...,
    steps: Mapping[str, Step] = ...,
    processes: int = ...,
    on_error: Literal["yield"],
) -> Iterator[Extraction | Exception]: ...


def extract_many(
    texts_or_articles: Iterable[str | Article],
    *,
    nlp: Language | None = None,
    relations: Literal["all", "quoted"] = "all",
    least_confidence: float = 0.0,
    threads: int = 1,
    outlets: str | os.PathLike[str] | None = None,
    steps: Mapping[str, Step] = STEPS,
    processes: int = 1,
    on_error: Literal["raise", "yield"] = "raise",
) -> Iterator[Extraction | Exception]:
    """Yield the extraction of each article, in order.

    Args:
        texts_or_articles: The articles, each as in `extract`; they are taken as the work goes on.
        nlp: As in `extract`; with `processes=1` only.
        relations: As in `extract`.
        least_confidence: As in `extract`.
        threads: Threads that the reader of each process uses.
        outlets: As in `extract`.
        steps: As in `extract`; with several processes each is a function of a module.
        processes: Processes that share the work. They are spawned: a script that asks for several does so below
            `if __name__ == "__main__":`.
        on_error: "raise" ends the work at an article that fails, after the extractions of all before it; "yield" gives
            the error itself in the place of that article's extraction and goes on.

    Raises:
        InputError: An article cannot be used, as in `extract`; when its turn comes.
        OptionError: An option has a value that is not allowed; at once.
        LexiconError: The file with further outlets cannot be read, or breaks its schema; at once.
        WorkerError: A process ended before its work was done.
    """
    options = check_options(relations, least_confidence, threads)
    _check_call(nlp, outlets, steps)
    if isinstance(texts_or_articles, str | Article) or not isinstance(texts_or_articles, Iterable):
        raise InputError("extract_many takes several articles; give one to extract, or in a list")
    if not _is_whole(processes) or processes < 1:
        raise OptionError(f"processes is {processes!r}; it must be a whole number, 1 or more")
    if on_error not in ("raise", "yield"):
        raise OptionError(f"on_error is {on_error!r}; allowed are 'raise' and 'yield'")
    load_lexicon(outlets=outlets)
    line = partial(_extract, outlets=outlets, options=options, steps=dict(steps))
    if processes == 1:
        return (_outcome(partial(line, article, nlp=nlp), on_error) for article in texts_or_articles)
    if nlp is not None:
        raise OptionError("nlp= goes with processes=1: a pipeline is not shared with other processes")
    _check_shared(steps)
    return _in_processes(line, texts_or_articles, processes, on_error)


def _extract(
    text_or_article: str | Article,
    *,
    nlp: Language | None = None,
    outlets: str | os.PathLike[str] | None,
    options: Options,
    steps: Mapping[str, Step],
) -> Extraction:
    article = as_article(text_or_article)
    lexicon = load_lexicon(outlets=outlets)
    if nlp is not None:
        return extract_doc(read_doc(nlp, article.text), article, lexicon=lexicon, options=options, steps=steps)
    with borrow_tokenizer() as tokenizer:
        return extract_doc(read_doc(tokenizer, article.text), article, lexicon=lexicon, options=options, steps=steps)


def extract_doc(
    doc: Doc, article: Article, *, lexicon: Lexicon, options: Options, steps: Mapping[str, Step]
) -> Extraction:
    """Run the line on a Doc. `doc.text` must be the article's text."""
    draft = Draft(article)
    for name, step in steps.items():
        draft = step(doc, draft, lexicon, options)
        if not isinstance(draft, Draft):
            raise OptionError(
                f"the step {name!r} returned {draft!r:.40}; a step returns the Draft that it was given, or another"
            )
    return build_extraction(draft, _engine(options, lexicon.version), relations=options.relations)


def as_article(text_or_article: str | Article) -> Article:
    """Return the article, or raise an InputError that says what to hand over instead."""
    if isinstance(text_or_article, str) and names_file(text_or_article):
        raise InputError(
            f"a string is the text of an article, and {text_or_article!r} names a file: give "
            f"read_article({text_or_article!r}).article, or Article(...) where this is the text"
        )
    article = Article(text_or_article) if isinstance(text_or_article, str) else text_or_article
    if not isinstance(article, Article):
        advice = ""
        if isinstance(getattr(article, "article", None), Article):
            advice = "; give its .article"
        elif isinstance(article, bytes | os.PathLike):
            advice = "; read_article of attribution.reading makes one"
        raise InputError(f"expected the text of an article (str) or an Article, not {type(article).__name__}{advice}")
    if len(article.text) > LONGEST:
        raise InputError(
            f"the text has {len(article.text):,} characters; more than {LONGEST:,} is no article: split it"
        )
    return article


def check_options(relations: str, least_confidence: float, threads: int) -> Options:
    """Return the options, or raise an OptionError that names the value and what is allowed."""
    if relations not in ("all", "quoted"):
        raise OptionError(f"relations is {relations!r}; allowed are 'all' and 'quoted'")
    if not isinstance(least_confidence, int | float) or not 0 <= least_confidence <= 1:
        raise OptionError(f"least_confidence is {least_confidence!r}; it must be a number from 0 to 1")
    if not _is_whole(threads) or not 1 <= threads <= MOST_THREADS:
        raise OptionError(f"threads is {threads!r}; it must be a whole number from 1 to {MOST_THREADS}")
    return Options(relations, float(least_confidence), threads)  # type: ignore[arg-type]


def check_outlets(outlets: object) -> None:
    """Raise an OptionError where `outlets` is no path."""
    if outlets is not None and not (isinstance(outlets, str | os.PathLike) and os.fspath(outlets)):
        raise OptionError(f"outlets is {outlets!r}; it must be the path of a file with further outlets, or None")


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def _check_call(nlp: object, outlets: object, steps: object) -> None:
    if nlp is not None and not callable(nlp):
        raise OptionError(f"nlp is {nlp!r}; it must be a loaded spaCy pipeline, or None: the line needs none")
    check_outlets(outlets)
    if not isinstance(steps, Mapping):
        raise OptionError(
            f'steps is {steps!r}; it must be a mapping, such as {{**attribution.STEPS, "speakers": mine}}'
        )
    for name, step in steps.items():
        if not isinstance(name, str):
            raise OptionError(f"steps has the key {name!r}; it must be the name of a step")
        meant = [] if name in STEPS else get_close_matches(name.lower(), STEPS, n=1, cutoff=_NEAR)
        if meant:
            raise OptionError(
                f"steps has {name!r}, which is near {meant[0]!r}: a step that is replaced is one of "
                f"{', '.join(STEPS)}, and a further one has another name"
            )
        if not callable(step):
            raise OptionError(f"steps[{name!r}] is {step!r}; it must be a function; see STEPS")


def _check_shared(steps: Mapping[str, Step]) -> None:
    for name, step in steps.items():
        try:
            pickle.dumps(step)
        except Exception as error:  # each kind of object refuses in its own way
            raise OptionError(
                f"steps[{name!r}] cannot go to other processes ({error}); use a function of a module, or processes=1"
            ) from None


def _engine(options: Options, lexicon_version: str) -> Engine:
    return Engine(
        package="quote-attribution",
        version=package_version(),
        model=READER,
        model_version=load_network(options.threads).version,
        lexicon=lexicon_version,
        options={"relations": options.relations, "least_confidence": options.least_confidence},
    )


def _outcome(extraction: Callable[[], Extraction], on_error: str) -> Extraction | Exception:
    from concurrent.futures import BrokenExecutor

    try:
        return extraction()
    except BrokenExecutor:
        raise
    except Exception as error:
        if on_error == "raise":
            raise
        return error


def _in_processes(
    line: Callable[[Any], Extraction], articles: Iterable[str | Article], processes: int, on_error: str
) -> Iterator[Extraction | Exception]:
    with worker_pool(processes) as pool:
        futures = (_submit(pool, line, article) for article in articles)
        for future in begin_ahead(futures, _AHEAD * processes):
            yield _outcome(future.result, on_error)


def _submit(
    pool: ProcessPoolExecutor, line: Callable[[Any], Extraction], text_or_article: str | Article
) -> Future[Extraction]:
    """Hand an article to a process; what is no article is an error when its turn comes, and not before."""
    from concurrent.futures import Future

    try:
        return pool.submit(line, as_article(text_or_article))
    except InputError as error:
        refused: Future[Extraction] = Future()
        refused.set_exception(error)
        return refused
