"""What the page Board is about: chosen on the page, kept in the address."""

from datetime import date

import streamlit as st

from tightrope.answers import board_item, subjects
from tightrope.answers.evidence import evidence
from tightrope.answers.period import Period
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import address, deciders_choices, meeting_parts
from tightrope.screens.links import Choice, Text, write
from tightrope.screens.register import page
from tightrope.screens.voices_choices import usual_period

MEETING, LINKS, PACKS, DIGEST = "meeting", "links", "packs", "digest"
VIEWS = {MEETING: "The meeting", LINKS: "Links", PACKS: "Packs and papers", DIGEST: "What is new"}


def period_of(house: House) -> Period:
    """The months that what goes before a board is about: the usual twelve."""
    return usual_period(house)


def read(house: House, reader: Reader, period: Period, data_date: date) -> dict[str, str]:
    """The checked choices of the address."""
    known = subjects.named(evidence(house, reader.audience, period), board_item.KINDS)
    return address.read(
        [
            Choice("view", "part", list(VIEWS), MEETING),
            *meeting_parts.PARTS,
            Choice("of", "contract or service line", ["", *known], ""),
            Text("items", "list of items", longest=2_000),
        ],
        data_date,
    )


def in_a_meeting(key: str) -> bool:
    """True while the page with that key is the meeting: others than officers may look at the screen."""
    return key == "board" and st.query_params.get("view", MEETING) == MEETING


def after(chosen: dict[str, str], pressed: str | None, data_date: date) -> None:
    """What a press opens: decide|kind|key the register, weigh|kind|key Weigh, link|kind|key the links here."""
    what, _, rest = (pressed or "").partition("|")
    kind, _, key = rest.partition("|")
    if what == "decide":
        values = {"view": deciders_choices.REGISTER, "item": f"{kind}:{key}"}
        st.switch_page(page("decisions").script, query_params=write(values, data_date))
    elif what == "weigh":
        values = {"kind": kind, "of": key, "look": "nothing"}
        st.switch_page(page("weigh").script, query_params=write(values, data_date))
    elif what == "link":
        chosen.update(view=LINKS, of=f"{kind}:{key}")
