"""Drives the review page for its tests: what an editor does by mouse and keyboard, and what they see."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browser_checks import CHROMIUM, FOLDER

from attribution.jsonio import dump_extraction, parse_extraction
from attribution.verify.integrity import verify_records

EXTRA = "{} is not installed: pip install 'quote-attribution[test]'"
playwright = pytest.importorskip("playwright.sync_api", reason=EXTRA.format("playwright"))
pytest.importorskip("fastapi", reason=EXTRA.format("fastapi"))
pytest.importorskip("uvicorn", reason=EXTRA.format("uvicorn"))
if not Path(CHROMIUM).exists():
    pytest.skip("Chromium is not installed (Debian: apt-get install chromium)", allow_module_level=True)

Page, expect = playwright.Page, playwright.expect
expect.set_options(timeout=60_000)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
AXE = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
SUMMIT = (Path(__file__).parent.parent / "fixtures" / "summit.txt").read_text("utf-8")


def paste(page: Page, text: str = SUMMIT) -> None:
    page.fill("#pasted", text)
    page.click("#find")
    expect(page.locator("#desk")).to_be_visible()


def number_of(page: Page, words: str) -> int:
    """Return the number of the innermost statement that holds the words."""
    return page.locator(".card").evaluate_all(
        """(cards, words) => {
          const held = cards.map((card) => card.querySelector(".words").textContent);
          const fitting = held.filter((text) => text.includes(words)).sort((a, b) => a.length - b.length);
          return held.indexOf(fitting[0]) + 1;
        }""",
        words,
    )


def card(page: Page, number: int):
    return page.locator(".card").nth(number - 1)


def drag_over(page: Page, words: str, after: str = "") -> None:
    """Select words in the article as a mouse does: press, move, release."""
    page.locator("#text").evaluate(
        """(root, [words, after]) => {
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          const nodes = [];
          while (walker.nextNode())
            if (!walker.currentNode.parentElement.closest(".badge")) nodes.push(walker.currentNode);
          const text = nodes.map((node) => node.data).join("");
          const start = text.indexOf(words, after ? text.indexOf(after) : 0);
          const range = document.createRange();
          let at = 0;
          for (const node of nodes) {
            const [from, to] = [start - at, start + words.length - at];
            if (from >= 0 && from < node.length) range.setStart(node, from);
            if (to > 0 && to <= node.length) range.setEnd(node, to);
            at += node.length;
          }
          range.startContainer.parentElement.scrollIntoView({ block: "center" });
          window.dragged = range;
        }""",
        [words, after],
    )
    rects = page.evaluate("[...dragged.getClientRects()].map((r) => [r.left, r.right, (r.top + r.bottom) / 2])")
    page.mouse.move(rects[0][0] + 0.5, rects[0][2])
    page.mouse.down()
    page.mouse.move(rects[-1][1] - 0.5, rects[-1][2], steps=4)
    page.mouse.up()


def records_of(page: Page, tmp_path: Path, text: str = SUMMIT) -> dict:
    """Export the records, and prove them."""
    page.locator("#show-export").click()
    with page.expect_download() as download:
        page.click("#export-records")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    exported = json.loads(path.read_text("utf-8"))
    assert verify_records(text, exported) == []
    assert json.loads(dump_extraction(parse_extraction(path.read_text("utf-8")))) == exported
    return exported


def record_with(exported: dict, words: str) -> dict:
    """Return the innermost record that holds the words."""
    fitting = [r for r in exported["records"] if any(words in part["exact"] for part in r["content"])]
    return min(fitting, key=lambda record: sum(part["end"] - part["start"] for part in record["content"]))


def seen(page: Page) -> tuple[str, bool]:
    """Return the words that the article shows for the present step, and whether they are in view."""
    found = page.locator("#text .here").evaluate_all(
        """(pieces) => {
          const view = document.querySelector("#article").getBoundingClientRect();
          const boxes = pieces.map((piece) => piece.getBoundingClientRect());
          const inView = boxes.every((box) => box.top >= view.top && box.bottom <= view.bottom);
          return [pieces.map((piece) => piece.textContent).join(""), inView];
        }"""
    )
    return found[0], found[1]


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def tab_to(page: Page, target: str) -> None:
    for _ in range(80):
        if focused(page) == target:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached")


def choose_by_keyboard(page: Page, words: str) -> None:
    """Move over the words of the article until the first one is chosen, then take in the others."""
    first, *rest = words.split()
    page.keyboard.press("Home")
    for _ in range(100):
        if page.locator(".chosen-words").inner_text() == f"“{first}”":
            break
        page.keyboard.press("ArrowRight")
    for _ in rest:
        page.keyboard.press("Shift+ArrowRight")
    assert page.locator(".chosen-words").inner_text() == f"“{words}”"


def violations(page: Page, picture: Path) -> list:
    page.screenshot(path=picture)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "axe.run().then((r) => r.violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 200))]))"
    )
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth || document.scrollingElement.scrollTop > 0")
    return found + ["wider than the screen"] * wide
