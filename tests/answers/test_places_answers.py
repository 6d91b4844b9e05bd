"""Places at the demo council: what is planted is found, and figures are those of the tables."""

from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest

from tightrope.answers import areas, places_equity, places_gaps, places_line, places_map, places_travel
from tightrope.places.equity import slope_index
from tightrope.places.outlines import Outlines


@pytest.fixture(scope="module")
def found(house, commissioner, year):
    return areas.areas(house, commissioner, year)


@pytest.fixture(scope="module")
def ways(house, commissioner, year, found):
    return places_travel.travelled(house, commissioner, year, found)


# how far families travel


def test_the_home_whose_families_travel_longest_and_the_nearer_one_with_a_place(ways):
    first = ways.homes[0]
    assert (first.name, first.contract_id) == ("Moor Edge", "CH-05")
    assert ways.title.startswith("Moor Edge is furthest: on a Sunday 68 in 100 families")
    canal = next(one for one, name, _ in first.nearer if name == "Canal Court")
    assert (canal.dearer, canal.home.free, round(canal.minutes)) == (12.0, 4, 26)
    assert first.told == "10 of 10 people we heard from"


def test_families_ways_are_those_of_the_tables(house, ways):
    """Anew in pandas for every home."""
    placement = pd.DataFrame(
        house.stores.raw(
            "SELECT location_id, family_area_code FROM warehouse.placement WHERE ended_on IS NULL "
            "AND family_area_code IS NOT NULL"
        )
    )
    journey = pd.DataFrame(house.stores.raw("SELECT area_code, location_id, bus_minutes_sunday FROM warehouse.journey"))
    both = placement.merge(
        journey, how="left", left_on=["family_area_code", "location_id"], right_on=["area_code", "location_id"]
    )
    for home in ways.homes:
        minutes = both[both["location_id"] == home.location_id]["bus_minutes_sunday"]
        assert home.sunday.no_bus == minutes.isna().sum()
        assert home.sunday.over[2] == pytest.approx(((minutes > 60) | minutes.isna()).mean())
        if minutes.notna().any():
            assert home.sunday.median == pytest.approx(minutes.median())


def test_ways_by_part_of_the_city_are_of_eight_families_and_more(ways):
    assert [name for name, _ in ways.by_place] == sorted(name for name, _ in ways.by_place)
    assert all(way.known >= 8 for _, way in ways.by_place)
    assert sum(way.families for _, way in ways.by_place) <= ways.all_sunday.families


def test_homes_of_few_families_show_no_ways(ways):
    for row, home in zip(places_travel.table(ways), ways.homes, strict=True):
        assert home.few == (home.sunday.known < 8)
        assert (row["sunday_median"] is None) if home.few else True


def test_without_journeys_nobodys_minutes_are_guessed(house, commissioner, year, found, monkeypatch):
    rows = house.stores.rows
    monkeypatch.setattr(
        type(house.stores), "rows", lambda self, name, **asked: [] if name == "places/ways" else rows(name, **asked)
    )
    made = places_travel._travelled(house, commissioner, year, found)
    assert made.title.startswith("In straight lines, as no journeys are loaded: ") and "minutes" not in made.title
    assert (made.has_ways, made.all_sunday.known) == (False, 0)
    furthest = made.straight[0]
    assert furthest.families >= 8 and furthest.median > made.straight[1].median
    assert all(one.median is None for one in made.straight if one.families < 8)
    reach = places_gaps.reach(house, found, "care_home")
    assert reach.straight and "5 km in a straight line (no journeys are loaded)" in reach.title
    assert all(km > 5 for _, km in reach.far)


# the bus line


def test_the_38_crosses_the_city_and_nine_years_of_life(house, commissioner, year, found):
    line = places_line.line(house, commissioner, year, found, "38")
    assert line.title == (
        "On the 38, 63 minutes are 9.0 years of a woman's life: Ashmere School 86.0, Marlpits Cross 77.0"
    )
    assert [one.locality for one in line.stretches] == ["South West", "South", "Central", "East", "North East"]
    keys = [one.measure.key for one in line.strips]
    assert keys == ["women", "men", "older_poor", "per_need", "late", "home_free", "tellers"]
    shown = [one.card.story_id for one in line.stretches if one.card]
    assert len(shown) == len(set(shown)) == 5
    for strip in line.strips:
        assert len(strip.values) == len(line.stops)


def test_a_line_with_one_stop_or_stops_out_of_order(house, commissioner, year, found, monkeypatch):
    rows = house.stores.rows
    stops = [row for row in rows("places/stops") if row["route_id"] == "38"]

    def asked(given):
        def answer(self, name, **more):
            return given if name == "places/stops" else rows(name, **more)

        monkeypatch.setattr(type(house.stores), "rows", answer)
        return places_line.line(house, commissioner, year, found, "38")

    assert asked(stops[:1]).problem == "one stop makes no line."
    assert asked([]).problem == "no stop makes no line."
    turned = [dict(row) for row in stops]
    turned[2]["minutes_from_start"] = 0.0
    assert asked(turned).notes == (
        "1 stops come sooner than the stop before them: check stop_order and minutes in route_stop.csv.",
    )
    lost = [{**row, "area_code": "nowhere"} if row["stop_order"] < 4 else row for row in stops]
    assert asked(lost).notes[0].startswith(f"3 of {len(stops)} stops lie in no small area")


# who gets what


def test_the_gap_is_the_one_worked_out_from_the_areas(house, commissioner, year, found):
    made = places_equity.equity(house, commissioner, year, found)
    groups = places_equity.fifths(found.every)
    residents = [sum(one.population for one in group) for group in groups]
    assert max(residents) / min(residents) < 1.03 and sum(map(len, groups)) == 343
    need = [sum(one.values["at_need"] for one in group) for group in groups]
    paid = [sum(one.paid for one in group) for group in groups]
    first = (paid[0] / sum(paid)) / (need[0] / sum(need))
    assert made.fifths[0].pence == pytest.approx(100 * first)
    assert (
        made.title
        == f"People in the most deprived fifth get {100 * first:.0f}p for each pound that need would give them"
    )
    assert sum(one.gap for one in made.fifths) == pytest.approx(0, abs=1)
    money = next(one for one in made.rows if one.key == "money")
    shares = [one / sum(need) for one in need]
    assert money.gradient.slope.value == pytest.approx(
        slope_index(shares, [k / n for k, n in zip(paid, need, strict=True)])
    )
    assert [one.key for one in made.rows] == ["need", "money", "late", "heard"]


def test_three_ways_to_close_a_gap_by_hand():
    """Needs 10 and 10, paid 100 and 300: best 30 each, 200 more; mean 20, 100 moved; worst 10, 200 less."""
    assert places_equity.closing([100, 300], [10, 10]) == (200, 100, 200)
    assert places_equity.closing([5, 5], [1, 1]) == (0, 0, 0)


def test_without_scores_there_are_no_fifths(house, commissioner, year, found):
    bare = replace(found, every=tuple(replace(one, values={**one.values, "deprivation": None}) for one in found.every))
    made = places_equity._equity(house, commissioner, year, bare)
    assert made.problem.startswith("area.csv brings deprivation scores") and made.rows == ()


# what is not there


def test_where_hot_meals_went(house, commissioner, year):
    meals = next(one for one in places_gaps.ended(house, commissioner, year) if one["contract_id"] == "ML-00")
    most = {"Home care, North East", "Home care, East", "Home care, Central", "Home care, South East"}
    moved = [one for one in meals["moved"] if one[0] in most]  # the council of these tests has visits of some alone
    assert len(moved) >= 2 and moved == list(meals["moved"][: len(moved)])
    assert all(after > 8 * before for _, before, after in moved)
    assert meals["saving"] == 186_000
    missed = places_gaps.missing(house, commissioner, year)
    assert (missed[0].name, missed[0].about) == ("Meals at home", "is gone")


def test_the_best_site_is_better_than_any_other_for_the_people_it_is_for(house, found):
    best, second = places_gaps.sited(house, found, "care_home_dementia", 1)
    assert best.after < second.after < best.before
    assert len(best.names) == 1 and best.names != second.names
    assert best.by_fifth[0][0] == "Most deprived fifth"
    assert (
        places_gaps.sited(house, found, "nursing_home", 3)[0].after
        <= places_gaps.sited(house, found, "nursing_home", 1)[0].after
    )
    wide = places_gaps.widest(house, found, "care_home_dementia", 1)
    assert wide.near_after >= max(best.near_after, second.near_after) >= best.near_before
    assert places_gaps.widest(house, found, "care_home_dementia", 4) is None
    assert places_gaps.sited(house, found, "care_home_dementia", 4) is None  # three sites are on file


def test_areas_far_from_anything_suitable(house, found):
    one = places_gaps.reach(house, found, "care_home")
    assert all(minutes is None or minutes > 45 for _, minutes in one.far)
    assert one.older_far == sum(area.older for area, _ in one.far)
    nearest = {area.code: minutes for area, minutes in one.far if minutes is not None}
    assert all(one.free_for[code] >= minutes for code, minutes in nearest.items() if code in one.free_for)
    assert one.title.startswith(f"{round(100 * one.older_far / one.older)} in 100 people aged 65 and over")


# the map


def test_every_area_is_in_its_class_and_no_line_is_fewer_than_eight(house, found):
    shown = places_map.shown(found, "deprivation")
    assert shown.title == "Deprivation score: most in Marlpits (61.0), least in Ashmere (4.1)"
    assert len(shown.classes.of) == 343 and sum(shown.classes.counts()) == 343
    assert max(shown.classes.counts()) - min(shown.classes.counts()) <= 2
    arcs = places_map.arcs(house, found)
    assert all(one.people >= 8 for one in arcs.arcs)
    live = house.stores.raw("SELECT count(*) AS n FROM warehouse.placement WHERE ended_on IS NULL")[0]["n"]
    assert sum(one.people for one in arcs.arcs) + arcs.left_out == live
    outlines = places_map.outlines(house)
    assert (len(outlines.rings), outlines.mended, outlines.unread) == (343, (), ())


def test_an_areas_stories_are_those_of_its_part_of_the_city(house, commissioner, year, found):
    one = found.of("HF0054")
    beside = places_map.beside(house, commissioner, year, one)
    assert one.locality == "North East" and beside.accounts == one.values["accounts"]
    assert all("North East" in card.by for card in beside.cards)
    names = Counter(name for name, _ in beside.numbers)
    assert names["Accounts told (of the part of the city)"] == 1


def test_outlines_that_were_mended_or_are_not_drawn_are_named():
    made = Outlines({"A": []}, ("A",), ("B", "C", "D", "E", "F", "G"))
    assert places_map.drawn_words(made) == (
        "1 outline crossed themselves and were mended for drawing: A. "
        "6 outlines could not be read as degrees and are not drawn: B, C, D, E, F and 1 more."
    )
    assert places_map.drawn_words(Outlines({}, (), ())) == ""


def test_homes_say_how_old_their_rating_is(house):
    homes = {one.location_id: one for one in places_map.homes(house)}
    assert homes["L-CH-03"].rated == "Good, rated March 2023" and homes["L-CH-03"].is_old
    assert not homes["L-CH-01"].is_old
