"""Whom an obituary is about: the one who has died, named in full in its opening or in its last line."""

from __future__ import annotations

import re

from attribution.speakers.referents import Referent, Scene

_CALLED_SO = re.compile(r"\bobituary\b", re.IGNORECASE)
_DIED = re.compile(r",? (?:who )?has died,? aged\b|,? (?:was )?born [^\n]{4,40}[;,–-] ?(?:and )?died\b")
_HEADLINE = 300  # code points in which an obituary is called one
_OPENING = 5  # paragraphs


def find_deceased(scene: Scene) -> Referent | None:
    """Return whom an obituary is about; None where the article is none."""
    named = [(r, r.entity) for r in scene.referents if r.kind == "person" and r.entity and len(r.entity.key) > 1]
    for person, entity in named:
        if any(_DIED.match(scene.text, m.span.end) for m in entity.mentions if len(m.key) > 1):
            return person
    if _CALLED_SO.search(scene.text, 0, _HEADLINE) is None:
        return None
    opening = [r for r, _ in named if r.traces and scene.paragraph(r.traces[0].start) <= _OPENING]
    return max(opening, key=lambda r: len(r.traces), default=None)


def means_deceased(scene: Scene, position: int, deceased: Referent) -> bool:
    """Tell whether "she" at a place of an obituary means its subject.

    So it does where the paragraph has told of nobody else by name as who does something.
    """
    here = scene.paragraph(position)
    others = (r for r in scene.referents if r is not deceased and r.kind in {"person", "unnamed"} and not r.plural)
    told = (t for r in others for t in r.traces if t.start < position and scene.paragraph(t.start) == here)
    return not any(t.subject and not t.quoted and (t.leads or _opens(scene, t.start)) for t in told)


def _opens(scene: Scene, start: int) -> bool:
    number = scene.sentence(start)
    return number > 0 and scene.sentence_starts[number - 1] == start
