"""Tell which statements an outlet citation covers: features of a statement and a citation, and their learned score.

A citation covers the statement of its own sentence, and goes on to cover statements further away as long as the
same interview, post or report is quoted. What speaks for that and against it is counted here; how much each
counts was learned (`attribution.training.outlets`), and the weights are data: `data/<language>/outlet_scores.json`.
"""

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from attribution.citations import Citation
from attribution.layout import paragraphs, sentences
from attribution.models import CharSpan, Relation
from attribution.situations import Setting, read_situation, works_as_source
from attribution.turns import is_turn_label

NEAREST = 12  # citations on each side of a statement that are weighed: keeps the work linear in the text
HEIR_REACH = 3  # sentences from a citation without a named speaker to the words of the one it describes

_WORD = re.compile(r"\w[\w&-]*")
_STRANGER_FEATURES = ("outlet-between", "occasion-between", "only-outlet")  # what counts where the speaker is another
_OPEN_FORMS = ("told", "interview", "on-air", "written", "hosted")  # what goes on until something else begins
_INHERITED = ("told", "interview", "written", "hosted")
_CLOSING = {
    "carried:outlet-between:speaker",
    "carried:occasion",
    "carried:hearer",
    "carried:here",
    "carried:occasion-between",
    "carried:own-citation",
}
_RESUMED_BY = {  # which references back ("in the interview") fit a citation
    **dict.fromkeys(("told", "interview", "hosted"), frozenset({"talk"})),
    "on-air": frozenset({"talk", "air"}),
    **dict.fromkeys(("written", "published", "report", "post", "site", "obtained", "affiliation"), frozenset({"text"})),
}
_FIRM = ("known", "ambiguous", "carrier", "shape")  # standings of names that stand for an outlet elsewhere too
_STATEMENT_FORMS = ("according", "inverted", "subject")
_GROUPS = {  # forms that reach alike: a talk goes on, a text is quoted from, a report gives one statement
    **dict.fromkeys(("told", "interview", "on-air", "hosted"), "talk"),
    **dict.fromkeys(("written", "published", "post", "site", "obtained", "platform-verb"), "text"),
    **dict.fromkeys(("report", "anaphor"), "report"),
    **dict.fromkeys(("bare", "affiliation", "asker"), "weak"),
}
LEAD = 4  # sentences at the head of an article (its headline may be one), which tell first what is cited later
_MEMBER = re.compile(r"(?:the )?(?:one|other|others|another|both|two|second|first)(?: of them)?")
_TIME_LINE = re.compile(r"^\W{0,3}\d{1,2}[:.]\d{2}(?:[ ]?[ap]\.?m\.?)?(?:[ ][A-Z]{2,4})?\W{0,3}$", re.MULTILINE | re.I)
_ENTRIES = 3  # times that make a live blog: one or two may stand above any article
_NESTED = 6  # statements on each side among which the one around a nested statement is looked for
_OWN_WORD = 4  # letters from which on a word may tell that two statements repeat each other


@frozen(eq=False)
class Statement:
    """A relation with its place: the sentences and paragraph it stands in, and who speaks.

    `speaker` is a key that is equal for the same speaker (the name, or the last word of the describing mention);
    `work` is not empty where a work is the source ("the article explained"): its groups in `citations.json`.
    `setting` tells what the reporter's words say of where it was said: "occasion" ("at a rally"), "hearer" ("told
    the crowd"), "here" ("told me"), or nothing; `resumes` holds the groups of works that they refer back to ("in
    the interview"); `again` is true where they say that it comes from what was cited last ("in the same remarks"),
    `elsewhen` where they give it a time of its own ("eight years ago"). `words` are the telling words of what is
    said; `wrote` is true where the cue tells of writing, `authors` where those wrote it who write studies, `turn`
    for a turn of an interview ("Q: ..."). `outer` is the statement of somebody else whose words hold this one whole;
    `entry` is the number of the entry of a live blog.
    """

    relation: Relation
    extent: CharSpan
    first: int
    last: int
    paragraph: int
    speaker: str
    named: bool
    work: frozenset[str]
    setting: Setting
    resumes: frozenset[str]
    words: frozenset[str]
    wrote: bool
    again: bool = False
    elsewhen: bool = False
    turn: bool = False
    outer: Relation | None = None
    entry: int = 0
    authors: bool = False


@frozen(eq=False)
class Cited:
    """A citation with its place and the speakers that its sentence, or else the next one to speak, gives it to.

    `parties` are all speakers who are named in its sentence: the guest of a show beside its host. `refers_back` is true
    where the sentence tells of words before it ("The comments came in an interview with ..."). `told` holds the words
    of the statement whose cue cites the outlet ("told the Gazette"); `reports` is true where the outlet does what the
    press does ("reported"), not only what any firm does ("said").
    """

    citation: Citation
    sentence: int
    paragraph: int
    speakers: frozenset[str]
    sure: bool
    parties: frozenset[str] = frozenset()
    refers_back: bool = False
    told: tuple[CharSpan, ...] = ()
    reports: bool = False
    entry: int = 0


@frozen(eq=False)
class Scene:
    """Statements and citations of one article, each in the order of the text."""

    text: str
    statements: tuple[Statement, ...]
    cited: tuple[Cited, ...]
    sentences: tuple[CharSpan, ...]
    elsewhere: frozenset[str]  # speakers who are also quoted from an occasion without a cited outlet


def read_scene(
    text: str,
    relations: Sequence[Relation],
    citations: Sequence[Citation],
    words: Mapping[str, Any],
    occasions: Mapping[str, Any],
) -> Scene:
    """Place statements and citations in the article.

    Args:
        text: The article.
        relations: What was found so far, with sources and speakers.
        citations: Its outlet citations.
        words: `citations.json` of the language.
        occasions: `occasions.json` of the language.
    """
    sents, paras = tuple(sentences(text)), paragraphs(text)
    starts, para_starts = [s.start for s in sents], [p.start for p in paras]
    cues = sorted(citation.cue for citation in citations if citation.cue)
    statements: list[Statement] = []
    before = ""
    for relation in relations:
        statement = _place(text, relation, before, sents, starts, para_starts, cues, words, occasions)
        statements.append(statement)
        before = statement.speaker or before
    entries = _entries(text)
    statements = [
        evolve(s, outer=_outer(statements, i), entry=bisect_right(entries, s.extent.start))
        for i, s in enumerate(statements)
    ]
    known = _known_words(statements)
    cited = tuple(
        _cite(text, c, _at(starts, c.mention.start), _at(para_starts, c.mention.start), statements, known, sents, words)
        for c in citations
    )
    cited = tuple(
        evolve(
            _with_heir(text, _with_verb(text, c, words), statements),
            entry=bisect_right(entries, c.citation.mention.start),
        )
        for c in cited
    )
    elsewhere = frozenset(s.speaker for s in statements if s.speaker and s.setting)
    return Scene(text, tuple(statements), cited, sents, elsewhere)


def _place(
    text: str,
    relation: Relation,
    before: str,
    sents: Sequence[CharSpan],
    starts: Sequence[int],
    para_starts: Sequence[int],
    cues: Sequence[CharSpan],
    words: Mapping[str, Any],
    occasions: Mapping[str, Any],
) -> Statement:
    extent = _extent(relation)
    key, named = _speaker_key(text, relation, before, words)
    first, last = _at(starts, extent.start), _at(starts, max(extent.start, extent.end - 1))
    source = relation.source.of(text) if relation.source else ""
    wrote = relation.cue is not None and _is_in(relation.cue.of(text), words["writing_verbs"])
    around = CharSpan(sents[first].start, sents[last].end) if sents else extent
    low, high = (bisect_left(cues, place, key=lambda cue: cue.start) for place in (around.start, around.end))
    situation = read_situation(text, relation, around, cues[low:high], words, occasions)
    return Statement(
        relation=relation,
        extent=extent,
        first=first,
        last=last,
        paragraph=_at(para_starts, extent.start),
        speaker=key,
        named=named,
        work=frozenset(group for group, pattern in works_as_source(words).items() if pattern.fullmatch(source)),
        setting=situation.setting,
        resumes=situation.resumes,
        words=_telling_words(text, relation),
        wrote=wrote,
        again=situation.again,
        elsewhen=situation.elsewhen,
        authors=wrote and bool(set(_WORD.findall(source.lower())) & set(words["authors"])),
        turn=relation.source is not None and is_turn_label(text, relation.source),
    )


def _entries(text: str) -> list[int]:
    """Return where the entries of a live blog begin: lines that are a time of the day, and not too few of them."""
    starts = [match.start() for match in _TIME_LINE.finditer(text)]
    return starts if len(starts) >= _ENTRIES else []


def _outer(statements: Sequence[Statement], index: int) -> Relation | None:
    """Return the statement of somebody else, among those just before and behind, whose words hold this one whole."""
    statement = statements[index]
    source = statement.relation.source
    for other in statements[max(0, index - _NESTED) : index + _NESTED + 1]:
        if other is statement or source is None or other.speaker == statement.speaker:
            continue
        for part in other.relation.content:
            if part.contains(source) and all(part.contains(own) for own in statement.relation.content):
                return other.relation
    return None


def _is_in(cue: str, verbs: Sequence[str]) -> bool:
    """Tell whether one of the words of a cue is among the verbs."""
    return any(word.lower() in verbs for word in _WORD.findall(cue))


def _telling_words(text: str, relation: Relation) -> frozenset[str]:
    found = (word.lower() for part in relation.content for word in _WORD.findall(part.of(text)))
    return frozenset(word for word in found if len(word) >= _OWN_WORD)


def weigh(scene: Scene, index: int) -> list[tuple[Cited, dict[str, float]]]:
    """Return the citations near statement `index` with the features of each link."""
    statement = scene.statements[index]
    starts = [cited.citation.mention.start for cited in scene.cited]
    place = bisect_right(starts, statement.extent.end)
    first = bisect_right(starts, statement.extent.start)
    near = range(max(0, first - NEAREST), min(len(starts), place + NEAREST))
    return [
        (scene.cited[i], _features(scene, statement, i)) for i in near if not _is_for_another(statement, scene.cited[i])
    ]


def _is_for_another(statement: Statement, cited: Cited) -> bool:
    """Tell whether the outlet was told somebody else's words, and this statement stands outside of them.

    In "Reuter called it thin when Duarte told the Gazette ..." the Gazette has Duarte's words, not Reuter's.
    """
    if not cited.told or statement.speaker in cited.speakers or not statement.first <= cited.sentence <= statement.last:
        return False
    return not any(part.overlaps(own) for part in cited.told for own in statement.relation.content)


def choose(
    weighed: Sequence[tuple[Cited, Mapping[str, float]]], weights: Mapping[str, float]
) -> tuple[Cited, float] | None:
    """Return the best citation of the likeliest outlet and the outlet's probability; None without candidates.

    The candidates and "no outlet" (score 0) share the probability by a softmax over their weighted features;
    citations of one outlet add up.
    """
    if not weighed:
        return None
    scores = [score(features, weights) for _, features in weighed]
    top = max(0.0, *scores)
    shares = [math.exp(value - top) for value in scores]
    whole = math.exp(-top) + sum(shares)
    by_key: dict[str, float] = {}
    for (cited, _), share in zip(weighed, shares, strict=True):
        by_key[cited.citation.key] = by_key.get(cited.citation.key, 0.0) + share / whole
    key = max(sorted(by_key), key=by_key.__getitem__)
    _, best = max(
        ((value, cited) for (cited, _), value in zip(weighed, scores, strict=True) if cited.citation.key == key),
        key=lambda item: (item[0], -item[1].citation.mention.start),
    )
    return best, by_key[key]


def score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the weighted sum of the features."""
    return weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in sorted(features.items()))


def _features(scene: Scene, statement: Statement, index: int) -> dict[str, float]:
    cited = scene.cited[index]
    citation, relation = cited.citation, statement.relation
    same = statement.first <= cited.sentence <= statement.last
    firm = citation.standing not in ("organization", "name")
    out = {f"standing={citation.standing}" if firm else f"loose:{citation.form}": 1.0}
    if _is_source(relation, citation):
        out["source:body" if citation.kind in ("platform", "institution") else "source"] = 1.0
    if citation.form == "site" and relation.source is not None:
        owner = statement.speaker in cited.speakers or relation.source.overlaps(citation.name)
        out["site:owner" if owner else "site:other-owner"] = 1.0
    if _speaks_for_itself(scene.text, statement, citation):
        out["speaker-is-outlet"] = 1.0
    if statement.outer and _is_outside(statement.outer, citation):
        out["nested:outside"] = 1.0
    out.update(_same_features(scene, statement, cited) if same else _carried_features(scene, statement, index))
    if not same:
        out.update(_textual(scene, statement, index))
    return out


def _is_outside(outer: Relation, citation: Citation) -> bool:
    """Tell whether the citation belongs to the outer statement without being its source: "Ruiz told TASS that ..."."""
    inside = any(part.overlaps(citation.mention) for part in outer.content)
    return not inside and not _is_source(outer, citation)


def _textual(scene: Scene, statement: Statement, index: int) -> dict[str, float]:
    """Return what the form of the article says of a citation in another sentence, whoever speaks."""
    cited, out = scene.cited[index], {}
    if cited.citation.kind == "document":
        out["textual:document"] = 1.0
    if cited.citation.kind == "platform" and not statement.wrote:
        out["textual:said"] = 1.0
    if statement.entry != cited.entry:
        out["textual:other-entry"] = 1.0
    if statement.again and cited.sentence < statement.first and _is_last(scene, statement, index):
        out["textual:again"] = 1.0
    if statement.authors and cited.sentence < statement.first and _is_last(scene, statement, index):
        out["textual:authors"] = 1.0
    if statement.turn and _introduces(scene, cited):
        out["textual:turn"] = 1.0
    return out


def _is_last(scene: Scene, statement: Statement, index: int) -> bool:
    """Tell whether no other outlet is cited between the citation and the statement."""
    later = scene.cited[index + 1 : index + 1 + NEAREST]
    between = (o for o in later if o.citation.mention.end <= statement.extent.start and _opens(o))
    return _opens(scene.cited[index]) and all(o.citation.key == scene.cited[index].citation.key for o in between)


def _introduces(scene: Scene, cited: Cited) -> bool:
    """Tell whether a citation stands before the first turn of an interview."""
    labels = [s.relation.source.start for s in scene.statements if s.turn and s.relation.source]
    return bool(labels) and cited.citation.mention.end <= min(labels) and _opens(cited)


def _same_features(scene: Scene, statement: Statement, cited: Cited) -> dict[str, float]:
    citation, relation = cited.citation, statement.relation
    out = {"same": 1.0, f"same:{_GROUPS[_family(cited)]}": 1.0, f"same:{citation.form}": 1.0}
    if any(part.overlaps(citation.mention) for part in relation.content):
        out["in-content"] = 1.0
        if cited.speakers and statement.speaker not in cited.speakers and _tells(statement, citation):
            out["in-content:other-speaker"] = 1.0
        if any(part.contains(citation.mention) for part in relation.quotations):
            out["in-quotation"] = 1.0
    if relation.cue and citation.cue and relation.cue.overlaps(citation.cue):
        out["same-cue"] = 1.0
    elif relation.cue and cited.sure:
        out["other-cue"] = 1.0
    if citation.kind == "programme":
        out["same:programme"] = 1.0
    if cited.reports:
        out["same:reports"] = 1.0
    if citation.form in ("subject", "bare", "affiliation"):
        before = all(citation.mention.end <= part.start for part in relation.content)
        out[f"same:{citation.form}:{'before' if before else 'behind'}"] = 1.0
    if cited.speakers:
        fits = statement.speaker in cited.speakers
        out["same:speaker" if fits else "same:other-speaker"] = 1.0
    gap = _gap(statement.extent, citation.mention)
    if gap > 60:
        out["same:far"] = 1.0
    rival = [
        other
        for other in scene.cited
        if other is not cited
        and other.sentence == cited.sentence
        and other.citation.key != citation.key
        and other.citation.form != "bare"
    ]
    if any(_gap(statement.extent, other.citation.mention) < gap for other in rival):
        out["same:rival-nearer"] = 1.0
    elif rival:
        out["same:rival"] = 1.0
    return out


def _carried_features(scene: Scene, statement: Statement, index: int) -> dict[str, float]:
    cited = scene.cited[index]
    after = cited.sentence > statement.last
    distance = cited.sentence - statement.last if after else statement.first - cited.sentence
    meant = not after and bool(statement.work) and _is_meant(scene, statement, index)
    voice = "carried" if meant else _voice(statement, cited)
    fits = voice == "carried"
    group = _GROUPS[_family(cited)]
    out = {
        voice: 1.0,
        f"{voice}:{group}": 1.0,
        f"{voice}:{_family(cited)}": 1.0,
        f"{voice}:distance": math.log1p(distance),
    }
    if cited.sentence < LEAD:
        out[f"{voice}:lead"] = 1.0
    if statement.speaker not in scene.elsewhere:
        out[f"{voice}:never-elsewhere"] = 1.0
    if cited.citation.kind == "programme":
        out[f"{voice}:programme"] = 1.0
    if fits:
        out[f"carried:{group}:distance"] = math.log1p(distance)
        out[f"carried:{group}:{'wrote' if statement.wrote else 'said'}"] = 1.0
        out.update(_chain(scene, statement, cited, after=after))
    if distance == 1:
        out[f"{voice}:next"] = 1.0
    if after:
        out[f"{voice}:backward"] = 1.0
        if fits:
            out.update(_backward(scene, statement, cited))
    if cited.paragraph != statement.paragraph:
        out[f"{voice}:other-paragraph"] = 1.0
    if fits and not statement.named:
        out["carried:unnamed-speaker"] = 1.0
    between = _between(scene, statement, index, after=after)
    told = between if fits else {name: value for name, value in between.items() if name in _STRANGER_FEATURES}
    out.update({f"{voice}:{name}": value for name, value in told.items()})
    if statement.setting:
        out[f"{voice}:{statement.setting}"] = 1.0
    if statement.elsewhen:
        out[f"{voice}:elsewhen"] = 1.0
    if statement.resumes:
        fitting = statement.resumes & _RESUMED_BY.get(_family(cited), frozenset())
        out[f"{voice}:resumes" if fitting else f"{voice}:resumes-other"] = 1.0
    if voice == "carried" and not after and _family(cited) in _OPEN_FORMS and not _CLOSING & out.keys():
        out["open"] = 1.0
        out["open:distance"] = math.log1p(distance)
    if meant:
        out["work-speaks"] = 1.0
    return out


def _voice(statement: Statement, cited: Cited) -> str:
    """Return how the speaker stands to the citation: its own, a party to it, another, or it has none."""
    if statement.speaker in cited.speakers:
        return "carried"
    if statement.speaker in cited.parties:
        return "party"
    return "stranger" if cited.speakers else "nobody"


def _backward(scene: Scene, statement: Statement, cited: Cited) -> dict[str, float]:
    """Return what speaks for a statement that stands before its citation: it leads the article, or is said again."""
    out: dict[str, float] = {}
    if statement.last < LEAD:
        out["backward:lead"] = 1.0
    here = [s for s in scene.statements if s.first <= cited.sentence <= s.last and s.speaker == statement.speaker]
    again = max((len(statement.words & s.words) for s in here), default=0)
    if cited.refers_back:
        out["backward:referred-to"] = 1.0
    out["backward:again"] = again / max(1, min(6, len(statement.words)))
    return out


def _is_meant(scene: Scene, statement: Statement, index: int) -> bool:
    """Tell whether "the article" that speaks is the last one cited before."""
    fits = [bool(statement.work & _RESUMED_BY.get(_family(cited), frozenset())) for cited in scene.cited]
    later = range(index + 1, min(len(fits), index + NEAREST))
    return fits[index] and not any(fits[i] and scene.cited[i].sentence < statement.first for i in later)


def _chain(scene: Scene, statement: Statement, cited: Cited, *, after: bool) -> dict[str, float]:
    """Return how well the speaker's statements from the citation to this one hang together."""
    low, high = sorted((cited.sentence, statement.last if after else statement.first))
    links = [s for s in scene.statements if s.speaker == statement.speaker and low <= s.first and s.last <= high]
    places = sorted({low, high, *(s.first for s in links), *(s.last for s in links)})
    widest = max((right - left for left, right in itertools.pairwise(places)), default=0)
    return {"chain:gap": math.log1p(widest), "chain:links": math.log1p(len(links))}


def _between(scene: Scene, statement: Statement, index: int, *, after: bool) -> dict[str, float]:
    """Return what stands between: other outlets, other speakers, other occasions of the speaker."""
    cited = scene.cited[index]
    out: dict[str, float] = {}
    low, high = sorted((cited.sentence, statement.last if after else statement.first))
    others = [
        other
        for other in scene.cited[max(0, index - NEAREST) : index + NEAREST + 1]
        if low <= other.sentence <= high
        and other.sentence != cited.sentence
        and other.citation.key != cited.citation.key
        and _opens(other)
        and (statement.speaker in other.speakers or not _tells(statement, other.citation))
    ]
    if others:
        out["outlet-between"] = 1.0
    if any(other.speakers & cited.speakers for other in others):
        out["outlet-between:speaker"] = 1.0
    if any(statement.first <= other.sentence <= statement.last and other is not cited for other in others):
        out["own-citation"] = 1.0
    voices = [s for s in scene.statements if low < s.first < high]
    strangers = {s.speaker for s in voices if s.speaker and s.speaker not in cited.speakers}
    out["strangers-between"] = float(min(3, len(strangers)))
    if not strangers and voices:
        out["unbroken"] = 1.0
    own = [s for s in voices if s.speaker in cited.speakers]
    if any(s.setting for s in own):
        out["occasion-between"] = 1.0
    same_key = [o for o in scene.cited if _opens(o) and o.speakers & cited.speakers]
    if len({o.citation.key for o in same_key}) == 1:
        out["only-outlet-of-speaker"] = 1.0
    if len({o.citation.key for o in scene.cited if _opens(o)}) == 1:
        out["only-outlet"] = 1.0
    return out


def _opens(cited: Cited) -> bool:
    """Tell whether a citation says that words came through it, by a name that is an outlet's for certain."""
    return cited.citation.form not in ("bare", "asker", "affiliation") and cited.citation.standing in _FIRM


def _family(cited: Cited) -> str:
    """Return the form, in one for reports of single statements; a report that its author is quoted from is a work."""
    form = cited.citation.form
    return ("written" if cited.sure and form == "according" else "report") if form in _STATEMENT_FORMS else form


def _is_source(relation: Relation, citation: Citation) -> bool:
    return relation.source is not None and (
        relation.source.overlaps(citation.name) or relation.source.overlaps(citation.mention)
    )


def _speaks_for_itself(text: str, statement: Statement, citation: Citation) -> bool:
    """Tell whether the outlet is the speaker: the name behind the source is the outlet's name."""
    speaker = statement.relation.speaker
    if speaker is None or speaker.name is None:
        return False
    said, cited = _tokens(speaker.name.of(text)), _tokens(citation.name.of(text))
    return bool(said and cited) and (said <= cited or cited <= said) and speaker.kind != "person"


def _tokens(name: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(name)} - {"the", "of", "s"}


def _known_words(statements: Sequence[Statement]) -> dict[str, str]:
    """Return the words that stand for a speaker: the last word of a name before its others, names before others."""
    known: dict[str, str] = {}
    keys = sorted({s.speaker for s in statements if s.speaker}, key=lambda key: (key.startswith("~"), key))
    for key in keys:
        known.setdefault(key.removeprefix("~").split()[-1], key)
    for key in keys:
        for word in key.split():
            if len(word) > 1 and not key.startswith("~"):
                known.setdefault(word, key)
    return known


def _cite(
    text: str,
    citation: Citation,
    sentence: int,
    paragraph: int,
    statements: Sequence[Statement],
    known: Mapping[str, str],
    sents: Sequence[CharSpan],
    words: Mapping[str, Any],
) -> Cited:
    """Give the citation to the speakers of its sentence: who speaks the nearest statement, or who is named."""
    start = bisect_right([s.first for s in statements], sentence)
    here = [s for s in statements[max(0, start - NEAREST) : start] if s.first <= sentence <= s.last]
    voices = [s for s in here if s.speaker and not _is_source(s.relation, citation)]
    named = _names_in(sents[sentence].of(text), known)
    parties = frozenset([*filter(None, named), *(s.speaker for s in voices)])
    if holding := [s for s in voices if _tells(s, citation)]:
        speakers = _teller(text, citation, holding[0], known)
        return Cited(citation, sentence, paragraph, speakers, False, parties)
    if voices:
        cued = [s for s in voices if s.relation.cue and citation.cue and s.relation.cue.overlaps(citation.cue)]
        best = min(cued or voices, key=lambda s: (_gap(_anchor(s), citation.mention), s.extent))
        asks = best.relation.cue is not None and _is_in(best.relation.cue.of(text), words["asking_verbs"])
        speakers = parties if asks else frozenset({best.speaker})
        told = best.relation.content if cued and citation.form in _OPEN_FORMS and not asks else ()
        return Cited(citation, sentence, paragraph, speakers, bool(cued), parties, told=told)
    speakers = _subject(text, citation, sents[sentence], statements, known, words)
    back = _refers_back(sents[sentence].of(text), words)
    return Cited(citation, sentence, paragraph, speakers, False, parties, back)


def _tells(statement: Statement, citation: Citation) -> bool:
    """Tell whether a statement tells of the citation: "Ruiz said that he had told the Gazette ..."."""
    cue = citation.cue
    return cue is not None and citation.form == "told" and any(p.contains(cue) for p in statement.relation.content)


def _teller(text: str, citation: Citation, statement: Statement, known: Mapping[str, str]) -> frozenset[str]:
    """Return whose words reached the outlet that a statement tells of: the last one named before, else its speaker."""
    cue = citation.cue or citation.mention
    told = next(part for part in statement.relation.content if part.contains(cue))
    names = [name for name in _names_in(text[told.start : cue.start], known) if name]
    return frozenset({names[-1] if names else statement.speaker})


def _with_verb(text: str, cited: Cited, words: Mapping[str, Any]) -> Cited:
    cue = cited.citation.cue
    reports = cited.citation.form in ("subject", "inverted") and cue is not None
    return evolve(cited, reports=True) if reports and cue and _is_in(cue.of(text), words["reporting_verbs"]) else cited


def _with_heir(text: str, cited: Cited, statements: Sequence[Statement]) -> Cited:
    """Give a citation by somebody without a name to who speaks next: "the coach told Radio Tamar. ... said Okoro".

    Only one who is meant for certain gets a name later: "the coach", not "a coach" or "coaches".
    """
    if cited.citation.form not in _INHERITED or cited.citation.standing not in _FIRM:
        return cited
    place = bisect_right(statements, cited.sentence, key=lambda s: s.first)
    here = [s for s in statements[max(0, place - NEAREST) : place] if s.last >= cited.sentence]
    citing = [s for s in here if s.speaker in cited.speakers]
    if not all(s.speaker.startswith("~") and _is_definite(text, s.relation.source) for s in citing):
        return cited
    heirs = [s for s in statements[place : place + 1] if s.named and s.first <= cited.sentence + HEIR_REACH]
    people = [s.speaker for s in heirs if s.relation.speaker and s.relation.speaker.kind == "person"]
    known = any(not speaker.startswith("~") for speaker in cited.speakers)
    return cited if known or not people else evolve(cited, speakers=cited.speakers.union(people))


def _is_definite(text: str, source: CharSpan | None) -> bool:
    """Tell whether a description means somebody certain: "the coach", "her agent"."""
    words = source.of(text).lower().split() if source else []
    first = words[0] if words else ""
    return first in ("the", "his", "her", "its", "their") or first.endswith(("’s", "'s"))


def _subject(
    text: str,
    citation: Citation,
    sentence: CharSpan,
    statements: Sequence[Statement],
    known: Mapping[str, str],
    words: Mapping[str, Any],
) -> frozenset[str]:
    """Return who the words of the sentence say was cited: the subject before the cue, else the first name behind."""
    if citation.form == "site":
        owner = _WORD.findall(citation.name.of(text).split("’")[0].split("'")[0])
        key = owner[-1].lower() if owner else ""
        return frozenset({known.get(key, key)}) if owner else frozenset()
    if _refers_back(sentence.of(text), words):
        return _before(text, sentence.start, statements, known)
    cut = min(citation.cue.end if citation.cue else citation.mention.start, citation.mention.start)
    before = _names_in(text[sentence.start : max(cut, sentence.start)], known)
    for name in [*reversed(before), *_names_in(text[citation.mention.end : sentence.end], known)]:
        return _before(text, sentence.start, statements, known) if name is None else frozenset({name})
    return frozenset()


def _names_in(text: str, known: Mapping[str, str]) -> list[str | None]:
    """Return the known speakers that are named in `text`, in order; None stands for a pronoun.

    "Jane Okoro" is that speaker, though "Okoro" alone may stand for another.
    """
    found: list[str | None] = []
    written = _WORD.findall(text)
    words = [word.lower() for word in written]
    full = set(known.values())
    for i, word in enumerate(words):
        if word in ("he", "she", "they"):
            found.append(None)
        elif word in known and (len(word) > 2 or written[i][0].isupper()):  # "Xi", but not "al"
            longer = (" ".join(words[j : i + 1]) for j in range(max(0, i - 3), i))
            found.append(next((name for name in longer if name in full), known[word]))
    return found


def _refers_back(sentence: str, words: Mapping[str, Any]) -> bool:
    """Tell whether the sentence says where the words before it come from: "The comments came in ..."."""
    nouns = "|".join(re.escape(noun) for noun in words["back_references"])
    return bool(re.match(rf"\W*(?:his|her|their|its|the|those|these)(?: \w+)? (?:{nouns})\b", sentence, re.IGNORECASE))


def _before(text: str, position: int, statements: Sequence[Statement], known: Mapping[str, str]) -> frozenset[str]:
    """Return who a pronoun at `position` means: the last speaker, else the last name of one in the lines before."""
    place = bisect_left([s.extent.start for s in statements], position)
    for statement in reversed(statements[max(0, place - 4) : place]):
        if statement.speaker:
            return frozenset({statement.speaker})
    words = [word.lower() for word in _WORD.findall(text[max(0, position - 500) : position])]
    return next((frozenset({known[word]}) for word in reversed(words) if word in known), frozenset())


def _anchor(statement: Statement) -> CharSpan:
    return statement.relation.cue or statement.relation.source or statement.extent


def _speaker_key(text: str, relation: Relation, before: str, words: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the key of the speaker and whether it is a name."""
    speaker = relation.speaker
    if speaker is not None and speaker.name is not None:
        found = _WORD.findall(re.sub(r"[’']s?$", "", speaker.name.of(text)))
        return " ".join(found).lower(), True
    if relation.source is None:
        return before, False
    found = [word.lower() for word in _WORD.findall(relation.source.of(text))]
    if found and len(found) == 1 and found[0] in words["pronouns"]:
        return before, False
    if _MEMBER.fullmatch(" ".join(found)):
        return before, False  # "said one": of those who spoke before
    return (f"~{found[-1]}" if found else before, False)


def _extent(relation: Relation) -> CharSpan:
    """Return the stretch from the first to the last character of content, cue and source, if they are neighbours."""
    spans = list(relation.content)
    whole = CharSpan(min(s.start for s in spans), max(s.end for s in spans)) if spans else CharSpan(0, 0)
    for span in (relation.cue, relation.source):
        if span and _gap(whole, span) < 300:
            whole = CharSpan(min(whole.start, span.start), max(whole.end, span.end))
    return whole


def _gap(one: CharSpan, other: CharSpan) -> int:
    return max(0, other.start - one.end, one.start - other.end)


def _at(starts: Sequence[int], position: int) -> int:
    return max(0, bisect_right(starts, position) - 1)
