"""Harm by cue and likeness: what it finds on lines that it never learned, and that it accuses nobody without a cue."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import get_args

import pytest

from recordings.errors import Language
from scoring.acts import find_acts
from scoring.examples import Example, load_examples, load_harm_examples
from scoring.findings import HARMFUL_ACTS
from scoring.harm_fit import fingerprint
from scoring.harm_likeness import HARM, load_harm, settle_harm
from scoring.matching import Reading, read_families
from scoring.normalise import normalise

LANGUAGES: tuple[Language, ...] = get_args(Language)


def held_out(language: Language) -> list[Example]:
    return [line for line in load_harm_examples(language) if line.held_out]


def harm(text: str, language: Language) -> set[str]:
    return {hit.act for hit in find_acts(text, language)} & HARMFUL_ACTS


def by_phrase(text: str, language: Language) -> set[str]:
    return {hit.kind for hit in read_families(normalise(text, language), language, "acts").hits} & HARMFUL_ACTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_harmful_act_has_lines_enough_of_both_kinds(language: Language) -> None:
    lines = [line for line in load_harm_examples(language) if not line.tuned]
    for act in HARM:
        assert sum(act in line.acts for line in lines) >= 110, act
        assert sum(act in line.looks_like for line in lines) >= 120, act


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stored_weights_were_made_from_these_lines(language: Language) -> None:
    stored = json.loads((files("scoring.examples") / f"harm.{language}.json").read_text(encoding="utf-8"))
    assert stored["acts"] == [*HARM, "any"]
    assert stored["lines"] == fingerprint(load_harm_examples(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_lines_never_learned_more_harm_is_found_and_no_more_are_accused_than_by_phrases(language: Language) -> None:
    real = [line.text for line in held_out(language) if line.acts]
    near = [line.text for line in held_out(language) if not line.acts]
    found = sum(bool(harm(text, language)) for text in real)
    false = sum(bool(harm(text, language)) for text in near)
    assert found > sum(bool(by_phrase(text, language)) for text in real)
    assert false <= sum(bool(by_phrase(text, language)) for text in near)
    assert false <= 0.06 * len(near)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_harm_without_a_phrase_or_a_cue_of_the_same_act(language: Language) -> None:
    for text in [line.text for line in held_out(language)] + [line.text for line in load_examples(language)[::10]]:
        even = normalise(text, language)
        stands = {hit.kind for part in ("acts", "cues") for hit in read_families(even, language, part).hits}
        assert harm(text, language) <= stands, text


def test_a_cue_alone_accuses_nobody() -> None:
    # 密码 is a cue of ask_secret; ordinary talk of it is unlike asking for one.
    assert read_families(normalise("密码忘了就带身份证去柜台重置", "zh"), "zh", "cues").hits
    assert not harm("密码忘了就带身份证去柜台重置", "zh")


def test_words_without_cue_or_phrase_are_handed_back_as_they_were() -> None:
    even = normalise("嗯呐嗯呐哎呀呀", "zh")
    reading = Reading(())
    assert settle_harm(reading, even, "zh") == reading


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_told_from_a_cue_is_sure_enough_to_count_and_doubts_are_left_open(language: Language) -> None:
    loaded = load_harm(language)
    assert loaded is not None
    bounds = loaded[1]
    assert bounds.denies <= bounds.opens < bounds.adds
    assert 0.6 <= bounds.precision <= 1
