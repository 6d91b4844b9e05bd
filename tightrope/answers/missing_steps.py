"""From using something to being told what came of it, for each group: where does it drop out?"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.missing import Sort, sorts, subject_of, years
from tightrope.answers.missing_groups import (
    ALL,
    CONTRACT,
    GROUP_KINDS,
    REST,
    accounts_about,
    group_name,
    people_of_groups,
    person_of,
    served_by,
)
from tightrope.answers.period import Period
from tightrope.answers.subjects import Subject, held_of
from tightrope.disclosure import FEWEST_PEOPLE
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.weighing.by_whom import SELF
from tightrope.weighing.voice_funnel import ANSWERED, ASKED, CITED, READ, TOLD, TOLD_BACK, USES, Step, dropped_words
from tightrope.weighing.voice_funnel import steps as made_steps

NOT_CITED = "No decision on record cites an account yet."
WAIT = "accounts wait to be read for the first time and are"
NOT_ASKED = "No invitations are on file: invitation.csv brings who was asked and who answered."


@dataclass(frozen=True)
class Way:
    """One group's way: its steps, and in a sentence where most drop out."""

    kind: str
    value: str
    name: str
    steps: tuple[Step, ...]
    dropped: str


@dataclass(frozen=True)
class Ways:
    """Every group's way for one subject, everybody first."""

    title: str
    sorts: tuple[Sort, ...]
    ways: tuple[Way, ...]
    notes: tuple[str, ...]


def ways(house: House, reader: Reader, period: Period, kind: str, key: str, by: str = SELF) -> Ways:
    """The way of everybody, then of each group large enough to be named. Raises NotFound."""
    if kind == CONTRACT:  # quicker made than looked for, and there are many
        return _ways(house, reader, period, kind, key, by)
    name = ("missing_ways", reader.audience, period, kind, key, by)
    return kept(house, name, lambda: _ways(house, reader, period, kind, key, by))


def asked_of(house: House, members: Sequence[str], channel: str | None = None) -> dict[tuple[str, str], list[int]]:
    """(group kind, value): [asked, answered] in the latest year, over the ways of asking that note that group.

    Everybody is what a way of asking notes for all; where it notes one group alone, that group.
    """
    rows = kept(house, "missing_invitations", lambda: house.stores.rows("missing/invitations"))
    wanted, made = set(members), defaultdict(lambda: [0, 0])
    noted = {(row["contract_id"], row["channel"]) for row in rows if row["group_kind"] == ALL}
    for row in rows:
        if row["contract_id"] not in wanted or channel not in (None, row["channel"]):
            continue
        groups = {(row["group_kind"], row["group_value"])}
        if (row["contract_id"], row["channel"]) not in noted:
            groups.add((ALL, ALL))
        for group in groups:
            made[group][0] += row["asked"]
            made[group][1] += row["answered"]
    return dict(made)


def _ways(house: House, reader: Reader, period: Period, kind: str, key: str, by: str) -> Ways:
    found = evidence(house, reader.audience, period)
    subject = subject_of(found, kind, key)
    accounts = accounts_about(found, subject, by)
    invited = asked_of(house, subject.members)
    asking = {"audience": found.audience, "on_day": found.today}
    cited = {row["story_id"] for row in house.stores.rows("missing/cited", **asking)}
    told_back = {row["story_id"] for row in house.stores.rows("missing/told_back", **asking)}
    came = {
        TOLD: {person_of(one) for one in accounts},
        READ: {person_of(one) for one in accounts if _is_read(found, one)},
        CITED: {person_of(one) for one in accounts if one["story_id"] in cited},
        TOLD_BACK: {person_of(one) for one in accounts if one["story_id"] in told_back},
    }
    made = [_way(ALL, ALL, served_by(found, subject, ALL)[ALL], invited, came)]
    noted = people_of_groups(found, accounts)
    for group_kind in GROUP_KINDS:
        values = noted[group_kind]
        served = served_by(found, subject, group_kind)
        for value, people in served.items():
            if people >= FEWEST_PEOPLE and (group_kind, value) not in REST and len(served) > 1:
                theirs = {person for person, one in values.items() if one == value}
                some = {stage: people_here & theirs for stage, people_here in came.items()}
                if values or (group_kind, value) in invited:  # else nothing but their number is known
                    made.append(_way(group_kind, value, people, invited, some))
    return Ways(
        _title(made[0]), sorts(found, subject), tuple(made), tuple(_notes(house, found, subject, period, invited, came))
    )


def _way(kind: str, value: str, people: int, invited: dict[tuple[str, str], list[int]], came: dict[str, set]) -> Way:
    counts: dict[str, int | None] = {stage: len(persons) for stage, persons in came.items()}
    counts[USES] = people or None
    if (kind, value) in invited:
        counts[ASKED], counts[ANSWERED] = invited[kind, value]
    made = made_steps(counts)
    return Way(kind, value, group_name(kind, value), made, dropped_words(made))


def _title(everybody: Way) -> str:
    """The answer: where most drop out of those who use it."""
    return everybody.dropped.rstrip(".")


def _is_read(found: Evidence, account: dict[str, Any]) -> bool:
    """A person has said what it tells of, or how serious it is."""
    return bool(found.themes_of.get(account["story_id"])) or account["severity"] is not None


def _notes(
    house: House,
    found: Evidence,
    subject: Subject,
    period: Period,
    invited: dict[tuple[str, str], list[int]],
    came: dict[str, set],
) -> list[str]:
    made = []
    year = years(house)["asked"]
    if not year:
        made.append(NOT_ASKED)
    else:
        made.append(
            f"Asked and answered: invitations in {year}, by whichever way; who was asked twice counts twice, "
            f"up to the number who use it. Told us: {period.words}, whether asked or not."
        )
    if invited and len(invited) > 1:
        made.append("Most ways of asking do not note the group, so for a group the steps begin where they are noted.")
    if not came[CITED]:
        made.append(NOT_CITED)
    held = held_of(found, subject)["untriaged"]
    if held:
        wait = "account waits to be read for the first time and is" if held == 1 else WAIT
        made.append(f"{held} more {wait} counted nowhere here.")
    return made
