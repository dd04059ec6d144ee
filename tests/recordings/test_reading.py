"""The display form: what changes, what must not, and that quotes can still be found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.reading import reading_bits, reading_form


@pytest.mark.parametrize(
    ("spoken", "shown"),
    [
        ("十五个工作日内答复", "15个工作日内答复"),
        ("最长六十日", "最长60日"),
        ("一共一万二千元", "一共12000元"),
        ("三百零五天", "305天"),
        ("百分之二十四", "24%"),
        ("千分之五", "5‰"),
        ("请打一二三七八", "请打12378"),
        ("您好,请问有什么可以帮您?", "您好，请问有什么可以帮您？"),
        ("好的 我 查一下.", "好的我查一下。"),
        ("您好,12363,请讲", "您好，12363，请讲"),
        # as spoken: small numbers, idioms, ordinals, what could be read in two ways, what is in digits already
        ("三天两头", "三天两头"),
        ("两个月", "两个月"),
        ("第十五条", "第十五条"),
        ("一百五天", "一百五天"),
        ("十四五天", "十四五天"),
        ("万一", "万一"),
        ("千千万万天", "千千万万天"),
        ("一万万元", "一万万元"),
        ("15个工作日", "15个工作日"),
        ("一一一", "一一一"),
        ("", ""),
    ],
)
def test_chinese_is_shown_as_it_is_written(spoken: str, shown: str) -> None:
    assert reading_form(spoken, "zh") == shown


@pytest.mark.parametrize(
    ("spoken", "shown"),
    [
        ("you hear from us within fifteen business days", "You hear from us within 15 business days"),
        ("at most sixty days. that is the rule", "At most 60 days. That is the rule"),
        ("one hundred and twenty yuan", "120 yuan"),
        ("twenty-four percent", "24 percent"),
        ("I think i'm late", "I think I'm late"),
        ("Three days ago", "Three days ago"),
        ("Ten people came", "Ten people came"),
        ("", ""),
    ],
)
def test_english_is_shown_as_it_is_written(spoken: str, shown: str) -> None:
    assert reading_form(spoken, "en") == shown


@given(st.text(st.sampled_from(list("一二十百千万零个工作日天,.? abi第fifteen days")), max_size=30))
def test_bits_give_back_what_was_spoken_letter_by_letter(text: str) -> None:
    for language in ("zh", "en"):
        assert "".join(bit.spoken for bit in reading_bits(text, language)) == text
