"""Rows of published files that a reader did not take: they go with the data, so that none is lost."""

import csv
from pathlib import Path
from typing import Any

from tightrope.evidence.adapters.base import ASIDE

NOT_TAKEN = "not_taken"
TABLE_OF = {  # the table each format brings; accounts of people are not among them: their words stay out of here
    "ascof": "outcome", "boundaries": "area", "cqc": "registered_location", "imd": "area",
    "neighbours": "council_neighbour", "ocds": "contract", "population": "area", "register": "contract",
    "spend": "spend_line", "stops": "stop",
}  # fmt: skip
VALUE_SHOWN = 200


def read(folder: Path) -> list[dict[str, Any]]:
    """The rows of set-aside.csv as rows of rejected_row without their id; nothing where there is none."""
    path = folder / ASIDE
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [
            {
                "table_name": TABLE_OF[row["format"]],
                "file": row["file"],
                "record_number": int(row["row"]),
                "column_name": row["column"] or None,
                "value": row["value"][:VALUE_SHOWN] or None,
                "rule": NOT_TAKEN,
                "words": row["words"],
            }
            for row in csv.DictReader(handle)
            if row["format"] in TABLE_OF
        ]
