// Exports that come back: whether a file holds records, and what the review of them was.

import { NOT_A_QUOTATION } from "./export.js";
import { inOrder, itemsOf, reject } from "./review.js";

/** Return the extraction that a file holds, null where it is something else. */
export function extractionIn(string) {
  if (!/^\s*\{/.test(string)) return null;
  try {
    const data = JSON.parse(string);
    const isOne =
      data?.schema === "attribution/1" && Array.isArray(data.records) && typeof data.article?.sha256 === "string";
    return isOne ? data : null;
  } catch {
    return null;
  }
}

/** Return the items of an export; what it rejects comes back from what was found. */
export function itemsOfExport(exported, found) {
  const rejected = new Set(
    exported.problems.filter((p) => p.code === NOT_A_QUOTATION).map((p) => p.message.slice(-16)),
  );
  const lost = itemsOf(found)
    .filter((item) => rejected.has(item.original))
    .map(reject);
  return inOrder([...itemsOf(exported), ...lost]);
}
