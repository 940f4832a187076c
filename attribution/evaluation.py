"""Measure the line: against gold records in the contract's JSON, and as predictions for a corpus scorer.

`python -m attribution.evaluation predict CORPUS -o PRED` writes what a scorer of attribution corpora reads, one
article a line; `python -m attribution.evaluation fixtures FOLDER` scores the gold records of a folder.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal

from attrs import asdict, frozen

from attribution.grouping import plain_name
from attribution.jsonio import parse_extraction
from attribution.models import Step
from attribution.pipeline import STEPS, extract_many
from attribution.reader.network import build_network
from attribution.records import Article, AttributionRecord, Extraction, Mention, Speaker
from attribution.relations import relations as read_relations

Spans = list[list[int]]


def predictions(
    corpus: Iterable[dict[str, Any]],
    *,
    relations: Literal["all", "quoted"] = "all",
    steps: Mapping[str, Step] = STEPS,
) -> Iterator[dict[str, Any]]:
    """Yield a prediction for each corpus line ("doc", "text", and metadata where the line has it)."""
    lines = list(corpus)
    extractions = extract_many(map(_article, lines), relations=relations, steps=steps)
    for line, extraction in zip(lines, extractions, strict=True):
        yield {"doc": line["doc"], "records": [_prediction(record) for record in extraction.records]}


def _article(line: dict[str, Any]) -> Article:
    author = line.get("author")
    return Article(
        line["text"],
        title=line.get("title"),
        authors=(author,) if author else (),
        publisher=line.get("publisher"),
        published=line.get("published"),
    )


def _prediction(record: AttributionRecord) -> dict[str, Any]:
    speaker = record.speaker
    return {
        "content": _spans(record.content),
        "cue": _spans([record.cue] if record.cue else []),
        "speaker": _spans([record.source] if record.source else []),
        "speaker_name": speaker.name if speaker else None,
        "title": speaker.title.exact if speaker and speaker.title else None,
        "affiliation": speaker.affiliation.exact if speaker and speaker.affiliation else None,
        "outlet": plain_name(record.outlet) if record.outlet else None,
        "confidence": record.confidence.source,
    }


def _spans(mentions: Sequence[Mention]) -> Spans:
    return [[mention.start, mention.end] for mention in mentions]


@frozen
class Figures:
    """How found records compare with gold records; each a share from 0 to 1.

    `found`: gold statements with quotations whose words are covered by a record. `source`, `name`, `title`,
    `affiliation`, `outlet`: of those, the field is as in the gold, null included. `indirect`: gold statements without
    quotations of which a record shares half the words. `made_up`: records with quotations that no gold statement has.
    """

    quoted: int
    found: float
    source: float
    name: float
    title: float
    affiliation: float
    outlet: float
    indirect: float
    made_up: float


def compare(pairs: Iterable[tuple[Extraction, Extraction]]) -> Figures:
    """Compare (gold, found) extractions of the same articles."""
    counts = dict.fromkeys(("quoted", "found", "source", "name", "title", "affiliation", "outlet"), 0)
    indirect = indirect_found = records = made_up = 0
    for gold, found in pairs:
        for wanted in gold.records:
            best = covering(wanted, found.records)
            if not wanted.quotations:
                indirect += 1
                indirect_found += best is not None
                continue
            counts["quoted"] += 1
            counts["found"] += best is not None
            for name, right in _right(wanted, best).items():
                counts[name] += right
        quoted = [record for record in found.records if record.quotations]
        records += len(quoted)
        made_up += sum(1 for record in quoted if not any(_overlap(record, wanted) for wanted in gold.records))
    total = max(1, counts["quoted"])
    shares = {name: count / total for name, count in counts.items() if name != "quoted"}
    return Figures(
        quoted=counts["quoted"],
        indirect=indirect_found / max(1, indirect),
        made_up=made_up / max(1, records),
        **shares,
    )


def _right(wanted: AttributionRecord, best: AttributionRecord | None) -> dict[str, bool]:
    ours, theirs = (best.speaker if best else None), wanted.speaker

    def exact(speaker: Speaker | None, name: str) -> str | None:
        mention: Mention | None = getattr(speaker, name, None)
        return mention.exact if mention else None

    source = best.source if best else None
    touching = bool(source and wanted.source and source.start < wanted.source.end and wanted.source.start < source.end)
    return {
        "source": best is not None and (touching or source is wanted.source is None),
        "name": best is not None and (ours.name if ours else None) == (theirs.name if theirs else None),
        "title": best is not None and exact(ours, "title") == exact(theirs, "title"),
        "affiliation": best is not None and exact(ours, "affiliation") == exact(theirs, "affiliation"),
        "outlet": best is not None
        and (best.outlet.name if best.outlet else None) == (wanted.outlet.name if wanted.outlet else None),
    }


def covering(wanted: AttributionRecord, records: Sequence[AttributionRecord]) -> AttributionRecord | None:
    """Return the tightest record that covers the quotations of `wanted`, or half of what it shares with it."""
    places = _letters(wanted.quotations or wanted.content)
    least = 0.8 if wanted.quotations else 0.5
    fitting = [
        (len(_letters(record.content)), number)
        for number, record in enumerate(records)
        if len(places & _letters(record.content)) >= least * len(places)
    ]
    return records[min(fitting)[1]] if fitting else None


def _overlap(record: AttributionRecord, wanted: AttributionRecord) -> bool:
    return bool(_letters(record.quotations) & _letters(wanted.content))


def _letters(mentions: Sequence[Mention]) -> set[int]:
    return {place for mention in mentions for place in range(mention.start, mention.end)}


def fixture_pairs(folder: Path) -> Iterator[tuple[Extraction, Extraction]]:
    """Yield (gold, found) for every `<name>.gold.json` in a folder beside its `<name>.txt`."""
    golds = sorted(folder.glob("*.gold.json"))
    texts = [path.with_name(path.name.removesuffix(".gold.json") + ".txt").read_bytes().decode() for path in golds]
    for path, found in zip(golds, extract_many(map(Article, texts)), strict=True):
        yield parse_extraction(path.read_text("utf8")), found


def _steps(weights: Path) -> dict[str, Step]:
    return {**STEPS, "relations": partial(read_relations, network=build_network(weights.read_bytes()))}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m attribution.evaluation", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    predict = commands.add_parser("predict", help="write predictions for a corpus")
    predict.add_argument("corpus", type=Path)
    predict.add_argument("-o", "--output", type=Path, required=True)
    predict.add_argument("--relations", choices=("all", "quoted"), default="all")
    predict.add_argument("--weights", type=Path, help="weights of the reader (ONNX) in place of the package's")
    fixtures = commands.add_parser("fixtures", help="score the gold records of a folder")
    fixtures.add_argument("folder", type=Path)
    args = parser.parse_args(arguments)
    if args.command == "predict":
        with args.corpus.open(encoding="utf8") as lines, args.output.open("w", encoding="utf8") as output:
            steps = _steps(args.weights) if args.weights else STEPS
            for prediction in predictions(map(json.loads, lines), relations=args.relations, steps=steps):
                output.write(json.dumps(prediction, ensure_ascii=False) + "\n")
    else:
        figures = asdict(compare(fixture_pairs(args.folder)))
        sys.stdout.write(json.dumps({name: round(value, 4) for name, value in figures.items()}) + "\n")


if __name__ == "__main__":
    main()
