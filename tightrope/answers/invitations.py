"""Invitations to officers to come out with a front-line team: those on file, and those made here, with their age."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope import settings
from tightrope.answers.evidence import kept
from tightrope.answers.say import day
from tightrope.records.house import House
from tightrope.records.inviting import ACCEPTED, ASKED, BEEN, DECLINED

ON_FILE = "on_file"  # front_line_visit.csv says that they were asked, and nothing of an answer


@dataclass(frozen=True)
class Invitation:
    """One invitation. `age` is in days since it was asked; `said` tells how it stands, without the team's words.

    `invite_id` is empty for one on file, which cannot be answered here.
    """

    invite_id: str
    officer_id: str
    team: str
    words: str
    why: str
    state: str
    invited_on: date
    proposed_on: date | None
    agreed_on: date | None
    been_on: date | None
    contract_id: str | None
    age: int
    said: str

    @property
    def is_open(self) -> bool:
        """True while nobody has answered."""
        return self.state in (ASKED, ON_FILE)


def invitations(house: House) -> list[Invitation]:
    """Every invitation made here, and every one on file that led to no visit: oldest first."""
    return kept(house, "invitations", lambda: _ask(house))


def of_team(house: House, account_id: str, teams: Collection[str]) -> list[Invitation]:
    """What those who asked may see: what this account asked, and what the teams it asked for asked. Newest first."""
    rows = house.stores.rows("deciders/invites")
    own = {row["team"].casefold() for row in rows if row["invited_by"] == account_id}
    known = own | {one.strip().casefold() for one in teams if one.strip()}
    return [_here(row, settings.today()) for row in reversed(rows) if row["team"].casefold() in known]


def _ask(house: House) -> list[Invitation]:
    today = settings.today()
    here = [_here(row, today) for row in house.stores.rows("deciders/invites")]
    filed = [_filed(row, today) for row in house.stores.rows("deciders/not_taken_up", on_day=today)]
    return sorted([*here, *filed], key=lambda one: (one.invited_on, one.invite_id, one.team))


def _filed(row: dict[str, Any], today: date) -> Invitation:
    age = (today - row["invited_on"]).days
    words = f"Asked {_ago(age)} by {row['team']} ({day(row['invited_on'])}): no visit on file."
    return Invitation(
        "", row["commissioner_id"], row["team"], "", "", ON_FILE, row["invited_on"], None, None, None, None, age, words
    )


def _here(row: dict[str, Any], today: date) -> Invitation:
    age = (today - row["invited_on"]).days
    return Invitation(
        invite_id=row["invite_id"],
        officer_id=row["commissioner_id"],
        team=row["team"],
        words=row["words"] or "",
        why=row["why"] or "",
        state=row["state"],
        invited_on=row["invited_on"],
        proposed_on=row["proposed_on"],
        agreed_on=row["agreed_on"],
        been_on=row["been_on"],
        contract_id=row["contract_id"],
        age=age,
        said=f"Asked {_ago(age)} by {row['team']}: {_answered(row, today)}",
    )


def _answered(row: dict[str, Any], today: date) -> str:
    if row["state"] == BEEN:
        return f"went on {day(row['been_on'])}."
    if row["state"] == DECLINED:
        return f"said no on {day(row['answered_on'])}."
    if row["state"] == ACCEPTED:
        other = " instead of " + day(row["proposed_on"]) if row["proposed_on"] not in (None, row["agreed_on"]) else ""
        past = " That day is past, and nobody has said whether they went." if row["agreed_on"] < today else ""
        return f"said yes, on {day(row['agreed_on'])}{other}.{past}"
    proposed = f" (for {day(row['proposed_on'])})" if row["proposed_on"] else ""
    late = ", and that day is past" if row["proposed_on"] and row["proposed_on"] < today else ""
    return f"no answer yet{proposed}{late}."


def _ago(days: int) -> str:
    return {0: "today", 1: "1 day ago"}.get(days, f"{days:,} days ago")
