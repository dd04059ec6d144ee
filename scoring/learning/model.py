"""A learned criterion: what it is made of, and what it says of new texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from scoring.learning.examples import Example
from scoring.learning.features import count_sentences, of_sentences, of_texts
from scoring.learning.heads import Floats, Heads
from scoring.learning.words import count, rarity, sentences, tokens, weigh

LEAST_SUPPORT = 0.27  # chance from which a sentence beside the strongest is evidence too; by cross-validation


@dataclass(frozen=True)
class Lexicon:
    """The runs of words that are known, and how rare they are in texts and in sentences."""

    runs: tuple[str, ...]
    in_texts: Floats
    in_sentences: Floats
    places: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", {run: at for at, run in enumerate(self.runs)})


@dataclass(frozen=True)
class Judge:
    """The last step: a multinomial logistic regression over what heads and features say.

    Attributes:
        mean, scale: Of each input, taken off first.
        weights: Levels × inputs.
        constants: Of each level.
        leaning: Added to each level's log-chance before one is chosen, so that rare levels are chosen at all; the
            chances themselves stay calibrated.
    """

    mean: Floats
    scale: Floats
    weights: Floats
    constants: Floats
    leaning: Floats

    def chances(self, inputs: Floats) -> Floats:
        """Rows × levels; each row sums to 1."""
        odds = ((inputs - self.mean) / self.scale) @ self.weights.T + self.constants
        odds -= odds.max(1, keepdims=True)
        raised = np.exp(odds)
        chances: Floats = raised / raised.sum(1, keepdims=True)
        return chances


@dataclass(frozen=True)
class Judges:
    """Two judges: one for sentences that reviewers' calls held word for word, one for sentences that are new.

    Where agents say the same phrases again and again, words tell much if the phrase is known and little if it isn't;
    what the rules found tells the same in both. So each text is judged by a mixture, by the share of its tokens that
    stand in sentences which were never learned from.

    Attributes:
        known, new: The two judges.
        phrases: Marks of all sentences that were learned from, sorted; empty where hardly any sentence came twice, so
            that both judges are one.
    """

    known: Judge
    new: Judge
    phrases: NDArray[np.uint64]

    def chances(self, inputs: Floats, novel: Floats) -> Floats:
        """Rows × levels. `novel`: of each row the share that is new, 0..1."""
        share = novel[:, None]
        mixed: Floats = (1 - share) * self.known.chances(inputs) + share * self.new.chances(inputs)
        return mixed

    def choose(self, chances: Floats, novel: Floats) -> NDArray[np.int64]:
        """The place of the level that is said."""
        leaning = (1 - novel[:, None]) * self.known.leaning + novel[:, None] * self.new.leaning
        chosen: NDArray[np.int64] = np.argmax(np.log(np.maximum(chances, 1e-12)) + leaning, axis=1)
        return chosen

    def novel(self, parts: Sequence[tuple[str, ...]]) -> Floats:
        """Of each text the share of its tokens in sentences that were not learned from; 0 where that isn't kept."""
        if not len(self.phrases):
            return np.zeros(len(parts))
        said = [tokens(sentence) for part in parts for sentence in part]
        found, starts = _marks(said), count_sentences(parts)[:-1]
        at = np.minimum(np.searchsorted(self.phrases, found), len(self.phrases) - 1)
        sizes = np.array([1 + len(words) for words in said], float)
        unknown = np.where(self.phrases[at] == found, 0.0, sizes)
        shares: Floats = np.add.reduceat(unknown, starts) / np.add.reduceat(sizes, starts)
        return shares


def marks(said: Sequence[str]) -> NDArray[np.uint64]:
    """A mark of each sentence by which it is known again, whatever its punctuation. Source: BLAKE2b, 64 bits."""
    return _marks([tokens(sentence) for sentence in said])


def _marks(said: Sequence[list[str]]) -> NDArray[np.uint64]:
    found = [blake2b(" ".join(words).encode(), digest_size=8).digest() for words in said]
    return np.frombuffer(b"".join(found), dtype="<u8").astype(np.uint64)


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the model says of a text.

    Attributes:
        level: The level.
        chances: Of each level in order, summing to 1.
        evidence: The sentences that weighed most, word for word; for the lowest level, what came closest to more.
        sure: The chance of the level that is said.
        strongest: The one sentence that weighed most.
    """

    level: int
    chances: tuple[float, ...]
    evidence: tuple[str, ...]
    sure: float = 0.0
    strongest: str = ""


@dataclass(frozen=True)
class Learned:
    """A learned criterion. Data only: `scoring.learning.store` reads and writes it without running anything."""

    levels: tuple[int, ...]
    lexicon: Lexicon
    text_heads: Heads
    sentence_heads: Heads
    judges: Judges

    def predict(self, examples: Sequence[Example]) -> tuple[Prediction, ...]:
        """What it says of each text. Labels and rationales are not looked at."""
        if not examples:
            return ()
        parts = [sentences(one.text) for one in examples]
        starts = count_sentences(parts)
        inputs, odds = look(examples, parts, self.lexicon, self.text_heads, self.sentence_heads)
        novel = self.judges.novel(parts)
        chances = self.judges.chances(inputs, novel)
        chosen = self.judges.choose(chances, novel)
        return tuple(
            Prediction(
                level=self.levels[place],
                chances=tuple(float(chance) for chance in row),
                evidence=_evidence(part, odds[begin:end, 0]),
                sure=float(row[place]),
                strongest=part[int(np.argmax(odds[begin:end, 0]))],
            )
            for place, row, part, begin, end in zip(chosen, chances, parts, starts[:-1], starts[1:], strict=True)
        )


def look(
    examples: Sequence[Example], parts: Sequence[tuple[str, ...]], lexicon: Lexicon, texts: Heads, pieces: Heads
) -> tuple[Floats, Floats]:
    """What heads and features say.

    Returns:
        Rows × inputs of the judge; sentences × heads, log-odds.
    """
    counts = count([sentence for part in parts for sentence in part], lexicon.places)
    return weigh_up(counts, count_sentences(parts), of_texts(examples, parts), lexicon, texts, pieces)


def weigh_up(
    counts: object, starts: Sequence[int], features: Floats, lexicon: Lexicon, texts: Heads, pieces: Heads
) -> tuple[Floats, Floats]:
    """The same where the runs of every sentence are counted already (sentences × runs of the lexicon)."""
    odds = pieces.log_odds(weigh(counts, lexicon.in_sentences))
    of_words = texts.log_odds(weigh(sum_rows(counts, starts), lexicon.in_texts))
    return np.hstack([of_words, of_sentences(odds, starts), features]), odds


def sum_rows(counts: object, starts: Sequence[int]) -> object:
    """Counts of whole texts from those of their sentences."""
    from scipy.sparse import csr_matrix

    total = starts[-1]
    joins = csr_matrix((np.ones(total), np.arange(total), np.array(starts)), shape=(len(starts) - 1, total))
    whole = (joins @ counts).tocsr()
    whole.sum_duplicates()
    return whole


def make_lexicon(runs: tuple[str, ...], counts: object, starts: Sequence[int]) -> Lexicon:
    """The lexicon of training sentences."""
    return Lexicon(runs, rarity(sum_rows(counts, starts)), rarity(counts))


def _evidence(part: tuple[str, ...], odds: Floats) -> tuple[str, ...]:
    """The sentence that speaks most for more than the lowest level, and others that do, in order of the text."""
    strongest = int(np.argmax(odds))
    least = np.log(LEAST_SUPPORT / (1 - LEAST_SUPPORT))
    return tuple(sentence for at, sentence in enumerate(part) if at == strongest or odds[at] >= least)
