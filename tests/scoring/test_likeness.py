"""Likeness: what the labelled lines teach, and what they may never do."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import get_args

import pytest

from recordings.errors import Language
from scoring.acts import find_acts
from scoring.examples import SOFT_ACTS, load_examples, load_harm_examples
from scoring.findings import HARMFUL_ACTS
from scoring.likeness import anybody, load_likeness, stretches
from scoring.likeness_fit import Seen, fingerprint, lines_of, solve
from scoring.matching import Hit, Reading
from scoring.normalise import normalise
from scoring.soft_likeness import STRETCH, settle

LANGUAGES: tuple[Language, ...] = get_args(Language)


def settled(text: str, language: Language, *hits: Hit) -> tuple[Hit, ...]:
    even = normalise(text, language)
    likeness = load_likeness(language, "acts")
    parts = stretches(even, language, likeness, STRETCH[language])
    return settle(Reading(hits), parts, even, language, likeness)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_soft_act_has_lines_enough_of_both_kinds(language: Language) -> None:
    examples = load_examples(language)
    for act in SOFT_ACTS:
        assert sum(act in example.acts for example in examples) >= 60, act
        assert sum(act in example.looks_like for example in examples) >= 40, act


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stored_weights_were_made_from_these_lines(language: Language) -> None:
    stored = json.loads((files("scoring.examples") / f"acts.{language}.json").read_text(encoding="utf-8"))
    assert stored["columns"][: len(SOFT_ACTS)] == list(SOFT_ACTS)
    assert stored["lines"] == fingerprint((*load_harm_examples(language), *load_examples(language)))


def test_words_that_no_phrase_knows_are_told_by_likeness() -> None:
    found = find_acts("您腿脚不利索又住六楼,那就让您闺女替您跑一趟,写个委托就行", "zh")
    assert "personalise" in {hit.act for hit in found}


def test_no_harmful_act_is_ever_added_or_dropped_with_soft_ones() -> None:
    text = "您自己想想这到底该怪谁"
    assert not HARMFUL_ACTS & {hit.kind for hit in settled(text, "zh")}
    harm = Hit("blame", text, 0, len(text), 0.7)
    assert harm in settled(text, "zh", harm)


def test_what_a_phrase_denies_is_not_told_by_likeness() -> None:
    # "did you report it to the police?" has the words of a referral, and asks.
    assert "refer" not in {hit.act for hit in find_acts("您后来去派出所报警了吗", "zh")}


def test_the_same_words_score_the_same_each_time_and_nothing_is_like_nothing() -> None:
    likeness = load_likeness("zh", "acts")
    text = "您那张小票先留好,这个就是证据"
    assert (likeness.of(text, "zh") == likeness.of(text, "zh")).all()
    assert likeness.of("", "zh").max() < 0


def test_who_is_spoken_of_makes_no_line_more_like_an_act() -> None:
    likeness = load_likeness("en", "acts")
    his, hers = ("you should have asked your husband, he knows", "you should have asked your wife, she knows")
    assert anybody(his, "en") == anybody(hers, "en")
    assert (likeness.of(his, "en") == likeness.of(hers, "en")).all()


def test_a_line_is_scored_as_if_all_its_authors_lines_were_left_out() -> None:
    # Two authors use "x" for opposite things, so what each teaches is wrong of the other: about +1 from the second's
    # lines for the first's, and -1 the other way round; 10 lines each outweigh the pull towards zero.
    seen = [Seen(["x", f"a{n}"], frozenset()) for n in range(20)]
    truth = [[n >= 10] for n in range(20)]
    fitted = solve(lines_of(seen, rare=1), truth, ["one"] * 10 + ["two"] * 10)
    assert fitted.left_out[:10].min() > 0.9
    assert fitted.left_out[10:].max() < -0.9
