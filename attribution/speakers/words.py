"""The words by which the speaker step tells who speaks, and the patterns made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon

_WHO = r"(?P<who>[^,.;:\n“”\"]{2,60}?)"
_ASIDE = r"(?:, [^,.;\n“”\"]{2,60},)?"
_OPEN = r"[“\"‘']?$"
_HAD = r"(?:(?:has|had|have|also|later|then|once) ){0,2}"


_PLAIN = (
    "common_posts",
    "campaign_modifiers",
    "ones",
    "beside_ones",
    "papers_own",
    "interviewers",
    "asking",
    "replying",
    "after_questions",
)


@frozen(eq=False)
class SpeakerWords:
    """`data/<language>/speakers.json`, compiled.

    Attributes:
        asker: The words before whoever asks in a clause of time, and the name with the verb from the name on.
        acts_on: By the gender of an object, the words from a subject on up to that object in the same clause.
        beside: By the gender of a pronoun, its clause from there up to a name: "she was seen with ".
        forces: Names of police forces: "Kent Police", "Cumbria police".
        common_posts: Posts that a party or a team has many of.
        campaign_modifiers: Words that may stand before "campaign" without telling whose it is.
        ones: Words for one of several.
        beside_ones: Words that stand beside those.
        papers_own: Documents that a newspaper itself writes.
        interviewers: Nouns for those whose trade it is to ask.
        asking: Verb forms of whoever asks somebody something.
        replying: Verb forms of whoever answers.
        after_questions: Words that begin what is asked, or tell of whom, and no phrase for whom it is asked.
        platforms: Names of platforms that anybody may write on.
        media: Names of outlets that mean one wherever they stand.
        outlets: All names of outlets, those included that may mean something else.
        voices: How a clause tells whose words another passes on.
    """

    asker: tuple[re.Pattern[str], re.Pattern[str]]
    acts_on: Mapping[str, re.Pattern[str]]
    beside: Mapping[str, re.Pattern[str]]
    forces: re.Pattern[str]
    common_posts: frozenset[str]
    campaign_modifiers: frozenset[str]
    ones: frozenset[str]
    beside_ones: frozenset[str]
    papers_own: frozenset[str]
    interviewers: frozenset[str]
    asking: frozenset[str]
    replying: frozenset[str]
    after_questions: frozenset[str]
    platforms: frozenset[str]
    media: frozenset[str]
    outlets: frozenset[str]
    voices: VoicePatterns


@frozen(eq=False)
class VoicePatterns:
    """Patterns for "Reuters reported that Lee said “no”"; `who` or `after` is whoever uttered the words.

    Attributes:
        behind: "“No,” the judge said, according to", from the words up to the one who passes them on.
        before: "Lee said “", up to the words.
        in_which: "in which Lee says “", up to the words.
        what_is_called: "what Lee calls “", up to the words.
        in_clause: "when Lee said “", up to the words.
        told: "that Lee said the dam was “", from the clause on up to the words.
        reported: "Lee had called the dam “", the same where a person passes it on.
        chained: "that Lee put up a wall and then claimed “", the same with what else Lee did before.
        told_behind: ",” Lee said", from the words on.
    """

    behind: re.Pattern[str]
    before: re.Pattern[str]
    in_which: re.Pattern[str]
    what_is_called: re.Pattern[str]
    in_clause: re.Pattern[str]
    told: re.Pattern[str]
    reported: re.Pattern[str]
    chained: re.Pattern[str]
    told_behind: re.Pattern[str]


@lru_cache(maxsize=4)
def speaker_words(lexicon: Lexicon) -> SpeakerWords:
    """Return the compiled word lists of the lexicon's language."""
    lists = {name: row["words"] for name, row in lexicon.words("speakers").items()}
    lists["prepositions"] = lexicon.words("people")["prepositions"]["words"]
    forces = re.compile(rf"\b(?:[A-Z][\w’'-]+\s(?:and\s)?){{1,3}}{_any_of(lists['forces'])}\b")
    return SpeakerWords(
        asker=_asker(lists),
        acts_on=_acts_on(lists),
        beside=_beside(lists),
        forces=forces,
        platforms=frozenset(name for one in lexicon.outlets.entries if one.kind == "platform" for name in one.names),
        media=lexicon.outlets.media,
        outlets=frozenset(name for one in lexicon.outlets.entries for name in one.names),
        voices=_voices(lists),
        **{name: frozenset(lists[name]) for name in _PLAIN},
    )


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))})"


def _asker(lists: Mapping[str, Iterable[str]]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    before = re.compile(rf"\b{_any_of(lists['times'])}\s(?:[\w-]+\s){{0,3}}$", re.IGNORECASE)
    name = r"[A-Z][\w’'.-]*(?:\s[A-Z][\w’'.-]*){0,3}"
    return before, re.compile(rf"{name}\s(?:(?:\w+ly|first|later|then)\s)?{_any_of(lists['asking'])}\b")


def _acts_on(lists: Mapping[str, Iterable[str]]) -> Mapping[str, re.Pattern[str]]:
    """Return patterns of one clause up to an object: the words of "Lee took her aside" from "Lee" to "her"."""
    start = r"(?:(?:An?|One|Another|The)\s)?(?:[A-Z][\w’'.-]*\s)*"
    clause = rf"{start}(?:(?!{_any_of(lists['clause_openers'])}\b)[a-z’'-]+,?\s){{0,14}}?"
    clause = rf"{clause}(?!{_any_of([*lists['clause_openers'], *lists['prepositions']])}\b)[a-z’'-]+\s"
    no_noun = rf"(?=[,.;:!?—]|\s{_any_of(lists['after_objects'])}\b)"
    return {"male": re.compile(rf"{clause}him\b"), "female": re.compile(rf"{clause}her{no_noun}")}


def _beside(lists: Mapping[str, Iterable[str]]) -> Mapping[str, re.Pattern[str]]:
    """Return patterns of a clause from its "she" up to a name: "she was seen with ", "she beamed while talking to "."""
    opens = rf"{_any_of(lists['clause_openers'])}\b(?! [a-z]+ing\b)"
    naming = r"(?<! am)(?<! is)(?<! was)(?<! be)(?<! been)(?<! became)(?<! becomes)(?<! called)(?<! named)(?<! as)"
    rest = rf"(?: (?!{opens})[\w’'-]+){{1,12}}{naming} $"  # "he is called Lee"
    return {"male": re.compile(rf"\b[Hh]e{rest}"), "female": re.compile(rf"\b[Ss]he{rest}")}


def _voices(lists: Mapping[str, Iterable[str]]) -> VoicePatterns:
    spoke = _any_of(lists["speaking"])
    tells = rf"{_HAD}{_any_of({*lists['telling'], *lists['naming']})}"
    names = rf"{_HAD}{_any_of(lists['naming'])}(?! for\b)"
    subject = rf"(?:that |how )?(?:[A-Z][^,.;:\n“”\"]{{2,50}}, )?{_WHO}{_ASIDE} "
    return VoicePatterns(
        behind=re.compile(
            rf"\W{{1,4}}(?P<who>[^\n.!?“”\"]{{2,60}}?) {spoke}(?:,? according to (?:the )?|, (?:the )?)$"
        ),
        before=re.compile(
            r"\b(?P<who>[Hh]e|[Ss]he|[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){0,3})"
            rf"(?: [“\"]?[a-z]+ed[”\"]? and)? {spoke}(?: that)?[,:]?\s*[“\"‘']?$"
        ),
        in_which=re.compile(rf"\b(?:in )?(?:which|where) {_WHO} {tells}\b[^.;\n“”\"]{{0,80}}{_OPEN}"),
        what_is_called=re.compile(
            rf"\b(?:what|which) {_WHO} {names}(?: as)?(?: an?| the| their| his| her| its)? ?{_OPEN}"
        ),
        in_clause=re.compile(
            r"\b(?:that|when|while|after|before|because|but) (?P<who>[^,.;:\n“”\"]{2,40}?)"
            rf" {tells}\b[^.;\n“”\"]{{0,60}}{_OPEN}"
        ),
        told=re.compile(rf"{subject}{tells}\b[^.;\n“”\"]{{0,120}}{_OPEN}"),
        reported=re.compile(rf"{subject}{tells}\b(?! for\b)[^.;\n“”\"]{{0,120}}{_OPEN}"),
        chained=re.compile(
            r"(?:that |how )?(?P<who>[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){0,3})"
            r" [a-z](?:(?!\b(?:he|she|they|who|whom|which|that)\b)[^.;:\n“”\"]){5,160}"
            rf"(?:,| and)(?: then| later| also)? {tells}\b[^.;\n“”\"]{{0,60}}{_OPEN}"
        ),
        told_behind=re.compile(
            rf"[,.?!]?[”\"’']?,? (?:{_WHO} {tells}|{spoke} (?P<after>[^,.;\n“”\"]{{2,60}}))\b[^“”\"]{{0,40}}"
        ),
    )
