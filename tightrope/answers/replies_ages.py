"""How answers age, by officer and by service line; whose last replies are one text; and how far all accounts have come.

Counts of the council's own work are exact. For a service line that is one home they are not, where they are few.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope import settings
from tightrope.answers.evidence import kept
from tightrope.answers.replies import Desk, Item, services_of
from tightrope.answers.replying import last_words
from tightrope.answers.say import HOMES
from tightrope.disclosure import Figure, publish
from tightrope.records.house import House
from tightrope.records.roles import READ_WORDS, Reader
from tightrope.voices import answering, who_told
from tightrope.voices.answering import STAGES, Aged
from tightrope.voices.perfunctory import LAST_REPLIES, one_text

FEWEST_ALIKE = 3  # replies of one officer, before it is said whether they are one text
STAGE_WORDS = {
    answering.UNHEARD: "Nobody has taken it up",
    answering.READ: "An officer has read it",
    answering.ANSWERED: "Answered",
    answering.DECIDED: "Decided",
    answering.CHANGED: "Changed",
    answering.AGREED: "Changed, and the teller says so",
}


@dataclass(frozen=True)
class Row:
    """One line of the ageing: `key` an officer's or a service line's id; `one_home` where it is a single home's."""

    key: str
    name: str
    aged: Aged
    one_home: bool = False


@dataclass(frozen=True)
class OneText:
    """An officer whose last replies are too alike: the mean of all pairs, 0 to 1, over so many replies."""

    officer_id: str
    name: str
    alike: float
    replies: int


def by_officer(found: Desk) -> list[Row]:
    """One row an officer, those with most overdue first; accounts nobody is named for have a row of their own."""
    named, written = defaultdict(list), defaultdict(list)
    for item in found.counted:
        if item.standing.wanted:
            named[item.officer_id].append(item)
        for reply in item.replies:
            written[reply["commissioner_id"]].append((reply, _came(item, reply)))
    made = []
    for key in named.keys() | written.keys():
        name = found.name(key)
        made.append(Row(key, name[:1].upper() + name[1:], _aged(found, named[key], written[key])))
    return sorted(made, key=lambda one: (-one.aged.late, -one.aged.owed, one.name))


def by_service(found: Desk) -> list[Row]:
    """One row a service line, those with most overdue first."""
    named = defaultdict(list)
    for item in found.counted:
        named[item.account["service_id"] or "none"].append(item)
    made = []
    for key, name in services_of(found).items():
        replies = [(reply, _came(item, reply)) for item in named[key] for reply in item.replies]
        made.append(Row(key, name, _aged(found, named[key], replies), _is_one_home(found, key)))
    return sorted(made, key=lambda one: (-one.aged.late, -one.aged.owed, one.name))


def words(row: Row) -> dict[str, Any]:
    """One line as it is shown: counts as text, exact but where they would tell of few people in one home."""
    one = row.aged

    def count(value: int) -> str:
        figure = Figure(value, "accounts", "council_work", words=f"{value:,}", one_home=row.one_home)
        rules = settings.settings().disclosure
        return publish(figure, rules.fewest_people, rules.round_to).words

    return {
        "name": row.name,
        "asked": count(one.asked),
        "owed": count(one.owed),
        "late": count(one.late),
        "days": f"{one.days:g}" if one.days is not None else "nobody told yet",
        "told": f"{count(one.told)} of {count(one.written)}" if one.written else "none written",
        "yes": f"{count(one.yes)} of {count(one.said)}" if one.said else "nobody has said",
        "oldest": one.oldest_on,
    }


def one_text_by(house: House, reader: Reader, found: Desk) -> list[OneText] | None:
    """Officers whose last replies are one text, the most alike first; None where this reader cannot be told.

    Only the figure is kept in memory, never the words.
    """
    if house.master is None or not reader.may(READ_WORDS):
        return None
    every = kept(house, ("replies_alike", reader.audience), lambda: _alike(house, reader, found))
    return [one for one in every if one.alike > settings.settings().replies.alike]


def one_text_words(found: Sequence[OneText] | None) -> list[str]:
    """What is said of them, one sentence each."""
    most = settings.settings().replies.alike
    if found is None:
        return ["Whether an officer's replies are all one text cannot be told here."]
    return [
        f"{one.name}'s last {one.replies} replies are {one.alike:.2f} alike: of any two, about "
        f"{round(100 * one.alike)} words in 100 are the same in the same order. Above {most:.2f} a reply says nothing "
        "of the account."
        for one in found
    ]


def swarm(found: Desk) -> list[tuple[str, list[tuple[str, int]]]]:
    """Service lines by name, each with (stage, number of accounts) for every stage, in order; a dot an account."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for one in found.counted:
        counted[one.account["service_id"] or "none"][one.standing.stage] += 1
    return [
        (name, [(stage, counted[key][stage]) for stage in STAGES])
        for key, name in services_of(found).items()
        if counted[key]
    ]


def swarm_title(found: Desk) -> str:
    """How many were answered, as the title of the picture."""
    counted = _far(found)
    if not counted.total():
        return "No account may be counted yet"
    return f"{_answered(counted):,} of {counted.total():,} accounts were answered and their tellers told"


def swarm_words(found: Desk) -> str:
    """What the swarm shows, and which way is good."""
    counted = _far(found)
    changed = counted[answering.CHANGED] + counted[answering.AGREED]
    return (
        f"A dot for each account. {changed:,} of them led to a change, and {counted[answering.AGREED]:,} times the "
        "teller says that it answered them. Further right is better. What waits to be read first, or is held by "
        "safeguarding, has no dot."
    )


def _far(found: Desk) -> Counter[str]:
    return Counter(one.standing.stage for one in found.counted)


def _answered(counted: Counter[str]) -> int:
    return sum(counted[one] for one in STAGES if one not in (answering.UNHEARD, answering.READ))


def told_by(found: Desk) -> str:
    """Who stands behind the dots."""
    return who_told.who_told((one.account["teller_id"], one.account["is_panel"]) for one in found.counted)


def _aged(found: Desk, items: Sequence[Item], replies: Sequence[tuple[Mapping[str, Any], date]]) -> Aged:
    return answering.aged([one.standing for one in items], replies, found.today, found.rules.holidays)


def _came(item: Item, reply: Mapping[str, Any]) -> date:
    """From when a reply's days are counted: a second one answers the day its teller said no to the one before."""
    said_no = [
        one["verdict_on"]
        for one in item.replies
        if one["verdict_on"] and one["teller_verdict"] == answering.NO and _before(one, reply)
    ]
    return max(said_no, default=item.account["received_on"])


def _before(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return (
        bool(other["answered_on"])
        and one["reply_id"] != other["reply_id"]
        and one["verdict_on"] <= other["answered_on"]
    )


def _alike(house: House, reader: Reader, found: Desk) -> list[OneText]:
    made = []
    for key in found.officers:
        texts = last_words(house, reader, found, key)
        alike = one_text(texts) if len(texts) >= FEWEST_ALIKE else None
        if alike is not None:
            made.append(OneText(key, found.name(key), alike, min(len(texts), LAST_REPLIES)))
    return sorted(made, key=lambda one: -one.alike)


def _is_one_home(found: Desk, service_id: str) -> bool:
    """True where a service line is a single place in which people live: few of it may be somebody's neighbours."""
    live = [row for row in found.contracts.values() if row["service_id"] == service_id and row["status"] != "ended"]
    return len({row["location_id"] for row in live}) == 1 and any(row["location_kind"] in HOMES for row in live)
