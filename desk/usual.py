"""What is usual: limits inside which a figure moves by chance."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

from recordings.transcript import Model

MIN_POINTS = 8  # fewer say nothing about what is usual
LIMIT_FACTOR = (
    2.66  # 3 / 1.128, for moving ranges of two; Wheeler & Chambers, Understanding Statistical Process Control
)


class Usual(Model):
    """Mean and limits of an individuals chart (XmR), in the units of the values."""

    mean: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether `value` lies inside the limits, ends included."""
        return self.low <= value <= self.high


def usual(values: Sequence[float], *, least: float = 0.0, most: float = 100.0) -> Usual | None:
    """Limits of an individuals chart: mean ± 2.66 × mean moving range.

    Args:
        values: In order of time, at least `MIN_POINTS` of them to say anything.
        least: Lowest possible value, to which the lower limit is cut.
        most: Highest possible value, likewise.

    Returns:
        The limits, or None where there are too few values.
    """
    if len(values) < MIN_POINTS:
        return None
    mean = fmean(values)
    reach = LIMIT_FACTOR * fmean(abs(later - earlier) for earlier, later in pairwise(values))
    return Usual(mean=mean, low=max(least, mean - reach), high=min(most, mean + reach))
