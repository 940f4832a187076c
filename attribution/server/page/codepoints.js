// Offsets. Records count Unicode code points, JavaScript strings and the DOM count UTF-16 units: a character beyond
// U+FFFF ("😀") is one of the first and two of the second. A lone surrogate is one of both.

const CONTEXT = 32; // code points of prefix and suffix in a mention
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

/** The text of an article, with the way from code points to UTF-16 units and back. */
export class Text {
  #starts = null; // unit at which each code point starts, null where both counts are the same

  constructor(string) {
    this.string = string;
    if (PAIR.test(string)) this.#starts = startsOf(string);
    this.length = this.#starts ? this.#starts.length - 1 : string.length;
  }

  /** Return the UTF-16 unit at which code point number `point` starts. */
  unit(point) {
    return this.#starts ? this.#starts[point] : point;
  }

  /** Return the number of the code point that holds UTF-16 unit number `unit`. */
  point(unit) {
    if (!this.#starts) return unit;
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle] <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Return the code points from `start` up to `end`. */
  slice(start, end) {
    return this.string.slice(this.unit(start), this.unit(end));
  }

  /** Return a mention in the sense of the record: the words of `[start, end)` with 32 code points around them. */
  mention([start, end]) {
    return {
      start,
      end,
      exact: this.slice(start, end),
      prefix: this.slice(Math.max(0, start - CONTEXT), start),
      suffix: this.slice(end, Math.min(this.length, end + CONTEXT)),
    };
  }

  /** Tell whether a mention stands in the text where it says. */
  holds({ start, end, exact }) {
    return 0 <= start && start < end && end <= this.length && this.slice(start, end) === exact;
  }
}

function startsOf(string) {
  const starts = [];
  for (let unit = 0; unit < string.length; unit += string.codePointAt(unit) > 0xffff ? 2 : 1) starts.push(unit);
  starts.push(string.length);
  return Uint32Array.from(starts);
}
