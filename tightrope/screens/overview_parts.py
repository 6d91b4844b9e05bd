"""The parts of the overview page."""

from datetime import date

import streamlit as st

from tightrope import settings
from tightrope.answers.loaded import ledger
from tightrope.answers.looks import Promises, Since
from tightrope.answers.moving import Flags, flag_words
from tightrope.answers.overview import REASON_WORDS, Need, Overview
from tightrope.records.house import House
from tightrope.screens import links, renewals_parts
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.register import page
from tightrope.screens.words import count, day, millions

FIRST = 3  # cards before "show all": what somebody takes in at a glance
SHOW_ALL = "all"
RENEW = "renew"


def since_last_look(since: Since) -> None:
    """One line: what came in while the reader was away."""
    if since.looked_at is None:
        return
    parts = [count(since.accounts, "new account")]
    if since.withdrawn:
        parts.append(count(since.withdrawn, "account was withdrawn", "accounts were withdrawn"))
    when = "" if settings.settings().council.today else f" on {day(since.looked_at.date())}"
    note(f"Since you last looked{when}: {', '.join(parts)}.")


def needs(found: Overview, everything: bool) -> str | None:
    """The cards; returns what was pressed: SHOW_ALL, or contract|theme."""
    if not found.needs:
        _no_needs(found)
        return None
    shown = found.needs if everything else found.needs[:FIRST]
    pressed = panel("overview.html", "needs", {"needs": shown, "also": _also})
    hidden = len(found.needs) - len(shown)
    if hidden and st.button(f"Show all {len(found.needs)}", key="show_all"):
        return SHOW_ALL
    return pressed


def _no_needs(found: Overview) -> None:
    """Why the list is empty: that nothing was found is not the same as that nothing could be looked for."""
    if found.heard:
        silent = "" if any("people_served" in one for one in found.missing) else ", and nobody is missing"
        st.text(f"Nothing disagrees and nothing is poor on both sides{silent}, by what is loaded.")
    else:
        waits = found.waiting.get("untriaged") or 0
        these = f" {count(waits, 'account waits', 'accounts wait')} to be read; then they count." if waits else ""
        st.text(f"The numbers of each contract stand on the Weigh page.{these}")
    st.page_link(page("weigh").script, label="Weigh a contract", icon=page("weigh").icon)


def missing_lines(found: Overview) -> None:
    """What cannot be said yet, and which file would bring it."""
    for one in found.missing:
        note(one)


def promises_line(found: Promises) -> None:
    """Promises overdue, in one line."""
    if found.overdue:
        overdue = count(found.overdue, "promise is", "promises are")
        words = f"{overdue} overdue, the oldest since {day(found.oldest_on)}."
    elif found.open_promises:
        words = f"{count(found.open_promises, 'promise is', 'promises are')} open, none overdue."
    else:
        words = "No open promise is on record."
    note(words)


def money_line(house: House) -> None:
    """Money, in one line."""
    found = ledger(house)
    if not found.has("gross"):
        note(f"Money {found.year}: no budget is loaded. budget.csv brings it.")
        return
    note(
        f"Money {found.year}: {millions(found.gross)} gross, {millions(found.net)} net of what people and the NHS pay."
    )


def moved_line(found: Flags) -> None:
    """Measures that moved this month by more than chance explains, in one line."""
    note(flag_words(found))


def go(pressed: str, data_date: date) -> None:
    """Open Weigh on the contract, with the pair of the card open; or its renewal ("renew|contract")."""
    contract_id, _, theme_id = pressed.partition("|")
    if contract_id == RENEW:
        renewals_parts.go_to(theme_id, data_date)
    values = {"kind": "contract", "of": contract_id, "look": f"pair:{theme_id}" if theme_id else "nothing"}
    st.switch_page(page("weigh").script, query_params=links.write(values, data_date))


def _also(need: Need) -> str:
    return ", ".join(REASON_WORDS[one].lower() for one in need.reasons[1:])
