"""Target or spread thin: one small pot, the splits that follow from its figures, and the one that is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from tightrope.answers import futures as answers
from tightrope.answers import futures_words as say
from tightrope.answers import pot_stories, pots, scenarios
from tightrope.answers.futures import Futures, Seen
from tightrope.answers.period import Period
from tightrope.answers.pots import CHOSEN, Group, Pot
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import best_split_parts, controls, futures_parts, pot_shares
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.words import pounds
from tightrope.whatif.model import Scenario

PERCENT = 100
ROOM = 1.05  # of the scale beyond the highest range
FEWEST = 0.5  # outcomes below which a price for each says nothing
LESS, MORE, SAME = "Gets less than was asked for", "Gets more than was asked for", "Gets what was asked for"


@dataclass(frozen=True)
class Drawn:
    """What stands on screen: the pot, its scenario, the split it is held against, and the accounts that were shown."""

    pot: Pot
    scenario: Scenario
    against: str
    stories: tuple[str, ...]
    looked: bool
    differs: bool


def draw(
    house: House, reader: Reader, period: Period, known: Mapping[str, Pot], chosen: dict[str, str]
) -> Drawn | None:
    """The pot that is chosen, or why there is none. Changes `chosen` in place."""
    if not known:
        st.title("No small pot is loaded")
        note("pot.csv and pot_share.csv bring one: a sum, what a place costs, and the groups it could be spent on.")
        return None
    title = st.container()
    if len(known) > 1:
        names = {key: one.title for key, one in known.items()}
        chosen["pot"] = controls.select(st, "Pot", list(names), chosen["pot"], "pot_pick", names.__getitem__)
    pot = known[chosen["pot"]]
    if not pot.cost or not pots.shares(pot):
        title.title(f"{pot.title} cannot be split here")
        note("pot.csv needs what a place costs, above £0, and pot_share.csv at least one group.")
        return None
    panel("pot_facts.html", "pot_facts", {"pot": pot})
    parts = pot_shares.draw(pot, chosen)
    _assume(chosen)
    share = {name: part / pot_shares.WHOLE for name, part in parts.items()}
    scenario = pots.scenario(pot, share, int(chosen["less"]) / PERCENT, int(chosen["trend"]) / PERCENT)
    found = answers.futures(scenario)
    needed = pots.needed(scenario)
    differs = needed is None or scenario.split(CHOSEN).amounts != needed
    against = scenarios.rival(scenario)
    duel = answers.duel(scenario, CHOSEN, against)
    title.title(say.title(found, duel))
    panel("pot.html", "pot", _values(pot, found))
    for line in filter(None, (say.assumed(scenario), *say.three(found, duel))):
        st.text(line)
    _whose_money(pot, found)
    told = _stories(house, reader, period, pot, scenario)
    futures_parts.draw(found, duel)
    best_split_parts.draw(scenario, scenario.split(CHOSEN).amounts)
    return Drawn(pot, scenario, against, tuple(pot_stories.ids(told)), bool(told), differs)


def _assume(chosen: dict[str, str]) -> None:
    """What is assumed beside the figures of the pot: kept behind one button, named in every sentence it changes."""
    with st.popover("What is assumed", width="content"):
        less = {"0": "As measured elsewhere"} | {one: f"{one}% less" for one in ("10", "20", "30", "40", "50")}
        chosen["less"] = controls.select(
            st, "How well effects travel", list(less), chosen["less"], "pot_less", less.__getitem__
        )
        trend = {
            "-2": "Falls by 2% a year",
            "0": "Stays as it is",
            "2": "Rises by 2% a year",
            "4": "Rises by 4% a year",
        }
        chosen["trend"] = controls.select(
            st, "Risk if nothing is done", list(trend), chosen["trend"], "pot_trend", trend.__getitem__
        )


def _whose_money(pot: Pot, found: Futures) -> None:
    """Council cash, the NHS and unpaid carers apart; never called a saving."""
    if pot.effect is None:
        return
    banked, seen = pot.effect.banked, found.seen[CHOSEN]
    values = {
        "said": say.worth(seen, pot.effect), "council": banked.council, "nhs": banked.nhs,
        "unpaid_carers": banked.unpaid_carers, "certainty": banked.certainty, "source": banked.source,
        "reason": banked.reason,
    }  # fmt: skip
    panel("pot_money.html", "pot_money", values)


def _stories(house: House, reader: Reader, period: Period, pot: Pot, scenario: Scenario) -> list[pot_stories.Told]:
    """Accounts of every group, those who would get less first; at the same size for all."""
    asked, now = scenario.split(scenario.base).amounts, scenario.split(CHOSEN).amounts
    change = {one.line_id: now[one.line_id] - asked[one.line_id] for one in pot.groups}
    order: Sequence[Group] = sorted(pot.groups, key=lambda one: change[one.line_id])
    told = pot_stories.told(house, reader, period, pot.service_id, order)
    words = [LESS if change[one.group.line_id] < 0 else MORE if change[one.group.line_id] > 0 else SAME for one in told]
    st.header("What people say where it would go, and where it would not")
    panel(
        "pot_told.html", "pot_told",
        {"groups": [{"told": one, "words": word} for one, word in zip(told, words, strict=True)]},
    )  # fmt: skip
    return told


def _values(pot: Pot, found: Futures) -> dict:
    """One scale for all splits: from 0, or from the lowest range where an effect may be harm, to the highest."""
    low = min(0.0, *(one.low for one in found.seen.values()))
    high = max(0.0, *(one.high for one in found.seen.values())) * ROOM
    chosen = found.seen[CHOSEN].split.amounts
    order = [CHOSEN, *(key for key, one in found.seen.items() if key != CHOSEN and one.split.amounts != chosen)]
    return {
        "known": found.known,
        "outcome": found.scenario.outcome,
        "rows": [_row(pot, found, found.seen[one], low, (high - low) or 1.0) for one in order],
    }


def _each(pot: Pot, total: float, mean: float) -> str:
    """What one outcome costs with a split; nothing where there are too few to say."""
    if pot.effect is None or mean <= FEWEST:
        return ""
    return f"{pounds(total / mean)} for each {pot.effect.one_outcome}"


def _row(pot: Pot, found: Futures, one: Seen, low: float, span: float) -> dict:
    total = sum(one.split.amounts.values()) or 1.0
    parts = [
        {
            "name": group.name, "width": round(one.split.amounts[group.line_id] / total * 100, 1),
            "share": f"{one.split.amounts[group.line_id] / total:.0%}",
        }
        for group in pot.groups
    ]  # fmt: skip
    reach = {group.name: (one.split.amounts[group.line_id], one.reached[group.line_id]) for group in pot.groups}
    said = "; ".join(
        f"{name} {pounds(paid)}: about {people:,.0f} people reached" for name, (paid, people) in reach.items()
    )
    value = one.value
    return {
        "id": one.split.id, "here": one.split.id == CHOSEN, "name": say.name(found.scenario, one.split.id),
        "why": next(each.why for each in found.scenario.splits if each.amounts == one.split.amounts),
        "beyond": bool(one.beyond), "parts": parts, "said": said, "track": found.known, "value": round(value, 4),
        "avoided": f"about {value:,.0f}",
        "low": round((one.low - low) / span * 100, 1), "wide": round((one.high - one.low) / span * 100, 1),
        "at": round((one.middle - low) / span * 100, 1), "range": say.between(one.low, one.high),
        "each": _each(pot, total, one.mean), "gap": say.gap(one.gap),
    }  # fmt: skip
