// Choosing words in the article with the keyboard: arrows move over the words, with Shift they take in more of them.

const WORD = /[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu;

/** A cursor over the words of a text; `anchor` and `head` are numbers of words. */
export class WordCursor {
  constructor(string, view) {
    this.view = view;
    this.words = [...string.matchAll(WORD)].map((match) => [match.index, match.index + match[0].length]);
    this.anchor = this.head = 0;
  }

  /** Put the cursor on the words of [start, end). */
  place([start, end]) {
    this.anchor = this.#at(start);
    this.head = Math.max(this.anchor, this.#at(end - 1));
  }

  /** Return the words under the cursor as [start, end). */
  get span() {
    const [first, last] = [Math.min(this.anchor, this.head), Math.max(this.anchor, this.head)];
    return [this.words[first][0], this.words[last][1]];
  }

  /** Move by a key; return whether it was one that moves. */
  move(event) {
    const to = this.#target(event);
    if (to === null) return false;
    this.head = Math.min(this.words.length - 1, Math.max(0, to));
    if (!event.shiftKey) this.anchor = this.head;
    return true;
  }

  #target({ key }) {
    const steps = { ArrowRight: 1, ArrowLeft: -1 };
    if (key in steps) return this.head + steps[key];
    if (key === "ArrowDown" || key === "ArrowUp") return this.#line(key === "ArrowDown" ? 1 : -1);
    if (key === "Home" || key === "End") return this.#edge(key === "End" ? 1 : -1);
    return null;
  }

  /** Return the number of the word at a unit: that which holds it, or the next one. */
  #at(unit) {
    let [low, high] = [0, this.words.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.words[middle][1] > unit) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #box(number) {
    return this.view.range(...this.words[number]).getBoundingClientRect();
  }

  /** Return the word above or below this one: the nearest of the next line. */
  #line(step) {
    const here = this.#box(this.head);
    let [best, distance, line] = [this.head, Infinity, null];
    for (let at = this.head + step; at >= 0 && at < this.words.length; at += step) {
      const box = this.#box(at);
      if (Math.abs(box.top - here.top) < here.height / 2) continue;
      line ??= box.top;
      if (Math.abs(box.top - line) >= box.height / 2) break;
      const off = Math.abs(box.left - here.left);
      if (off < distance) [best, distance] = [at, off];
    }
    return best;
  }

  #edge(step) {
    const here = this.#box(this.head);
    let at = this.head;
    while (this.words[at + step] && Math.abs(this.#box(at + step).top - here.top) < here.height / 2) at += step;
    return at;
  }
}
