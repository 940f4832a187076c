"""Tell which statements an outlet citation covers: features of a statement and a citation, and their learned score.

A citation covers the statement of its own sentence, and goes on to cover statements further away as long as the
same interview, post or report is quoted. What speaks for that and against it is counted here; how much each
counts was learned (`attribution.training.outlets`), and the weights are data: `data/<language>/outlet_scores.json`.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from attribution.models import Relation
from attribution.outlets.citing import Citation
from attribution.outlets.exclusions import may_cover
from attribution.outlets.placed import (
    FAR,
    LEAD,
    NEAREST,
    OPEN_FORMS,
    PRESS,
    Cited,
    Scene,
    Statement,
    family_of,
    gap_between,
    group_of,
    is_beside,
    is_posted,
    is_source,
    opens,
    speaks_for_itself,
    tells_of,
)
from attribution.outlets.situations import HOST

_STRANGER_FEATURES = ("outlet-between", "occasion-between", "only-outlet")  # what counts where the speaker is another
_CLOSING = {
    "carried:outlet-between:speaker",
    "carried:occasion",
    "carried:hearer",
    "carried:here",
    "carried:occasion-between",
    "carried:own-citation",
}
OTHERS, SILENCE = 3, 10  # voices and sentences behind which a talk is over: train, web and bbc have none that goes on
REPORT_REACH = 3  # sentences from what an outlet reported to "was quoted as saying"
_SPOKEN_FORMS = ("told", "interview", "on-air", "hosted", "subject", "inverted")
_STILL_ON = {
    "carried:lead",
    "carried:main",
    "carried:stage",
    "carried:resumes",
    "textual:again",
    "textual:asker",
    "textual:turn",
}
_RESUMED_BY = {  # which references back ("in the interview") fit a citation
    **dict.fromkeys(("told", "interview", "hosted"), frozenset({"talk"})),
    "on-air": frozenset({"talk", "air"}),
    **dict.fromkeys(("written", "published", "report", "post", "site", "obtained", "affiliation"), frozenset({"text"})),
}


def weigh(scene: Scene, index: int) -> list[tuple[Cited, dict[str, float]]]:
    """Return the citations near statement `index` with the features of each link."""
    statement = scene.statements[index]
    starts = scene.cited_starts
    place = bisect_right(starts, statement.extent.end)
    first = bisect_right(starts, statement.extent.start)
    near = range(max(0, first - NEAREST), min(len(starts), place + NEAREST))
    fitting = (i for i in near if may_cover(scene, statement, i))
    weighed = ((scene.cited[i], _features(scene, statement, i)) for i in fitting)
    return [(cited, features) for cited, features in weighed if not _is_over(cited, features)]


def _is_over(cited: Cited, features: Mapping[str, float]) -> bool:
    """Tell whether a talk or report was left long ago: others spoke, and its speaker was silent most of the way.

    What an article is about is gone back to from any distance: a text, what its head tells of, and who speaks most.
    """
    if features.get("carried:strangers-between", 0.0) < OTHERS or cited.citation.form not in _SPOKEN_FORMS:
        return False
    silence = math.expm1(features.get("chain:gap", 0.0))
    distance = math.expm1(features.get("carried:distance", 0.0))
    return silence > max(SILENCE, distance / 2) and _STILL_ON.isdisjoint(features)


def choose(
    weighed: Sequence[tuple[Cited, Mapping[str, float]]], weights: Mapping[str, float]
) -> tuple[Cited, float] | None:
    """Return the best citation of the likeliest outlet and the outlet's probability; None without candidates.

    The candidates and "no outlet" (score 0) share the probability by a softmax over their weighted features;
    citations of one outlet add up, and one in a sentence of the statement goes before those that stand elsewhere.
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
    _, _, best = max(
        (
            ("same" in features and opens(cited), value, cited)
            for (cited, features), value in zip(weighed, scores, strict=True)
            if cited.citation.key == key
        ),
        key=lambda item: (item[0], item[1], -item[2].citation.mention.start),
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
    if is_source(relation, citation):
        out["source:body" if citation.kind in ("platform", "institution") else "source"] = 1.0
    if citation.form == "site" and relation.source is not None:
        owner = statement.speaker in cited.speakers or relation.source.overlaps(citation.name)
        out["site:owner" if owner else "site:other-owner"] = 1.0
    if speaks_for_itself(scene.text, statement, citation):
        out["speaker-is-outlet"] = 1.0
    if statement.outer and _is_outside(statement.outer, citation):
        out["nested:outside"] = 1.0
    out.update(_same_features(scene, statement, index) if same else _carried_features(scene, statement, index))
    if not same:
        out.update(_textual(scene, statement, index))
    return out


def _is_outside(outer: Relation, citation: Citation) -> bool:
    """Tell whether the citation belongs to the outer statement without being its source: "Ruiz told TASS that ..."."""
    inside = any(part.overlaps(citation.mention) for part in outer.content)
    return not inside and not is_source(outer, citation)


def _textual(scene: Scene, statement: Statement, index: int) -> dict[str, float]:
    """Return what the form of the article says of a citation in another sentence, whoever speaks."""
    cited, out = scene.cited[index], {}
    if cited.citation.kind == "document":
        out["textual:document"] = 1.0
    if cited.citation.kind == "platform" and not (statement.wrote or cited.shown or cited.refers_back):
        out["textual:said"] = 1.0
    if statement.entry != cited.entry:
        out["textual:other-entry"] = 1.0
    if statement.again and cited.sentence < statement.first and _is_last(scene, statement, index):
        out["textual:again"] = 1.0
    if statement.requoted and _is_report_before(scene, statement, index):
        out["textual:again"] = 1.0
    if _is_read_from(statement, cited) and _is_report_before(scene, statement, index):
        out["textual:again"] = 1.0
    if _is_told_to_asker(scene, statement, index):
        out["textual:asker"] = 1.0
    if statement.setting == "here":
        out["textual:here"] = 1.0
    wrote = statement.authors and group_of(cited) != "talk"  # nobody writes what another told a paper
    before = cited.sentence < statement.first and _is_last(scene, statement, index)
    if (wrote and before) or ((wrote or "research" in statement.resumes) and _is_only_publication(scene, cited)):
        out["textual:authors"] = 1.0
    if statement.turn and _introduces(scene, cited):
        out["textual:turn"] = 1.0
    return out


def _is_only_publication(scene: Scene, cited: Cited) -> bool:
    """Tell whether a citation says where the one work that the article is about was published.

    "The study", whose authors write, is that one even where the journal is named last.
    """
    others = (other for other in scene.cited if group_of(other) == "text" and opens(other))
    key = cited.citation.key
    return cited.citation.form == "published" and opens(cited) and all(other.citation.key == key for other in others)


def _is_report_before(scene: Scene, statement: Statement, index: int) -> bool:
    """Tell whether the citation is the last one just before a statement that has none of its own."""
    if not 0 < statement.first - scene.cited[index].sentence <= REPORT_REACH or not _is_last(scene, statement, index):
        return False
    behind = scene.cited[index + 1 : index + 1 + NEAREST]
    return not any(is_beside(statement, other) and opens(other) for other in behind)


def _is_read_from(statement: Statement, cited: Cited) -> bool:
    """Tell whether words were written, where the citation says who saw what was: "a memo seen by Tidewise"."""
    written = statement.wrote or "text" in statement.resumes
    others = cited.speakers and statement.speaker not in cited.speakers
    return cited.citation.form == "obtained" and written and not (others or statement.setting in ("hearer", "here"))


def _is_told_to_asker(scene: Scene, statement: Statement, index: int) -> bool:
    """Tell whether somebody is told something who asks for the outlet: "told Ruiz", behind the Gazette's Ana Ruiz.

    "The host" is the one of the show that was cited last.
    """
    cited = scene.cited[index]
    if not statement.asker or cited.sentence > statement.last:
        return False
    if statement.asker != HOST:
        return statement.asker in cited.askers
    return cited.citation.kind in ("programme", "broadcaster") and _is_last(scene, statement, index)


def _is_last(scene: Scene, statement: Statement, index: int) -> bool:
    """Tell whether no other outlet is cited between the citation and the statement."""
    later = scene.cited[index + 1 : index + 1 + NEAREST]
    between = (o for o in later if o.citation.mention.end <= statement.extent.start and opens(o))
    return opens(scene.cited[index]) and all(o.citation.key == scene.cited[index].citation.key for o in between)


def _introduces(scene: Scene, cited: Cited) -> bool:
    """Tell whether a citation stands before the first turn of an interview, and may be where that took place."""
    if scene.first_turn is None or is_posted(cited) or cited.citation.mention.end > scene.first_turn:
        return False
    return opens(cited) or not scene.turn_speakers.isdisjoint(cited.speakers)


def _same_features(scene: Scene, statement: Statement, index: int) -> dict[str, float]:
    cited = scene.cited[index]
    citation, relation = cited.citation, statement.relation
    out = {"same": 1.0, f"same:{group_of(cited)}": 1.0, f"same:{citation.form}": 1.0}
    spoken_by = speaks_for_itself(scene.text, statement, citation)
    if any(part.overlaps(citation.mention) for part in relation.content) and not spoken_by:
        out["in-content"] = 1.0
        if cited.speakers and statement.speaker not in cited.speakers and tells_of(statement, citation):
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
    if cited.speakers and "in-quotation" not in out:  # there the speaker of the citation is the statement's own
        fits = statement.speaker in cited.speakers
        out["same:speaker" if fits else "same:other-speaker"] = 1.0
    gap = gap_between(statement.extent, citation.mention)
    if gap > 60:
        out["same:far"] = 1.0
    rival = [
        other
        for other in scene.cited[max(0, index - NEAREST) : index + NEAREST + 1]
        if other is not cited
        and other.sentence == cited.sentence
        and other.citation.key != citation.key
        and other.citation.form != "bare"
    ]
    if any(gap_between(statement.extent, other.citation.mention) < gap for other in rival):
        out["same:rival-nearer"] = 1.0
    elif rival:
        out["same:rival"] = 1.0
    return out


def _carried_features(scene: Scene, statement: Statement, index: int) -> dict[str, float]:
    cited = scene.cited[index]
    after = cited.sentence > statement.last
    distance = cited.sentence - statement.last if after else statement.first - cited.sentence
    meant = not after and bool(statement.work) and _is_meant(scene, statement, index)
    again = not after and statement.again and _is_last(scene, statement, index)
    goes_on = not after and _goes_on_reporting(scene.text, statement, cited)
    voice = "carried" if meant or again or goes_on else _voice(statement, cited)
    fits = voice == "carried"
    group = group_of(cited)
    out = {
        voice: 1.0,
        f"{voice}:{group}": 1.0,
        f"{voice}:{family_of(cited)}": 1.0,
        f"{voice}:distance": math.log1p(distance),
    }
    if cited.sentence < LEAD:
        out[f"{voice}:lead"] = 1.0
    if cited.citation.key == scene.stage:
        out[f"{voice}:stage"] = 1.0
    if scene.main and statement.speaker == scene.main:
        out[f"{voice}:main"] = 1.0
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
        fitting = statement.resumes & _resumed_by(cited)
        out[f"{voice}:resumes" if fitting else f"{voice}:resumes-other"] = 1.0
    if voice == "carried" and not after and family_of(cited) in OPEN_FORMS and not _CLOSING & out.keys():
        out["open"] = 1.0
        out["open:distance"] = math.log1p(distance)
    if meant:
        out["work-speaks"] = 1.0
    return out


def _goes_on_reporting(text: str, statement: Statement, cited: Cited) -> bool:
    """Tell whether an outlet that reported something speaks again: "The Gazette reported ... It said ..."."""
    citation = cited.citation
    if citation.kind not in (*PRESS, "website") or not (family_of(cited) == "report" or citation.form == "anaphor"):
        return False
    reports = cited.reports or citation.kind in ("newspaper", "agency")  # a broadcaster speaks for itself too
    return reports and speaks_for_itself(text, statement, citation)


def _voice(statement: Statement, cited: Cited) -> str:
    """Return how the speaker stands to the citation: its own, a party to it, another, or it has none.

    Where the citation has only a description ("the diplomat told ..."), it may be any speaker's.
    """
    if statement.speaker in cited.speakers:
        return "carried"
    if statement.speaker in cited.parties:
        return "party"
    if cited.speakers and all(speaker.startswith("~") for speaker in cited.speakers):
        return "described"
    return "stranger" if cited.speakers else "nobody"


def _backward(scene: Scene, statement: Statement, cited: Cited) -> dict[str, float]:
    """Return what speaks for a statement that stands before its citation: it leads the article, or is said again."""
    out: dict[str, float] = {}
    if statement.last < LEAD:
        out["backward:lead"] = 1.0
    if cited.sentence == statement.last + 1:
        out["backward:next"] = 1.0
    if cited.paragraph == statement.paragraph:
        out["backward:same-paragraph"] = 1.0
    here = [s for s in scene.standing_in(cited.sentence) if s.speaker == statement.speaker]
    again = max((len(statement.words & s.words) for s in here), default=0)
    if cited.refers_back:
        out["backward:referred-to"] = 1.0
    if cited.told and cited.told[0].start > cited.citation.mention.end:
        out["backward:anew"] = 1.0
    if statement.setting:
        out["backward:own-setting"] = 1.0
    if statement.day and statement.day != cited.day:
        out["backward:other-day"] = 1.0
    out["backward:again"] = again / max(1, min(6, len(statement.words)))
    return out


def _is_meant(scene: Scene, statement: Statement, index: int) -> bool:
    """Tell whether "the article" that speaks is the last one cited before."""
    fits = [cited for cited in scene.cited[index : index + NEAREST] if statement.work & _resumed_by(cited)]
    return scene.cited[index] in fits[:1] and not any(cited.sentence < statement.first for cited in fits[1:])


def _resumed_by(cited: Cited) -> frozenset[str]:
    """Return the groups of works that refer back to a citation: "in the interview"."""
    return _RESUMED_BY.get(family_of(cited), frozenset())


def _chain(scene: Scene, statement: Statement, cited: Cited, *, after: bool) -> dict[str, float]:
    """Return how well the speaker's statements from the citation to this one hang together."""
    low, high = sorted((cited.sentence, statement.last if after else statement.first))
    between = scene.beginning_within(low, high)
    low = between[0].first if len(between) == FAR else low
    links = [s for s in between if s.speaker == statement.speaker and s.last <= high]
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
        and opens(other)
        and (statement.speaker in other.speakers or not tells_of(statement, other.citation))
    ]
    if others:
        out["outlet-between"] = 1.0
    if any(other.speakers & cited.speakers for other in others):
        out["outlet-between:speaker"] = 1.0
    if any(statement.first <= other.sentence <= statement.last and other is not cited for other in others):
        out["own-citation"] = 1.0
    voices = scene.beginning_within(low + 1, high - 1)
    strangers = {s.speaker for s in voices if s.speaker and s.speaker not in cited.speakers}
    out["strangers-between"] = float(min(3, len(strangers)))
    if not strangers and voices:
        out["unbroken"] = 1.0
    own = [s for s in voices if s.speaker in cited.speakers]
    if any(s.setting for s in own):
        out["occasion-between"] = 1.0
    own_outlets = frozenset[str]().union(*(scene.outlets_of.get(speaker, frozenset()) for speaker in cited.speakers))
    if len(own_outlets) == 1:
        out["only-outlet-of-speaker"] = 1.0
    if len(scene.outlets) == 1:
        out["only-outlet"] = 1.0
    return out
