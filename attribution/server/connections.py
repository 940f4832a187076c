"""Connections of uvicorn, with what it leaves out: a limit of time for the head of a request, refusals in our shape."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from attribution.server.refusals import CODES, refusal_body
from attribution.server.settings import Settings

RECEIVE_LIMIT = "receive_limit"  # key of the application's state that holds the seconds
_LINGER = 2.0  # seconds in which what a refused client still sends is dropped, so that the refusal gets through


class Connection(H11Protocol):
    """A connection whose client has to send each head of a request within the receive limit (against "slow loris")."""

    _head_timer: asyncio.TimerHandle | None = None
    _refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self._time_head()

    def data_received(self, data: bytes) -> None:
        """Take what came; go on timing while it is no whole head."""
        if not self._refused:
            super().data_received(data)
            self._time_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop timing."""
        self._stop_timer()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        self._refuse("malformed-http", "the request is no HTTP/1.1 that can be read")

    def _time_head(self) -> None:
        begun = self.cycle is None or bool(self.conn.trailing_data[0])
        if self.conn.their_state is not h11.IDLE or not begun or self._refused:
            self._stop_timer()
        elif self._head_timer is None:
            seconds = self.app_state.get(RECEIVE_LIMIT, Settings().receive_limit)
            self._head_timer = self.loop.call_later(seconds, self._refuse_slow, seconds)

    def _stop_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _refuse_slow(self, seconds: float) -> None:
        if not self.transport.is_closing():
            self._refuse("too-slow", f"the head of the request did not arrive within {seconds:g} seconds")

    def _refuse(self, code: str, message: str) -> None:
        body = refusal_body(code, message)
        headers: list[tuple[str, Any]] = [
            ("content-type", "application/json"),
            ("content-length", str(len(body))),
            ("connection", "close"),
        ]
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            response = h11.Response(status_code=CODES[code][0], headers=headers)
            for event in (response, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self._refused = True
        self._stop_timer()
        if self.cycle is not None:  # whoever computes an answer still learns that nobody will read it
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.transport.can_write_eof():
            self.transport.write_eof()
            self.loop.call_later(_LINGER, self.transport.close)
        else:
            self.transport.close()
