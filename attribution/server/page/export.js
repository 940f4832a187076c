// What an editor takes away: records of `attribution/1` with `reviewed`, and training data in JSON Lines.

import { markedStretches } from "./marks.js";
import { inOrder } from "./review.js";
import { sha256 } from "./sha256.js";

export const NOT_A_QUOTATION = "not-a-quotation";
const EXTRACTION_KEYS = ["schema", "article", "engine", "records", "problems"];

/** Return the extraction with what the review made of it. Rejected statements become problems that name them. */
export function reviewedExtraction(base, items) {
  const kept = items.filter((item) => item.status !== "rejected");
  const ids = new Map(kept.map((item) => [item.key, idOf(base.article.sha256, item.record)]));
  const records = inOrder(kept).map((item) => reviewedRecord(item, ids));
  const extraction = { ...base, records, problems: problemsOf(base, items) };
  return Object.fromEntries(EXTRACTION_KEYS.map((key) => [key, extraction[key]]));
}

/** Return the id of a record: of a digest over the article's, the kind and the offsets of the content. */
export function idOf(digest, { kind, content }) {
  const spans = content.map(({ start, end }) => `${start}-${end}`).join(" ");
  return sha256(`${digest} ${kind} ${spans}`).slice(0, 16);
}

function reviewedRecord({ key, original, status, changed, record }, ids) {
  const via = record.via.filter((outer) => ids.has(outer));
  const evidence = via.length < record.via.length ? withoutOuter(record.evidence, via) : record.evidence;
  const whole = { ...record, id: ids.get(key), via: via.map((outer) => ids.get(outer)), evidence };
  return status === "open" ? whole : { ...whole, reviewed: { status, changed, original } };
}

function withoutOuter(evidence, via) {
  const note = via.length ? "an outer statement was rejected" : "the outer statement was rejected";
  const rest = evidence.filter((item) => item.field !== "via");
  return [...rest, { field: "via", rule: "review:outer-rejected", mention: null, note }];
}

function problemsOf(base, items) {
  const rejected = items.filter((item) => item.status === "rejected" && item.original);
  const found = rejected.map(({ original, record }) => ({
    code: NOT_A_QUOTATION,
    start: record.content[0].start,
    end: record.content[record.content.length - 1].end,
    message: `rejected in review: ${original}`,
  }));
  return [...base.problems.filter((problem) => problem.code !== NOT_A_QUOTATION), ...found].sort(byPlace);
}

function byPlace(one, other) {
  const texts = (problem) => [problem.code, problem.message];
  const [mine, theirs] = [texts(one), texts(other)];
  const worded = mine.findIndex((part, at) => part !== theirs[at]);
  return one.start - other.start || one.end - other.end || (worded < 0 ? 0 : mine[worded] < theirs[worded] ? -1 : 1);
}

/** Return how many statements nobody has decided on. */
export function openCount(items) {
  return items.filter((item) => item.status === "open").length;
}

/**
 * Return a line of training data: the corpus format of `attribution/training/corpus.py` and the annotation guide.
 * A quotation that nobody checked has `doubt`. Marked stretches that no statement has count as said by nobody once
 * all statements are checked; before that only the rejected ones do.
 */
export function trainingLine(base, items, text) {
  const kept = inOrder(items.filter((item) => item.status !== "rejected"));
  const { article } = base;
  return {
    doc: article.sha256.slice(0, 16),
    title: article.title,
    author: article.authors ? article.authors.join(", ") : null,
    publisher: article.publisher,
    published: article.published,
    text: text.string,
    attributions: kept.map(({ record }) => relationOf(record)),
    quotes: quotesOf(kept),
    not_quotations: notQuotations(items, kept, text),
  };
}

const spanOf = ({ start, end }) => [start, end];
const spansOf = (mention) => (mention ? [spanOf(mention)] : []);

function relationOf(record) {
  return { source: spansOf(record.source), cue: spansOf(record.cue), content: record.content.map(spanOf) };
}

/** Return each marked stretch once, as said in the tightest statement that holds it. */
function quotesOf(kept) {
  const size = ({ record }) => record.content.reduce((sum, { start, end }) => sum + end - start, 0);
  const tightest = new Map();
  for (const item of [...kept].sort((one, other) => size(other) - size(one)))
    for (const quotation of item.record.quotations) tightest.set(spanOf(quotation).join(), quoteOf(quotation, item));
  return [...tightest.values()].sort((one, other) => one.span[0] - other.span[0] || one.span[1] - other.span[1]);
}

function quoteOf(quotation, { record, status }) {
  const { speaker, outlet } = record;
  return {
    span: spanOf(quotation),
    source: spansOf(record.source),
    cue: spansOf(record.cue),
    speaker: speaker?.name ?? null,
    speaker_kind: speaker?.kind ?? "unnamed",
    title: speaker?.title?.exact ?? null,
    affiliation: speaker?.affiliation?.exact ?? null,
    outlet: outlet?.name ?? null,
    outlet_where: outlet ? { "same-sentence": "same", carried: "carried" }[outlet.basis] : "none",
    doubt: status === "open",
  };
}

function notQuotations(items, kept, text) {
  const rejected = items
    .filter((item) => item.status === "rejected")
    .flatMap(({ record }) => record.quotations.map(spanOf));
  const marked = openCount(items)
    ? []
    : markedStretches(text.string).map(([start, end]) => [text.point(start), text.point(end)]);
  const said = kept.flatMap(({ record }) => record.quotations.map(spanOf));
  const free = ([start, end]) => !said.some(([from, to]) => from < end && start < to);
  const found = new Map([...rejected, ...marked].filter(free).map((span) => [span.join(), span]));
  return [...found.values()].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
}

/** Return JSON that holds every character, lone surrogates too; line ends of two odd kinds are escaped as well. */
export function toJson(value, indent) {
  return JSON.stringify(value, null, indent).replace(
    /[\u2028\u2029]/g,
    (odd) => `\\u${odd.charCodeAt(0).toString(16)}`,
  );
}
