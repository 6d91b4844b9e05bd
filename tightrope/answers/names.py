"""Names in payments and contracts, and who they are: what is joined, what waits for a person, what was decided.

Pounds are joined to a provider only where the names can be nobody else's ("same") or a person said so ("confirmed").
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tightrope import settings
from tightrope.answers.evidence import kept
from tightrope.evidence.names import LIKELY, SAME, UNSURE, Candidate, Match, match
from tightrope.evidence.plain_names import normalise
from tightrope.records.house import House

CONFIRMED, NONE, REDACTED, NOTHING_NEAR = "confirmed", "none", "redacted", "nothing_near"
JOINED = (SAME, CONFIRMED)
# Every payee stands in exactly one of these.
KINDS = (SAME, CONFIRMED, LIKELY, UNSURE, NOTHING_NEAR, NONE, REDACTED)
ZERO = Decimal(0)
Pairs = tuple[tuple[str, str], ...]


@dataclass
class Tally:
    """Payees as published, their payment lines, and pounds with credits taken off."""

    names: int = 0
    lines: int = 0
    pounds: Decimal = ZERO

    def add(self, row: Mapping[str, Any]) -> None:
        """Count one payee."""
        self.names += 1
        self.lines += row["lines"]
        self.pounds += row["amount"]


@dataclass(frozen=True)
class Near:
    """A provider that a name may be. `found_by` is the name that was alike where it is not the provider's own."""

    provider_id: str
    provider_name: str
    found_by: str
    score: float
    word: str
    places: int
    council: str  # where it runs places: a council's name, "3 councils' areas", or empty for the council's own list


@dataclass(frozen=True)
class Item:
    """A name for a person to decide on, with every spelling of it. Pounds are paid, or a contract's in a year."""

    key: str
    name: str
    spellings: tuple[str, ...]
    from_contracts: bool
    pounds: Decimal
    lines: int  # payment lines, or contracts that run
    near: tuple[Near, ...]


@dataclass(frozen=True)
class Names:
    """All that the page says. `review` is what waits for a person, the largest amount first."""

    has_spend: bool
    has_register: bool
    tallies: dict[str, Tally] = field(default_factory=dict)
    review: tuple[Item, ...] = ()
    spend: tuple[dict[str, Any], ...] = ()
    decided: tuple[dict[str, Any], ...] = ()

    @property
    def paid(self) -> Decimal:
        """All pounds paid, whoever to."""
        return sum((one.pounds for one in self.tallies.values()), ZERO)

    @property
    def joined(self) -> Decimal:
        """Pounds that stand under a provider."""
        return sum((self.tallies[kind].pounds for kind in JOINED if kind in self.tallies), ZERO)


@dataclass(frozen=True)
class _Known:
    """Both lists of providers with what was decided; `links` lead from the council's own id to the register's."""

    ours: dict[str, dict[str, Any]]
    registered: dict[str, dict[str, Any]]
    decisions: dict[str, dict[str, Any]]
    to_register: dict[str, Match]
    links: dict[str, str]

    def one(self, provider_id: str) -> str:
        """The id a provider stands under: the register's, where it is known."""
        return self.links.get(provider_id, provider_id)

    def name(self, provider_id: str) -> str:
        """Its name in the register, else in the council's own list, else what was decided about it still says who."""
        row = self.registered.get(provider_id) or self.ours.get(provider_id)
        return row["provider_name"] if row else f"{provider_id} (in neither list any more)"


def names(house: House) -> Names:
    """Where every payee stands and what waits. Remembered until data or records change; never alter it."""
    return kept(house, "names", lambda: _ask(house))


def _ask(house: House) -> Names:
    rows = house.stores.rows
    paid = rows("names/payees")
    registered, places = rows("names/registered"), rows("names/places")
    ours = rows("names/ours", on_day=settings.today())
    decided = rows("names/decided")
    known = _known(ours, registered, places, decided)
    payees = [row for row in paid if not row["is_redacted"]]
    found = _compared(tuple(row["supplier_name"] for row in payees), _pairs(registered), _pairs(places), _pairs(ours))
    tallies = {kind: Tally() for kind in KINDS}
    for row in paid:
        if row["is_redacted"]:
            tallies[REDACTED].add(row)
    spend: dict[str, dict[str, Any]] = {}
    waiting: dict[str, list[tuple[dict[str, Any], Match]]] = defaultdict(list)
    for row, one in zip(payees, found, strict=True):
        kind, provider_id = _stands(one, known)
        tallies[kind].add(row)
        if provider_id:
            _add_spend(spend, provider_id, row, kind, known)
        elif kind in (LIKELY, UNSURE):
            waiting[one.key].append((row, one))
    review = [_paid_item(key, together, known) for key, together in waiting.items()]
    review += _contract_items(known, set(waiting))
    return Names(
        has_spend=bool(paid),
        has_register=bool(registered),
        tallies=tallies,
        review=tuple(sorted(review, key=lambda item: (-item.pounds, item.key))),
        spend=tuple(sorted(spend.values(), key=lambda row: (-row["pounds"], row["provider_id"]))),
        decided=tuple({**row, "provider_name": _decided_name(row, known)} for row in decided),
    )


@lru_cache(maxsize=4)  # by what is compared, not by version: a decision must not cost the comparing again
def _compared(payees: tuple[str, ...], registered: Pairs, places: Pairs, ours: Pairs) -> tuple[Match, ...]:
    return tuple(match(payees, registered, places, ours))


def _pairs(rows: Sequence[Mapping[str, Any]]) -> Pairs:
    """(provider id, name) of rows whose name stands in provider_name or location_name."""
    return tuple((row["provider_id"], row.get("provider_name") or row.get("location_name")) for row in rows)


def _known(
    ours: list[dict[str, Any]],
    registered: list[dict[str, Any]],
    places: list[dict[str, Any]],
    decided: list[dict[str, Any]],
) -> _Known:
    """Both lists, and which of the council's own providers is which registered one."""
    decisions = {row["payee_key"]: row for row in decided}
    register: dict[str, dict[str, Any]] = {}
    for row in registered:  # a provider with two names stands under the one with most places
        if row["provider_id"] not in register or row["places"] > register[row["provider_id"]]["places"]:
            register[row["provider_id"]] = row
    apart = [row for row in ours if row["provider_id"] not in register]
    found = _compared(tuple(row["provider_name"] for row in apart), _pairs(registered), _pairs(places), ())
    to_register = {row["provider_id"]: one for row, one in zip(apart, found, strict=True)}
    times: dict[str, int] = defaultdict(int)
    for row in ours:
        times[normalise(row["provider_name"])] += 1
    links = {}
    for provider_id, one in to_register.items():
        decision = decisions.get(one.key) if times[one.key] == 1 else None
        said = decision["provider_id"] if decision and decision["is_same"] else None
        if said in register:
            links[provider_id] = said
        elif decision is None and one.provider_id:
            links[provider_id] = one.provider_id
    return _Known({row["provider_id"]: row for row in ours}, register, decisions, to_register, links)


def _stands(one: Match, known: _Known) -> tuple[str, str | None]:
    """The kind a payee is of, and the provider its pounds go to, if any.

    A decision on a name that equals one in the council's own list says who that provider is in the register, and
    takes no pounds from it.
    """
    if one.provider_id in known.ours:
        return SAME, known.one(one.provider_id)
    decision = known.decisions.get(one.key)
    if decision and decision["is_same"]:
        return CONFIRMED, known.one(decision["provider_id"])
    left = _left(one, known)
    if decision and not left:
        return NONE, None
    if left and left[0].word == SAME:
        return SAME, known.one(left[0].provider_id)
    return (left[0].word if left else NOTHING_NEAR), None


def _left(one: Match, known: _Known) -> list[Candidate]:
    """The candidates that nobody has ruled out: a "no" without a provider rules out all that were shown."""
    decision = known.decisions.get(one.key)
    if decision is None or decision["is_same"]:
        return list(one.candidates)
    ruled_out = decision["provider_id"]
    return [candidate for candidate in one.candidates if ruled_out and candidate.provider_id != ruled_out]


def _add_spend(
    spend: dict[str, dict[str, Any]], provider_id: str, row: Mapping[str, Any], kind: str, known: _Known
) -> None:
    made = spend.setdefault(
        provider_id,
        {"provider_id": provider_id, "provider_name": known.name(provider_id), "pounds": ZERO, "lines": 0, "names": 0,
         "confirmed": 0},
    )  # fmt: skip
    made["pounds"] += row["amount"]
    made["lines"] += row["lines"]
    made["names"] += 1
    made["confirmed"] += kind == CONFIRMED


def _paid_item(key: str, together: list[tuple[dict[str, Any], Match]], known: _Known) -> Item:
    first, one = max(together, key=lambda pair: (pair[0]["amount"], pair[0]["supplier_name"]))
    return Item(
        key=key,
        name=first["supplier_name"],
        spellings=tuple(sorted(row["supplier_name"] for row, _ in together)),
        from_contracts=False,
        pounds=sum((row["amount"] for row, _ in together), ZERO),
        lines=sum(row["lines"] for row, _ in together),
        near=_near(one, known),
    )


def _contract_items(known: _Known, asked: set[str]) -> list[Item]:
    """Providers with contracts that may stand in the register under a name that is not surely theirs."""
    made = []
    for provider_id, one in known.to_register.items():
        row = known.ours[provider_id]
        settled = provider_id in known.links or one.key in known.decisions or one.key in asked
        if settled or not one.candidates or not row["contracts"]:
            continue
        made.append(
            Item(
                one.key, row["provider_name"], (row["provider_name"],), True, row["annual_value"], row["contracts"],
                _near(one, known),
            )
        )  # fmt: skip
    return made


def _near(one: Match, known: _Known) -> tuple[Near, ...]:
    """The candidates, each provider once."""
    made: dict[str, Near] = {}
    for candidate in _left(one, known):
        provider_id = known.one(candidate.provider_id)
        own, row = known.name(provider_id), known.registered.get(provider_id, {})
        council = row.get("council") or ""
        if row.get("councils", 0) > 1:
            council = f"{row['councils']} councils' areas"
        found_by = candidate.name if candidate.name != own else ""
        near = Near(provider_id, own, found_by, candidate.score, candidate.word, row.get("places", 0), council)
        made.setdefault(provider_id, near)
    return tuple(made.values())


def _decided_name(row: Mapping[str, Any], known: _Known) -> str:
    return known.name(row["provider_id"]) if row["is_same"] else ""
