"""What stands before the application: who may ask, how much a request may hold, how slowly it may come.

Plain ASGI middleware, so that a body is refused while it arrives and never held beyond the limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from attribution.server.refusals import Refusal, refusal_body

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The page needs nothing but its own files; the rest keeps other sites from framing, reading or guessing at answers.
SECURITY_HEADERS = (
    (b"content-security-policy", b"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_LINGER = 2.0  # seconds in which the rest of a refused body is read and dropped, so that the refusal gets through


class OriginGate:
    """Keeps out other sites: those that point a name of theirs at this machine, and pages that send from elsewhere.

    A browser names the host it believes to talk to (DNS rebinding) and, on a request of a page, the page's origin.
    Clients that are no browsers send no Origin and pass.
    """

    def __init__(self, app: ASGIApp, trusted_hosts: Iterable[str]) -> None:
        self._app = app
        self._trusted = tuple(trusted_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the request and add the security headers to whatever is answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name for name, _ in message["headers"]}
                added = [(name, value) for name, value in SECURITY_HEADERS if name not in names]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        try:
            self._check(scope["method"], dict(scope["headers"]))
        except Refusal as refusal:
            await send_refusal(refusal, receive, guarded)
        else:
            await self._app(scope, receive, guarded)

    def _check(self, method: str, headers: dict[bytes, bytes]) -> None:
        host = headers.get(b"host", b"").decode("latin-1").lower()
        name = _without_port(host)
        if not any(_matches(name, trusted) for trusted in self._trusted):
            raise Refusal(
                "unknown-host",
                f"the host {name!r} is not trusted; call {self._trusted[0]!r}, or start with --trusted-host",
            )
        origin = headers.get(b"origin")
        if origin is not None and _authority(origin.decode("latin-1").lower()) != _normal(host):
            raise Refusal("foreign-origin", "a page of another site may not use this server")
        site = headers.get(b"sec-fetch-site", b"none")
        if method not in _SAFE_METHODS and site not in (b"none", b"same-origin"):
            raise Refusal("foreign-origin", "a page of another site may not use this server")


def _without_port(host: str) -> str:
    end = host.find("]") + 1 if host.startswith("[") else host.find(":")
    return host[:end] if end > 0 else host


def _matches(name: str, trusted: str) -> bool:
    if trusted.startswith("*."):
        return name.endswith(trusted[1:]) and len(name) > len(trusted) - 1
    return trusted in ("*", name)


def _authority(origin: str) -> str | None:
    scheme, _, rest = origin.partition("://")
    return _normal(rest) if scheme in ("http", "https") else None


def _normal(host: str) -> str:
    """Return a host without a port that its scheme implies."""
    return host.removesuffix(":80").removesuffix(":443")


class BodyGate:
    """Reads the whole body before the application runs: at most `max_bytes`, within `seconds`."""

    def __init__(self, app: ASGIApp, max_bytes: int, seconds: float) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on with its body in one piece, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            body = await self._read(scope, receive)
        except Refusal as refusal:
            await send_refusal(refusal, receive, send, linger=refusal.code == "too-large")
            return
        if body is not None:
            await self._app(scope, _replay(body, receive), send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        """Return the body; None when the client went away."""
        claimed = dict(scope["headers"]).get(b"content-length", b"0")
        if claimed.isdigit() and int(claimed[:20]) > self._max_bytes:
            raise self._too_large()
        body = bytearray()
        try:
            async with asyncio.timeout(self._seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    body += message.get("body", b"")
                    if len(body) > self._max_bytes:
                        raise self._too_large()
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            raise Refusal(
                "too-slow", f"the body did not arrive within {self._seconds:g} seconds", {"connection": "close"}
            ) from None

    def _too_large(self) -> Refusal:
        limit = f"{self._max_bytes:,} bytes"
        return Refusal(
            "too-large", f"the body is larger than {limit}, the limit of this server", {"connection": "close"}
        )


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [body]

    async def replayed() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replayed


async def send_refusal(refusal: Refusal, receive: Receive, send: Send, *, linger: bool = False) -> None:
    """Answer with a refusal.

    With `linger` the answer goes out whole, and then what the client still sends is dropped for a while: closing at
    once would make the client's system throw the answer away.
    """
    body = refusal_body(refusal.code, refusal.message)
    headers = {"content-type": "application/json", "content-length": str(len(body)), **refusal.headers}
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": refusal.status, "headers": encoded})
    await send({"type": "http.response.body", "body": body, "more_body": linger})
    if linger:
        await _drop_body(receive)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _drop_body(receive: Receive) -> None:
    try:
        async with asyncio.timeout(_LINGER):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return
