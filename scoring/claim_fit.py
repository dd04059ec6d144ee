"""Makes the weights of claim likeness from labelled lines: `python -m scoring.claim_fit [zh] [en]`.

The lines are those with which claims are developed and tested (`tests/scoring`, verdict, fact, text), and the facts'
own statements.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from recordings.errors import Language
from scoring.claim_likeness import NOTHING
from scoring.knowledge import load_knowledge
from scoring.likeness import grams
from scoring.likeness_fit import SCALE, Fitted, Seen, lines_of, solve, write
from scoring.normalise import normalise
from scoring.phrasebook import level

LINES = Path(__file__).parents[1] / "tests" / "scoring"
FOLDERS = ("dev", "lines")
LABELS = ("supported", "contradicted", NOTHING)
PULL = 0.5  # towards zero; own choice
KEPT = 8  # classes of which an n-gram keeps its weight; the others' hardly count


def labelled(language: Language) -> list[tuple[str, str]]:
    """Class and text of every line to learn from; a class is "none" or "fact|verdict"."""
    found: list[tuple[str, str]] = []
    for path in (path for folder in FOLDERS for path in sorted((LINES / folder).glob(f"*.{language}.tsv"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("#") or line.count("\t") < 2:
                continue
            verdict, fact_id, text = line.split("\t")[:3]
            if verdict in LABELS:
                found.append((NOTHING if verdict == NOTHING else f"{fact_id}|{verdict}", text))
    return found + [(f"{fact.id}|supported", fact.statement.text(language)) for fact in load_knowledge().facts]


def claims_as_data(language: Language) -> dict[str, object]:
    """The content of `claims.<language>.json`: per n-gram its squared rarity, then classes with their weights."""
    lines = labelled(language)
    classes = sorted({name for name, _ in lines})
    evened = [level(normalise(text, language).text, language) for _, text in lines]
    seen = [Seen(list(grams(text, language)), frozenset()) for text in evened]
    truth = [[name == column for column in classes] for name, _ in lines]
    fitted = solve(lines_of(seen, floor=0.0), truth, pull=PULL)
    return {
        "scale": SCALE,
        "classes": classes,
        "bias": [round(float(value), 4) for value in fitted.bias],
        "grams": _sparse(fitted),
    }


def _sparse(fitted: Fitted) -> dict[str, list[int]]:
    table: dict[str, list[int]] = {}
    for gram, rarity, weights in zip(fitted.grams, fitted.rarity, fitted.weights, strict=True):
        heaviest = sorted(range(len(weights)), key=lambda place: -abs(weights[place]))[:KEPT]
        row = [round(SCALE * float(rarity) ** 2)]
        for place in sorted(heaviest):
            row += [place, round(SCALE * float(weights[place]))]
        table[gram] = row
    return table


def main(names: Sequence[str]) -> int:
    """Write the weights of the named languages, or of all."""
    for language in get_args(Language):
        if not names or language in names:
            write(f"claims.{language}.json", claims_as_data(language))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
