"""Makes the weights by which hints are heard from the labelled lines of customers; run by `scoring.likeness_fit`."""

from __future__ import annotations

from recordings.errors import Language
from scoring.examples import load_signal_examples
from scoring.likeness import grams
from scoring.likeness_fit import SCALE, solve, table
from scoring.normalise import normalise
from scoring.phrasebook import level
from scoring.signal_likeness import BY_LIKENESS

FALSE = 0.02  # share of plain lines in which likeness may hear a signal: recall first, a look costs little; own choice


def signals_as_data(language: Language) -> dict[str, object]:
    """The file's content. Lines held out teach nothing.

    A signal's threshold is so low that a share of `FALSE` of the plain lines (which neither voice it nor were
    written to look like it) pass it, each scored as if it had been left out.
    """
    import numpy as np

    examples = [line for line in load_signal_examples(language) if not line.held_out]
    found = [list(grams(level(normalise(line.text, language).text, language), language)) for line in examples]
    fitted = solve(found, [[kind in line.acts for kind in BY_LIKENESS] for line in examples])
    least, precision = [], []
    for place, kind in enumerate(BY_LIKENESS):
        scores, truth = fitted.left_out[:, place], fitted.truth[:, place]
        near = np.array([kind in line.looks_like for line in examples])
        least.append(float(np.quantile(scores[~truth & ~near], 1 - FALSE)))
        precision.append(float(truth[scores >= least[-1]].mean()))
    return {
        "scale": SCALE,
        "kinds": list(BY_LIKENESS),
        "bias": [round(float(value), 4) for value in fitted.bias],
        "thresholds": [round(value, 4) for value in least],
        "precision": [round(value, 3) for value in precision],
        "grams": table(fitted),
    }
