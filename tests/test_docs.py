"""README and docs run as they stand, and link to what exists."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click import Group

from attribution.cli import main

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^(<!-- command: (?P<command>\w+) -->\n)?```(?P<language>\w+)\n(?P<code>.*?)^```$", re.M | re.S)
DRIVER = """
import json, subprocess, sys
names = {"__name__": "__main__"}
for language, code in json.load(sys.stdin):
    if language == "python":
        exec(compile(code, "example", "exec"), names)
    else:
        subprocess.run(["bash", "-euo", "pipefail", "-c", code], check=True)
"""
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")


def blocks(page):
    """Yield (language, code) of the blocks that run; the two set-up commands are run by the check of a fresh clone."""
    for block in BLOCK.finditer(page.read_text("utf8")):
        if block["language"] in ("python", "bash") and not block["command"]:
            yield block["language"], block["code"]


@pytest.fixture
def clone(tmp_path):
    """A folder that looks like the repository, in which examples may write."""
    for name in ("attribution", "fixtures", "docs", "tests", "README.md"):
        (tmp_path / name).symlink_to(ROOT / name)
    binaries = tmp_path / ".venv"
    binaries.mkdir()
    (binaries / "bin").symlink_to(Path(sys.executable).parent)
    return tmp_path


@pytest.mark.model
@pytest.mark.parametrize("page", [page for page in PAGES if any(blocks(page))], ids=lambda page: page.name)
def test_docs_examples_run(page, clone):
    """Every example of a page runs, in the order of the page, Python in one namespace."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", DRIVER],
        input=json.dumps(list(blocks(page))),
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"{page.name}: {done.stdout[-2000:]}{done.stderr[-2000:]}"


@pytest.mark.model
def test_docs_show_the_table_that_the_first_command_prints():
    """The table in README is what the command above it prints on a terminal of 120 columns, percentages aside."""
    page = (ROOT / "README.md").read_text("utf8")
    shown = page.split("```text\n", 1)[1].split("│ …", 1)[0].splitlines()
    done = subprocess.run(
        [sys.executable, "-m", "attribution", "extract", "fixtures/summit.txt", "--format", "table"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "120", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    printed = [re.sub(r"\d\d%", "..%", line).rstrip() for line in done.stdout.splitlines()]
    assert [re.sub(r"\d\d%", "..%", line) for line in shown] == printed[: len(shown)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_docs_links_lead_somewhere(page):
    """Every link inside the repository leads to a file."""
    missing = [target for target in LINK.findall(page.read_text("utf8")) if not (page.parent / target).exists()]
    assert missing == []


def test_docs_name_every_command_and_option():
    """The reference of the command line is what --help says."""
    page = (ROOT / "docs" / "reference" / "command-line.md").read_text("utf8")
    assert isinstance(main, Group)
    sections = {head.split("\n", 1)[0]: head for head in page.split("\n## attribution ")[1:]}
    assert sections.keys() == main.commands.keys()
    for name, command in main.commands.items():
        flags = {flag for option in command.params for flag in option.opts if flag.startswith("--")}
        shown = set(re.findall(r"^  (?:-\w, )?(--[\w-]+)", sections[name], re.MULTILINE))
        assert shown == flags | {"--help"}, name


@pytest.mark.parametrize("page", [p for p in PAGES if "gate.py" in p.read_text("utf8")], ids=lambda page: page.name)
def test_docs_say_that_the_figures_need_the_corpora(page):
    """Who is told to run the quality gate is told what it needs."""
    assert "corpora" in page.read_text("utf8")
    assert "../shared" in page.read_text("utf8")


def test_docs_say_how_to_install_an_extra_from_a_checkout():
    """Where an extra is named as from the registry, its name in a checkout stands beside it."""
    for page in PAGES:
        for line in page.read_text("utf8").splitlines():
            for extra in re.findall(r"quote-attribution(\[[\w,]+\])", line):
                assert f".{extra}" in line, f"{page.name}: {line}"


def test_docs_changelog_is_kept():
    """There is a changelog with a place for what is not released yet."""
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text("utf8")
