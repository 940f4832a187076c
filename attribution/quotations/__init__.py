"""The step that pairs quotation marks, and finds the speech that the layout shows without marks."""

from attribution.quotations.step import find_quotations, quotations

__all__ = ["find_quotations", "quotations"]
