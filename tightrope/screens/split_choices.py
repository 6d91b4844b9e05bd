"""How the budget is split: by what, of which money, from when, by which rule; kept in the address."""

from datetime import date

import streamlit as st

from tightrope.answers.splitting_asked import BASES, BY, GROSS, RULE_WORDS, SERVICE, days, usual_day
from tightrope.screens import controls
from tightrope.screens.links import Choice, Text
from tightrope.screens.note import note
from tightrope.screens.words import day
from tightrope.whatif.rebalance import PROPORTION, RULES

PARTS = (
    Choice("by", "way to split", list(BY), SERVICE),
    Choice("basis", "sort of money", list(BASES), GROSS),
    Text("on", "day"),
    Choice("rule", "rule for the rest", list(RULES), PROPORTION),
    Text("changes", "list of changes", longest=5_000),
)


def draw(chosen: dict[str, str], today: date) -> None:
    """The four controls. Changes `chosen` in place; another way to split or other money begins anew."""
    before = (chosen["by"], chosen["basis"])
    allowed = [one.isoformat() for one in days(today)]
    if chosen["on"] not in allowed:
        if chosen["on"]:
            note("The link names a day that is not offered. You see the next financial year instead.")
        chosen["on"] = usual_day(today).isoformat()
    one, two, three, four = st.columns(4)
    chosen["by"] = controls.select(one, "Split over", list(BY), chosen["by"], "split_by", BY.__getitem__)
    chosen["basis"] = controls.select(two, "Money", list(BASES), chosen["basis"], "split_basis", BASES.__getitem__)
    chosen["on"] = controls.select(three, "From", allowed, chosen["on"], "split_on", _day)
    chosen["rule"] = controls.select(four, "The rest", list(RULES), chosen["rule"], "split_rule", RULE_WORDS.get)
    if before != (chosen["by"], chosen["basis"]):
        chosen["changes"] = ""


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
