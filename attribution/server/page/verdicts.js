// What /verify said of a statement's quotations: a badge on the card, and the differences in the detail.

import { el, inert } from "./dom.js";

const VERDICTS = {
  verbatim: ["good", "verbatim", "The source has these words, character for character."],
  "verbatim-folded": ["good", "verbatim", "The source has these words; only typography or the edges differ."],
  "marked-edit": ["good", "marked edit", "The source has these words; what was left out or put in is marked."],
  ambiguous: ["doubt", "in several places", "The words stand in several places of the source."],
  truncated: ["doubt", "cut short", "The sentence goes on in a way that matters, or a negation stands before it."],
  "ellipsis-hides": ["doubt", "ellipsis hides", "What a mark leaves out holds a negation, a condition or a number."],
  "other-speaker": ["bad", "another speaker", "The words stand in the source under the name of somebody else."],
  spliced: ["bad", "spliced", "The words are put together from places that do not follow each other."],
  altered: ["bad", "altered", "Words, case or punctuation differ from the source."],
  "translated-or-paraphrase": ["doubt", "other language", "The source is in another language."],
  "not-found": ["bad", "not found", "Nothing near enough stands in the source."],
  "source-unavailable": ["doubt", "source not read", "A source could not be read."],
};

/** Return results by item key: those of the report whose record is the item's, with the item they hold for. */
export function verdictsOf(report, items, ids) {
  const found = new Map();
  for (const item of items) {
    const results = report.results.filter((result) => result.quotation.record === ids.get(item.key));
    if (results.length) found.set(item.key, { results, sources: report.sources, record: item.record });
  }
  return found;
}

/** Return how many statements have which of good, doubt and bad. */
function countVerdicts(verdicts) {
  const counts = { good: 0, doubt: 0, bad: 0 };
  for (const { results } of verdicts.values()) counts[toneOf(results)] += 1;
  return counts;
}

function toneOf(results) {
  const tones = results.map((result) => VERDICTS[result.verdict]?.[0] ?? "doubt");
  return ["bad", "doubt", "good"].find((tone) => tones.includes(tone));
}

/** Return what the verification found, in words. */
export function summary(verdicts) {
  const { good, doubt, bad } = countVerdicts(verdicts);
  const parts = [
    [good, "as in the source"],
    [doubt, "to look at"],
    [bad, "not as in the source"],
  ];
  const found = parts.filter(([count]) => count).map(([count, what]) => `${count} ${what}`);
  return `Quotations: ${found.join(", ") || "none to verify"}.`;
}

/** Return the badge of a statement, null where it was not verified. */
export function verdictBadge(verdict, item) {
  if (!verdict) return null;
  const tone = toneOf(verdict.results);
  const worst = verdict.results.find((result) => (VERDICTS[result.verdict]?.[0] ?? "doubt") === tone);
  const stale = verdict.record !== item.record ? " (before the change)" : "";
  return el("span", { class: `verdict ${tone}` }, (VERDICTS[worst.verdict]?.[1] ?? worst.verdict) + stale);
}

/** Return each result of a statement with its place and differences. */
export function verdictDetail(verdict, item) {
  const stale = verdict.record !== item.record;
  return el(
    "section",
    { class: "verification", "aria-label": "Against the source" },
    stale && el("p", { class: "note" }, "The statement was changed after this. Verify again."),
    verdict.results.map((result) => resultOf(result, verdict.sources)),
  );
}

function resultOf(result, sources) {
  const [tone, label, meaning] = VERDICTS[result.verdict] ?? ["doubt", result.verdict, ""];
  const { place } = result;
  return el(
    "div",
    { class: "result" },
    el("p", {}, el("strong", { class: tone }, label), " ", meaning),
    result.flags.map((flag) =>
      el("p", { class: "flag" }, flag.code.replaceAll("-", " "), flag.note && [": ", el("bdi", {}, inert(flag.note))]),
    ),
    result.differences.some(({ op }) => op !== "equal") &&
      el("p", { class: "diff", dir: "auto" }, result.differences.map(difference)),
    place && el("p", { class: "place" }, sourceName(place, sources), placeOf(place)),
  );
}

/** Return a stretch of the diff: what the quotation has is inserted, what only the source has is deleted. */
function difference({ op, quotation, source }) {
  if (op === "equal") return [...inert(quotation), " "];
  const parts = [];
  if (source) parts.push(el("del", { "aria-label": "only in the source" }, inert(source)), " ");
  if (quotation) parts.push(el("ins", { "aria-label": "only in the article" }, inert(quotation)), " ");
  return parts;
}

function sourceName(place, sources) {
  const where = [place.speaker, place.page && `page ${place.page}`].filter(Boolean).join(", ");
  return el(
    "span",
    { class: "origin" },
    el("bdi", {}, inert(sources[place.source].name)),
    where && [", ", el("bdi", {}, inert(where))],
    ": ",
  );
}

function placeOf({ prefix, exact, suffix }) {
  return el("q", { dir: "auto" }, "…", inert(prefix), el("mark", {}, inert(exact)), inert(suffix), "…");
}
