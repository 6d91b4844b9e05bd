"""People, spread, recency and persistence of a theme; its trend; counted by hand."""

from datetime import date

import pytest
from scipy.stats import beta

from tightrope.voices.four_numbers import FourNumbers, four_numbers, quarters
from tightrope.voices.heard import Heard, people, people_words
from tightrope.voices.trend import interval, moved, trend


def heard(number, teller, month, themes="rushed", contract="C1", place="North", role="person", tone="bad", severity=1):
    made = frozenset(themes.split(";")) if themes else frozenset()
    return Heard(f"S{number}", teller, role, date(2026, month, 1), contract, place, made, tone, severity)


FIVE = [
    heard(1, "T1", 1), heard(2, "T1", 5), heard(3, "T2", 5, contract="C2", place="South"),
    heard(4, "T3", 6, themes="kindness"), heard(5, None, 9, contract=None, place=None),
]  # fmt: skip


def test_the_four_numbers_by_hand():
    found = four_numbers(FIVE, "rushed", date(2026, 1, 1), date(2026, 12, 1))
    assert found == FourNumbers("rushed", 2, 3, True, 2, 2, date(2026, 9, 1), 3, 4)
    assert four_numbers(FIVE, "meals", date(2026, 1, 1), date(2026, 12, 1)) is None


def test_people_are_counted_once_and_the_unlinked_make_it_at_least():
    assert (people(FIVE), people_words(FIVE)) == (3, "at least 3 people")
    assert (people(FIVE[:2]), people_words(FIVE[:2])) == (1, "1 person")
    assert people(FIVE[4:]) == 1 and people([]) == 0


def test_quarters_of_a_span_over_new_year():
    assert quarters(date(2025, 12, 1), date(2026, 4, 1)) == [date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)]


def test_the_trend_counts_people_once_a_quarter():
    found = trend(FIVE, "rushed", date(2026, 1, 1), date(2026, 12, 1))
    assert [(one.telling, one.heard) for one in found] == [(1, 1), (2, 3), (1, 1), (0, 0)]
    assert found[3].low is None and moved(found) == "Chance alone could explain how it moves."


@pytest.mark.parametrize(("k", "n"), [(3, 10), (1, 40), (39, 40)])
def test_the_interval_leaves_a_tenth_on_each_side(k, n):
    low, high = interval(k, n)
    assert beta.cdf([low, high], k + 0.5, n - k + 0.5) == pytest.approx([0.1, 0.9])


def test_none_and_all_reach_the_ends():
    assert interval(0, 5)[0] == 0.0 and interval(5, 5)[1] == 1.0


def test_a_rise_that_chance_hardly_explains_is_said():
    some = [heard(i, f"A{i}", 1, themes="" if i else "rushed") for i in range(20)]
    later = [heard(i + 20, f"B{i}", 4, themes="rushed" if i else "") for i in range(20)]
    found = trend(some + later, "rushed", date(2026, 1, 1), date(2026, 6, 1))
    assert moved(found).startswith("More of those")
    assert moved([found[1], found[0]]).startswith("Fewer of those")
    assert moved(found[:1]) == "Too few quarters to say whether it moves."
