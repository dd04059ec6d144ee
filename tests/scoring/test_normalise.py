"""Evening out of spoken text, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.errors import Language
from scoring.normalise import normalise


@pytest.mark.parametrize(
    ("text", "even"),
    [
        ("請問傳票是哪天收到的", "请问传票是哪天收到的"),
        ("您很著急", "您很着急"),
        ("１２３６３熱線，您好！", "12363热线,您好!"),
        ("嗯，我我我们查一下啊。", "我们查一下."),
        ("这个这个您看", "这个您看"),
        ("您 好 请 问", "您好请问"),  # every character spaced apart
        ("您好这里是热线 请问有什么可以帮您", "您好这里是热线,请问有什么可以帮您"),  # a space for a pause
        ("您的船票收到了吗", "您的传票收到了吗"),  # misheard
        ("谢谢您,您稍等", "谢谢您,您稍等"),  # two clauses, no stutter
    ],
)
def test_chinese_is_evened_out(text: str, even: str) -> None:
    assert normalise(text, "zh").text == even


@pytest.mark.parametrize(
    ("text", "even"),
    [
        ("I can’t say", "i cannot say"),
        ("i dont know", "i do not know"),
        ("We'll see, they've left", "we will see, they have left"),
        ("you'd better go, I'd say", "you had better go, i would say"),
        ("um, I mean, it's, uh, it's fine", "it is fine"),
        ("do you know what i mean", "do you know what i mean"),
        ("the the bank", "the bank"),
        ("Mr. Li", "mr li"),
    ],
)
def test_english_is_evened_out(text: str, even: str) -> None:
    assert normalise(text, "en").text == even


def test_a_stretch_is_led_back_to_its_own_characters() -> None:
    even = normalise("Um, we can’t do it", "en")
    start = even.text.index("cannot")
    begin, end = even.span(start, start + len("cannot"))
    assert even.original[begin:end] == "can’t"


@given(st.text(max_size=80), st.sampled_from(["zh", "en"]))
def test_the_way_back_never_leaves_the_text_nor_runs_backwards(text: str, language: Language) -> None:
    even = normalise(text, language)
    spans = [even.span(at, at + 1) for at in range(len(even.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


@given(st.text(alphabet="您我们稍等請問傳票,。 嗯啊", max_size=40))
def test_evening_out_twice_changes_nothing_more_in_characters(text: str) -> None:
    once = normalise(text, "zh").text
    assert set(normalise(once, "zh").text) <= set(once)
