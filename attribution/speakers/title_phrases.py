"""A phrase that says what somebody is, taken apart: "head of research at Acme" into title and body."""

from __future__ import annotations

import itertools
import re

from attribution.models import CharSpan
from attribution.names.book import NameMention
from attribution.people import CAPITALS, PeopleWords, fold
from attribution.speakers.leading_bodies import body_noun, leading_body
from attribution.speakers.office_names import LAST, WORD
from attribution.speakers.story import Story
from attribution.speakers.trailing_bodies import association_end, trailing_body

_IN_PLACE = re.compile(rf"\s(?:in|from|near|outside)\s(?:the\s)?(?:[a-z]+\sof\s|[\w-]+(?:[’']s)?\s)?(?=[{CAPITALS}])")
_OWNER = re.compile(r"((?:(?:US|UK|EU|UN)\s)?(?:[a-z][\w-]*\s){0,5}[a-z][\w-]*?)(?:[’']s|(?<=s)[’'])\s+(?=\w)")
_AT_BODY_AND = re.compile(r"(?:[\w-]+ ){1,6}?(?:at|with) the (?:[a-z-]+ )?(?P<body>[a-z]+) and ")
_AND_NOW = re.compile(r",?\sand\s(?:now|currently)\s(?:an?\s|the\s)?")
_AND_A = re.compile(r"\sand\san?\s")
_AT_FIRM = re.compile(r",? (?:at|in|with) (?:the )?(?:[a-z-]+ ){0,3}")
_AND_KIN = re.compile(
    r" and (?P<noun>[a-z]+)"
    r"(?:-of-[a-z]+| (?:of|with|to) [a-z]+(?: (?:[a-z]+ )?(?:children|boys|girls|daughters?|sons?))?)?$"
)
_AGED = re.compile(r"\d{1,3}-year-old|[a-z0-9]+-generation")
_BASED = re.compile(r"\w[\w.]*(?: [A-Z][\w.]*){0,2}[‐‑–-][a-z]+ ")
_AND_PLACE = re.compile(r" (?:and|&) ")
_JOINT_NOUNS = frozenset({"authority", "board", "brigade", "constabulary", "council", "police", "service", "trust"})
_JOINT_BODY = re.compile(
    r" (?:(?:ambulance|borough|city|county|district|fire|health|school|town) )?(?:and rescue )?"
    rf"(?:{'|'.join(sorted(_JOINT_NOUNS))}|fire)\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\b[Tt]he $|[’']s $")
INDEFINITE = re.compile(r"\b[Aa]n? $")
_MEMBER = "member"  # says nothing of a post, and with a body what somebody is in it
_LONGEST = 14  # words of a title
_LONGEST_STYLE = 3  # words of the longest style ("his royal highness")


def describe_phrase(story: Story, phrase: CharSpan) -> tuple[CharSpan | None, CharSpan | None]:
    """Split a describing phrase into title and affiliation ("chief analyst | at | Acme Bank").

    Returns:
        Title (None where no word of the phrase is a role) and affiliation (None where no body is named).
    """
    text = story.text
    now = _AND_NOW.search(text, phrase.start, phrase.end)
    if now:  # "a former Acme engineer and now head of Roe Labs"
        present = describe_phrase(story, CharSpan(now.end(), phrase.end))
        if present[0]:
            return present
    second = _AND_A.search(text, phrase.start, phrase.end)
    if second:  # "the treasurer and a retired machinist"
        first = describe_phrase(story, CharSpan(phrase.start, second.start()))
        if first[0]:
            other = (None, None) if first[1] else describe_phrase(story, CharSpan(second.end(), phrase.end))
            return other if all(other) else first  # "an author of the study and a geologist at Acme"
    start = skip_determiners(story, _after_kinship(story, phrase), phrase.end)
    joint = joint_body(story, start)
    if joint is not None and joint.end < phrase.end:
        title, body = describe_phrase(story, CharSpan(joint.end + 1, phrase.end))
        if title is not None and body is None:
            return title, joint
    title_end = _without_honorific(story, start, phrase.end)
    if story.words.titles.seat_for.fullmatch(text, start, title_end):
        return CharSpan(start, title_end), None
    two = _AT_BODY_AND.match(text, start, title_end)
    if two and story.words.is_body(two["body"]):  # "biologist at the university and first author"
        title_end = two.end("body")
    start, owner = _common_owner(story, start, title_end)
    title_start, affiliation = leading_body(story, CharSpan(start, title_end))
    named = next((m for m in story.book.within(affiliation) if m.span == affiliation), None) if affiliation else None
    if named is not None and (after := association_end(story, named, title_end)):
        title_start, affiliation = after + 1, CharSpan(named.span.start, after)
    if named is not None and named.label == "place":
        end, body = trailing_body(story, CharSpan(start, title_end))
        if body is not None:  # "Peru specialist at the Acme Bank"
            title_start, title_end, affiliation = start, end, body
    if affiliation is None:
        title_start, affiliation = body_noun(story, title_start, title_end)
    if affiliation is None:
        title_end, affiliation = trailing_body(story, CharSpan(title_start, title_end))
    if affiliation and title_start <= affiliation.start < title_end <= affiliation.end:
        return None, affiliation  # "fellow Tory" says no more than the party
    if affiliation and _is_member_of_common(story, affiliation, CharSpan(title_start, title_end)):
        title_start, affiliation = affiliation.start, None
    title_start = _without_nationality(story, _without_base(story, title_start, title_end), title_end)
    if affiliation is None or affiliation.end <= title_start:
        places = (
            _IN_PLACE.search(text, title_start, title_end),
            story.words.titles.at_part.search(text, title_start, title_end),
        )
        title_end = min((place.start() for place in places if place), default=title_end)
    title_end = _before_kinship(story, title_start, title_end)
    if owner and affiliation and text.endswith((" for ", " for the "), 0, affiliation.start):
        affiliation = None  # "the union's officer for Yorkshire"
    if affiliation:
        joint = joint_body(story, affiliation.start)
        affiliation = joint if joint and joint.end <= phrase.end else affiliation
    if affiliation and title_start < title_end < affiliation.start and fold(text[title_start:title_end]) == _MEMBER:
        return CharSpan(title_start, title_end), affiliation  # "a member of Acme"
    partner = _partner(story, title_start, title_end, affiliation)
    return partner or _title(story, title_start, title_end), affiliation or owner


def joint_places(story: Story, start: int) -> tuple[NameMention, NameMention] | None:
    """Return the two names of "Devon and Cornwall police" or "Trinidad and Tobago" that begin at `start`."""
    first = story.book.at(start)
    if first is None or first.span.start != start or first.possessive or not _may_be_place(first):
        return None
    link = _AND_PLACE.match(story.text, first.span.end)
    second = story.book.at(link.end()) if link else None
    if second is None or link is None or second.span.start != link.end():
        return None
    country = frozenset((*first.key, "and", *second.key))
    if any(country in forms for forms in story.words.nation_words.values()):
        return first, second
    if second.key[-1] in _JOINT_NOUNS and len(second.key) > 1:  # "Brighton and Hove City Council"
        return (first, second) if first.label in {"place", "other"} else None
    noun = _JOINT_BODY.match(story.text, second.span.end)
    return (first, second) if noun and _may_be_place(second) else None


def joint_body(story: Story, start: int) -> CharSpan | None:
    """Return "Devon and Cornwall police" where it begins at `start`; the "fire" of a fire chief is of his title."""
    pair = joint_places(story, start)
    noun = _JOINT_BODY.match(story.text, pair[1].span.end) if pair else None
    if pair is None:
        return None
    return CharSpan(start, noun.end() if noun and noun.group() != " fire" else pair[1].span.end)


def _may_be_place(mention: NameMention) -> bool:
    """Tell whether a name may be that of a county or town, whatever a single word was taken for."""
    return mention.label != "people" and (mention.label in {"place", "other"} or len(mention.key) == 1)


def _is_member_of_common(story: Story, body: CharSpan, title: CharSpan) -> bool:
    """Tell whether a member is one of a body that only common words call ("City Council Member Ann Lee")."""
    words = story.words
    post = fold(title.of(story.text))
    common = all(
        words.is_body(fold(word)) or fold(word) in words.role_modifiers for word in body.of(story.text).split()
    )
    return post in words.titles.holders and body.end < title.start and common


def _partner(story: Story, start: int, end: int, body: CharSpan | None) -> CharSpan | None:
    """Return "managing partner" and, with a firm right before or behind it, "partner", which else is kin."""
    text = story.text
    match = story.words.titles.partner.fullmatch(text, start, end)
    if match is None:
        return None
    led = body is not None and text[body.end : start] == " "
    works = body is not None and _AT_FIRM.fullmatch(text, end, body.start) is not None
    return CharSpan(start, end) if match["rank"] or led or works else None


def _before_kinship(story: Story, start: int, end: int) -> int:
    """Return where "nurse" ends in "nurse and mother of four"; kinship is no title."""
    kin = _AND_KIN.search(story.text, start, end)
    if kin is None or not story.words.is_untitled(fold(kin["noun"])):
        return end
    last = LAST.search(story.text, start, kin.start())
    return kin.start() if last is not None and story.words.is_role(last[1]) else end


def _without_base(story: Story, start: int, end: int) -> int:
    """Return where "analyst" begins in "Lima-based analyst"."""
    based = _BASED.match(story.text, start, end)
    return based.end() if based and story.words.titles.based.search(based.group()) else start


def _without_nationality(story: Story, start: int, end: int) -> int:
    """Return where "economist" begins in "Peruvian economist"; "Peruvian president" is one title."""
    found = list(WORD.finditer(story.text, start, end))
    first = next(
        (m for m in story.book.within(CharSpan(start, end)) if m.span.start == start and m.label == "people"), None
    )
    if first is None or len(found) < 2 or not found[1].group().islower():
        return start
    of_state = story.words.state_roles | {"leader", "lawmaker", "negotiator", "general"}
    if any(fold(m.group()) in of_state for m in found) or first.span.end != found[0].end():
        return start
    return found[1].start()


def _common_owner(story: Story, start: int, end: int) -> tuple[int, CharSpan | None]:
    """Return where "markets officer" begins in "council's markets officer", and the owner where it is a body."""
    words = story.words
    match = _OWNER.match(story.text, start, end)
    if match is None:
        return start, None
    noun = fold(match[1].split()[-1])
    if not words.prepositions.isdisjoint(match[1].split()):
        return start, None  # "vice-chair of the city's markets committee"
    body = noun in words.organizations or noun in words.body_nouns or bool(words.kinds_of_noun(noun))
    body = body or noun in words.titles.forces
    if noun in words.titles.sorts_of_people or (words.is_plural_role(noun) and not body):
        return start, None  # "women's coach"
    if not body and INDEFINITE.search(story.text, max(0, start - 3), start):
        return start, None  # "a sheriff's deputy"
    styled = re.search(r"\d|[a-z][A-Z]", match[1]) is not None  # "eBay's chief"
    return skip_determiners(story, match.end(), end), CharSpan(*match.span(1)) if body or styled else None


def is_bare_staff(story: Story, title: CharSpan) -> bool:
    """Tell whether a title is that of somebody who leads a body or speaks for it, and says nothing of which."""
    words = story.words
    found = [fold(m.group()) for m in WORD.finditer(story.text, title.start, title.end)]
    chief = len(found) > 1 and found[0] == "chief" and found[-1] == "officer"
    joint = not words.staff_roles.isdisjoint(found[:-1])
    presides = found[-1:] == ["president"] and (joint or _presides(story, title))
    if not (chief or presides or words.staff_roles.intersection(found[-1:])) or words.prepositions.intersection(found):
        return False
    if not words.titles.office_adjectives.isdisjoint(found):
        return False  # "Presidential spokesman"
    if found == ["director"]:
        return False  # of a film, as likely
    return all(word in words.role_modifiers or words.is_role(word) or word == "and" for word in found)


def _presides(story: Story, title: CharSpan) -> bool:
    """Tell whether "president" stands small right before a name, as that of a club does and that of a state seldom."""
    text = story.text
    return (
        title.of(text) == "president"
        and text[title.end + 1 : title.end + 2].isupper()
        and not _DEFINITE.search(text, max(0, title.start - 5), title.start)
    )


def _after_kinship(story: Story, phrase: CharSpan) -> int:
    """Return where "editor" begins in "Ann's husband and editor of the Gazette"; kinship is no title."""
    found = list(WORD.finditer(story.text, phrase.start, phrase.end))
    for i, match in enumerate(found):
        if match.group() != "and":
            continue
        before = [
            m.group() for m in itertools.takewhile(lambda m: m.group() not in story.words.prepositions, found[:i])
        ]
        head = fold(before[-1]).partition("-of-")[0] if before else "one"  # "mother of two and diver"
        if head != "one" and head in story.words.no_titles:
            return match.end() + 1
    return phrase.start


def _without_honorific(story: Story, start: int, end: int) -> int:
    """Return where the phrase ends without "Sir" after the role, and without "Cllr" after a role in small letters."""
    found = list(WORD.finditer(story.text, start, end))
    while dropped := _words_of_respect([m.group() for m in found], story.words):
        del found[-dropped:]
    dotted = bool(found) and story.text[found[-1].end() : found[-1].end() + 1] == "."
    return min(end, found[-1].end() + dotted) if found else end


def _words_of_respect(phrase: list[str], words: PeopleWords) -> int:
    """Return how many words at the end of a phrase with more in it are no part of the title ("Sir", "Tan Sri")."""
    folded = [fold(word) for word in phrase]
    for size in range(min(_LONGEST_STYLE, len(phrase) - 1), 0, -1):
        if words.is_respect(" ".join(phrase[-size:])):
            return size
    if len(phrase) > 1 and folded[-1] in words.titles.retired_marks:
        return 1
    second = len(phrase) > 1 and phrase[-2].islower() and words.is_role(phrase[-2])
    if len(phrase) > 1 and folded[-1] in words.titles.second_titles - words.team_roles:
        post = words.is_role(phrase[-2]) and folded[-2] not in words.role_modifiers
        return int(post and phrase[-1][0].isupper())  # "Economist Prof", but "Associate Professor"
    if not second or folded[-1] in words.ranks:
        return int(second)
    return int(folded[-1] in words.titles.second_titles and phrase[-1][0].isupper())


def _title(story: Story, start: int, end: int) -> CharSpan | None:
    words = story.words
    found = list(WORD.finditer(story.text, start, end))
    purpose = next((i for i, m in enumerate(found) if _is_purpose(found, i, words)), len(found))
    found = found[:purpose]  # "councillor" of "councillor to vote against it"
    if len(found) > 1 and found[0].group() == "and" and found[1].group().islower():
        found = found[1:]  # "a Republican and former legislator"
    if found and (found[0].group() in words.titles.conjunctions or found[0].group() in words.pronouns):
        return None  # "while still a candidate", "he and the winger"
    finite = words.verbs & words.titles.auxiliaries
    verb = next((i for i, m in enumerate(found) if i and m.group() in finite), len(found))
    found = found[:verb]  # "agent" of "agent has written a book"
    told = next((i for i in range(1, len(found)) if _tells_more(found[i - 1].group(), found[i].group(), words)), None)
    found = found[:told]
    found = found[: next((i for i in range(1, len(found)) if _leaves_title(found, i, words)), len(found))]
    if found and (bracket := story.text.find(" (", found[0].start(), found[-1].end())) > 0:
        found = [match for match in found if match.end() <= bracket]  # "Superintendent (Rural)"
    team = next((i for i in range(3, len(found)) if found[i].group() in words.titles.match_roles), 0)
    if team and [m.group() for m in found[team - 2 : team]] == ["of", "the"]:
        found = found[: team - 2]  # "coach" of "coach of the defending champion"
    if not found or len(found) > _LONGEST or not _is_headed_by_role(found, words):
        return None
    if all(words.is_respect(m.group()) for m in found):
        return None
    if _belongs_only([m.group() for m in found], words):
        return None
    while found[-1].group() in words.titles.conjunctions:
        found.pop()
    last = found[-1].end()
    dotted = fold(found[-1].group()) in words.abbreviations and story.text[last : last + 1] == "."
    return CharSpan(found[0].start(), last + dotted)


def _belongs_only(found: list[str], words: PeopleWords) -> bool:
    """Tell whether a phrase says no more than where somebody belongs: "member", "member of the crowd"."""
    titles = words.titles
    if found[1:] and not found[2:] and fold(found[0]) in titles.belonging_groups:
        return fold(found[1]) in titles.belonging_roles
    if fold(found[0]) not in titles.belonging_roles:
        return False
    of_some = found[1:2] == ["of"] and found[2:3] == ["the"] and all(word.islower() for word in found)
    return len(found) == 1 or (of_some and fold(found[0]).startswith(("member", "participant")))


def _tells_more(role: str, word: str, words: PeopleWords) -> bool:
    """Tell whether a clause without "who is" begins behind a role: "lawmaker | known for", "pupil | studying law"."""
    begins = word in words.titles.reduced_clauses or word.endswith(("ed", "ing"))
    begins = begins and word not in words.role_modifiers and word not in words.subjects
    return begins and word.islower() and word != "turned" and not words.is_role(word) and words.is_role(role)


def _leaves_title(found: list[re.Match[str]], index: int, words: PeopleWords) -> bool:
    """Tell whether what follows says where or whom for, and not what the post is: "clerk | at one of the banks"."""
    word, before = found[index].group(), fold(found[index - 1].group())
    after = found[index + 1].group() if index + 1 < len(found) else ""
    if word == "for" and (after[:1].isdigit() or after in {"almost", "more", "nearly", "over"}):
        return True  # "nurse | for 20 years"
    if word == "for":
        return before.startswith("spokes") or before in words.titles.constituency_roles
    if word == "and":
        return after in {"no", "not"}  # "lifeguard | and no relation"
    if word == "in":
        return after == "question" or after[:1].isdigit() or _is_where(found, index, words)  # "secretary | in 2013"
    if word == "by":
        return True  # "welder | by trade"
    if word in {"since", "until"}:
        return after[:1].isdigit()  # "mayor | since 2019"
    if word == "on":
        return after in {"the", "loan", "his", "her", "their"}
    return word in {"at", "behind", "with", "representing"} and after != "large"


def _is_where(found: list[re.Match[str]], index: int, words: PeopleWords) -> bool:
    """Tell whether "in" says where somebody lives or works: "diplomat | in the capital"."""
    behind = [fold(match.group()) for match in found[index + 1 :]]
    if not behind or behind[0] not in words.definite | words.indefinite:
        return False
    place = next((i for i, word in enumerate(behind[:3]) if word in words.titles.place_nouns), None)
    if place is None:
        return False
    owns = found[index + 1 + place].group().endswith(("'s", "’s"))
    return owns or place + 1 == len(behind) or behind[place + 1] in words.prepositions


def _is_purpose(found: list[re.Match[str]], index: int, words: PeopleWords) -> bool:
    """Tell whether a verb with "to" begins here: not "adviser to the king", nor "ambassador to Peru"."""
    if found[index].group() != "to" or index + 1 >= len(found) or not index:
        return False
    after = found[index + 1].group()
    takes = fold(found[index - 1].group()) in words.titles.roles_with_to
    return after.islower() and not takes and fold(after) not in words.definite | words.indefinite


def _is_headed_by_role(found: list[re.Match[str]], words: PeopleWords) -> bool:
    """Tell whether the noun before the first preposition is a role ("head of research", not "threat to workers")."""
    if [m.group().lower() for m in found[:2]] == ["one", "of"]:
        found = found[2:]
    chunk = found
    for i, match in enumerate(found):
        if match.group() in words.prepositions and i:
            chunk = found[:i]
            break
    chunk = _without_postpositive(chunk, words)
    if not chunk:
        return False
    ranked = words.titles.partner.fullmatch(" ".join(m.group() for m in chunk[-2:]))
    if ranked and ranked["rank"]:
        return True  # "founder and managing partner"
    if words.is_untitled(fold(chunk[-1].group())):
        return False
    if fold(chunk[-1].group()) in words.parties:
        return False  # "Democrat in a swing seat"
    if fold(chunk[-1].group()) in words.anonymous_nouns and all(m.group().lower() != "senior" for m in chunk):
        return False  # "source at the club"
    if chunk[0].group() in words.prepositions or chunk[-1].group().endswith(("'s", "’s")):
        return False  # "at 3 PM", "Harbour Reporter's"
    last = chunk[-1].group()
    in_ranks = any(" ".join(fold(m.group()) for m in chunk[-size:]) in words.ranks for size in (2, 3))
    field = fold(chunk[-2].group()) if len(chunk) > 1 else ""
    named = len(chunk) > 1 and chunk[-2].group()[0].isupper()  # "Pacific lead"
    holds = fold(last) in words.titles.holders and (field in words.role_modifiers or field in words.subjects or named)
    return words.is_role(last) or in_ranks or holds or _has_joined_role(chunk, words)


def _without_postpositive(chunk: list[re.Match[str]], words: PeopleWords) -> list[re.Match[str]]:
    """Return "Senate President" of "Senate President Pro Tempore"."""
    for size in (2, 1):
        if len(chunk) > size and " ".join(fold(m.group()) for m in chunk[-size:]) in words.postpositives:
            return chunk[:-size]
    return chunk


def _has_joined_role(chunk: list[re.Match[str]], words: PeopleWords) -> bool:
    """Tell whether a role stands before "and" or a comma in the phrase ("founder and driving force")."""
    parts = (a for a, b in itertools.pairwise(chunk) if b.group() in {"and", "&"})
    return any(words.is_role(match.group()) for match in parts)


def skip_determiners(story: Story, start: int, end: int) -> int:
    """Return where the phrase begins without "a", "the", "its", "now" and honorifics."""
    words = story.words
    for match in WORD.finditer(story.text, start, end):
        word = fold(match.group())
        if word == "one" and story.text.startswith(" of ", match.end()):
            return match.start()
        possessive = match.group() != word and match.group()[-2:] in {"'s", "’s"}
        skipped = (
            word in words.definite
            or word in words.titles.fillers
            or word in {"a", "an"}
            or words.is_respect(match.group())
        )
        skipped = skipped or _AGED.fullmatch(word) is not None
        if possessive or not skipped:
            return match.start()
    return start
