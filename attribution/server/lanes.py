"""Where requests are computed: a few threads, a short queue, and a limit of time.

Extraction has a lane of one thread, for Python computes in one at a time; more at the same time is what worker
processes are for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

from attribution.server.refusals import Refusal

T = TypeVar("T")
Check = Callable[[], None]


class OverTimeError(Exception):
    """The computation was given up because nobody waits for it any more."""


class Lane:
    """Threads that take one request after the other.

    Args:
        name: What the threads are called.
        threads: How many requests are computed at once.
        waiting: How many more may wait.
        seconds: How long a request may wait and compute.
    """

    def __init__(self, name: str, threads: int, waiting: int, seconds: float) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._places = threads + waiting
        self._seconds = seconds
        self._taken = 0
        self._lock = Lock()

    async def run(self, work: Callable[[Check], T]) -> T:
        """Return what `work` returns.

        `work` is handed a function to call from time to time, which raises `OverTimeError` once nobody waits any more.

        Raises:
            Refusal: Too many wait already, or the time is over.
        """
        future = self._submit(work)
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            if future.cancelled():
                raise self._busy() from None
            raise self._over_time() from None
        except OverTimeError:
            raise self._over_time() from None

    def close(self) -> None:
        """Take no further requests and drop those that wait."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _submit(self, work: Callable[[Check], T]) -> Future[T]:
        with self._lock:
            if self._taken >= self._places:
                raise self._busy()
            self._taken += 1
        end = time.monotonic() + self._seconds

        def check() -> None:
            if time.monotonic() > end:
                raise OverTimeError

        future = self._pool.submit(work, check)
        future.add_done_callback(self._release)
        return future

    def _release(self, _: Future[T]) -> None:
        with self._lock:
            self._taken -= 1

    def _over_time(self) -> Refusal:
        return Refusal("over-time", f"the computation took longer than {self._seconds:g} seconds; send a shorter text")

    def _busy(self) -> Refusal:
        return Refusal("busy", "too many requests wait; come again in a moment", {"retry-after": "2"})
