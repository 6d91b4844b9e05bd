"""What the other lines give or get when some lines of a fixed total are changed: to the penny, by a stated rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tightrope.errors import Refusal

PROPORTION, EVENLY, LEAST_COMMITTED, BY_HAND = "proportion", "evenly", "least", "hand"
RULES = (PROPORTION, EVENLY, LEAST_COMMITTED, BY_HAND)
PENCE = 100


@dataclass(frozen=True)
class Rebalanced:
    """Pounds by line, those that were asked for included. `to_find` is what is still to be found: above 0 where more
    is given than taken, below 0 where money is still to be placed. The changes always add up to `to_find`."""

    changes: dict[str, Decimal]
    to_find: Decimal


def rebalance(
    amounts: Mapping[str, Decimal], held: Mapping[str, Decimal], changes: Mapping[str, Decimal], rule: str
) -> Rebalanced:
    """Let the lines that nobody changed give what the changed ones need, or get what they free.

    `amounts` are pounds by line today and `held` what no rule may take of each. In proportion: by what each line has.
    Evenly: the same pounds each. From the least committed first: the line of which the smallest share is held gives
    all it can, then the next; what is freed goes in proportion, for there is nothing to take first. By hand: nothing
    moves. A line that can give no more gives what it can and the others the rest. Raises Refusal for another rule.
    """
    if rule not in RULES:
        raise Refusal(f"There is no rule \u201c{rule}\u201d for the rest.")
    needed = sum(changes.values(), Decimal(0))
    others = [line for line in amounts if line not in changes]
    made = {line: changes.get(line, Decimal(0)) for line in amounts}
    if rule == BY_HAND or needed == 0:
        return Rebalanced(made, needed)
    weights = [amounts[line] if rule != EVENLY else Decimal(1) for line in others]
    if needed < 0:
        parts, left = spread(-needed, weights)
        return Rebalanced(made | dict(zip(others, parts, strict=True)), -left)
    free = [max(Decimal(0), amounts[line] - held[line]) for line in others]
    if rule == LEAST_COMMITTED:
        parts, left = _in_turn(needed, free, [_share(held[line], amounts[line]) for line in others])
    else:
        parts, left = spread(needed, weights, free)
    return Rebalanced(made | {line: -part for line, part in zip(others, parts, strict=True)}, left)


def spread(
    pounds: Decimal, weights: Sequence[Decimal], most: Sequence[Decimal] | None = None
) -> tuple[list[Decimal], Decimal]:
    """Share pounds (0 or more) out by weight, no part above its `most`; returns the parts and what finds no place.

    Whoever would get more than its most gets just that, and the rest is shared anew among the others. Pennies left by
    rounding go to the largest remainders (of equals the first), so that parts and rest add up to `pounds` exactly.

    >>> spread(Decimal("100"), [Decimal(1)] * 3)
    ([Decimal('33.34'), Decimal('33.33'), Decimal('33.33')], Decimal('0.00'))
    """
    left, heavy = _pence(pounds), [_pence(one) for one in weights]
    room = [left] * len(heavy) if most is None else [_pence(one) for one in most]
    made, open_ = [0] * len(heavy), [i for i, weight in enumerate(heavy) if weight > 0 and room[i] > 0]
    while left and open_:
        whole = sum(heavy[i] for i in open_)
        full = [i for i in open_ if left * heavy[i] >= room[i] * whole]
        if not full:
            _largest_remainders(left, heavy, open_, made)
            left = 0
            break
        for i in full:
            made[i] = room[i]
        left -= sum(room[i] for i in full)
        open_ = [i for i in open_ if i not in full]
    return [_pounds(one) for one in made], _pounds(left)


def _largest_remainders(left: int, heavy: Sequence[int], places: Sequence[int], made: list[int]) -> None:
    whole = sum(heavy[i] for i in places)
    rests = []
    for i in places:
        made[i], rest = divmod(left * heavy[i], whole)
        rests.append((-rest, i))
    for _, i in sorted(rests)[: left - sum(made[i] for i in places)]:
        made[i] += 1


def _in_turn(needed: Decimal, free: Sequence[Decimal], committed: Sequence[Decimal]) -> tuple[list[Decimal], Decimal]:
    made = [Decimal(0)] * len(free)
    for i in sorted(range(len(free)), key=lambda one: (committed[one], one)):
        made[i] = min(free[i], needed)
        needed -= made[i]
    return made, needed


def _share(held: Decimal, amount: Decimal) -> Decimal:
    return held / amount if amount else Decimal(1)


def _pence(pounds: Decimal) -> int:
    """Whole pence; raises ValueError for what is no sum of pence."""
    found = pounds * PENCE
    if found != found.to_integral_value():
        raise ValueError(f"{pounds} is no sum of pence")
    return int(found)


def _pounds(pence: int) -> Decimal:
    return Decimal(pence).scaleb(-2)
