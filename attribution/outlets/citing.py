"""What a citation of an outlet is: the name, the citing words, how it cites, and why the name counts as an outlet."""

from __future__ import annotations

import re
from typing import Literal

from attrs import frozen

from attribution.models import CharSpan, OutletKind
from attribution.outlets.material import Reading
from attribution.outlets.names import Named, Standing

Form = Literal[
    "told", "interview", "hosted", "obtained", "written", "published", "according", "on-air", "inverted", "post",
    "site", "platform-verb", "anaphor", "asker", "affiliation", "subject", "bare",
]  # fmt: skip
"""How the outlet is cited, the most telling first."""
TITLE_MARKS = '“"«'
RELAYED = re.compile(r"[ ]\((?:via|h/t|(?:as )?(?:cited|quoted|relayed|reported|translated) by)[ ](?:the[ ])?")
PASSED_ON = re.compile(r",[ ](?:as[ ])?(?:per|via)[ ](?:the[ ])?")  # "told Tidewise, per Harbour Live"
POSSESSIVE = re.compile(r"[’']s?(?!\w)")


@frozen
class Citation:
    """One place where the article cites a carrier.

    Attributes:
        name: Where the outlet's name stands here.
        mention: The citing words: the name with its carrier noun.
        cue: The words that make it a citation, where there are any.
        form: How it is cited.
        kind: What the outlet is.
        key: The same for all citations of one outlet: the lexicon id, or the name in lower case.
        id: Key in the outlet lexicon, or None.
        standing: Why the name counts as an outlet.
        parent: Lexicon id of the outlet that this one belongs to.
    """

    name: CharSpan
    mention: CharSpan
    cue: CharSpan | None
    form: Form
    kind: OutletKind
    key: str
    id: str | None = None
    standing: Standing = "known"
    parent: str | None = None


def marked_title(text: str, start: int) -> re.Match[str] | None:
    """Match the title between marks whose first character stands at `start`."""
    return re.compile(r"[^\W_][^“”\"»\n]{1,58}?(?=[,.]?[”\"’'»])").match(text, start)


def site_citation(text: str, span: CharSpan) -> Citation:
    """Cite somebody's website, account or show by the noun phrase that stands for it."""
    return Citation(span, span, None, "site", "website", span.of(text).lower(), None, "carrier")


def from_named(named: Named, cue: CharSpan | None, form: Form) -> Citation:
    """Cite a name that is known for an outlet's."""
    return Citation(named.span, named.span, cue, form, named.kind, named.key, named.id, named.standing, named.parent)


def from_unlisted(
    reading: Reading, span: CharSpan, cue: CharSpan, form: Form, standing: Standing, kind: OutletKind
) -> Citation:
    """Cite a name that no list knows."""
    return Citation(span, span, cue, form, kind, span.of(reading.text).lower().removeprefix("the "), None, standing)
