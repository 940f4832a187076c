"""Running the server: `attribution serve`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from attribution.errors import InputError, OptionError

if TYPE_CHECKING:
    from attribution.server.settings import Settings

_EXTRA = "pip install 'quote-attribution[server]'"
_HEALTHCHECK = 120  # seconds in which a worker has to say that it lives; loading reader and lexicon takes a while


def serve(settings: Settings, *, host: str, port: int, workers: int = 1) -> None:
    """Serve until interrupted.

    Args:
        settings: Limits and lexicon.
        host: Address to listen on.
        port: Port to listen on.
        workers: Processes; each loads the reader and the lexicon once.

    Raises:
        InputError: The extra `server` is not installed.
        ModelError: The reader's weights are missing.
        LexiconError: The file with further outlets breaks its schema.
        OptionError: No machine can have the name `host`.
    """
    try:
        import uvicorn

        from attribution.server.app import ENVIRONMENT
    except ImportError as error:
        raise InputError(f"the server needs {error.name}: {_EXTRA}") from None
    _check(settings, apart=workers > 1)
    os.environ[ENVIRONMENT] = settings.to_json()
    try:
        uvicorn.run(
            "attribution.server.app:app_of_environment",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            http="attribution.server.connections:Connection",
            ws="none",
            server_header=False,
            proxy_headers=False,
            timeout_worker_healthcheck=_HEALTHCHECK,
        )
    except UnicodeError:
        raise OptionError(f"{host!r} is no name that an address can have; listen on 127.0.0.1, or on 0.0.0.0") from None


def _check(settings: Settings, *, apart: bool) -> None:
    """Load the reader and the lexicon before any worker starts, so that what is missing is said once and clearly.

    One worker is this process and keeps what is loaded; for several, a process of its own tries and ends.
    """
    from attribution.server.answers import load_engine

    if not apart:
        load_engine(settings)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        pool.submit(_try_engine, settings).result()


def _try_engine(settings: Settings) -> None:
    from attribution.server.answers import load_engine

    load_engine(settings)
