"""Who decides, narrowed by a search or by service, provider and contract; and as plain rows for a file."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tightrope.answers.deciders import Deciders, Held


def narrowed(found: Deciders, words: str, service: str, provider: str, contract: str) -> Deciders:
    """Only what fits all that is chosen: every word of `words` in a name, post, title, line or provider.

    An officer whose own name or post fits keeps all their contracts; one without any that fits is left out.
    """
    wanted = words.casefold().split()

    def fits(one: Held, beside: str = "") -> bool:
        if service and one.service_id != service or provider and one.provider != provider:
            return False
        if contract and one.contract_id != contract:
            return False
        return _has(f"{one.contract_id} {one.title} {one.provider} {one.service} {beside}", wanted)

    some = []
    for officer in found.officers:
        own = f"{officer.officer_id} {officer.name} {officer.post}"
        left = tuple(one for one in officer.contracts if fits(one, own))
        chosen = service or provider or contract
        if left or (not chosen and _has(own, wanted)):
            some.append(replace(officer, contracts=left))
    return Deciders(tuple(one for one in found.nobody if fits(one)), tuple(some), found.explained)


def choices(found: Deciders) -> dict[str, dict[str, str]]:
    """What each filter may be set to: value -> words, everything first."""
    every = [*found.nobody, *(one for officer in found.officers for one in officer.contracts)]
    lines = sorted({(one.service, one.service_id) for one in every})
    return {
        "service": {"": "Every service line", **{key: name for name, key in lines}},
        "provider": {"": "Every provider", **{name: name for name in sorted({one.provider for one in every})}},
        "contract": {
            "": "Every contract",
            **{key: f"{title} ({key})" for title, key in sorted((one.title, one.contract_id) for one in every)},
        },
    }


def as_rows(found: Deciders) -> list[dict[str, Any]]:
    """One plain row a contract, for a file."""
    lacking = [(None, one) for one in found.nobody]
    held = [(officer, one) for officer in found.officers for one in officer.contracts]
    return [
        {
            "contract_id": one.contract_id,
            "title": one.title,
            "service": one.service,
            "provider": one.provider,
            "officer": officer.name if officer else "nobody is named",
            "post": officer.post if officer else "",
            "email": officer.email if officer else "",
            "phone": officer.phone if officer else "",
            "deputy": officer.deputy if officer else "",
            "next": one.next_words,
            "last_out_days": officer.days_out if officer else None,
        }
        for officer, one in (*lacking, *held)
    ]


def _has(text: str, wanted: Sequence[str]) -> bool:
    there = text.casefold()
    return all(one in there for one in wanted)
