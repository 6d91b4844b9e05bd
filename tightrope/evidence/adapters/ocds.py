"""Contract notices in the Open Contracting Data Standard, as Contracts Finder and Find a Tender publish them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from tightrope import settings
from tightrope.errors import Refusal
from tightrope.evidence.adapters import lines, ocds_files, sheets
from tightrope.evidence.adapters.base import Aside, Format, Imported, Told
from tightrope.evidence.adapters.ocds_deals import Deal, Fault, deals
from tightrope.evidence.adapters.ocds_files import Process, dictionary, objects
from tightrope.evidence.adapters.suppliers import Suppliers
from tightrope.evidence.adapters.terms import kind, per_year, regime, status

DIVISION = "85"  # Common Procurement Vocabulary: health and social work services
OTHER_TRADE = f"Not health and social care: its main CPV code is not of division {DIVISION}."
OGL = "nationalarchives.gov.uk/doc/open-government-licence/version/3"
WHERE = (
    "Contracts Finder (contractsfinder.service.gov.uk) and Find a Tender (find-tender.service.gov.uk) both offer OCDS"
    " release packages as JSON, by date or by notice; Public Contracts Scotland and Sell2Wales do the same."
)


@dataclass
class _Tally:
    """What became of the processes, for the notes."""

    rows: int = 0
    unpriced: int = 0
    shared: int = 0
    guessed: int = 0
    gave: int = 0


def read(files: list[Path], told: Told) -> Imported:
    """Contracts of health and social care with their suppliers and service lines: tables contract, provider, service.

    One process (one `ocid`) may have many releases; what they come to in the order of their dates is read, so that an
    amended award counts once. Taken are processes whose main CPV code is of division 85, and where
    `told.council_name` is given, those bought by that council. The others, and awards without supplier, without first
    and last day, or not made, are set aside with the reason; `Aside.row` counts the releases of the file.

    The register has one supplier a contract. An award to one supplier is one row, with the award's own id; one to
    several is a row each, with the supplier's id behind the award's, the same dates, and no value: nobody published
    who gets how much, and the sum put on each would count it many times. The sum is in the notes.

    `annual_value` is the amount divided by the years of the term (both days included, 365.25 days a year), so that a
    contract of six months shows the rate of a whole year. An amount of 0 means "not said" on Contracts Finder: the
    value is empty then, never 0. `kind`, `regime` and `status` are by the rules in terms.py. Raises Refusal where a
    file is no OCDS.
    """
    packages = [ocds_files.read(path) for path in files]
    if not packages:
        raise Refusal("No file was given. Name at least one OCDS package.")
    found, tally, taken = Imported(), _Tally(), []
    everything = ocds_files.processes(packages)
    for process in everything:
        taken += _taken(process, told, found, tally)
    suppliers = Suppliers()
    for deal in taken:
        for one in deal.suppliers:
            suppliers.learn(one)
    rows = [row for deal in taken for row in _rows(deal, suppliers, told.dated or settings.today(), found, tally)]
    found.tables["service"] = lines.rows({row["service_id"] for row in rows})
    found.tables["provider"] = suppliers.rows()
    found.tables["contract"] = pd.DataFrame(rows, columns=list(COLUMNS))
    found.sources = [_source(table, one, told) for one in packages for table in ("contract", "provider", "service")]
    found.notes = _notes(everything, found, tally, suppliers) + found.notes
    return found


COLUMNS = (
    "contract_id", "title", "service_id", "provider_id", "kind", "regime", "starts_on", "ends_on", "annual_value",
    "status",
)  # fmt: skip


def cpv(state: dict[str, Any]) -> list[str]:
    """The CPV codes of a process, the main one first: that of the tender, or where it has none, of its first item."""
    tender = dictionary(state.get("tender"))
    items = objects(tender.get("items"))
    given = [dictionary(tender.get("classification")), *(dictionary(one.get("classification")) for one in items)]
    given += [other for one in items for other in objects(one.get("additionalClassifications"))]
    given += objects(tender.get("additionalClassifications"))
    codes = [str(one.get("id") or "") for one in given if str(one.get("scheme") or "CPV").upper() == "CPV"]
    return [one.removesuffix(".0") for one in codes if one]  # some publishers write the code as a number


def _taken(process: Process, told: Told, found: Imported, tally: _Tally) -> list[Deal]:
    """The deals of one process; what is not taken is listed in `found`, and only that."""
    state = process.state()
    code, buyer = next(iter(cpv(state)), ""), str(dictionary(state.get("buyer")).get("name") or "")
    why, field, value = "", "", ""
    if not code.startswith(DIVISION):
        why, field, value = OTHER_TRADE, "tender/classification", code
    elif told.council_name and sheets.plain(told.council_name) not in sheets.plain(buyer):
        why, field, value = f"Not bought by {told.council_name}.", "buyer", buyer
    made, faults = ([], []) if why else deals(process.ocid, state, code)
    if not why and not made and not faults:
        tags = ", ".join(str(one) for one in process.last.body.get("tag") or [])
        why, field, value = "Nothing is awarded yet.", "tag", tags
    if why:
        found.aside += [Aside(one.file, one.row, why, field, value) for one in process.releases]
    found.aside += [_aside(process, fault) for fault in faults]
    tally.gave += bool(made)
    return made


def _aside(process: Process, fault: Fault) -> Aside:
    """At the last release that names the award."""
    naming = [
        one
        for one in process.releases
        for award in [*objects(one.body.get("awards")), *objects(one.body.get("contracts"))]
        if str(award.get("id")) == fault.id
    ]
    release = naming[-1] if naming else process.last
    return Aside(release.file, release.row, fault.words, f"{fault.part}/{fault.id}", fault.value)


def _rows(deal: Deal, suppliers: Suppliers, today: date, found: Imported, tally: _Tally) -> list[dict[str, Any]]:
    ids = list(dict.fromkeys(suppliers.id_of(one) for one in deal.suppliers))
    several = len(ids) > 1
    value = per_year(deal.amount, deal.starts_on, deal.ends_on) if deal.amount else None
    bought = kind(deal.how, several)
    tally.rows += len(ids)
    tally.guessed += not bought.stated
    if several:
        tally.shared += 1
        entries = f" (in {len(deal.suppliers)} entries)" if len(deal.suppliers) > len(ids) else ""
        sum_ = f"{value:,.2f} pounds a year between them, not shown on any" if value else "no amount published"
        found.notes.append(f"{deal.title} ({deal.id}): {len(ids)} suppliers{entries}, a row each; {sum_}.")
    elif not value:
        tally.unpriced += 1
    if deal.currency not in ("", "GBP"):
        found.notes.append(f"{deal.title} ({deal.id}): its amount is in {deal.currency} and was left out.")
    return [
        {
            "contract_id": f"{deal.id}-{one}" if several else deal.id,
            "title": deal.title,
            "service_id": lines.of_contract(deal.code, deal.title),
            "provider_id": one,
            "kind": bought.kind,
            "regime": regime(deal.law, deal.code, deal.awarded_on) or None,
            "starts_on": deal.starts_on,
            "ends_on": deal.ends_on,
            "annual_value": None if several else value,
            "status": status(deal.starts_on, deal.ends_on, today, closed=deal.closed),
        }
        for one in ids
    ]


def _source(table: str, package: ocds_files.Package, told: Told) -> dict[str, Any]:
    licence = "Open Government Licence v3.0" if OGL in package.licence else package.licence
    return {
        "table_name": table,
        "file": package.file,
        "publisher": package.publisher,
        "licence": licence or told.licence,
        "published_on": sheets.day(package.published_on) or told.dated,
        "note": f"Open Contracting Data Standard, {len(package.releases):,} releases.",
    }


def _notes(everything: list[Process], found: Imported, tally: _Tally, suppliers: Suppliers) -> list[str]:
    releases = sum(len(one.releases) for one in everything)
    codes = {one.ocid: cpv(one.state()) or [""] for one in everything}
    inside = [one for one in everything if codes[one.ocid][0].startswith(DIVISION)]
    beside = [one for one in everything if one not in inside and any(c.startswith(DIVISION) for c in codes[one.ocid])]
    why = Counter(one.words for one in found.aside)
    made = [
        f"{releases:,} releases read, of {len(everything):,} processes. {len(inside):,} processes"
        f" ({sum(len(one.releases) for one in inside):,} releases) have a main CPV code of division {DIVISION};"
        f" {tally.gave:,} of those gave {tally.rows:,} contract rows. {len(beside):,} more have such a code only beside"
        " their main one and are not taken.",
        *(f"Set aside, {count:,}: {words}" for words, count in why.most_common()),
    ]
    if tally.shared:
        made.append(f"{tally.shared:,} awards name several suppliers: each has a row, and no row has a value.")
    if tally.unpriced:
        made.append(f"{tally.unpriced:,} awards to one supplier have no amount, or 0: their value is left empty.")
    if tally.guessed:
        made.append(
            f"{tally.guessed:,} awards do not say how care is bought: put down as framework with several suppliers,"
            " else as cost and volume. Correct the column kind by hand."
        )
    if unsaid := suppliers.unsaid():
        made.append(f"{unsaid:,} suppliers: their size is not said and stays empty.")
    return made


FORMAT = Format("ocds", "Contract notices in the Open Contracting Data Standard", WHERE, read)
