"""What we promise to those who import us."""

import ast
import doctest
import json
import subprocess
import sys
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import attribution

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "attribution"
# Each part imports from those before it only: what all share, the line, then the ways in and out.
SHARED = (
    "errors paths version inert datafiles patterns records rows jsonio outlet_lexicon lexicon detection models layout"
    " title_words people cues language"
)
STEPS = "furniture quotations reader relations names speakers outlets building workers pipeline"
EDGES = "linking grouping reading writing evaluation component triples verify server training cli"
ORDER = [*SHARED.split(), *STEPS.split(), *EDGES.split()]
BACK = {("records", "jsonio"), ("records", "rows")}  # `to_dict` and `to_rows` load them when they are called
APART = {  # the steps of the line, which know nothing of these steps before them
    "quotations": {"furniture", "reader"},
    "relations": {"furniture"},
    "names": {"furniture", "quotations", "reader", "relations"},
    "speakers": {"quotations", "reader", "relations"},
    "outlets": {"furniture", "reader", "relations", "names"},
}
LINE = {"furniture", "quotations", "reader", "relations", "names", "speakers", "outlets", "building", "pipeline"}
DOCTESTED = sorted(path for path in PACKAGE.rglob("*.py") if ">>> " in path.read_text("utf8"))


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout


def test_public_names_are_what_all_says():
    """Every public name exists, and nothing else is offered."""
    assert attribution.__all__ == sorted(attribution.__all__)
    for name in attribution.__all__:
        assert getattr(attribution, name) is not None
    assert {"Mention", "Speaker", "Outlet", "Article", "parse_lines", "read_article"} <= set(attribution.__all__)
    with pytest.raises(AttributeError):
        attribution.no_such_name  # noqa: B018


def test_public_import_is_light():
    """Importing loads nothing heavy and takes under 0.15 s (the best of five)."""
    heavy = ("spacy", "textacy", "numpy", "onnxruntime", "rich", "click", "rapidfuzz")
    code = (
        "import sys, time; start = time.perf_counter(); import attribution; took = time.perf_counter() - start;"
        f"import json; print(json.dumps([took, [m for m in {heavy} if m in sys.modules]]))"
    )
    results = [json.loads(run(code)) for _ in range(5)]
    assert all(loaded == [] for _, loaded in results)
    assert min(took for took, _ in results) < 0.15


def test_public_version_is_that_of_the_package_and_costs_nothing():
    """The version is where people look for it, without loading the reader."""
    assert attribution.__version__ == attribution.extract("").engine.version
    code = (
        "import sys, attribution; attribution.__version__; print([m for m in ('spacy', 'numpy') if m in sys.modules])"
    )
    assert run(code).strip() == "[]"


def imports(path):
    """Yield the parts of the package that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").split(".")[0] == "attribution":
            yield from [node.module.split(".")[1]] if "." in node.module else [name.name for name in node.names]
        elif isinstance(node, ast.Import):
            yield from [name.name.split(".")[1] for name in node.names if name.name.startswith("attribution.")]


def parts():
    """Return the imports of each part of the package, a module or a folder, from the others."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).with_suffix("").parts[0]
        found.setdefault(name, set()).update(set(imports(path)) - {name})
    return {name: imported for name, imported in found.items() if name not in ("__init__", "__main__")}


def test_public_parts_import_downwards_only():
    """What a step needs stands before it; nothing of the line knows of the ways in and out."""
    found = parts()
    assert found.keys() == set(ORDER)
    for name, imported in found.items():
        before = set(ORDER[: ORDER.index(name)]) | {back for owner, back in BACK if owner == name}
        assert imported <= before, f"{name} imports {sorted(imported - before)}"
    for name, others in APART.items():
        assert not found[name] & others, f"{name} imports {sorted(found[name] & others)}"


def test_public_verifier_shares_no_code_with_the_line():
    """A fault of the extractor cannot hide in the verifier; the proof of the records needs Python alone."""
    found = parts()
    reached, waiting = set(), ["verify"]
    while waiting:
        for name in found[waiting.pop()] - reached:
            reached.add(name)
            waiting.append(name)
    assert not reached & LINE, f"verify reaches {sorted(reached & LINE)}"
    assert set(imports(PACKAGE / "verify" / "integrity.py")) <= {"records", "jsonio"}  # where an Extraction is given


@pytest.mark.model
@pytest.mark.parametrize("path", DOCTESTED, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_public_examples_in_docstrings_run(path):
    """What a docstring shows is what happens."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    failed, tried = doctest.testmod(import_module(name))
    assert (failed, tried > 0) == (0, True)


def test_public_import_has_no_side_effects():
    """Importing sets no handler, no warning filter, no spaCy extension but ours."""
    code = (
        "import logging, warnings; filters = list(warnings.filters); import attribution;"
        "assert not logging.root.handlers; assert list(warnings.filters) == filters; print('ok')"
    )
    assert run(code).strip() == "ok"
    code = (
        "from spacy.tokens.underscore import Underscore; before = set(Underscore.doc_extensions);"
        "import attribution.component; print(sorted(set(Underscore.doc_extensions) - before))"
    )
    assert run(code).strip() == "['attributions']"


def test_public_entry_points():
    """The command and the factory are registered."""
    assert entry_points(group="console_scripts", name="attribution")["attribution"].value == "attribution.cli:main"
    factory = entry_points(group="spacy_factories", name="attribution")["attribution"]
    assert factory.value == "attribution.component:make_attribution"


def test_public_errors_are_also_built_in():
    """Each error can be caught as ours and as the built-in one."""
    assert issubclass(attribution.InputError, attribution.AttributionError)
    assert issubclass(attribution.InputError, ValueError)
    assert issubclass(attribution.ModelError, RuntimeError)
