"""Priors, posteriors and lists: worked by hand, checked against scipy.stats, and simulated."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tightrope.statistics import (
    BetaMixture,
    GammaMixture,
    benjamini_hochberg,
    beta_binomial_cdf,
    beta_binomial_log_mass,
    count_moments,
    count_posterior,
    pooled_mean,
    share_moments,
    share_posterior,
)

PRIOR = {"strengths": (2.0, 200.0), "weak": 4.0, "fewest": 5}
SPREAD = np.array([2, 4, 5, 6, 8.0])


def test_the_moments_take_off_what_chance_alone_would_spread():
    # rates .2 .4 .5 .6 .8, each of 10, weight 1/5 each: mean .5, spread (.09 + .01 + 0 + .01 + .09) / 5 = .04
    # chance .25 * 5 * (.2 * .8) / 10 = .02; room 5 * (.2 * .8) * 9 / 10 = .72; variance (.04 - .02) / .72
    found = share_moments(SPREAD, np.full(5, 10), **PRIOR)
    assert found.mean == pytest.approx(0.5)
    assert found.variance == pytest.approx(0.02 / 0.72)
    assert found.strength == pytest.approx(0.25 / (0.02 / 0.72) - 1)  # = 8
    assert found.learned and found.peers == 5


def test_four_peers_give_the_pooled_mean_at_the_weak_strength():
    found = share_moments(SPREAD[:4], np.full(4, 10), **PRIOR)
    assert not found.learned
    assert (found.mean, found.strength) == (pytest.approx((2 + 4 + 5 + 6) / 40), 4.0)


def test_peers_no_further_apart_than_chance_give_the_weak_prior():
    found = share_moments(np.full(6, 7), np.full(6, 10), **PRIOR)
    assert found.variance < 0
    assert not found.learned
    assert (found.mean, found.strength) == (pytest.approx(42 / 60), 4.0)


@pytest.mark.parametrize("bounds, expected", [((2.0, 5.0), 5.0), ((12.0, 200.0), 12.0), ((2.0, 200.0), 8.0)])
def test_a_learned_strength_stays_inside_its_bounds(bounds, expected):
    found = share_moments(SPREAD, np.full(5, 10), strengths=bounds, weak=4.0, fewest=5)
    assert found.strength == pytest.approx(expected)


def test_peers_with_nothing_counted_are_no_peers():
    found = share_moments(np.append(SPREAD, 0), np.append(np.full(5, 10), 0), **PRIOR)
    assert found.peers == 5
    assert found.strength == pytest.approx(8)


def test_count_moments_take_off_the_chance_of_counts():
    # 1 3 5 7 9 events in 10 each: mean .5, spread (.16 + .04 + 0 + .04 + .16) / 5 = .08
    # chance .5 * 5 * (.2 * .8) / 10 = .04; room 5 * .2 * .8 = .8; variance (.08 - .04) / .8 = .05
    found = count_moments(np.array([1, 3, 5, 7, 9]), np.full(5, 10.0), **PRIOR)
    assert found.variance == pytest.approx(0.04 / 0.8)
    assert found.strength == pytest.approx(0.5**2 / 0.05)  # = 5 events
    none = count_moments(np.zeros(6), np.full(6, 10.0), **PRIOR)
    assert not none.learned and none.mean == pytest.approx(0.5 / 60)


@pytest.mark.parametrize(
    "k, n, expected", [([0, 0], [3, 4], 0.5 / 8), ([3, 4], [3, 4], 7.5 / 8), ([1, 2], [3, 4], 3 / 7)]
)
def test_a_pooled_mean_is_never_certain(k, n, expected):
    assert pooled_mean(np.array(k), np.array(n)) == pytest.approx(expected)
    assert pooled_mean(np.zeros(0), np.zeros(0)) == 0.5


def test_without_enough_peers_the_posterior_is_the_plain_beta():
    mixture, found = share_posterior([3], [10], [[1, 1]], [[2, 2]], **PRIOR)
    plain = stats.beta(4 * 0.5 + 3, 4 * 0.5 + 7)  # pooled mean 2 / 4, worth 4
    assert not found.learned[0]
    for p in (0.1, 0.5, 0.9):
        assert mixture.quantile(p)[0] == pytest.approx(plain.ppf(p), abs=1e-9)


def test_with_peers_the_posterior_is_the_weighted_mixture_of_its_grid():
    peers, sizes = np.array([12, 15, 9, 18, 14, 16.0]), np.full(6, 20.0)
    mixture, found = share_posterior([4], [20], [peers], [sizes], **PRIOR)
    assert found.learned[0]
    a, b = mixture.a[0] - 4, mixture.b[0] - 16
    log = [
        sum(stats.betabinom.logpmf(k, 20, x, y) for k in [*peers, 4]) - np.log(x + y) / 2
        for x, y in zip(a, b, strict=True)
    ]
    weight = np.exp(np.array(log) - max(log))
    assert mixture.weight[0] == pytest.approx(weight / weight.sum(), rel=1e-6)
    # drawn towards the peers' 0.7 from its own 0.2, and not past them
    assert 4 / 20 < mixture.quantile(0.5)[0] < 84 / 120


def test_a_count_with_few_peers_has_the_plain_gamma():
    mixture, _ = count_posterior([3], [10.0], [[2, 4]], [[10, 20]], **PRIOR)
    plain = stats.gamma(4 + 3, scale=1 / (4 / (6 / 30) + 10))  # mean 6 / 30, worth 4 events: 20 of exposure
    for p in (0.1, 0.5, 0.9):
        assert mixture.quantile(p)[0] == pytest.approx(plain.ppf(p), rel=1e-8)


def test_quantiles_of_mixtures_undo_their_distribution():
    beta = BetaMixture(np.array([[0.5, 30, 900]]), np.array([[3.0, 4, 100]]), np.array([[0.2, 0.5, 0.3]]))
    gamma = GammaMixture(np.array([[0.7, 30]]), np.array([[2.0, 4]]), np.array([[0.4, 0.6]]))
    for mixture in (beta, gamma):
        for p in (0.001, 0.1, 0.5, 0.9, 0.999):
            assert mixture.cdf(mixture.quantile(p)) == pytest.approx(p, abs=1e-9)
    assert stats.gamma(0.7, scale=0.5).cdf(3) * 0.4 + stats.gamma(30, scale=0.25).cdf(3) * 0.6 == pytest.approx(
        gamma.cdf(3.0)[0]
    )


def test_draws_come_from_the_mixture_and_from_the_seed_alone():
    mixture = BetaMixture(np.array([2.0, 30]), np.array([8.0, 5]), np.array([0.3, 0.7]))
    draws = mixture.draws(np.random.default_rng(5), 20_000)
    assert draws.mean() == pytest.approx(0.3 * 2 / 10 + 0.7 * 30 / 35, abs=0.01)
    assert np.array_equal(draws, mixture.draws(np.random.default_rng(5), 20_000))
    other = mixture.draws(np.random.default_rng(6), 20_000)
    assert abs(np.corrcoef(draws, other)[0, 1]) < 0.03


def test_the_beta_binomial_agrees_with_scipy():
    k = np.arange(0, 31)
    assert beta_binomial_log_mass(k, 30, 2.5, 7.0) == pytest.approx(stats.betabinom(30, 2.5, 7).logpmf(k))
    for heard in (-1, 0, 7, 29, 30):
        assert beta_binomial_cdf(heard, 30, 2.5, 7.0) == pytest.approx(stats.betabinom(30, 2.5, 7).cdf(heard))


def test_benjamini_and_hochberg_s_own_fifteen():
    # The 15 p-values of section 4.1 of the 1995 paper; at 5% the procedure rejects the four smallest.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
         0.7590, 1.0]
    assert list(benjamini_hochberg(np.array(p), 0.05)) == [True] * 4 + [False] * 11
    assert list(benjamini_hochberg(np.array(p[::-1]), 0.05)) == [False] * 11 + [True] * 4
    assert benjamini_hochberg([], 0.1).size == 0


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.floats(0.01, 0.5))
def test_the_list_agrees_with_adjusted_p_values(p, share):
    adjusted = stats.false_discovery_control(p)
    clear = np.abs(adjusted - share) > 1e-12
    assert np.array_equal(benjamini_hochberg(p, share)[clear], (adjusted <= share)[clear])


def _fixed(k, n):
    return share_posterior([k], [n], [[6, 6]], [[10, 10]], **PRIOR)[0]  # two peers: the stated weak prior


@settings(deadline=None)
@given(st.integers(1, 80), st.data())
def test_more_successes_never_lower_the_rate_for_a_fixed_prior(n, data):
    k = data.draw(st.integers(0, n - 1))
    for p in (0.1, 0.5, 0.9):
        assert _fixed(k, n).quantile(p)[0] < _fixed(k + 1, n).quantile(p)[0]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 40), st.integers(1, 40))
def test_more_data_never_widen_the_interval_on_average_for_a_fixed_prior(n, more):
    """On average over what the prior itself foretells; one surprising case may widen."""

    def width(size):
        k = np.arange(size + 1)
        mixture, _ = share_posterior(
            k, np.full(size + 1, size), np.full((size + 1, 2), 6), np.full((size + 1, 2), 10), **PRIOR
        )
        chance = stats.betabinom(size, 2.4, 1.6).pmf(k)
        return chance @ (mixture.quantile(0.9) - mixture.quantile(0.1))

    assert width(n + more) < width(n) + 1e-9


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=12))
def test_any_peers_give_an_ordered_interval_inside_the_scale(pairs):
    k, n = np.array([[x for x, _ in pairs]]), np.array([[x + y for x, y in pairs]])
    mixture, _ = share_posterior(k[:, 0], n[:, 0], k[:, 1:], n[:, 1:], **PRIOR)
    low, middle, high = (mixture.quantile(p)[0] for p in (0.1, 0.5, 0.9))
    assert 0 <= low <= middle <= high <= 1
    counts, _ = count_posterior(k[:, 0], n[:, 0], k[:, 1:], n[:, 1:], **PRIOR)
    low, middle, high = (counts.quantile(p)[0] for p in (0.1, 0.5, 0.9))
    assert 0 <= low <= middle <= high < np.inf


def test_the_grid_agrees_with_integrating_the_prior_directly():
    """The same model on 9,600 points spread over everything, instead of 25 around the moments."""
    k, n = np.array([30, 36, 25, 38, 33, 28, 35, 31.0]), np.full(8, 40.0)
    mixture, _ = share_posterior([20], [40], [k], [n], **PRIOR)
    means, strengths = np.linspace(0.4, 0.98, 120), np.geomspace(2, 200, 80)
    mean, strength = (x.ravel() for x in np.meshgrid(means, strengths))
    a, b = mean * strength, (1 - mean) * strength
    log = beta_binomial_log_mass(np.append(k, 20)[:, None], 40.0, a, b).sum(0) - np.log(strength) / 2
    weight = np.exp(log - log.max())
    fine = BetaMixture((a + 20)[None], (b + 20)[None], (weight / weight.sum())[None])
    for p in (0.1, 0.5, 0.9):
        assert mixture.quantile(p)[0] == pytest.approx(fine.quantile(p)[0], abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize(
    "mean, strength, peers, least, most",
    [(0.7, 10, 11, 15, 60), (0.9, 20, 11, 20, 200), (0.5, 5, 9, 10, 40), (0.8, 15, 6, 15, 60), (0.9, 50, 9, 100, 1000)],
)
def test_the_interval_holds_the_truth_four_times_in_five(mean, strength, peers, least, most):
    rng = np.random.default_rng(1)
    n = rng.integers(least, most + 1, (3000, peers + 1))
    truth = rng.beta(mean * strength, (1 - mean) * strength, n.shape)
    k = rng.binomial(n, truth)
    mixture, _ = share_posterior(k[:, 0], n[:, 0], k[:, 1:], n[:, 1:], **PRIOR)
    inside = (mixture.quantile(0.1) <= truth[:, 0]) & (truth[:, 0] <= mixture.quantile(0.9))
    assert 0.77 <= inside.mean() <= 0.83


@pytest.mark.slow
@pytest.mark.parametrize("mean, events, peers", [(2.0, 5, 11), (0.5, 10, 9)])
def test_the_interval_of_a_count_holds_the_truth_four_times_in_five(mean, events, peers):
    rng = np.random.default_rng(2)
    exposure = rng.uniform(5, 40, (3000, peers + 1))
    truth = rng.gamma(events, mean / events, exposure.shape)
    counts = rng.poisson(truth * exposure)
    mixture, _ = count_posterior(counts[:, 0], exposure[:, 0], counts[:, 1:], exposure[:, 1:], **PRIOR)
    inside = (mixture.quantile(0.1) <= truth[:, 0]) & (truth[:, 0] <= mixture.quantile(0.9))
    assert 0.77 <= inside.mean() <= 0.83
