"""Which language a text is in, as far as its script and its small words tell, and whether it is in capitals.

The line asks it of articles and the verifier of sources; it imports neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from attribution.datafiles import data_folder, parse_object

_SCRIPTS = {
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "arabic": re.compile("[\u0600-\u06ff\u0750-\u077f]"),
    "hebrew": re.compile("[\u0590-\u05ff]"),
    "han": re.compile("[\u3400-\u9fff]"),
    "kana": re.compile("[\u3040-\u30ff]"),
    "hangul": re.compile("[\uac00-\ud7af]"),
    "devanagari": re.compile("[\u0900-\u097f]"),
    "thai": re.compile("[\u0e00-\u0e7f]"),
}
_SAMPLE = 20_000  # characters of a text that are looked at
_LEAST_FOREIGN = 3  # different small words of another language that tell it from the language of the source
_ENOUGH = 100  # words of a text whose share of small words tells something
_LEAST_ENGLISH = 0.05  # of the words; English articles of the web, BBC, ABC and PolNeAR (train) have .11 and more
_WORD = re.compile(r"[^\W\d_]+")
_FEW_LETTERS = 60  # a headline or a label has no more
_CAPITALS = 0.9  # of the letters; names and abbreviations in plain writing, headlines with them, stay far below


@cache
def load_languages() -> Mapping[str, frozenset[str]]:
    """Return the frequent small words of each language, by ISO 639-1 code.

    Raises:
        LexiconError: The file is no JSON.
    """
    data = parse_object((data_folder() / "languages.json").read_bytes(), "languages.json")["languages"]
    return MappingProxyType({code: frozenset(entry["words"]) for code, entry in data.items()})


def find_script(text: str) -> str | None:
    """Return the script of most letters of `text`, None without letters of a known one."""
    counts = {name: len(pattern.findall(text[:_SAMPLE])) for name, pattern in _SCRIPTS.items()}
    best = max(counts, key=lambda name: counts[name])
    if best == "han" and counts["kana"]:
        return "kana"
    return best if counts[best] else None


def find_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language whose small words `text` holds most, None where it is not clear.

    Clear means two small words or more, and half as many again as of the next language.
    """
    found = Counter(word.lower() for word in _WORD.findall(text[:_SAMPLE]))
    scores = {
        code: sum(count for word, count in found.items() if word in small) for code, small in load_languages().items()
    }
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    best, second = scores[ranked[0]], scores[ranked[1]]
    return ranked[0] if best >= 2 and best >= 1.5 * second else None


def in_different_languages(quotation: str, source: tuple[str | None, str | None]) -> bool:
    """Tell whether script or small words show that a quotation is in another language than a source.

    Args:
        quotation: The quotation.
        source: Script and language of the source.
    """
    script = find_script(quotation)
    if None in (script, source[0]):
        return False
    if script != source[0]:
        return {script, source[0]} != {"han", "kana"}  # Japanese is written in both
    return source[1] is not None and _is_plainly_foreign(quotation, source[1])


def is_not_english(text: str) -> bool:
    """Tell whether an article is plainly in another language: by its letters, its small words, or the lack of English.

    A long list of names is taken for another language as well: it holds no English either.
    """
    text = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(text)]
    english = sum(word in load_languages()["en"] for word in words)
    lacking = len(words) >= _ENOUGH and english < _LEAST_ENGLISH * len(words)
    return lacking or in_different_languages(text, ("latin", "en"))


def is_in_capitals(text: str) -> bool:
    """Tell whether an article is written in capitals throughout, so that they tell no names."""
    large = sum(char.isupper() for char in text[:_SAMPLE])
    small = sum(char.islower() for char in text[:_SAMPLE])
    return large > _FEW_LETTERS and large >= _CAPITALS * (large + small)


def _is_plainly_foreign(quotation: str, language: str) -> bool:
    """Tell whether a quotation holds several small words that only another language has, and hardly one of its own.

    One or two say nothing: "die", "pour" and "I" are words of several languages, and names hold such words.
    """
    words = {word.lower() for word in _WORD.findall(quotation) if len(word) > 1}
    languages = load_languages()
    own = languages[language]
    foreign = max(len(words & small - own) for code, small in languages.items() if code != language)
    return foreign >= _LEAST_FOREIGN and foreign >= 3 * len(words & own)
