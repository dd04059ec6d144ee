"""Learning from human labels, beside an n-gram SVM, on sets that are not part of the product (five folds, by group)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from time import process_time

import numpy as np

from benchmarks.table import Row
from jobs.commands.learn import read_examples
from scoring.learning import Example, Prediction, Report, evaluate, fit
from scoring.learning.report import token_f1
from scoring.learning.words import sentences

LABELS = Path(__file__).resolve().parents[2] / "shared" / "labels"
FOLDS = 5
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


def _of_set(name: str, examples: Sequence[Example]) -> list[Row]:
    said, floor, seconds = _across_folds(examples)
    levels = sorted({int(one.label or 0) for one in examples})
    ours = evaluate(examples, said, levels)
    theirs = evaluate(examples, floor, levels)
    main = _kappa(name, ours, theirs) if "personas" in name else _macro_f1(name, ours, theirs)
    rows = [
        main,
        Row(
            f"{name}: calibration error", f"{ours.calibration_error:.3f}", bar=f"≤ {CALIBRATION_BAR}",
            met=ours.calibration_error <= CALIBRATION_BAR,
        ),
        Row(f"{name}: 1 000 texts, CPU", f"{seconds:.2f} s", bar=f"≤ {SPEED_BAR_S} s", met=seconds <= SPEED_BAR_S),
    ]  # fmt: skip
    return [*rows, *_evidence(name, examples, ours)]


def _across_folds(examples: Sequence[Example]) -> tuple[list[Prediction], list[Prediction], float]:
    """What each text is said to be while held out, by us and by the SVM, and our processor seconds per 1 000 texts."""
    from sklearn.model_selection import StratifiedGroupKFold

    labels, groups = [one.label for one in examples], [one.group for one in examples]
    ours: dict[int, Prediction] = {}
    floor: dict[int, Prediction] = {}
    taken = 0.0
    for train, test in StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0).split(labels, labels, groups):
        known, unseen = [examples[at] for at in train], [examples[at] for at in test]
        model = fit(known).model
        begun = process_time()
        ours |= zip(test.tolist(), model.predict(unseen), strict=True)
        taken += process_time() - begun
        floor |= zip(test.tolist(), _svm(known, unseen), strict=True)
    order = range(len(examples))
    return [ours[at] for at in order], [floor[at] for at in order], taken / len(examples) * 1000


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


def _macro_f1(name: str, ours: Report, floor: Report) -> Row:
    gain = ours.macro_f1 - floor.macro_f1
    return Row(
        f"{name}: macro-F1", f"{ours.macro_f1:.3f}", f"SVM {floor.macro_f1:.3f}", f"{gain:+.3f}", f"≥ +{F1_BAR}",
        gain >= F1_BAR,
    )  # fmt: skip


def _kappa(name: str, ours: Report, floor: Report) -> Row:
    mine, theirs = ours.weighted_kappa or 0.0, floor.weighted_kappa or 0.0
    gain = mine - theirs
    return Row(
        f"{name}: weighted kappa", f"{mine:.3f}", f"SVM {theirs:.3f}", f"{gain:+.3f}", f"≥ +{KAPPA_BAR}",
        gain >= KAPPA_BAR,
    )  # fmt: skip


def _evidence(name: str, examples: Sequence[Example], ours: Report) -> list[Row]:
    """Evidence against marked rationales, beside the whole text and one sentence by chance."""
    if ours.evidence_f1 is None:
        return []
    rng = Random(0)
    marked = [one for one in examples if one.rationale]
    whole = float(np.mean([token_f1(one.text, " ".join(one.rationale)) for one in marked]))
    chance = float(np.mean([token_f1(rng.choice(sentences(one.text)), " ".join(one.rationale)) for one in marked]))
    against = f"whole text {whole:.3f}, a random sentence {chance:.3f}"
    return [
        Row(
            f"{name}: evidence, token F1", f"{ours.evidence_f1:.3f}", against, f"{ours.evidence_f1 / whole:.2f} ×",
            f"≥ {EVIDENCE_BAR}", ours.evidence_f1 >= EVIDENCE_BAR,
        )
    ]  # fmt: skip
