"""Which accounts the Voices page is about: chosen on the page, kept in the address."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from tightrope import settings
from tightrope.answers import evidence, voices
from tightrope.answers.finding import WORDS
from tightrope.answers.period import Period, earlier, month_of, twelve_months
from tightrope.errors import Refusal
from tightrope.evidence.concepts import concepts
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import address, controls, finding_parts
from tightrope.screens.links import Choice, Month
from tightrope.screens.voices_parts import AT_ONCE, MOST_SHOWN, PARTS, narrow

MONTHS_BACK = 35


def read(house: House, reader: Reader, data_date: date) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """The checked choices of the address, and what each filter may be set to in the months chosen."""
    usual = usual_period(house)
    last, first = f"{usual.last:%Y-%m}", f"{earlier(usual.last, MONTHS_BACK):%Y-%m}"
    months = [Month("from", "month", first, last, f"{usual.first:%Y-%m}"), Month("to", "month", first, last, last)]
    asked = [st.query_params.get(one.name, one.default) for one in months]
    span = usual
    if all(first <= one <= last and len(one) == len(last) for one in asked):
        span = _span(*asked)
    known = voices.choices(evidence.evidence(house, reader.audience, span))
    shown = [str(number) for number in range(AT_ONCE, MOST_SHOWN + 1, AT_ONCE)]
    parts = [Choice("part", "part", list(PARTS), "read"), *months]
    parts += [Choice(name, name, list(known[name]), voices.ANY) for name in voices.FILTERS]
    parts.append(Choice("mode", "way to search", list(finding_parts.MODES), WORDS))
    parts.append(Choice("concept", "thing to look for", ["", *concepts()], ""))
    parts.append(Choice("shown", "number of accounts", shown, shown[0]))
    return address.read(parts, data_date), known


def usual_period(house: House) -> Period:
    """The twelve months up to the latest returns; those up to today where no returns are loaded.

    Raises Refusal where nothing is loaded at all.
    """
    try:
        return evidence.usual_period(house)
    except Refusal:
        if not house.has_data:
            raise
        return twelve_months(settings.today().replace(day=1))


def draw(house: House, chosen: dict[str, str], known: Mapping[str, Mapping[str, str]]) -> Period:
    """The controls: months, and what narrows the accounts, each behind a button. Changes `chosen` in place.

    Months the wrong way round are swapped.
    """
    last = usual_period(house).last
    months = [f"{earlier(last, back):%Y-%m}" for back in range(MONTHS_BACK, -1, -1)]
    left, right = st.columns([1, 2.4])
    with left.popover(_span(chosen["from"], chosen["to"]).words, width="stretch"):
        chosen["from"] = controls.select(st, "From", months, chosen["from"], "voices_from", None)
        chosen["to"] = controls.select(st, "To", months, chosen["to"], "voices_to", None)
    with right:
        narrow(known, chosen)
    return _span(chosen["from"], chosen["to"])


def after(chosen: dict[str, str], pressed: str | None) -> None:
    """What a press changes: more accounts, or one theme to read; changes `chosen` in place."""
    what, _, key = (pressed or "").partition("|")
    if what == "more":
        chosen["shown"] = str(min(int(chosen["shown"]) + AT_ONCE, MOST_SHOWN))
    elif what == "theme":
        chosen.update(theme=key, part="read", shown=str(AT_ONCE))


def _span(first: str, last: str) -> Period:
    return Period(*sorted((month_of(first), month_of(last))))
