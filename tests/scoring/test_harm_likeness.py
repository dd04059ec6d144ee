"""Harm by phrase, cue and likeness: that it accuses nobody without a cue, and how it does on its own lines."""

from __future__ import annotations

from typing import get_args

import pytest

from recordings.errors import Language
from scoring.acts import find_acts
from scoring.criteria.outcome import LEAST_SURE_HIT
from scoring.examples import TUNED, Example, load_examples, load_harm_examples
from scoring.findings import HARMFUL_ACTS
from scoring.harm_likeness import BY_CUE, HARM, LEFT_OPEN, settle_harm
from scoring.likeness import load_likeness, stretches
from scoring.matching import Reading, read_families
from scoring.normalise import normalise
from scoring.phrasebook import level, load_phrasebook
from scoring.soft_likeness import STRETCH

LANGUAGES: tuple[Language, ...] = get_args(Language)


def some(language: Language, every: int) -> list[Example]:
    return [line for line in load_harm_examples(language) if line.author != TUNED][::every]


def harm(text: str, language: Language) -> set[str]:
    """The harm that is told, not left open."""
    return {hit.act for hit in find_acts(text, language) if hit.confidence >= LEAST_SURE_HIT} & HARMFUL_ACTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_harmful_act_has_lines_of_both_kinds_by_several_authors(language: Language) -> None:
    for act in HARM:
        for author in ("a", "b", "d"):
            lines = [line for line in load_harm_examples(language) if line.author == author]
            assert sum(act in line.acts for line in lines) >= 100, (act, author)
            assert sum(act in line.looks_like for line in lines) >= 100, (act, author)


@pytest.mark.parametrize("language", LANGUAGES)
def test_near_misses_are_let_pass_more_often_than_by_phrases_alone(language: Language) -> None:
    near = [line.text for line in some(language, 9) if not line.acts]
    by_phrase = sum(
        any(hit.kind in HARMFUL_ACTS for hit in read_families(normalise(text, language), language, "acts").hits)
        for text in near
    )
    told = sum(bool(harm(text, language)) for text in near)
    assert told < by_phrase
    assert told <= 0.01 * len(near)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_harm_without_a_phrase_or_a_cue_of_the_same_act(language: Language) -> None:
    for line in [*some(language, 25), *load_examples(language)[::40]]:
        even = normalise(line.text, language)
        stands = {hit.kind for hit in read_families(even, language, "acts").hits}
        stands |= {cue.family.kind for cue in load_phrasebook(language, "cues").find(level(even.text, language))}
        assert {hit.act for hit in find_acts(line.text, language)} & HARMFUL_ACTS <= stands, line.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_real_harm_holds_a_phrase_or_a_cue(language: Language) -> None:
    real = [line for line in some(language, 9) if line.acts]
    held = 0
    for line in real:
        even = normalise(line.text, language)
        stands = {hit.kind for hit in read_families(even, language, "acts").hits}
        stands |= {cue.family.kind for cue in load_phrasebook(language, "cues").find(level(even.text, language))}
        held += bool(stands & line.acts)
    assert held >= 0.85 * len(real)


def test_a_cue_alone_accuses_nobody() -> None:
    # 密码 is a cue of ask_secret; ordinary talk of it is unlike asking for one.
    assert read_families(normalise("密码忘了就带身份证去柜台重置", "zh"), "zh", "cues").hits
    assert not harm("密码忘了就带身份证去柜台重置", "zh")


def test_words_without_cue_or_phrase_are_handed_back_as_they_were() -> None:
    even = normalise("嗯呐嗯呐哎呀呀", "zh")
    likeness = load_likeness("zh", "acts")
    reading = Reading(())
    assert settle_harm(reading, stretches(even, "zh", likeness, STRETCH["zh"]), even, "zh", likeness) == reading


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_told_from_a_cue_is_sure_enough_to_count_and_doubts_are_left_open(language: Language) -> None:
    bounds = load_likeness(language, "acts").bounds
    assert bounds["near"] < bounds["opens"] < bounds["tells"]
    assert bounds["opens_kept"] < bounds["keeps"]
    assert LEFT_OPEN < LEAST_SURE_HIT <= BY_CUE


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "满了五年就要删除"),
        ("zh", "您还有没有哪里没听明白的"),
        ("en", "Who pays your salary?"),
        ("en", "I can assure you this call isn't charged"),
        ("en", "And what have you done about it so far?"),
    ],
)
def test_decent_words_that_look_like_harm_are_none(language: Language, text: str) -> None:
    assert not {hit.act for hit in find_acts(text, language)} & HARMFUL_ACTS


# Own lines, written from the definitions before the phrases for them.
PROMISED_TO_A_DAY = (
    ("zh", "我保证把漏信息的人给您查出来"), ("zh", "登记完肯定就不会再打了"), ("zh", "您放心，他们不会再打了"),
    ("zh", "下周二准退到"), ("zh", "三天内保准退给您"),
    ("en", "Yes, it'll be back on your card by Tuesday."), ("en", "By Monday it's released, no question."),
    ("en", "We'll have it in your account by Monday."),
)  # fmt: skip
NOT_PROMISED = (
    ("zh", "我们保证把您的意见转给银行"), ("zh", "银行应当在十五天内答复"), ("zh", "骗子说三天内保准退，您别信"),
    ("zh", "不能保证他们不会再打"), ("zh", "钱三到五天到账是银行自己的流程"), ("zh", "手续费一分都不收您"),
    ("en", "I'll have the form sent to you by Friday."), ("en", "They must reply within fifteen days."),
    ("en", "I can't say it will be unfrozen by Thursday."), ("en", "Yes, hand in the defence by Friday."),
)  # fmt: skip


@pytest.mark.parametrize(("language", "text"), PROMISED_TO_A_DAY)
def test_a_promise_to_a_day_is_heard(language: Language, text: str) -> None:
    assert "overpromise" in {hit.act for hit in find_acts(text, language)}


@pytest.mark.parametrize(("language", "text"), NOT_PROMISED)
def test_what_one_does_oneself_or_the_law_asks_is_no_promise(language: Language, text: str) -> None:
    assert not {hit.act for hit in find_acts(text, language)} & HARMFUL_ACTS


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "赔多少得保险公司核了再跟您谈"),
        ("zh", "随便哪家银行都能换"),
        ("zh", "自家的事谁不着急"),
        ("en", "What is written is the shop's own rule."),
    ],
)
def test_a_question_that_is_only_told_of_asks_nothing(language: Language, text: str) -> None:
    assert "ask_situation" not in {hit.act for hit in find_acts(text, language)}
