"""The verdict on one quotation: what the place of its words, their surroundings and their speaker say together."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence

from attrs import evolve, frozen

from attribution.detection import in_different_languages
from attribution.verify.altered import changed_words, find_altered, nearest_similarity
from attribution.verify.claims import Claim
from attribution.verify.edits import Pieces, find_pieces
from attribution.verify.fitting import Placement, find_whole
from attribution.verify.fragments import find_marked
from attribution.verify.locate import SourceIndex, skeleton
from attribution.verify.results import UNCONFIRMED, VERDICTS, CheckedQuotation, Flag, Place, Result, Verdict
from attribution.verify.speakers import Match, compare_speakers
from attribution.verify.splices import FAR_WORDS, FEW_CHANGED, find_spliced, is_exchange
from attribution.verify.words import WordLists

CONTEXT = 120  # characters shown before and after
AFFIX = 80  # characters of prefix and suffix in a selector
MOST_OTHERS = 20
SURROUNDINGS = 120  # characters before and after a place that are read for what limits its words
NEGATION_REACH = 8  # words before a quotation in which a negation reaches into it
SHOWN_SIMILARITY = 0.35  # the nearest passage of what is not found is shown from here on


@frozen
class Judged:
    """A placement in one source with all that was found about it, the most serious finding first."""

    source: int
    placement: Placement
    findings: tuple[Verdict, ...]
    flags: tuple[Flag, ...]
    places: tuple[Placement, ...]


def judge(claim: Claim, indexes: Sequence[SourceIndex], words: WordLists) -> Result:
    """Return the result for one quotation: the best place over all sources and the verdict on it."""
    usable = [at for at, index in enumerate(indexes) if index.source.problem is None]
    if not skeleton(claim.text).text:
        return _without_place(claim, "not-found", Flag("empty-quotation", "holds no letter or digit"))
    judged = [_judge_in_source(claim, at, indexes[at], words) for at in usable]
    found = [entry for entry in judged if entry]
    if found:
        best = min(found, key=_badness)
        return _result(claim, best, indexes[best.source])
    return _not_found(claim, [(at, indexes[at]) for at in usable], len(usable) < len(indexes) or not indexes)


def _badness(judged: Judged) -> tuple[int, bool, float, int]:
    """Order placements by verdict, and of those with one verdict where a label confirms the speaker first."""
    is_unconfirmed = any(flag.code == UNCONFIRMED for flag in judged.flags)
    return VERDICTS.index(judged.findings[0]), is_unconfirmed, -judged.placement.similarity, judged.source


def _judge_in_source(claim: Claim, source: int, index: SourceIndex, words: WordLists) -> Judged | None:
    pieces, placements = _placements(claim, index, words)
    if not placements:
        return None
    judged = [_judge_placement(claim, pieces, source, index, placement, words) for placement in placements]
    mine = [entry for entry in judged if "other-speaker" not in entry.findings] or judged
    best = min(mine, key=_badness)
    several = len(mine) > 1 and best.findings[0] not in ("altered", "spliced")
    findings = _by_seriousness((*best.findings, "ambiguous")) if several else best.findings
    return evolve(best, findings=findings, places=tuple(entry.placement for entry in mine if entry is not best))


def _placements(claim: Claim, index: SourceIndex, words: WordLists) -> tuple[Pieces, list[Placement]]:
    """Return the placements of the first rung that finds any; those of one rung have equal words."""
    pieces = find_pieces(claim)
    if len(claim.parts) == 1 and (whole := find_whole(pieces, index)):
        return pieces, whole
    for edited in (pieces, find_pieces(claim, parentheses=True)):
        if marked := find_marked(edited, index, words):
            return edited, _equally_good(marked)
    spliced, altered = find_spliced(pieces, index, words), find_altered(pieces, index, words)
    return pieces, altered if altered and not _is_better(pieces, spliced, altered[0], index) else spliced


def _is_better(pieces: Pieces, spliced: list[Placement], altered: Placement, index: SourceIndex) -> bool:
    """Tell whether fragments from several places explain a quotation better than changes at one place do."""
    if not spliced or pieces.is_edited:
        return bool(spliced)
    unmatched, dropped = changed_words(altered)
    hardly_changed = unmatched <= FEW_CHANGED and dropped <= FAR_WORDS
    return not hardly_changed or is_exchange(spliced[0], index)


def _equally_good(placements: list[Placement]) -> list[Placement]:
    """Keep of several ways to place the fragments those with the smallest gaps, overlapping ones once."""
    best = placements[0]
    kept = [best]
    limit = 1.5 * (best.end - best.start) + 20
    for other in placements[1:]:
        apart = all(other.end <= known.start or known.end <= other.start for known in kept)
        if apart and other.end - other.start <= limit:
            kept.append(other)
    return kept


def _by_seriousness(findings: Sequence[Verdict]) -> tuple[Verdict, ...]:
    return tuple(sorted(set(findings), key=lambda finding: -VERDICTS.index(finding)))


# What surrounds the words


def _judge_placement(
    claim: Claim, pieces: Pieces, source: int, index: SourceIndex, placement: Placement, words: WordLists
) -> Judged:
    findings, flags = list(placement.findings), list(placement.flags)
    for check in (_check_start, _check_end):
        finding, new_flags = check(pieces, index, placement, words)
        flags += new_flags
        findings += [finding] if finding else []
    speaker_findings, speaker_flags = _check_speaker(claim, index, placement, words)
    return Judged(
        source,
        placement,
        _by_seriousness(findings + speaker_findings),
        tuple(flags + speaker_flags),
        (),
    )


def _check_start(
    pieces: Pieces, index: SourceIndex, placement: Placement, words: WordLists
) -> tuple[Verdict | None, list[Flag]]:
    """Find a negation before the quotation that reaches into it."""
    near = index.words_between(max(0, placement.start - SURROUNDINGS), placement.start)[-NEGATION_REACH:]
    starts = [word.start for word in near[1:]] + [placement.start]
    before: list[str] = []
    for word, following in zip(reversed(near), reversed(starts), strict=False):
        written = index.spoken[word.start : word.end]
        if _ends_clause(index, word.end, following, words, written):
            break
        before.insert(0, written)
    plain = words.plain(before)
    if not words.holding("negation", before) and not words.denials.within(plain):
        return None, []
    marked = pieces.seams[0].has("ellipsis") or bool(pieces.seams[0].inner)
    return ("ellipsis-hides" if marked else "truncated"), [Flag("negation-before", " ".join(before))]


def _ends_clause(index: SourceIndex, end: int, following: int, words: WordLists, written: str) -> bool:
    gap = index.spoken[end:following]
    marked = any(mark in gap for mark in ",;:—–()") or "--" in gap or " - " in gap
    return marked or written.lower() in words.clause_breaks or _ends_sentence(index, end, following, words)


def _check_end(
    pieces: Pieces, index: SourceIndex, placement: Placement, words: WordLists
) -> tuple[Verdict | None, list[Flag]]:
    """Find a condition or exception with which the sentence goes on, or a turn with which the next one begins."""
    following = index.words_between(placement.end, placement.end + SURROUNDINGS)[:5]
    last = _last_letter(index, placement.end)
    if not following or _in_other_turn(index, last - 1, following[0].start):
        return None, []
    plain = words.plain(index.spoken[word.start : word.end] for word in following)
    if _ends_sentence(index, last, following[0].start, words):
        turns = words.turns.at(plain, 0)
        return None, [Flag("next-sentence-turns", " ".join(plain[:turns]))] if turns else []
    plain = plain[1:] if plain[0] == "and" else plain
    size = words.conditions.at(plain, 0)
    if not size:
        return None, []
    finding: Verdict = "ellipsis-hides" if pieces.seams[-1].has("ellipsis") else "truncated"
    return finding, [Flag("goes-on", " ".join(plain[:size]))]


def _last_letter(index: SourceIndex, end: int) -> int:
    """Return the end of the last word before `end`: a full stop may belong to the placement."""
    while end > 0 and not index.spoken[end - 1].isalnum():
        end -= 1
    return end


def _ends_sentence(index: SourceIndex, end: int, following: int, words: WordLists) -> bool:
    """Tell whether a sentence, paragraph or turn ends between the end of a word and the start of the next."""
    gap = index.spoken[end:following]
    if gap.count("\n") > 1 and not gap.strip(" \t\r\n"):
        return True
    goes_on = index.spoken[following : following + 1].islower()
    abbreviated = gap.startswith(".") and _word_before(index.spoken, end) in words.abbreviations
    stops = any(mark in gap for mark in ".!?…") and not goes_on and not abbreviated
    return stops or _in_other_turn(index, end - 1, following)


def _word_before(text: str, end: int) -> str:
    match = re.search(r"[\w.]+$", text[max(0, end - 12) : end])
    return match.group().lower() if match else ""


def _in_other_turn(index: SourceIndex, position: int, following: int) -> bool:
    layout = index.source.layout
    return layout.turn_at(position) != layout.turn_at(following)


def _check_speaker(
    claim: Claim, index: SourceIndex, placement: Placement, words: WordLists
) -> tuple[list[Verdict], list[Flag]]:
    """Compare the speaker of the claim with the labels of the turns in which the words stand."""
    layout = index.source.layout
    turns = list(dict.fromkeys(turn for start, end in placement.parts for turn in layout.turns_between(start, end)))
    labels = list(dict.fromkeys(turn.label for turn in turns))
    crossed = list(dict.fromkeys(turn.label for turn in turns if turn.is_sure))
    flags = [Flag("crosses-turns", ", ".join(label or "unnamed" for label in crossed))] if len(crossed) > 1 else []
    spliced: list[Verdict] = ["spliced"] if len(crossed) > 1 else []
    if not claim.speaker:
        return spliced, flags
    if layout.turn_at(placement.start) is None:
        return spliced, [*flags, Flag(UNCONFIRMED, "no label")]
    matches = [_same_speaker(claim, label, index, words) for label in labels]
    if all(match == "same" for match in matches):
        return spliced, flags
    shown = ", ".join(label or "unnamed" for label in labels)
    is_sure = all(turn.is_sure for turn in turns)
    has_turns = None not in labels and any(
        _same_speaker(claim, turn.label, index, words) == "same" for turn in layout.turns
    )
    if is_sure and ("different" in matches or has_turns):
        return [*spliced, "other-speaker"], [*flags, Flag("said-by", shown)]
    return spliced, [*flags, Flag(UNCONFIRMED, shown)]


def _same_speaker(claim: Claim, label: str | None, index: SourceIndex, words: WordLists) -> Match:
    return compare_speakers(label, claim.speaker or "", claim.titles, words, index.source.speakers)


# The result


def _result(claim: Claim, judged: Judged, index: SourceIndex) -> Result:
    placement = judged.placement
    text = index.source.text
    others = sorted(judged.places, key=lambda other: (other.start, other.end))
    return Result(
        id=claim_id(claim),
        quotation=_checked(claim),
        verdict=judged.findings[0],
        findings=judged.findings,
        rung=placement.rung,
        folded=placement.folded,
        flags=judged.flags,
        similarity=round(placement.similarity, 3),
        place=_place(placement.parts, judged.source, index),
        others=tuple(_place(other.parts, judged.source, index) for other in others[:MOST_OTHERS]),
        place_count=1 + len(others),
        differences=placement.differences,
        gaps=placement.gaps,
        before=_before(text, placement.start),
        after=_after(text, placement.end),
    )


def _not_found(claim: Claim, usable: list[tuple[int, SourceIndex]], some_missing: bool) -> Result:
    if not usable:
        return _without_place(claim, "source-unavailable")
    foreign = all(in_different_languages(claim.text, index.language) for _, index in usable)
    finding: Verdict = "translated-or-paraphrase" if foreign else "not-found"
    verdict: Verdict = "source-unavailable" if some_missing else finding
    result = _without_place(claim, verdict)
    result = evolve(result, findings=(verdict, finding) if some_missing else (finding,))
    return result if foreign else _with_nearest(result, claim, usable)


def _with_nearest(result: Result, claim: Claim, usable: list[tuple[int, SourceIndex]]) -> Result:
    """Add the flag that shows the nearest passage, which is no place of the quotation."""
    pieces = find_pieces(claim)
    nearest = [(found[0], -at, found[1]) for at, index in usable if (found := nearest_similarity(pieces, index))]
    if not nearest or max(nearest)[0] < SHOWN_SIMILARITY:
        return result
    similarity, negative, (start, end) = max(nearest)
    text = dict(usable)[-negative].source.text[start:end]
    return evolve(result, similarity=round(similarity, 3), flags=(*result.flags, Flag("nearest", text[:300])))


def _without_place(claim: Claim, verdict: Verdict, *flags: Flag) -> Result:
    return Result(claim_id(claim), _checked(claim), verdict, (verdict,), "not-found", flags=flags)


def _checked(claim: Claim) -> CheckedQuotation:
    return CheckedQuotation(claim.parts, claim.speaker, claim.titles, claim.spans, claim.record, claim.article)


def claim_id(claim: Claim) -> str:
    """Return the digest of a claim's words, speaker, record and place in the article."""
    data = json.dumps([claim.parts, claim.speaker, claim.record, claim.spans])
    return hashlib.sha256(data.encode()).hexdigest()[:16]


def _place(parts: tuple[tuple[int, int], ...], source: int, index: SourceIndex) -> Place:
    start, end = min(start for start, _ in parts), max(end for _, end in parts)
    text, turn = index.source.text, index.source.layout.turn_at(start)
    return Place(
        source=source,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - AFFIX) : start],
        suffix=text[end : end + AFFIX],
        parts=parts,
        speaker=turn.label if turn else None,
        page=index.source.page_of(start),
        time=index.source.time_of(start, end),
    )


def _before(text: str, start: int) -> str:
    shown = text[max(0, start - CONTEXT) : start]
    return shown if len(shown) == start else shown.partition(" ")[2] or shown


def _after(text: str, end: int) -> str:
    shown = text[end : end + CONTEXT]
    return shown if end + CONTEXT >= len(text) else shown.rpartition(" ")[0] or shown
