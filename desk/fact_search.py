"""Finding facts by how a person asks in the middle of a call, where no fact holds every word. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log

_PIECES = re.compile(r"(?=([\u4e00-\u9fff]{2}))|([a-z0-9]{3,})")
NEAR = 0.6  # share of the best one's weight from which a text is found too; own choice
LEAST = 2  # pieces that a text must hold, or half of the question's


def closest(question: str, texts: Sequence[str]) -> list[int]:
    """The texts that share most with a question: pairs of Chinese characters and words, rare ones counting more.

    Args:
        question: As a person types it.
        texts: In lower case.

    Returns:
        Their places in `texts`, the closest first; empty where nothing comes near.
    """
    pieces = {han or word for han, word in _PIECES.findall(question.lower())}
    held = [{piece for piece in pieces if piece in text} for text in texts]
    spread = Counter(piece for found in held for piece in found)
    weight = {piece: log((1 + len(texts)) / (0.5 + spread[piece])) for piece in pieces}
    near = [at for at, found in enumerate(held) if len(found) >= LEAST or (found and 2 * len(found) >= len(pieces))]
    scores = {at: sum(weight[piece] for piece in held[at]) for at in near}
    best = max(scores.values(), default=0.0)
    return sorted((at for at in near if scores[at] >= NEAR * best), key=lambda at: -scores[at])
