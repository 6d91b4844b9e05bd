"""Do a file's columns fit the table they are for?"""

from tightrope.errors import Refusal
from tightrope.tables import Field, Table


def staged_fields(table: Table) -> list[Field]:
    """Columns a file may bring; words of accounts only where the table is for the records store."""
    return [f for f in table.in_file if not (table.store == "warehouse" and f.sealed)]


def columns_fit(table: Table, header: list[str], name: str) -> None:
    """Raise Refusal when a column that every row needs is not there, or one is that nobody knows."""
    must = [f.name for f in table.in_file if f.required or f.name in table.key]
    missing = [one for one in must if one not in header]
    if missing:
        raise Refusal(
            f"{name} has no column {', '.join(missing)}, which every row of {table.name} needs. "
            "Nothing was changed. Add the column; docs/dictionary.md lists all of them."
        )
    known = {f.name for f in table.in_file}
    extra = [one for one in header if one not in known]
    if extra:
        named = ", ".join(one or "one without a name" for one in extra)
        raise Refusal(
            f"{name} has a column that {table.name} does not know: {named}. "
            "Nothing was changed. Rename or remove it; docs/dictionary.md lists the columns."
        )
