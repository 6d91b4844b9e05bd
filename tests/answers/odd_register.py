"""A copy of the demo council whose register, payments or files are spoilt before it is opened."""

import os
import shutil
from contextlib import contextmanager

import duckdb
import pytest

from tightrope.evidence import warehouses
from tightrope.records import house as holding

ODD = [  # one oddity a contract, so that each can be looked at alone
    "UPDATE contract SET predecessor_id = NULL WHERE contract_id = 'HC-01'",
    # the term before HC-02 ends a year after HC-02 began
    "UPDATE contract SET ends_on = DATE '2023-10-01', ended_on = NULL WHERE contract_id = 'HC-02-T1'",
    "UPDATE contract SET price_basis = NULL WHERE contract_id = 'HC-03'",
    # invoices of HC-03: six months say 900 of 1,000 hours, six do not say what was delivered
    "UPDATE payment SET units_paid = 1000, units_delivered = CASE WHEN month < DATE '2026-05-01' THEN 900 END "
    "WHERE contract_id = 'HC-03'",
    "UPDATE contract SET specification = 'Do the work', annual_value = NULL, commissioner_id = NULL "
    "WHERE contract_id = 'HC-04'",
    "UPDATE contract SET price_basis = 'unit_cost', extension_months = NULL, notice_months = NULL, review_on = NULL "
    "WHERE contract_id = 'HC-05'",
    "UPDATE contract SET units_per_year = 0 WHERE contract_id = 'HC-05-T1'",
    "UPDATE contract SET predecessor_id = 'HC-06' WHERE contract_id = 'HC-06'",
    "UPDATE visit_month SET planned = 0, delivered = 0, manual = 0, minutes_bought = 0, minutes_delivered = 0 "
    "WHERE contract_id = 'HC-06'",
    "UPDATE contract SET unit_price = 0 WHERE contract_id = 'HC-07-T2'",
    "UPDATE measure_return SET numerator = 0, denominator = 0 WHERE contract_id IN ('HC-07', 'ML-01')",
    "DELETE FROM people_served WHERE contract_id = 'HC-07' OR (contract_id = 'HC-03' AND group_kind = 'age_band') "
    "OR (contract_id = 'HC-09' AND group_kind = 'all')",
    # a week in October on which nobody worked
    "INSERT INTO bank_holiday SELECT DATE '2026-10-18' + day::INTEGER, 'Closed' FROM range(1, 6) AS days (day)",
    # HC-08 is called ended and is paid on; the term that follows it has not begun
    "INSERT INTO contract SELECT * REPLACE ('HC-08-T3' AS contract_id, 'planned' AS status, 'HC-08' AS predecessor_id, "
    "DATE '2027-04-01' AS starts_on, DATE '2032-03-31' AS ends_on) FROM contract WHERE contract_id = 'HC-08'",
    "UPDATE contract SET status = 'ended', ends_on = DATE '2026-08-31', ended_on = DATE '2026-08-31' "
    "WHERE contract_id = 'HC-08'",
    # HC-11 ended and was paid for two months after that, but not for the last three
    "UPDATE contract SET status = 'ended', ends_on = DATE '2026-05-31', ended_on = DATE '2026-05-31' "
    "WHERE contract_id = 'HC-11'",
    "DELETE FROM payment WHERE contract_id = 'HC-11' AND month > DATE '2026-07-01'",
    "UPDATE contract SET units_per_year = 0 WHERE contract_id = 'HC-09'",
    # HC-10 is called ended, nothing follows it, and it is paid on
    "UPDATE contract SET status = 'ended', ends_on = DATE '2026-06-30', ended_on = DATE '2026-06-30' "
    "WHERE contract_id = 'HC-10'",
    "UPDATE contract SET predecessor_id = 'CH-03' WHERE contract_id = 'CH-03-T1'",
    "UPDATE payment SET units_paid = 0, units_delivered = 0 WHERE contract_id = 'RS-01'",
    # RS-02: six months say 90 of 100 nights, six do not say how many were used
    "UPDATE payment SET units_paid = 100, amount = 7400, "
    "units_delivered = CASE WHEN month < DATE '2026-05-01' THEN 90 END WHERE contract_id = 'RS-02'",
    # RS-03: every month uses what it pays for, but one uses 140 of 100 nights and one 70
    "UPDATE payment SET units_paid = 100, amount = 26800, units_delivered = CASE month "
    "WHEN DATE '2025-12-01' THEN 140 WHEN DATE '2026-01-01' THEN 70 ELSE 100 END WHERE contract_id = 'RS-03'",
    "DELETE FROM meeting WHERE meets_on > DATE '2026-12-31'",  # nobody has loaded next year's meetings
]
NOT_LOADED = (
    "meeting", "front_line_visit", "commissioner", "people_served", "payment", "measure_return", "contract_measure",
    "contract_term", "hand_back", "visit", "visit_month", "continuity_month", "reference_line", "location",
    "bank_holiday",
)  # fmt: skip
REGISTER_ALONE = [
    *(f"DELETE FROM {table}" for table in NOT_LOADED),
    f"DELETE FROM source_file WHERE table_name IN {NOT_LOADED}",
]


@contextmanager
def opened(built, folder, statements):
    """The demo council of a module's own, open, after these statements on its warehouse; beside any other house."""
    shutil.copytree(built, folder / "demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "TIGHTROPE_HOME", str(folder / "demo" / "home"))
        patch.setitem(os.environ, "TIGHTROPE_KEY_FILE", str(folder / "demo" / "keys" / "master.key"))
        with duckdb.connect(str(warehouses.current())) as connection:
            for statement in statements:
                connection.execute(statement)
        house = holding.open_house()
    yield house
    house.close()
