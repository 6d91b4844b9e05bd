"""What keeps groups from being heard: every barrier on the register, those nobody owns first."""

from dataclasses import dataclass
from datetime import date

from tightrope import settings
from tightrope.answers.evidence import Evidence
from tightrope.answers.outreach import officers
from tightrope.answers.say import day
from tightrope.answers.standing import group_words
from tightrope.records.house import House

KIND_WORDS = {
    "cannot_leave_home": "cannot leave home",
    "lacks_capacity": "lack capacity to decide to tell",
    "no_advocate": "no advocate speaks with them",
    "language": "not asked in their language",
    "offline": "not online",
    "fear": "afraid of what telling brings",
    "other": "something else",
}
DAYS_IN_YEAR = 365.25


@dataclass(frozen=True)
class Standing:
    """One barrier as it stands. `owner` is empty where nobody owns it; `age` is since when, in words."""

    barrier_id: str
    contract_id: str
    title: str
    group: str
    kind: str
    since_on: date
    age: str
    owner_id: str
    owner: str
    plan: str
    cost: float | None
    done_on: date | None

    @property
    def adrift(self) -> bool:
        """True where it is open and nobody owns it or nothing is planned."""
        return self.done_on is None and not (self.owner and self.plan)


def register(house: House, found: Evidence | None, contract_id: str = "") -> list[Standing]:
    """Barriers of one contract or of all: adrift ones first, then open ones by age, then those done."""
    who, today = officers(house), settings.today()
    made = []
    for row in house.stores.rows("outreach/barriers"):
        if contract_id not in ("", row["contract_id"]):
            continue
        contract = found.contracts.get(row["contract_id"]) if found else None
        made.append(
            Standing(
                barrier_id=row["barrier_id"],
                contract_id=row["contract_id"],
                title=contract["title"] if contract else row["contract_id"],
                group=group_words(row["group_kind"], row["group_value"]),
                kind=KIND_WORDS.get(row["kind"], row["kind"]),
                since_on=row["since_on"],
                age=_age(row["since_on"], row["done_on"] or today),
                owner_id=row["owner_id"] or "",
                owner=who.get(row["owner_id"], row["owner_id"] or ""),
                plan=row["plan"] or "",
                cost=float(row["cost"]) if row["cost"] is not None else None,
                done_on=row["done_on"],
            )
        )
    return sorted(made, key=lambda one: (one.done_on is not None, not one.adrift, one.since_on, one.barrier_id))


def sentence(rows: list[Standing]) -> str:
    """How many stand in the way, and how many of them nobody owns or plans for."""
    still = [one for one in rows if one.done_on is None]
    if not still:
        return "Nothing on the register stands in the way of anybody." if rows else "No barrier is on the register yet."
    adrift = sum(one.adrift for one in still)
    verb = "1 barrier stands" if len(still) == 1 else f"{len(still)} barriers stand"
    oldest = min(still, key=lambda one: one.since_on)
    nobody = "each has an owner and a plan" if not adrift else f"{adrift} of them without an owner or a plan"
    return f"{verb} between people and being heard, {nobody}; the oldest since {day(oldest.since_on)}."


def _age(since: date, until: date) -> str:
    days = (until - since).days
    if days < 60:
        return f"{days} days"
    months = round(days / DAYS_IN_YEAR * 12)
    return f"{months} months" if months < 24 else f"{months // 12} years"
