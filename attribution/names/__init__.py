"""The names that an article uses, and which of them stand for the same person or body."""

from attribution.names.finding import find_names

__all__ = ["find_names"]
