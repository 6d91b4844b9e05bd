"""A warehouse without what was taken out of it: deleted rows leave their bytes in a file until others cover them."""

import os
from pathlib import Path

from tightrope import database
from tightrope.evidence.checks import NOT_SHOWN
from tightrope.evidence.report import Report


def needed(report: Report) -> bool:
    """True where a row was set aside that may say who somebody is; accounts never reach the file in clear."""
    broken = ("readable_record",)
    return any(
        one["table_name"] != "story" and one["value"] is None and one["rule"] in (*NOT_SHOWN, *broken)
        for one in report.faults
    )


def make(path: Path) -> None:
    """Write the file anew, live rows alone, in the place of the old one. Nobody may have it open."""
    beside = path.with_name(f"{path.name}.clean")
    before, after = (str(one).replace("'", "''") for one in (path, beside))
    with database.scratch() as connection:
        connection.execute(f"ATTACH '{before}' AS soiled (READ_ONLY)")
        connection.execute(f"ATTACH '{after}' AS clean")
        connection.execute("COPY FROM DATABASE soiled TO clean")
        connection.execute("CHECKPOINT clean")
        connection.execute("DETACH soiled")
        connection.execute("DETACH clean")
    os.replace(beside, path)
