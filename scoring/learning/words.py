"""Texts as counts of short runs of words: one vocabulary for sentences and for the texts they make up.

Chinese characters and other languages' words are tokens alike, so that one analyser serves both and mixed speech too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.learning.neutral import neutral, neutral_words

LONGEST = 3  # tokens in a run
LEAST_SEEN = 2  # sentences that a run must stand in to be learned from
MOST_CHARACTERS = 4000  # of a text that are looked at; a longer one says the same again
_TOKEN = re.compile(r"[a-z0-9][a-z0-9']*|[?!]|[\u4e00-\u9fff]")
_BREAK = re.compile(r"(?<=[.!?;\u3002\uff01\uff1f\uff1b\u2026])\s*|\n+")
_EVEN = str.maketrans({"？": "?", "！": "!", "\u2019": "'"})


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, word for word; the text itself where it has no more than one."""
    found = tuple(piece.strip() for piece in _BREAK.split(text[:MOST_CHARACTERS]) if piece.strip())
    return found or (text[:MOST_CHARACTERS],)


def tokens(text: str) -> list[str]:
    """Words in lower case, Chinese characters, question and exclamation marks; who somebody is made alike."""
    return neutral_words(_TOKEN.findall(neutral(text.translate(_EVEN).lower())))


def runs(text: str) -> Iterator[str]:
    """Every run of one to `LONGEST` tokens."""
    found = tokens(text)
    for length in range(1, LONGEST + 1):
        for at in range(len(found) - length + 1):
            yield " ".join(found[at : at + length])


def build_vocabulary(texts: Sequence[str]) -> tuple[str, ...]:
    """The runs that stand in at least `LEAST_SEEN` texts, sorted; all of them where that would leave nothing."""
    seen = Counter(chain.from_iterable(set(runs(text)) for text in texts))
    return tuple(sorted(run for run, times in seen.items() if times >= LEAST_SEEN)) or tuple(sorted(seen))


def count(texts: Sequence[str], places: dict[str, int]) -> Any:
    """Counts of the vocabulary's runs, texts × runs, sparse.

    Args:
        texts: Sentences.
        places: Column of each run.
    """
    from scipy.sparse import csr_matrix

    indices: list[int] = []
    ends = [0]
    for text in texts:
        indices.extend(place for run in runs(text) if (place := places.get(run)) is not None)
        ends.append(len(indices))
    shape = (len(texts), len(places))
    table = csr_matrix((np.ones(len(indices)), np.array(indices, np.int32), np.array(ends, np.int32)), shape=shape)
    table.sum_duplicates()
    return table


def rarity(counts: Any) -> NDArray[np.float64]:
    """Weight of each run: ln((1 + N) / (1 + texts it stands in)) + 1, as in scikit-learn's smooth idf."""
    held = np.bincount(counts.indices, minlength=counts.shape[1])
    weights: NDArray[np.float64] = np.log((1 + counts.shape[0]) / (1 + held)) + 1
    return weights


def weigh(counts: Any, weights: NDArray[np.float64]) -> Any:
    """1 + ln(count), times the run's weight, each row to length 1."""
    table = counts.copy()
    table.data = (1 + np.log(table.data)) * weights[table.indices]
    squares = np.asarray(table.multiply(table).sum(1)).ravel()
    scale = 1 / np.sqrt(np.where(squares > 0, squares, 1.0))
    table.data *= np.repeat(scale, np.diff(table.indptr))
    return table
