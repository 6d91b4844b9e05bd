"""The facts that red flags are judged from, collected once for all live contracts: about a dozen queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from tightrope import settings
from tightrope.answers.cards import SERIOUS
from tightrope.answers.evidence import Evidence, brought, evidence
from tightrope.answers.period import Period, earlier
from tightrope.answers.renewals import renewals
from tightrope.answers.say import HOMES
from tightrope.answers.standing import account_vote, thresholds
from tightrope.answers.subjects import people_of
from tightrope.answers.term_change import signed, term_changes
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.renewals import flag as parts
from tightrope.renewals.flag import Facts
from tightrope.renewals.terms import chain, unopposed
from tightrope.voices import working_days
from tightrope.weighing.voice_score import count_votes

WEEKS = 52  # in a year, for the hours a week that a year's hours come to
STAFF_LINE, TRADE_LINE = "direct staff cost", "minimum price"  # how the two published lines begin
QUARTERS = (0, 3, 6, 9, 12)  # months back
HALF = 6  # months: the latest half of a year is held against the one before
MANAGED = (*HOMES, "respite_house")  # places that have a registered manager of their own
NIGHTS = "money/nights_not_used"


def facts(house: House, reader: Reader, period: Period) -> dict[str, Facts]:
    """What the rules are given, by contract: one pass for all of them."""
    found, terms = evidence(house, reader.audience, period), signed(house, reader, period)
    changes = term_changes(house, reader, period)
    over = {row.contract_id: row.holding_over for row in renewals(house, reader, period)}
    beside = _fetch(house, found, period)
    since = max(earlier(period.last, settings.settings().flags.serious_months - 1), period.first)
    made = {}
    for key in found.live:
        row = found.contracts[key]
        number, longer = unopposed(chain(key, terms))
        accounts = found.by_contract.get(key, [])
        own = terms[key]
        made[key] = Facts(
            contract_id=key,
            service_id=row["service_id"],
            unit=row["unit"],
            today=found.today,
            loaded=brought(house),
            chains_known=beside.chains_known,
            latest=changes[key].changes[0] if changes[key].changes else None,
            times_unchanged=changes[key].times_unchanged,
            poor=changes[key].poor,
            bidders=own.bidders,
            unopposed=number,
            unopposed_may_be_longer=longer,
            price_weight=own.price_weight,
            lived_experience=own.lived_experience,
            ends_on=row["ends_on"],
            holding_over=over.get(key, False),
            last_paid=beside.last_paid.get(key),
            hand_backs=beside.hand_backs.get(key, parts.HandBacks(0, 0, 0.0)),
            hours_a_week=own.units_per_year / WEEKS if own.units_per_year else None,
            complaints=beside.complaints.get(key),
            told=_told(accounts, period),
            replies=beside.replies.get(key, parts.Replies(0, 0, None)) if beside.replies_known else None,
            serious=_serious(accounts, since),
            held=found.held.get(key, {}).get("held", 0),
            visits=beside.visits.get(key),
            continuity=beside.continuity.get(key),
            unit_price=own.unit_price,
            price_basis=own.price_basis,
            staff_line=beside.staff_line,
            trade_line=beside.trade_line,
            places=beside.places.get(key, ()),
            managers_known=beside.managers_known,
            paid=_paid(beside.payments.get(key, ()), found.money.get(NIGHTS, {}).get(key)),
        )
    return made


@dataclass(frozen=True)
class _Beside:
    """What is fetched once for all contracts, by contract."""

    chains_known: bool
    last_paid: dict[str, date]
    hand_backs: dict[str, parts.HandBacks]
    complaints: dict[str, parts.Complaints]
    replies: dict[str, parts.Replies]
    replies_known: bool
    visits: dict[str, parts.Visits]
    continuity: dict[str, parts.Continuity]
    staff_line: parts.Line | None
    trade_line: parts.Line | None
    places: dict[str, tuple[parts.Place, ...]]
    managers_known: bool
    payments: dict[str, list[dict[str, Any]]]


def _fetch(house: House, found: Evidence, period: Period) -> _Beside:
    rows, span = house.stores.rows, {"first": period.first, "last": period.last}
    lines = rows("contracts/reference_lines", service_id="home_care")
    shown = {"audience": found.audience, "on_day": found.today}
    asked = rows("renewals/asked_for_reply", **shown)
    replied = {row["story_id"]: row["is_answered"] for row in rows("renewals/replies", **shown)}
    holidays = [row["holiday_on"] for row in rows("renewals/bank_holidays")]
    places = rows("renewals/places")
    payments: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows("weigh/payments_by_month", contract_ids=found.live, **span):
        payments[row["contract_id"]].append(row)
    year_ago = {"first": earlier(period.last, QUARTERS[-1]), "last": period.last}
    return _Beside(
        chains_known=any(row["predecessor_id"] for row in found.contracts.values()),
        last_paid={row["contract_id"]: row["last_paid"] for row in rows("renewals/last_paid")},
        hand_backs={
            row["contract_id"]: parts.HandBacks(row["number"], row["people"], float(row["hours"]))
            for row in rows("renewals/hand_backs", **span)
        },
        complaints=_complaints(rows("renewals/complaints", **year_ago), period.last),
        replies=_replies(asked, replied, found.today, holidays),
        replies_known=not asked or bool(replied),
        visits={
            row["contract_id"]: parts.Visits(
                row["planned"],
                row["delivered"],
                row["manual"],
                row["short_personal_care"],
                float(row["minutes_bought"]),
                float(row["minutes_delivered"]),
            )
            for row in rows("renewals/visits", **span)
        },
        continuity=_continuity(rows("renewals/continuity", **span), period),
        staff_line=_line(lines, STAFF_LINE),
        trade_line=_line(lines, TRADE_LINE),
        places=_places(places),
        managers_known=any(row["manager_since_on"] for row in places),
        payments=payments,
    )


def _line(lines: Sequence[dict[str, Any]], begins: str) -> parts.Line | None:
    """The latest year's published line of a sort."""
    same = [one for one in lines if one["words"].lower().startswith(begins)]
    latest = max(same, key=lambda one: one["year"], default=None)
    return parts.Line(latest["amount"], latest["year"], latest["source"], latest["price_basis"]) if latest else None


def _complaints(rows: Sequence[dict[str, Any]], last: date) -> dict[str, parts.Complaints]:
    by_contract: dict[str, dict[date, tuple[float, float]]] = defaultdict(dict)
    for row in rows:
        if row["numerator"] is not None and row["denominator"]:
            by_contract[row["contract_id"]][row["month"]] = (row["numerator"], row["denominator"])
    return {
        key: parts.Complaints(tuple(months.get(earlier(last, back)) for back in QUARTERS))
        for key, months in by_contract.items()
    }


def _replies(
    asked: Sequence[dict[str, Any]], replied: Mapping[str, bool], today: date, holidays: Sequence[date]
) -> dict[str, parts.Replies]:
    """Who waits longer than the council promises, in working days from the day after receipt."""
    days = settings.settings().replies.answer_days
    made: dict[str, parts.Replies] = {}
    for row in asked:  # by contract, the oldest first
        due = working_days.after(row["received_on"], days, holidays)
        late = due < today and not replied.get(row["story_id"], False)
        before = made.get(row["contract_id"], parts.Replies(0, 0, None))
        made[row["contract_id"]] = parts.Replies(
            before.asked + 1, before.late + late, before.oldest_on or (row["received_on"] if late else None)
        )
    return made


def _continuity(rows: Sequence[dict[str, Any]], period: Period) -> dict[str, parts.Continuity]:
    half = earlier(period.last, HALF - 1)
    by_contract: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["top_three_share_worst_tenth"] is not None:
            by_contract[row["contract_id"]].append(row)
    return {
        key: parts.Continuity(
            tuple(r["top_three_share_worst_tenth"] for r in those if earlier(half, HALF) <= r["month"] < half),
            tuple(r["top_three_share_worst_tenth"] for r in those if r["month"] >= half),
            float(median(r["people"] for r in those)),
        )
        for key, those in by_contract.items()
    }


def _places(rows: Sequence[dict[str, Any]]) -> dict[str, tuple[parts.Place, ...]]:
    """A contract's own place; without one, its provider's offices for the same line; without those, any office."""
    nearest: dict[str, int] = {}
    made: dict[str, list[parts.Place]] = defaultdict(list)
    for row in rows:  # nearest first
        key = row["contract_id"]
        if nearest.setdefault(key, row["nearness"]) == row["nearness"]:
            made[key].append(
                parts.Place(
                    row["location_name"],
                    row["cqc_rating"],
                    row["cqc_rated_on"],
                    row["manager_since_on"],
                    row["kind"] in MANAGED,
                )
            )
    return {key: tuple(those) for key, those in made.items()}


def _told(accounts: Sequence[dict[str, Any]], period: Period) -> parts.Told:
    half = earlier(period.last, HALF - 1)
    later = [one for one in accounts if one["month"] >= half]
    sooner = [one for one in accounts if earlier(half, HALF) <= one["month"] < half]
    before, after = (count_votes(map(account_vote, those), thresholds()) for those in (sooner, later))
    return parts.Told(before.voted, before.voted - before.good, after.voted, after.voted - after.good)


def _serious(accounts: Sequence[dict[str, Any]], since: date) -> parts.Serious:
    those = [one for one in accounts if (one["severity"] or 0) >= SERIOUS and one["month"] >= since]
    people, at_least = people_of(those)
    return parts.Serious(len(those), people, at_least, since)


def _paid(months: Sequence[dict[str, Any]], unused: dict[str, Any] | None) -> parts.Paid | None:
    """Units over the months that say both: one that does not say what was delivered is not taken for one without."""
    both = [row for row in months if row["units_paid"] is not None and row["units_delivered"] is not None]
    units = sum(row["units_paid"] for row in both)
    if not units:
        return None
    delivered = sum(row["units_delivered"] for row in both)
    if unused is None:
        return parts.Paid(units, delivered)
    return parts.Paid(units, delivered, float(unused["pounds"]), float(unused["units"]))
