"""Classes of a map: by hand, and what must hold."""

from hypothesis import given
from hypothesis import strategies as st

from tightrope.places.classes import Classes, quantiles


def test_by_hand():
    """Ten areas in five classes: two in each; the edges are values that are there."""
    found = quantiles([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    assert found.edges == (1, 2, 4, 6, 8, 10)
    assert found.of == (0, 0, 1, 1, 2, 2, 3, 3, 4, 4) and found.counts() == [2, 2, 2, 2, 2]


def test_unknown_stays_unknown_and_nothing_known_has_no_class():
    assert quantiles([None, 5, None]) == Classes((5, 5), (None, 0, None))
    assert quantiles([None, None]).number == 0 and quantiles([]).of == ()


def test_many_the_same_make_fewer_classes():
    found = quantiles([0] * 8 + [3, 9])
    assert found.edges == (0, 9) or found.number <= 2
    assert len({one for value, one in zip([0] * 8 + [3, 9], found.of, strict=True) if value == 0}) == 1


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=60), st.integers(1, 7))
def test_order_is_kept_and_equal_values_stay_together(values, most):
    found = quantiles(values, most)
    pairs = sorted((v, c) for v, c in zip(values, found.of, strict=True) if v is not None)
    assert [c for _, c in pairs] == sorted(c for _, c in pairs)
    assert len({v for v, _ in pairs}) >= len({c for _, c in pairs})
    by_value = {}
    for value, one in pairs:
        assert by_value.setdefault(value, one) == one
        assert found.edges[one] <= value <= found.edges[one + 1]
    assert found.number <= most
    assert sum(found.counts()) == len(pairs)
