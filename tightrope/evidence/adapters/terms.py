"""What published words and dates say of a contract's terms: how it is bought, under which rules, where it stands."""

import re
from dataclasses import dataclass
from datetime import date

PCR2015_FROM = date(2015, 2, 26)  # Public Contracts Regulations 2015 in force
PSR_FROM = date(2024, 1, 1)  # Health Care Services (Provider Selection Regime) Regulations 2023 in force
PA23_FROM = date(2025, 2, 24)  # Procurement Act 2023 in force
SOCIAL = "853"  # CPV group: social work and related services; the other groups of division 85 are health
LAWS = (  # words of a legal basis as published
    ("psr", r"2023/1348|provider selection regime"),
    ("pcr2015", r"32014L0024|2015/102\b|public contracts regulations 2015"),
    ("pa23", r"2023/54\b|ukpga-2023-54|procurement act 2023"),
)
KINDS = (  # words of a title or procedure, the narrower first
    ("isf", r"\bindividual service funds?\b|\bISFs?\b"),
    ("grant", r"\bgrants?\b"),
    ("framework", r"\bframework|\bdynamic (purchasing|market)|\bDPS\b|\bcall-?offs?\b|\bapproved list\b"),
    ("lead_provider", r"\blead provider"),
    ("cost_and_volume", r"\bcost (and|&) volume\b"),
    ("spot", r"\bspot\b"),
    ("block", r"\bblock\b"),
)


@dataclass(frozen=True)
class Bought:
    """How care is bought, and whether the file says so."""

    kind: str
    stated: bool


def kind(words: str, several: bool) -> Bought:
    """How a contract is bought, by the words published of it.

    Where they do not say: `framework` with several suppliers, as none of them can be promised a volume; else
    `cost_and_volume`, which stands between a block, paid whether used or not, and spot. Neither is known.
    """
    found = next((one for one, pattern in KINDS if re.search(pattern, words, re.IGNORECASE)), "")
    return Bought(found or ("framework" if several else "cost_and_volume"), bool(found))


def regime(law: str, code: str, awarded_on: date | None) -> str:
    """The rules a contract was let under, empty where neither its legal basis nor its dates tell.

    `law` is the legal basis as published, `code` the main CPV code. By dates alone: an award made while the
    Regulations of 2015 stood alone (until the end of 2023), or for social care until the Procurement Act began. An
    award after that may still be one of a procedure begun before it. Care is a light touch service of the Act.
    """
    found = next((one for one, pattern in LAWS if re.search(pattern, law, re.IGNORECASE)), "")
    if found or law:
        return "pa23_light_touch" if found == "pa23" and code.startswith("85") else found
    if awarded_on is None or not PCR2015_FROM <= awarded_on < PA23_FROM:
        return ""
    return "pcr2015" if awarded_on < PSR_FROM or code.startswith(SOCIAL) else ""


def status(starts_on: date, ends_on: date, today: date, *, closed: bool = False) -> str:
    """ended, planned or live by the dates; `closed` says that it was terminated."""
    if closed or ends_on < today:
        return "ended"
    return "planned" if starts_on > today else "live"


def per_year(amount: float, starts_on: date, ends_on: date) -> float:
    """Pounds a year: the amount for the whole term over its years, first and last day included."""
    return round(amount * 365.25 / ((ends_on - starts_on).days + 1), 2)
