"""The statements that make a records store ready: its tables from the contract, its state, the one door."""

from tightrope import database, tables

SCHEMA = 1  # raised when a table changes shape; an older store is migrated or refused by name


def statements() -> list[str]:
    """DDL and first values, in order; safe to run on a store that has them."""
    made = [table.ddl("records") for table in tables.of_store("records")]
    # A column that came later goes to the end of a store made before it.
    made += ["ALTER TABLE records.shortfall_noted ADD COLUMN IF NOT EXISTS joins_id VARCHAR"]
    made += [
        "INSERT INTO records.store_state SELECT 'version', '0' "
        "WHERE NOT EXISTS (SELECT 1 FROM records.store_state WHERE name = 'version')",
        f"INSERT INTO records.store_state SELECT 'schema', '{SCHEMA}' "
        "WHERE NOT EXISTS (SELECT 1 FROM records.store_state WHERE name = 'schema')",
        database.sql("door/story_shown"),
    ]
    return made
