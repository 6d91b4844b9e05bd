"""What the data know of each question of the evidence gate, in sentences; an empty list where they know nothing."""

from collections.abc import Sequence

from tightrope.answers import contracts, supply
from tightrope.answers.cards import ROLE_WORDS
from tightrope.answers.evidence import Evidence, evidence
from tightrope.answers.period import Period
from tightrope.answers.say import day, pounds
from tightrope.answers.shapes import Weighing
from tightrope.answers.term_change import term_change
from tightrope.answers.weigh import weigh
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.renewals.flag import Flag

STAFF = ("care_worker", "social_worker", "nurse")
LASTING = {"hand_backs", "hand_back_hours", "fee_below_staff_cost", "fee_below_minimum", "manager_vacant", "rating"}
PAY = ("Staff paid by", "Travel time paid", "Travel miles paid")  # clauses that say what work is worth here


def knows(
    house: House, reader: Reader, contract_id: str, period: Period, raised: Sequence[Flag]
) -> dict[str, list[str]]:
    """Sentences by the id of the question they belong to."""
    weighed = weigh(house, reader, "contract", contract_id, period)
    found = evidence(house, reader.audience, period)
    changed = term_change(house, reader, contract_id, period)
    zones = supply.zones(house, period).get(contract_id, [])
    staffed = [supply.answer(weighed.title, zones) + "."] if zones else []
    others = supply.others(house, reader, period, contract_id)
    return {
        "satisfying": [weighed.sentence, _numbers(weighed)],
        "likely": [*staffed, *(f"{flag.name}: {flag.evidence}" for flag in raised if flag.flag_id in LASTING)],
        "considerable": [changed.words],
        "quality": [_pairs(weighed)],
        "value": _value(house, reader, period, contract_id),
        "integration": [*staffed, _others(len(others))],
        "access": [weighed.silence_words],
        "social_value": [line + "." for line in weighed.terms if line.startswith(PAY)],
        "heard": _heard(weighed),
        "not_heard": [weighed.silence_words, *weighed.grade_reasons],
        "promises": _promises(house, contract_id),
        "staff": _staff(found, contract_id),
        "flags": [f"{flag.name}: {flag.evidence}" for flag in raised],
        "interests": [],
    }


def _numbers(weighed: Weighing) -> str:
    if weighed.numbers.middle is None:
        return ""
    return f"By the contract: {weighed.numbers_word.lower()}."


def _pairs(weighed: Weighing) -> str:
    told = [f"{one.theme.lower()} ({one.told_words})" for one in weighed.pairs]
    return f"People tell most of: {'; '.join(told)}." if told else ""


def _value(house: House, reader: Reader, period: Period, contract_id: str) -> list[str]:
    row = next((one for one in contracts.costs(house, reader, period) if one.contract_id == contract_id), None)
    if row is None:
        return []
    made = []
    if row.each and row.unit_price is not None:
        made.append(f"One {row.unit} costs £{row.unit_price:,.2f}, and £{row.each.median:,.2f} once it is delivered.")
    if row.not_delivered:
        made.append(f"{pounds(row.not_delivered)} paid for what was not delivered.")
    if row.whole_value is not None:
        made.append(f"{pounds(row.whole_value)} over the whole term.")
    return made


def _others(number: int) -> str:
    if number == 0:
        return "Nobody else with room is known."
    return f"{number} {'other has' if number == 1 else 'others have'} room or could take it by what is loaded."


def _heard(weighed: Weighing) -> list[str]:
    if not weighed.accounts:
        return []
    who = ", ".join(f"{ROLE_WORDS.get(role, role).lower()} {number}" for role, number in weighed.who.items())
    least = "at least " if weighed.tellers_at_least else ""
    people = "person" if weighed.tellers == 1 else "people"
    return [f"{weighed.accounts} accounts by {least}{weighed.tellers} {people}: {who}.", weighed.panel_words]


def _staff(found: Evidence, contract_id: str) -> list[str]:
    told = [one for one in found.by_contract.get(contract_id, []) if one["teller_role"] in STAFF]
    if not told:
        return []
    what = "account" if len(told) == 1 else "accounts"
    return [f"{len(told)} {what} by care workers, social workers or nurses."]


def _promises(house: House, contract_id: str) -> list[str]:
    return [
        f"Promised on {day(row['promised_on'])} for {day(row['due_on'])}: {row['words']} ({row['state']})."
        for row in house.stores.rows("renewals/promises", contract_id=contract_id)
        if row["state"] != "kept"
    ]
