from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from recordings.audio import decode
from recordings.vad import Listener, speech_s, speech_spans
from tests.recordings.sounds import SAMPLES, tones


@pytest.fixture(scope="module")
def call() -> np.ndarray:
    return decode(SAMPLES / "zh_li_cold" / "audio.ogg").samples


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(100), np.zeros(48000), tones(3, 440)[0]])
def test_silence_and_tones_hold_no_speech(samples: np.ndarray) -> None:
    assert speech_spans(samples.astype(np.float32)) == ()


def test_white_noise_holds_no_speech() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 10 * 16000).astype(np.float32)
    assert speech_spans(noise) == ()


def test_spans_are_in_order_apart_and_within_the_recording(call: np.ndarray) -> None:
    spans = speech_spans(call[0])
    assert spans
    assert all(span.start_s < span.end_s for span in spans)
    assert all(before.end_s < after.start_s for before, after in pairwise(spans))
    assert spans[0].start_s >= 0
    assert spans[-1].end_s <= call.shape[1] / 16000


def test_the_two_sides_of_a_call_hardly_speak_at_once(call: np.ndarray) -> None:
    # the synthesised call takes turns; only the padding of 0.1 s may overlap
    sides = [speech_spans(channel) for channel in call]
    both = sum(max(0.0, min(a.end_s, b.end_s) - max(a.start_s, b.start_s)) for a in sides[0] for b in sides[1])
    assert both < 3
    assert speech_s(sides[0]) + speech_s(sides[1]) == pytest.approx(64, abs=8)


@pytest.mark.parametrize("size", [777, 16000, 160_000])
def test_the_spans_do_not_depend_on_how_the_sound_comes(call: np.ndarray, size: int) -> None:
    listener = Listener()
    for first in range(0, call.shape[1], size):
        listener.hear(call[1, first : first + size])
    assert listener.spans() == speech_spans(call[1])
