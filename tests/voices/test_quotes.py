"""Quotes by rule: deterministic, in whatever order the accounts come, each rule by hand; and how far coders agree."""

import random
from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from tightrope.voices.agreement import agreement
from tightrope.voices.heard import Heard
from tightrope.voices.quotes import CONTRARY, LEAST_HEARD, SERIOUS, TYPICAL, likeness, quotes, typical


def account(number, theme, role="person", tone="bad", severity=1, month=1):
    themes = frozenset([theme])
    return Heard(f"S{number:02}", f"T{number}", role, date(2026, month, 1), "C1", "North", themes, tone, severity)


# Six of rushed calls, four of meals; one good one; two grave ones; one advocate.
TWELVE = (
    [account(i, "rushed") for i in range(6)]
    + [account(i, "meals", role="family") for i in range(6, 9)]
    + [account(9, "meals", tone="good", role="family"), account(10, "falls", severity=4, month=1)]
    + [account(11, "falls", severity=4, month=5, role="advocate")]
)
WORDS = [
    frozenset(w.split())
    for w in (
        "coat rushed tea", "coat rushed", "coat rushed clock", "rushed clock", "coat clock tea", "coat rushed soup",
        "meals cold soup", "meals cold", "meals late cold", "meals hot lovely", "fell floor", "fell night floor",
    )
]  # fmt: skip


def test_each_rule_by_hand():
    found = {}
    for one in quotes(TWELVE, WORDS):
        found.setdefault(one.rule, []).append(one)
    assert [(one.story_id, one.stands_for, one.of) for one in found[TYPICAL]] == [
        ("S02", 6, 12), ("S07", 4, 12), ("S10", 2, 12),  # of rushed, of meals, of falls
    ]  # fmt: skip
    assert [one.story_id for one in found[CONTRARY]] == ["S09"]
    assert [one.story_id for one in found[SERIOUS]] == ["S11"]  # S10 is as grave and earlier
    assert LEAST_HEARD not in found  # the one advocate stands there already


def test_the_least_heard_group_has_its_own():
    some = [replace(one, role="advocate") if one.story_id == "S05" else one for one in TWELVE]
    assert [one.story_id for one in quotes(some, WORDS) if one.rule == LEAST_HEARD] == ["S05"]


def test_the_gravest_is_the_latest_of_equals():
    grave = [account(i, "rushed", severity=5 if i in (3, 7) else 0, month=2 if i == 3 else 1) for i in range(12)]
    assert [one.story_id for one in quotes(grave, WORDS) if one.rule == SERIOUS] == ["S03"]


def test_the_order_in_which_accounts_come_changes_nothing():
    usual = quotes(TWELVE, WORDS)
    both = list(zip(TWELVE, WORDS, strict=True))
    random.Random(3).shuffle(both)
    assert quotes([one for one, _ in both], [words for _, words in both]) == usual


def test_no_account_stands_twice_and_few_give_none():
    found = [one.story_id for one in quotes(TWELVE, WORDS)]
    assert len(found) == len(set(found))
    assert quotes(TWELVE[:9], WORDS[:9]) == []


def test_greedy_choice_reaches_what_the_theorem_promises():
    numbers = np.random.default_rng(5).random((12, 12))
    alike = (numbers + numbers.T) / 2
    chosen = [place for place, _ in typical(alike, range(12), 3)]
    best = max(alike[list(some)].max(axis=0).sum() for some in combinations(range(12), 3))
    assert alike[chosen].max(axis=0).sum() >= (1 - 1 / np.e) * best


def test_likeness_is_one_with_itself_and_half_for_the_same_theme_in_other_words():
    found = likeness([frozenset("ab"), frozenset("cd")], [frozenset(["x"])] * 2)
    assert found == pytest.approx(np.array([[1.0, 0.5], [0.5, 1.0]]))


@pytest.mark.parametrize("grades", [False, True])
def test_kappa_equals_that_of_another_implementation(grades):
    rng = np.random.default_rng(9)
    first = rng.integers(0, 5, 60)
    second = np.where(rng.random(60) < 0.6, first, rng.integers(0, 5, 60))
    expected = cohen_kappa_score(first, second, weights="quadratic" if grades else None)
    assert agreement(first, second, grades).kappa == pytest.approx(expected)


def test_agreement_in_words_and_where_none_can_be_said():
    assert agreement([1, 0] * 10, [1, 0] * 10).word == "almost perfect"
    assert agreement([1] * 12, [1] * 12).kappa is None
    assert (agreement([1, 0], [1, 0]).kappa, agreement([1, 0], [1, 0]).word) == (None, "")
    assert agreement([1, 0] * 10, [0, 1] * 10).word == "poor"
