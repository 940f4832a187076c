"""The files of the review page, with the types that browsers insist on."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from attrs import frozen

# Fixed here, because the table of types of an operating system may say otherwise.
_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".json": "application/json",
        ".txt": "text/plain; charset=utf-8",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".ico": "image/x-icon",
        ".woff2": "font/woff2",
    }
)


@frozen
class PageFile:
    """A file of the page and its media type."""

    data: bytes
    media_type: str


def page_file(path: str) -> PageFile | None:
    """Return the file at a path below the page's folder; None where there is none, or none that is served.

    The path is looked up among the files that there are, never joined to a folder, so it leads nowhere else.
    """
    found = _served().get(path)
    return PageFile(found.read_bytes(), _TYPES[found.suffix]) if found else None


def _served() -> dict[str, Path]:
    folder = Path(str(files("attribution") / "server" / "page"))
    found = (file for file in folder.rglob("*") if file.suffix in _TYPES and file.is_file())
    return {file.relative_to(folder).as_posix(): file for file in found}
