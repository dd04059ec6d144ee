"""Acts and signals on many natural lines: rates, since freely said lines can't all be right.

`acts`, `harm` and `signals` were written by an author who saw neither code nor phrases; `*.own` are ours. All files
here have been tuned on, so a rate says that nothing got worse, not how a finder does on lines of other people.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import fmean

import pytest

from recordings.errors import Language
from scoring.acts import find_acts
from scoring.findings import HARMFUL_ACTS
from scoring.signals import find_signals

DEV = Path(__file__).parent / "dev"
SHORT = {
    "media_threat": "media",
    "petition_threat": "petition",
    "repeat_complaint": "repeat",
    "group_complaint": "group",
}


def files(pattern: str) -> list[Path]:
    return sorted(DEV.glob(pattern))


def read(file: Path) -> tuple[Language, list[tuple[str, set[str]]]]:
    language: Language = "zh" if ".zh." in file.name else "en"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    return language, [(text, set(labels.split())) for text, labels in rows]


def acts(text: str, language: Language) -> set[str]:
    return {hit.act for hit in find_acts(text, language)}


def signals(text: str, language: Language) -> set[str]:
    return {SHORT.get(signal.kind, signal.kind) for signal in find_signals(text, language)}


def f1_by_kind(file: Path, find: Callable[[str, Language], set[str]]) -> dict[str, float]:
    language, lines = read(file)
    right, wanted, found = Counter[str](), Counter[str](), Counter[str]()
    for text, labels in lines:
        got = find(text, language)
        right.update(labels & got)
        wanted.update(labels)
        found.update(got)
    return {kind: 2 * right[kind] / (wanted[kind] + found[kind]) for kind in wanted}


@pytest.mark.parametrize("file", files("acts*.csv"), ids=lambda file: file.name)
def test_soft_acts_are_told_from_each_other(file: Path) -> None:
    scores = {kind: score for kind, score in f1_by_kind(file, acts).items() if kind not in HARMFUL_ACTS}
    assert fmean(scores.values()) >= 0.88, scores


@pytest.mark.parametrize("file", files("harm*.csv"), ids=lambda file: file.name)
def test_harm_is_found_and_near_misses_let_pass(file: Path) -> None:
    language, lines = read(file)
    missed, false, harmful = [], [], 0
    for text, labels in lines:
        harm, got = labels & HARMFUL_ACTS, acts(text, language) & HARMFUL_ACTS
        harmful += len(harm)
        missed += [(kind, text) for kind in harm - got]
        false += [(kind, text) for kind in got if not harm]
    assert not false
    assert len(missed) <= 0.08 * harmful, missed


@pytest.mark.parametrize("file", files("signals*.csv"), ids=lambda file: file.name)
def test_signals_are_heard_and_veiled_self_harm_above_all(file: Path) -> None:
    scores = f1_by_kind(file, signals)
    assert fmean(scores.values()) >= 0.88, scores
    language, lines = read(file)
    missed = [text for text, labels in lines if "self_harm" in labels - signals(text, language)]
    assert not missed
