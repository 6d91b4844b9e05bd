"""Groups of people as the Missing page says them, and who belongs to which: people, never accounts."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tightrope.answers.evidence import Evidence
from tightrope.answers.subjects import Subject, accounts_of, subjects
from tightrope.weighing.by_whom import by_whom

ALL, CONTRACT = "all", "contract"
KINDS = {ALL: "All services", "line": "Service line", "place": "Place", CONTRACT: "Contract"}
GROUP_KINDS = {
    "age_band": "Age",
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    "support_reason": "What support is for",
    "lives_in": "Where they live",
    "unpaid_carer": "Unpaid carers",
    "housebound": "Leaving home",
    "lacks_capacity": "Capacity to decide",
    "first_language": "First language",
    "deprivation_fifth": "How poor the area is",
}
REST = {("unpaid_carer", "no"), ("housebound", "no"), ("lacks_capacity", "no"), ("first_language", "English")}
# As many (in a list) and as nobody (in a sentence).
NAMES = {
    ("sex", "female"): ("women", "No woman"),
    ("sex", "male"): ("men", "No man"),
    ("ethnicity", "White"): ("White people", "Nobody who is White"),
    ("ethnicity", "Asian"): ("Asian people", "Nobody who is Asian"),
    ("ethnicity", "Black"): ("Black people", "Nobody who is Black"),
    ("ethnicity", "Mixed"): ("people of Mixed ethnicity", "Nobody of Mixed ethnicity"),
    ("ethnicity", "Other"): ("people of another ethnicity", "Nobody of another ethnicity"),
    ("support_reason", "physical"): ("people with physical needs", "Nobody with physical needs"),
    ("support_reason", "memory"): ("people who need help with memory", "Nobody who needs help with memory"),
    ("support_reason", "learning_disability"): (
        "people with a learning disability",
        "Nobody with a learning disability",
    ),
    ("support_reason", "mental_health"): ("people with mental ill health", "Nobody with mental ill health"),
    ("support_reason", "sensory"): ("people with sight or hearing loss", "Nobody with sight or hearing loss"),
    ("support_reason", "social"): ("people supported socially", "Nobody who is supported socially"),
    ("lives_in", "own_home"): ("people in their own home", "Nobody in their own home"),
    ("lives_in", "care_home"): ("people in a care home", "Nobody in a care home"),
    ("lives_in", "nursing_home"): ("people in a nursing home", "Nobody in a nursing home"),
    ("lives_in", "specialist_home"): ("people in a specialist home", "Nobody in a specialist home"),
    ("lives_in", "extra_care"): ("people in extra care", "Nobody in extra care"),
    ("lives_in", "supported_living"): ("people in supported living", "Nobody in supported living"),
    ("unpaid_carer", "yes"): ("people with an unpaid carer", "Nobody with an unpaid carer"),
    ("unpaid_carer", "no"): ("people without an unpaid carer", "Nobody without an unpaid carer"),
    ("housebound", "yes"): ("people who cannot leave home", "Nobody who cannot leave home"),
    ("housebound", "no"): ("people who can leave home", "Nobody who can leave home"),
    ("lacks_capacity", "yes"): ("people who lack capacity", "Nobody who lacks capacity"),
    ("lacks_capacity", "no"): ("people who have capacity", "Nobody who has capacity"),
    ("first_language", "English"): ("people whose first language is English", "Nobody whose first language is English"),
    ("first_language", "other"): (
        "people whose first language is not English",
        "Nobody whose first language is not English",
    ),
    ("deprivation_fifth", "1"): ("people in the poorest fifth of areas", "Nobody in the poorest fifth of areas"),
    ("deprivation_fifth", "5"): ("people in the best-off fifth of areas", "Nobody in the best-off fifth of areas"),
    (ALL, ALL): ("everybody", "Nobody"),
}


def group_name(kind: str, value: str) -> str:
    """A group as many: people who cannot leave home."""
    return _names(kind, value)[0]


def nobody_of(kind: str, value: str) -> str:
    """A group as nobody, to begin a sentence: Nobody who cannot leave home."""
    return _names(kind, value)[1]


def _names(kind: str, value: str) -> tuple[str, str]:
    if (kind, value) in NAMES:
        return NAMES[kind, value]
    if kind == "age_band":
        aged = f"aged {value[:-1]} and over" if value.endswith("+") else f"aged {value.replace('-', ' to ')}"
        return f"people {aged}", f"Nobody {aged}"
    if kind == "deprivation_fifth":
        fifth = f"in fifth {value} of 5 by how poor the area is"
        return f"people {fifth}", f"Nobody {fifth}"
    said = f"{GROUP_KINDS.get(kind, kind.replace('_', ' ')).lower()}: {value.replace('_', ' ')}"
    return f"people ({said})", f"Nobody ({said})"


def choices(found: Evidence, kind: str) -> dict[str, Subject]:
    """What can be looked at, of a kind: all services together, a service line, a contract or a place."""
    if kind == ALL:
        return {ALL: Subject(ALL, ALL, "All services", tuple(found.live), ALL)}
    return subjects(found, kind)


def accounts_about(found: Evidence, subject: Subject, by: str | None = None) -> list[dict[str, Any]]:
    """Accounts about a subject, of one sort of teller (weighing.by_whom) where that is given."""
    every = found.accounts if subject.kind == ALL else accounts_of(found, subject)
    return [account for account in every if by is None or by_whom(account) == by]


def person_of(account: dict[str, Any]) -> str:
    """Who told, as people are counted: an account that names no teller is a person of its own."""
    return account["teller_id"] or account["story_id"]


def served_by(found: Evidence, subject: Subject, kind: str) -> Counter[str]:
    """People served by value of a group kind, over the subject's contracts; `ALL` gives everybody."""
    total: Counter[str] = Counter()
    for one in subject.members:
        total.update(found.served.get(one, {}).get(kind, {}))
    return total


def most_served(found: Evidence, subject: Subject, kind: str, value: str) -> str:
    """The contract of a subject that has most people of a group: where hearing them begins. Empty where none has."""
    people = {one: found.served.get(one, {}).get(kind, {}).get(value, 0) for one in subject.members}
    return max(people, key=lambda one: (people[one], one)) if any(people.values()) else ""


def people_of_groups(found: Evidence, accounts: Sequence[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """By kind of group, the value noted of each person; the latest account that says it counts."""
    made: dict[str, dict[str, str]] = {kind: {} for kind in GROUP_KINDS}
    for account in sorted(accounts, key=lambda one: (one["month"], one["story_id"])):
        person = person_of(account)
        for kind, value in found.groups_of.get(account["story_id"], []):
            made.setdefault(kind, {})[person] = value
    return made
