"""The public records: what an article goes in as, and what `attribution/1` says about it.

All classes are frozen, equal by value and checked when they are made; a broken rule raises `RecordError`, whose
problems begin with the path below the object (".content[0].end: ...").
Offsets are 0-based code points of the article text exactly as given, end exclusive.
The attribute names, in their order, are the keys of the JSON form (see `attribution.jsonio`); properties are not.
A mention joins the TextPositionSelector and the TextQuoteSelector of the W3C Web Annotation Data Model (2017);
source, cue and content are the terms of PARC 3.0 (Pareti 2016) and PolNeAR (Newell et al. 2018).
"""

import datetime
import hashlib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NoReturn, SupportsIndex, get_args, overload

import attrs
from attrs import Attribute, field, frozen
from attrs.validators import optional

from attribution.errors import InputError, RecordError

SCHEMA = "attribution/1"
NOT_SAID = "relations:not-said"  # rule of the evidence that the article denies the statement
CONTEXT = 32  # code points of prefix and suffix, fewer only at the ends of the article

RelationKind = Literal["direct", "mixed", "indirect"]
CueType = Literal["verb", "noun", "preposition", "punctuation"]
SpeakerKind = Literal["person", "organization", "group", "document", "unnamed"]
OutletKind = Literal[
    "newspaper", "agency", "broadcaster", "programme", "website", "platform", "institution", "document"
]
Basis = Literal["same-sentence", "carried"]
AlterationType = Literal["ellipsis", "insertion"]
ReviewStatus = Literal["accepted", "corrected", "added"]
Field = Literal["content", "cue", "source", "speaker", "title", "affiliation", "outlet", "via", "occasion", "date"]
OptionValue = str | int | float | bool | None
Row = dict[str, str | int | float | None]

FIELDS: tuple[Field, ...] = get_args(Field)

_Validator = Callable[[Any, "Attribute[Any]", Any], None]
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{16}")
_RULE = re.compile(r"[^\s:]+:\S+")
_ISO_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def _fail(attribute: "Attribute[Any]", value: object, wanted: str) -> NoReturn:
    raise RecordError([f".{attribute.name}: {value!r} is not {wanted}"])


def _offset(_: object, attribute: "Attribute[Any]", value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        _fail(attribute, value, "an offset (a whole number from 0 up)")


def _string(_: object, attribute: "Attribute[Any]", value: object) -> None:
    if not isinstance(value, str):
        _fail(attribute, value, "a string")


def _filled(_: object, attribute: "Attribute[Any]", value: object) -> None:
    if not isinstance(value, str) or not value:
        _fail(attribute, value, "a string with something in it")


def _probability(_: object, attribute: "Attribute[Any]", value: object) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        _fail(attribute, value, "a probability (0 to 1)")


def _matching(pattern: re.Pattern[str], wanted: str) -> _Validator:
    def check(_: object, attribute: "Attribute[Any]", value: object) -> None:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            _fail(attribute, value, wanted)

    return check


def _one_of(literal: object) -> _Validator:
    allowed = get_args(literal)

    def check(_: object, attribute: "Attribute[Any]", value: object) -> None:
        if value not in allowed:
            _fail(attribute, value, "one of " + ", ".join(allowed))

    return check


def _a(cls: type) -> _Validator:
    def check(_: object, attribute: "Attribute[Any]", value: object) -> None:
        if not isinstance(value, cls):
            _fail(attribute, value, f"of type {cls.__name__}")

    return check


def _each(member: _Validator) -> _Validator:
    def check(instance: object, attribute: "Attribute[Any]", value: object) -> None:
        if not isinstance(value, tuple):
            _fail(attribute, value, "a sequence")
        problems = []
        for index, part in enumerate(value):
            try:
                member(instance, attribute, part)
            except RecordError as error:
                above = f".{attribute.name}"
                problems += [f"{above}[{index}]{problem.removeprefix(above)}" for problem in error.problems]
        _raise_if_any(problems)

    return check


def _date(_: object, attribute: "Attribute[Any]", value: object) -> None:
    """Allow YYYY, YYYY-MM and YYYY-MM-DD of days that exist."""
    try:
        if isinstance(value, str) and _ISO_DATE.fullmatch(value):
            datetime.date.fromisoformat(value + "-01-01"[len(value) - 4 :])
            return
    except ValueError:
        pass
    _fail(attribute, value, "a date (YYYY, YYYY-MM or YYYY-MM-DD)")


class _FixedOptions(dict[str, OptionValue]):
    """Options that nobody changes: a dict, so that `attrs.asdict`, `json`, `copy` and `pickle` take it."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("the options of an engine cannot be changed; make another with attrs.evolve")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type, tuple[dict[str, OptionValue]]]:
        return type(self), (dict(self),)


def _options(_: object, attribute: "Attribute[Any]", value: object) -> None:
    if not isinstance(value, Mapping):
        _fail(attribute, value, "an object with an option under each key")
    for key, part in value.items():
        plain = part is None or isinstance(part, str | int) or (isinstance(part, float) and math.isfinite(part))
        if not isinstance(key, str) or not plain:
            _fail(attribute, {key: part}, "a plain option (string, finite number, true, false or null)")


def _fixed_options(value: Mapping[str, OptionValue]) -> Mapping[str, OptionValue]:
    in_order = isinstance(value, Mapping) and all(isinstance(key, str) for key in value)
    return _FixedOptions(sorted(value.items())) if in_order else value


def _iso_day(value: str | datetime.date | None) -> str | None:
    return value.isoformat() if isinstance(value, datetime.date) else value


def _sequence(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _names(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """Take one author for a list of one."""
    if value is None:
        return ()
    names = tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else (value,)
    wrong = [name for name in names if not isinstance(name, str)]
    if wrong:
        raise InputError(f"an author of an article is {wrong[0]!r}, which is no string; give names, or leave them out")
    return names


def _spans(value: Iterable[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    try:
        spans = tuple((start, end) for start, end in value)
        if all(isinstance(offset, int) for span in spans for offset in span):
            return spans
    except (TypeError, ValueError):
        pass
    raise InputError(f"the block quotations of an article are {value!r:.60}; give a list of (start, end) in its text")


def _known(_: object, attribute: "Attribute[Any]", value: object) -> None:
    """Allow a string or None for what is known of an article."""
    if value is not None and not isinstance(value, str):
        or_date = ", a datetime.date" if attribute.name == "published" else ""
        raise InputError(f"the {attribute.name} of an article is {value!r}; give a string{or_date} or None")


def _raise_if_any(problems: list[str]) -> None:
    if problems:
        raise RecordError(problems)


def _cut(words: str) -> str:
    """Return `words` on one line, cut to what fits a short form."""
    line = " ".join(words.split())
    return line if len(line) <= 40 else line[:39] + "…"


def _called(title: str | None, text: str | None) -> str:
    return repr(_cut(title or text or ""))


def _counted(things: Sequence[object], what: str) -> str:
    return f"{len(things)} {what}{'s' * (len(things) != 1)}"


def text_digest(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, lower-case hex.

    A lone surrogate, which UTF-8 does not have, counts as the three bytes of Python's `surrogatepass`.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def record_id(sha256: str, kind: str, content: Sequence[tuple[int, int]]) -> str:
    """Return the id of a record: 16 hex digits of a SHA-256.

    The digest is taken over "SHA256 KIND START-END START-END ...", so the id needs nothing but the article's digest,
    the kind and the offsets of the content (`(start, end)` each), and anyone can compute it again.
    """
    spans = " ".join(f"{start}-{end}" for start, end in content)
    return hashlib.sha256(f"{sha256} {kind} {spans}".encode()).hexdigest()[:16]


@frozen
class Article:
    """An article as callers give it: the text and whatever else is known of it.

    Args:
        text: The body, exactly as its readers count it: nothing is normalised, line ends stay.
        title: Headline.
        authors: Names in the byline.
        publisher: Who published the article; never taken for an outlet unless the text cites it.
        published: Date of publication, ISO 8601, or a `datetime.date`. It is kept as it is given; dates of the article
            such as "Monday" are resolved only where it begins with a day, YYYY-MM-DD.
        url: Where it stands.
        language: BCP 47 tag.
        block_quotations: Stretches of the text, `(start, end)`, that the file sets as block quotations; what quotes
            inside of one is a stretch inside of the other. They are read as quotations though no marks tell them.
        file: Path of the file that it was read from, as it was given, with "/" between folders.
        part: Which article of that file, where the file may hold several: "line 7", "entry 3", "item 2".

    Raises:
        InputError: `text` is no string, or holds UTF-16 surrogate pairs, which JSON cannot hold apart; a block
            quotation is no stretch of it; or something else that is known of it is no string.
    """

    text: str = field()
    title: str | None = field(default=None, validator=_known)
    authors: tuple[str, ...] = field(default=(), converter=_names)
    publisher: str | None = field(default=None, validator=_known)
    published: str | None = field(default=None, converter=_iso_day, validator=_known)
    url: str | None = field(default=None, validator=_known)
    language: str | None = field(default=None, validator=_known)
    block_quotations: tuple[tuple[int, int], ...] = field(default=(), converter=_spans)
    file: str | None = field(default=None, validator=_known)
    part: str | None = field(default=None, validator=_known)

    def __repr__(self) -> str:
        return f"<Article {_called(self.title, self.text)}: {len(self.text):,} characters>"

    @block_quotations.validator
    def _check_block_quotations(self, _: object, value: Sequence[tuple[int, int]]) -> None:
        wrong = next((span for span in value if not 0 <= span[0] < span[1] <= len(self.text)), None)
        if wrong:
            raise InputError(f"a block quotation is {wrong}: no stretch of a text of {len(self.text)} characters")

    @text.validator
    def _check_text(self, _: object, value: object) -> None:
        if not isinstance(value, str):
            raise InputError(f"the text of an article is a str, not {type(value).__name__}; decode bytes first")
        if _SURROGATE_PAIR.search(value):
            raise InputError(
                "the text holds UTF-16 surrogate pairs; decode it first: "
                "text.encode('utf-16', 'surrogatepass').decode('utf-16')"
            )


@frozen
class ArticleInfo:
    """What the records say of the article they were made from; null where it is not known.

    `sha256` is over the UTF-8 bytes of the text (`text_digest`), `length` counts its code points.
    `file` is the path of the file that it was read from, `part` which of the articles in it; their keys are left out
    of the JSON where there is none.
    """

    sha256: str = field(validator=_matching(_SHA256, "a SHA-256 in lower-case hex"))
    length: int = field(validator=_offset)
    title: str | None = field(validator=optional(_string))
    authors: tuple[str, ...] | None = field(converter=_sequence, validator=optional(_each(_string)))
    publisher: str | None = field(validator=optional(_string))
    published: str | None = field(validator=optional(_string))
    url: str | None = field(validator=optional(_string))
    language: str | None = field(validator=optional(_string))
    file: str | None = field(default=None, validator=optional(_filled))
    part: str | None = field(default=None, validator=optional(_filled))


@frozen
class Engine:
    """What made the records: the same article and the same engine give the same bytes.

    `model` and `model_version` name the reader and the beginning of its weights' SHA-256; `lexicon` is the version or
    digest of the word lists; `options` holds plain values under sorted keys.
    """

    package: str = field(validator=_filled)
    version: str = field(validator=_filled)
    model: str | None = field(validator=optional(_string))
    model_version: str | None = field(validator=optional(_string))
    lexicon: str | None = field(validator=optional(_string))
    options: Mapping[str, OptionValue] = field(converter=_fixed_options, validator=_options, hash=False)


@frozen
class Mention:
    """A stretch of the article: `text[start:end] == exact`, with up to 32 code points before and after it."""

    start: int = field(validator=_offset)
    end: int = field(validator=_offset)
    exact: str = field(validator=_filled)
    prefix: str = field(validator=_string)
    suffix: str = field(validator=_string)

    def __attrs_post_init__(self) -> None:
        problems = []
        if self.end <= self.start:
            problems.append(f".end: {self.end} is not behind start {self.start}")
        elif len(self.exact) != self.end - self.start:
            problems.append(f".exact: {len(self.exact)} code points where the offsets say {self.end - self.start}")
        if len(self.prefix) != min(CONTEXT, self.start):
            problems.append(f".prefix: {len(self.prefix)} code points instead of {min(CONTEXT, self.start)}")
        if len(self.suffix) > CONTEXT:
            problems.append(f".suffix: {len(self.suffix)} code points, more than {CONTEXT}")
        _raise_if_any(problems)

    @property
    def span(self) -> tuple[int, int]:
        """Return `(start, end)`."""
        return self.start, self.end


@frozen
class Cue(Mention):
    """The words that introduce what is said, with their lemma."""

    lemma: str = field(validator=_filled)
    type: CueType = field(validator=_one_of(CueType))


@frozen
class DateMention(Mention):
    """A date as it stands, and `iso`: YYYY, YYYY-MM or YYYY-MM-DD where it can be resolved, else null."""

    iso: str | None = field(validator=optional(_date))


@frozen
class Speaker:
    """The one behind the source mention.

    `name` is the fullest form that the article gives and `mention` is where that form stands.
    A speaker of kind "unnamed" has no name; `mention` is then the noun phrase that describes them.
    """

    name: str | None = field(validator=optional(_filled))
    kind: SpeakerKind = field(validator=_one_of(SpeakerKind))
    title: Mention | None = field(validator=optional(_a(Mention)))
    affiliation: Mention | None = field(validator=optional(_a(Mention)))
    mention: Mention = field(validator=_a(Mention))

    def __attrs_post_init__(self) -> None:
        problems = []
        if self.kind == "unnamed" and self.name is not None:
            problems.append(f".name: {self.name!r} for an unnamed speaker, null expected")
        elif self.name is not None and self.name != self.mention.exact:
            problems.append(f".name: {self.name!r} is not what the mention says: {self.mention.exact!r}")
        _raise_if_any(problems)


@frozen
class Outlet:
    """The carrier that the article cites for the words.

    `name` is its fullest form in the article, `id` its key in the outlet lexicon (null when it is not listed),
    `mention` the place where the article cites it, `basis` whether that is in the same sentence or before.
    """

    name: str = field(validator=_filled)
    id: str | None = field(validator=optional(_filled))
    kind: OutletKind = field(validator=_one_of(OutletKind))
    mention: Mention = field(validator=_a(Mention))
    basis: Basis = field(validator=_one_of(Basis))


@frozen
class Alteration:
    """Where a quotation itself says that it is not word for word: "…" or "[and]", marks of it included."""

    type: AlterationType = field(validator=_one_of(AlterationType))
    start: int = field(validator=_offset)
    end: int = field(validator=_offset)

    def __attrs_post_init__(self) -> None:
        if self.end <= self.start:
            raise RecordError([f".end: {self.end} is not behind start {self.start}"])


@frozen
class RecordConfidence:
    """Calibrated probabilities, 0 to 1; null where the field is null."""

    content: float = field(validator=_probability)
    source: float | None = field(validator=optional(_probability))
    speaker: float | None = field(validator=optional(_probability))
    outlet: float | None = field(validator=optional(_probability))


@frozen
class RecordEvidence:
    """Why a field holds what it holds, or why it is empty; `rule` is "step:rule"."""

    field: Field = attrs.field(validator=_one_of(Field))
    rule: str = attrs.field(validator=_matching(_RULE, 'a rule ("step:rule")'))
    mention: Mention | None = attrs.field(validator=optional(_a(Mention)))
    note: str = attrs.field(validator=_string)


@frozen
class Review:
    """What a person made of a record.

    `changed` names the fields that they set, which only a "corrected" record has; `original` is the id of the record
    as it was found, null for one that they added.
    """

    status: ReviewStatus = field(validator=_one_of(ReviewStatus))
    changed: tuple[Field, ...] = field(converter=_sequence, validator=_each(_one_of(Field)))
    original: str | None = field(validator=optional(_matching(_ID, "a record id (16 hex digits)")))

    def __attrs_post_init__(self) -> None:
        problems = []
        if bool(self.changed) != (self.status == "corrected"):
            problems.append(f".changed: {list(self.changed)!r}, but the status is {self.status!r}")
        if (self.original is None) != (self.status == "added"):
            problems.append(f".original: {self.original!r}, but the status is {self.status!r}")
        _raise_if_any(problems)


@frozen
class AttributionRecord:
    """One statement: what was said, by whom, through which outlet, and the ground of every link.

    `kind` is "direct" when all the content is inside marks (`content` and `quotations` are then the same),
    "indirect" when none of it is, else "mixed". Marks are outside of `quotations`.
    `via` names the records that this one is reported inside, outermost first.
    `reviewed` is what a person made of it; its key is left out of the JSON where none has looked.
    """

    id: str = field(validator=_matching(_ID, "a record id (16 hex digits)"))
    kind: RelationKind = field(validator=_one_of(RelationKind))
    content: tuple[Mention, ...] = field(converter=_sequence, validator=_each(_a(Mention)))
    quotations: tuple[Mention, ...] = field(converter=_sequence, validator=_each(_a(Mention)))
    cue: Cue | None = field(validator=optional(_a(Cue)))
    source: Mention | None = field(validator=optional(_a(Mention)))
    speaker: Speaker | None = field(validator=optional(_a(Speaker)))
    outlet: Outlet | None = field(validator=optional(_a(Outlet)))
    via: tuple[str, ...] = field(converter=_sequence, validator=_each(_matching(_ID, "a record id (16 hex digits)")))
    occasion: Mention | None = field(validator=optional(_a(Mention)))
    date: DateMention | None = field(validator=optional(_a(DateMention)))
    alterations: tuple[Alteration, ...] = field(converter=_sequence, validator=_each(_a(Alteration)))
    confidence: RecordConfidence = field(validator=_a(RecordConfidence))
    evidence: tuple[RecordEvidence, ...] = field(converter=_sequence, validator=_each(_a(RecordEvidence)))
    reviewed: Review | None = field(default=None, validator=optional(_a(Review)))

    def __attrs_post_init__(self) -> None:
        _raise_if_any(
            [
                *_span_problems(self),
                *_kind_problems(self),
                *_alteration_problems(self),
                *_confidence_problems(self),
                *_evidence_problems(self),
            ]
        )

    def __repr__(self) -> str:
        said = _cut(self.content[0].exact)
        return f"<AttributionRecord {self.id} {self.kind}: {said!r} by {self.speaker_name or 'nobody named'}>"

    @property
    def speaker_name(self) -> str | None:
        """The name of the speaker; None for the unnamed, and where there is no speaker."""
        return self.speaker.name if self.speaker else None

    @property
    def denied(self) -> bool:
        """Whether the article says that this was not said: "Lee never called it “a trap”"; the cue shows the words."""
        return any(one.rule == NOT_SAID for one in self.evidence)

    @property
    def outlet_name(self) -> str | None:
        """The name of the outlet, None where the article cites none."""
        return self.outlet.name if self.outlet else None


@frozen
class Problem:
    """Something in the article that a reader of the records should know: an odd mark, a byline in the body."""

    code: str = field(validator=_filled)
    start: int = field(validator=_offset)
    end: int = field(validator=_offset)
    message: str = field(validator=_string)

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise RecordError([f".end: {self.end} is before start {self.start}"])


@frozen
class Extraction:
    """All that was found in one article; `schema` is "attribution/1".

    Iterating gives the records, in the order of the text; `len` counts them, and an index gives one.
    """

    schema: str = field(validator=_matching(re.compile(re.escape(SCHEMA)), f"the schema {SCHEMA!r}"))
    article: ArticleInfo = field(validator=_a(ArticleInfo))
    engine: Engine = field(validator=_a(Engine))
    records: tuple[AttributionRecord, ...] = field(converter=_sequence, validator=_each(_a(AttributionRecord)))
    problems: tuple[Problem, ...] = field(converter=_sequence, validator=_each(_a(Problem)))

    def __attrs_post_init__(self) -> None:
        _raise_if_any([*_id_problems(self), *_order_problems(self)])

    def __iter__(self) -> Iterator[AttributionRecord]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    @overload
    def __getitem__(self, index: SupportsIndex) -> AttributionRecord: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[AttributionRecord, ...]: ...

    def __getitem__(self, index: SupportsIndex | slice) -> AttributionRecord | tuple[AttributionRecord, ...]:
        return self.records[index]

    def __repr__(self) -> str:
        of = _called(self.article.title, None) if self.article.title else f"{self.article.length:,} characters"
        return f"<Extraction of {of}: {_counted(self.records, 'record')}, {_counted(self.problems, 'problem')}>"

    def to_dict(self) -> dict[str, Any]:
        """Return the extraction as `json.loads` of its JSON gives it: dicts, lists and plain values."""
        from attribution.jsonio import to_data  # the JSON form is built on the classes of this module

        return to_data(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Extraction":
        """Return the extraction that `to_dict` gave `data` for.

        Raises:
            RecordError: `data` breaks the contract; `problems` lists every problem with its JSON path.
        """
        from attribution.jsonio import from_data

        return from_data(data)

    def to_rows(self) -> list[Row]:
        """Return a flat dict for each record, with the columns of the CSV file: for a DataFrame or a `csv.DictWriter`.

        Several stretches of a field are joined by line ends.
        """
        from attribution.rows import rows

        return list(rows(self))


def check_extraction(value: object) -> None:
    """Raise where `value` is no `Extraction`.

    Raises:
        InputError: It is not; the message says what it is.
    """
    if not isinstance(value, Extraction):
        raise InputError(f"an Extraction is expected, as attribution.extract gives it, not {type(value).__name__}")


def _span_problems(record: AttributionRecord) -> list[str]:
    """Content is there, stretches are in order and apart, and quotations lie inside content."""
    problems = [] if record.content else [".content: empty, at least one stretch expected"]
    for name, mentions in (("content", record.content), ("quotations", record.quotations)):
        for index in range(1, len(mentions)):
            if mentions[index].start < mentions[index - 1].end:
                problems.append(f".{name}[{index}]: begins before the end of the stretch before it")
    for index, quotation in enumerate(record.quotations):
        if not any(part.start <= quotation.start and quotation.end <= part.end for part in record.content):
            problems.append(f".quotations[{index}]: outside of the content")
    return problems


def _kind_problems(record: AttributionRecord) -> list[str]:
    content = [mention.span for mention in record.content]
    quotations = [mention.span for mention in record.quotations]
    expected = "indirect" if not quotations else "direct" if quotations == content else "mixed"
    return [] if record.kind == expected else [f".kind: {record.kind!r}, but the spans say {expected!r}"]


def _alteration_problems(record: AttributionRecord) -> list[str]:
    problems, last = [], 0
    for index, alteration in enumerate(record.alterations):
        if not any(part.start <= alteration.start and alteration.end <= part.end for part in record.quotations):
            problems.append(f".alterations[{index}]: outside of the quotations")
        if alteration.start < last:
            problems.append(f".alterations[{index}]: begins before the end of the one before it")
        last = alteration.end
    return problems


def _confidence_problems(record: AttributionRecord) -> list[str]:
    problems = []
    for name in ("source", "speaker", "outlet"):
        value = getattr(record.confidence, name)
        if (value is None) != (getattr(record, name) is None):
            problems.append(
                f".confidence.{name}: {value!r}, but the field is {'empty' if value is not None else 'filled'}"
            )
    return problems


def _evidence_problems(record: AttributionRecord) -> list[str]:
    given = {evidence.field for evidence in record.evidence}
    return [f".evidence: none for {name!r}" for name in FIELDS if name not in given]


def _id_problems(extraction: Extraction) -> list[str]:
    """Ids fit their records, are there once, and those in `via` exist and lead nowhere in a circle."""
    problems = []
    outer: dict[str, tuple[str, ...]] = {}
    for index, record in enumerate(extraction.records):
        expected = record_id(extraction.article.sha256, record.kind, [mention.span for mention in record.content])
        if record.id != expected:
            problems.append(f".records[{index}].id: {record.id!r} instead of {expected!r}")
        if record.id in outer:
            problems.append(f".records[{index}].id: {record.id!r} is there twice")
        outer[record.id] = record.via
    for index, record in enumerate(extraction.records):
        for place, target in enumerate(record.via):
            if target not in outer:
                problems.append(f".records[{index}].via[{place}]: no record has the id {target!r}")
        if record.id in _reached(record.via, outer):
            problems.append(f".records[{index}].via: leads back to the record itself")
    return problems


def _reached(start: Iterable[str], outer: Mapping[str, Iterable[str]]) -> set[str]:
    """Return every id that `via` leads to from `start`, over any number of steps."""
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        target = waiting.pop()
        if target not in seen:
            seen.add(target)
            waiting.extend(outer.get(target, ()))
    return seen


def _order_problems(extraction: Extraction) -> list[str]:
    keys = [(tuple(mention.span for mention in record.content), record.kind) for record in extraction.records]
    late = [f".records[{i}]: out of order (by content)" for i in range(1, len(keys)) if keys[i] < keys[i - 1]]
    places = [(problem.start, problem.end, problem.code, problem.message) for problem in extraction.problems]
    odd = [f".problems[{i}]: out of order (by place)" for i in range(1, len(places)) if places[i] < places[i - 1]]
    return late + odd
