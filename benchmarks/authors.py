"""Harm, soft acts and signals by author, each author's lines left out of the learning: `python -m benchmarks.authors`.

Takes a minute or two a language. What phrases say is as it is: some phrases were made with lines of authors a and c in
view; none with those of b, d and later ones. Bounds were read off these very left-out scores, so the rates flatter
a little.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from statistics import fmean
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from recordings.errors import Language
from scoring.act_fit import Read, fit_harm, fit_soft, liked, read_line
from scoring.examples import SOFT_ACTS, TUNED, Example, load_examples, load_harm_examples
from scoring.findings import HARMFUL_ACTS
from scoring.harm_likeness import SHORT, SHORT_TO, by_cue, by_phrase
from scoring.likeness import load_likeness
from scoring.likeness_fit import lines_of
from scoring.signal_fit import KINDS, fit_signals
from scoring.signal_likeness import HINT, KEEPS
from scoring.soft_likeness import ADDS
from scoring.soft_likeness import KEEPS as SOFT_KEEPS

OWN = "own"  # a few lines that were written for known mistakes: nothing to rate


def acts(language: Language) -> None:
    """Harm told and left open among real lines, near-misses and ordinary talk; macro-F1 of soft acts."""
    soft, harm = load_examples(language), load_harm_examples(language)
    read = [read_line(line, language, talk=number >= len(harm)) for number, line in enumerate((*harm, *soft))]
    lines = lines_of([line.seen for line in read])
    likeness = load_likeness(language, "acts")
    tally: dict[tuple[str, str], list[int]] = {}
    for line, scores in zip(read, fit_harm(lines, harm, soft).left_out, strict=True):
        phrase, cue = liked(line, scores)
        sure: float | None = None
        if phrase is not None:
            confidence = max(hit.confidence for hit in line.hits if hit.kind in HARMFUL_ACTS)
            short = len(line.example.text) < SHORT[language] and phrase >= SHORT_TO
            sure = confidence if short else by_phrase(confidence, phrase, likeness)
        elif cue is not None:
            sure = by_cue(cue, likeness)
        kind = "talk" if line.talk else "real" if line.example.acts else "near"
        counts = tally.setdefault((line.example.author, kind), [0, 0, 0, 0])
        counts[0] += 1
        counts[1] += sure is not None and sure >= 0.6
        counts[2] += sure is not None and sure < 0.6
        counts[3] += phrase is not None
    for (author, kind), (total, told, opened, phrases) in sorted(tally.items()):
        if author not in (TUNED, OWN):
            print(f"{language} {author} {kind}: {total} lines, told {told}, left open {opened}; by phrases {phrases}")
    left_out = fit_soft(lines, soft).left_out
    soft_acts(language, soft, read[len(harm) :], left_out)


def soft_acts(
    language: Language, examples: Sequence[Example], read: Sequence[Read], left_out: NDArray[np.float64]
) -> None:
    """Macro-F1 of soft acts by author."""
    for author in sorted({line.author for line in examples} - {OWN}):
        mine = [number for number, line in enumerate(examples) if line.author == author]
        figures = []
        for place, act in enumerate(SOFT_ACTS):
            truth = np.array([act in examples[number].acts for number in mine])
            phrase = np.array([any(hit.kind == act for hit in read[number].hits) for number in mine])
            scores = left_out[mine, place]
            told = (phrase & (scores >= SOFT_KEEPS)) | (scores >= ADDS)
            if truth.any():
                figures.append(2 * (told & truth).sum() / (told.sum() + truth.sum()))
        print(f"{language} {author} soft acts: {len(mine)} lines, macro-F1 {fmean(figures):.3f}")


def signals(language: Language) -> None:
    """Macro-F1 of signals, and how often hints of self-harm are heard in lines of each kind."""
    examples, heard, fitted = fit_signals(language)
    bounds = load_likeness(language, "signals").bounds
    for author in sorted({line.author for line in examples} - {OWN}):
        mine = [number for number, line in enumerate(examples) if line.author == author]
        figures = []
        for place, kind in enumerate(KINDS):
            truth = np.array([kind in examples[number].acts for number in mine])
            phrase = np.array([kind in heard[number] for number in mine])
            scores = fitted.left_out[mine, place]
            told = (phrase & ((scores >= KEEPS) | (kind == HINT))) | (scores >= bounds[f"adds.{kind}"])
            if truth.any():
                figures.append(2 * (told & truth).sum() / (told.sum() + truth.sum()))
            if kind == HINT:
                near = np.array([HINT in examples[number].looks_like for number in mine])
                for which, some in (("hints", truth), ("near", near), ("other", ~truth & ~near)):
                    print(f"{language} {author} {which}: {int(told[some].sum())} of {int(some.sum())} heard as a hint")
        if figures:  # ordinary talk has none
            print(f"{language} {author} signals: {len(mine)} lines, macro-F1 {fmean(figures):.3f}")


def main(names: list[str]) -> int:
    """Print the rates of the named languages, or of all."""
    for language in get_args(Language):
        if not names or language in names:
            acts(language)
            signals(language)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
