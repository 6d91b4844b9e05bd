"""Measures of one contract: is it moving, is that more than chance, and does what people tell move with it?"""

import streamlit as st

from tightrope import settings
from tightrope.answers import moving_chart, moving_funnel, moving_told
from tightrope.answers.evidence import evidence
from tightrope.answers.moving_chart import Moving
from tightrope.answers.moving_funnel import Line
from tightrope.answers.moving_told import FEW_ACCOUNTS, NO_THEME, Concern
from tightrope.answers.period import Period
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import charts
from tightrope.screens.chart_looks import is_dark, show
from tightrope.screens.controls import select
from tightrope.screens.note import note
from tightrope.screens.tables import download, table
from tightrope.screens.words import month
from tightrope.weighing.control import VALUE

MOST_NOTES = 12  # months named after a note; the table has them all
NOTHING = ""


def measures(house: House, reader: Reader, contract_id: str, period: Period, chosen_measure: str) -> str:
    """Draw the measures part of a contract; returns the measure that is chosen, "" where nothing was returned."""
    lines = moving_chart.measures_of(house, contract_id)
    if not lines:
        st.text("No measure was returned for this contract: measure_return.csv brings them.")
        return NOTHING
    known = evidence(house, reader.audience, period).measures
    value = chosen_measure if chosen_measure in lines else next(iter(lines))
    names = {
        one: known[one].name + ("" if line.in_contract else " (not in the contract)") for one, line in lines.items()
    }
    picked = select(st, "Measure", list(lines), value, "measures_measure", names.__getitem__)
    found = moving_chart.moving(house, contract_id, picked, period)
    told = moving_told.concern(house, reader, contract_id, picked, period.last)
    across = moving_funnel.line_funnel(house, reader, contract_id, picked, period)
    st.header(found.answer)
    _what_it_is(found)
    if not found.chart.points:
        return picked
    both = moving_told.together(found.move, told)
    if both:
        st.subheader(both)
    left, right = st.columns(2, gap="medium")
    with left:
        _trend(found)
    with right:
        _told(told)
    _across(across)
    _months(found)
    _worked_out(found, told)
    return picked


def _what_it_is(found: Moving) -> None:
    """Which way is good, why it matters, what it cannot say, where it comes from."""
    measure = found.measure
    asked = f", {found.target_words}" if found.target_words else ""
    way = f"{found.way_words[0].upper()}{found.way_words[1:]}{asked}."
    source = f" From: {found.source_words}." if found.source_words else ""
    note(f"{way} {measure.why_it_matters.strip()} What it cannot say: {measure.what_it_misses.strip()}{source}")
    if measure.threshold_words and not found.threshold:
        note(measure.threshold_words.strip())


def _trend(found: Moving) -> None:
    st.subheader("What was returned")
    st.text(found.shown)
    for words in (found.few_words, found.earlier_words):
        if words:
            st.text(words)
    show(charts.trend(found, is_dark()), "measures_trend", charts.alt_trend(found))
    _notes(found)


def _notes(found: Moving) -> None:
    """What was said about months, each saying once with its months."""
    said: dict[str, list[str]] = {}
    for day, words in reversed(found.notes):
        said.setdefault(words, []).append(month(day))
    for words, months in said.items():
        more = f" and {len(months) - MOST_NOTES} more" if len(months) > MOST_NOTES else ""
        st.text(f"Note, {', '.join(months[:MOST_NOTES])}{more}: {words}")


def _told(told: Concern) -> None:
    st.subheader("What people tell")
    if told.kind == NO_THEME:
        st.text(told.words)
        return
    st.text(f"{', '.join(told.themes)}. {told.words}")
    if told.kind == FEW_ACCOUNTS:
        return
    st.text("Filled: people who told of it. Outlined: all who told anything of this contract in those three months.")
    st.text(told.told_by)
    show(charts.told(told, is_dark()), "measures_told", charts.alt_told(told))


def _across(across: Line) -> None:
    st.subheader(f"The same measure across {across.service.lower()}")
    st.text(across.words)
    if across.funnel is None:
        return
    st.text(f"Each mark is a contract: the further right, the more was counted. {across.way_words}.")
    show(charts.funnel(across, is_dark()), "measures_funnel", charts.alt_funnel(across))
    with st.expander("The contracts as a table"):
        rows = moving_funnel.table_rows(across)
        columns = {
            "contract": "Contract",
            "provider": "Provider",
            "numerator": st.column_config.NumberColumn("Counted", format="localized"),
            "denominator": st.column_config.NumberColumn("Out of", format="localized"),
            "share": st.column_config.NumberColumn("%", format="%.1f"),
            "low": st.column_config.NumberColumn("Probably from %", format="%.1f"),
            "high": st.column_config.NumberColumn("to %", format="%.1f"),
            "where": "Where it lies",
        }
        table(rows, columns, f"{across.measure.name} of each contract of the line, by title", "")
        download("These rows as CSV", rows, "tightrope-measure-line.csv", "measures_line_rows")


def _months(found: Moving) -> None:
    with st.expander("The months as a table"):
        rows = moving_chart.table_rows(found)
        unit = found.measure.unit
        shown = [{**row, "month": month(row["month"])} for row in rows]
        columns = {"month": "Month", "value": st.column_config.NumberColumn(f"Value, {unit}", format="%.4g")}
        if found.chart.kind != VALUE:
            columns["numerator"] = st.column_config.NumberColumn("Counted", format="localized")
            columns["denominator"] = st.column_config.NumberColumn("Out of", format="localized")
        columns |= {
            "low": st.column_config.NumberColumn("Lower limit", format="%.4g"),
            "high": st.column_config.NumberColumn("Upper limit", format="%.4g"),
            "used": "What the month is for",
            "rules": "Marked as",
            "note": "Note",
        }
        table(shown, columns, f"{found.measure.name} by month, newest first", "")
        download("These rows as CSV", rows, "tightrope-measure-months.csv", "measures_month_rows")


def _worked_out(found: Moving, told: Concern) -> None:
    rules, chosen = found.rules, settings.settings().change
    with st.expander("How this is worked out"):
        st.text(f"{found.measure.numerator}, out of: {found.measure.denominator or 'nothing else'}.")
        st.text(
            f"Limits come from up to {rules.most_months} months before those that are judged, never from a month that "
            f"is judged. With fewer than {rules.baseline_months} months before the period, the first "
            f"{rules.baseline_months} on file are taken; with fewer on file nothing is judged."
        )
        st.text(_limits_words(found))
        st.text(
            "A month is marked when it lies outside the limits; when it belongs to "
            f"{rules.run_months} months in a row on one side of the usual, or to {rules.trend_months} in a row each "
            "higher (or lower) than the one before; or when two of three months in a row lie beyond two thirds of the "
            "way to the same limit. A month without a return is passed over. A measure moved when one of the last six "
            "months is marked. On up to one chart in seven chance alone marks a month within half a year; the flags "
            f"on the overview allow for that: about {chosen.false_share:.0%} of those named may be chance."
        )
        st.text(
            "People are counted once in each span. Whether more or fewer tell of it than six months before is Fisher's "
            "exact comparison of the two spans, at 1 in 20. Nothing is said with fewer than "
            f"{chosen.fewest_accounts} accounts in the twelve months."
        )
        st.text(
            "Side by side: the lines are score (Wilson) limits at 95% and 99.8% around the share of the whole line. A "
            "contract lies outside exactly where the score range of its own figures leaves out the line's share. "
            "Contracts are not put in an order."
        )


def _limits_words(found: Moving) -> str:
    """How the limits of this chart are made, in words."""
    if found.chart.kind == VALUE:
        return (
            "Limits are the mean of those months plus and minus 2.66 times the mean difference from one month to the "
            "next (a chart of individual values)."
        )
    way = "a p chart" if found.chart.kind == "share" else "a u chart"
    wider = f"{found.chart.spread:.1f} times" if found.chart.spread > 1.05 else "no wider than"
    return (
        f"Limits follow how much was counted in each month ({way}): three steps of what counting alone would scatter. "
        f"Where months differ by more than that the steps are widened (Laney); here they are {wider} what counting "
        "alone gives. Where fewer than five are expected in a month the limits are counted out exactly."
    )
