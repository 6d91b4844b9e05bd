"""Two links side by side must not tell of few people what neither tells alone.

A count that is published twice, with a few people more or less behind it, tells of those few by its difference; so
does a whole with its parts. So before a count goes out it is held against every count of the same thing that ever went
out, in pairs and in sums of up to three on either side. Where some few people would be told apart, the count that went
out before stands, or none does. The rule is ours; the attack is the one by differencing of Denning, Denning and
Schwartz, "The tracker: a threat to statistical database security", 1979.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

TOO_FEW = "too few to show separately"
MOST_SUMMED = 3


@dataclass(frozen=True)
class Cut:
    """One count as it goes out: `of` what, for which `scope` (subject and place), about whom.

    `people` are pseudonyms, hashed. `shown` is what a reader sees: a rounded count, "fewer than 8", or TOO_FEW, which
    tells nothing and holds nobody. `as_at` is the day of the figures, as ISO text, and `among` what is shown for all
    those heard, where it is said of them: both go along with a count that stands from before.
    """

    scope: str
    of: str
    shown: str
    people: frozenset[str]
    as_at: str = ""
    among: str = ""

    @property
    def value(self) -> int:
        """The count a reader can reckon with; 0 where there is none."""
        return int(self.shown) if self.shown.isdigit() else 0

    @property
    def tells(self) -> bool:
        """False for one that says nothing."""
        return self.shown != TOO_FEW


def settle(new: Cut, earlier: Sequence[Cut], fewest: int) -> Cut:
    """The count that may go out: the new one, else the last that went out for the same scope, else TOO_FEW."""
    if not isolates(new, earlier, fewest):
        return new
    before = [one for one in earlier if (one.scope, one.of) == (new.scope, new.of) and one.tells]
    return before[-1] if before else replace(new, shown=TOO_FEW, people=frozenset())


def settle_parts(whole: Cut, parts: Sequence[Cut], earlier: Sequence[Cut], fewest: int) -> list[Cut]:
    """The parts of a whole that has been settled, in the order given, the largest settled first.

    Parts are not limited to three: where all that are shown leave few people of the whole, the smallest is not shown.
    """
    order = sorted(range(len(parts)), key=lambda i: (-len(parts[i].people), parts[i].scope))
    out, made = [*earlier, whole], dict.fromkeys(order)
    for i in order:
        made[i] = settle(parts[i], out, fewest)
        out.append(made[i])
    while whole.value:
        shown = [i for i in order if made[i].value]
        left = whole.people.symmetric_difference(frozenset().union(*(made[i].people for i in shown)))
        if not shown or not 0 < len(left) < fewest:
            break
        made[shown[-1]] = replace(made[shown[-1]], shown=TOO_FEW, people=frozenset())
    return [made[i] for i in range(len(parts))]


def isolates(new: Cut, earlier: Sequence[Cut], fewest: int) -> bool:
    """True where the new count, beside those that went out, would tell 1 to `fewest` - 1 people apart."""
    if not new.tells:
        return False
    same = [one for one in earlier if one.of == new.of and one.tells]
    if any(_differ(new, one, fewest) for one in same):
        return True
    if not new.value or any((one.people, one.shown) == (new.people, new.shown) for one in same):
        return False  # nothing to reckon with, or it is out already
    same = _near(new, same)
    bits = {who: 1 << place for place, who in enumerate({who for one in [new, *same] for who in one.people})}
    masks = {(sum(bits[who] for who in one.people), one.value) for one in same if one.value}
    own = sum(bits[who] for who in new.people), new.value
    masks.discard(own)
    return any(_tells_apart(left, right, fewest) for left, right in _sums(own, sorted(masks), fewest))


def _differ(new: Cut, one: Cut, fewest: int) -> bool:
    """True where two counts read differently by few people. Those of two subjects with nobody in common tell nothing
    of each other: that nobody told of the one does not say how many told of the other."""
    related = new.scope == one.scope or bool(new.people & one.people)
    return related and new.shown != one.shown and 0 < len(new.people ^ one.people) < fewest


def _near(new: Cut, same: Sequence[Cut]) -> list[Cut]:
    """Those that hang together with the new count by people in common, from one to the next; no others add to it."""
    around, found, left = set(new.people), [], list(same)
    while some := [one for one in left if not around.isdisjoint(one.people)]:
        around.update(*(one.people for one in some))
        found += some
        left = [one for one in left if one not in some]
    return found


Mask = tuple[int, int]  # a set of people as bits, and the value shown for it


def _sums(own: Mask, others: Sequence[Mask], fewest: int) -> Iterator[tuple[list[Mask], list[Mask]]]:
    """Every two sums that differ by fewer than `fewest` people: the new count with up to two beside it, against one to
    three others. One alone against one is looked at before, by what is shown.

    What cannot come near is left out early, or a hundred earlier counts would take minutes: a sum with an idle part,
    one that leaves too many of the new count's people out, and counts beside it that cover too little of the rest.
    """
    for size in range(1, MOST_SUMMED + 1):
        for right in combinations(others, size):
            union = _union(right)
            if not union & own[0] or (own[0] & ~union).bit_count() >= fewest or _has_idle(right):
                continue
            rest = union & ~own[0]
            if size > 1 and rest.bit_count() < fewest:
                yield [own], list(right)
            for beside in _covering(rest, [one for one in others if one not in right], union, fewest):
                yield [own, *beside], list(right)


def _covering(rest: int, others: Sequence[Mask], union: int, fewest: int) -> Iterator[list[Mask]]:
    """One or two counts that cover all but few of the rest, and reach few people outside the union."""
    fit = [one for one in others if one[0] & rest and (one[0] & ~union).bit_count() < fewest]
    fit.sort(key=lambda one: -(one[0] & rest).bit_count())
    for place, one in enumerate(fit):
        left = rest & ~one[0]
        if left.bit_count() < fewest:
            yield [one]
        if 2 * (one[0] & rest).bit_count() + fewest <= rest.bit_count():
            break  # the larger of two that cover it covers at least half
        for other in fit[place + 1 :]:
            if (left & ~other[0]).bit_count() < fewest:
                yield [one, other]


def _tells_apart(left: list[Mask], right: list[Mask], fewest: int) -> bool:
    if not 0 < (_union(left) ^ _union(right)).bit_count() < fewest or _has_idle(left):
        return False
    told = sum(value for _, value in left) != sum(value for _, value in right)
    return told or _overlap(left) or _overlap(right)


def _union(some: Sequence[Mask]) -> int:
    made = 0
    for mask, _ in some:
        made |= mask
    return made


def _has_idle(some: Sequence[Mask]) -> bool:
    """True where one of a sum adds nobody: a shorter sum says the same."""
    return len(some) > 1 and any(not mask & ~_union((*some[:i], *some[i + 1 :])) for i, (mask, _) in enumerate(some))


def _overlap(some: Sequence[Mask]) -> bool:
    """True where two of a sum share somebody: what they come to together is then not known from what is shown, and
    the sum is taken to tell whatever it shows."""
    return sum(mask.bit_count() for mask, _ in some) != _union(some).bit_count()
