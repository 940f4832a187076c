"""Statements whose parts the network joined, though the layout tells that they are not of one person.

- What a headline quotes, and the words of the story.
- What a paragraph with a label ("The big picture: ") quotes, and the words above and below it.
- A quotation, and the clause of a later paragraph that begins with words of the article's own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import evolve

from attribution.layout import paragraphs
from attribution.models import CharSpan
from attribution.relations.raw import Raw

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon

_NAME_WORD = r"[^\W\d_a-zß-öø-ÿ][\w’'.-]*"
_MARKS = "\"'“”‘’«»„‚ \t"
_LABEL = "a label parts the words from their cue's paragraph"
_NOBODY = "nobody speaks in the paragraph before, and the next one begins with words about somebody"
_LEAD = 2  # paragraphs, the headline among them: words there may well introduce whom the story is about
_STOPS = ".!?…"  # words that end with a comma go on with their clause
_REACH = 240  # code points before a quotation in which the sentence in front of it begins


def keep_headline_apart(raw: Raw, headline: CharSpan) -> Iterator[Raw]:
    """Yield what a headline quotes apart from the words of the story that its cue and source stand beside."""
    above = tuple(span for span in raw.content if span.end <= headline.end)
    if raw.cue is None or raw.cue.start < headline.end or not 0 < len(above) < len(raw.content):
        yield raw
        return
    marked = tuple(span for span in raw.marked if span.end <= headline.end)
    if marked:
        yield without_source(evolve(raw, content=above, marked=marked, in_headline=True))
    below = tuple(span for span in raw.content if span not in above)
    yield evolve(raw, content=below, marked=tuple(span for span in raw.marked if span not in marked))


def without_source(raw: Raw) -> Raw:
    """Return words with nobody as their source; whom the network joined them to comes next."""
    return evolve(
        raw,
        cue=None,
        source=None,
        source_probability=0.0,
        runner_up=raw.source,
        runner_up_probability=raw.source_probability,
        refers=(),
    )


def keep_paragraphs_apart(raw: Raw, labels: Sequence[CharSpan]) -> Iterator[Raw]:
    """Yield what a paragraph with a label ("The big picture: ") quotes apart from what others say above and below it.

    Whose words the others are that stood together with the cue's, nobody can tell.
    """
    if raw.cue is None or not labels or len(raw.content) == 1:
        yield raw
        return
    here = bisect_right(labels, raw.cue.start, key=lambda span: span.start)
    near = tuple(s for s in raw.content if bisect_right(labels, s.start, key=lambda span: span.start) == here)
    marked = tuple(span for span in raw.marked if not any(part.contains(span) for part in near))
    if not near or not marked:
        yield raw
        return
    yield evolve(raw, content=near, marked=tuple(span for span in raw.marked if span not in marked))
    yield without_source(evolve(raw, content=marked, marked=marked, apart=_LABEL))


def look_back(text: str, raws: Sequence[Raw], lexicon: Lexicon) -> list[Raw]:
    """Take quotations from the clause of a later paragraph that begins with words of the article's own.

    A paragraph that is all quotation goes on with who spoke in the paragraph before; in another the sentence in front
    of the marks may tell who speaks (Bo Roe shook his head. “Never.”). Words that follow nobody's are left to nobody,
    unless they open the story. In PolNeAR train, web and bbc-abc only words above a signature ("— Ann Lee") and
    above a subheading belong to a later paragraph where somebody spoke in the paragraph before.
    """
    units = paragraphs(text)
    starts = [unit.start for unit in units]
    found = list(raws)
    for index, raw in enumerate(raws):
        early = _earlier(text, raw, units, starts)
        for place in sorted({_paragraph(starts, span) for span in early}):
            parts = tuple(span for span in early if _paragraph(starts, span) == place)
            owner = _speaker_of(text, found, units, starts, index, place, parts)
            subject = _subject(text, parts[0], units[place], lexicon)
            alone = subject is None and owner is None
            if alone and (place < _LEAD or not _is_whole(text, units[place], parts)):
                continue
            left = found[index]
            found[index] = evolve(
                left,
                content=tuple(span for span in left.content if span not in parts),
                marked=tuple(span for span in left.marked if span not in parts),
            )
            if subject is not None:
                source, cue = subject
                found.append(evolve(left, content=parts, marked=parts, source=source, cue=cue, refers=()))
            elif owner is not None:
                kept = found[owner]
                content, marked = sorted({*kept.content, *parts}), sorted({*kept.marked, *parts})
                found[owner] = evolve(kept, content=tuple(content), marked=tuple(marked))
            else:
                found.append(without_source(evolve(left, content=parts, marked=parts, apart=_NOBODY)))
    return sorted((raw for raw in found if raw.content), key=lambda raw: raw.content[0])


def _paragraph(starts: Sequence[int], span: CharSpan) -> int:
    return bisect_right(starts, span.start) - 1


def _earlier(text: str, raw: Raw, units: Sequence[CharSpan], starts: Sequence[int]) -> tuple[CharSpan, ...]:
    """Return the quotations of a relation in paragraphs before its clause, if that begins with the article's words."""
    if raw.source is None or raw.cue is None or not any(map(str.isalpha, raw.cue.of(text))):
        return ()
    place = _paragraph(starts, min(raw.source, raw.cue))
    unit = units[place]
    if text[unit.start] in _MARKS or any(span.start <= unit.start < span.end for span in raw.content):
        return ()
    early = (span for span in raw.marked if span in raw.content and _paragraph(starts, span) < place)
    return tuple(span for span in early if text[span.end - 1] in _STOPS or text[span.end + 1 : span.end + 2] == ".")


def _speaker_of(
    text: str,
    raws: Sequence[Raw],
    units: Sequence[CharSpan],
    starts: Sequence[int],
    index: int,
    place: int,
    parts: Sequence[CharSpan],
) -> int | None:
    """Return which relation of the paragraph before goes on in one that is all quotation."""
    unit = units[place]
    if not _is_whole(text, unit, parts):
        return None
    before = [
        number
        for number, other in enumerate(raws)
        if number != index
        and other.source is not None
        and other.content
        and other.content[-1].end <= unit.start
        and place - 1 in {_paragraph(starts, other.source), _paragraph(starts, other.content[-1])}
    ]
    return max(before, key=lambda number: raws[number].content[-1].end, default=None)


def _is_whole(text: str, unit: CharSpan, parts: Sequence[CharSpan]) -> bool:
    """Tell whether a paragraph is all quotation."""
    return not (text[unit.start : parts[0].start] + text[parts[-1].end : unit.end]).strip(_MARKS + ".,")


def _subject(text: str, part: CharSpan, unit: CharSpan, lexicon: Lexicon) -> tuple[CharSpan, CharSpan] | None:
    """Return subject and verb of "Bo Roe shook his head." right in front of a quotation in its paragraph."""
    found = _gesture(lexicon).search(text, max(unit.start, part.start - _REACH), part.start)
    return None if found is None else (CharSpan(*found.span("source")), CharSpan(*found.span("cue")))


@lru_cache(maxsize=4)
def _gesture(lexicon: Lexicon) -> re.Pattern[str]:
    verbs = "|".join(map(re.escape, lexicon.words("cues")["gestures"]))
    return re.compile(
        rf"(?:(?<=\n)|(?<=[.!?]\s)|(?<=[.!?][\"”’']\s)|^)"
        rf"(?P<source>{_NAME_WORD}(?:\s{_NAME_WORD}){{0,3}}|[Tt]he(?:\s[\w’'-]+){{1,2}}?)"
        rf"(?:,[^,.“”\"\n]{{2,60}},)?\s(?:(?:also|just|only|then|\w+ly)\s)?(?P<cue>{verbs})\b"
        rf"[^.!?“”\"\n]{{0,80}}[.:]\s*[{re.escape(_MARKS)}]*$"
    )
