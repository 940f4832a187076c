// The calls to the server that this page came from. Nothing else is ever asked.

/** Something that the server refused; the message is one for the reader. */
export class Refused extends Error {}

const ROOT = new URL("..", import.meta.url); // this file is at page/api.js

/** Return { extraction, text } for a pasted text: a plain one as it stands, or a page, ninjs or a feed as its source. */
export function extractText(string, article = null) {
  const isFile = /^\s*[<{]/.test(string);
  const which = isFile && article ? { article } : {};
  return post("extract", JSON.stringify(isFile ? { content: string, ...which } : { text: string }));
}

/** Return { extraction, text } for a file; `article` says which one of a file that holds several. */
export function extractFile(file, article = null) {
  const form = new FormData();
  form.append("file", file, file.name || "article");
  if (article) form.append("article", String(article));
  return post("extract", form);
}

/** Return what keeps an extraction from holding for a text: a list of { path, message }. */
export async function failuresOf(extraction, text) {
  const { integrity } = await post("verify", JSON.stringify({ extraction, text }));
  return integrity.failures;
}

/** Return the verification of an extraction's quotations against source documents. */
export async function verify(extraction, files) {
  const form = new FormData();
  form.append("extraction", JSON.stringify(extraction));
  for (const file of files) form.append("sources", file, file.name || "source");
  return (await post("verify", form)).verification;
}

/** Return the records as a table in CSV. */
export async function tableOf(extraction, text) {
  const response = await send("convert", JSON.stringify({ extraction, text, format: "csv" }));
  return response.text();
}

async function post(path, body) {
  return (await send(path, body)).json();
}

async function send(path, body) {
  const headers = typeof body === "string" ? { "content-type": "application/json" } : {};
  let response;
  try {
    response = await fetch(new URL(path, ROOT), { method: "POST", body, headers });
  } catch {
    throw new Refused("The server does not answer. Is it still running?");
  }
  if (response.ok) return response;
  const answer = await response.json().catch(() => null);
  throw new Refused(answer?.error?.message ?? `The server answered ${response.status}.`);
}
