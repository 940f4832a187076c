"""Runs tests/browser/check.mjs for the tests that need a real browser."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "browser"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


def missing() -> str:
    """Return why the browser cannot be asked, "" where it can."""
    if not shutil.which("node"):
        return "node is not installed"
    if not Path(CHROMIUM).exists():
        return "Chromium is not installed (Debian: apt-get install chromium)"
    if not (FOLDER / "node_modules" / "playwright-core").exists():
        return "npm install --prefix tests/browser was not run"
    return ""


needs_browser = pytest.mark.skipif(bool(missing()), reason=missing() or "never")


def check(*arguments: str | Path) -> Any:
    """Return what the script prints."""
    command = ["node", str(FOLDER / "check.mjs"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
