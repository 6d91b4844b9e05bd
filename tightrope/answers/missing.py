"""Who is missing: those who told, set against the people who use this service line, contract or place.

The four sorts of tellers stand apart and are never added up. Every share is of the people of one sort.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.missing_groups import (
    ALL,
    CONTRACT,
    GROUP_KINDS,
    accounts_about,
    choices,
    people_of_groups,
    person_of,
    served_by,
)
from tightrope.answers.missing_words import MOSTLY_UNKNOWN, is_missing, said_of, title_of
from tightrope.answers.period import Period
from tightrope.answers.say import whom
from tightrope.answers.standing import standings, thresholds
from tightrope.answers.subjects import Subject, people_of
from tightrope.errors import NotFound
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.voices.who_told import who_told
from tightrope.weighing import by_whom as whose
from tightrope.weighing.representation import FEWER, Represented, represent
from tightrope.weighing.words import silence_sentence

NO_PEOPLE = "How many people use it is not known, so nobody can say who is missing: people_served.csv brings it."


@dataclass(frozen=True)
class Block:
    """One kind of group: `said` in a sentence what is missing, `found` the figures of each group."""

    kind: str
    title: str
    said: str
    found: Represented


@dataclass(frozen=True)
class Sort:
    """One sort of tellers: how many people and accounts, and whether the people are an "at least"."""

    by: str
    people: int
    accounts: int
    at_least: bool


@dataclass(frozen=True)
class Who:
    """Who was heard and who was not, for one subject, period and sort of tellers.

    `told` and `all_told` say how much comes from panels and from the two who told most: of this sort, and of all.
    """

    subject: Subject
    title: str
    by: str
    sorts: tuple[Sort, ...]
    people: int
    tellers: int
    year: str
    blocks: tuple[Block, ...]
    told: str
    all_told: str
    notes: tuple[str, ...]


def who(house: House, reader: Reader, period: Period, kind: str, key: str, by: str = whose.SELF) -> Who:
    """Who is missing among those who told about a subject. Raises NotFound for a subject that is not there."""
    if kind == CONTRACT:  # quicker made than looked for, and there are many
        return _who(house, reader, period, kind, key, by)
    name = ("missing_who", reader.audience, period, kind, key, by)
    return kept(house, name, lambda: _who(house, reader, period, kind, key, by))


def subject_of(found: Evidence, kind: str, key: str) -> Subject:
    """The subject of that kind and key. Raises NotFound."""
    subject = choices(found, kind).get(key)
    if subject is None:
        raise NotFound(f"There is no {kind} {key} to look at.")
    return subject


def years(house: House) -> dict[str, str | None]:
    """The latest year on file of people served and of invitations."""
    return kept(house, "missing_years", lambda: house.stores.one("missing/years"))


def sorts(found: Evidence, subject: Subject) -> tuple[Sort, ...]:
    """How many people and accounts of each of the four sorts, whether or not there are any."""
    made = []
    for by in whose.WORDS:
        some = accounts_about(found, subject, by)
        people, at_least = people_of(some)
        made.append(Sort(by, people, len(some), at_least))
    return tuple(made)


def _who(house: House, reader: Reader, period: Period, kind: str, key: str, by: str) -> Who:
    found = evidence(house, reader.audience, period)
    subject = subject_of(found, kind, key)
    accounts = accounts_about(found, subject, by)
    tellers = len({person_of(account) for account in accounts})
    people, noted = served_by(found, subject, ALL)[ALL], people_of_groups(found, accounts)
    blocks = tuple(block(found, subject, noted[one], tellers, one, by) for one in GROUP_KINDS) if people else ()
    blocks = tuple(sorted((one for one in blocks if len(one.found.groups) > 1), key=_first))  # one alone says nothing
    silent = ""
    if kind == CONTRACT and by == whose.SELF:
        judged = standings(house, reader.audience, period).silence[key]
        silent = silence_sentence(judged, whom(found, subject)) if judged.named else ""
    return Who(
        subject=subject,
        title=silent.rstrip(".").replace(". We", "; we") or _title(subject, by, people, tellers, blocks),
        by=by,
        sorts=sorts(found, subject),
        people=people,
        tellers=tellers,
        year=years(house)["served"] or "",
        blocks=blocks,
        told=_who_told(accounts),
        all_told=_who_told(accounts_about(found, subject)),
        notes=tuple(_notes(subject, by, accounts, people, tellers)),
    )


def _who_told(accounts: Sequence[dict[str, Any]]) -> str:
    return who_told((one["teller_id"], one["is_panel"]) for one in accounts)


def block(found: Evidence, subject: Subject, noted: dict[str, str], tellers: int, kind: str, by: str) -> Block:
    """One kind of group of a subject, with what is missing in it said; `noted` is each teller's value, where known."""
    made = represent(served_by(found, subject, kind), Counter(noted.values()), tellers)
    return Block(kind, GROUP_KINDS[kind], said_of(kind, by, made), made)


def _title(subject: Subject, by: str, people: int, tellers: int, blocks: Sequence[Block]) -> str:
    name = "all services" if subject.kind == ALL else subject.title
    found = [(one.kind, one.found) for one in blocks]
    return title_of(name, by, people, tellers, found, thresholds().fewest_tellers)


def _first(one: Block) -> tuple[bool, float, bool, bool]:
    """Where most people are missing stands first, then where groups are too few, last what nobody noted."""
    gone = sum(group.served_share for group in one.found.groups if is_missing(one.kind, group, one.found))
    few = any(group.verdict == FEWER for group in one.found.groups)
    return one.found.unknown_share > MOSTLY_UNKNOWN, -gone, not few, one.found.says_nothing


def _notes(subject: Subject, by: str, accounts: Sequence[dict[str, Any]], people: int, tellers: int) -> list[str]:
    made = []
    if not people:
        made.append(NO_PEOPLE)
    if tellers > people > 0:
        made.append(
            f"{tellers} people told us and {people} are counted as using it: the counts do not belong together, "
            "so check the year of people_served.csv."
        )
    if subject.kind == "place" and people:
        made.append("People who use it are all those of contracts that work here, wherever they live.")
    elif len(subject.members) > 1 and people:
        made.append("Who uses two of these services is counted in each.")
    parts = whose.own_parts(accounts) if by != whose.SELF else {}
    if parts:
        said = ", ".join(f"in {number} they {whose.OWN_PART_WORDS[part]}" for part, number in parts.items())
        made.append(f"What part the people themselves had in these {len(accounts)} accounts: {said}.")
    unlinked = sum(not account["teller_id"] for account in accounts)
    if unlinked:
        made.append(f"{unlinked} of these accounts name no teller; each is taken for another person here.")
    return made
