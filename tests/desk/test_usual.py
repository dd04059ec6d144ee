from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.usual import MIN_POINTS, usual


def test_limits_follow_the_arithmetic_of_an_individuals_chart() -> None:
    # mean = (70+72+68+70+74+70+72+68) / 8 = 564 / 8 = 70.5
    # moving ranges 2,4,2,4,4,2,4 → 22 / 7 = 3.142857; 2.66 × that = 8.36
    found = usual([70, 72, 68, 70, 74, 70, 72, 68])
    assert found is not None
    assert found.mean == pytest.approx(70.5)
    assert found.low == pytest.approx(62.14)
    assert found.high == pytest.approx(78.86)
    assert found.holds(78)
    assert not found.holds(60)


def test_too_few_points_say_nothing() -> None:
    assert usual([70.0] * (MIN_POINTS - 1)) is None


@given(st.lists(st.floats(0, 100), min_size=MIN_POINTS, max_size=60))
def test_limits_stay_possible_and_hold_the_mean(values: list[float]) -> None:
    found = usual(values)
    assert found is not None
    assert -1e-9 <= found.low <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.high <= 100 + 1e-9
