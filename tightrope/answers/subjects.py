"""What can be weighed: a contract, a provider, a service line, a place, or something that has ended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tightrope.answers.evidence import ENDED, Evidence
from tightrope.voices.heard import people_among

KINDS = {
    "contract": "Contract",
    "provider": "Provider",
    "line": "Service line",
    "place": "Place",
    "ended": "Ended",
}


@dataclass(frozen=True)
class Subject:
    """One thing to weigh: the contracts it is made of, and the group whose others are its peers."""

    kind: str
    key: str
    title: str
    members: tuple[str, ...]
    peers: str  # subjects with the same word here are held against each other


def subjects(found: Evidence, kind: str) -> dict[str, Subject]:
    """Every subject of a kind by key, in the order of a menu."""
    live = [found.contracts[one] for one in found.live]
    if kind == "contract":
        return {
            row["contract_id"]: Subject(
                kind, row["contract_id"], row["title"], (row["contract_id"],), row["service_id"]
            )
            for row in live
        }
    if kind == "ended":
        followed = {row["predecessor_id"] for row in found.contracts.values()}
        gone = [r for key, r in found.contracts.items() if r["status"] == ENDED and key not in followed]
        return {
            row["contract_id"]: Subject(kind, row["contract_id"], row["title"], (row["contract_id"],), kind)
            for row in gone
        }
    if kind == "place":
        return _grouped(live, kind, lambda row: [(one, one) for one in (row["localities"] or "").split(", ") if one])
    column = {"provider": ("provider_id", "provider_name"), "line": ("service_id", "service_name")}[kind]
    return _grouped(live, kind, lambda row: [(row[column[0]], row[column[1]])])


def named(found: Evidence, kinds: Mapping[str, str]) -> dict[str, str]:
    """What each subject of these kinds (kind: its word) is called, by kind:key, in the order of a menu."""
    return {
        f"{kind}:{key}": f"{word}: {one.title}"
        for kind, word in kinds.items()
        for key, one in subjects(found, kind).items()
    }


def accounts_of(found: Evidence, subject: Subject) -> list[dict[str, Any]]:
    """Accounts about a subject. A place has those told of it; a service line those without a contract as well."""
    if subject.kind == "place":
        return [account for account in found.accounts if account["locality"] == subject.key]
    if subject.kind == "line":
        return [account for account in found.accounts if account["service_id"] == subject.key]
    return [account for one in subject.members for account in found.by_contract.get(one, [])]


def people_of(accounts: Iterable[dict[str, Any]]) -> tuple[int, bool]:
    """How many people told these accounts, and whether that is an "at least" (voices.heard)."""
    return people_among(account["teller_id"] for account in accounts)


def held_of(found: Evidence, subject: Subject) -> dict[str, int]:
    """How many accounts about a subject's contracts safeguarding holds, and how many nobody has triaged."""
    rows = [found.held.get(one, {}) for one in subject.members]
    return {name: sum(row.get(name, 0) for row in rows) for name in ("held", "untriaged")}


def _grouped(rows: Sequence[dict[str, Any]], kind: str, keys_of: Any) -> dict[str, Subject]:
    members: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for key in keys_of(row):
            members.setdefault(key, []).append(row["contract_id"])
    ordered = sorted(members.items(), key=lambda item: item[0][1])
    return {key: Subject(kind, key, title, tuple(found), kind) for (key, title), found in ordered}
