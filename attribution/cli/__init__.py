"""The command line: `attribution --help` lists the commands."""

from attribution.cli.commands import main

__all__ = ["main"]
