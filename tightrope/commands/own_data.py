"""Commands for a council's own data: check, template, mapping, import, warehouses."""

import argparse
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from tightrope import spreadsheet
from tightrope.commands.base import DONE, FOUND_SOMETHING, Command, Result
from tightrope.errors import Refusal
from tightrope.evidence import adapters, build, drafts, template, warehouses
from tightrope.evidence.adapters import base
from tightrope.evidence.folder import MAPPING
from tightrope.evidence.report import Coverage, Report

SHOWN = 3  # findings of a sort printed; --json and the data page have all that were kept


def report_words(report: Report) -> list[str]:
    """A report in plain words: rows set aside and in doubt, what was assumed, what changed."""
    found = _listed("Set aside", report.faults) + _listed("To look at", report.warnings)
    return list(report.notes) + found + _coverage_words(report.coverage)


def _listed(kind: str, found: list[dict[str, Any]]) -> list[str]:
    """The first findings of each sort, and how many more there are like them."""
    sorts: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for one in found:
        sorts.setdefault((one["file"], one["column_name"], one["rule"]), []).append(one)
    plain = []
    for same in sorts.values():
        plain += [f"{kind}: {_where(one)}: {one['words']}" for one in same[:SHOWN]]
        if len(same) > SHOWN:
            plain.append(f"{kind}: and {len(same) - SHOWN:,} more rows like these.")
    return plain


def report_data(report: Report) -> dict[str, Any]:
    """A report as data for --json."""
    return {
        "loaded": report.loaded,
        "set_aside": report.set_aside,
        "faults": report.faults,
        "warnings": report.warnings,
        "notes": report.notes,
        "stories": report.stories,
        "coverage": {
            "fields": _rows(report.coverage.fields, "table_name", "column_name", "rows", "filled"),
            "joins": _rows(report.coverage.joins, "table_name", "column_name", "to_table", "named", "found"),
            "months_missing": _rows(report.coverage.months_missing, "table_name", "month"),
        },
        "changes": None if report.changes is None else {"rows": report.changes.rows, "figures": report.changes.figures},
    }


def _rows(rows: Iterable[tuple[Any, ...]], *names: str) -> list[dict[str, Any]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _coverage_words(found: Coverage) -> list[str]:
    """What is not whole: references that found nothing, months without a row."""
    plain = [
        f"{table}: {rows:,} rows name a {other} under {column}; {joined:,} of them were found."
        for table, column, other, rows, joined in found.joins
        if joined < rows
    ]
    months: dict[str, list[str]] = {}
    for table, month in found.months_missing:
        months.setdefault(table, []).append(f"{month:%Y-%m}")
    return plain + [f"{table}: no row for {', '.join(missing)}." for table, missing in months.items()]


def _where(one: dict[str, Any]) -> str:
    row = f", row {one['record_number']}" if one["record_number"] else f", {one.get('row_key', '')}"
    value = f" {one['value']!r}" if one.get("value") else ""
    return f"{one['file']}{row}, {one['column_name'] or 'whole row'}{value}"


def _folder_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="folder of files")


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    _folder_argument(parser)
    parser.add_argument("--out", type=Path, metavar="FILE", help="CSV of every finding, to send back to who keeps it")


def _check(arguments: argparse.Namespace, given: str) -> Result:
    folder = _there(arguments.folder)
    report = build.check(folder)
    if arguments.out:
        arguments.out.write_bytes(spreadsheet.csv(report.findings()))
    rows, clean = sum(one.loaded for one in report.sources if not one.generated), not report.set_aside
    plain = [f"{rows:,} rows are right and {report.set_aside:,} would be set aside. Nothing was loaded."]
    return Result(plain + report_words(report), report_data(report), DONE if clean else FOUND_SOMETHING)


def _template(arguments: argparse.Namespace, given: str) -> Result:
    names = template.write(arguments.folder)
    return Result([f"{len(names)} files are in {arguments.folder}. Begin with its README.md."], names)


def _mapping(arguments: argparse.Namespace, given: str) -> Result:
    folder = _there(arguments.folder)
    drafted = drafts.write(folder)
    if not drafted:
        return Result([f"Every file in {folder} has our names or a part in {MAPPING}. Nothing was written."], [])
    plain, data = [], []
    for one in drafted:
        plain.append(f"{one.file} looks like {one.table}.")
        plain += [f"  {words}" for words in [*one.doubts, *one.warnings]]
        for question in one.questions:
            sure = f" {question.suggestion} ({question.confidence}% sure: {question.reason})"
            plain.append(f"  {question.words}{sure if question.suggestion else ''}")
        data.append({"file": one.file, "table": one.table, "questions": [asdict(q) for q in one.questions]})
    plain.append(f"The draft is {folder / MAPPING}. Look through it and set agreed = true for each file that is right.")
    return Result(plain, data, FOUND_SOMETHING)


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("format", choices=adapters.NAMES, help="a published format")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files as published")
    parser.add_argument("--into", type=Path, required=True, metavar="DIR", help="folder that takes the tables")
    parser.add_argument("--council", default="", metavar="CODE", help="only this council, by its ONS code")
    parser.add_argument("--name", default="", help="the council's name, where files name it so")
    parser.add_argument("--dated", metavar="DATE", help="day of publication, YYYY-MM-DD, where the files do not say")


def _import(arguments: argparse.Namespace, given: str) -> Result:
    missing = [str(path) for path in arguments.files if not path.is_file()]
    if missing:
        raise Refusal(f"There is no file {', '.join(missing)}.")
    told = base.Told(arguments.council, arguments.name, dated=_day(arguments.dated))
    found = adapters.named(arguments.format).read(arguments.files, told)
    written = base.write_into(arguments.into, arguments.format, found)
    plain = [f"{name}.csv: {count:,} rows." for name, count in written.items()] + found.notes
    if found.aside:
        plain.append(f"{len(found.aside):,} rows were set aside; {base.ASIDE} in {arguments.into} says why.")
    data = {"written": written, "set_aside": len(found.aside), "notes": found.notes}
    return Result(plain, data, FOUND_SOMETHING if found.aside else DONE)


def _warehouses_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--back", metavar="NAME", help="serve this earlier one again (the start of its name is enough)")


def _warehouses(arguments: argparse.Namespace, given: str) -> Result:
    if arguments.back:
        chosen = warehouses.go_back(arguments.back)
        return Result(
            [f"{chosen.stem} is the one to serve now. A running app offers it. What was withdrawn stays withdrawn."],
            {"served": chosen.name},
        )
    served = warehouses.current()
    rows = [{"warehouse": path.name, "served": path == served} for path in warehouses.all_files()]
    plain = [f"{row['warehouse']}{'  (served)' if row['served'] else ''}" for row in rows]
    return Result(plain or ["None yet. Run: python3 run.py build"], rows)


def _there(folder: Path) -> Path:
    if not folder.is_dir():
        raise Refusal(f"There is no folder {folder}.")
    return folder


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal(f"--dated must be a day written YYYY-MM-DD, not {text!r}.") from None


COMMANDS = (
    Command("check", "check a folder and say what is wrong; nothing is loaded", _check, arguments=_check_arguments),
    Command("template", "write empty files with an example row each", _template, arguments=_folder_argument),
    Command("mapping", "draft which of a folder's columns and words are ours", _mapping, arguments=_folder_argument),
    Command("import", "turn published files into tables", _import, arguments=_import_arguments),
    Command("warehouses", "list the warehouses kept, or go back to one", _warehouses, arguments=_warehouses_arguments),
)
