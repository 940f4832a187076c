"""Made-up articles in layouts that the corpora hardly have.

Transcripts, lists of quotations with the name behind a dash, "From NAME:", inverted cues, quotations over several
paragraphs, and marked stretches that nobody said.

Words of quotations and of the story are drawn from a corpus, names are invented, frames stand in templates.json.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any

from attrs import define, field, frozen

from attribution.training.corpus import Line
from attribution.training.inventing import invent_name

Templates = dict[str, list[str]]
MARKS = (("“", "”"), ('"', '"'), ("‘", "’"), ("«", "»"), ("„", "“"))


@frozen
class Material:
    """What articles are made of: sentences said, sentences of the story, and frames."""

    said: Sequence[str]
    story: Sequence[str]
    templates: Templates


@define
class Page:
    """An article being written: text with the places of its statements."""

    text: str = ""
    attributions: list[dict[str, Any]] = field(factory=list)
    quotes: list[dict[str, Any]] = field(factory=list)
    not_quotations: list[list[int]] = field(factory=list)

    def add(self, words: str) -> list[int]:
        """Append words; return their place."""
        start = len(self.text)
        self.text += words
        return [start, len(self.text)]

    def state(self, source: list[int], cue: list[int], content: list[list[int]], marked: list[list[int]]) -> None:
        """Note that a source says something."""
        self.attributions.append({"source": [source], "cue": [cue], "content": content})
        self.quotes += [{"span": span} for span in marked]

    def line(self, name: str) -> Line:
        """Return the article as a corpus line."""
        return {
            "doc": name,
            "text": self.text,
            "attributions": self.attributions,
            "quotes": self.quotes,
            "not_quotations": self.not_quotations,
        }


def load_templates() -> Templates:
    """Return the frames."""
    templates: Templates = json.loads((files("attribution") / "training" / "templates.json").read_text("utf8"))
    return templates


def collect(lines: Sequence[Line]) -> Material:
    """Collect what somebody said and paragraphs in which nobody says anything."""
    said, story = [], []
    for line in lines:
        text = line["text"]
        said += [text[slice(*quote["span"])].strip(" ,") for quote in line["quotes"] if quote.get("source")]
        busy = [span for one in line["attributions"] for role in ("source", "cue", "content") for span in one[role]]
        start = 0
        for paragraph in text.split("\n\n"):
            end = start + len(paragraph)
            free = not any(s < end and start < e for s, e in busy)
            if free and 60 < len(paragraph) < 500 and not any(mark in paragraph for mark in '“”"'):
                story.append(paragraph)
            start = end + 2
    sentences = [one for one in said if 30 < len(one) < 400 and not any(mark in one for mark in '“”"\n')]
    return Material(sentences, story, load_templates())


def compose(material: Material, rng: random.Random, number: int) -> Line:
    """Write one article in a layout drawn at random."""
    page = Page()
    layout = rng.choice(LAYOUTS)
    page.add(rng.choice(material.story) + "\n\n")
    for _ in range(rng.randint(2, 5)):
        layout(page, material, rng)
        if rng.random() < 0.5:
            page.add(rng.choice(material.story) + "\n\n")
        if rng.random() < 0.3:
            _unsaid(page, material, rng)
    return page.line(f"made-up-{number}")


def _name(rng: random.Random) -> tuple[str, str]:
    return invent_name(rng).capitalize(), invent_name(rng).capitalize()


def _fill(frame: str, rng: random.Random) -> str:
    return frame.replace("{name}", invent_name(rng).capitalize())


def _person(material: Material, rng: random.Random) -> str:
    """Return a person as an article introduces one."""
    first, last = _name(rng)
    person = rng.choice(material.templates["honorifics"]) + (f"{first} {last}" if rng.random() < 0.75 else last)
    kind = rng.random()
    title = rng.choice(material.templates["titles"])
    if kind < 0.3:
        return f"{person}, {title},"
    if kind < 0.45:
        return f"{person}, {title} at {_fill(rng.choice(material.templates['organisations']), rng)},"
    return person


def _quotation(page: Page, material: Material, rng: random.Random, closing: str = "") -> list[int]:
    """Append a marked quotation; return the place between the marks."""
    opens, closes = rng.choice(MARKS)
    page.add(opens)
    place = page.add(rng.choice(material.said).rstrip(".") + closing)
    page.add(closes)
    return place


def _cue(material: Material, rng: random.Random, which: str) -> str:
    outlet = _fill(rng.choice(material.templates["outlets"]), rng)
    return rng.choice(material.templates[which]).replace("{outlet}", outlet)


def transcript(page: Page, material: Material, rng: random.Random) -> None:
    """Turns behind labels."""
    labels = [rng.choice(material.templates["turn_labels"]) for _ in range(2)]
    (first, last), honor = _name(rng), rng.choice(["MR.", "MS.", "DR.", "SEN.", "PRESIDENT"])
    for turn in range(rng.randint(3, 6)):
        label = labels[turn % 2].replace("{NAME}", last.upper()).replace("{Name}", last).replace("{HONOR}", honor)
        source = page.add(label.replace("{First}", first).replace("{Last}", last))
        cue = page.add(":")
        page.add(" ")
        content = page.add(" ".join(rng.choice(material.said) for _ in range(rng.randint(1, 2))))
        page.add("\n\n")
        page.state(source, cue, [content], [content])
        if turn == 1:
            first, last = _name(rng)


def quote_list(page: Page, material: Material, rng: random.Random) -> None:
    """Quotations with the name behind a dash."""
    dash, own_line = rng.choice(material.templates["dashes"]), rng.random() < 0.3
    for _ in range(rng.randint(2, 4)):
        content = _quotation(page, material, rng, ".")
        page.add("\n" if own_line else " ")
        cue = page.add(dash.rstrip())
        page.add(dash[len(dash.rstrip()) :])
        source = page.add(_person(material, rng).rstrip(","))
        page.add("\n\n")
        page.state(source, cue, [content], [content])


def from_name(page: Page, material: Material, rng: random.Random) -> None:
    """Put "From NAME:" or "NAME:" before a quotation."""
    page.add(rng.choice(["From ", "", ""]))
    source = page.add(_person(material, rng).rstrip(","))
    cue = page.add(":")
    page.add(rng.choice([" ", "\n\n"]))
    content = _quotation(page, material, rng, ".")
    page.add("\n\n")
    page.state(source, cue, [content], [content])


def inverted(page: Page, material: Material, rng: random.Random) -> None:
    """A quotation, then "said NAME", then perhaps more of it."""
    content = [_quotation(page, material, rng, ",")]
    page.add(" ")
    cue = page.add(rng.choice(material.templates["inverted"]))
    page.add(" ")
    source = page.add(_person(material, rng).rstrip(","))
    page.add(". ")
    if rng.random() < 0.5:
        content.append(_quotation(page, material, rng, "."))
    page.add("\n\n")
    page.state(source, cue, content, content)
    if rng.random() < 0.5:
        _pronoun(page, material, rng)


def _pronoun(page: Page, material: Material, rng: random.Random) -> None:
    content = _quotation(page, material, rng, ",")
    page.add(" ")
    source = page.add(rng.choice(material.templates["pronouns"]))
    page.add(" ")
    cue = page.add(_cue(material, rng, "after"))
    page.add(".\n\n")
    page.state(source, cue, [content], [content])


def upright(page: Page, material: Material, rng: random.Random) -> None:
    """Put "NAME said:" before or "NAME said" behind a quotation."""
    if rng.random() < 0.5:
        source = page.add(_person(material, rng))
        page.add(" ")
        cue = page.add(_cue(material, rng, "before"))
        page.add(rng.choice([": ", ", ", ":\n\n"]))
        content = _quotation(page, material, rng, ".")
        page.add("\n\n")
    else:
        content = _quotation(page, material, rng, ",")
        page.add(" ")
        source = page.add(_person(material, rng))
        page.add(" ")
        cue = page.add(_cue(material, rng, "after"))
        page.add(".\n\n")
    page.state(source, cue, [content], [content])


def long_quotation(page: Page, material: Material, rng: random.Random) -> None:
    """One quotation over several paragraphs, opened anew in each."""
    opens, closes = rng.choice(MARKS[:3])
    source = page.add(_person(material, rng))
    page.add(" ")
    cue = page.add(_cue(material, rng, "before"))
    page.add(": ")
    parts = []
    count = rng.randint(2, 4)
    for part in range(count):
        page.add(opens)
        parts.append(page.add(rng.choice(material.said).rstrip(",")))
        page.add((closes if part == count - 1 else "") + "\n\n")
    page.state(source, cue, parts, parts)


def _unsaid(page: Page, material: Material, rng: random.Random) -> None:
    """A sentence with a marked stretch that nobody said."""
    words = rng.choice(material.story).split()
    start = rng.randrange(max(1, len(words) - 4))
    phrase = [word.strip(".,;:()!?’'") for word in words[start : start + rng.randint(1, 4)]]
    first, last = _name(rng)
    frame = rng.choice(material.templates["unsaid_frames"])
    stretch = rng.choice(material.templates["unsaid"])
    for slot, filling in (
        ("{title1}", phrase[0].capitalize()),
        ("{title}", " ".join(phrase).title()),
        ("{lower}", " ".join(phrase).lower()),
        ("{First}", first),
        ("{Last}", last),
    ):
        stretch = stretch.replace(slot, filling)
    before, after = frame.split("{unsaid}")
    page.add(before)
    opens, closes = rng.choice(MARKS)
    left, rest = stretch.split("“")
    inner, right = rest.split("”")
    page.add(left + opens)
    place = page.add(inner or "Name")
    page.add(closes + right + after + "\n\n")
    page.not_quotations.append(place)


Layout = Callable[[Page, Material, random.Random], None]
LAYOUTS: tuple[Layout, ...] = (transcript, quote_list, from_name, inverted, inverted, upright, upright, long_quotation)
