"""Staff ask an officer to come out with their team; the officer says yes with a day, or no with a reason; they went."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tightrope import clock, settings
from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records import audit
from tightrope.records.house import House
from tightrope.records.roles import CODE, DECIDE, ROLES, Reader

NOT_SENT, NOT_KEPT = "The invitation was not sent.", "The answer was not kept."
ASKED, ACCEPTED, DECLINED, BEEN = "asked", "accepted", "declined", "been"
LONGEST_TEAM, LONGEST_WORDS, LONGEST_WHY = 120, 2000, 1000
FEWEST_WORDS = 3  # fewer say neither what they would see nor why not
FURTHEST_DAYS = 366  # ahead: a day further off is a slip of the pen


@dataclass(frozen=True)
class Asked:
    """One invitation as it was written. `reference` is the form's own: the same form sent twice asks once.

    `of` is officer:id, or contract:id for whoever answers for that contract. `proposed_on` may be left to the officer.
    """

    reference: str
    of: str
    team: str
    words: str
    proposed_on: date | None


def invite(house: House, reader: Reader, asked: Asked) -> tuple[str, bool]:
    """Keep the invitation; returns its reference, and False where this form had been sent before.

    Any signed-in member of staff may. Raises NotAllowed, and Refusal with every problem at once.
    """
    if reader.role not in ROLES:
        raise NotAllowed("Only staff who are signed in may ask an officer.")
    officer, contract, wrong = _whom(house, asked.of)
    wrong += problems(asked)
    if wrong:
        raise Refusal(NOT_SENT, wrong)
    key, at = "OI" + hashlib.sha256(asked.reference.encode()).hexdigest()[:16], clock.now()
    row = [
        key, officer, asked.team.strip(), asked.words.strip(), asked.proposed_on, settings.today(), reader.account_id,
        ASKED, None, None, None, None, contract, None,
    ]  # fmt: skip

    def change(cursor: Any) -> bool:
        cursor.execute("SELECT count(*) FROM records.officer_invite WHERE invite_id = ?", [key])
        if cursor.fetchone()[0]:
            return False
        cursor.execute(f"INSERT INTO records.officer_invite VALUES ({', '.join('?' * len(row))})", row)
        audit.note(cursor, at, reader.account_id, "officer_invited", key, str(officer))
        return True

    return key, house.stores.write(change)


def accept(house: House, reader: Reader, key: str, agreed_on: date | None, words: str = "") -> None:
    """Say yes, on the day proposed or on another. Raises NotAllowed, NotFound and Refusal."""
    reader.require(DECIDE)
    today = settings.today()
    wrong = [] if agreed_on else ["Give the day on which you come."]
    if agreed_on and not today <= agreed_on <= today + timedelta(days=FURTHEST_DAYS):
        wrong.append("Give a day between today and a year from now.")
    wrong += _long(words, LONGEST_WHY)
    if wrong:
        raise Refusal(NOT_KEPT, wrong)
    _set(house, reader, key, ACCEPTED, {"agreed_on": agreed_on, "why": words.strip() or None})


def decline(house: House, reader: Reader, key: str, why: str) -> None:
    """Say no, with a reason that those who asked read. Raises NotAllowed, NotFound and Refusal."""
    reader.require(DECIDE)
    wrong = [f"Say why, in {FEWEST_WORDS} words or more: the team reads it."] if len(why.split()) < FEWEST_WORDS else []
    wrong += _long(why, LONGEST_WHY)
    if wrong:
        raise Refusal(NOT_KEPT, wrong)
    _set(house, reader, key, DECLINED, {"agreed_on": None, "why": why.strip()})


def been(house: House, reader: Reader, key: str, on: date | None) -> None:
    """Say on which day they went; it then counts as last out. A wrong day is put right by saying it again.

    The officer's side may say it, and the voice team. Raises NotAllowed, NotFound and Refusal.
    """
    if not reader.may(CODE):
        reader.require(DECIDE)
    if on is None or on > settings.today():
        raise Refusal(NOT_KEPT, ["Give the day on which they went: today or earlier."])
    _set(house, reader, key, BEEN, {"been_on": on})


def problems(asked: Asked) -> list[str]:
    """What is missing or wrong in the words and the day, in plain words; an empty list where they can be kept."""
    found = [] if asked.team.strip() else ["Say which team asks."]
    if len(asked.team) > LONGEST_TEAM:
        found.append(f"The team's name has at most {LONGEST_TEAM} letters.")
    if len(asked.words.split()) < FEWEST_WORDS:
        found.append(f"Say what they would see with you, in {FEWEST_WORDS} words or more.")
    found += _long(asked.words, LONGEST_WORDS)
    today = settings.today()
    if asked.proposed_on and not today <= asked.proposed_on <= today + timedelta(days=FURTHEST_DAYS):
        found.append("Propose a day between today and a year from now, or leave the day to them.")
    return found


def _whom(house: House, of: str) -> tuple[str | None, str | None, list[str]]:
    """The officer that officer:id or contract:id means, the contract where one was named, and what is wrong."""
    kind, _, key = of.partition(":")
    if not house.has_data:
        return None, None, ["No data have been built yet, so no officer is known."]
    officers = {row["commissioner_id"] for row in house.stores.rows("weigh/responsible", on_day=settings.today())}
    if kind == "officer" and key in officers:
        return key, None, []
    running = {row["contract_id"]: row for row in house.stores.rows("deciders/contracts", on_day=settings.today())}
    if kind == "contract" and key in running:
        named = running[key]["commissioner_id"]
        if named in officers:
            return named, key, []
        return None, key, ["Nobody is named for this contract, so nobody can be asked: choose an officer."]
    return None, None, ["Choose an officer, or a contract."]


def _set(house: House, reader: Reader, key: str, state: str, values: dict[str, Any]) -> None:
    at, today = clock.now(), settings.today()
    values = {**values, "state": state, "answered_by": reader.account_id}

    def change(cursor: Any) -> None:
        cursor.execute(
            "SELECT state, invited_on, agreed_on, been_on, answered_on FROM records.officer_invite WHERE invite_id = ?",
            [key],
        )
        found = cursor.fetchone()
        if found is None:
            raise NotFound("No such invitation is on record.")
        was, invited_on, agreed_on, been_on, answered_on = found
        if state != BEEN and was == BEEN:
            raise Refusal(NOT_KEPT, ["They have been: there is nothing left to answer."])
        if state == BEEN and values["been_on"] < invited_on:
            raise Refusal(NOT_KEPT, [f"They were asked on {invited_on}: the day they went cannot lie before that."])
        # Going is an answer too, but the day of an answer given before stays.
        answered = answered_on if state == BEEN and answered_on else today
        made = {**values, "answered_on": answered}
        cursor.execute(
            f"UPDATE records.officer_invite SET {', '.join(f'{name} = ?' for name in made)} WHERE invite_id = ?",
            [*made.values(), key],
        )
        detail = f"{was} -> {state}; agreed {agreed_on} -> {made.get('agreed_on', agreed_on)}; been {been_on}"
        audit.note(cursor, at, reader.account_id, "officer_invite_answered", key, detail)

    house.stores.write(change)


def _long(words: str, most: int) -> list[str]:
    return [f"At most {most:,} letters fit; this has {len(words):,}."] if len(words) > most else []
