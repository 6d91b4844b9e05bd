"""Six shapes, cut at their ends: closed forms against scipy.stats and numerical integration, and what is refused."""

import numpy as np
import pytest
from scipy import integrate, stats

from tightrope.errors import Refusal
from tightrope.whatif.distributions import Distribution, beta, fixed, lognormal, normal, triangular, uniform

SAME = [
    (uniform(1, 3), stats.uniform(1, 2)),
    (normal(0.2, 0.1), stats.norm(0.2, 0.1)),
    (beta(56, 344), stats.beta(56, 344)),
    (triangular(1, 2, 5), stats.triang(0.25, 1, 4)),
    (triangular(1, 1, 5), stats.triang(0, 1, 4)),
    (triangular(1, 5, 5), stats.triang(1, 1, 4)),
    (lognormal(400, 1.3), stats.lognorm(np.log(1.3), scale=400)),
]


@pytest.mark.parametrize("ours, theirs", SAME, ids=lambda one: getattr(one, "kind", ""))
@pytest.mark.parametrize("cut", [(None, None), (0.3, 0.7), (0.1, None), (None, 0.6)])
def test_mean_quantile_and_draws_agree_with_another_implementation(ours, theirs, cut):
    low, high = (None if q is None else float(theirs.ppf(q)) for q in cut)
    one = Distribution(ours.kind, ours.values, low, high)
    bends = [q for q in cut if q is not None]
    mean = integrate.quad(lambda q: np.clip(theirs.ppf(q), low, high), 0, 1, points=bends or None, limit=300)[0]
    assert one.mean() == pytest.approx(mean, rel=1e-6)
    for q in (0.01, 0.2, 0.5, 0.8, 0.99):
        assert one.quantile(q) == pytest.approx(np.clip(theirs.ppf(q), low, high), rel=1e-9)
    drawn = one.draw(np.random.default_rng(3), 20_000)
    assert drawn.shape == (20_000,) and drawn.mean() == pytest.approx(mean, rel=0.02)
    assert (low is None or drawn.min() >= low) and (high is None or drawn.max() <= high)


def test_a_fixed_number_takes_nothing_from_the_generator():
    rng = np.random.default_rng(1)
    assert list(fixed(3).draw(rng, 2)) == [3, 3] and fixed(3).mean() == fixed(3).quantile(0.9) == 3
    assert rng.uniform() == np.random.default_rng(1).uniform()
    assert not fixed(3).unsure and uniform(0, 1).unsure


def test_both_ends_are_the_shape_s_own_or_the_cut():
    assert beta(2, 3).ends() == (0, 1) and normal(0, 1, -2, 3).ends() == (-2, 3)
    assert normal(0, 1).ends() == (-np.inf, np.inf) and uniform(1, 2).ends() == (1, 2)
    assert lognormal(1, 2).ends()[0] > 0


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda: normal(1, 0), "above 0"),
        (lambda: normal(1, -1), "above 0"),
        (lambda: uniform(2, 2), "below “to”"),
        (lambda: triangular(3, 3, 2), "below “to”"),
        (lambda: triangular(1, 9, 2), "must lie between"),
        (lambda: beta(0, 1), "above 0"),
        (lambda: beta(1, -1), "above 0"),
        (lambda: lognormal(0, 2), "median must be above 0"),
        (lambda: lognormal(5, 0.4), "factor and must be above 1"),
        (lambda: normal(1, 1, 3, 2), "below the high end"),
        (lambda: Distribution("uniform", {"from": 0, "to": 1}, 4, 5), "leave out every value"),
        (lambda: normal(float("nan"), 1), "not infinite"),
        (lambda: fixed(float("inf")), "not infinite"),
        (lambda: Distribution("gamma", {"a": 1}), "no kind of spread"),
        (lambda: Distribution("normal", {"mean": 1}), "has mean and sd"),
    ],
)
def test_what_makes_no_shape_is_refused(make, says):
    with pytest.raises(Refusal, match=says):
        make()
