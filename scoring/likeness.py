"""Soft acts by likeness: what an agent's words resemble among our own labelled lines.

Phrases say what they know; likeness settles the rest, for soft acts only. It adds an act that no phrase found
where the words resemble lines that perform it, and drops an unsure phrase's act where they don't. In English,
where the same words serve many ends, what the phrases found is one more sign, and likeness decides. The weights
are data (`scoring/examples/likeness.<language>.json`), made from the labelled lines by
`python -m scoring.likeness_fit`. Harmful acts pass through: see `scoring.harm_likeness`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from recordings.errors import Language
from scoring.clauses import Piece, pieces
from scoring.examples import SOFT_ACTS
from scoring.matching import Hit, Reading
from scoring.normalise import Normalised
from scoring.phrasebook import level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

LONGEST = 3  # n-grams of one to so many characters in Chinese, words in English
DECIDES = frozenset(("en",))  # languages in which acts found by phrase are signs among others, own choice
STRETCH = {"zh": 90, "en": 160}  # evened characters looked at together; a longer turn is cut between clauses
SHORTEST = {"zh": 6, "en": 6}  # evened characters; fewer are left to the phrases
SURE = 0.95  # a phrase of this confidence needs nobody's consent
LEAST = -0.65  # score below which an unsure phrase's act is dropped: -1 is a line unlike the act, 1 one like it
BESIDE = 0.15  # so much more is asked where phrases found another act in the same stretch
_WORD = re.compile(r"[\w']+")
_PLACE: dict[str, int] = {act: place for place, act in enumerate(SOFT_ACTS)}


@dataclass(frozen=True, slots=True)
class Likeness:
    """Weights of n-grams, one column an act.

    `rows` is the row of each n-gram in `weights` (n-grams, acts); `rarity` its share in the length of a text,
    `bias` what every act starts from, `thresholds` the score from which likeness alone tells the act, and
    `precision` how often that was right among labelled lines that were left out of the fitting.
    """

    rows: dict[str, int]
    weights: Floats
    rarity: Floats
    bias: Floats
    thresholds: Floats
    precision: Floats

    def scores(self, text: str, language: Language, found: Collection[str] = ()) -> Floats:
        """How much an evened text, in which phrases found some acts, is like each; about -1 to 1; shape (acts,)."""
        return self.of(grams(level(text, language), language, found))

    def of(self, features: Iterable[str]) -> Floats:
        """The same of n-grams and signs that are known already."""
        rows = self.rows
        known = [rows[gram] for gram in features if gram in rows]
        if not known:
            return self.bias
        length = float(self.rarity.take(known).sum()) ** 0.5
        scores: Floats = self.weights.take(known, axis=0).sum(axis=0) / length + self.bias
        return scores


def grams(text: str, language: Language, found: Collection[str] = ()) -> dict[str, None]:
    """The different n-grams of an evened text, in order of first appearance.

    Chinese has its edges marked; English takes the acts that phrases `found` as further signs (`=greet`).
    """
    pieces = [*f"<{text}>"] if language == "zh" else _WORD.findall(text)
    between = "" if language == "zh" else " "
    runs = pieces
    told = dict.fromkeys(runs)
    for size in range(2, LONGEST + 1):
        runs = [f"{run}{between}{piece}" for run, piece in zip(runs, pieces[size - 1 :], strict=False)]
        told.update(dict.fromkeys(runs))
    return told if language == "zh" else told | {f"={act}": None for act in SOFT_ACTS if act in found}


@cache
def load_likeness(language: Language, name: str = "likeness") -> Likeness | None:
    """The weights of `language` in the file `name`; None where none were made."""
    import numpy as np

    file = files("scoring.examples") / f"{name}.{language}.json"
    if not file.is_file():
        return None
    data = json.loads(file.read_text(encoding="utf-8"))
    table = np.array(list(data["grams"].values()), dtype=np.float32)
    return Likeness(
        rows={gram: row for row, gram in enumerate(data["grams"])},
        weights=table[:, 1:] / data["scale"],
        rarity=table[:, 0] / data["scale"],
        **{name: np.array(data[name], dtype=np.float32) for name in ("bias", "thresholds", "precision")},
    )


def settle(reading: Reading, even: Normalised, language: Language) -> tuple[Hit, ...]:
    """Add the soft acts that likeness tells, and drop the unsure ones that it denies.

    What the phrases found and denied in a clause (a negated, asked or quoted act) is not added there: a reading
    weighs more than likeness. Nothing is added to a clause that does harm.

    Args:
        reading: What the phrases found, harmful acts too; those are handed through.
        even: The turn.
        language: Of the turn.

    Returns:
        Hits by place, then by kind. An act that is added is quoted by the clause most like it.
    """
    likeness = load_likeness(language)
    if likeness is None or len(even.text) < SHORTEST[language]:
        return reading.hits
    gone: list[Hit] = []
    added: list[Hit] = []
    for part in stretches(even, language):
        start, end = even.span(part[0].start, part[-1].end)
        here = [hit for hit in reading.hits if start <= hit.start < end]
        text = even.text[part[0].start : part[-1].end]
        scores = likeness.scores(text, language, {hit.kind for hit in here})
        decides = language in DECIDES and len(text) >= SHORTEST[language]
        denied = [hit for hit in here if not _stays(hit, scores, likeness.thresholds if decides else None)]
        gone += denied
        told = {hit.kind for hit in here if hit not in denied}
        least = likeness.thresholds + (BESIDE if told and not decides else 0.0)
        for place in (scores >= least).nonzero()[0]:
            if SOFT_ACTS[place] not in told:
                clause = _most_like(int(place), part, likeness, even, language)
                if _free(SOFT_ACTS[place], clause, reading, even):
                    added.append(_added(int(place), clause, likeness, even))
    kept = [*(hit for hit in reading.hits if hit not in gone), *added]
    return tuple(sorted(kept, key=lambda hit: (hit.start, hit.kind)))


def _stays(hit: Hit, scores: Floats, decided: Floats | None) -> bool:
    place = _PLACE.get(hit.kind)
    if place is None:
        return True
    return bool(scores[place] >= decided[place]) if decided is not None else _holds(hit, float(scores[place]))


def _holds(hit: Hit, score: float) -> bool:
    return hit.confidence >= SURE or score >= LEAST


def _most_like(place: int, part: Sequence[Piece], likeness: Likeness, even: Normalised, language: Language) -> Piece:
    if len(part) == 1:
        return part[0]
    return max(part, key=lambda piece: likeness.scores(even.text[piece.start : piece.end], language)[place])


def _free(act: str, clause: Piece, reading: Reading, even: Normalised) -> bool:
    """Whether no phrase denies the act in the clause, and the clause does no harm."""
    if any(kind == act and first < clause.end and clause.start < last for kind, first, last in reading.denied):
        return False
    start, end = even.span(clause.start, clause.end)
    return not any(hit.kind not in _PLACE and hit.start < end and start < hit.end for hit in reading.hits)


def _added(place: int, clause: Piece, likeness: Likeness, even: Normalised) -> Hit:
    start, end = even.span(clause.start, clause.end)
    quote = even.original[start:end].strip()
    start = even.original.index(quote, start)
    return Hit(SOFT_ACTS[place], quote, start, start + len(quote), round(float(likeness.precision[place]), 2))


def stretches(even: Normalised, language: Language, longest: int | None = None) -> list[list[Piece]]:
    """The clauses of a turn, in groups of `longest` evened characters that are looked at together."""
    longest = longest or STRETCH[language]
    parts: list[list[Piece]] = []
    for piece in pieces(even, language):
        if parts and piece.end - parts[-1][0].start <= longest:
            parts[-1].append(piece)
        else:
            parts.append([piece])
    return parts
