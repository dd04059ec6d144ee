"""Signals by phrase and likeness together: what a customer's words resemble among our own labelled lines.

Nobody says outright that they don't want to live, and few name their feelings. Phrases know the usual words; likeness
hears the same in others, and drops a phrase's signal where the words are unlike it. A hint of self-harm is never
dropped: it counts by phrase or by likeness. What likeness alone hears of it is unsure, and says "this may be a hint,
please look".
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

HINT = "self_harm"
UNSURE = 0.6  # the most that a hint is believed by likeness alone, 0-1; below every phrase; own choice
# Scores, about -1 to 1, chosen on left-out lines.
ADDS = -0.4  # below it words alone tell no signal but a hint; each has a bound of its own, where they are right enough
KEEPS = -0.9  # below it a phrase's signal is dropped
STRETCH = {"zh": 40, "en": 110}  # evened characters looked at together: a hint is a clause or two in a long turn


def hear(found: Sequence[Hit], even: Normalised, language: Language) -> tuple[Hit, ...]:
    """Add the signals that likeness tells to those that phrases `found` in one customer turn; drop what it denies.

    Returns:
        Hits by place, then by kind. A signal that phrases found somewhere in the turn is not added again.
    """
    if len(even.text) < SHORTEST[language]:
        return tuple(found)
    likeness = load_likeness(language, "signals")
    kept: list[Hit] = []
    told = {hit.kind for hit in found}
    for part in stretches(even, language, likeness, STRETCH[language]):
        here = [hit for hit in found if part.start <= hit.start < part.end]
        scores = likeness.signed(part.scores, {f"={hit.kind}" for hit in here})
        for kind, score in zip(likeness.columns, scores.tolist(), strict=True):
            kept += [hit for hit in here if hit.kind == kind and (kind == HINT or score >= KEEPS)]
            if kind not in told and score >= likeness.bounds[f"adds.{kind}"]:
                told.add(kind)
                sure = likeness.bounds[f"right.{kind}"]
                kept.append(_hit(kind, part.pieces, min(UNSURE, sure) if kind == HINT else sure, even))
    return tuple(sorted(kept, key=lambda hit: (hit.start, hit.kind)))


def _hit(kind: str, part: Sequence[Piece], confidence: float, even: Normalised) -> Hit:
    start, end = even.span(part[0].start, part[-1].end)
    quote = even.original[start:end].strip()
    start = even.original.index(quote, start)
    return Hit(kind, quote, start, start + len(quote), round(confidence, 2))
