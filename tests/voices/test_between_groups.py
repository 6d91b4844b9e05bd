"""Common ground and divides between sorts of tellers, and what sets accounts apart: by hand and by the formula."""

import math
from datetime import date

import pytest

from tightrope.voices.apart import Apart, apart, score, used_by, words_of
from tightrope.voices.between import Counted, by_group, common_ground, divides
from tightrope.voices.heard import NEAR, OTHERS, PEOPLE, STAFF, Heard


def told(number, role, *themes):
    return Heard(f"S{number}", f"T{number}", role, date(2026, 1, 1), "C1", "North", frozenset(themes), "bad", 1)


def many(first, role, counts, of):
    """`of` accounts of a role; `counts` says how many of them tell of each theme, from the first on."""
    return [told(first + i, role, *(t for t, n in counts.items() if i < n)) for i in range(of)]


TWENTY_EACH = many(0, "person", {"rushed": 15, "meals": 8}, 20) + many(100, "family", {"rushed": 12, "meals": 0}, 20)


def test_people_are_counted_by_group():
    counted = by_group(TWENTY_EACH, ["rushed", "meals"])
    assert counted["rushed"] == {PEOPLE: Counted(15, 20), NEAR: Counted(12, 20)}
    assert by_group([told(1, "advocate"), told(2, "nurse")], ["meals"]) == {
        "meals": {STAFF: Counted(0, 1), OTHERS: Counted(0, 1)}
    }


def test_common_ground_is_what_every_group_tells_of():
    assert common_ground(by_group(TWENTY_EACH, ["meals", "rushed"])) == ["rushed"]


def test_a_group_of_seven_is_not_compared():
    some = many(0, "person", {"rushed": 15}, 20) + many(100, "family", {"rushed": 7}, 7)
    counted = by_group(some, ["rushed"])
    assert common_ground(counted) == [] and divides(counted) == []


def test_a_divide_is_said_where_chance_hardly_explains_it():
    found = divides(by_group(TWENTY_EACH, ["meals", "rushed"]))
    assert [one.theme_id for one in found] == ["meals"]
    # Fisher's exact test of 8 of 20 against 0 of 20: both tails have 2 x C(20,8) / C(40,8).
    assert found[0].p == pytest.approx(2 * math.comb(20, 8) / math.comb(40, 8))
    assert (found[0].group, found[0].here, found[0].others) == (NEAR, Counted(0, 20), Counted(8, 20))


def test_words_are_counted_by_who_uses_them():
    assert words_of("The carer\u2019s coat! [name] THE coat") == {"the", "carer's", "coat"}
    assert used_by([("A", {"coat"}), ("A", {"coat", "tea"}), ("B", {"tea"})]) == {"coat": 1, "tea": 2}


def test_log_odds_by_the_formula():
    # 30 of 100 here, 10 of 400 elsewhere, prior 40 of 500: odds 70/(600-70) and 50/(900-50).
    delta = math.log(70 / 530) - math.log(50 / 850)
    assert score(30, 100, 10, 400, 40) == pytest.approx(delta / math.sqrt(1 / 70 + 1 / 50))


def test_only_what_at_least_three_people_use_and_chance_hardly_explains_is_named():
    here = {"coat": 30, "the": 60, "secret": 2, "and": 58}
    elsewhere = {"coat": 10, "the": 600, "and": 590}
    found = apart(here, elsewhere)
    assert [(one.what, one.here, one.elsewhere) for one in found] == [("coat", 30, 10)]
    assert isinstance(found[0], Apart) and found[0].z > 1.96
    assert apart({}, elsewhere) == [] and apart(here, {}) == []
