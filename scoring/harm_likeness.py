"""Harmful acts by cue and likeness together: neither alone tells one.

A harmful act is told where words of a phrase family of it stand, unless the turn is clearly unlike harm among our
labelled lines; or where a weak cue of it stands (`scoring/phrases/cues.<language>.yaml`, read with its scope) and
likeness, trained on lines that do harm and on their near-misses, agrees. Without a phrase or a cue, words may be as
like as they will: nothing is told. The weights are data (`scoring/examples/harm.<language>.json`), made by
`python -m scoring.likeness_fit`; besides n-grams they know which phrases and cues stand there and in what mood.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from recordings.errors import Language
from scoring.clauses import Piece
from scoring.findings import HARMFUL_ACTS
from scoring.likeness import SHORTEST, Likeness, grams, stretches
from scoring.matching import Hit, Reading, read_families
from scoring.normalise import Normalised
from scoring.phrasebook import level, load_phrasebook
from scoring.scope import word_list

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

HARM = tuple(sorted(HARMFUL_ACTS))
ANY = len(HARM)  # the column of "some harm, whichever"
COLUMNS = ANY + 1
FAR = 0.4  # likeness by words alone that signs can't make up for
PLAIN = (
    0.95  # confidence of a phrase so plain (我保证一定给您办成) that being unlike other lines says nothing against it
)
LEFT_OPEN = 0.5  # confidence of a harm that a person should look at; below `criteria.outcome.LEAST_SURE_HIT`
_MOODS = (
    "negators", "reporters", "others_decide", "warnings", "risk_talk", "duties", "retractions", "hedges", "own_voice",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bounds:
    """Scores of likeness to any harm, about -1 to 1: from `adds` on a cue tells harm, below `opens` a phrase's
    harm is left to a person, below `denies` it is dropped; `precision` is how often what `adds` tells was right."""

    adds: float
    opens: float
    denies: float
    precision: float


@cache
def load_harm(language: Language) -> tuple[Likeness, Bounds] | None:
    """Weights and bounds of `language`; None where none were made."""
    import numpy as np

    file = files("scoring.examples") / f"harm.{language}.json"
    if not file.is_file():
        return None
    data = json.loads(file.read_text(encoding="utf-8"))
    table = np.array(list(data["grams"].values()), dtype=np.float32)
    likeness = Likeness(
        rows={gram: row for row, gram in enumerate(data["grams"])},
        weights=table[:, 1:] / data["scale"],
        rarity=table[:, 0] / data["scale"],
        bias=np.array(data["bias"], dtype=np.float32),
        thresholds=np.zeros(COLUMNS, dtype=np.float32),
        precision=np.zeros(COLUMNS, dtype=np.float32),
    )
    return likeness, Bounds(**data["bounds"])


def features(text: str, language: Language, *, question: bool, found: Collection[Hit] = ()) -> dict[str, None]:
    """N-grams of an evened text, and signs: moods (`~`), cues (`?`), and kinds that phrases found (`=`)."""
    told = grams(level(text, language), language)
    told |= {f"~{name}": None for name in _MOODS if word_list(language, name).search(text)}
    if question:
        told["~question"] = None
    cues = load_phrasebook(language, "cues").find(level(text, language))
    told |= {f"?{cue.family.kind}.{cue.family.name}": None for cue in cues}
    return told | {f"={hit.kind}": None for hit in found}


def settle_harm(reading: Reading, even: Normalised, language: Language) -> Reading:
    """Add the harm that cue and likeness tell together; drop or leave open what likeness denies.

    Args:
        reading: What the phrases found; soft acts are handed through.
        even: The turn.
        language: Of the turn.

    Returns:
        The reading with its harmful hits settled, by place, then by kind.
    """
    loaded = load_harm(language)
    if loaded is None or len(even.text) < SHORTEST[language]:
        return reading
    likeness, bounds = loaded
    hits: list[Hit] = []
    for part in stretches(even, language):
        start, end = even.span(part[0].start, part[-1].end)
        here = [hit for hit in reading.hits if start <= hit.start < end]
        harmful = any(hit.kind in HARMFUL_ACTS for hit in here)
        text = level(even.text[part[0].start : part[-1].end], language)
        if not harmful and likeness_of(likeness.of(grams(text, language))) < bounds.adds - FAR:
            hits += here  # most turns end here: so unlike harm that no cue can change it
            continue
        cues = [cue for cue in _cues(even, language) if start <= cue.start < end]
        near = [cue for cue in cues if not _denied(cue, reading, even)]
        hits += _settled(here, near, part, even, language, likeness, bounds)
    return replace(reading, hits=tuple(sorted(hits, key=lambda hit: (hit.start, hit.kind))))


@lru_cache(maxsize=1)  # the stretches of one turn come one after the other
def _cues(even: Normalised, language: Language) -> tuple[Hit, ...]:
    return read_families(even, language, "cues").hits


def likeness_of(scores: Sequence[float] | Floats) -> float:
    """How like harm the scores of a text are: half its likeness to any, half to the likest act; about -1 to 1."""
    return float(scores[ANY] + max(scores[:ANY])) / 2


def _settled(
    here: Sequence[Hit],
    cues: Sequence[Hit],
    part: Sequence[Piece],
    even: Normalised,
    language: Language,
    likeness: Likeness,
    bounds: Bounds,
) -> Iterator[Hit]:
    """The hits of one stretch."""
    harmful = [hit for hit in here if hit.kind in HARMFUL_ACTS]
    if not harmful and not cues:
        yield from here
        return
    text = even.text[part[0].start : part[-1].end]
    signs = features(text, language, question=any(piece.question for piece in part), found=here)
    scores = likeness.of(signs)
    like = likeness_of(scores)
    for hit in here:
        if hit not in harmful or like >= bounds.opens or hit.confidence >= PLAIN:
            yield hit
        elif like >= bounds.denies:
            yield replace(hit, confidence=min(hit.confidence, LEFT_OPEN))
    if like >= bounds.adds and not harmful:
        best = max(cues, key=lambda cue: (float(scores[HARM.index(cue.kind)]), -cue.start))
        yield replace(best, confidence=round(bounds.precision, 2))


def _denied(cue: Hit, reading: Reading, even: Normalised) -> bool:
    """Whether a phrase of the cue's act stood in its clause and was read otherwise."""
    for kind, first, last in reading.denied:
        start, end = even.span(first, last)
        if kind == cue.kind and start < cue.end and cue.start < end:
            return True
    return False
