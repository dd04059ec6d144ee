"""How a criterion that was learned would have scored calls, and reviewers, that it had not seen.

Every call is scored by a model that was fitted, and whose choice of levels was tuned, without it. Once folds keep
calls apart, once reviewers: the second says what a reviewer's work is worth to the machine whose ways it doesn't know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.agreement import LEAST_ITEMS, Interval, agreement
from scoring.errors import BadLabels
from scoring.learning.examples import Example
from scoring.learning.fit import fit, folds
from scoring.learning.model import Prediction
from scoring.learning.report import calibration_error

RESAMPLES = 500
LEAST_OF_REVIEWER = 10  # reviews of a person who is held out


@dataclass(frozen=True)
class HeldOut:
    """Agreement with reviewers. `corrected` is Gwet's AC2 for yes and no, else weighted kappa; None: can't be told.

    `bias` is reviewers less machine, in levels: above 0 they are milder.
    """

    items: int
    exact: float | None
    exact_ci: Interval | None
    corrected: float | None
    corrected_ci: Interval | None
    bias: float | None
    calibration: float | None = None  # expected calibration error; None for the rules


def predict_unseen(examples: Sequence[Example], keep_apart: Sequence[str], *, seed: int = 0) -> list[Prediction | None]:
    """What each example is said to be by a model that had seen nothing of its `keep_apart`.

    None where the rest was too little to learn from.
    """
    found: list[Prediction | None] = [None] * len(examples)
    if len(set(keep_apart)) < 2:
        return found
    labels = np.array([one.label for one in examples])
    for train, test in folds(labels, keep_apart, seed):
        try:
            model = fit([examples[at] for at in train], seed=seed).model
        except BadLabels:
            continue
        said = model.predict([examples[at] for at in test])
        for at, one in zip(test.tolist(), said, strict=True):
            found[at] = one
    return found


def agreement_of(machine: Sequence[int], people: Sequence[int], groups: Sequence[str], *, highest: int) -> HeldOut:
    """Agreement of two raters on the same items; intervals by bootstrap over `groups`."""
    table = np.array([machine, people], float).T.reshape(-1, 2)
    found = agreement(table, groups=groups, resamples=RESAMPLES)
    name = "gwet_ac2" if highest == 1 else "weighted_kappa"
    return HeldOut(
        items=found.items,
        exact=found.exact,
        exact_ci=found.ci95.get("exact"),
        corrected=getattr(found, name),
        corrected_ci=found.ci95.get(name),
        bias=found.bias,
    )


def calibration_of(said: Sequence[Prediction], people: Sequence[int]) -> float:
    """How far the chance of what is said is from how often it is right, 0..1."""
    sure = np.array([one.sure for one in said])
    rows = np.column_stack([sure, 1 - sure])
    rows[:, 1] = np.minimum(rows[:, 1], sure - 1e-9)  # a leaning may say a level of less than half: it still counts
    right = np.array([one.level == level for one, level in zip(said, people, strict=True)])
    return calibration_error(rows, np.where(right, 0, 1))


@dataclass(frozen=True)
class Gap:
    """How the machine treats one group of calls beside all others.

    Attributes:
        items: Calls of the group.
        exact: Share scored as reviewers do.
        apart: Mean of (machine − reviewers) in the group less that of the others, in levels.
        low, high: 95 % interval of `apart`, made wider for the number of groups (Bonferroni).
    """

    items: int
    exact: float
    apart: float
    low: float
    high: float

    @property
    def differs(self) -> bool:
        """Whether the group is treated differently beyond what chance explains."""
        return self.low > 0 or self.high < 0


def gaps(machine: Sequence[int], people: Sequence[int], groups: Sequence[str]) -> dict[str, Gap]:
    """Each group of at least `LEAST_ITEMS` beside the others of as many. Source of the interval: Welch (1947)."""
    from scipy.stats import ttest_ind

    off = np.array(machine, float) - np.array(people, float)
    names = np.array(groups, dtype=object)
    big = [name for name in dict.fromkeys(groups) if LEAST_ITEMS <= (names == name).sum() <= len(off) - LEAST_ITEMS]
    found = {}
    for name in big:
        mine, others = off[names == name], off[names != name]
        low = high = apart = float(mine.mean() - others.mean())
        if mine.std() > 0 or others.std() > 0:
            low, high = ttest_ind(mine, others, equal_var=False).confidence_interval(1 - 0.05 / len(big))
        found[name] = Gap(len(mine), float((mine == 0).mean()), apart, float(low), float(high))
    return found
