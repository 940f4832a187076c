"""What we promise to those who import us."""

import json
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import attribution

ROOT = Path(__file__).parent.parent


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout


def test_public_names_are_what_all_says():
    """Every public name exists, and nothing else is offered."""
    assert attribution.__all__ == sorted(attribution.__all__)
    for name in attribution.__all__:
        assert getattr(attribution, name) is not None
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
