"""How every contract (provider, line, place) stands in a period: numbers, voices, do they agree, is it silent."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tightrope import settings
from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.period import Period
from tightrope.answers.subjects import Subject, accounts_of, held_of, subjects
from tightrope.records.house import House
from tightrope.weighing.by_whom import speaks_for_self
from tightrope.weighing.confidence import Confidence, Heard, confidence, coverage
from tightrope.weighing.disagreement import Standing, Verdict, judge
from tightrope.weighing.numbers_score import Asked, numbers_score
from tightrope.weighing.rates import Level, count_rates, mean_level, share_rates
from tightrope.weighing.silence import Listening, Silence, silences
from tightrope.weighing.thresholds import Thresholds
from tightrope.weighing.voice_score import Account, Votes, count_votes, voice_score

COVERING = "age_band"  # the group by which the share of people served who were heard is taken: everybody has one age
NAMED_GROUPS = ("age_band", "lacks_capacity", "housebound", "first_language")  # groups named when nobody was heard
UNNAMED_VALUES = ("no", "English")  # everybody else: not a group that goes unheard
FEWEST_SERVED = 8  # a group smaller than this is never named: it could be somebody


@dataclass(frozen=True)
class Standings:
    """Every live contract judged together, and the pieces each judgement came from."""

    asked: dict[str, list[Asked]]
    levels: dict[tuple[str, str], Level]
    votes: dict[str, Votes]
    standing: dict[str, Standing]
    verdict: dict[str, Verdict]
    silence: dict[str, Silence]
    confidence: dict[str, Confidence]


def thresholds() -> Thresholds:
    """The weighing's thresholds as the council has set them."""
    chosen, covered = settings.settings().weighing, settings.settings().coverage
    return Thresholds(
        numbers_good=chosen.numbers_good,
        numbers_bad=chosen.numbers_bad,
        numbers_coverage=covered.returns_months,
        bands=chosen.bands,
        voices_good=chosen.voices_good,
        voices_bad=chosen.voices_bad,
        strength_voice=chosen.strength_voice,
        fewest_tellers=chosen.fewest_tellers,
        sure_enough=chosen.sure_enough,
        false_share=chosen.false_share,
    )


def standings(house: House, audience: str, period: Period, kind: str = "contract") -> Standings:
    """The judgement of all subjects of a kind in a period, made once and shared."""
    return kept(
        house, ("standings", audience, period, kind), lambda: stand(evidence(house, audience, period), kind=kind)
    )


def stand(found: Evidence, rules: Thresholds | None = None, kind: str = "contract") -> Standings:
    """Judge every subject of a kind together; each is held against the others of its peer group."""
    rules = rules or thresholds()
    every = subjects(found, kind)
    levels = measure_levels(found, rules)
    accounts = {key: accounts_of(found, one) for key, one in every.items()}
    asked = {key: asked_of(found, levels, one.members) for key, one in every.items()}
    votes = {key: count_votes(map(account_vote, accounts[key]), rules) for key in every}
    standing = {}
    for key, one in every.items():
        others = [votes[other] for other, it in every.items() if other != key and it.peers == one.peers]
        standing[key] = Standing(
            contract_id=key,
            numbers=numbers_score(key, asked[key], rules),
            voices=voice_score(votes[key], others, rules),
            voices_coverage=heard_coverage(found, one, accounts[key]),
            held=held_of(found, one)["held"],
        )
    listening = [_listening(found, one, accounts[key]) for key, one in every.items()]
    silent = {one.contract_id: one for one in silences(listening, rules)}
    return Standings(
        asked=asked,
        levels=levels,
        votes=votes,
        standing=standing,
        verdict={one.contract_id: one for one in judge(list(standing.values()), rules)},
        silence=silent,
        confidence={
            key: confidence_of(found, one, accounts[key], rules, kind == "contract" and silent[key].named)
            for key, one in every.items()
        },
    )


def measure_levels(found: Evidence, rules: Thresholds) -> dict[tuple[str, str], Level]:
    """The level behind each contract's returns, with the rest of its service line as peers."""
    levels: dict[tuple[str, str], Level] = {}
    shares, rates = [], []
    for contract_id, rows in found.returns.items():
        for row in rows:
            if not row["months"]:
                continue
            if row["kind"] == "share" and row["denominator"]:
                shares.append((contract_id, row))
            elif row["kind"] == "rate" and row["denominator"]:
                rates.append((contract_id, row))
            elif row["values"]:
                levels[contract_id, row["measure_id"]] = mean_level(row["values"], rules)
    for chosen, make in ((shares, share_rates), (rates, count_rates)):
        group = [(_line(found, contract_id), row["measure_id"]) for contract_id, row in chosen]
        exposure = [row["denominator"] / found.measures[row["measure_id"]].per for _, row in chosen]
        made = make([row["numerator"] for _, row in chosen], exposure, group, rules) if chosen else []
        for (contract_id, row), level in zip(chosen, made, strict=True):
            levels[contract_id, row["measure_id"]] = level
    return levels


def asked_of(found: Evidence, levels: dict[tuple[str, str], Level], members: Sequence[str]) -> list[Asked]:
    """What the contracts ask for and what came back; measures without target or direction are context only."""
    made = []
    for contract_id in members:
        for row in found.returns.get(contract_id, []):
            if row["target"] is None or row["floor"] is None or row["direction"] == "context_only":
                continue
            made.append(
                Asked(
                    measure_id=row["measure_id"],
                    level=levels.get((contract_id, row["measure_id"])),
                    floor=row["floor"],
                    target=row["target"],
                    direction=row["direction"],
                    in_contract=row["in_contract"],
                    months=min(1.0, row["months"] / _months_due(found, contract_id)),
                )
            )
    return made


def account_vote(row: dict[str, Any]) -> Account:
    """What an account says of the experience, as the voice score takes it. Hand-given tone is confirmed tone."""
    return Account(teller_id=row["teller_id"], own_rating=row["own_rating"], valence=row["valence"])


def heard_coverage(found: Evidence, subject: Subject, accounts: Sequence[dict[str, Any]]) -> float | None:
    """Share of the people served whose age band was heard; None where it is not known who is served."""
    served = _served(found, subject.members, COVERING)
    heard = _heard(found, accounts, COVERING)
    return coverage((people, heard[value]) for value, people in served.items())


def confidence_of(
    found: Evidence, subject: Subject, accounts: Sequence[dict[str, Any]], rules: Thresholds, silent: bool
) -> Confidence:
    """How far those heard can speak for those served, as a grade with reasons."""
    return confidence(graded(found, subject, accounts, silent), rules)


def graded(found: Evidence, subject: Subject, accounts: Sequence[dict[str, Any]], silent: bool) -> Heard:
    """What the grade looks at: accounts by teller and channel, people heard of each group that is named, silence."""
    tellers = Counter(account["teller_id"] or account["story_id"] for account in accounts)
    groups = {group_words(kind, value): heard for kind, value, _, heard in named_groups(found, subject, accounts)}
    return Heard(tellers, Counter(account["channel"] for account in accounts), groups, silent=silent)


def named_groups(
    found: Evidence, subject: Subject, accounts: Sequence[dict[str, Any]]
) -> list[tuple[str, str, int, int]]:
    """(kind, value, people served, people heard) of each group that is named where nobody of it was heard."""
    made = []
    for kind in NAMED_GROUPS:
        heard = _heard(found, accounts, kind)
        for value, people in _served(found, subject.members, kind).items():
            if people >= FEWEST_SERVED and value not in UNNAMED_VALUES:
                made.append((kind, value, people, heard[value]))
    return made


def group_words(kind: str, value: str) -> str:
    """A group as it is said on screen."""
    if kind == "age_band":
        return f"people aged {value.replace('-', ' to ')}" if "+" not in value else f"people aged {value[:-1]} and over"
    return {
        ("lacks_capacity", "yes"): "people who lack capacity",
        ("housebound", "yes"): "people who cannot leave home",
        ("unpaid_carer", "yes"): "people with an unpaid carer",
        ("first_language", "English"): "people whose first language is English",
        ("first_language", "other"): "people whose first language is not English",
    }.get((kind, value), f"{kind.replace('_', ' ')}: {value.replace('_', ' ')}")


def _served(found: Evidence, members: Sequence[str], kind: str) -> Counter:
    total: Counter = Counter()
    for one in members:
        total.update(found.served.get(one, {}).get(kind, {}))
    return total


def _heard(found: Evidence, accounts: Sequence[dict[str, Any]], kind: str) -> Counter:
    """People heard in each group of a kind, each teller once."""
    who = defaultdict(set)
    for account in accounts:
        for group_kind, value in found.groups_of.get(account["story_id"], []):
            if group_kind == kind:
                who[value].add(account["teller_id"] or account["story_id"])
    return Counter({value: len(tellers) for value, tellers in who.items()})


def _listening(found: Evidence, subject: Subject, accounts: Sequence[dict[str, Any]]) -> Listening:
    """People served, and those of them who told us something themselves."""
    people = sum(sum(found.served.get(one, {}).get("all", {}).values()) for one in subject.members)
    heard = {a["teller_id"] or a["story_id"] for a in accounts if speaks_for_self(a)}
    return Listening(subject.key, subject.peers, people, min(len(heard), people))


def _line(found: Evidence, contract_id: str) -> str:
    return found.contracts[contract_id]["service_id"]


def _months_due(found: Evidence, contract_id: str) -> int:
    """Months of the period in which the contract ran: it owes a return for no other."""
    starts = found.contracts[contract_id]["starts_on"]
    since = max(found.period.first, starts.replace(day=1))
    if since > found.period.last:
        return 1
    return Period(since, found.period.last).months
