"""From the last draft to the records: slice the text once, give ids, sort, and leave no field without its ground.

Whatever the steps before left, what comes out holds for `attribution.verify.integrity`: stretches are trimmed and in
order, marks are outside of quotations, the kind follows from the spans, `via` leads to records that exist and in no
circle, and each field has evidence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from attrs import asdict, evolve

from attribution.detection import find_language, is_in_capitals, is_not_english
from attribution.models import CharSpan, Draft, DraftProblem, Evidence, OutletDraft, Relation, SpeakerDraft
from attribution.records import (
    CONTEXT,
    FIELDS,
    SCHEMA,
    Alteration,
    Article,
    ArticleInfo,
    AttributionRecord,
    Cue,
    DateMention,
    Engine,
    Extraction,
    Field,
    Mention,
    Outlet,
    Problem,
    RecordConfidence,
    RecordEvidence,
    Speaker,
    record_id,
    text_digest,
)

# Marks, blanks and dots stand in `attribution.verify.integrity` once more: a proof takes no code from what it proves.
_DOUBLE_MARKS = '"“”„‟«»'
_SINGLE_MARKS = "'‘’‚‛‹›"
_BLANKS = " \t\u00a0\u202f"
_PRIME = re.compile(r'\d"$')
_NO_SCORE = 0.5  # what a filled field gets that no step scored: it says nothing, and the evidence says so
_DIGITS = 4
_BEGINNING = CharSpan(0, 0)  # where a problem of the whole article stands
_ISO_START = re.compile(r"\d{4}(?:-\d\d){0,2}(?!\d)")
_ENGLISH = {"en", "eng", "english"}
_NO_LANGUAGE = {"", "mis", "mul", "und", "zxx"}  # tags of BCP 47 that name none

_DOTS = r"(?:…|\.(?:[ \u00a0\u202f]?\.){2,})"
_ALTERATION = re.compile(
    rf"(?P<ellipsis>\[\s*(?:{_DOTS}\s*)?\]|\(\s*{_DOTS}\s*\)|{_DOTS}(?:[ \u00a0\u202f]?[.…])*)"
    r"|(?P<insertion>\[[^\[\]\n]{1,200}\])"
)

_EMPTY: dict[Field, tuple[str, None, str]] = {
    "cue": ("records:no-cue", None, "no step found the words that introduce it"),
    "source": ("records:no-source", None, "no step found a mention that it is attributed to"),
    "speaker": ("records:not-resolved", None, "no step resolved the source mention"),
    "title": ("records:no-title", None, "the article gives none that a step found"),
    "affiliation": ("records:no-affiliation", None, "the article gives none that a step found"),
    "outlet": ("records:no-outlet", None, "the article cites no carrier that a step found"),
    "via": ("records:not-nested", None, "no step found it inside another statement"),
    "occasion": ("records:no-occasion", None, "the article gives none that a step found"),
    "date": ("records:no-date", None, "the article gives none that a step found"),
}


def build_extraction(draft: Draft, engine: Engine, *, relations: Literal["all", "quoted"] = "all") -> Extraction:
    """Return the extraction that `draft` amounts to.

    Relations without content are left out, and of those with the same content only the fullest is kept.

    Args:
        draft: What the steps found; its spans are code points of `draft.article.text`.
        engine: What made the draft.
        relations: "quoted" leaves out the records without a marked stretch.

    Raises:
        RecordError: A step gave a value that the record does not allow, such as a span outside of the text.
    """
    article = draft.article
    sha256 = text_digest(article.text)
    tidy = _fullest([_tidied(relation, article.text) for relation in draft.relations])
    ids = [_id(sha256, relation) for relation in tidy]
    kept = _kept(tidy, ids, relations)
    chains = _chains(kept, ids)
    return Extraction(
        schema=SCHEMA,
        article=_article_info(article, sha256),
        engine=engine,
        records=tuple(_record(article.text, relation, id_, chains[id_]) for id_, relation in kept.items()),
        problems=_problems([*draft.problems, *_article_problems(article)]),
    )


@lru_cache(maxsize=256)
def mention_at(text: str, span: CharSpan) -> Mention:
    """Return the mention of `text[span.start:span.end]` with what stands before and after it.

    Kept for a while: the fields of a record and their evidence mention the same places.
    """
    return Mention(
        start=span.start,
        end=span.end,
        exact=span.of(text),
        prefix=text[max(0, span.start - CONTEXT) : span.start],
        suffix=text[span.end : span.end + CONTEXT],
    )


def alterations_in(text: str, quotations: Iterable[CharSpan]) -> tuple[Alteration, ...]:
    """Return the places in `quotations` where words were left out ("...", "…", "[...]") or put in ("[and]")."""
    found = []
    for span in quotations:
        for match in _ALTERATION.finditer(text, span.start, span.end):
            kind: Literal["ellipsis", "insertion"] = "insertion" if match.group("insertion") else "ellipsis"
            found.append(Alteration(kind, match.start(), match.end()))
    return tuple(found)


def _article_info(article: Article, sha256: str) -> ArticleInfo:
    return ArticleInfo(
        sha256=sha256,
        length=len(article.text),
        title=article.title,
        authors=article.authors or None,
        publisher=article.publisher,
        published=article.published,
        url=article.url,
        language=article.language,
        file=article.file or None,
        part=article.part or None,
    )


def _article_problems(article: Article) -> Iterator[DraftProblem]:
    """Yield what makes all the records of an article doubtful."""
    tag = re.split("[-_]", (article.language or "").strip().lower())[0]
    told = "" if tag in _ENGLISH | _NO_LANGUAGE else f"the article is said to be in {article.language!r}"
    if not told and is_not_english(article.text):
        code = find_language(article.text)
        guess = f" ({code} by its small words)" if code not in (None, "en") else ""
        told = f"the words of the article do not look English{guess}"
    if told:
        message = f"{told}; only English is read, and the confidences hold for English alone"
        yield DraftProblem("language", _BEGINNING, message)
    if is_in_capitals(article.text):
        message = "the article is in capitals, which tell no names then: many are missing, wrong or too long, "
        message += "and the confidences hold for upper and lower case alone"
        yield DraftProblem("all-capitals", _BEGINNING, message)
    if article.published and not _ISO_START.match(article.published):
        message = f"published is {article.published!r}, no date of ISO 8601; “Monday” and the like are not resolved"
        yield DraftProblem("published", _BEGINNING, message)


def _problems(drafts: Iterable[DraftProblem]) -> tuple[Problem, ...]:
    unique = {(draft.span.start, draft.span.end, draft.code, draft.message) for draft in drafts}
    return tuple(Problem(code, start, end, message) for start, end, code, message in sorted(unique))


# Spans


def _tidied(relation: Relation, text: str) -> Relation:
    """Bring the spans in order and let the kind follow from them."""
    content = _in_order(relation.content, text)
    marked = relation.quotations or (content if relation.kind == "direct" else ())
    inside = [part for span in marked for part in _parts_inside(span, content)]
    quotations = _in_order((_without_own_marks(span, text) for span in inside), text)
    if quotations and not _says_more(content, quotations, text):
        content = quotations
    kind: Literal["direct", "mixed", "indirect"] = "direct" if content == quotations else "mixed"
    return evolve(relation, content=content, quotations=quotations, kind=kind if quotations else "indirect")


def _in_order(spans: Iterable[CharSpan], text: str) -> tuple[CharSpan, ...]:
    """Return the spans sorted, white space at their ends left out, the empty dropped and the overlapping joined."""
    joined: list[CharSpan] = []
    for span in sorted(_trimmed(span, text) for span in spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = CharSpan(joined[-1].start, max(joined[-1].end, span.end))
        elif span.end > span.start:
            joined.append(span)
    return tuple(joined)


def _trimmed(span: CharSpan, text: str) -> CharSpan:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return CharSpan(start, start + len(words.strip()))


def _parts_inside(span: CharSpan, content: Iterable[CharSpan]) -> list[CharSpan]:
    return [CharSpan(max(span.start, part.start), min(span.end, part.end)) for part in content if span.overlaps(part)]


def _says_more(content: Sequence[CharSpan], quotations: Sequence[CharSpan], text: str) -> bool:
    """Tell whether there is a letter or digit in `content` outside of `quotations`."""
    rest: list[str] = []
    for span in content:
        at = span.start
        for quotation in quotations:
            if span.contains(quotation):
                rest.append(text[at : quotation.start])
                at = quotation.end
        rest.append(text[at : span.end])
    return any(character.isalnum() for part in rest for character in part)


def _without_own_marks(span: CharSpan, text: str) -> CharSpan:
    """Leave out marks at the ends of a quotation that are its own: marks are outside.

    They are its own when one pair wraps all of it, or when a mark at an end has no partner, and no further mark
    stands directly beyond (then it is a quotation inside of this one). Primes (6'2") stay.
    """
    span = _trimmed(span, text)
    while len(span):
        words = span.of(text)
        beyond = _mark_beyond(span, text, -1), _mark_beyond(span, text, 1)
        odd = sum(words.count(mark) for mark in _DOUBLE_MARKS) % 2 == 1
        wrapped = not any(beyond) and (_is_pair(words, _DOUBLE_MARKS) or _is_pair(words, _SINGLE_MARKS))
        first = wrapped or (odd and not beyond[0] and words[0] in _DOUBLE_MARKS)
        last = wrapped or (
            odd and not first and not beyond[1] and words[-1] in _DOUBLE_MARKS and not _PRIME.search(words)
        )
        if not first and not last:
            break
        span = _trimmed(CharSpan(span.start + first, span.end - last), text)
    return span


def _is_pair(words: str, marks: str) -> bool:
    """Tell whether `words` begins and ends with one of `marks` and has none between."""
    return words[0] in marks and words[-1] in marks and sum(words.count(mark) for mark in marks) == 2


def _mark_beyond(span: CharSpan, text: str, side: Literal[-1, 1]) -> bool:
    """Tell whether a mark stands directly outside of the span, white space on the same line aside."""
    if side < 0:
        beyond = text[max(0, span.start - 8) : span.start].rstrip(_BLANKS)[-1:]
    else:
        beyond = text[span.end : span.end + 8].lstrip(_BLANKS)[:1]
    return beyond != "" and beyond in _DOUBLE_MARKS + _SINGLE_MARKS


# Which relations stay, and their chains


def _id(sha256: str, relation: Relation) -> str:
    return record_id(sha256, relation.kind, [(span.start, span.end) for span in relation.content])


def _fullest(relations: Sequence[Relation]) -> list[Relation]:
    """Put in the place of each relation the fullest one with the same content."""
    best: dict[tuple[CharSpan, ...], Relation] = {}
    for relation in relations:
        rival = best.setdefault(relation.content, relation)
        if _fullness(relation) > _fullness(rival):
            best[relation.content] = relation
    return [best[relation.content] for relation in relations]


def _kept(relations: Sequence[Relation], ids: Sequence[str], which: Literal["all", "quoted"]) -> dict[str, Relation]:
    """Return the relations to keep by their id, in the order of the text."""
    pairs = sorted(zip(ids, relations, strict=True), key=lambda pair: pair[1].content)
    return {id_: relation for id_, relation in pairs if relation.content and (relation.quotations or which == "all")}


def _fullness(relation: Relation) -> int:
    fields = (relation.cue, relation.source, relation.speaker, relation.outlet, relation.occasion, relation.date)
    return sum(value is not None for value in fields) + bool(relation.quotations)


def _chains(kept: dict[str, Relation], ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return `via` of each record as ids; a link to a record that was left out, or that closes a circle, is dropped."""
    chains: dict[str, tuple[str, ...]] = dict.fromkeys(kept, ())
    for id_, relation in kept.items():
        targets = dict.fromkeys(ids[index] for index in relation.via)
        chains[id_] = tuple(target for target in targets if target in kept and not _leads_to(target, id_, chains))
    return chains


def _leads_to(start: str, goal: str, chains: dict[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            waiting.extend(chains[here])
    return False


# One record


def _record(text: str, relation: Relation, id_: str, via: tuple[str, ...]) -> AttributionRecord:
    speaker = _speaker(text, relation)
    relation = relation if speaker else evolve(relation, speaker=None)
    return AttributionRecord(
        id=id_,
        kind=relation.kind,
        content=tuple(mention_at(text, span) for span in relation.content),
        quotations=tuple(mention_at(text, span) for span in relation.quotations),
        cue=_cue(text, relation),
        source=_mention(text, relation.source),
        speaker=speaker,
        outlet=_outlet(text, relation.outlet),
        via=via,
        occasion=_mention(text, relation.occasion),
        date=_date(text, relation),
        alterations=alterations_in(text, relation.quotations),
        confidence=_confidence(relation),
        evidence=_evidence(text, relation, via),
    )


def _mention(text: str, span: CharSpan | None) -> Mention | None:
    return mention_at(text, span) if span is not None and len(span) else None


def _cue(text: str, relation: Relation) -> Cue | None:
    mention = _mention(text, relation.cue)
    if mention is None:
        return None
    spoken = any(character.isalnum() for character in mention.exact)
    return Cue(
        **asdict(mention),
        lemma=relation.cue_lemma or mention.exact.lower(),
        type=relation.cue_type or ("verb" if spoken else "punctuation"),
    )


def _date(text: str, relation: Relation) -> DateMention | None:
    mention = _mention(text, relation.date)
    return None if mention is None else DateMention(**asdict(mention), iso=relation.date_iso)


def _speaker(text: str, relation: Relation) -> Speaker | None:
    """Return the speaker, or none where the article has no place that shows them."""
    draft = relation.speaker
    if draft is None:
        return None
    name = None if draft.kind == "unnamed" else draft.name
    mention = _mention(text, name or draft.mention or relation.source)
    if mention is None:
        return None
    return Speaker(
        name=mention.exact if name else None,
        kind=draft.kind,
        title=_mention(text, draft.title),
        affiliation=_mention(text, draft.affiliation),
        mention=mention,
    )


def _outlet(text: str, draft: OutletDraft | None) -> Outlet | None:
    if draft is None:
        return None
    return Outlet(
        name=draft.name.of(text),
        id=draft.id,
        kind=draft.kind,
        mention=mention_at(text, draft.mention),
        basis=draft.basis,
    )


# Confidence and evidence


def _confidence(relation: Relation) -> RecordConfidence:
    given = relation.confidence
    return RecordConfidence(
        content=_score(given.content),
        source=_score(given.source) if relation.source else None,
        speaker=_score(given.speaker) if relation.speaker else None,
        outlet=_score(given.outlet) if relation.outlet else None,
    )


def _score(value: float | None) -> float:
    return _NO_SCORE if value is None else round(float(value), _DIGITS)


def _evidence(text: str, relation: Relation, via: tuple[str, ...]) -> tuple[RecordEvidence, ...]:
    """Return the evidence in the order of the fields; what the steps left without ground gets one from here."""
    filled = _filled(relation, via)
    given: defaultdict[Field, list[Evidence]] = defaultdict(list)
    for item in relation.evidence:
        given[item.field].append(item)
    evidence: list[RecordEvidence] = []
    for name in FIELDS:
        own = given[name]
        if not own or (name == "via" and relation.via and not via):
            own = [_default_evidence(name, relation, filled)]
        if name in filled and getattr(relation.confidence, name, _NO_SCORE) is None:
            own.append(Evidence(name, "records:no-score", None, f"no step scored it; {_NO_SCORE} stands for unknown"))
        evidence += [RecordEvidence(e.field, e.rule, _mention(text, e.span), e.note) for e in own]
    return tuple(dict.fromkeys(evidence))


def _filled(relation: Relation, via: tuple[str, ...]) -> frozenset[Field]:
    speaker = relation.speaker or SpeakerDraft("unnamed")
    values: dict[Field, object] = {
        "content": relation.content,
        "cue": relation.cue,
        "source": relation.source,
        "speaker": relation.speaker,
        "title": speaker.title,
        "affiliation": speaker.affiliation,
        "outlet": relation.outlet,
        "via": via,
        "occasion": relation.occasion,
        "date": relation.date,
    }
    return frozenset(name for name, value in values.items() if value)


def _default_evidence(name: Field, relation: Relation, filled: frozenset[Field]) -> Evidence:
    if name in filled:
        return Evidence(name, "records:unstated", None, "the step that filled it gave no ground")
    if name == "via" and relation.via:
        return Evidence(name, "records:left-out", None, "the outer statement is not among the records")
    if name == "speaker" and "source" not in filled:
        return Evidence(name, "records:no-source", None, "there is no source mention to resolve")
    if name in ("title", "affiliation") and "speaker" not in filled:
        return Evidence(name, "records:no-speaker", None, "there is no speaker to describe")
    return Evidence(name, *_EMPTY[name])
