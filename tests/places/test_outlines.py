"""Outlines: squares, a bow tie, and what is no outline."""

import json

import pytest
from shapely.geometry import LineString

from tightrope.places import outlines as shapes
from tightrope.places.outlines import outlines

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
TWO = {"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [0, 1], [0, 0]]], [[[5, 5], [6, 5], [5, 6], [5, 5]]]]}
BOW_TIE = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}


def test_rings_of_one_and_of_two_parts():
    made = outlines([("A", json.dumps(SQUARE)), ("B", json.dumps(TWO))])
    assert made.rings["A"] == [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
    assert len(made.rings["B"]) == 2 and (made.mended, made.unread) == ((), ())


def test_one_that_crosses_itself_is_mended_into_two_triangles():
    made = outlines([("A", json.dumps(BOW_TIE))])
    assert made.mended == ("A",) and len(made.rings["A"]) == 2
    assert {tuple(point) for ring in made.rings["A"] for point in ring} == {(0, 0), (0, 2), (1, 1), (2, 0), (2, 2)}


@pytest.mark.parametrize(
    "text",
    [
        "not a shape", "{}", "[]", "null", '{"type":"Point","coordinates":[0,0]}',
        '{"type":"Polygon","coordinates":[]}',
        '{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}',
        '{"type":"Polygon","coordinates":[[[430000,380000],[431000,380000],[431000,381000],[430000,380000]]]}',
        '{"type":"Polygon","coordinates":[[[0,0],[1,0],[2,0],[0,0]]]}',
        '{"type":"LineString","coordinates":[[0,0],[1,1]]}',
    ],
)  # fmt: skip
def test_what_is_no_outline_in_degrees_is_named(text):
    made = outlines([("A", text), ("B", json.dumps(SQUARE))])
    assert made.unread == ("A",) and set(made.rings) == {"B"}


def test_a_height_is_left_out():
    tall = {"type": "Polygon", "coordinates": [[[0, 0, 9], [1, 0, 9], [1, 1, 9], [0, 0, 9]]]}
    assert outlines([("A", json.dumps(tall))]).rings["A"][0][0] == [0, 0]


def test_a_border_of_two_is_drawn_once():
    # Two squares side by side: 7 sides of length 1, of which one is shared.
    right = {"type": "Polygon", "coordinates": [[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]}
    made = outlines([("A", json.dumps(SQUARE)), ("B", json.dumps(right))])
    lines = shapes.borders(made)
    assert sum(LineString(line).length for line in lines) == 7
    assert shapes.borders(outlines([])) == []


def test_many_points_are_simplified_together_so_that_no_gap_opens(monkeypatch):
    monkeypatch.setattr(shapes, "MOST_POINTS", 100)
    edge = [[1 + 0.0002 * (step % 2), step / 1000] for step in range(1001)]  # a saw finer than a map shows
    left = {"type": "Polygon", "coordinates": [[[0, 0], *edge, [0, 1], [0, 0]]]}
    right = {"type": "Polygon", "coordinates": [[[2, 0], [2, 1], *reversed(edge), [2, 0]]]}
    made = outlines([("A", json.dumps(left)), ("B", json.dumps(right))])
    points = {code: {tuple(point) for point in rings[0]} for code, rings in made.rings.items()}
    assert len(points["A"]) + len(points["B"]) < 200, "of 2,008"
    shared = {point for point in points["A"] if 0.99 < point[0] < 1.01}
    assert shared == {point for point in points["B"] if 0.99 < point[0] < 1.01}, "the same border on both sides"


def test_of_many_islands_those_too_small_to_see_go_and_the_largest_stays(monkeypatch):
    monkeypatch.setattr(shapes, "MOST_POINTS", 5)
    tiny = [[[0, 0], [1e-4, 0], [1e-4, 1e-4], [0, 0]]]
    islands = {"type": "MultiPolygon", "coordinates": [*TWO["coordinates"], tiny]}
    lone = {"type": "Polygon", "coordinates": [[[9, 9], [9.0001, 9], [9, 9.0001], [9, 9]]]}
    made = outlines([("A", json.dumps(islands)), ("B", json.dumps(lone))])
    assert (len(made.rings["A"]), len(made.rings["B"])) == (2, 1)
