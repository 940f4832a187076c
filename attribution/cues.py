"""What kind of cue it is, and its lemma. The reader finds the cue; this names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from attribution.lexicon import Lexicon
    from attribution.models import CueType

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("ying", "ie"),
    ("es", ""),
    ("es", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("s", ""),
)


@frozen
class CueWords:
    """The cue lexicon: irregular and base forms of verbs, nouns, prepositional phrases."""

    forms: dict[str, str]
    verbs: frozenset[str]
    nouns: frozenset[str]
    prepositions: frozenset[str]


def describe_cue(cue: str, lexicon: Lexicon) -> tuple[str, CueType]:
    """Return the lemma and the type of a cue such as "has repeatedly said", "according to" or ":".

    The lemma is that of the first verb that is no auxiliary, or the noun, or the phrase in lower case; a verb that the
    lexicon does not hold stays as it stands.
    """
    known = _words(lexicon)
    plain = " ".join(cue.lower().split()).replace("’", "'")
    words = [match.group() for match in _WORD.finditer(plain)]
    if not words:
        return plain, "punctuation"
    phrase = " ".join(words)
    if phrase in known.prepositions:
        return phrase, "preposition"
    verb = _first_lexical_verb(words, known)
    if verb is not None:
        return verb, "verb"
    for word in reversed(words):
        for form in (word, word.removesuffix("'s"), word.removesuffix("s")):
            if form in known.nouns:
                return form, "noun"
    if any(phrase.startswith(f"{preposition} ") for preposition in known.prepositions):
        return phrase, "preposition"
    return words[0], "verb"


def is_past(cue: str, lexicon: Lexicon) -> bool:
    """Tell whether a word of the cue is a past form: "wrote", "have said", but not "will say"."""
    irregular = _words(lexicon).forms
    words = (match.group().lower() for match in _WORD.finditer(cue))
    return any(word.endswith("ed") or (word in irregular and not word.endswith(("s", "ing"))) for word in words)


def is_denial(cue: str, source: str, lexicon: Lexicon) -> bool:
    """Tell whether cue and source say that the words were not said: "never said", "denied saying", "no minister"."""
    known, lists = _words(lexicon), lexicon.words("cues")
    words = [match.group().lower().replace("’", "'") for match in _WORD.finditer(cue)]
    lemmas = [next((form for form in _candidates(word, known) if form in known.verbs), word) for word in words]
    first, second = [*source.split()[:2], "", ""][:2]
    negated = [n for n, word in enumerate(words) if word in lists["negations"] or word.endswith("n't")]
    beside = {*words[negated[0] :], *lemmas[negated[0] :]} if negated else set()
    if first.lower() in lists["nobodies"] and not second[:1].isupper() and not second[:1].isdigit():  # "No 10 said"
        return not negated
    if negated:
        return beside.isdisjoint(lists["beside_negations"])
    refused = next((n for n, lemma in enumerate(lemmas) if lemma in lists["refusing"]), len(lemmas))
    return any(lemma in lists["reporting"] or lemma in lists["judging"] for lemma in lemmas[refused + 1 :])


def _first_lexical_verb(words: list[str], known: CueWords) -> str | None:
    """Return the lemma of the first verb that is no auxiliary; an auxiliary where there is nothing else."""
    auxiliary = None
    for word in words:
        lemma = next((form for form in _candidates(word, known) if form in known.verbs), None)
        if lemma in {"be", "have", "do"}:
            auxiliary = auxiliary or lemma
        elif lemma is not None and not (auxiliary is None and word in known.nouns and len(words) > 1):
            return lemma
    return auxiliary if auxiliary and not any(word in known.nouns for word in words) else None


def _candidates(word: str, known: CueWords) -> Iterator[str]:
    if word in known.forms:
        yield known.forms[word]
    yield word
    for ending, base in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            yield stem + base
            if not base and len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> CueWords:
    data = lexicon.words("cues")
    verbs = data["verbs"]
    return CueWords(
        forms={form: verb["lemma"] for verb in verbs for form in verb.get("forms", ())},
        verbs=frozenset(verb["lemma"] for verb in verbs),
        nouns=frozenset(data["nouns"]),
        prepositions=frozenset(data["prepositions"]),
    )
