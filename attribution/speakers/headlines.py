"""Whose words a headline quotes: of whoever the story gives the same words to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import evolve

from attribution.models import CharSpan, Relation
from attribution.speakers.agreement import is_of_other_rank
from attribution.speakers.profiles import describe
from attribution.speakers.resolving import FAIR, Link, Resolver, quote

_WORD = re.compile(r"[\w]+(?:[’'-]\w+)*")
_FEWEST = 3  # words that are no chance


def link_headlines(resolver: Resolver, links: Sequence[Link]) -> list[Link]:
    """Return the links, those of quotations in the first paragraph that are nobody's led by the story's own."""
    relations = resolver.draft.relations
    found = list(links)
    for i, relation in enumerate(relations):
        if (
            relation.quotations
            and resolver.scene.paragraph(relation.quotations[0].start) <= 1
            and not _is_named(links[i])
        ):
            found[i] = _same_words(resolver, relation, links) or _same_noun(resolver, relation, links) or links[i]
    return found


def _is_named(link: Link) -> bool:
    return link.referent is not None and (link.referent.entity is not None or link.referent.named)


def _same_words(resolver: Resolver, headline: Relation, links: Sequence[Link]) -> Link | None:
    """Return the link of the statements further on that hold the same words, where they are one person's or body's."""
    words = _words(resolver.text, headline.quotations)
    if len(words.split()) < _FEWEST:
        return None
    same = [
        link
        for relation, link in zip(resolver.draft.relations, links, strict=True)
        if resolver.scene.paragraph(relation.content[0].start) > 1 and words in _words(resolver.text, relation.content)
    ]
    first = same[0] if same else None
    if first is None or first.referent is None or any(link.referent is not first.referent for link in same):
        return None
    if not _is_named(first) or not _may_be_called(resolver, headline, first):
        return None
    note = f"the story gives the same words to {quote(resolver.text, first.referent.span)}"
    return evolve(first, rule="speakers:headline", note=note)


def _same_noun(resolver: Resolver, headline: Relation, links: Sequence[Link]) -> Link | None:
    """Return the link to the only person whom the article calls "agent" for the words that "agent" in a headline said.

    That person speaks in the story as well.
    """
    reading = resolver.read(headline.source) if headline.source else None
    if reading is None or reading.head_class != "person" or reading.head in resolver.words.anonymous_nouns:
        return None
    people = [r for r in resolver.scene.referents if r.kind == "person" and r.entity is not None]
    describe(resolver.profiles, people)
    people = [r for r in people if not is_of_other_rank(resolver.scene, resolver.words, reading, r)]
    said, called = resolver.scene.descriptors, resolver.scene.called
    so = [r for r in people if r.entity and reading.head in said[r.entity.index] | called.get(r.entity.index, set())]
    speaks = next((link for link in links if so and link.referent is so[0]), None)
    if len(so) != 1 or speaks is None:
        return None
    note = f"the article calls nobody else so but {quote(resolver.text, so[0].span)}"
    return evolve(speaks, rule="speakers:headline", probability=FAIR, note=note)


def _may_be_called(resolver: Resolver, headline: Relation, link: Link) -> bool:
    """Tell whether the headline says nothing of who speaks, or by a noun that the article uses of the same."""
    if headline.source is None:
        return True
    head, referent = resolver.read(headline.source).head, link.referent
    if referent is None or referent.entity is None:
        return False
    describe(resolver.profiles, [referent])
    return head in resolver.scene.descriptors.get(referent.entity.index, frozenset())


def _words(text: str, spans: Sequence[CharSpan]) -> str:
    """Return the folded words of some stretches with a blank at both ends, so that whole words are compared."""
    return f" {' '.join(word.lower() for span in spans for word in _WORD.findall(span.of(text)))} "
