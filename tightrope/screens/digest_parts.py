"""What is new: everything that passed a test since the reader last looked, or since a day, each line with its page."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import streamlit as st

from tightrope import settings
from tightrope.answers import digest as answers
from tightrope.answers.digest import EARLIEST_DAYS, SECTIONS, Digest
from tightrope.board import digest_file
from tightrope.errors import Refusal
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens.links import write
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.register import page
from tightrope.screens.tables import table
from tightrope.screens.words import day

ONLY_WHAT_PASSED = "What only wobbled is not in this list. Nothing here is a ranking."


def draw(house: House, reader: Reader, chosen: dict[str, str]) -> None:
    """The whole view. Changes `chosen` in place."""
    since, why = answers.since_of(house, reader, chosen["since"])
    if chosen["since"] and chosen["since"] != since.isoformat():
        note("The link names a day that cannot be looked back to. You see the usual one instead.")
        chosen["since"] = ""
    place = st.container()
    since, why = _day(house, reader, since, why, chosen)
    try:
        found = answers.digest(house, reader, since, why)
    except Refusal as refusal:
        place.title("What is new cannot be said yet")
        st.text(str(refusal))
        return
    place.title(found.title)
    note(f"Since {day(found.since)}, {found.why_since}.")
    pressed = panel("digest.html", "digest", {"found": found, "sections": SECTIONS})
    if not found.lines:
        st.text("No disagreement, silence, measure, last committee, promise or provider's answer is new.")
    for one in (*found.notes, found.looked_at, ONLY_WHAT_PASSED):
        note(one)
    _files(found)
    if pressed is not None:
        line = found.lines[int(pressed)]
        st.switch_page(page(line.page).script, query_params=write(line.values, found.today))


def _day(house: House, reader: Reader, since: date, why: str, chosen: dict[str, str]) -> tuple[date, str]:
    today = settings.today()
    least = today - timedelta(days=EARLIEST_DAYS)
    picked = st.date_input("Since", since, least, today - timedelta(days=1), format="DD/MM/YYYY", key="digest_since")
    if picked == since:
        return since, why
    chosen["since"] = picked.isoformat()
    return answers.since_of(house, reader, chosen["since"])


def _files(found: Digest) -> None:
    rows = answers.rows(found)
    with st.expander("The same as a table"):
        columns = {"section": "What", "reference": "About", "what": "What is new", "on": "Day"}
        table([{**row, "on": str(row["on"])} for row in rows], columns, "What is new since last time", found.title)
    base = "{0.scheme}://{0.netloc}".format(urlsplit(st.context.url or ""))
    base = base if base != "://" else ""
    left, right = st.columns(2)
    name, icon = f"tightrope-digest-{found.today:%Y-%m-%d}", ":material/download:"
    left.download_button("As one page", digest_file.html(found, base), f"{name}.html", "text/html", icon=icon)
    right.download_button("As CSV", digest_file.csv(found, base), f"{name}.csv", "text/csv", icon=icon)
