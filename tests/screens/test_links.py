"""URL state: what comes back is what went out, and nothing that does not fit gets in."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.screens import links
from tightrope.screens.links import Choice, Month, Text

PARTS = [
    Choice("contract", "contract", ["HC-01", "HC-02"], "HC-01"),
    Month("from", "month", "2023-11", "2026-10", "2025-11"),
    Text("find", "search"),
]
DAY = date(2026, 11, 3)


def test_every_value_is_written_defaults_too():
    assert links.write({"contract": "HC-01", "from": "2025-11", "find": ""}, DAY) == {
        "contract": "HC-01",
        "from": "2025-11",
        "find": "",
        "v": "1",
        "at": "2026-11-03",
    }


def test_a_link_reopens_what_was_shown():
    values = {"contract": "HC-02", "from": "2024-02", "find": "kettle & tea"}
    query = dict(parse_qsl(urlsplit(links.address("/weigh", values, DAY)).query, keep_blank_values=True))
    assert links.read(query, PARTS, DAY) == links.Read(values, ())


@pytest.mark.parametrize(
    ("query", "value", "note"),
    [
        ({"contract": "HC-99"}, "HC-01", "names a contract that is not here. You see HC-01 instead."),
        ({"contract": "HC-01'; DROP TABLE story"}, "HC-01", "names a contract that is not here"),
        ({"contract": "x" * 5000}, "HC-01", "names a contract that is not here"),
    ],
)
def test_an_unknown_value_falls_back_with_a_note(query, value, note):
    found = links.read(query, PARTS)
    assert found.values["contract"] == value
    assert note in found.notes[0]


@pytest.mark.parametrize("month", ["2026-13", "1999-01", "2030-01", "2025-1", "yesterday", "2025-11-03"])
def test_an_impossible_month_falls_back(month):
    assert links.read({"from": month}, PARTS).values["from"] == "2025-11"


def test_a_stale_version_and_other_data_are_said():
    found = links.read({"v": "0", "at": "2026-10-01", "contract": "HC-02"}, PARTS, DAY)
    assert found.values["contract"] == "HC-02"
    assert found.notes == (
        "This link was made by another version of Tightrope. What could be read of it is shown.",
        "This link was made with the data of 1 October 2026; these are the data of 3 November 2026.",
    )


@given(st.dictionaries(st.sampled_from(["contract", "from", "find", "v", "at", "other"]), st.text()))
def test_nothing_a_link_brings_gets_through_unchecked(query):
    found = links.read(query, PARTS, DAY)
    assert found.values["contract"] in ("HC-01", "HC-02")
    assert "2023-11" <= found.values["from"] <= "2026-10"
    assert found.values["find"].isprintable() and len(found.values["find"]) <= 200
    assert set(found.values) == {"contract", "from", "find"}


def test_other_data_of_the_same_day_are_said():
    made = links.write({"contract": "HC-02", "from": "2025-11", "find": ""}, DAY, "29f93a")
    assert made["d"] == "29f93a" and links.read(made, PARTS, DAY, "29f93a").notes == ()
    assert links.read(made, PARTS, DAY, "0aa11b").notes == (
        "Other data have been loaded since this link was made: figures may have changed since.",
    )
    assert links.read({"contract": "HC-02"}, PARTS, DAY, "0aa11b").notes == ()  # a link by hand says nothing of it
