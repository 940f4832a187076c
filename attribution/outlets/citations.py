"""Find where an article cites a carrier of words: "told TASS", "in an essay in The Diplomat", "on its website".

A citation is found from its words alone, whatever the outlet: a cue phrase ("in an interview with") before a name,
a reporting verb behind it ("the Gazette reported"), a carrier noun beside it ("the newspaper ...", "... magazine"),
a website, account or show that belongs to somebody, a verb that names its platform ("tweeted").
The outlet lexicon tells which names are outlets for certain; a name outside it needs the shape of one.
The words are in `data/<language>/citations.json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast, get_args

from attrs import evolve

from attribution.models import CharSpan, Entity, OutletKind
from attribution.outlets.citing import Citation, Form
from attribution.outlets.cue_phrases import find_cued, find_governed, led_by
from attribution.outlets.named import find_followed, find_interviews, find_own_works, find_platform_verbs, find_sites
from attribution.outlets.names import (
    UPPER,
    Named,
    Reading,
    any_of,
    find_known_names,
    find_learned_names,
    make_reading,
    with_plain_spaces,
)

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon

_CAPITALS = re.compile(rf"(?:[ ]{UPPER})+")


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
    text = with_plain_spaces(text)
    labels = {entity.span.start: (entity.span.end, entity.label) for entity in entities}
    named = _without_people(text, find_known_names(text, lexicon), labels, lexicon)
    named = [_whole_name(text, name, labels, words) for name in named]
    nations = [word for country in lexicon.words("countries")["countries"].values() for word in country["words"]]
    first = _find(make_reading(text, labels, words, nations, named))
    cited = [Named(c.name, c.kind, c.key, c.id, c.standing) for c in first if c.form != "site"]
    learned = find_learned_names(text, cited, named)
    found = _find(make_reading(text, labels, words, nations, named + learned)) if learned else first
    found = [citation for citation in found if not any(part.overlaps(citation.mention) for part in skip)]
    return tuple(_with_anaphors(text, found, words))


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


def _whole_name(
    text: str, name: Named, labels: Mapping[int, tuple[int, str]], words: Mapping[str, Any]
) -> Named:
    """Return the longer name that a listed one is part of, as the model reads it: "Radio Tamar Leo" is another."""
    end, label = labels.get(name.span.start, (0, ""))
    if label != "ORG" or end <= name.span.end or name.kind in ("platform", "programme", "institution"):
        return name
    rest = text[name.span.end : end]
    no_names = {*words["times"], *words["titles"], *words["officers"], *words["hosts"], *words["not_hosts"]}
    if not _CAPITALS.fullmatch(rest) or no_names.intersection(rest.split()):
        return name
    whole = CharSpan(name.span.start, end)
    return evolve(name, span=whole, key=whole.of(text).lower(), id=None, standing="shape", parent=name.id)


def _find(reading: Reading) -> list[Citation]:
    """Return the best citation of each name."""
    found = [
        *find_cued(reading),
        *find_governed(reading),
        *find_followed(reading),
        *find_interviews(reading),
        *find_platform_verbs(reading),
        *find_sites(reading),
        *find_own_works(reading),
    ]
    found = [led_by(reading, citation) for citation in found]
    order = {form: rank for rank, form in enumerate(get_args(Form))}
    best: list[Citation] = []
    taken: set[int] = set()
    for citation in sorted(found, key=lambda c: (order[c.form], c.name.start, -len(c.name), -len(c.mention))):
        places = set(range(citation.mention.start, citation.mention.end))
        if not taken & places:
            taken |= places
            best.append(citation)
    return sorted(best, key=lambda c: (c.mention, c.name))


def _with_anaphors(text: str, found: Sequence[Citation], words: Mapping[str, Any]) -> list[Citation]:
    """Add "the newspaper said", "told the network": the last outlet of that kind is meant."""
    added: list[Citation] = []
    told = [phrase for form in words["forms"] if form["needs"] == "name" for phrase in form["phrases"]]
    staff = any_of([*words["reports"], "editorial board", "editors", "editorial writers", "website"])
    verb = rf"(?:[ ](?:{any_of(words['adverbs'])}))*[ ](?:{any_of(words['verbs'])})\b"
    after = re.compile(rf"(?:[’']s[ ](?:[a-z-]+[ ])?(?:{staff}))?{verb}")
    before = re.compile(rf"(?<![\w-])(?:{any_of(told)})[ ]$", re.IGNORECASE)
    kinds = [(cast(OutletKind, kind), _noun_behind_the(tuple(nouns))) for kind, nouns in words["anaphors"].items()]
    for article in re.finditer(r"\b[Tt]he[ ]", text):
        for kind, noun in kinds:
            match = noun.match(text, article.end())
            if not match:
                continue
            start, end = article.start(), match.end()
            speaks = after.match(text, end) and not text[:start].endswith(
                (" for ", " of ")
            )  # "a spokesman for the agency"
            if speaks or before.search(text[max(0, start - 40) : start]):
                earlier = _antecedent(found, start, kind)
                if earlier:
                    added.append(evolve(earlier, mention=CharSpan(start, end), cue=None, form="anaphor"))
    return sorted([*found, *added], key=lambda c: (c.mention, c.name))


@lru_cache(maxsize=16)
def _noun_behind_the(nouns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(nouns)})(?![\w-])")


def _antecedent(found: Sequence[Citation], position: int, kind: OutletKind) -> Citation | None:
    earlier = [c for c in found if c.mention.end <= position and c.form not in ("platform-verb", "site")]
    fitting = [c for c in earlier if c.kind == kind or (kind == "website" and c.kind != "platform")]
    return fitting[-1] if fitting else None
