"""Agreement against published worked examples, scikit-learn, and the arithmetic by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from scoring.agreement import LEAST_ITEMS, Floats, agreement, table_of

GAP = np.nan
# Krippendorff (2011), "Computing Krippendorff's alpha-reliability", example D: four observers, twelve units.
OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
        [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
    ]
).T


def ones_and_zeros(both: int, first: int, second: int, neither: int) -> Floats:
    """Two raters' yes and no, from the four cells of their table."""
    return np.array([[1, 1]] * both + [[1, 0]] * first + [[0, 1]] * second + [[0, 0]] * neither, dtype=float)


def test_alpha_is_krippendorffs_at_every_level_of_measurement() -> None:
    # The paper gives .743 nominal, .815 ordinal, .849 interval.
    found = agreement(OBSERVERS, resamples=0).alphas
    assert {level: round(value or 0, 3) for level, value in found.items()} == {
        "nominal": 0.743, "ordinal": 0.815, "interval": 0.849,
    }  # fmt: skip


def test_ac1_is_gwets_with_missing_ratings() -> None:
    # Gwet (2014) works the same table: AC1 .775. The twelfth unit, with one rating, counts in its chance alone.
    assert agreement(OBSERVERS, level="nominal", resamples=0).gwet_ac2 == pytest.approx(0.77544, abs=1e-5)


def test_an_item_that_one_rater_rated_changes_no_alpha() -> None:
    whole, without = agreement(OBSERVERS, resamples=0), agreement(OBSERVERS[:-1], resamples=0)
    assert whole.alphas == without.alphas
    assert whole.items == without.items == 11


def test_ac1_stays_high_where_nearly_all_say_yes_and_kappa_breaks_down() -> None:
    # 118 both yes, 5 and 2 split, none both no. Seen 118/125 = .944.
    # AC1: share of yes (123 + 120) / 250 = .972, chance 2 x .972 x .028 = .054432, (.944 - .054432) / .945568 = .940776
    # kappa: chance (123 x 120 + 2 x 5) / 125^2 = .94528, (.944 - .94528) / .05472 = -.023392
    found = agreement(ones_and_zeros(118, 5, 2, 0), level="nominal", resamples=0)
    assert found.gwet_ac2 == pytest.approx(0.940776, abs=1e-6)
    assert found.weighted_kappa == pytest.approx(-0.023392, abs=1e-6)
    assert found.exact == pytest.approx(0.944)


def test_quadratic_kappa_by_hand() -> None:
    # Levels 0, 1, 2; pairs (0,0) (1,1) (2,2) (0,2). Distances over 4: seen 4/4 = 1 of 4 pairs.
    # Margins 2,1,1 and 1,1,2: expected (2x1x1 + 2x2x4 + 1x1x1 + 1x2x1 + 1x1x4 + 1x1x1) / 4 / 4 = 26/16 = 1.625
    # kappa = 1 - 1 / 1.625 = .384615
    found = agreement(np.array([[0, 0], [1, 1], [2, 2], [0, 2]], dtype=float), resamples=0)
    assert found.weighted_kappa == pytest.approx(0.384615, abs=1e-6)
    assert found.within_one == pytest.approx(0.75)
    assert found.bias == pytest.approx(0.5)  # (0 + 0 + 0 + 2) / 4: the second is milder


def test_ac2_by_hand() -> None:
    # Same pairs, weights 1, .75, 0. Seen (1 + 1 + 1 + 0) / 4 = .75. Shares 3/8, 2/8, 3/8.
    # Sum of weights 3 + 4 x .75 = 6; chance 6 / (3 x 2) x (2 x 3/8 x 5/8 + 1/4 x 3/4) = .65625
    # AC2 = (.75 - .65625) / .34375 = .272727
    found = agreement(np.array([[0, 0], [1, 1], [2, 2], [0, 2]], dtype=float), resamples=0)
    assert found.gwet_ac2 == pytest.approx(0.272727, abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=3, max_size=40))
def test_kappa_is_scikit_learns(pairs: list[tuple[int, int]]) -> None:
    found = agreement(np.array(pairs, dtype=float), resamples=0).weighted_kappa
    first, second = zip(*pairs, strict=True)
    if len({*first, *second}) < 2 or found is None:
        assert found is None
        return
    assert found == pytest.approx(cohen_kappa_score(first, second, weights="quadratic", labels=_scale(pairs)), abs=1e-5)


def _scale(pairs: list[tuple[int, int]]) -> list[int]:
    """Every level between the ends: scikit-learn measures distance in places of this list."""
    said = {value for pair in pairs for value in pair}
    return list(range(min(said), max(said) + 1))


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=30))
def test_raters_who_agree_in_all_have_one_and_order_does_not_matter(pairs: list[tuple[int, int]]) -> None:
    same = agreement(np.array([(a, a) for a, _ in pairs], dtype=float), resamples=0)
    assert same.exact == 1
    assert same.krippendorff_alpha in (None, 1)
    table = np.array(pairs, dtype=float)
    turned = agreement(table[:, ::-1], resamples=0)
    found = agreement(table, resamples=0)
    assert turned.krippendorff_alpha == found.krippendorff_alpha
    assert (turned.bias or 0) == pytest.approx(-(found.bias or 0))


def test_the_interval_holds_the_figure_narrows_with_more_items_and_comes_again() -> None:
    few = agreement(np.repeat(ones_and_zeros(12, 2, 2, 9), 1, 0), level="nominal")
    many = agreement(np.repeat(ones_and_zeros(12, 2, 2, 9), 20, 0), level="nominal")
    for found in (few, many):
        low, high = found.ci95["krippendorff_alpha"]
        assert low < (found.krippendorff_alpha or 0) < high
    assert many.ci95["exact"].high - many.ci95["exact"].low < (few.ci95["exact"].high - few.ci95["exact"].low) / 3
    assert agreement(ones_and_zeros(12, 2, 2, 9), level="nominal").ci95 == few.ci95


def test_items_of_a_call_are_drawn_together() -> None:
    # Twenty lines of two calls that differ: by line the interval is narrow, by call it must reach both ends.
    table = np.array([[1, 1]] * 10 + [[1, 0]] * 10, dtype=float)
    by_call = agreement(table, groups=["a"] * 10 + ["b"] * 10).ci95["exact"]
    assert by_call == (0.0, 1.0)
    assert agreement(table).ci95["exact"].low > 0


def test_nothing_to_compare_gives_no_figure() -> None:
    for table in (np.empty((0, 2)), np.array([[1, GAP], [GAP, 0]])):
        found = agreement(table)
        assert (found.items, found.exact, found.krippendorff_alpha, found.ci95) == (0, None, None, {})
        assert not found.enough


def test_small_samples_say_so() -> None:
    assert not agreement(np.ones((LEAST_ITEMS - 1, 2)), resamples=0).enough
    assert agreement(np.ones((LEAST_ITEMS, 2)), resamples=0).enough


def test_bad_tables_are_refused() -> None:
    with pytest.raises(ValueError, match="table"):
        agreement(np.ones(3))
    with pytest.raises(ValueError, match="finite"):
        agreement(np.array([[1, np.inf]]))
    with pytest.raises(ValueError, match="as many groups"):
        agreement(np.ones((3, 2)), groups=["a"])


def test_a_table_is_made_from_ratings_by_item_and_rater() -> None:
    table, items, raters = table_of({("b", "x"): 1.0, ("a", "y"): 2.0})
    assert (items, raters) == (["a", "b"], ["x", "y"])
    assert np.array_equal(table, np.array([[GAP, 2.0], [1.0, GAP]]), equal_nan=True)
