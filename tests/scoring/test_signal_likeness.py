"""Signals in words that nobody foresaw: what the labelled lines teach."""

from __future__ import annotations

import csv
import json
from importlib.resources import files

import pytest

from recordings.errors import Language
from scoring.examples import Example, load_signal_examples
from scoring.findings import FEELINGS, RISKS
from scoring.likeness import SHORTEST
from scoring.likeness_fit import fingerprint
from scoring.matching import match_families
from scoring.normalise import normalise
from scoring.signal_fit import KINDS
from scoring.signal_likeness import HINT, UNSURE, hear
from scoring.signals import find_signals
from tests.scoring.talk import card

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def heard(language: Language, lines: list[Example]) -> float:
    """Share of the lines in which a hint is heard."""
    return sum(any(s.kind == HINT for s in find_signals(line.text, language)) for line in lines) / len(lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_lines_enough_of_both_kinds(language: Language) -> None:
    examples = load_signal_examples(language)
    for kind in sorted(FEELINGS | RISKS):
        held, near = (300, 400) if kind == HINT else (100, 40)
        assert sum(kind in example.acts for example in examples) >= held, kind
        assert sum(kind in example.looks_like for example in examples) >= near, kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_hints_are_heard_and_plain_lines_rarely_taken_for_one(language: Language) -> None:
    # On lines learned from, so this says only that nothing got worse; docs/scoring.md has the rates by author.
    lines = [line for line in load_signal_examples(language) if line.author == "b"]
    assert heard(language, [line for line in lines if HINT in line.acts]) >= 0.95
    assert heard(language, [line for line in lines if HINT not in line.acts | line.looks_like][::3]) <= 0.03


@pytest.mark.parametrize("language", LANGUAGES)
def test_ordinary_talk_is_hardly_ever_taken_for_a_hint(language: Language) -> None:
    """What callers say first and of what, by other hands, none of it learned from; it was one in twenty once."""
    rows = csv.reader((files("scoring.examples") / f"topics.{language}.csv").read_text(encoding="utf-8").splitlines())
    said = [Example(text, frozenset(), frozenset(), "") for _, text in list(rows)[1:]]
    assert len(said) > 800
    assert heard(language, said) <= 0.015  # last figures: zh 9 of 830, en 2 of 905


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stored_weights_were_made_from_these_lines(language: Language) -> None:
    stored = json.loads((files("scoring.examples") / f"signals.{language}.json").read_text(encoding="utf-8"))
    assert stored["columns"] == list(KINDS)
    assert stored["lines"] == fingerprint(load_signal_examples(language))


def by_likeness_alone(language: Language) -> str:
    """A line that no phrase knows and likeness hears."""
    for line in load_signal_examples(language):
        even = normalise(line.text, language)
        if HINT in line.acts and len(even.text) >= SHORTEST[language]:
            hits = match_families(even, language, "signals")
            if not any(hit.kind == HINT for hit in hits) and any(s.kind == HINT for s in hear(hits, even, language)):
                return line.text
    raise AssertionError("likeness hears nothing that phrases don't")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_only_likeness_hears_is_unsure_and_comes_first_all_the_same(language: Language) -> None:
    text = by_likeness_alone(language)
    found = [signal for signal in find_signals(text, language) if signal.kind == HINT]
    assert [text[signal.start : signal.end] for signal in found] == [signal.quote for signal in found]
    assert 0 < found[0].confidence <= UNSURE
    scored = card(language, "a: 您好,12363。" if language == "zh" else "a: Hello, 12363.", f"c: {text}")
    assert scored.needs_review
    assert scored.review_reasons[0] == HINT
    assert (scored.signals[0].kind, scored.signals[0].confidence) == (HINT, found[0].confidence)
