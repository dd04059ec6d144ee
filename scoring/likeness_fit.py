"""Makes the tables of likeness from the labelled lines: `python -m scoring.likeness_fit [zh] [en]`.

A ridge classifier per column on n-grams and signs, so that the same lines always give the same weights. What a line
would score had its author's lines all been left out comes with the solution: everything that is later decided by
(bounds, precision, the rates in the docs) is read off those scores, since nobody's lines are like those of the next
author.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from recordings.errors import Language
from scoring.examples import Example
from scoring.likeness import FLOOR, LEVELS, MIDDLE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

RIDGE = 0.3  # pull towards zero; chosen on left-out scores, as are the next two
RARE = 2  # an n-gram of fewer lines is left out
SIGN = 0.06  # length of a sign beside the words of a line, which have length 1 at most
SCALE = 100  # tables of topics and claims store whole numbers of 1/100
STEPS, CLOSE = 300, 1e-4  # of conjugate gradients: at most so many, and how near is near enough


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a labelled line: its n-grams, and the signs that stand in it."""

    grams: Sequence[str]
    signs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights (n-grams, columns), of signs (signs, columns), bias (columns,), left-out scores (lines, columns)."""

    grams: list[str]
    signs: list[str]
    rarity: Array
    weights: Array
    of_signs: Array
    bias: Array
    left_out: Array


@dataclass(frozen=True, slots=True)
class Lines:
    """Features of lines, one row each, of length 1 at most and the signs: what several fits share."""

    matrix: Any
    grams: list[str]
    signs: list[str]
    rarity: Array


def lines_of(seen: Sequence[Seen], rare: int = RARE, floor: float = FLOOR) -> Lines:
    """The lines as a sparse matrix of n-grams, by rarity, and of signs."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack

    counts = Counter(gram for line in seen for gram in line.grams)
    rows = {gram: row for row, gram in enumerate(gram for gram, count in counts.items() if count >= rare)}
    rarity = np.log((1 + len(seen)) / (1 + np.array([counts[gram] for gram in rows], dtype=float))) + 1
    columns = [[rows[gram] for gram in line.grams if gram in rows] for line in seen]
    values = [rarity[line] / float((rarity[line] ** 2).sum() + floor) ** 0.5 for line in columns]
    words = _sparse(columns, np.concatenate(values), len(rows))
    signs = sorted({sign for line in seen for sign in line.signs})
    place = {sign: column for column, sign in enumerate(signs)}
    marked = [[place[sign] for sign in sorted(line.signs)] for line in seen]
    beside = _sparse(marked, np.full(sum(map(len, marked)), SIGN), len(signs))
    return Lines(csr_matrix(hstack([words, beside])), list(rows), signs, rarity)


def _sparse(columns: Sequence[Sequence[int]], values: Array, width: int) -> Any:
    import numpy as np
    from scipy.sparse import csr_matrix

    ends = np.cumsum([0, *(len(line) for line in columns)])
    flat = np.array([column for line in columns for column in line], dtype=int)
    return csr_matrix((values, flat, ends), shape=(len(columns), width))


def solve(
    lines: Lines,
    truth: Sequence[Sequence[bool]],
    authors: Sequence[str] = (),
    weight: Sequence[float] | None = None,
    also_out: Iterable[tuple[str, str]] = (),
    pull: float = RIDGE,
) -> Fitted:
    """The ridge classifier of `lines`; shape of `truth` (lines, columns).

    Args:
        lines: Their features.
        truth: What each line does.
        authors: Of each line; where given, each author's lines are scored as if all of them had been left out.
        weight: How much each line counts, above 0; where not given, 1.
        also_out: Pairs of an author and another one whose lines are left out with the first's.
        pull: Towards zero, above 0.
    """
    import numpy as np

    target = np.where(np.array(truth), 1.0, -1.0)
    ridge = pull / np.array(weight if weight is not None else [1.0] * len(target))
    left_out = np.full_like(target, np.nan)
    hands = np.array(authors)
    for author in dict.fromkeys(authors):
        gone = np.isin(hands, [author, *(other for one, other in also_out if one == author)])
        weights, bias = _ridge(lines.matrix[~gone], target[~gone], ridge[~gone])
        mine = hands == author
        left_out[mine] = lines.matrix[mine] @ weights + bias
    weights, bias = _ridge(lines.matrix, target, ridge)
    words = len(lines.grams)
    return Fitted(
        lines.grams, lines.signs, lines.rarity, weights[:words] * lines.rarity[:, None], weights[words:] * SIGN, bias,
        left_out,
    )  # fmt: skip


def _ridge(matrix: Any, target: Array, ridge: Array) -> tuple[Array, Array]:
    """Weights (features, columns) and bias, by conjugate gradients (Source: Hestenes and Stiefel 1952)."""
    import numpy as np

    bias = np.average(target, axis=0, weights=1 / ridge)
    across = matrix.T.tocsr()
    dual = np.zeros_like(target)
    left = target - bias
    way = left.copy()
    size = first = (left**2).sum(axis=0)
    for _ in range(STEPS):
        pushed = matrix @ (across @ way) + ridge[:, None] * way
        step = size / np.maximum((way * pushed).sum(axis=0), 1e-30)
        dual += step * way
        left -= step * pushed
        now = (left**2).sum(axis=0)
        if (now < CLOSE**2 * first).all():
            break
        way = left + now / np.maximum(size, 1e-30) * way
        size = now
    return across @ dual, bias


def as_data(
    fitted: Fitted, columns: Sequence[str], bounds: dict[str, float], examples: Sequence[Example]
) -> dict[str, Any]:
    """The content of a table's file: per n-gram a character for its squared rarity and one for each weight."""
    import numpy as np

    table = np.hstack([fitted.rarity[:, None] ** 2, fitted.weights])
    scale = np.maximum(np.abs(table).max(axis=0), 1e-6)
    steps = np.rint(np.sign(table) * np.sqrt(np.abs(table) / scale) * MIDDLE).astype(int) + MIDDLE
    return {
        "columns": list(columns),
        "lines": fingerprint(examples),
        "scale": [round(float(value), 4) for value in scale],
        "bias": [round(float(value), 4) for value in fitted.bias],
        "bounds": {name: round(value, 3) for name, value in bounds.items()},
        "signs": {
            sign: [round(float(weight), 3) for weight in weights]
            for sign, weights in zip(fitted.signs, fitted.of_signs, strict=True)
        },
        "grams": {
            gram: "".join(LEVELS[step] for step in row) for gram, row in zip(fitted.grams, steps.tolist(), strict=True)
        },
    }


def fingerprint(lines: Iterable[Example]) -> int:
    """A number that changes with the lines learned from and their labels."""
    return zlib.crc32("\n".join(f"{line.text},{' '.join(sorted(line.acts))}" for line in lines).encode())


def write(name: str, data: dict[str, Any]) -> None:
    """Write a table to `scoring/examples/`, an n-gram a line."""
    head = {key: value for key, value in data.items() if key != "grams"}
    grams = json.dumps(data["grams"], ensure_ascii=False, indent=0, separators=(",", ":"))
    text = f'{json.dumps(head, ensure_ascii=False)[:-1]},\n"grams":{grams}}}\n'
    (Path(__file__).parent / "examples" / name).write_text(text, encoding="utf-8")
    print(f"{name}: {len(data['grams'])} n-grams")


def main(names: Sequence[str]) -> int:
    """Write the tables of the named languages, or of all."""
    from scoring.act_fit import acts_as_data  # these build on this module
    from scoring.signal_fit import signals_as_data

    for language in get_args(Language):
        if not names or language in names:
            write(f"acts.{language}.json", acts_as_data(language))
            write(f"signals.{language}.json", signals_as_data(language))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
