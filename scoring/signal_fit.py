"""What the likeness of signals is fitted on: the labelled lines of customers; run by `scoring.likeness_fit`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from recordings.errors import Language
from scoring.examples import PLAIN, Example, load_signal_examples
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
# Share of the turns of ordinary talk in which likeness may hear a hint: of calls with 15 turns one in 14; own choice.
# At five times as much every third call would come first in every list, and nobody would look any more.
FALSE = 0.005
GROUPS = 8  # in which ordinary talk is left out, a few customers at a time
UNASKED = 1e-9  # weight of ordinary talk in what nobody asked of it: which feelings it voices


def signals_as_data(language: Language) -> dict[str, Any]:
    """The content of `signals.<language>.json`.

    The bounds of risks are so high that no more than a share of `FALSE` of ordinary talk passes each, every line
    scored as if those of the same customer had been left out.
    """
    import numpy as np

    examples, _, fitted = fit_signals(language)
    truth = np.array([[kind in line.acts for kind in KINDS] for line in examples])
    talk = np.array([line.author == PLAIN for line in examples])
    plain = np.quantile(fitted.left_out[talk], 1 - FALSE, axis=0)
    bounds = {}
    whole = np.array([line.author != ONE_EACH or not line.acts for line in examples])
    for place, kind in enumerate(KINDS):
        known = (whole | truth[:, place]) & ~(talk & (kind in FEELINGS))
        scores, right = fitted.left_out[known, place], truth[known, place]
        usual = ADDS if kind == HINT else _bound(scores, right)
        bounds[f"adds.{kind}"] = float(max(plain[place], usual) if kind in RISKS else usual)
        bounds[f"right.{kind}"] = float(right[scores >= bounds[f"adds.{kind}"]].mean())
    return as_data(fitted, KINDS, bounds, examples)


def fit_signals(language: Language) -> tuple[tuple[Example, ...], list[set[str]], Fitted]:
    """The lines, what phrases hear in each, and the fit.

    Ordinary talk shows what no risk sounds like. Which feelings it voices nobody wrote down, so it teaches none.
    """
    examples = load_signal_examples(language)
    heard, seen = [], []
    for line in examples:
        even = normalise(line.text, language)
        heard.append({hit.kind for hit in match_families(even, language, "signals")})
        words = grams(anybody(level(even.text, language), language), language)
        seen.append(Seen(list(words), frozenset(f"={kind}" for kind in heard[-1])))
    truth = [[kind in line.acts for kind in KINDS] for line in examples]
    lines, hands = lines_of(seen), _hands(examples)
    risks = solve(lines, truth, hands)
    feelings = solve(lines, truth, hands, [UNASKED if line.author == PLAIN else 1.0 for line in examples])
    return examples, heard, _put_together(risks, feelings)


def _hands(examples: tuple[Example, ...]) -> list[str]:
    """Who is left out together: an author; of ordinary talk a few customers, who stand one after the other."""
    talk = sum(line.author == PLAIN for line in examples)
    hands, met = [], 0
    for line in examples:
        hands.append(f"{PLAIN} {met * GROUPS // talk}" if line.author == PLAIN else line.author)
        met += line.author == PLAIN
    return hands


def _put_together(risks: Fitted, feelings: Fitted) -> Fitted:
    """The columns of the risks out of one fit, those of the feelings out of the other."""
    import numpy as np

    of_risk = np.array([kind in RISKS for kind in KINDS])
    parts = ("weights", "of_signs", "bias", "left_out")
    merged = {part: np.where(of_risk, getattr(risks, part), getattr(feelings, part)) for part in parts}
    return replace(risks, **merged)


def _bound(scores: Array, right: NDArray[np.bool_]) -> float:
    """The lowest score, not below `ADDS`, from which on a share of `RIGHT` was right."""
    import numpy as np

    order = np.argsort(-scores, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((share >= RIGHT) & (scores[order] >= ADDS))
    return float(scores[order[enough[-1] if enough.size else 0]])
