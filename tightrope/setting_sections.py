"""The sections of the settings and the kind of each value; data/settings.toml says why each is what it is."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Council:
    name: str
    fictional: bool
    decides: str
    financial_year: str
    ledger_gross: int
    ledger_net: int
    today: date | None = None
    code: str | None = None


@dataclass(frozen=True)
class Visits:
    on_time_minutes: int
    long_enough_share: float
    short_minutes: int
    continuity_visits: int
    late_minutes: int
    double_up_overlap: float
    travel_kmh: float
    change_over_minutes: int


@dataclass(frozen=True)
class Weighing:
    numbers_good: float
    numbers_bad: float
    voices_good: float
    voices_bad: float
    sure_enough: float
    false_share: float
    fewest_tellers: int
    strength_voice: float
    bands: tuple[float, ...]


@dataclass(frozen=True)
class Disclosure:
    fewest_people: int
    round_to: int


@dataclass(frozen=True)
class LeadMonths:
    extend: int
    vary: int
    renegotiate: int
    retender: int
    split_lots: int
    direct_payment: int
    insource: int
    decommission: int


@dataclass(frozen=True)
class Renewal:
    unchanged_likeness: float
    paper_days: int
    forward_plan_days: int


@dataclass(frozen=True)
class Flags:
    awards_unopposed: int
    price_weight: float
    hand_back_hours: float
    manual_logs: float
    invoice_gap: float
    rating_years: int
    manager_months: int
    serious_months: int


@dataclass(frozen=True)
class Supply:
    hours_a_post: float
    short_share: float


@dataclass(frozen=True)
class Change:
    baseline_months: int
    run_months: int
    trend_months: int
    fewest_accounts: int
    false_share: float


@dataclass(frozen=True)
class Decision:
    key_decision_pounds: int
    key_decision_wards: int
    delegation: str
    committee_delegation: str
    review_months: int
    ask_again_days: int
    answer_again_days: int


@dataclass(frozen=True)
class Replies:
    acknowledge_days: int
    answer_days: int
    change_days: int
    alike: float
    provider_days: int


@dataclass(frozen=True)
class Outreach:
    home_visit: float
    phone: float
    advocate: float
    market_stall: float
    faith_group: float


@dataclass(frozen=True)
class Triage:
    look_days: int
    deputy: str


@dataclass(frozen=True)
class Telling:
    phone: str
    safeguarding_phone: str
    freepost: str
    most_in_hour: int
    longest: int
    look_ups_in_hour: int
    media_megabytes: int
    media_each: int
    media_in_hour: int


@dataclass(frozen=True)
class Room:
    open_hours: int
    joins_in_hour: int


@dataclass(frozen=True)
class WhatIf:
    draws: int
    seed: int
    optimism: float
    sure_in_100: int
    near_best: float


@dataclass(frozen=True)
class CodingRules:
    second_share: float


@dataclass(frozen=True)
class Coverage:
    returns_months: float
    visits_logged: float


@dataclass(frozen=True)
class Accounts:
    password_length: int
    tries: int
    lock_minutes: int
    session_hours: int
    idle_minutes: int


@dataclass(frozen=True)
class Store:
    keep_warehouses: int


@dataclass(frozen=True)
class Share:
    days: int
    most_days: int
    passcode_tries: int
    lock_minutes: int
    tries_in_hour: int
    opening_minutes: int
    clearing_days: int


@dataclass(frozen=True)
class Exempt:
    unit_price: str
    unit_delivered: str
    fee_build_up: str


@dataclass(frozen=True)
class Settings:
    """One attribute a section of the file."""

    council: Council
    visits: Visits
    weighing: Weighing
    disclosure: Disclosure
    lead_months: LeadMonths
    renewal: Renewal
    flags: Flags
    supply: Supply
    change: Change
    decision: Decision
    replies: Replies
    outreach: Outreach
    triage: Triage
    telling: Telling
    room: Room
    what_if: WhatIf
    coding: CodingRules
    coverage: Coverage
    accounts: Accounts
    store: Store
    share: Share
    pack: Exempt
