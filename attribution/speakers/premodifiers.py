"""What stands right before a name: "former Acme chief analyst Ann Lee", "Acme's Ann Lee", "the union's Ann Lee"."""

from __future__ import annotations

import itertools
import re

from attribution.models import CharSpan
from attribution.names.book import NameMention
from attribution.names.pieces import opens_sentence, word_before
from attribution.people import PeopleWords, fold
from attribution.speakers.descriptions import Description, clause_start
from attribution.speakers.leading_bodies import is_person
from attribution.speakers.office_names import LAST, WORD
from attribution.speakers.story import Story
from attribution.speakers.title_phrases import describe_phrase, joint_places

_COMPLEMENT = re.compile(r"([\w-]+) (?:of|for|to) ((?:(?!(?:of|for|to) )[\w-]+ ){1,6})$")
_OF_CLOCK = re.compile(r"\b\d{1,2}[:.]$")
_FIRST_PLACE = re.compile(r" (?:and|&) $")
_OWNED = re.compile(r"\b[Tt]he\s((?:[a-z][\w-]*\s){0,2}[a-z][\w-]*)[’']s?\s$")


def premodifier(story: Story, mention: NameMention) -> Description | None:
    """Read "former Acme chief analyst Ann Lee" and "Acme's Ann Lee"."""
    pair = _first_of_pair(story, mention)
    if pair is not None and pair is not mention and mention.title == mention.span.start:
        shared = premodifier(story, pair)
        plural = shared and shared.title and story.words.is_plural_role(shared.title.of(story.text).split()[-1])
        return shared if plural else None
    start = _premodifier_start(story, mention)
    if start is None or start >= mention.span.start:
        return _common_possessor(story, mention)
    cut = story.book.across(start)
    start = cut.span.start if cut is not None else start  # "Chamber of Trade and | Commerce president"
    before = _FIRST_PLACE.search(story.text, max(0, start - 60), start)
    first = story.book.at(before.start() - 1) if before else None
    if first is not None and joint_places(story, first.span.start) is not None:
        start = first.span.start  # "Devon and | Cornwall police chief"
    end = mention.span.start
    while story.text[end - 1] in " ,\u00a0" and end > start:
        end -= 1
    phrase = CharSpan(start, end)
    title, affiliation = describe_phrase(story, phrase)
    if title is None and _is_kin(story, phrase):
        return Description("possessive", None, None, phrase)
    if title is None:
        owner = next((m for m in story.book.within(phrase) if m.span.end >= phrase.end - 2), None)
        if owner is None or (is_person(story, owner) and not _owns_person(owner, mention)) or owner.label == "people":
            return Description("possessive", None, affiliation if _is_peer(story, phrase) else None, phrase)
        if owner.possessive or owner.label == "organization":
            return Description("possessive", None, owner.span, phrase)
        return None
    return Description("premodifier", title, affiliation, phrase)


def _is_of_date(story: Story, start: int) -> bool:
    """Tell whether a month stands right before a place: "March 3"."""
    before = word_before(story.text, start)
    return before is not None and fold(before[1].rstrip(".")) in story.words.calendar


def _owns_person(owner: NameMention, mention: NameMention) -> bool:
    """Tell whether a name of several words owns a whole name, as only a body does: "Lowther Roe's Ann Lee"."""
    whole = len(owner.key) > 1 and len(mention.key) > 1 and mention.title == mention.span.start
    return whole and owner.possessive and not owner.honorific and owner.title == owner.span.start


def _is_kin(story: Story, phrase: CharSpan) -> bool:
    """Tell whether somebody is called by a tie to another: "Lee's partner", but not "her Acme colleague"."""
    last = LAST.search(story.text, phrase.start, phrase.end)
    owned = any(mention.possessive for mention in story.book.within(phrase))
    return owned and last is not None and last[1].islower() and story.words.is_untitled(fold(last[1]))


def _is_peer(story: Story, phrase: CharSpan) -> bool:
    """Tell whether a noun that is no title tells of the same body: "Acme colleague", but not "Acme customer"."""
    last = LAST.search(story.text, phrase.start, phrase.end)
    noun = fold(last[1]) if last is not None else ""
    return not story.words.is_untitled(noun) or noun.endswith("mate") or noun in story.words.titles.counterparts


def _common_possessor(story: Story, mention: NameMention) -> Description | None:
    """Read "the union's Ann Lee"."""
    owner = _OWNED.search(story.text, max(0, mention.title - 60), mention.title)
    if owner is None or not story.words.kinds_of_noun(fold(owner[1].split()[-1])):
        return None
    body = CharSpan(*owner.span(1))
    return Description("possessive", None, body, body)


def _first_of_pair(story: Story, mention: NameMention) -> NameMention | None:
    """Return the first person of "Ann Lee and Bob Ross", asked for either."""
    near = story.book.within(CharSpan(max(0, mention.title - 60), min(len(story.text), mention.span.end + 60)))
    people = [m for m in near if m.label == "person"]
    for first, second in itertools.pairwise(people):
        if story.text[first.span.end : second.title].strip() == "and" and mention in (first, second):
            return first
    return None


def _premodifier_start(story: Story, mention: NameMention) -> int | None:
    """Walk left from a name over its titles, adjectives and the body they belong to."""
    text, words = story.text, story.words
    clause = clause_start(text, mention.title)
    pair = _first_of_pair(story, mention)
    found = list(WORD.finditer(text, clause, mention.title))
    start: int | None = mention.title if mention.title < mention.span.start else None
    office = WORD.match(text, mention.title) if start is not None else None
    plain, right = 0, office.group() if office else ""
    complement = _COMPLEMENT.search(text, clause, mention.title) if start is None else None
    if complement and (
        _is_office(complement, words)
        or _opens_with_post(story, complement)
        or (complement[1] in words.roles and not any(breaks_phrase(w, words) for w in complement[2].split()))
    ):
        start = complement.start(1)
        found = [m for m in found if m.start() < start]
    for match in reversed(found):
        word = match.group()
        folded = fold(word)
        known = words.is_role(word) or folded in words.role_modifiers or word[0].isupper() or "-" in word
        joint = pair is not None and start is None and words.is_plural_role(word) and folded not in words.groups
        if start is None and not (words.is_role(word) or word[0].isupper() or joint or folded in words.postpositives):
            break
        if word.isdigit() and (_OF_CLOCK.search(text, clause, match.start()) or _is_of_date(story, match.start())):
            break  # "11:47 | Foreman Bob Ross", "on March 3 | President Ann Lee"
        if folded in words.calendar or word in words.titles.times_of_day:
            break
        if start is not None and _parts_people(word, words):
            break
        if folded in words.prepositions and start is not None and right in words.titles.bare_places:
            start = start + len(right) + 1  # "Outside court | Detective Sergeant"
            break
        opens = folded in words.openers or folded in words.definite
        if opens and word[0].isupper() and folded not in words.role_modifiers:
            break
        side = folded in words.titles.sides and fold(right) in words.team_roles  # "Left tackle"
        if word[0].isupper() and not side and _only_opens(story, match, mention):
            break
        if not known:
            joins = word in {"and", "of", "for"} and _role_before(story, clause, match.start())
            fields = word == "and" and start is not None and _joins_fields(story, match.start(), right)
            joins = joins or fields
            plain += not fields
            named = right[:1].isupper() and word.isalpha() and not words.is_role(right)  # a body begins the phrase
            field = word.endswith("ing") and words.is_body(fold(right))  # "angling association"
            if not joins and (plain > 2 or named or (breaks_phrase(word, words) and not field)):
                break
        start, right = match.start(), word
    return start


def _only_opens(story: Story, match: re.Match[str], mention: NameMention) -> bool:
    """Tell whether a verb stands large because it opens the sentence ("Fumed butcher Ann Lee")."""
    words = story.words
    word = match.group()
    small = word.lower()
    if not (small in words.verbs or (len(word) > 4 and small.endswith("ed") and word[1:].islower())):
        return False
    if small in words.role_modifiers or words.is_role(word) or not opens_sentence(story.text, match.start()):
        return False
    named = (m for m in story.book.within(CharSpan(match.start(), mention.span.end)) if m.span.start == match.start())
    return all(m.certainty == 0 and len(m.key) == 1 for m in named)


def _is_office(complement: re.Match[str], words: PeopleWords) -> bool:
    """Tell whether an office of state or of a body stands before a name ("Minister of the Interior")."""
    article, *field = complement[2].split()
    return article == "the" and len(field) == 1 and fold(field[0]) in words.of_titles and words.is_role(complement[1])


def _opens_with_post(story: Story, complement: re.Match[str]) -> bool:
    """Tell whether a sentence opens with a post and its body: "Deputy head of the Roe district council Ann Lee"."""
    words = story.words
    article, *field = complement[2].split()
    if article != "the" or not field or not words.is_role(complement[1]) or not words.is_body(fold(field[-1])):
        return False
    if any(breaks_phrase(word, words) for word in field):
        return False
    before = word_before(story.text, complement.start()) if complement[1].islower() else None
    if before is not None and fold(before[1]) not in words.role_modifiers:
        return False
    first = complement.start() if before is None else before.start(1)
    return story.text[first].isupper() and opens_sentence(story.text, first)


def _parts_people(word: str, words: PeopleWords) -> bool:
    """Tell whether a word names several people ("fans coach Lee"), and no body ("police chief Lee")."""
    plural = word.islower() and word.endswith("s") and words.is_plural_role(word)
    return plural and word not in words.body_nouns and word not in words.role_modifiers  # "press secretary"


def _joins_fields(story: Story, joint: int, right: str) -> bool:
    """Tell whether "and" joins two fields of one post: "police | and | crime commissioner Ann Lee"."""
    words = story.words
    before = word_before(story.text, joint)
    left = before[1] if before is not None else ""
    known = fold(left) in words.subjects | words.role_modifiers and fold(right) in words.subjects
    return known and left.islower() == right.islower()


def _role_before(story: Story, start: int, end: int) -> bool:
    """Tell whether a role or a capital stands right before "and" or "of" ("founder and chief Ann Lee")."""
    last = None
    for last in WORD.finditer(story.text, max(start, end - 30), end):  # noqa: B007
        pass
    return last is not None and story.words.is_role(last.group())


def breaks_phrase(word: str, words: PeopleWords) -> bool:
    """Tell whether a word cannot stand within what a person is called ("and the", "has", "running")."""
    if word in words.verbs or word in words.prepositions or word in words.definite or word in words.indefinite:
        return True
    return word in words.openers or word in words.pronouns or (word.endswith(("ed", "ing")) and len(word) > 4)
