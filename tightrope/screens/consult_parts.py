"""Consult or tell: each consultation with its dates, what moved, the four ticks, and the step claimed against rated."""

from datetime import date

import streamlit as st

from tightrope import settings
from tightrope.answers import consult_about, deciders
from tightrope.answers import consultations as answers
from tightrope.answers.consultations import Consultation
from tightrope.records.house import House
from tightrope.records.roles import CODE, DECIDE, Reader
from tightrope.screens import consult_forms, controls
from tightrope.screens.links import write
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.register import page
from tightrope.screens.tables import download, table
from tightrope.voices.taking_part import GUNNING_SOURCE, LADDER, LADDER_MEANS, LADDER_SOURCE

AT_ONCE = 30  # consultations on one page
EVERY = "Every contract and service line"
NEW = "new"


def draw(house: House, reader: Reader, chosen: dict[str, str]) -> str | None:
    """The whole view; changes `chosen` in place. Returns what was pressed: item|what, renew|contract, done|."""
    every, known = answers.consultations(house), consult_about.choices(house)
    found = answers.about(every, chosen["of"])
    st.title(answers.answer(found, known.get(chosen["of"], "")))
    note(
        "Blue square: the step the council claims. Clay dot: what people who took part say, with the middle half of "
        "them. Further right is more say for people; the nearer the two, the better they agree."
    )
    lost = answers.unplaced(house)
    if lost:
        note(lost)
    left, right = st.columns([2.2, 1], vertical_alignment="bottom")
    words = {"": EVERY, **known}
    chosen["of"] = controls.select(left, "About", list(words), chosen["of"], "consult_of", words.__getitem__)
    new = reader.may(DECIDE) and right.button("Record a consultation", width="stretch")
    did = consult_forms.item(house, reader, every, chosen["item"])
    running = {one.contract_id for each in deciders.deciders(house, reader).officers for one in each.contracts}
    values = {
        "found": found[:AT_ONCE],
        "more": max(len(found) - AT_ONCE, 0),
        "ladder": LADDER,
        "fewest": settings.settings().disclosure.fewest_people,
        "running": running,
        "decides": reader.may(DECIDE),
        "rates": reader.may(CODE),
        "gap_words": gap_words,
    }
    pressed = panel("consult.html", "consult", values)
    _as_table(found)
    _worked_out()
    done = f"item|{NEW}" if new else did or pressed
    consult_forms.begin(done or "", chosen["item"])
    return done


def gap_words(gap: float) -> str:
    """How far the claim stands above what those who took part say."""
    if abs(gap) < 0.5:
        return "The two agree to within half a step."
    steps = round(abs(gap), 1)
    size = "half a step" if steps == 0.5 else f"{steps:g} step{'' if steps == 1 else 's'}"
    return f"The council claims {size} more." if gap > 0 else f"The council claims {size} less."


def go_to_change(contract_id: str, data_date: date) -> None:
    """Open what would change this time in the renewal of a contract."""
    values = {"of": contract_id, "part": "change"}
    st.switch_page(page("renewals").script, query_params=write(values, data_date))


def _as_table(found: list[Consultation]) -> None:
    with st.expander("These as a table"):
        rows = [
            {
                "title": one.title,
                "about": one.about,
                "dates": one.timing.words,
                "moved": f"{len(one.moved)} of {len(one.options)}",
                "claimed": one.claimed,
                "rated": one.rated.mean,
                "people": "too few to show" if one.rated.too_few else str(one.rated.people),
            }
            for one in found
        ]
        columns = {
            "title": "Consultation",
            "about": "About",
            "dates": "When it was decided",
            "moved": "Options changed",
            "claimed": "Step claimed",
            "rated": st.column_config.NumberColumn("Step rated, on average", format="%.1f"),
            "people": "People who rated",
        }
        table(rows, columns, "Consultations with the step claimed and the step rated", "Nothing is on record.")
        download("These rows as CSV", answers.as_rows(found), "tightrope-consultations.csv", "consult_csv")


def _worked_out() -> None:
    with st.expander("How this is worked out"):
        st.text(f"The seven steps ({LADDER_SOURCE}), as people who took part are asked:")
        for step, name in LADDER.items():
            st.text(f"{step}. {name}: {LADDER_MEANS[step]}")
        st.text(
            "Ratings are counted one a person, as given by telephone, on paper or in person; a form to print is at "
            "/p/print/took-part. Those who rate chose to, so they speak for themselves. Fewer than "
            f"{settings.settings().disclosure.fewest_people} are too few to show."
        )
        st.text(f"The four things a fair consultation shows: {GUNNING_SOURCE}.")
        st.text("A yes or no is what an officer says, and counts only with words that show it; dates stand beside it.")
