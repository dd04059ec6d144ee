"""Claims by likeness: which known saying, true or untrue, an utterance resembles where no pattern of the base knows it.

The weights are data (`scoring/examples/claims.<language>.json`), made from labelled lines by `python -m
scoring.claim_fit`. What resembles a true saying is taken for it. What resembles an untrue one only warns a reviewer:
likeness alone never makes a fault. It also clears: a saying that patterns call untrue, but that is plainly like
something else, is none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from recordings.errors import Language
from scoring.findings import Verdict
from scoring.likeness import grams
from scoring.normalise import normalise
from scoring.phrasebook import level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOTHING = "none"  # the class of what claims nothing
# Scores below which nothing is resembled: -1 is unlike, 1 one of the known lines; own choice.
LEAST: Mapping[Verdict, float] = {"supported": -0.8, "contradicted": -0.4}
CLEARED_AT = -0.15  # score of another class from which it may clear an untrue saying,
CLEARED_BY = 0.8  # and by how much it must be above that of the saying itself
SHORTEST = {"zh": 8, "en": 24}  # evened characters; less tells nothing


@dataclass(frozen=True, slots=True)
class Resembled:
    """What an utterance resembles most."""

    fact_id: str
    verdict: Verdict
    score: float


@dataclass(frozen=True, slots=True)
class ClaimLikeness:
    """Weights of n-grams: `weights` of shape (n-grams, classes), `rarity` squared (n-grams,), `bias` (classes,)."""

    classes: tuple[str, ...]
    rows: Mapping[str, int]
    weights: NDArray[np.float32]
    rarity: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(self, text: str, language: Language, shortest: int | None = None) -> NDArray[np.float32] | None:
        """The score of every class for an evened text; None where it is too short or holds no known n-gram."""
        if len(text) < (SHORTEST[language] if shortest is None else shortest):
            return None
        known = [row for gram in grams(level(text, language), language) if (row := self.rows.get(gram)) is not None]
        if not known:
            return None
        total: NDArray[np.float32] = (
            self.weights[known].sum(axis=0) / float(self.rarity[known].sum()) ** 0.5 + self.bias
        )
        return total

    def best(self, scores: NDArray[np.float32]) -> tuple[str, float]:
        """The class that fits best, with its score."""
        place = int(scores.argmax())
        return self.classes[place], float(scores[place])


def resembled(text: str, language: Language) -> Resembled | None:
    """The known saying that an evened text resembles most; None where it is more like no claim."""
    known = load_claim_likeness(language)
    scores = known.scores(text, language)
    if scores is None:
        return None
    name, score = known.best(scores)
    if name == NOTHING:
        return None
    fact_id, _, label = name.partition("|")
    verdict: Verdict = "supported" if label == "supported" else "contradicted"
    return Resembled(fact_id, verdict, score) if score >= LEAST[verdict] else None


def fact_scores(text: str, language: Language) -> dict[str, float]:
    """The score of each fact's likest saying for a text as it was written; empty where no n-gram is known."""
    known = load_claim_likeness(language)
    scores = known.scores(normalise(text, language).text, language, shortest=0)
    best: dict[str, float] = {}
    for name, score in zip(known.classes, scores if scores is not None else (), strict=False):
        fact_id = name.partition("|")[0]
        if name != NOTHING:
            best[fact_id] = max(best.get(fact_id, float(score)), float(score))
    return best


def cleared(text: str, language: Language, fact_id: str) -> bool:
    """Whether an evened text is plainly like something else than an untrue saying about a fact."""
    known = load_claim_likeness(language)
    own = f"{fact_id}|contradicted"
    scores = known.scores(text, language)
    if scores is None or own not in known.classes:
        return False
    name, score = known.best(scores)
    return name != own and score >= CLEARED_AT and score - float(scores[known.classes.index(own)]) >= CLEARED_BY


@cache
def load_claim_likeness(language: Language) -> ClaimLikeness:
    """The weights of `language`."""
    import numpy as np

    file = files("scoring.examples") / f"claims.{language}.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    weights = np.zeros((len(data["grams"]), len(data["classes"])), dtype=np.float32)
    for row, (_, *pairs) in enumerate(data["grams"].values()):
        weights[row, pairs[::2]] = pairs[1::2]
    return ClaimLikeness(
        classes=tuple(data["classes"]),
        rows={gram: row for row, gram in enumerate(data["grams"])},
        weights=weights / data["scale"],
        rarity=np.array([row[0] for row in data["grams"].values()], dtype=np.float32) / data["scale"],
        bias=np.array(data["bias"], dtype=np.float32),
    )
