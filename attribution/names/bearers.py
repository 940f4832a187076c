"""Who bears which names: the forms that an article uses are joined to entities."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from attrs import evolve, frozen

from attribution.names.bodies import find_aliases
from attribution.names.book import Entity, Key, NameBook, NameLabel, NameMention
from attribution.names.persons import (
    FullNames,
    find_aliases_of_people,
    find_gender,
    has_initials_only,
    has_nickname,
    plain_name,
    without_birth_names,
)
from attribution.people import PeopleWords

_CLOSING = " \t\r\u00a0”’\"')"


def join_forms(text: str, mentions: list[NameMention], words: PeopleWords) -> NameBook:
    """Join the forms of each person and body, and give every mention its owners: several where a form fits several."""
    mentions = without_birth_names(text, mentions, words)
    people = _person_groups(text, mentions, words)
    bodies = _body_groups(text, mentions, words)
    groups = sorted([*people, *bodies], key=lambda group: (group.first, group.keys[0]))
    owners: dict[tuple[str, Key], list[int]] = defaultdict(list)
    for index, group in enumerate(groups):
        for key in group.keys:
            owners[group.side, key].append(index)
    owned = tuple(_owned(m, tuple(owners[_side(m.label), m.key])) for m in mentions)
    owned = _settle_gender(text, owned, words)
    return NameBook(owned, tuple(_entities(groups, owned, text, words)))


def _owned(m: NameMention, owners: tuple[int, ...]) -> NameMention:
    """Return a mention with its owners; `evolve` takes six times as long, and there are many mentions."""
    return NameMention(m.span, m.key, m.label, m.title, m.honorific, m.possessive, m.certainty, owners)


@frozen
class _Group:
    """The forms of one bearer; a form may stand in several groups. `first` is where the bearer is introduced."""

    side: str
    label: NameLabel
    keys: tuple[Key, ...]
    first: int
    aliases: frozenset[Key] = frozenset()


def _side(label: NameLabel) -> str:
    """Forms are joined within a side only; what no vote explains counts as a body."""
    return "body" if label in {"organization", "other"} else label


def _person_groups(text: str, mentions: list[NameMention], words: PeopleWords) -> list[_Group]:
    first = _first_offsets(m for m in mentions if m.label == "person")
    full = FullNames(words)
    several = [key for key in first if len(plain_name(key, words)) > 1]
    for key in sorted(
        several, key=lambda key: (has_initials_only(plain_name(key, words), words), -len(key), first[key])
    ):
        group = full.find(key)
        if group is None:
            full.add(key)
        else:
            group.append(key)
    singles: list[list[Key]] = []
    for key in sorted((key for key in first if len(plain_name(key, words)) <= 1), key=lambda key: first[key]):
        owners = full.find_bearers(key)
        for group in owners:
            group.append(key)
        if not owners:
            singles.append([key])
    groups, aliases = _join_aliases(full.groups + singles, find_aliases_of_people(text, mentions))
    borne = Counter(key for keys in groups for key in keys)
    return [_Group("person", "person", tuple(keys), _introduced(keys, first, borne), aliases) for keys in groups]


def _join_aliases(groups: list[list[Key]], aliases: dict[Key, Key]) -> tuple[list[list[Key]], frozenset[Key]]:
    """Give the forms of each alias to whoever bears it, and return which forms are aliases."""
    holders: dict[Key, dict[int, list[Key]]] = defaultdict(dict)  # the groups that hold a form, by their number
    for number, keys in enumerate(groups):
        for key in keys:
            holders[key][number] = keys
    gone: set[int] = set()
    for alias, key in aliases.items():
        own = [number for number, keys in holders[alias].items() if number not in gone and key not in keys]
        bearers = [number for number, keys in holders[key].items() if number not in gone and alias not in keys]
        if len(own) == len(bearers) == 1:
            groups[bearers[0]].extend(form for form in groups[own[0]] if form not in groups[bearers[0]])
            for form in groups[own[0]]:
                holders[form][bearers[0]] = groups[bearers[0]]
            gone.add(own[0])
    joined = [keys for number, keys in enumerate(groups) if number not in gone]
    return joined, frozenset(aliases)


def _introduced(keys: list[Key], first: dict[Key, int], borne: Counter[Key]) -> int:
    """Return where a bearer is first named by a form that nobody else bears; "Lee" in a headline may be anybody."""
    return min((first[key] for key in keys if borne[key] == 1), default=min(first[key] for key in keys))


def _first_offsets(mentions: Iterable[NameMention]) -> dict[Key, int]:
    first: dict[Key, int] = {}
    for mention in mentions:
        first.setdefault(mention.key, mention.span.start)
    return first


def _body_groups(text: str, mentions: list[NameMention], words: PeopleWords) -> list[_Group]:
    groups: list[_Group] = []
    for side in ("body", "place", "people"):
        ours = [m for m in mentions if _side(m.label) == side]
        first = _first_offsets(ours)
        labels = {m.key: m.label for m in ours}
        parent = find_aliases(text, ours, words) if side == "body" else {}
        members: dict[Key, list[Key]] = defaultdict(list)
        for key in first:
            members[parent.get(key, key)].append(key)
        for root, keys in members.items():
            label: NameLabel = "organization" if any(labels[k] == "organization" for k in keys) else labels[root]
            groups.append(_Group(side, label, tuple(keys), min(first[key] for key in keys)))
    return groups


def _settle_gender(text: str, mentions: tuple[NameMention, ...], words: PeopleWords) -> tuple[NameMention, ...]:
    """Leave an honorific's form only those owners who fit it: of its gender, else of none that is known."""
    own: dict[int, list[NameMention]] = defaultdict(list)
    for mention in mentions:
        if len(mention.owners) == 1:
            own[mention.owners[0]].append(mention)
    known = cache(lambda owner: find_gender(text, own[owner], words))

    def settle(mention: NameMention) -> NameMention:
        gender = words.gender_of(mention.honorific)
        if gender is None or len(mention.owners) < 2:
            return mention
        fits = tuple(owner for owner in mention.owners if known(owner) == gender)
        fits = fits or tuple(owner for owner in mention.owners if known(owner) is None)
        return evolve(mention, owners=fits or mention.owners)

    return tuple(settle(mention) for mention in mentions)


def _entities(groups: list[_Group], mentions: tuple[NameMention, ...], text: str, words: PeopleWords) -> list[Entity]:
    owned: dict[int, list[NameMention]] = defaultdict(list)
    for mention in mentions:
        for owner in mention.owners:
            owned[owner].append(mention)
    entities = []
    for index, group in enumerate(groups):
        own = [m for m in owned[index] if len(m.owners) == 1] or owned[index]
        keys = {m.key for m in owned[index]}
        fullest = min(own, key=lambda m: (m.key in group.aliases, *_fullness(m, text, keys, words)))
        gender, certainty = find_gender(text, own, words), max(m.certainty for m in own)
        entities.append(Entity(index, group.label, fullest.span, fullest.key, tuple(owned[index]), gender, certainty))
    return entities


def _fullness(mention: NameMention, text: str, keys: set[Key], words: PeopleWords) -> tuple[bool, int, bool, int]:
    """Sort key: no more than a name first, then most words, then forms not in capitals, then the earliest."""
    exact = mention.span.of(text)
    shouted = len(exact) > 5 and exact.isupper()
    key = mention.key
    nicknamed = has_nickname(exact)  # "William H. “Billy” Hart" is no more than the name
    told = _is_told(text, mention)
    padded = mention.label == "person" and not nicknamed and _is_padded(key, keys, words, told=told)
    return (padded, -len(key), shouted, mention.span.start)


def _is_told(text: str, mention: NameMention) -> bool:
    """Tell whether a name stands in a sentence, where no verb in capitals follows it as in a headline."""
    if mention.title == mention.span.start and "\n" not in text[: mention.span.start]:
        return False  # a headline may end with a full stop
    end = text.find("\n", mention.span.end)
    return text[mention.span.end : end if end >= 0 else len(text)].rstrip(_CLOSING).endswith((".", "!", "?"))


def _is_padded(key: Key, keys: set[Key], words: PeopleWords, *, told: bool) -> bool:
    """Tell whether a form holds more than the name: "Trust Ann Lee" beside "Ann Lee" and "Lee", "Ann Lee Calls".

    "Ana Roe Lind" is not, where the article also says "Roe Lind": two surnames; nor is "Siti Amal binti Osman", nor
    "Amal Roe Osman" of a sentence beside "Amal Roe".
    """
    if not words.particles.isdisjoint(key[1:-1]):
        return False
    if len(key) > 3 and (key[-2:] in keys or (not told and (key[:2] in keys or key[:3] in keys))):
        return True
    if len(key) != 3 or key[-1] in words.suffixes:
        return False
    before = key[1:] in keys and key[-1:] in keys
    return before or (not told and key[:2] in keys and key[1:] not in keys and key[-1:] not in keys)
