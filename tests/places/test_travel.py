"""Families' ways, hand-worked."""

import pytest

from tightrope.places.travel import BEYOND, Home, Way, nearer, travel, week_of_visits

WAYS = [Way(20, 40, fare=4.0), Way(30, None), Way(50, 90, fare=6.0), Way(35, 61), None]


def test_shares_count_whoever_has_no_bus():
    """Sunday: 40, none, 90, 61 of four known. Over 30: 4 of 4; over 45: 90, 61 and no bus, 3; over 60 the same."""
    found = travel(WAYS, "sunday")
    assert BEYOND == (30, 45, 60)
    assert (found.families, found.known, found.no_bus, found.over) == (5, 4, 1, (1.0, 0.75, 0.75))
    assert (found.median, found.ninth) == (61.0, pytest.approx(84.2))  # between 61 and 90: 61 + 0.8 x 29


def test_weekday():
    found = travel(WAYS, "weekday")
    assert (found.no_bus, found.over) == (0, (0.5, 0.25, 0.0))  # exactly 30 is not over 30
    assert found.median == 32.5


def test_nobody_and_nobody_known():
    assert travel([], "sunday").over == (None, None, None)
    found = travel([None, None], "sunday")
    assert (found.families, found.known, found.median, found.over) == (2, 0, None, (None, None, None))
    assert travel([Way(10, None)], "sunday").over == (1.0, 1.0, 1.0)


NOW = Home("L1", "care_home", "Good", 0, 800.0)


def test_a_nearer_home_has_a_place_a_sunday_bus_and_is_of_the_same_kind():
    others = [
        (Home("L2", "care_home", "Good", 4, 812.0), Way(20, 25)),
        (Home("L3", "care_home", "Good", 0, 700.0), Way(5, 5)),  # full
        (Home("L4", "nursing_home", "Good", 3, 700.0), Way(5, 5)),  # another kind
        (Home("L5", "care_home", "Good", 3, None), Way(5, 30)),
        (Home("L6", "care_home", "Good", 3, 700.0), Way(5, None)),  # no bus on a Sunday
        (Home("L7", "care_home", "Good", 3, 700.0), Way(5, 80)),  # 10 minutes nearer: not worth a move
        (NOW, Way(1, 1)),
    ]
    found = nearer(NOW, Way(60, 90), others)
    assert [(one.home.location_id, one.minutes, one.saves, one.dearer) for one in found] == [
        ("L2", 25, 65, 12.0), ("L5", 30, 60, None)
    ]  # fmt: skip


def test_where_no_bus_goes_now_what_is_saved_is_not_said():
    found = nearer(NOW, Way(60, None), [(Home("L2", "care_home", "Good", 4, 812.0), Way(20, 25))])
    assert [(one.home.location_id, one.saves) for one in found] == [("L2", None)]
    assert nearer(NOW, None, [(Home("L2", "care_home", "Good", 4, 812.0), Way(20, 25))]) == []


def test_a_week_of_visits():
    """Sunday ways of 40, 90 and 61 minutes both ways: 382 minutes, 6.37 hours; fares of 4 and 6."""
    hours, pounds = week_of_visits(WAYS)
    assert hours == pytest.approx(2 * (40 + 90 + 61) / 60) and pounds == 10.0
    assert week_of_visits([None]) == (None, None)
