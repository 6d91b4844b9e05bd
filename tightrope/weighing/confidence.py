"""How far what was heard can be trusted to speak for those who draw on the service: a grade and its reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tightrope.errors import Refusal
from tightrope.weighing.thresholds import DEFAULTS, Thresholds

GRADES = "ABCD"
SILENT = "Far fewer people told us themselves than elsewhere in the service line."


@dataclass(frozen=True)
class Heard:
    """What the grade looks at, for one contract and period.

    `accounts_by_teller` and `accounts_by_channel` count accounts; `groups` maps each group of people who draw on
    the service to the people of it who were heard; `old` and `unconfirmed` count tellers (latest account older
    than the months in the thresholds; coded by the machine alone). `silent`: far fewer people told us themselves
    than elsewhere in the line, as weighing.silence names it.
    """

    accounts_by_teller: Mapping[str, int]
    accounts_by_channel: Mapping[str, int]
    groups: Mapping[str, int]
    old: int = 0
    unconfirmed: int = 0
    silent: bool = False


@dataclass(frozen=True)
class Confidence:
    """`grade` A to D; `reasons` in plain words, empty only for an A."""

    grade: str
    reasons: tuple[str, ...]


def confidence(heard: Heard, thresholds: Thresholds = DEFAULTS) -> Confidence:
    """From A, one grade lower for each weakness; two for very few people or for most groups missing; D for nobody.

    No weight repairs a group with nobody in it, so a group that is missing lowers the grade whatever else was heard.
    """
    tellers = len(heard.accounts_by_teller)
    if not 0 <= heard.old <= tellers or not 0 <= heard.unconfirmed <= tellers:
        raise Refusal("Tellers with old or unconfirmed accounts cannot be more than the tellers.")
    if tellers == 0:
        missing = (_missing([name for name, people in heard.groups.items() if people == 0]),) if heard.groups else ()
        return Confidence("D", ("Nobody we can count was heard.", *missing, *([SILENT] if heard.silent else [])))
    found = [
        _few(tellers, thresholds),
        _groups(heard.groups),
        _channel(heard.accounts_by_channel, thresholds),
        _loud(heard.accounts_by_teller, thresholds),
        _old(heard.old, tellers, thresholds),
        _unconfirmed(heard.unconfirmed, tellers, thresholds),
        (1, SILENT) if heard.silent else (0, ""),
    ]
    steps = sum(step for step, _ in found)
    return Confidence(GRADES[min(steps, 3)], tuple(words for step, words in found if step))


def coverage(groups: Iterable[tuple[int, int]]) -> float | None:
    """Share of the people served who belong to a group with somebody heard, from (people served, people heard).

    The groups must not overlap (age bands, say). None where nobody is known to be served.
    """
    pairs = list(groups)
    served = sum(people for people, _ in pairs)
    return sum(people for people, heard in pairs if heard) / served if served else None


def _few(tellers: int, thresholds: Thresholds) -> tuple[int, str]:
    people = "Only one person was heard." if tellers == 1 else f"Only {tellers} people were heard."
    if tellers < thresholds.fewest_tellers:
        return 2, people
    return (1, people) if tellers < thresholds.tellers_enough else (0, "")


def _groups(groups: Mapping[str, int]) -> tuple[int, str]:
    missing = [name for name, people in groups.items() if people == 0]
    if not missing:
        return 0, ""
    return (2 if 2 * len(missing) > len(groups) else 1), _missing(missing)


def _missing(names: list[str]) -> str:
    return f"Not heard: {'; '.join(names)}." if names else "No group was heard."


def _channel(channels: Mapping[str, int], thresholds: Thresholds) -> tuple[int, str]:
    total = sum(channels.values())
    if not total:
        return 0, ""
    name = max(sorted(channels), key=lambda one: channels[one])
    if channels[name] < thresholds.one_channel * total:
        return 0, ""
    if channels[name] == total:
        return 1, f"Everything came one way: {name.replace('_', ' ')}."
    return 1, f"{channels[name]} of {total} accounts came one way: {name.replace('_', ' ')}."


def _loud(accounts: Mapping[str, int], thresholds: Thresholds) -> tuple[int, str]:
    """Two people who told one account each are not loud, however few others spoke."""
    total, two = sum(accounts.values()), sum(sorted(accounts.values())[-2:])
    if len(accounts) < 3 or two <= 2 or two <= thresholds.two_loud * total:
        return 0, ""
    return 1, f"Two people told {two} of the {total} accounts."


def _old(old: int, tellers: int, thresholds: Thresholds) -> tuple[int, str]:
    if old <= thresholds.old_share * tellers:
        return 0, ""
    return 1, f"{old} of {tellers} people last told us more than {thresholds.old_months} months ago."


def _unconfirmed(unconfirmed: int, tellers: int, thresholds: Thresholds) -> tuple[int, str]:
    if unconfirmed <= thresholds.unconfirmed * tellers:
        return 0, ""
    return 1, f"What {unconfirmed} of {tellers} people told has been sorted by machine and not yet read by a person."
