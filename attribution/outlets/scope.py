"""Tell which statements an outlet citation covers: features of a statement and a citation, and their learned score.

A citation covers the statement of its own sentence, and goes on to cover statements further away as long as the
same interview, post or report is quoted. What speaks for that and against it is counted here; how much each
counts was learned (`attribution.training.outlets`), and the weights are data: `data/<language>/outlet_scores.json`.
"""

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from attribution.models import Relation
from attribution.outlets.citing import Citation
from attribution.outlets.placed import (
    FAR,
    LEAD,
    NEAREST,
    OPEN_FORMS,
    PRESS,
    WORD,
    Cited,
    Scene,
    Statement,
    gap_between,
    is_source,
    opens,
    tells_of,
)
from attribution.outlets.situations import HOST

_AND = re.compile(r"[”\"’'»]?,?[ ]and(?:[ ](?:was|were|then|later|also|has|had|been))*[ ]")
_WHERE = re.compile(r"[”\"’'»]?,[ ]where\b")
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
_STATEMENT_FORMS = ("according", "inverted", "subject")
_GROUPS = {  # forms that reach alike: a talk goes on, a text is quoted from, a report gives one statement
    **dict.fromkeys(("told", "interview", "on-air", "hosted"), "talk"),
    **dict.fromkeys(("written", "published", "post", "site", "obtained", "platform-verb"), "text"),
    **dict.fromkeys(("report", "anaphor"), "report"),
    **dict.fromkeys(("bare", "affiliation", "asker"), "weak"),
}


def weigh(scene: Scene, index: int) -> list[tuple[Cited, dict[str, float]]]:
    """Return the citations near statement `index` with the features of each link."""
    statement = scene.statements[index]
    starts = scene.cited_starts
    place = bisect_right(starts, statement.extent.end)
    first = bisect_right(starts, statement.extent.start)
    near = range(max(0, first - NEAREST), min(len(starts), place + NEAREST))
    fitting = (i for i in near if not _is_for_another(statement, scene.cited[i]))
    fitting = (i for i in fitting if not (scene.cited[i].later and scene.cited[i].sentence > statement.last))
    fitting = (i for i in fitting if not _is_quoted(statement, scene.cited[i]))
    fitting = (i for i in fitting if not (statement.turn and _is_posted(scene.cited[i])))
    fitting = (i for i in fitting if not _is_other_body(scene.text, statement, scene.cited[i].citation))
    fitting = (i for i in fitting if not _is_left_aside(statement, scene.cited[i]))
    fitting = (i for i in fitting if not _is_passed_over(scene, statement, i))
    fitting = (i for i in fitting if not _is_of_another_day(statement, scene.cited[i]))
    fitting = (i for i in fitting if not _is_of_former_talk(scene, statement, scene.cited[i]))
    weighed = ((scene.cited[i], _features(scene, statement, i)) for i in fitting)
    return [(cited, features) for cited, features in weighed if not _is_over(cited, features)]


def _is_of_another_day(statement: Statement, cited: Cited) -> bool:
    """Tell whether a statement has a day of its own: "told the Gazette in May ... “I was wrong,” he said on Monday"."""
    later = cited.sentence < statement.first and not (statement.again or statement.resumes)
    return later and statement.day not in ("", cited.day)


def _is_of_former_talk(scene: Scene, statement: Statement, cited: Cited) -> bool:
    """Tell whether one who talks to the writer is quoted from that talk again, behind what an outlet was told before.

    In "“It leaks,” Ruiz said. ... She told the Gazette last year that it “holds”." a new paragraph is back in the
    article's own talk; where the citation only introduces, it goes on to what is quoted.
    """
    if not cited.former or cited.sentence >= statement.first or cited.paragraph == statement.paragraph:
        return False
    goes_on = statement.elsewhen or statement.again or statement.resumes or statement.requoted
    if statement.speaker not in scene.talking_here or goes_on or _GROUPS[_family(cited)] != "talk":
        return False
    return any(s.speaker == statement.speaker and s.relation.quotations for s in scene.standing_in(cited.sentence))


def _is_over(cited: Cited, features: Mapping[str, float]) -> bool:
    """Tell whether a talk or report was left long ago: others spoke, and its speaker was silent most of the way.

    What an article is about is gone back to from any distance: a text, what its head tells of, and who speaks most.
    """
    if features.get("carried:strangers-between", 0.0) < OTHERS or cited.citation.form not in _SPOKEN_FORMS:
        return False
    silence = math.expm1(features.get("chain:gap", 0.0))
    distance = math.expm1(features.get("carried:distance", 0.0))
    return silence > max(SILENCE, distance / 2) and _STILL_ON.isdisjoint(features)


def _is_left_aside(statement: Statement, cited: Cited) -> bool:
    """Tell whether a citation in a clause about somebody or something is no ground for a statement further on.

    For "the authors write" it is: "The results, which appear in the journal Deep Water, ...".
    """
    return cited.aside and not _is_beside(statement, cited) and not statement.authors


def _is_beside(statement: Statement, cited: Cited) -> bool:
    """Tell whether a citation stands in a sentence of the statement."""
    return statement.first <= cited.sentence <= statement.last


def _is_passed_over(scene: Scene, statement: Statement, index: int) -> bool:
    """Tell whether another citation of the sentence is the one meant.

    Words "posted on the site Tide Desk and seen by Reuters" stood on the site, and in "on Tidechat and on Radio Tamar,
    where Ruiz wrote" the words behind "where" came through the last. A semicolon parts those of two outlets.
    """
    cited = scene.cited[index]
    if not _is_beside(statement, cited):
        return False
    if _is_in_other_part(scene, statement, index):
        return True
    if cited.citation.form == "obtained" and cited.citation.cue and index > 0:
        before = scene.cited[index - 1]
        joined = scene.text[before.citation.mention.end : cited.citation.cue.start]
        shown = before.citation.form in ("written", "published", "on-air", "site", "post")
        if shown and before.sentence == cited.sentence and _AND.fullmatch(joined):
            return True
    if cited.citation.form in ("on-air", "written", "post", "bare") and index + 1 < len(scene.cited):
        behind = scene.cited[index + 1]
        led = behind.sentence == cited.sentence and _WHERE.match(scene.text, behind.citation.mention.end)
        return bool(led) and statement.extent.start >= behind.citation.mention.end
    return False


def _is_in_other_part(scene: Scene, statement: Statement, index: int) -> bool:
    """Tell whether a semicolon parts a statement from the citation and leaves it another: "one in TASS; another in"."""
    sentence = scene.cited[index].sentence

    def is_parted(cited: Cited) -> bool:
        places = (
            statement.extent.start,
            statement.extent.end,
            cited.citation.mention.start,
            cited.citation.mention.end,
        )
        _, low, high, _ = sorted(places)
        return gap_between(statement.extent, cited.citation.mention) > 0 and ";" in scene.text[low:high]

    if not is_parted(scene.cited[index]):
        return False
    near = scene.cited[max(0, index - NEAREST) : index + NEAREST + 1]
    return any(other.sentence == sentence and opens(other) and not is_parted(other) for other in near)


def _is_quoted(statement: Statement, cited: Cited) -> bool:
    """Tell whether it is the quoted words themselves that cite: "I told the Gazette so"."""
    return any(part.contains(cited.citation.mention) for part in statement.relation.quotations)


def _is_other_body(text: str, statement: Statement, citation: Citation) -> bool:
    """Tell whether "the agency" that speaks is a body that the article names, and not the outlet cited before."""
    speaker = statement.relation.speaker
    if citation.form != "anaphor" or not is_source(statement.relation, citation) or speaker is None:
        return False
    source = statement.relation.source
    quotes = (
        speaker.kind == "person" and source is not None and citation.mention.contains(source)
    )  # "the agency quoted"
    return speaker.name is not None and not quotes and not _speaks_for_itself(text, statement, citation)


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
    if _speaks_for_itself(scene.text, statement, citation):
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
    if cited.citation.kind == "platform" and not statement.wrote and not cited.shown:
        out["textual:said"] = 1.0
    if statement.entry != cited.entry:
        out["textual:other-entry"] = 1.0
    if statement.again and cited.sentence < statement.first and _is_last(scene, statement, index):
        out["textual:again"] = 1.0
    if statement.requoted and _is_report_before(scene, statement, index):
        out["textual:again"] = 1.0
    if _is_told_to_asker(scene, statement, index):
        out["textual:asker"] = 1.0
    if statement.setting == "here":
        out["textual:here"] = 1.0
    wrote = statement.authors and _GROUPS[_family(cited)] != "talk"  # nobody writes what another told a paper
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
    others = (other for other in scene.cited if _GROUPS[_family(other)] == "text" and opens(other))
    key = cited.citation.key
    return cited.citation.form == "published" and opens(cited) and all(other.citation.key == key for other in others)


def _is_report_before(scene: Scene, statement: Statement, index: int) -> bool:
    """Tell whether the citation is the last one just before a statement that has none of its own."""
    if not 0 < statement.first - scene.cited[index].sentence <= REPORT_REACH or not _is_last(scene, statement, index):
        return False
    behind = scene.cited[index + 1 : index + 1 + NEAREST]
    return not any(_is_beside(statement, other) and opens(other) for other in behind)


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


def _is_posted(cited: Cited) -> bool:
    """Tell whether words were posted on a platform, as no turn of an interview is."""
    return cited.citation.kind == "platform" and _GROUPS[_family(cited)] != "talk"


def _introduces(scene: Scene, cited: Cited) -> bool:
    """Tell whether a citation stands before the first turn of an interview, and may be where that took place."""
    if scene.first_turn is None or _is_posted(cited) or cited.citation.mention.end > scene.first_turn:
        return False
    return opens(cited) or not scene.turn_speakers.isdisjoint(cited.speakers)


def _same_features(scene: Scene, statement: Statement, index: int) -> dict[str, float]:
    cited = scene.cited[index]
    citation, relation = cited.citation, statement.relation
    out = {"same": 1.0, f"same:{_GROUPS[_family(cited)]}": 1.0, f"same:{citation.form}": 1.0}
    spoken_by = _speaks_for_itself(scene.text, statement, citation)
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
    group = _GROUPS[_family(cited)]
    out = {
        voice: 1.0,
        f"{voice}:{group}": 1.0,
        f"{voice}:{_family(cited)}": 1.0,
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
    if voice == "carried" and not after and _family(cited) in OPEN_FORMS and not _CLOSING & out.keys():
        out["open"] = 1.0
        out["open:distance"] = math.log1p(distance)
    if meant:
        out["work-speaks"] = 1.0
    return out


def _goes_on_reporting(text: str, statement: Statement, cited: Cited) -> bool:
    """Tell whether an outlet that reported something speaks again: "The Gazette reported ... It said ..."."""
    citation = cited.citation
    if citation.kind not in (*PRESS, "website") or not (_family(cited) == "report" or citation.form == "anaphor"):
        return False
    reports = cited.reports or citation.kind in ("newspaper", "agency")  # a broadcaster speaks for itself too
    return reports and _speaks_for_itself(text, statement, citation)


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
    return _RESUMED_BY.get(_family(cited), frozenset())


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


def _family(cited: Cited) -> str:
    """Return the form, in one for reports of single statements; a report that its author is quoted from is a work."""
    form = cited.citation.form
    return ("written" if cited.sure and form == "according" else "report") if form in _STATEMENT_FORMS else form


def _speaks_for_itself(text: str, statement: Statement, citation: Citation) -> bool:
    """Tell whether the outlet is the speaker: the name behind the source is the outlet's name."""
    speaker = statement.relation.speaker
    if speaker is None or speaker.name is None:
        return False
    said, cited = _tokens(speaker.name.of(text)), _tokens(citation.name.of(text))
    return bool(said and cited) and (said <= cited or cited <= said) and speaker.kind != "person"


def _tokens(name: str) -> set[str]:
    return {word.lower() for word in WORD.findall(name)} - {"the", "of", "s"}
