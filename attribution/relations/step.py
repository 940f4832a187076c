"""The step relations: who said what, by the learned reader. Sets content, quotations, cue, source and the entities.

Attribution relations in the sense of PARC 3.0 (Pareti 2015) and PolNeAR (Newell et al. 2018): direct, mixed, indirect.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from attribution.cues import describe_cue, is_denial
from attribution.datafiles import load_word_list
from attribution.layout import paragraphs
from attribution.models import (
    CharSpan,
    Confidence,
    Draft,
    DraftProblem,
    Evidence,
    Options,
    Quotation,
    Reference,
    Relation,
    RelationKind,
)
from attribution.people import fold, people_words
from attribution.quotations.unclosed import part_unclosed
from attribution.reader.decoding import SAID, Decoded, Scores, char_span, decode, gather, how_said, said_of
from attribution.reader.entities import find_entities
from attribution.reader.network import Network, load_network
from attribution.reader.words import OUTSIDE, Word, split_words, words_in
from attribution.records import NOT_SAID
from attribution.relations.clauses import (
    name_authors,
    name_beside,
    part_answers,
    part_exchanges,
    split_nested_quotations,
    split_reporting_clauses,
    split_reports,
)
from attribution.relations.introductions import Introduced, find_headed, find_introduced
from attribution.relations.parting import keep_headline_apart, keep_paragraphs_apart, look_back, without_source
from attribution.relations.raw import Raw
from attribution.relations.requoted import name_requoted
from attribution.relations.terms import (
    find_mentioned,
    gives_a_name,
    is_common_name,
    is_supposed,
    is_term,
    names_who_is_quoted,
)
from attribution.relations.turns import Turn, find_turns
from attribution.relations.vouched import find_vouched

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from attribution.lexicon import Lexicon

# Of eight bounds from 0 to .45 the one with the greatest F1 of whole relations on held-out articles of PolNeAR train.
LEAST_INDIRECT = 0.33
# Marked words whose source would be the author or the reader of the article: on web and bbc-abc, read by weights
# that do not know them, nobody had said those below .9, and all those above .96 had been said.
LEAST_OWN = 0.93
UNSAID = 0.5
BESIDE_UNSAID = 2  # words
_NOBODY = frozenset({"a", "about", "an", "as", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"})
_TOPIC = re.compile(r"(?:^|\n)[ \t]*[•*·–-]\s*On [^:“”\"\n]{0,120}$")
_OWN = frozenset({"i", "we", "you"})
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+[\"'“‘«„‚]$")  # right before the words between marks
_STOP_IN_SOURCE = re.compile(r"\b(\w*[a-z]{3})[.!?]\s+(?=[A-Z])")
_ENDS_SENTENCE = re.compile(r"[.!?…,:;][\"'”’»)\]]*\s*$")
_NAME_APART = re.compile(r"([^\W\d_a-z][\w’'-]+(?:\s[^\W\d_a-z][\w.’'-]*){1,3}),\s+(?=(?!(?:and|or)\b)[a-z])")
_OPENS_PHRASE = re.compile(r"(?:^|[\n.!?]\s*)(?:At|During|In|On)\s$")
_SUBJECT_BEHIND = re.compile(r",\s(?=(?:the|an?|its|his|her|their)\s|[^\W\d_a-z][\w’'-]+\s[^\W\d_a-z])")
_CONJUNCTION = re.compile(r"(?<=\w),?\s+(?:and|but|or|while|although)$")
_CAPITAL_BEFORE = re.compile(r"\b[^\W\d_a-z][\w.’'-]*\s$")
_WORD = re.compile(r"\w+")
_LONG_NICKNAME = 4  # words
_DOUBLE_MARKS = '"“”„«»'
_GROUNDS = {
    "relations:turn": "the label in front of the words",
    "relations:introduced": "the phrase beside the words names it",
}
_PUNCTUATION = " \t\r\n,.;:!?…—–-'\"“”‘’«»„‚()[]"


@frozen
class Calibration:
    """Platt scaling (Platt 1999): probability = sigmoid(slope * logit(raw) + offset)."""

    slope: float
    offset: float

    def apply(self, raw: float) -> float:
        """Return the calibrated probability of a raw one."""
        raw = min(max(raw, 1e-4), 1 - 1e-4)
        return 1 / (1 + math.exp(-(self.slope * math.log(raw / (1 - raw)) + self.offset)))


@lru_cache(maxsize=1)
def load_calibration() -> dict[str, Calibration]:
    """Return the curves of content and source, of quoted and of indirect statements; set on held-out articles."""
    return {name: Calibration(**curve) for name, curve in load_word_list("reader")["calibration"].items()}


def relations(doc: Doc, draft: Draft, lexicon: Lexicon, options: Options, *, network: Network | None = None) -> Draft:
    """Find the attribution relations and the entities of the article, with the package's network or another one."""
    text = draft.article.text
    scores = read_draft(draft, options, network)
    raws = raw_relations(scores, draft, lexicon)
    found = [_relation(raw, lexicon, options, text) for raw in raws if is_likely(raw)]
    sure = load_calibration()["source-quoted"].apply(1.0)
    beside = (name_requoted(text, name_beside(text, relation, lexicon), lexicon, sure) for relation in found)
    named = tuple(name_authors(text, relation, lexicon) for relation in beside)
    named = tuple(part_answers(text, tuple(part_exchanges(text, named, lexicon))))
    named = part_unclosed(text, named, draft.quotations, lexicon)
    apart = tuple(split_reporting_clauses(text, tuple(split_reports(text, named, lexicon)), lexicon))
    nested = tuple(split_nested_quotations(text, apart, draft.quotations, lexicon))
    problems = (*draft.problems, *_left_over(scores, draft, nested))
    nested = tuple(_with_denial(text, relation, lexicon) for relation in nested)
    return evolve(draft, relations=nested, entities=find_entities(scores.words, scores.windows), problems=problems)


def _with_denial(text: str, relation: Relation, lexicon: Lexicon) -> Relation:
    """Return a relation with a note beside its cue where the article says that the words were not said."""
    cue, source = relation.cue, relation.source
    if cue is None or not is_denial(cue.of(text), source.of(text) if source else "", lexicon):
        return relation
    return relation.with_evidence(Evidence("cue", NOT_SAID, cue, "the article says that this was not said"))


def _left_over(scores: Scores, draft: Draft, relations: Sequence[Relation]) -> Iterator[DraftProblem]:
    """Yield a problem for each quotation of the story that stands in no statement, so that none is lost in silence."""
    text = draft.article.text
    said = _joined(part for relation in relations for part in relation.content)
    for _, quotation in outermost(draft.quotations):
        span = quotation.span
        before = bisect_left(said, span.end, key=lambda part: part.start) - 1
        taken = before >= 0 and said[before].overlaps(span)
        worded = any(character.isalnum() for character in span.of(text)) and not _is_nickname(text, quotation)
        if worded and not taken and not any(furniture.overlaps(span) for furniture in draft.furniture):
            score = how_said(scores, words_in(scores.words, span))
            message = f"no statement holds these marked words: a term, a title, or nobody's speech (score {score:.3f})"
            yield DraftProblem("unattributed-quotation", span, message)


def _is_nickname(text: str, quotation: Quotation) -> bool:
    """Tell whether marked words stand inside a name: "Bo “Billy” Hart"."""
    outer = quotation.outer
    before, behind = _CAPITAL_BEFORE.search(text, max(0, outer.start - 30), outer.start), outer.end + 1
    inside = before is not None and text[outer.end : behind] == " " and text[behind : behind + 1].isupper()
    return inside and len(quotation.span.of(text).split()) < _LONG_NICKNAME


def _joined(spans: Iterable[CharSpan]) -> list[CharSpan]:
    """Return the stretches that the spans cover together, sorted and apart."""
    joined: list[CharSpan] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = CharSpan(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def is_likely(raw: Raw) -> bool:
    """Tell whether a statement is worth a record: its words are quoted, or content and source are likely enough."""
    if raw.marked:
        return True
    curves = load_calibration()
    source = 1.0 if raw.source is None else curves["source-indirect"].apply(raw.source_probability)
    return curves["content-indirect"].apply(raw.said) * source >= LEAST_INDIRECT


def read_draft(draft: Draft, options: Options, network: Network | None = None) -> Scores:
    """Let the network read an article whose quotations are known."""
    outer = outermost(draft.quotations)
    words = split_words(draft.article.text, [(quotation.span.start, quotation.span.end) for _, quotation in outer])
    wanted = [word.mark != OUTSIDE for word in words] if options.relations == "quoted" else None
    windows = (network or load_network(options.threads)).read(words, wanted) if words else []
    return gather(words, windows)


def raw_relations(scores: Scores, draft: Draft, lexicon: Lexicon) -> list[Raw]:
    """Return what the network finds in an article whose quotations and furniture are known."""
    text, words, outer = draft.article.text, scores.words, outermost(draft.quotations)
    for span in draft.furniture:
        inside = words_in(words, span)
        scores.read[inside.start : inside.stop] = False
    headline = find_headline(text)
    places = [(index, quotation, words_in(words, quotation.span)) for index, quotation in outer]
    said = said_of(scores, places)
    vouched = find_vouched(text, draft.quotations, headline, said, lexicon, least=SAID)
    decoded = decode(scores, places, vouched)
    mentioned = find_mentioned(text, draft.quotations, lexicon)
    read = [raw_relation(text, words, one, draft.quotations, lexicon, mentioned) for one in decoded]
    turns = [turn for turn in find_turns(text, draft.quotations) if not _in_furniture(turn.label, draft)]
    read = _with_turns(read, turns, scores) if turns else read
    introduced = find_introduced(text, draft.quotations)
    introduced += find_headed(text, headline, draft.quotations, people_words(lexicon))
    read = _with_introduced(read, introduced, scores) if introduced else read
    raws = (apart for raw in read for apart in keep_headline_apart(raw, headline))
    labels = [span for span in draft.furniture if span.of(text).endswith(": ")]
    raws = (apart for raw in raws for apart in keep_paragraphs_apart(raw, labels)) if labels else raws
    raws = (_behind_furniture(raw, draft) for raw in raws if raw.marked or not _in_furniture(raw.source, draft))
    names = {_inner(text, span) for span in mentioned}
    told = look_back(text, [_without_names(text, raw, names) for raw in raws], lexicon)
    unsaid = [quotation.span for index, quotation in outer if said.get(index, 1.0) < UNSAID]
    return [raw for raw in told if _says_something(text, raw) and not is_no_statement(text, raw, unsaid, lexicon)]


def _with_turns(raws: Sequence[Raw], turns: Sequence[Turn], scores: Scores) -> list[Raw]:
    """Put the turns of a transcript in the place of what the network read in them."""
    starts = [turn.extent.start for turn in turns]

    def is_outside(span: CharSpan) -> bool:
        before = bisect_left(starts, span.end) - 1
        return before < 0 or not turns[before].extent.overlaps(span)

    others = [
        evolve(raw, content=content, marked=tuple(filter(is_outside, raw.marked)))
        for raw in raws
        if (content := tuple(filter(is_outside, raw.content)))
    ]
    # What stands above a transcript is no turn, though its words come again in one.
    others = [
        raw if raw.source is None or is_outside(raw.source) else without_source(evolve(raw, in_headline=True))
        for raw in others
    ]
    return sorted(
        [*others, *(_given("relations:turn", turn.label, turn.colon, turn.parts, scores) for turn in turns)], key=_place
    )


def _place(raw: Raw) -> CharSpan:
    return raw.content[0]


def _with_introduced(raws: Sequence[Raw], introduced: Sequence[Introduced], scores: Scores) -> list[Raw]:
    """Give the words that a phrase before them introduces to whom it names, and leave the others where they are."""
    taken = {part for one in introduced for part in one.parts}
    others = [raw if taken.isdisjoint(raw.content + raw.marked) else _less(raw, taken) for raw in raws]
    given = (_given("relations:introduced", one.source, one.cue, one.parts, scores) for one in introduced)
    return sorted([*(raw for raw in others if raw.content), *given], key=_place)


def _less(raw: Raw, taken: Set[CharSpan]) -> Raw:
    """Return what is left of a relation; a content that holds taken words among others goes with them."""
    content = tuple(span for span in raw.content if not any(span.contains(part) for part in taken))
    return evolve(raw, content=content, marked=tuple(span for span in raw.marked if span not in taken))


def _given(rule: str, source: CharSpan, cue: CharSpan | None, parts: tuple[CharSpan, ...], scores: Scores) -> Raw:
    """Return the relation of which a rule knows the source for certain."""
    return Raw(
        content=parts,
        marked=parts,
        said=max(how_said(scores, words_in(scores.words, part)) for part in parts),
        cue=cue,
        cue_probability=1.0,
        source=source,
        source_probability=1.0,
        runner_up=None,
        runner_up_probability=0.0,
        rule=rule,
    )


def _in_furniture(source: CharSpan | None, draft: Draft) -> bool:
    """Tell whether a source is no part of the story: nobody speaks in "Interview: Lee on the ferry"."""
    return source is not None and any(span.contains(source) for span in draft.furniture)


def _behind_furniture(raw: Raw, draft: Draft) -> Raw:
    """Return a relation whose source begins behind the dateline: "Lisbon – Mayor Ann Lee says no"."""
    source = raw.source
    dateline = next((f for f in draft.furniture if source and f.start <= source.start < f.end < source.end), None)
    return raw if source is None or dateline is None else evolve(raw, source=CharSpan(dateline.end, source.end))


def find_headline(text: str) -> CharSpan:
    """Return the first paragraph where it ends like no sentence and others follow; else an empty stretch."""
    first, *others = paragraphs(text) or [CharSpan(0, 0)]
    return first if others and not _ENDS_SENTENCE.search(first.of(text)) else CharSpan(0, 0)


def _without_names(text: str, raw: Raw, names: Set[CharSpan]) -> Raw:
    """Leave out what only names something: “We lost,” she said of the so-called “gap”; what is nothing else goes."""
    named = {span for span in (*raw.content, *raw.marked) if _inner(text, span) in names} if names else set()
    return _less(raw, named) if named else raw


def _inner(text: str, span: CharSpan) -> CharSpan:
    """Return a span without the marks and punctuation at its ends."""
    start, end = span.start, span.end
    while start < end and text[start] in _PUNCTUATION:
        start += 1
    while start < end and text[end - 1] in _PUNCTUATION:
        end -= 1
    return CharSpan(start, end)


def _says_something(text: str, raw: Raw) -> bool:
    return any(character.isalnum() for span in raw.content for character in span.of(text))


def is_no_statement(text: str, raw: Raw, unsaid: Sequence[CharSpan], lexicon: Lexicon) -> bool:
    """Tell whether a relation is none: its words name something, or the author and the reader are made to say them.

    An indirect one is judged so where it says hardly more than marked words that are likelier `unsaid` than said.
    """
    if raw.cue is None:
        return False
    quoted = raw.marked or _all_but_unsaid(text, raw, unsaid)
    if not quoted:
        return len(raw.content) == 1 and names_who_is_quoted(text, raw.cue, raw.content[0], lexicon)
    if raw.source is None:
        return gives_a_name(text, raw.cue, quoted, lexicon)
    if (raw.said < LEAST_OWN or not raw.marked) and raw.source.of(text).lower() in _OWN:
        return True
    common = is_common_name(text, raw.cue, raw.source, quoted, lexicon)
    return common or is_supposed(text, raw.cue, raw.source, lexicon)


def _all_but_unsaid(text: str, raw: Raw, unsaid: Sequence[CharSpan]) -> list[CharSpan]:
    """Return the unsaid marked words of a content beside which two words stand at most: they call the feud a “war”."""
    inside = [span for span in unsaid if any(part.overlaps(span) for part in raw.content)]
    starts = (part.start + word.start() for part in raw.content for word in _WORD.finditer(part.of(text)))
    beside = sum(not any(span.start <= start < span.end for span in inside) for start in starts)
    return inside if beside <= BESIDE_UNSAID else []


def raw_relation(
    text: str,
    words: Sequence[Word],
    one: Decoded,
    quotations: Sequence[Quotation],
    lexicon: Lexicon,
    mentioned: frozenset[CharSpan] = frozenset(),
) -> Raw:
    """Return a decoded relation as characters of the text."""
    found = tuple(quotations[index].span for index in one.quotations)
    cue = char_span(words, one.cue) if one.cue is not None else None
    content = _without_clocks(text, [_content(text, char_span(words, span), found, cue) for span in one.contents])
    marked = tuple(s for s in found if s in content or not (s in mentioned or is_term(text, s, lexicon)))

    def place(span: range | None) -> CharSpan | None:
        return char_span(words, span) if span is not None else None

    source = _without_day(text, _somebody(text, place(one.source.words), cue, lexicon), lexicon)
    source, content = _with_apposed_name(text, source, content)
    return Raw(
        content=content,
        marked=marked,
        said=one.said,
        cue=cue,
        cue_probability=one.cue_probability,
        source=_behind_phrase(text, _in_one_sentence(text, source, cue, lexicon), cue),
        source_probability=one.source.probability,
        runner_up=place(one.source.runner_up),
        runner_up_probability=one.source.runner_up_probability,
        refers=tuple(Reference(CharSpan(words[at].start, words[at].end), p) for at, p in one.refers),
    )


def outermost(quotations: Sequence[Quotation]) -> list[tuple[int, Quotation]]:
    """Return the quotations that lie in no other, with their index."""
    return [
        (index, quotation) for index, quotation in enumerate(quotations) if quotation.depth == 0 and len(quotation.span)
    ]


def _relation(raw: Raw, lexicon: Lexicon, options: Options, text: str) -> Relation:
    calibration, manner = load_calibration(), "quoted" if raw.marked else "indirect"
    probability = calibration[f"source-{manner}"].apply(raw.source_probability)
    source, source_evidence = raw.source, _source_evidence(raw)
    if source is not None and probability < options.least_confidence:
        source_evidence = Evidence("source", "reader:too-uncertain", source, f"probability {probability:.3f}")
        source = None
    lemma, kind = describe_cue(raw.cue.of(text), lexicon) if raw.cue is not None else (None, None)
    content = calibration[f"content-{manner}"]
    return Relation(
        content=raw.content,
        quotations=raw.marked,
        kind=_kind(raw.content, raw.marked),
        cue=raw.cue,
        cue_lemma=lemma,
        cue_type=kind,
        source=source,
        refers=raw.refers if source is not None else (),
        confidence=Confidence(content=content.apply(raw.said), source=probability if source is not None else None),
        evidence=(_content_evidence(raw), _cue_evidence(raw), source_evidence),
    )


def _content(text: str, span: CharSpan, marked: Sequence[CharSpan], cue: CharSpan | None) -> CharSpan:
    """Return the quotation where the content is one, to the letter between the marks; else the span as it is.

    A sentence before a quotation is no part of what a cue behind the quotation introduces.
    """
    inside = [quotation for quotation in marked if span.overlaps(quotation)]
    if inside and cue is not None and cue.start >= inside[0].end:
        first = inside[0]
        span = CharSpan(first.start, span.end) if _SENTENCE_END.search(text, span.start, first.start) else span
    for quotation in inside:
        before = text[span.start : max(span.start, quotation.start)]
        after = text[min(span.end, quotation.end) : span.end]
        if not (before + after).strip(_PUNCTUATION):
            return quotation
    span = _with_both_marks(text, span, inside)
    return _without_lone_mark(text, _without_conjunction(text, span) if not inside else span)


def _with_both_marks(text: str, span: CharSpan, inside: Sequence[CharSpan]) -> CharSpan:
    """Take the mark in front of a quotation along where the words begin with the quotation and go on behind it."""
    starts = any(span.start == quotation.start and quotation.end < span.end for quotation in inside)
    marked = starts and span.start > 0 and not text[span.start - 1].isalnum() and not text[span.start - 1].isspace()
    return CharSpan(span.start - marked, span.end)


def _somebody(text: str, source: CharSpan | None, cue: CharSpan | None, lexicon: Lexicon) -> CharSpan | None:
    """Return no source where it is but a preposition, or stands in the topic of a list: "• On her coach: “Good.”"."""
    if source is None or source.of(text).lower() in _NOBODY:
        return None
    says = cue is not None and describe_cue(cue.of(text), lexicon)[0] in lexicon.words("cues")["reporting"]
    return source if says or _TOPIC.search(text, max(0, source.start - 140), source.start) is None else None


def _without_day(text: str, source: CharSpan | None, lexicon: Lexicon) -> CharSpan | None:
    """Leave out the day that ends a source ("Acme Bank today said"), but not that of "USA Today"."""
    if source is None:
        return None
    day = _days(lexicon).search(text, source.start, source.end)
    return CharSpan(source.start, day.start()) if day is not None else source


@lru_cache(maxsize=4)
def _days(lexicon: Lexicon) -> re.Pattern[str]:
    days = "|".join(map(re.escape, lexicon.words("dates")["days"]))
    return re.compile(rf"(?<!\bof)(?<!\bfrom)(?<!\bfor),?\s(?:{days})$")


def _in_one_sentence(text: str, source: CharSpan | None, cue: CharSpan | None, lexicon: Lexicon) -> CharSpan | None:
    """Return "Ms Lee" of a source "Ms Lee. Chairman Tom Hale" behind its cue, and the other name before it."""
    if source is None or cue is None:
        return source
    words = people_words(lexicon)
    short = words.abbreviations | words.name_abbreviations
    stops = _STOP_IN_SOURCE.finditer(text, source.start, source.end)
    stop = next((match for match in stops if fold(match[1]) not in short), None)
    if stop is None or cue.overlaps(source):
        return source
    return CharSpan(source.start, stop.end(1)) if cue.start < source.start else CharSpan(stop.end(), source.end)


def _with_apposed_name(
    text: str, source: CharSpan | None, content: tuple[CharSpan, ...]
) -> tuple[CharSpan | None, tuple[CharSpan, ...]]:
    """Return "the mayor, Ann Lee" of "according to the mayor, Ann Lee, the quay is shut", and the words without her."""
    name = _NAME_APART.match(text, content[0].start, content[0].end) if content else None
    if (
        source is None
        or name is None
        or text[source.end : content[0].start] != ", "
        or not source.of(text)[-1].isalpha()
    ):
        return source, content
    return CharSpan(source.start, name.end(1)), (CharSpan(name.end(), content[0].end), *content[1:])


def _behind_phrase(text: str, source: CharSpan | None, cue: CharSpan | None) -> CharSpan | None:
    """Leave out what only opens the sentence: "In a memo of May, the auditor, Ann Lee, warned" has one source."""
    if source is None or cue is None or cue.start < source.end:
        return source
    if not _OPENS_PHRASE.search(text, max(0, source.start - 12), source.start):
        return source
    comma = _SUBJECT_BEHIND.search(text, source.start, source.end)
    return CharSpan(comma.end(), source.end) if comma is not None else source


def _without_conjunction(text: str, span: CharSpan) -> CharSpan:
    """Leave out "but" and "and" at the end of indirect words: they begin what the speaker did not say."""
    return CharSpan(span.start, span.start + len(_CONJUNCTION.sub("", span.of(text))))


def _without_clocks(text: str, parts: Sequence[CharSpan]) -> tuple[CharSpan, ...]:
    """Leave out parts without a letter beside others: the time in front of an entry of a live blog."""
    worded = tuple(span for span in parts if any(character.isalpha() for character in span.of(text)))
    return worded or tuple(parts)


def _without_lone_mark(text: str, span: CharSpan) -> CharSpan:
    """Leave out a double mark at one end whose partner is not in the span."""
    words = span.of(text)
    if len(words) < 2 or sum(words.count(mark) for mark in _DOUBLE_MARKS) != 1:
        return span
    start = span.start + (words[0] in _DOUBLE_MARKS)
    return CharSpan(start, span.end - (words[-1] in _DOUBLE_MARKS))


def _kind(content: Sequence[CharSpan], marked: Sequence[CharSpan]) -> RelationKind:
    if not marked:
        return "indirect"
    return "direct" if all(span in marked for span in content) else "mixed"


def _content_evidence(raw: Raw) -> Evidence:
    rule = "reader:said-quotation" if raw.marked else "reader:content-tags"
    return Evidence("content", rule, raw.content[0], f"score {raw.said:.3f}")


def _cue_evidence(raw: Raw) -> Evidence:
    if raw.apart:
        return Evidence("cue", "reader:no-cue", None, "the cue that the words link to stands in another paragraph")
    if raw.rule:
        return Evidence("cue", raw.rule, raw.cue, "" if raw.cue else "the label ends with no colon")
    if raw.in_headline:
        return Evidence("cue", "reader:headline", None, "the cue that the words link to stands in the story")
    if raw.cue is None:
        return Evidence("cue", "reader:no-cue", None, f"links to no cue, score {raw.cue_probability:.3f}")
    return Evidence("cue", "reader:content-to-cue", raw.cue, f"score {raw.cue_probability:.3f}")


def _source_evidence(raw: Raw) -> Evidence:
    if raw.apart:
        return Evidence("source", "reader:no-source", None, raw.apart)
    if raw.rule:
        return Evidence("source", raw.rule, raw.source, _GROUNDS[raw.rule])
    second = "no runner-up"
    if raw.runner_up is not None:
        place = raw.runner_up
        second = f"next best {place.start}-{place.end}, score {raw.runner_up_probability:.3f}"
    if raw.in_headline:
        return Evidence("source", "reader:headline", None, f"the headline does not say whose words these are; {second}")
    if raw.source is None:
        return Evidence("source", "reader:no-source", None, f"score of none {raw.source_probability:.3f}; {second}")
    return Evidence("source", "reader:content-to-source", raw.source, f"score {raw.source_probability:.3f}; {second}")
