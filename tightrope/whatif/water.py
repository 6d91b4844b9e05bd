"""Pouring money over lines like water: every line that takes part ends at the same gain of its next pound.

For concave gains and one total the best split is that of the first-order conditions (Everett, H. (1963), Operations
Research 11, 399-417). With exponential curves the pounds of a line are linear in the logarithm of that common price,
so the sum over lines is piecewise linear in it and the price is found exactly, without a search.
"""

from math import inf

import numpy as np

from tightrope.whatif.curves import Array, Lines


def pour(lines: Lines, total: float) -> tuple[Array, float]:
    """Pounds of each line and the logarithm of the price (gain of the next pound; minus infinity if some is left over).

    Lines that gain nothing get their least amount. Lines must have no step; `total` covers the least amounts.
    """
    x, helps = lines.low.copy(), lines.helps & (lines.high > lines.low)
    spare = total - x.sum()
    room = lines.high - lines.low
    if room[helps].sum() <= spare:
        x[helps] = lines.high[helps]
        return x, -inf
    if not helps.any() or spare <= 0:
        return x, float(_log_slope(lines, x)[helps].max()) if helps.any() else -inf
    rate = lines.rate[helps]
    enters, leaves = _log_slope(lines, lines.low)[helps], _log_slope(lines, lines.high)[helps]
    corners = np.concatenate([enters, leaves])
    order = np.argsort(-corners, kind="stable")
    falling = corners[order]
    more = np.cumsum(np.concatenate([1 / rate, -1 / rate])[order])  # pounds for each unit by which the price falls
    poured = np.concatenate([[0.0], np.cumsum(more[:-1] * -np.diff(falling))])
    last = min(max(int(np.searchsorted(poured, spare, side="right")), 1), falling.size - 1)
    between = (falling[last - 1] + falling[last]) / 2
    free = (enters > between) & (leaves < between)
    if free.any():
        full = room[helps][leaves >= between].sum()
        price = float(((enters / rate)[free].sum() + full - spare) / (1 / rate)[free].sum())
    else:
        price = float(between)
    return at_price(lines, price), price


def at_price(lines: Lines, price: float | Array) -> Array:
    """Pounds each line takes at a logarithm of the price; a column of prices gives a row of pounds for each."""
    steepest = lines.steepest
    wanted = lines.start + np.divide(
        steepest - price,
        lines.rate,
        out=np.full_like(steepest - price, -inf),
        where=np.broadcast_to(lines.helps, np.shape(steepest - price)),
    )
    return np.clip(wanted, lines.low, lines.high)


def _log_slope(lines: Lines, x: Array) -> Array:
    return lines.steepest - lines.rate * (x - lines.start)
