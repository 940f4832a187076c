// What the browser keeps: one review an article, under the article's SHA-256. It never leaves the browser.

import { itemsOf } from "./review.js";

const PREFIX = "attribution-review/1:";
const SETTINGS = "attribution-settings/1";

/** Keep a review: { name, text, base, items }. Return whether there was room for it. */
export function keep(review) {
  const items = review.items.map((item) => (item.status === "open" && item.key === item.original ? item.key : item));
  const entry = { ...review, items, saved: new Date().toISOString() };
  try {
    localStorage.setItem(PREFIX + review.base.article.sha256, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

/** Return the review of the article with this SHA-256, null where none is kept. */
export function kept(sha256) {
  return readReview(PREFIX + sha256);
}

/** Return a review with whole items: of those that nobody touched only the key is kept. */
function readReview(name) {
  const entry = read(name);
  if (!Array.isArray(entry?.base?.records) || !Array.isArray(entry.items)) return null;
  const found = new Map(itemsOf(entry.base).map((item) => [item.key, item]));
  return { ...entry, items: entry.items.map((item) => found.get(item) ?? item) };
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
  const entries = names.map(readReview).filter((entry) => entry !== null);
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
