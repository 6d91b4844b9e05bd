"""Visits of one contract: how long they last, who sees how many workers, when they are late, what cannot be right."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import streamlit as st

from tightrope.answers import visits as answers
from tightrope.answers import visits_words as say
from tightrope.answers.contracts import Cost
from tightrope.answers.evidence import evidence, usual_period
from tightrope.answers.period import Period
from tightrope.answers.visits_shapes import Visits
from tightrope.evidence.measures import Measure
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import visits_raw_parts
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.tables import download, table
from tightrope.screens.words import month, share

WIDEST = 0.25  # share late that fills a bar, where no hour has more
PERCENT = {"format": "percent"}
SPREADS = (  # title, what it counts, column of the monthly table, how a value is written
    ("Workers somebody saw in a month", "Among people with {fewest} visits or more", "workers", "{:.0f}".format),
    (
        "Visits by the three workers somebody saw most",
        "Among people with {fewest} visits or more",
        "top_three_share",
        share,
    ),
    (
        "Visits on time, person by person",
        "Within {within} of the plan, among people with {fewest} logged visits or more",
        "on_time_share",
        share,
    ),
)


def visits(house: House, reader: Reader, row: Cost, period: Period, one: str) -> str:
    """Draw the visits of a contract in a period; returns whose single visits are open, "" for nobody's."""
    found = answers.visits(house, reader, row.contract_id, period)
    if found is None:
        title, sentence = say.none_loaded(row.service_id, row.service)
        st.header(title)
        st.text(sentence)
        return visits_raw_parts.NOBODY
    st.header(say.answer(found))
    if not found.totals.planned:
        if found.on_record:
            st.text(f"Visits of this contract are on record for {found.on_record.words}. Choose months among these.")
        return visits_raw_parts.NOBODY
    note(f"Visits from call monitoring, {period.words}.")
    measures = evidence(house, reader.audience, usual_period(house)).measures
    _lengths(found)
    _why(measures, "duration_met")
    _people(found)
    _why(measures, "continuity_top_three")
    _hours(found)
    _why(measures, "on_time")
    _zones(found)
    _workers(found)
    picked = visits_raw_parts.one_by_one(house, reader, found, one)
    _worked_out(found)
    return picked


def _why(measures: Mapping[str, Measure], measure_id: str) -> None:
    """Why the measure that stands closest matters, in its own words; a council may have none of that name."""
    if measure_id in measures:
        note(f"Why it matters: {measures[measure_id].why_it_matters.strip()}")


def _lengths(found: Visits) -> None:
    if found.lengths:
        st.text(say.usual_words(found))
        panel("visits_lengths.html", "visits_lengths", {"lengths": found.lengths})
    st.text(say.happened(found))
    rows = [
        {"minutes_bought": row.words, "minutes_stayed": one.words, "visits": one.visits, "of": row.timed}
        for row in found.lengths
        for one in row.stayed
    ]
    download("Lengths as CSV", rows, "tightrope-visit-lengths.csv", "visit_lengths")


def _people(found: Visits) -> None:
    st.header(say.people_title(found))
    for words in say.people_words(found):
        st.text(words)
    if found.months:
        ends = {"first": month(found.months[0]["month"]), "last": month(found.months[-1]["month"])}
        panel("visits_months.html", "visits_months", {"charts": _charts(found), **ends})
        with st.expander("Month by month, as a table"):
            _months(found.months)
    if not found.one_by_one:
        note("People one by one are for those who may read accounts. Their numbers are above.")
        return
    st.subheader("Person by person, the least continuity first")
    columns = {
        "person_id": "Person",
        "visits": st.column_config.NumberColumn("Visits", format="localized"),
        "workers": "Workers in all",
        "workers_28_days": "Workers in last 4 weeks",
        "top_three_share": st.column_config.NumberColumn("By the three most seen", **PERCENT),
        "usual_share": st.column_config.NumberColumn("By the one most seen", **PERCENT),
        "continuity": st.column_config.NumberColumn("Continuity, 0 to 1", format="%.2f"),
        "logged": st.column_config.NumberColumn("Logged", format="localized"),
        "on_time": st.column_config.NumberColumn("On time", format="localized"),
        "on_time_share": st.column_config.NumberColumn("On time of logged", **PERCENT),
    }
    rows = [asdict(one) for one in found.people]
    table(_whole(rows), columns, "People by pseudonym, with visits and workers", "Nobody was visited in these months.")
    download("These people as CSV", rows, "tightrope-visits-people.csv", "visits_people")


def _charts(found: Visits) -> list[dict[str, Any]]:
    """The middle and the worst tenth of each month, as points of a light picture with its thresholds."""
    made, months = [], found.months
    limits = {"fewest": found.rules.continuity_visits, "within": say.minutes(found.rules.on_time_minutes)}
    for title, counted, name, written in SPREADS:
        known = [row for row in months if row[f"{name}_median"] is not None]
        if not known:
            continue
        last = known[-1]
        is_share = name.endswith("_share")
        top = 1.0 if is_share else max(row[f"{name}_worst_tenth"] for row in known)
        people = last["punctual_people" if name == "on_time_share" else "people"]
        good = "More is better" if is_share else "Fewer is better"
        middle, worst = written(last[f"{name}_median"]), written(last[f"{name}_worst_tenth"])
        bound = "or less" if is_share else "or more"
        tenth = f", one in ten {worst} {bound}" if people >= say.FEWEST_FOR_A_TENTH else ""
        made.append(
            {
                "title": title,
                "counted": counted.format(**limits),
                "sentence": f"{month(last['month'])}: half of {people:,} people {middle} {bound}{tenth}. {good}.",
                "top": written(top),
                "bottom": written(0),
                "middle": _points(months, f"{name}_median", top) if len(known) > 1 else "",
                "worst": _points(months, f"{name}_worst_tenth", top),
            }
        )
    return made


def _points(months: Sequence[dict[str, Any]], name: str, top: float) -> str:
    """SVG points: months across, 0 to `top` upwards; a month without a value is left out."""
    step = 100 / max(len(months) - 1, 1)
    return " ".join(
        f"{step * place:.1f},{98 - 96 * row[name] / (top or 1):.1f}"
        for place, row in enumerate(months)
        if row[name] is not None
    )


def _months(months: Sequence[dict[str, Any]]) -> None:
    columns: dict[str, Any] = {"month": st.column_config.DateColumn("Month", format="MMM YYYY"), "people": "People"}
    for title, name, shape in (
        ("Workers", "workers", "%.0f"),
        ("By the three most seen", "top_three_share", "percent"),
        ("Continuity, 0 to 1", "bice_boxerman", "%.2f"),
        ("On time", "on_time_share", "percent"),
    ):
        if name == "on_time_share":
            columns["punctual_people"] = "People with enough logs"
        columns[f"{name}_median"] = st.column_config.NumberColumn(f"{title}: the middle", format=shape)
        columns[f"{name}_worst_tenth"] = st.column_config.NumberColumn(f"{title}: worst tenth", format=shape)
    table(_whole(months), columns, "The middle and the worst tenth of people by month", "No month has visits.")
    download("These months as CSV", months, "tightrope-visits-months.csv", "visits_months_csv")


def _whole(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with their shares to a whole percent, as they are read; the file has them in full."""
    return [
        {name: round(value, 2) if "share" in name and value is not None else value for name, value in row.items()}
        for row in rows
    ]


def _hours(found: Visits) -> None:
    st.header("When visits are late")
    st.text(say.on_time(found))
    widest = max([WIDEST, *(one.late / one.logged for one in found.hours if one.logged)])
    rows = [
        {
            "name": f"{one.hour:02}:00",
            "width": round(100 * one.late / one.logged / widest, 1) if one.logged else 0,
            "words": f"{one.late:,} of {one.logged:,} late",
            "more": f"{one.planned:,} planned, {one.missed:,} missed, {one.manual:,} written in by hand",
        }
        for one in found.hours
    ]
    panel("visits_rows.html", "visits_hours", {"rows": rows, "striped": True})
    note(f"By the hour in which a visit should start. A full bar: {share(widest)} of the logged visits late.")
    download("Hours as CSV", [asdict(one) for one in found.hours], "tightrope-visits-hours.csv", "visits_hours_csv")


def _zones(found: Visits) -> None:
    st.header("Where visits are on time")
    rows = [
        {
            "name": one["locality"],
            "width": round(100 * one["on_time"] / one["logged"], 1) if one["logged"] else 0,
            "words": f"{one['on_time']:,} of {one['logged']:,} on time",
            "more": f"{one['long_enough']:,} of {one['timed']:,} lasted {share(found.rules.long_enough_share)} or more "
            f"of what is bought; {one['missed']:,} of {one['planned']:,} missed, {one['manual']:,} written in by hand",
        }
        for one in found.zones
    ]
    panel("visits_rows.html", "visits_zones", {"rows": rows, "striped": False})
    download("Places as CSV", found.zones, "tightrope-visits-places.csv", "visits_zones_csv")


def _workers(found: Visits) -> None:
    st.header(say.pairs_title(found))
    st.text(say.pairs_words(found))
    st.subheader(say.double_title(found))
    if found.double_planned:
        st.text(say.double_words(found))
    if not found.one_by_one:
        note("Workers one by one are for those who may read accounts. Their numbers are above.")
        return
    st.subheader("Worker by worker, the most pairs that cannot be right first")
    columns = {
        "worker_id": "Worker",
        "visits": st.column_config.NumberColumn("Visits", format="localized"),
        "people": "People visited",
        "manual": "Written in by hand",
        "manual_share": st.column_config.NumberColumn("By hand, of visits", **PERCENT),
        "pairs": "Pairs in a row",
        "overlapping": "In two places at once",
        "placed": "Other pairs",
        "clipped": "No time to get there",
    }
    rows = [asdict(one) for one in found.workers]
    table(_whole(rows), columns, "Workers by pseudonym, with visits and pairs", "No worker is named in these months.")
    download("These workers as CSV", rows, "tightrope-visits-workers.csv", "visits_workers")


def _worked_out(found: Visits) -> None:
    with st.expander("How this is worked out"):
        st.text(
            "Continuity is the chance that two visits of one person, drawn at random, were by the same worker (Bice "
            "and Boxerman 1977). Two workers who always come together count as two, so that person has about one half. "
            f"People, workers and pairs are those of {found.detail.words}, twelve months at most: over years everybody "
            "sees many workers. Call monitoring says when somebody came, never how: the accounts say that."
        )
