"""Learning from human labels, beside an n-gram SVM, on sets that are not part of the product.

Five folds by group, dealt several times over: which texts fall together moves a figure by more than many a change of
the model does, so the mean counts and the standard deviation over the deals stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from time import process_time
from typing import NamedTuple

import numpy as np

from benchmarks.table import Row
from jobs.commands.learn import read_examples
from scoring.learning import Example, Prediction, Report, evaluate, fit
from scoring.learning.report import token_f1
from scoring.learning.words import sentences

LABELS = Path(__file__).resolve().parents[2] / "shared" / "labels"
FOLDS = 5
DEALS = 3  # of the texts into folds
KAPPA_BAR, F1_BAR = 0.05, 0.03  # above the SVM in the same folds
EVIDENCE_BAR, CALIBRATION_BAR, SPEED_BAR_S = 0.60, 0.05, 0.3
SETS = ("epitome_er", "epitome_ip", "epitome_ex", "empathetic_personas_en", "empathetic_personas_zh")


def rows() -> list[Row]:
    """A few rows per set; one row that says so where the sets are not here."""
    found: list[Row] = []
    for name in SETS:
        file = LABELS / f"{name}_train.csv"
        found += _of_set(name, read_examples(file)) if file.is_file() else [Row(name, "the set is not here: skipped")]
    return found


class _Deal(NamedTuple):
    """What one deal of the texts into folds came to."""

    ours: Report
    floor: Report
    seconds: float  # of the processor, per 1 000 texts


def _of_set(name: str, examples: Sequence[Example]) -> list[Row]:
    deals = [_deal(examples, seed) for seed in range(DEALS)]
    off = [deal.ours.calibration_error for deal in deals]
    seconds = float(np.mean([deal.seconds for deal in deals]))
    figure, bar = ("weighted_kappa", KAPPA_BAR) if "personas" in name else ("macro_f1", F1_BAR)
    rows = [
        _gain(name, deals, figure, bar),
        Row(
            f"{name}: calibration error", _spread(off), bar=f"≤ {CALIBRATION_BAR}",
            met=bool(np.mean(off) <= CALIBRATION_BAR),
        ),
        Row(f"{name}: 1 000 texts, CPU", f"{seconds:.2f} s", bar=f"≤ {SPEED_BAR_S} s", met=seconds <= SPEED_BAR_S),
    ]  # fmt: skip
    return [*rows, *_evidence(name, examples, deals)]


def _deal(examples: Sequence[Example], seed: int) -> _Deal:
    """Each text as it is said to be while held out, by us and by the SVM."""
    from sklearn.model_selection import StratifiedGroupKFold

    labels, groups = [one.label for one in examples], [one.group for one in examples]
    ours: dict[int, Prediction] = {}
    floor: dict[int, Prediction] = {}
    taken = 0.0
    for train, test in StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed).split(labels, labels, groups):
        known, unseen = [examples[at] for at in train], [examples[at] for at in test]
        model = fit(known).model
        begun = process_time()
        ours |= zip(test.tolist(), model.predict(unseen), strict=True)
        taken += process_time() - begun
        floor |= zip(test.tolist(), _svm(known, unseen), strict=True)
    levels = sorted({int(one.label or 0) for one in examples})
    reports = (evaluate(examples, [said[at] for at in range(len(examples))], levels) for said in (ours, floor))
    return _Deal(*reports, taken / len(examples) * 1000)


def _svm(known: Sequence[Example], unseen: Sequence[Example]) -> list[Prediction]:
    """The floor: TF-IDF of word and character n-grams, a linear SVM."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    zh = known[0].language == "zh"
    words = TfidfVectorizer(
        analyzer="char" if zh else "word", ngram_range=(1, 2), sublinear_tf=True, min_df=1 if zh else 2
    )
    pieces = TfidfVectorizer(
        analyzer="char" if zh else "char_wb", ngram_range=(2, 4 if zh else 5), sublinear_tf=True, min_df=2
    )
    model = make_pipeline(make_union(words, pieces), LinearSVC(C=0.5, class_weight="balanced"))
    model.fit([one.text for one in known], [one.label for one in known])
    levels = sorted({int(one.label or 0) for one in known})
    found = model.predict([one.text for one in unseen])
    return [Prediction(int(level), tuple(float(level == one) for one in levels), ()) for level in found]


def _gain(name: str, deals: Sequence[_Deal], figure: str, bar: float) -> Row:
    """Ours beside the SVM's, deal by deal."""
    mine, theirs = ([getattr(getattr(deal, side), figure) or 0.0 for deal in deals] for side in ("ours", "floor"))
    gains = np.subtract(mine, theirs)
    return Row(
        f"{name}: {figure.replace('_', ' ')}", _spread(mine), f"SVM {_spread(theirs)}",
        f"{gains.mean():+.3f} ± {gains.std():.3f}", f"≥ +{bar}", bool(gains.mean() >= bar),
    )  # fmt: skip


def _spread(values: Sequence[float]) -> str:
    return f"{np.mean(values):.3f} ± {np.std(values):.3f}"


def _evidence(name: str, examples: Sequence[Example], deals: Sequence[_Deal]) -> list[Row]:
    """Evidence against marked rationales, beside the whole text and one sentence by chance."""
    found = [deal.ours.evidence_f1 for deal in deals if deal.ours.evidence_f1 is not None]
    if not found:
        return []
    rng = Random(0)
    marked = [one for one in examples if one.rationale]
    whole = float(np.mean([token_f1(one.text, " ".join(one.rationale)) for one in marked]))
    chance = float(np.mean([token_f1(rng.choice(sentences(one.text)), " ".join(one.rationale)) for one in marked]))
    against = f"whole text {whole:.3f}, a random sentence {chance:.3f}"
    return [
        Row(
            f"{name}: evidence, token F1", _spread(found), against, f"{np.mean(found) / whole:.2f} ×",
            f"≥ {EVIDENCE_BAR}", bool(np.mean(found) >= EVIDENCE_BAR),
        )
    ]  # fmt: skip
