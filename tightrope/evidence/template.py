"""Empty files to fill: headers, one example row each, a README and the council's own settings."""

import csv
import re
from pathlib import Path

from tightrope import tables
from tightrope.errors import Refusal
from tightrope.evidence.checks import Rule
from tightrope.tables import Field, Table

EXAMPLE = "EXAMPLE"
BY_TYPE = {
    "date": "2026-04-01",
    "datetime": "2026-04-01T08:30:00",
    "yearmonth": "2026-04",
    "boolean": "true",
    "integer": "12",
    "number": "12.5",
}
BY_NAME = {  # where a text has a form, or names something that is listed elsewhere
    "year": "2026-27",
    "last_bus": "22:30",
    "measure_id": "on_time",
    "themes": "late_or_missed",
    "teller_groups": "age_band=85+",
    "boundary": '{"type": "Polygon", "coordinates": [[[0, 0], [0, 0.1], [0.1, 0], [0, 0]]]}',
}
ENOUGH = ("contract", "measure_return", "story")
SETTINGS = """# Whose data these are. Any other section of data/settings.toml may stand here too, with what differs.
[council]
name = "{name}"
fictional = false
decides = "Cabinet"              # who takes the decisions
financial_year = "2026-27"
ledger_gross = 0                 # pounds; what finance says was budgeted this year, to reconcile against
ledger_net = 0
"""
README = """# Files for Tightrope

Fill the files you have, delete the others, and delete the row that begins with EXAMPLE in each.
Three are enough to weigh a contract: {enough}. Each further file brings a part of the pages.

Say in settings.toml whose data these are, then:

    python3 run.py check {name}          # says what is wrong, row by row, and changes nothing
    python3 run.py build --from {name}   # loads what is right and sets the rest aside

XLSX and Parquet files with the same names do as well. Files with other names, headings, dates or words need a
mapping.toml; `python3 run.py mapping {name}` writes a draft that says how sure it is of each guess.

An account's words are never kept in the warehouse. They are sealed, and nobody but triage reads an account that
nobody has read before. consent_level says what may be done with it: 0 handlers only, 1 counted, 2 told in an
officer's words, 3 its words to officers, 4 its words on open links.

{tables}
"""


def settings_for(council: str) -> str:
    """The least a council's own settings.toml must say."""
    name = re.sub(r"[^\w &'-]", " ", council).strip() or "A council"
    return SETTINGS.replace("{name}", name)


def write(folder: Path) -> list[str]:
    """Write a file for every table that can be imported; returns their names. Raises Refusal when one is there."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [table for table in tables.load().values() if table.origin == "imported"]
    names = [f"{table.name}.csv" for table in wanted] + ["settings.toml", "README.md"]
    there = [name for name in names if (folder / name).exists()]
    if there:
        raise Refusal(f"{folder} holds {', '.join(there[:5])} already. Choose an empty folder; nothing was written.")
    parts = []
    for table in wanted:
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow([one.name for one in table.in_file])
            writer.writerow([_example(table, one) for one in table.in_file])
        must = ", ".join(one.name for one in table.in_file if one.required)
        parts.append(f"- **{table.name}.csv**: {table.grain} Every row needs: {must}.")
    (folder / "settings.toml").write_text(settings_for("Name of the council"), encoding="utf-8")
    enough = ", ".join(f"{one}.csv" for one in ENOUGH)
    text = README.format(enough=enough, name=folder.name, tables="\n".join(parts))
    (folder / "README.md").write_text(text, encoding="utf-8")
    return names


def marked(table: Table) -> Field | None:
    """The column in which an example row says that it is one: the first free text that every row needs."""
    for one in table.in_file:
        if one.type == "string" and one.required and not (one.enum or one.pattern or one.pseudonym):
            return one
    return None


def example_rule(table: Table) -> list[Rule]:
    """Sets the template's example row aside, where it was left in."""
    column = marked(table)
    words = "It is the example row of the template. Delete it."
    return [Rule("example_row", column.name, f"{column.name} LIKE '{EXAMPLE}%'", words)] if column else []


def _example(table: Table, field: Field) -> str:
    if field == marked(table):
        return EXAMPLE
    if field.enum:
        return field.enum[0]
    if field.pseudonym:
        return "P1042"
    if field.name in BY_NAME:
        return BY_NAME[field.name]
    if table.name == "story" and field.name == "contract_id":
        return ""  # it would have to be one of contract.csv
    if field.type == "string":
        return "text"
    if field.type in ("integer", "number"):
        least = field.minimum if field.minimum is not None else 0
        most = field.maximum if field.maximum is not None else least + 12
        return f"{least + (1 if most > least + 1 else 0):g}"
    return BY_TYPE[field.type]
