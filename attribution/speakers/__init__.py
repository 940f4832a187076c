"""The step from a source mention to the speaker behind it: full name, kind, title and affiliation."""

from attribution.speakers.step import speakers

__all__ = ["speakers"]
