"""Which named body of the article "the company" stands for, and which of them is near, alone or the main one.

A noun that the body's name holds decides ("the council": "Lonmoor Town Council"); otherwise those whose kind fits are
weighed by how often and how near they are named. Where two weigh the same, none is returned.
"""

from __future__ import annotations

import math
import re

from attribution.people import PeopleWords
from attribution.speakers.agreement import AGENCY, is_of_other_kind
from attribution.speakers.body_traits import (
    CLUB,
    acts,
    fits,
    is_attribute,
    is_cited,
    is_no_body,
    is_office,
    is_site,
    is_team,
    only_employs,
)
from attribution.speakers.referents import Referent, Scene, is_mere_carrier

# Weights set on web and bbc-abc (articles.jsonl), by the affiliations that they give to people called by a bare role.
_PER_SENTENCE, _SUBJECT, _LEAD = 0.45, 0.5, 0.4
_LEAST_LEAD = 0.15
_ANYWHERE = 1_000_000  # sentences back: a name is never too far
_REACH = 8  # sentences back in which a body must have been named
_FORMER = re.compile(r"\b(?:former|one-?time) $")  # "the former Harbour Theatre director Lee" is of another body
_LEAD_PARAGRAPHS = 3  # headline, byline and lead
_MAIN = 3  # mentions from which a body that no other comes near may be the one the story is about
BESIDE = 2  # sentences back for "its" and for a bare role
LED = frozenset({"firm", "club", "charity", "school", "hospital"})  # bodies with a "chief executive" or "coach"


def find_body(scene: Scene, words: PeopleWords, noun: str, position: int) -> Referent | None:
    """Return the named body for which "the <noun>" stands at `position`, if one stands out.

    Args:
        scene: The article with its referents.
        words: The word lists.
        noun: A folded noun for a body ("company").
        position: Code points before the phrase.
    """
    named = [r for r in _bodies(scene, words, position, _ANYWHERE) if r.entity is not None and noun in r.entity.key]
    if named:
        return named[0] if len(named) == 1 else _best(scene, named, position)
    kinds = words.kinds_of_noun(noun) - {"office"}  # only its name tells what a ministry or a council is called
    if not kinds:
        return None
    strict = AGENCY in kinds or noun in words.org_heads - words.titles.loose_nouns
    near = _bodies(scene, words, position)
    fitting = [r for r in near if fits(r, kinds, words, strict=strict) or (kinds == CLUB and is_team(scene, words, r))]
    fitting = [r for r in fitting if not is_of_other_kind(scene.text, words, r, kinds)]
    shown = [r for r in fitting if r.entity is not None and words.kinds_of_name(r.entity.key)]
    if "media" in kinds:
        offices = _bodies(scene, words, position, BESIDE) if "office" in words.kinds_of_noun(noun) else []
        offices = [r for r in offices if r.entity is not None and is_office(words, r.entity)]
        return _best(scene, offices, position) or _best(scene, shown, position)
    fitting = [r for r in fitting if not is_cited(scene, words, r) and not is_attribute(scene, words, r)]
    if not fitting and kinds == {"firm"}:
        return _only_firm(scene, words)
    return _best(scene, fitting, position) or _best(scene, shown, position)


def only_body(scene: Scene, words: PeopleWords, noun: str, position: int) -> Referent | None:
    """Return the only body of the article whose name holds a folded noun ("council").

    One that is named after `position` only ends with it: a council may be no "Council of Churches".
    """
    named = [r for r in scene.referents if r.entity is not None and r.entity.label != "person" and noun in r.entity.key]
    named = [r for r in named if r.entity is not None and not is_no_body(scene, words, r.entity)]
    named = [r for r in named if not all(_FORMER.search(scene.text, max(0, t.start - 12), t.start) for t in r.traces)]
    only = named[0] if len(named) == 1 else None
    ends = only is not None and only.entity is not None and only.entity.key[-1] == noun
    return only if only and (ends or only.last_before(position)) else None


def _only_firm(scene: Scene, words: PeopleWords) -> Referent | None:
    """Return the only body of the article whose name is that of a firm; it may be named later."""
    named = (r for r in scene.referents if r.entity is not None and not is_no_body(scene, words, r.entity))
    firms = [r for r in named if r.entity is not None and "firm" in words.kinds_of_name(r.entity.key)]
    return firms[0] if len(firms) == 1 else None


def lead_firm(scene: Scene, words: PeopleWords) -> Referent | None:
    """Return the firm that the story is about: the only one that its opening names by a name that shows a firm."""
    opening = [r for r in scene.referents if r.traces and scene.paragraph(r.traces[0].start) <= _LEAD_PARAGRAPHS]
    firms = [r for r in opening if r.entity is not None and "firm" in words.kinds_of_name(r.entity.key)]
    return firms[0] if len(firms) == 1 else None


def main_firm(scene: Scene, words: PeopleWords) -> Referent | None:
    """Return the body that the story is about: the one named most of all, first in the lead, and no office.

    A tie, or few mentions, tell nothing.
    """
    named = _bodies(scene, words, len(scene.text), _ANYWHERE)
    firms = (r for r in named if fits(r, LED, words) and not is_cited(scene, words, r))
    ranked = sorted(firms, key=lambda r: -len(r.traces))
    if not ranked or len(ranked[0].traces) < _MAIN:
        return None
    main = ranked[0]
    alone = len(ranked) == 1 or len(ranked[1].traces) < len(main.traces)
    leads = scene.paragraph(main.traces[0].start) <= _LEAD_PARAGRAPHS
    mentions = main.entity.mentions if main.entity else ()
    thing = any(scene.text.endswith(("the ", "The "), 0, m.span.start) for m in mentions)  # "the Roemly 2 folds"
    return main if alone and leads and not thing and acts(words, main) else None


def find_owner(
    scene: Scene, words: PeopleWords, position: int, kinds: frozenset[str] = frozenset(), *, strict: bool = False
) -> Referent | None:
    """Return the body that "its", or a role without a body, belongs to: one named right before `position`.

    `strict` wants one whose name shows that it is of one of `kinds`.
    """
    near = [r for r in _bodies(scene, words, position, BESIDE) if not kinds or fits(r, kinds, words, strict=strict)]
    near = [r for r in near if not is_cited(scene, words, r)]
    near = [r for r in near if not is_attribute(scene, words, r) and acts(words, r)]
    near = [r for r in near if not all(trace.quoted for trace in r.traces)]  # whom somebody only speaks of
    shown = [r for r in near if kinds and r.entity is not None and words.kinds_of_name(r.entity.key)]
    return _best(scene, near, position) or _best(scene, shown, position)


def only_near(scene: Scene, words: PeopleWords, position: int) -> Referent | None:
    """Return the only body named in the sentence before or in that of "its", whatever is said of it."""
    near = [r for r in _bodies(scene, words, position, 1) if not is_cited(scene, words, r)]
    near = [r for r in near if not is_attribute(scene, words, r)]
    return near[0] if len(near) == 1 else None


def _bodies(scene: Scene, words: PeopleWords, position: int, reach: int = _REACH) -> list[Referent]:
    """Return the bodies that are named within `reach` sentences before `position`, hearers of words left out."""
    found = []
    for referent in scene.referents:
        if referent.entity is None or referent.entity.label not in {"organization", "other"}:
            continue
        if " ".join(referent.entity.key) in words.countries:
            continue
        if referent.entity.label == "other" and referent.entity.certainty == 0 and len(referent.traces) < 2:
            continue
        last = referent.last_before(position)
        if last is None or scene.sentence(position) - scene.sentence(last.start) > reach:
            continue
        if is_site(scene, words, referent.entity) or is_no_body(scene, words, referent.entity):
            continue
        if is_mere_carrier(scene, referent, position):
            continue
        cited = words.titles.hearer.search(scene.text, max(0, last.start - 24), last.start)
        if not cited and not all(only_employs(scene, trace, words) for trace in referent.traces):
            found.append(referent)
    return found


def _best(scene: Scene, found: list[Referent], position: int) -> Referent | None:
    ranked = sorted(((_weight(scene, r, position), -i) for i, r in enumerate(found)), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _LEAST_LEAD):
        return None
    return found[-ranked[0][1]]


def _weight(scene: Scene, referent: Referent, position: int) -> float:
    last = referent.last_before(position)
    if last is None:
        return -math.inf
    number = sum(trace.start < position for trace in referent.traces)
    away = scene.sentence(position) - scene.sentence(last.start)
    lead = scene.paragraph(referent.traces[0].start) <= 1
    return math.log(1 + number) - _PER_SENTENCE * away + _SUBJECT * last.subject + _LEAD * lead
