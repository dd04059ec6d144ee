"""Acts: what an agent's words do, clause by clause, with the exact words."""

from __future__ import annotations

from typing import cast

from recordings.errors import Language
from scoring.findings import Act, ActHit
from scoring.likeness import settle
from scoring.matching import read_families
from scoring.normalise import normalise


def find_acts(text: str, language: Language) -> tuple[ActHit, ...]:
    """Find the acts of one agent turn.

    A clause may perform several acts; one act is reported once per clause, at its highest
    confidence. Harmful acts are found by phrase and scope alone, never by likeness; soft acts by phrases
    and by likeness to labelled lines. Looks at this turn only: what the customer said before is the
    criteria's business.

    Args:
        text: One agent turn, as transcribed or typed.
        language: Of the turn.

    Returns:
        Hits by place, then by name; `text[hit.start:hit.end] == hit.quote`. Empty when nothing is found.
    """
    even = normalise(text, language)
    return tuple(
        ActHit(act=cast(Act, hit.kind), quote=hit.quote, start=hit.start, end=hit.end, confidence=hit.confidence)
        for hit in settle(read_families(even, language, "acts"), even, language)
    )
