// How articles, exports and sources come in: pasted, chosen, dropped, or kept from before.

import { extractFile, extractText, failuresOf, Refused, verify } from "./api.js";
import { Text } from "./codepoints.js";
import { announce } from "./dom.js";
import { idOf, reviewedExtraction } from "./export.js";
import { extractionIn, itemsOfExport } from "./load.js";
import { busy, warn } from "./messages.js";
import { itemsOf } from "./review.js";
import { itemsIn } from "./state.js";
import { kept } from "./storage.js";
import { summary, verdictsOf } from "./verdicts.js";

const MOST_PEEKED = 30e6; // bytes of a file that may be an export

/** Return the ways in; `page` has what they need of it: open, askForArticle, askWhich, replaceAll. */
export function makeOpening(get, set, page) {
  let waiting = null; // an export whose article is not open yet
  let several = null; // what to call again with the number of the article

  /** Do what asks the server; a refusal becomes a message. */
  const guarded = async (message, work, onRefusal = () => {}) => {
    busy(message);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      warn(error.message);
      onRefusal(error.message);
    } finally {
      busy(null);
    }
  };

  const extracted = (name, call, number = null) => {
    const open = async () => {
      const { extraction, text } = await call(number);
      several = null;
      page.askWhich(0);
      await openFound(name, text, extraction);
    };
    return guarded("Reading the article …", open, (message) => {
      const count = Number(/holds (\d+) articles/.exec(message)?.[1] ?? 0);
      several = count > 1 ? (which) => extracted(name, call, which) : null;
      page.askWhich(count);
    });
  };

  const openFound = async (name, string, base) => {
    const before = kept(base.article.sha256);
    if (before?.items.some((item) => item.status !== "open")) openKept(before);
    else page.open({ name: base.article.title ?? name, text: new Text(string), base, items: itemsOf(base) });
    if (waiting?.article.sha256 === base.article.sha256) await load(waiting);
  };

  const openKept = (review) => page.open({ ...review, text: new Text(review.text) });

  const load = async (exported) => {
    const { sha256 } = exported.article;
    if (get().base?.article.sha256 !== sha256) {
      const before = kept(sha256);
      if (!before) {
        waiting = exported;
        page.askForArticle();
        return warn("These records belong to an article that is not open. Open it now, and they will be put on it.");
      }
      openKept(before);
    }
    waiting = null;
    return guarded("Proving the records …", async () => {
      const failures = await failuresOf(exported, get().text.string);
      const [first] = failures;
      if (first)
        warn(`These records do not hold for the article: ${first.path}: ${first.message} (${failures.length} in all)`);
      else page.replaceAll(itemsOfExport(exported, get().base), "The records are loaded.");
    });
  };

  const openString = (string) => {
    const exported = extractionIn(string);
    if (exported) return load(exported);
    return extracted(firstWords(string), (number) => extractText(string, number));
  };

  const openFile = async (file) => {
    const exported = file.size <= MOST_PEEKED && /\.jsonl?$/i.test(file.name) ? extractionIn(await file.text()) : null;
    if (exported) return load(exported);
    return extracted(file.name, (number) => extractFile(file, number));
  };

  const verifyAgainst = async (files) => {
    const { base } = get();
    const items = itemsIn(get());
    await guarded("Verifying …", async () => {
      const report = await verify(reviewedExtraction(base, items), files);
      if (get().base !== base) return; // another article was opened meanwhile
      const ids = new Map(items.map((item) => [item.key, idOf(base.article.sha256, item.record)]));
      const verdicts = verdictsOf(report, items, ids);
      set({ verdicts, sources: files });
      announce(summary(verdicts));
      const unread = report.sources.filter((source) => source.problem);
      if (unread.length) warn(unread.map((source) => `${source.name}: ${source.problem}`).join("\n"));
    });
  };

  return { openString, openFile, openKept, verifyAgainst, openNumber: (number) => several?.(number) };
}

function firstWords(string) {
  const line = string.trim().split("\n")[0];
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}
