// What to mark in the article: every statement, and the parts of the chosen one with their names over them.

import { FIELDS } from "./fields.js";

const CLOSING = '”"’»';
const STANDING = ["source", "cue", "outlet"]; // fields that are always marked
const LABELLED = ["source", "speaker", "outlet"]; // fields of the chosen one with their name over them

/** Return the spans of all items, and those of the fields of the selected one. */
export function spansOf(items, text, selected, step) {
  const unit = (mention) => ({ start: text.unit(mention.start), end: text.unit(mention.end) });
  return items.flatMap((item, index) => {
    const standing = standingSpans(item).map((span) => ({ ...span, ...unit(span) }));
    const chosen = item.key === selected ? chosenSpans(item, step).map((span) => ({ ...span, ...unit(span) })) : [];
    return [...standing, ...chosen, badgeSpan(item, index + 1, unit(item.record.content.at(-1)), text.string)];
  });
}

/** The number of a statement stands behind its last words, and behind the mark that closes them. */
function badgeSpan({ key, status }, number, { start, end }, string) {
  const place = CLOSING.includes(string[end] ?? " ") ? { start: end, end: end + 1 } : { start, end };
  return { ...place, key, field: "content", classes: [], badge: { number, status } };
}

function standingSpans({ key, status, record }) {
  const classes = [status === "rejected" ? "rejected" : "said"];
  const content = record.content.map(({ start, end }) => ({ start, end, key, field: "content", classes }));
  if (status === "rejected") return content;
  const quoted = record.quotations.map(({ start, end }) => ({
    start,
    end,
    key,
    field: "content",
    classes: ["quotation"],
  }));
  const fields = FIELDS.filter((field) => STANDING.includes(field.name));
  const parts = fields.flatMap(({ name, places }) =>
    places(record).map(({ start, end }) => ({ start, end, key, field: name, classes: [name] })),
  );
  return [...content, ...quoted, ...parts];
}

function chosenSpans({ key, record }, step) {
  return FIELDS.flatMap(({ name, label, places }) =>
    places(record).map(({ start, end }, at) => ({
      start,
      end,
      key,
      field: name,
      classes: ["chosen", `chosen-${name}`, ...(name === step ? ["here"] : [])],
      ...(LABELLED.includes(name) && at === 0 ? { label } : {}),
    })),
  );
}

/** Return of the spans under a click the one that is meant: the shortest, and the next one when clicked again. */
export function meant(spans, selected) {
  const keys = [...new Set([...spans].sort((one, other) => length(one) - length(other)).map((span) => span.key))];
  const at = keys.indexOf(selected);
  const key = at >= 0 ? keys[(at + 1) % keys.length] : keys[0];
  const own = spans.filter((span) => span.key === key);
  return own.find((span) => span.field !== "content") ?? own[0];
}

function length(span) {
  return (span.end ?? 0) - (span.start ?? 0);
}
