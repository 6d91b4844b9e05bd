"""The visits of one contract beside each other in the file, so that a page that asks for one contract skips the rest.

A file by date has every contract in every block of 122,880 rows; then a question about one contract reads them all.
"""

from typing import Any

from tightrope import tables

SORTED_FROM = 1_000_000  # visits; fewer are found quickly in whatever order their file has


def sort(build: Any, visits: int, *, by_contract: bool) -> None:
    """Sort the loaded table visit by contract, worker and time; nothing to do for few, or where they are `by_contract`.

    By worker, because that is how those are found who were in two places at once.
    """
    if by_contract or visits < SORTED_FROM:
        return
    build.execute("ALTER TABLE visit RENAME TO visit_as_given")
    build.execute(tables.load()["visit"].ddl("main", keyed=False))
    build.execute("INSERT INTO visit BY NAME FROM visit_as_given ORDER BY contract_id, worker_id, planned_start_at")
    build.execute("DROP TABLE visit_as_given")
