"""Likeness: what the labelled lines teach, and what they may never do."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from recordings.errors import Language
from scoring.acts import find_acts
from scoring.examples import SOFT_ACTS, load_examples
from scoring.findings import HARMFUL_ACTS
from scoring.likeness import load_likeness, settle
from scoring.likeness_fit import as_data, fit
from scoring.matching import Hit, Reading
from scoring.normalise import normalise

FITTED: tuple[Language, ...] = tuple(
    language for language in ("zh", "en") if (files("scoring.examples") / f"soft.{language}.csv").is_file()
)


@pytest.mark.parametrize("language", FITTED)
def test_every_soft_act_has_lines_enough_of_both_kinds(language: Language) -> None:
    examples = load_examples(language)
    for act in SOFT_ACTS:
        assert sum(act in example.acts for example in examples) >= 60, act
        assert sum(act in example.looks_like for example in examples) >= 40, act


@pytest.mark.parametrize("language", FITTED)
def test_the_stored_weights_are_those_of_the_lines(language: Language) -> None:
    """Made anew they tell the same; a few n-grams may differ where the evening of texts has changed since."""
    stored = json.loads((files("scoring.examples") / f"likeness.{language}.json").read_text(encoding="utf-8"))
    fresh = as_data(fit(load_examples(language), language), language)
    assert stored["acts"] == list(SOFT_ACTS)
    assert stored["thresholds"] == pytest.approx(fresh["thresholds"], abs=0.1)
    assert len(stored["grams"].keys() ^ fresh["grams"].keys()) < 0.02 * len(stored["grams"])  # type: ignore[attr-defined]


def test_words_that_no_phrase_knows_are_told_by_likeness() -> None:
    found = find_acts("您腿脚不利索又住六楼,那就让您闺女替您跑一趟,写个委托就行", "zh")
    assert "personalise" in {hit.act for hit in found}


def test_no_harmful_act_is_ever_added_or_dropped() -> None:
    even = normalise("您自己想想这到底该怪谁", "zh")
    assert not HARMFUL_ACTS & {hit.kind for hit in settle(Reading(()), even, "zh")}
    harm = Hit("blame", even.original, 0, len(even.original), 0.7)
    assert settle(Reading((harm,)), even, "zh") == (harm,)


def test_what_a_phrase_denies_is_not_told_by_likeness() -> None:
    # "did you report it to the police?" has the words of a referral, and asks.
    assert "refer" not in {hit.act for hit in find_acts("您后来去派出所报警了吗", "zh")}


def test_the_same_words_score_the_same_each_time() -> None:
    likeness = load_likeness("zh")
    assert likeness is not None
    text = "您那张小票先留好,这个就是证据"
    assert (likeness.scores(text, "zh") == likeness.scores(text, "zh")).all()
    assert likeness.scores("", "zh").max() < 0  # nothing is like nothing
