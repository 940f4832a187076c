"""Tell the shows and stations that belong to somebody: "Radio Tamar's Front Room", "the radio host Ana Ruiz".

The words are in `data/<language>/citations.json`.
"""

from __future__ import annotations

import re

from attrs import evolve

from attribution.models import CharSpan
from attribution.outlets.carriers import carrier_behind
from attribution.outlets.citing import (
    POSSESSIVE,
    TITLE_MARKS,
    Citation,
    Form,
    from_named,
    from_unlisted,
    marked_title,
)
from attribution.outlets.material import Reading, word_set
from attribution.outlets.names import NAME, OPEN_MARKS, UPPER, Named, skip_marks
from attribution.patterns import any_of

_SHOW = re.compile(rf"{NAME.pattern}(?:[ ]on[ ]\d{{1,2}}(?:[ ]{UPPER})*)?")  # "Front on 4"
_SMALL_NEXT = re.compile(r"[ ][^\W\d_A-Z]")
_SMALL_TITLE = re.compile(r"(?:[ ](?!that\b)[^\W\d_A-Z][\w’'-]*){1,4}(?=[ ]that\b|[,.;:!?)“”\"»])")
SET_OFF = re.compile(r",[ ](?:that|[Hh]e|[Ss]he|[Tt]hey)\b|\.(?:\s|$)")  # behind a title that a comma sets off
_HOSTED = re.compile(rf"[ ]with(?:[ ]{UPPER}){{1,2}}")
_TOLD_HOST = re.compile(rf"\b(?:told|tells)[ ](?:the[ ]|its[ ]|co-)?hosts?,?[ ]{UPPER}")
_HOST_REACH = 500  # characters


def owned_show(reading: Reading, owner: Named, cue: CharSpan, form: Form) -> Citation | None:
    """Cite the show or site that belongs to `owner` and stands behind it: CNN's "New Day"."""
    text = reading.text
    possessive = POSSESSIVE.match(text, owner.span.end)
    position = possessive.end() if possessive else owner.span.end
    title = skip_marks(text, position)
    if title in reading.named and (possessive or reading.named[title].kind == "programme"):
        inner = evolve(reading.named[title], standing="known")
        hosted = _HOSTED.match(text, inner.span.end) if possessive and inner.kind == "programme" else None
        if hosted:
            span = CharSpan(title, hosted.end())
            inner = evolve(inner, span=span, key=span.of(text).lower(), id=None, parent=inner.parent)
        mention = CharSpan(owner.span.start, inner.span.end)
        return evolve(from_named(inner, cue, form), mention=mention, parent=inner.parent or owner.id)
    marked = title > 0 and text[title - 1] in OPEN_MARKS and text[title - 1] not in "'‘" and title - position < 4
    show = _show_called(reading, position, cue, form) if owner.kind != "programme" else None
    single = title > 0 and text[title - 1] in "'‘"  # "Radio Tamar's 'The Front Room'"
    show = show or (_show_behind(reading, title - 1 if single else position, cue, form) if possessive else None)
    if show:
        return evolve(show, mention=CharSpan(owner.span.start, show.name.end), parent=owner.id)
    run = marked_title(text, title) if marked else NAME.match(text, title)
    if run and reading.nations.fullmatch(run[0]):
        return None
    titled = marked and form in ("on-air", "told", "interview")
    if run and (carrier_behind(reading, run.end()) or titled) and (possessive or marked):
        new = from_unlisted(reading, CharSpan(*run.span()), cue, form, "carrier", "programme")
        return evolve(new, mention=CharSpan(owner.span.start, run.end()), parent=owner.id)
    return None


def _show_called(reading: Reading, position: int, cue: CharSpan, form: Form) -> Citation | None:
    """Cite the show that a noun calls one: "Radio Tamar's late show Tides", "Radio Tamar programme Tides"."""
    text, shows = reading.text, any_of(reading.words["carriers"]["programme"])
    called = re.compile(rf"(?:[ ][a-z-]+){{0,2}}[ ](?:{shows}),?[ ][{OPEN_MARKS}]?(?={UPPER})").match(text, position)
    if called is None:
        return None
    if listed := reading.named.get(called.end()):
        return from_named(evolve(listed, standing="known"), cue, form)
    marked = text[called.end() - 1] in TITLE_MARKS
    run = (marked_title if marked else NAME.match)(text, called.end())
    if run and run[0].split()[0] in word_set(reading.words["times"]):
        return None  # "on Radio Tamar's late show Friday"
    if run and not marked and text[called.end() - 2] == "," and not SET_OFF.match(text, run.end()):
        return None  # "on a Radio Tamar morning show, Ana Ruiz said"
    span = _whole_title(reading, run) if run else None
    return from_unlisted(reading, span, cue, form, "carrier", "programme") if span else None


def _whole_title(reading: Reading, run: re.Match[str]) -> CharSpan | None:
    """Return the title that begins with a name; "À bon entendeur" goes on in small letters, up to "that" or a mark.

    Where no such end stands near, the title is none: "À" alone names nothing.
    """
    end = run.end()
    if run[0] in word_set(reading.words["foreign_small_words"]) and _SMALL_NEXT.match(reading.text, end):
        rest = _SMALL_TITLE.match(reading.text, end)
        return CharSpan(run.start(), rest.end()) if rest else None
    return CharSpan(run.start(), end)


def _show_behind(reading: Reading, position: int, cue: CharSpan, form: Form) -> Citation | None:
    """Cite the show behind its owner: "on Radio Tamar's Front Room", "told Radio Tamar's World At One"."""
    text = reading.text
    run = _SHOW.match(text, position + 1)
    if not run or reading.nations.fullmatch(run[0]):
        return None  # "on Radio Tamar's Tamil service"
    label = reading.labels.get(run.start(), (0, ""))[1]
    on = cue.of(text).split()[-1].lower() == "on"
    by_host = on and " " not in run[0] and label == "PERSON"  # named after who hosts it: "on Radio Tamar's Hartigan"
    on_air = on and label != "PERSON"
    several = run[0].split() if " " in run[0] else []
    titled = bool(word_set(reading.words["show_words"]).intersection(several))
    titled = titled or run[0] in word_set(reading.words["daily_shows"])
    title = titled or (label in ("WORK_OF_ART", "DATE", "ORG") and bool(several)) or run[0].startswith("The ")
    is_show = by_host or ((on_air or title) and not reading.person_words & set(run[0].split()))
    if not is_show or run.start() in reading.named:
        return None
    hosted = _HOSTED.match(text, run.end())
    span = CharSpan(run.start(), hosted.end() if hosted else run.end())  # "Harbour Talk with Ana Ruiz"
    return from_unlisted(reading, span, cue, form, "carrier", "programme")


def show_host_after(reading: Reading, cue: CharSpan, form: Form) -> Citation | None:
    """Cite the host of a show that has no other name here: "told the radio host Ana Ruiz"."""
    if form not in ("told", "interview"):
        return None
    noun = any_of(reading.words["show_hosts"])
    match = re.compile(rf"(?:[ ][\w-]+){{0,4}}?[ ](?:{noun}),?[ ]({UPPER}(?:[ ]{UPPER})+)").match(reading.text, cue.end)
    if not match:
        return None
    return from_unlisted(reading, CharSpan(*match.span(1)), cue, form, "carrier", "programme")


def names_show_behind(reading: Reading, end: int) -> bool:
    """Tell whether the words behind a possessive are those of a show: "the Tide League's Sunday Hour"."""
    possessive = POSSESSIVE.match(reading.text, end)
    run = NAME.match(reading.text, possessive.end() + 1) if possessive else None
    several = run[0].split() if run and " " in run[0] else []
    days = [word for word in several[:1] if word in word_set(reading.words["days"])]
    return bool(days or word_set(reading.words["show_words"]).intersection(several))


def is_nameless_show(reading: Reading, named: Named) -> bool:
    """Tell whether a station only says whose a show is that has no name: "the Radio Tamar show"."""
    if named.kind != "broadcaster" or not re.search(r"\b(?:the|an?) $", reading.text[: named.span.start][-4:]):
        return False
    behind = carrier_behind(reading, named.span.end)
    return behind is not None and behind[1] == "programme"


def has_nameless_show(reading: Reading, end: int) -> bool:
    """Tell whether a show without a name belongs to the station whose name ends at `end`: "Radio Tamar's late show"."""
    shows = any_of(reading.words["carriers"]["programme"])
    return bool(re.compile(rf"[’']s(?:[ ][a-z-]+){{0,2}}[ ](?:{shows})(?![\w-])").match(reading.text, end))


def has_host(reading: Reading, cue: CharSpan, name: re.Match[str]) -> bool:
    """Tell whether a sentence begins "On Tamar Calling, ..." and somebody tells the host something soon behind it."""
    if cue.of(reading.text) != "On" or " " not in name[0] or name[0].split()[-1] in word_set(reading.words["times"]):
        return False
    return bool(_TOLD_HOST.search(reading.text, name.end(), name.end() + _HOST_REACH))
