"""What is known of a text besides its words: length, questions, persons, what it takes up, and what rules found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from scoring.learning.examples import Example
from scoring.learning.heads import Floats
from scoring.learning.words import MOST_CHARACTERS, tokens

_YOU = frozenset(("you", "your", "you're", "yours", "yourself", "您", "你"))
_I = frozenset(("i", "my", "me", "i'm", "i've", "mine", "myself", "我"))
_ASKS = re.compile(r"[?\uff1f]")


def of_texts(examples: Sequence[Example], parts: Sequence[tuple[str, ...]]) -> Floats:
    """Rows × features, each a number that a linear model can use.

    Args:
        examples: The texts.
        parts: Their sentences.
    """
    return np.array([[*_shape(one, part), *one.known] for one, part in zip(examples, parts, strict=True)], float)


def _shape(example: Example, parts: tuple[str, ...]) -> list[float]:
    said = tokens(example.text[:MOST_CHARACTERS])
    asking = [bool(_ASKS.search(part)) for part in parts]
    before = set(tokens(example.context[:MOST_CHARACTERS]))
    shared = len(before & set(said)) / max(len(set(said)), 1)
    return [
        float(np.log1p(len(said))),
        float(np.log1p(len(parts))),
        float(sum(asking)),
        sum(asking) / len(parts),
        float(asking[-1]),
        float(example.text.count("!") + example.text.count("\uff01")),
        float(np.log1p(sum(word in _YOU for word in said))),
        float(np.log1p(sum(word in _I for word in said))),
        shared,
        float(bool(before)),
    ]


def of_sentences(odds: Floats, starts: Sequence[int]) -> Floats:
    """What a text's sentences say together: for each head the strongest, second, mean, sum, first and last.

    Args:
        odds: Sentences × heads, log-odds.
        starts: Where each text's sentences begin, and at last how many there are.
    """
    chances = 1 / (1 + np.exp(-odds))
    rows = []
    for begin, end in pairwise(starts):
        part = np.sort(chances[begin:end], axis=0)[::-1]
        second = part[1] if len(part) > 1 else np.zeros(part.shape[1])
        strongest = np.clip(part[0], 1e-3, 1 - 1e-3)
        rows.append(
            np.concatenate(
                [
                    part[0], np.log(strongest / (1 - strongest)), second, part.mean(0), np.log1p(part.sum(0)),
                    chances[begin], chances[end - 1],
                ]
            )
        )  # fmt: skip
    return np.array(rows)


def count_sentences(parts: Sequence[tuple[str, ...]]) -> list[int]:
    """Where each text's sentences begin, and at last how many there are."""
    return [0, *np.cumsum([len(part) for part in parts]).tolist()]
