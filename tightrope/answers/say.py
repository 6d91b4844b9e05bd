"""The sentences round the figures: subtitle, money, who spoke, what is still possible, who is responsible."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tightrope.answers.evidence import Evidence
from tightrope.answers.period import Period
from tightrope.answers.subjects import Subject
from tightrope.records.house import House
from tightrope.voices import who_told
from tightrope.weighing import words
from tightrope.weighing.confidence import Confidence
from tightrope.weighing.disagreement import BOTH_BAD, NUMBERS_GOOD, Verdict
from tightrope.weighing.rates import Level
from tightrope.weighing.silence import Silence

HOMES = ("care_home", "care_home_dementia", "nursing_home", "specialist_home", "extra_care")  # where people live
MOST_PLACES = 3  # localities named before it is simply city-wide
KIND_WORDS = {
    "block": "block contract",
    "spot": "bought one at a time",
    "cost_and_volume": "cost and volume",
    "framework": "framework",
    "lead_provider": "lead provider",
    "grant": "grant",
    "isf": "individual service fund",
}
WAY_WORDS = {"up_is_good": "more is better", "down_is_good": "less is better", "context_only": "for context only"}
SOURCE_WORDS = {
    "provider_return": "provider's return",
    "call_monitoring": "call monitoring",
    "council_record": "council's record",
    "survey": "survey",
    "cqc": "Care Quality Commission",
    "quality_visit": "quality visit",
}
CLAUSE_WORDS = {
    "visit_minutes_bought": "Minutes bought for a visit",
    "travel_time_paid": "Travel time paid",
    "travel_miles_paid": "Travel miles paid",
    "same_workers_promised": "Same workers promised",
    "notice_of_change_days": "Days of notice before a change",
    "cancellation_paid": "Cancelled visits paid",
    "double_up_paid": "Second worker paid",
    "staff_paid_by": "Staff paid by",
    "meal_on_visit": "Meal at the visit",
    "visiting_hours": "Visiting hours",
    "transport_included": "Transport included",
    "interpreter_included": "Interpreter included",
}
MONEY_OPENS = {
    "money/minutes_not_delivered": "visits",
    "money/visits_missed_paid": "visits",
    "money/nights_not_used": "payments",
    "money/meals_saving_and_after": "payments",
}
MONEY_WORDS = {
    "money/minutes_not_delivered": "pays for minutes nobody got",
    "money/visits_missed_paid": "pays for visits nobody made",
    "money/nights_not_used": "pays for nights not used",
}


def day(value: date) -> str:
    """14 January 2027."""
    return f"{value.day} {value:%B %Y}"


def pounds(value: Decimal | float) -> str:
    """£410,000, rounded to the pound."""
    return f"{'-' if value < 0 else ''}£{abs(value):,.0f}"


def subtitle(found: Evidence, subject: Subject) -> str:
    """What the subject is, in one line."""
    rows = [found.contracts[one] for one in subject.members]
    if len(rows) == 1:
        row = rows[0]
        places = (row["localities"] or "").split(", ")
        place = ", city-wide" if len(places) > MOST_PLACES else f", {row['localities']}" if row["localities"] else ""
        return f"{row['provider_name']}, {row['service_name'].lower()}, {KIND_WORDS[row['kind']]}{place}"
    shared = "; those for the whole city count in every place" if subject.kind == "place" else ""
    return f"{len(rows)} contracts, {value_of(rows)}{shared}"


def value_of(rows: Sequence[dict[str, Any]]) -> str:
    """What contracts are worth in a year, in words; those whose value is not given are not taken for nothing."""
    known = [row["annual_value"] for row in rows if row["annual_value"] is not None]
    if not known:
        return "value not given"
    lacking = len(rows) - len(known)
    rest = f", and {lacking} without a value" if lacking else ""
    return f"{pounds(sum(known, Decimal(0)))} a year{rest}"


def answer(
    found: Evidence, subject: Subject, verdict: Verdict, rows: Sequence[Any], sentence: str, silence: Silence
) -> str:
    """The page's title. Silence comes first; then, for what has ended, saving and consequence; then whether money
    and stories point the same way; then the verdict in its first clause."""
    paid = next((row for row in rows if row.pounds), None)
    if subject.kind == "contract" and silence.named:
        return f"Not heard: {_lower(words.silence_sentence(silence, whom(found, subject)).partition('. ')[0])}"
    saving = found.contracts[subject.key]["ended_saving"] if subject.kind == "ended" else None
    if saving is not None:
        since = f"; since then {rows[0].told_words}: {rows[0].theme.lower()}" if rows else ""
        return f"Ended: saved {pounds(saving)} a year{since}"
    if verdict.kind == "in_between" and paid and verdict.cell in (NUMBERS_GOOD, BOTH_BAD):
        return f"The stories explain the number: {pounds(paid.pounds)} {paid.pounds_words}"
    return sentence.partition(". ")[0].rstrip(".")


def whom(found: Evidence, subject: Subject) -> str:
    """Whom a contract is for, as the sentence about silence says it."""
    return (
        "people who live there" if found.contracts[subject.key]["location_kind"] in HOMES else "people who draw on it"
    )


def ended(found: Evidence, subject: Subject) -> str:
    """For something that ended without successor: when, and the saving that was claimed."""
    if subject.kind != "ended":
        return ""
    row = found.contracts[subject.key]
    when = day(row["ended_on"] or row["ends_on"])
    if row["ended_saving"] is None:
        return f"Ended on {when}. No saving is on record."
    saved = f"Ended on {when}: saved {pounds(row['ended_saving'])} a year by the record."
    return f"{saved} What people tell since then stands below."


def money_words(query: str, saving: Decimal, period: Period) -> str:
    """What the pounds of a query are, as they end the sentence of a pair."""
    if query == "money/meals_saving_and_after":
        months = "this month" if period.months == 1 else f"these {period.months} months"
        return f"went on reheated meals at home-care visits in {months}, beside {pounds(saving)} saved"
    span = {1: "in one month", 12: "a year"}.get(period.months, f"in {period.months} months")
    return f"{span} {MONEY_WORDS[query]}"


def measure_line(
    found: Evidence, row: dict[str, Any], level: Level | None, attained: float | None, make: Callable[..., Any]
) -> Any:
    """One measure with its figures in words: value, likely range, what was counted, what is asked."""
    measure = found.measures[row["measure_id"]]
    raw = _raw(row, measure.per)
    value = raw if raw is not None else (level.median if level else None)
    number = _number(measure.unit)
    counted = ""
    if row["denominator"] and row["kind"] in ("share", "rate"):
        counted = f"{row['numerator']:,.0f} of {row['denominator']:,.0f}"
    return make(
        contract_id=row["contract_id"],
        measure_id=row["measure_id"],
        name=measure.name,
        value=value,
        low=level.low if level else None,
        high=level.high if level else None,
        value_words=number(value) if value is not None else "nothing returned",
        range_words=f"probably {number(level.low)} to {number(level.high)}" if level else "",
        counted_words=counted,
        asked_words=f"asked for {number(row['target'])}" if row["target"] is not None and row["in_contract"] else "",
        attained=attained,
        in_contract=row["in_contract"],
        good_way=WAY_WORDS[row["direction"]],
        months=row["months"],
        source=SOURCE_WORDS.get(row["source"], ""),
        last_month=row["last_month"],
        note=row["note"] or "",
    )


def unit_costs(found: Evidence, contract_id: str, paid: dict[str, Any], make: Callable[..., Any]) -> list[Any]:
    """Units paid and delivered, and the price of one of each."""
    row, made = found.contracts[contract_id], []
    unit = row["unit"]
    if row["unit_price"] is not None:
        made.append(make(f"Price of one {unit}", row["unit_price"], f"£{row['unit_price']:,.2f}", "contract register"))
    if paid["units_paid"] and paid["units_delivered"]:
        share = paid["units_delivered"] / paid["units_paid"]
        text = f"{paid['units_delivered']:,.0f} of {paid['units_paid']:,.0f} {unit}s ({words.percent(share)})"
        made.append(make("Delivered of what was paid for", None, text, "payments"))
        each = Decimal(str(round(float(paid["amount"]) / paid["units_delivered"], 2)))
        made.append(make(f"Cost of one {unit} delivered", each, f"£{each:,.2f}", "payments"))
    return made


def panel(accounts: Sequence[dict[str, Any]]) -> str:
    """How much comes from self-selected panels."""
    return who_told.panel_words(_who(accounts))


def loud(accounts: Sequence[dict[str, Any]]) -> str:
    """How much the two who told most told."""
    return who_told.loud_words(_who(accounts))


def told_by(accounts: Iterable[dict[str, Any]]) -> str:
    """Both in one sentence, as every chart of accounts prints it; empty where there are none."""
    return who_told.who_told((account["teller_id"], account["is_panel"]) for account in accounts)


def _who(accounts: Sequence[dict[str, Any]]) -> who_told.WhoTold:
    return who_told.counted((account["teller_id"], account["is_panel"]) for account in accounts)


def waiting(held: dict[str, int]) -> str:
    """What everybody may know of accounts that nobody here may read."""
    parts = []
    if held["held"]:
        parts.append(f"Safeguarding holds {_accounts(held['held'])} about this.")
    if held["untriaged"]:
        verb = "waits" if held["untriaged"] == 1 else "wait"
        parts.append(f"{_accounts(held['untriaged']).capitalize()} {verb} to be read for the first time.")
    return " ".join(parts)


def change_mind(
    verdict: Verdict, grade: Confidence, rows: Sequence[Any], voted: int, held: dict[str, int]
) -> list[str]:
    """What would change our mind: accounts that wait, more tellers, missing groups, a measure for what is told."""
    made = [f"Reading {_those(held['untriaged'])} to be read for the first time."] if held["untriaged"] else []
    if verdict.more_tellers != 0 and (voted or not made):
        made.append(words.more_needed(verdict.more_tellers))
    made += [reason for reason in grade.reasons]
    unmeasured = [row.theme for row in rows if row.in_contract is not True][:1]
    if unmeasured:
        made.append(f"A measure in the contract for what people tell most of: {unmeasured[0].lower()}.")
    return [one for one in made if one]


def terms(house: House, subject: Subject) -> list[str]:
    """The clauses of one contract that people feel, in words."""
    if len(subject.members) != 1:
        return []
    rows = house.stores.rows("weigh/terms", contract_ids=list(subject.members))
    return [f"{CLAUSE_WORDS[row['clause']]}: {row['value']}" for row in rows]


def times(number: int) -> str:
    """once, twice, 3 times."""
    return {0: "not once", 1: "once", 2: "twice"}.get(number, f"{number} times")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _those(number: int) -> str:
    return "the one account that waits" if number == 1 else f"the {number} accounts that wait"


def _accounts(number: int) -> str:
    return "one account" if number == 1 else f"{number} accounts"


def _raw(row: dict[str, Any], per: int) -> float | None:
    if row["kind"] in ("share", "rate") and row["denominator"]:
        return row["numerator"] / row["denominator"] * per
    if row["values"]:
        return sum(row["values"]) / len(row["values"])
    return None


def _number(unit: str) -> Callable[[float], str]:
    if unit == "%":
        return words.percent
    return lambda value: f"{value:,.1f} {unit}" if abs(value) < 100 else f"{value:,.0f} {unit}"
