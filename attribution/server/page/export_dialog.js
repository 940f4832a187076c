// The dialog in which the editor takes the records away.

import { Refused, tableOf } from "./api.js";
import { announce, byId, download } from "./dom.js";
import { openCount, reviewedExtraction, toJson, trainingLine } from "./export.js";
import { warn } from "./messages.js";
import { itemsIn } from "./state.js";

/** Make the dialog; `get` gives the state. */
export function makeExportDialog(get) {
  const save = async (ending, type, make) => {
    const name = `${fileName(get().name)}.${ending}`;
    byId("export").close();
    try {
      download(name, type, await make(get()));
      announce(`${name} is in your downloads.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      warn(error.message);
    }
  };
  byId("export-records").addEventListener("click", () => save("reviewed.json", "application/json", recordsFile));
  byId("export-training").addEventListener("click", () => save("training.jsonl", "application/jsonl", trainingFile));
  byId("export-table").addEventListener("click", () => save("reviewed.csv", "text/csv", tableFile));
  return {
    show() {
      const items = itemsIn(get());
      const left = openCount(items);
      byId("export-state").textContent = left
        ? `${left} of ${items.length} statements are not checked. In the training data they are marked as doubtful.`
        : `All ${items.length} statements are checked.`;
      byId("export").showModal();
    },
  };
}

function recordsFile(state) {
  return `${toJson(reviewedExtraction(state.base, itemsIn(state)), 2)}\n`;
}

function tableFile(state) {
  return tableOf(reviewedExtraction(state.base, itemsIn(state)), state.text.string);
}

function trainingFile(state) {
  return `${toJson(trainingLine(state.base, itemsIn(state), state.text))}\n`;
}

function fileName(name) {
  const words = (name ?? "").replace(/\.[A-Za-z0-9]{1,6}$/, "").match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join("-").slice(0, 60).toLowerCase() || "article";
}
