"""The register read, and what was expected beside what happened: hand-worked scores, and the figures of Weigh."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tightrope.answers import decision_draft, decisions, did_it_work, weigh
from tightrope.answers.expectations import (
    MISSED,
    NO_FIGURE,
    NOT_DUE,
    REACHED,
    held_against,
    miss,
    score,
)
from tightrope.answers.period import Period
from tightrope.errors import NotFound
from tightrope.records import deciding
from tightrope.records.decision_shapes import Expected, Rejected
from tightrope.records.roles import looking_as

DAY = date(2026, 11, 3)
ON_TIME = Expected("measure", "on_time", "Visits on time", 0.40, 0.60, 0.70, date(2026, 10, 31))


@pytest.mark.parametrize(
    ("value", "state", "off"),
    [
        (0.60, REACHED, 0.0),
        (0.65, REACHED, 0.0),
        (0.50, MISSED, 0.4),  # 10 outside, of 25 to the middle
        (0.80, MISSED, 0.4),  # beyond what was expected is not as expected either
        (None, NO_FIGURE, None),
    ],
)
def test_a_figure_held_against_what_was_expected(value, state, off):
    found = held_against(ON_TIME, value, None, None, DAY)
    assert (found.state, found.miss) == (state, None if off is None else pytest.approx(off))
    assert found.words.startswith("Visits on time: from 40% to between 60% and 70% by 31 October 2026")


def test_before_its_day_nothing_is_called_missed():
    later = replace(ON_TIME, by=date(2026, 11, 4))
    assert held_against(later, 0.5, None, None, DAY).state == NOT_DUE
    assert held_against(later, None, None, None, DAY).state == NOT_DUE
    assert held_against(replace(later, by=DAY), 0.5, None, None, DAY).state == MISSED, "due on its day"


def test_a_range_on_both_sides_says_that_it_may_be_chance():
    words = held_against(ON_TIME, 0.58, 0.55, 0.61, DAY).words
    assert words.endswith("it came to 58% (probably 55% to 61%), so it may be chance on which side it falls.")
    assert "chance" not in held_against(ON_TIME, 0.58, 0.57, 0.59, DAY).words


def test_no_change_expected_has_no_share_of_it():
    assert miss(replace(ON_TIME, start=0.65), 0.5) is None


def test_scores_are_hits_of_what_was_due_with_the_mean_miss():
    results = [
        {"state": REACHED, "miss": 0.0},
        {"state": REACHED, "miss": None},
        {"state": MISSED, "miss": 0.6},
        {"state": NOT_DUE, "miss": 0.9},
    ]
    found = score(results)
    assert (found.hits, found.due, found.mean_miss) == (2, 3, pytest.approx(0.3))
    assert found.low < 2 / 3 < found.high and score([]).due == 0 and score([]).low is None
    many = score(results[:3] * 20)
    assert many.high - many.low < found.high - found.low


# on the demo council


@pytest.fixture(scope="module")
def recorded(house, commissioner, year):
    """A decision of June 2025 on home care, told to people, with what was expected by October 2026."""
    draft = decision_draft.draft(house, commissioner, year, "contract", "HC-01")
    made = replace(
        draft.made,
        decided_on=date(2025, 10, 20),
        decision="Extend it with conditions.",
        no_interest=True,
        rejected=(Rejected("Re-tender", "there was no time left"),),
        review_on=date(2026, 10, 20),
        participation=3,
        expects=(
            Expected("measure", "on_time", "Visits on time", 0.90, 0.94, 1.0, date(2026, 10, 31)),
            Expected("measure", "duration_met", "Visits that last as long", 0.40, 0.90, 1.0, date(2026, 10, 31)),
            Expected("voices", "", "People with a good experience", 0.22, 0.60, 1.0, date(2027, 10, 31)),
            Expected("measure", "meals_hot", "Meals that are hot", 0.5, 0.9, 1.0, date(2026, 10, 31)),
        ),
    )
    key = deciding.record(house, commissioner, made).decision_id
    deciding.keep_draft(house, commissioner, replace(made, title="Another way", key="HC-01"))
    return key


@pytest.fixture(scope="module")
def one(house, commissioner, recorded):
    return decisions.one(house, commissioner, recorded)


def test_what_happened_is_the_figure_of_weigh_for_the_same_months(house, commissioner, one):
    found = did_it_work.did_it_work(house, commissioner, one)
    on_time, lasts, voices, meals = found.happened
    # decided in October 2025: twelve whole months after it are November 2025 to October 2026
    weighed = weigh.weigh(house, commissioner, "contract", "HC-01", Period(date(2025, 11, 1), date(2026, 10, 1)))
    lines = {line.measure_id: line.value for line in (*weighed.in_contract, *weighed.also)}
    assert (on_time.value, on_time.state) == (lines["on_time"], REACHED)
    assert (lasts.value, lasts.state) == (lines["duration_met"], MISSED)
    assert (voices.value, voices.state) == (weighed.voices.middle, NOT_DUE)
    assert meals.state == NO_FIGURE, "home care returns no hot meals"
    assert found.title == "1 of 2 things that were expected came about"
    assert found.after.words == "4 of 23 people we heard from" and found.after.period == "Nov 2025 to Oct 2026"
    assert found.before.period == "Oct 2024 to Sep 2025", "twelve months up to the month of the decision"
    assert found.after.low < found.after.middle < found.after.high
    assert "need not come from it" in found.caution


def test_what_was_paid_for_and_not_delivered_stands_a_month_on_both_sides(house, commissioner, one):
    (lost,) = did_it_work.did_it_work(house, commissioner, one).lost
    (row,) = house.stores.raw(
        "SELECT sum(units_paid - units_delivered) / 12 AS units FROM warehouse.payment WHERE contract_id = 'HC-01' "
        "AND month BETWEEN DATE '2025-11-01' AND DATE '2026-10-01' AND units_delivered < units_paid"
    )
    assert lost.after == pytest.approx(row["units"]) and lost.before is not None
    assert lost.words.startswith("Hours of care paid for and not delivered:") and "before" in lost.words


def test_the_register_is_read_as_it_was_written(house, commissioner, one):
    assert (one.state, one.by, one.is_due, one.corrections) == ("recorded", "Commissioner", True, 0)
    assert (one.cited.people, one.cited.gone, one.cited.set_aside) == (23, 0, 0)
    assert sum(one.cited.routes.values()) == 23 and "phone" in one.cited.routes
    every = decisions.decisions(house, commissioner)
    assert decisions.answer(every) == "One decision stands; one is due for review"
    assert [each.state for each in decisions.about(every, "contract", "HC-01")] == ["draft", "recorded"], (
        "of one day the last"
    )
    assert len(one.others) == 1 and decisions.about(every, "contract", "HC-02") == []
    plain = decisions.as_plain(one)
    assert plain["people_cited"] == 23 and plain["due_for_review"] and isinstance(plain["recorded_at"], datetime)
    with pytest.raises(NotFound):
        decisions.one(house, commissioner, "D0")


def test_an_account_that_is_withdrawn_leaves_the_count_and_not_the_record(house, commissioner, one):
    story = one.made.stories_used[0]
    change = "UPDATE records.story SET withdrawn_at = {} WHERE story_id = ?"
    house.stores.write(lambda cursor: cursor.execute(change.format("TIMESTAMP '2026-11-02 09:00:00'"), [story]))
    try:
        now = decisions.one(house, commissioner, one.decision_id)
        assert (now.cited.people, now.cited.accounts, now.cited.gone) == (22, 22, 1)
        assert story in now.made.stories_used, "the reference stays in the chain"
        assert decisions.whole(house) == []
    finally:
        house.stores.write(lambda cursor: cursor.execute(change.format("NULL"), [story]))


def test_who_is_cited_counts_among_those_who_drop_out(house, recorded):
    rows = house.stores.rows("missing/cited", audience="officers", on_day=DAY)
    assert len(rows) == 23, "a draft cites nobody"


def test_how_well_the_council_foresees_is_read_from_what_was_written_down(house, commissioner, one):
    before = did_it_work.foresight(decisions.decisions(house, commissioner))
    assert (before.every.due, before.waiting) == (0, 1), "one has something due that nobody has looked at"
    results = did_it_work.results(did_it_work.did_it_work(house, commissioner, one))
    assert [each["state"] for each in results] == [REACHED, MISSED]
    deciding.check(house, looking_as("manager"), one.decision_id, results)
    deciding.check(house, looking_as("manager"), one.decision_id, results)  # looked at twice counts once
    found = did_it_work.foresight(decisions.decisions(house, commissioner))
    assert (found.every.hits, found.every.due, found.waiting) == (1, 2, 0)
    assert (found.told.due, found.together.due) == (2, 0), "they were told: step 3"
    # visits that last: expected from 40% to the middle of 90-100, 55 points; the value lies about 48 below 90
    assert found.every.mean_miss == pytest.approx(results[1]["miss"] / 2)
