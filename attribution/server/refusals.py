"""How the server says no: one shape for every refusal, `{"error": {"code", "message"}}`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

CODES: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "malformed-http": (400, "The request is no HTTP that can be read."),
        "malformed-json": (400, "The body is no JSON that can be read, or nested too deeply."),
        "malformed-form": (400, "The body is no form that can be read."),
        "foreign-origin": (403, "A page of another site asks; only the server's own page may."),
        "not-found": (404, "There is nothing at this path."),
        "method-not-allowed": (405, "The path has no such method."),
        "too-slow": (408, "The request did not arrive in time."),
        "too-large": (413, "The body, or the article in it, is larger than the server takes."),
        "unsupported-type": (415, "The body has a media type that the path does not read."),
        "unknown-host": (421, "The server was called by a name that it does not trust."),
        "invalid": (422, "A value is missing, unknown, of another type or not allowed; each with its path."),
        "unreadable": (422, "The file cannot be read as it is."),
        "does-not-hold": (422, "The records do not hold for the text."),
        "internal": (500, "The server failed; its log says how."),
        "busy": (503, "Too many requests wait; come again."),
        "over-time": (504, "The computation took longer than the server allows."),
    }
)
LONGEST = 4000  # characters of a message: a hostile body can break a rule a million times


class Refusal(Exception):
    """A request that is not answered as asked.

    Args:
        code: A key of `CODES`, which tells the HTTP status.
        message: What is wrong and what to do; problems stand on lines of their own.
        headers: Further headers of the response.
    """

    def __init__(self, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = CODES[code][0]
        self.code = code
        self.message = message
        self.headers = dict(headers or {})


def refusal_body(code: str, message: str) -> bytes:
    """Return the body of a refusal as JSON in ASCII, which holds whatever a client sent."""
    shown = message if len(message) <= LONGEST else message[:LONGEST] + " …"
    return json.dumps({"error": {"code": code, "message": shown}}).encode("ascii")
