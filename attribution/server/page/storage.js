// What the browser keeps: one review an article, under the article's SHA-256. It never leaves the browser.

const PREFIX = "attribution-review/1:";
const SETTINGS = "attribution-settings/1";

/** Keep a review: { name, text, base, items }. Return whether there was room for it. */
export function keep(review) {
  const entry = { ...review, saved: new Date().toISOString() };
  try {
    localStorage.setItem(PREFIX + review.base.article.sha256, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

/** Return the review of the article with this SHA-256, null where none is kept. */
export function kept(sha256) {
  return read(PREFIX + sha256);
}

/** Forget the review of an article. */
export function forget(sha256) {
  try {
    localStorage.removeItem(PREFIX + sha256);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** Return all reviews, the latest first. */
export function allKept() {
  const names = keysOfStorage().filter((name) => name.startsWith(PREFIX));
  const entries = names.map(read).filter((entry) => entry?.base && Array.isArray(entry.items));
  return entries.sort((one, other) => (one.saved < other.saved ? 1 : -1));
}

/** Return the settings of the page, with those of `defaults` that were never chosen. */
export function settings(defaults) {
  return { ...defaults, ...read(SETTINGS) };
}

/** Keep the settings of the page. */
export function keepSettings(chosen) {
  try {
    localStorage.setItem(SETTINGS, JSON.stringify(chosen));
  } catch {
    // The settings hold for this visit only.
  }
}

function keysOfStorage() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}
