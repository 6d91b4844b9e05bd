"""What one contracting process has awarded: who, for how much, from when to when."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tightrope.evidence.adapters import sheets
from tightrope.evidence.adapters.ocds_files import dictionary, objects
from tightrope.evidence.adapters.suppliers import Supplier

HERE = ZoneInfo("Europe/London")
NOT_MADE = {
    "cancelled": "The award was cancelled.",
    "unsuccessful": "The tender found no supplier.",
    "pending": "The award is not decided yet.",
}


@dataclass(frozen=True)
class Deal:
    """One awarded contract as published; `amount` is for the whole term, None where none or 0 is given."""

    id: str
    title: str
    code: str
    suppliers: list[Supplier]
    starts_on: date
    ends_on: date
    amount: float | None
    currency: str
    how: str  # all that is said of how it is bought
    law: str  # id of the legal basis
    awarded_on: date | None
    closed: bool


@dataclass(frozen=True)
class Fault:
    """One award or contract that gives no row, and why."""

    part: str  # awards or contracts
    id: str
    words: str
    value: str = ""


@dataclass(frozen=True)
class _Award:
    id: str
    body: dict[str, Any]
    suppliers: list[Supplier] = field(default_factory=list)


def deals(ocid: str, state: dict[str, Any], code: str) -> tuple[list[Deal], list[Fault]]:
    """Every deal of one process (its `contracts`, or where it has none its awards), and what gave none.

    An award whose suppliers are all in a later one with the same dates and the same amount is an earlier state of
    that one: Contracts Finder gives each new notice of an open list a new award.
    """
    made, faults = [], []
    awards = [_Award(str(one.get("id")), one, _suppliers(one, state)) for one in objects(state.get("awards"))]
    known = {one.id for one in awards}
    later = _later(awards, state)
    for award in awards:
        signed = [one for one in objects(state.get("contracts")) if str(one.get("awardID")) == award.id]
        if why := NOT_MADE.get(str(award.body.get("status") or "")):
            faults.append(Fault("awards", award.id, why))
        elif not award.suppliers:
            faults.append(Fault("awards", award.id, "It names no supplier."))
        elif award.id in later:
            words = "An earlier state of a later award to the same suppliers and more."
            faults.append(Fault("awards", award.id, words, later[award.id]))
        else:
            for part, body in [("contracts", one) for one in signed] or [("awards", award.body)]:
                deal = _deal(ocid, state, code, award, body)
                if isinstance(deal, Deal):
                    made.append(deal)
                else:
                    faults.append(Fault(part, str(body.get("id")), deal))
    faults += [
        Fault("contracts", str(one.get("id")), "It belongs to no award, so its supplier is not known.")
        for one in objects(state.get("contracts"))
        if str(one.get("awardID")) not in known
    ]
    return made, faults


def local_day(value: Any) -> date | None:
    """The day in Britain of an OCDS date, with or without a time; None where there is none."""
    words = str(value or "").strip().replace("Z", "+00:00")
    try:
        when = datetime.fromisoformat(words)
    except ValueError:
        return sheets.day(words)
    return (when.astimezone(HERE) if when.tzinfo else when).date()


def _deal(ocid: str, state: dict[str, Any], code: str, award: _Award, body: dict[str, Any]) -> Deal | str:
    tender = dictionary(state.get("tender"))
    start, end = _term(state, award, body)
    if not start or not end:
        return f"It has no {'first' if not start else 'last'} day." if start or end else "It has no dates."
    if end < start:
        return "It ends before it starts."
    value = dictionary(body.get("value")) or dictionary(award.body.get("value"))
    currency = str(value.get("currency") or "")
    amount = sheets.amount(value.get("amount")) if currency in ("", "GBP") else None
    key = str(body.get("id"))
    lots = [dictionary(one).get("title") for one in _lots(tender, award.body)]
    title = str(tender.get("title") or body.get("title") or award.body.get("title") or key)
    return Deal(
        id=key if key.startswith(ocid) else f"{ocid}-{key}",
        title=" ".join(title.split()) + (f" ({lots[0]})" if len(lots) == 1 and lots[0] else ""),
        code=code,
        suppliers=award.suppliers,
        starts_on=start,
        ends_on=end,
        amount=amount if amount and amount > 0 else None,
        currency=currency,
        how=_how(tender, str(body.get("title") or "")),
        law=str(dictionary(tender.get("legalBasis")).get("id") or ""),
        awarded_on=local_day(body.get("dateSigned") or award.body.get("date")),
        closed=str(body.get("status")) in ("terminated", "cancelled"),
    )


def _term(state: dict[str, Any], award: _Award, body: dict[str, Any]) -> tuple[date | None, date | None]:
    """First and last day, of the contract, the award or its one lot; the term that was tendered for is only a plan."""
    lots = _lots(dictionary(state.get("tender")), award.body)
    places = [body.get("period"), body.get("contractPeriod"), award.body.get("contractPeriod")]
    places += [lots[0].get("contractPeriod")] if len(lots) == 1 else []
    for place in map(dictionary, places):
        start, end = local_day(place.get("startDate")), local_day(place.get("endDate"))
        if start and not end and isinstance(length := place.get("durationInDays"), int) and length > 0:
            end = start + timedelta(days=length - 1)
        if start or end:
            return start, end
    return None, None


def _lots(tender: dict[str, Any], award: dict[str, Any]) -> list[dict[str, Any]]:
    """The lots an award is for; none where it names none, as an award for everything does."""
    wanted = {str(one) for one in award.get("relatedLots") or []}
    return [one for one in objects(tender.get("lots")) if str(one.get("id")) in wanted]


def _how(tender: dict[str, Any], title: str) -> str:
    techniques = dictionary(tender.get("techniques"))
    said = [tender.get("procurementMethodDetails"), tender.get("title"), title]
    said += ["framework agreement"] if techniques.get("hasFrameworkAgreement") else []
    said += ["dynamic purchasing system"] if techniques.get("hasDynamicPurchasingSystem") else []
    return " | ".join(str(one) for one in said if one)


def _suppliers(award: dict[str, Any], state: dict[str, Any]) -> list[Supplier]:
    """Suppliers of an award, each with what the list of parties says of it; those without any name are left out."""
    parties = {str(one.get("id")): one for one in objects(state.get("parties"))}
    found = []
    for named in objects(award.get("suppliers")):
        party = parties.get(str(named.get("id")), {})
        identifier, details = dictionary(party.get("identifier")), dictionary(party.get("details"))
        name = named.get("name") or party.get("name") or identifier.get("legalName")
        if not name:
            continue
        scale, vcse = details.get("scale"), details.get("vcse")
        found.append(
            Supplier(
                " ".join(str(name).split()),
                str(identifier.get("scheme") or ""),
                str(identifier.get("id") or ""),
                is_sme=scale == "sme" if scale else None,
                is_vcse=vcse if isinstance(vcse, bool) else None,
            )
        )
    return found


def _later(awards: list[_Award], state: dict[str, Any]) -> dict[str, str]:
    """Id of each award that a later one takes the place of, with the id of that one."""

    def same(one: _Award) -> tuple[Any, ...]:
        return (*_term(state, one, one.body), dictionary(one.body.get("value")).get("amount"))

    def named(one: _Award) -> set[str]:
        return {supplier.slug for supplier in one.suppliers}

    found = {}
    by_date = sorted(awards, key=lambda one: str(one.body.get("datePublished") or one.body.get("date") or ""))
    for at, one in enumerate(by_date):
        for other in by_date[at + 1 :]:
            more = len(other.suppliers) > len(one.suppliers)
            if more and one.suppliers and same(one) == same(other) and named(one) <= named(other):
                found[one.id] = other.id
    return found
