"""Hints of self-harm in words that nobody foresaw: what the labelled lines teach, measured on those held back."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files

import pytest

from recordings.errors import Language
from scoring.examples import Example, load_signal_examples
from scoring.findings import FEELINGS, RISKS
from scoring.likeness import SHORTEST
from scoring.matching import match_families
from scoring.normalise import normalise
from scoring.signal_fit import signals_as_data
from scoring.signal_likeness import BY_LIKENESS, UNSURE, hear
from scoring.signals import find_signals
from tests.scoring.talk import card

LANGUAGES: tuple[Language, ...] = ("zh", "en")
# Last figures of lines held back. zh: hints 86 of 103 (phrases alone 69), near-misses 23 of 142, plain 8 of 311.
# en: 80 of 99 (75), 11 of 103, 4 of 303. The aim of 95 % with 3 % of near-misses is not met.
LEAST = {"zh": 0.8, "en": 0.77}
MOST_NEAR = {"zh": 0.18, "en": 0.13}


def share(language: Language, of: Callable[[Example], bool]) -> float:
    lines = [line.text for line in load_signal_examples(language) if line.held_out and of(line)]
    return sum(any(s.kind == "self_harm" for s in find_signals(text, language)) for text in lines) / len(lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_lines_enough_of_both_kinds(language: Language) -> None:
    examples = load_signal_examples(language)
    for kind in sorted(FEELINGS | RISKS):
        held, near = (200, 300) if kind == "self_harm" else (60, 40)
        assert sum(kind in example.acts for example in examples) >= held, kind
        assert sum(kind in example.looks_like for example in examples) >= near, kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_hints_are_heard_in_lines_held_out(language: Language) -> None:
    assert share(language, lambda line: "self_harm" in line.acts) >= LEAST[language]
    assert share(language, lambda line: "self_harm" in line.looks_like) <= MOST_NEAR[language]
    assert share(language, lambda line: "self_harm" not in line.acts | line.looks_like) <= 0.03


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stored_weights_are_those_of_the_lines(language: Language) -> None:
    file = files("scoring.examples") / f"likeness.signals.{language}.json"
    stored = json.loads(file.read_text(encoding="utf-8"))
    fresh = signals_as_data(language)
    assert stored["kinds"] == list(BY_LIKENESS)
    assert stored["thresholds"] == pytest.approx(fresh["thresholds"], abs=0.1)
    assert len(stored["grams"].keys() ^ fresh["grams"].keys()) < 0.02 * len(stored["grams"])  # type: ignore[attr-defined]


def by_likeness_alone(language: Language) -> str:
    """A line held back that no phrase knows and likeness hears."""
    for line in load_signal_examples(language):
        even = normalise(line.text, language)
        if line.held_out and "self_harm" in line.acts and len(even.text) >= SHORTEST[language]:
            hits = match_families(even, language, "signals")
            if not any(hit.kind == "self_harm" for hit in hits) and hear(hits, even, language) != hits:
                return line.text
    raise AssertionError("likeness hears nothing that phrases don't")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_only_likeness_hears_is_unsure_and_comes_first_all_the_same(language: Language) -> None:
    text = by_likeness_alone(language)
    found = [signal for signal in find_signals(text, language) if signal.kind == "self_harm"]
    assert [text[signal.start : signal.end] for signal in found] == [signal.quote for signal in found]
    assert 0 < found[0].confidence <= UNSURE
    scored = card(language, "a: 您好,12363。" if language == "zh" else "a: Hello, 12363.", f"c: {text}")
    assert scored.needs_review
    assert scored.review_reasons[0] == "self_harm"
    assert (scored.signals[0].kind, scored.signals[0].confidence) == ("self_harm", found[0].confidence)
