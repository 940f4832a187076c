// The page: makes its parts, joins them, and shows the state whenever it changes.

import { ArticleView } from "./article.js";
import { showChooser } from "./chooser.js";
import { describe, makeCorrections } from "./corrections.js";
import { announce, byId, el, inert } from "./dom.js";
import { openCount } from "./export.js";
import { makeExportDialog } from "./export_dialog.js";
import { CHAIN, fieldNamed } from "./fields.js";
import { handleKey, keyTables } from "./keyboard.js";
import { makeOpening, summary } from "./opening.js";
import { FILTERS, Panel } from "./panel.js";
import { spansOf, meant } from "./spans.js";
import { makeStart } from "./start.js";
import { candidatesFor, chosenSpan, emptyState, itemsIn, nextOpenKey, numberOf, opened, selectedItem } from "./state.js";
import { keep, keepSettings, kept, settings } from "./storage.js";
import { listenForDrops } from "./dropping.js";
import { WordCursor } from "./words.js";

const SAVE_AFTER = 250; // milliseconds, so that a long review is not written at every key

let state = emptyState();
let chosenSettings = settings({ singleKeys: true });
let cursor = null; // over the words of the open article
let saving = null; // timer of the next time that the review is kept

const get = () => state;
const view = new ArticleView(byId("text"), clicked);

function set(changes) {
  const before = state;
  state = { ...state, ...changes };
  if (state.history !== before.history) saving ??= setTimeout(keepReview, SAVE_AFTER);
  render(before);
}

function keepReview() {
  clearTimeout(saving);
  saving = null;
  if (!state.base) return;
  const { name, text, base } = state;
  if (!keep({ name, text: text.string, base, items: itemsIn(state) }))
    warn("This browser has no room left to keep the review. Export it before you leave the page.");
}

// What the buttons and keys do

const corrections = makeCorrections(get, set, warn);
const exporting = makeExportDialog(get, warn);

const actions = {
  ...corrections,
  select(key) {
    goTo(key, "content");
  },
  goTo,
  change(key, field) {
    const item = itemsIn(state).find((one) => one.key === key);
    const place = fieldNamed(field).places(item.record)[0] ?? item.record.content[0];
    set({ selected: key, step: field, picking: { key, field }, words: null });
    announce(`Choose the ${fieldNamed(field).label.toLowerCase()} of ${describe(state, item)} in the article.`);
    chooseFrom(place);
  },
  choose() {
    if (!cursor.words.length) return;
    chooseFrom(selectedItem(state)?.record.content[0] ?? { start: 0, end: 1 });
    wordsChosen();
  },
  cancel() {
    const { picking, selected, step } = state;
    getSelection().removeAllRanges();
    set({ picking: null, words: null });
    (byId(`change-${selected}-${picking?.field ?? step}`) ?? byId(`card-${selected}`))?.focus();
  },
  use(field) {
    corrections.use(field);
    if (!state.words) focusStep();
  },
  useMore() {
    corrections.useMore();
    if (!state.words) focusStep();
  },
  empty(field) {
    corrections.empty(field);
    focusStep();
  },
  take(field, other) {
    corrections.take(field, other);
    focusStep();
  },
  add() {
    corrections.add();
    if (state.picking) chooseFrom(selectedItem(state).record.content[0]);
  },
  accept: (key) => decided(() => corrections.accept(key)),
  reject: (key) => decided(() => corrections.reject(key)),
  undo: () => decided(corrections.undo),
  redo: () => decided(corrections.redo),
  acceptSelected: () => state.selected && actions.accept(state.selected),
  rejectSelected: () => state.selected && actions.reject(state.selected),
  changeSelected: () => state.selected && actions.change(state.selected, state.step),
  next: () => move(1),
  previous: () => move(-1),
  nextOpen() {
    const key = nextOpenKey(itemsIn(state), state.selected);
    if (key) goToCard(key);
    else announce("Every statement is checked.");
  },
  stepOn: () => moveStep(1),
  stepBack: () => moveStep(-1),
  verify: () => byId("sources").click(),
  showExport: () => exporting.show(),
  showStart() {
    keepReview();
    start.show();
  },
  showKeys: () => byId("keys").showModal(),
};

function goTo(key, field) {
  const item = itemsIn(state).find((one) => one.key === key);
  if (!item) return;
  const place = fieldNamed(field).places(item.record)[0];
  set({ selected: key, step: field, picking: null });
  panel.reveal(key);
  if (place) view.reveal(units(place));
  const label = fieldNamed(field).label;
  announce(`${describe(state, item)}. ${label}: ${place ? place.exact.slice(0, 200) : "none"}.`);
}

function goToCard(key) {
  goTo(key, "content");
  byId(`card-${key}`)?.focus({ preventScroll: true });
}

function move(step) {
  const shown = [...byId("cards").querySelectorAll(".head")].map((head) => head.id.slice("card-".length));
  const at = shown.indexOf(state.selected);
  const key = shown[Math.min(shown.length - 1, Math.max(0, at + step))];
  if (key) goToCard(key);
}

function moveStep(step) {
  if (!state.selected) return;
  const at = CHAIN.indexOf(state.step);
  const field = CHAIN[Math.min(CHAIN.length - 1, Math.max(0, at + step))];
  goTo(state.selected, field);
  byId(`step-${state.selected}-${field}`)?.focus({ preventScroll: true });
}

/** Do what may select another statement, show it, and take the focus there unless it is on the toolbar. */
function decided(decide) {
  decide();
  const item = selectedItem(state);
  if (!item) return byId("article").focus();
  panel.reveal(item.key);
  view.reveal(units(item.record.content[0]));
  if (!byId("top").contains(document.activeElement)) byId(`card-${item.key}`)?.focus({ preventScroll: true });
}

function focusStep() {
  getSelection().removeAllRanges();
  byId(`change-${state.selected}-${state.step}`)?.focus({ preventScroll: true });
  panel.reveal(state.selected);
}

/** A click on marks selects their statement, or chooses their words where a field waits for words. */
function clicked(spans) {
  const span = meant(spans, state.selected);
  if (state.picking) return span.field === "content" ? undefined : view.select(span.start, span.end);
  goTo(span.key, span.field);
  byId(`card-${span.key}`)?.focus({ preventScroll: true });
}

const units = ({ start, end }) => [state.text.unit(start), state.text.unit(end)];

// Choosing words in the article

function chooseFrom(place) {
  if (!cursor.words.length) return;
  cursor.place(units(place));
  byId("article").focus({ preventScroll: true });
  byId("article").setAttribute("role", "application");
  view.reveal(cursor.span);
  if (state.picking) view.select(...cursor.span);
}

function wordsChosen() {
  view.select(...cursor.span);
  view.reveal(cursor.span);
  announce(state.text.string.slice(...cursor.span));
}

function choosingKey(event) {
  if (event.key === "Escape") actions.cancel();
  else if (event.key === "Enter" && state.words && state.picking) actions.use(state.picking.field);
  else if (event.key === "Enter" && state.words) byId("add-words").focus();
  else if (cursor.move(event)) wordsChosen();
  else return false;
  return true;
}

document.addEventListener("selectionchange", () => {
  if (!state.text) return;
  const span = view.selection();
  const inBar = byId("chooser").contains(document.activeElement);
  if (span === null && (inBar || state.words === null)) return;
  const words = span && [state.text.point(span[0]), state.text.point(span[1])];
  if (words?.join() !== state.words?.join()) set({ words });
});

// What is seen

const panel = new Panel(byId("cards"), actions);

function render(before) {
  const items = itemsIn(state);
  if (state.text !== before.text) showArticle();
  if (!state.text) return;
  view.mark(spansOf(items, state.text, state.selected, state.step));
  panel.show({ ...state, items });
  renderHead(items);
  renderChooser(items);
}

function showArticle() {
  const { article } = state.base;
  view.show(state.text.string, article.language);
  cursor = new WordCursor(state.text.string, view);
  showLine(byId("headline"), article.title);
  showLine(byId("byline"), [article.authors?.join(", "), article.publisher, article.published].filter(Boolean).join(" · "));
  byId("article").scrollTop = byId("panel").scrollTop = 0;
  renderProblems();
}

function showLine(element, words) {
  element.hidden = !words;
  element.replaceChildren(...inert(words ?? ""));
}

function renderHead(items) {
  const left = openCount(items);
  byId("title").replaceChildren(...inert(state.name ?? "Article without a title"));
  byId("count").textContent = left ? `${items.length - left} of ${items.length} checked` : `all ${items.length} checked`;
  byId("bar").value = items.length ? 1 - left / items.length : 1;
  byId("undo").setAttribute("aria-disabled", String(!state.history.past.length));
  byId("redo").setAttribute("aria-disabled", String(!state.history.future.length));
  byId("filter").value = state.filter;
  byId("none").hidden = byId("cards").childElementCount > 0;
  byId("verified").hidden = !state.sources.length;
  byId("verified").textContent = state.sources.length
    ? `${summary(state.verdicts)} Source: ${state.sources.map((file) => file.name).join(", ")}.`
    : "";
}

function renderChooser(items) {
  const span = state.words && chosenSpan(state);
  const words = span && state.text.slice(...span);
  const item = selectedItem(state);
  const number = item ? numberOf(state, item.key) : 0;
  const candidates = state.picking ? candidatesFor(items, state.picking) : [];
  showChooser(byId("chooser"), { picking: state.picking, words, item, number, candidates }, actions);
  document.body.classList.toggle("picking", state.picking !== null);
  document.body.classList.toggle("choosing", state.picking !== null || words !== null);
  if (!state.picking && state.words === null) byId("article").removeAttribute("role");
}

function renderProblems() {
  const { problems } = state.base;
  byId("problems").hidden = !problems.length;
  byId("problems").open = false;
  byId("problems").querySelector("summary").textContent = `Problems in the article: ${problems.length}`;
  const go = ({ start, end }) => view.reveal(units({ start, end: Math.max(end, start + 1) }));
  const button = (problem) => el("button", { type: "button", class: "link", onclick: () => go(problem) }, inert(problem.message));
  byId("problems").querySelector("ul").replaceChildren(...problems.map((problem) => el("li", {}, button(problem))));
}

// Opening, exporting, messages

function show(article) {
  set(opened(state, article));
  history.replaceState(null, "", `#${state.base.article.sha256}`); // so that a reload comes back to it
  start.hide();
  announce(`${itemsIn(state).length} statements. ${openCount(itemsIn(state))} to check.`);
  const first = nextOpenKey(itemsIn(state), null) ?? state.selected;
  if (first) goToCard(first);
  else byId("article").focus();
}

function warn(message, where = null) {
  if (where === "start") start.show();
  byId("problem").hidden = false;
  byId("problem").replaceChildren(...inert(message), el("button", { type: "button", onclick: calm }, "Close"));
}

function calm() {
  byId("problem").hidden = true;
  byId("problem").replaceChildren();
}

function busy(message) {
  byId("busy").hidden = message === null;
  byId("busy").textContent = message ?? "";
  byId("find").disabled = message !== null;
  if (message === null) return;
  calm();
  announce(message);
}

const opening = makeOpening(get, set, show, {
  busy,
  warn,
  askWhich: (count) => start.askWhich(count),
  replaceAll: (items, label) => {
    start.hide();
    corrections.replaceAll(items, label);
  },
});
const start = makeStart(opening, () => state.text !== null);

// Listening

function listen() {
  const clicks = { open: "showStart", undo: "undo", redo: "redo", "show-export": "showExport", "show-keys": "showKeys" };
  for (const [id, name] of Object.entries(clicks)) byId(id).addEventListener("click", () => actions[name]());
  byId("filter").append(...Object.entries(FILTERS).map(([value, [label]]) => el("option", { value }, label)));
  byId("filter").addEventListener("change", (event) => set({ filter: event.target.value }));
  byId("sources").addEventListener("change", async (event) => {
    const files = [...event.target.files];
    if (files.length) await opening.verifyAgainst(files);
    event.target.value = "";
  });
  byId("chooser").addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  byId("desk").addEventListener("keydown", pressed);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address names the article
    (byId(`card-${state.selected}`) ?? byId("cards")).focus();
  });
  addEventListener("pagehide", () => saving && keepReview());
  listenForDrops(() => state.text !== null && !byId("desk").hidden, opening.openFile, opening.verifyAgainst);
  listenForSettings();
}

function pressed(event) {
  const choosing = state.picking || state.words;
  const inArticle = event.target === byId("article");
  const done = (choosing && (inArticle || event.key === "Escape") && choosingKey(event)) || handleKey(event, actions, chosenSettings);
  if (done) event.preventDefault();
}

function listenForSettings() {
  byId("key-tables").append(...keyTables());
  byId("single-keys").checked = chosenSettings.singleKeys;
  byId("single-keys").addEventListener("change", (event) => {
    chosenSettings = { ...chosenSettings, singleKeys: event.target.checked };
    keepSettings(chosenSettings);
  });
}

listen();
const before = kept(location.hash.slice(1));
if (before) opening.openKept(before);
else start.show();
