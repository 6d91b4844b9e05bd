"""Who decides: for every contract the named officer, in their own words, with what comes up next and how to reach them.

Officers stand in the order of their names and carry no score: the page says who they are, not how they compare.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from tightrope.answers import renewals
from tightrope.answers.evidence import brought, evidence, kept
from tightrope.answers.invitations import Invitation, invitations
from tightrope.answers.officers import number_words
from tightrope.answers.period import Period
from tightrope.answers.renewals import Renewal
from tightrope.answers.say import day, times
from tightrope.records.house import House
from tightrope.records.roles import Reader

BRINGS = "commissioner.csv brings name, post, background and telephone"


@dataclass(frozen=True)
class Held:
    """One contract that runs, with what has to be decided on it next. `next_on` is None where nothing is left."""

    contract_id: str
    title: str
    provider: str
    service_id: str
    service: str
    next_words: str
    next_on: date | None


@dataclass(frozen=True)
class Officer:
    """One named officer. `is_known` is False where the register names an id that no file explains.

    `days_out`: days since they were last out with a front-line team, None where never or not known.
    """

    officer_id: str
    name: str
    is_known: bool
    post: str
    email: str
    phone: str
    background: str
    may_decide: str
    reply_words: str
    deputy: str
    days_out: int | None
    out_words: str
    next_words: str
    contracts: tuple[Held, ...]
    invitations: tuple[Invitation, ...]

    @property
    def telephone(self) -> str:
        """The number as a telephone dials it."""
        return "".join(one for one in self.phone if one.isdigit() or one == "+")

    @property
    def mail(self) -> str:
        """The address as it stands in a link."""
        return quote(self.email, safe="@.+-_")

    @property
    def lines(self) -> list[tuple[str, list[Held]]]:
        """Their contracts by service line, each in the order in which something has to be decided."""
        made: dict[str, list[Held]] = {}
        for one in self.contracts:
            made.setdefault(one.service, []).append(one)
        return list(made.items())


@dataclass(frozen=True)
class Deciders:
    """Contracts with nobody named, then every officer by name. `explained` is False where no commissioner.csv is in."""

    nobody: tuple[Held, ...]
    officers: tuple[Officer, ...]
    explained: bool

    @property
    def contracts(self) -> int:
        """How many contracts are here."""
        return len(self.nobody) + sum(len(one.contracts) for one in self.officers)


def deciders(house: House, reader: Reader, period: Period | None = None) -> Deciders:
    """Everybody who decides, and what they answer for. Remembered until data or records change; never alter it."""
    span = period or renewals.usual(house)
    return kept(house, ("deciders", reader.audience, span), lambda: _ask(house, reader, span))


def answer(found: Deciders) -> str:
    """The page's title: contracts with nobody named first, else how many officers answer for how many contracts."""
    lacking, holding = len(found.nobody), [one for one in found.officers if one.contracts]
    if not found.contracts:
        return "No contract runs today, by what is loaded"
    if lacking:
        if found.contracts == 1:
            return "The one contract has nobody named who answers for it"
        has, them = ("has", "it") if lacking == 1 else ("have", "them")
        return f"{number_words(lacking)} of {found.contracts:,} contracts {has} nobody named who answers for {them}"
    who = f"{number_words(len(holding))} {'officer answers' if len(holding) == 1 else 'officers answer'}"
    what = "the one contract" if found.contracts == 1 else f"all {found.contracts:,} contracts"
    return f"{who} for {what}" + ("" if found.explained else f"; {BRINGS}")


def out_words(last_out_on: date | None, invited: int, today: date, on_file: bool) -> str:
    """When somebody was last out with a front-line team, in days before today."""
    if last_out_on is not None:
        days = (today - last_out_on).days
        return {0: "today", 1: "1 day ago"}.get(days, f"{days:,} days ago")
    if invited:
        return f"never (asked {times(invited)})"
    if on_file:
        return "never, and nobody is on record as having asked"
    return "not known (front_line_visit.csv brings it), and nobody has asked here"


def _ask(house: House, reader: Reader, period: Period) -> Deciders:
    found = evidence(house, reader.audience, period)
    held: dict[str | None, list[Held]] = defaultdict(list)
    for row in renewals.renewals(house, reader, period):
        held[found.contracts[row.contract_id]["commissioner_id"]].append(_held(row))
    asked = defaultdict(list)
    for one in invitations(house):
        asked[one.officer_id].append(one)
    rows = {row["commissioner_id"]: row for row in house.stores.rows("weigh/responsible", on_day=found.today)}
    names = {key: row["name"] for key, row in rows.items()}
    on_file = "front_line_visit" in brought(house)
    every = [
        _officer(row, names, held.get(key, ()), asked.get(key, ()), found.today, on_file) for key, row in rows.items()
    ]
    every += [_unknown(key, held[key]) for key in held if key is not None and key not in rows]
    every.sort(key=lambda one: (one.name.casefold(), one.officer_id))
    return Deciders(tuple(held.get(None, ())), tuple(every), bool(rows))


def _officer(
    row: Mapping[str, Any],
    names: Mapping[str, str],
    contracts: Sequence[Held],
    asked: Sequence[Invitation],
    today: date,
    on_file: bool,
) -> Officer:
    out, promised = row["last_out_on"], row["reply_working_days"]
    stands_in = names.get(row["deputy_id"] or "", row["deputy_id"] or "")
    return Officer(
        officer_id=row["commissioner_id"],
        name=row["name"],
        is_known=True,
        post=row["post"] or "",
        email=row["email"] or "",
        phone=row["phone"] or "",
        background=row["background"] or "",
        may_decide=row["may_decide"] or "",
        reply_words=f"an answer within {promised} working day{'' if promised == 1 else 's'}" if promised else "",
        deputy=stands_in,
        days_out=(today - out).days if out else None,
        out_words=out_words(out, row["invited"], today, on_file),
        next_words=_next(contracts),
        contracts=tuple(contracts),
        invitations=tuple(asked),
    )


def _unknown(key: str, contracts: Sequence[Held]) -> Officer:
    """Somebody whom the register names by an id alone."""
    blank = dict.fromkeys(("post", "email", "phone", "background", "may_decide", "reply_words", "deputy"), "")
    return Officer(
        officer_id=key, name=key, is_known=False, days_out=None, out_words="not known", next_words=_next(contracts),
        contracts=tuple(contracts), invitations=(), **blank,
    )  # fmt: skip


def _held(row: Renewal) -> Held:
    lost = row.next_lost
    if row.holding_over:
        words, by = row.holding_words, None
    elif lost is None:
        words, by = "No option is left in time before it ends.", None
    elif lost.meets_on is None:
        words, by = f"{lost.name}: to be decided by {day(lost.by)}; at which meeting is not known.", lost.by
    else:
        words = f"{lost.name}: last committee {day(lost.meets_on)}, paper due {day(lost.by)} ({_left(lost.days)})."
        by = lost.by
    return Held(row.contract_id, row.title, row.provider, row.service_id, row.service, words, by)


def _next(contracts: Sequence[Held]) -> str:
    """What comes up first: the first contract in the order of the renewals."""
    if not contracts:
        return ""
    return f"{contracts[0].title}: {contracts[0].next_words}"


def _left(days: int) -> str:
    return {0: "today", 1: "1 day left"}.get(days, f"{days:,} days left")
