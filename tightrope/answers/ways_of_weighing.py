"""In how many ways of weighing a contract comes first among those alike, and what would have to matter to turn that.

Weights come from how far each going from worst to best matters (weighing/swing.py), asked of everybody by role: where
roles weigh differently, that is what the meeting has to talk about, and no average settles it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from tightrope.answers.evidence import kept
from tightrope.answers.period import Period
from tightrope.answers.ways_options import NAMES, Options, Placed, options
from tightrope.errors import Refusal
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.records.rooms import ROLES, Line
from tightrope.weighing import swing
from tightrope.weighing.ranks import Ranks, as_rows, ranks
from tightrope.weighing.swing import MOST, Given, Turn
from tightrope.weighing.words import percent

PLACES = 3  # first, second, third; what comes after is drawn together
NEARLY = 0.005  # a weight under half a per cent is none, said so
NOT_TOLD = "At which weight the order turns is shown to officers alone: exempt costs could be worked out from it."
ALIKE = "Nobody has said yet what matters: all count alike here."


@dataclass(frozen=True)
class Bar:
    """One option: of 100 ways of weighing, in how many it comes first, second, third and later (in per cent)."""

    option: Placed
    is_own: bool
    shares: tuple[float, ...]
    words: str


@dataclass(frozen=True)
class ByRole:
    """How one role weighs, in per cent (criterion -> mean), how many answered, and what comes first by that."""

    role: str
    people: int
    weights: Mapping[str, float]
    first: str


@dataclass(frozen=True)
class Ways:
    """The picture and its sentences. `bars`: most often first on top."""

    title: str
    bars: tuple[Bar, ...]
    ranks: Ranks | None


def ways(house: House, who: Reader, period: Period, contract_id: str, officers_alone: bool) -> Ways:
    """Over all weightings of the criteria, as likely each, and over what is not known of each option."""
    name = ("ways_of_weighing", who.audience, period, contract_id, officers_alone)
    return kept(house, name, lambda: ranked(options(house, who, period, contract_id, officers_alone)))


def ranked(found: Options) -> Ways:
    """The shares of first, second and third place. No bars where fewer than two can be weighed."""
    own = next((one for one in found.placed if one.contract_id == found.own), None)
    if not found.can_be_weighed:
        return Ways(f"Nothing of {found.line.lower()} can be weighed beside this contract", (), None)
    made = ranks([one.contract_id for one in found.placed], found.drawn)
    bars = []
    for place, one in enumerate(found.placed):
        shares = made.shares[place]
        few = [100 * float(share) for share in shares[:PLACES]]
        later = max(0.0, 100 - sum(few)) if len(shares) > PLACES else 0.0
        bars.append(Bar(one, one is own, (*few, later), f"first in {in_100(float(shares[0]))}"))
    bars.sort(key=lambda bar: (-bar.shares[0], bar.option.contract_id))
    if own is None:
        title = f"The contract itself cannot be weighed; {bars[0].option.title} comes first most often"
    else:
        title = f"{own.title} comes first in {in_100(made.first(found.own))} of weighing, among {len(bars)} alike"
    return Ways(title, tuple(bars), made)


def by_weights(found: Options, weights: Mapping[str, float], officers_alone: bool) -> tuple[str, ...]:
    """Who comes first at these weights, and the nearest change of a weight that turns it, in sentences.

    Where others than officers read them and a cost is exempt, no turning weight is told: the cost follows from it.
    """
    if not found.can_be_weighed:
        return ()
    every = {one.title: _known(one, found) for one in found.placed}
    first = first_by(found, weights)
    said = [f"At these weights {first} comes first."]
    if not officers_alone and found.holds_exempt:
        return (*said, NOT_TOLD)
    turn = swing.turning(every, weights, NAMES)
    said.append(_turned(turn))
    own = next((one.title for one in found.placed if one.contract_id == found.own), first)
    if own not in (turn.first, turn.second):
        said.append(_turned(swing.turning({first: every[first], own: every[own]}, weights, NAMES)))
    return tuple(said)


def first_by(found: Options, weights: Mapping[str, float]) -> str:
    """The option with the highest weighted sum of its middles; of equals the one first by title."""
    return min(found.placed, key=lambda one: (-_total(one, found, weights), one.title)).title


def given(house: House, room_id: str, found: Options) -> list[Given]:
    """What each phone answered, under the role it answered in; answers to another question are left out."""
    wanted = {one.criterion for one in found.scales}
    rows = [(row["role"], json.loads(row["body"])) for row in house.stores.rows("rooms/answers", room_id=room_id)]
    return [Given(role, points) for role, points in rows if set(points) == wanted]


def by_role(found: Options, some: Sequence[Given]) -> list[ByRole]:
    """Each role's mean weights, in the order in which roles are offered."""
    spread = swing.by_role(some)
    made = []
    for role, words in ROLES.items():
        if role in spread:
            weights = {one.criterion: one.mean for one in spread[role]}
            first = first_by(found, weights) if found.can_be_weighed else ""
            in_percent = {name: 100 * value for name, value in weights.items()}
            made.append(ByRole(words, spread[role][0].people, in_percent, first))
    return made


def apart(roles: Sequence[ByRole]) -> str:
    """What the roles differ on, in a sentence: it is the agenda."""
    if len(roles) < 2:
        return ""
    firsts = {one.first for one in roles if one.first}
    widest = max(roles[0].weights, key=lambda name: _width(roles, name))
    low, high = (some(one.weights[widest] for one in roles) for some in (min, max))
    least, most = (next(one.role for one in roles if one.weights[widest] == end) for end in (low, high))
    between = f"{least}: {percent(low / 100)}. {most}: {percent(high / 100)}."
    if len(firsts) > 1:
        return f"They do not agree, and it changes what comes first. Furthest apart on {NAMES[widest]}. {between}"
    return f"Whoever weighs, the same comes first. Furthest apart on {NAMES[widest]}. {between}"


def points_of(text: str, found: Options) -> dict[str, float]:
    """Points given by hand as the address keeps them (cost:50;voices:100); what is no such point counts 0."""
    made = dict.fromkeys((one.criterion for one in found.scales), 0.0)
    for one in text.split(";"):
        name, _, value = one.partition(":")
        if name in made and value.isascii() and value.isdigit() and int(value) <= MOST:
            made[name] = float(value)
    return made


def points_text(points: Mapping[str, float]) -> str:
    """Points as the address keeps them."""
    return ";".join(f"{name}:{value:.0f}" for name, value in points.items())


def weights_of(points: Mapping[str, float], some: Sequence[Given], found: Options) -> tuple[dict[str, float], str]:
    """The weights that count now, and whose they are: by hand, else everybody's in the room, else all alike."""
    alike = {one.criterion: 1 / len(found.scales) for one in found.scales}
    try:
        return swing.weights(points), "By the points given by hand."
    except Refusal:
        pass
    if not some:
        return alike, ALIKE
    people = "1 person" if len(some) == 1 else f"{len(some)} people"
    return swing.group_weights(some), f"By what {people} in the room answered, everybody counting once."


def questions(found: Options) -> list[Line]:
    """What a phone is asked, a line a criterion, without any figure that is exempt."""
    return [Line(one.criterion, f"{NAMES[one.criterion][:1].upper()}{NAMES[one.criterion][1:]}", one.public)
            for one in found.scales]  # fmt: skip


def rows(found: Options, made: Ways, officers_alone: bool) -> list[dict[str, object]]:
    """The picture as a table; values on the scales only where officers are alone, as prices follow from them."""
    if made.ranks is None:
        return []
    places, digits = {str(row.pop("option")): row for row in map(dict, as_rows(made.ranks))}, 4 if officers_alone else 2
    made_rows = []
    for one in found.placed:
        values = {f"value_{name}": round(value, 3) for name, value in one.values.items()} if officers_alone else {}
        shares = {name: round(float(share), digits) for name, share in places[one.contract_id].items()}
        made_rows.append({"contract_id": one.contract_id, "title": one.title, **values, **shares})
    return made_rows


def in_100(share: float) -> str:
    """So many of 100 ways; nothing is rounded to none or to all.

    >>> in_100(0.624), in_100(0.001), in_100(0.999), in_100(1.0), in_100(0.0)
    ('62 of 100 ways', 'fewer than 1 of 100 ways', '99 of 100 ways', 'all ways', 'none of 100 ways')
    """
    if share <= 0 or share >= 1:
        return "none of 100 ways" if share <= 0 else "all ways"
    number = min(floor(share * 100 + 0.5), 99)
    return f"{number} of 100 ways" if number else "fewer than 1 of 100 ways"


def _turned(turn: Turn) -> str:
    if turn.at is None or NEARLY <= turn.at <= 1 - NEARLY:
        return turn.words
    counts = "almost nothing" if turn.at < NEARLY else "almost everything"
    return f"{turn.second} overtakes {turn.first} only where {NAMES[turn.criterion]} counts for {counts}."


def _known(one: Placed, found: Options) -> dict[str, float]:
    return {scale.criterion: one.values[scale.criterion] for scale in found.scales}


def _total(one: Placed, found: Options, weights: Mapping[str, float]) -> float:
    return sum(weights[scale.criterion] * one.values[scale.criterion] for scale in found.scales)


def _width(roles: Sequence[ByRole], name: str) -> float:
    every = [one.weights[name] for one in roles]
    return max(every) - min(every)
