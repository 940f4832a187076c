"""The line: from an article to an `Extraction`, step by step.

`STEPS` is the whole of it, each step with a module or package of its own name; replace a step by argument:
`extract(text, steps={**STEPS, "speakers": mine})`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Literal

from attrs import asdict

from attribution.building import build_extraction
from attribution.errors import InputError, OptionError
from attribution.furniture import furniture
from attribution.language import load_tokenizer, read_doc
from attribution.lexicon import load_lexicon
from attribution.models import MOST_THREADS, Draft, Options, Step
from attribution.outlets import outlets
from attribution.quotations import quotations
from attribution.reader.network import READER, load_network
from attribution.records import Article, Engine, Extraction
from attribution.relations import relations
from attribution.speakers import speakers
from attribution.version import package_version

if TYPE_CHECKING:
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
_BATCH = 16  # articles handed to a worker process at a time


def extract(
    text_or_article: str | Article,
    *,
    nlp: Language | None = None,
    relations: Literal["all", "quoted"] = "all",
    least_confidence: float = 0.0,
    threads: int = 1,
    outlets: str | None = None,
    steps: Mapping[str, Step] = STEPS,
) -> Extraction:
    """Find who said what, through which outlet.

    Args:
        text_or_article: The text of an article, or an `Article` with its metadata.
        nlp: A spaCy pipeline that makes the Doc which the steps are handed, for steps of your own that need what it
            finds; else it holds tokens only.
        relations: "all", or "quoted" for the statements with words in quotation marks only.
        least_confidence: A source or speaker less probable than this (0 to 1) is left empty, with the reason.
        threads: Threads that the reader uses.
        outlets: Path of a file with further outlets.
        steps: The line; see `STEPS`.

    Returns:
        The records and problems, with offsets in code points of the text as given.

    Raises:
        InputError: The text is no string, or is longer than five million characters.
        ModelError: The reader's weights are missing, or the tokenizer of `nlp` changes the text.
        OptionError: An option has a value that is not allowed.
    """
    options = check_options(relations, least_confidence, threads, outlets)
    _check_pipeline(nlp)
    article = as_article(text_or_article)
    return extract_doc(read_doc(nlp or load_tokenizer(), article.text), article, options=options, steps=steps)


def extract_many(
    texts_or_articles: Iterable[str | Article],
    *,
    nlp: Language | None = None,
    relations: Literal["all", "quoted"] = "all",
    least_confidence: float = 0.0,
    threads: int = 1,
    outlets: str | None = None,
    steps: Mapping[str, Step] = STEPS,
    processes: int = 1,
) -> Iterator[Extraction]:
    """Yield the extraction of each article, in order; `processes` above 1 shares the work.

    The processes are spawned: a script that asks for several does so below `if __name__ == "__main__":`.

    Raises:
        As `extract`; a bad option is refused at once, a bad article when its turn comes.
    """
    options = check_options(relations, least_confidence, threads, outlets)
    _check_pipeline(nlp)
    if isinstance(texts_or_articles, str | Article):
        raise InputError("extract_many takes several articles; give one to extract, or in a list")
    if processes < 1:
        raise OptionError(f"processes is {processes}; it must be 1 or more")
    if processes == 1:
        pipeline = nlp or load_tokenizer()
        return (
            extract_doc(read_doc(pipeline, article.text), article, options=options, steps=steps)
            for article in map(as_article, texts_or_articles)
        )
    if nlp is not None:
        raise OptionError("nlp= goes with processes=1: a pipeline is not shared with other processes")
    return _in_processes(texts_or_articles, options, steps, processes)


def extract_doc(doc: Doc, article: Article, *, options: Options, steps: Mapping[str, Step]) -> Extraction:
    """Run the line on a Doc. `doc.text` must be the article's text."""
    lexicon = load_lexicon(outlets=options.outlets)
    draft = Draft(article)
    for step in steps.values():
        draft = step(doc, draft, lexicon, options)
    return build_extraction(draft, _engine(options, lexicon.version), relations=options.relations)


def as_article(text_or_article: str | Article) -> Article:
    """Return the article, or raise an InputError that says what to hand over instead."""
    article = Article(text_or_article) if isinstance(text_or_article, str) else text_or_article
    if not isinstance(article, Article):
        raise InputError(f"expected the text of an article (str) or an Article, not {type(article).__name__}")
    if len(article.text) > LONGEST:
        raise InputError(
            f"the text has {len(article.text):,} characters; more than {LONGEST:,} is no article: split it"
        )
    return article


def check_options(relations: str, least_confidence: float, threads: int, outlets: str | None) -> Options:
    """Return the options, or raise an OptionError that names the value and what is allowed."""
    if relations not in ("all", "quoted"):
        raise OptionError(f"relations is {relations!r}; allowed are 'all' and 'quoted'")
    if not isinstance(least_confidence, int | float) or not 0 <= least_confidence <= 1:
        raise OptionError(f"least_confidence is {least_confidence!r}; it must be a number from 0 to 1")
    if not isinstance(threads, int) or not 1 <= threads <= MOST_THREADS:
        raise OptionError(f"threads is {threads!r}; it must be a whole number from 1 to {MOST_THREADS}")
    return Options(relations, least_confidence, threads, outlets)  # type: ignore[arg-type]


def _check_pipeline(nlp: Language | None) -> None:
    if nlp is not None and not callable(nlp):
        raise OptionError(f"nlp is {nlp!r}; it must be a loaded spaCy pipeline, or None: the line needs none")


def _engine(options: Options, lexicon_version: str) -> Engine:
    return Engine(
        package="quote-attribution",
        version=package_version(),
        model=READER,
        model_version=load_network(options.threads).version,
        lexicon=lexicon_version,
        options=asdict(options, filter=lambda attribute, _: attribute.name != "outlets"),
    )


def _in_processes(
    texts_or_articles: Iterable[str | Article], options: Options, steps: Mapping[str, Step], processes: int
) -> Iterator[Extraction]:
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor

    source = iter(texts_or_articles)
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: list[Future[list[Extraction]]] = []
        while batch := list(islice(source, _BATCH)):
            waiting.append(pool.submit(_extract_batch, [as_article(one) for one in batch], options, dict(steps)))
            if len(waiting) > 2 * processes:
                yield from waiting.pop(0).result()
        for future in waiting:
            yield from future.result()


def _extract_batch(articles: list[Article], options: Options, steps: Mapping[str, Step]) -> list[Extraction]:
    nlp = load_tokenizer()
    return [extract_doc(read_doc(nlp, one.text), one, options=options, steps=steps) for one in articles]
