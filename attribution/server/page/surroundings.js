// What stands around the article and the cards: title, progress, headline, problems, the state of the buttons.

import { byId, el, inert } from "./dom.js";
import { openCount } from "./export.js";
import { itemsIn } from "./state.js";
import { summary } from "./verdicts.js";

/** Show the headline, byline and problems of an article; `reveal(problem)` brings one into view. */
export function showFrame({ article, problems }, reveal) {
  const byline = [article.authors?.join(", "), article.publisher, article.published].filter(Boolean).join(" · ");
  showLine(byId("headline"), article.title);
  showLine(byId("byline"), byline);
  byId("article").scrollTop = byId("panel").scrollTop = 0;
  const item = (problem) =>
    el(
      "li",
      {},
      el("button", { type: "button", class: "link", onclick: () => reveal(problem) }, inert(problem.message)),
    );
  byId("problems").hidden = !problems.length;
  byId("problems").open = false;
  byId("problems").querySelector("summary").textContent = `Problems in the article: ${problems.length}`;
  byId("problems")
    .querySelector("ul")
    .replaceChildren(...problems.map(item));
}

function showLine(element, words) {
  element.hidden = !words;
  element.replaceChildren(...inert(words ?? ""));
}

/** Show what changes with the state. */
export function showState(state) {
  const items = itemsIn(state);
  const left = openCount(items);
  byId("title").replaceChildren(...inert(state.name ?? "Article without a title"));
  byId("count").textContent = left
    ? `${items.length - left} of ${items.length} checked`
    : `all ${items.length} checked`;
  byId("bar").value = items.length ? 1 - left / items.length : 1;
  byId("undo").setAttribute("aria-disabled", String(!state.history.past.length));
  byId("redo").setAttribute("aria-disabled", String(!state.history.future.length));
  byId("filter").value = state.filter;
  byId("none").hidden = byId("cards").childElementCount > 0;
  byId("verified").hidden = !state.sources.length;
  const names = state.sources.map((file) => file.name).join(", ");
  byId("verified").replaceChildren(...inert(names && `${summary(state.verdicts)} Source: ${names}.`));
}
