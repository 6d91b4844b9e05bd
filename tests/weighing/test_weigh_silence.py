"""Where nobody was heard: the worked case, scipy as a second opinion, and the list."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tightrope.errors import Refusal
from tightrope.weighing.silence import Listening, silence, silences
from tightrope.weighing.thresholds import Thresholds


def test_the_worked_case():
    """18 of 280 elsewhere, 140 here, none heard: Beta(18.5, 262.5)."""
    chance, expected = silence(140, 0, 280, 18)
    assert chance == pytest.approx(0.000452, abs=5e-7)
    product = 1.0  # nobody heard, one person after another: (262.5 + i) / (281 + i)
    for i in range(140):
        product *= (262.5 + i) / (281 + i)
    assert chance == pytest.approx(product)
    assert expected == pytest.approx(140 * 18.5 / 281)


@settings(deadline=None)
@given(st.integers(0, 200), st.integers(1, 300), st.data())
def test_it_agrees_with_scipy(people, elsewhere, data):
    heard = data.draw(st.integers(0, people))
    elsewhere_heard = data.draw(st.integers(0, elsewhere))
    chance, _ = silence(people, heard, elsewhere, elsewhere_heard)
    truth = stats.betabinom(people, elsewhere_heard + 0.5, elsewhere - elsewhere_heard + 0.5).cdf(heard)
    assert chance == pytest.approx(truth, rel=1e-6, abs=1e-12)


@settings(deadline=None)
@given(st.integers(1, 200), st.data())
def test_each_further_person_heard_makes_it_less_surprising(people, data):
    heard = data.draw(st.integers(0, people - 1))
    assert silence(people, heard, 280, 18)[0] <= silence(people, heard + 1, 280, 18)[0] + 1e-12


@pytest.mark.parametrize("numbers", [(10, 11, 20, 1), (10, -1, 20, 1), (10, 1, 20, 21)])
def test_nobody_is_heard_twice(numbers):
    with pytest.raises(Refusal, match="none twice"):
        silence(*numbers)


HOMES = [34, 30, 36, 32, 28, 30, 27, 33, 30]  # nine homes, 280 people, two of each heard


def line():
    return [Listening(f"CH-{i:02}", "care_home", people, 2) for i, people in enumerate(HOMES)]


def test_a_home_where_nobody_was_heard_is_named_and_the_others_are_not():
    found = silences([*line(), Listening("CH-03", "care_home", 140, 0)])
    assert [one.contract_id for one in found if one.named] == ["CH-03"]
    larkfield = found[-1]
    assert (larkfield.elsewhere_people, larkfield.elsewhere_heard) == (280, 18)
    assert larkfield.chance == pytest.approx(0.000452, abs=5e-7)
    assert larkfield.expected == pytest.approx(9.217, abs=0.0005)
    # the others are compared with all but themselves: 16 of 280 - 34 + 140
    assert (found[0].elsewhere_people, found[0].elsewhere_heard) == (386, 16)


def test_a_small_contract_with_nobody_heard_is_not_named():
    found = silences([*line(), Listening("tiny", "care_home", 6, 0)])
    assert found[-1].chance > 0.5
    assert not found[-1].named


def test_the_more_were_looked_at_the_more_surprising_it_has_to_be():
    """The chance here is 0.0327: below 0.10 * 1 / 2, above 0.10 * 1 / 10."""
    chance, _ = silence(50, 0, 280, 18)
    assert 0.10 / 10 < chance < 0.10 / 2
    one = Listening("B", "line", 50, 0)
    rest = [Listening("A", "line", 280, 18)]
    assert [x.named for x in silences([*rest, one])] == [False, True]
    many = [Listening(f"A{i}", "line", 31, 2) for i in range(8)] + [Listening("A9", "line", 32, 2)]
    assert [x.contract_id for x in silences([*many, one]) if x.named] == []
    assert silences([*many, one], Thresholds(silence_false=0.5))[-1].named


def test_lines_do_not_see_each_other_and_a_lone_contract_is_not_compared():
    found = silences([*line(), Listening("ML-01", "meals", 300, 0), Listening("empty", "care_home", 0, 0)])
    assert (found[-2].chance, found[-2].expected, found[-2].named) == (None, None, False)
    assert found[-1].chance is None
    assert silences([]) == []
