"""Contracts: what we pay, what we get for it, and where that stands among others of the same line."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tightrope.answers import say
from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.period import Period
from tightrope.answers.standing import Standings, account_vote, standings, thresholds
from tightrope.answers.subjects import subjects
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.weighing.attainment import word
from tightrope.weighing.rates import place_in_line
from tightrope.weighing.unit_cost import UnitCost, cost_per_delivered
from tightrope.weighing.voice_score import count_votes

REGIME_WORDS = {
    "pcr2015": "Public Contracts Regulations 2015",
    "pa23": "Procurement Act 2023",
    "pa23_light_touch": "Procurement Act 2023, light touch",
    "psr": "Provider Selection Regime",
    "grant": "grant",
}
BASIS_WORDS = {
    "fee": "fee paid to the provider",
    "unit_cost": "all-in cost",
    "charge": "charge to the person",
    "price": "price to somebody who pays alone",
}
YEAR_DAYS = 365.25
# Who is speaking, as the picture can be split by it.
SPEAKERS = {
    "everybody": ("Everybody we heard from", ()),
    "people": ("People who draw on it", ("person",)),
    "families": ("Unpaid carers, family and friends", ("unpaid_carer", "family", "friend")),
    "staff": (
        "Advocates, staff and others",
        ("advocate", "social_worker", "care_worker", "nurse", "provider", "observer"),
    ),
}


@dataclass(frozen=True)
class Cost:
    """One contract's money. Pounds; `each` is the cost of a unit delivered, None where nothing was."""

    contract_id: str
    title: str
    provider: str
    service_id: str
    service: str
    unit: str
    kind: str
    regime: str
    officer: str
    annual_value: Decimal | None
    whole_value: Decimal | None
    unit_price: Decimal | None
    price_basis: str | None
    amount: Decimal | None
    units_paid: float | None
    units_delivered: float | None
    each: UnitCost | None
    not_delivered: Decimal | None
    person_months: int | None
    per_person_month: Decimal | None
    ends_on: date
    place_words: str
    numbers_word: str
    attained: float | None
    good_tellers: int
    tellers: int
    voted: int


def costs(house: House, reader: Reader, period: Period) -> list[Cost]:
    """Every live contract, in the order of the register: an order that says nothing of better or worse."""
    return kept(house, ("costs", reader.audience, period), lambda: _costs(house, reader, period))


def lines_of(rows: Sequence[Cost]) -> dict[str, str]:
    """Service lines that have contracts: service_id -> name, by name."""
    return dict(sorted({row.service_id: row.service for row in rows}.items(), key=lambda one: one[1]))


def reference_lines(house: House, service_id: str) -> list[dict[str, Any]]:
    """Published figures for a service line, each with its basis, source and year."""
    return house.stores.rows("contracts/reference_lines", service_id=service_id)


def comparable(lines: Sequence[dict[str, Any]], rows: Sequence[Cost]) -> list[dict[str, Any]]:
    """Of each reference line its latest year, where its price basis is that of every contract shown; else nothing."""
    bases = {row.price_basis for row in rows if row.each}
    if len(bases) != 1 or None in bases:
        return []
    latest: dict[str, dict[str, Any]] = {}
    for line in lines:
        if line["price_basis"] in bases:
            latest.setdefault(line["words"], line)
    return list(latest.values())


def years(starts_on: date, ends_on: date) -> Decimal:
    """Years of a term, both days included: whole months where it has them, else days over a mean year.

    >>> years(date(2023, 2, 1), date(2028, 1, 31))
    Decimal('5')
    """
    after = ends_on + timedelta(days=1)
    if after.day == starts_on.day:
        return Decimal((after.year - starts_on.year) * 12 + after.month - starts_on.month) / 12
    return Decimal((after - starts_on).days) / Decimal(str(YEAR_DAYS))


def not_delivered(rows: Sequence[Cost]) -> Decimal:
    """Pounds paid for what was not delivered, over several contracts."""
    return sum((row.not_delivered or Decimal(0) for row in rows), Decimal(0))


def answer(rows: Sequence[Cost], name: str) -> str:
    """The page's title: what was paid, and how much of it for what nobody got."""
    paid = [row.amount for row in rows if row.amount is not None]
    if not rows:
        return f"No contract of {name} runs today"
    if not paid:
        return "What was paid is not known: payment.csv brings it"
    lost = not_delivered(rows)
    whole = f"{say.pounds(sum(paid, Decimal(0)))} paid"
    return f"{whole}, {say.pounds(lost)} of it for what was not delivered" if lost > 0 else f"{whole}, all delivered"


@dataclass(frozen=True)
class Spot:
    """One contract in the picture of cost against outcome. `cost` is a multiple of the line's middle."""

    contract_id: str
    title: str
    service_id: str
    cost: float
    attained: float
    voices: str  # good, mixed, poor or silent
    said: str


def spots(house: House, reader: Reader, period: Period, who: str) -> list[Spot]:
    """Cost per unit delivered over the middle of its line and price basis, against how far the contract is kept.

    A line with fewer than three such contracts has no middle worth comparing with and is left out.
    """
    rows = [row for row in costs(house, reader, period) if row.each and row.attained is not None and row.price_basis]
    groups = defaultdict(list)
    for row in rows:
        groups[row.service_id, row.price_basis, row.unit].append(row.each.median)
    found = evidence(house, reader.audience, period)
    made = []
    for row in rows:
        peers = sorted(groups[row.service_id, row.price_basis, row.unit])
        if len(peers) < 3:
            continue
        middle = (peers[(len(peers) - 1) // 2] + peers[len(peers) // 2]) / 2
        voices, said = _voices(found, row.contract_id, who)
        made.append(
            Spot(row.contract_id, row.title, row.service_id, row.each.median / middle, row.attained, voices, said)
        )
    return made


def told_by(house: House, reader: Reader, period: Period, who: str) -> str:
    """Who stands behind the picture: the share from panels and from the two who told most, of the accounts in it."""
    roles, found = SPEAKERS[who][1], evidence(house, reader.audience, period)
    about = [one for one in found.accounts if one["contract_id"]]
    return say.told_by(one for one in about if not roles or one["teller_role"] in roles)


def _voices(found: Evidence, contract_id: str, who: str) -> tuple[str, str]:
    roles = SPEAKERS[who][1]
    told = [one for one in found.by_contract.get(contract_id, []) if not roles or one["teller_role"] in roles]
    votes, rules = count_votes(map(account_vote, told), thresholds()), thresholds()
    if votes.voted == 0:
        return "silent", "nobody heard"
    said = f"{votes.good} of {votes.voted} with a good experience"
    if votes.voted < rules.fewest_tellers:
        return "few", f"{said}: too few to tell"
    share = votes.good / votes.voted
    return "good" if share >= rules.voices_good else "poor" if share < rules.voices_bad else "mixed", said


def _costs(house: House, reader: Reader, period: Period) -> list[Cost]:
    found = evidence(house, reader.audience, period)
    judged = standings(house, reader.audience, period)
    span = {"first": period.first, "last": period.last}
    paid = {row["contract_id"]: row for row in house.stores.rows("contracts/paid", **span)}
    helped = {row["contract_id"]: row["person_months"] for row in house.stores.rows("contracts/people_helped", **span)}
    register = {row["contract_id"]: row for row in house.stores.rows("contracts/register")}
    each = {key: cost_per_delivered(row["amounts"], row["delivered"], thresholds()) for key, row in paid.items()}
    return [
        _cost(found, judged, key, paid.get(key), each, helped.get(key), register[key])
        for key in subjects(found, "contract")
    ]


def _cost(
    found: Evidence,
    judged: Standings,
    key: str,
    paid: dict[str, Any] | None,
    each: dict[str, UnitCost | None],
    person_months: int | None,
    register: dict[str, Any],
) -> Cost:
    row, standing, rules = found.contracts[key], judged.standing[key], thresholds()
    amount = Decimal(str(paid["amount"])) if paid and paid["amount"] is not None else None
    lost = None
    if paid and paid["units_paid"] and paid["units_delivered"] is not None and amount is not None:
        lost = max(Decimal(0), amount * (1 - Decimal(str(paid["units_delivered"] / paid["units_paid"]))))
    score, votes = standing.numbers.score, standing.voices.votes
    return Cost(
        contract_id=key,
        title=row["title"],
        provider=row["provider_name"],
        service_id=row["service_id"],
        service=row["service_name"],
        unit=row["unit"],
        kind=say.KIND_WORDS.get(row["kind"], row["kind"]),
        regime=REGIME_WORDS.get(register["regime"], register["regime"] or "council's own"),
        officer=", ".join(one for one in (register["officer_name"], register["officer_post"]) if one) or "nobody named",
        annual_value=row["annual_value"],
        whole_value=_over_term(row),
        unit_price=row["unit_price"],
        price_basis=row["price_basis"],
        amount=amount,
        units_paid=paid["units_paid"] if paid else None,
        units_delivered=paid["units_delivered"] if paid else None,
        each=each.get(key),
        not_delivered=lost,
        person_months=person_months,
        per_person_month=amount / person_months if amount is not None and person_months else None,
        ends_on=row["ends_on"],
        place_words=_place(found, key, each),
        numbers_word=word(score, rules) if score is not None else "nothing returned",
        attained=score,
        good_tellers=votes.good,
        tellers=votes.tellers,
        voted=votes.voted,
    )


def _over_term(row: dict[str, Any]) -> Decimal | None:
    """The yearly value over the whole term, without extensions; None where it is not given."""
    return row["annual_value"] * years(row["starts_on"], row["ends_on"]) if row["annual_value"] is not None else None


def _place(found: Evidence, key: str, each: dict[str, UnitCost | None]) -> str:
    """How many of the same line, unit and price basis cost clearly less and clearly more; never a rank."""
    row, own = found.contracts[key], each.get(key)
    if own is None or not own.is_known:
        return "Not compared: what was delivered is not known over two months or more."
    if row["price_basis"] is None:
        return "Not compared: the price basis is not given (price_basis in contract.csv)."
    alike = ("service_id", "unit", "price_basis")
    others = [
        each[other]
        for other in found.live
        if other != key and each.get(other) and all(found.contracts[other][one] == row[one] for one in alike)
    ]
    place = place_in_line(own, others, thresholds())
    if place is None:
        return "Too few alike to compare with."
    even = place.others - place.below - place.above
    return (
        f"{place.below} of {place.others} alike cost clearly less, {place.above} clearly more, {even} about the same."
    )


STAFF_LINE = "Direct staff cost"  # how the reference line begins that a fee has to cover before anything else


def staff_line(lines: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Of reference lines that may be compared, the one for what staff cost directly."""
    return next((line for line in lines if line["words"].startswith(STAFF_LINE)), None)


def too_cheap(rows: Sequence[Cost], line: dict[str, Any]) -> list[Cost]:
    """Contracts whose price lies below what staff cost: a warning, never a win."""
    return [row for row in rows if row.unit_price is not None and float(row.unit_price) < line["amount"]]
