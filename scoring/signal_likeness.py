"""Signals by likeness: what a customer's words resemble among our own labelled lines.

Nobody says outright that they don't want to live. Phrases know the usual words; likeness hears the same in others,
and is unsure: its hits have a low confidence, and say "this may be a hint, please look". It only adds, never drops:
a hint counts by phrase or by likeness. The weights are data (`scoring/examples/likeness.signals.<language>.json`),
made from the labelled lines by `python -m scoring.likeness_fit`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from recordings.errors import Language
from scoring.likeness import SHORTEST, load_likeness, stretches
from scoring.matching import Hit
from scoring.normalise import Normalised

if TYPE_CHECKING:
    from scoring.clauses import Piece

# Signals that gain by it on lines held back.
BY_LIKENESS = ("self_harm",)
UNSURE = 0.6  # the most that likeness alone is believed, 0-1; below every phrase; own choice
STRETCH = {"zh": 40, "en": 110}  # evened characters looked at together: a hint is a clause or two in a long turn


def hear(found: Sequence[Hit], even: Normalised, language: Language) -> tuple[Hit, ...]:
    """Add the signals that likeness tells to those that phrases `found` in one customer turn.

    Returns:
        Hits by place, then by kind. A signal that phrases found somewhere in the turn is not added again.
    """
    likeness = load_likeness(language, "likeness.signals")
    if likeness is None or len(even.text) < SHORTEST[language]:
        return tuple(found)
    told = {hit.kind for hit in found}
    added = []
    for part in stretches(even, language, STRETCH[language]):
        scores = likeness.scores(even.text[part[0].start : part[-1].end], language)
        for place in (scores >= likeness.thresholds).nonzero()[0]:
            kind = BY_LIKENESS[place]
            if kind not in told:
                told.add(kind)
                added.append(_hit(kind, part, min(UNSURE, float(likeness.precision[place])), even))
    return tuple(sorted((*found, *added), key=lambda hit: (hit.start, hit.kind)))


def _hit(kind: str, part: Sequence[Piece], confidence: float, even: Normalised) -> Hit:
    start, end = even.span(part[0].start, part[-1].end)
    quote = even.original[start:end].strip()
    start = even.original.index(quote, start)
    return Hit(kind, quote, start, start + len(quote), round(confidence, 2))
