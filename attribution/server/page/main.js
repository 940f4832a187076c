// The page: makes its parts, joins them, and shows the state whenever it changes.

import { ArticleView } from "./article.js";
import { makeChoosing } from "./choosing.js";
import { describe, makeCorrections } from "./corrections.js";
import { announce, byId, el } from "./dom.js";
import { listenForDrops } from "./dropping.js";
import { openCount } from "./export.js";
import { makeExportDialog } from "./export_dialog.js";
import { fieldNamed } from "./fields.js";
import { handleKey, keyTables } from "./keyboard.js";
import { warn } from "./messages.js";
import { makeNavigation } from "./navigation.js";
import { makeOpening } from "./opening.js";
import { FILTERS, Panel } from "./panel.js";
import { meant, spansOf } from "./spans.js";
import { makeStart } from "./start.js";
import { emptyState, itemsIn, nextOpenKey, opened, selectedItem } from "./state.js";
import { keep, keepSettings, kept, settings } from "./storage.js";
import { showFrame, showState } from "./surroundings.js";

const SAVE_AFTER = 250; // milliseconds, so that a long review is not written at every key

let state = emptyState();
let saving = null; // timer of the next time that the review is kept
let chosenSettings = settings({ singleKeys: true });

const get = () => state;

function set(changes) {
  const before = state;
  state = { ...state, ...changes };
  if (state.history !== before.history) saving ??= setTimeout(keepReview, SAVE_AFTER);
  show(before);
}

function keepReview() {
  clearTimeout(saving);
  saving = null;
  if (!state.base) return;
  const { name, text, base } = state;
  if (!keep({ name, text: text.string, base, items: itemsIn(state) }))
    warn("This browser has no room left to keep the review. Export it before you leave the page.");
}

function show(before) {
  if (!state.text) return;
  if (state.text !== before.text) {
    view.show(state.text.string, state.base.article.language);
    choosing.open(state.text.string);
    showFrame(state.base, navigation.showProblem);
  }
  view.mark(spansOf(itemsIn(state), state.text, state.selected, state.step));
  panel.show({ ...state, items: itemsIn(state) });
  showState(state);
  choosing.show(state);
}

// What the buttons and keys do, by name

const view = new ArticleView(byId("text"), clicked);
const corrections = makeCorrections(get, set);
const navigation = makeNavigation(get, set, view, (key) => panel.reveal(key));
const exporting = makeExportDialog(get);

/** Do what may select another statement, and show it. */
function decide(decision) {
  decision();
  navigation.showSelected();
}

/** Do something with the chosen words; where they were taken, the focus goes back to their field. */
function settle(correction) {
  correction();
  if (!state.words && !state.picking) navigation.backToField();
}

const actions = {
  ...navigation,
  change(key, field) {
    const item = itemsIn(state).find((one) => one.key === key);
    const { label, places } = fieldNamed(field);
    set({ selected: key, step: field, picking: { key, field }, words: null });
    choosing.startAt(places(item.record)[0] ?? item.record.content[0]);
    announce(`Choose the ${label.toLowerCase()} of ${describe(state, item)} in the article.`);
  },
  choose: () => choosing.startAt(selectedItem(state)?.record.content[0] ?? { start: 0, end: 1 }),
  cancel() {
    const field = state.picking?.field;
    set({ picking: null, words: null });
    navigation.backToField(field);
  },
  add() {
    corrections.add();
    if (state.picking) choosing.startAt(selectedItem(state).record.content[0]);
  },
  use: (field) => settle(() => corrections.use(field)),
  useMore: () => settle(corrections.useMore),
  empty: (field) => settle(() => corrections.empty(field)),
  take: (field, other) => settle(() => corrections.take(field, other)),
  setKind: corrections.setKind,
  reopen: corrections.reopen,
  accept: (key) => decide(() => corrections.accept(key)),
  reject: (key) => decide(() => corrections.reject(key)),
  undo: () => decide(corrections.undo),
  redo: () => decide(corrections.redo),
  acceptSelected: () => state.selected && actions.accept(state.selected),
  rejectSelected: () => state.selected && actions.reject(state.selected),
  changeSelected: () => state.selected && actions.change(state.selected, state.step),
  verify: () => byId("sources").click(),
  showExport: () => exporting.show(),
  showKeys: () => byId("keys").showModal(),
  showStart() {
    keepReview();
    start.show();
  },
};

/** A click on marks selects their statement, or chooses their words where a field waits for words. */
function clicked(spans) {
  const span = meant(spans, state.selected);
  if (!state.picking) navigation.goToCard(span.key, span.field);
  else if (span.field !== "content") view.select(span.start, span.end);
}

const panel = new Panel(byId("cards"), actions);
const choosing = makeChoosing(get, set, view, actions);

// Opening

function open(article) {
  set(opened(state, article));
  history.replaceState(null, "", `#${state.base.article.sha256}`); // so that a reload comes back to it
  start.hide();
  const first = nextOpenKey(itemsIn(state), null) ?? state.selected;
  if (first) navigation.goToCard(first);
  else byId("article").focus();
  announce(`${itemsIn(state).length} statements, ${openCount(itemsIn(state))} to check.`);
}

const opening = makeOpening(get, set, {
  open,
  askForArticle: () => start.show(),
  askWhich: (count) => start.askWhich(count),
  replaceAll(items, label) {
    start.hide();
    decide(() => corrections.replaceAll(items, label));
  },
});
const start = makeStart(opening, () => state.text !== null);

// Listening

function listen() {
  const clicks = {
    open: "showStart",
    undo: "undo",
    redo: "redo",
    "show-export": "showExport",
    "show-keys": "showKeys",
  };
  for (const [id, name] of Object.entries(clicks)) byId(id).addEventListener("click", () => actions[name]());
  byId("filter").append(...Object.entries(FILTERS).map(([value, [label]]) => el("option", { value }, label)));
  byId("filter").addEventListener("change", (event) => set({ filter: event.target.value }));
  byId("sources").addEventListener("change", async (event) => {
    const files = [...event.target.files];
    if (files.length) await opening.verifyAgainst(files);
    event.target.value = "";
  });
  byId("chooser").addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address names the article
    (byId(`card-${state.selected}`) ?? byId("cards")).focus();
  });
  addEventListener("keydown", pressed);
  addEventListener("pagehide", () => saving && keepReview());
  listenForDrops(() => !byId("desk").hidden, opening.openFile, opening.verifyAgainst);
}

function pressed(event) {
  if (byId("desk").hidden || event.target.closest("dialog, input, textarea, select")) return;
  const forWords = (state.picking || state.words) && choosing.key(event);
  if (forWords || handleKey(event, actions, chosenSettings)) event.preventDefault();
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
listenForSettings();
const before = kept(location.hash.slice(1));
if (before) opening.openKept(before);
else start.show();
