// Files dropped anywhere on the page: on the statements they are sources to verify against, elsewhere articles.

import { byId } from "./dom.js";

/** Listen for drops; `isOpen()` tells whether an article is, `openFile` and `verify` take what was dropped. */
export function listenForDrops(isOpen, openFile, verify) {
  const cover = byId("drop");
  let depth = 0;
  const hasFiles = (event) => event.dataTransfer.types.includes("Files"); // else a text is dragged into the field
  const hide = () => {
    depth = 0;
    cover.hidden = true;
  };
  addEventListener("dragenter", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth += 1;
    cover.hidden = false;
    cover.classList.toggle("two", isOpen());
  });
  addEventListener("dragleave", () => {
    depth -= 1;
    if (depth <= 0) hide();
  });
  addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    cover.classList.toggle("over-source", isOpen() && overPanel(event));
  });
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    hide();
    const files = [...event.dataTransfer.files];
    const isExport = files.length === 1 && /\.json$/i.test(files[0].name);
    if (isOpen() && overPanel(event) && !isExport) verify(files);
    else openFile(files[0]);
  });
}

function overPanel(event) {
  const { left, top, right, bottom } = byId("panel").getBoundingClientRect();
  return event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
}
