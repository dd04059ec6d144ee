"""Soft acts by phrase and likeness together.

Phrases say what they know; likeness adds an act that no phrase found where the words resemble lines that perform it,
and drops a phrase's act where they don't: the same words serve many ends. Harmful acts pass through.
"""

from __future__ import annotations

from collections.abc import Sequence

from recordings.errors import Language
from scoring.clauses import Piece
from scoring.examples import SOFT_ACTS
from scoring.likeness import Likeness, Stretch
from scoring.matching import Hit, Reading
from scoring.normalise import Normalised

STRETCH = {"zh": 90, "en": 160}  # evened characters looked at together; a longer turn is cut between clauses
# Scores, about -1 to 1; the same for every act and both languages, chosen on left-out lines.
ADDS = -0.4  # from here on words alone tell an act
KEEPS = -0.55  # below it a phrase's act is dropped
_PLACE: dict[str, int] = {act: place for place, act in enumerate(SOFT_ACTS)}


def settle(
    reading: Reading, parts: Sequence[Stretch], even: Normalised, language: Language, likeness: Likeness
) -> tuple[Hit, ...]:
    """Add the soft acts that likeness tells, and drop those that it denies.

    What the phrases found and denied in a clause (a negated, asked or quoted act) is not added there: a reading
    weighs more than likeness. Nothing is added to a clause that does harm.

    Args:
        reading: What the phrases found, harmful acts too; those are handed through.
        parts: The stretches of the turn.
        even: The turn.
        language: Of the turn.
        likeness: The table of acts, soft ones first.

    Returns:
        Hits by place, then by kind. An act that is added is quoted by the clause most like it.
    """
    gone: list[Hit] = []
    added: list[Hit] = []
    for part in parts:
        here = [hit for hit in reading.hits if part.start <= hit.start < part.end]
        scores = likeness.signed(part.scores, {f"={hit.kind}" for hit in here})
        denied = [hit for hit in here if hit.kind in _PLACE and scores[_PLACE[hit.kind]] < KEEPS]
        gone += denied
        told = {hit.kind for hit in here if hit not in denied}
        for place in (scores[: len(SOFT_ACTS)] >= ADDS).nonzero()[0]:
            act = SOFT_ACTS[place]
            if act not in told:
                clause = _most_like(int(place), part, language, likeness)
                if _free(act, clause, reading, even):
                    added.append(_added(act, clause, likeness, even))
    kept = [*(hit for hit in reading.hits if hit not in gone), *added]
    return tuple(sorted(kept, key=lambda hit: (hit.start, hit.kind)))


def _most_like(place: int, part: Stretch, language: Language, likeness: Likeness) -> Piece:
    if len(part.pieces) == 1:
        return part.pieces[0]
    first = part.pieces[0].start
    return max(
        part.pieces,
        key=lambda piece: float(likeness.of(part.text[piece.start - first : piece.end - first], language)[place]),
    )


def _free(act: str, clause: Piece, reading: Reading, even: Normalised) -> bool:
    """Whether no phrase denies the act in the clause, and the clause does no harm."""
    if any(kind == act and first < clause.end and clause.start < last for kind, first, last in reading.denied):
        return False
    start, end = even.span(clause.start, clause.end)
    return not any(hit.kind not in _PLACE and hit.start < end and start < hit.end for hit in reading.hits)


def _added(act: str, clause: Piece, likeness: Likeness, even: Normalised) -> Hit:
    start, end = even.span(clause.start, clause.end)
    quote = even.original[start:end].strip()
    start = even.original.index(quote, start)
    return Hit(act, quote, start, start + len(quote), likeness.bounds[f"right.{act}"])
