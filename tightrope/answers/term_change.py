"""A contract's term held against the one before it, and the chain back: renewed unchanged, though it was poor?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tightrope import settings
from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.period import Period
from tightrope.answers.renewals import usual
from tightrope.answers.say import CLAUSE_WORDS, day, times
from tightrope.answers.standing import Standings, standings, thresholds
from tightrope.errors import NotFound
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.renewals.terms import Asked, Change, Moved, Signed, chain, change, times_unchanged
from tightrope.weighing.disagreement import BOTH_BAD, NUMBERS_GOOD
from tightrope.weighing.words import percent

FIRST_TERM = "The register names no term before this one."
NO_UPLIFT = "No published uplift for these years is loaded to hold it against."


@dataclass(frozen=True)
class TermChange:
    """Every renewal of one contract, the latest first. `lines` say each in plain sentences, in the same order.

    `poor` says in words why it is poor, empty where it is not known to be. `renewed_unchanged_poor`: the latest
    renewal was the same contract again and what runs now is poor.
    """

    contract_id: str
    changes: tuple[Change, ...]
    lines: tuple[tuple[str, ...], ...]
    times_unchanged: int
    poor: str
    renewed_unchanged_poor: bool
    words: str


def term_change(house: House, reader: Reader, contract_id: str, period: Period | None = None) -> TermChange:
    """One contract against its earlier terms, with what was taken out and put in. Raises NotFound.

    A contract that has ended is held against its earlier terms too; whether it is poor is asked of live ones only.
    """
    span = period or usual(house)
    found, terms = evidence(house, reader.audience, span), signed(house, reader, span)
    if contract_id not in terms:
        raise NotFound(f"There is no contract {contract_id}.")
    return _term_change(contract_id, terms, found, standings(house, reader.audience, span))


def term_changes(house: House, reader: Reader, period: Period | None = None) -> dict[str, TermChange]:
    """Every live contract, by id; without the texts, which term_change() gives for one."""
    span = period or usual(house)
    return kept(house, ("term_changes", reader.audience, span), lambda: _term_changes(house, reader, span))


def signed(house: House, reader: Reader, period: Period) -> dict[str, Signed]:
    """Every term of the live contracts and those before them, as signed, by id."""
    return kept(house, ("signed", reader.audience, period), lambda: _signed(house, reader, period))


def poor(judged: Standings, contract_id: str) -> str:
    """Why a contract is poor, in words; empty where we are not sure enough of it."""
    standing, verdict = judged.standing.get(contract_id), judged.verdict.get(contract_id)
    if standing is None or verdict is None:
        return ""
    why = []
    if standing.numbers.bad >= thresholds().sure_enough:
        why.append(f"its numbers are poor by the contract ({percent(standing.numbers.score)} of what is asked)")
    if verdict.kind in (BOTH_BAD, NUMBERS_GOOD):
        votes = standing.voices.votes
        why.append(f"{votes.good} of {votes.voted} people we heard from told of a good experience")
    return " and ".join(why)


def _term_changes(house: House, reader: Reader, period: Period) -> dict[str, TermChange]:
    found, terms = evidence(house, reader.audience, period), signed(house, reader, period)
    judged = standings(house, reader.audience, period)
    return {key: _without_texts(_term_change(key, terms, found, judged)) for key in found.live}


def _without_texts(one: TermChange) -> TermChange:
    return replace(one, changes=tuple(replace(each, text=replace(each.text, parts=())) for each in one.changes))


def _term_change(key: str, terms: dict[str, Signed], found: Evidence, judged: Standings) -> TermChange:
    row = chain(key, terms)
    alike = settings.settings().renewal.unchanged_likeness
    changes = tuple(change(before, after, alike) for after, before in zip(row, row[1:], strict=False))
    number = times_unchanged(changes)
    why = poor(judged, key) if key in found.live else ""
    flagged = number > 0 and bool(why)
    return TermChange(
        contract_id=key,
        changes=changes,
        lines=tuple(tuple(sentences(one)) for one in changes),
        times_unchanged=number,
        poor=why,
        renewed_unchanged_poor=flagged,
        words=_words(changes, number, why, flagged),
    )


def _words(changes: Sequence[Change], number: int, why: str, flagged: bool) -> str:
    if not changes:
        return FIRST_TERM
    latest = changes[0]
    year = latest.after.starts_on.year
    if flagged:
        return f"Renewed as the same contract again {times(number)}, last in {year}, and {why}."
    if number:
        return f"Renewed as the same contract again {times(number)}, last in {year}."
    if latest.materially_same is None:
        return f"Renewed in {year}; whether as the same contract again cannot be said from what is on file."
    return f"Renewed in {year} with changes."


def sentences(one: Change) -> list[str]:
    """What one renewal kept and changed, a sentence each."""
    before, after = one.before, one.after
    both = f"{before.contract_id} ({before.starts_on.year} to {before.ends_on.year})"
    made = [f"{after.contract_id} from {day(after.starts_on)}, held against {both}."]
    if one.text.likeness is None:
        made.append(one.text.why)
    else:
        gone, come = f"{one.text.words_removed:,} words went", f"{one.text.words_added:,} came"
        made.append(f"Specification: {_share_words(one.text.likeness)} alike; {gone}, {come}.")
    made += [_price(one), _volume(one), *_asked(one), *_clauses(one)]
    made.append(f"Bidders: {_pair(before.bidders, after.bidders)}.")
    made.append(f"Price weight: {_pair(_percent(before.price_weight), _percent(after.price_weight))}.")
    panel = (_yes(before.lived_experience), _yes(after.lived_experience))
    made.append(f"Somebody who draws on care on the panel: {_pair(*panel)}.")
    made.append(f"Signed by: {_pair(before.signed_by, after.signed_by)}.")
    return made


def _price(one: Change) -> str:
    before, after = one.before, one.after
    if before.unit_price is None or after.unit_price is None:
        return "Price: not given for both terms."
    prices = f"£{before.unit_price:,.2f}, then £{after.unit_price:,.2f}"
    if not before.unit_price:
        return f"Price: {prices}; there is no share of nothing."
    if one.price is None:
        return f"Price: {prices}; not known to be of the same kind, so they are not compared."
    return f"Price of one {after.unit}: {prices} ({_moved(one.price)}). {NO_UPLIFT}"


def _volume(one: Change) -> str:
    before, after = one.before, one.after
    if before.unit != after.unit or before.units_per_year is None or after.units_per_year is None:
        return "Volume: not given for both terms in the same unit."
    amounts = f"Volume: {before.units_per_year:,.0f}, then {after.units_per_year:,.0f} {after.unit}s a year"
    return f"{amounts}." if one.volume is None else f"{amounts} ({_moved(one.volume)})."


def _asked(one: Change) -> list[str]:
    if one.same_asked is None:
        return ["Measures: those of both terms are not on file (contract_measure.csv brings them)."]
    if one.same_asked:
        return [f"Measures and targets: the same {len(one.after.measures)}."]
    made = []
    if one.measures_added:
        made.append(f"Measures that came: {', '.join(one.measures_added).lower()}.")
    if one.measures_removed:
        made.append(f"Measures that went: {', '.join(one.measures_removed).lower()}.")
    if one.targets:
        made.append("Targets that changed: " + "; ".join(_target(each) for each in one.targets) + ".")
    return made


def _clauses(one: Change) -> list[str]:
    if one.same_clauses is None:
        return ["Clauses that people feel: those of both terms are not on file (contract_term.csv brings them)."]
    if one.same_clauses:
        return ["Clauses that people feel: the same."]
    changed = "; ".join(f"{_clause(each.name)} {_pair(each.before, each.after)}" for each in one.clauses)
    return [f"Clauses that people feel: {changed}."]


def _clause(key: str) -> str:
    return CLAUSE_WORDS.get(key, key.replace("_", " ")).lower()


def _target(each: Moved) -> str:
    return f"{each.name.lower()} {_pair(_amount(each.before, each.unit), _amount(each.after, each.unit))}"


def _amount(value: Any, unit: str) -> str | None:
    if value is None:
        return None
    return percent(value) if unit == "%" else f"{value:g} {unit}"


def _pair(before: Any, after: Any) -> str:
    """one value where both are the same, else "a, then b"."""
    first, second = ("not given" if one is None else str(one) for one in (before, after))
    return f"{first} both times" if first == second else f"{first}, then {second}"


def _moved(share: float) -> str:
    if abs(share) < 0.0005:
        return "the same"
    return f"{abs(share) * 100:.1f}% {'more' if share > 0 else 'less'}"


def _share_words(likeness: float) -> str:
    """Never 100% for texts that differ."""
    return "100%" if likeness == 1 else f"{min(likeness * 100, 99.9):.1f}%"


def _percent(share: float | None) -> str | None:
    return None if share is None else percent(share)


def _yes(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"


def _signed(house: House, reader: Reader, period: Period) -> dict[str, Signed]:
    found, rows = evidence(house, reader.audience, period), house.stores.rows
    let = {row["contract_id"]: row for row in rows("renewals/terms")}
    keys = list(found.contracts)
    texts = {row["contract_id"]: row["specification"] for row in rows("renewals/specifications", contract_ids=keys)}
    measures: dict[str, dict[str, Asked]] = {}
    for row in rows("renewals/asked"):
        asked = Asked(row["measure_name"], row["unit"], row["target"])
        measures.setdefault(row["contract_id"], {})[row["measure_id"]] = asked
    clauses: dict[str, dict[str, str]] = {}
    for row in rows("weigh/terms", contract_ids=keys):
        clauses.setdefault(row["contract_id"], {})[row["clause"]] = row["value"]
    return {
        key: Signed(
            contract_id=key,
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            signed_by=row["signed_by"],
            unit=row["unit"],
            price_basis=row["price_basis"],
            unit_price=_float(row["unit_price"]),
            units_per_year=_float(row["units_per_year"]),
            bidders=let[key]["bidders"],
            price_weight=_float(let[key]["price_weight"]),
            lived_experience=let[key]["lived_experience_on_panel"],
            measures=measures.get(key, {}),
            clauses=clauses.get(key, {}),
            specification=texts.get(key),
            predecessor_id=row["predecessor_id"],
        )
        for key, row in found.contracts.items()
    }


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
