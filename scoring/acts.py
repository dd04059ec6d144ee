"""Acts: what an agent's words do, clause by clause, with the exact words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from recordings.errors import Language
from scoring.findings import Act, ActHit
from scoring.harm_likeness import settle_harm
from scoring.likeness import SHORTEST, load_likeness, stretches
from scoring.matching import Hit, read_families
from scoring.normalise import normalise
from scoring.soft_likeness import STRETCH, settle

WAYS_OUT = frozenset(("refer", "next_step", "explain_procedure", "explain_right", "hold_notice"))
_SENT_AWAY = re.compile(r"去[吧呗,。!?]*$")  # 您问法院去: that shows nobody a way


def find_acts(text: str, language: Language) -> tuple[ActHit, ...]:
    """Find the acts of one agent turn.

    A clause may perform several acts; one act is reported once per clause, at its highest
    confidence. Harmful acts are found by phrase or weak cue, with likeness to labelled lines to confirm or
    deny, never by likeness alone; soft acts by phrases and by likeness. Looks at this turn only: what the
    customer said before is the criteria's business.

    Args:
        text: One agent turn, as transcribed or typed.
        language: Of the turn.

    Returns:
        Hits by place, then by name; `text[hit.start:hit.end] == hit.quote`. Empty when nothing is found.
    """
    even = normalise(text, language)
    reading = read_families(even, language, "acts")
    found = reading.hits
    if len(even.text) >= SHORTEST[language]:
        likeness = load_likeness(language, "acts")
        parts = stretches(even, language, likeness, STRETCH[language])
        found = settle(settle_harm(reading, parts, even, language, likeness), parts, even, language, likeness)
    return tuple(
        ActHit(act=cast(Act, hit.kind), quote=hit.quote, start=hit.start, end=hit.end, confidence=hit.confidence)
        for hit in _with_a_path(found)
    )


def _with_a_path(hits: Sequence[Hit]) -> list[Hit]:
    """Without refusals that leave no way out, where other words of the turn show one."""
    ways = [hit for hit in hits if hit.kind in WAYS_OUT and not _SENT_AWAY.search(hit.quote)]
    return [
        hit
        for hit in hits
        if hit.kind != "refuse_without_path" or not any(way.start >= hit.end or way.end <= hit.start for way in ways)
    ]
