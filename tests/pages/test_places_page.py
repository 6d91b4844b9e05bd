"""The Places page: every view by link, an area picked, no journeys, no outlines, a place without contracts."""

from collections import OrderedDict

import pytest
from looking import figures, look, people, screen, title

from tightrope.answers import evidence
from tightrope.screens.places_choices import VIEWS


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("role", ["commissioner", "viewer", "data_officer"])
def test_every_view_opens_by_link(council, view, role):
    app = look("places", role, view=view)
    assert not app.exception and title(app)
    if role == "data_officer":  # counts accounts and reads none
        assert set(people(app)) <= {"Your role counts accounts and does not read them.", ""}


def test_a_measure_an_area_and_its_stories(council):
    app = look("places", measure="tellers", area="HF0054")
    assert title(app).startswith("People who told us: most in East")
    said = screen(app)
    assert "What people of North East tell" in said and "placed no finer than a part of the city" in said
    assert "Each part" not in said and "Shown for each part of the city" in said
    assert len(people(app)) >= 3


def test_what_a_link_brings_is_checked(council):
    app = look("places", view="x", measure="<b>", area="HF9999", route="'; DROP", kind="castle", open="99", simple="?")
    assert not app.exception and len(app.info) == 7
    assert "most in Brookvale" in title(app)


def test_the_simple_map_stands_in_where_it_is_asked_for(council):
    app = look("places", simple="yes")
    assert not app.get("deck_gl_json_chart")
    assert '"showlegend":false' in app.get("plotly_chart")[0].proto.spec, "the legend below counts areas: one is enough"
    assert "home, day centre or other place" not in screen(app)


def test_the_three_ways_to_close_the_gap_are_pounds(council):
    app = look("places", view="equity")
    assert title(app) == "People in the most deprived fifth get 60p for each pound that need would give them"
    shown = figures(app)
    assert float(shown["pence-1"]) == pytest.approx(60.4, abs=0.1)
    assert "It makes nobody better off." in screen(app)


def test_a_home_is_weighed_and_all_homes_are_shown(council):
    app = look("places", view="travel")
    assert "Saltergate House" in screen(app)
    next(one for one in app.button if one.label.startswith("Show all")).click().run()
    assert "Ropewalk House" in screen(app)


@pytest.fixture
def without(council, monkeypatch):
    """The demo council with the rows of some questions away."""

    def take(*names):
        house = council()
        rows = house.stores.rows
        monkeypatch.setattr(
            type(house.stores), "rows", lambda self, name, **asked: [] if name in names else rows(name, **asked)
        )
        monkeypatch.setattr(evidence, "_kept", OrderedDict())  # what was worked out with those rows

    return take


def test_without_journeys_there_are_straight_lines_and_no_minutes(without):
    without("places/ways", "places/nearest")
    app = look("places", view="travel")
    assert title(app).startswith("In straight lines, as no journeys are loaded")
    assert "journey.csv brings minutes" in screen(app)
    app = look("places", view="gaps")
    assert "km in a straight line (no journeys are loaded)" in title(app)
    app = look("places", measure="home_km")
    assert title(app).startswith("To the nearest care home in a straight line, which is no journey")


def test_without_outlines_the_middles_of_areas_stand_in(without):
    without("places/outlines")
    app = look("places")
    assert not app.exception and app.get("deck_gl_json_chart")
    assert "No outlines are loaded" in screen(look("places", simple="yes"))


def test_without_a_bus_line_the_file_that_brings_it_is_named(without):
    without("places/stops")
    app = look("places", view="line")
    assert title(app) == "No bus line is loaded" and "route_stop.csv" in screen(app)


def test_without_small_areas_the_file_that_brings_them_is_named(without):
    without("places/areas")
    app = look("places")
    assert not app.exception and title(app) == "No small area is loaded, so there is no map"
