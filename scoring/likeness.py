"""Soft acts by likeness: what the phrase families missed and our own labelled lines resemble.

A ridge classifier per soft act on character n-grams, fitted when first needed from `scoring/examples/`: one
linear system, solved exactly, so that the same lines always give the same answers and nothing but text is
stored. Leaving each line out in turn costs nothing extra here (Source: Allen 1974, PRESS; for ridge, Golub,
Heath & Wahba 1979); thresholds and confidences are read off those left-out scores.

Never finds a harmful act: those rest on phrases and their readings alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from recordings.errors import Language
from scoring.examples import SOFT_ACTS, Example, load_examples
from scoring.normalise import normalise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

GRAMS = {"zh": (1, 2, 3), "en": (3, 4, 5)}  # lengths of n-grams, in characters
RIDGE = 0.3  # pull towards zero; chosen on the left-out scores of both languages
LEAST_PRECISION = 0.9  # of the left-out lines above an act's threshold
LEAST_FOUND = 8  # left-out lines above a threshold; an act that doesn't reach it is never told by likeness
SHORTEST = {"zh": 4, "en": 10}  # evened characters; a shorter clause says too little


@dataclass(frozen=True, slots=True)
class Likely:
    """A soft act that a clause resembles; the confidence is the precision on left-out lines."""

    act: str
    confidence: float


class LikenessModel:
    """Weights of n-grams, one column an act.

    Args:
        rows: Row of each n-gram in `weights`.
        weights: One row an n-gram, already times its rarity; shape (n-grams, acts).
        rarity: Inverse document frequency of each n-gram; shape (n-grams,).
        bias: What every act starts from; shape (acts,).
        thresholds: Least score of each act; infinite where likeness tells nothing; shape (acts,).
        precision: Share of left-out lines above the threshold that were right; shape (acts,).
    """

    def __init__(
        self, rows: dict[str, int], weights: Array, rarity: Array, bias: Array, thresholds: Array, precision: Array
    ) -> None:
        self._rows = rows
        self._weights = weights
        self._rarity = rarity
        self._bias = bias
        self.thresholds = thresholds
        self.precision = precision

    def find(self, clause: str, language: Language) -> tuple[Likely, ...]:
        """The soft acts that an evened clause resembles; most often none."""
        if len(clause) < SHORTEST[language]:
            return ()
        known = [self._rows[gram] for gram in grams(clause, language) if gram in self._rows]
        if not known:
            return ()
        length = float((self._rarity[known] ** 2).sum()) ** 0.5
        scores = self._weights[known].sum(axis=0) / length + self._bias
        return tuple(
            Likely(SOFT_ACTS[at], round(float(self.precision[at]), 2))
            for at in (scores >= self.thresholds).nonzero()[0]
        )


def grams(text: str, language: Language) -> list[str]:
    """The different n-grams of an evened clause, its edges marked, in order of first appearance."""
    marked = f"<{text}>"
    return list(
        dict.fromkeys(marked[at : at + size] for size in GRAMS[language] for at in range(len(marked) - size + 1))
    )


@cache
def load_likeness(language: Language) -> LikenessModel:
    """The model of `language`, fitted on its labelled lines (under a second, once a process)."""
    return fit(load_examples(language), language)


def fit(examples: Sequence[Example], language: Language) -> LikenessModel:
    """Fit the model.

    Args:
        examples: Labelled lines; every act that a line isn't labelled with counts as absent.
        language: Of the lines.

    Returns:
        A model; on no lines at all one that finds nothing.
    """
    import numpy as np

    found = [grams(normalise(example.text, language).text, language) for example in examples]
    counts = Counter(gram for line in found for gram in line)
    rows = {gram: row for row, gram in enumerate(gram for gram, count in counts.items() if count > 1)}
    rarity = np.log((1 + len(found)) / (1 + np.array([counts[gram] for gram in rows], dtype=float))) + 1
    lines = _matrix(found, rows, rarity)
    truth = np.array([[1.0 if act in example.acts else -1.0 for act in SOFT_ACTS] for example in examples])
    truth = truth.reshape(len(found), len(SOFT_ACTS))
    bias = truth.mean(axis=0) if len(found) else np.full(len(SOFT_ACTS), -1.0)
    inverse = np.linalg.inv((lines @ lines.T).toarray() + RIDGE * np.eye(len(found)))
    dual = inverse @ (truth - bias)
    left_out = truth - dual / inverse.diagonal()[:, None]
    thresholds, precision = _thresholds(left_out, truth > 0)
    return LikenessModel(rows, (lines.T @ dual) * rarity[:, None], rarity, bias, thresholds, precision)


def _matrix(found: Sequence[Sequence[str]], rows: dict[str, int], rarity: Array) -> Any:
    """One row a line: the rarity of its n-grams, brought to length 1; sparse, shape (lines, n-grams)."""
    import numpy as np
    from scipy.sparse import csr_matrix

    columns = [[rows[gram] for gram in line if gram in rows] for line in found]
    starts = np.cumsum([0, *(len(line) for line in columns)])
    flat = np.array([column for line in columns for column in line], dtype=int)
    values = rarity[flat]
    lengths = np.sqrt(np.add.reduceat(np.append(values**2, 0.0), starts[:-1])) if len(found) else np.ones(0)
    lengths[np.diff(starts) == 0] = 1.0
    values = values / np.repeat(lengths, np.diff(starts))
    return csr_matrix((values, flat, starts), shape=(len(found), len(rows)))


def _thresholds(scores: Array, truth: NDArray[np.bool_]) -> tuple[Array, Array]:
    """The lowest threshold of each act at which the left-out lines above it are precise enough."""
    import numpy as np

    thresholds = np.full(scores.shape[1], np.inf)
    precision = np.zeros(scores.shape[1])
    for act in range(scores.shape[1]):
        order = np.argsort(-scores[:, act], kind="stable")
        right = np.cumsum(truth[order, act])
        share = right / np.arange(1, len(order) + 1)
        good = np.flatnonzero((share >= LEAST_PRECISION) & (np.arange(len(order)) >= LEAST_FOUND - 1))
        if good.size:
            thresholds[act] = scores[order[good[-1]], act]
            precision[act] = share[good[-1]]
    return thresholds, precision
