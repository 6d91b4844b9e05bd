"""Futures: the reference's figures from its seed and order, the same again, and independent of the order of lines."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope.errors import Refusal
from tightrope.whatif import draws


@pytest.fixture(scope="module")
def drawn(unsure):
    return draws.draw(unsure)


def plain(shares, seed=7, n=20_000):
    """The worked case in plain numpy, drawn in its listed order: what each share to the poorer avoids."""
    rng = np.random.default_rng(seed)
    cut = np.clip(rng.normal(0.20, 0.10, n), -0.05, 0.45)
    k_p, k_a = rng.uniform(0.45, 0.9, n), rng.uniform(0.6, 0.9, n)
    b_p, b_a = rng.beta(56, 344, n), rng.beta(36, 364, n)
    made = {}
    for name, share in shares.items():
        poorer = 2700 * (1 - np.exp(-k_p * 600 * share / 2700)) * b_p * cut
        made[name] = poorer + 1320 * (1 - np.exp(-k_a * 600 * (1 - share) / 1320)) * b_a * cut
    return made


def test_seed_7_gives_the_published_figures(unsure, drawn):
    totals = draws.totals(unsure, drawn)
    target, even = totals["target"], totals["even"]
    assert (target > even).mean() == 0.82855
    assert round(np.maximum(target, even).mean() - max(target.mean(), even.mean()), 4) == 0.0998
    # A mean 10.5 (3.6 to 18.1), B 9.2 (3.2 to 15.4)
    assert [round(float(one), 1) for one in (target.mean(), *np.quantile(target, [0.1, 0.9]))] == [10.5, 3.6, 18.1]
    assert [round(float(one), 1) for one in (even.mean(), *np.quantile(even, [0.1, 0.9]))] == [9.2, 3.2, 15.4]


def test_every_split_agrees_with_plain_numpy(unsure, drawn):
    shares = {"target": 1.0, "two_thirds": 2 / 3, "even": 0.5, "by_heads": 0.45, "affluent": 0.0}
    totals, wanted = draws.totals(unsure, drawn), plain(shares)
    for split in unsure.splits:
        assert np.allclose(totals[split.id], wanted[split.id], rtol=0, atol=1e-9)
        by_line = draws.outcomes(unsure, drawn, split.amounts)
        assert by_line.shape == (20_000, 2) and np.allclose(by_line.sum(axis=1), totals[split.id])


def test_the_same_seed_gives_the_same_answer(unsure):
    few = replace(unsure, draws=500)
    one, other = (draws.totals(few, draws.draw(few))["even"] for _ in range(2))
    assert np.array_equal(one, other)
    another = replace(few, seed=8)
    assert not np.array_equal(one, draws.totals(another, draws.draw(another))["even"])


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 240_000), st.integers(0, 1000))
def test_the_order_of_lines_does_not_matter(unsure, pounds, seed):
    few = replace(unsure, draws=50, seed=seed)
    turned = replace(few, lines=few.lines[::-1])
    amounts = {"P": pounds, "A": 240_000 - pounds}
    one = draws.outcomes(few, draws.draw(few), amounts)
    assert np.array_equal(one[:, ::-1], draws.outcomes(turned, draws.draw(turned), amounts))


def test_held_numbers_take_the_place_of_drawn_ones(unsure, drawn):
    held = drawn.holding({"rrr": 0.0, "pP": np.linspace(0, 1, drawn.count)})
    assert not draws.totals(unsure, held)["target"].any()
    assert held.values["pP"][-1] == 1 and drawn.values["pP"].max() < 0.9


def test_a_line_nobody_knows(known):
    with pytest.raises(Refusal, match="Z, which is no line"):
        draws.expected(known, {"Z": 5})
