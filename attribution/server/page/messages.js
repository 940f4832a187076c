// Messages to the reader: what went wrong, and what is being waited for.

import { announce, byId, el, inert } from "./dom.js";

/** Show what went wrong until the reader closes it. */
export function warn(message) {
  byId("problem").hidden = false;
  byId("problem").replaceChildren(...inert(message), el("button", { type: "button", onclick: calm }, "Close"));
}

function calm() {
  byId("problem").hidden = true;
  byId("problem").replaceChildren();
}

/** Say what is being waited for; null when it has come. */
export function busy(message) {
  byId("busy").hidden = message === null;
  byId("busy").textContent = message ?? "";
  byId("find").disabled = message !== null;
  if (message === null) return;
  calm();
  announce(message);
}
