"""Forms of Consult or tell: a consultation, its options, a rating by somebody who took part."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from tightrope import settings
from tightrope.answers import consult_about, deciders
from tightrope.answers.consultations import Consultation
from tightrope.errors import Refusal
from tightrope.records import consulting
from tightrope.records.consulting import HOW, MOST_TITLE, MOST_WORDS
from tightrope.records.house import House
from tightrope.records.roles import CODE, DECIDE, Reader
from tightrope.screens.note import note
from tightrope.voices.taking_part import GUNNING, LADDER, LADDER_MEANS

SAID = {None: "Nobody has said", True: "Yes", False: "No"}
MOVED = {None: "Nobody has said", True: "It changed after people were heard", False: "It did not change"}
BY_STAFF = {key: words for key, words in HOW.items() if key != "web"}
JUST_RATED = "consult_just_rated"
ROUND = "consult_round"  # rises with each rating kept: the next one begins with nothing chosen
SAID_AFTER = "consult_said_after"
DONE = "done|"


def begin(pressed: str, before: str) -> None:
    """A form that is opened anew shows what is on record now, not what it showed when it was left."""
    what, _, opened = pressed.partition("|")
    if what == "item" and opened != before:
        for key in (opened, opened.partition(":")[2]):
            st.session_state.pop(f"consult_seen_{key}", None)


def item(house: House, reader: Reader, found: Sequence[Consultation], what: str) -> str | None:
    """The form that is open, and a way to close it. Returns DONE, or item|what to stay, once something was kept."""
    said = st.session_state.pop(SAID_AFTER, "")
    if said:
        st.info(said)
    form = _opened(house, reader, found, what)
    if form is None:
        return None
    kept = form()
    return DONE if st.button("Close this form", key="consult_close") else kept


def _opened(house: House, reader: Reader, found: Sequence[Consultation], what: str) -> Callable[[], str | None] | None:
    """new, change:id, option:id:number or rate:id, as far as the role may; None for anything else."""
    kind, _, rest = what.partition(":")
    key, _, number = rest.partition(":")
    one = next((each for each in found if each.consultation_id == key), None)
    if kind == "new" and reader.may(DECIDE):
        return partial(_consultation, house, reader, None)
    if one is None or not reader.may(CODE if kind == "rate" else DECIDE):
        return None
    forms = {
        "change": partial(_consultation, house, reader, one),
        "option": partial(_option, house, reader, one, number),
        "rate": partial(_rating, house, reader, one),
    }
    return forms.get(kind)


def _consultation(house: House, reader: Reader, one: Consultation | None) -> str | None:
    key = one.consultation_id if one else "new"
    # What its writer saw when the form opened: what somebody else changes meanwhile is not undone by it.
    seen: dict[str, Any] = st.session_state.setdefault(f"consult_seen_{key}", dict(one.row) if one else {})
    st.header("Change what is on record" if one else "Record a consultation")
    if one:
        st.text(one.title)
    with st.form(f"consult_{key}", enter_to_submit=False):
        values = _fields(house, reader, seen, f"{key}_")
        if not st.form_submit_button("Keep it"):
            return None

    def keep() -> None:
        if one:
            lost = consulting.change(house, reader, key, values, seen)
            if lost:
                said = "Somebody changed this while you wrote. Yours stands now; both are on record: "
                st.session_state[SAID_AFTER] = f"{said}{'; '.join(lost)}."
        else:
            consulting.record(house, reader, values)
        del st.session_state[f"consult_seen_{key}"]

    return _kept(keep, DONE)


def _fields(house: House, reader: Reader, seen: Mapping[str, Any], at: str) -> dict[str, Any]:
    officers = {each.officer_id: f"{each.name}, {each.post}" for each in deciders.deciders(house, reader).officers}
    contracts, lines = consult_about.contracts(house), consult_about.lines(house)
    made: dict[str, Any] = {}
    made["title"] = st.text_input("Title", seen.get("title") or "", max_chars=MOST_TITLE, key=f"{at}title")
    left, middle, right = st.columns(3)  # a row each, so that a phone shows them in this order
    made["contract_id"] = _select(left, "Contract", contracts, seen.get("contract_id"), f"{at}contract")
    made["service_id"] = _select(middle, "Service line, where it is about no one contract", lines,
                                 seen.get("service_id"), f"{at}service")  # fmt: skip
    made["commissioner_id"] = _select(right, "Who ran it", officers, seen.get("commissioner_id"), f"{at}officer")
    for place, (name, words) in zip(
        st.columns(3),
        {"opened_on": "First day", "closed_on": "Last day", "decided_on": "Decided on"}.items(),
        strict=True,
    ):
        made[name] = place.date_input(words, seen.get(name), format="DD/MM/YYYY", key=at + name)
    left, middle, right = st.columns(3)
    for place, (name, words) in zip(
        (left, middle), {"people_asked": "People asked", "people_answered": "People who answered"}.items(), strict=True
    ):
        made[name] = place.number_input(words, 0, None, seen.get(name), 1, key=at + name)
    steps = {step: f"{step} {name}" for step, name in LADDER.items()}
    made["level_claimed"] = _select(right, "Step the council claims", steps, seen.get("level_claimed"), f"{at}level")
    note("Each of the four needs words that show it: a yes or no alone is not kept.")
    for gunning, words in GUNNING.items():
        name = f"gunning_{gunning}"
        first, second = st.columns([1, 2.2])
        place = list(SAID).index(seen.get(name))
        made[name] = first.selectbox(words, list(SAID), place, format_func=SAID.__getitem__, key=at + name)
        made[f"{name}_evidence"] = second.text_area(
            f"What shows it: {words.lower()}", seen.get(f"{name}_evidence") or "", max_chars=MOST_WORDS, height=90,
            key=f"{at}{name}_evidence",
        )  # fmt: skip
    return made


def _option(house: House, reader: Reader, one: Consultation, number: str) -> str | None:
    known = next((each for each in one.options if str(each.number) == number), None)
    st.header(f"Option {known.number}" if known else "A new option")
    st.text(one.title)
    at = f"option_{one.consultation_id}_{number}_"
    with st.form(f"{at}form", enter_to_submit=False):
        words = st.text_area("The option", known.words if known else "", max_chars=MOST_WORDS, key=f"{at}words")
        place = list(MOVED).index(known.moved if known else None)
        moved = st.radio("Did it change?", list(MOVED), place, format_func=MOVED.__getitem__, key=f"{at}moved")
        how = st.text_area("What changed in it, and why", known.how if known else "", max_chars=MOST_WORDS,
                           key=f"{at}how")  # fmt: skip
        if not st.form_submit_button("Keep it"):
            return None
    place_number = known.number if known else None
    return _kept(
        lambda: consulting.keep_option(house, reader, one.consultation_id, place_number, words, moved, how), DONE
    )


def _rating(house: House, reader: Reader, one: Consultation) -> str | None:
    st.header("A rating by somebody who took part")
    st.text(one.title)
    note("Read the seven steps out, or take them from the form at /p/print/took-part. One rating a person, no name.")
    stay = f"item|rate:{one.consultation_id}"
    words = {step: f"{step}. {LADDER_MEANS[step]}" for step in LADDER}
    at = f"rate_{one.consultation_id}_{st.session_state.get(ROUND, 0)}"
    with st.form(at, enter_to_submit=False):
        level = st.radio("How it was for them", list(words), None, format_func=words.__getitem__, key=f"{at}_level")
        how = st.radio("How they gave it", list(BY_STAFF), format_func=BY_STAFF.__getitem__, horizontal=True)
        on = st.date_input("When", settings.today(), format="DD/MM/YYYY")
        sent = st.form_submit_button("Keep this rating")
    if sent:

        def keep() -> None:
            rating = consulting.rate(house, reader, one.consultation_id, level, how, on)
            st.session_state[JUST_RATED] = (one.consultation_id, rating)
            st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1

        return _kept(keep, stay)
    just = st.session_state.get(JUST_RATED)
    if just and just[0] == one.consultation_id:
        st.text("The last rating is kept.")
        if st.button("Take back the one you just kept"):
            del st.session_state[JUST_RATED]
            return _kept(lambda: consulting.take_back(house, reader, just[1]), stay)
    return None


def _kept(keep: Callable[[], Any], then: str) -> str | None:
    """Do it; what is wrong is said, and the form keeps what was typed."""
    try:
        keep()
    except Refusal as refusal:
        st.error("\n".join([str(refusal), *(f"- {problem}" for problem in refusal.problems)]))
        return None
    return then


def _select(place: Any, label: str, options: Mapping[Any, str], value: Any, key: str) -> Any:
    """A box that may stay empty; a value that is on record and not among the options stays choosable."""
    known = options if value is None or value in options else {**options, value: f"{value}, not on file"}
    keys = list(known)
    index = keys.index(value) if value is not None else None
    return place.selectbox(label, keys, index, format_func=known.__getitem__, key=key, placeholder="None")
