"""Customer signals: labelled lines in numbers, and whose feeling it is."""

from __future__ import annotations

import pytest

from recordings.errors import Language
from scoring.signals import find_signals
from tests.scoring.labelled import read_lines, tally


def kinds(text: str, language: Language) -> set[str]:
    return {signal.kind for signal in find_signals(text, language)}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_signals_are_found_and_near_misses_let_pass(language: Language) -> None:
    # Last figures, all lines: zh 71 of 72 found, 0 of 41 false; en 51 of 51 found, 0 of 27 false.
    result = tally(read_lines(f"signals.{language}.csv"), lambda text: kinds(text, language))
    assert result.recall >= 0.92
    assert result.false_rate <= 0.06


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我真的不想活了", "zh"),
        ("活着还有什么意思", "zh"),
        ("我没有想过自杀", "zh"),  # denied: a person looks all the same
        ("I don't want to be alive any more", "en"),
        ("they'd be better off without me", "en"),
    ],
)
def test_a_hint_of_self_harm_is_never_passed_over(text: str, language: Language) -> None:
    assert "self_harm" in kinds(text, language)


@pytest.mark.parametrize("text", ["烦死了", "气死我了", "忙得要死", "电脑死机了"])
def test_a_manner_of_speaking_is_no_hint_of_self_harm(text: str) -> None:
    assert "self_harm" not in kinds(text, "zh")


def test_a_feeling_is_the_customers_own() -> None:
    assert "angry" in kinds("我真的很生气", "zh")
    assert "angry" not in kinds("我不生气", "zh")
    assert "angry" not in kinds("我老婆很生气", "zh")
    assert "anxious" in kinds("I'm really worried", "en")
    assert "anxious" not in kinds("my wife is worried", "en")
    assert "anxious" not in kinds("I'm not worried", "en")


def test_being_made_to_feel_is_feeling() -> None:
    assert "anxious" in kinds("他们天天打电话吓得我睡不着", "zh")


def test_several_signals_stand_side_by_side_with_their_quotes() -> None:
    text = "我失業了，還不上錢，真的很害怕"
    found = find_signals(text, "zh")
    assert {signal.kind for signal in found} >= {"hardship", "anxious"}
    assert all(text[signal.start : signal.end] == signal.quote for signal in found)


def test_nothing_is_found_in_nothing() -> None:
    assert find_signals("", "zh") == ()
    assert find_signals("好的谢谢", "zh") == ()
