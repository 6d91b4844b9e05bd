"""Saved splits: listed, opened with the same seed and figures, held against what is known today, and compared."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tightrope.answers import futures, pots, splitting
from tightrope.answers.period import Period
from tightrope.answers.pots import CHOSEN, NEED
from tightrope.answers.splitting_shapes import Split
from tightrope.errors import NotFound, Refusal
from tightrope.records.house import House
from tightrope.records.roles import ROLE_WORDS, Reader, looking_as
from tightrope.records.scenarios import ACTIVITY, EFFECTS
from tightrope.whatif import compare, scenario
from tightrope.whatif.compare import Waterfall
from tightrope.whatif.model import Scenario

CHANGED = "Figures have changed since it was saved"
NOT_SAVED = "There is no such saved split."


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

    `scenario` is there for effects, `split` for activity. `kept` are the figures of the day it was saved, `now` the
    same from the figures known today; `changed` says in words where they differ.
    """

    row: Row
    body: str
    scenario: Scenario | None
    split: Split | None
    kept: Mapping[str, float]
    now: Mapping[str, float]
    changed: str
    moves: tuple[Moved, ...]
    stories: tuple[str, ...]


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
    """The main figures of a split with effects: what each split avoids on average, and in how many futures of 100 the
    chosen one is better than each other."""
    found = futures.futures(scenario)
    made = {seen.split.name: round(seen.mean, 4) for seen in found.seen.values()}
    others = [one for one in found.seen if one != CHOSEN and CHOSEN in found.seen]
    return made | {
        f"futures of 100 in which the chosen one beats \u201c{found.seen[one].split.name}\u201d": round(
            futures.better_in(scenario, CHOSEN, one) * 100, 2
        )
        for one in others
    }


def of_activity(split: Split) -> dict[str, float]:
    """The main figures of a split of the budget: pounds of each line after it, and what is still to find."""
    return {one.line_id: float(one.became) for one in split.lines} | {"to find": float(split.to_find)}


def opened(house: House, reader: Reader, period: Period, scenario_id: str) -> Opened:
    """One saved split. Raises NotFound; a body that cannot be worked out any more keeps its figures and says why."""
    row = saved(house, scenario_id)
    names = {one["account_id"]: one["display_name"] for one in house.stores.rows("account/all")}
    kept = json.loads(row["figures"] or "{}")
    kept_scenario, split, now, changed = None, None, {}, ""
    try:
        if row["kind"] == ACTIVITY:
            split = splitting.of(house, reader, period, splitting.from_body(json.loads(row["body"])))
            now = of_activity(split)
        else:
            kept_scenario = scenario.read(row["body"])
            now = of_effects(_today(house, row["subject"], kept_scenario))
        changed = "" if now == kept else _changed(kept, now)
    except Refusal as refusal:
        changed = f"{CHANGED}, and it cannot be worked out with those of today: {refusal} {' '.join(refusal.problems)}"
    moves = tuple(
        Moved(_who(names, one["account_id"]), one["moved_at"], one["line"], float(one["was"]), float(one["became"]))
        for one in house.stores.rows("split/moves", scenario_id=scenario_id)
    )
    made = _row(names, {**row, "moves": len(moves)})
    return Opened(
        made, row["body"], kept_scenario, split, kept, now, changed, moves, tuple(json.loads(row["stories"] or "[]"))
    )


def goes_on(house: House, one: Opened) -> bool:
    """Whether the page can take it further: the budget, or a pot that is still there."""
    return one.row.kind == ACTIVITY or one.row.subject in pots.pots(house)


def steps(one: Opened, other: Opened) -> Waterfall:
    """From the first to the second in named steps. Raises Refusal where they split different money."""
    if one.scenario is None or other.scenario is None:
        raise Refusal("Steps from one to the other need two splits with effects.")
    if {line.id for line in one.scenario.lines} != {line.id for line in other.scenario.lines}:
        raise Refusal("They share out money between different groups, so there are no steps from one to the other.")
    return compare.waterfall(one.scenario, chosen(one.scenario), other.scenario, chosen(other.scenario))


def difference(one: Opened, other: Opened) -> list[str]:
    """What the second does that the first does not, in words: pounds, people, places, whose stories are told of."""
    if one.split is not None and other.split is not None:
        return splitting.difference_words(one.split, other.split)
    if one.scenario is None or other.scenario is None:
        return ["One moves the budget and the other shares out a pot: they are not held against each other."]
    first, second = (each.scenario.split(chosen(each.scenario)).amounts for each in (one, other))
    names = {line.id: line for line in (*one.scenario.lines, *other.scenario.lines)}
    gaps = {key: second.get(key, 0.0) - first.get(key, 0.0) for key in names}
    some = [f"{names[key].name} {_signed(gap, '£')}" for key, gap in gaps.items() if gap]
    reached = [futures.futures(each.scenario).seen[chosen(each.scenario)].reached for each in (one, other)]
    people = [
        f"{names[key].name} {_signed(reached[1].get(key, 0) - reached[0].get(key, 0), '')}"
        for key in names
        if round(reached[1].get(key, 0) - reached[0].get(key, 0))
    ]
    fewer = [f"{names[key].name} ({names[key].locality})" for key, gap in gaps.items() if gap < 0]
    return [
        f"Pounds a year with the second: {', '.join(some) or 'the same for every group'}.",
        f"People reached: {', '.join(people) or 'as many in every group'}.",
        f"Whose stories are to be read with the second: {', '.join(fewer) or 'nobody gets less'}.",
    ]


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


def _changed(kept: Mapping[str, float], now: Mapping[str, float]) -> str:
    some = [
        f"{name}: {kept[name]:,.2f} then, {now[name]:,.2f} now"
        for name in kept
        if now.get(name) != kept[name] and name in now
    ]
    gone = [name for name in kept if name not in now]
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


def _signed(value: float, unit: str) -> str:
    return f"{'+' if value > 0 else '-'}{unit}{abs(value):,.0f}"
