"""What the one who starts the server chooses."""

from __future__ import annotations

import json
from typing import Any

from attrs import asdict, field, frozen, validators

from attribution.errors import OptionError
from attribution.models import MOST_THREADS

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
_EVERYWHERE = ("0.0.0.0", "::", "")


@frozen
class Settings:
    """Limits and lexicon of a server.

    Args:
        max_bytes: Bytes of a request's body.
        max_characters: Code points of an article; a longer one is refused before any work is done on it.
        time_limit: Seconds that a request may wait and compute.
        receive_limit: Seconds that a client may take to send its head, and again to send its body.
        waiting: Requests that may wait for each lane; further ones are told to come again.
        trusted_hosts: Names by which clients may call the server; "*" trusts every name, "*.example.org" those below.
        outlets: Path of a file with further outlets.
        threads: Threads of the reader.

    Raises:
        OptionError: A value is out of its range.
    """

    max_bytes: int = field(default=10 * 2**20, validator=validators.ge(1))
    max_characters: int = field(default=200_000, validator=validators.ge(1))
    time_limit: float = field(default=120.0, validator=validators.gt(0))
    receive_limit: float = field(default=30.0, validator=validators.gt(0))
    waiting: int = field(default=64, validator=validators.ge(0))
    trusted_hosts: tuple[str, ...] = field(default=LOCAL_HOSTS, converter=tuple)
    outlets: str | None = None
    threads: int = field(default=1, validator=[validators.ge(1), validators.le(MOST_THREADS)])

    def to_json(self) -> str:
        """Return the settings as JSON, for the environment of worker processes."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Settings:
        """Return the settings that `to_json` wrote."""
        data: dict[str, Any] = json.loads(text)
        return cls(**data)


def make_settings(host: str, trusted_hosts: tuple[str, ...] = (), **options: Any) -> Settings:
    """Return settings that trust this machine's own names, the address that is listened on, and `trusted_hosts`.

    Raises:
        OptionError: A value is out of its range.
    """
    own = () if host in _EVERYWHERE else (f"[{host}]" if ":" in host else host,)
    names = dict.fromkeys(name.lower() for name in (*LOCAL_HOSTS, *own, *trusted_hosts))
    try:
        return Settings(trusted_hosts=tuple(names), **options)
    except ValueError as error:
        raise OptionError(str(error)) from None
