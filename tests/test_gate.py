"""The quality gate fails where a figure falls, and never lowers a floor."""

import importlib.util
import json
from pathlib import Path

import pytest

CI = Path(__file__).parent.parent / ".ci"


@pytest.fixture(scope="module")
def gate():
    spec = importlib.util.spec_from_file_location("gate", CI / "gate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("figures", "failing"),
    [
        ({"found": 0.95, "false": 5.0}, []),
        ({"found": 0.99, "false": 3.0}, []),
        ({"found": 0.94, "false": 5.0}, ["found"]),
        ({"found": 0.95, "false": 6.0}, ["false"]),
        ({"false": 5.0}, ["found"]),
    ],
)
def test_gate_names_each_figure_below_its_floor(gate, figures, failing):
    """A share that falls, a count that rises and a figure that is missing fail; better figures pass."""
    lines = gate.failures("dev", figures, {"found": 0.95, "false": 5.0})
    assert [line.split(": ")[1].split()[0] for line in lines] == failing


def test_gate_floors_only_rise(gate):
    """Raising takes the better of floor and figure, for shares and for counts."""
    floors = {"found": 0.95, "false": 5.0}
    assert gate.raised({"found": 0.9, "false": 7.0}, floors) == floors
    assert gate.raised({"found": 0.97, "false": 2.0}, floors) == {"found": 0.97, "false": 2.0}


def test_gate_floors_name_the_corpus_they_were_set_on():
    """Each corpus part carries the digest of its file."""
    stored = json.loads((CI / "floors.json").read_text("utf8"))
    assert stored["fixtures"]["floors"]
    assert not set(stored["dev"]["floors"]) & set(stored["dev"]["bounds"])
    assert all(len(part["sha256"]) == 64 for part in stored.values() if "corpus" in part)
