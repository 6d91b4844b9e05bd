"""Names to match: payees set beside registered providers, for somebody who loads data to decide on. Text is text."""

import streamlit as st

from tightrope.answers import names as answers
from tightrope.answers.names import Item, Names, Near
from tightrope.errors import NotAllowed, Refusal
from tightrope.evidence.names import LIKELY, SAME, UNSURE
from tightrope.records import provider_matches
from tightrope.records.house import House
from tightrope.records.roles import LOAD_DATA, Reader
from tightrope.screens import session
from tightrope.screens.note import note
from tightrope.screens.tables import download, table
from tightrope.screens.words import count, millions, pounds

AT_ONCE = 10  # what somebody decides on in one sitting of a few minutes
LAST_DECIDED = 20  # shown with "Take it back"; the file has them all
LATER, PROBLEM = "names_later", "names_problem"
SCORE_WORDS = {
    SAME: "same: equal, and nobody else has this name",
    LIKELY: "likely: nearly equal, and clear of the next",
    UNSURE: "unsure",
}
KIND_WORDS = {
    answers.SAME: "Same name, nobody else has it: joined",
    answers.CONFIRMED: "A person said who it is: joined",
    answers.LIKELY: "Likely: waits for a person",
    answers.UNSURE: "Unsure: waits for a person",
    answers.NOTHING_NEAR: "Nothing near in either list: not joined",
    answers.NONE: "A person said none of these: not joined",
    answers.REDACTED: "Name taken out before publication: not joined",
}


def names(house: House, reader: Reader) -> None:
    """Draw the part: how much is joined, what waits, what was decided, pounds by provider."""
    found = answers.names(house)
    st.header(_title(found))
    if not found.has_spend:
        st.text("No payments are loaded: spend_line.csv brings them.")
    if not found.has_register:
        st.text("No register of providers is loaded: registered_location.csv brings it.")
    if found.has_spend:
        st.text("Pounds are joined to a provider only where the name is surely its own, or a person said so.")
        _tallies(found)
    problem = st.session_state.pop(PROBLEM, "")
    if problem:
        st.error(problem, icon=":material/error:")
    _review(house, reader, found)
    _decided(house, reader, found)
    if found.has_spend:
        _spend(found)


def _title(found: Names) -> str:
    waits = count(len(found.review), "name waits", "names wait")
    if not found.has_spend:
        return f"{waits} for a person" if found.review else "No names to match yet"
    money = millions if found.paid >= 1_000_000 else pounds
    return f"{money(found.joined)} of {money(found.paid)} paid is joined to a provider, and {waits} for a person"


def _tallies(found: Names) -> None:
    rows = [
        {"kind": KIND_WORDS[kind], "names": one.names, "lines": one.lines, "pounds": float(one.pounds)}
        for kind, one in found.tallies.items()
    ]
    columns = {
        "kind": "Payees",
        "names": st.column_config.NumberColumn("Names", format="localized"),
        "lines": st.column_config.NumberColumn("Payment lines", format="localized"),
        "pounds": st.column_config.NumberColumn("Paid, credits taken off", format="£%,.0f"),
    }
    table(rows, columns, "Payees by how surely they are known, with pounds paid", "")


def _review(house: House, reader: Reader, found: Names) -> None:
    later: set[str] = st.session_state.setdefault(LATER, set())
    waiting = [item for item in found.review if item.key not in later]
    may = reader.may(LOAD_DATA)
    if not found.review:
        if found.has_spend or found.has_register:
            st.text("Nothing is left to decide.")
        return
    if not may:
        note("A data officer or an administrator decides. You see what waits.")
    for number, item in enumerate(waiting[:AT_ONCE]):
        _item(house, item, number, may)
    left = len(waiting) - AT_ONCE
    if left > 0:
        note(f"{count(left, 'more name', 'more names')} after these, with smaller amounts.")
    if later & {item.key for item in found.review}:
        put_off = count(len(found.review) - len(waiting), "name")
        st.button(f"Show what was put off: {put_off}", key="names_show_later", on_click=later.clear)


def _item(house: House, item: Item, number: int, may: bool) -> None:
    with st.container(border=True):
        st.text(item.name)
        note(_amount(item))
        others = [one for one in item.spellings if one != item.name]
        if others:
            note("Also written: " + "; ".join(others))
        for place, near in enumerate(item.near):
            words, press = st.columns([3, 1], vertical_alignment="center")
            with words:
                st.text(near.provider_name)
                note(_near(near))
            press.button(
                "It is this one",
                key=f"names_yes_{number}_{place}_{item.key}",
                on_click=_decide,
                args=(house, item.name, near.provider_id, near.score),
                disabled=not may,
                width="stretch",
            )
        none, later, _ = st.columns([1, 1, 2])
        none.button(
            "None of these",
            key=f"names_no_{number}_{item.key}",
            on_click=_decide,
            args=(house, item.name, None, None),
            disabled=not may,
            width="stretch",
        )
        later.button(
            "Later",
            key=f"names_later_{number}_{item.key}",
            on_click=st.session_state[LATER].add,
            args=(item.key,),
            disabled=not may,
            width="stretch",
        )


def _amount(item: Item) -> str:
    if item.from_contracts:
        return f"{pounds(item.pounds)} a year in {count(item.lines, 'contract that runs', 'contracts that run')}"
    return f"{pounds(item.pounds)} paid in {count(item.lines, 'line')}"


def _near(near: Near) -> str:
    parts = [f"{SCORE_WORDS[near.word]} ({near.score:.0f} of 100 alike)"]
    if near.found_by:
        parts.append(f"found by {near.found_by}")
    parts.append(f"{count(near.places, 'registered place')} in {near.council or 'no named area'}" if near.places else
                 "in the council's own list")  # fmt: skip
    return "; ".join(parts)


def _decided(house: House, reader: Reader, found: Names) -> None:
    if not found.decided:
        return
    with st.expander(f"Decided so far: {count(len(found.decided), 'name')}"):
        for number, row in enumerate(found.decided[:LAST_DECIDED]):
            words, press = st.columns([3, 1], vertical_alignment="center")
            said = f"is {row['provider_name']}" if row["is_same"] else "is none of those shown"
            words.text(f"{row['payee_name']} {said}")
            press.button(
                "Take it back",
                key=f"names_undo_{number}_{row['payee_key']}",
                on_click=_undo,
                args=(house, row["payee_name"]),
                disabled=not reader.may(LOAD_DATA),
                width="stretch",
            )
        download("All decisions as CSV", found.decided, "tightrope-names-decided.csv", "names_decided")


def _spend(found: Names) -> None:
    st.header("Paid, by provider")
    rows = [{**row, "pounds": float(row["pounds"])} for row in found.spend]
    columns = {
        "provider_name": "Provider",
        "pounds": st.column_config.NumberColumn("Paid, credits taken off", format="£%,.0f"),
        "lines": st.column_config.NumberColumn("Payment lines", format="localized"),
        "names": "Names it was paid under",
        "confirmed": "Of them said by a person",
    }
    table(rows, columns, "Pounds paid by provider, for sure or confirmed names", "No payee is surely a provider yet.")
    download("These rows as CSV", found.spend, "tightrope-paid-by-provider.csv", "names_spend")


def _decide(house: House, payee: str, provider_id: str | None, score: float | None) -> None:
    try:
        provider_matches.decide(house.stores, _asked_anew(house), payee, provider_id, provider_id is not None, score)
    except Refusal as refusal:
        st.session_state[PROBLEM] = str(refusal)


def _undo(house: House, payee: str) -> None:
    try:
        provider_matches.undo(house.stores, _asked_anew(house), payee)
    except Refusal as refusal:
        st.session_state[PROBLEM] = str(refusal)


def _asked_anew(house: House) -> Reader:
    """Who presses now: a button was drawn in the run before, and a role may have changed since."""
    reader = session.reader(house)
    if reader is None:
        raise NotAllowed("You are not signed in any more. Sign in and decide again.")
    return reader
