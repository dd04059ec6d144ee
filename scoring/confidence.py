"""Confidence that means something: the share of like values that a fair reviewer would allow."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

FOUND = 0.92  # a scorer's own word for "something was found"; what rests on missing words says 0.78
EXPECTED = {
    True: 0.95,
    False: 0.8,
}  # share right where words were found, and where they are missing; see docs/scoring.md
STRENGTH = 4.0  # so many expected values stand beside those counted, so that few cases don't say much; own choice
DOUBTFUL = 0.6  # what a scorer itself says with less is left as it is: a person looks anyway


@cache
def counts() -> Mapping[str, tuple[int, int]]:
    """By reason: how many values were right, of how many."""
    content = yaml.safe_load((files("scoring") / "confidence.yaml").read_text(encoding="utf-8"))
    return {code: (right, whole) for code, (right, whole) in content.items()}


def calibrated(code: str, own: float, usual: float) -> float:
    """The confidence of a value, as a share of like values that are right.

    The counted share of the reason, drawn towards what is expected of its kind (a Beta prior; Source: Gelman et al.,
    Bayesian Data Analysis, ch. 2), times how sure the scorer is of this one beside its usual.

    Args:
        code: The reason.
        own: What the scorer says, 0-1.
        usual: The most that a scorer says of such a value, 0-1, above 0.

    Returns:
        0-1; never above 0.99.
    """
    if own < DOUBTFUL:
        return own
    right, whole = counts().get(code, (0, 0))
    share = (right + STRENGTH * EXPECTED[usual >= FOUND]) / (whole + STRENGTH)
    return min(0.99, share * min(1.0, own / usual))
