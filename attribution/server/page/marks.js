// Quotation marks: which stretches of a text stand between them, and what that makes of words that an editor selects.
// Offsets are UTF-16 units of a string. The rules are plain ones for what an editor points at; what the server finds
// by itself is not touched by them.

const CLOSING = { "“": "”", "„": "“”", "«": "»", '"': '"' };
const DOUBLE = '"“”„‟«»';
const SINGLE = "'‘’‚‛‹›";
const ANY_OPENING = "“„«\"‘‚‹'";
const ANY_CLOSING = "”“»\"’›'";
const DOTS = "(?:…|\\.(?:[ \\u00a0\\u202f]?\\.){2,})";
const ALTERED = new RegExp(
  `(?:\\[\\s*(?:${DOTS}\\s*)?\\]|\\(\\s*${DOTS}\\s*\\)|${DOTS}(?:[ \\u00a0\\u202f]?[.…])*)|(\\[[^\\[\\]\\n]{1,200}\\])`,
  "gu",
);

/** Return [start, end] of each stretch between double marks, marks outside, the outermost only. */
export function markedStretches(string) {
  const found = [];
  const paragraphs = [...string.matchAll(/[^\n]+/g)];
  paragraphs.forEach((paragraph, index) => {
    const next = paragraphs[index + 1]?.[0].trimStart()[0];
    found.push(
      ...stretchesOf(paragraph[0], next).map(([start, end]) => [start + paragraph.index, end + paragraph.index]),
    );
  });
  return found.filter(([start, end]) => start < end);
}

function stretchesOf(paragraph, opensNext) {
  const found = [];
  let opened = -1;
  for (let at = 0; at < paragraph.length; at++) {
    if (opened < 0 && paragraph[at] in CLOSING) opened = at;
    else if (opened >= 0 && CLOSING[paragraph[opened]].includes(paragraph[at])) {
      found.push([opened + 1, at]);
      opened = -1;
    }
  }
  // A quotation that goes on is opened again in the next paragraph without having been closed.
  if (opened >= 0 && paragraph[opened] === opensNext) found.push([opened + 1, paragraph.trimEnd().length]);
  return found;
}

/** Return the selection without blanks at its ends and without marks that wrap it. */
export function trimSelection(string, [start, end]) {
  [start, end] = trimBlanks(string, [start, end]);
  const within = [...string.slice(start + 1, end - 1).replace(/(?<=\p{L})[’'](?=\p{L})/gu, "")]; // without apostrophes
  const inside = (mark) => within.includes(mark);
  const opens = ANY_OPENING.includes(string[start]) && end - start > 1;
  const closes = ANY_CLOSING.includes(string[end - 1]) && end - start > 1;
  if (opens && closes && !inside(string[end - 1])) [start, end] = [start + 1, end - 1];
  else if (opens && ![...(CLOSING[string[start]] ?? "’›'")].some(inside)) start += 1;
  else if (closes && ![...ANY_OPENING].some(inside) && string[end - 1] !== "’" && string[end - 1] !== "'") end -= 1;
  return trimBlanks(string, [start, end]);
}

/** Return the stretch without blanks at its ends. */
export function trimBlanks(string, [start, end]) {
  const words = string.slice(start, end);
  return [end - words.trimStart().length, start + words.trimEnd().length];
}

/** Return the parts of the selected words that stand between marks. */
export function quotedParts(string, [start, end]) {
  const parts = markedStretches(string)
    .map(([from, to]) => [Math.max(from, start), Math.min(to, end)])
    .filter(([from, to]) => from < to)
    .map((part) => withoutOwnMarks(string, part))
    .filter(([from, to]) => from < to);
  const enclosed = ANY_OPENING.includes(string[start - 1] || " ") && ANY_CLOSING.includes(string[end] || " ");
  return parts.length === 0 && enclosed ? [[start, end]] : parts;
}

/** Return the part without marks of its own at its ends, by the rule that the verifier checks; maybe nothing of it. */
function withoutOwnMarks(string, part) {
  let [start, end] = part;
  while (start < end) {
    [start, end] = string.slice(start, end).trim() ? trimBlanks(string, [start, end]) : [start, start];
    const [first, last] = ownMarks(string, [start, end]);
    if (!first && !last) break;
    [start, end] = [start + Number(first), end - Number(last && end - start > Number(first))];
  }
  return [start, end];
}

/** Tell whether a stretch begins and ends with a mark that is its own: one without a partner in it, or of a pair. */
function ownMarks(string, [start, end]) {
  const words = string.slice(start, end);
  const count = (marks) => [...words].filter((character) => marks.includes(character)).length;
  const isFree = (beyond) => !beyond || !(DOUBLE + SINGLE).includes(beyond);
  const before = string.slice(Math.max(0, start - 8), start).match(/([^ \t\u00a0\u202f])[ \t\u00a0\u202f]*$/)?.[1];
  const after = string.slice(end, end + 8).match(/^[ \t\u00a0\u202f]*([^ \t\u00a0\u202f])/)?.[1];
  const [first, last] = [words[0] ?? " ", words[words.length - 1] ?? " "];
  const wraps = (marks) => marks.includes(first) && marks.includes(last) && count(marks) === 2;
  if (isFree(before) && isFree(after) && (wraps(DOUBLE) || wraps(SINGLE))) return [true, true];
  const odd = count(DOUBLE) % 2 === 1;
  return [
    odd && isFree(before) && DOUBLE.includes(first),
    odd && isFree(after) && DOUBLE.includes(last) && !/\d"$/.test(words),
  ];
}

/** Return the ellipses and insertions ("…", "[and]") in a stretch, by the rule that the verifier checks. */
export function alterationsIn(string, [start, end]) {
  return [...string.slice(start, end).matchAll(ALTERED)].map((match) => ({
    type: match[1] ? "insertion" : "ellipsis",
    start: start + match.index,
    end: start + match.index + match[0].length,
  }));
}

/** Tell whether a sentence ends between the two stretches. */
export function apart(string, one, other) {
  const [first, second] = one[0] <= other[0] ? [one, other] : [other, one];
  return /\n|[.?!…]["”’»)]*\s+["“‘«„]?\p{Lu}/u.test(string.slice(first[1], second[0] + 1));
}
