"""Fitting: heads on words, then a judge over what heads that had not seen a text say of it.

The judge must not learn from heads that know a text by heart. So the texts are dealt into folds, no group in two of
them; each fold is looked at by heads fitted on the others, and the judge is fitted on that. The same fold-wise
judgements give the held-out figures of the report.

Source: Wolpert, D. H. (1992). Stacked generalization. Neural Networks 5(2).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoring.errors import BadLabels
from scoring.learning.examples import Example
from scoring.learning.features import count_sentences, of_texts
from scoring.learning.heads import Floats, Heads, fit_heads, targets
from scoring.learning.model import Judge, Judges, Learned, Lexicon, make_lexicon, marks, sum_rows, weigh_up
from scoring.learning.words import LEAST_SEEN, build_vocabulary, count, sentences, tokens, weigh

FOLDS = 5
REPEATED = 0.5  # share of sentences that come again from which phrases are told from new ones; own choice
LEAST = 10  # labels; fewer can't be split and judged
TEXT_STRENGTH, SENTENCE_STRENGTH, JUDGE_STRENGTH = 8.0, 4.0, 0.05  # scikit-learn's C; own choice, by cross-validation
OVERLAP = 0.6  # share of the shorter one's tokens from which a sentence is part of a marked rationale
LEANINGS = np.arange(-1.5, 2.6, 0.25)  # tried for each level above the lowest
NEVER_SEEN = -20.0  # log-odds of a level that none of the judge's texts has
KAPPA_SHARE = 0.5  # of weighted kappa beside macro-F1 in what the leaning is chosen by
Levels = NDArray[np.int64]


class Fitted(NamedTuple):
    """The model, and what it says of each training text while that text was held out (rows × levels)."""

    model: Learned
    held_out: Floats


def fit(examples: Sequence[Example], *, seed: int = 0) -> Fitted:
    """Learn from labelled texts.

    Args:
        examples: At least `LEAST`, with labels of at least two levels and from at least two groups.
        seed: Of the folds; the same seed and examples give the same model.

    Raises:
        BadLabels: Too few of them, all the same, or all of one group.
    """
    _check(examples)
    values = np.array([one.label for one in examples])
    levels = tuple(int(level) for level in np.unique(values))
    places: Levels = np.searchsorted(levels, values)
    counted = _count(examples)
    groups = [one.group for one in examples]
    inputs = _unseen_inputs(counted, places, len(levels), groups, seed)
    held_out = _held_out(inputs, places, len(levels), groups, seed)
    judges = _judges(counted, inputs, held_out, places, len(levels), groups, seed)
    taught = _heads(counted, np.arange(len(examples)), places, len(levels))
    return Fitted(Learned(levels, taught.lexicon, taught.on_texts, taught.on_sentences, judges), held_out)


def _judges(
    counted: _Counted,
    inputs: Floats,
    held_out: Floats,
    places: Levels,
    size: int,
    groups: Sequence[str],
    seed: int,
) -> Judges:
    """A judge for phrases that were learned from, and where agents repeat themselves one for new ones.

    The second goes by shape and by what the rules found, not by words: what words it knows are those of whole phrases.
    """
    known = _judge(inputs, places, size, _leaning(held_out, places))
    if _repeated(counted, groups) < REPEATED:
        return Judges(known, known, np.zeros(0, np.uint64))
    wordless = inputs.copy()
    wordless[:, : -counted.features.shape[1]] = 0.0
    leaning = _leaning(_held_out(wordless, places, size, groups, seed), places)
    return Judges(known, _judge(wordless, places, size, leaning), np.unique(counted.phrases))


def _repeated(counted: _Counted, groups: Sequence[str]) -> float:
    """Share of the sentences that stand word for word in another group's text too, 0..1."""
    owners = np.repeat(np.unique(groups, return_inverse=True)[1], np.diff(counted.starts))
    pairs = np.unique(np.column_stack([counted.phrases, owners.astype(np.uint64)]), axis=0)[:, 0]
    phrases, times = np.unique(pairs, return_counts=True)
    return float(np.isin(counted.phrases, phrases[times > 1]).mean())


class _Counted(NamedTuple):
    """All texts, read once: every fold takes its rows and columns from here."""

    examples: Sequence[Example]
    parts: Sequence[tuple[str, ...]]
    starts: NDArray[np.int64]  # where each text's sentences begin, and at last how many there are
    runs: NDArray[np.str_]
    counts: Any  # sentences × runs, sparse
    features: Floats
    phrases: NDArray[np.uint64]  # a mark of each sentence

    def sentences_of(self, texts: Levels) -> tuple[Levels, list[int]]:
        """Rows of the sentences of some texts, and where each text's begin among them."""
        rows = [np.arange(self.starts[at], self.starts[at + 1]) for at in texts]
        return np.concatenate(rows), [0, *np.cumsum([len(row) for row in rows]).tolist()]


class _Taught(NamedTuple):
    """What some texts teach; `columns` are those of their runs among all."""

    columns: Levels
    lexicon: Lexicon
    on_texts: Heads
    on_sentences: Heads


def _count(examples: Sequence[Example]) -> _Counted:
    parts = [sentences(one.text) for one in examples]
    pieces = [sentence for part in parts for sentence in part]
    runs = build_vocabulary(pieces)
    counts = count(pieces, {run: at for at, run in enumerate(runs)})
    starts = np.array(count_sentences(parts))
    return _Counted(examples, parts, starts, np.array(runs), counts, of_texts(examples, parts), marks(pieces))


def _unseen_inputs(counted: _Counted, places: Levels, size: int, groups: Sequence[str], seed: int) -> Floats:
    """The judge's inputs for each text, from heads that had not seen it."""
    order: list[Levels] = []
    seen: list[Floats] = []
    for train, test in folds(places, groups, seed):
        columns, lexicon, on_texts, on_sentences = _heads(counted, train, places[train], size)
        rows, starts = counted.sentences_of(test)
        counts, features = counted.counts[rows][:, columns], counted.features[test]
        seen.append(weigh_up(counts, starts, features, lexicon, on_texts, on_sentences)[0])
        order.append(test)
    inputs: Floats = np.vstack(seen)[np.argsort(np.concatenate(order))]
    return inputs


def _check(examples: Sequence[Example]) -> None:
    labels = {one.label for one in examples}
    if None in labels:
        raise BadLabels(found="a text without a label", allowed="a label on every text")
    if len(examples) < LEAST:
        raise BadLabels(found=f"{len(examples)} labels", allowed=f"at least {LEAST}")
    if len(labels) < 2:
        raise BadLabels(found="every label the same", allowed="at least two levels")
    if len({len(one.known) for one in examples}) > 1:
        raise ValueError("every example needs as many known numbers")
    if len({one.group for one in examples}) < 2:
        raise BadLabels(found="a single group", allowed="at least two groups, so that one can be held out")


def _heads(counted: _Counted, texts: Levels, places: Levels, size: int) -> _Taught:
    """What some texts teach: the columns of the runs that they hold often enough, and the heads on those."""
    rows, starts = counted.sentences_of(texts)
    counts = counted.counts[rows]
    held = np.bincount(counts.indices, minlength=counts.shape[1])
    columns: Levels = np.flatnonzero(held >= min(LEAST_SEEN, held.max(initial=1)))
    counts = counts[:, columns]
    lexicon = make_lexicon(tuple(counted.runs[columns].tolist()), counts, starts)
    whole = weigh(sum_rows(counts, starts), lexicon.in_texts)
    on_texts = fit_heads(whole, targets(places, size), strength=TEXT_STRENGTH, balanced=True)
    examples = [counted.examples[at] for at in texts]
    labelled, said = _sentence_levels(examples, [counted.parts[at] for at in texts], places)
    marked = any(one.rationale for one in examples)
    table = weigh(counts, lexicon.in_sentences)[labelled]
    heads = fit_heads(table, targets(said, size), strength=SENTENCE_STRENGTH, balanced=not marked)
    return _Taught(columns, lexicon, on_texts, heads)


def _sentence_levels(
    examples: Sequence[Example], parts: Sequence[tuple[str, ...]], places: Levels
) -> tuple[NDArray[np.int64], Levels]:
    """Which sentences can be learned from, and their levels.

    Where rationales are marked, a sentence within one has its text's level and any other the lowest; a text above the
    lowest level without a rationale says nothing of its sentences. Where none are marked, each has its text's level.
    """
    marked = any(one.rationale for one in examples)
    rows: list[int] = []
    levels: list[int] = []
    at = 0
    for one, part, place in zip(examples, parts, places, strict=True):
        known = not marked or place == 0 or bool(one.rationale)
        spans = [tokens(span) for span in one.rationale]
        for sentence in part:
            if known:
                rows.append(at)
                levels.append(int(place) if not marked or (place and _within(tokens(sentence), spans)) else 0)
            at += 1
    return np.array(rows), np.array(levels)


def _within(sentence: list[str], spans: Sequence[list[str]]) -> bool:
    """Whether a sentence is, or holds, a marked span for the most part."""
    text = " ".join(sentence)
    for span in spans:
        if text and (text in " ".join(span) or " ".join(span) in text):
            return True
        shared = len(set(sentence) & set(span))
        if len(sentence) > 2 and shared >= OVERLAP * min(len(set(sentence)), len(set(span)) or 1):
            return True
    return False


def folds(places: Levels, groups: Sequence[str], seed: int) -> Iterator[tuple[Levels, Levels]]:
    """Rows to learn from and rows held out, `FOLDS` times or as often as there are groups (two at least)."""
    from sklearn.model_selection import StratifiedGroupKFold

    number = min(FOLDS, len(set(groups)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a level rarer than the folds is dealt as far as it goes
        yield from StratifiedGroupKFold(number, shuffle=True, random_state=seed).split(places, places, groups)


def _judge(inputs: Floats, places: Levels, size: int, leaning: Floats) -> Judge:
    from sklearn.linear_model import LogisticRegression

    mean, scale = inputs.mean(0), inputs.std(0)
    scale = np.where(scale > 1e-9, scale, 1.0)
    weights, constants = np.zeros((size, inputs.shape[1])), np.full(size, NEVER_SEEN)
    given = np.unique(places)
    if len(given) == 1:  # the only other labels are in the part held out: nothing to tell apart
        constants[given] = 0.0
        return Judge(mean, scale, weights, constants, leaning)
    model = LogisticRegression(C=JUDGE_STRENGTH, max_iter=1000).fit((inputs - mean) / scale, places)
    if len(given) == 2:  # scikit-learn keeps one row for two levels
        low, high = given
        weights[high], constants[high], constants[low] = model.coef_[0], model.intercept_[0], 0.0
    else:
        weights[given], constants[given] = model.coef_, model.intercept_
    return Judge(mean, scale, weights, constants, leaning)


def _held_out(inputs: Floats, places: Levels, size: int, groups: Sequence[str], seed: int) -> Floats:
    """What a judge fitted on the other folds says of each text."""
    chances = np.zeros((len(places), size))
    for train, test in folds(places, groups, seed + 1):
        chances[test] = _judge(inputs[train], places[train], size, np.zeros(size)).chances(inputs[test])
    return chances


def _leaning(chances: Floats, places: Levels) -> Floats:
    """The leaning that does best on held-out chances, the least of several that do as well.

    Beyond three levels none is tried: too many to search.
    """
    size = chances.shape[1]
    best, chosen = -np.inf, np.zeros(size)
    if size > 3:
        return chosen
    logs = np.log(np.maximum(chances, 1e-12))
    for tried in sorted(product(LEANINGS, repeat=size - 1), key=lambda one: sum(map(abs, one))):
        leaning = np.array([0.0, *tried])
        said = np.argmax(logs + leaning, axis=1)
        reached = _worth(np.bincount(places * size + said, minlength=size * size).reshape(size, size))
        if reached > best + 1e-9:
            best, chosen = reached, leaning
    return chosen


def _worth(confusion: NDArray[np.int64]) -> float:
    """Macro-F1 and a share of quadratic weighted kappa, by labels × said. A level that nobody gives counts 0.

    By hand, since it is asked hundreds of times a fit; a test holds it to scikit-learn's.
    """
    given, said, total = confusion.sum(1), confusion.sum(0), confusion.sum()
    f1 = float((2 * np.diag(confusion) / np.maximum(given + said, 1)).mean())
    far = np.square(np.subtract.outer(np.arange(len(given)), np.arange(len(given))))
    expected = float((np.outer(given, said) * far).sum() / total)
    kappa = 1 - float((confusion * far).sum()) / expected if expected else 0.0
    return f1 + KAPPA_SHARE * kappa
