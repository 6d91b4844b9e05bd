"""Visits of one contract stand beside each other in a large file, whatever order they came in."""

import duckdb
import pytest

from tightrope import tables
from tightrope.evidence import visits_in_order

MANY = visits_in_order.SORTED_FROM


@pytest.fixture
def build():
    with duckdb.connect(":memory:") as connection:
        connection.execute(tables.load()["visit"].ddl("main", keyed=False))
        connection.execute(
            "INSERT INTO visit BY NAME SELECT 'HC-0' || i % 3 AS contract_id, 'A' AS area_code, 'P' || i AS person_id, "
            "CASE WHEN i % 7 > 0 THEN 'W' || i % 5 END AS worker_id, 1 AS worker_number, "
            "TIMESTAMP '2026-10-01' + to_hours(CAST(100 - i AS INTEGER)) AS planned_start_at, 30 AS planned_minutes, "
            "'sit' AS visit_type, 1 AS workers_planned, 'app' AS log_method, 'delivered' AS status "
            "FROM range(100) AS r(i)"
        )
        yield connection


def rows(build):
    return build.execute("SELECT contract_id, worker_id, planned_start_at, person_id FROM visit").fetchall()


def test_a_large_table_is_sorted_and_nothing_is_lost(build):
    before = rows(build)
    visits_in_order.sort(build, MANY, by_contract=False)
    after = rows(build)
    assert after != before and sorted(map(str, after)) == sorted(map(str, before))
    assert after == sorted(before, key=lambda row: (row[0], row[1] is None, row[1] or "", row[2]))
    assert build.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("visit",)]
    with pytest.raises(duckdb.ConstraintException):
        build.execute("INSERT INTO visit (contract_id) VALUES ('HC-01')")


def test_a_small_one_or_one_in_order_is_left(build):
    before = rows(build)
    visits_in_order.sort(build, MANY - 1, by_contract=False)
    visits_in_order.sort(build, MANY, by_contract=True)
    assert rows(build) == before
