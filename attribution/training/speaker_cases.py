"""Annotated articles as the speaker step is to see them: with annotated statements, and what the reader finds beside.

Sources and quotations are the annotated ones; where only quotations are annotated (web, bbc-abc), the other statements
are those that the reader finds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import Factory, evolve, frozen

from attribution.furniture import find_furniture
from attribution.lexicon import Lexicon, load_lexicon
from attribution.models import CharSpan, Draft, Options, Quotation, Reference, Relation
from attribution.names.book import Label
from attribution.reader.decoding import gather, refer
from attribution.reader.network import load_network
from attribution.reader.words import split_words, words_in
from attribution.records import Article
from attribution.relations import relations as find_relations
from attribution.relations.step import outermost
from attribution.training.corpus import Line, corpus_path

Spans = Sequence[Sequence[int]]


@frozen
class Case:
    """An annotated article with its recognised entities.

    `found` are the relations that the line finds in articles where only quotations are annotated: who spoke last is
    told by statements without quotation marks too. `refers` is what the reader takes each source to mean.
    """

    corpus: str
    line: Line
    labels: tuple[Label, ...]
    found: tuple[Relation, ...] = ()
    refers: Mapping[CharSpan, tuple[Reference, ...]] = Factory(dict)


def load_cases(directory: Path, names: Iterable[str], cache: Path | None = None) -> list[Case]:
    """Read the articles whose speakers are annotated and recognise their entities, or take these from `cache`."""
    known = json.loads(cache.read_text("utf8")) if cache and cache.exists() else {}
    cases: list[Case] = []
    for name in names:
        for row in corpus_path(directory, name).read_text("utf8").splitlines():
            line = json.loads(row)
            if not any("speaker" in quote for quote in line["quotes"]):
                continue
            key = f"{name}/{line['doc']}#{load_network().version}"
            if key not in known:
                known[key] = _read(line)
            entities, found, refers = known[key]
            labels = tuple((start, end, label) for start, end, label in entities)
            cases.append(Case(name, line, labels, tuple(_relation(*spans) for spans in found), _references(refers)))
    if cache:
        cache.write_text(json.dumps(known), "utf8")
    return cases


def _read(line: Line) -> tuple[Any, Any, Any]:
    """Return the reader's entities, the statements beside the annotated ones, and what sources refer to."""
    lexicon, options = load_lexicon(), Options()
    draft = find_relations(None, _with_furniture(gold_draft(line), lexicon), lexicon, options)  # type: ignore[arg-type]
    found = [] if _has_statements(line) else _other_statements(line, draft.relations)
    entities = [(entity.span.start, entity.span.end, entity.label) for entity in draft.entities]
    return entities, found, _find_references(gold_draft(line, tuple(_relation(*spans) for spans in found)))


def _has_statements(line: Line) -> bool:
    """Tell whether statements without quotation marks are annotated too."""
    return len(line["attributions"]) > len(line["quotes"])


def _other_statements(line: Line, relations: Sequence[Relation]) -> list[list[list[list[int]]]]:
    """Return content, source and cue of found relations, those of annotated words left out."""
    taken = [CharSpan(*span) for quote in line["quotes"] for span in (quote["span"], *(quote["source"] or ()))]
    rows = []
    for relation in relations:
        spans = [*relation.content, *([relation.source] if relation.source else [])]
        if relation.source and not any(span.overlaps(other) for span in spans for other in taken):
            parts = (relation.content, (relation.source,), (relation.cue,) if relation.cue else ())
            rows.append([[[span.start, span.end] for span in part] for part in parts])
    return rows


def _find_references(draft: Draft) -> list[list[Any]]:
    """Return [source, [[word, probability], ...]] for each source of a draft, places as [start, end]."""
    outer = [quotation.span for _, quotation in outermost(draft.quotations)]
    words = split_words(draft.article.text, [(span.start, span.end) for span in outer])
    scores = gather(words, load_network().read(words))
    rows = []
    for source in sorted({relation.source for relation in draft.relations if relation.source}):
        place = words_in(words, source)
        meant = refer(scores, place) if len(place) else ()
        rows.append([[source.start, source.end], [[words[at].start, words[at].end, p] for at, p in meant]])
    return rows


def _references(rows: list[list[Any]]) -> dict[CharSpan, tuple[Reference, ...]]:
    return {CharSpan(*span): tuple(Reference(CharSpan(a, b), p) for a, b, p in meant) for span, meant in rows}


def case_draft(case: Case, lexicon: Lexicon) -> Draft:
    """Return the draft that a faultless line would hand to the speaker step for a case."""
    draft = gold_draft(case.line, case.found)
    told = (evolve(r, refers=case.refers.get(r.source, ())) if r.source else r for r in draft.relations)
    return _with_furniture(evolve(draft, relations=tuple(told)), lexicon)


def gold_draft(line: Line, found: Sequence[Relation] = ()) -> Draft:
    """Return a draft of annotated contents and sources.

    `found` are further relations, where statements without quotation marks are not annotated.
    """
    author = line.get("author")
    article = Article(text=line["text"], title=line.get("title"), authors=(author,) if author else ())
    marked = sorted([tuple(q["span"]) for q in line["quotes"]] + [tuple(span) for span in line["not_quotations"]])
    quotations = tuple(Quotation(CharSpan(*span), CharSpan(*span)) for span in marked)
    said = [_relation([quote["span"]], quote["source"], quote.get("cue")) for quote in line["quotes"]]
    sources = {relation.source for relation in said}
    rest = (_relation(row["content"], row["source"], row["cue"]) for row in line["attributions"] if row["content"])
    others = (r for r in rest if r.source not in sources)
    return Draft(article, quotations=quotations, relations=(*said, *others, *found))


def _relation(content: Spans, source: Spans | None, cue: Spans | None) -> Relation:
    spans = tuple(sorted(CharSpan(*span) for span in content))
    return Relation(content=spans, source=_first(source), cue=_first(cue))


def _first(spans: Spans | None) -> CharSpan | None:
    return CharSpan(*spans[0]) if spans else None


def _with_furniture(draft: Draft, lexicon: Lexicon) -> Draft:
    return evolve(draft, furniture=tuple(find_furniture(draft.article.text, draft, lexicon)))
