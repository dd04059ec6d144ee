"""Makes the weights of topic likeness from first words of calls: `python -m scoring.topic_fit [zh] [en]`."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from recordings.errors import Language
from scoring.likeness import grams
from scoring.likeness_fit import SCALE, Seen, lines_of, solve
from scoring.normalise import normalise
from scoring.phrasebook import level

PULL = 0.5  # towards zero; own choice


def topic_weights(language: Language) -> dict[str, object]:
    """The content of `topics.<language>.json`: per n-gram its squared rarity and its weights, in 1/`SCALE`."""
    path = Path(__file__).parent / "examples" / f"topics.{language}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = [(row["topic"], row["text"]) for row in csv.DictReader(file)]
    topics = list(dict.fromkeys(topic for topic, _ in lines))
    evened = [level(normalise(text, language).text, language) for _, text in lines]
    seen = [Seen(list(grams(text, language)), frozenset()) for text in evened]
    fitted = solve(
        lines_of(seen, rare=1, floor=0.0), [[topic == column for column in topics] for topic, _ in lines], pull=PULL
    )
    table = {
        gram: [round(SCALE * float(rarity) ** 2), *(round(SCALE * float(weight)) for weight in weights)]
        for gram, rarity, weights in zip(fitted.grams, fitted.rarity, fitted.weights, strict=True)
    }
    bias = [round(float(value), 4) for value in fitted.bias]
    return {"scale": SCALE, "topics": topics, "bias": bias, "grams": table}


def main(names: Sequence[str]) -> int:
    """Write the weights of the named languages, or of all."""
    for language in get_args(Language):
        if names and language not in names:
            continue
        data = topic_weights(language)
        path = Path(__file__).parent / "examples" / f"topics.{language}.json"
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        path.write_text(text.replace("],", "],\n") + "\n", encoding="utf-8")
        print(f"{path.name}: {len(data['grams'])} n-grams")  # type: ignore[arg-type]
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
