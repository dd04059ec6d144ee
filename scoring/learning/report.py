"""How well a learned criterion agrees with people, on texts that it was not fitted on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.learning.examples import Example
from scoring.learning.heads import Floats
from scoring.learning.model import Prediction
from scoring.learning.words import tokens

BINS = 10  # of calibration


@dataclass(frozen=True)
class Report:
    """Agreement of predictions with labels. None where a figure can't be had.

    Attributes:
        accuracy: Share of equal levels, 0..1.
        macro_f1: Mean of the levels' F1, 0..1.
        weighted_kappa: Quadratic weights.
        spearman: Rank correlation of labels with expected levels, −1..1.
        calibration_error: Expected calibration error over ten bins of the most likely level's chance, 0..1.
        evidence_f1: Mean token F1 of the evidence against marked rationales, over the texts that have one.
    """

    accuracy: float
    macro_f1: float
    weighted_kappa: float | None
    spearman: float | None
    calibration_error: float
    evidence_f1: float | None


def evaluate(examples: Sequence[Example], predictions: Sequence[Prediction], levels: Sequence[int]) -> Report:
    """Compare predictions with labels.

    Args:
        examples: With labels.
        predictions: One for each.
        levels: Of the model, in order of its chances.

    Raises:
        ValueError: Nothing to compare, or not one prediction for each.
    """
    from scipy.stats import spearmanr
    from sklearn.metrics import accuracy_score, cohen_kappa_score, f1_score

    if not examples or len(examples) != len(predictions):
        raise ValueError("as many predictions as examples, and at least one, are needed")
    labels = [int(one.label or 0) for one in examples]
    said = [one.level for one in predictions]
    chances = np.array([one.chances for one in predictions])
    expected = chances @ np.array(levels, float)
    varied = len(set(labels)) > 1 and len(set(expected.tolist())) > 1
    return Report(
        accuracy=float(accuracy_score(labels, said)),
        macro_f1=float(f1_score(labels, said, average="macro")),
        weighted_kappa=_known(cohen_kappa_score(labels, said, weights="quadratic")) if varied else None,
        spearman=_known(spearmanr(labels, expected).statistic) if varied else None,
        calibration_error=calibration_error(chances, np.searchsorted(levels, labels)),
        evidence_f1=_evidence(examples, predictions),
    )


def calibration_error(chances: Floats, places: object) -> float:
    """Expected calibration error: how far the chance of the most likely level is from how often it is right.

    Source: Guo, C. et al. (2017). On calibration of modern neural networks. ICML.
    """
    sure = chances.max(1)
    right = chances.argmax(1) == places
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    return float(sum(abs(right[bins == at].mean() - sure[bins == at].mean()) * (bins == at).mean() for at in set(bins)))


def token_f1(quote: str, rationale: str) -> float:
    """Overlap of two pieces of text as bags of tokens, 0..1."""
    mine, theirs = Counter(tokens(quote)), Counter(tokens(rationale))
    shared = sum((mine & theirs).values())
    return 2 * shared / (mine.total() + theirs.total()) if shared else 0.0


def _evidence(examples: Sequence[Example], predictions: Sequence[Prediction]) -> float | None:
    found = [
        token_f1(" ".join(said.evidence), " ".join(one.rationale))
        for one, said in zip(examples, predictions, strict=True)
        if one.rationale
    ]
    return float(np.mean(found)) if found else None


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
