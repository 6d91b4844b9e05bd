"""Outlines: squares, a bow tie, and what is no outline."""

import json

import pytest

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
