"""What may be published: the boundary table, and that nobody can work back to one to seven people."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope.disclosure import Figure, bounds, count, possible, publish, publish_table
from tightrope.errors import Refusal

SMALL = "fewer than 8"


@pytest.mark.parametrize(
    "people, value, words",
    [(0, 0, "0"), (1, None, SMALL), (7, None, SMALL), (8, 10, "10"), (10, 10, "10"), (12, 10, "10"), (13, 15, "15"),
     (17, 15, "15"), (18, 20, "20"), (1002, 1000, "1000")],
)
def test_counts_of_people(people, value, words):
    shown = publish(Figure(people, "people", "people"))
    assert (shown.value, shown.words) == (value, words)


@pytest.mark.parametrize("bad", [-1, 2.5])
def test_what_is_no_count_of_people_is_refused(bad):
    with pytest.raises(Refusal, match="no count of people"):
        publish(Figure(bad, "people", "people"))


def test_old_words_do_not_carry_the_exact_count_out():
    alone = publish(Figure(14, "people", "people", numerator=14, words="14 people"))
    assert (alone.value, alone.numerator, alone.words) == (15, None, "15")
    shown = publish(Figure(14, "people", "people", denominator=23, words="14 of 23 people we heard from"))
    assert shown.words == "15 of 25"
    assert (shown.value, shown.denominator) == (15, 25)


@pytest.mark.parametrize(
    "part, among, value, words",
    [
        (14, 23, 15 / 25, "15 of 25"),
        (0, 23, 0 / 25, "0 of 25"),
        (3, 23, None, "fewer than 8 of 25"),
        (3, 7, None, "too few to show"),
        (0, 7, None, "too few to show"),
        (0, 0, None, "nobody"),
        (23, 23, 25 / 25, "25 of 25"),
    ],
)
def test_shares_come_from_published_counts(part, among, value, words):
    raw = None if among == 0 else part / among
    shown = publish(Figure(raw, "share", "share", numerator=part, denominator=among))
    assert (shown.value, shown.words) == (value, words)


@pytest.mark.parametrize("part, among", [(None, 23), (14, None), (24, 23)])
def test_a_share_without_its_counts_is_refused(part, among):
    with pytest.raises(Refusal):
        publish(Figure(0.6, "share", "share", numerator=part, denominator=among))


def test_the_council_s_own_work_stays_exact_but_for_a_single_home():
    waiting = Figure(3, "answers owed", "council_work", "down_is_good")
    assert publish(waiting) == waiting
    one = publish(Figure(3, "answers owed", "council_work", one_home=True))
    assert (one.value, one.words) == (None, SMALL)
    assert publish(Figure(9, "answers owed", "council_work", one_home=True)).value == 9


def test_money_and_measures_stay_as_they_are():
    for figure in (
        Figure(410_000, "pounds", "money"),
        Figure(0.95, "share of visits", "measure", "up_is_good", denominator=7, denominator_unit="visits"),
    ):
        assert publish(figure) == figure


def test_a_measure_of_few_people_is_not_shown():
    few = publish(Figure(41.5, "minutes", "measure", denominator=7, denominator_unit="people", words="41.5 for 7"))
    assert (few.value, few.denominator, few.words) == (None, None, "too few to show")
    more = publish(Figure(41.5, "minutes", "measure", denominator=23, denominator_unit="people", words="41.5 for 23"))
    assert (more.value, more.denominator, more.words) == (41.5, 25, "41.5 minutes")


def test_kinds_and_directions_are_known():
    with pytest.raises(Refusal, match="kind"):
        Figure(1, "people", "persons")
    with pytest.raises(Refusal, match="direction"):
        Figure(1, "people", "people", "up")


def test_other_roundings_never_make_a_shown_count_look_hidden():
    assert count(3, fewest=3, round_to=5).value == 5
    assert count(8, fewest=8, round_to=7).value == 14  # not 7, which would read as a hidden count
    assert count(2, fewest=2, round_to=10).value == 10  # not a false 0


def test_totals_are_rounded_on_their_own():
    table = publish_table([11, 11, 11], 33)
    assert [cell.value for cell in table.cells] == [10, 10, 10]
    assert table.total.value == 35


def test_a_hidden_count_that_could_be_worked_out_takes_another_with_it():
    # 13 and 13 read 15 and 15, 27 reads 25: at most 27 - 13 - 13 = 1 is left for the hidden one
    table = publish_table([13, 13, 1], 27)
    assert [cell.words for cell in table.cells] == ["not shown", "15", SMALL]
    assert table.total.words == "25"


def test_at_last_the_total_is_hidden():
    # seven people in seven groups: "fewer than 8" in all would give each away
    table = publish_table([1] * 7, 7)
    assert {cell.words for cell in table.cells} == {SMALL}
    assert table.total.words == "not shown"


def test_counts_that_do_not_add_up_are_refused():
    with pytest.raises(Refusal, match="add to 5, not to 6"):
        publish_table([2, 3], 6)


def test_a_table_without_total_is_only_rounded():
    table = publish_table([3, 20])
    assert [cell.words for cell in table.cells] == [SMALL, "20"] and table.total is None


figures = st.one_of(
    st.builds(Figure, st.integers(0, 400), st.just("people"), st.just("people"), words=st.text(max_size=9)),
    st.integers(0, 400).flatmap(
        lambda n: st.builds(
            Figure, st.just(0.5), st.just("share"), st.just("share"), numerator=st.integers(0, n),
            denominator=st.just(n),
        )
    ),
    st.builds(
        Figure, st.integers(0, 400), st.just("things"), st.sampled_from(["money", "measure", "council_work"]),
        denominator=st.integers(0, 30), denominator_unit=st.sampled_from(["people", "visits"]), one_home=st.booleans(),
    ),
)


@settings(deadline=None)
@given(figures)
def test_publishing_twice_changes_nothing(figure):
    assert publish(publish(figure)) == publish(figure)


@settings(deadline=None)
@given(st.integers(1, 7), st.integers(1, 7), st.integers(8, 300))
def test_one_to_seven_people_all_look_the_same(one, other, among):
    def seen(people):
        return (
            publish(Figure(people, "people", "people", denominator=among, words=f"{people}")),
            publish(Figure(people / among, "share", "share", numerator=people, denominator=among)),
        )

    assert seen(one) == seen(other)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 9), st.integers(0, 40)), min_size=1, max_size=4))
def test_no_table_leaves_a_hidden_count_to_be_worked_out(counts):
    """By trying every table that would print the same: each hidden count keeps at least four possible values."""
    table = publish_table(counts, sum(counts))
    top = sum(counts) + 8
    ranges = [range(low, int(min(high, top)) + 1) for low, high in (bounds(cell) for cell in table.cells)]
    hidden = [i for i, cell in enumerate(table.cells) if cell.words == SMALL]
    if not hidden or table.total.words == "not shown":
        return
    least, most = bounds(table.total)
    values = {i: set() for i in hidden}
    for tried in product(*ranges):
        if least <= sum(tried) <= most:
            for i in hidden:
                values[i].add(tried[i])
    for i in hidden:
        assert len(values[i]) >= 4
        assert len(values[i]) == possible(table.cells, table.total, i)
