"""How much of what was asked is reached: 0 at the floor, 1 at the target, straight in between."""

import numpy as np

from tightrope.errors import Refusal
from tightrope.weighing.thresholds import DEFAULTS, Thresholds

UP, DOWN, CONTEXT = "up_is_good", "down_is_good", "context_only"
WORDS = ("Good", "Approaching target", "Requires improvement", "Inadequate", "Other")


def attainment(value: np.ndarray | float, floor: float, target: float, direction: str) -> np.ndarray | float:
    """Attainment of one value or an array of them, 0 to 1; a float for a float.

    Refuses a measure that is for context only, one whose floor and target are the same, and one whose floor lies
    on the good side of its target.
    """
    if direction not in (UP, DOWN):
        raise Refusal(f"A measure that is {direction!r} has no good direction, so nothing can be attained on it.")
    if floor == target:
        raise Refusal(f"Floor and target are both {target:g}. Give a floor that counts as nothing achieved.")
    if (target > floor) != (direction == UP):
        side = "above" if direction == DOWN else "below"
        raise Refusal(f"The floor {floor:g} must lie {side} the target {target:g}: {direction.replace('_', ' ')}.")
    reached = np.clip((np.asarray(value, float) - floor) / (target - floor), 0.0, 1.0)
    return float(reached) if np.ndim(value) == 0 else reached


def word(reached: float | None, thresholds: Thresholds = DEFAULTS) -> str:
    """One of the five words for an attainment; no attainment is "Other".

    The words are the five of the Procurement Act's performance scale, used here by choice: the Act does not ask
    for them in care contracts. The bands are the council's settings and are printed beside the word.
    """
    if reached is None or np.isnan(reached):
        return WORDS[4]
    for name, least in zip(WORDS, thresholds.bands, strict=False):
        if reached >= least - 1e-9:  # (0.93 - 0.55) / (0.95 - 0.55) is 0.95 but for its last binary digit
            return name
    return WORDS[3]
