"""Topics by likeness: which calls' first words an opening resembles, where its own words are no keyword.

Callers tell stories. The weights are data (`scoring/examples/topics.<language>.json`), made from first words and
single phrases (`topics.<language>.csv`) by `python -m scoring.topic_fit`. Likeness only adds to what the keywords
of the base say; it knows the topics of the base that is shipped ("other" among them), and is silent on others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from recordings.errors import Language
from scoring.likeness import grams
from scoring.phrasebook import level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNLIKE = -0.9  # score of a text that is nothing like a topic


@dataclass(frozen=True, slots=True)
class TopicLikeness:
    """Weights of n-grams, one column a topic: `weights` of shape (n-grams, topics), `rarity` squared, `bias`."""

    topics: tuple[str, ...]
    rows: Mapping[str, int]
    weights: NDArray[np.float32]
    rarity: NDArray[np.float32]
    bias: NDArray[np.float32]

    def of(self, text: str, language: Language) -> dict[str, float]:
        """How like each topic an evened text is, from 0 (not at all) to about 2; only topics above 0."""
        known = [self.rows[gram] for gram in grams(level(text, language), language) if gram in self.rows]
        if not known:
            return {}
        length = float(self.rarity[known].sum()) ** 0.5
        scores = self.weights[known].sum(axis=0) / length + self.bias - UNLIKE
        return {topic: float(score) for topic, score in zip(self.topics, scores, strict=True) if score > 0}


@cache
def load_topic_likeness(language: Language) -> TopicLikeness:
    """The weights of `language`."""
    import numpy as np

    file = files("scoring.examples") / f"topics.{language}.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    table = np.array(list(data["grams"].values()), dtype=np.float32) / data["scale"]
    return TopicLikeness(
        topics=tuple(data["topics"]),
        rows={gram: row for row, gram in enumerate(data["grams"])},
        weights=table[:, 1:],
        rarity=table[:, 0],
        bias=np.array(data["bias"], dtype=np.float32),
    )
