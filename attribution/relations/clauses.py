"""What stands inside a found relation and names somebody nearer to the words.

- A quotation inside a quotation, with its own clause: “My aunt used to say, ‘No.’”: the aunt said it.
- A reporting clause inside the content: “…,” Ana said, according to Radio Sul: Ana said it, and Radio Sul carries it.
- A report inside the content: Ana said that Rui had called it “a trap”: Rui called it so, and Ana tells of it.
- A report around the source: Ana told them, according to Radio Sul, that it was “a trap”: so too.
- An answer joined to its question: “Why?” Ana asked. “Why not?” “It is late.”: nobody answers himself.
- A clause right behind one of several joined quotations: “It is,” Ana said. “Oh,” Rui answered: the second is Rui's.
- The author behind a document: "a report by Ana Lima" as source is Ana Lima speaking.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from attribution.cues import describe_cue, is_past
from attribution.models import CharSpan, Confidence, Evidence, Quotation, Relation
from attribution.people import PeopleWords, people_words

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon

_NAME_WORD = r"[^\W\d_a-zß-öø-ÿ][\w’'.-]*"
_NAME = rf"{_NAME_WORD}(?:\s+(?:(?:de|del|der|van|von|bin|al|of|the|da|dos|la|le)\s+)?{_NAME_WORD}){{0,5}}"
_ACCOUNT = r"@\w{2,}"
_VERB = r"[a-z]+"
_SOMEBODY = r"(?:[Mm]y|[Oo]ur)\s(?:(?!(?:and|or|but|that|who|to)\b)[a-z-]+\s){0,3}?(?P<noun>[a-z-]+)"
_MINE = re.compile(r"\b(?:[Mm]y|[Oo]ur)\s(?:[a-z-]+\s){0,2}?([a-z-]+)\b")
_ADVERB = r"(?:(?:just|then|always|once|never|also)\s)?"
_HEARER = r"(?:\s(?:to )?(?:me|us|him|her|them|you|people))?"
_SPOKEN = frozenset({"goes", "went"})  # "and she goes, 'No'"
_CLOSING = r"[,.?!…]*[\"'”’»“]{1,2}[,]?\s*[—–-]?\s*"
_TELLING = frozenset({"according to", "as per", "per", "relay", "report"})
_ASKED_BY = re.compile(r"\b(?:after|if|once|when) (?:being )?asked by (?:the )?$")
_ENDS_WORDS = re.compile(r"[,?!]|[\"'”’»]{1,2},")  # inside the mark or behind it
_ANOTHER = re.compile(r"(?:[Oo]ne|[Aa]nother|[Aa] (?:second|third|fourth|fifth))\s")
_ANSWERED = re.compile(r"\?[”\"’'»]+\s+[“\"‘'«]+")
_OPENS_REPORT = re.compile(r"(?:that|how)\b|[\"“‘«]")
NEAR = 90  # characters behind a quotation in which its reporting clause begins and ends


@frozen
class _Patterns:
    report: re.Pattern[str]
    report_before: re.Pattern[str]
    told: re.Pattern[str]
    teller: re.Pattern[str]
    verb_behind: re.Pattern[str]
    name_verb: re.Pattern[str]
    verb_name: re.Pattern[str]
    verb_somebody: re.Pattern[str]
    author: re.Pattern[str]
    leading: re.Pattern[str]


def split_reporting_clauses(text: str, relations: Sequence[Relation], lexicon: Lexicon) -> Iterator[Relation]:
    """Yield the relations, each followed by those whose reporting clause stands inside its content."""
    for relation in relations:
        clauses = [(part, _reporting_clause(text, relation, part, lexicon)) for part in relation.quotations]
        inner = list[Relation]()
        for place, (quotation, clause) in enumerate(clauses):
            if clause is not None:
                one = _inner(text, relation, quotation, *clause, lexicon)
                rest = [part for part, _ in takewhile(lambda part: part[1] is None, clauses[place + 1 :])]
                inner.append(_with_rest(text, one, rest) if _tells_of(relation, text, lexicon) else one)
        if [span for one in inner for span in one.content] != list(relation.content):
            yield relation  # which tells of more than the words themselves
        yield from inner


def split_nested_quotations(
    text: str, relations: Sequence[Relation], quotations: Sequence[Quotation], lexicon: Lexicon
) -> Iterator[Relation]:
    """Yield the relations, each followed by those of quotations inside its quotations with a clause of their own."""
    nested = [quotation for quotation in quotations if quotation.depth]
    starts = [quotation.span.start for quotation in nested]
    for relation in relations:
        yield relation
        for holder in relation.quotations:
            for quotation in nested[bisect_left(starts, holder.start + 1) : bisect_left(starts, holder.end)]:
                clause = _leading_clause(text, holder, quotation, lexicon) if holder.contains(quotation.span) else None
                if clause is not None:
                    yield _inner(text, relation, quotation.span, *clause, lexicon, rule="relations:nested-quotation")


def split_reports(text: str, relations: Sequence[Relation], lexicon: Lexicon) -> Iterator[Relation]:
    """Yield the relations, each followed by those of the reports in its indirect words that hold its quotations."""
    for relation in relations:
        yield relation
        if relation.source is None or relation.cue is None or not _passes_on(relation.cue.of(text), lexicon):
            continue
        for quotation in relation.quotations:
            clause = _report(text, relation, quotation, lexicon)
            if clause is not None:
                yield _inner(text, relation, quotation, *clause, lexicon, rule="relations:report-inside")


def _passes_on(cue: str, lexicon: Lexicon) -> bool:
    """Tell whether a cue may take a clause about what another says: "said", "noting", "heard", "according to"."""
    passing = _reporting(lexicon) | _hearing(lexicon) | {"according to"}
    return describe_cue(cue, lexicon)[0] in passing


def _report(text: str, relation: Relation, quotation: CharSpan, lexicon: Lexicon) -> tuple[CharSpan, CharSpan] | None:
    """Return source and cue of "that Rui Sousa had called the plan", with which the content begins.

    The words may be passed on behind them too, where that is all a court does: Rui Sousa shouted “No”, the court heard.
    """
    holder = next((span for span in relation.content if span.contains(quotation)), None)
    if holder is None:
        return None
    patterns = _patterns(lexicon)
    opening = quotation.start - 1
    behind = relation.source is not None and relation.source.start > quotation.end
    around = _report_around(text, relation, holder, lexicon)
    if around is not None:
        return around
    if holder.start < opening and (not behind or _tells_of(relation, text, lexicon)):
        found = patterns.report.fullmatch(text, holder.start, opening)
        found = found or (patterns.report_before.search(text, holder.start, opening) if behind else None)
    elif relation.cue is not None and describe_cue(relation.cue.of(text), lexicon)[0] in _hearing(lexicon):
        found = patterns.report_before.search(text, max(0, opening - NEAR), opening)
    else:
        return None
    if found is None or not _utters(found["cue"], lexicon):
        return None
    source, cue = (CharSpan(*found.span(part)) for part in ("source", "cue"))
    return None if relation.source is not None and relation.source.overlaps(source) else (source, cue)


def _report_around(
    text: str, relation: Relation, holder: CharSpan, lexicon: Lexicon
) -> tuple[CharSpan, CharSpan] | None:
    """Return source and cue of "Ana told them, according to Radio Sul, that it was “a trap”".

    The cue may stand behind the phrase too: Ana, according to Radio Sul, said that it was "a trap".
    """
    place = relation.content.index(holder)
    lead = relation.content[place - 1] if place else None
    told_by = relation.cue is not None and describe_cue(relation.cue.of(text), lexicon)[0] == "according to"
    if lead is None or not told_by or relation.source is None or not lead.end < relation.source.start < holder.start:
        return None
    if holder not in relation.quotations and not _OPENS_REPORT.match(text, holder.start):
        return None
    patterns = _patterns(lexicon)
    told = patterns.told.fullmatch(text, lead.start, lead.end)
    teller = patterns.teller.fullmatch(text, lead.start, lead.end)
    verb = patterns.verb_behind.fullmatch(text, relation.source.end, holder.start)
    if told is not None and _utters(told["cue"], lexicon):
        return CharSpan(*told.span("source")), CharSpan(*told.span("cue"))
    if teller is not None and verb is not None and _utters(verb["cue"], lexicon):
        return CharSpan(*teller.span("source")), CharSpan(*verb.span("cue"))
    return None


def _tells_of(relation: Relation, text: str, lexicon: Lexicon) -> bool:
    """Tell whether a source behind the words only reports them: Rui called it “a trap”, the Gazette reported."""
    return relation.cue is not None and describe_cue(relation.cue.of(text), lexicon)[0] in _TELLING


def _utters(cue: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is the past of a verb that gives words to its subject ("shouted", "called", never "call")."""
    lemma, kind = describe_cue(cue, lexicon)
    gives = lemma in _reporting(lexicon) or lemma in lexicon.words("cues")["judging"]
    return kind == "verb" and gives and lemma not in lexicon.words("cues")["asking"] and is_past(cue, lexicon)


def name_beside(text: str, relation: Relation, lexicon: Lexicon) -> Relation:
    """Return the relation with the source that a clause right behind its last words names, where it had none.

    Whoever asked is none: “Next question,” the coach snapped when asked by reporters.
    """
    if not relation.quotations:
        return relation
    asked = relation.source and _ASKED_BY.search(text, max(0, relation.source.start - NEAR), relation.source.start)
    if not asked and (relation.source is not None or relation.cue is not None):
        return relation
    beside = asked.start() if asked else len(text)
    near = next((span for span in reversed(relation.quotations) if span.end <= beside), relation.quotations[-1])
    clause = _clause_beside(text[:beside].rstrip(), near, lexicon, strict=not asked)
    return relation if clause is None else _with_clause(text, relation, *clause, lexicon)


def part_exchanges(text: str, relations: Sequence[Relation], lexicon: Lexicon) -> Iterator[Relation]:
    """Yield the relations, those parted that join words which a clause right behind them gives to another.

    What stands behind parted words in their paragraph, with no cue of the relation beside it, goes along with them.
    """
    for relation in relations:
        quoted = [span for span in relation.quotations if span in relation.content]
        found = ((span, _clause_beside(text, span, lexicon, strict=False)) for span in quoted)
        clauses = {span: clause for span, clause in found if clause is not None}
        if len(quoted) == 1 and not any(source.of(text).startswith("@") for source, _ in clauses.values()):
            clauses = {}  # the reader is right about one alone, but for accounts, of which it has seen few
        if not any(_is_other(text, relation, source, lexicon) for source, _ in clauses.values()):
            yield relation
            continue
        rest: list[CharSpan] = []
        parted: list[list[CharSpan]] = []
        for span in relation.content:
            if span in clauses:
                parted.append([span])
            elif (
                parted
                and "\n" not in text[parted[-1][-1].end : span.start]
                and not _is_cued(relation, parted[-1], span)
            ):
                parted[-1].append(span)
            else:
                rest.append(span)
        if rest:
            yield _part(relation, rest)
        for group in parted:
            yield evolve(_with_clause(text, _part(relation, group), *clauses[group[0]], lexicon), refers=())


def part_answers(text: str, relations: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the relations, those parted that join a question to the quotation right behind it.

    Of 15 such pairs in PolNeAR train and our own articles none has one source mention. Whose the words on the side
    without the cue are is left open.
    """
    answers = {b.start for a, b in pairwise(sorted(q for r in relations for q in r.quotations)) if _answers(text, a, b)}
    for relation in relations:
        places = sorted(answers & {quotation.start for quotation in relation.quotations})
        cue = relation.cue.start if relation.cue is not None else -1
        for begins, ends in pairwise([-1, *places, len(text)]):
            group = [part for whole in relation.content if (part := _between(text, relation, whole, begins, ends))]
            beside = begins <= cue < ends
            if group and places:
                yield _part(relation, group) if beside else _unsourced(_part(relation, group))
            elif group:
                yield relation


def _answers(text: str, question: CharSpan, answer: CharSpan) -> bool:
    return _ANSWERED.fullmatch(text, question.end - 1, answer.start) is not None


def _between(text: str, relation: Relation, part: CharSpan, begins: int, ends: int) -> CharSpan | None:
    """Return what a part holds between two places that quotations begin at; at a cut it begins or ends with one."""
    start, end = max(part.start, begins), min(part.end, ends)
    inside = [q for q in relation.quotations if start <= q.start and q.end <= end]
    if (start, end) == (part.start, part.end) or not inside:
        return part if start < end else None
    lead, rest = text[start : inside[0].start], text[inside[-1].end : end]
    worded = [any(map(str.isalnum, words)) for words in (lead, rest)]
    return CharSpan(start if worded[0] else inside[0].start, end if worded[1] else inside[-1].end)


def _unsourced(relation: Relation) -> Relation:
    kept = tuple(one for one in relation.evidence if one.field not in {"cue", "source"})
    note = "an answer is not by whoever asks, and nothing beside it tells whose it is"
    evidence = (*kept, Evidence("source", "relations:answer", None, note))
    confidence = evolve(relation.confidence, source=None)
    return evolve(
        relation,
        cue=None,
        cue_lemma=None,
        cue_type=None,
        source=None,
        refers=(),
        confidence=confidence,
        evidence=evidence,
    )


def _part(relation: Relation, parts: list[CharSpan]) -> Relation:
    marked = tuple(span for span in relation.quotations if any(part.contains(span) for part in parts))
    return evolve(relation, content=tuple(parts), quotations=marked)


def _is_cued(relation: Relation, before: list[CharSpan], span: CharSpan) -> bool:
    """Tell whether the cue of a relation stands beside a stretch, behind those before it."""
    return relation.cue is not None and before[-1].end <= relation.cue.start < span.end + NEAR


def _is_other(text: str, relation: Relation, source: CharSpan, lexicon: Lexicon) -> bool:
    """Tell whether a clause names another than the source of a relation; pronouns and "the man" tell nothing."""
    if relation.source is None:
        return False
    pronouns = {pronoun.lower() for pronoun in lexicon.words("cues")["pronouns"]}
    name, known = source.of(text), relation.source.of(text)
    if _ANOTHER.match(name):
        return name != known
    if name.lower() in pronouns or known.lower() in pronouns or known.islower():
        return False
    return name.split()[-1] not in known


def _clause_beside(
    text: str, quotation: CharSpan, lexicon: Lexicon, *, strict: bool = True
) -> tuple[CharSpan, CharSpan] | None:
    """Return source and cue of ", Ana said" right behind a quotation.

    Unless `strict`, any verb that the lexicon holds is one where the sentence ends with it: “It is,” Ana agreed.
    """
    start = quotation.end - (text[quotation.end - 1] in ",?!")
    if not _ENDS_WORDS.match(text, start):
        return None
    tail, patterns = text[start : quotation.end + NEAR].split("\n")[0], _patterns(lexicon)
    found = patterns.name_verb.match(tail) or patterns.verb_name.match(tail)
    if found is None:
        return None
    account = found["source"].startswith("@")
    closes = not strict and tail[found.end() :][:1] in {"", "."}
    if not (closes or account) and describe_cue(found["cue"], lexicon)[0] not in _reporting(lexicon):
        return None
    source, cue = (CharSpan(start + found.start(part), start + found.end(part)) for part in ("source", "cue"))
    return CharSpan(source.start, source.end - found["source"].endswith(".")), cue  # the sentence ends there


def _with_clause(text: str, relation: Relation, source: CharSpan, cue: CharSpan, lexicon: Lexicon) -> Relation:
    lemma, kind = describe_cue(cue.of(text), lexicon)
    rule = "relations:clause-beside"
    evidence = (Evidence("cue", rule, cue), Evidence("source", rule, source))
    kept = tuple(one for one in relation.evidence if one.field not in {"cue", "source"})
    return evolve(relation, source=source, cue=cue, cue_lemma=lemma, cue_type=kind, evidence=kept + evidence)


def _leading_clause(
    text: str, holder: CharSpan, quotation: Quotation, lexicon: Lexicon
) -> tuple[CharSpan, CharSpan] | None:
    """Return source and cue of “My aunt used to say,” right before a quotation, both inside the outer one."""
    start = max(holder.start, quotation.outer.start - NEAR)
    found = _patterns(lexicon).leading.search(text[start : quotation.outer.start])
    if found is None:
        return None
    reporting = describe_cue(found["cue"], lexicon)[0] in _reporting(lexicon) or found["cue"] in _SPOKEN
    source, cue = (CharSpan(start + found.start(part), start + found.end(part)) for part in ("source", "cue"))
    told = text[holder.start : source.end]
    return (source, cue) if reporting and _is_kin(told, found, people_words(lexicon)) else None


def _is_kin(told: str, found: re.Match[str], words: PeopleWords) -> bool:
    """Tell whether a source is somebody whom only the speaker knows ("my aunt"), or a pronoun that stands for one.

    Names stay with the outer statement: who quotes the words of the known makes them a part of his own.
    """
    if found["noun"] is not None:
        return _is_somebody(found["noun"], words)
    third = words.pronouns.get(found["source"].lower()) in {"male", "female"}
    return third and any(_is_somebody(match[1], words) for match in _MINE.finditer(told))


def _is_somebody(noun: str, words: PeopleWords) -> bool:
    return noun in words.relations or words.is_role(noun)


def name_authors(text: str, relation: Relation, lexicon: Lexicon) -> Relation:
    """Return the relation with the author as source where the source is a document "by" somebody."""
    if relation.source is None:
        return relation
    found = _patterns(lexicon).author.fullmatch(relation.source.of(text))
    if found is None:
        return relation
    author = CharSpan(relation.source.start + found.start("author"), relation.source.start + found.end("author"))
    evidence = Evidence("source", "relations:author-of-document", relation.source, "the document that the author wrote")
    return relation.with_evidence(evidence, source=author)


def _with_rest(text: str, relation: Relation, rest: Sequence[CharSpan]) -> Relation:
    """Return a relation with the quotations that its paragraph goes on with."""
    content = (*relation.content, *(part for part in rest if "\n" not in text[relation.content[0].end : part.start]))
    return evolve(relation, content=content, quotations=content)


def _reporting_clause(
    text: str, relation: Relation, quotation: CharSpan, lexicon: Lexicon
) -> tuple[CharSpan, CharSpan] | None:
    """Return source and cue of a clause such as “Ana said” right behind a quotation and inside the content.

    The clause may stand between a quotation and who only reports it, too: “No,” wrote Ana, according to Radio Sul.
    """
    start, patterns = max(0, quotation.end - 1), _patterns(lexicon)
    end = next((span.end for span in relation.content if span.contains(quotation) and span.end > quotation.end), 0)
    if relation.cue is not None and quotation.end <= relation.cue.start < end:
        return None
    told_by = 0
    if relation.cue is not None and quotation.end <= relation.cue.start and _tells_of(relation, text, lexicon):
        told_by = min(relation.cue.start, relation.cue.start if relation.source is None else relation.source.start)
    tail = text[start : min(max(end, told_by), quotation.end + NEAR)]
    found = patterns.name_verb.match(tail) or patterns.verb_name.match(tail)
    if found is None and told_by:
        found = patterns.verb_somebody.fullmatch(text[start:told_by])
    if found is None or describe_cue(found["cue"], lexicon)[0] not in _reporting(lexicon):
        return None
    source, cue = (CharSpan(start + found.start(part), start + found.end(part)) for part in ("source", "cue"))
    return (source, cue) if relation.source is None or not source.overlaps(relation.source) else None


def _inner(
    text: str,
    outer: Relation,
    quotation: CharSpan,
    source: CharSpan,
    cue: CharSpan,
    lexicon: Lexicon,
    rule: str = "relations:reporting-clause-inside",
) -> Relation:
    lemma, kind = describe_cue(cue.of(text), lexicon)
    return evolve(
        outer,
        content=(quotation,),
        quotations=(quotation,),
        kind="direct",
        cue=cue,
        cue_lemma=lemma,
        cue_type=kind,
        source=source,
        confidence=Confidence(content=outer.confidence.content, source=outer.confidence.source),
        evidence=(
            Evidence("content", rule, quotation, "said inside another statement"),
            Evidence("cue", rule, cue),
            Evidence("source", rule, source, "stands beside the marks"),
        ),
    )


@lru_cache(maxsize=4)
def _patterns(lexicon: Lexicon) -> _Patterns:
    words = lexicon.words("cues")
    pronouns = "|".join(map(re.escape, words["pronouns"]))
    documents = "|".join(map(re.escape, words["documents"]))
    forms = (form for verb in words["verbs"] for form in verb.get("forms", ()))
    past = "|".join(["[a-z]+ed", *sorted(form for form in forms if not form.endswith(("s", "ing")))])
    which = r"(?:[Tt]he|[Oo]ne|[Aa]nother|[Aa]\s(?:second|third|fourth|fifth))"
    described = rf"{which}\s(?:[\w’'-]+\s){{0,2}}?[\w’'-]+(?=\s(?:{past})\b)"
    named = rf"(?P<source>(?:{pronouns})\b|{_NAME}|{_ACCOUNT}|{described})"
    aside = r"\([^()\n]{1,30}\)\s"
    somebody = (
        rf"(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]is|[Hh]er|[Tt]heir)\s(?:[\w’'-]+\s(?:{aside})?){{0,4}}?"
        r"(?!(?:the|an?|of|in|for|to|and|or)\b)[\w’'-]+"
    )
    source = rf"(?P<source>{_NAME}|{somebody}(?:,\s{_NAME}(?=,))?)"
    told = (
        rf"{source}(?:\s\([^()\n]{{1,30}}\))?(?:,(?:\s[^,.;:“”\"\n]{{2,60}},)?)?\s(?:(?:had|has|have|also|later|then|once|earlier|allegedly)\s)*"
        rf"(?P<cue>{past})\b(?P<rest>(?:(?!\s(?:and|but|while|when|because|who|which|whose)\b)[^.;“”\"\n]){{0,120}}?)\s*"
    )
    return _Patterns(
        re.compile(rf"(?:(?:that|how)\s)?{told}"),
        re.compile(rf"(?:^|[\n.!?”\"]\s*|,\s){told}$"),
        re.compile(told),
        re.compile(source),
        re.compile(rf"[,)]?\s(?P<cue>{past})\b(?:\s[^,.;:“”\"\n]{{2,40}})?[,:]?\s*[“\"‘«]?"),
        re.compile(rf"{_CLOSING}{named}\s+(?P<cue>{_VERB})\b"),
        re.compile(rf"{_CLOSING}(?P<cue>{_VERB})\s+{named}"),
        re.compile(rf"{_CLOSING}(?P<cue>{past})\s(?P<source>(?:(?:Mr|Mrs|Ms|Dr)\.|[^.;:“”\"\n]){{2,100}}?),?\s"),
        re.compile(
            rf"(?s:.{{1,160}}?\b(?:{documents})\b.{{0,160}}?)\bby\s+"
            rf"(?P<author>(?:[^,.;]{{0,60}}?\s|the\s[^,.;]{{3,60}},\s)?{_NAME})[\s,]*"
        ),
        re.compile(
            rf"(?:(?<=[\s“‘\"'])|^)(?P<source>(?:{pronouns})|{_SOMEBODY}|{_NAME})\s+{_ADVERB}"
            rf"(?P<cue>(?:(?:used to|would|has|had|have) )?{_VERB}){_HEARER}[,:]?\s*$"
        ),
    )


@lru_cache(maxsize=4)
def _hearing(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.words("cues")["hearing"])


@lru_cache(maxsize=4)
def _reporting(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.words("cues")["reporting"])
