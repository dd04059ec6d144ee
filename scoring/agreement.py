"""How far raters agree, beyond what chance would give, and how sure that figure is.

Every figure is a ratio of sums over items, so each item is boiled down once to what it adds to those sums; a
bootstrap resample then only weighs the items anew. Nothing here knows what an item or a rater is.

Sources:
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. (alpha; ordinal and interval distances)
    Cohen, J. (1968). Weighted kappa. Psychological Bulletin 70(4). (quadratic weights)
    Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed., ch. 2-5. (AC1/AC2, missing ratings)
    Light, R. J. (1971). Psychological Bulletin 76(5). (more than two raters: the mean of the pairs' kappas)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Level = Literal["nominal", "ordinal", "interval"]
Floats = NDArray[np.float64]
RESAMPLES = 1000  # bootstrap samples; the interval's ends then move by about a hundredth from seed to seed
LEAST_ITEMS = 20  # rated by two or more, below which an interval says more about luck than about raters; own choice
SEED = 12363


class Interval(NamedTuple):
    """A 95 % interval."""

    low: float
    high: float


@dataclass(frozen=True)
class Agreement:
    """Agreement of two or more raters on one scale. None where a figure can't be had (nobody varies, no pairs).

    Attributes:
        items: How many were rated by at least two.
        pairs: Pairs of ratings compared.
        krippendorff_alpha: At most 1; 0 is chance.
        alphas: The same for each level of measurement.
        weighted_kappa: Quadratic weights; more than two raters: mean of the pairs of raters, by their shared items.
        gwet_ac2: Holds where nearly all ratings are alike and kappa breaks down; quadratic weights, AC1 if nominal.
        exact: Share of pairs with the same value, 0..1.
        within_one: Share of pairs at most one apart, 0..1.
        bias: Mean of (second − first) over the pairs in order of the raters; above 0: the later rater is milder.
        ci95: Bootstrap intervals over items, by name of the figure; a figure without one is missing.
        enough: Whether there are `LEAST_ITEMS` items, so that the figures deserve to be shown.
    """

    items: int
    pairs: int
    krippendorff_alpha: float | None
    alphas: Mapping[Level, float | None]
    weighted_kappa: float | None
    gwet_ac2: float | None
    exact: float | None
    within_one: float | None
    bias: float | None
    ci95: Mapping[str, Interval]
    enough: bool


def agreement(
    ratings: Floats,
    *,
    level: Level = "ordinal",
    groups: Sequence[object] | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Agreement:
    """Compare raters.

    Args:
        ratings: Items × raters; NaN where a rater said nothing. Values are levels on one numeric scale.
        level: What distances between values mean: for `krippendorff_alpha`, `weighted_kappa` and `gwet_ac2`.
        groups: One label per item; items of a group (lines of a call) are drawn together. None: each is its own.
        resamples: Bootstrap samples; 0 leaves the intervals out.
        seed: Of the bootstrap.

    Returns:
        The figures; all None when no item has two ratings.

    Raises:
        ValueError: Not a table, infinite values, or not one group per item.
    """
    if ratings.ndim != 2:
        raise ValueError("ratings must be a table of items by raters")
    if np.isinf(ratings).any():
        raise ValueError("ratings must be finite numbers or NaN")
    if groups is not None and len(groups) != len(ratings):
        raise ValueError(f"{len(ratings)} items need as many groups, not {len(groups)}")
    sums = _Sums(ratings, level)
    ones = np.ones((1, len(ratings)))
    figures = _figures(sums, level)
    points = {name: _point(figure(ones)) for name, figure in figures.items()}
    return Agreement(
        items=int(sums.compared.sum()),
        pairs=int(sums.pair_counts.sum()),
        krippendorff_alpha=points["krippendorff_alpha"],
        alphas={one: _point(sums.alpha(ones, one)) for one in ("nominal", "ordinal", "interval")},
        weighted_kappa=points["weighted_kappa"],
        gwet_ac2=points["gwet_ac2"],
        exact=points["exact"],
        within_one=points["within_one"],
        bias=points["bias"],
        ci95=_intervals(figures, points, _weights(len(ratings), groups, resamples, seed)),
        enough=int(sums.compared.sum()) >= LEAST_ITEMS,
    )


def table_of(ratings: Mapping[tuple[str, str], float]) -> tuple[Floats, list[str], list[str]]:
    """A table from ratings by (item, rater).

    Returns:
        Items × raters with NaN for gaps; the items; the raters, both sorted.
    """
    items, raters = sorted({item for item, _ in ratings}), sorted({rater for _, rater in ratings})
    rows, columns = {item: at for at, item in enumerate(items)}, {rater: at for at, rater in enumerate(raters)}
    table = np.full((len(items), len(raters)), np.nan)
    for (item, rater), value in ratings.items():
        table[rows[item], columns[rater]] = value
    return table, items, raters


class _Sums:
    """What each item adds to the sums behind the figures. Shapes: N items, K values, P pairs of raters."""

    def __init__(self, ratings: Floats, level: Level) -> None:
        given = ~np.isnan(ratings)
        self.values: Floats = np.unique(ratings[given])
        size = len(self.values)
        at = np.searchsorted(self.values, np.where(given, ratings, self.values[0] if size else 0.0))
        marks = np.eye(size)[at] * given[..., None] if size else np.zeros((*ratings.shape, 0))
        counts: Floats = marks.sum(1)  # (N, K): how many raters gave this value
        self.raters: Floats = given.sum(1).astype(float)
        self.compared = self.raters >= 2
        self.pair_counts: Floats = self.raters * (self.raters - 1) / 2
        share = np.divide(1.0, self.raters - 1, out=np.zeros(len(ratings)), where=self.compared)
        crossed = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(size)
        self.coincidences: Floats = crossed * share[:, None, None]  # (N, K, K), Krippendorff's
        self.crossed: Floats = crossed / 2  # (N, K, K): pairs of ratings, either order
        self.shares: Floats = counts / np.maximum(self.raters, 1)[:, None]  # (N, K): of the raters who rated it
        self.confusions = _confusions(marks)  # (P, N, K, K)
        self.bias = _bias(ratings)  # (N,)
        self.weights = _closeness(self.values, level)

    def alpha(self, draws: Floats, level: Level) -> Floats:
        """Krippendorff's alpha for each row of `draws` (B, N); NaN where nothing varies."""
        seen = np.einsum("bn,nkl->bkl", draws, self.coincidences)
        margins = seen.sum(2)
        total = margins.sum(1)
        apart = np.stack([_distance(self.values, row, level) for row in margins])
        observed = (seen * apart).sum((1, 2))
        expected = np.einsum("bk,bl,bkl->b", margins, margins, apart)
        return 1 - _ratio((total - 1) * observed, expected)

    def kappa(self, draws: Floats) -> Floats:
        """Weighted kappa, the mean over pairs of raters by their shared items."""
        seen = np.einsum("bn,pnkl->bpkl", draws, self.confusions)
        total = seen.sum((2, 3))
        far = 1 - self.weights
        observed = (seen * far).sum((2, 3))
        expected = _ratio(np.einsum("bpk,bpl,kl->bp", seen.sum(3), seen.sum(2), far), total)
        each = 1 - _ratio(observed, expected)
        known = np.where(np.isnan(each), 0.0, total)
        return _ratio(np.nansum(each * known, axis=1), known.sum(1))

    def ac2(self, draws: Floats) -> Floats:
        """Gwet's AC2; AC1 where only equal values count as agreement."""
        size = len(self.values)
        agreed = (self.crossed * self.weights).sum((1, 2)) / np.maximum(self.pair_counts, 1)
        seen = _ratio(draws @ (agreed * self.compared), draws @ self.compared.astype(float))
        share = _ratio(draws @ self.shares, (draws @ (self.raters > 0).astype(float))[:, None])
        chance = self.weights.sum() / max(size * (size - 1), 1) * (share * (1 - share)).sum(1)
        return _ratio(seen - chance, 1 - chance) if size > 1 else np.full(len(draws), np.nan)

    def share_within(self, draws: Floats, most: float) -> Floats:
        """Share of pairs of ratings at most `most` apart."""
        near = np.abs(self.values[:, None] - self.values) <= most + 1e-9
        return _ratio(draws @ (self.crossed * near).sum((1, 2)), draws @ self.pair_counts)

    def mean_bias(self, draws: Floats) -> Floats:
        """Mean difference of a pair, the rater of the later column less the earlier."""
        return _ratio(draws @ self.bias, draws @ self.pair_counts)


def _figures(sums: _Sums, level: Level) -> dict[str, Callable[[Floats], Floats]]:
    return {
        "krippendorff_alpha": lambda draws: sums.alpha(draws, level),
        "weighted_kappa": sums.kappa,
        "gwet_ac2": sums.ac2,
        "exact": lambda draws: sums.share_within(draws, 0.0),
        "within_one": lambda draws: sums.share_within(draws, 1.0),
        "bias": sums.mean_bias,
    }


def _distance(values: Floats, margins: Floats, level: Level) -> Floats:
    """Krippendorff's squared distance of two values, (K, K)."""
    if level == "nominal":
        return 1.0 - np.eye(len(values))
    if level == "interval":
        return np.asarray(np.square(values[:, None] - values))
    ranks = np.cumsum(margins) - margins / 2  # between two values: those between, and half of each
    squares: Floats = np.square(ranks[:, None] - ranks)
    return squares


def _closeness(values: Floats, level: Level) -> Floats:
    """Weight of a pair of values in kappa and AC2: 1 if equal, quadratic to 0 at the far ends, (K, K)."""
    if level == "nominal" or len(values) < 2:
        return np.eye(len(values))
    near: Floats = 1 - np.square((values[:, None] - values) / (values[-1] - values[0]))
    return near


def _confusions(marks: NDArray[Any]) -> Floats:
    """For each pair of raters and item, which value met which: (P, N, K, K)."""
    pairs = list(combinations(range(marks.shape[1]), 2))
    shape = (len(pairs), marks.shape[0], marks.shape[2], marks.shape[2])
    return np.array([marks[:, a, :, None] * marks[:, b, None, :] for a, b in pairs], dtype=float).reshape(shape)


def _bias(ratings: Floats) -> Floats:
    """Sum over an item's pairs of (later − earlier rater)."""
    total = np.zeros(len(ratings))
    for first, second in combinations(range(ratings.shape[1]), 2):
        total += np.nan_to_num(ratings[:, second] - ratings[:, first])
    return total


def _ratio(above: Floats, below: Floats) -> Floats:
    wanted = np.broadcast_shapes(above.shape, below.shape)
    out = np.full(wanted, np.nan)
    np.divide(above, below, out=out, where=np.broadcast_to(np.abs(below) > 1e-12, wanted))
    return out


def _point(found: Floats) -> float | None:
    return None if np.isnan(found[0]) else round(float(found[0]), 6)


def _weights(items: int, groups: Sequence[object] | None, resamples: int, seed: int) -> Floats:
    """How often each item is drawn in each resample, (B, N)."""
    rng = np.random.default_rng(seed)
    labels = list(range(items)) if groups is None else list(groups)
    names = {label: at for at, label in enumerate(dict.fromkeys(labels))}
    if not names:
        return np.zeros((0, items))
    drawn = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=resamples)
    return drawn[:, [names[label] for label in labels]].astype(float)


def _intervals(
    figures: Mapping[str, Callable[[Floats], Floats]], points: Mapping[str, float | None], draws: Floats
) -> dict[str, Interval]:
    """Percentile intervals; none for a figure that most resamples can't give."""
    found = {}
    for name, figure in figures.items():
        if points[name] is None or not len(draws):
            continue
        spread = np.concatenate([figure(part) for part in np.array_split(draws, max(1, len(draws) // 100))])
        known = spread[~np.isnan(spread)]
        if len(known) >= len(draws) / 2:
            low, high = np.quantile(known, [0.025, 0.975])
            found[name] = Interval(round(float(low), 4), round(float(high), 4))
    return found
