// The state of the page, and what follows from it. It is replaced, never changed.

import { wordsOf } from "./fields.js";
import { startHistory } from "./history.js";
import { trimSelection } from "./marks.js";

/** Return the state before an article is open. */
export function emptyState() {
  return {
    name: null, // what the article is called
    text: null, // Text of the article
    base: null, // the extraction as it was found
    history: startHistory([]), // of the items, see review.js
    selected: null, // key of the selected item
    step: "content", // field that is looked at
    filter: "all",
    picking: null, // { key, field } while a field waits for words
    words: null, // chosen words in the article: [start, end) in code points
    verdicts: new Map(), // key -> results of /verify
    sources: [], // source documents that were dropped
  };
}

/** Return the state with an article opened. */
export function opened(state, { name, text, base, items }) {
  return {
    ...emptyState(),
    filter: "all",
    name,
    text,
    base,
    history: startHistory(items),
    selected: items[0]?.key ?? null,
  };
}

export const itemsIn = (state) => state.history.present;

/** Return the selected item, undefined where there is none. */
export function selectedItem(state) {
  return itemsIn(state).find((item) => item.key === state.selected);
}

/** Return the number by which an item is shown. */
export function numberOf(state, key) {
  return itemsIn(state).findIndex((item) => item.key === key) + 1;
}

/** Return the key of the next item that nobody has decided on, beginning behind `key`; null where there is none. */
export function nextOpenKey(items, key) {
  const at = items.findIndex((item) => item.key === key);
  const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return order.find((item) => item.status === "open")?.key ?? null;
}

/** Return the chosen words as [start, end) without blanks and wrapping marks; null where nothing is left. */
export function chosenSpan({ text, words }) {
  const [start, end] = trimSelection(text.string, [text.unit(words[0]), text.unit(words[1])]);
  return start < end ? [text.point(start), text.point(end)] : null;
}

/** Return the items whose speaker or outlet another one could take: one for each name, those not rejected. */
export function candidatesFor(items, { key, field }) {
  if (field !== "speaker" && field !== "outlet") return [];
  const own = items.find((item) => item.key === key);
  const found = new Map();
  for (const item of items) {
    const words = wordsOf(item.record, field);
    const named = words !== null && (field === "outlet" || item.record.speaker.name !== null);
    if (named && item.status !== "rejected" && words !== wordsOf(own.record, field) && !found.has(words))
      found.set(words, item);
  }
  return [...found.values()];
}
