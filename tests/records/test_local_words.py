"""Redaction with the council's own words: its places stay, its people go, the demo's accounts stay whole."""

import csv

import pytest

from tightrope import paths
from tightrope.records import local_words
from tightrope.voices.redaction import spans

FALSE_SPANS = 5  # over four texts each of 523 accounts: a handful


def from_files(table, column):
    with (paths.SAMPLE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row[column] for row in csv.DictReader(file)}


def test_the_names_are_those_of_the_files_and_of_every_small_area(house):
    rows = house.stores.rows("words/local")
    found = [row["words"] for row in rows]
    areas = house.stores.raw("SELECT area_name, ward_name, locality FROM warehouse.area")
    expected = {name for row in areas for name in row.values()}
    for table, column in (
        ("service", "service_name"), ("provider", "provider_name"), ("location", "location_name"),
        ("contract", "title"), ("contract_area", "locality"),
    ):  # fmt: skip
        expected |= from_files(table, column)
    assert found == sorted(found, key=lambda name: name.encode()) and len(found) == len(set(found))
    assert set(found) == expected
    assert {"Marlpits", "Rowan Care Co-operative", "Oakroyd House", "North East"} <= expected


def test_places_stay_and_people_go(house):
    text = "My carer Rowan moved from Beechcroft in Marlpits to Amber Court, says Olumide of Hallamford."
    assert local_words.redact(house.stores, text) == (
        "My carer [name] moved from Beechcroft in Marlpits to Amber Court, says [name] of Hallamford."
    )


def test_without_data_only_what_is_the_same_everywhere_stays(stores):
    text = "I left Beechcroft on Monday, in Hallamford."
    assert local_words.redact(stores, text) == "I left [name] on Monday, in Hallamford."


def test_the_list_is_read_once_and_held(house, monkeypatch):
    first = local_words.allow(house.stores)
    monkeypatch.setattr(house.stores, "rows", lambda *a, **k: pytest.fail("asked again"))
    assert local_words.allow(house.stores) is first


def test_the_523_accounts_keep_their_words(house):
    """They were written without names; what their authors marked [name] stays so."""
    with (paths.SAMPLE / "story.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    allow = local_words.allow(house.stores)
    false = [
        (row["source_id"], row[part][start:end], kind)
        for row in rows
        for part in ("words", "asks", "paraphrase", "severity_reason")
        for start, end, kind in spans(row[part], allow)
    ]
    assert len(rows) == 523 and any("[name]" in row["words"] for row in rows)
    assert len(false) <= FALSE_SPANS, false


def test_an_account_taken_in_is_stored_without_names(stores, master, tell):
    words = "My carer Olumide Adeyemi lives at 12 Mill Lane, S1 2AB. Ring 07700 900123."
    (one,) = tell({"words": words, "asks": "Give me Olumide.", "paraphrase": "Olumide is late."})
    rows = stores.raw("SELECT part, sealed FROM records.story_words")
    wrapped = stores.raw("SELECT wrapped_key FROM records.story_key")[0]["wrapped_key"]
    opened = {row["part"]: master.open_words(wrapped, one, row["part"], row["sealed"]) for row in rows}
    assert opened["shown"] == "My carer [name] lives at [address], [postcode]. Ring [telephone]."
    assert (opened["asks"], opened["paraphrase"]) == ("Give me [name].", "[name] is late.")
    assert opened["verbatim"] == words  # sealed, for those who triage
