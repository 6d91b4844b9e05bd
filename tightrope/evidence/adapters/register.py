"""A council's contract register as the Local Government Transparency Code 2015 asks for it."""

from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from tightrope import settings
from tightrope.errors import Refusal
from tightrope.evidence.adapters import lines, sheets
from tightrope.evidence.adapters.base import Aside, Format, Imported, Told
from tightrope.evidence.adapters.suppliers import Supplier, Suppliers
from tightrope.evidence.adapters.terms import kind, per_year, status

ALIASES: sheets.Aliases = {
    "reference": (
        "referencenumber", "contractreference", "contractreferencenumber", "contractref", "contractid",
        "contractnumber", "agreementreference", "reference", "refno", "ref", "uniquereference",
    ),
    "title": ("titleofagreement", "contracttitle", "agreementtitle", "titleofcontract", "contractname", "title"),
    "supplier": (
        "suppliername", "nameofsupplier", "suppliernameanddetails", "awardedsupplier", "contractor", "contractorname",
        "supplier", "provider", "providername",
    ),
    "starts_on": ("startdate", "contractstartdate", "contractstart", "agreementstartdate", "commencementdate", "start"),
    "ends_on": ("enddate", "contractenddate", "contractend", "agreementenddate", "expirydate", "contractexpiry", "end"),
    "review_on": ("reviewdate", "contractreviewdate", "dateofreview", "review"),
    "yearly": (
        "estimatedannualspend", "estimatedannualvalue", "annualvalue", "annualcontractvalue", "annualspend",
        "estimatedannualspendorbudget", "annualbudget", "valueperannum",
    ),
    "total": (
        "sumtobepaidoverthelengthofthecontract", "totalcontractvalue", "contractvalue", "totalvalue", "contractsum",
        "totalsum", "estimatedcontractvalue", "valueofcontract", "contractamount", "value", "sum",
    ),
    "department": (
        "localauthoritydepartmentresponsible", "departmentresponsible", "department", "directorate", "servicearea",
        "responsibledepartment", "service",
    ),
    "description": ("descriptionofthegoodsandorservicesbeingprovided", "descriptionofgoodsservices",
                    "descriptionofgoodsandservices", "contractdescription", "description"),
    "process": ("procurementprocess", "processtype", "tenderprocess", "procurementroute", "invitationtotender",
                "contracttype", "awardprocedure"),
    "sme": ("supplierissme", "issme", "sme", "smallormediumsizedenterprise", "isthesupplieransme"),
    "vcse": ("supplierisvcse", "isvcse", "vcse", "voluntaryorcommunityorganisation", "vcs", "vcseorganisation"),
    "number": ("registrationnumber", "companyregistrationnumber", "companynumber", "companyorcharitynumber",
               "charitynumber", "registeredcharitynumber"),
    "cpv": ("cpvcode", "cpv", "cpvcodes"),
    "extension": ("extensionmonths", "extensionoptionmonths", "availableextensionmonths"),
    "notice": ("noticemonths", "noticeperiodmonths"),
}  # fmt: skip
NEEDED = ("title", "supplier", "starts_on", "ends_on")
DEPARTMENTS = ("adult", "social care", "care and support", "care & support", "health and care", "people who draw")
WHERE = (
    "The council's open-data or transparency page, under 'contracts register' (over 5,000 pounds, each quarter), or its"
    " e-tendering portal. Procurement can add extensions, notice and how care is bought, which no law asks for."
)


def read(files: list[Path], told: Told) -> Imported:
    """Contracts of care in some registers, with their suppliers and service lines: contract, provider, service.

    A contract is one of care where its CPV code is of division 85; where there is none, where its department is that
    of adults or social care, or its title or description names a service line that is not children's. The others,
    and rows without title, supplier, first or last day, are set aside with the reason.

    `annual_value` is the yearly figure where there is one, else the sum over the years of the term (both days
    included); 0 is empty. One reference with several suppliers is a row each, the supplier's id behind the reference;
    where each states the same sum it is that of the whole contract, and no row has a value. Without a reference the
    id is made of title, supplier and first day. `kind` is by the words of title and procedure (terms.py), `regime` is
    left empty: a register does not say when the procedure began. Raises Refusal where a heading is missing.
    """
    found, parts, suppliers = Imported(), [], Suppliers()
    for path in files:
        sheet = sheets.read(path, ALIASES, NEEDED)
        made = _sound(sheet, found)
        for one in made["who"]:
            suppliers.learn(one)
        parts.append(made)
        found.notes.append(f"{sheet.file}: {len(sheet.rows):,} rows read, {len(made):,} contracts of care taken.")
        found.sources += [_source(table, sheet, told) for table in ("contract", "provider", "service")]
    if not parts:
        raise Refusal("No file was given. Name at least one contract register.")
    rows = _contracts(pd.concat(parts, ignore_index=True), suppliers, told, found)
    found.notes += [f"Set aside, {count:,}: {words}" for words, count in Counter(a.words for a in found.aside).items()]
    found.tables["service"] = lines.rows(rows["service_id"])
    found.tables["provider"] = suppliers.rows()
    found.tables["contract"] = rows
    return found


def _sound(sheet: sheets.Sheet, found: Imported) -> pd.DataFrame:
    """The rows that are contracts of care and whole, with what they say in columns of ours."""
    text = {name: sheet.text(name) for name in ALIASES}
    made = pd.DataFrame({name: text[name] for name in ("reference", "title", "description", "process", "cpv")})
    for name in ("starts_on", "ends_on", "review_on"):
        made[name] = sheets.days(sheet.raw(name))
    for name in ("yearly", "total", "extension", "notice"):
        made[name] = sheets.amounts(sheet.raw(name))
    made["service_id"] = [
        _line(*one) for one in zip(text["cpv"], text["title"], text["description"], text["department"], strict=True)
    ]
    made["who"] = [_supplier(*one) for one in zip(text["supplier"], *_said(text), strict=True)]
    made["file"], made["row"] = sheet.file, made.index
    backwards = made["starts_on"].notna() & made["ends_on"].notna()
    backwards &= pd.to_datetime(made["ends_on"]) < pd.to_datetime(made["starts_on"])
    faults = (
        (made["service_id"] == "", "title", "Not care of adults by its CPV code, department, title or description."),
        (text["title"] == "", "title", "It has no title."),
        (text["supplier"] == "", "supplier", "It names no supplier."),
        (made["starts_on"].isna(), "starts_on", "It has no first day that can be read."),
        (made["ends_on"].isna(), "ends_on", "It has no last day that can be read."),
        (backwards, "ends_on", "It ends before it starts."),
    )
    left = pd.Series(False, index=made.index)
    for faulty, name, words in faults:
        new = faulty & ~left
        heading = sheet.columns[name]
        values = text[name][new].str[:80]
        found.aside += [Aside(sheet.file, int(row), words, heading, value) for row, value in values.items()]
        left |= new
    return made[~left]


def _said(text: dict[str, pd.Series]) -> tuple[pd.Series, ...]:
    return text["number"], text["sme"], text["vcse"]


def _line(cpv: str, title: str, description: str, department: str) -> str:
    """The service line; empty where the row is not care of adults."""
    code = cpv.replace(" ", "")
    named = lines.of_words(title) or lines.of_words(description)
    if code[:2].isdigit():
        return lines.of_contract(code, f"{title} {description}") if code.startswith("85") else ""
    if any(one in department.casefold() for one in DEPARTMENTS):
        return named or lines.OTHER
    return "" if named == lines.OTHER else named


def _supplier(name: str, number: str, sme: str, vcse: str) -> Supplier:
    """A number of eight signs, of which two letters may lead, is a company's. One of six or seven figures may be a
    charity's, or a company's that lost its noughts: it is kept, but makes no id."""
    plain = number.replace(" ", "").upper()
    company = len(plain) == 8 and plain[2:].isdigit()
    return Supplier(name, "GB-COH" if company else "", plain, sheets.yes(sme), sheets.yes(vcse))


def _contracts(rows: pd.DataFrame, suppliers: Suppliers, told: Told, found: Imported) -> pd.DataFrame:
    """Rows for table contract."""
    today = told.dated or settings.today()
    rows["provider_id"] = [suppliers.id_of(one) for one in rows["who"]]
    slugs = [f"{Supplier(title).slug}-{who.slug}-{start:%Y%m%d}" for title, who, start
             in zip(rows["title"], rows["who"], rows["starts_on"], strict=True)]  # fmt: skip
    rows["key"] = rows["reference"].where(rows["reference"] != "", slugs)
    again = rows.duplicated(["key", "provider_id"])
    found.aside += [
        Aside(one.file, int(one.row), "The same reference with the same supplier stands further up.", "", one.key)
        for one in rows[again].itertuples()
    ]
    rows = rows[~again]
    made, guessed = [], 0
    for key, group in rows.groupby("key", sort=False):
        several = len(group) > 1
        whole = several and group[["yearly", "total"]].drop_duplicates().shape[0] == 1
        for one in group.itertuples():
            bought = kind(f"{one.title} | {one.process} | {one.description}", several)
            guessed += not bought.stated
            value = one.yearly if one.yearly > 0 else per_year(one.total, one.starts_on, one.ends_on)
            made.append({
                "contract_id": f"{key}-{one.provider_id}" if several else key,
                "title": one.title, "service_id": one.service_id, "provider_id": one.provider_id, "kind": bought.kind,
                "starts_on": one.starts_on, "ends_on": one.ends_on, "review_on": one.review_on,
                "extension_months": one.extension, "notice_months": one.notice,
                "annual_value": value if value > 0 and not whole else None,
                "status": status(one.starts_on, one.ends_on, today),
            })  # fmt: skip
        if whole:
            found.notes.append(f"{key}: {len(group)} suppliers state the same sum: it is for all, so no row has it.")
    if guessed:
        found.notes.append(
            f"{guessed:,} rows do not say how care is bought: put down as framework with several suppliers, else as"
            " cost and volume. Correct the column kind by hand."
        )
    return pd.DataFrame(made, columns=COLUMNS)


COLUMNS = [
    "contract_id", "title", "service_id", "provider_id", "kind", "starts_on", "ends_on", "review_on",
    "extension_months", "notice_months", "annual_value", "status",
]  # fmt: skip


def _source(table: str, sheet: sheets.Sheet, told: Told) -> dict[str, Any]:
    note = f"Contract register under the Local Government Transparency Code 2015, {len(sheet.rows):,} rows."
    return {
        "table_name": table, "file": sheet.file, "publisher": told.council_name, "licence": told.licence,
        "published_on": told.dated, "note": note,
    }  # fmt: skip


FORMAT = Format("register", "A contract register under the Local Government Transparency Code", WHERE, read)
