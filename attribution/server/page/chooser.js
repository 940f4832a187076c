// The bar under the article while words are chosen: what is chosen, and what can be done with it.

import { el, inert, replaceKeepingFocus } from "./dom.js";
import { fieldNamed, whoSpeaks, wordsOf } from "./fields.js";

const MOST_CANDIDATES = 8;
const DIRECT = ["content", "source", "speaker", "outlet", "cue", "title", "affiliation"];

/**
 * Show the bar in `root`. `words` are the chosen ones or null; `picking` is { key, field } where a field waits for
 * words; `item` is the selected one with its number.
 */
export function showChooser(root, { picking, words, item, number, candidates }, actions) {
  root.hidden = !picking && words === null;
  if (root.hidden) return root.replaceChildren();
  const chosen =
    words === null
      ? el(
          "p",
          { class: "chosen-words none" },
          "Select the words in the article: with the mouse, or with the arrow keys and Shift.",
        )
      : el("p", { class: "chosen-words" }, "“", el("bdi", {}, inert(shorten(words))), "”");
  const parts = picking
    ? pickingParts(picking, words, item, number, candidates, actions)
    : freeParts(item, number, actions);
  replaceKeepingFocus(root, parts.heading, chosen, parts.buttons);
}

function pickingParts({ field }, words, item, number, candidates, actions) {
  const label = fieldNamed(field).label;
  const held = wordsOf(item.record, field);
  const button = (id, text, act, kind = "") => el("button", { type: "button", id, class: kind, onclick: act }, text);
  const buttons = el(
    "div",
    { class: "buttons" },
    words !== null && button("use-words", `Use as ${label.toLowerCase()}`, () => actions.use(field), "primary"),
    words !== null && field === "content" && button("use-more", "Add to the words", () => actions.useMore()),
    held !== null && field !== "content" && button("use-none", "Leave empty", () => actions.empty(field)),
    button("use-cancel", "Cancel", () => actions.cancel()),
    candidates.length > 0 && el("span", { class: "or" }, "or as in another statement:"),
    candidates
      .slice(0, MOST_CANDIDATES)
      .map((other, at) =>
        button(
          `candidate-${at}`,
          el("bdi", {}, inert(wordsOf(other.record, field))),
          () => actions.take(field, other.record),
          "candidate",
        ),
      ),
  );
  return { heading: el("h2", {}, `${label} of statement ${number}`), buttons };
}

function freeParts(item, number, actions) {
  const set = (field) => {
    const label = fieldNamed(field).label;
    return el(
      "button",
      {
        type: "button",
        id: `set-${field}`,
        "aria-label": `Use as ${label.toLowerCase()} of statement ${number}`,
        onclick: () => actions.use(field),
      },
      label,
    );
  };
  const buttons = el(
    "div",
    { class: "buttons" },
    el("button", { type: "button", id: "add-words", class: "primary", onclick: () => actions.add() }, "New statement"),
    item && [
      el("span", { class: "or" }, `or as this of ${number}, ${shorten(whoSpeaks(item.record), 24)}:`),
      DIRECT.map(set),
    ],
    el("button", { type: "button", id: "use-cancel", onclick: () => actions.cancel() }, "Cancel"),
  );
  return { heading: el("h2", { class: "hidden" }, "Chosen words"), buttons };
}

function shorten(words, most = 120) {
  const characters = [...words.replace(/\s+/g, " ")];
  if (characters.length <= most) return characters.join("");
  const half = Math.floor(most / 2) - 1;
  return `${characters.slice(0, half).join("")} … ${characters.slice(-half).join("")}`;
}
