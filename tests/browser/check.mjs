// Checks in a real browser, for tests/test_report.py and tests/test_writing_browser.py. Prints one JSON document.
//   node check.mjs axe REPORT.html...              what axe-core finds, and whether a page is wider than the screen
//   node check.mjs anchor [ANNOTATIONS.jsonld PAGE CHARSET]...   where @apache-annotator anchors each selector in the page
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const views = [
  { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
];

async function axe(browser, paths) {
  const source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const found = [];
  for (const view of views) {
    const context = await browser.newContext({ ...view, bypassCSP: true });
    for (const path of paths) {
      const page = await context.newPage();
      await page.goto(pathToFileURL(path).href);
      await page.addScriptTag({ content: source });
      const violations = (await page.evaluate(() => axe.run())).violations;
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      found.push({ path, view, wide, violations: violations.map((v) => [v.id, v.nodes[0].html]) });
      await page.close();
    }
    await context.close();
  }
  return found;
}

async function bundle() {
  const { build } = require("esbuild");
  const contents = `export { createTextQuoteSelectorMatcher, createTextPositionSelectorMatcher } from "@apache-annotator/dom";`;
  const result = await build({
    stdin: { contents, resolveDir: import.meta.dirname }, bundle: true, write: false, format: "iife", globalName: "annotator",
  });
  return `${result.outputFiles[0].text}; globalThis.annotator = annotator;`;
}

async function anchor(browser, files) {
  const context = await browser.newContext();
  const script = await bundle();
  const found = [];
  for (let at = 0; at < files.length; at += 3)
    found.push(await anchorIn(await context.newPage(), script, ...files.slice(at, at + 3)));
  return found;
}

async function anchorIn(page, script, annotations, path, charset) {
  const items = JSON.parse(readFileSync(annotations, "utf8")).first.items;
  const type = path.endsWith(".html") ? "text/html" : "text/plain";
  // The page comes from a server, as pages do; nothing else is fetched, and its own scripts do not change it.
  const headers = { "content-type": `${type}; charset=${charset}`, "content-security-policy": "script-src 'unsafe-eval'" };
  await page.route("**/*", (route) => route.request().url() === "http://page.example/"
    ? route.fulfill({ body: readFileSync(path), headers }) : route.abort());
  await page.goto("http://page.example/", { waitUntil: "domcontentloaded" });
  await page.evaluate(script);
  const found = await page.evaluate(async (items) => {
    const matchers = {
      TextQuoteSelector: annotator.createTextQuoteSelectorMatcher,
      TextPositionSelector: annotator.createTextPositionSelectorMatcher,
    };
    const found = [];
    for (const item of items)
      for (const resource of [...item.target, ...item.body.filter((body) => body.selector)])
        for (const selector of resource.selector) {
          const ranges = [];
          try {
            for await (const range of matchers[selector.type](selector)(document.body)) ranges.push(range.toString());
          } catch (error) {
            ranges.push(String(error)); // a position behind the end of the page
          }
          found.push({ id: item.id, type: selector.type, exact: resource.selector[0].exact, ranges });
        }
    return found;
  }, items);
  await page.close();
  return found;
}

const [command, ...paths] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
try {
  console.log(JSON.stringify(await { axe, anchor }[command](browser, paths)));
} finally {
  await browser.close();
}
