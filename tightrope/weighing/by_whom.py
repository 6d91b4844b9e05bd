"""Who an account comes from: the person, somebody for them, an advocate, or somebody who saw it. Never one for another.

Somebody who tells of their own life is no proxy, and a proxy is no witness: each is counted apart, and nothing adds
them up (domain: teller_role, on_behalf_of and own_part of an account).
"""

from collections.abc import Iterable, Mapping
from typing import Any

SELF, PROXY, ADVOCATE, OBSERVED = "self", "proxy", "advocate", "observed"
WORDS = {
    SELF: "People who speak for themselves",
    PROXY: "Family, friends and unpaid carers who speak for somebody",
    ADVOCATE: "Advocates",
    OBSERVED: "Staff and others who tell what they saw",
}
SAW_IT = frozenset({"care_worker", "nurse", "social_worker", "provider", "observer"})
OWN_PART_WORDS = {  # what part the person themself had in an account that somebody else gave
    "told_it": "told it in their own words",
    "asked": "were asked",
    "shown_by_behaviour": "showed it by how they were",
    "could_not_be_asked": "could not be asked",
    "not_asked": "were not asked",
}


def by_whom(account: Mapping[str, Any]) -> str:
    """Which of the four an account is, by its teller_role and on_behalf_of.

    Unpaid carers who tell of their own support speak for themselves. Staff, and whoever tells of a group or of what
    they saw, are witnesses, whatever leave they had from anybody.
    """
    role, behalf = account["teller_role"], account["on_behalf_of"]
    if role == "person" or (role == "unpaid_carer" and behalf == "self"):
        return SELF
    if role == "advocate":
        return ADVOCATE
    if role in SAW_IT or behalf in ("group", "observed"):
        return OBSERVED
    return PROXY


def speaks_for_self(account: Mapping[str, Any]) -> bool:
    """True when somebody tells of the support they draw on: the person, or an unpaid carer of their own support."""
    return by_whom(account) == SELF


def own_parts(accounts: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Accounts by the part the person themself had in them, in the order of OWN_PART_WORDS; only those there are."""
    found = dict.fromkeys(OWN_PART_WORDS, 0)
    for account in accounts:
        if account["own_part"] in found:
            found[account["own_part"]] += 1
    return {part: number for part, number in found.items() if number}
