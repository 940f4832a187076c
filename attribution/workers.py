"""Processes that share the work on many articles."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from attribution.errors import WorkerError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Result = TypeVar("Result")


@contextmanager
def worker_pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Yield worker processes; those that are left at the end finish what they are at and no more.

    Raises:
        WorkerError: A process ended before its work was done.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_interrupts_to_the_caller
    )
    try:
        yield pool
    except BrokenProcessPool as error:
        raise WorkerError(
            "a process that shares the work ended too early: guard the script with "
            '`if __name__ == "__main__":` and keep steps of your own in a module; '
            "where both is so, memory may be short: use fewer processes"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_the_caller() -> None:
    """Ignore Ctrl-C, which reaches every process of a terminal: the one that called ends the others."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def begin_ahead(futures: Iterable[Future[Result]], most: int) -> Iterator[Future[Result]]:
    """Yield futures in order, `most` of them begun; an error instead of the next comes when its turn does."""
    begun: deque[Future[Result]] = deque()
    try:
        for future in futures:
            begun.append(future)
            while begun and (len(begun) > most or begun[0].done()):
                yield begun.popleft()
    except Exception:
        yield from begun
        raise
    yield from begun
