"""brat standoff: the `.ann` file that stands beside the article text as `.txt`.

Content, Cue, Source, Speaker, Outlet, Occasion and Date are text-bound annotations, joined by relations; kind and id
of a record stand on its content. A stretch with line ends or other control characters inside is written as several
fragments without them, as the format asks.
"""

import re
from collections.abc import Iterator

from attrs import define, field

from attribution.inert import HARMFUL
from attribution.records import AttributionRecord, Mention
from attribution.writing.json_text import Pairs

CONFIGURATION = """[entities]
Content
Cue
Source
Speaker
Outlet
Occasion
Date

[relations]
Says Arg1:Source, Arg2:Content
Introduces Arg1:Cue, Arg2:Content
Names Arg1:Speaker, Arg2:Source
Carries Arg1:Outlet, Arg2:Content
Frames Arg1:Occasion|Date, Arg2:Content
Reports Arg1:Content, Arg2:Content
<OVERLAP> Arg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
Kind Arg:Content, Value:direct|mixed|indirect
"""

_BREAK = re.compile(rf"(?:{HARMFUL.pattern}|[\t\r\n])+")


@define
class _Lines:
    """The lines of a file, numbered as the format wants."""

    lines: list[str] = field(factory=list)
    entities: dict[tuple[str, tuple[tuple[int, int], ...]], str] = field(factory=dict)
    counts: dict[str, int] = field(factory=dict)
    known: set[str] = field(factory=set)

    def _number(self, letter: str) -> str:
        self.counts[letter] = self.counts.get(letter, 0) + 1
        return f"{letter}{self.counts[letter]}"

    def entity(self, kind: str, *mentions: Mention) -> str | None:
        """Add an annotation, once for each kind and place; None where nothing visible is left of it."""
        fragments = [fragment for mention in mentions for fragment in _fragments(mention)]
        key = (kind, tuple((start, end) for start, end, _ in fragments))
        if not fragments:
            return None
        if key not in self.entities:
            self.entities[key] = self._number("T")
            places = ";".join(f"{start} {end}" for start, end, _ in fragments)
            words = " ".join(text for *_, text in fragments)
            self.lines.append(f"{self.entities[key]}\t{kind} {places}\t{words}")
        return self.entities[key]

    def relation(self, kind: str, first: str | None, second: str | None) -> None:
        if first and second:
            self.lines.append(f"{self._number('R')}\t{kind} Arg1:{first} Arg2:{second}")

    def attribute(self, kind: str, entity: str, value: str) -> None:
        self.lines.append(f"{self._number('A')}\t{kind} {entity} {value}")

    def note(self, entity: str, text: str) -> None:
        self.lines.append(f"{self._number('#')}\tAnnotatorNotes {entity}\t{text}")

    def reference(self, entity: str, key: str, text: str) -> None:
        if entity not in self.known:
            self.known.add(entity)
            self.lines.append(f"{self._number('N')}\tReference {entity} Outlets:{key}\t{_BREAK.sub(' ', text)}")


def write_brat(pairs: Pairs) -> str:
    """Return the `.ann` file of one article; `CONFIGURATION` is the `annotation.conf` that shows it."""
    ((extraction, _),) = pairs
    lines = _Lines()
    contents = {record.id: lines.entity("Content", *record.content) for record in extraction.records}
    for record in extraction.records:
        content = contents[record.id]
        if content:
            _add(lines, record, content)
            for outer in record.via:
                lines.relation("Reports", contents[outer], content)
    return "".join(line + "\n" for line in lines.lines)


def _add(lines: _Lines, record: AttributionRecord, content: str) -> None:
    lines.attribute("Kind", content, record.kind)
    lines.note(content, record.id)
    source = lines.entity("Source", record.source) if record.source else None
    lines.relation("Says", source, content)
    if record.cue:
        lines.relation("Introduces", lines.entity("Cue", record.cue), content)
    if record.speaker:
        lines.relation("Names", lines.entity("Speaker", record.speaker.mention), source)
    if record.outlet:
        outlet = lines.entity("Outlet", record.outlet.mention)
        lines.relation("Carries", outlet, content)
        if outlet and record.outlet.id:
            lines.reference(outlet, record.outlet.id, record.outlet.name)
    for kind, mention in (("Occasion", record.occasion), ("Date", record.date)):
        if mention:
            lines.relation("Frames", lines.entity(kind, mention), content)


def _fragments(mention: Mention) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of a mention between characters that cannot stand in a line; spaces at their ends go."""
    at = 0
    for match in (*_BREAK.finditer(mention.exact), None):
        piece = mention.exact[at : match.start() if match else None]
        start = mention.start + at + len(piece) - len(piece.lstrip())
        if piece.strip():
            yield start, start + len(piece.strip()), piece.strip()
        at = match.end() if match else at
