"""What a decision is drafted from: a contract, a small pot or a service line as the pages show it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tightrope import settings
from tightrope.answers import consultations, missing, renewals
from tightrope.answers import weigh as weighs
from tightrope.answers.contracts import years
from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.missing_words import is_missing
from tightrope.answers.period import Period
from tightrope.answers.say import day, pounds
from tightrope.answers.shapes import Weighing
from tightrope.errors import NotFound
from tightrope.records.decision_shapes import KINDS, Interest, Rejected
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.renewals import gate as asked
from tightrope.renewals.options import LOST, NAMES, NOT_OFFERED, day_words

MOST_MISSING = 3  # groups that were not heard, in a draft; Who is missing has them all
CONTRACT, POT, LINE = KINDS
WAYS_TO_WEIGH = {CONTRACT: ("contract", "ended"), LINE: ("line",)}


@dataclass(frozen=True)
class Facts:
    """What is on file of one subject. Pounds are None where they are not known; `officer` is empty where nobody is."""

    title: str
    about: str
    option: str
    rejected: tuple[Rejected, ...]
    interests: tuple[Interest, ...]
    interest_words: str
    cost_a_year: Decimal | None
    cost_term: Decimal | None
    localities: tuple[str, ...]
    officer: dict[str, Any]
    participation: int | None
    not_heard: str
    weighed: Weighing | None


def choices(house: House, reader: Reader, period: Period) -> dict[str, str]:
    """Everything a decision may be about, as kind:key -> words. Remembered until data change; never alter it."""
    return kept(house, ("decision_choices", reader.audience, period), lambda: _choices(house, reader, period))


def facts(house: House, reader: Reader, period: Period, kind: str, key: str) -> Facts:
    """What is on file of one contract, pot or line. Raises NotFound for a subject that is not there."""
    if f"{kind}:{key}" not in choices(house, reader, period):
        raise NotFound(f"There is no {KINDS.get(kind, 'subject').lower()} {key} to decide on.")
    found = evidence(house, reader.audience, period)
    if kind == POT:
        return _pot(house, reader, period, found, key)
    if kind == LINE:
        return _line(house, reader, period, found, key)
    return _contract(house, reader, period, found, key)


def _choices(house: House, reader: Reader, period: Period) -> dict[str, str]:
    found = evidence(house, reader.audience, period)
    rows = [found.contracts[row.contract_id] for row in renewals.renewals(house, reader, period)]
    followed = {row["predecessor_id"] for row in found.contracts.values()}
    rows += [row for key, row in found.contracts.items() if row not in rows and key not in followed]
    made = {f"{CONTRACT}:{row['contract_id']}": f"{row['title']} ({row['contract_id']})" for row in rows}
    made |= {f"{POT}:{row['pot_id']}": f"{row['title']} (small pot)" for row in house.stores.rows("decisions/pots")}
    lines = {row["service_id"]: row["service_name"] for row in found.contracts.values()}
    return made | {f"{LINE}:{key}": f"{name} (the whole service line)" for key, name in sorted(lines.items())}


def _contract(house: House, reader: Reader, period: Period, found: Evidence, key: str) -> Facts:
    row = found.contracts[key]
    weighed = _weighed(house, reader, period, CONTRACT, key)
    answers = {one["part"]: one for one in house.stores.rows("renewals/answers", contract_id=key)}
    try:
        renewal = renewals.one(house, reader, key, period)
    except NotFound:
        renewal = None
    option = answers.get(asked.OPTION_PART, {}).get("choice", "")
    interests, words = _declared(answers.get(f"question:{asked.INTERESTS_ID}"))
    runs_to = (renewal.could_run_to if renewal else None) or row["ends_on"]
    value = row["annual_value"]
    officers = {one["commissioner_id"]: one for one in house.stores.rows("weigh/responsible", on_day=found.today)}
    return Facts(
        title=row["title"],
        about=f"{row['provider_name']}, {row['service_name'].lower()}; {_ends(row['ends_on'], found.today)}",
        option=NAMES.get(option, ""),
        rejected=tuple(_options(renewal, option)) if renewal else (Rejected("Leave it as it is", ""),),
        interests=interests,
        interest_words=words,
        cost_a_year=value,
        cost_term=_pence(value * years(row["starts_on"], runs_to)) if value is not None else None,
        localities=tuple(one for one in (row["localities"] or "").split(", ") if one),
        officer=officers.get(row["commissioner_id"], {}),
        participation=_level(house, key),
        not_heard=_not_heard(house, reader, period, CONTRACT, key, weighed),
        weighed=weighed,
    )


def _line(house: House, reader: Reader, period: Period, found: Evidence, key: str) -> Facts:
    weighed = _weighed(house, reader, period, LINE, key)
    rows = [found.contracts[one] for one in found.live if found.contracts[one]["service_id"] == key]
    name = next(row["service_name"] for row in found.contracts.values() if row["service_id"] == key)
    known = [row["annual_value"] for row in rows if row["annual_value"] is not None]
    return Facts(
        title=name,
        about=f"the whole service line: {len(rows)} contracts that run",
        option="",
        rejected=(Rejected("Leave it as it is", ""),),
        interests=(),
        interest_words="",
        cost_a_year=sum(known, Decimal(0)) if known and len(known) == len(rows) else None,
        cost_term=None,
        localities=tuple(sorted({one for row in rows for one in (row["localities"] or "").split(", ") if one})),
        officer={},
        participation=_level(house, key),
        not_heard=_not_heard(house, reader, period, LINE, key, weighed),
        weighed=weighed,
    )


def _pot(house: House, reader: Reader, period: Period, found: Evidence, key: str) -> Facts:
    row = next(one for one in house.stores.rows("decisions/pots") if one["pot_id"] == key)
    weighed = _weighed(house, reader, period, LINE, row["service_id"])
    declared = (row["interest_declared"] or "").strip()
    by = f"Asked for by {row['asked_by']}. " if row["asked_by"] else ""
    unsaid = "" if declared else "No interest was recorded with the request: ask, and write down what is said."
    split = [Rejected(f"The split that was asked for ({row['asked_split']})", "")] if row["asked_split"] else []
    return Facts(
        title=row["title"],
        about=f"{pounds(row['yearly_amount'])} a year, {row['service_name'].lower()}",
        option="",
        rejected=(*split, Rejected("A split by need alone", "")),
        interests=(Interest(declared, ""),) if declared else (),
        interest_words=f"{by}{unsaid}".strip(),
        cost_a_year=row["yearly_amount"],
        cost_term=row["yearly_amount"],
        localities=tuple(one for one in (row["localities"] or "").split(", ") if one),
        officer={},
        participation=_level(house, row["service_id"]),
        not_heard=_not_heard(house, reader, period, LINE, row["service_id"], weighed),
        weighed=weighed,
    )


def _options(renewal: renewals.Renewal, proposed: str) -> list[Rejected]:
    """Every other option, with why it can no longer be taken where that is so."""
    made = []
    for one in renewal.options:
        if one.option_id == proposed:
            continue
        why = f"it was lost on {day_words(one.lost_on)}" if one.status == LOST and one.lost_on else ""
        why = "no extension is left in the contract" if one.status == NOT_OFFERED else why
        # A contract that holds over has lost every option in time, and one of them has to be taken all the same.
        made.append(Rejected(one.name, "" if renewal.holding_over else why))
    return made


def _pence(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))


def _ends(ends_on: date, today: date) -> str:
    return f"it {'ends' if ends_on >= today else 'ended'} on {day(ends_on)}"


def _declared(answer: dict[str, Any] | None) -> tuple[tuple[Interest, ...], str]:
    """What was declared for the renewal. That there was none then is told, and has to be confirmed again."""
    if answer is None:
        return (), ""
    if answer["choice"] == asked.INTEREST:
        return (Interest(answer["words"] or "", ""),), ""
    return (), f"For the renewal {answer['named']} confirmed none on {day(answer['dated_on'])}: confirm it again here."


def _weighed(house: House, reader: Reader, period: Period, kind: str, key: str) -> Weighing | None:
    for way in WAYS_TO_WEIGH[kind]:
        try:
            return weighs.weigh(house, reader, way, key, period)
        except NotFound:
            continue
    return None


def _level(house: House, key: str) -> int | None:
    """The step that the council claims for the latest consultation about it."""
    about = consultations.about(consultations.consultations(house), key)
    return next((one.claimed for one in about if one.claimed), None)


def _not_heard(house: House, reader: Reader, period: Period, kind: str, key: str, weighed: Weighing | None) -> str:
    """Who was not heard, as Who is missing and Weigh say it."""
    try:
        who = missing.who(house, reader, period, kind, key)
    except NotFound:
        return ""
    silent = weighed is not None and weighed.silent  # that hardly anybody was heard comes before any group
    lines = [] if silent else [one.said for one in who.blocks if _lacks(one)][:MOST_MISSING]
    lines = lines or [f"{who.title}.", *who.notes[:1]]
    lines += weighed.grade_reasons if weighed else ()
    return " ".join(dict.fromkeys(lines))


def _lacks(block: missing.Block) -> bool:
    """True where a group of this kind was not heard."""
    return any(is_missing(block.kind, group, block.found) for group in block.found.groups)


def wards(house: House, localities: tuple[str, ...]) -> int:
    """How many wards lie in these localities."""
    return len({row["ward_code"] for row in house.stores.rows("decisions/wards") if row["locality"] in localities})


def key_decision(pounds_at_stake: Decimal | None, ward_count: int) -> tuple[bool, str]:
    """Whether it is a key decision by the council's thresholds, and why, in a sentence."""
    rules = settings.settings().decision
    much = pounds_at_stake is not None and pounds_at_stake > rules.key_decision_pounds
    wide = ward_count >= rules.key_decision_wards
    money = "what it costs is not known" if pounds_at_stake is None else f"it costs {pounds(pounds_at_stake)}"
    where = f"people in {ward_count} ward{'' if ward_count == 1 else 's'} are affected"
    said = f"{money[0].upper()}{money[1:]}, and {where}"
    limits = f"more than {pounds(rules.key_decision_pounds)} or {rules.key_decision_wards} wards make one"
    return much or wide, f"{said}: {limits}."
