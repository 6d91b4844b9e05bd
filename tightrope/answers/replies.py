"""Who owes whom an answer: every account with how it stands, its named officer and the days by which they answer."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from tightrope import settings
from tightrope.answers.evidence import kept
from tightrope.answers.say import day
from tightrope.records import answering_desk
from tightrope.records.house import House
from tightrope.records.roles import TRIAGE, Reader
from tightrope.voices import answering, working_days
from tightrope.voices.answering import Rules, Standing

NOBODY = ""  # where no officer is named
ANY = "all"
LATE, REOPENED, UNTOLD, IN_TIME = "late", "reopened", "untold", "in_time"
SORTS = {
    ANY: "Every answer owed",
    LATE: "Overdue",
    IN_TIME: "Not due yet",
    REOPENED: "Not answered, by their teller's word",
    UNTOLD: "Written, not told",
}


@dataclass(frozen=True)
class Item:
    """One account without words. `apart`: officers may not read it, and those who triage answer it for them.

    `counted` is False for what not even counts: those who triage alone know that it is there.
    """

    story_id: str
    account: Mapping[str, Any]
    replies: tuple[Mapping[str, Any], ...]
    officer_id: str
    standing: Standing
    apart: bool
    counted: bool = True


@dataclass(frozen=True)
class Desk:
    """What one reader may know of all answers. `items` by the day the account came; `officers` and `services` are
    names by id; `missing` the years whose bank holidays are not on file."""

    today: date
    items: tuple[Item, ...]
    officers: Mapping[str, Mapping[str, Any]]
    services: Mapping[str, str]
    contracts: Mapping[str, Mapping[str, Any]]
    rules: Rules
    missing: tuple[int, ...]

    @cached_property
    def counted(self) -> list[Item]:
        """Accounts that may be counted: every figure is of these, whoever asks."""
        return [one for one in self.items if one.counted]

    @cached_property
    def owed(self) -> list[Item]:
        """Answers that are owed, the longest overdue first."""
        some = [one for one in self.items if one.standing.owed]
        return sorted(some, key=lambda one: (one.standing.answer_by, one.story_id))

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        return {one.story_id: one for one in self.items}

    def item(self, story_id: str) -> Item | None:
        """The account of that id, where this reader may know of it."""
        return self._by_id.get(story_id)

    def name(self, officer_id: str) -> str:
        """An officer's name, their reference where the name is not on file, or that there is none."""
        who = self.officers.get(officer_id)
        return who["name"] if who else officer_id or "nobody is named"


def desk(house: House, reader: Reader) -> Desk:
    """Everything about answers that this reader may know, without any words. Raises Refusal without a warehouse."""
    key = ("replies_desk", reader.audience, reader.role if reader.may(TRIAGE) else "")
    return kept(house, key, lambda: _desk(house, reader))


def narrowed(items: Iterable[Item], today: date, officer: str, service: str, sort: str) -> list[Item]:
    """The items of one officer, one service line and one sort; ANY leaves all."""
    return [
        one
        for one in items
        if officer in (ANY, one.officer_id or "nobody")
        and service in (ANY, one.account["service_id"] or "none")
        and (sort == ANY or sort in sorts(one, today))
    ]


def sorts(item: Item, today: date) -> set[str]:
    """What an owed answer is: late or in time, and why it is owed where it was written before."""
    found = {LATE if item.standing.late(today) else IN_TIME}
    if item.standing.reopened:
        found.add(REOPENED)
    if item.standing.untold():
        found.add(UNTOLD)
    return found


def answer(found: Desk, officer: str = ANY) -> str:
    """The page's title: how many answers are owed, by whom, and how many are overdue."""
    owed = [one for one in found.owed if one.counted and officer in (ANY, one.officer_id or "nobody")]
    who = "" if officer == ANY else found.name("" if officer == "nobody" else officer)
    if not found.items:
        return "No account is on record, so no answer is owed"
    if not owed:
        return f"{who} owes nobody an answer" if who and officer != "nobody" else "Nobody waits for an answer"
    number = f"{len(owed):,} {'answer' if len(owed) == 1 else 'answers'}"
    late = sum(one.standing.late(found.today) for one in owed)
    rest = f", {late:,} of them overdue" if late else ", none overdue"
    if officer == "nobody":
        return f"{number} {'is' if len(owed) == 1 else 'are'} owed by nobody who is named{rest}"
    return f"{who} owes {number}{rest}" if who else f"{number} {'is' if len(owed) == 1 else 'are'} owed{rest}"


def answer_of(found: Desk, item: Item) -> str:
    """The title beside one account: who owes its answer and since when, or that it was given."""
    said, name = item.standing, found.name(item.officer_id)
    if not said.wanted:
        return "Its teller asked for no answer"
    if not said.owed:
        return f"Its teller was told on {day(said.told_on)}"
    who = f"{name[:1].upper()}{name[1:]}"
    owes = f"{who} owes this answer" if item.officer_id else "Nobody is named who owes this answer"
    return f"{owes}: it {'was' if said.late(found.today) else 'is'} due on {day(said.answer_by)}"


def about(found: Desk, item: Item) -> str:
    """The contract an account is about, by reference and title; else its service line."""
    key = item.account["contract_id"]
    if not key:
        return found.services.get(item.account["service_id"], "about no contract")
    row = found.contracts.get(key)
    return f"{key} {row['title']}" if row else key


def notes(found: Desk) -> list[str]:
    """What a reader must know beside the title: days that may be early, and accounts without a named officer."""
    made = [working_days.missing_words(found.missing)] if found.missing else []
    owed = [one for one in found.owed if one.counted]
    nobody = sum(not one.officer_id for one in owed)
    if nobody:
        made.append(f"Nobody is named for {nobody:,} of them: the contract or its service line names no officer.")
    if owed:
        oldest = min(owed, key=lambda one: one.standing.asked_on)
        made.append(f"The oldest has waited since {day(oldest.standing.asked_on)}.")
    more = len(found.owed) - len(owed)
    if more:
        made.append(f"{more:,} more, which may not be counted, are for you alone to answer.")
    return made


def services_of(found: Desk) -> dict[str, str]:
    """The service lines of the accounts here, by id, in the order of their names; "none" for those about no line."""
    used = {one.account["service_id"] or "none" for one in found.items}
    named = {**found.services, "none": "About no service line"}
    return {key: named.get(key, key) for key in sorted(used, key=lambda one: named.get(one, one))}


def _desk(house: House, reader: Reader) -> Desk:
    asked, today = {"audience": reader.audience, "on_day": settings.today()}, settings.today()
    rows = house.stores.rows("replies/accounts", **asked)
    given: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in house.stores.rows("replies/given", **asked):
        given[row["story_id"]].append(row)
    apart = {row["story_id"] for row in rows if not (row["may_read"] or row["may_retell"])}
    if reader.may(TRIAGE):
        rows = [*rows, *_handled(house, reader, {row["story_id"]: row for row in rows}, given, apart)]
    contracts = {row["contract_id"]: row for row in house.stores.rows("weigh/contracts")} if house.has_data else {}
    officers = _officers(house, today)
    most = _most(contracts.values())
    holidays = _holidays(house)
    chosen = settings.settings().replies
    rules = Rules(chosen.acknowledge_days, chosen.answer_days, chosen.change_days, holidays)
    items = []
    for row in sorted(rows, key=lambda one: (one["received_on"], one["story_id"])):
        officer = (contracts.get(row["contract_id"], {}).get("commissioner_id")) or most.get(row["service_id"], NOBODY)
        own = officers.get(officer, {}).get("reply_working_days")
        replies = tuple(given[row["story_id"]])
        made = answering.standing(row, replies, rules, own)
        key = row["story_id"]
        items.append(Item(key, row, replies, officer, made, key in apart, "triage_state" not in row))
    due = [one.standing.answer_by for one in items if one.standing.owed] + [today]
    return Desk(
        today=today,
        items=tuple(items),
        officers=officers,
        services={row["service_id"]: row["service_name"] for row in contracts.values()},
        contracts=contracts,
        rules=rules,
        missing=tuple(working_days.missing_years([one for one in due if one], holidays)),
    )


def _handled(
    house: House,
    reader: Reader,
    known: dict[str, dict[str, Any]],
    given: dict[str, list[dict[str, Any]]],
    apart: set[str],
) -> list[dict[str, Any]]:
    """Accounts beside those that may be counted, for those who answer them; their replies go into `given`.

    To those `known` it adds where each was first written down: there stands how its teller is reached.
    """
    more: dict[str, dict[str, Any]] = {}
    for row in answering_desk.handled(house, reader):
        if row["is_apart"]:
            apart.add(row["story_id"])
        if row["story_id"] in known:
            known[row["story_id"]] |= {"source": row["source"], "source_id": row["source_id"]}
            continue
        more[row["story_id"]] = {**row, "may_read": False, "may_retell": False}
        apart.add(row["story_id"])
        if row["reply_id"]:
            given[row["story_id"]].append(row)
    return list(more.values())


def _officers(house: House, today: date) -> dict[str, dict[str, Any]]:
    if not house.has_data:
        return {}
    return {row["commissioner_id"]: row for row in house.stores.rows("weigh/responsible", on_day=today)}


def _most(contracts: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The officer of most contracts of each service line that have not ended; of equals the first by reference."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for row in contracts:
        if row["commissioner_id"] and row["status"] != "ended":
            counted[row["service_id"]][row["commissioner_id"]] += 1
    return {key: min(some, key=lambda who: (-some[who], who)) for key, some in counted.items()}


def _holidays(house: House) -> frozenset[date]:
    if not house.has_data:
        return frozenset()
    return frozenset(row["holiday_on"] for row in house.stores.rows("renewals/bank_holidays"))


def people_who_answer(found: Desk) -> dict[str, str]:
    """Officers by id, with name and post, for the one who signs an answer."""
    return {key: f"{row['name']}, {row['post']}" for key, row in sorted(found.officers.items())}


def count_of(items: Sequence[Item]) -> str:
    """1 account, 12 accounts."""
    return f"{len(items):,} {'account' if len(items) == 1 else 'accounts'}"
