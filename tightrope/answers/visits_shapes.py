"""What the visits of one contract come to, as plain values. Unless it says so, a count is of visits by one worker."""

from dataclasses import dataclass
from typing import Any

from tightrope.answers.period import Period
from tightrope.setting_sections import Visits as Rules


@dataclass(frozen=True)
class Totals:
    """Visits of the period. `logged` electronically; `manual` by hand afterwards, a bucket of its own.

    `planned` leaves out what the person cancelled. `timed` have a length, `on_time` and `late` count among `logged`.
    """

    planned: int
    delivered: int
    missed: int
    logged: int
    manual: int
    on_time: int
    late: int
    timed: int


@dataclass(frozen=True)
class Stayed:
    """Visits that lasted so long, of those for which a length was bought; `short` where that is less than bought."""

    words: str
    visits: int
    short: bool


@dataclass(frozen=True)
class Bought:
    """Timed visits for which so many minutes were bought, by how long they lasted."""

    words: str
    timed: int
    stayed: tuple[Stayed, ...]


@dataclass(frozen=True)
class Usual:
    """The length bought for most timed visits, and where the middle of those visits lies, in whole minutes.

    `at_most` visits lasted no longer than `half`; `reached` lasted `upper` or longer. Each is half of them or more.
    """

    bought: int
    timed: int
    half: int
    at_most: int
    upper: int
    reached: int


@dataclass(frozen=True)
class Hour:
    """Visits planned to start in one hour of the day."""

    hour: int
    planned: int
    delivered: int
    missed: int
    logged: int
    on_time: int
    late: int
    manual: int


@dataclass(frozen=True)
class Person:
    """One person by pseudonym. Shares are None where there are too few visits or logs to say anything."""

    person_id: str
    visits: int
    logged: int
    on_time: int
    on_time_share: float | None
    workers: int
    workers_28_days: int
    top_three_share: float | None
    usual_share: float | None
    continuity: float | None


@dataclass(frozen=True)
class Worker:
    """One worker by pseudonym. Of `pairs` of visits in a row, `overlapping` ones overlap.

    `placed` are the others for which both homes are known, `clipped` those of them that left too little time.
    """

    worker_id: str
    visits: int
    people: int
    logged: int
    manual: int
    manual_share: float
    pairs: int
    overlapping: int
    placed: int
    clipped: int


@dataclass(frozen=True)
class Spread:
    """The middle person and the worst tenth, of so many people with enough visits; None where there is nobody."""

    people: int
    middle: float | None
    worst: float | None


@dataclass(frozen=True)
class Visits:
    """Everything the page shows. `detail` is the part of the period that people, workers and pairs are of.

    People and workers are empty tuples for a role that may not see them one by one; their numbers stand beside.
    """

    contract_id: str
    period: Period
    detail: Period
    rules: Rules
    on_record: Period | None
    totals: Totals
    usual: Usual | None
    lengths: tuple[Bought, ...]
    hours: tuple[Hour, ...]
    zones: tuple[dict[str, Any], ...]
    months: tuple[dict[str, Any], ...]
    double_planned: int
    double_failed: int
    people: tuple[Person, ...]
    workers: tuple[Worker, ...]
    people_seen: int
    workers_came: int
    lately: Spread
    continuity: Spread
    punctual: Spread
    pairs: int
    overlapping: int
    placed: int
    clipped: int
    one_by_one: bool
