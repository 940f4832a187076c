"""README and docs run as they stand, link to what exists, and say what the code says.

`python tests/test_docs.py` writes the example of the record's reference anew.
"""

import ast
import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from attrs import evolve
from click import Group

import attribution
from attribution import Article, extract
from attribution.cli import main
from attribution.component import make_attribution
from attribution.outlets.citing import Form as CitationForm
from attribution.speakers.descriptions import Form as DescriptionForm

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
RECORD_PAGE = ROOT / "docs" / "reference" / "record.md"
PYTHON_PAGE = ROOT / "docs" / "reference" / "python.md"
EXAMPLE = re.compile(r"(?<=<!-- example -->\n).*?(?=\n## )", re.DOTALL)
MEASURED = re.compile(r"(?<=\D)0?\.\d+|(?<=_version\": \")\w+|(?<=lexicon\": \")\w+")  # what training moves
FIXTURES = sorted((ROOT / "fixtures").glob("*.txt"))
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


@pytest.mark.model
def test_docs_loop_of_the_readme_takes_every_article():
    """The first example of README prints the statements of any article, also those of nobody and through nothing."""
    first = next(code for language, code in blocks(ROOT / "README.md") if language == "python")
    loop = compile(first[first.index("for record in") :], "README.md", "exec")
    found = [extract(path.read_bytes().decode()) for path in FIXTURES]
    assert any(record.speaker is None for extraction in found for record in extraction)
    for extraction in found:
        exec(loop, {"extraction": extraction})


def record_example():
    """Return the part of the record's reference that shows one: the paragraph, and the extraction with it alone."""
    text = (ROOT / "fixtures" / "summit.txt").read_bytes().decode()
    known = json.loads((ROOT / "fixtures" / "summit.notes.json").read_text("utf8"))["article"]
    extraction = extract(Article(text, **{key: value for key, value in known.items() if value}))
    record = next(one for one in extraction if "not allies" in one.content[0].exact)
    start, end = text.rfind("\n", 0, record.content[0].start) + 1, text.index("\n", record.content[0].end)
    shown = layout(evolve(extraction, records=(record,)).to_dict())
    return (
        f"\n```text\n{text[start:end]}\n```\n\n"
        "What `extract` says of the article, given with its title, author and date; of the records this one:\n\n"
        f"```json\n{shown}\n```\n"
    )


def layout(value, indent=""):
    """Return JSON with mentions, and whatever else holds plain values only, on a line each."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not any(isinstance(part, dict | list) and part for part in parts):
        return json.dumps(value, ensure_ascii=False)
    deeper = indent + "  "
    if isinstance(value, list):
        return "[\n" + ",\n".join(deeper + layout(part, deeper) for part in value) + f"\n{indent}]"
    lines = (f"{deeper}{json.dumps(key)}: {layout(part, deeper)}" for key, part in value.items())
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


@pytest.mark.model
def test_docs_example_of_the_record_is_what_is_found():
    """The record in the reference is made, not invented; scores and versions aside, which training moves."""
    shown = EXAMPLE.search(RECORD_PAGE.read_text("utf8")).group()
    assert MEASURED.sub("..", shown) == MEASURED.sub("..", record_example()), "run: python tests/test_docs.py"


TABLE = re.compile(r"(?<=\n```text\n)fixtures/summit\.txt\n.*?(?=│ …\n```\n)", re.DOTALL)


def readme_table(rows):
    """Return the first lines of what the first command of README prints."""
    command = [sys.executable, "-m", "attribution", "extract", "fixtures/summit.txt", "--format", "table"]
    wide = {**os.environ, "COLUMNS": "120"}
    printed = subprocess.run(command, cwd=ROOT, env=wide, capture_output=True, text=True, check=True).stdout
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines()[:rows])


@pytest.mark.model
def test_docs_table_of_the_readme_is_what_the_command_prints():
    """The first screen is made, not invented; scores aside, which training moves."""
    shown = TABLE.search((ROOT / "README.md").read_text("utf8")).group()
    made = readme_table(shown.count("\n"))
    assert re.sub(r"\d+%", "..", shown) == re.sub(r"\d+%", "..", made), "run: python tests/test_docs.py"


RULE = re.compile(r"(?:reader|relations|speakers|outlets|records|review):[a-z:-]*[a-z]")
STEP = re.compile(r"(?:reader|relations|speakers|outlets|records):")
MADE = {  # rules that the code puts together, and what it puts in
    "speakers:no-{}": ("speakers:no-title", "speakers:no-affiliation"),
    "speakers:{}-{}": ("speakers:title-FORM", "speakers:affiliation-FORM"),
    "{}-undecided": ("speakers:shared-name-undecided", "speakers:pronoun-undecided", "speakers:description-undecided"),
    "outlets:no-{}": ("outlets:no-occasion", "outlets:no-date"),
    "outlets:{}-in-sentence": ("outlets:occasion-in-sentence", "outlets:date-in-sentence"),
    "outlets:{}:teller": ("outlets:same-sentence:teller", "outlets:carried:teller"),
    "outlets:{}:posted": ("outlets:same-sentence:posted", "outlets:carried:posted"),
    "outlets:{}:{}": ("outlets:same-sentence:FORM", "outlets:carried:FORM"),
}


def syntax_trees():
    """Yield the modules of the package that make records, as syntax trees."""
    for path in sorted((ROOT / "attribution").rglob("*.py")):
        if path.relative_to(ROOT / "attribution").parts[0] not in ("training", "verify", "server"):
            yield from ast.walk(ast.parse(path.read_text("utf8")))


def page_of_the_browser():
    """Return the scripts of the review page."""
    return "\n".join(path.read_text("utf8") for path in sorted((ROOT / "attribution/server/page").glob("*.js")))


def rules_in_code():
    """Return the rules that the code names, and the patterns of those that it puts together."""
    nodes = list(syntax_trees())
    inside = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    strings = {
        n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in inside
    }
    joined = {
        "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        for node in nodes
        if isinstance(node, ast.JoinedStr)
    }
    made = {pattern for pattern in joined if STEP.match(pattern) or pattern.endswith("}-undecided")}
    of_page = set(re.findall(r'"(review:[a-z-]+)"', page_of_the_browser()))
    return {string for string in strings if RULE.fullmatch(string)} | of_page, made


def codes_in_code():
    """Return the codes of problems: the first argument of a problem, or of a pair that becomes one."""
    for node in syntax_trees():
        if isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            on = node.func.value if isinstance(node.func, ast.Attribute) else None
            if name == "append" and isinstance(on, ast.Name) and on.id == "problems" and isinstance(first, ast.Tuple):
                first = first.elts[0]
            elif name not in ("Problem", "DraftProblem"):
                continue
            if isinstance(first, ast.Constant):
                yield first.value
    yield re.search(r'NOT_A_QUOTATION = "([a-z-]+)"', page_of_the_browser()).group(1)


def section(page, heading):
    """Return the text of a page below a heading, up to the next of its level."""
    level = heading.split(" ")[0]
    return page.read_text("utf8").split(f"\n{heading}\n", 1)[1].split(f"\n{level} ", 1)[0]


def first_column(text, head):
    """Return the names in the first column of each table with this head, one that stands there twice included."""
    tables = re.findall(rf"^\| {re.escape(head)} \|.*\n\|[-|]+\n((?:\|.*\n?)+)", text, re.MULTILINE)
    cells = [line.split("|")[1] for table in tables for line in table.splitlines()]
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def test_docs_list_every_rule():
    """A rule of the code has a line in the reference, and a line there has a rule in the code."""
    named, made = rules_in_code()
    assert made == MADE.keys()
    listed = first_column(section(PYTHON_PAGE, "## Rules"), "rule")
    assert sorted(listed) == sorted(named.union(*MADE.values()))
    text = section(PYTHON_PAGE, "## Rules")
    assert first_column(text, "form of a citation") == list(get_args(CitationForm))
    assert first_column(text, "form of a title or affiliation") == [*get_args(DescriptionForm), "description"]


@pytest.mark.model
def test_docs_list_every_rule_that_is_given():
    """No article of the fixtures gets a rule that the reference does not explain."""
    listed = first_column(section(PYTHON_PAGE, "## Rules"), "rule")
    known = re.compile("|".join(rule.replace("FORM", "[a-z-]+") for rule in listed))
    for path in FIXTURES:
        for record in extract(path.read_bytes().decode()):
            assert [e.rule for e in record.evidence if not known.fullmatch(e.rule)] == [], path.name


def test_docs_list_every_code_of_a_problem():
    """A problem that the code knows has a line in the reference, and no other has."""
    assert sorted(first_column(section(PYTHON_PAGE, "## Problems"), "code")) == sorted(set(codes_in_code()))


def test_docs_name_everything_public_in_python():
    """The reference names each exported name, each option and setting, and each error with its built-in parent."""
    page = PYTHON_PAGE.read_text("utf8")
    tables = {
        "names": sorted(attribution.__all__),
        "argument of `Article`": sorted(inspect.signature(Article).parameters),
        "option of `extract`": sorted(set(inspect.signature(extract).parameters) - {"text_or_article"}),
        "setting": sorted(set(inspect.signature(make_attribution).parameters) - {"nlp", "name"}),
    }
    names = re.search(r"\| to \| names \|\n\|---\|---\|\n((?:\|.*\n)+)", page).group(1)
    shown = {head: sorted(first_column(page, head)) for head in tables}
    shown["names"] = sorted(re.findall(r"`(\w+)`", names))
    assert shown == tables
    for name, parent in re.findall(r"^\| `(\w+Error)` \| `(\w+)` \|", page, re.MULTILINE):
        assert issubclass(getattr(attribution, name), getattr(__import__("builtins"), parent))
    errors = sorted(name for name in attribution.__all__ if name.endswith("Error") and name != "AttributionError")
    assert sorted(first_column(page, "error")) == errors


def test_docs_changelog_says_what_is_offered():
    """Nothing was released yet: all is added, each group in a few lines, and what they name exists."""
    page = (ROOT / "CHANGELOG.md").read_text("utf8")
    assert re.findall(r"^##{1,2} .*$", page, re.MULTILINE) == ["## [Unreleased]", "### Added"]
    bullets = re.findall(r"^- .*$", page, re.MULTILINE)
    assert 10 < len(bullets) <= 45
    assert max(map(len, bullets)) <= 250
    for command in re.findall(r"`attribution ([a-z]+)", page):
        assert command in main.commands, command
    for name in re.findall(r"`attribution\.(\w+)`", page):
        assert name in attribution.__all__, name
    options = {flag for command in main.commands.values() for option in command.params for flag in option.opts}
    assert set(re.findall(r"(--[a-z-]+)", page)) <= options


if __name__ == "__main__":
    readme = ROOT / "README.md"
    readme.write_text(TABLE.sub(lambda shown: readme_table(shown[0].count("\n")), readme.read_text("utf8")), "utf8")
    RECORD_PAGE.write_text(EXAMPLE.sub(lambda _: record_example(), RECORD_PAGE.read_text("utf8"), count=1), "utf8")
