// The first screen: paste or choose an article, or go on with one that is kept in this browser.

import { byId, el, inert } from "./dom.js";
import { openCount } from "./export.js";
import { allKept, forget } from "./storage.js";

const AT_DESK = ["skip", "title", "open", "undo", "redo", "show-export", "progress", "desk"];

/** Make the screen; `opening` takes what comes in, `isOpen()` tells whether there is an article to go back to. */
export function makeStart(opening, isOpen) {
  const show = () => {
    byId("start").hidden = false;
    for (const id of AT_DESK) byId(id).hidden = true;
    document.body.classList.remove("at-desk");
    byId("back").hidden = !isOpen();
    showReviews();
    byId("pasted").focus();
  };
  const hide = () => {
    byId("start").hidden = true;
    for (const id of AT_DESK) byId(id).hidden = false;
    document.body.classList.add("at-desk");
    byId("pasted").value = "";
  };
  const askWhich = (count) => {
    byId("which").hidden = count < 2;
    byId("number").max = String(count);
    if (count > 1) byId("number").focus();
  };

  const showReviews = () => {
    const reviews = allKept();
    byId("recent").hidden = !reviews.length;
    byId("reviews").replaceChildren(...reviews.map((review) => reviewRow(review)));
  };
  const reviewRow = (review) => {
    const left = openCount(review.items);
    const state = left ? `${review.items.length - left} of ${review.items.length} checked` : "all checked";
    const name = review.name || "Article without a title";
    const drop = () => {
      forget(review.base.article.sha256);
      showReviews();
      byId("pasted").focus();
    };
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "link", onclick: () => opening.openKept(review) },
        el("bdi", {}, inert(name)),
      ),
      el("span", { class: "hint" }, `${state}, ${review.saved.slice(0, 10)}`),
      el("button", { type: "button", "aria-label": `Forget ${name}`, onclick: drop }, "Forget"),
    );
  };

  const find = (event) => {
    event?.preventDefault();
    const pasted = byId("pasted").value;
    if (pasted.trim()) opening.openString(pasted);
    else byId("pasted").focus();
  };

  byId("paste").addEventListener("submit", find);
  byId("pasted").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) find(event);
  });
  byId("file").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) await opening.openFile(file);
    event.target.value = "";
  });
  byId("back").addEventListener("click", hide);
  byId("open-number").addEventListener("click", () => opening.openNumber(Number(byId("number").value)));
  return { show, hide, askWhich };
}
