"""What a red flag is, what it is judged from and where its limits come from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from tightrope.renewals.terms import Change

RAISED, CLEAR, CANNOT_SAY = "raised", "clear", "cannot_say"
FLAG, NOTE = "flag", "note"


@dataclass(frozen=True)
class Limits:
    """Thresholds as the council has set them (shares as 0.05)."""

    unchanged_likeness: float
    sure_enough: float
    awards_unopposed: int
    price_weight: float
    hand_back_hours: float
    manual_logs: float
    invoice_gap: float
    rating_years: int
    manager_months: int
    serious_months: int
    answer_days: int


@dataclass(frozen=True)
class Flag:
    """One rule applied to one contract.

    `status` is raised, clear or cannot_say (`brings` then names the file). `level` flag wants an answer before a
    renewal, note is context. `opens`: page and query values under which the evidence opens.
    """

    flag_id: str
    name: str
    level: str
    status: str
    rule: str
    evidence: str
    opens: tuple[str, Mapping[str, str]]
    clears: str
    brings: str = ""


@dataclass(frozen=True)
class Kind:
    """A rule in words. `rule` may name limits in braces; `page` and `part` say where its evidence opens."""

    flag_id: str
    name: str
    rule: str
    clears: str
    page: str = "renewals"
    part: str = ""
    level: str = FLAG

    def found(self, contract_id: str, limits: Limits, status: str, evidence: str, brings: str = "") -> Flag:
        """The flag of one contract."""
        values = {"of": contract_id}
        if self.page == "weigh":
            values["kind"] = "contract"
        if self.part:
            values["part"] = self.part
        rule = self.rule.format(**asdict(limits))
        return Flag(
            self.flag_id, self.name, self.level, status, rule, evidence, (self.page, values), self.clears, brings
        )


@dataclass(frozen=True)
class HandBacks:
    """Packages that came back in twelve months; `hours` a week."""

    number: int
    people: int
    hours: float


@dataclass(frozen=True)
class Complaints:
    """Complaints of twelve months and people over the same time: now, 3, 6, 9 and 12 months ago.

    A place is None where that month has no return.
    """

    counts: tuple[tuple[float, float] | None, ...]


@dataclass(frozen=True)
class Told:
    """People with a vote, and those of them who told of a bad or mixed experience, in two halves of a year."""

    before: int
    bad_before: int
    after: int
    bad_after: int


@dataclass(frozen=True)
class Replies:
    """Accounts that asked for a reply, those of them that waited too long, and since when the longest waits."""

    asked: int
    late: int
    oldest_on: date | None


@dataclass(frozen=True)
class Serious:
    """Accounts of harm or serious risk that may be counted, and the people who told them."""

    accounts: int
    people: int
    at_least: bool
    since: date


@dataclass(frozen=True)
class Visits:
    """Home-care visits of twelve months by call monitoring."""

    planned: int
    delivered: int
    manual: int
    short_personal_care: int
    minutes_bought: float
    minutes_delivered: float


@dataclass(frozen=True)
class Continuity:
    """Month by month, the share of visits from the three best-known workers that one person in ten did not reach.

    `people`: how many people a month it rests on, in the middle month.
    """

    before: tuple[float, ...]
    after: tuple[float, ...]
    people: float


@dataclass(frozen=True)
class Line:
    """A published price of an hour."""

    amount: float
    year: str
    source: str
    price_basis: str


@dataclass(frozen=True)
class Place:
    """A registered place. `manager_since_on` counts only where `is_home`."""

    name: str
    rating: str | None
    rated_on: date | None
    manager_since_on: date | None
    is_home: bool


@dataclass(frozen=True)
class Paid:
    """Units of the months, of twelve, that say both. Where nights were not used, `not_used` pounds and `unused` nights.

    A month that used more than was paid for does not make up for another: `unused` may be more than the difference.
    """

    units_paid: float
    units_delivered: float
    not_used: float | None = None
    unused: float | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of one contract. None where nothing is loaded for it; `loaded` names the tables with rows."""

    contract_id: str
    service_id: str
    unit: str
    today: date
    loaded: frozenset[str]
    chains_known: bool
    latest: Change | None
    times_unchanged: int
    poor: str
    bidders: int | None
    unopposed: int
    unopposed_may_be_longer: bool
    price_weight: float | None
    lived_experience: bool | None
    ends_on: date
    holding_over: bool
    last_paid: date | None
    hand_backs: HandBacks
    hours_a_week: float | None
    complaints: Complaints | None
    told: Told
    replies: Replies | None
    serious: Serious
    held: int
    visits: Visits | None
    continuity: Continuity | None
    unit_price: float | None
    price_basis: str | None
    staff_line: Line | None
    trade_line: Line | None
    places: tuple[Place, ...]
    managers_known: bool
    paid: Paid | None
