"""Tell which citations near a statement cannot be the one that it came through, whatever speaks for them.

They belong to somebody else's words, to another day or occasion, or to another part of the sentence. What is left is
weighed in `attribution.outlets.scope`.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from attribution.outlets.citing import Citation
from attribution.outlets.placed import (
    LEAD,
    NEAREST,
    Cited,
    Scene,
    Statement,
    group_of,
    is_beside,
    is_posted,
    is_source,
    opens,
    speaks_for_itself,
)

ANSWER = 2  # sentences from what somebody said to the reply
_NEXT_CLAUSE = re.compile(r"(?:^|[,;”\"’'])\s+(?:although|and|but|though|whereas|while|yet)\s")
_TALK_AHEAD = re.compile(r"(?:[Ii]n|[Dd]uring|[Ss]peaking|[Tt]alking)\b")
_AND = re.compile(r"[”\"’'»]?,?[ ]and(?:[ ](?:was|were|then|later|also|has|had|been))*[ ]")
_WHERE = re.compile(r"[”\"’'»]?,[ ]where\b")


def may_cover(scene: Scene, statement: Statement, index: int) -> bool:
    """Tell whether nothing rules out that a statement came through the citation at `index`."""
    cited = scene.cited[index]
    return not (
        _is_for_another(statement, cited)
        or (cited.later and cited.sentence > statement.last)
        or _is_begun_behind(scene, statement, cited)
        or _is_quoted(statement, cited)
        or _is_other_body(scene.text, statement, cited.citation)
        or _is_left_aside(statement, cited)
        or _is_passed_over(scene, statement, index)
        or _is_of_another_day(statement, cited)
        or _is_told_to_others(statement, cited)
        or _is_of_former_talk(scene, statement, cited)
        or _is_said_to_the_writer(scene, statement, cited)
        or _is_read_by_the_speaker(statement, cited)
        or _answers_another(scene, statement, index)
        or _is_older_show(scene, statement, index)
        or (statement.turn and is_posted(cited))
    )


def _is_begun_behind(scene: Scene, statement: Statement, cited: Cited) -> bool:
    """Tell whether a sentence behind a statement begins another talk: "Speaking to TASS, she said".

    What leads the article is told again there.
    """
    cue, begin = cited.citation.cue, scene.sentences[cited.sentence].start
    if cue is None or cited.sentence <= statement.last or statement.last < LEAD or cited.refers_back:
        return False
    opens_talk = cited.citation.form in ("told", "interview") and _TALK_AHEAD.match(scene.text, begin, cue.end)
    return bool(opens_talk)


def _is_of_another_day(statement: Statement, cited: Cited) -> bool:
    """Tell whether a statement has a time of its own: "told the Gazette in May ... “No,” he said on Monday"."""
    behind = cited.sentence < statement.first and not (statement.again or statement.resumes)
    return behind and (statement.day not in ("", cited.day) or (statement.apart and group_of(cited) == "talk"))


def _is_told_to_others(statement: Statement, cited: Cited) -> bool:
    """Tell whether others were told, behind a talk with one outlet: "he told reporters", "told the crowd"."""
    if statement.again or statement.resumes or group_of(cited) == "report":
        return False
    before = cited.sentence < statement.first
    return (statement.openly and not is_beside(statement, cited)) or (statement.setting == "hearer" and before)


def _is_of_former_talk(scene: Scene, statement: Statement, cited: Cited) -> bool:
    """Tell whether one who talks to the writer is quoted from that talk, before or behind what an outlet was told once.

    In "“It leaks,” Ruiz says. ... She told the Gazette last year that it “holds”." a new paragraph is back in the
    article's own talk; where the citation only introduces, it goes on to what is quoted.
    """
    if cited.paragraph == statement.paragraph or statement.elsewhen or group_of(cited) != "talk":
        return False
    if cited.sentence > statement.last:
        return cited.former and not cited.refers_back
    if statement.speaker not in scene.talking_here or statement.again or statement.resumes or statement.requoted:
        return False
    between = scene.beginning_within(cited.sentence, statement.first)
    then = [s for s in between if s.speaker == statement.speaker and s.paragraph == cited.paragraph]
    former = cited.former or (statement.says_now and not any(s.says_now for s in then))
    return former and any(s.relation.quotations for s in then)


def _is_said_to_the_writer(scene: Scene, statement: Statement, cited: Cited) -> bool:
    """Tell whether the writer met the speaker behind a talk with an outlet: "told the Gazette ... When I meet her"."""
    if cited.sentence >= statement.first or group_of(cited) != "talk":
        return False
    if statement.turn or statement.again or statement.resumes or statement.asker:
        return False
    met = bisect_right(scene.first_person, cited.sentence)
    return met < len(scene.first_person) and scene.first_person[met] <= statement.first


def _is_read_by_the_speaker(statement: Statement, cited: Cited) -> bool:
    """Tell whether a platform is only where the speaker read or saw something: "said she learned of it on Tidechat"."""
    return cited.retold and cited.citation.kind == "platform" and not (is_beside(statement, cited) or statement.wrote)


def _answers_another(scene: Scene, statement: Statement, index: int) -> bool:
    """Tell whether a reply answers what stands behind the citation: another outlet just before has another's words."""
    if not statement.answers or scene.cited[index].sentence >= statement.first:
        return False
    behind = scene.cited[index + 1 : index + 1 + NEAREST]
    between = (other for other in behind if opens(other) and other.citation.mention.end <= statement.extent.start)
    key = scene.cited[index].citation.key
    others = (other for other in between if other.citation.key != key and statement.first - other.sentence <= ANSWER)
    return any(other.speakers and statement.speaker not in other.speakers for other in others)


def _is_older_show(scene: Scene, statement: Statement, index: int) -> bool:
    """Tell whether another show was cited behind this outlet and before "told listeners", who are those of that one."""
    if not statement.tuned_in or scene.cited[index].sentence >= statement.first:
        return False
    key = scene.cited[index].citation.key
    return any(
        other.citation.kind in ("programme", "broadcaster") and opens(other) and other.citation.key != key
        for other in scene.cited[index + 1 : index + 1 + NEAREST]
        if other.citation.mention.end <= statement.extent.start
    )


def _is_left_aside(statement: Statement, cited: Cited) -> bool:
    """Tell whether a citation in a clause about somebody or something is no ground for a statement further on.

    For "the authors write" it is: "The results, which appear in the journal Deep Water, ...".
    """
    return cited.aside and not is_beside(statement, cited) and not statement.authors


def _is_passed_over(scene: Scene, statement: Statement, index: int) -> bool:
    """Tell whether another citation of the sentence is the one meant.

    Words "posted on the site Tide Desk and seen by Reuters" stood on the site, and in "on Tidechat and on Radio Tamar,
    where Ruiz wrote" the words behind "where" came through the last. A semicolon parts those of two outlets.
    """
    cited = scene.cited[index]
    if not is_beside(statement, cited):
        return False
    if _is_in_other_part(scene, statement, index) or _is_in_other_clause(scene, statement, cited):
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
        first, second = sorted((statement.extent, cited.citation.mention))
        return ";" in scene.text[first.end : second.start]

    if not is_parted(scene.cited[index]):
        return False
    near = scene.cited[max(0, index - NEAREST) : index + NEAREST + 1]
    return any(other.sentence == sentence and opens(other) and not is_parted(other) for other in near)


def _is_in_other_clause(scene: Scene, statement: Statement, cited: Cited) -> bool:
    """Tell whether the citation is for somebody else's words in the next clause: "... “no,” while TASS quoted Ruiz".

    It does not reach back over the word that joins the clauses.
    """
    mention = cited.citation.mention
    joined = scene.text[statement.extent.end : mention.start]
    if statement.extent.end > mention.start or not _NEXT_CLAUSE.search(joined):
        return False
    here = (other for other in scene.standing_in(cited.sentence) if other.speaker != statement.speaker)
    return any(other.extent.start > statement.extent.end and other.extent.overlaps(mention) for other in here)


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
    return speaker.name is not None and not quotes and not speaks_for_itself(text, statement, citation)


def _is_for_another(statement: Statement, cited: Cited) -> bool:
    """Tell whether the outlet was told somebody else's words, and this statement stands outside of them.

    In "Reuter called it thin when Duarte told the Gazette ..." the Gazette has Duarte's words, not Reuter's.
    """
    if not cited.told or statement.speaker in cited.speakers or not statement.first <= cited.sentence <= statement.last:
        return False
    return not any(part.overlaps(own) for part in cited.told for own in statement.relation.content)
