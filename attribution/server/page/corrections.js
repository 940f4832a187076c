// What an editor can do to the statements: each action makes a new state and says what happened.

import { announce } from "./dom.js";
import { fieldNamed, whoSpeaks, wordsOf } from "./fields.js";
import { record, redo, undo } from "./history.js";
import { warn } from "./messages.js";
import {
  accept,
  addedItem,
  changeItem,
  inOrder,
  itemsOf,
  reject,
  sameContent,
  setField,
  setKind,
  takeFrom,
} from "./review.js";
import { openCount } from "./export.js";
import { chosenSpan, itemsIn, nextOpenKey, numberOf, selectedItem } from "./state.js";

/** Return the actions; `get` gives the state, `set` takes changes of it. */
export function makeCorrections(get, set) {
  const commit = (items, label, key, changes = {}) => {
    set({ history: record(get().history, items, label, key), ...changes });
    announce(label);
  };
  const named = (key) => `Statement ${numberOf(get(), key)}`;

  const decide = (key, change, done) => {
    const items = changeItem(itemsIn(get()), key, change);
    const next = nextOpenKey(items, key);
    const where = next ? ` Statement ${items.findIndex((item) => item.key === next) + 1} is next.` : "";
    commit(items, `${named(key)} ${done}. ${openCount(items)} left to check.${where}`, key, {
      selected: next ?? key,
      step: "content",
      picking: null,
    });
  };

  /** Words that were rejected and are chosen again are a statement after all. */
  const revive = (key) => {
    commit(changeItem(itemsIn(get()), key, accept), `${named(key)} is a quotation after all.`, key, {
      selected: key,
      step: "source",
      words: null,
    });
  };

  const remove = (key) => {
    const items = itemsIn(get()).filter((item) => item.key !== key);
    commit(items, `${named(key)} removed.`, key, {
      selected: nextOpenKey(items, key) ?? items[0]?.key ?? null,
      picking: null,
    });
  };

  const put = (field, spans) => {
    const { text, selected } = get();
    const items = itemsIn(get());
    if (field === "content" && sameContent(items, spans, selected))
      return warn("Another statement has these words already.");
    const changed = changeItem(items, selected, (item) => setField(item, field, spans, text, items));
    finish(changed, field);
  };

  const finish = (items, field) => {
    const { selected } = get();
    const item = items.find((one) => one.key === selected);
    const words = wordsOf(item.record, field);
    const label = `${fieldNamed(field).label} of ${named(selected).toLowerCase()}: ${words === null ? "none" : `“${words}”`}.`;
    commit(items, label, selected, { picking: null, words: null, step: field });
  };

  return {
    accept: (key) => decide(key, accept, "accepted"),
    reject: (key) => {
      const item = itemsIn(get()).find((one) => one.key === key);
      if (item.original === null) remove(key);
      else decide(key, reject, "is not a quotation");
    },
    reopen: (key) => {
      const item = itemsIn(get()).find((one) => one.key === key);
      const found = itemsOf(get().base).find((one) => one.original === item.original);
      if (!found) return warn("What was found at first is not known here.");
      commit(
        changeItem(itemsIn(get()), key, () => ({ ...found, key })),
        `${named(key)} is as it was found.`,
        key,
      );
    },
    setKind: (key, field, kind) => {
      const items = changeItem(itemsIn(get()), key, (item) => setKind(item, field, kind));
      commit(items, `${fieldNamed(field).label} of ${named(key).toLowerCase()} is a ${kind}.`, key);
    },
    use: (field) => {
      const span = chosenSpan(get());
      if (!span) return warn("These are no words.");
      const item = selectedItem(get());
      if ((field === "title" || field === "affiliation") && !item.record.speaker && !item.record.source)
        return warn("Choose the source or the name first.");
      put(field, [span]);
    },
    useMore: () => {
      const span = chosenSpan(get());
      const parts = selectedItem(get()).record.content.map(({ start, end }) => [start, end]);
      if (!span || parts.some(([start, end]) => start < span[1] && span[0] < end))
        return warn("These words belong to the statement already.");
      put(
        "content",
        [...parts, span].sort((one, other) => one[0] - other[0]),
      );
    },
    empty: (field) => put(field, []),
    take: (field, other) => {
      const { text, selected } = get();
      finish(
        changeItem(itemsIn(get()), selected, (item) => takeFrom(item, field, other, text)),
        field,
      );
    },
    add: () => {
      const span = chosenSpan(get());
      if (!span) return warn("These are no words.");
      const items = itemsIn(get());
      const same = sameContent(items, [span]);
      if (same?.status === "rejected") return revive(same.key);
      if (same) return warn("Another statement has these words already.");
      const key = newKey(items);
      const added = inOrder([...items, addedItem(key, [span], get().text, items)]);
      const number = added.findIndex((item) => item.key === key) + 1;
      commit(added, `Statement ${number} added. Choose who said it.`, key, {
        selected: key,
        step: "source",
        picking: { key, field: "source" },
        words: null,
      });
    },
    undo: () => travel(undo(get().history), "Undone"),
    redo: () => travel(redo(get().history), "Done again"),
    /** Replace all items at once, as when an export is loaded. */
    replaceAll: (items, label) =>
      commit(items, label, null, { selected: items[0]?.key ?? null, step: "content", picking: null }),
  };

  function travel(result, verb) {
    if (!result) return announce("There is nothing more.");
    const { history, step } = result;
    const there = history.present.some((item) => item.key === step.key);
    set({ history, selected: there ? step.key : (history.present[0]?.key ?? null), picking: null });
    announce(`${verb}: ${step.label}`);
  }
}

function newKey(items) {
  let number = 1;
  while (items.some((item) => item.key === `added-${number}`)) number += 1;
  return `added-${number}`;
}

/** Return how a statement is announced. */
export function describe(state, item) {
  return `Statement ${numberOf(state, item.key)}, ${whoSpeaks(item.record)}`;
}
