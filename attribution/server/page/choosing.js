// Choosing words in the article, by mouse or by keyboard: `state.words` follows the selection.

import { showChooser } from "./chooser.js";
import { announce, byId } from "./dom.js";
import { candidatesFor, chosenSpan, itemsIn, numberOf, selectedItem } from "./state.js";
import { WordCursor } from "./words.js";

/** Make the choosing of words in `view`; `get` and `set` are those of the state, `actions` what is done with the words. */
export function makeChoosing(get, set, view, actions) {
  let cursor = null; // over the words of the open article

  const chosen = (span) => {
    const { text, words } = get();
    const found = span && [text.point(span[0]), text.point(span[1])];
    if (found?.join() !== words?.join()) set({ words: found });
  };

  const select = () => {
    view.select(...cursor.span);
    view.reveal(cursor.span);
    chosen(cursor.span); // at once: the browser tells of a selection only when the next key may have come already
    announce(get().text.string.slice(...cursor.span));
  };

  document.addEventListener("selectionchange", () => {
    if (!get().text) return;
    const span = view.selection();
    const inBar = byId("chooser").contains(document.activeElement);
    if (span !== null || !inBar) chosen(span);
  });

  return {
    /** Take up another article. */
    open(string) {
      cursor = new WordCursor(string, view);
    },
    /** Let the keyboard choose in the article, with the words at a place (code points) as the first choice. */
    startAt({ start, end }) {
      const { text } = get();
      if (!cursor.words.length) return;
      cursor.place([text.unit(start), text.unit(end)]);
      byId("article").focus({ preventScroll: true });
      byId("article").setAttribute("role", "application"); // the arrow keys are for the words
      select();
    },
    /** Answer a key while words are chosen; return whether it was one for that. */
    key(event) {
      const { words, picking } = get();
      if (event.key === "Escape") actions.cancel();
      else if (event.target !== byId("article")) return false;
      else if (event.key === "Enter" && words && picking) actions.use(picking.field);
      else if (event.key === "Enter" && words) byId("add-words").focus();
      else if (cursor.move(event)) select();
      else return false;
      return true;
    },
    /** Show the bar of what is chosen. */
    show(state) {
      const { picking, words, text } = state;
      const span = words && chosenSpan(state);
      const item = selectedItem(state);
      const shown = {
        picking,
        words: span && text.slice(...span),
        item,
        number: item ? numberOf(state, item.key) : 0,
        candidates: picking ? candidatesFor(itemsIn(state), picking) : [],
      };
      showChooser(byId("chooser"), shown, actions);
      document.body.classList.toggle("picking", picking !== null);
      document.body.classList.toggle("choosing", picking !== null || span !== null);
      if (!picking && words === null) byId("article").removeAttribute("role");
    },
  };
}
