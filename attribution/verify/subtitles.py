"""Subtitle files (SubRip SRT and W3C WebVTT): the words that were said, and when.

Read here and not by a package, since the voice tags of WebVTT and the repeated lines of rolling captions matter here
and the common packages drop the first and keep the second.
"""

from __future__ import annotations

import html
import re

from attrs import frozen

_TIMING = re.compile(
    r"^[ \t]*((?:\d{1,4}:)?\d{1,2}:\d{1,2}[.,]\d{1,3})[ \t]*-->[ \t]*((?:\d{1,4}:)?\d{1,2}:\d{1,2}[.,]\d{1,3})"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^<>]+)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<\d[\d:.,]*>|\{\\[^{}]*\}")
_DASH_SPEAKER = re.compile(r"^-[ \t]*(?=\S)")


@frozen
class Cue:
    """A stretch of the source text and the seconds during which it is shown."""

    start: int
    end: int
    begins: float
    ends: float


def read_subtitles(text: str) -> tuple[str, tuple[Cue, ...]]:
    """Return the spoken text of an SRT or VTT file, one line a caption line, and the cues with their time codes.

    A voice tag becomes a line label ("Jane Doe: ..."), tags and styling are left out, and a line that a rolling
    caption shows again in the next cue stands once.
    """
    lines: list[str] = []
    cues: list[Cue] = []
    position, shown, voice = 0, [""], ""
    for begins, ends, raw in _blocks(text):
        start, current = position, [plain for line in raw if (plain := _plain(line))]
        for line in _without_repeats(current, shown):
            named = _VOICE.match(line)
            line = _without_same_voice(line, voice)
            voice = named[1].strip() if named else voice
            lines.append(_labelled(line))
            position += len(lines[-1]) + 1
        if position > start:
            cues.append(Cue(start, position - 1, begins, ends))
        shown = current or shown
    return "\n".join(lines), tuple(cues)


def _blocks(text: str) -> list[tuple[float, float, list[str]]]:
    blocks: list[tuple[float, float, list[str]]] = []
    lines = text.splitlines()
    inside = False
    for index, line in enumerate(lines):
        if timing := _TIMING.match(line):
            blocks.append((_seconds(timing[1]), _seconds(timing[2]), []))
            inside = True
        elif not line.strip():
            inside = False
        elif inside and not _is_counter(lines, index):
            blocks[-1][2].append(line)
    return blocks


def _is_counter(lines: list[str], index: int) -> bool:
    follows = lines[index + 1] if index + 1 < len(lines) else ""
    return lines[index].strip().isdecimal() and bool(_TIMING.match(follows))


def _seconds(code: str) -> float:
    seconds = 0.0
    for part in code.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return round(seconds, 3)


def _plain(line: str) -> str:
    voices = [f"<v {match[1]}>" for match in _VOICE.finditer(line)][:1]
    spoken = html.unescape(_TAG.sub("", _VOICE.sub("", line)))
    spoken = _DASH_SPEAKER.sub("", spoken.strip()).strip()
    return "".join((*voices, spoken)) if spoken else ""


def _without_repeats(current: list[str], shown: list[str]) -> list[str]:
    """Leave out the first lines of a cue where they are the last lines of the cue before it (rolling captions)."""
    for size in range(min(len(current), len(shown)), 0, -1):
        if current[:size] == shown[-size:]:
            return current[size:]
    return current


def _without_same_voice(line: str, voice: str) -> str:
    named = _VOICE.match(line)
    return line[named.end() :] if named and named[1].strip() == voice else line


def _labelled(line: str) -> str:
    named = _VOICE.match(line)
    return f"{named[1].strip()}: {line[named.end() :]}" if named else line
