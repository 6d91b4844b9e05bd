"""When forms may be weighted and when not, and what the weights make of them; by hand."""

import pytest
from scipy import stats

from tightrope.errors import Refusal
from tightrope.weighing.survey import FEWEST_FORMS, Form, unheard, weigh_answers, weigh_forms

SERVED = {"sex": {"f": 300, "m": 100}}


def forms(women, good_women, men, good_men, **more):
    made = [Form(place < good_women, {"sex": "f", **more}) for place in range(women)]
    return made + [Form(place < good_men, {"sex": "m", **more}) for place in range(men)]


def test_one_kind_of_group_by_hand():
    """Half of the forms are men's and a quarter of the people: women weigh 1.5, men 0.5."""
    found = weigh_forms(forms(20, 5, 20, 20), 40, SERVED)
    share, size = 0.75 * 5 / 20 + 0.25 * 20 / 20, 40**2 / (20 * 1.5**2 + 20 * 0.5**2)
    assert (found.share, found.size, found.design) == (pytest.approx(share), pytest.approx(size), pytest.approx(1.25))
    assert found.half == pytest.approx(stats.norm.ppf(0.975) * (share * (1 - share) / size) ** 0.5)
    assert (found.forms, found.good, found.left_out, found.trimmed, found.by) == (40, 25, 0, 0, ("sex",))


def test_a_few_forms_of_many_are_no_sample():
    with pytest.raises(Refusal, match=r"40 of the 100 forms that came back are on file.*the other 60"):
        weigh_forms(forms(20, 5, 20, 20), 100, SERVED)
    assert weigh_forms(forms(20, 5, 20, 20), 80, SERVED).forms == 40  # half of them is the least


def test_too_few_forms_promise_nothing():
    with pytest.raises(Refusal, match=f"Only {FEWEST_FORMS - 1} forms came back"):
        weigh_forms(forms(FEWEST_FORMS - 1, 5, 0, 0), FEWEST_FORMS - 1, SERVED)


def test_more_forms_than_answers_is_an_error_of_the_counts():
    with pytest.raises(Refusal, match="one of the two is wrong"):
        weigh_forms(forms(20, 5, 20, 20), 39, SERVED)


def test_a_group_with_no_form_cannot_be_repaired():
    some = forms(40, 10, 0, 0)
    with pytest.raises(Refusal, match="No weight can repair") as refused:
        weigh_forms(some, 40, SERVED)
    assert refused.value.problems and unheard(some, SERVED) == [("sex", "m")]
    assert unheard(forms(20, 5, 20, 20), SERVED) == []


def test_forms_of_whom_it_is_not_noted_are_left_out_if_they_are_few():
    some = forms(18, 9, 18, 9) + [Form(True, {})] * 4
    found = weigh_forms(some, 40, SERVED)
    assert (found.forms, found.left_out) == (36, 4)
    with pytest.raises(Refusal, match="On too few forms"):
        weigh_forms(forms(15, 9, 15, 9) + [Form(True, {})] * 10, 40, SERVED)


def test_groups_of_fewer_than_eight_are_not_weighted_to():
    some = forms(20, 5, 20, 20) + [Form(True, {"sex": "x"})]
    found = weigh_forms(some, 41, {"sex": {"f": 300, "m": 100, "x": 5}})
    assert (found.forms, found.left_out, found.share) == (40, 1, pytest.approx(0.75 * 0.25 + 0.25))


def test_where_only_one_group_is_served_there_is_nothing_to_weight_by():
    with pytest.raises(Refusal, match="On too few forms"):
        weigh_forms(forms(40, 10, 0, 0), 40, {"sex": {"f": 300}})


def test_the_answers_of_one_kind_of_group_by_hand():
    """27 can leave home and 3 cannot; half and half are served: 0.556 and 5, worth 30^2 / (27 * .556^2 + 3 * 25)."""
    found = weigh_answers({"no": 27, "yes": 3}, {"no": 200, "yes": 200})
    assert found.weight == pytest.approx({"no": 0.5 / 0.9, "yes": 0.5 / 0.1})
    size = 30**2 / (27 * (5 / 9) ** 2 + 3 * 25)
    assert (found.size, found.design) == (pytest.approx(size), pytest.approx(30 / size))
    assert found.half == pytest.approx(1.959964 * (0.25 / size) ** 0.5, abs=1e-6)


def test_answers_with_a_gap_have_no_weights():
    found = weigh_answers({"no": 27}, {"no": 200, "yes": 200, "other": 5})
    assert (found.weight, found.size, found.half, found.missing) == ({}, None, None, ("yes",))
    assert weigh_answers({}, {"no": 200}).missing == ("no",)
