// The article with its marks. Spans may overlap in any way: the text is cut where one begins or ends, and each piece
// carries the classes of all spans over it. Offsets are UTF-16 units of the text.

import { el, inert } from "./dom.js";
import { trimBlanks } from "./marks.js";

const starts = new WeakMap(); // text node -> unit of the article at which it starts

/** The view of one article in `root`; `onPick(spans)` is called with the spans under a click. */
export class ArticleView {
  constructor(root, onPick) {
    this.root = root;
    this.paragraphs = [];
    root.addEventListener("click", (event) => {
      const piece = event.target.closest("[data-spans]");
      if (piece && getSelection().isCollapsed) onPick(piece.spans);
    });
  }

  /** Show another text, without marks. */
  show(string, language) {
    this.string = string;
    this.paragraphs = paragraphsOf(string).map(([start, end]) => ({
      start,
      end,
      signature: null,
      element: el("p", { dir: "auto" }),
    }));
    this.root.replaceChildren(...this.paragraphs.map((paragraph) => paragraph.element));
    if (language) this.root.setAttribute("lang", language);
    else this.root.removeAttribute("lang");
    this.mark([]);
  }

  /**
   * Mark spans: { start, end, classes, label, key, field, badge }. `label` stands over the first piece, `badge`
   * ({ number, status }) behind the last. Paragraphs whose spans are the same as before are left alone.
   */
  mark(spans) {
    const sorted = [...spans].sort((one, other) => one.start - other.start);
    let first = 0;
    for (const paragraph of this.paragraphs) {
      while (first < sorted.length && sorted[first].start < paragraph.start && sorted[first].end <= paragraph.start)
        first++;
      const inside = [];
      for (let at = first; at < sorted.length && sorted[at].start < paragraph.end; at++)
        if (sorted[at].end > paragraph.start) inside.push(sorted[at]);
      this.#markParagraph(paragraph, inside);
    }
  }

  #markParagraph(paragraph, spans) {
    const signature = JSON.stringify(spans);
    if (signature === paragraph.signature) return;
    paragraph.signature = signature;
    const cuts = new Set([paragraph.start, paragraph.end]);
    for (const { start, end } of spans) cuts.add(Math.max(start, paragraph.start)).add(Math.min(end, paragraph.end));
    const places = [...cuts].sort((one, other) => one - other);
    const pieces = places.slice(1).flatMap((end, at) => this.#piece(places[at], end, spans));
    paragraph.element.replaceChildren(...pieces);
  }

  #piece(start, end, spans) {
    const over = spans.filter((span) => span.start < end && start < span.end);
    const nodes = inert(this.string.slice(start, end));
    placeNodes(nodes, start);
    if (!over.length) return nodes;
    const classes = [...new Set(over.flatMap((span) => span.classes))];
    const labels = over.filter((span) => span.label && span.start === start).map((span) => span.label);
    const element = el(
      "span",
      { class: classes.join(" "), "data-spans": true, "data-label": labels.join(", ") || null },
      nodes,
    );
    element.spans = over;
    const badges = over.filter((span) => span.badge && span.end === end).map((span) => badgeOf(span));
    return [element, ...badges];
  }

  /** Scroll a place into view, if it is not there already. */
  reveal([start, end]) {
    const box = this.root.getBoundingClientRect();
    const place = this.range(start, end).getBoundingClientRect();
    const scroller = this.root.closest("[data-scrolls]");
    const [top, bottom] = [scroller.getBoundingClientRect().top, scroller.getBoundingClientRect().bottom];
    const seen = place.top >= top + 40 && place.bottom <= bottom - 60;
    if (!seen && box.height) {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const by = place.top - top - Math.max(60, (bottom - top - place.height) / 3);
      scroller.scrollBy({ top: by, behavior: calm ? "auto" : "smooth" });
    }
  }

  /** Return the DOM range over [start, end). */
  range(start, end) {
    const range = document.createRange();
    const [from, to] = [this.#textAt(start), this.#textAt(end - 1)];
    range.setStart(from, Math.min(from.length, Math.max(0, start - starts.get(from))));
    range.setEnd(to, Math.min(to.length, end - starts.get(to)));
    return range;
  }

  /** Return the text node that holds a unit, or the last one before it. */
  #textAt(unit) {
    const paragraph = this.paragraphs.findLast(({ start }) => start <= unit) ?? this.paragraphs[0];
    const nodes = textNodes(paragraph.element);
    return nodes.findLast((node) => starts.get(node) <= unit) ?? nodes[0];
  }

  /** Select [start, end) as a reader would. */
  select(start, end) {
    const { startContainer, startOffset, endContainer, endOffset } = this.range(start, end);
    getSelection().setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
  }

  /** Return what the reader has selected in the article as [start, end), null where that is nothing. */
  selection() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!this.root.contains(range.startContainer) || !this.root.contains(range.endContainer)) return null;
    const [start, end] = [
      this.#unit(range.startContainer, range.startOffset),
      this.#unit(range.endContainer, range.endOffset),
    ];
    return start < end ? [start, end] : null;
  }

  /** Return the unit of the article at a point of the DOM: that of the next text, at the end the text's length. */
  #unit(node, offset) {
    if (starts.has(node)) return starts.get(node) + offset;
    const point = document.createRange();
    point.setStart(node, offset);
    const next = textNodes(this.root).find((text) => point.comparePoint(text, 0) >= 0);
    return next ? starts.get(next) : this.string.length;
  }
}

/** Return [start, end) of each paragraph: what blank lines part, or lines where there is no blank one. */
function paragraphsOf(string) {
  const blank = /\n[^\S\n]*\n/.test(string) ? /\n[^\S\n]*\n/g : /\n/g;
  const gaps = [...string.matchAll(blank)].map((gap) => [gap.index, gap.index + gap[0].length]);
  const starts = [0, ...gaps.map(([, end]) => end)];
  const ends = [...gaps.map(([start]) => start), string.length];
  return starts
    .map((start, at) => [start, ends[at]])
    .filter(([start, end]) => string.slice(start, end).trim())
    .map((paragraph) => trimBlanks(string, paragraph));
}

function placeNodes(nodes, start) {
  let at = start;
  for (const node of nodes) {
    const text = node.nodeType === Node.TEXT_NODE ? node : node.firstChild;
    starts.set(text, at);
    at += text.length;
  }
}

function textNodes(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) if (starts.has(walker.currentNode)) found.push(walker.currentNode);
  return found;
}

function badgeOf({ badge, key }) {
  const element = el(
    "span",
    { class: `badge is-${badge.status}`, "data-spans": true, "aria-hidden": "true" },
    badge.number,
  );
  element.spans = [{ key, field: "content" }];
  return element;
}
