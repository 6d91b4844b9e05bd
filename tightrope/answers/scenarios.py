"""Saved splits: listed, opened with the same seed and figures, and held against what is known today."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tightrope.answers import futures, pots, splitting
from tightrope.answers.period import Period
from tightrope.answers.pots import CHOSEN, NEED
from tightrope.answers.splitting_asked import Asked
from tightrope.answers.splitting_shapes import Split
from tightrope.errors import NotFound, Refusal
from tightrope.records.house import House
from tightrope.records.roles import ROLE_WORDS, Reader, looking_as
from tightrope.records.scenarios import ACTIVITY, EFFECTS
from tightrope.records.stories import words
from tightrope.whatif import scenario
from tightrope.whatif.model import Scenario

CHANGED = "Figures have changed since it was saved"
NOT_SAVED = "There is no such saved split."
TO_FIND, TO_FIND_WORDS = "to find", "Still to find, or to place where it is below £0"


@dataclass(frozen=True)
class Row:
    """One saved split in the list."""

    scenario_id: str
    title: str
    kind: str
    subject: str
    parent_id: str | None
    by: str
    saved_at: datetime
    interests: str
    reason: str
    moves: int


@dataclass(frozen=True)
class Moved:
    """One step in which somebody moved money."""

    by: str
    at: datetime
    line: str
    was: float
    became: float


@dataclass(frozen=True)
class Opened:
    """One saved split: as it was saved, and worked out again from its own figures and seed.

    `scenario` is there for effects, `split` for activity; neither where it cannot be worked out any more. `kept` are
    the figures of the day it was saved, `now` the same from the figures known today; `changed` says in words where
    they differ. `names` are what kept figures are called in words, where their own key does not say it. `stories` are
    those accounts on screen before it was saved whose words the reader may still see.
    """

    row: Row
    body: str
    scenario: Scenario | None
    split: Split | None
    kept: Mapping[str, float]
    now: Mapping[str, float]
    changed: str
    names: Mapping[str, str]
    moves: tuple[Moved, ...]
    stories: tuple[str, ...]

    @property
    def worked_out(self) -> bool:
        """Whether there is more to show than the figures of the day it was saved."""
        return self.scenario is not None or self.split is not None


def rows(house: House) -> list[Row]:
    """Every saved split, newest first."""
    names = {one["account_id"]: one["display_name"] for one in house.stores.rows("account/all")}
    return [_row(names, one) for one in house.stores.rows("split/saved")]


def titles(house: House) -> dict[str, str]:
    """The title and day of every saved split by its reference, newest first."""
    return {one.scenario_id: f"{one.title} ({one.saved_at.day} {one.saved_at:%b %Y})" for one in rows(house)}


def saved(house: House, scenario_id: str) -> dict[str, Any]:
    """One saved split as it was kept. Raises NotFound."""
    row = house.stores.one("split/one", scenario_id=scenario_id)
    if row is None:
        raise NotFound(NOT_SAVED)
    return row


def of_effects(scenario: Scenario) -> dict[str, float]:
    """The main figures of a split with effects: what each split comes to, and in how many futures of 100 the chosen one
    is better than each that differs from it; the latter only where an effect is known."""
    found = futures.futures(scenario)
    made = {seen.split.name: round(seen.value, 4) for seen in found.seen.values()}
    if not found.known or CHOSEN not in found.seen:
        return made
    amounts = scenario.split(CHOSEN).amounts
    others = [key for key, seen in found.seen.items() if seen.split.amounts != amounts]
    return made | {
        f"futures of 100 in which the chosen one beats \u201c{found.seen[one].split.name}\u201d": round(
            futures.better_in(scenario, CHOSEN, one) * 100, 2
        )
        for one in others
    }


def of_activity(split: Split) -> dict[str, float]:
    """The main figures of a split of the budget: pounds of each line after it, and what is still to find."""
    return {one.line_id: float(one.became) for one in split.lines} | {TO_FIND: float(split.to_find)}


def opened(house: House, reader: Reader, period: Period, scenario_id: str) -> Opened:
    """One saved split. Raises NotFound; a body that cannot be worked out any more keeps its figures and says why."""
    row = saved(house, scenario_id)
    accounts = {one["account_id"]: one["display_name"] for one in house.stores.rows("account/all")}
    kept = json.loads(row["figures"] or "{}")
    kept_scenario, split, now, changed, names = None, None, {}, "", {}
    try:
        if row["kind"] == ACTIVITY:
            asked = splitting.from_body(json.loads(row["body"]))
            names = _line_names(house, reader, period, asked)
            split = splitting.of(house, reader, period, asked)
            now = of_activity(split)
        else:
            kept_scenario = scenario.read(row["body"])
            now = of_effects(_today(house, row["subject"], kept_scenario))
        changed = "" if now == kept else _changed(kept, now, names)
    except Refusal as refusal:
        changed = f"{CHANGED}, and it cannot be worked out with those of today: {refusal} {' '.join(refusal.problems)}"
    moves = tuple(
        Moved(_who(accounts, one["account_id"]), one["moved_at"], one["line"], float(one["was"]), float(one["became"]))
        for one in house.stores.rows("split/moves", scenario_id=scenario_id)
    )
    made = _row(accounts, {**row, "moves": len(moves)})
    shown = json.loads(row["stories"] or "[]")
    readable = words(house, reader, shown)
    stories = tuple(one for one in dict.fromkeys(shown) if one in readable)
    return Opened(made, row["body"], kept_scenario, split, kept, now, changed, names, moves, stories)


def goes_on(house: House, one: Opened) -> bool:
    """Whether the page can take it further: the budget, or a pot that is still there."""
    return one.row.kind == ACTIVITY or one.row.subject in pots.pots(house)


def chosen(scenario: Scenario) -> str:
    """The split that a scenario is about: the chosen one, else the last."""
    known = [one.id for one in scenario.splits]
    return CHOSEN if CHOSEN in known else known[-1]


def rival(scenario: Scenario) -> str:
    """What the chosen split is held against: need alone, else the base, else the first that differs; itself if none."""
    first = scenario.split(chosen(scenario))
    known = {one.id for one in scenario.splits}
    order = [one for one in (NEED, scenario.base, *(split.id for split in scenario.splits)) if one in known]
    return next((one for one in order if scenario.split(one).amounts != first.amounts), first.id)


def _today(house: House, pot_id: str, saved: Scenario) -> Scenario:
    """The same choice with what is known of the pot today; the scenario itself where it came from a file."""
    pot = pots.pots(house).get(pot_id)
    if pot is None or CHOSEN not in {one.id for one in saved.splits}:
        return saved
    amounts = saved.split(CHOSEN).amounts
    if set(amounts) != {one.line_id for one in pot.groups}:
        raise Refusal("The pot's groups are others now.")
    share = {name: pounds / (sum(amounts.values()) or 1.0) for name, pounds in amounts.items()}
    return pots.scenario(pot, share, saved.optimism, saved.trend)


def _line_names(house: House, reader: Reader, period: Period, asked: Asked) -> dict[str, str]:
    """What kept figures are called: lines as they are called today, where there still is such a budget."""
    named = {TO_FIND: TO_FIND_WORDS}
    if splitting.why_not(house, reader, period, asked.by, asked.year):
        return named
    return named | splitting.lines_of(house, reader, period, asked.by, asked.year)


def _changed(kept: Mapping[str, float], now: Mapping[str, float], names: Mapping[str, str]) -> str:
    some = [
        f"{names.get(name, name)}: {kept[name]:,.2f} then, {now[name]:,.2f} now"
        for name in kept
        if now.get(name) != kept[name] and name in now
    ]
    gone = [names.get(name, name) for name in kept if name not in now]
    more = [f"no longer there: {', '.join(gone)}"] if gone else []
    return f"{CHANGED}. {'; '.join([*some, *more])}."


def _row(names: Mapping[str, str], row: Mapping[str, Any]) -> Row:
    return Row(
        row["scenario_id"], row["title"], row["kind"] or EFFECTS, row["subject"] or "", row["parent_id"],
        _who(names, row["account_id"]), row["saved_at"], row["interests"], row["reason"] or "", row["moves"],
    )  # fmt: skip


def _who(names: Mapping[str, str], account_id: str) -> str:
    """The name of an account, or the role that stood in for one."""
    as_roles = {looking_as(role).account_id: words for role, words in ROLE_WORDS.items()}
    return names.get(account_id) or as_roles.get(account_id, "somebody whose account is gone")
