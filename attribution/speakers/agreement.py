"""Whether a description agrees with what the article says of somebody: "the senator", "the 46-year-old"."""

from __future__ import annotations

import re

from attribution.names.book import Entity, NameBook, NameMention
from attribution.people import CAPITALS, KinTie, PeopleWords, fold
from attribution.speakers.mentions import Reading
from attribution.speakers.referents import Referent, Scene, is_of_other_gender

# What follows right after a noun that means only the one of whom it is said: "the mayor of Hull", "the doctor who".
_TELLS_WHICH = re.compile(r"\s(?:of|for|at|from|in|with|who|whose|that)\s(?:the\s)?(?P<next>[\w-]+)")
_NUMBER = re.compile(r"one|two|three|four|five|six|seven|eight|nine|ten|\d+")  # "the mother of two"
_CAPITAL = re.compile(rf"[{CAPITALS}][^\s]*")
_NEXT_NOUNS = re.compile(r"\s([a-z]+)(?:\s([a-z]+))?\b")
_PART = re.compile(r"[^\W_]+")
_THEN = "then"
_CHIEF_OFFICER = re.compile(r"\bchief (?:[a-z-]+ ){1,2}officer$", re.IGNORECASE)
FORMER = frozenset({"ex", "former", "one-time", "onetime", "retired"})  # what somebody is now, these do not tell
_GIVES_OFFICE = "am|are|as|be|became|become|becomes|been|being|elected|appointed|is|made|named|was"
_LESSER = frozenset({"assistant", "deputy", "lieutenant", "shadow", "vice"})
_SHORTENED_OFFICES = frozenset({"minister", "secretary"})  # "the deputy minister ... the minister"
_FORCES = frozenset({"fire", "police"})
_TIE = re.compile(r"\b(?:[Hh]is|[Hh]er|[Tt]heir|[Mm]y|[Oo]ur|[Ww]hose|\w+[’']s?) (?:[\w-]+ ){0,2}(?P<noun>[a-z-]+),? $")
_TIE_REACH = 60  # code points before a name in which "her younger brother" may begin
AGENCY = "agency"
_SHOWN_KINDS = frozenset({"party", "school", "hospital", "church"})  # names of such bodies say what they are


def is_of_other_kind(text: str, words: PeopleWords, referent: Referent, kinds: frozenset[str]) -> bool:
    """Tell whether the article says by a noun that a body is something else: "the Acme network" is no airline."""
    spans = [mention.span for mention in referent.entity.mentions] if referent.entity else []
    articled = (span for span in spans if text[max(0, span.start - 4) : span.start].lower() == "the ")
    nouns = (_NEXT_NOUNS.match(text, span.end) for span in articled)
    said = (words.kinds_of_noun(noun) for match in nouns if match for noun in match.groups(""))
    return any(kind and kind.isdisjoint(kinds) for kind in said)


def is_of_kind(text: str, words: PeopleWords, reading: Reading, referent: Referent) -> bool:
    """Tell whether a body may be called by the noun: "the government" by its name only, "the firm" if it may be one."""
    if referent.entity is None or reading.head in referent.entity.key:
        return True
    if referent.entity.label in {"place", "people"}:
        return False
    kinds, shown = words.kinds_of_noun(reading.head), words.kinds_of_name(referent.entity.key)
    if not kinds:
        return reading.head not in words.realms
    if is_of_other_kind(text, words, referent, kinds):
        return False
    if AGENCY in kinds:  # "the agency" is no Acme, but may be what goes by "ABC"
        return bool(shown & kinds) or (not shown and any(m.span.of(text).isupper() for m in referent.entity.mentions))
    if kinds <= _SHOWN_KINDS:
        return bool(shown & kinds) or not words.parties.isdisjoint(referent.entity.key)
    return kinds != {"office"} and (not shown or bool(shown & kinds))


def is_called(scene: Scene, reading: Reading, referent: Referent) -> bool:
    """Tell whether the article calls somebody by the noun of the description elsewhere."""
    if referent.entity is None:
        return referent.head == reading.head
    return reading.head in scene.descriptors.get(referent.entity.index, frozenset())


def is_of_other_rank(scene: Scene, words: PeopleWords, reading: Reading, referent: Referent) -> bool:
    """Tell whether "the deputy mayor" is asked of whom the article calls mayor, or "the president" of her vice."""
    said = scene.descriptors.get(referent.entity.index, frozenset()) if referent.entity else frozenset()
    if reading.head not in said:
        return False
    asked = reading.modifiers & _LESSER
    if asked:
        return asked.isdisjoint(said)
    higher = is_one_holder_office(words, reading) and reading.head not in _SHORTENED_OFFICES
    return higher and not said.isdisjoint(_LESSER) and not _bears_title(scene, referent, reading.head)


def _bears_title(scene: Scene, referent: Referent, office: str) -> bool:
    """Tell whether an office stands right before somebody's name without a word that makes it a lesser one."""
    titles = (scene.text[m.title : m.span.start].lower() for m in (referent.entity.mentions if referent.entity else ()))
    return any(office in title and not any(word in title for word in _LESSER) for title in titles)


def bodies_of(text: str, book: NameBook, words: PeopleWords, reading: Reading) -> frozenset[str]:
    """Return "bjp" of "the BJP leader": the folded words of a body before the noun, no place or nation."""
    end = reading.core.start + reading.head_end - len(reading.head)
    first = text.find(" ", reading.core.start, end) + 1
    named = [m for m in _CAPITAL.finditer(text, first, end) if not words.is_role(m.group())] if first else []
    named = [m for m in named if (name := book.at(m.start())) is None or name.label in {"organization", "other"}]
    found = frozenset(part for m in named for part in _PART.findall(m.group().lower()))
    return found - words.parties - words.nations - words.countries - words.role_modifiers


def is_of_bodies(scene: Scene, bodies: frozenset[str], referent: Referent) -> bool:
    """Tell whether the article gives somebody one of these bodies ("Ann Lee of the BJP")."""
    said = scene.descriptors.get(referent.entity.index, frozenset()) if referent.entity else frozenset()
    return not bodies.isdisjoint(part for word in said for part in _PART.findall(word))


def _is_of_other_party(scene: Scene, words: PeopleWords, reading: Reading, index: int) -> bool:
    """Tell whether "the GOP senator" is asked of whom the article calls a Democrat and nothing else."""
    wanted = words.with_other_forms(reading.modifiers & words.parties) & words.parties
    borne = scene.descriptors.get(index, frozenset()) & words.parties
    return bool(wanted and borne) and wanted.isdisjoint(borne)


def _is_of_other_nation(scene: Scene, words: PeopleWords, reading: Reading, index: int) -> bool:
    """Tell whether "the Polish minister" is asked of whom the article calls French, or of no nation and no minister."""
    wanted = words.nations_in(reading.modifiers | {reading.head})
    if not wanted:
        return False
    said = scene.descriptors.get(index, frozenset())
    borne = words.nations_in(said)
    if borne:
        return wanted.isdisjoint(borne)
    return reading.head in words.state_roles and said.isdisjoint(words.with_other_forms(frozenset({reading.head})))


def _holds_another_office(scene: Scene, words: PeopleWords, reading: Reading, index: int) -> bool:
    """Tell whether "the president" is asked of whom the article calls a baker or a senator and never president."""
    forms = words.with_other_forms(frozenset({reading.head}))
    called = {word for word in scene.descriptors.get(index, frozenset()) if words.is_title(word) or words.is_role(word)}
    return reading.head in words.state_roles and bool(called) and called.isdisjoint(forms)


def is_one_holder_office(words: PeopleWords, reading: Reading) -> bool:
    """Tell whether a description is an office that one person holds: "the prime minister", "the police chief"."""
    force = reading.head == "chief" and not reading.modifiers.isdisjoint(_FORCES)
    return reading.head in words.state_roles | words.one_holder_offices or force


def _is_of_other_occupation(scene: Scene, words: PeopleWords, reading: Reading, index: int) -> bool:
    """Tell whether "the mayor" is asked of whom the article calls a baker, and by nothing that a mayor may be."""
    if reading.head in words.state_roles or not is_one_holder_office(words, reading):
        return False
    called = _occupations(scene, words, index) - words.relations
    if not called or not called.isdisjoint(words.beside_offices | words.with_other_forms(frozenset({reading.head}))):
        return False
    former = not FORMER.isdisjoint(scene.descriptors.get(index, frozenset()))
    return not former and not _takes_office(scene, index, reading.head)


def _takes_office(scene: Scene, index: int, office: str) -> bool:
    """Tell whether a verb gives somebody the office: "Ann Lee, a nurse, was elected the first mayor of Hull"."""
    gives = re.compile(rf"[^.!?\n“”\"]{{0,120}}\b(?:{_GIVES_OFFICE}) (?:(?:an?|the|its) )?(?:\w+ ){{0,3}}{office}\b")
    spans = (referent.traces for referent in scene.referents if referent.entity and referent.entity.index == index)
    return any(gives.match(scene.text, trace.start) for traces in spans for trace in traces)


def has_other_occupation(scene: Scene, words: PeopleWords, index: int) -> bool:
    """Tell whether the article calls somebody by occupations that are none of politics."""
    called = _occupations(scene, words, index)
    return bool(called) and called.isdisjoint(words.seats | words.beside_seats)


def has_occupation(scene: Scene, words: PeopleWords, index: int) -> bool:
    """Tell whether the article says what somebody does."""
    return bool(_occupations(scene, words, index))


def _occupations(scene: Scene, words: PeopleWords, index: int) -> set[str]:
    called = {word for word in scene.descriptors.get(index, frozenset()) if words.is_title(word) or words.is_role(word)}
    return {word for word in called if not words.is_honorific(word) and not words.is_untitled(word)}


def without_occupied(scene: Scene, words: PeopleWords, reading: Reading, found: list[Referent]) -> list[Referent]:
    """Leave out whom the article calls a lecturer for "the welder", where the paragraph tells of somebody else.

    Who is told of there must have no occupation and be nobody's son or wife; a post ("the leader") may be held beside
    another.
    """
    post = reading.head in scene.phrases.common_posts | words.titles.leaders | words.beside_offices
    if reading.head_class != "person" or post or not words.is_role(reading.head) or words.is_untitled(reading.head):
        return found
    here = scene.paragraph(reading.span.start)
    free = [
        r
        for r in found
        if r.entity is not None
        and not has_occupation(scene, words, r.entity.index)
        and not _is_kin_of_another(scene, words, r)
        and any(not t.quoted and here - 1 <= scene.paragraph(t.start) <= here for t in r.traces)
    ]
    return free or found


def _is_kin_of_another(scene: Scene, words: PeopleWords, referent: Referent) -> bool:
    """Tell whether somebody is introduced by whose kin it is: "whose son Tom", "her husband, Tom Lee"."""
    first = min(trace.start for trace in referent.traces)
    tie = _TIE.search(scene.text, max(0, first - _TIE_REACH), first)
    return tie is not None and tie["noun"] in words.relations


def _leads_another_body(scene: Scene, words: PeopleWords, reading: Reading, index: int) -> bool:
    """Tell whether "the band leader" is asked of whom the article calls a leader, but tells of no band."""
    bodies = reading.modifiers & words.organizations
    posts = scene.phrases.common_posts
    return reading.head in posts and bool(bodies) and bodies.isdisjoint(scene.descriptors.get(index, frozenset()))


def _is_office_of_nobody(scene: Scene, words: PeopleWords, reading: Reading, index: int) -> bool:
    """Tell whether "the Ombudsman", an office in capitals, is asked of whom the article calls something else only."""
    last = reading.core.of(scene.text).split()[-1]
    called = {word for word in scene.descriptors.get(index, frozenset()) if words.is_role(word) or words.is_title(word)}
    forms = words.with_other_forms(frozenset({reading.head, last.lower()}))
    office = last[0].isupper() and words.is_role(last.lower()) and last.lower() not in words.parties | words.seats
    return office and bool(called) and called.isdisjoint(forms)


def may_be(scene: Scene, book: NameBook, words: PeopleWords, reading: Reading, referent: Referent) -> bool:
    """Tell whether a candidate fits "his lawyer" or "Smith's aide": not Smith, and called a lawyer somewhere."""
    if referent.entity is None:
        said = frozenset(referent.span.of(scene.text).lower().split()) & _LESSER
        return referent.named or said - {referent.head} == reading.modifiers & _LESSER
    index = referent.entity.index
    if any(len(m.key) > 1 and reading.core.contains(m.span) for m in referent.entity.mentions):
        return False  # "the Night Ferry actress" is not Night Ferry
    if (
        _is_of_other_party(scene, words, reading, index)
        or _is_of_other_nation(scene, words, reading, index)
        or _holds_another_office(scene, words, reading, index)
        or _leads_another_body(scene, words, reading, index)
        or _is_office_of_nobody(scene, words, reading, index)
        or _is_of_other_occupation(scene, words, reading, index)
        or is_of_other_rank(scene, words, reading, referent)
    ):
        return False
    called = is_called(scene, reading, referent)
    if not called and (_THEN in reading.modifiers or (reading.head in words.styled_offices and not reading.modifiers)):
        return False  # "the then minister", "the king"
    if reading.head_class == "person" and not _fits_person(scene, words, reading, referent, called=called):
        return False
    if not reading.possessive:
        return True
    if reading.owner and index in reading.owner.owners:
        return False
    if reading.owner and not _is_person(book, reading.owner) and reading.head_class == "person":
        return called and not scene.descriptors.get(index, frozenset()).isdisjoint(reading.owner.key)
    return called


def _fits_person(scene: Scene, words: PeopleWords, reading: Reading, referent: Referent, *, called: bool) -> bool:
    """Tell whether age, gender and what else the article says of somebody agree with a description of a person."""
    gender = words.gender_of(reading.head)
    if gender is not None and is_of_other_gender(scene, referent, gender):
        return False
    officer = _CHIEF_OFFICER.search(scene.text, reading.core.start, reading.core.start + reading.head_end)
    if officer is not None:  # "the chief financial officer" is no chief executive
        return _holds_post(scene, words, frozenset(officer.group().lower().split()), referent)
    if called:
        return True
    if reading.head.isdigit() and _ages(scene, referent):
        return False  # another age
    if tells_which(scene, words, reading) or reading.head in words.part_nouns:
        return False  # "the mayor of Hull" is nobody whom the article does not call mayor
    if _is_in_capitals(scene, words, reading):
        return False
    return not is_bare(scene, referent.entity)


def _holds_post(scene: Scene, words: PeopleWords, post: frozenset[str], referent: Referent) -> bool:
    """Tell whether the article gives somebody a post in a firm by all its words, or by another form: "CFO"."""
    said = scene.descriptors.get(referent.entity.index, frozenset()) if referent.entity else frozenset()
    for code, forms in words.office_forms.items():
        wholes = [frozenset(form.split()) for form in forms]
        if post in wholes:
            return code in said or any(whole <= said for whole in wholes)
    return post <= said


def tells_which(scene: Scene, words: PeopleWords, reading: Reading) -> bool:
    """Tell whether a description says itself whom it means ("the mayor of Hull", "the doctor who ordered it")."""
    after = _TELLS_WHICH.match(scene.text, reading.core.start + reading.head_end)
    if after is None or _NUMBER.fullmatch(after["next"]):
        return False
    return after["next"] not in words.of_titles  # "the secretary of state"


def _is_in_capitals(scene: Scene, words: PeopleWords, reading: Reading) -> bool:
    """Tell whether a description is a name or an office in capitals ("the Harbour Advocate", "the Home Secretary").

    "The South Carolinian" is none.
    """
    said = scene.text[reading.core.start : reading.core.start + reading.head_end].split()[1:]
    said = [word for word in said if not word.endswith("-born")]
    abbreviated = said[-1:] == [reading.head.upper()]  # "the Nationals MP"
    native = reading.head in words.demonyms or " ".join(fold(word) for word in said) in words.demonyms
    return len(said) > 1 and not abbreviated and not native and all(word[0].isupper() for word in said)


def _ages(scene: Scene, referent: Referent) -> bool:
    said = scene.descriptors.get(referent.entity.index, frozenset()) if referent.entity else frozenset()
    return any(word.isdigit() for word in said)


def is_bare(scene: Scene, entity: Entity | None) -> bool:
    """Tell whether a name is one word without a title that no "he" or "she" takes up: a firm may bear it."""
    if entity is None or len(entity.key) > 1 or entity.gender is not None:
        return False
    votes = scene.pronouns.get(entity.index)
    return not any(m.title < m.span.start for m in entity.mentions) and not (votes and max(votes.values()) >= 1)


def kin_by_tie(scene: Scene, words: PeopleWords, reading: Reading, found: list[Referent]) -> list[Referent] | None:
    """Return those of whom the article tells children for "the mother"; None where the noun is for no kin."""
    tie = next((tie for tie in words.kin_ties if reading.head in tie.nouns), None)
    after = _TELLS_WHICH.match(scene.text, reading.core.start + reading.head_end)
    counted = "-of-" in fold(reading.core.of(scene.text))  # "the mother-of-two"
    if tie is None or reading.possessive or counted or after is not None:
        return None
    numbers = _sentences_with(scene, tie)
    named = [r for r in found if r.entity is not None]
    here = [r for r in named if any(scene.told_sentence(t.start) in numbers for t in r.traces)]
    if not here and "widow" in tie.nouns and reading.head in {"widow", "wife"}:
        here = [r for r in named if any(m.honorific == "mrs" for m in (r.entity.mentions if r.entity else ()))]
    return here or [r for r in named if any(scene.told_sentence(t.start) + 1 in numbers for t in r.traces)]


def _sentences_with(scene: Scene, tie: KinTie) -> frozenset[int]:
    """Return the numbers of the sentences that tell of such kin, looked for once an article."""
    if tie not in scene.kin:
        nouns = "|".join(sorted(tie.shown_by))
        shown = re.compile(
            rf"\b(?:an?|her|his|my|our|their|[Hh]er|[Hh]is|[a-z]+|\d+)\s(?:[\w-]+\s){{0,2}}(?:{nouns})\b"
        )
        scene.kin[tie] = frozenset(scene.told_sentence(m.start()) for m in shown.finditer(scene.text))
    return scene.kin[tie]


def _is_person(book: NameBook, mention: NameMention) -> bool:
    """Tell whether a name in the possessive is that of a person with a full name; teams are taken for people."""
    return any(
        e.label == "person" and (len(e.key) > 1 or e.gender is not None)
        for e in (book.entities[owner] for owner in mention.owners)
    )
