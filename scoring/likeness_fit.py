"""Makes the weights of likeness from the labelled lines: `python -m scoring.likeness_fit [zh] [en]`.

A ridge classifier per soft act on n-grams (and on the acts that phrases found), solved exactly, so that the same
lines always give the same weights. What a line would score had it been left out comes with the solution (Source:
Allen 1974, the PRESS statistic); thresholds and their precision are read off those scores.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from recordings.errors import Language
from scoring.examples import SOFT_ACTS, Example, load_examples
from scoring.likeness import grams
from scoring.matching import match_families
from scoring.normalise import normalise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

RIDGE = 0.5  # pull towards zero; chosen on left-out scores
RARE = 2  # an n-gram of fewer lines is left out
MARGIN = {"zh": 0.1, "en": 0.0}  # above the threshold that is best for likeness alone: phrases find the plain cases
SCALE = 100  # weights are stored as whole numbers of 1/100


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a fit gives: weights (n-grams, acts), bias (acts,) and the left-out scores (lines, acts)."""

    grams: list[str]
    weights: Array
    rarity: Array
    bias: Array
    left_out: Array
    truth: NDArray[np.bool_]


def fit(examples: Sequence[Example], language: Language) -> Fitted:
    """Fit all soft acts at once; an act that a line isn't labelled with counts as absent."""
    evened = [normalise(example.text, language) for example in examples]
    found = [
        list(grams(even.text, language, {hit.kind for hit in match_families(even, language, "acts")}))
        for even in evened
    ]
    return solve(found, [[act in example.acts for act in SOFT_ACTS] for example in examples])


def solve(
    found: Sequence[Sequence[str]], truth_of: Sequence[Sequence[bool]], *, rare: int = RARE, together: int = 1
) -> Fitted:
    """The ridge classifier of lines given by their features; shape of `truth_of` (lines, kinds).

    `together` neighbouring lines are left out at once, as what was written in one go is alike.
    """
    import numpy as np

    counts = Counter(gram for line in found for gram in line)
    rows = {gram: row for row, gram in enumerate(gram for gram, count in counts.items() if count >= rare)}
    rarity = np.log((1 + len(found)) / (1 + np.array([counts[gram] for gram in rows], dtype=float))) + 1
    lines = _matrix(found, rows, rarity)
    truth = np.array(truth_of)
    target = np.where(truth, 1.0, -1.0)
    bias = target.mean(axis=0)
    inverse = np.linalg.inv((lines @ lines.T).toarray() + RIDGE * np.eye(len(found)))
    dual = inverse @ (target - bias)
    left_out = np.empty_like(target)
    for start in range(0, len(found), together):
        some = slice(start, start + together)
        left_out[some] = target[some] - np.linalg.solve(inverse[some, some], dual[some])
    return Fitted(list(rows), (lines.T @ dual) * rarity[:, None], rarity, bias, left_out, truth)


def _matrix(found: Sequence[Sequence[str]], rows: dict[str, int], rarity: Array) -> Any:
    """One row a line: the rarity of its n-grams, brought to length 1; sparse, shape (lines, n-grams)."""
    import numpy as np
    from scipy.sparse import csr_matrix

    columns = [[rows[gram] for gram in line if gram in rows] for line in found]
    values = [rarity[line] / max(float((rarity[line] ** 2).sum()) ** 0.5, 1e-9) for line in columns]
    ends = np.cumsum([0, *(len(line) for line in columns)])
    flat = np.array([column for line in columns for column in line], dtype=int)
    return csr_matrix((np.concatenate(values), flat, ends), shape=(len(found), len(rows)))


def thresholds(fitted: Fitted, margin: float) -> tuple[list[float], list[float]]:
    """Where likeness alone tells each act: `margin` above the best F1 of the left-out lines; and its precision."""
    import numpy as np

    least, precision = [], []
    for act in range(len(SOFT_ACTS)):
        scores, truth = fitted.left_out[:, act], fitted.truth[:, act]
        order = np.argsort(-scores, kind="stable")
        right = np.cumsum(truth[order])
        f1 = 2 * right / (np.arange(1, len(order) + 1) + max(int(truth.sum()), 1))
        least.append(float(scores[order[int(f1.argmax())]]) + margin)
        above = scores >= least[-1]
        precision.append(float(truth[above].mean()) if above.any() else 0.5)
    return least, precision


def as_data(fitted: Fitted, language: Language) -> dict[str, object]:
    """The file's content: per n-gram its squared rarity and its weights, in whole numbers of 1/`SCALE`."""
    least, precision = thresholds(fitted, MARGIN[language])
    return {
        "scale": SCALE,
        "acts": list(SOFT_ACTS),
        "bias": [round(float(value), 4) for value in fitted.bias],
        "thresholds": [round(value, 4) for value in least],
        "precision": [round(value, 3) for value in precision],
        "grams": table(fitted),
    }


def table(fitted: Fitted) -> dict[str, list[int]]:
    """Per n-gram its squared rarity and its weights, in whole numbers of 1/`SCALE`."""
    return {
        gram: [round(SCALE * float(rarity) ** 2), *(round(SCALE * float(weight)) for weight in weights)]
        for gram, rarity, weights in zip(fitted.grams, fitted.rarity, fitted.weights, strict=True)
    }


def write(name: str, data: dict[str, object]) -> None:
    """Write weights to `scoring/examples/`, an n-gram a line."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    path = Path(__file__).parent / "examples" / name
    path.write_text(text.replace("],", "],\n") + "\n", encoding="utf-8")
    print(f"{name}: {len(data['grams'])} n-grams")  # type: ignore[arg-type]


def main(names: Sequence[str]) -> int:
    """Write the weights of the named languages, or of all."""
    from scoring.harm_fit import harm_as_data  # these build on this module
    from scoring.signal_fit import signals_as_data

    for language in get_args(Language):
        if names and language not in names:
            continue
        write(f"likeness.{language}.json", as_data(fit(load_examples(language), language), language))
        write(f"harm.{language}.json", harm_as_data(language))
        write(f"likeness.signals.{language}.json", signals_as_data(language))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
