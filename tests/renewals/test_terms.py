"""A term against the one before it: price, volume, measures, clauses, and whether it was the same contract again."""

from dataclasses import replace
from datetime import date

import pytest

from tightrope.renewals.terms import Asked, Moved, Signed, chain, change, materially_same, times_unchanged, unopposed

TEXT = "Visits last thirty minutes and workers are paid for the time it takes to travel between them."
BEFORE = Signed(
    contract_id="X-1",
    starts_on=date(2018, 4, 1),
    ends_on=date(2023, 3, 31),
    signed_by="Head of commissioning",
    unit="hour",
    price_basis="fee",
    unit_price=20.0,
    units_per_year=50_000.0,
    bidders=1,
    price_weight=0.7,
    lived_experience=False,
    measures={"on_time": Asked("Visits on time", "%", 0.9), "missed": Asked("Missed visits", "per 1,000", 1.0)},
    clauses={"travel_time_paid": "no"},
    specification=TEXT,
)
AFTER = replace(BEFORE, contract_id="X-2", starts_on=date(2023, 4, 1), ends_on=date(2028, 3, 31), predecessor_id="X-1")


def changed(**what):
    return change(BEFORE, replace(AFTER, **what), 0.95)


def test_the_same_again():
    found = changed()
    assert (found.price, found.volume, found.same_asked, found.same_clauses) == (0.0, 0.0, True, True)
    assert found.text.likeness == 1.0 and found.materially_same is True


def test_price_and_volume_may_move():
    found = changed(unit_price=24.1, units_per_year=45_000.0)
    assert found.price == pytest.approx(0.205) and found.volume == pytest.approx(-0.1)  # 4.1 of 20; 5,000 of 50,000
    assert found.materially_same is True


@pytest.mark.parametrize(
    "what",
    [{"unit_price": None}, {"price_basis": "unit_cost"}, {"price_basis": None}, {"unit": "week"}],
)
def test_prices_that_are_not_alike_are_not_compared(what):
    assert changed(**{"unit_price": 24.1, **what}).price is None


def test_volumes_of_different_units_are_not_compared():
    assert changed(unit="week").volume is None and changed(units_per_year=None).volume is None


def test_measures_that_came_and_went_and_targets_that_changed():
    found = changed(
        measures={"on_time": Asked("Visits on time", "%", 0.95), "faces": Asked("Visits by the same three", "%", 0.5)}
    )
    assert (found.measures_added, found.measures_removed) == (("Visits by the same three",), ("Missed visits",))
    assert found.targets == (Moved("Visits on time", 0.9, 0.95, "%"),)
    assert found.same_asked is False and found.materially_same is False


def test_one_target_is_enough_to_differ():
    found = changed(measures=BEFORE.measures | {"on_time": Asked("Visits on time", "%", 0.91)})
    assert found.materially_same is False


def test_clauses_that_changed_came_and_went():
    assert changed(clauses={"travel_time_paid": "yes"}).clauses == (Moved("travel_time_paid", "no", "yes"),)
    found = changed(clauses={"meal_on_visit": "cooked"})
    assert found.clauses == (Moved("travel_time_paid", "no", None), Moved("meal_on_visit", None, "cooked"))
    assert found.same_clauses is False and found.materially_same is True, "clauses are shown and do not decide"


def test_what_is_not_on_file_is_not_taken_for_a_change():
    found = changed(measures={}, clauses={}, specification=None)
    assert (found.same_asked, found.same_clauses, found.materially_same) == (None, None, None)
    assert (found.measures_added, found.measures_removed, found.clauses) == ((), (), ())


@pytest.mark.parametrize(
    ("likeness", "same_asked", "expected"),
    [
        (0.96, True, True),
        (0.95, True, False),  # more than the threshold
        (0.96, False, False),
        (0.5, None, False),  # known to differ
        (None, False, False),
        (0.96, None, None),
        (None, True, None),
        (None, None, None),
    ],
)
def test_materially_the_same(likeness, same_asked, expected):
    assert materially_same(likeness, same_asked, 0.95) is expected


def test_the_threshold_is_the_council_s():
    after = replace(AFTER, specification=TEXT.replace("thirty", "fifteen"))  # 16 of 17 words: 0.941
    assert change(BEFORE, after, 0.95).materially_same is False
    assert change(BEFORE, after, 0.94).materially_same is True


def test_a_chain_goes_back_to_the_first_term_on_file():
    terms = {one.contract_id: one for one in (BEFORE, AFTER, replace(AFTER, contract_id="X-3", predecessor_id="X-2"))}
    assert [one.contract_id for one in chain("X-3", terms)] == ["X-3", "X-2", "X-1"]
    assert [one.contract_id for one in chain("X-1", terms)] == ["X-1"]
    assert chain("X-9", terms) == []


def test_a_chain_that_comes_back_to_itself_ends():
    own = replace(BEFORE, predecessor_id="X-1")
    assert [one.contract_id for one in chain("X-1", {"X-1": own})] == ["X-1"]
    ring = {"X-1": replace(BEFORE, predecessor_id="X-2"), "X-2": AFTER}
    assert [one.contract_id for one in chain("X-2", ring)] == ["X-2", "X-1"]
    assert [one.contract_id for one in chain("X-2", {"X-2": AFTER})] == ["X-2"], "the term before is not on file"


def test_how_often_in_a_row():
    same, other, unsaid = changed(), changed(measures={}), changed(specification=None)
    moved = changed(measures={"on_time": Asked("Visits on time", "%", 0.5)})
    assert times_unchanged([]) == times_unchanged([moved, same]) == times_unchanged([unsaid, same]) == 0
    assert times_unchanged([same]) == times_unchanged([same, moved, same]) == times_unchanged([same, other]) == 1
    assert times_unchanged([same, same]) == 2


@pytest.mark.parametrize(
    ("bidders", "expected"),
    [
        ([1, 1, 1], (3, False)),
        ([1, 0], (2, False)),
        ([1, 3, 1], (1, False)),
        ([2, 1, 1], (0, False)),
        ([1, None, 1], (1, True)),
        ([None, 1], (0, True)),
        ([], (0, False)),
    ],
)
def test_awards_in_a_row_without_a_rival(bidders, expected):
    assert unopposed([replace(BEFORE, bidders=number) for number in bidders]) == expected
