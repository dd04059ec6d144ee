"""The last resort of linking: which fact's words resemble a sentence, by weighted character pairs."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recordings.errors import Language
from scoring.facts import Fact, Knowledge
from scoring.normalise import normalise

LEAST_SIMILAR = 0.3  # cosine below which a resemblance means nothing; own choice, see tests/scoring/lines
_DROP = re.compile(r"[\s\d,.!?;:\"'()|+*!%]+")


@dataclass(frozen=True)
class Resemblance:
    """TF-IDF vectors of all facts with a number, of unit length."""

    idf: Mapping[str, float]
    vectors: Mapping[str, Mapping[str, float]]


def most_similar(text: str, language: Language, knowledge: Knowledge, among: Sequence[str]) -> list[tuple[Fact, float]]:
    """The facts of `among` whose statement and aliases resemble a text, most similar first, from `LEAST_SIMILAR` up.

    Good for recognising a true statement in unforeseen words; too weak a ground to call one untrue.
    """
    known = knowledge.memo(f"similar.{language}", lambda: _resemblance(knowledge, language))
    mine = _vector(Counter(_grams(text, language)), known.idf)
    scores = [
        (knowledge.fact(fact_id), sum(weight * other.get(gram, 0.0) for gram, weight in mine.items()))
        for fact_id, other in ((one, known.vectors[one]) for one in among)
    ]
    return sorted((one for one in scores if one[1] >= LEAST_SIMILAR), key=lambda one: -one[1])


def _resemblance(knowledge: Knowledge, language: Language) -> Resemblance:
    counts = {
        fact.id: Counter(_grams(" ".join((fact.statement.text(language), *fact.aliases.of(language))), language))
        for fact in knowledge.facts
        if fact.slot is not None
    }
    found_in = Counter(gram for grams in counts.values() for gram in grams)
    idf = {gram: math.log((1 + len(counts)) / (1 + n)) + 1 for gram, n in found_in.items()}
    return Resemblance(idf, {fact_id: _vector(grams, idf) for fact_id, grams in counts.items()})


def _grams(text: str, language: Language) -> list[str]:
    even = _DROP.sub(" ", normalise(text, language).text)
    size = 2 if language == "zh" else 4
    return [gram for at in range(len(even) - size + 1) if not (gram := even[at : at + size]).isspace()]


def _vector(grams: Counter[str], idf: Mapping[str, float]) -> dict[str, float]:
    weights = {gram: (1 + math.log(n)) * idf[gram] for gram, n in grams.items() if gram in idf}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {gram: weight / length for gram, weight in weights.items()} if length else {}
