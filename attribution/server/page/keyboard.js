// The keys. Undo and redo act everywhere; single letters only while the focus is on the article or the statements,
// and they can be switched off.

import { el } from "./dom.js";

/** Each: the key as `event.key`, how it is shown, what it does, and the name of the action. */
const KEYS = [
  { keys: ["j", "ArrowDown"], shown: "↓ or J", does: "next statement", action: "next" },
  { keys: ["k", "ArrowUp"], shown: "↑ or K", does: "statement before", action: "previous" },
  { keys: ["n"], shown: "N", does: "next statement to check", action: "nextOpen" },
  { keys: ["ArrowRight"], shown: "→", does: "next step of the chain: words, source, name, outlet", action: "stepOn" },
  { keys: ["ArrowLeft"], shown: "←", does: "step before", action: "stepBack" },
  { keys: ["a"], shown: "A", does: "accept the statement", action: "acceptSelected" },
  { keys: ["x"], shown: "X", does: "not a quotation", action: "rejectSelected" },
  { keys: ["c"], shown: "C", does: "change the field of this step", action: "changeSelected" },
  { keys: ["s"], shown: "S", does: "choose words in the article, for a new statement or a field", action: "choose" },
  { keys: ["u"], shown: "U or Ctrl+Z", does: "undo", action: "undo" },
  { keys: ["r"], shown: "R or Ctrl+Shift+Z", does: "redo", action: "redo" },
  { keys: ["v"], shown: "V", does: "verify the quotations against a source", action: "verify" },
  { keys: ["e"], shown: "E", does: "export", action: "showExport" },
  { keys: ["o"], shown: "O", does: "open another article", action: "showStart" },
  { keys: ["?"], shown: "?", does: "these keys", action: "showKeys" },
];
const CHOOSING = [
  ["← → ↑ ↓", "move over the words"],
  ["Shift + arrows", "take in more or fewer words"],
  ["Home, End", "first or last word of the line"],
  ["Enter", "use the words"],
  ["Esc", "choose nothing"],
];

/** Call the action of a key; return whether there was one. */
export function handleKey(event, actions, { singleKeys }) {
  if (event.altKey) return false;
  if (event.ctrlKey || event.metaKey) return undoKey(event, actions);
  if (!event.target.closest("#desk")) return false;
  const isArrow = event.key.startsWith("Arrow");
  if (!isArrow && (!singleKeys || event.repeat)) return false;
  if (isArrow && !event.target.closest(".head, .step")) return false;
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const key = KEYS.find(({ keys }) => keys.includes(name));
  if (!key) return false;
  actions[key.action]();
  return true;
}

function undoKey(event, actions) {
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return false;
  actions[key === "y" || event.shiftKey ? "redo" : "undo"]();
  return true;
}

/** Return the tables of the keys for the dialog. */
export function keyTables() {
  const row = ([shown, does]) => el("tr", {}, el("th", { scope: "row" }, el("kbd", {}, shown)), el("td", {}, does));
  const table = (caption, rows) => el("table", {}, el("caption", {}, caption), el("tbody", {}, rows.map(row)));
  return [
    table(
      "On the article and the statements",
      KEYS.map(({ shown, does }) => [shown, does]),
    ),
    table("While words are chosen", CHOOSING),
  ];
}
