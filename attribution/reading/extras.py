"""Packages that are installed only by those who need them."""

from importlib import import_module
from typing import Any

from attribution.errors import InputError, how_to_install


def load_extra(module: str, extra: str, what: str) -> Any:
    """Return the module, or say which extra brings it.

    Raises:
        InputError: It is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise InputError(f'{what} needs the extra "{extra}": {how_to_install(extra)}') from error
