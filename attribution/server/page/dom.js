// Building elements. Text of articles becomes text nodes and nothing else, so that it can never act.

/**
 * Return an element. Attributes whose name starts with "on" are listeners, null and false ones are left out;
 * children are elements, strings and numbers, null and false ones are left out.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false && value !== undefined)
      element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== false && child !== undefined),
  );
  return element;
}

/** Return the element with this id. */
export function byId(id) {
  return document.getElementById(id);
}

// Characters that can turn round or break what a reader sees, by the rule of the library's own reports.
const HARMFUL =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Return nodes for a text: harmful characters stand alone in a <bdi> that shows their number. */
export function inert(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(HARMFUL)) {
    if (match.index > at) nodes.push(document.createTextNode(text.slice(at, match.index)));
    nodes.push(el("bdi", { class: "odd", "data-number": numberOf(match[0]) }, match[0]));
    at = match.index + match[0].length;
  }
  if (at < text.length || !nodes.length) nodes.push(document.createTextNode(text.slice(at)));
  return nodes;
}

function numberOf(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Replace the children of `parent`; the focus stays on the element that has the same id afterwards. */
export function replaceKeepingFocus(parent, ...children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement.id : "";
  parent.replaceChildren(...children.filter(Boolean));
  if (focused) byId(focused)?.focus({ preventScroll: true });
}

/** Keep a text as a file of the reader's. */
export function download(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Say something to those who listen to the page. */
export function announce(message) {
  byId("said").textContent = message;
}
