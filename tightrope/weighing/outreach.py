"""Planning how to hear more people: how many more accounts, from which groups, by which route, at what cost.

A plan is tried out by the same rule that grades what was heard (weighing.confidence), so a plan that says "grade B"
gives grade B when it is done. Missing groups come first: no weight repairs a group with nobody in it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tightrope.errors import Refusal
from tightrope.weighing.confidence import GRADES, Heard, confidence
from tightrope.weighing.silence import silence
from tightrope.weighing.thresholds import DEFAULTS, Thresholds

HOME_VISIT, PHONE, ADVOCATE, STALL, FAITH = "home_visit", "phone", "advocate", "market_stall", "faith_group"
ROUTES = (HOME_VISIT, PHONE, ADVOCATE, STALL, FAITH)
# How an account that comes by a route is counted among the channels.
CHANNEL = {HOME_VISIT: "outreach", PHONE: "phone", ADVOCATE: "advocacy_report", STALL: "outreach", FAITH: "outreach"}
BY_OTHERS = frozenset({ADVOCATE})  # by these somebody else tells: they end nobody's silence
USUAL = {
    ("lacks_capacity", "yes"): ADVOCATE,
    ("housebound", "yes"): HOME_VISIT,
    ("first_language", "other"): FAITH,
    ("deprivation_fifth", "1"): STALL,
    ("unpaid_carer", "yes"): PHONE,
}
TARGET = "B"  # good enough to decide on; an A is for what is published as proved


@dataclass(frozen=True)
class Group:
    """One group of people who draw on a contract: `people` served, `heard` of them, `name` as the grade names it.

    `named` says that the grade falls while nobody of it is heard; other groups are asked once those have been.
    `visited` says that they live where one goes to see them, so that nobody rings.
    """

    kind: str
    value: str
    name: str
    people: int
    heard: int
    named: bool = True
    visited: bool = False

    @property
    def route(self) -> str:
        """The route that suits it, where nobody chooses another."""
        usual = USUAL.get((self.kind, self.value), PHONE)
        return HOME_VISIT if self.visited and usual != ADVOCATE else usual


@dataclass(frozen=True)
class Ask:
    """So many more accounts from one group by one route, at `each` pounds an account."""

    group: Group
    route: str
    accounts: int
    each: float

    @property
    def cost(self) -> float:
        """Pounds for all of them."""
        return self.accounts * self.each


@dataclass(frozen=True)
class Plan:
    """`before` and `after`: the grade now and once every account is told; `reached` says that it is what was wanted.

    `left` are the reasons that still stand against a better grade; `still_silent` that too few would have spoken for
    themselves.
    """

    asks: tuple[Ask, ...]
    before: str
    after: str
    reached: bool
    left: tuple[str, ...]
    still_silent: bool

    @property
    def accounts(self) -> int:
        """Accounts in all."""
        return sum(one.accounts for one in self.asks)

    @property
    def cost(self) -> float:
        """Pounds in all."""
        return sum(one.cost for one in self.asks)


def more_for_themselves(
    people: int, heard: int, elsewhere_people: int, elsewhere_heard: int, thresholds: Thresholds = DEFAULTS
) -> int:
    """How many more people must speak for themselves until so few would no longer be surprising.

    That is: until the chance of so few or fewer (weighing.silence) is above `silence_false`. Nobody heard of 140, 18 of
    280 elsewhere: 5 more, because the chance of 4 or fewer is 0.080 and of 5 or fewer 0.146.
    """
    for more in range(people - heard + 1):
        if silence(people, heard + more, elsewhere_people, elsewhere_heard)[0] > thresholds.silence_false:
            return more
    return people - heard


def plan(
    heard: Heard,
    groups: Sequence[Group],
    costs: Mapping[str, float],
    *,
    own_more: int = 0,
    routes: Mapping[tuple[str, str], str] | None = None,
    target: str = TARGET,
    thresholds: Thresholds = DEFAULTS,
) -> Plan:
    """The cheapest work by which the grade becomes `target` or better and `own_more` people speak for themselves.

    `costs` are pounds an account by route; `routes` says by which route a group (kind, value) is asked instead of the
    usual one. Every number of missing groups is tried, the cheapest to ask first, with more accounts by the cheapest
    route and, where too many would come one way, by the next. Raises Refusal where nobody can be asked.
    """
    chosen = _routes(groups, routes or {}, costs)
    goal = (own_more, target, thresholds)
    best, best_cost, least = None, float("inf"), min(costs[route] for route in chosen.values())
    for number in range(thresholds.most_more_tellers + 1):
        if number * least >= best_cost:
            break
        for told in _ways(groups, chosen, costs, number, own_more):
            cost = sum(count * costs[chosen[one]] for one, count in told.items())
            if cost < best_cost and _reached(heard, told, chosen, *goal):
                best, best_cost = told, cost
    if best is None:  # it cannot be had: all that may be asked, so that what still stands against it can be said
        best = _all_missing(groups, chosen, costs, thresholds.most_more_tellers, own_more)
    return _plan(heard, best, chosen, costs, *goal)


def spread(
    heard: Heard,
    groups: Sequence[Group],
    costs: Mapping[str, float],
    accounts: int,
    *,
    own_more: int = 0,
    routes: Mapping[tuple[str, str], str] | None = None,
    target: str = TARGET,
    thresholds: Thresholds = DEFAULTS,
) -> Plan:
    """So many accounts: one of each missing group first, as far as they go, and the rest by the cheapest route.

    Raises Refusal where nobody can be asked.
    """
    chosen = _routes(groups, routes or {}, costs)
    told = _all_missing(groups, chosen, costs, accounts, own_more)
    return _plan(heard, told, chosen, costs, own_more, target, thresholds)


def as_asked(
    heard: Heard,
    asks: Sequence[tuple[Group, str, int]],
    costs: Mapping[str, float],
    *,
    own_more: int = 0,
    target: str = TARGET,
    thresholds: Thresholds = DEFAULTS,
) -> Plan:
    """What comes of a plan that somebody makes by hand: (group, route, accounts) each, one route a group."""
    told = Counter({group: number for group, _, number in asks if number > 0})
    chosen = {group: route for group, route, number in asks if number > 0}
    return _plan(heard, told, chosen, costs, own_more, target, thresholds)


def _routes(
    groups: Sequence[Group], routes: Mapping[tuple[str, str], str], costs: Mapping[str, float]
) -> dict[Group, str]:
    if not groups:
        raise Refusal("It is not known who draws on this service: people_served.csv brings the groups to ask.")
    chosen = {one: routes.get((one.kind, one.value), one.route) for one in groups}
    unknown = sorted({route for route in chosen.values() if route not in costs})
    if unknown:
        raise Refusal(f"Nobody says what these cost: {', '.join(unknown)}. [outreach] in the settings does.")
    return chosen


def _missing(groups: Sequence[Group], chosen: Mapping[Group, str], costs: Mapping[str, float]) -> list[Group]:
    """Named groups of which nobody is heard, the cheapest to ask first."""
    found = [one for one in groups if one.named and not one.heard]
    return sorted(found, key=lambda one: (costs[chosen[one]], -one.people, one.kind, one.value))


def _all_missing(
    groups: Sequence[Group], chosen: Mapping[Group, str], costs: Mapping[str, float], number: int, own_more: int
) -> Counter[Group]:
    told = Counter(_missing(groups, chosen, costs)[:number])
    return _rest(told, groups, chosen, costs, number, own_more)


def _ways(
    groups: Sequence[Group], chosen: Mapping[Group, str], costs: Mapping[str, float], number: int, own_more: int
) -> Iterator[Counter[Group]]:
    """Ways to share `number` accounts out: some missing groups, part by another way, the rest as cheap as can be."""
    missing = _missing(groups, chosen, costs)
    for some in range(min(len(missing), number) + 1):
        told = Counter(missing[:some])
        yield _rest(told, groups, chosen, costs, number, own_more)
        for way in sorted(set(CHANNEL.values())):
            by_another = [one for one in groups if CHANNEL[chosen[one]] == way]
            for part in range(1, number - some + 1) if by_another else ():
                yield _rest(_fill(told, by_another, chosen, costs, part), groups, chosen, costs, number, own_more)


def _rest(
    told: Counter[Group],
    groups: Sequence[Group],
    chosen: Mapping[Group, str],
    costs: Mapping[str, float],
    number: int,
    own_more: int,
) -> Counter[Group]:
    """Up to `number` accounts: first those who must speak for themselves, then anybody, as cheap as can be."""
    own = [one for one in groups if chosen[one] not in BY_OTHERS]
    short = min(number - told.total(), max(0, own_more - _for_themselves(told, chosen)))
    made = _fill(told, own, chosen, costs, short) if own else told
    return _fill(made, groups, chosen, costs, number - made.total())


def _fill(
    told: Counter[Group],
    groups: Sequence[Group],
    chosen: Mapping[Group, str],
    costs: Mapping[str, float],
    number: int,
) -> Counter[Group]:
    """So many more accounts by the cheapest route among the groups, each from whoever is furthest from their share."""
    made = Counter(told)
    for _ in range(number):
        made[min(groups, key=lambda one: (costs[chosen[one]], _share(one, made), one.kind, one.value))] += 1
    return made


def _share(group: Group, told: Counter[Group]) -> float:
    """Share of a group's people who would have been heard."""
    return (group.heard + told[group]) / max(group.people, 1)


def _for_themselves(told: Counter[Group], chosen: Mapping[Group, str]) -> int:
    return sum(number for one, number in told.items() if chosen[one] not in BY_OTHERS)


def _after(heard: Heard, told: Counter[Group], chosen: Mapping[Group, str], silent: bool) -> Heard:
    """What would have been heard: each account by another person, counted in its own group alone."""
    channels, groups = Counter(heard.accounts_by_channel), Counter(heard.groups)
    for one, number in told.items():
        channels[CHANNEL[chosen[one]]] += number
        if one.named:
            groups[one.name] += number
    tellers = {**heard.accounts_by_teller, **{f"+{number}": 1 for number in range(told.total())}}
    return replace(heard, accounts_by_teller=tellers, accounts_by_channel=channels, groups=groups, silent=silent)


def _reached(
    heard: Heard,
    told: Counter[Group],
    chosen: Mapping[Group, str],
    own_more: int,
    target: str,
    thresholds: Thresholds,
) -> bool:
    silent = _for_themselves(told, chosen) < own_more
    grade = confidence(_after(heard, told, chosen, silent), thresholds).grade
    return not silent and GRADES.index(grade) <= GRADES.index(target)


def _plan(
    heard: Heard,
    told: Counter[Group],
    chosen: Mapping[Group, str],
    costs: Mapping[str, float],
    own_more: int,
    target: str,
    thresholds: Thresholds,
) -> Plan:
    silent = _for_themselves(told, chosen) < own_more
    after = confidence(_after(heard, told, chosen, silent), thresholds)
    asks = tuple(Ask(one, chosen[one], number, costs[chosen[one]]) for one, number in told.items() if number)
    return Plan(
        asks=tuple(sorted(asks, key=lambda one: (-one.accounts, one.group.kind, one.group.value))),
        before=confidence(heard, thresholds).grade,
        after=after.grade,
        reached=_reached(heard, told, chosen, own_more, target, thresholds),
        left=after.reasons,
        still_silent=silent,
    )
