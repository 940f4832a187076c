// Going from statement to statement and along the chain: each move shows its place, takes the focus and is announced.

import { describe } from "./corrections.js";
import { announce, byId } from "./dom.js";
import { CHAIN, fieldNamed } from "./fields.js";
import { itemsIn, nextOpenKey, selectedItem } from "./state.js";

const LONGEST = 200; // characters of a place that are announced

/** Make the moves; `view` is the article's, `reveal(key)` brings a card into view. */
export function makeNavigation(get, set, view, reveal) {
  const units = ({ start, end }) => [get().text.unit(start), get().text.unit(end)];
  const focusOn = (id) => byId(id)?.focus({ preventScroll: true });

  const goTo = (key, field) => {
    const item = itemsIn(get()).find((one) => one.key === key);
    if (!item) return;
    const { places, label } = fieldNamed(field);
    const [place] = places(item.record);
    set({ selected: key, step: field, picking: null });
    reveal(key);
    if (place) view.reveal(units(place));
    announce(`${describe(get(), item)}. ${label}: ${place ? place.exact.slice(0, LONGEST) : "none"}.`);
  };

  const goToCard = (key, field = "content") => {
    goTo(key, field);
    focusOn(`card-${key}`);
  };

  const move = (by) => {
    const shown = [...byId("cards").querySelectorAll(".head")].map((head) => head.id.slice("card-".length));
    const key = shown[within(shown, shown.indexOf(get().selected) + by)];
    if (key) goToCard(key);
  };

  const moveStep = (by) => {
    const { selected, step } = get();
    if (!selected) return;
    const field = CHAIN[within(CHAIN, CHAIN.indexOf(step) + by)];
    goTo(selected, field);
    focusOn(`step-${selected}-${field}`);
  };

  return {
    goTo,
    goToCard,
    select: (key) => goTo(key, "content"),
    next: () => move(1),
    previous: () => move(-1),
    stepOn: () => moveStep(1),
    stepBack: () => moveStep(-1),
    nextOpen() {
      const key = nextOpenKey(itemsIn(get()), get().selected);
      if (key) goToCard(key);
      else announce("Every statement is checked.");
    },
    /** Show where a problem of the article stands. */
    showProblem: ({ start, end }) => view.reveal(units({ start, end: Math.max(end, start + 1) })),
    /** Show the selected statement; it takes the focus, unless that is on the toolbar. */
    showSelected() {
      const item = selectedItem(get());
      if (!item) return byId("article").focus();
      reveal(item.key);
      view.reveal(units(item.record.content[0]));
      if (!byId("top").contains(document.activeElement)) focusOn(`card-${item.key}`);
    },
    /** Come back from the choice of words to the field that they were chosen for. */
    backToField(field = get().step) {
      const { selected } = get();
      getSelection().removeAllRanges();
      reveal(selected);
      focusOn(byId(`change-${selected}-${field}`) ? `change-${selected}-${field}` : `card-${selected}`);
    },
  };
}

function within(list, at) {
  return Math.min(list.length - 1, Math.max(0, at));
}
