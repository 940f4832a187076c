"""The words by which titles and affiliations are read: what is a post in a body, and what is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import fields, frozen

_LETTER = r"[^\W\d_]"


@frozen(eq=False)
class TitleWords:
    """`data/<language>/titles.json`, compiled: sets of folded words, and the patterns that its phrases make."""

    attached_nouns: frozenset[str]
    keepers: frozenset[str]
    band_roles: frozenset[str]
    case_roles: frozenset[str]
    members_bodies: frozenset[str]
    body_posts: frozenset[str]
    numbered_seats: frozenset[str]
    no_trades: frozenset[str]
    lodging_verbs: frozenset[str]
    seat_letters: frozenset[str]
    elected_roles: frozenset[str]
    constituency_roles: frozenset[str]
    professions: frozenset[str]
    leagues: frozenset[str]
    world_bodies: frozenset[str]
    levels: frozenset[str]
    justices: frozenset[str]
    council_roles: frozenset[str]
    venues: frozenset[str]
    subordinators: frozenset[str]
    police_ranks: frozenset[str]
    rank_parts: frozenset[str]
    high_courts: frozenset[str]
    holdings: frozenset[str]
    hired_roles: frozenset[str]
    joining_prepositions: frozenset[str]
    sorts_of_people: frozenset[str]
    forces: frozenset[str]
    retired_marks: frozenset[str]
    second_titles: frozenset[str]
    conjunctions: frozenset[str]
    auxiliaries: frozenset[str]
    belonging_roles: frozenset[str]
    belonging_groups: frozenset[str]
    roles_with_to: frozenset[str]
    fillers: frozenset[str]
    loose_nouns: frozenset[str]
    near_nouns: frozenset[str]
    lands: frozenset[str]
    place_offices: frozenset[str]
    place_heads: frozenset[str]
    place_nouns: frozenset[str]
    premises: frozenset[str]
    diplomats: frozenset[str]
    realm_nouns: frozenset[str]
    ordinary_parties: frozenset[str]
    party_posts: frozenset[str]
    vague_bodies: frozenset[str]
    leaders: frozenset[str]
    speaking_roles: frozenset[str]
    officers: frozenset[str]
    times: frozenset[str]
    corporate_roles: frozenset[str]
    managed: frozenset[str]
    party_openers: frozenset[str]
    office_adjectives: frozenset[str]
    reduced_clauses: frozenset[str]
    bare_places: frozenset[str]
    cast: frozenset[str]
    sides: frozenset[str]
    positions: frozenset[str]
    departments: frozenset[str]
    match_roles: frozenset[str]
    personal_roles: frozenset[str]
    streets: frozenset[str]
    field_joiners: frozenset[str]
    ministers: frozenset[str]
    state_secretaries: frozenset[str]
    holders: frozenset[str]
    before_people: frozenset[str]
    rivals: frozenset[str]
    counterparts: frozenset[str]
    council_tiers: frozenset[str]
    directions: frozenset[str]
    legal_forms: frozenset[str]
    parliaments: frozenset[str]
    union_posts: frozenset[str]
    times_of_day: frozenset[str]
    experts: frozenset[str]
    residence: re.Pattern[str]
    leads: re.Pattern[str]
    runs: re.Pattern[str]
    makes: re.Pattern[str]
    made: re.Pattern[str]
    led_by: re.Pattern[str]
    employed: re.Pattern[str]
    holds_as: re.Pattern[str]
    representing: re.Pattern[str]
    seat_for: re.Pattern[str]
    named: re.Pattern[str]
    aside: re.Pattern[str]
    partner: re.Pattern[str]
    function: re.Pattern[str]
    building: re.Pattern[str]
    council_with_mayor: re.Pattern[str]
    firm_post: re.Pattern[str]
    school_roles: tuple[str, ...]
    past_words: tuple[str, ...]
    scholars: tuple[str, ...]
    court: re.Pattern[str]
    force: re.Pattern[str]
    hearer: re.Pattern[str]
    town: re.Pattern[str]
    based: re.Pattern[str]
    branch: re.Pattern[str]
    at_part: re.Pattern[str]


def compile_titles(data: Mapping[str, Any]) -> TitleWords:
    """Return the compiled lists of `titles.json`, given by name."""
    either = {name: _either(words) for name, words in data.items()}
    patterns = {
        "leads": rf",? who (?:(?:also|currently|now|still) )?{either['leading_verbs']} (?=[\w])",
        "runs": rf"\s(?:(?:also|currently|now|still) )?{either['leading_verbs']} (?:the )?(?={_LETTER})",
        "residence": rf"{either['residences']} (?=[a-z])",
        "makes": rf"\b{either['making_verbs']} (?![^,]*\bby\b)",
        "made": rf"\s(?:(?:has|had|have|was|been) ){{1,2}}{either['making_verbs']} (?:as |to )?(?=[a-zA-Z])",
        "led_by": rf",? (?:which (?:is|was) |that (?:is|was) )?{either['led_participles']} by (?:the )?$",
        "employed": rf"\s(?:now |currently |also )?{either['employed_verbs']} "
        rf"(?:(?:[A-Z][\w.-]* (?=[a-z]))?[a-z-]+ ){{0,4}}?(?:for|at) (?:the )?(?={_LETTER})"
        rf"|\s(?:leads|heads|led|headed) (?:an?|the) (?:[a-z-]+ ){{0,2}}{either['crews']} (?:from|at|of) (?:the )?"
        rf"(?={_LETTER})",
        "holds_as": rf"(?:,? who)?\s(?:(?:has|had|was|is|will|been|be|now|also|previously) ){{0,3}}"
        rf"{either['post_verbs']} as ",
        "representing": rf"\b(?P<post>(?:(?!(?:the|an?) )[a-z]+ )?{either['representing_roles']}) representing "
        r"(?:[^,.;]{2,60}? (?:in|of) (?:the )?(?=[A-Z])|[A-Z][^,.;]{1,60}\Z)",
        "seat_for": r"(?:(?i:federal|former|local|sitting|state) )*[Mm]ember "
        rf"(?:of (?:the )?(?:[A-Z][\w-]+ ){{0,2}}(?i:{either['parliaments']}) )?"
        r"for (?=[A-Z])(?:(?! and [a-z])[^,.;\n]){2,60}",
        "named": rf" (?:{either['naming_phrases']}|who (?:gave|gives) (?:her|his|their) name (?:only )?as"
        r"|who (?:asked|wished|wanted) to be (?:called|identified|known) (?:only )?as|who (?:goes|went) by) $",
        "aside": rf" {either['asides']}$",
        "partner": rf"(?P<rank>(?:[a-z]+ )?(?i:{either['partner_ranks']}) )?[Pp]artners?",
        "function": rf"(?:[a-z-]+ )?{either['function_heads']} of (?:[a-z-]+ ){{0,2}}[a-z-]+",
        "council_with_mayor": rf"\b{either['councils_with_mayors']}\b",
        "firm_post": rf"\b(?i:(?:[a-z-]+ )?{either['firm_posts']})\b",
        "building": rf"(?i:{either['houses']}) House",
        "court": rf"(?!The )(?:[A-Z][\w-]+ ){{1,3}}{either['court_sorts']} court\b",
        "force": rf"\b(?:(?!(?i:{either['police_bodies']}))[A-Z][\w-]+ (?:and )?){{1,4}}"
        rf"(?i:{either['police_bodies']})\b",
        "hearer": rf"\b(?i:{either['hearer_phrases']})\s+(?:the\s+)?$",
        "town": rf"\b{either['town_nouns']}\sof\s$",
        "based": rf"(?: [A-Z][\w.]*){{0,2}}[‐‑–-]{either['based_words']}\b",
        "branch": rf" {either['branches']}\b",
        "at_part": rf"\s(?:at|in|near|on)\sthe\s{either['place_parts']}\sof\s(?=[A-Z])",
    }
    compiled: dict[str, Any] = {name: re.compile(pattern) for name, pattern in patterns.items()}
    compiled |= {name: tuple(data[name]) for name in ("school_roles", "past_words", "scholars")}
    compiled |= {
        one.name: frozenset(data[one.name])
        for one in fields(TitleWords)
        if one.name in data and one.name not in compiled
    }
    return TitleWords(**compiled)


def _either(words: Iterable[str]) -> str:
    """Return the pattern of one of many phrases, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"
