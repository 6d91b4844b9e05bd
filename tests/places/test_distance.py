"""Straight lines: known distances, and what must hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.places.distance import EARTH_KM, kilometres


def test_known_distances():
    """A degree along the equator is 111.195 km (pi / 180 x 6371.0088); pole to pole is half way round."""
    assert kilometres([0], [0], [1], [0])[0, 0] == pytest.approx(111.195, abs=0.001)
    assert kilometres([0], [90], [0], [-90])[0, 0] == pytest.approx(np.pi * EARTH_KM)
    # Charing Cross to Notre-Dame, by the coordinates of both.
    assert kilometres([-0.1278], [51.5074], [2.3522], [48.8566])[0, 0] == pytest.approx(343.6, abs=0.3)


SPOT = st.tuples(st.floats(-180, 180), st.floats(-89, 89))


@given(SPOT, SPOT)
def test_there_and_back_are_as_far_and_nowhere_is_further_than_half_way_round(a, b):
    there = kilometres([a[0]], [a[1]], [b[0]], [b[1]])[0, 0]
    back = kilometres([b[0]], [b[1]], [a[0]], [a[1]])[0, 0]
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= np.pi * EARTH_KM + 1e-6
    assert kilometres([a[0]], [a[1]], [a[0]], [a[1]])[0, 0] == pytest.approx(0, abs=1e-6)
