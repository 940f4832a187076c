"""Running the server: `attribution serve`."""

from __future__ import annotations

import errno
import os
import socket
from typing import TYPE_CHECKING

from attribution.errors import InputError, OptionError, how_to_install

if TYPE_CHECKING:
    from attribution.server.settings import Settings

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
        OptionError: This machine has no address `host`, or the port cannot be listened on.
    """
    try:
        import uvicorn

        from attribution.server.app import ENVIRONMENT
    except ImportError as error:
        raise InputError(f"the server needs {error.name}: {how_to_install('server')}") from None
    _check_address(host, port)
    _check(settings, apart=workers > 1)
    os.environ[ENVIRONMENT] = settings.to_json()
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


def _check_address(host: str, port: int) -> None:
    """Listen for a moment, so that an address that cannot be had is said before anything is loaded."""
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (UnicodeError, OSError):
        found = []
    usable = False
    for family, kind, protocol, _, address in found:
        try:
            with socket.socket(family, kind, protocol) as listener:
                if os.name == "posix":  # as the server does; elsewhere it would take a port from its owner
                    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind(address)
            usable = True
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise OptionError(f"port {port} is taken by another program; choose another with --port") from None
            if error.errno == errno.EACCES:
                raise OptionError(f"port {port} is not for everybody; choose one above 1023 with --port") from None
    if not usable:
        raise OptionError(f"{host!r} is no address of this machine; give --host 127.0.0.1, or 0.0.0.0")


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
