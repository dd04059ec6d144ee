"""What `scoring.harm_likeness` is fitted on, and where its bounds lie."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from recordings.errors import Language
from scoring.clauses import pieces
from scoring.examples import Example, load_examples, load_harm_examples
from scoring.findings import HARMFUL_ACTS
from scoring.harm_likeness import HARM, features, likeness_of
from scoring.likeness_fit import SCALE, Fitted, solve, table
from scoring.matching import match_families
from scoring.normalise import normalise

RARE = 3  # an n-gram of fewer lines is left out
TOGETHER = 10  # neighbouring lines left out at once
FALSE = 0.01  # of near-misses that no phrase took for harm, so many at most may be told by a cue
LOST = {"opens": 0.06, "denies": 0.03}  # of the harm that phrases find, so much at most may be left open, dropped


def harm_as_data(language: Language) -> dict[str, object]:
    """The content of `harm.<language>.json`.

    Lines that phrases were made from (`tuned`) don't tell how right phrases are elsewhere: there only the words
    count, and the bounds are read off the left-out scores of the other lines alone.
    """
    lines = [line for line in load_harm_examples(language) if not line.held_out]
    plain = load_examples(language)
    found, by_phrase = [], []
    for example in (*lines, *plain):
        even = normalise(example.text, language)
        hits = match_families(even, language, "acts")
        question = any(piece.question for piece in pieces(even, language))
        seen = () if example.tuned else hits
        found.append(list(features(even.text, language, question=question, found=seen)))
        by_phrase.append(any(hit.kind in HARMFUL_ACTS for hit in hits))
    harms = [example.acts & HARMFUL_ACTS for example in (*lines, *plain)]
    truth = [[*(act in harm for act in HARM), bool(harm)] for harm in harms]
    fitted = solve(found, truth, rare=RARE, together=TOGETHER)
    return {
        "scale": SCALE,
        "acts": [*HARM, "any"],
        "lines": fingerprint(lines),
        "bias": [round(float(value), 4) for value in fitted.bias],
        "bounds": _bounds(fitted, lines, by_phrase),
        "grams": table(fitted),
    }


def fingerprint(lines: Sequence[Example]) -> int:
    """A number that changes with the lines learned from and their labels."""
    told = "\n".join(f"{line.text},{' '.join(sorted(line.acts))}" for line in lines if not line.held_out)
    return zlib.crc32(told.encode())


def _bounds(fitted: Fitted, lines: Sequence[Example], by_phrase: Sequence[bool]) -> dict[str, float]:
    """Read off the left-out scores of the lines that nothing else was tuned on."""
    scores = [likeness_of(row) for row in fitted.left_out[: len(lines)]]
    rows = list(zip(lines, scores, by_phrase[: len(lines)], strict=True))
    own = [row for row in rows if not row[0].tuned]
    near = sorted((score for line, score, told in own if not line.acts and not told), reverse=True)
    adds = near[int(FALSE * len(near))] + 0.001
    added = [bool(line.acts) for line, score, told in own if not told and score >= adds]
    real = sorted(score for line, score, told in own if line.acts and told)
    bounds = {name: real[int(share * len(real))] for name, share in LOST.items()}
    precision = sum(added) / len(added) if added else 0.6
    return {"adds": round(adds, 3), "precision": round(precision, 3)} | {
        name: round(score, 3) for name, score in bounds.items()
    }
