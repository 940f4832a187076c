// The statements beside the article: a list of cards, the selected one with its chain, grounds and actions.

import { el, inert, replaceKeepingFocus } from "./dom.js";
import { CHAIN, FIELDS, fieldNamed, kindOf, whoSpeaks, wordsOf } from "./fields.js";
import { verdictBadge, verdictDetail } from "./verdicts.js";

const UNSURE = 0.5; // a calibrated probability below this says: more likely wrong than right
const STATUS = {
  open: "to check",
  accepted: "accepted",
  corrected: "corrected",
  added: "added",
  rejected: "not a quotation",
};
export const FILTERS = {
  all: ["All", () => true],
  open: ["To check", (item) => item.status === "open"],
  unsure: ["Unsure", (item) => item.status === "open" && least(item.record) < 0.75],
  quoted: ["With quoted words", (item) => item.record.quotations.length > 0],
  rejected: ["Not quotations", (item) => item.status === "rejected"],
};

/** The list of statements in `root`; `actions` says what its buttons do. */
export class Panel {
  constructor(root, actions) {
    this.root = root;
    this.actions = actions;
    this.cards = new Map(); // key -> { element, made: what it was made from }
  }

  /** Show the items that pass the filter. Cards of which nothing changed are left alone. */
  show({ items, selected, step, filter, verdicts }) {
    const numbered = items.map((item, index) => ({ item, number: index + 1 }));
    const shown = numbered.filter(({ item }) => item.key === selected || FILTERS[filter][1](item));
    const tabbable = shown.some(({ item }) => item.key === selected) ? selected : shown[0]?.item.key;
    const cards = shown.map(({ item, number }) =>
      this.#card(item, number, items, { selected, step, tabbable, verdicts }),
    );
    const old = [...this.root.children];
    if (cards.length !== old.length || cards.some((card, at) => card !== old[at]))
      replaceKeepingFocus(this.root, ...cards);
  }

  /** Bring a card into view, and in it the field that is looked at. */
  reveal(key) {
    const card = this.cards.get(key)?.element;
    if (!card) return;
    const room = this.root.closest("[data-scrolls]").clientHeight - 90; // without the head that stays above the cards
    card.scrollIntoView({ block: card.offsetHeight > room ? "start" : "nearest" });
    card.querySelector(".row.now")?.scrollIntoView({ block: "nearest" });
  }

  #card(item, number, items, { selected, step, tabbable, verdicts }) {
    const isSelected = item.key === selected;
    const verdict = verdicts.get(item.key) ?? null;
    const made = [item, number, isSelected, isSelected && step, item.key === tabbable, verdict, isSelected && items];
    const card = this.cards.get(item.key);
    if (card && card.made.every((part, at) => part === made[at])) return card.element;
    const parts = [this.#head(item, number, isSelected, item.key === tabbable, verdict)];
    if (isSelected) parts.push(this.#detail(item, items, step, verdict));
    const element = card?.element ?? el("li", {});
    element.className = `card ${item.status}${isSelected ? " selected" : ""}`;
    replaceKeepingFocus(element, ...parts);
    this.cards.set(item.key, { element, made });
    return element;
  }

  #head(item, number, isSelected, isTabbable, verdict) {
    const { record } = item;
    const outlet = record.outlet
      ? el("span", { class: "via" }, " via ", el("bdi", {}, inert(record.outlet.name)))
      : null;
    return el(
      "button",
      {
        type: "button",
        class: "head",
        id: `card-${item.key}`,
        tabindex: isTabbable ? "0" : "-1",
        "aria-expanded": String(isSelected),
        onclick: () => this.actions.select(item.key),
      },
      el("span", { class: "number" }, el("span", { class: "hidden" }, "Statement "), number),
      el("span", { class: "who" }, el("bdi", {}, inert(whoSpeaks(record))), outlet),
      el("span", { class: "status" }, STATUS[item.status]),
      el("span", { class: "words", dir: "auto" }, quoted(record)),
      verdictBadge(verdict, item),
    );
  }

  #detail(item, items, step, verdict) {
    const rest = FIELDS.filter((field) => !CHAIN.includes(field.name)).map((field) =>
      this.#row(item, field.name, step),
    );
    const isOuter = (other) => item.record.via.includes(other.key) && other.status !== "rejected";
    const outer = items.flatMap((other, at) => (isOuter(other) ? [at] : []));
    return el(
      "div",
      { class: "detail" },
      el(
        "ol",
        { class: "chain", "aria-label": "From the words to the outlet" },
        CHAIN.map((name) => this.#row(item, name, step)),
      ),
      el("ul", { class: "rest", "aria-label": "Further fields" }, rest),
      outer.length > 0 &&
        el(
          "p",
          { class: "outer" },
          "Reported inside ",
          outer.map((at) => this.#link(items[at], at + 1)),
        ),
      verdict && verdictDetail(verdict, item),
      this.#actions(item),
    );
  }

  #link(item, number) {
    const go = () => this.actions.select(item.key);
    return el("button", { type: "button", class: "link", onclick: go }, `statement ${number}`, " ");
  }

  #row(item, name, step) {
    const { key, record } = item;
    const field = fieldNamed(name);
    const words = wordsOf(record, name);
    const isNow = name === step;
    const change = () => this.actions.change(key, name);
    return el(
      "li",
      { class: `row ${name}${isNow ? " now" : ""}` },
      el(
        "button",
        {
          type: "button",
          class: "step",
          id: `step-${key}-${name}`,
          "aria-current": isNow ? "step" : null,
          onclick: () => this.actions.goTo(key, name),
        },
        el("span", { class: "label" }, field.label),
        el(
          "span",
          { class: words === null ? "value none" : "value" },
          words === null ? "none" : el("bdi", {}, inert(words)),
        ),
        confidenceOf(record, name),
      ),
      el(
        "button",
        {
          type: "button",
          class: "change",
          id: `change-${key}-${name}`,
          "aria-label": `Change ${field.label.toLowerCase()}`,
          onclick: change,
        },
        "Change",
      ),
      this.#kind(item, field),
      isNow && groundsOf(record, name),
    );
  }

  #kind(item, field) {
    const held = kindOf(item.record, field.name);
    if (!held) return null;
    const name = `${field.label} is a`;
    const options = field.kinds.map((kind) => el("option", { value: kind, selected: kind === held }, kind));
    const choose = (event) => this.actions.setKind(item.key, field.name, event.target.value);
    return el(
      "select",
      { class: "kind", id: `kind-${item.key}-${field.name}`, "aria-label": name, onchange: choose },
      options,
    );
  }

  #actions(item) {
    const { key, status } = item;
    const button = (name, label, act, kind = "") =>
      el("button", { type: "button", class: kind, id: `${name}-${key}`, onclick: () => act(key) }, label);
    const { accept, reject, reopen } = this.actions;
    return el(
      "div",
      { class: "actions" },
      status === "open" && button("accept", "Accept", accept, "primary"),
      status === "rejected"
        ? button("accept", "It is a quotation", accept, "primary")
        : button("reject", item.original === null ? "Remove" : "Not a quotation", reject),
      item.original !== null && status !== "open" && button("reopen", "Back to what was found", reopen),
    );
  }
}

function quoted(record) {
  const words = wordsOf(record, "content");
  return inert(record.kind === "direct" ? `“${words}”` : words);
}

function least(record) {
  return Math.min(...Object.values(record.confidence).filter((value) => value !== null));
}

function confidenceOf(record, name) {
  const value = record.confidence[name];
  if (value === null || value === undefined) return null;
  const percent = `${Math.floor(value * 100)}%`;
  return el(
    "span",
    { class: value < UNSURE ? "sure low" : "sure" },
    el("span", { class: "hidden" }, "confidence "),
    percent,
  );
}

/** Return why the field holds what it holds: the notes and rules of its evidence. */
function groundsOf(record, name) {
  const basis =
    name === "outlet" && record.outlet
      ? { carried: "cited in another sentence", "same-sentence": "cited in the same sentence" }[record.outlet.basis]
      : null;
  const items = record.evidence
    .filter((item) => item.field === name)
    .map((item) =>
      el(
        "li",
        {},
        item.note && el("span", { class: "note" }, inert(item.note)),
        item.mention && [" at ", el("bdi", { class: "seen" }, inert(short(item.mention.exact)))],
        " ",
        el("code", {}, item.rule),
      ),
    );
  return el("ul", { class: "grounds", "aria-label": "Why" }, basis && el("li", {}, basis), items);
}

function short(words) {
  const characters = [...words];
  return characters.length > 60 ? `${characters.slice(0, 57).join("")}…` : words;
}
