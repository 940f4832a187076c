"""Find where an article cites a carrier of words: "told TASS", "in an essay in The Diplomat", "on its website".

A citation is found from its words alone, whatever the outlet: a cue phrase ("in an interview with") before a name,
a reporting verb behind it ("the Gazette reported"), a carrier noun beside it ("the newspaper ...", "... magazine"),
a website, account or show that belongs to somebody, a verb that names its platform ("tweeted").
The outlet lexicon tells which names are outlets for certain; a name outside it needs the shape of one.
The words are in `data/<language>/citations.json`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast, get_args

from attrs import evolve

from attribution.models import CharSpan, Entity, OutletKind
from attribution.outlets.citing import PASSED_ON, RELAYED, TITLE_MARKS, Citation, Form
from attribution.outlets.cue_phrases import (
    find_cued,
    find_governed,
    find_headed,
    find_verbless,
    led_by,
)
from attribution.outlets.cue_places import CuePlaces, find_cue_places
from attribution.outlets.listed_names import find_known_names, find_learned_names
from attribution.outlets.material import Reading, initials_of_bodies, make_reading
from attribution.outlets.named import (
    find_credits,
    find_followed,
    find_interviews,
    find_own_works,
    find_platform_verbs,
    find_sites,
)
from attribution.outlets.names import UPPER, Named, with_plain_signs
from attribution.patterns import any_of

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon

_ANAPHOR_REACH = 1500  # characters from an outlet to "told the network", beyond which another may be meant
_SEEN_REACH = 60  # characters before a platform's name in which somebody sees something there
_WORKS = ("paper", "journal")  # nouns that mean a study or its place as often
_IT_REACH = 300  # characters from an outlet to "It quoted" in the next sentence
_SENTENCE_END = re.compile(r"[.!?][”\"]?\s+[A-Z“\"]|\n")
_NAME_BEHIND = re.compile(rf"(?:[’']s?)?[ ][{TITLE_MARKS}]?({UPPER})")
_ARTICLE = re.compile(r"(?:the|a|an)[ ](?=\S)")
_CAPITALIZED = re.compile(UPPER)


def find_citations(
    text: str, entities: Iterable[Entity], lexicon: Lexicon, *, skip: Sequence[CharSpan] = ()
) -> tuple[Citation, ...]:
    """Return the citations of outlets in an article, in the order of the text.

    A second look finds the names that the first one taught: "the Gazette" once the Riverside Gazette has been cited.

    Args:
        text: The article.
        entities: Its entities; may be empty.
        lexicon: Words and outlets.
        skip: Stretches that are no part of the story (byline, biography).
    """
    words = lexicon.words("citations")
    text = with_plain_signs(text)
    labels = _labels(text, entities)
    named = _without_people(text, find_known_names(text, lexicon), labels, lexicon)
    named = _without_initials_of_others(text, named, lexicon, words)
    nations = [word for country in lexicon.words("countries")["countries"].values() for word in country["words"]]
    nations += words["languages"]
    named = _whole_names(text, named, labels, words, nations)
    places = find_cue_places(text, words)
    first = _find(make_reading(text, labels, words, nations, named), places)
    cited = [Named(c.name, c.kind, c.key, c.id, c.standing) for c in first if c.form != "site"]
    learned = find_learned_names(text, cited, named)
    found = _find(make_reading(text, labels, words, nations, named + learned), places) if learned else first
    found = [citation for citation in found if not any(part.overlaps(citation.mention) for part in skip)]
    return tuple(_with_anaphors(text, found, words, frozenset(nations)))


def _labels(text: str, entities: Iterable[Entity]) -> dict[int, tuple[int, str]]:
    """Return the end and label of the entity that starts at each position, an article before its name left out."""
    found = {}
    for entity in entities:
        article = _ARTICLE.match(text, entity.span.start, entity.span.end)
        found[article.end() if article else entity.span.start] = (entity.span.end, entity.label)
    return found


def _without_people(
    text: str, named: Sequence[Named], labels: Mapping[int, tuple[int, str]], lexicon: Lexicon
) -> list[Named]:
    """Leave out everyday names and short forms that are surnames here: "Fox" in an article about Tomas Fox."""
    full = {text[start:end] for start, (end, label) in labels.items() if label == "PERSON"}
    surnames = {name.split()[-1] for name in full if 1 < len(name.split()) < 4}

    def is_somebody(name: Named) -> bool:
        entry = lexicon.outlets.get(name.key)
        plain = entry is not None and not entry.context and name.span.of(text) in entry.names
        return not plain and name.span.of(text) in surnames

    return [name for name in named if not is_somebody(name)]


def _without_initials_of_others(
    text: str, named: Sequence[Named], lexicon: Lexicon, words: Mapping[str, Any]
) -> list[Named]:
    """Leave out initials that stand for something else here: "London Stock Exchange (LSE)", "(LSE: BRW)"."""
    taken = initials_of_bodies(text, (*words["hosts"], *words["not_hosts"]))
    kept = []
    for name in named:
        full = taken.get(name.span.of(text))
        entry = lexicon.outlets.get(name.key)
        if full is None or (full and entry is not None and any(full.endswith(known) for known in entry.names)):
            kept.append(name)
    return kept


def _whole_names(
    text: str,
    named: Sequence[Named],
    labels: Mapping[int, tuple[int, str]],
    words: Mapping[str, Any],
    nations: Sequence[str],
) -> list[Named]:
    """Return the names; for a listed one the longer name that it is part of, as the model reads it.

    "Radio Tamar Leo" is another station than "Radio Tamar", and "Al-Marl Al-Jadid" another paper than "Al-Jadid".
    """
    starts = sorted(labels)
    no_names = {*words["times"], *words["titles"], *words["officers"], *words["hosts"], *words["not_hosts"], *nations}
    no_names |= {"The", "A", "An"}
    no_names |= {
        part for start, (end, label) in labels.items() if label == "PERSON" for part in text[start:end].split()
    }
    found = []
    for name in named:
        place = bisect_right(starts, name.span.start) - 1
        start = starts[place] if place >= 0 else name.span.start
        end, label = labels.get(start, (0, ""))
        longer = label == "ORG" and end >= name.span.end and end - start > len(name.span)
        longer = longer and text[start - 1 : start] != "-"  # "the anti-Ruiz Gazette"
        if longer and name.kind in ("newspaper", "agency", "broadcaster", "website"):
            beside = f"{text[start : name.span.start]}{text[name.span.end : end]}".split()
            if all(_CAPITALIZED.fullmatch(word) for word in beside) and no_names.isdisjoint(beside):
                key = text[start:end].lower()
                name = evolve(name, span=CharSpan(start, end), key=key, id=None, standing="shape", parent=name.id)
        found.append(name)
    return found


def _find(reading: Reading, places: CuePlaces) -> list[Citation]:
    """Return the best citation of each name."""
    found = [
        *find_cued(reading, places),
        *find_governed(reading, places),
        *find_verbless(reading),
        *find_headed(reading),
        *find_followed(reading),
        *find_interviews(reading),
        *find_platform_verbs(reading),
        *find_sites(reading),
        *find_credits(reading),
        *find_own_works(reading),
    ]
    ends = {citation.mention.end for citation in found}
    relays = {relay.end() for end in ends if (relay := RELAYED.match(reading.text, end))}
    talks = {citation.mention.end for citation in found if citation.form in ("told", "interview", "on-air")}
    relays |= {relay.end() for end in talks if (relay := PASSED_ON.match(reading.text, end))}
    found = [c for c in found if c.name.start not in relays]  # "told Tidewise (via Harbour Live)"
    found = [led_by(reading, citation) for citation in found if not _is_seen(reading, citation)]
    order = {form: rank for rank, form in enumerate(get_args(Form))}
    best: list[Citation] = []
    taken: set[int] = set()
    for citation in sorted(found, key=lambda c: (order[c.form], c.name.start, -len(c.name), -len(c.mention))):
        stretch = set(range(citation.mention.start, citation.mention.end))
        if not taken & stretch:
            taken |= stretch
            best.append(citation)
    return sorted(best, key=lambda c: (c.mention, c.name))


def _is_seen(reading: Reading, citation: Citation) -> bool:
    """Tell whether a platform is only where somebody came upon something: "had seen it on Tidechat"."""
    seen = _seen_pattern(reading.words["perceiving"], reading.words["perceived"])
    start = citation.mention.start
    return citation.kind == "platform" and bool(seen.search(reading.text, max(0, start - _SEEN_REACH), start))


@lru_cache(maxsize=4)
def _seen_pattern(verbs: tuple[str, ...], things: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(verbs)})(?:[ ](?:{any_of(things)})){{0,4}}[ ]on[ ]$")


def _with_anaphors(text: str, found: Sequence[Citation], words: Mapping[str, Any], nations: Set[str]) -> list[Citation]:
    """Add "the newspaper said", "told the Tamil daily": the last outlet of that kind is meant."""
    found = [_by_its_name(text, found, citation) for citation in found]
    added: list[Citation] = []
    staff = any_of([*words["reports"], *words["staff"]])
    verb = rf"(?:[ ](?:{any_of(words['adverbs'])}))*[ ](?:{any_of(words['verbs'])})\b"
    after = re.compile(rf"(?:[’']s[ ](?:[a-z-]+[ ])?(?:{staff}))?{verb}")
    people = re.compile(rf"[ ](?:{any_of([*words['officers'], *words['spokespeople'], *words['hearers']])})\b")
    told_of = re.compile(rf"[ ](?:{any_of(words['auxiliaries'])})\b")
    kinds = [(cast(OutletKind, kind), _noun_behind_the(tuple(nouns))) for kind, nouns in words["anaphors"].items()]
    named = [c for c in found if c.form not in ("platform-verb", "site")]
    fitting = {kind: [c for c in named if _may_be(c, kind)] for kind, _ in kinds}
    likely = {kind: [c for c in named if _may_also_be(c, kind)] for kind, _ in kinds}
    cited = [c for c in named if c.form != "bare"]
    for article in _definite_pattern(words["outlet_adjectives"]).finditer(text):
        if article[1] and article[1].strip() not in nations:
            continue
        for kind, noun in kinds:
            match = noun.match(text, article.end())
            if not match:
                continue
            start, end = article.start(), match.end()
            speaks = after.match(text, end) and not text.endswith(
                (" for ", " of "), 0, start
            )  # "a clerk of the agency"
            leads = _leads(words, kind, same=article[2] == "same")
            led = [(form, cue) for form, before in leads if (cue := before.search(text, max(0, start - 40), start))]
            if people.match(text, end):
                continue  # "told the station manager"
            if told_of.match(text, end):
                led = [(form, cue) for form, cue in led if form != "inverted"]  # "said the same site was closed"
            if led and (name := _NAME_BEHIND.match(text, end)) and name[1] not in words["times"]:
                continue  # "told the site Tide Desk", "told the agency's Harbour Talk"
            earlier = _antecedent(fitting[kind], start) if led or speaks else None
            if earlier is None and (led or speaks) and match[0] not in _WORKS:
                earlier = _antecedent(likely[kind], start)
            if article[2] == "same" and earlier:
                last = _antecedent(cited, start)
                carries = last is not None and (last == earlier or (kind, last.kind) == ("programme", "broadcaster"))
                earlier = last if carries else None
            elif article[2] in ("local", "regional") and earlier and earlier.standing == "known":
                continue  # "the local station" is no network that every list has
            if earlier and not _is_cited(found, CharSpan(start, end)):
                again = evolve(earlier, mention=CharSpan(start, end), cue=None, form="anaphor")
                near = start - earlier.mention.end <= _ANAPHOR_REACH
                if led and near and led[0][0] != "inverted":
                    again = evolve(again, cue=CharSpan(*led[0][1].span(1)), form=led[0][0])
                added.append(again)
    added += _quoting_it(text, found, any_of(words["quoting_verbs"]))
    return sorted([*found, *added], key=lambda c: (c.mention, c.name))


@lru_cache(maxsize=4)
def _definite_pattern(adjectives: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of what stands before a noun: "the Tamil daily", "the London-based paper", "the same site".

    A nation is in group 1, an adjective in group 2.
    """
    return re.compile(
        rf"\b[Tt]he[ ](?:((?:(?!TV\b)[A-Z][\w.]*[ ]){{1,2}})|[A-Za-z]+(?:-[a-z]+)+[ ])?(?:({any_of(adjectives)})[ ])?"
    )


def _leads(words: Mapping[str, Any], kind: OutletKind, *, same: bool) -> list[tuple[Form, re.Pattern[str]]]:
    """Return the phrases of each form that cite an outlet by a noun of its kind: "told the newspaper".

    "In the paper" may mean a study, and only "in the same paper" means what was cited before.
    """
    found: list[tuple[Form, re.Pattern[str]]] = []
    for form in words["forms"]:
        phrases = tuple(form["phrases"])
        if form["needs"] == "carrier" and not same:
            shows = kind in ("platform", "programme") and form["form"] != "published"  # "wrote on the platform"
            phrases = tuple(phrase for phrase in phrases if shows and phrase.endswith((" on", " to")))
        if phrases and form["needs"] != "host":
            found.append((cast(Form, form["form"]), _cue_at_end(phrases)))
    return found


def _by_its_name(text: str, found: Sequence[Citation], citation: Citation) -> Citation:
    """Return "told the state broadcaster" as a citation of the broadcaster cited just before, if there is one."""
    start = citation.mention.start
    if citation.standing != "generic" or not text.endswith("the ", 0, start):
        return citation
    fitting = [c for c in found if c.kind == citation.kind and c.standing not in ("generic", "national")]
    earlier = _antecedent(fitting, start)
    if earlier is None or start - earlier.mention.end > _IT_REACH:
        return citation
    return evolve(earlier, mention=citation.mention, cue=citation.cue, form=citation.form)


def _quoting_it(text: str, found: Sequence[Citation], verbs: str) -> Iterator[Citation]:
    """Yield "It quoted ..." where the sentence before tells what an outlet reported."""
    for it in re.finditer(rf"(?<=[.!?”\"][ ])(It)[ ](?:{verbs})\b", text):
        place = bisect_right(found, it.start(), key=lambda c: c.mention.start) - 1
        if place < 0:
            continue
        last = found[place]
        between = text[last.mention.end : it.start() - 1]
        speaks = last.form in ("subject", "inverted", "according") and last.kind in (
            "newspaper",
            "agency",
            "broadcaster",
        )
        if speaks and len(between) < _IT_REACH and not _SENTENCE_END.search(between, 0, len(between) - 2):
            yield evolve(last, mention=CharSpan(*it.span(1)), cue=None, form="anaphor")


@lru_cache(maxsize=16)
def _cue_at_end(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])({any_of(phrases)})[ ]$", re.IGNORECASE)


def _is_cited(found: Sequence[Citation], span: CharSpan) -> bool:
    """Tell whether one of the citations, which stand in the order of the text, overlaps a span."""
    place = bisect_right(found, span.start, key=lambda c: c.mention.start)
    return any(citation.mention.overlaps(span) for citation in found[max(0, place - 1) : place + 1])


@lru_cache(maxsize=16)
def _noun_behind_the(nouns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(nouns)})(?![\w-])")


def _antecedent(fitting: Sequence[Citation], position: int) -> Citation | None:
    """Return the last of the fitting citations before `position`."""
    place = bisect_right(fitting, position, key=lambda c: c.mention.end)
    return fitting[place - 1] if place else None


def _may_be(citation: Citation, kind: OutletKind) -> bool:
    """Tell whether "the newspaper", "the site" may mean an outlet that is cited so."""
    other_site = kind == "website" and citation.kind != "platform"
    return citation.kind == kind or other_site or _is_any(citation)


def _may_also_be(citation: Citation, kind: OutletKind) -> bool:
    """Tell whether a site may be called so where no other outlet is: "the magazine", "the station".

    A listed site is none that goes on the air.
    """
    loose = kind == "newspaper" or (kind == "broadcaster" and citation.standing in ("organization", "name"))
    return loose and citation.kind == "website"


def _is_any(citation: Citation) -> bool:
    """Tell whether an outlet may be of any kind: all that is known of it is that somebody told it something."""
    return citation.standing in ("organization", "name") and citation.form in ("told", "interview")
