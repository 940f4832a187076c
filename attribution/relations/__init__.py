"""The step that reads who said what: source, cue and content, and which marked stretches nobody said."""

from attribution.relations.step import relations

__all__ = ["relations"]
