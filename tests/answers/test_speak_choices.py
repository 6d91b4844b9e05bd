"""What somebody can say it is about: services that run, and those that are gone, so that closing one ends no voice."""

import pytest

from tightrope import settings


@pytest.fixture(scope="module")
def rows(house):
    return house.stores.rows("speak/choices", on_day=settings.today())


def test_what_has_ended_is_offered_and_said_to_be_gone(house, rows):
    ended = {
        row["contract_id"]
        for row in house.stores.raw("SELECT contract_id FROM warehouse.contract WHERE status = 'ended'")
    }
    assert ended and {row["contract_id"] for row in rows if row["is_gone"]} & ended


def test_every_service_line_is_offered_whether_or_not_a_contract_runs(house, rows):
    lines = {row["service_id"] for row in house.stores.raw("SELECT service_id FROM warehouse.service")}
    assert {row["service_id"] for row in rows} == lines
