"""What the likeness of signals is fitted on: the labelled lines of customers; run by `scoring.likeness_fit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recordings.errors import Language
from scoring.examples import Example, load_signal_examples
from scoring.findings import FEELINGS, RISKS
from scoring.likeness import anybody, grams
from scoring.likeness_fit import Fitted, Seen, as_data, lines_of, solve
from scoring.matching import match_families
from scoring.normalise import normalise
from scoring.phrasebook import level
from scoring.signal_likeness import ADDS, HINT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

KINDS = tuple(sorted(FEELINGS | RISKS))
RIGHT = 0.7  # of what words alone tell at least so much was right, on left-out lines; own choice
ONE_EACH = "a"  # whose lines are labelled for one signal each: of another one that they may voice they say nothing
FALSE = 0.04  # share of plain lines in which likeness may hear a hint: recall first, a look costs little; own choice


def signals_as_data(language: Language) -> dict[str, Any]:
    """The content of `signals.<language>.json`.

    The bound of a hint is so low that a share of `FALSE` of the plain lines (which neither voice it nor were
    written to look like it) pass it, each scored as if its author's lines had been left out.
    """
    import numpy as np

    examples, _, fitted = fit_signals(language)
    truth = np.array([[kind in line.acts for kind in KINDS] for line in examples])
    hints = KINDS.index(HINT)
    near = np.array([HINT in line.looks_like for line in examples])
    bounds = {"hint": float(np.quantile(fitted.left_out[~truth[:, hints] & ~near, hints], 1 - FALSE))}
    whole = np.array([line.author != ONE_EACH or not line.acts for line in examples])
    for place, kind in enumerate(KINDS):
        known = whole | truth[:, place]
        scores, right = fitted.left_out[known, place], truth[known, place]
        bounds[f"adds.{kind}"] = bounds["hint"] if kind == HINT else _bound(scores, right)
        bounds[f"right.{kind}"] = float(right[scores >= bounds[f"adds.{kind}"]].mean())
    return as_data(fitted, KINDS, bounds, examples)


def fit_signals(language: Language) -> tuple[tuple[Example, ...], list[set[str]], Fitted]:
    """The lines, what phrases hear in each, and the fit."""
    examples = load_signal_examples(language)
    heard, seen = [], []
    for line in examples:
        even = normalise(line.text, language)
        heard.append({hit.kind for hit in match_families(even, language, "signals")})
        words = grams(anybody(level(even.text, language), language), language)
        seen.append(Seen(list(words), frozenset(f"={kind}" for kind in heard[-1])))
    truth = [[kind in line.acts for kind in KINDS] for line in examples]
    return examples, heard, solve(lines_of(seen), truth, [line.author for line in examples])


def _bound(scores: Array, right: NDArray[np.bool_]) -> float:
    """The lowest score, not below `ADDS`, from which on a share of `RIGHT` was right."""
    import numpy as np

    order = np.argsort(-scores, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((share >= RIGHT) & (scores[order] >= ADDS))
    return float(scores[order[enough[-1] if enough.size else 0]])
