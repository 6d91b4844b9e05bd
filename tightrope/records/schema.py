"""The statements that make a records store ready: its tables from the contract, its state, the one door."""

from tightrope import database, tables

SCHEMA = 1  # raised when a table changes shape; an older store is migrated or refused by name
# Tables with columns that came later: a store made before gets them at the end, so rows are put in by name.
GREW = (
    ("shortfall_noted", "barrier", "offer", "promise", "reply", "right_of_reply")
    + ("consultation", "consultation_option", "we_did", "officer_invite", "scenario", "share")
    + ("decision", "decision_story", "pack", "pack_story")
)  # fmt: skip
# The first two never held anything; the third held addresses of board pages, which open them for whoever reads them.
DROPPED = (("reply", "sealed"), ("consultation", "level_rated"), ("pack", "link"))
GONE = ("weight_set",)  # tables that nothing was ever written to


def statements() -> list[str]:
    """DDL and first values, in order; safe to run on a store that has them."""
    made = [table.ddl("records") for table in tables.of_store("records")]
    made += [
        f"ALTER TABLE records.{name} ADD COLUMN IF NOT EXISTS {field.name} {field.storage}"
        for name in GREW
        for field in tables.load()[name].stored
        if not field.required
    ]
    made += [f"ALTER TABLE records.{name} DROP COLUMN IF EXISTS {column}" for name, column in DROPPED]
    made += [f"DROP TABLE IF EXISTS records.{name}" for name in GONE]
    made += [
        "INSERT INTO records.store_state SELECT 'version', '0' "
        "WHERE NOT EXISTS (SELECT 1 FROM records.store_state WHERE name = 'version')",
        f"INSERT INTO records.store_state SELECT 'schema', '{SCHEMA}' "
        "WHERE NOT EXISTS (SELECT 1 FROM records.store_state WHERE name = 'schema')",
        database.sql("door/story_shown"),
    ]
    return made
