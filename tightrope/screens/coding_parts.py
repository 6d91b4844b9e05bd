"""Coding: what waits, one account open with what the machine suggests, how far coders agree, learning from codes."""

from collections.abc import Sequence

import streamlit as st

from tightrope.answers import coding as answers
from tightrope.answers import suggesting
from tightrope.answers.coding import SEVERITY_WORDS, VALENCE_WORDS, Item, ToCode
from tightrope.errors import NotFound, Refusal
from tightrope.evidence.themes import load_themes
from tightrope.records import coding as records
from tightrope.records.coding import Coding
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.tables import table
from tightrope.voices.suggest import LIKELY
from tightrope.voices.triage import ENGLISH

MOST_SHOWN = 20  # of the queue at once


def queue(rows: Sequence[ToCode], opened: str) -> str | None:
    """What waits, without words; returns what was pressed: open|id."""
    values = {"rows": rows[:MOST_SHOWN], "opened": opened, "left": max(len(rows) - MOST_SHOWN, 0)}
    return panel("coding.html", "coding", values)


def account(house: House, reader: Reader, story_id: str, second: bool) -> bool:
    """One account with its words and the form; True when codes were kept."""
    try:
        one = answers.item(house, reader, story_id, second)
    except NotFound as problem:
        st.error(str(problem))
        return False
    st.header("What was told")
    st.text(one.words)
    if one.asks:
        st.subheader("What should change")
        st.text(one.asks)
    _suggestions(one)
    return _coded(house, reader, one)


def agreement(house: House, reader: Reader) -> None:
    """How far the first and the second coder agree, theme by theme."""
    st.header("Where two people coded the same account")
    rows = [
        {
            "what": one.what,
            "same": f"{one.found.same} of {one.found.both}",
            "kappa": one.found.kappa,
            "word": one.found.word or "too few to say",
        }
        for one in answers.agreed(house, reader)
    ]
    columns = {
        "what": "About",
        "same": "Same answer",
        "kappa": st.column_config.NumberColumn("Kappa", format="%.2f"),
        "word": "Agreement",
    }
    table(rows, columns, "Agreement of two coders", "No account has been coded by two people yet.")


def learning(house: House, reader: Reader) -> None:
    """What suggests themes now, and a button to learn from the codes that people confirmed."""
    st.header("What suggests themes")
    said = suggesting.progress(house)
    st.text(said or "The council's phrases suggest themes. A model can be tried on the codes that people confirmed.")
    if st.button("Learn from confirmed codes"):
        suggesting.learn(house, reader)
        st.rerun()
    if said.startswith("Learning from"):
        st.button("See how far it is")
    names = {key: theme.name for key, theme in load_themes().items()}
    taken = answers.taken(house, reader)
    rows = [
        {
            "theme": names[key],
            "taken": taken.get(key, "none yet"),
            "by": "what was learnt" if one.by_model else "phrases",
            "accuracy": suggesting.words_of(one.accuracy),
            "f1": one.accuracy.f1,
        }
        for key, one in suggesting.judged(house, reader).items()
    ]
    columns = {
        "theme": "Theme",
        "by": "Suggested by",
        "accuracy": "Against what people confirmed",
        "taken": "Taken by whoever coded here",
        "f1": st.column_config.NumberColumn("F1", format="%.2f"),
    }
    table(rows, columns, "Accuracy of suggestions by theme", "No themes are loaded.")


def _suggestions(one: Item) -> None:
    if one.second:
        note("A second view: what was coded first, and what the machine suggests, is not shown.")
        return
    if one.language != ENGLISH:
        note(f"Told in {one.language}: no machine suggests anything.")
        return
    if not one.suggestions:
        note("The machine suggests nothing. That says nothing of what is in it.")
        return
    st.subheader("What the machine suggests")
    names = {key: theme.name for key, theme in load_themes().items()}
    for made in one.suggestions:
        found = ", by " + ", ".join(f"\u201c{piece}\u201d" for piece in made.found) if made.found else ""
        st.text(f"{names[made.theme_id]}: {made.word}{found}. So far {one.accuracy[made.theme_id]}.")


def _coded(house: House, reader: Reader, one: Item) -> bool:
    themes = load_themes()
    likely = [made.theme_id for made in one.suggestions if made.word == LIKELY]
    stands = one.severity is not None
    with st.form(f"coding_{one.story_id}", enter_to_submit=False):
        if likely and not stands:
            note("Likely suggestions stand here already. Take away what is wrong and add what is missing.")
        given = st.multiselect(
            "What it tells of",
            list(themes),
            default=[key for key in (one.themes if stands else likely) if key in themes],
            format_func=lambda key: themes[key].name,
            placeholder="Choose one or more",
        )
        valence = st.selectbox(
            "How the experience was",
            list(VALENCE_WORDS),
            index=list(VALENCE_WORDS).index(one.valence) if one.valence in VALENCE_WORDS else None,
            format_func=VALENCE_WORDS.__getitem__,
            placeholder="Choose",
        )
        severity = st.selectbox(
            "How serious it is, whatever the tone",
            list(SEVERITY_WORDS),
            index=one.severity if stands else None,
            format_func=SEVERITY_WORDS.__getitem__,
            placeholder="Choose",
        )
        why, ticked = "", one.ticked
        if not one.second:
            why = st.text_input("Why it is that serious", max_chars=records.MOST_LETTERS)
            if one.jigsaw:
                note(one.jigsaw)
            ticked = st.checkbox("I have read these words as they stand above: they may be quoted", one.ticked)
        if not st.form_submit_button("Keep these codes"):
            return False
    made = Coding(tuple(given), -9 if valence is None else valence, -9 if severity is None else severity, why)
    try:
        if one.second:
            records.code_second(house, reader, one.story_id, made, themes)
        else:
            suggested = {each.theme_id: suggesting.chance(each) for each in one.suggestions}
            records.code(house, reader, one.story_id, made, themes, suggested)
            if ticked != one.ticked:
                records.tick(house, reader, one.story_id, ticked)
    except (Refusal, NotFound) as problem:
        st.error(" ".join([str(problem), *getattr(problem, "problems", [])]))
        return False
    return True
