"""Heads: linear yes-or-no models over runs of words, one set for whole texts and one for sentences.

For K levels there are a head "at least k" for each k above the lowest, and a head "exactly k" for each: the first know
that levels are ordered, the second that the middle one can be its own kind of thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NEVER = -6.0  # log-odds of a head for a level that the training never saw


@dataclass(frozen=True)
class Heads:
    """Heads × runs, and each head's constant."""

    weights: Floats
    constants: Floats

    def log_odds(self, table: Any) -> Floats:
        """Rows × heads."""
        found: Floats = np.asarray(table @ self.weights.T) + self.constants
        return found


def targets(levels: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """What each head should say of each row: rows × (2·size − 1)."""
    at_least = levels[:, None] >= np.arange(1, size)
    exactly = levels[:, None] == np.arange(size)
    return np.hstack([at_least, exactly])


def fit_heads(table: Any, wanted: NDArray[np.bool_], *, strength: float, balanced: bool) -> Heads:
    """Fit one logistic regression per column of `wanted`.

    Args:
        table: Rows × runs, sparse.
        wanted: Rows × heads.
        strength: Inverse of the regularisation (scikit-learn's C).
        balanced: Whether the rarer answer weighs as much as the commoner one.
    """
    from sklearn.linear_model import LogisticRegression

    weights = np.zeros((wanted.shape[1], table.shape[1]))
    constants = np.full(wanted.shape[1], NEVER)
    for at, answers in enumerate(wanted.T):
        if answers.all():
            constants[at] = -NEVER
        elif not table.shape[1]:
            constants[at] = 0.0  # nothing to tell by
        elif answers.sum() > 1:
            model = LogisticRegression(
                C=strength, class_weight="balanced" if balanced else None, solver="liblinear", max_iter=200
            ).fit(table, answers)
            weights[at], constants[at] = model.coef_[0], model.intercept_[0]
    return Heads(weights, constants)
