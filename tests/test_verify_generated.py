"""The generated test set: quotations cut from fixture transcripts, each changed in every way that a verdict names."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from attrs import frozen

from attribution.verify.checking import verify_quotations
from attribution.verify.results import Result
from attribution.verify.sources import Source, source_from_text

TRANSCRIPTS = Path(__file__).parent.parent / "fixtures" / "transcripts"
LEAST_RATE = 0.98
LEAST_BASES = 1000

# The test's own lists, written down apart from the library's data.
NEGATIONS = {"not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "cannot", "without", "no-one"}
CONDITIONS = {
    "but",
    "unless",
    "if",
    "except",
    "though",
    "although",
    "provided",
    "only",
    "until",
    "once",
    "not",
    "never",
    "nor",
    "yet",
}
MODALS = {"will": "may", "would": "should", "can": "must", "could": "will", "should": "might", "may": "will"}
MODALS |= {"might": "must", "must": "could", "shall": "might", "cannot": "will"}
NUMBERS = {
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "fifteen",
    "nineteen",
    "twenty",
    "fifty",
    "eighty",
    "thirty",
    "forty",
    "hundred",
    "thousand",
    "million",
    "half",
    "tenth",
    "third",
    "fifth",
    "quarter",
    "first",
    "second",
    "twice",
    "once",
    "double",
}
LIMITED_IN_TIME = re.compile(r"for (now|the (moment|present|time being))\b")
ABBREVIATIONS = ("Mr.", "Mrs.", "Ms.", "Dr.")


@frozen
class Base:
    """A quotation as it stands in a transcript, who says it, and where."""

    transcript: str
    speaker: str
    text: str
    start: int


@frozen
class Case:
    """A changed quotation and the verdicts that are right for it."""

    kind: str
    base: Base
    text: str
    verdicts: frozenset[str]
    speaker: str
    flag: str = ""


@cache
def transcripts() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(TRANSCRIPTS.glob("*.txt"))}


@cache
def source(name: str) -> Source:
    return source_from_text(transcripts()[name], name)


def paragraphs(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield speaker, start and text of each paragraph, labels left out, read without the library."""
    speaker = ""
    for match in re.finditer(r"(?:[^\n]+\n)+", text):
        label = re.match(r"(?:([A-Z][A-Z.\- ]+):|(Q)\.) +", match.group())
        if label:
            speaker = (label[1] or label[2]).title()
        if speaker:
            start = label.end() if label else 0
            yield speaker, match.start() + start, match.group()[start:].rstrip()


def sentences(paragraph: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for match in re.finditer(r"[.?!](?=\s|$)", paragraph):
        if not paragraph[start : match.end()].endswith(ABBREVIATIONS):
            left = start + len(paragraph[start:]) - len(paragraph[start:].lstrip())
            spans.append((left, match.end()))
            start = match.end()
    return spans


def words_of(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[\w'-]+", text)]


def is_telling(words: list[str]) -> bool:
    return any(w[0].isdigit() or {w, *w.split("-")} & (NEGATIONS | CONDITIONS | NUMBERS) for w in words)


def is_plain(paragraph: str, sentence: tuple[int, int], start: int, end: int) -> bool:
    """Tell whether nothing around a stretch of a sentence turns its sense."""
    before, after = words_of(paragraph[sentence[0] : start]), words_of(paragraph[end : sentence[1]])
    limited = LIMITED_IN_TIME.match(" ".join(after))
    return not NEGATIONS & set(before) and not (CONDITIONS | {"and"}) & set(after[:1]) and not limited


def spans_of(paragraph: str) -> Iterator[tuple[int, int]]:
    """Yield runs of one to three sentences, and stretches inside a sentence."""
    found = sentences(paragraph)
    for size in (1, 2, 3):
        for at in range(len(found) - size + 1):
            yield found[at][0], found[at + size - 1][1]
    for sentence in found:
        words = [m.span() for m in re.finditer(r"\S+", paragraph) if sentence[0] <= m.start() < sentence[1]]
        for first, size in ((0, 7), (2, 9), (3, 12), (5, 8), (1, 11), (4, 7)):
            if first + size < len(words):
                start, end = words[first][0], words[first + size - 1][1]
                end -= paragraph[end - 1] in ",.;:?"
                if is_plain(paragraph, sentence, start, end):
                    yield start, end


@cache
def bases() -> tuple[Base, ...]:
    found = []
    for name, text in transcripts().items():
        flat = " ".join(text.split())
        for speaker, offset, paragraph in paragraphs(text):
            for start, end in spans_of(paragraph):
                quoted = paragraph[start:end]
                unique = flat.lower().count(" ".join(quoted.split()).lower().rstrip(".?")) == 1
                if "(" not in quoted and len(quoted.split()) >= 6 and unique:
                    found.append(Base(name, speaker, quoted, offset + start))
    return tuple(dict.fromkeys(found))


def flat(text: str) -> str:
    return " ".join(text.split())


# One function a kind of change: a base and a random generator in, (text, flag) out, None where it does not apply.


def replace_at(text: str, match: re.Match[str], new: str) -> str:
    new = new.capitalize() if match.group()[0].isupper() else new
    return text[: match.start()] + new + text[match.end() :]


def choose(rng: random.Random, pattern: str, text: str) -> re.Match[str] | None:
    found = list(re.finditer(pattern, text))
    return rng.choice(found) if found else None


def as_it_stands(base: Base, rng: random.Random) -> tuple[str, str]:
    return base.text, ""


def typographic(base: Base, rng: random.Random) -> tuple[str, str]:
    text = flat(base.text).replace("'", rng.choice("’‘ʼ`")).replace("fi", rng.choice(("fi", "ﬁ")))
    text = text.replace(" ", rng.choice((" ", "\u00a0", "\u2009", "  ", "\n")))
    long = choose(rng, r"[a-z]{6,}", text)
    if long:
        cut = long.start() + 3
        text = text[:cut] + rng.choice(("\u00ad", "\u200b", "-\n", "\u00ad\n", "")) + text[cut:]
    text = rng.choice(("", "“", "‘", "« ")) + text
    return unicodedata.normalize(rng.choice(("NFC", "NFD")), text), ""


def edges(base: Base, rng: random.Random) -> tuple[str, str] | None:
    text = flat(base.text)
    if text[-1] in "?!" or text.startswith("I "):
        return None
    return text[0].swapcase() + text[1:].rstrip(".") + ",", ""


def middle(base: Base, telling: bool, rng: random.Random) -> tuple[int, int] | None:
    """Choose a stretch of two to five words in the middle, with telling words or without."""
    words = flat(base.text).split()
    choices = [
        (start, start + size)
        for size in (2, 3, 4, 5)
        for start in range(3, len(words) - size - 2)
        if is_telling(words_of(" ".join(words[start : start + size]))) == telling
    ]
    return rng.choice(choices) if choices else None


def cut_middle(base: Base, rng: random.Random, telling: bool) -> tuple[str, str] | None:
    chosen = middle(base, telling, rng)
    if not chosen:
        return None
    words = flat(base.text).split()
    mark = rng.choice(("…", "...", ". . .", "[...]", "[…]", "(...)", "....", "[ … ]"))
    return " ".join([*words[: chosen[0]], mark, *words[chosen[1] :]]), ""


def ellipsis(base: Base, rng: random.Random) -> tuple[str, str] | None:
    return cut_middle(base, rng, telling=False)


def ellipsis_hides(base: Base, rng: random.Random) -> tuple[str, str] | None:
    return cut_middle(base, rng, telling=True)


def brackets(base: Base, rng: random.Random) -> tuple[str, str] | None:
    words = flat(base.text).split()
    at = rng.randrange(2, len(words) - 1)
    way = rng.randrange(4)
    if way == 0:
        return " ".join([*words[:at], "[sic]", *words[at:]]), ""
    if way == 1:
        return " ".join([*words[:at], "[of the harbour]", *words[at:]]), ""
    if way == 2 and words[0].isalpha():
        return f"[{words[0][0].swapcase()}]{' '.join(words)[1:]}", ""
    free = [i for i in range(1, len(words) - 1) if words[i].isalpha() and not is_telling([words[i].lower()])]
    free = [i for i in free if words[i] not in MODALS]
    if not free:
        return None
    at = rng.choice(free)
    return " ".join([*words[:at], "[Tomasz Brandt]", *words[at + 1 :]]), ""


def word_replaced(base: Base, rng: random.Random) -> tuple[str, str] | None:
    match = choose(rng, r"\b[a-z]{3,}\b", flat(base.text))
    return (replace_at(flat(base.text), match, rng.choice(("lantern", "bicycle", "orchard"))), "") if match else None


def letter_changed(base: Base, rng: random.Random) -> tuple[str, str] | None:
    text = flat(base.text)
    match = choose(rng, r"(?<=[a-z])[a-z](?=[a-z])", text)
    if not match:
        return None
    other = rng.choice([letter for letter in "aeiourstln" if letter != match.group()])
    return text[: match.start()] + rng.choice(("", other, match.group() * 2)) + text[match.end() :], ""


def number_changed(base: Base, rng: random.Random) -> tuple[str, str] | None:
    text = flat(base.text)
    digits = choose(rng, r"\d", text)
    if digits:
        new = str((int(digits.group()) + rng.randrange(1, 9)) % 10)
        return text[: digits.start()] + new + text[digits.end() :], "number-"
    word = choose(rng, r"\b(?:two|three|four|five|six|nine|ten|eleven|million)\b", text)
    return (replace_at(text, word, "eight"), "number-") if word else None


def negation_dropped(base: Base, rng: random.Random) -> tuple[str, str] | None:
    match = choose(rng, r" (?:not|never)\b(?= [a-z]+ )", flat(base.text))
    return (replace_at(flat(base.text), match, ""), "negation-dropped") if match else None


def negation_added(base: Base, rng: random.Random) -> tuple[str, str] | None:
    text = flat(base.text)
    match = choose(rng, r"(?<= )(?=[a-z]+ )", text)
    return (text[: match.start()] + "not " + text[match.start() :], "negation-added") if match else None


def modal_changed(base: Base, rng: random.Random) -> tuple[str, str] | None:
    match = choose(rng, rf"\b(?:{'|'.join(MODALS)})\b", flat(base.text))
    return (replace_at(flat(base.text), match, MODALS[match.group()]), "modal-changed") if match else None


def words_exchanged(base: Base, rng: random.Random) -> tuple[str, str] | None:
    words = flat(base.text).split()
    pairs = [i for i in range(1, len(words) - 2) if words[i].isalpha() and words[i + 1].isalpha()]
    pairs = [i for i in pairs if words[i].lower() != words[i + 1].lower()]
    if not pairs:
        return None
    at = rng.choice(pairs)
    return " ".join([*words[:at], words[at + 1], words[at], *words[at + 2 :]]), ""


def word_dropped(base: Base, rng: random.Random) -> tuple[str, str] | None:
    words = flat(base.text).split()
    at = rng.randrange(1, len(words) - 1)
    if words[at] in (words[at - 1], words[at + 1]) or not words[at].isalpha():
        return None
    return " ".join([*words[:at], *words[at + 1 :]]), ""


def fragments_swapped(base: Base, rng: random.Random) -> tuple[str, str] | None:
    words = flat(base.text).rstrip(".?!").split()
    if len(words) < 10:
        return None
    at = rng.randrange(4, len(words) - 4)
    joint = rng.choice((" ", ", ", " … "))
    return " ".join(words[at:]) + joint + " ".join(words[:at]), ""


def other_speaker(base: Base, rng: random.Random) -> tuple[str, str]:
    return flat(base.text), "said-by"


PASS = frozenset({"verbatim", "verbatim-folded"})
KINDS: dict[str, tuple[Callable[[Base, random.Random], tuple[str, str] | None], frozenset[str]]] = {
    "as-it-stands": (as_it_stands, frozenset({"verbatim"})),
    "typographic": (typographic, PASS),
    "edges": (edges, frozenset({"verbatim-folded"})),
    "ellipsis": (ellipsis, frozenset({"marked-edit"})),
    "ellipsis-hides": (ellipsis_hides, frozenset({"ellipsis-hides"})),
    "brackets": (brackets, frozenset({"marked-edit"})),
    "word-replaced": (word_replaced, frozenset({"altered"})),
    "letter-changed": (letter_changed, frozenset({"altered"})),
    "number-changed": (number_changed, frozenset({"altered"})),
    "negation-dropped": (negation_dropped, frozenset({"altered"})),
    "negation-added": (negation_added, frozenset({"altered"})),
    "modal-changed": (modal_changed, frozenset({"altered"})),
    "words-exchanged": (words_exchanged, frozenset({"altered"})),
    "word-dropped": (word_dropped, frozenset({"altered"})),
    "fragments-swapped": (fragments_swapped, frozenset({"spliced"})),
    "other-speaker": (other_speaker, frozenset({"other-speaker"})),
}


def case_of(kind: str, base: Base) -> Case | None:
    change, verdicts = KINDS[kind]
    made = change(base, random.Random(f"{kind} {base.transcript} {base.start} {base.text}"))
    if not made:
        return None
    speaker = "Wanda Nobleman" if kind == "other-speaker" else base.speaker
    if kind == "other-speaker" and base.speaker == "Q":
        return None
    return Case(kind, base, made[0], verdicts, speaker, made[1])


def check(cases: list[Case], against: dict[str, str] | None = None) -> list[tuple[Case, Result]]:
    """Verify the cases, those of one transcript in one call."""
    by_source: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_source[(against or {}).get(case.base.transcript, case.base.transcript)].append(case)
    checked: list[tuple[Case, Result]] = []
    for name, group in by_source.items():
        quotations = [{"quotation": [case.text], "speaker": case.speaker} for case in group]
        checked += zip(group, verify_quotations(quotations, source(name)).results, strict=True)
    return checked


@cache
def checked_kind(kind: str) -> tuple[tuple[Case, Result], ...]:
    return tuple(check([case for base in bases() if (case := case_of(kind, base))]))


def report(wrong: list[tuple[Case, Result]]) -> str:
    shown = [f"{c.kind}: {c.text!r} -> {r.verdict} {r.findings} {[f.code for f in r.flags]}" for c, r in wrong[:15]]
    return "\n".join([f"{len(wrong)} wrong", *shown])


def cut_before_limit() -> list[Case]:
    """Cut every sentence that goes on with a limiting word right before it."""
    cases = []
    for name, text in transcripts().items():
        for speaker, offset, paragraph in paragraphs(text):
            for start, end in sentences(paragraph):
                for match in re.finditer(r",? (?:but|unless|if|not|except)\b", paragraph[start:end]):
                    quoted = paragraph[start : start + match.start()]
                    if len(quoted.split()) >= 4 and "(" not in quoted and flat(text).count(flat(quoted)) == 1:
                        base = Base(name, speaker, quoted, offset + start)
                        cases.append(Case("cut", base, flat(quoted), frozenset({"truncated"}), speaker))
    return cases


def after_negation() -> list[Case]:
    """Take what follows a negation and its verb inside one clause."""
    cases = []
    for name, text in transcripts().items():
        for speaker, offset, paragraph in paragraphs(text):
            for match in re.finditer(r"\b(?:not|never|cannot|nobody)\s+\w+\s+((?:\w+\s+){2,8}\w+)(?=[.,;])", paragraph):
                quoted = match[1]
                if not set(words_of(quoted)) & (CONDITIONS | {"and", "so"}) and flat(text).count(flat(quoted)) == 1:
                    base = Base(name, speaker, quoted, offset + match.start(1))
                    cases.append(Case("negated", base, flat(quoted), frozenset({"truncated"}), speaker))
    return cases


def absent() -> tuple[list[Case], dict[str, str]]:
    """Hold every quotation against another transcript than its own."""
    names = sorted(transcripts())
    other = dict(zip(names, names[1:] + names[:1], strict=True))
    cases = [Case("absent", base, flat(base.text), frozenset({"not-found"}), "") for base in bases()]
    return cases, other


def test_verify_generated_set_is_large_enough() -> None:
    """The set holds a thousand quotations, and every kind of change applies to a good share of them."""
    counts = Counter(kind for kind in KINDS for _ in checked_kind(kind))
    assert len(bases()) >= LEAST_BASES
    assert min(counts.values()) >= 200, counts
    assert sum(counts.values()) >= 10_000


@pytest.mark.parametrize("kind", KINDS)
def test_verify_generated_kind_gets_its_verdict(kind: str) -> None:
    """Each kind of change gets its verdict, and the flag that names it, in at least 98 of 100 quotations."""
    checked = checked_kind(kind)
    wrong = [(case, result) for case, result in checked if not is_right(case, result)]
    assert 1 - len(wrong) / len(checked) >= LEAST_RATE, report(wrong)


def is_right(case: Case, result: Result) -> bool:
    flagged = not case.flag or any(flag.code.startswith(case.flag) for flag in result.flags)
    return result.verdict in case.verdicts and flagged


@pytest.mark.parametrize(
    "kind",
    [
        "word-replaced",
        "letter-changed",
        "number-changed",
        "negation-dropped",
        "negation-added",
        "modal-changed",
        "words-exchanged",
        "word-dropped",
        "fragments-swapped",
        "ellipsis",
        "ellipsis-hides",
        "brackets",
    ],
)
def test_verify_generated_changed_words_are_never_verbatim(kind: str) -> None:
    """No change of a letter, digit or word order is ever called verbatim, unless the source says that as well."""
    wrong = [
        (case, result)
        for case, result in checked_kind(kind)
        if set(result.findings) & PASS and not says(case.base.transcript, case.text)
    ]
    assert not wrong, report(wrong)


def says(name: str, text: str) -> bool:
    """Tell, without the library, whether a transcript holds the same words in the same order."""
    return f" {' '.join(words_of(text))} " in f" {' '.join(words_of(transcripts()[name]))} "


@pytest.mark.parametrize("kind", ["as-it-stands", "typographic", "edges"])
def test_verify_generated_typographic_changes_never_fail(kind: str) -> None:
    """No typographic change ever makes a quotation fail, and its place is the place that it was cut from."""
    wrong = [
        (case, result)
        for case, result in checked_kind(kind)
        if result.verdict not in PASS or result.place is None or result.place.start != case.base.start
    ]
    assert not wrong, report(wrong)


@pytest.mark.parametrize(("kind", "made"), [("cut", cut_before_limit), ("negated", after_negation)])
def test_verify_generated_cut_quotations_are_truncated(kind: str, made: Callable[[], list[Case]]) -> None:
    """What is cut before "but" or after "not" is truncated in at least 98 of 100 quotations."""
    checked = check(made())
    wrong = [(case, result) for case, result in checked if not is_right(case, result)]
    assert len(checked) >= 20
    assert 1 - len(wrong) / len(checked) >= LEAST_RATE, report(wrong)


def test_verify_generated_absent_quotations_are_not_found() -> None:
    """Words of one hearing are not found in another."""
    cases, other = absent()
    checked = check(cases, other)
    wrong = [(case, result) for case, result in checked if not is_right(case, result)]
    assert 1 - len(wrong) / len(checked) >= LEAST_RATE, report(wrong)
    assert not [result for _, result in checked if result.verdict in PASS]


NEAR_DUPLICATES = [
    ("ferry-hearing.txt", "The second stage will cost 41 million crowns", "MR. BRANDT"),
    ("ferry-hearing.txt", "The second stage will cost 47 million crowns", "MS. LINDQVIST"),
    ("energy-address.txt", "The plant loses 2 million every month", "MINISTER DALGAARD"),
    ("energy-address.txt", "The plant loses 3 million every month", "PRESIDENT ORSOVA"),
    ("energy-address.txt", "We will build 48 turbines in the first park", "PRESIDENT ORSOVA"),
    ("energy-address.txt", "We will build 36 turbines there", "MINISTER DALGAARD"),
]


@pytest.mark.parametrize(("name", "text", "label"), NEAR_DUPLICATES)
def test_verify_generated_near_duplicates_are_told_apart(name: str, text: str, label: str) -> None:
    """Of two passages that differ in a number each quotation goes to its own, and a third number to neither."""
    number = re.search(r"\d+", text)
    assert number
    changed = text.replace(number.group(), "77")
    result, other = verify_quotations([text, changed], source(name)).results
    assert result.place is not None
    assert (flat(result.place.exact), result.place.speaker) == (text, label)
    assert set(result.findings) & PASS
    assert other.verdict == "altered"
    assert other.flags[0].code == "number-changed"


def test_verify_generated_repeated_words_are_ambiguous_until_the_speaker_tells() -> None:
    """Words that two speakers say are ambiguous, and settled by the name in the claim."""
    text = "There were 412 on the roll."
    quotations = [text, {"quotation": text, "speaker": "Dubois"}]
    plain, named = verify_quotations(quotations, source("school-inquiry.txt")).results
    assert (plain.verdict, plain.place_count) == ("ambiguous", 2)
    assert named.verdict == "verbatim"
    assert named.place is not None
    assert named.place.speaker == "MR. DUBOIS"
