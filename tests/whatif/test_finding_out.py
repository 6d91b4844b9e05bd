"""What finding out is worth: closed forms, a nested calculation, and the order in which values must stand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tightrope.errors import Refusal
from tightrope.whatif import doubt, draws, finding_out


@pytest.fixture(scope="module")
def drawn(unsure):
    return draws.draw(unsure)


@pytest.fixture(scope="module")
def two(unsure, drawn):
    totals = draws.totals(unsure, drawn)
    return {name: totals[name] for name in ("target", "even")}


def closed(mu, s, r):
    """d ~ N(mu, s), a share r of its spread learned: s r phi(mu / (s r)) - |mu| Phi(-|mu| / (s r))."""
    return s * r * stats.norm.pdf(mu / (s * r)) - abs(mu) * stats.norm.cdf(-abs(mu) / (s * r))


@pytest.mark.parametrize("mu, s, r", [(0.5, 2, 0.7), (-0.5, 2, 0.7), (0, 1, 0.3), (1, 1, 0.9)])
def test_learning_one_of_two_normal_parts(mu, s, r):
    known, rest = np.random.default_rng(11).normal(size=(2, 100_000))
    totals = {"one": mu + s * (r * known + np.sqrt(1 - r**2) * rest), "other": np.zeros(100_000)}
    assert finding_out.value_of_learning(totals, [known]) == pytest.approx(closed(mu, s, r), abs=0.015)
    assert finding_out.value_of_learning(totals, [known, rest]) == pytest.approx(closed(mu, s, 1), abs=0.015)


def test_the_closed_form_itself():
    """mu .5, s 2, r .7: 1.4 phi(.3571) - .5 Phi(-.3571) = 1.4 x .37429 - .5 x .36050 = 0.344."""
    assert closed(0.5, 2, 0.7) == pytest.approx(0.344, abs=5e-4)


def nested(scenario, id, outer=100, inner=4_000):
    """The two-level calculation: the parameter held at the middle of each of `outer` equal parts of its spread."""
    spread = scenario.parameter(id).distribution
    within = draws.draw(replace(scenario, draws=inner, seed=99))
    means = []
    for part in range(outer):
        held = within.holding({id: spread.quantile((part + 0.5) / outer)})
        totals = draws.totals(scenario, held)
        means.append([totals["target"].mean(), totals["even"].mean()])
    return np.max(means, axis=1).mean() - np.mean(means, axis=0).max()


@pytest.mark.parametrize("id", ["rrr", "pP", "bA"])
def test_regression_agrees_with_the_nested_calculation(unsure, drawn, two, id):
    assert finding_out.value_of_learning(two, [drawn.values[id]]) == pytest.approx(nested(unsure, id), abs=0.003)


def test_never_below_nothing_nor_above_knowing_everything(unsure):
    few = replace(unsure, draws=5_000)
    drawn = draws.draw(few)
    two = {name: made for name, made in draws.totals(few, drawn).items() if name in ("target", "even")}
    everything = doubt.value_of_knowing(two)
    found = finding_out.worth_learning(unsure, drawn, two)
    assert {one.parameter.id for one in found} == {"rrr", "pP", "pA", "bP", "bA"}  # what is fixed cannot be learned
    assert all(0 <= one.value <= everything for one in found)
    assert [one.value for one in found] == sorted((one.value for one in found), reverse=True)
    together = finding_out.value_of_learning(two, [drawn.values[id] for id in ("rrr", "pP", "pA", "bP", "bA")])
    assert found[0].value <= together <= everything and together > 0.9 * everything
    assert finding_out.value_of_learning(two, [drawn.values["cost"]]) == pytest.approx(0, abs=1e-9)
    assert [one.parameter.id for one in finding_out.worth_learning(unsure, drawn, two, {"bP", "cost"})] == ["bP"]


def test_one_split_is_no_choice(drawn, two):
    assert finding_out.value_of_learning({"even": two["even"]}, [drawn.values["pP"]]) == pytest.approx(0, abs=1e-9)


def test_accounts_are_worth_more_the_more_there_are_and_never_as_much_as_learning(drawn, two):
    take_up = drawn.values["pP"]
    values = [finding_out.value_of_accounts(two, take_up, n) for n in (0, 1, 5, 20, 80, 300)]
    assert values[0] == 0 and values == sorted(values) and values[-1] > values[1]
    assert values[-1] <= finding_out.value_of_learning(two, [take_up])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 30), st.integers(0, 2**20), st.floats(-2, 2))
def test_more_accounts_never_tell_less(accounts, seed, shift):
    rng = np.random.default_rng(seed)
    take_up = rng.beta(2, 2, 400)
    totals = {"one": 4 * take_up + rng.normal(0, 1, 400), "other": np.full(400, 2 + shift)}
    less, more = (finding_out.value_of_accounts(totals, take_up, n) for n in (accounts, accounts + 1))
    assert 0 <= less <= more + 1e-9 <= finding_out.value_of_learning(totals, [take_up]) + 2e-9


def test_one_account_by_hand():
    """Take-up .2 or .8 alike, the difference -1 or 2 with it. One yes: chances 1/5 and 4/5, so 1.4; one no: -.4.
    Each is as likely: .5 x 1.4 + .5 x 0 = .7 against .5 without hearing: 0.2. Learning it exactly: 1 - .5 = .5."""
    take_up = np.repeat([0.2, 0.8], 100)
    totals = {"one": np.repeat([-1.0, 2.0], 100), "other": np.zeros(200)}
    assert finding_out.value_of_accounts(totals, take_up, 1) == pytest.approx(0.2)
    assert finding_out.value_of_learning(totals, [take_up]) == pytest.approx(0.5)
    assert finding_out.value_of_accounts(totals, take_up, 500) == pytest.approx(0.5)
    certain = np.repeat([0.0, 1.0], 100)  # one account settles it
    assert finding_out.value_of_accounts(totals, certain, 1) == pytest.approx(0.5)


def test_what_cannot_be_answered_is_refused(two, drawn):
    few = {name: made[:50] for name, made in two.items()}
    with pytest.raises(Refusal, match="50 futures are too few"):
        finding_out.value_of_learning(few, [drawn.values["pP"][:50]])
    with pytest.raises(Refusal, match="At most 12"):
        finding_out.value_of_learning(two, [drawn.values["pP"]] * 13)
    with pytest.raises(Refusal, match="fewer than no"):
        finding_out.value_of_accounts(two, drawn.values["pP"], -1)
