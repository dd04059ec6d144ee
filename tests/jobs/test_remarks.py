"""What `tingxin transcribe` says of a recording beside its words."""

from __future__ import annotations

from typing import Any

import pytest

from jobs.remarks import LAYOUTS, NO_SWAP, NOBODY, TRUNCATED, remarks
from recordings.transcript import Transcript, Turn, Voices


def heard(speaker: Any = "agent", **about: Any) -> Transcript:
    voices = Voices(**{"layout": "stereo", "count": 2, "role_confidence": 0.9, "by_content": True, **about})
    return Transcript(language="zh", voices=voices, turns=(Turn(index=0, speaker=speaker, text="喂"),))


def test_two_clear_sides_of_a_whole_recording_need_no_word() -> None:
    assert list(remarks(heard())) == []


@pytest.mark.parametrize("layout", ["twin", "one_side"])
def test_channels_that_are_not_two_sides_are_said(layout: str) -> None:
    assert list(remarks(heard(layout=layout))) == [LAYOUTS[layout]]


def test_a_third_voice_is_reported_with_the_number() -> None:
    (said,) = remarks(heard(layout="mono", count=3))
    assert said.en.startswith("3 voices")
    assert "3 个人" in said.zh


def test_missing_sound_is_said_first() -> None:
    assert list(remarks(heard(layout="twin", truncated=True))) == [TRUNCATED, LAYOUTS["twin"]]


def test_a_swap_that_can_change_nothing_says_so() -> None:
    assert list(remarks(heard("unknown", layout="mono"), swapped=True)) == [NO_SWAP]
    assert list(remarks(heard("unknown", layout="mono"))) == [NOBODY]
    assert list(remarks(heard("customer"), swapped=True)) == []


def test_of_words_without_a_recording_nothing_is_said() -> None:
    assert list(remarks(Transcript(language="zh"))) == []
