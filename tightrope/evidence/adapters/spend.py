"""Payments that councils publish every month or quarter (all over 500 pounds), read into table spend_line."""

from pathlib import Path
from typing import Any

import pandas as pd

from tightrope.errors import Refusal
from tightrope.evidence.adapters import lines, sheets
from tightrope.evidence.adapters.base import Aside, Format, Imported, Told

ALIASES: sheets.Aliases = {
    "paid_on": (
        "paymentdate", "datepaid", "paiddate", "gldate", "dateofpayment", "postingdate", "transactiondate", "date",
    ),
    "amount": (
        "amount", "invoicedvalue", "netamount", "amountexclvat", "amountexcludingvat", "amountnet", "amountgbp",
        "netvalue", "value", "lineamount", "amountpaid",
    ),
    "supplier_name": (
        "beneficiaryname", "suppliername", "payeename", "payee", "vendorname", "vendor", "supplier", "merchantname",
    ),
    "supplier_ref": (
        "beneficiaryotherid", "addressbookno", "supplierid", "suppliernumber", "supplierno", "vendorid", "vendornumber",
    ),
    "reference": (
        "transactionnumber", "documentno", "documentnumber", "transactionno", "transactionid", "voucherno",
        "referencenumber", "reference", "invoiceno",
    ),
    "purpose": (
        "purpose", "expensecodedescription", "purposeofexpenditure", "purposeofspend", "expensetype", "expenditure",
        "subjectivedescription", "accountdescription", "description", "narrative",
    ),
    "category": (
        "proclasslabel", "proclassdetailslevel1", "proclassdescription", "proclass", "expenditurecategory",
        "merchantcategory", "procurementcategory", "category",
    ),
    "unit_words": (
        "businessunitdescription", "costcentredescription", "costcentre", "organisationalunit",
        "serviceareadescription", "servicearea", "expensearea", "department", "directorate",
    ),
    "body": ("bodyname", "body", "organisationname", "localauthority"),
}  # fmt: skip
NEEDED = ("paid_on", "amount", "supplier_name")
WORDS = ("supplier_name", "supplier_ref", "purpose", "category", "unit_words", "reference")
REDACTED = r"(?i)\b(?:redacted|redcated|redated|withheld|personal data|name removed)\b"
TEN_FIGURES = r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)"  # an invoice's number, or somebody's NHS number: neither kept
SAME = ("paid_on", "supplier_name", "amount", "reference", "purpose")  # what makes two lines the same line
WHERE = (
    "The council's open-data or transparency page, under 'spending over 500 pounds' or 'payments to suppliers': one CSV"
    " or workbook a month or quarter. A finance officer can draw the same from the ledger."
)


def read(files: list[Path], told: Told) -> Imported:
    """Payment lines of some published files, with rows for the service lines their purposes point to.

    A credit stays negative. A line whose payee was taken out before publication keeps what was published there, is
    marked `is_redacted`, and loses the council's number for the payee, which would still tell one person's payments
    from another's. The category is kept as published and never used: `service_id` comes from the purpose
    (data/mapping/spend_purposes.toml). Set aside: lines without a date, an amount or a payee, and those of
    another body where `told.council_name` names one of several.

    `spend_line_id` is made from what the line says and its place among equal lines of its file, so that the same
    publication under another name, or in another layout, is the same lines. Raises Refusal where a file has no
    heading for date, amount or payee.
    """
    found, parts = Imported(), []
    for path in files:
        sheet = sheets.read(path, ALIASES, NEEDED)
        made = _lines(sheet, told, found)
        parts.append(made)
        found.sources.append(_source(sheet, told, len(made)))
        found.notes += _notes(sheet, made)
    if not parts:
        raise Refusal("No file was given. Name at least one file of published payments.")
    rows = pd.concat(parts)
    twice = int(rows["spend_line_id"].duplicated().sum())
    if twice:
        found.notes.append(f"{twice:,} lines stand in more than one of the files and were taken once.")
    rows = rows.drop_duplicates("spend_line_id")
    found.tables["service"] = lines.rows(rows["service_id"].dropna().unique())
    if len(found.tables["service"]):
        found.sources += [{**one, "table_name": "service"} for one in found.sources]
    found.tables["spend_line"] = rows.reset_index(drop=True)
    return found


def _lines(sheet: sheets.Sheet, told: Told, found: Imported) -> pd.DataFrame:
    given = sheet.raw("paid_on"), sheet.raw("amount")
    made = pd.DataFrame({"paid_on": sheets.days(given[0]), "amount": sheets.amounts(given[1]).round(2)})
    for name in WORDS:
        made[name] = sheet.text(name)
    made["purpose"] = made["purpose"].str.replace(TEN_FIGURES, "[number]", regex=True)
    body = sheet.text("body")
    others = _others(body, told.council_name)
    faults = (
        (others, "body", body, "It is another body's payment, not the council's."),
        (made["paid_on"].isna(), "paid_on", given[0], "It has no date of payment that can be read."),
        (made["amount"].isna(), "amount", given[1], "It has no amount that can be read."),
        (made["supplier_name"] == "", "supplier_name", made["supplier_name"], "It names no payee."),
    )
    left = pd.Series(False, index=made.index)
    for faulty, name, values, words in faults:
        new = faulty & ~left
        heading = sheet.columns.get(name, "")
        found.aside += [
            Aside(sheet.file, int(row), words, heading, "" if pd.isna(value) else str(value)[:80])
            for row, value in values[new].items()
        ]
        left |= new
    made = made[~left].copy()
    made["is_redacted"] = made["supplier_name"].str.contains(REDACTED, regex=True).astype(bool)
    made.loc[made["is_redacted"], "supplier_ref"] = ""
    made["service_id"] = lines.of_purposes(made["purpose"], made["unit_words"])
    made.insert(0, "spend_line_id", _ids(made))
    return made


def _others(body: pd.Series, council: str) -> pd.Series:
    """True where the line is of another body than the council named, if that council is among them."""
    wanted = sheets.plain(council)
    own = body.map({one: bool(wanted) and wanted in sheets.plain(one) for one in body.unique()}).astype(bool)
    return ~own & (body != "") if own.any() else pd.Series(False, index=body.index)


def _ids(made: pd.DataFrame) -> pd.Series:
    """Reference, a fingerprint of what makes the line (SAME), and its place among equal lines of the file."""
    same = made.loc[:, list(SAME)].copy()
    same["amount"] = (same["amount"] * 100).round().astype("int64")
    said = same.iloc[:, 0].astype(str)
    for name in SAME[1:]:
        said = said + "|" + same[name].astype(str)
    prints = pd.util.hash_pandas_object(said.astype(object), index=False)
    place = prints.groupby(prints).cumcount() + 1
    stem = made["reference"].str.replace(r"[^A-Za-z0-9]", "", regex=True).where(made["reference"] != "", "line")
    return stem + "-" + prints.map("{:016x}".format) + "-" + place.astype(str)


def _source(sheet: sheets.Sheet, told: Told, taken: int) -> dict[str, Any]:
    bodies = [one for one in sheet.text("body").unique() if one]
    return {
        "table_name": "spend_line",
        "file": sheet.file,
        "publisher": told.council_name or (bodies[0].title() if len(bodies) == 1 else ""),
        "licence": told.licence,
        "published_on": told.dated,
        "note": f"Payments as published: {taken:,} of {len(sheet.rows):,} rows taken.",
    }


def _notes(sheet: sheets.Sheet, made: pd.DataFrame) -> list[str]:
    """What whoever imports should know of this file."""
    total, redacted, credits = made["amount"].sum(), made["is_redacted"], made["amount"] < 0
    lined = made["service_id"].notna()
    found = [
        f"{sheet.file}: {len(sheet.rows):,} rows read, {len(made):,} taken, {len(sheet.rows) - len(made):,} set aside."
        f" They come to {total:,.2f} pounds.",
        f"{sheet.file}: {int(credits.sum()):,} lines are credits ({made.loc[credits, 'amount'].sum():,.2f} pounds);"
        f" {int(redacted.sum()):,} have no payee's name ({made.loc[redacted, 'amount'].sum():,.2f} pounds).",
        f"{sheet.file}: the purpose says which service line for {int(lined.sum()):,} lines"
        f" ({made.loc[lined, 'amount'].sum():,.2f} pounds); the others have none.",
    ]
    if mixed := _mixed(made[lined]):
        found.append(
            f"{sheet.file}: lines of one purpose carry several categories ({mixed}), so the category is kept as"
            " published and not used."
        )
    if monthly := int(sheets.month_first(sheet.raw("paid_on")).sum()):
        found.append(f"{sheet.file}: {monthly:,} dates could only be read month first.")
    return found


def _mixed(made: pd.DataFrame) -> str:
    """For the two service lines with most payments the categories published with them, where there are several."""
    said = []
    for line in made["service_id"].value_counts().index[:2]:
        labels = made.loc[made["service_id"] == line, "category"].value_counts()
        if len(labels) > 1:
            said.append(f"{line}: " + ", ".join(f"{one or 'none'} {count:,}" for one, count in labels.head(4).items()))
    return "; ".join(said)


FORMAT = Format("spend", "Payments to suppliers as a council publishes them", WHERE, read)
