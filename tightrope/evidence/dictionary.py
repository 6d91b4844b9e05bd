"""The data dictionary, generated from the table contracts so that it cannot disagree with them."""

from pathlib import Path

from tightrope import paths, tables
from tightrope.tables import Field, Table

FILE = Path("docs/dictionary.md")
STORE_WORDS = {"warehouse": "warehouse (imported numbers)", "records": "records (what people write)"}
ORIGIN_WORDS = {
    "imported": "loaded from a file of the same name",
    "built": "made by the build",
    "app": "written in the app",
}


def text() -> str:
    """The whole dictionary as Markdown."""
    parts = [
        "# Data dictionary",
        "",
        "Generated from `data/tables/datapackage.json`; write it anew with `python3 -m tightrope dictionary`.",
        "Where two rows of a file have the same key, the first is kept and the later ones are set aside.",
        "",
    ]
    for table in tables.load().values():
        parts += _table(table)
    return "\n".join(parts)


def is_current() -> bool:
    """True when docs/dictionary.md is what text() gives now."""
    path = paths.ROOT / FILE
    return path.is_file() and path.read_text(encoding="utf-8") == text()


def write() -> None:
    """Write docs/dictionary.md."""
    (paths.ROOT / FILE).write_text(text(), encoding="utf-8")


def limits(field: Field) -> str:
    """What a value must satisfy, in words."""
    found = []
    if field.required:
        found.append("needed")
    if field.enum:
        found.append("one of " + ", ".join(field.enum))
    if field.minimum is not None and field.maximum is not None:
        found.append(f"{field.minimum:g} to {field.maximum:g}")
    elif field.minimum is not None:
        found.append(f"at least {field.minimum:g}")
    if field.pattern:
        found.append(f"like `{field.pattern}`")
    if field.not_before:
        found.append(f"not before {field.not_before}")
    if field.pseudonym:
        found.append("a pseudonym")
    if field.sealed:
        found.append("encrypted, never a column")
    if field.only_in:
        found.append({"store": "given by the app", "file": "used on intake"}[field.only_in])
    return "; ".join(found)


def _table(table: Table) -> list[str]:
    points_to = {r.column: f"{r.table}.{r.target}" for r in table.references}
    lines = [
        f"## {table.name}",
        "",
        f"{table.grain} Kept in the {STORE_WORDS[table.store]}; {ORIGIN_WORDS[table.origin]}. "
        f"Key: {', '.join(f'`{name}`' for name in table.key)}.",
        "",
        "| column | type | unit | what it is | limits |",
        "|---|---|---|---|---|",
    ]
    for field in table.fields:
        rules = limits(field)
        if field.name in points_to:
            rules = "; ".join(part for part in (rules, f"a `{points_to[field.name]}`") if part)
        cells = (f"`{field.name}`", field.type, field.unit.replace("_", " "), field.description, rules)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return [*lines, ""]
