"""The step that finds the outlet of some words, their occasion and date, and whose statement they stand in."""

from attribution.outlets.step import outlets

__all__ = ["outlets"]
