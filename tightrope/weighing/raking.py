"""Weights that make those who answered a survey look like those it is about, and what those weights cost.

Raking (iterative proportional fitting): Deming and Stephan (1940), Annals of Mathematical Statistics 11, 427-444. For
each margin and category k in turn w_i <- w_i * T_k / sum of w in k, until no weight moves. Effective sample size and
design effect: Kish (1965), Survey Sampling. Only for a survey with a frame: people who choose to tell are no sample,
and no weight repairs a group with nobody in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tightrope.errors import Refusal

TOLERANCE = 1e-9  # largest move of a weight (mean 1) in the last round: the method asks for 1e-6, and rounds are cheap
MET = 1e-6  # how near a margin must come to its people
MOST_ROUNDS = 2000  # margins that have not met by then contradict each other
TRIM = (0.3, 5.0)  # nobody counts for less than 0.3 or more than 5 people: beyond, one form decides the result
Z95 = 1.959963984540054  # scipy.stats.norm.ppf(0.975)


@dataclass(frozen=True, eq=False)
class Raked:
    """`weights` of mean 1 in the order of the people; `trimmed` of them were cut; `rounds` it took."""

    weights: np.ndarray
    rounds: int
    trimmed: int


def gaps(members: Mapping[str, Sequence[str]], targets: Mapping[str, Mapping[str, float]]) -> list[tuple[str, str]]:
    """(margin, category) of people it is about of whom nobody answered: no weight can repair these."""
    return [
        (margin, category)
        for margin, shares in targets.items()
        for category, share in shares.items()
        if share > 0 and category not in set(members[margin])
    ]


def rake(
    members: Mapping[str, Sequence[str]],
    targets: Mapping[str, Mapping[str, float]],
    trim: tuple[float, float] | None = TRIM,
    tolerance: float = TOLERANCE,
) -> Raked:
    """Weights by which the people match every margin.

    `members` gives each person's category by margin, all of one length; `targets` people or shares by category, on
    any scale. Raises Refusal where a category has nobody to weigh up, where somebody stands in a category that is
    nobody's, and where the margins cannot be met together. Trimmed weights keep a mean of 1 and lie inside `trim`;
    they no longer match the margins exactly, which is what trimming costs.
    """
    people = {len(one) for one in members.values()}
    if len(people) != 1 or people == {0} or set(members) != set(targets):
        raise Refusal("Every person needs a category in every margin, and every margin its people.")
    missing = gaps(members, targets)
    if missing:
        said = [f"{category} ({margin})" for margin, category in missing]
        raise Refusal(f"Nobody answered of: {'; '.join(said)}. No weight can repair a group with nobody in it.", said)
    number = people.pop()
    margins = [_margin(name, members[name], targets[name], number) for name in members]
    weights = np.ones(number)
    for rounds in range(1, MOST_ROUNDS + 1):
        before = weights
        for codes, wanted in margins:
            weights = weights * (wanted / np.bincount(codes, weights, len(wanted)))[codes]
        if np.abs(weights - before).max() < tolerance:
            if not all(
                np.allclose(np.bincount(one, weights, len(wanted)), wanted, MET, MET) for one, wanted in margins
            ):
                break  # at rest between margins that contradict each other
            return _trimmed(weights, trim, rounds)
    raise Refusal("These margins cannot all be met by the people who answered: some mix of groups has nobody in it.")


def effective_size(weights: Sequence[float]) -> float:
    """How many people without weights would tell as much: (sum of w)^2 / sum of w^2.

    90 weights of 0.55, 40 of 1.6 and 12 of 3.0 are 142 people and count for 94.06.
    """
    given = _checked(weights)
    return float(given.sum() ** 2 / (given**2).sum())


def design_effect(weights: Sequence[float]) -> float:
    """n / effective size = 1 + the squared coefficient of variation of the weights; 1.510 in the case above."""
    return len(weights) / effective_size(weights)


def half_width(share: float, size: float) -> float:
    """Half of the 95% interval of a share with that effective size: 1.96 * (p (1 - p) / n_eff)^(1/2)."""
    if not 0 <= share <= 1 or size <= 0:
        raise Refusal(f"A share of {share!r} with {size!r} people has no interval.")
    return Z95 * float(np.sqrt(share * (1 - share) / size))


def weighted_share(weights: Sequence[float], yes: Sequence[bool]) -> float:
    """The share of those who say yes, each counted with their weight."""
    given = _checked(weights)
    return float((given * np.asarray(yes, bool)).sum() / given.sum())


def _margin(
    name: str, members: Sequence[str], targets: Mapping[str, float], number: int
) -> tuple[np.ndarray, np.ndarray]:
    """Each person's category as a number, and the total each category must have, adding up to the people."""
    known = {category: place for place, category in enumerate(one for one, share in targets.items() if share > 0)}
    strange = sorted(set(members) - set(known))
    if strange:
        raise Refusal(f"Somebody answered of {', '.join(strange)} ({name}), where nobody is served.", strange)
    shares = np.array([targets[category] for category in known], float)
    return np.array([known[one] for one in members]), shares / shares.sum() * number


def _trimmed(weights: np.ndarray, trim: tuple[float, float] | None, rounds: int) -> Raked:
    """Weights cut at both ends; what is cut off is spread over the others in proportion, so that the mean stays 1."""
    if trim is None or (trim[0] <= weights.min() and weights.max() <= trim[1]):
        return Raked(weights, rounds, 0)
    low, high = 0.0, 1.0
    while np.clip(high * weights, *trim).mean() < 1:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if np.clip(middle * weights, *trim).mean() < 1 else (low, middle)
    cut = np.clip(high * weights, *trim)
    return Raked(cut, rounds, int(((cut <= trim[0]) | (cut >= trim[1])).sum()))


def _checked(weights: Sequence[float]) -> np.ndarray:
    given = np.asarray(weights, float)
    if not given.size or (given < 0).any() or not given.sum() > 0:
        raise Refusal("Weights must be numbers of 0 or more, and not all of them 0.")
    return given
