"""The version of the package."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def package_version() -> str:
    """Return the installed version of the package, "0" in a checkout that is not installed."""
    try:
        return version("quote-attribution")
    except PackageNotFoundError:
        return "0"
