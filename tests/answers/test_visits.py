"""Visits of one contract: the arithmetic on rows made by hand, and the demo council visit by visit in plain Python."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from math import cos, hypot, radians

import pytest

from tightrope.answers import visits as answers
from tightrope.answers import visits_raw
from tightrope.answers import visits_words as say
from tightrope.answers.period import Period, earlier
from tightrope.answers.visits_people import people_of, spread, workers_of
from tightrope.records.roles import looking_as
from tightrope.weighing import continuity


def row(bought, stayed, logged, hour=8, **more):
    """One row of visits/shape: `logged` visits of that length, all delivered on time, unless said otherwise."""
    sums = {"planned": logged, "delivered": logged, "missed": 0, "manual": 0, "on_time": logged, "late": 0, **more}
    return {"hour_planned": hour, "planned_minutes": bought, "minutes_stayed": stayed, "logged": logged, **sums}


def test_the_middle_is_that_of_the_length_bought_most_often():
    # 30 bought: 14, 14, 14, 20, 30 of five visits: three of five lasted 14 or less; three of five 14 or longer
    shape = [row(30, 14, 3), row(30, 20, 1), row(30, 30, 1), row(15, 15, 4)]
    found = answers.usual(shape)
    assert (found.bought, found.timed) == (30, 5)
    assert (found.half, found.at_most) == (14, 3)
    assert (found.upper, found.reached) == (14, 5)


def test_an_even_number_has_a_lower_and_an_upper_middle():
    # 10, 20, 30, 40: two of four lasted 20 or less, two of four 30 or longer
    found = answers.usual([row(30, minutes, 1) for minutes in (10, 20, 30, 40)])
    assert (found.half, found.at_most, found.upper, found.reached) == (20, 2, 30, 2)


def test_a_visit_without_a_length_counts_nowhere_as_short():
    assert answers.usual([row(30, None, 5)]) is None
    assert answers.lengths([row(30, None, 5)]) == ()


def test_bought_fifteen_and_stayed_fifteen_are_kept_apart():
    found = answers.lengths([row(15, 15, 4), row(30, 15, 3), row(30, 16, 1), row(30, 30, 2), row(45, 44, 1)])
    table = {bought.words: {one.words: (one.visits, one.short) for one in bought.stayed} for bought in found}
    assert list(table) == ["15 or less", "30 to 44", "45 to 59"]
    assert table["15 or less"]["15 or less"] == (4, False)
    assert table["30 to 44"]["15 or less"] == (3, True) and table["30 to 44"]["16 to 29"] == (1, True)
    assert table["30 to 44"]["30 to 44"] == (2, False)
    assert table["45 to 59"]["30 to 44"] == (1, True)


def test_hours_add_up_and_manual_logs_are_a_bucket_of_their_own():
    shape = [
        row(30, 30, 2, hour=8, late=1, on_time=1),
        row(30, None, 0, hour=8, planned=3, delivered=2, manual=2, missed=1),
    ]
    (eight,) = answers.hours(shape)
    assert (eight.planned, eight.delivered, eight.missed, eight.logged, eight.manual, eight.on_time, eight.late) == (
        5, 4, 1, 2, 2, 1, 1,
    )  # fmt: skip


def person(name, known, squares, most, logged=0, on_time=0, lately=1):
    return {"person_id": name, "visits": known, "known": known, "squares": squares, "most": most, "logged": logged,
            "on_time": on_time, "others": len(most), "workers_28_days": lately}  # fmt: skip


def test_people_stand_with_the_least_continuity_first_and_too_few_visits_last():
    # by 5, 2, 2 and 1 visits: squares 34, (34 - 10) / (10 x 9) = 0.267; the three most seen 9 of 10
    varied = person("P1", 10, 34, [5, 2, 2], logged=10, on_time=9, lately=4)
    same = person("P2", 10, 100, [10], logged=7, on_time=7)
    few = person("P3", 3, 9, [3])
    found = people_of([few, same, varied], 8)
    assert [one.person_id for one in found] == ["P1", "P2", "P3"]
    assert found[0].continuity == pytest.approx(24 / 90) and found[0].top_three_share == pytest.approx(0.9)
    assert (found[0].usual_share, found[0].on_time_share) == (0.5, 0.9)
    assert found[1].continuity == 1 and found[1].on_time_share is None, "seven logs are too few"
    assert (found[2].continuity, found[2].top_three_share) == (None, None)


def test_workers_with_most_pairs_that_cannot_be_right_stand_first():
    rows = [{"worker_id": name, "visits": 10, "others": 3, "logged": 8, "manual": 2} for name in ("W1", "W2")]
    pairs = [{"worker_id": "W2", "pairs": 5, "overlapping": 1, "placed": 4, "clipped": 2}]
    first, second = workers_of(rows, pairs)
    assert (first.worker_id, first.overlapping, first.clipped, first.manual_share) == ("W2", 1, 2, 0.2)
    assert (second.worker_id, second.pairs) == ("W1", 0)


def test_the_worst_tenth_is_the_low_end_of_a_share_and_the_high_end_of_a_count():
    # eleven people 0, 10, ... 100: the tenths lie on 10 and 90
    values = [float(10 * one) for one in range(11)]
    assert (spread(values).middle, spread(values).worst) == (50, 10)
    assert spread(values, most=True).worst == 90
    assert spread([None]) == spread([])


@pytest.fixture(scope="module")
def raw(house):
    return house.stores.raw("SELECT * FROM warehouse.visit WHERE contract_id = 'HC-01'")


def test_the_demo_council_s_totals_are_those_of_the_raw_visits(house, commissioner, year, raw):
    found = answers.visits(house, commissioner, "HC-01", year)
    mine = [one for one in raw if year.first <= one["planned_start_at"].date().replace(day=1) <= year.last]
    came = [one for one in mine if one["status"] == "delivered"]
    logs = [one for one in came if one["log_method"] in ("app", "tag", "phone")]
    assert found.totals.planned == sum(one["status"] != "cancelled_by_person" for one in mine)
    assert (found.totals.delivered, found.totals.logged) == (len(came), len(logs))
    late = [one for one in logs if (one["actual_start_at"] - one["planned_start_at"]).total_seconds() > 30 * 60]
    assert found.totals.late == len(late)
    assert found.people_seen == len({one["person_id"] for one in came})
    assert sum(one.planned for one in found.hours) == found.totals.planned
    assert sum(row["planned"] for row in found.zones) == found.totals.planned


@pytest.mark.parametrize("contract_id", ["HC-01", "HC-07"])
def test_people_are_those_of_the_raw_visits_one_by_one(house, commissioner, year, contract_id):
    raw = house.stores.raw(
        f"SELECT * FROM warehouse.visit WHERE contract_id = '{contract_id}' AND status = 'delivered'"
    )
    mine = [one for one in raw if year.first <= one["planned_start_at"].date().replace(day=1) <= year.last]
    found = answers.visits(house, commissioner, contract_id, year)
    assert {one.person_id for one in found.people} == {one["person_id"] for one in mine} and found.people
    for one in found.people:
        those = [each for each in mine if each["person_id"] == one.person_id]
        named = [each for each in those if each["worker_id"]]
        counts = list(Counter(each["worker_id"] for each in named).values())
        assert (one.visits, one.workers) == (len(those), len(counts))
        if len(named) >= 8:
            assert one.continuity == pytest.approx(continuity.bice_boxerman(counts))
            assert one.top_three_share == pytest.approx(continuity.top_share(counts))
        last = max(each["planned_start_at"] for each in those)
        since = [each for each in named if each["planned_start_at"] > last - timedelta(days=28)]
        assert one.workers_28_days == len({each["worker_id"] for each in since})


def test_pairs_are_those_of_a_loop_over_each_worker_s_logs(house, commissioner, year):
    areas = {row["area_code"]: row for row in house.stores.raw("SELECT area_code, lon, lat FROM warehouse.area")}
    checked = 0
    for contract_id in [f"HC-{number:02}" for number in range(1, 13)]:
        raw = house.stores.raw(
            f"SELECT * FROM warehouse.visit WHERE contract_id = '{contract_id}' AND status = 'delivered' "
            "AND log_method IN ('app', 'tag', 'phone') AND worker_id IS NOT NULL AND actual_start_at IS NOT NULL "
            "AND actual_minutes IS NOT NULL"
        )
        mine = [one for one in raw if year.first <= one["planned_start_at"].date().replace(day=1) <= year.last]
        wanted = Counter()
        by_worker = {}
        for one in sorted(mine, key=lambda each: (each["actual_start_at"], each["person_id"])):
            by_worker.setdefault(one["worker_id"], []).append(one)
        for those in by_worker.values():
            for before, after in zip(those, those[1:], strict=False):
                ended = before["actual_start_at"] + timedelta(seconds=round(float(before["actual_minutes"]) * 60))
                gap = (after["actual_start_at"] - ended).total_seconds()
                if before["person_id"] == after["person_id"] or gap >= 4 * 3600:
                    continue
                wanted["pairs"] += 1
                if gap < 0:
                    wanted["overlapping"] += 1
                    continue
                here, there = areas.get(after["area_code"]), areas.get(before["area_code"])
                if here and there:
                    wanted["placed"] += 1
                    flat = cos(radians((here["lat"] + there["lat"]) / 2))
                    km = 111.195 * hypot(here["lat"] - there["lat"], (here["lon"] - there["lon"]) * flat)
                    same = after["area_code"] == before["area_code"]
                    wanted["clipped"] += gap < (120 if same else km / 30 * 3600)
        found = answers.visits(house, commissioner, contract_id, year)
        assert {name: getattr(found, name) for name in ("pairs", "overlapping", "placed", "clipped")} == {
            name: wanted[name] for name in ("pairs", "overlapping", "placed", "clipped")
        }
        checked += wanted["pairs"]
    assert checked > 10


def test_the_title_says_what_is_planted(house, commissioner, year):
    found = answers.visits(house, commissioner, "HC-01", year)
    assert found.usual.bought == 30 and 12 <= found.usual.half <= 17, "about 14 minutes, drawn anew by each build"
    assert say.answer(found) == f"Half of visits last {found.usual.half} minutes or less, though 30 are bought"


def test_a_visit_without_any_log_is_counted_and_said(house, commissioner, year):
    """100 made of 104 planned: 60 logged, 30 by hand, so 10 with no log; 104 - 100 - 3 missed = 1 called off."""
    found = answers.visits(house, commissioner, "HC-01", year)
    totals = replace(found.totals, planned=104, delivered=100, missed=3, logged=60, manual=30, on_time=0, late=0)
    said = say.happened(replace(found, totals=totals))
    assert "100 of 104 planned visits were made, 3 missed, 1 called off by the provider." in said
    assert (
        "60 of those made were logged as they happened; 30 were written in by hand afterwards. 10 have no log" in said
    )
    assert "no log" not in say.happened(found), "each visit of the demo council that was made is logged or by hand"


@pytest.mark.parametrize(
    ("stays", "title"),
    [  # of 40 bought: 90% are 36
        ((40, 41, 42), "Visits last about as long as is bought: half stay 40 minutes or longer"),
        ((37, 38, 39), "Visits last about as long as is bought: half stay 38 of 40 minutes or longer"),
        ((34, 35, 40), "Half of visits last 35 minutes or less, though 40 are bought"),
    ],
)
def test_the_title_never_says_more_than_half_of_visits_do(house, commissioner, year, stays, title):
    found = answers.visits(house, commissioner, "HC-01", year)
    usual = answers.usual([row(40, minutes, 1) for minutes in stays])
    assert say.answer(replace(found, usual=usual)) == title


def test_single_visits_are_those_of_the_file_the_last_first(house, commissioner, year, raw):
    mine = [one for one in raw if year.first <= one["planned_start_at"].date().replace(day=1) <= year.last]
    found = answers.visits(house, commissioner, "HC-01", year)
    known = visits_raw.known(found)
    for kind, key in (("person", found.people[0].person_id), ("worker", found.workers[0].worker_id)):
        wanted = [one for one in mine if one[f"{kind}_id"] == key]
        shown = visits_raw.one_by_one(house, commissioner, "HC-01", year, f"{kind}:{key}")
        assert f"{kind}:{key}" in known and 0 < len(wanted) < visits_raw.MOST
        assert Counter((one["planned_start_at"], one["person_id"], one["worker_id"]) for one in shown) == Counter(
            (one["planned_start_at"], one["person_id"], one["worker_id"]) for one in wanted
        )
        assert [one["planned_start_at"] for one in shown] == sorted(
            (one["planned_start_at"] for one in wanted), reverse=True
        )
        for one in shown:
            if one["actual_end_at"]:
                assert one["actual_end_at"] == one["actual_start_at"] + timedelta(minutes=float(one["actual_minutes"]))


def test_single_visits_of_nobody_known_and_for_roles_without_pseudonyms(house, commissioner, year):
    found = answers.visits(house, commissioner, "HC-01", year)
    key = f"person:{found.people[0].person_id}"
    assert visits_raw.one_by_one(house, looking_as("data_officer"), "HC-01", year, key) == []
    assert visits_raw.known(answers.visits(house, looking_as("data_officer"), "HC-01", year)) == {}
    for nobody in ("person:nobody", f"worker:{found.people[0].person_id}", "", ":", "'; DROP TABLE visit; --"):
        assert visits_raw.one_by_one(house, commissioner, "HC-01", year, nobody) == []


def test_double_ups_are_the_sum_of_the_monthly_table(house, commissioner, year):
    rows = house.stores.raw("SELECT * FROM warehouse.visit_contract_month ORDER BY contract_id")
    rows = [one for one in rows if year.first <= one["month"] <= year.last]
    most = max(rows, key=lambda one: one["double_up_planned"])["contract_id"]
    found = answers.visits(house, commissioner, most, year)
    for name, counted in (("planned", found.double_planned), ("failed", found.double_failed)):
        assert counted == sum(one[f"double_up_{name}"] for one in rows if one["contract_id"] == most)
    assert found.double_planned > 0
    assert say.double_title(replace(found, double_planned=0, double_failed=0)) == "No visit was planned for two workers"


def test_of_fewer_people_than_ten_there_is_no_worst_tenth(house, commissioner, year):
    found = answers.visits(house, commissioner, "HC-01", year)
    few = replace(found, lately=spread([3, 4, 20], most=True), continuity=spread([0.1, 0.2, 0.3]))
    assert say.people_title(few) == "Half of people see 4 workers or more in four weeks"
    assert "one in ten" not in " ".join(say.people_words(replace(few, punctual=spread([0.5])))[:2])
    nobody = replace(found, lately=spread([]), continuity=spread([]), punctual=spread([]))
    assert say.people_title(nobody) == "Nobody had enough visits to say how many workers they see"


def test_who_may_not_read_accounts_sees_no_pseudonyms(house, year):
    seen = answers.visits(house, looking_as("commissioner"), "HC-01", year)
    shut = answers.visits(house, looking_as("data_officer"), "HC-01", year)
    assert seen.people and seen.workers
    assert (shut.people, shut.workers, shut.people_seen) == ((), (), seen.people_seen)


def test_people_and_workers_are_those_of_twelve_months_at_most(house, commissioner, year):
    long = answers.visits(house, commissioner, "HC-01", Period(earlier(year.last, 59), year.last))
    assert (long.detail.first, long.detail.last) == (year.first, year.last)
    assert long.people == answers.visits(house, commissioner, "HC-01", year).people
    assert long.totals.planned > answers.visits(house, commissioner, "HC-01", year).totals.planned


def test_no_visits_at_all_and_none_in_these_months_are_said(house, commissioner, year):
    assert answers.visits(house, commissioner, "CH-03", year) is None
    before = Period(earlier(year.last, 59), earlier(year.last, 58))
    found = answers.visits(house, commissioner, "HC-01", before)
    assert (found.totals.planned, found.usual, found.lengths) == (0, None, ())
    assert say.answer(found) == "No visits in these months"
    assert found.lately.middle is None and say.pairs_title(found) == "No worker has two logged visits in a row"
