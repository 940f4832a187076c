"""Find where an article cites a carrier of words: "told TASS", "in an essay in The Diplomat", "on its website".

A citation is found from its words alone, whatever the outlet: a cue phrase ("in an interview with") before a name,
a reporting verb behind it ("the Gazette reported"), a carrier noun beside it ("the newspaper ...", "... magazine"),
a website or account that belongs to somebody, a verb that names its platform ("tweeted").
The outlet lexicon tells which names are outlets for certain; a name outside it needs the shape of one.
The words are in `data/<language>/citations.json`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast

from attrs import evolve, frozen

from attribution.models import CharSpan, OutletKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon, OutletEntry

Form = Literal[
    "told", "interview", "hosted", "obtained", "written", "published", "according", "on-air", "inverted", "post", "site",
    "platform-verb", "anaphor", "asker", "affiliation", "subject", "bare",
]  # fmt: skip
"""How the outlet is cited, the most telling first."""

Standing = Literal["known", "ambiguous", "carrier", "shape", "organization", "name", "generic"]
"""Why a name counts as an outlet: the lexicon, a carrier noun beside it, its own words, the label of the model."""

_STEPS = 14  # words that a noun phrase may hold before the outlet's name
_UPPER = r"(?:[^\W\d_a-zß-öø-ÿ](?:[\w&+*-]|[.!](?=\w)|[’'](?=\w)(?!s\b))*)"
_JOIN = r"(?:[ ](?:&|of|the|de|du|des|la|le|di|der|das|van|von|y|e)){0,2}"
_NAME = re.compile(rf"@\w{{2,}}|(?:{_UPPER}|\d+(?=[ ]{_UPPER}))(?:{_JOIN}[ ](?:{_UPPER}|\d{{1,3}}\b(?![,.]\d)))*")
_DOMAIN = re.compile(r"(?<![\w.@-])(?:[\w-]+\.)+(?:com|org|net|info|news|tv|io|co|example|gov|edu|eu|ru|uk|de|fr|au)\b(?![\w@])", re.I)
_WORD = re.compile(r"[^\W_](?:[\w&+-]|\.(?=\w))*")
_POSSESSIVE = re.compile(r"[’']s?(?!\w)")
_SPACE = re.compile(r"[ \t\r]*(?:\n(?!\s*\n))?[ \t]*")
_SPACES = {ord(space): " " for space in "\u00a0\u2007\u202f\u2009"}  # read as plain spaces; offsets stay
_OPEN_MARKS = "“\"‘'«„<"
_CLOSE_MARKS = "”\"’'»“,>"


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


@frozen
class _Named:
    """A name that is known for an outlet before its citation is read."""

    span: CharSpan
    kind: OutletKind
    key: str
    id: str | None
    standing: Standing
    parent: str | None = None


@frozen(eq=False)
class _Reading:
    """What the finders look at: the text, its word lists, the known names and the labelled stretches."""

    text: str
    words: Mapping[str, Any]
    named: Mapping[int, _Named]
    starts: tuple[int, ...]
    labels: Mapping[int, tuple[int, str]]


def find_citations(doc: Doc, lexicon: Lexicon, *, skip: Sequence[CharSpan] = ()) -> tuple[Citation, ...]:
    """Return the citations of outlets in the text of `doc`, in the order of the text.

    Only the text and the named entities of `doc` are read. A second look finds the names that the first one
    taught: "the Gazette" once the Riverside Gazette has been cited.

    Args:
        doc: The article.
        lexicon: Words and outlets.
        skip: Stretches that are no part of the story (byline, biography).
    """
    words = lexicon.words("citations")
    text = doc.text.translate(_SPACES)
    named = _known_names(text, lexicon)
    first = _find(_reading(doc, words, named))
    learned = _learned_names(text, first, named)
    found = _find(_reading(doc, words, named + learned)) if learned else first
    found = [citation for citation in found if not any(part.overlaps(citation.mention) for part in skip)]
    return tuple(_with_anaphors(text, found, words))


def _reading(doc: Doc, words: Mapping[str, Any], named: Sequence[_Named]) -> _Reading:
    by_start = {name.span.start: name for name in named}
    labels = {ent.start_char: (ent.end_char, ent.label_) for ent in doc.ents}
    return _Reading(doc.text.translate(_SPACES), words, by_start, tuple(sorted(by_start)), labels)


def _known_names(text: str, lexicon: Lexicon) -> list[_Named]:
    """Return the names of the lexicon, and the short forms ("the Post") behind a full one."""
    named: dict[int, _Named] = {}
    short: dict[str, tuple[int, OutletEntry]] = {}
    for start, end, entry in lexicon.outlets.find(text):
        if start in named:  # several outlets of one name: which of them is not said
            named[start] = evolve(named[start], id=None)
            continue
        if entry.context and re.match(rf"[ ]{_UPPER}", text[end : end + 4]) and not text.startswith((" News", " TV"), end):
            continue  # "Nature" in "Nature Astronomy" is not that journal
        plain = text[start:end].split()[-1].islower()  # "Independent newspaper" says itself what it is
        standing: Standing = "ambiguous" if entry.context and not plain else "known"
        named[start] = _Named(CharSpan(start, end), entry.kind, entry.id, entry.id, standing, entry.parent)
        if not entry.context:
            for form in entry.short:
                short.setdefault(form, (end, entry))
    for start, name in named.items():  # "the Times" is the Times that was named in full before
        form = name.span.of(text).removeprefix("The ").removeprefix("the ")
        end, entry = short.get(form, (start + 1, None))
        if name.standing == "ambiguous" and entry is not None and end <= start:
            named[start] = _Named(name.span, entry.kind, entry.id, entry.id, "known", entry.parent)
    taken = sorted(named.values(), key=lambda name: name.span)
    return taken + _short_names(text, taken, {form: (end, e.kind, e.id, e.id) for form, (end, e) in short.items()})


def _short_names(
    text: str, taken: Sequence[_Named], short: Mapping[str, tuple[int, OutletKind, str, str | None]]
) -> list[_Named]:
    """Return where short forms stand after "the", each behind the first full name that it stands for."""
    if not short:
        return []
    starts = [name.span.start for name in taken]
    found = []
    for match in re.finditer(rf"\b[Tt]he ({_choice(short)})(?![\w-]|[ ]{_UPPER})", text):
        span = CharSpan(*match.span(1))
        place = bisect_left(starts, span.end)
        covered = any(name.span.overlaps(span) for name in taken[max(0, place - 2) : place])
        end, kind, key, id_ = short[match[1]]
        if span.start >= end and not covered:
            found.append(_Named(span, kind, key, id_, "known"))
    return found


def _learned_names(text: str, found: Iterable[Citation], named: Sequence[_Named]) -> list[_Named]:
    """Return further places of the unlisted names that the first look found, and of their last words."""
    short: dict[str, tuple[int, OutletKind, str, str | None]] = {}
    again: list[_Named] = []
    for citation in found:
        name = citation.name.of(text)
        if citation.id or citation.standing not in ("carrier", "shape") or not name[0].isupper() or len(name) < 4:
            continue
        words = name.split()
        if len(words) > 1 and citation.standing == "shape":
            short.setdefault(words[-1], (citation.name.end, citation.kind, citation.key, None))
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
            again.append(_Named(CharSpan(*match.span()), citation.kind, citation.key, None, citation.standing))
    taken = sorted([*named, *again], key=lambda item: item.span)
    free = {name.span.start for name in named}
    return [item for item in [*again, *_short_names(text, taken, short)] if item.span.start not in free]


def _find(reading: _Reading) -> list[Citation]:
    """Return the best citation of each name."""
    found = [*_cued(reading), *_followed(reading), *_platform_verbs(reading), *_sites(reading)]
    found = [_led(reading, citation) for citation in found]
    order = {form: rank for rank, form in enumerate(Form.__args__)}  # type: ignore[attr-defined]
    best: list[Citation] = []
    taken: set[int] = set()
    for citation in sorted(found, key=lambda c: (order[c.form], c.name.start, -len(c.name), -len(c.mention))):
        places = set(range(citation.mention.start, citation.mention.end))
        if not taken & places:
            taken |= places
            best.append(citation)
    return sorted(best, key=lambda c: (c.mention, c.name))


# --- cue phrases before the name ---------------------------------------------------------------------------------


def _cued(reading: _Reading) -> Iterator[Citation]:
    for form in reading.words["forms"]:
        pattern = re.compile(rf"(?<![\w-])(?:{_phrases(form['phrases'], reading.words['times'])})(?=[\s:“\"])", re.IGNORECASE)
        for match in pattern.finditer(reading.text):
            cue = CharSpan(*match.span())
            if citation := _name_after(reading, cue, form["form"], form["needs"]):
                yield evolve(citation, form="published") if _published(reading, cue, citation) else citation


def _led(reading: _Reading, citation: Citation) -> Citation:
    """Cite by "according to" what that leads to: "according to an analysis published in ..."."""
    if citation.form not in ("written", "published", "site", "obtained", "bare"):
        return citation
    first = max(0, citation.mention.start - 120)
    leads = _choice(reading.words["leads"])
    lead = re.compile(rf"(?i:\b({leads}))[^.;:“”\"\n]*$").search(reading.text, first, citation.mention.start)
    return evolve(citation, form="according", cue=CharSpan(*lead.span(1))) if lead else citation


def _published(reading: _Reading, cue: CharSpan, citation: Citation) -> bool:
    """Tell whether a bare "in" or "on" cites where a work stands: "published on Monday in the journal ..."."""
    if citation.form != "written" or " " in cue.of(reading.text):
        return False
    before = reading.text[max(0, cue.start - 60) : cue.start]
    publishing = _choice(reading.words["publishing"])
    return bool(re.search(rf"\b(?:{publishing})\b[^;“”\"\n]*$", before))


def _name_after(reading: _Reading, cue: CharSpan, form: Form, needs: str) -> Citation | None:
    """Read the noun phrase behind a cue up to the outlet's name; None where it names none."""
    text, position, carrier = reading.text, cue.end, None
    for _ in range(_STEPS):
        position = _skip_marks(text, position)
        if generic := _generic_at(reading, position):
            return None if needs == "host" else _citation(reading, generic, cue, form, "generic")
        if position in reading.named:
            return _known_after(reading, reading.named[position], cue, form, needs, carrier)
        if noun := _carrier_at(reading, position):
            carrier, position = noun[1], noun[0]
            continue
        if match := _DOMAIN.match(text, position):
            return _unlisted(reading, CharSpan(*match.span()), cue, form, "carrier", "website")
        if match := _NAME.match(text, position):
            step = _step_over(reading, match, needs)
            if step:
                position = step
                continue
            return _new_name(reading, CharSpan(*match.span()), cue, form, needs, carrier)
        word = _WORD.match(text, position)
        if not word or word[0] not in _set(reading.words["fillers"]):
            return None
        position = word.end()
    return None


def _skip_marks(text: str, position: int) -> int:
    position = cast("re.Match[str]", _SPACE.match(text, position)).end()
    while position < len(text) and text[position] in _OPEN_MARKS:
        position += 1
    return position


def _step_over(reading: _Reading, match: re.Match[str], needs: str) -> int | None:
    """Return where to read on when the capitalised run at `match` only leads to the outlet: "Ana Ruiz of ..."."""
    text, start, end = reading.text, match.start(), match.end()
    inner = bisect_left(reading.starts, start + 1)
    if inner < len(reading.starts) and reading.starts[inner] < end:
        return reading.starts[inner]
    label_end, label = reading.labels.get(start, (end, ""))
    if label in ("NORP", "DATE", "TIME") or (label == "GPE" and label_end < end):
        possessive = _POSSESSIVE.match(text, label_end)
        return possessive.end() if possessive else label_end
    if label == "PERSON" and re.match(r"\s+(?:of|from|at|for|on)\b", text[label_end : label_end + 12]):
        return label_end
    if (whose := match[0].rfind(" of ")) > 0 and _shape(reading, match[0][whose + 4 :].removeprefix("the ")):
        return start + whose
    behind = _carrier_behind(reading, end)
    if label == "GPE" and behind and re.match(rf"[ ]{_UPPER}", text[behind[0] : behind[0] + 3]):
        return end
    possessive = _POSSESSIVE.match(text, end)
    if possessive and (title := _skip_marks(text, possessive.end())) > possessive.end() + 1:
        return title
    if possessive and title in reading.named:
        return title
    if possessive and (run := _NAME.match(text, title)) and _carrier_behind(reading, run.end()):
        return title
    return None


def _known_after(
    reading: _Reading, named: _Named, cue: CharSpan, form: Form, needs: str, carrier: OutletKind | None
) -> Citation | None:
    """Cite a known name, or the programme or site that belongs to it and stands behind: CNN's "New Day"."""
    text = reading.text
    inner = _owned(reading, named, cue, form)
    if inner:
        return inner
    if (named.kind == "institution") != (needs == "host") and form not in ("told", "obtained", "published"):
        return None
    if form == "inverted" and re.match(rf"(?:[’']s?)?[ ](?:[a-z-]+[ ])?{_UPPER}", text[named.span.end : named.span.end + 40]):
        return None
    marked = text[named.span.start - 1] in _OPEN_MARKS
    weak = " " not in cue.of(text) and form != "told"
    sure = carrier or marked or _carrier_behind(reading, named.span.end)
    if named.standing == "ambiguous" and weak and not sure:
        return None
    if named.standing == "ambiguous" and sure:
        named = evolve(named, standing="carrier")
    return _from_named(named, cue, form)


def _owned(reading: _Reading, owner: _Named, cue: CharSpan, form: Form) -> Citation | None:
    text = reading.text
    possessive = _POSSESSIVE.match(text, owner.span.end)
    position = possessive.end() if possessive else owner.span.end
    title = _skip_marks(text, position)
    if title in reading.named and (possessive or reading.named[title].kind == "programme"):
        inner = evolve(reading.named[title], standing="known")
        mention = CharSpan(owner.span.start, inner.span.end)
        return evolve(_from_named(inner, cue, form), mention=mention, parent=inner.parent or owner.id)
    marked = title > 0 and text[title - 1] in _OPEN_MARKS and text[title - 1] not in "'‘" and title - position < 4
    run = _marked_title(text, title) if marked else _NAME.match(text, title)
    if run and (_carrier_behind(reading, run.end()) or (marked and form == "on-air")) and (possessive or marked):
        new = _unlisted(reading, CharSpan(*run.span()), cue, form, "carrier", "programme")
        return evolve(new, mention=CharSpan(owner.span.start, run.end()), parent=owner.id)
    return None


def _marked_title(text: str, start: int) -> re.Match[str] | None:
    return re.compile(r"[^\W_][^“”\"»\n]{1,58}?(?=[,.]?[”\"’'»])").match(text, start)


def _new_name(
    reading: _Reading, span: CharSpan, cue: CharSpan, form: Form, needs: str, carrier: OutletKind | None
) -> Citation | None:
    """Cite a name that no list knows, where its neighbours, its words or its label say that it is an outlet."""
    text = reading.text
    before = text[span.start - 1]
    if before in "“\"«" and (title := _marked_title(text, span.start)):
        span = CharSpan(*title.span())
    behind = _carrier_behind(reading, span.end)
    kind = (behind[1] if behind else None) or carrier
    shape = _shape(reading, span.of(text))
    site = re.compile(rf"[’']s?(?:[ ](?:{_choice(reading.words['site_adjectives'])}))*[ ](?:{_choice(reading.words['sites'])})(?![\\w-])").match(text, span.end)
    if site:
        return evolve(_site(text, CharSpan(span.start, site.end())), cue=cue, form=form)
    if needs == "host" or (_host(reading, span.of(text)) and form == "told" and not kind):
        hosted = _host(reading, span.of(text))
        return _unlisted(reading, span, cue, "hosted", "organization", "institution") if hosted else None
    if kind:
        return _unlisted(reading, span, cue, form, "carrier", kind)
    strong = " " in cue.of(text) or form in ("told", "on-air", "according")
    if not shape and needs == "name" and re.search(r"\b[Tt]he $", text[max(0, span.start - 4) : span.start]):
        shape = "newspaper" if span.of(text) in _set(reading.words["shapes"]["newspaper"]) else None
    if shape and strong and not _is_person(reading, span):
        return _unlisted(reading, span, cue, form, "shape", shape)
    label = reading.labels.get(span.start, (0, ""))[1]
    if set(span.of(text).split()[:2]) & _person_words(reading):
        return None
    work = label in ("ORG", "WORK_OF_ART", "PRODUCT") and not _not_host(reading, span.of(text))
    if needs == "carrier" and (not strong or form not in ("written", "published", "on-air") or cue.of(text) == "on"):
        return None
    if _POSSESSIVE.match(text, span.end) or span.of(text).split()[0] in _set(reading.words["titles"]):
        return None
    if form == "inverted":
        return None
    if work or (before in "“\"«" and needs == "carrier"):
        return _unlisted(reading, span, cue, form, "organization", "website")
    plain = len(span.of(text).split()) < 4 and not _not_host(reading, span.of(text))
    if not label and needs == "name" and plain:
        return _unlisted(reading, span, cue, form, "name", "website")
    return None


def _person_words(reading: _Reading) -> set[str]:
    """Return the words of the names that the model takes for persons."""
    people = [reading.text[start:end] for start, (end, label) in reading.labels.items() if label == "PERSON"]
    return {word for name in people for word in name.split()}


def _is_person(reading: _Reading, span: CharSpan) -> bool:
    end, label = reading.labels.get(span.start, (0, ""))
    return label == "PERSON" and end >= span.end


def _shape(reading: _Reading, name: str) -> OutletKind | None:
    """Return the kind that the words of a name tell: the last one counts, or the first ("Radio Tamar")."""
    tokens = name.split()
    if len(tokens) < 2:
        return None
    ends = {tokens[-1], " ".join(tokens[-2:])}
    for kind, shapes in reading.words["shapes"].items():
        if ends & _set(shapes):
            return cast(OutletKind, kind)
    leading = tokens[0] in _set(reading.words["leading_shapes"])
    return ("newspaper" if tokens[0] == "Daily" else "broadcaster") if leading else None


def _host(reading: _Reading, name: str) -> bool:
    tokens = set(name.split())
    return bool(tokens & _set(reading.words["hosts"])) and not _not_host(reading, name)


def _not_host(reading: _Reading, name: str) -> bool:
    return bool(set(name.split()) & _set(reading.words["not_hosts"]))


def _generic_at(reading: _Reading, position: int) -> CharSpan | None:
    """Return "Russian media", "state television": a carrier that has a description for a name."""
    text, words = reading.text, reading.words["generic"]
    word = _WORD.match(text, position)
    if not word:
        return None
    end, label = reading.labels.get(position, (word.end(), ""))
    start = position
    first_fits = word[0] in _set(words["modifiers"]) or label in ("NORP", "GPE")
    if not first_fits:
        return None
    head = re.compile(rf"(?:[ ](?:{_choice(words['modifiers'])}))*[ ](?:{_choice(words['heads'])})(?![\w-])")
    match = head.match(text, end if label in ("NORP", "GPE") else word.end())
    if not match or re.match(rf"[ ]{_UPPER}", text[match.end() : match.end() + 3]):
        return None
    return CharSpan(start, match.end())


def _carrier_at(reading: _Reading, position: int) -> tuple[int, OutletKind] | None:
    """Return the end and kind of a carrier noun that stands at `position`: "news agency"."""
    for kind, nouns in reading.words["carriers"].items():
        match = re.compile(rf"(?:{_choice(nouns)})(?![\w-])").match(reading.text, position)
        if match:
            longer = [
                (other.end(), other_kind)
                for other_kind, others in reading.words["carriers"].items()
                if (other := re.compile(rf"(?:{_choice(others)})(?![\w-])").match(reading.text, position))
            ]
            end, best = max(longer)
            return end, cast(OutletKind, best)
    return None


def _carrier_behind(reading: _Reading, end: int) -> tuple[int, OutletKind] | None:
    while end < len(reading.text) and reading.text[end] in _CLOSE_MARKS and reading.text[end] != ",":
        end += 1
    space = cast("re.Match[str]", _SPACE.match(reading.text, end)).end()
    return _carrier_at(reading, space) if space > end else None


# --- the name first ----------------------------------------------------------------------------------------------


def _followed(reading: _Reading) -> Iterator[Citation]:
    """Read what stands behind (and right before) names: "the Gazette reported", "Gazette columnist Ana Ruiz said"."""
    for named in _candidates(reading):
        if _employs(reading, named):
            continue
        citation = _verb_behind(reading, named) or _noun_behind(reading, named) or _person_beside(reading, named)
        if citation:
            yield citation
        elif named.standing == "known" and named.kind != "institution" and not _in_dateline(reading.text, named.span):
            yield _from_named(named, None, "bare")


def _candidates(reading: _Reading) -> Iterator[_Named]:
    """Yield the known names, and the unlisted ones whose words have the shape of an outlet's."""
    yield from reading.named.values()
    for match in _NAME.finditer(reading.text):
        inner = bisect_left(reading.starts, match.start())
        if inner < len(reading.starts) and reading.starts[inner] < match.end():
            continue
        span = CharSpan(*match.span())
        shape = _shape(reading, match[0])
        label = reading.labels.get(span.start, (0, ""))[1]
        if shape and label != "PERSON":
            yield _Named(span, shape, match[0].lower(), None, "shape")
        elif generic := _generic_at(reading, span.start):
            yield _Named(generic, "newspaper", generic.of(reading.text).lower(), None, "generic")
        elif label == "ORG" and re.match(r"\s+(?:first )?report(?:s|ed)\b", reading.text[span.end : span.end + 20]):
            yield _Named(span, "website", match[0].lower(), None, "organization")
    modifiers = _choice(reading.words["generic"]["modifiers"])
    for match in re.finditer(rf"(?<![\w-])(?:{modifiers})[ ]", reading.text):
        if generic := _generic_at(reading, match.start()):
            yield _Named(generic, "newspaper", generic.of(reading.text).lower(), None, "generic")


def _verb_behind(reading: _Reading, named: _Named) -> Citation | None:
    if named.kind == "institution":
        return None
    if named.standing == "ambiguous" and not re.match(r"[A-Z]{2}", named.span.of(reading.text)):
        return None
    adverbs, verbs = _choice(reading.words["adverbs"]), _choice(reading.words["verbs"])
    pattern = re.compile(rf"[”\"]?(?:[ ](?:{_carrier_nouns(reading)}))?(?:[ ](?:{adverbs}))*[ ]({verbs})\b")
    match = pattern.match(reading.text, named.span.end)
    if not match:
        return None
    form: Form = "asker" if match[1] in _set(reading.words["asking_verbs"]) else "subject"
    return _from_named(named, CharSpan(*match.span(1)), form)


def _employs(reading: _Reading, named: _Named) -> bool:
    """Tell whether the name only says whom somebody works for: "Fox News Vice President ...", "Facebook's lawyer"."""
    officers = _choice(reading.words["officers"])
    return bool(re.compile(rf"(?:[’']s?)?(?:[ ][a-z-]+)?[ ](?:{officers})\b").match(reading.text, named.span.end))


def _noun_behind(reading: _Reading, named: _Named) -> Citation | None:
    """Read "an AP interview", "a Facebook post", "Twitter users"."""
    posts = _choice(reading.words["social_posts"])
    if named.kind == "platform":
        match = re.compile(rf"(?:[’']s)?[ ]({posts})\b").match(reading.text, named.span.end)
        return _from_named(named, CharSpan(*match.span(1)), "post") if match else None
    match = re.compile(r"(?:[’']s)?(?:[ ][a-z-]+)?[ ](interview)\b").match(reading.text, named.span.end)
    return _from_named(named, CharSpan(*match.span(1)), "interview") if match else None


def _person_beside(reading: _Reading, named: _Named) -> Citation | None:
    """Read "the Gazette's Ana Ruiz wrote" and "Ana Ruiz of the Gazette wrote"; who asks is told apart."""
    text, roles = reading.text, f"(?i:{_choice(reading.words['roles'])})"
    if named.kind in ("institution", "platform"):
        return None
    behind = re.compile(rf"(?:[’']s?)?(?:[ ](?:[a-z-]+[ ]){{0,2}}(?:{roles}),?)?[ ]({_UPPER}(?:[ ]{_UPPER})+)")
    match = behind.match(text, named.span.end)
    before = re.compile(
        rf"{_UPPER}(?:[ ]{_UPPER})+,?[ ](?:(?:an?[ ]|the[ ])?(?:[a-z-]+[ ]){{0,2}}(?:{roles})[ ])?(?:of|from|at|for|with|on)[ ](?:the[ ]|The[ ])?$"
    )
    end = match.end() if match else named.span.end
    if not match and not before.search(text[max(0, named.span.start - 90) : named.span.start]):
        return None
    verb = re.compile(rf"[^.;\n“”\"]{{0,50}}?\b({_choice(reading.words['verbs'])})\b").match(text, end)
    left = re.compile(rf"\b({_choice(reading.words['verbs'])})[ ](?:[a-z-]+[ ]){{0,2}}$").search(
        text[max(0, named.span.start - 40) : named.span.start]
    )
    cue = verb or left
    asks = bool(cue) and cast("re.Match[str]", cue)[1] in _set(reading.words["asking_verbs"])
    span = CharSpan(*verb.span(1)) if verb else None
    return _from_named(named, span, "asker" if asks else "affiliation")


def _in_dateline(text: str, span: CharSpan) -> bool:
    line = text.rfind("\n", 0, span.start) + 1
    return span.start - line < 60 and bool(re.match(r"\)\s*[—–-]", text[span.end : span.end + 4]))


# --- platforms, sites, references back ---------------------------------------------------------------------------


def _platform_verbs(reading: _Reading) -> Iterator[Citation]:
    """Cite the platform that a verb names; its name is the place where the text gives it, if it does."""
    for platform, verbs in reading.words["platform_words"].items():
        named = next((reading.named[start] for start in reading.starts if reading.named[start].key == platform), None)
        for match in re.finditer(rf"(?<![\w<\-/\"])(?:{_choice(verbs)})(?![\w-])", reading.text, re.IGNORECASE):
            span = CharSpan(*match.span())
            name = named.span if named else span
            yield Citation(name, span, span, "platform-verb", "platform", platform, platform)


def _sites(reading: _Reading) -> Iterator[Citation]:
    """Cite websites, accounts and shows by their owner: "the Kremlin's website", "on its website"."""
    words, text = reading.words, reading.text
    nouns = _choice(words["sites"])
    adjectives = _choice(words["site_adjectives"])
    owned = re.compile(rf"({_NAME.pattern})(?:[’']s?)?(?:[ ](?:{adjectives}))*[ ]({nouns})(?![\w-])")
    for match in owned.finditer(text):
        yield _site(text, CharSpan(*match.span()))
    own = re.compile(rf"\b(?:{_choice(words['owners'])})(?:[ ](?:{adjectives}))*[ ]({nouns})(?![\w-])")
    for match in own.finditer(text):
        owner = _owner_before(reading, match.start())
        if owner:
            yield evolve(_site(text, owner), mention=CharSpan(*match.span()))


def _site(text: str, span: CharSpan) -> Citation:
    return Citation(span, span, None, "site", "website", span.of(text).lower(), None, "carrier")


def _owner_before(reading: _Reading, position: int) -> CharSpan | None:
    """Return the last organisation or person that is named before `position` in its sentence."""
    sentence = max(reading.text.rfind(mark, 0, position) for mark in (". ", "\n", "? ", "! ")) + 1
    labelled = [
        CharSpan(start, end)
        for start, (end, label) in reading.labels.items()
        if sentence <= start and end <= position and label in ("ORG", "PERSON")
    ]
    capitals = [CharSpan(*m.span()) for m in re.compile(r"\b[A-Z]{2,}\b").finditer(reading.text, sentence, position)]
    return max([*labelled, *capitals], default=None)


def _with_anaphors(text: str, found: Sequence[Citation], words: Mapping[str, Any]) -> list[Citation]:
    """Add "the newspaper said", "told the network": the last outlet of that kind is meant."""
    added: list[Citation] = []
    told = [phrase for form in words["forms"] if form["needs"] == "name" for phrase in form["phrases"]]
    after = re.compile(rf"(?:[ ](?:{_choice(words['adverbs'])}))*[ ](?:{_choice(words['verbs'])})\b")
    before = re.compile(rf"(?<![\w-])(?:{_choice(told)})[ ]$", re.IGNORECASE)
    for kind, nouns in words["anaphors"].items():
        for match in re.finditer(rf"\b([Tt]he[ ](?:{_choice(nouns)}))(?![\w-])", text):
            if after.match(text, match.end()) or before.search(text[max(0, match.start() - 40) : match.start()]):
                earlier = _antecedent(found, match.start(), cast(OutletKind, kind))
                if earlier:
                    added.append(evolve(earlier, mention=CharSpan(*match.span()), cue=None, form="anaphor"))
    return sorted([*found, *added], key=lambda c: (c.mention, c.name))


def _antecedent(found: Sequence[Citation], position: int, kind: OutletKind) -> Citation | None:
    earlier = [c for c in found if c.mention.end <= position and c.form not in ("platform-verb", "site")]
    fitting = [c for c in earlier if c.kind == kind or (kind == "website" and c.kind != "platform")]
    return fitting[-1] if fitting else None


# --- small things ------------------------------------------------------------------------------------------------


def _from_named(named: _Named, cue: CharSpan | None, form: Form) -> Citation:
    return Citation(
        named.span, named.span, cue, form, named.kind, named.key, named.id, named.standing, named.parent
    )


def _citation(reading: _Reading, span: CharSpan, cue: CharSpan, form: Form, standing: Standing) -> Citation:
    return Citation(span, span, cue, form, "newspaper", span.of(reading.text).lower(), None, standing)


def _unlisted(
    reading: _Reading, span: CharSpan, cue: CharSpan, form: Form, standing: Standing, kind: OutletKind
) -> Citation:
    return Citation(span, span, cue, form, kind, span.of(reading.text).lower(), None, standing)


def _carrier_nouns(reading: _Reading) -> str:
    return "|".join(_choice(nouns) for nouns in reading.words["carriers"].values())


def _choice(phrases: Iterable[str]) -> str:
    return _alternation(tuple(phrases))


@lru_cache(maxsize=64)
def _phrases(phrases: tuple[str, ...], times: tuple[str, ...]) -> str:
    """Return a pattern for any of the phrases; before their last word a time may stand: "interview Monday with"."""
    found = []
    for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
        head, _, last = phrase.rpartition(" ")
        gap = rf"(?:[ ](?:{_choice(times)}))" + "{0,3}"
        found.append(rf"{re.escape(head)}{gap}[ ]{re.escape(last)}" if head else re.escape(last))
    return "|".join(found)


@lru_cache(maxsize=256)
def _alternation(phrases: tuple[str, ...]) -> str:
    """Return a pattern for any of the phrases, the longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda p: (-len(p), p)))


@lru_cache(maxsize=256)
def _set(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)
