"""What one uploaded file was taken for, and what is asked about it: every guess to be answered or agreed."""

from collections.abc import Sequence

import streamlit as st

from tightrope.answers import asked, trays
from tightrope.answers.asked import Taken, key_of, reply_to, value_shown
from tightrope.answers.trays import Tray
from tightrope.errors import Refusal
from tightrope.evidence.guess_answers import CONSENT, LEAVE_OUT, Question
from tightrope.screens.note import note
from tightrope.screens.words import count

TABLES = {  # the words of the field for the files that most councils have; the others go by their table's name
    "contract": "Contract register",
    "measure_return": "Measure returns (KPIs)",
    "story": "Stories: complaints, comments, surveys",
    "payment": "Payments by contract and month",
    "provider": "Providers",
    "service": "Service lines",
    "visit": "Home-care visits (call monitoring)",
    "budget": "Budget",
    "spend_line": "Published spending",
    "meeting": "Meetings",
    "commissioner": "Responsible officers",
}
PARTS = (  # in the order asked
    ("Columns", ("column", "pseudonym", "leave_out", "together")),
    ("Dates and numbers", ("dates", "per_cent")),
    ("Words", ("words",)),
    ("For all rows", ("needed", "consent")),
)
YES_NO = {"yes": "Yes", "no": "No"}
FREE_MOST = 200


def draw(tray: Tray, one: Taken) -> None:
    """One file: nothing to ask, or its questions and the button that agrees to them."""
    words, icon = _state(one)
    with st.expander(f"{one.file}: {words}", expanded=not one.settled, icon=icon):
        if one.refusal:
            st.error(one.refusal, icon=":material/error:")
            note("The file lies here unchanged. Mend it and upload it again under the same name, or take it out.")
        elif one.exact:
            st.text(f"{name_of(one.table)}. Its columns have our names. Nothing to ask.")
        elif one.from_earlier:
            st.text(f"{name_of(one.table)}, as answered in the mapping.toml that came with it. Nothing to ask.")
            st.button("Answer anew", key=f"load_anew_{one.file}", on_click=asked.open_again, args=(tray, one.file))
        else:
            _questions(tray, one)
        st.button(
            "Take this file out",
            key=f"load_out_{one.file}",
            on_click=trays.take_out,
            args=(tray, one.file),
            type="tertiary",
            icon=":material/close:",
        )


def name_of(table: str) -> str:
    """What a table is called here."""
    return TABLES.get(table, table.replace("_", " ").capitalize())


def _state(one: Taken) -> tuple[str, str]:
    if one.refusal:
        return "cannot be read", ":material/error:"
    if one.exact or one.from_earlier:
        return f"{name_of(one.table)}, nothing to ask", ":material/check:"
    if one.agreed:
        return f"{name_of(one.table)}, agreed", ":material/check:"
    return f"looks like {name_of(one.table)}", ":material/help:"


def _questions(tray: Tray, one: Taken) -> None:
    for words in one.notes:
        note(words)
    first = next((question for question in one.questions if question.about == "table"), None)
    _table(tray, one, first)
    if first:
        return
    if not one.questions:
        st.text("Every column has our name. Look at the notes above, then agree.")
    for title, kinds in PARTS:
        wanted = [question for kind in kinds for question in one.questions if question.about == kind]
        if wanted:
            st.subheader(title)
            if title == "Columns":
                note("Left: the column in your file. Right: what it is here. Columns with our own names are not asked.")
            for question in wanted:
                _ask(tray, one, question)
    _agree(tray, one)


def _table(tray: Tray, one: Taken, first: Question | None) -> None:
    """What the file holds; said before anything of its content is asked."""
    words, key = asked.table_words(), f"load_table_{one.file}"
    names = [*TABLES, *sorted(words.keys() - TABLES.keys())]
    picked = st.selectbox(
        "What does this file hold?",
        names,
        index=names.index(one.table),
        format_func=lambda name: f"{name_of(name)}. {words[name]}" if name not in TABLES else name_of(name),
        key=key,
    )
    if first and picked == first.suggestion:
        note(f"A guess, {first.confidence}% sure: {first.reason}.")
    if (first or picked != one.table) and st.button(
        "It holds this", key=f"load_table_yes_{one.file}", type="primary" if first else "secondary"
    ):
        asked.answer(tray, one.file, "table||", picked)
        st.rerun()


def _ask(tray: Tray, one: Taken, question: Question) -> None:
    """One question: their word, our choice, how sure the guess is and why."""
    left, middle, right = st.columns([1.1, 1.6, 1.6], vertical_alignment="center")
    label, said = _label(one, question), reply_to(question, one.replies)
    with left:
        st.text(label)
        if one.examples.get(question.subject) and question.about not in ("words", "needed"):
            note(f"such as {one.examples[question.subject]}")
    key = f"load_{tray.tray_id}_{one.file}_{one.table}_{key_of(question)}"
    with middle:
        if question.choices:
            shown = _choices(one, question)
            st.selectbox(
                label,
                question.choices,
                index=question.choices.index(said) if said in question.choices else None,
                format_func=lambda choice: shown.get(choice, choice or "nothing is given"),
                placeholder="Please choose",
                key=key,
                label_visibility="collapsed",
                on_change=_keep,
                args=(tray, one.file, question, key),
            )
        else:
            st.text_input(
                label,
                value=said or "",
                max_chars=FREE_MOST,
                placeholder="Please fill in",
                key=key,
                label_visibility="collapsed",
                on_change=_keep,
                args=(tray, one.file, question, key),
            )
    with right:
        note(_why(question, one.replies))


def _label(one: Taken, question: Question) -> str:
    if question.about == "words":
        return f"“{value_shown(one.table, question.value)}” in {question.subject.replace('_', ' ')}"
    if question.about == "consent":
        return "What may these accounts be used for, where they state no consent?"
    if question.about == "dates":
        return f"Dates in {question.subject or 'this file'}"
    if question.about == "per_cent":
        return f"{question.subject}: per cent, so that 95 means 0.95?"
    if question.about in ("needed", "together"):
        return question.words.partition(" What is it for all rows")[0]
    return question.subject


def _choices(one: Taken, question: Question) -> dict[str, str]:
    if question.about in ("column", "leave_out", "pseudonym"):
        words = asked.column_words(one.table)
        return {name: name if name == LEAVE_OUT else f"{name}: {said}" for name, said in words.items()} | {
            LEAVE_OUT: "Leave it out"
        }
    if question.about == "consent":
        return {level: f"{level}: {words}" for level, words in CONSENT.items()}
    if question.about in ("together", "per_cent"):
        return YES_NO
    return {choice: choice.replace("_", " ") for choice in question.choices if choice and question.about == "words"}


def _why(question: Question, replies: object) -> str:
    if isinstance(replies, dict) and key_of(question) in replies:
        return "Your answer."
    if question.about == "pseudonym":
        return f"{question.words}"
    if question.suggestion and reply_to(question, {}) is not None:
        return f"A guess, {question.confidence}% sure: {question.reason}."
    return f"Please say: {question.reason}." if question.reason else "Please say."


def _keep(tray: Tray, file: str, question: Question, key: str) -> None:
    reply = st.session_state.get(key)
    if reply is not None and (reply.strip() or question.choices):
        asked.answer(tray, file, key_of(question), reply.strip() if not question.choices else reply)


def _agree(tray: Tray, one: Taken) -> None:
    if one.agreed:
        st.text("You agreed to these. Change an answer above to open them again.")
        return
    left = len(one.open)
    if left:
        note(f"{count(left, 'question has', 'questions have')} no answer yet.")
    if st.button("These are right", key=f"load_agree_{one.file}", type="primary", disabled=bool(left)):
        try:
            asked.agree(tray, one.file)
        except Refusal as refusal:
            _list(refusal.problems or [str(refusal)])
        else:
            st.rerun()


def _list(problems: Sequence[str]) -> None:
    for one in problems:
        st.error(one, icon=":material/error:")
