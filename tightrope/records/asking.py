"""Asking the people a decision rests on whether it got better since, and keeping what they say: rows are only added.

Who is asked, and whose answer counts, goes through the one door to accounts each time: what is withdrawn, held or no
longer allowed is neither asked nor counted. Words are not taken here: whoever has more to tell tells it anew.
"""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from tightrope import clock, database, settings
from tightrope.errors import Refusal
from tightrope.records import audit
from tightrope.records.decision_entries import STANDS, standing
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, TRIAGE, Reader

BETTER, SAME, WORSE, CANNOT_SAY = "better", "same", "worse", "cannot_say"
SAID = (BETTER, SAME, WORSE, CANNOT_SAY)
CODE = "code"
WAYS = (CODE, "phone", "letter", "advocate")  # by which somebody can be asked again
HOW = ("phone", "letter", "advocate", "in_person")  # by which an officer hears the answer
ANYBODY = "counts"  # the audience of the one door that reads no words
NOT_ASKED = "Nobody was asked."
NOT_KEPT = "This answer was not kept."
NOT_OPEN = "This is not asked, or not any more."
THEIR_OWN = "They answered with their own code: what they said stands."


def ask(house: House, reader: Reader, decision_id: str) -> str:
    """Ask everybody who can be reached of those whose accounts a decision rests on; returns the reference.

    Raises NotAllowed, NotFound, and Refusal where it is too early, too soon after the last time, or nobody is left.
    """
    reader.require(DECIDE)
    wave_id, at = "AG" + secrets.token_hex(8), _now()
    values = {"audience": reader.audience, "on_day": at.date(), "decision_id": decision_id}

    def change(cursor: Any) -> str:
        decided_on = standing(cursor, decision_id, {STANDS}).decided_on
        cursor.execute("SELECT max(asked_on) FROM records.asking WHERE decision_id = ?", [decision_id])
        refused = too_soon(decided_on, cursor.fetchone()[0], at.date())
        if refused:
            raise Refusal(refused)
        cursor.execute(database.sql("again/named"), values)
        reached = [(story_id, way) for story_id, _, way in cursor.fetchall() if way in WAYS]
        if not reached:
            raise Refusal(f"{NOT_ASKED} Nobody whose account this rests on can be reached.")
        cursor.execute(
            "INSERT INTO records.asking (wave_id, decision_id, asked_on, asked_at, account_id, asked_by, accounts) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [wave_id, decision_id, at.date(), at, reader.account_id, reader.name, len(reached)],
        )
        for story_id, way in reached:
            cursor.execute(
                "INSERT INTO records.asking_story (wave_id, story_id, way) VALUES (?, ?, ?)", [wave_id, story_id, way]
            )
        audit.note(cursor, at, reader.account_id, "asked_again", decision_id, f"{wave_id}, {len(reached)} accounts")
        return wave_id

    return house.stores.write(change)


def too_soon(decided_on: date | None, last_on: date | None, today: date) -> str:
    """Why people cannot be asked of a decision today, in a sentence; empty where they can be."""
    if decided_on is None or today <= decided_on:
        return f"{NOT_ASKED} What came of a decision can be asked from the day after it."
    days = settings.settings().decision.ask_again_days
    if last_on is not None and today < last_on + timedelta(days=days):
        return (
            f"{NOT_ASKED} They were asked on {_day(last_on)}. They can be asked again after {days} days, from "
            f"{_day(last_on + timedelta(days=days))} on."
        )
    return ""


def open_until(asked_on: date) -> date:
    """The last day on which an answer is taken, or changed."""
    return asked_on + timedelta(days=settings.settings().decision.answer_again_days)


def answer(house: House, story_id: str, wave_id: str, said: str) -> None:
    """Keep what the teller of an account says, who follows it by code. Raises Refusal where they are not asked."""
    _keep(house, ANYBODY, story_id, wave_id, said, CODE, settings.today(), None)


def answer_for(house: House, reader: Reader, story_id: str, wave_id: str, said: str, how: str, on: date) -> None:
    """Keep what a teller told whoever rang, wrote or went. What they said with their own code is not replaced.

    Raises NotAllowed, and Refusal with every problem.
    """
    if not reader.may(TRIAGE):
        reader.require(DECIDE)
    wrong = [] if said in SAID else ["Choose what they said."]
    if how not in HOW:
        wrong.append("Choose how they were asked.")
    if wrong:
        raise Refusal(NOT_KEPT, wrong)
    _keep(house, reader.audience, story_id, wave_id, said, how, on, reader.account_id)


def _keep(
    house: House, audience: str, story_id: str, wave_id: str, said: str, how: str, on: date, account_id: str | None
) -> None:
    if said not in SAID:
        raise Refusal("Say whether it is better, about the same, or worse.")
    at = _now()
    values = {"audience": audience, "on_day": at.date(), "story_id": story_id}

    def change(cursor: Any) -> None:
        cursor.execute(database.sql("again/of_account"), values)
        names = [column[0] for column in cursor.description]
        asked = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        one = next((each for each in asked if each["wave_id"] == wave_id), None)
        if one is None or at.date() > open_until(one["asked_on"]):
            raise Refusal(NOT_OPEN)
        if not one["asked_on"] <= on <= at.date():
            raise Refusal(NOT_KEPT, ["Give the day on which they said so: from the day they were asked to today."])
        if how != CODE and one["answered_by"] == CODE:
            raise Refusal(THEIR_OWN)
        if (one["said"], one["answered_by"], one["answered_on"]) == (said, how, on):
            return  # the same form sent twice
        cursor.execute(
            "INSERT INTO records.asking_answer (wave_id, story_id, version, said, way, answered_on, kept_at, "
            "account_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [wave_id, story_id, one["version"] + 1, said, how, on, at, account_id],
        )
        audit.note(cursor, at, account_id, "answered_again", story_id, wave_id)

    house.stores.write(change)


def _now() -> datetime:
    return datetime.combine(settings.today(), clock.now().time())


def _day(one: date) -> str:
    return f"{one.day} {one:%B %Y}"
