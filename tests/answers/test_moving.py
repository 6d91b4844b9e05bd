"""Is it moving, and is that more than chance? On the demo council: the query, the flags, planted months, people."""

import math
import re
from collections import defaultdict
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tightrope import paths, settings
from tightrope.answers import moving_chart, moving_funnel, moving_told, moving_words
from tightrope.answers.evidence import evidence
from tightrope.answers.moving import Flags, definitions, flag_words, flags, lines, rolling, rules
from tightrope.answers.period import Period, earlier
from tightrope.errors import NotFound
from tightrope.evidence.hallamford import monthly
from tightrope.records.roles import looking_as
from tightrope.weighing.change import CANNOT_TELL, FEWER, MORE, MOVED, STILL, Move, Told, month_chance
from tightrope.weighing.control import ALIKE, SHARE, TOO_SHORT, VALUE, Chart, Point, Returned, Rules, control_chart

LATEST = date(2026, 10, 1)
BAD_MONTH = date(2026, 3, 1)


@pytest.fixture(scope="module")
def returned(house):
    """Every return as a frame."""
    return pd.DataFrame(house.stores.raw("SELECT * FROM warehouse.measure_return"))


# The query


def test_the_query_in_pandas(house, returned):
    asked = pd.DataFrame(house.stores.raw("SELECT * FROM warehouse.contract_measure"))
    usual = pd.DataFrame(house.stores.raw("SELECT * FROM warehouse.measure")).set_index("measure_id")["target"]
    first, last = pd.Timestamp("2024-05-01"), pd.Timestamp("2026-09-01")
    month = pd.to_datetime(returned["month"])
    span = returned[(month >= first) & (month <= last)].sort_values("month")
    came = {key: part for key, part in span.groupby(["contract_id", "measure_id"])}
    rows = house.stores.rows("contracts/measure_months", first=first.date(), last=last.date())
    assert [(row["contract_id"], row["measure_id"]) for row in rows] == sorted(
        zip(asked["contract_id"], asked["measure_id"], strict=True)
    )
    own = asked.set_index(["contract_id", "measure_id"])
    for row in rows:
        key = row["contract_id"], row["measure_id"]
        target = own.loc[key, "target"]
        target = usual[row["measure_id"]] if pd.isna(target) else target
        assert row["target"] == (None if pd.isna(target) else target)
        assert row["in_contract"] == own.loc[key, "in_contract"]
        part = came.get(key)
        if part is None:
            assert row["months"] is None and row["source"] is None
            continue
        plain = part.astype(object).where(part.notna(), None)
        assert row["months"] == [one.date() for one in pd.to_datetime(part["month"])]
        for name in ("numerators", "denominators", "values"):
            assert row[name] == plain[name[:-1]].tolist()
        assert row["notes"] == [note or "" for note in plain["note"]]
        assert row["source"] == plain["source"].iloc[-1]


# Flags


def test_flags_look_at_every_running_contract_and_say_how_many(house, commissioner, returned):
    """Every live contract x measure with a return in the month, but those that are context only."""
    found = flags(house, commissioner)
    live = set(
        pd.DataFrame(
            house.stores.raw(
                "SELECT contract_id FROM warehouse.contract WHERE status NOT IN ('ended', 'planned') "
                "AND starts_on <= DATE '2026-11-03'"
            )
        )["contract_id"]
    )
    known = definitions(house)
    latest = returned[(pd.to_datetime(returned["month"]) == pd.Timestamp(LATEST)) & returned["value"].notna()]
    rated = [
        (row.contract_id, row.measure_id)
        for row in latest.itertuples()
        if row.contract_id in live and known[row.measure_id].rated
    ]
    assert found.month == LATEST
    assert found.looked_at == len(rated) and found.short == 0
    assert 400 < found.looked_at < 440
    assert flags(house, commissioner) is found, "asked twice, worked out once"


def test_nothing_planted_for_nobody_is_named(house, commissioner):
    """PLANTED: HC-06's bad month is no flag; SH-03 has none. Nobody's latest month is out of the ordinary."""
    assert flags(house, commissioner).named == ()
    bad = flags(house, commissioner, BAD_MONTH)
    assert not [flag for flag in bad.named if flag.contract_id in ("HC-06", "SH-03")]


def test_a_manager_who_leaves_is_named(house, commissioner):
    """Posts fall vacant at CH-06 and NH-03 in summer 2026: found in the first full month, and old news in October."""
    found = flags(house, commissioner, date(2026, 7, 1))
    assert {(flag.contract_id, flag.measure_id, flag.direction) for flag in found.named} == {
        ("CH-06", "manager_in_post", "worse"),
        ("NH-03", "manager_in_post", "worse"),
    }
    assert re.fullmatch(r"In July 2026 2 of \d+ measures moved by more than chance explains: .*", flag_words(found))
    assert "registered manager in post, Ridge View: 0%, usually 97.7% (worse)" in flag_words(found)


def test_a_flag_by_hand(house, commissioner):
    """HC-09, hours handed back, June 2025, step by step with other tools: share of hours, all months before."""
    line, month = lines(house)["HC-09", "hand_backs_rate"], date(2025, 6, 1)
    until = [one for one in line.months if one.month <= month]
    k, n = (np.array([getattr(one, name) for one in until]) for name in ("numerator", "denominator"))
    p = k[:-1].sum() / n[:-1].sum()
    z = (k / n - p) / np.sqrt(p * (1 - p) / n)
    scatter = max(1.0, z[:-1].std(ddof=1))
    t = (z[-1] - z[:-1].mean()) / (scatter * math.sqrt(1 + 1 / (len(k) - 1)))
    named = flags(house, commissioner, month).named
    assert [(flag.contract_id, flag.measure_id, flag.direction) for flag in named] == [
        ("HC-09", "hand_backs_rate", "worse")
    ]
    assert named[0].chance >= 2 * stats.t.sf(t, len(k) - 2) - 1e-12
    assert named[0].chance < 0.1 / flags(house, commissioner, month).looked_at


def test_how_flags_are_said():
    none = Flags(LATEST, 415, 3, ())
    assert flag_words(none) == "In October 2026 none of 415 measures moved by more than chance explains."
    assert flag_words(replace(none, looked_at=0)).endswith("no measure has enough months before it.")


# What is planted, whatever the seed


@pytest.fixture(scope="module")
def hand(house):
    """What is written by hand and monthly measures are drawn from, as the generator takes it."""
    frames = {}
    for name in ("contract", "contract_measure", "hand_back"):
        frame = pd.DataFrame(house.stores.raw(f"SELECT * FROM warehouse.{name}"))
        for column in frame:
            if column.endswith("_on") and column != "paid_on":
                frame[column] = pd.to_datetime(frame[column])
        frames[name] = frame
    frames["contract"]["units_per_year"] = frames["contract"]["units_per_year"].astype(float)
    frames["payment"] = pd.read_csv(paths.SAMPLE / "payment.csv", parse_dates=["month"], date_format="%Y-%m")
    frames["measure_level"] = pd.read_csv(paths.SAMPLE / "measure_level.csv")
    return frames


def months_of(drawn, contract_id, measure_id):
    part = drawn[drawn["contract_id"].eq(contract_id) & drawn["measure_id"].eq(measure_id)].sort_values("month")
    return [
        Returned(row.month.date(), row.numerator, row.denominator, None if pd.isna(row.value) else row.value)
        for row in part.itertuples()
    ]


def test_the_bad_month_and_the_unlucky_year_are_no_flag_in_any_draw(hand):
    """HC-06 2026-03 is never near 0.10 / 415 = 0.00024, what the only flag of a month needs; SH-03 never below 0.10.

    On the chart, where no allowance is made for how many are looked at, one or two draws in 20 may put it outside.
    """
    outside = 0
    for seed in range(1, 21):
        drawn = monthly(hand, seed)
        on_time = months_of(drawn, "HC-06", "on_time")
        chart = control_chart(SHARE, on_time, date(2025, 11, 1), Rules())
        outside += "outside" in next(point for point in chart.points if point.month == BAD_MONTH).rules
        until = [one for one in on_time if one.month <= BAD_MONTH]
        assert chance_of_last(until) > 0.002, seed
        assert (
            chance_of_last([one for one in months_of(drawn, "SH-03", "complaints_in_time") if one.denominator]) > 0.10
        )
    assert outside <= 2


def chance_of_last(months):
    """The last month's chance beside the 24 before it."""
    k, n = (np.array([getattr(one, name) for one in months[-25:]]) for name in ("numerator", "denominator"))
    return month_chance(SHARE, k[:-1], n[:-1], k[-1], n[-1])[0]


def test_the_bad_month_breaks_no_rule_in_the_demo(house, year):
    found = moving_chart.moving(house, "HC-06", "on_time", year)
    bad = next(point for point in found.chart.points if point.month == BAD_MONTH)
    assert bad.judged and bad.rules == ()
    assert found.move.kind == STILL and "did not move" in found.answer
    assert found.chart.spread > 3, "with 21,000 visits a month, counting chance alone would mark nearly every month"


def test_the_unlucky_year_breaks_no_rule(house, year):
    found = moving_chart.moving(house, "SH-03", "complaints_in_time", year)
    assert found.chart.few and not any(point.rules for point in found.chart.points)
    assert found.few_words and "any value lies within chance" in found.shown


# One measure of one contract


def test_a_chart_says_all_that_belongs_to_it(house, year):
    found = moving_chart.moving(house, "HC-01", "on_time", year)
    assert found.threshold == "on time = within 15 minutes of the plan"
    assert (found.target, found.target_words, found.way_words) == (0.9, "asked for 90%", "more is better")
    assert found.source_words == "call monitoring" and found.in_contract
    assert [point.month for point in found.chart.judged] == [earlier(LATEST, back) for back in range(11, -1, -1)]
    assert len(found.chart.baseline) == 24
    rows = moving_chart.table_rows(found)
    assert len(rows) == 36 and rows[0]["month"] == LATEST
    assert {row["used"] for row in rows} == {"judged", "gives the limits"}
    line = lines(house)["HC-01", "on_time"].months[-1]
    assert rows[0]["value"] == pytest.approx(100 * line.numerator / line.denominator, abs=1e-4)


def test_thresholds_follow_the_settings_and_none_is_forgotten(house):
    known = definitions(house)
    for measure in known.values():
        assert bool(moving_words.threshold(measure)) == ("setting visits." in measure.threshold_words)
    assert moving_words.threshold(known["duration_met"]) == "long enough = 90% of the minutes bought or more"
    settings.use("[visits]\non_time_minutes = 30\n")
    try:
        assert "within 30 minutes" in moving_words.threshold(known["on_time"])
    finally:
        settings.use("")


def test_notes_of_months_come_along(house, year):
    found = moving_chart.moving(house, "DO-02", "attendance", year)
    assert {words for _, words in found.notes} == {"sheet not returned"}
    assert found.move.kind == STILL, "sheets that do not come are no change"


def test_a_contract_with_few_months_begins_to_be_judged_after_twelve(house, year):
    found = moving_chart.moving(house, "RE-02", "at_home_91_days", year)
    assert len(found.chart.points) == 17 and len(found.chart.baseline) == 12
    assert [point.month for point in found.chart.judged] == [earlier(LATEST, back) for back in range(4, -1, -1)]
    young = Period(date(2025, 11, 1), date(2026, 3, 1))
    told = moving_chart.moving(house, "RE-02", "at_home_91_days", young)
    assert told.move.kind == CANNOT_TELL
    assert told.answer.endswith("10 months are on file, and 13 are needed")


def test_measures_that_count_a_year_are_known_by_their_words(house):
    known = definitions(house)
    assert {one for one, measure in known.items() if rolling(measure)} == {
        "complaints_per_100",
        "hand_backs_rate",
        "staff_turnover",
    }


def test_what_is_not_there_is_said(house, year):
    with pytest.raises(NotFound):
        moving_chart.moving(house, "HC-01", "nothing", year)
    assert moving_chart.measures_of(house, "HC-99") == {}
    first = list(moving_chart.measures_of(house, "HC-01").values())
    assert [line.in_contract for line in first] == sorted((line.in_contract for line in first), reverse=True)


def chart(kind, count, why_not="", centre=None):
    points = [Point(earlier(LATEST, back), 7.0, None, None) for back in range(count - 1, -1, -1)]
    return Chart(kind, tuple(points), tuple(point.month for point in points[:-1]), centre, why_not=why_not)


def test_the_answer_where_nobody_can_tell(house):
    measure, unknown = definitions(house)["days_to_start"], Move(CANNOT_TELL, frozenset(), (), ())
    said = moving_words.answer(measure, chart(VALUE, 1, TOO_SHORT), unknown, rules())
    assert said.endswith("1 month is on file, and 13 are needed")
    said = moving_words.answer(measure, chart(VALUE, 13, ALIKE, 7.0), unknown, rules())
    assert said.endswith("all 12 months before were 7 days, so nothing says how far chance goes. October 2026: 7 days")
    assert "Nothing was returned" in moving_words.answer(measure, chart(VALUE, 0, TOO_SHORT), unknown, rules())


def test_the_answer_says_which_way_is_good(house):
    known = definitions(house)
    assert moving_words.way_words(known["on_time"], frozenset({1})) == "for the better"
    assert moving_words.way_words(known["missed_visits"], frozenset({1})) == "for the worse"
    assert moving_words.way_words(known["safeguarding_concerns"], frozenset({1})) == "up"
    assert moving_words.way_words(known["on_time"], frozenset({1, -1})) == "both ways"


def test_numbers_as_they_are_said(house):
    known = definitions(house)
    assert moving_words.number(0.845, known["on_time"]) == "84.5%"
    assert moving_words.number(0.9, known["on_time"]) == "90%"
    assert moving_words.number(1.0, known["missed_visits"]) == "1 per 1,000 visits"
    assert moving_words.number(0.82, known["missed_visits"]) == "0.82 per 1,000 visits"
    assert moving_words.number(0.0, known["days_to_start"]) == "0 days"
    assert moving_words.number(120.4, known["days_to_start"]) == "120 days"


# What people tell beside it


def tellers(house, contract, theme, first, last):
    """(all, told of a theme) of a contract by plain counting over the tables, those only that officers may count."""
    stories = pd.DataFrame(
        house.stores.raw(
            f"SELECT story_id, teller_id, event_month, received_on FROM records.story WHERE contract_id = '{contract}' "
            "AND triage_state IN ('cleared', 'released') AND withdrawn_at IS NULL AND consent_level >= 1 "
            "AND (consent_until_on IS NULL OR consent_until_on >= DATE '2026-11-03')"
        )
    )
    themes = pd.DataFrame(house.stores.raw("SELECT story_id, theme_id FROM records.story_theme WHERE accepted"))
    month = pd.to_datetime(stories["event_month"].fillna(stories["received_on"])).dt.to_period("M").dt.to_timestamp()
    inside = stories[month.between(pd.Timestamp(first), pd.Timestamp(last))]
    about = inside[inside["story_id"].isin(themes[themes["theme_id"] == theme]["story_id"])]
    return inside["teller_id"].nunique(), about["teller_id"].nunique()


@pytest.mark.parametrize(
    "contract, measure, theme", [("HC-01", "duration_met", "rushed"), ("DO-03", "attendance", "things_to_do")]
)
def test_people_are_counted_not_accounts(house, commissioner, contract, measure, theme):
    """DO-03 has 36 accounts and 19 people: two of them told 19 accounts."""
    found = moving_told.concern(house, commissioner, contract, measure, LATEST)
    recent, before = (date(2026, 5, 1), LATEST), (date(2025, 11, 1), date(2026, 4, 1))
    assert (found.told.of_recent, found.told.recent) == tellers(house, contract, theme, *recent)
    assert (found.told.of_before, found.told.before) == tellers(house, contract, theme, *before)
    for block in found.blocks:
        assert (block.people, block.told) == tellers(house, contract, theme, block.first, block.last)
    assert found.kind == STILL and len(found.themes) == 1
    if contract == "HC-01":
        assert "10 of 13 people in the last six months, 7 of 10 in the six before" in found.words


def test_an_account_withdrawn_counts_no_more(house, commissioner):
    before = moving_told.concern(house, commissioner, "HC-01", "duration_met", LATEST)
    asked = evidence(house, "officers", Period(date(2026, 5, 1), LATEST))
    by_teller = defaultdict(list)
    for account in asked.by_contract["HC-01"]:
        by_teller[account["teller_id"]].append(account["story_id"])
    gone = next(ids[0] for ids in by_teller.values() if len(ids) == 1 and "rushed" in asked.themes_of.get(ids[0], ()))

    def withdrawn(at):
        house.stores.write(
            lambda cursor: cursor.execute(f"UPDATE records.story SET withdrawn_at = {at} WHERE story_id = '{gone}'")
        )

    withdrawn("now()::TIMESTAMP")
    try:
        after = moving_told.concern(house, commissioner, "HC-01", "duration_met", LATEST)
    finally:
        withdrawn("NULL")
    assert (after.told.of_recent, after.told.recent) == (before.told.of_recent - 1, before.told.recent - 1)
    assert after.accounts == before.accounts - 1


def test_nothing_is_said_of_few_accounts(house, commissioner):
    found = moving_told.concern(house, commissioner, "HC-06", "on_time", LATEST)
    assert found.kind == moving_told.FEW_ACCOUNTS and 0 < found.accounts < 20
    assert "too few to say" in found.words and not re.search(r"\d+ of \d+", found.words)
    assert "cannot be told" in moving_told.together(Move(MOVED, frozenset({1}), (), ()), found)
    assert moving_told.concern(house, commissioner, "HC-01", "electronic_logs", LATEST).kind == moving_told.NO_THEME


def test_those_who_only_count_get_the_same_counts(house, commissioner):
    officer = moving_told.concern(house, commissioner, "HC-01", "duration_met", LATEST)
    assert moving_told.concern(house, looking_as("data_officer"), "HC-01", "duration_met", LATEST) == officer


@pytest.mark.parametrize(
    "measure, people, said",
    [
        (MOVED, MORE, "Both moved"),
        (MOVED, STILL, "Only the measure moved"),
        (STILL, MORE, "Only what people tell moved: more people"),
        (STILL, FEWER, "Only what people tell moved: fewer people"),
        (STILL, STILL, "Neither moved"),
        (CANNOT_TELL, MORE, "cannot be told yet"),
        (MOVED, moving_told.FEW_ACCOUNTS, "cannot be told yet"),
    ],
)
def test_only_one_of_them_moves(measure, people, said):
    concern = moving_told.Concern(("Rushed",), (), 30, Told(1, 2, 3, 4), False, people, "")
    assert said in moving_told.together(Move(measure, frozenset(), (), ()), concern)


# Across the line


def test_the_line_beside_each_other(house, commissioner, year, returned):
    found = moving_funnel.line_funnel(house, commissioner, "HC-01", "on_time", year)
    titles = [title for _, title, _ in found.names]
    assert len(titles) == 12 and titles == sorted(titles), "by title, never by how good they are"
    month = pd.to_datetime(returned["month"])
    part = returned[
        month.between(pd.Timestamp(year.first), pd.Timestamp(year.last)) & (returned["measure_id"] == "on_time")
    ]
    sums = part.groupby("contract_id")[["numerator", "denominator"]].sum()
    for spot in found.funnel.spots:
        assert (spot.k, spot.n) == tuple(sums.loc[spot.contract_id])
    ids = [spot.contract_id for spot in found.funnel.spots]
    assert found.funnel.centre == pytest.approx(sums.loc[ids, "numerator"].sum() / sums.loc[ids, "denominator"].sum())
    rows = moving_funnel.table_rows(found)
    assert [row["contract"] for row in rows] == titles and "rank" not in str(rows).lower()


def test_a_small_contract_by_bad_luck_stays_inside(house, commissioner, year):
    """PLANTED: SH-03 is last of its line by chance."""
    found = moving_funnel.line_funnel(house, commissioner, "SH-03", "complaints_in_time", year)
    assert "within what chance explains" in found.words
    assert {spot.where for spot in found.funnel.spots} == {"inside"}


def test_a_line_that_cannot_be_drawn_says_why(house, commissioner, year):
    few = moving_funnel.line_funnel(house, commissioner, "RE-02", "at_home_91_days", year)
    assert few.funnel is None and few.words.startswith("2 contracts of reablement")
    assert moving_funnel.table_rows(few) == []
    rate = moving_funnel.line_funnel(house, commissioner, "HC-01", "missed_visits", year)
    assert rate.funnel is None and "not a share" in rate.words
